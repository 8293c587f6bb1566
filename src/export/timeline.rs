//! Events in; a page of HTML out that shows them over time, each with its sentence.
//!
//! The page is one file: style and script are in it, and it loads nothing. Above stands a chart of how many events of each tone
//! each year, or month, has; below the events, by year, which a search and three boxes narrow.

use crate::events::{Role, Status};
use crate::export::events::StatedEvent;
use crate::export::names::Names;
use crate::export::relations::{Relations, Tone};
use crate::export::xml::escape;
use crate::store::Dataset;
use std::collections::BTreeMap;
use std::io::{self, Write};

const HEAD: &str = include_str!("timeline.html");
const SCRIPT: &str = include_str!("timeline.js");

/// Size of the chart, in its own units.
const WIDTH: f64 = 960.0;
const HEIGHT: f64 = 150.0;
/// What the chart leaves for text below and above.
const MARGIN: f64 = 20.0;
/// Periods that the chart names at most.
const NAMED: usize = 16;

/// One event on the page.
struct Item<'d> {
    event: &'d StatedEvent<'d>,
    tone: Tone,
    /// First day, for the order; the last of all where there is none.
    day: String,
}

/// Writes the page.
pub(super) fn write(
    dataset: &Dataset,
    names: &Names<'_>,
    events: &[StatedEvent<'_>],
    out: &mut impl Write,
) -> io::Result<()> {
    let relations = Relations::of(dataset);
    let item = |event| Item { event, tone: tone(event, &relations), day: day(event) };
    let mut items: Vec<Item<'_>> = events.iter().map(item).collect();
    // The sort is stable: events of a day stay in the order of their documents.
    items.sort_by(|a, b| a.day.is_empty().cmp(&b.day.is_empty()).then(a.day.cmp(&b.day)));
    out.write_all(HEAD.as_bytes())?;
    write_header(&items, out)?;
    for year in items.chunk_by(|a, b| year(&a.day) == year(&b.day)) {
        let heading = if year[0].day.is_empty() { "Without a date" } else { self::year(&year[0].day) };
        writeln!(out, "<section><h2>{heading}</h2><ol>")?;
        year.iter().try_for_each(|item| write_item(item, names, out))?;
        writeln!(out, "</ol></section>")?;
    }
    writeln!(out, "<script>\n{SCRIPT}</script>\n</body>\n</html>")
}

fn tone(event: &StatedEvent<'_>, relations: &Relations<'_>) -> Tone {
    let quad_class = event.plover.and_then(|plover| relations.plover(plover, event.mode).0);
    quad_class.map_or_else(|| relations.tone(event.relation), Tone::of_quad_class)
}

fn day(event: &StatedEvent<'_>) -> String {
    event.date.map(|when| when.first_day().to_string()).unwrap_or_default()
}

fn year(day: &str) -> &str {
    day.split('-').next().unwrap_or(day)
}

fn write_header(items: &[Item<'_>], out: &mut impl Write) -> io::Result<()> {
    let dated = items.iter().filter(|item| !item.day.is_empty()).count();
    writeln!(out, "<header>\n<h1>Timeline</h1>")?;
    writeln!(
        out,
        "<p class=\"about\"><span id=\"count\">{}</span> events, {dated} of all with a date. Hollow",
        items.len()
    )?;
    writeln!(out, "points: planned, hypothetical or negated.</p>")?;
    writeln!(out, "<input type=\"search\" id=\"words\" placeholder=\"Search\" aria-label=\"Search\">")?;
    for tone in [Tone::Cooperation, Tone::Conflict, Tone::Neither] {
        let (name, colour) = (tone.as_str(), tone.colour());
        let label =
            format!("<input type=\"checkbox\" value=\"{name}\" checked> <span style=\"color:{colour}\">{name}</span>");
        writeln!(out, "<label>{label}</label>")?;
    }
    write_chart(items, out)?;
    writeln!(out, "</header>")
}

/// Bars, one for each period that has events or lies between such: years, or months where all lie within three years.
fn write_chart(items: &[Item<'_>], out: &mut impl Write) -> io::Result<()> {
    let days: Vec<&str> = items.iter().map(|item| item.day.as_str()).filter(|day| !day.is_empty()).collect();
    let (Some(first), Some(last)) = (days.first(), days.last()) else { return Ok(()) };
    let number = |day: &str| year(day).parse::<i32>().unwrap_or_default();
    let by_month = number(last) - number(first) < 3;
    let mut bars: BTreeMap<String, [usize; 2]> = BTreeMap::new();
    for year in number(first)..=number(last) {
        match by_month {
            true => bars.extend((1..=12).map(|month| (format!("{year:04}-{month:02}"), [0; 2]))),
            false => bars.extend([(format!("{year:04}"), [0; 2])]),
        }
    }
    for item in items.iter().filter(|item| !item.day.is_empty() && item.tone != Tone::Neither) {
        let period = item.day.get(..if by_month { 7 } else { 4 }).unwrap_or(&item.day);
        bars.entry(period.to_owned()).or_default()[usize::from(item.tone == Tone::Conflict)] += 1;
    }
    write_bars(&bars, out)
}

/// Cooperation above the line, conflict below.
fn write_bars(bars: &BTreeMap<String, [usize; 2]>, out: &mut impl Write) -> io::Result<()> {
    let most = bars.values().flatten().copied().max().unwrap_or_default().max(1) as f64;
    let step = WIDTH / bars.len().max(1) as f64;
    let middle = HEIGHT / 2.0;
    let unit = (middle - MARGIN) / most;
    writeln!(out, "<svg viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-label=\"Events over time\">")?;
    let every = bars.len().div_ceil(NAMED);
    for (at, (period, [cooperation, conflict])) in bars.iter().enumerate() {
        let (left, width) = (at as f64 * step, (step * 0.8).max(1.0));
        let (up, down) = (*cooperation as f64 * unit, *conflict as f64 * unit);
        write!(out, "<g><title>{period}: {cooperation} of cooperation, {conflict} of conflict</title>")?;
        let bar = |top: f64, height: f64, tone: Tone| {
            format!(
                "<rect x=\"{left:.1}\" y=\"{top:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" fill=\"{}\"/>",
                tone.colour()
            )
        };
        write!(out, "{}{}", bar(middle - up, up, Tone::Cooperation), bar(middle, down, Tone::Conflict))?;
        if at % every == 0 {
            write!(out, "<text x=\"{left:.1}\" y=\"{:.1}\">{period}</text>", HEIGHT - 4.0)?;
        }
        writeln!(out, "</g>")?;
    }
    writeln!(out, "<line x1=\"0\" y1=\"{middle}\" x2=\"{WIDTH}\" y2=\"{middle}\" stroke=\"#999\"/>\n</svg>")
}

fn write_item(item: &Item<'_>, names: &Names<'_>, out: &mut impl Write) -> io::Result<()> {
    let event = item.event;
    let unreal = if event.status == Status::Asserted { "" } else { " unreal" };
    let date = event.date.map(|when| when.to_string()).unwrap_or_default();
    writeln!(
        out,
        "<li class=\"{}{unreal}\"><time>{}</time>{}",
        item.tone.as_str(),
        escape(&date),
        escape(&title(event, names))
    )?;
    if event.status != Status::Asserted {
        writeln!(out, "<span class=\"status\">{}</span>", event.status.as_str())?;
    }
    for quote in &event.quotes {
        let sentence = quote.text.split_whitespace().collect::<Vec<_>>().join(" ");
        writeln!(out, "<blockquote>{} <cite>{}</cite></blockquote>", escape(&sentence), escape(event.doc_id))?;
    }
    writeln!(out, "</li>")
}

/// "Russia, China held the exercise Joint Sea 2016 (in Shanghai)".
fn title(event: &StatedEvent<'_>, names: &Names<'_>) -> String {
    let list = |roles: &[Role]| event.in_roles(roles).map(|who| names.label(who)).collect::<Vec<_>>().join(", ");
    let acted_on = list(&[Role::Target, Role::Counterpart, Role::Object]);
    let parts = [list(&[Role::Agent]), names.label(event.relation).to_owned(), acted_on];
    let title = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    match list(&[Role::Place]) {
        place if place.is_empty() => title,
        place => format!("{title} (in {place})"),
    }
}
