//! What the seeds that are compiled in must know.

use super::{ontology, read};
use crate::gazetteer::{Gazetteer, NameKind};
use crate::knowledge::Folder;
use jiff::civil::Date;
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
    assert_eq!(ids("Washington"), [("united-states", NameKind::Seat), ("washington", NameKind::Name)]);
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
