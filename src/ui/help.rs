//! What the keys do, made from the keymap.

use ratatui::{
    Frame,
    layout::Rect,
    text::{Line, Span},
};

use crate::{
    app::{Mode, modal::Scroll},
    keymap::Binding,
};

use super::{Drawn, Scene, fit, modal};

/// Columns of the keys.
const KEYS: usize = 14;

/// Draws the box.
pub fn draw(
    frame: &mut Frame<'_>,
    scene: &Scene<'_>,
    scroll: Scroll,
    area: Rect,
    drawn: &mut Drawn,
) {
    // The help is about what it covers.
    let below = scene.app.modals.len().checked_sub(2).and_then(|at| scene.app.modals.get(at));
    let mode = below.map_or(Mode::Inspector, crate::app::modal::Modal::mode);
    let columns = usize::from(area.width).saturating_sub(8);
    let groups: Vec<Vec<Line<'static>>> = scene
        .keymap
        .help(mode)
        .into_iter()
        .map(|(group, bindings)| {
            let mut lines = vec![Line::from(Span::styled(group.label(), scene.theme.strong))];
            lines.extend(bindings.into_iter().map(|binding| row(scene, binding)));
            lines
        })
        .collect();
    let widest = groups.iter().flatten().map(Line::width).max().unwrap_or(0);
    let lines = if columns >= widest * 2 + 4 { beside(groups, widest) } else { below_each(groups) };
    let wide = lines.iter().map(Line::width).max().unwrap_or(0);
    let clamp = |size: usize| u16::try_from(size).unwrap_or(u16::MAX);
    let title = format!("Keys · {}", mode.label());
    let inner = modal::draw(frame, scene, &title, area, clamp(wide), clamp(lines.len() + 2));
    let height = usize::from(inner.height.saturating_sub(2));
    let end = lines.len().saturating_sub(height);
    let offset = scroll.offset.min(end);
    let text = Rect { height: inner.height.saturating_sub(2), ..inner };
    modal::lines(frame, text, lines.into_iter().skip(offset));
    if inner.height >= 2 {
        let foot = Rect { y: inner.bottom() - 1, height: 1, ..inner };
        let mut line = modal::keys(scene);
        if end > 0 {
            line.push_span(Span::styled(format!("   {} more", end - offset), scene.theme.dim));
        }
        modal::lines(frame, foot, [line]);
    }
    drawn.extents.modal = Some(Scroll { offset, end, page: height });
}

fn row(scene: &Scene<'_>, binding: &Binding) -> Line<'static> {
    let keys: Vec<String> = binding.keys.iter().take(3).map(ToString::to_string).collect();
    Line::from(vec![
        Span::styled(fit::pad(&keys.join(" "), KEYS), scene.theme.key),
        Span::raw(binding.action.help()),
    ])
}

/// Groups one below the other.
fn below_each(groups: Vec<Vec<Line<'static>>>) -> Vec<Line<'static>> {
    let mut lines = Vec::new();
    for group in groups {
        if !lines.is_empty() {
            lines.push(Line::default());
        }
        lines.extend(group);
    }
    lines
}

/// Groups in two columns of about the same height.
fn beside(groups: Vec<Vec<Line<'static>>>, widest: usize) -> Vec<Line<'static>> {
    let all: usize = groups.iter().map(|group| group.len() + 1).sum();
    let (mut left, mut right): (Vec<Vec<Line<'static>>>, Vec<Vec<Line<'static>>>) =
        (vec![], vec![]);
    let mut used = 0;
    for group in groups {
        if used + group.len() <= all.div_ceil(2) {
            used += group.len() + 1;
            left.push(group);
        } else {
            right.push(group);
        }
    }
    let (left, right) = (below_each(left), below_each(right));
    (0..left.len().max(right.len()))
        .map(|index| {
            let mut line = left.get(index).cloned().unwrap_or_default();
            if let Some(other) = right.get(index) {
                line.push_span(Span::raw(" ".repeat((widest + 4).saturating_sub(line.width()))));
                line.spans.extend(other.spans.iter().cloned());
            }
            line
        })
        .collect()
}
