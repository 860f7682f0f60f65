//! "Seen before?": which cases are like this one, and why. Points are added up in front of the reader; nothing is weighed in secret.

use std::time::Duration;

use serde_json::{Value as Json, json};

use super::{MOST, OF_HOME, ended_by, once};
use crate::app::Failure;
use crate::app::draft::Input;
use crate::app::query::{RowOf, Shown, View};
use crate::document::{Document, Inline};
use crate::model::similar::{Shared, Terms};
use crate::model::{CaseKind, Id, Subject, Untrusted};
use crate::store::{Past, PastText};

/// How long words are looked for; what was found until then counts.
const BUDGET: Duration = Duration::from_millis(if cfg!(test) { 60_000 } else { 40 });
/// Words that are looked for at most.
const WORDS: usize = 10;
/// Points for the same service or project, for another that hit both, for a shared word, and for one in a cause.
const SAME: usize = 3;
const FURTHER: usize = 2;
const WORD: usize = 1;
const CAUSE: usize = 2;
/// Most words that give points, so that long texts do not win by length; and the fewest points that are worth a look.
const COUNTED: usize = 6;
const ENOUGH: usize = 2;
/// Phrases that are named of each kind.
const NAMED: usize = 4;

/// A case like the one at hand.
struct Match {
    past: Past,
    points: usize,
    why: Vec<String>,
}

/// What the case at hand is compared by.
struct Source {
    past: Past,
    words: Terms,
    causes: Terms,
}

/// Says whether a text says why it happened, and was not found wrong.
fn is_cause(text: &&PastText) -> bool {
    let wrong = matches!(text.mark.as_deref(), Some("eliminated" | "refuted"));
    matches!(text.kind.as_str(), "cause" | "causes" | "hypothesis") && !wrong
}

fn causes(past: &Past) -> impl Iterator<Item = &str> {
    past.texts.iter().filter(is_cause).map(|text| text.text.raw())
}

fn words(past: &Past) -> impl Iterator<Item = &str> {
    [Some(&past.title), past.description.as_ref(), past.workaround.as_ref()].into_iter().flatten().map(Untrusted::raw)
}

impl Source {
    fn of(past: Past) -> Self {
        let (words, causes) = (Terms::of(words(&past)), Terms::of(causes(&past)));
        Self { past, words, causes }
    }

    /// Gathers cases that could be like it: of the same services, and with its rarest words.
    fn candidates(&self, view: &View<'_>) -> Result<Vec<i64>, Failure> {
        let mut found = Vec::new();
        for home in self.past.home.iter().map(|(id, _)| id).chain(self.past.further.iter().map(|(id, _)| id)).take(4) {
            found.extend(view.read.cases_of_home(*home, OF_HOME / 4)?);
        }
        let wanted = self.causes.looked_for(WORDS / 2).into_iter().chain(self.words.looked_for(WORDS / 2));
        view.read.within(BUDGET, |read| {
            for word in wanted {
                found.extend(read.cases_with_word(&word, self.past.id)?);
            }
            Ok::<_, Failure>(())
        })?;
        let mut found = once(found);
        found.retain(|n| *n != self.past.n);
        found.truncate(MOST);
        Ok(found)
    }

    /// Gives the points for a service or project that hit both, with its name: the own of both, or another that is shared.
    fn same_service(&self, past: &Past) -> Option<(usize, String)> {
        let (own, there) = (self.past.home.as_ref(), past.home.as_ref());
        if let (Some((id, name)), Some((other, _))) = (own, there)
            && id == other
        {
            let of = if past.case.kind == CaseKind::Incident { Subject::Service } else { Subject::Project };
            return Some((SAME, format!("same {} {} (+{SAME})", of.label(), name.raw())));
        }
        let theirs: Vec<&Id> = there.into_iter().chain(&past.further).map(|(id, _)| id).collect();
        let shared: Vec<&str> =
            own.into_iter().chain(&self.past.further).filter(|(id, _)| theirs.contains(&id)).map(|(_, name)| name.raw()).collect();
        (!shared.is_empty()).then(|| (FURTHER, format!("also hit: {} (+{FURTHER})", shared.join(", "))))
    }

    /// Adds up what another case has in common with it.
    fn compare(&self, past: Past) -> Match {
        let (mut points, mut why) = (0, Vec::new());
        if let Some((more, said)) = self.same_service(&past) {
            points += more;
            why.push(said);
        }
        let shared = self.causes.shared_with(&causes(&past).collect::<Vec<_>>().join("\n"));
        let aspect = |past: &Past| past.texts.iter().find_map(|text| text.aspect.clone());
        let (more, said) = weighed(&shared, CAUSE);
        if more > 0 {
            points += more;
            let lies = aspect(&past)
                .filter(|there| aspect(&self.past).as_ref() == Some(there))
                .map_or_else(String::new, |lies| format!(", {lies} as well"));
            why.push(format!("same cause words {said}{lies} (+{more})"));
        }
        let all: Vec<&str> = words(&past).chain(causes(&past)).collect();
        let (more, said) = weighed(&self.words.shared_with(&all.join("\n")), WORD);
        if more > 0 {
            points += more;
            why.push(format!("words {said} (+{more})"));
        }
        Match { past, points, why }
    }
}

/// Gives the points for shared words, and names them.
fn weighed(shared: &[Shared], each: usize) -> (usize, String) {
    let count: usize = shared.iter().map(|shared| shared.words).sum();
    let named: Vec<String> = shared.iter().take(NAMED).map(|shared| format!("'{}'", shared.phrase)).collect();
    let more = shared.len().saturating_sub(NAMED);
    let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
    (count.min(COUNTED) * each, named.join(", ") + &rest)
}

pub(super) fn run(view: &View<'_>, input: &Input) -> Result<Shown, Failure> {
    let case = input.case("case")?;
    let own = view.read.place_of_case(case.id)?.map(|n| view.read.pasts(&[n])).transpose()?.unwrap_or_default().pop();
    let Some(source) = own.map(Source::of) else { return Ok(Shown::Page(Document::new(), Json::Array(Vec::new()))) };
    let found = source.candidates(view)?;
    let mut all: Vec<Match> = view.read.pasts(&found)?.into_iter().map(|past| source.compare(past)).collect();
    all.retain(|found| found.points >= ENOUGH);
    all.sort_by_key(|found| std::cmp::Reverse((found.points, found.past.id)));
    all.truncate(input.limit(10));
    Ok(Shown::Page(page(&source, &all, view), Json::Array(all.iter().map(row).collect())))
}

fn state(past: &Past) -> String {
    let outcome = past.outcome.map_or_else(String::new, |outcome| format!(", {}", outcome.label()));
    let review = past.review.map_or_else(|| "no review".to_owned(), |review| format!("review {}", review.label()));
    format!("{}{outcome}; {review}", past.state)
}

fn cause(past: &Past) -> Option<&PastText> {
    let of = || past.texts.iter().filter(is_cause);
    of().find(|text| text.sure).or_else(|| of().next())
}

fn page(source: &Source, all: &[Match], view: &View<'_>) -> Document {
    let case = source.past.case;
    let mut page = Document::new().heading(1, Untrusted::new(format!("{case} seen before? {} like it", all.len())));
    if all.is_empty() {
        let words = "Nothing like it: no case shares its service, or words of its title, report, workaround, hypotheses or causes.";
        return page.paragraph(Untrusted::new(words));
    }
    for found in all {
        let past = &found.past;
        let day = view.ctx.zone.local(past.began).format("%Y-%m-%d");
        let cause = cause(past).map(|text| {
            let sure = if text.sure { "" } else { " (not confirmed)" };
            Untrusted::new(format!("{}{sure}", text.text.raw()))
        });
        let facts = [
            ("Why", Some(Untrusted::new(format!("{}: {} points", found.why.join(", "), found.points)))),
            ("Workaround", past.workaround.clone()),
            ("Cause", cause),
            ("What ended it", ended_by(past)),
            ("How it stands", Some(Untrusted::new(state(past)))),
        ];
        page = page.heading(2, Untrusted::new(format!("{} of {day}: {}", past.case, past.title.raw())));
        page = page.facts(facts.into_iter().filter_map(|(label, value)| Some((Untrusted::from(label), value?))));
    }
    let how = format!(
        "Points: {SAME} for the same service or project, {FURTHER} where another service hit both, {CAUSE} for each shared word of a cause, \
         {WORD} for any other shared word, {COUNTED} words of each at most. Words that every text has do not count."
    );
    page.rule().paragraph(Inline::new().dim(how))
}

fn row(found: &Match) -> Json {
    let past = &found.past;
    let row = RowOf::new()
        .with("case", past.case.to_string())
        .text("title", Some(&past.title))
        .with("points", found.points)
        .with("why", json!(found.why))
        .text("home", past.home.as_ref().map(|(_, name)| name))
        .text("workaround", past.workaround.as_ref())
        .text("cause", cause(past).map(|text| &text.text))
        .with("cause_confirmed", cause(past).map(|text| text.sure))
        .text("ended_by", ended_by(past).as_ref())
        .with("state", past.state.as_str())
        .with("outcome", past.outcome.map(|outcome| outcome.key()))
        .with("review", past.review.map(|review| review.key()));
    Json::Object(row.done())
}
