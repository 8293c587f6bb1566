//! Knowledge folders: `ontology/`, `seeds/`, `queries/` as compiled in, or as a folder on disk replaces them.
//!
//! ```
//! let ontology = chancery::knowledge::Folder::ontology();
//! assert!(ontology.files().any(|(name, _)| name == "chancery.ttl"));
//! ```

use crate::error::{Error, Result, nearest};
use include_dir::{Dir, include_dir};
use serde::de::DeserializeOwned;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

static ONTOLOGY: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/ontology");
static SEEDS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/seeds");
static QUERIES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/queries");

/// The text files of a folder, by their path below it with `/` between parts.
#[derive(Debug, Clone)]
pub struct Folder {
    root: PathBuf,
    files: BTreeMap<String, Cow<'static, str>>,
}

impl Folder {
    /// The ontology that is compiled in: classes, relations, frames, English.
    pub fn ontology() -> Self {
        Self::compiled("ontology", &ONTOLOGY)
    }

    /// The gazetteer's seeds that are compiled in.
    pub fn seeds() -> Self {
        Self::compiled("seeds", &SEEDS)
    }

    /// The queries that are compiled in.
    pub fn queries() -> Self {
        Self::compiled("queries", &QUERIES)
    }

    /// Reads every UTF-8 file below `root`.
    ///
    /// # Errors
    /// Names the folder or file that cannot be read or is not UTF-8.
    pub fn read(root: &Path) -> Result<Self> {
        let mut files = BTreeMap::new();
        read_below(root, root, &mut files)?;
        Ok(Self { root: root.to_path_buf(), files })
    }

    /// A folder made of given files, for tests and for tools that build knowledge in memory.
    pub fn of(root: &str, files: impl IntoIterator<Item = (String, String)>) -> Self {
        let files = files.into_iter().map(|(name, text)| (name, Cow::Owned(text))).collect();
        Self { root: PathBuf::from(root), files }
    }

    /// Path to show for a file of this folder in messages.
    pub fn path(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    /// The text of one file.
    ///
    /// # Errors
    /// Names the file when the folder has none of that name.
    pub fn file(&self, name: &str) -> Result<&str> {
        self.files.get(name).map(AsRef::as_ref).ok_or_else(|| Error::new("no such file").at(self.path(name)))
    }

    /// Reads one TOML file.
    ///
    /// # Errors
    /// Names the file, and the line of a syntax error, an unknown key or a value of the wrong type.
    pub fn toml<T: DeserializeOwned>(&self, name: &str) -> Result<T> {
        from_toml(self.file(name)?).map_err(|e| e.at(self.path(name)))
    }

    /// Name and text of every file, sorted by name.
    pub fn files(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().map(|(name, text)| (name.as_str(), text.as_ref()))
    }

    /// The files below a sub-folder ("frames/"), sorted by name.
    pub fn below<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.files().filter(move |(name, _)| name.starts_with(prefix))
    }

    fn compiled(root: &str, dir: &Dir<'static>) -> Self {
        let mut files = BTreeMap::new();
        collect_compiled(dir, &mut files);
        Self { root: PathBuf::from(root), files }
    }
}

/// Reads TOML; an error tells the line.
pub(crate) fn from_toml<T: DeserializeOwned>(text: &str) -> Result<T> {
    toml::from_str(text).map_err(|e| {
        let line = e.span().map_or(1, |span| line_of(text, span.start));
        Error::new(with_hint(e.message().trim())).line(line)
    })
}

/// A complaint of serde ("unknown field `verb`, expected one of `verbs`, `nouns`") with the name that is probably meant.
fn with_hint(message: &str) -> String {
    let mut quoted = message.split('`').skip(1).step_by(2);
    let unknown = quoted.next().filter(|_| message.starts_with("unknown "));
    match unknown.and_then(|unknown| nearest(unknown, quoted)) {
        Some(meant) => format!("{message} (did you mean `{meant}`?)"),
        None => message.to_owned(),
    }
}

/// The line, counted from 1, of a byte offset.
pub(crate) fn line_of(text: &str, offset: usize) -> usize {
    text.as_bytes().iter().take(offset).filter(|&&b| b == b'\n').count() + 1
}

fn collect_compiled(dir: &Dir<'static>, files: &mut BTreeMap<String, Cow<'static, str>>) {
    for file in dir.files() {
        if let (Some(name), Some(text)) = (file.path().to_str(), file.contents_utf8()) {
            files.insert(name.replace('\\', "/"), Cow::Borrowed(text));
        }
    }
    for sub in dir.dirs() {
        collect_compiled(sub, files);
    }
}

fn read_below(root: &Path, dir: &Path, files: &mut BTreeMap<String, Cow<'static, str>>) -> Result<()> {
    let entries = std::fs::read_dir(dir).map_err(|e| Error::new("cannot read the folder").at(dir).caused_by(e))?;
    for entry in entries {
        let path = entry.map_err(|e| Error::new("cannot read the folder").at(dir).caused_by(e))?.path();
        if path.is_dir() {
            read_below(root, &path, files)?;
            continue;
        }
        let text = std::fs::read_to_string(&path).map_err(|e| Error::new("cannot read").at(&path).caused_by(e))?;
        let parts = path.strip_prefix(root).unwrap_or(&path).iter().map(|part| part.to_string_lossy());
        files.insert(parts.collect::<Vec<_>>().join("/"), Cow::Owned(text));
    }
    Ok(())
}
