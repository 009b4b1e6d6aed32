//! Draws the keys and what they do, from the keymap.

use ratatui::{
    Frame,
    layout::Rect,
    text::{Line, Span},
};

use crate::{
    app::Mode,
    app::list::Scroll,
    keymap::Binding,
    ui::{Drawn, Scene, dialog, dialog::text, fit},
};

/// Columns of words that two columns of keys need beside them.
const WORDS: usize = 32;
pub fn draw(
    frame: &mut Frame<'_>,
    scene: &Scene<'_>,
    scroll: Scroll,
    area: Rect,
    drawn: &mut Drawn,
) {
    // The help is about what it covers.
    let below = scene.app.dialogs.len().checked_sub(2).and_then(|at| scene.app.dialogs.get(at));
    let mode = below.map_or(Mode::Inspector, crate::app::dialog::Dialog::mode);
    let columns = usize::from(area.width).saturating_sub(8);
    let groups = scene.keymap.help(mode);
    let bindings = || groups.iter().flat_map(|(_, bindings)| bindings);
    let most = if columns < 48 { 1 } else { 3 };
    let keys = bindings().map(|binding| fit::width(&keys(binding, most))).max().unwrap_or(0) + 2;
    let words = bindings().map(|binding| fit::width(binding.action.help())).max().unwrap_or(0);
    let half = columns.saturating_sub(4) / 2;
    let two = half >= keys + WORDS;
    let columns = (keys + words).min(if two { half } else { columns });
    let groups: Vec<Vec<Line<'static>>> = groups
        .iter()
        .map(|(group, bindings)| {
            let mut lines = vec![Line::from(Span::styled(group.label(), scene.theme.strong))];
            for binding in bindings {
                let keys =
                    Span::styled(fit::pad(&self::keys(binding, most), keys), scene.theme.key);
                text::indented(keys, binding.action.help(), scene.theme.text, columns, &mut lines);
            }
            lines
        })
        .collect();
    let lines = if two { beside(groups, columns) } else { below_each(groups) };
    let wide = lines.iter().map(Line::width).max().unwrap_or(0);
    let wide = u16::try_from(wide).unwrap_or(u16::MAX);
    let title = format!("Keys · {}", mode.label());
    dialog::scrolled(frame, scene, &title, lines, wide, scroll, area, drawn);
}

/// The keys of an action, the first few of them.
fn keys(binding: &Binding, most: usize) -> String {
    let keys: Vec<String> = binding.keys.iter().take(most).map(ToString::to_string).collect();
    keys.join(" ")
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
