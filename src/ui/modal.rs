//! The frame of a box on top.

use ratatui::{
    Frame,
    layout::Rect,
    text::{Line, Span},
    widgets::Clear,
};

use super::{Scene, fit, footer, panel};

/// Draws an empty box in the middle of the screen, no larger than it, and gives what is inside.
pub fn draw(
    frame: &mut Frame<'_>,
    scene: &Scene<'_>,
    title: &str,
    area: Rect,
    width: u16,
    height: u16,
) -> Rect {
    let width = width.saturating_add(4).min(area.width);
    let height = height.saturating_add(2).min(area.height);
    let place = Rect {
        x: area.x + (area.width - width) / 2,
        y: area.y + (area.height - height) / 3,
        width,
        height,
    };
    frame.render_widget(Clear, place);
    let title = format!(" {} ", fit::truncate(title, usize::from(width).saturating_sub(4)));
    let block = panel::block(scene.theme.focus).title_top(Span::styled(title, scene.theme.accent));
    let inner = block.inner(place);
    frame.render_widget(block, place);
    Rect { x: inner.x + 1.min(inner.width), width: inner.width.saturating_sub(2), ..inner }
}

/// Draws lines from the top of an area.
pub fn lines(frame: &mut Frame<'_>, area: Rect, lines: impl IntoIterator<Item = Line<'static>>) {
    for (y, line) in (area.y..area.bottom()).zip(lines) {
        let line = fit::clip(line, usize::from(area.width));
        frame.render_widget(line, Rect { y, height: 1, ..area });
    }
}

/// The keys of the box on top, in one line.
pub fn keys(scene: &Scene<'_>) -> Line<'static> {
    let mut spans = Vec::new();
    for (key, action) in scene.keymap.footer(scene.app) {
        if !spans.is_empty() {
            spans.push(Span::raw("   "));
        }
        spans.push(Span::styled(key.to_string(), scene.theme.key));
        spans.push(Span::styled(format!(" {}", footer::label(scene, action)), scene.theme.dim));
    }
    Line::from(spans)
}
