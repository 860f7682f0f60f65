//! The wiki markup of Jira as plain Markdown, line by line.

use super::{html, tidy};

/// Says whether a text uses the markup.
pub fn looks_like(text: &str) -> bool {
    let inside =
        ["{code", "{noformat", "{quote", "{panel", "{color", "{html}", "{{", "||", "[~", "\\\\"].iter().any(|mark| text.contains(mark));
    inside
        || text.contains('|') && text.contains('[')
        || text.lines().any(|line| heading(line).is_some() || bullet(line).is_some() || line.starts_with("bq. "))
        || text.contains('*')
        || text.contains('!')
}

/// Turns wiki markup into Markdown.
pub fn markdown(source: &str) -> String {
    let source = source.replace("\r\n", "\n");
    let mut out = String::with_capacity(source.len() + 64);
    let mut block: Option<&str> = None;
    for line in pieces(&source) {
        let bare = line.trim();
        match block {
            Some(open) if closes(bare, open) => {
                out.push_str(if open == "quote" || open == "panel" || open == "html" { "\n" } else { "```\n" });
                block = None;
            }
            Some("quote") => out.push_str(&format!("> {}\n", inline(line))),
            Some("html") => out.push_str(&format!("{}\n", if html::looks_like(line) { html::markdown(line) } else { line.to_owned() })),
            Some("panel") => out.push_str(&format!("{}\n", inline(line))),
            Some(_) => out.push_str(&format!("{line}\n")),
            None => match opens(bare) {
                Some((kind, language)) => {
                    if kind == "code" || kind == "noformat" {
                        out.push_str(&format!("```{language}\n"));
                    }
                    block = Some(kind);
                }
                None => out.push_str(&format!("{}\n", prose(line))),
            },
        }
    }
    if matches!(block, Some("code" | "noformat")) {
        out.push_str("```\n");
    }
    tidy(&out)
}

/// Gives the lines, with the marks of blocks on lines of their own.
fn pieces(text: &str) -> Vec<&str> {
    let mut all = Vec::new();
    for mut line in text.split('\n') {
        let before_marks = all.len();
        while let Some((at, end)) = block_mark(line) {
            let (before, rest) = line.split_at(at);
            let (mark, behind) = rest.split_at(end - at);
            if !before.trim().is_empty() {
                all.push(before);
            }
            all.push(mark);
            line = behind;
        }
        if all.len() == before_marks || !line.trim().is_empty() {
            all.push(line);
        }
    }
    all
}

const BLOCKS: &[&str] = &["code", "noformat", "quote", "panel", "html"];

/// Finds the first mark of a block in a line.
fn block_mark(line: &str) -> Option<(usize, usize)> {
    line.match_indices('{').find_map(|(at, _)| {
        let end = at + line.get(at..)?.find('}')? + 1;
        opens(line.get(at..end)?).map(|_| (at, end))
    })
}

/// Reads the mark that opens a block.
fn opens(mark: &str) -> Option<(&'static str, &str)> {
    let inner = mark.strip_prefix('{')?.strip_suffix('}')?;
    let (name, rest) = inner.split_once(':').unwrap_or((inner, ""));
    let kind = BLOCKS.iter().find(|block| **block == name)?;
    let language = rest.split('|').find(|part| !part.contains('=')).unwrap_or_default();
    Some((kind, if language.chars().all(|c| c.is_ascii_alphanumeric()) { language } else { "" }))
}

fn closes(mark: &str, open: &str) -> bool {
    mark.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).is_some_and(|name| name == open)
}

fn heading(line: &str) -> Option<(usize, &str)> {
    let rest = line.trim_start().strip_prefix('h')?;
    let level = rest.chars().next()?.to_digit(10).filter(|n| (1..=6).contains(n))?;
    Some((usize::try_from(level).ok()?, rest.get(1..)?.strip_prefix(". ")?))
}

/// Reads the mark of a list: its depth and whether it counts.
fn bullet(line: &str) -> Option<(usize, bool, &str)> {
    let line = line.trim_start();
    let marks = line.bytes().take_while(|b| matches!(b, b'*' | b'#' | b'-')).count();
    let (mark, rest) = line.split_at(marks);
    let fits = (1..=6).contains(&marks) && (!mark.contains('-') || mark == "-");
    fits.then(|| rest.strip_prefix(' ')).flatten().map(|rest| (marks, mark.ends_with('#'), rest))
}

fn prose(line: &str) -> String {
    if let Some((level, rest)) = heading(line) {
        return format!("\n{} {}\n", "#".repeat(level), inline(rest));
    }
    if let Some((depth, counts, rest)) = bullet(line) {
        return format!("{}{} {}", "  ".repeat(depth - 1), if counts { "1." } else { "-" }, inline(rest));
    }
    if let Some(rest) = line.strip_prefix("bq. ") {
        return format!("> {}", inline(rest));
    }
    let bare = line.trim();
    if bare.starts_with("||") && bare.ends_with("||") && bare.len() > 4 {
        let cells: Vec<&str> = bare.trim_matches('|').split("||").collect();
        return format!(
            "| {} |\n|{}",
            cells.iter().map(|cell| inline(cell.trim())).collect::<Vec<_>>().join(" | "),
            "---|".repeat(cells.len())
        );
    }
    if bare.len() >= 4 && bare.bytes().all(|b| b == b'-') {
        return "\n---\n".to_owned();
    }
    inline(line)
}

/// Turns what stands inside a line: links, people, pictures, bold, code, colours.
fn inline(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(at) = rest.find(['[', '{', '!', '*', '\\']) {
        let (before, here) = rest.split_at(at);
        out.push_str(before);
        let word_before = out.chars().next_back().is_some_and(char::is_alphanumeric);
        match mark(here, word_before) {
            Some((text, used)) => {
                out.push_str(&text);
                rest = here.get(used..).unwrap_or_default();
            }
            None => {
                let first = here.chars().next().map_or(1, char::len_utf8);
                out.push_str(here.get(..first).unwrap_or_default());
                rest = here.get(first..).unwrap_or_default();
            }
        }
    }
    out.push_str(rest);
    out
}

/// Reads the mark a text begins with: what it becomes, and how much of the text it was.
fn mark(text: &str, word_before: bool) -> Option<(String, usize)> {
    let within = |open: &str, close: &str| {
        let inner = text.strip_prefix(open)?;
        let end = inner.find(close).filter(|end| *end > 0)?;
        Some((inner.get(..end)?, open.len() + end + close.len()))
    };
    if text.starts_with("\\\\") {
        return Some(("\n".to_owned(), 2));
    }
    if let Some((code, used)) = within("{{", "}}") {
        return Some((format!("`{code}`"), used));
    }
    if let Some((name, used)) = within("{", "}")
        && (name == "color" || name.starts_with("color:") || name.starts_with("anchor"))
    {
        return Some((String::new(), used));
    }
    if let Some((person, used)) = within("[~", "]") {
        return Some((format!("@{}", person.trim_start_matches("accountid:")), used));
    }
    if let Some((link, used)) = within("[", "]") {
        let (name, target) = link.split_once('|').map_or((link, link), |(name, rest)| (name, rest.split('|').next().unwrap_or(rest)));
        let web = ["http://", "https://", "mailto:", "ftp://"].iter().any(|scheme| target.starts_with(scheme));
        if web {
            return Some((if name == target { target.to_owned() } else { format!("[{name}]({target})") }, used));
        }
        return link.starts_with('^').then(|| (link.trim_start_matches('^').to_owned(), used));
    }
    if let Some((picture, used)) = within("!", "!")
        && !word_before
        && picture.contains('.')
        && !picture.contains([' ', '\n'])
    {
        return Some((format!("[{}]", picture.split('|').next().unwrap_or(picture)), used));
    }
    let (bold, used) = within("*", "*")?;
    let tight = !bold.starts_with(' ') && !bold.ends_with(' ') && !word_before;
    let behind = text.get(used..).and_then(|rest| rest.chars().next());
    (tight && behind.is_none_or(|c| !c.is_alphanumeric() && c != '*')).then(|| (format!("**{bold}**"), used))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wiki_markup_becomes_markdown() {
        for (source, want) in [
            ("h2. What\n* one\n** two\n# three", "## What\n\n- one\n  - two\n1. three"),
            (
                "see [here|https://x.org] and [https://y.org], [~ann] !shot.png|thumbnail!",
                "see [here](https://x.org) and https://y.org, @ann [shot.png]",
            ),
            ("{code:java}\nint a = *b*;\n{code}\nafter", "```java\nint a = *b*;\n```\nafter"),
            ("{noformat}x{noformat} *bold* 2*3*4", "```\nx\n```\n **bold** 2*3*4"),
            ("||a||b||\n|1|2|", "| a | b |\n|---|---|\n|1|2|"),
            ("{color:red}hot{color} {{cmd}} \\\\next", "hot `cmd`\nnext"),
            ("{quote}\nsaid\n{quote}", "> said"),
            ("{html}<div><p>Hi</p></div>{html}", "Hi"),
            ("wait! what! [not a link]", "wait! what! [not a link]"),
        ] {
            assert_eq!(markdown(source), want, "{source}");
        }
        assert_eq!(markdown("{code}\nnever closed"), "```\nnever closed\n```");
    }
}
