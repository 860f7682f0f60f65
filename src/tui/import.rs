//! Bringing a file of another system in: it is read beside the screen, then there is a report, or a mapping where nobody knows the table.

use std::path::PathBuf;
use std::sync::Arc;

use ratatui::Frame;
use ratatui::layout::{Position, Rect, Size};

use super::desk::{Desk, words};
use super::import_file::{BROKEN, Beside, Found, Opened, Progress, Wanted, read};
use super::import_map::Mapping;
use super::import_report::Report;
use super::keys::{Act, Move, Place};
use super::mouse::Pointing;
use super::parts::frame::{hint, pane};
use super::parts::text::cut;
use super::screen::WHEEL;
use super::stage::{Reply, Screen};
use super::theme::Theme;
use crate::app::import::{Options, Sketch};

/// What is seen of the file just now.
enum View {
    /// It is being read.
    Reading(Beside<Result<Opened, String>>),
    /// Nothing can be taken from it, and why.
    Failed(String),
    /// What it would come to.
    Report(Box<Report>),
    /// What its columns become.
    Mapping(Box<Mapping>),
}

/// Holds a file and what is seen of it.
pub struct Import {
    path: PathBuf,
    shown: String,
    bytes: Option<Arc<Vec<u8>>>,
    options: Options,
    view: View,
    progress: Arc<Progress>,
    said: (usize, usize),
    /// The mapping one came from, to go back to.
    mapping: Option<Box<Mapping>>,
}

impl Import {
    /// Begins to read a file.
    ///
    /// # Errors
    /// Says in a sentence why the database cannot be asked beside the screens.
    pub fn of(path: PathBuf, desk: &Desk) -> Result<Self, String> {
        let options = Options { zone: desk.app.ctx.zone, ..Options::default() };
        let shown = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let view = View::Failed(String::new());
        let mut import = Self { path, shown, bytes: None, options, view, progress: Arc::default(), said: (0, 0), mapping: None };
        import.read(None, false, desk)?;
        Ok(import)
    }

    /// Reads the file on a thread of its own.
    fn read(&mut self, by: Option<Sketch>, maps: bool, desk: &Desk) -> Result<(), String> {
        let app = desk.app.beside().map_err(|failure| words(&failure))?;
        let wanted = Wanted {
            path: self.path.clone(),
            bytes: self.bytes.clone(),
            settings: desk.settings.clone(),
            options: self.options.clone(),
            by,
            maps,
            app,
        };
        self.progress = Arc::default();
        let progress = Arc::clone(&self.progress);
        self.view = View::Reading(Beside::run(move || read(wanted, &progress)));
        Ok(())
    }

    /// Takes what was read.
    fn take(&mut self, opened: Opened) {
        self.bytes = Some(opened.bytes);
        self.view = match opened.found {
            Found::Known(known) => View::Report(Box::new(Report::of(known))),
            Found::Table(sketch) => View::Mapping(Box::new(Mapping::of(*sketch, opened.rules, self.options.clone()))),
        };
    }

    /// Goes on from a mapping to the report of what it makes of the file.
    fn go_on(&mut self, desk: &Desk) -> Reply<Desk> {
        let View::Mapping(mapping) = &self.view else { return Reply::Done };
        let sketch = mapping.sketch().clone();
        if let Some(why) = sketch.problem() {
            return Reply::Say(why);
        }
        let before = std::mem::replace(&mut self.view, View::Failed(String::new()));
        match (self.read(Some(sketch), false, desk), before) {
            (Ok(()), View::Mapping(mapping)) => self.mapping = Some(mapping),
            (Ok(()), _) => {}
            (Err(why), before) => {
                self.view = before;
                return Reply::Say(why);
            }
        }
        Reply::Done
    }

    /// Goes to the mapping: the one that was made, else one that is begun now.
    fn map(&mut self, desk: &Desk) -> Reply<Desk> {
        if let Some(mapping) = self.mapping.take() {
            self.view = View::Mapping(mapping);
            return Reply::Done;
        }
        self.read(None, true, desk).map_or_else(Reply::Say, |()| Reply::Done)
    }
}

impl Screen<Desk> for Import {
    fn place(&self) -> Place {
        if matches!(self.view, View::Mapping(_)) { Place::Mapping } else { Place::Import }
    }

    fn load(&mut self, _: &Desk, size: Size) {
        match &mut self.view {
            View::Report(report) => report.load(size),
            View::Mapping(mapping) => mapping.load(size),
            View::Reading(_) | View::Failed(_) => {}
        }
    }

    fn pulse(&mut self) -> bool {
        let ended = match &mut self.view {
            View::Reading(work) => work.look(),
            View::Report(report) => return report.pulse(),
            View::Mapping(mapping) => return mapping.pulse(),
            View::Failed(_) => return false,
        };
        match ended {
            None => {
                let far = self.progress.far();
                return std::mem::replace(&mut self.said, far) != far;
            }
            Some(Some(Ok(opened))) => self.take(opened),
            Some(Some(Err(why))) => self.view = View::Failed(why),
            Some(None) => self.view = View::Failed(BROKEN.to_owned()),
        }
        true
    }

    fn why_not(&self, act: Act, _: &Desk) -> Option<String> {
        match (&self.view, act) {
            (View::Report(report), _) => report.why_not(act),
            (View::Reading(_), Act::Enter | Act::Mapping) => Some("the file is still being read".to_owned()),
            (View::Failed(_), Act::Enter | Act::Mapping) => Some("nothing can be taken from this file".to_owned()),
            _ => None,
        }
    }

    fn act(&mut self, act: Act, desk: &Desk) -> Reply<Desk> {
        let reply = match (&mut self.view, act) {
            (View::Mapping(mapping), Act::Enter) if mapping.goes_on() => return self.go_on(desk),
            (View::Mapping(mapping), _) => mapping.act(act, desk),
            (View::Report(_), Act::Mapping) => return self.map(desk),
            (View::Report(report), _) => report.act(act, desk),
            (View::Reading(_) | View::Failed(_), _) => Reply::Ignored,
        };
        // What was mapped is not lost because the report did not please.
        let landed = matches!(&self.view, View::Report(report) if report.is_landed());
        if act == Act::Back && !landed && matches!(reply, Reply::Ignored) && self.mapping.is_some() {
            return self.map(desk);
        }
        reply
    }

    fn chosen(&mut self, choice: &str, desk: &Desk) -> Reply<Desk> {
        if let View::Mapping(mapping) = &mut self.view { mapping.chosen(choice, desk) } else { Reply::Done }
    }

    fn point(&mut self, what: Pointing, at: Position, _: Rect, desk: &Desk) -> Reply<Desk> {
        let step = match what {
            Pointing::Up => Move::Up,
            Pointing::Down => Move::Down,
            Pointing::Click => {
                let again = if let View::Mapping(mapping) = &mut self.view { mapping.click(at) } else { false };
                return if again { self.act(Act::Enter, desk) } else { Reply::Done };
            }
        };
        for _ in 0..WHEEL {
            self.act(Act::Move(step), desk);
        }
        Reply::Done
    }

    fn idle(&self, act: Act, _: &Desk) -> bool {
        match &self.view {
            View::Reading(_) | View::Failed(_) => matches!(act, Act::Enter | Act::Mapping),
            View::Report(report) => report.why_not(act).is_some() || (act == Act::Mapping && report.is_landed()),
            View::Mapping(_) => false,
        }
    }

    fn hint(&self, act: Act) -> Option<&'static str> {
        match &self.view {
            View::Report(report) if act == Act::Enter && report.is_landed() => Some("close"),
            View::Report(report) if act == Act::Back && report.is_landing() => Some("stop"),
            _ => None,
        }
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme, desk: &Desk) {
        let said = match &self.view {
            View::Report(report) => return report.draw(frame, area, &self.shown, theme, desk),
            View::Mapping(mapping) => return mapping.draw(frame, area, theme, desk),
            View::Failed(why) => why.clone(),
            View::Reading(_) => match self.progress.far() {
                (_, 0) => "The file is being read; a large one takes a while. Nothing is changed meanwhile.".to_owned(),
                (done, all) => format!("The file was read and is being compared with what is here: {done} of {all} cases."),
            },
        };
        let title = cut(&format!("Import {} {}", theme.dot(), self.shown), usize::from(area.width).saturating_sub(6));
        let inside = pane(frame, area, &title, true, theme);
        hint(frame, inside, &said, theme);
    }
}

impl Drop for Import {
    fn drop(&mut self) {
        self.progress.stop();
    }
}
