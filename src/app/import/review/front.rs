//! The front matter, as far as it is plain: `key: value`, and lists below a key.

/// One fact of the front matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// Line within the front matter, from 0.
    pub line: usize,
    /// Its name.
    pub key: String,
    /// Its values; several where it is a list.
    pub values: Vec<String>,
}

/// Reads the facts; what is deeper than a list is kept as text under its key.
pub fn facts(text: &str) -> Vec<Fact> {
    let mut facts: Vec<Fact> = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let deep = line.starts_with([' ', '\t', '-']);
        let trimmed = line.trim();
        match (deep, trimmed.split_once(':')) {
            _ if trimmed.is_empty() || trimmed.starts_with('#') => {}
            (false, Some((key, value))) if !key.trim().is_empty() && (value.is_empty() || value.starts_with(' ')) => {
                facts.push(Fact { line: at, key: key.trim().to_owned(), values: values(value.trim()) });
            }
            _ => {
                let item = trimmed.strip_prefix('-').map(str::trim);
                match (facts.last_mut(), item) {
                    (Some(fact), Some(item)) => fact.values.push(unquoted(item)),
                    (Some(fact), None) => match fact.values.last_mut() {
                        Some(value) => *value = format!("{value} {trimmed}"),
                        None => fact.values.push(trimmed.to_owned()),
                    },
                    (None, _) => facts.push(Fact { line: at, key: String::new(), values: vec![trimmed.to_owned()] }),
                }
            }
        }
    }
    facts
}

fn values(text: &str) -> Vec<String> {
    if let Some(list) = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')) {
        return list.split(',').map(|item| unquoted(item.trim())).filter(|item| !item.is_empty()).collect();
    }
    match text {
        "" | "|" | ">" | "|-" | ">-" => Vec::new(),
        text => vec![unquoted(text)],
    }
}

/// Takes the quotes off a value; what is written with backslashes inside double quotes is read as JSON is.
pub fn unquoted(text: &str) -> String {
    if text.len() > 1 && text.starts_with('"') && text.ends_with('"') {
        return serde_json::from_str(text).unwrap_or_else(|_| text.trim_matches('"').to_owned());
    }
    match text.strip_prefix('\'').and_then(|text| text.strip_suffix('\'')) {
        Some(inner) => inner.replace("''", "'"),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_lists_quotes_and_folded_text_are_read() {
        let told = |text: &str| facts(text).into_iter().map(|f| format!("{}={}", f.key, f.values.join("|"))).collect::<Vec<_>>();
        assert_eq!(
            told(
                "title: \"a: \\\"b\\\"\"\n# no\nurl: https://x.example/a:b\ntags:\n- one\n- 'it''s'\nauthors:\n   - joe\nsum: >\n  a\n  b\nempty:\nlist: [x, \"y\"]\n"
            ),
            ["title=a: \"b\"", "url=https://x.example/a:b", "tags=one|it's", "authors=joe", "sum=a b", "empty=", "list=x|y"]
        );
        assert_eq!(told("no key here\n- x"), ["=no key here|x"]);
        assert!(facts("").is_empty());
    }
}
