//! Head: the first lines of a text in; title, byline and date out, and how many lines they take.
//!
//! A head that gives a date is `title`, perhaps a `byline`, `date`, on lines of their own with or without blank ones between; the
//! byline may also follow the date. Without a date the first paragraph is a title when a heading mark says so, or when it stands
//! apart and does not close as a sentence, and a byline is one only with its word ("by") before it.

use super::cleaner::{Cleaner, strip_words};
use super::markup;
use super::paragraphs::{append, begins_inside, breaks_off, closes, read_heading};
use jiff::civil::Date;

/// The most lines that are not blank that a head has before its date.
const MAX_LINES: usize = 6;
/// The longest line above a date, and the longest byline, in characters.
const MAX_CHARS: usize = 250;
/// The longest title, in characters, that neither a heading mark nor a date below it shows to be one.
const MAX_BARE_TITLE: usize = 120;
/// The longest place and day at the head of a report, in bytes, and what stands behind it.
const MAX_DATELINE: usize = 80;
const DASHES: [&str; 4] = [" - ", " -- ", " – ", " — "];
/// The most words of a name, or of several ("Jane Doe in Kyiv and John Roe in Brussels").
const MAX_NAME_WORDS: usize = 12;
/// The longest word, in characters, that a name may hold in lower case ("von", "and").
const MAX_PARTICLE: usize = 3;

/// What the head says.
#[derive(Debug, Default)]
pub(super) struct Head {
    pub title: Option<String>,
    /// Paragraphs between the title and the date that are neither title nor byline.
    pub standfirst: Vec<String>,
    pub author: Option<String>,
    pub published: Option<Date>,
    /// How many lines of the text it takes.
    pub length: usize,
}

/// Reads the head of a text whose lines are trimmed.
pub(super) fn read(lines: &[&str], cleaner: &Cleaner) -> Head {
    let reader = Reader { lines, cleaner };
    let mut head = match reader.find_date() {
        Some((at, date)) => Head { published: Some(date), length: at + 1, ..reader.read_above(at) },
        None => Head::default(),
    };
    if head.title.is_none()
        && let Some((title, length)) = reader.read_title_below(head.length)
    {
        (head.title, head.length) = (Some(title), length);
    }
    if head.published.is_none() {
        head.published = reader.next_written(head.length).and_then(|at| reader.read_dateline(lines[at]));
    }
    if head.author.is_none()
        && head.length > 0
        && let Some((author, length)) = reader.read_byline_below(head.length)
    {
        (head.author, head.length) = (Some(author), length);
    }
    head
}

struct Reader<'a> {
    lines: &'a [&'a str],
    cleaner: &'a Cleaner,
}

impl Reader<'_> {
    /// The line among the first that is nothing but a date.
    fn find_date(&self) -> Option<(usize, Date)> {
        let written = self.lines.iter().enumerate().filter(|(_, line)| !line.is_empty());
        let near = written.take(MAX_LINES).take_while(|(_, line)| line.chars().count() <= MAX_CHARS);
        near.filter(|&(at, _)| self.stands_free(at)).find_map(|(at, line)| Some((at, self.read_date(line)?)))
    }

    /// Whether no sentence runs through the line from the one above or into the one below.
    fn stands_free(&self, at: usize) -> bool {
        let above = at.checked_sub(1).map_or("", |above| self.lines[above]);
        let below = self.lines.get(at + 1).copied().unwrap_or_default();
        !breaks_off(above, &self.cleaner.phrases) && !begins_inside(below)
    }

    fn read_date(&self, line: &str) -> Option<Date> {
        let line = markup::strip(line);
        let labels = self.cleaner.phrases.date_labels.iter();
        let labelled = labels.filter_map(|label| strip_words(&line, label)).min_by_key(|rest| rest.len());
        self.cleaner.calendar().read_date(labelled.map_or(line.as_str(), |rest| rest.trim_start_matches(':')))
    }

    /// The date in the place and day at the head of a report: "HANOI, 30 January 2024 (VNA) - Vietnam and …".
    fn read_dateline(&self, line: &str) -> Option<Date> {
        let line = markup::strip(line);
        let end = DASHES.iter().filter_map(|dash| line.find(dash)).min().filter(|&end| end <= MAX_DATELINE)?;
        let dateline = &line[..end];
        let told = dateline.split_once('(').map_or(dateline, |(told, _)| told);
        let (place, rest) = told.split_once(", ")?;
        let is_name = place.split_whitespace().all(|word| word.starts_with(char::is_uppercase));
        let pieces = std::iter::once(rest).chain(rest.match_indices(", ").map(|(at, comma)| &rest[at + comma.len()..]));
        pieces.filter(|_| is_name).find_map(|piece| self.read_date(piece))
    }

    /// Title, standfirst and byline from the lines above the date.
    fn read_above(&self, date_at: usize) -> Head {
        let mut above: Vec<usize> = (0..date_at).filter(|&at| !self.lines[at].is_empty()).collect();
        let author = self.take_author(&mut above);
        let mut paragraphs = Vec::new();
        for &at in &above {
            let follows = at > 0 && !self.lines[at - 1].is_empty() && read_heading(self.lines[at - 1]).is_none();
            match paragraphs.last_mut().filter(|_| follows) {
                Some(last) => append(last, self.lines[at], &self.cleaner.phrases),
                None => paragraphs.push(read_heading(self.lines[at]).unwrap_or(self.lines[at]).to_owned()),
            }
        }
        let mut paragraphs = paragraphs.iter().map(|text| markup::strip(text)).filter(|text| !text.is_empty());
        Head { title: paragraphs.next(), standfirst: paragraphs.collect(), author, ..Head::default() }
    }

    /// Takes the byline out of the lines above the date: one that says it is one, else a name right above the date.
    fn take_author(&self, above: &mut Vec<usize>) -> Option<String> {
        if let Some(idx) = above.iter().position(|&at| self.read_byline(at).is_some()) {
            return self.read_byline(above.remove(idx));
        }
        let &[.., before, last] = above.as_slice() else { return None };
        let name = markup::strip(self.lines[last]);
        let is_wrapped = last == before + 1 && breaks_off(self.lines[before], &self.cleaner.phrases);
        if is_wrapped || read_heading(self.lines[last]).is_some() || !is_name(&name) {
            return None;
        }
        above.pop();
        Some(name)
    }

    /// The name in a line that says that it is a byline.
    fn read_byline(&self, at: usize) -> Option<String> {
        let line = markup::strip(self.lines.get(at)?);
        let names = self.cleaner.phrases.bylines.iter().filter_map(|word| strip_words(&line, word));
        let name = names.min_by_key(|rest| rest.len())?.trim_start_matches(':').trim();
        is_name(name).then(|| name.to_owned())
    }

    /// The title in the first paragraph from `start` on, and the line behind it.
    fn read_title_below(&self, start: usize) -> Option<(String, usize)> {
        let first = self.next_written(start)?;
        if let Some(title) = read_heading(self.lines[first]) {
            return Some((markup::strip(title), first + 1)).filter(|(title, _)| !title.is_empty());
        }
        let mut title = String::new();
        let mut end = first;
        while end < self.lines.len() && !self.lines[end].is_empty() && (end == first || self.read_byline(end).is_none())
        {
            if title.is_empty() {
                title.push_str(self.lines[end])
            } else {
                append(&mut title, self.lines[end], &self.cleaner.phrases)
            }
            end += 1;
            if title.chars().count() > MAX_BARE_TITLE {
                return None;
            }
        }
        let next = self.lines[self.next_written(end)?];
        let stands_apart = !closes(&title) && !breaks_off(&title, &self.cleaner.phrases) && !begins_inside(next);
        let title = markup::strip(&title);
        (stands_apart && !title.is_empty()).then_some((title, end))
    }

    /// The name in the paragraph of one line from `start` on, if it is a byline, and the line behind it.
    fn read_byline_below(&self, start: usize) -> Option<(String, usize)> {
        let at = self.next_written(start)?;
        let stands_apart = self.lines.get(at + 1).is_none_or(|next| next.is_empty());
        Some((self.read_byline(at).filter(|_| stands_apart)?, at + 1))
    }

    fn next_written(&self, start: usize) -> Option<usize> {
        (start..self.lines.len()).find(|&at| !self.lines[at].is_empty())
    }
}

/// Whether a text may be the name of an author or of several: few words, no figures, none but particles in lower case.
fn is_name(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_common = |word: &&str| word.starts_with(char::is_lowercase) && word.chars().count() > MAX_PARTICLE;
    let ends_sentence = words
        .last()
        .is_none_or(|last| last.ends_with(['.', '!', '?', ':', ';']) && last.chars().count() > MAX_PARTICLE);
    let is_short = (1..=MAX_NAME_WORDS).contains(&words.len()) && text.chars().count() <= MAX_CHARS;
    is_short && !ends_sentence && !text.contains(|c: char| c.is_ascii_digit()) && !words.iter().any(is_common)
}
