//! Who speaks in a document: its title in, the names that a statement is "by" or "of" out.

use super::{Finder, Form, Mention, Sent};
use crate::documents::Document;
use crate::syntax::Upos;

impl Finder<'_> {
    /// The names behind a word such as "statement" in the title, up to the first word that does not belong to their list.
    pub(super) fn find_issuers(&self, doc: &Document, first: Option<&Sent<'_>>, names: &[Mention]) -> Vec<usize> {
        let Some(sent) = first.filter(|_| doc.title.is_some()) else { return Vec::new() };
        let reference = &self.lexicon.reference;
        let voice = (0..sent.len()).find(|&token| reference.statement_nouns.contains(sent.lower(token)));
        let Some(voice) = voice else { return Vec::new() };
        let mut issuers = Vec::new();
        for token in voice + 1..sent.len() {
            let named = |mention: &Mention| {
                mention.sent_idx == 0
                    && mention.span.overlaps(sent.span(token))
                    && !matches!(mention.form, Form::Phrase | Form::Office | Form::Demonym)
            };
            match names.iter().position(named) {
                Some(idx) if issuers.last() != Some(&idx) => issuers.push(idx),
                Some(_) => {}
                None if self.joins_issuers(sent, token) => {}
                None => break,
            }
        }
        issuers
    }

    /// "of", "the", "and", a title.
    fn joins_issuers(&self, sent: &Sent<'_>, token: usize) -> bool {
        let word = sent.lower(token);
        matches!(sent.tree.upos(token), Upos::Det | Upos::Cconj | Upos::Punct | Upos::Noun | Upos::Propn | Upos::Adj)
            || self.lexicon.reference.issuer_prepositions.contains(word)
    }
}
