//! The Board as a page: the two lanes as they stand on screen, and what is due above them. What waits outside the lanes is counted only.

use std::io::Write;

use super::whats::What;
use super::{Asked, Broken, page, remarks, rows};
use crate::app::due;
use crate::document::wall::{Wall, WallCase, WallDue, WallLane};
use crate::model::case::{CaseFilter, CaseFrom, CaseLine, CaseOrder, Shelf, letters};
use crate::model::entry::Due;
use crate::model::when::Now;
use crate::model::{CaseKind, Untrusted};

/// Most cases of a lane: what hangs on a wall is not scrolled, and what is sent is not a list of everything.
const CASES: usize = 60;
/// Most due things.
const DUES: usize = 6;

/// Writes it.
pub(super) fn write(_: &What, asked: &Asked<'_>, out: &mut dyn Write) -> Result<Vec<String>, Broken> {
    let mut secrets = 0;
    let seen = asked.read.due_count(i64::MAX)?;
    let left_out = usize::try_from(asked.wide.due_count(i64::MAX)? - seen).unwrap_or(0);
    let owed = owed(asked, &mut secrets)?;
    let more = usize::try_from(seen).unwrap_or(0).saturating_sub(owed.len());
    let mut lanes = Vec::new();
    for kind in [CaseKind::Incident, CaseKind::Issue] {
        lanes.push(lane(asked, kind, &mut secrets)?);
    }
    let local = asked.zone.local(asked.ctx.at);
    let wall = Wall {
        language: asked.ctx.language.clone(),
        title: asked.word("board"),
        made: format!("{} {} {}", asked.word("as_of"), local.format("%Y-%m-%d %H:%M"), asked.zone.short()),
        reload: asked.reload,
        due: asked.word("due"),
        owed_more: match (owed.is_empty(), more) {
            (true, _) => asked.word("none_due"),
            (false, 0) => String::new(),
            (false, more) => format!("+{more} {}", asked.word("more")),
        },
        owed,
        lanes,
        foot: page::foot(asked, left_out, secrets)?.text().raw().to_owned(),
    };
    out.write_all(wall.to_html().as_bytes())?;
    Ok(remarks(asked, left_out, secrets))
}

/// Gives the clock times of the page: the day stands where it is not that of the page.
fn now(asked: &Asked<'_>) -> Now {
    Now { at: asked.ctx.at, zone: asked.zone }
}

fn clean(asked: &Asked<'_>, text: &Untrusted, secrets: &mut usize) -> Untrusted {
    rows::clean(text.raw().to_owned(), asked.raw, secrets).into()
}

fn owed(asked: &Asked<'_>, secrets: &mut usize) -> Result<Vec<WallDue>, Broken> {
    let dues = asked.read.due(DUES)?;
    let row = |due: &Due| {
        let text = super::due::text(asked, due, &super::due::title(asked, due)?);
        Ok(WallDue {
            when: due::stamp(due.at, &now(asked)),
            late: if due.at < asked.ctx.at { asked.word("late") } else { String::new() },
            number: format!("{} {}", due::of(due), asked.word(super::due::word(due))),
            text: clean(asked, &text, secrets),
            who: asked.person(due.who.as_ref()),
        })
    };
    dues.iter().map(row).collect()
}

fn lane(asked: &Asked<'_>, kind: CaseKind, secrets: &mut usize) -> Result<WallLane, Broken> {
    let filter = CaseFilter { kind, shelf: Shelf::Lane, order: CaseOrder::Priority, by: None };
    let cases = asked.read.cases(&filter, CaseFrom::Start, CASES)?;
    let counts = asked.read.tally(kind, Shelf::Lane)?;
    let open: i64 = counts.iter().map(|(_, count)| count).sum();
    let worst = counts.iter().find(|(rank, _)| *rank == 1).map_or(0, |(_, count)| *count);
    let aside: i64 = asked.read.tally(kind, Shelf::Aside)?.iter().map(|(_, count)| count).sum();
    let (name, top) = match kind {
        CaseKind::Incident => ("incidents", "P1".to_owned()),
        CaseKind::Issue => ("project_issues", asked.word("priority_very_high")),
    };
    let parts = [(open, asked.word("count_open")), (worst, top), (aside, asked.word("outside_lanes"))];
    let parts = parts.into_iter().enumerate().filter(|(at, (n, _))| *at == 0 || *n > 0).map(|(_, (n, word))| format!("{n} {word}"));
    let more = usize::try_from(open).unwrap_or(0).saturating_sub(cases.len());
    let mut told = Vec::new();
    for line in &cases {
        told.push(case(asked, line, secrets)?);
    }
    Ok(WallLane {
        name: asked.word(name),
        counts: parts.collect::<Vec<_>>().join(", "),
        more: match (told.is_empty(), more) {
            (true, _) => asked.word("none_open"),
            (false, 0) => String::new(),
            (false, more) => format!("+{more} {}", asked.word("more")),
        },
        cases: told,
    })
}

fn case(asked: &Asked<'_>, line: &CaseLine, secrets: &mut usize) -> Result<WallCase, Broken> {
    let now = now(asked);
    let links = asked.read.links(line.id)?;
    let linked = links.iter().filter(|link| link.state != "closed").map(|link| link.case.to_string()).collect::<Vec<_>>();
    let since = format!("{} {}", asked.word("since_then"), due::stamp(line.since, &now));
    let due = line.due.map_or_else(String::new, |at| format!("{} {}", asked.word("due"), due::stamp(at, &now)));
    let lead = Some(asked.person(line.lead.as_ref())).filter(|lead| !lead.is_blank());
    let lead = lead.map(|lead| Untrusted::from(format!("@{}", lead.raw()))).unwrap_or_default();
    let linked = if linked.is_empty() { String::new() } else { format!("→ {}", linked.join(" ")) };
    let state = asked.words.get(&format!("state_{}", line.state)).cloned().unwrap_or_else(|| line.state.clone());
    Ok(WallCase {
        priority: line.priority.as_deref().map_or("–", letters).to_owned(),
        weight: match line.spot.rank {
            1 => 2,
            2 => 1,
            _ => 0,
        },
        number: line.case.to_string(),
        title: clean(asked, &line.title, secrets),
        state,
        facts: vec![line.home.clone().unwrap_or_default(), lead, since.into(), due.into(), linked.into()],
    })
}
