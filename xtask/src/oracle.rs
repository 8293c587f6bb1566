//! The dynamic oracle of the arc-hybrid system: a state and a gold tree in, the transitions that lose least out.
//!
//! Goldberg, Nivre (2013), "Training deterministic parsers with non-deterministic oracles".

use crate::treebank::Tree;
use chancery::syntax::transitions::{Choice, State, Transition};

/// The allowed transitions whose cost, in gold arcs that become impossible, is least. Labels are the gold ones.
pub fn find_best(state: &State, tree: &Tree) -> Vec<Transition> {
    let Choice::Free { shift, left, right } = state.choose() else { return Vec::new() };
    let Some((&top, below)) = state.stack().split_last() else { return Vec::new() };
    let label = tree.labels[top as usize];
    let mut costs = Vec::with_capacity(3);
    if shift {
        costs.push((shift_cost(state, tree), Transition::Shift));
    }
    let lost_children =
        (state.next() as usize..tree.heads.len()).filter(|tok| tree.heads[*tok] == top as usize).count();
    let head = tree.heads[top as usize];
    if left {
        let lost_head = below.last().is_some_and(|tok| *tok as usize == head) || head > state.next() as usize;
        costs.push((lost_children + usize::from(lost_head), Transition::Left(label)));
    }
    if right {
        costs.push((lost_children + usize::from(head >= state.next() as usize), Transition::Right(label)));
    }
    let least = costs.iter().map(|(cost, _)| *cost).min().unwrap_or_default();
    costs.into_iter().filter(|(cost, _)| *cost == least).map(|(_, transition)| transition).collect()
}

/// Arcs between the first token of the buffer and the stack, but for that from the stack's top.
fn shift_cost(state: &State, tree: &Tree) -> usize {
    let next = state.next() as usize;
    let Some((_, below)) = state.stack().split_last() else { return 0 };
    let children = state.stack().iter().filter(|tok| tree.heads[**tok as usize] == next).count();
    children + below.iter().filter(|tok| **tok as usize == tree.heads[next]).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use chancery::syntax::{Deprel, Upos, Xpos};

    /// "A b c d": b is the root, a its subject, c its object, d a modifier of c.
    fn tree() -> Tree {
        Tree {
            forms: ["a", "b", "c", "d"].map(str::to_owned).to_vec(),
            lemmas: vec!["_".to_owned(); 4],
            tags: vec![(Upos::Noun, Xpos::Nn); 4],
            features: vec!["_".to_owned(); 4],
            heads: vec![1, 4, 1, 2],
            labels: vec![Deprel::Nsubj, Deprel::Root, Deprel::Obj, Deprel::Nmod],
        }
    }

    #[test]
    fn following_the_oracle_rebuilds_the_tree() {
        let (tree, mut state) = (tree(), State::default());
        state.reset(4);
        loop {
            let transition = match state.choose() {
                Choice::Done => break,
                Choice::Forced(transition) => transition,
                Choice::Free { .. } => find_best(&state, &tree)[0],
            };
            state.apply(transition);
        }
        let heads: Vec<usize> = (0..4).map(|tok| state.head(tok).unwrap_or(4)).collect();
        assert_eq!(heads, tree.heads);
        assert_eq!((0..4).map(|tok| state.label(tok)).collect::<Vec<_>>(), tree.labels);
    }

    #[test]
    fn after_an_error_the_oracle_loses_no_more_than_it_must() {
        let (tree, mut state) = (tree(), State::default());
        state.reset(4);
        // "a" should have been attached to "b" before "b" was shifted: now "b" can no longer become its head.
        [Transition::Shift, Transition::Shift].into_iter().for_each(|transition| state.apply(transition));
        assert_eq!(find_best(&state, &tree), [Transition::Shift]);
    }
}
