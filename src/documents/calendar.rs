//! Calendar: the names of months and days of the week in, dates that stand alone on a line out.
//!
//! "28 June 2016", "June 28, 2016", "Wednesday, January 23, 2019" and "2016-06-28" are dates; "Thursday, United States forces …"
//! is none.

use crate::error::Result;
use crate::knowledge::Folder;
use jiff::civil::Date;
use jiff::{Timestamp, tz::TimeZone};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Reads dates written in the names of `ontology/english/calendar.toml`.
#[derive(Debug, Clone, Deserialize)]
pub struct Calendar {
    months: BTreeMap<String, i8>,
    weekdays: BTreeMap<String, i8>,
    #[serde(skip)]
    ordinal_suffixes: Vec<String>,
}

impl Calendar {
    /// Loads the calendar; `ordinal_suffixes` are the endings of a day's number ("th").
    ///
    /// # Errors
    /// Names the file and line that is missing or malformed.
    pub fn load(ontology: &Folder, ordinal_suffixes: Vec<String>) -> Result<Self> {
        let calendar: Self = ontology.toml("english/calendar.toml")?;
        Ok(Self { ordinal_suffixes, ..calendar })
    }

    /// The date that `text` is, if it is nothing but a date.
    pub fn read_date(&self, text: &str) -> Option<Date> {
        if let Some(date) = read_iso(text.trim()) {
            return Some(date);
        }
        let words: Vec<String> = words_of(text);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let words = match words.as_slice() {
            [first, rest @ ..] if self.weekdays.contains_key(*first) => rest,
            all => all,
        };
        let &[first, second, year] = words else { return None };
        let (day, month) = match self.months.get(first) {
            Some(month) => (second, month),
            None => (first, self.months.get(second)?),
        };
        if year.len() != 4 {
            return None;
        }
        Date::new(year.parse().ok()?, *month, self.read_day(day)?).ok()
    }

    /// The date that a time stamp begins with: a date, or a date followed by a time of day ("2016-06-28T09:30Z"), or a number of
    /// digits ("20160628"), of seconds or milliseconds since 1970.
    pub fn read_timestamp(&self, text: &str) -> Option<Date> {
        let text = text.trim();
        let first = text.split_whitespace().next()?;
        let date = self.read_date(text).or_else(|| self.read_date(first));
        date.or_else(|| read_iso(first.split_once('T')?.0)).or_else(|| read_number(text))
    }

    fn read_day(&self, word: &str) -> Option<i8> {
        let number = self.ordinal_suffixes.iter().find_map(|suffix| word.strip_suffix(suffix.as_str())).unwrap_or(word);
        number.parse().ok()
    }
}

/// A calendar date as ISO 8601 writes it, and nothing that the standard's longer forms add.
fn read_iso(text: &str) -> Option<Date> {
    if text.len() == 10 { text.parse().ok() } else { None }
}

/// The day that a number stands for, which its length tells: `YYYYMMDD`, with a time of day or not; seconds (those of 1973 have nine
/// digits), or milliseconds since 1970. A fraction does not matter.
fn read_number(text: &str) -> Option<Date> {
    let digits = text.split_once('.').map_or(text, |(whole, _)| whole);
    let number: i64 = digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())??;
    let time = match digits.len() {
        8 | 14 => return Date::strptime("%Y%m%d", &digits[..8]).ok(),
        9..=11 => Timestamp::from_second(number),
        12 | 13 => Timestamp::from_millisecond(number),
        _ => return None,
    };
    Some(time.ok()?.to_zoned(TimeZone::UTC).date())
}

/// The words of a date in lower case, without the points and commas; "26-Feb-1987" has three.
fn words_of(text: &str) -> Vec<String> {
    let parts = text.split(|c: char| c.is_whitespace() || c == ',' || c == '-');
    parts.map(|part| part.trim_end_matches('.').to_lowercase()).filter(|part| !part.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::documents::Cleaner;
    use jiff::civil::date;

    fn calendar() -> Calendar {
        Cleaner::load(&Folder::ontology()).unwrap().calendar().clone()
    }

    #[test]
    fn a_date_is_read_in_every_form() {
        for text in [
            "28 June 2016",
            "June 28, 2016",
            "2016-06-28",
            "Tuesday, June 28, 2016",
            "Tuesday 28th June, 2016",
            "28 Jun. 2016",
            "JUNE 28, 2016",
            "28-JUN-2016",
        ] {
            assert_eq!(calendar().read_date(text), Some(date(2016, 6, 28)), "{text}");
        }
    }

    #[test]
    fn what_is_more_or_less_than_a_date_is_none() {
        for text in [
            "",
            "Thursday, United States forces",
            "Thursday",
            "June 2016",
            "31 June 2016",
            "28 June 2016 in Beijing",
            "28 June 16",
            "2016-6-28",
            "2016-06-28T10:00",
            "12 34 5678",
        ] {
            assert_eq!(calendar().read_date(text), None, "{text}");
        }
    }

    #[test]
    fn a_time_stamp_gives_its_day() {
        for text in
            ["2016-06-28T09:30:00Z", "2016-06-28 09:30", " 28-JUN-2016 09:30:11.02", "28 June 2016", "2016-06-28"]
        {
            assert_eq!(calendar().read_timestamp(text), Some(date(2016, 6, 28)), "{text}");
        }
        for number in ["1467106200", "1467106200.25", "1467106200000", "20160628", "20160628093000"] {
            assert_eq!(calendar().read_timestamp(number), Some(date(2016, 6, 28)), "{number}");
        }
        for text in ["", "2016", "20161328", "201606", "2004/2005", "yesterday"] {
            assert_eq!(calendar().read_timestamp(text), None, "{text}");
        }
    }
}
