//! How the causes look: the tree with what is known of the selected node beside or below it, or the fishbone over the same nodes.

use ratatui::Frame;
use ratatui::layout::{Rect, Size};

use super::causes::Causes;
use super::causes_fishbone as fishbone;
use super::causes_lines::{Line, letter, question};
use super::desk::Desk;
use super::keys::Place;
use super::parts::columns::{Column, spans};
use super::parts::frame::{above, beside, hint, more, pane};
use super::parts::text::{paint, paint_all, row};
use super::theme::{Role, Theme};
use super::words::{parts_that_fit, wrapped};
use crate::model::cause::Mark;
use crate::model::evidence::Side;
use crate::model::finding::{Aspect, Certainty};
use crate::model::{CaseRef, EntryRef};

/// From so many columns on what is known of a node stands beside the tree.
const BESIDE: u16 = 100;
/// From so many rows on it stands below, and how many it takes there.
const BELOW: (u16, u16) = (16, 8);
/// Rows of the question where there is no room for more than that.
const ASKED: u16 = 2;

/// Where things stand at a size.
struct Plan {
    nodes: Rect,
    detail: Rect,
}

fn plan(area: Rect, bare: bool) -> Plan {
    // Without a node there is nothing to know of one.
    if bare {
        return Plan { nodes: area, detail: Rect { height: 0, ..area } };
    }
    if area.width >= BESIDE {
        let [nodes, detail] = beside(area, 62);
        return Plan { nodes, detail };
    }
    let rows = match area.height {
        rows if rows >= BELOW.0 => BELOW.1,
        9.. => ASKED,
        _ => 0,
    };
    let [nodes, detail] = above(area, area.height - rows);
    Plan { nodes, detail }
}

/// Gives how many nodes are seen at once.
pub fn rows(causes: &Causes, size: Size) -> usize {
    let area = plan(Rect::new(0, 0, size.width, size.height), causes.lines.is_empty()).nodes;
    let inside = usize::from(if area.height < 3 { area.height } else { area.height - 2 }).max(1);
    if causes.fishbone { inside.min(causes.lines.len().max(1)) } else { inside }
}

/// Draws the causes.
pub fn draw(causes: &Causes, frame: &mut Frame<'_>, area: Rect, theme: &Theme, desk: &Desk) {
    let plan = plan(area, causes.lines.is_empty());
    let title = title(causes, plan.nodes, theme);
    if causes.fishbone && !causes.lines.is_empty() && fishbone::fits(plan.nodes) {
        let inside = pane(frame, plan.nodes, &title, true, theme);
        fishbone::draw(causes, frame, inside, theme);
    } else {
        draw_list(causes, frame, plan.nodes, &title, theme, desk);
    }
    // Who shares the screen is not asked there.
    let asked = if desk.is_shared() { None } else { question(&causes.lines) };
    draw_detail(causes, frame, plan.detail, asked, theme);
}

/// Words the border: "INC-1 causes · 7 · 2 roots".
fn title(causes: &Causes, area: Rect, theme: &Theme) -> String {
    let Some(case) = causes.case else { return "Causes".to_owned() };
    let roots = causes.lines.iter().filter(|line| line.mark == Mark::Root).count();
    let roots = match roots {
        0 => String::new(),
        1 => " · 1 root".to_owned(),
        many => format!(" · {many} roots"),
    };
    let view = match causes.fishbone {
        true if fishbone::fits(area) => "fishbone",
        true => "causes by side",
        false => "causes",
    };
    let title = format!("{case} {view} · {}{roots}", causes.lines.len());
    parts_that_fit(&title, usize::from(area.width).saturating_sub(4)).trim_end_matches(" ~").replace('·', theme.dot())
}

fn draw_list(causes: &Causes, frame: &mut Frame<'_>, area: Rect, title: &str, theme: &Theme, desk: &Desk) {
    let inside = pane(frame, area, title, true, theme);
    if causes.lines.is_empty() {
        let words = match causes.case {
            None => "No case is chosen. {board} shows the cases, {review} their reviews.",
            Some(_) if desk.is_shared() => "No cause is named that may be shown here.",
            Some(_) if causes.is_frozen() => "No cause is named, and the review is approved; {review-state} in the Review opens it again.",
            Some(_) => "No cause is named yet. {new} names the first; then ask why, and why again.",
        };
        let place = if causes.is_frozen() { Place::Review } else { Place::Causes };
        return hint(frame, inside, &desk.told(place, words), theme);
    }
    more(frame, area, title, causes.list.goes_on(), theme);
    let known = [causes.lines.iter().any(|line| !line.sure.is_empty()), causes.lines.iter().any(|line| !line.evidence.is_empty())];
    causes.list.draw_marked(frame.buffer_mut(), inside, theme, true, |numbered, width| ("", cells(&numbered.1, known, width)));
}

/// Writes one node for a width: mark, aspect, branches and words, and on the right how sure it is and its evidence, where any has some.
fn cells(line: &Line, [sure, evidence]: [bool; 2], width: usize) -> Vec<(String, Role)> {
    let fixed = |is: bool, cells: u16, from: u16| Column::fixed(cells).from(if is { from } else { u16::MAX });
    let columns = [Column::fixed(3), Column::fixed(1), Column::rest(12), fixed(sure, 12, 48), fixed(evidence, 6, 36)];
    let mark = format!("[{}]", line.mark.letter());
    let aspect = letter(line.aspect).to_string();
    let words = format!("{}{}", line.branch, line.text);
    let role = if line.mark == Mark::Root { Role::Strong } else { Role::Text };
    let cells = [(mark.as_str(), role), (&aspect, Role::Quiet), (&words, role), (line.sure, Role::Quiet), (&line.evidence, Role::Quiet)];
    spans(&columns, &cells, width)
}

/// Draws what is known of the selected node, and one question where a whole side was not looked at.
fn draw_detail(causes: &Causes, frame: &mut Frame<'_>, area: Rect, asked: Option<&str>, theme: &Theme) {
    let line = causes.line();
    if area.height <= ASKED {
        let width = usize::from(area.width).saturating_sub(2);
        for (at, words) in (0..).zip(wrapped(asked.unwrap_or_default(), width).iter().take(usize::from(area.height))) {
            paint(frame.buffer_mut(), row(area, at), &format!(" {words}"), theme.style(Role::Quiet));
        }
        return;
    }
    let inside = pane(frame, area, line.map_or("", |line| &line.name), false, theme);
    let width = usize::from(inside.width).saturating_sub(2);
    let mut rows = line.map_or_else(Vec::new, |line| known(causes, line, width));
    // The question keeps its rows; what is known gives way.
    let asked: Vec<String> = wrapped(asked.unwrap_or_default(), width);
    let room = usize::from(inside.height).saturating_sub(asked.len() + usize::from(inside.height > BELOW.1));
    if rows.len() > room {
        rows.truncate(room);
        if let Some(last) = rows.last_mut() {
            *last = (format!("{} ..", last.0), last.1);
        }
    }
    if inside.height > BELOW.1 && !rows.is_empty() && !asked.is_empty() {
        rows.push((String::new(), Role::Text));
    }
    rows.extend(asked.into_iter().map(|words| (words, Role::Message)));
    for (at, (words, role)) in (0..inside.height).zip(&rows) {
        paint_all(frame.buffer_mut(), row(inside, at), [(" ", theme.style(Role::Text)), (words.as_str(), theme.style(*role))]);
    }
}

/// Words what is known of a node: its text whole, what it is, note, link, and each line of evidence.
fn known(causes: &Causes, line: &Line, width: usize) -> Vec<(String, Role)> {
    let Some((read, node)) = causes.read.as_ref().and_then(|read| Some((read, read.tree.find(line.id)?))) else { return Vec::new() };
    let cause = &node.cause;
    let is = [
        Some(cause.mark.label()).filter(|_| cause.mark != Mark::Why),
        cause.aspect.map(Aspect::label),
        cause.certainty.map(Certainty::label),
    ];
    let is = is.into_iter().flatten().map(str::to_owned).chain([format!("for {}", cause.visibility.label())]);
    let is = is.collect::<Vec<_>>().join(", ");
    let mut all: Vec<(String, Role)> = Vec::new();
    let mut put = |text: &str, role: Role| all.extend(wrapped(text, width).into_iter().map(|row| (row, role)));
    put(cause.text.raw(), Role::Text);
    put(&is, Role::Quiet);
    for text in [&cause.note, &cause.reference].into_iter().flatten() {
        put(text.raw(), Role::Text);
    }
    let case = causes.case.unwrap_or(CaseRef { kind: crate::model::CaseKind::Incident, number: 0 });
    for one in read.of(cause.id) {
        let name = EntryRef { case, number: one.number };
        let against = if one.side == Side::Against { Role::Soon } else { Role::Quiet };
        put(&format!("{} {name} {}", one.side.label(), one.text.raw()), against);
    }
    all
}
