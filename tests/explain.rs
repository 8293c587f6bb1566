//! Why frames match or not: what the matcher says it lacks, and the page that `chancery explain` prints of it.

use crate::cli::Place;
use chancery::documents::Document;
use chancery::events::{Attempt, Function, Lack, Predicate, Role};
use chancery::pipeline::Extraction;

/// What `check` is given of the first sentence of a text: its extraction, and its predicates.
fn explained(text: &str, check: impl FnOnce(&Extraction, &[Predicate<'_>])) {
    let doc = Document::of_text("note", text);
    let extraction = crate::extractor().extract(&doc);
    check(&extraction, &crate::extractor().explain(&doc, &extraction, 0));
}

/// The attempt of a class of a frame.
fn attempt<'p>(predicates: &'p [Predicate<'p>], class: &str) -> &'p Attempt<'p> {
    let attempts = predicates.iter().flat_map(|predicate| &predicate.attempts);
    let alone = |attempt: &&Attempt<'_>| attempt.class.name == class && attempt.trigger.companions.is_empty();
    attempts.into_iter().find(alone).unwrap_or_else(|| panic!("no try of {class}"))
}

#[test]
fn a_frame_that_matches_gives_the_event_that_the_extraction_has() {
    explained("Angela Merkel visited Moscow.", |extraction, predicates| {
        let outcome = &attempt(predicates, "visited/visit").outcome;
        assert_eq!(outcome.as_ref().ok(), extraction.events.first());
        assert_eq!(extraction.events.len(), 1);
    });
}

#[test]
fn a_role_that_nobody_fills_is_told() {
    explained("Angela Merkel flew home.", |_, predicates| {
        let miss = attempt(predicates, "visited/travel");
        assert_eq!(miss.outcome, Err(Lack::Role(Role::Target)));
        assert_eq!(miss.refusals, []);
    });
}

#[test]
fn an_argument_of_the_wrong_class_is_told() {
    explained("Angela Merkel visited Xi Jinping.", |_, predicates| {
        let miss = attempt(predicates, "visited/visit");
        assert_eq!(miss.outcome, Err(Lack::Role(Role::Target)));
        let class = miss.refusals[0].class.map(|class| &crate::extractor().knowledge().ontology.class(class).name);
        assert_eq!(
            (&miss.refusals[0].argument.function, class.map(String::as_str)),
            (&Function::Object, Some("Person"))
        );
    });
}

#[test]
fn a_companion_that_is_not_there_is_told() {
    explained("Angela Merkel paid the waiter in Moscow.", |_, predicates| {
        let miss = predicates[0].attempts.iter().find(|attempt| attempt.trigger.companions == ["visit"]);
        assert_eq!(miss.map(|miss| &miss.outcome), Some(&Err(Lack::Companion)));
    });
}

#[test]
fn a_verb_that_no_frame_lists_is_a_predicate_without_attempts() {
    explained("Angela Merkel frequented Moscow.", |_, predicates| {
        assert_eq!((predicates[0].word, predicates[0].attempts.len()), (2, 0));
        let functions: Vec<_> = predicates[0].arguments.iter().map(|argument| &argument.function).collect();
        assert_eq!(functions, [&Function::Subject, &Function::Object, &Function::Itself]);
    });
}

#[test]
fn what_is_not_there_is_not_explained() {
    let doc = Document::of_text("note", "Angela Merkel visited Moscow.");
    let extraction = crate::extractor().extract(&doc);
    assert!(crate::extractor().explain(&doc, &extraction, 1).is_empty());
}

#[test]
fn the_page_tells_parse_names_predicates_and_facts() {
    let page = Place::new().read(&["explain", "Angela Merkel refused to visit Moscow.", "--published", "2016-02-07"]);
    for line in [
        "Angela Merkel refused to visit Moscow.",
        "  │  ┌─ to      mark   PART   to",
        "  Moscow         Place   Moscow         gazetteer",
        "  refused verb “refuse”",
        "    subject     Angela Merkel",
        "    complement  to visit Moscow",
        "    ✓ visited/visit: agent Angela Merkel; target Moscow; negated",
        "  Angela Merkel —visited→ Moscow  negated",
    ] {
        assert!(page.lines().any(|shown| shown == line), "{line} is not in\n{page}");
    }
}

#[test]
fn the_page_tells_what_a_frame_lacks() {
    let folded = |page: String| page.split_whitespace().collect::<Vec<_>>().join(" ");
    let explain = |text| folded(Place::new().read(&["explain", text]));
    for (text, told) in [
        (
            "Angela Merkel flew home.",
            "✗ visited/travel: no target (Place or Country): nothing stands behind to, in, at, into or for",
        ),
        ("Angela Merkel visited Xi Jinping.", "“Xi Jinping” (object) is of class Person"),
        ("Angela Merkel frequented Moscow.", "no frame lists the verb “frequent”"),
        ("Angela Merkel paid the waiter.", "with another word: pay"),
        ("Protesters attacked Moscow.", "attacked/attack gives no fact: agent “Protesters” is no entity"),
        (
            "China agreed to help Russia.",
            "agreedTo/agree gives no fact: no object is told, which would be an end of it",
        ),
        ("It rained.", "facts none"),
    ] {
        let page = explain(text);
        assert!(page.contains(told), "{told} is not in\n{page}");
    }
}

#[test]
fn the_page_is_eighty_columns_wide() {
    let path = format!("{}/seeds/articles/gas-contract-2014.txt", env!("CARGO_MANIFEST_DIR"));
    let article = std::fs::read_to_string(path).expect("the article is UTF-8");
    let run = Place::new().run_on(&["explain", "-"], &article);
    assert_eq!(run.status, Some(0), "{}", run.err);
    assert!(run.out.lines().count() > 200, "{} lines", run.out.lines().count());
    let wide: Vec<_> = run.out.lines().filter(|line| line.chars().count() > 80).collect();
    assert!(wide.is_empty(), "{wide:#?}");
}

#[test]
fn a_day_of_publication_tells_which_monday_is_meant() {
    let explain = |published: &[&str]| {
        Place::new().read(&[&["explain", "Angela", "Merkel", "visited", "Moscow", "on", "Monday."], published].concat())
    };
    assert!(explain(&["--published", "2016-02-11"]).contains("—visited→ Moscow  asserted; date 2016-02-08"));
    assert!(!explain(&[]).contains("date 2016"));
}

#[test]
fn colour_is_printed_where_it_is_asked_for() {
    let explain = |color| Place::new().read(&["explain", "It rained.", "--color", color]);
    assert!(explain("always").contains('\u{1b}') && !explain("never").contains('\u{1b}'));
    assert!(!explain("auto").contains('\u{1b}'));
}

#[test]
fn the_worked_example_of_the_documentation_goes_as_it_is_shown() {
    let path = format!("{}/docs/frames.md", env!("CARGO_MANIFEST_DIR"));
    let docs = std::fs::read_to_string(path).expect("the page is UTF-8");
    let blocks: Vec<_> = docs.split("```\n").collect();
    let shown = |begin: &str| *blocks.iter().find(|block| block.starts_with(begin)).expect("a page of explain");
    let place = Place::new();
    place.copy("ontology");
    let explain = || place.read(&["explain", "Angela Merkel frequented Japan.", "--ontology", "ontology"]);
    let before = explain();
    assert_eq!(before.split_once("\n\n").map(|(_, rest)| rest), Some(shown("parse\n")));
    place.edit("ontology/frames/visited.toml", "verbs = [\"revisit\"", "verbs = [\"frequent\", \"revisit\"");
    let after = explain();
    assert!(after.ends_with(shown("    ✓ visited/visit")), "{after}");
}

#[test]
fn no_text_is_wrong_use() {
    let place = Place::new();
    place.write("note.txt", "Angela Merkel visited Moscow.");
    for (args, told) in [
        (&["explain"][..], "<TEXT>..."),
        (&["explain", " "], "no text to explain"),
        (&["explain", "-"], "no text to explain"),
        (&["explain", "note.txt"], "note.txt: this is a file; give its text: chancery explain - < FILE"),
        (&["explain", "It rained.", "--published", "2016"], "expected YYYY-MM-DD"),
    ] {
        let run = place.run(args);
        assert_eq!((run.status, run.out.as_str()), (Some(2), ""), "{args:?}: {}", run.err);
        assert!(run.err.contains(told), "{args:?}: {}", run.err);
    }
}
