//! Parquet: a table in columns in, one document a row out. Which columns hold what is told by [`Fields`](super::Fields).

use super::detect::Format;
use super::raw::{Content, Place, Raw};
use super::source::{Random, Source};
use super::{Documents, Error, Reader, Result, guard, only};
use crate::error::suggest;
use parquet::errors::ParquetError;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;
use parquet::record::reader::RowIter;
use parquet::schema::types::Type;
use std::path::Path;
use std::sync::Arc;

pub(super) const FORMAT: Format = Format { endings: &["parquet"], read };

fn read(source: Source, reader: &Reader) -> Documents {
    let path = Arc::clone(&source.path);
    let rows = source.into_random().and_then(|random| guard::guarded(|| open(random, reader)));
    match rows {
        Ok(rows) => Box::new(Rows { path, rows, reader: reader.clone(), row: 0, is_done: false }),
        Err(error) if error.path().is_some() => only(Err(error)),
        Err(error) => only(Err(error.at(&path))),
    }
}

fn open(random: Random, reader: &Reader) -> Result<RowIter<'static>> {
    let file: Box<dyn FileReader> = match random {
        Random::File(file) => Box::new(SerializedFileReader::new(file).map_err(malformed)?),
        Random::Memory(bytes) => Box::new(SerializedFileReader::new(bytes).map_err(malformed)?),
    };
    let fields = &reader.settings.fields;
    let schema = file.metadata().file_metadata().schema();
    let is_read = |column: &&Arc<Type>| column.is_primitive() && fields.names().any(|name| name == column.name());
    let columns: Vec<Arc<Type>> = schema.get_fields().iter().filter(is_read).map(Arc::clone).collect();
    if !columns.iter().any(|column| column.name() == fields.text()) {
        let known = suggest(fields.text(), schema.get_fields().iter().map(|column| column.name()));
        let text = fields.text();
        let message = format!("no column \"{text}\" {known}; tell which holds the text with --field text=COLUMN");
        return Err(Error::new(message));
    }
    // Other columns are not even unpacked.
    let chosen = Type::group_type_builder(schema.name()).with_fields(columns).build().map_err(malformed)?;
    RowIter::from_file_into(file).project(Some(chosen)).map_err(malformed)
}

struct Rows {
    path: Arc<Path>,
    rows: RowIter<'static>,
    reader: Reader,
    row: usize,
    is_done: bool,
}

impl Iterator for Rows {
    type Item = Result<Raw>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_done {
            return None;
        }
        self.row += 1;
        let place = Place::part(&self.path, format!("row {}", self.row));
        match guard::guarded(|| self.rows.next().transpose().map_err(malformed)) {
            Ok(Some(row)) => {
                let value = |name: &str| row.get_column_iter().find(|(known, _)| *known == name);
                let record = self.reader.settings.fields.record(|name| text_of(value(name)?.1));
                Some(Ok(Raw::new(place, String::new(), Content::Record(record))))
            }
            Ok(None) => {
                self.is_done = true;
                (self.row == 1).then(|| Err(Error::new("a table without rows").at(&self.path)))
            }
            Err(error) => {
                self.is_done = true;
                Some(Err(place.locate(error)))
            }
        }
    }
}

/// A value as text.
fn text_of(value: &Field) -> Option<String> {
    match value {
        Field::Null => None,
        Field::Str(text) => Some(text.clone()),
        Field::Bytes(bytes) => String::from_utf8(bytes.data().to_vec()).ok(),
        other => Some(other.to_string()),
    }
}

fn malformed(error: ParquetError) -> Error {
    Error::new("damaged Parquet file").caused_by(error)
}
