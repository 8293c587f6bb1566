//! The predicates of a sentence in; their arguments, the frames that matched and those that nearly did, out.

use super::Story;
use crate::cli::page;
use crate::error::one_line;
use crate::events::structure::Argument;
use crate::events::{Attempt, Event, Function, Lack, Predicate, Refusal, Role, TriggerKind};
use crate::ontology::ClassId;
use crate::syntax::Tree;

/// Items that want another word, of which so many are told unless the user wants more.
const ITEMS: usize = 6;

impl Story<'_> {
    /// Every verb of a sentence and every other word that a frame lists, in the order of the text.
    pub(super) fn predicates(&self, sent_idx: usize, tree: &Tree<'_>) -> String {
        let predicates = self.extractor.explain(self.doc, self.extraction, sent_idx);
        predicates.iter().map(|predicate| self.predicate(sent_idx, tree, predicate)).collect()
    }

    fn predicate(&self, sent_idx: usize, tree: &Tree<'_>, predicate: &Predicate<'_>) -> String {
        let token = &self.extraction.sentences[sent_idx].tokens[predicate.word];
        let kind = TriggerKind::of(tree.word(predicate.word)).unwrap_or(TriggerKind::Verb);
        let lemma = format!("{} \u{201c}{}\u{201d}", kind.as_str(), tree.lemma(predicate.word));
        let mut page =
            format!("  {} {}\n", page::styled(page::STRONG, self.words(token.span)), page::styled(page::FAINT, &lemma));
        page.push_str(&self.arguments(sent_idx, tree, &predicate.arguments));
        let told = predicate.attempts.iter().filter_map(|attempt| self.attempt(sent_idx, tree, attempt));
        page.extend(told);
        page.push_str(&self.items(kind, tree.lemma(predicate.word), &predicate.attempts));
        if predicate.attempts.is_empty() {
            page.push_str(&page::wrap(&page::styled(page::FAINT, &format!("no frame lists the {lemma}")), 4));
        }
        page
    }

    /// What stands in each grammatical function.
    fn arguments(&self, sent_idx: usize, tree: &Tree<'_>, arguments: &[Argument]) -> String {
        let mut arguments: Vec<_> = arguments.iter().filter(|a| a.function != Function::Itself).collect();
        arguments.sort_by_key(|argument| &argument.function);
        let mut page = String::new();
        for same in arguments.chunk_by(|one, other| one.function == other.function) {
            let words: Vec<_> = same.iter().map(|argument| self.argument_words(sent_idx, tree, argument)).collect();
            let function = page::styled(page::TERM, &page::pad(&same[0].function.to_string(), 11));
            page.push_str(&page::wrap(&format!("{function} {}", words.join(" · ")), 4));
        }
        page
    }

    /// A frame that matched or lacks a role; what else may be lacking is told in short or not at all.
    fn attempt(&self, sent_idx: usize, tree: &Tree<'_>, attempt: &Attempt<'_>) -> Option<String> {
        let name = &attempt.class.name;
        match &attempt.outcome {
            Ok(event) => Some(page::wrap(
                &format!("{}: {}", page::styled(page::GOOD, &format!("✓ {name}")), self.event(event)),
                4,
            )),
            Err(Lack::Role(role)) => {
                let lack = self.lack(sent_idx, tree, attempt, *role);
                Some(page::wrap(&format!("{}: {lack}", page::styled(page::LACKING, &format!("✗ {name}"))), 4))
            }
            Err(Lack::Particle) => {
                let lack = "another particle stands beside it";
                Some(page::wrap(&format!("{}: {lack}", page::styled(page::LACKING, &format!("✗ {name}"))), 4))
            }
            Err(Lack::Companion | Lack::Precedence) => None,
        }
    }

    /// Who takes part in an event, and what else is known of it.
    fn event(&self, event: &Event) -> String {
        let of_role = |role: Role| {
            let names: Vec<_> = event.in_role(role).map(|participant| self.participant(participant)).collect();
            (!names.is_empty()).then(|| format!("{} {}", role.as_str(), page::list(&names, "and")))
        };
        let roles = Role::ALL.into_iter().filter_map(of_role);
        roles.chain([event.status.as_str().to_owned()]).chain(qualifiers(event)).collect::<Vec<_>>().join("; ")
    }

    /// What a role wants, and what stands where it is looked for.
    fn lack(&self, sent_idx: usize, tree: &Tree<'_>, attempt: &Attempt<'_>, role: Role) -> String {
        let classes = attempt.class.classes(role, attempt.frame);
        let wanted = page::list(&classes.iter().map(|&class| self.class(class).to_owned()).collect::<Vec<_>>(), "or");
        if attempt.refusals.is_empty() {
            let place = places(attempt.class.functions.of(role));
            return format!("no {} ({wanted}): nothing stands {place}", role.as_str());
        }
        let refusals = attempt.refusals.iter().map(|refusal| self.refusal(sent_idx, tree, refusal, classes));
        format!("no {} ({wanted}): {}", role.as_str(), page::list(&refusals.collect::<Vec<_>>(), "and"))
    }

    fn refusal(&self, sent_idx: usize, tree: &Tree<'_>, refusal: &Refusal, classes: &[ClassId]) -> String {
        let words = self.argument_words(sent_idx, tree, &refusal.argument);
        let function = &refusal.argument.function;
        let is = match refusal.class {
            None => "names nothing known".to_owned(),
            Some(class) if self.extractor.knowledge().ontology.is_any(class, classes) => "has another part".to_owned(),
            Some(class) => format!("is of class {}", self.class(class)),
        };
        format!("\u{201c}{words}\u{201d} ({function}) {is}")
    }

    fn class(&self, class: ClassId) -> &str {
        &self.extractor.knowledge().ontology.class(class).name
    }

    /// Items of the word that want another word beside it: "pay visit".
    fn items(&self, kind: TriggerKind, lemma: &str, attempts: &[Attempt<'_>]) -> String {
        let lacking = attempts.iter().filter(|attempt| attempt.outcome == Err(Lack::Companion));
        let items: Vec<_> = lacking
            .map(|attempt| format!("{} ({})", attempt.trigger.written(kind, lemma), attempt.frame.name))
            .collect();
        let shown = if self.verbose { items.len() } else { ITEMS.min(items.len()) };
        let more = if shown < items.len() { format!(" and {} more (-v)", items.len() - shown) } else { String::new() };
        let text = format!("with another word: {}{more}", items[..shown].join(", "));
        if items.is_empty() { String::new() } else { page::wrap(&page::styled(page::FAINT, &text), 4) }
    }
}

/// Where functions stand: "as object or behind to, in".
fn places(functions: &[Function]) -> String {
    let (behind, grammatical): (Vec<&Function>, Vec<&Function>) =
        functions.iter().partition(|function| matches!(function, Function::Preposition(_)));
    let names = |functions: Vec<&Function>| functions.into_iter().map(Function::to_string).collect::<Vec<_>>();
    let told = [("as", names(grammatical)), ("behind", names(behind))];
    let told = told.iter().filter(|(_, names)| !names.is_empty());
    let places: Vec<_> = told.map(|(how, names)| format!("{how} {}", page::list(names, "or"))).collect();
    if places.is_empty() { "anywhere: its construction has no such role".to_owned() } else { places.join(", ") }
}

/// What an event tells beside who takes part.
pub(super) fn qualifiers(event: &Event) -> impl Iterator<Item = String> {
    let told = [
        ("date", event.date.map(|when| when.to_string())),
        ("value", event.value.as_ref().map(|value| value.text.clone())),
        ("topic", event.topic.clone()),
        ("role", event.office.clone()),
        ("according to", event.attribution.clone()),
    ];
    told.into_iter().filter_map(|(name, text)| text.map(|text| format!("{name} {}", one_line(&text))))
}
