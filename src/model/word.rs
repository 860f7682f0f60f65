//! Closed sets of words: stored as a key, shown as a label, read back from either.

/// Writes one closed set of words: variants, stored keys and labels side by side, and the way between them.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $key:literal, $label:literal;)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        pub enum $name {
            $($(#[$vdoc])* #[serde(rename = $key)] $variant,)+
        }

        impl $name {
            /// All of them, in the order they are offered.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            /// Keys and labels in the order they are offered, for choices in forms and flags.
            pub const CHOICES: &'static [(&'static str, &'static str)] = &[$(($key, $label)),+];

            /// Gives the stored word.
            pub const fn key(self) -> &'static str {
                match self { $(Self::$variant => $key,)+ }
            }

            /// Gives the word for people.
            pub fn label(self) -> &'static str {
                match self { $(Self::$variant => $label,)+ }
            }

            /// Reads the stored word; exact, because it comes from the store or has been checked.
            pub fn parse(word: &str) -> Option<Self> {
                match word { $($key => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

pub(crate) use words;

/// Puts the article before a word.
pub fn with_article(word: &str) -> String {
    let article = if word.starts_with(['a', 'e', 'i', 'o']) { "an" } else { "a" };
    format!("{article} {word}")
}
