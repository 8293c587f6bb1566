//! Silver trees: text and models in, sentences with the analyses the models agree on together out.
//!
//! The models' scores are averaged at every decision, which is more accurate than any one of them; a model that learns from such
//! trees comes closer to the whole (Kuncoro et al. 2016, "Distilling an ensemble of greedy dependency parsers").

use crate::treebank::Tree;
use crate::vectors;
use chancery::error::{Error, Result};
use chancery::syntax::decoder::{Sources, fill_hidden, pick};
use chancery::syntax::matrix::{Matrix, add, find_greatest, multiply};
use chancery::syntax::model::Model;
use chancery::syntax::network::{Batch, HIDDEN, INPUT, Trace};
use chancery::syntax::transitions::{ACTIONS, Choice, State};
use fastrand::Rng;
use std::path::PathBuf;

/// Tokens of the sentences that are used.
const LENGTHS: std::ops::RangeInclusive<usize> = 6..=45;
const BATCH_SENTENCES: usize = 32;

/// Parses up to `count` sentences of the texts with the models of the files.
pub fn make(texts: &[String], teachers: &[PathBuf], count: usize, seed: u64) -> Result<Vec<Tree>> {
    let models = teachers.iter().map(|path| {
        let bytes = std::fs::read(path).map_err(|e| Error::new("cannot read").at(path).caused_by(e))?;
        Model::read(&bytes).map_err(|error| error.at(path))
    });
    let mut members = models.map(|model| Ok(Member::of(model?))).collect::<Result<Vec<_>>>()?;
    let mut sentences = vectors::read_sentences(texts)?;
    sentences.retain(|forms| is_sentence(forms));
    Rng::with_seed(seed).shuffle(&mut sentences);
    sentences.truncate(count);
    sentences.sort_by_key(Vec::len);
    Ok(sentences.chunks(BATCH_SENTENCES).flat_map(|batch| parse(&mut members, batch)).collect())
}

/// Whether the tokens look like a sentence of prose rather than a heading or a list.
fn is_sentence(forms: &[&str]) -> bool {
    let starts =
        forms.first().is_some_and(|form| form.starts_with(|c: char| c.is_uppercase() || matches!(c, '"' | '“')));
    let ends = forms.iter().rev().take(2).any(|form| matches!(*form, "." | "?" | "!"));
    starts && ends && LENGTHS.contains(&forms.len())
}

struct Member {
    model: Model,
    trace: Trace,
    slots: Matrix,
    hidden: Matrix,
    scores: Matrix,
}

impl Member {
    fn of(model: Model) -> Self {
        Self {
            model,
            trace: Trace::default(),
            slots: Matrix::default(),
            hidden: Matrix::default(),
            scores: Matrix::default(),
        }
    }
}

fn parse(members: &mut [Member], sentences: &[Vec<&str>]) -> Vec<Tree> {
    let mut batch = Batch::default();
    batch.lay_out(sentences.iter().map(Vec::len));
    let tags = tag(members, &batch, sentences);
    let mut states = vec![State::default(); sentences.len()];
    states.iter_mut().zip(sentences).for_each(|(state, forms)| state.reset(forms.len()));
    loop {
        let undecided: Vec<usize> = (0..states.len()).filter(|idx| crate::train::advance(&mut states[*idx])).collect();
        if undecided.is_empty() {
            break;
        }
        let sources: Vec<Sources> =
            undecided.iter().map(|idx| Sources::of(&states[*idx], batch.sentences[*idx].0, batch.rows)).collect();
        let mut total = Matrix::zeros(undecided.len(), ACTIONS);
        for member in members.iter_mut() {
            let network = &member.model.network;
            fill_hidden(network, &sources, &member.slots, &mut member.hidden);
            member.scores.resize(undecided.len(), ACTIONS);
            multiply(&member.hidden.data, &network.output.weight.data, HIDDEN, 0.0, &mut member.scores.data);
            for (row, idx) in undecided.iter().enumerate() {
                let scores = member.scores.row_mut(row);
                add(scores, &network.output.bias.data);
                crate::train::forbid(scores, states[*idx].choose());
                add_probabilities(scores, total.row_mut(row));
            }
        }
        for (row, idx) in undecided.into_iter().enumerate() {
            let choice: Choice = states[idx].choose();
            states[idx].apply(pick(total.row(row), choice));
        }
    }
    let trees = sentences.iter().zip(&states).zip(&batch.sentences);
    trees.map(|((forms, state), (start, _))| read_tree(forms, state, &members[0].model, &tags[*start..])).collect()
}

/// Encodes the batch with every member, and decides the tags.
fn tag(members: &mut [Member], batch: &Batch, sentences: &[Vec<&str>]) -> Vec<u16> {
    let mut key = String::new();
    let mut total = Matrix::zeros(batch.rows, members[0].model.tags.len());
    for member in members.iter_mut() {
        member.trace.embeddings = Matrix::zeros(batch.rows, INPUT);
        for (forms, (start, _)) in sentences.iter().zip(&batch.sentences) {
            for (idx, form) in forms.iter().enumerate() {
                member.model.embed(form, idx == 0, &mut key, member.trace.embeddings.row_mut(start + idx));
            }
        }
        member.model.network.run_lower(batch, &mut member.trace);
        for row in 0..batch.rows {
            add_probabilities(member.trace.tag_scores.row(row), total.row_mut(row));
        }
    }
    let tags: Vec<u16> = (0..batch.rows).map(|row| find_greatest(total.row(row)) as u16).collect();
    for member in members {
        member.model.network.run_upper(batch, &tags, &mut member.trace);
        member.model.network.fill_slots(&member.trace, &mut member.slots);
    }
    tags
}

fn read_tree(forms: &[&str], state: &State, model: &Model, tags: &[u16]) -> Tree {
    Tree {
        forms: forms.iter().map(|form| (*form).to_owned()).collect(),
        lemmas: vec!["_".to_owned(); forms.len()],
        tags: tags[..forms.len()].iter().map(|tag| model.tags[usize::from(*tag)]).collect(),
        features: vec!["_".to_owned(); forms.len()],
        heads: (0..forms.len()).map(|idx| state.head(idx).unwrap_or(forms.len())).collect(),
        labels: (0..forms.len()).map(|idx| state.label(idx)).collect(),
    }
}

fn add_probabilities(scores: &[f32], total: &mut [f32]) {
    let greatest = scores[find_greatest(scores)];
    let sum: f32 = scores.iter().map(|score| (score - greatest).exp()).sum();
    for (total, score) in total.iter_mut().zip(scores) {
        *total += (score - greatest).exp() / sum;
    }
}
