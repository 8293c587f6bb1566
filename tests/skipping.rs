//! Sentences that are not parsed: what is found without them is what is found with them.

use crate::extractor;
use chancery::documents::{Cleaner, Document, read_inputs};
use chancery::knowledge::Folder;
use chancery::pipeline::Extraction;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

/// What the two ways of reading must agree on: every event and fact, with the entities that they are about.
fn told(extraction: &Extraction) -> Vec<String> {
    let entity = |id| format!("{:?}", extraction.entities.entity(id));
    let events = extraction.events.iter().map(|event| {
        let who = event.participants.iter().map(|p| (p.role, p.mention, p.entity.map(entity))).collect::<Vec<_>>();
        let rest = (&event.status, &event.date, &event.value, &event.topic, &event.office, &event.attribution);
        format!("{:?} {} {who:?} {rest:?} {:?}", event.relation, event.frame, event.evidence)
    });
    let facts = extraction.facts.iter().map(|fact| {
        let ends = (entity(fact.subject), fact.subject_mention, entity(fact.object), fact.object_mention);
        format!("{:?} {ends:?} {}", fact.relation, fact.event_idx)
    });
    events.chain(facts).collect()
}

/// What came of reading documents in both ways.
#[derive(Default)]
struct Comparison {
    /// Events and facts that the whole way tells.
    told: usize,
    /// What only one of both tells.
    differing: Vec<String>,
    /// Tokens of all sentences.
    tokens: usize,
    /// Tokens of those that were parsed.
    parsed: usize,
}

impl Comparison {
    fn add(&mut self, doc: &Document) {
        let quick = extractor().extract_events(doc);
        let (found, expected) = (told(&quick), told(&extractor().extract(doc)));
        let mut add_missing = |lines: &[String], others: &[String], way: &str| {
            let only = lines.iter().filter(|line| !others.contains(line));
            self.differing.extend(only.map(|line| format!("{}, {way} only: {line}", doc.id)));
        };
        add_missing(&found, &expected, "quick");
        add_missing(&expected, &found, "whole");
        self.told += expected.len();
        for parse in &quick.parses {
            self.tokens += parse.words.len();
            self.parsed += if parse.has_tree() { parse.words.len() } else { 0 };
        }
    }
}

#[test]
fn sentences_that_are_not_parsed_hold_nothing() {
    let mut compared = Comparison::default();
    let cleaner = Cleaner::load(&Folder::ontology()).unwrap();
    let articles = [Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds/articles")];
    for doc in read_inputs(&articles, &cleaner) {
        compared.add(&doc.unwrap());
    }
    assert_eq!(compared.differing, [""; 0]);
    assert!(compared.parsed < compared.tokens, "some of {} tokens need no parse", compared.tokens);
}

#[test]
fn a_sentence_without_trigger_or_actor_is_not_parsed() {
    let text = "Shares rose. Angela Merkel visited Moscow. It rained all day long. Prices of copper fell slightly.";
    let extraction = extractor().extract_events(&Document::of_text("note", text));
    let trees: Vec<bool> = extraction.parses.iter().map(|parse| parse.has_tree()).collect();
    assert_eq!(trees, [false, true, false, false]);
    assert_eq!(extraction.facts.len(), 1);
}

#[test]
fn a_sentence_whose_words_fill_no_role_is_not_parsed() {
    for (text, parsed) in [
        ("Angela Merkel said that prices fell.", false),
        ("Angela Merkel said that Russia must pay.", true),
        ("Angela Merkel said in vain that prices fell.", false),
        ("Angela Merkel said in Berlin that prices fell.", false),
        ("Angela Merkel said in a statement that prices fell.", true),
        ("Angela Merkel travelled a lot.", false),
        ("Angela Merkel travelled to Moscow.", true),
    ] {
        let extraction = extractor().extract_events(&Document::of_text("note", text));
        assert_eq!(extraction.parses[0].has_tree(), parsed, "{text}");
    }
}

#[test]
fn what_a_pronoun_means_is_parsed() {
    let text = "Angela Merkel is the Chancellor of Germany. She visited Moscow.";
    let extraction = extractor().extract_events(&Document::of_text("note", text));
    assert!(extraction.parses.iter().all(|parse| parse.has_tree()));
    assert_eq!(extraction.facts.iter().filter(|fact| fact.subject_mention.of(text) == "She").count(), 1);
}

/// Of a name that is in the gazetteer, a parse may decide what it stands for; where nothing else needed that parse, another fact
/// may be about another name then: less than one in a thousand. `cargo test --profile fast skipping -- --ignored --nocapture` compares the workshop's corpus, which takes minutes.
#[test]
#[ignore = "takes minutes"]
fn nothing_is_lost_in_the_corpus() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus/news.jsonl.zst");
    let stdout = Command::new("zstd").arg("-dc").arg(&path).stdout(Stdio::piped()).spawn().ok().and_then(|c| c.stdout);
    let Some(stdout) = stdout.filter(|_| path.exists()) else { return eprintln!("skipped: no corpus") };
    let mut compared = Comparison::default();
    for line in BufReader::new(stdout).lines().step_by(12) {
        let value: serde_json::Value = serde_json::from_str(&line.expect("text")).expect("JSON");
        let text = |key: &str| value[key].as_str().unwrap_or_default().to_owned();
        let published = text("published").get(..10).and_then(|day| day.parse().ok());
        let doc = Document { title: Some(text("title")), published, ..Document::of_text(&text("id"), &text("text")) };
        compared.add(&doc);
    }
    let Comparison { told, differing, tokens, parsed } = compared;
    eprintln!("{parsed} of {tokens} tokens were parsed, {} of {told} lines differ", differing.len());
    assert!(differing.len() * 1000 <= told, "{}", differing.join("\n"));
}
