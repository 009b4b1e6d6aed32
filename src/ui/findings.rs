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
    let most = lines_each(scene, document, inner);
    let extent =
        panel::rows(frame, scene, slot, inner, &scene.app.findings, drawn, |index, columns| {
            let Some(finding) = findings.get(index) else { return Vec::new() };
            if most == 0 || !is_narrow {
                return vec![row(scene, finding, code_columns, columns, is_narrow)];
            }
            let mut lines = vec![row(scene, finding, code_columns, columns, true)];
            lines.extend(sentence(scene, finding, columns).into_iter().take(most));
            lines
        });
    drawn.extents.findings = Some(extent);
}

/// How many lines of its sentence each finding may have, so that all are seen.
fn lines_each(scene: &Scene<'_>, document: &Document, inner: Rect) -> usize {
    let list = &scene.app.findings;
    let height = usize::from(inner.height);
    if list.len() * 2 > height {
        return 0;
    }
    let columns = usize::from(inner.width).saturating_sub(1);
    let shown = (0..list.len()).filter_map(|place| document.findings.get(list.row(place)?));
    let sentences: Vec<usize> =
        shown.map(|finding| sentence(scene, finding, columns).len()).collect();
    let total = |most: usize| sentences.iter().map(|lines| 1 + lines.min(&most)).sum::<usize>();
    (1..=6).take_while(|most| total(*most) <= height).last().unwrap_or(0)
}

/// What a finding says, below its code.
fn sentence(scene: &Scene<'_>, finding: &Finding, columns: usize) -> Vec<Line<'static>> {
    let wrapped = fit::wrap(&scene.text(&finding.message), columns.saturating_sub(2)).into_iter();
    wrapped.map(|line| Line::from(Span::styled(format!("  {line}"), scene.theme.dim))).collect()
}

fn row(
    scene: &Scene<'_>,
    finding: &Finding,
    code: usize,
    columns: usize,
    is_narrow: bool,
) -> Line<'static> {
    let room = columns.saturating_sub(code + 4);
    let about = finding.claim.as_deref().or(finding.field.as_deref()).unwrap_or_default();
    let words = if is_narrow { about } else { &finding.message };
    let style = if is_narrow { scene.theme.dim } else { scene.theme.text };
    Line::from(vec![
        mark(scene, finding.severity),
        Span::raw(" "),
        Span::styled(fit::pad(finding.code, code), scene.theme.text),
        Span::raw("  "),
        Span::styled(fit::truncate(&scene.text(words), room).into_owned(), style),
    ])
}

/// How many of each severity: `1 error, 2 warnings`.
pub fn tally(findings: &[Finding]) -> String {
    let of = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
    [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Info, "remark")]
        .into_iter()
        .map(|(severity, noun)| (of(severity), noun))
        .filter(|(count, _)| *count > 0)
        .map(|(count, noun)| words::count(count, noun))
        .collect::<Vec<_>>()
        .join(", ")
}
