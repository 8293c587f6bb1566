//! Header and rows in, a table for people out: aligned, and cut to the width of the terminal.

use super::console::cannot_print;
use crate::error::Result;
use comfy_table::{ContentArrangement, Row, Table, presets};
use std::io::{IsTerminal, Write};

/// Lines that a cell may take on a terminal before it is cut.
const MAX_LINES: usize = 3;

/// Draws a table. On a terminal it is as wide as the terminal, with long cells wrapped and then cut; elsewhere nothing is cut.
pub(super) fn render(header: &[String], rows: impl Iterator<Item = Vec<String>>) -> String {
    let mut table = Table::new();
    table.set_header(header);
    draw(table, rows)
}

/// Draws a table without a header.
pub(super) fn render_plain(rows: impl Iterator<Item = Vec<String>>) -> String {
    draw(Table::new(), rows)
}

/// Writes a table as comma-separated values (RFC 4180).
pub(super) fn write_csv(header: &[String], rows: impl Iterator<Item = Vec<String>>, out: impl Write) -> Result<()> {
    let mut csv = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
    let written = std::iter::once(header.to_vec()).chain(rows).try_for_each(|row| csv.write_record(row));
    written.map_err(std::io::Error::from).and_then(|()| csv.flush()).map_err(cannot_print)
}

fn draw(mut table: Table, rows: impl Iterator<Item = Vec<String>>) -> String {
    table.load_preset(presets::NOTHING);
    let width = terminal_size::terminal_size().filter(|_| std::io::stdout().is_terminal());
    if let Some((terminal_size::Width(width), _)) = width {
        table.set_content_arrangement(ContentArrangement::Dynamic).set_width(width);
    }
    for row in rows {
        let mut row = Row::from(row.into_iter().map(printable));
        if width.is_some() {
            row.max_height(MAX_LINES);
        }
        table.add_row(row);
    }
    table.lines().map(|line| format!("{}\n", line.trim_end())).collect()
}

/// Control characters would move the cursor or colour the terminal, so they are shown as what they are not.
pub(super) fn printable(text: String) -> String {
    text.chars().map(|c| if c.is_control() { char::REPLACEMENT_CHARACTER } else { c }).collect()
}
