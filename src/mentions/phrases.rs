//! Common nouns as mentions: a phrase without a name ("gas deal"), a body that stands for its country ("Chinese warships"),
//! a word that points back ("he", "the two countries").

use super::holders::InOffice;
use super::{DateMention, Finder, Form, Mention, Pointer, Sent, ValueMention};
use crate::gazetteer::EntryId;
use crate::ontology::ClassId;
use crate::span::Span;
use crate::syntax::{Deprel, Upos, Xpos};

/// What may stand before the head within the phrase that names it.
const PREMODIFIERS: &[Deprel] = &[Deprel::Amod, Deprel::Compound, Deprel::Nummod, Deprel::NmodUnmarked, Deprel::Flat];

/// How far behind its noun a complement may stand and still name it, in tokens.
const COMPLEMENT_REACH: usize = 6;

impl Finder<'_> {
    /// One mention for each pronoun and each head of a noun phrase that no name or date covers.
    pub(super) fn find_phrases(
        &self,
        sent: &Sent<'_>,
        named: &[Mention],
        dates: &[DateMention],
        values: &[ValueMention],
        in_office: InOffice<'_>,
    ) -> Vec<Mention> {
        let covered = |token: usize| {
            let span = sent.span(token);
            named.iter().any(|mention| mention.span.overlaps(span) && mention.form != Form::Demonym)
                || dates.iter().any(|date| date.span.overlaps(span))
        };
        // A day that the text does not tell enough of to be a date is nobody and nothing all the same: "agreed on Tuesday".
        let is_day = |token: usize| sent.is_capitalised(token) && self.lexicon.is_calendar_word(sent.lower(token));
        let heads =
            (0..sent.len()).filter(|&token| !covered(token) && self.heads_phrase(sent, token) && !is_day(token));
        heads
            .map(|head| {
                valued(sent, head, values).map_or_else(
                    || self.describe(sent, head, named, in_office),
                    |noun| self.describe_valued(sent, head, noun),
                )
            })
            .collect()
    }

    fn heads_phrase(&self, sent: &Sent<'_>, token: usize) -> bool {
        let modifier =
            [Deprel::Compound, Deprel::Flat, Deprel::Fixed, Deprel::Amod, Deprel::NmodDesc, Deprel::Goeswith];
        match sent.tree.upos(token) {
            Upos::Pron => true,
            Upos::Num => {
                let core = [Deprel::Nsubj, Deprel::NsubjPass, Deprel::Obj];
                core.contains(&sent.tree.deprel(token)) && self.lexicon.reference.counts.contains_key(sent.lower(token))
            }
            Upos::Noun | Upos::Propn => !modifier.contains(&sent.tree.deprel(token)),
            _ => false,
        }
    }

    /// "Contract" in "a contract worth 2 billion euros", which some parses hang on the euros.
    fn describe_valued(&self, sent: &Sent<'_>, head: usize, noun: usize) -> Mention {
        let start = self.premodified(sent, head).start.min(sent.span(noun).start);
        let span = Span::new(start, sent.span(noun).end);
        let class = Some(self.phrase_class(sent, noun));
        Mention { span, sent_idx: sent.idx, head, class, entry: None, form: Form::Phrase, full_name: None }
    }

    fn describe(&self, sent: &Sent<'_>, head: usize, named: &[Mention], in_office: InOffice<'_>) -> Mention {
        let phrase =
            |span, class, entry, form| Mention { span, sent_idx: sent.idx, head, class, entry, form, full_name: None };
        if let Some(pointer) = self.pointer(sent, head) {
            let span = if sent.tree.upos(head) == Upos::Num { sent.span(head) } else { self.premodified(sent, head) };
            return phrase(span, None, None, Form::Reference(pointer));
        }
        if let Some(person) = self.find_holder(sent, head, named, in_office) {
            let class = Some(self.gazetteer.entry(person).class);
            return phrase(self.premodified(sent, head), class, Some(person), Form::Holder);
        }
        if let Some(owner) = self.owner_of_body(sent, head, named) {
            let country = owner.entry.and_then(|entry| self.state_of(entry, sent, head));
            if let Some(entry) = country {
                let class = Some(self.gazetteer.entry(entry).class);
                return phrase(self.premodified(sent, head), class, Some(entry), Form::Body);
            }
        }
        let class = self.phrase_class(sent, head);
        phrase(self.coordinated_span(sent, head, class), Some(class), None, Form::Phrase)
    }

    /// What bare nouns name together is one thing: "peace and stability", "international rules and norms". A thing that can be
    /// told from others, such as an agreement, is one by itself.
    fn coordinated_span(&self, sent: &Sent<'_>, head: usize, class: ClassId) -> Span {
        let tree = sent.tree;
        let own = self.phrase_span(sent, head);
        let is_bare = |&part: &usize| {
            tree.upos(part) == Upos::Noun
                && !tree.has(part, &[Deprel::Det, Deprel::NmodPoss, Deprel::Case, Deprel::Nummod])
                && self.phrase_class(sent, part) == class
        };
        let together = class == self.ontology.core().other && tree.upos(head) == Upos::Noun;
        let parts = tree.children_by(head, &[Deprel::Conj]).filter(|_| together).take_while(is_bare);
        parts.map(|part| self.phrase_span(sent, part)).fold(own, Span::join)
    }

    /// What a pronoun, "the two countries" or "all three leaders" points at.
    fn pointer(&self, sent: &Sent<'_>, head: usize) -> Option<Pointer> {
        let reference = &self.lexicon.reference;
        let word = sent.lower(head);
        if sent.tree.upos(head) == Upos::Pron {
            return Some(self.lexicon.pointer_of(word));
        }
        if sent.tree.upos(head) == Upos::Num {
            return reference.counts.get(word).map(|&count| Pointer::Either(count));
        }
        let mut parts = sent.tree.children(head).iter();
        let count = parts.find_map(|&child| reference.counts.get(sent.lower(child))).or_else(|| {
            // "The leaders" that nothing tells apart are the two of whom the text speaks.
            self.is_bare_plural(sent, head).then_some(&2)
        })?;
        let lemma = sent.tree.lemma(head);
        if reference.country_nouns.contains(lemma) {
            return Some(Pointer::Countries(*count));
        }
        reference.leader_nouns.contains(lemma).then_some(Pointer::People(*count))
    }

    /// "The leaders": a plural with an article and nothing else.
    fn is_bare_plural(&self, sent: &Sent<'_>, head: usize) -> bool {
        let children = sent.tree.children(head);
        let before: Vec<_> = children.iter().copied().filter(|&child| child < head).collect();
        let plain =
            |&child: &usize| matches!(sent.tree.deprel(child), Deprel::Case | Deprel::Det | Deprel::Cc | Deprel::Punct);
        let article = before.iter().any(|&child| sent.tree.word(child).xpos == Xpos::Dt);
        sent.tree.word(head).xpos == Xpos::Nns
            && article
            && before.iter().all(plain)
            && !sent.tree.has(head, &[Deprel::Nmod, Deprel::AclRelcl, Deprel::Acl, Deprel::Appos])
    }

    /// The country or body whose name a noun such as "warships" or "officials" carries, before it or as possessor.
    fn owner_of_body<'m>(&self, sent: &Sent<'_>, head: usize, named: &'m [Mention]) -> Option<&'m Mention> {
        let tree = sent.tree;
        let bodies = &self.lexicon.bodies;
        let lemma = tree.lemma(head).to_lowercase();
        let several = || tree.word(head).xpos == Xpos::Nns && bodies.plurals.contains(&lemma);
        let of_movement = bodies.of_movements.contains(&lemma);
        if !bodies.nouns.contains(&lemma) && !bodies.places.contains(&lemma) && !of_movement && !several() {
            return None;
        }
        let carriers =
            [Deprel::Amod, Deprel::Compound, Deprel::NmodPoss, Deprel::NmodDesc, Deprel::NmodUnmarked, Deprel::Flat];
        let child = |m: &&Mention| {
            let local = bodies.local.contains(&lemma);
            let of = |&child: &usize| {
                let case = tree.child(child, &[Deprel::Case]);
                case.is_some_and(|case| self.is_of(sent, case) || (local && self.is_in(sent, case)))
            };
            let modifies = tree.children_by(head, &carriers).any(|child| child == m.head)
                || tree.children_by(head, &[Deprel::Nmod]).filter(of).any(|child| child == m.head);
            // A weak parse may hang the name elsewhere, but it stands right before the noun.
            modifies || (m.form == Form::Demonym && head > 0 && sent.span(head - 1) == m.span)
        };
        let may_carry = |m: &&Mention| {
            let is_movement = m.class.is_some_and(|class| self.ontology.is_a(class, self.ontology.core().organisation));
            m.entry.is_some() && (is_movement || !of_movement) && !self.is_detached(sent, m)
        };
        named.iter().filter(may_carry).find(child)
    }

    /// "Pro-Russian", "non-NATO": a name that a prefix turns into what is not of it.
    fn is_detached(&self, sent: &Sent<'_>, name: &Mention) -> bool {
        let before = sent.text[..name.span.start].strip_suffix(['-', '\u{2010}', '\u{2011}', '\u{2013}']);
        let prefix = before.and_then(|before| before.rsplit(|c: char| !c.is_alphabetic()).next());
        prefix.is_some_and(|prefix| self.lexicon.bodies.detaching_prefixes.contains(&prefix.to_lowercase()))
    }

    fn is_in(&self, sent: &Sent<'_>, case: usize) -> bool {
        self.lexicon.bodies.local_prepositions.contains(sent.lower(case))
    }

    fn is_of(&self, sent: &Sent<'_>, case: usize) -> bool {
        self.lexicon.reference.owner_prepositions.contains(sent.lower(case))
    }

    /// The state or body that a noun stands for: a person's country for "the Trump administration".
    fn state_of(&self, owner: EntryId, sent: &Sent<'_>, head: usize) -> Option<EntryId> {
        let entry = self.gazetteer.entry(owner);
        let core = self.ontology.core();
        let bodies = &self.lexicon.bodies;
        let lemma = sent.tree.lemma(head).to_lowercase();
        let sort_of_place = bodies.places.contains(&lemma);
        if entry.class == core.place {
            return if bodies.local.contains(&lemma) { entry.country } else { sort_of_place.then_some(owner) };
        }
        // "Kandahar province" is Kandahar, "an Afghan province" is not Afghanistan.
        if sort_of_place && !bodies.nouns.contains(&lemma) {
            return None;
        }
        if entry.class != core.person {
            return Some(owner);
        }
        entry.country.filter(|_| self.lexicon.bodies.of_persons.contains(sent.tree.lemma(head)))
    }

    fn phrase_class(&self, sent: &Sent<'_>, head: usize) -> ClassId {
        let tree = sent.tree;
        let measured = tree.child(head, &[Deprel::Nmod]).filter(|_| self.lexicon.is_measure(tree.lemma(head)));
        let head = measured.unwrap_or(head);
        let lemma = tree.lemma(head).to_lowercase();
        // "War game" is no game.
        let compounds = tree.children_by(head, &[Deprel::Compound, Deprel::Amod]);
        let mut compounds = compounds.map(|part| format!("{} {lemma}", tree.lemma(part).to_lowercase()));
        if let Some(class) = compounds.find_map(|compound| self.lexicon.phrase_classes.get(&compound)) {
            return *class;
        }
        self.lexicon.phrase_classes.get(&lemma).copied().unwrap_or(self.ontology.core().other)
    }

    /// From the first premodifier to the head, without determiner and possessor.
    fn premodified(&self, sent: &Sent<'_>, head: usize) -> Span {
        let first = sent.tree.children_by(head, PREMODIFIERS).map(|child| first_of(sent, child)).min();
        // Quotes, commas and the parts of a broken-off modifier may lie between; a verb may not.
        let start = first.filter(|&first| first < head).unwrap_or(head);
        Span::new(sent.span(start).start, sent.span(head).end)
    }

    /// The phrase that names a thing without a name: premodifiers, head, and what it is of.
    fn phrase_span(&self, sent: &Sent<'_>, head: usize) -> Span {
        let premodified = self.premodified(sent, head);
        let defining = |child: &usize| {
            let preposition = sent.tree.child(*child, &[Deprel::Case]).map(|case| sent.tree.lemma(case).to_lowercase());
            preposition.is_some_and(|word| self.lexicon.reference.defining_prepositions.contains(&word))
        };
        let near = |child: &usize| *child > head && *child <= head + COMPLEMENT_REACH;
        let dated = |child: &usize| self.lexicon.is_calendar_word(sent.lower(*child));
        let complements = sent.tree.children_by(head, &[Deprel::Nmod]);
        let complement = complements.filter(|child| near(child) && !dated(child)).find(defining);
        match complement {
            Some(child) => Span::new(premodified.start, sent.span(child).end),
            None => premodified,
        }
    }
}

/// The noun whose value a head tells that is part of an amount, where the noun hangs on the head.
fn valued(sent: &Sent<'_>, head: usize, values: &[ValueMention]) -> Option<usize> {
    let value = values.iter().find(|value| value.span.overlaps(sent.span(head)))?;
    (sent.tree.head(value.head) == Some(head))
        .then_some(value.head)
        .filter(|_| sent.tree.upos(head) == Upos::Noun && !value.span.overlaps(sent.span(value.head)))
}

/// The first token of a modifier, with what modifies it in turn.
fn first_of(sent: &Sent<'_>, modifier: usize) -> usize {
    sent.tree.children_by(modifier, PREMODIFIERS).min().map_or(modifier, |first| first.min(modifier))
}
