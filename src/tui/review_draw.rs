//! How a review looks: sections and their question on the left or above, the document on the right or below.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};

use super::desk::Desk;
use super::keys::Place;
use super::parts::columns::{Column, line as columns};
use super::parts::frame::{above, beside, hint, pane};
use super::parts::numbered::Numbered;
use super::parts::text::{cut, from, paint, row, wide};
use super::review::{Pane, Review};
use super::review_deeds::Enters;
use super::review_edit::draft_name;
use super::review_items::Item;
use super::stage::World as _;
use super::theme::{Role, Theme};
use super::words::{parts_that_fit, wrapped};
use crate::app::review::outline::{SectionLine, Source};
use crate::document::print::cell;
use crate::model::entry::Visibility;

/// From so many columns on sections and document stand side by side, and from so many both are seen.
const BESIDE: u16 = 100;
const BOTH: u16 = 60;
/// Rows of the question with its border, and from how many rows on it has one.
const QUESTION: (u16, u16) = (8, 18);
/// From so many rows on the state of the review has one of its own.
const STATED: u16 = 14;
/// Deepest that a cause is set in under the one it explains.
const DEEPEST: usize = 5;
/// Widest that a document is laid out; longer lines are hard to read.
const WIDEST: u16 = 110;

/// Where things stand at a size.
pub struct Plan {
    state: Option<Rect>,
    sections: Option<Rect>,
    question: Option<Rect>,
    document: Option<Rect>,
}

/// Divides an area; with room for one pane only the one that is wanted is shown.
pub fn plan(area: Rect, here: Pane) -> Plan {
    let [top, rest] = above(area, u16::from(area.height >= STATED));
    let panes = panes(rest, here);
    Plan { state: (top.height > 0).then_some(top), ..panes }
}

fn panes(area: Rect, here: Pane) -> Plan {
    let state = None;
    if area.width >= BESIDE {
        let [left, right] = beside(area, if area.width >= 160 { 33 } else { 40 });
        let question = if left.height >= QUESTION.1 { QUESTION.0 } else { 0 };
        let [sections, question] = above(left, left.height - question);
        return Plan { state, sections: Some(sections), question: (question.height > 0).then_some(question), document: Some(right) };
    }
    if area.width >= BOTH && area.height >= STATED - 1 {
        let [top, document] = above(area, area.height / 2 + 1);
        let [sections, question] = above(top, top.height - 3);
        return Plan { state, sections: Some(sections), question: Some(question), document: Some(document) };
    }
    if here == Pane::Document {
        return Plan { state, sections: None, question: None, document: Some(area) };
    }
    let question = match area.height {
        9.. => 3,
        7.. => 2,
        _ => 0,
    };
    let [sections, question] = above(area, area.height - question);
    Plan { state, sections: Some(sections), question: (question.height > 0).then_some(question), document: None }
}

impl Plan {
    /// Gives how many sections are seen at once.
    pub fn rows(&self) -> u16 {
        self.sections.map_or(1, |area| if area.height < 3 { area.height } else { area.height - 2 })
    }

    /// Says whether a cell is of the document.
    pub fn is_document(&self, at: Position) -> bool {
        self.document.is_some_and(|area| area.contains(at))
    }

    /// Gives the columns and rows of the document.
    pub fn document_size(&self) -> [usize; 2] {
        let area = self.document.or(self.sections).unwrap_or_default();
        [usize::from(area.width.min(WIDEST).saturating_sub(4)), usize::from(area.height.saturating_sub(2).max(1))]
    }
}

/// Draws a review.
pub fn draw(review: &Review, frame: &mut Frame<'_>, area: Rect, theme: &Theme, desk: &Desk) {
    if review.case.is_none() {
        return draw_cases(review, frame, area, theme, desk);
    }
    let plan = plan(area, review.here);
    if let (Some(area), Some(outline)) = (plan.state, &review.outline) {
        let words = parts_that_fit(&super::review_state::line(outline, desk), usize::from(area.width).saturating_sub(2));
        paint(
            frame.buffer_mut(),
            from(row(area, 0), 1),
            &words.trim_end_matches(" ~").replace('·', theme.dot()),
            theme.style(Role::Strong),
        );
    }
    if let Some(area) = plan.sections {
        draw_sections(review, frame, area, theme, desk);
    }
    if let Some(area) = plan.question {
        draw_question(review, frame, area, plan.document.is_none(), theme, desk);
    }
    if let Some(area) = plan.document {
        draw_document(review, frame, area, theme, desk);
    }
}

fn draw_cases(review: &Review, frame: &mut Frame<'_>, area: Rect, theme: &Theme, desk: &Desk) {
    let inside = pane(frame, area, "Review of which case?", true, theme);
    if review.cases.list.is_empty() {
        let words = desk.told(Place::Review, "No case yet, and no review is owed. {new} opens an incident.");
        return hint(frame, inside, &words, theme);
    }
    const COLUMNS: &[Column] = &[Column::fixed(9), Column::rest(8), Column::fixed(18).to_the_right().from(48)];
    review.cases.list.draw(frame.buffer_mut(), inside, theme, true, |offer, width| {
        (columns(COLUMNS, &[&offer.case.to_string(), &offer.title, &offer.why], width), Role::Text)
    });
}

/// Words the border of the sections: "INC-1 review · 4 of 38 written · draft".
fn title(review: &Review, width: u16, theme: &Theme) -> String {
    let (Some(case), Some(outline)) = (review.case, &review.outline) else { return "Review".to_owned() };
    let state = outline.review.as_ref().map_or("not begun", |review| review.state.label());
    let written = outline.sections.iter().filter(|section| section.source == Source::Written).count();
    let title = format!("{case} review · {written} of {} written · {state}", outline.sections.len());
    parts_that_fit(&title, usize::from(width).saturating_sub(4)).trim_end_matches(" ~").replace('·', theme.dot())
}

/// Gives the letter of a section: written, from the record, or nothing yet.
fn letter(source: Source) -> &'static str {
    match source {
        Source::Written => "x",
        Source::Record => "r",
        Source::Nothing => " ",
    }
}

fn is_left_out(section: &SectionLine, reader: Visibility) -> bool {
    section.visibility < reader
}

/// Words what stands at the right of a section: that something typed for it is not saved, that this reader does not get it, or the
/// key of the screen that shows it whole.
fn aside(review: &Review, section: &SectionLine, desk: &Desk) -> String {
    if review.case.is_some_and(|case| !desk.unsent(&draft_name(case, &section.name)).is_empty()) {
        return "unsaved".to_owned();
    }
    match section.name.as_str() {
        _ if is_left_out(section, review.reader) => "left out".to_owned(),
        "causes" => desk.told(Place::Review, "{causes}: tree"),
        _ => String::new(),
    }
}

fn draw_sections(review: &Review, frame: &mut Frame<'_>, area: Rect, theme: &Theme, desk: &Desk) {
    let inside = pane(frame, area, &title(review, area.width, theme), review.here == Pane::Sections, theme);
    let Some(outline) = &review.outline else { return };
    const COLUMNS: &[Column] = &[Column::fixed(3), Column::rest(8), Column::fixed(8).to_the_right().from(30)];
    const UNDER: &[Column] = &[Column::fixed(3), Column::fixed(5), Column::rest(8)];
    let here = review.here == Pane::Sections;
    let line = |item: &Item, width: usize| {
        if let Some(row) = item.row(outline) {
            let words = format!("{:indent$}{}", "", row.words.raw(), indent = 2 * row.depth.min(DEEPEST));
            return (columns(UNDER, &["", &row.name, &words], width), Role::Text);
        }
        if let Some(remark) = item.remark(outline) {
            return (columns(UNDER, &["  ?", &remark.name, remark.text.raw()], width), Role::Soon);
        }
        let Some(section) = item.section(outline) else { return (String::new(), Role::Text) };
        let source = review.source(section);
        let mark = format!("[{}]", letter(source));
        let role = if source == Source::Nothing || is_left_out(section, review.reader) { Role::Quiet } else { Role::Text };
        (columns(COLUMNS, &[&mark, &section.title, &aside(review, section, desk)], width), role)
    };
    // What keys act on is seen from the document, too.
    let selected = review.item().filter(|_| !here);
    review.list.draw_marked(frame.buffer_mut(), inside, theme, here, |Numbered(_, item), width| {
        (if selected == Some(*item) { ">" } else { "" }, vec![line(item, width)])
    });
}

/// Words what stands beside the selected line: a title, what is to be read, and what can be done.
fn beside_words(review: &Review, alone: bool, desk: &Desk) -> Option<(String, String, String)> {
    let (item, outline) = (review.item()?, review.outline.as_ref()?);
    let told = |words: &str| desk.told(Place::Review, words);
    let section = item.section(outline);
    let title = section.map_or_else(|| "The whole review".to_owned(), |section| section.title.clone());
    if let Some(remark) = item.remark(outline) {
        let read = format!("{} by {}: {}", remark.name, cell(&remark.author), cell(&remark.text));
        return Some((title, read, if desk.writes() { told("{open} settles it") } else { String::new() }));
    }
    if let Some(row) = item.row(outline) {
        let read = format!("{} {}", row.name, cell(&row.words));
        let can = if desk.writes() && review.is_frozen() {
            told("approved; {review-state} opens it again")
        } else if desk.writes() {
            told("{open} changes it · {finding-remove} takes it out · {raise} {lower} move it · {finding-add} adds one")
        } else {
            String::new()
        };
        return Some((title, read, can));
    }
    let section = section?;
    let question = section.questions.get(review.asked_at).or(section.questions.first()).cloned().unwrap_or_default();
    let title = match section.questions.len() {
        0 | 1 => title,
        many => format!("{title} · question {} of {many}", review.asked_at + 1),
    };
    Some((title, question, stands(review, section, alone, desk)))
}

/// Says how a section stands, who may read it, and which keys write it.
fn stands(review: &Review, section: &SectionLine, alone: bool, desk: &Desk) -> String {
    let stands = match review.source(section) {
        Source::Written => "written",
        Source::Record => "from the record so far",
        Source::Nothing => "nothing yet",
    };
    let readers = match section.visibility {
        Visibility::Internal => "for those who work on it",
        Visibility::Management => "for management too",
        Visibility::Public => "for everybody",
    };
    // With one pane on the screen the other has to be named.
    let reads = if alone { " · {next} reads" } else { "" };
    let writes = match review.enters() {
        _ if !desk.writes() => "",
        _ if review.is_frozen() => " · approved; {review-state} opens it again",
        Enters::NewRow => " · {open} adds a row · {edit} writes text",
        Enters::Text if section.takes.is_some() => " · {open} writes text · {finding-add} adds a row",
        _ => " · {open} writes",
    };
    let asks = if section.questions.len() > 1 { " · {question} asks on" } else { "" };
    let told = |words: &'static str| desk.told(Place::Review, words);
    [stands, &told(reads), &told(writes), &told(asks), " · ", readers].concat()
}

fn draw_question(review: &Review, frame: &mut Frame<'_>, area: Rect, alone: bool, theme: &Theme, desk: &Desk) {
    let Some((title, read, can)) = beside_words(review, alone, desk) else { return };
    let framed = area.height >= QUESTION.0;
    let title = title.replace('·', theme.dot());
    let inside = if framed { pane(frame, area, &title, false, theme) } else { area };
    let inside = Rect { x: inside.x + inside.width.min(1), width: inside.width.saturating_sub(2), ..inside };
    let width = usize::from(inside.width);
    let mut can = lines_of(&can, width);
    can.truncate(if framed { 2 } else { 1 });
    let [asks, last] = above(inside, inside.height.saturating_sub(u16::try_from(can.len()).unwrap_or(1)));
    let parts = wrapped(&read, width);
    for (at, part) in (0..asks.height).zip(&parts) {
        // The last row there is says that the text goes on.
        let goes_on = at + 1 == asks.height && parts.len() > usize::from(asks.height);
        let part = if goes_on { cut(&format!("{part} .."), width) } else { part.clone() };
        paint(frame.buffer_mut(), row(asks, at), &part, theme.style(Role::Text));
    }
    for (at, line) in (0..last.height).zip(&can) {
        paint(frame.buffer_mut(), row(last, at), &line.replace('·', theme.dot()), theme.style(Role::Quiet));
    }
}

/// Puts parts between dots on as many lines as they need.
fn lines_of(parts: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for part in parts.split(" · ").filter(|part| !part.is_empty()) {
        match lines.last_mut() {
            Some(line) if wide(line) + wide(part) + 3 <= width => line.push_str(&format!(" · {part}")),
            _ => lines.push(part.to_owned()),
        }
    }
    lines
}

/// Words the border of the document: for whom, and what they do not get.
fn readers(review: &Review, width: u16, theme: &Theme) -> String {
    let dot = theme.dot();
    let name = |one: &Visibility| if *one == review.reader { format!("[{}]", one.label()) } else { format!(" {} ", one.label()) };
    let at = Visibility::ALL.iter().position(|one| *one == review.reader).unwrap_or(0);
    let who = if width >= 72 {
        format!("for {}", Visibility::ALL.iter().map(name).collect::<Vec<_>>().join(" "))
    } else {
        format!("for {} ({} of {})", review.reader.label(), at + 1, Visibility::ALL.len())
    };
    if !review.trouble.is_empty() {
        return who;
    }
    let rows = if review.left_out == 1 { "row" } else { "rows" };
    let left_out = if review.left_out == 0 { "nothing left out".to_owned() } else { format!("{} {rows} left out", review.left_out) };
    format!("{who} {dot} {left_out}{}", review.scroll.place())
}

fn draw_document(review: &Review, frame: &mut Frame<'_>, area: Rect, theme: &Theme, _: &Desk) {
    let inside = pane(frame, area, &readers(review, area.width, theme), review.here == Pane::Document, theme);
    let inside = Rect { x: inside.x + inside.width.min(1), width: inside.width.saturating_sub(2), ..inside };
    if !review.trouble.is_empty() {
        return hint(frame, inside, &review.trouble, theme);
    }
    review.scroll.draw(frame, inside, theme);
    if review.more > 0 && review.scroll.is_at_end() {
        let words = format!(" {} more lines; 'review export' has them all ", review.more);
        paint(frame.buffer_mut(), from(row(inside, inside.height.saturating_sub(1)), 0), &words, theme.style(Role::Soon));
    }
}
