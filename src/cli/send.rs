//! `update send`: the text goes out first, into a file or through the command of a channel, and is recorded only then.

use super::Run;
use super::stop::{Stop, say};
use crate::app::update::{Outgoing, Recorded, Way, through};
use crate::app::{App, Command, Done, Draft, Failure, StoreError};
use crate::model::Refusal;

/// Words of the command.
pub const NAME: &str = "update send";
/// Exit code when nothing went out.
pub const UNSENT: u8 = 8;

/// Sends an update, or records that it was told already.
///
/// # Errors
/// Whatever speaks against sending; [`UNSENT`] when the command failed, hung or is missing.
pub fn send(run: &Run<'_>, command: &'static Command, draft: &Draft) -> Result<(), Stop> {
    let mut app = run.setting.open()?;
    if draft.get("already").is_some() {
        let done = app.run(command, draft, &run.setting.manner)?;
        return finish(run, command, &app, &done);
    }
    if draft.get("at").is_some() {
        return Err(Refusal::field("at", "what is sent now is sent now", "with --already it says when they were told").into());
    }
    let outgoing = app.outgoing(draft.get("update").unwrap_or_default(), draft.get("channel"))?;
    if let Some(file) = run.target() {
        if file == "-" {
            return Err(
                Refusal::whole("what is only printed was told to nobody", "name a file after -o, or print it with 'update show'").into()
            );
        }
        run.deliver(&outgoing.text)?;
        let recorded = outgoing.told(Way::File, &format!("written to {file}"), None);
        return keep(run, &mut app, &outgoing, &recorded);
    }
    if outgoing.channel.is_none() {
        let why = format!("there is no command to send {} through", outgoing.update);
        let hint = "set [channels.NAME] in config.toml, write it with -o FILE, or say --already when they were told by other means";
        return Err(Refusal::field("channel", why, hint).into());
    }
    say(&format!("sending {} …", outgoing.update));
    match through(&outgoing) {
        Ok(receipt) => {
            let recorded = outgoing.told(Way::Command, &receipt.words, Some(receipt.took));
            keep(run, &mut app, &outgoing, &recorded)
        }
        Err(unsent) => {
            say(&format!("NOT sent: {unsent}"));
            say(&format!("{} stays a draft as it was; nothing is marked as sent", outgoing.update));
            let recorded = outgoing.unsent(&unsent);
            match app.run(recorded.command, &recorded.draft, &crate::app::Manner::default()) {
                Ok(done) => run.set_off(&app, &done),
                Err(failure) => say(&format!("the failed try could not be recorded either: {}", failure.words())),
            }
            app.rest();
            Err(Stop::Code(UNSENT))
        }
    }
}

/// Records what went out. Where that fails, the person must know that it is out, and how to record it without sending it again.
fn keep(run: &Run<'_>, app: &mut App, outgoing: &Outgoing, recorded: &Recorded) -> Result<(), Stop> {
    match app.run(recorded.command, &recorded.draft, &run.setting.manner) {
        Ok(done) => finish(run, recorded.command, app, &done),
        Err(failure) => {
            let key = match &failure {
                Failure::Store(StoreError::Unknown { key, .. }) => format!(" --key {key}"),
                _ => String::new(),
            };
            say(&format!("{} WAS sent, but that is not recorded. Do not send it again; record it with:", outgoing.update));
            say(&format!("  warroom update send {} --already{key}", outgoing.update));
            Err(failure.into())
        }
    }
}

fn finish(run: &Run<'_>, command: &'static Command, app: &App, done: &Done) -> Result<(), Stop> {
    let answered = run.settle(app, command, done);
    app.rest();
    answered
}
