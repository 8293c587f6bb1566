//! Tests of matching: names and texts in, candidates out; the automaton against a naive search.

use super::*;
use crate::gazetteer::words::stands_alone;
use crate::gazetteer::{EntryId, NameKind};
use proptest::prelude::*;

fn matcher(names: &[&str]) -> Matcher {
    let mut builder = MatcherBuilder::default();
    for (entry, name) in (0..).map(EntryId).zip(names) {
        builder.add(name, Reading { entry, kind: NameKind::Name }).unwrap();
    }
    builder.build().unwrap()
}

fn found<'t>(names: &[&str], text: &'t str) -> Vec<&'t str> {
    matcher(names).find(text).iter().map(|candidate| candidate.span.of(text)).collect()
}

#[test]
fn apostrophes_and_hyphens_end_a_word() {
    assert_eq!(
        found(&["China", "US"], "China’s, China's and the US-led; non-US, US–China"),
        ["China", "China", "US", "US", "US", "China"]
    );
}

#[test]
fn a_name_inside_a_word_is_none() {
    assert!(found(&["US", "Mali", "Neill", "Oman"], "USB Malian Somali O'Neill O’Neill Romans US2").is_empty());
}

#[test]
fn a_name_that_ends_in_a_full_stop_needs_no_space_after_it() {
    assert!(found(&["U.S."], "29 U.S.C. 1104").is_empty());
    assert_eq!(found(&["U.S.", "U.S"], "the U.S.-led (U.S.) U.S"), ["U.S.", "U.S.", "U.S"]);
}

#[test]
fn an_article_wins_over_no_noun() {
    assert_eq!(
        found(&["the Baltic", "Baltic Sea"], "ships in the Baltic Sea, and in the Baltic"),
        ["Baltic Sea", "the Baltic"]
    );
}

#[test]
fn the_longest_name_wins() {
    assert_eq!(found(&["Sea", "South China Sea", "China"], "in the South China Sea"), ["South China Sea"]);
    assert_eq!(
        found(&["Bank of China", "China Development Bank"], "the Bank of China Development Bank"),
        ["China Development Bank"]
    );
}

#[test]
fn a_longer_match_that_fails_hides_nothing() {
    assert_eq!(found(&["Niger", "Niger Delta"], "Niger Deltas"), ["Niger"]);
    assert_eq!(found(&["New York Time", "New York"], "New York Times"), ["New York"]);
}

#[test]
fn case_counts_but_for_capitals() {
    assert_eq!(
        found(&["US", "WHO", "IS", "China"], "who is to tell us of CHINA and china: US, WHO"),
        ["CHINA", "US", "WHO"]
    );
    assert!(found(&["Xi", "Mao"], "LOUIS XI").is_empty());
}

#[test]
fn white_space_in_a_name_may_be_any() {
    assert_eq!(found(&["Black Sea Fleet"], "the Black\n  Sea\u{a0}Fleet"), ["Black\n  Sea\u{a0}Fleet"]);
}

#[test]
fn diacritics_may_be_there_or_not() {
    assert_eq!(
        found(&["Erdoğan", "Sao Tome"], "Erdogan, Erdoğan, Erdog\u{306}an in São Tomé"),
        ["Erdoğan".replace('ğ', "g").as_str(), "Erdoğan", "Erdog\u{306}an", "São Tomé"]
    );
}

#[test]
fn a_combining_form_needs_its_hyphen_and_leaves_it_out() {
    assert_eq!(
        found(&["Sino-", "Russian"], "Sino-Russian, Sino–Russian, a Sino Russian Casino-Russian"),
        ["Sino", "Russian", "Sino", "Russian", "Russian", "Russian"]
    );
}

#[test]
fn every_meaning_of_a_name_is_told() {
    let mut builder = MatcherBuilder::default();
    let reading = |entry, kind| Reading { entry: EntryId(entry), kind };
    let readings = [reading(1, NameKind::Seat), reading(2, NameKind::Name), reading(3, NameKind::Surname)];
    for reading in readings.iter().rev() {
        builder.add("Washington", *reading).unwrap();
    }
    builder.add("Washington", reading(2, NameKind::Weak)).unwrap();
    assert_eq!(builder.build().unwrap().find("in Washington")[0].readings[..], readings);
}

#[test]
fn a_form_with_and_without_its_hyphen_has_the_meanings_of_both() {
    let mut builder = MatcherBuilder::default();
    builder.add("Sino-", Reading { entry: EntryId(2), kind: NameKind::Demonym }).unwrap();
    builder.add("Sino", Reading { entry: EntryId(1), kind: NameKind::Name }).unwrap();
    let candidates = builder.build().unwrap().find("Sino-Indian");
    let entries: Vec<u32> = candidates[0].readings.iter().map(|reading| reading.entry.0).collect();
    assert_eq!((candidates.len(), entries), (1, vec![1, 2]));
}

#[test]
fn no_names_find_nothing() {
    assert!(found(&[], "China").is_empty());
    assert!(found(&["", " ", "-", "..."], "China ... - .").is_empty());
}

fn in_capitals(name: &str) -> Option<String> {
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    (letters >= MIN_CAPITALS).then(|| name.to_uppercase())
}

/// Every span of the text that is one of the names by plain comparison, the longest first, then the last, without overlap.
fn naive(names: &[String], text: &str) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    for (start, _) in text.char_indices() {
        for name in names.iter().map(|name| fold_name(name).into_owned()).filter(|name| name.contains(is_word)) {
            let capitals = in_capitals(&name);
            for form in [Some(name), capitals].into_iter().flatten() {
                let bare = Span::new(start, start + form.trim_end_matches('-').len());
                if text[start..].starts_with(&form)
                    && stands_alone(text, if form.ends_with('-') { bare } else { Span::new(start, start + form.len()) })
                {
                    spans.push(if form.ends_with('-') { bare } else { Span::new(start, start + form.len()) });
                }
            }
        }
    }
    spans.sort_by_key(|span| std::cmp::Reverse((span.len(), span.start)));
    let mut kept: Vec<Span> = Vec::new();
    for span in spans {
        if kept.iter().all(|other| !other.overlaps(span)) {
            kept.push(span);
        }
    }
    kept.sort_unstable();
    kept
}

proptest! {
    #[test]
    fn the_automaton_agrees_with_a_naive_search(
        names in prop::collection::vec("[AaBb][aAbB.' ]{0,5}[ab-]?", 0..12),
        text in "[AaBb.' -]{0,60}",
    ) {
        let text = fold(&text).text.into_owned();
        let names: Vec<String> = names.into_iter().filter(|name| !name.trim().ends_with("--")).collect();
        let refs: Vec<&str> = names.iter().map(String::as_str).collect();
        let found: Vec<Span> = matcher(&refs).find(&text).iter().map(|candidate| candidate.span).collect();
        prop_assert_eq!(found, naive(&names, &text));
    }

    #[test]
    fn candidates_stand_on_characters_in_order(text in "\\PC{0,40}( ?(U\\.S\\.|Sao|São|ßa|e\u{301})[ ’-]?\\PC{0,5}){0,6}") {
        let mut end = 0;
        for candidate in matcher(&["U.S.", "São", "ss", "sa", "é", "a"]).find(&text) {
            prop_assert!(candidate.span.start >= end && !candidate.span.is_empty());
            prop_assert!(text.get(candidate.span.start..candidate.span.end).is_some());
            end = candidate.span.end;
        }
    }
}
