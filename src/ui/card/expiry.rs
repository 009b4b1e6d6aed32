//! How long a token lives: state, countdown, gauge, and how that is known.

use chrono::{DateTime, SubsecRound as _, TimeDelta, Utc};
use ratatui::{
    style::Style,
    text::{Line, Span},
};

use crate::{
    app::{Action, Document, Mode},
    emphasis::Emphasis,
    inspection::{Headline, Inspection, UsableAnswer},
    kind::Kind,
    token::{Basis, Candidate, Expiry, ReceivedFrom, State},
    words,
};

use super::super::{Scene, fit};

/// Everything about the life of the token and of those beside it.
pub fn lines(scene: &Scene<'_>, document: &Document, columns: usize) -> Vec<Line<'static>> {
    let inspection = &document.inspection;
    let mut lines = state(scene, inspection, columns);
    lines.extend(fit::flow(when(scene, document), 3, columns));
    lines.extend(fit::flow(beside(scene, document), 3, columns));
    lines
}

/// The state, what is left, and a gauge.
fn state(scene: &Scene<'_>, inspection: &Inspection, columns: usize) -> Vec<Line<'static>> {
    let theme = scene.theme;
    let expiry = &inspection.expiry;
    let state = expiry.state(scene.now);
    let Headline { symbol, words, emphasis } = inspection.headline(scene.now);
    let style = scene.theme.emphasis(emphasis);
    let strong = style.patch(theme.strong);
    let mut spans = vec![Span::styled(format!("{symbol} {words}"), strong), Span::raw("  ")];
    if !inspection.usable(scene.now).counts_down() {
        return vec![fit::clip(Line::from(spans), columns)];
    }
    let (main, aside) = remaining(scene, expiry, state, inspection.kind);
    if !main.is_empty() {
        spans.push(Span::styled(format!("{main} "), theme.strong));
    }
    spans.push(Span::styled(aside, theme.dim));
    let line = Line::from(spans);
    let Some(part) = part_left(scene, expiry, state) else { return vec![fit::clip(line, columns)] };
    let left = columns.saturating_sub(line.width() + 3);
    if left >= 16 {
        let mut line = line;
        line.push_span(Span::raw("   "));
        line.spans.extend(gauge(scene, part, left, style));
        vec![line]
    } else {
        vec![fit::clip(line, columns), Line::from(gauge(scene, part, columns, style))]
    }
}

/// What is left of its life, or how long ago that ended, and of how much.
fn remaining(scene: &Scene<'_>, expiry: &Expiry, state: State, kind: Kind) -> (String, String) {
    let second = scene.second();
    let from_now = |at: DateTime<Utc>| words::exact(at.trunc_subsecs(0) - second);
    let of = || {
        let lifetime = expiry.lifetime.filter(|lifetime| *lifetime > TimeDelta::zero());
        lifetime.map_or(String::new(), |lifetime| format!("of {}", words::rough(lifetime)))
    };
    match (state, expiry.expires_at, expiry.not_before) {
        (State::Expired, Some(end), _) => {
            (format!("{} ago", from_now(end.min(scene.now))), String::new())
        }
        (State::NotYetValid, _, Some(start)) => {
            (format!("begins in {}", from_now(start)), String::new())
        }
        (State::Never, ..) => (String::new(), "the response sets no limit".to_owned()),
        (_, Some(end), _) => (format!("{} left", from_now(end)), of()),
        _ if kind == Kind::TokenResponse => {
            (String::new(), "the response does not say when the token ends".to_owned())
        }
        _ => (String::new(), "nothing says when it ends".to_owned()),
    }
}

/// The part of its life that is left, from 0 to 1.
fn part_left(scene: &Scene<'_>, expiry: &Expiry, state: State) -> Option<f64> {
    if !matches!(state, State::Valid | State::Expiring) {
        return None;
    }
    let lifetime = expiry.lifetime?.as_seconds_f64();
    let left = expiry.remaining(scene.second())?.as_seconds_f64();
    (lifetime > 0.0).then(|| (left / lifetime).clamp(0.0, 1.0))
}

/// A bar with the part that is left, and the number beside it.
fn gauge(scene: &Scene<'_>, part: f64, columns: usize, style: Style) -> Vec<Span<'static>> {
    // Not quite all is less than 100 %.
    let percent = format!("{:>5}", format!("{:.0} %", (part * 100.0).floor()));
    let bar = columns.saturating_sub(percent.len() + 1);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a part between 0 and 1 of a number of columns"
    )]
    let full = ((bar as f64) * part).round() as usize;
    vec![
        Span::styled("━".repeat(full.min(bar)), style),
        Span::styled("╌".repeat(bar.saturating_sub(full)), scene.theme.track),
        Span::styled(format!(" {percent}"), scene.theme.dim),
    ]
}

/// What to do where it has ended; when that is and how it is known; what else was said.
fn when(scene: &Scene<'_>, document: &Document) -> Vec<Vec<Span<'static>>> {
    let theme = scene.theme;
    let inspection = &document.inspection;
    let expiry = &inspection.expiry;
    let mut pieces = Vec::new();
    if inspection.can_refresh(scene.now)
        && let Some(key) = scene.keymap.key(Mode::Inspector, Action::Refresh)
    {
        pieces.push(vec![
            Span::styled(key.to_string(), theme.key),
            Span::styled(" gets a new one", theme.text),
        ]);
    }
    let Some(end) = expiry.expires_at else { return pieces };
    let verb = if expiry.is_over(scene.now) { "expired" } else { "expires" };
    pieces.push(vec![
        Span::styled(format!("{verb} "), theme.dim),
        Span::styled(words::utc(end), theme.text),
    ]);
    if let Some(local) = super::local(scene, end) {
        pieces.push(vec![Span::styled(format!("{local} local"), theme.text)]);
    }
    if let Some(basis) = expiry.basis {
        let from = basis_words(basis, expiry.candidates.first(), inspection.received.from);
        pieces.push(vec![Span::styled(scene.text(&from).into_owned(), theme.dim)]);
    }
    for other in expiry.disagreeing_candidates() {
        let distance = other.at - end;
        let side = if distance > TimeDelta::zero() { "later" } else { "earlier" };
        let words = format!("{} says {} {side}", candidate_words(other), words::rough(distance));
        let words = scene.text(&words).into_owned();
        pieces.push(vec![
            Span::styled(format!("{} ", Emphasis::Warning.symbol()), theme.warning),
            Span::styled(words, theme.dim),
        ]);
    }
    pieces
}

/// What an end was taken from.
fn basis_words(basis: Basis, chosen: Option<&Candidate>, received: ReceivedFrom) -> String {
    match basis {
        Basis::ExpiresAt => {
            let field = chosen.map_or("expires_at", |candidate| candidate.field.as_str());
            format!("from {field}")
        }
        Basis::CreatedAtPlusExpiresIn => "from created_at + expires_in".to_owned(),
        Basis::JwtExp => "from exp of the JWT".to_owned(),
        Basis::ReceivedAtPlusExpiresIn => {
            let received = match received {
                ReceivedFrom::Given => "when it was received",
                ReceivedFrom::DateHeader => "the Date header",
                ReceivedFrom::File => "the time of the file",
                ReceivedFrom::At | ReceivedFrom::Now => "now, as nothing says when it was issued",
            };
            format!("from expires_in, counted from {received}")
        }
    }
}

/// What gives another end.
fn candidate_words(candidate: &Candidate) -> String {
    match candidate.basis {
        Basis::JwtExp => "exp of the JWT".to_owned(),
        Basis::CreatedAtPlusExpiresIn => "created_at + expires_in".to_owned(),
        Basis::ReceivedAtPlusExpiresIn => "received + expires_in".to_owned(),
        Basis::ExpiresAt => candidate.field.clone(),
    }
}

/// How long the tokens beside it live.
fn beside(scene: &Scene<'_>, document: &Document) -> Vec<Vec<Span<'static>>> {
    let theme = scene.theme;
    let inspection = &document.inspection;
    let mut pieces = Vec::new();
    match &inspection.refresh_expiry {
        Some(expiry) => pieces.push(brief(scene, "refresh token", expiry)),
        None if inspection.field("refresh_token").is_some() => {
            pieces.push(vec![Span::styled("refresh token  no end given", theme.dim)]);
        }
        None => {}
    }
    let others = document.others.iter().take(MOST_OTHERS);
    pieces.extend(others.map(|(name, expiry)| brief(scene, name, expiry)));
    if inspection.usable(scene.now).answer != UsableAnswer::No
        && let Some(token) = inspection.credential()
    {
        let Headline { symbol, words, emphasis } = Headline::of_signature(token.signature.status);
        pieces.push(vec![
            Span::styled("signature  ", theme.dim),
            Span::styled(format!("{symbol} {words}"), scene.theme.emphasis(emphasis)),
        ]);
    }
    pieces
}

/// So many tokens beside the credential have a place in the headline.
const MOST_OTHERS: usize = 3;

/// State and countdown in a few words.
fn brief(scene: &Scene<'_>, name: &str, expiry: &Expiry) -> Vec<Span<'static>> {
    let theme = scene.theme;
    let state = expiry.state(scene.now);
    let Headline { symbol, emphasis, .. } = Headline::of_state(state);
    let (main, _) = remaining(scene, expiry, state, Kind::TokenResponse);
    let words = match state {
        State::Never => "no limit".to_owned(),
        State::Unknown => "no end given".to_owned(),
        State::Expired => format!("expired {main}"),
        _ => main,
    };
    vec![
        Span::styled(format!("{name}  "), theme.dim),
        Span::styled(format!("{symbol} "), scene.theme.emphasis(emphasis)),
        Span::styled(words, theme.text),
    ]
}
