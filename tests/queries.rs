//! Questions: what the shipped ones answer on the sample.

use crate::golden;
use crate::sample::{dataset, stories};
use chancery::export::{AnswerFormat, write_answer};
use chancery::knowledge::Folder;
use chancery::store::{Answer, Question, UnionGraph};

/// A question, other parameters than its defaults, and the file of the answer.
type Asked = (&'static str, &'static [(&'static str, &'static str)], &'static str);

const ASKED: [Asked; 13] = [
    ("visits", &[("country", "United States")], "visits-united-states"),
    ("talks", &[("actor", "Putin")], "talks-putin"),
    ("deals", &[("minimum", "100000000000")], "deals-minimum"),
    ("deals-between", &[("first", "China"), ("second", "Kazakhstan")], "deals-between-none"),
    ("evidence", &[("subject", "America"), ("relation", "sanctioned"), ("object", "Russia")], "evidence-sanctions"),
    ("offices", &[("body", "Russia"), ("person", "Vladimir Putin")], "offices-putin"),
    ("changes", &[("since", "2016-07"), ("until", "2016")], "changes-2016"),
    ("planned", &[("after", "2018")], "planned-later"),
    ("exercises", &[("status", "planned")], "exercises-planned"),
    ("actors", &[("limit", "2")], "actors-two"),
    ("members", &[("body", "NATO")], "members-nato"),
    ("sanctions", &[("target", "Gazprom")], "sanctions-gazprom"),
    ("visits-within", &[("body", "SCO")], "visits-within-sco"),
];

fn ask(graph: &UnionGraph, name: &str, parameters: &[(&str, &str)]) -> Answer {
    let mut question = Question::find(&Folder::queries(), name).unwrap();
    for (parameter, value) in parameters {
        question.set(parameter, value).unwrap();
    }
    graph.query(&question, None).unwrap()
}

fn text(answer: &Answer) -> String {
    let format = if matches!(answer, Answer::Triples(_)) { AnswerFormat::Turtle } else { AnswerFormat::Tsv };
    let mut bytes = Vec::new();
    write_answer(answer, format, &dataset(&stories()), &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

#[test]
fn every_shipped_question_is_answered() {
    let graph = UnionGraph::of(&dataset(&stories()));
    let questions = Question::all(&Folder::queries()).unwrap();
    assert!(questions.len() >= 14);
    for question in questions {
        let answer = graph.query(&question, None).unwrap();
        let ending = if matches!(answer, Answer::Triples(_)) { "ttl" } else { "tsv" };
        golden::check(&format!("queries/{}.{ending}", question.name()), &text(&answer));
    }
}

#[test]
fn parameters_narrow_the_answer() {
    let graph = UnionGraph::of(&dataset(&stories()));
    for (name, parameters, file) in ASKED {
        golden::check(&format!("queries/{file}.tsv"), &text(&ask(&graph, name, parameters)));
    }
}

#[test]
fn answers_do_not_depend_on_the_order_of_reading() {
    let mut backwards = stories();
    backwards.reverse();
    let (one, other) = (UnionGraph::of(&dataset(&stories())), UnionGraph::of(&dataset(&backwards)));
    for question in Question::all(&Folder::queries()).unwrap() {
        assert_eq!(one.query(&question, None).unwrap(), other.query(&question, None).unwrap());
    }
}

#[test]
fn the_manual_lists_every_question() {
    let manual = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/querying.md")).unwrap();
    for question in Question::all(&Folder::queries()).unwrap() {
        assert!(manual.contains(&format!("| `{}` | {}", question.name(), question.title())), "{}", question.name());
    }
    let example = manual.split("```sparql\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let question = Question::parse("docs/querying.md", example).unwrap();
    let answer = UnionGraph::of(&dataset(&stories())).query(&question, None).unwrap();
    assert_eq!(text(&answer), "?body\t?date\n\"Shanghai Cooperation Organisation\"\t\n");
}
