//! Tables with typed columns, read back by the libraries that define their formats.

use crate::cli::{Place, VISIT};
use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Float64Type, UInt32Type};
use arrow_array::{Array, RecordBatch};
use arrow_schema::DataType;
use std::fs::File;

const DEAL: &str = "Germany gave Ukraine 2 billion euros on 23 February 2024.";

fn extract(format: &str) -> Place {
    let place = Place::new();
    place.write("news/a.txt", VISIT).write("news/b.txt", DEAL);
    let run = place.run(&["extract", "news", "--format", format, "--output", "tables"]);
    assert_eq!(run.status, Some(0), "{}", run.err);
    assert_eq!(run.out, "");
    place
}

/// The rows of a table, which are few enough for one batch.
fn read(place: &Place, file: &str) -> RecordBatch {
    let open = File::open(place.path("tables").join(file)).unwrap();
    let batches: Vec<RecordBatch> = if file.ends_with(".parquet") {
        let reader = parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder::try_new(open).unwrap();
        reader.build().unwrap().collect::<Result<_, _>>().unwrap()
    } else {
        arrow_ipc::reader::FileReader::try_new(open, None).unwrap().collect::<Result<_, _>>().unwrap()
    };
    assert_eq!(batches.len(), 1);
    batches.into_iter().next().unwrap()
}

fn texts(table: &RecordBatch, column: &str) -> Vec<Option<String>> {
    let column = table.column_by_name(column).unwrap().as_string::<i32>();
    column.iter().map(|text| text.map(str::to_owned)).collect()
}

#[test]
fn facts_have_dates_numbers_and_offsets() {
    for ending in ["parquet", "arrow"] {
        let facts = read(&extract(ending), &format!("facts.{ending}"));
        let kind = |column: &str| facts.schema().field_with_name(column).unwrap().data_type().clone();
        assert_eq!(
            [kind("date"), kind("amount"), kind("start")],
            [DataType::Date32, DataType::Float64, DataType::UInt32]
        );
        let row =
            |relation: &str| texts(&facts, "relation").iter().position(|r| r.as_deref() == Some(relation)).unwrap();
        let (visit, supply) = (row("visited"), row("supplied"));
        assert_eq!(texts(&facts, "doc")[visit].as_deref(), Some("a"));
        assert_eq!(texts(&facts, "subject")[visit].as_deref(), Some("Angela Merkel"));
        assert_eq!(texts(&facts, "date_text")[visit].as_deref(), Some("2015-05"));
        let dates = facts.column_by_name("date").unwrap().as_primitive::<Date32Type>();
        assert!(dates.is_null(visit), "a month is no day");
        let day = jiff::civil::date(2024, 2, 23) - jiff::civil::date(1970, 1, 1);
        assert_eq!(dates.value(supply), day.get_days());
        let amounts = facts.column_by_name("amount").unwrap().as_primitive::<Float64Type>();
        assert!(amounts.is_null(visit));
        assert_eq!((amounts.value(supply), texts(&facts, "currency")[supply].as_deref()), (2e9, Some("EUR")));
        let ends = facts.column_by_name("end").unwrap().as_primitive::<UInt32Type>();
        assert_eq!(ends.value(visit) as usize, VISIT.len());
    }
}

#[test]
fn events_list_who_takes_part_and_mentions_where_they_are_named() {
    let place = extract("parquet");
    let events = read(&place, "events.parquet");
    let agents = events.column_by_name("agents").unwrap().as_list::<i32>().value(0);
    assert_eq!(agents.as_string::<i32>().iter().collect::<Vec<_>>(), [Some("Angela Merkel")]);
    let mentions = read(&place, "mentions.parquet");
    assert!(texts(&mentions, "label").contains(&Some("Ukraine".to_owned())));
    assert!(mentions.num_rows() >= 4);
}

#[test]
fn tables_can_be_chosen_and_must_have_a_folder() {
    let place = Place::new();
    place.write("a.txt", VISIT);
    let run = place.run(&["extract", "a.txt", "--format", "arrow", "--output", "t", "--tables", "facts"]);
    assert_eq!(run.status, Some(0), "{}", run.err);
    let files = std::fs::read_dir(place.path("t")).unwrap().count();
    assert_eq!(files, 1);
    assert_eq!(place.run(&["extract", "a.txt", "--format", "arrow"]).status, Some(2));
    assert_eq!(place.run(&["extract", "a.txt", "--output", "t"]).status, Some(2));
}

#[test]
fn tables_take_the_place_of_others_once_they_are_whole() {
    let place = extract("parquet");
    let before = std::fs::read(place.path("tables/facts.parquet")).unwrap();
    place.write("news/c.txt", "\0\x01").write("news/d.txt", VISIT);
    let run = place.run(&["extract", "news", "--format", "parquet", "--output", "tables", "--strict"]);
    assert_eq!(run.status, Some(1));
    assert_eq!(std::fs::read(place.path("tables/facts.parquet")).unwrap(), before);
    let run = place.run(&["extract", "news", "--format", "parquet", "--output", "tables"]);
    assert_eq!((run.status, read(&place, "facts.parquet").num_rows()), (Some(1), 3));
    assert_eq!(std::fs::read_dir(place.path("tables")).unwrap().count(), 3, "nothing else is left");
}
