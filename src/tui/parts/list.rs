//! A list that holds a window of its rows: the cost of a step depends on the page, never on the data.
//!
//! It keeps the *id* of the selected row, so that what is selected stays selected when others change the data, and asks for more rows
//! when it comes near an edge of its window. Must not know where rows come from.

use std::cell::Cell;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::text::{from, paint, paint_all, row};
use crate::tui::keys::Move;
use crate::tui::theme::glyphs::SELECTED;
use crate::tui::theme::{Role, Theme};

/// Up to so many cells a row has no room for a mark.
const MARKED: u16 = 8;

/// From so many cells on a blank stands at the end of a row.
const AIRY: u16 = 56;
/// Rows read beyond the first page; a few, because the first frame waits for them.
const AHEAD: usize = 4;

/// Gives the cells before the words of every row of so many cells, for the mark and a blank, and the cells that the words have.
pub fn inside(width: u16) -> (u16, u16) {
    let edge = if width > MARKED { 2 } else { 0 };
    (edge, width - edge - u16::from(width >= AIRY))
}

/// A row that can be found again.
pub trait Row {
    /// What it is found by.
    type Id: Clone + PartialEq;

    /// Gives what it is found by.
    fn id(&self) -> Self::Id;
}

/// Says which rows a list wants, in the order of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Want<Id> {
    /// The first so many.
    First(usize),
    /// The last so many.
    Last(usize),
    /// So many right after this one, without it.
    After(Id, usize),
    /// So many right before this one, without it.
    Before(Id, usize),
    /// So many before this one, itself, and so many after; empty when it is not there any more.
    Around(Id, usize, usize),
}

/// Holds the rows that were found, in the order of the list.
#[derive(Clone, Debug)]
pub struct Window<R> {
    /// The rows.
    pub rows: Vec<R>,
    /// Whether there are more before them.
    pub above: bool,
    /// Whether there are more after them.
    pub below: bool,
}

/// Holds a window of rows, the selected one and the page that is shown.
#[derive(Clone, Debug)]
pub struct List<R: Row> {
    rows: Vec<R>,
    above: bool,
    below: bool,
    at: usize,
    top: usize,
    height: usize,
    step: usize,
    /// Where the rows were last drawn.
    drawn: Cell<Rect>,
}

/// Says what a click met in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clicked {
    /// No row.
    Nothing,
    /// A row, which is selected now.
    Row,
    /// The row that was selected already.
    Again,
}

impl<R: Row> Default for List<R> {
    fn default() -> Self {
        Self { rows: Vec::new(), above: false, below: false, at: 0, top: 0, height: 1, step: 1, drawn: Cell::default() }
    }
}

impl<R: Row> List<R> {
    /// Gives the selected row.
    pub fn selected(&self) -> Option<&R> {
        self.rows.get(self.at)
    }

    /// Gives the rows of the page that is shown.
    pub fn shown(&self) -> impl Iterator<Item = &R> {
        self.rows.iter().skip(self.top).take(self.height)
    }

    /// Gives how many rows a page has.
    pub fn height(&self) -> usize {
        self.height
    }

    /// Says whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Says whether the last row of all is selected.
    pub fn is_at_end(&self) -> bool {
        !self.below && self.at + 1 >= self.rows.len()
    }

    /// Sets how many screen rows a row of the list takes; more than one leaves blank rows between. Holds from the next load on.
    pub fn space(&mut self, step: usize) {
        self.step = step.max(1);
    }

    /// Gives the rows that are held, shown or not.
    pub fn held(&self) -> &[R] {
        &self.rows
    }

    /// Reads the window again for a page of `height` rows: after a change of the data, of the filter or of the size. The selected row
    /// stays selected and in its place on the page; when it is gone, its neighbour takes over.
    pub fn load(&mut self, height: usize, fetch: &mut dyn FnMut(Want<R::Id>) -> Window<R>) {
        self.height = height.div_ceil(self.step).max(1);
        // What is not drawn again cannot be clicked.
        self.drawn.set(Rect::default());
        let line = self.at.saturating_sub(self.top).min(self.height - 1);
        let after = self.rows.iter().skip(self.at);
        let before = self.rows.iter().take(self.at).rev();
        let candidates: Vec<R::Id> = after.take(3).chain(before.take(2)).map(R::id).collect();
        for id in candidates {
            if self.around(&id, line, fetch) {
                return;
            }
        }
        self.first(fetch);
    }

    /// Selects a row by its id and says whether it is there; otherwise nothing changes.
    pub fn select(&mut self, id: &R::Id, fetch: &mut dyn FnMut(Want<R::Id>) -> Window<R>) -> bool {
        if let Some(at) = self.rows.iter().position(|row| row.id() == *id) {
            self.at = at;
            self.keep_in_sight();
            self.refill(fetch);
            return true;
        }
        self.around(id, self.height / 2, fetch)
    }

    /// Selects the row that was drawn at a cell.
    pub fn click(&mut self, at: Position) -> Clicked {
        let drawn = self.drawn.get();
        let index = if drawn.contains(at) { self.top + usize::from(at.y - drawn.y) / self.step } else { usize::MAX };
        if index >= self.rows.len() {
            return Clicked::Nothing;
        }
        if index == self.at {
            return Clicked::Again;
        }
        self.at = index;
        Clicked::Row
    }

    /// Moves the selection and says whether it moved.
    pub fn go(&mut self, step: Move, fetch: &mut dyn FnMut(Want<R::Id>) -> Window<R>) -> bool {
        let before = self.selected().map(R::id);
        let page = self.height.saturating_sub(1).max(1);
        match step {
            Move::Up => self.at = self.at.saturating_sub(1),
            Move::Down => self.at += 1,
            Move::PageUp => self.page(page, false),
            Move::PageDown => self.page(page, true),
            Move::First if self.above => self.first(fetch),
            Move::First => self.at = 0,
            Move::Last if self.below => self.last(fetch),
            Move::Last => self.at = self.rows.len(),
            Move::Left | Move::Right | Move::Next | Move::Previous => {}
        }
        self.keep_in_sight();
        self.refill(fetch);
        before != self.selected().map(R::id)
    }

    /// Draws the page: `line` gives the text of a row for a width. The pane one is on marks its selected row.
    pub fn draw(&self, buffer: &mut Buffer, area: Rect, theme: &Theme, here: bool, line: impl Fn(&R, usize) -> (String, Role)) {
        self.draw_marked(buffer, area, theme, here, |item, width| ("", vec![line(item, width)]));
    }

    /// The same for rows with a mark of their own, one cell, and parts that have roles; the selected row is of one style.
    pub fn draw_marked(
        &self,
        buffer: &mut Buffer,
        area: Rect,
        theme: &Theme,
        here: bool,
        line: impl Fn(&R, usize) -> (&'static str, Vec<(String, Role)>),
    ) {
        self.drawn.set(area);
        let (edge, width) = inside(area.width);
        for (index, item) in self.shown().enumerate().take(usize::from(area.height)) {
            let area = row(area, u16::try_from(index * self.step).unwrap_or(u16::MAX));
            let (mark, spans) = line(item, usize::from(width));
            let selected = self.top + index == self.at;
            let style = |role: Role| match (selected, here) {
                // What was searched for is seen in the selected row, too.
                (true, true) if role == Role::Found => theme.style(Role::Selected).add_modifier(theme.style(role).add_modifier),
                (true, true) => theme.style(Role::Selected),
                (true, false) => theme.style(role).patch(theme.style(Role::SelectedElsewhere)),
                (false, _) => theme.style(role),
            };
            if edge > 0 && selected && here {
                paint_all(buffer, area, [(SELECTED, style(Role::Selected)), (" ", style(Role::Selected))]);
            } else if edge > 0 {
                paint(buffer, area, mark, style(Role::Linked));
            }
            let used = paint_all(buffer, from(area, edge), spans.iter().map(|(text, role)| (text.as_str(), style(*role))));
            if selected && here {
                paint(buffer, from(area, edge + used), " ", style(Role::Selected));
            }
        }
    }

    /// Says whether there are rows before and after the page that is shown.
    pub fn goes_on(&self) -> (bool, bool) {
        (self.above || self.top > 0, self.below || self.top + self.height < self.rows.len())
    }

    fn page(&mut self, page: usize, down: bool) {
        if down {
            self.at = (self.at + page).min(self.rows.len().saturating_sub(1));
            self.top = (self.top + page).min(self.rows.len().saturating_sub(self.height));
        } else {
            self.at = self.at.saturating_sub(page);
            self.top = self.top.saturating_sub(page);
        }
    }

    fn first(&mut self, fetch: &mut dyn FnMut(Want<R::Id>) -> Window<R>) {
        self.take(fetch(Want::First(self.height + AHEAD)), 0, 0);
    }

    fn last(&mut self, fetch: &mut dyn FnMut(Want<R::Id>) -> Window<R>) {
        self.take(fetch(Want::Last(self.height + AHEAD)), usize::MAX, self.height - 1);
    }

    /// Reads the window around a row and puts it on a line of the page.
    fn around(&mut self, id: &R::Id, line: usize, fetch: &mut dyn FnMut(Want<R::Id>) -> Window<R>) -> bool {
        let window = fetch(Want::Around(id.clone(), line + self.height, self.height * 2));
        let Some(at) = window.rows.iter().position(|row| row.id() == *id) else { return false };
        self.take(window, at, line);
        true
    }

    fn take(&mut self, window: Window<R>, at: usize, line: usize) {
        (self.rows, self.above, self.below) = (window.rows, window.above, window.below);
        self.at = at.min(self.rows.len().saturating_sub(1));
        self.top = self.at.saturating_sub(line);
        self.keep_in_sight();
    }

    fn keep_in_sight(&mut self) {
        self.at = self.at.min(self.rows.len().saturating_sub(1));
        let highest = (self.at + 1).saturating_sub(self.height);
        self.top = self.top.clamp(highest, self.at).min(self.rows.len().saturating_sub(self.height));
    }

    /// Asks for more rows when less than a page is left on a side, and lets go of what is far away.
    fn refill(&mut self, fetch: &mut dyn FnMut(Want<R::Id>) -> Window<R>) {
        let page = self.height;
        if self.below
            && self.rows.len() < self.top + 2 * page
            && let Some(last) = self.rows.last().map(R::id)
        {
            let more = fetch(Want::After(last, 2 * page));
            self.below = more.below;
            self.rows.extend(more.rows);
            let surplus = self.top.saturating_sub(2 * page);
            self.above |= surplus > 0;
            self.rows.drain(..surplus);
            self.at -= surplus;
            self.top -= surplus;
        }
        if self.above
            && self.top < page
            && let Some(first) = self.rows.first().map(R::id)
        {
            let more = fetch(Want::Before(first, 2 * page));
            self.above = more.above;
            let count = more.rows.len();
            self.rows.splice(0..0, more.rows);
            self.at += count;
            self.top += count;
            let keep = (self.top + 3 * page).max(self.at + 1);
            self.below |= self.rows.len() > keep;
            self.rows.truncate(keep);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    impl Row for u32 {
        type Id = Self;

        fn id(&self) -> Self {
            *self
        }
    }

    fn window(data: &[u32], range: std::ops::Range<usize>) -> Window<u32> {
        let range = range.start.min(data.len())..range.end.min(data.len());
        Window { rows: data[range.clone()].to_vec(), above: range.start > 0, below: range.end < data.len() }
    }

    fn source(data: &[u32]) -> impl FnMut(Want<u32>) -> Window<u32> + '_ {
        move |want| match want {
            Want::First(n) => window(data, 0..n),
            Want::Last(n) => window(data, data.len().saturating_sub(n)..data.len()),
            Want::After(id, n) => {
                let at = data.partition_point(|x| *x <= id);
                window(data, at..at + n)
            }
            Want::Before(id, n) => {
                let at = data.partition_point(|x| *x < id);
                window(data, at.saturating_sub(n)..at)
            }
            Want::Around(id, above, below) => match data.binary_search(&id) {
                Ok(at) => window(data, at.saturating_sub(above)..at + below + 1),
                Err(_) => Window { rows: Vec::new(), above: false, below: false },
            },
        }
    }

    proptest! {
        #[test]
        fn a_windowed_list_moves_like_one_that_holds_everything(count in 0usize..200, height in 1usize..12,
            steps in proptest::collection::vec(proptest::sample::select(vec![Move::Up, Move::Down, Move::PageUp, Move::PageDown, Move::First, Move::Last]), 0..60)) {
            let data: Vec<u32> = (0..u32::try_from(count).unwrap()).map(|n| n * 2).collect();
            let mut list = List::default();
            list.load(height, &mut source(&data));
            let mut at = 0usize;
            let page = (height - 1).max(1);
            for step in steps {
                list.go(step, &mut source(&data));
                at = match step {
                    Move::Up => at.saturating_sub(1),
                    Move::Down => at + 1,
                    Move::PageUp => at.saturating_sub(page),
                    Move::PageDown => at + page,
                    Move::First => 0,
                    _ => count,
                }.min(count.saturating_sub(1));
                prop_assert_eq!(list.selected(), data.get(at));
                prop_assert_eq!(list.shown().count(), count.min(height));
                prop_assert!(count == 0 || list.shown().any(|row| *row == data[at]));
                prop_assert!(list.rows.len() <= 7 * height + 1, "{} rows for {}", list.rows.len(), height);
            }
        }
    }

    #[test]
    fn what_is_selected_stays_selected_and_in_its_place_when_the_data_changes() {
        let mut data: Vec<u32> = (0..100).map(|n| n * 2).collect();
        let mut list = List::default();
        list.load(5, &mut source(&data));
        for _ in 0..30 {
            list.go(Move::Down, &mut source(&data));
        }
        let page: Vec<u32> = list.shown().copied().collect();
        data.insert(3, 5);
        data.push(999);
        list.load(5, &mut source(&data));
        assert_eq!((list.selected(), list.shown().copied().collect::<Vec<_>>()), (Some(&60), page));
        data.retain(|x| *x != 60);
        list.load(5, &mut source(&data));
        assert_eq!(list.selected(), Some(&62));
        data.clear();
        list.load(5, &mut source(&data));
        assert!(list.is_empty() && list.selected().is_none());
        assert!(!list.go(Move::Down, &mut source(&data)));
    }

    #[test]
    fn a_row_far_away_can_be_selected_by_its_id() {
        let data: Vec<u32> = (0..10_000).collect();
        let mut list = List::default();
        list.load(9, &mut source(&data));
        assert!(list.select(&7_000, &mut source(&data)));
        assert_eq!(list.selected(), Some(&7_000));
        assert!(!list.select(&99_999, &mut source(&data)));
        assert_eq!(list.selected(), Some(&7_000));
    }
}
