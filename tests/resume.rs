//! Builds that are stopped and go on: the real program, killed at random moments.

use crate::cli::{Place, VISIT};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant, SystemTime};

/// Kills of builds that had begun to read, in as many rounds as it takes.
const KILLS: usize = 8;
const MOST_ROUNDS: usize = 40;

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

/// Kills programs at random moments.
pub struct Killer {
    seed: u32,
}

impl Killer {
    #[allow(clippy::print_stderr, reason = "shown when the test fails")]
    pub fn new() -> Self {
        let seed = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().subsec_nanos();
        eprintln!("seed {seed}");
        Self { seed }
    }

    /// Runs a command and kills it (SIGKILL) a random part of `long` after it `began`, unless it has ended by then.
    pub fn kill(&mut self, command: &mut Command, long: Duration, began: impl Fn() -> bool) {
        self.seed = self.seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let moment = long.mul_f64(f64::from(self.seed) / f64::from(u32::MAX));
        let mut child = command.spawn().unwrap();
        while !began() && child.try_wait().unwrap().is_none() {
            std::thread::sleep(Duration::from_millis(1));
        }
        std::thread::sleep(moment);
        child.kill().unwrap();
        child.wait().unwrap();
    }
}

#[test]
fn a_build_that_is_killed_goes_on_and_ends_as_if_it_had_not_been() {
    kill_builds(&Place::new(), &[], false);
}

/// Kills builds of `killed.store` until one comes to its end, and makes `whole.store` of the same, again and again.
pub fn kill_builds(place: &Place, args: &[&str], on_disk: bool) {
    place.write("archive.jsonl", archive(3)).write("earlier.jsonl", earlier());
    let (kind, file) = if on_disk { (&["--on-disk"][..], "/documents") } else { (&[][..], "") };
    let build = |store: &str| build(place, store, &[args, kind].concat());
    let documents = |store: &str| place.path(&format!("{store}{file}"));
    let size = || std::fs::metadata(documents("killed.store")).map_or(0, |about| about.len());
    let journal = place.path(".killed.store.building");
    // A build writes it anew when it begins to read.
    let begun = || std::fs::metadata(&journal).and_then(|about| about.modified()).ok();
    let begin = |store: &str| {
        let path = place.path(store);
        if path.exists() {
            if on_disk { std::fs::remove_dir_all(path) } else { std::fs::remove_file(path) }.unwrap();
        }
        let first = [&["build", "earlier.jsonl", "--store", store][..], args, kind].concat();
        assert!(place.command(&first).env("SOURCE_DATE_EPOCH", "1").output().unwrap().status.success());
    };
    begin("timed.store");
    let start = Instant::now();
    assert!(build("timed.store").status().unwrap().success());
    // Of a machine that may be busy now, or later.
    let mut long = start.elapsed() / 2;
    let (mut killer, mut kills) = (Killer::new(), 0);
    for _ in 0..MOST_ROUNDS {
        begin("killed.store");
        let (mut sizes, mut began) = (vec![size()], None);
        let has_ended = (0..KILLS).any(|_| {
            let before = begun();
            killer.kill(&mut build("killed.store"), long, || begun() != before);
            sizes.push(size());
            // A build that was not killed in time has ended, though perhaps not its index.
            let Ok(told) = std::fs::read_to_string(&journal) else { return true };
            began = began.take().or(told.split(' ').next().map(str::to_owned));
            kills += 1;
            false
        });
        if !has_ended {
            assert!(build("killed.store").status().unwrap().success());
        }
        assert!(sizes.is_sorted(), "what was written stays: {sizes:?}");
        let Some(began) = began else {
            long = long * 3 / 4;
            continue;
        };
        begin("whole.store");
        assert!(build("whole.store").env("SOURCE_DATE_EPOCH", began).status().unwrap().success());
        let [killed, whole] = ["killed.store", "whole.store"].map(|store| std::fs::read(documents(store)).unwrap());
        assert!(killed == whole, "the stores differ; sizes after kills: {sizes:?}");
        if kills >= KILLS {
            return;
        }
    }
    panic!("{kills} builds were killed when they had begun, in {MOST_ROUNDS} rounds");
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
