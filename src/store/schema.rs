//! Which subject lives in which table, under which columns: the one map the writer, undo and doctor go by.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::model::Subject;

/// Says how a column's value is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Text or a stored word.
    Text,
    /// A whole number.
    Int,
    /// The id of another record.
    Ref,
    /// Three columns: `x_at`, `x_offset`, `x_precision`.
    Time,
}

/// Describes one field of one subject.
#[derive(Debug)]
pub struct Column {
    /// Key in the journal and, apart from times, the column's name.
    pub key: &'static str,
    /// How it is stored.
    pub kind: Kind,
    /// Whether a person typed it, so that search must find it.
    pub search: bool,
    /// The register a reference is into, where its name is to be read with the record.
    pub of: Option<Subject>,
}

/// Describes the table of one subject.
#[derive(Debug)]
pub struct Table {
    /// Whose records it holds.
    pub subject: Subject,
    /// Its name.
    pub name: &'static str,
    /// Its journalled columns in storage order.
    pub columns: &'static [Column],
}

/// Hashes of the schema after each of [`super::migrate::MIGRATIONS`]; a test prints the new one when a step is added.
pub const FINGERPRINTS: &[&str] = &[
    "64866f329cfc7f4d64a79f162c10c22c3985b6152719dd735610775afafb30b2",
    "4b7d2c634723480841e8d0ed9acd44d8830e8f93b650db7988979c061064d89e",
    "ac2c181e37a9219d78177dcb728eef99309fa84d3b5da618134c3ca8e4b1df75",
    "271d5a224e85fc11be0f59b2120f539c8a5c7047643413d45b432ed505926fcb",
];

pub use super::tables::TABLES;

impl Table {
    /// Finds the table of a subject.
    pub fn of(subject: Subject) -> &'static Self {
        TABLES.iter().find(|t| t.subject == subject).expect("every subject has its row in TABLES; a test counts them")
    }

    /// Finds a column by its key.
    pub fn column(&self, key: &str) -> Option<&'static Column> {
        self.columns.iter().find(|c| c.key == key)
    }

    /// Lists the columns as SQL, times spread over three.
    pub fn select_list(&self) -> String {
        let names: Vec<String> = self.columns.iter().flat_map(Column::names).collect();
        names.join(", ")
    }

    /// Gives the statement that inserts a row: its id, then the columns in their order.
    pub fn insert(&self) -> &'static str {
        static ALL: LazyLock<HashMap<Subject, String>> = LazyLock::new(|| {
            let insert = |table: &Table| {
                let marks = ", ?".repeat(table.columns.iter().map(Column::width).sum());
                format!("INSERT INTO {} (id, {}) VALUES (?{marks})", table.name, table.select_list())
            };
            TABLES.iter().map(|table| (table.subject, insert(table))).collect()
        });
        &ALL[&self.subject]
    }
}

impl Column {
    /// Says how many columns hold the value.
    pub fn width(&self) -> usize {
        if self.kind == Kind::Time { 3 } else { 1 }
    }

    /// Gives the names of the columns that hold the value.
    pub fn names(&self) -> Vec<String> {
        match self.kind {
            Kind::Time => ["at", "offset", "precision"].map(|part| format!("{}_{part}", self.key)).to_vec(),
            _ => vec![self.key.to_owned()],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_known_fingerprints_are_the_ones_the_steps_make() {
        use super::super::migrate::{MIGRATIONS, fingerprint, run};
        let mut conn = rusqlite::Connection::open_in_memory().unwrap();
        let made: Vec<String> = (1..=MIGRATIONS.len())
            .map(|steps| {
                run(&mut conn, &MIGRATIONS[..steps], &crate::store::Opening::for_tests()).unwrap();
                fingerprint(&conn).unwrap()
            })
            .collect();
        assert_eq!(made, FINGERPRINTS);
    }

    #[test]
    fn every_subject_has_exactly_one_table() {
        for subject in Subject::ALL {
            assert_eq!(TABLES.iter().filter(|t| t.subject == *subject).count(), 1, "{subject:?}");
        }
    }
}
