//! What pronouns and descriptions stand for, told by the facts that come of them.

use crate::extractor;
use chancery::documents::Document;

/// The facts of one relation in a document, as "subject (words) object".
fn facts(doc: &Document, relation: &str) -> Vec<String> {
    let extraction = extractor().extract(doc);
    let ontology = &extractor().knowledge().ontology;
    let label = |id| &extraction.entities.entity(id).label;
    let told = extraction.facts.iter().filter(|fact| ontology.relation(fact.relation).name == relation);
    told.map(|fact| format!("{} ({}) {}", label(fact.subject), fact.subject_mention.of(&doc.text), label(fact.object)))
        .collect()
}

fn check(text: &str, relation: &str, expected: &[&str]) {
    assert_eq!(facts(&Document::of_text("note", text), relation), expected, "{text}");
}

#[test]
fn they_are_those_who_were_the_subject_together() {
    let expected = ["Russia (They) Japan", "China (They) Japan"];
    check("Russia and China signed a treaty. They condemned Japan.", "criticised", &expected);
    check("Russia signed a treaty. They condemned Japan.", "criticised", &[]);
}

#[test]
fn the_two_and_the_leaders_are_the_two_people_told_before() {
    let expected = ["Vladimir Putin (two) treaty", "Xi Jinping (two) treaty"];
    check("Vladimir Putin met Xi Jinping. The two signed a treaty.", "signedDeal", &expected);
    check(
        "Vladimir Putin met Xi Jinping. The leaders condemned Japan.",
        "criticised",
        &["Vladimir Putin (leaders) Japan", "Xi Jinping (leaders) Japan"],
    );
    check("Vladimir Putin met Xi Jinping and Emmanuel Macron. The leaders condemned Japan.", "criticised", &[]);
}

#[test]
fn it_is_the_subject_before_or_the_one_body_of_the_sentence() {
    check("China rejected the ruling of the court. It accused Japan.", "accused", &["China (It) Japan"]);
    check("Xi Jinping rejected the ruling. It accused Japan.", "accused", &[]);
}

#[test]
fn who_speaks_is_told_by_name() {
    check("Iran said it had condemned Japan.", "criticised", &["Iran (Iran) Japan"]);
}

#[test]
fn we_are_those_who_issue_a_statement() {
    let text = "Joint Statement of France and Germany\n\nWe condemn Russia.";
    let mut doc = Document::of_text("note", text);
    check(text, "criticised", &[]);
    doc.title = Some("Joint Statement of France and Germany".to_owned());
    assert_eq!(facts(&doc, "criticised"), ["France (We) Russia", "Germany (We) Russia"]);
    let text = "Statement by President Joe Biden on Sweden\n\nI welcome Sweden. We condemn Russia.";
    let mut doc = Document::of_text("note", text);
    doc.title = Some("Statement by President Joe Biden on Sweden".to_owned());
    assert_eq!(facts(&doc, "criticised"), ["United States (We) Russia"]);
}

#[test]
fn a_dateline_is_no_actor() {
    check("JERUSALEM (AP) -- Germany condemned Russia.", "criticised", &["Germany (Germany) Russia"]);
}

fn dated(text: &str, day: &str) -> Document {
    Document { published: Some(day.parse().unwrap()), ..Document::of_text("note", text) }
}

#[test]
fn a_title_is_whoever_held_the_office_on_the_day() {
    let visited = |text, day| facts(&dated(text, day), "visited");
    let text = "The Russian president visited Paris.";
    assert_eq!(visited(text, "2010-10-06"), ["Dmitry Medvedev (Russian president) Paris"]);
    assert_eq!(visited(text, "2016-06-28"), ["Vladimir Putin (Russian president) Paris"]);
    assert_eq!(facts(&Document::of_text("note", text), "visited"), [] as [&str; 0], "no date, nobody");
    assert_eq!(
        visited("The Indonesian president visited Paris.", "1990-11-16"),
        ["Suharto (Indonesian president) Paris"]
    );
    let of = "The prime minister of Russia visited Paris.";
    assert_eq!(visited(of, "2011-10-13"), ["Vladimir Putin (prime minister) Paris"]);
    let former = "The former Russian president visited Paris.";
    assert_eq!(visited(former, "2016-06-28"), [] as [&str; 0]);
    let any = "A Russian president visited Paris.";
    assert_eq!(visited(any, "2016-06-28"), [] as [&str; 0]);
}

#[test]
fn a_title_alone_is_the_one_person_of_the_text_who_holds_it() {
    let criticised = |text| facts(&dated(text, "2023-03-10"), "criticised");
    let one = "President Joe Biden met Olaf Scholz. The president condemned Iran.";
    assert_eq!(criticised(one), ["Joe Biden (president) Iran"]);
    let two = "President Joe Biden met President Emmanuel Macron. The president condemned Iran.";
    assert_eq!(criticised(two), [] as [&str; 0]);
}

#[test]
fn a_body_of_several_countries_is_each_of_them() {
    let warships = "Chinese and Russian warships attacked Japan.";
    let both = ["China (Chinese and Russian warships) Japan", "Russia (Chinese and Russian warships) Japan"];
    check(warships, "attacked", &both);
    let talks = "Iran has increased cooperation in the last few years with the navies of China and Oman.";
    check(talks, "cooperatesWith", &["Iran (Iran) China", "Iran (Iran) Oman"]);
}

#[test]
fn the_two_countries_are_those_of_whom_the_text_speaks_most() {
    let text = "Russia and China signed a treaty. Russia sells China gas. Russia trusts China. Observers in Poland were surprised. \
                Hungary, Serbia and Turkey wanted gas too. The two countries condemned Japan.";
    check(text, "criticised", &["Russia (two countries) Japan", "China (two countries) Japan"]);
    let equal = "Russia met China. Poland met Hungary. Serbia, Turkey and Greece were there. The two countries condemned Japan.";
    check(equal, "criticised", &[]);
}

#[test]
fn a_capital_that_is_addressed_is_its_government() {
    check("Japan protested to Seoul over the visit.", "protested", &["Japan (Japan) South Korea"]);
    check("Japan sold weapons to Taipei.", "supplied", &["Japan (Japan) Taiwan"]);
    for text in
        ["Angela Merkel travelled to Seoul.", "Angela Merkel paid a visit to Seoul.", "Angela Merkel came to Seoul."]
    {
        check(text, "visited", &["Angela Merkel (Angela Merkel) Seoul"]);
    }
}

#[test]
fn a_title_is_whose_it_was_on_the_day_that_is_told() {
    let on = |text: &str| {
        let published = Some("2023-05-10".parse().unwrap());
        facts(&Document { published, ..Document::of_text("note", text) }, "visited")
    };
    let medvedev = ["Dmitry Medvedev (Russian president) Geneva"];
    assert_eq!(on("In 2010 the Russian president visited Geneva."), medvedev);
    assert_eq!(on("The Russian president visited Geneva on Monday."), ["Vladimir Putin (Russian president) Geneva"]);
    // Three people were British prime minister that year.
    assert!(on("In 2022 the British prime minister visited Geneva.").is_empty());
}

#[test]
fn rebels_are_no_country() {
    check("Syrian rebels attacked Aleppo.", "attacked", &[]);
    check("Pro-Russian fighters attacked Kharkiv.", "attacked", &[]);
    check("Syrian soldiers attacked Aleppo.", "attacked", &["Syria (Syrian soldiers) Aleppo"]);
    check("Nigeria's Boko Haram militants attacked Chad.", "attacked", &["Boko Haram (Boko Haram militants) Chad"]);
}
