//! The lines at the top that say at once whether the token can be used, until when, whose it is and
//! for whom: what matters most of each kind of artifact.

pub mod life;
mod other_kinds;
mod pieces;
pub mod timeline;

use chrono::{DateTime, Utc};
use ratatui::{Frame, layout::Rect, text::Line};

use crate::{app::Document, kind::Kind, token::Zone};

use super::{Scene, panel};

/// The lines, the most important first.
fn lines(
    scene: &Scene<'_>,
    document: &Document,
    columns: usize,
    has_timeline: bool,
) -> Vec<Line<'static>> {
    match document.inspection.kind {
        Kind::TokenResponse | Kind::Jws | Kind::SdJwt => {
            pieces::lines(scene, document, columns, has_timeline)
        }
        _ => other_kinds::lines(scene, document, columns),
    }
}

/// How many lines it takes to say everything.
pub fn height(scene: &Scene<'_>, document: &Document, width: u16, has_timeline: bool) -> u16 {
    let lines = lines(scene, document, columns(width), has_timeline).len();
    u16::try_from(lines).unwrap_or(u16::MAX)
}

pub fn draw(
    frame: &mut Frame<'_>,
    scene: &Scene<'_>,
    document: &Document,
    area: Rect,
    has_timeline: bool,
) {
    let lines = lines(scene, document, columns(area.width), has_timeline);
    panel::lines(frame, inset(area), lines);
}

fn columns(width: u16) -> usize {
    usize::from(width).saturating_sub(2)
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
