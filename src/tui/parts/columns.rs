//! Fixed columns of a list: which are shown at a width, and one row of them as text.

use super::text::{cut, fit, wide};

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
    let shown = || columns.iter().zip(cells).filter(|(column, _)| width >= usize::from(column.from_width));
    let fixed: usize =
        shown().map(|(column, _)| if column.grows { 1 } else { usize::from(column.width) + 1 }).sum::<usize>().saturating_sub(1);
    let growing = shown().filter(|(column, _)| column.grows).count().max(1);
    let rest = width.saturating_sub(fixed) / growing;
    let mut out = String::new();
    for (column, cell) in shown() {
        if !out.is_empty() {
            out.push(' ');
        }
        let room = if column.grows { rest.max(usize::from(column.width)) } else { usize::from(column.width) };
        if column.right {
            let text = cut(cell, room);
            out.extend(std::iter::repeat_n(' ', room - wide(&text)));
            out.push_str(&text);
        } else {
            out.push_str(&fit(cell, room));
        }
    }
    fit(&out, width)
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
}
