//! What is counted rather than trained: trees in; tag set, word counts, rules for lemmas and for features out.

use crate::treebank::Tree;
use chancery::syntax::features::write_word_key;
use chancery::syntax::lemmas::{Edit, LONGEST, LemmaFile, Lemmatiser, context, ending, write_key};
use chancery::syntax::morphology::{FeatureFile, key_of};
use chancery::syntax::{Upos, Xpos};
use std::collections::BTreeMap;

/// Pairs of tags that occur at least this often are tags of the network.
const RAREST_TAG: usize = 3;

/// Every tag that is frequent enough, in the order of the enums.
pub fn find_tags(trees: &[Tree]) -> Vec<(Upos, Xpos)> {
    let mut counts: BTreeMap<(Upos, Xpos), usize> = BTreeMap::new();
    for tag in trees.iter().flat_map(|tree| &tree.tags) {
        *counts.entry(*tag).or_default() += 1;
    }
    counts.into_iter().filter(|(_, count)| *count >= RAREST_TAG).map(|(tag, _)| tag).collect()
}

/// How often each word key occurs.
pub fn count_words(trees: &[&Tree]) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    let mut key = String::new();
    for form in trees.iter().flat_map(|tree| &tree.forms) {
        write_word_key(form, &mut key);
        *counts.entry(key.clone()).or_default() += 1;
    }
    counts
}

type EditCounts = BTreeMap<Edit, usize>;

/// Learns rules for lemmas: from short endings to whole words, a rule is kept where it says other than the ones before it.
pub fn learn_lemmas(trees: &[Tree]) -> LemmaFile {
    let mut words: BTreeMap<(u16, String), EditCounts> = BTreeMap::new();
    for tree in trees {
        for ((form, lemma), (upos, xpos)) in tree.forms.iter().zip(&tree.lemmas).zip(&tree.tags) {
            if lemma == "_" {
                continue;
            }
            let mut key = String::new();
            write_key(form, &mut key);
            let edits = words.entry((context(*upos, *xpos, form), key)).or_default();
            *edits.entry(Edit::between(form, lemma)).or_default() += 1;
        }
    }
    let mut learner = LemmaLearner::default();
    for len in 0..=LONGEST {
        let mut endings: BTreeMap<(u16, String), EditCounts> = BTreeMap::new();
        for ((context, key), edits) in words.iter().filter(|((_, key), _)| key.chars().count() > len) {
            // Every word counts once, for the endings are for words that were not seen.
            let best = best_of(edits);
            *endings.entry((*context, ending(key, len).to_owned())).or_default().entry(best.clone()).or_default() += 1;
        }
        learner.add_rules(endings, |total, best| total > 1 && best * 2 > total);
    }
    learner.add_rules(words, |_, _| true);
    learner.file
}

#[derive(Default)]
struct LemmaLearner {
    file: LemmaFile,
    index: BTreeMap<Edit, u16>,
}

impl LemmaLearner {
    fn add_rules(&mut self, counts: BTreeMap<(u16, String), EditCounts>, keep: impl Fn(usize, usize) -> bool) {
        let known = Lemmatiser::new(self.file.clone());
        for ((context, ending), edits) in counts {
            let best = best_of(&edits);
            let (total, count) = (edits.values().sum(), edits[best]);
            if known.find_edit(context, &ending) != Some(best) && keep(total, count) {
                let edit = self.edit_of(best);
                self.file.rules.push((context, ending, edit));
            }
        }
    }

    fn edit_of(&mut self, edit: &Edit) -> u16 {
        if let Some(idx) = self.index.get(edit) {
            return *idx;
        }
        let idx = u16::try_from(self.file.edits.len()).expect("fewer than 65,536 edits");
        self.file.edits.push(edit.clone());
        self.index.insert(edit.clone(), idx);
        idx
    }
}

/// The most frequent edit, the first of equals.
fn best_of(edits: &EditCounts) -> &Edit {
    let best = edits.iter().max_by(|(a, m), (b, n)| m.cmp(n).then(b.cmp(a)));
    best.map(|(edit, _)| edit).expect("counts are not empty")
}

/// Learns features: the most frequent ones of each tag, and words that deviate at least twice.
pub fn learn_features(trees: &[Tree]) -> FeatureFile {
    let mut by_tag: BTreeMap<u16, BTreeMap<&str, usize>> = BTreeMap::new();
    let mut by_word: BTreeMap<(u16, String), BTreeMap<&str, usize>> = BTreeMap::new();
    for tree in trees {
        for ((form, features), (upos, xpos)) in tree.forms.iter().zip(&tree.features).zip(&tree.tags) {
            let mut word = String::new();
            write_word_key(form, &mut word);
            let key = key_of(*upos, *xpos);
            *by_tag.entry(key).or_default().entry(features).or_default() += 1;
            *by_word.entry((key, word)).or_default().entry(features).or_default() += 1;
        }
    }
    let mut values: BTreeMap<String, u16> = BTreeMap::new();
    let mut file = FeatureFile::default();
    let mut add = |key: u16, word: String, value: &str| {
        let next = u16::try_from(values.len()).expect("fewer than 65,536 values");
        let value = *values.entry(value.to_owned()).or_insert_with(|| {
            file.values.push(value.to_owned());
            next
        });
        file.rules.push((key, word, value));
    };
    let most = |counts: &BTreeMap<&str, usize>| {
        counts.iter().max_by(|(a, m), (b, n)| m.cmp(n).then(b.cmp(a))).map(|(value, n)| ((*value).to_owned(), *n))
    };
    for (key, counts) in &by_tag {
        if let Some((value, _)) = most(counts) {
            add(*key, String::new(), &value);
        }
    }
    for ((key, word), counts) in by_word {
        let default = most(&by_tag[&key]).map(|(value, _)| value);
        if let Some((value, count)) = most(&counts)
            && Some(&value) != default.as_ref()
            && count > 1
        {
            add(key, word, &value);
        }
    }
    file
}
