//! Scoring: facts that were found and facts that a careful reader found in; how well the two agree, out.
//!
//! A fact that was found matches one of the gold of the same document and relation when its ends name the gold's entities
//! ([`names`](self), as [`Rules`] fold and compare them). Each fact of the gold is matched by one at most, chosen so that as many as
//! possible are. Precision, recall and F1 count the facts that are asserted or planned; status and dates are looked at on the facts
//! that match.
//!
//! ```
//! use chancery::{knowledge::Folder, ontology::Ontology, scoring::{Found, Gold, Rules, score}};
//! let gold = r#"{"doc": "a", "entities": [{"id": "angela-merkel", "type": "Person", "names": ["Angela Merkel"]},
//!     {"id": "moscow", "type": "Place", "names": ["Moscow"]}],
//!     "facts": [{"subject": "angela-merkel", "relation": "visited", "object": "moscow", "status": "asserted"}]}"#.replace('\n', " ");
//! let found = r#"{"doc": "a", "subject": {"label": "Angela Merkel"}, "relation": "visited", "object": {"label": "Moscow"}, "status": "asserted"}"#;
//! let folder = Folder::ontology();
//! let ontology = Ontology::load(&folder)?;
//! let (golds, found, rules) = (Gold::read(&gold)?, Found::read(found)?, Rules::load(&folder, &ontology)?);
//! let score = score(&golds, &found, &rules);
//! assert_eq!(score.total.f1(), 1.0);
//! # Ok::<(), chancery::error::Error>(())
//! ```

mod assignment;
mod names;
mod records;
mod tally;
#[cfg(test)]
mod tests;

pub use names::Rules;
pub use records::{End, Found, Gold, GoldEntity, GoldFact, Quote};
pub use tally::{Counts, DateCounts, FalseAlarm, Miss, Score, StatusCounts, score};
