//! Inputs: articles in every format that is read, in archives and out of them, made here.

use crate::documents::{folder, outline};
use chancery::documents::{Cleaner, Document, Fields, Reader, Register, Settings, Skipped};
use chancery::knowledge::Folder;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write;
use std::path::{Path, PathBuf};

/// An article long enough for its language to be told.
pub const STORY: &str = "The president of France travelled to Berlin on Monday and met the chancellor there. They signed an agreement on \
    energy and trade, officials said after a long day of talks, and promised to visit Warsaw together before the end of the year.";

const PAGE: &str = r#"<!DOCTYPE html><html><head><meta charset="utf-8"><title>Talks in Berlin – The Example</title>
<meta property="og:title" content="Talks in Berlin"><meta property="og:site_name" content="The Example">
<script type="application/ld+json">{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Talks in Berlin",
"datePublished": "2016-06-28T09:30:00Z", "author": {"@type": "Person", "name": "Jane Doe"}}</script></head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li></ul></nav>
<article><h1>Talks in Berlin</h1><p>STORY</p><p>A second paragraph tells that both sides were content with what was agreed.</p></article>
<footer><p>Copyright 2016 The Example. All rights reserved.</p></footer></body></html>"#;

pub fn page() -> String {
    PAGE.replace("STORY", STORY)
}

pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// A tar archive of files.
fn tar(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (name, content) in files {
        let mut header = tar::Header::new_gnu();
        header.set_size(content.len() as u64);
        header.set_mode(0o644);
        builder.append_data(&mut header, name, *content).unwrap();
    }
    builder.into_inner().unwrap()
}

/// A zip archive of files, stored or with Deflate.
pub fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut table = Vec::new();
    for (name, content) in files {
        let mut deflate = flate2::write::DeflateEncoder::new(Vec::new(), Compression::default());
        deflate.write_all(content).unwrap();
        let packed = deflate.finish().unwrap();
        let is_packed = packed.len() < content.len();
        let data = if is_packed { &packed[..] } else { content };
        let mut about = Vec::new();
        about.extend_from_slice(&[20, 0, 0, 0, if is_packed { 8 } else { 0 }, 0, 0, 0, 33, 0]);
        about.extend_from_slice(&crc32fast::hash(content).to_le_bytes());
        about.extend_from_slice(&(data.len() as u32).to_le_bytes());
        about.extend_from_slice(&(content.len() as u32).to_le_bytes());
        about.extend_from_slice(&(name.len() as u16).to_le_bytes());
        about.extend_from_slice(&[0, 0]);
        let offset = bytes.len() as u32;
        bytes.extend_from_slice(b"PK\x03\x04");
        bytes.extend_from_slice(&about);
        bytes.extend_from_slice(name.as_bytes());
        bytes.extend_from_slice(data);
        table.extend_from_slice(b"PK\x01\x02\x14\0");
        table.extend_from_slice(&about);
        table.extend_from_slice(&[0; 10]);
        table.extend_from_slice(&offset.to_le_bytes());
        table.extend_from_slice(name.as_bytes());
    }
    let start = bytes.len() as u32;
    bytes.extend_from_slice(&table);
    bytes.extend_from_slice(b"PK\x05\x06\0\0\0\0");
    bytes.extend_from_slice(&(files.len() as u16).to_le_bytes());
    bytes.extend_from_slice(&(files.len() as u16).to_le_bytes());
    bytes.extend_from_slice(&(table.len() as u32).to_le_bytes());
    bytes.extend_from_slice(&start.to_le_bytes());
    bytes.extend_from_slice(&[0, 0]);
    bytes
}

/// A WARC record.
pub fn record(kind: &str, address: &str, content_type: &str, content: &[u8]) -> Vec<u8> {
    let head = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\nContent-Type: {content_type}\r\nContent-Length: {}\r\n\r\n",
        content.len()
    );
    [head.as_bytes(), content, b"\r\n\r\n"].concat()
}

/// A record of a page that a server sent.
pub fn response(address: &str, head: &str, body: &[u8]) -> Vec<u8> {
    let content = [head.as_bytes(), b"\r\n\r\n", body].concat();
    record("response", address, "application/http; msgtype=response", &content)
}

pub fn sent(address: &str, page: &str) -> Vec<u8> {
    response(address, "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8", page.as_bytes())
}

/// Documents, and the messages of what is none.
pub type Items = Vec<Result<Document, String>>;

/// What is read of inputs below a folder, and what was passed over.
pub fn read_with(root: &Path, inputs: &[&str], settings: Settings) -> (Items, Vec<(Skipped, usize)>) {
    let reader = Reader::new(Cleaner::load(&Folder::ontology()).unwrap(), settings);
    let inputs: Vec<PathBuf> = inputs.iter().map(|input| root.join(input)).collect();
    let mut register = Register::default();
    let shown = |error: chancery::error::Error| error.to_string().replace(&format!("{}/", root.display()), "");
    let items = reader.find(&inputs).map(|raw| raw.and_then(|raw| reader.understand(raw)));
    let items = items.filter_map(|found| found.and_then(|found| register.admit(found)).transpose());
    let items = items.map(|item| item.map_err(shown)).collect();
    (items, register.skipped().map(|(why, count)| (why.clone(), count)).collect())
}

pub fn read(root: &Path, inputs: &[&str]) -> Vec<Result<Document, String>> {
    read_with(root, inputs, Settings::default()).0
}

fn with_fields(fields: &[&str]) -> Settings {
    let mut settings = Settings::default();
    fields.iter().for_each(|field| settings.fields.assign(field).unwrap());
    settings
}

fn texts(items: &[Result<Document, String>]) -> Vec<&str> {
    items.iter().map(|item| item.as_ref().map_or_else(String::as_str, |doc| doc.text.as_str())).collect()
}

#[test]
fn an_article_is_found_on_its_page_with_what_the_page_says_of_it() {
    let root = folder(&[("a.html", page().as_bytes())]);
    let items = read(root.path(), &["a.html"]);
    let expected = Document {
        id: "a".into(),
        source: Some("The Example".into()),
        author: Some("Jane Doe".into()),
        published: Some(jiff::civil::date(2016, 6, 28)),
        title: Some("Talks in Berlin".into()),
        text: format!(
            "Talks in Berlin\n\n{STORY}\n\nA second paragraph tells that both sides were content with what was agreed."
        ),
    };
    assert_eq!(items, [Ok(expected)]);
}

#[test]
fn content_overrules_the_ending() {
    let tarred = tar(&[("c.txt", b"They met.")]);
    let root = folder(&[
        ("a.txt", page().as_bytes()),
        ("b.txt", &gzip(b"They met.")),
        ("c.dat", &tarred),
        ("d.docx", &zip(&[("word/document.xml", b"<w:document/>")])),
        ("e.md", b"<html> is how a page begins.\n"),
    ]);
    let items = read(root.path(), &[""]);
    assert_eq!(outline(&items)[..3], ["a", "b", "c/c"]);
    assert!(outline(&items)[3].starts_with("d.docx: unknown format"), "{items:?}");
    assert!(items[0].as_ref().is_ok_and(|doc| doc.text.starts_with("Talks in Berlin\n\nThe president")));
    assert!(items[4].as_ref().is_ok_and(|doc| doc.text.contains("is how a page begins")));
}

#[test]
fn text_is_read_in_any_encoding() {
    let text = "Orbán met Zoltán in Győr. “Yes”, he said – twice.";
    let utf16: Vec<u8> = [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let latin = encoding_rs::WINDOWS_1252.encode("Fran\u{e7}ois met Andr\u{e9} in Orl\u{e9}ans.").0.into_owned();
    let cyrillic =
        encoding_rs::WINDOWS_1251.encode("Президент прибыл в Москву и встретился с премьер-министром.").0.into_owned();
    let root = folder(&[("a.txt", text.as_bytes()), ("b.txt", &utf16), ("c.txt", &latin), ("d.txt", &cyrillic)]);
    let items = read(root.path(), &[""]);
    let expected = [
        text,
        text,
        "Fran\u{e7}ois met Andr\u{e9} in Orl\u{e9}ans.",
        "Президент прибыл в Москву и встретился с премьер-министром.",
    ];
    assert_eq!(texts(&items), expected);
}

#[test]
fn archives_are_read_as_folders_whatever_they_are_packed_with() {
    let files: [(&str, &[u8]); 3] =
        [("2015/b.txt", b"B."), ("2015/a.md", b"*A*."), ("c.jsonl", b"{\"id\": \"z\", \"text\": \"Z.\"}\n")];
    let tarred = tar(&files);
    let zstd = zstd::encode_all(&tarred[..], 0).unwrap();
    let mut bzip2 = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::default());
    bzip2.write_all(&tarred).unwrap();
    let bzip2 = bzip2.finish().unwrap();
    let zipped = zip(&files);
    let nested = zip(&[("in.tar.gz", &gzip(&tarred)), ("x.txt.gz", &gzip(b"X."))]);
    let packed: [(&str, &[u8]); 7] = [
        ("a.tar", &tarred),
        ("a.tar.gz", &gzip(&tarred)),
        ("a.tgz", &gzip(&tarred)),
        ("a.tar.zst", &zstd),
        ("a.tar.bz2", &bzip2),
        ("a.zip", &zipped),
        ("a.zip.gz", &gzip(&zipped)),
    ];
    for (name, bytes) in packed {
        let root = folder(&[(name, bytes)]);
        let mut found: Vec<String> = outline(&read(root.path(), &[name])).into_iter().map(str::to_owned).collect();
        found.sort();
        assert_eq!(found, ["2015/a", "2015/b", "z"], "{name}");
        let mut below: Vec<String> = outline(&read(root.path(), &[""])).into_iter().map(str::to_owned).collect();
        below.sort();
        assert_eq!(below, ["a/2015/a", "a/2015/b", "z"], "{name} in a folder");
    }
    let root = folder(&[("n.zip", &nested)]);
    assert_eq!(outline(&read(root.path(), &["n.zip"])), ["in/2015/b", "in/2015/a", "z", "x"]);
}

#[test]
fn fields_may_be_called_otherwise() {
    let lines = br#"{"uid": 7, "head": "T", "day": "2016-06-28", "by": ["Jane Doe", {"name": "John Roe", "role": 1}], "article": {"body": ["They met.", "They left."]}}
{"uid": 8}"#;
    let table = "uid,head,body\n7,T,\"They met,\nand left.\"\n8,,They left.\n9,x\n10,,\n11,,Ende.\n";
    let root = folder(&[("a.jsonl", lines), ("b.csv", table.as_bytes())]);
    let fields = ["text=article.body", "id=uid", "title=head", "published=day", "author=by"];
    let (items, _) = read_with(root.path(), &["a.jsonl"], with_fields(&fields));
    let expected = Document {
        id: "7".into(),
        source: None,
        author: Some("Jane Doe, John Roe".into()),
        published: Some(jiff::civil::date(2016, 6, 28)),
        title: Some("T".into()),
        text: "They met.\n\nThey left.".into(),
    };
    assert_eq!(items, [Ok(expected), Err("a.jsonl:2: no field `article.body` that holds the text".into())]);
    let (items, _) = read_with(root.path(), &["b.csv"], with_fields(&["text=body", "id=uid", "title=head"]));
    let expected = [
        "They met,\nand left.",
        "They left.",
        "b.csv:5: 2 fields (expected 3, as in the first line)",
        "b.csv:6: a document without text",
        "Ende.",
    ];
    assert_eq!(texts(&items), expected);
    assert_eq!(items[0].as_ref().ok().map(|doc| (doc.id.as_str(), doc.title.as_deref())), Some(("7", Some("T"))));
}

#[test]
fn what_fields_tell_overrules_a_name_that_tells_little() {
    let line = |id: &str, text: &str| format!("{{\"id\": \"{id}\", \"text\": \"{text}\"}}");
    let lines = format!("{}\n{}\n", line("a", "They met."), line("b", "They left."));
    let list = format!(
        "\u{feff}[\n  {},\n  {{\"id\": \"b\",\n \"text\": \"They }} \\\"left\\\".\"}}\n]\n",
        line("a", "They met.")
    );
    let pretty =
        "{\n  \"id\": \"a\",\n  \"text\": \"They met.\"\n}\n{\n  \"id\": \"b\",\n  \"text\": \"They left.\"\n}\n";
    let table = ",id,text\n0,a,\"They met,\nand spoke.\"\n1,b,They left.\n";
    for content in [lines.as_str(), &list, pretty, table] {
        for name in ["x.txt", "x", "x.txt.gz", "x.json"] {
            if name == "x.json" && content == table {
                continue;
            }
            let packed = gzip(content.as_bytes());
            let root = folder(&[(name, if name.ends_with(".gz") { &packed } else { content.as_bytes() })]);
            assert_eq!(outline(&read(root.path(), &[""])), ["a", "b"], "{name}: {content}");
        }
    }
    let root = folder(&[("x.jsonl", list.as_bytes())]);
    assert_eq!(texts(&read(root.path(), &[""])), ["They met.", "They } \"left\"."]);
}

#[test]
fn prose_is_no_table_whatever_its_first_line_says() {
    let prose: [&[u8]; 7] = [
        b"Image, text, and sound\n\nThey met, spoke, and left.\n",
        b"id, text\nThey met, and left.\n",
        b"video,text\n\nThey met.\n",
        b"text;\nThey met.\n",
        b"text\nThey met.\n",
        b"\"text\": they met.\n",
        b"{They met.} \"text\": nothing.\n",
    ];
    for text in prose {
        let root = folder(&[("a.txt", text), ("b", text), ("c.jpg", b"\xff\xd8"), ("d", b"\x7fELF\x02\0\0")]);
        assert_eq!(outline(&read(root.path(), &["a.txt", "b"])), ["a", "b"], "{}", String::from_utf8_lossy(text));
        assert!(outline(&read(root.path(), &["d"]))[0].starts_with("d: unknown format"));
    }
}

#[test]
fn a_list_of_articles_may_have_bad_ones() {
    let list = b"[{\"id\": \"a\", \"text\": \"A.\"},\n 1, 2, {\"id\": \"b\"},\n{\"id\": \"c\", \"text\": \"C.\"}, {\"text\": \"D";
    let root = folder(&[("a.json", list), ("b.json", b"{\"id\": \"x\", \"body\": \"B.\"}")]);
    let told = [
        "a",
        "a.json:2: malformed JSON: expected an object",
        "a.json:2: malformed JSON at column 11: missing field `text`",
        "c",
        "a.json:3: malformed JSON at column 11: EOF while parsing a string",
        "b.json: JSON that begins without a field `text`; tell which holds the text with --field text=NAME",
    ];
    assert_eq!(outline(&read(root.path(), &[""])), told);
    assert_eq!(texts(&read_with(root.path(), &["b.json"], with_fields(&["text=body"])).0), ["B."]);
}

#[test]
fn a_field_that_is_no_part_is_told() {
    let told = |field: &str| Fields::default().assign(field).unwrap_err().to_string();
    assert_eq!(told("body"), "\"body\" is no field (expected PART=FIELD, as text=body)");
    let expected =
        "no part of a document is \"txet\" (did you mean \"text\"? known: text, id, title, published, source, author)";
    assert_eq!(told("txet=body"), expected);
}

#[test]
fn a_table_may_be_parted_by_other_signs_and_have_no_ids() {
    let root =
        folder(&[("a.tsv", b"title\ttext\nT\tThey met.\n"), ("b.csv", b"\xef\xbb\xbftext;title\nThey left.;T\n")]);
    assert_eq!(outline(&read(root.path(), &[""])), ["ab226026642c9001", "0a3168831da89dea"]);
}

#[test]
fn a_table_may_be_in_utf_16() {
    let table = "id,text\na,\u{201c}They met in Z\u{fc}rich,\u{201d} she said.\n";
    let table = table.replace("a,\u{201c}", "a,\"\u{201c}").replace(" said.", " said.\"");
    let bytes = |to: fn(u16) -> [u8; 2], mark| [mark, table.encode_utf16().flat_map(to).collect::<Vec<u8>>()].concat();
    let root = folder(&[
        ("a.csv", &bytes(u16::to_le_bytes, vec![0xff, 0xfe])),
        ("b.csv", &bytes(u16::to_be_bytes, vec![0xfe, 0xff])),
        ("c.txt", &bytes(u16::to_le_bytes, vec![])),
    ]);
    for name in ["a.csv", "b.csv", "c.txt"] {
        assert_eq!(
            texts(&read(root.path(), &[name])),
            ["\u{201c}They met in Z\u{fc}rich,\u{201d} she said."],
            "{name}"
        );
    }
}

#[test]
fn a_feed_has_a_document_an_entry() {
    let rss = format!(
        r#"<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
        xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>The Example</title><link>https://example.org</link>
        <item><title>Talks &amp;amp; trade</title><link>https://example.org/1</link><pubDate>Tue, 28 Jun 2016 09:30:00 GMT</pubDate>
        <dc:creator>Jane Doe</dc:creator><description>Short.</description>
        <content:encoded><![CDATA[<p>{STORY}</p><p>They left.</p>]]></content:encoded></item>
        <item><title>No text</title><guid>g2</guid></item>
        <item><description>They met again.</description></item></channel></rss>"#
    );
    let atom = r#"<feed xmlns="http://www.w3.org/2005/Atom"><title>The Example</title><id>x</id><updated>2016-06-29T00:00:00Z</updated>
        <entry><title>Later</title><id>tag:example.org,2016:3</id><updated>2016-06-29T00:00:00Z</updated>
        <content type="html">&lt;p&gt;They met.&lt;/p&gt;</content></entry></feed>"#;
    let root = folder(&[("a.rss", rss.as_bytes()), ("b.xml", atom.as_bytes())]);
    let items = read(root.path(), &[""]);
    let first = items[0].as_ref().unwrap();
    assert_eq!(first.text, format!("Talks & trade\n\n{STORY}\n\nThey left."));
    assert_eq!((first.id.as_str(), first.source.as_deref()), ("https://example.org/1", Some("The Example")));
    assert_eq!((first.author.as_deref(), first.published), (Some("Jane Doe"), Some(jiff::civil::date(2016, 6, 28))));
    let texts = texts(&items);
    assert_eq!(texts[1..], ["No text", "They met again.", "Later\n\nThey met."]);
    assert_eq!(items[3].as_ref().unwrap().id, "tag:example.org,2016:3");
    assert_eq!(outline(&items)[1..3], ["g2", outline(&items)[2]]);
    // Without an id or a link, the text alone tells the id: the same in every run.
    assert_eq!(outline(&items), outline(&read(root.path(), &[""])));
}

#[test]
fn a_web_archive_has_a_document_a_page() {
    let empty = "<html><body><a href='/'>Home</a></body></html>";
    let records = [
        record("warcinfo", "", "application/warc-fields", b"software: test\r\n"),
        sent("https://example.org/1", &page()),
        record("request", "https://example.org/1", "application/http; msgtype=request", b"GET / HTTP/1.1\r\n\r\n"),
        sent("https://example.org/1", &page()),
        sent("https://example.org/none", empty),
        response("https://example.org/logo.png", "HTTP/1.1 200 OK\r\nContent-Type: image/png", b"\x89PNG"),
        response("https://example.org/gone", "HTTP/1.1 404 Not Found\r\nContent-Type: text/html", page().as_bytes()),
        response(
            "https://example.org/z",
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip",
            &gzip(page().as_bytes()),
        ),
        record("conversion", "https://example.org/2", "text/plain", STORY.as_bytes()),
    ];
    let whole = records.concat();
    let by_record: Vec<u8> = records.iter().flat_map(|record| gzip(record)).collect();
    for (name, bytes) in [("a.warc", &whole), ("a.warc.gz", &by_record), ("b.warc.gz", &gzip(&whole))] {
        let root = folder(&[(name, bytes)]);
        let (items, skipped) = read_with(root.path(), &[name], Settings::default());
        assert_eq!(
            outline(&items),
            ["https://example.org/1", "https://example.org/z", "https://example.org/2"],
            "{name}"
        );
        assert!(
            items[0].as_ref().is_ok_and(|doc| doc.text.contains(STORY) && doc.author.as_deref() == Some("Jane Doe"))
        );
        let expected = [(Skipped::NoArticle, 1), (Skipped::NoText, 2), (Skipped::Again, 1)];
        assert_eq!(skipped, expected, "{name}");
    }
}

#[test]
fn an_arc_archive_has_a_document_a_page() {
    let block = "1 0 Test\nURL IP-address Archive-date Content-type Archive-length\n";
    let content = format!("HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n{}", page());
    let record = |address: &str| format!("{address} 1.2.3.4 20160628093000 text/html {}\n{content}\n", content.len());
    let head = format!("filedesc://a.arc 0.0.0.0 20160628093000 text/plain {}\n{block}\n", block.len());
    let archive = format!("{head}{}{}", record("http://example.org/1"), record("http://example.org/a b"));
    let root = folder(&[("a.arc", archive.as_bytes()), ("b.arc.gz", &gzip(archive.as_bytes()))]);
    for name in ["a.arc", "b.arc.gz"] {
        assert_eq!(outline(&read(root.path(), &[name])), ["http://example.org/1", "http://example.org/a b"], "{name}");
    }
}

#[test]
fn documents_in_other_languages_are_counted_and_not_read() {
    let french = "Le président de la République s'est rendu lundi à Berlin, où il a rencontré la chancelière. Ils ont signé un accord sur \
        l'énergie et le commerce, ont déclaré des responsables après une longue journée de discussions dans la capitale allemande.";
    let root = folder(&[("a.txt", french.as_bytes()), ("b.txt", STORY.as_bytes()), ("c.txt", b"Ils sont partis.")]);
    let (items, skipped) = read_with(root.path(), &[""], Settings::default());
    assert_eq!(outline(&items), ["b", "c"]);
    assert_eq!(skipped, [(Skipped::Language("French"), 1)]);
    let (items, skipped) = read_with(root.path(), &[""], Settings { any_language: true, ..Settings::default() });
    assert_eq!((outline(&items), skipped.len()), (vec!["a", "b", "c"], 0));
}

#[test]
fn what_lies_beside_documents_is_counted() {
    let page = page();
    let files: [(&str, &[u8]); 9] = [
        ("page.html", page.as_bytes()),
        ("page/logo.png", b"\x89PNG\r\n\x1a\n\0\0"),
        ("page/photo.txt", b"\xff\xd8\xff\xe0\0\x10JFIF"),
        ("page/icon.svg", b"<svg/>"),
        ("page/all.css", b"p { color: red }"),
        ("page/all.js", b"let a = 1;"),
        ("page/a.woff2", b"wOF2\0\x01"),
        ("page/tool", b"\x7fELF\x02\0"),
        ("page/empty.gif", b""),
    ];
    let expected = ["font", "image", "program", "script", "style"].map(Skipped::File).into_iter().zip([1, 4, 1, 1, 1]);
    let expected: Vec<_> = expected.collect();
    let archive = folder(&[("a.zip", &zip(&files))]);
    for (root, input) in [(folder(&files), ""), (archive, "a.zip")] {
        let (items, skipped) = read_with(root.path(), &[input], Settings::default());
        assert_eq!((outline(&items), skipped), (vec!["page"], expected.clone()));
    }
    let root = folder(&files);
    for named in ["page/logo.png", "page/all.css", "page/tool"] {
        assert!(outline(&read(root.path(), &[named]))[0].starts_with(&format!("{named}: unknown format ")));
    }
    // What may hold a text is told.
    let root = folder(&[
        ("a.docx", &zip(&[("word/document.xml", b"<a/>")])),
        ("b.jpg", b"They met."),
        ("c.7z", b"7z\xbc\xaf"),
    ]);
    assert_eq!(outline(&read(root.path(), &[""])).iter().filter(|told| told.contains("unknown format")).count(), 3);
}

#[test]
fn a_parquet_file_has_a_document_a_row() {
    use parquet::data_type::{ByteArray, ByteArrayType, Int64Type};
    use parquet::file::properties::WriterProperties;
    use parquet::file::writer::SerializedFileWriter;
    let schema = "message docs { required int64 uid; optional binary body (UTF8); required binary other (UTF8); }";
    let schema = std::sync::Arc::new(parquet::schema::parser::parse_message_type(schema).unwrap());
    let properties = WriterProperties::builder().set_compression(parquet::basic::Compression::SNAPPY).build();
    let mut bytes = Vec::new();
    let mut writer = SerializedFileWriter::new(&mut bytes, schema, properties.into()).unwrap();
    let mut rows = writer.next_row_group().unwrap();
    let text = |texts: &[&str]| texts.iter().map(|text| ByteArray::from(*text)).collect::<Vec<_>>();
    let mut column = rows.next_column().unwrap().unwrap();
    column.typed::<Int64Type>().write_batch(&[7, 8, 9], None, None).unwrap();
    column.close().unwrap();
    let mut column = rows.next_column().unwrap().unwrap();
    column.typed::<ByteArrayType>().write_batch(&text(&["They met.", "They left."]), Some(&[1, 0, 1]), None).unwrap();
    column.close().unwrap();
    let mut column = rows.next_column().unwrap().unwrap();
    column.typed::<ByteArrayType>().write_batch(&text(&["x", "y", "z"]), None, None).unwrap();
    column.close().unwrap();
    rows.close().unwrap();
    writer.close().unwrap();
    let root =
        folder(&[("a.parquet", &bytes), ("b.parquet.gz", &gzip(&bytes)), ("c.parquet", &bytes[..bytes.len() - 9])]);
    let settings = || with_fields(&["text=body", "id=uid"]);
    let (items, _) = read_with(root.path(), &["a.parquet"], settings());
    assert_eq!(outline(&items), ["7", "a.parquet: row 2: a document without text", "9"]);
    assert_eq!(outline(&read_with(root.path(), &["b.parquet.gz"], settings()).0)[0], "7");
    let damaged = read_with(root.path(), &["c.parquet"], settings()).0;
    assert!(outline(&damaged)[0].starts_with("c.parquet: damaged Parquet file: "), "{damaged:?}");
    let expected =
        "a.parquet: no column \"text\" (known: uid, body, other); tell which holds the text with --field text=COLUMN";
    assert_eq!(outline(&read(root.path(), &["a.parquet"])), [expected]);
}
