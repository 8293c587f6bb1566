//! Documents: articles as they are found in, clean text out; and every way in which an input can be bad.

use crate::cases;
use chancery::documents::{Article, Cleaner, Document, read_inputs};
use chancery::error::Result;
use chancery::knowledge::Folder;
use proptest::prelude::*;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

static CLEANER: LazyLock<Cleaner> =
    LazyLock::new(|| Cleaner::load(&Folder::ontology()).expect("the compiled ontology loads"));

#[test]
fn articles_come_out_clean() {
    cases::check("documents", |input| show(&CLEANER.clean(input)));
}

fn show(article: &Article) -> String {
    let published = article.published.map(|date| date.to_string());
    let fields = [("title", &article.title), ("author", &article.author), ("published", &published)];
    let head: String =
        fields.iter().filter_map(|(name, value)| Some(format!("{name}: {}\n", value.as_ref()?))).collect();
    format!("{head}\n{}", article.text)
}

/// Reads inputs given as paths below `root`, with errors as their messages without the root.
pub fn read(root: &Path, inputs: &[&str]) -> Vec<std::result::Result<Document, String>> {
    let inputs: Vec<PathBuf> = inputs.iter().map(|input| root.join(input)).collect();
    let shown = |error: chancery::error::Error| error.to_string().replace(&format!("{}/", root.display()), "");
    read_inputs(&inputs, &CLEANER).map(|item: Result<Document>| item.map_err(shown)).collect()
}

/// A folder that holds the given files.
pub fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let root = tempfile::tempdir().expect("a temporary folder");
    for (name, content) in files {
        let path = root.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        std::fs::write(path, content).expect("a file");
    }
    root
}

/// The ids that were read and the messages of what was not, in order.
pub fn outline(items: &[std::result::Result<Document, String>]) -> Vec<&str> {
    items.iter().map(|item| item.as_ref().map_or_else(String::as_str, |doc| doc.id.as_str())).collect()
}

/// The same with the list of known endings cut short.
fn shortened(items: &[std::result::Result<Document, String>]) -> Vec<String> {
    let cut = |text: &str| match text.split_once(".markdown") {
        Some((before, _)) => format!("{before}…)"),
        None => text.to_owned(),
    };
    outline(items).into_iter().map(cut).collect()
}

#[test]
fn a_folder_is_read_in_the_order_of_its_paths() {
    let root = folder(&[
        ("b.txt", b"B."),
        ("a/2.txt", b"A."),
        ("a/1.txt", b"A."),
        ("c.jsonl", b"{\"id\":\"z\",\"text\":\"Z.\"}"),
        (".hidden.md", b""),
    ]);
    assert_eq!(outline(&read(root.path(), &[""])), ["a/1", "a/2", "b", "z"]);
}

#[test]
fn a_file_given_by_name_has_its_name_as_id() {
    let root = folder(&[("2015/v1.2.TXT", b"A.")]);
    assert_eq!(outline(&read(root.path(), &["2015/v1.2.TXT"])), ["v1.2"]);
}

#[test]
fn metadata_overrules_the_head_and_is_no_document() {
    let metadata = br#"{"title": "New  title", "date": "2020-02-01", "source": "Reuters", "other": 1}"#;
    let root = folder(&[("a.txt", b"Old title\n\nJane Doe\n1 January 2019\n\nThey met."), ("a.json", metadata)]);
    let items = read(root.path(), &[""]);
    let [Ok(doc)] = items.as_slice() else { panic!("{items:?}") };
    assert_eq!(doc.text, "New title\n\nThey met.");
    assert_eq!(doc.title.as_deref(), Some("New title"));
    assert_eq!(doc.published, Some(jiff::civil::date(2020, 2, 1)));
    assert_eq!((doc.source.as_deref(), doc.author.as_deref()), (Some("Reuters"), Some("Jane Doe")));
}

#[test]
fn metadata_adds_the_title_that_the_text_lacks() {
    let root =
        folder(&[("a.txt", b"1 January 2019\n\nThey met."), ("a.json", br#"{"title": "Title", "source": null}"#)]);
    let items = read(root.path(), &["a.txt"]);
    assert_eq!(items[0].as_ref().map(|doc| doc.text.as_str()), Ok("Title\n\nThey met."));
    assert_eq!(items[0].as_ref().map(|doc| doc.published), Ok(Some(jiff::civil::date(2019, 1, 1))));
}

#[test]
fn a_title_that_the_text_begins_with_is_not_repeated() {
    let root = folder(&[
        ("a.txt", b"They met.\n\nThey left."),
        ("a.json", br#"{"title": "They met."}"#),
        ("b.txt", b"They met again."),
        ("b.json", br#"{"title": "They met"}"#),
    ]);
    let texts: Vec<_> = read(root.path(), &[""]).into_iter().map(|item| item.map(|doc| doc.text)).collect();
    assert_eq!(texts, [Ok("They met.\n\nThey left.".to_owned()), Ok("They met\n\nThey met again.".to_owned())]);
}

#[test]
fn malformed_metadata_is_an_error_of_its_file() {
    let root = folder(&[
        ("a.txt", b"A."),
        ("a.json", b"{\n\"title\": 1}"),
        ("b.txt", b"B."),
        ("b.json", br#"{"date": "soon"}"#),
        ("c.txt", b"C."),
    ]);
    let items = read(root.path(), &[""]);
    let [Err(type_error), Err(date_error), Ok(_)] = items.as_slice() else { panic!("{items:?}") };
    assert!(type_error.starts_with("a.json:2: malformed metadata: invalid type"), "{type_error}");
    assert_eq!(date_error, "b.json: \"soon\" is no date (expected YYYY-MM-DD)");
}

#[test]
fn a_json_line_is_taken_as_it_is() {
    let line = br#"{"id": "x", "title": "T", "published": "2016-06-28", "source": "S", "text": " *A*\n\nB \\$ ", "more": [1]}"#;
    let root = folder(&[("a.jsonl", line)]);
    let items = read(root.path(), &["a.jsonl"]);
    let expected = Document {
        id: "x".into(),
        source: Some("S".into()),
        author: None,
        published: Some(jiff::civil::date(2016, 6, 28)),
        title: Some("T".into()),
        text: " *A*\n\nB \\$ ".into(),
    };
    assert_eq!(items, [Ok(expected)]);
}

#[test]
fn without_an_id_a_json_line_has_the_hash_of_its_text() {
    // printf 'They met.' | sha256sum | cut -c1-16
    let root = folder(&[(
        "a.ndjson",
        b"{\"text\": \"They met.\"}\n\n{\"id\": null, \"text\": \"They left.\", \"published\": \"unknown\"}\n",
    )]);
    let items = read(root.path(), &[""]);
    assert_eq!(outline(&items), ["ab226026642c9001", "0a3168831da89dea"]);
}

#[test]
fn numbers_of_a_json_line_are_as_good_as_strings() {
    let lines = br#"{"id": 5, "title": 1984, "source": 24, "published": 1467106200, "text": "They met."}
{"id": true, "title": null, "source": {"name": "Reuters"}, "published": 1467106200000, "text": "They met."}
{"id": 6.5, "title": ["Talks", 2], "published": 20160628, "text": "They met."}
{"id": {"x": 1}, "published": 2016, "text": "They met."}"#;
    let root = folder(&[("a.jsonl", lines)]);
    let items = read(root.path(), &[""]);
    assert_eq!(outline(&items), ["5", "true", "6.5", "ab226026642c9001"]);
    let docs: Vec<Document> = items.into_iter().map(|item| item.expect("it is read")).collect();
    let day = Some(jiff::civil::date(2016, 6, 28));
    assert_eq!([docs[0].published, docs[1].published, docs[2].published, docs[3].published], [day, day, day, None]);
    let about = |doc: &Document| [doc.title.clone(), doc.source.clone()].map(Option::unwrap_or_default);
    assert_eq!(
        [about(&docs[0]), about(&docs[1]), about(&docs[2])],
        [["1984", "24"], ["", "Reuters"], ["Talks, 2", ""]]
    );
}

#[test]
fn half_a_character_of_a_json_line_becomes_the_sign_for_it() {
    let lines = [
        (r"a \ud83d\ude42 b", "a 🙂 b"),
        (r"a \ud83d b", "a \u{fffd} b"),
        (r"a \uD83D", "a \u{fffd}"),
        (r"\ude42 b", "\u{fffd} b"),
        (r"\ude42\ud83d", "\u{fffd}\u{fffd}"),
        (r"\ud83d\ud83d\ude42", "\u{fffd}🙂"),
        (r"\\ud83d", "\\ud83d"),
        (r"\\\ud83d\n", "\\\u{fffd}\n"),
        (r"\ud83dé\u00e9", "\u{fffd}éé"),
        (r"\u0000\u202e\ud83d<script>", "\0\u{202e}\u{fffd}<script>"),
    ];
    for (written, read_as) in lines {
        let line = format!("{{\"id\": \"a\", \"title\": \"{written}\", \"text\": \"x{written}\"}}");
        let root = folder(&[("a.jsonl", line.as_bytes())]);
        let items = read(root.path(), &["a.jsonl"]);
        let document = items[0].as_ref().unwrap_or_else(|e| panic!("{written}: {e}"));
        assert_eq!(
            (document.title.as_deref(), document.text.as_str()),
            (Some(read_as), format!("x{read_as}").as_str())
        );
    }
    let cut =
        [(r#"{"text": "a \ud83"}"#, "invalid escape"), (r#"{"text": "a \"#, "EOF"), (r#"{"text": "a \ud83d"#, "EOF")];
    for (line, told) in cut {
        let root = folder(&[("a.jsonl", line.as_bytes())]);
        let message = read(root.path(), &["a.jsonl"])[0].clone().unwrap_err();
        assert!(message.starts_with("a.jsonl:1: malformed JSON at column ") && message.contains(told), "{message}");
    }
}

#[test]
fn bad_lines_are_errors_and_the_others_are_read() {
    let lines = b"\xef\xbb\xbf{\"id\": \"a\", \"text\": \"A.\"}\n{\"id\": \"b\"}\n\n{\"text\": \n{\"text\": \"  \"}\n{\"text\": \"\xff\"}\n{\"id\": \"a\", \"text\": \"B.\"}\n[]\n{\"id\": \"g\", \"text\": \"G.\"}";
    let root = folder(&[("x.jsonl", lines)]);
    let expected = [
        "a",
        "x.jsonl:2: malformed JSON at column 11: missing field `text`",
        "x.jsonl:4: malformed JSON at column 8: EOF while parsing a value",
        "x.jsonl:5: a document without text",
        "x.jsonl:6: not UTF-8",
        "x.jsonl:7: a document with the id \"a\" was read before",
        "x.jsonl:8: malformed JSON at column 2: invalid length 0, expected struct Record with 5 elements",
        "g",
    ];
    assert_eq!(outline(&read(root.path(), &["x.jsonl"])), expected);
}

#[test]
fn a_line_of_100_megabytes_is_an_error_and_the_next_is_read() {
    let mut lines = b"{\"text\": \"".to_vec();
    lines.resize(100_000_000, b'a');
    lines.extend_from_slice(b"\"}\n{\"id\": \"b\", \"text\": \"B.\"}\n");
    let root = folder(&[("x.jsonl", &lines), ("y.txt", &lines[10..])]);
    let expected = ["x.jsonl:1: the line is larger than 64 MiB", "b", "y.txt: the file is larger than 64 MiB"];
    assert_eq!(outline(&read(root.path(), &[""])), expected);
}

#[test]
fn bad_files_are_errors_and_the_others_are_read() {
    let root = folder(&[
        ("a.txt", b"one\ntwo \0\x01\n"),
        ("b.txt", b""),
        ("c.jsonl", b"\n\n"),
        ("d.jpg", b"\xff\xd8"),
        ("e.txt", b" \n***\n"),
        ("f.json", b"{}"),
        ("g.txt", b"They met."),
    ]);
    let expected = [
        "a.txt:2: no text: it holds zero bytes",
        "b.txt: the file is empty",
        "c.jsonl: the file is empty",
        "e.txt: a document without text",
        "f.json: JSON that begins without a field `text`; tell which holds the text with --field text=NAME",
        "g",
    ];
    assert_eq!(shortened(&read(root.path(), &[""])), expected);
}

#[test]
fn inputs_that_are_not_there_are_errors() {
    let root = folder(&[("a.txt", b"A."), ("b.doc", b"B.")]);
    std::fs::create_dir_all(root.path().join("empty/below")).expect("a folder");
    let items = read(root.path(), &["none.txt", "empty", "b.doc", "a.txt", "a.txt"]);
    let expected = [
        "none.txt: no such file or folder",
        "empty: no documents in the folder",
        "b.doc: unknown format (known: .txt, .md, …)",
        "a",
        "a.txt: a document with the id \"a\" was read before",
    ];
    assert_eq!(shortened(&items), expected);
}

#[test]
#[cfg(unix)]
fn links_that_lead_in_a_circle_or_nowhere_are_errors() {
    use std::os::unix::fs::symlink;
    let root = folder(&[("a/one.txt", b"A."), ("z.txt", b"Z.")]);
    symlink(root.path(), root.path().join("a/circle")).expect("a link");
    symlink("gone.txt", root.path().join("b.txt")).expect("a link");
    symlink("z.txt", root.path().join("c.txt")).expect("a link");
    let items = read(root.path(), &[""]);
    let [Err(circle), Ok(_), Err(nowhere), Ok(_), Ok(_)] = items.as_slice() else { panic!("{items:?}") };
    assert!(circle.starts_with("a/circle: the link leads back to "), "{circle}");
    assert_eq!(nowhere, "b.txt: no such file or folder");
}

#[test]
#[cfg(unix)]
fn a_file_that_may_not_be_read_is_an_error() {
    use std::os::unix::fs::PermissionsExt;
    let root = folder(&[("a.txt", b"A."), ("b.txt", b"B.")]);
    let locked = root.path().join("a.txt");
    std::fs::set_permissions(&locked, std::fs::Permissions::from_mode(0o000)).expect("own file");
    if std::fs::File::open(&locked).is_ok() {
        eprintln!("skipped: this user may read every file");
        return;
    }
    assert_eq!(outline(&read(root.path(), &[""])), ["a.txt: cannot read: Permission denied (os error 13)", "b"]);
}

#[test]
fn documents_are_read_one_at_a_time() {
    let root = folder(&[("a.txt", b"A."), ("b.txt", b"B.")]);
    let inputs = [root.path().to_path_buf()];
    let mut docs = read_inputs(&inputs, &CLEANER);
    assert_eq!(docs.next().and_then(Result::ok).map(|doc| doc.id).as_deref(), Some("a"));
    std::fs::write(root.path().join("b.txt"), "Changed.").expect("a file");
    assert_eq!(docs.next().and_then(Result::ok).map(|doc| doc.text).as_deref(), Some("Changed."));
}

#[test]
fn the_sample_corpus_is_whole() {
    let inputs = [Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds/articles")];
    let docs: Vec<Document> = read_inputs(&inputs, &CLEANER).collect::<Result<_>>().expect("every article is read");
    assert!(docs.len() >= 14, "{} articles", docs.len());
    for doc in &docs {
        let title = doc.title.as_deref().unwrap_or_else(|| panic!("{} has a title", doc.id));
        assert!(doc.published.is_some(), "{} has a date", doc.id);
        assert!(doc.text.starts_with(&format!("{title}\n\n")), "{} begins with its title", doc.id);
        assert_clean(doc);
    }
}

/// The articles this stage was made for; they are not part of the package.
#[test]
fn found_articles_come_out_clean() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/seeds");
    if !folder.is_dir() {
        eprintln!("skipped: no {}", folder.display());
        return;
    }
    let inputs = [folder];
    let docs: Vec<Document> = read_inputs(&inputs, &CLEANER).collect::<Result<_>>().expect("every article is read");
    let heads: Vec<_> = docs
        .iter()
        .map(|doc| (doc.author.as_deref().unwrap_or("?"), doc.published.map(|day| day.to_string())))
        .collect();
    let expected = [
        ("Peter Symonds", "2016-06-28"),
        ("Peter Symonds", "2017-07-06"),
        ("John Chan", "2013-03-26"),
        ("Alex Lantier", "2011-10-13"),
        ("John Chan", "2010-10-06"),
    ];
    assert_eq!(heads, expected.map(|(author, day)| (author, Some(day.to_owned()))));
    for doc in &docs {
        assert!(doc.title.is_some());
        assert_clean(doc);
        assert!(!doc.text.contains("WSWS"), "{} keeps its footer", doc.id);
    }
}

/// Every paragraph but the title is whole sentences on one line, without marks.
fn assert_clean(doc: &Document) {
    for paragraph in doc.text.split("\n\n").skip(1) {
        assert!(
            !paragraph.is_empty() && paragraph.trim() == paragraph && !paragraph.contains(['\n', '\\', '*', '#']),
            "{}: {paragraph:?}",
            doc.id
        );
        assert!(paragraph.trim_end_matches(['"', '”']).ends_with(['.', ':', '?', '!']), "{}: {paragraph:?}", doc.id);
        assert!(!paragraph.starts_with(char::is_lowercase), "{}: {paragraph:?}", doc.id);
    }
}

/// Text that looks like an article: the signs that cleaning gives a meaning to, dense.
fn article() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[ \\t]{0,3}",
        "\n{1,3}",
        "[*_#>\\[\\]()<!\\\\-]{1,4}",
        "[a-zA-Zéß—“”.,:]{1,12}",
        Just("By Jane Doe\n".to_owned()),
        Just("28 June 2016\n".to_owned()),
        Just("To contact us:".to_owned()),
        Just("<!--".to_owned()),
        Just("-->".to_owned()),
        Just("<sup>".to_owned()),
        Just("](http://a.b)".to_owned()),
        any::<String>(),
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    /// Any units of UTF-16, whole characters or not, as a careless program writes them.
    #[test]
    fn any_json_line_is_read_as_utf_16_is(units in prop::collection::vec(prop_oneof![any::<u16>(), 0xd7ff..0xe001_u16, 0..0x80_u16], 1..24)) {
        let escaped: String = units.iter().map(|unit| format!("\\u{unit:04x}")).collect();
        let root = folder(&[("a.jsonl", format!("{{\"text\": \"x{escaped}\"}}").as_bytes())]);
        let items = read(root.path(), &["a.jsonl"]);
        prop_assert_eq!(&items[0].as_ref().unwrap().text, &format!("x{}", String::from_utf16_lossy(&units)));
    }

    /// Signs that have a meaning in tables, dense.
    #[test]
    fn any_table_is_read_as_it_was_written(texts in prop::collection::vec("[a\",;\n\r é]{0,12}", 1..12)) {
        let mut table = csv::Writer::from_writer(Vec::new());
        table.write_record(["id", "text"]).unwrap();
        let expected: Vec<String> = texts.iter().map(|text| format!("x{text}x")).collect();
        for (id, text) in expected.iter().enumerate() {
            table.write_record([id.to_string().as_str(), text]).unwrap();
        }
        let root = folder(&[("a.csv", &table.into_inner().unwrap())]);
        let read: Vec<_> = read(root.path(), &["a.csv"]).into_iter().map(|item| item.map(|doc| doc.text)).collect();
        prop_assert_eq!(read, expected.into_iter().map(Ok).collect::<Vec<_>>());
    }

    #[test]
    fn every_text_is_cleaned_into_paragraphs(raw in article()) {
        let article = CLEANER.clean(&raw);
        prop_assert_eq!(&article, &CLEANER.clean(&raw));
        if let Some(title) = &article.title {
            prop_assert!(article.text.starts_with(title.as_str()));
        }
        for paragraph in article.text.split("\n\n").filter(|_| !article.text.is_empty()) {
            prop_assert!(!paragraph.is_empty() && paragraph.trim() == paragraph && !paragraph.contains('\n'), "{:?}", paragraph);
        }
    }

    #[test]
    fn prose_without_marks_loses_no_word(words in prop::collection::vec("[f-m]{1,9}[.]?", 1..80), breaks in prop::collection::vec("( |\n|\n\n)", 80)) {
        let raw: String = words.iter().zip(&breaks).map(|(word, space)| format!("{word}{space}")).collect();
        let article = CLEANER.clean(&raw);
        prop_assert_eq!(article.text.split_whitespace().collect::<Vec<_>>(), raw.split_whitespace().collect::<Vec<_>>());
    }
}
