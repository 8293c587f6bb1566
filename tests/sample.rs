//! A small corpus whose extractions are written by hand, so that what comes after extraction is tested without it.
//!
//! A participant is written as the words of the sentence and what they stand for: "Putin=vladimir-putin" is an entry of
//! [`entries`], "Alexei Kudrin+Person" a name that it lacks, "gas deal:Agreement" a phrase, "protesters" an actor of no class.

use chancery::dates::When;
use chancery::documents::Document;
use chancery::entities::{Entities, Entity, EntityId, Link};
use chancery::events::{Event, Evidence, Participant, Role, Status};
use chancery::facts::Fact;
use chancery::gazetteer::{Entry, EntryId, Membership, Office};
use chancery::knowledge::Folder;
use chancery::mentions::{Form, Measure, Mention, Mentions, Value};
use chancery::ontology::Ontology;
use chancery::pipeline::Extraction;
use chancery::rdf::{Background, Iris, Known, document_quads};
use chancery::span::Span;
use chancery::store::Dataset;
use oxrdf::Quad;
use std::sync::LazyLock;

pub static ONTOLOGY: LazyLock<Ontology> = LazyLock::new(|| Ontology::load(&Folder::ontology()).unwrap());

/// Id, class, label, aliases, Wikidata item, country.
type Row = (&'static str, &'static str, &'static str, &'static [&'static str], &'static str, &'static str);

const ENTRIES: [Row; 18] = [
    ("russia", "Country", "Russia", &["Russian Federation"], "Q159", ""),
    ("china", "Country", "China", &["People's Republic of China"], "Q148", ""),
    ("united-states", "Country", "United States", &["US", "America"], "Q30", ""),
    ("ukraine", "Country", "Ukraine", &[], "Q212", ""),
    ("kazakhstan", "Country", "Kazakhstan", &[], "Q232", ""),
    ("iceland", "Country", "Iceland", &[], "Q189", ""),
    ("vladimir-putin", "Person", "Vladimir Putin", &["Putin"], "Q7747", "russia"),
    ("xi-jinping", "Person", "Xi Jinping", &["Xi"], "Q15031", "china"),
    ("barack-obama", "Person", "Barack Obama", &[], "Q76", "united-states"),
    ("sergei-lavrov", "Person", "Sergei Lavrov", &["Lavrov"], "Q58217", "russia"),
    ("shanghai-cooperation-organisation", "Organisation", "Shanghai Cooperation Organisation", &["SCO"], "Q483279", ""),
    ("gazprom", "Organisation", "Gazprom", &[], "Q102673", "russia"),
    ("cnpc", "Organisation", "China National Petroleum Corporation", &["CNPC"], "Q503182", "china"),
    ("nato", "Organisation", "NATO", &[], "Q7184", ""),
    ("beijing", "Place", "Beijing", &[], "Q956", "china"),
    ("shanghai", "Place", "Shanghai", &[], "Q8686", "china"),
    ("crimea", "Place", "Crimea", &[], "Q7835", ""),
    ("joint-sea-2016", "Exercise", "Joint Sea 2016", &[], "", ""),
];

fn entry_id(slug: &str) -> Option<EntryId> {
    ENTRIES.iter().position(|row| row.0 == slug).map(|idx| EntryId(idx as u32))
}

fn known_id(slug: &str) -> EntryId {
    entry_id(slug).unwrap_or_else(|| panic!("no entry {slug}"))
}

pub fn entries() -> Vec<Entry> {
    let some = |text: &str| (!text.is_empty()).then(|| text.into());
    let entry = |&(id, class, label, aliases, wikidata, country): &Row| Entry {
        id: id.into(),
        class: ONTOLOGY.class_named(class).unwrap(),
        label: label.into(),
        aliases: aliases.iter().map(|&alias| alias.into()).collect(),
        wikidata: some(wikidata),
        country: entry_id(country),
        iso3: None,
        sector: None,
        weak: Vec::new(),
        demonyms: Vec::new(),
        seats: Vec::new(),
        surnames: Vec::new(),
        region: None,
        capital: None,
        iso2: None,
        from: None,
        to: None,
    };
    ENTRIES.iter().map(entry).collect()
}

/// What is known beside the documents, named below a base.
pub fn background(iris: &Iris) -> Background {
    let day = |text: &str| Some(text.parse().unwrap());
    let office = |person, role: &str, body, from, to| Office {
        person: known_id(person),
        role: role.to_owned(),
        other_roles: Vec::new(),
        body: known_id(body),
        from: day(from),
        to,
    };
    let offices = [
        office("vladimir-putin", "prime minister", "russia", "2008-05-08", day("2012-05-07")),
        office("vladimir-putin", "president", "russia", "2012-05-07", None),
        office("barack-obama", "president", "united-states", "2009-01-20", day("2017-01-20")),
    ];
    let member = |member, from| Membership {
        member: known_id(member),
        body: known_id("shanghai-cooperation-organisation"),
        from: day(from),
        to: None,
    };
    let memberships =
        [member("russia", "2001-06-15"), member("china", "2001-06-15"), member("kazakhstan", "2001-06-15")];
    let known = Known { entries: &entries(), offices: &offices, memberships: &memberships };
    Background::new(&known, &ONTOLOGY, iris).unwrap()
}

/// A document and its extraction, written sentence by sentence.
#[derive(Debug, Clone)]
pub struct Story {
    pub doc: Document,
    pub extraction: Extraction,
}

impl Story {
    pub fn new(id: &str, published: &str, title: &str) -> Self {
        let doc = Document {
            id: id.to_owned(),
            source: Some("Example News".to_owned()),
            author: None,
            published: Some(published.parse().unwrap()),
            title: Some(title.to_owned()),
            text: title.to_owned(),
        };
        let extraction = Extraction {
            sentences: Vec::new(),
            candidates: Vec::new(),
            parses: Vec::new(),
            mentions: Mentions::default(),
            entities: Entities::default(),
            events: Vec::new(),
            facts: Vec::new(),
        };
        Self { doc, extraction }
    }

    /// Appends a sentence with an event: its relation, its participants, and its facts as pairs of indexes of them.
    pub fn tell(mut self, sentence: &str, relation: &str, who: &[(Role, &str)], facts: &[(usize, usize)]) -> Self {
        self.doc.text.push_str("\n\n");
        let start = self.doc.text.len();
        self.doc.text.push_str(sentence);
        let span = Span::new(start, self.doc.text.len());
        self.add_event(span, relation, who, facts);
        self
    }

    /// Gives the last event another status than "asserted".
    pub fn status(mut self, status: Status) -> Self {
        self.last().status = status;
        self
    }

    /// Gives the last event a date: "2016", "2016-06", "2016-06-25", or two with a slash between.
    pub fn on(mut self, date: &str) -> Self {
        let (start, end) = date.split_once('/').unwrap_or((date, ""));
        self.last().date = Some(When { start: start.parse().unwrap(), end: end.parse().ok() });
        self
    }

    /// Gives the last event a value in US dollars.
    pub fn worth(mut self, text: &str, amount: f64) -> Self {
        self.last().value = Some(Value { text: text.to_owned(), amount, measure: Measure::Currency("USD".to_owned()) });
        self
    }

    /// Gives the last event the title of an office.
    pub fn office(mut self, title: &str) -> Self {
        self.last().office = Some(title.to_owned());
        self
    }

    /// Gives the last event a topic.
    pub fn topic(mut self, topic: &str) -> Self {
        self.last().topic = Some(topic.to_owned());
        self
    }

    pub fn quads(&self, iris: &Iris) -> Vec<Quad> {
        document_quads(&self.doc, &self.extraction, &ONTOLOGY, iris)
    }

    fn last(&mut self) -> &mut Event {
        self.extraction.events.last_mut().unwrap()
    }

    fn add_event(&mut self, span: Span, relation: &str, who: &[(Role, &str)], facts: &[(usize, usize)]) {
        let relation_id = ONTOLOGY.relation_named(relation).unwrap_or_else(|| panic!("no relation {relation}"));
        let participants: Vec<_> = who.iter().map(|(role, written)| self.participant(*role, written, span)).collect();
        for &(subject, object) in facts {
            self.extraction.facts.push(Fact {
                subject: participants[subject].entity.unwrap(),
                subject_mention: participants[subject].mention,
                relation: relation_id,
                object: participants[object].entity.unwrap(),
                object_mention: participants[object].mention,
                event_idx: self.extraction.events.len(),
            });
        }
        let words = Span::new(span.end - 1, span.end);
        self.extraction.events.push(Event {
            relation: relation_id,
            plover: ONTOLOGY.relation(relation_id).plover.clone(),
            mode: None,
            participants,
            status: Status::Asserted,
            date: None,
            value: None,
            topic: None,
            office: None,
            attribution: None,
            evidence: vec![Evidence { sent_idx: self.extraction.events.len(), span, trigger: words }],
            frame: format!("{relation}/sample"),
        });
    }

    fn participant(&mut self, role: Role, written: &str, sentence: Span) -> Participant {
        let parts = written.find(['=', '+', ':']).map(|at| (&written[..at], &written[at..=at], &written[at + 1..]));
        let words = parts.map_or(written, |parts| parts.0);
        let at = sentence.of(&self.doc.text).find(words).unwrap_or_else(|| panic!("no \"{words}\" in the sentence"));
        let mention = Span::new(sentence.start + at, sentence.start + at + words.len());
        let entity = parts.map(|(_, kind, rest)| match kind {
            "=" => {
                let entry = known_id(rest);
                let (slug, class, label, ..) = ENTRIES[entry.0 as usize];
                self.entity(slug, class, label, Link::Known(entry), mention)
            }
            "+" => self.entity(&slug(words), rest, words, Link::Named, mention),
            _ => self.entity(&slug(words), rest, words, Link::Phrase, mention),
        });
        Participant { role, mention, entity }
    }

    fn entity(&mut self, slug: &str, class: &str, label: &str, link: Link, mention: Span) -> EntityId {
        let class = ONTOLOGY.class_named(class).unwrap_or_else(|| panic!("no class {class}"));
        let entry = if let Link::Known(entry) = link { Some(entry) } else { None };
        let form = match link {
            Link::Known(_) => Form::Name,
            Link::Named => Form::Titled,
            Link::Phrase => Form::Phrase,
        };
        let entities = &mut self.extraction.entities;
        let idx = entities.entities.iter().position(|entity| entity.slug == slug).unwrap_or_else(|| {
            entities.entities.push(Entity { slug: slug.to_owned(), class, label: label.to_owned(), link });
            entities.entities.len() - 1
        });
        entities.links.push(vec![EntityId(idx)]);
        let mention = Mention { span: mention, sent_idx: 0, head: 0, class: Some(class), entry, form, full_name: None };
        self.extraction.mentions.names.push(mention);
        EntityId(idx)
    }
}

fn slug(words: &str) -> String {
    let lower = words.to_lowercase();
    lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-")
}

/// Four documents on Russia, China and others in 2014 to 2016.
pub fn stories() -> Vec<Story> {
    use Role::{Agent, Counterpart, Object, Place, Target};
    let visit = Story::new("2016/visit", "2016-06-28", "Putin ends a visit to China")
        .tell(
            "Vladimir Putin visited Beijing on Saturday.",
            "visited",
            &[(Agent, "Vladimir Putin=vladimir-putin"), (Target, "Beijing=beijing")],
            &[(0, 1)],
        )
        .on("2016-06-25")
        .tell(
            "Putin met Xi there.",
            "met",
            &[(Agent, "Putin=vladimir-putin"), (Counterpart, "Xi=xi-jinping"), (Place, "there=beijing")],
            &[(0, 1)],
        )
        .on("2016-06-25")
        .tell(
            "Xi is to visit Russia next year.",
            "visited",
            &[(Agent, "Xi=xi-jinping"), (Target, "Russia=russia")],
            &[(0, 1)],
        )
        .on("2017")
        .status(Status::Planned)
        .tell(
            "Obama did not visit Russia in 2016.",
            "visited",
            &[(Agent, "Obama=barack-obama"), (Target, "Russia=russia")],
            &[(0, 1)],
        )
        .on("2016")
        .status(Status::Negated)
        .tell(
            "Russia is a member of the SCO.",
            "memberOf",
            &[(Agent, "Russia=russia"), (Target, "SCO=shanghai-cooperation-organisation")],
            &[(0, 1)],
        );
    let deal = Story::new("2014/gas deal", "2014-05-22", "Russia and China seal a gas deal")
        .tell(
            "Gazprom and CNPC signed a $400 billion gas deal in Shanghai on Wednesday.",
            "signedDeal",
            &[
                (Agent, "Gazprom=gazprom"),
                (Agent, "CNPC=cnpc"),
                (Object, "$400 billion gas deal:Agreement"),
                (Place, "Shanghai=shanghai"),
            ],
            &[(0, 2), (1, 2)],
        )
        .on("2014-05-21")
        .worth("$400 billion", 4e11)
        .tell(
            "Alexei Kudrin, the former minister of Russia, criticised the gas price.",
            "criticised",
            &[(Agent, "Alexei Kudrin+Person"), (Target, "gas price:Other")],
            &[(0, 1)],
        )
        .tell(
            "Alexei Kudrin was finance minister of Russia from 2000 to 2011.",
            "holdsOffice",
            &[(Agent, "Alexei Kudrin+Person"), (Target, "Russia=russia")],
            &[(0, 1)],
        )
        .on("2000/2011")
        .office("finance minister")
        .tell(
            "China financed a refinery in Kazakhstan for $1.5 billion.",
            "financed",
            &[(Agent, "China=china"), (Target, "Kazakhstan=kazakhstan"), (Object, "refinery:Other")],
            &[(0, 1)],
        )
        .on("2013-09")
        .worth("$1.5 billion", 1.5e9)
        .tell(
            "Russia and China signed a treaty on transit.",
            "signedDeal",
            &[(Agent, "Russia=russia"), (Agent, "China=china"), (Object, "treaty on transit:Agreement")],
            &[(0, 2), (1, 2)],
        )
        .on("2014-05");
    let crimea = Story::new("2014/crimea", "2014-03-19", "\"Crimea\" \u{2014} what next?")
        .tell(
            "Russia annexed Crimea on 18 March 2014.",
            "annexed",
            &[(Agent, "Russia=russia"), (Target, "Crimea=crimea")],
            &[(0, 1)],
        )
        .on("2014-03-18")
        .tell(
            "The United States sanctioned Russia and Gazprom over Crimea.",
            "sanctioned",
            &[(Agent, "United States=united-states"), (Target, "Russia=russia"), (Target, "Gazprom=gazprom")],
            &[(0, 1), (0, 2)],
        )
        .on("2014-03-17")
        .topic("Crimea")
        .tell(
            "Lavrov accused NATO of expansion.",
            "accused",
            &[(Agent, "Lavrov=sergei-lavrov"), (Target, "NATO=nato")],
            &[(0, 1)],
        )
        .topic("expansion")
        .tell(
            "If protesters are harmed, the United States could sanction China.",
            "sanctioned",
            &[(Agent, "United States=united-states"), (Target, "China=china"), (Object, "protesters")],
            &[(0, 1)],
        )
        .status(Status::Hypothetical)
        .tell(
            "Putin will visit Beijing.",
            "visited",
            &[(Agent, "Putin=vladimir-putin"), (Target, "Beijing=beijing")],
            &[(0, 1)],
        )
        .status(Status::Planned)
        .tell(
            "Lavrov is to meet Xi.",
            "met",
            &[(Agent, "Lavrov=sergei-lavrov"), (Counterpart, "Xi=xi-jinping")],
            &[(0, 1)],
        )
        .status(Status::Planned);
    let drill = Story::new("2016/drill", "2016-09-20", "Joint Sea 2016 ends")
        .tell(
            "Russia and China held Joint Sea 2016 off Shanghai from 12 to 19 September.",
            "heldExercise",
            &[
                (Agent, "Russia=russia"),
                (Agent, "China=china"),
                (Object, "Joint Sea 2016=joint-sea-2016"),
                (Place, "Shanghai=shanghai"),
            ],
            &[(0, 2), (1, 2)],
        )
        .on("2016-09-12/2016-09-19")
        .tell(
            "Russia is a member of the SCO, and so is Kazakhstan.",
            "memberOf",
            &[(Agent, "Kazakhstan=kazakhstan"), (Target, "SCO=shanghai-cooperation-organisation")],
            &[(0, 1)],
        )
        .tell(
            "The United States sanctioned Russia.",
            "sanctioned",
            &[(Agent, "United States=united-states"), (Target, "Russia=russia")],
            &[(0, 1)],
        )
        .on("2016-09")
        .tell(
            "The United States did not sanction Gazprom in March 2014.",
            "sanctioned",
            &[(Agent, "United States=united-states"), (Target, "Gazprom=gazprom")],
            &[(0, 1)],
        )
        .on("2014-03")
        .status(Status::Negated)
        .tell(
            "Alexei Kudrin praised China.",
            "supported",
            &[(Agent, "Alexei Kudrin+Person"), (Target, "China=china")],
            &[(0, 1)],
        );
    vec![visit, deal, crimea, drill]
}

/// The dataset of some stories.
pub fn dataset(stories: &[Story]) -> Dataset {
    let iris = Iris::default();
    Dataset::of(stories.iter().map(|story| (story.doc.id.clone(), story.quads(&iris))), background(&iris))
}
