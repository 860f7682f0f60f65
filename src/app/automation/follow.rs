//! Follows the journal: what was written after a change, by whomever.

use super::told::Told;
use crate::app::draft::Draft;
use crate::app::field::{Ask, Field};
use crate::app::history::number_of;
use crate::app::{App, Failure};
use crate::model::{CaseKind, Id, Refusal};
use crate::store::{Batch, StoreError};

/// Changes that are read at once.
const PAGE: usize = 20;

static SINCE: Field =
    Field::flag("since", "Since", Ask::Line, "Begin after this change, such as b120 or 120; 0 is the first, now the default");
static CASE: Field = Field::flag("case", "Case", Ask::Case, "Only changes of this case, or that touch it: links, imports");
static KIND: Field = Field::flag("kind", "Kind", Ask::Choice(CaseKind::CHOICES), "Only changes of cases of this kind");
static ONCE: Field = Field::flag("once", "Once", Ask::Yes, "End once everything that is there has been printed");

/// What following can be given.
pub static FIELDS: &[&Field] = &[&SINCE, &CASE, &KIND, &ONCE];

/// Holds how far somebody has followed the journal, and what they want of it.
pub struct Follow {
    seen: i64,
    /// What the file looked like when all of it had been read.
    pulse: Option<i64>,
    case: Option<Id>,
    kind: Option<CaseKind>,
    /// Whether it ends with what is there.
    pub once: bool,
}

impl App {
    /// Begins to follow the journal.
    ///
    /// # Errors
    /// All refusals at once, or what the store says.
    pub fn follow(&self, draft: &Draft) -> Result<Follow, Failure> {
        let input = draft.check(FIELDS, self.read(), &self.ctx.now()).map_err(|failure| self.about(failure))?;
        let once = input.yes("once");
        if self.store.is_copy() && !once {
            let why = "the file cannot be written here, so that a copy of it is read, and in that nothing changes";
            return Err(Refusal::whole(why, "watch where it can be written, or add --once").into());
        }
        let newest = self.last_change()?;
        let seen = match input.text("since").map(str::trim) {
            None | Some("now") => newest,
            Some("0" | "b0") => 0,
            Some(text) => number_of(text).ok_or_else(|| {
                Failure::from(Refusal::field(
                    "since",
                    format!("'{text}' is not the number of a change"),
                    "changes look like b120; 0 begins with the first, now with the next",
                ))
            })?,
        };
        if seen > newest {
            return Err(Refusal::field(
                "since",
                format!("the newest change of this file is b{newest}, so that b{seen} is of another file or of a newer copy"),
                "name the file that was followed with --db, or begin anew with --since 0",
            )
            .into());
        }
        let case = if input.has("case") { Some(input.case("case")?.id) } else { None };
        Ok(Follow { seen, pulse: None, case, kind: input.word("kind").and_then(CaseKind::parse), once })
    }

    /// Reads the next changes; nothing when there are none yet. Where a full page was read, there may be more at once.
    ///
    /// # Errors
    /// [`StoreError::Replaced`] when the path names another file by now, else the store's; a file that is busy is none, but for once.
    pub fn next_told(&self, follow: &mut Follow) -> Result<(Vec<Told>, bool), Failure> {
        if !self.in_place() {
            return Err(StoreError::Replaced(self.path().to_owned()).into());
        }
        match self.page(follow) {
            // Whoever ends with what is there has to know that it was not read.
            Err(Failure::Store(StoreError::Busy { .. })) if !follow.once => Ok((Vec::new(), false)),
            other => other.map_err(|failure| self.about(failure)),
        }
    }

    fn page(&self, follow: &mut Follow) -> Result<(Vec<Told>, bool), Failure> {
        // Before the journal is read: what is written in between is then seen at the next look.
        let pulse = self.pulse()?;
        if follow.pulse == Some(pulse) {
            return Ok((Vec::new(), false));
        }
        let batches = self.read().batches_after(follow.seen, PAGE)?;
        let seen = batches.last().map_or(follow.seen, |batch| batch.seq);
        let more = batches.len() == PAGE;
        let mut told = Vec::new();
        for batch in batches {
            if self.is_followed(follow, &batch)? {
                told.push(Told::of(self.read(), batch)?);
            }
        }
        // Only now: what could not be read is read again.
        follow.seen = seen;
        follow.pulse = (!more).then_some(pulse);
        Ok((told, more))
    }

    fn is_followed(&self, follow: &Follow, batch: &Batch) -> Result<bool, Failure> {
        if let Some(case) = follow.case
            && batch.case != Some(case)
            && !self.read().touches(batch, case)?
        {
            return Ok(false);
        }
        let Some(kind) = follow.kind else { return Ok(true) };
        let case = batch.case.map(|id| self.read().case_number(id)).transpose()?.flatten();
        Ok(case.is_some_and(|case| case.kind == kind))
    }
}
