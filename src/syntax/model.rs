//! The model file: bytes in; vocabulary, embeddings, network, lemmas and features out.
//!
//! The format is `postcard`'s (<https://postcard.jamesmunns.com/wire-format>) of [`ModelFile`]. Weights are stored as 8-bit
//! integers with a scale for each row.

use super::features::{find_affixes, write_word_key};
use super::labels::{Upos, Xpos};
use super::lemmas::{LemmaFile, Lemmatiser};
use super::morphology::{FeatureFile, Morphology};
use super::network::{Network, WIDTHS};
use super::quantised::Quantised;
use super::vocabulary::{UNKNOWN, Vocabulary};
use crate::error::{Error, Result};
use serde::{Deserialize, Serialize};

/// The version of the format that this code reads.
pub const VERSION: u32 = 1;

/// A model as it stands in its file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ModelFile {
    /// [`VERSION`].
    pub version: u32,
    /// Each tag's part of speech and Penn tag, as indexes into [`Upos::ALL`] and [`Xpos::ALL`].
    pub tags: Vec<(u8, u8)>,
    /// Word keys, one a line; the first line's embedding is row 1, for row 0 stands for all other words.
    pub words: String,
    /// Embeddings of words, last three, last two and first two characters, and shapes.
    pub embeddings: [Quantised; 5],
    /// The matrices of [`Network::matrices_mut`] that have more than one row.
    pub weights: Vec<Quantised>,
    /// Those that have one row.
    pub biases: Vec<Vec<f32>>,
    /// How to make lemmas.
    pub lemmas: LemmaFile,
    /// Morphological features.
    pub features: FeatureFile,
}

/// A model ready for use.
#[derive(Debug, Clone)]
pub struct Model {
    /// Part of speech and Penn tag of every tag.
    pub tags: Vec<(Upos, Xpos)>,
    /// Rows of the words.
    pub vocabulary: Vocabulary,
    /// Embeddings, as in [`ModelFile::embeddings`].
    pub embeddings: [Quantised; 5],
    /// All other weights.
    pub network: Network,
    /// Makes lemmas.
    pub lemmatiser: Lemmatiser,
    /// Makes morphological features.
    pub morphology: Morphology,
}

impl Model {
    /// Reads a model file.
    ///
    /// # Errors
    /// Says what in the file is not as this version expects it.
    pub fn read(bytes: &[u8]) -> Result<Self> {
        let file: ModelFile =
            postcard::from_bytes(bytes).map_err(|e| Error::new("the model file cannot be read").caused_by(e))?;
        if file.version != VERSION {
            return Err(Error::new(format!("the model has version {}, expected {VERSION}", file.version)));
        }
        let tags = file.tags.iter().map(|tag| read_tag(*tag)).collect::<Result<Vec<_>>>()?;
        let vocabulary = Vocabulary::new(file.words);
        check_embeddings(&file.embeddings, vocabulary.len() + 1)?;
        let network = read_network(tags.len(), &file.weights, &file.biases)?;
        let lemmatiser = Lemmatiser::new(file.lemmas);
        let morphology = Morphology::new(file.features);
        Ok(Self { tags, vocabulary, embeddings: file.embeddings, network, lemmatiser, morphology })
    }

    /// Writes the embeddings of a form into `out`, [`INPUT`](super::network::INPUT) numbers; `first` says that it opens its sentence,
    /// `key` is a buffer. An unknown word with a hyphen is read as what stands behind it: "vice-president" as "president".
    pub fn embed(&self, form: &str, first: bool, key: &mut String, mut out: &mut [f32]) {
        write_word_key(form, key);
        let behind = form.rsplit_once('-').map_or("", |(_, behind)| behind);
        let form = if !behind.is_empty() && self.vocabulary.find(key) == UNKNOWN { behind } else { form };
        write_word_key(form, key);
        let affixes = find_affixes(form, key, first);
        let rows = [
            self.vocabulary.find(key),
            usize::from(affixes.suffix3),
            usize::from(affixes.suffix2),
            usize::from(affixes.prefix2),
            usize::from(affixes.shape),
        ];
        for ((table, row), width) in self.embeddings.iter().zip(rows).zip(WIDTHS) {
            let (own, rest) = out.split_at_mut(width);
            table.write_row(row, own);
            out = rest;
        }
    }
}

fn read_tag((upos, xpos): (u8, u8)) -> Result<(Upos, Xpos)> {
    match (Upos::ALL.get(usize::from(upos)), Xpos::ALL.get(usize::from(xpos))) {
        (Some(upos), Some(xpos)) => Ok((*upos, *xpos)),
        _ => Err(Error::new(format!("the model has an unknown tag ({upos}, {xpos})"))),
    }
}

fn check_embeddings(embeddings: &[Quantised; 5], words: usize) -> Result<()> {
    use super::features::{PREFIX2_BUCKETS, SHAPES, SUFFIX2_BUCKETS, SUFFIX3_BUCKETS};
    let rows = [words, SUFFIX3_BUCKETS, SUFFIX2_BUCKETS, PREFIX2_BUCKETS, SHAPES];
    for ((table, width), rows) in embeddings.iter().zip(WIDTHS).zip(rows) {
        if table.width() != width || table.scales.len() != rows || table.data.len() != rows * width {
            return Err(Error::new("the model's embeddings do not have the network's shape"));
        }
    }
    Ok(())
}

fn read_network(tags: usize, weights: &[Quantised], biases: &[Vec<f32>]) -> Result<Network> {
    let mut network = Network::zeros(tags);
    let (mut weights, mut biases) = (weights.iter(), biases.iter());
    let missing = || Error::new("the model has too few weights");
    for matrix in network.matrices_mut() {
        if matrix.rows() > 1 {
            weights.next().ok_or_else(missing)?.write_all(matrix)?;
            continue;
        }
        let bias = biases.next().ok_or_else(missing)?;
        if bias.len() != matrix.cols {
            return Err(Error::new("the model's biases do not have the network's shape"));
        }
        matrix.data.copy_from_slice(bias);
    }
    network.lay_out();
    Ok(network)
}
