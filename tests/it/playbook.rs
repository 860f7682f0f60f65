//! The playbooks played with keys alone, in a real terminal of 80 × 24, from the first step to the last; then the documents they leave.
//!
//! Each play is a table: which step it belongs to, what is typed, and what the screen says then. Whatever is opened is opened from the
//! playbook and comes back to it.

use std::time::{Duration, Instant};

use crate::pty::Terminal;
use crate::world::World;

/// One move: what is typed, and what stands on the screen afterwards.
type Move = (&'static str, &'static str);

/// Puts the registers of both plays into a world: people of whom one covers for another, two projects with their plans, who listens.
fn register(world: &World) {
    for person in ["ana", "joost", "priya", "mei", "tom", "eva", "ruth"] {
        world.ok(&["person", "add", person]);
    }
    world.ok(&["person", "set", "tom", "--covers", "mei"]);
    world.ok(&["service", "add", "payments", "--owner", "priya"]);
    world.ok(&["project", "add", "Atlas", "--manager", "tom", "--budget", "EUR 250,000", "--ends", "2026-12-18"]);
    world.ok(&["project", "add", "Borealis", "--manager", "eva", "--budget", "EUR 80,000", "--ends", "2026-12-04"]);
    world.ok(&["tolerance", "set", "Atlas", "time", "--plus", "5"]);
    world.ok(&["tolerance", "set", "Atlas", "cost", "--plus", "20000"]);
    world.ok(&["tolerance", "set", "Borealis", "time", "--plus", "1"]);
    world.ok(&["milestone", "set", "Borealis", "cut-over", "--baseline", "2026-11-28"]);
    world.ok(&["project", "depend", "Atlas", "payments"]);
    world.ok(&["project", "depend", "Borealis", "payments"]);
    world.ok(&["audience", "add", "sponsors", "--channel", "chat"]);
    world.ok(&["stakeholder", "add", "Ruth Okafor", "--audience", "sponsors", "--service", "payments"]);
    world.ok(&["stakeholder", "add", "Henk Visser", "--audience", "sponsors", "--project", "Borealis"]);
}

/// Writes keys as a terminal sends them: `<Tab>`, `<Enter>`, `<Esc>`, `<^S>`; anything else is typed as it stands.
fn bytes(keys: &str) -> String {
    [
        ("<Enter>", "\r"),
        ("<Tab>", "\t"),
        ("<Esc>", "\u{1b}"),
        ("<Home>", "\u{1b}[H"),
        ("<End>", "\u{1b}[F"),
        ("<^S>", "\u{13}"),
        ("<F4>", "\u{1b}OS"),
    ]
    .iter()
    .fold(keys.to_owned(), |keys, (name, sent)| keys.replace(name, sent))
}

/// Plays moves, all of them in the Room.
fn play(terminal: &mut Terminal, moves: &[Move]) {
    for (keys, awaited) in moves {
        terminal.send(&bytes(keys));
        terminal.until(awaited);
        assert!(terminal.text().contains("[2"), "after {keys:?} another screen is there:\n{}", terminal.text());
    }
}

/// Waits until a step stands so in the list, and gives the list down to it.
fn stands(terminal: &Terminal, step: &str) -> String {
    let start = Instant::now();
    loop {
        let text = terminal.text();
        let list: Vec<&str> = text.lines().filter(|line| line.starts_with("│") && line.contains('[')).collect();
        if let Some(at) = list.iter().position(|line| line.contains(step)) {
            return list[..=at].iter().map(|line| format!("{}\n", line.trim_matches(['│', ' ', '>']))).collect();
        }
        assert!(start.elapsed() < Duration::from_secs(20), "no step {step:?} in\n{text}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// Plays a case to its end in a terminal of 80 × 24 in which it was just opened, and records what was typed and how the steps stood then.
fn film(terminal: &mut Terminal, case: &str, steps: &[(&[Move], &str)]) -> String {
    let mut film = String::new();
    for (moves, step) in steps {
        play(terminal, moves);
        moves.iter().for_each(|(keys, _)| film.push_str(&format!("{keys}\n")));
        film.push_str(&stands(terminal, step));
        film.push('\n');
        assert!(terminal.text().contains(&format!("{case} · playbook ─")), "{}", terminal.text());
    }
    film
}

/// The crisis of the demonstration, step by step: what is typed and read, and how the step stands then.
const CRISIS: &[(&[Move], &str)] = &[
    (
        &[
            ("<Enter>", "Impact in words"),
            ("no card payments in 412 shops<Tab>14:01<Tab><Tab>joo", "Find joo"),
            ("<Enter><Tab>mei", "Find mei"),
            ("<Enter><^S>", "INC-1 corrected"),
        ],
        "[x]  1 Service first    4/4",
    ),
    (
        &[
            ("<Enter>", "What is known*"),
            ("the token service answers in 9 s<Tab>dashboard<Tab>14:20<Enter>", "last known state written down"),
        ],
        "[x]  2 Keep tabs        14:20",
    ),
    (
        &[
            ("<Enter>", "INC-1 · Atlas · Impact on a project"),
            ("2<Tab>EUR 15,000<Enter>", "impact on Atlas kept"),
            ("<Enter>", "INC-1 · Borealis · Impact on a project"),
            ("3<Tab><F4>15:30<Enter>", "impact on Borealis kept"),
            ("m4", "INC-1 · Borealis · Exception report"),
            ("<Tab>the cut-over slips past the freeze<Tab>take the slot of next week<^S>", "exception report"),
            ("<Enter>", "unknown, expected by 15:30"),
            ("<Tab>EUR 4,000<Enter>", "impact on Borealis kept"),
            ("km1", "+5 d, EUR 19,000"),
            ("<Esc>", "Enter begin"),
            ("j", "Contingency"),
        ],
        "[x]  3 Impact           2/2",
    ),
    (
        &[
            ("<Enter>", "Scenario*"),
            ("not restored by 16:00<Tab>16:00<Tab>45m<Tab>17:00<Tab>pri", "Find pri"),
            ("<Enter><Tab>cash only<Tab>y<Tab>y<Tab>y<Enter>", "C-1"),
            ("m3", "C-1 · "),
            ("open the cash desks<^S>", "step"),
            ("m4", "Agree on the plan"),
            ("<^S>", "C-1 is agreed"),
            ("km5", "Why*"),
            ("nothing moves and the desks need 45 minutes<^S>", "C-1 is invoked"),
            ("m1", "not restored by 16:00"),
            ("<Esc>", "Enter begin"),
        ],
        "[x]  4 Contingency",
    ),
    (
        &[("j<Enter>", "update to sponsors"), ("For the sponsors: <^S>", "They were told just now, by voice"), ("3", "U-1")],
        "[x]  5 Updates",
    ),
    (
        &[
            ("km2", "Person*"),
            ("ev", "Find ev"),
            ("<Enter><Tab>Bo", "Find Bo"),
            ("<Enter><Tab>ruth<Tab>18:00<^S>", "eva put on INC-1"),
            ("m1", "covers mei on INC-1"),
            ("<Esc>", "Enter begin"),
        ],
        "[x]  6 People",
    ),
    (
        &[
            ("j<Enter>", "Outcome*"),
            ("the project gets the freeze slot<Tab>the sponsor asked twice<Tab>412 shops cannot sell<Tab>un", "[2 unlikely]"),
            ("<Tab>h<Tab>nobody puts a slot before the tills<Tab>15:00<^S>", "E-1 "),
        ],
        "[x]  7 Escalation",
    ),
    (
        &[
            ("v3", "Why it is adapted or skipped"),
            ("nobody is tired yet<Enter>", "[s]  8 Morale           nobody is tired yet"),
            ("kkkv2", "Why it is adapted or skipped"),
            ("the board was read aloud in the chat<Enter>", "[a]  6 People"),
            ("<Home>i", "Restoring the service comes before"),
            ("<Esc>", "Enter begin"),
        ],
        "[s]  8 Morale           nobody is tired yet",
    ),
    (
        &[("<End>kkv5", "[ ]  8 Morale"), ("<Enter>", "Pulse*"), ("3<Tab>tired, but it moves<^S>", "Morale           3/5")],
        "[x]  8 Morale           3/5",
    ),
    (
        &[
            ("s", "INC-1 state"),
            ("res", "restored"),
            ("<Enter>", "INC-1 is restored"),
            ("<Enter>", "Ask*"),
            ("the freeze slot of next week<Tab>two days<^S>", "R-1"),
            ("m3", "Promise*"),
            ("yes, if it is asked for by Friday<Tab>2026-11-27<^S>", "R-1"),
            ("<Enter>", "Ask*"),
            ("two testers for a day<^S>", "R-2"),
            ("m3", "Row*"),
            ("R", "Find R"),
            ("<Enter><Tab>one tester, from Monday<Tab>2026-11-30<^S>", "R-2"),
            ("km5", "What*"),
            ("move the cut-over to the next slot<^S>", "R-3"),
            ("m1", "the freeze slot of next week"),
            ("<Esc>", "Enter begin"),
        ],
        "[x]  9 Recover priority 2/2",
    ),
    (
        &[
            ("j<Enter>", "Owner"),
            ("an", "Find an"),
            ("<Enter><Tab>2026-11-25 17:00<^S>", "review"),
            ("c", "Happened"),
            ("<Esc>", "Enter begin"),
        ],
        "[>] 10 Review",
    ),
];

#[test]
fn the_crisis_is_played_from_declaration_to_recovery_without_leaving_the_playbook() {
    let world = World::new();
    register(&world);
    let mut terminal = Terminal::sized(&world.command::<&str>(&[]), 80, 24);
    terminal.until("No open incident. n logs one");
    terminal.send("n");
    terminal.until("New incident");
    terminal.send(&bytes("Card payments fail<Tab>pay"));
    terminal.until("Find pay");
    terminal.send(&bytes("<Enter><Enter>"));
    terminal.until("INC-1 opened, P1");
    terminal.send(&bytes("<Enter>"));
    terminal.until("Log ·");
    terminal.send(&bytes("<Tab>"));
    terminal.until("· playbook ─");
    let film = film(&mut terminal, "INC-1", CRISIS);
    terminal.send("q");
    assert_eq!(terminal.ended(), 0);
    insta::assert_snapshot!("crisis", film);
    documents_of_the_crisis(&world);
    // What was told by voice is a note of it; only what was sent cannot be called back.
    assert_eq!(taken_back(&world), Vec::<String>::new());
    assert_ne!(world.run(&["case", "show", "INC-1"]).code, 0, "its opening was taken back last");
}

/// Expects each of some texts in a document, and none of others.
fn holds(document: &str, there: &[&str], absent: &[&str]) {
    for text in there {
        assert!(document.contains(text), "no {text:?} in\n{document}");
    }
    for text in absent {
        assert!(!document.contains(text), "{text:?} does not belong in\n{document}");
    }
}

/// What only the team may read of the crisis.
const INTERNAL: &[&str] = &[
    "tired, but it moves",
    "nobody is tired yet",
    "the board was read aloud",
    "the project gets the freeze slot",
    "nobody puts a slot before the tills",
    "eva",
    "yes, if it is asked for by Friday",
];

fn documents_of_the_crisis(world: &World) {
    let export = |reader: &str| world.ok(&["review", "export", "INC-1", "--for", reader]);
    let both: &[&str] = &[
        "no card payments in 412 shops",
        "| Started | 2026-11-22 14:01 |",
        "INC-1.8 | decision | C-1 invoked: not restored by 16:00<br>*Reason*: nothing moves and the desks need 45 minutes",
        "## What it does to projects",
        "| Atlas | \\+2 | EUR 15,000 |  | 2026-12-22 · EUR 265,000 |  |",
        "| Borealis | \\+3 | EUR 4,000 | 1 | 2026-12-09 · EUR 84,000 | time |",
        "## Contingencies",
        "| priya | S yes · F yes · A yes | cash only | 0/1 | invoked |",
        "## Updates to audiences",
        "| sponsors | U-1, v1 | investigating | spoken | 2026-11-22 14:20 |",
        "## People put on the case",
    ];
    holds(&export("internal"), both, &[]);
    let own = ["## Following the repair", "## Escalations", "## Getting priority back", "## How the team was"];
    holds(&export("internal"), &[&own[..], INTERNAL].concat(), &[]);
    holds(&export("management"), both, &[&own[..], INTERNAL].concat());

    let exception = |reader: &str| world.ok(&["exception", "export", "INC-1", "Borealis", "--for", reader]);
    let sums: &[&str] = &[
        "| Forecast now | 2026-12-09 | 84,000 |",
        "| Used | 300 % |",
        "| cut-over | 2026-11-28 | 2026-12-02 |",
        "the cut-over slips past the freeze",
        "### Do nothing",
        "take the slot of next week",
    ];
    holds(&exception("internal"), sums, &[]);
    holds(&exception("management"), sums, INTERNAL);
    let plea = world.ok(&["escalation", "export", "E-1"]);
    holds(
        &plea,
        &["unlikely that the project comes first", "- **Decision:** hold", "the sponsor asked twice", "412 shops cannot sell"],
        &[],
    );
    let shift = world.ok(&["handover", "INC-1"]);
    holds(
        &shift,
        &[
            "| mei | Minutes by |  | tom |  |",
            "| R-2 | two testers for a day | Ruth Okafor |",
            "| E-1 | the project gets the freeze slot | hold |",
        ],
        &[],
    );
    let told = world.ok(&["catch-up", "INC-1"]);
    assert!(told.lines().count() <= 12, "{told}");
    holds(&told, &["restored 14:05", "Atlas +2 d EUR 15,000, Borealis +3 d EUR 4,000", "Decided", "Next"], &[]);
    let update = world.ok(&["update", "show", "U-1"]);
    holds(&update, &["sent, version 1", "For the sponsors: INC-1", "What caused it is not known yet"], INTERNAL);
    let page = world.ok(&["playbook", "show", "INC-1"]);
    holds(
        &page,
        &["1 of 10 open", "People            adapted  the board was read aloud in the chat", "Review          doing    2026-11-25"],
        &[],
    );
    world.ok(&["doctor"]);
}

/// Takes back every change of the play, the newest first; gives what could not be, and why.
fn taken_back(world: &World) -> Vec<String> {
    let mut kept = Vec::new();
    for change in world.json(&["history", "--limit", "100"]).iter().filter(|change| change["through"] == "screens") {
        let said = world.run(&["undo", change["change"].as_str().expect("a number")]);
        if said.code != 0 {
            let why = if said.stderr.contains("it had effects outside") { "outside" } else { "hangs from it" };
            kept.push(format!("{} {why}", change["command"].as_str().expect("a command")));
        }
    }
    world.ok(&["doctor"]);
    kept
}

/// An issue that the crisis leaves behind, from aligned to reduced.
const ISSUE: &[(&[Move], &str)] = &[
    (
        &[
            ("<Enter>", "Name*"),
            ("Test team<Tab>2<^S>", "ISS-1 party: asked"),
            ("<Enter>", "Name*"),
            ("Test team<Tab>3<^S>", "ISS-1 party: agrees"),
        ],
        "[x]  1 Align",
    ),
    (&[("<Enter>", "ISS-1 · Atlas · Impact on a project"), ("2<Tab>EUR 4,000<^S>", "impact on Atlas kept")], "[x]  2 Assess"),
    (
        &[
            ("<Enter>", "ISS-1 ~"),
            ("the token service is shared<Enter>", "hypothesis logged"),
            ("<Esc>", "Enter begin"),
            ("m3", "step 1 of 2"),
            ("1", "step 2 of 2"),
            ("conf", "confirmed"),
            ("<Enter>", "confirmed"),
        ],
        "[x]  3 Root cause",
    ),
    (
        &[
            ("<Enter>", "Title*"),
            ("Rehearse on Tuesday<Tab>2<Tab>EUR 4,000<^S>", "O-1"),
            ("<Enter>", "Title*"),
            ("Do nothing<Tab>10<Tab><Tab><Tab>the window closes<Tab>1<^S>", "O-2"),
        ],
        "[x]  4 Options",
    ),
    (&[("<Enter>", "Ruling*"), ("1<Tab>it keeps the date<Tab>R", "Find R"), ("<Enter><^S>", "D-1")], "[x]  5 Decide"),
    (&[("<Enter>", "What"), ("Book the lab<Tab>eva", "Find eva"), ("<Enter><Tab>mon 12:00<^S>", "A-1")], "[x]  6 Action plan"),
    (&[("<Enter>", "Outcome"), ("2<Tab>two days and EUR 4,000 more<^S>", "ISS-1 is closed")], "[x]  7 Close or reduce"),
];

#[test]
fn an_issue_is_played_from_aligned_to_reduced_without_leaving_the_playbook() {
    let world = World::new();
    register(&world);
    world.ok(&["issue", "open", "Rehearsal blocked", "--project", "Atlas", "--priority", "very-high", "--type", "off-specification"]);
    let mut terminal = Terminal::sized(&world.command::<&str>(&[]), 80, 24);
    terminal.until("ISS-1");
    terminal.send(&bytes("<Tab><Enter>"));
    terminal.until("Log ·");
    terminal.send(&bytes("<Tab>"));
    terminal.until("· playbook ─");
    let film = film(&mut terminal, "ISS-1", ISSUE);
    terminal.send("q");
    assert_eq!(terminal.ended(), 0);
    insta::assert_snapshot!("issue", film);
    let report = |reader: &str| world.ok(&["issue", "report", "ISS-1", "--for", reader]);
    let both: &[&str] = &[
        "| Cost | EUR 4,000 |",
        "| O-1 | Rehearse on Tuesday | 2 | EUR 4,000 |",
        "| O-2 | Do nothing | 10 |  | the window closes |",
        "| D-1 | approved | O-1 Rehearse on Tuesday | it keeps the date | O-2 Do nothing | ana |",
        "| [ ] | A-1 | Book the lab | eva | 2026-11-23 12:00 | open |",
        "| Outcome | reduced |",
        "| Residual impact | two days and EUR 4,000 more |",
    ];
    let own = ["the token service is shared (confirmed)", "| Test team | agrees |"];
    holds(&report("internal"), &[both, &own].concat(), &[]);
    holds(&report("management"), both, &own);
    world.ok(&["doctor"]);
    assert_eq!(taken_back(&world), Vec::<String>::new(), "nothing of it had effects outside");
    let page = world.ok(&["playbook", "show", "ISS-1"]);
    holds(&page, &["7 of 7 open"], &["done"]);
}
