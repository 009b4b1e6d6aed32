//! The frame of a dialog, and its keys at the bottom.

pub(super) mod copy_menu;
pub(super) mod device_code;
pub(super) mod forget;
pub(super) mod form;
pub(super) mod help;
pub(super) mod history;
pub(super) mod leave;
pub(super) mod palette;
pub(super) mod paste_box;
pub(super) mod request;
pub(super) mod text;
pub(super) mod transcript;
pub(super) mod user_step;

use ratatui::{
    Frame,
    layout::Rect,
    style::{Modifier, Style},
    text::{Line, Span},
    widgets::Clear,
};

use crate::app::{Action, list::Scroll};

use super::{Drawn, Scene, fit, footer, panel};

/// Between two keys.
const GAP: usize = 3;

/// Boxes that are lower than this take the line of the notices, too.
const LEAST: u16 = 4;

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

/// Dims what lies behind a box, and gives the room that the box may take: all but the last line,
/// which is for notices.
pub fn backdrop(frame: &mut Frame<'_>, scene: &Scene<'_>, area: Rect) -> Rect {
    let faint = Style::new().add_modifier(Modifier::DIM).remove_modifier(Modifier::BOLD);
    frame.buffer_mut().set_style(area, faint);
    let Some(height) = area.height.checked_sub(1).filter(|height| *height >= LEAST) else {
        return area;
    };
    let last = Rect { y: area.y + height, height: 1, ..area };
    frame.render_widget(Clear, last);
    footer::notice(frame, scene, last);
    Rect { height, ..area }
}

/// What the keys of the box on top are called, and the one that leaves it.
fn pieces(scene: &Scene<'_>) -> Vec<(Action, [Span<'static>; 2])> {
    let keys = scene.keymap.footer(scene.app).into_iter();
    keys.map(|(key, action)| {
        let words = format!(" {}", footer::label(scene, action));
        let key = Span::styled(key.to_string(), scene.theme.key);
        (action, [key, Span::styled(words, scene.theme.dim)])
    })
    .collect()
}

fn wide(piece: &[Span<'_>; 2]) -> usize {
    piece[0].width() + piece[1].width()
}

/// The columns that all keys of the box on top need.
pub fn keys_width(scene: &Scene<'_>) -> usize {
    pieces(scene).iter().map(|(_, piece)| wide(piece) + GAP).sum::<usize>().saturating_sub(GAP)
}

/// Draws the keys of the box on top in one line: as many as fit, the one that leaves the box among
/// them; then this remark, where there is room for it.
pub fn keys(
    frame: &mut Frame<'_>,
    scene: &Scene<'_>,
    place: Rect,
    remark: &str,
    drawn: &mut Drawn,
) {
    let columns = usize::from(place.width);
    let pieces = pieces(scene);
    let leaves = |action: Action| action == Action::Back;
    let leaving = pieces.iter().filter(|(action, _)| leaves(*action));
    let leaving: usize = leaving.map(|(_, piece)| wide(piece) + GAP).sum();
    let all: usize = pieces.iter().map(|(_, piece)| wide(piece) + GAP).sum();
    // Keys matter more than words.
    let is_crowded = all + fit::width(remark) > columns;
    let remark = if is_crowded { remark.trim_end_matches(" more") } else { remark };
    let remarked = if remark.is_empty() { 0 } else { fit::width(remark) + GAP };
    let mut room = (columns + GAP).saturating_sub(leaving).saturating_sub(remarked);
    let mut line = Line::default();
    for (action, piece) in pieces {
        let needed = wide(&piece) + GAP;
        if !leaves(action) && needed > room {
            continue;
        }
        if !leaves(action) {
            room -= needed;
        }
        if !line.spans.is_empty() {
            line.push_span(Span::raw(" ".repeat(GAP)));
        }
        let clamp = |columns: usize| u16::try_from(columns).unwrap_or(u16::MAX);
        let x = place.x.saturating_add(clamp(line.width()));
        let button = Rect { x, width: clamp(wide(&piece)), ..place };
        drawn.buttons.push((button.intersection(place), action));
        line.spans.extend(piece);
    }
    if !remark.is_empty() && line.width() + remarked <= columns {
        line.push_span(Span::styled(format!("{}{remark}", " ".repeat(GAP)), scene.theme.dim));
    }
    panel::lines(frame, place, [line]);
}

/// Draws a box with lines that may be scrolled, `wide` columns of text, and its keys below them.
#[expect(clippy::too_many_arguments, reason = "what is drawn, and where")]
pub fn scrolled(
    frame: &mut Frame<'_>,
    scene: &Scene<'_>,
    title: &str,
    mut lines: Vec<Line<'static>>,
    wide: u16,
    scroll: Scroll,
    area: Rect,
    drawn: &mut Drawn,
) {
    // What the border has no room for is said below it.
    if fit::width(&scene.text(title)) > usize::from(wide) {
        let whole = fit::wrap(&scene.text(title), usize::from(wide)).into_iter();
        lines.splice(0..0, whole.map(|line| Line::from(Span::styled(line, scene.theme.strong))));
    }
    let tall = u16::try_from(lines.len() + 2).unwrap_or(u16::MAX);
    let inner = draw(frame, scene, title, area, wide, tall);
    let height = usize::from(inner.height.saturating_sub(2));
    let end = lines.len().saturating_sub(height);
    let offset = scroll.offset.min(end);
    let text = Rect { height: inner.height.saturating_sub(2), ..inner };
    panel::lines(frame, text, lines.into_iter().skip(offset));
    if inner.height >= 2 {
        let place = Rect { y: inner.bottom() - 1, height: 1, ..inner };
        let below = end - offset;
        let remark = if below == 0 { String::new() } else { format!("↓ {below} more") };
        keys(frame, scene, place, &remark, drawn);
    }
    drawn.extents.dialog = Some(Scroll { offset, end, page: height });
}
