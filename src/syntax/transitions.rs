//! The arc-hybrid transition system: a sentence's length in, a tree with one root out, one transition after another.
//!
//! Kuhlmann, Gómez-Rodríguez, Satta (2011), "Dynamic programming algorithms for transition-based dependency parsers"; an
//! artificial root stands after the last token. A sentence of `n` tokens takes `2n` transitions.

use super::labels::Deprel;

/// Places of the stack, the buffer and their children whose tokens the network sees.
pub const SLOTS: usize = 11;
/// Rows of the table of [`State::extras`].
pub const EXTRA_ROWS: usize = LABELLED * (LABELS + 1) + 2 * DISTANCES + 4 * VALENCIES;
/// Extra features of a state.
pub const EXTRAS: usize = LABELLED + 2 + 4;
/// Labels of arcs that are not to the artificial root.
pub const LABELS: usize = Deprel::ALL.len();
/// Actions that the network scores: one shift, a left and a right arc for each label.
pub const ACTIONS: usize = 1 + 2 * LABELS;

const LABELLED: usize = 7;
const DISTANCES: usize = 8;
const VALENCIES: usize = 4;
const NONE: u32 = u32::MAX;

/// One step of the parser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transition {
    /// Moves the first token of the buffer onto the stack.
    Shift,
    /// Pops the stack's top, as a dependent of the buffer's first token.
    Left(Deprel),
    /// Pops the stack's top, as a dependent of the token below it.
    Right(Deprel),
}

impl Transition {
    /// Index among the [`ACTIONS`].
    pub fn index(self) -> usize {
        match self {
            Self::Shift => 0,
            Self::Left(label) => 1 + label as usize,
            Self::Right(label) => 1 + LABELS + label as usize,
        }
    }

    /// The transition of an index below [`ACTIONS`].
    pub fn from_index(index: usize) -> Self {
        match index {
            0 => Self::Shift,
            _ if index <= LABELS => Self::Left(Deprel::ALL[index - 1]),
            _ => Self::Right(Deprel::ALL[(index - 1 - LABELS) % LABELS]),
        }
    }
}

/// What may come next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// All tokens have a head.
    Done,
    /// Nothing else is possible.
    Forced(Transition),
    /// Shift, left arc, right arc, where allowed; at least one is.
    Free {
        /// Whether [`Transition::Shift`] is allowed.
        shift: bool,
        /// Whether [`Transition::Left`] is allowed.
        left: bool,
        /// Whether [`Transition::Right`] is allowed.
        right: bool,
    },
}

/// A slot: the token that fills it, the artificial root, or nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filler {
    /// Index of a token.
    Token(u32),
    /// The artificial root.
    Root,
    /// Nothing.
    Absent,
}

/// Where a parse stands: a stack, the rest of the sentence, and the arcs so far.
#[derive(Debug, Clone, Default)]
pub struct State {
    stack: Vec<u32>,
    next: u32,
    len: u32,
    nodes: Vec<Node>,
}

/// What is known of a token so far.
#[derive(Debug, Clone, Copy)]
struct Node {
    head: u32,
    label: Deprel,
    /// Outermost children to the left, outermost first.
    left: [u32; 2],
    /// Outermost children to the right, outermost first.
    right: [u32; 2],
    lefts: u8,
    rights: u8,
}

const NEW_NODE: Node = Node { head: NONE, label: Deprel::Root, left: [NONE; 2], right: [NONE; 2], lefts: 0, rights: 0 };

impl State {
    /// Starts again on a sentence of `len` tokens.
    pub fn reset(&mut self, len: usize) {
        self.stack.clear();
        self.next = 0;
        self.len = u32::try_from(len).unwrap_or(NONE - 1);
        self.nodes.clear();
        self.nodes.resize(self.len as usize + 1, NEW_NODE);
    }

    /// What may come next.
    pub fn choose(&self) -> Choice {
        let at_root = self.next == self.len;
        match (self.stack.len(), at_root) {
            (0, true) => Choice::Done,
            (0, false) => Choice::Forced(Transition::Shift),
            (1, true) => Choice::Forced(Transition::Left(Deprel::Root)),
            (depth, _) => Choice::Free { shift: !at_root, left: !at_root, right: depth > 1 },
        }
    }

    /// Takes a transition, which must be one that [`State::choose`] allows.
    pub fn apply(&mut self, transition: Transition) {
        match transition {
            Transition::Shift => {
                self.stack.push(self.next);
                self.next += 1;
            }
            Transition::Left(label) => {
                let Some(child) = self.stack.pop() else { return };
                let head = self.next;
                self.attach(child, head, label);
                let node = &mut self.nodes[head as usize];
                node.left = [child, node.left[0]];
                node.lefts = node.lefts.saturating_add(1);
            }
            Transition::Right(label) => {
                let Some(child) = self.stack.pop() else { return };
                let Some(&head) = self.stack.last() else { return };
                self.attach(child, head, label);
                let node = &mut self.nodes[head as usize];
                node.right = [child, node.right[0]];
                node.rights = node.rights.saturating_add(1);
            }
        }
    }

    /// Head of a token, where it has one that is not the artificial root.
    pub fn head(&self, token: usize) -> Option<usize> {
        let head = self.nodes[token].head;
        (head < self.len).then_some(head as usize)
    }

    /// Relation of a token to its head.
    pub fn label(&self, token: usize) -> Deprel {
        self.nodes[token].label
    }

    /// Tokens on the stack, the top last.
    pub fn stack(&self) -> &[u32] {
        &self.stack
    }

    /// First token of the buffer; the number of tokens stands for the artificial root.
    pub fn next(&self) -> u32 {
        self.next
    }

    /// What fills the slots: three tokens of the stack's top, three of the buffer, and the outermost children of the first of these.
    pub fn slots(&self) -> [Filler; SLOTS] {
        let [s0, s1, s2] = [0, 1, 2].map(|depth| self.on_stack(depth));
        let [b0, b1, b2] = [0, 1, 2].map(|ahead| self.in_buffer(ahead));
        let (top, second, first) = (self.node(s0), self.node(s1), self.node(b0));
        let tokens =
            [s0, s1, s2, b0, b1, b2, top.left[0], top.right[0], second.left[0], second.right[0], first.left[0]];
        tokens.map(|token| match token {
            NONE => Filler::Absent,
            token if token == self.len => Filler::Root,
            token => Filler::Token(token),
        })
    }

    /// Rows of the table of labels, distances and valencies, each below [`EXTRA_ROWS`].
    pub fn extras(&self) -> [u32; EXTRAS] {
        let (s0, s1, b0) = (self.on_stack(0), self.on_stack(1), self.in_buffer(0));
        let (top, second, first) = (self.node(s0), self.node(s1), self.node(b0));
        let labelled =
            [top.left[0], top.left[1], top.right[0], top.right[1], second.left[0], second.right[0], first.left[0]];
        let mut rows = [0; EXTRAS];
        for (kind, child) in labelled.into_iter().enumerate() {
            let label = if child == NONE { LABELS } else { self.node(child).label as usize };
            rows[kind] = row(kind * (LABELS + 1) + label);
        }
        let distances = LABELLED * (LABELS + 1);
        rows[LABELLED] = row(distances + distance(s0, b0));
        rows[LABELLED + 1] = row(distances + DISTANCES + distance(s1, s0));
        let valencies = distances + 2 * DISTANCES;
        for (kind, count) in [top.lefts, top.rights, second.rights, first.lefts].into_iter().enumerate() {
            rows[LABELLED + 2 + kind] = row(valencies + kind * VALENCIES + usize::from(count).min(VALENCIES - 1));
        }
        rows
    }

    fn attach(&mut self, child: u32, head: u32, label: Deprel) {
        let node = &mut self.nodes[child as usize];
        node.head = head;
        node.label = label;
    }

    fn on_stack(&self, depth: usize) -> u32 {
        self.stack.len().checked_sub(depth + 1).map_or(NONE, |idx| self.stack[idx])
    }

    fn in_buffer(&self, ahead: u32) -> u32 {
        let token = self.next + ahead;
        if token > self.len { NONE } else { token }
    }

    fn node(&self, token: u32) -> Node {
        self.nodes.get(token as usize).copied().unwrap_or(NEW_NODE)
    }
}

fn row(idx: usize) -> u32 {
    u32::try_from(idx).unwrap_or_default()
}

/// Class of the distance between two tokens: 0 where one is absent, then 1, 2, 3, 4, to 6, to 10, more.
fn distance(left: u32, right: u32) -> usize {
    if left == NONE || right == NONE {
        return 0;
    }
    match right.saturating_sub(left) {
        0..=1 => 1,
        2 => 2,
        3 => 3,
        4 => 4,
        5..=6 => 5,
        7..=10 => 6,
        _ => 7,
    }
}
