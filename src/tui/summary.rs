//! What a case is in five lines: state with its service levels, impact, the last fact, who, and what is next.
//!
//! The Board shows them below its lanes and the Room beside its log. The words are made when data are read, never while drawing.

use chrono::Datelike as _;

use super::desk::{Desk, capital, role};
use super::keys::Place;
use super::theme::Role;
use crate::app::{Context, unknown};
use crate::model::case::{Case, LinkKind, LinkLine};
use crate::model::entry::{Due, Entry, Facet, Owed};
use crate::model::when;
use crate::model::{CaseKind, CaseRef, Untrusted};

/// Stands where nobody has said what a case does.
const NO_EFFECT: &str = "not described yet";
/// Stands where nobody has a part in a case.
const NOBODY: &str = "nobody yet";

/// One line: its label, its words and their role.
pub type Fact = (&'static str, String, Role);

/// One thing owed, as a row of a timetable.
#[derive(Clone, Debug)]
pub struct Clock {
    /// The clock, and the day when it is another.
    pub time: String,
    /// How far off: "in 4 min", "28 min late".
    pub left: String,
    /// What is owed.
    pub what: String,
    /// How near it is.
    pub role: Role,
}

/// Holds the words about one case.
#[derive(Clone, Debug)]
pub struct Summary {
    /// The case.
    pub case: Case,
    /// Number and title, for the border.
    pub title: String,
    /// State, Impact, Last, Leads, Next.
    pub facts: Vec<Fact>,
    /// The state without its service levels, for where the clocks stand beside it.
    pub state: String,
    /// Who has a part in it.
    pub leads: String,
    /// What it does to whom, without its links.
    pub effect: String,
    /// Every clock of the case, nearest first.
    pub clocks: Vec<Clock>,
    /// What was agreed and has been met or missed.
    pub agreed: Vec<(String, Role)>,
    /// Its links.
    pub links: Vec<LinkLine>,
}

impl Summary {
    /// Reads what is to be said of a case.
    pub fn of(case: CaseRef, desk: &Desk) -> Option<Self> {
        let case = desk.read(desk.app.case_named(case))?;
        let links = desk.read(desk.app.links(case.id));
        let dues = desk.read(desk.app.due_in(case.id));
        let last = desk.read(desk.app.last_entry(case.id, Facet::Facts));
        let ctx = &desk.app.ctx;
        let open = desk.read(desk.app.unknowns(case.id));
        let of_case = open.iter().filter(|open| CaseRef::parse(&open.about.record).is_some());
        let unknown: Vec<(&str, String)> = of_case.map(|open| (open.about.field.as_str(), unknown::words(open, &ctx.now()))).collect();
        let state = state(&case, ctx);
        let leads = people(&case, &unknown);
        let names = if leads == NOBODY { desk.told(Place::Board, "; {edit} names one") } else { String::new() };
        let facts = vec![
            with_levels(&state, &case, &dues, ctx),
            ("Impact", impact(&case, &links, &unknown, desk), Role::Text),
            (
                "Last",
                last.map_or_else(|| desk.told(Place::Room, "nothing logged yet; {log} writes the first line"), |entry| said(&entry, ctx)),
                Role::Text,
            ),
            ("Leads", format!("{leads}{names}"), Role::Text),
            next(&dues, &case, ctx),
        ];
        let clocks = dues.iter().map(|due| clock(due, ctx)).collect();
        let agreed = levels(&case, &[], ctx).into_iter().map(|(words, role)| (capital(&words), role)).collect();
        let effect = case.effect.as_ref().map_or(NO_EFFECT, |effect| effect.raw()).to_owned();
        Some(Self { title: format!("{} {}", case.case_ref(), case.title.raw()), facts, state, leads, effect, clocks, agreed, links, case })
    }
}

fn state(case: &Case, ctx: &Context) -> String {
    let priority = case.priority.as_deref().map(|p| format!("{} · ", p.replace('-', " "))).unwrap_or_default();
    let since = case.time("started").or(case.time("detected")).and_then(|m| m.millis()).unwrap_or(case.opened.at);
    let off = if case.clocks { "" } else { " · clocks off until adopted" };
    format!("{priority}{} · since {} ({}){off}", case.state, stamp(since, ctx), when::span(ctx.at - since))
}

fn with_levels(state: &str, case: &Case, dues: &[Due], ctx: &Context) -> Fact {
    let mut levels = levels(case, dues, ctx);
    // What still runs stands first and what was met last, for where there is not room for all.
    levels.sort_by_key(|(words, role)| (*role == Role::Good, words.contains(" missed ")));
    let levels = levels.into_iter().map(|(words, _)| words);
    ("State", [state.to_owned()].into_iter().chain(levels).collect::<Vec<_>>().join(" · "), Role::Text)
}

/// Words respond and restore: met, missed, or due.
fn levels(case: &Case, dues: &[Due], ctx: &Context) -> Vec<(String, Role)> {
    let Some(priority) = case.incident_priority().filter(|_| case.clocks) else { return Vec::new() };
    let levels =
        [(Owed::Respond, "acknowledged", ctx.policies.respond(priority)), (Owed::Restore, "restored", ctx.policies.restore(priority))];
    let one = |(what, time, agreed): (Owed, &str, Option<i64>)| {
        let reached = case.time(time).and_then(|m| m.millis()).map(|at| at - case.clock_start());
        match (reached, dues.iter().find(|due| due.what == what), agreed) {
            (Some(took), _, Some(agreed)) if took > agreed => {
                Some((format!("{} missed ({}, agreed {})", what.label(), when::span(took), when::span(agreed)), Role::Late))
            }
            (Some(took), _, Some(_)) => Some((format!("{} met ({})", what.label(), when::span(took)), Role::Good)),
            (_, Some(due), _) => Some((format!("{} {}", what.label(), crate::app::due::words(due, &ctx.now())), role(due.at - ctx.at))),
            _ => None,
        }
    };
    levels.into_iter().filter_map(one).collect()
}

fn clock(due: &Due, ctx: &Context) -> Clock {
    let what = match (due.what, due.number) {
        (Owed::Action, Some(number)) => format!("A-{number} {}", due.text.raw()),
        (what, Some(_)) if what.subject().is_some() => {
            format!("{} {} {}", capital(what.label()), crate::app::due::of(due), due.text.raw())
        }
        (what, Some(_)) => format!("{} {}", capital(what.label()), due.text.raw()),
        // Whom it is about: an audience, a source, somebody on loan. What the case itself owes needs no name here.
        (what @ (Owed::Word | Owed::Back), None) => format!("{} {}", capital(what.label()), due.text.raw()),
        (what, None) => match &due.audience {
            Some(audience) => format!("{} {}", capital(what.label()), audience.raw()),
            None => capital(what.label()),
        },
    };
    Clock { time: stamp(due.at, ctx), left: when::until(due.at - ctx.at), what, role: role(due.at - ctx.at) }
}

fn impact(case: &Case, links: &[LinkLine], unknown: &[(&str, String)], desk: &Desk) -> String {
    let field = if case.kind == CaseKind::Issue { "impact" } else { "effect" };
    let unknown = unknown.iter().find(|(key, _)| *key == field).map(|(_, words)| words.clone());
    let effect = case.effect.as_ref().map(|text| text.raw().to_owned()).or(unknown);
    let mut linked = String::new();
    for (at, link) in links.iter().take(8).enumerate() {
        // The same words are said once: "hits ISS-9, ISS-10".
        let same = at > 0 && links.get(at - 1).is_some_and(|before| before.words() == link.words());
        let between = if at == 0 {
            ""
        } else if same {
            ", "
        } else {
            "; "
        };
        let words = if same { String::new() } else { format!("{} ", link.words()) };
        linked.push_str(&format!("{between}{words}{}", link.case));
    }
    match (effect, linked.is_empty()) {
        (Some(effect), true) => effect,
        (Some(effect), false) => format!("{effect} · {linked}"),
        (None, false) => format!("{NO_EFFECT} · {linked}"),
        (None, true) => format!("{NO_EFFECT}{}", desk.told(Place::Board, "; {edit} adds it")),
    }
}

fn said(entry: &Entry, ctx: &Context) -> String {
    let at = entry.spot().at;
    let who = entry.person.as_ref().map_or(entry.author.raw(), |person| person.name.raw());
    let text = if entry.redacted { "(redacted)" } else { entry.text.raw() };
    format!("{} {}  {text} ({who}, {})", stamp(at, ctx), entry.kind.label(), when::ago(ctx.at - at))
}

fn people(case: &Case, unknown: &[(&str, String)]) -> String {
    let home = case.service.as_ref().or(case.project.as_ref()).map(|named| &named.name);
    let homes: Vec<&str> = home.into_iter().chain(&case.affected).map(Untrusted::raw).collect();
    let home = Some(homes.join(", ")).filter(|names| !names.is_empty());
    let home = home.as_deref();
    let lead = case.lead.as_ref().map(|named| named.name.raw());
    let scribe = case.scribe.as_ref().map(|named| named.name.raw());
    let owns = if case.kind == CaseKind::Issue { "owner" } else { "lead" };
    let on = match (case.kind, homes.len()) {
        (CaseKind::Issue, 0 | 1) => "project",
        (CaseKind::Issue, _) => "project and services",
        (CaseKind::Incident, 0 | 1) => "service",
        (CaseKind::Incident, _) => "services",
    };
    let named = [(lead, owns), (scribe, "scribe"), (home, on)];
    let mut words: Vec<String> = named.into_iter().filter_map(|(name, what)| Some(format!("{} ({what})", name?))).collect();
    let asked = [owns, "scribe", on].into_iter().filter_map(|what| unknown.iter().find(|(key, _)| *key == what));
    words.extend(asked.map(|(what, when)| format!("{what} {when}")));
    if words.is_empty() { NOBODY.to_owned() } else { words.join(" · ") }
}

fn next(dues: &[Due], case: &Case, ctx: &Context) -> Fact {
    let Some(due) = dues.first() else {
        let words = if case.is_closed() { "nothing: the case is closed" } else { "nothing is due" };
        return ("Next", words.to_owned(), Role::Quiet);
    };
    // The case itself stands above; only an entry or an action has a name to say.
    let audience = due.audience.as_ref().map(|audience| format!(" {}", audience.raw()));
    let of = audience.or_else(|| due.number.map(|_| format!(" {}", crate::app::due::of(due)))).unwrap_or_default();
    let key = if due.what == Owed::Update { " · u tells them" } else { "" };
    let more = if dues.len() > 1 { format!(" · +{}", dues.len() - 1) } else { String::new() };
    let words = format!("{}{of} {}{key}{more}", capital(due.what.label()), crate::app::due::words(due, &ctx.now()));
    ("Next", words, role(due.at - ctx.at))
}

/// Shows the clock alone for today, the day with it otherwise, and the year with that when it is another.
pub fn stamp(at: i64, ctx: &Context) -> String {
    let (local, now) = (ctx.zone.local(at), ctx.zone.local(ctx.at));
    match (local.date_naive() == now.date_naive(), local.year() == now.year()) {
        (true, _) => when::clock(at, ctx.zone),
        (false, true) => local.format("%m-%d %H:%M").to_string(),
        (false, false) => local.format("%Y-%m-%d %H:%M").to_string(),
    }
}

/// Says for a lane's border what the selected case of the other lane does to it.
pub fn linked_words(links: &[LinkLine], from: CaseRef) -> String {
    let others = links.iter().filter(|link| link.case.kind != from.kind && link.state != "closed");
    let kinds: Vec<LinkKind> = others.map(|link| link.kind).collect();
    let hits = kinds.iter().all(|kind| *kind == LinkKind::Hits);
    match (kinds.len(), hits, from.kind) {
        (0, ..) => String::new(),
        (count, true, CaseKind::Incident) => format!(", {count} hit by {from}"),
        (1, true, CaseKind::Issue) => format!(", 1 hits {from}"),
        (count, true, CaseKind::Issue) => format!(", {count} hit {from}"),
        (count, false, _) => format!(", {count} linked to {from}"),
    }
}
