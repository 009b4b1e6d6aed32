//! The box that takes a typed-out paste. What is in it is likely to be secret, so only its shape
//! is drawn.

use ratatui::{
    Frame,
    layout::Rect,
    text::{Line, Span},
};

use crate::{app::dialog::paste_box::PasteBox, words};

use crate::ui::{Drawn, Scene, dialog, fit, panel};
pub fn draw(
    frame: &mut Frame<'_>,
    scene: &Scene<'_>,
    paste: &PasteBox,
    area: Rect,
    drawn: &mut Drawn,
) {
    let theme = scene.theme;
    let width = area.width.saturating_sub(8).clamp(20, 76);
    let visible_lines = usize::from(area.height.saturating_sub(10)).clamp(1, 10);
    let inner = dialog::draw(
        frame,
        scene,
        "Paste",
        area,
        width,
        u16::try_from(visible_lines + 5).unwrap_or(u16::MAX),
    );
    let columns = usize::from(inner.width);
    let count = paste.lines().count();
    let mut lines =
        vec![Line::from(Span::styled("Paste here; it is not shown.", theme.dim)), Line::default()];
    let shown: Vec<usize> = paste.lines().rev().take(visible_lines).collect();
    for (index, length) in shown.iter().rev().enumerate() {
        let last = index + 1 == shown.len();
        let bullets = "•".repeat((*length).min(columns.saturating_sub(20)));
        let hint =
            if *length > bullets.chars().count() { format!("… {length}") } else { String::new() };
        let mut spans = vec![Span::styled(bullets, theme.secret), Span::styled(hint, theme.dim)];
        if last {
            spans.push(Span::styled("▏", theme.accent));
        }
        lines.push(Line::from(spans));
    }
    lines.resize_with(visible_lines + 2, Line::default);
    let characters = words::count(paste.text().chars().count(), "character");
    let size = format!("{} · {characters}", words::count(count, "line"));
    lines.push(Line::from(Span::styled(size, theme.dim)));
    lines.push(Line::default());
    panel::lines(frame, inner, lines);
    if inner.height >= 2 {
        let foot = Rect { y: inner.bottom() - 1, height: 1, ..inner };
        let other = "or enter on an empty line";
        let fits = dialog::keys_width(scene) + fit::width(other) + 3 <= columns;
        dialog::keys(frame, scene, foot, if fits { other } else { "" }, drawn);
    }
}
