//! What is owed, as entries of a calendar or as a page: every running clock, and the milestones that are not reached.
//!
//! An entry keeps its id for as long as the same record owes the same thing, so that a calendar that reads the next export moves it. What is
//! no longer owed is not in the next one.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::io::Write;

use super::whats::{Format, What};
use super::{Asked, Broken, page, remarks, rows};
use crate::app::due;
use crate::document::Table;
use crate::document::print::ics;
use crate::model::entry::{Due, Owed, Visibility};
use crate::model::{Id, Moment, Precision, Subject, Untrusted};
use crate::store::Within;

/// One thing that is owed.
struct Item {
    /// The same for the same thing, however often it is exported.
    uid: String,
    at: i64,
    /// The day it is owed on, where no clock time was said.
    day: Option<chrono::NaiveDate>,
    /// Key of the word for what is owed.
    what: &'static str,
    /// Number of what owes it, or the name of a project.
    of: Untrusted,
    text: Untrusted,
    who: Untrusted,
    /// The case it belongs to.
    case: Untrusted,
}

/// Writes it.
pub(super) fn write(_: &What, asked: &Asked<'_>, out: &mut dyn Write) -> Result<Vec<String>, Broken> {
    let items = gather(asked)?;
    let left_out = asked.left_out(items.len(), |all| Ok(gather(all)?.len()))?;
    if asked.format == Format::Ics {
        let secrets = calendar(asked, &items, out)?;
        return Ok(remarks(asked, left_out, secrets));
    }
    let mut document = page::begin(asked, &asked.word("due_list"), Vec::new());
    let now = asked.ctx.at;
    for (word, late) in [("overdue", true), ("next_times", false)] {
        let mut table = Table::new(["due", "what", "number", "who", "text"].map(|key| asked.word(key)));
        for item in items.iter().filter(|item| (item.at < now) == late) {
            let at = item.day.map_or_else(|| page::at(asked, item.at), |day| day.format("%Y-%m-%d").to_string());
            table.push([at.into(), asked.word(item.what).into(), item.of.clone(), item.who.clone(), item.text.clone()]);
        }
        let is_empty = table.rows.is_empty();
        document = document.heading(2, asked.word(word)).table(table);
        if is_empty {
            document = document.paragraph(asked.word("none"));
        }
    }
    page::hand_out(asked, document, left_out, out)
}

/// Gathers what the reader may see of it, the nearest first.
fn gather(asked: &Asked<'_>) -> Result<Vec<Item>, Broken> {
    let read = asked.read;
    let dues = match asked.within.case {
        Some(case) => read.due_in(case)?,
        None => read.due(usize::MAX)?,
    };
    let of_project = of_project(asked)?;
    let mut titles: HashMap<Id, Untrusted> = HashMap::new();
    let mut items = Vec::new();
    for due in dues.iter().filter(|due| of_project.as_ref().is_none_or(|cases| cases.contains(&due.case))) {
        let title = match titles.entry(due.case) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => place.insert(title(asked, due)?),
        };
        items.push(owed(asked, due, title));
    }
    items.extend(milestones(asked)?);
    items.sort_by(|a, b| (a.at, &a.uid).cmp(&(b.at, &b.uid)));
    Ok(items)
}

/// Gives the cases of the project it is narrowed to, if it is.
fn of_project(asked: &Asked<'_>) -> Result<Option<HashSet<Id>>, Broken> {
    let within = Within { project: asked.within.project, ..Within::default() };
    if within.project.is_none() {
        return Ok(None);
    }
    let mut cases = HashSet::new();
    asked.read.spoken::<Broken>(Subject::Case, within, |case| {
        cases.insert(case.id);
        Ok(())
    })?;
    Ok(Some(cases))
}

/// Gives the title of the case that owes it.
pub(super) fn title(asked: &Asked<'_>, due: &Due) -> Result<Untrusted, Broken> {
    Ok(asked.read.case_line(due.case)?.map(|line| line.title).unwrap_or_default())
}

/// Gives what is owed in words. Who is to give the next word or comes back is a person: whoever may not read names reads the case's title.
pub(super) fn text(asked: &Asked<'_>, due: &Due, title: &Untrusted) -> Untrusted {
    let is_name = matches!(due.what, Owed::Word | Owed::Back);
    let text = if is_name { asked.person(Some(&due.text)) } else { due.text.clone() };
    if is_name && text.is_blank() { title.clone() } else { text }
}

fn owed(asked: &Asked<'_>, owed: &Due, title: &Untrusted) -> Item {
    let record = if owed.record == owed.case { String::new() } else { format!("-{}", owed.record) };
    Item {
        uid: format!("{}{record}-{}@warroom", owed.case, owed.what.key()),
        at: owed.at,
        day: None,
        what: word(owed),
        of: due::of(owed).into(),
        text: text(asked, owed, title),
        who: asked.person(owed.who.as_ref()),
        case: format!("{} {}", owed.case_ref, title.raw()).into(),
    }
}

/// Gives the key of the word for what is owed.
pub(super) fn word(due: &Due) -> &'static str {
    use crate::model::entry::Owed as O;
    match due.what {
        O::Respond => "owes_respond",
        O::Restore => "owes_restore",
        O::Update => "owes_update",
        O::Action => "action",
        O::CheckBack => "check_back",
        O::Answer => "answer",
        O::Issue => "issue",
        O::Review => "owes_review",
        O::Verify => "verify_effect",
        O::Word => "next_word",
        O::Trigger => "trigger",
        O::NoReturn => "no_return",
        O::Relook => "look_again",
        O::Escalate => "escalation",
        O::Back => "back",
        O::Rest => "morale_rest",
        O::Promise => "promise",
    }
}

/// Lists the milestones nobody has reached, at the time they are expected, else as planned.
fn milestones(asked: &Asked<'_>) -> Result<Vec<Item>, Broken> {
    let mut items = Vec::new();
    asked.each(Subject::Milestone, None, |milestone| {
        let awaited = milestone.time("forecast").filter(Moment::is_known).or_else(|| milestone.time("baseline").filter(Moment::is_known));
        if let (Some(awaited), None) = (awaited, milestone.time("actual")) {
            items.push(Item {
                uid: format!("{}-milestone@warroom", milestone.id),
                at: awaited.at,
                day: awaited.local().filter(|_| awaited.precision == Precision::Day).map(|local| local.date_naive()),
                what: "milestone",
                of: milestone.name("project").cloned().unwrap_or_default(),
                text: milestone.text("name").unwrap_or_default(),
                who: Untrusted::default(),
                case: Untrusted::default(),
            });
        }
        Ok(())
    })?;
    Ok(items)
}

/// Writes the calendar; says how many secrets were taken out.
fn calendar(asked: &Asked<'_>, items: &[Item], out: &mut dyn Write) -> Result<usize, Broken> {
    let mut secrets = 0;
    // Who reads two exports takes the one of the later change.
    let newest = asked.wide.last_batch()?;
    let product = format!("-//warroom//warroom {}//{}", env!("CARGO_PKG_VERSION"), asked.ctx.language.to_uppercase());
    let head = ["BEGIN:VCALENDAR\r\n".to_owned(), ics::plain("VERSION", "2.0"), ics::plain("PRODID", &product)];
    out.write_all(head.concat().as_bytes())?;
    out.write_all((ics::plain("METHOD", "PUBLISH") + &ics::text("X-WR-CALNAME", &asked.word("due_list"))).as_bytes())?;
    for item in items {
        out.write_all(event(asked, item, newest, &mut secrets).as_bytes())?;
    }
    out.write_all(b"END:VCALENDAR\r\n")?;
    Ok(secrets)
}

fn event(asked: &Asked<'_>, item: &Item, newest: i64, secrets: &mut usize) -> String {
    let word = asked.word(item.what);
    let summary = rows::clean(format!("{} {word}: {}", item.of.raw(), item.text.raw()), asked.raw, secrets);
    let who = Some(item.who.raw()).filter(|who| !who.is_empty()).map(|who| format!("{}: {who}", asked.word("who")));
    let about: Vec<String> = [Some(item.case.raw().to_owned()).filter(|case| !case.is_empty()), who].into_iter().flatten().collect();
    let about = rows::clean(about.join("\n"), asked.raw, secrets);
    let start = match item.day {
        Some(day) => ics::plain("DTSTART;VALUE=DATE", &day.format("%Y%m%d").to_string()),
        None => ics::instant("DTSTART", item.at),
    };
    let class = if asked.reader == Visibility::Internal { "PRIVATE" } else { "PUBLIC" };
    let lines = [
        "BEGIN:VEVENT\r\n".to_owned(),
        ics::plain("UID", &item.uid),
        ics::instant("DTSTAMP", asked.ctx.at),
        ics::plain("SEQUENCE", &newest.to_string()),
        start,
        ics::text("SUMMARY", &summary),
        if about.is_empty() { String::new() } else { ics::text("DESCRIPTION", &about) },
        ics::text("CATEGORIES", &word),
        ics::plain("CLASS", class),
        // Being owed something makes nobody busy.
        ics::plain("TRANSP", "TRANSPARENT"),
        "END:VEVENT\r\n".to_owned(),
    ];
    lines.concat()
}
