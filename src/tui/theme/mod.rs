//! Roles to styles. Letters come first and colours second: without any colour every screen says the same.
//!
//! The terminal's own background is kept. Must not know screens; they name a role, never a colour.

use ratatui::style::Style;

use crate::app::config::Looks;

mod file;
pub mod glyphs;
#[cfg(test)]
mod tests;

pub use glyphs::Glyphs;

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

/// Roles by their names in a theme's file, in the order of [`Role`].
const ROLES: [(&str, Role); 16] = [
    ("text", Role::Text),
    ("quiet", Role::Quiet),
    ("strong", Role::Strong),
    ("here", Role::Here),
    ("selected", Role::Selected),
    ("selected-elsewhere", Role::SelectedElsewhere),
    ("linked", Role::Linked),
    ("good", Role::Good),
    ("soon", Role::Soon),
    ("late", Role::Late),
    ("border", Role::Border),
    ("border-here", Role::BorderHere),
    ("key", Role::Key),
    ("field", Role::Field),
    ("message", Role::Message),
    ("found", Role::Found),
];

/// The themes that are built in, by the names people choose them by; the first is the usual one.
const BUILT_IN: &[(&str, &str)] = &[
    ("dark", include_str!("../../../assets/themes/dark.toml")),
    ("light", include_str!("../../../assets/themes/light.toml")),
    ("high-contrast", include_str!("../../../assets/themes/high-contrast.toml")),
    ("colour-blind", include_str!("../../../assets/themes/colour-blind.toml")),
    (NONE, include_str!("../../../assets/themes/none.toml")),
];
/// The theme without colours.
const NONE: &str = "none";

type Styles = [Style; ROLES.len()];

/// Holds the styles and glyphs of this run.
#[derive(Clone, Debug)]
pub struct Theme {
    name: String,
    styles: Styles,
    /// Which glyphs may be drawn.
    pub glyphs: Glyphs,
    /// Whether colours beyond the sixteen may be sent.
    rich: bool,
    /// Whether colours were asked away.
    colourless: bool,
}

impl Theme {
    /// Gives a built-in theme, in sixteen colours.
    pub fn named(name: &str, glyphs: Glyphs) -> Self {
        let text = BUILT_IN.iter().find(|(known, _)| *known == name).map_or("", |(_, text)| text);
        let styles = file::styles(text, Styles::default(), false).unwrap_or_default();
        Self { name: name.to_owned(), styles, glyphs, rich: false, colourless: false }
    }

    /// Chooses by what the person set and by the environment: `NO_COLOR`, `COLORTERM`, the terminal's name, the locale.
    ///
    /// Beside the theme comes what was wrong with the wishes; something is always in force.
    pub fn choose(looks: &Looks, variable: impl Fn(&str) -> Option<String>) -> (Self, Option<String>) {
        let set = |name: &str| variable(name).filter(|value| !value.is_empty());
        let glyphs = match looks.glyphs.as_deref() {
            Some("ascii") => Glyphs::Ascii,
            Some(_) => Glyphs::Unicode,
            None => glyphs::usual(&set),
        };
        let colourless = looks.colourless || set("NO_COLOR").is_some();
        let rich = set("COLORTERM").is_some_and(|says| matches!(says.as_str(), "truecolor" | "24bit"));
        let usual = BUILT_IN[0].0;
        let wanted = if colourless { NONE } else { looks.theme.as_deref().unwrap_or(usual) };
        let (base, mut note) = match BUILT_IN.iter().find(|(name, _)| *name == wanted) {
            Some((name, _)) => (*name, None),
            None if looks.own.is_some() => (usual, None),
            None => (usual, Some(format!("there is no theme '{wanted}'; there are {}; {usual} is in force", names()))),
        };
        let mut theme = Self { rich, colourless, ..Self::named(base, glyphs) };
        theme.wear(base);
        // A file of one's own is read last; while no colours are wanted it has no say.
        if let (Some(own), false) = (&looks.own, colourless) {
            match file::styles(own, theme.styles, rich) {
                Ok(styles) => (theme.name, theme.styles) = (wanted.to_owned(), styles),
                Err(why) => note = Some(format!("themes/{wanted}.toml: {why}; {base} stays in force")),
            }
        }
        (theme, note)
    }

    /// Turns to the next built-in theme and says which it is, or why there is none.
    pub fn turn(&mut self) -> String {
        if self.colourless {
            return "no colours: that was asked for at the start".to_owned();
        }
        let at = BUILT_IN.iter().position(|(name, _)| *name == self.name).map_or(0, |at| (at + 1) % BUILT_IN.len());
        self.wear(BUILT_IN[at].0);
        format!("colours: {}; theme = \"{}\" in config.toml keeps them", self.name, self.name)
    }

    fn wear(&mut self, name: &str) {
        let text = BUILT_IN.iter().find(|(known, _)| *known == name).map_or("", |(_, text)| text);
        self.styles = file::styles(text, Styles::default(), self.rich).unwrap_or_default();
        name.clone_into(&mut self.name);
    }

    /// Gives the style of a role.
    pub fn style(&self, role: Role) -> Style {
        self.styles.get(role as usize).copied().unwrap_or_default()
    }

    /// Gives the mark between two things on a line.
    pub fn dot(&self) -> &'static str {
        glyphs::DOT
    }
}

fn names() -> String {
    BUILT_IN.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
}
