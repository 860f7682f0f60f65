//! What no target took: kept as further facts of the case, line by line, so that it is found and goes out again.

use serde_json::Value;

use super::case::Mapper;
use super::plan::passed_over;
use super::read::Table;
use super::record::{Record, named};
use super::words::clean;
use crate::model::facts;

/// Most facts of one case; nobody reads more.
const MOST: usize = 300;

/// Deepest place in a document whose values are kept.
const DEEPEST: usize = 6;

/// Gathers the facts of one record, in the order of the file. The same name again makes one fact of several values.
#[derive(Debug, Default)]
pub struct Facts {
    list: Vec<(String, String)>,
    /// How many values stayed behind because there were too many.
    pub lost: usize,
}

impl Facts {
    /// Adds one value, unless it says nothing or stands there already.
    pub fn add(&mut self, name: &str, value: &str) {
        let Some(value) = clean(value) else { return };
        let lines: Vec<&str> = value.lines().map(str::trim_end).filter(|line| !line.trim().is_empty()).collect();
        let value = lines.join("\n");
        let name = if name.trim().is_empty() { "(no name)" } else { name.trim() };
        if let Some((_, known)) = self.list.iter_mut().find(|(known, _)| known == name) {
            if !known.lines().any(|line| line == value.as_str()) {
                known.push('\n');
                known.push_str(&value);
            }
            return;
        }
        if self.list.len() >= MOST {
            self.lost += 1;
            return;
        }
        self.list.push((name.to_owned(), value));
    }

    /// Gives the facts as they are kept.
    pub fn text(&self) -> Option<String> {
        facts::text(self.list.iter().map(|(name, value)| (name.as_str(), value.as_str())))
    }

    /// Gathers what is left of a record.
    pub fn gather(&mut self, mapper: &Mapper<'_>, record: Record<'_>) {
        match (record, mapper.table) {
            (Record::Row(row), Some(table)) => {
                for column in &mapper.left_over {
                    self.add(header(table, *column), row.cell(*column));
                }
                passed_over(&mapper.plan, record, &mut |column, value| self.add(header(table, column), value));
                for (column, value) in table.beyond(row) {
                    self.add(&format!("Column {column}"), value);
                }
            }
            (Record::Json(value), _) => self.walk(mapper, value, &mut Vec::new()),
            (Record::Row(_), None) => {}
        }
    }

    fn walk(&mut self, mapper: &Mapper<'_>, value: &Value, path: &mut Vec<String>) {
        if !path.is_empty() && (mapper.plan.takes(path) || mapper.plan.aside(&path.join("."))) || path.len() > DEEPEST {
            return;
        }
        match value {
            Value::Object(map) if !super::text::adf::is_document(value) && !is_called(map) => {
                for (key, inner) in map {
                    path.push(key.clone());
                    self.walk(mapper, inner, path);
                    path.pop();
                }
            }
            // Of a list of things their names are kept.
            Value::Array(all) => all.iter().filter_map(named).for_each(|text| self.add(&mapper.called(path), &text)),
            _ => {
                if let Some(text) = named(value) {
                    self.add(&mapper.called(path), &text);
                }
            }
        }
    }
}

/// Says whether an object only stands for a name: the value of a choice, a person.
fn is_called(map: &serde_json::Map<String, Value>) -> bool {
    ["value", "display_value", "displayName"].iter().any(|key| map.get(*key).is_some_and(Value::is_string))
}

fn header(table: &Table, column: usize) -> &str {
    table.header.get(column).map_or("", String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_are_lines_that_can_be_told_apart() {
        let mut facts = Facts::default();
        facts.add("Team", "Net");
        facts.add("Cost: centre", "4711\nand 4712");
        facts.add("Team", "Ops");
        facts.add("Nothing", " ? ");
        facts.add("Team", "Net");
        assert_eq!(facts.text().as_deref(), Some("Team: Net\n  Ops\nCost - centre: 4711\n  and 4712"));
        assert_eq!(Facts::default().text(), None);
    }
}
