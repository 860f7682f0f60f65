//! Records of any subject as people speak of them, row by row: a reference is the name or the number of what it refers to. One statement
//! a subject, written from the table of tables and the references the schema declares. Must not know what a record means.

use rusqlite::params_from_iter;
use rusqlite::types::Value as Sql;

use super::error::{Result, StoreError};
use super::fields::read;
use super::floor::{BETWEEN_US, FOREIGN, REPORTED};
use super::reader::Reader;
use super::register::name_of;
use super::schema::{Column, TABLES, Table};
use crate::model::case::LinkKind;
use crate::model::entry::Visibility;
use crate::model::fields::Fields;
use crate::model::{CaseKind, Id, Subject};

/// Subjects whose texts are between those who work here, as no row of them says who may read it.
const OURS: &[Subject] = &[Subject::Tolerance, Subject::Playbook, Subject::Step, Subject::Baseline, Subject::Version];

/// Narrows which records of a subject are read.
#[derive(Clone, Copy, Debug, Default)]
pub struct Within {
    /// Only what belongs to this case.
    pub case: Option<Id>,
    /// Only what belongs to this project, or to a case that is of it or does something to it.
    pub project: Option<Id>,
    /// Only records of this stored kind.
    pub kind: Option<&'static str>,
}

impl Within {
    /// Says whether the records of a subject can belong to a case, and to a project.
    pub fn fits(self, subject: Subject) -> bool {
        let table = Table::of(subject);
        let has = |key: &str| table.column(key).is_some();
        let of_case = subject == Subject::Case || subject == Subject::Link || has("case_id");
        (self.case.is_none() || of_case) && (self.project.is_none() || of_case || has("project"))
    }

    /// Words the conditions on a table named `t`.
    fn conditions(self, table: &'static Table, read: &Reader<'_>) -> (String, Vec<Sql>) {
        let (mut wheres, mut values) = (String::new(), Vec::new());
        let mut also = |condition: &str, value: Sql| {
            values.push(value);
            wheres.push_str(&condition.replace("?", &format!("?{}", values.len())));
        };
        let blob = |id: Id| Sql::Blob(id.0.as_bytes().to_vec());
        let has = |key: &str| table.column(key).is_some();
        if let Some(case) = self.case {
            also(
                match table.subject {
                    Subject::Case => " AND t.id = ?",
                    Subject::Link => " AND ? IN (t.from_case, t.to_case)",
                    _ => " AND t.case_id = ?",
                },
                blob(case),
            );
        }
        if let Some(project) = self.project {
            let cases = format!("({})", cases_of_project(read));
            let of_cases = |key: &str| format!("t.{key} IN {cases}");
            let condition = match table.subject {
                Subject::Case => of_cases("id"),
                Subject::Link => format!("({} OR {})", of_cases("from_case"), of_cases("to_case")),
                _ if has("case_id") && has("project") => format!("(t.project = ? OR (t.project IS NULL AND {}))", of_cases("case_id")),
                _ if has("project") => "t.project = ?".to_owned(),
                _ => of_cases("case_id"),
            };
            also(&format!(" AND {condition}"), blob(project));
        }
        if let Some(kind) = self.kind.filter(|_| has("kind")) {
            also(" AND t.kind = ?", Sql::Text(kind.to_owned()));
        }
        (wheres, values)
    }
}

/// Words which cases are of a project `?`: its own, those somebody said what they do to it, and those that hit, block or cause one of its own.
fn cases_of_project(read: &Reader<'_>) -> String {
    let seen = read.may_see(&["i.visibility"]);
    let linked = |this: &str, other: &str, kinds: &[LinkKind]| {
        let kinds: Vec<String> = kinds.iter().map(|kind| format!("'{}'", kind.key())).collect();
        let kinds = kinds.join(", ");
        format!("SELECT k.{this} FROM link k JOIN cases o ON o.id = k.{other} WHERE o.project = ? AND k.kind IN ({kinds})")
    };
    [
        "SELECT id FROM cases WHERE project = ?".to_owned(),
        format!("SELECT i.case_id FROM impact i WHERE i.project = ?{seen}"),
        linked("from_case", "to_case", &[LinkKind::Hits, LinkKind::Blocks]),
        linked("to_case", "from_case", &[LinkKind::CausedBy]),
    ]
    .join(" UNION ")
}

/// Words the name of a record of a subject whose id is `id`: what people call it, or its id where they call it nothing.
fn spoken_as(subject: Subject, id: &str, depth: usize) -> String {
    let (at, table) = (format!("s{depth}"), Table::of(subject).name);
    let one = |words: &str| format!("(SELECT {words} FROM {table} {at} WHERE {at}.id = {id})");
    match subject {
        Subject::Case => one(&case_words(&at)),
        Subject::Entry => one(&format!("{} || '.' || {at}.number", spoken_as(Subject::Case, &format!("{at}.case_id"), depth + 1))),
        _ if subject.is_register() => one(&format!("{at}.{}", name_of(subject))),
        _ => subject.letter().map_or_else(|| "NULL".to_owned(), |letter| one(&format!("'{letter}-' || {at}.number"))),
    }
}

fn case_words(at: &str) -> String {
    let prefixes = CaseKind::ALL.iter().map(|kind| format!("WHEN '{}' THEN '{}-'", kind.key(), kind.prefix()));
    format!("CASE {at}.kind {} END || {at}.number", prefixes.collect::<Vec<_>>().join(" "))
}

impl Reader<'_> {
    /// Says which fields of a subject refer to which other subject, as the schema declares it.
    ///
    /// # Errors
    /// SQLite's.
    pub fn references(&self, subject: Subject) -> Result<Vec<(&'static str, Subject)>> {
        let table = Table::of(subject);
        let sql = "SELECT \"from\", \"table\" FROM pragma_foreign_key_list(?1)";
        let all = self.list(sql, [table.name], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
        let known = |(key, of): (String, String)| {
            Some((table.column(&key)?.key, TABLES.iter().find(|t| t.name.eq_ignore_ascii_case(&of))?.subject))
        };
        Ok(all.into_iter().filter_map(known).collect())
    }

    /// Goes through the records of a subject in creation order, as far as this reader may see them.
    ///
    /// # Errors
    /// SQLite's, and what `take` says.
    pub fn spoken<E: From<StoreError>>(
        &self,
        subject: Subject,
        within: Within,
        mut take: impl FnMut(Fields) -> Result<(), E>,
    ) -> Result<(), E> {
        let table = Table::of(subject);
        let (wheres, values) = self.spoken_where(table, within);
        let references = self.references(subject)?;
        let sql = format!("SELECT {} FROM {} t WHERE {wheres} ORDER BY t.n", columns(table, &references), table.name);
        let mut select = self.conn.prepare(&sql).map_err(StoreError::from)?;
        let mut rows = select.query(params_from_iter(values)).map_err(StoreError::from)?;
        while let Some(row) = rows.next().map_err(StoreError::from)? {
            let fields = read(table, references.iter().map(|(key, _)| *key), row).map_err(StoreError::from)?;
            take(self.spoken_seen(fields))?;
        }
        Ok(())
    }

    /// Counts them.
    ///
    /// # Errors
    /// SQLite's.
    pub fn spoken_count(&self, subject: Subject, within: Within) -> Result<usize> {
        let table = Table::of(subject);
        let (wheres, values) = self.spoken_where(table, within);
        let count = self
            .one(&format!("SELECT count(*) FROM {} t WHERE {wheres}", table.name), params_from_iter(values), |row| row.get::<_, i64>(0))?;
        Ok(count.and_then(|n| usize::try_from(n).ok()).unwrap_or(0))
    }

    fn spoken_where(&self, table: &'static Table, within: Within) -> (String, Vec<Sql>) {
        let (narrowed, values) = within.conditions(table, self);
        (format!("t.n IS NOT NULL{narrowed}{}", self.spoken_if(table)), values)
    }

    /// Words what has to be for this reader to get a record at all.
    fn spoken_if(&self, table: &'static Table) -> String {
        if self.is_open() {
            return String::new();
        }
        match table.subject {
            subject if OURS.contains(&subject) => " AND 0".to_owned(),
            // A plan is between those who work on the project and those who steer it.
            Subject::Milestone | Subject::Dependency if self.floor == Visibility::Public => " AND 0".to_owned(),
            // Whom an audience's visibility is about are its readers.
            Subject::Audience => String::new(),
            // A line that was amended, or whose action fewer may see, is not told.
            Subject::Entry => {
                let action = "(SELECT a.visibility FROM action a WHERE a.entry = t.id)";
                format!(" AND t.superseded = 0{}", self.may_see(&["t.visibility", action]))
            }
            // A section that says nothing of its own goes by its template, which is not read here.
            Subject::Section => self.may_see(&["coalesce(t.visibility, 'internal')"]),
            _ if table.column("visibility").is_some() => self.may_see(&["t.visibility"]) + &self.may_see_told(table.subject, "t"),
            _ => String::new(),
        }
    }

    /// Leaves out of a record what is between those who work here.
    fn spoken_seen(&self, fields: Fields) -> Fields {
        if self.is_open() {
            return fields;
        }
        match fields.subject {
            Subject::Case if fields.raw("source").is_some() => fields.without(REPORTED).without(FOREIGN),
            Subject::Case => fields.without(REPORTED),
            Subject::Dependency => fields.without(&["note"]),
            _ => fields.without(BETWEEN_US),
        }
    }
}

/// Lists what is selected: the columns, what their references are called, the case, the id.
fn columns(table: &'static Table, references: &[(&'static str, Subject)]) -> String {
    let mut all: Vec<String> = table.columns.iter().flat_map(Column::names).map(|name| format!("t.{name}")).collect();
    all.extend(references.iter().map(|(key, of)| spoken_as(*of, &format!("t.{key}"), 0)));
    let of_case = |part: &str| match table.column("case_id") {
        Some(_) => format!("(SELECT c.{part} FROM cases c WHERE c.id = t.case_id)"),
        None => "NULL".to_owned(),
    };
    all.extend([of_case("kind"), of_case("number"), "t.id".to_owned()]);
    all.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{Kind, Opening, Store};

    #[test]
    fn the_schema_declares_what_every_reference_is_to() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(&dir.path().join("a.db"), &Opening::for_tests()).unwrap();
        for table in TABLES {
            let declared = store.reader().references(table.subject).unwrap();
            for column in table.columns {
                let of: Vec<_> = declared.iter().filter(|(key, _)| *key == column.key).map(|(_, of)| *of).collect();
                assert_eq!(of.len(), usize::from(column.kind == Kind::Ref), "{}.{}", table.name, column.key);
                assert!(column.of.is_none() || column.of == of.first().copied(), "{}.{}", table.name, column.key);
            }
        }
    }
}
