//! Screen 3: the review of a case. On the left its sections with their rows, the remarks on them and what each asks, on the right the
//! document as a reader gets it.
//!
//! The document is built beside this thread and shown when it is there; until then the one before stays. Nothing of it is built again
//! while neither the record nor the reader nor the width changes.

use std::collections::BTreeMap;
use std::time::Duration;

use ratatui::Frame;
use ratatui::layout::{Position, Rect, Size};

use super::copy_menu::{Offer, What};
use super::desk::{Desk, case_in};
use super::keys::{Act, Move, Place};
use super::mouse::Pointing;
use super::page::Scroll;
use super::parts::list::{Clicked, List};
use super::parts::numbered::{Numbered, window};
use super::review_cases::Cases;
use super::review_deeds::{ADD, REMARK, SHARE};
use super::review_draw::plan;
use super::review_export::{self, export, menu};
use super::review_items::{Item, items};
use super::screen::WHEEL;
use super::shared::WHY_NOT;
use super::stage::{About, Kept, Reply, Screen};
use super::theme::Theme;
use crate::app::review::live::{Asked, Previewer};
use crate::app::review::outline::{Outline, SectionLine, Source};
use crate::model::CaseRef;
use crate::model::entry::Visibility;

/// How long a key may wait for a document: most are there by then.
const PATIENCE: Duration = Duration::from_millis(8);

/// Names the pane one is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pane {
    /// The list of sections.
    Sections,
    /// The document.
    Document,
}

/// Holds one review.
pub struct Review {
    pub(super) case: Option<CaseRef>,
    pub(super) outline: Option<Outline>,
    pub(super) list: List<Numbered<Item>>,
    /// Which question of the section is shown.
    pub(super) asked_at: usize,
    pub(super) here: Pane,
    pub(super) reader: Visibility,
    pub(super) scroll: Scroll,
    pub(super) headings: Vec<(String, usize)>,
    pub(super) left_out: usize,
    pub(super) more: usize,
    /// Why there is no document, or that it is being built.
    pub(super) trouble: String,
    /// Reviews to choose from while there is no case, or another is wanted.
    pub(super) cases: Cases,
    previewer: Option<Previewer>,
    asked: Option<Asked>,
    shown: Option<Asked>,
    wanted: Option<String>,
    size: Size,
}

impl Review {
    /// Begins with a case, if there is one.
    pub fn of(case: Option<CaseRef>) -> Self {
        Self {
            case,
            outline: None,
            list: List::default(),
            asked_at: 0,
            here: Pane::Sections,
            reader: Visibility::Internal,
            scroll: Scroll::default(),
            headings: Vec::new(),
            left_out: 0,
            more: 0,
            trouble: String::new(),
            cases: Cases::default(),
            previewer: None,
            asked: None,
            shown: None,
            wanted: None,
            size: Size::default(),
        }
    }

    /// Turns to another case and forgets everything of the one before.
    fn turn_to(&mut self, case: CaseRef) {
        let previewer = self.previewer.take();
        *self = Self { previewer, reader: self.reader, size: self.size, ..Self::of(Some(case)) };
    }

    /// Gives the selected line of the list.
    pub(super) fn item(&self) -> Option<Item> {
        self.list.selected().map(|numbered| numbered.1)
    }

    /// Gives the section one is at: of a row or a remark, the one it belongs to.
    pub(super) fn section(&self) -> Option<&SectionLine> {
        self.item()?.section(self.outline.as_ref()?)
    }

    /// Says whether a section has text in the document: its own, or what the record has.
    pub(super) fn source(&self, section: &SectionLine) -> Source {
        let printed = self.headings.iter().any(|(words, _)| *words == section.title);
        if section.source == Source::Nothing && printed { Source::Record } else { section.source }
    }

    /// Asks for the document if another is wanted than before, and takes what is there.
    fn preview(&mut self, desk: &Desk, columns: usize) {
        let Some(case) = self.case else { return };
        // Who shares the screen sees no more than those who look at it may.
        self.reader = self.reader.max(desk.app.reads_for());
        let asked = Asked { case, reader: self.reader, columns, change: desk.read(desk.app.last_change()) };
        if self.asked != Some(asked) {
            if self.previewer.is_none() {
                match desk.app.previewer() {
                    Ok(previewer) => self.previewer = Some(previewer),
                    Err(failure) => self.trouble = failure.words(),
                }
            }
            if let Some(previewer) = &self.previewer {
                previewer.ask(asked, &desk.app.ctx);
                self.asked = Some(asked);
            }
            // What was made for another reader never stands under the name of this one.
            if self.shown.is_none_or(|shown| Asked { change: asked.change, ..shown } != asked) {
                "The document is being put together.".clone_into(&mut self.trouble);
            }
        }
        if self.shown != self.asked {
            self.take(PATIENCE);
        }
    }

    /// Takes a document that has been built and says whether there was one.
    fn take(&mut self, patience: Duration) -> bool {
        let Some((asked, preview)) = self.previewer.as_ref().and_then(|previewer| previewer.take(patience)) else { return false };
        if Some(asked) != self.asked {
            return false;
        }
        let first =
            self.shown.is_none_or(|shown| shown.case != asked.case || shown.reader != asked.reader || shown.columns != asked.columns);
        self.shown = Some(asked);
        self.scroll.lines = preview.lines;
        (self.headings, self.left_out, self.more, self.trouble) = (preview.headings, preview.left_out, preview.more, preview.trouble);
        if first {
            self.follow();
        }
        true
    }

    /// Scrolls the document to the selected section; to the one before it where it has no text.
    fn follow(&mut self) {
        let Some(item) = self.item() else { return };
        let sections = self.outline.as_ref().map_or(&[][..], |outline| &outline.sections);
        let selected = item.section.unwrap_or(sections.len());
        let line = |section: &SectionLine| self.headings.iter().find(|(words, _)| *words == section.title).map(|(_, line)| *line);
        // With the first section stands what is above all of them.
        let selected = if selected == 0 { return self.scroll.go_to(0) } else { selected };
        let at = sections.iter().take(selected + 1).rev().find_map(line).unwrap_or(0);
        self.scroll.go_to(at);
    }

    /// Takes a step and says whether anything moved.
    fn step(&mut self, step: Move, desk: &Desk) -> bool {
        match (step, self.here) {
            (Move::Next | Move::Previous, here) => {
                self.here = if here == Pane::Sections { Pane::Document } else { Pane::Sections };
                self.load(desk, self.size);
            }
            (Move::Left | Move::Right, _) => {
                let floor = desk.app.reads_for();
                let all: Vec<Visibility> = Visibility::ALL.iter().copied().filter(|one| *one >= floor).collect();
                let at = all.iter().position(|one| *one == self.reader).unwrap_or(0);
                let next = if step == Move::Right { at + 1 } else { at + all.len() - 1 };
                self.reader = all.get(next % all.len()).copied().unwrap_or(Visibility::Internal);
                self.load(desk, self.size);
            }
            (step, Pane::Document) => return self.scroll.step(step),
            (step, Pane::Sections) => {
                let (all, before) = (items(self.outline.as_ref()), self.item().and_then(|item| item.section));
                if !self.list.go(step, &mut |want| window(&all, &want)) {
                    return false;
                }
                if self.item().and_then(|item| item.section) != before {
                    self.asked_at = 0;
                }
                self.follow();
            }
        }
        true
    }
}

impl Screen<Desk> for Review {
    fn place(&self) -> Place {
        Place::Review
    }

    fn load(&mut self, desk: &Desk, size: Size) {
        self.size = size;
        let plan = plan(Rect::new(0, 0, size.width, size.height), self.here);
        let Some(case) = self.case else { return self.cases.load(desk, size.height.saturating_sub(2)) };
        let held = self.item().zip(self.outline.as_ref()).and_then(|(item, outline)| item.name(outline).map(str::to_owned));
        self.outline = desk.read(desk.app.outline(case));
        let all = items(self.outline.as_ref());
        let before = self.item();
        // What was selected stays so, wherever it stands now.
        let wanted = self.wanted.take().or(held);
        if let (Some(wanted), Some(outline)) = (wanted, &self.outline)
            && let Some(at) = all.iter().position(|item| item.name(outline) == Some(&wanted))
            && self.list.selected().is_none_or(|numbered| numbered.0 != at)
        {
            self.list.select(&at, &mut |want| window(&all, &want));
        }
        self.list.space(desk.step());
        self.list.load(usize::from(plan.rows()), &mut |want| window(&all, &want));
        let [columns, height] = plan.document_size();
        self.scroll.resize(height);
        self.preview(desk, columns);
        if self.item() != before {
            self.follow();
        }
    }

    fn pulse(&mut self) -> bool {
        self.shown != self.asked && self.take(Duration::ZERO)
    }

    fn why_not(&self, act: Act, desk: &Desk) -> Option<String> {
        self.refused(act, desk)
    }

    fn idle(&self, act: Act, desk: &Desk) -> bool {
        self.leaves_out(act, desk)
    }

    fn act(&mut self, act: Act, desk: &Desk) -> Reply<Desk> {
        if self.case.is_none() {
            return match act {
                Act::Search if self.cases.selected().is_none() => {
                    Reply::Say(desk.told(Place::Review, "there is no case yet whose review could be shown; {new} opens one"))
                }
                Act::Search => self.cases.offer("review", None, desk),
                Act::Move(step) if self.cases.go(step) => Reply::Done,
                Act::Enter => match self.cases.selected() {
                    Some(case) => {
                        self.turn_to(case);
                        self.load(desk, self.size);
                        Reply::Done
                    }
                    None => Reply::Done,
                },
                _ => Reply::Ignored,
            };
        }
        match act {
            Act::Move(step) if self.step(step, desk) => Reply::Done,
            Act::Enter if desk.is_shared() => Reply::Say(desk.told(Place::Review, WHY_NOT)),
            Act::Enter => self.enter(desk),
            Act::Edit => self.edit(desk),
            ADD => self.add_row(desk),
            REMARK => self.remark(desk),
            SHARE => self.with("review share", desk),
            Act::Raise | Act::Lower => self.shift(act, desk),
            // From the document one goes back to its sections first.
            Act::Back if self.here == Pane::Document => {
                self.here = Pane::Sections;
                self.load(desk, self.size);
                Reply::Done
            }
            Act::Question => {
                let count = self.section().map_or(0, |section| section.questions.len());
                self.asked_at = (self.asked_at + 1) % count.max(1);
                Reply::Done
            }
            Act::Search => self.cases.offer("review", self.case, desk),
            Act::Open(Place::Causes) => Reply::Visit(Place::Causes, self.about()),
            Act::Open(Place::Timeline) => Reply::Visit(Place::Timeline, self.about()),
            Act::Command("review export") => menu(self.reader, desk),
            _ => Reply::Ignored,
        }
    }

    fn chosen(&mut self, choice: &str, desk: &Desk) -> Reply<Desk> {
        if let Some(key) = review_export::chosen(choice) {
            return self.case.map_or(Reply::Done, |case| export(case, key, self.reader, desk));
        }
        match self.cases.chosen(choice, desk) {
            Ok(case) if Some(case) != self.case => {
                self.turn_to(case);
                self.load(desk, self.size);
            }
            Ok(_) => {}
            Err(words) => return Reply::Say(words),
        }
        Reply::Done
    }

    fn point(&mut self, what: Pointing, at: Position, area: Rect, desk: &Desk) -> Reply<Desk> {
        if self.case.is_none() {
            return match (what, self.cases.list.click(at)) {
                (Pointing::Click, Clicked::Again) => self.act(Act::Enter, desk),
                _ => Reply::Done,
            };
        }
        // The wheel moves what lies under it, without changing the pane one is on.
        let over_document = plan(area, self.here).is_document(at);
        match what {
            Pointing::Click if over_document => self.here = Pane::Document,
            Pointing::Click => {
                let clicked = self.list.click(at);
                if clicked != Clicked::Nothing {
                    self.here = Pane::Sections;
                    self.follow();
                }
                if clicked == Clicked::Again && self.why_not(Act::Enter, desk).is_none() {
                    return self.act(Act::Enter, desk);
                }
            }
            Pointing::Up | Pointing::Down => {
                let step = if what == Pointing::Up { Move::Up } else { Move::Down };
                let here = std::mem::replace(&mut self.here, if over_document { Pane::Document } else { Pane::Sections });
                for _ in 0..WHEEL {
                    self.step(step, desk);
                }
                self.here = here;
            }
        }
        Reply::Done
    }

    fn copies(&self, _: &Desk) -> Vec<Offer> {
        let (Some(case), Some(section)) = (self.case, self.section()) else { return Vec::new() };
        let written = !section.text.is_blank();
        let offer = Offer::text(What::Section, format!("{} of {case}", section.title), section.text.raw().to_owned());
        written.then_some(offer).into_iter().collect()
    }

    fn about(&self) -> About {
        let case = self.case.map(|case| ("case", case.to_string()));
        let section = self.section().map(|section| ("section", section.name.clone()));
        let (item, outline) = (self.item(), self.outline.as_ref());
        let row = item.zip(outline).and_then(|(item, outline)| item.row(outline)).map(|row| ("finding", row.name.clone()));
        let remark = item.zip(outline).and_then(|(item, outline)| item.remark(outline)).map(|remark| ("remark", remark.name.clone()));
        case.into_iter().chain(section).chain(row).chain(remark).collect()
    }

    fn aim(&mut self, about: &About, _: &Desk) {
        if let Some(case) = case_in(about).filter(|case| Some(*case) != self.case) {
            self.turn_to(case);
        }
        let named = |wanted: &str| about.iter().find(|(key, _)| *key == wanted).map(|(_, text)| text.clone());
        if let Some(line) = named("finding").or_else(|| named("remark")).or_else(|| named("section")) {
            self.wanted = Some(line);
        }
    }

    fn is_empty(&self) -> bool {
        self.case.is_none() && self.cases.selected().is_none()
    }

    fn kept(&self) -> Kept {
        let mut kept: Kept = self.about().into_iter().filter(|(key, _)| matches!(*key, "case" | "section")).collect();
        kept.insert("reader", self.reader.key().to_owned());
        if self.here == Pane::Document {
            kept.insert("pane", "document".to_owned());
        }
        kept
    }

    fn recall(&mut self, kept: &BTreeMap<String, String>, desk: &Desk) {
        let text = |key: &str| kept.get(key).map(String::as_str);
        let case = text("case").and_then(CaseRef::parse);
        if let Some(case) = case.filter(|case| desk.read(desk.app.case_named(*case)).is_some()) {
            self.turn_to(case);
            self.wanted = text("section").map(str::to_owned);
        }
        self.reader = text("reader").and_then(Visibility::parse).unwrap_or(self.reader);
        if text("pane") == Some("document") {
            self.here = Pane::Document;
        }
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme, desk: &Desk) {
        super::review_draw::draw(self, frame, area, theme, desk);
    }
}
