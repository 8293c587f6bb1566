//! The rules of the code that a scan of `src/` can hold: which module may use which, which module owns which crate, what the pure
//! stages do without, how long a file may be. `ARCHITECTURE.md` tells why.

use chancery::gazetteer::NameKind;
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Lines that a file may have.
const MAX_LINES: usize = 600;

/// Stages that take values and yield values: they neither read files nor know the time.
const PURE: [&str; 9] =
    ["sentences", "gazetteer", "syntax", "mentions", "entities", "events", "facts", "pipeline", "rdf"];

/// What reaches outside of a stage.
const IMPURE: [&str; 10] = [
    "std::fs",
    "std::io::stdin",
    "std::net",
    "std::process",
    "std::thread",
    "std::time",
    "std::env::var",
    "rand",
    "rayon",
    "Zoned::now",
];

/// The modules that may name a crate.
const OWNERS: [(&str, &[&str]); 29] = [
    ("aho_corasick", &["gazetteer"]),
    ("anstream", &["cli"]),
    ("anstyle", &["cli"]),
    ("bzip2", &["documents"]),
    ("chardetng", &["documents"]),
    ("clap", &["cli"]),
    ("clap_complete", &["cli"]),
    ("comfy_table", &["cli"]),
    ("encoding_rs", &["documents"]),
    ("feed_rs", &["documents"]),
    ("include_dir", &["knowledge"]),
    ("indicatif", &["cli"]),
    ("ndarray", &["syntax"]),
    ("oxigraph", &["store", "export"]),
    ("oxrdfio", &["ontology", "gazetteer", "rdf", "store", "export"]),
    ("petgraph", &["export", "ontology"]),
    ("pulldown_cmark", &["documents"]),
    ("pulp", &["gazetteer", "syntax"]),
    ("rayon", &["store", "cli"]),
    ("scraper", &["documents"]),
    ("sentencex", &["sentences"]),
    ("strsim", &["error"]),
    ("terminal_size", &["cli"]),
    ("tar", &["documents"]),
    ("textwrap", &["cli"]),
    ("trafilatura", &["documents"]),
    ("walkdir", &["documents"]),
    ("whatlang", &["documents"]),
    ("zip", &["documents"]),
];

/// One path of the code (`crate::events::Frame`) or literal, where it stands, and whether only tests are compiled from there.
#[derive(Debug)]
struct Use {
    path: Vec<String>,
    line: usize,
    /// Modules below the crate root that the code stands in.
    depth: usize,
    is_test: bool,
}

/// One file of `src/`.
struct Source {
    path: PathBuf,
    /// The module of `lib.rs` that it belongs to.
    layer: String,
    uses: Vec<Use>,
    lines: usize,
    opens_with_docs: bool,
}

impl Source {
    fn tell(&self, found: &Use, fault: &str) -> String {
        format!("{}:{}: {fault} {}", self.path.display(), found.line, found.path.join("::"))
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every file of the library, which is all of `src/` but `main.rs` and `lib.rs`.
fn sources() -> Vec<Source> {
    let mut files = Vec::new();
    collect_files(&root().join("src"), &mut files);
    files.sort();
    let own: Vec<_> =
        files.iter().filter(|path| !path.ends_with("src/main.rs") && !path.ends_with("src/lib.rs")).collect();
    own.into_iter().map(|path| read_source(path)).collect()
}

fn collect_files(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect_files(&path, files);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
}

fn read_source(path: &Path) -> Source {
    let text = std::fs::read_to_string(path).unwrap();
    let below = path.strip_prefix(root().join("src")).unwrap().with_extension("");
    let modules: Vec<_> = below.iter().map(|part| part.to_str().unwrap()).filter(|&part| part != "mod").collect();
    let is_test = modules.iter().any(|module| *module == "tests" || module.ends_with("_tests"));
    let tokens: TokenStream = text.parse().unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let mut uses = Vec::new();
    collect_uses(tokens, modules.len(), is_test, &mut uses);
    Source {
        path: path.strip_prefix(root()).unwrap().to_path_buf(),
        layer: modules[0].to_owned(),
        uses,
        lines: text.lines().count(),
        opens_with_docs: text.starts_with("//!"),
    }
}

/// Finds every path of two parts or more, every macro call as `name!`, and every literal as a path of one part. Attributes count
/// for nothing, and doc comments are attributes.
fn collect_uses(tokens: TokenStream, depth: usize, is_test: bool, uses: &mut Vec<Use>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut test_item = false;
    let mut idx = 0;
    while idx < tokens.len() {
        match &tokens[idx] {
            TokenTree::Group(group) => {
                if is_attribute(&tokens[..=idx]) {
                    test_item |= group.stream().to_string().replace(' ', "") == "cfg(test)";
                } else {
                    let is_module = idx >= 2 && is_ident(&tokens[idx - 2], "mod");
                    collect_uses(group.stream(), depth + usize::from(is_module), is_test || test_item, uses);
                    // The item that an attribute belongs to ends with its body.
                    test_item &= group.delimiter() != Delimiter::Brace;
                }
                idx += 1;
            }
            TokenTree::Ident(ident) => {
                let at =
                    Use { path: Vec::new(), line: ident.span().start().line, depth, is_test: is_test || test_item };
                idx = read_path(&tokens, idx, &[], &at, uses);
            }
            TokenTree::Punct(punct) => {
                test_item &= punct.as_char() != ';';
                idx += 1;
            }
            TokenTree::Literal(literal) => {
                let (path, line) = (vec![literal.to_string()], literal.span().start().line);
                uses.push(Use { path, line, depth, is_test: is_test || test_item });
                idx += 1;
            }
        }
    }
}

/// Reads the path that begins at `idx`, behind `prefix`, with its groups and its star, and returns where it ends.
fn read_path(tokens: &[TokenTree], mut idx: usize, prefix: &[String], at: &Use, uses: &mut Vec<Use>) -> usize {
    let mut path = prefix.to_vec();
    loop {
        match tokens.get(idx) {
            Some(TokenTree::Ident(ident)) => path.push(ident.to_string()),
            Some(TokenTree::Punct(star)) if star.as_char() == '*' => path.push("*".to_owned()),
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                let parts = inner.split(|token| is_punct(token, ','));
                for part in parts.filter(|part| !part.is_empty()) {
                    read_path(part, 0, &path, at, uses);
                }
                return idx + 1;
            }
            _ => break,
        }
        idx += 1;
        let is_colons = |at: usize| tokens.get(at).is_some_and(|token| is_punct(token, ':'));
        if !(is_colons(idx) && is_colons(idx + 1)) {
            break;
        }
        idx += 2;
    }
    if tokens.get(idx).is_some_and(|token| is_punct(token, '!')) {
        path.last_mut().into_iter().for_each(|name| name.push('!'));
    }
    if path.len() > 1 || path.iter().any(|name| name.ends_with('!')) {
        uses.push(Use { path, ..*at });
    }
    idx
}

fn is_ident(token: &TokenTree, name: &str) -> bool {
    matches!(token, TokenTree::Ident(ident) if ident == name)
}

fn is_punct(token: &TokenTree, sign: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == sign)
}

/// Whether the last of the tokens is the bracket of an attribute.
fn is_attribute(tokens: &[TokenTree]) -> bool {
    matches!(tokens, [.., sign, TokenTree::Group(group)]
        if group.delimiter() == Delimiter::Bracket && (is_punct(sign, '#') || is_inner(tokens)))
}

/// Whether the tokens end as those of `#![…]` do.
fn is_inner(tokens: &[TokenTree]) -> bool {
    matches!(tokens, [.., hash, not, _] if is_punct(hash, '#') && is_punct(not, '!'))
}

/// The modules of `lib.rs` in their order, each with how many stand above it.
fn layers() -> BTreeMap<String, usize> {
    let text = std::fs::read_to_string(root().join("src/lib.rs")).unwrap();
    let names = text.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'));
    names.enumerate().map(|(rank, name)| (name.to_owned(), rank)).collect()
}

/// Asserts that no use of the library's own code has a fault.
fn assert_none(fault: impl Fn(&Source, &Use) -> Option<&'static str>) {
    let sources = sources();
    let all = sources.iter().flat_map(|source| source.uses.iter().map(move |found| (source, found)));
    let faults: Vec<_> = all.filter_map(|(source, found)| Some(source.tell(found, fault(source, found)?))).collect();
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn the_scan_sees_paths_groups_macros_literals_and_tests() {
    let text = "#![doc = \"x\"] use crate::{a, b::{C, d::*}}; fn f() { super::super::g(); print!(\"{x}\"); } \
                #[cfg(test)] mod tests { use std::fs; } fn h() -> std::io::Result<()> {}";
    let mut uses = Vec::new();
    collect_uses(text.parse().unwrap(), 1, false, &mut uses);
    let seen: Vec<_> = uses.iter().map(|found| (found.path.join("::"), found.depth, found.is_test)).collect();
    let expected = [
        ("crate::a", 1, false),
        ("crate::b::C", 1, false),
        ("crate::b::d::*", 1, false),
        ("super::super::g", 1, false),
        ("print!", 1, false),
        ("\"{x}\"", 1, false),
        ("std::fs", 2, true),
        ("std::io::Result", 1, false),
    ];
    assert_eq!(seen, expected.map(|(path, depth, is_test)| (path.to_owned(), depth, is_test)));
}

#[test]
fn a_module_uses_only_modules_above_it() {
    let layers = layers();
    assert!(layers.len() > 10, "lib.rs declares {layers:?}");
    assert_none(|source, found| {
        let rank = layers.get(&source.layer)?;
        let used = (found.path[0] == "crate").then(|| layers.get(&found.path[1])).flatten()?;
        (used > rank).then_some("a module that lib.rs declares below this one:")
    });
}

#[test]
fn every_folder_and_file_of_src_is_a_declared_layer() {
    let layers = layers();
    let found: BTreeSet<_> = sources().into_iter().map(|source| source.layer).collect();
    assert_eq!(found, layers.into_keys().collect());
}

#[test]
fn no_path_leaves_a_layer_upwards_and_none_takes_all_of_the_crate() {
    assert_none(|_, found| {
        let supers = found.path.iter().take_while(|part| *part == "super").count();
        (supers >= found.depth && supers > 0).then_some("a path out of its layer (write crate::):")
    });
    assert_none(|_, found| (found.path == ["crate", "*"]).then_some("a glob of the crate root:"));
}

#[test]
fn pure_stages_reach_nothing_outside() {
    assert_none(|source, found| {
        let path = format!("{}::", found.path.join("::"));
        let is_impure = IMPURE.iter().any(|outside| path.starts_with(&format!("{outside}::")));
        let is_pure = PURE.contains(&source.layer.as_str()) && !found.is_test;
        (is_pure && is_impure).then_some("a pure stage that uses")
    });
}

#[test]
fn a_crate_is_named_by_its_owners_only() {
    assert_none(|source, found| {
        let (_, owners) = OWNERS.iter().find(|(name, _)| *name == found.path[0])?;
        (!owners.contains(&source.layer.as_str()) && !found.is_test).then_some("a crate that other modules own:")
    });
}

#[test]
fn every_dependency_is_used() {
    let manifest: toml::Table = std::fs::read_to_string(root().join("Cargo.toml")).unwrap().parse().unwrap();
    let mut files = Vec::new();
    collect_files(&root().join("src"), &mut files);
    let code: String = files.iter().map(|path| std::fs::read_to_string(path).unwrap()).collect();
    let declared = manifest["dependencies"].as_table().unwrap().keys().map(|name| name.replace('-', "_"));
    let is_named = |name: &str| code.contains(&format!("{name}::")) || code.contains(&format!("\"{name}\""));
    let unused: Vec<_> = declared.filter(|name| !is_named(name)).collect();
    assert!(unused.is_empty(), "Cargo.toml names crates that src/ does not use: {unused:?}");
}

#[test]
fn only_the_command_line_prints_and_ends_the_program() {
    assert_none(|source, found| {
        let prints = ["print!", "println!", "eprint!", "eprintln!", "dbg!"].contains(&found.path[0].as_str());
        let is_loud = found.path.ends_with(&["process".to_owned(), "exit".to_owned()]);
        let is_console = found.path.iter().any(|part| part == "stdout" || part == "stderr") && source.layer != "cli";
        (!found.is_test && (prints || is_loud || is_console)).then_some("output that no caller asked for:")
    });
}

#[test]
fn files_open_with_what_they_are_and_are_short() {
    let sources = sources();
    let long = sources
        .iter()
        .filter(|source| source.lines > MAX_LINES)
        .map(|source| format!("{}: {} lines", source.path.display(), source.lines));
    let silent = sources
        .iter()
        .filter(|source| !source.opens_with_docs)
        .map(|source| format!("{}: no //! at its head", source.path.display()));
    let faults: Vec<_> = long.chain(silent).collect();
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn no_name_of_the_gazetteer_stands_in_the_code() {
    let gazetteer = &crate::extractor().knowledge().gazetteer;
    assert_none(|source, found| {
        let literal = found.path[0].trim_start_matches(['r', '#']).strip_prefix('"')?;
        // A weak name is another word, too.
        let candidates = gazetteer.find_candidates(literal);
        let is_known =
            candidates.iter().flat_map(|found| &found.readings).any(|reading| reading.kind != NameKind::Weak);
        // The help teaches with examples.
        (is_known && !found.is_test && source.layer != "cli").then_some("knowledge belongs in seeds/ or ontology/:")
    });
}
