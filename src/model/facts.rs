//! What another system says of a case that no field of ours holds: one fact a line, further lines of a value two blanks in.

/// Reads facts as pairs of name and value, in their order.
pub fn pairs(text: &str) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = Vec::new();
    for line in text.lines() {
        match (line.strip_prefix("  "), all.last_mut()) {
            (Some(more), Some((_, value))) => {
                value.push('\n');
                value.push_str(more);
            }
            _ => {
                let (name, value) = line.split_once(": ").unwrap_or((line.trim_end_matches(':'), ""));
                all.push((name.to_owned(), value.to_owned()));
            }
        }
    }
    all
}

/// Writes pairs as they are kept; nothing where there are none.
pub fn text<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Option<String> {
    let one = |(name, value): (&str, &str)| {
        // What parts a name from its value stands in no name.
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ").replace(": ", " - ");
        format!("{}: {}", name.trim_end_matches(':'), value.replace("\r\n", "\n").replace('\r', "\n").trim().replace('\n', "\n  "))
    };
    let lines: Vec<String> = pairs.into_iter().map(one).collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_come_back_as_they_went_in() {
        let facts = [("Team", "Net"), ("Note", "one\ntwo\n\n  three"), ("Empty", "")];
        let text = text(facts).unwrap();
        assert_eq!(text, "Team: Net\nNote: one\n  two\n  \n    three\nEmpty: ");
        let back = pairs(&text);
        assert_eq!(back.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect::<Vec<_>>(), facts);
        assert_eq!(pairs("Cost - centre: 1")[0].0, "Cost - centre");
        assert_eq!(super::text([("Cost: centre:", "1")]).as_deref(), Some("Cost - centre: 1"));
        assert_eq!(super::text([]), None);
    }
}
