//! The detail panel: what is known of the row under the cursor.

mod lines;

use ratatui::{
    Frame,
    layout::Rect,
    text::{Line, Span},
};

use crate::app::{Document, Panel, detail::DetailRow, list::Scroll};

use super::{
    Drawn, DrawnPanel, Scene, fit,
    panel::{self, PanelArea},
};
use lines::DetailWriter;
pub fn draw(
    frame: &mut Frame<'_>,
    scene: &Scene<'_>,
    document: &Document,
    slot: &PanelArea,
    drawn: &mut Drawn,
) {
    let detail = &scene.app.detail;
    let title = if detail.title.is_empty() { "Detail" } else { &*scene.text(&detail.title) };
    let mut inner = panel::frame(frame, scene, slot, title, None);
    let focused = scene.app.focus == Panel::Detail;
    let columns = usize::from(inner.width).saturating_sub(2);
    let page = DetailWriter::new(scene, document, &detail.rows, columns);
    let height = usize::from(inner.height);
    let open = |index: usize| {
        focused
            && index == detail.cursor
            && detail.rows.get(index).is_some_and(DetailRow::selectable)
    };

    let mut total = 0;
    let mut cursor = (0, 0);
    let mut starts = Vec::with_capacity(detail.rows.len());
    for (index, row) in detail.rows.iter().enumerate() {
        starts.push(total);
        let lines = page.height(row, open(index));
        if index == detail.cursor {
            cursor = (total, total + lines);
        }
        total += lines;
    }
    let end = total.saturating_sub(height);
    let mut offset = detail.scroll.offset.min(end);
    // The cursor pulls the text along only when it has moved to another row.
    if focused && (cursor != detail.cursor_lines || page_changed(detail.scroll, height)) {
        if cursor.1 > offset + height {
            offset = cursor.1.saturating_sub(height).min(cursor.0);
        }
        // Headings above the first member come into view with it.
        let first = detail.rows.iter().position(DetailRow::selectable) == Some(detail.cursor);
        if cursor.0 < offset || (first && cursor.1 <= height) {
            offset = if first && cursor.1 <= height { 0 } else { cursor.0 };
        }
    }

    let area = inner;
    let mut lines = Vec::new();
    let from = starts.partition_point(|start| *start <= offset).saturating_sub(1);
    for (index, row) in detail.rows.iter().enumerate().skip(from) {
        let start = starts.get(index).copied().unwrap_or(total);
        if start >= offset + height {
            break;
        }
        for (line, text) in page.lines(row, open(index)).into_iter().enumerate() {
            let at = start + line;
            if at < offset || at >= offset + height {
                continue;
            }
            draw_line(frame, scene, inner, text, open(index) && line == 0);
            lines.push(row.selectable().then_some(index));
            inner.y = inner.y.saturating_add(1);
            inner.height = inner.height.saturating_sub(1);
        }
    }
    panel::scrollbar(frame, slot, offset, total, height);
    drawn.panels.push(DrawnPanel { panel: Panel::Detail, area: slot.area, rows: area, lines });
    drawn.extents.detail = Some(Scroll { offset, end, page: height });
    drawn.extents.detail_cursor = cursor;
}

/// Whether the panel has another height than when it was last drawn.
fn page_changed(scroll: Scroll, height: usize) -> bool {
    scroll.page != height
}

fn draw_line(
    frame: &mut Frame<'_>,
    scene: &Scene<'_>,
    area: Rect,
    text: Line<'static>,
    cursor: bool,
) {
    let columns = usize::from(area.width).saturating_sub(1);
    let marker = if cursor { Span::styled("▌", scene.theme.accent) } else { Span::raw(" ") };
    let mut line = Line::from(marker);
    line.spans.extend(fit::clip(text, columns).spans);
    if cursor {
        for span in &mut line.spans {
            span.style = span.style.patch(scene.theme.cursor);
        }
    }
    frame.render_widget(line, Rect { height: 1, ..area });
}
