//! What two texts have in common, in a way a person can follow: words, the stop words of three languages left out. Chinese, which has no
//! blanks, is compared by pairs of characters. Must not know what the texts are of.

use std::collections::HashSet;
use std::sync::LazyLock;

use nucleo_matcher::chars::{normalize, to_lower_case};
use serde::Deserialize;

const STOP_WORDS: &str = include_str!("../../assets/stop-words.toml");
/// Most characters of a text that are looked at, and most terms that are taken from all of them.
const LOOKED: usize = 8_000;
const TERMS: usize = 400;
/// From so many letters on a word is found inside others, as Dutch joins words.
const INSIDE: usize = 5;
/// Letters of the shortest word that counts; the search index holds none that is shorter.
const SHORTEST: usize = 3;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Stop {
    en: String,
    nl: String,
    zh: String,
    everywhere: String,
}

struct Said {
    words: HashSet<String>,
    characters: HashSet<char>,
}

static STOP: LazyLock<Said> = LazyLock::new(|| {
    let stop: Stop = toml::from_str(STOP_WORDS).expect("it is part of the program, and a test reads it");
    let words = [&stop.en, &stop.nl, &stop.everywhere].into_iter().flat_map(|list| list.split_whitespace());
    Said { words: words.map(str::to_owned).collect(), characters: stop.zh.chars().collect() }
});

/// Folds a character as the search does: small, without accents.
fn fold(c: char) -> char {
    to_lower_case(normalize(to_lower_case(c)))
}

/// Folds a text, as far as it is looked at.
pub fn folded(text: &str) -> String {
    text.chars().take(LOOKED).map(fold).collect()
}

/// Says whether a character is of a script without blanks between its words.
fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// One word, or two characters of Chinese.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Term {
    text: String,
    /// Place in the text; the next one stands beside it.
    at: usize,
    han: bool,
}

/// What a text can be compared by, in reading order.
#[derive(Clone, Debug, Default)]
pub struct Terms(Vec<Term>);

/// Words that two texts share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shared {
    /// The words side by side, as far as they stand so in both.
    pub phrase: String,
    /// How many words that is.
    pub words: usize,
}

impl Terms {
    /// Takes texts apart.
    pub fn of<'t>(texts: impl IntoIterator<Item = &'t str>) -> Self {
        let (mut terms, mut at) = (Vec::new(), 0);
        for text in texts {
            for run in runs(&folded(text)) {
                match run.chars().next().is_some_and(is_han) {
                    true => han(&run, &mut at, &mut terms),
                    false => {
                        at += 1;
                        if counts(&run) {
                            terms.push(Term { text: run, at, han: false });
                        }
                    }
                }
            }
            at += 2;
        }
        terms.truncate(TERMS);
        Self(terms)
    }

    /// Says whether there is nothing to compare by.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Gives what to look for in the search index: the longest words first, for they are the rarest; of Chinese three characters each.
    pub fn looked_for(&self, most: usize) -> Vec<String> {
        let mut all: Vec<String> = self.0.iter().filter(|term| !term.han).map(|term| term.text.clone()).collect();
        let pairs = self.0.windows(2).filter(|pair| pair[0].han && pair[1].han && pair[0].at + 1 == pair[1].at);
        all.extend(pairs.filter_map(|pair| Some(format!("{}{}", pair[0].text, pair[1].text.chars().next_back()?))));
        let mut known = HashSet::new();
        all.retain(|word| known.insert(word.clone()));
        all.sort_by_key(|word| std::cmp::Reverse(word.len()));
        all.truncate(most);
        all
    }

    /// Finds what another text has of it, the longest phrase first.
    pub fn shared_with(&self, text: &str) -> Vec<Shared> {
        let there = folded(text);
        let tokens: HashSet<String> = runs(&there).into_iter().collect();
        let has = |term: &Term| match term.han {
            true => there.contains(&term.text),
            false => tokens.contains(&term.text) || (term.text.chars().count() >= INSIDE && there.contains(&term.text)),
        };
        let mut all: Vec<(Shared, Vec<&str>)> = Vec::new();
        let mut last: Option<&Term> = None;
        for term in self.0.iter().filter(|term| has(term)) {
            let beside = last.is_some_and(|last| last.at + 1 == term.at && last.han == term.han);
            let joined =
                all.last().filter(|_| beside).and_then(|(shared, _)| joined(&shared.phrase, term)).filter(|phrase| there.contains(phrase));
            match (joined, all.last_mut()) {
                (Some(phrase), Some((shared, words))) => {
                    shared.phrase = phrase;
                    words.push(&term.text);
                }
                _ => all.push((Shared { phrase: term.text.clone(), words: 1 }, vec![&term.text])),
            }
            last = Some(term);
        }
        all.sort_by_key(|(_, words)| std::cmp::Reverse(words.len()));
        let mut known: HashSet<&str> = HashSet::new();
        let mut found = Vec::new();
        for (mut shared, words) in all {
            let new = words.iter().filter(|word| known.insert(word)).count();
            // Three characters of Chinese are two pairs and yet hardly more than a word.
            shared.words = if shared.phrase.chars().any(is_han) { new.div_ceil(2) } else { new };
            if new > 0 {
                found.push(shared);
            }
        }
        found
    }
}

fn joined(phrase: &str, term: &Term) -> Option<String> {
    Some(if term.han { format!("{phrase}{}", term.text.chars().next_back()?) } else { format!("{phrase} {}", term.text) })
}

/// Says whether a word tells anything: long enough, no stop word, not a year.
fn counts(word: &str) -> bool {
    let year = word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit()) && (word.starts_with("19") || word.starts_with("20"));
    word.chars().count() >= SHORTEST && !year && !STOP.words.contains(word)
}

/// Adds the pairs of characters of a run of Chinese.
fn han(run: &str, at: &mut usize, terms: &mut Vec<Term>) {
    let characters: Vec<char> = run.chars().collect();
    for pair in characters.windows(2) {
        *at += 1;
        if !pair.iter().any(|c| STOP.characters.contains(c)) {
            terms.push(Term { text: pair.iter().collect(), at: *at, han: true });
        }
    }
    *at += 1;
}

/// Takes a folded text apart where letters end, and where a script with blanks meets one without.
fn runs(text: &str) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    let mut last = None;
    for c in text.chars() {
        let kind = c.is_alphanumeric().then(|| is_han(c));
        match (kind, all.last_mut()) {
            (Some(_), Some(run)) if kind == last => run.push(c),
            (Some(_), _) => all.push(c.to_string()),
            (None, _) => {}
        }
        last = kind;
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shared(a: &str, b: &str) -> Vec<String> {
        Terms::of([a]).shared_with(b).into_iter().map(|shared| shared.phrase).collect()
    }

    #[test]
    fn shared_words_are_said_as_they_stand_side_by_side() {
        assert_eq!(shared("The replica lag is growing again", "Replica lag of the database was 40 s"), ["replica lag"]);
        assert_eq!(shared("replica has lag", "lag of a replica"), ["replica", "lag"]);
        assert_eq!(shared("Certificaat verlopen", "het TLS-certificaat is verlopen"), ["certificaat", "verlopen"]);
        assert_eq!(shared("koppeling traag", "De betaalkoppeling is traag"), ["koppeling", "traag"], "a part of a compound");
        assert!(shared("the issue is with the service", "the service has an issue").is_empty());
        assert!(shared("", "x").is_empty() && shared("2026", "2026").is_empty());
    }

    #[test]
    fn chinese_is_compared_by_pairs_and_said_whole() {
        assert_eq!(shared("数据库复制延迟很高", "昨晚复制延迟超过五秒"), ["复制延迟"]);
        assert_eq!(Terms::of(["数据库复制延迟很高"]).shared_with("昨晚复制延迟")[0].words, 2);
        assert!(shared("这是我们的", "那是你们的").is_empty());
        assert!(Terms::of(["复制延迟"]).looked_for(9).contains(&"复制延".to_owned()));
    }

    #[test]
    fn a_word_counts_once_and_the_longest_are_looked_for() {
        let terms = Terms::of(["lag lag lag", "replica lag"]);
        let found = terms.shared_with("replica lag and lag");
        assert_eq!(found, [Shared { phrase: "replica lag".into(), words: 2 }]);
        assert_eq!(terms.looked_for(1), ["replica"]);
    }
}
