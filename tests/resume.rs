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

/// What an earlier build read: the articles under the ids that others of them have in the archive, and a copy of each.
fn earlier() -> String {
    let lines: Vec<serde_json::Value> = archive(1).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let told = lines.iter().enumerate().flat_map(|(idx, line)| {
        let ids = [format!("0/{}", (idx + 1) % lines.len()), format!("old/{idx}")];
        ids.map(|id| serde_json::json!({"id": id, "text": line["text"]}).to_string() + "\n")
    });
    told.collect()
}

fn build(place: &Place, store: &str, args: &[&str]) -> Command {
    let mut command = place.command(&["build", "archive.jsonl", "--store", store, "--jobs", "2"]);
    command.args(args);
    command.stdout(Stdio::null()).stderr(Stdio::null()).env_remove("SOURCE_DATE_EPOCH");
    command
}

/// Runs a command again and again, each time killed (SIGKILL) after a random part of `long`, until `done` says so.
#[allow(clippy::print_stderr, reason = "shown when the test fails")]
pub fn kill(long: Duration, command: impl Fn() -> Command, mut done: impl FnMut() -> bool) {
    let mut long = u32::try_from(long.as_millis()).unwrap();
    let mut seed = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().subsec_nanos();
    eprintln!("seed {seed}, up to {long} ms");
    for _ in 0..MOST_KILLS {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let mut child = command().spawn().unwrap();
        std::thread::sleep(Duration::from_millis(u64::from((seed >> 8) % long.max(1))));
        // One that ended by itself shows that it takes less time now than when that was measured.
        if child.try_wait().unwrap().is_some() {
            long = long * 3 / 4;
        }
        child.kill().unwrap();
        child.wait().unwrap();
        if done() {
            break;
        }
    }
}

#[test]
fn a_build_that_is_killed_goes_on_and_ends_as_if_it_had_not_been() {
    kill_builds(&Place::new(), &[], false);
}

/// Kills builds of `killed.store`, and makes `whole.store` of the same.
pub fn kill_builds(place: &Place, args: &[&str], on_disk: bool) {
    place.write("archive.jsonl", archive(3));
    let (kind, file) = if on_disk { (&["--on-disk"][..], "/documents") } else { (&[][..], "") };
    let build = |store: &str| build(place, store, &[args, kind].concat());
    let documents = |store: &str| place.path(&format!("{store}{file}"));
    place.write("earlier.jsonl", earlier());
    let begin = |store: &str| {
        let first = [&["build", "earlier.jsonl", "--store", store][..], args, kind].concat();
        assert!(place.command(&first).env("SOURCE_DATE_EPOCH", "1").output().unwrap().status.success());
    };
    let size = || std::fs::metadata(documents("killed.store")).map_or(0, |about| about.len());
    ["timed.store", "killed.store", "whole.store"].into_iter().for_each(begin);
    let start = Instant::now();
    assert!(self::build(place, "timed.store", args).status().unwrap().success());
    // A machine may be busy, so the moments are random parts of what it takes here and now to read the documents.
    let long = start.elapsed() * 3 / 4;
    let (mut sizes, mut began, unread) = (Vec::new(), None, size());
    kill(
        long,
        || build("killed.store"),
        || {
            let journal = std::fs::read_to_string(place.path(".killed.store.building")).ok();
            if journal.is_none() && size() > unread {
                // It came to its end before it was killed, so nothing is to be learned from it.
                let store = place.path("killed.store");
                if on_disk { std::fs::remove_dir_all(store) } else { std::fs::remove_file(store) }.unwrap();
                begin("killed.store");
                (sizes, began) = (Vec::new(), None);
                return false;
            }
            sizes.push(size());
            began = began.take().or(journal.and_then(|journal| journal.split(' ').next().map(str::to_owned)));
            began.is_some() && sizes.len() >= KILLS
        },
    );
    assert!(sizes.is_sorted(), "what was written stays: {sizes:?}");
    assert!(build("killed.store").status().unwrap().success());
    let began = began.unwrap_or_else(|| panic!("no build was killed after it began: {sizes:?}"));
    assert!(build("whole.store").env("SOURCE_DATE_EPOCH", began).status().unwrap().success());
    let [killed, whole] = ["killed.store", "whole.store"].map(|store| std::fs::read(documents(store)).unwrap());
    assert!(killed == whole, "the stores differ; sizes after kills: {sizes:?}");
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
