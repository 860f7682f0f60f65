//! How the Library is drawn: the words, what they are narrowed to, what was found, and the selected one whole. Reads nothing.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::desk::Desk;
use super::found::{marked, ranges};
use super::keys::Place;
use super::library::{Library, kind_of};
use super::parts::frame::{above, hint, more, pane};
use super::parts::text::{cut, fit, from, paint, paint_all, row, wide};
use super::summary::stamp;
use super::theme::{Role, Theme};
use super::words::wrapped;
use crate::app::{Context, Hit, search};
use crate::model::Subject;
use crate::model::search::Operator;

/// Rows of the selected hit with their border, and from how many rows on it is shown.
const DETAIL: (u16, u16) = (7, 20);
/// Cells before the text of a hit: where it was said, what it is, when.
const WHERE: usize = 11;
const KIND: usize = 11;
const WHEN: usize = 12;
/// Cells of an operator where they are listed.
const TERM: usize = 10;
/// From so many cells on those are shown.
const KIND_FROM: usize = 60;
const WHEN_FROM: usize = 90;

/// Where things stand at a size.
pub(super) struct Plan {
    words: Rect,
    filter: Rect,
    /// What was found.
    pub list: Rect,
    detail: Option<Rect>,
}

/// Gives where things stand.
pub(super) fn plan(area: Rect) -> Plan {
    let [words, rest] = above(area, u16::from(area.height > 1));
    let [filter, body] = above(rest, u16::from(area.height > 4));
    let [list, detail] = above(body, if area.height >= DETAIL.1 { body.height - DETAIL.0 } else { body.height });
    Plan { words, filter, list, detail: (detail.height > 0).then_some(detail) }
}

impl Library {
    /// Words how many there are and in which order, and what to do where that is not all, or not what was meant.
    fn count(&self, theme: &Theme) -> String {
        let dot = theme.dot();
        let count = self.found.len();
        let said = self.asked.remarks.first().map_or_else(String::new, |said| format!(" {dot} {said}"));
        let closest = if count > 1 { ", closest first" } else { "" };
        match (self.more, self.stopped) {
            _ if self.asked.search.is_empty() => format!("Found{said}"),
            (true, _) if self.whole => format!("Found {dot} the closest {count}, there are more; another word narrows them{said}"),
            (true, _) => format!("Found {dot} the newest {count}, there are more; another word narrows them{said}"),
            (false, true) => format!("Found {dot} {count} so far, partial: it took too long; another word helps{said}"),
            _ => format!("Found {dot} {count}{closest}{said}"),
        }
    }

    fn draw_hits(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme, desk: &Desk) {
        let ctx = &desk.app.ctx;
        let title = self.count(theme);
        let inside = pane(frame, area, &title, !self.typing, theme);
        if self.found.is_empty() {
            let words = match (self.asked.search.is_empty(), self.filter.is_narrow()) {
                (true, _) => return self.draw_how(frame, inside, theme, desk),
                (false, true) => "Nothing like that within these limits. {back} lifts them.",
                (false, false) => "Nothing found. Every word must occur; a part of a word is enough.",
            };
            return hint(frame, inside, &desk.told(Place::Library, words), theme);
        }
        more(frame, area, &title, self.list.goes_on(), theme);
        self.list.draw_marked(frame.buffer_mut(), inside, theme, !self.typing, |hit, width| ("", self.line_of(hit, width, ctx)));
    }

    /// Says what can be typed, and what else can be looked up.
    fn draw_how(&self, frame: &mut Frame<'_>, inside: Rect, theme: &Theme, desk: &Desk) {
        let leave = if self.typing { "{back}, then {more}" } else { "{more}" };
        let words = format!(
            "Type words: every word must occur, and parts of words count. {{left}} and {{right}} choose the kind. \
             {leave} looks up known errors, lessons, steps, figures and actions."
        );
        let words = desk.told(Place::Library, &words);
        let inside = Rect { x: inside.x + inside.width.min(1), width: inside.width.saturating_sub(2), ..inside };
        let head = wrapped(&words, usize::from(inside.width)).into_iter().map(|line| vec![(line, Role::Quiet)]);
        let operator = |operator: &Operator| {
            vec![(fit(&format!("{}:", operator.key()), TERM), Role::Strong), (operator.label().to_owned(), Role::Quiet)]
        };
        let plain = |term: &str, words: &str| vec![(fit(term, TERM), Role::Strong), (words.to_owned(), Role::Quiet)];
        let others = [plain("\"...\"", "words side by side"), plain("-word", "not this word")];
        let rows = head.chain(std::iter::once(Vec::new())).chain(others).chain(Operator::ALL.iter().map(operator));
        let top = u16::from(inside.height > 2);
        for (at, spans) in (top..inside.height).zip(rows) {
            paint_all(frame.buffer_mut(), row(inside, at), spans.iter().map(|(text, role)| (text.as_str(), theme.style(*role))));
        }
    }

    /// Writes one hit: where, what, when, and the text around the first found word.
    fn line_of(&self, hit: &Hit, width: usize, ctx: &Context) -> Vec<(String, Role)> {
        let mut spans = vec![(fit(&search::of(hit), WHERE.min(width)), Role::Text)];
        let mut used = WHERE;
        if width >= KIND_FROM {
            spans.push((format!(" {}", fit(kind_of(hit), KIND)), Role::Quiet));
            used += KIND + 1;
        }
        if width >= WHEN_FROM {
            spans.push((format!(" {}", fit(&stamp(hit.at, ctx), WHEN)), Role::Quiet));
            used += WHEN + 1;
        }
        spans.push((" ".to_owned(), Role::Text));
        // A text of many lines is one line here; its ends are blanks.
        let text: String = hit.text.raw().chars().take(4_000).map(|c| if c.is_control() { ' ' } else { c }).collect();
        let text = if hit.subject == Subject::Section { text.trim_start() } else { &text };
        let room = width.saturating_sub(used + 1);
        spans.extend(marked(text, &ranges(text, self.asked.search.sought()), room));
        // The selected row is marked over all of its width.
        let taken = spans.iter().map(|(text, _)| wide(text)).sum::<usize>();
        spans.push((" ".repeat(width.saturating_sub(taken)), Role::Text));
        cut_to(spans, width)
    }

    /// Draws the selected hit whole: where it was said, and its text.
    fn draw_detail(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme, ctx: &Context) {
        let Some(hit) = self.list.selected() else {
            let inside = pane(frame, area, "Nothing selected", false, theme);
            return hint(frame, inside, "Here stands the whole text of what is selected, and where it was said.", theme);
        };
        let section = hit.name.as_ref().filter(|_| hit.subject == Subject::Section).map_or("", |name| name.raw());
        let mut title = format!("{} {section}", search::of(hit)).trim_end().to_owned();
        title.push_str(&format!(" {} {} {}", theme.dot(), kind_of(hit), stamp(hit.at, ctx)));
        if let Some(case) = hit.title.as_ref().filter(|_| hit.subject != Subject::Case) {
            title.push_str(&format!(" {} in: {}", theme.dot(), case.raw()));
        }
        let inside = pane(frame, area, &title, false, theme);
        let text = hit.text.raw().replace('\t', "  ");
        for (at, line) in (0..inside.height).zip(wrapped(&text, usize::from(inside.width).saturating_sub(2))) {
            let spans = marked(&line, &ranges(&line, self.asked.search.sought()), usize::MAX);
            let spans = spans.iter().map(|(text, role)| (text.as_str(), theme.style(*role)));
            paint_all(frame.buffer_mut(), from(row(inside, at), 1), spans);
        }
    }

    /// Draws everything.
    pub(super) fn paint(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme, desk: &Desk) {
        let plan = plan(area);
        let label = " Find  ";
        let used = paint(frame.buffer_mut(), plan.words, label, theme.style(Role::Strong));
        let field = from(plan.words, used);
        let field = Rect { width: field.width.saturating_sub(1), ..field };
        let style = theme.style(if self.typing { Role::Field } else { Role::Text });
        if let Some(caret) = self.line.draw(frame.buffer_mut(), field, style).filter(|_| self.typing) {
            frame.set_cursor_position(caret);
        }
        self.filter.draw(frame, plan.filter, &self.asked.limits, theme, desk);
        self.draw_hits(frame, plan.list, theme, desk);
        if let Some(detail) = plan.detail {
            self.draw_detail(frame, detail, theme, &desk.app.ctx);
        }
    }
}

/// Cuts the pieces of a row to so many cells.
fn cut_to(spans: Vec<(String, Role)>, width: usize) -> Vec<(String, Role)> {
    let mut left = width;
    let piece = |(text, role): (String, Role)| {
        let text = cut(&text, left);
        left -= wide(&text).min(left);
        (text, role)
    };
    spans.into_iter().map(piece).collect()
}
