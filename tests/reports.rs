//! What a run tells of itself: the report, the summary, and where it stops.

use crate::cli::{Place, VISIT};
use serde_json::Value;

fn archive() -> Place {
    let place = Place::new();
    let good = |id: &str| serde_json::json!({"id": id, "text": VISIT}).to_string();
    let lines = [good("a"), "{\"id\": \"b\"}".to_owned(), good("c"), "no JSON".to_owned(), good("a")];
    place.write("news.jsonl", lines.join("\n") + "\n");
    place
}

fn report(place: &Place) -> Value {
    serde_json::from_slice(&std::fs::read(place.path("report.json")).unwrap()).unwrap()
}

#[test]
fn a_report_tells_what_was_done_and_where_each_failure_is() {
    for command in ["build", "extract"] {
        let place = archive();
        let run = place.run(&[command, "news.jsonl", "--report", "report.json"]);
        assert_eq!(run.status, Some(1), "{}", run.err);
        let report = report(&place);
        assert_eq!(report["command"], command);
        assert_eq!(report["complete"], true);
        assert_eq!([&report["documents"], &report["failed"], &report["facts"]], [2, 3, 2]);
        assert_eq!(report["facts_by_relation"]["visited"], 2);
        let failures = report["failures"].as_array().unwrap();
        let lines: Vec<_> = failures.iter().map(|failure| failure["line"].as_u64().unwrap()).collect();
        assert_eq!(lines, [2, 4, 5]);
        let news = std::fs::read_to_string(place.path("news.jsonl")).unwrap();
        let starts: Vec<_> = news.match_indices('\n').map(|(at, _)| at as u64 + 1).collect();
        let offsets: Vec<_> = failures.iter().map(|failure| failure["offset"].as_u64().unwrap()).collect();
        assert_eq!(offsets, [starts[0], starts[2], starts[3]]);
        assert!(failures.iter().all(|failure| failure["file"] == "news.jsonl"));
        assert!(failures[2]["cause"].as_str().unwrap().contains("\"a\" was read before"));
        assert_eq!(report["failures_by_kind"].as_object().unwrap().len(), 3);
        assert!(run.err.contains("facts: visited 2"), "{}", run.err);
        assert!(run.err.contains("failed: 1 × "), "{}", run.err);
    }
}

#[test]
fn a_strict_run_stops_at_the_first_failure() {
    let place = archive();
    let run = place.run(&["extract", "news.jsonl", "--strict", "--report", "report.json"]);
    assert_eq!(run.status, Some(1));
    assert_eq!(run.err.matches("error:").count(), 1, "{}", run.err);
    let report = report(&place);
    assert_eq!(report["complete"], false);
    assert_eq!([&report["documents"], &report["failed"]], [1, 1]);
}

#[test]
fn a_report_tells_the_byte_of_each_failure() {
    let place = Place::new();
    let page = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html></html>";
    let record = |length: usize| {
        let head = "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://example.org/";
        format!("{head}\r\nContent-Type: application/http\r\nContent-Length: {length}\r\n\r\n{page}\r\n\r\n")
    };
    let first = record(page.len());
    place.write("a.warc", first.clone() + &record(page.len() - 5));
    place.write("b.csv", "id,text\r\n1,They met.\r\n2\r\n").write("c.txt", "One.\nTwo \0\x01.\n");
    place.write("d.rss", "<rss version=\"2.0\"><channel><item><title></title></item></channel></rss>");
    place.write("e.tar", [7; 2000]).write("f.txt.gz", b"\x1f\x8b\x08\0");
    let inputs = ["extract", "a.warc", "b.csv", "c.txt", "d.rss", "e.tar", "f.txt.gz", "--report", "report.json"];
    assert_eq!(place.run(&inputs).status, Some(1));
    let report = report(&place);
    let failures = report["failures"].as_array().unwrap();
    let told: Vec<_> = failures.iter().map(|f| (f["file"].as_str().unwrap(), f["offset"].as_u64())).collect();
    let start = first.len() as u64;
    assert_eq!(told[..3], [("a.warc", Some(start)), ("b.csv", Some(22)), ("c.txt", Some(9))], "{report:#}");
    assert_eq!(told[3..], [("d.rss", None), ("e.tar", Some(0)), ("f.txt.gz", Some(0))], "{report:#}");
    assert_eq!((&failures[1]["line"], &failures[2]["line"]), (&Value::from(3), &Value::from(2)));
    let part = format!("record 2 at byte {start}, https://example.org/");
    assert_eq!((&failures[0]["part"], &failures[3]["part"]), (&Value::from(part), &Value::from("entry 1")));
}

#[test]
fn a_report_tells_what_was_skipped_and_why() {
    let french = "Le président de la République s'est rendu lundi à Berlin, où il a rencontré la chancelière. Ils ont signé un accord \
        sur l'énergie et le commerce, ont déclaré des responsables après une longue journée de discussions dans la capitale.";
    let place = Place::new();
    let lines = [serde_json::json!({"text": VISIT}), serde_json::json!({"text": french})].map(|line| line.to_string());
    let record = |kind: &str, body: &str| {
        let head = "WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: https://example.org/";
        format!("{head}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\r\n{body}\r\n\r\n", body.len())
    };
    let image = record("image/png", "x");
    place.write("news.jsonl", lines.join("\n"));
    place.write("a.warc", image.clone() + &record("text/html", "<html><body><a href='/'>Home</a></body></html>"));
    let run = place.run(&["extract", "--quiet", "news.jsonl", "a.warc", "--report", "report.json"]);
    assert_eq!((run.status, run.err.as_str()), (Some(0), ""));
    let report = report(&place);
    assert_eq!([&report["skipped"], &report["documents"], &report["failed"]], [3, 1, 0]);
    assert_eq!(report["skipped_by_reason"], serde_json::json!({"in French": 1, "no article": 1, "no text": 1}));
    let part = format!("record 2 at byte {}, https://example.org/", image.len());
    let expected = serde_json::json!([
        {"file": "news.jsonl", "line": 2, "part": null, "offset": lines[0].len() + 1, "reason": "in French"},
        {"file": "a.warc", "line": null, "part": part, "offset": image.len(), "reason": "no article"},
    ]);
    assert_eq!(report["skips"], expected);
}

#[test]
fn a_report_that_has_no_folder_is_refused_before_the_work() {
    for command in ["build", "extract"] {
        let place = archive();
        let run = place.run(&[command, "news.jsonl", "--report", "gone/report.json"]);
        assert_eq!(run.errors(), ["gone: no such folder, to write the report to"]);
        assert!(run.out.is_empty() && !place.path("chancery.store").exists());
    }
}
