//! The twelve lines: what happened, the impact, what is being done, decided and needed, and what is next. In that order, always.

use serde_json::{Value as Json, json};

use crate::app::draft::Input;
use crate::app::paper::Paper;
use crate::app::query::{Shown, View};
use crate::app::{Failure, due, escalation};
use crate::document::Document;
use crate::document::print::cell::{cut, width};
use crate::model::case::LinkKind;
use crate::model::entry::{Action, ActionState, Entry, EntryKind, LogFrom, Verdict};
use crate::model::quantity::{hundredths, money};
use crate::model::{EntryRef, Moment, Subject};

/// Lines of the log that are looked at, from the newest back.
const WINDOW: usize = 1_000;
/// Columns of a line without its label; with the label a hundred.
const COLUMNS: usize = 88;
/// Due things named in the last line.
const DUE: usize = 4;

/// Holds one part: the key of its label, and its lines.
pub(crate) struct Part {
    pub key: &'static str,
    pub lines: Vec<String>,
}

/// Holds what was read once for all parts.
pub(crate) struct Told<'a> {
    paper: &'a Paper<'a>,
    log: Vec<Entry>,
    is_cut: bool,
}

/// Cuts a text so that who and when, which stand behind it, are seen, and a count behind them.
fn tailed(text: &str, tail: &str) -> String {
    const COUNT: usize = 12;
    format!("{}{tail}", cut(text, COLUMNS.saturating_sub(width(tail) + COUNT), ".."))
}

pub(super) fn show(view: &View<'_>, input: &Input) -> Result<Shown, Failure> {
    let paper = Paper::begin(view, input.case("case")?, input)?;
    let parts = Told::read(&paper)?.parts()?;
    let nothing = paper.word("nothing_yet");
    let words = |part: &Part| if part.lines.is_empty() { nothing.clone() } else { part.lines.join("\n") };
    let page = Document::new().facts(parts.iter().map(|part| (paper.word(part.key), words(part))));
    let whole = parts.iter().map(|part| (part.key.to_owned(), Json::from(part.lines.clone())));
    let mut whole: serde_json::Map<String, Json> = whole.collect();
    whole.insert("case".to_owned(), json!(paper.case.case_ref().to_string()));
    Ok(Shown::Page(page, Json::Object(whole)))
}

impl<'a> Told<'a> {
    /// Reads the newest lines of the log.
    pub(crate) fn read(paper: &'a Paper<'a>) -> Result<Self, Failure> {
        let log = paper.read.log(paper.case.id, None, LogFrom::End, WINDOW)?;
        Ok(Self { is_cut: log.len() == WINDOW, log, paper })
    }

    /// Gives all parts in their order.
    pub(crate) fn parts(&self) -> Result<Vec<Part>, Failure> {
        Ok(vec![
            Part { key: "happened", lines: self.happened() },
            Part { key: "impact", lines: self.impact()? },
            Part { key: "doing", lines: self.doing()? },
            Part { key: "decided", lines: self.decided() },
            Part { key: "needed", lines: self.needed()? },
            Part { key: "next", lines: self.next()? },
        ])
    }

    /// Shows an instant in a few signs: the clock today, the day with it otherwise.
    pub(crate) fn near(&self, at: i64) -> String {
        let zone = self.paper.view.ctx.zone;
        let (local, now) = (zone.local(at), zone.local(self.paper.view.ctx.at));
        local.format(if local.date_naive() == now.date_naive() { "%H:%M" } else { "%m-%d %H:%M" }).to_string()
    }

    fn due(&self, due: Option<Moment>) -> String {
        due.and_then(|due| due.millis()).map(|at| format!(" · {}", self.near(at))).unwrap_or_default()
    }

    /// Says which case it is, how far it is and since when, in one line.
    pub(crate) fn headline(&self) -> String {
        let case = &self.paper.case;
        let since = case.time("started").or(case.time("detected")).and_then(|m| m.millis()).unwrap_or(case.opened.at);
        let restored = case.time("restored").and_then(|m| m.millis());
        let back = restored.map(|at| format!(" · {} {}", self.paper.word("restored").to_lowercase(), self.near(at))).unwrap_or_default();
        // Restored is said with its time, once.
        let state = if case.state == "restored" && restored.is_some() { String::new() } else { format!(" · {}", case.state) };
        let priority = case.priority.as_deref().map(|p| format!(" {}", p.replace('-', " "))).unwrap_or_default();
        let tail = format!("{state} · {} {}{back}", self.paper.word("since_then"), self.near(since));
        let head = format!("{}{priority} ", case.case_ref());
        let room = COLUMNS.saturating_sub(width(&head) + width(&tail));
        format!("{head}{}{tail}", cut(case.title.raw(), room, ".."))
    }

    fn happened(&self) -> Vec<String> {
        let facts: Vec<&Entry> = self.of(&[EntryKind::Fact, EntryKind::Workaround]).filter(|entry| !entry.redacted).collect();
        let mut lines = vec![self.headline()];
        lines.extend(self.newest(&facts, |entry| format!("{} {}", self.near(entry.spot().at), entry.text.raw())));
        lines
    }

    /// Says what it does to users in one line, and to projects and other cases in another.
    pub(crate) fn impact(&self) -> Result<Vec<String>, Failure> {
        let mut lines: Vec<String> = self.paper.case.effect.iter().map(|effect| cut(effect.raw(), COLUMNS, "..")).collect();
        let mut hits: Vec<String> = Vec::new();
        for row in self.paper.read.fields_of(Subject::Impact, self.paper.case.id)? {
            let time =
                row.int("time").filter(|time| *time != 0).map(|time| format!(" {}{} d", if time > 0 { "+" } else { "" }, hundredths(time)));
            let cost = row.int("cost").zip(row.raw("currency")).map(|(cost, currency)| format!(" {}", money(cost, currency)));
            let name = row.name("project").map(|name| name.raw().to_owned()).unwrap_or_default();
            hits.push([Some(name), time, cost].into_iter().flatten().collect());
        }
        let links = self.paper.read.links(self.paper.case.id)?;
        for kind in LinkKind::ALL {
            // The same words are said once: "hits ISS-9 ISS-10".
            for outward in [true, false] {
                let same: Vec<_> = links.iter().filter(|link| link.kind == *kind && link.outward == outward).collect();
                let cases: String = same.iter().map(|link| format!(" {}", link.case)).collect();
                hits.extend(same.first().map(|link| format!("{}{cases}", link.words())));
            }
        }
        if !hits.is_empty() {
            lines.push(self.listed(&hits, hits.len(), ", "));
        }
        Ok(lines)
    }

    fn doing(&self) -> Result<Vec<String>, Failure> {
        let plans = self.paper.read.fields_of(Subject::Contingency, self.paper.case.id)?;
        let invoked = plans.iter().filter(|plan| plan.word("state") == "invoked");
        let mut all: Vec<String> = invoked.map(|plan| format!("{} {}", plan.number().unwrap_or_default(), plan.word("scenario"))).collect();
        let actions = self.open_actions()?;
        all.extend(actions.iter().map(|action| {
            let who = self.paper.person(action.owner.as_ref().map(|owner| &owner.name));
            let who = if who.is_blank() { String::new() } else { format!(" · {}", who.raw()) };
            tailed(&format!("{} {}", action.action_ref(), action.text.raw()), &format!("{who}{}", self.due(action.due)))
        }));
        Ok(self.first(&all))
    }

    /// Reads the open actions, nearest first.
    pub(crate) fn open_actions(&self) -> Result<Vec<Action>, Failure> {
        let mut actions = self.paper.read.actions_of(self.paper.case.id)?;
        actions.retain(|action| action.state == ActionState::Open);
        actions.sort_by_key(|action| (action.due.and_then(|due| due.millis()).unwrap_or(i64::MAX), action.number));
        Ok(actions)
    }

    fn decided(&self) -> Vec<String> {
        let stands = |entry: &&Entry| !entry.redacted && entry.verdict != Some(Verdict::Dropped);
        let all: Vec<&Entry> = self.of(&[EntryKind::Decision]).filter(stands).collect();
        self.newest(&all, |entry| {
            let why = entry.reason.as_ref().map(|why| format!(" -- {}", why.raw())).unwrap_or_default();
            format!("{} {}{why}", self.near(entry.spot().at), entry.text.raw())
        })
    }

    /// What somebody has to answer: escalations first, then open questions, nearest first.
    fn needed(&self) -> Result<Vec<String>, Failure> {
        let rows = escalation::open(self.paper.read, self.paper.case.id)?;
        let asked = rows.iter().filter(|row| row.word("decision") == escalation::ESCALATE);
        let mut all: Vec<String> = asked
            .map(|row| {
                let to = self.paper.person(row.text("sent_to").as_ref());
                let to = if to.is_blank() { String::new() } else { format!(" · {}", to.raw()) };
                format!("{} {}{to}{}", row.number().unwrap_or_default(), row.word("outcome"), self.due(row.time("relook")))
            })
            .collect();
        let mut open: Vec<&Entry> = self.of(&[EntryKind::Question]).filter(|entry| entry.is_open() && !entry.redacted).collect();
        open.sort_by_key(|entry| (entry.due.and_then(|due| due.millis()).unwrap_or(i64::MAX), entry.number));
        all.extend(open.iter().map(|entry| {
            let who = self.paper.person(entry.person.as_ref().map(|person| &person.name));
            let who = if who.is_blank() { String::new() } else { format!(" · {}", who.raw()) };
            let name = EntryRef { case: self.paper.case.case_ref(), number: entry.number };
            tailed(&format!("{name} {}", entry.text.raw()), &format!("{who}{}", self.due(entry.due)))
        }));
        Ok(self.first(&all))
    }

    fn next(&self) -> Result<Vec<String>, Failure> {
        let dues = self.paper.read.due_in(self.paper.case.id)?;
        let words: Vec<String> = dues
            .iter()
            .map(|one| {
                let whom = one.audience.as_ref().map(|audience| format!(" {}", audience.raw()));
                let of = whom.or_else(|| one.number.map(|_| format!(" {}", due::of(one)))).unwrap_or_default();
                let late = if one.at < self.paper.view.ctx.at { format!(" {}", self.paper.word("late")) } else { String::new() };
                format!("{}{of} {}{late}", one.what.label(), self.near(one.at))
            })
            .collect();
        if words.is_empty() {
            return Ok(Vec::new());
        }
        Ok(vec![self.listed(&words, DUE, " · ")])
    }

    /// Goes through the lines of a kind, oldest first.
    fn of(&self, kinds: &'static [EntryKind]) -> impl Iterator<Item = &Entry> {
        self.log.iter().filter(|entry| kinds.contains(&entry.kind))
    }

    /// Gives the two newest as lines, in the order they happened, and how many there are besides.
    fn newest(&self, all: &[&Entry], words: impl Fn(&Entry) -> String) -> Vec<String> {
        let left = all.len().saturating_sub(2);
        let shown: Vec<String> = all[left..].iter().map(|entry| words(entry)).collect();
        self.counted(&shown, left)
    }

    /// Gives the first two as lines, and how many there are besides.
    fn first(&self, all: &[String]) -> Vec<String> {
        let shown = all.len().min(2);
        self.counted(&all[..shown], all.len() - shown)
    }

    fn counted(&self, shown: &[String], left: usize) -> Vec<String> {
        let at_least = if self.is_cut { ">" } else { "+" };
        let count = if left > 0 { format!(" ({at_least}{left} {})", self.paper.word("more")) } else { String::new() };
        let last = shown.len().saturating_sub(1);
        let line = |(at, text): (usize, &String)| self.ending(text, if at == last { &count } else { "" });
        shown.iter().enumerate().map(line).collect()
    }

    /// Joins the first of a list in one line, and counts what did not fit.
    fn listed(&self, all: &[String], most: usize, between: &str) -> String {
        let (mut line, mut shown) = (String::new(), 0);
        for part in all.iter().take(most) {
            let next = if shown == 0 { part.clone() } else { format!("{line}{between}{part}") };
            if width(&cut(&next, COLUMNS, "")) + 5 > COLUMNS && shown > 0 {
                break;
            }
            (line, shown) = (next, shown + 1);
        }
        let left = all.len() - shown;
        self.ending(&line, &if left > 0 { format!(" · +{left}") } else { String::new() })
    }

    /// Cuts a text to one line, so that what stands at its end is seen.
    fn ending(&self, text: &str, end: &str) -> String {
        format!("{}{end}", cut(text, COLUMNS.saturating_sub(width(end)), ".."))
    }
}
