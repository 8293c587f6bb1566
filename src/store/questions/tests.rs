//! What the head of a query may say, and what a value can do to it: nothing but be one.

use super::*;

const HEAD: &str = "# Who?\n# param name = \"China\": a name\n# param n = 10: how many\n";

fn ask(body: &str) -> Question {
    Question::parse("q.rq", &format!("{HEAD}{body}")).unwrap()
}

fn body(question: &Question) -> String {
    question.text().strip_prefix(HEAD).unwrap().to_owned()
}

#[test]
fn the_head_names_question_and_parameters() {
    let question = ask("SELECT * { ?x ?p $name } LIMIT $n");
    assert_eq!((question.title(), question.name().as_str()), ("Who?", "q"));
    let parameters: Vec<_> = question.parameters().iter().map(|p| (p.name.as_str(), p.value.value())).collect();
    assert_eq!(parameters, [("name", "China"), ("n", "10")]);
    assert_eq!(question.parameters()[0].meaning, "a name");
    assert_eq!(body(&question), "SELECT * { ?x ?p \"China\" } LIMIT 10");
}

#[test]
fn parameters_stand_for_values_only_outside_of_strings_iris_and_comments() {
    let untouched =
        "{ <http://a/$name#$n> ?p \"$name\\\"$name\", '$n', \"\"\"a\"$name\"\"\", ch:a\\$name . # $name $n\n ";
    assert_eq!(
        body(&ask(&format!("{untouched}?x < $n && $names && ?y>$n && $name }}"))),
        format!("{untouched}?x < 10 && $names && ?y>10 && \"China\" }}")
    );
}

#[test]
fn a_value_cannot_leave_its_literal() {
    let mut question = ask("SELECT ?v { VALUES ?v { $name } FILTER($n > 1) }");
    for value in ["\" } DROP ALL #", "\\", "\\\"", "a\nb\r\tc", "\\u0022 . ?s ?p ?o", "' \u{0} \u{202e} é", "$n", ""] {
        question.set("name", value).unwrap();
        let query = oxigraph::sparql::SparqlEvaluator::new().parse_query(&question.text()).unwrap();
        let store = oxigraph::store::Store::new().unwrap();
        let oxigraph::sparql::QueryResults::Solutions(mut rows) = query.on_store(&store).execute().unwrap() else {
            panic!("a SELECT gives rows")
        };
        let row = rows.next().unwrap().unwrap();
        assert_eq!(row.get("v"), Some(&Literal::new_simple_literal(value).into()));
    }
}

#[test]
fn a_number_takes_only_numbers() {
    let mut question = ask("SELECT * { ?x ?p $name } LIMIT $n");
    question.set("n", "25").unwrap();
    assert!(question.text().ends_with("LIMIT 25"));
    for wrong in ["many", "", "1 }", "2.5", "1e3", "٣"] {
        let error = question.set("n", wrong).unwrap_err().to_string();
        assert_eq!(error, format!("q.rq: parameter \"n\" is a number like 25, not \"{wrong}\""));
    }
    let error = question.set("m", "1").unwrap_err().to_string();
    assert_eq!(error, "q.rq: no parameter \"m\" (known: name, n)");
}

#[test]
fn a_faulty_head_is_refused_with_its_line() {
    let error = |head: &str| Question::parse("q.rq", head).unwrap_err().to_string();
    let expected = "q.rq:2: expected `# param NAME = DEFAULT: MEANING` with a default that is \"text\" or a number";
    for wrong in ["n", "n = China: x", "n = \"China\"", "n = null: x", "n = : x"] {
        assert_eq!(error(&format!("# Q\n# param {wrong}\nSELECT * {{ ?s ?p $n }}")), expected, "{wrong}");
    }
    assert_eq!(error("# param n = 1: x\nASK {}"), "q.rq:1: parameter \"n\" is not used: the query nowhere says $n");
    let twice = error("# param n = 1: x\n# param n = 1: x\nASK { ?s ?p $n }");
    assert_eq!(twice, "q.rq:2: parameter \"n\" is named twice");
}

#[test]
fn an_unknown_question_is_answered_with_those_known() {
    let folder = Folder::of("queries", [("deals.rq".into(), "ASK {}".into()), ("notes.md".into(), String::new())]);
    let error = Question::find(&folder, "deal").unwrap_err().to_string();
    assert_eq!(error, "no question \"deal\" (did you mean \"deals\"? known: deals)");
    assert_eq!(Question::find(&folder, "deals").unwrap().name(), "deals");
    assert_eq!(Question::all(&folder).unwrap().len(), 1);
}
