//! What all ServiceNow exports have in common: names of fields, and from a ticket's fields to an incident.
//!
//! It does not know whether the fields come from a list export, from the audit log or from the Table API.

use std::collections::HashSet;

use super::dates::Dates;
use super::incoming::Gather;
use super::servicenow_notes as journal;
use super::words::{Stage, clean, level, priority, stage};
use super::{IncomingCase, RowRefusal, Times};
use crate::model::case::{LinkKind, Priority};
use crate::model::{Moment, Untrusted};

/// Name under which keys of all ServiceNow formats are unique.
pub const SOURCE: &str = "servicenow";

/// Fields that are used, by their names in the Table API, each with the labels that list exports show instead.
const FIELDS: &[(&str, &str)] = &[
    ("number", "número|nummer|numéro|numer|task number|incident number"),
    ("sys_id", "sys id"),
    ("sys_class_name", "task type|class"),
    ("short_description", "descripción breve|kurzbeschreibung|korte beschrijving|descrição resumida|brève description|short desc|title"),
    ("description", "descripción|beschreibung|beschrijving|descrição|long description"),
    ("incident_state", "incident status"),
    ("state", "estado|status|statut|stan|état"),
    ("active", "activo|aktiv|actief|ativo"),
    ("impact", "impacto|auswirkung|wpływ"),
    ("urgency", "urgencia|dringlichkeit|urgentie|urgência|urgence"),
    ("priority", "prioridad|priorität|prioriteit|prioridade|priorité|priorytet"),
    ("severity", "gravedad|schweregrad|ernst"),
    ("category", "categoría|kategorie|categorie|categoria|catégorie"),
    ("subcategory", "sub category|subcategoría|unterkategorie|subcategorie|subcategoria"),
    ("u_symptom", "symptom"),
    ("business_service", "service|servicio|serviço|business service"),
    ("cmdb_ci", "configuration item|ci|affected ci|elemento de configuración|konfigurationselement|configuratie-item"),
    ("assigned_to", "asignado a|zugewiesen an|toegewezen aan|atribuído a|affecté à|assignee"),
    ("opened_at", "opened|opened on|abierto|geöffnet|geopend|aberto|ouvert"),
    ("sys_created_on", "created|sys_created_at|created on|creado|erstellt|aangemaakt|criado"),
    ("sys_created_by", "created by"),
    ("sys_updated_on", "updated|sys_updated_at|updated on|actualizado|aktualisiert|bijgewerkt|atualizado"),
    ("sys_updated_by", "updated by"),
    ("sys_mod_count", "updates"),
    ("resolved_at", "resolved|resolved on|resuelto|gelöst|opgelost|resolvido"),
    ("closed_at", "closed|closed on|cerrado|geschlossen|gesloten|fechado"),
    ("due_date", "due date|due|fecha de vencimiento|fällig am"),
    ("close_code", "closed_code|resolution code|close code|código de resolución|lösungscode|oplossingscode"),
    ("close_notes", "resolution notes|close notes|notas de resolución|lösungshinweise|oplossingsnotities"),
    ("cause", "probable cause|root cause|causa|ursache"),
    ("workaround", "work around|umgehungslösung|tijdelijke oplossing"),
    ("parent_incident", "parent incident|incidente principal"),
    ("parent", "padre|übergeordnet"),
    ("problem_id", "problem|problema"),
    ("rfc", "change request"),
    ("caused_by", "caused by change|caused by"),
    ("comments_and_work_notes", "comments and work notes"),
    ("comments", "additional comments|comentarios adicionales|zusätzliche kommentare"),
    ("work_notes", "work notes|notas de trabajo|arbeitsnotizen|werknotities"),
    ("sys_tags", "tags"),
];

/// Fields that hold a time.
pub const TIMES: &[&str] = &["opened_at", "sys_created_on", "sys_updated_on", "resolved_at", "closed_at", "due_date"];

/// Finds the field a column stands for, by its name or its label.
pub fn field(header: &str) -> Option<&'static str> {
    let name = header.trim().to_lowercase();
    let plain = name.replace('_', " ");
    let fits = |(field, labels): &&(&'static str, &str)| {
        *field == name || field.replace('_', " ") == plain || labels.split('|').any(|label| label == name)
    };
    FIELDS.iter().find(fits).map(|(field, _)| *field)
}

/// Gives the fields of one ticket.
pub trait Ticket {
    /// Gives a field as text for people; empty where it is not filled in.
    fn text(&self, field: &'static str) -> String;
    /// Gives a field that holds a time.
    fn time(&self, field: &'static str) -> String {
        self.text(field)
    }
    /// Says whether a field holds only the internal id of what it refers to.
    fn is_bare(&self, field: &'static str) -> bool {
        is_bare_id(self.text(field).trim())
    }
}

/// Reads one ticket.
pub struct Reader<'a> {
    /// The fields.
    pub ticket: &'a dyn Ticket,
    /// How times are read.
    pub dates: &'a Dates,
    /// Line of the file or number of the record.
    pub line: usize,
}

impl Reader<'_> {
    /// Turns the ticket into an incident.
    ///
    /// # Errors
    /// Refuses tickets without a number, tickets of other kinds, and times that are none.
    pub fn case(&self, gather: &mut Gather) -> Result<IncomingCase, RowRefusal> {
        let key = self.field("number").ok_or_else(|| self.refuse("it has no number", "export the column Number as well"))?;
        self.refuse_other_kinds(&key)?;
        let description = self.field("description");
        let title = self
            .field("short_description")
            .or_else(|| description.as_deref().and_then(first_line))
            .unwrap_or_else(|| self.named_title(&key));
        let mut case = IncomingCase::incident(&key, title, self.line);
        case.description = description.map(Untrusted::new);
        self.grade(&mut case, gather);
        self.advance(&mut case, gather);
        case.times = Times {
            opened: self.moment("opened_at")?.or(self.moment("sys_created_on")?),
            resolved: self.moment("resolved_at")?,
            closed: self.moment("closed_at")?,
            ..Times::default()
        };
        case.due = self.moment("due_date")?;
        self.name(&mut case, gather);
        case.cause = self.field("cause").map(Untrusted::new);
        case.workaround = self.field("workaround").map(Untrusted::new);
        let resolution: Vec<String> = ["close_code", "close_notes"].into_iter().filter_map(|f| self.field(f)).collect();
        case.resolution = (!resolution.is_empty()).then(|| Untrusted::new(resolution.join(": ")));
        self.links(&mut case);
        let mut seen = HashSet::new();
        for column in ["comments_and_work_notes", "comments", "work_notes"] {
            for entry in journal::entries(&key, &self.field(column).unwrap_or_default(), self.dates) {
                // The first column holds the notes of the other two again.
                if seen.insert(entry.key.clone()) {
                    case.entries.push(entry);
                }
            }
        }
        case.entries.sort_by_key(|entry| entry.observed.and_then(|at| at.millis()));
        Ok(case)
    }

    /// Refuses what is no incident: changes, problems, requests and tasks have other rules.
    fn refuse_other_kinds(&self, key: &str) -> Result<(), RowRefusal> {
        let class = self.field("sys_class_name").unwrap_or_default().to_lowercase();
        let letters: String = key.chars().take_while(char::is_ascii_alphabetic).collect::<String>().to_ascii_uppercase();
        let kind = match (class.as_str(), letters.as_str()) {
            ("incident" | "security incident" | "sn_si_incident", _) => return Ok(()),
            ("change_request" | "change request", _) | (_, "CHG") => "change request",
            ("problem", _) | (_, "PRB") => "problem",
            ("sc_request" | "sc_req_item" | "requested item" | "request", _) | (_, "REQ" | "RITM") => "service request",
            ("sc_task" | "catalog task" | "change_task" | "problem_task", _) | (_, "SCTASK" | "CTASK" | "PTASK" | "TASK") => "task",
            _ => return Ok(()),
        };
        Err(self.refuse_key(
            key,
            format!("it is a {kind}, not an incident"),
            "only incidents are taken from ServiceNow; raise it as an issue by hand if it hits a project",
        ))
    }

    /// Makes a title for records that carry none, such as the audit log.
    fn named_title(&self, key: &str) -> String {
        let parts: Vec<String> = ["category", "subcategory", "u_symptom"].into_iter().filter_map(|f| self.field(f)).collect();
        if parts.is_empty() { format!("Incident {key}") } else { format!("{key}: {}", parts.join(", ")) }
    }

    fn grade(&self, case: &mut IncomingCase, gather: &mut Gather) {
        case.impact = self.field("impact").and_then(|text| level(&text));
        case.urgency = self.field("urgency").and_then(|text| level(&text));
        if let Some(text) = self.field("priority") {
            case.priority = priority(&text);
            gather.tally.word("Priority", &text, case.priority.map_or("no priority", Priority::label));
            case.severity = Some(text);
        } else {
            case.severity = self.field("severity");
        }
    }

    fn advance(&self, case: &mut IncomingCase, gather: &mut Gather) {
        let inactive = self.field("active").is_some_and(|text| text.eq_ignore_ascii_case("false") || text == "0");
        let security = case.key.starts_with("SIR");
        let Some(word) = self.field("incident_state").or_else(|| self.field("state")) else {
            if inactive || self.field("closed_at").is_some() {
                return case.move_to(Stage::Closed, true);
            }
            gather.tally.add("incidents come without a state and were taken as open", &case.key);
            return case.move_to(Stage::New, true);
        };
        let known = numbered_stage(&word, security).or_else(|| stage(&word));
        if known.is_none() {
            gather.tally.add("incidents have a state that is not known; taken as open, or closed if inactive", &case.key);
        }
        case.move_to(known.unwrap_or(if inactive { Stage::Closed } else { Stage::New }), true);
        gather.tally.word("State", &word, case.state);
        case.foreign_state = Some(word);
    }

    fn name(&self, case: &mut IncomingCase, gather: &mut Gather) {
        let mut named = |field| match self.field(field) {
            Some(_) if self.ticket.is_bare(field) => {
                gather.tally.add("names came as bare ids and were left out; export with display values", &case.key);
                None
            }
            name => name,
        };
        case.service = named("business_service").or_else(|| named("cmdb_ci"));
        case.lead = named("assigned_to");
        for tags in [self.field("category"), self.field("sys_tags")].into_iter().flatten() {
            tags.split(',').for_each(|tag| case.tag(tag));
        }
    }

    /// Takes links by number; bare ids are turned into numbers by those who know the other tickets.
    fn links(&self, case: &mut IncomingCase) {
        for (field, kind) in [
            ("parent_incident", LinkKind::Relates),
            ("parent", LinkKind::Relates),
            ("problem_id", LinkKind::CausedBy),
            ("caused_by", LinkKind::CausedBy),
            ("rfc", LinkKind::Relates),
        ] {
            if let Some(other) = self.field(field).filter(|other| *other != case.key)
                && !case.links.iter().any(|(_, known)| *known == other)
            {
                case.links.push((kind, other));
            }
        }
    }

    fn field(&self, field: &'static str) -> Option<String> {
        clean(&self.ticket.text(field)).map(str::to_owned)
    }

    /// Reads a time of the ticket.
    ///
    /// # Errors
    /// Refuses the row when the cell is no time.
    pub fn moment(&self, field: &'static str) -> Result<Option<Moment>, RowRefusal> {
        let wrong = |why| self.refuse(&format!("{field}: {why}"), "correct the time in the file, or say the order of day and month");
        self.dates.read(&self.ticket.time(field)).map_err(wrong)
    }

    fn refuse(&self, why: &str, hint: &str) -> RowRefusal {
        self.refuse_key(&self.field("number").unwrap_or_default(), why.to_owned(), hint)
    }

    fn refuse_key(&self, key: &str, why: String, hint: &str) -> RowRefusal {
        RowRefusal { line: self.line, what: key.to_owned(), why, hint: hint.to_owned() }
    }
}

/// Reads the state codes of the product; security incidents have their own.
fn numbered_stage(word: &str, security: bool) -> Option<Stage> {
    let code: i32 = word.split(['.', ' ']).next()?.parse().ok()?;
    Some(match (code, security) {
        (10, true) | (1, false) => Stage::New,
        (16 | 18 | 19 | 20 | 100, true) | (2..=5, false) => Stage::Working,
        (6, false) => Stage::Resolved,
        (3 | 7, true) | (7 | 8, false) => Stage::Closed,
        _ => return None,
    })
}

/// Says whether a value is an internal id rather than a name.
pub fn is_bare_id(text: &str) -> bool {
    text.len() == 32 && text.bytes().all(|b| b.is_ascii_hexdigit())
}

fn first_line(text: &str) -> Option<String> {
    let line = text.lines().map(str::trim).find(|line| !line.is_empty())?;
    Some(line.chars().take(120).collect())
}
