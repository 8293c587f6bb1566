//! Constructions: `english/constructions.toml` in; for each name, which grammatical function fills which role, out.

use super::Role;
use crate::error::{Error, Result, nearest};
use crate::knowledge::Folder;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt;

const FILE: &str = "english/constructions.toml";

/// What an argument is to its predicate, in the normal form of [`structure`](super::structure).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Function {
    /// Who does it, whatever the voice.
    Subject,
    /// Whom it is done to, whatever the voice.
    Object,
    /// For whom it is done ("gave *them* arms").
    Indirect,
    /// Of a noun: "*Putin's* visit".
    Possessor,
    /// Of a noun: "*Chinese* warships", "*US*-led talks".
    Modifier,
    /// The name that a title stands before: "President *Putin*".
    Titled,
    /// The name beside a description: "*Titov*, chairman of …".
    Apposed,
    /// The trigger itself with its modifiers.
    Itself,
    /// The clause that says what is done: "urged Iran *to stop*".
    Complement,
    /// Whom that clause is done to: "agreed to help *Ukraine*".
    Inner,
    /// Who is to do it, where that is somebody else: "demanded that *Japan* pay".
    Doer,
    /// Who does what is done in it: "in a joint statement, *Japan* condemned the test".
    Within,
    /// Whose the object is: "rejected *Iran's* proposal", "condemned an attack by *Israel*".
    Owner,
    /// Who has to do what somebody says: "said that *Israel* must withdraw".
    Obliged,
    /// Whom or what the object concerns, at any depth: "lifted a ban on exports to *Iran*".
    Concerned,
    /// To whom something is to be done by what the object is for: "signed a deal to supply *China*".
    Served,
    /// What stands behind a preposition, named by its lemma.
    Preposition(String),
}

/// The functions that are no prepositions, as constructions and frames write them.
const NAMED: [(Function, &str); 16] = [
    (Function::Subject, "subject"),
    (Function::Object, "object"),
    (Function::Indirect, "indirect"),
    (Function::Possessor, "possessor"),
    (Function::Modifier, "modifier"),
    (Function::Titled, "titled"),
    (Function::Apposed, "apposed"),
    (Function::Itself, "self"),
    (Function::Complement, "complement"),
    (Function::Inner, "inner"),
    (Function::Doer, "doer"),
    (Function::Owner, "owner"),
    (Function::Within, "within"),
    (Function::Served, "served"),
    (Function::Obliged, "obliged"),
    (Function::Concerned, "concerned"),
];

impl From<&str> for Function {
    fn from(name: &str) -> Self {
        let named = NAMED.into_iter().find(|(_, known)| *known == name);
        named.map_or_else(|| Self::Preposition(name.to_owned()), |(function, _)| function)
    }
}

/// The function as constructions and frames write it.
impl fmt::Display for Function {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Preposition(preposition) => f.write_str(preposition),
            named => f.write_str(NAMED.iter().find(|(function, _)| function == named).map_or("", |(_, name)| name)),
        }
    }
}

/// For each role of [`Role::ALL`], the functions that fill it, in order of preference.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Functions {
    by_role: [Vec<Function>; Role::ALL.len()],
    /// Whether several agents do it to each other: "A and B meet".
    pub mutual: bool,
}

impl Functions {
    /// The functions that fill a role.
    pub fn of(&self, role: Role) -> &[Function] {
        &self.by_role[role as usize]
    }

    /// What is wrong with the name of a function: one that is close to that of another is hardly a preposition.
    pub(super) fn fault_of(name: &str) -> Option<String> {
        let meant = nearest(name, NAMED.map(|(_, known)| known)).filter(|meant| *meant != name)?;
        Some(format!("\"{name}\" is no function, and no preposition (did you mean \"{meant}\"?)"))
    }

    /// The same functions, but for the roles for which others are named.
    pub(super) fn overridden(&self, own: [&Option<Vec<String>>; Role::ALL.len()]) -> Self {
        let mut functions = self.clone();
        for (slot, names) in functions.by_role.iter_mut().zip(own) {
            if let Some(names) = names {
                *slot = read_functions(names);
            }
        }
        functions
    }
}

/// The constructions of English, by name.
#[derive(Debug, Clone)]
pub struct Constructions(BTreeMap<String, Functions>);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ConstructionFile {
    #[serde(rename = "example")]
    _example: String,
    #[serde(default)]
    mutual: bool,
    agent: Option<Vec<String>>,
    target: Option<Vec<String>>,
    object: Option<Vec<String>>,
    counterpart: Option<Vec<String>>,
    place: Option<Vec<String>>,
}

impl ConstructionFile {
    const fn own(&self) -> [&Option<Vec<String>>; Role::ALL.len()] {
        [&self.agent, &self.target, &self.object, &self.counterpart, &self.place]
    }
}

impl Constructions {
    /// Reads the constructions of an ontology folder, with the functions that are misspelt.
    ///
    /// # Errors
    /// Names file and line of a syntax error or an unknown key.
    pub fn read(folder: &Folder) -> Result<(Self, Vec<Error>)> {
        let files: BTreeMap<String, ConstructionFile> = folder.toml(FILE)?;
        let read = |file: ConstructionFile| {
            let functions = Functions { mutual: file.mutual, ..Functions::default() };
            functions.overridden(file.own())
        };
        let fault = |(name, file): (&String, &ConstructionFile)| {
            let functions = file.own().into_iter().flatten().flatten();
            let found = functions.filter_map(|function| Functions::fault_of(function)).next();
            found.map(|fault| Error::new(format!("construction \"{name}\": {fault}")).at(folder.path(FILE)))
        };
        let faults = files.iter().filter_map(fault).collect();
        Ok((Self(files.into_iter().map(|(name, file)| (name, read(file))).collect()), faults))
    }

    /// The construction with a name.
    pub fn named(&self, name: &str) -> Option<&Functions> {
        self.0.get(name)
    }

    /// The names of all, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

fn read_functions(names: &[String]) -> Vec<Function> {
    names.iter().map(|name| Function::from(name.as_str())).collect()
}
