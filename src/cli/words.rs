//! What help says besides the tables: groups of commands, what namespaces are for, examples.

/// Groups of first words on the first page of help, in the order people need them.
pub const GROUPS: &[(&str, &[&str])] = &[
    ("To begin", &["demo"]),
    ("Cases", &["incident", "issue", "case", "link", "unlink"]),
    ("Log and what is owed", &["log", "entry", "action", "due", "search"]),
    ("Root-cause analysis", &["review"]),
    ("The playbook", &["playbook", "escalation", "recovery", "catch-up", "handover"]),
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
    ("playbook", "Guides a case step by step; steps tick themselves from the record."),
    ("escalation", "Weighs whether to escalate, raises, and records the answer."),
    ("recovery", "Gets priority back as the pressure eases: asks, promises, what to plan again."),
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
    ("playbook start", "warroom playbook start INC-12"),
    ("playbook mark", "warroom playbook mark INC-12 escalation skipped --why 'nobody asks for it'"),
    ("playbook show", "warroom playbook show INC-12"),
    (
        "escalation judge",
        "warroom escalation judge INC-12 'keep the cut-over on Saturday' --pro 'penalty from 1 December' --contra 'shops cannot take cards' --verdict unlikely --decision hold --relook 16:00",
    ),
    ("escalation relook", "warroom escalation relook E-1 --verdict likely --decision escalate --to Ruth"),
    ("escalation answer", "warroom escalation answer E-1 split 'half of the team is back on Monday'"),
    ("escalation raise", "warroom escalation raise INC-12 'authority to fail over to DC2' --to Ruth --why 'restore is due in 30 minutes'"),
    ("escalation list", "warroom escalation list --case INC-12"),
    ("escalation export", "warroom escalation export E-1 --for management -o escalation.md"),
    (
        "recovery ask",
        "warroom recovery ask INC-12 'Henk Visser' --lost 'the test slot of Saturday' --days 2 --project Borealis --ask 'the slot of next Saturday'",
    ),
    ("recovery promise", "warroom recovery promise R-1 'the slot is ours' --until 'friday 17:00'"),
    ("recovery kept", "warroom recovery kept R-1 no --why 'given to another project'"),
    ("recovery plan", "warroom recovery plan INC-12 'cut-over rehearsal' --kind date --project Borealis"),
    ("recovery show", "warroom recovery show INC-12"),
    ("catch-up", "warroom catch-up INC-12"),
    ("handover", "warroom handover INC-12 --format html -o handover.html"),
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
