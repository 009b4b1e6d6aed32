//! The frame of a dialog, and its keys at the bottom.

pub(super) mod forget;
pub(super) mod form;
pub(super) mod help;
pub(super) mod history;
pub(super) mod leave;
pub(super) mod paste_box;
pub(super) mod request;
pub(super) mod text;
pub(super) mod transcript;
pub(super) mod user_step;

use ratatui::{
    Frame,
    layout::Rect,
    text::{Line, Span},
    widgets::Clear,
};

use crate::app::{Action, list::Scroll};

use super::{Drawn, Scene, fit, footer, panel};

/// Draws an empty box in the middle of the screen, no larger than it, and gives what is inside.
pub fn draw(
    frame: &mut Frame<'_>,
    scene: &Scene<'_>,
    title: &str,
    area: Rect,
    width: u16,
    height: u16,
) -> Rect {
    // A strip of what is below would be nothing but the ends of words.
    let width = width.saturating_add(4).min(area.width);
    let width = if area.width - width <= 8 { area.width } else { width };
    let height = height.saturating_add(2).min(area.height);
    let place = Rect {
        x: area.x + (area.width - width) / 2,
        y: area.y + (area.height - height) / 3,
        width,
        height,
    };
    frame.render_widget(Clear, place);
    let title =
        format!(" {} ", fit::truncate(&scene.text(title), usize::from(width).saturating_sub(4)));
    let block = panel::block(scene.theme.focus).title_top(Span::styled(title, scene.theme.accent));
    let inner = block.inner(place);
    frame.render_widget(block, place);
    Rect { x: inner.x + 1.min(inner.width), width: inner.width.saturating_sub(2), ..inner }
}

/// The keys of the box on top in one line of at most so many columns: as many as fit, the one that
/// leaves the box among them.
pub fn keys(scene: &Scene<'_>, columns: usize) -> Line<'static> {
    const GAP: usize = 3;
    let pieces: Vec<_> = scene
        .keymap
        .footer(scene.app)
        .into_iter()
        .map(|(key, action)| {
            let words = format!(" {}", footer::label(scene, action));
            let piece = [
                Span::styled(key.to_string(), scene.theme.key),
                Span::styled(words, scene.theme.dim),
            ];
            (action == Action::Back, piece)
        })
        .collect();
    let wide = |piece: &[Span<'_>; 2]| piece[0].width() + piece[1].width();
    let leaves = pieces.iter().filter(|(leaves, _)| *leaves).map(|(_, piece)| wide(piece) + GAP);
    let mut room = (columns + GAP).saturating_sub(leaves.sum());
    let mut line = Line::default();
    for (leaves, piece) in pieces {
        let needed = wide(&piece) + GAP;
        if !leaves && needed > room {
            continue;
        }
        if !leaves {
            room -= needed;
        }
        if !line.spans.is_empty() {
            line.push_span(Span::raw(" ".repeat(GAP)));
        }
        line.spans.extend(piece);
    }
    line
}

/// The keys of the box on top, and how many lines are below what is shown.
pub fn foot(scene: &Scene<'_>, area: Rect, below: usize) -> Line<'static> {
    let columns = usize::from(area.width);
    if below == 0 {
        return keys(scene, columns);
    }
    let more = format!("   ↓ {below} more");
    let mut line = keys(scene, columns.saturating_sub(fit::width(&more)));
    line.push_span(Span::styled(more, scene.theme.dim));
    line
}

/// Draws a box with lines that may be scrolled, `wide` columns of text, and its keys below them.
#[expect(clippy::too_many_arguments, reason = "what is drawn, and where")]
pub fn scrolled(
    frame: &mut Frame<'_>,
    scene: &Scene<'_>,
    title: &str,
    lines: Vec<Line<'static>>,
    wide: u16,
    scroll: Scroll,
    area: Rect,
    drawn: &mut Drawn,
) {
    let tall = u16::try_from(lines.len() + 2).unwrap_or(u16::MAX);
    let inner = draw(frame, scene, title, area, wide, tall);
    let height = usize::from(inner.height.saturating_sub(2));
    let end = lines.len().saturating_sub(height);
    let offset = scroll.offset.min(end);
    let text = Rect { height: inner.height.saturating_sub(2), ..inner };
    panel::lines(frame, text, lines.into_iter().skip(offset));
    if inner.height >= 2 {
        let place = Rect { y: inner.bottom() - 1, height: 1, ..inner };
        panel::lines(frame, place, [foot(scene, place, end - offset)]);
    }
    drawn.extents.dialog = Some(Scroll { offset, end, page: height });
}
