//! `chancery gaps`: the names and verbs that are best taught next.

use crate::cli::Place;

#[test]
fn names_that_are_not_known_are_counted_with_their_first_sentence() {
    let place = Place::new();
    place.write("a.txt", "Boris Karenin visited Moscow. Boris Karenin met Angela Merkel.");
    place.write("b.txt", "President Boris Karenin praised the Ruritania Corporation.");
    let page = place.read(&["gaps", "a.txt", "b.txt"]);
    for line in [
        "   3  Boris Karenin  Person  2 documents",
        "      a: Boris Karenin visited Moscow.",
        "   1  Ruritania Corporation  Organisation  1 document",
    ] {
        assert!(page.lines().any(|shown| shown == line), "{line} is not in\n{page}");
    }
    assert!(!page.contains("Angela Merkel  "), "{page}");
}

#[test]
fn a_name_that_is_taught_is_no_gap_any_more() {
    let place = Place::new();
    place.write("a.txt", "Boris Karenin visited Moscow.");
    place.write("mine.tsv", "id\tclass\tlabel\nboris-karenin\tPerson\tBoris Karenin\n");
    assert!(place.read(&["gaps", "a.txt"]).contains("Boris Karenin  Person"));
    assert!(
        place.read(&["gaps", "a.txt", "--gazetteer", "mine.tsv"]).contains("names that the gazetteer lacks (0 of 0)")
    );
}

#[test]
fn verbs_between_actors_without_an_event_are_told() {
    let place = Place::new();
    place.write(
        "a.txt",
        "Angela Merkel frequented Japan. Angela Merkel visited Japan. Angela Merkel frequented the cinema.",
    );
    place.write("b.txt", "Xi Jinping frequented Japan. Angela Merkel held talks with Xi Jinping.");
    let page = place.read(&["gaps", "."]);
    let verbs = page.split("verbs between actors").nth(1).expect("a section of verbs");
    let lines: Vec<_> = verbs.lines().skip(1).filter(|line| !line.is_empty()).collect();
    assert_eq!(
        lines,
        ["   2  frequent + object  no frame lists it  2 documents", "      a: Angela Merkel frequented Japan."]
    );
}

#[test]
fn the_most_frequent_are_shown_first_whatever_the_jobs() {
    let place = Place::new();
    let articles = format!("{}/seeds/articles", env!("CARGO_MANIFEST_DIR"));
    let one = place.read(&["gaps", &articles, "--top", "5", "--jobs", "1"]);
    assert_eq!(one, place.read(&["gaps", &articles, "--top", "5", "--jobs", "8"]));
    let counts: Vec<u32> = one.lines().filter_map(|line| line.get(..4)?.trim().parse().ok()).collect();
    assert!(counts.len() > 5 && counts[..5].is_sorted_by(|one, next| one >= next), "{one}");
}
