//! `chancery path`, `rank` and `communities`: a store in; what the network of its entities tells out.

use super::args::{Global, TableFormat};
use super::console::{Console, cannot_print};
use super::export::open;
use super::network_args::{CommunityArgs, PathArgs, RankArgs};
use super::{Outcome, table};
use crate::error::Result;
use crate::events::Status;
use crate::export::{Chain, Filter, Names, Network, StatedFact, find_entity};
use crate::store::Dataset;
use std::io::{self, Write};

/// Members of a community that the table names.
const MEMBERS_NAMED: usize = 8;

/// Prints the shortest chains of facts between two entities, with their sentences.
pub(super) fn path(args: PathArgs, global: &Global, console: &Console) -> Result<Outcome> {
    let dataset = open(&args.store.store, global, console)?;
    let names = Names::of(&dataset);
    let from = find_entity(&args.from, &dataset, &names)?;
    let to = find_entity(&args.to, &dataset, &names)?;
    let facts = select(args.narrow.into(), &dataset, &names)?;
    let chains = Network::of(&facts, &dataset).shortest_chains(&from, &to, args.limit);
    let mut out = io::stdout().lock();
    for (number, chain) in (1..).zip(&chains) {
        write_chain(number, chain, args.sentences, &names, &mut out).map_err(cannot_print)?;
    }
    let steps = chains.first().map_or(0, |chain| chain.steps.len());
    match chains.len() {
        0 => console.note(&format_args!("nothing leads from {} to {}", args.from, args.to)),
        count => console.note(&format_args!("{count} chains of {steps} steps")),
    }
    Ok(Outcome::Fine)
}

/// Prints who stands in the middle.
pub(super) fn rank(args: RankArgs, global: &Global, console: &Console) -> Result<Outcome> {
    let dataset = open(&args.store.store, global, console)?;
    let names = Names::of(&dataset);
    let facts = select(args.narrow.into(), &dataset, &names)?;
    let standings = Network::of(&facts, &dataset).rank(args.by.into());
    let rows: Vec<_> = standings
        .iter()
        .take(args.limit)
        .map(|standing| {
            vec![
                names.label(standing.entity).to_owned(),
                names.class(standing.entity).unwrap_or_default().to_owned(),
                format!("{:.4}", standing.pagerank),
                format!("{:.4}", standing.betweenness),
                standing.degree.to_string(),
                standing.facts.to_string(),
            ]
        })
        .collect();
    print(&["entity", "type", "pagerank", "betweenness", "degree", "facts"], rows, args.format)?;
    console.note(&format_args!("{} entities, {} facts", standings.len(), facts.len()));
    Ok(Outcome::Fine)
}

/// Prints which entities belong together: a row for each community, as CSV one for each entity.
pub(super) fn communities(args: CommunityArgs, global: &Global, console: &Console) -> Result<Outcome> {
    let dataset = open(&args.store.store, global, console)?;
    let names = Names::of(&dataset);
    let facts = select(args.narrow.into(), &dataset, &names)?;
    let communities = Network::of(&facts, &dataset).communities();
    let shown = (1..).zip(&communities).take(args.limit);
    match args.format {
        TableFormat::Table => {
            let rows = shown.map(|(number, members): (usize, _)| {
                let named: Vec<_> = members.iter().take(MEMBERS_NAMED).map(|iri| names.label(iri)).collect();
                let more = members.len() - named.len();
                let more = if more > 0 { format!(", and {more} more") } else { String::new() };
                vec![number.to_string(), members.len().to_string(), named.join(", ") + &more]
            });
            print(&["community", "size", "entities"], rows.collect(), args.format)?;
        }
        TableFormat::Csv => {
            let rows = shown.flat_map(|(number, members): (usize, _)| members.iter().map(move |iri| (number, *iri)));
            let row = |(number, iri): (usize, &str)| {
                let class = names.class(iri).unwrap_or_default();
                vec![number.to_string(), names.label(iri).to_owned(), class.to_owned(), iri.to_owned()]
            };
            print(&["community", "entity", "type", "id"], rows.map(row).collect(), args.format)?;
        }
    }
    console.note(&format_args!("{} communities, {} facts", communities.len(), facts.len()));
    Ok(Outcome::Fine)
}

/// The facts that make a network: those that are asserted, where nothing else is asked for.
fn select<'d>(mut filter: Filter, dataset: &'d Dataset, names: &Names<'d>) -> Result<Vec<StatedFact<'d>>> {
    if filter.statuses.is_empty() {
        filter.statuses = vec![Status::Asserted];
    }
    filter.select(dataset, names)
}

fn print(header: &[&str], rows: Vec<Vec<String>>, format: TableFormat) -> Result<()> {
    let header: Vec<String> = header.iter().map(|&name| name.to_owned()).collect();
    match format {
        TableFormat::Table => {
            io::stdout().write_all(table::render(&header, rows.into_iter()).as_bytes()).map_err(cannot_print)
        }
        TableFormat::Csv => table::write_csv(&header, rows.into_iter(), io::stdout().lock()),
    }
}

/// The entities of a chain, and below each step some of its facts with document and sentence.
fn write_chain(
    number: usize,
    chain: &Chain<'_, '_>,
    sentences: usize,
    names: &Names<'_>,
    out: &mut impl Write,
) -> io::Result<()> {
    let entities: Vec<_> = chain.entities.iter().map(|iri| names.label(iri)).collect();
    writeln!(out, "{number}. {}", table::printable(entities.join(" – ")))?;
    for facts in &chain.steps {
        for fact in facts.iter().take(sentences) {
            let told = [names.label(fact.subject), names.label(fact.predicate), names.label(fact.object)].join(" ");
            let date = fact.date.map(|when| format!(", {when}")).unwrap_or_default();
            let status = if fact.status == Status::Asserted { "" } else { fact.status.as_str() };
            let status = if status.is_empty() { String::new() } else { format!(", {status}") };
            writeln!(
                out,
                "   {} ({}{date}{status})",
                table::printable(told),
                table::printable(fact.doc_id.to_owned())
            )?;
            if let Some(quote) = fact.quotes.first() {
                let sentence = quote.text.split_whitespace().collect::<Vec<_>>().join(" ");
                writeln!(out, "      {}", table::printable(sentence))?;
            }
        }
        if facts.len() > sentences {
            writeln!(out, "   and {} more facts of the two", facts.len() - sentences)?;
        }
    }
    Ok(())
}
