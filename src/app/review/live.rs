//! What a screen reads of a review as it will be printed: the document as lines, built beside the screen's own thread.
//!
//! A document grows with its log, so no key waits for one: it is asked for, and comes when it is there.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use super::outline::SectionLine;
use super::printed;
use crate::app::query::View;
use crate::app::{App, Context, Failure, rca};
use crate::document::rca::{RcaCase, RcaContext, RcaSection, TEMPLATE};
use crate::document::{Block, Document, StyledLine};
use crate::model::CaseRef;
use crate::model::case::Case;
use crate::model::entry::Visibility;
use crate::model::sections::Place;
use crate::store::{Access, Store};

/// Most lines of a document that are shown; its export has all of them.
const MOST: usize = 10_000;

/// Says which document is meant; while nothing of this changes, neither does the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Of which case.
    pub case: CaseRef,
    /// For which reader.
    pub reader: Visibility,
    /// How wide.
    pub columns: usize,
    /// As of which change.
    pub change: i64,
}

/// Holds a document laid out.
#[derive(Clone, Debug, Default)]
pub struct Preview {
    /// Its lines.
    pub lines: Vec<StyledLine>,
    /// Words and line of each heading.
    pub headings: Vec<(String, usize)>,
    /// How many rows the reader does not get.
    pub left_out: usize,
    /// How many lines are not shown here.
    pub more: usize,
    /// Why there is no document, if so.
    pub trouble: String,
}

/// Builds documents on a thread of its own, with a connection of its own.
pub struct Previewer {
    asked: Option<Sender<(Asked, Box<Context>)>>,
    built: Receiver<(Asked, Preview)>,
    thread: Option<JoinHandle<()>>,
}

impl Previewer {
    /// Asks for a document.
    pub fn ask(&self, asked: Asked, ctx: &Context) {
        if let Some(sender) = &self.asked {
            let _ = sender.send((asked, Box::new(ctx.clone())));
        }
    }

    /// Gives what has been built since, the newest, waiting so long for it at most.
    pub fn take(&self, patience: Duration) -> Option<(Asked, Preview)> {
        let newest = self.built.try_iter().last();
        newest.or_else(|| self.built.recv_timeout(patience).ok())
    }
}

impl Drop for Previewer {
    fn drop(&mut self) {
        self.asked = None;
        // What is being built is wanted by nobody any more, and only reads.
        drop(self.thread.take());
    }
}

impl App {
    /// Begins to build documents beside this thread.
    ///
    /// # Errors
    /// When a second connection cannot be opened.
    pub fn previewer(&self) -> Result<Previewer, Failure> {
        let store = self.store.again(Access::Read)?;
        let (asked, inbox) = channel();
        let (outbox, built) = channel();
        let thread = std::thread::Builder::new().name("preview".into()).spawn(move || serve(&store, &inbox, &outbox)).ok();
        Ok(Previewer { asked: Some(asked), built, thread })
    }

    /// Lays one section out as the document would print it, with this text; its cost depends on the text alone.
    pub fn section_preview(&self, case: &Case, section: &SectionLine, text: &str, columns: usize) -> Vec<StyledLine> {
        let row = RcaSection {
            name: section.name.clone(),
            title: section.title.as_str().into(),
            form: section.form.key().to_owned(),
            place: Place::Front.key().to_owned(),
            visibility: section.visibility.key().to_owned(),
            text: text.into(),
            ..RcaSection::default()
        };
        let header = RcaCase { reference: case.case_ref().to_string(), kind: case.kind.key().to_owned(), ..RcaCase::default() };
        let context = RcaContext { case: header, sections: vec![row], ..RcaContext::default() };
        let Ok(page) = printed::rendered_as(TEMPLATE, &context, &self.ctx, false) else { return Vec::new() };
        let blocks = Document::from_markdown(&page.markdown).blocks;
        let is_its = |block: &Block| matches!(block, Block::Heading { text, .. } if text.text().raw() == section.title);
        let of_it = blocks.into_iter().skip_while(|block| !is_its(block));
        let own = of_it.enumerate().take_while(|(at, block)| *at == 0 || !matches!(block, Block::Rule));
        Document { blocks: own.map(|(_, block)| block).collect() }.to_lines(columns)
    }
}

fn serve(store: &Store, inbox: &Receiver<(Asked, Box<Context>)>, outbox: &Sender<(Asked, Preview)>) {
    while let Ok((mut asked, mut ctx)) = inbox.recv() {
        while let Ok(newer) = inbox.try_recv() {
            (asked, ctx) = newer;
        }
        let view = View { read: store.reader(), ctx: &ctx };
        let preview = build(&view, asked).unwrap_or_else(|failure| Preview { trouble: failure.words(), ..Preview::default() });
        if outbox.send((asked, preview)).is_err() {
            return;
        }
    }
}

fn build(view: &View<'_>, asked: Asked) -> Result<Preview, Failure> {
    let Some(case) = view.read.case(asked.case)? else { return Ok(Preview::default()) };
    let context = rca::gather(view, &case, asked.reader)?;
    let page = printed::rendered(&context, view.ctx, false)?;
    let (mut lines, headings) = Document::from_markdown(&page.markdown).to_lines_with_headings(asked.columns);
    let more = lines.len().saturating_sub(MOST);
    lines.truncate(MOST);
    Ok(Preview { lines, headings, left_out: context.footer.left_out, more, trouble: String::new() })
}
