//! Timelines as others write them: tables, lists, paragraphs that begin with a time, headings that are one.

use super::names::{List, meaning};
use super::placing::{Placing, behind, plain};
use super::stamp::{leading, stamp_in};
use crate::document::outline::{Item, Piece, Table, What, Words};

/// Section for what is told in a timeline without a time before it.
const WITHOUT_TIME: &str = "response";

/// Reads one piece of a timeline; `open` says whether a line is there that it may go on with.
pub fn read(placing: &mut Placing<'_>, piece: &Piece, open: &mut bool) {
    match &piece.what {
        What::Text(words) => paragraph(placing, words, open),
        What::List(items) => items.iter().for_each(|item| line(placing, item, open)),
        What::Table(table) if is_one(table) => {
            rows(placing, table);
            *open = false;
        }
        What::Rule | What::Front(_) => {}
        What::Html(_) => placing.keep(piece.source.clone()),
        _ if *open => placing.go_on(&plain(piece, 0)),
        _ => placing.say(WITHOUT_TIME, plain(piece, 0)),
    }
}

/// Reads a heading inside a timeline: a time, or words that go on.
pub fn heading(placing: &mut Placing<'_>, text: &str, open: &mut bool) {
    match leading(text) {
        Some(stamp) if stamp.clock.is_some() || !text.get(stamp.length..).unwrap_or_default().trim().is_empty() => {
            let (moment, rest) = placing.stamped(&stamp, text);
            let before = placing.lines.len();
            // The text of a bare time follows below it.
            let words = if rest.trim().is_empty() { "\u{2026}" } else { rest.trim() };
            placing.log(moment, None, words, None);
            *open = placing.lines.len() > before;
        }
        Some(stamp) => {
            placing.days.moment_of(&stamp);
            *open = false;
        }
        None => {
            placing.days.hear(text);
            placing.say(WITHOUT_TIME, text);
            *open = false;
        }
    }
}

/// Says whether a list is a timeline by itself: two items or more, and a time of day before each.
pub fn is_list(items: &[Item]) -> bool {
    let timed = |item: &Item| leading(&item.words.flowing()).is_some_and(|stamp| stamp.clock.is_some());
    items.len() > 1 && items.iter().all(timed)
}

/// Says whether a table is a timeline by itself: a column of times, and a time or a day in it.
pub fn is_one(table: &Table) -> bool {
    let timed = table.columns.iter().any(|column| meaning(List::Column, &column.flowing()) == Some("time"));
    timed && !table.columns.iter().any(|column| meaning(List::Column, &column.flowing()) == Some("action"))
}

fn paragraph(placing: &mut Placing<'_>, words: &Words, open: &mut bool) {
    for text in words.lines.iter().flat_map(|line| line.split('\n')) {
        let text = text.trim();
        match leading(text) {
            Some(stamp) if stamp.clock.is_some() || text.len() > stamp.length => {
                let (moment, rest) = placing.stamped(&stamp, text);
                placing.log(moment, None, &rest, words.label.as_deref());
                *open = true;
            }
            Some(stamp) => {
                placing.days.moment_of(&stamp);
                *open = false;
            }
            None if *open && !text.is_empty() => join(placing, text),
            None => {
                placing.days.hear(text);
                placing.say(WITHOUT_TIME, text);
            }
        }
    }
}

/// Adds a wrapped line; the dots that stand for a bare time give way to it.
fn join(placing: &mut Placing<'_>, text: &str) {
    match placing.lines.last_mut() {
        Some(line) if line.text.raw() == "\u{2026}" => line.text = text.into(),
        Some(line) => line.text = format!("{} {text}", line.text.raw()).into(),
        None => {}
    }
}

fn line(placing: &mut Placing<'_>, item: &Item, open: &mut bool) {
    let text = item.words.flowing();
    let Some(stamp) = leading(&text) else {
        if text.trim().is_empty() && item.below.is_empty() {
            return;
        }
        let told = plain(&Piece { line: item.line, source: 0..0, what: What::List(vec![item.clone()]) }, 0);
        if *open {
            match placing.lines.last_mut() {
                Some(line) if line.text.raw() == "\u{2026}" => line.text = told.into(),
                _ => placing.go_on(&told),
            }
        } else {
            placing.days.hear(&text);
            placing.say(WITHOUT_TIME, told);
        }
        return;
    };
    let (moment, rest) = placing.stamped(&stamp, &text);
    let label = item.words.label.as_deref().filter(|label| leading(label).is_none());
    let before = placing.lines.len();
    placing.log(moment, None, &rest, label);
    *open = placing.lines.len() > before;
    for piece in &item.below {
        match &piece.what {
            What::List(items) if is_list(items) || (!*open && !items.is_empty()) => items.iter().for_each(|item| line(placing, item, open)),
            _ if *open => placing.go_on(&plain(piece, 0)),
            _ => placing.say(WITHOUT_TIME, plain(piece, 0)),
        }
    }
}

fn rows(placing: &mut Placing<'_>, table: &Table) {
    let heads: Vec<String> = table.columns.iter().map(Words::flowing).collect();
    let kinds: Vec<Option<&str>> = heads.iter().map(|head| meaning(List::Column, head)).collect();
    for head in heads.iter().zip(&kinds).filter(|(_, kind)| **kind == Some("time")).map(|(head, _)| head) {
        placing.days.hear(head);
        placing.days.hear_year(head);
    }
    for (_, cells) in &table.rows {
        let of = |wanted: &'static str| cells.iter().zip(&kinds).filter(move |(_, kind)| **kind == Some(wanted)).map(|(cell, _)| cell);
        let at: String = of("time").map(Words::flowing).collect::<Vec<_>>().join(" ");
        let by = of("who").map(Words::flowing).collect::<Vec<_>>().join(", ");
        let rest = cells.iter().zip(&kinds).filter(|(_, kind)| !matches!(kind, Some("time" | "who")));
        let told: Vec<String> = rest.clone().map(|(cell, _)| cell.flowing()).filter(|text| !text.trim().is_empty()).collect();
        let label = rest.filter_map(|(cell, _)| cell.label.clone()).next();
        match leading(&at) {
            Some(stamp) => {
                let moment = placing.days.moment_of(&stamp);
                let told = told.join(" | ");
                let told = if moment.is_known() { told } else { format!("{} {told}", at.trim()) };
                placing.log(moment, Some(by), &told, label.as_deref());
            }
            None if told.is_empty() && at.trim().is_empty() => {}
            None => {
                placing.log(crate::model::Moment::unknown(), Some(by), &format!("{} {}", at.trim(), told.join(" | ")), label.as_deref());
            }
        }
    }
}

/// Reads moments with a name: "First detected 2021-07-12 15:44". What is none is kept.
pub fn key_times(placing: &mut Placing<'_>, piece: &Piece) {
    match &piece.what {
        What::List(items) => items.iter().for_each(|item| {
            if !key_time(placing, &item.words) && !item.words.is_blank() {
                placing.say("key-times", item.words.flowing());
            }
            item.below.iter().for_each(|below| key_times(placing, below));
        }),
        What::Text(words) => {
            if !key_time(placing, words) {
                placing.say("key-times", words.flowing());
            }
        }
        What::Rule | What::Front(_) => {}
        _ => placing.keep(piece.source.clone()),
    }
}

fn key_time(placing: &mut Placing<'_>, words: &Words) -> bool {
    let text = words.flowing();
    let found = stamp_in(&text).or_else(|| leading(&text).map(|stamp| (0, stamp)));
    let Some((from, stamp)) = found else { return false };
    let name = text.get(..from).unwrap_or_default().trim().trim_end_matches([':', '-', '–']).trim();
    let moment = placing.days.moment_of(&stamp);
    let rest = text.get(from + stamp.length..).unwrap_or_default().trim();
    let label = words.label.as_deref().map_or(name, |label| if behind(label, name).is_empty() { label } else { name });
    let told = [name, rest].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    placing.log(moment, None, &told, Some(label));
    moment.is_known()
}
