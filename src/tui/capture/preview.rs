//! What a line would become, in words: kind, time, owner, due time, reason, tags, who may read it, and what is wrong with it.

use super::Goal;
use crate::app::draft;
use crate::app::hypothesis::live::is_hypothesis;
use crate::model::capture::{self, Line};
use crate::model::entry::{Entry, EntryKind};
use crate::model::evidence::Side;
use crate::model::when::{self, Now};
use crate::model::{CaseRef, EntryRef, Moment, Refusal, Subject};
use crate::tui::desk::Desk;
use crate::tui::theme::Role;

/// What a line may begin with; shown while nothing is typed.
const SIGNS: &str = "fact !decision +action ?question ~hypothesis =workaround %assumption >update";
/// Most pasted lines that are looked at one by one.
const LOOKED_AT: usize = 200;

/// Words with their roles, the first the most important.
pub type Words = Vec<(String, Role)>;

/// Words what pasted lines would become.
pub fn of_paste(text: &str, as_facts: bool, desk: &Desk) -> Words {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    let (now, other) = if as_facts { ("as facts", "by their signs") } else { ("by their signs", "as facts") };
    let mut words = vec![(format!("{} lines, {now}", lines.len()), Role::Here)];
    let read = |line: &&&str| {
        let now = &desk.app.ctx.now();
        let read = if as_facts { capture::parse_as(line, EntryKind::Fact, now) } else { capture::parse(line, now) };
        read.err()
    };
    let wrong = lines.iter().take(LOOKED_AT).enumerate().find_map(|(at, line)| Some((at + 1, read(&line)?)));
    if let Some((at, refusals)) = wrong {
        let why = refusals.first().map_or("", |refusal| refusal.why.raw());
        words.push((format!("not yet, line {at}: {why}"), Role::Late));
    }
    words.push((format!("Enter logs them all · Tab: {other} · Backspace takes them away"), Role::Message));
    words
}

/// Words what a line would become; for a correction, `old` is the entry whose place it takes.
pub fn of_line(text: &str, goal: &Goal, old: Option<&Entry>, desk: &Desk) -> Words {
    if text.trim().is_empty() {
        let words = if matches!(goal, Goal::Log(_)) { SIGNS } else { "type what it should have said" };
        return vec![(words.to_owned(), Role::Quiet)];
    }
    if let (Goal::Log(_), Some(kind)) = (goal, bare_sign(text)) {
        return vec![(kind.label().to_owned(), Role::Here), (wanted(kind).to_owned(), Role::Quiet)];
    }
    let now = desk.app.ctx.now();
    let read = old.map_or_else(|| capture::parse(text, &now), |old| capture::parse_again(text.trim(), old.kind, &now));
    match (read, old) {
        (Err(refusals), _) => wrong(&refusals),
        (Ok(line), Some(old)) if line.kind != old.kind && [line.kind, old.kind].contains(&EntryKind::Action) => {
            wrong(&[Refusal::whole("an action stays an action, and nothing else becomes one", "")])
        }
        (Ok(line), old) => understood(&line, text, (goal.case(), old), desk),
    }
}

/// Gives the kind of a line that is nothing but its sign yet.
fn bare_sign(text: &str) -> Option<EntryKind> {
    let mut letters = text.trim().chars();
    letters.next().and_then(EntryKind::of_sign).filter(|_| letters.next().is_none())
}

/// Says what a line of a kind should hold.
fn wanted(kind: EntryKind) -> &'static str {
    match kind {
        EntryKind::Decision => "what was decided -- why @owner in 2h",
        EntryKind::Action => "what is to be done @owner due 15:30",
        EntryKind::Question => "what is not known yet @who finds out due 15:30",
        EntryKind::Hypothesis => "what the cause could be ^likely",
        EntryKind::Workaround => "how people can work meanwhile",
        EntryKind::Assumption => "what is taken for true and not checked yet",
        EntryKind::Update => "what those who wait are told: effect, what is done, when more follows",
        EntryKind::Fact | EntryKind::State => "what was seen",
    }
}

fn wrong(refusals: &[Refusal]) -> Words {
    let mut words = Vec::new();
    for refusal in refusals {
        words.push((format!("not yet: {}", refusal.why.raw()), Role::Late));
    }
    if let [only] = refusals {
        words.push((only.hint.raw().to_owned(), Role::Quiet));
    }
    words
}

fn understood(line: &Line, text: &str, (case, old): (CaseRef, Option<&Entry>), desk: &Desk) -> Words {
    let now = desk.app.ctx.now();
    let mut words: Words = vec![(line.kind.label().to_owned(), Role::Here)];
    if let Some(at) = &line.observed {
        let ago = at.millis().map(|at| format!(" ({})", when::ago(now.at - at))).unwrap_or_default();
        words.push((format!("at {}{ago}", brief(at, &now)), Role::Text));
    }
    words.extend(people(line, old, desk));
    words.extend(due(line, old, &now));
    if line.kind == EntryKind::Decision {
        let given = line.reason.is_some() || old.is_some_and(|old| old.reason.is_some());
        words.push(if given { ("reason given".to_owned(), Role::Text) } else { ("no reason yet: -- why".to_owned(), Role::Soon) });
    }
    words.extend(likely(line, old));
    words.extend(line.evidence.iter().map(|(side, number)| evidence(*side, *number, case, desk)));
    words.extend(line.tags.iter().map(|tag| (format!("#{tag}"), Role::Text)));
    // A word that looks like a visibility and is none stays text, and may be read by more than was meant.
    words.extend(capture::stray(text, line.kind).map(|word| (format!("{word} says nothing: stays text"), Role::Soon)));
    let usual = old.map_or(line.kind.default_visibility(), |old| old.visibility);
    words.push(match line.visibility {
        Some(level) => (format!("for {}", level.label()), Role::Text),
        None => (format!("for {}", usual.label()), Role::Quiet),
    });
    words
}

/// Says how likely a hypothesis is: as the line says, or as it was.
fn likely(line: &Line, old: Option<&Entry>) -> Option<(String, Role)> {
    match (line.confidence, old.and_then(|old| old.confidence)) {
        (Some(sure), _) => Some((sure.label().to_owned(), Role::Text)),
        (None, Some(kept)) if line.kind == EntryKind::Hypothesis => Some((format!("still {}", kept.label()), Role::Quiet)),
        _ => None,
    }
}

/// Says what a line is evidence for or against, or that there is no such hypothesis.
fn evidence(side: Side, number: i64, case: CaseRef, desk: &Desk) -> (String, Role) {
    let said = format!("{} ~{number}", side.key());
    match desk.read(desk.app.entry(EntryRef { case, number })).filter(is_hypothesis) {
        Some(hypothesis) => (format!("{said}: {}", hypothesis.text.raw()), Role::Text),
        None => (format!("no hypothesis has this number: {said} stays text"), Role::Soon),
    }
}

/// The first name that somebody has is the owner or source; other names stay in the words, and so does one that nobody has.
fn people(line: &Line, old: Option<&Entry>, desk: &Desk) -> Words {
    let names: Vec<(String, bool)> = line.names().into_iter().map(|name| (name.to_owned(), is_known(name, desk))).collect();
    let settled = line.clone().settled(|name| names.iter().any(|(other, known)| other == name && *known));
    let owner = settled.owner();
    let owned = matches!(line.kind, EntryKind::Action | EntryKind::Decision | EntryKind::Question);
    let mut words: Words = Vec::new();
    match (owner, old.and_then(|old| old.person.as_ref())) {
        (Some(owner), _) => words.push((format!("{} {owner}", if owned { "owner" } else { "source" }), Role::Text)),
        (None, Some(kept)) => words.push((format!("still {}", kept.name.raw()), Role::Quiet)),
        (None, None) if line.kind == EntryKind::Action => words.push(("no owner: @name".to_owned(), Role::Soon)),
        (None, None) => {}
    }
    for (name, known) in &names {
        if !known {
            words.push((format!("nobody is called @{name}: stays text"), Role::Soon));
        } else if Some(name.as_str()) != owner {
            words.push((format!("@{name}"), Role::Quiet));
        }
    }
    words
}

fn due(line: &Line, old: Option<&Entry>, now: &Now) -> Option<(String, Role)> {
    match (line.due, old.and_then(|old| old.due)) {
        (Some(due), _) => {
            let late = due.millis().is_some_and(|at| at < now.at);
            let words = format!("due {}", brief(&due, now));
            Some(if late { (format!("{words}, that is over"), Role::Soon) } else { (words, Role::Text) })
        }
        (None, Some(kept)) => Some((format!("still due {}", brief(&kept, now)), Role::Quiet)),
        (None, None) if line.kind == EntryKind::Action => Some(("no due time: in 20m".to_owned(), Role::Quiet)),
        (None, None) => None,
    }
}

/// Shows a time as briefly as it can be without being mistaken: the clock alone for today.
fn brief(moment: &Moment, now: &Now) -> String {
    let today = now.zone.local(now.at).format("%Y-%m-%d ").to_string();
    when::stamp(moment, now.zone).replacen(&today, "", 1)
}

fn is_known(name: &str, desk: &Desk) -> bool {
    desk.read(desk.app.find(Subject::Person, &draft::handle(name))).is_some()
}
