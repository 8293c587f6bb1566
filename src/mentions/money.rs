//! Money: "$400 billion", "$US25 billion", "800 million U.S. dollars", "RMB 3bn".

use super::{Finder, MoneyMention, Sent};
use crate::span::Span;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// "400", "1,600", "2.4", "3bn".
#[expect(clippy::expect_used, reason = "a constant pattern, which a test compiles")]
static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?<digits>\d[\d,]*(?:\.\d+)?)(?<magnitude>\p{Alphabetic}+)?$").expect("the pattern is valid")
});

/// An amount of money.
#[derive(Debug, Clone, PartialEq)]
pub struct Money {
    /// As the text writes it.
    pub text: String,
    /// The amount, in units of the currency.
    pub amount: f64,
    /// ISO 4217 code.
    pub currency: String,
}

impl Finder<'_> {
    /// The amounts of money of a sentence, in order.
    pub(super) fn find_money(&self, sent: &Sent<'_>) -> Vec<MoneyMention> {
        let mut found = Vec::new();
        let mut at = 0;
        while at < sent.len() {
            match self.read_money(sent, at) {
                Some(mention) => {
                    at = sent.tokens_of(mention.span).end.max(at + 1);
                    found.push(mention);
                }
                None => at += 1,
            }
        }
        found
    }

    /// An amount whose number stands at a token, with the currency before it or after it.
    fn read_money(&self, sent: &Sent<'_>, at: usize) -> Option<MoneyMention> {
        let (number, glued) = self.read_number(sent.word(at))?;
        let (factor, mut end) = match glued {
            Some(factor) => (factor, at + 1),
            None => self.magnitude_after(sent, at + 1),
        };
        let before = at.checked_sub(1).and_then(|sign| self.currency(sent, sign)).map(|code| (code, at - 1));
        let (currency, start) = before.or_else(|| {
            let name = (end..sent.len().min(end + 2))
                .find_map(|token| self.currency(sent, token).map(|code| (code, token)))?;
            end = name.1 + 1;
            Some((name.0, at))
        })?;
        Some(self.money_mention(sent, start..end, number * factor, currency))
    }

    fn money_mention(&self, sent: &Sent<'_>, tokens: Range<usize>, amount: f64, currency: String) -> MoneyMention {
        let span = Span::new(sent.span(tokens.start).start, sent.span(tokens.end - 1).end);
        let money = Money { text: span.of(sent.text).to_owned(), amount, currency };
        MoneyMention { span, sent_idx: sent.idx, head: sent.head_of(&tokens), money }
    }

    /// A number, with the factor of a magnitude that is glued to it ("3bn").
    fn read_number(&self, word: &str) -> Option<(f64, Option<f64>)> {
        let parts = NUMBER.captures(word)?;
        let number = parts["digits"].replace(',', "").parse().ok()?;
        let Some(magnitude) = parts.name("magnitude") else { return Some((number, None)) };
        let factor = self.lexicon.quantities.magnitudes.get(&magnitude.as_str().to_lowercase())?;
        Some((number, Some(*factor)))
    }

    /// The factor of the word that follows, and the token after it.
    fn magnitude_after(&self, sent: &Sent<'_>, at: usize) -> (f64, usize) {
        let factor = (at < sent.len()).then(|| self.lexicon.quantities.magnitudes.get(&sent.lower(at))).flatten();
        factor.map_or((1.0, at), |factor| (*factor, at + 1))
    }

    fn currency(&self, sent: &Sent<'_>, token: usize) -> Option<String> {
        let currencies = &self.lexicon.quantities.currencies;
        let lemma = sent.tree.lemma(token).to_lowercase();
        currencies
            .get(sent.word(token))
            .or_else(|| currencies.get(&sent.lower(token)))
            .or_else(|| currencies.get(&lemma))
            .cloned()
    }
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
