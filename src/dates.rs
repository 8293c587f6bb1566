//! Dates in the precision that a source gives: "2014", "2014-05" or "2014-05-20" in, the days that they cover out.
//!
//! ```
//! use chancery::dates::CalendarDate;
//! let may: CalendarDate = "2014-05".parse()?;
//! assert_eq!(may.first_day().to_string(), "2014-05-01");
//! assert_eq!(may.last_day().to_string(), "2014-05-31");
//! assert_eq!(may.to_string(), "2014-05");
//! # Ok::<(), chancery::error::Error>(())
//! ```

use crate::error::{Error, Result};
use jiff::civil::Date;
use std::fmt;
use std::str::FromStr;

/// A calendar date in the precision the text gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CalendarDate {
    /// A year, 1 to 9999.
    Year(i16),
    /// A year and a month, 1 to 12.
    Month(i16, i8),
    /// A day.
    Day(Date),
}

impl CalendarDate {
    /// The first day that it covers.
    pub fn first_day(self) -> Date {
        match self {
            Self::Year(year) => day_of(year, 1, 1),
            Self::Month(year, month) => day_of(year, month, 1),
            Self::Day(date) => date,
        }
    }

    /// The last day that it covers.
    pub fn last_day(self) -> Date {
        match self {
            Self::Year(year) => day_of(year, 12, 31),
            Self::Month(year, month) => day_of(year, month, 1).last_of_month(),
            Self::Day(date) => date,
        }
    }
}

/// ISO 8601 in the precision that is known.
impl fmt::Display for CalendarDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Year(year) => write!(f, "{year:04}"),
            Self::Month(year, month) => write!(f, "{year:04}-{month:02}"),
            Self::Day(date) => write!(f, "{date}"),
        }
    }
}

/// When something took place: a date, or an interval with its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct When {
    /// The date, or the start of the interval.
    pub start: CalendarDate,
    /// The end of the interval.
    pub end: Option<CalendarDate>,
}

impl When {
    /// The first day that it covers.
    pub fn first_day(self) -> Date {
        self.start.first_day()
    }

    /// The last day that it covers.
    pub fn last_day(self) -> Date {
        self.end.unwrap_or(self.start).last_day()
    }
}

impl From<CalendarDate> for When {
    fn from(start: CalendarDate) -> Self {
        Self { start, end: None }
    }
}

/// ISO 8601: `start`, or `start/end` for an interval.
impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.start)?;
        self.end.map_or(Ok(()), |end| write!(f, "/{end}"))
    }
}

impl FromStr for CalendarDate {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        read_date(text)
            .ok_or_else(|| Error::new(format!("\"{text}\" is no date (expected YYYY, YYYY-MM or YYYY-MM-DD)")))
    }
}

fn read_date(text: &str) -> Option<CalendarDate> {
    let fields: Vec<&str> = text.split('-').collect();
    let widths = [4, 2, 2];
    let is_number =
        |(field, width): (&&str, &usize)| field.len() == *width && field.bytes().all(|b| b.is_ascii_digit());
    if fields.len() > widths.len() || !fields.iter().zip(&widths).all(is_number) {
        return None;
    }
    let year: i16 = fields[0].parse().ok().filter(|year| *year > 0)?;
    let Some(month) = fields.get(1) else { return Some(CalendarDate::Year(year)) };
    let month: i8 = month.parse().ok().filter(|month| (1..=12).contains(month))?;
    let Some(day) = fields.get(2) else { return Some(CalendarDate::Month(year, month)) };
    Date::new(year, month, day.parse().ok()?).ok().map(CalendarDate::Day)
}

/// The day, or the last one that jiff can tell for fields that no reader lets through.
fn day_of(year: i16, month: i8, day: i8) -> Date {
    Date::new(year, month, day).unwrap_or(Date::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_written_as_it_was_read() {
        for text in ["0899", "2014", "2014-02", "2016-02-29"] {
            assert_eq!(text.parse::<CalendarDate>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn a_date_that_does_not_exist_is_refused() {
        for text in ["", "14", "2014-13", "2015-02-29", "2014-5", "2014-05-20-01", "0000", "May 2014", "+201"] {
            assert!(text.parse::<CalendarDate>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_year_covers_its_days() {
        let year = CalendarDate::Year(2012);
        assert_eq!((year.first_day(), year.last_day()), (Date::constant(2012, 1, 1), Date::constant(2012, 12, 31)));
        assert_eq!(CalendarDate::Month(2012, 2).last_day(), Date::constant(2012, 2, 29));
    }
}
