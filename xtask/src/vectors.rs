//! Word vectors: plain text in, a vector for every frequent word out.
//!
//! Structured skip-gram with negative sampling (Ling et al. 2015, "Two/too simple adaptations of Word2Vec for syntax problems"):
//! each of the places around a word has output vectors of its own, so that the vectors tell how a word is used.

use chancery::error::{Error, Result};
use chancery::knowledge::Folder;
use chancery::sentences::Segmenter;
use chancery::syntax::features::write_word_key;
use chancery::syntax::network::WIDTHS;
use fastrand::Rng;
use std::collections::{BTreeMap, HashMap};
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

/// Vectors by word key.
pub type Vectors = BTreeMap<String, Vec<f32>>;

const DIM: usize = WIDTHS[0];
const PLACES: [isize; 4] = [-2, -1, 1, 2];
const NEGATIVES: usize = 5;
const PASSES: usize = 4;
const RATE: f32 = 0.05;
/// Words that occur less often than this have no vector.
const RAREST: usize = 5;
/// Frequent words are skipped with `1 - sqrt(SAMPLE / share)`.
const SAMPLE: f32 = 1e-3;
const LENGTH: f32 = 1.0;

/// Reads the documents of a file of JSON Lines, perhaps compressed with zstd, whose `source` begins with one of `sources`.
pub fn read_documents(path: &Path, sources: &[String]) -> Result<Vec<String>> {
    let fail = |e: std::io::Error| Error::new("cannot read").at(path).caused_by(e);
    let file = std::fs::File::open(path).map_err(fail)?;
    let reader: Box<dyn Read> = match path.extension().is_some_and(|e| e == "zst") {
        true => Box::new(zstd::Decoder::new(file).map_err(fail)?),
        false => Box::new(file),
    };
    let mut texts = Vec::new();
    for (idx, line) in BufReader::new(reader).lines().enumerate() {
        let line = line.map_err(fail)?;
        let value: serde_json::Value =
            serde_json::from_str(&line).map_err(|e| Error::new("expected JSON").at(path).line(idx + 1).caused_by(e))?;
        let source = value["source"].as_str().unwrap_or_default();
        if let Some(text) = value["text"].as_str()
            && (sources.is_empty() || sources.iter().any(|wanted| source.starts_with(wanted.as_str())))
        {
            texts.push(strip_links(text));
        }
    }
    Ok(texts)
}

/// Keeps the text of Markdown links, and drops their addresses.
fn strip_links(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("](") {
        out.push_str(&rest[..at]);
        let after = &rest[at + 2..];
        match after.find([')', '\n']) {
            Some(end) => rest = &after[end + 1..],
            None => rest = after,
        }
    }
    out.push_str(rest);
    out.replace(['[', '*'], "")
}

/// The sentences of the texts as the forms of their tokens, sorted.
pub fn read_sentences(texts: &[String]) -> Result<Vec<Vec<&str>>> {
    let segmenter = Segmenter::new(&Folder::ontology())?;
    let mut sentences: Vec<Vec<&str>> = Vec::new();
    for text in texts {
        for sentence in segmenter.split(text) {
            sentences.push(sentence.tokens.iter().map(|tok| tok.span.of(text)).collect());
        }
    }
    // Pages repeat their navigation: every sentence counts once.
    sentences.sort();
    sentences.dedup();
    Ok(sentences)
}

/// Learns the vectors of `texts`.
pub fn learn(texts: &[String], seed: u64) -> Result<Vectors> {
    let mut sentences: Vec<Vec<String>> = read_sentences(texts)?.iter().map(|forms| keys_of(forms)).collect();
    let mut rng = Rng::with_seed(seed);
    rng.shuffle(&mut sentences);
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for word in sentences.iter().flatten() {
        *counts.entry(word).or_default() += 1;
    }
    let mut words: Vec<(&str, usize)> = counts.into_iter().filter(|(_, count)| *count >= RAREST).collect();
    words.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    let ids: HashMap<&str, u32> = words.iter().enumerate().map(|(id, (word, _))| (*word, id as u32)).collect();
    let coded: Vec<Vec<u32>> =
        sentences.iter().map(|s| s.iter().filter_map(|word| ids.get(word.as_str()).copied()).collect()).collect();
    let counts: Vec<usize> = words.iter().map(|(_, count)| *count).collect();
    println!("{} sentences, {} tokens, {} words", coded.len(), counts.iter().sum::<usize>(), words.len());
    let mut vectors = SkipGram::new(&counts, &mut rng).run(&coded, &mut rng);
    normalise(&mut vectors);
    Ok(words.iter().zip(vectors.chunks_exact(DIM)).map(|((word, _), v)| ((*word).to_owned(), v.to_vec())).collect())
}

fn keys_of(forms: &[&str]) -> Vec<String> {
    let mut key = String::new();
    let key_of = |form: &&str| {
        write_word_key(form, &mut key);
        key.clone()
    };
    forms.iter().map(key_of).collect()
}

/// Centres the vectors, and scales them to the same mean length.
fn normalise(vectors: &mut [f32]) {
    let count = (vectors.len() / DIM).max(1) as f32;
    for dim in 0..DIM {
        let mean = vectors.iter().skip(dim).step_by(DIM).sum::<f32>() / count;
        vectors.iter_mut().skip(dim).step_by(DIM).for_each(|v| *v -= mean);
    }
    for vector in vectors.chunks_exact_mut(DIM) {
        let length = vector.iter().map(|v| v * v).sum::<f32>().sqrt().max(1e-6);
        vector.iter_mut().for_each(|v| *v *= LENGTH / length);
    }
}

struct SkipGram {
    input: Vec<f32>,
    /// One table a place.
    output: Vec<Vec<f32>>,
    /// Words to draw negatives from, as often as their count to the power of 3/4 says.
    negatives: Vec<u32>,
    /// How likely each word is kept.
    keep: Vec<f32>,
}

impl SkipGram {
    fn new(counts: &[usize], rng: &mut Rng) -> Self {
        let total: usize = counts.iter().sum();
        let weights: Vec<f64> = counts.iter().map(|count| (*count as f64).powf(0.75)).collect();
        let sum: f64 = weights.iter().sum();
        let negatives = weights
            .iter()
            .enumerate()
            .flat_map(|(word, weight)| std::iter::repeat_n(word as u32, (weight / sum * 2_000_000.0).ceil() as usize));
        let keep = counts.iter().map(|count| (SAMPLE * total as f32 / *count as f32).sqrt().min(1.0));
        let size = counts.len() * DIM;
        Self {
            input: (0..size).map(|_| (rng.f32() - 0.5) / DIM as f32).collect(),
            output: vec![vec![0.0; size]; PLACES.len()],
            negatives: negatives.collect(),
            keep: keep.collect(),
        }
    }

    fn run(mut self, sentences: &[Vec<u32>], rng: &mut Rng) -> Vec<f32> {
        let steps = (sentences.len() * PASSES) as f32;
        let mut done = 0;
        for _ in 0..PASSES {
            for sentence in sentences {
                let rate = RATE * (1.0 - done as f32 / steps).max(0.001);
                done += 1;
                for (idx, word) in sentence.iter().enumerate() {
                    if rng.f32() < self.keep[*word as usize] {
                        self.learn_word(sentence, idx, rate, rng);
                    }
                }
            }
        }
        self.input
    }

    fn learn_word(&mut self, sentence: &[u32], idx: usize, rate: f32, rng: &mut Rng) {
        let start = sentence[idx] as usize * DIM;
        let input = &mut self.input[start..start + DIM];
        for (place, offset) in PLACES.iter().enumerate() {
            let Some(context) = idx.checked_add_signed(*offset).and_then(|at| sentence.get(at)) else { continue };
            let mut change = [0.0_f32; DIM];
            for draw in 0..=NEGATIVES {
                let (target, label) = match draw {
                    0 => (*context, 1.0),
                    _ => (self.negatives[rng.usize(..self.negatives.len())], 0.0),
                };
                let target = target as usize * DIM;
                let output = &mut self.output[place][target..target + DIM];
                let dot: f32 = input.iter().zip(output.iter()).map(|(a, b)| a * b).sum();
                let step = rate * (label - 1.0 / (1.0 + (-dot).exp()));
                for ((change, input), output) in change.iter_mut().zip(input.iter()).zip(output) {
                    *change += step * *output;
                    *output += step * input;
                }
            }
            input.iter_mut().zip(change).for_each(|(input, change)| *input += change);
        }
    }
}

/// Writes vectors as text: a word and its numbers a line.
pub fn write(vectors: &Vectors, path: &Path) -> Result<()> {
    let mut text = String::new();
    for (word, vector) in vectors {
        text += word;
        for value in vector {
            text += &format!("\t{value:.4}");
        }
        text.push('\n');
    }
    std::fs::write(path, text).map_err(|e| Error::new("cannot write").at(path).caused_by(e))
}

/// Reads what [`write`] wrote.
pub fn read(path: &Path) -> Result<Vectors> {
    let text = std::fs::read_to_string(path).map_err(|e| Error::new("cannot read").at(path).caused_by(e))?;
    let read_line = |(idx, line): (usize, &str)| {
        let mut fields = line.split('\t');
        let word = fields.next().unwrap_or_default().to_owned();
        let vector: Vec<f32> = fields.filter_map(|field| field.parse().ok()).collect();
        match vector.len() == DIM {
            true => Ok((word, vector)),
            false => Err(Error::new(format!("expected a word and {DIM} numbers")).at(path).line(idx + 1)),
        }
    };
    text.lines().enumerate().map(read_line).collect()
}
