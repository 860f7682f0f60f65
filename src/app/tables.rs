//! Everything people can do and ask, as tables that one reads top to bottom.

use super::playbook::{self, Condition};
use super::{
    Command, Query, action, audience, case, catch_up, cause, choice, contingency, decision, due, entry, escalation, figures, finding,
    history, hypothesis, impact, incident, issue, library, link, morale, party, past, people, plan, recovery, register, review, search,
    timeline, update, watch,
};

/// Lists the commands, subject by subject.
pub static COMMANDS: &[&[Command]] = &[
    incident::COMMANDS,
    issue::COMMANDS,
    case::COMMANDS,
    entry::COMMANDS,
    link::COMMANDS,
    action::COMMANDS,
    review::COMMANDS,
    review::import::COMMANDS,
    finding::COMMANDS,
    cause::COMMANDS,
    hypothesis::COMMANDS,
    timeline::COMMANDS,
    library::COMMANDS,
    figures::COMMANDS,
    playbook::COMMANDS,
    watch::COMMANDS,
    plan::COMMANDS,
    impact::COMMANDS,
    contingency::COMMANDS,
    audience::COMMANDS,
    update::COMMANDS,
    people::COMMANDS,
    escalation::COMMANDS,
    morale::COMMANDS,
    recovery::COMMANDS,
    party::COMMANDS,
    choice::COMMANDS,
    decision::COMMANDS,
    catch_up::COMMANDS,
    register::COMMANDS,
    history::COMMANDS,
];

/// Lists the queries, subject by subject.
pub static QUERIES: &[&[Query]] = &[
    case::QUERIES,
    entry::QUERIES,
    action::QUERIES,
    due::QUERIES,
    review::QUERIES,
    finding::QUERIES,
    cause::QUERIES,
    hypothesis::QUERIES,
    timeline::QUERIES,
    library::QUERIES,
    figures::QUERIES,
    playbook::QUERIES,
    watch::QUERIES,
    plan::QUERIES,
    impact::QUERIES,
    contingency::QUERIES,
    audience::QUERIES,
    update::QUERIES,
    people::QUERIES,
    escalation::QUERIES,
    morale::QUERIES,
    recovery::QUERIES,
    party::QUERIES,
    choice::QUERIES,
    decision::QUERIES,
    catch_up::QUERIES,
    search::QUERIES,
    register::QUERIES,
    history::QUERIES,
    past::QUERIES,
];

/// Lists what steps of a playbook may name as what makes them done, subject by subject.
pub static CONDITIONS: &[&[Condition]] = &[
    playbook::CONDITIONS,
    watch::CONDITIONS,
    impact::CONDITIONS,
    contingency::CONDITIONS,
    update::CONDITIONS,
    people::CONDITIONS,
    escalation::CONDITIONS,
    morale::CONDITIONS,
    recovery::CONDITIONS,
    party::CONDITIONS,
    choice::CONDITIONS,
    decision::CONDITIONS,
];

/// Goes through all commands.
pub fn commands() -> impl Iterator<Item = &'static Command> {
    COMMANDS.iter().flat_map(|slice| slice.iter())
}

/// Goes through all queries.
pub fn queries() -> impl Iterator<Item = &'static Query> {
    QUERIES.iter().flat_map(|slice| slice.iter())
}

/// Finds a command by its words.
pub fn command(name: &str) -> Option<&'static Command> {
    commands().find(|c| c.name == name)
}

/// Finds a query by its words.
pub fn query(name: &str) -> Option<&'static Query> {
    queries().find(|q| q.name == name)
}

/// Finds a condition by its name.
pub fn condition(name: &str) -> Option<&'static Condition> {
    CONDITIONS.iter().flat_map(|slice| slice.iter()).find(|condition| condition.name == name)
}
