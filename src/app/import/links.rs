//! Links between records: by columns, by lists, and by numbers of other systems that a text mentions.

use std::collections::HashMap;

use super::case::Mapper;
use super::plan::{all, first};
use super::profile::Target;
use super::record::Record;
use super::words::clean;
use super::{Incoming, IncomingCase};
use crate::model::case::LinkKind;

/// Longest key that a text mentions.
const LONGEST: usize = 40;

/// Reads the links of one record.
pub fn read(mapper: &Mapper<'_>, record: Record<'_>, case: &mut IncomingCase) {
    let push = |case: &mut IncomingCase, kind: LinkKind, other: &str, outward: bool| {
        let side = if outward { &mut case.links } else { &mut case.links_from };
        let link = (kind, other.trim().to_owned());
        if !link.1.is_empty() && link.1 != case.key && !side.contains(&link) {
            side.push(link);
        }
    };
    if let Record::Row(row) = record {
        for (name, outward, column) in &mapper.plan.link_columns {
            let Some(cell) = clean(row.cell(*column)) else { continue };
            let (kind, turned) = mapper.words.link(name);
            cell.split([',', ';']).for_each(|other| push(case, kind, other, *outward != turned));
        }
    }
    for list in &mapper.plan.link_lists {
        for item in record.items(&list.list) {
            let item = Record::Json(item);
            let name = first(&list.name, item, "").unwrap_or_default();
            let (kind, turned) = mapper.words.link(&name);
            all(&list.to, item, "").iter().for_each(|other| push(case, kind, other, !turned));
            all(&list.of, item, "").iter().for_each(|other| push(case, kind, other, turned));
        }
    }
    for (target, kind) in [
        (Target::Blocks, LinkKind::Blocks),
        (Target::Duplicates, LinkKind::Duplicates),
        (Target::CausedBy, LinkKind::CausedBy),
        (Target::Parent, LinkKind::Relates),
        (Target::Relates, LinkKind::Relates),
    ] {
        for value in mapper.all(record, target) {
            for other in value.split([',', ';', '\n']) {
                let known =
                    kind == LinkKind::Relates && case.links.iter().any(|(known, key)| *known != LinkKind::Blocks && key == other.trim());
                if !known {
                    push(case, kind, other, true);
                }
            }
        }
    }
    case.mentions = mentioned(case.title.raw());
    for value in mapper.all(record, Target::Mentions) {
        let named = mentioned(&value);
        let several = value.split([',', ';', ' ', '\n']).filter_map(clean).map(str::to_owned);
        case.mentions.extend(if named.is_empty() { several.collect() } else { named });
    }
    case.mentions.retain(|other| *other != case.key && other.len() <= LONGEST);
    case.mentions.dedup();
    case.mentions.truncate(20);
}

/// Finds keys of other systems in a text: `INC0012345`, `PRB0001`, `OPS-12`.
pub fn mentioned(text: &str) -> Vec<String> {
    let number = |word: &&str| {
        let letters = word.bytes().take_while(u8::is_ascii_uppercase).count();
        let (head, digits) = word.split_at(letters);
        let (dashed, digits) = digits.strip_prefix('-').map_or((false, digits), |rest| (true, rest));
        let long = if dashed { letters >= 2 && (1..=7).contains(&digits.len()) } else { letters >= 2 && (5..=12).contains(&digits.len()) };
        // What is written like a key and is none: standards, encodings, places.
        let other = ["UTF", "ISO", "RFC", "CVE", "HTTP", "SHA", "AES", "TLS", "COVID", "SEV", "P"].contains(&head);
        long && !other && digits.bytes().all(|b| b.is_ascii_digit())
    };
    text.split(|c: char| !(c.is_alphanumeric() || c == '-')).filter(number).map(str::to_owned).collect()
}

/// Turns other ids into keys where the file knows them, and drops doubles and links to itself.
pub fn resolve(incoming: &mut Incoming, keys: &HashMap<String, String>) {
    for case in &mut incoming.cases {
        for links in [&mut case.links, &mut case.links_from] {
            let mut kept: Vec<(LinkKind, String)> = Vec::with_capacity(links.len());
            for (kind, other) in links.drain(..) {
                let other = keys.get(&other).cloned().unwrap_or(other);
                if other != case.key && !kept.iter().any(|(k, o)| *k == kind && *o == other) {
                    kept.push((kind, other));
                }
            }
            *links = kept;
        }
    }
}
