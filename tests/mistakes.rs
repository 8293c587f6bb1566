//! The mistakes that people make in frames and constructions: each is told with its line, and with what may be meant.

use chancery::error::Error;
use chancery::events::{Frames, Predicates};
use chancery::knowledge::Folder;
use chancery::ontology::Ontology;

/// A frame without a fault, in which each test makes its own.
const HOSTED: &str = r#"relation = "visited"

[roles]
agent = ["Actor"]
target = ["Place", "Country"]

[facts]
subject = ["agent"]
object = ["target"]

[[class]]
name = "visit"
construction = "transitive"
verbs = ["visit", "tour"]

[[class]]
name = "go"
construction = "prepositional"
target = ["to", "object"]
verbs = ["go", "fly"]
nouns = ["state visit"]

[[example]]
text = "Angela Merkel will visit Moscow."
facts = ["Angela Merkel visited Moscow: planned"]

[[counterexample]]
text = "Angela Merkel visited the website."
"#;

/// The faults of the ontology in which one file was edited.
fn faults(file: &str, text: &str) -> Vec<String> {
    let files = Folder::ontology();
    let files = files.files().filter(|(name, _)| !name.starts_with("frames/") && *name != file);
    let mut files: Vec<_> = files.map(|(name, text)| (name.to_owned(), text.to_owned())).collect();
    files.push((file.to_owned(), text.to_owned()));
    let folder = Folder::of("ontology", files);
    let ontology = Ontology::load(&folder).expect("the ontology loads");
    let found = Frames::check(&folder, &ontology).into_iter().chain(Predicates::load(&folder).err());
    found.map(|fault: Error| fault.to_string()).collect()
}

/// The faults of the frame above in which some text was replaced.
fn faults_of_frame(from: &str, to: &str) -> Vec<String> {
    assert!(HOSTED.contains(from), "the frame has no {from}");
    faults("frames/visited.toml", &HOSTED.replacen(from, to, 1))
}

#[test]
fn a_frame_without_a_mistake_has_no_faults() {
    assert_eq!(faults_of_frame("", ""), Vec::<String>::new());
}

#[test]
fn a_mistake_in_a_frame_is_told_with_its_line_and_a_suggestion() {
    for (from, to, fault) in [
        ("[roles]", "[roles", "3: unclosed table, expected `]`"),
        ("verbs = [\"visit\", \"tour\"]", "verbs = [\"visit\" \"tour\"]", "14: "),
        ("verbs = [\"go\"", "verb = [\"go\"", "20: unknown field `verb`, expected one of `name`, "),
        ("[facts]", "[fact]", "7: unknown field `fact`, expected one of `relation`, `roles`, `facts`, "),
        (
            "target = [\"Place\"",
            "traget = [\"Place\"",
            "5: unknown field `traget`, expected one of `agent`, `target`, ",
        ),
        ("name = \"go\"\n", "", "16: missing field `name`"),
        (
            "verbs = [\"visit\", \"tour\"]",
            "verbs = \"visit\"",
            "14: invalid type: string \"visit\", expected a sequence",
        ),
        (
            "relation = \"visited\"",
            "relation = \"visted\"",
            "1: unknown relation \"visted\" (did you mean \"visited\"?)",
        ),
        (
            "relation = \"visited\"",
            "relation = \"met\"",
            "1: the frame of \"met\" stands in a file of its name, met.toml",
        ),
        ("\"Country\"]", "\"Contry\"]", "5: unknown class \"Contry\" (did you mean \"Country\"?)"),
        (
            "subject = [\"agent\"]",
            "subject = [\"visitor\"]",
            "8: unknown role \"visitor\" (known: agent, target, object, counterpart, place)",
        ),
        (
            "object = [\"target\"]",
            "object = [\"tarjet\"]",
            "9: unknown role \"tarjet\" (did you mean \"target\"? known: agent, target, object, counterpart, place)",
        ),
        ("object = [\"target\"]", "object = [\"place\"]", "9: [roles] does not say what a place is"),
        ("subject = [\"agent\"]", "subject = []", "1: no role is the subject of its facts"),
        (
            "agent = [\"Actor\"]",
            "agent = [\"Agreement\"]",
            "8: no agent can be the subject of \"visited\" (it must be ",
        ),
        (
            "construction = \"transitive\"",
            "construction = \"transitiv\"",
            "13: unknown construction \"transitiv\" (did you mean \"transitive\"?",
        ),
        (
            "target = [\"to\", \"object\"]\n",
            "",
            "18: construction \"prepositional\" has no target: class \"go\" must say where it stands, such as target = [\"object\"] or [\"to\"]",
        ),
        (
            "target = [\"to\", \"object\"]",
            "target = [\"to\", \"objects\"]",
            "19: \"objects\" is no function, and no preposition (did you mean \"object\"?)",
        ),
        (
            "verbs = [\"visit\", \"tour\"]",
            "verbs = [\"visit\", \"tour\"]\nrequired = [\"agent\", \"place\"]",
            "13: class \"visit\" requires a place, which [roles] has not",
        ),
        (
            "verbs = [\"visit\", \"tour\"]",
            "verbs = [\"visit\"]\nstatus = \"plannd\"",
            "15: unknown status \"plannd\" (did you mean \"planned\"? known: asserted, planned, hypothetical, negated)",
        ),
        (
            "verbs = [\"visit\", \"tour\"]",
            "verbs = [\"visit\"]\nplover = \"CONSULTS\"",
            "15: unknown PLOVER type \"CONSULTS\" (did you mean \"CONSULT\"?",
        ),
        (
            "verbs = [\"visit\", \"tour\"]",
            "verbs = [\"visit\"]\nonly = { target = [\"City\"] }",
            "15: unknown class \"City\" (",
        ),
        ("verbs = [\"visit\", \"tour\"]", "", "12: class \"visit\" has no verbs, nouns or adjectives"),
        (
            "\"tour\"]",
            "\"tour\", \"Visit\"]",
            "14: the verb \"visit\" stands in class \"visit\" too, which comes first",
        ),
        ("\"tour\"]", "\"tour\", \" \"]", "14: an item without a word"),
        ("name = \"go\"", "name = \"visit\"", "17: two classes are called \"visit\""),
        (
            "visited Moscow: planned",
            "visited Moscow: plan",
            "25: unknown status \"plan\" (known: planned, hypothetical, negated)",
        ),
        ("Merkel visited Moscow: planned", "Merkel went to Moscow", "25: a fact reads \"subject visited object\""),
        (
            "facts = [\"Angela Merkel visited Moscow: planned\"]\n",
            "",
            "24: an example without facts (is it a [[counterexample]]?)",
        ),
        (
            "website.\"",
            "website.\"\nfacts = [\"Angela Merkel visited Moscow\"]",
            "28: a counter-example with facts (is it an [[example]]?)",
        ),
        ("visited the website.", "will visit Moscow.", "28: this sentence is an example before"),
        (
            "[[counterexample]]",
            "[[example]]\nfacts = [\"Angela Merkel visited Moscow\"]",
            "1: a frame needs at least one [[example]] and one [[counterexample]]",
        ),
    ] {
        let found = faults_of_frame(from, to);
        let expected = format!("ontology/frames/visited.toml:{fault}");
        assert_eq!(found.len(), 1, "{to}: {found:#?}");
        assert!(found[0].starts_with(&expected), "{to}\n   gives {}\ninstead of {expected}", found[0]);
    }
}

#[test]
fn alternatives_are_items_of_their_own() {
    let with = |verbs: &str| faults_of_frame("verbs = [\"visit\", \"tour\"]", verbs);
    assert_eq!(with("verbs = [\"visit/tour\"]"), Vec::<String>::new());
    let twice = with("verbs = [\"pay/make visit/trip\", \"tour\", \"make trip\"]");
    assert_eq!(twice.len(), 1);
    assert!(twice[0].contains("14: the verb \"make trip\" stands in class \"visit\" too"), "{}", twice[0]);
    let empty = with("verbs = [\"visit/\"]");
    assert!(empty[0].contains("14: an item without a word"), "{}", empty[0]);
}

#[test]
fn an_unknown_key_is_told_with_the_one_that_is_meant() {
    assert!(faults_of_frame("verbs = [\"go\"", "verb = [\"go\"")[0].ends_with("(did you mean `verbs`?)"));
    assert!(faults_of_frame("target = [\"Place\"", "traget = [\"Place\"")[0].ends_with("(did you mean `target`?)"));
}

#[test]
fn every_mistake_in_a_frame_is_told_at_once() {
    let text = HOSTED.replace("\"Country\"", "\"Contry\"").replace("\"transitive\"", "\"transitiv\"");
    let found = faults("frames/visited.toml", &text.replace("Moscow: planned", "Moscow: plan"));
    let lines: Vec<_> = found.iter().filter_map(|fault| fault.split(':').nth(1)).collect();
    assert_eq!(lines, ["5", "13", "25"], "{found:#?}");
}

#[test]
fn a_mistake_in_a_construction_is_told() {
    let ontology = Folder::ontology();
    let text = ontology.file("english/constructions.toml").expect("it is there");
    let found = faults("english/constructions.toml", &text.replacen("\"possessor\"", "\"possesor\"", 1));
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(
        found[0].contains("\"possesor\" is no function, and no preposition (did you mean \"possessor\"?)"),
        "{}",
        found[0]
    );
    let found = faults("english/constructions.toml", &text.replacen("agent =", "agents =", 1));
    assert!(
        found[0].contains("unknown field `agents`") && found[0].ends_with("(did you mean `agent`?)"),
        "{}",
        found[0]
    );
}

#[test]
fn a_word_that_is_given_two_statuses_is_told() {
    let ontology = Folder::ontology();
    let text = ontology.file("english/predicates.toml").expect("it is there");
    let found =
        faults("english/predicates.toml", &text.replacen("\"refuse\", \"deny\"", "\"refuse\", \"plan\", \"deny\"", 1));
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(found[0].starts_with("ontology/english/predicates.toml:"), "{}", found[0]);
    assert!(found[0].ends_with(": the verb \"plan\" is planned and negated"), "{}", found[0]);
}
