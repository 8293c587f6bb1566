//! One frame file in; its frame and the items that trigger it, or all of its faults with their lines, out.

use super::constructions::{Constructions, Functions};
use super::{Example, Frame, Implied, LexicalClass, Role, Status, TriggerKind};
use crate::error::{Error, suggest};
use crate::knowledge::{from_toml, line_of};
use crate::ontology::{ClassId, Ontology, RelationId};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use toml::Spanned;

/// A word with its companions, as the index of frames keeps it.
#[derive(Debug)]
pub(super) struct Item {
    pub kind: TriggerKind,
    pub head: String,
    pub companions: Vec<String>,
    /// Index of its class in the frame.
    pub class_idx: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FrameFile {
    relation: Spanned<String>,
    roles: ByRole<Vec<Spanned<String>>>,
    facts: FactRoles,
    #[serde(default)]
    implies: Vec<ImpliedFile>,
    class: Vec<ClassFile>,
    #[serde(default)]
    example: Vec<ExampleFile>,
    #[serde(default)]
    counterexample: Vec<ExampleFile>,
}

/// A table with one optional entry for each role.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ByRole<T> {
    agent: Option<T>,
    target: Option<T>,
    object: Option<T>,
    counterpart: Option<T>,
    place: Option<T>,
}

impl<T> ByRole<T> {
    const fn all(&self) -> [&Option<T>; Role::ALL.len()] {
        [&self.agent, &self.target, &self.object, &self.counterpart, &self.place]
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FactRoles {
    subject: Vec<Spanned<String>>,
    object: Vec<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ImpliedFile {
    relation: Spanned<String>,
    subject: Vec<Spanned<String>>,
    object: Vec<Spanned<String>>,
    only: Vec<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClassFile {
    name: Spanned<String>,
    construction: Spanned<String>,
    #[serde(default)]
    verbs: Vec<Spanned<String>>,
    #[serde(default)]
    nouns: Vec<Spanned<String>>,
    #[serde(default)]
    adjectives: Vec<Spanned<String>>,
    mode: Option<String>,
    plover: Option<Spanned<String>>,
    status: Option<Spanned<String>>,
    #[serde(default)]
    title: bool,
    only: Option<ByRole<Vec<Spanned<String>>>>,
    required: Option<Vec<Spanned<String>>>,
    agent: Option<Vec<Spanned<String>>>,
    target: Option<Vec<Spanned<String>>>,
    object: Option<Vec<Spanned<String>>>,
    counterpart: Option<Vec<Spanned<String>>>,
    place: Option<Vec<Spanned<String>>>,
}

impl ClassFile {
    fn words(&self) -> impl Iterator<Item = (TriggerKind, &Spanned<String>)> {
        let kinds = [
            (TriggerKind::Verb, &self.verbs),
            (TriggerKind::Noun, &self.nouns),
            (TriggerKind::Adjective, &self.adjectives),
        ];
        kinds.into_iter().flat_map(|(kind, words)| words.iter().map(move |word| (kind, word)))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExampleFile {
    text: Spanned<String>,
    conllu: Option<String>,
    #[serde(default)]
    facts: Vec<Spanned<String>>,
}

/// Reads one file, and gathers its faults.
pub(super) struct FrameReader<'a> {
    name: &'a str,
    text: &'a str,
    ontology: &'a Ontology,
    constructions: &'a Constructions,
    /// Which roles of [`Role::ALL`] the frame has.
    has_role: [bool; Role::ALL.len()],
    faults: Vec<Error>,
    /// Faults for which the frame can be used all the same: items that never count.
    flaws: Vec<Error>,
}

/// A frame that can be used.
#[derive(Debug)]
pub(super) struct Read {
    pub frame: Frame,
    pub items: Vec<Item>,
    /// What is wrong with it all the same.
    pub flaws: Vec<Error>,
}

impl<'a> FrameReader<'a> {
    pub(super) const fn new(
        name: &'a str,
        text: &'a str,
        ontology: &'a Ontology,
        constructions: &'a Constructions,
    ) -> Self {
        Self {
            name,
            text,
            ontology,
            constructions,
            has_role: [false; Role::ALL.len()],
            faults: Vec::new(),
            flaws: Vec::new(),
        }
    }

    /// Reads the file, or tells all that is wrong with it, in the order of its lines.
    pub(super) fn read(mut self) -> Result<Read, Vec<Error>> {
        let file: FrameFile = from_toml(self.text).map_err(|fault| vec![fault])?;
        let relation = self.relation(&file.relation);
        self.has_role = file.roles.all().map(|classes| classes.as_ref().is_some_and(|classes| !classes.is_empty()));
        // Of a relation that is not known, or that has another file, no example can be right.
        let own = relation.filter(|_| file.relation.get_ref() == self.name);
        let mut frame = Frame {
            name: self.name.to_owned(),
            relation: relation.unwrap_or(RelationId(0)),
            roles: self.role_classes(&file.roles),
            subjects: self.roles(&file.facts.subject),
            objects: self.roles(&file.facts.object),
            implied: file.implies.iter().filter_map(|implied| self.implied(implied)).collect(),
            classes: Vec::new(),
            examples: self.examples(&file.example, own),
            counterexamples: self.examples(&file.counterexample, own),
        };
        self.check_ends(&file, &frame, relation);
        frame.classes = file.class.iter().map(|class| self.lexical_class(class, &frame)).collect();
        self.check_class_names(&file.class);
        let items = self.items(&file.class, &frame.classes);
        self.check_examples(&file);
        if self.faults.is_empty() {
            return Ok(Read { frame, items, flaws: self.flaws });
        }
        self.faults.append(&mut self.flaws);
        self.faults.sort_by_key(Error::line_number);
        Err(self.faults)
    }

    fn implied(&mut self, file: &ImpliedFile) -> Option<Implied> {
        let (subjects, objects) = (self.roles(&file.subject), self.roles(&file.object));
        let only = self.classes_named(&file.only);
        self.any_relation(&file.relation).map(|relation| Implied { relation, subjects, objects, only })
    }

    fn any_relation(&mut self, name: &Spanned<String>) -> Option<RelationId> {
        let ontology = self.ontology;
        let known = ontology.relations().map(|(_, relation)| relation.name.as_str());
        self.known(name, "relation", known, |name| ontology.relation_named(name))
    }

    fn relation(&mut self, name: &Spanned<String>) -> Option<RelationId> {
        let found = self.any_relation(name);
        if found.is_some() && name.get_ref() != self.name {
            let file = format!("{}.toml", name.get_ref());
            self.fault(
                name.span(),
                format!("the frame of \"{}\" stands in a file of its name, {file}", name.get_ref()),
            );
        }
        found
    }

    /// Facts that the relation's ends do not admit never come out.
    fn check_ends(&mut self, file: &FrameFile, frame: &Frame, relation: Option<RelationId>) {
        let Some(relation) = relation.map(|id| self.ontology.relation(id)) else { return };
        let ends = [
            (&file.facts.subject, &frame.subjects, &relation.domain, "subject"),
            (&file.facts.object, &frame.objects, &relation.range, "object"),
        ];
        for (names, roles, admitted, end) in ends {
            if names.is_empty() {
                self.fault(file.relation.span(), format!("no role is the {end} of its facts"));
            }
            // A role that is not known has been told, so the names are those of the roles or there are fewer roles.
            for (name, role) in names.iter().zip(roles).filter(|_| names.len() == roles.len()) {
                let classes = &frame.roles[*role as usize];
                let admits = |class: &ClassId| {
                    self.ontology.is_any(*class, admitted)
                        || admitted.iter().any(|kind| self.ontology.is_a(*kind, *class))
                };
                if !self.has_role[*role as usize] {
                    self.fault(name.span(), format!("[roles] does not say what a {} is", role.as_str()));
                } else if !classes.is_empty() && !classes.iter().any(admits) {
                    let wanted = self.class_names(admitted);
                    let told =
                        format!("no {} can be the {end} of \"{}\" (it must be {wanted})", role.as_str(), relation.name);
                    self.fault(name.span(), told);
                }
            }
        }
    }

    fn lexical_class(&mut self, class: &ClassFile, frame: &Frame) -> LexicalClass {
        if class.words().next().is_none() {
            let told = format!("class \"{}\" has no verbs, nouns or adjectives", class.name.get_ref());
            self.fault(class.name.span(), told);
        }
        let functions = self.functions(class);
        let required = match &class.required {
            Some(roles) => self.roles(roles),
            None => frame.subjects.iter().take(1).chain(&frame.objects).copied().collect(),
        };
        self.check_required(class, &functions, &required);
        let statuses = Status::ALL.map(Status::as_str);
        let status = |name: &str| Status::ALL.into_iter().find(|status| status.as_str() == name);
        LexicalClass {
            name: format!("{}/{}", self.name, class.name.get_ref()),
            functions,
            only: class.only.as_ref().map(|only| self.role_classes(only)).unwrap_or_default(),
            required,
            mode: class.mode.clone(),
            plover: self.plover(class),
            status: class.status.as_ref().and_then(|name| self.known(name, "status", statuses, status)),
            title: class.title,
        }
    }

    /// The functions of the construction, but for the roles for which the class names its own.
    fn functions(&mut self, class: &ClassFile) -> Functions {
        let constructions = self.constructions;
        let found =
            self.known(&class.construction, "construction", constructions.names(), |name| constructions.named(name));
        let own = [&class.agent, &class.target, &class.object, &class.counterpart, &class.place];
        for name in own.into_iter().flatten().flatten() {
            if let Some(fault) = Functions::fault_of(name.get_ref()) {
                self.fault(name.span(), fault);
            }
        }
        let names = |own: &Option<Vec<Spanned<String>>>| {
            own.as_ref().map(|names| names.iter().map(|name| name.get_ref().clone()).collect::<Vec<_>>())
        };
        let own = own.map(names);
        found.cloned().unwrap_or_default().overridden(own.each_ref())
    }

    /// A role that nothing fills, or that is looked for nowhere, keeps the class from matching at all.
    fn check_required(&mut self, class: &ClassFile, functions: &Functions, required: &[Role]) {
        let is_known = self.constructions.named(class.construction.get_ref()).is_some();
        for role in required.iter().filter(|_| is_known) {
            let (role_name, name) = (role.as_str(), class.name.get_ref());
            let mutual = functions.mutual && *role == Role::Counterpart;
            if class.required.is_some() && !self.has_role[*role as usize] {
                self.fault(
                    class.construction.span(),
                    format!("class \"{name}\" requires a {role_name}, which [roles] has not"),
                );
            } else if self.has_role[*role as usize] && functions.of(*role).is_empty() && !mutual {
                let construction = class.construction.get_ref();
                let told = format!(
                    "construction \"{construction}\" has no {role_name}: class \"{name}\" must say where it stands, \
                     such as {role_name} = [\"object\"] or [\"to\"]"
                );
                self.fault(class.construction.span(), told);
            }
        }
    }

    fn plover(&mut self, class: &ClassFile) -> Option<String> {
        let relations = self.ontology.relations().map(|(_, relation)| relation);
        let types: BTreeSet<_> = relations
            .flat_map(|relation| relation.plover.iter().chain(&relation.plover_alone))
            .map(String::as_str)
            .collect();
        let name = class.plover.as_ref()?;
        self.known(name, "PLOVER type", types.iter().copied(), |name| types.contains(name).then(|| name.to_owned()))
    }

    fn role_classes(&mut self, roles: &ByRole<Vec<Spanned<String>>>) -> [Vec<ClassId>; Role::ALL.len()] {
        let mut found = <[Vec<ClassId>; Role::ALL.len()]>::default();
        for (classes, names) in found.iter_mut().zip(roles.all()) {
            *classes = names.as_ref().map(|names| self.classes_named(names)).unwrap_or_default();
        }
        found
    }

    fn classes_named(&mut self, names: &[Spanned<String>]) -> Vec<ClassId> {
        let ontology = self.ontology;
        let class = |this: &mut Self, name| {
            let known = ontology.classes().map(|(_, class)| class.name.as_str());
            this.known(name, "class", known, |name| ontology.class_named(name))
        };
        names.iter().filter_map(|name| class(self, name)).collect()
    }

    fn roles(&mut self, names: &[Spanned<String>]) -> Vec<Role> {
        names.iter().filter_map(|name| self.known(name, "role", Role::ALL.map(Role::as_str), Role::named)).collect()
    }

    fn known<'k, T>(
        &mut self,
        name: &Spanned<String>,
        what: &str,
        known: impl IntoIterator<Item = &'k str>,
        find: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let found = find(name.get_ref());
        if found.is_none() {
            self.fault(
                name.span(),
                format!("unknown {what} \"{}\" {}", name.get_ref(), suggest(name.get_ref(), known)),
            );
        }
        found
    }

    /// The items of all classes. One that a class of the same sort has before it never counts.
    fn items(&mut self, files: &[ClassFile], classes: &[LexicalClass]) -> Vec<Item> {
        let mut items: Vec<Item> = Vec::new();
        let mut seen: BTreeMap<(TriggerKind, String), Vec<usize>> = BTreeMap::new();
        for (class_idx, file) in files.iter().enumerate() {
            for (kind, item) in file.words() {
                let alternatives = alternatives(&item.get_ref().to_lowercase());
                if alternatives.iter().any(|words| words.is_empty() || words.iter().any(String::is_empty)) {
                    self.fault(item.span(), "an item without a word".to_owned());
                    continue;
                }
                for words in alternatives {
                    let written = words.join(" ");
                    let told = seen.entry((kind, written.clone())).or_default();
                    if let Some(before) = told.iter().find(|&&before| takes_all(&classes[before], &classes[class_idx]))
                    {
                        let (name, kind) = (files[*before].name.get_ref(), kind.as_str());
                        let told =
                            format!("the {kind} \"{written}\" stands in class \"{name}\" too, which comes first");
                        self.flaws.push(Error::new(told).line(self.line(item.span())));
                    }
                    told.push(class_idx);
                    add_item(kind, words, class_idx, &mut items);
                }
            }
        }
        items
    }

    fn check_class_names(&mut self, classes: &[ClassFile]) {
        let mut names = BTreeSet::new();
        for class in classes.iter().filter(|class| !names.insert(class.name.get_ref())) {
            self.fault(class.name.span(), format!("two classes are called \"{}\"", class.name.get_ref()));
        }
    }

    fn check_examples(&mut self, file: &FrameFile) {
        if file.example.is_empty() || file.counterexample.is_empty() {
            let told = "a frame needs at least one [[example]] and one [[counterexample]]";
            self.fault(file.relation.span(), told.to_owned());
        }
        for example in file.example.iter().filter(|example| example.facts.is_empty()) {
            self.fault(example.text.span(), "an example without facts (is it a [[counterexample]]?)".to_owned());
        }
        for example in file.counterexample.iter().filter(|example| !example.facts.is_empty()) {
            self.fault(example.text.span(), "a counter-example with facts (is it an [[example]]?)".to_owned());
        }
        let mut texts = BTreeSet::new();
        for example in file.example.iter().chain(&file.counterexample).filter(|e| !texts.insert(e.text.get_ref())) {
            self.fault(example.text.span(), "this sentence is an example before".to_owned());
        }
    }

    fn examples(&mut self, files: &[ExampleFile], relation: Option<RelationId>) -> Vec<Example> {
        let mut examples = Vec::new();
        for file in files {
            for fact in &file.facts {
                self.check_fact(fact, relation);
            }
            let mut facts: Vec<_> = file.facts.iter().map(|fact| fact.get_ref().clone()).collect();
            facts.sort();
            let line = self.line(file.text.span());
            examples.push(Example { text: file.text.get_ref().clone(), conllu: file.conllu.clone(), facts, line });
        }
        examples
    }

    /// An expected fact reads "subject relation object", with ": planned" behind it when it is not asserted.
    fn check_fact(&mut self, fact: &Spanned<String>, relation: Option<RelationId>) {
        let Some(relation) = relation.map(|id| self.ontology.relation(id).name.as_str()) else { return };
        let (stated, status) = match fact.get_ref().rsplit_once(": ") {
            Some((stated, status)) => (stated, Some(status)),
            None => (fact.get_ref().as_str(), None),
        };
        let unreal = || Status::ALL.into_iter().filter(|status| *status != Status::Asserted).map(Status::as_str);
        if let Some(status) = status.filter(|status| !unreal().any(|known| known == *status)) {
            self.fault(fact.span(), format!("unknown status \"{status}\" {}", suggest(status, unreal())));
        }
        if !stated.contains(&format!(" {relation} ")) {
            self.fault(fact.span(), format!("a fact reads \"subject {relation} object\""));
        }
    }

    fn class_names(&self, classes: &[ClassId]) -> String {
        classes.iter().map(|&class| self.ontology.class(class).name.as_str()).collect::<Vec<_>>().join(" or ")
    }

    fn fault(&mut self, span: Range<usize>, message: String) {
        let line = self.line(span);
        self.faults.push(Error::new(message).line(line));
    }

    fn line(&self, span: Range<usize>) -> usize {
        line_of(self.text, span.start)
    }
}

/// The items that one means, each as its words: "call unfair/illegal" is "call unfair" and "call illegal".
fn alternatives(written: &str) -> Vec<Vec<String>> {
    written.split_whitespace().fold(vec![Vec::new()], |begun, choice| {
        let with =
            |word: &str| begun.iter().map(|words| [words.as_slice(), &[word.to_owned()]].concat()).collect::<Vec<_>>();
        choice.split('/').flat_map(with).collect()
    })
}

/// A verb leads its companions, a noun or adjective follows them.
fn add_item(kind: TriggerKind, mut words: Vec<String>, class_idx: usize, items: &mut Vec<Item>) {
    let head = if kind == TriggerKind::Verb { words.remove(0) } else { words.pop().unwrap_or_default() };
    // "Cease-fire", "test-fire": a hyphen parts words, the last of which is the head, unless it joins a prefix.
    if let Some((before, last)) = head.rsplit_once('-') {
        let parts = before.split('-').map(str::to_owned).chain(words.iter().cloned());
        items.push(Item { kind, head: last.to_owned(), companions: parts.collect(), class_idx });
    }
    items.push(Item { kind, head, companions: words, class_idx });
}

/// Whether a class matches wherever a later one does, as both look for the same in the same places.
fn takes_all(first: &LexicalClass, later: &LexicalClass) -> bool {
    first.functions == later.functions && first.only == later.only && first.required == later.required
}
