//! What pronouns and descriptions stand for, told by the facts that come of them.

use crate::extractor;
use chancery::documents::Document;

/// The facts of one relation in a document, as "subject (words) object".
fn facts(doc: &Document, relation: &str) -> Vec<String> {
    let extraction = extractor().extract(doc);
    let ontology = &extractor().knowledge().ontology;
    let label = |id| &extraction.entities.entity(id).label;
    let told = extraction.facts.iter().filter(|fact| ontology.relation(fact.relation).name == relation);
    told.map(|fact| format!("{} ({}) {}", label(fact.subject), fact.subject_mention.of(&doc.text), label(fact.object)))
        .collect()
}

fn check(text: &str, relation: &str, expected: &[&str]) {
    assert_eq!(facts(&Document::of_text("note", text), relation), expected, "{text}");
}

#[test]
fn they_are_those_who_were_the_subject_together() {
    let expected = ["Russia (They) Japan", "China (They) Japan"];
    check("Russia and China signed a treaty. They condemned Japan.", "criticised", &expected);
    check("Russia signed a treaty. They condemned Japan.", "criticised", &[]);
}

#[test]
fn the_two_and_the_leaders_are_the_two_people_told_before() {
    let expected = ["Vladimir Putin (two) treaty", "Xi Jinping (two) treaty"];
    check("Vladimir Putin met Xi Jinping. The two signed a treaty.", "signedDeal", &expected);
    check(
        "Vladimir Putin met Xi Jinping. The leaders condemned Japan.",
        "criticised",
        &["Vladimir Putin (leaders) Japan", "Xi Jinping (leaders) Japan"],
    );
    check("Vladimir Putin met Xi Jinping and Emmanuel Macron. The leaders condemned Japan.", "criticised", &[]);
}

#[test]
fn it_is_the_subject_before_or_the_one_body_of_the_sentence() {
    check("China rejected the ruling of the court. It accused Japan.", "accused", &["China (It) Japan"]);
    check("Xi Jinping rejected the ruling. It accused Japan.", "accused", &[]);
}

#[test]
fn who_speaks_is_told_by_name() {
    check("Iran said it had condemned Japan.", "criticised", &["Iran (Iran) Japan"]);
}

#[test]
fn we_are_those_who_issue_a_statement() {
    let text = "Joint Statement of France and Germany\n\nWe condemn Russia.";
    let mut doc = Document::of_text("note", text);
    check(text, "criticised", &[]);
    doc.title = Some("Joint Statement of France and Germany".to_owned());
    assert_eq!(facts(&doc, "criticised"), ["France (We) Russia", "Germany (We) Russia"]);
    let text = "Statement by President Joe Biden on Sweden\n\nI welcome Sweden. We condemn Russia.";
    let mut doc = Document::of_text("note", text);
    doc.title = Some("Statement by President Joe Biden on Sweden".to_owned());
    assert_eq!(facts(&doc, "criticised"), ["United States (We) Russia"]);
}

#[test]
fn a_dateline_is_no_actor() {
    check("JERUSALEM (AP) -- Germany condemned Russia.", "criticised", &["Germany (Germany) Russia"]);
}
