//! Dates that count from another: "on Saturday", "last month", "two years ago" from the day of publication; "five days later",
//! "the previous year" from the date that the text told last. Without the day they count from, they are no date.

use super::dates::{DateReader, Reading};
use super::lexicon::Unit;
use crate::dates::{CalendarDate, When};
use crate::syntax::Upos;
use jiff::ToSpan;
use jiff::civil::Date;

impl DateReader<'_, '_> {
    /// "Saturday": the nearest before publication, or after it in the future tense; "Wednesday, January 23" is the day it names.
    pub(super) fn weekday(&self, at: usize) -> Option<Reading> {
        let word = self.word(at).filter(|_| self.sent.is_capitalised(at))?;
        let weekday = *self.finder.lexicon.calendar.weekdays.get(word.trim_end_matches('.'))?;
        let published = self.published?;
        let today = published.weekday().to_monday_one_offset();
        let back = i64::from((today - weekday).rem_euclid(7));
        let ahead = i64::from((weekday - today).rem_euclid(7));
        let days = match self.shift_before(at) {
            Some(1) if ahead == 0 => 7,
            Some(1) => ahead,
            Some(-1) if back == 0 => -7,
            Some(-1) => -back,
            _ if self.is_future(at) => ahead,
            _ => -back,
        };
        // A short form may be another word: "The Sun" is no Sunday.
        let whole = word.len() > 5 || word.ends_with('.');
        let day = published.checked_add(days.days()).ok().filter(|_| whole)?;
        Some((CalendarDate::Day(day).into(), at..at + 1))
    }

    /// "yesterday", "last month", "75 years ago", "the previous year", "five days later", "earlier in the month", "last summer",
    /// "at the time".
    pub(super) fn relative(&self, at: usize) -> Option<Reading> {
        let calendar = &self.finder.lexicon.calendar;
        let word = self.word(at)?;
        if let Some(&days) = calendar.days.get(word) {
            let day = self.published?.checked_add(i64::from(days).days()).ok()?;
            return Some((CalendarDate::Day(day).into(), at..at + 1));
        }
        self.counted(at)
            .or_else(|| self.season(at))
            .or_else(|| self.moved(at))
            .or_else(|| self.within(at))
            .or_else(|| self.told(at))
    }

    /// "75 years ago", "five days later".
    fn counted(&self, at: usize) -> Option<Reading> {
        let calendar = &self.finder.lexicon.calendar;
        let word = self.word(at)?;
        let number = calendar.numbers.get(word).copied().or_else(|| word.parse().ok())?;
        let unit = self.unit(at + 1)?;
        let direction = self.word(at + 2)?;
        let number = i64::from(number);
        // "Five days after the summit" counts from the summit.
        let ends = self.sent.tree.upos(at + 2) == Upos::Adv
            || self.word(at + 3).is_none_or(|next| !next.starts_with(char::is_alphabetic));
        let when = if calendar.ago.contains(direction) {
            shifted(self.published?, unit, -number)?
        } else if ends && calendar.later.contains(direction) {
            shifted(self.anchor_for(unit)?, unit, number)?
        } else if ends && calendar.earlier.contains(direction) {
            shifted(self.anchor_for(unit)?, unit, -number)?
        } else {
            return None;
        };
        Some((when, at..at + 3))
    }

    /// "last month", "this week", "next year"; "the previous year", "that day".
    fn moved(&self, at: usize) -> Option<Reading> {
        let calendar = &self.finder.lexicon.calendar;
        let word = self.word(at)?;
        let unit = self.unit(at + 1)?;
        let told = calendar.story_shifts.get(word).copied();
        // "The next day" is the one after what was told, while "next week" is the one after publication.
        let next_day = calendar.shifts.get(word).copied().filter(|_| unit == Unit::Day);
        let when = match (told.or(next_day), calendar.shifts.get(word)) {
            (Some(shift), _) => shifted(self.anchor_for(unit)?, unit, i64::from(shift))?,
            (None, Some(&shift)) => self.counted_from_publication(at, unit, shift)?,
            (None, None) => return None,
        };
        Some((when, at..at + 2))
    }

    /// "earlier in the month", "over the weekend".
    fn within(&self, at: usize) -> Option<Reading> {
        let calendar = &self.finder.lexicon.calendar;
        let unit = self.unit(at + 1).filter(|_| self.sent.tree.upos(at) == Upos::Det)?;
        let named = at >= 2 && calendar.within.contains(self.sent.lower(at - 2));
        let when = (named || unit == Unit::Weekend).then(|| self.counted_from_publication(at, unit, 0)).flatten()?;
        Some((when, at..at + 2))
    }

    /// "at the time": the date that the text told last.
    fn told(&self, at: usize) -> Option<Reading> {
        let when = self.anchor?;
        let ends = self.finder.lexicon.calendar.told_moments.iter().filter_map(|phrase| {
            let mut words = phrase.split(' ').zip(at..);
            words.all(|(word, at)| self.word(at) == Some(word)).then(|| at + phrase.split(' ').count())
        });
        // "At the time of the visit" is that of the visit.
        let end = ends.max().filter(|&end| !self.word(end).is_some_and(|word| self.is_of(word)))?;
        Some((when, at..end))
    }

    fn counted_from_publication(&self, at: usize, unit: Unit, shift: i32) -> Option<When> {
        let published = self.published?;
        match unit {
            Unit::Weekend => weekend(published, shift, self.is_future(at)),
            _ => shifted(published, unit, i64::from(shift)),
        }
    }

    /// "last summer": its year, as the months of a season differ from place to place.
    fn season(&self, at: usize) -> Option<Reading> {
        let calendar = &self.finder.lexicon.calendar;
        let shift = *calendar.shifts.get(self.word(at)?)?;
        let [first, last] = *calendar.seasons.get(self.word(at + 1)?)?;
        let published = self.published?;
        let year = match shift {
            -1 if published.month() > last => published.year(),
            1 if published.month() < first => published.year(),
            _ => published.year() + shift as i16,
        };
        Some((CalendarDate::Year(year).into(), at..at + 2))
    }

    /// The year of "last year", "that year" that stands at a token.
    pub(super) fn year_shift(&self, at: usize) -> Option<i16> {
        self.unit(at + 1).filter(|unit| *unit == Unit::Year)?;
        let (when, _) = self.moved(at)?;
        Some(when.first_day().year())
    }

    /// The year of a month named alone: the last one past, or the next one in the future tense.
    pub(super) fn year_of_month(&self, at: usize, month: i8) -> Option<i16> {
        let published = self.published?;
        let (year, later) = (published.year(), month > published.month());
        let earlier = month < published.month();
        Some(match self.shift_before(at) {
            Some(-1) => year - i16::from(!earlier),
            Some(1) => year + i16::from(!later),
            Some(_) => year,
            None if later && !self.is_future(at) => year - 1,
            None if earlier && self.is_future(at) => year + 1,
            None => year,
        })
    }

    fn unit(&self, at: usize) -> Option<Unit> {
        self.finder.lexicon.calendar.units.get(self.word(at)?).copied()
    }

    fn shift_before(&self, at: usize) -> Option<i32> {
        let word = self.sent.lower(at.checked_sub(1)?);
        self.finder.lexicon.calendar.shifts.get(word).copied()
    }

    /// The day that the text told last, if it is told as precisely as the unit that is counted in.
    fn anchor_for(&self, unit: Unit) -> Option<Date> {
        let anchor = self.anchor?;
        let fine = match unit {
            Unit::Year => true,
            Unit::Month => !matches!(anchor.start, CalendarDate::Year(_)),
            Unit::Week | Unit::Weekend | Unit::Day => {
                matches!(anchor.start, CalendarDate::Day(_)) && anchor.end.is_none()
            }
        };
        fine.then(|| anchor.first_day())
    }
}

/// The year, month, week or day that lies `shift` units from a day; a week is an interval from Monday to Sunday.
fn shifted(day: Date, unit: Unit, shift: i64) -> Option<When> {
    match unit {
        Unit::Year => day.checked_add(shift.years()).ok().map(|day| CalendarDate::Year(day.year()).into()),
        Unit::Month => {
            let day = day.first_of_month().checked_add(shift.months()).ok()?;
            Some(CalendarDate::Month(day.year(), day.month()).into())
        }
        Unit::Week => {
            let start = monday_of(day)?.checked_add(shift.weeks()).ok()?;
            Some(days_between(start, start.checked_add(6.days()).ok()?))
        }
        Unit::Day => day.checked_add(shift.days()).ok().map(|day| CalendarDate::Day(day).into()),
        Unit::Weekend => weekend(day, i32::try_from(shift).ok()?, shift > 0),
    }
}

/// Saturday and Sunday: the last ones that have begun, or the next ones in the future.
fn weekend(day: Date, shift: i32, future: bool) -> Option<When> {
    let saturday = monday_of(day)?.checked_add(5.days()).ok()?;
    let weeks = if shift > 0 || future || saturday <= day { i64::from(shift) } else { -1 };
    let start = saturday.checked_add(weeks.weeks()).ok()?;
    Some(days_between(start, start.checked_add(1.days()).ok()?))
}

fn monday_of(day: Date) -> Option<Date> {
    day.checked_sub(i64::from(day.weekday().to_monday_zero_offset()).days()).ok()
}

fn days_between(start: Date, end: Date) -> When {
    When { start: CalendarDate::Day(start), end: Some(CalendarDate::Day(end)) }
}
