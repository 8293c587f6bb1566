//! RDF: a document's extraction in, quads out; also the gazetteer and the ontology as quads. Only this module makes IRIs.
//!
//! Each document is a named graph, whose name is the document's IRI: what is known of the document, its events, its facts
//! and their evidence, reified, so that planned, hypothetical and denied facts can be told and every fact can be cited:
//!
//! ```turtle
//! fact:9e2f… a ch:Fact ; rdf:subject entity:vladimir-putin ; rdf:predicate ch:visited ; rdf:object entity:china ;
//!     ch:status "asserted" ; ch:date "2016-06-25"^^xsd:date ; ch:event event:17ab… ; ch:evidence evidence:44d0… ;
//!     prov:wasDerivedFrom document:2016/001 ; prov:wasGeneratedBy extraction:2016/001 .
//! event:17ab… a ch:Visit ; ch:agent entity:vladimir-putin ; ch:target entity:china ; ch:status "asserted" ;
//!     prov:wasDerivedFrom document:2016/001 ; ch:evidence evidence:44d0… .
//! evidence:44d0… a ch:Evidence ; oa:exact "Vladimir Putin visited China." ; nif:beginIndex 20 ; nif:endIndex 49 .
//! ```
//!
//! Five graphs are shared ([`SharedGraph`]): plain triples (`entity:vladimir-putin ch:visited entity:china`), entities,
//! gazetteer, ontology, and when and by what each document was read. No triple stands in two graphs, so that counting in the union of all counts right.

mod background;
mod dates;
mod documents;
mod iris;
mod offsets;
mod provenance;
pub mod quads;
pub mod vocab;

pub use background::{Background, Known};
pub use dates::date_literal;
pub use documents::{copy_quad, document_quads, entity_iri, event_iri, fact_iri, participant_iri};
pub use iris::{DEFAULT_BASE, Iris, SharedGraph, abbreviate, ontology_term, wikidata_item};
pub use offsets::CharOffsets;
pub use provenance::{Made, provenance_quads};
