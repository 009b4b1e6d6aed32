//! Divides the screen among title, card, panels and footer.

use ratatui::layout::Rect;

use crate::{
    app::{Document, Panel},
    kind::Kind,
};

use super::{Scene, card, panel::PanelArea};

/// Up to this width panels stand one above the other.
const STACKED: u16 = 84;

/// The parts of the screen.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// The top line.
    pub title: Rect,
    /// The token card.
    pub card: Rect,
    /// Whether there is room for borders.
    pub borders: bool,
    pub slots: Vec<PanelArea>,
    /// One line for the worst finding, where the findings have no panel.
    pub strip: Rect,
    /// The bottom line.
    pub footer: Rect,
}

/// A part of `area`: `height` lines from its top are taken away and given.
fn take_top(area: &mut Rect, height: u16) -> Rect {
    let height = height.min(area.height);
    let taken = Rect { height, ..*area };
    area.y += height;
    area.height -= height;
    taken
}

fn take_bottom(area: &mut Rect, height: u16) -> Rect {
    let height = height.min(area.height);
    area.height -= height;
    Rect { y: area.y + area.height, height, ..*area }
}

/// Divides the screen.
pub fn plan(scene: &Scene<'_>, document: &Document, area: Rect) -> Plan {
    let mut rest = area;
    let borders = area.width >= 50 && area.height >= 16;
    let frame = if borders { 2 } else { 0 };
    let mut plan = Plan { borders, ..Plan::default() };
    if area.height >= 4 {
        plan.footer = take_bottom(&mut rest, 1);
    }
    if area.height >= 6 {
        plan.title = take_top(&mut rest, 1);
    }
    let most: u16 = match area.height {
        0..8 => 1,
        8..16 => 2,
        16..24 => 3,
        24..30 => 4,
        _ => 6,
    };
    // What the fields do not need is the card's, as there is no room for much else.
    let rows = u16::try_from(scene.app.fields.total()).unwrap_or(u16::MAX);
    let spare = rest.height.saturating_sub(rows.saturating_add(1 + frame));
    let most = if area.height < 16 { most.max(spare.min(5)) } else { most };
    let wanted = card::height(scene, document, card::inner_width(area.width, borders));
    plan.card = take_top(&mut rest, wanted.clamp(1, most) + frame);
    let found = document.findings.len();
    if area.width > STACKED && area.height >= 18 {
        wide(scene, document, rest, &mut plan);
    } else {
        if found > 0 && area.height >= 20 && area.height < 40 {
            plan.strip = take_bottom(&mut rest, 1);
        }
        stacked(scene, rest, &mut plan);
    }
    plan
}

/// Lines that all rows of a list need, borders included.
fn needed(rows: usize) -> u16 {
    u16::try_from(rows).unwrap_or(u16::MAX).saturating_add(2)
}

/// Two columns: the lists, and the detail beside them.
fn wide(scene: &Scene<'_>, document: &Document, mut rest: Rect, plan: &mut Plan) {
    let slot = |panel, area| PanelArea { panel, area, borders: true, tabs: Vec::new() };
    let found = document.findings.len();
    if found > 0 && rest.height >= 18 {
        let share = (rest.height / 4).max(3);
        let height = needed(found).min(share);
        plan.slots.push(slot(Panel::Findings, take_bottom(&mut rest, height)));
    } else if found > 0 {
        plan.strip = take_bottom(&mut rest, 1);
    }
    // Endpoints are long, and there is little to say about them.
    let share = if document.inspection.kind == Kind::ServerMetadata { 60 } else { 45 };
    let left = (rest.width * share / 100).clamp(42, 80);
    let mut lists = Rect { width: left.min(rest.width), ..rest };
    let detail =
        Rect { x: rest.x + lists.width, width: rest.width.saturating_sub(lists.width), ..rest };
    let fields = needed(scene.app.fields.total()).max(3);
    if scene.app.fields.total() == 0 && document.resources.is_empty() {
        plan.slots.push(slot(Panel::Detail, rest));
        return;
    }
    if document.resources.is_empty() {
        plan.slots.insert(0, slot(Panel::Fields, lists));
    } else if lists.height >= 12 {
        let scopes = needed(scene.app.scopes.total());
        // The scopes get what the fields leave, and at least six lines or what they need.
        let least = scopes.min((lists.height / 2).max(6));
        let height = fields.min(lists.height.saturating_sub(least));
        plan.slots.insert(0, slot(Panel::Fields, take_top(&mut lists, height)));
        plan.slots.insert(1, slot(Panel::Scopes, lists));
    } else {
        let panel = if scene.app.source == Panel::Scopes { Panel::Scopes } else { Panel::Fields };
        let tabs = vec![Panel::Fields, Panel::Scopes];
        plan.slots.insert(0, PanelArea { panel, area: lists, borders: true, tabs });
    }
    plan.slots.push(slot(Panel::Detail, detail));
}

/// One above the other: everything where there is room, else one list and the detail.
fn stacked(scene: &Scene<'_>, mut rest: Rect, plan: &mut Plan) {
    let borders = plan.borders;
    let frame = if borders { 2 } else { 1 };
    let lists: Vec<Panel> =
        scene.app.panels().into_iter().filter(|panel| *panel != Panel::Detail).collect();
    let rows = |panel| scene.app.list(panel).map_or(0, crate::app::List::total);
    let lines = |panel| u16::try_from(rows(panel)).unwrap_or(u16::MAX).saturating_add(frame);
    if rest.height >= 30 {
        let share = rest.height / 3;
        for panel in &lists {
            let most = if *panel == Panel::Findings { share / 2 } else { share };
            let area = take_top(&mut rest, lines(*panel).min(most.max(4)));
            plan.slots.push(PanelArea { panel: *panel, area, borders, tabs: Vec::new() });
        }
        plan.slots.push(PanelArea { panel: Panel::Detail, area: rest, borders, tabs: Vec::new() });
        return;
    }
    if lists.is_empty() {
        plan.slots.push(PanelArea { panel: Panel::Detail, area: rest, borders, tabs: Vec::new() });
        return;
    }
    let list = if lists.contains(&scene.app.source) { scene.app.source } else { Panel::Fields };
    let reading = scene.app.focus == Panel::Detail;
    // Without room for two, the one that has the cursor is shown.
    if rest.height < 10 {
        let panel = if reading { Panel::Detail } else { list };
        let tabs = if reading { Vec::new() } else { lists };
        plan.slots.push(PanelArea { panel, area: rest, borders, tabs });
        return;
    }
    let height = if reading {
        // Enough to keep one's bearings.
        lines(list).min(frame + 2)
    } else if list == Panel::Fields {
        lines(list).min(rest.height - 5).max(frame + 1)
    } else {
        lines(list).min(rest.height * 3 / 5).max(frame + 1)
    };
    let area = take_top(&mut rest, height);
    plan.slots.push(PanelArea { panel: list, area, borders, tabs: lists });
    plan.slots.push(PanelArea { panel: Panel::Detail, area: rest, borders, tabs: Vec::new() });
}
