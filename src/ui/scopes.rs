//! The panel of scopes: what may be done with each resource.

use ratatui::{
    Frame,
    layout::Rect,
    text::{Line, Span},
};

use crate::{
    app::{Document, Panel},
    token::scope_matrix::Resource,
};

use super::{
    Drawn, Scene, fit,
    panel::{self, PanelArea},
};

const READ: usize = 6;
const WRITE: usize = 7;
pub fn draw(
    frame: &mut Frame<'_>,
    scene: &Scene<'_>,
    document: &Document,
    slot: &PanelArea,
    drawn: &mut Drawn,
) {
    let theme = scene.theme;
    let title = panel::counted(scene, Panel::Scopes);
    let structured = document.resources.iter().any(|line| line.structured);
    let width = usize::from(slot.area.width).saturating_sub(if slot.borders { 3 } else { 1 });
    let other = other_columns(width);
    let inner = panel::frame(frame, scene, slot, &title, None);
    if structured && inner.y > slot.area.y {
        let start = inner.right().saturating_sub(as_columns(READ + WRITE + other));
        let offsets = [(0, " read "), (READ, " write "), (READ + WRITE, " other ")];
        for (offset, label) in offsets {
            let x = start.saturating_add(as_columns(offset)).saturating_sub(1);
            if x > slot.area.x + as_columns(fit::width(&title)) + 4 {
                let place = Rect { x, y: slot.area.y, width: as_columns(label.len()), height: 1 };
                let place = place.intersection(slot.area);
                frame.render_widget(Span::styled(label, theme.dim), place);
            }
        }
    }
    let extent =
        panel::rows(frame, scene, slot, inner, &scene.app.scopes, drawn, |index, columns| {
            match document.resources.get(index) {
                Some(line) => row(scene, document, line, columns),
                None => Line::default(),
            }
        });
    drawn.extents.scopes = Some(extent);
}

/// Columns for actions that are neither reading nor writing.
fn other_columns(columns: usize) -> usize {
    (columns / 4).clamp(6, 24)
}

fn as_columns(columns: usize) -> u16 {
    u16::try_from(columns).unwrap_or(u16::MAX)
}

fn row(scene: &Scene<'_>, document: &Document, line: &Resource, columns: usize) -> Line<'static> {
    let theme = scene.theme;
    let name = scene.text(&line.name);
    if !line.structured {
        return Line::from(Span::styled(fit::truncate(&name, columns).into_owned(), theme.text));
    }
    let other = other_columns(columns);
    let room = columns.saturating_sub(READ + WRITE + other + 1);
    let tick = |allowed, width, style| {
        let (symbol, style) = if allowed { ("✓", style) } else { ("·", theme.dim) };
        Span::styled(fit::pad(symbol, width), style)
    };
    let words: Vec<&str> = line
        .other
        .iter()
        .take(32)
        .filter_map(|index| document.inspection.scopes.get(*index))
        .map(|scope| scope.action.as_deref().unwrap_or("✓"))
        .collect();
    Line::from(vec![
        Span::styled(fit::pad(&name, room), theme.text),
        Span::raw(" "),
        tick(line.read, READ, theme.good),
        tick(line.write, WRITE, theme.warning),
        Span::styled(
            fit::truncate(&scene.text(&words.join(", ")), other.saturating_sub(1)).into_owned(),
            theme.text,
        ),
    ])
}
