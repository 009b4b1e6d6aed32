//! Moving about, action by action: where the cursor of each panel and box comes to stand.

use tokenscope::app::list::Scroll;
use tokenscope::app::{self, Action, App, Event, Panel, PanelExtents, Target, detail::DetailRow};

use tokenscope::runtime::Input;

use crate::harness::{act, click, frame, paste, point_in, sample, showing, wheel};

/// The heights that the panels are drawn with, each its own.
const EXTENTS: PanelExtents = PanelExtents {
    items: None,
    fields: Some((0, 10)),
    scopes: Some((0, 7)),
    findings: Some((0, 4)),
    detail: Some(Scroll { offset: 0, end: 500, page: 6 }),
    detail_cursor: (0, 1),
    dialog: Some(Scroll { offset: 50, end: 100, page: 20 }),
};

/// A hundred fields and a hundred resources.
fn inspector() -> App {
    let scopes: Vec<_> = (0..100).map(|number| format!("r{number}:read")).collect();
    let more: Vec<_> = (6..100).map(|number| format!(r#""m{number}":{number}"#)).collect();
    let text = format!(
        r#"{{"access_token":"{}","token_type":"Bearer","expires_in":60,"refresh_token":"r","created_at":1,"scope":"{}",{}}}"#,
        jwt(),
        scopes.join(" "),
        more.join(",")
    );
    let mut app = showing(text.as_bytes());
    app::update(&mut app, Event::Drawn(EXTENTS));
    assert_eq!((app.fields.len(), app.scopes.len()), (100, 100));
    app
}

/// A token with forty claims.
fn jwt() -> String {
    let part = |text: &str| data_encoding::BASE64URL_NOPAD.encode(text.as_bytes());
    let claims: Vec<_> = (0..40).map(|number| format!(r#""c{number}":{number}"#)).collect();
    format!("{}.{}.AAAA", part(r#"{"alg":"HS256"}"#), part(&format!("{{{}}}", claims.join(","))))
}

fn focus(app: &mut App, panel: Panel) {
    click(app, panel, None);
    assert_eq!(app.focus, panel);
}

/// Where each action leads from row 50 of a hundred, in a panel of this height.
fn moves(height: usize) -> [(Action, usize); 8] {
    let half = (height / 2).max(1);
    [
        (Action::Up, 49),
        (Action::Down, 51),
        (Action::HalfPageUp, 50 - half),
        (Action::HalfPageDown, 50 + half),
        (Action::PageUp, 50 - height),
        (Action::PageDown, 50 + height),
        (Action::First, 0),
        (Action::Last, 99),
    ]
}

#[test]
fn each_action_moves_a_list_by_rows_of_its_own_height() {
    let mut app = inspector();
    for (panel, height) in [(Panel::Fields, 10), (Panel::Scopes, 7)] {
        focus(&mut app, panel);
        for (action, place) in moves(height) {
            click(&mut app, panel, Some(50));
            act(&mut app, action);
            assert_eq!(app.list(panel).unwrap().cursor(), place, "{action:?} in {panel:?}");
        }
        for (from, action, place) in [
            (0, Action::Up, 0),
            (1, Action::HalfPageUp, 0),
            (2, Action::PageUp, 0),
            (98, Action::PageDown, 99),
            (98, Action::HalfPageDown, 99),
            (99, Action::Down, 99),
        ] {
            click(&mut app, panel, Some(from));
            act(&mut app, action);
            assert_eq!(app.list(panel).unwrap().cursor(), place, "{action:?} from {from}");
        }
    }
    // However low, a page is a row.
    for height in [0, 1] {
        app::update(&mut app, Event::Drawn(PanelExtents { fields: Some((0, height)), ..EXTENTS }));
        for (action, place) in moves(1) {
            click(&mut app, Panel::Fields, Some(50));
            act(&mut app, action);
            assert_eq!(app.fields.cursor(), place, "{action:?} in a height of {height}");
        }
    }
}

#[test]
fn the_findings_have_a_height_of_their_own() {
    let mut app = sample("troubled.json");
    app::update(&mut app, Event::Drawn(EXTENTS));
    focus(&mut app, Panel::Findings);
    assert!(app.findings.len() > 9);
    for (action, place) in [
        (Action::PageDown, 4),
        (Action::HalfPageDown, 6),
        (Action::PageDown, 10),
        (Action::PageUp, 6),
        (Action::HalfPageUp, 4),
    ] {
        act(&mut app, action);
        assert_eq!(app.findings.cursor(), place.min(app.findings.len() - 1), "{action:?}");
    }
}

/// Which of the rows that can be selected has the cursor of the detail, and how many there are.
fn selected(app: &App) -> (usize, usize) {
    let count = |rows: &[DetailRow]| rows.iter().filter(|row| row.selectable()).count();
    (count(&app.detail.rows[..app.detail.cursor]), count(&app.detail.rows))
}

#[test]
fn the_detail_moves_from_one_thing_that_can_be_selected_to_the_next() {
    let mut app = inspector();
    focus(&mut app, Panel::Detail);
    let last = selected(&app).1 - 1;
    assert_eq!(last, 39, "there are forty claims");
    act(&mut app, Action::Last);
    assert_eq!((selected(&app).0, app.detail.scroll.offset), (last, 500));
    // With the cursor on the last one, the text goes on.
    app.detail.scroll.offset = 490;
    act(&mut app, Action::Down);
    assert_eq!((selected(&app).0, app.detail.scroll.offset), (last, 491));
    act(&mut app, Action::PageDown);
    assert_eq!((selected(&app).0, app.detail.scroll.offset), (last, 497));
    for (action, back) in [
        (Action::PageUp, 6),
        (Action::Up, 7),
        (Action::HalfPageUp, 10),
        (Action::HalfPageDown, 7),
        (Action::PageDown, 1),
        (Action::Down, 0),
    ] {
        // What was drawn fits into the panel.
        app::update(&mut app, Event::Drawn(EXTENTS));
        act(&mut app, action);
        assert_eq!(selected(&app).0, last - back, "{action:?}");
    }
    act(&mut app, Action::First);
    assert_eq!((selected(&app).0, app.detail.scroll.offset), (0, 0));
    app::update(&mut app, Event::Drawn(EXTENTS));
    act(&mut app, Action::Up);
    assert_eq!(selected(&app).0, 0);
}

#[test]
fn a_row_taller_than_the_panel_is_read_before_the_next_is_reached() {
    let scroll = |offset| Some(Scroll { offset, end: 500, page: 6 });
    // The lines of the row, the lines that are seen, and whether a step leaves the row.
    for (cursor, offset, down, leaves) in [
        ((10, 20), 10, true, false),
        ((10, 16), 10, true, true),
        ((10, 17), 10, true, false),
        ((10, 20), 14, true, true),
        ((10, 20), 14, false, false),
        ((10, 20), 11, false, false),
        ((10, 20), 10, false, true),
    ] {
        let mut app = inspector();
        focus(&mut app, Panel::Detail);
        let mut rows = app.detail.rows.iter().enumerate().filter(|(_, row)| row.selectable());
        let middle = rows.nth(20).unwrap().0;
        click(&mut app, Panel::Detail, Some(middle));
        let before = app.detail.cursor;
        assert_eq!(before, middle);
        let extents = PanelExtents { detail: scroll(offset), detail_cursor: cursor, ..EXTENTS };
        app::update(&mut app, Event::Drawn(extents));
        act(&mut app, if down { Action::Down } else { Action::Up });
        assert_eq!(app.detail.cursor != before, leaves, "{cursor:?} at {offset}, {down}");
        let moved = if down { offset + 1 } else { offset - 1 };
        assert_eq!(app.detail.scroll.offset, if leaves { offset } else { moved });
        if leaves {
            // The next one is not drawn yet, and is not taken for one that is taller.
            act(&mut app, if down { Action::Up } else { Action::Down });
            assert_eq!(app.detail.cursor, before);
        }
    }
}

#[test]
fn a_box_has_the_keys_and_the_wheel_to_itself() {
    let mut app = inspector();
    act(&mut app, Action::Help);
    let offset = |app: &mut App| app.dialogs.last_mut().unwrap().scroll().unwrap().offset;
    for (action, place) in [
        (Action::Up, 49),
        (Action::Down, 51),
        (Action::HalfPageUp, 40),
        (Action::HalfPageDown, 60),
        (Action::PageUp, 30),
        (Action::PageDown, 70),
        (Action::First, 0),
        (Action::Last, 100),
    ] {
        app::update(&mut app, Event::Drawn(EXTENTS));
        act(&mut app, action);
        assert_eq!(offset(&mut app), place, "{action:?}");
    }
    for panel in [None, Some(Panel::Fields)] {
        app::update(&mut app, Event::Drawn(EXTENTS));
        wheel(&mut app, panel, 1);
        assert_eq!((offset(&mut app), app.fields.cursor()), (53, 0));
    }
    click(&mut app, Panel::Scopes, Some(3));
    assert_eq!((app.focus, app.scopes.cursor()), (Panel::Fields, 0));
    // A form has neither a list nor a text, and shields what is below it all the same.
    act(&mut app, Action::Back);
    act(&mut app, Action::Open);
    wheel(&mut app, Some(Panel::Fields), 1);
    wheel(&mut app, Some(Panel::Detail), 1);
    act(&mut app, Action::Down);
    assert_eq!((app.fields.cursor(), app.detail.scroll.offset), (0, 0));
}

/// Several inputs may come before the next frame: they point at what the last one showed.
#[test]
fn a_frame_that_is_no_longer_true_leads_nowhere() {
    let mut app = inspector();
    let wheel = |column, row| Input::Wheel(column, row, 1);
    let (_, drawn) = frame(&app, 100, 260);
    for dialog in [Action::Help, Action::Open] {
        act(&mut app, dialog);
        point_in(&mut app, &drawn, Some(Panel::Scopes), Some(3), Input::Click);
        point_in(&mut app, &drawn, Some(Panel::Fields), None, wheel);
        point_in(&mut app, &drawn, Some(Panel::Detail), None, wheel);
        let cursors = (app.fields.cursor(), app.scopes.cursor(), app.detail.scroll.offset);
        assert_eq!((app.focus, cursors), (Panel::Fields, (0, 0, 0)), "{dialog:?}");
        act(&mut app, Action::Back);
    }
    // The detail has other rows by now: where a claim was there is none.
    focus(&mut app, Panel::Fields);
    let (_, drawn) = frame(&app, 100, 260);
    let row = app.detail.rows.iter().rposition(DetailRow::selectable).unwrap();
    focus(&mut app, Panel::Scopes);
    assert!(!app.detail.rows.get(row).is_some_and(DetailRow::selectable));
    let cursor = app.detail.cursor;
    point_in(&mut app, &drawn, Some(Panel::Detail), Some(row), Input::Click);
    assert_eq!(app.detail.cursor, cursor);
}

#[test]
fn a_list_in_a_box_moves_by_rows_and_one_for_the_wheel() {
    let mut app = inspector();
    for number in 0..59 {
        paste(&mut app, format!(r#"{{"access_token":"{number}"}}"#));
    }
    act(&mut app, Action::History);
    let cursor = |app: &mut App| app.dialogs.last_mut().unwrap().list().unwrap().cursor();
    assert_eq!(cursor(&mut app), 0, "what is on screen, the newest");
    let drawn = PanelExtents { dialog: Some(Scroll { offset: 5, end: 40, page: 20 }), ..EXTENTS };
    app::update(&mut app, Event::Drawn(drawn));
    assert_eq!(app.dialogs.last_mut().unwrap().list().unwrap().offset(20), 0, "the cursor is seen");
    for (action, place) in
        [(Action::Last, 59), (Action::Up, 58), (Action::First, 0), (Action::Down, 1)]
    {
        act(&mut app, action);
        assert_eq!(cursor(&mut app), place, "{action:?}");
    }
    for (notch, place) in [(1, 2), (1, 3), (-1, 2)] {
        wheel(&mut app, Some(Panel::Fields), notch);
        assert_eq!((cursor(&mut app), app.fields.cursor()), (place, 0));
    }
    act(&mut app, Action::Last);
    app::update(&mut app, Event::Drawn(drawn));
    act(&mut app, Action::First);
    for _ in 0..20 {
        act(&mut app, Action::Down);
    }
    assert_eq!(app.dialogs.last_mut().unwrap().list().unwrap().offset(20), 5, "as it was drawn");
}

#[test]
fn tab_goes_round_the_panels_that_there_are() {
    let mut app = sample("troubled.json");
    let all = [Panel::Fields, Panel::Scopes, Panel::Findings, Panel::Detail];
    assert_eq!(app.panels(), all);
    for at in [1, 2, 3, 0, 1] {
        act(&mut app, Action::NextPanel);
        assert_eq!(app.focus, all[at]);
    }
    for at in [0, 3, 2, 1, 0] {
        act(&mut app, Action::PreviousPanel);
        assert_eq!(app.focus, all[at]);
    }
    // What is said of the row goes with the list, and stays with the detail.
    focus(&mut app, Panel::Scopes);
    assert_eq!(
        (app.source, app.detail.subject.clone()),
        (Panel::Scopes, Some(Target::Resource(0)))
    );
    act(&mut app, Action::FocusDetail);
    assert_eq!((app.source, app.focus), (Panel::Scopes, Panel::Detail));
    for (action, at) in [(Action::Left, Panel::Scopes), (Action::Right, Panel::Detail)] {
        act(&mut app, action);
        assert_eq!(app.focus, at);
    }
    for at in [Panel::Scopes, Panel::Fields, Panel::Fields] {
        act(&mut app, Action::Back);
        assert_eq!(app.focus, at);
    }
}

#[test]
fn a_click_selects_what_can_be_selected_and_the_wheel_what_is_under_it() {
    let mut app = inspector();
    click(&mut app, Panel::Scopes, Some(4));
    assert_eq!((app.focus, app.scopes.cursor(), app.fields.cursor()), (Panel::Scopes, 4, 0));
    assert_eq!(app.detail.subject, Some(Target::Resource(4)));
    click(&mut app, Panel::Fields, None);
    assert_eq!((app.focus, app.fields.cursor()), (Panel::Fields, 0));
    let claim = app.detail.rows.iter().rposition(DetailRow::selectable).unwrap();
    click(&mut app, Panel::Detail, Some(claim));
    assert_eq!((app.focus, app.detail.cursor), (Panel::Detail, claim));
    click(&mut app, Panel::Detail, None);
    assert_eq!(app.detail.cursor, claim);
    app::update(&mut app, Event::Drawn(EXTENTS));
    wheel(&mut app, Some(Panel::Detail), 1);
    assert_eq!((app.detail.cursor, app.detail.scroll.offset), (claim, 3));
    wheel(&mut app, Some(Panel::Scopes), 1);
    assert_eq!((app.scopes.cursor(), app.focus), (7, Panel::Detail));
    wheel(&mut app, Some(Panel::Fields), 1);
    wheel(&mut app, None, 1);
    assert_eq!((app.fields.cursor(), app.scopes.cursor()), (3, 7));
}

#[test]
fn what_was_drawn_is_where_the_next_frame_starts() {
    let mut app = inspector();
    let extents = PanelExtents { fields: Some((3, 10)), scopes: Some((5, 7)), ..EXTENTS };
    for panel in [Panel::Fields, Panel::Scopes] {
        click(&mut app, panel, Some(9));
    }
    app::update(&mut app, Event::Drawn(extents));
    assert_eq!((app.fields.offset(10), app.scopes.offset(7)), (3, 5));
    // A panel that was not drawn stays as it was.
    app::update(&mut app, Event::Drawn(PanelExtents::default()));
    assert_eq!((app.fields.offset(10), app.scopes.offset(7)), (3, 5));
    let detail = Scroll { offset: 2, end: 9, page: 4 };
    let extents = PanelExtents { detail: Some(detail), detail_cursor: (1, 7), ..EXTENTS };
    app::update(&mut app, Event::Drawn(extents));
    assert_eq!((app.detail.scroll, app.detail.cursor_lines), (detail, (1, 7)));
    let mut app = sample("troubled.json");
    click(&mut app, Panel::Findings, Some(5));
    app::update(&mut app, Event::Drawn(PanelExtents { findings: Some((2, 4)), ..EXTENTS }));
    assert_eq!(app.findings.offset(4), 2);
}
