//! Reads of cases: one whole, a window of a list, links, counts.

use rusqlite::{Row, params_from_iter, types::Value as Sql};

use super::error::Result;
use super::reader::Reader;
use super::row::moment;
use crate::model::case::{
    CASE_TIMES, Case, CaseBy, CaseFilter, CaseFrom, CaseLine, CaseOrder, CaseSpot, IssueType, Level, LinkKind, LinkLine, Named, Outcome,
    Severity, Shelf,
};
use crate::model::{CaseKind, CaseRef, Id, Untrusted};

const WHOLE: &str = "SELECT c.id, c.kind, c.number, c.title, c.state, c.priority, c.priority_why, c.impact, c.urgency, c.severity, c.type,
    c.description, c.effect, c.workaround, c.outcome, c.residual, c.foreign_severity, c.source, c.external_key, c.url, c.zone, c.clocks, c.lane,
    c.service, s.name, c.project, p.name, c.lead, l.handle, c.scribe, b.handle,
    c.opened_at, c.opened_offset, c.opened_precision, c.due_at, c.due_offset, c.due_precision,
    c.started_at, c.started_offset, c.started_precision, c.detected_at, c.detected_offset, c.detected_precision,
    c.declared_at, c.declared_offset, c.declared_precision, c.acknowledged_at, c.acknowledged_offset, c.acknowledged_precision,
    c.restored_at, c.restored_offset, c.restored_precision, c.resolved_at, c.resolved_offset, c.resolved_precision,
    c.closed_at, c.closed_offset, c.closed_precision, c.foreign_state, c.foreign_type, c.tags, c.raised_by,
    (SELECT group_concat(v.name, char(10)) FROM affected a CROSS JOIN service v ON v.id = a.service WHERE a.case_id = c.id), c.facts
    FROM cases c LEFT JOIN service s ON s.id = c.service LEFT JOIN project p ON p.id = c.project
    LEFT JOIN person l ON l.id = c.lead LEFT JOIN person b ON b.id = c.scribe";

const LINE: &str = "SELECT c.id, c.kind, c.number, c.title, c.state, c.priority, coalesce(s.name, p.name), l.handle,
    CASE WHEN c.started_at IS NULL OR c.started_precision = 'unknown' THEN c.opened_at ELSE c.started_at END,
    CASE WHEN c.due_precision = 'unknown' THEN NULL ELSE c.due_at END, coalesce(c.severity, c.foreign_severity), c.shelf, c.rank, c.newest
    FROM cases c";
const LINE_JOINS: &str =
    " LEFT JOIN service s ON s.id = c.service LEFT JOIN project p ON p.id = c.project LEFT JOIN person l ON l.id = c.lead";

fn text(row: &Row<'_>, at: usize) -> rusqlite::Result<Option<Untrusted>> {
    Ok(row.get::<_, Option<String>>(at)?.map(Untrusted::from))
}

fn named(row: &Row<'_>, at: usize) -> rusqlite::Result<Option<Named>> {
    let id: Option<Id> = row.get(at)?;
    let name: Option<String> = row.get(at + 1)?;
    Ok(id.map(|id| Named { id, name: name.unwrap_or_default().into() }))
}

fn kind(row: &Row<'_>, at: usize) -> rusqlite::Result<CaseKind> {
    let word: String = row.get(at)?;
    Ok(CaseKind::parse(&word).unwrap_or(CaseKind::Issue))
}

fn word<T>(row: &Row<'_>, at: usize, parse: impl Fn(&str) -> Option<T>) -> rusqlite::Result<Option<T>> {
    Ok(row.get::<_, Option<String>>(at)?.as_deref().and_then(parse))
}

fn whole(row: &Row<'_>) -> rusqlite::Result<Case> {
    let mut times = [None; CASE_TIMES.len()];
    for (n, time) in times.iter_mut().enumerate() {
        *time = moment(row, 37 + 3 * n)?;
    }
    Ok(Case {
        id: row.get(0)?,
        kind: kind(row, 1)?,
        number: row.get(2)?,
        title: row.get::<_, String>(3)?.into(),
        state: row.get(4)?,
        priority: row.get(5)?,
        priority_why: text(row, 6)?,
        impact: word(row, 7, Level::parse)?,
        urgency: word(row, 8, Level::parse)?,
        severity: word(row, 9, Severity::parse)?,
        issue_type: word(row, 10, IssueType::parse)?,
        description: text(row, 11)?,
        effect: text(row, 12)?,
        workaround: text(row, 13)?,
        outcome: word(row, 14, Outcome::parse)?,
        residual: text(row, 15)?,
        foreign_severity: text(row, 16)?,
        source: text(row, 17)?,
        external_key: text(row, 18)?,
        url: text(row, 19)?,
        zone: row.get(20)?,
        clocks: row.get::<_, i64>(21)? == 1,
        lane: row.get::<_, i64>(22)? == 1,
        service: named(row, 23)?,
        project: named(row, 25)?,
        lead: named(row, 27)?,
        scribe: named(row, 29)?,
        opened: moment(row, 31)?.unwrap_or_else(crate::model::Moment::unknown),
        due: moment(row, 34)?,
        times,
        foreign_state: text(row, 58)?,
        foreign_type: text(row, 59)?,
        tags: text(row, 60)?,
        raised_by: text(row, 61)?,
        affected: row.get::<_, Option<String>>(62)?.iter().flat_map(|names| names.lines()).map(Untrusted::new).collect(),
        facts: text(row, 63)?,
    })
}

fn line(row: &Row<'_>) -> rusqlite::Result<CaseLine> {
    Ok(CaseLine {
        id: row.get(0)?,
        case: CaseRef { kind: kind(row, 1)?, number: row.get(2)? },
        title: row.get::<_, String>(3)?.into(),
        state: row.get(4)?,
        priority: row.get(5)?,
        home: text(row, 6)?,
        lead: text(row, 7)?,
        since: row.get(8)?,
        due: row.get(9)?,
        severity: text(row, 10)?,
        shelf: word(row, 11, Shelf::parse)?.unwrap_or(Shelf::Closed),
        spot: CaseSpot { rank: row.get(12)?, newest: row.get(13)? },
    })
}

/// Gives the column a filter looks at, the value it wants there, and the indexes that serve it by priority and newest first.
fn narrowing(by: CaseBy) -> (&'static str, Sql, [&'static str; 2]) {
    let blob = |id: Id| Sql::Blob(id.0.as_bytes().to_vec());
    match by {
        CaseBy::Service(id) => ("service", blob(id), ["cases_by_service", "cases_by_service_newest"]),
        CaseBy::Project(id) => ("project", blob(id), ["cases_by_project", "cases_by_project_newest"]),
        CaseBy::Lead(id) => ("lead", blob(id), ["cases_by_lead", "cases_by_lead_newest"]),
        CaseBy::Rank(rank) => ("rank", Sql::Integer(rank), ["cases_by_rank", "cases_by_rank"]),
    }
}

/// Builds the one SELECT of a window. Only enums choose its words, so there are few texts and all are cached.
fn window_sql(filter: &CaseFilter, also: &[CaseBy], affects: Option<Id>, from: CaseFrom) -> (String, Vec<Sql>) {
    let mut values = vec![Sql::Text(filter.kind.key().into()), Sql::Text(filter.shelf.key().into())];
    let mut wheres = "c.kind = ?1 AND c.shelf = ?2".to_owned();
    let mut index = match filter.order {
        CaseOrder::Priority => "cases_by_rank",
        CaseOrder::Newest => "cases_by_newest",
    };
    let by_newest = filter.order == CaseOrder::Newest;
    for (nth, by) in filter.by.iter().chain(also).enumerate() {
        let (column, value, indexes) = narrowing(*by);
        values.push(value);
        wheres.push_str(&format!(" AND c.{column} = ?{}", values.len()));
        if nth == 0 {
            index = indexes[usize::from(by_newest)];
        }
    }
    if let Some(Id(service)) = affects {
        values.push(Sql::Blob(service.as_bytes().to_vec()));
        wheres.push_str(&format!(" AND c.id IN (SELECT a.case_id FROM affected a WHERE a.service = ?{})", values.len()));
    }
    // Within one rank both orders are the same, and only the column after it is left to sort by.
    let one_column = by_newest || matches!(filter.by, Some(CaseBy::Rank(_)));
    let (spot, backwards) = match from {
        CaseFrom::Start => (None, false),
        CaseFrom::After(spot) => (Some(spot), false),
        CaseFrom::Before(spot) => (Some(spot), true),
    };
    let (sign, way) = if backwards { ("<", " DESC") } else { (">", "") };
    if let Some(spot) = spot {
        let n = values.len() + 1;
        if one_column {
            wheres.push_str(&format!(" AND c.newest {sign} ?{n}"));
            values.push(Sql::Integer(spot.newest));
        } else {
            wheres.push_str(&format!(" AND (c.rank, c.newest) {sign} (?{n}, ?{})", n + 1));
            values.extend([Sql::Integer(spot.rank), Sql::Integer(spot.newest)]);
        }
    }
    let order = if one_column { format!("c.newest{way}") } else { format!("c.rank{way}, c.newest{way}") };
    let n = values.len() + 1;
    (format!("{LINE} INDEXED BY {index}{LINE_JOINS} WHERE {wheres} ORDER BY {order} LIMIT ?{n}"), values)
}

impl Reader<'_> {
    /// Reads a case by its number.
    ///
    /// # Errors
    /// SQLite's.
    pub fn case(&self, case: CaseRef) -> Result<Option<Case>> {
        self.one(&format!("{WHOLE} WHERE c.kind = ?1 AND c.number = ?2"), (case.kind.key(), case.number), |row| {
            whole(row).map(|case| self.case_seen(case))
        })
    }

    /// Reads a case by its id.
    ///
    /// # Errors
    /// SQLite's.
    pub fn case_by_id(&self, id: Id) -> Result<Option<Case>> {
        self.one(&format!("{WHOLE} WHERE c.id = ?1"), [id], |row| whole(row).map(|case| self.case_seen(case)))
    }

    /// Goes through all cases in the order they came into the file.
    ///
    /// # Errors
    /// SQLite's.
    pub fn all_cases(&self, mut take: impl FnMut(&Case)) -> Result<()> {
        let mut select = self.conn.prepare(&format!("{WHOLE} ORDER BY c.n"))?;
        let mut rows = select.query([])?;
        while let Some(row) = rows.next()? {
            take(&whole(row)?);
        }
        Ok(())
    }

    /// Finds the case that came from elsewhere under this key.
    ///
    /// # Errors
    /// SQLite's.
    pub fn case_by_key(&self, source: &str, key: &str) -> Result<Option<Case>> {
        self.one(&format!("{WHOLE} WHERE c.source = ?1 AND c.external_key = ?2"), (source, key), whole)
    }

    /// Finds the case that other records of its system refer to by this id.
    ///
    /// # Errors
    /// SQLite's.
    pub fn case_by_foreign_id(&self, source: &str, id: &str) -> Result<Option<Id>> {
        self.one("SELECT id FROM cases WHERE source = ?1 AND foreign_id = ?2", (source, id), |row| row.get(0))
    }

    /// Finds cases that came from other systems under this key, a few at most.
    ///
    /// # Errors
    /// SQLite's.
    pub fn cases_called(&self, key: &str, but: &str) -> Result<Vec<Id>> {
        let mut select =
            self.conn.prepare_cached("SELECT id FROM cases INDEXED BY cases_by_key WHERE external_key = ?1 AND source <> ?2 LIMIT 5")?;
        Ok(select.query_map((key, but), |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
    }

    /// Goes through what cases from other systems are called and say of themselves; all of them, for an import that looks for its keys there.
    ///
    /// # Errors
    /// SQLite's.
    pub fn cases_from_elsewhere(&self, but: &str, mut take: impl FnMut(Id, &str, Option<&str>)) -> Result<()> {
        let mut select = self.conn.prepare("SELECT id, title, facts FROM cases WHERE external_key IS NOT NULL AND source <> ?1")?;
        let mut rows = select.query([but])?;
        while let Some(row) = rows.next()? {
            take(row.get(0)?, row.get_ref(1)?.as_str().unwrap_or_default(), row.get_ref(2)?.as_str().ok());
        }
        Ok(())
    }

    /// Reads what lists show of one case.
    ///
    /// # Errors
    /// SQLite's.
    pub fn case_line(&self, id: Id) -> Result<Option<CaseLine>> {
        self.one(&format!("{LINE}{LINE_JOINS} WHERE c.id = ?1"), [id], line)
    }

    /// Reads the first incident of the lanes by priority whose clocks run.
    ///
    /// # Errors
    /// SQLite's.
    pub fn worst(&self) -> Result<Option<CaseLine>> {
        let sql = format!(
            "{LINE} INDEXED BY cases_clocked{LINE_JOINS} WHERE c.kind = 'incident' AND c.shelf = 'lane' AND c.clocks = 1
             ORDER BY c.rank, c.newest LIMIT 1"
        );
        self.one(&sql, [], line)
    }

    /// Reads one window of a list, in the list's order whichever way it was reached.
    ///
    /// # Errors
    /// SQLite's.
    pub fn cases(&self, filter: &CaseFilter, from: CaseFrom, limit: usize) -> Result<Vec<CaseLine>> {
        self.cases_also(filter, &[], from, limit)
    }

    /// Reads one window of a list that is narrowed further. No index serves what is in `also`: every case of the filter may
    /// have to be looked at, which is for the command line and not for a screen.
    ///
    /// # Errors
    /// SQLite's.
    pub fn cases_also(&self, filter: &CaseFilter, also: &[CaseBy], from: CaseFrom, limit: usize) -> Result<Vec<CaseLine>> {
        self.window(window_sql(filter, also, None, from), from, limit)
    }

    /// Reads the first cases that hit a further service besides the one they are of; for the command line, as above.
    ///
    /// # Errors
    /// SQLite's.
    pub fn cases_affecting(&self, service: Id, filter: &CaseFilter, also: &[CaseBy], limit: usize) -> Result<Vec<CaseLine>> {
        self.window(window_sql(filter, also, Some(service), CaseFrom::Start), CaseFrom::Start, limit)
    }

    fn window(&self, (sql, mut values): (String, Vec<Sql>), from: CaseFrom, limit: usize) -> Result<Vec<CaseLine>> {
        values.push(Sql::Integer(i64::try_from(limit).unwrap_or(i64::MAX)));
        let mut rows = self.list(&sql, params_from_iter(values), line)?;
        if matches!(from, CaseFrom::Before(_)) {
            rows.reverse();
        }
        Ok(rows)
    }

    /// Counts the cases of a kind on a shelf by rank of priority, from counters that every write keeps.
    ///
    /// # Errors
    /// SQLite's.
    pub fn tally(&self, kind: CaseKind, shelf: Shelf) -> Result<Vec<(i64, i64)>> {
        let sql = "SELECT rank, count FROM tally WHERE kind = ?1 AND shelf = ?2 AND count > 0 ORDER BY rank";
        self.list(sql, (kind.key(), shelf.key()), |row| Ok((row.get(0)?, row.get(1)?)))
    }

    /// Reads the links of a case with what the other side is.
    ///
    /// # Errors
    /// SQLite's.
    pub fn links(&self, case: Id) -> Result<Vec<LinkLine>> {
        let side = |mine: &str, other: &str, outward: i64| {
            format!(
                "SELECT k.id, k.kind, {outward}, c.id, c.kind, c.number, c.title, c.state, c.priority, k.n
                 FROM link k JOIN cases c ON c.id = k.{other} WHERE k.{mine} = ?1"
            )
        };
        let sql = format!("{} UNION ALL {} LIMIT 200", side("from_case", "to_case", 1), side("to_case", "from_case", 0));
        self.list(&sql, [case], |row| {
            Ok(LinkLine {
                id: row.get(0)?,
                kind: word(row, 1, LinkKind::parse)?.unwrap_or(LinkKind::Relates),
                outward: row.get::<_, i64>(2)? == 1,
                other: row.get(3)?,
                case: CaseRef { kind: kind(row, 4)?, number: row.get(5)? },
                title: row.get::<_, String>(6)?.into(),
                state: row.get(7)?,
                priority: row.get(8)?,
            })
        })
    }

    /// Finds one link by its three parts.
    ///
    /// # Errors
    /// SQLite's.
    pub fn link(&self, from: Id, to: Id, kind: LinkKind) -> Result<Option<Id>> {
        let sql = "SELECT id FROM link WHERE from_case = ?1 AND to_case = ?2 AND kind = ?3";
        self.one(sql, (from, to, kind.key()), |row| row.get(0))
    }

    /// Lists the cases whose clocks run, for a rebuild after a change of policy.
    ///
    /// # Errors
    /// SQLite's.
    pub fn clocked_cases(&self) -> Result<Vec<Id>> {
        self.list("SELECT id FROM cases WHERE clocks = 1 ORDER BY n", [], |row| row.get(0))
    }
}
