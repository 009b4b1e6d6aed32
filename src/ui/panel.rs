//! What all panels share: the frame, the tabs in it, and rows with a cursor.

use ratatui::{
    Frame,
    layout::Rect,
    style::Style,
    text::{Line, Span},
    widgets::{Block, BorderType},
};

use crate::app::{List, Panel, Target};

use super::{Drawn, DrawnPanel, Scene, fit};

/// A panel's place.
#[derive(Clone, Debug)]
pub struct PanelArea {
    pub panel: Panel,
    pub area: Rect,
    /// Whether it has borders.
    pub borders: bool,
    /// The panels that take turns in this place, where there is none for each.
    pub tabs: Vec<Panel>,
}

impl PanelArea {
    /// A panel that has its place for itself.
    pub fn alone(panel: Panel, area: Rect, borders: bool) -> Self {
        Self { panel, area, borders, tabs: Vec::new() }
    }
}

/// The heading of a panel.
pub fn name(panel: Panel) -> &'static str {
    match panel {
        Panel::Items => "Items",
        Panel::Fields => "Fields",
        Panel::Scopes => "Scopes",
        Panel::Findings => "Findings",
        Panel::Detail => "Detail",
    }
}

/// A rounded frame around an area.
pub fn block(border: Style) -> Block<'static> {
    Block::bordered().border_type(BorderType::Rounded).border_style(border)
}

/// Draws the frame of a panel and gives what is inside. Without borders the title takes the first
/// line, where there is more than one.
pub fn frame(
    frame: &mut Frame<'_>,
    scene: &Scene<'_>,
    slot: &PanelArea,
    title: &str,
    right: Option<Line<'static>>,
) -> Rect {
    let room = usize::from(slot.area.width).saturating_sub(4);
    let heading = if slot.tabs.len() < 2 {
        self::title(scene, slot, &fit::truncate(title, room))
    } else {
        tab_titles(scene, slot, room)
    };
    frame_with(frame, scene, slot, heading, right)
}

/// The same with a heading that is ready.
pub fn frame_with(
    frame: &mut Frame<'_>,
    scene: &Scene<'_>,
    slot: &PanelArea,
    heading: Line<'static>,
    right: Option<Line<'static>>,
) -> Rect {
    let theme = scene.theme;
    let room = usize::from(slot.area.width).saturating_sub(4);
    let right = right.filter(|line| heading.width() + line.width() + 2 <= room);
    if slot.borders {
        let border = if is_focused(scene, slot) { theme.focus } else { theme.border };
        let mut block = block(border).title_top(heading);
        if let Some(right) = right {
            block = block.title_top(right.right_aligned());
        }
        let inner = block.inner(slot.area);
        frame.render_widget(block, slot.area);
        return inner;
    }
    if slot.area.height < 2 {
        return slot.area;
    }
    frame.render_widget(heading, Rect { height: 1, ..slot.area });
    Rect { y: slot.area.y + 1, height: slot.area.height - 1, ..slot.area }
}

fn is_focused(scene: &Scene<'_>, slot: &PanelArea) -> bool {
    scene.app.focus == slot.panel && scene.app.dialogs.is_empty()
}

/// How the chosen title of a panel looks: not in the colour of the border that it stands in.
pub fn chosen(scene: &Scene<'_>, slot: &PanelArea) -> Style {
    let theme = scene.theme;
    if is_focused(scene, slot) { theme.accent } else { Style::reset().patch(theme.strong) }
}

/// A title behind the number of its panel.
pub fn title(scene: &Scene<'_>, slot: &PanelArea, title: &str) -> Line<'static> {
    Line::from(vec![
        Span::styled(format!(" {} ", number(slot.panel)), scene.theme.dim),
        Span::styled(format!("{title} "), chosen(scene, slot)),
    ])
}

/// The digit that leads to a panel.
pub fn number(panel: Panel) -> char {
    match panel {
        Panel::Items => '0',
        Panel::Fields => '1',
        Panel::Scopes => '2',
        Panel::Findings => '3',
        Panel::Detail => '4',
    }
}

/// The tabs that take turns here.
fn tab_titles(scene: &Scene<'_>, slot: &PanelArea, room: usize) -> Line<'static> {
    let theme = scene.theme;
    let mut spans = vec![Span::raw(" ")];
    for (index, (tab, label)) in tab_labels(scene, slot).into_iter().enumerate() {
        if index > 0 {
            spans.push(Span::styled(" · ", theme.border));
        }
        let style = if tab == slot.panel { chosen(scene, slot) } else { theme.dim };
        spans.push(Span::styled(label, style));
    }
    spans.push(Span::raw(" "));
    fit::clip(Line::from(spans), room + 2)
}

/// The labels of the tabs, without their digits where there is no room for them.
fn tab_labels(scene: &Scene<'_>, slot: &PanelArea) -> Vec<(Panel, String)> {
    let labels = |digits: bool| -> Vec<(Panel, String)> {
        let label = |tab: &Panel| {
            let counted = counted(scene, *tab);
            if digits { format!("{} {counted}", number(*tab)) } else { counted }
        };
        slot.tabs.iter().map(|tab| (*tab, label(tab))).collect()
    };
    let all = labels(true);
    let wide: usize = all.iter().map(|(_, label)| fit::width(label) + 3).sum();
    if wide <= usize::from(slot.area.width) { all } else { labels(false) }
}

/// The rows of a list, a line or several each: only those on screen are made.
pub fn rows(
    frame: &mut Frame<'_>,
    scene: &Scene<'_>,
    slot: &PanelArea,
    inner: Rect,
    list: &List,
    drawn: &mut Drawn,
    mut row: impl FnMut(usize, usize) -> Vec<Line<'static>>,
) -> (usize, usize) {
    let theme = scene.theme;
    let height = usize::from(inner.height);
    let offset = list.offset(height);
    let focused = scene.app.focus == slot.panel;
    let columns = usize::from(inner.width).saturating_sub(1);
    let mut lines = Vec::new();
    'rows: for place in offset..list.len() {
        let Some(index) = list.row(place).filter(|_| lines.len() < height) else { break };
        let here = place == list.cursor();
        for (line, text) in row(index, columns).into_iter().enumerate() {
            if lines.len() >= height {
                break 'rows;
            }
            let marker = match (here, focused) {
                (true, true) => Span::styled("▌", theme.accent),
                (true, false) => Span::styled("▏", theme.dim),
                _ => Span::raw(" "),
            };
            let text = fit::clip(text, columns);
            let text = match target(slot.panel, index) {
                Some(target) => scene.lit(text, &target),
                None => text,
            };
            let mut whole = Line::from(marker);
            whole.spans.extend(text.spans);
            if here && focused && line == 0 {
                for span in &mut whole.spans {
                    span.style = span.style.patch(theme.cursor);
                }
            }
            let y = inner.y.saturating_add(u16::try_from(lines.len()).unwrap_or(u16::MAX));
            frame.render_widget(whole, Rect { y, height: 1, ..inner });
            lines.push(Some(place));
        }
    }
    if list.is_empty() && !inner.is_empty() {
        let words = if list.total() == 0 { " none" } else { " nothing matches" };
        frame.render_widget(Span::styled(words, theme.dim), Rect { height: 1, ..inner });
    }
    scrollbar(frame, slot, offset, list.len(), height);
    tabs(scene, slot, drawn);
    drawn.panels.push(DrawnPanel { panel: slot.panel, area: slot.area, rows: inner, lines });
    (offset, height)
}

/// What a row of a list stands for.
fn target(panel: Panel, row: usize) -> Option<Target> {
    Some(match panel {
        Panel::Items => return None,
        Panel::Scopes => Target::Resource(row),
        Panel::Findings => Target::Finding(row),
        Panel::Fields | Panel::Detail => Target::field(row),
    })
}

/// Where the tabs of a panel are, so that they can be clicked.
fn tabs(scene: &Scene<'_>, slot: &PanelArea, drawn: &mut Drawn) {
    if slot.tabs.len() < 2 {
        return;
    }
    let mut x = slot.area.x.saturating_add(if slot.borders { 2 } else { 1 });
    for (tab, label) in tab_labels(scene, slot) {
        let width = u16::try_from(fit::width(&label)).unwrap_or(u16::MAX);
        let place = Rect { x, width, height: 1, ..slot.area }.intersection(slot.area);
        if tab != slot.panel && !place.is_empty() {
            let (rows, lines) = (Rect::ZERO, Vec::new());
            drawn.panels.push(DrawnPanel { panel: tab, area: place, rows, lines });
        }
        x = x.saturating_add(width).saturating_add(3);
    }
}

/// A mark on the right border that shows which part of a longer text is on screen.
pub fn scrollbar(
    frame: &mut Frame<'_>,
    slot: &PanelArea,
    offset: usize,
    total: usize,
    height: usize,
) {
    if !slot.borders || total <= height || height == 0 || slot.area.width == 0 {
        return;
    }
    let length = (height * height / total).max(1);
    let room = height - length;
    let start = offset * room / (total - height).max(1);
    let x = slot.area.right() - 1;
    for line in start..(start + length).min(height) {
        let y = slot.area.y + 1 + u16::try_from(line).unwrap_or(0);
        if let Some(cell) = frame.buffer_mut().cell_mut((x, y)) {
            cell.set_symbol("┃");
        }
    }
}

/// What the list is narrowed down to, for its title.
pub fn counted(scene: &Scene<'_>, panel: Panel) -> String {
    let title = name(panel);
    let Some(list) = scene.app.list(panel) else { return title.to_owned() };
    match &scene.app.find {
        Some(find) if find.panel == panel => {
            format!("{title} {} of {}", list.len(), list.total())
        }
        _ if panel == Panel::Scopes => format!("{title} {}", scope_count(scene)),
        _ => format!("{title} {}", list.total()),
    }
}

/// How many scopes are granted, and of how many where not all are. A line of the panel may be
/// about several.
fn scope_count(scene: &Scene<'_>) -> String {
    let Some(document) = scene.app.document() else { return String::new() };
    let (granted, all) = (document.inspection.scopes.len(), document.scopes.rows.len());
    if granted == all { all.to_string() } else { format!("{granted}/{all}") }
}

/// Draws lines from the top of an area.
pub fn lines(frame: &mut Frame<'_>, area: Rect, lines: impl IntoIterator<Item = Line<'static>>) {
    for (y, line) in (area.y..area.bottom()).zip(lines) {
        let line = fit::clip(line, usize::from(area.width));
        frame.render_widget(line, Rect { y, height: 1, ..area });
    }
}
