//! Prints words into Mermaid diagrams: an allow-list of characters, everything else as numbered entities.
//!
//! Ids of nodes are never made from text; whoever builds a diagram numbers them. A [`label`] stands in quotes, as nodes and
//! edges of a flowchart want it; a [`name`] stands bare, as sections and tasks of a Gantt chart do.

use super::Foreign;
use super::neutral::{Layout, neutral};

/// Most characters of a label.
const LONGEST: usize = 120;

/// Words that begin a statement, or end one, where a name stands bare.
const STATEMENTS: &[&str] = &[
    "acctitle",
    "accdescr",
    "active",
    "axisformat",
    "click",
    "crit",
    "dateformat",
    "displaymode",
    "done",
    "end",
    "excludes",
    "gantt",
    "includes",
    "inclusiveenddates",
    "milestone",
    "section",
    "tickinterval",
    "title",
    "todaymarker",
    "topaxis",
    "vert",
    "weekday",
    "weekend",
];

/// Prints a label with its quotes: `"replica lag #62; 5 s"`.
pub fn label<T: Foreign + ?Sized>(text: &T) -> String {
    format!("\"{}\"", words(text.foreign()))
}

/// Prints a name without quotes, for the title, a section or a task of a Gantt chart; a name without letters is a hyphen.
pub fn name<T: Foreign + ?Sized>(text: &T) -> String {
    let words = words(text.foreign());
    let first = words.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default().to_lowercase();
    match words.chars().next() {
        None => entity('-'),
        Some(c) if STATEMENTS.iter().any(|word| first.starts_with(word)) => entity(c) + words.get(c.len_utf8()..).unwrap_or_default(),
        Some(_) => words,
    }
}

/// Prints words on one line; nothing in them is syntax, neither of Mermaid nor of the Markdown that it reads in labels.
fn words(text: &str) -> String {
    let text = neutral(text.trim(), Layout::OneLine);
    let (kept, more) = match text.char_indices().nth(LONGEST) {
        Some((end, _)) => (text.get(..end).unwrap_or_default(), ".."),
        None => (&*text, ""),
    };
    let mut out = String::new();
    let mut before = ' ';
    let mut chars = kept.chars().peekable();
    while let Some(c) = chars.next() {
        let (inside, ends) = match chars.peek() {
            Some(next) => (before.is_alphanumeric() && next.is_alphanumeric(), *next == ' '),
            None => (false, true),
        };
        match c {
            // One blank after another would be read as one, or as the margin of code.
            ' ' if before == ' ' => out.push_str(&entity('\u{a0}')),
            ' ' | ',' => out.push(c),
            // Between letters it stands for itself; elsewhere it may begin a list, a rule or stressed words.
            '-' | '_' if inside => out.push(c),
            // After a number it may begin a list, and inside a word it may make an address of it.
            '.' if ends && before.is_alphabetic() => out.push(c),
            _ if c.is_alphanumeric() => out.push(c),
            _ => out.push_str(&entity(c)),
        }
        before = c;
    }
    out + more
}

fn entity(c: char) -> String {
    format!("#{};", u32::from(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_cannot_end_itself_or_open_anything() {
        assert_eq!(label("a\"] --> b[\"x"), "\"a#34;#93; #45;#45;#62; b#91;#34;x\"");
        assert_eq!(label("click\n%%{init}<b>#"), "\"click #37;#37;#123;init#125;#60;b#62;#35;\"");
        assert_eq!(label("网络 中断, v1_a-b"), "\"网络 中断, v1_a-b\"");
        assert_eq!(label("`md` end; x"), "\"#96;md#96; end#59; x\"");
    }

    #[test]
    fn a_label_is_no_list_no_address_and_no_stress() {
        assert_eq!(label("1. one. Two 3. - _a_"), "\"1#46; one. Two 3#46; #45; #95;a#95;\"");
        assert_eq!(label("www.example.org v1.2"), "\"www#46;example#46;org v1#46;2\"");
        assert_eq!(label("    code  x"), "\"code #160;x\"");
    }

    #[test]
    fn what_hides_or_turns_direction_is_seen() {
        assert_eq!(label("a\u{202E}b\u{200B}\u{7}"), "\"a#65533;b#65533;#9223;\"");
        assert_eq!(label("shown\r\nas one\tline"), "\"shown as one line\"");
    }

    #[test]
    fn a_label_has_an_end() {
        let long = label(&"中".repeat(500));
        assert_eq!(long.chars().filter(|c| *c == '中').count(), LONGEST);
        assert!(long.ends_with("..\""), "{long}");
    }

    #[test]
    fn a_bare_name_begins_no_statement() {
        assert_eq!(name("Restore: 12:30"), "Restore#58; 12#58;30");
        assert_eq!(name("section two"), "#115;ection two");
        assert_eq!(name("Title"), "#84;itle");
        assert_eq!(name("完成"), "完成");
        assert_eq!(name(" \n"), "#45;");
    }
}
