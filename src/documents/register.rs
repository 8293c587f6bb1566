//! Register: what was found, in the order of the input, in; each document once, and what was passed over, out.

use super::{Document, Error, Found, Place, Result, Skipped};
use std::collections::{BTreeMap, HashSet};

/// Places that are kept of what was passed over; all are counted.
const MAX_PASSED: usize = 10_000;

/// Keeps the ids that were read, and counts what was no document.
#[derive(Debug, Default)]
pub struct Register {
    seen: HashSet<String>,
    skipped: BTreeMap<Skipped, usize>,
    passed: Vec<(Place, Skipped)>,
}

impl Register {
    /// Lets a document pass, or counts why it is none. A page that a crawl visited again is counted, too.
    ///
    /// # Errors
    /// When an earlier document had the same id.
    pub fn admit(&mut self, found: Found) -> Result<Option<Document>> {
        let Found { place, is_crawled, what, .. } = found;
        let skipped = match what {
            Ok(document) if self.seen.insert(document.id.clone()) => return Ok(Some(document)),
            Ok(document) if !is_crawled => {
                let error = Error::new(format!("a document with the id \"{}\" was read before", document.id));
                return Err(place.locate(error));
            }
            Ok(_) => Skipped::Again,
            Err(skipped) => skipped,
        };
        *self.skipped.entry(skipped.clone()).or_default() += 1;
        // Of the records of a web archive most are no texts, and would leave no room for others.
        if skipped != Skipped::NoText && self.passed.len() < MAX_PASSED {
            self.passed.push((place, skipped));
        }
        Ok(None)
    }

    /// What was passed over although nothing was wrong with it, and how often.
    pub fn skipped(&self) -> impl Iterator<Item = (&Skipped, usize)> {
        self.skipped.iter().map(|(why, count)| (why, *count))
    }

    /// Where the first 10,000 of them stand, but for what is no text.
    pub fn passed(&self) -> &[(Place, Skipped)] {
        &self.passed
    }
}
