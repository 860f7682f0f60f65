//! What came of an import, in the words that the command line and the screens share.

use serde_json::Value as Json;

use super::incoming::RowRefusal;

/// How many refusals with the same reason are told one by one.
const TOLD: usize = 5;

/// One line about what was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused<'a> {
    /// The first row with its reason.
    First(&'a RowRefusal),
    /// Another row with the same reason.
    Again(&'a RowRefusal),
    /// So many more rows with this reason.
    More(usize, &'a str),
}

/// Counts what landed by the answer of an import: new, changed, the same, and whatever else there was.
pub fn counted(answer: &Json) -> String {
    let count = |key: &str| answer.get(key).and_then(Json::as_u64).unwrap_or(0);
    let mut told =
        vec![format!("{} new", count("new")), format!("{} changed", count("changed")), format!("{} as they were", count("same"))];
    let more = [
        ("folded", "rows folded into them"),
        ("entries", "log entries"),
        ("links", "links"),
        ("kept", "corrected here and kept"),
        ("refused", "not taken"),
    ];
    told.extend(
        more.iter().map(|(key, what)| (count(key), what)).filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")),
    );
    told.join(", ")
}

/// Puts refusals into words' order: the first of each reason one by one, then how many more there are.
pub fn refused<'a>(all: &[&'a RowRefusal]) -> Vec<Refused<'a>> {
    let mut seen: Vec<(&str, usize)> = Vec::new();
    let mut told = Vec::new();
    for one in all.iter().copied() {
        let at = seen.iter().position(|(why, _)| *why == one.why).unwrap_or_else(|| {
            seen.push((&one.why, 0));
            seen.len() - 1
        });
        let Some((_, count)) = seen.get_mut(at) else { continue };
        *count += 1;
        match *count {
            1 => told.push(Refused::First(one)),
            2..=TOLD => told.push(Refused::Again(one)),
            _ => {}
        }
    }
    told.extend(seen.iter().filter(|(_, count)| *count > TOLD).map(|(why, count)| Refused::More(count - TOLD, why)));
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_of_each_reason_are_told_and_the_rest_are_counted() {
        let row = |line: usize, why: &str| RowRefusal { line, what: String::new(), why: why.to_owned(), hint: String::new() };
        let rows: Vec<RowRefusal> = (1..=7).map(|line| row(line, "no key")).chain([row(8, "no time")]).collect();
        let told = refused(&rows.iter().collect::<Vec<_>>());
        assert_eq!(told.len(), 7);
        assert_eq!(
            (told[0], told[1], told[5], told[6]),
            (Refused::First(&rows[0]), Refused::Again(&rows[1]), Refused::First(&rows[7]), Refused::More(2, "no key"))
        );
    }
}
