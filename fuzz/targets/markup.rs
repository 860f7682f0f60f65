//! Text to everything that turns markup into Markdown.

use warroom::app::import::profile::Markup;
use warroom::app::import::text::{adf, literal, markdown, one_line};

/// Feeds one input.
pub fn feed(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let both = [Markup::Html, Markup::Wiki];
    let _ = markdown(text, &both[..1]);
    let _ = markdown(text, &both[1..]);
    let _ = markdown(text, &both);
    assert!(
        !one_line(text, &both, ", ").is_empty() || !text.chars().any(char::is_alphanumeric) || text.contains('<') || text.contains('&')
    );
    if let Some(value) = literal::parse(text) {
        let _ = adf::markdown(&value);
    }
    if let Ok(value) = serde_json::from_str(text) {
        let _ = adf::markdown(&value);
    }
}
