//! The command line: arguments in, one command run, its exit status out: 0 fine, 1 some input failed or a check found
//! faults, 2 wrong use.
//!
//! Results go to standard output, all else to standard error.

pub mod args;
mod build;
mod check;
mod console;
mod eval;
mod diff;
mod documents;
mod examples;
mod explain;
mod export;
mod extract;
mod facts;
mod gaps;
mod knowledge;
mod page;
mod network;
pub mod input_args;
pub mod network_args;
mod parse;
mod pipeline;
mod query;
mod reading;
mod report;
mod resume;
mod table;

use crate::error::Result;
use args::{Cli, Command, Global};
use clap::{CommandFactory, Parser};
use console::Console;
use std::ffi::OsString;
use std::io::Write;
use std::process::ExitCode;

/// How a command ended that could be carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Fine,
    /// Some input failed, or a check found faults; each was told.
    Faults,
}

/// Runs the command that `args` name, program name first, and returns its exit status.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(message) => {
            let wrong = message.use_stderr();
            // Nothing is left to tell when even this cannot be printed.
            let _ = message.print();
            return ExitCode::from(if wrong { 2 } else { 0 });
        }
    };
    let console = Console::new(&cli.global);
    match dispatch(cli.command, &cli.global, &console) {
        Ok(Outcome::Fine) => ExitCode::SUCCESS,
        Ok(Outcome::Faults) => ExitCode::from(1),
        Err(error) if console::is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            console.error(&error);
            ExitCode::from(if error.is_wrong_use() { 2 } else { 1 })
        }
    }
}

fn dispatch(command: Command, global: &Global, console: &Console) -> Result<Outcome> {
    match command {
        Command::Build { inputs, store, watch, again, on_disk } => {
            build::build(&inputs, &store.store, &build::How { again, on_disk, watch }, global, console)
        }
        Command::Facts { store, narrow } => facts::show(&store.store, &narrow.into(), global, console),
        Command::Extract { inputs, format, tables, watch } => {
            extract::extract(&inputs, &extract::What { format, tables, watch }, global, console)
        }
        Command::Query(ask) => query::query(ask, global, console),
        Command::Export { store, format, output, style, narrow } => {
            let what = export::What { format, filter: narrow.into(), settings: style.into() };
            export::export(&store.store, &what, output.as_deref(), global, console)
        }
        Command::List { store } => documents::list(&store.store, global, console),
        Command::Info { store } => documents::info(&store.store, global, console),
        Command::Remove { documents, store } => documents::remove(&documents, &store.store, console),
        Command::Optimize { store } => documents::optimize(&store.store, console),
        Command::Backup { copy, on_disk, store } => documents::backup(&store.store, &copy, on_disk, console),
        Command::Diff { before, after, format, narrow } => {
            diff::diff([&before, &after], &narrow.into(), format, global, console)
        }
        Command::Path(args) => network::path(args, global, console),
        Command::Rank(args) => network::rank(args, global, console),
        Command::Communities(args) => network::communities(args, global, console),
        Command::Parse { inputs } => parse::parse(&inputs, global, console),
        Command::Explain { text, published } => explain::explain(&text, published, global, console),
        Command::Eval(measure) => eval::eval(&measure, global, console),
        Command::Gaps { inputs, top } => gaps::gaps(&inputs, top, global, console),
        Command::Check { store, examples } => check::check(store.as_deref(), examples, global, console),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Cli::command(), "chancery", &mut script);
            std::io::stdout().write_all(&script).map_err(console::cannot_print)?;
            Ok(Outcome::Fine)
        }
    }
}
