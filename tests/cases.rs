//! The case runner: files of `tests/cases/<stage>/` in, what the stage makes of each input compared with what is expected out.
//!
//! A file holds cases one after the other, as tree-sitter's corpus does. The last line of a case that is `---` parts input and
//! expected output, so an input may hold such lines too:
//!
//! ```text
//! ================
//! The title, which names the behaviour
//! ================
//! the input
//! ---
//! the expected output
//! ```
//!
//! `UPDATE=1 cargo test` writes what the stage yields into the files; read the difference before committing it.

use std::fmt::Write;
use std::path::{Path, PathBuf};

struct Case {
    title: String,
    input: String,
    expected: String,
}

/// Runs every case below `tests/cases/<folder>` through `run`, and fails with all that differ.
pub fn check(folder: &str, run: impl Fn(&str) -> String) {
    let files = files_below(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(folder));
    assert!(!files.is_empty(), "no cases in tests/cases/{folder}");
    let update = std::env::var_os("UPDATE").is_some();
    let mut report = String::new();
    for file in files {
        let text = std::fs::read_to_string(&file).expect("a case file is UTF-8");
        let mut cases = parse(&text, &file);
        for case in &mut cases {
            let got = run(&case.input).trim_end().to_owned();
            if got != case.expected && !update {
                let Case { title, expected, .. } = case;
                writeln!(report, "\n{}: {title}\n--- expected\n{expected}\n--- got\n{got}", file.display())
                    .expect("memory");
            }
            case.expected = got;
        }
        if update {
            std::fs::write(&file, cases.iter().map(write).collect::<Vec<_>>().join("\n"))
                .expect("case files can be written");
        }
    }
    assert!(report.is_empty(), "{report}\n`UPDATE=1 cargo test` accepts what was got");
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("the folder of the cases exists");
    let paths = entries.map(|entry| entry.expect("the folder can be read").path());
    let mut files: Vec<PathBuf> = paths.filter(|path| path.extension().is_some_and(|ending| ending == "txt")).collect();
    files.sort();
    files
}

fn parse(text: &str, file: &Path) -> Vec<Case> {
    let lines: Vec<&str> = text.lines().collect();
    let is_rule =
        |idx: usize| lines.get(idx).is_some_and(|line| line.len() >= 3 && line.bytes().all(|byte| byte == b'='));
    let starts: Vec<usize> = (0..lines.len()).filter(|&idx| is_rule(idx) && is_rule(idx + 2)).collect();
    assert_eq!(starts.first(), Some(&0), "{} does not begin with the title of a case", file.display());
    let ends = starts.iter().skip(1).copied().chain([lines.len()]);
    starts.iter().zip(ends).map(|(&start, end)| parse_case(&lines[start..end], file, start)).collect()
}

fn parse_case(lines: &[&str], file: &Path, start: usize) -> Case {
    let rule = lines.iter().rposition(|line| *line == "---");
    let rule = rule.unwrap_or_else(|| panic!("{}:{}: a case without ---", file.display(), start + 1));
    Case {
        title: lines[1].to_owned(),
        input: lines[3..rule].join("\n"),
        expected: lines[rule + 1..].join("\n").trim_end().to_owned(),
    }
}

fn write(case: &Case) -> String {
    let rule = "=".repeat(case.title.chars().count().max(3));
    format!("{rule}\n{}\n{rule}\n{}\n---\n{}\n", case.title, case.input, case.expected)
}
