//! Builds that are stopped and go on: the real program, killed at random moments.

use crate::cli::{Place, VISIT};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant, SystemTime};

/// Kills of a build before it may end, one of which at least when it had begun.
const KILLS: usize = 8;
const MOST_KILLS: usize = 60;

/// An archive of the sample articles, each told anew under other ids.
fn archive(copies: usize) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds/articles");
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let texts: Vec<_> =
        paths.iter().filter(|path| path.is_file()).map(|path| std::fs::read_to_string(path).unwrap()).collect();
    let lines = (0..copies).flat_map(|copy| {
        texts.iter().enumerate().map(move |(idx, text)| {
            let text = format!("{text}\n\nTold for the {copy}th time by paper number {idx}.");
            serde_json::json!({"id": format!("{copy}/{idx}"), "text": text, "published": "2023-05-01"}).to_string()
                + "\n"
        })
    });
    lines.collect()
}

fn build(place: &Place, store: &str) -> Command {
    let mut command = place.command(&["build", "archive.jsonl", "--store", store, "--jobs", "2"]);
    command.stdout(Stdio::null()).stderr(Stdio::null()).env_remove("SOURCE_DATE_EPOCH");
    command
}

#[test]
fn a_build_that_is_killed_goes_on_and_ends_as_if_it_had_not_been() {
    let place = Place::new();
    place.write("archive.jsonl", archive(3));
    let start = Instant::now();
    assert!(build(&place, "timed.store").status().unwrap().success());
    // A machine may be busy, so the moments are random parts of what a build takes here and now.
    let long = u32::try_from(start.elapsed().as_millis()).unwrap() * 3 / 4;
    let mut seed = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().subsec_nanos();
    eprintln!("seed {seed}, up to {long} ms");
    let (mut sizes, mut began) = (Vec::new(), None);
    for _ in 0..MOST_KILLS {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let mut child = build(&place, "killed.store").spawn().unwrap();
        std::thread::sleep(Duration::from_millis(u64::from((seed >> 8) % long)));
        // SIGKILL.
        child.kill().unwrap();
        child.wait().unwrap();
        sizes.push(std::fs::metadata(place.path("killed.store")).map_or(0, |about| about.len()));
        let journal = std::fs::read_to_string(place.path(".killed.store.building")).ok();
        began = began.or(journal.and_then(|journal| journal.split(' ').next().map(str::to_owned)));
        if began.is_some() && sizes.len() >= KILLS {
            break;
        }
    }
    assert!(sizes.is_sorted(), "what was written stays: {sizes:?}");
    assert!(build(&place, "killed.store").status().unwrap().success());
    let began = began.unwrap_or_else(|| panic!("no build was killed after it began: {sizes:?}"));
    assert!(build(&place, "whole.store").env("SOURCE_DATE_EPOCH", began).status().unwrap().success());
    let read = |name: &str| std::fs::read(place.path(name)).unwrap();
    assert!(read("killed.store") == read("whole.store"), "the stores differ; sizes after kills: {sizes:?}");
    assert!(!place.path(".killed.store.building").exists());
}

#[test]
fn what_is_known_is_not_read_again_unless_it_changed() {
    let place = Place::new();
    place.write("news/a.txt", VISIT).write("news/b.txt", "Vladimir Putin visited Beijing in May 2014.");
    assert!(place.run(&["build", "news"]).err.contains("2 documents read (0 of them again)"));
    let before = std::fs::read(place.path("chancery.store")).unwrap();
    let again = place.run(&["build", "news"]);
    assert!(again.err.contains("2 documents read (2 unchanged, 0 of them again)"), "{}", again.err);
    assert_eq!(std::fs::read(place.path("chancery.store")).unwrap(), before);
    place.write("news/a.txt", "Angela Merkel visited Ankara in May 2015.");
    let changed = place.run(&["build", "news"]);
    assert!(changed.err.contains("2 documents read (1 unchanged, 1 of them again)"), "{}", changed.err);
    let facts = place.run(&["facts"]).out;
    assert!(facts.contains("Ankara") && !facts.contains("Moscow"), "{facts}");
    assert!(place.run(&["build", "news", "--again"]).err.contains("2 documents read (2 of them again)"));
}

#[test]
fn other_knowledge_reads_all_again() {
    let place = Place::new();
    place.write("a.txt", "Angela Merkel visited the Kingdom of Ruritania.");
    place.write("my.tsv", "id\tclass\tlabel\taliases\nruritania\tCountry\tRuritania\tKingdom of Ruritania\n");
    place.run(&["build", "a.txt"]);
    let taught = place.run(&["build", "a.txt", "--gazetteer", "my.tsv"]);
    assert!(taught.err.contains("1 document read (1 of them again)"), "{}", taught.err);
    let same = place.run(&["build", "a.txt", "--gazetteer", "my.tsv"]);
    assert!(same.err.contains("(1 unchanged, 0 of them again)"), "{}", same.err);
}
