//! What help says besides the tables: groups of commands, what namespaces are for, examples.

/// Groups of first words on the first page of help, in the order people need them.
pub const GROUPS: &[(&str, &[&str])] = &[
    ("To begin", &["demo"]),
    ("Cases", &["incident", "issue", "case", "link", "unlink"]),
    ("Log and what is owed", &["log", "entry", "action", "due", "search"]),
    ("Root-cause analysis", &["review"]),
    ("The playbook", &["playbook", "contingency", "party", "option"]),
    ("Registers", &["service", "project", "group", "customer", "person", "stakeholder"]),
    ("Journal", &["history", "change", "undo", "redo"]),
    ("File", &["import", "export", "backup", "doctor"]),
    ("Screens", &["keys"]),
    ("For packagers", &["completions", "man"]),
];

/// What the commands that share a first word are for.
pub const SPACES: &[(&str, &str)] = &[
    ("incident", "Opens and corrects incidents of services."),
    ("issue", "Opens, corrects, decides and reports issues of projects."),
    ("case", "Lists, shows and moves cases of both kinds."),
    ("entry", "Lists and corrects log entries; the original stays."),
    ("action", "Gives, lists and closes actions."),
    ("review", "Writes and prints the root-cause analysis."),
    ("playbook", "Guides a case step by step; steps tick themselves from the record."),
    ("contingency", "Prepares, agrees, invokes and stands down contingency plans."),
    ("party", "Says and lists who has to agree, and where they stand."),
    ("option", "Adds, corrects and lists options to decide on."),
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
    ("issue decide", "warroom issue decide ISS-7 approve --option O-2 --why 'the date holds' --by 'the board'"),
    ("issue decide", "warroom issue decide ISS-7 defer --why 'the cost is not known' --alternatives 'none seen'"),
    ("issue decisions", "warroom issue decisions ISS-7"),
    ("issue report", "warroom issue report ISS-7 --for management -o issue.md"),
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
    ("contingency add", "warroom contingency add INC-12 'not restored by 15:00' --trigger 15:00 --lead 45m --no-return 17:00"),
    ("contingency set", "warroom contingency set C-3 --owner ana --fallback 'cut over next week'"),
    ("contingency step", "warroom contingency step C-3 'tell the testers' --owner bo"),
    ("contingency done", "warroom contingency done C-3 1"),
    ("contingency drop", "warroom contingency drop C-3 2 --why 'they know already'"),
    ("contingency reopen", "warroom contingency reopen C-3 1"),
    ("contingency agree", "warroom contingency agree C-3 --by 'the sponsor'"),
    ("contingency invoke", "warroom contingency invoke C-3 --why 'not restored, and it takes 45 minutes'"),
    ("contingency stand-down", "warroom contingency stand-down C-3 --why 'restored at 14:50'"),
    ("contingency list", "warroom contingency list --case INC-12 --state agreed"),
    ("contingency show", "warroom contingency show C-3"),
    ("party set", "warroom party set ISS-7 'Test team' --stance agrees --note 'if it is before Friday'"),
    ("party list", "warroom party list ISS-7"),
    ("option add", "warroom option add ISS-7 'Move the rehearsal' --time 2 --cost 'EUR 4000' --suitable yes --recommended"),
    ("option add", "warroom option add ISS-7 'Do nothing' --nothing --time 10 --risk 'the window closes'"),
    ("option set", "warroom option set O-2 --feasible yes"),
    ("option list", "warroom option list --case ISS-7"),
    ("option show", "warroom option show O-2"),
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
