//! A token that is kept fresh: one refresh when it is time, and never a loop.

use chrono::TimeDelta;
use tokenscope::app::{self, Action, App, Effect, Event, dialog::Dialog};

use super::{
    act, answer, arrive, built, failure, inspector, page, prepared, response, token, wait,
};

/// An inspector whose token is about to end, kept fresh; and the refresh that was prepared.
fn due() -> (App, u64) {
    let mut app = inspector();
    assert!(act(&mut app, Action::KeepFresh).is_empty(), "it is valid for an hour");
    assert!(wait(&mut app, 3000).is_empty());
    let id = prepared(&wait(&mut app, 310));
    (app, id)
}

fn goes(app: &mut App, id: u64) {
    let effects = app::update(app, built(id));
    assert!(matches!(effects[..], [Effect::Confirm { .. }]), "{effects:?}");
}

#[test]
fn one_refresh_when_it_turns_expiring() {
    let (mut app, id) = due();
    assert!(wait(&mut app, 1).is_empty(), "one at a time");
    goes(&mut app, id);
    assert!(wait(&mut app, 1).is_empty());
    arrive(&mut app, id, 200, &response("second"));
    assert_eq!(token(&app), "second");
    assert!(app.dialogs.is_empty() && app.auto_refresh.is_some());
    assert!(wait(&mut app, 60).is_empty(), "the new one is valid");
    prepared(&wait(&mut app, 3300));
}

#[test]
fn no_other_request_is_made_while_it_is_under_way() {
    let (mut app, id) = due();
    goes(&mut app, id);
    assert!(act(&mut app, Action::Introspect).is_empty());
    assert!(app.notice.as_ref().unwrap().text.contains("One request is under way"));
    assert!(app.dialogs.is_empty());
    // The same request is shown, and not made again.
    assert!(act(&mut app, Action::Refresh).is_empty());
    assert!(matches!(app.dialogs[..], [Dialog::Request(_)]));
    assert_eq!(app.requests.running.as_ref().unwrap().id, id);
}

#[test]
fn an_expired_token_is_renewed_at_once() {
    let mut app = inspector();
    wait(&mut app, 4000);
    prepared(&act(&mut app, Action::KeepFresh));
}

#[test]
fn tries_again_later_and_later_where_nothing_was_sent() {
    let (mut app, mut id) = due();
    let mut waits = Vec::new();
    for _ in 0..12 {
        app::update(&mut app, Event::Failed { id, failure: failure(true, false) });
        assert!(app.dialogs.is_empty());
        let next = app.auto_refresh.as_ref().unwrap().not_before.unwrap();
        let seconds = (next - app.now).num_seconds();
        assert!(wait(&mut app, seconds - 1).is_empty());
        id = prepared(&wait(&mut app, 1));
        waits.push(seconds);
    }
    assert_eq!(waits, [2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300, 300]);
}

#[test]
fn stops_at_a_refusal_and_where_it_may_have_been_sent() {
    let (mut app, id) = due();
    goes(&mut app, id);
    arrive(&mut app, id, 400, r#"{"error":"invalid_grant"}"#);
    assert!(app.auto_refresh.is_none() && page(&app).contains("invalid_grant"));
    assert!(wait(&mut app, 600).is_empty());

    let (mut app, id) = due();
    goes(&mut app, id);
    app::update(&mut app, Event::Failed { id, failure: failure(true, true) });
    assert!(app.auto_refresh.is_none() && page(&app).contains("may be spent"));
    assert!(wait(&mut app, 600).is_empty());
    // Nor does asking for it again send it unseen.
    act(&mut app, Action::Back);
    assert!(act(&mut app, Action::KeepFresh).is_empty());
    assert!(app.auto_refresh.is_none());
}

#[test]
fn a_token_that_ends_as_it_comes_is_no_loop() {
    let (mut app, id) = due();
    goes(&mut app, id);
    let dead = response("second").replace("3600", "0.001");
    arrive(&mut app, id, 200, &dead);
    wait(&mut app, 1);
    assert!(
        app.auto_refresh.is_none() || app.auto_refresh.as_ref().unwrap().not_before > Some(app.now)
    );
    let mut sent = 0;
    for _ in 0..60 {
        sent += wait(&mut app, 1).len();
        if let Some(running) = &app.requests.running {
            let id = running.id;
            goes(&mut app, id);
            let now = app.now + TimeDelta::seconds(2);
            wait(&mut app, 2);
            app::update(
                &mut app,
                answer(id, 200, &response("x").replace("3600", "1"), now - TimeDelta::seconds(2)),
            );
        }
    }
    assert!(sent <= 1, "{sent} refreshes");
}

#[test]
fn something_else_on_screen_is_not_kept_fresh() {
    let (mut app, id) = due();
    goes(&mut app, id);
    super::open(&mut app, "other");
    assert!(app.auto_refresh.is_none());
}

#[test]
fn sessions_refresh_the_same_token_at_different_moments() {
    // It lives an hour, and is expiring in the last five minutes: half a minute apart at most.
    for (jitter, second) in [(0, 0), (255, 30), (51, 6)] {
        let at = |offset: i64| {
            let mut app = inspector();
            app.jitter = jitter;
            act(&mut app, Action::KeepFresh);
            let end = app.document().unwrap().inspection.expiry.expires_at.unwrap();
            let at = end - TimeDelta::minutes(5) + TimeDelta::seconds(second + offset);
            !app::update(&mut app, Event::Tick(at)).is_empty()
        };
        assert!(!at(0), "{jitter}");
        assert!(at(1), "{jitter}");
    }
}
