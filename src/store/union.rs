//! The union of all graphs of a dataset: SPARQL in, answers out.

use crate::error::{Error, Result};
use crate::rdf::quads;
#[cfg(feature = "rocksdb")]
use crate::rdf::{
    Iris,
    vocab::{rdf, rdfs},
};
#[cfg(feature = "rocksdb")]
use crate::store::disk::DiskIndex;
use crate::store::index::Index;
use crate::store::order::settle;
use crate::store::{Dataset, Question};
use oxigraph::sparql::{CancellationToken, QueryEvaluationError, QueryResults, SparqlEvaluator};
use oxrdf::{Quad, Term, Triple};
use spareval::QueryableDataset;
use spargebra::SparqlParser;
use std::sync::mpsc::channel;
use std::time::Duration;

/// What a query yields, complete and in a stable order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Of SELECT: names of the columns, and rows with a term, or none, in each.
    Table {
        /// The names of the variables, without `?`.
        columns: Vec<String>,
        /// One term a column, where the variable is bound.
        rows: Vec<Vec<Option<Term>>>,
    },
    /// Of ASK.
    Truth(bool),
    /// Of CONSTRUCT and DESCRIBE: sorted, none twice.
    Triples(Vec<Triple>),
}

/// All graphs of a dataset, indexed. Queries see the union as their default graph; `GRAPH` tells graphs apart.
pub struct UnionGraph {
    index: AnyIndex,
    prefixes: Vec<(&'static str, String)>,
}

#[derive(Clone)]
enum AnyIndex {
    Memory(Index),
    #[cfg(feature = "rocksdb")]
    Disk(DiskIndex),
}

impl UnionGraph {
    /// Indexes a dataset in memory.
    pub fn of(dataset: &Dataset) -> Self {
        let index = Index::of(dataset.quads().map(Quad::as_ref));
        Self { index: AnyIndex::Memory(index), prefixes: dataset.background.iris.prefixes() }
    }

    /// A graph that is indexed on disk.
    #[cfg(feature = "rocksdb")]
    pub(super) fn on_disk(index: DiskIndex, iris: &Iris) -> Self {
        Self { index: AnyIndex::Disk(index), prefixes: iris.prefixes() }
    }

    /// Answers a question. All prefixes that the store's own output uses are known without being declared.
    ///
    /// # Errors
    /// Tells file and line of a syntax error; also when the answer takes longer than `timeout`, and when the query asks
    /// another service, which is not supported.
    pub fn query(&self, question: &Question, timeout: Option<Duration>) -> Result<Answer> {
        let mut parser = SparqlParser::new();
        for (prefix, namespace) in &self.prefixes {
            let invalid = |e| Error::new(format!("<{namespace}> is no IRI")).caused_by(e);
            parser = parser.with_prefix(*prefix, namespace).map_err(invalid)?;
        }
        let query = parser
            .parse_query(&question.text())
            .map_err(|e| question.syntax_error(&e.to_string(), &self.prefixes).wrong_use())?;
        let token = CancellationToken::new();
        let run = match self.index.clone() {
            AnyIndex::Memory(index) => evaluation(query, index, token.clone()),
            #[cfg(feature = "rocksdb")]
            AnyIndex::Disk(index) => evaluation(query, index, token.clone()),
        };
        let Some(limit) = timeout else { return run().map_err(|e| failed(question, e)) };
        let (sender, receiver) = channel();
        std::thread::spawn(move || sender.send(run()));
        match receiver.recv_timeout(limit) {
            Ok(answer) => answer.map_err(|e| failed(question, e)),
            Err(_) => {
                // The evaluator looks at the token now and then, but not while it multiplies what it has read: so nobody
                // waits for the thread, which ends when it comes to look or the process ends.
                token.cancel();
                Err(question.error(format!("the query took longer than {} s", limit.as_secs_f64())))
            }
        }
    }

    /// Labels and classes of what triples are about, where they stand in the index and not in a dataset in memory.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn descriptions(&self, answer: &Answer) -> Result<Vec<Quad>> {
        match (&self.index, answer) {
            #[cfg(feature = "rocksdb")]
            (AnyIndex::Disk(index), Answer::Triples(triples)) => {
                let ends =
                    triples.iter().flat_map(|triple| [Term::from(triple.subject.clone()), triple.object.clone()]);
                let ends: Vec<Term> = ends.collect::<std::collections::HashSet<_>>().into_iter().collect();
                let found = index.said_of(&ends, &[rdf::TYPE, rdfs::LABEL]);
                found.map_err(|e| Error::new("cannot read the index").caused_by(e))
            }
            _ => Ok(Vec::new()),
        }
    }
}

/// An answer that is still to be worked out.
type Evaluation = Box<dyn FnOnce() -> std::result::Result<Answer, QueryEvaluationError> + Send>;

fn evaluation(
    query: spargebra::Query,
    index: impl QueryableDataset<'static> + Send,
    token: CancellationToken,
) -> Evaluation {
    Box::new(move || {
        let (query, is_ordered) = settle(query);
        let mut query = SparqlEvaluator::new().with_cancellation_token(token).for_query(query);
        // A query that names its graphs (FROM) means those.
        if query.dataset().is_default_dataset() {
            query.dataset_mut().set_default_graph_as_union();
        }
        let mut answer = collect(query.on_queryable_dataset(index).execute()?)?;
        if let Answer::Table { rows, .. } = &mut answer
            && !is_ordered
        {
            rows.sort_by(|a, b| a.iter().map(cell_key).cmp(b.iter().map(cell_key)));
        }
        Ok(answer)
    })
}

/// What rows that come in no order are ordered by.
fn cell_key(cell: &Option<Term>) -> impl Ord + '_ {
    cell.as_ref().map(quads::term_key)
}

fn failed(question: &Question, cause: QueryEvaluationError) -> Error {
    question.error("the query failed").caused_by(cause)
}

fn collect(results: QueryResults<'_>) -> std::result::Result<Answer, QueryEvaluationError> {
    Ok(match results {
        QueryResults::Boolean(truth) => Answer::Truth(truth),
        QueryResults::Solutions(solutions) => {
            let columns = solutions.variables().iter().map(|variable| variable.as_str().to_owned()).collect();
            let rows =
                solutions.map(|row| row.map(|row| row.values().to_vec())).collect::<std::result::Result<_, _>>()?;
            Answer::Table { columns, rows }
        }
        QueryResults::Graph(triples) => {
            let triples = triples.map(|triple| triple.map(|triple| triple.in_graph(oxrdf::GraphName::DefaultGraph)));
            let mut found = triples.collect::<std::result::Result<Vec<Quad>, _>>()?;
            quads::sort(&mut found);
            Answer::Triples(found.into_iter().map(Triple::from).collect())
        }
    })
}
