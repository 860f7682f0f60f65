//! What a query answers, told line by line: a row is a sentence, a page is read as plain text.

use serde_json::{Map, Value as Json};

use super::Session;
use crate::app::query::in_words;
use crate::app::{Draft, Query, Shown, tables};
use crate::model::{CaseRef, Zone};

/// Columns a page is laid out in.
const WIDTH: usize = 78;

/// Columns whose texts speak for themselves.
const BARE: &[&str] = &["text", "title", "name"];

/// Rows as a query gives them.
pub type Rows = Vec<Map<String, Json>>;

/// Asks a query and tells the answer; gives its rows, where it has some.
pub fn query(session: &mut Session<'_>, query: &'static Query, draft: &Draft) -> Option<Rows> {
    let shown = match session.app.ask(query, draft) {
        Ok(shown) => shown,
        Err(failure) => return session.fail(&failure).map(|()| Rows::new()),
    };
    match shown {
        Shown::Rows(rows) => list(session, query, rows, &[]),
        Shown::Noted(rows, notes) => list(session, query, rows, &notes),
        Shown::Page(page, _) => session.talk.page(&page.to_plain(WIDTH)).map(|()| Rows::new()),
        Shown::Text(text, notes) => {
            notes.iter().try_for_each(|note| session.talk.line(&format!("{note}.")))?;
            session.talk.page(&text).map(|()| Rows::new())
        }
    }
}

/// Asks a query about a case and tells its page.
pub fn page(session: &mut Session<'_>, name: &str, case: CaseRef) -> Option<()> {
    query(session, tables::query(name)?, &Draft::new().with("case", case.to_string())).map(drop)
}

fn list(session: &mut Session<'_>, query: &Query, rows: Rows, notes: &[String]) -> Option<Rows> {
    if rows.is_empty() {
        session.talk.line(&format!("{}.", query.empty))?;
    }
    let zone = session.app.ctx.zone;
    let words: Vec<String> = rows.iter().map(|row| sentence(row, query, zone)).collect();
    session.talk.rows(&words)?;
    notes.iter().try_for_each(|note| session.talk.line(&format!("{note}.")))?;
    Some(rows)
}

/// Makes a sentence of a row: what it is about first, then every column that holds something with its heading.
fn sentence(row: &Map<String, Json>, query: &Query, zone: Zone) -> String {
    let mut parts = Vec::new();
    for (at, (key, heading)) in query.columns.iter().enumerate() {
        let text = in_words(row, key, zone);
        match text.is_empty() {
            true => {}
            false if at == 0 || BARE.contains(key) => parts.push(text),
            false => parts.push(format!("{} {text}", heading.to_lowercase())),
        }
    }
    format!("{}.", parts.join(", "))
}
