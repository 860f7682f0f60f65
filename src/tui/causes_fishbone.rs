//! The fishbone: what happened at the head, and on a bone for each side what lies there. Text cells and borders only.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::causes::Causes;
use super::causes_lines::Line;
use super::parts::text::{cut, fit, from, paint, row, wide};
use super::theme::{Role, Theme};
use crate::app::cause::live::{BONES, bone_name};
use crate::model::cause::Mark;

/// Smallest area that bones stand beside each other in; in a smaller one they are a list.
const LEAST: (u16, u16) = (60, 11);

/// Says whether the bones fit beside each other, borders included.
pub fn fits(area: Rect) -> bool {
    area.width >= LEAST.0 && area.height >= LEAST.1
}

/// Draws the spine with two bones above and two below.
pub fn draw(causes: &Causes, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
    let half = (area.height - 1) / 2;
    let width = area.width / 2;
    for bone in 0..BONES.len() {
        let (left, upper) = (bone % 2 == 0, bone < 2);
        let (y, height) = if upper { (area.y, half) } else { (area.y + half + 1, area.height - half - 1) };
        let x = if left { area.x } else { area.x + width };
        let area = Rect { x, y, width: if left { width } else { area.width - width }, height };
        draw_bone(causes, frame, area, (bone, upper), theme);
    }
    let read = causes.read.as_ref();
    let head = read.map(|read| format!("{} {}", read.case.case_ref(), read.case.title.raw())).unwrap_or_default();
    let head = cut(&head, usize::from(area.width) / 2);
    let spine = row(area, half);
    let length = usize::from(area.width).saturating_sub(wide(&head) + 4);
    paint(frame.buffer_mut(), spine, &format!("{}> ", "\u{2500}".repeat(length)), theme.style(Role::Border));
    paint(frame.buffer_mut(), from(spine, u16::try_from(length + 2).unwrap_or(u16::MAX)), &head, theme.style(Role::Strong));
}

/// Draws one side: its name away from the spine, its nodes, and the bone down or up to the spine.
fn draw_bone(causes: &Causes, frame: &mut Frame<'_>, area: Rect, (bone, upper): (usize, bool), theme: &Theme) {
    let nodes: Vec<&Line> = causes.lines.iter().filter(|line| line.bone == bone).collect();
    let selected = causes.line().map(|line| line.id);
    let at = nodes.iter().position(|line| Some(line.id) == selected);
    // A row for the name, and one for the bone.
    let room = usize::from(area.height.saturating_sub(2));
    let top = at.map_or(0, |at| (at + 1).saturating_sub(room));
    let hidden = nodes.len().saturating_sub(top + room);
    let name = format!("{} {}", bone_name(BONES.get(bone).copied().flatten()), nodes.len());
    let more = if hidden + top > 0 { format!(" ({} not shown)", hidden + top) } else { String::new() };
    let (name_at, first, bone_at) = if upper { (0, 1, area.height - 1) } else { (area.height - 1, 1, 0) };
    let title = from(row(area, name_at), 1);
    let used = paint(frame.buffer_mut(), title, &name, theme.style(if at.is_some() { Role::Here } else { Role::Strong }));
    paint(frame.buffer_mut(), from(title, used), &more, theme.style(Role::Quiet));
    let width = usize::from(area.width).saturating_sub(2);
    for (index, line) in (first..).zip(nodes.iter().skip(top).take(room)) {
        let words = format!("{} [{}] {}", line.name, line.mark.letter(), line.text);
        let is_here = Some(line.id) == selected;
        let role = match (is_here, line.mark) {
            (true, _) => Role::Selected,
            (false, Mark::Root) => Role::Strong,
            _ => Role::Text,
        };
        let mark = if is_here { ">" } else { " " };
        paint(frame.buffer_mut(), row(area, index), &fit(&format!("{mark}{words}"), width), theme.style(role));
    }
    let slant = if upper { "\\" } else { "/" };
    paint(frame.buffer_mut(), from(row(area, bone_at), 3), slant, theme.style(Role::Border));
}
