//! The fixed frame around every screen: tabs, the worst incident and the clock on top, due things below, hints at the foot.
//!
//! These never change place. What does not fit goes in a fixed order; the clock goes last.

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Style};
use ratatui::symbols::border;
use ratatui::widgets::{Block, Clear, Widget};

use super::text::{cut, from, paint, paint_all, row, wide};
use crate::tui::keys::{Act, Place};
use crate::tui::live_keys::{GAP, Hint};
use crate::tui::theme::{Glyphs, Role, Theme, glyphs};
use crate::tui::words::{parts_that_fit, wrapped};

/// Holds what the frame says on every screen.
#[derive(Clone, Debug, Default)]
pub struct Header {
    /// The worst open incident (`INC-12 P1 · 1h12 · service first`).
    pub worst: String,
    /// The time and its zone (`14:32 Amsterdam`).
    pub clock: String,
    /// What is due, nearest first.
    pub due: Vec<DueForms>,
    /// How many more there are than `due` holds.
    pub more: usize,
    /// What everybody must know about the file: read-only, on a network path.
    pub notice: String,
}

/// Holds one due thing in words.
#[derive(Clone, Debug)]
pub struct DueForms {
    /// With its number and both times, with what and how near, and how near alone.
    pub forms: [String; 3],
    /// How near it is.
    pub role: Role,
}

/// Below so many columns the due line has no label.
const LABELLED: usize = 32;
/// Says that a list goes on.
const MORE: &str = "more";
/// Stands between two due things, and the cells it takes.
const BETWEEN: &str = " · ";
/// See [`BETWEEN`].
const BETWEEN_WIDTH: usize = 3;
/// Most due things on the line.
const MOST: usize = 3;

/// Divides an area into the top line, the due line, the body and the footer; on a tiny screen from the top on.
pub fn divide(area: Rect) -> [Rect; 4] {
    let foot = u16::from(area.height > 3);
    let due = u16::from(area.height > 1);
    let body = area.height.saturating_sub(1 + due + foot);
    let line = |y: u16, height: u16| Rect { y: area.y + y, height, ..area };
    [
        line(0, area.height.min(1)),
        line(1.min(area.height), due),
        line((1 + due).min(area.height), body),
        line((1 + due + body).min(area.height), foot),
    ]
}

/// Draws the top line: tabs shrink to digits and go, then the incident is cut, and the clock goes last; gives where the tabs stand.
pub fn top(frame: &mut Frame<'_>, area: Rect, here: Place, header: &Header, theme: &Theme) -> Spots {
    let width = usize::from(area.width);
    let state: Vec<&str> = [&header.notice, &header.worst].into_iter().filter(|text| !text.is_empty()).map(String::as_str).collect();
    let state = state.join(" · ");
    let gap = if state.is_empty() { 1 } else { 4 };
    let right = wide(&state) + gap + wide(&header.clock) + 1;
    let tabs = |full: bool| -> Vec<(String, Role)> {
        let name = |(index, place): (usize, &Place)| {
            let text = if full { format!("{} {}", index + 1, place.name()) } else { (index + 1).to_string() };
            if *place == here { (format!("[{text}]"), Role::Here) } else { (format!(" {text} "), Role::Quiet) }
        };
        let program = full.then(|| (" warroom ".to_owned(), Role::Strong));
        // Before there is a database there is nowhere to go.
        let places = if here == Place::Welcome { &[] } else { Place::TABS };
        program.into_iter().chain(places.iter().enumerate().map(name)).collect()
    };
    let taken = |tabs: &[(String, Role)]| tabs.iter().map(|(text, _)| wide(text)).sum::<usize>();
    let shown = [tabs(true), tabs(false)].into_iter().find(|tabs| taken(tabs) + 1 + right <= width).unwrap_or_default();
    let used = paint_all(frame.buffer_mut(), area, shown.iter().map(|(text, role)| (text.as_str(), theme.style(*role))));
    let room_beside = |clock: &str| width.saturating_sub(usize::from(used) + wide(clock) + gap);
    let (clock, state) = match header.notice.is_empty() {
        true => narrowed(header, &room_beside),
        false => {
            let room = room_beside(&header.clock);
            (header.clock.clone(), cut(parts_that_fit(&state, room).trim_end_matches(" ~"), room))
        }
    };
    // A clock cut in two is none: rather without its zone.
    let clock = if wide(&clock) > width { clock.split(' ').next().unwrap_or_default() } else { &clock };
    let clock = cut(clock, width);
    let start = width.saturating_sub(wide(&clock) + 1 + if state.is_empty() { 0 } else { wide(&state) + gap - 1 });
    let start = if start < usize::from(used) || width < wide(&clock) + 1 { usize::from(used) } else { start };
    let mut at = u16::try_from(start).unwrap_or(u16::MAX);
    at += paint(frame.buffer_mut(), from(area, at), &state, theme.style(Role::Strong));
    at += if state.is_empty() { 0 } else { 3 };
    paint(frame.buffer_mut(), from(area, at), &clock, theme.style(Role::Text));
    tab_spots(area, &shown)
}

/// Says where the tabs of the top line stand; what comes before the first is the name of the program.
fn tab_spots(area: Rect, shown: &[(String, Role)]) -> Spots {
    let before = shown.len().saturating_sub(Place::TABS.len());
    let mut at = 0;
    let mut spots = Spots::new();
    for (index, (text, _)) in shown.iter().enumerate() {
        let width = u16::try_from(wide(text)).unwrap_or(u16::MAX);
        if let Some(place) = index.checked_sub(before).and_then(|index| Place::TABS.get(index)) {
            spots.push((Rect { width, ..from(area, at) }, Act::Open(*place)));
        }
        at += width;
    }
    spots
}

/// Gives the clock and the incident as far as there is room: parts of the incident go whole, then the zone, then the incident.
fn narrowed(header: &Header, room: &impl Fn(&str) -> usize) -> (String, String) {
    let name = header.worst.split(" · ").next().unwrap_or_default();
    let brief = header.clock.split(' ').next().unwrap_or_default();
    let clock = if room(&header.clock) < wide(name) && room(brief) >= wide(name) { brief } else { &header.clock };
    let state = if room(clock) < wide(name) { String::new() } else { parts_that_fit(&header.worst, room(clock)) };
    (clock.to_owned(), state.trim_end_matches(" ~").to_owned())
}

/// Draws the due line: as many as fit, at least one, at most three, and the number of the rest. One alone is shortened before it is
/// cut, and keeps how near it is.
pub fn due(frame: &mut Frame<'_>, area: Rect, header: &Header, theme: &Theme) {
    let label = if usize::from(area.width) < LABELLED { " " } else { " Due  " };
    let Some(first) = header.due.first() else {
        let nothing = [(label, theme.style(Role::Strong)), ("nothing", theme.style(Role::Quiet))];
        paint_all(frame.buffer_mut(), area, nothing);
        return;
    };
    let width = usize::from(area.width).saturating_sub(label.len());
    let all = header.due.len() + header.more;
    let rest = |count: usize| if all > count { format!("{BETWEEN}+{}", all - count) } else { String::new() };
    let whole = |count: usize| {
        let texts = header.due.iter().take(count).map(|due| wide(&due.forms[0]));
        texts.sum::<usize>() + BETWEEN_WIDTH * (count - 1) + wide(&rest(count))
    };
    let fitting = (1..=header.due.len().min(MOST)).rev().find(|count| whole(*count) <= width);
    let mut used = paint(frame.buffer_mut(), area, label, theme.style(Role::Strong));
    let mut put = |text: &str, role: Role| used += paint(frame.buffer_mut(), from(area, used), text, theme.style(role));
    let Some(count) = fitting else {
        let rest = rest(1);
        let form = first.forms.iter().find(|form| wide(form) <= width).unwrap_or(&first.forms[2]);
        put(form, first.role);
        if wide(form) + wide(&rest) <= width {
            put(&rest, Role::Quiet);
        }
        return;
    };
    for (index, due) in header.due.iter().take(count).enumerate() {
        if index > 0 {
            put(BETWEEN, Role::Quiet);
        }
        put(&due.forms[0], due.role);
    }
    put(&rest(count), Role::Quiet);
}

/// Cells that a click does something on, and what.
pub type Spots = Vec<(Rect, Act)>;

/// Draws the foot: what the program has to say, else the keys of the place, with help on the right; gives where the hints stand.
pub fn foot(frame: &mut Frame<'_>, area: Rect, hints: &[Hint], said: Option<(&str, Role)>, theme: &Theme) -> Spots {
    if let Some((text, role)) = said {
        let text = said_in(text, usize::from(area.width).saturating_sub(1));
        paint(frame.buffer_mut(), from(area, 1), &text, theme.style(role));
        return Spots::new();
    }
    let width = usize::from(area.width).saturating_sub(1);
    let (mut at, mut spots) = (1, Spots::new());
    for (index, hint) in hints.iter().enumerate() {
        if index + 1 == hints.len() {
            at = u16::try_from(width.saturating_sub(hint.width())).unwrap_or(0).max(at);
        }
        let text = [(hint.key.as_str(), theme.style(Role::Key)), (" ", theme.style(Role::Text)), (hint.words, theme.style(Role::Text))];
        let used = paint_all(frame.buffer_mut(), from(area, at), text);
        spots.push((Rect { width: used, ..from(area, at) }, hint.act));
        at += used + u16::try_from(GAP).unwrap_or(2);
    }
    spots
}

/// Cuts what is said to so many cells; its last part, such as which key takes it back, stays whole where there is room for both.
fn said_in(text: &str, width: usize) -> String {
    let fits = |(_, last): &(&str, &str)| wide(text) > width && 2 * (wide(last) + BETWEEN_WIDTH) <= width;
    match text.rsplit_once(BETWEEN).filter(fits) {
        Some((first, last)) => format!("{}{BETWEEN}{last}", cut(first, width - wide(last) - BETWEEN_WIDTH)),
        None => cut(text, width),
    }
}

/// Gives the cells of the foot that hints may take.
pub fn hint_room(area: Rect) -> usize {
    usize::from(area.width).saturating_sub(2)
}

/// Draws a bordered pane with a title and gives its inside; without borders where there is no room for them.
pub fn pane(frame: &mut Frame<'_>, area: Rect, title: &str, here: bool, theme: &Theme) -> Rect {
    titled_with(frame, area, &[(title, if here { Role::Here } else { Role::Text })], here, theme)
}

/// The same with a title whose parts have roles of their own.
pub fn titled_with(frame: &mut Frame<'_>, area: Rect, title: &[(&str, Role)], here: bool, theme: &Theme) -> Rect {
    let area = area.intersection(frame.area());
    if area.height < 3 || area.width < 5 {
        return area;
    }
    let block = Block::bordered().border_set(border::ROUNDED).border_style(theme.style(if here { Role::BorderHere } else { Role::Border }));
    let inside = block.inner(area);
    block.render(area, frame.buffer_mut());
    let width: usize = title.iter().map(|(text, _)| wide(text)).sum();
    if width > 0 {
        let spans = title.iter().map(|(text, role)| (*text, theme.style(*role)));
        let line = Rect { x: area.x + 2, width: area.width - 4, height: 1, ..area };
        inscribe(frame.buffer_mut(), Rect { width: line.width.min(u16::try_from(width).unwrap_or(u16::MAX)), ..line }, spans);
    }
    inside
}

/// Writes into a border: what stood there leaves nothing of its style, and a blank stands on either side.
fn inscribe<'a>(buffer: &mut Buffer, area: Rect, spans: impl IntoIterator<Item = (&'a str, Style)>) {
    for x in area.x - 1..=area.right() {
        buffer[(x, area.y)].reset();
    }
    paint_all(buffer, area, spans);
}

/// Writes a few words at the right end of a pane's border, above or below, if its title leaves room for them.
pub fn corner(frame: &mut Frame<'_>, area: Rect, (title, below): (&str, bool), words: &str, theme: &Theme) {
    let taken = if title.is_empty() || below { 2 } else { wide(title) + 4 };
    let width = wide(words) + 2;
    if area.height < 3 || words.is_empty() || taken + width + 2 > usize::from(area.width) {
        return;
    }
    let column = area.width.saturating_sub(u16::try_from(width).unwrap_or(u16::MAX) + 1);
    let line = from(row(area, if below { area.height - 1 } else { 0 }), column);
    inscribe(frame.buffer_mut(), Rect { width: line.width - 3, ..line }, [(words, theme.style(Role::Quiet))]);
}

/// Says in the border of a pane that its list goes on above or below the rows that are shown.
pub fn more(frame: &mut Frame<'_>, area: Rect, title: &str, (above, below): (bool, bool), theme: &Theme) {
    corner(frame, area, (title, false), if above { MORE } else { "" }, theme);
    corner(frame, area, (title, true), if below { MORE } else { "" }, theme);
}

/// Clears a box of at most so many cells in the middle of an area, borders it and gives its inside.
pub fn overlay(frame: &mut Frame<'_>, area: Rect, theme: &Theme, width: u16, height: u16) -> Rect {
    titled(frame, area, theme, (width, height), "")
}

/// The same with a title in the border.
pub fn titled(frame: &mut Frame<'_>, area: Rect, theme: &Theme, (width, height): (u16, u16), title: &str) -> Rect {
    let area = area.intersection(frame.area());
    let (width, height) = (width.min(area.width), height.min(area.height));
    let shown = Rect { x: area.x + (area.width - width) / 2, y: area.y + (area.height - height) / 2, width, height };
    clear(frame, shown);
    pane(frame, shown, title, true, theme)
}

/// Colour that no role uses; it only ever stands on second halves.
const HALF: Color = Color::Rgb(1, 2, 3);

/// Clears an area, and with it both halves of a wide character that its edge would cut.
pub fn clear(frame: &mut Frame<'_>, area: Rect) {
    let area = area.intersection(frame.area());
    let buffer = frame.buffer_mut();
    if area.x > buffer.area.x {
        for y in area.y..area.bottom() {
            let cell = &mut buffer[(area.x - 1, y)];
            if wide(cell.symbol()) > 1 {
                cell.reset();
            }
        }
    }
    Clear.render(area, buffer);
}

/// Says in an empty pane what would fill it, below a blank row where there is one.
pub fn hint(frame: &mut Frame<'_>, inside: Rect, words: &str, theme: &Theme) {
    let rows = wrapped(words, usize::from(inside.width).saturating_sub(2));
    for (at, words) in (u16::from(inside.height > 2)..).zip(&rows) {
        paint(frame.buffer_mut(), from(row(inside, at), 1), words, theme.style(Role::Quiet));
    }
}

/// Finishes a frame: wide characters can be taken away again, and nothing is drawn that may not be.
pub fn finish(buffer: &mut Buffer, theme: &Theme) {
    mark_halves(buffer);
    if theme.glyphs == Glyphs::Ascii {
        glyphs::plain(buffer);
    }
}

/// Marks the second halves of wide characters, so that the next frame writes them anew where a wide character has gone.
///
/// A terminal blanks the other half by itself; emulators that do not would keep a hole there for good. The mark is a colour on a
/// blank that nobody sees, and is never sent while the wide character stands.
fn mark_halves(buffer: &mut Buffer) {
    let width = usize::from(buffer.area.width).max(1);
    for row in buffer.content.chunks_exact_mut(width) {
        for x in 1..width {
            let symbol = row[x - 1].symbol();
            if symbol.len() > 1 && wide(symbol) > 1 {
                row[x].set_fg(HALF);
            }
        }
    }
}

/// Divides an area in two columns, the left with so many parts of a hundred.
pub fn beside(area: Rect, left: u16) -> [Rect; 2] {
    let width = u16::try_from(u32::from(area.width) * u32::from(left.min(100)) / 100).unwrap_or(area.width);
    [Rect { width, ..area }, Rect { x: area.x + width, width: area.width - width, ..area }]
}

/// Divides an area in two, the upper with so many rows.
pub fn above(area: Rect, upper: u16) -> [Rect; 2] {
    let upper = upper.min(area.height);
    [Rect { height: upper, ..area }, Rect { y: area.y + upper, height: area.height - upper, ..area }]
}

/// Draws lines of text from the top of an area on.
pub fn lines<'a>(frame: &mut Frame<'_>, area: Rect, lines: impl IntoIterator<Item = (&'a str, Role)>, theme: &Theme) {
    for (index, (text, role)) in lines.into_iter().enumerate().take(usize::from(area.height)) {
        paint(frame.buffer_mut(), row(area, u16::try_from(index).unwrap_or(u16::MAX)), text, theme.style(role));
    }
}
