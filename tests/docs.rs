//! The documentation: whether the commands that it shows are ones that the program takes, its links lead somewhere, and its
//! worked example of a frame works. `.ci/run` runs the commands of the README.

use crate::extractor;
use chancery::cli::args::Cli;
use chancery::documents::Document;
use chancery::events::Frames;
use chancery::facts::Fact;
use chancery::knowledge::Folder;
use clap::Parser;
use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Path below the root, and text, of every page for people.
fn pages() -> Vec<(PathBuf, String)> {
    let top = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "seeds/README.md"].map(PathBuf::from);
    let docs = std::fs::read_dir(root().join("docs")).expect("docs/ can be read");
    let docs = docs.map(|entry| Path::new("docs").join(entry.expect("docs/ can be read").file_name()));
    let mut paths: Vec<_> =
        top.into_iter().chain(docs).filter(|path| path.extension().is_some_and(|e| e == "md")).collect();
    paths.sort();
    paths
        .into_iter()
        .map(|path| (path.clone(), std::fs::read_to_string(root().join(path)).expect("a page is UTF-8")))
        .collect()
}

/// The fenced blocks of a page in a language, without the fences.
fn blocks<'t>(page: &'t str, language: &str) -> Vec<&'t str> {
    let opening = format!("```{language}\n");
    let begins = page.match_indices(&opening).map(|(at, fence)| at + fence.len());
    begins.map(|begin| page[begin..].split_once("```").expect("a block is closed").0).collect()
}

/// Words of a command line, which may stand in quotes; `None` behind what begins a comment or another command.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut quote = None;
    let mut word: Option<String> = None;
    for c in line.chars() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (None, '\'' | '"') => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (None, '#' | '|' | '>' | '&' | ';') if word.is_none() => break,
            (None, c) if c.is_whitespace() => words.extend(word.take()),
            (_, c) => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words
}

/// The calls of the program in a block: `chancery …` and `cargo run … -- …`.
fn calls(block: &str) -> Vec<Vec<String>> {
    let lines = block.replace("\\\n", " ");
    let lines = lines.lines().map(|line| line.strip_prefix("$ ").unwrap_or(line));
    let parts = lines.flat_map(|line| line.split(" | ").map(|part| words(part.trim())).collect::<Vec<_>>());
    parts
        .filter_map(|words| match words.first().map(String::as_str) {
            Some("chancery") => Some(words[1..].to_vec()),
            Some("cargo") if words[1] == "run" => {
                Some(words.iter().skip_while(|word| *word != "--").skip(1).cloned().collect())
            }
            _ => None,
        })
        .collect()
}

#[test]
fn every_command_shown_is_one_that_the_program_takes() {
    let mut shown = 0;
    for (path, text) in pages() {
        for call in ["sh", "console"].into_iter().flat_map(|language| blocks(&text, language)).flat_map(calls) {
            let args = std::iter::once("chancery".to_owned()).chain(call.iter().cloned());
            assert!(Cli::try_parse_from(args).is_ok(), "{}: chancery {}", path.display(), call.join(" "));
            shown += 1;
        }
    }
    assert!(shown > 10, "only {shown} commands in all pages");
}

#[test]
fn every_command_in_the_help_is_one_that_the_program_takes() {
    use clap::CommandFactory;
    let program = Cli::command();
    for command in std::iter::once(&program).chain(program.get_subcommands()) {
        let help =
            command.get_after_help().unwrap_or_else(|| panic!("{} has no examples", command.get_name())).to_string();
        // Two spaces part a call from what it does.
        let lines = help.lines().filter_map(|line| line.strip_prefix("  ")?.split("  ").next());
        let calls: Vec<_> = lines.map(words).collect();
        assert!(calls.len() > 1, "{} has few examples", command.get_name());
        for call in calls {
            assert!(Cli::try_parse_from(&call).is_ok(), "{}: {}", command.get_name(), call.join(" "));
        }
    }
}

#[test]
fn links_lead_to_files_that_there_are() {
    for (path, text) in pages() {
        for (at, _) in text.match_indices("](") {
            let target = text[at + 2..].split([')', '#', ' ']).next().unwrap_or_default();
            if target.is_empty() || target.contains("://") {
                continue;
            }
            let folder = root().join(&path).parent().expect("a page is in a folder").to_path_buf();
            assert!(folder.join(target).exists(), "{}: no {target}", path.display());
        }
    }
}

#[test]
fn paths_in_the_map_of_the_code_exist() {
    let text = std::fs::read_to_string(root().join("ARCHITECTURE.md")).expect("the page is UTF-8");
    let folders = ["src/", "ontology/", "seeds/", "queries/", "models/", "tests/", "docs/", "benches/", "xtask/"];
    let code = text.split('`').skip(1).step_by(2);
    let paths: Vec<_> = code.filter(|code| folders.iter().any(|folder| code.starts_with(folder))).collect();
    assert!(paths.len() > 10, "{paths:?}");
    let paths = paths.into_iter();
    let missing: Vec<_> = paths.filter(|path| !root().join(path).exists()).collect();
    assert!(missing.is_empty(), "ARCHITECTURE.md names what is not there: {missing:?}");
}

#[test]
fn the_readme_names_every_relation() {
    let text = std::fs::read_to_string(root().join("README.md")).expect("the page is UTF-8");
    for (_, relation) in extractor().knowledge().ontology.relations() {
        assert!(text.contains(&format!("`{}`", relation.name)), "README.md does not tell of {}", relation.name);
    }
}

#[test]
fn the_first_example_of_the_readme_comes_out() {
    let page = std::fs::read_to_string(root().join("README.md")).expect("the page is UTF-8");
    let quote: Vec<_> = page.lines().filter_map(|line| line.strip_prefix("> ")).collect();
    // The article has given the full name before.
    let text = format!("Ulf Kristersson is prime minister of Sweden.\n\n{}", quote.join(" "));
    let extraction = extractor().extract(&Document::of_text("readme", &text));
    let label = |id| extraction.entities.entity(id).label.as_str();
    let fact = |fact: &Fact| {
        let relation = &extractor().knowledge().ontology.relation(fact.relation).name;
        let status = extraction.events[fact.event_idx].status.as_str();
        format!("| {} | {relation} | {} | {status} |", label(fact.subject), label(fact.object))
    };
    let found: Vec<_> = extraction.facts.iter().map(fact).collect();
    let shown: Vec<_> =
        page.lines().filter(|line| line.ends_with(" asserted |") || line.ends_with(" planned |")).collect();
    assert_eq!(shown.len(), 4);
    for row in shown {
        assert!(found.iter().any(|fact| fact == row), "README.md: {row} is not among {found:#?}");
    }
}

#[test]
fn the_frame_that_the_documentation_builds_works() {
    let page = std::fs::read_to_string(root().join("docs/frames.md")).expect("the page is UTF-8");
    let frame = blocks(&page, "toml").into_iter().find(|block| block.contains("relation = ")).expect("a whole frame");
    let ontology = blocks(&page, "turtle").into_iter().next().expect("the declaration of its relation");
    let knowledge = taught(frame, ontology);
    let extractor = chancery::pipeline::Extractor::new(knowledge).expect("the model loads");
    let frames: &Frames = &extractor.knowledge().frames;
    let taught = frames
        .frames()
        .iter()
        .find(|found| frame.contains(&format!("relation = \"{}\"", found.name)))
        .expect("the frame");
    assert!(taught.examples.len() > 1);
    for example in taught.examples.iter().chain(&taught.counterexamples) {
        assert_eq!(extractor.facts_of_example(taught, example), example.facts, "{}", example.text);
    }
}

/// The compiled knowledge with one frame and relation more.
fn taught(frame: &str, declaration: &str) -> chancery::pipeline::Knowledge {
    let relation = frame.split("relation = \"").nth(1).and_then(|rest| rest.split('"').next()).expect("a relation");
    let compiled = Folder::ontology();
    let mut files: Vec<_> = compiled.files().map(|(name, text)| (name.to_owned(), text.to_owned())).collect();
    for (name, text) in &mut files {
        if name == "chancery.ttl" {
            text.push_str(declaration);
        }
    }
    files.push((format!("frames/{relation}.toml"), frame.to_owned()));
    chancery::pipeline::Knowledge::load(&Folder::of("ontology", files), &Folder::seeds(), &[])
        .expect("what is taught loads")
}
