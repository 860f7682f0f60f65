//! A review written with keys alone, in a real terminal of 80 × 24: sections, rows, a remark, approval, sharing, and the file it leaves.

use crate::pty::Terminal;
use crate::world::World;

/// One move: what is typed, and what stands on the screen afterwards.
type Move = (&'static str, &'static str);

/// The review of the crisis of the demonstration: what is typed, and what the screen says then.
const FILM: &[Move] = &[
    ("3", "INC-9 review · 0 of"),
    // A section of prose: Enter writes it; further questions are asked on demand, and none is asked twice.
    ("f", "Which words would somebody from another department not understand?"),
    ("f", "what happened, whom did it"),
    ("<Enter>", "INC-9 · Summary"),
    ("Card payments failed in all shops for an hour.", "Card payments failed in all shops for an hour."),
    ("<F5>", "question 2 of 2"),
    ("<^S>", "summary written"),
    // A section that takes rows: Enter adds one, and its form asks only what such a row has.
    ("jjj", "Enter adds a row"),
    ("<Enter>", "INC-9 · New impact"),
    ("payments that failed<Tab>4210<Tab>payments<^S>", "impact added to INC-9"),
    ("jjjjjjjj", "What made it possible?"),
    ("<Enter>", "INC-9 · New cause"),
    ("nobody renews the certificate<^S>", "cause added to INC-9"),
    ("<Enter>", "INC-9 · New cause"),
    ("the alarm watches the start page<^S>", "cause added to INC-9"),
    // Rows are changed, and moved among their own.
    ("j", "Enter changes it"),
    ("J", "moved"),
    ("<Enter>", "Correct"),
    ("<End> in time<^S>", "corrected"),
    // A reader of the draft remarks on the section, and is answered.
    ("m", "A remark on the review"),
    ("how many shops were hit?<Enter>", "remarked on causes"),
    ("s", "2 in review"),
    ("2", "INC-9 review is in review"),
    ("j", "settles it"),
    ("<Enter>", "What came of the remark"),
    ("412; it stands in the figures<Enter>", "settled"),
    // Why, and why again, on the screen of the causes; a line the review need not tell is left out.
    ("w", "INC-9 causes"),
    ("w", "New cause"),
    ("no list names it<^S>", "to the causes of INC-9"),
    ("r", "1 root"),
    ("o", "Technology"),
    ("<Esc>", "INC-9 review"),
    ("t", "Timeline"),
    ("s", "left out of the timeline"),
    ("<Esc>", "INC-9 review"),
    // Approved, frozen, shared.
    ("s", "3 approved"),
    ("3", "approved as version 1"),
    ("<Enter>", "this review is approved; s opens it again"),
    ("u", "Route"),
    ("Customer council", "new: Customer council"),
    ("<Enter><^S>", "shared with Customer council"),
    ("v", "Customer council"),
    ("<Enter>", "Incident review INC-9"),
    ("<Esc><Esc>", "shared with Customer council"),
    (":export the doc", "Export the document"),
    ("<Enter>", "Export with"),
    ("1", "exported to"),
];

fn bytes(keys: &str) -> String {
    let named =
        [("<Enter>", "\r"), ("<Tab>", "\t"), ("<Esc>", "\u{1b}"), ("<End>", "\u{1b}[F"), ("<^S>", "\u{13}"), ("<F5>", "\u{1b}[15~")];
    named.iter().fold(keys.to_owned(), |keys, (name, sent)| keys.replace(name, sent))
}

/// Gives the state line and the list as they stand, without the rest.
fn stands(text: &str) -> String {
    let kept = text.lines().skip(2).take_while(|line| !line.starts_with('╰'));
    kept.map(|line| format!("{}\n", line.trim_end_matches(['│', '╮', '─', ' ']))).collect()
}

#[test]
fn a_whole_review_is_written_approved_and_shared_with_keys_alone() {
    let world = World::new();
    let mut terminal = Terminal::sized(&world.command(&["demo"]), 80, 24);
    terminal.until("INC-9");
    let mut film = String::new();
    for (keys, awaited) in FILM {
        for part in keys.split_inclusive("<Esc>") {
            terminal.send(&bytes(part));
            if part.ends_with("<Esc>") {
                // Alone, so that it is not taken for the beginning of another key.
                std::thread::sleep(std::time::Duration::from_millis(120));
            }
        }
        terminal.until(awaited);
        film.push_str(&format!("{keys}\n"));
        if terminal.text().contains("INC-9 review ·") && keys.len() > 1 {
            film.push_str(&format!("{}\n", stands(&terminal.text())));
        }
    }
    terminal.send("q");
    assert_eq!(terminal.ended(), 0);
    insta::assert_snapshot!("review", film);
    let file = world.path("INC-9-review-internal.md");
    let document = std::fs::read_to_string(file).expect("the export");
    for words in ["Card payments failed in all shops for an hour.", "nobody renews the certificate in time", "Customer council"] {
        assert!(document.contains(words), "{words} in\n{document}");
    }
    assert!(!document.contains("how many shops were hit?"), "a remark is no part of an approved text");
}
