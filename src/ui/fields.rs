//! The panel of fields: the members of the artifact, one a line.

use ratatui::{
    Frame,
    text::{Line, Span},
};

use crate::{
    app::{Document, Panel, document::Root, document::ValueContent},
    findings::Severity,
};

use super::{
    Drawn, Scene, fit,
    panel::{self, PanelArea},
    value,
};
pub fn draw(
    frame: &mut Frame<'_>,
    scene: &Scene<'_>,
    document: &Document,
    slot: &PanelArea,
    drawn: &mut Drawn,
) {
    let theme = scene.theme;
    let list = &scene.app.fields;
    let title = panel::counted(scene, Panel::Fields);
    let inner = panel::frame(frame, scene, slot, &title, None);
    let inspection = &document.inspection;
    let offset = list.offset(usize::from(inner.height));
    let widest = (offset..list.len())
        .take(usize::from(inner.height))
        .filter_map(|place| inspection.fields.get(list.row(place)?))
        .map(|field| fit::width(&scene.text(&field.name)))
        .max()
        .unwrap_or(0);
    // A long name shall not take the room of all values.
    let columns = usize::from(inner.width);
    let most = columns.saturating_sub(20).min((columns * 11 / 20).max(24));
    let name_columns = widest.min(most).max(4);
    let extent = panel::rows(frame, scene, slot, inner, list, drawn, |index, columns| {
        let root = Root::Field(index);
        let zone = scene.app.settings.zone;
        let Some(item) = document.item(root, &[], zone) else { return Vec::new() };
        let name_style =
            if matches!(item.content, ValueContent::Absent) { theme.dim } else { theme.name };
        let mut spans = vec![
            Span::styled(fit::pad(&scene.text(&item.name), name_columns), name_style),
            Span::raw("  "),
        ];
        let mark = worst(document, &item.name);
        let space = columns.saturating_sub(name_columns + 2 + if mark.is_some() { 2 } else { 0 });
        spans.extend(value::cell(scene, document, root, &[], &item).spans(scene, space));
        if let Some(severity) = mark {
            let used: usize = spans.iter().map(Span::width).sum();
            spans.push(Span::raw(" ".repeat(columns.saturating_sub(used + 1))));
            spans.push(super::findings::mark(scene, severity));
        }
        vec![Line::from(spans)]
    });
    drawn.extents.fields = Some(extent);
}

/// The worst that was found about a field, where it is worth a mark.
fn worst(document: &Document, name: &str) -> Option<Severity> {
    document
        .findings
        .iter()
        .filter(|finding| finding.field.as_deref() == Some(name))
        .map(|finding| finding.severity)
        .filter(|severity| *severity != Severity::Info)
        .min()
}
