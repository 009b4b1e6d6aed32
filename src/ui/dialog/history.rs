//! Draws the list of the session's responses.

use ratatui::{
    Frame,
    layout::Rect,
    text::{Line, Span},
};

use crate::{
    app::list::Scroll,
    app::{dialog::history::HistoryDialog, history::HistoryEntry},
    ui::{Drawn, Scene, dialog, dialog::text, fit, panel},
};

/// With fewer columns than this a row says less.
const NARROW: usize = 56;
pub fn draw(
    frame: &mut Frame<'_>,
    scene: &Scene<'_>,
    dialog: &HistoryDialog,
    area: Rect,
    drawn: &mut Drawn,
) {
    let clamp = |size: usize| u16::try_from(size).unwrap_or(u16::MAX);
    let theme = scene.theme;
    let count = dialog.ids.len();
    let wide = text::width(area).min(72);
    let hint = match dialog.marked {
        Some(_) => "Choose the one to compare it with.",
        None => "The newest first.",
    };
    let inner =
        dialog::draw(frame, scene, "Responses of this session", area, wide, clamp(count + 4));
    let rows = Rect {
        y: inner.y.saturating_add(2).min(inner.bottom()),
        height: inner.height.saturating_sub(4),
        ..inner
    };
    panel::lines(frame, inner, [Line::from(Span::styled(hint, theme.dim))]);
    let height = usize::from(rows.height);
    let offset = dialog.list.offset(height);
    let columns = usize::from(rows.width);
    let lines = (offset..count).take(height).filter_map(|place| {
        let entry = scene.app.history.get(*dialog.ids.get(place)?)?;
        let here = place == dialog.list.cursor();
        Some(row(scene, entry, here, dialog.marked == Some(entry.id), columns))
    });
    panel::lines(frame, rows, lines.collect::<Vec<_>>());
    if inner.height >= 2 {
        let foot = Rect { y: inner.bottom() - 1, height: 1, ..inner };
        dialog::keys(frame, scene, foot, "", drawn);
    }
    let end = count.saturating_sub(height);
    drawn.extents.dialog = Some(Scroll { offset, end, page: height });
}

fn row(
    scene: &Scene<'_>,
    entry: &HistoryEntry,
    here: bool,
    marked: bool,
    columns: usize,
) -> Line<'static> {
    let theme = scene.theme;
    let app = scene.app;
    let shown = &entry.document;
    let on_screen = entry.id == app.history.current_id();
    let name = shown.origin.name();
    let came = if entry.provenance.name() == name {
        name
    } else {
        format!("{} {}", entry.provenance.name(), scene.text(&name))
    };
    let state = shown.inspection.headline(scene.second()).words.to_lowercase();
    // The first of several reasons: the row has no room for more.
    let state = state.split(',').next().unwrap_or_default().to_owned();
    let keeping = match (entry.has_unsaved_refresh_token(), entry.saved) {
        (true, _) => "not saved",
        (_, true) => "in a file",
        _ => "",
    };
    let cursor = if here { "▌" } else { " " };
    let mark = match (marked, on_screen) {
        (true, _) => "◆ ",
        (_, true) => "● ",
        _ => "  ",
    };
    let text = if here { theme.cursor } else { theme.text };
    let warned = if entry.has_unsaved_refresh_token() { theme.warning } else { theme.dim };
    let mut spans = vec![
        Span::styled(cursor, theme.accent),
        Span::styled(mark, theme.accent),
        Span::styled(fit::pad(&entry.at.format("%H:%M:%S").to_string(), 10), theme.dim),
    ];
    if columns < NARROW {
        // What is kept nowhere matters more than how long it lives.
        let (last, style) = if entry.has_unsaved_refresh_token() {
            (keeping, warned)
        } else {
            (&*state, theme.text)
        };
        let room = columns.saturating_sub(1 + 2 + 10 + 13);
        spans.push(Span::styled(fit::pad(entry.provenance.name(), room), text));
        spans.push(Span::styled(last.to_owned(), style));
    } else {
        let room = columns.saturating_sub(1 + 2 + 10 + 15 + 10);
        spans.push(Span::styled(fit::pad(&came, room), text));
        spans.push(Span::styled(fit::pad(&state, 15), theme.text));
        spans.push(Span::styled(keeping, warned));
    }
    Line::from(spans)
}
