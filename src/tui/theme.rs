//! Roles to styles. Letters come first and colours second: without any colour every screen says the same.
//!
//! The terminal's own background is kept. Must not know screens; they name a role, never a colour.

use ratatui::style::{Color, Modifier, Style};
use ratatui::symbols::border;

/// Names what a piece of text is, for its style.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// Ordinary text.
    Text,
    /// What may be read later: times, authors, units.
    Quiet,
    /// A heading or the subject.
    Strong,
    /// The tab or the pane one is on.
    Here,
    /// The selected row of the pane one is on.
    Selected,
    /// The selected row of another pane.
    SelectedElsewhere,
    /// What the selected record hits, in the other lane.
    Linked,
    /// As agreed.
    Good,
    /// Soon due.
    Soon,
    /// Late, broken, refused.
    Late,
    /// A border.
    Border,
    /// The border of the pane one is on.
    BorderHere,
    /// A key in a hint.
    Key,
    /// The text field with the caret.
    Field,
    /// What the program says.
    Message,
    /// A word that was searched for.
    Found,
}

/// Glyphs for borders and marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Glyphs {
    /// Rounded lines and middle dots.
    Unicode,
    /// Only what every terminal has.
    Ascii,
}

/// Holds the styles and glyphs of this run.
#[derive(Clone, Debug)]
pub struct Theme {
    styles: &'static [(Role, Style)],
    /// Which glyphs may be drawn.
    pub glyphs: Glyphs,
}

const fn fore(color: Color) -> Style {
    Style::new().fg(color)
}

static DARK: &[(Role, Style)] = &[
    (Role::Quiet, Style::new().add_modifier(Modifier::DIM)),
    (Role::Strong, Style::new().add_modifier(Modifier::BOLD)),
    (Role::Here, fore(Color::Cyan).add_modifier(Modifier::BOLD)),
    (Role::Selected, Style::new().add_modifier(Modifier::REVERSED)),
    (Role::Linked, fore(Color::Yellow)),
    (Role::Good, fore(Color::Green)),
    (Role::Soon, fore(Color::Yellow)),
    (Role::Late, fore(Color::LightRed)),
    (Role::Border, Style::new().add_modifier(Modifier::DIM)),
    (Role::BorderHere, fore(Color::Cyan)),
    (Role::Key, fore(Color::Cyan)),
    (Role::Field, Style::new().add_modifier(Modifier::UNDERLINED)),
    (Role::Message, Style::new().add_modifier(Modifier::BOLD)),
    (Role::Found, fore(Color::Yellow).add_modifier(Modifier::BOLD).add_modifier(Modifier::UNDERLINED)),
];

static NONE: &[(Role, Style)] = &[
    (Role::Strong, Style::new().add_modifier(Modifier::BOLD)),
    (Role::Here, Style::new().add_modifier(Modifier::BOLD)),
    (Role::Selected, Style::new().add_modifier(Modifier::REVERSED)),
    (Role::Late, Style::new().add_modifier(Modifier::BOLD)),
    (Role::BorderHere, Style::new().add_modifier(Modifier::BOLD)),
    (Role::Key, Style::new().add_modifier(Modifier::BOLD)),
    (Role::Field, Style::new().add_modifier(Modifier::UNDERLINED)),
    (Role::Message, Style::new().add_modifier(Modifier::BOLD)),
    (Role::Found, Style::new().add_modifier(Modifier::BOLD).add_modifier(Modifier::UNDERLINED)),
];

impl Theme {
    /// The colours for a dark background, which also read on a light one.
    pub fn dark(glyphs: Glyphs) -> Self {
        Self { styles: DARK, glyphs }
    }

    /// No colour at all.
    pub fn colourless(glyphs: Glyphs) -> Self {
        Self { styles: NONE, glyphs }
    }

    /// Chooses by the environment: `NO_COLOR`, the terminal's name, the locale.
    pub fn of_environment(variable: impl Fn(&str) -> Option<String>) -> Self {
        let set = |name: &str| variable(name).filter(|value| !value.is_empty());
        let locale = set("LC_ALL").or_else(|| set("LC_CTYPE")).or_else(|| set("LANG")).unwrap_or_default().to_ascii_lowercase();
        let legacy = ["gb", "big5", "euc", "sjis", "shift_jis"];
        let wide = locale.split_once('.').is_some_and(|(_, set)| legacy.iter().any(|name| set.starts_with(name)));
        let glyphs = if set("TERM").as_deref() == Some("linux") || wide { Glyphs::Ascii } else { Glyphs::Unicode };
        if set("NO_COLOR").is_some() { Self::colourless(glyphs) } else { Self::dark(glyphs) }
    }

    /// Gives the style of a role; a role without a row is plain.
    pub fn style(&self, role: Role) -> Style {
        self.styles.iter().find(|(named, _)| *named == role).map_or(Style::new(), |(_, style)| *style)
    }

    /// Gives the lines that borders are drawn with.
    pub fn border(&self) -> border::Set<'static> {
        match self.glyphs {
            Glyphs::Unicode => border::ROUNDED,
            Glyphs::Ascii => border::Set {
                top_left: "+",
                top_right: "+",
                bottom_left: "+",
                bottom_right: "+",
                vertical_left: "|",
                vertical_right: "|",
                horizontal_top: "-",
                horizontal_bottom: "-",
            },
        }
    }

    /// Gives the mark before what the selected record is linked to; one cell in every terminal.
    pub fn mark(&self) -> &'static str {
        match self.glyphs {
            Glyphs::Unicode => "\u{25b8}",
            Glyphs::Ascii => ">",
        }
    }

    /// Gives the mark between two things on a line.
    pub fn dot(&self) -> &'static str {
        match self.glyphs {
            Glyphs::Unicode => "·",
            Glyphs::Ascii => "-",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_color_means_no_colour_in_any_role() {
        let theme = Theme::of_environment(|name| (name == "NO_COLOR").then(|| "1".to_owned()));
        for (role, _) in DARK {
            let style = theme.style(*role);
            assert_eq!((style.fg, style.bg), (None, None), "{role:?}");
        }
    }

    #[test]
    fn no_role_touches_the_background() {
        assert!(DARK.iter().all(|(_, style)| style.bg.is_none()));
    }

    #[test]
    fn glyphs_follow_the_terminal_and_the_locale() {
        let glyphs = |pairs: &'static [(&str, &str)]| {
            Theme::of_environment(|name| pairs.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned())).glyphs
        };
        assert_eq!(glyphs(&[("TERM", "xterm"), ("LANG", "zh_CN.UTF-8")]), Glyphs::Unicode);
        assert_eq!(glyphs(&[("TERM", "linux")]), Glyphs::Ascii);
        assert_eq!(glyphs(&[("TERM", "xterm"), ("LANG", "zh_CN.GB18030")]), Glyphs::Ascii);
        assert_eq!(glyphs(&[("LANG", "ja_JP.eucJP"), ("LC_ALL", "C.UTF-8")]), Glyphs::Unicode);
    }
}
