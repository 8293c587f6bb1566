//! Frames, parses and mentions in; events out.

use super::attempts::Lack;
use super::structure::{Argument, Structure};
use super::{
    Event, Evidence, Frame, Frames, Function, LexicalClass, Participant, Predicates, Role, Trigger, TriggerKind,
};
use crate::documents::Document;
use crate::entities::{Entities, EntityId};
use crate::mentions::{Form, Lexicon, Mention, Mentions, Pointer};
use crate::ontology::{ClassId, Ontology};
use crate::sentences::Sentence;
use crate::span::Span;
use crate::syntax::{Deprel, Parse, Tree, Upos};

/// Matches frames on the sentences of a document.
#[derive(Debug, Clone, Copy)]
pub struct Matcher<'a> {
    /// Classes and relations.
    pub ontology: &'a Ontology,
    /// What words report.
    pub frames: &'a Frames,
    /// What English words build predicates.
    pub english: &'a Predicates,
    /// What English words name things.
    pub lexicon: &'a Lexicon,
}

/// What the earlier stages say of a document.
#[derive(Debug, Clone, Copy)]
pub struct Reading<'a> {
    /// The document.
    pub doc: &'a Document,
    /// Its sentences.
    pub sentences: &'a [Sentence],
    /// One parse a sentence.
    pub parses: &'a [Parse],
    /// Names, dates, money.
    pub mentions: &'a Mentions,
    /// What the names stand for.
    pub entities: &'a Entities,
}

/// One sentence and what is known of it.
pub(super) struct Clause<'a> {
    pub reading: Reading<'a>,
    pub sent_idx: usize,
    pub structure: Structure<'a>,
    /// For each token, the index of the mention that it heads or that covers it.
    pub(super) mention_at: Vec<Option<usize>>,
}

/// Somebody or something that may fill a role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Filler {
    mention: Span,
    /// `None` for an actor of no class: "protesters", a name that nobody knows.
    pub entity: Option<EntityId>,
}

impl Matcher<'_> {
    /// Every event that the frames find, in the order of the text; the same event told twice is one with two pieces of
    /// evidence.
    pub fn match_frames(&self, reading: Reading<'_>) -> Vec<Event> {
        let mut events: Vec<Event> = Vec::new();
        for (sent_idx, parse) in reading.parses.iter().enumerate().filter(|(_, parse)| parse.has_tree()) {
            let tree = Tree::new(parse);
            let clause = Clause::new(reading, sent_idx, Structure::new(&tree, self.english, self.lexicon));
            let told: Vec<_> = (0..tree.len()).flat_map(|word| self.match_word(&clause, word)).collect();
            let retold = |event: &Event| told.iter().any(|other| is_object_of(event, other));
            for event in told.iter().filter(|event| !retold(event)) {
                merge(&mut events, event.clone());
            }
        }
        self.lend_dates(reading, &mut events);
        events
    }

    /// The events that one word reports.
    fn match_word(&self, clause: &Clause<'_>, word: usize) -> Vec<Event> {
        let triggers = self.triggers(clause, word);
        if triggers.is_empty() || clause.is_inside_name(word) || clause.structure.takes_place(word) {
            return Vec::new();
        }
        let shared =
            clause.structure.other_holders(word).into_iter().map(|name| clause.structure.title_arguments(word, name));
        let told = std::iter::once(clause.arguments(word)).chain(shared);
        let matched = told.map(|arguments| {
            let outcomes = self.try_triggers(clause, word, triggers, &arguments);
            outcomes.filter_map(|(_, outcome)| outcome.ok()).collect::<Vec<_>>()
        });
        matched.flatten().collect()
    }

    /// What a word may report by its lemma and part of speech.
    pub(super) fn triggers(&self, clause: &Clause<'_>, word: usize) -> &[Trigger] {
        let tree = clause.structure.tree;
        TriggerKind::of(tree.word(word)).map_or(&[], |kind| self.frames.triggers(kind, tree.lemma(word)))
    }

    /// What comes of each trigger of a word; of each frame only the first lexical class that fits counts.
    pub(super) fn try_triggers<'t>(
        &'t self,
        clause: &'t Clause<'_>,
        word: usize,
        triggers: &'t [Trigger],
        arguments: &'t [Argument],
    ) -> impl Iterator<Item = (&'t Trigger, Result<Event, Lack>)> {
        let mut matched: Vec<&Trigger> = Vec::new();
        triggers.iter().map(move |trigger| {
            // "Trading partner" tells what it tells, and not what "partner" alone would.
            let precedes = |other: &&Trigger| {
                other.frame_idx == trigger.frame_idx || other.companions.len() > trigger.companions.len()
            };
            if matched.iter().any(precedes) {
                return (trigger, Err(Lack::Precedence));
            }
            let outcome = check_companions(clause.structure.tree, word, trigger)
                .and_then(|()| self.match_class(clause, word, trigger, arguments));
            matched.extend(outcome.is_ok().then_some(trigger));
            (trigger, outcome)
        })
    }

    fn match_class(
        &self,
        clause: &Clause<'_>,
        word: usize,
        trigger: &Trigger,
        arguments: &[Argument],
    ) -> Result<Event, Lack> {
        let frame = self.frames.frame(trigger.frame_idx);
        let class = &frame.classes[trigger.class_idx];
        let is_companion = |argument: &Argument| {
            argument.function != Function::Itself
                && trigger
                    .companions
                    .iter()
                    .any(|c| c.eq_ignore_ascii_case(clause.structure.tree.lemma(argument.token)))
        };
        let mut arguments: Vec<_> = arguments.iter().filter(|argument| !is_companion(argument)).cloned().collect();
        clause.structure.add_phrases_of_companions(word, &trigger.companions, &mut arguments);
        let mut participants = self.fill_roles(clause, frame, class, &arguments);
        if class.functions.mutual && class.required.contains(&Role::Target) {
            add_each_other(&mut participants);
        }
        let filled = |role: &Role| participants.iter().any(|(filled, _)| filled == role);
        // Two agents of a mutual relation are each other's counterpart.
        let mutual = class.functions.mutual && participants.iter().filter(|(role, _)| *role == Role::Agent).count() > 1;
        let stands = |role: &&Role| filled(role) || (mutual && **role == Role::Counterpart);
        match class.required.iter().find(|role| !stands(role)) {
            Some(role) => Err(Lack::Role(*role)),
            None => Ok(self.event(clause, word, frame, class, &arguments, participants)),
        }
    }

    fn event(
        &self,
        clause: &Clause<'_>,
        word: usize,
        frame: &Frame,
        class: &LexicalClass,
        arguments: &[Argument],
        participants: Vec<(Role, Filler)>,
    ) -> Event {
        let status = clause.structure.status(word);
        let to_participant =
            |(role, filler): (Role, Filler)| Participant { role, mention: filler.mention, entity: filler.entity };
        let sentence = &clause.reading.sentences[clause.sent_idx];
        let trigger = clause.token_span(word);
        let mut event = Event {
            relation: frame.relation,
            plover: class.plover.clone(),
            mode: class.mode.clone(),
            participants: participants.into_iter().map(to_participant).collect(),
            status: class.status.map_or(status, |own| own.within(status)),
            date: clause.date_of(self.frames, word, arguments),
            value: clause.value_of(word, arguments),
            topic: clause.topic_of(arguments),
            office: class.title.then(|| clause.title_of(word)),
            attribution: clause.attribution_of(word),
            evidence: vec![Evidence { sent_idx: clause.sent_idx, span: sentence.span, trigger }],
            frame: class.name.clone(),
        };
        event.plover = self.plover_of(&event);
        self.part_agents(frame, class, &mut event);
        event
    }

    /// Of the parties of a deal or talk that name no other, all do alike what PLOVER takes for mutual; else the first does it to
    /// the others.
    fn part_agents(&self, frame: &Frame, class: &LexicalClass, event: &mut Event) {
        let parties = frame.subjects.contains(&Role::Counterpart)
            || (class.functions.mutual && frame.objects.contains(&Role::Counterpart));
        let alike = event.plover.as_ref().is_none_or(|plover| self.frames.is_mutual(plover))
            || event.in_role(Role::Counterpart).next().is_some();
        let later = event.participants.iter_mut().filter(|p| p.role == Role::Agent).skip(1);
        later.filter(|_| parties && !alike).for_each(|participant| participant.role = Role::Counterpart);
    }

    /// The PLOVER type of a relation, which may differ when one actor acts alone, and when it is only promised or refused.
    fn plover_of(&self, event: &Event) -> Option<String> {
        let relation = self.ontology.relation(event.relation);
        let quad_class = relation.quad_class.as_deref();
        if let Some(unreal) = quad_class.and_then(|quad_class| self.frames.plover_type(event.status, quad_class)) {
            return Some(unreal.to_owned());
        }
        if event.plover.is_some() {
            return event.plover.clone();
        }
        let actors = event.participants.iter().filter(|p| matches!(p.role, Role::Agent | Role::Counterpart)).count();
        let alone = relation.plover_alone.as_ref().filter(|_| actors < 2);
        alone.or(relation.plover.as_ref()).cloned()
    }

    fn fill_roles(
        &self,
        clause: &Clause<'_>,
        frame: &Frame,
        class: &LexicalClass,
        arguments: &[Argument],
    ) -> Vec<(Role, Filler)> {
        let mut filled: Vec<(Role, Filler)> = Vec::new();
        for role in Role::ALL {
            let classes = class.classes(role, frame);
            let known = |function| self.fillers(clause, function, classes, arguments);
            let nameless = |function| self.nameless(clause, function, role, classes, arguments);
            let functions = class.functions.of(role);
            let may_be_nameless = match role {
                Role::Agent => classes.contains(&self.ontology.core().actor),
                Role::Target | Role::Counterpart => !classes.is_empty(),
                Role::Object | Role::Place => false,
            };
            // What lies deep in the object tells somebody only by name.
            let near = |function: &&Function| may_be_nameless && **function != Function::Concerned;
            let nameless = functions.iter().filter(near).map(nameless);
            let mut choices = functions.iter().map(known).chain(nameless);
            let free = |filler: &Filler| filled.iter().all(|(_, other)| !other.is_same(filler));
            let fillers = choices.find_map(|choice| some(choice.into_iter().filter(free).collect()));
            filled.extend(fillers.into_iter().flatten().map(|filler| (role, filler)));
        }
        filled
    }

    /// Whoever stands in a function and is of one of the classes.
    fn fillers(
        &self,
        clause: &Clause<'_>,
        function: &Function,
        classes: &[ClassId],
        arguments: &[Argument],
    ) -> Vec<Filler> {
        let mut found: Vec<Filler> = Vec::new();
        for argument in arguments.iter().filter(|argument| argument.function == *function) {
            for filler in clause.resolve(argument) {
                let class = filler.entity.map(|entity| clause.reading.entities.entity(entity).class);
                let fits = class.is_some_and(|class| self.ontology.is_any(class, classes));
                if fits && !found.iter().any(|other| other.is_same(&filler)) {
                    found.push(filler);
                }
            }
            // What lies deep in the object is told by the name that lies highest.
            if *function == Function::Concerned && !found.is_empty() {
                break;
            }
        }
        found
    }

    /// Whoever stands in a function and takes part without being an entity: "protesters", "he".
    fn nameless(
        &self,
        clause: &Clause<'_>,
        function: &Function,
        role: Role,
        classes: &[ClassId],
        arguments: &[Argument],
    ) -> Vec<Filler> {
        let core = self.ontology.core();
        let takes_matter = classes.iter().any(|&class| class == core.actor || self.ontology.is_a(core.other, class));
        let words = arguments.iter().filter(|argument| argument.function == *function);
        let circumstance = |word: usize| {
            matches!(function, Function::Preposition(preposition) if self.english.is_circumstance(preposition))
                && clause.structure.tree.upos(word) == Upos::Noun
                && !self.lexicon.is_participant(clause.structure.tree.lemma(word))
        };
        let words = words.flat_map(|argument| clause.conjuncts(argument)).filter(|&word| !circumstance(word));
        let spoken = words.map(|word| clause.structure.speaker(word).unwrap_or(word));
        spoken.filter_map(|word| self.nameless_participant(clause, word, role, takes_matter)).collect()
    }

    /// Whether a noun tells something that happens, and so nobody whom something could be done to: "hold *talks*".
    fn is_happening(&self, clause: &Clause<'_>, word: usize) -> bool {
        let tree = clause.structure.tree;
        tree.upos(word) == Upos::Noun && self.frames.is_event_noun(tree.lemma(word))
    }

    /// An agent or counterpart must be somebody; whom something is done to may be anything that is told.
    fn nameless_participant(&self, clause: &Clause<'_>, word: usize, role: Role, takes_matter: bool) -> Option<Filler> {
        let mention = clause.mention(word)?;
        let tree = clause.structure.tree;
        if role != Role::Agent && !takes_matter && self.is_happening(clause, word) {
            return None;
        }
        let counted =
            tree.child(word, &[Deprel::Nmod]).filter(|_| self.lexicon.is_measure(tree.lemma(word))).unwrap_or(word);
        let acts = match mention.form {
            Form::Phrase if clause.is_date(word) || self.lexicon.is_calendar_word(&tree.lemma(word).to_lowercase()) => {
                false
            }
            Form::Phrase => {
                role == Role::Target
                    || tree.upos(counted) == Upos::Propn
                    || self.lexicon.is_participant(tree.lemma(counted))
            }
            Form::Reference(pointer) => pointer != Pointer::Nothing,
            // "A Boko Haram commander" is a person, though the body is what it names.
            Form::Body => role == Role::Target && self.lexicon.is_participant(tree.lemma(counted)),
            // A name that nobody knows, or a description whose meaning is not clear.
            _ => false,
        };
        acts.then_some(Filler { mention: mention.span, entity: None })
    }
}

impl Filler {
    /// Whether two fillers are the same entity, or the same words.
    fn is_same(&self, other: &Self) -> bool {
        if self.entity.is_some() { self.entity == other.entity } else { self.mention == other.mention }
    }
}

fn some<T>(items: Vec<T>) -> Option<Vec<T>> {
    (!items.is_empty()).then_some(items)
}

impl<'a> Clause<'a> {
    pub(super) fn new(reading: Reading<'a>, sent_idx: usize, structure: Structure<'a>) -> Self {
        let tokens = &reading.sentences[sent_idx].tokens;
        let mut mention_at = vec![None; structure.tree.len()];
        let names = &reading.mentions.names;
        let first = names.partition_point(|mention| mention.sent_idx < sent_idx);
        for (idx, mention) in names.iter().enumerate().skip(first).take_while(|(_, m)| m.sent_idx == sent_idx) {
            let covers = matches!(
                mention.form,
                Form::Name | Form::Seat | Form::Titled | Form::Keyword | Form::GivenName | Form::Tagged
            );
            for (slot, token) in mention_at.iter_mut().zip(tokens) {
                if covers && mention.span.overlaps(token.span) {
                    *slot = Some(idx);
                }
            }
            if let Some(slot @ None) = mention_at.get_mut(mention.head) {
                *slot = Some(idx);
            }
        }
        Self { reading, sent_idx, structure, mention_at }
    }

    pub(super) fn token_span(&self, token: usize) -> Span {
        self.reading.sentences[self.sent_idx].tokens[token].span
    }

    fn mention(&self, word: usize) -> Option<&'a Mention> {
        self.mention_at[word].map(|idx| &self.reading.mentions.names[idx])
    }

    fn is_date(&self, word: usize) -> bool {
        self.reading
            .mentions
            .dates
            .iter()
            .any(|date| date.sent_idx == self.sent_idx && date.span.overlaps(self.token_span(word)))
    }

    /// Whether a word is a part of a name rather than a word of its own: "Visit" in "Visit Britain".
    pub(super) fn is_inside_name(&self, word: usize) -> bool {
        self.mention(word).is_some_and(|mention| matches!(mention.form, Form::Name | Form::Seat))
    }

    /// Whether a word belongs to a mention other than a phrase of which it is the head.
    pub(super) fn is_named(&self, word: usize) -> bool {
        let mention = self.mention_at.get(word).and_then(|_| self.mention(word));
        mention.is_some_and(|mention| {
            !matches!(mention.form, Form::Phrase | Form::Office | Form::Holder | Form::Reference(_))
        })
    }

    /// The arguments of a word, with the names around a title.
    pub(super) fn arguments(&self, word: usize) -> Vec<Argument> {
        let mut arguments = self.structure.arguments(word);
        if !self.structure.is_verbal(word) {
            self.add_title_neighbours(word, &mut arguments);
        }
        arguments
    }

    /// A title stands right before a name, and its country right before it, however the parse ties them: "French President
    /// Emmanuel Macron".
    fn add_title_neighbours(&self, word: usize, arguments: &mut Vec<Argument>) {
        let tree = self.structure.tree;
        let mut add = |function, token| {
            let argument = Argument { function, token };
            if !arguments.contains(&argument) {
                arguments.push(argument);
            }
        };
        let is_title_part =
            |&at: &usize| matches!(tree.upos(at), Upos::Adj | Upos::Noun | Upos::Propn) && !self.is_named(at);
        if let Some(holder) = self.holder_behind(word) {
            add(Function::Titled, holder);
        }
        if self.is_named(word + 1) && tree.upos(word + 1) == Upos::Propn {
            add(Function::Titled, word + 1);
            let before = (0..word).rev().find(|at| !is_title_part(at));
            if let Some(country) = before.filter(|&at| self.is_named(at)) {
                add(Function::Modifier, country);
            }
        }
    }

    /// Everybody an argument stands for: its coordinated words, each resolved through measures and titles.
    pub(super) fn resolve(&self, argument: &Argument) -> Vec<Filler> {
        self.conjuncts(argument).into_iter().flat_map(|word| self.resolve_word(word, 0)).collect()
    }

    /// The words of an argument; a title belongs to the first name only, "President A and Prime Minister B".
    fn conjuncts(&self, argument: &Argument) -> Vec<usize> {
        match argument.function {
            Function::Titled | Function::Itself => vec![argument.token],
            _ => {
                let members = self.structure.members(argument.token);
                let is_told = |at: usize| members[..at].iter().any(|&before| self.phrase_holds(before, members[at]));
                (0..members.len()).filter(|&at| !is_told(at)).map(|at| members[at]).collect()
            }
        }
    }

    /// Whether a phrase names a later word too: "peace and *stability*".
    fn phrase_holds(&self, head: usize, word: usize) -> bool {
        let phrase = self.mention(head).filter(|mention| mention.form == Form::Phrase);
        phrase.is_some_and(|mention| mention.span.contains(self.token_span(word)))
    }

    fn resolve_word(&self, word: usize, depth: usize) -> Vec<Filler> {
        let tree = self.structure.tree;
        let mention = self.mention_at[word].map(|idx| (idx, &self.reading.mentions.names[idx]));
        let named = mention.is_some_and(|(_, mention)| {
            !matches!(mention.form, Form::Phrase | Form::Office | Form::Holder | Form::Body)
        });
        if !named && depth < tree.len() {
            let inner = self.inner_words(word).into_iter().filter(|&inner| self.is_named(inner));
            let fillers: Vec<_> = inner.flat_map(|inner| self.resolve_word(inner, depth + 1)).collect();
            if !fillers.is_empty() {
                return fillers;
            }
        }
        let Some((idx, mention)) = mention else { return Vec::new() };
        let links = &self.reading.entities.links[idx];
        // "China said it would": who speaks is told by name, and surer than any other that the pronoun might mean.
        let pronoun = matches!(mention.form, Form::Reference(Pointer::Person | Pointer::Thing | Pointer::Several));
        if let Some(speaker) = self.structure.speaker(word).filter(|_| pronoun && depth == 0) {
            let spoken = self.conjuncts(&Argument { function: Function::Subject, token: speaker });
            let fillers: Vec<_> = spoken.into_iter().flat_map(|word| self.resolve_word(word, 1)).collect();
            if !fillers.is_empty() {
                return fillers;
            }
        }
        let own = links.iter().map(|&entity| Filler { mention: mention.span, entity: Some(entity) });
        let mut fillers: Vec<_> = own.collect();
        if mention.form == Form::Body {
            let owners = self.other_owners(word, links).into_iter();
            let others = owners.flat_map(|owner| self.resolve_word(owner, depth + 1));
            fillers.extend(others.map(|other| Filler { mention: mention.span, ..other }).collect::<Vec<_>>());
        }
        fillers
    }

    /// A body may stand for more than one: "Chinese and Russian warships", "the foreign ministers of Russia, Turkey and Iran".
    fn other_owners(&self, word: usize, links: &[EntityId]) -> Vec<usize> {
        let tree = self.structure.tree;
        let stands_for = |owner: usize| {
            let linked = self.mention_at[owner].map(|idx| self.reading.entities.links[idx].as_slice());
            self.is_named(owner) && linked == Some(links)
        };
        let owner = tree.children(word).iter().copied().find(|&child| stands_for(child));
        let conjuncts = owner.map(|owner| tree.conjuncts(owner)).unwrap_or_default();
        conjuncts.into_iter().skip(1).filter(|&conjunct| self.is_named(conjunct)).collect()
    }

    /// The person right behind the words of a title, however the parse ties them: "Secretary of State *Antony Blinken*",
    /// "President of France *Emmanuel Macron*".
    fn holder_behind(&self, title: usize) -> Option<usize> {
        let tree = self.structure.tree;
        let below = |&at: &usize| tree.ancestors(at).any(|above| above == title);
        let owned = |at: usize| {
            let behind_of = |at: usize| at > 0 && tree.deprel(at - 1) == Deprel::Case;
            let first =
                (title + 1..=at).rev().take_while(|&other| self.mention_at[other] == self.mention_at[at]).last();
            first.is_some_and(behind_of)
        };
        let is_part = |at: usize| {
            let part = if self.is_named(at) { owned(at) } else { tree.upos(at) == Upos::Propn };
            tree.deprel(at) == Deprel::Case || part
        };
        let name = (title + 1..tree.len()).take_while(below).find(|&at| !is_part(at))?;
        // "The spokesman of Putin" is not Putin.
        let titled = self.structure.is_office(title) && name > title + 1;
        (titled && self.is_named(name)).then_some(name)
    }

    /// What a measure counts ("a group of warships"), or whom a title names ("President Putin").
    fn inner_words(&self, word: usize) -> Vec<usize> {
        let tree = self.structure.tree;
        let name = tree
            .children_by(word, &[Deprel::Flat, Deprel::NmodDesc, Deprel::Appos])
            .find(|&child| self.is_named(child));
        if let Some(name) = name.filter(|&name| tree.upos(name) == Upos::Propn) {
            return vec![name];
        }
        if let Some(holder) = self.holder_behind(word) {
            return tree.conjuncts(holder);
        }
        if !self.structure.is_transparent(word) {
            return Vec::new();
        }
        let counted = tree.children_by(word, &[Deprel::Nmod]).next();
        counted.map(|counted| tree.conjuncts(counted)).unwrap_or_default()
    }
}

/// Whether the words that a trigger wants beside it are there, and no particle that it does not want.
fn check_companions(tree: &Tree<'_>, word: usize, trigger: &Trigger) -> Result<(), Lack> {
    let is = |at: usize, companion: &str| tree.lemma(at).eq_ignore_ascii_case(companion);
    // A parser may hang a particle on the phrase behind it: "pulled out of Kherson".
    let follows = |companion: &str| word + 1 < tree.len() && is(word + 1, companion);
    let stands =
        |companion: &String| follows(companion) || tree.children(word).iter().any(|&child| is(child, companion));
    let wanted = |particle: &usize| trigger.companions.iter().any(|c| is(*particle, c));
    if !trigger.companions.iter().all(stands) {
        return Err(Lack::Companion);
    }
    match tree.child(word, &[Deprel::CompoundPrt]) {
        Some(particle) if !wanted(&particle) => Err(Lack::Particle),
        _ => Ok(()),
    }
}

/// Those who do to each other what has a direction are agents and targets: "the war between Iran and Iraq".
fn add_each_other(participants: &mut Vec<(Role, Filler)>) {
    let agents: Vec<_> =
        participants.iter().filter(|(role, _)| *role == Role::Agent).map(|(_, it)| it.clone()).collect();
    let directed = participants.iter().any(|(role, _)| *role == Role::Target);
    if agents.len() > 1 && !directed {
        participants.extend(agents.into_iter().map(|agent| (Role::Target, agent)));
    }
}

/// Adds an event, or its evidence where the document told it before.
fn merge(events: &mut Vec<Event>, event: Event) {
    let same = |other: &&mut Event| is_same(other, &event);
    match events.iter_mut().find(same) {
        Some(known) => {
            known.date = known.date.or(event.date);
            known
                .evidence
                .extend(event.evidence.iter().filter(|e| !known.evidence.contains(e)).copied().collect::<Vec<_>>());
            known.value = known.value.take().or(event.value);
            known.topic = known.topic.take().or(event.topic);
        }
        None => events.push(event),
    }
}

/// Whether an event is told by a noun that another event of the same relation has as its object: in "put forward a proposal
/// for talks" the verb tells what "proposal" alone would tell again.
fn is_object_of(event: &Event, other: &Event) -> bool {
    let trigger = event.evidence.first().map(|evidence| evidence.trigger);
    let holds = |mention: Span| trigger.is_some_and(|trigger| mention.contains(trigger));
    let itself = other.evidence.first().map(|evidence| evidence.trigger) == trigger;
    !itself && event.relation == other.relation && other.participants.iter().any(|p| holds(p.mention))
}

fn is_same(one: &Event, other: &Event) -> bool {
    let name = |p: &Participant| if p.entity.is_none() { Some(p.mention) } else { None };
    let who = |event: &Event| event.participants.iter().map(|p| (p.role, p.entity, name(p))).collect::<Vec<_>>();
    one.relation == other.relation
        && one.status == other.status
        && one.office == other.office
        && (one.date.is_none() || other.date.is_none() || one.date == other.date)
        && who(one) == who(other)
}
