//! The headline of a token: can it be used, is its signature checked, who is it about, for whom is
//! it, which client has it, what was found.

use ratatui::text::{Line, Span};

use crate::{
    app::{Action, Document, Mode},
    findings::Severity,
    inspection::{Headline, Parties, UsableAnswer},
    jose::SignatureStatus,
    ui::{Scene, findings, fit},
};

use super::life;

/// The longest name that is shown of a party.
const LONGEST: usize = 28;

pub type Piece = Vec<Span<'static>>;

/// The pieces on as many lines as they need.
pub fn lines(
    scene: &Scene<'_>,
    document: &Document,
    columns: usize,
    has_timeline: bool,
) -> Vec<Line<'static>> {
    let mut pieces = about_token(scene, document, columns);
    pieces.extend(found(scene, document));
    if !has_timeline {
        pieces.extend(life::beside(scene, document));
    }
    flow(scene, pieces, columns)
}

/// What there is to say but for the findings.
pub fn about_token(scene: &Scene<'_>, document: &Document, columns: usize) -> Vec<Piece> {
    let mut pieces = vec![state(scene, document)];
    pieces.extend(signature(scene, document, columns));
    pieces.extend(parties(scene, document, columns));
    pieces
}

/// Pieces with a line between them.
pub fn flow(scene: &Scene<'_>, pieces: Vec<Piece>, columns: usize) -> Vec<Line<'static>> {
    fit::flow_with(pieces, &Span::styled(" │ ", scene.theme.border), columns)
}

/// Usable or not, and how long still.
pub fn state(scene: &Scene<'_>, document: &Document) -> Piece {
    let theme = scene.theme;
    let inspection = &document.inspection;
    let Headline { symbol, words, emphasis } = inspection.headline(scene.now);
    let strong = theme.emphasis(emphasis).patch(theme.strong);
    let mut spans = vec![Span::styled(format!("{symbol} {words}"), strong)];
    if inspection.usable(scene.now).counts_down() {
        let (main, aside) = life::remaining(scene, &inspection.expiry, inspection.kind);
        if !main.is_empty() {
            spans.push(Span::styled(format!(" {main}"), theme.strong));
        }
        if !aside.is_empty() {
            spans.push(Span::styled(format!(" {aside}"), theme.dim));
        }
    }
    if inspection.can_refresh(scene.now)
        && scene.app.is_enabled(Action::Refresh)
        && let Some(key) = scene.keymap.key(Mode::Inspector, Action::Refresh)
    {
        spans.push(Span::styled(" · ", theme.dim));
        spans.push(Span::styled(key.to_string(), theme.key));
        spans.push(Span::styled(" gets a new one", theme.text));
    }
    spans
}

/// The verdict on the signature, unless that is why it cannot be used.
fn signature(scene: &Scene<'_>, document: &Document, columns: usize) -> Option<Piece> {
    let inspection = &document.inspection;
    let token = inspection.credential()?;
    let Headline { symbol, words, emphasis } = Headline::of_signature(token.signature.status);
    let is_told = inspection.usable(scene.now).answer == UsableAnswer::No
        && matches!(token.signature.status, SignatureStatus::Invalid | SignatureStatus::Unsigned);
    if is_told {
        return None;
    }
    let mut spans =
        vec![Span::styled(format!("{symbol} signature {words}"), scene.theme.emphasis(emphasis))];
    if matches!(token.signature.status, SignatureStatus::NotChecked | SignatureStatus::NoKey)
        && columns >= 60
        && let Some(key) = scene.keymap.key(Mode::Inspector, Action::AddKey)
    {
        spans.push(Span::styled(format!(" ({key})"), scene.theme.key));
    }
    Some(spans)
}

/// Who, for whom, and by which client.
fn parties(scene: &Scene<'_>, document: &Document, columns: usize) -> Vec<Piece> {
    let theme = scene.theme;
    let Parties { person, subject, audience, client } = &document.parties;
    let most = LONGEST.min(columns / 2);
    let name = |name: &str| fit::truncate(&scene.text(name), most).into_owned();
    let mut pieces = Vec::new();
    let is_client = subject.is_some() && subject == client && person.is_none();
    if let Some(person) = person {
        let mut spans = vec![Span::styled(name(person), theme.strong)];
        if let Some(subject) =
            subject.as_ref().filter(|subject| *subject != person && columns >= 150)
        {
            let subject = fit::truncate(&scene.text(subject), 9).into_owned();
            spans.push(Span::styled(format!(" {subject}"), theme.dim));
        }
        pieces.push(spans);
    } else if let Some(subject) = subject.as_ref().filter(|_| !is_client) {
        pieces
            .push(vec![Span::styled("sub ", theme.dim), Span::styled(name(subject), theme.strong)]);
    }
    if let Some(first) = audience.first() {
        let mut spans = vec![Span::styled("for ", theme.dim), Span::raw(name(first))];
        if audience.len() > 1 {
            spans.push(Span::styled(format!(" +{}", audience.len() - 1), theme.dim));
        }
        pieces.push(spans);
    }
    if let Some(client) = client {
        pieces.push(vec![Span::styled("by ", theme.dim), Span::raw(name(client))]);
    }
    pieces
}

/// How many findings there are, with the symbol of the worst.
pub fn found(scene: &Scene<'_>, document: &Document) -> Option<Piece> {
    let worst = document.findings.iter().map(|finding| finding.severity).min()?;
    let style = match worst {
        Severity::Info => scene.theme.dim,
        worst => scene.theme.emphasis(worst.emphasis()),
    };
    let tally = findings::tally(&document.findings);
    Some(vec![findings::mark(scene, worst), Span::styled(format!(" {tally}"), style)])
}
