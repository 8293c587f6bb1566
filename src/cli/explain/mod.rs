//! `chancery explain`: a text in; what every stage makes of it, for the people who write frames, out.
//!
//! For each sentence the tree of its words, the names in it and what they stand for, its predicates with their arguments, the
//! frames that matched and those that nearly did; then the facts of the whole text.

mod facts;
mod mentions;
mod predicates;
mod tree;

use super::args::Global;
use super::console::{Console, cannot_print};
use super::{Outcome, knowledge, page};
use crate::documents::Document;
use crate::entities::Link;
use crate::error::{Error, Result, one_line};
use crate::events::Participant;
use crate::events::structure::Argument;
use crate::pipeline::{Extraction, Extractor};
use crate::span::Span;
use crate::syntax::{Deprel, Tree};
use jiff::civil::Date;
use std::io::{self, Read, Write};
use std::path::Path;

/// The text that stands for standard input.
const STDIN: &str = "-";

/// Columns for the words of an argument.
const WORDS: usize = 40;

/// A text with what was made of it.
struct Story<'a> {
    extractor: &'a Extractor,
    doc: &'a Document,
    extraction: &'a Extraction,
    verbose: bool,
}

/// Prints what every stage makes of a text.
pub(super) fn explain(
    words: &[String],
    published: Option<Date>,
    global: &Global,
    console: &Console,
) -> Result<Outcome> {
    let text = given(words)?;
    let extractor = knowledge::extractor(global)?;
    let doc = Document { published, ..Document::of_text("text", &text) };
    let extraction = extractor.extract(&doc);
    let story = Story { extractor: &extractor, doc: &doc, extraction: &extraction, verbose: global.verbose };
    let mut out = console.out();
    for sent_idx in 0..extraction.sentences.len() {
        out.write_all(story.sentence(sent_idx).as_bytes()).map_err(cannot_print)?;
    }
    out.write_all(story.facts().as_bytes()).map_err(cannot_print)?;
    out.flush().map_err(cannot_print)?;
    Ok(Outcome::Fine)
}

/// The text that the arguments give, or standard input.
fn given(words: &[String]) -> Result<String> {
    let mut text = words.join(" ");
    if text == STDIN {
        text.clear();
        io::stdin().read_to_string(&mut text).map_err(|e| Error::new("cannot read").at("<stdin>").caused_by(e))?;
    } else if !text.contains(' ') && Path::new(&text).is_file() {
        return Err(Error::new("this is a file; give its text: chancery explain - < FILE").at(text).wrong_use());
    }
    if text.trim().is_empty() { Err(Error::new("no text to explain").wrong_use()) } else { Ok(text) }
}

impl Story<'_> {
    /// All that is to tell of one sentence.
    fn sentence(&self, sent_idx: usize) -> String {
        let sentence = &self.extraction.sentences[sent_idx];
        let tree = Tree::new(&self.extraction.parses[sent_idx]);
        let forms: Vec<_> = sentence.tokens.iter().map(|tok| self.words(tok.span)).collect();
        let quoted = page::wrap(&one_line(self.words(sentence.span)), 0);
        let sections = [
            if sent_idx == 0 { "" } else { "\n" },
            &page::styled(page::STRONG, quoted.trim_end()),
            "\n",
            &section("parse", &tree::describe(&tree, &forms)),
            &section("names", &self.mentions(sent_idx)),
            &section("predicates", &self.predicates(sent_idx, &tree)),
        ];
        sections.concat()
    }

    fn words(&self, span: Span) -> &str {
        span.of(&self.doc.text)
    }

    /// The words of an argument, from the first to the last that depend on it, without the preposition that its function names;
    /// then what a pronoun or short name among them stands for.
    fn argument_words(&self, sent_idx: usize, tree: &Tree<'_>, argument: &Argument) -> String {
        let tokens = &self.extraction.sentences[sent_idx].tokens;
        let path = |token: usize| std::iter::once(token).chain(tree.ancestors(token));
        let below = |token: usize| path(token).any(|at| at == argument.token);
        let outside = |token: usize| {
            path(token).any(|at| tree.deprel(at) == Deprel::Case && tree.head(at) == Some(argument.token))
        };
        let spans = (0..tree.len()).filter(|&token| below(token) && !outside(token)).map(|token| tokens[token].span);
        let words = one_line(self.words(spans.reduce(Span::join).unwrap_or(tokens[argument.token].span)));
        match self.stands_for(tokens[argument.token].span) {
            Some(label) if !words.contains(label) => format!("{} = {label}", page::cut(&words, WORDS)),
            _ => page::cut(&words, WORDS),
        }
    }

    /// The label of the one entity that a name or pronoun at a place stands for.
    fn stands_for(&self, span: Span) -> Option<&str> {
        let mentions = self.extraction.mentions.names.iter().zip(&self.extraction.entities.links);
        let links = mentions.filter(|(mention, _)| mention.span.contains(span)).map(|(_, links)| links.as_slice());
        let [entity] = links.into_iter().next()? else { return None };
        let entity = self.extraction.entities.entity(*entity);
        (entity.link != Link::Phrase).then_some(entity.label.as_str())
    }

    /// Who takes part, by the label of what it stands for, else in the words of the text.
    fn participant(&self, participant: &Participant) -> String {
        match participant.entity {
            Some(entity) => self.extraction.entities.entity(entity).label.clone(),
            None => format!("\u{201c}{}\u{201d}", one_line(self.words(participant.mention))),
        }
    }
}

fn section(title: &str, body: &str) -> String {
    if body.is_empty() { String::new() } else { format!("\n{}\n{body}", page::styled(page::FAINT, title)) }
}
