//! What can go wrong outside the pure stages: a file, a line, what was expected, and the cause beneath.
//!
//! ```
//! use chancery::error::Error;
//! let error = Error::new("unknown role \"visitee\" (known: agent, target, place)").at("ontology/frames/visited.toml").line(14);
//! assert_eq!(error.to_string(), "ontology/frames/visited.toml:14: unknown role \"visitee\" (known: agent, target, place)");
//! ```

use std::fmt;
use std::path::{Path, PathBuf};

/// `Result` with chancery's [`Error`].
pub type Result<T> = std::result::Result<T, Error>;

/// One fault of the input, the knowledge or the store, printed on one line as `file:line: message: cause`.
#[derive(Debug, thiserror::Error)]
pub struct Error {
    path: Option<PathBuf>,
    line: Option<usize>,
    offset: Option<u64>,
    /// The part of the file that it is in.
    part: Option<Box<str>>,
    message: String,
    is_wrong_use: bool,
    #[source]
    cause: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl Error {
    /// A fault described by `message`, which starts in lower case and names what was expected.
    pub fn new(message: impl Into<String>) -> Self {
        let (message, part) = (message.into(), None);
        Self { path: None, line: None, offset: None, part, message, is_wrong_use: false, cause: None }
    }

    /// The same fault, located in a file.
    #[must_use]
    pub fn at(mut self, path: impl AsRef<Path>) -> Self {
        self.path = Some(path.as_ref().to_path_buf());
        self
    }

    /// The same fault, at a line counted from 1.
    #[must_use]
    pub fn line(mut self, line: usize) -> Self {
        self.line = Some(line);
        self
    }

    /// The same fault, in a part of its file that lines do not tell ("record 3 at byte 1024").
    #[must_use]
    pub fn within(mut self, part: impl fmt::Display) -> Self {
        let part = match self.part {
            Some(inner) => format!("{part}: {inner}"),
            None => part.to_string(),
        };
        self.part = Some(part.into());
        self
    }

    /// The same fault, at a byte of its file as it is unpacked, counted from 0. It is kept for reports, and not printed.
    #[must_use]
    pub fn offset(mut self, offset: u64) -> Self {
        self.offset = Some(offset);
        self
    }

    /// The same fault, with the error that led to it.
    #[must_use]
    pub fn caused_by(mut self, cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        self.cause = Some(cause.into());
        self
    }

    /// The same fault, as one of how the program was called rather than of what it read.
    #[must_use]
    pub fn wrong_use(mut self) -> Self {
        self.is_wrong_use = true;
        self
    }

    /// Whether the program was called wrongly.
    pub fn is_wrong_use(&self) -> bool {
        self.is_wrong_use
    }

    /// The file the fault is in, where there is one.
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// The part of the file that the fault is in, where lines do not tell it.
    pub fn part(&self) -> Option<&str> {
        self.part.as_deref()
    }

    /// The byte of the unpacked file that the fault is at, counted from 0, where it is known.
    pub fn byte_offset(&self) -> Option<u64> {
        self.offset
    }

    /// What is wrong and why, without the place.
    pub fn what(&self) -> String {
        // What a message quotes may hold the end of a line.
        let part = self.part.as_ref().map(|part| format!("{part}: ")).unwrap_or_default();
        let message = format!("{part}{}", self.message);
        let message = if message.contains(char::is_control) { one_line(&message) } else { message };
        match &self.cause {
            Some(cause) => format!("{message}: {}", one_line(&cause.to_string())),
            None => message,
        }
    }

    /// What sort of fault it is, the same for all that differ only in where they are and what they quote and count.
    ///
    /// ```
    /// # use chancery::error::Error;
    /// let error = Error::new("a length of 12 in \"a.warc\"").within("record 7 at byte 99");
    /// assert_eq!(error.kind(), "a length of … in \"…\"");
    /// assert_eq!(error.what(), "record 7 at byte 99: a length of 12 in \"a.warc\"");
    /// ```
    pub fn kind(&self) -> String {
        let quoted = self.message.split('"').enumerate().map(|(idx, part)| if idx % 2 == 0 { part } else { "…" });
        let mut kind = quoted.collect::<Vec<_>>().join("\"");
        while let Some(start) = kind.find(|c: char| c.is_ascii_digit()) {
            let digits = kind[start..].bytes().take_while(u8::is_ascii_digit).count();
            kind.replace_range(start..start + digits, "…");
        }
        kind
    }

    /// The line the fault is on, counted from 1, where there is one.
    pub fn line_number(&self) -> Option<usize> {
        self.line
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(path) = &self.path {
            write!(f, "{}:", path_on_line(path))?;
            if let Some(line) = self.line {
                write!(f, "{line}:")?;
            }
            write!(f, " ")?;
        }
        write!(f, "{}", self.what())
    }
}

/// The one of the known names that a misspelt one is nearest to, where one is near: at most one letter in four differs
/// (Damerau-Levenshtein distance).
pub fn nearest<'k>(name: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let distance = |known: &&str| strsim::damerau_levenshtein(&known.to_lowercase(), &name.to_lowercase());
    let near = known.into_iter().filter(|known| 4 * distance(known) <= known.chars().count().max(4));
    near.min_by_key(distance)
}

/// What to write instead of an unknown name, in brackets: the nearest known one, and all when they are few.
pub fn suggest<'k>(name: &str, known: impl IntoIterator<Item = &'k str>) -> String {
    const FEW: usize = 20;
    let known: Vec<_> = known.into_iter().collect();
    let all = (known.len() <= FEW).then(|| format!("known: {}", known.join(", ")));
    let meant = nearest(name, known.iter().copied()).map(|meant| format!("did you mean \"{meant}\"?"));
    match (meant, all) {
        (Some(meant), Some(all)) => format!("({meant} {all})"),
        (Some(hint), None) | (None, Some(hint)) => format!("({hint})"),
        (None, None) => format!("(none of the {} that are known is like it)", known.len()),
    }
}

/// White space folded; what would move the cursor or colour the terminal is shown as what it is not.
pub fn one_line(text: &str) -> String {
    printable(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// A path as it is shown and kept: on one line, whatever it is called.
pub fn path_on_line(path: &Path) -> String {
    printable(&path.to_string_lossy())
}

fn printable(text: &str) -> String {
    text.replace(char::is_control, "\u{fffd}")
}
