//! What the seeds that are compiled in must know.

use super::{ontology, read};
use crate::gazetteer::{Entry, EntryId, Gazetteer, NameKind, Office};
use crate::knowledge::Folder;
use jiff::civil::Date;
use std::collections::BTreeSet;
use std::sync::LazyLock;

static SHIPPED: LazyLock<Gazetteer> = LazyLock::new(|| Gazetteer::load(&Folder::seeds(), &ontology()).unwrap());

fn ids(name: &str) -> Vec<(&'static str, NameKind)> {
    SHIPPED.readings_of(name).iter().map(|reading| (SHIPPED.entry(reading.entry).id.as_str(), reading.kind)).collect()
}

fn holder(role: &str, body: &str, date: &str) -> Option<&'static str> {
    let date: Date = date.parse().unwrap();
    SHIPPED.holder(role, SHIPPED.entry_by_id(body)?, date).map(|person| SHIPPED.entry(person).id.as_str())
}

#[test]
fn the_seeds_have_no_faults() {
    let faults = Gazetteer::check(&Folder::seeds(), &[], &ontology());
    let shown: Vec<String> = faults.iter().take(40).map(ToString::to_string).collect();
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), shown.join("\n"));
}

#[test]
fn tables_are_sorted_and_name_their_sources() {
    for (name, text) in Folder::seeds().files().filter(|(name, _)| name.ends_with(".tsv")) {
        let (head, rows): (Vec<&str>, Vec<&str>) = text.lines().partition(|line| line.starts_with('#'));
        assert!(head.iter().any(|line| line.starts_with("# Source")), "{name} does not name its sources");
        let columns: Vec<&str> = rows[0].split('\t').collect();
        let of_hand = !name.starts_with("generated/");
        let order: Vec<usize> = ["body", "role", "from"]
            .iter()
            .filter_map(|key| columns.iter().position(|column| column == key).filter(|_| of_hand))
            .collect();
        let key = |row: &str| {
            let cells: Vec<&str> = row.split('\t').collect();
            (order.iter().map(|&idx| cells[idx].to_owned()).collect::<Vec<_>>(), row.to_owned())
        };
        let unsorted = rows[1..].windows(2).find(|pair| key(pair[0]) > key(pair[1]));
        assert!(unsorted.is_none(), "{name}: {unsorted:?}");
    }
}

#[test]
fn every_member_of_the_united_nations_has_codes_demonyms_and_a_capital() {
    let gazetteer = &*SHIPPED;
    let un = gazetteer.entry_by_id("united-nations").unwrap();
    let members: Vec<_> = gazetteer.memberships().iter().filter(|row| row.body == un && row.to.is_none()).collect();
    assert_eq!(members.len(), 193);
    for row in members {
        let entry = gazetteer.entry(row.member);
        assert!(entry.iso2.is_some() && entry.iso3.is_some() && entry.wikidata.is_some(), "{}", entry.id);
        assert!(!entry.demonyms.is_empty() || entry.id == "dominica", "{}", entry.id);
        assert!(entry.capital.is_some() || entry.id == "singapore", "{}", entry.id);
    }
}

#[test]
fn countries_are_known_by_every_kind_of_name() {
    for (name, id, kind) in [
        ("U.S.", "united-states", NameKind::Name),
        ("Chinese", "china", NameKind::Demonym),
        ("Türkiye", "turkey", NameKind::Name),
        ("the Kremlin", "russia", NameKind::Seat),
        ("White House", "united-states", NameKind::Seat),
        ("USSR", "soviet-union", NameKind::Name),
        ("Pyongyang", "north-korea", NameKind::Seat),
        ("Pyongyang", "pyongyang", NameKind::Name),
        ("Cote d’Ivoire", "ivory-coast", NameKind::Name),
        ("Burma", "myanmar", NameKind::Name),
    ] {
        assert!(ids(name).contains(&(id, kind)), "{name}: {:?}", ids(name));
    }
}

#[test]
fn names_of_several_things_tell_all_of_them() {
    assert_eq!(ids("Georgia"), [("georgia", NameKind::Name), ("georgia-us-state", NameKind::Weak)]);
    let washington =
        [("united-states", NameKind::Seat), ("washington", NameKind::Name), ("washington-state", NameKind::Weak)];
    assert_eq!(ids("Washington"), washington);
    assert_eq!(ids("Congolese").len(), 2);
    assert_eq!(ids("Niger"), [("niger", NameKind::Name)]);
    assert!(["us", "who", "is", "aid", "china", "turkey", "the union"].iter().all(|word| ids(word).is_empty()));
}

#[test]
fn people_are_known_in_their_spellings_and_orders() {
    for (name, id) in [
        ("Erdoğan", "recep-tayyip-erdogan"),
        ("Qaddafi", "muammar-gaddafi"),
        ("Volodymyr Zelenskyy", "volodymyr-zelensky"),
        ("Xi", "xi-jinping"),
        ("Kishida Fumio", "fumio-kishida"),
        ("A.Q. Khan", "a-q-khan"),
        ("Joseph R. Biden, Jr.", "joe-biden"),
        ("Muhammad bin Salman", "mohammed-bin-salman"),
    ] {
        assert!(ids(name).iter().any(|(found, _)| *found == id), "{name}: {:?}", ids(name));
    }
}

#[test]
fn offices_follow_the_date() {
    assert_eq!(holder("president", "russia", "2010-10-06"), Some("dmitry-medvedev"));
    assert_eq!(holder("president", "russia", "2016-06-28"), Some("vladimir-putin"));
    assert_eq!(holder("prime minister", "russia", "2011-10-13"), Some("vladimir-putin"));
    assert_eq!(holder("defense minister", "russia", "2013-03-26"), Some("sergei-shoigu"));
    assert_eq!(holder("secretary of state", "united-states", "2015-07-14"), Some("john-kerry"));
    assert_eq!(holder("chancellor", "germany", "2018-06-01"), Some("angela-merkel"));
    assert_eq!(holder("secretary general", "nato", "2022-06-29"), Some("jens-stoltenberg"));
}

#[test]
fn generated_leaders_have_their_terms() {
    assert!(SHIPPED.name_count() >= 40_000, "{}", SHIPPED.name_count());
    assert_eq!(holder("prime minister", "japan", "1985-06-01"), Some("yasuhiro-nakasone"));
    assert_eq!(holder("chancellor", "austria", "1975-06-01"), Some("bruno-kreisky"));
    assert_eq!(holder("president", "nigeria", "2024-01-01"), Some("bola-tinubu"), "hand-made rows win");
}

#[test]
fn a_sentence_of_the_field_is_read_whole() {
    let text = "Thaad, said Russia’s Black Sea fleet; the Shanghai Cooperation Organization (SCO), JCPOA, AUKUS and Zapad-2021 \
                in the Asia-Pacific.";
    assert_eq!(
        read(&SHIPPED, text),
        [
            "Russia: russia/Name",
            "Black Sea fleet: black-sea-fleet/Name",
            "Shanghai Cooperation Organization: shanghai-cooperation-organisation/Name",
            "SCO: shanghai-cooperation-organisation/Name",
            "JCPOA: joint-comprehensive-plan-of-action/Name",
            "AUKUS: aukus/Name",
            "Zapad-2021: zapad-2021/Name",
            "Asia-Pacific: asia-pacific/Name",
        ]
    );
}

/// How many things of each sort the seeds know at least, so that none is lost unseen.
#[test]
fn the_seeds_cover_their_field() {
    let ontology = ontology();
    let class = |name: &str| ontology.class_named(name).unwrap();
    let of_class = |name: &str| SHIPPED.entries().iter().filter(|entry| entry.class == class(name)).count();
    let of_sector = |sector: &str| {
        let bodies = SHIPPED.entries().iter().filter(|entry| entry.class == class("Organisation"));
        bodies.filter(|entry| entry.sector.as_deref() == Some(sector)).count()
    };
    let terms = |word: &str| {
        let bodies: BTreeSet<EntryId> = offices_with(word).map(|office| office.body).collect();
        (offices_with(word).count(), bodies.len())
    };
    let is_acronym = |name: &str| name.chars().filter(|c| c.is_ascii_uppercase()).count() > 1 && !name.contains(' ');
    let with_acronym = SHIPPED.entries().iter().filter(|entry| {
        entry.sector.as_deref() == Some("IGO")
            && (entry.aliases.iter().any(|name| is_acronym(name)) || is_acronym(&entry.label))
    });
    let dated = SHIPPED.memberships().iter().filter(|row| row.from.is_some()).count();
    let bodies: BTreeSet<EntryId> = SHIPPED.memberships().iter().map(|row| row.body).collect();
    for (what, count, floor) in [
        ("names", SHIPPED.name_count(), 80_000),
        ("countries", of_class("Country"), 255),
        ("people", of_class("Person"), 8_100),
        ("agreements", of_class("Agreement"), 700),
        ("exercises", of_class("Exercise"), 450),
        ("products", of_class("Product"), 540),
        ("places", of_class("Place"), 25_000),
        ("international organisations", of_sector("IGO"), 700),
        ("international organisations with an acronym", with_acronym.count(), 400),
        ("forces and defence ministries", of_sector("MIL"), 1_200),
        ("intelligence services", of_sector("SPY"), 90),
        ("ministries and agencies", of_sector("GOV"), 780),
        ("companies", of_sector("BUS"), 760),
        ("news media", of_sector("JRN"), 370),
        ("armed groups", of_sector("REB"), 150),
        ("terms", SHIPPED.offices().len(), 9_500),
        ("presidents", terms("president").0, 1_600),
        ("prime ministers", terms("prime minister").0, 2_700),
        ("foreign ministers", terms("foreign minister").0, 2_200),
        ("countries with foreign ministers", terms("foreign minister").1, 195),
        ("defence ministers", terms("defence minister").0, 1_450),
        ("countries with defence ministers", terms("defence minister").1, 160),
        ("memberships", SHIPPED.memberships().len(), 8_700),
        ("memberships with a year", dated, 570),
        ("bodies with members", bodies.len(), 160),
    ] {
        assert!(count >= floor, "{count} {what}, fewer than {floor}");
    }
}

/// One such name, and every sign of a text has to be looked at: a third of the time of all scans.
#[test]
fn no_name_begins_with_a_sign() {
    for entry in SHIPPED.entries() {
        let names = entry.plain_names().chain(entry.surnames.iter().map(|name| name.as_str()));
        let signs: Vec<_> = names.filter(|name| !name.starts_with(char::is_alphanumeric)).collect();
        assert!(signs.is_empty(), "{}: {signs:?}", entry.id);
    }
}

fn offices_with(word: &str) -> impl Iterator<Item = &'static Office> {
    SHIPPED.offices().iter().filter(move |office| office.roles().any(|role| role == word))
}

/// The event table names actors by country and sector, so every actor needs the one, and the other unless it is of no country.
#[test]
fn every_actor_has_a_sector_and_its_country_a_code() {
    let ontology = ontology();
    let class = |name: &str| ontology.class_named(name).unwrap();
    for entry in SHIPPED.entries().iter().filter(|entry| ontology.is_a(entry.class, class("Actor"))) {
        assert!(entry.class == class("Country") || entry.sector.is_some(), "{} has no sector", entry.id);
        let is_stateless = entry.class == class("Country") || entry.country.is_some();
        let crosses = ["IGO", "NGO", "MIL", "SOC", "REB", "BUS", "JRN", "PTY"];
        assert!(
            is_stateless || crosses.contains(&entry.sector.as_deref().unwrap_or("")),
            "{} has no country",
            entry.id
        );
        let state = entry.country.map(|country| SHIPPED.entry(country));
        let has_code = |state: &Entry| state.iso3.is_some() || state.to.is_some() || state.country.is_some();
        let is_told = state.is_none_or(|state| has_code(state) || state.sector.as_deref() == Some("PRE"));
        assert!(is_told, "{} is of {}, which has no ISO code", entry.id, state.map_or("", |state| &state.id));
    }
}
