//! The gold of the sample corpus, `tests/gold/articles.jsonl`: whether what the annotation says can be found in the articles,
//! whether the ontology can say it, and how well chancery finds it, which must not become worse than `tests/gold/baseline.txt`.
//!
//! A line is one document: `{"doc", "published", "entities": [{"id", "type", "names"}], "facts": [{"subject", "relation", "object",
//! "object_also", "status", "date", "place", "value", "role", "topic", "attribution", "evidence", "optional"}]}`. The first name of
//! an entity is its usual one. An optional fact is one on which annotators may differ: it is neither missed nor wrong.

use crate::extractor;
use chancery::documents::{Cleaner, Document, read_inputs};
use chancery::error::Result;
use chancery::export::Records;
use chancery::knowledge::Folder;
use chancery::ontology::{ClassId, Ontology};
use chancery::rdf::Iris;
use chancery::scoring::{Found, Gold, GoldEntity, GoldFact, Rules, Score, score};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Relations that the annotation does not tell.
const UNTOLD: [&str; 4] = ["conceded", "expelled", "released", "withdrew"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read_gold() -> Vec<Gold> {
    let text = std::fs::read_to_string(root().join("tests/gold/articles.jsonl")).expect("the gold is UTF-8");
    Gold::read(&text).expect("the gold is well formed")
}

fn read_articles() -> BTreeMap<String, Document> {
    read_documents(&root().join("seeds/articles"))
}

fn read_documents(folder: &Path) -> BTreeMap<String, Document> {
    let cleaner = Cleaner::load(&Folder::ontology()).expect("the compiled ontology loads");
    let inputs: [PathBuf; 1] = [folder.to_path_buf()];
    let docs: Result<Vec<Document>> = read_inputs(&inputs, &cleaner).collect();
    docs.expect("every article is read").into_iter().map(|doc| (doc.id.clone(), doc)).collect()
}

/// What `chancery extract` prints of documents.
fn extract(docs: &BTreeMap<String, Document>) -> String {
    let iris = Iris::default();
    let records = Records { ontology: &extractor().knowledge().ontology, iris: &iris };
    let mut lines = Vec::new();
    for doc in docs.values() {
        records.write_facts(doc, &extractor().extract(doc), &mut lines).expect("memory can be written to");
    }
    String::from_utf8(lines).expect("the facts are UTF-8")
}

/// What `check` is given: the score of facts, as `chancery extract` prints them, against a gold.
fn scored(golds: &[Gold], run: &str, check: impl FnOnce(&Score<'_>)) {
    let folder = Folder::ontology();
    let rules = Rules::load(&folder, &extractor().knowledge().ontology).expect("the rules load");
    let found = Found::read(run).expect("the facts are well formed");
    check(&score(golds, &found, &rules.ignoring(UNTOLD.map(str::to_owned))));
}

/// The figures that must not fall, in hundredths but for F1.
fn figures(score: &Score<'_>) -> [(&'static str, String); 4] {
    let share = |part: usize, whole: usize| part as f64 / whole as f64;
    [
        ("F1", format!("{:.3}", score.total.f1())),
        ("precision", format!("{:.2}", score.total.precision())),
        ("status, mean", format!("{:.2}", score.status_mean())),
        ("dates, recall to the month", format!("{:.2}", share(score.dates.month, score.dates.gold))),
    ]
}

/// `UPDATE=1 cargo test` writes the baseline anew: do so when a figure has risen, and tell why in the commit when one has fallen.
#[test]
fn accuracy_does_not_fall_below_the_baseline() {
    scored(&read_gold(), &extract(&read_articles()), |score| {
        let figures = figures(score);
        let path = root().join("tests/gold/baseline.txt");
        if std::env::var_os("UPDATE").is_some() {
            let lines: String = figures.iter().map(|(name, value)| format!("{name}: {value}\n")).collect();
            std::fs::write(&path, lines).expect("the baseline can be written");
        }
        let baseline = std::fs::read_to_string(&path).expect("the baseline is UTF-8");
        let number = |text: &str| text.trim().parse::<f64>().unwrap_or_else(|e| panic!("{text}: {e}"));
        for (line, (name, value)) in baseline.lines().zip(&figures) {
            let (known, least) = line.split_once(':').expect("a name and a figure");
            assert_eq!(known, *name);
            assert!(number(value) >= number(least), "{name} has fallen from{least} to {value}: {figures:?}");
        }
        assert_eq!(baseline.lines().count(), figures.len());
    });
}

/// The same rules written down a second time, in Python, may stand beside this project; then both must give the same figures.
#[test]
fn a_second_implementation_gives_the_same_figures() {
    let shared = root().join("../shared");
    let script = shared.join("gold/score.py");
    let has_python = Command::new("python3").arg("--version").output().is_ok_and(|output| output.status.success());
    if !script.is_file() || !has_python {
        return eprintln!("skipped: no {} or no python3", script.display());
    }
    for (gold, articles) in [("seeds.jsonl", "seeds"), ("dev2.jsonl", "gold/texts")] {
        compare(&script, &shared.join("gold").join(gold), &read_documents(&shared.join(articles)));
    }
    compare(&script, &root().join("tests/gold/articles.jsonl"), &read_articles());
}

fn compare(script: &Path, gold: &Path, docs: &BTreeMap<String, Document>) {
    let folder = tempfile::TempDir::new().expect("a temporary folder");
    let run = folder.path().join("facts.jsonl");
    let facts = extract(docs);
    std::fs::write(&run, &facts).expect("the run can be written");
    let output = Command::new("python3").arg(script).arg(gold).arg(&run).output().expect("Python starts");
    let told = String::from_utf8(output.stdout).expect("what is printed is UTF-8");
    let golds =
        Gold::read(&std::fs::read_to_string(gold).expect("the gold is UTF-8")).expect("the gold is well formed");
    scored(&golds, &facts, |score| {
        let (total, dates) = (score.total, score.dates);
        let share = |part: usize, whole: usize| if whole == 0 { 0.0 } else { part as f64 / whole as f64 };
        for line in [
            format!(
                "P {:.3}  R {:.3}  F1 {:.3}  ({} right, {} predicted, {} gold)",
                total.precision(),
                total.recall(),
                total.f1(),
                total.right,
                total.told,
                total.gold
            ),
            format!("; macro {:.3}; overclaims {} of {}", score.status_mean(), score.overclaims(), total.told),
            format!(
                "P {:.2} R {:.2}; exact {:.2}",
                share(dates.month, dates.told),
                share(dates.month, dates.gold),
                share(dates.exact, dates.gold)
            ),
        ] {
            assert!(told.contains(&line), "{}: \"{line}\" is not in\n{told}", gold.display());
        }
        for (relation, counts) in &score.by_relation {
            let row = format!(
                "{relation:<16} {:6.2} {:6.2} {:6} {:6}",
                counts.precision(),
                counts.recall(),
                counts.told,
                counts.gold
            );
            assert!(told.contains(&row), "{}: \"{row}\" is not in\n{told}", gold.display());
        }
    });
}

#[test]
fn every_article_is_annotated() {
    let golds = read_gold();
    let articles = read_articles();
    let annotated: Vec<&str> = golds.iter().map(|gold| gold.doc.as_str()).collect();
    assert_eq!(annotated, articles.keys().map(String::as_str).collect::<Vec<_>>());
    for gold in &golds {
        let published = articles[&gold.doc].published.map(|day| day.to_string());
        assert_eq!(published, gold.published, "{}", gold.doc);
        assert!(gold.facts.iter().filter(|fact| !fact.optional).count() >= 10, "{} has few facts", gold.doc);
    }
}

#[test]
fn evidence_stands_in_one_paragraph_of_the_clean_text() {
    let articles = read_articles();
    for gold in read_gold() {
        for fact in &gold.facts {
            let mut paragraphs = articles[&gold.doc].text.split("\n\n");
            assert!(paragraphs.any(|text| text.contains(&fact.evidence)), "{}: {}", gold.doc, fact.evidence);
        }
    }
}

#[test]
fn names_stand_in_the_text() {
    let articles = read_articles();
    for gold in read_gold() {
        let text = &articles[&gold.doc].text;
        for entity in &gold.entities {
            let (usual, others) = entity.names.split_first().expect("an entity has a name");
            assert!(text.contains(usual) || !others.is_empty() || is_phrase(entity), "{}: {}", gold.doc, entity.id);
            let strange: Vec<_> = others.iter().filter(|name| !is_phrase(entity) && !text.contains(*name)).collect();
            assert!(strange.is_empty(), "{}: {strange:?} is not in the text", gold.doc);
        }
    }
}

/// Whether an entity may go by a paraphrase, because it has no proper name.
fn is_phrase(entity: &GoldEntity) -> bool {
    ["Agreement", "Exercise", "Product", "Initiative", "Other"].contains(&entity.r#type.as_str())
}

#[test]
fn facts_are_what_the_ontology_can_say() {
    let ontology = Ontology::load(&Folder::ontology()).expect("the compiled ontology loads");
    for gold in read_gold() {
        let types: BTreeMap<&str, &str> = gold.entities.iter().map(|e| (e.id.as_str(), e.r#type.as_str())).collect();
        for fact in &gold.facts {
            let told = format!("{}: {} {} {}", gold.doc, fact.subject, fact.relation, fact.object);
            let relation = ontology.relation_named(&fact.relation).map(|id| ontology.relation(id));
            let relation = relation.unwrap_or_else(|| panic!("{told}: unknown relation"));
            assert!(fits(&ontology, types.get(fact.subject.as_str()), &relation.domain), "{told}: subject");
            for object in [&fact.object].into_iter().chain(&fact.object_also) {
                assert!(fits(&ontology, types.get(object.as_str()), &relation.range), "{told}: object {object}");
            }
        }
    }
}

fn fits(ontology: &Ontology, class: Option<&&str>, kinds: &[ClassId]) -> bool {
    class.and_then(|name| ontology.class_named(name)).is_some_and(|class| ontology.is_any(class, kinds))
}

#[test]
fn qualifiers_are_well_formed_and_nothing_is_told_twice() {
    for gold in read_gold() {
        let mut told = BTreeSet::new();
        for fact in &gold.facts {
            let GoldFact { subject, relation, object, status, date, topic, .. } = fact;
            assert!(date.iter().flat_map(|date| date.split('/')).all(is_date), "{}: {date:?}", gold.doc);
            assert_eq!(relation == "holdsOffice", fact.role.is_some(), "{}: {subject} {relation} {object}", gold.doc);
            let qualifiers = [&fact.place, &fact.value, &fact.attribution, topic, &fact.role];
            assert!(qualifiers.into_iter().flatten().all(|text| !text.trim().is_empty()), "{}: {subject}", gold.doc);
            assert!(
                told.insert((subject, relation, object, status, date, topic)),
                "{}: {subject} {relation} {object}",
                gold.doc
            );
        }
    }
}

/// Whether a text is a day, month or year of ISO 8601.
fn is_date(text: &str) -> bool {
    let day =
        format!("{text}{}", ["-01-01", "", "", "-01", "", "", ""].get(text.len().wrapping_sub(4)).unwrap_or(&"x"));
    day.len() == 10 && day.parse::<jiff::civil::Date>().is_ok()
}
