//! Register: what was found, in the order of the input, in; each document once, and the count of what was passed over, out.

use super::{Document, Error, Found, Result, Skipped};
use std::collections::{BTreeMap, HashSet};

/// Keeps the ids that were read, and counts what was no document.
#[derive(Debug, Default)]
pub struct Register {
    seen: HashSet<String>,
    skipped: BTreeMap<Skipped, usize>,
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
        *self.skipped.entry(skipped).or_default() += 1;
        Ok(None)
    }

    /// What was passed over although nothing was wrong with it, and how often.
    pub fn skipped(&self) -> impl Iterator<Item = (&Skipped, usize)> {
        self.skipped.iter().map(|(why, count)| (why, *count))
    }
}
