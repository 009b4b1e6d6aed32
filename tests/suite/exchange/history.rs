//! What the session keeps: within bounds, nothing that cannot be had again dropped, and wiped
//! when the person says so.

use tokenscope::{
    app::{
        self, Action, App, Effect, Event,
        dialog::{Dialog, form::FormPurpose},
        history::Provenance,
    },
    input::Loaded,
};

use super::{MARK, act, arrive, exchange, inspector, open, paste, response, sent, token};

fn of_size(bytes: usize) -> String {
    let (start, end) = (r#"{"access_token":"a","note":""#, r#""}"#);
    format!("{start}{}{end}", "x".repeat(bytes - start.len() - end.len()))
}

/// Refreshes the token on screen, and takes in a new refresh token that is in no file.
fn rotated() -> App {
    let mut app = inspector();
    let id = sent(&mut app);
    arrive(&mut app, id, 200, &response("second"));
    act(&mut app, Action::Back);
    app
}

fn ids(app: &App) -> Vec<u64> {
    app.history.entries().iter().map(|past| past.id).collect()
}

#[test]
fn two_hundred_responses_are_kept_and_the_oldest_goes_first() {
    let mut app = inspector();
    for _ in 1..200 {
        paste(&mut app, r#"{"access_token":"a"}"#);
    }
    assert_eq!(ids(&app), (1..=200).collect::<Vec<_>>());
    paste(&mut app, r#"{"access_token":"a"}"#);
    assert_eq!(ids(&app), (2..=201).collect::<Vec<_>>());
}

#[test]
fn so_many_bytes_are_kept_and_the_newest_in_any_case() {
    // What came in is kept beside what was read of it, so that each byte counts twice.
    const MOST: usize = (4 << 20) / 2;
    let first = response("first").len();
    let mut app = inspector();
    paste(&mut app, of_size(MOST / 2));
    paste(&mut app, of_size(MOST / 2 - first));
    assert_eq!(ids(&app), [1, 2, 3], "as many as may be");
    let mut app = inspector();
    paste(&mut app, of_size(MOST / 2));
    paste(&mut app, of_size(MOST / 2 - first + 1));
    assert_eq!(ids(&app), [2, 3], "one byte more");
    paste(&mut app, of_size(2 * MOST + 1));
    // What was on screen when it came goes with the next.
    assert_eq!(ids(&app), [3, 4]);
    paste(&mut app, r#"{"access_token":"a"}"#);
    assert_eq!(ids(&app), [4, 5]);
    paste(&mut app, r#"{"access_token":"a"}"#);
    assert_eq!(ids(&app), [5, 6]);
}

#[test]
fn a_full_history_never_drops_an_unsaved_refresh_token() {
    for (fill, count) in [(of_size(40), 250), (of_size(1 << 20), 4)] {
        let mut app = rotated();
        let unsaved = app.history.current_id();
        for _ in 0..count {
            paste(&mut app, &fill);
        }
        assert!(app.would_lose() && app.history.get(1).is_none(), "it is full");
        assert_eq!(app.history.newest_unsaved().map(|past| past.id), Some(unsaved));
        assert!(app.history.entries().len() <= 201);
        act(&mut app, Action::History);
        act(&mut app, Action::Last);
        act(&mut app, Action::Enter);
        assert_eq!(token(&app), "second");
        // Once it is in a file it is like any other.
        act(&mut app, Action::Save);
        let effects = act(&mut app, Action::Submit);
        let [Effect::Save { id, path, .. }] = &effects[..] else { panic!("{effects:?}") };
        let saved = Event::Saved { id: *id, path: path.clone(), result: Ok(None) };
        app::update(&mut app, saved);
        for _ in 0..count {
            paste(&mut app, &fill);
        }
        assert!(!ids(&app).contains(&unsaved) && !app.would_lose());
    }
}

#[test]
fn what_is_on_screen_stays_however_much_comes_after_it() {
    let mut app = inspector();
    for _ in 0..250 {
        let id = sent(&mut app);
        act(&mut app, Action::Back);
        arrive(&mut app, id, 200, r#"{"access_token":"a"}"#);
    }
    assert_eq!((token(&app).as_str(), app.history.current_id()), ("first", 1));
    assert_eq!(app.history.entries().len(), 200);
    assert!(app.history.current().is_some());
}

#[test]
fn a_watched_file_leaves_its_last_twenty_versions() {
    let mut app = inspector();
    let mut change = |number: usize| {
        // The first request read the file, the second watches it.
        let path = "token.json".into();
        let bytes = response(&number.to_string()).into_bytes();
        app::update(&mut app, Event::FileChanged { id: 2, path, result: Ok(Loaded::bytes(bytes)) });
        ids(&app)
    };
    for number in 1..20 {
        change(number);
    }
    assert_eq!(change(20), (1..=21).collect::<Vec<_>>());
    assert_eq!(change(21), [1].into_iter().chain(3..=22).collect::<Vec<_>>());
    for number in 22..1_000 {
        assert_eq!(change(number).len(), 21);
    }
    assert!(
        app.history.entries().iter().skip(1).all(|past| past.provenance == Provenance::Changed)
    );
    assert_eq!(token(&app), "999");
}

#[test]
fn two_hundred_exchanges_are_kept_by_number() {
    let mut app = inspector();
    let numbers = |app: &App| -> Vec<u64> {
        app.requests.transcript.entries().iter().map(|exchange| exchange.id).collect()
    };
    let events: Vec<_> = (0..201).map(|_| exchange("https://a.example")).collect();
    let large: Vec<_> = (0..2).map(|_| exchange(&"x".repeat(1 << 20))).collect();
    let last = exchange("https://last.example");
    for (count, event) in events.into_iter().enumerate() {
        if count == 200 {
            assert_eq!(numbers(&app), (1..=200).collect::<Vec<_>>());
            act(&mut app, Action::Transcript);
            act(&mut app, Action::Up);
        }
        app::update(&mut app, event);
    }
    assert_eq!(numbers(&app), (2..=201).collect::<Vec<_>>());
    // The cursor stays on its exchange, and so does the open one.
    act(&mut app, Action::Enter);
    let Some(Dialog::Exchange(said)) = app.dialogs.last() else { panic!("{:?}", app.dialogs) };
    assert_eq!(said.id, 199);
    for event in large {
        app::update(&mut app, event);
    }
    assert_eq!(numbers(&app), [203], "the newest in any case");
    assert!(act(&mut app, Action::Copy).is_empty(), "what is open is no longer there");
    app::update(&mut app, last);
    assert_eq!(numbers(&app), [203, 204]);
}

#[test]
fn forgetting_wipes_all_but_what_is_on_screen() {
    let mut app = inspector();
    assert!(!app.is_enabled(Action::Forget), "there is nothing to forget");
    open(&mut app, "other");
    open(&mut app, "last");
    app::update(&mut app, exchange("https://a.example"));
    assert!(app.is_enabled(Action::Forget));
    assert!(matches!(act(&mut app, Action::Forget)[..], [Effect::Forget]));
    assert!(app.requests.transcript.entries().is_empty() && app.dialogs.is_empty());
    assert_eq!((token(&app).as_str(), app.history.entries().len()), ("last", 1));
    assert!(!app.is_enabled(Action::Forget));
    assert!(app.notice.as_ref().unwrap().text.contains("Forgotten"));
    assert!(!format!("{app:?}").contains(MARK));
}

#[test]
fn the_response_before_is_forgotten_with_the_rest() {
    let mut app = rotated();
    assert!(app.is_enabled(Action::Forget));
    assert!(matches!(act(&mut app, Action::Forget)[..], [Effect::Forget]), "it stays on screen");
    assert_eq!(app.history.entries().len(), 1);
    assert!(!app.is_enabled(Action::Forget), "nor is it kept to compare with");
    assert!(app.would_lose());
}

#[test]
fn forgetting_asks_where_something_would_be_lost() {
    let unsaved = || {
        let mut app = rotated();
        open(&mut app, "other");
        assert!(act(&mut app, Action::Forget).is_empty());
        assert!(matches!(app.dialogs.last(), Some(Dialog::Forget)));
        app
    };
    let mut app = unsaved();
    assert!(act(&mut app, Action::Back).is_empty());
    assert!(app.would_lose() && app.dialogs.is_empty() && app.history.entries().len() == 3);

    let mut app = unsaved();
    act(&mut app, Action::Save);
    let Some(Dialog::Form(form)) = app.dialogs.last() else { panic!("{:?}", app.dialogs) };
    assert_eq!((form.purpose, form.answer(0)), (FormPurpose::Save(2), "token.json"));

    let mut app = unsaved();
    assert!(matches!(act(&mut app, Action::ForgetUnsaved)[..], [Effect::Forget, ..]));
    assert_eq!((app.history.entries().len(), app.would_lose()), (1, false));
    assert_eq!(token(&app), "other");
}
