//! Narrowing a list down to what contains a text.

use crossterm::event::KeyCode;
use tokenscope::{
    app::{Action, App, Mode, Panel, Target},
    keymap::KeyPress,
};

use crate::harness::{act, click, paste, press, sample, showing, type_text};

fn rows(app: &App, panel: Panel) -> Vec<usize> {
    let list = app.list(panel).unwrap();
    (0..list.len()).filter_map(|place| list.row(place)).collect()
}

fn finding(panel: Panel, text: &str) -> App {
    let input = r#"{"access_token":"hidden","scope":"employees:read payrolls:run openid",
        "note":"Some WORDS","first_name":"x","list":[{"deep":"inside"}]}"#;
    let mut app = showing(input.as_bytes());
    click(&mut app, panel, None);
    act(&mut app, Action::Find);
    type_text(&mut app, text);
    app
}

#[test]
fn a_text_narrows_the_list_down_wherever_a_row_says_it() {
    for (panel, text, left) in [
        (Panel::Fields, "first", vec![7]),
        (Panel::Fields, "NAME", vec![7]),
        (Panel::Fields, "words", vec![6]),
        (Panel::Fields, "inside", vec![8]),
        (Panel::Fields, "hidden", vec![]),
        (Panel::Fields, "", (0..9).collect()),
        (Panel::Scopes, "payr", vec![1]),
        (Panel::Scopes, "READ", vec![0]),
        (Panel::Scopes, "sign", vec![2]),
        (Panel::Scopes, "nothing of the kind", vec![]),
    ] {
        assert_eq!(rows(&finding(panel, text), panel), left, "{text} in {panel:?}");
    }
    let mut app = sample("troubled.json");
    let all = app.findings.len();
    click(&mut app, Panel::Findings, None);
    act(&mut app, Action::Find);
    let count = |app: &App, contains: &dyn Fn(&tokenscope::findings::Finding) -> bool| {
        app.document().unwrap().findings.iter().filter(|finding| contains(finding)).count()
    };
    type_text(&mut app, "kid-suspicious");
    let by_code = count(&app, &|finding| finding.code == "kid-suspicious");
    assert!(by_code > 0 && by_code < all);
    assert_eq!(app.findings.len(), by_code);
    let message = app.document().unwrap().findings[0].message.clone();
    press(&mut app, KeyPress::ctrl('u'));
    type_text(&mut app, &message);
    assert_eq!(rows(&app, Panel::Findings), [0]);
}

#[test]
fn only_the_start_of_a_long_value_is_searched() {
    for (before, found) in [(4_000, true), (4_200, false)] {
        let long = format!("{}needle", "x".repeat(before));
        let mut app = showing(format!(r#"{{"access_token":"a","note":"{long}"}}"#).as_bytes());
        act(&mut app, Action::Find);
        type_text(&mut app, "needle");
        assert_eq!(rows(&app, Panel::Fields) == [6], found, "{before}");
    }
}

#[test]
fn what_is_looked_for_is_typed_kept_and_let_go() {
    let mut app = finding(Panel::Fields, "ex");
    let some = rows(&app, Panel::Fields);
    assert!(app.mode() == Mode::Find && some.len() < 9);
    paste(&mut app, "e_n\n");
    assert_eq!(rows(&app, Panel::Fields), Vec::<usize>::new(), "a line is typed");
    for _ in 0..3 {
        press(&mut app, KeyPress::plain(KeyCode::Backspace));
    }
    assert_eq!(rows(&app, Panel::Fields), some);
    act(&mut app, Action::Submit);
    assert_eq!((app.mode(), rows(&app, Panel::Fields)), (Mode::Inspector, some.clone()));
    // The same list goes on with what was typed, from its detail too.
    click(&mut app, Panel::Detail, None);
    act(&mut app, Action::Find);
    assert_eq!((app.mode(), app.focus), (Mode::Find, Panel::Fields));
    type_text(&mut app, "pires");
    assert_eq!(rows(&app, Panel::Fields), [2]);
    assert_eq!(app.detail.subject, Some(Target::field(2)), "the detail goes along");
    // Another list starts anew, and the first is whole again.
    act(&mut app, Action::Submit);
    click(&mut app, Panel::Scopes, None);
    act(&mut app, Action::Find);
    assert_eq!(app.find.as_ref().unwrap().panel, Panel::Scopes);
    assert_eq!((app.fields.len(), app.scopes.len()), (9, 3));
    type_text(&mut app, "run");
    act(&mut app, Action::Back);
    assert!(app.find.is_none() && app.scopes.len() == 3);
    // Nothing typed is nothing looked for.
    act(&mut app, Action::Find);
    act(&mut app, Action::Submit);
    assert!(app.find.is_none());
}
