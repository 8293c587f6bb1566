//! Dates in the precision of the text: `CalendarDate` in, `xsd:date`, `xsd:gYearMonth` or `xsd:gYear` out.
//!
//! ```
//! use chancery::rdf::date_literal;
//! let june = date_literal("2016-06".parse()?);
//! assert_eq!(june.to_string(), "\"2016-06\"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>");
//! # Ok::<(), chancery::error::Error>(())
//! ```

use crate::dates::CalendarDate;
use crate::rdf::vocab::xsd;
use oxrdf::Literal;

/// The date as a typed literal.
pub fn date_literal(date: CalendarDate) -> Literal {
    let datatype = match date {
        CalendarDate::Year(_) => xsd::G_YEAR,
        CalendarDate::Month(..) => xsd::G_YEAR_MONTH,
        CalendarDate::Day(_) => xsd::DATE,
    };
    Literal::new_typed_literal(date.to_string(), datatype)
}
