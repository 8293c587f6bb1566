//! A score, and perhaps an earlier one, in; a page of misses, false alarms and figures out.

use crate::cli::page::{self, FAINT, GOOD, LACKING, STRONG, TERM};
use crate::error::one_line;
use crate::scoring::{Counts, FalseAlarm, Gold, Miss, Score};

/// What is told of a score.
pub(super) struct Report<'a> {
    pub golds: &'a [Gold],
    pub now: &'a Score<'a>,
    /// The score of an earlier run.
    pub before: Option<&'a Score<'a>>,
    /// The most misses, and false alarms, that are listed.
    pub errors: Option<usize>,
}

impl Report<'_> {
    pub(super) fn write(&self) -> String {
        let misses: Vec<_> = self.now.misses.iter().collect();
        let alarms: Vec<_> = self.now.false_alarms.iter().collect();
        let mut page = self.section("in the gold, and not found", &misses, |miss| self.miss(miss));
        page += &self.section("found, and not in the gold", &alarms, |alarm| false_alarm(alarm));
        page += &self.changes();
        page + &self.table() + &self.status() + &self.dates()
    }

    /// A list under its title, cut where the user wants it short.
    fn section<T>(&self, title: &str, items: &[T], line: impl Fn(&T) -> String) -> String {
        let shown = self.errors.unwrap_or(items.len()).min(items.len());
        if shown == 0 {
            return String::new();
        }
        let more = if shown < items.len() { format!(", {shown} of them shown") } else { String::new() };
        let title = page::styled(STRONG, &format!("{title} ({}{more})", items.len()));
        format!("{title}\n{}\n", items[..shown].iter().map(line).collect::<String>())
    }

    fn miss(&self, miss: &Miss<'_>) -> String {
        let gold = self.golds.iter().find(|gold| gold.doc == miss.doc);
        let name = |id: &str| {
            let entity = gold.and_then(|gold| gold.entity(id));
            entity.and_then(|entity| entity.names.first()).map_or_else(|| id.to_owned(), Clone::clone)
        };
        let fact = miss.fact;
        let stated = stated(&name(&fact.subject), &fact.relation, &name(&fact.object), fact.status.as_str());
        entry(miss.doc, &stated, &fact.evidence)
    }

    /// What an earlier run had that this one has not, and the other way round.
    fn changes(&self) -> String {
        let Some(before) = self.before else { return String::new() };
        let missed = |score: &Score<'_>, miss: &Miss<'_>| score.misses.iter().any(|m| std::ptr::eq(m.fact, miss.fact));
        let told = |score: &Score<'_>, alarm: &FalseAlarm<'_>| score.false_alarms.iter().any(|a| is_same(a, alarm));
        let gained: Vec<_> = before.misses.iter().filter(|miss| !missed(self.now, miss)).collect();
        let lost: Vec<_> = self.now.misses.iter().filter(|miss| !missed(before, miss)).collect();
        let new: Vec<_> = self.now.false_alarms.iter().filter(|alarm| !told(before, alarm)).collect();
        let gone: Vec<_> = before.false_alarms.iter().filter(|alarm| !told(self.now, alarm)).collect();
        let changes = [
            self.section("found now, and not before", &gained, |miss| self.miss(miss)),
            self.section("found before, and not now", &lost, |miss| self.miss(miss)),
            self.section("false alarms that are new", &new, |alarm| false_alarm(alarm)),
            self.section("false alarms that are gone", &gone, |alarm| false_alarm(alarm)),
        ];
        changes.concat()
    }

    fn table(&self) -> String {
        let mut relations: Vec<_> = self.now.by_relation.iter().collect();
        relations.sort_by_key(|(relation, counts)| (std::cmp::Reverse(counts.gold), *relation));
        let before = if self.before.is_some() { " before" } else { "" };
        let header = format!(
            "{:<16}{:>10}{:>8}{:>7}{before}{:>8}{:>7}{:>7}",
            "relation", "precision", "recall", "F1", "right", "told", "gold"
        );
        let earlier =
            |relation: &str| self.before.map(|score| score.by_relation.get(relation).copied().unwrap_or_default());
        let row = |(relation, counts): (&&str, &Counts)| row(relation, *counts, earlier(relation), 2);
        let rows: String = relations.into_iter().map(row).collect();
        let all = row_of_all(self.now.total, self.before.map(|score| score.total));
        format!("{}\n{rows}{}", page::styled(FAINT, &header), page::styled(STRONG, all.trim_end()) + "\n")
    }

    fn status(&self) -> String {
        let share = |(status, counts): (&crate::events::Status, &crate::scoring::StatusCounts)| {
            counts.share().map(|share| format!("{} {share:.2}", status.as_str()))
        };
        let shares: Vec<_> = self.now.by_status.iter().filter_map(share).collect();
        let (overclaims, told) = (self.now.overclaims(), self.now.total.told);
        let told = format!(
            "status of the facts that match: right for {}; mean {:.3}; {overclaims} of {told} facts tell as real what the gold supposes or denies",
            shares.join(", "),
            self.now.status_mean(),
        );
        format!("\n{}", page::wrap(&told, 0))
    }

    fn dates(&self) -> String {
        let dates = self.now.dates;
        let share = |part: usize, whole: usize| if whole == 0 { 0.0 } else { part as f64 / whole as f64 };
        let told = format!(
            "dates of the facts that match: to the month precision {:.2}, recall {:.2}; exact {:.2}",
            share(dates.month, dates.told),
            share(dates.month, dates.gold),
            share(dates.exact, dates.gold),
        );
        page::wrap(&told, 0)
    }
}

fn row_of_all(now: Counts, before: Option<Counts>) -> String {
    row("all", now, before, 3)
}

fn row(name: &str, now: Counts, before: Option<Counts>, digits: usize) -> String {
    let before = before.map(|counts| format!("{:7.digits$}", counts.f1())).unwrap_or_default();
    format!(
        "{name:<16}{:10.digits$}{:8.digits$}{:7.digits$}{before}{:8}{:7}{:7}\n",
        now.precision(),
        now.recall(),
        now.f1(),
        now.right,
        now.told,
        now.gold,
    )
}

fn false_alarm(alarm: &FalseAlarm<'_>) -> String {
    let fact = alarm.fact;
    let stated = stated(&fact.subject.label, &fact.relation, &fact.object.label, fact.status.as_str());
    let overclaim =
        if alarm.is_overclaim { page::styled(LACKING, ", which the gold supposes or denies") } else { String::new() };
    entry(&fact.doc, &(stated + &overclaim), &fact.evidence.text)
}

fn stated(subject: &str, relation: &str, object: &str, status: &str) -> String {
    format!("{subject} {} {object}  {}", page::styled(TERM, &format!("—{relation}→")), page::styled(GOOD, status))
}

/// A fact with its document, and its sentence below.
fn entry(doc: &str, stated: &str, sentence: &str) -> String {
    page::wrap(&format!("{}: {stated}", page::styled(FAINT, doc)), 2) + &page::wrap(&one_line(sentence), 4)
}

fn is_same(one: &FalseAlarm<'_>, other: &FalseAlarm<'_>) -> bool {
    let key = |alarm: &FalseAlarm<'_>| {
        let fact = alarm.fact;
        (fact.doc.clone(), fact.relation.clone(), fact.subject.label.clone(), fact.object.label.clone())
    };
    key(one) == key(other)
}
