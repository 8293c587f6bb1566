//! A graph and the checks of an ontology folder in; what does not hold of the graph out.
//!
//! A check is a question, `shapes/NAME.rq`: its first comment says what is wrong with each `?fault` that it finds.

use crate::error::Result;
use crate::knowledge::Folder;
use crate::store::{Answer, Question, UnionGraph};
use oxrdf::Term;

/// Where the checks are in an ontology folder.
const CHECKS: &str = "shapes/";
/// The ending of a check.
const ENDING: &str = ".rq";
/// Nodes that a fault names at most.
const NODES_NAMED: usize = 3;

/// Asks every check, and tells one line for each that finds something: what is wrong, how often, and where first.
///
/// # Errors
/// When a check is not valid SPARQL.
pub fn find_faults(graph: &UnionGraph, ontology: &Folder) -> Result<Vec<String>> {
    let mut faults = Vec::new();
    for (name, source) in ontology.below(CHECKS).filter(|(name, _)| name.ends_with(ENDING)) {
        let check = Question::parse(ontology.path(name), source)?;
        let found = nodes(graph.query(&check, None)?);
        if !found.is_empty() {
            let shown = found[..found.len().min(NODES_NAMED)].join(", ");
            let more = if found.len() > NODES_NAMED { ", …" } else { "" };
            faults.push(format!("{}: {} ({shown}{more})", check.title(), found.len()));
        }
    }
    Ok(faults)
}

/// The first column of an answer, sorted.
fn nodes(answer: Answer) -> Vec<String> {
    let Answer::Table { rows, .. } = answer else { return Vec::new() };
    let mut nodes: Vec<String> = rows.iter().filter_map(|row| row.first()?.as_ref()).map(Term::to_string).collect();
    nodes.sort();
    nodes
}
