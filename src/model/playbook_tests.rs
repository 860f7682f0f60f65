//! Playbooks as data: the built-in ones are whole, and what a person writes is taken or refused with the reason.

use super::*;

/// Finds a step with its place.
fn found<'a>(playbook: &'a Playbook, code: &str) -> Option<(usize, &'a Step)> {
    playbook.steps.iter().enumerate().find(|(_, step)| step.code == code)
}

fn own(extra: &str) -> String {
    format!(
        "version = \"1\"\nfor = \"incident\"\n{extra}\n[[step]]\ncode = \"call\"\ntitle = {{ en = \"Call\" }}\ntrigger = {{ en = \"t\" }}\nwhy = {{ en = \"w\" }}\n\
         do.en = [\"Call.\"]\ndone = {{ en = \"d\" }}\nnext = {{ en = \"n\" }}\ncommand = \"log\"\n"
    )
}

#[test]
fn the_built_in_playbooks_are_whole_in_three_languages() {
    for (name, count) in [("incident", 10), ("issue", 7)] {
        let playbook = Playbooks::standard().find(name).unwrap();
        assert_eq!(playbook.steps.len(), count, "{name}");
        for step in &playbook.steps {
            for line in [&step.title, &step.trigger, &step.done, &step.next, &step.why] {
                assert!(![&line.en, &line.nl, &line.zh].iter().any(|text| text.trim().is_empty()), "{name} {}", step.code);
            }
            for lines in [&step.todo, &step.say] {
                assert!(!lines.en.is_empty() && !lines.nl.is_empty() && !lines.zh.is_empty(), "{name} {}", step.code);
            }
            assert!(step.when.is_some() && step.look.is_some(), "{name} {}", step.code);
        }
    }
    assert_eq!(Playbooks::standard().starting(CaseKind::Incident, "P1").map(|p| p.name.as_str()), Some("incident"));
    assert_eq!(Playbooks::standard().starting(CaseKind::Incident, "P4"), None);
}

#[test]
fn a_kept_playbook_reads_back_as_it_was() {
    for playbook in Playbooks::standard().iter() {
        assert_eq!(Playbook::from_json(&playbook.to_json()).as_ref(), Some(playbook));
    }
}

#[test]
fn a_file_of_ones_own_replaces_adds_or_is_refused_with_the_reason() {
    let standard = || Playbooks::standard().clone();
    let whole = standard().with("incident", &own("")).unwrap();
    assert_eq!(whole.find("incident").unwrap().steps.len(), 1);
    let more = own("extends = \"incident\"").replace("code = \"call\"", "code = \"impact\"");
    let replaced = standard().with("incident", &more).unwrap();
    assert_eq!(found(replaced.find("incident").unwrap(), "impact").map(|(at, step)| (at, step.title.nl.as_str())), Some((2, "")));
    assert_eq!(found(replaced.find("incident").unwrap(), "impact").unwrap().1.title.in_language("nl"), "Call", "English stands in");
    let eleven = own("extends = \"incident\"") + "after = \"tabs\"\n";
    assert_eq!(found(standard().with("mine", &eleven).unwrap().find("mine").unwrap(), "call").map(|(at, _)| at), Some(2));
    let mut many = own("");
    for n in 0..MOST {
        let code = format!("code = \"call-{}\"", "x".repeat(n + 1));
        many += own("").split_once("\n\n").unwrap().1.replace("code = \"call\"", &code).as_str();
    }
    assert!(standard().with("mine", &many).unwrap_err().contains("more than the 24"), "{many}");
    let issue = own("extends = \"issue\"") + "after = \"cause\"\n";
    assert_eq!(found(standard().with("mine", &issue).unwrap().find("mine").unwrap(), "call").map(|(at, _)| at), Some(3));
    for (text, why) in [
        (own("extends = \"nothing\""), "no playbook"),
        (own("extends = \"issue\"") + "after = \"nothing\"\n", "to follow"),
        (own("").replace("do.en = [\"Call.\"]", "do.en = []"), "what to do"),
        (own("").replace("do.en = [\"Call.\"]", "do.en = [\"1\", \"2\", \"3\", \"4\", \"5\"]"), "more than 4"),
        (own("").replace("code = \"call\"", "code = \"Call me\""), "a-z"),
        (own("") + "again = \"soon\"\n", "length of time"),
        (own("") + "colour = \"red\"\n", "colour"),
        ("version = \"1\"\nfor = \"incident\"\nstep = []\n".to_owned(), "at least one"),
    ] {
        let said = standard().with("mine", &text).unwrap_err();
        assert!(said.contains(why), "{why}: {said}");
    }
}

#[test]
fn a_file_that_adds_to_another_says_only_what_is_different() {
    let standard = || Playbooks::standard().clone();
    let step = own("");
    let step = step.split_once("\n\n").unwrap().1;
    let playbooks = standard().with("incident", &format!("extends = \"incident\"\n{step}after = \"first\"\n")).unwrap();
    let (own, base) = (playbooks.find("incident").unwrap(), Playbooks::standard().find("incident").unwrap());
    assert_eq!((own.kind, &own.version, &own.starts), (base.kind, &base.version, &base.starts), "and begins by itself as before");
    assert_eq!((own.steps.len(), found(own, "call").map(|(at, _)| at)), (11, Some(1)));
    let fewer =
        standard().with("short", "extends = \"incident\"\nversion = \"2\"\nstarts = []\nwithout = [\"morale\", \"people\"]\n").unwrap();
    let fewer = fewer.find("short").unwrap();
    assert!(fewer.steps.len() == 8 && found(fewer, "morale").is_none() && fewer.starts.is_empty() && fewer.version == "2");
    for (text, why) in [
        ("extends = \"incident\"\nwithout = [\"nothing\"]\n", "no step \"nothing\""),
        ("extends = \"incident\"\n\ncolour = 3\n", "line 3: unknown field"),
        ("version = \"1\"\ngarbage [", "line 2: "),
    ] {
        let said = standard().with("mine", text).unwrap_err();
        assert!(said.contains(why) && !said.contains('\n'), "{why}: {said}");
    }
}
