//! The list of what the inputs hold: what it shows, how one moves about in it, and how it follows
//! its files.

#![expect(clippy::unwrap_used, reason = "a test may fail")]

pub mod board;
mod files;
mod secrets;

use chrono::TimeDelta;
use tokenscope::app::{Action, App, Panel};

use crate::harness::{Step::*, act, click, opened, paste, play, sample, screen, start, type_text};

/// A response of this name that ends so many seconds from the start of the test.
fn response(name: &str, ends_in: i64) -> String {
    let end = (start() + TimeDelta::seconds(ends_in)).to_rfc3339();
    format!(
        r#"{{"access_token":"token-{name}-0123456789","refresh_token":"refresh-{name}-0123456789","issued_at":"2026-11-22T18:08:07Z","expires_at":"{end}","scope":"{name}:read"}}"#
    )
}

/// Five inputs of all sorts, in no order.
fn inspector() -> App {
    let list = format!("[{},{}]", response("third", 7_200), response("first", 60));
    let metadata = r#"{"issuer":"https://a.example","token_endpoint":"https://a.example/t"}"#;
    opened(&[
        ("/home/jo/tokens/several.json", &list),
        ("/home/jo/tokens/second.json", &response("second", 900)),
        ("/home/jo/tokens/over.json", &response("over", -300)),
        ("/home/jo/tokens/meta.json", metadata),
        ("/home/jo/tokens/notes.txt", "nothing to see here"),
    ])
}

/// What the list calls its rows, in the order of the screen.
fn names(app: &App) -> Vec<&str> {
    let items = app.shown_list().unwrap();
    (0..items.list.len())
        .filter_map(|place| Some(items.rows.get(items.list.row(place)?)?.name.as_str()))
        .collect()
}

fn selected(app: &App) -> &str {
    &app.shown_list().unwrap().selected().unwrap().name
}

#[test]
fn what_it_looks_like() {
    let mut app = inspector();
    for (columns, rows) in [(120, 36), (80, 24), (40, 12)] {
        insta::assert_snapshot!(format!("list-{columns}x{rows}"), screen(&app, columns, rows));
    }
    act(&mut app, Action::Down);
    act(&mut app, Action::Mark);
    act(&mut app, Action::Down);
    act(&mut app, Action::Enter);
    insta::assert_snapshot!("list-opened-120x36", screen(&app, 120, 36));
    act(&mut app, Action::Back);
    act(&mut app, Action::Compare);
    insta::assert_snapshot!("list-compared-80x24", screen(&app, 80, 24));
}

#[test]
fn the_soonest_end_stands_first_and_what_is_no_token_last() {
    let app = inspector();
    let expected = [
        "over.json",
        "several.json .[1]",
        "second.json",
        "several.json .[0]",
        "meta.json",
        "notes.txt",
    ];
    assert_eq!(names(&app), expected);
    let shown = screen(&app, 120, 36);
    assert!(shown.contains("tokens/ · 6 items · 5 files"), "{shown}");
    let tally = "2 valid · 1 expiring · 1 expired, renewable · 1 unread · 1 no token";
    assert!(shown.contains(tally), "{shown}");
}

#[test]
fn enter_opens_a_row_and_esc_comes_back_to_it() {
    play(
        &mut inspector(),
        vec![
            Key("j"),
            Key("j"),
            Key("enter"),
            See("second.json · token response"),
            See("second:read"),
            // One step each: out of the detail, then to the list.
            Key("l"),
            Key("esc"),
            See("second.json · token response"),
            Key("esc"),
            See("6 items"),
            See("▌  3  second.json"),
            // A part of a file says where in it it stands.
            Key("k"),
            Key("enter"),
            See("several.json · .[1] · token response"),
            Key("esc"),
            Key("G"),
            See("▌  6  notes.txt"),
            Key("g"),
            See("▌  4  over.json"),
        ],
    );
}

#[test]
fn the_list_counts_on_also_while_an_item_is_open() {
    let mut app = inspector();
    let played = play(
        &mut app,
        vec![
            See("1m 00s"),
            Pass(TimeDelta::seconds(1)),
            See("59s"),
            Key("enter"),
            Pass(TimeDelta::seconds(60)),
            Key("esc"),
            // What has ended in the meantime stays where it is.
            See("2 expired, renewable"),
            See("1s ago"),
        ],
    );
    assert!(played.frames < 70, "{} frames", played.frames);
    assert_eq!(selected(&app), "over.json");
}

#[test]
fn one_frame_a_second_and_none_where_nothing_counts_down() {
    let frames = play(&mut inspector(), vec![Pass(TimeDelta::seconds(30))]).frames;
    assert!((30..=33).contains(&frames), "{frames} frames");
    let metadata = r#"{"issuer":"https://a.example","token_endpoint":"https://a.example/t"}"#;
    let mut still = opened(&[("a.json", metadata), ("b.json", metadata)]);
    assert_eq!(play(&mut still, vec![Pass(TimeDelta::seconds(3_600))]).frames, 1);
}

#[test]
fn rows_are_found_by_name_kind_state_and_whom_they_are_from() {
    for (text, found) in [
        ("second", &["second.json"][..]),
        ("EXPIRED", &["over.json"]),
        ("metadata", &["meta.json"]),
        ("a.example", &["meta.json"]),
        ("expiring several", &["several.json .[1]"]),
        ("renewable", &["over.json", "several.json .[1]", "second.json", "several.json .[0]"]),
        ("nothing like it", &[]),
    ] {
        let mut app = inspector();
        act(&mut app, Action::Find);
        type_text(&mut app, text);
        assert_eq!(names(&app), found, "{text}");
        screen(&app, 80, 24);
        if found.is_empty() {
            continue;
        }
        // What is typed is kept for the row that is opened, and goes with esc.
        act(&mut app, Action::Submit);
        act(&mut app, Action::Enter);
        act(&mut app, Action::Back);
        assert_eq!(names(&app), found, "{text}");
        act(&mut app, Action::Back);
        assert_eq!(names(&app).len(), 6, "{text}");
    }
}

#[test]
fn the_mouse_selects_opens_and_turns() {
    let mut app = inspector();
    click(&mut app, Panel::Items, Some(2));
    assert_eq!(selected(&app), "second.json");
    click(&mut app, Panel::Items, Some(2));
    assert!(app.document().is_some());
    act(&mut app, Action::Back);
    crate::harness::wheel(&mut app, Some(Panel::Items), -1);
    assert_eq!(selected(&app), "over.json");
}

#[test]
fn what_differs_between_two_rows() {
    play(
        &mut inspector(),
        vec![
            Key("d"),
            See("Mark two rows"),
            Key(" "),
            See("▌◆"),
            Key("j"),
            Key("d"),
            See("What differs"),
            See("over.json"),
            See("several.json · .[1]"),
            See("over:read"),
            Key("esc"),
            // One step back takes the marks away.
            Key("esc"),
            Miss("◆"),
        ],
    );
}

#[test]
fn a_row_is_copied_by_name_place_and_report() {
    let played = play(
        &mut inspector(),
        vec![Key("j"), Key("y"), Key("Y"), Key("t"), Key("Y"), Key("o"), Key("Y"), Key("s")],
    );
    let copied: Vec<&str> = played.copied.iter().map(|(_, text)| text.as_str()).collect();
    let [name, report, json, table] = copied[..] else { panic!("{copied:?}") };
    assert_eq!(name, "several.json .[1]");
    assert!(report.contains("/home/jo/tokens/several.json .[1]"), "{report}");
    assert!(json.contains(r#""place": "/home/jo/tokens/several.json .[1]""#), "{json}");
    assert!(table.contains("over.json") && table.contains("notes.txt"), "{table}");
}

#[test]
fn a_paste_replaces_the_list_and_one_that_holds_several_opens_another() {
    let mut app = inspector();
    paste(&mut app, r#"{"access_token":"alone","scope":"a b"}"#);
    assert!(app.items.is_none() && app.document().is_some());
    let several = format!("[{},{}]", response("one", 60), response("other", 90));
    paste(&mut app, several);
    assert_eq!(names(&app), [".[0]", ".[1]"]);
    assert!(screen(&app, 80, 24).contains("paste · 2 items · JSON"));
}

#[test]
fn rows_that_are_only_looked_at_are_no_part_of_the_history() {
    let mut app = inspector();
    paste(&mut app, r#"{"access_token":"kept"}"#);
    let effects = app.open_at_start(crate::harness::read(&[("a.json", "{}"), ("b.json", "{}")]));
    crate::harness::inspect(&mut app, effects);
    for _ in 0..300 {
        act(&mut app, Action::Enter);
        assert_eq!(app.history.entries().len(), 2);
        act(&mut app, Action::Back);
    }
    assert_eq!(app.history.entries().len(), 1, "the paste");
}

#[test]
fn an_item_is_picked_by_number_label_or_place() {
    for wanted in ["3", "/home/jo/tokens/second.json"] {
        let mut app = inspector();
        assert!(app.open_called(wanted).is_ok(), "{wanted}");
        assert!(screen(&app, 120, 36).contains("second.json · token response"), "{wanted}");
        act(&mut app, Action::Back);
        assert_eq!(selected(&app), "second.json");
    }
    for wanted in ["0", "7", "second.json", ""] {
        assert!(inspector().open_called(wanted).is_err(), "{wanted}");
    }
    assert!(sample("gusto.json").open_called("1").is_ok());
    assert!(sample("gusto.json").open_called("2").is_err());
}

#[test]
fn no_size_is_too_small() {
    let mut app = inspector();
    act(&mut app, Action::Mark);
    for columns in [0, 1, 2, 5, 12, 30, 57, 60, 97, 200] {
        for rows in [0, 1, 2, 3, 4, 6, 9, 12, 20, 60] {
            screen(&app, columns, rows);
        }
    }
}
