//! Screen 4: the registers, one at a time, each row with the open cases that belong to it. Health against tolerance comes here later.

use std::collections::BTreeMap;

use ratatui::Frame;
use ratatui::layout::{Position, Rect, Size};

use super::copy_menu::{Offer, What};
use super::desk::Desk;
use super::keys::{Act, Move, Place};
use super::mouse::Pointing;
use super::parts::columns::{Column, line as columns};
use super::parts::frame::{hint, pane};
use super::parts::list::{Clicked, List, Row, Want, Window, inside as room};
use super::parts::text::{from, paint, row};
use super::screen::WHEEL;
use super::stage::{About, Kept, Reply, Screen};
use super::theme::{Role, Theme};
use crate::model::Subject;
use crate::model::case::{RegisterFrom, RegisterLine};

/// From so many columns on the border names all registers.
const WORDED: u16 = 98;
/// Open cases are counted up to here.
const COUNTED: i64 = 1_000;

/// Describes one register: what it holds, and the headings and columns after the name.
struct Register {
    subject: Subject,
    name: &'static str,
    headings: &'static [&'static str],
    columns: &'static [Column],
}

const NAME: Column = Column::rest(12);
const OPEN: Column = Column::fixed(6).to_the_right();
const WHO: Column = Column::fixed(12).from(40);
const MORE: Column = Column::rest(14).from(60);
const LAST: Column = Column::rest(10).from(90);

/// Registers in the order of the arrows. Open cases stand right after the name: they are what one looks for.
static REGISTERS: &[Register] = &[
    Register {
        subject: Subject::Service,
        name: "services",
        headings: &["Service", "Open", "Owner", "Customer", "Notes"],
        columns: &[NAME, OPEN, WHO, MORE, LAST],
    },
    Register {
        subject: Subject::Project,
        name: "projects",
        headings: &["Project", "Open", "Manager", "Customer", "Group", "Notes"],
        columns: &[NAME, OPEN, WHO, MORE, MORE, LAST],
    },
    Register {
        subject: Subject::Group,
        name: "groups",
        headings: &["Group", "Open", "Lead", "Projects", "Goals"],
        columns: &[NAME, OPEN, WHO, Column::fixed(8).to_the_right().from(60), LAST],
    },
    Register {
        subject: Subject::Customer,
        name: "customers",
        headings: &["Customer", "Open", "Notes"],
        columns: &[NAME, OPEN, Column::rest(10).from(60)],
    },
    Register {
        subject: Subject::Person,
        name: "people",
        headings: &["Handle", "Open", "Name", "Role", "Mail"],
        columns: &[NAME, OPEN, Column::fixed(20).from(40), MORE, LAST],
    },
    Register {
        subject: Subject::Stakeholder,
        name: "stakeholders",
        headings: &["Stakeholder", "Open", "Audience", "Role", "Channel", "Cares about"],
        columns: &[NAME, OPEN, WHO, MORE, MORE, LAST],
    },
    Register {
        subject: Subject::Audience,
        name: "audiences",
        headings: &["Audience", "Open", "Channel", "Language", "Approver", "Cares about", "May read"],
        columns: &[NAME, OPEN, WHO, Column::fixed(8).from(60), Column::fixed(10).from(90), LAST, Column::fixed(10).from(60)],
    },
];

impl Row for RegisterLine {
    type Id = String;

    fn id(&self) -> String {
        self.name.raw().to_owned()
    }
}

/// Holds the register that is shown.
#[derive(Default)]
pub struct Portfolio {
    at: usize,
    list: List<RegisterLine>,
    size: Size,
}

fn window(desk: &Desk, subject: Subject, want: &Want<String>) -> Window<RegisterLine> {
    let read = |from, limit: usize| desk.read(desk.app.register(subject, from, limit + 1));
    let below = |mut rows: Vec<RegisterLine>, count: usize, above: bool| {
        let below = rows.len() > count;
        rows.truncate(count);
        Window { rows, above, below }
    };
    let above = |mut rows: Vec<RegisterLine>, count: usize, below: bool| {
        let surplus = rows.len().saturating_sub(count);
        rows.drain(..surplus);
        Window { rows, above: surplus > 0, below }
    };
    match want {
        Want::First(count) => below(read(RegisterFrom::Start, *count), *count, false),
        Want::After(name, count) => below(read(RegisterFrom::After(name), *count), *count, true),
        Want::Before(name, count) => above(read(RegisterFrom::Before(name), *count), *count, true),
        Want::Last(count) => above(read(RegisterFrom::End, *count), *count, false),
        Want::Around(name, before, after) => {
            let tail = below(read(RegisterFrom::At(name), after + 1), after + 1, true);
            if tail.rows.first().is_none_or(|first| first.name.raw() != name) {
                return Window { rows: Vec::new(), above: false, below: false };
            }
            let mut head = above(read(RegisterFrom::Before(name), *before), *before, true);
            head.rows.extend(tail.rows);
            Window { rows: head.rows, above: head.above, below: tail.below }
        }
    }
}

impl Portfolio {
    fn register(&self) -> &'static Register {
        REGISTERS.get(self.at).unwrap_or(&REGISTERS[0])
    }

    fn turn_to(&mut self, at: usize, desk: &Desk) {
        self.at = at % REGISTERS.len();
        self.list = List::default();
        self.load(desk, self.size);
    }

    /// Begins a command or query on the shown register.
    fn start(&self, verb: &str, about: &About, desk: &Desk) -> Reply<Desk> {
        desk.start(&format!("{} {verb}", self.register().subject.key()), about)
    }

    fn go_to(&mut self, register: &str, record: Option<&str>, desk: &Desk) {
        let Some(at) = REGISTERS.iter().position(|one| one.subject.key() == register) else { return };
        if at != self.at {
            (self.at, self.list) = (at, List::default());
        }
        if let Some(record) = record {
            let subject = self.register().subject;
            self.list.select(&record.to_owned(), &mut |want| window(desk, subject, &want));
        }
    }

    fn title(&self, width: u16, theme: &Theme) -> String {
        if width < WORDED {
            return format!("Portfolio {} {} ({} of {})", theme.dot(), self.register().name, self.at + 1, REGISTERS.len());
        }
        let names = REGISTERS.iter().enumerate();
        let names = names.map(|(at, one)| if at == self.at { format!("[{}]", one.name) } else { format!(" {} ", one.name) });
        format!("Portfolio {} {}", theme.dot(), names.collect::<Vec<_>>().join(" "))
    }
}

impl Screen<Desk> for Portfolio {
    fn place(&self) -> Place {
        Place::Portfolio
    }

    fn load(&mut self, desk: &Desk, size: Size) {
        self.size = size;
        // A border takes two rows, the headings one.
        let height = if size.height < 3 { size.height.saturating_sub(1) } else { size.height - 3 };
        let subject = self.register().subject;
        self.list.space(desk.step());
        self.list.load(usize::from(height), &mut |want| window(desk, subject, &want));
    }

    fn why_not(&self, act: Act, desk: &Desk) -> Option<String> {
        let none = self.list.is_empty() && matches!(act, Act::Enter | Act::Edit);
        none.then(|| format!("no {} is selected; {}", self.register().subject.label(), desk.told(Place::Portfolio, "{new} adds one")))
    }

    fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    fn act(&mut self, act: Act, desk: &Desk) -> Reply<Desk> {
        match act {
            Act::Move(Move::Left | Move::Previous) => self.turn_to(self.at + REGISTERS.len() - 1, desk),
            Act::Move(Move::Right | Move::Next) => self.turn_to(self.at + 1, desk),
            Act::Move(step) => {
                let subject = self.register().subject;
                if !self.list.go(step, &mut |want| window(desk, subject, &want)) {
                    return Reply::Ignored;
                }
            }
            Act::Enter => return self.start("show", &self.record(), desk),
            Act::Edit => return self.start("set", &self.record(), desk),
            Act::New => return self.start("add", &Vec::new(), desk),
            _ => return Reply::Ignored,
        }
        Reply::Done
    }

    fn point(&mut self, what: Pointing, at: Position, _: Rect, desk: &Desk) -> Reply<Desk> {
        let step = match what {
            Pointing::Up => Move::Up,
            Pointing::Down => Move::Down,
            Pointing::Click if self.list.click(at) == Clicked::Again => return self.act(Act::Enter, desk),
            Pointing::Click => return Reply::Done,
        };
        for _ in 0..WHEEL {
            self.act(Act::Move(step), desk);
        }
        Reply::Done
    }

    fn copies(&self, _: &Desk) -> Vec<Offer> {
        let line = |line: &RegisterLine| {
            let cells = line.cells.iter().flatten().map(|text| text.raw());
            let text = std::iter::once(line.name.raw()).chain(cells).collect::<Vec<_>>().join("  ");
            Offer::text(What::Line, format!("line of {}", self.register().name), text)
        };
        self.list.selected().map(line).into_iter().collect()
    }

    fn aim(&mut self, about: &About, desk: &Desk) {
        let find = |wanted: &str| about.iter().find(|(key, _)| *key == wanted).map(|(_, text)| text.as_str());
        if let (Some(register), record) = (find("register"), find("record")) {
            self.go_to(register, record, desk);
        }
    }

    fn kept(&self) -> Kept {
        let register = Some(("register", self.register().subject.key().to_owned()));
        let record = self.list.selected().map(|line| ("record", line.id()));
        register.into_iter().chain(record).collect()
    }

    fn recall(&mut self, kept: &BTreeMap<String, String>, desk: &Desk) {
        if let Some(register) = kept.get("register") {
            self.go_to(register, kept.get("record").map(String::as_str), desk);
        }
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme, desk: &Desk) {
        let register = self.register();
        let inside = pane(frame, area, &self.title(area.width, theme), true, theme);
        if self.list.is_empty() {
            let adds = desk.told(Place::Portfolio, "{new} adds the first; names typed in a form are added by themselves.");
            let words = format!("No {} yet. {adds}", register.subject.label());
            return hint(frame, inside, &words, theme);
        }
        let (before, width) = room(inside.width);
        let head = columns(register.columns, register.headings, usize::from(width));
        paint(frame.buffer_mut(), from(row(inside, 0), before), &head, theme.style(Role::Quiet));
        let body = Rect { y: inside.y + inside.height.min(1), height: inside.height.saturating_sub(1), ..inside };
        self.list.draw(frame.buffer_mut(), body, theme, true, |line, width| {
            let open = match line.open {
                0 => String::new(),
                COUNTED.. => format!("{COUNTED}+"),
                count => count.to_string(),
            };
            let more = line.cells.iter().map(|cell| cell.as_ref().map_or("", |text| text.raw()));
            let cells: Vec<&str> = [line.name.raw(), open.as_str()].into_iter().chain(more).collect();
            (columns(register.columns, &cells, width), Role::Text)
        });
    }
}

impl Portfolio {
    fn record(&self) -> About {
        self.list.selected().map(|line| ("record", line.id())).into_iter().collect()
    }
}
