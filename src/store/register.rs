//! Reads of the registers: services, projects, groups, customers, people, stakeholders.

use super::error::Result;
use super::floor::BETWEEN_US;
use super::reader::Reader;
use super::schema::Table;
use super::writer::whole;
use crate::model::case::{Named, RegisterFrom, RegisterLine};
use crate::model::{Id, Record, Subject, Untrusted};

/// Gives the column people call such a record by.
pub(super) fn name_of(subject: Subject) -> &'static str {
    if subject == Subject::Person { "handle" } else { "name" }
}

/// What the window of a register reads: its further columns, the tables they come from, and where its open cases are counted.
struct Shape {
    subject: Subject,
    columns: &'static [&'static str],
    joins: &'static str,
    open: &'static [&'static str],
}

const OF_SERVICE: &str = "cases k INDEXED BY cases_by_service WHERE k.service = r.id AND k.shelf = 'lane'";
const OF_PROJECT: &str = "cases k INDEXED BY cases_by_project WHERE k.project = r.id AND k.shelf = 'lane'";

static SHAPES: &[Shape] = &[
    Shape {
        subject: Subject::Service,
        columns: &["o.handle", "c.name", "r.notes"],
        joins: "LEFT JOIN person o ON o.id = r.owner LEFT JOIN customer c ON c.id = r.customer",
        open: &[OF_SERVICE],
    },
    Shape {
        subject: Subject::Project,
        columns: &["o.handle", "c.name", "g.name", "r.notes"],
        joins: "LEFT JOIN person o ON o.id = r.manager LEFT JOIN customer c ON c.id = r.customer
                LEFT JOIN project_group g ON g.id = r.project_group",
        open: &[OF_PROJECT],
    },
    Shape {
        subject: Subject::Group,
        columns: &["o.handle", "(SELECT CAST(count(*) AS TEXT) FROM project p WHERE p.project_group = r.id)", "r.goals"],
        joins: "LEFT JOIN person o ON o.id = r.lead",
        open: &["project p CROSS JOIN cases k INDEXED BY cases_by_project ON k.project = p.id
                 WHERE p.project_group = r.id AND k.shelf = 'lane'"],
    },
    Shape {
        subject: Subject::Customer,
        columns: &["r.notes"],
        joins: "",
        open: &[
            "service s CROSS JOIN cases k INDEXED BY cases_by_service ON k.service = s.id WHERE s.customer = r.id AND k.shelf = 'lane'",
            "project p CROSS JOIN cases k INDEXED BY cases_by_project ON k.project = p.id WHERE p.customer = r.id AND k.shelf = 'lane'",
        ],
    },
    Shape {
        subject: Subject::Person,
        columns: &["r.name", "r.role", "r.mail"],
        joins: "",
        open: &["cases k INDEXED BY cases_by_lead WHERE k.lead = r.id AND k.kind IN ('incident', 'issue') AND k.shelf = 'lane'"],
    },
    Shape {
        subject: Subject::Audience,
        columns: &["r.channel", "r.language", "p.handle", "coalesce(s.name, j.name)", "r.visibility"],
        joins: "LEFT JOIN person p ON p.id = r.approver LEFT JOIN service s ON s.id = r.service LEFT JOIN project j ON j.id = r.project",
        open: &[
            "cases k INDEXED BY cases_by_service WHERE k.service = r.service AND k.shelf = 'lane'",
            "cases k INDEXED BY cases_by_project WHERE k.project = r.project AND k.shelf = 'lane'",
        ],
    },
    Shape {
        subject: Subject::Stakeholder,
        columns: &["r.audience", "r.role", "r.channel", "coalesce(s.name, p.name)"],
        joins: "LEFT JOIN service s ON s.id = r.service LEFT JOIN project p ON p.id = r.project",
        open: &[
            "cases k INDEXED BY cases_by_service WHERE k.service = r.service AND k.shelf = 'lane'",
            "cases k INDEXED BY cases_by_project WHERE k.project = r.project AND k.shelf = 'lane'",
        ],
    },
];

/// Builds the one SELECT of a window of a register.
fn window_sql(shape: &Shape, from: RegisterFrom<'_>, notes: bool) -> String {
    let (table, name) = (Table::of(shape.subject).name, name_of(shape.subject));
    let counts = shape.open.iter().map(|from| format!("(SELECT count(*) FROM (SELECT 1 FROM {from} LIMIT 1000))"));
    let counts = counts.collect::<Vec<_>>().join(" + ");
    let (spot, way) = match from {
        RegisterFrom::Start => ("?1 = ''".to_owned(), ""),
        RegisterFrom::End => ("?1 = ''".to_owned(), " DESC"),
        RegisterFrom::At(_) => (format!("r.{name} >= ?1"), ""),
        RegisterFrom::After(_) => (format!("r.{name} > ?1"), ""),
        RegisterFrom::Before(_) => (format!("r.{name} < ?1"), " DESC"),
    };
    let columns = shape.columns.iter().map(|column| if notes || !BETWEEN_US.contains(&&column[2..]) { column } else { "NULL" });
    let columns = columns.collect::<Vec<_>>().join(", ");
    format!("SELECT r.id, r.{name}, {counts}, {columns} FROM {table} r {} WHERE {spot} ORDER BY r.{name}{way} LIMIT ?2", shape.joins)
}

impl Reader<'_> {
    /// Reads one window of a register, in its order whichever way it was reached, each row with its open cases.
    ///
    /// # Errors
    /// SQLite's.
    pub fn register_window(&self, subject: Subject, from: RegisterFrom<'_>, limit: usize) -> Result<Vec<RegisterLine>> {
        let Some(shape) = SHAPES.iter().find(|shape| shape.subject == subject) else { return Ok(Vec::new()) };
        let name = match from {
            RegisterFrom::Start | RegisterFrom::End => "",
            RegisterFrom::At(name) | RegisterFrom::After(name) | RegisterFrom::Before(name) => name,
        };
        let mut lines = self.list(&window_sql(shape, from, self.is_open()), (name, i64::try_from(limit).unwrap_or(i64::MAX)), |row| {
            let cell = |at: usize| Ok::<_, rusqlite::Error>(row.get::<_, Option<String>>(3 + at)?.map(Untrusted::from));
            Ok(RegisterLine {
                id: row.get(0)?,
                name: row.get::<_, String>(1)?.into(),
                open: row.get(2)?,
                cells: (0..shape.columns.len()).map(cell).collect::<rusqlite::Result<_>>()?,
            })
        })?;
        if matches!(from, RegisterFrom::End | RegisterFrom::Before(_)) {
            lines.reverse();
        }
        Ok(lines)
    }

    /// Finds a record of a register by its name, whatever its case.
    ///
    /// # Errors
    /// SQLite's.
    pub fn find(&self, subject: Subject, name: &str) -> Result<Option<Named>> {
        let (table, column) = (Table::of(subject).name, name_of(subject));
        let sql = format!("SELECT id, {column} FROM {table} WHERE {column} = ?1");
        self.one(&sql, [name.trim()], |row| Ok(Named { id: row.get(0)?, name: Untrusted::new(row.get::<_, String>(1)?) }))
    }

    /// Lists names of a register in alphabetical order, from `after` on.
    ///
    /// # Errors
    /// SQLite's.
    pub fn names(&self, subject: Subject, after: &str, limit: usize) -> Result<Vec<Named>> {
        let (table, column) = (Table::of(subject).name, name_of(subject));
        let sql = format!("SELECT id, {column} FROM {table} WHERE {column} > ?1 ORDER BY {column} LIMIT ?2");
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.list(&sql, (after, limit), |row| Ok(Named { id: row.get(0)?, name: Untrusted::new(row.get::<_, String>(1)?) }))
    }

    /// Reads the records of a register in alphabetical order.
    ///
    /// # Errors
    /// SQLite's.
    pub fn register(&self, subject: Subject, limit: usize) -> Result<Vec<(Id, Record)>> {
        let table = Table::of(subject);
        let last: usize = table.columns.iter().map(|c| c.names().len()).sum();
        let sql = format!("SELECT {}, id FROM {} ORDER BY {} LIMIT ?1", table.select_list(), table.name, name_of(subject));
        let seen = |record| self.record_seen(subject, record);
        self.list(&sql, [i64::try_from(limit).unwrap_or(i64::MAX)], |row| Ok((row.get(last)?, seen(whole(table, row)?))))
    }

    /// Gives the name a referenced record is shown by.
    ///
    /// # Errors
    /// SQLite's.
    pub fn name_by_id(&self, subject: Subject, id: Id) -> Result<Option<Untrusted>> {
        let sql = format!("SELECT {} FROM {} WHERE id = ?1", name_of(subject), Table::of(subject).name);
        self.one(&sql, [id], |row| Ok(Untrusted::new(row.get::<_, String>(0)?)))
    }
}
