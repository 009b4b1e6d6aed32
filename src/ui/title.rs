//! The top line: what is shown, what it is, how it is written, and the time it is shown at.

use ratatui::{
    Frame,
    layout::Rect,
    text::{Line, Span},
};

use crate::{
    app::{Origin, Shown},
    text::visible,
    token::Kind,
};

use super::{Scene, fit};

/// What an artifact is, in words.
pub fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::TokenResponse => "token response",
        Kind::ErrorResponse => "error response",
        Kind::IntrospectionResponse => "introspection response",
        Kind::DeviceAuthorization => "device authorization",
        Kind::AuthorizationResponse => "authorization response",
        Kind::ServerMetadata => "server metadata",
        Kind::JwkSet => "JWK set",
        Kind::Jws => "signed token (JWS)",
        Kind::Jwe => "encrypted token (JWE)",
        Kind::OpaqueToken => "opaque token",
        Kind::Unrecognized => "not recognized",
    }
}

/// Draws the line.
pub fn draw(frame: &mut Frame<'_>, scene: &Scene<'_>, shown: &Shown, area: Rect) {
    if area.is_empty() {
        return;
    }
    let theme = scene.theme;
    let inspection = &shown.inspection;
    let columns = usize::from(area.width);
    let moves = shown.moves();
    let clock =
        if moves { scene.second().format("%H:%M:%S UTC ").to_string() } else { String::new() };
    let what = kind(inspection.kind);
    let encoding = inspection.encoding.name();
    let program = if columns >= 60 { " tokenscope  " } else { " " };
    let clock = if columns >= 34 { clock } else { String::new() };
    let fixed = program.len() + fit::width(&clock) + fit::width(what) + encoding.len() + 8;
    let name = visible(&shown.origin.name()).into_owned();
    let name = match shown.origin {
        // The end of a long file name tells more than its folder, and is kept by showing no folder.
        Origin::File(_) => fit::truncate(&name, columns.saturating_sub(fixed).max(8)).into_owned(),
        _ => name,
    };
    let mut spans = vec![
        Span::styled(program, theme.accent),
        Span::styled(name, theme.strong),
        Span::styled(" · ", theme.dim),
        Span::raw(what),
    ];
    if fixed < columns {
        spans.push(Span::styled(" · ", theme.dim));
        spans.push(Span::raw(encoding));
    }
    let room = columns.saturating_sub(fit::width(&clock) + 1);
    frame.render_widget(fit::clip(Line::from(spans), room), area);
    let clock = Line::from(Span::styled(clock, theme.dim)).right_aligned();
    frame.render_widget(clock, Rect { x: area.x, ..area });
}
