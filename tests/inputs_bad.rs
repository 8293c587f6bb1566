//! Bad input: every way in which an archive, a page or a table can be damaged or made to do harm. The fault is named with its
//! place, and the rest is read.

use crate::documents::{folder, outline};
use crate::inputs::{STORY, gzip, page, read, record, sent, zip};
use std::io::Write;
use std::process::Command;

fn good(id: &str) -> Vec<u8> {
    sent(&format!("https://example.org/{id}"), &page())
}

fn address(id: &str) -> String {
    format!("https://example.org/{id}")
}

#[test]
fn a_truncated_web_archive_is_read_up_to_where_it_breaks_off() {
    let whole = [good("1"), good("2")].concat();
    let cut = &whole[..whole.len() - 200];
    let second = good("1").len();
    let content = good("2").len() - 200 - good("2").windows(4).position(|at| at == b"\r\n\r\n").unwrap() - 4;
    let length = content + 200 - 4;
    let root = folder(&[("a.warc", cut), ("b.warc.gz", &gzip(&whole)[..600]), ("c.txt", b"C.")]);
    let items = read(root.path(), &[""]);
    let expected = format!(
        "a.warc: record 2 at byte {second}, https://example.org/2: the archive breaks off: {content} of {length} bytes of the record are there"
    );
    assert_eq!(outline(&items)[..2], [&address("1"), &expected]);
    assert!(outline(&items)[2].starts_with("b.warc.gz: "), "{items:?}");
    assert!(outline(&items)[2].ends_with("cannot read: the compressed data breaks off"), "{items:?}");
    assert_eq!(*outline(&items).last().unwrap(), "c");
}

#[test]
fn a_wrong_length_costs_one_record() {
    let wrong = |id: &str, by: i64| {
        let text = String::from_utf8(good(id)).unwrap();
        let length: i64 = text.split("Content-Length: ").nth(1).unwrap().split('\r').next().unwrap().parse().unwrap();
        text.replacen(&format!("Content-Length: {length}"), &format!("Content-Length: {}", length + by), 1).into_bytes()
    };
    for by in [-100, 300, 99_999_999_999] {
        let archive = [good("1"), wrong("2", by), good("3"), good("4")].concat();
        let root = folder(&[("a.warc", &archive)]);
        let items = read(root.path(), &["a.warc"]);
        let [first, fault, rest @ ..] = &outline(&items)[..] else { panic!("{items:?}") };
        assert_eq!((*first, rest), (address("1").as_str(), &[address("3").as_str(), &address("4")][..]), "{by}");
        assert!(
            fault.starts_with("a.warc: record 2 at byte ") && fault.ends_with("is wrong: no record ends there"),
            "{fault}"
        );
    }
    let none = String::from_utf8(good("2")).unwrap().replace("Content-Length", "X-Length").into_bytes();
    let nonsense = String::from_utf8(good("3")).unwrap().replace("Content-Length: ", "Content-Length: x").into_bytes();
    let root = folder(&[("a.warc", &[good("1"), none, nonsense, good("4")].concat())]);
    let items = read(root.path(), &["a.warc"]);
    assert_eq!([outline(&items)[0], outline(&items)[3]], [address("1"), address("4")], "{items:?}");
    assert!(outline(&items)[1].ends_with("a record without Content-Length"), "{items:?}");
    assert!(outline(&items)[2].ends_with(" is no number"), "{items:?}");
}

#[test]
fn a_damaged_part_of_a_compressed_web_archive_costs_its_record() {
    let mut second = gzip(&good("2"));
    let middle = second.len() / 2;
    second[middle..middle + 40].fill(0xff);
    let archive = [gzip(&good("1")), second, gzip(&good("3"))].concat();
    let root = folder(&[("a.warc.gz", &archive), ("b.warc", b"no records at all\n"), ("c.warc", b"")]);
    let items = read(root.path(), &[""]);
    let found = outline(&items);
    assert_eq!((found[0], found[found.len() - 3]), (address("1").as_str(), address("3").as_str()), "{items:?}");
    assert!(found.len() > 4, "{items:?}");
    assert!(found[1..found.len() - 3].iter().all(|fault| fault.starts_with("a.warc.gz: ")), "{items:?}");
    assert!(found[found.len() - 2].starts_with("b.warc: byte 0: no record begins here"), "{items:?}");
    assert_eq!(found[found.len() - 1], "c.warc: no records (expected a WARC or ARC archive)");
}

#[test]
fn what_expands_beyond_measure_is_refused() {
    // 512 MiB of the letter a.
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    let block = vec![b'a'; 1 << 20];
    (0..512).for_each(|_| encoder.write_all(&block).unwrap());
    let bomb = encoder.finish().unwrap();
    let root = folder(&[("a.jsonl.gz", &bomb), ("b.txt.gz", &bomb), ("c.txt", b"C.")]);
    let items = read(root.path(), &[""]);
    let [first, second, third] = &outline(&items)[..] else { panic!("{items:?}") };
    assert!(first.starts_with("a.jsonl.gz:1: cannot read: "), "{first}");
    assert!(first.ends_with("more than 250 times as much: this was made to fill memory"), "{first}");
    assert_eq!((*second, *third), ("b.txt.gz: the file is larger than 64 MiB", "c"));
}

#[test]
fn archives_in_archives_end_somewhere() {
    let mut archive = b"They met.".to_vec();
    let mut name = "a.txt".to_owned();
    for _ in 0..6 {
        archive = zip(&[(&name, &archive)]);
        name = format!("{name}.zip");
    }
    let root = folder(&[("x.zip", &archive)]);
    let items = read(root.path(), &["x.zip"]);
    assert!(outline(&items)[0].ends_with(": more than 4 archives in one another"), "{items:?}");
}

#[test]
fn damaged_archives_are_errors_and_their_sound_files_are_read() {
    let sound = zip(&[("a.txt", b"They met."), ("b.txt", STORY.as_bytes())]);
    let mut changed = sound.clone();
    let at = changed.windows(8).position(|window| window == b"They met").unwrap();
    changed[at] = b'W';
    let root = folder(&[
        ("changed.zip", &changed),
        ("cut.zip", &sound[..sound.len() / 2]),
        ("empty.zip", &zip(&[])),
        ("noise.tar", &[7; 2000]),
        ("z.txt", b"Z."),
    ]);
    let items = read(root.path(), &[""]);
    let found = outline(&items);
    assert_eq!(found[0], "changed.zip/a.txt: cannot read: damaged: its checksum is another");
    assert_eq!(found[1], "changed/b");
    assert!(found[2].starts_with("cut.zip: damaged zip archive: "), "{found:?}");
    assert_eq!(found[3], "empty.zip: no documents in the archive");
    assert!(found[4].starts_with("noise.tar: damaged tar archive at byte 0: "), "{found:?}");
    assert_eq!(found[5], "z");
}

#[test]
fn a_page_nested_too_deep_is_refused_at_once() {
    let deep = |tag: &str| format!("<html><body>{}{STORY}", format!("<{tag}>").repeat(100_000)).into_bytes();
    let root = folder(&[
        ("a.html", &deep("div")),
        ("b.html", &deep("b")),
        ("c.html", &deep("p")),
        ("d.html", b"<html><body><a href='/'>Home</a></body></html>"),
        ("e.html", b""),
        ("f.html", page().as_bytes()),
    ]);
    let start = std::time::Instant::now();
    let items = read(root.path(), &[""]);
    let told = "elements stand more than 512 levels deep in one another";
    assert_eq!(outline(&items)[..2], [format!("a.html: {told}"), format!("b.html: {told}")]);
    assert_eq!(outline(&items)[3..], ["d.html: no article was found in the page", "e.html: the file is empty", "f"]);
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
}

#[test]
fn a_file_of_two_gigabytes_is_refused_without_being_read() {
    let root = folder(&[("a.txt", b"A."), ("b.txt", b"B.")]);
    for name in ["a.txt", "c.html", "d.md"] {
        let file = std::fs::File::options().create(true).append(true).open(root.path().join(name)).unwrap();
        // A hole: it takes no room on the disk.
        file.set_len(2 << 30).unwrap();
    }
    let start = std::time::Instant::now();
    let items = read(root.path(), &[""]);
    let told = "the file is larger than 64 MiB";
    let expected = [format!("a.txt: {told}"), "b".into(), format!("c.html: {told}"), format!("d.md: {told}")];
    assert_eq!(outline(&items), expected);
    assert!(start.elapsed().as_secs() < 5, "{:?}", start.elapsed());
}

#[test]
fn tables_without_the_column_are_errors() {
    let root = folder(&[
        ("a.csv", b"id,body\n1,They met.\n"),
        ("b.csv", b""),
        ("c.csv", b"text,id\nThey met.,1\n\"open"),
        ("d.csv", b"text,id\n\xff\x00\x00,1\nThey left.,2\n"),
    ]);
    let items = read(root.path(), &[""]);
    let found = outline(&items);
    let told = "a.csv:1: no column \"text\" (known: id, body); tell which holds the text with --field text=COLUMN";
    assert_eq!(found[..3], [told, "b.csv: the file is empty", "1"]);
    assert_eq!(found[3], "c.csv:3: a quotation mark that is not closed");
    assert_eq!(found[4..], ["d.csv:2: column \"text\": no text: it holds zero bytes", "2"]);
}

#[test]
fn a_quotation_mark_that_is_not_closed_costs_its_row() {
    let root = folder(&[
        ("a.csv", b"id,text\r\na,A.\r\nb,\"B.\r\nc,\"C, and\r\nmore.\"\r\nd,D.\r\n"),
        ("b.csv", b"id,text\ne,\"E.\nf,F.\ng,G.\n"),
        ("c.csv", b"id,text\nh,\"He said \"\"no\"\",\n\nand left.\"\n\ni,\"I \"too\"\n"),
    ]);
    let told = |place: &str| format!("{place}: a quotation mark that is not closed");
    let items = read(root.path(), &[""]);
    let expected = ["a", &told("a.csv:3"), "c", "d", &told("b.csv:2"), "f", "g", "h", "i"];
    assert_eq!(outline(&items), expected);
    assert_eq!(items[7].as_ref().map(|doc| doc.text.as_str()), Ok("He said \"no\",\n\nand left."));
}

#[test]
fn a_row_that_is_too_large_costs_itself() {
    let mut table = b"id,text\na,A.\nb,\"".to_vec();
    table.resize(80_000_000, b'x');
    table.extend_from_slice(b"\"\nc,C.\n");
    let root = folder(&[("a.csv", &table)]);
    assert_eq!(outline(&read(root.path(), &[""])), ["a", "a.csv:3: the row is larger than 64 MiB", "c"]);
}

#[test]
fn feeds_that_are_none_are_errors() {
    let root = folder(&[
        ("a.rss", b"<rss version=\"2.0\"><channel><title>x</title></channel></rss>"),
        ("b.xml", b"<book/>"),
        ("c.atom", b""),
        ("d.rss", b"<rss version=\"2.0\"><channel><item><title></title></item></channel></rss>"),
    ]);
    let items = read(root.path(), &[""]);
    let found = outline(&items);
    assert_eq!(found[0], "a.rss: a feed without entries");
    assert!(found[1].starts_with("b.xml: no feed (expected RSS or Atom): "), "{found:?}");
    assert_eq!(found[2..], ["c.atom: the file is empty", "d.rss: entry 1: a document without text"]);
}

#[test]
fn a_feed_is_read_up_to_where_it_breaks_off() {
    let rss = "<rss version=\"2.0\"><channel><title>x</title><item><guid>a</guid><title>They met.</title></item><item><guid>b";
    let atom = "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>x</title><id>x</id><updated>2016-06-29T00:00:00Z</updated>\
        <entry><id>c</id><title>They left.</title><updated>2016-06-29T00:00:00Z</updated></entry><entry><id>d</id></ent";
    let root = folder(&[("a.rss", rss.as_bytes()), ("b.xml", atom.as_bytes())]);
    let items = read(root.path(), &[""]);
    let [first, told, second, other] = &outline(&items)[..] else { panic!("{items:?}") };
    assert_eq!((*first, *second), ("a", "c"));
    assert!(told.starts_with("a.rss: no feed ") && other.starts_with("b.xml: no feed "), "{items:?}");
}

#[test]
#[cfg(unix)]
fn a_pipe_is_read_as_standard_input_is() {
    let root = folder(&[("a.html", page().as_bytes())]);
    let pipe = root.path().join("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let writer = std::thread::spawn({
        let pipe = pipe.clone();
        move || std::fs::write(pipe, gzip(page().as_bytes())).unwrap()
    });
    let items = read(root.path(), &["pipe"]);
    writer.join().unwrap();
    assert_eq!(outline(&items), ["pipe"]);
}

#[test]
#[cfg(unix)]
fn a_folder_that_leads_into_itself_is_told_and_the_rest_is_read() {
    let root = folder(&[("a/one.html", page().as_bytes()), ("z.txt", b"Z.")]);
    std::os::unix::fs::symlink(root.path(), root.path().join("a/circle")).unwrap();
    let items = read(root.path(), &[""]);
    assert!(outline(&items)[0].starts_with("a/circle: the link leads back to "), "{items:?}");
    assert_eq!(outline(&items)[1..], ["a/one", "z"]);
}

#[test]
fn a_file_that_vanishes_while_others_are_read_is_told() {
    use chancery::documents::{Cleaner, read_inputs};
    let root = folder(&[
        ("a.txt", b"A."),
        ("b.txt", b"B."),
        ("c.zip", &zip(&[("1.txt", b"1."), ("2.txt", b"2.")])),
        ("d.txt", b"D."),
    ]);
    let cleaner = Cleaner::load(&chancery::knowledge::Folder::ontology()).unwrap();
    let inputs = [root.path().to_path_buf()];
    let mut docs = read_inputs(&inputs, &cleaner);
    assert_eq!(docs.next().unwrap().unwrap().id, "a");
    std::fs::remove_file(root.path().join("b.txt")).unwrap();
    let error = docs.next().unwrap().unwrap_err().to_string();
    assert!(error.ends_with("b.txt: no such file or folder"), "{error}");
    assert_eq!(docs.next().unwrap().unwrap().id, "c/1");
    std::fs::remove_file(root.path().join("c.zip")).unwrap();
    let error = docs.next().unwrap().unwrap_err().to_string();
    assert!(error.contains("c.zip/2.txt: cannot read"), "{error}");
    assert_eq!(docs.next().unwrap().unwrap().id, "d");
}

#[test]
fn the_exit_status_tells_that_something_was_bad_and_the_rest_is_done() {
    let french = "Le président de la République s'est rendu lundi à Berlin, où il a rencontré la chancelière. Ils ont signé un accord sur \
        l'énergie et le commerce, ont déclaré des responsables après une longue journée de discussions dans la capitale allemande.";
    let archive = [record("resource", "urn:fr", "text/plain", french.as_bytes()), good("1"), good("2")].concat();
    let root =
        folder(&[("a.warc", &archive[..archive.len() - 300]), ("b.txt", b"Angela Merkel visited Moscow in May 2015.")]);
    let run = |inputs: &[&str]| {
        let program = Command::new(env!("CARGO_BIN_EXE_chancery"))
            .arg("extract")
            .args(inputs.iter().map(|input| root.path().join(input)))
            .output()
            .unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (program.status.code(), text(program.stdout), text(program.stderr))
    };
    let (status, facts, told) = run(&[""]);
    assert_eq!(status, Some(1), "{told}");
    assert!(facts.contains("\"doc\":\"b\"") || facts.contains("\"doc\": \"b\""), "{facts}");
    assert!(told.contains("a.warc: record 3 at byte ") && told.contains("the archive breaks off"), "{told}");
    assert!(told.contains("skipped: 1 document in French"), "{told}");
    assert_eq!(run(&["b.txt"]).0, Some(0));
}

/// An input without end is read as it comes: what it holds is handed on, and memory does not grow with it.
#[test]
fn an_archive_without_end_is_read_as_it_comes() {
    use chancery::documents::{Cleaner, Reader, Settings};
    let block: Vec<u8> = (0..2000)
        .flat_map(|n| format!("{{\"id\": \"{n}\", \"text\": \"They met {n} times.\"}}\n").into_bytes())
        .collect();
    let many = gzip(&block.repeat(200));
    let reader = Reader::new(Cleaner::load(&chancery::knowledge::Folder::ontology()).unwrap(), Settings::default());
    let mut found = reader.find_in_bytes("a.jsonl.gz", many);
    assert_eq!(found.next().unwrap().unwrap().size(), "{\"id\": \"0\", \"text\": \"They met 0 times.\"}\n".len());
    assert_eq!(found.count(), 2000 * 200 - 1);
}

#[cfg(not(feature = "pdf"))]
#[test]
fn a_pdf_is_told_by_a_build_that_reads_none() {
    let pdf = b"%PDF-1.4\n1 0 obj\n";
    let root = folder(&[("a.pdf", pdf), ("b.txt", pdf), ("c", pdf), ("d.pdf.gz", &gzip(pdf)), ("e.txt", b"E. %PDF-")]);
    let told = "a PDF, which this build does not read (one made with `cargo build --release --features pdf` does)";
    let expected = ["a.pdf", "b.txt", "c", "d.pdf.gz"].map(|name| format!("{name}: {told}"));
    let items = read(root.path(), &[""]);
    assert_eq!(outline(&items)[..4], expected);
    assert_eq!(outline(&items)[4..], ["e"]);
}

#[cfg(feature = "pdf")]
#[test]
fn a_pdf_is_read_if_it_has_text() {
    let pdf = |content: &str| {
        let mut bytes = b"%PDF-1.4\n".to_vec();
        let objects = [
            "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>".to_owned(),
            format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()),
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned(),
        ];
        let mut places = Vec::new();
        for (idx, object) in objects.iter().enumerate() {
            places.push(bytes.len());
            bytes.extend_from_slice(format!("{} 0 obj\n{object}\nendobj\n", idx + 1).as_bytes());
        }
        let start = bytes.len();
        bytes.extend_from_slice(b"xref\n0 6\n0000000000 65535 f \n");
        places.iter().for_each(|at| bytes.extend_from_slice(format!("{at:010} 00000 n \n").as_bytes()));
        bytes.extend_from_slice(format!("trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n").as_bytes());
        bytes
    };
    let text = "BT /F1 12 Tf 72 720 Td (Angela Merkel visited Moscow in May 2015.) Tj ET";
    let root = folder(&[
        ("a.pdf", &pdf(text)),
        ("b.pdf", &pdf("0 0 m 9 9 l S")),
        ("c.pdf", b"%PDF-1.4\nnothing"),
        ("d.txt", b"D."),
    ]);
    let items = read(root.path(), &[""]);
    assert_eq!(items[0].as_ref().map(|doc| doc.text.as_str()), Ok("Angela Merkel visited Moscow in May 2015."));
    let found = outline(&items);
    assert_eq!(found[1], "b.pdf: a PDF without text: pages that are images are not read");
    assert!(found[2].starts_with("c.pdf: damaged PDF file: "), "{found:?}");
    assert_eq!(found[3], "d");
}
