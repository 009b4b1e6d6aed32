//! Draws the list of exchanges, one a line.

use ratatui::{
    Frame,
    layout::Rect,
    text::{Line, Span},
};

use crate::{
    app::list::Scroll,
    app::{
        List,
        dialog::transcript::{brief, bytes},
    },
    exchange::{Exchange, ExchangeOutcome, MaskedReply},
    ui::{Drawn, Scene, dialog, fit, panel},
};

/// The widest box.
const WIDEST: u16 = 112;
pub fn draw(frame: &mut Frame<'_>, scene: &Scene<'_>, list: &List, area: Rect, drawn: &mut Drawn) {
    let clamp = |size: usize| u16::try_from(size).unwrap_or(u16::MAX);
    let entries = scene.app.requests.transcript.entries();
    let wide = area.width.saturating_sub(4).min(WIDEST);
    let tall = clamp(entries.len().max(1) + 3);
    let inner = dialog::draw(frame, scene, "What was said", area, wide, tall);
    let rows = Rect {
        y: inner.y.saturating_add(1).min(inner.bottom()),
        height: inner.height.saturating_sub(3),
        ..inner
    };
    let height = usize::from(rows.height);
    let offset = list.offset(height);
    let columns = usize::from(rows.width);
    let lines = (offset..list.len())
        .take(height)
        .filter_map(|place| Some(row(scene, entries.get(place)?, place == list.cursor(), columns)));
    panel::lines(frame, rows, lines.collect::<Vec<_>>());
    if inner.height >= 2 {
        let foot = Rect { y: inner.bottom() - 1, height: 1, ..inner };
        dialog::keys(frame, scene, foot, "", drawn);
    }
    let end = list.len().saturating_sub(height);
    drawn.extents.dialog = Some(Scroll { offset, end, page: height });
}

fn row(scene: &Scene<'_>, exchange: &Exchange, here: bool, columns: usize) -> Line<'static> {
    let theme = scene.theme;
    let text = if here { theme.cursor } else { theme.text };
    let request = &exchange.request;
    let (status, style, size, time) = match &exchange.outcome {
        ExchangeOutcome::Answered(MaskedReply { status, size, total, .. }) => {
            let style = match status {
                200..=299 => theme.good,
                300..=399 => theme.warning,
                _ => theme.bad,
            };
            (status.to_string(), style, bytes(*size), brief(*total))
        }
        ExchangeOutcome::Failed { .. } => {
            ("no answer".to_owned(), theme.bad, String::new(), String::new())
        }
    };
    // Without room for all, what came of it matters more than when.
    let when =
        if columns >= 60 { exchange.at.format("%H:%M:%S  ").to_string() } else { String::new() };
    let purpose = if columns >= 90 { fit::pad(request.purpose, 22) } else { String::new() };
    let tail = if columns >= 60 { format!("{size:>9}{time:>9}") } else { format!("{time:>7}") };
    let used = fit::width(&when) + fit::width(&purpose) + fit::width(&tail) + 13;
    let target = if columns >= 60 {
        format!("{} {}", request.method, scene.text(&request.url))
    } else {
        request.purpose.to_owned()
    };
    Line::from(vec![
        Span::styled(if here { "▌" } else { " " }, theme.accent),
        Span::styled(when, theme.dim),
        Span::styled(purpose, theme.name),
        Span::styled(fit::pad(&target, columns.saturating_sub(used).max(8)), text),
        Span::styled(format!("  {}", fit::pad(&status, 10)), style),
        Span::styled(tail, theme.dim),
    ])
}
