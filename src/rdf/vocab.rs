//! Terms of the vocabularies that chancery's graphs use, and the prefixes they are written with.
//!
//! ```
//! use chancery::rdf::vocab;
//! assert_eq!(vocab::ch::FACT.as_str(), "https://w3id.org/chancery/ontology#Fact");
//! ```

use oxrdf::NamedNodeRef;

/// Prefix and namespace of every vocabulary, in the order in which Turtle files declare them. Those of entities, events and
/// so on depend on the base: see [`Iris::prefixes`](crate::rdf::Iris::prefixes).
pub const PREFIXES: [(&str, &str); 16] = [
    ("ch", crate::ontology::NAMESPACE),
    ("dcterms", "http://purl.org/dc/terms/"),
    ("nif", "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#"),
    ("oa", "http://www.w3.org/ns/oa#"),
    ("owl", "http://www.w3.org/2002/07/owl#"),
    ("plover", "https://w3id.org/chancery/plover#"),
    ("prov", "http://www.w3.org/ns/prov#"),
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("schema", "https://schema.org/"),
    ("sem", "http://semanticweb.cs.vu.nl/2009/11/sem/"),
    ("skos", "http://www.w3.org/2004/02/skos/core#"),
    ("time", "http://www.w3.org/2006/time#"),
    ("wd", "http://www.wikidata.org/entity/"),
    ("wdt", "http://www.wikidata.org/prop/direct/"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
];

macro_rules! terms {
    ($(#[$about:meta])* $vocabulary:ident $namespace:literal { $($name:ident $local:literal)* }) => {
        $(#[$about])*
        pub mod $vocabulary {
            use super::NamedNodeRef;
            $(
                #[doc = concat!("`", stringify!($vocabulary), ":", $local, "`")]
                pub const $name: NamedNodeRef<'static> = NamedNodeRef::new_unchecked(concat!($namespace, $local));
            )*
        }
    };
}

terms! {
    /// chancery's own terms: `ontology/chancery.ttl`.
    ch "https://w3id.org/chancery/ontology#" {
        DOCUMENT "Document" FACT "Fact" EVIDENCE_CLASS "Evidence" OFFICE_TERM "OfficeTerm" MEMBERSHIP "Membership"
        EVENT "event" EVIDENCE "evidence" STATUS "status" DATE "date" START "start" END "end"
        TOPIC "topic" ROLE "role" ATTRIBUTION "attribution" AMOUNT "amount" CURRENCY "currency" UNIT "unit" VALUE_TEXT "valueText"
        FRAME "frame" PLOVER_TYPE "ploverType" MODE "mode" TRIGGER "trigger"
        IN_COUNTRY "inCountry" REGION "region" CAPITAL "capital" ISO3 "iso3" SECTOR "sector" DEMONYM "demonym"
        HOLDS_OFFICE "holdsOffice" OFFICE_HOLDER "officeHolder" OFFICE_BODY "officeBody"
        MEMBER_OF "memberOf" MEMBER "member" BODY "body"
        EVENT_CLASS "eventClass" QUAD_CLASS "quadClass" INTENSITY "intensity" SHAPE "shape" COLOUR "colour"
    }
}
terms! {
    /// Dublin Core terms: what is known of a document.
    dcterms "http://purl.org/dc/terms/" {
        IDENTIFIER "identifier" TITLE "title" SOURCE "source" CREATOR "creator" ISSUED "issued"
        IS_VERSION_OF "isVersionOf"
    }
}
terms! {
    /// schema.org.
    schema "https://schema.org/" {
        NEWS_ARTICLE "NewsArticle" MENTIONS "mentions" SOFTWARE_VERSION "softwareVersion"
    }
}
terms! {
    /// PROV-O: what was derived from what.
    prov "http://www.w3.org/ns/prov#" {
        ACTIVITY "Activity" SOFTWARE_AGENT "SoftwareAgent" USED "used" ENDED_AT_TIME "endedAtTime"
        WAS_ASSOCIATED_WITH "wasAssociatedWith" WAS_DERIVED_FROM "wasDerivedFrom" WAS_GENERATED_BY "wasGeneratedBy"
    }
}
terms! {
    /// Web Annotation: quotations.
    oa "http://www.w3.org/ns/oa#" { EXACT "exact" }
}
terms! {
    /// NLP Interchange Format: offsets in characters, that is Unicode code points.
    nif "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#" {
        BEGIN_INDEX "beginIndex" END_INDEX "endIndex" REFERENCE_CONTEXT "referenceContext"
    }
}
terms! {
    /// SKOS: other names, and the concepts of PLOVER.
    skos "http://www.w3.org/2004/02/skos/core#" { ALT_LABEL "altLabel" NOTATION "notation" }
}
terms! {
    /// OWL.
    owl "http://www.w3.org/2002/07/owl#" {
        SAME_AS "sameAs" SYMMETRIC_PROPERTY "SymmetricProperty" OBJECT_PROPERTY "ObjectProperty"
        DATATYPE_PROPERTY "DatatypeProperty"
    }
}

pub use oxrdf::vocab::{rdf, rdfs, xsd};
