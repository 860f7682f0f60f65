//! The table of what can be exported: a name, a sentence, the formats it has, and who writes it.

use std::io::Write;

use super::{Asked, Broken, board, decisions, due, incidents, issues, minutes, raid, register, rows, whole};
use crate::app::draft::Input;
use crate::model::entry::Visibility;
use crate::model::word::words;
use crate::model::{Refusal, Subject};
use crate::store::Within;

words! {
    /// What an export is written as.
    Format {
        /// Records for programs.
        Json = "json", "JSON";
        /// A table for spreadsheets.
        Csv = "csv", "CSV";
        /// Text for people, and for tools that print it.
        Md = "md", "Markdown";
        /// A page that stands on its own.
        Html = "html", "HTML";
        /// Entries for a calendar.
        Ics = "ics", "iCalendar";
    }
}

type Writes = fn(&What, &Asked<'_>, &mut dyn Write) -> Result<Vec<String>, Broken>;

/// Describes one thing that can be exported.
pub struct What {
    /// Its word on the command line.
    pub name: &'static str,
    /// One sentence.
    pub doc: &'static str,
    /// What it can be written as; the first unless somebody says otherwise.
    pub formats: &'static [Format],
    /// Who reads it unless somebody says otherwise.
    pub reader: Visibility,
    /// What it is made of.
    pub of: Of,
    /// Writes it.
    pub(super) write: Writes,
}

/// Says what an export is made of, which decides what narrows it.
pub enum Of {
    /// All there is.
    Everything,
    /// The records of one subject.
    Records(Subject),
    /// Rows out of several subjects.
    Register(&'static register::Register),
    /// One case.
    OneCase,
    /// What is owed.
    Dues,
    /// The open cases of the lanes.
    Lanes,
}

use Format::{Csv, Html, Ics, Json, Md};
use Visibility::{Internal, Management};

const PAGES: &[Format] = &[Md, Html, Csv];

const fn table(name: &'static str, subject: Subject, doc: &'static str) -> What {
    What { name, doc, formats: &[Csv], reader: Internal, of: Of::Records(subject), write: rows::write }
}

const fn registered(name: &'static str, register: &'static register::Register, doc: &'static str) -> What {
    What { name, doc, formats: PAGES, reader: Internal, of: Of::Register(register), write: register::write }
}

/// Lists everything that can be exported.
pub const WHATS: &[What] = &[
    What {
        name: "all",
        doc: "Every record of every subject, with ids and counters: a backup that import brings back, not a report",
        formats: &[Json],
        reader: Internal,
        of: Of::Everything,
        write: whole::write,
    },
    registered("raid", &raid::REGISTER, "The RAID log: risks, assumptions, issues, dependencies and decisions"),
    registered("issues", &issues::REGISTER, "The issue register of the projects (PRINCE2)"),
    registered("incidents", &incidents::REGISTER, "The incident register: what broke, when, for how long, and why"),
    registered("decisions", &decisions::REGISTER, "The decision log: what, why, what else there was, who and when"),
    What {
        name: "minutes",
        doc: "The minutes of one case: decisions and actions first, then the log",
        formats: &[Md, Html],
        reader: Internal,
        of: Of::OneCase,
        write: minutes::write,
    },
    What {
        name: "due",
        doc: "Everything owed, as calendar entries that another import updates, or as a page",
        formats: &[Ics, Md, Html],
        reader: Internal,
        of: Of::Dues,
        write: due::write,
    },
    What {
        name: "board",
        doc: "The Board as one page for a wall or a mail: both lanes and what is due",
        formats: &[Html],
        reader: Management,
        of: Of::Lanes,
        write: board::write,
    },
    table("cases", Subject::Case, "Incidents and issues"),
    table("links", Subject::Link, "What one case is to another"),
    table("affected-services", Subject::Affected, "Further services of cases"),
    table("entries", Subject::Entry, "Lines of the logs"),
    table("actions", Subject::Action, "Actions"),
    table("reviews", Subject::Review, "Reviews of cases, without their text"),
    table("sections", Subject::Section, "Written sections of reviews"),
    table("findings", Subject::Finding, "Rows of reviews: figures, causes, lessons and the like"),
    table("evidence", Subject::Evidence, "What speaks for and against hypotheses and causes"),
    table("tellings", Subject::Telling, "How lines of the log are told in a review"),
    table("remarks", Subject::Remark, "What readers of reviews remarked"),
    table("versions", Subject::Version, "Reviews as they were approved"),
    table("sharings", Subject::Sharing, "Whom reviews were shared with"),
    table("updates", Subject::Update, "Messages to audiences"),
    table("watches", Subject::Watch, "What is known of the repair, and who was asked"),
    table("impacts", Subject::Impact, "What cases do to projects"),
    table("exceptions", Subject::Exception, "Exception reports"),
    table("contingencies", Subject::Contingency, "Prepared plans"),
    table("contingency-steps", Subject::ContingencyStep, "Steps of those plans"),
    table("escalations", Subject::Escalation, "Judgements whether to escalate, and the answers"),
    table("options", Subject::Choice, "Options to decide on"),
    table("issue-decisions", Subject::Decision, "What was decided on issues; the decision log has those of the logs too"),
    table("parties", Subject::Party, "Who has to agree on issues, and where they stand"),
    table("assignments", Subject::Assignment, "Who works on which incident"),
    table("morale", Subject::Morale, "How the team was"),
    table("recoveries", Subject::Recovery, "What was asked back, and promised"),
    table("playbooks", Subject::Playbook, "The playbooks cases were begun with"),
    table("steps", Subject::Step, "What was said by hand of their steps"),
    table("baselines", Subject::Baseline, "Plans of projects as they were frozen"),
    table("people", Subject::Person, "People"),
    table("services", Subject::Service, "Services"),
    table("customers", Subject::Customer, "Customers"),
    table("projects", Subject::Project, "Projects"),
    table("groups", Subject::Group, "Groups of projects"),
    table("stakeholders", Subject::Stakeholder, "Stakeholders"),
    table("audiences", Subject::Audience, "Audiences of updates"),
    table("milestones", Subject::Milestone, "Dates of projects' plans"),
    table("tolerances", Subject::Tolerance, "How far projects may be off their plans"),
    table("dependencies", Subject::Dependency, "Which project depends on which service"),
];

/// Names them for a field.
pub const CHOICES: [(&str, &str); WHATS.len()] = {
    let mut all = [("", ""); WHATS.len()];
    let mut at = 0;
    while at < WHATS.len() {
        all[at] = (WHATS[at].name, WHATS[at].name);
        at += 1;
    }
    all
};

/// Finds what is asked for: everything unless somebody says otherwise, and the cases where a table of everything is asked for.
pub(super) fn chosen(input: &Input) -> &'static What {
    let format = input.word("format").and_then(Format::parse);
    What::asked_for(input.word("what"), format).unwrap_or(&WHATS[0])
}

impl What {
    /// Finds one by its name, or what is meant where nothing is named.
    pub fn asked_for(name: Option<&str>, format: Option<Format>) -> Option<&'static Self> {
        let usual = if format == Some(Csv) { "cases" } else { "all" };
        WHATS.iter().find(|what| what.name == name.unwrap_or(usual))
    }

    /// Finds what is asked for by the ending of a file, where that is a format.
    ///
    /// # Errors
    /// When there is no such format of it.
    pub fn ending_in(ending: &str, name: Option<&str>) -> Result<Option<Format>, Refusal> {
        let Some(format) = Format::parse(&ending.to_lowercase()) else { return Ok(None) };
        // A name that is none is refused as such.
        let Some(what) = Self::asked_for(name, Some(format)) else { return Ok(None) };
        if what.formats.contains(&format) {
            return Ok(Some(format));
        }
        let hint = match name {
            Some(_) => {
                let has: Vec<String> = what.formats.iter().map(|format| format!(".{}", format.key())).collect();
                format!("name the file {}, or say --format", has.join(", "))
            }
            None => {
                let have: Vec<&str> = WHATS.iter().filter(|what| what.formats.contains(&format)).map(|what| what.name).collect();
                format!("name what is to be written: {}; without that it is a backup, .json", have.join(", "))
            }
        };
        Err(Refusal::whole(format!("there is no {} of '{}', and the file is named .{ending}", format.label(), what.name), hint))
    }

    /// Says whether it can be narrowed so.
    pub(super) fn takes(&self, within: Within) -> bool {
        match self.of {
            Of::Everything | Of::Lanes => within.case.is_none() && within.project.is_none(),
            Of::Records(subject) => within.fits(subject),
            Of::Register(_) | Of::Dues => true,
            Of::OneCase => within.project.is_none(),
        }
    }

    pub(super) fn needs_case(&self) -> bool {
        matches!(self.of, Of::OneCase)
    }

    pub(super) fn has_open(&self) -> bool {
        matches!(self.of, Of::Register(_))
    }

    pub(super) fn has_reload(&self) -> bool {
        matches!(self.of, Of::Lanes)
    }

    /// Says why a reader does not get it at all, if so.
    pub(super) fn withheld(&self, reader: Visibility) -> Option<&'static str> {
        match self.of {
            Of::Everything if reader > Internal => Some("a backup is everything there is, and for those who work here"),
            Of::Records(_) if reader == Visibility::Public => Some("tables of records name people, and are not for everybody"),
            _ => None,
        }
    }
}
