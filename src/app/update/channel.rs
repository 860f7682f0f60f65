//! Commands that updates are sent through, as a person has set them: `[channels.mail]` in `config.toml`.

use crate::app::outside::{self, Errand};

/// How long such a command may take unless its settings say otherwise, in milliseconds.
const USUAL: u64 = 20_000;

/// Holds one channel with its command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Channel {
    /// Its name, as audiences have it.
    pub name: String,
    /// The program and its arguments; nothing is ever added to them.
    pub command: Vec<String>,
    /// How long it may take, in milliseconds.
    pub timeout: u64,
}

impl Channel {
    /// Reads one table of the settings.
    ///
    /// # Errors
    /// Says what is wrong with it.
    pub fn read(name: &str, value: toml::Value) -> Result<Self, String> {
        let toml::Value::Table(table) = value else { return Err("it is a table with a command".into()) };
        let mut channel = Self { name: name.trim().to_owned(), command: Vec::new(), timeout: USUAL };
        for (key, value) in table {
            match key.as_str() {
                "command" => channel.command = outside::command(value, "[\"sendmail\", \"-t\"]")?,
                "timeout" => channel.timeout = outside::timeout(&value)?,
                _ => return Err(format!("there is no setting '{key}' of a channel")),
            }
        }
        if channel.command.is_empty() { Err("it has no command".into()) } else { Ok(channel) }
    }

    /// Gives its command as it is to be run.
    pub(super) fn errand(&self) -> Errand {
        Errand { what: format!("channel {}", self.name), command: self.command.clone(), timeout: self.timeout, variables: Vec::new() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Channel, String> {
        Channel::read("mail", toml::Value::Table(toml::from_str(text).unwrap()))
    }

    #[test]
    fn a_channel_is_a_list_of_words_and_a_time() {
        let channel = read("command = [\"sendmail\", \"-t\"]\ntimeout = \"2m\"").unwrap();
        assert_eq!((channel.command.len(), channel.timeout), (2, 120_000));
        assert_eq!(read("command = [\"a\"]").unwrap().timeout, 20_000);
    }

    #[test]
    fn what_is_not_understood_is_said() {
        for (text, word) in [
            ("command = \"sendmail -t\"", "no shell"),
            ("command = []", "no command"),
            ("timeout = \"20s\"", "no command"),
            ("command = [\"a\"]\ntimeout = \"20\"", "length of time"),
            ("command = [\"a\"]\ntimeout = \"0s\"", "length of time"),
            ("command = [\"a\"]\nshell = true", "no setting 'shell'"),
            ("command = [1]", "list of texts"),
        ] {
            assert!(read(text).unwrap_err().contains(word), "{text}");
        }
    }
}
