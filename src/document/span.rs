//! Text inside a block: pieces with a style, each foreign until a printer has had it.

use crate::model::Untrusted;

use super::print::address;

/// Holds the text of a block as pieces.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inline(pub Vec<Span>);

/// One piece of text; line feeds inside are line breaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// The text as it came.
    pub text: Untrusted,
    /// How it stands out.
    pub style: Style,
    /// Where it leads; only addresses that may be links are ever held.
    pub link: Option<String>,
}

/// How a piece of text stands out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Style {
    /// Not at all.
    #[default]
    Plain,
    /// Important.
    Strong,
    /// Stressed.
    Emphasis,
    /// Less important.
    Dim,
    /// Written as a machine wrote it.
    Code,
}

impl Inline {
    /// Starts without text.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds plain text.
    #[must_use]
    pub fn plain(self, text: impl Into<Untrusted>) -> Self {
        self.styled(Style::Plain, text)
    }

    /// Adds important text.
    #[must_use]
    pub fn strong(self, text: impl Into<Untrusted>) -> Self {
        self.styled(Style::Strong, text)
    }

    /// Adds text of less importance.
    #[must_use]
    pub fn dim(self, text: impl Into<Untrusted>) -> Self {
        self.styled(Style::Dim, text)
    }

    /// Adds text in one style; an empty text adds nothing.
    #[must_use]
    pub fn styled(mut self, style: Style, text: impl Into<Untrusted>) -> Self {
        self.push(style, text.into(), None);
        self
    }

    /// Adds a link if the address may be one, and both as text otherwise.
    #[must_use]
    pub fn link(mut self, target: &str, text: impl Into<Untrusted>) -> Self {
        let text = text.into();
        match address::link(target) {
            Some(target) => self.push(Style::Plain, text, Some(target.to_owned())),
            None => self.push(Style::Plain, format!("{} ({target})", text.raw()).into(), None),
        }
        self
    }

    /// Adds a piece; neighbours alike are joined.
    pub fn push(&mut self, style: Style, text: Untrusted, link: Option<String>) {
        if text.raw().is_empty() {
            return;
        }
        match self.0.last_mut() {
            Some(last) if last.style == style && last.link == link => last.text = format!("{}{}", last.text.raw(), text.raw()).into(),
            _ => self.0.push(Span { text, style, link }),
        }
    }

    /// Says whether nothing but blanks is held.
    pub fn is_blank(&self) -> bool {
        self.0.iter().all(|span| span.text.is_blank())
    }

    /// Gives the text without styles.
    pub fn text(&self) -> Untrusted {
        self.0.iter().map(|span| span.text.raw()).collect::<String>().into()
    }
}

impl From<&str> for Inline {
    fn from(text: &str) -> Self {
        Self::new().plain(text)
    }
}

impl From<String> for Inline {
    fn from(text: String) -> Self {
        Self::new().plain(text)
    }
}

impl From<Untrusted> for Inline {
    fn from(text: Untrusted) -> Self {
        Self::new().plain(text)
    }
}

impl From<&Untrusted> for Inline {
    fn from(text: &Untrusted) -> Self {
        Self::new().plain(text.raw())
    }
}
