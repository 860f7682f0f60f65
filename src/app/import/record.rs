//! One record of another system, whatever holds it: a row of a table or a value of a document, asked for by name.

use std::borrow::Cow;

use serde_json::Value;

use super::dates::shorten;
use super::read::json;
use super::read::{Row, Table};
use super::text::{adf, literal};
use super::words::clean;

/// One record.
#[derive(Clone, Copy, Debug)]
pub enum Record<'a> {
    /// A row of a table.
    Row(Row<'a>),
    /// A value of a document.
    Json(&'a Value),
}

/// Says where in a record something stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// In these columns of a table.
    Columns(Vec<usize>),
    /// Inside the value that a column holds.
    Inside(usize, Vec<String>),
    /// Along these names in a document; a list on the way means each of its values.
    Path(Vec<String>),
}

/// Names in a record under which people, services and the like are called by their name, the best first.
const NAMES: &[&str] = &[
    "display_value",
    "displayName",
    "name",
    "full_name",
    "summary",
    "login",
    "username",
    "title",
    "label",
    "reference",
    "key",
    "value",
    "email",
    "id",
];

/// Lowers a name and makes `_`, `-` and several blanks one blank, so that exports and their labels meet.
pub fn plain(name: &str) -> String {
    let name = name.trim().to_lowercase();
    name.split(|c: char| c.is_whitespace() || c == '_').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Finds names in a table or a document.
#[derive(Debug)]
pub enum Finder {
    /// The names of a table's columns, made plain.
    Table(Vec<String>),
    /// A document: names are paths, and whether they are there is seen record by record.
    Document,
}

impl Finder {
    /// Takes the names of a table.
    pub fn of(table: &Table) -> Self {
        Self::Table(table.header.iter().map(|name| plain(name)).collect())
    }

    /// Finds a name; in a table nothing when no column is called so.
    pub fn find(&self, name: &str) -> Option<Place> {
        let header = match self {
            Self::Document => return Some(Place::Path(name.split('.').map(str::to_owned).collect())),
            Self::Table(header) => header,
        };
        let called = plain(name);
        let columns =
            |called: &str| -> Vec<usize> { (0..header.len()).filter(|at| header.get(*at).is_some_and(|name| name == called)).collect() };
        let whole = columns(&called);
        if !whole.is_empty() {
            return Some(Place::Columns(whole));
        }
        let (column, inner) = name.split_once('.')?;
        let column = columns(&plain(column)).first().copied()?;
        Some(Place::Inside(column, inner.split('.').map(str::to_owned).collect()))
    }
}

impl<'a> Record<'a> {
    /// Hands every value at a place that says something to `take`, until that is satisfied.
    pub fn each(self, place: &Place, take: &mut dyn FnMut(Cow<'a, str>) -> bool) {
        match (self, place) {
            (Self::Row(row), Place::Columns(columns)) => {
                for cell in columns.iter().filter_map(|column| clean(row.cell(*column))) {
                    if take(Cow::Borrowed(cell)) {
                        return;
                    }
                }
            }
            (Self::Row(row), Place::Inside(column, path)) => {
                let Some(value) = literal::parse(row.cell(*column)) else { return };
                walk(&value, path, &mut |value| named(value).is_some_and(|text| take(Cow::Owned(text.into_owned()))));
            }
            (Self::Json(value), Place::Path(path)) => {
                walk(value, path, &mut |value| named(value).is_some_and(&mut *take));
            }
            _ => {}
        }
    }

    /// Gives the first value at a place.
    pub fn first(self, place: &Place) -> Option<Cow<'a, str>> {
        let mut found = None;
        self.each(place, &mut |text| {
            found = Some(text);
            true
        });
        found
    }

    /// Gives a time at a place: the stored value, which is UTC, rather than the one that is displayed in somebody's zone.
    pub fn time(self, place: &Place) -> Option<Cow<'a, str>> {
        let (Self::Json(value), Place::Path(path)) = (self, place) else { return self.first(place) };
        let mut found = None;
        walk(value, path, &mut |value| {
            let stored = value.get("value").unwrap_or(value);
            found = named(stored);
            found.is_some()
        });
        found
    }

    /// Gives the values of a list at a place, one by one.
    pub fn items(self, place: &Place) -> Vec<&'a Value> {
        let (Self::Json(value), Place::Path(path)) = (self, place) else { return Vec::new() };
        let mut items = Vec::new();
        walk(value, path, &mut |value| {
            items.push(value);
            false
        });
        items
    }

    /// Says whether something stands at a place.
    pub fn has(self, place: &Place) -> bool {
        match (self, place) {
            (Self::Json(value), Place::Path(path)) => {
                let mut there = false;
                walk(value, path, &mut |value| {
                    there = !matches!(value, Value::Null | Value::Bool(false)) && value.as_str().is_none_or(|text| clean(text).is_some());
                    there
                });
                there
            }
            _ => self.first(place).is_some(),
        }
    }
}

/// Walks along names; lists on the way are gone through. Gives whether `take` was satisfied.
fn walk<'v>(value: &'v Value, path: &[String], take: &mut dyn FnMut(&'v Value) -> bool) -> bool {
    match (value, path.split_first()) {
        (Value::Array(all), _) => all.iter().any(|inner| walk(inner, path, take)),
        (_, None) => take(value),
        (_, Some((first, _))) if first == "." || first.is_empty() => take(value),
        (_, Some((first, rest))) => value.get(first).is_some_and(|inner| walk(inner, rest, take)),
    }
}

/// Gives a value as people would say it: text, or the name of what it stands for.
pub fn named(value: &Value) -> Option<Cow<'_, str>> {
    match value {
        Value::String(text) => clean(text).map(Cow::Borrowed),
        Value::Number(number) => Some(Cow::Owned(number.to_string())),
        Value::Bool(yes) => Some(Cow::Borrowed(if *yes { "true" } else { "false" })),
        Value::Object(_) if adf::is_document(value) => Some(adf::markdown(value)).filter(|text| !text.trim().is_empty()).map(Cow::Owned),
        Value::Object(map) => NAMES
            .iter()
            .find_map(|name| map.get(*name).and_then(|inner| json::text(Some(inner))))
            .and_then(|text| clean(&text).map(|text| Cow::Owned(text.to_owned()))),
        Value::Null | Value::Array(_) => None,
    }
}

/// A text with names in braces, such as `{repo}#{number}`; behind `|` how a value is changed.
#[derive(Clone, Debug)]
pub struct Template(Vec<Piece>);

#[derive(Clone, Debug)]
enum Piece {
    Text(String),
    Value { place: Place, change: Change, optional: bool },
    File,
}

/// How a value is changed on its way into a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Change {
    None,
    /// `owner/name` out of an address.
    Repo,
    /// The last part of an address.
    Last,
    /// The first of several lines, not too long.
    Line,
    /// Letters that stand for the text.
    Digest,
    /// `_` as blanks.
    Words,
    /// The id behind `/issue/` in an address.
    Issue,
}

impl Template {
    /// Reads a template; nothing where a name in it is not there, unless it may be left out (`{name?}`).
    pub fn read(text: &str, finder: &Finder) -> Option<Self> {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let (inner, behind) = after.split_once('}')?;
            if !before.is_empty() {
                pieces.push(Piece::Text(before.to_owned()));
            }
            let (name, change) = inner.split_once('|').unwrap_or((inner, ""));
            let change = Change::named(change)?;
            let (name, optional) = name.strip_suffix('?').map_or((name, false), |name| (name, true));
            match finder.find(name) {
                _ if name == "file" => pieces.push(Piece::File),
                Some(place) => pieces.push(Piece::Value { place, change, optional }),
                None if optional => {}
                None => return None,
            }
            rest = behind;
        }
        if !rest.is_empty() {
            pieces.push(Piece::Text(rest.to_owned()));
        }
        Some(Self(pieces))
    }

    /// Says what is wrong with the text of a template, if anything is: a brace that is not closed, a change that there is not.
    pub fn fault(text: &str) -> Option<String> {
        let mut rest = text;
        while let Some((_, after)) = rest.split_once('{') {
            let Some((inner, behind)) = after.split_once('}') else { return Some(format!("'{text}': a brace is not closed")) };
            if let Some((_, change)) = inner.split_once('|').filter(|(_, change)| Change::named(change).is_none()) {
                return Some(format!("'{text}': there is no change '{change}'"));
            }
            rest = behind;
        }
        None
    }

    /// Fills it in; nothing where a value that it needs is not there.
    pub fn fill(&self, record: Record<'_>, file: &str) -> Option<String> {
        let mut out = String::new();
        for piece in &self.0 {
            match piece {
                Piece::Text(text) => out.push_str(text),
                Piece::File => out.push_str(file),
                Piece::Value { place, change, optional } => match record.first(place).and_then(|text| change.of(&text)) {
                    Some(value) => out.push_str(&value),
                    None if *optional => {}
                    None => return None,
                },
            }
        }
        let out = tidy(&out);
        clean(&out).map(str::to_owned)
    }

    /// Gives the places it takes values from.
    pub fn places(&self) -> impl Iterator<Item = &Place> {
        self.0.iter().filter_map(|piece| if let Piece::Value { place, .. } = piece { Some(place) } else { None })
    }
}

/// Takes away separators that parts which are not there leave behind.
fn tidy(text: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in text.split(", ") {
        if !part.trim().is_empty() {
            parts.push(part);
        }
    }
    let text = parts.join(", ");
    text.trim_end_matches([':', ',', ' ', '→']).replace(": , ", ": ").trim().to_owned()
}

impl Change {
    /// Finds a change by its name in a template; none stands for none.
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "" => Self::None,
            "repo" => Self::Repo,
            "last" => Self::Last,
            "line" => Self::Line,
            "digest" => Self::Digest,
            "words" => Self::Words,
            "issue" => Self::Issue,
            _ => return None,
        })
    }

    fn of(self, text: &str) -> Option<String> {
        match self {
            Self::None => Some(text.to_owned()),
            Self::Repo => repository(text),
            Self::Last => text.trim_end_matches('/').rsplit('/').next().filter(|part| !part.is_empty()).map(str::to_owned),
            Self::Line => text.lines().map(str::trim).find(|line| !line.is_empty()).map(|line| line.chars().take(120).collect()),
            Self::Digest => Some(super::entries::digest(&[&text.split_whitespace().collect::<Vec<_>>().join(" ")])),
            Self::Words => Some(text.replace('_', " ")),
            Self::Issue => text.split("/issue/").nth(1).and_then(|rest| rest.split('/').next()).map(str::to_owned),
        }
    }
}

/// Finds `owner/name` in the address of a repository or of an issue in it; a plain `owner/name` is one too.
fn repository(text: &str) -> Option<String> {
    let path = match text.split_once("://") {
        Some((_, rest)) => rest.split_once('/')?.1,
        None => text,
    };
    let path = path.strip_prefix("repos/").unwrap_or(path);
    let inside = ["-", "issues", "pull", "pulls", "merge_requests", "blob", "tree"];
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).take_while(|part| !inside.contains(part)).collect();
    (parts.len() >= 2).then(|| shorten(&parts.join("/")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_in_tables_and_documents_alike() {
        let table = Table::parse("Issue_Key,Service\nA-1,\"{'id': 'P6', 'summary': 'User Database'}\"\n").unwrap();
        let finder = Finder::of(&table);
        let row = Record::Row(table.rows().next().unwrap());
        let first = |name: &str| finder.find(name).and_then(|place| row.first(&place).map(Cow::into_owned));
        assert_eq!(first("issue key").as_deref(), Some("A-1"));
        assert_eq!(first("service.summary").as_deref(), Some("User Database"));
        assert_eq!(first("nothing"), None);
        let value: Value = serde_json::from_str(r#"{"a":[{"b":{"name":"x"}},{"b":"?"},{"b":7}],"url":"https://h/o/r/issues/4"}"#).unwrap();
        let place = Finder::Document.find("a.b").unwrap();
        let mut all = Vec::new();
        Record::Json(&value).each(&place, &mut |text| {
            all.push(text.into_owned());
            false
        });
        assert_eq!(all, ["x", "7"]);
        let template = |text: &str| Template::read(text, &Finder::Document).and_then(|t| t.fill(Record::Json(&value), "file"));
        assert_eq!(template("{url|repo}#{url|last}").as_deref(), Some("o/r#4"));
        assert_eq!(template("{file}#{nothing}"), None);
        assert_eq!(template("{file}: {nothing?}, {a.b}").as_deref(), Some("file: x"));
    }
}
