//! Says which addresses may become links.

/// Gives the address back if it is an `http`, `https` or `mailto` address that cannot break out of where it is printed.
///
/// Blanks, controls, quotes, brackets, backslashes and anything outside ASCII are refused: such a text stays text. So is an
/// address that carries a user name, which reads as another host than it leads to.
pub fn link(address: &str) -> Option<&str> {
    let (scheme, rest) = address.split_once(':')?;
    let safe = |b: u8| {
        b.is_ascii_graphic()
            && !matches!(b, b'<' | b'>' | b'"' | b'\'' | b'`' | b'\\' | b'|' | b'(' | b')' | b'[' | b']' | b'{' | b'}' | b'^')
    };
    if rest.is_empty() || address.len() > 2_000 || !rest.bytes().all(safe) {
        return None;
    }
    match scheme.to_ascii_lowercase().as_str() {
        "http" | "https" => {
            let host = rest.strip_prefix("//")?.split(['/', '?', '#']).next()?;
            (!host.is_empty() && !host.contains('@')).then_some(address)
        }
        "mailto" => rest.contains('@').then_some(address),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_and_mail_addresses_become_links() {
        for good in ["https://status.example/incidents/7?x=1#y", "HTTP://example.net", "mailto:ana@example.net"] {
            assert_eq!(link(good), Some(good));
        }
        for bad in [
            "javascript:alert(1)",
            "data:text/html,x",
            "file:///etc/passwd",
            "https://",
            "https://bank.example@evil.example/",
            "https://a b",
            "https://a)b",
            "https://a\nb",
            "//x",
            "x",
            "https://\u{430}.example",
        ] {
            assert_eq!(link(bad), None, "{bad}");
        }
    }
}
