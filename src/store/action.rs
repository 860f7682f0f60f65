//! Reads of actions.

use rusqlite::Row;
use rusqlite::types::Value as Sql;

use super::error::Result;
use super::reader::Reader;
use super::row::moment;
use crate::model::action::{Follow, FollowFrom, FollowOrder, FollowSpot, Worked};
use crate::model::case::Named;
use crate::model::entry::{Action, ActionState, ActionType, Visibility};
use crate::model::finding::Aspect;
use crate::model::{ActionRef, CaseKind, CaseRef, Id, Untrusted};

const ACTION: &str =
    "SELECT a.id, a.number, a.case_id, c.kind, c.number, a.text, a.owner, p.handle, a.type, a.state, a.period, a.why, a.reference,
    a.visibility, a.due_at, a.due_offset, a.due_precision, a.done_at, a.done_offset, a.done_precision, a.note,
    a.aspect, a.status, a.priority, a.category, a.worked, a.effect, a.verify_at, a.verify_offset, a.verify_precision,
    a.verified_at, a.verified_offset, a.verified_precision";
const FROM: &str = " FROM action a";
const JOINS: &str = " JOIN cases c ON c.id = a.case_id LEFT JOIN person p ON p.id = a.owner";
/// What has to be for a reader who gets an action: itself, and the line that gave it.
const SEEN: &[&str] = &["a.visibility", "(SELECT e.visibility FROM entry e WHERE e.id = a.entry)"];

fn action(row: &Row<'_>) -> rusqlite::Result<Action> {
    let text = |at: usize| Ok::<_, rusqlite::Error>(row.get::<_, Option<String>>(at)?.map(Untrusted::from));
    let word = |at: usize| row.get::<_, Option<String>>(at);
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
        aspect: word(21)?.as_deref().and_then(Aspect::parse),
        status: text(22)?,
        priority: text(23)?,
        category: text(24)?,
        worked: word(25)?.as_deref().and_then(Worked::parse),
        effect: text(26)?,
        verify: moment(row, 27)?,
        verified: moment(row, 30)?,
    })
}

impl Reader<'_> {
    /// Reads one action by its number.
    ///
    /// # Errors
    /// SQLite's.
    pub fn action(&self, number: ActionRef) -> Result<Option<Action>> {
        self.one(&format!("{ACTION}{FROM}{JOINS} WHERE a.number = ?1{}", self.may_see(SEEN)), [number.0], action)
    }

    /// Finds the action a log entry gave.
    ///
    /// # Errors
    /// SQLite's.
    pub fn action_of_entry(&self, entry: Id) -> Result<Option<Action>> {
        self.one(&format!("{ACTION}{FROM}{JOINS} WHERE a.entry = ?1{}", self.may_see(SEEN)), [entry], action)
    }

    /// Reads the actions of a case, open ones first.
    ///
    /// # Errors
    /// SQLite's.
    pub fn actions_of(&self, case: Id) -> Result<Vec<Action>> {
        let mut rows =
            self.list(&format!("{ACTION}{FROM} INDEXED BY action_case{JOINS} WHERE a.case_id = ?1{}", self.may_see(SEEN)), [case], action)?;
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
                    "{ACTION}{FROM} INDEXED BY action_owner{JOINS} WHERE a.owner = ?1 AND a.state = ?2{seen} ORDER BY a.number DESC LIMIT ?3"
                ),
                (owner, state.key(), limit),
                action,
            ),
            None => self.list(
                &format!("{ACTION}{FROM} INDEXED BY action_state{JOINS} WHERE a.state = ?1{seen} ORDER BY a.number DESC LIMIT ?2"),
                (state.key(), limit),
                action,
            ),
        }
    }

    /// Reads one window of the actions that are followed up, over all cases.
    ///
    /// # Errors
    /// SQLite's.
    pub fn follow_ups(&self, follow: &Follow, from: FollowFrom, limit: usize) -> Result<Vec<Action>> {
        let back = matches!(from, FollowFrom::End | FollowFrom::Before(_));
        let mut rows = if follow.order == FollowOrder::Owner && follow.owner.is_none() {
            self.follow_ups_by_owner(follow, from, limit)?
        } else {
            self.follow_ups_of(follow, from, limit)?
        };
        if back {
            rows.reverse();
        }
        Ok(rows)
    }

    /// Reads such a window where an index has its order: in the order of the walk.
    fn follow_ups_of(&self, follow: &Follow, from: FollowFrom, limit: usize) -> Result<Vec<Action>> {
        let spot = spot_of(from);
        let group = match follow.order {
            FollowOrder::Due => Sql::Null,
            FollowOrder::Owner => Sql::Blob(spot.and_then(|s| s.owner).map(|id| id.0.as_bytes().to_vec()).unwrap_or_default()),
            FollowOrder::Type => Sql::Text(spot.and_then(|s| s.action_type).map_or("", ActionType::key).to_owned()),
        };
        let (at, number) = spot.map_or((None, None), |spot| (Some(spot.at), Some(spot.number)));
        let owner = follow.owner.map(|id| id.0.as_bytes().to_vec());
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let params = (group, at, number, limit, owner, follow.action_type.map(ActionType::key));
        self.list(&follow_sql(follow, from, &self.may_see(SEEN)), params, action)
    }

    /// Reads a window of all of them owner by owner, by handle: those of nobody are before all others, and walked past first or last.
    fn follow_ups_by_owner(&self, follow: &Follow, from: FollowFrom, limit: usize) -> Result<Vec<Action>> {
        let (spot, back) = (spot_of(from), matches!(from, FollowFrom::End | FollowFrom::Before(_)));
        let of_nobody = spot.is_none_or(|spot| spot.owner.is_none());
        let type_ = follow.action_type.map(ActionType::key);
        let read = |owned: bool, spot: Option<FollowSpot>, most: usize| {
            let owner = spot.and_then(|spot| spot.owner).map(|id| id.0.as_bytes().to_vec());
            let (at, number) = spot.map_or((None, None), |spot| (Some(spot.at), Some(spot.number)));
            let params = (owner, at, number, i64::try_from(most).unwrap_or(i64::MAX), type_);
            self.list(&owner_sql(owned, spot.is_some(), back, &self.may_see(SEEN)), params, action)
        };
        let mut rows = Vec::new();
        // Walking on from somebody's, those of nobody are behind; walking back from those, everybody's are.
        for owned in if back { [true, false] } else { [false, true] } {
            let skipped = match spot {
                Some(_) if of_nobody => owned && back,
                Some(_) => !owned && !back,
                None => false,
            };
            if !skipped && rows.len() < limit {
                rows.extend(read(owned, spot.filter(|_| owned != of_nobody), limit - rows.len())?);
            }
        }
        Ok(rows)
    }
}

fn spot_of(from: FollowFrom) -> Option<FollowSpot> {
    match from {
        FollowFrom::Start | FollowFrom::End => None,
        FollowFrom::After(spot) | FollowFrom::Before(spot) => Some(spot),
    }
}

/// Builds the SELECT of a window of what somebody owns, by handle, or of what nobody does.
fn owner_sql(owned: bool, from_spot: bool, back: bool, may_see: &str) -> String {
    let (than, way) = if back { ("<", " DESC") } else { (">", "") };
    let type_ = "(?5 IS NULL OR a.follow_type = ?5)";
    if !owned {
        let spot = if from_spot { format!("(a.follow, a.number) {than} (?2, ?3)") } else { "?2 IS NULL AND ?3 IS NULL".to_owned() };
        return format!(
            "{ACTION}{FROM} INDEXED BY action_follow_owner{JOINS} WHERE a.follow IS NOT NULL AND a.follow_owner = x'' AND ?1 IS NULL
             AND {spot} AND {type_}{may_see} ORDER BY a.follow{way}, a.number{way} LIMIT ?4"
        );
    }
    let whose = "(SELECT handle FROM person WHERE id = ?1)";
    let spot = match from_spot {
        true => format!("p.handle {than}= {whose} AND (p.handle {than} {whose} OR (a.follow, a.number) {than} (?2, ?3))"),
        false => "?1 IS NULL AND ?2 IS NULL AND ?3 IS NULL".to_owned(),
    };
    format!(
        "{ACTION} FROM person p CROSS JOIN action a INDEXED BY action_follow_owner ON a.follow_owner = p.id CROSS JOIN cases c ON c.id = a.case_id
         WHERE a.follow IS NOT NULL AND {spot} AND {type_}{may_see} ORDER BY p.handle{way}, a.follow{way}, a.number{way} LIMIT ?4"
    )
}

/// Builds the one SELECT of a window of what is followed up.
fn follow_sql(follow: &Follow, from: FollowFrom, may_see: &str) -> String {
    // What is narrowed to one owner or type goes by the index of that; a group then is that one, and the order within it is the same.
    let (index, group) = match (follow.order, follow.owner, follow.action_type) {
        (FollowOrder::Owner, ..) => ("action_follow_owner", Some("a.follow_owner")),
        (FollowOrder::Type, ..) => ("action_follow_type", Some("a.follow_type")),
        (FollowOrder::Due, Some(_), _) => ("action_follow_owner", None),
        (FollowOrder::Due, None, Some(_)) => ("action_follow_type", None),
        (FollowOrder::Due, None, None) => ("action_follow", None),
    };
    let owner = if follow.owner.is_some() { "a.follow_owner = ?5" } else { "?5 IS NULL" };
    let narrow = if follow.action_type.is_some() { "a.follow_type = ?6" } else { "?6 IS NULL" };
    let columns: Vec<&str> = group.into_iter().chain(["a.follow", "a.number"]).collect();
    let values = if group.is_some() { "?1, ?2, ?3" } else { "?2, ?3" };
    let unused = if group.is_some() { "" } else { " AND ?1 IS NULL" };
    let (spot, way) = match from {
        FollowFrom::Start => (" AND ?1 IS NOT 0 AND ?2 IS NULL AND ?3 IS NULL".to_owned(), ""),
        FollowFrom::End => (" AND ?1 IS NOT 0 AND ?2 IS NULL AND ?3 IS NULL".to_owned(), " DESC"),
        FollowFrom::After(_) => (format!("{unused} AND ({}) > ({values})", columns.join(", ")), ""),
        FollowFrom::Before(_) => (format!("{unused} AND ({}) < ({values})", columns.join(", ")), " DESC"),
    };
    let order: Vec<String> = columns.iter().map(|column| format!("{column}{way}")).collect();
    format!(
        "{ACTION}{FROM} INDEXED BY {index}{JOINS} WHERE a.follow IS NOT NULL AND {owner} AND {narrow}{spot}{may_see}
         ORDER BY {} LIMIT ?4",
        order.join(", ")
    )
}
