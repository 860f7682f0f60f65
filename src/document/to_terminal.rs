//! Lays a document out for a terminal, as lines with roles or as plain text without any escape sequence.

use super::layout::{chop, wrap};
use super::print::cell::width;
use super::{Align, Block, Document, Inline, Item, Role, StyledLine, Table};

/// Narrowest a column of a table may become before the table is shown as facts.
const NARROWEST: usize = 8;

/// Deepest nesting that is still indented further.
const DEEPEST: usize = 12;

impl Document {
    /// Lays the document out in lines of at most `columns` columns.
    pub fn to_lines(&self, columns: usize) -> Vec<StyledLine> {
        blocks(&self.blocks, columns.max(10), 0)
    }

    /// The same, with the line on which each heading stands: its words, and its number from 0.
    pub fn to_lines_with_headings(&self, columns: usize) -> (Vec<StyledLine>, Vec<(String, usize)>) {
        let (mut lines, mut headings) = (Vec::new(), Vec::new());
        for block in &self.blocks {
            let printed = one(block, columns.max(10), 0);
            apart(&mut lines, &printed);
            if let Block::Heading { text, .. } = block {
                headings.push((text.text().into_raw(), lines.len()));
            }
            lines.extend(printed);
        }
        (lines, headings)
    }

    /// Prints plain text in lines of at most `columns` columns, ending with a line feed.
    pub fn to_plain(&self, columns: usize) -> String {
        let mut out = String::new();
        for line in self.to_lines(columns) {
            out.push_str(line.text().trim_end());
            out.push('\n');
        }
        out
    }
}

fn blocks(list: &[Block], columns: usize, depth: usize) -> Vec<StyledLine> {
    let mut lines = Vec::new();
    for block in list {
        let printed = one(block, columns, depth);
        apart(&mut lines, &printed);
        lines.extend(printed);
    }
    lines
}

/// Puts a blank line between what stands there and what comes next; nothing that prints nothing needs one.
fn apart(lines: &mut Vec<StyledLine>, next: &[StyledLine]) {
    if !lines.is_empty() && !next.is_empty() {
        lines.push(StyledLine::default());
    }
}

fn one(block: &Block, columns: usize, depth: usize) -> Vec<StyledLine> {
    match block {
        Block::Heading { level, text } => heading(*level, text, columns),
        Block::Facts(facts) => print_facts(facts, columns),
        Block::Paragraph(text) => wrap(text, columns, Role::Plain),
        Block::List { ordered, items } => list(*ordered, items, columns, depth),
        Block::Table(table) => print_table(table, columns),
        Block::Code { text, .. } => indented("  ", chop(text.raw(), columns.saturating_sub(2))),
        // Its source is no picture: what it shows stands in the lists and tables around it.
        Block::Diagram(_) => Vec::new(),
        Block::Quote(inner) if depth < DEEPEST => indented("> ", blocks(inner, columns.saturating_sub(2), depth + 1)),
        Block::Quote(inner) => blocks(inner, columns, depth),
        Block::Rule => vec![StyledLine::new("-".repeat(columns.min(40)), Role::Dim)],
    }
}

fn heading(level: u8, text: &Inline, columns: usize) -> Vec<StyledLine> {
    let mut lines = wrap(text, columns, Role::Heading);
    let under = match level {
        1 => "=",
        2 => "-",
        _ => return lines,
    };
    let widest = lines.iter().map(StyledLine::width).max().unwrap_or(0);
    lines.push(StyledLine::new(under.repeat(widest), Role::Dim));
    lines
}

fn indented(margin: &str, lines: Vec<StyledLine>) -> Vec<StyledLine> {
    lines.into_iter().map(|line| line.after(StyledLine::new(margin, Role::Dim))).collect()
}

fn print_facts(facts: &[(Inline, Inline)], columns: usize) -> Vec<StyledLine> {
    let widest = facts.iter().map(|(label, _)| natural(label)).max().unwrap_or(0).min(columns / 3).max(4);
    let mut lines = Vec::new();
    for (label, value) in facts {
        let labels = wrap(label, widest, Role::Label);
        let values = wrap(value, columns.saturating_sub(widest + 2), Role::Plain);
        lines.extend(beside(&[(labels, widest, Align::Left), (values, 0, Align::Left)]));
    }
    lines
}

fn list(ordered: bool, items: &[Item], columns: usize, depth: usize) -> Vec<StyledLine> {
    let mut lines = Vec::new();
    for (i, item) in items.iter().enumerate() {
        let mut mark = if ordered { format!("{}. ", i + 1) } else { "- ".to_owned() };
        if let Some(ticked) = item.ticked {
            mark.push_str(if ticked { "[x] " } else { "[ ] " });
        }
        let margin = if depth < DEEPEST { mark.len() } else { 0 };
        let room = columns.saturating_sub(margin).max(2);
        let mut own = wrap(&item.text, room, Role::Plain);
        for block in &item.blocks {
            own.extend(one(block, room, depth + 1));
        }
        for (n, line) in own.into_iter().enumerate() {
            let before = if n == 0 { mark.clone() } else { " ".repeat(margin) };
            lines.push(line.after(StyledLine::new(before, Role::Dim)));
        }
    }
    lines
}

fn print_table(table: &Table, columns: usize) -> Vec<StyledLine> {
    let count = table.columns.len().max(1);
    let Some(widths) = widths(table, columns.saturating_sub(2 * (count - 1))) else { return as_facts(table, columns) };
    let mut lines = Vec::new();
    if table.columns.iter().any(|column| !column.is_blank()) {
        lines.extend(row(table, &table.columns, &widths, Role::Label));
        let rules = widths.iter().map(|w| "-".repeat(*w)).collect::<Vec<_>>().join("  ");
        lines.push(StyledLine::new(rules, Role::Dim));
    }
    for cells in &table.rows {
        lines.extend(row(table, cells, &widths, Role::Plain));
    }
    lines
}

fn row(table: &Table, cells: &[Inline], widths: &[usize], role: Role) -> Vec<StyledLine> {
    let laid: Vec<_> = cells.iter().zip(widths).enumerate().map(|(i, (cell, w))| (wrap(cell, *w, role), *w, table.side(i))).collect();
    beside(&laid)
}

/// Shows each row as facts, when there is no room for columns.
fn as_facts(table: &Table, columns: usize) -> Vec<StyledLine> {
    let mut lines = Vec::new();
    for cells in &table.rows {
        if !lines.is_empty() {
            lines.push(StyledLine::default());
        }
        let facts: Vec<_> = table.columns.iter().cloned().zip(cells.iter().cloned()).filter(|(_, v)| !v.is_blank()).collect();
        lines.extend(print_facts(&facts, columns));
    }
    lines
}

/// Shares `room` columns out: narrow columns get what they need, wide ones share the rest. Nothing if that would be too narrow.
fn widths(table: &Table, room: usize) -> Option<Vec<usize>> {
    let need: Vec<usize> = (0..table.columns.len())
        .map(|i| {
            let cells = table.rows.iter().filter_map(|cells| cells.get(i));
            table.columns.get(i).into_iter().chain(cells).map(natural).max().unwrap_or(0).max(2)
        })
        .collect();
    let mut widths: Vec<Option<usize>> = vec![None; need.len()];
    loop {
        let open = widths.iter().filter(|w| w.is_none()).count();
        if open == 0 {
            break;
        }
        let share = room.saturating_sub(widths.iter().flatten().sum()) / open;
        let mut settled = false;
        for (width, need) in widths.iter_mut().zip(&need) {
            if width.is_none() && *need <= share {
                *width = Some(*need);
                settled = true;
            }
        }
        if !settled {
            if share < NARROWEST {
                return None;
            }
            return Some(widths.into_iter().map(|w| w.unwrap_or(share)).collect());
        }
    }
    Some(widths.into_iter().flatten().collect())
}

/// Measures the longest line of a text, up to the widest cell that is ever shown.
fn natural(text: &Inline) -> usize {
    let head: String = text.text().raw().chars().take(super::print::cell::CELL_COLUMNS).collect();
    super::print::plain(&head).lines().map(width).max().unwrap_or(0)
}

/// Sets columns of lines side by side, two blanks apart; a width of 0 is not padded.
fn beside(parts: &[(Vec<StyledLine>, usize, Align)]) -> Vec<StyledLine> {
    let height = parts.iter().map(|(lines, ..)| lines.len()).max().unwrap_or(0);
    (0..height)
        .map(|n| {
            let mut line = StyledLine::default();
            for (i, (lines, wide, align)) in parts.iter().enumerate() {
                if i > 0 {
                    line.push("  ", Role::Plain);
                }
                let part = lines.get(n).cloned().unwrap_or_default();
                let spare = wide.saturating_sub(part.width());
                let before = match align {
                    Align::Left => 0,
                    Align::Right => spare,
                    Align::Center => spare / 2,
                };
                line.push(&" ".repeat(before), Role::Plain);
                for span in &part.spans {
                    line.push(&span.text, span.role);
                }
                line.push(&" ".repeat(spare - before), Role::Plain);
            }
            line
        })
        .collect()
}
