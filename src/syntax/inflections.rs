//! Inflections: verbs that later stages look for in; for a form of one of them, its lemma out.
//!
//! The model learns lemmas from treebanks, and guesses those of forms that it never saw by their endings; "bombed" may come out
//! as "bom". What the user's own frames name is not left to a guess.
//!
//! ```
//! use chancery::{knowledge::Folder, syntax::Inflections};
//! let inflections = Inflections::load(&Folder::ontology(), ["bomb", "postpone"])?;
//! assert_eq!(inflections.lemma("Postponed", "postpon"), Some("postpone"));
//! assert_eq!(inflections.lemma("bombs", "bomb"), None); // found right already
//! # Ok::<(), chancery::error::Error>(())
//! ```

use crate::error::{Error, Result};
use crate::knowledge::Folder;
use regex::Regex;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

const FILE: &str = "english/inflection.toml";

/// Verbs and their regular forms.
#[derive(Debug, Clone, Default)]
pub struct Inflections {
    verbs: FxHashSet<String>,
    /// Lemma of each form.
    forms: FxHashMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct InflectionFile {
    verb: Vec<Rule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rule {
    pattern: String,
    forms: Vec<String>,
}

impl Inflections {
    /// The forms of some verbs, by the rules of an ontology folder.
    ///
    /// # Errors
    /// Names the file of a syntax error or a pattern that is no regular expression.
    pub fn load<'a>(folder: &Folder, verbs: impl IntoIterator<Item = &'a str>) -> Result<Self> {
        let file: InflectionFile = folder.toml(FILE)?;
        let compile = |rule: Rule| match Regex::new(&format!("^(?:{})$", rule.pattern)) {
            Ok(pattern) => Ok((pattern, rule.forms)),
            Err(e) => Err(Error::new(format!("\"{}\" is no regular expression", rule.pattern)).caused_by(e)),
        };
        let rules: Vec<_> =
            file.verb.into_iter().map(compile).collect::<Result<_>>().map_err(|e| e.at(folder.path(FILE)))?;
        let mut inflections = Self::default();
        for verb in verbs {
            inflections.add(verb, &rules);
        }
        Ok(inflections)
    }

    /// The lemma of a verb's form, where `found` is no verb that is known.
    pub fn lemma(&self, form: &str, found: &str) -> Option<&str> {
        if self.verbs.is_empty() || self.verbs.contains(found) {
            return None;
        }
        self.forms.get(form.to_lowercase().as_str()).map(String::as_str)
    }

    fn add(&mut self, verb: &str, rules: &[(Regex, Vec<String>)]) {
        self.verbs.insert(verb.to_owned());
        let rule = rules.iter().find_map(|(pattern, forms)| Some((pattern.captures(verb)?, forms)));
        let Some((captures, forms)) = rule else { return };
        for template in forms {
            let mut form = String::new();
            captures.expand(template, &mut form);
            self.forms.entry(form).or_insert_with(|| verb.to_owned());
        }
    }
}
