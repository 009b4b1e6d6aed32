//! The panel of findings, the worst first.

use ratatui::{
    Frame,
    layout::Rect,
    text::{Line, Span},
};

use crate::{
    app::{Document, Panel},
    findings::{Finding, Severity},
    words,
};

use super::{
    Drawn, Scene, fit,
    panel::{self, PanelArea},
};

/// The symbol of a severity, in its colour.
pub fn mark(scene: &Scene<'_>, severity: Severity) -> Span<'static> {
    Span::styled(severity.symbol(), scene.theme.emphasis(severity.emphasis()))
}
pub fn draw(
    frame: &mut Frame<'_>,
    scene: &Scene<'_>,
    document: &Document,
    slot: &PanelArea,
    drawn: &mut Drawn,
) {
    let findings = &document.findings;
    let title = panel::counted(scene, Panel::Findings);
    let right = Line::from(Span::styled(format!(" {} ", tally(findings)), scene.theme.dim));
    let inner = panel::frame(frame, scene, slot, &title, Some(right));
    let widest = findings.iter().map(|finding| finding.code.len()).max().unwrap_or(0);
    // A narrow panel has no room for a sentence: what it is about must do.
    let is_narrow = usize::from(inner.width) < widest + 44;
    let most = if is_narrow { usize::from(inner.width) * 3 / 4 } else { widest };
    let code_columns = widest.min(most);
    let shares = sentence_lines(scene, document, inner);
    let mut shares = shares.into_iter();
    let extent =
        panel::rows(frame, scene, slot, inner, &scene.app.findings, drawn, |index, columns| {
            let Some(finding) = findings.get(index) else { return Vec::new() };
            let most = shares.next().unwrap_or(0);
            if most == 0 || !is_narrow {
                return vec![row(scene, finding, code_columns, columns, is_narrow)];
            }
            let mut lines = vec![row(scene, finding, code_columns, columns, true)];
            let mut sentence = sentence(scene, finding, columns);
            let is_cut = sentence.len() > most;
            sentence.truncate(most);
            if let Some(last) = sentence.last_mut().filter(|_| is_cut) {
                *last = fit::clip(std::mem::take(last), columns.saturating_sub(1));
                last.push_span(Span::styled("…", scene.theme.dim));
            }
            lines.extend(sentence);
            lines
        });
    drawn.extents.findings = Some(extent);
}

/// How many lines of its sentence each finding in the list has, so that all are seen; what is left
/// over goes to the first.
fn sentence_lines(scene: &Scene<'_>, document: &Document, inner: Rect) -> Vec<usize> {
    let list = &scene.app.findings;
    let height = usize::from(inner.height);
    if list.len() * 2 > height {
        return Vec::new();
    }
    let columns = usize::from(inner.width).saturating_sub(1);
    let shown = (0..list.len()).filter_map(|place| document.findings.get(list.row(place)?));
    let sentences: Vec<usize> =
        shown.map(|finding| sentence(scene, finding, columns).len()).collect();
    let total = |most: usize| sentences.iter().map(|lines| 1 + lines.min(&most)).sum::<usize>();
    let most = (1..=6).take_while(|most| total(*most) <= height).last().unwrap_or(0);
    let mut left = height - total(most).min(height);
    let share = |lines: usize| {
        let more = lines.saturating_sub(most).min(left);
        left -= more;
        lines.min(most) + more
    };
    sentences.into_iter().map(share).collect()
}

/// What a finding says, below its code.
fn sentence(scene: &Scene<'_>, finding: &Finding, columns: usize) -> Vec<Line<'static>> {
    let message = finding.message_at(scene.second());
    let wrapped = fit::wrap(&scene.text(&message), columns.saturating_sub(2)).into_iter();
    wrapped.map(|line| Line::from(Span::styled(format!("  {line}"), scene.theme.dim))).collect()
}

/// Columns for what a finding is about, beside its message.
const ABOUT: usize = 14;

fn row(
    scene: &Scene<'_>,
    finding: &Finding,
    code: usize,
    columns: usize,
    is_narrow: bool,
) -> Line<'static> {
    let theme = scene.theme;
    let room = columns.saturating_sub(code + 4);
    let about = finding.about();
    let about = scene.text(&about);
    let mut spans = vec![
        mark(scene, finding.severity),
        Span::raw(" "),
        Span::styled(fit::pad(finding.code, code), theme.text),
        Span::raw("  "),
    ];
    if is_narrow {
        // The claim alone says more than the beginning of both names.
        let alone = finding.claim.as_deref().map(|claim| scene.text(claim));
        let about = alone.filter(|_| fit::width(&about) > room).unwrap_or(about);
        spans.push(Span::styled(fit::truncate(&about, room).into_owned(), theme.dim));
    } else {
        let message = finding.message_at(scene.second());
        let message = scene.text(&message);
        let room = room.saturating_sub(ABOUT + 2);
        spans.push(Span::styled(fit::pad(&about, ABOUT), theme.dim));
        spans.push(Span::raw("  "));
        spans.push(Span::styled(fit::truncate(&message, room).into_owned(), theme.text));
    }
    Line::from(spans)
}

/// How many of each severity: `1 error, 2 warnings`.
pub fn tally(findings: &[Finding]) -> String {
    let of = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
    [Severity::Error, Severity::Warning, Severity::Info]
        .into_iter()
        .map(|severity| (of(severity), severity.word()))
        .filter(|(count, _)| *count > 0)
        .map(|(count, noun)| words::count(count, noun))
        .collect::<Vec<_>>()
        .join(", ")
}
