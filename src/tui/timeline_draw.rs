//! The timeline as it is drawn: the strip of phases, the lines with how each is told, and the selected one whole.
//!
//! How a line is told is said by letters in a column of their own: `T` told, `-` left out; `w` in other words; `m` moved; `*` a key moment.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::desk::Desk;
use super::keys::Place;
use super::parts::columns::{Column, spans};
use super::parts::frame::{above, hint, pane};
use super::parts::list::inside as room;
use super::parts::text::{cut, from, paint, row};
use super::theme::{Role, Theme};
use super::timeline::Timeline;
use super::words::wrapped;
use crate::app::Context;
use crate::app::rca::gap_between;
use crate::app::timeline;
use crate::model::case::Case;
use crate::model::telling::Told;
use crate::model::{EntryRef, Moment, Precision, when};

/// From so many rows on there is room for the strip, and for the selected line whole.
const STRIP: u16 = 16;
const DETAIL: u16 = 20;
/// Rows of the selected line, with its border.
const WHOLE: u16 = 5;

/// How it is told, when, how long nothing was written before, its number, its kind, the words, who.
const COLUMNS: &[Column] = &[
    Column::fixed(4),
    Column::fixed(12),
    Column::fixed(6).to_the_right().from(50),
    Column::fixed(5).to_the_right().from(50),
    Column::fixed(10).from(64),
    Column::rest(12),
    Column::fixed(10).from(90),
];
const HEADINGS: &[&str] = &["How", "When", "Gap", "Line", "Kind", "What is told", "Who"];

/// Holds where everything goes.
pub(super) struct Plan {
    strip: Rect,
    list: Rect,
    detail: Rect,
}

impl Plan {
    /// Gives how many rows the list has for lines.
    pub(super) fn rows(&self) -> u16 {
        // A border takes two rows, the headings one.
        if self.list.height < 4 { self.list.height.min(1) } else { self.list.height - 3 }
    }
}

/// Divides the body.
pub(super) fn plan(area: Rect, phases: usize) -> Plan {
    let phases = if area.height >= STRIP { u16::try_from(phases).unwrap_or(0) } else { 0 };
    let [strip, rest] = above(area, phases);
    let whole = if area.height >= DETAIL { WHOLE } else { 0 };
    let [list, detail] = above(rest, rest.height - whole.min(rest.height));
    Plan { strip, list, detail }
}

/// Words the strip for a width.
pub(super) fn strip(case: &Case, ctx: &Context, width: u16) -> Vec<String> {
    timeline::strip(case, &ctx.language, timeline::bar_in(usize::from(width)), Some(ctx.at))
}

/// Writes one line for a text elsewhere.
pub(super) fn copied(name: EntryRef, line: &Told, ctx: &Context) -> String {
    let at = moment(line);
    format!("{name}  {} {}  {}  {}", when::stamp(&at, ctx.zone), ctx.zone.short(), line.entry.kind.label(), words(line))
}

fn moment(line: &Told) -> Moment {
    line.entry.observed.filter(Moment::is_known).unwrap_or(line.entry.logged)
}

fn words(line: &Told) -> String {
    if line.entry.redacted { "(redacted)".to_owned() } else { line.text().raw().to_owned() }
}

/// Says in letters how a line is told.
fn how(line: &Told) -> String {
    let letter = |is: bool, letter: char| if is { letter } else { ' ' };
    let told = if line.is_shown() { 'T' } else { '-' };
    [told, letter(line.wording().is_some(), 'w'), letter(line.is_moved(), 'm'), letter(line.is_key(), '*')].iter().collect()
}

/// Says when: the clock, with its day where that is another than in the row before.
fn at(line: &Told, before: Option<&Told>, ctx: &Context) -> String {
    let day = |line: &Told| ctx.zone.local(moment(line).at).date_naive();
    let moment = moment(line);
    let about = if moment.precision == Precision::About { "~" } else { "" };
    let clock = if moment.precision == Precision::Day { String::new() } else { format!("{about}{}", when::clock(moment.at, ctx.zone)) };
    match before.is_some_and(|before| day(before) == day(line)) {
        true => format!("{:6}{clock}", ""),
        false => format!("{} {clock}", day(line).format("%m-%d")),
    }
}

/// Says how long nothing was written before a line, where the policy finds that long.
fn gap(line: &Told, before: Option<&Told>, ctx: &Context) -> Option<i64> {
    gap_between(before?, line).filter(|ms| ctx.policies.gap().is_some_and(|longest| *ms >= longest))
}

pub(super) fn draw(screen: &Timeline, frame: &mut Frame<'_>, area: Rect, theme: &Theme, desk: &Desk) {
    let plan = plan(area, screen.strip.len());
    let ctx = &desk.app.ctx;
    for (index, line) in (0..).zip(&screen.strip).take(usize::from(plan.strip.height)) {
        paint(
            frame.buffer_mut(),
            from(row(plan.strip, index), 1),
            &cut(line, usize::from(area.width.saturating_sub(2))),
            theme.style(Role::Text),
        );
    }
    let of = screen.read.as_ref().map_or_else(String::new, |case| format!(" {} {} {}", theme.dot(), case.case_ref(), case.title.raw()));
    let inside = pane(frame, plan.list, &format!("Timeline{of}"), true, theme);
    if screen.list.is_empty() {
        let words = match screen.read {
            Some(_) => desk.told(Place::Timeline, "Nothing is logged yet; {log} writes a line."),
            None => desk.told(Place::Timeline, "No case is open. {search} goes to the timeline of another, {new} opens the first."),
        };
        return hint(frame, inside, &words, theme);
    }
    let (edge, width) = room(inside.width);
    let heads: Vec<(&str, Role)> = HEADINGS.iter().map(|head| (*head, Role::Quiet)).collect();
    let mut body = inside;
    if inside.height > 1 {
        let head: String = spans(COLUMNS, &heads, usize::from(width)).into_iter().map(|(text, _)| text).collect();
        paint(frame.buffer_mut(), from(row(inside, 0), edge), &head, theme.style(Role::Quiet));
        body = Rect { y: inside.y + 1, height: inside.height - 1, ..inside };
    }
    let held = screen.list.held();
    let before = |line: &Told| {
        let at = held.iter().position(|other| other.entry.number == line.entry.number)?;
        held.get(at.checked_sub(1)?)
    };
    let first = screen.list.shown().next().map(|line| line.entry.number);
    screen.list.draw_marked(frame.buffer_mut(), body, theme, true, |line, width| {
        let before = before(line);
        let gap = gap(line, before, ctx).map(|ms| format!("+{}", when::span(ms).replace(' ', ""))).unwrap_or_default();
        // The first row of a page has its day in any case.
        let day = at(line, before.filter(|_| Some(line.entry.number) != first), ctx);
        let number = line.entry.number.to_string();
        let said = match (line.is_shown(), line.is_key()) {
            (false, _) => Role::Quiet,
            (true, true) => Role::Strong,
            (true, false) => Role::Text,
        };
        let who = line.entry.person.as_ref().map_or(line.entry.author.raw(), |person| person.name.raw());
        let cells = [
            (how(line), Role::Text),
            (day, Role::Quiet),
            (gap, Role::Soon),
            (number, Role::Quiet),
            (line.entry.kind.label().to_owned(), Role::Quiet),
            (words(line), said),
            (who.to_owned(), Role::Quiet),
        ];
        let cells: Vec<(&str, Role)> = cells.iter().map(|(text, role)| (text.as_str(), *role)).collect();
        ("", spans(COLUMNS, &cells, width))
    });
    if let Some(line) = screen.list.selected().filter(|_| plan.detail.height > 0) {
        detail(frame, plan.detail, line, gap(line, before(line), ctx), theme);
    }
}

/// Shows the selected line whole: how it is told, and below what was said.
fn detail(frame: &mut Frame<'_>, area: Rect, line: &Told, gap: Option<i64>, theme: &Theme) {
    let mut said = vec![if line.is_shown() { "told" } else { "left out" }.to_owned()];
    said.extend(line.is_moved().then(|| "moved from its place".to_owned()));
    said.extend(line.is_key().then(|| "key moment".to_owned()));
    said.push(format!("for {}", line.visibility().label()));
    said.extend(gap.map(|ms| format!("{} without a line before it", when::span(ms))));
    let inside = pane(frame, area, &said.join(&format!(" {} ", theme.dot())), false, theme);
    let inside = Rect { x: inside.x + inside.width.min(1), width: inside.width.saturating_sub(2), ..inside };
    let mut rows: Vec<(String, Role)> = Vec::new();
    let mut put = |text: &str, role| rows.extend(wrapped(text, usize::from(inside.width)).into_iter().map(|row| (row, role)));
    put(&words(line), Role::Text);
    if line.wording().is_some() {
        put(&format!("in the log: {}", line.entry.text.raw()), Role::Quiet);
    }
    for (index, (text, role)) in (0..).zip(&rows).take(usize::from(inside.height)) {
        paint(frame.buffer_mut(), row(inside, index), text, theme.style(*role));
    }
}
