//! The rows of a query as a list, over the screen one is on.

use ratatui::Frame;
use ratatui::layout::{Position, Rect, Size};

use super::copy_menu::{Offer, What};
use super::deed::{Deed, case_of};
use super::desk::{Desk, words};
use super::keys::{Act, Move, Place};
use super::mouse::Pointing;
use super::page::Page;
use super::parts::columns::{Column, line as columns};
use super::parts::frame::{self, pane};
use super::parts::list::{Clicked, List, inside};
use super::parts::numbered::{Numbered, window};
use super::parts::text::{from, paint, row, wide};
use super::screen::WHEEL;
use super::stage::{About, Reply, Screen};
use super::summary::stamp;
use super::theme::{Role, Theme};
use crate::app::query::Query;
use crate::app::{Ask, Context, Draft, Shown, tables};
use crate::document::Document;
use crate::model::{CaseRef, Untrusted};

/// Cells a column has at least, where it needs so many.
const LEAST: u16 = 10;
/// Cells from which on a text can be read in pieces.
const WORDS: u16 = 12;

/// Keys under which rows of records with a number of their own have it, and commands take it.
pub const NUMBERED: &[&str] = &["contingency", "option", "escalation", "recovery", "update", "morale", "finding", "cause", "remark"];

/// Lists whose rows open a page of their case: the list, the page, the key of its number in the row and for the page.
const PAGES: &[(&str, &str, (&str, &str))] = &[("review versions", "review version", ("version", "number"))];

type Record = serde_json::Map<String, serde_json::Value>;

/// Holds the answer of one query.
pub struct Table {
    query: &'static Query,
    draft: Draft,
    records: Vec<Record>,
    widths: Vec<u16>,
    /// Which columns hold numbers alone, which stand under each other by their last digit.
    numeric: Vec<bool>,
    list: List<Numbered<Record>>,
    trouble: String,
    /// What is said beside the rows: that there are more, or that not everything was looked through.
    notes: Vec<String>,
}

impl Table {
    /// Begins with a query and what narrows it.
    pub fn new(query: &'static Query, draft: Draft) -> Self {
        let (records, widths, numeric, trouble) = (Vec::new(), Vec::new(), Vec::new(), String::new());
        Self { query, draft, records, widths, numeric, list: List::default(), trouble, notes: Vec::new() }
    }

    /// Gives the query.
    pub fn query(&self) -> &'static Query {
        self.query
    }

    /// Asks again, for a page of so many rows.
    pub fn load(&mut self, desk: &Desk, height: u16) {
        self.trouble.clear();
        (self.records, self.notes) = match desk.app.ask(self.query, &self.draft) {
            Ok(Shown::Rows(records)) => (records, Vec::new()),
            Ok(Shown::Noted(records, notes)) => (records, notes),
            Ok(_) => (Vec::new(), Vec::new()),
            Err(failure) => {
                self.trouble = words(&failure);
                (Vec::new(), Vec::new())
            }
        };
        let ctx = &desk.app.ctx;
        let widest = |key: &str, heading: &str| {
            let cells = self.records.iter().map(|record| wide(&flat(&cell(record, key, ctx))));
            u16::try_from(cells.chain([heading.len()]).max().unwrap_or(0)).unwrap_or(u16::MAX)
        };
        self.widths = self.query.columns.iter().map(|(key, heading)| widest(key, heading)).collect();
        let numeric = |key: &str| {
            let cells = self.records.iter().map(|record| cell(record, key, ctx)).filter(|cell| !cell.is_empty());
            cells.map(|cell| is_number(&cell)).reduce(|all, one| all && one).unwrap_or(false)
        };
        self.numeric = self.query.columns.iter().map(|(key, _)| numeric(key)).collect();
        let records = &self.records;
        self.list.space(desk.step());
        self.list.load(usize::from(height), &mut |want| window(records, &want));
    }

    /// Moves the selection and says whether it moved.
    pub fn go(&mut self, step: Move) -> bool {
        let records = &self.records;
        self.list.go(step, &mut |want| window(records, &want))
    }

    /// Does what the mouse says and says whether the selected row is to be opened.
    pub fn point(&mut self, what: Pointing, at: Position) -> bool {
        match what {
            Pointing::Up => (0..WHEEL).for_each(|_| _ = self.go(Move::Up)),
            Pointing::Down => (0..WHEEL).for_each(|_| _ = self.go(Move::Down)),
            Pointing::Click => return self.list.click(at) == Clicked::Again,
        }
        false
    }

    /// Gives the selected row as one line of text.
    pub fn copied(&self, ctx: &Context) -> Option<Offer> {
        let record = self.selected()?;
        let cells: Vec<String> = self.query.columns.iter().map(|(key, _)| cell(record, key, ctx)).filter(|cell| !cell.is_empty()).collect();
        Some(Offer::text(What::Line, format!("line of {}", called(self.query)), cells.join("  ")))
    }

    /// Gives the selected row as a page, where nothing is cut: its columns first, then whatever else it holds.
    fn whole(&self, ctx: &Context) -> Option<Document> {
        let record = self.selected()?;
        let shown = self.query.columns.iter().map(|(key, heading)| ((*heading).to_owned(), *key));
        let others = record.keys().filter(|key| *key != "id" && !self.query.columns.iter().any(|(shown, _)| shown == key));
        let label = |key: &str| {
            let words = key.replace('_', " ");
            words.get(..1).map_or(String::new(), str::to_uppercase) + words.get(1..).unwrap_or_default()
        };
        let all = shown.chain(others.map(|key| (label(key), key.as_str())));
        Some(Document::new().facts(all.map(|(label, key)| (Untrusted::from(label), Untrusted::from(cell(record, key, ctx))))))
    }

    /// Gives the selected row.
    pub fn selected(&self) -> Option<&Record> {
        self.list.selected().map(|row| &row.1)
    }

    /// Gives how many rows there are.
    pub fn count(&self) -> usize {
        self.records.len()
    }

    /// Draws the headings and the rows.
    pub fn draw(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme, ctx: &Context) {
        if self.records.is_empty() {
            // What an empty list says on a command line names a command; here a key does that.
            let said = self.query.empty.split_once("; '").map_or(self.query.empty, |(said, _)| said);
            let words = if self.trouble.is_empty() { said } else { &self.trouble };
            frame::hint(frame, area, words, theme);
            return;
        }
        let (edge, width) = inside(area.width);
        let layout = self.layout(width);
        let headings: Vec<&str> = self.query.columns.iter().map(|(_, heading)| *heading).collect();
        let head = columns(&layout, &headings, usize::from(width));
        paint(frame.buffer_mut(), from(row(area, 0), edge), &head, theme.style(Role::Quiet));
        let body = Rect { y: area.y + area.height.min(1), height: area.height.saturating_sub(1), ..area };
        self.list.draw(frame.buffer_mut(), body, theme, true, |record, width| {
            let cells: Vec<String> = self.query.columns.iter().map(|(key, _)| flat(&cell(&record.1, key, ctx))).collect();
            let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
            (columns(&layout, &cells, width), Role::Text)
        });
    }

    /// Words the border: what is listed, how many, and whether that is all.
    fn title(&self, theme: &Theme) -> String {
        let notes: String = self.notes.iter().map(|note| format!(" {} {note}", theme.dot())).collect();
        format!("{} {} {}{notes}", called(self.query), theme.dot(), self.count())
    }

    /// Gives every column what it needs, and the widest what is left; where that is too much, what each may have.
    fn layout(&self, width: u16) -> Vec<Column> {
        let widest = (0..self.widths.len()).max_by_key(|at| self.widths[*at]);
        let most = shared(&self.widths, width);
        let column = |(at, needs): (usize, &u16)| {
            let column = match &most {
                None if Some(at) == widest => Column::rest(8),
                None => Column::fixed(*needs),
                Some(most) => Column::fixed((*needs).min(most.get(at).copied().unwrap_or(LEAST))),
            };
            if self.numeric.get(at) == Some(&true) { column.to_the_right() } else { column }
        };
        self.widths.iter().enumerate().map(column).collect()
    }
}

/// Gives how wide each column may be where they do not fit beside each other: times and names keep what they need while texts share what
/// they leave; where that is too little for a text, the widest share alike, and the least is what a word needs.
fn shared(needs: &[u16], width: u16) -> Option<Vec<u16>> {
    let count = u16::try_from(needs.len()).ok().filter(|count| *count > 0)?;
    let room = width.saturating_sub(count - 1);
    if needs.iter().map(|needs| u32::from(*needs)).sum::<u32>() <= u32::from(room) {
        return None;
    }
    let text = |needs: &u16| *needs > width / 4;
    let texts = u16::try_from(needs.iter().filter(|needs| text(needs)).count()).unwrap_or(count).max(1);
    let others: u16 = needs.iter().filter(|needs| !text(needs)).sum();
    let each = room.saturating_sub(others) / texts;
    if each >= WORDS {
        // What a text does not need is for the others.
        let small = |needs: &&u16| text(needs) && **needs < each;
        let spared: u16 = needs.iter().filter(small).map(|needs| each - needs).sum();
        let wide = texts - u16::try_from(needs.iter().filter(small).count()).unwrap_or(0);
        let more = spared.checked_div(wide).unwrap_or(0);
        return Some(needs.iter().map(|needs| if text(needs) { each + more } else { *needs }).collect());
    }
    let (mut sorted, mut columns, mut left) = (needs.to_vec(), count, room);
    sorted.sort_unstable();
    for needs in sorted {
        if needs > left / columns {
            break;
        }
        left -= needs;
        columns = (columns - 1).max(1);
    }
    Some(vec![(left / columns).max(LEAST); needs.len()])
}

/// Names what a query lists, in a few words.
fn called(query: &'static Query) -> &'static str {
    Deed::Query(query).called()
}

/// Puts a text on one line: its ends of lines are blanks.
fn flat(text: &str) -> String {
    text.chars().map(|c| if matches!(c, '\n' | '\r' | '\t') { ' ' } else { c }).collect()
}

/// Says whether a cell is a number: digits with a sign before them, a currency, or a percent sign behind.
fn is_number(cell: &str) -> bool {
    let digits = match cell.split_once(' ') {
        Some((currency, rest)) if currency.len() == 3 && currency.bytes().all(|byte| byte.is_ascii_uppercase()) => rest,
        _ => cell.trim_end_matches(" %"),
    };
    let digits = digits.strip_prefix(['+', '-']).unwrap_or(digits);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b','))
}

/// Shows a value in a cell: times in the viewer's zone, yes and no in words.
fn cell(record: &Record, key: &str, ctx: &Context) -> String {
    match record.get(key) {
        Some(serde_json::Value::String(text)) => match chrono::DateTime::parse_from_rfc3339(text) {
            Ok(time) => stamp(time.timestamp_millis(), ctx),
            Err(_) => text.clone(),
        },
        Some(serde_json::Value::Array(all)) => all.iter().filter_map(serde_json::Value::as_str).collect::<Vec<_>>().join(", "),
        Some(serde_json::Value::Bool(true)) => "yes".to_owned(),
        Some(serde_json::Value::Bool(false)) => "no".to_owned(),
        None | Some(serde_json::Value::Null) => String::new(),
        Some(other) => other.to_string(),
    }
}

/// The rows of a query as a screen over the one below.
pub struct Rows {
    table: Table,
}

impl Rows {
    /// Shows the rows of a query.
    pub fn of(query: &'static Query, draft: Draft) -> Self {
        Self { table: Table::new(query, draft) }
    }

    /// Opens the page of the selected record, where such records have a number and a page of their own: `contingency list` and `show`.
    fn own_page(&self, desk: &Desk) -> Option<Reply<Desk>> {
        if let Some((_, page, key)) = PAGES.iter().find(|(list, ..)| *list == self.table.query().name) {
            let row = self.table.selected()?;
            let draft = Draft::new().with("case", row.get("case")?.as_str()?).with(key.1, row.get(key.0)?.to_string());
            return Some(Deed::Query(tables::query(page)?).done_with(draft, desk));
        }
        let query = tables::query(&self.table.query().name.replace(" list", " show"))?;
        let field = query.fields.iter().find(|field| field.required && matches!(field.ask, Ask::Numbered(_)))?;
        let number = self.table.selected()?.get(field.key)?.as_str()?;
        Some(Deed::Query(query).done_with(Draft::new().with(field.key, number), desk))
    }
}

impl Rows {
    /// Opens the selected row as a page, from where Enter goes to its case.
    fn whole(&self, case: Option<CaseRef>, desk: &Desk) -> Reply<Desk> {
        let Some(document) = self.table.whole(&desk.app.ctx) else { return Reply::Done };
        let page = Page::new(called(self.table.query()).to_owned(), document, self.about());
        Reply::Open(Box::new(match case {
            Some(case) => page.on_to(case, desk),
            None => page,
        }))
    }
}

impl Screen<Desk> for Rows {
    fn place(&self) -> Place {
        Place::Page
    }

    fn load(&mut self, desk: &Desk, size: Size) {
        self.table.load(desk, size.height.saturating_sub(3));
    }

    fn why_not(&self, act: Act, _: &Desk) -> Option<String> {
        (act == Act::Export).then(|| "a list is not a document; a row of it may open one".to_owned())
    }

    fn act(&mut self, act: Act, desk: &Desk) -> Reply<Desk> {
        match act {
            Act::Move(step) if !self.table.go(step) => return Reply::Ignored,
            Act::Move(_) => {}
            Act::Enter => {
                if let Some(page) = self.own_page(desk) {
                    return page;
                }
                return match self.table.selected().and_then(case_of) {
                    // What was learnt is a text: it is read whole first, and its case is one key further.
                    Some(case) if self.table.query().name.starts_with("library ") => self.whole(Some(case), desk),
                    Some(case) => Reply::Visit(Place::Room, vec![("case", case.to_string())]),
                    None => self.whole(None, desk),
                };
            }
            _ => return Reply::Ignored,
        }
        Reply::Done
    }

    fn point(&mut self, what: Pointing, at: Position, _: Rect, desk: &Desk) -> Reply<Desk> {
        match self.table.point(what, at) {
            true => self.act(Act::Enter, desk),
            false => Reply::Done,
        }
    }

    fn copies(&self, desk: &Desk) -> Vec<Offer> {
        self.table.copied(&desk.app.ctx).into_iter().collect()
    }

    fn about(&self) -> About {
        let selected = self.table.selected();
        let text = |key: &'static str, of: &str| Some((key, selected?.get(of)?.as_str()?.to_owned()));
        let own = NUMBERED.iter().map(|key| text(key, key));
        let all =
            [text("case", "case"), text("entry", "entry"), text("action", "action"), text("batch", "change"), text("person", "person")];
        all.into_iter().chain(own).flatten().collect()
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme, desk: &Desk) {
        let title = self.table.title(theme);
        let inside = pane(frame, area, &title, true, theme);
        frame::more(frame, area, &title, self.table.list.goes_on(), theme);
        self.table.draw(frame, inside, theme, &desk.app.ctx);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_columns_share_what_narrow_ones_leave() {
        assert_eq!((shared(&[5, 8, 12], 80), shared(&[], 20)), (None, None));
        assert_eq!(shared(&[6, 8, 12, 200, 300, 9], 80), Some(vec![6, 8, 12, 20, 20, 9]));
        assert_eq!(shared(&[6, 300], 80), Some(vec![6, 73]));
        assert_eq!(shared(&[6, 22, 300], 80), Some(vec![6, 50, 50]), "what one does not need is the other's");
        assert_eq!(shared(&[18, 19, 19, 18, 300], 80), Some(vec![15; 5]));
        assert_eq!(shared(&[6, 300, 300, 300], 20), Some(vec![LEAST; 4]));
    }
}
