//! The command line as clap reads it: what may be said, and the help that teaches it.

use super::examples;
use super::input_args::{Inputs, Watch};
use super::network_args::{CommunityArgs, PathArgs, RankArgs, RankBy};
use crate::dates::CalendarDate;
use crate::events::Status;
use crate::export::{Clusters, Filter, Picture, Settings};
use crate::rdf::Iris;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Turns international-affairs news into a knowledge graph: who visited, signed with, armed, sanctioned or threatened whom.
///
/// Reads articles, finds people, countries, organisations and agreements, and keeps what the text says of them as facts, each
/// with its sentence and its status: asserted, planned, hypothetical or negated.
///
/// Start with `chancery build ARTICLES`, then `chancery facts` and `chancery query visits`.
#[derive(Debug, Parser)]
#[command(name = "chancery", version, max_term_width = 100, arg_required_else_help = true, after_help = examples::ALL)]
pub struct Cli {
    /// Options of every command.
    #[command(flatten)]
    pub global: Global,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// Options of every command.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Global options")]
pub struct Global {
    /// Replace the ontology that is compiled in: classes, relations, frames, English
    #[arg(long, global = true, value_name = "DIR")]
    pub ontology: Option<PathBuf>,
    /// Replace the gazetteer that is compiled in: who and what is known
    #[arg(long, global = true, value_name = "DIR")]
    pub seeds: Option<PathBuf>,
    /// Add the names of a table like those of seeds/, or of an RDF file; may be given several times
    #[arg(long, global = true, value_name = "FILE")]
    pub gazetteer: Vec<PathBuf>,
    /// Correct what is found by this table: facts to drop, entities to merge or to rename
    #[arg(long, global = true, value_name = "FILE")]
    pub corrections: Option<PathBuf>,
    /// Begin every IRI that is made with this [default: the store's, else https://w3id.org/chancery/]
    #[arg(long, global = true, value_name = "IRI", value_parser = base)]
    pub base: Option<Iris>,
    /// Read this many documents at a time [default: one a processor]
    #[arg(long, short, global = true, value_name = "N")]
    pub jobs: Option<std::num::NonZeroUsize>,
    /// Tell more: a line for each document
    #[arg(long, short, global = true)]
    pub verbose: bool,
    /// Tell errors only
    #[arg(long, short, global = true, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Colour messages and tables
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: Color,
}

/// When to use colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal.
    Auto,
    /// Everywhere.
    Always,
    /// Nowhere.
    Never,
}

/// Where the store is.
#[derive(Debug, Clone, Args)]
pub struct StoreArgs {
    /// The store: a single file, or a folder where it is indexed on disk
    #[arg(long, short, value_name = "PATH", default_value = "chancery.store")]
    pub store: PathBuf,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Read articles into the store
    ///
    /// A document that was read before is replaced if it or the knowledge has changed, and is not read again if not; a build that
    /// was stopped goes on where it was. Copies of an earlier document are kept and linked to it. A document that cannot be read
    /// is reported, the others are still read, and the exit status is 1. The id of a document is its path below the folder that is given, without the ending.
    #[command(after_help = examples::BUILD)]
    Build {
        /// What to read.
        #[command(flatten)]
        inputs: Inputs,
        /// Where the store is.
        #[command(flatten)]
        store: StoreArgs,
        /// What to tell.
        #[command(flatten)]
        watch: Watch,
        /// Read documents again that the store has as they are
        #[arg(long)]
        again: bool,
        /// Make the store a folder and index it on disk, for graphs that do not fit in memory (feature rocksdb)
        #[arg(long)]
        on_disk: bool,
    },
    /// Show the facts of the store as a table, each with its sentence
    ///
    /// On a terminal long sentences are cut; to have them whole, write to a file or to a pager.
    #[command(after_help = examples::FACTS)]
    Facts {
        /// Where the store is.
        #[command(flatten)]
        store: StoreArgs,
        /// Which facts to take.
        #[command(flatten)]
        narrow: Narrow,
    },
    /// Read articles and print what they say, without a store
    ///
    /// JSON Lines come in the order of the input, whatever --jobs is.
    #[command(after_help = examples::EXTRACT)]
    Extract {
        /// What to read.
        #[command(flatten)]
        inputs: Inputs,
        /// What to print
        #[arg(long, short, default_value = "facts")]
        format: ExtractFormat,
        /// Tables with typed columns.
        #[command(flatten)]
        tables: TableArgs,
        /// What to tell.
        #[command(flatten)]
        watch: Watch,
    },
    /// Ask the store a question in SPARQL
    ///
    /// The question is one of those that come with chancery (list them with --list), a file, or given with -e. All graphs
    /// together are the default graph.
    #[command(after_help = examples::QUERY)]
    Query(Ask),
    /// Write the graph for other tools
    ///
    /// When it is narrowed, only the facts that pass are written, with what they are about.
    #[command(after_help = examples::EXPORT)]
    Export {
        /// Where the store is.
        #[command(flatten)]
        store: StoreArgs,
        /// Format of the graph
        #[arg(long, short)]
        format: ExportFormat,
        /// Write to this file instead of standard output
        #[arg(long, short, value_name = "FILE")]
        output: Option<PathBuf>,
        /// How to write it.
        #[command(flatten)]
        style: Style,
        /// Which facts to take.
        #[command(flatten)]
        narrow: Narrow,
    },
    /// List the documents of the store
    #[command(after_help = examples::LIST)]
    List {
        /// Where the store is.
        #[command(flatten)]
        store: StoreArgs,
    },
    /// Tell what the store holds, in numbers
    #[command(after_help = examples::INFO)]
    Info {
        /// Where the store is.
        #[command(flatten)]
        store: StoreArgs,
    },
    /// Remove documents from the store, with all that they alone support
    #[command(after_help = examples::REMOVE)]
    Remove {
        /// Id of a document, or of a folder of documents
        #[arg(required = true, value_name = "DOCUMENT")]
        documents: Vec<String>,
        /// Where the store is.
        #[command(flatten)]
        store: StoreArgs,
    },
    /// Rewrite the store without what was replaced and removed
    #[command(after_help = examples::OPTIMIZE)]
    Optimize {
        /// Where the store is.
        #[command(flatten)]
        store: StoreArgs,
    },
    /// Copy the store, also while it is written to
    #[command(after_help = examples::BACKUP)]
    Backup {
        /// The copy; there must be no such file
        #[arg(value_name = "FILE")]
        copy: PathBuf,
        /// Make the copy a folder that is indexed on disk (feature rocksdb); else it is one file, whatever the store is
        #[arg(long)]
        on_disk: bool,
        /// Where the store is.
        #[command(flatten)]
        store: StoreArgs,
    },
    /// Tell which facts appeared and vanished between two stores
    ///
    /// For those who change frames or seeds: build a store before and one after.
    #[command(after_help = examples::DIFF)]
    Diff {
        /// The store before
        #[arg(value_name = "STORE_A")]
        before: PathBuf,
        /// The store after
        #[arg(value_name = "STORE_B")]
        after: PathBuf,
        /// How to print the facts
        #[arg(long, short, default_value = "table")]
        format: TableFormat,
        /// Which facts to take.
        #[command(flatten)]
        narrow: Narrow,
    },
    /// Show the shortest chains of facts from one entity to another
    ///
    /// Each step has its facts, with the sentences that say so. Without --status only asserted facts count.
    #[command(after_help = examples::PATH)]
    Path(PathArgs),
    /// Rank entities by how central they are
    ///
    /// PageRank follows facts from subject to object and is high for whoever is acted on by those who are; betweenness is high
    /// for whoever stands between others; degree counts neighbours. Without --status only asserted facts count.
    #[command(after_help = examples::RANK)]
    Rank(RankArgs),
    /// Show which entities belong together
    ///
    /// Entities of a community are tied to each other more than to others (Louvain's method). Without --status only asserted
    /// facts count.
    #[command(after_help = examples::COMMUNITIES)]
    Communities(CommunityArgs),
    /// Print the syntax of articles as CoNLL-U
    ///
    /// A .conllu file keeps its sentences and tokens; lemma, part of speech, features, head and relation are made anew.
    #[command(after_help = examples::PARSE)]
    Parse {
        /// What to read.
        #[command(flatten)]
        inputs: Inputs,
    },
    /// Show how a text is understood: its parse, its names, and which frames match or nearly do
    ///
    /// For those who write frames: it tells the arguments of each predicate in the form in which frames see them, and what a
    /// frame lacks that does not match.
    #[command(after_help = examples::EXPLAIN)]
    Explain {
        /// One sentence or several, or - for standard input
        #[arg(required = true, value_name = "TEXT")]
        text: Vec<String>,
        /// The day on which it was published, from which "on Saturday" counts
        #[arg(long, value_name = "DATE", value_parser = day)]
        published: Option<jiff::civil::Date>,
    },
    /// Measure how well facts are found, against a gold that somebody annotated
    ///
    /// Prints the facts that are missed and those that the gold has not, then precision, recall and F1 by relation, and how often
    /// status and date are right. Only facts that are asserted or planned count for F1. A run that is saved is what `extract`
    /// prints, and the other way round.
    #[command(after_help = examples::EVAL)]
    Eval(EvalArgs),
    /// Show what is best taught next: names that the gazetteer lacks, and verbs between actors that no frame covers
    #[command(after_help = examples::GAPS)]
    Gaps {
        /// What to read.
        #[command(flatten)]
        inputs: Inputs,
        /// Show this many of each, the most frequent first
        #[arg(long, value_name = "N", default_value = "20")]
        top: usize,
    },
    /// Look for faults in ontology, gazetteer, frames and queries
    ///
    /// Each fault is told with its file and line; the exit status is 1 when there is one. Check your own folders with
    /// --ontology DIR and --seeds DIR.
    #[command(after_help = examples::CHECK)]
    Check {
        /// Check this store too
        #[arg(long, short, value_name = "PATH")]
        store: Option<PathBuf>,
        /// Run the examples of the frames too
        #[arg(long)]
        examples: bool,
    },
    /// Print the completions for a shell
    #[command(after_help = examples::COMPLETIONS)]
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

/// A question to the store.
#[derive(Debug, Args)]
pub struct Ask {
    /// Where the store is.
    #[command(flatten)]
    pub store: StoreArgs,
    /// Name of a question, or a .rq file
    #[arg(value_name = "NAME|FILE", required_unless_present_any = ["execute", "list"], conflicts_with_all = ["execute", "list"])]
    pub query: Option<String>,
    /// The question itself
    #[arg(long, short, value_name = "QUERY", conflicts_with = "list")]
    pub execute: Option<String>,
    /// List the questions that come with chancery and their parameters
    #[arg(long)]
    pub list: bool,
    /// Set a parameter of the question; may be given several times
    #[arg(long, short, value_name = "NAME=VALUE", value_parser = name_and_value)]
    pub param: Vec<(String, String)>,
    /// How to print the answer
    #[arg(long, short, default_value = "table")]
    pub format: QueryFormat,
    /// Stop after this many seconds
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    pub timeout: Option<std::time::Duration>,
}

/// What to measure, and what to tell of it.
#[derive(Debug, Args)]
pub struct EvalArgs {
    /// The gold: JSON Lines, a document each
    #[arg(value_name = "GOLD")]
    pub gold: PathBuf,
    /// What to read.
    #[command(flatten)]
    pub inputs: Inputs,
    /// Leave out these relations, which the gold does not tell
    #[arg(long, value_name = "RELATION", value_delimiter = ',')]
    pub ignore: Vec<String>,
    /// List at most this many misses and false alarms [default: all]
    #[arg(long, value_name = "N")]
    pub errors: Option<usize>,
    /// Keep the facts of this run, to compare later ones with it
    #[arg(long, value_name = "RUN")]
    pub save: Option<PathBuf>,
    /// Tell what has changed since the run that was kept here
    #[arg(long, value_name = "RUN")]
    pub compare: Option<PathBuf>,
    /// Exit with status 1 when F1 is below this
    #[arg(long, value_name = "F1", value_parser = share)]
    pub min_f1: Option<f64>,
}

/// How to print a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TableFormat {
    /// An aligned table for people
    Table,
    /// Comma-separated values
    Csv,
}

/// How to write a graph.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "How to write it")]
pub struct Style {
    /// Tell when each document was read, and by which version
    #[arg(long)]
    provenance: bool,
    /// Write RDF 1.2, in which a fact reifies the triple that it states (turtle, trig, ntriples, nquads)
    #[arg(long = "rdf-1.2")]
    rdf_12: bool,
    /// Draw this many entities, the most central (dot, svg)
    #[arg(long, value_name = "N", default_value_t = Picture::default().top)]
    top: usize,
    /// What makes an entity central (dot, svg)
    #[arg(long, value_name = "MEASURE", default_value = "pagerank")]
    top_by: RankBy,
    /// Put together what belongs together (dot, svg)
    #[arg(long, value_name = "BY", default_value = "none")]
    cluster: ClusterBy,
}

impl From<Style> for Settings {
    fn from(style: Style) -> Self {
        let Style { provenance, rdf_12, top, top_by, cluster } = style;
        let clusters = match cluster {
            ClusterBy::None => Clusters::None,
            ClusterBy::Community => Clusters::Communities,
            ClusterBy::Region => Clusters::Regions,
        };
        Self { provenance, rdf_12, picture: Picture { top, by: top_by.into(), clusters } }
    }
}

/// What stands together in a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ClusterBy {
    /// Nothing in particular
    None,
    /// Entities that are tied to each other more than to others
    Community,
    /// Entities of a region of the world
    Region,
}

/// Which facts to take.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Which facts")]
pub struct Narrow {
    /// Only facts about this entity: a name, an id ("vladimir-putin") or an IRI
    #[arg(long, value_name = "ENTITY")]
    about: Option<String>,
    /// Only facts of this relation ("visited")
    #[arg(long, value_name = "RELATION")]
    relation: Option<String>,
    /// Only facts of this date or later: 2016, 2016-06 or 2016-06-25
    #[arg(long, value_name = "DATE", value_parser = date)]
    since: Option<CalendarDate>,
    /// Only facts of this date or earlier
    #[arg(long, value_name = "DATE", value_parser = date)]
    until: Option<CalendarDate>,
    /// Only facts of this document, or of the documents of this folder
    #[arg(long, value_name = "ID")]
    document: Option<String>,
    /// Only facts of this status: asserted, planned, hypothetical or negated; several with commas
    #[arg(long, value_name = "STATUS", value_delimiter = ',', value_parser = status)]
    status: Vec<Status>,
}

impl From<Narrow> for Filter {
    fn from(narrow: Narrow) -> Self {
        let Narrow { about, relation, since, until, document, status } = narrow;
        Self { about, relation, since, until, document, statuses: status }
    }
}

/// What `extract` prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ExtractFormat {
    /// Facts, one a line, as JSON
    Facts,
    /// Events with all their roles, one a line, as JSON
    Events,
    /// Names and what they stand for, one a line, as JSON
    Mentions,
    /// The graph as Turtle
    Turtle,
    /// The graph as N-Quads, a named graph for each document
    Nquads,
    /// Tables with typed columns as Parquet files, for data frames and SQL (with --output)
    Parquet,
    /// The same tables as Arrow files (with --output)
    Arrow,
}

/// Tables with typed columns.
#[derive(Debug, Clone, Default, Args)]
pub struct TableArgs {
    /// Write the tables of --format parquet and arrow to this folder
    #[arg(long, short, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// Write these tables only
    #[arg(
        long,
        value_name = "TABLES",
        value_delimiter = ',',
        default_value = "facts,events,mentions",
        requires = "output"
    )]
    pub tables: Vec<TableName>,
}

/// A table of `extract --format parquet`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TableName {
    /// A row a fact
    Facts,
    /// A row an event, with all who take part
    Events,
    /// A row a mention of an entity
    Mentions,
}

/// How `query` prints an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum QueryFormat {
    /// An aligned table for people
    Table,
    /// Comma-separated values
    Csv,
    /// Tab-separated values, in SPARQL syntax
    Tsv,
    /// SPARQL results in JSON
    Json,
    /// SPARQL results in XML
    Xml,
    /// Turtle, for a CONSTRUCT
    Turtle,
    /// N-Triples, for a CONSTRUCT
    Ntriples,
    /// Graphviz DOT, for a CONSTRUCT
    Dot,
}

/// Formats of a graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ExportFormat {
    /// Turtle, without graph names
    Turtle,
    /// TriG, with a named graph for each document
    Trig,
    /// N-Triples, without graph names
    Ntriples,
    /// N-Quads, with a named graph for each document
    Nquads,
    /// JSON-LD with plain keys, without graph names
    Jsonld,
    /// RDF/XML, without graph names
    Rdfxml,
    /// GraphML: the network of entities
    Graphml,
    /// GEXF, for Gephi: the network of entities over time
    Gexf,
    /// Graphviz DOT, to look at
    Dot,
    /// A picture, drawn by Graphviz
    Svg,
    /// A page of HTML that shows events over time
    Timeline,
    /// Events as a tab-separated table in the PLOVER scheme
    Plover,
    /// Facts as comma-separated values
    Csv,
    /// nodes.csv and relationships.csv for Neo4j's import, in the folder that --output names
    Neo4j,
}

fn name_and_value(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("expected NAME=VALUE")?;
    Ok((name.trim().to_owned(), value.to_owned()))
}

fn base(text: &str) -> Result<Iris, String> {
    Iris::new(text).map_err(|e| e.to_string())
}

fn date(text: &str) -> Result<CalendarDate, String> {
    text.parse().map_err(|e: crate::error::Error| e.to_string())
}

fn day(text: &str) -> Result<jiff::civil::Date, String> {
    match date(text)? {
        CalendarDate::Day(day) => Ok(day),
        _ => Err("expected YYYY-MM-DD".to_owned()),
    }
}

fn share(text: &str) -> Result<f64, String> {
    let share = text.parse().ok().filter(|share| (0.0..=1.0).contains(share));
    share.ok_or_else(|| "expected a number from 0 to 1".to_owned())
}

fn status(text: &str) -> Result<Status, String> {
    let known = || Status::ALL.map(Status::as_str).join(", ");
    let found = Status::ALL.into_iter().find(|status| status.as_str() == text);
    found.ok_or_else(|| format!("expected one of {}", known()))
}

fn seconds(text: &str) -> Result<std::time::Duration, String> {
    let seconds: f64 = text.parse().map_err(|_| "expected a number of seconds")?;
    std::time::Duration::try_from_secs_f64(seconds).map_err(|e| e.to_string())
}
