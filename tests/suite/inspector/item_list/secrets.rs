//! A secret of one row is masked in all of them.

use tokenscope::app::Action;

use crate::harness::{Step::Key, act, opened, paste, play, screen, type_text};

/// A secret, and a text that repeats it where nothing says that it is one.
const SECRET: &str = "s3cr3tMARK-of-the-first-0123456789";

#[test]
fn the_secret_of_one_row_is_masked_in_the_others() {
    let holds = format!(r#"{{"access_token":"{SECRET}","expires_in":3600}}"#);
    let repeats = format!(
        r#"{{"access_token":"another-0123456789","note":"see {SECRET}","token_type":"{SECRET}"}}"#
    );
    let mut app = opened(&[("a.json", &holds), (&format!("{SECRET}.json"), &repeats)]);
    let is_hidden = |app: &tokenscope::app::App, did: &str| {
        for (columns, rows) in [(200, 50), (120, 36), (80, 24), (40, 12)] {
            let shown = screen(app, columns, rows);
            assert!(!shown.contains("s3cr3tMARK"), "after {did}\n{shown}");
        }
    };
    is_hidden(&app, "opening");
    for action in [Action::Last, Action::Mark, Action::First, Action::Compare] {
        act(&mut app, action);
        is_hidden(&app, &format!("{action:?}"));
    }
    act(&mut app, Action::Back);
    act(&mut app, Action::Last);
    act(&mut app, Action::Enter);
    is_hidden(&app, "opening a row");
    for _ in 0..8 {
        act(&mut app, Action::Down);
        is_hidden(&app, "moving about");
    }
    act(&mut app, Action::Back);
    // Nor is a row found by it.
    act(&mut app, Action::Find);
    type_text(&mut app, "s3cr3tmark");
    assert!(app.shown_list().unwrap().list.is_empty());
}

#[test]
fn what_is_copied_of_a_row_repeats_no_secret_of_another() {
    let holds = format!(r#"{{"access_token":"{SECRET}","expires_in":3600}}"#);
    let repeats = format!(
        r#"{{"access_token":"another-0123456789","note":"see {SECRET}","token_type":"{SECRET}"}}"#
    );
    let mut app = opened(&[("a.json", &holds), ("b.json", &repeats)]);
    let copies = ["t", "m", "o", "T", "M", "O", "n", "p", "s"];
    let menu = copies.iter().flat_map(|key| [Key("Y"), Key(key)]);
    let steps = [Key("j")].into_iter().chain(menu).collect();
    let played = play(&mut app, steps);
    assert_eq!(played.copied.len(), copies.len());
    for (what, text) in &played.copied {
        assert!(!text.contains("s3cr3tMARK"), "{what}: {text}");
    }
}

#[test]
fn a_list_that_was_replaced_masks_nothing_any_more_and_keeps_nothing() {
    let holds = format!(r#"{{"access_token":"{SECRET}","expires_in":3600}}"#);
    let mut app = opened(&[("a.json", &holds), ("b.json", "{}")]);
    act(&mut app, Action::Enter);
    act(&mut app, Action::Back);
    paste(&mut app, r#"{"access_token":"another-0123456789"}"#);
    act(&mut app, Action::Forget);
    assert!(!app.repeats_secret(SECRET));
}
