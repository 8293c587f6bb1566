//! Training of the tagger of names: treebanks with an entity layer in, a model file out.
//!
//! GUM marks all mentions of entities ("Entity=(8-organization-…") in the MISC column, names and others alike; what counts here as
//! a name is the capitalised core of a mention whose head is a proper noun.

use crate::treebank;
use chancery::error::{Error, Result};
use chancery::gazetteer::Candidate;
use chancery::mentions::{Finder, Form, Mention};
use chancery::pipeline::{Extractor, Knowledge};
use chancery::sentences::{Sentence, Token};
use chancery::span::Span;
use chancery::syntax::conllu::{self, Block};
use chancery::syntax::names::{
    Clue, LABELS, Label, NameClass, NameModel, NameTagger, ROWS, VERSION, decode, spans_of, visit_features,
};
use chancery::syntax::{Parser, Upos};
use fastrand::Rng;
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

/// Share of the gazetteer's names that the trainer hides, lest the model trust the gazetteer alone.
const HIDDEN: f32 = 0.5;
const EPOCHS: usize = 8;

/// A document with the labels of its tokens.
pub struct Document {
    text: String,
    sentences: Vec<Sentence>,
    labels: Vec<Vec<Label>>,
    tags: Vec<Vec<Upos>>,
    candidates: Vec<Candidate>,
}

/// Tokens of the sentences of text that are used.
const LENGTHS: std::ops::RangeInclusive<usize> = 6..=45;

/// Trains on the train files of a folder and on sentences of `texts` all of whose names the gazetteer and the rules know; scores
/// on the folder's dev files.
pub fn train(treebanks: &Path, texts: &[String], most: usize, seed: u64) -> Result<Vec<u8>> {
    let extractor = Extractor::new(Knowledge::compiled()?)?;
    let parser = Parser::compiled()?;
    let read = |part| read_documents(treebanks, part, &extractor, &parser);
    let (mut documents, dev) = (read("train")?, read("dev")?);
    let mut rng = Rng::with_seed(seed);
    let mut silver = read_silver(texts, &extractor, &parser);
    rng.shuffle(&mut silver);
    let mut seen = 0;
    silver.retain(|document| {
        seen += document.sentences.len();
        seen <= most
    });
    println!(
        "{} gold documents, {} sentences of text",
        documents.len(),
        silver.iter().map(|d| d.sentences.len()).sum::<usize>()
    );
    documents.extend(silver);
    let mut learner = Learner::new();
    for epoch in 1..=EPOCHS {
        rng.shuffle(&mut documents);
        let mut wrong = 0;
        for document in &documents {
            let hidden: Vec<Candidate> = document.candidates.iter().filter(|_| rng.f32() >= HIDDEN).cloned().collect();
            document.visit(&extractor.finder(), &hidden, |clues, labels| wrong += learner.learn(clues, labels));
        }
        let model = learner.model();
        let tagger = NameTagger::from_bytes(&to_bytes(&model)).expect("what was written can be read");
        println!("epoch {epoch}: {wrong} tokens wrong; dev {}", score(&tagger, &dev, &extractor));
    }
    Ok(to_bytes(&learner.model()))
}

fn to_bytes(model: &NameModel) -> Vec<u8> {
    postcard::to_stdvec(model).expect("a model can be written")
}

impl Document {
    fn visit(&self, finder: &Finder<'_>, candidates: &[Candidate], mut visit: impl FnMut(&[Clue<'_>], &[Label])) {
        for ((sentence, tags), labels) in self.sentences.iter().zip(&self.tags).zip(&self.labels) {
            let start = candidates.partition_point(|candidate| candidate.span.end <= sentence.span.start);
            let clues = finder.clues(&self.text, sentence, |idx| tags[idx], &candidates[start..]);
            visit(&clues, labels);
        }
    }
}

fn score(tagger: &NameTagger, documents: &[Document], extractor: &Extractor) -> String {
    let (mut right, mut found, mut gold) = (0, 0, 0);
    for document in documents {
        document.visit(&extractor.finder(), &document.candidates, |clues, labels| {
            let (ours, theirs) = (spans_of(&tagger.tag(clues)), spans_of(labels));
            right += ours.iter().filter(|span| theirs.contains(span)).count();
            found += ours.len();
            gold += theirs.len();
        });
    }
    let (precision, recall) = (right as f64 / found.max(1) as f64, right as f64 / gold.max(1) as f64);
    format!("P {precision:.3} R {recall:.3} F1 {:.3} of {gold}", 2.0 * precision * recall / (precision + recall))
}

/// An averaged perceptron over sequences.
struct Learner {
    weights: Vec<f32>,
    totals: Vec<f32>,
    transitions: Vec<f32>,
    transition_totals: Vec<f32>,
    steps: f32,
}

impl Learner {
    fn new() -> Self {
        let (weights, transitions) = (vec![0.0; ROWS * LABELS], vec![0.0; (LABELS + 1) * LABELS]);
        Self { totals: weights.clone(), transition_totals: transitions.clone(), weights, transitions, steps: 1.0 }
    }

    /// Learns from a sentence; how many tokens were wrong before.
    fn learn(&mut self, clues: &[Clue<'_>], gold: &[Label]) -> usize {
        let rows: Vec<Vec<usize>> = (0..clues.len())
            .map(|at| {
                let mut rows = Vec::new();
                visit_features(clues, at, |row| rows.push(row));
                rows
            })
            .collect();
        let scores: Vec<[f32; LABELS]> = rows
            .iter()
            .map(|rows| {
                let mut total = [0.0; LABELS];
                for row in rows {
                    for (label, total) in total.iter_mut().enumerate() {
                        *total += self.weights[row * LABELS + label];
                    }
                }
                total
            })
            .collect();
        let found = decode(&scores, &self.transitions);
        for (at, rows) in rows.iter().enumerate() {
            self.update(rows, at, gold, &found);
        }
        self.steps += 1.0;
        gold.iter().zip(&found).filter(|(one, other)| one != other).count()
    }

    fn update(&mut self, rows: &[usize], at: usize, gold: &[Label], found: &[Label]) {
        let before = |labels: &[Label]| at.checked_sub(1).map_or(LABELS, |at| usize::from(labels[at]));
        for (labels, sign) in [(gold, 1.0), (found, -1.0)] {
            let label = usize::from(labels[at]);
            if gold[at] != found[at] {
                for row in rows {
                    self.weights[row * LABELS + label] += sign;
                    self.totals[row * LABELS + label] += sign * self.steps;
                }
            }
            let step = before(labels) * LABELS + label;
            self.transitions[step] += sign;
            self.transition_totals[step] += sign * self.steps;
        }
    }

    /// The averaged weights, rounded.
    fn model(&self) -> NameModel {
        let average = |weights: &[f32], totals: &[f32]| -> Vec<f32> {
            weights.iter().zip(totals).map(|(weight, total)| weight - total / self.steps).collect()
        };
        let weights = average(&self.weights, &self.totals);
        let mut sizes: Vec<f32> = weights.iter().map(|weight| weight.abs()).filter(|size| *size > 0.0).collect();
        sizes.sort_by(f32::total_cmp);
        // The few largest weights are clipped, so that the many small ones keep their differences.
        let largest = sizes.get(sizes.len() * 999 / 1000).copied().unwrap_or(1.0);
        let scale = largest / 127.0;
        let round = |weight: &f32| ((weight / scale).round().clamp(-127.0, 127.0) as i8).cast_unsigned();
        NameModel {
            version: VERSION,
            scale,
            weights: weights.iter().map(round).collect(),
            transitions: average(&self.transitions, &self.transition_totals),
        }
    }
}

/// The sentences of texts all of whose names are known, labelled by the gazetteer and the rules: a tagger from which the gazetteer's
/// hints are hidden learns from them in which contexts names of a class stand.
fn read_silver(texts: &[String], extractor: &Extractor, parser: &Parser) -> Vec<Document> {
    let empty = NameTagger::from_bytes(&to_bytes(&Learner::new().model())).expect("what was written can be read");
    let finder = Finder { tagger: &empty, ..extractor.finder() };
    let knowledge = extractor.knowledge();
    texts
        .iter()
        .map(|text| {
            let doc = chancery::documents::Document::of_text("silver", text);
            let sentences = knowledge.segmenter.split(&doc.text);
            let candidates = knowledge.gazetteer.find_candidates(&doc.text);
            let names: Vec<Span> = candidates.iter().map(|candidate| candidate.span).collect();
            let parses = parser.parse(&doc.text, &sentences, &names);
            let mentions = finder.find_mentions(&doc, &sentences, &candidates, &parses);
            let mut kept = Document {
                text: doc.text.clone(),
                sentences: Vec::new(),
                labels: Vec::new(),
                tags: Vec::new(),
                candidates,
            };
            for (idx, (sentence, parse)) in sentences.into_iter().zip(&parses).enumerate() {
                let known = mentions.names.iter().filter(|mention| mention.sent_idx == idx);
                let tags: Vec<Upos> = parse.words.iter().map(|word| word.upos).collect();
                if let Some(labels) = label_known(&sentence, &doc.text, &tags, known, extractor) {
                    kept.sentences.push(sentence);
                    kept.labels.push(labels);
                    kept.tags.push(tags);
                }
            }
            kept
        })
        .collect()
}

/// The labels of a sentence all of whose proper nouns stand in known names; `None` if one does not, or if there is no name.
fn label_known<'m>(
    sentence: &Sentence,
    text: &str,
    tags: &[Upos],
    known: impl Iterator<Item = &'m Mention>,
    extractor: &Extractor,
) -> Option<Vec<Label>> {
    let ontology = &extractor.knowledge().ontology;
    let core = ontology.core();
    let mut labels = vec![0; tags.len()];
    let mut covered = vec![false; tags.len()];
    for mention in known.filter(|mention| !matches!(mention.form, Form::Phrase | Form::Body | Form::Reference(_))) {
        let inside = |token: &&(usize, &Token)| mention.span.overlaps(token.1.span);
        let tokens: Vec<usize> =
            sentence.tokens.iter().enumerate().collect::<Vec<_>>().iter().filter(inside).map(|(idx, _)| *idx).collect();
        tokens.iter().for_each(|&token| covered[token] = true);
        let is = |class| mention.class.is_some_and(|own| ontology.is_a(own, class));
        let class = match mention.form {
            Form::Demonym | Form::Office => continue,
            _ if is(core.person) => 0,
            _ if is(core.organisation) => 1,
            _ if is(core.country) || is(core.place) => 2,
            _ => continue,
        };
        for (at, token) in tokens.into_iter().enumerate() {
            labels[token] = 1 + 2 * class + u8::from(at > 0);
        }
    }
    let clear = sentence.tokens.iter().enumerate().all(|(idx, token)| {
        let form = token.span.of(text);
        let capital = form.starts_with(char::is_uppercase) && (idx > 0 || tags[idx] == Upos::Propn);
        let lexicon = &extractor.knowledge().lexicon;
        !capital || covered[idx] || lexicon.is_office(form) || lexicon.is_calendar_word(&form.to_lowercase())
    });
    (clear && labels.iter().any(|label| *label != 0) && LENGTHS.contains(&tags.len())).then_some(labels)
}

/// The documents of the treebank files that have an entity layer.
fn read_documents(treebanks: &Path, part: &str, extractor: &Extractor, parser: &Parser) -> Result<Vec<Document>> {
    let mut documents = Vec::new();
    for path in treebank::find_files(treebanks, part)? {
        let text = treebank::read_text(&path)?;
        for piece in text.split("# newdoc id").filter(|piece| piece.contains("Entity=(")) {
            let piece = format!("# newdoc id{piece}");
            let blocks = conllu::read(&piece).map_err(|error| error.at(&path))?;
            documents.push(read_document(&blocks, extractor, parser));
        }
    }
    if documents.is_empty() { Err(Error::new("no file has an entity layer").at(treebanks)) } else { Ok(documents) }
}

fn read_document(blocks: &[Block<'_>], extractor: &Extractor, parser: &Parser) -> Document {
    let (mut text, mut sentences, mut open, mut mentions) = (String::new(), Vec::new(), BTreeMap::new(), Vec::new());
    for (sent_idx, block) in blocks.iter().enumerate() {
        let mut tokens = Vec::new();
        for (idx, columns) in block.words().enumerate() {
            let start = text.len();
            text.push_str(columns[1]);
            tokens.push(Token { span: Span::new(start, text.len()) });
            if !columns[9].contains("SpaceAfter=No") {
                text.push(' ');
            }
            read_entities(columns[9], (sent_idx, idx), &mut open, &mut mentions);
        }
        text.push('\n');
        let span = tokens[0].span.join(tokens[tokens.len() - 1].span);
        sentences.push(Sentence { span, tokens });
    }
    let labels = blocks.iter().enumerate().map(|(sent_idx, block)| label(sent_idx, block, &mentions)).collect();
    let candidates = extractor.knowledge().gazetteer.find_candidates(&text);
    let names: Vec<Span> = candidates.iter().map(|candidate| candidate.span).collect();
    let tags = parser.tag(&text, &sentences, &names);
    let tags = tags.into_iter().map(|tags| tags.into_iter().map(|(upos, _)| upos).collect()).collect();
    Document { text, sentences, labels, tags, candidates }
}

/// A mention of an entity: sentence, tokens, class.
type GoldMention = (usize, Range<usize>, NameClass);

/// Reads the brackets of a MISC column: `Entity=(6-person-new-…(7-place-…)` opens two and closes the second.
fn read_entities(
    misc: &str,
    at: (usize, usize),
    open: &mut BTreeMap<String, Vec<(usize, usize, String)>>,
    found: &mut Vec<GoldMention>,
) {
    let Some(value) = misc.split('|').find_map(|field| field.strip_prefix("Entity=")) else { return };
    let mut rest = value;
    while let Some(c) = rest.chars().next() {
        if c == '(' {
            let body = &rest[1..];
            let end = body.find(['(', ')']).unwrap_or(body.len());
            let mut fields = body[..end].split('-');
            let id = fields.next().unwrap_or_default().to_owned();
            let class = fields.next().unwrap_or_default().to_owned();
            if body[end..].starts_with(')') {
                close(&class, at.0, at.1..at.1 + 1, found);
                rest = &body[end + 1..];
            } else {
                open.entry(id).or_default().push((at.0, at.1, class));
                rest = &body[end..];
            }
        } else {
            let end = rest.find(')').map_or(rest.len(), |end| end + 1);
            let id = rest[..end].trim_end_matches(')');
            if let Some((sent_idx, start, class)) = open.get_mut(id).and_then(Vec::pop).filter(|o| o.0 == at.0) {
                close(&class, sent_idx, start..at.1 + 1, found);
            }
            rest = &rest[end..];
        }
    }
}

fn close(class: &str, sent_idx: usize, tokens: Range<usize>, found: &mut Vec<GoldMention>) {
    let class = match class {
        "person" => NameClass::Person,
        "organization" => NameClass::Organisation,
        "place" => NameClass::Place,
        _ => return,
    };
    found.push((sent_idx, tokens, class));
}

/// The labels of a sentence: of nested names the outermost.
fn label(sent_idx: usize, block: &Block<'_>, mentions: &[GoldMention]) -> Vec<Label> {
    let words: Vec<&[&str; 10]> = block.words().collect();
    let mut names: Vec<(Range<usize>, NameClass)> = mentions
        .iter()
        .filter(|(idx, ..)| *idx == sent_idx)
        .filter_map(|(_, tokens, class)| Some((core_of(&words, tokens.clone(), *class)?, *class)))
        .collect();
    names.sort_by_key(|(tokens, _)| (std::cmp::Reverse(tokens.len()), tokens.start));
    let mut labels = vec![0; words.len()];
    for (tokens, class) in names {
        if labels[tokens.clone()].iter().all(|label| *label == 0) {
            let first = 1 + 2 * class as u8;
            labels[tokens.clone()].fill(first + 1);
            labels[tokens.start] = first;
        }
    }
    labels
}

/// The tokens of a mention that are its name: from its head, a proper noun, to both sides as far as capitals reach.
fn core_of(words: &[&[&str; 10]], tokens: Range<usize>, class: NameClass) -> Option<Range<usize>> {
    let head_of = |at: usize| words[at][6].parse::<usize>().ok().and_then(|head| head.checked_sub(1));
    let head = tokens.clone().find(|&at| head_of(at).is_none_or(|head| !tokens.contains(&head)))?;
    if words[head][3] != "PROPN" || words[head][4] == "NNPS" && class == NameClass::Person {
        return None;
    }
    let capital =
        |at: usize| words[at][1].starts_with(|c: char| c.is_uppercase() || c.is_numeric()) && words[at][3] != "PUNCT";
    let joins = |at: usize| match class {
        NameClass::Person => words[at][3] == "PROPN" || words[at][1] == "-",
        _ => matches!(words[at][1], "of" | "and" | "for" | "the" | "&" | "-" | "de" | "in" | "’s" | "'s"),
    };
    let (mut start, mut end) = (head, head + 1);
    while start > tokens.start {
        let gap = (tokens.start..start).rev().take_while(|&at| !capital(at)).count();
        if gap > 2 || gap == start - tokens.start || !(start - gap..start).all(joins) {
            break;
        }
        start -= gap + 1;
    }
    while end < tokens.end {
        let gap = (end..tokens.end).take_while(|&at| !capital(at)).count();
        if gap > 2 || gap == tokens.end - end || !(end..end + gap).all(joins) {
            break;
        }
        end += gap + 1;
    }
    // "President Barack Obama", "Chinese artist Ai Weiwei": a person's name begins behind titles.
    while class == NameClass::Person
        && start < head
        && (words[start][3] != "PROPN" || words[start][7] == "nmod:desc" || words[start][7] == "compound")
    {
        start += 1;
    }
    Some(start..end)
}
