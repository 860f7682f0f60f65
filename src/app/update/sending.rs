//! Sending: what goes out is settled before anything runs, the command runs outside any transaction, and only then is it recorded.
//!
//! What was recorded as sent cannot be undone, for nobody can be untold. What failed leaves the draft as it was and says so.

use std::fmt::Write as _;
use std::sync::atomic::AtomicBool;

use serde_json::json;

use super::channel::Channel;
use super::drafting::{answer, approver, case_of, number, refuse_ended, state};
use super::gather::promise;
use crate::app::command::{Act, refuse};
use crate::app::draft::Input;
use crate::app::entry::{Said, by_the_way};
use crate::app::field::{Ask, Field};
use crate::app::outside::{self, Receipt, Unsent};
use crate::app::{App, Command, Context, Draft, Failure};
use crate::document::print::plain;
use crate::model::case::Case;
use crate::model::entry::EntryKind;
use crate::model::fields::Fields;
use crate::model::update::UpdateState;
use crate::model::{EntryRef, Moment, Subject, Untrusted, Value, when};
use crate::store::{Answer, Reader};

/// Longest piece of a text that the log repeats.
const FIRST_WORDS: usize = 160;

/// How an audience was told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Through the command of a channel.
    Command,
    /// Copied, and pasted by hand.
    Copy,
    /// Written to a file.
    File,
    /// By voice, or by other means.
    Spoken,
}

impl Way {
    fn key(self) -> &'static str {
        match self {
            Self::Command => "command",
            Self::Copy => "copy",
            Self::File => "file",
            Self::Spoken => "spoken",
        }
    }
}

/// Holds an update that may be sent, as it would go out.
#[derive(Clone, Debug)]
pub struct Outgoing {
    /// `U-7`.
    pub update: String,
    /// Who gets it.
    pub audience: Untrusted,
    /// Which version of the text.
    pub version: i64,
    /// The text, cleaned of what could steer a terminal, with a line end.
    pub text: String,
    /// The channel its audience has, or the one that was named, where there is a command for it.
    pub channel: Option<Channel>,
    /// The text as it is kept.
    kept: String,
}

/// Runs the command of a channel with the text of an update.
///
/// # Errors
/// Why the text counts as not sent.
pub fn through(outgoing: &Outgoing) -> Result<Receipt, Unsent> {
    match &outgoing.channel {
        Some(channel) => outside::run(&channel.errand(), &outgoing.text, &AtomicBool::new(false)),
        None => Err(Unsent { why: format!("there is no command to send {} through", outgoing.update), took: 0 }),
    }
}

static UPDATE: Field = Field::argument("update", "Update", Ask::Numbered(Subject::Update), "Number of the update");
static VERSION: Field = Field::flag("version", "Version", Ask::Number, "Version of the text that went out").required();
static TEXT: Field = Field::flag("text", "Text", Ask::Text, "Text that went out").required();
static ROUTE: Field = Field::flag("route", "Route", Ask::Line, "How it went").required();
static RECEIPT: Field = Field::flag("receipt", "Receipt", Ask::Line, "What came back").required();
static TOOK: Field = Field::flag("took", "Took", Ask::Line, "How long it took");

/// Records what went out; nobody types it.
static SENT: Command = Command {
    name: "update send",
    doc: "Records that an update was sent.",
    fields: &[&UPDATE, &VERSION, &TEXT, &ROUTE, &RECEIPT, &TOOK],
    prints: Some("entry"),
    run: sent,
};

/// Records what did not go out; nobody types it.
static FAILED: Command = Command {
    name: "update send",
    doc: "Records that an update could not be sent.",
    fields: &[&UPDATE, &RECEIPT, &TOOK],
    prints: None,
    run: failed,
};

/// What is to be recorded after something went out, or did not.
pub struct Recorded {
    /// Records it.
    pub command: &'static Command,
    /// What it records.
    pub draft: Draft,
}

impl Outgoing {
    /// Gives what records that it was told.
    pub fn told(&self, way: Way, receipt: &str, took: Option<i64>) -> Recorded {
        let via = self.channel.as_ref().filter(|_| way == Way::Command).map_or_else(String::new, |channel| format!(" {}", channel.name));
        let draft = Draft::new()
            .with("update", self.update.clone())
            .with("version", self.version.to_string())
            .with("text", self.kept.clone())
            .with("route", format!("{}{via}", way.key()))
            .with("receipt", one_line(receipt))
            .with("took", took.map_or_else(String::new, |took| took.to_string()));
        Recorded { command: &SENT, draft }
    }

    /// Gives what records that a try failed.
    pub fn unsent(&self, unsent: &Unsent) -> Recorded {
        let draft = Draft::new().with("update", self.update.clone()).with("receipt", one_line(&unsent.why));
        Recorded { command: &FAILED, draft: draft.with("took", unsent.took.to_string()) }
    }
}

/// A receipt is one line, and not nothing.
fn one_line(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.is_empty() { "told".to_owned() } else { line.chars().take(1_000).collect() }
}

impl App {
    /// Settles what would go out: the update may be sent, the promise in it lies ahead, and this file can be written.
    ///
    /// # Errors
    /// All that speaks against it, or the store's.
    pub fn outgoing(&self, update: &str, channel: Option<&str>) -> Result<Outgoing, Failure> {
        if let Some(why) = self.read_only() {
            return refuse("update", format!("nothing is sent: it could not be recorded ({why})"), "copy the text from 'update show'");
        }
        let found = match Subject::Update.number(update) {
            Some(number) => self.read().fields_numbered(Subject::Update, number)?,
            None => None,
        };
        match found {
            Some(fields) => outgoing(self.read(), &self.ctx, &fields, channel).map_err(|failure| self.about(failure)),
            None => refuse("update", format!("there is no update '{}'", update.trim()), "'update list' lists them"),
        }
    }
}

fn outgoing(read: Reader<'_>, ctx: &Context, update: &Fields, channel: Option<&str>) -> Result<Outgoing, Failure> {
    refuse_ended(update)?;
    let name = number(update);
    let audience = match update.reference("audience") {
        Some(id) => read.fields(Subject::Audience, id)?,
        None => None,
    };
    let approver = audience.as_ref().and_then(|audience| audience.name("approver"));
    if let Some(approver) = approver.filter(|_| state(update) != UpdateState::Approved) {
        let hint = format!("'update approve {name}' records that they said yes");
        return refuse("update", format!("{name} is not approved: {} approves updates to this audience", approver.raw()), hint);
    }
    if let Some(promised) = update.millis("promised").filter(|at| *at <= ctx.at) {
        let clock = when::clock(promised, ctx.zone);
        let hint = format!("'update edit {name} --next TIME' promises another");
        return refuse("next", format!("{name} promises the next word at {clock}, which has passed"), hint);
    }
    let own = audience.as_ref().and_then(|audience| audience.text("channel"));
    let wanted = channel.map(str::trim).or(own.as_ref().map(Untrusted::raw));
    let command = ctx.channels.iter().find(|known| wanted.is_some_and(|wanted| known.name.eq_ignore_ascii_case(wanted))).cloned();
    if let (Some(named), None) = (channel, &command) {
        let hint = "config.toml has [channels.NAME] with a command for each";
        return refuse("channel", format!("there is no command for a channel '{}'", named.trim()), hint);
    }
    let kept = update.raw("text").unwrap_or_default().to_owned();
    Ok(Outgoing {
        update: name,
        audience: audience.and_then(|audience| audience.text("name")).unwrap_or_default(),
        version: update.int("version").unwrap_or(1),
        text: format!("{}\n", plain(&kept).trim_end()),
        channel: command,
        kept,
    })
}

/// Records what went out. What was changed in between keeps its place in History; what was told is what stands.
fn sent(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let update = input.numbered("update")?.clone();
    if state(&update) == UpdateState::Sent {
        return refuse("update", format!("{} is recorded as sent already", number(&update)), "see 'update show'");
    }
    let version = input.number("version").or(update.int("version")).unwrap_or(1);
    let text = input.text("text").unwrap_or_default().to_owned();
    if update.raw("text") != Some(text.as_str()) || !state(&update).is_open() {
        act.notes.push(format!("{} was changed meanwhile; what was told stands, the change is in History", number(&update)));
    }
    let took = input.text("took").and_then(|took| took.parse().ok());
    let telling = Telling {
        version,
        text,
        at: act.moment(),
        route: input.text("route").unwrap_or_default().to_owned(),
        receipt: input.text("receipt").unwrap_or_default().to_owned(),
        took,
    };
    record(act, &update, telling)
}

/// Holds what is to be recorded of a telling.
struct Telling {
    version: i64,
    text: String,
    at: Moment,
    route: String,
    receipt: String,
    took: Option<i64>,
}

/// Marks it sent, logs that, and so moves the clock on: all in one batch, which undo leaves alone where something went out.
fn record(act: &mut Act<'_, '_>, update: &Fields, telling: Telling) -> Result<Answer, Failure> {
    let case = case_of(act, update)?;
    let name = number(update);
    let audience = update.name("audience").cloned().unwrap_or_default();
    let next = update.time("promised").filter(Moment::is_known).map(|next| clock(act.ctx, &case, &next));
    let promised = next.map_or_else(|| "no next time promised".to_owned(), |next| format!("next promised {next}"));
    let mut line = format!("to {}, v{}; {promised}", audience.raw(), telling.version);
    if let Some(first) = first_words(&telling.text) {
        let _ = write!(line, " · {first}");
    }
    let visibility = update.visibility();
    let said = Said { kind: EntryKind::Update, at: telling.at, text: line, why: None, visibility };
    let entry = by_the_way(act, case.id, said)?;
    let fields = [
        ("state", Value::word(UpdateState::Sent.key())),
        ("version", Value::Int(telling.version)),
        ("text", Value::Text(telling.text)),
        ("sent", Value::Time(telling.at)),
        ("sent_by", Value::Text(act.ctx.actor.clone())),
        ("route", Value::Text(telling.route.clone())),
        ("receipt", Value::Text(telling.receipt)),
        ("took", telling.took.map_or(Value::Null, Value::Int)),
        ("entry", Value::Ref(entry)),
    ];
    act.w.set_all(Subject::Update, update.id, &fields)?;
    let label = format!("{name} told to {}, v{} ({}); {promised}", audience.raw(), telling.version, telling.route);
    let mut answer = answer(&name, &case, label);
    let number = act.w.record(Subject::Entry, entry)?.and_then(|record| {
        record.iter().find_map(|(key, value)| match value {
            Value::Int(number) if *key == "number" => Some(*number),
            _ => None,
        })
    });
    if let (Some(number), Some(json)) = (number, answer.json.as_object_mut()) {
        json.insert("entry".into(), json!(EntryRef { case: case.case_ref(), number }.to_string()));
    }
    // What went out cannot be called back; a note of what somebody said may be of the wrong update.
    answer.is_final = telling.route != Way::Spoken.key();
    Ok(answer)
}

/// Gives a time without its zone: the log is read where it was written.
fn clock(ctx: &Context, case: &Case, next: &Moment) -> String {
    let words = promise(ctx, case, next);
    words.rsplit_once(" (").map_or(words.clone(), |(time, _)| time.to_owned())
}

/// Gives the first sentence behind the title, for the log.
fn first_words(text: &str) -> Option<String> {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let title = lines.next()?;
    let line = lines.next().unwrap_or(title);
    let short: String = line.chars().take(FIRST_WORDS).collect();
    Some(if short.len() < line.len() { format!("{short}…") } else { short })
}

/// Keeps what a try came to; the draft and its approval stay as they are.
fn failed(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let update = input.numbered("update")?.clone();
    let case = case_of(act, &update)?;
    let words = format!("not sent {}: {}", when::clock(act.ctx.at, act.ctx.zone), input.text("receipt").unwrap_or_default());
    let took = input.text("took").and_then(|took| took.parse().ok());
    let fields = [("receipt", Value::Text(words)), ("took", took.map_or(Value::Null, Value::Int))];
    act.w.set_all(Subject::Update, update.id, &fields)?;
    Ok(answer(&number(&update), &case, format!("{} NOT sent", number(&update))))
}

/// Records what was told by other means. Sending itself needs a command outside, which whoever calls this has run or has none.
pub(super) fn already(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let update = input.numbered("update")?.clone();
    refuse_ended(&update)?;
    if !input.yes("already") {
        let hint = "say that they were told already, or send it where a command is set for its channel";
        return refuse("update", format!("nothing was sent: no command was run for {}", number(&update)), hint);
    }
    if let Some(approver) = approver(act, &update)?.filter(|_| state(&update) != UpdateState::Approved) {
        act.notes.push(format!("told without the approval of {approver}"));
    }
    let at = input.time("at").filter(Moment::is_known).unwrap_or_else(|| act.moment());
    if input.has("at") {
        act.echo("at", &at);
    }
    let telling = Telling {
        version: update.int("version").unwrap_or(1),
        text: update.raw("text").unwrap_or_default().to_owned(),
        at,
        route: Way::Spoken.key().to_owned(),
        receipt: format!("said by {}", act.ctx.actor),
        took: None,
    };
    record(act, &update, telling)
}
