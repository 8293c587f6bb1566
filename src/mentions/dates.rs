//! Dates: "28 June 2016", "on Saturday", "last month", "March 22–24", "in 2014", resolved against the day of publication.

use super::{DateMention, Finder, Sent, lexicon::Unit};
use crate::dates::{CalendarDate, When};
use crate::span::Span;
use crate::syntax::{Deprel, Upos};
use jiff::ToSpan;
use jiff::civil::Date;
use std::ops::Range;

impl Finder<'_> {
    /// The dates of a sentence, in order. Words that count from the day of publication give nothing without one.
    pub(super) fn find_dates(&self, sent: &Sent<'_>, published: Option<Date>) -> Vec<DateMention> {
        let mut found = Vec::new();
        let mut at = 0;
        let reader = DateReader { finder: self, sent, published };
        while at < sent.len() {
            match reader.read(at) {
                Some((when, tokens)) => {
                    at = tokens.end;
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
struct DateReader<'a, 'f> {
    finder: &'a Finder<'f>,
    sent: &'a Sent<'a>,
    published: Option<Date>,
}

/// What was read, and the tokens it stands in.
type Reading = (When, Range<usize>);

impl DateReader<'_, '_> {
    fn read(&self, at: usize) -> Option<Reading> {
        self.iso(at)
            .or_else(|| self.day_month(at))
            .or_else(|| self.month(at))
            .or_else(|| self.weekday(at))
            .or_else(|| self.relative(at))
            .or_else(|| self.year(at))
    }

    /// "2016-06-25", as one token or as tokenised at its hyphens.
    fn iso(&self, at: usize) -> Option<Reading> {
        for length in [1, 5] {
            let end = at + length;
            if end <= self.sent.len() {
                let span = Span::new(self.sent.span(at).start, self.sent.span(end - 1).end);
                let text = span.of(self.sent.text);
                if let Some(day) = (text.len() == 10).then(|| text.parse::<Date>().ok()).flatten() {
                    return Some((CalendarDate::Day(day).into(), at..end));
                }
            }
        }
        None
    }

    /// "28 June 2016", "28 June".
    fn day_month(&self, at: usize) -> Option<Reading> {
        let day = self.day_number(at)?;
        let month = self.month_number(at + 1)?;
        let (year, end) = self.year_after(at + 2);
        let date = self.day_in(year, month, day)?;
        Some((CalendarDate::Day(date).into(), at..end))
    }

    /// "June 28, 2016", "June 28", "March 22-24", "June 2016", "in June".
    fn month(&self, at: usize) -> Option<Reading> {
        let month = self.month_number(at)?;
        let Some(day) = self.day_number(at + 1) else {
            let (year, end) = self.year_after(at + 1);
            let year = year.or_else(|| self.year_of_month(at, month))?;
            return Some((CalendarDate::Month(year, month).into(), at..end));
        };
        let (last, after_days) = self.day_range_end(at + 2);
        let (year, end) = self.year_after(after_days);
        let start = CalendarDate::Day(self.day_in(year, month, day)?);
        let last = last.and_then(|last| self.day_in(year, month, last)).map(CalendarDate::Day);
        Some((When { start, end: last.filter(|last| *last > start) }, at..end))
    }

    /// The "-24" of "22-24": the last day, and the token after it.
    fn day_range_end(&self, at: usize) -> (Option<i8>, usize) {
        let dash = at < self.sent.len() && matches!(self.sent.word(at), "-" | "–" | "—");
        match self.day_number(at + 1).filter(|_| dash) {
            Some(last) => (Some(last), at + 2),
            None => (None, at),
        }
    }

    /// "Saturday": the nearest before publication, or after it in the future tense.
    fn weekday(&self, at: usize) -> Option<Reading> {
        let weekday = *self.finder.lexicon.calendar.weekdays.get(&self.sent.lower(at))?;
        if !self.sent.is_capitalised(at) {
            return None;
        }
        let published = self.published?;
        let today = published.weekday().to_monday_one_offset();
        let shift = self.shift_before(at).unwrap_or(0);
        let back = i64::from((today - weekday).rem_euclid(7));
        let ahead = i64::from((weekday - today).rem_euclid(7));
        let days = match shift {
            1 => {
                if ahead == 0 {
                    7
                } else {
                    ahead
                }
            }
            -1 => {
                if back == 0 {
                    -7
                } else {
                    -back
                }
            }
            _ if self.is_future(at) => ahead,
            _ => -back,
        };
        let day = published.checked_add(days.days()).ok()?;
        Some((CalendarDate::Day(day).into(), at..at + 1))
    }

    /// "yesterday", "last month", "this week", "next year", "the previous year".
    fn relative(&self, at: usize) -> Option<Reading> {
        let published = self.published?;
        let words = &self.finder.lexicon.quantities;
        let word = self.sent.lower(at);
        if let Some(&days) = words.days.get(&word) {
            let day = published.checked_add(i64::from(days).days()).ok()?;
            return Some((CalendarDate::Day(day).into(), at..at + 1));
        }
        let shift = *words.shifts.get(&word)?;
        let unit = *(at + 1 < self.sent.len()).then(|| words.units.get(&self.sent.lower(at + 1))).flatten()?;
        Some((shifted(published, unit, i64::from(shift))?, at..at + 2))
    }

    /// A bare year, where a preposition or noun makes it a date: "in 2014", "the 2014 deal".
    fn year(&self, at: usize) -> Option<Reading> {
        let year = self.year_number(at)?;
        let tree = self.sent.tree;
        let dated =
            [Deprel::Obl, Deprel::Nmod, Deprel::OblUnmarked, Deprel::NmodUnmarked, Deprel::Nummod, Deprel::Compound];
        let counted = tree.deprel(at) == Deprel::Nummod
            && tree.head(at).is_some_and(|noun| at < noun && tree.word(noun).xpos == crate::syntax::Xpos::Nns);
        (dated.contains(&tree.deprel(at)) && !counted).then(|| (CalendarDate::Year(year).into(), at..at + 1))
    }

    fn day_number(&self, at: usize) -> Option<i8> {
        let word = (at < self.sent.len()).then(|| self.sent.word(at))?;
        let digits = word.trim_end_matches(|c: char| c.is_ascii_lowercase());
        digits.parse().ok().filter(|day| (1..=31).contains(day))
    }

    fn month_number(&self, at: usize) -> Option<i8> {
        if at >= self.sent.len() || !self.sent.is_capitalised(at) {
            return None;
        }
        // "May" and "March" are months only where they are no verb.
        if matches!(self.sent.tree.upos(at), Upos::Aux | Upos::Verb) {
            return None;
        }
        let word = self.sent.lower(at);
        self.finder.lexicon.calendar.months.get(word.trim_end_matches('.')).copied()
    }

    fn year_number(&self, at: usize) -> Option<i16> {
        let word = (at < self.sent.len()).then(|| self.sent.word(at))?;
        word.parse().ok().filter(|year| word.len() == 4 && (1600..2200).contains(year))
    }

    /// The year that follows, perhaps behind a comma, and the token after it.
    fn year_after(&self, at: usize) -> (Option<i16>, usize) {
        let comma = at < self.sent.len() && self.sent.word(at) == ",";
        let place = if comma { at + 1 } else { at };
        match self.year_number(place) {
            Some(year) => (Some(year), place + 1),
            None => (None, at),
        }
    }

    /// A day in the year that is named, or in the one that brings it nearest to publication.
    fn day_in(&self, year: Option<i16>, month: i8, day: i8) -> Option<Date> {
        if let Some(year) = year {
            return Date::new(year, month, day).ok();
        }
        let published = self.published?;
        let near = (published.year() - 1..=published.year() + 1).filter_map(|year| Date::new(year, month, day).ok());
        near.min_by_key(|date| (published.since(*date).map_or(i32::MAX, |span| span.get_days().abs()), *date))
    }

    /// The year of a month named alone: the last one past, or the next one in the future tense.
    fn year_of_month(&self, at: usize, month: i8) -> Option<i16> {
        let published = self.published?;
        let year = published.year() + self.shift_before(at).unwrap_or(0) as i16;
        Some(match month.cmp(&published.month()) {
            std::cmp::Ordering::Greater if !self.is_future(at) => year - 1,
            std::cmp::Ordering::Less if self.is_future(at) => year + 1,
            _ => year,
        })
    }

    fn shift_before(&self, at: usize) -> Option<i32> {
        let word = self.sent.lower(at.checked_sub(1)?);
        self.finder.lexicon.quantities.shifts.get(&word).copied()
    }

    /// Whether the clause a token stands in has an auxiliary of the future.
    fn is_future(&self, at: usize) -> bool {
        let tree = self.sent.tree;
        let verb = tree.ancestors(at).find(|&word| tree.upos(word) == Upos::Verb || tree.deprel(word) == Deprel::Root);
        verb.is_some_and(|verb| {
            tree.children_by(verb, &[Deprel::Aux])
                .any(|aux| self.finder.lexicon.reference.future_auxiliaries.contains(&tree.lemma(aux).to_lowercase()))
        })
    }
}

/// The year, month or week that lies `shift` units from a day.
fn shifted(day: Date, unit: Unit, shift: i64) -> Option<When> {
    match unit {
        Unit::Year => day.checked_add(shift.years()).ok().map(|day| CalendarDate::Year(day.year()).into()),
        Unit::Month => {
            let day = day.first_of_month().checked_add(shift.months()).ok()?;
            Some(CalendarDate::Month(day.year(), day.month()).into())
        }
        Unit::Week => {
            let monday = day.checked_sub(i64::from(day.weekday().to_monday_zero_offset()).days()).ok()?;
            let start = monday.checked_add(shift.weeks()).ok()?;
            let end = start.checked_add(6.days()).ok()?;
            Some(When { start: CalendarDate::Day(start), end: Some(CalendarDate::Day(end)) })
        }
    }
}
