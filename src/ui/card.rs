//! The card at the top: what matters most of each kind of artifact.

mod expiry;
mod other_kinds;

use chrono::{DateTime, Utc};
use ratatui::{Frame, layout::Rect, text::Line};

use crate::{app::Document, kind::Kind, token::Zone};

use super::{Scene, panel};

/// Columns inside the card.
pub fn inner_width(width: u16, borders: bool) -> usize {
    usize::from(width).saturating_sub(if borders { 4 } else { 2 })
}

/// The lines of the card, the most important first.
fn lines(scene: &Scene<'_>, document: &Document, columns: usize) -> Vec<Line<'static>> {
    match document.inspection.kind {
        Kind::TokenResponse | Kind::Jws | Kind::SdJwt => expiry::lines(scene, document, columns),
        _ => other_kinds::lines(scene, document, columns),
    }
}

/// How many lines it takes to say everything.
pub fn height(scene: &Scene<'_>, document: &Document, columns: usize) -> u16 {
    u16::try_from(lines(scene, document, columns).len()).unwrap_or(u16::MAX)
}

/// Draws the card.
pub fn draw(
    frame: &mut Frame<'_>,
    scene: &Scene<'_>,
    document: &Document,
    area: Rect,
    borders: bool,
) {
    let columns = inner_width(area.width, borders);
    let lines = lines(scene, document, columns);
    if borders {
        let heading = document.inspection.kind.heading();
        let title = ratatui::text::Span::styled(format!(" {heading} "), scene.theme.strong);
        let block = panel::block(scene.theme.border).title_top(title);
        let inner = block.inner(area);
        frame.render_widget(block, area);
        panel::lines(frame, inset(inner), lines);
    } else {
        panel::lines(frame, inset(area), lines);
    }
}

/// The area without its first and last column.
fn inset(area: Rect) -> Rect {
    Rect { x: area.x + 1.min(area.width), width: area.width.saturating_sub(2), ..area }
}

/// An instant in the local zone, where that is not UTC: `14:50:07 -06:00`, with the date where it
/// is another one.
pub fn local(scene: &Scene<'_>, at: DateTime<Utc>) -> Option<String> {
    let zone: Zone = scene.app.settings.zone;
    let local = zone.local(at);
    if local.offset().local_minus_utc() == 0 {
        return None;
    }
    let format = if local.date_naive() == at.date_naive() {
        "%H:%M:%S %:z"
    } else {
        "%Y-%m-%d %H:%M:%S %:z"
    };
    Some(local.format(format).to_string())
}
