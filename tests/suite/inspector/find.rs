//! Narrowing a list down to what contains a text, and finding a text in everything.

use crossterm::event::KeyCode;
use tokenscope::{
    app::{Action, App, Mode, Panel, Target, detail::DetailView, document::Root, search::Search},
    keymap::KeyPress,
};

use crate::harness::{act, click, paste, press, sample, screen, showing, type_text};

fn rows(app: &App, panel: Panel) -> Vec<usize> {
    let list = app.list(panel).unwrap();
    (0..list.len()).filter_map(|place| list.row(place)).collect()
}

fn finding(panel: Panel, text: &str) -> App {
    let input = r#"{"access_token":"hidden","scope":"employees:read payrolls:run openid",
        "note":"Some WORDS","first_name":"x","list":[{"deep":"inside"}]}"#;
    let mut app = showing(input.as_bytes());
    click(&mut app, panel, None);
    act(&mut app, Action::Filter);
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
    act(&mut app, Action::Filter);
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
        act(&mut app, Action::Filter);
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
    act(&mut app, Action::Filter);
    assert_eq!((app.mode(), app.focus), (Mode::Find, Panel::Fields));
    type_text(&mut app, "pires");
    assert_eq!(rows(&app, Panel::Fields), [2]);
    assert_eq!(app.detail.subject, Some(Target::field(2)), "the detail goes along");
    // Another list starts anew, and the first is whole again.
    act(&mut app, Action::Submit);
    click(&mut app, Panel::Scopes, None);
    act(&mut app, Action::Filter);
    assert_eq!(app.find.as_ref().unwrap().panel, Panel::Scopes);
    assert_eq!((app.fields.len(), app.scopes.len()), (9, 3));
    type_text(&mut app, "run");
    act(&mut app, Action::Back);
    assert!(app.find.is_none() && app.scopes.len() == 3);
    // Nothing typed is nothing looked for.
    act(&mut app, Action::Filter);
    act(&mut app, Action::Submit);
    assert!(app.find.is_none());
}

/// What the cursor is on after a text was looked for, and how many places have it.
fn searched(app: &mut App, text: &str) -> (Option<Target>, usize) {
    act(app, Action::Find);
    type_text(app, text);
    act(app, Action::Submit);
    (app.target(), app.search.as_ref().map_or(0, Search::count))
}

fn value(root: Root, path: &[usize]) -> Target {
    Target::Value { root, path: path.to_vec() }
}

#[test]
fn a_text_is_found_wherever_it_is_and_the_panel_that_has_it_turns_to_it() {
    for (text, target, view) in [
        ("token_type", Target::field(1), DetailView::About),
        ("SHOP.example.com", value(Root::Claims(0), &[11]), DetailView::Claims),
        ("jnASf0sD", value(Root::Header(0), &[2]), DetailView::Header),
        ("view-profile", value(Root::Claims(0), &[13, 0, 0, 2]), DetailView::Claims),
        ("sender-unconstrained", Target::Finding(0), DetailView::About),
    ] {
        let mut app = sample("keycloak.http");
        // Folded or not, in view or not.
        act(&mut app, Action::FoldAll);
        let (found, count) = searched(&mut app, text);
        assert_eq!((found, app.detail.view), (Some(target), view), "{text}");
        assert!(screen(&app, 120, 36).contains(&format!("1 of {count}")), "{text}");
    }
}

#[test]
fn matches_are_walked_in_a_circle_and_let_go() {
    let mut app = sample("keycloak.http");
    let (first, count) = searched(&mut app, "manage-");
    assert_eq!(count, 2);
    act(&mut app, Action::NextMatch);
    let second = app.target();
    assert_ne!(first, second);
    for (action, target) in [
        (Action::NextMatch, &first),
        (Action::PreviousMatch, &second),
        (Action::PreviousMatch, &first),
    ] {
        act(&mut app, action);
        assert_eq!(app.target(), *target, "{action:?}");
    }
    act(&mut app, Action::Back);
    assert!(app.search.is_none() && app.target() == first, "the cursor stays");
    // A search that is not finished leaves no trace.
    let origin = app.target();
    act(&mut app, Action::Find);
    type_text(&mut app, "openid");
    assert_ne!(app.target(), origin);
    type_text(&mut app, " nowhere");
    assert_eq!(app.target(), origin, "nothing has that");
    assert!(screen(&app, 120, 36).contains("not found"));
    press(&mut app, KeyPress::plain(KeyCode::Esc));
    assert!(app.search.is_none() && app.target() == origin);
}

#[test]
fn one_item_of_four_hundred_is_five_keys_away_and_no_secret_is_found() {
    let items: Vec<_> = (0..400).map(|number| format!(r#""item-{number}""#)).collect();
    let input = format!(r#"{{"access_token":"hidden-77","list":[{}]}}"#, items.join(","));
    let mut app = showing(input.as_bytes());
    let (found, count) = searched(&mut app, "377");
    assert_eq!((found, count), (Some(value(Root::Field(6), &[377])), 1));
    act(&mut app, Action::Back);
    assert_eq!(searched(&mut app, "hidden-77").1, 0);
}

#[test]
fn very_many_items_are_shown_in_pages_and_found_all_the_same() {
    let items: Vec<_> = (0..2_500).map(|number| format!(r#""item-{number}""#)).collect();
    let input = format!(r#"{{"access_token":"a","list":[{}]}}"#, items.join(","));
    let mut app = showing(input.as_bytes());
    act(&mut app, Action::Last);
    let text = screen(&app, 120, 36);
    for page in ["▸0 … 999", "▸1000 … 1999", "▸2000 … 2499"] {
        assert!(text.contains(page), "{page} in\n{text}");
    }
    let (found, _) = searched(&mut app, "item-1234");
    assert_eq!(found, Some(value(Root::Field(6), &[1_234])));
    let text = screen(&app, 120, 36);
    assert!(text.contains("item-1234") && text.contains("1 of 1"), "{text}");
}

/// The index is made while nobody presses a key; a letter that comes sooner finds the same.
#[test]
fn a_search_finds_the_same_however_much_of_its_index_was_made() {
    let items: Vec<String> =
        (0..5_000).map(|at| format!(r#"{{"id":{at},"inner":[{{"n":"Word {at}"}}]}}"#)).collect();
    let input = format!(r#"{{"access_token":"abc","items":[{}]}}"#, items.join(","));
    let found = |pieces: usize| {
        let mut app = showing(input.as_bytes());
        act(&mut app, Action::Find);
        let mut made = 0;
        while made < pieces && app.has_spare_work() {
            app.do_spare_work();
            made += 1;
        }
        type_text(&mut app, "word 499");
        let search = app.search.as_ref().expect("a search");
        (made, search.count(), search.current().cloned())
    };
    let (_, count, current) = found(0);
    // 499 and 4990 to 4999, each also in the list of one that holds it.
    assert_eq!(count, 22);
    assert_eq!(found(1), (1, count, current.clone()));
    let (made, ..) = found(usize::MAX);
    assert!((2..100).contains(&made), "{made}");
    assert_eq!(found(usize::MAX), (made, count, current));
}
