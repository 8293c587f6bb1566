//! Tools of the makers of chancery: they train the model and make the generated seeds.

mod adam;
mod augment;
mod backward;
mod lexicon;
mod names;
mod oracle;
mod score;
mod silver;
mod train;
mod treebank;
mod vectors;

use chancery::error::{Error, Result};
use chancery::syntax::Parser;
use clap::Parser as _;
use score::Scores;
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;
use treebank::Tree;

#[derive(clap::Parser)]
#[command(about, version)]
enum Command {
    /// Train tagger, lemmatiser and parser on the train files of a folder of treebanks, and print the scores on dev and test files.
    Train(TrainOptions),
    /// Train the tagger of names on the entity layer of a folder of treebanks.
    Names {
        /// Folder with `*-train*.conllu` and `*-dev*.conllu`.
        treebanks: PathBuf,
        /// Where to write the model.
        #[arg(long, default_value = "models/names.model")]
        output: PathBuf,
        /// Documents as JSON Lines, perhaps compressed with zstd, whose known names are learned from too.
        #[arg(long)]
        text: Option<PathBuf>,
        /// Beginnings of the `source` of the documents to use; all when none is given.
        #[arg(long)]
        source: Vec<String>,
        /// How many sentences of the text to use.
        #[arg(long, default_value_t = 6_000)]
        silver: usize,
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
    /// Learn word vectors from text.
    Vectors {
        /// Documents as JSON Lines, perhaps compressed with zstd.
        text: PathBuf,
        /// Beginnings of the `source` of the documents to use; all when none is given.
        #[arg(long)]
        source: Vec<String>,
        #[arg(long)]
        output: PathBuf,
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
}

#[derive(clap::Args)]
struct TrainOptions {
    /// Folder with `*-train*.conllu`, `*-dev*.conllu` and `*-test*.conllu`.
    treebanks: PathBuf,
    /// Where to write the model.
    #[arg(long, default_value = "models/english.model")]
    output: PathBuf,
    /// Word vectors that `vectors` wrote.
    #[arg(long)]
    vectors: Option<PathBuf>,
    /// Models that together parse sentences of `text`, which are then trained on beside the treebanks.
    #[arg(long, requires = "text")]
    teacher: Vec<PathBuf>,
    /// Documents as JSON Lines, perhaps compressed with zstd.
    #[arg(long, requires = "teacher")]
    text: Option<PathBuf>,
    /// Beginnings of the `source` of the documents to use; all when none is given.
    #[arg(long)]
    source: Vec<String>,
    /// How many sentences of the text to use.
    #[arg(long, default_value_t = 60_000)]
    silver: usize,
    /// How often a phrase of newswire is put where one may stand, in copies of the treebanks' sentences.
    #[arg(long, default_value_t = 0.0)]
    newswire: f64,
    #[command(flatten)]
    settings: train::Settings,
}

fn main() -> ExitCode {
    let result = match Command::parse() {
        Command::Train(options) => train_model(&options),
        Command::Names { treebanks, output, text, source, silver, seed } => {
            let texts = text.map_or(Ok(Vec::new()), |path| vectors::read_documents(&path, &source));
            let bytes = texts.and_then(|texts| names::train(&treebanks, &texts, silver, seed));
            bytes.and_then(|bytes| write_model(&bytes, &output))
        }
        Command::Vectors { text, source, output, seed } => vectors::read_documents(&text, &source)
            .and_then(|texts| vectors::learn(&texts, seed))
            .and_then(|vectors| vectors::write(&vectors, &output)),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn train_model(options: &TrainOptions) -> Result<()> {
    let started = Instant::now();
    let mut gold: Vec<Tree> = Vec::new();
    for path in treebank::find_files(&options.treebanks, "train")? {
        gold.extend(treebank::read_trees(&path)?);
    }
    gold.extend(augment::add_newswire(&gold, options.newswire, options.settings.seed)?);
    let vectors = options.vectors.as_deref().map(vectors::read).transpose()?.unwrap_or_default();
    let silver = match &options.text {
        Some(path) => {
            let texts = vectors::read_documents(path, &options.source)?;
            silver::make(&texts, &options.teacher, options.silver, options.settings.seed)?
        }
        None => Vec::new(),
    };
    println!("{} gold and {} silver sentences to train on", gold.len(), silver.len());
    let dev = read_parts(&options.treebanks, "dev")?;
    let mut best: Option<(f64, Vec<u8>)> = None;
    train::Trainer::new(options.settings.clone(), &gold, &silver, &vectors).run(|pass, loss, file| {
        let bytes = postcard::to_stdvec(file).expect("a model can be written");
        let parser = Parser::from_bytes(&bytes).expect("what was written can be read");
        let scores: Vec<Scores> = dev.iter().map(|(_, trees)| Scores::of(&parser, trees)).collect();
        let mean = scores.iter().map(Scores::las).sum::<f64>() / scores.len() as f64;
        println!("pass {pass}: {:.0} s, loss {loss:.4}, dev LAS {mean:.2}", started.elapsed().as_secs_f64());
        for ((name, _), scores) in dev.iter().zip(&scores) {
            println!("  {name}: {}", scores.line());
        }
        if best.as_ref().is_none_or(|(las, _)| mean > *las) {
            best = Some((mean, bytes));
        }
    });
    let Some((_, bytes)) = best else { return Err(Error::new("no pass was made")) };
    write_model(&bytes, &options.output)?;
    let parser = Parser::from_bytes(&bytes)?;
    for (name, trees) in read_parts(&options.treebanks, "test")? {
        println!("{name}: {}", Scores::of(&parser, &trees).line());
    }
    Ok(())
}

/// Writes the model, and its checksum beside it.
fn write_model(bytes: &[u8], path: &Path) -> Result<()> {
    let write = |path: &Path, bytes: &[u8]| {
        std::fs::write(path, bytes).map_err(|e| Error::new("cannot write").at(path).caused_by(e))
    };
    let sum: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    write(path, bytes)?;
    write(&path.with_file_name(format!("{name}.sha256")), format!("{sum}  {name}\n").as_bytes())?;
    println!("{} bytes written to {}", bytes.len(), path.display());
    Ok(())
}

fn read_parts(treebanks: &Path, part: &str) -> Result<Vec<(String, Vec<Tree>)>> {
    let files = treebank::find_files(treebanks, part)?;
    files.iter().map(|path| Ok((name_of(path), treebank::read_trees(path)?))).collect()
}

fn name_of(path: &Path) -> String {
    path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
}
