//! Divides the screen among title, headline, timeline, panels and footer. Room follows content: a
//! list takes what it needs and no more, and the detail has the rest.

use ratatui::layout::Rect;

use crate::{
    app::{Document, Panel},
    kind::Kind,
};

use super::{Scene, headline, panel::PanelArea};

/// Up to this width panels stand one above the other.
const STACKED: u16 = 84;
/// From this height on each token has a line on the axis of time.
const TALL: u16 = 28;
/// Lines of the detail, borders included, that no list takes away: eight claims and a heading.
const LEAST_DETAIL: u16 = 11;
/// A list of one row, borders included.
const LEAST_LIST: u16 = 3;

/// The parts of the screen.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// The top line.
    pub title: Rect,
    pub headline: Rect,
    /// The lives of the tokens, one a line.
    pub timeline: Rect,
    /// Whether there is one, so that the headline need not tell the same.
    pub has_timeline: bool,
    pub slots: Vec<PanelArea>,
    /// The bottom line.
    pub footer: Rect,
}

/// A part of `area`: `height` lines from its top are taken away and given.
pub fn take_top(area: &mut Rect, height: u16) -> Rect {
    let height = height.min(area.height);
    let taken = Rect { height, ..*area };
    area.y += height;
    area.height -= height;
    taken
}

/// The same from its bottom.
pub fn take_bottom(area: &mut Rect, height: u16) -> Rect {
    let height = height.min(area.height);
    area.height -= height;
    Rect { y: area.y + area.height, height, ..*area }
}

/// Divides the screen.
pub fn plan(scene: &Scene<'_>, document: &Document, area: Rect) -> Plan {
    let mut rest = area;
    let borders = area.width >= 50 && area.height >= 16;
    let mut plan = Plan::default();
    if area.height >= 4 {
        plan.footer = take_bottom(&mut rest, 1);
    }
    if area.height >= 6 {
        plan.title = take_top(&mut rest, 1);
    }
    let lives = headline::timeline::height(document);
    plan.has_timeline =
        lives > 0 && (area.height >= TALL || area.height >= 24 && lives == 1) && area.width >= 60;
    let most: u16 = match area.height {
        0..8 => 1,
        // The reason of a refusal says more than the lists.
        8..20 if document.access.is_some() => 3,
        8..20 => 2,
        20..30 => 3,
        _ => 6,
    };
    let is_full = scene.app.full_screen;
    // On a small screen the headline has what the list does not need.
    let rows = u16::try_from(scene.app.fields.total()).unwrap_or(u16::MAX);
    let spare = rest.height.saturating_sub(rows.saturating_add(2));
    let most = if area.height < 20 { most.max(spare.min(6)) } else { most };
    let wanted = headline::height(scene, document, area.width, plan.has_timeline);
    plan.headline = take_top(&mut rest, wanted.clamp(1, if is_full { most.min(2) } else { most }));
    if plan.has_timeline && !is_full {
        plan.timeline = take_top(&mut rest, lives);
    }
    if is_full {
        plan.slots.push(PanelArea::alone(scene.app.focus, rest, borders));
    } else if area.width > STACKED && area.height >= 18 {
        wide(scene, document, rest, &mut plan);
    } else {
        stacked(scene, rest, borders, &mut plan);
    }
    plan
}

/// The lists that have something to show.
fn lists(scene: &Scene<'_>) -> Vec<Panel> {
    scene.app.panels().into_iter().filter(|panel| *panel != Panel::Detail).collect()
}

/// Lines that all rows of a list need, with this many around them.
fn needed(scene: &Scene<'_>, panel: Panel, around: u16) -> u16 {
    let rows = scene.app.list(panel).map_or(0, crate::app::List::total);
    u16::try_from(rows).unwrap_or(u16::MAX).saturating_add(around).max(around + 1)
}

/// Two columns: the lists, and the detail beside them.
fn wide(scene: &Scene<'_>, document: &Document, rest: Rect, plan: &mut Plan) {
    let lists = lists(scene);
    if lists.is_empty() {
        return plan.slots.push(PanelArea::alone(Panel::Detail, rest, true));
    }
    // Endpoints are long, and there is little to say about them.
    let left = if document.inspection.kind == Kind::ServerMetadata {
        (rest.width * 65 / 100).min(110)
    } else {
        (rest.width * 32 / 100).clamp(38, 60)
    };
    let mut column = Rect { width: left.min(rest.width), ..rest };
    let detail =
        Rect { x: rest.x + column.width, width: rest.width.saturating_sub(column.width), ..rest };
    let count = u16::try_from(lists.len()).unwrap_or(u16::MAX);
    if column.height < count.saturating_mul(LEAST_LIST + 1) {
        plan.slots.push(in_turn(scene, lists, column, true));
    } else {
        let needs: Vec<u16> = lists.iter().map(|panel| needed(scene, *panel, 2)).collect();
        let heights = shares(&needs, column.height);
        for (index, (panel, height)) in lists.iter().zip(heights).enumerate() {
            // What is left over is the last one's, so that nothing is blank between.
            let height = if index + 1 == lists.len() { column.height } else { height };
            plan.slots.push(PanelArea::alone(*panel, take_top(&mut column, height), true));
        }
    }
    plan.slots.push(PanelArea::alone(Panel::Detail, detail, true));
}

/// Lists that take turns in one place: the one that has the cursor, or that the detail belongs to.
fn in_turn(scene: &Scene<'_>, lists: Vec<Panel>, area: Rect, borders: bool) -> PanelArea {
    let first = lists.first().copied().unwrap_or(Panel::Fields);
    let panel = if lists.contains(&scene.app.source) { scene.app.source } else { first };
    PanelArea { panel, area, borders, tabs: lists }
}

/// Divides a height among lists: each gets what it needs, and where that is too much, those that
/// need most get the same.
fn shares(needs: &[u16], height: u16) -> Vec<u16> {
    let total = |most: u16| needs.iter().map(|need| u32::from(*need.min(&most))).sum::<u32>();
    let mut most = LEAST_LIST;
    while most < height && total(most + 1) <= u32::from(height) {
        most += 1;
    }
    needs.iter().map(|need| *need.min(&most)).collect()
}

/// One above the other: everything where there is room, else one list and the detail.
fn stacked(scene: &Scene<'_>, mut rest: Rect, borders: bool, plan: &mut Plan) {
    let around = if borders { 2 } else { 1 };
    let lists = lists(scene);
    if lists.is_empty() {
        return plan.slots.push(PanelArea::alone(Panel::Detail, rest, borders));
    }
    let reading = scene.app.focus == Panel::Detail;
    // Without room for two, the one that has the cursor is shown.
    if rest.height < LEAST_LIST + LEAST_DETAIL - 2 {
        let slot = if reading {
            PanelArea::alone(Panel::Detail, rest, borders)
        } else {
            in_turn(scene, lists, rest, borders)
        };
        return plan.slots.push(slot);
    }
    let least = LEAST_DETAIL.max(rest.height / 2).min(rest.height - LEAST_LIST - 1);
    if rest.height >= 34 {
        let needs: Vec<u16> = lists.iter().map(|panel| needed(scene, *panel, around)).collect();
        let heights = shares(&needs, rest.height - least);
        for (panel, height) in lists.iter().zip(heights) {
            plan.slots.push(PanelArea::alone(*panel, take_top(&mut rest, height), borders));
        }
    } else {
        let slot = in_turn(scene, lists, rest, borders);
        let most = if reading { around + 2 } else { rest.height - least };
        let height = needed(scene, slot.panel, around).min(most);
        plan.slots.push(PanelArea { area: take_top(&mut rest, height), ..slot });
    }
    plan.slots.push(PanelArea::alone(Panel::Detail, rest, borders));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_get_what_they_need_and_share_what_is_short() {
        for (needs, height, expected) in [
            (&[12, 5, 8][..], 30, &[12, 5, 8][..]),
            (&[12, 5, 8], 20, &[7, 5, 7]),
            (&[100, 100], 20, &[10, 10]),
            (&[100, 3, 100], 9, &[3, 3, 3]),
            (&[4], 40, &[4]),
        ] {
            assert_eq!(shares(needs, height), expected, "{needs:?} in {height}");
        }
    }
}
