//! Tables: a tab-separated file in, its rows of cells out, with the faults of its form.
//!
//! `#` begins a comment line, the first other line names the columns, blank lines count for nothing, `|` stands between the
//! values of a cell:
//!
//! ```text
//! # Who and what
//! id      class    label   aliases
//! russia  Country  Russia  Russian Federation|Tsarist Russia
//! ```

use crate::error::Error;
use std::path::{Path, PathBuf};

/// What a table holds: its columns tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Entries,
    Offices,
    Memberships,
    Spellings,
}

struct Shape {
    kind: Kind,
    required: &'static [&'static str],
    optional: &'static [&'static str],
}

const SHAPES: [Shape; 4] = [
    Shape {
        kind: Kind::Entries,
        required: &["id", "class", "label"],
        optional: &[
            "aliases", "weak", "demonyms", "capital", "seats", "surname", "country", "region", "sector", "iso2",
            "iso3", "from", "to", "wikidata",
        ],
    },
    Shape { kind: Kind::Offices, required: &["person", "role", "body"], optional: &["from", "to"] },
    Shape { kind: Kind::Memberships, required: &["member", "body"], optional: &["from", "to"] },
    Shape { kind: Kind::Spellings, required: &["spelling", "variants"], optional: &[] },
];

/// The rows of one file.
#[derive(Debug)]
pub(super) struct Table<'t> {
    pub(super) path: PathBuf,
    pub(super) kind: Kind,
    columns: Vec<&'t str>,
    pub(super) rows: Vec<Row<'t>>,
}

/// One row, with as many cells as the table has columns.
#[derive(Debug)]
pub(super) struct Row<'t> {
    /// Its line in the file, from 1.
    pub(super) line: usize,
    /// The line itself, which is split when a cell is asked for: a million rows of split cells would outweigh their text.
    text: &'t str,
}

impl<'t> Table<'t> {
    /// Reads a table; rows with a fault are left out and told in `faults`.
    pub(super) fn read(path: &Path, text: &'t str, faults: &mut Vec<Error>) -> Option<Self> {
        let mut lines = text.lines().enumerate().filter(|(_, line)| !line.starts_with('#') && !line.trim().is_empty());
        let Some((header_idx, header)) = lines.next() else {
            faults.push(Error::new("no header line that names the columns").at(path));
            return None;
        };
        let columns: Vec<&str> = header.split('\t').map(str::trim).collect();
        let kind = match kind_of(&columns) {
            Ok(kind) => kind,
            Err(fault) => {
                faults.push(fault.at(path).line(header_idx + 1));
                return None;
            }
        };
        let mut rows = Vec::new();
        for (line_idx, line) in lines {
            let cells = line.split('\t').count();
            if cells == columns.len() {
                rows.push(Row { line: line_idx + 1, text: line });
            } else {
                let message = format!("{cells} columns where the header has {}", columns.len());
                faults.push(Error::new(message).at(path).line(line_idx + 1));
            }
        }
        Some(Self { path: path.to_path_buf(), kind, columns, rows })
    }

    /// The cell of a row below a column; "" when the table lacks the column.
    pub(super) fn cell(&self, row: &Row<'t>, column: &str) -> &'t str {
        let idx = self.columns.iter().position(|name| *name == column);
        idx.and_then(|idx| row.text.split('\t').nth(idx)).map_or("", str::trim)
    }

    /// The values of a cell, without empty ones.
    pub(super) fn values(&self, row: &Row<'t>, column: &str) -> Vec<String> {
        values_of(self.cell(row, column))
    }

    /// Whether the header names the column.
    pub(super) fn has(&self, column: &str) -> bool {
        self.columns.contains(&column)
    }
}

fn values_of(cell: &str) -> Vec<String> {
    cell.split('|').map(str::trim).filter(|value| !value.is_empty()).map(str::to_owned).collect()
}

fn kind_of(columns: &[&str]) -> Result<Kind, Error> {
    let shape = SHAPES.iter().find(|shape| shape.required.iter().all(|column| columns.contains(column)));
    let Some(shape) = shape else {
        let kinds: Vec<String> = SHAPES.iter().map(|shape| shape.required.join(", ")).collect();
        return Err(Error::new(format!("columns of no known table (expected {})", kinds.join("; or "))));
    };
    for (idx, column) in columns.iter().enumerate() {
        if columns[..idx].contains(column) {
            return Err(Error::new(format!("column \"{column}\" stands twice")));
        }
        if !shape.required.contains(column) && !shape.optional.contains(column) {
            let known = shape.required.iter().chain(shape.optional).copied().collect::<Vec<_>>().join(", ");
            return Err(Error::new(format!("unknown column \"{column}\" (known: {known})")));
        }
    }
    Ok(shape.kind)
}
