//! Tables with typed columns: documents and their extractions in, one after the other; Parquet or Arrow files, for data frames and
//! SQL, out.
//!
//! A file takes the place of another of its name once it is whole. Rows are kept until there are [`GROUP`] of them and then written as
//! a group, so that memory does not grow with the archive.

use super::Records;
use super::records::{EntityRecord, Story};
use crate::dates::{CalendarDate, When};
use crate::documents::Document;
use crate::error::{Error, Result};
use crate::events::{Event, Role};
use crate::mentions::Measure;
use crate::pipeline::Extraction;
use arrow_array::builder::{Date32Builder, Float64Builder, ListBuilder, StringBuilder, UInt32Builder};
use arrow_array::{ArrayRef, RecordBatch};
use arrow_ipc::writer::FileWriter;
use arrow_schema::{DataType, Field, Schema};
use jiff::civil::Date;
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Rows that are written at once.
const GROUP: usize = 16_384;

/// A format of files with typed columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnFormat {
    /// Apache Parquet.
    Parquet,
    /// The file format of Apache Arrow, also known as Feather 2.
    Arrow,
}

/// What a table has a row for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Table {
    /// Facts.
    Facts,
    /// Events.
    Events,
    /// Mentions that stand for an entity.
    Mentions,
}

impl Table {
    /// Its name, which is that of its file.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Facts => "facts",
            Self::Events => "events",
            Self::Mentions => "mentions",
        }
    }

    fn columns(self) -> Vec<(&'static str, Kind)> {
        use Kind::{Day, Number, Text, Texts, Whole};
        let doc = vec![("doc", Text), ("published", Day)];
        let told = vec![
            ("status", Text),
            ("date", Day),
            ("date_text", Text),
            ("place", Text),
            ("value_text", Text),
            ("amount", Number),
            ("currency", Text),
            ("unit", Text),
            ("topic", Text),
            ("role", Text),
            ("attribution", Text),
            ("sentence", Text),
            ("start", Whole),
            ("end", Whole),
            ("frame", Text),
        ];
        match self {
            Self::Facts => {
                let ends = ["subject", "subject_id", "subject_type", "subject_mention", "relation", "object"];
                let ends = ends.into_iter().chain(["object_id", "object_type", "object_mention"]);
                [doc, ends.map(|name| (name, Text)).collect(), told].concat()
            }
            Self::Events => {
                let what = [("event_id", Text), ("relation", Text), ("plover", Text), ("mode", Text)];
                let who = ["agents", "agent_ids", "targets", "target_ids", "objects", "object_ids"];
                let who = who.into_iter().chain(["counterparts", "counterpart_ids", "places", "place_ids"]);
                [doc, what.to_vec(), who.map(|name| (name, Texts)).collect(), told].concat()
            }
            Self::Mentions => {
                let rest = [("text", Text), ("type", Text), ("id", Text), ("label", Text), ("found_by", Text)];
                [doc, vec![("start", Whole), ("end", Whole)], rest.to_vec()].concat()
            }
        }
    }
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Texts,
    Whole,
    Number,
    Day,
}

impl Kind {
    fn data_type(self) -> DataType {
        match self {
            Self::Text => DataType::Utf8,
            Self::Texts => DataType::List(Arc::new(Field::new("item", DataType::Utf8, true))),
            Self::Whole => DataType::UInt32,
            Self::Number => DataType::Float64,
            Self::Day => DataType::Date32,
        }
    }
}

/// One value of a row.
#[derive(Debug, Clone, PartialEq)]
enum Cell {
    Text(Option<String>),
    Texts(Vec<String>),
    Whole(Option<usize>),
    Number(Option<f64>),
    Day(Option<Date>),
}

fn text(text: impl Into<String>) -> Cell {
    Cell::Text(Some(text.into()))
}

fn some_text(text: Option<&str>) -> Cell {
    Cell::Text(text.map(str::to_owned))
}

/// The rows of one document for some tables. Making them needs no file, so that many can be made at once.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Rows(Vec<(Table, Vec<Vec<Cell>>)>);

impl Records<'_> {
    /// The rows of a document for some tables, in the order of the extraction.
    pub fn rows(&self, doc: &Document, extraction: &Extraction, tables: &[Table]) -> Rows {
        let story = self.story(doc, extraction);
        let rows = |table: Table| match table {
            Table::Facts => extraction.facts.iter().map(|fact| fact_row(&story, fact)).collect(),
            Table::Events => extraction.events.iter().map(|event| event_row(&story, event)).collect(),
            Table::Mentions => mention_rows(&story),
        };
        Rows(tables.iter().map(|&table| (table, rows(table))).collect())
    }
}

fn doc_cells(story: &Story<'_>) -> Vec<Cell> {
    vec![text(&story.doc.id), Cell::Day(story.doc.published)]
}

fn fact_row(story: &Story<'_>, fact: &crate::facts::Fact) -> Vec<Cell> {
    let event = &story.extraction.events[fact.event_idx];
    let end =
        |record: EntityRecord<'_>| [text(record.label), text(record.id), some_text(record.class), text(record.mention)];
    let mut row = doc_cells(story);
    row.extend(end(story.entity(fact.subject, fact.subject_mention)));
    row.push(text(&story.ontology.relation(fact.relation).name));
    row.extend(end(story.entity(fact.object, fact.object_mention)));
    row.extend(told_cells(story, event));
    row
}

fn event_row(story: &Story<'_>, event: &Event) -> Vec<Cell> {
    let record = story.event(event);
    let mut row = doc_cells(story);
    row.extend([text(record.id), text(record.relation), some_text(record.plover), some_text(record.mode)]);
    for role in [Role::Agent, Role::Target, Role::Object, Role::Counterpart, Role::Place] {
        let (labels, ids) = story.in_role(event, role).map(|who| (who.label.to_owned(), who.id)).unzip();
        row.extend([Cell::Texts(labels), Cell::Texts(ids)]);
    }
    row.extend(told_cells(story, event));
    row
}

fn mention_rows(story: &Story<'_>) -> Vec<Vec<Cell>> {
    let rows = story.linked_mentions().map(|(mention, id)| {
        let record = story.mention(mention, id);
        let place = [Cell::Whole(Some(record.start)), Cell::Whole(Some(record.end))];
        let rest = [text(record.text), text(record.class), text(record.id), text(record.label), text(record.found_by)];
        doc_cells(story).into_iter().chain(place).chain(rest).collect()
    });
    rows.collect()
}

/// What facts share with their event.
fn told_cells(story: &Story<'_>, event: &Event) -> Vec<Cell> {
    let place = story.in_role(event, Role::Place).next().map(|place| place.label);
    let value = event.value.as_ref();
    let (currency, unit) = match value.map(|value| &value.measure) {
        Some(Measure::Currency(code)) => (Some(code.as_str()), None),
        Some(Measure::Unit(name)) => (None, Some(name.as_str())),
        None => (None, None),
    };
    let quote = event.evidence.first().map(|quote| story.quote(quote));
    vec![
        text(event.status.as_str()),
        Cell::Day(event.date.and_then(only_day)),
        Cell::Text(event.date.map(|when| when.to_string())),
        some_text(place),
        some_text(value.map(|value| value.text.as_str())),
        Cell::Number(value.map(|value| value.amount)),
        some_text(currency),
        some_text(unit),
        some_text(event.topic.as_deref()),
        some_text(event.office.as_deref()),
        some_text(event.attribution.as_deref()),
        some_text(quote.as_ref().map(|quote| quote.text)),
        Cell::Whole(quote.as_ref().map(|quote| quote.start)),
        Cell::Whole(quote.as_ref().map(|quote| quote.end)),
        text(&event.frame),
    ]
}

/// The day that a date is; none for a month, a year or an interval.
fn only_day(when: When) -> Option<Date> {
    match when {
        When { start: CalendarDate::Day(day), end: None } => Some(day),
        _ => None,
    }
}

/// Files with the rows of many documents.
pub struct Columns(Vec<TableFile>);

impl Columns {
    /// Makes a file for each table in a folder, which is made where it is missing.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub fn create(folder: &Path, tables: &[Table], format: ColumnFormat) -> Result<Self> {
        std::fs::create_dir_all(folder).map_err(|e| Error::new("cannot make the folder").at(folder).caused_by(e))?;
        Ok(Self(tables.iter().map(|&table| TableFile::create(folder, table, format)).collect::<Result<_>>()?))
    }

    /// Adds the rows of a document.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub fn add(&mut self, rows: Rows) -> Result<()> {
        for (table, rows) in rows.0 {
            for file in self.0.iter_mut().filter(|file| file.table == table) {
                rows.iter().try_for_each(|row| file.add(row))?;
            }
        }
        Ok(())
    }

    /// Ends the files, all of which then take the places of older ones. Without it nothing of them stays.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub fn finish(self) -> Result<()> {
        let whole = self.0.into_iter().map(TableFile::close).collect::<Result<Vec<_>>>()?;
        whole.iter().try_for_each(Unfinished::put_in_place)
    }
}

struct TableFile {
    table: Table,
    file: Unfinished,
    schema: Arc<Schema>,
    columns: Vec<Column>,
    rows: usize,
    out: Out,
}

/// A file that is being written, beside the one whose place it is to take.
struct Unfinished {
    path: PathBuf,
    new: PathBuf,
}

impl Unfinished {
    fn create(folder: &Path, name: &str) -> Result<(Self, File)> {
        let file = Self { path: folder.join(name), new: folder.join(format!(".{name}.new")) };
        let out = File::create(&file.new).map_err(|e| cannot_write(&file.path, e))?;
        Ok((file, out))
    }

    fn put_in_place(&self) -> Result<()> {
        std::fs::rename(&self.new, &self.path).map_err(|e| cannot_write(&self.path, e))
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        // It is gone if it was put in its place.
        let _ = std::fs::remove_file(&self.new);
    }
}

enum Out {
    Parquet(Box<ArrowWriter<File>>),
    Arrow(Box<FileWriter<File>>),
}

impl TableFile {
    fn create(folder: &Path, table: Table, format: ColumnFormat) -> Result<Self> {
        let columns = table.columns();
        let fields = columns.iter().map(|(name, kind)| Field::new(*name, kind.data_type(), true));
        let schema = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
        let ending = if format == ColumnFormat::Parquet { "parquet" } else { "arrow" };
        let (file, out) = Unfinished::create(folder, &format!("{}.{ending}", table.as_str()))?;
        let path = &file.path;
        let out = match format {
            ColumnFormat::Parquet => {
                let settings = WriterProperties::builder().set_compression(Compression::SNAPPY);
                // The name of the program, and not its version: the same facts give the same bytes.
                let settings = settings.set_created_by("chancery".to_owned()).build();
                let writer = ArrowWriter::try_new(out, schema.clone(), Some(settings));
                Out::Parquet(Box::new(writer.map_err(|e| cannot_write(path, e))?))
            }
            ColumnFormat::Arrow => {
                let writer = FileWriter::try_new(out, &schema).map_err(|e| cannot_write(path, e))?;
                Out::Arrow(Box::new(writer))
            }
        };
        let columns = columns.into_iter().map(|(_, kind)| Column::new(kind)).collect();
        Ok(Self { table, file, schema, columns, rows: 0, out })
    }

    fn add(&mut self, row: &[Cell]) -> Result<()> {
        for (column, cell) in self.columns.iter_mut().zip(row) {
            column.add(cell);
        }
        self.rows += 1;
        if self.rows < GROUP { Ok(()) } else { self.write_group() }
    }

    fn write_group(&mut self) -> Result<()> {
        self.rows = 0;
        let arrays = self.columns.iter_mut().map(Column::take).collect();
        let batch = RecordBatch::try_new(self.schema.clone(), arrays).map_err(|e| cannot_write(&self.file.path, e))?;
        match &mut self.out {
            Out::Parquet(writer) => {
                let written = writer.write(&batch).and_then(|()| writer.flush());
                written.map_err(|e| cannot_write(&self.file.path, e))
            }
            Out::Arrow(writer) => writer.write(&batch).map_err(|e| cannot_write(&self.file.path, e)),
        }
    }

    /// Writes what is left; the file is whole then.
    fn close(mut self) -> Result<Unfinished> {
        if self.rows > 0 {
            self.write_group()?;
        }
        let path = &self.file.path;
        match self.out {
            Out::Parquet(writer) => writer.close().map(|_| ()).map_err(|e| cannot_write(path, e)),
            Out::Arrow(mut writer) => writer.finish().map_err(|e| cannot_write(path, e)),
        }?;
        Ok(self.file)
    }
}

fn cannot_write(path: &Path, cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
    Error::new("cannot write").at(path).caused_by(cause)
}

/// The values of a column that are still to be written.
enum Column {
    Text(StringBuilder),
    Texts(ListBuilder<StringBuilder>),
    Whole(UInt32Builder),
    Number(Float64Builder),
    Day(Date32Builder),
}

impl Column {
    fn new(kind: Kind) -> Self {
        match kind {
            Kind::Text => Self::Text(StringBuilder::new()),
            Kind::Texts => Self::Texts(ListBuilder::new(StringBuilder::new())),
            Kind::Whole => Self::Whole(UInt32Builder::new()),
            Kind::Number => Self::Number(Float64Builder::new()),
            Kind::Day => Self::Day(Date32Builder::new()),
        }
    }

    /// Adds a value; one of another kind than the column's is none.
    fn add(&mut self, cell: &Cell) {
        match (self, cell) {
            (Self::Text(column), Cell::Text(text)) => column.append_option(text.as_deref()),
            (Self::Texts(column), Cell::Texts(texts)) => {
                column.append_value(texts.iter().map(|text| Some(text.as_str())))
            }
            (Self::Whole(column), Cell::Whole(whole)) => {
                column.append_option(whole.and_then(|n| u32::try_from(n).ok()))
            }
            (Self::Number(column), Cell::Number(number)) => column.append_option(number.filter(|n| n.is_finite())),
            (Self::Day(column), Cell::Day(day)) => column.append_option(day.map(days_since_1970)),
            (Self::Text(column), _) => column.append_null(),
            (Self::Texts(column), _) => column.append_null(),
            (Self::Whole(column), _) => column.append_null(),
            (Self::Number(column), _) => column.append_null(),
            (Self::Day(column), _) => column.append_null(),
        }
    }

    fn take(&mut self) -> ArrayRef {
        match self {
            Self::Text(column) => Arc::new(column.finish()),
            Self::Texts(column) => Arc::new(column.finish()),
            Self::Whole(column) => Arc::new(column.finish()),
            Self::Number(column) => Arc::new(column.finish()),
            Self::Day(column) => Arc::new(column.finish()),
        }
    }
}

fn days_since_1970(day: Date) -> i32 {
    let epoch = Date::constant(1970, 1, 1);
    (day - epoch).get_days()
}
