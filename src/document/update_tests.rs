//! Updates as they are read: in three languages, with what is not known marked, and never with a cause before it is confirmed.

use super::*;

const PHASES: &[&str] = &["investigating", "identified", "monitoring", "resolved", "no-news"];

fn full() -> UpdateContext {
    let line = |at: &str, text: &str| UpdateLine { at: at.into(), text: text.into() };
    UpdateContext {
        reference: "INC-12".into(),
        kind: "incident".into(),
        title: "Card payments fail".into(),
        home: "payments".into(),
        priority: "P1".into(),
        state: "investigating".into(),
        audience: "sponsors".into(),
        since: "13:20".into(),
        impact: "no card payments in 412 shops; cash works".into(),
        hits: vec!["Atlas".into(), "Chang'e 嫦娥".into()],
        facts: vec![line("14:20", "数据库复制延迟低于五秒"), line("14:29", "rollback started on DC2")],
        decided: vec![line("13:40", "roll back 4.2")],
        actions: vec![UpdateTask { text: "stop the batch export".into(), owner: "mei".into(), due: "14:40".into() }],
        workaround: "cash and vouchers".into(),
        contact: "ana".into(),
        restored: "15:02".into(),
        resolved: "16:00".into(),
        review_due: "2026-11-25".into(),
        last_told: "14:06".into(),
        next: "14:36 (Amsterdam)".into(),
        ..UpdateContext::default()
    }
}

fn told(context: &UpdateContext, language: &str, phase: &str) -> String {
    render(&Templates::built_in(), context, language, phase).unwrap().0
}

#[test]
fn every_phase_is_told_in_three_languages() {
    for language in LANGUAGES {
        for phase in PHASES {
            let text = told(&full(), language, phase);
            assert!(text.starts_with("INC-12 · P1 · Card payments fail\n\n"), "{language} {phase}:\n{text}");
            assert!(text.contains("14:36 (Amsterdam)") && text.contains("412"), "{language} {phase}:\n{text}");
            assert!(!text.contains("[unknown") && !text.contains("[onbekend") && !text.contains("[未知"), "{language} {phase}:\n{text}");
            assert!(!text.contains("\n\n\n") && !text.contains('*'), "{language} {phase}:\n{text}");
        }
    }
    assert_eq!(
        told(&full(), "en", "investigating"),
        "INC-12 · P1 · Card payments fail

We are looking into this. What caused it is not known yet.

- Since: 13:20
- Service: payments
- Impact: no card payments in 412 shops; cash works
- Also hit: Atlas, Chang'e 嫦娥

Known so far:

- 14:20 数据库复制延迟低于五秒
- 14:29 rollback started on DC2

Being done:

- Decided 13:40: roll back 4.2
- stop the batch export (mei), until 14:40

Way around it: cash and vouchers

Next update: 14:36 (Amsterdam)"
    );
}

#[test]
fn what_is_not_known_is_marked_where_it_is_missing() {
    let empty = UpdateContext { reference: "ISS-7".into(), kind: "issue".into(), title: "x".into(), ..UpdateContext::default() };
    let marks = |language: &str, phase: &str, mark: &str| told(&empty, language, phase).matches(mark).count();
    for (language, mark) in [("en", "[unknown: "), ("nl", "[onbekend: "), ("zh", "[未知：")] {
        assert_eq!(marks(language, "investigating", mark), 7, "{}", told(&empty, language, "investigating"));
        for phase in PHASES {
            assert!(marks(language, phase, mark) >= 5, "{language} {phase}");
        }
    }
    let expected = UpdateContext { impact_by: "15:00".into(), ..empty.clone() };
    assert!(told(&expected, "en", "investigating").contains("Impact: [unknown: what it does to you, expected by 15:00]"));
    assert!(told(&empty, "en", "investigating").contains("Project: [unknown: which project]"));
}

#[test]
fn no_cause_is_told_before_one_is_confirmed() {
    for language in LANGUAGES {
        for phase in PHASES {
            let before = told(&full(), language, phase);
            let found = UpdateContext { cause_found: true, ..full() };
            let confirmed = UpdateContext { cause: "the certificate had expired".into(), ..found.clone() };
            let (kept, after) = (told(&found, language, phase), told(&confirmed, language, phase));
            assert!(!before.contains("certificate") && !kept.contains("certificate"), "{language} {phase}");
            let names_causes = matches!(*phase, "identified" | "monitoring" | "resolved");
            assert_eq!(after.contains("the certificate had expired"), names_causes, "{language} {phase}:\n{after}");
            assert_eq!(before != kept, names_causes, "{language} {phase}: that one was found may be told");
        }
    }
    assert!(told(&full(), "en", "identified").contains("The cause is being worked on and is not confirmed yet."));
}

#[test]
fn hostile_text_stays_text_and_secrets_are_taken_out() {
    let evil = UpdateContext {
        title: "a\u{1b}[2J\u{202e}b <script>x</script> [link](javascript:x)".into(),
        impact: "# heading\n\n- bullet\n{{ title }} {% raw %}".into(),
        workaround: "log in with password=hunter2hunter2".into(),
        ..full()
    };
    let (text, redactions) = render(&Templates::built_in(), &evil, "en", "investigating").unwrap();
    assert!(!text.contains('\u{1b}') && !text.contains('\u{202e}'), "{text}");
    assert!(text.contains("<script>x</script> [link](javascript:x)") && text.contains("{{ title }} {% raw %}"), "{text}");
    assert!(redactions == 1 && !text.contains("hunter2"), "{text}");
}

#[test]
fn a_users_own_template_stands_over_the_built_in_one() {
    let own = [("updates/en/resolved.md.j2".to_owned(), "Over: {{ title }}".to_owned())];
    let templates = Templates::with_folder(own).unwrap();
    assert_eq!(render(&templates, &full(), "en", "resolved").unwrap().0, "Over: Card payments fail");
}
