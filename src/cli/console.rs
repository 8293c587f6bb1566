//! What a person is told on standard error: errors, warnings, notes, progress.

use super::args::{Color, Global};
use crate::error::Error;
use anstream::AutoStream;
use anstyle::{AnsiColor, Style};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::fmt::Display;
use std::io::{self, IsTerminal, Write};

const ERROR: Style = AnsiColor::Red.on_default().bold();
const WARNING: Style = AnsiColor::Yellow.on_default().bold();

/// Standard error, as the user wants it.
#[derive(Debug)]
pub(super) struct Console {
    verbose: bool,
    quiet: bool,
    color: anstream::ColorChoice,
    progress: ProgressBar,
}

impl Console {
    pub(super) fn new(global: &Global) -> Self {
        Self {
            verbose: global.verbose,
            quiet: global.quiet,
            color: choice(global.color),
            progress: ProgressBar::hidden(),
        }
    }

    /// The same console with a progress bar, where standard error is a terminal. Where the bytes of the inputs are known, it tells
    /// about how long they will take.
    pub(super) fn with_progress(&self, bytes: Option<u64>) -> Self {
        let progress = ProgressBar::with_draw_target(bytes, ProgressDrawTarget::stderr());
        let style = ProgressStyle::with_template(match bytes {
            Some(_) => "{bar:24} {percent}%, {msg}, {decimal_bytes_per_sec}, {eta} left",
            None => "{spinner} {msg}, {decimal_bytes_per_sec}, {elapsed}",
        });
        progress.set_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
        if self.quiet || !io::stderr().is_terminal() {
            progress.set_draw_target(ProgressDrawTarget::hidden());
        }
        Self { progress, ..*self }
    }

    /// Standard output, coloured as the user wants it.
    pub(super) fn out(&self) -> AutoStream<io::StdoutLock<'static>> {
        AutoStream::new(io::stdout().lock(), self.color)
    }

    /// A document of so many bytes is done, and with it so many documents and facts in all.
    pub(super) fn advance(&self, bytes: u64, documents: usize, facts: usize) {
        self.progress.inc(bytes);
        if !self.progress.is_hidden() {
            self.progress.set_message(format!("{documents} documents, {facts} facts"));
        }
    }

    /// Takes the progress bar away.
    pub(super) fn finish(&self) {
        self.progress.finish_and_clear();
    }

    /// Tells what went wrong.
    pub(super) fn error(&self, error: &Error) {
        self.tell(&format_args!("{ERROR}error:{ERROR:#} {error}"));
    }

    /// Tells what may be wrong.
    pub(super) fn warn(&self, warning: &dyn Display) {
        self.tell(&format_args!("{WARNING}warning:{WARNING:#} {warning}"));
    }

    /// Tells what was done, unless the user wants quiet.
    pub(super) fn note(&self, note: &dyn Display) {
        if !self.quiet {
            self.tell(note);
        }
    }

    /// Tells what was done in detail, when the user wants it.
    pub(super) fn detail(&self, detail: &dyn Display) {
        if self.verbose {
            self.tell(detail);
        }
    }

    fn tell(&self, message: &dyn Display) {
        self.progress.suspend(|| {
            // A message that cannot be told can be told to nobody.
            let _ = writeln!(AutoStream::new(io::stderr(), self.color).lock(), "{message}");
        });
    }
}

fn choice(color: Color) -> anstream::ColorChoice {
    match color {
        Color::Auto => anstream::ColorChoice::Auto,
        Color::Always => anstream::ColorChoice::Always,
        Color::Never => anstream::ColorChoice::Never,
    }
}

/// Standard output cannot be written to.
pub(super) fn cannot_print(cause: io::Error) -> Error {
    Error::new("cannot write to standard output").caused_by(cause)
}

/// Whether an error only says that the reader of our output went away, as `head` does.
pub(super) fn is_broken_pipe(error: &Error) -> bool {
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(at) = cause {
        if at.downcast_ref::<io::Error>().is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe) {
            return true;
        }
        cause = at.source();
    }
    false
}
