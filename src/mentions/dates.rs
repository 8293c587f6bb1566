//! Dates: a sentence and the day of publication in; the dates that it names, resolved, out.
//!
//! Here is what a calendar writes: "28 June 2016", "March 22–24", "in May", "since 2014", "the 1990s". What counts from another
//! day ("on Saturday", "last month", "five days later") is read in `relative`. "May 28" in an article of June 2016 is 2016-05-28.

use super::{DateMention, Finder, Sent};
use crate::dates::{CalendarDate, When};
use crate::span::Span;
use crate::syntax::{Deprel, Upos, Xpos};
use jiff::civil::Date;
use std::ops::Range;

/// How many sentences a date may lie back that "five days later" counts from.
const ANCHOR_REACH: usize = 2;

impl Finder<'_> {
    /// The dates of a sentence, in order; `told` are those of the sentences before. Words that count from the day of publication
    /// give nothing without one.
    pub(super) fn find_dates(
        &self,
        sent: &Sent<'_>,
        published: Option<Date>,
        told: &[DateMention],
    ) -> Vec<DateMention> {
        let mut found = Vec::new();
        let near = told.last().filter(|date| date.sent_idx + ANCHOR_REACH >= sent.idx);
        let mut reader = DateReader { finder: self, sent, published, anchor: near.map(|date| date.when) };
        let mut at = 0;
        while at < sent.len() {
            match reader.read(at) {
                Some((when, tokens)) => {
                    at = tokens.end;
                    reader.anchor = Some(when);
                    found.push(self.date_mention(sent, when, tokens));
                }
                None => at += 1,
            }
        }
        found
    }

    fn date_mention(&self, sent: &Sent<'_>, when: When, tokens: Range<usize>) -> DateMention {
        let span = Span::new(sent.span(tokens.start).start, sent.span(tokens.end - 1).end);
        DateMention { span, sent_idx: sent.idx, head: sent.head_of(&tokens), when }
    }
}

/// Reads the date that begins at a token.
pub(super) struct DateReader<'a, 'f> {
    pub finder: &'a Finder<'f>,
    pub sent: &'a Sent<'a>,
    pub published: Option<Date>,
    /// The date that the text told last.
    pub anchor: Option<When>,
}

/// What was read, and the tokens it stands in.
pub(super) type Reading = (When, Range<usize>);

impl DateReader<'_, '_> {
    /// A date, or an interval between two.
    fn read(&self, at: usize) -> Option<Reading> {
        let (first, tokens) = self.single(at)?;
        let interval = || {
            self.joins(at, tokens.end).then_some(())?;
            let (last, after) = self.single(tokens.end + 1).or_else(|| self.year(tokens.end + 1))?;
            let ordered = first.end.is_none() && first.start < last.start && is_like(first.start, last.start);
            let end = last.end.unwrap_or(last.start);
            ordered.then_some((When { start: first.start, end: Some(end) }, at..after.end))
        };
        interval().or(Some((first, tokens)))
    }

    /// Whether the word at `joint` stands between the ends of an interval that begins at `start`.
    fn joins(&self, start: usize, joint: usize) -> bool {
        let calendar = &self.finder.lexicon.calendar;
        let Some(word) = self.word(joint) else { return false };
        let opener = start.checked_sub(1).and_then(|before| calendar.range_openers.get(self.sent.lower(before)));
        calendar.range_words.contains(word) || opener.is_some_and(|opener| opener == word)
    }

    fn single(&self, at: usize) -> Option<Reading> {
        self.iso(at)
            .or_else(|| self.day_month(at))
            .or_else(|| self.month(at))
            .or_else(|| self.named_day(at))
            .or_else(|| self.weekday(at))
            .or_else(|| self.relative(at))
            .or_else(|| self.years(at))
    }

    /// "2016-06-25", as one token or as tokenised at its hyphens.
    fn iso(&self, at: usize) -> Option<Reading> {
        for end in [at + 1, at + 5].into_iter().filter(|&end| end <= self.sent.len()) {
            let span = Span::new(self.sent.span(at).start, self.sent.span(end - 1).end);
            let text = span.of(self.sent.text);
            if let Some(day) = (text.len() == 10).then(|| text.parse::<Date>().ok()).flatten() {
                return Some((CalendarDate::Day(day).into(), at..end));
            }
        }
        None
    }

    /// "28 June 2016", "28 June", "28th of June", "28-30 June".
    fn day_month(&self, at: usize) -> Option<Reading> {
        let day = self.day_number(at)?;
        let (last, after_days) = self.day_range_end(day, at + 1);
        let of = self.word(after_days).is_some_and(|word| self.is_of(word));
        let month_at = after_days + usize::from(of);
        let month = self.month_number(month_at)?;
        let (year, end) = self.year_after(month_at + 1);
        Some((self.days_in(at, year, month, day, last)?, at..end))
    }

    /// "June 28, 2016", "June 28", "March 22-24", "June 2016", "in June".
    fn month(&self, at: usize) -> Option<Reading> {
        let month = self.month_number(at)?;
        if let Some(day) = self.day_number(at + 1) {
            let (last, after_days) = self.day_range_end(day, at + 2);
            let (year, end) = self.year_after(after_days);
            return Some((self.days_in(at, year, month, day, last)?, at..end));
        }
        let (year, end) = self.year_after(at + 1);
        let year = year.or_else(|| self.stands_as_date(at).then(|| self.year_of_month(at, month)).flatten())?;
        Some((CalendarDate::Month(year, month).into(), at..end))
    }

    /// "Saturday, June 18", "Saturday 18 June": the day that the month's name tells.
    fn named_day(&self, at: usize) -> Option<Reading> {
        let word = self.word(at)?;
        self.finder.lexicon.calendar.weekdays.get(word.trim_end_matches('.'))?;
        let start = at + 1 + usize::from(self.word(at + 1) == Some(","));
        let (when, tokens) = self.day_month(start).or_else(|| self.month(start))?;
        matches!(when.start, CalendarDate::Day(_)).then_some((when, at..tokens.end))
    }

    /// Whether a month's name alone is a month here and no part of a name: "in May", "the May summit", "last May", not "Theresa May".
    fn stands_as_date(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1) else { return false };
        let calendar = &self.finder.lexicon.calendar;
        let word = self.sent.lower(before);
        let shifted = calendar.shifts.contains_key(word) || calendar.story_shifts.contains_key(word);
        let modifies = self.sent.tree.deprel(at) == Deprel::Compound && self.sent.tree.upos(before) == Upos::Det;
        let hyphened = self.sent.word(before) == "-";
        calendar.date_prepositions.contains(word) || shifted || modifies || hyphened
    }

    /// The "-24" of "22-24", or the second of two days that follow each other ("22 and 23"): the last day, and the token after it.
    fn day_range_end(&self, day: i8, at: usize) -> (Option<i8>, usize) {
        let last = self.day_number(at + 1).filter(|last| *last > day);
        let Some((word, last)) = self.word(at).zip(last) else { return (None, at) };
        let calendar = &self.finder.lexicon.calendar;
        let joined =
            calendar.range_words.contains(word) || (last == day + 1 && self.sent.tree.word(at).xpos == Xpos::Cc);
        if joined { (Some(last), at + 2) } else { (None, at) }
    }

    /// "2014" where a preposition or noun makes it a date, "2014–16", "2014-2016", "1990s".
    fn years(&self, at: usize) -> Option<Reading> {
        if let Some(decade) = self.decade(at) {
            return Some((decade, at..at + 1));
        }
        let year = self.year_number(at).filter(|_| self.is_dated(at))?;
        let (last, end) = self.short_year_after(year, at + 1);
        let when = When { start: CalendarDate::Year(year), end: last.map(CalendarDate::Year) };
        Some((when, at..end))
    }

    fn year(&self, at: usize) -> Option<Reading> {
        let year = self.year_number(at)?;
        Some((CalendarDate::Year(year).into(), at..at + 1))
    }

    fn decade(&self, at: usize) -> Option<When> {
        let word = self.word(at)?;
        let digits = word.strip_suffix("0s").filter(|digits| digits.len() == 3)?;
        let year: i16 = digits.parse::<i16>().ok().filter(|tens| (160..220).contains(tens))? * 10;
        Some(When { start: CalendarDate::Year(year), end: Some(CalendarDate::Year(year + 9)) })
    }

    /// The "-16" of "2014-16".
    fn short_year_after(&self, year: i16, at: usize) -> (Option<i16>, usize) {
        let dash = self.word(at).is_some_and(|word| matches!(word, "-" | "–"));
        let digits = self.word(at + 1).filter(|word| dash && word.len() == 2);
        let last = digits.and_then(|digits| digits.parse::<i16>().ok()).map(|last| year - year % 100 + last);
        match last.filter(|last| *last > year) {
            Some(last) => (Some(last), at + 2),
            None => (None, at),
        }
    }

    /// Whether a number that may be a year is one: it counts nothing, and stands where a date may.
    fn is_dated(&self, at: usize) -> bool {
        let tree = self.sent.tree;
        let dated =
            [Deprel::Obl, Deprel::Nmod, Deprel::OblUnmarked, Deprel::NmodUnmarked, Deprel::Nummod, Deprel::Compound];
        let counts = matches!(tree.deprel(at), Deprel::Nummod | Deprel::Compound)
            && tree.head(at).is_some_and(|noun| at < noun && tree.word(noun).xpos == Xpos::Nns);
        let money =
            self.finder.is_currency(self.sent, at.wrapping_sub(1)) || self.finder.is_currency(self.sent, at + 1);
        let preposition = at > 0 && self.finder.lexicon.calendar.date_prepositions.contains(self.sent.lower(at - 1));
        (preposition || dated.contains(&tree.deprel(at))) && !counts && !money
    }

    fn day_number(&self, at: usize) -> Option<i8> {
        let word = self.word(at)?;
        let digits = word.trim_end_matches(|c: char| c.is_ascii_lowercase());
        digits.parse().ok().filter(|day| digits.len() <= 2 && (1..=31).contains(day))
    }

    fn month_number(&self, at: usize) -> Option<i8> {
        let word = self.word(at).filter(|_| self.sent.is_capitalised(at))?;
        // "May" and "March" are months only where they are no verb.
        if matches!(self.sent.tree.upos(at), Upos::Aux | Upos::Verb) {
            return None;
        }
        self.finder.lexicon.calendar.months.get(word.trim_end_matches('.')).copied()
    }

    fn year_number(&self, at: usize) -> Option<i16> {
        let word = self.word(at)?;
        word.parse().ok().filter(|year| word.len() == 4 && (1600..2200).contains(year))
    }

    /// The year that follows, perhaps behind a comma or "of", or told as "of last year"; and the token after it.
    fn year_after(&self, at: usize) -> (Option<i16>, usize) {
        let skip = self.word(at).is_some_and(|word| word == "," || self.is_of(word));
        let place = at + usize::from(skip);
        if let Some(year) = self.year_number(place) {
            return (Some(year), place + 1);
        }
        let of_year = self.year_shift(place).filter(|_| self.word(at) != Some(","));
        of_year.map_or((None, at), |year| (Some(year), place + 2))
    }

    pub(super) fn is_of(&self, word: &str) -> bool {
        self.finder.lexicon.reference.owner_prepositions.contains(word)
    }

    /// A day of a month, or the days up to `last`.
    fn days_in(&self, at: usize, year: Option<i16>, month: i8, day: i8, last: Option<i8>) -> Option<When> {
        let start = self.day_in(at, year, month, day)?;
        let last = last.and_then(|last| Date::new(start.year(), month, last).ok());
        Some(When { start: CalendarDate::Day(start), end: last.map(CalendarDate::Day) })
    }

    /// A day in the year that is named, or in the one that brings it nearest to publication and not behind what is told as past.
    fn day_in(&self, at: usize, year: Option<i16>, month: i8, day: i8) -> Option<Date> {
        if let Some(year) = year {
            return Date::new(year, month, day).ok();
        }
        let published = self.published?;
        let past = self.is_past(at);
        let near = (published.year() - 1..=published.year() + 1).filter_map(|year| Date::new(year, month, day).ok());
        near.filter(|date| !past || *date <= published)
            .min_by_key(|date| (published.since(*date).map_or(i32::MAX, |span| span.get_days().abs()), *date))
    }

    /// A word in lower case, if the sentence has so many.
    pub(super) fn word(&self, at: usize) -> Option<&str> {
        (at < self.sent.len()).then(|| self.sent.lower(at))
    }

    /// The verb of the clause a token stands in.
    fn clause_verb(&self, at: usize) -> Option<usize> {
        let tree = self.sent.tree;
        let is_clause = |&word: &usize| tree.upos(word) == Upos::Verb || tree.deprel(word) == Deprel::Root;
        tree.ancestors(at).find(is_clause)
    }

    fn is_past(&self, at: usize) -> bool {
        self.clause_verb(at).is_some_and(|verb| self.sent.tree.word(verb).xpos == Xpos::Vbd)
    }

    /// Whether the clause a token stands in tells of what is to come: "will visit", "is to visit", "plans to visit", "is due".
    pub(super) fn is_future(&self, at: usize) -> bool {
        let Some(verb) = self.clause_verb(at) else { return false };
        let tree = self.sent.tree;
        let lexicon = self.finder.lexicon;
        let governs = |word: usize| lexicon.calendar.future_governors.contains(&tree.lemma(word).to_lowercase());
        let auxiliary = tree
            .children_by(verb, &[Deprel::Aux])
            .any(|aux| lexicon.reference.future_auxiliaries.contains(&tree.lemma(aux).to_lowercase()));
        let infinitive = tree.children_by(verb, &[Deprel::Mark]).any(|mark| tree.word(mark).xpos == Xpos::To);
        let planned =
            tree.head(verb).is_some_and(governs) || tree.children_by(verb, &[Deprel::Aux, Deprel::Cop]).any(governs);
        let scheduled = tree.word(verb).xpos != Xpos::Vbd && tree.lemma(verb) != "be" && governs(verb);
        auxiliary || (infinitive && planned) || scheduled
    }
}

/// Whether two dates have the same precision.
fn is_like(one: CalendarDate, other: CalendarDate) -> bool {
    std::mem::discriminant(&one) == std::mem::discriminant(&other)
}
