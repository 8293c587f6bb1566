//! Copies of one story: the sketch of a text in; the document of the store that it is a copy of out.
//!
//! What a copy is linked to is in the store, is no copy itself, and is like it. A document that is replaced or removed leaves copies
//! behind for which that no longer holds; they get another link at once, by the sketches that the store keeps, and are not read
//! again. What is written for that follows from the frames before it alone, so that a writer that is killed meanwhile is caught up
//! with, to the byte, when the store is next opened to write.

use super::{Frame, Store};
use crate::duplicates::{Originals, Sketch};
use crate::error::Result;
use crate::rdf::vocab::dcterms;
use crate::rdf::{Made, copy_quad, quads};
use std::collections::BTreeSet;

/// Which documents of a store are copies, and which are not.
#[derive(Debug, Default)]
pub(super) struct Links {
    originals: Originals,
    /// What is copied, and its copy.
    copies: BTreeSet<(String, String)>,
}

impl Links {
    fn of<'m>(documents: impl Iterator<Item = (&'m String, &'m Made)> + Clone) -> Self {
        let originals = documents.clone().filter(|(_, made)| made.copy_of.is_none());
        let copies = documents.filter_map(|(doc_id, made)| Some((made.copy_of.clone()?, doc_id.clone())));
        Self {
            originals: originals.filter_map(|(doc_id, made)| Some((doc_id.clone(), made.sketch.clone()?))).collect(),
            copies: copies.collect(),
        }
    }

    /// A document is made otherwise than before; `None` where it is not in the store.
    pub(super) fn change(&mut self, doc_id: &str, before: Option<&Made>, after: Option<&Made>) {
        let link = |made: &Made| made.copy_of.clone().map(|original| (original, doc_id.to_owned()));
        let original = |made: Option<&Made>| made.filter(|made| made.copy_of.is_none())?.sketch.clone();
        if let Some(link) = before.and_then(link) {
            self.copies.remove(&link);
        }
        self.copies.extend(after.and_then(link));
        let (before, after) = (original(before), original(after));
        if before != after {
            before.iter().for_each(|sketch| self.originals.remove(doc_id, sketch));
            after.iter().for_each(|sketch| self.originals.insert(doc_id, sketch));
        }
    }

    fn copies_of(&self, original: &str) -> Vec<String> {
        let from = (original.to_owned(), String::new());
        self.copies.range(from..).take_while(|(of, _)| of == original).map(|(_, copy)| copy.clone()).collect()
    }
}

impl Store {
    /// The document that another one is a copy of, by its id and the sketch of its text. A document that the store has with the same
    /// text stays the copy or the original that it is. `None` for an original, for a text that has no sketch, and of a store that is
    /// open for reading alone.
    pub fn find_original(&self, doc_id: &str, sketch: Option<&Sketch>) -> Option<&str> {
        match self.how_made(doc_id) {
            Some(made) if made.sketch.as_ref() == sketch => made.copy_of.as_deref(),
            _ => self.links.originals.find(sketch?, &[doc_id]),
        }
    }

    /// Learns which documents are copies, and links those that a killed writer left behind.
    pub(super) fn link(&mut self) -> Result<()> {
        self.links = Links::of(self.documents.iter().map(|(doc_id, (_, made))| (doc_id, made)));
        let originals: BTreeSet<String> = self.links.copies.iter().map(|(original, _)| original.clone()).collect();
        originals.iter().try_for_each(|original| self.relink_copies_of(original))
    }

    /// Links the copies of a document anew that are none any more.
    pub(super) fn relink_copies_of(&mut self, original: &str) -> Result<()> {
        let copies = self.links.copies_of(original);
        copies
            .iter()
            .try_for_each(|copy| if self.is_copy(copy, original) { Ok(()) } else { self.relink(copy, original) })
    }

    /// Links the copies of a document anew, which is to be removed.
    pub(super) fn bequeath_copies_of(&mut self, original: &str) -> Result<()> {
        self.links.copies_of(original).iter().try_for_each(|copy| self.relink(copy, original))
    }

    /// Whether one document is still a copy of another. Of one that was read before stores kept sketches, its link is believed.
    fn is_copy(&self, copy: &str, original: &str) -> bool {
        let (Some(copy), Some(original)) = (self.how_made(copy), self.how_made(original)) else { return false };
        let is_like = |sketch: &Sketch| original.sketch.as_ref().is_some_and(|original| original.is_like(sketch));
        original.copy_of.is_none() && copy.sketch.as_ref().is_none_or(is_like)
    }

    /// Links a copy to another original than before, or makes it one.
    fn relink(&mut self, copy: &str, before: &str) -> Result<()> {
        let Some(made) = self.how_made(copy).cloned() else { return Ok(()) };
        let found = made.sketch.as_ref().and_then(|sketch| self.links.originals.find(sketch, &[copy, before]));
        let copy_of = found.map(str::to_owned);
        let mut quads = self.document_quads(copy)?;
        quads.retain(|quad| quad.predicate != dcterms::IS_VERSION_OF);
        quads.extend(copy_of.iter().map(|original| copy_quad(copy, original, &self.iris)));
        quads::sort(&mut quads);
        self.put(&Frame::of(copy, &quads).made(Made { copy_of, ..made }))
    }
}
