//! What must hold of every text that is printed, said a second time and apart from the printers.

/// Panics unless nothing in a text can steer a terminal, hide itself or turn the direction; line feeds and tabs only where `lines`.
pub fn tame(out: &str, lines: bool) {
    for c in out.chars() {
        let laid_out = lines && matches!(c, '\n' | '\t');
        assert!(laid_out || !c.is_control(), "U+{:04X} in {out:?}", u32::from(c));
        assert!(!unseen(c), "U+{:04X} in {out:?}", u32::from(c));
    }
}

/// Says whether a character turns the direction or has no form; what joins emoji and letters is judged by the printers' own tests.
fn unseen(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}'
    ) || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{e0000}'..='\u{e007f}' | '\u{fdd0}'..='\u{fdef}')
}

/// Gives a text without its blanks: what two readers of Markdown must agree about.
pub fn unspaced(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}
