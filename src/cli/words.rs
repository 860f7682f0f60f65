//! What help says besides the tables: groups of commands, what namespaces are for, examples.

/// Groups of first words on the first page of help, in the order people need them.
pub const GROUPS: &[(&str, &[&str])] = &[
    ("To begin", &["demo"]),
    ("Cases", &["incident", "issue", "case", "link", "unlink"]),
    ("Log and what is owed", &["log", "entry", "action", "due", "search"]),
    ("Root-cause analysis", &["review"]),
    ("The playbook", &["update"]),
    ("Registers", &["service", "project", "group", "customer", "person", "stakeholder", "audience"]),
    ("Journal", &["history", "change", "undo", "redo"]),
    ("File", &["import", "export", "backup", "doctor"]),
    ("Screens", &["keys"]),
    ("For packagers", &["completions", "man"]),
];

/// What the commands that share a first word are for.
pub const SPACES: &[(&str, &str)] = &[
    ("incident", "Opens and corrects incidents of services."),
    ("issue", "Opens and corrects issues of projects."),
    ("case", "Lists, shows and moves cases of both kinds."),
    ("entry", "Lists and corrects log entries; the original stays."),
    ("action", "Gives, lists and closes actions."),
    ("review", "Writes and prints the root-cause analysis."),
    ("change", "Shows what a change in the journal changed."),
    ("service", "The register of services."),
    ("project", "The register of projects."),
    ("group", "The register of groups of projects."),
    ("customer", "The register of customers."),
    ("person", "The register of people."),
    ("stakeholder", "The register of people to be informed."),
    ("update", "Drafts, approves and sends updates to audiences, and lists who was told what."),
    ("audience", "The register of groups that get the same updates."),
];

/// Examples: the words of a command, and a line as it is typed into a shell.
pub const EXAMPLES: &[(&str, &str)] = &[
    ("incident open", "warroom incident open 'Payments are down'"),
    ("incident open", "warroom incident open 'Payments are down' --service payments --impact high --urgency high --started -20m"),
    ("incident set", "warroom incident set INC-12 --detected 14:05 --lead ana"),
    ("issue open", "warroom issue open 'Test environment is gone' --project atlas --priority high --due 'friday 15:00'"),
    ("case list", "warroom case list --kind incident --state open"),
    ("case list", "warroom case list --json --limit 10"),
    ("case show", "warroom case show INC-12"),
    ("case state", "warroom case state INC-12 restored --at 15:10"),
    ("case state", "warroom case state INC-12 investigating --why 'errors are back'"),
    ("log", "warroom log INC-12 '14:05 !fail over to DC2 -- replica lag is under 5 s @ana in 20m'"),
    ("log", "warroom log INC-12 --kind question --due 15:00 'who owns the certificate?'"),
    ("log", "cat chat.txt | warroom log INC-12"),
    ("entry list", "warroom entry list INC-12 --kind decision"),
    ("entry amend", "warroom entry amend INC-12.34 'fail over to DC3'"),
    ("entry verdict", "warroom entry verdict INC-12.7 confirmed"),
    ("link", "warroom link INC-12 ISS-7 --as hits"),
    ("action add", "warroom action add INC-12 'Renew the certificate' --owner ana --due 'monday 12:00' --type prevent"),
    ("action drop", "warroom action drop A-56 --why 'the service is retired'"),
    ("search", "warroom search 'replica lag'"),
    ("review set", "warroom review set INC-12 causes 'the certificate had expired'"),
    ("review set", "cat summary.md | warroom review set INC-12 summary -"),
    ("review plan", "warroom review plan INC-12 --owner ana --due 'friday 17:00'"),
    ("review export", "warroom review export INC-12 --for management -o rca.md"),
    ("update draft", "warroom update draft INC-12 --audience sponsors"),
    ("update draft", "warroom update draft INC-12 --audience users --phase no-news --next 15:10"),
    ("update edit", "warroom update edit U-7 - < text.txt"),
    ("update edit", "warroom update edit U-7 --next 'in 30m'"),
    ("update approve", "warroom update approve U-7 --by ana"),
    ("update send", "warroom update send U-7"),
    ("update send", "warroom update send U-7 -o update.txt"),
    ("update send", "warroom update send U-7 --already --at 14:06"),
    ("update drop", "warroom update drop U-7 --why 'it is over'"),
    ("update list", "warroom update list --case INC-12"),
    ("update show", "warroom update show U-7"),
    ("audience add", "warroom audience add sponsors --channel mail --language nl --approver ana"),
    ("audience set", "warroom audience set sponsors --for internal"),
    ("service add", "warroom service add payments --owner ana"),
    ("person add", "warroom person add ana --name 'Ana Lima' --role 'service manager'"),
    ("undo", "warroom undo"),
    ("undo", "warroom undo b120"),
    ("history", "warroom history INC-12"),
    ("change show", "warroom change show b120"),
    ("demo", "warroom demo"),
    ("import", "warroom import issues.csv --dry-run"),
    ("import", "warroom import incidents.json --format servicenow-json"),
    ("export", "warroom export -o warroom.json"),
    ("backup", "warroom backup copy.db"),
];

/// What stands at the end of the first page of help.
pub const OPENING: &str = "Examples:
  warroom incident open 'Payments are down' --service payments
  warroom log INC-1 '14:05 !fail over to DC2 -- replica lag is under 5 s @ana in 20m'
  warroom case state INC-1 restored
  warroom due

Times are 14:05, yesterday 9:00, 2026-11-22 14:05, RFC 3339, -20m or in 2h.
Cases are INC-12 or iss7. A file '-' is standard input.
'warroom COMMAND --help' shows what a command takes. All of it is in docs/CLI.md.";
