//! chancery turns international-affairs news into a knowledge graph of cited facts.
//!
//! The modules stand in the order of the pipeline: each uses only those above it.

pub mod error;
pub mod span;
pub mod dates;
pub mod knowledge;
pub mod ontology;
pub mod documents;
pub mod duplicates;
pub mod sentences;
pub mod gazetteer;
pub mod syntax;
pub mod mentions;
pub mod entities;
pub mod events;
pub mod facts;
pub mod corrections;
pub mod pipeline;
pub mod rdf;
pub mod store;
pub mod export;
pub mod scoring;
pub mod gaps;
pub mod cli;
