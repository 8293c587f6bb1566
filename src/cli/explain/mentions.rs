//! The mentions of a sentence in; a table of what each names, and how that was found, out.

use super::Story;
use crate::cli::page;
use crate::entities::{EntityId, Link};
use crate::mentions::{Form, Measure, Mention, Pointer};

/// Columns for the words of a mention.
const WORDS: usize = 24;

impl Story<'_> {
    /// Names, dates and values of a sentence, in the order of the text.
    pub(super) fn mentions(&self, sent_idx: usize) -> String {
        let found = &self.extraction.mentions;
        let names = found.names.iter().zip(&self.extraction.entities.links);
        let names = names.filter(|(mention, _)| mention.sent_idx == sent_idx && points_somewhere(mention));
        let dates = found.dates.iter().filter(|date| date.sent_idx == sent_idx);
        let values = found.values.iter().filter(|value| value.sent_idx == sent_idx);
        let mut rows: Vec<_> = names.map(|(mention, links)| (mention.span, self.mention(mention, links))).collect();
        rows.extend(dates.map(|date| {
            (date.span, [self.cell(date.span), "date".into(), page::cut(&date.when.to_string(), WORDS), String::new()])
        }));
        rows.extend(values.map(|mention| {
            let (kind, measure) = match &mention.value.measure {
                Measure::Currency(code) => ("money", code),
                Measure::Unit(unit) => ("quantity", unit),
            };
            let amount = page::cut(&format!("{} {measure}", mention.value.amount), WORDS);
            (mention.span, [self.cell(mention.span), kind.into(), amount, String::new()])
        }));
        rows.sort_by_key(|(span, _)| *span);
        page::columns(&rows.into_iter().map(|(_, row)| row).collect::<Vec<_>>())
    }

    fn cell(&self, span: crate::span::Span) -> String {
        page::cut(self.words(span), WORDS)
    }

    fn mention(&self, mention: &Mention, links: &[EntityId]) -> [String; 4] {
        let entities: Vec<_> = links.iter().map(|&id| self.extraction.entities.entity(id)).collect();
        let class = entities.first().map(|entity| &self.extractor.knowledge().ontology.class(entity.class).name);
        let labels: Vec<_> = entities.iter().map(|entity| entity.label.as_str()).collect();
        let is_phrase = entities.iter().any(|entity| entity.link == Link::Phrase);
        let row = [
            self.cell(mention.span),
            class.cloned().unwrap_or_default(),
            if entities.is_empty() { "not resolved".to_owned() } else { page::cut(&labels.join(", "), WORDS) },
            found_by(mention.form).to_owned(),
        ];
        if is_phrase { row.map(|cell| page::styled(page::FAINT, &cell)) } else { row }
    }
}

/// The rule that found a mention; of the gazetteer's names, how they name it.
fn found_by(form: Form) -> &'static str {
    match form {
        Form::Seat => "seat",
        Form::Demonym => "demonym",
        Form::Body => "body",
        Form::Office => "office",
        Form::Holder => "holder of the office",
        other => other.found_by(),
    }
}

/// A relative pronoun stands for what its clause hangs on, which the parse shows.
fn points_somewhere(mention: &Mention) -> bool {
    !matches!(mention.form, Form::Reference(Pointer::Nothing))
}
