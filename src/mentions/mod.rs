//! Mentions: candidates and parses in; the places that name an entity, a date or a value, out.
//!
//! A candidate of the gazetteer is decided by its part of speech and neighbours (`names`), names the gazetteer lacks are found
//! by their form (`unknown`) and by a tagger (`tagging`), common nouns become phrases and bodies of a state (`phrases`), and `dates`, `relative` and
//! `values` read numbers.

mod dates;
mod holders;
mod introduced;
mod issuers;
mod lexicon;
mod names;
mod neighbours;
mod phrases;
mod relative;
mod states;
mod surnames;
mod surroundings;
mod tagging;
mod unknown;
mod values;

pub use lexicon::Lexicon;
pub use values::{Measure, Value};

use crate::dates::When;
use crate::documents::Document;
use crate::gazetteer::{Candidate, EntryId, Gazetteer};
use crate::ontology::{ClassId, Ontology};
use crate::sentences::Sentence;
use crate::span::Span;
use crate::syntax::names::NameTagger;
use crate::syntax::{Parse, Tree, Upos};
use compact_str::CompactString;
use holders::InOffice;
use rustc_hash::FxHashSet;

/// A place in the text that names something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// Where it stands.
    pub span: Span,
    /// Index of its sentence.
    pub sent_idx: usize,
    /// Index in the sentence of its syntactic head.
    pub head: usize,
    /// Its class; `None` for a pronoun or description until it is resolved.
    pub class: Option<ClassId>,
    /// The entry of the gazetteer that it names.
    pub entry: Option<EntryId>,
    /// How it names it.
    pub form: Form,
    /// For a part of a name that the gazetteer lacks, where the document gives the name in full: "Titov" after "Boris Titov".
    pub full_name: Option<Span>,
}

/// How a mention names what it stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Form {
    /// A name of the gazetteer.
    Name,
    /// A capital or building that stands for a government.
    Seat,
    /// A demonym: "Chinese", "the Russians".
    Demonym,
    /// A body without a name that stands for its country: "Chinese warships".
    Body,
    /// A title before the name of somebody who holds the office: it stands for the office's country or body.
    Office,
    /// A title that stands for the person in office: "the Russian president".
    Holder,
    /// A name that the gazetteer lacks, behind a title.
    Titled,
    /// A name that the gazetteer lacks, with a word that tells its class, or that the document says to stand for such a name.
    Keyword,
    /// A name that the gazetteer lacks, which begins with somebody's given name.
    GivenName,
    /// A name that the gazetteer lacks, which the tagger found by its form and context.
    Tagged,
    /// A phrase without a name: "gas deal".
    Phrase,
    /// A pronoun, or a description such as "the two countries".
    Reference(Pointer),
}

/// What a word that points back looks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Pointer {
    /// One person: "he", "she".
    Person,
    /// One thing or state: "it".
    Thing,
    /// Several: "they".
    Several,
    /// So many countries: "the two countries".
    Countries(u8),
    /// So many people: "both leaders".
    People(u8),
    /// So many people or else so many countries: "the two", "both".
    Either(u8),
    /// Whoever speaks in the document: "I".
    Speaker,
    /// Those for whom the document speaks: "we".
    Speakers,
    /// Nothing that stands before it: "who".
    Nothing,
}

impl Form {
    /// Whether it is a name, which can be told without a parse.
    pub const fn is_name(self) -> bool {
        use Form::{Demonym, GivenName, Keyword, Name, Seat, Tagged, Titled};
        matches!(self, Name | Seat | Demonym | Titled | Keyword | GivenName | Tagged)
    }

    /// The rule that found a mention, as mentions are written.
    pub const fn found_by(self) -> &'static str {
        match self {
            Self::Name | Self::Seat | Self::Demonym => "gazetteer",
            Self::Tagged => "tagger",
            Self::Titled => "title",
            Self::Keyword => "keyword",
            Self::GivenName => "given name",
            Self::Phrase => "phrase",
            // No names, but words that are resolved to what they describe: "Chinese warships", "President".
            Self::Body | Self::Office | Self::Holder | Self::Reference(_) => "coreference",
        }
    }
}

/// A date in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DateMention {
    /// Where it stands.
    pub span: Span,
    /// Index of its sentence.
    pub sent_idx: usize,
    /// Index in the sentence of its syntactic head.
    pub head: usize,
    /// What it means, resolved against the day of publication.
    pub when: When,
}

/// An amount of money or of something else in the text.
#[derive(Debug, Clone, PartialEq)]
pub struct ValueMention {
    /// Where it stands.
    pub span: Span,
    /// Index of its sentence.
    pub sent_idx: usize,
    /// Index in the sentence of its syntactic head.
    pub head: usize,
    /// How much.
    pub value: Value,
}

/// All mentions of a document, each kind in the order of the text.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Mentions {
    /// Places that name something; none overlaps another of the same head.
    pub names: Vec<Mention>,
    /// Dates.
    pub dates: Vec<DateMention>,
    /// Indexes of the names that a statement's title gives as its issuers: "Joint Statement of the United States and Japan".
    pub issuers: Vec<usize>,
    /// Amounts of money, and quantities.
    pub values: Vec<ValueMention>,
}

/// What mentions are decided with.
#[derive(Debug, Clone, Copy)]
pub struct Finder<'a> {
    /// Classes.
    pub ontology: &'a Ontology,
    /// Known names.
    pub gazetteer: &'a Gazetteer,
    /// Words that tell names, titles, dates and money.
    pub lexicon: &'a Lexicon,
    /// Given names, as [`given_names`] collects them.
    pub given_names: &'a FxHashSet<String>,
    /// Finds names by their form and context.
    pub tagger: &'a NameTagger,
}

/// The first names of all people that a gazetteer knows, by which others are told to be people.
pub fn given_names(gazetteer: &Gazetteer, ontology: &Ontology) -> FxHashSet<String> {
    let people = gazetteer.entries().iter().filter(|entry| entry.class == ontology.core().person);
    let names = people.filter_map(|entry| entry.label.split_once(' '));
    names.map(|(given, _)| given.to_owned()).filter(|given| given.chars().count() > 2).collect()
}

/// One sentence, as the rules of this stage look at it.
#[derive(Debug, Clone, Copy)]
struct Sent<'a> {
    idx: usize,
    text: &'a str,
    sentence: &'a Sentence,
    /// Its words in lower case.
    lower: &'a [CompactString],
    tree: &'a Tree<'a>,
}

impl Finder<'_> {
    /// Finds every mention of a document. There are as many parses as sentences.
    pub fn find_mentions(
        &self,
        doc: &Document,
        sentences: &[Sentence],
        candidates: &[Candidate],
        parses: &[Parse],
    ) -> Mentions {
        let trees: Vec<_> = parses.iter().map(Tree::new).collect();
        let lower_of = |sentence: &Sentence| {
            sentence
                .tokens
                .iter()
                .map(|token| token.span.of(&doc.text))
                .map(CompactString::from_str_to_lowercase)
                .collect()
        };
        let lower: Vec<Vec<CompactString>> = sentences.iter().map(lower_of).collect();
        let sents: Vec<_> = sentences
            .iter()
            .zip(&lower)
            .zip(&trees)
            .enumerate()
            .map(|(idx, ((sentence, lower), tree))| Sent { idx, text: &doc.text, sentence, lower, tree })
            .collect();
        let mut found = Mentions::default();
        let decided = self.decide_names(doc, &sents, candidates);
        let known_of = |sent: &Sent<'_>| {
            let known = decided.iter().filter(|mention| mention.sent_idx == sent.idx);
            let known: Vec<_> = known.map(|mention| without_determiner(sent, mention)).collect();
            self.reconcile(sent, known, self.tag_names(sent, candidates), &self.find_teams(sent))
        };
        let names: Vec<_> = sents.iter().map(known_of).collect();
        let mut people = self.people_named(&sents, &names);
        let mut named = Vec::new();
        for (sent, (known, tagged)) in sents.iter().zip(&names) {
            named.extend(known.iter().cloned().chain(self.find_unknown_names(sent, known, tagged, &mut people)));
        }
        let introduced = self.find_introduced(doc, &sents, &named);
        for sent in &sents {
            let mut named: Vec<Mention> =
                named.iter().filter(|mention| mention.sent_idx == sent.idx).cloned().collect();
            self.use_introduced(sent, &introduced, &mut named);
            let (known, unknown): (Vec<_>, Vec<_>) = named.into_iter().partition(|mention| mention.entry.is_some());
            let offices = self.find_offices(doc, sent, &known);
            let named = [known.clone(), unknown.clone(), offices.clone()].concat();
            found.names.extend(known);
            found.names.extend(offices);
            found.names.extend(unknown);
            // Of a sentence that was not parsed, only names can be told.
            if !parses[sent.idx].has_tree() {
                continue;
            }
            let dates = self.find_dates(sent, doc.published, &found.dates);
            let values = self.find_values(sent);
            let in_office = InOffice { day: doc.published, names: &decided, dates: &dates };
            let phrases = self.find_phrases(sent, &named, &dates, &values, in_office);
            found.names.extend(phrases);
            found.dates.extend(dates);
            found.values.extend(values);
        }
        found.names.sort_by_key(|mention| (mention.sent_idx, mention.span, mention.head));
        found.issuers = self.find_issuers(doc, sents.first(), &found.names);
        found
    }
}

/// Those of mentions in the order of their sentences that lie in one.
fn mentions_of<'m>(named: &'m [Mention], sent: &Sent<'_>) -> &'m [Mention] {
    let first = named.partition_point(|mention| mention.sent_idx < sent.idx);
    let last = named.partition_point(|mention| mention.sent_idx <= sent.idx);
    &named[first..last]
}

/// "West Bank" for "the West Bank": a determiner is no part of a name unless it has a capital, as in "The Hague".
fn without_determiner(sent: &Sent<'_>, mention: &Mention) -> Mention {
    let tokens = sent.tokens_of(mention.span);
    let determined =
        tokens.len() > 1 && sent.tree.upos(tokens.start) == Upos::Det && !sent.is_capitalised(tokens.start);
    let start = if determined { sent.span(tokens.start + 1).start } else { mention.span.start };
    Mention { span: Span::new(start, mention.span.end), ..mention.clone() }
}

impl Sent<'_> {
    fn len(&self) -> usize {
        self.tree.len().min(self.sentence.tokens.len())
    }

    fn span(&self, token: usize) -> Span {
        self.sentence.tokens[token].span
    }

    fn word(&self, token: usize) -> &str {
        self.span(token).of(self.text)
    }

    fn lower(&self, token: usize) -> &str {
        &self.lower[token]
    }

    /// The tokens that a span covers, also in part.
    fn tokens_of(&self, span: Span) -> std::ops::Range<usize> {
        self.sentence.tokens_of(span)
    }

    /// The token of a range whose head lies outside it; the last where several do.
    fn head_of(&self, tokens: &std::ops::Range<usize>) -> usize {
        let outside = |&token: &usize| self.tree.head(token).is_none_or(|head| !tokens.contains(&head));
        tokens.clone().rev().find(outside).unwrap_or(tokens.start)
    }

    /// Whether any letter is small: where all are capitals, a capital tells nothing.
    fn has_small_letters(&self) -> bool {
        self.sentence.span.of(self.text).chars().any(char::is_lowercase)
    }

    /// Whether a word begins with a capital letter and is not capital only for beginning the sentence.
    fn is_capitalised(&self, token: usize) -> bool {
        self.word(token).chars().next().is_some_and(char::is_uppercase)
    }
}
