//! A page to read: the lines of a document, scrolled by row and by page. Knows no subject but how to get the page of a case.

use ratatui::Frame;
use ratatui::layout::{Rect, Size};

use super::copy_menu::{Offer, What};
use super::desk::Desk;
use super::keys::{Act, Move, Place};
use super::parts::frame::{corner, titled};
use super::parts::text::{cut, paint_all, row, wide};
use super::review_export::into_file;
use super::stage::{About, Reply, Screen};
use super::theme::{Role, Theme};
use crate::app::{Draft, Query, Shown};
use crate::document::print::filename::slug;
use crate::document::{Block, Document, Role as Part, StyledLine};
use crate::model::entry::Entry;
use crate::model::when::{self, Now};
use crate::model::{CaseRef, EntryRef, Untrusted};

/// Holds laid-out lines and which of them is on top.
#[derive(Default)]
pub struct Scroll {
    /// The lines.
    pub lines: Vec<StyledLine>,
    top: usize,
    height: usize,
}

impl Scroll {
    /// Lays a document out for so many cells and rows.
    pub fn lay_out(&mut self, document: &Document, width: u16, height: u16) {
        self.lines = document.to_lines(usize::from(width));
        self.resize(usize::from(height));
    }

    /// Takes another height.
    pub fn resize(&mut self, height: usize) {
        self.height = height.max(1);
        self.go(0, 0);
    }

    /// Puts a line on top, as far as there is enough below it.
    pub fn go_to(&mut self, line: usize) {
        self.top = 0;
        self.go(line, 0);
    }

    /// Puts a line in the middle, as far as there is enough above and below it.
    pub fn centre(&mut self, line: usize) {
        self.go_to(line.saturating_sub(self.height / 2));
    }

    /// Says whether the last line is seen.
    pub fn is_at_end(&self) -> bool {
        self.top + self.height >= self.lines.len()
    }

    fn go(&mut self, down: usize, up: usize) {
        let last = self.lines.len().saturating_sub(self.height);
        self.top = (self.top.saturating_add(down)).saturating_sub(up).min(last);
    }

    /// Takes a step and says whether anything moved.
    pub fn step(&mut self, step: Move) -> bool {
        let before = self.top;
        let page = self.height.saturating_sub(1).max(1);
        match step {
            Move::Up => self.go(0, 1),
            Move::Down => self.go(1, 0),
            Move::PageUp => self.go(0, page),
            Move::PageDown => self.go(page, 0),
            Move::First => self.go(0, self.top),
            Move::Last => self.go(self.lines.len(), 0),
            Move::Left | Move::Right | Move::Next | Move::Previous => {}
        }
        before != self.top
    }

    /// Says in the border how far down one is.
    pub fn place(&self) -> String {
        let shown = self.top + self.height;
        if self.lines.len() > self.height { format!(" ({} of {})", shown.min(self.lines.len()), self.lines.len()) } else { String::new() }
    }

    /// Draws the lines that are seen.
    pub fn draw(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        for (at, line) in (0..area.height).zip(self.lines.iter().skip(self.top)) {
            let spans = line.spans.iter().map(|span| (span.text.as_str(), theme.style(role(span.role))));
            paint_all(frame.buffer_mut(), row(area, at), spans);
        }
    }
}

fn role(part: Part) -> Role {
    match part {
        Part::Plain | Part::Code | Part::Emphasis => Role::Text,
        Part::Heading | Part::Strong => Role::Strong,
        Part::Label | Part::Dim => Role::Quiet,
        Part::Link => Role::Here,
    }
}

/// A page over the screen below it.
pub struct Page {
    title: String,
    /// What stands in the border: the title, with the document's own heading where it has one.
    heading: String,
    document: Document,
    scroll: Scroll,
    about: About,
    /// What it is the answer of, so that it is asked again when something has changed.
    asked: Option<(&'static Query, Draft)>,
    /// The case that Enter goes to, and how that is said.
    on_to: Option<(CaseRef, String)>,
}

impl Page {
    /// Begins a page.
    pub fn new(title: String, document: Document, about: About) -> Self {
        Self { heading: title.clone(), title, document, scroll: Scroll::default(), about, asked: None, on_to: None }
    }

    /// Names the query that the page is the answer of.
    #[must_use]
    pub fn asked(mut self, query: &'static Query, draft: Draft) -> Self {
        self.asked = Some((query, draft));
        self
    }

    /// Goes on to a case on Enter, and says so in the border.
    #[must_use]
    pub fn on_to(mut self, case: CaseRef, desk: &Desk) -> Self {
        self.on_to = Some((case, desk.told(Place::Page, "{open} goes to ") + &case.to_string()));
        self
    }

    /// Parts the document's heading from what stands below it: it is said in the border, and only there.
    fn parted(&self) -> (String, Document) {
        let Some((first @ Block::Heading { level: 1, .. }, rest)) = self.document.blocks.split_first() else {
            return (self.title.clone(), self.document.clone());
        };
        let lines = Document::new().block(first.clone()).to_lines(usize::from(u16::MAX));
        let heading = lines.first().map(StyledLine::text).unwrap_or_default();
        let named = heading.to_lowercase().contains(&self.title.to_lowercase());
        let heading = if named { heading } else { format!("{} · {heading}", self.title) };
        (heading, Document { blocks: rest.to_vec() })
    }

    /// Writes the page into a file: a printed document as it was printed, anything else as Markdown.
    fn export(&self, desk: &Desk) -> Reply<Desk> {
        let Some((query, draft)) = &self.asked else {
            return into_file((&slug(&self.title), "md"), &self.document.to_markdown(), &self.title, &[], desk);
        };
        let reader = query.fields.iter().any(|field| field.key == "for").then(|| draft.get("for").unwrap_or(desk.app.reads_for().key()));
        // A page that is called as its query is says so once.
        let name = (slug(&self.title) != slug(query.name)).then_some(query.name);
        let stem = [Some(self.title.as_str()), name, reader].into_iter().flatten().collect::<Vec<_>>().join("-");
        match desk.app.ask(query, draft) {
            Ok(Shown::Text(text, notes)) => {
                let extension = draft.get("format").filter(|f| !f.is_empty()).unwrap_or("md");
                into_file((&slug(&stem), extension), &text, &self.title, &notes, desk)
            }
            Ok(_) => into_file((&slug(&stem), "md"), &self.document.to_markdown(), &self.title, &[], desk),
            Err(failure) => Reply::Say(failure.words()),
        }
    }

    /// Shows one line of a log whole.
    pub fn of_entry(name: EntryRef, entry: &Entry, now: &Now) -> Self {
        let text = |text: Option<&Untrusted>| text.cloned();
        let facts = [
            ("Kind", Some(entry.kind.label().into())),
            ("What", Some(Untrusted::new(if entry.redacted { "(redacted)" } else { entry.text.raw() }))),
            ("Reason", text(entry.reason.as_ref())),
            ("Observed", entry.observed.map(|moment| when::echo(&moment, now).into())),
            ("Logged", Some(when::echo(&entry.logged, now).into())),
            ("By", Some(entry.author.clone())),
            ("Who", text(entry.person.as_ref().map(|person| &person.name))),
            ("Due", entry.due.map(|moment| when::echo(&moment, now).into())),
            ("Verdict", entry.verdict.map(|verdict| verdict.label().into())),
            ("Action", entry.action.map(|(number, state)| format!("A-{number} {}", state.label()).into())),
            ("For", Some(entry.visibility.label().into())),
            ("Tags", text(entry.tags.as_ref())),
            ("Amends", entry.amends.map(|number| EntryRef { number, ..name }.to_string().into())),
        ];
        let facts = facts.into_iter().filter_map(|(label, value)| Some((Untrusted::from(label), value?)));
        let about = vec![("case", name.case.to_string()), ("entry", name.to_string())];
        Self::new(name.to_string(), Document::new().facts(facts), about)
    }
}

impl Screen<Desk> for Page {
    fn place(&self) -> Place {
        Place::Page
    }

    fn overlay(&self) -> bool {
        true
    }

    fn load(&mut self, desk: &Desk, size: Size) {
        if let Some((query, draft)) = &self.asked
            && let Ok(answer) = desk.app.ask(query, draft)
        {
            self.document = laid_out(answer, draft);
        }
        let (heading, document) = self.parted();
        self.heading = heading;
        self.scroll.lay_out(&document, size.width.min(WIDEST).saturating_sub(4), size.height.saturating_sub(2));
    }

    fn act(&mut self, act: Act, desk: &Desk) -> Reply<Desk> {
        match act {
            Act::Move(step) if self.scroll.step(step) => Reply::Done,
            Act::Enter if self.on_to.is_some() => {
                let case = self.on_to.iter().map(|(case, _)| ("case", case.to_string())).collect();
                Reply::Visit(Place::Room, case)
            }
            Act::Back | Act::Enter => Reply::Back,
            Act::Export => self.export(desk),
            _ => Reply::Ignored,
        }
    }

    fn about(&self) -> About {
        self.about.clone()
    }

    fn copies(&self, _: &Desk) -> Vec<Offer> {
        vec![Offer::text(What::Page, format!("page {}", self.title), self.document.to_markdown())]
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme, _: &Desk) {
        let height = u16::try_from(self.scroll.lines.len() + 2).unwrap_or(u16::MAX).max(5);
        let place = self.scroll.place();
        // How far down one is must be seen, however long the heading.
        let room = usize::from(area.width.min(WIDEST)).saturating_sub(4 + wide(&place));
        let inside = titled(frame, area, theme, (WIDEST, height), &format!("{}{place}", cut(&self.heading, room)));
        if let Some((_, words)) = &self.on_to {
            let border =
                Rect { x: inside.x.saturating_sub(1), y: inside.y.saturating_sub(1), width: inside.width + 2, height: inside.height + 2 };
            corner(frame, border, ("", true), words, theme);
        }
        let inside = Rect { x: inside.x + inside.width.min(1), width: inside.width.saturating_sub(2), ..inside };
        self.scroll.draw(frame, inside, theme);
    }
}

/// Widest a page is laid out; longer lines are hard to read.
const WIDEST: u16 = 110;

/// Makes a page of what a query gives: a document that was printed as Markdown is laid out, another format shown as it is.
pub fn laid_out(shown: Shown, draft: &Draft) -> Document {
    match shown {
        Shown::Text(text, _) if draft.get("format").is_none_or(|format| format == "md") => Document::from_markdown(&text),
        Shown::Page(document, _) => document,
        Shown::Text(text, _) => Document::new().verbatim(text),
        Shown::Rows(rows) | Shown::Noted(rows, _) => Document::new().verbatim(serde_json::to_string_pretty(&rows).unwrap_or_default()),
    }
}
