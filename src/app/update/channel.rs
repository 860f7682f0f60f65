//! Commands that updates are sent through, as a person has set them: `[channels.mail]` in `config.toml`.

/// How long such a command may take unless its settings say otherwise, in milliseconds.
const USUAL: u64 = 20_000;
/// Longest time that can be set.
const LONGEST: u64 = 10 * 60_000;

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
            match (key.as_str(), value) {
                ("command", toml::Value::Array(words)) => {
                    let words: Option<Vec<String>> = words.into_iter().map(|word| word.as_str().map(str::to_owned)).collect();
                    channel.command = words.ok_or("command is a list of texts, [\"sendmail\", \"-t\"]")?;
                }
                ("command", _) => return Err("command is a list of texts, [\"sendmail\", \"-t\"]; no shell reads it".into()),
                ("timeout", toml::Value::String(text)) => {
                    channel.timeout = length(&text).ok_or("timeout is a length of time from 1s to 10m, such as \"20s\"")?;
                }
                ("timeout", _) => return Err("timeout is a text, such as \"20s\"".into()),
                _ => return Err(format!("there is no setting '{key}' of a channel")),
            }
        }
        match channel.command.first().is_none_or(|program| program.trim().is_empty()) {
            true => Err("it has no command".into()),
            false => Ok(channel),
        }
    }
}

/// Reads `20s` or `2m`.
fn length(text: &str) -> Option<u64> {
    let text = text.trim();
    let (digits, unit) = text.strip_suffix('s').map(|digits| (digits, 1_000)).or_else(|| Some((text.strip_suffix('m')?, 60_000)))?;
    let length = digits.trim().parse::<u64>().ok()?.checked_mul(unit)?;
    (1_000..=LONGEST).contains(&length).then_some(length)
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
