//! The tagger of names: what the gazetteer decided in a sentence in; the names that it lacks, and those of the gazetteer that are
//! no part of them, out.
//!
//! The clues that the tagger looks at are made here for trainer and tagger, so that they cannot disagree. "Liberal Party of Canada"
//! comes out as one organisation, and "Canada" in it is no longer a country.

use super::{Finder, Mention, Sent};
use crate::gazetteer::{Candidate, NameKind};
use crate::ontology::ClassId;
use crate::sentences::Sentence;
use crate::syntax::names::{Clue, NameClass, spans_of};
use crate::syntax::{Upos, Xpos};
use std::ops::Range;

/// Bits of a clue's flags.
const GIVEN_NAME: u8 = 1;
const TITLE: u8 = 2;
const NAMES_BODY: u8 = 4;
const NAMES_PLACE: u8 = 8;
const CALENDAR: u8 = 16;

/// A name that the tagger found: its class and tokens.
pub(super) type TaggedName = (NameClass, Range<usize>);

/// Numbers that make a line a row of a table: "Clyde 3 1 0 2 2 5 3".
const TABLE_NUMBERS: usize = 3;

impl Finder<'_> {
    /// Names of the gazetteer against those of the tagger, one sentence's: of two that overlap that of the gazetteer stays, unless it is
    /// a part of something else. "Canada" gives way to "Liberal Party of Canada", "Mike Pompeo" stays in "State Mike Pompeo", and "Abdullah"
    /// in "King Abdullah".
    pub(super) fn reconcile(
        &self,
        sent: &Sent<'_>,
        known: Vec<Mention>,
        tagged: Vec<TaggedName>,
        teams: &[Range<usize>],
    ) -> (Vec<Mention>, Vec<TaggedName>) {
        let holds = |name: &TaggedName, mention: &Mention| {
            let inner = sent.tokens_of(mention.span);
            let alike =
                inner.len() > 1 && mention.class.is_some_and(|class| self.ontology.is_a(class, self.class_of(name.0)));
            let whole = name.1.start <= inner.start && inner.end <= name.1.end && inner.len() < name.1.len();
            let own_body = self.is_own_body(sent, mention, name.1.start..inner.start, inner.end..name.1.end);
            let own_title = mention.class == Some(self.ontology.core().person)
                && inner.end == name.1.end
                && (name.1.start..inner.start).all(|token| self.is_title(sent, token));
            !alike && whole && !own_body && !own_title
        };
        let overlaps = |name: &TaggedName, mention: &Mention| {
            let inner = sent.tokens_of(mention.span);
            name.1.start < inner.end && inner.start < name.1.end
        };
        let is_team = |name: &TaggedName| teams.contains(&name.1);
        // "FRANCE BEAT MEXICO": where all is in capitals, these tell no name.
        let shouted = !sent.sentence.span.of(sent.text).contains(char::is_lowercase);
        let yields = |name: &TaggedName, mention: &Mention| (holds(name, mention) && !shouted) || is_team(name);
        let wins = |name: &TaggedName| known.iter().all(|mention| !overlaps(name, mention) || yields(name, mention));
        let teamed = teams.iter().map(|tokens| (NameClass::Organisation, tokens.clone()));
        let apart = |name: &TaggedName| teams.iter().all(|team| name.1.end <= team.start || team.end <= name.1.start);
        let mut tagged: Vec<TaggedName> = tagged.into_iter().filter(apart).chain(teamed).filter(wins).collect();
        tagged.sort_by_key(|(_, tokens)| tokens.start);
        let gone = |mention: &Mention| tagged.iter().any(|name| overlaps(name, mention) && yields(name, mention));
        let known = known.into_iter().filter(|mention| !gone(mention)).collect();
        (known, tagged)
    }

    /// "US Embassy": a country and a body of it, which stands for the country.
    fn is_own_body(&self, sent: &Sent<'_>, owner: &Mention, before: Range<usize>, mut behind: Range<usize>) -> bool {
        let body = |token: usize| self.lexicon.bodies.nouns.contains(sent.lower(token));
        owner.class == Some(self.ontology.core().country) && before.is_empty() && behind.all(body)
    }

    /// The names that the tagger finds in a sentence. `candidates` are those of the document, in order.
    pub(super) fn tag_names(&self, sent: &Sent<'_>, candidates: &[Candidate]) -> Vec<TaggedName> {
        let span = sent.sentence.span;
        let start = candidates.partition_point(|candidate| candidate.span.end <= span.start);
        let clues = self.clues(sent.text, sent.sentence, |token| sent.tree.upos(token), &candidates[start..]);
        let found = spans_of(&self.tagger.tag(&clues)).into_iter();
        let names = found.filter_map(|(class, tokens)| {
            let own = without_owner(sent, tokens, &candidates[start..]);
            let (class, own) = self.behind_country(sent, class, own, &candidates[start..]);
            let (class, own) = self.behind_office(sent, class, own);
            let own = self.trimmed(sent, class, own).filter(|own| !self.begins_noun(sent, own))?;
            Some((class, if class == NameClass::Person { with_parts(sent, own) } else { own }))
        });
        let mut names: Vec<TaggedName> = names.collect();
        for idx in 0..names.len() {
            let after = idx.checked_sub(1).map_or(0, |before| names[before].1.end);
            if names[idx].0 == NameClass::Person {
                names[idx].1.start = self.first_given_name(sent, after..names[idx].1.start, &candidates[start..]);
            }
        }
        names
    }

    /// The person behind a country that a title is of: "Prime Minister of Burkina Faso *Luc Tiao*".
    fn behind_country(
        &self,
        sent: &Sent<'_>,
        class: NameClass,
        tokens: Range<usize>,
        candidates: &[Candidate],
    ) -> TaggedName {
        let first = sent.span(tokens.start).start;
        let known = candidates.iter().find(|known| known.span.start == first && self.is_country(known));
        let name = known.and_then(|known| tokens.clone().find(|&token| sent.span(token).start > known.span.end - 1));
        match name.filter(|&name| self.given_names.contains(sent.word(name))) {
            Some(name) => (NameClass::Person, name..tokens.end),
            None => (class, tokens),
        }
    }

    /// The person behind what a title is of: "Secretary of State *Kerry*".
    fn behind_office(&self, sent: &Sent<'_>, class: NameClass, tokens: Range<usize>) -> TaggedName {
        let first = tokens.start;
        let title = first.checked_sub(2).filter(|&at| tokens.len() > 1 && self.lexicon.is_office(sent.lower(at)));
        let is_role = |title: usize| {
            let words: Vec<_> = (title..=first).map(|token| sent.lower(token)).collect();
            let role = words.join(" ");
            self.gazetteer.offices().iter().any(|office| office.roles().any(|known| known == role))
        };
        if title.is_some_and(is_role) { (NameClass::Person, first + 1..tokens.end) } else { (class, tokens) }
    }

    fn is_country(&self, candidate: &Candidate) -> bool {
        let class = candidate.readings.first().map(|reading| self.gazetteer.entry(reading.entry).class);
        class == Some(self.ontology.core().country)
    }

    /// Where the given names and initials right before a surname begin: "Mr *Ralph J.* Bloch".
    fn first_given_name(&self, sent: &Sent<'_>, before: Range<usize>, candidates: &[Candidate]) -> usize {
        let known = |token: usize| candidates.iter().any(|known| known.span.overlaps(sent.span(token)));
        let initial = |word: &str| word.len() == 2 && word.starts_with(char::is_uppercase) && word.ends_with('.');
        let given = |token: &usize| {
            let word = sent.word(*token);
            (self.given_names.contains(word) || initial(word)) && !known(*token)
        };
        before.clone().rev().take_while(given).last().unwrap_or(before.end)
    }

    /// A name without determiners and words of transcripts before it, marks around it and titles before a person; `None` if no
    /// capital begins what is left, or if it is what a state is called by, "the Government of the Philippines", or a firm's legal
    /// form.
    fn trimmed(&self, sent: &Sent<'_>, class: NameClass, tokens: Range<usize>) -> Option<Range<usize>> {
        let title = |token: usize| class == NameClass::Person && self.is_title(sent, token);
        // "In March Kaczmarek cancelled the tender."
        let day = |token: usize| token + 1 < tokens.end && self.lexicon.is_calendar_word(sent.lower(token));
        let mark = |token: usize| {
            matches!(sent.tree.upos(token), Upos::Det | Upos::Punct)
                || self.lexicon.naming.of_transcripts.contains(sent.word(token))
        };
        let start = tokens.clone().find(|&token| !mark(token) && !title(token) && !day(token))?;
        let small = |token: usize, upos: Upos| !sent.is_capitalised(token) && sent.tree.upos(token) == upos;
        if (start..tokens.end).any(|token| small(token, Upos::Verb)) {
            return None;
        }
        let locates = |token: usize| self.lexicon.bodies.local_prepositions.contains(sent.word(token));
        let end = (start..tokens.end).find(|&token| locates(token)).unwrap_or(tokens.end);
        let end = (start..end).rev().find(|&token| sent.tree.upos(token) != Upos::Punct)? + 1;
        let state = (start..end).any(|token| self.lexicon.bodies.of_persons.contains(sent.lower(token)));
        let form = (start..end).all(|token| self.is_company_form(sent, token));
        (sent.is_capitalised(start) && !state && !form).then_some(start..end)
    }

    /// The class of the ontology.
    pub(super) fn class_of(&self, class: NameClass) -> ClassId {
        let core = self.ontology.core();
        match class {
            NameClass::Person => core.person,
            NameClass::Organisation => core.organisation,
            NameClass::Place => core.place,
        }
    }

    /// The teams in a line that tells only who plays whom, and the score: "SAN FRANCISCO AT NEW YORK", "Clyde 3 Hearts 1".
    pub(super) fn find_teams(&self, sent: &Sent<'_>) -> Vec<Range<usize>> {
        let versus = |token: usize| self.lexicon.titles.versus.contains(sent.lower(token));
        let number =
            |token: usize| sent.word(token).bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-'));
        let name = |token: usize| {
            sent.is_capitalised(token)
                && !versus(token)
                && sent.word(token).chars().all(|c| c.is_alphabetic() || c == '-')
        };
        let tokens = 0..sent.len();
        let numbers = tokens.clone().filter(|&token| number(token)).count();
        let facing = tokens.clone().filter(|&token| versus(token)).count();
        let plain = tokens.clone().all(|token| name(token) || number(token) || versus(token));
        let mut runs: Vec<Range<usize>> = Vec::new();
        for token in tokens.filter(|&token| name(token)) {
            match runs.last_mut().filter(|run| run.end == token) {
                Some(run) => run.end = token + 1,
                None => runs.push(token..token + 1),
            }
        }
        let line = match runs.len() {
            1 => numbers >= TABLE_NUMBERS,
            2 => (numbers == 0) == (facing == 1) && (facing == 1 || numbers >= 2),
            _ => false,
        };
        if plain && line && sent.len() > 0 && name(0) { runs } else { Vec::new() }
    }

    /// The clues for a sentence whose tokens have these parts of speech. `candidates` are those that lie in it.
    pub fn clues<'t>(
        &self,
        text: &'t str,
        sentence: &Sentence,
        upos: impl Fn(usize) -> Upos,
        candidates: &[Candidate],
    ) -> Vec<Clue<'t>> {
        let mut candidates = candidates.iter().peekable();
        let tokens = sentence.tokens.iter().enumerate();
        let mut clues: Vec<Clue<'t>> = tokens
            .map(|(idx, token)| {
                while candidates.next_if(|candidate| candidate.span.end <= token.span.start).is_some() {}
                let candidate = candidates.peek().filter(|candidate| candidate.span.overlaps(token.span));
                let hint = candidate.map_or(0, |candidate| {
                    let inside = candidate.span.start < token.span.start;
                    self.hint_of(candidate) * 2 + u8::from(inside)
                });
                let form = token.span.of(text);
                Clue { form, upos: upos(idx), hint, flags: self.flags_of(form), apart: false }
            })
            .collect();
        for at in 0..clues.len() {
            clues[at].apart = self.parts_names(&clues, at);
        }
        clues
    }

    /// Whether a preposition stands between two names: before it stands a person, or what is called by no noun that could
    /// belong to a country behind it ("Parnevik of Sweden", not "Bank of China").
    fn parts_names(&self, clues: &[Clue<'_>], at: usize) -> bool {
        let capital = |clue: &&Clue<'_>| clue.form.starts_with(char::is_uppercase);
        if !self.lexicon.reference.owner_prepositions.contains(clues[at].form) || clues[at].hint != 0 {
            return false;
        }
        let before: Vec<_> = clues[..at].iter().rev().take_while(capital).collect();
        let naming = &self.lexicon.naming;
        let noun = before.first().is_some_and(|clue| {
            self.lexicon.name_classes.contains_key(clue.form)
                || [&naming.of_states, &naming.named_by_others, &naming.named_after_places, &naming.company_forms]
                    .iter()
                    .any(|words| words.contains(clue.form))
        });
        let person = before.len() > 1 && before.iter().any(|clue| clue.flags & GIVEN_NAME != 0);
        let behind = clues[at + 1..].iter().find(|clue| clue.upos != Upos::Det);
        let owned = behind.is_some_and(|clue| clue.hint != 0);
        !before.is_empty() && !noun && (person || owned)
    }

    /// A number from 1 for the class of a candidate's first reading and the kind of its name.
    fn hint_of(&self, candidate: &Candidate) -> u8 {
        let core = self.ontology.core();
        let Some(reading) = candidate.readings.first() else { return 0 };
        let class = self.gazetteer.entry(reading.entry).class;
        let classes = [core.person, core.country, core.organisation, core.place];
        let class = classes.iter().position(|known| self.ontology.is_a(class, *known)).unwrap_or(classes.len()) as u8;
        let kind = match reading.kind {
            NameKind::Name | NameKind::Seat => 0,
            NameKind::Demonym => 1,
            NameKind::Surname => 2,
            NameKind::Weak => 3,
        };
        1 + class * 4 + kind
    }

    fn flags_of(&self, form: &str) -> u8 {
        let lower = form.to_lowercase();
        let core = self.ontology.core();
        let class = self.lexicon.name_classes.get(form);
        let is = |known| class.is_some_and(|class| self.ontology.is_a(*class, known));
        let title = self.lexicon.is_office(&lower) || self.lexicon.titles.honorifics.contains(&lower);
        [
            (self.given_names.contains(form), GIVEN_NAME),
            (title, TITLE),
            (is(core.organisation), NAMES_BODY),
            (is(core.place), NAMES_PLACE),
            (self.lexicon.is_calendar_word(&lower), CALENDAR),
        ]
        .into_iter()
        .map(|(holds, bit)| if holds { bit } else { 0 })
        .sum()
    }
}

/// A person's name with the parts that hyphens join to it: "Chang Ho*-jin*", but not "Putin-led".
fn with_parts(sent: &Sent<'_>, name: Range<usize>) -> Range<usize> {
    let mut end = name.end;
    let joined = |end: usize| {
        let is_hyphen = sent.tree.word(end).xpos == Xpos::Hyph || sent.word(end) == "-";
        let touch = |token: usize| sent.span(token - 1).end == sent.span(token).start;
        is_hyphen && touch(end) && touch(end + 1) && sent.tree.upos(end + 1) == Upos::Propn
    };
    while end + 1 < sent.len() && joined(end) {
        end += 2;
    }
    name.start..end
}

/// A name without the known one that it belongs to: "Supreme Court" of "Myanmar's Supreme Court".
fn without_owner(sent: &Sent<'_>, tokens: Range<usize>, candidates: &[Candidate]) -> Range<usize> {
    let owner = |&token: &usize| {
        sent.tree.word(token).xpos == Xpos::Pos
            && token > tokens.start
            && candidates.iter().any(|known| {
                known.span.start == sent.span(tokens.start).start && known.span.end <= sent.span(token).end
            })
    };
    let possessive = tokens.clone().take(tokens.len().saturating_sub(1)).find(owner);
    possessive.map_or(tokens.start, |token| token + 1)..tokens.end
}
