//! What matches and what counts, on golds of a few facts.

use super::*;
use crate::error::Result;
use crate::events::Status;
use crate::knowledge::Folder;
use crate::ontology::Ontology;

/// A gold of one document, with entities of every kind and the facts that are given as JSON.
fn gold(facts: &str) -> Vec<Gold> {
    let entities = r#"[{"id": "angela-merkel", "type": "Person", "names": ["Angela Merkel", "Merkel"]},
        {"id": "xi-jinping", "type": "Person", "names": ["Xi Jinping"]},
        {"id": "shanghai", "type": "Place", "names": ["Shanghai"]}, {"id": "china", "type": "Country", "names": ["China"]},
        {"id": "gas-deal", "type": "Agreement", "names": ["$400 billion gas deal"]}]"#;
    let line = format!(r#"{{"doc": "a", "entities": {entities}, "facts": [{facts}]}}"#).replace('\n', " ");
    Gold::read(&line).expect("the gold is well formed")
}

fn fact(subject: &str, relation: &str, object: &str, more: &str) -> String {
    format!(r#"{{"subject": "{subject}", "relation": "{relation}", "object": "{object}"{more}}}"#)
}

fn found(subject: &str, relation: &str, object: &str, more: &str) -> Found {
    let ends =
        format!(r#""subject": {{"label": "{subject}"}}, "relation": "{relation}", "object": {{"label": "{object}"}}"#);
    let line = format!(r#"{{"doc": "news/a", {ends}{more}}}"#);
    Found::read(&line).expect("the fact is well formed").remove(0)
}

/// What `check` is given: the score of facts that were found against a gold.
fn scored(facts: &[String], found: &[Found], check: impl FnOnce(&Score<'_>)) {
    let folder = Folder::ontology();
    let ontology = Ontology::load(&folder).expect("the ontology loads");
    let rules = Rules::load(&folder, &ontology).expect("the rules load").ignoring(["withdrew".to_owned()]);
    check(&score(&gold(&facts.join(", ")), found, &rules));
}

fn counts(score: &Score<'_>) -> (usize, usize, usize) {
    (score.total.right, score.total.told, score.total.gold)
}

const MEETING: [&str; 3] = ["angela-merkel", "met", "xi-jinping"];

fn meeting(more: &str) -> String {
    fact(MEETING[0], MEETING[1], MEETING[2], more)
}

#[test]
fn a_name_matches_whatever_its_case_accents_articles_and_punctuation() {
    let folder = Folder::ontology();
    let ontology = Ontology::load(&folder).expect("the ontology loads");
    let rules = Rules::load(&folder, &ontology).expect("the rules load");
    for (name, folded) in [
        ("The Élysée’s", "elysee"),
        ("Nord-Stream", "nord stream"),
        ("U.S. forces", "u.s forces"),
        ("an $400  billion", "$400 billion"),
        ("Recep Tayyip Erdoğan", "recep tayyip erdogan"),
        ("A", "a"),
        ("", ""),
    ] {
        assert_eq!(rules.fold(name), folded);
    }
}

#[test]
fn a_symmetric_relation_matches_either_way_and_others_do_not() {
    scored(&[meeting("")], &[found("Xi Jinping", "met", "the Merkel", "")], |score| {
        assert_eq!(counts(score), (1, 1, 1))
    });
    let visit = fact("angela-merkel", "visited", "china", "");
    scored(&[visit], &[found("China", "visited", "Merkel", "")], |score| assert_eq!(counts(score), (0, 1, 1)));
}

#[test]
fn a_phrase_matches_by_half_of_its_words_one_of_them_telling() {
    let deal = || [fact("china", "signedDeal", "gas-deal", "")];
    for (label, right) in [
        ("massive gas deal", 1),
        ("$400 billion deals", 1),
        ("deal", 0),
        ("new deal", 0),
        ("gas pipeline in northern Siberia", 0),
    ] {
        scored(&deal(), &[found("China", "signedDeal", label, "")], |score| {
            assert_eq!(counts(score), (right, 1, 1), "{label}")
        });
    }
}

#[test]
fn one_fact_of_the_gold_is_matched_once() {
    let deals =
        [found("China", "signedDeal", "gas deal", ""), found("China", "signedDeal", "$400 billion gas deal", "")];
    scored(&[fact("china", "signedDeal", "gas-deal", "")], &deals, |score| assert_eq!(counts(score), (1, 2, 1)));
}

#[test]
fn the_same_ends_count_once() {
    let twice = [found("Merkel", "met", "Xi Jinping", ""), found("Xi Jinping", "met", "Merkel", "")];
    scored(&[meeting("")], &twice, |score| assert_eq!(counts(score), (1, 1, 1)));
}

#[test]
fn a_wider_place_stands_for_the_exact_one_and_is_not_wrong_beside_it() {
    let visit = || [fact("xi-jinping", "visited", "shanghai", r#", "object_also": ["china"]"#)];
    let (city, country) = (found("Xi Jinping", "visited", "Shanghai", ""), found("Xi Jinping", "visited", "China", ""));
    scored(&visit(), std::slice::from_ref(&country), |score| assert_eq!(counts(score), (1, 1, 1)));
    scored(&visit(), &[country, city], |score| assert_eq!(counts(score), (1, 1, 1)));
}

#[test]
fn an_optional_fact_is_neither_missed_nor_wrong() {
    let optional = || [meeting(r#", "optional": true"#)];
    scored(&optional(), &[], |score| assert_eq!(counts(score), (0, 0, 0)));
    scored(&optional(), &[found("Merkel", "met", "Xi Jinping", "")], |score| assert_eq!(counts(score), (0, 0, 0)));
}

#[test]
fn what_is_supposed_does_not_count_and_asserting_it_is_an_overclaim() {
    let supposed = || [meeting(r#", "status": "hypothetical""#)];
    let told = |status: &str| found("Merkel", "met", "Xi Jinping", &format!(r#", "status": "{status}""#));
    scored(&supposed(), &[told("negated")], |score| {
        assert_eq!(counts(score), (0, 0, 0));
        assert_eq!(score.by_status[&Status::Hypothetical], StatusCounts { right: 0, matched: 1 });
    });
    scored(&supposed(), &[told("asserted")], |score| assert_eq!((counts(score), score.overclaims()), ((0, 1, 0), 1)));
    scored(&supposed(), &[told("hypothetical")], |score| assert_eq!(score.status_mean(), 1.0));
}

#[test]
fn dates_are_compared_by_month_and_in_whole() {
    let dated = |date: &str| format!(r#", "date": "{date}""#);
    for (gold, told, month, exact) in [
        ("2016-06-25", "2016-06-25", 1, 1),
        ("2016-06-25", "2016-06", 1, 0),
        ("2016-06-25/2016-06-27", "2016-06-25", 1, 1),
        ("2016-06", "2016", 0, 0),
        ("2016", "2016", 1, 1),
    ] {
        scored(&[meeting(&dated(gold))], &[found("Merkel", "met", "Xi Jinping", &dated(told))], |score| {
            assert_eq!(score.dates, DateCounts { month, exact, told: 1, gold: 1 }, "{told} for {gold}");
        });
    }
    scored(&[meeting("")], &[found("Merkel", "met", "Xi Jinping", &dated("2016"))], |score| {
        assert_eq!(score.dates, DateCounts { month: 0, exact: 0, told: 1, gold: 0 });
    });
}

#[test]
fn what_was_found_elsewhere_or_is_ignored_does_not_count() {
    let mut elsewhere = found("Merkel", "met", "China", "");
    elsewhere.doc = "b".to_owned();
    let ignored = found("Merkel", "withdrew", "China", "");
    scored(&[], &[elsewhere, ignored, found("Merkel", "haunted", "China", "")], |score| {
        assert_eq!(counts(score), (0, 0, 0))
    });
}

#[test]
fn misses_and_false_alarms_are_listed() {
    scored(&[meeting("")], &[found("Merkel", "criticised", "China", "")], |score| {
        assert_eq!((score.misses[0].doc, score.misses[0].fact.relation.as_str()), ("a", "met"));
        assert_eq!(score.false_alarms[0].fact.object.label, "China");
        assert_eq!((score.by_relation["met"].gold, score.by_relation["criticised"].told), (1, 1));
        assert_eq!((score.total.precision(), score.total.recall(), score.total.f1()), (0.0, 0.0, 0.0));
    });
}

#[test]
fn a_gold_with_a_fault_has_its_line() {
    let fault = |text: &str| {
        let error = Gold::read(text).map(|_| ()).expect_err("it has a fault");
        (error.line_number(), error.to_string())
    };
    let entity = r#"{"id": "x", "type": "Person", "names": []}"#;
    let strange = format!(r#"{{"doc": "a", "entities": [{entity}], "facts": [{}]}}"#, fact("x", "met", "y", ""));
    assert_eq!(fault(&strange), (Some(1), "entity \"y\" of a fact is not declared".to_owned()));
    let twice = format!(r#"{{"doc": "a", "entities": [{entity}, {entity}], "facts": []}}"#);
    assert_eq!(fault(&format!("\n{twice}")), (Some(2), "entity \"x\" is declared twice".to_owned()));
    assert!(fault("{").1.starts_with("malformed JSON: "), "{:?}", fault("{"));
    let unknown: Result<_> = Found::read(r#"{"doc": "a", "subject": {"label": "x"}}"#);
    assert!(unknown.is_err());
}
