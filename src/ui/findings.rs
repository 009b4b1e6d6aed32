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
    Drawn, DrawnPanel, Scene, fit,
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
    let code_columns = findings
        .iter()
        .map(|finding| finding.code.len())
        .max()
        .unwrap_or(0)
        .min(usize::from(inner.width) / 3);
    let extent =
        panel::rows(frame, scene, slot, inner, &scene.app.findings, drawn, |index, columns| {
            match findings.get(index) {
                Some(finding) => row(scene, finding, code_columns, columns),
                None => Line::default(),
            }
        });
    drawn.extents.findings = Some(extent);
}

fn row(scene: &Scene<'_>, finding: &Finding, code: usize, columns: usize) -> Line<'static> {
    let room = columns.saturating_sub(code + 4);
    Line::from(vec![
        mark(scene, finding.severity),
        Span::raw(" "),
        Span::styled(fit::pad(finding.code, code), scene.theme.dim),
        Span::raw("  "),
        Span::styled(
            fit::truncate(&scene.text(&finding.message), room).into_owned(),
            scene.theme.text,
        ),
    ])
}

/// How many of each severity: `1 error, 2 warnings`.
fn tally(findings: &[Finding]) -> String {
    let of = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
    [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Info, "remark")]
        .into_iter()
        .map(|(severity, noun)| (of(severity), noun))
        .filter(|(count, _)| *count > 0)
        .map(|(count, noun)| words::count(count, noun))
        .collect::<Vec<_>>()
        .join(", ")
}

/// Draws one line for all findings: how many, and the worst.
pub fn strip(
    frame: &mut Frame<'_>,
    scene: &Scene<'_>,
    document: &Document,
    area: Rect,
    drawn: &mut Drawn,
) {
    let findings = &document.findings;
    let Some(worst) = findings.first().filter(|_| !area.is_empty()) else { return };
    let line = Line::from(vec![
        Span::raw(" "),
        mark(scene, worst.severity),
        Span::styled(format!(" {}  ", tally(findings)), scene.theme.strong),
        Span::styled(scene.text(&worst.message).into_owned(), scene.theme.text),
    ]);
    frame.render_widget(fit::clip(line, usize::from(area.width)), area);
    let lines = vec![Some(0)];
    drawn.panels.push(DrawnPanel { panel: Panel::Findings, area, rows: area, lines });
}
