//! How the Room looks: where things stand at a size, the log with its views, the playbook beside or above it, the case and its clocks.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};

use super::capture;
use super::desk::Desk;
use super::guide::Guide;
use super::guide_draw::{self, draw, list, parts, progress};
use super::keys::Place;
use super::parts::frame::{self, above, corner, more, pane, titled_with};
use super::parts::text::{fit, paint, paint_all, row, wide};
use super::room::{Room, VIEWS};
use super::room_rows;
use super::theme::{Role, Theme};
use super::words::parts_that_fit;
use crate::model::entry::Entry;

/// From so many columns on the playbook and the clocks stand in a column of their own.
const COLUMN_FROM: u16 = 100;
/// From so many columns on the border names all views.
const WORDED: u16 = 64;
/// Fewest and most cells of that column.
const COLUMN: (u16, u16) = (32, 56);
/// Most rows of a step where it stands above the log.
const STEP: u16 = 7;
/// Fewest rows of a log worth its border.
const LOG: u16 = 10;
/// Fewest rows of the case below the playbook.
const CASE: u16 = 5;
/// Most steps that are listed at once, so that there is room for the one that is looked at.
const LISTED: u16 = 10;

/// Where things stand at a size.
#[derive(Clone, Copy)]
pub(super) struct Plan {
    facts: Option<Rect>,
    /// One line of progress, where the playbook stands above the log.
    progress: Option<Rect>,
    steps: Option<Rect>,
    step: Option<Rect>,
    pub(super) log: Rect,
    /// The case and its clocks.
    case: Option<Rect>,
    pub(super) line: Rect,
}

impl Plan {
    /// Finds the step whose row is there.
    pub(super) fn step_at(&self, at: Position, guide: &Guide) -> Option<usize> {
        let area = self.steps.filter(|area| area.contains(at) && at.y > area.y && at.y + 1 < area.bottom())?;
        let step = usize::from(at.y - area.y - 1) + first_step(guide, area);
        Some(step).filter(|step| guide.run().is_some_and(|run| *step < run.steps.len()))
    }
}

/// Gives the first step that a list of that size shows, so that the one looked at is among them.
fn first_step(guide: &Guide, area: Rect) -> usize {
    (guide.at() + 1).saturating_sub(usize::from(area.height.saturating_sub(2)).max(1))
}

impl Room {
    /// Says where things stand in an area.
    pub(super) fn plan(&self, area: Rect, shared: bool) -> Plan {
        // Nothing is typed on a shared screen.
        let rows = if shared { 0 } else { capture::rows_of(area.height) };
        let [rest, line] = above(area, area.height - rows);
        // A longer list goes past under the step that is looked at.
        let steps = self.guide.run().map_or(0, |run| u16::try_from(run.steps.len()).unwrap_or(LISTED).min(LISTED));
        let nothing = Plan { facts: None, progress: None, steps: None, step: None, log: rest, case: None, line };
        if area.width >= COLUMN_FROM {
            let narrow = (area.width / 3).clamp(COLUMN.0, COLUMN.1);
            let width = area.width - narrow;
            let column = Rect { x: area.x + width, width: narrow, ..rest };
            return Plan { log: Rect { width, ..rest }, ..self.column(column, steps, nothing) };
        }
        if steps == 0 {
            let facts = match rest.height {
                14.. => 3,
                6.. => 1,
                _ => 0,
            };
            let [facts, log] = above(rest, facts);
            return Plan { facts: (facts.height > 0).then_some(facts), log, ..nothing };
        }
        if self.guide.is_here() {
            let listed = (steps + 2).min(rest.height);
            let [steps, below] = above(rest, listed);
            let [step, log] = above(below, below.height.min(STEP));
            return Plan { steps: Some(steps), step: (step.height > 0).then_some(step), log, ..nothing };
        }
        let [top, log] = above(rest, u16::from(rest.height >= 6));
        let [step, log] = above(log, if log.height >= STEP + LOG { STEP } else { 0 });
        Plan { progress: (top.height > 0).then_some(top), step: (step.height > 0).then_some(step), log, ..nothing }
    }

    /// Divides the column beside the log: all steps, the one that is looked at, and the case below them, as far as there is room.
    fn column(&self, column: Rect, steps: u16, nothing: Plan) -> Plan {
        let Some(line) = self.guide.line() else { return Plan { case: Some(column), ..nothing } };
        // Its height must not hang on the language, only on the widest: a step in any language is laid out the same.
        let inside = column.width.saturating_sub(4);
        let tall = ["en", "nl", "zh"].iter().map(|language| parts(line, language, inside).len()).max().unwrap_or(0);
        let tall = u16::try_from(tall).unwrap_or(u16::MAX).saturating_add(2);
        let [listed, below] = above(column, if column.height >= steps + 2 + tall { steps + 2 } else { 0 });
        let [step, case] = above(below, tall.min(below.height));
        let case = (case.height >= CASE).then_some(case);
        let step = if case.is_none() { below } else { step };
        Plan { steps: (listed.height > 0).then_some(listed), step: Some(step), case, ..nothing }
    }

    /// Words the border: every view where there is room, else the one that is shown.
    fn title(&self, width: u16) -> Vec<(String, Role)> {
        let mut title = vec![("Log · ".to_owned(), Role::Here)];
        for (at, (_, name)) in VIEWS.iter().enumerate() {
            match (at == self.view, width < WORDED) {
                (true, true) => title.push((format!("{name} ({} of {})", at + 1, VIEWS.len()), Role::Here)),
                (true, false) => title.push((format!("[{name}] "), Role::Here)),
                (false, true) => {}
                (false, false) => title.push((format!(" {name}  "), Role::Text)),
            }
        }
        if let Some((last, _)) = title.last_mut() {
            last.truncate(last.trim_end().len());
        }
        title
    }

    fn draw_log(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme, desk: &Desk) {
        let title = self.title(area.width);
        let spans: Vec<(&str, Role)> = title.iter().map(|(text, role)| (text.as_str(), *role)).collect();
        // Where the keys are, and nowhere else, a border and a row are lit.
        let here = !self.guide.is_here();
        let inside = titled_with(frame, area, &spans, here, theme);
        if self.list.is_empty() {
            let hint = match (self.case, self.view) {
                (None, _) => "No case yet. {new} opens one.",
                (Some(_), 0) => "Nothing is logged yet. {log} writes the first line.",
                (Some(_), _) => "Nothing of this kind. {left} and {right} change the view.",
            };
            frame::hint(frame, inside, &desk.told(Place::Room, hint), theme);
            return;
        }
        let title: String = title.into_iter().map(|(text, _)| text).collect();
        more(frame, area, &title, self.list.goes_on(), theme);
        let ctx = &desk.app.ctx;
        let time = room_rows::time_width(self.list.shown(), ctx);
        let line = |entry: &Entry, width| ("", room_rows::line(entry, &self.weights, ctx, time, width));
        self.list.draw_marked(frame.buffer_mut(), inside, theme, here, line);
    }

    fn draw_facts(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let Some(summary) = &self.summary else { return };
        paint(frame.buffer_mut(), row(area, 0), &format!(" {}", summary.title), theme.style(Role::Strong));
        let wanted = summary.facts.iter().filter(|(label, ..)| matches!(*label, "State" | "Next"));
        for (at, (_, words, role)) in (1..).zip(wanted) {
            let words = format!(" {}", parts_that_fit(words, usize::from(area.width).saturating_sub(2)));
            paint(frame.buffer_mut(), row(area, at), &words, theme.style(*role));
        }
    }

    /// Words what is read aloud at the end of the list: how much is still open, and what is late.
    fn aloud(&self) -> String {
        let Some(run) = self.guide.run() else { return String::new() };
        let late = self.summary.as_ref().map_or(0, |summary| summary.clocks.iter().filter(|clock| clock.role == Role::Late).count());
        let steps = run.steps.len() - run.over();
        let steps = match steps {
            0 => "no step open".to_owned(),
            1 => "1 step open".to_owned(),
            steps => format!("{steps} steps open"),
        };
        match late {
            0 => steps,
            1 => format!("{steps}, 1 clock late"),
            late => format!("{steps}, {late} clocks late"),
        }
    }

    /// Draws the playbook: its progress, its steps, the step that is looked at.
    fn draw_guide(&self, frame: &mut Frame<'_>, plan: &Plan, theme: &Theme, desk: &Desk) {
        let language = desk.app.ctx.language.as_str();
        let here = self.guide.is_here();
        if let Some(area) = plan.progress {
            let mut spans = progress(&self.guide, language);
            let taken: usize = spans.iter().map(|(text, _)| wide(text)).sum();
            let title = self.summary.as_ref().map_or("", |summary| summary.title.as_str());
            // The step stands on the right; the case has what is left of the line.
            let room = usize::from(area.width).saturating_sub(taken + 3);
            spans.insert(0, (format!(" {} ", fit(title, room)), Role::Quiet));
            draw(frame, area, &[spans], theme);
        }
        if let Some(area) = plan.steps {
            let title = self.case.map_or_else(|| "playbook".to_owned(), |case| format!("{case} · playbook"));
            let inside = pane(frame, area, &title, here, theme);
            let first = first_step(&self.guide, area);
            let rows = list(&self.guide, language, inside.width);
            draw(frame, inside, rows.get(first..).unwrap_or_default(), theme);
            let below = first + usize::from(inside.height) < rows.len();
            more(frame, area, &title, (first > 0, below), theme);
            if !below {
                corner(frame, area, (&title, true), &self.aloud(), theme);
            }
        }
        let (Some(area), Some(line)) = (plan.step, self.guide.line()) else { return };
        let inside = if plan.progress.is_some() || area.height < 4 || plan.log.width == area.width {
            Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area }
        } else {
            let title: String = progress(&self.guide, language).into_iter().map(|(text, _)| text).collect();
            let title = if plan.steps.is_some() { line.step.title.in_language(language).to_owned() } else { title };
            let inside = pane(frame, area, &title, false, theme);
            Rect { x: inside.x + 1, width: inside.width.saturating_sub(2), ..inside }
        };
        let mut rows = parts(line, language, inside.width);
        if rows.len() > usize::from(inside.height) {
            rows.truncate(usize::from(inside.height).saturating_sub(1));
            rows.push(vec![(desk.told(Place::Room, "{detail} shows all of it"), Role::Quiet)]);
        }
        guide_draw::draw(frame, inside, &rows, theme);
    }

    /// Draws the column: what the case is, its clocks as a timetable, and what it is linked to.
    fn draw_case(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let guided = self.guide.run().is_some();
        let title = match self.case {
            // The playbook above it names the case already.
            Some(_) if guided => "Clocks".to_owned(),
            Some(case) => case.to_string(),
            None => "No case".to_owned(),
        };
        let inside = pane(frame, area, &title, false, theme);
        let inside = Rect { x: inside.x + 1, width: inside.width.saturating_sub(2), ..inside };
        let Some(summary) = &self.summary else { return };
        // What is owed comes first where the playbook has taken most of the room.
        let mut sections =
            [room_rows::facts(summary, inside.width), room_rows::clocks(summary, inside.width), room_rows::links(summary, inside.width)];
        if guided {
            // Their heading stands in the border.
            sections[1].remove(0);
            sections.swap(0, 1);
        }
        let mut at = 0;
        for (index, section) in sections.iter().filter(|section| !section.is_empty()).enumerate() {
            at += u16::from(index > 0);
            for spans in section {
                paint_all(frame.buffer_mut(), row(inside, at), spans.iter().map(|(text, role)| (text.as_str(), theme.style(*role))));
                at += 1;
            }
        }
    }

    /// Draws the place of the capture line: what waits there, or the key that begins it.
    fn draw_line(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme, desk: &Desk) {
        let Some(case) = self.case.filter(|_| desk.barred().is_none()) else { return };
        let log = desk.told(Place::Room, "{log}");
        let words = match self.kept.lines().next() {
            Some(kept) => format!(" {case} {kept}   (not saved yet: {log} goes on with it)"),
            None => format!(" {case} {log} writes a log line"),
        };
        paint(frame.buffer_mut(), row(area, area.height.saturating_sub(1)), &words, theme.style(Role::Quiet));
    }

    /// Draws everything.
    pub(super) fn paint(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme, desk: &Desk) {
        let plan = self.plan(area, desk.is_shared());
        if let Some(facts) = plan.facts {
            self.draw_facts(frame, facts, theme);
        }
        if plan.log.height > 0 {
            self.draw_log(frame, plan.log, theme, desk);
        }
        self.draw_guide(frame, &plan, theme, desk);
        if let Some(case) = plan.case {
            self.draw_case(frame, case, theme);
        }
        if !desk.is_shared() {
            self.draw_line(frame, plan.line, theme, desk);
        }
    }
}
