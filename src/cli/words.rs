//! What help says besides the tables: groups of commands, what namespaces are for, examples.

/// Groups of first words on the first page of help, in the order people need them.
pub const GROUPS: &[(&str, &[&str])] = &[
    ("To begin", &["demo"]),
    ("Cases", &["incident", "issue", "case", "link", "unlink"]),
    ("Log and what is owed", &["log", "entry", "action", "due", "search"]),
    ("Root-cause analysis", &["review"]),
    ("The playbook", &["playbook", "milestone", "tolerance", "impact", "exception"]),
    ("Registers", &["service", "project", "group", "customer", "person", "stakeholder"]),
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
    ("milestone", "Keeps the dates of projects' plans."),
    ("tolerance", "Says how far projects may be off their plans."),
    ("impact", "Says what a case does to projects, and sums it up."),
    ("exception", "Writes and prints exception reports."),
    ("playbook", "Guides a case step by step; steps tick themselves from the record."),
    ("change", "Shows what a change in the journal changed."),
    ("service", "The register of services."),
    ("project", "The register of projects."),
    ("group", "The register of groups of projects."),
    ("customer", "The register of customers."),
    ("person", "The register of people."),
    ("stakeholder", "The register of people to be informed."),
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
    ("milestone set", "warroom milestone set Atlas 'cut-over' --baseline 2026-12-04"),
    ("milestone drop", "warroom milestone drop Atlas 'cut-over'"),
    ("tolerance set", "warroom tolerance set Atlas time --plus 5 --minus 5"),
    ("tolerance set", "warroom tolerance set Atlas scope --target 40 --minus 2 --unit features"),
    ("impact freeze", "warroom impact freeze INC-12"),
    ("impact set", "warroom impact set INC-12 Atlas --time 2 --cost 'EUR 12,000' --quality 'unknown by 15:00'"),
    ("impact show", "warroom impact show INC-12"),
    ("exception set", "warroom exception set INC-12 Atlas --recommendation 'Option 2: it keeps the date'"),
    ("exception export", "warroom exception export INC-12 Atlas --for management -o exception.md"),
    ("playbook start", "warroom playbook start INC-12"),
    ("playbook mark", "warroom playbook mark INC-12 escalation skipped --why 'nobody asks for it'"),
    ("playbook show", "warroom playbook show INC-12"),
    ("service add", "warroom service add payments --owner ana"),
    ("project set", "warroom project set Atlas --budget 'EUR 250,000' --ends 2026-12-18"),
    ("project depend", "warroom project depend Atlas payments --note 'rehearsals run on it'"),
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
