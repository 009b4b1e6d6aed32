//! How long a token lives: what is left of it, when it ends, and how that is known.

use chrono::{DateTime, SubsecRound as _, TimeDelta, Utc};
use ratatui::text::Span;

use crate::{
    app::Document,
    emphasis::Emphasis,
    inspection::Headline,
    kind::Kind,
    token::{Basis, Candidate, Expiry, ReceivedFrom, State},
    ui::Scene,
    words,
};

/// What is left of its life, or how long ago that ended, and of how much.
pub fn remaining(scene: &Scene<'_>, expiry: &Expiry, kind: Kind) -> (String, String) {
    let second = scene.second();
    let from_now = |at: DateTime<Utc>| words::countdown(at.trunc_subsecs(0) - second);
    let of = || {
        let lifetime = expiry.lifetime.filter(|lifetime| *lifetime > TimeDelta::zero());
        lifetime.map_or(String::new(), |lifetime| format!("of {}", words::rough(lifetime)))
    };
    match (expiry.state(scene.now), expiry.expires_at, expiry.not_before) {
        (State::Expired, Some(end), _) => {
            (format!("{} ago", from_now(end.min(scene.now))), String::new())
        }
        (State::NotYetValid, _, Some(start)) => {
            (format!("begins in {}", from_now(start)), String::new())
        }
        (State::Never, ..) => (String::new(), "the response sets no limit".to_owned()),
        (_, Some(end), _) => (from_now(end), of()),
        _ if kind == Kind::TokenResponse => {
            (String::new(), "the response does not say when the token ends".to_owned())
        }
        _ => (String::new(), "nothing says when it ends".to_owned()),
    }
}

/// When it ends, from which source, and what says otherwise: a label and words each.
pub fn facts(
    scene: &Scene<'_>,
    document: &Document,
    expiry: &Expiry,
) -> Vec<(&'static str, Emphasis, String)> {
    let inspection = &document.inspection;
    let state = expiry.state(scene.now);
    let Headline { symbol, words: state_words, emphasis } = Headline::of_state(state);
    let (main, aside) = remaining(scene, expiry, inspection.kind);
    let left = [main, aside].join(" ");
    let mut facts = vec![(
        "life",
        emphasis,
        format!("{symbol} {} {}", state_words.to_lowercase(), left.trim()),
    )];
    let Some(end) = expiry.expires_at else { return facts };
    if let Some(issued) = expiry.issued_at {
        facts.push(("issued", Emphasis::Plain, words::utc(issued)));
    }
    let label = if expiry.is_over(scene.now) { "ended" } else { "ends" };
    let local = super::local(scene, end).map_or(String::new(), |local| format!(" · {local}"));
    facts.push((label, Emphasis::Plain, format!("{}{local}", words::utc(end))));
    if let Some(basis) = expiry.basis {
        let from = basis_words(basis, expiry.candidates.first(), inspection.received.from);
        facts.push(("known from", Emphasis::Dim, from));
    }
    for other in expiry.disagreeing_candidates() {
        let distance = other.at - end;
        let side = if distance > TimeDelta::zero() { "later" } else { "earlier" };
        let words = format!("{} says {} {side}", candidate_words(other), words::rough(distance));
        facts.push(("but", Emphasis::Warning, words));
    }
    facts
}

/// What an end was taken from.
fn basis_words(basis: Basis, chosen: Option<&Candidate>, received: ReceivedFrom) -> String {
    match basis {
        Basis::ExpiresAt => {
            let field = chosen.map_or("expires_at", |candidate| candidate.field.as_str());
            field.to_owned()
        }
        Basis::CreatedAtPlusExpiresIn => "created_at + expires_in".to_owned(),
        Basis::JwtExp => "exp of the JWT".to_owned(),
        Basis::ReceivedAtPlusExpiresIn => {
            let received = match received {
                ReceivedFrom::Given => "when it was received",
                ReceivedFrom::DateHeader => "the Date header",
                ReceivedFrom::File => "the time of the file",
                ReceivedFrom::At | ReceivedFrom::Now => "now, as nothing says when it was issued",
            };
            format!("expires_in, counted from {received}")
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

/// How long the tokens beside the credential live, in a few words each.
pub fn beside(scene: &Scene<'_>, document: &Document) -> Vec<Vec<Span<'static>>> {
    document.lives.iter().skip(1).map(|life| brief(scene, &life.name, &life.expiry)).collect()
}

/// State and countdown in a few words.
fn brief(scene: &Scene<'_>, name: &str, expiry: &Expiry) -> Vec<Span<'static>> {
    let theme = scene.theme;
    let Headline { symbol, emphasis, .. } = Headline::of_state(expiry.state(scene.now));
    vec![
        Span::styled(format!("{} ", scene.text(name)), theme.dim),
        Span::styled(format!("{symbol} "), theme.emphasis(emphasis)),
        Span::styled(brief_words(scene, expiry), theme.text),
    ]
}

/// What is left in a few words, or that it is over.
pub fn brief_words(scene: &Scene<'_>, expiry: &Expiry) -> String {
    let (main, _) = remaining(scene, expiry, Kind::TokenResponse);
    match expiry.state(scene.now) {
        State::Never => "no limit".to_owned(),
        State::Unknown => "no end given".to_owned(),
        _ => main,
    }
}

/// What an end was taken from, as short as can be.
pub fn brief_basis(expiry: &Expiry) -> String {
    match expiry.basis {
        Some(Basis::JwtExp) => "exp".to_owned(),
        Some(Basis::ExpiresAt) => {
            let chosen = expiry.candidates.first();
            chosen.map_or("expires_at".to_owned(), |candidate| candidate.field.clone())
        }
        Some(Basis::CreatedAtPlusExpiresIn | Basis::ReceivedAtPlusExpiresIn) => {
            "expires_in".to_owned()
        }
        None => String::new(),
    }
}
