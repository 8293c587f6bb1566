//! Names, dates and values: texts and the day they were published in, what is read in them and which events it belongs to out.

use crate::{cases, extractor};
use chancery::documents::Document;
use chancery::mentions::{Form, Measure, Value};
use chancery::pipeline::Extraction;
use std::fmt::Write;

/// Every line of an input is a document of its own; "2016-06-28 | text" gives its day of publication, which may be left out.
fn read_lines(input: &str, write: impl Fn(&Document, &Extraction) -> String) -> String {
    let documents = input.lines().map(|line| {
        let (published, text) = line.split_once('|').expect("a line has a | behind the date");
        let doc = Document { published: published.trim().parse().ok(), ..Document::of_text("case", text.trim()) };
        let extraction = extractor().extract(&doc);
        write(&doc, &extraction)
    });
    documents.collect::<Vec<_>>().join("\n")
}

#[test]
fn dates_are_resolved_against_the_day_of_publication() {
    cases::check("dates", |input| {
        read_lines(input, |doc, extraction| {
            let dates = extraction.mentions.dates.iter();
            let written = dates.map(|date| format!("{} = {}", date.span.of(&doc.text), date.when));
            written.collect::<Vec<_>>().join("; ")
        })
    });
}

#[test]
fn names_that_the_gazetteer_lacks_are_found_by_form_and_context() {
    cases::check("names", |input| {
        read_lines(input, |doc, extraction| {
            let ontology = &extractor().knowledge().ontology;
            let named =
                |form| matches!(form, Form::Name | Form::Tagged | Form::Titled | Form::Keyword | Form::GivenName);
            let names = extraction.mentions.names.iter().filter(|mention| named(mention.form));
            let written = names.map(|mention| {
                let class = mention.class.map_or("nothing", |class| &ontology.class(class).name);
                format!("{} = {class}", mention.span.of(&doc.text))
            });
            written.collect::<Vec<_>>().join("; ")
        })
    });
}

#[test]
fn values_are_normalised() {
    cases::check("values", |input| {
        read_lines(input, |_, extraction| {
            let values = extraction.mentions.values.iter().map(|found| write_value(&found.value));
            values.collect::<Vec<_>>().join("; ")
        })
    });
}

#[test]
fn dates_values_and_sources_belong_to_the_event_they_stand_with() {
    cases::check("qualifiers", |input| {
        read_lines(input, |doc, extraction| {
            let mut lines = String::new();
            for event in &extraction.events {
                let trigger = event.evidence[0].trigger.of(&doc.text);
                let date = event.date.map_or("undated".to_owned(), |date| date.to_string());
                let value = event.value.as_ref().map(|value| format!(", {}", write_value(value))).unwrap_or_default();
                let source = event.attribution.as_ref().map(|source| format!(", says {source}")).unwrap_or_default();
                write!(lines, "{trigger} ({}): {date}{value}{source}; ", event.frame).expect("memory");
            }
            lines.trim_end_matches("; ").to_owned()
        })
    });
}

fn write_value(value: &Value) -> String {
    let measure = match &value.measure {
        Measure::Currency(code) => code,
        Measure::Unit(name) => name,
    };
    format!("{} = {} {measure}", value.text, value.amount)
}
