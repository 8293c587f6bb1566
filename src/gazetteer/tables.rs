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
    SharedTitles,
}

/// A column of some table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    Id,
    Class,
    Label,
    Aliases,
    Weak,
    Demonyms,
    Capital,
    Seats,
    Surname,
    Country,
    Region,
    Sector,
    Iso2,
    Iso3,
    From,
    To,
    Wikidata,
    Person,
    Role,
    Body,
    Member,
    Spelling,
    Variants,
    SharedTitle,
}

/// The names of the columns, in their order.
const NAMES: [&str; 24] = [
    "id",
    "class",
    "label",
    "aliases",
    "weak",
    "demonyms",
    "capital",
    "seats",
    "surname",
    "country",
    "region",
    "sector",
    "iso2",
    "iso3",
    "from",
    "to",
    "wikidata",
    "person",
    "role",
    "body",
    "member",
    "spelling",
    "variants",
    "shared_title",
];

impl Column {
    fn name(self) -> &'static str {
        NAMES[self as usize]
    }
}

struct Shape {
    kind: Kind,
    required: &'static [Column],
    optional: &'static [Column],
}

const SHAPES: [Shape; 5] = {
    use Column::*;
    [
        Shape {
            kind: Kind::Entries,
            required: &[Id, Class, Label],
            optional: &[
                Aliases, Weak, Demonyms, Capital, Seats, Surname, Country, Region, Sector, Iso2, Iso3, From, To,
                Wikidata,
            ],
        },
        Shape { kind: Kind::Offices, required: &[Person, Role, Body], optional: &[From, To] },
        Shape { kind: Kind::Memberships, required: &[Member, Body], optional: &[From, To] },
        Shape { kind: Kind::Spellings, required: &[Spelling, Variants], optional: &[] },
        Shape { kind: Kind::SharedTitles, required: &[SharedTitle], optional: &[] },
    ]
};

/// The rows of one file.
#[derive(Debug)]
pub(super) struct Table<'t> {
    pub(super) path: PathBuf,
    pub(super) kind: Kind,
    columns: Vec<Column>,
    /// The number of each row's line, from 1, and the line, which is split when the row is asked for: a million rows of split
    /// cells would outweigh their text.
    lines: Vec<(usize, &'t str)>,
}

/// One row.
#[derive(Debug)]
pub(super) struct Row<'t> {
    /// Its line in the file, from 1.
    pub(super) line: usize,
    /// By column; `None` where the table lacks it.
    cells: [Option<&'t str>; NAMES.len()],
}

impl<'t> Table<'t> {
    /// Reads a table; rows with a fault are left out and told in `faults`.
    pub(super) fn read(path: &Path, text: &'t str, faults: &mut Vec<Error>) -> Option<Self> {
        let mut lines = text.lines().enumerate().filter(|(_, line)| !line.starts_with('#') && !line.trim().is_empty());
        let Some((header_idx, header)) = lines.next() else {
            faults.push(Error::new("no header line that names the columns").at(path));
            return None;
        };
        let names: Vec<&str> = header.split('\t').map(str::trim).collect();
        let (kind, columns) = match shape_of(&names) {
            Ok(shape) => shape,
            Err(fault) => {
                faults.push(fault.at(path).line(header_idx + 1));
                return None;
            }
        };
        let mut rows = Vec::new();
        for (line_idx, line) in lines {
            let cells = 1 + line.bytes().filter(|byte| *byte == b'\t').count();
            if cells == columns.len() {
                rows.push((line_idx + 1, line));
            } else {
                let message = format!("{cells} columns where the header has {}", columns.len());
                faults.push(Error::new(message).at(path).line(line_idx + 1));
            }
        }
        Some(Self { path: path.to_path_buf(), kind, columns, lines: rows })
    }

    /// The rows, in the order of the file.
    pub(super) fn rows(&self) -> impl Iterator<Item = Row<'t>> {
        self.lines.iter().map(|&(line, text)| {
            let mut cells = [None; NAMES.len()];
            for (column, cell) in self.columns.iter().zip(text.split('\t')) {
                cells[*column as usize] = Some(cell.trim());
            }
            Row { line, cells }
        })
    }
}

impl<'t> Row<'t> {
    /// The cell below a column; "" when the table lacks the column.
    pub(super) fn cell(&self, column: Column) -> &'t str {
        self.cells[column as usize].unwrap_or_default()
    }

    /// The values of a cell, without empty ones.
    pub(super) fn values<T: From<&'t str>>(&self, column: Column) -> Vec<T> {
        self.cell(column).split('|').map(str::trim).filter(|value| !value.is_empty()).map(T::from).collect()
    }

    /// Whether the table has the column.
    pub(super) fn has(&self, column: Column) -> bool {
        self.cells[column as usize].is_some()
    }
}

/// What the names of columns tell a table to hold, and the columns.
fn shape_of(names: &[&str]) -> Result<(Kind, Vec<Column>), Error> {
    let shape = SHAPES.iter().find(|shape| shape.required.iter().all(|column| names.contains(&column.name())));
    let Some(shape) = shape else {
        let join = |columns: &[Column]| columns.iter().map(|column| column.name()).collect::<Vec<_>>().join(", ");
        let kinds: Vec<String> = SHAPES.iter().map(|shape| join(shape.required)).collect();
        return Err(Error::new(format!("columns of no known table (expected {})", kinds.join("; or "))));
    };
    let known: Vec<Column> = shape.required.iter().chain(shape.optional).copied().collect();
    let mut columns = Vec::with_capacity(names.len());
    for name in names {
        let Some(column) = known.iter().find(|column| column.name() == *name) else {
            let known: Vec<&str> = known.iter().map(|column| column.name()).collect();
            return Err(Error::new(format!("unknown column \"{name}\" (known: {})", known.join(", "))));
        };
        if columns.contains(column) {
            return Err(Error::new(format!("column \"{name}\" stands twice")));
        }
        columns.push(*column);
    }
    Ok((shape.kind, columns))
}
