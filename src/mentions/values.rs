//! Values: a sentence in; its amounts of money and quantities, normalised, out.
//!
//! "$400 billion", "$US25 billion", "800 million U.S. dollars" and "RMB 3bn" are money; "38 billion cubic metres a year", "1,600
//! tanks" and "40 percent" are quantities. Signs, names of currencies and units stand in `ontology/english/quantities.toml`.

use super::{Finder, Sent, ValueMention};
use crate::span::Span;
use crate::syntax::Upos;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// "400", "1,600", "2.4", "3bn".
#[expect(clippy::expect_used, reason = "a constant pattern, which a test compiles")]
static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?<digits>\d[\d,]*(?:\.\d+)?)(?<magnitude>\p{Alphabetic}+)?$").expect("the pattern is valid")
});

/// Tokens that the longest name of a currency or unit has: "Hong Kong dollars".
const LONGEST_NAME: usize = 3;

/// How much.
#[derive(Debug, Clone, PartialEq)]
pub struct Value {
    /// As the text writes it.
    pub text: String,
    /// The amount, in units of the measure.
    pub amount: f64,
    /// What it is an amount of.
    pub measure: Measure,
}

/// What an amount is counted in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Measure {
    /// Money: the ISO 4217 code of its currency.
    Currency(String),
    /// Anything else: the English name of the unit in the singular, with "/" before what a rate counts by ("tonne/year", "tank").
    Unit(String),
}

impl Value {
    /// Whether it is an amount of money.
    pub fn is_money(&self) -> bool {
        matches!(self.measure, Measure::Currency(_))
    }
}

/// A number and the token after it.
struct Number {
    amount: f64,
    end: usize,
}

impl Finder<'_> {
    /// The values of a sentence, in order.
    pub(super) fn find_values(&self, sent: &Sent<'_>) -> Vec<ValueMention> {
        let mut found = Vec::new();
        let mut at = 0;
        while at < sent.len() {
            match self.read_value(sent, at) {
                Some((value, end)) => {
                    found.push(value);
                    at = end;
                }
                None => at += 1,
            }
        }
        found
    }

    /// An amount whose number stands at a token, with its currency before or after it or its unit after it.
    fn read_value(&self, sent: &Sent<'_>, at: usize) -> Option<(ValueMention, usize)> {
        let number = self.read_number(sent, at)?;
        let is_sign = |&sign: &usize| !sent.word(sign).starts_with(char::is_lowercase);
        let before = at.checked_sub(1).filter(is_sign).and_then(|sign| self.currency_sign(sent, sign));
        let (measure, tokens) = match before {
            Some(code) => (Measure::Currency(code), at - 1..number.end),
            None => {
                let (measure, end) = self.measure_after(sent, number.end)?;
                (measure, at..end)
            }
        };
        let end = tokens.end;
        Some((value_mention(sent, tokens, number.amount, measure, self), end))
    }

    /// A number with its magnitude, its own or that of the number it is joined to: "$5 to $7 billion".
    fn read_number(&self, sent: &Sent<'_>, at: usize) -> Option<Number> {
        if ends_designation(sent, at) {
            return None;
        }
        let word = sent.lower(at);
        let (digits, glued) = match NUMBER.captures(word) {
            Some(parts) => {
                let magnitude = parts.name("magnitude").map(|found| found.as_str());
                let power = magnitude.map(|name| self.magnitude(name).ok_or(())).transpose().ok()?;
                (parts["digits"].replace(',', ""), power)
            }
            None => {
                // "A billion dollars" is an amount, "a tank" is none.
                let large = self.magnitude_at(sent, at + 1).is_some();
                let number = self.lexicon.calendar.numbers.get(word).filter(|number| **number > 1 || large)?;
                (number.to_string(), None)
            }
        };
        let own = glued.map(|power| (power, at + 1)).or_else(|| self.magnitudes_after(sent, at + 1));
        let (power, end) = own.or_else(|| self.shared_magnitude(sent, at + 1)).unwrap_or((0, at + 1));
        let amount = format!("{digits}e{power}").parse().ok()?;
        Some(Number { amount, end })
    }

    fn magnitude(&self, word: &str) -> Option<i32> {
        self.lexicon.quantities.magnitudes.get(word).copied()
    }

    fn magnitude_at(&self, sent: &Sent<'_>, at: usize) -> Option<i32> {
        (at < sent.len()).then(|| self.magnitude(sent.lower(at))).flatten()
    }

    /// The power of the words that follow ("hundred million"), and the token after them.
    fn magnitudes_after(&self, sent: &Sent<'_>, at: usize) -> Option<(i32, usize)> {
        let powers: Vec<i32> = (at..sent.len()).map_while(|token| self.magnitude_at(sent, token)).collect();
        (!powers.is_empty()).then(|| (powers.iter().sum(), at + powers.len()))
    }

    /// The power that the next number gives this one: "$5 to $7 billion".
    fn shared_magnitude(&self, sent: &Sent<'_>, at: usize) -> Option<(i32, usize)> {
        let joined = at < sent.len() && self.lexicon.quantities.joints.contains(sent.lower(at));
        let next = at + 1 + usize::from(joined && self.is_currency(sent, at + 1));
        let number = joined && next < sent.len() && NUMBER.is_match(sent.lower(next));
        let (power, _) = self.magnitudes_after(sent, next + 1).filter(|_| number)?;
        Some((power, at))
    }

    /// The currency or unit that follows, and the token after it: the longest name.
    fn measure_after(&self, sent: &Sent<'_>, at: usize) -> Option<(Measure, usize)> {
        let quantities = &self.lexicon.quantities;
        for end in (at + 1..=sent.len().min(at + LONGEST_NAME)).rev() {
            let name = self.name_of(sent, at..end);
            let is_noun = matches!(sent.tree.upos(end - 1), Upos::Noun | Upos::Propn | Upos::Sym);
            if let Some(code) = quantities.currencies.get(&name).filter(|_| is_noun) {
                return Some((Measure::Currency(code.clone()), end));
            }
            if let Some(unit) = quantities.units.get(&name) {
                let (rate, end) = self.rate_after(sent, end);
                return Some((Measure::Unit(format!("{unit}{rate}")), end));
            }
        }
        self.counted_after(sent, at)
    }

    /// "tanks" in "1,600 tanks" and in "1,600 armoured tanks", "jets" in "22 F-16 fighter jets".
    fn counted_after(&self, sent: &Sent<'_>, at: usize) -> Option<(Measure, usize)> {
        let modifies = |token: usize| {
            let upos = sent.tree.upos(token);
            matches!(upos, Upos::Adj | Upos::Noun | Upos::Propn | Upos::Punct) || ends_designation(sent, token)
        };
        let counted = |&token: &usize| {
            token < sent.len() && self.lexicon.quantities.counted.contains(&sent.tree.lemma(token).to_lowercase())
        };
        let first = (at..at + 2 * LONGEST_NAME).find(counted)?;
        let noun = (first..).take_while(counted).last()?;
        let plain = (at..first).all(|token| modifies(token) && sent.word(token) != ",");
        plain.then(|| (Measure::Unit(sent.tree.lemma(noun).to_lowercase()), noun + 1))
    }

    /// "a year", "per day", "annually": with a slash before it.
    fn rate_after(&self, sent: &Sent<'_>, start: usize) -> (String, usize) {
        let quantities = &self.lexicon.quantities;
        // "38 billion cubic metres of gas a year".
        let of = start < sent.len() && self.lexicon.reference.owner_prepositions.contains(sent.lower(start));
        let at = if of { start + 2 } else { start };
        let article = at < sent.len() && quantities.rate_words.contains(sent.lower(at));
        let place = at + usize::from(article);
        let adverb = place < sent.len() && sent.tree.upos(place) == Upos::Adv;
        let rate = (place < sent.len()).then(|| quantities.rates.get(sent.lower(place))).flatten();
        match rate.filter(|_| article || adverb) {
            Some(unit) => (format!("/{unit}"), place + 1),
            None => (String::new(), start),
        }
    }

    /// The words of a name in lower case, the last one in the singular.
    fn name_of(&self, sent: &Sent<'_>, tokens: Range<usize>) -> String {
        let last = tokens.end - 1;
        let words = tokens.map(|token| {
            if token == last { sent.tree.lemma(token).to_lowercase() } else { sent.lower(token).to_owned() }
        });
        words.collect::<Vec<_>>().join(" ")
    }

    /// Whether a token of a sentence, if there is one, is the sign, code or name of a currency.
    pub(super) fn is_currency(&self, sent: &Sent<'_>, token: usize) -> bool {
        token < sent.len() && self.currency_sign(sent, token).is_some()
    }

    fn currency_sign(&self, sent: &Sent<'_>, token: usize) -> Option<String> {
        let currencies = &self.lexicon.quantities.currencies;
        currencies.get(sent.word(token)).or_else(|| currencies.get(sent.lower(token))).cloned()
    }
}

fn value_mention(
    sent: &Sent<'_>,
    tokens: Range<usize>,
    amount: f64,
    measure: Measure,
    finder: &Finder<'_>,
) -> ValueMention {
    let span = Span::new(sent.span(tokens.start).start, sent.span(tokens.end - 1).end);
    let head = valued_noun(sent, tokens.start, finder).unwrap_or_else(|| sent.head_of(&tokens));
    ValueMention {
        span,
        sent_idx: sent.idx,
        head,
        value: Value { text: span.of(sent.text).to_owned(), amount, measure },
    }
}

/// Whether a number tells which and not how many, as a hyphen joins it to a word: "F-16".
fn ends_designation(sent: &Sent<'_>, at: usize) -> bool {
    let Some(word) = at.checked_sub(2) else { return false };
    let hyphen = sent.span(at - 1);
    hyphen.of(sent.text) == "-"
        && sent.word(word).starts_with(char::is_alphabetic)
        && sent.span(word).end == hyphen.start
        && hyphen.end == sent.span(at).start
        && sent.word(at).starts_with(|c: char| c.is_ascii_digit())
}

/// The noun whose value an amount tells behind "worth", however the parser ties them: "a contract worth 2 billion euros".
fn valued_noun(sent: &Sent<'_>, amount: usize, finder: &Finder<'_>) -> Option<usize> {
    // "Worth some 2 billion", "worth more than $2 billion".
    let reach = amount.saturating_sub(LONGEST_NAME + 1);
    let measures =
        |&token: &usize| sent.tree.upos(token) == Upos::Adj && finder.lexicon.is_measuring(sent.lower(token));
    let worth = (reach..amount).rev().find(measures)?;
    let noun = worth.checked_sub(1)?;
    matches!(sent.tree.upos(noun), Upos::Noun | Upos::Propn).then_some(noun)
}

#[cfg(test)]
mod tests {
    use super::NUMBER;

    #[test]
    fn a_number_may_have_commas_a_fraction_and_a_magnitude() {
        for number in ["400", "1,600", "2.4", "3bn"] {
            assert!(NUMBER.is_match(number), "{number}");
        }
        for other in ["", "bn", "3.", "-4", "S-400", "2.4.1"] {
            assert!(!NUMBER.is_match(other), "{other}");
        }
    }
}
