//! Gold and found facts in; counts of what is right, told and to be found, and every miss and false alarm, out.

use super::assignment::assign;
use super::names::Rules;
use super::records::{Found, Gold, GoldFact};
use crate::events::Status;
use std::collections::{BTreeMap, BTreeSet};

/// How many facts are right, of how many that were told and how many that were to be found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Found and in the gold.
    pub right: usize,
    /// Found.
    pub told: usize,
    /// In the gold.
    pub gold: usize,
}

impl Counts {
    /// The share of what was told that is right; 0 where nothing was told.
    pub fn precision(self) -> f64 {
        ratio(self.right, self.told)
    }

    /// The share of the gold that was found; 0 where there is none.
    pub fn recall(self) -> f64 {
        ratio(self.right, self.gold)
    }

    /// The harmonic mean of precision and recall.
    pub fn f1(self) -> f64 {
        ratio(2 * self.right, self.told + self.gold)
    }
}

/// Of the facts of the gold with a status that match, how many were told with that status.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct StatusCounts {
    /// Those that match a found fact of the same status.
    pub right: usize,
    /// Those that match a found fact of any status.
    pub matched: usize,
}

impl StatusCounts {
    /// The share that is right; `None` where nothing of the status matches.
    pub fn share(self) -> Option<f64> {
        (self.matched > 0).then(|| ratio(self.right, self.matched).min(1.0))
    }
}

/// Dates of the facts that match.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DateCounts {
    /// Right to the month, counted in [`CalendarDate`](crate::dates::CalendarDate)'s precision: a year is no month.
    pub month: usize,
    /// Right as the gold has them.
    pub exact: usize,
    /// Facts that were found with a date.
    pub told: usize,
    /// Facts that the gold dates.
    pub gold: usize,
}

/// A fact of the gold that was not found.
#[derive(Debug, Clone)]
pub struct Miss<'g> {
    /// Its document.
    pub doc: &'g str,
    /// The fact.
    pub fact: &'g GoldFact,
}

/// A fact that was found and is not in the gold.
#[derive(Debug, Clone)]
pub struct FalseAlarm<'f> {
    /// The fact.
    pub fact: &'f Found,
    /// Whether it tells as real what the gold has as supposed or denied.
    pub is_overclaim: bool,
}

/// How well what was found agrees with a gold.
#[derive(Debug, Clone, Default)]
pub struct Score<'a> {
    /// Over the facts that are asserted or planned, of all relations.
    pub total: Counts,
    /// The same by relation.
    pub by_relation: BTreeMap<&'a str, Counts>,
    /// By status of the gold.
    pub by_status: BTreeMap<Status, StatusCounts>,
    /// Of the facts that match.
    pub dates: DateCounts,
    /// In the order of the gold.
    pub misses: Vec<Miss<'a>>,
    /// In the order of the gold's documents, then in that of what was found.
    pub false_alarms: Vec<FalseAlarm<'a>>,
}

impl Score<'_> {
    /// The mean of the shares of every status of which something matches.
    pub fn status_mean(&self) -> f64 {
        let shares: Vec<f64> = self.by_status.values().filter_map(|counts| counts.share()).collect();
        if shares.is_empty() { 0.0 } else { shares.iter().sum::<f64>() / shares.len() as f64 }
    }

    /// How many facts tell as real what the gold has as supposed or denied.
    pub fn overclaims(&self) -> usize {
        self.false_alarms.iter().filter(|alarm| alarm.is_overclaim).count()
    }
}

/// Compares what was found in the documents of a gold with the gold. What was found elsewhere does not count.
pub fn score<'a>(golds: &'a [Gold], found: &'a [Found], rules: &Rules<'_>) -> Score<'a> {
    let mut score = Score::default();
    for gold in golds {
        let here = found.iter().filter(|fact| gold.is_of(&fact.doc) && rules.counts(&fact.relation));
        Page { gold, found: distinct(here, rules), rules }.add_to(&mut score);
    }
    score
}

/// Facts between the same ends, of which the first is kept: one that is real, and one that is not.
fn distinct<'f>(found: impl Iterator<Item = &'f Found>, rules: &Rules<'_>) -> Vec<&'f Found> {
    let mut seen = BTreeSet::new();
    let key = |fact: &Found| {
        let mut ends =
            [&fact.subject, &fact.object].map(|end| end.id.clone().unwrap_or_else(|| rules.fold(&end.label)));
        if rules.is_symmetric(&fact.relation) {
            ends.sort();
        }
        (fact.relation.clone(), ends, is_real(fact.status))
    };
    found.filter(|fact| seen.insert(key(fact))).collect()
}

/// Whether a fact counts for precision and recall.
const fn is_real(status: Status) -> bool {
    matches!(status, Status::Asserted | Status::Planned)
}

/// One document.
struct Page<'a, 'r> {
    gold: &'a Gold,
    found: Vec<&'a Found>,
    rules: &'r Rules<'r>,
}

impl<'a> Page<'a, '_> {
    fn add_to(&self, score: &mut Score<'a>) {
        let firm = self.firm();
        let real: Vec<_> = self.found.iter().copied().filter(|fact| is_real(fact.status)).collect();
        let real = self.exact_places_first(&real, &firm);
        let matched = assign(real.len(), firm.len(), |f, g| self.fits(real[f], firm[g], true));
        for (fact, matched) in real.iter().zip(&matched) {
            match matched.map(|at| firm[at]) {
                Some(gold) => self.add_right(fact, gold, score),
                None if self.may_stand(fact, &firm) => {}
                None => self.add_wrong(fact, score),
            }
        }
        for (at, fact) in firm.iter().enumerate() {
            add(score, &fact.relation, Counts { gold: 1, ..Counts::default() });
            if !matched.contains(&Some(at)) {
                score.misses.push(Miss { doc: &self.gold.doc, fact });
            }
        }
        self.add_statuses(score);
    }

    /// The facts of the gold that are to be found, each triple once.
    fn firm(&self) -> Vec<&'a GoldFact> {
        let mut seen = BTreeSet::new();
        let is_firm = |fact: &&GoldFact| is_real(fact.status) && !fact.optional && self.rules.counts(&fact.relation);
        self.gold.facts.iter().filter(is_firm).filter(|fact| seen.insert(self.triple(fact))).collect()
    }

    fn triple(&self, fact: &'a GoldFact) -> (&'a str, [&'a str; 2]) {
        let mut ends = [fact.subject.as_str(), fact.object.as_str()];
        if self.rules.is_symmetric(&fact.relation) {
            ends.sort_unstable();
        }
        (&fact.relation, ends)
    }

    fn fits(&self, found: &Found, fact: &GoldFact, wider: bool) -> bool {
        found.relation == fact.relation && self.rules.same_ends((&found.subject, &found.object), fact, self.gold, wider)
    }

    /// Facts that name the place that the gold does get it before those that name one around it.
    fn exact_places_first(&self, real: &[&'a Found], firm: &[&GoldFact]) -> Vec<&'a Found> {
        let exact = assign(real.len(), firm.len(), |f, g| self.fits(real[f], firm[g], false));
        let (first, rest): (Vec<_>, Vec<_>) = real.iter().zip(exact).partition(|(_, matched)| matched.is_some());
        first.into_iter().chain(rest).map(|(fact, _)| *fact).collect()
    }

    /// Whether a fact that matches none is not wrong either: it is optional, or only the wider place of one that is told exactly.
    fn may_stand(&self, found: &Found, firm: &[&GoldFact]) -> bool {
        let optional = self.gold.facts.iter().filter(|fact| fact.optional);
        let is_wider = |fact: &&GoldFact| self.fits(found, fact, true) && !self.fits(found, fact, false);
        optional.into_iter().any(|fact| self.fits(found, fact, true)) || firm.iter().any(is_wider)
    }

    fn add_right(&self, found: &'a Found, gold: &'a GoldFact, score: &mut Score<'a>) {
        add(score, &found.relation, Counts { right: 1, told: 1, gold: 0 });
        let same = self.gold.facts.iter().filter(|fact| self.triple(fact) == self.triple(gold));
        let dates: Vec<_> = same.filter_map(|fact| fact.date.as_deref()).map(start).collect();
        let told = found.date.as_deref().map(start);
        score.dates.told += usize::from(told.is_some());
        score.dates.gold += usize::from(!dates.is_empty());
        score.dates.month += usize::from(told.is_some_and(|told| dates.iter().any(|date| month(date) == month(told))));
        score.dates.exact += usize::from(told.is_some_and(|told| dates.contains(&told)));
    }

    fn add_wrong(&self, found: &'a Found, score: &mut Score<'a>) {
        add(score, &found.relation, Counts { told: 1, ..Counts::default() });
        let mut denied = self.gold.facts.iter().filter(|fact| !is_real(fact.status) && !fact.optional);
        let is_overclaim = denied.any(|fact| self.fits(found, fact, true));
        score.false_alarms.push(FalseAlarm { fact: found, is_overclaim });
    }

    fn add_statuses(&self, score: &mut Score<'a>) {
        let told: Vec<_> = self.gold.facts.iter().filter(|fact| !fact.optional).collect();
        let fits = |f: usize, g: usize| self.fits(self.found[f], told[g], true);
        let same = |f: usize, g: usize| fits(f, g) && self.found[f].status == told[g].status;
        for at in assign(self.found.len(), told.len(), same).into_iter().flatten() {
            score.by_status.entry(told[at].status).or_default().right += 1;
        }
        for at in assign(self.found.len(), told.len(), fits).into_iter().flatten() {
            score.by_status.entry(told[at].status).or_default().matched += 1;
        }
    }
}

fn add<'a>(score: &mut Score<'a>, relation: &'a str, counts: Counts) {
    for sum in [&mut score.total, score.by_relation.entry(relation).or_default()] {
        sum.right += counts.right;
        sum.told += counts.told;
        sum.gold += counts.gold;
    }
}

/// The first date of an interval, or the only one.
fn start(date: &str) -> &str {
    date.split('/').next().unwrap_or(date)
}

/// Year and month of an ISO 8601 date, as far as it has them.
fn month(date: &str) -> &str {
    date.get(.."2016-06".len()).unwrap_or(date)
}

fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}
