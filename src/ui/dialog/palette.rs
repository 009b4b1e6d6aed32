//! Draws the command palette: what is typed, and below it each command with its key.

use ratatui::{
    Frame,
    layout::Rect,
    text::{Line, Span},
};

use crate::{
    app::{
        Mode,
        dialog::palette::{PaletteCommand, PaletteDialog},
        list::Scroll,
    },
    ui::{Drawn, Scene, dialog, dialog::text, fit, panel},
};

/// Lines of commands in a tall window.
const TALL: u16 = 14;

/// Lines below them for what is said of the chosen one, an empty one first.
const SAID: u16 = 3;

/// With fewer columns than this a row has no room for the help.
const NARROW: usize = 48;

pub fn draw(
    frame: &mut Frame<'_>,
    scene: &Scene<'_>,
    palette: &PaletteDialog,
    area: Rect,
    drawn: &mut Drawn,
) {
    let theme = scene.theme;
    let inner =
        dialog::draw(frame, scene, "Commands", area, text::width(area).min(84), TALL + 4 + SAID);
    let typed = scene.typed(palette.input.text());
    let prompt = Line::from(vec![Span::styled(": ", theme.key), Span::raw(typed.into_owned())]);
    let first = Rect { height: 1.min(inner.height), ..inner };
    panel::lines(frame, first, [prompt]);
    if !first.is_empty() {
        let before: String = palette.input.text().chars().take(palette.input.cursor()).collect();
        let at = u16::try_from(fit::width(&scene.typed(&before)) + 2).unwrap_or(u16::MAX);
        frame.set_cursor_position((first.x.saturating_add(at).min(first.right()), first.y));
    }
    // Below the rows: all that is said of the chosen one, which its row may have no room for.
    let said = if inner.height >= 8 { SAID } else { 0 };
    let rows = Rect {
        y: inner.y.saturating_add(2).min(inner.bottom()),
        height: inner.height.saturating_sub(4 + said),
        ..inner
    };
    if let Some(command) = palette.commands.get(palette.list.cursor()).filter(|_| said > 0) {
        let place = Rect { y: rows.bottom() + 1, height: said - 1, ..inner };
        let lines = fit::wrap(words(*command), usize::from(place.width)).into_iter();
        panel::lines(frame, place, lines.map(|line| Line::from(Span::styled(line, theme.dim))));
    }
    let (height, columns) = (usize::from(rows.height), usize::from(rows.width));
    let count = palette.commands.len();
    let offset = palette.list.offset(height);
    let lines = (offset..count).take(height).filter_map(|place| {
        let command = palette.commands.get(place)?;
        Some(row(scene, *command, place == palette.list.cursor(), columns))
    });
    panel::lines(frame, rows, lines.collect::<Vec<_>>());
    if count == 0 && !rows.is_empty() {
        panel::lines(frame, rows, [Line::from(Span::styled("nothing is called so", theme.dim))]);
    }
    let end = count.saturating_sub(height);
    if inner.height >= 2 {
        let foot = Rect { y: inner.bottom() - 1, height: 1, ..inner };
        let below = end - offset.min(end);
        let remark = if below == 0 { String::new() } else { format!("↓ {below} more") };
        dialog::keys(frame, scene, foot, &remark, drawn);
    }
    drawn.extents.dialog = Some(Scroll { offset, end, page: height });
}

/// What it does, or why it can do nothing.
fn words(PaletteCommand { action, is_enabled }: PaletteCommand) -> &'static str {
    let row = action.row();
    if is_enabled || row.otherwise.is_empty() { row.help } else { row.otherwise }
}

fn row(scene: &Scene<'_>, command: PaletteCommand, here: bool, columns: usize) -> Line<'static> {
    let theme = scene.theme;
    let PaletteCommand { action, is_enabled } = command;
    let row = action.row();
    let key = scene.keymap.key(Mode::Inspector, action).map(|key| key.to_string());
    let key = key.unwrap_or_default();
    let name = match (is_enabled, here) {
        (false, _) => theme.dim,
        (true, true) => theme.cursor,
        (true, false) => theme.text,
    };
    let room = columns.saturating_sub(fit::width(&key) + 2);
    let spans = if columns < NARROW {
        vec![Span::styled(fit::pad(row.label, room), name)]
    } else {
        let label = 18;
        vec![
            Span::styled(fit::pad(row.label, label), name),
            Span::styled(fit::pad(words(command), room.saturating_sub(label)), theme.dim),
        ]
    };
    let mut line = Line::from(Span::styled(if here { "▌" } else { " " }, theme.accent));
    line.spans.extend(spans);
    line.push_span(Span::styled(format!(" {key}"), if is_enabled { theme.key } else { theme.dim }));
    line
}
