//! Draws a text to read.

use ratatui::{
    Frame,
    layout::Rect,
    style::Style,
    text::{Line, Span},
};

use crate::{
    app::dialog::text::{Part, TextDialog},
    app::list::Scroll,
    ui::{Drawn, Scene, dialog, fit},
};

/// The widest column of names.
const NAMES: usize = 18;

/// The widest box.
const WIDEST: u16 = 92;
pub fn draw(
    frame: &mut Frame<'_>,
    scene: &Scene<'_>,
    page: &TextDialog,
    area: Rect,
    drawn: &mut Drawn,
) {
    let columns = usize::from(width(area));
    let lines = parts(scene, &page.parts, columns);
    text(frame, scene, &page.title, lines, page.scroll, area, drawn);
}

/// The columns of text in a box that is as wide as may be.
pub fn width(area: Rect) -> u16 {
    area.width.saturating_sub(4).min(WIDEST)
}

/// Parts as lines of at most this many columns, names in one column.
pub fn parts(scene: &Scene<'_>, parts: &[Part], columns: usize) -> Vec<Line<'static>> {
    let theme = scene.theme;
    let names = parts.iter().filter_map(|part| match part {
        Part::Row { name, .. } => Some(fit::width(name)),
        _ => None,
    });
    let names = names.max().unwrap_or(0).min(NAMES).min(columns * 4 / 9) + 2;
    let mut lines = Vec::new();
    for part in parts {
        match part {
            Part::Blank => lines.push(Line::default()),
            Part::Heading(text) => {
                lines.push(Line::from(Span::styled(scene.text(text).into_owned(), theme.strong)));
            }
            Part::Text(emphasis, text) => {
                let style = theme.emphasis(*emphasis);
                let wrapped = fit::wrap(&scene.text(text), columns).into_iter();
                lines.extend(wrapped.map(|line| Line::from(Span::styled(line, style))));
            }
            Part::Point(text) => {
                indented("• ".into(), &scene.text(text), theme.text, columns, &mut lines);
            }
            Part::Row { name, value, emphasis } => {
                let name = fit::pad(&scene.text(name), names - 2);
                let name = Span::styled(format!("{name}  "), theme.name);
                indented(name, &scene.text(value), theme.emphasis(*emphasis), columns, &mut lines);
            }
        }
    }
    lines
}

/// A text behind a label, wrapped into a column of its own.
pub fn indented(
    label: Span<'static>,
    text: &str,
    style: Style,
    columns: usize,
    lines: &mut Vec<Line<'static>>,
) {
    let indent = label.width();
    let mut label = Some(label);
    for line in fit::wrap(text, columns.saturating_sub(indent)) {
        let start = label.take().unwrap_or_else(|| Span::raw(" ".repeat(indent)));
        lines.push(Line::from(vec![start, Span::styled(line, style)]));
    }
}

/// Draws a box with lines that may be scrolled, and its keys below them.
pub fn text(
    frame: &mut Frame<'_>,
    scene: &Scene<'_>,
    title: &str,
    lines: Vec<Line<'static>>,
    scroll: Scroll,
    area: Rect,
    drawn: &mut Drawn,
) {
    let keys = dialog::keys_width(scene);
    let widest = lines.iter().map(Line::width).chain([keys, 40]).max().unwrap_or(0);
    let wide = u16::try_from(widest).unwrap_or(u16::MAX).min(width(area));
    dialog::scrolled(frame, scene, title, lines, wide, scroll, area, drawn);
}
