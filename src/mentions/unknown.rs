//! Names that the gazetteer lacks, found by their form: behind a title, behind a given name, or with a word that tells their
//! class.

use super::tagging::TaggedName;
use super::{Finder, Form, Mention, Sent};
use crate::ontology::ClassId;
use crate::span::Span;
use crate::syntax::Upos;
use crate::syntax::names::NameClass;
use std::collections::BTreeMap;
use std::ops::Range;

/// Where a document gives a person's name in full, by surname.
pub(super) type People = BTreeMap<String, Span>;

impl Finder<'_> {
    /// Names that the tagger found, and runs of capitalised proper nouns outside of these and of known names whose class their
    /// form tells, or an earlier full name of `people`.
    pub(super) fn find_unknown_names(
        &self,
        sent: &Sent<'_>,
        known: &[Mention],
        tagged: &[TaggedName],
        people: &mut People,
    ) -> Vec<Mention> {
        let mut found = Vec::new();
        let mut at = 0;
        while at < sent.len() {
            if let Some((class, tokens)) = tagged.iter().find(|(_, tokens)| tokens.start == at) {
                found.push(self.tagged(sent, *class, tokens.clone(), people));
                at = tokens.end;
                continue;
            }
            let next = tagged.iter().map(|(_, tokens)| tokens.start).find(|&start| start > at).unwrap_or(sent.len());
            let run = self.name_run(sent, at, known);
            let run = run.start..run.end.min(next);
            at = run.end.max(at + 1);
            found.extend(self.classify(sent, run, people));
        }
        found
    }

    /// The people whom a document names in full, by surname, so that a surname that stands before the full name is known too. Of people
    /// who share one, the first counts until the next is named. `names` are the known and tagged names of each sentence.
    pub(super) fn people_named(&self, sents: &[Sent<'_>], names: &[(Vec<Mention>, Vec<TaggedName>)]) -> People {
        let mut named = People::new();
        for (sent, (known, tagged)) in sents.iter().zip(names) {
            let mut people = People::new();
            self.find_unknown_names(sent, known, tagged, &mut people);
            for (surname, full) in people {
                named.entry(surname).or_insert(full);
            }
        }
        named
    }

    /// A name of the tagger.
    fn tagged(&self, sent: &Sent<'_>, class: NameClass, tokens: Range<usize>, people: &mut People) -> Mention {
        let own = self.class_of(class);
        // A "Court" is no place, whatever it looks like, but "Margaret Court" is a person.
        let told = self.told_by_last_word(sent, &tokens);
        match class {
            NameClass::Person if told.is_none() => self.person(sent, tokens, own, Form::Tagged, people),
            _ => self.mention(sent, tokens, told.unwrap_or(own), Form::Tagged),
        }
    }

    /// The longest run of name-like tokens from a token on; empty when it is none.
    fn name_run(&self, sent: &Sent<'_>, start: usize, known: &[Mention]) -> Range<usize> {
        let free = |token: usize| !known.iter().any(|mention| mention.span.overlaps(sent.span(token)));
        let name_like =
            |token: usize| sent.tree.upos(token) == Upos::Propn && sent.is_capitalised(token) && free(token);
        let length = (start..sent.len()).take_while(|&token| name_like(token)).count();
        start..start + length
    }

    fn classify(&self, sent: &Sent<'_>, run: Range<usize>, people: &mut People) -> Option<Mention> {
        let title = run.clone().rev().find(|&token| self.is_title(sent, token));
        let name = title.map_or(run.start, |title| title + 1)..run.end;
        if name.clone().all(|token| self.is_company_form(sent, token)) {
            return None;
        }
        let titled = title.is_some() || (name.start > 0 && self.is_title(sent, name.start - 1));
        let keyword = self.told_by_last_word(sent, &name).or_else(|| self.name_class(sent, name.start));
        let given = name.len() > 1 && self.given_names.contains(sent.word(name.start));
        let person = self.ontology.core().person;
        match keyword {
            Some(class) if name.len() > 1 => Some(self.mention(sent, name, class, Form::Keyword)),
            None if given => Some(self.person(sent, name, person, Form::GivenName, people)),
            None if titled || people.contains_key(sent.word(name.end - 1)) => {
                Some(self.person(sent, name, person, Form::Titled, people))
            }
            _ => None,
        }
    }

    /// A person, whose surname names the same person later on.
    fn person(&self, sent: &Sent<'_>, name: Range<usize>, class: ClassId, form: Form, people: &mut People) -> Mention {
        let surname = sent.word(name.end - 1).to_owned();
        let is_surname_alone = name.len() == 1;
        let mut mention = self.mention(sent, name, class, form);
        if is_surname_alone {
            mention.full_name = people.get(&surname).copied();
        } else {
            people.insert(surname, mention.span);
        }
        mention
    }

    pub(super) fn is_title(&self, sent: &Sent<'_>, token: usize) -> bool {
        self.lexicon.is_office(sent.tree.lemma(token)) || self.lexicon.titles.honorifics.contains(sent.lower(token))
    }

    /// The class that the last word of a name tells: a firm's legal form always does, another noun unless a given name stands first.
    fn told_by_last_word(&self, sent: &Sent<'_>, name: &Range<usize>) -> Option<ClassId> {
        let last = name.end - 1;
        if name.len() > 1 && self.is_company_form(sent, last) {
            return Some(self.ontology.core().organisation);
        }
        let is_full_name = name.len() > 1 && self.given_names.contains(sent.word(name.start));
        self.name_class(sent, last).filter(|_| !is_full_name)
    }

    pub(super) fn is_company_form(&self, sent: &Sent<'_>, token: usize) -> bool {
        self.lexicon.naming.company_forms.contains(sent.word(token))
    }

    fn name_class(&self, sent: &Sent<'_>, token: usize) -> Option<ClassId> {
        self.lexicon.name_classes.get(sent.word(token)).copied()
    }

    fn mention(&self, sent: &Sent<'_>, tokens: Range<usize>, class: ClassId, form: Form) -> Mention {
        let span = Span::new(sent.span(tokens.start).start, sent.span(tokens.end - 1).end);
        Mention {
            span,
            sent_idx: sent.idx,
            head: sent.head_of(&tokens),
            class: Some(class),
            entry: None,
            form,
            full_name: None,
        }
    }
}
