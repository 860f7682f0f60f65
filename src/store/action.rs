//! Reads of actions.

use rusqlite::Row;

use super::error::Result;
use super::reader::Reader;
use super::row::moment;
use crate::model::case::Named;
use crate::model::entry::{Action, ActionState, ActionType, Visibility};
use crate::model::{ActionRef, CaseKind, CaseRef, Id, Untrusted};

const ACTION: &str =
    "SELECT a.id, a.number, a.case_id, c.kind, c.number, a.text, a.owner, p.handle, a.type, a.state, a.period, a.why, a.reference,
    a.visibility, a.due_at, a.due_offset, a.due_precision, a.done_at, a.done_offset, a.done_precision, a.note
    FROM action a";
const JOINS: &str = " JOIN cases c ON c.id = a.case_id LEFT JOIN person p ON p.id = a.owner";
/// What has to be for a reader who gets an action: itself, and the line that gave it.
const SEEN: &[&str] = &["a.visibility", "(SELECT e.visibility FROM entry e WHERE e.id = a.entry)"];

fn action(row: &Row<'_>) -> rusqlite::Result<Action> {
    let text = |at: usize| Ok::<_, rusqlite::Error>(row.get::<_, Option<String>>(at)?.map(Untrusted::from));
    let kind: String = row.get(3)?;
    let owner: Option<Id> = row.get(6)?;
    let (type_, state, visibility): (Option<String>, String, String) = (row.get(8)?, row.get(9)?, row.get(13)?);
    Ok(Action {
        id: row.get(0)?,
        number: row.get(1)?,
        case: row.get(2)?,
        case_ref: CaseRef { kind: CaseKind::parse(&kind).unwrap_or(CaseKind::Issue), number: row.get(4)? },
        text: row.get::<_, String>(5)?.into(),
        owner: match owner {
            Some(id) => Some(Named { id, name: text(7)?.unwrap_or_default() }),
            None => None,
        },
        action_type: type_.as_deref().and_then(ActionType::parse),
        state: ActionState::parse(&state).unwrap_or(ActionState::Open),
        period: text(10)?,
        why: text(11)?,
        reference: text(12)?,
        visibility: Visibility::parse(&visibility).unwrap_or(Visibility::Internal),
        due: moment(row, 14)?,
        done: moment(row, 17)?,
        note: text(20)?,
    })
}

impl Reader<'_> {
    /// Reads one action by its number.
    ///
    /// # Errors
    /// SQLite's.
    pub fn action(&self, number: ActionRef) -> Result<Option<Action>> {
        self.one(&format!("{ACTION}{JOINS} WHERE a.number = ?1{}", self.may_see(SEEN)), [number.0], action)
    }

    /// Finds the action a log entry gave.
    ///
    /// # Errors
    /// SQLite's.
    pub fn action_of_entry(&self, entry: Id) -> Result<Option<Action>> {
        self.one(&format!("{ACTION}{JOINS} WHERE a.entry = ?1{}", self.may_see(SEEN)), [entry], action)
    }

    /// Reads the actions of a case, open ones first.
    ///
    /// # Errors
    /// SQLite's.
    pub fn actions_of(&self, case: Id) -> Result<Vec<Action>> {
        let mut rows =
            self.list(&format!("{ACTION} INDEXED BY action_case{JOINS} WHERE a.case_id = ?1{}", self.may_see(SEEN)), [case], action)?;
        rows.sort_by_key(|a| (a.state, a.number));
        Ok(rows)
    }

    /// Reads actions over all cases by state, newest first, `limit` at most.
    ///
    /// # Errors
    /// SQLite's.
    pub fn actions(&self, state: ActionState, owner: Option<Id>, limit: usize) -> Result<Vec<Action>> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let seen = self.may_see(SEEN);
        match owner {
            Some(owner) => self.list(
                &format!(
                    "{ACTION} INDEXED BY action_owner{JOINS} WHERE a.owner = ?1 AND a.state = ?2{seen} ORDER BY a.number DESC LIMIT ?3"
                ),
                (owner, state.key(), limit),
                action,
            ),
            None => self.list(
                &format!("{ACTION} INDEXED BY action_state{JOINS} WHERE a.state = ?1{seen} ORDER BY a.number DESC LIMIT ?2"),
                (state.key(), limit),
                action,
            ),
        }
    }
}
