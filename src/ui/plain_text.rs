//! What is shown, as text: all of a panel or box, whatever of it is on screen.

use ratatui::{Frame, Terminal, backend::TestBackend, buffer::Buffer, layout::Rect};

use super::{Drawn, Scene, draw_dialog, fit, inspection, items};

/// More lines are not copied.
const MOST: u16 = 2_000;

/// What the box on top shows, else the panel with the cursor, without border and keys, as wide as the
/// screen; and what that is called.
pub fn shown(scene: &Scene<'_>, columns: u16) -> (String, String) {
    let place = |frame: &mut Frame<'_>| match (scene.app.dialogs.last(), scene.app.document()) {
        (Some(dialog), _) => {
            let mut drawn = Drawn::default();
            draw_dialog(frame, scene, dialog, frame.area(), &mut drawn);
            let keys = drawn.buttons.iter().map(|(button, _)| button.y).min();
            Some(inside_of_box(frame.buffer_mut(), keys))
        }
        (None, Some(document)) => {
            let mut drawn = Drawn::default();
            inspection(frame, scene, document, frame.area(), &mut drawn);
            drawn.panels.iter().find(|panel| panel.panel == scene.app.focus).map(|panel| panel.rows)
        }
        (None, None) => scene.app.shown_list().and_then(|items| {
            let mut drawn = Drawn::default();
            items::draw(frame, scene, items, frame.area(), &mut drawn);
            let panel = drawn.panels.first()?;
            // With the heads of its columns, which stand above the rows.
            let top = panel.rows.y.saturating_sub(1).max(panel.area.y + 1);
            let height = panel.rows.bottom().saturating_sub(top);
            Some(Rect { y: top, height, ..panel.rows })
        }),
    };
    let what =
        if scene.app.dialogs.is_empty() { "what this panel shows" } else { "what this box shows" };
    let mut text = String::new();
    let Ok(mut terminal) = Terminal::new(TestBackend::new(columns, MOST));
    let Ok(_) = terminal.draw(|frame| {
        if let Some(place) = place(frame) {
            text = lines(frame.buffer_mut(), place);
        }
    });
    (what.to_owned(), scene.app.masked(&text).into_owned())
}

/// The inside of the only box that is drawn, down to its keys.
fn inside_of_box(buffer: &Buffer, keys: Option<u16>) -> Rect {
    let area = buffer.area;
    let drawn = |x: u16, y: u16| buffer[(x, y)].symbol() != " ";
    let row = |y: &u16| (area.left()..area.right()).any(|x| drawn(x, *y));
    let Some(top) = (area.top()..area.bottom()).find(row) else { return Rect::default() };
    let bottom = (top..area.bottom()).rev().find(row).unwrap_or(top);
    let left = (area.left()..area.right()).find(|x| drawn(*x, top)).unwrap_or_default();
    let right = (left..area.right()).rev().find(|x| drawn(*x, top)).unwrap_or(left);
    let end = keys.unwrap_or(bottom).min(bottom);
    Rect {
        x: left + 1,
        y: top + 1,
        width: right.saturating_sub(left + 1),
        height: end.saturating_sub(top + 1),
    }
}

/// The text in a place, without blanks around it.
fn lines(buffer: &Buffer, place: Rect) -> String {
    let place = place.intersection(buffer.area);
    let mut lines: Vec<String> = Vec::new();
    for y in place.top()..place.bottom() {
        let mut line = String::new();
        let mut x = place.left();
        while x < place.right() {
            let symbol = buffer[(x, y)].symbol();
            line.push_str(symbol);
            // A wide character covers the cell behind it.
            x += u16::try_from(fit::width(symbol)).unwrap_or(1).max(1);
        }
        lines.push(line.trim_end().to_owned());
    }
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    // The cursor's marker is no part of the text.
    for line in &mut lines {
        if line.starts_with(['▌', '▏']) {
            *line = line.replacen(['▌', '▏'], " ", 1);
        }
    }
    let indent = |line: &String| line.len() - line.trim_start_matches(' ').len();
    let least = lines.iter().filter(|line| !line.is_empty()).map(indent).min().unwrap_or(0);
    lines.iter().flat_map(|line| [line.get(least..).unwrap_or_default(), "\n"]).collect()
}
