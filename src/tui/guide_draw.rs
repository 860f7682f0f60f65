//! How the playbook looks: its list, one line of progress, and a step in its four parts.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::guide::Guide;
use super::parts::text::{cut, fit, paint_all, row, wide};
use super::theme::{Role, Theme};
use super::words::wrapped;
use crate::app::playbook::StepLine;
use crate::model::playbook::{StepState, headings};

/// Stretches of one row with their roles.
type Spans = Vec<(String, Role)>;

/// Lays a step out in its four parts; a line of what is to be done goes on below itself.
pub fn parts(line: &StepLine, language: &str, width: u16) -> Vec<Spans> {
    let labels = headings(language);
    let label = labels.iter().map(|label| wide(label)).max().unwrap_or(0) + 2;
    let room = usize::from(width).saturating_sub(label).max(8);
    let step = &line.step;
    let todo = step.todo.in_language(language);
    let mut done = step.done.in_language(language).to_owned();
    if !line.words.is_empty() {
        done = format!("{done} · {}", line.words);
    }
    let next = match line.again(language).filter(|_| line.state == StepState::Done) {
        Some(again) => format!("{}{}{again}", step.next.in_language(language), if language.starts_with("zh") { "；" } else { "; " }),
        None => step.next.in_language(language).to_owned(),
    };
    let trigger = [step.trigger.in_language(language).to_owned()];
    let (done, next) = ([done], [next]);
    let all: [&[String]; 4] = [&trigger, todo, &done, &next];
    let mut rows = Vec::new();
    for (at, (heading, texts)) in labels.iter().zip(all).enumerate() {
        let lines = texts.iter().flat_map(|text| wrapped(text, room));
        let role = if at == 1 { Role::Strong } else { Role::Text };
        for (index, part) in lines.enumerate() {
            rows.push(vec![(fit(if index == 0 { heading } else { "" }, label), Role::Quiet), (part, role)]);
        }
    }
    rows
}

/// Words how far the case is: "3 of 10 Impact · 1/2".
pub fn progress(guide: &Guide, language: &str) -> Spans {
    let (Some(run), Some(line)) = (guide.run(), guide.line()) else { return Vec::new() };
    let title = line.step.title.in_language(language);
    let mut spans = vec![(format!("{} of {} {title}", guide.at() + 1, run.steps.len()), Role::Strong)];
    let stands = line.stands();
    if line.state != StepState::Todo {
        spans.push((format!(" · {}", line.state.label()), Role::Text));
    }
    if !stands.is_blank() {
        spans.push((format!(" · {}", stands.raw()), Role::Text));
    }
    spans
}

/// Writes the list of steps, one row each.
pub fn list(guide: &Guide, language: &str, width: u16) -> Vec<Spans> {
    let Some(run) = guide.run() else { return Vec::new() };
    let (now, at) = (run.current(), guide.at());
    let titles = run.steps.iter().map(|line| wide(line.step.title.in_language(language))).max().unwrap_or(0);
    let one = |(index, line): (usize, &StepLine)| {
        let mark = if index == at { ">" } else { " " };
        let role = match line.state {
            _ if index == at && guide.is_here() => Role::Here,
            _ if index == now => Role::Strong,
            state if state.is_over() => Role::Quiet,
            _ => Role::Text,
        };
        let head = format!("{mark}[{}] {:>2} {} ", line.state.letter(), index + 1, fit(line.step.title.in_language(language), titles));
        let room = usize::from(width).saturating_sub(wide(&head));
        let stands = if room < 4 { String::new() } else { cut(line.stands().raw(), room) };
        vec![(cut(&head, usize::from(width)), role), (stands, if role == Role::Strong { Role::Text } else { Role::Quiet })]
    };
    run.steps.iter().enumerate().map(one).collect()
}

/// Draws rows of stretches from the top of an area down, as far as there is room.
pub fn draw(frame: &mut Frame<'_>, area: Rect, rows: &[Spans], theme: &Theme) {
    for (at, spans) in (0..area.height).zip(rows) {
        paint_all(frame.buffer_mut(), row(area, at), spans.iter().map(|(text, role)| (text.as_str(), theme.style(*role))));
    }
}
