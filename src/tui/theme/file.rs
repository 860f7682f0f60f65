//! A theme as a file: a role on each line, with the colour of its letters and its modifiers.
//!
//! Must not know which themes there are.

use ratatui::style::{Color, Modifier, Style};
use toml::Value;

use super::{ROLES, Styles};

/// Modifiers that a file may name. Nothing blinks.
const MODIFIERS: &[(&str, Modifier)] = &[
    ("bold", Modifier::BOLD),
    ("dim", Modifier::DIM),
    ("italic", Modifier::ITALIC),
    ("underlined", Modifier::UNDERLINED),
    ("reversed", Modifier::REVERSED),
];

/// The colours every terminal has.
const SIXTEEN: &[(&str, Color)] = &[
    ("black", Color::Black),
    ("red", Color::Red),
    ("green", Color::Green),
    ("yellow", Color::Yellow),
    ("blue", Color::Blue),
    ("magenta", Color::Magenta),
    ("cyan", Color::Cyan),
    ("gray", Color::Gray),
    ("dark-gray", Color::DarkGray),
    ("light-red", Color::LightRed),
    ("light-green", Color::LightGreen),
    ("light-yellow", Color::LightYellow),
    ("light-blue", Color::LightBlue),
    ("light-magenta", Color::LightMagenta),
    ("light-cyan", Color::LightCyan),
    ("white", Color::White),
];

/// Reads a file over the styles of another theme; `rich` says whether colours beyond the sixteen may be used.
///
/// # Errors
/// Says what is wrong and where; it may quote the file.
pub fn styles(text: &str, base: Styles, rich: bool) -> Result<Styles, String> {
    let table: toml::Table = toml::from_str(text).map_err(|e| {
        let line = e.span().map_or(1, |span| 1 + text.bytes().take(span.start).filter(|b| *b == b'\n').count());
        format!("line {line}: {}", e.message())
    })?;
    let mut styles = base;
    for (name, value) in &table {
        let Some((_, role)) = ROLES.iter().find(|(known, _)| known == name) else {
            return Err(format!("there is no role '{name}'"));
        };
        let Value::Table(parts) = value else { return Err(format!("{name} is a table, such as {{ fg = \"red\" }}")) };
        styles[*role as usize] = style(parts, rich).map_err(|why| format!("{name}: {why}"))?;
    }
    Ok(styles)
}

fn style(parts: &toml::Table, rich: bool) -> Result<Style, String> {
    if let Some(key) = parts.keys().find(|key| !["fg", "fg16", "modifiers"].contains(&key.as_str())) {
        return Err(format!("'{key}' means nothing here; there are fg, fg16 and modifiers"));
    }
    let word = |key: &str| match parts.get(key) {
        None => Ok(None),
        Some(Value::String(word)) => Ok(Some(word.as_str())),
        Some(_) => Err(format!("{key} is a text in quotes")),
    };
    let mut style = Style::new();
    style.fg = match (word("fg")?, word("fg16")?) {
        (Some(hex), basic) if hex.starts_with('#') => {
            let exact = hex.parse::<Color>().map_err(|_| format!("'{hex}' is no colour; write #rrggbb"))?;
            let basic = sixteen(basic.ok_or_else(|| format!("{hex} needs fg16, a name for terminals with sixteen colours"))?)?;
            Some(if rich { exact } else { basic })
        }
        (Some(name), _) => Some(sixteen(name)?),
        (None, Some(_)) => return Err("fg16 stands beside fg".to_owned()),
        (None, None) => None,
    };
    let modifiers = match parts.get("modifiers") {
        None => &Vec::new(),
        Some(Value::Array(names)) => names,
        Some(_) => return Err("modifiers are a list, such as [\"bold\"]".to_owned()),
    };
    for name in modifiers {
        let known = MODIFIERS.iter().find(|(known, _)| name.as_str() == Some(known));
        let Some((_, modifier)) = known else { return Err(format!("{name} is no modifier")) };
        style = style.add_modifier(*modifier);
    }
    Ok(style)
}

fn sixteen(name: &str) -> Result<Color, String> {
    let known = SIXTEEN.iter().find(|(known, _)| *known == name);
    known.map(|(_, color)| *color).ok_or_else(|| format!("there is no colour '{name}'"))
}
