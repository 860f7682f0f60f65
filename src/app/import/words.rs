//! The words of other systems and other languages, turned into ours.
//!
//! The lists are data (`assets/import/words.toml`), and a person may add to them. What is in no list is not guessed.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::LazyLock;

use serde::Deserialize;

use crate::model::case::{IncidentState, IssuePriority, IssueType, Level, LinkKind, Priority};

/// The lists that are built in.
const BUILT_IN: &str = include_str!("../../../assets/import/words.toml");

/// How far a record is, before it is known whether it is an incident or an issue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Nobody has begun.
    New,
    /// Somebody works on it, or it waits for something.
    Working,
    /// The cause is gone, the record is not finished.
    Resolved,
    /// Finished.
    Closed,
}

/// What a profile may call a state.
pub const STATE_WORDS: &str = "new, working, resolved, closed, investigating, identified, restored, monitoring";

/// Holds the lists, as they are written.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Lists {
    #[serde(default)]
    missing: Vec<String>,
    #[serde(default)]
    ranks: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    states: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    lanes: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    changes: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    links: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    outcomes: BTreeMap<String, Vec<String>>,
}

/// Holds the lists, ready to be asked.
#[derive(Clone, Debug, Default)]
pub struct Words {
    ranks: HashMap<String, usize>,
    states: HashMap<String, Stage>,
    types: HashMap<String, (IssueType, bool)>,
    links: Vec<(String, LinkKind)>,
    reduced: Vec<String>,
    unended: HashSet<String>,
}

static STANDARD: LazyLock<Words> = LazyLock::new(|| {
    let mut words = Words::default();
    words.take(BUILT_IN).expect("a test reads the built-in lists");
    words
});

/// Words for "missing", and the first bytes they begin with: most cells are told apart by their first letter.
static MISSING: LazyLock<(HashSet<String>, HashSet<u8>)> = LazyLock::new(|| {
    let lists: Lists = toml::from_str(BUILT_IN).expect("a test reads the built-in lists");
    let words: HashSet<String> = lists.missing.into_iter().map(|word| word.to_lowercase()).collect();
    let firsts = words.iter().filter_map(|word| word.bytes().next()).collect();
    (words, firsts)
});

impl Words {
    /// Gives the built-in lists.
    pub fn standard() -> &'static Self {
        &STANDARD
    }

    /// Adds a person's own lists; what they say stands over what is built in.
    ///
    /// # Errors
    /// Says what is wrong with them.
    pub fn with(&self, text: &str) -> Result<Self, String> {
        let mut words = self.clone();
        words.take(text)?;
        if text.parse::<toml::Table>().is_ok_and(|table| table.contains_key("missing")) {
            return Err("the words for what is missing are the same in all files; none can be added".to_owned());
        }
        Ok(words)
    }

    fn take(&mut self, text: &str) -> Result<(), String> {
        let lists: Lists = toml::from_str(text).map_err(|e| e.message().replace('\n', " "))?;
        let known = |what: &str, word: &str| format!("there is no {what} '{word}'");
        for (rank, words) in lists.ranks {
            let rank = rank.parse().ok().filter(|rank| (1..=5).contains(rank)).ok_or_else(|| known("rank", &rank))?;
            self.ranks.extend(words.into_iter().map(|word| (word.to_lowercase(), rank)));
        }
        for (state, words) in lists.states {
            let stage = named_stage(&state).ok_or_else(|| known("state", &state))?;
            self.states.extend(words.into_iter().map(|word| (word.to_lowercase(), stage)));
        }
        for (lane, types) in [(true, lists.lanes), (false, lists.changes)] {
            for (kind, words) in types {
                let kind = IssueType::parse(&kind).ok_or_else(|| known("type", &kind))?;
                self.types.extend(words.into_iter().map(|word| (word.to_lowercase(), (kind, lane))));
            }
        }
        for (kind, stems) in lists.links {
            let kind = LinkKind::parse(&kind).ok_or_else(|| known("link", &kind))?;
            self.links.extend(stems.into_iter().map(|stem| (stem.to_lowercase(), kind)));
        }
        for (outcome, words) in lists.outcomes {
            let words = words.into_iter().map(|word| word.to_lowercase());
            match outcome.as_str() {
                "reduced" => self.reduced.extend(words),
                "none" => self.unended.extend(words),
                _ => return Err(known("outcome", &outcome)),
            }
        }
        Ok(())
    }

    /// Ranks a priority, impact, urgency or severity from 1 (worst) to 5; words that are not known have none.
    pub fn rank(&self, text: &str) -> Option<usize> {
        let text = text.trim().to_lowercase();
        if let Some(rank) = digit(&text) {
            return Some(rank);
        }
        let known = |name: &str| self.ranks.get(name).copied();
        known(&text)
            .or_else(|| known(text.split(['/', '(']).next().unwrap_or_default().trim()))
            .or_else(|| known(text.split([' ', '/', '-', '(']).next().unwrap_or_default().trim()))
            .or_else(|| {
                known(
                    text.split_once(' ').filter(|(first, _)| first.bytes().all(|b| b.is_ascii_digit())).map_or("", |(_, rest)| rest.trim()),
                )
            })
    }

    /// Turns a word into the priority of an incident; a fifth level becomes the fourth.
    pub fn priority(&self, text: &str) -> Option<Priority> {
        self.rank(text).map(incident_priority)
    }

    /// Turns a word into the priority of an issue.
    ///
    /// `classic` is the old scale of trackers (blocker, critical, major, minor, trivial), where "critical" is only the second.
    pub fn issue_priority(&self, text: &str, classic: bool) -> Option<IssuePriority> {
        let word = text.trim().to_lowercase();
        let rank = match word.as_str() {
            "critical" if classic => 2,
            "major" if classic => 3,
            _ => self.rank(&word)?,
        };
        IssuePriority::ALL.get(rank - 1).copied()
    }

    /// Turns an impact or urgency into one of three levels; numbers count from 1 (high) to 3 (low).
    pub fn level(&self, text: &str) -> Option<Level> {
        let numbered = digit(&text.trim().to_lowercase()).is_some();
        Some(match (self.rank(text)?, numbered) {
            (1, _) | (2, false) => Level::High,
            (2, true) | (3, false) => Level::Medium,
            _ => Level::Low,
        })
    }

    /// Tells how far a record is from the word for its state.
    pub fn stage(&self, text: &str) -> Option<Stage> {
        let word = text.trim().to_lowercase();
        // "Open (waiting for the board)" is open.
        let head = word.split_once(" (").map_or(word.as_str(), |(head, _)| head.trim());
        self.states.get(&word).or_else(|| self.states.get(head)).copied()
    }

    /// Says whether issues of this type enter the lanes.
    pub fn enters_lanes(&self, kind: &str) -> bool {
        self.types.get(&bare_type(kind)).is_some_and(|(_, lane)| *lane)
    }

    /// Turns an issue type into one of ours, where it clearly is one.
    pub fn issue_type(&self, kind: &str) -> Option<IssueType> {
        self.types.get(&bare_type(kind)).map(|(kind, _)| *kind)
    }

    /// Turns the name of a link, read from the first to the second, into ours; true where ours reads the other way round.
    pub fn link(&self, name: &str) -> (LinkKind, bool) {
        let word = name.trim().to_lowercase();
        let kind = self.links.iter().find(|(stem, _)| word.contains(stem.as_str())).map_or(LinkKind::Relates, |(_, kind)| *kind);
        (kind, kind == LinkKind::CausedBy)
    }

    /// Says whether a resolution means that less was done than was asked for.
    pub fn reduced(&self, resolution: &str) -> bool {
        let word = resolution.to_lowercase();
        self.reduced.iter().any(|stem| word.contains(stem.as_str()))
    }

    /// Says whether what stands for a resolution says that there is none.
    pub fn unended(&self, resolution: &str) -> bool {
        self.unended.contains(&resolution.trim().to_lowercase())
    }
}

/// Trims a cell and drops words that mean nothing was filled in.
pub fn clean(text: &str) -> Option<&str> {
    let text = text.trim();
    let first = text.bytes().next()?.to_ascii_lowercase();
    let (words, firsts) = &*MISSING;
    let missing = text.len() <= 16 && firsts.contains(&first) && words.contains(&text.to_lowercase());
    (!missing).then_some(text)
}

/// Reads what a profile calls a state: how far it is, and the very state of an incident where it says so.
pub fn state_word(word: &str) -> Option<(Stage, Option<IncidentState>)> {
    let exact = match word {
        "investigating" => Some(IncidentState::Investigating),
        "identified" => Some(IncidentState::Identified),
        "restored" => Some(IncidentState::Restored),
        "monitoring" => Some(IncidentState::Monitoring),
        _ => return named_stage(word).map(|stage| (stage, None)),
    };
    Some((Stage::Working, exact))
}

fn named_stage(word: &str) -> Option<Stage> {
    Some(match word {
        "new" => Stage::New,
        "working" => Stage::Working,
        "resolved" => Stage::Resolved,
        "closed" => Stage::Closed,
        _ => return None,
    })
}

/// Turns what a profile calls a priority into its rank: P1 to P5.
pub fn priority(word: &str) -> Option<usize> {
    let rank = word.strip_prefix(['P', 'p'])?.parse().ok()?;
    (1..=5).contains(&rank).then_some(rank)
}

/// Turns a rank into the priority of an incident.
pub fn incident_priority(rank: usize) -> Priority {
    match rank {
        1 => Priority::P1,
        2 => Priority::P2,
        3 => Priority::P3,
        _ => Priority::P4,
    }
}

/// Reads `1`, `1 - Critical`, `P1`, `SEV-1`, `S3-Medium`, `Priority 2`; 0 is as bad as 1.
fn digit(text: &str) -> Option<usize> {
    let rest = ["priority", "prio", "severity", "sev", "p", "s"].iter().find_map(|word| text.strip_prefix(word)).unwrap_or(text);
    let rest = rest.trim_start_matches([' ', '-', ':', '_']);
    let mut letters = rest.chars();
    let digit = usize::try_from(letters.next()?.to_digit(10)?).ok()?;
    let alone = letters.next().is_none_or(|next| !next.is_alphanumeric() && !matches!(next, '.' | ','));
    (alone && digit <= 5).then_some(digit.max(1))
}

/// Lowers a type and drops the mark that service desks put in front of their own types.
fn bare_type(kind: &str) -> String {
    let word = kind.trim().to_lowercase();
    word.strip_prefix("[system] ").map_or(word.clone(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn priorities_of_many_systems_and_languages_become_ours() {
        for (text, want) in [
            ("1 - Critical", Priority::P1),
            ("P1", Priority::P1),
            ("SEV-0", Priority::P1),
            ("Kritisch", Priority::P1),
            ("Highest", Priority::P1),
            ("2 - Hoch", Priority::P2),
            ("Alta", Priority::P2),
            ("S3-Medium", Priority::P3),
            ("Média", Priority::P3),
            ("4", Priority::P4),
            ("5 - Planning", Priority::P4),
            ("P5", Priority::P4),
        ] {
            assert_eq!(Words::standard().priority(text), Some(want), "{text}");
        }
        for text in ["", "?", "banana", "12", "6", "P", "1.5"] {
            assert_eq!(Words::standard().priority(text), None, "{text}");
        }
    }

    #[test]
    fn the_old_scale_of_trackers_keeps_its_five_steps() {
        let steps = ["Blocker", "Critical", "Major", "Minor", "Trivial"].map(|word| Words::standard().issue_priority(word, true).unwrap());
        assert_eq!(steps.as_slice(), IssuePriority::ALL);
        assert_eq!(Words::standard().issue_priority("Critical", false), Some(IssuePriority::VeryHigh));
    }

    #[test]
    fn impact_and_urgency_have_three_levels_in_numbers_and_words() {
        for (text, want) in [
            ("1 - High", Level::High),
            ("2 - Medium", Level::Medium),
            ("3 - Low", Level::Low),
            ("3", Level::Low),
            ("Extensive / Widespread", Level::High),
            ("Critical", Level::High),
            ("Moderate / Limited", Level::Medium),
            ("Minor / Localized", Level::Low),
        ] {
            assert_eq!(Words::standard().level(text), Some(want), "{text}");
        }
    }

    #[test]
    fn every_word_stands_in_one_list_only_and_a_persons_own_stands_over_it() {
        let lists: Lists = toml::from_str(BUILT_IN).unwrap();
        for lists in [&lists.states, &lists.lanes] {
            let mut words: Vec<&String> = lists.values().flatten().collect();
            let count = words.len();
            words.sort_unstable();
            words.dedup();
            assert_eq!(words.len(), count, "{words:?}");
        }
        let own = Words::standard().with("[states]\nresolved = [\"Listo\"]\n[ranks]\n1 = [\"oh no\"]\n").unwrap();
        assert_eq!((own.stage("listo"), own.rank("Oh no"), own.stage("Done")), (Some(Stage::Resolved), Some(1), Some(Stage::Closed)));
        assert!(Words::standard().with("[states]\nfine = [\"x\"]\n").unwrap_err().contains("'fine'"));
        assert!(Words::standard().with("[outcomes]\nbest = [\"x\"]\n").unwrap_err().contains("'best'"));
        assert!(Words::standard().with("missing = [\"k. A.\"]\n").unwrap_err().contains("missing"));
        assert_eq!(Words::standard().stage("Listo"), Some(Stage::Closed));
        assert_eq!(Words::standard().stage(" Awaiting Problem "), Some(Stage::Working));
    }

    #[test]
    fn only_trouble_enters_the_lanes() {
        for kind in ["Bug", "Incident", "[System] Incident", "Incidencia", "Störung", "Risiko", "Problème", "Impedimento", "błąd"] {
            assert!(Words::standard().enters_lanes(kind), "{kind}");
        }
        for kind in ["Story", "Task", "Epic", "Sub-task", "Service Request", ""] {
            assert!(!Words::standard().enters_lanes(kind), "{kind}");
        }
        assert_eq!(Words::standard().issue_type("Change Request"), Some(IssueType::RequestForChange));
        assert_eq!(Words::standard().issue_type("Task"), None);
    }
}
