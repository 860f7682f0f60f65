//! The words of other systems and other languages, turned into ours.
//!
//! Every table is plain data: a word is added by writing it into its line. What is not in a table is not guessed.

use crate::model::case::{IssuePriority, IssueType, Level, LinkKind, Priority};

/// Words that mean that nothing was filled in.
const MISSING: &[&str] =
    &["", "?", "-", "--", "\"\"", "null", "nil", "n/a", "#n/a", "nan", "tbd", "unknown", "(empty)", "undefined", "0 segundo"];

/// Priorities from the worst on; a digit counts as well.
const RANKS: [&str; 5] = [
    "critical crítica crítico critica critico kritisch kritiek krytyczny krytyczna krytyczne critique highest urgent emergency dringend urgente \
     blocker höchste höchster hoogste más_alta muito_alta mais_alta najwyższy la_más_alta showstopper very_high sehr_hoch extensive",
    "high alta alto hoch hoog wysoki wysoka élevé élevée haute major erheblich grave significant",
    "medium moderate normal media medio média médio mittel normaal gemiddeld średni średnia moyen moyenne limited moderada moderado",
    "low baja bajo baixa baixo niedrig laag niski niska faible minor gering menor localized",
    "planning lowest trivial niedrigste más_baja mais_baixa muito_baixa laagste najniższy very_low sehr_niedrig none informational cosmetic",
];

/// How far a record is, before it is known whether it is an incident or an issue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Nobody has begun.
    New,
    /// Somebody works on it, or it waits for something.
    Working,
    /// The cause is gone, the record is not finished.
    Resolved,
    /// Finished.
    Closed,
}

const STAGES: &[(Stage, &str)] = &[
    (
        Stage::New,
        "new|open|to do|todo|backlog|draft|selected for development|ready|ready for development|reported|triage|reopened|\
         unassigned|assigned|waiting for support|nuevo|nueva|abierto|abierta|por hacer|tareas por hacer|neu|offen|zu erledigen|\
         nieuw|nog doen|te doen|novo|nova|aberto|aberta|a fazer|tarefas pendentes|pendente|nowy|nowe|otwarte|otwarty|do zrobienia|\
         nouveau|ouvert|à faire|da fare|aperto",
    ),
    (
        Stage::Working,
        "in progress|active|work in progress|indeterminate|in review|review|code review|in development|in test|testing|qa|\
         patch available|blocked|on hold|pending|waiting|waiting for customer|escalated|investigating|under investigation|\
         awaiting user info|awaiting problem|awaiting vendor|awaiting evidence|awaiting change|awaiting approval|work in process|\
         analysis|contain|eradicate|recover|en curso|en progreso|en espera|en revisión|pendiente|in arbeit|in bearbeitung|wartend|\
         wird überprüft|zurückgestellt|in behandeling|bezig|in uitvoering|wachtend|in de wacht|em andamento|em progresso|em espera|\
         em análise|w toku|w trakcie|oczekuje|wstrzymane|en cours|en attente|in corso",
    ),
    (Stage::Resolved, "resolved|fixed|resuelto|resuelta|gelöst|behoben|opgelost|resolvido|resolvida|rozwiązane|rozwiązany|résolu|risolto"),
    (
        Stage::Closed,
        "closed|done|complete|completed|cancelled|canceled|closed complete|closed incomplete|closed skipped|rejected|declined|\
         won't do|won't fix|duplicate|abandoned|released|verified|finished|cerrado|cerrada|hecho|listo|lista|finalizado|finalizada|\
         completado|completada|cancelado|cancelada|geschlossen|fertig|erledigt|abgeschlossen|abgebrochen|gesloten|gereed|klaar|\
         voltooid|geannuleerd|fechado|fechada|concluído|concluída|concluido|itens concluídos|feito|zamknięte|zamknięty|gotowe|\
         zrobione|anulowane|fermé|clos|terminé|terminée|annulé|chiuso|completato|fatto",
    ),
];

/// Types of issues that enter the lanes, with our type for each.
const LANE_TYPES: &[(IssueType, &str)] = &[
    (IssueType::OffSpecification, "bug|error|fehler|fout|błąd|defect|defecto|erro|bogue|bogue logiciel"),
    (
        IssueType::Problem,
        "incident|incidente|incidencia|störung|vorfall|storing|incydent|problem|problema|probleem|problème|risk|riesgo|risiko|\
         risico|risco|ryzyko|risque|rischio|impediment|impedimento|hindernis|belemmering|przeszkoda|obstacle|empêchement",
    ),
];

/// Types of issues that ask for something else than what is there.
const CHANGE_TYPES: &str = "story|new feature|improvement|change|change request|request for change|feature|enhancement|wish|historia|\
    mejora|verbesserung|änderung|neue funktion|verbetering|wijziging|nieuwe functie|história|melhoria|mudança|\
    cambio|ulepszenie|zmiana|historyjka|amélioration";

/// Trims a cell and drops words that mean nothing was filled in.
pub fn clean(text: &str) -> Option<&str> {
    let text = text.trim();
    let missing = text.len() <= 12 && MISSING.iter().any(|word| text.eq_ignore_ascii_case(word));
    (!missing).then_some(text)
}

/// Ranks a priority, impact, urgency or severity from 1 (worst) to 5; words that are not known have none.
pub fn rank(text: &str) -> Option<usize> {
    let text = clean(text)?.to_lowercase();
    if let Some(rank) = digit(&text) {
        return Some(rank);
    }
    let known = |name: &str| RANKS.iter().position(|line| line.split_whitespace().any(|word| word == name)).map(|at| at + 1);
    known(&text.replace(' ', "_")).or_else(|| known(text.split([' ', '/', '-', '(']).next().unwrap_or_default().trim()))
}

/// Reads `1`, `1 - Critical`, `P1`, `SEV-1`, `S3-Medium`, `Priority 2`; 0 is as bad as 1.
fn digit(text: &str) -> Option<usize> {
    let rest = ["priority", "prio", "severity", "sev", "p", "s"].iter().find_map(|word| text.strip_prefix(word)).unwrap_or(text);
    let rest = rest.trim_start_matches([' ', '-', ':', '_']);
    let mut letters = rest.chars();
    let digit = usize::try_from(letters.next()?.to_digit(10)?).ok()?;
    let alone = letters.next().is_none_or(|next| !next.is_alphanumeric() && !matches!(next, '.' | ','));
    (alone && digit <= 5).then_some(digit.max(1))
}

/// Turns a word into the priority of an incident; a fifth level becomes the fourth.
pub fn priority(text: &str) -> Option<Priority> {
    Some(match rank(text)? {
        1 => Priority::P1,
        2 => Priority::P2,
        3 => Priority::P3,
        _ => Priority::P4,
    })
}

/// Turns a word into the priority of an issue.
///
/// `classic` is the old scale of trackers (blocker, critical, major, minor, trivial), where "critical" is only the second.
pub fn issue_priority(text: &str, classic: bool) -> Option<IssuePriority> {
    let word = clean(text)?.to_lowercase();
    let rank = match word.as_str() {
        "critical" if classic => 2,
        "major" if classic => 3,
        _ => rank(&word)?,
    };
    IssuePriority::ALL.get(rank - 1).copied()
}

/// Turns an impact or urgency into one of three levels; numbers count from 1 (high) to 3 (low).
pub fn level(text: &str) -> Option<Level> {
    let numbered = digit(&clean(text)?.to_lowercase()).is_some();
    Some(match (rank(text)?, numbered) {
        (1, _) | (2, false) => Level::High,
        (2, true) | (3, false) => Level::Medium,
        _ => Level::Low,
    })
}

/// Tells how far a record is from the word for its state.
pub fn stage(text: &str) -> Option<Stage> {
    let word = clean(text)?.to_lowercase();
    STAGES.iter().find(|(_, words)| stands_in(words, &word)).map(|(stage, _)| *stage)
}

/// Says whether issues of this type enter the lanes.
pub fn enters_lanes(kind: &str) -> bool {
    lane_type(&bare_type(kind)).is_some()
}

/// Turns an issue type into one of ours, where it clearly is one.
pub fn issue_type(kind: &str) -> Option<IssueType> {
    let word = bare_type(kind);
    lane_type(&word).or_else(|| stands_in(CHANGE_TYPES, &word).then_some(IssueType::RequestForChange))
}

fn lane_type(word: &str) -> Option<IssueType> {
    LANE_TYPES.iter().find(|(_, words)| stands_in(words, word)).map(|(kind, _)| *kind)
}

/// Says whether a word stands in a table line.
fn stands_in(line: &str, word: &str) -> bool {
    line.split('|').any(|known| known == word)
}

/// Lowers a type and drops the mark that service desks put in front of their own types.
fn bare_type(kind: &str) -> String {
    let word = kind.trim().to_lowercase();
    word.strip_prefix("[system] ").map_or(word.clone(), str::to_owned)
}

/// Turns the name of a link, read from the first to the second, into ours; true where ours reads the other way round.
pub fn link(name: &str) -> (LinkKind, bool) {
    let word = name.trim().to_lowercase();
    let has = |stems: &[&str]| stems.iter().any(|stem| word.contains(stem));
    if has(&["block", "bloq", "blokk"]) {
        (LinkKind::Blocks, false)
    } else if has(&["duplic", "dupli"]) {
        (LinkKind::Duplicates, false)
    } else if has(&["cause", "causa", "problem/incident", "verurs", "veroorz"]) {
        (LinkKind::CausedBy, true)
    } else {
        (LinkKind::Relates, false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn priorities_of_many_systems_and_languages_become_ours() {
        for (text, want) in [
            ("1 - Critical", Priority::P1),
            ("P1", Priority::P1),
            ("SEV-0", Priority::P1),
            ("Kritisch", Priority::P1),
            ("Highest", Priority::P1),
            ("2 - Hoch", Priority::P2),
            ("Alta", Priority::P2),
            ("S3-Medium", Priority::P3),
            ("Média", Priority::P3),
            ("4", Priority::P4),
            ("5 - Planning", Priority::P4),
            ("P5", Priority::P4),
        ] {
            assert_eq!(priority(text), Some(want), "{text}");
        }
        for text in ["", "?", "banana", "12", "6", "P", "1.5"] {
            assert_eq!(priority(text), None, "{text}");
        }
    }

    #[test]
    fn the_old_scale_of_trackers_keeps_its_five_steps() {
        let steps = ["Blocker", "Critical", "Major", "Minor", "Trivial"].map(|word| issue_priority(word, true).unwrap());
        assert_eq!(steps.as_slice(), IssuePriority::ALL);
        assert_eq!(issue_priority("Critical", false), Some(IssuePriority::VeryHigh));
    }

    #[test]
    fn impact_and_urgency_have_three_levels_in_numbers_and_words() {
        for (text, want) in [
            ("1 - High", Level::High),
            ("2 - Medium", Level::Medium),
            ("3 - Low", Level::Low),
            ("3", Level::Low),
            ("Extensive / Widespread", Level::High),
            ("Critical", Level::High),
            ("Moderate / Limited", Level::Medium),
            ("Minor / Localized", Level::Low),
        ] {
            assert_eq!(level(text), Some(want), "{text}");
        }
    }

    #[test]
    fn every_word_stands_in_one_table_line_only() {
        let mut words: Vec<&str> = STAGES.iter().flat_map(|(_, words)| words.split('|')).collect();
        let count = words.len();
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), count);
        assert_eq!(stage("Listo"), Some(Stage::Closed));
        assert_eq!(stage(" Awaiting Problem "), Some(Stage::Working));
    }

    #[test]
    fn only_trouble_enters_the_lanes() {
        for kind in ["Bug", "Incident", "[System] Incident", "Incidencia", "Störung", "Risiko", "Problème", "Impedimento", "błąd"] {
            assert!(enters_lanes(kind), "{kind}");
        }
        for kind in ["Story", "Task", "Epic", "Sub-task", "Service Request", ""] {
            assert!(!enters_lanes(kind), "{kind}");
        }
        assert_eq!(issue_type("Change Request"), Some(IssueType::RequestForChange));
        assert_eq!(issue_type("Task"), None);
    }
}
