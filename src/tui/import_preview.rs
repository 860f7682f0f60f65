//! What a mapping would come to, in few lines: counts, the first cases, the first refusals, what to look at.

use super::import_report::refusal;
use super::theme::Role;
use crate::app::import::sketch::landing;
use crate::app::import::{Incoming, Options, Rules, Sketch};
use crate::model::Zone;

/// Cases, refusals and warnings that are shown.
const SHOWN: usize = 3;

/// Holds what is shown of a mapping's outcome.
pub struct Preview {
    /// What comes of it in one line.
    pub counts: String,
    /// Whether something is missing.
    pub fails: bool,
    cases: Vec<(String, String)>,
    refused: Vec<String>,
    warnings: Vec<String>,
}

impl Preview {
    /// Reads the table by the mapping as it is.
    pub fn of(sketch: &Sketch, rules: &Rules, options: &Options) -> Self {
        match sketch.preview(&rules.words, options) {
            Ok(incoming) => Self::told(&incoming, options.zone),
            Err(why) => Self { counts: why, fails: true, cases: Vec::new(), refused: Vec::new(), warnings: Vec::new() },
        }
    }

    fn told(incoming: &Incoming, zone: Zone) -> Self {
        let mut counts = format!("{} lines: {} cases", incoming.read, incoming.cases.len());
        for (count, what) in [(incoming.folded, "folded"), (incoming.refused.len(), "not taken")] {
            if count > 0 {
                counts.push_str(&format!(", {count} {what}"));
            }
        }
        let case = |case| {
            let rows = landing(case, zone);
            let value = |key| rows.iter().find(|(name, _)| *name == key).map_or("", |(_, value)| value.as_str());
            let head = format!("{}  {}", flat(value("key")), flat(value("title")));
            let rest = rows.iter().filter(|(name, _)| !matches!(*name, "key" | "title" | "kind"));
            (head, rest.map(|(name, value)| format!("{name}: {}", flat(value))).collect::<Vec<_>>().join(" · "))
        };
        Self {
            counts,
            fails: incoming.cases.is_empty(),
            cases: incoming.cases.iter().take(SHOWN).map(case).collect(),
            refused: incoming.refused.iter().take(SHOWN).map(|refused| flat(&refusal(refused, incoming.unit))).collect(),
            warnings: incoming.warnings.iter().take(SHOWN).map(|warning| flat(warning)).collect(),
        }
    }

    /// Gives the lines that fit in so many rows: what is wrong stays, what a case holds goes first.
    pub fn lines(&self, rows: usize) -> Vec<(String, Role)> {
        let mut lines = vec![(self.counts.clone(), if self.fails { Role::Late } else { Role::Strong })];
        let wrong = self.refused.iter().map(|words| format!("not taken, {words}")).chain(self.warnings.iter().cloned());
        let wrong: Vec<(String, Role)> = wrong.map(|words| (words, Role::Soon)).collect();
        let whole = lines.len() + wrong.len() + 2 * self.cases.len() <= rows;
        for (head, rest) in &self.cases {
            lines.push((head.clone(), Role::Text));
            if whole || rows > 12 {
                lines.push((format!("  {rest}"), Role::Quiet));
            }
        }
        let spare = rows.saturating_sub(lines.len());
        let kept = lines.len().saturating_sub(wrong.len().saturating_sub(spare)).max(2.min(lines.len()));
        lines.truncate(kept);
        lines.extend(wrong);
        lines.truncate(rows);
        lines
    }
}

/// Puts a text on one line, its ends of lines as blanks.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
