//! Which sentences may hold an event: words with lemma and part of speech in, a yes or no for each sentence out.
//!
//! A sentence in which no word triggers a frame, or in which nobody acts, tells no event, and a parse of it serves only those
//! that point back to it. So most of the work of parsing an archive can be left out, and what is found stays the same.

use super::{Frames, Trigger, TriggerKind};
use crate::gazetteer::Candidate;
use crate::mentions::Lexicon;
use crate::sentences::Sentence;
use crate::span::Span;
use crate::syntax::{Parse, Upos, Word};
use compact_str::CompactString;
use std::collections::BTreeSet;

/// How many sentences before its own a reference or a date that counts from another may look into.
const REACH: usize = 2;

/// Tells which sentences of a document may hold events.
#[derive(Debug, Clone, Copy)]
pub struct Screen<'a> {
    /// What words report.
    pub frames: &'a Frames,
    /// What points back, and what takes part in events.
    pub lexicon: &'a Lexicon,
    /// The text of the document.
    pub text: &'a str,
    /// The known names in it.
    pub candidates: &'a [Candidate],
}

impl Screen<'_> {
    /// Whether an event may be told in each of the sentences; heads and relations of their words are not looked at.
    pub fn may_tell(&self, sentences: &[Sentence], tagged: &[Parse]) -> Vec<bool> {
        let may =
            |(sentence, parse): (&Sentence, &Parse)| self.has_trigger(&parse.words) && self.has_actor(sentence, parse);
        sentences.iter().zip(tagged).map(may).collect()
    }

    /// Which sentences have to be parsed for the events of a document, or of a part of it: those that may tell one, as
    /// [`Screen::may_tell`] says, those that they point back to, and a title that tells who speaks. `begins` and `ends` say whether
    /// the document does with the part; where more follows, it may point back into it.
    pub fn wanted(
        &self,
        sentences: &[Sentence],
        tagged: &[Parse],
        telling: &[bool],
        (begins, ends): (bool, bool),
    ) -> Vec<bool> {
        let mut wanted = telling.to_vec();
        if let (true, Some(title)) = (begins, sentences.first()) {
            wanted[0] |= self.forms(title).iter().any(|form| self.lexicon.tells_issuers(form));
        }
        let len = wanted.len();
        if !ends {
            wanted[len.saturating_sub(REACH)..].fill(true);
        }
        for idx in (0..len).rev().filter(|&idx| idx > 0) {
            if !wanted[idx] {
                continue;
            }
            let forms = self.forms(&sentences[idx]);
            let dated = self.lexicon.counts_from_told(&forms);
            let words = forms.iter().zip(&tagged[idx].words);
            let reach = words.map(|(form, word)| self.lexicon.reach_of(form, &word.lemma)).max().unwrap_or_default();
            for before in idx.saturating_sub(REACH)..idx {
                let meant = before + reach >= idx && self.has_actor(&sentences[before], &tagged[before]);
                wanted[before] |= dated || meant;
            }
        }
        wanted
    }

    /// Whether a word may report a relation, with all the companions that it needs for that.
    fn has_trigger(&self, words: &[Word]) -> bool {
        let mut lemmas = None;
        let mut stands = |companion: &String| {
            let lemmas = lemmas.get_or_insert_with(|| lower_lemmas(words));
            lemmas.contains(companion.to_lowercase().as_str())
        };
        let mut counts = |trigger: &Trigger| trigger.companions.iter().all(&mut stands);
        words.iter().any(|word| {
            let kind = TriggerKind::of(word);
            kind.is_some_and(|kind| self.frames.triggers(kind, &word.lemma).iter().any(&mut counts))
        })
    }

    /// Whether anything may act: a name, a pronoun, somebody without a name.
    fn has_actor(&self, sentence: &Sentence, parse: &Parse) -> bool {
        let acts = |word: &Word| {
            matches!(word.upos, Upos::Propn | Upos::Pron | Upos::Num) || self.lexicon.may_act(&word.lemma)
        };
        self.names_known(sentence.span) || parse.words.iter().any(acts)
    }

    fn names_known(&self, span: Span) -> bool {
        let at = self.candidates.partition_point(|candidate| candidate.span.end <= span.start);
        self.candidates.get(at).is_some_and(|candidate| candidate.span.overlaps(span))
    }

    /// The words of a sentence in lower case.
    fn forms(&self, sentence: &Sentence) -> Vec<String> {
        sentence.tokens.iter().map(|token| token.span.of(self.text).to_lowercase()).collect()
    }
}

fn lower_lemmas(words: &[Word]) -> BTreeSet<CompactString> {
    words.iter().map(|word| word.lemma.to_lowercase()).collect()
}
