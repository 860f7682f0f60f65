//! In which line of a file of settings a value stands.

use toml::de::{DeTable, DeValue};
use toml::{Spanned, Table, Value};

/// Holds a file of settings with the places of its names.
pub struct Lines<'a> {
    text: &'a str,
    table: Spanned<DeTable<'a>>,
}

impl<'a> Lines<'a> {
    /// Reads a text.
    ///
    /// # Errors
    /// Every fault of its form, each with its line.
    pub fn of(text: &'a str) -> Result<Self, Vec<(usize, String)>> {
        let (table, errors) = DeTable::parse_recoverable(text);
        if errors.is_empty() {
            return Ok(Self { text, table });
        }
        let line = |error: &toml::de::Error| error.span().map_or(1, |span| line_of(text, span.start));
        Err(errors.iter().map(|error| (line(error), error.message().to_owned())).collect())
    }

    /// Gives what is set. A value that no program could hold is left out, and said with its line.
    pub fn values(&self) -> (Table, Vec<(usize, String)>) {
        let mut faults = Vec::new();
        let table = self.table(self.table.get_ref(), &mut faults);
        (table, faults)
    }

    fn table(&self, table: &DeTable<'_>, faults: &mut Vec<(usize, String)>) -> Table {
        let mut values = Table::new();
        for (name, value) in table {
            match self.value(value, faults) {
                Some(value) => drop(values.insert(name.get_ref().to_string(), value)),
                None => faults.push((
                    line_of(self.text, value.span().start),
                    format!("the number of '{}' is too big; it is left out", name.get_ref()),
                )),
            }
        }
        values
    }

    /// Gives one value; nothing for a number that does not fit.
    fn value(&self, value: &Spanned<DeValue<'_>>, faults: &mut Vec<(usize, String)>) -> Option<Value> {
        Some(match value.get_ref() {
            DeValue::String(text) => Value::String(text.to_string()),
            DeValue::Integer(number) => Value::Integer(i64::from_str_radix(number.as_str(), number.radix()).ok()?),
            DeValue::Float(number) => Value::Float(number.as_str().parse().ok()?),
            DeValue::Boolean(yes) => Value::Boolean(*yes),
            DeValue::Datetime(time) => Value::Datetime(*time),
            DeValue::Array(all) => Value::Array(all.iter().map(|value| self.value(value, faults)).collect::<Option<_>>()?),
            DeValue::Table(table) => Value::Table(self.table(table, faults)),
        })
    }

    /// Gives the line a name stands in, from the outermost table inwards.
    pub fn at(&self, path: &[&str]) -> Option<usize> {
        let mut table = self.table.get_ref();
        let mut start = None;
        for name in path {
            let (key, value) = table.iter().find(|(key, _)| key.get_ref() == name)?;
            start = Some(key.span().start);
            match value.get_ref() {
                DeValue::Table(inner) => table = inner,
                _ => break,
            }
        }
        start.map(|start| line_of(self.text, start))
    }
}

/// Counts the lines up to a byte, from 1.
fn line_of(text: &str, byte: usize) -> usize {
    1 + text.bytes().take(byte).filter(|b| *b == b'\n').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_found_in_its_line_however_it_is_written() {
        let text = "# one\ntheme = \"x\"\n\n[channels.mail]\ncommand = []\n[keys]\nlog = []\n[keys.room]\nundo = 1\n[channels]\nchat = { command = 1 }\n";
        let lines = Lines::of(text).unwrap();
        for (path, line) in [
            (&["theme"][..], Some(2)),
            (&["channels", "mail", "command"], Some(5)),
            (&["channels", "mail"], Some(4)),
            (&["keys", "log"], Some(7)),
            (&["keys", "room", "undo"], Some(9)),
            (&["channels", "chat", "command"], Some(11)),
            (&["nothing"], None),
        ] {
            assert_eq!(lines.at(path), line, "{path:?}");
        }
    }

    #[test]
    fn all_faults_of_form_are_found_at_once() {
        let Err(faults) = Lines::of("a = \nb = 1\nb = 2\n") else { panic!("it is understood") };
        let lines: Vec<usize> = faults.iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, [1, 3]);
    }
}
