//! Tokens: a sentence's text in, its syntactic words out, as the English UD treebanks split them.
//!
//! A piece between white space loses marks at its ends first, then falls apart at marks inside, then loses its clitic:
//! `("anti-missile` is `(`, `"`, `anti-missile`; `Moscow-led` is three tokens; `U.S.'s` is `U.S.` and `'s`.

use super::lexicon::Lexicon;

/// Bytes of the longest piece that is looked up as a whole: it keeps the work linear for a text without white space.
const LONGEST_ABBREVIATION: usize = 24;

/// Splits one sentence; `sink` is given start and end of every token, in order, as byte offsets into `text`.
pub(super) fn split(lexicon: &Lexicon, text: &str, sink: &mut impl FnMut(usize, usize)) {
    let mut splitter = Splitter { lexicon, text, lower: String::new(), after: Vec::new(), sink };
    let mut start = None;
    for (idx, c) in text.char_indices() {
        match (c.is_whitespace(), start) {
            (true, Some(from)) => {
                splitter.split_piece(from, idx);
                start = None;
            }
            (false, None) => start = Some(idx),
            _ => {}
        }
    }
    if let Some(from) = start {
        splitter.split_piece(from, text.len());
    }
}

struct Splitter<'a, F> {
    lexicon: &'a Lexicon,
    text: &'a str,
    /// A buffer: a word in lower case, with straight apostrophes.
    lower: String,
    /// Marks that were taken off the end of a piece, last first.
    after: Vec<(usize, usize)>,
    sink: &'a mut F,
}

impl<F: FnMut(usize, usize)> Splitter<'_, F> {
    /// Splits a piece without white space.
    fn split_piece(&mut self, mut start: usize, mut end: usize) {
        if is_address(&self.text[start..end]) {
            return self.split_address(start, end);
        }
        while start < end && !self.is_whole(start, end) {
            let Some(len) = self.leading_mark(start, end) else { break };
            (self.sink)(start, start + len);
            start += len;
        }
        self.after.clear();
        while start < end && !self.is_whole(start, end) {
            let Some(len) = self.trailing_mark(start, end) else { break };
            self.after.push((end - len, end));
            end -= len;
        }
        self.split_core(start, end);
        while let Some((start, end)) = self.after.pop() {
            (self.sink)(start, end);
        }
    }

    /// An address is one token, but for brackets around it and punctuation after it.
    fn split_address(&mut self, mut start: usize, mut end: usize) {
        let is_outside =
            |c: char| matches!(c, '<' | '>' | '(' | ')' | '[' | ']' | '"' | '“' | '”' | ',' | ';' | '!' | '.');
        while let Some(c) = self.text[start..end].chars().next().filter(|c| is_outside(*c)) {
            (self.sink)(start, start + c.len_utf8());
            start += c.len_utf8();
        }
        self.after.clear();
        while let Some(c) = self.text[start..end].chars().next_back().filter(|c| is_outside(*c) || *c == ':') {
            self.after.push((end - c.len_utf8(), end));
            end -= c.len_utf8();
        }
        self.emit(start, end);
        while let Some((start, end)) = self.after.pop() {
            (self.sink)(start, end);
        }
    }

    /// Length of the mark that `start` begins with and that is a token of its own.
    fn leading_mark(&mut self, start: usize, end: usize) -> Option<usize> {
        let piece = &self.text[start..end];
        let mut chars = piece.chars();
        let first = chars.next()?;
        let next = chars.next();
        let joined = match first {
            '\'' | '’' | '‘' if is_clitic(self.lexicon, piece, &mut self.lower) => true,
            '\'' | '’' => next.is_some_and(|c| c.is_ascii_digit()),
            '.' => next.is_some_and(char::is_alphanumeric),
            '#' | '@' | '_' => next.is_some_and(char::is_alphabetic),
            '+' => next.is_some_and(|c| c.is_ascii_digit()),
            '&' | '\\' | '^' | '~' | '|' => next.is_some_and(char::is_alphanumeric) && first != '&',
            '$' => return Some(currency_len(piece)),
            c => c.is_alphanumeric() || !is_mark(c),
        };
        if joined { None } else { Some(run_len(piece, first)) }
    }

    /// Length of the mark that the piece ends with and that is a token of its own.
    fn trailing_mark(&mut self, start: usize, end: usize) -> Option<usize> {
        let piece = &self.text[start..end];
        let last = piece.chars().next_back()?;
        if last.is_alphanumeric() || !is_mark(last) || matches!(last, '_' | '@' | '^' | '|' | '\\' | '~') {
            return None;
        }
        let len = run_len_back(piece, last);
        if len == piece.len() {
            return None;
        }
        let core = &piece[..piece.len() - len];
        match last {
            '.' if len == 1 && self.keeps_period(start, end, core) => None,
            '$' if core.chars().all(|c| c.is_ascii_uppercase()) && core.len() < 4 => None,
            '-' if len == 1
                && core.len() < LONGEST_ABBREVIATION
                && core.chars().all(char::is_alphabetic)
                && self.follows_space(end) =>
            {
                None
            }
            '#' if core.ends_with(|c: char| c.is_ascii_digit()) => None,
            _ => Some(len),
        }
    }

    /// A word that breaks off in a hyphen ("th- the"): one token, unless a coordination follows ("mid- and long-term").
    fn follows_space(&self, end: usize) -> bool {
        self.text[end..].starts_with(char::is_whitespace)
    }

    /// Whether the period at the end of `start..end` belongs to the word `core` before it.
    fn keeps_period(&mut self, start: usize, end: usize, core: &str) -> bool {
        if core.len() > LONGEST_ABBREVIATION {
            return false;
        }
        write_lower(core, &mut self.lower);
        let word = self.lower.as_str();
        let rest = self.text[end..].trim_start();
        let ends_sentence = !rest.chars().take(LONGEST_ABBREVIATION).any(char::is_alphanumeric);
        if self.lexicon.abbreviations.contains(word) || is_dotted(word) {
            return true;
        }
        if self.lexicon.before_number.contains(word) && rest.starts_with(|c: char| c.is_ascii_digit()) {
            return true;
        }
        if self.lexicon.within_sentence.contains(word) && !ends_sentence {
            return true;
        }
        let is_initial = core.chars().count() == 1 && core.chars().all(char::is_uppercase);
        let opens_list = start == 0 && !ends_sentence && core.len() < 3 && core.bytes().all(|b| b.is_ascii_digit());
        let continues = self.text[end..].starts_with([',', ';']) || rest.starts_with(char::is_lowercase);
        let is_word = core.chars().all(char::is_alphabetic);
        (is_initial && !ends_sentence) || opens_list || (continues && is_word && !ends_sentence)
    }

    /// Splits what has no marks at its ends.
    fn split_core(&mut self, mut start: usize, end: usize) {
        while start < end && !self.is_whole(start, end) {
            let Some((left, right)) = self.find_break(start, end) else { break };
            self.split_word(start, left);
            self.emit(left, right);
            start = right;
            // What follows a mark may begin with further marks ("—“so").
            while start < end && !self.is_whole(start, end) {
                let Some(len) = self.leading_mark(start, end) else { break };
                self.emit(start, start + len);
                start += len;
            }
        }
        self.split_word(start, end);
    }

    /// Splits what has no marks inside, but for a unit or a clitic.
    fn split_word(&mut self, start: usize, end: usize) {
        if start >= end {
            return;
        }
        if self.is_whole(start, end) {
            return self.emit(start, end);
        }
        if let Some(unit) = self.find_unit(start, end) {
            self.emit(start, unit);
            return self.emit(unit, end);
        }
        self.split_clitic(start, end);
    }

    /// The first mark inside a piece that is a token of its own.
    fn find_break(&mut self, start: usize, end: usize) -> Option<(usize, usize)> {
        let mut from = start;
        for (offset, c) in self.text[start..end].char_indices() {
            let at = start + offset;
            if at < from || c.is_alphanumeric() {
                continue;
            }
            let len = run_len(&self.text[at..end], c);
            let (before, after) = (&self.text[start..at], &self.text[at + len..end]);
            let (left, right) = (before.chars().next_back(), after.chars().next());
            let (Some(left), Some(right)) = (left, right) else { continue };
            let breaks = match c {
                '-' if len == 1 => self.parts_hyphen(start, at, end),
                '-' | '—' | '…' | '“' | '”' | '"' | '(' | ')' | '[' | ']' | ';' | '<' | '>' => true,
                '–' => true,
                '.' => len > 1,
                '/' => {
                    let long = |text: &str| text.chars().take_while(|c| c.is_alphanumeric()).nth(1).is_some();
                    left.is_alphabetic() && right.is_alphabetic() && before.chars().nth(1).is_some() && long(after)
                }
                ',' => !(left.is_ascii_digit() && right.is_ascii_digit()),
                ':' | '?' | '!' => left.is_alphabetic() && right.is_alphanumeric(),
                '$' => {
                    if right.is_ascii_digit() && before.bytes().all(|b| b.is_ascii_uppercase()) {
                        return Some((start, at + len));
                    }
                    right.is_ascii_digit()
                }
                '€' | '£' | '¥' | '%' => true,
                _ => false,
            };
            if breaks {
                return Some((at, at + len));
            }
            from = at + len;
        }
        None
    }

    /// Whether the hyphen at `at` is a token of its own.
    fn parts_hyphen(&mut self, start: usize, at: usize, end: usize) -> bool {
        let piece = &self.text[start..end];
        let left = self.text[start..at].rsplit('-').next().unwrap_or_default();
        let right = self.text[at + 1..end].split('-').next().unwrap_or_default();
        if is_numeral(left) && is_numeral(right) {
            let is_code =
                piece.matches('-').nth(1).is_some() || matches!((left.len(), right.len()), (3, 4) | (5, 4) | (1, 4));
            return !is_code;
        }
        write_lower(left, &mut self.lower);
        if self.lexicon.prefixes.contains(self.lower.as_str()) && left.len() > 1 {
            return false;
        }
        write_lower(&self.text[at - left.len()..at + 1 + right.len()], &mut self.lower);
        !self.lexicon.whole.contains(self.lower.as_str())
    }

    /// Where the unit begins that ends a number ("5pm").
    fn find_unit(&mut self, start: usize, end: usize) -> Option<usize> {
        let piece = &self.text[start..end];
        let is_part = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | ':');
        let number = piece.find(|c| !is_part(c))?;
        if !piece.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        write_lower(&piece[number..], &mut self.lower);
        self.lexicon.units.contains(self.lower.as_str()).then_some(start + number)
    }

    /// Parts a contraction, or the clitic from its word.
    fn split_clitic(&mut self, start: usize, end: usize) {
        let piece = &self.text[start..end];
        write_lower(piece, &mut self.lower);
        if let Some(lengths) = self.lexicon.contractions.get(self.lower.as_str()) {
            let mut from = start;
            for len in lengths {
                // The written apostrophe may be longer than the straight one.
                let to = advance_chars(self.text, from, *len);
                (self.sink)(from, to.min(end));
                from = to;
            }
            return;
        }
        let lower = self.lower.as_str();
        let clitic =
            self.lexicon.clitics.iter().find(|clitic| lower.len() > clitic.len() && lower.ends_with(clitic.as_str()));
        let Some(clitic) = clitic else { return self.emit(start, end) };
        let chars = clitic.chars().count();
        let at = piece.char_indices().nth_back(chars - 1).map_or(start, |(idx, _)| start + idx);
        let is_decade = self.text[start..at].bytes().all(|b| b.is_ascii_digit()) && self.text[start..at].ends_with('0');
        if at == start || is_decade {
            return self.emit(start, end);
        }
        self.emit(start, at);
        self.emit(at, end);
    }

    fn is_whole(&mut self, start: usize, end: usize) -> bool {
        if end - start > LONGEST_ABBREVIATION {
            return false;
        }
        write_lower(&self.text[start..end], &mut self.lower);
        self.lexicon.whole.contains(self.lower.as_str())
    }

    fn emit(&mut self, start: usize, end: usize) {
        if start < end {
            (self.sink)(start, end);
        }
    }
}

/// Writes `text` into `lower`, in lower case, with straight apostrophes.
pub(super) fn write_lower(text: &str, lower: &mut String) {
    lower.clear();
    for c in text.chars() {
        match c {
            '’' | '‘' | '`' => lower.push('\''),
            c if c.is_ascii() => lower.push(c.to_ascii_lowercase()),
            c => lower.extend(c.to_lowercase()),
        }
    }
}

/// Single letters with periods between ("u.s", "e.g").
pub(super) fn is_dotted(word: &str) -> bool {
    word.contains('.') && word.split('.').all(|part| part.chars().count() == 1 && part.chars().all(char::is_alphabetic))
}

fn is_clitic(lexicon: &Lexicon, piece: &str, lower: &mut String) -> bool {
    if piece.len() > LONGEST_ABBREVIATION {
        return false;
    }
    write_lower(piece, lower);
    lexicon.clitics.iter().any(|clitic| clitic == lower)
}

/// Characters that may be tokens of their own.
fn is_mark(c: char) -> bool {
    c.is_ascii_punctuation()
        || (!c.is_alphanumeric() && !c.is_whitespace() && !c.is_control() && c != '\u{ad}' && c != '\u{200d}')
}

/// Bytes of the mark at the start of `piece`: periods, hyphens and some others stand together.
fn run_len(piece: &str, mark: char) -> usize {
    let count = match mark {
        '.' | '-' | '!' | '?' | '*' | '=' | '~' | '_' | '+' | '#' | '\'' | '`' | '<' | '>' => {
            let joins = |c: &char| *c == mark || (matches!(mark, '!' | '?') && matches!(*c, '!' | '?'));
            let longest = if mark == '\'' { 2 } else { usize::MAX };
            piece.chars().take(longest).take_while(joins).count()
        }
        _ => 1,
    };
    count * mark.len_utf8()
}

fn run_len_back(piece: &str, mark: char) -> usize {
    match mark {
        '.' | '-' | '!' | '?' | '*' | '=' | '~' | '+' | '\'' | '>' | '<' => {
            let joins = |c: &char| *c == mark || (matches!(mark, '!' | '?') && matches!(*c, '!' | '?'));
            piece.chars().rev().take_while(joins).count()
        }
        _ => mark.len_utf8(),
    }
}

/// "$", or "$US" before a number.
fn currency_len(piece: &str) -> usize {
    let letters = piece[1..].bytes().take_while(u8::is_ascii_uppercase).count();
    let is_code = (1..=3).contains(&letters) && piece[1 + letters..].starts_with(|c: char| c.is_ascii_digit());
    if is_code { 1 + letters } else { 1 }
}

/// Addresses of the web and of mail.
fn is_address(piece: &str) -> bool {
    let mail = || {
        piece.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.trim_end_matches('.').contains('.'))
    };
    piece.contains("://") || piece.trim_start_matches(['(', '[', '<', '"', '“']).starts_with("www.") || mail()
}

fn is_numeral(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b',' | b':'))
}

fn advance_chars(text: &str, from: usize, chars: usize) -> usize {
    text[from..].char_indices().nth(chars).map_or(text.len(), |(idx, _)| from + idx)
}
