//! Draws the menu of what can be copied.

use ratatui::{
    Frame,
    layout::Rect,
    text::{Line, Span},
};

use crate::{
    app::list::Scroll,
    app::{
        Action, Mode,
        dialog::copy_menu::{CopyMenu, ENTRIES},
    },
    ui::{Drawn, Scene, dialog, fit, panel},
};

/// The widest box.
const WIDEST: u16 = 76;

/// The columns of the marker and the key.
const KEYS: usize = 4;

/// The columns of the names, behind which a remark stands.
const NAMES: usize = 20;

pub fn draw(
    frame: &mut Frame<'_>,
    scene: &Scene<'_>,
    menu: &CopyMenu,
    area: Rect,
    drawn: &mut Drawn,
) {
    let wide = area.width.saturating_sub(4).min(WIDEST);
    let tall = u16::try_from(ENTRIES.len()).unwrap_or(u16::MAX).saturating_add(2);
    let inner = dialog::draw(frame, scene, "Copy", area, wide, tall);
    let rows = Rect { height: inner.height.saturating_sub(2), ..inner };
    let height = usize::from(rows.height);
    let offset = menu.list.offset(height);
    let columns = usize::from(rows.width);
    let lines = ENTRIES.iter().enumerate().skip(offset).take(height);
    let lines =
        lines.map(|(place, entry)| row(scene, *entry, place == menu.list.cursor(), columns));
    panel::lines(frame, rows, lines.collect::<Vec<_>>());
    if inner.height >= 2 {
        let foot = Rect { y: inner.bottom() - 1, height: 1, ..inner };
        let below = ENTRIES.len().saturating_sub(offset + height);
        let remark = if below == 0 { String::new() } else { format!("↓ {below} more") };
        dialog::keys(frame, scene, foot, &remark, drawn);
    }
    let end = ENTRIES.len().saturating_sub(height);
    drawn.extents.dialog = Some(Scroll { offset, end, page: height });
}

/// An entry: its key, what it copies, and of which thing; or why it cannot.
fn row(scene: &Scene<'_>, entry: Action, here: bool, columns: usize) -> Line<'static> {
    let (app, theme) = (scene.app, scene.theme);
    let key = scene.keymap.key(Mode::CopyMenu, entry).map(|key| key.to_string());
    let label = entry.label().trim_start_matches("copy ");
    let enabled = app.is_enabled(entry);
    let remark = if enabled {
        let names = [Action::CopyValue, Action::CopyName, Action::CopyPath];
        let copied = app.copied_part(entry).filter(|_| names.contains(&entry));
        let what = copied.map(|copied| copied.what).unwrap_or_default();
        what.trim_start_matches("the name ").trim_start_matches("the path ").to_owned()
    } else {
        entry.row().otherwise.to_owned()
    };
    let text = match (here, enabled) {
        (_, false) => theme.dim,
        (true, true) => theme.cursor,
        (false, true) => theme.text,
    };
    let name = fit::pad(label, NAMES.max(fit::width(label)));
    let room = columns.saturating_sub(KEYS + fit::width(&name));
    let remark = fit::truncate(&scene.text(&remark), room).into_owned();
    Line::from(vec![
        Span::styled(if here { "▌" } else { " " }, theme.accent),
        Span::styled(fit::pad(&key.unwrap_or_default(), KEYS - 1), theme.key),
        Span::styled(name, text),
        Span::styled(remark, theme.dim),
    ])
}
