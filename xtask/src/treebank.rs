//! Treebanks: the `.conllu` files of a folder in, trees out.

use chancery::error::{Error, Result};
use chancery::syntax::conllu::{self, Block};
use chancery::syntax::{Deprel, Upos, Xpos};
use std::path::{Path, PathBuf};

/// A sentence with its gold analysis; all vectors have one item a token.
pub struct Tree {
    pub forms: Vec<String>,
    pub lemmas: Vec<String>,
    pub tags: Vec<(Upos, Xpos)>,
    pub features: Vec<String>,
    /// Index of the head; the number of tokens stands for the artificial root.
    pub heads: Vec<usize>,
    pub labels: Vec<Deprel>,
}

/// The `.conllu` files below `dir` whose name has `part` ("train", "dev", "test") in it, sorted by name.
pub fn find_files(dir: &Path, part: &str) -> Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(dir).map_err(|e| Error::new("cannot read the folder").at(dir).caused_by(e))?;
    let mut files: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.retain(|path| {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        name.ends_with(".conllu") && name.contains(&format!("-{part}"))
    });
    files.sort();
    if files.is_empty() {
        return Err(Error::new(format!("no .conllu file with \"-{part}\" in its name")).at(dir));
    }
    Ok(files)
}

/// Reads a file.
pub fn read_text(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).map_err(|e| Error::new("cannot read").at(path).caused_by(e))
}

/// Reads all trees of a file.
pub fn read_trees(path: &Path) -> Result<Vec<Tree>> {
    let text = read_text(path)?;
    let blocks = conllu::read(&text).map_err(|error| error.at(path))?;
    blocks.iter().map(|block| read_tree(block).map_err(|error| error.at(path))).collect()
}

/// The tree of one sentence.
pub fn read_tree(block: &Block<'_>) -> Result<Tree> {
    let len = block.words().count();
    let mut tree = Tree {
        forms: Vec::with_capacity(len),
        lemmas: Vec::with_capacity(len),
        tags: Vec::with_capacity(len),
        features: Vec::with_capacity(len),
        heads: Vec::with_capacity(len),
        labels: Vec::with_capacity(len),
    };
    for columns in block.words() {
        let head: usize = columns[6].parse().map_err(|_| Error::new("expected the number of a head"))?;
        tree.forms.push(columns[1].to_owned());
        tree.lemmas.push(columns[2].to_owned());
        tree.tags.push((columns[3].parse()?, columns[4].parse().unwrap_or(Xpos::Xx)));
        tree.features.push(columns[5].to_owned());
        tree.heads.push(head.checked_sub(1).unwrap_or(len));
        tree.labels.push(read_label(columns[7])?);
    }
    Ok(tree)
}

/// A relation; a subtype that is not in the inventory falls back to its base.
fn read_label(text: &str) -> Result<Deprel> {
    text.parse().or_else(|_| text.split(':').next().unwrap_or(text).parse())
}
