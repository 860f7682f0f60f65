//! The columns of a Jira export, in the languages of its users.

use super::read::{Row, Table};
use super::words::clean;

/// Names what a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// Key, such as `OPS-12`.
    Key,
    /// Number behind the key.
    Id,
    /// Title.
    Summary,
    /// Type of issue.
    Type,
    /// State in the project's own word.
    Status,
    /// One of three groups of states.
    Category,
    /// When the group of states last changed.
    CategoryChanged,
    /// Letters of the project.
    ProjectKey,
    /// Name of the project.
    ProjectName,
    /// Priority.
    Priority,
    /// How it ended.
    Resolution,
    /// Who works on it.
    Assignee,
    /// Account of who works on it.
    AssigneeId,
    /// Who raised it.
    Reporter,
    /// Account of who raised it.
    ReporterId,
    /// Who typed it in.
    Creator,
    /// Account of who typed it in.
    CreatorId,
    /// Who follows it; many columns.
    Watchers,
    /// Accounts of who follows it; many columns.
    WatchersId,
    /// Lead of the project.
    Lead,
    /// Account of the lead.
    LeadId,
    /// When it was raised.
    Created,
    /// When it ended.
    Resolved,
    /// When it is due.
    Due,
    /// Labels; many columns.
    Labels,
    /// Components; many columns.
    Components,
    /// The longer text.
    Description,
    /// A comment; many columns.
    Comment,
    /// Id or key of the parent.
    Parent,
    /// Key of the parent.
    ParentKey,
    /// Key of the epic.
    Epic,
    /// Severity.
    Severity,
    /// Impact of a service desk.
    Impact,
    /// Urgency of a service desk.
    Urgency,
    /// Root cause of a service desk.
    RootCause,
    /// Workaround of a service desk.
    Workaround,
    /// When it really began.
    Started,
}

/// Fields that hold a time.
pub const TIMES: &[Field] = &[Field::Created, Field::Resolved, Field::Due, Field::CategoryChanged, Field::Started];

/// Names of each column, lower case, apart by `|`: English first, then Spanish, German, Dutch, Portuguese, Polish, French and others.
const NAMES: &[(Field, &str)] = &[
    (
        Field::Key,
        "issue key|issuekey|key|work item key|clave de incidencia|clave de la incidencia|clave|vorgangsschlüssel|\
         vorgangsschluessel|schlüssel|issuesleutel|sleutel|chave da item|chave do item|chave da pendência|chave|klucz zgłoszenia|\
         klucz problemu|klucz|clé de ticket|clé de demande|clé|chiave segnalazione|chiave",
    ),
    (
        Field::Id,
        "issue id|id|work item id|id de la incidencia|id de incidencia|vorgangs-id|issue-id|id da item|id do item|id da pendência|\
         identyfikator zgłoszenia|id de ticket|id de la demande|id segnalazione",
    ),
    (Field::Summary, "summary|resumen|zusammenfassung|samenvatting|resumo|podsumowanie|résumé|riepilogo|title"),
    (
        Field::Type,
        "issue type|issuetype|work type|type|tipo de incidencia|tipo|vorgangstyp|issuetype (naam)|issue-type|soort issue|\
         tipo de item|tipo de pendência|typ zgłoszenia|typ problemu|typ|type de ticket|type de demande|tipo di segnalazione",
    ),
    (Field::Status, "status|estado|stan|état|stato"),
    (
        Field::Category,
        "status category|categoría de estado|statuskategorie|statuscategorie|categoria de status|categoria do status|\
         kategoria statusu|catégorie d'état|catégorie de statut|categoria di stato",
    ),
    (
        Field::CategoryChanged,
        "status category changed|categoría de estado cambiada|statuskategorie geändert|statuscategorie gewijzigd|\
         categoria de status alterada|zmieniono kategorię statusu|catégorie d'état modifiée",
    ),
    (Field::ProjectKey, "project key|clave del proyecto|projektschlüssel|projectsleutel|chave do projeto|klucz projektu|clé de projet"),
    (
        Field::ProjectName,
        "project name|project|nombre del proyecto|proyecto|projektname|projekt|projectnaam|nome do projeto|projeto|nazwa projektu|\
         nom du projet|projet",
    ),
    (Field::Priority, "priority|prioridad|priorität|prioriteit|prioridade|priorytet|priorité|priorità"),
    (Field::Resolution, "resolution|resolución|lösung|oplossing|resolução|rozwiązanie|résolution|risoluzione"),
    (
        Field::Assignee,
        "assignee|persona asignada|responsable|zugewiesene person|bearbeiter|toegewezen aan|uitvoerder|responsável|\
         osoba przypisana|przypisana osoba|attribution|assegnatario",
    ),
    (Field::AssigneeId, "assignee id|id de la persona asignada|id der zugewiesenen person|assignee-id|id do responsável"),
    (Field::Reporter, "reporter|informador|autor|melder|relator|zgłaszający|rapporteur"),
    (Field::ReporterId, "reporter id|id del informador|id des autors|id do relator"),
    (Field::Creator, "creator|creador|ersteller|maker|criador|twórca|créateur"),
    (Field::CreatorId, "creator id|id del creador|ersteller-id|id do criador"),
    (Field::Watchers, "watchers|interesados|beobachter|volgers|observadores|obserwatorzy|observateurs"),
    (Field::WatchersId, "watchers id|id de los interesados|id der beobachter|id dos observadores"),
    (Field::Lead, "project lead|responsable del proyecto|projektleiter|projectleider|líder do projeto|lider projektu"),
    (Field::LeadId, "project lead id|id del responsable del proyecto|id des projektleiters|id do líder do projeto"),
    (
        Field::Created,
        "created|creada|creado|erstellt|gemaakt|aangemaakt|criado|criada|utworzono|utworzone|création|créé|creato|created date|\
         created at",
    ),
    (
        Field::Resolved,
        "resolved|resuelta|resuelto|erledigt|gelöst|opgelost|resolvido|resolvida|rozwiązano|résolue|résolu|risolto|resolution date|\
         resolutiondate",
    ),
    (
        Field::Due,
        "due date|due|fecha de vencimiento|fälligkeitsdatum|fällig|vervaldatum|einddatum|data limite|data de entrega|termin|\
         data terminu|date d'échéance|échéance|data di scadenza",
    ),
    (Field::Labels, "labels|etiquetas|stichwörter|stichwort|categorias|etykiety|étiquettes|etichette"),
    (Field::Components, "components|component/s|component|componentes|komponente(n)|komponenten|componenten|komponenty|composants"),
    (Field::Description, "description|descripción|beschreibung|beschrijving|omschrijving|descrição|opis|descrizione"),
    (Field::Comment, "comment|comments|comentario|kommentar|opmerking|reactie|comentário|komentarz|commentaire|commento"),
    (Field::Parent, "parent|parent id|principal|übergeordnet|übergeordnetes element|bovenliggend|pai|rodzic|element nadrzędny"),
    (Field::ParentKey, "parent key|clave principal"),
    (Field::Epic, "epic link|enlace de epic|enlace a épica"),
    (Field::Severity, "severity|gravedad|schweregrad|ernst|severidade|gravité"),
    (Field::Impact, "impact|impacto|auswirkung|auswirkungen"),
    (Field::Urgency, "urgency|urgencia|dringlichkeit|urgentie|urgência"),
    (Field::RootCause, "root cause|causa raíz|causa principal|grundursache|ursache|hoofdoorzaak|causa raiz"),
    (Field::Workaround, "workaround|solución alternativa|umgehungslösung|tijdelijke oplossing|solução alternativa"),
    (Field::Started, "actual start|inicio real|tatsächlicher beginn"),
];

/// How a column of a custom field begins: the field's own name follows in brackets.
const CUSTOM: &[&str] = &[
    "custom field",
    "campo personalizado",
    "benutzerdefinierte felder",
    "benutzerdefiniertes feld",
    "aangepast veld",
    "pole niestandardowe",
    "champ personnalisé",
    "champs personnalisés",
    "campo personalizzato",
];

/// Fields that a project may have added itself; a custom field called "Type" or "Key" is something else.
const AS_CUSTOM: &[Field] =
    &[Field::Epic, Field::Severity, Field::Impact, Field::Urgency, Field::RootCause, Field::Workaround, Field::Started, Field::Due];

/// Fields that are only read to find the names of people.
const NAMES_ONLY: &[Field] = &[Field::Reporter, Field::Creator, Field::Watchers, Field::Lead];

/// How a column of links begins, with whether the link reads from this issue to the other.
const LINKS: &[(&str, bool)] = &[
    ("outward issue link", true),
    ("inward issue link", false),
    ("outward work item link", true),
    ("inward work item link", false),
    ("enlace de incidencia externa", true),
    ("enlace de incidencia interna", false),
    ("enlace saliente de incidencia", true),
    ("enlace entrante de incidencia", false),
    ("externe vorgangsverknüpfung", true),
    ("interne vorgangsverknüpfung", false),
];

/// Says what a column holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Column {
    /// A known field.
    Field(Field),
    /// Keys of other issues: the name of the link, and whether it reads from here to there.
    Link(String, bool),
    /// Nothing that is taken.
    Other,
}

/// Reads the name of a column.
pub fn column(header: &str) -> Column {
    let name = header.trim().to_lowercase().replace('_', " ");
    let (outer, inner) = name.strip_suffix(')').and_then(|head| head.split_once(" (")).unwrap_or((&name, ""));
    if let Some((_, outward)) = LINKS.iter().find(|(words, _)| *words == outer) {
        return Column::Link(inner.to_owned(), *outward);
    }
    let custom = CUSTOM.contains(&outer);
    let plain = if custom { inner } else { &name };
    let known = NAMES.iter().find(|(field, names)| names.split('|').any(|name| name == plain) && (!custom || AS_CUSTOM.contains(field)));
    known.map_or(Column::Other, |(field, _)| Column::Field(*field))
}

/// Knows which columns hold what; one field may have many columns.
#[derive(Debug)]
pub struct Columns {
    known: Vec<(Field, usize)>,
    /// Columns of links: the name, whether it reads from here to there, and the column.
    pub links: Vec<(String, bool, usize)>,
    /// Columns that are not taken.
    pub unused: Vec<usize>,
}

impl Columns {
    /// Reads the header of a table.
    pub fn of(table: &Table) -> Self {
        let mut columns = Self { known: Vec::new(), links: Vec::new(), unused: Vec::new() };
        for (at, name) in table.header.iter().enumerate() {
            match column(name) {
                Column::Field(field) => {
                    columns.known.push((field, at));
                    if NAMES_ONLY.contains(&field) {
                        columns.unused.push(at);
                    }
                }
                Column::Link(name, outward) => columns.links.push((name, outward, at)),
                Column::Other => columns.unused.push(at),
            }
        }
        columns
    }

    /// Gives the first column of a field.
    pub fn column(&self, field: Field) -> Option<usize> {
        self.known.iter().find(|(known, _)| *known == field).map(|(_, at)| *at)
    }

    /// Gives all values of a field in a row, in the order of the columns, without those that mean nothing.
    pub fn all<'a>(&self, row: Row<'a>, field: Field) -> impl Iterator<Item = &'a str> {
        self.known.iter().filter(move |(known, _)| *known == field).filter_map(move |(_, at)| clean(row.cell(*at)))
    }

    /// Gives the first value of a field in a row.
    pub fn first<'a>(&self, row: Row<'a>, field: Field) -> Option<&'a str> {
        self.all(row, field).next()
    }
}
