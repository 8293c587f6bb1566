//! What `path`, `rank` and `communities` are told on the command line.

use super::args::{Narrow, StoreArgs, TableFormat};
use crate::export::Measure;
use clap::{Args, ValueEnum};

/// Chains between two entities.
#[derive(Debug, Args)]
pub struct PathArgs {
    /// A name, an id ("vladimir-putin") or an IRI
    #[arg(value_name = "FROM")]
    pub from: String,
    /// Another
    #[arg(value_name = "TO")]
    pub to: String,
    /// Show this many chains
    #[arg(long, value_name = "N", default_value_t = 3)]
    pub limit: usize,
    /// Show this many facts of each step
    #[arg(long, value_name = "N", default_value_t = 2)]
    pub sentences: usize,
    /// Where the store is.
    #[command(flatten)]
    pub store: StoreArgs,
    /// Which facts to take.
    #[command(flatten)]
    pub narrow: Narrow,
}

/// How central entities are.
#[derive(Debug, Args)]
pub struct RankArgs {
    /// What to sort by
    #[arg(long, default_value = "pagerank")]
    pub by: RankBy,
    /// Show this many entities
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub limit: usize,
    /// How to print them
    #[arg(long, short, default_value = "table")]
    pub format: TableFormat,
    /// Where the store is.
    #[command(flatten)]
    pub store: StoreArgs,
    /// Which facts to take.
    #[command(flatten)]
    pub narrow: Narrow,
}

/// Which entities belong together.
#[derive(Debug, Args)]
pub struct CommunityArgs {
    /// Show this many communities
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub limit: usize,
    /// How to print them: a row for each community, or as CSV for each entity
    #[arg(long, short, default_value = "table")]
    pub format: TableFormat,
    /// Where the store is.
    #[command(flatten)]
    pub store: StoreArgs,
    /// Which facts to take.
    #[command(flatten)]
    pub narrow: Narrow,
}

/// A measure of how central an entity is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum RankBy {
    /// Acted on by those who are acted on by many
    Pagerank,
    /// Between others
    Betweenness,
    /// Tied to the most others
    Degree,
}

impl From<RankBy> for Measure {
    fn from(by: RankBy) -> Self {
        match by {
            RankBy::Pagerank => Self::PageRank,
            RankBy::Betweenness => Self::Betweenness,
            RankBy::Degree => Self::Degree,
        }
    }
}
