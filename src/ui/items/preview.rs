//! What else is known of the row under the cursor: until when, who, what it may do, what is wrong.

use ratatui::{
    Frame,
    layout::Rect,
    text::{Line, Span},
};

use crate::{
    app::item_list::ItemList,
    inspection::{CollectionItem, Parties},
    ui::{Scene, dialog::text, fit, headline, panel},
    words,
};

/// More scopes are not named.
const SCOPES: usize = 24;
/// More findings are not told.
const FINDINGS: usize = 4;
/// The columns of the names.
const NAMES: usize = 10;

pub fn draw(frame: &mut Frame<'_>, scene: &Scene<'_>, items: &ItemList, area: Rect) {
    let theme = scene.theme;
    let selected = items.selected();
    let name = selected.map_or("", |row| if row.name.is_empty() { &row.place } else { &row.name });
    let room = usize::from(area.width).saturating_sub(6);
    let title = fit::truncate(&scene.text(name), room).into_owned();
    let mut block = panel::block(theme.border);
    if !title.is_empty() {
        block = block.title_top(Line::styled(format!(" {title} "), theme.dim));
    }
    let inner = block.inner(area);
    frame.render_widget(block, area);
    let Some(item) = selected.and_then(|row| items.item(row.address)) else { return };
    let columns = usize::from(inner.width).saturating_sub(2);
    let inside = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
    let mut lines = Vec::new();
    for (name, words, style) in facts(scene, items, item) {
        let label = Span::styled(fit::pad(name, NAMES), theme.dim);
        text::indented(label, &words, style, columns, &mut lines);
    }
    panel::lines(frame, inside, lines);
}

/// What there is to say, the most important first.
fn facts(
    scene: &Scene<'_>,
    items: &ItemList,
    item: &CollectionItem,
) -> Vec<(&'static str, String, ratatui::style::Style)> {
    let theme = scene.theme;
    let inspection = &item.inspection;
    let row = item.row(scene.now);
    let shown = |text: &str| scene.text(text).into_owned();
    let mut facts = Vec::new();
    let headline = &row.headline;
    let mut state = vec![format!("{} {}", headline.symbol, shown(&headline.words))];
    if let Some(end) = row.life.and_then(|life| life.expires_at) {
        let is_over = row.life.is_some_and(|life| life.is_over(scene.now));
        let verb = if is_over { "ended" } else { "until" };
        state.push(format!("{verb} {}", words::utc(end)));
        state.extend(headline::local(scene, end));
    }
    let is_said = headline.words.contains("RENEW");
    if row.renewable == Some(true) && !is_said {
        state.push("renewable".to_owned());
    }
    facts.push(("state", state.join(" · "), theme.emphasis(headline.emphasis)));
    let place =
        items.selected().map(|row| if row.place.is_empty() { &row.name } else { &row.place });
    let place = place.map_or(String::new(), |place| shown(place));
    let kind = [row.tool.unwrap_or_default(), row.kind, &place];
    let kind: Vec<_> = kind.into_iter().filter(|part| !part.is_empty()).collect();
    facts.push(("what", kind.join(" · "), theme.text));
    let Parties { person, subject, audience, client } = inspection.parties();
    let issuer = inspection
        .credential()
        .and_then(|token| token.claims.as_ref()?.get("iss")?.as_str())
        .map(shown);
    let parties = [
        ("", person.or(subject)),
        ("for ", audience.first().cloned()),
        ("by ", client),
        ("from ", issuer),
    ];
    let parties: Vec<String> = parties
        .into_iter()
        .filter_map(|(word, name)| Some(format!("{word}{}", shown(&name?))))
        .collect();
    if !parties.is_empty() {
        facts.push(("who", parties.join(" · "), theme.text));
    }
    if !inspection.scopes.is_empty() {
        let names = inspection.scopes.iter().take(SCOPES).map(|scope| shown(&scope.name));
        let more = inspection.scopes.len().saturating_sub(SCOPES);
        let more = (more > 0).then(|| format!("and {more} more"));
        let names: Vec<_> = names.chain(more).collect();
        facts.push(("scopes", names.join(" "), theme.text));
    }
    let mut label = "found";
    for finding in inspection.findings.iter().take(FINDINGS) {
        let symbol = finding.severity.symbol();
        let words = format!("{symbol} {} · {}", finding.code, shown(&finding.message));
        facts.push((label, words, theme.emphasis(finding.severity.emphasis())));
        label = "";
    }
    if let Some(problem) = &inspection.problem {
        facts.push(("problem", shown(&problem.to_string()), theme.warning));
    }
    facts
}
