//! Fixed columns of a list: which are shown at a width, and one row of them as text.

use super::text::{cut, wide};
use crate::tui::theme::Role;

/// Describes one column.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Cells it takes; for a column that grows, the least.
    pub width: u16,
    /// Whether it takes what is left.
    pub grows: bool,
    /// Whether its text stands on the right.
    pub right: bool,
    /// Below so many cells of the whole row it is left out; 0 for never.
    pub from_width: u16,
}

impl Column {
    /// A column of fixed width.
    pub const fn fixed(width: u16) -> Self {
        Self { width, grows: false, right: false, from_width: 0 }
    }

    /// A column that takes what is left.
    pub const fn rest(least: u16) -> Self {
        Self { width: least, grows: true, right: false, from_width: 0 }
    }

    /// The same, its text on the right.
    pub const fn to_the_right(self) -> Self {
        Self { right: true, ..self }
    }

    /// The same, left out below so many cells.
    pub const fn from(self, width: u16) -> Self {
        Self { from_width: width, ..self }
    }
}

/// Puts the cells of one row side by side with a blank between them; exactly `width` cells.
pub fn line(columns: &[Column], cells: &[&str], width: usize) -> String {
    let cells: Vec<(&str, Role)> = cells.iter().map(|cell| (*cell, Role::Text)).collect();
    spans(columns, &cells, width).pop().map_or_else(String::new, |(text, _)| text)
}

/// The same with a role for every cell: the stretches of the row from left to right. Blanks between cells are plain.
pub fn spans(columns: &[Column], cells: &[(&str, Role)], width: usize) -> Vec<(String, Role)> {
    let shown = || columns.iter().zip(cells).filter(|(column, _)| width >= usize::from(column.from_width));
    let fixed: usize =
        shown().map(|(column, _)| if column.grows { 1 } else { usize::from(column.width) + 1 }).sum::<usize>().saturating_sub(1);
    let growing = shown().filter(|(column, _)| column.grows).count().max(1);
    let rest = width.saturating_sub(fixed) / growing;
    let mut out = vec![(String::with_capacity(width), Role::Text)];
    let mut used = 0;
    for (column, (cell, role)) in shown() {
        // What is too much for the row is cut off it at the right.
        let gap = usize::from(used > 0).min(width - used);
        let room = if column.grows { rest.max(usize::from(column.width)) } else { usize::from(column.width) }.min(width - used - gap);
        let text = cut(cell, room);
        let blanks = room - wide(&text);
        let (before, after) = if column.right { (gap + blanks, 0) } else { (gap, blanks) };
        put(&mut out, Role::Text, before, "");
        put(&mut out, *role, 0, &text);
        put(&mut out, Role::Text, after, "");
        used += gap + room;
    }
    put(&mut out, Role::Text, width - used, "");
    out.retain(|(text, _)| !text.is_empty());
    out
}

/// Goes on with the last stretch if it is of the same role, else begins another.
fn put(out: &mut Vec<(String, Role)>, role: Role, blanks: usize, text: &str) {
    if blanks == 0 && text.is_empty() {
        return;
    }
    match out.last_mut() {
        Some((last, same)) if *same == role => {
            last.extend(std::iter::repeat_n(' ', blanks));
            last.push_str(text);
        }
        _ => out.push((" ".repeat(blanks) + text, role)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: &[Column] =
        &[Column::fixed(2), Column::fixed(6), Column::rest(4), Column::fixed(5).from(30), Column::fixed(4).to_the_right()];

    #[test]
    fn columns_stand_under_each_other_in_any_script() {
        let row = |title, width| line(COLUMNS, &["P1", "INC-12", title, "Atlas", "1d"], width);
        assert_eq!(row("Card payments fail", 40), "P1 INC-12 Card payments fail  Atlas   1d");
        assert_eq!(row("数据迁移脚本延迟了很多天", 40), "P1 INC-12 数据迁移脚本延迟了~ Atlas   1d");
        assert_eq!(row("Card payments fail", 29), "P1 INC-12 Card payments~   1d");
        for width in 0..60 {
            assert_eq!(wide(&row("\u{202e}数据\u{1b}", width)), width);
        }
    }

    #[test]
    fn roles_go_with_their_cells_and_the_row_stays_the_same() {
        let cells = [("P1", Role::Late), ("INC-1", Role::Text), ("Card", Role::Text), ("Atlas", Role::Quiet), ("1d", Role::Quiet)];
        let row = spans(COLUMNS, &cells, 30);
        let shown = row.iter().map(|(text, role)| (text.as_str(), *role)).collect::<Vec<_>>();
        assert_eq!(
            shown,
            [("P1", Role::Late), (" INC-1  Card      ", Role::Text), ("Atlas", Role::Quiet), ("   ", Role::Text), ("1d", Role::Quiet)]
        );
        for width in 0..60 {
            let texts = cells.map(|(text, _)| text);
            assert_eq!(spans(COLUMNS, &cells, width).into_iter().map(|(text, _)| text).collect::<String>(), line(COLUMNS, &texts, width));
        }
    }
}
