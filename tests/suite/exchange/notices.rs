//! What is said in passing: its words, and for how long it stands.

use chrono::TimeDelta;
use tokenscope::{
    app::{
        self, Action, App, Clipboard, Event, Mode,
        dialog::{Dialog, form::FormPurpose},
    },
    emphasis::Emphasis,
    problem::Problem,
};

use super::{act, inspector, open, page, paste, response, token};

fn copied(result: Result<Clipboard, Problem>) -> Event {
    Event::Copied { what: "the thing".to_owned(), result }
}

fn terminal(why: Option<&str>) -> Clipboard {
    Clipboard::Terminal { why: why.map(str::to_owned) }
}

#[test]
fn a_copy_that_nobody_confirmed_is_not_called_confirmed() {
    for (result, emphasis, words) in [
        (Ok(Clipboard::System), Emphasis::Good, "Copied the thing"),
        (Ok(terminal(None)), Emphasis::Good, "Copied the thing through the terminal"),
        (
            Ok(terminal(Some("xclip failed"))),
            Emphasis::Good,
            "Copied the thing through the terminal: xclip failed",
        ),
        (Err(Problem::new("no clipboard")), Emphasis::Bad, "no clipboard"),
    ] {
        let mut app = inspector();
        app::update(&mut app, copied(result));
        let notice = app.notice.as_ref().unwrap();
        assert_eq!((notice.emphasis, notice.text.as_str()), (emphasis, words));
    }
}

#[test]
fn a_notice_stands_for_seconds_by_its_weight() {
    type Says = fn(&mut App);
    let cases: [(Says, Emphasis, i64); 3] = [
        (|app| drop(app::update(app, copied(Ok(Clipboard::System)))), Emphasis::Good, 4),
        (|app| drop(act(app, Action::ForgetKeys)), Emphasis::Warning, 6),
        (|app| drop(app::update(app, copied(Err(Problem::new("no"))))), Emphasis::Bad, 12),
    ];
    for (says, emphasis, seconds) in cases {
        let mut app = inspector();
        says(&mut app);
        assert_eq!(app.notice.as_ref().unwrap().emphasis, emphasis);
        let end = app.now + TimeDelta::seconds(seconds);
        app::update(&mut app, Event::Tick(end - TimeDelta::milliseconds(1)));
        assert!(app.notice.is_some() && app.next_wake(app.now) <= Some(end), "{emphasis:?}");
        app::update(&mut app, Event::Tick(end));
        assert!(app.notice.is_none(), "{emphasis:?}");
    }
    // The next key takes it away, too.
    let mut app = inspector();
    app::update(&mut app, copied(Ok(Clipboard::System)));
    act(&mut app, Action::Down);
    assert!(app.notice.is_none());
}

#[test]
fn the_older_response_stands_first_whichever_is_marked_first() {
    for (first, second) in [(Action::First, Action::Last), (Action::Last, Action::First)] {
        let mut app = inspector();
        paste(&mut app, response("x").replace("3600", "1800"));
        act(&mut app, Action::History);
        act(&mut app, first);
        act(&mut app, Action::Mark);
        act(&mut app, second);
        act(&mut app, Action::Mark);
        let changes = page(&app);
        assert!(changes.contains("1 hour → 30 minutes"), "{changes}");
        // The mark is gone: the next one begins anew.
        act(&mut app, Action::Back);
        let Some(Dialog::History(dialog)) = app.dialogs.last() else { panic!() };
        assert_eq!(dialog.marked, None);
        act(&mut app, Action::Mark);
        act(&mut app, Action::Mark);
        assert!(
            matches!(app.dialogs.last(), Some(Dialog::History(dialog)) if dialog.marked.is_none())
        );
    }
}

#[test]
fn the_history_opens_on_what_is_on_screen_and_leads_back() {
    let mut app = inspector();
    open(&mut app, "second");
    open(&mut app, "third");
    for (ups, expected) in [(2, "first"), (0, "first"), (1, "second"), (2, "third")] {
        act(&mut app, Action::History);
        let Some(Dialog::History(dialog)) = app.dialogs.last() else { panic!() };
        assert_eq!(dialog.ids, [3, 2, 1]);
        assert_eq!(dialog.selected(), Some(app.history.current_id()));
        let step = if expected == "first" { Action::Down } else { Action::Up };
        for _ in 0..ups.min(if step == Action::Up { 1 } else { 2 }) {
            act(&mut app, step);
        }
        act(&mut app, Action::Enter);
        assert!(app.dialogs.is_empty());
        assert_eq!(token(&app), expected);
    }
}

#[test]
fn one_line_without_a_token_is_typed_and_all_else_replaces_what_is_shown() {
    let long = |count: usize| "x".repeat(count);
    for (text, typed) in [
        ("some/path.json".to_owned(), true),
        ("some/path.json\r\n".to_owned(), true),
        (long(1_023), true),
        (long(1_024), false),
        ("two\nlines".to_owned(), false),
        ("two\rlines".to_owned(), false),
        (r#"{"access_token":"a"}"#.to_owned(), false),
        ("eyJhbGciOiJIUzI1NiJ9.e30.AAAA".to_owned(), false),
        (String::new(), false),
    ] {
        for action in [Action::Open, Action::Find] {
            let mut app = inspector();
            act(&mut app, action);
            paste(&mut app, text.clone());
            let kept = match app.dialogs.last() {
                Some(Dialog::Form(form)) => form.answer(0) == text.trim_end(),
                _ => app.mode() == Mode::Find,
            };
            assert_eq!(kept, typed, "{text:?} after {action:?}");
            assert_eq!(app.history.entries().len(), if typed { 1 } else { 2 });
        }
        // A key may look like anything.
        let mut app = inspector();
        act(&mut app, Action::AddKey);
        paste(&mut app, text.clone());
        let Some(Dialog::Form(form)) = app.dialogs.last() else { panic!("{:?}", app.dialogs) };
        assert_eq!(form.purpose, FormPurpose::Key);
    }
}
