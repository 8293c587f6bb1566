//! Tests of loading: tables in, entries, names and faults out.

use super::*;
use crate::gazetteer::{Addition, Gazetteer};

fn ontology() -> Ontology {
    Ontology::load(&Folder::ontology()).unwrap()
}

fn folder(files: &[(&str, &str)]) -> Folder {
    Folder::of("seeds", files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())))
}

const COUNTRIES: &str = "id\tclass\tlabel\taliases\tdemonyms\tcapital\tseats\n\
    russia\tCountry\tRussia\tRussian Federation\tRussian|Russians|Russo-\tmoscow\tKremlin\n\
    china\tCountry\tChina\t\tChinese|Sino-\t\t\n";
const PLACES: &str = "# places\n\nid\tclass\tlabel\taliases\tweak\tcountry\n\
    moscow\tPlace\tMoscow\t\t\trussia\n\
    split\tPlace\tSplit\t\tSplit\t\n";
const PEOPLE: &str = "id\tclass\tlabel\taliases\tsurname\n\
    vladimir-putin\tPerson\tVladimir Putin\t\t\n\
    dmitry-medvedev\tPerson\tDmitry Medvedev\tDmitri Medvedev\t\n\
    xi-jinping\tPerson\tXi Jinping\t\tXi\n\
    naruhito\tPerson\tNaruhito\t\t-\n";
const OFFICES: &str = "person\trole\tbody\tfrom\tto\n\
    vladimir-putin\tpresident\trussia\t2000-05-07\t2008-05-07\n\
    dmitry-medvedev\tpresident\trussia\t2008-05-07\t2012-05-07\n\
    vladimir-putin\tprime minister|premier\trussia\t2008-05-08\t2012-05-07\n\
    vladimir-putin\tpresident\trussia\t2012-05-07\t\n\
    xi-jinping\tpresident\tchina\t2013\t\n\
    dmitry-medvedev\tpresident\tchina\t2012\t2013\n";

fn small() -> Gazetteer {
    let files =
        [("countries.tsv", COUNTRIES), ("places.tsv", PLACES), ("people.tsv", PEOPLE), ("offices.tsv", OFFICES)];
    Gazetteer::load(&folder(&files), &ontology()).unwrap()
}

/// The names of a text as "span: id/kind, id/kind".
fn read(gazetteer: &Gazetteer, text: &str) -> Vec<String> {
    let reading = |reading: &Reading| format!("{}/{:?}", gazetteer.entry(reading.entry).id, reading.kind);
    let candidates = gazetteer.find_candidates(text);
    let line = |candidate: &Candidate| {
        let readings: Vec<String> = candidate.readings.iter().map(reading).collect();
        format!("{}: {}", candidate.span.of(text), readings.join(", "))
    };
    candidates.iter().map(line).collect()
}

fn fault(files: &[(&str, &str)]) -> String {
    Gazetteer::load(&folder(files), &ontology()).unwrap_err().to_string()
}

#[test]
fn every_kind_of_name_is_told() {
    assert_eq!(
        read(&small(), "Putin, Sino-Russian talks in Moscow, the Kremlin, Split, Naruhito and Xi Jinping"),
        [
            "Putin: vladimir-putin/Surname",
            "Sino: china/Demonym",
            "Russian: russia/Demonym",
            "Moscow: russia/Seat, moscow/Name",
            "Kremlin: russia/Seat",
            "Split: split/Weak",
            "Naruhito: naruhito/Name",
            "Xi Jinping: xi-jinping/Name",
        ]
    );
}

#[test]
fn offices_are_told_by_date() {
    let gazetteer = small();
    let holder = |role, body, date: Option<&str>| {
        let date = date.map(|date| date.parse::<Date>().unwrap());
        let holder = gazetteer.holder(role, gazetteer.entry_by_id(body).unwrap(), date);
        holder.map(|person| gazetteer.entry(person).id.as_str())
    };
    assert_eq!(holder("president", "russia", Some("2010-09-26")), Some("dmitry-medvedev"));
    assert_eq!(holder("president", "russia", Some("2016-06-28")), Some("vladimir-putin"));
    assert_eq!(holder("premier", "russia", Some("2011-10-13")), Some("vladimir-putin"));
    assert_eq!(holder("president", "russia", Some("2012-05-07")), Some("vladimir-putin"), "the day of a handover");
    assert_eq!(holder("president", "russia", None), None, "no date");
    assert_eq!(holder("president", "russia", Some("1999-01-01")), None, "before all terms");
    assert_eq!(holder("president", "china", Some("2013-06-01")), None, "two in a year known to the year");
    assert_eq!(holder("emperor", "russia", Some("2016-06-28")), None, "no such office");
    assert_eq!(gazetteer.offices_of(gazetteer.entry_by_id("vladimir-putin").unwrap()).count(), 3);
}

#[test]
fn a_fault_tells_file_and_line() {
    let header = "id\tclass\tlabel\tcountry\n";
    let cases = [
        ("a\tCountry\tA\n", "seeds/x.tsv:2: 3 columns where the header has 4"),
        ("a\tCountry\tA\t\na\tCountry\tB\t\n", "seeds/x.tsv:3: duplicate id \"a\" (first in seeds/x.tsv:2)"),
        ("# c\na\tPlanet\tA\t\n", "seeds/x.tsv:3: unknown class \"Planet\""),
        ("a\tCountry\tA\tb\n", "seeds/x.tsv:2: no entry has the id \"b\""),
        ("a\tCountry\t\t\n", "seeds/x.tsv:2: an entry without a label"),
        ("A b\tCountry\tA\t\n", "seeds/x.tsv:2: \"A b\" is no id (expected a-z, 0-9 and \"-\")"),
    ];
    for (rows, message) in cases {
        assert_eq!(fault(&[("x.tsv", &format!("{header}{rows}"))]), message);
    }
}

#[test]
fn a_header_must_name_known_columns() {
    let message = fault(&[("x.tsv", "id\tclass\tlabel\tcolour\n")]);
    assert!(
        message.starts_with("seeds/x.tsv:1: unknown column \"colour\" (known: id, class, label, aliases"),
        "{message}"
    );
    assert!(fault(&[("x.tsv", "# c\nname\tage\n")]).starts_with("seeds/x.tsv:2: columns of no known table"));
    assert_eq!(fault(&[("x.tsv", "id\tclass\tlabel\tid\n")]), "seeds/x.tsv:1: column \"id\" stands twice");
    assert_eq!(fault(&[("x.tsv", "# nothing\n")]), "seeds/x.tsv: no header line that names the columns");
}

#[test]
fn terms_must_be_dates_in_order() {
    let offices =
        |row: &str| fault(&[("people.tsv", PEOPLE), ("z.tsv", &format!("person\trole\tbody\tfrom\tto\n{row}\n"))]);
    let wrong = offices("naruhito\temperor\tnaruhito\tlast year\t");
    assert_eq!(wrong, "seeds/z.tsv:2: \"last year\" is no date (expected YYYY, YYYY-MM or YYYY-MM-DD)");
    let reversed = offices("naruhito\temperor\tnaruhito\t2019-05-01\t2018");
    assert_eq!(reversed, "seeds/z.tsv:2: a term that ends (2018) before it begins (2019-05-01)");
    assert_eq!(offices("nobody\temperor\tnaruhito\t\t"), "seeds/z.tsv:2: no entry has the id \"nobody\"");
}

#[test]
fn an_addition_gives_new_entries_and_new_names() {
    let text = "id\tclass\tlabel\taliases\nrussia\tCountry\tRossiya\tRF\nwakanda\tCountry\tWakanda\t\n";
    let addition = Addition { path: "mine.tsv".into(), text: text.to_owned() };
    let seeds = folder(&[("countries.tsv", COUNTRIES), ("places.tsv", PLACES)]);
    let gazetteer = Gazetteer::load_with(&seeds, &[addition], &ontology()).unwrap();
    assert_eq!(
        read(&gazetteer, "Rossiya, RF, Russia, Wakanda"),
        ["Rossiya: russia/Name", "RF: russia/Name", "Russia: russia/Name", "Wakanda: wakanda/Name"]
    );
    let other_class =
        Addition { path: "mine.tsv".into(), text: "id\tclass\tlabel\nrussia\tPlace\tRussia\n".to_owned() };
    let message = Gazetteer::load_with(&seeds, &[other_class], &ontology()).unwrap_err().to_string();
    assert_eq!(message, "mine.tsv:2: \"russia\" is known already, with another class");
}

#[test]
fn spellings_vary_names_and_titles() {
    let bodies = "id\tclass\tlabel\nb\tOrganisation\tBlue Defence Centre\nc\tPerson\tAnn Lee\n";
    let offices = "person\trole\tbody\nc\tdefence minister\tb\n";
    let spellings = "spelling\tvariants\nDefence\tDefense\ndefence\tdefense\nCentre\tCenter\n";
    let files = [("b.tsv", bodies), ("o.tsv", offices), ("s.tsv", spellings)];
    let gazetteer = Gazetteer::load(&folder(&files), &ontology()).unwrap();
    let text = "Blue Defense Center, Blue Defense Centre, Blue Defence Centre";
    assert_eq!(gazetteer.find_candidates(text).len(), 3);
    assert_eq!(gazetteer.offices()[0].roles().collect::<Vec<_>>(), ["defence minister", "defense minister"]);
}

#[test]
fn a_check_tells_all_faults() {
    let rows = "id\tclass\tlabel\taliases\tweak\tcountry\n\
        a\tPerson\tAnn Lee\tA. Lee|A. Lee\t\t\n\
        b\tPerson\tAnn  Léé\t...\tShelly\tnowhere\n\
        c\tPlace\tAnn Lee\t\t\t\n\
        d\tPerson\tAnn Lee\t\tAnn Lee\t\n";
    let faults = Gazetteer::check(&folder(&[("x.tsv", rows)]), &[], &ontology());
    let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
    assert_eq!(
        faults,
        [
            "seeds/x.tsv:3: no entry has the id \"nowhere\"",
            "seeds/x.tsv:2: the name \"A. Lee\" is given twice",
            "seeds/x.tsv:3: \"...\" can never match: it has no letter and no digit",
            "seeds/x.tsv:3: \"Shelly\" is weak, but no name of the row",
            "seeds/x.tsv:3: \"Ann Lee\" is a name of \"a\" too (seeds/x.tsv:2)",
            "seeds/x.tsv:4: \"Ann Lee\" is a name of \"a\" too (seeds/x.tsv:2)",
            "seeds/x.tsv:5: every name is weak, so that nothing in a document can tell that it is meant",
        ]
    );
}

#[test]
fn a_check_tells_whose_terms_overlap() {
    let entries = "id\tclass\tlabel\nx\tCountry\tXland\na\tPerson\tAnn Lee\nb\tPerson\tBob Ray\n";
    let titles = "shared_title\nsenator\n";
    let faults = |terms: [&str; 2]| {
        let offices = format!("person\trole\tbody\tfrom\tto\na\t{}\nb\t{}\n", terms[0], terms[1]);
        let files = [("e.tsv", entries), ("o.tsv", offices.as_str()), ("t.tsv", titles)];
        let faults = Gazetteer::check(&folder(&files), &[], &ontology());
        faults.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    let told = ["seeds/o.tsv:3: another premier of \"x\" had the office at that time (seeds/o.tsv:2)"];
    assert_eq!(faults(["premier\tx\t2001\t2005-03", "head|premier\tx\t2003-01-01\t"]), told);
    // A handover, of which one source tells the month and the other the day; a year in which both may have had it in turn.
    assert!(faults(["premier\tx\t2001\t2005-03-20", "premier\tx\t2005-03-02\t"]).is_empty());
    assert!(faults(["premier\tx\t2001\t2005", "premier\tx\t2005\t"]).is_empty());
    assert!(faults(["premier\tx\t2001\t2005", "president\tx\t2001\t2005"]).is_empty());
    assert!(faults(["senator\tx\t2001\t2005", "senator\tx\t2001\t2005"]).is_empty());
}

#[test]
fn names_are_known_with_other_capitals_and_without_full_stops() {
    let rows = "id\tclass\tlabel\na\tPerson\tKim Jong-un\nb\tPerson\tGeorge W. Bush\nc\tCountry\tthe Xland\nd\tCountry\tZed-Wye\n\
        e\tProduct\tF-16\n";
    let gazetteer = Gazetteer::load(&folder(&[("x.tsv", rows)]), &ontology()).unwrap();
    let text = "Kim Jong-un, Kim Jong-Un, KIM JONG-UN; George W. Bush, George W Bush; the Xland. The Xland; Zed Wye; Kim Jong Un; F 16";
    assert_eq!(gazetteer.find_candidates(text).len(), 9);
}

mod additions;
mod shipped;
