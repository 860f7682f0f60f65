//! What each column of a table becomes, chosen column by column, with what comes of it below.

use std::sync::Arc;

use ratatui::Frame;
use ratatui::layout::{Position, Rect, Size};

use super::choose::Choose;
use super::desk::Desk;
use super::import_ask::Heading;
use super::import_file::{BROKEN, Beside};
use super::import_preview::Preview;
use super::keys::Act;
use super::parts::columns::{Column, spans};
use super::parts::frame::{above, corner, lines, more, pane};
use super::parts::list::{Clicked, List};
use super::parts::numbered::{Numbered, window};
use super::parts::picker::Item;
use super::parts::text::{cut, paint_all, row, wide};
use super::stage::Reply;
use super::theme::{Role, Theme};
use crate::app::import::sketch::Becomes;
use crate::app::import::{Options, Rules, Sketch};
use crate::model::CaseKind;

/// Cells from which the fields stand beside the columns, and those they take.
const BESIDE: u16 = 110;
/// See [`BESIDE`].
const FIELDS: u16 = 44;
/// The name, a sample, and what it becomes.
const COLUMNS: &[Column] = &[Column::rest(8), Column::rest(8).from(52), Column::fixed(13)];
/// Cells of the name of a field in the list of fields.
const NAME: usize = 13;

/// One row: what the table is, a column, or the way on.
#[derive(Clone)]
struct Line {
    name: String,
    sample: String,
    becomes: String,
    role: Role,
}

/// What is being asked over it.
enum Asked {
    Heading,
    Column(usize, Vec<Becomes>),
    Overwriting,
}

/// Holds a mapping, and what is seen of it.
pub struct Mapping {
    sketch: Sketch,
    rules: Arc<Rules>,
    options: Options,
    lines: Vec<Line>,
    list: List<Numbered<Line>>,
    height: usize,
    preview: Option<Preview>,
    work: Option<Beside<Preview>>,
    /// Whether what is being read is not what is wanted any more.
    stale: bool,
    asked: Option<Asked>,
    /// Whether there is something that is not saved, and whether that was said.
    unsaved: bool,
    warned: bool,
}

impl Mapping {
    /// Begins with a guess.
    pub fn of(sketch: Sketch, rules: Arc<Rules>, options: Options) -> Self {
        let mut mapping = Self {
            sketch,
            rules,
            options,
            lines: Vec::new(),
            list: List::default(),
            height: 1,
            preview: None,
            work: None,
            stale: false,
            asked: None,
            unsaved: false,
            warned: false,
        };
        mapping.renew();
        mapping
    }

    /// Gives the mapping as it is.
    pub fn sketch(&self) -> &Sketch {
        &self.sketch
    }

    /// Lays it out for a size.
    pub fn load(&mut self, size: Size) {
        let [columns, _] = parted(Rect::new(0, 0, size.width, size.height));
        self.height = usize::from(if columns.height < 3 { columns.height } else { columns.height - 2 });
        let all = &self.lines;
        self.list.load(self.height, &mut |want| window(all, &want));
    }

    /// Takes the preview when it is there, and says whether it is to be shown.
    pub fn pulse(&mut self) -> bool {
        let Some(ended) = self.work.as_ref().and_then(Beside::look) else { return false };
        self.work = None;
        if std::mem::take(&mut self.stale) {
            self.look();
            return false;
        }
        self.preview = ended;
        true
    }

    /// Reads the table again, beside the screen; one reading at a time.
    fn look(&mut self) {
        if self.work.is_some() {
            self.stale = true;
            return;
        }
        let (sketch, rules, options) = (self.sketch.clone(), self.rules.clone(), self.options.clone());
        self.work = Some(Beside::run(move || Preview::of(&sketch, &rules, &options)));
    }

    /// Shows what was changed.
    fn renew(&mut self) {
        let kind = kinds(self.sketch.kind).to_owned();
        let named = format!("{}, from {}", self.sketch.name, self.sketch.system);
        let head = Line { name: "Name, system and kind".to_owned(), sample: named, becomes: kind, role: Role::Here };
        let column = |column: &crate::app::import::sketch::Column| Line {
            name: if column.header.trim().is_empty() { "(no name)".to_owned() } else { column.header.clone() },
            sample: column.sample.clone(),
            becomes: column.becomes.name().to_owned(),
            role: if matches!(column.becomes, Becomes::Field(_) | Becomes::Log) { Role::Here } else { Role::Quiet },
        };
        let on = Line { name: "Go on to the report".to_owned(), sample: String::new(), becomes: String::new(), role: Role::Text };
        self.lines = std::iter::once(head).chain(self.sketch.columns().iter().map(column)).chain([on]).collect();
        let all = &self.lines;
        self.list.load(self.height, &mut |want| window(all, &want));
        self.look();
    }

    fn at(&self) -> usize {
        self.list.selected().map_or(0, |line| line.0)
    }

    /// Says whether the last line is selected, from which one goes on.
    pub fn goes_on(&self) -> bool {
        self.at() + 1 == self.lines.len()
    }

    /// Selects what was clicked and says whether it was selected already.
    pub fn click(&mut self, at: Position) -> bool {
        self.list.click(at) == Clicked::Again
    }

    /// Does what a key says.
    pub fn act(&mut self, act: Act, desk: &Desk) -> Reply<Desk> {
        match act {
            Act::Move(step) => {
                let all = &self.lines;
                let moved = self.list.go(step, &mut |want| window(all, &want));
                if moved { Reply::Done } else { Reply::Ignored }
            }
            Act::Enter => self.ask(),
            Act::Save => self.save(false, desk),
            Act::Back if self.unsaved && !self.warned => {
                self.warned = true;
                Reply::Say(
                    desk.told(super::keys::Place::Mapping, "this mapping is not saved: {save-mapping} saves it, {back} again leaves it"),
                )
            }
            _ => Reply::Ignored,
        }
    }

    /// Opens what the selected line is chosen by.
    fn ask(&mut self) -> Reply<Desk> {
        let Some(at) = self.at().checked_sub(1) else {
            self.asked = Some(Asked::Heading);
            return Reply::Open(Box::new(Heading::of(&self.sketch)));
        };
        let Some(column) = self.sketch.columns().get(at) else { return Reply::Done };
        let offered: Vec<Becomes> = Becomes::all().filter(|becomes| self.sketch.why_not(at, *becomes).is_none()).collect();
        let item = |becomes: &Becomes| {
            let taken = self.sketch.columns().iter().find(|column| column.becomes == *becomes && matches!(becomes, Becomes::Field(_)));
            let note = match taken {
                _ if column.becomes == *becomes => "now".to_owned(),
                Some(other) => cut(&other.header, 24),
                None => String::new(),
            };
            Item { label: format!("{}: {}", becomes.name(), becomes.doc()), note, also: String::new() }
        };
        let items: Vec<Item> = offered.iter().map(item).collect();
        let keys = (0..offered.len()).map(|index| index.to_string()).collect();
        // Nobody has said anything of a column that is kept as it is: one looks from the top.
        let said = |becomes: &Becomes| *becomes == column.becomes && *becomes != Becomes::Fact;
        let now = offered.iter().position(said).unwrap_or(0);
        let list = Choose::new(format!("{} becomes", cut(&column.header, 40)), items).standing_for(keys).starting_at(now);
        self.asked = Some(Asked::Column(at, offered));
        Reply::Open(Box::new(list))
    }

    /// Takes what was chosen.
    pub fn chosen(&mut self, choice: &str, desk: &Desk) -> Reply<Desk> {
        match self.asked.take() {
            Some(Asked::Heading) => {
                Heading::take(choice, &mut self.sketch);
                self.changed();
                self.sketch.problem().map_or(Reply::Done, Reply::Say)
            }
            Some(Asked::Column(at, offered)) => {
                if let Some(becomes) = choice.parse().ok().and_then(|index: usize| offered.get(index)) {
                    self.sketch.set(at, *becomes);
                    self.changed();
                }
                Reply::Done
            }
            Some(Asked::Overwriting) if choice == "1" => self.save(true, desk),
            Some(Asked::Overwriting) | None => Reply::Done,
        }
    }

    fn changed(&mut self) {
        (self.unsaved, self.warned) = (true, false);
        self.renew();
    }

    fn save(&mut self, over: bool, desk: &Desk) -> Reply<Desk> {
        let Some(settings) = desk.settings.as_deref() else {
            return Reply::Say("there is no folder of settings to save it in; WARROOM_CONFIG names one".to_owned());
        };
        if !over && self.sketch.problem().is_none() && self.sketch.file(settings).symlink_metadata().is_ok() {
            self.asked = Some(Asked::Overwriting);
            let item = |label: String| Item { label, note: String::new(), also: String::new() };
            let items = vec![item("Leave that one as it is".to_owned()), item(format!("Replace the mapping '{}'", self.sketch.name))];
            return Reply::Open(Box::new(Choose::new("There is one of that name already", items)));
        }
        match self.sketch.save(settings, over) {
            Ok(path) => {
                (self.unsaved, self.warned) = (false, false);
                Reply::Say(format!("saved; files of this kind are known from now on · {}", path.display()))
            }
            Err(refusal) => Reply::Say(refusal.why.raw().to_owned()),
        }
    }

    /// Draws columns, fields and what comes of them.
    pub fn draw(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme, _: &Desk) {
        let [top, below] = parted(area);
        let [left, right] = sides(top);
        let dot = theme.dot();
        let unsaved = if self.unsaved { " (not saved)" } else { "" };
        let title = format!("Mapping {dot} {}{unsaved} {dot} {}", self.sketch.name, kinds(self.sketch.kind));
        let title = cut(&title, usize::from(left.width).saturating_sub(6));
        let inside = pane(frame, left, &title, true, theme);
        let goes_on = self.list.goes_on();
        more(frame, left, &title, goes_on, theme);
        if below.height == 0 {
            // Where there is no room below, what comes of it is said in the border.
            let counts = self.preview.as_ref().filter(|_| self.work.is_none()).map_or("being read", |preview| &preview.counts);
            let room = usize::from(left.width).saturating_sub(6);
            let whole = format!("{counts} {dot} more");
            let said = if goes_on.1 && wide(&whole) <= room { whole } else { cut(counts, room) };
            corner(frame, left, ("", true), &said, theme);
        }
        self.list.draw_marked(frame.buffer_mut(), inside, theme, true, |line, width| {
            let Line { name, sample, becomes, role } = &line.1;
            ("", spans(COLUMNS, &[(name.as_str(), Role::Text), (sample.as_str(), Role::Quiet), (becomes.as_str(), *role)], width))
        });
        if right.width > 0 {
            self.draw_fields(frame, right, theme);
        }
        if below.height > 0 {
            let inside =
                pane(frame, below, if self.work.is_some() { "What comes of it (being read)" } else { "What comes of it" }, false, theme);
            let shown = match &self.preview {
                Some(preview) => preview.lines(usize::from(inside.height)),
                None if self.work.is_some() => Vec::new(),
                None => vec![(BROKEN.to_owned(), Role::Late)],
            };
            let inside = Rect { x: inside.x + 1.min(inside.width), width: inside.width.saturating_sub(2), ..inside };
            lines(frame, inside, shown.iter().map(|(text, role)| (text.as_str(), *role)), theme);
        }
    }

    /// Draws what there is to choose from, with what each is taken from now.
    fn draw_fields(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let inside = pane(frame, area, "Fields", false, theme);
        let here = self.at().checked_sub(1).and_then(|at| self.sketch.columns().get(at)).map(|column| column.becomes);
        let all: Vec<Becomes> = Becomes::all().collect();
        let height = usize::from(inside.height);
        let said = here.filter(|here| *here != Becomes::Fact);
        let at = said.and_then(|said| all.iter().position(|becomes| *becomes == said)).unwrap_or(0);
        let skipped = (at + 2).saturating_sub(height).min(all.len().saturating_sub(height));
        more(frame, area, "Fields", (skipped > 0, skipped + height < all.len()), theme);
        for (line, becomes) in (0..inside.height).zip(all.iter().skip(skipped)) {
            let taken: Vec<&str> =
                self.sketch.columns().iter().filter(|column| column.becomes == *becomes).map(|column| column.header.as_str()).collect();
            let role = match (here == Some(*becomes), taken.is_empty()) {
                (true, _) => Role::Here,
                (false, true) => Role::Quiet,
                (false, false) => Role::Text,
            };
            let from = if matches!(becomes, Becomes::Field(_)) { taken.join(", ") } else { count(taken.len()) };
            let blanks = " ".repeat(NAME.saturating_sub(wide(becomes.name())) + 1);
            let spans = [(" ", Role::Text), (becomes.name(), role), (blanks.as_str(), Role::Text), (from.as_str(), role)];
            paint_all(frame.buffer_mut(), row(inside, line), spans.map(|(text, role)| (text, theme.style(role))));
        }
    }
}

fn count(columns: usize) -> String {
    match columns {
        0 => String::new(),
        1 => "1 column".to_owned(),
        more => format!("{more} columns"),
    }
}

fn kinds(kind: CaseKind) -> &'static str {
    if kind == CaseKind::Incident { "incidents" } else { "issues" }
}

/// Divides the screen: columns above, what comes of them below where there is room.
fn parted(area: Rect) -> [Rect; 2] {
    let below = match area.height {
        30.. => 14,
        18.. => 9,
        _ => 0,
    };
    above(area, area.height - below)
}

/// Divides the upper part: columns on the left, fields on the right where there is room.
fn sides(area: Rect) -> [Rect; 2] {
    let right = if area.width >= BESIDE { FIELDS } else { 0 };
    let left = Rect { width: area.width - right, ..area };
    [left, Rect { x: left.right(), width: right, ..area }]
}
