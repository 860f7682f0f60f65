//! The updates of a status page's feed, which stand in one text: a line with day and time, then `State - text`.

use super::case::Mapper;
use crate::model::Moment;

/// Cuts a text into updates and hands over each with its time and the state it says.
pub fn updates(cell: &str, mapper: &Mapper<'_>, mut take: impl FnMut(Option<Moment>, &str, &str)) {
    let mut open: Option<(Option<Moment>, Vec<&str>)> = None;
    let mut finish = |open: &mut Option<(Option<Moment>, Vec<&str>)>| {
        let Some((at, lines)) = open.take() else { return };
        let text = lines.join("\n");
        let text = text.trim();
        let (state, said) = match text.strip_prefix("**").and_then(|rest| rest.split_once("**")) {
            Some((state, rest)) => (state, rest.trim_start_matches([' ', '-', ':', '–'])),
            None => ("", text),
        };
        if !said.is_empty() {
            take(at, state, said);
        }
    };
    for line in cell.lines() {
        match moment(line, mapper) {
            Some(at) => {
                finish(&mut open);
                open = Some((Some(at), Vec::new()));
            }
            None => open.get_or_insert_with(|| (None, Vec::new())).1.push(line),
        }
    }
    finish(&mut open);
}

/// Reads `Mar 3, 15:21 UTC`; the year is that of the record.
fn moment(line: &str, mapper: &Mapper<'_>) -> Option<Moment> {
    let plain: String = line.chars().filter(|c| !matches!(c, '_' | '*')).collect();
    let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    let (day, time) = plain.split_once(", ")?;
    if plain.len() > 40 || !time.contains(':') || day.split(' ').count() != 2 {
        return None;
    }
    let year = mapper.year.get()?;
    mapper.dates.read(&format!("{day}, {year} {time}")).ok().flatten()
}
