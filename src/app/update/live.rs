//! What a screen reads of updates: the audiences of a case with what is owed to each, and a text as it would be written now.

use super::drafting::{number, state};
use super::gather::{Drafted, Wanted, write};
use super::told::{Told, due};
use crate::app::command::refuse;
use crate::app::{App, Failure, audience};
use crate::model::case::{Case, Named};
use crate::model::entry::Visibility;
use crate::model::fields::Fields;
use crate::model::update::UpdateState;
use crate::model::{Id, Moment, Subject, Untrusted};

/// Holds one audience of a case as a list of them shows it.
#[derive(Clone, Debug)]
pub struct Listener {
    /// The audience.
    pub audience: Named,
    /// When it has to be told next (UTC milliseconds).
    pub due: Option<i64>,
    /// When it was told last (UTC milliseconds).
    pub told: Option<i64>,
    /// The draft for it that was not sent yet.
    pub draft: Option<OpenDraft>,
    /// Who approves what goes to it.
    pub approver: Option<Untrusted>,
    /// How it is reached, and whether a command is set for that.
    pub channel: Option<(Untrusted, bool)>,
    /// What it may read.
    pub visibility: Visibility,
}

/// Holds a draft that was not sent yet.
#[derive(Clone, Debug)]
pub struct OpenDraft {
    /// `U-7`.
    pub update: String,
    /// Draft or approved.
    pub state: UpdateState,
    /// Which version of the text.
    pub version: i64,
    /// The text.
    pub text: Untrusted,
    /// What it promises.
    pub next: Option<Moment>,
    /// What the last try to send it came to.
    pub receipt: Option<Untrusted>,
    /// Who approved it.
    pub approved_by: Option<Untrusted>,
}

impl OpenDraft {
    fn of(update: &Fields) -> Self {
        Self {
            update: number(update),
            state: state(update),
            version: update.int("version").unwrap_or(1),
            text: update.text("text").unwrap_or_default(),
            next: update.time("promised"),
            receipt: update.text("receipt"),
            approved_by: update.text("approved_by"),
        }
    }
}

impl App {
    /// Lists the audiences a case concerns, the one that waits longest first.
    ///
    /// # Errors
    /// The store's.
    pub fn listeners(&self, case: &Case) -> Result<Vec<Listener>, Failure> {
        let read = self.read();
        let concerned = audience::concerning(read, case)?;
        if concerned.is_empty() {
            return Ok(Vec::new());
        }
        let told = Told::read(read, case.id)?;
        let updates = read.fields_of(Subject::Update, case.id)?;
        let mut all = Vec::new();
        for audience in concerned {
            let Some(fields) = read.fields(Subject::Audience, audience.id)? else { continue };
            let last = told.last(&audience);
            let open = updates.iter().rev().find(|u| u.reference("audience") == Some(audience.id) && state(u).is_open());
            let channel = fields.text("channel").map(|name| {
                let has = self.ctx.channels.iter().any(|known| known.name.eq_ignore_ascii_case(name.raw()));
                (name, has)
            });
            all.push(Listener {
                due: due(&self.ctx, case, last),
                told: last.map(|last| last.at),
                draft: open.map(OpenDraft::of),
                approver: fields.name("approver").cloned(),
                channel,
                visibility: super::gather::visibility(&fields),
                audience,
            });
        }
        all.sort_by_key(|listener| listener.due.unwrap_or(i64::MAX));
        Ok(all)
    }

    /// Writes the update an audience would get now; nothing is kept of it.
    ///
    /// # Errors
    /// When a template of the person's own is wrong, or the store's.
    pub fn written(&self, case: &Case, audience: Id, next: Option<Moment>) -> Result<Drafted, Failure> {
        let Some(audience) = self.read().fields(Subject::Audience, audience)? else {
            return refuse("audience", "the audience is gone", "choose another");
        };
        write(self.read(), &self.ctx, &Wanted { case, audience: &audience, phase: None, next })
    }
}
