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
fn a_report_that_has_no_folder_is_refused_before_the_work() {
    for command in ["build", "extract"] {
        let place = archive();
        let run = place.run(&[command, "news.jsonl", "--report", "gone/report.json"]);
        assert_eq!(run.errors(), ["gone: no such folder, to write the report to"]);
        assert!(run.out.is_empty() && !place.path("chancery.store").exists());
    }
}
