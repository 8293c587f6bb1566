//! Scores: gold trees and parses of the same tokens in, accuracies out. Subtypes of relations are dropped, as
//! `UPOS`, `UAS` and `LAS` of the CoNLL shared tasks do.

use crate::treebank::Tree;
use chancery::syntax::{Deprel, Parse, Parser, Upos};
use std::collections::BTreeMap;

/// Relations whose F1 is reported.
const REPORTED: [Deprel; 8] = [
    Deprel::Nsubj,
    Deprel::Obj,
    Deprel::Obl,
    Deprel::NsubjPass,
    Deprel::Conj,
    Deprel::Appos,
    Deprel::AclRelcl,
    Deprel::Nmod,
];

/// Counts over a treebank.
#[derive(Default)]
pub struct Scores {
    tokens: usize,
    upos: usize,
    lemmas: usize,
    scored: usize,
    heads: usize,
    arcs: usize,
    words: usize,
    word_arcs: usize,
    /// Right, predicted, gold.
    relations: BTreeMap<Deprel, [usize; 3]>,
}

impl Scores {
    /// Parses the trees' tokens and compares.
    pub fn of(parser: &Parser, trees: &[Tree]) -> Self {
        let forms: Vec<Vec<&str>> = trees.iter().map(|tree| tree.forms.iter().map(String::as_str).collect()).collect();
        let mut scores = Self::default();
        for (parse, tree) in parser.parse_forms(&forms, &[]).iter().zip(trees) {
            scores.add(parse, tree);
        }
        scores
    }

    fn add(&mut self, parse: &Parse, tree: &Tree) {
        for (idx, word) in parse.words.iter().enumerate() {
            let head = word.head.unwrap_or(tree.forms.len());
            let attached = head == tree.heads[idx];
            let arc = attached && base(word.deprel) == base(tree.labels[idx]);
            self.tokens += 1;
            self.upos += usize::from(word.upos == tree.tags[idx].0);
            self.lemmas += usize::from(word.lemma == tree.lemmas[idx] || tree.lemmas[idx] == "_");
            self.heads += usize::from(attached);
            self.arcs += usize::from(arc);
            if tree.tags[idx].0 != Upos::Punct {
                self.words += 1;
                self.word_arcs += usize::from(arc);
            }
            self.count(word.deprel, tree.labels[idx], attached);
        }
        self.scored += parse.words.len();
    }

    /// A relation with a subtype is also counted under its base, unless the subtype is reported apart.
    fn count(&mut self, predicted: Deprel, gold: Deprel, attached: bool) {
        let (predicted, gold) = (reported(predicted), reported(gold));
        self.relations.entry(predicted).or_default()[1] += 1;
        self.relations.entry(gold).or_default()[2] += 1;
        if predicted == gold && attached {
            self.relations.entry(gold).or_default()[0] += 1;
        }
    }

    /// `UPOS`, `UAS`, `LAS`, LAS without punctuation, lemma accuracy, then the F1 of each of the reported relations, in percent.
    pub fn line(&self) -> String {
        let share = |part: usize, of: usize| 100.0 * part as f64 / of.max(1) as f64;
        let (n, m) = (self.tokens, self.scored);
        let mut line = format!(
            "UPOS {:.2} UAS {:.2} LAS {:.2} LAS-np {:.2} lemma {:.2}",
            share(self.upos, n),
            share(self.heads, m),
            share(self.arcs, m),
            share(self.word_arcs, self.words),
            share(self.lemmas, n)
        );
        for relation in REPORTED {
            let [right, predicted, gold] = self.relations.get(&relation).copied().unwrap_or_default();
            line += &format!(" {relation} {:.1}", share(2 * right, predicted + gold));
        }
        line
    }

    /// Labelled attachment score, in percent.
    pub fn las(&self) -> f64 {
        100.0 * self.arcs as f64 / self.scored.max(1) as f64
    }
}

fn base(label: Deprel) -> &'static str {
    label.as_str().split(':').next().unwrap_or_default()
}

/// The label as it is counted: itself when it is reported, otherwise its base.
fn reported(label: Deprel) -> Deprel {
    if REPORTED.contains(&label) { label } else { base(label).parse().unwrap_or(label) }
}
