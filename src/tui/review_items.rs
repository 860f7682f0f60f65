//! What the list of a review holds: its sections, under each its rows and the remarks on it, and last the remarks on the whole.

use crate::app::review::outline::{Outline, RemarkLine, RowLine, SectionLine};

/// Names one line of the list by where it stands in the outline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Item {
    /// The section; none for a remark on the whole.
    pub section: Option<usize>,
    /// What of it.
    pub part: Part,
}

/// Says what of a section a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Its heading.
    Heading,
    /// One of its rows.
    Row(usize),
    /// One of the open remarks.
    Remark(usize),
}

/// Lists the lines of an outline.
pub fn items(outline: Option<&Outline>) -> Vec<Item> {
    let Some(outline) = outline else { return Vec::new() };
    let of = |(at, section): (usize, &SectionLine)| {
        let item = move |part| Item { section: Some(at), part };
        let rows = (0..section.rows.len()).map(Part::Row);
        let remarks = (0..section.remarks.len()).map(Part::Remark);
        std::iter::once(Part::Heading).chain(rows).chain(remarks).map(item).collect::<Vec<_>>()
    };
    let whole = (0..outline.remarks.len()).map(|at| Item { section: None, part: Part::Remark(at) });
    outline.sections.iter().enumerate().flat_map(of).chain(whole).collect()
}

impl Item {
    /// Gives its section.
    pub fn section(self, outline: &Outline) -> Option<&SectionLine> {
        outline.sections.get(self.section?)
    }

    /// Gives the row it is.
    pub fn row(self, outline: &Outline) -> Option<&RowLine> {
        match self.part {
            Part::Row(at) => self.section(outline)?.rows.get(at),
            _ => None,
        }
    }

    /// Gives the remark it is.
    pub fn remark(self, outline: &Outline) -> Option<&RemarkLine> {
        match (self.part, self.section) {
            (Part::Remark(at), Some(_)) => self.section(outline)?.remarks.get(at),
            (Part::Remark(at), None) => outline.remarks.get(at),
            _ => None,
        }
    }

    /// Gives the name it is found again by when the list has changed.
    pub fn name(self, outline: &Outline) -> Option<&str> {
        let row = self.row(outline).map(|row| &row.name);
        let remark = self.remark(outline).map(|remark| &remark.name);
        let heading = self.section(outline).filter(|_| self.part == Part::Heading).map(|section| &section.name);
        row.or(remark).or(heading).map(String::as_str)
    }
}
