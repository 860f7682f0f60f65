//! Words for people: breaks foreign text into rows that fit, leaves whole parts out, and names fields as a form does.

use super::parts::area::wrap;
use super::parts::text::wide;

/// Most characters that are ever broken into rows for one place.
const MOST: usize = 20_000;

/// Breaks a text into rows of at most so many cells; line ends count, and what is too long to be read here is left out.
pub fn wrapped(text: &str, width: usize) -> Vec<String> {
    let end = text.char_indices().nth(MOST).map_or(text.len(), |(end, _)| end);
    let lines = text[..end].lines();
    lines.flat_map(|line| wrap(line, width.max(1)).into_iter().map(move |range| line[range].trim_end().to_owned())).collect()
}

/// Leaves out whole parts at the end of `a · b · c` until the rest fits; what is left out is marked. One part alone is left to be cut.
pub fn parts_that_fit(text: &str, width: usize) -> String {
    let mut end = text.len();
    loop {
        let mark = if end == text.len() { "" } else { " ~" };
        match text[..end].rfind(" · ") {
            Some(before) if wide(&text[..end]) + mark.len() > width => end = before,
            _ => return format!("{}{mark}", &text[..end]),
        }
    }
}

/// Words what was written for a command line as a form says it: `--why` becomes the label of that field, in quotes, and a
/// command goes by its name alone, as the palette finds it.
pub fn spoken(text: &str, label: impl Fn(&str) -> Option<&'static str>) -> String {
    let mut out = String::with_capacity(text.len());
    let text = text.replace("'warroom ", "'");
    let mut rest = text.as_str();
    while let Some((before, after)) = rest.split_once("--") {
        let end = after.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(after.len());
        let name = after[..end].trim_end_matches('-');
        let begins = name.starts_with(|c: char| c.is_ascii_lowercase()) && !before.ends_with(|c: char| !c.is_whitespace() && c != '(');
        out.push_str(before);
        match begins {
            true => out.push_str(&format!("'{}'", label(name).unwrap_or(name))),
            false => out.push_str(&format!("--{name}")),
        }
        rest = &after[name.len()..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_names_fields_by_their_labels_and_never_as_options() {
        let label = |key: &str| (key == "why").then_some("Why");
        assert_eq!(spoken("say why with --why, or leave --priority out", label), "say why with 'Why', or leave 'priority' out");
        assert_eq!(spoken("no reason yet: -- why", label), "no reason yet: -- why");
        assert_eq!(spoken("a--b ---- --", label), "a--b ---- --");
        assert_eq!(spoken("(--why)", label), "('Why')");
        assert_eq!(spoken("see 'warroom action list'", label), "see 'action list'");
    }

    #[test]
    fn parts_go_whole_and_what_went_is_marked() {
        assert_eq!(parts_that_fit("P1 · open · since 02:11", 40), "P1 · open · since 02:11");
        assert_eq!(parts_that_fit("P1 · open · since 02:11", 22), "P1 · open ~");
        assert_eq!(parts_that_fit("one long part", 3), "one long part");
    }
}
