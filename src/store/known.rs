//! Reads of what is known already: errors that wait for a lasting fix, and lessons. What they are narrowed to stands in the statements,
//! so that nothing that is looked for lies behind a cap; a read ends when there is enough, or when its time is up, and says which.

use std::collections::HashSet;
use std::hash::Hash;

use rusqlite::{Params, Row};

use super::error::Result;
use super::past::{NAMES, case_ref, review, text};
use super::reader::Reader;
use super::search::was_stopped;
use crate::model::entry::ReviewState;
use crate::model::{CaseRef, Id, Untrusted};

/// Cases that a service was hit in as a further one, most that are looked for.
const FURTHER: usize = 5_000;
/// Columns by which a case has a home, each with the index that has its cases in order.
const HOMES: [(&str, &str); 2] = [("service", "cases_by_service_newest"), ("project", "cases_by_project_newest")];
/// Marks of lessons, and the sections that hold some, each with its mark.
const MARKS: [&str; 4] = ["well", "badly", "lucky", "general"];
const SECTIONS: [(&str, &str); 4] = [("lessons", "general"), ("went-well", "well"), ("went-badly", "badly"), ("lucky", "lucky")];

/// The newest of something, up to a limit.
#[derive(Clone, Debug)]
pub struct Newest<T> {
    /// The rows, those of the newest cases first.
    pub rows: Vec<T>,
    /// Whether there are more.
    pub more: bool,
    /// Whether time was up before everything had been looked through.
    pub stopped: bool,
}

/// One lesson.
#[derive(Clone, Debug)]
pub struct Lesson {
    /// The case it is of.
    pub case: CaseRef,
    /// Id of that case; newer ones are greater.
    pub of: Id,
    /// Id of the row or section.
    id: Id,
    /// Title of the case.
    pub title: Untrusted,
    /// Service or project.
    pub home: Option<Untrusted>,
    /// Mark of the row, or name of the section.
    pub mark: String,
    /// Where it lies.
    pub aspect: Option<String>,
    /// What was learnt.
    pub text: Untrusted,
    /// State of the review.
    pub review: Option<ReviewState>,
}

/// Lesson rows and sections; the same columns for both.
const LESSON: &str = "c.kind, c.number, c.id, c.title, coalesce(s.name, p.name), r.state";

fn lesson(row: &Row<'_>) -> rusqlite::Result<Lesson> {
    let kind: String = row.get(0)?;
    Ok(Lesson {
        case: case_ref(&kind, row.get(1)?),
        of: row.get(2)?,
        title: row.get::<_, String>(3)?.into(),
        home: text(row, 4)?,
        review: review(row, 5)?,
        mark: row.get::<_, Option<String>>(6)?.unwrap_or_default(),
        aspect: row.get(7)?,
        text: text(row, 8)?.unwrap_or_default(),
        id: row.get(9)?,
    })
}

/// Place of a case in the file, and its id.
type Place = (i64, Id);

fn place(row: &Row<'_>) -> rusqlite::Result<Place> {
    Ok((row.get(0)?, row.get(1)?))
}

impl<T> Newest<T> {
    fn new() -> Self {
        Self { rows: Vec::new(), more: false, stopped: false }
    }

    /// Puts the newest first, each once, and cuts to so many.
    fn cut<K: Hash + Eq>(mut self, limit: usize, case: impl Fn(&T) -> Id, key: impl Fn(&T) -> K) -> Self {
        let mut known = HashSet::new();
        self.rows.retain(|row| known.insert(key(row)));
        self.rows.sort_by_key(|row| std::cmp::Reverse(case(row)));
        self.more |= self.rows.len() > limit;
        self.rows.truncate(limit);
        self
    }
}

impl Reader<'_> {
    /// Reads rows until there are so many different ones or time is up.
    fn some<T, K: Hash + Eq>(
        &self,
        into: &mut Newest<T>,
        (sql, params): (&str, impl Params),
        most: usize,
        read: impl Fn(&Row<'_>) -> rusqlite::Result<T>,
        key: impl Fn(&T) -> K,
    ) -> Result<()> {
        let mut select = self.conn.prepare_cached(sql)?;
        let mut rows = select.query(params)?;
        let mut known = HashSet::new();
        while known.len() < most {
            match rows.next() {
                Ok(Some(row)) => {
                    let row = read(row)?;
                    if known.insert(key(&row)) {
                        into.rows.push(row);
                    }
                }
                Ok(None) => break,
                Err(error) if was_stopped(&error) => {
                    into.stopped = true;
                    break;
                }
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    /// Words the condition that a case `c` has a workaround, a cause that is confirmed, or a hypothesis that was.
    fn understood(&self) -> String {
        let workaround = if self.is_open() { "trim(coalesce(c.workaround, '')) <> '' OR " } else { "" };
        format!(
            " AND ({workaround}EXISTS (SELECT 1 FROM finding f INDEXED BY finding_case WHERE f.case_id = c.id AND f.kind = 'cause'
                AND f.certainty = 'confirmed' AND f.text IS NOT NULL{})
              OR EXISTS (SELECT 1 FROM entry e INDEXED BY entry_confirmed WHERE e.case_id = c.id AND e.verdict = 'confirmed'
                AND e.kind = 'hypothesis' AND e.superseded = 0 AND e.redacted = 0{}))",
            self.may_see(&["f.visibility"]),
            self.may_see(&["e.visibility"])
        )
    }

    /// Words the condition that a case `c` is not fixed for good: so says a row of the review, or the outcome of an issue. A section about the
    /// lasting fix may say that it is still to come, so that it counts only where no action is open that is to prevent it.
    fn unfixed(&self) -> String {
        format!(
            " AND c.outcome IS NOT 'closed'
              AND NOT EXISTS (SELECT 1 FROM finding l INDEXED BY finding_case WHERE l.case_id = c.id AND l.kind = 'resolution'
                AND l.mark = 'lasting' AND l.text IS NOT NULL{})
              AND NOT EXISTS (SELECT 1 FROM section x WHERE x.case_id = c.id AND x.name = 'lasting-fix'{}
                AND NOT EXISTS (SELECT 1 FROM action a INDEXED BY action_case WHERE a.case_id = c.id AND a.state = 'open' AND a.type = 'prevent'))",
            self.may_see(&["l.visibility"]),
            self.section_seen()
        )
    }

    /// Gives the newest cases that are understood and not fixed for good, by their place in the file: all of them, or those of a service or
    /// project, also where it is a further service.
    ///
    /// # Errors
    /// SQLite's; time being up is none.
    pub fn known_errors(&self, home: Option<Id>, limit: usize) -> Result<Newest<i64>> {
        let (most, unfixed) = (limit.saturating_add(1), self.unfixed());
        let mut all: Newest<Place> = Newest::new();
        let n = |row: &Place| row.0;
        if let Some(home) = home {
            for from in homes() {
                let sql = format!("SELECT c.n, c.id {}{}{unfixed}{}", from.from, from.of, self.understood() + from.order);
                self.some(&mut all, (&sql, (home, from.shelf)), from.most(most), place, n)?;
            }
        } else {
            if self.is_open() {
                let sql = format!(
                    "SELECT c.n, c.id FROM cases c INDEXED BY cases_workaround WHERE c.workaround IS NOT NULL AND trim(c.workaround) <> ''{unfixed}
                     ORDER BY c.id DESC"
                );
                self.some(&mut all, (&sql, []), most, place, n)?;
            }
            let causes = format!(
                "SELECT c.n, c.id FROM finding f INDEXED BY finding_kind CROSS JOIN cases c ON c.id = f.case_id
                 WHERE f.kind = 'cause' AND f.mark IS ?1 AND f.certainty = 'confirmed' AND f.text IS NOT NULL{}{unfixed} ORDER BY f.case_id DESC",
                self.may_see(&["f.visibility"])
            );
            for mark in [Some("root"), Some("contributing"), Some("why"), None] {
                self.some(&mut all, (&causes, [mark]), most, place, n)?;
            }
            let hypotheses = format!(
                "SELECT c.n, c.id FROM entry e INDEXED BY entry_confirmed CROSS JOIN cases c ON c.id = e.case_id
                 WHERE e.verdict = 'confirmed' AND e.kind = 'hypothesis' AND e.superseded = 0 AND e.redacted = 0{}{unfixed} ORDER BY e.case_id DESC",
                self.may_see(&["e.visibility"])
            );
            self.some(&mut all, (&hypotheses, []), most, place, n)?;
        }
        let all = all.cut(limit, |row| row.1, n);
        Ok(Newest { rows: all.rows.iter().map(n).collect(), more: all.more, stopped: all.stopped })
    }

    /// Reads lessons over all reviews, those of the newest cases first: of a mark, or of every; of a service or project, or of all.
    ///
    /// # Errors
    /// SQLite's; time being up is none.
    pub fn lessons(&self, mark: Option<&str>, home: Option<Id>, limit: usize) -> Result<Newest<Lesson>> {
        let most = limit.saturating_add(1);
        let mut all = Newest::new();
        let id = |lesson: &Lesson| lesson.id;
        let (see, seen) = (self.may_see(&["f.visibility"]), self.section_seen());
        let row = format!("SELECT {LESSON}, f.mark, f.aspect, concat_ws(char(10), f.text, f.note), f.id");
        let section = format!("SELECT {LESSON}, x.name, NULL, x.text, x.id");
        let marks = MARKS.into_iter().filter(|known| mark.is_none_or(|mark| mark == *known));
        let marks: Vec<Option<&str>> = marks.map(Some).chain(mark.is_none_or(|mark| mark == "general").then_some(None)).collect();
        let names: Vec<&str> = SECTIONS.iter().filter(|(_, of)| mark.is_none_or(|mark| mark == *of)).map(|(name, _)| *name).collect();
        if let Some(home) = home {
            let wanted = serde_json::json!(marks).to_string();
            let (join, names) = (" CROSS JOIN section x ON x.case_id = c.id", serde_json::json!(names).to_string());
            for from in homes() {
                let rows = format!(
                    "{row} {} CROSS JOIN finding f INDEXED BY finding_case ON f.case_id = c.id AND f.kind = 'lesson'{NAMES}{}
                     AND coalesce(f.mark, '') IN (SELECT coalesce(value, '') FROM json_each(?3)){see}{}",
                    from.from, from.of, from.order
                );
                self.some(&mut all, (&rows, (home, from.shelf, &wanted)), from.most(most), lesson, id)?;
                let sections = format!(
                    "{section} {}{join}{NAMES}{} AND x.name IN (SELECT value FROM json_each(?3)){seen}{}",
                    from.from, from.of, from.order
                );
                self.some(&mut all, (&sections, (home, from.shelf, &names)), from.most(most), lesson, id)?;
            }
        } else {
            let rows = format!(
                "{row} FROM finding f INDEXED BY finding_kind CROSS JOIN cases c ON c.id = f.case_id{NAMES}
                 WHERE f.kind = 'lesson' AND f.mark IS ?1{see} ORDER BY f.case_id DESC"
            );
            for mark in marks {
                self.some(&mut all, (&rows, [mark]), most, lesson, id)?;
            }
            let sections = format!(
                "{section} FROM section x INDEXED BY section_name CROSS JOIN cases c ON c.id = x.case_id{NAMES}
                 WHERE x.name = ?1{seen} ORDER BY x.case_id DESC"
            );
            for name in names {
                self.some(&mut all, (&sections, [name]), most, lesson, id)?;
            }
        }
        Ok(all.cut(limit, |lesson| lesson.of, id))
    }
}

/// One way to the cases of a service or project, newest first.
struct HomeFrom {
    /// From where; a case is `c`.
    from: String,
    /// Which of them: the home is `?1`, the shelf `?2`.
    of: String,
    /// In which order.
    order: &'static str,
    shelf: &'static str,
    is_further: bool,
}

impl HomeFrom {
    /// Gives how many are read: where they do not come in the order of cases, all that there may be.
    fn most(&self, most: usize) -> usize {
        if self.is_further { most.max(FURTHER) } else { most }
    }
}

fn homes() -> Vec<HomeFrom> {
    let mut all = Vec::new();
    for shelf in ["lane", "aside", "closed"] {
        all.extend(HOMES.map(|(column, index)| HomeFrom {
            from: format!("FROM cases c INDEXED BY {index}"),
            of: format!(" WHERE c.{column} = ?1 AND c.shelf = ?2"),
            order: " ORDER BY c.newest",
            shelf,
            is_further: false,
        }));
    }
    all.push(HomeFrom {
        from: "FROM affected h INDEXED BY affected_service CROSS JOIN cases c ON c.id = h.case_id".to_owned(),
        of: " WHERE h.service = ?1 AND ?2 IS NOT NULL".to_owned(),
        order: " ORDER BY h.n DESC",
        shelf: "",
        is_further: true,
    });
    all
}
