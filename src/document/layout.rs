//! Lays pieces of text out in columns: lines of spans with a role, which a terminal screen maps to its colours.
//!
//! No terminal library is named here; a role says what a piece *is*, never how it looks.

use super::print::cell::{LAID_OUT, graphemes, width};
use super::print::neutral::{Layout, neutral};
use super::{Inline, Style};

/// One line of laid-out text, at most as wide as was asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StyledLine {
    /// Its pieces from left to right.
    pub spans: Vec<LineSpan>,
}

/// A piece of a line: neutral text with its role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineSpan {
    /// Text that is safe to put on a screen.
    pub text: String,
    /// What it is.
    pub role: Role,
}

/// What a piece of text is, for a theme to colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// Running text.
    Plain,
    /// A heading.
    Heading,
    /// The name of a fact or a column.
    Label,
    /// Important.
    Strong,
    /// Stressed.
    Emphasis,
    /// Less important: rules, bullets, borders.
    Dim,
    /// Kept as a machine wrote it.
    Code,
    /// Leads to an address.
    Link,
}

impl StyledLine {
    /// Builds a line of one piece.
    pub fn new(text: impl Into<String>, role: Role) -> Self {
        let mut line = Self::default();
        line.push(&text.into(), role);
        line
    }

    /// Adds a piece; neighbours of one role are joined.
    pub fn push(&mut self, text: &str, role: Role) {
        match self.spans.last_mut() {
            _ if text.is_empty() => {}
            Some(last) if last.role == role => last.text.push_str(text),
            _ => self.spans.push(LineSpan { text: text.to_owned(), role }),
        }
    }

    /// Gives the text without roles.
    pub fn text(&self) -> String {
        self.spans.iter().map(|span| span.text.as_str()).collect()
    }

    /// Measures the line in columns.
    pub fn width(&self) -> usize {
        self.spans.iter().map(|span| width(&span.text)).sum()
    }

    /// Puts pieces in front of the line.
    #[must_use]
    pub fn after(mut self, mut before: Self) -> Self {
        for span in self.spans.drain(..) {
            before.push(&span.text, span.role);
        }
        before
    }
}

/// A grapheme on its way into a line.
struct Piece {
    text: String,
    role: Role,
    columns: usize,
}

/// Breaks text into lines of at most `columns` columns: between words, between wide characters, else anywhere.
///
/// `base` is the role of plain text. At most [`LAID_OUT`] characters are laid out; a last line says how many are not shown.
pub fn wrap(text: &Inline, columns: usize, base: Role) -> Vec<StyledLine> {
    let columns = columns.max(2);
    let mut left = LAID_OUT;
    let mut lines = Vec::new();
    let mut row: Vec<Piece> = Vec::new();
    for span in &text.0 {
        let role = role_of(span.style, span.link.is_some(), base);
        let shown = neutral(head(span.text.raw(), &mut left), Layout::Lines);
        for grapheme in graphemes(&shown) {
            match grapheme {
                "\n" => lines.push(flush(&mut row)),
                "\t" => put(&mut row, &mut lines, columns, Piece { text: "  ".to_owned(), role, columns: 2 }),
                _ => put(&mut row, &mut lines, columns, Piece { text: grapheme.to_owned(), role, columns: width(grapheme) }),
            }
        }
    }
    if !row.is_empty() || lines.is_empty() {
        lines.push(flush(&mut row));
    }
    let all: usize = text.0.iter().map(|span| span.text.raw().chars().count()).sum();
    if all > LAID_OUT {
        lines.push(StyledLine::new(format!("[{} more]", all - LAID_OUT), Role::Dim));
    }
    lines
}

/// Cuts verbatim text into lines of at most `columns` columns, without looking for words.
pub fn chop(text: &str, columns: usize) -> Vec<StyledLine> {
    let columns = columns.max(2);
    let mut left = LAID_OUT;
    let shown = neutral(head(text, &mut left), Layout::Lines);
    let mut lines = Vec::new();
    for source in shown.lines() {
        let (mut line, mut used) = (String::new(), 0);
        for grapheme in graphemes(source) {
            let (piece, wide) = if grapheme == "\t" { ("    ", 4.min(columns)) } else { (grapheme, width(grapheme)) };
            if used + wide > columns {
                lines.push(StyledLine::new(std::mem::take(&mut line), Role::Code));
                used = 0;
            }
            line.push_str(piece.get(..wide).filter(|_| grapheme == "\t").unwrap_or(piece));
            used += wide;
        }
        lines.push(StyledLine::new(line, Role::Code));
    }
    let all = text.chars().count();
    if all > LAID_OUT {
        lines.push(StyledLine::new(format!("[{} more]", all - LAID_OUT), Role::Dim));
    }
    lines
}

fn role_of(style: Style, linked: bool, base: Role) -> Role {
    match style {
        _ if linked => Role::Link,
        Style::Plain => base,
        Style::Strong => Role::Strong,
        Style::Emphasis => Role::Emphasis,
        Style::Dim => Role::Dim,
        Style::Code => Role::Code,
    }
}

/// Takes as much of the text as may still be laid out.
fn head<'a>(text: &'a str, left: &mut usize) -> &'a str {
    match text.char_indices().nth(*left) {
        Some((end, _)) => {
            *left = 0;
            text.get(..end).unwrap_or_default()
        }
        None => {
            *left -= text.chars().count();
            text
        }
    }
}

/// Puts a piece on the row; a full row is broken at its last good place.
fn put(row: &mut Vec<Piece>, lines: &mut Vec<StyledLine>, columns: usize, piece: Piece) {
    let used: usize = row.iter().map(|p| p.columns).sum();
    if used + piece.columns > columns {
        if piece.text == " " {
            lines.push(flush(row));
            return;
        }
        let at = break_place(row, &piece);
        let rest = row.split_off(at);
        lines.push(flush(row));
        *row = rest;
    }
    row.push(piece);
}

/// Finds where the row may be broken: after its last blank, or beside a wide character; else at its end.
fn break_place(row: &[Piece], next: &Piece) -> usize {
    let mut following = next;
    for (i, piece) in row.iter().enumerate().rev() {
        if piece.text == " " || piece.columns == 2 || following.columns == 2 {
            return i + 1;
        }
        following = piece;
    }
    row.len()
}

/// Ends a row: its pieces become a line, blanks at its end are left off.
fn flush(row: &mut Vec<Piece>) -> StyledLine {
    while row.last().is_some_and(|piece| piece.text == " ") {
        row.pop();
    }
    let mut line = StyledLine::default();
    for piece in row.drain(..) {
        line.push(&piece.text, piece.role);
    }
    line
}
