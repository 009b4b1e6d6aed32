//! One refresh: sent once, answered, refused, abandoned, late; and what leaving asks.

use tokenscope::{
    app::{self, Action, Effect, Event, dialog::Dialog},
    oauth::RefreshTokenUse,
};

use super::{
    MARK, act, answer, arrive, built, failure, inspector, open, page, prepared, ready, response,
    sent, token,
};

#[test]
fn a_refresh_is_shown_sent_and_compared() {
    let mut app = inspector();
    let id = sent(&mut app);
    assert!(
        arrive(&mut app, id, 200, &response("second"))
            .iter()
            .any(|effect| matches!(effect, Effect::Unwatch))
    );
    assert_eq!(token(&app), "second");
    let changes = page(&app);
    assert!(changes.contains("refresh token: rotated"), "{changes}");
    assert_eq!(app.history.entries().len(), 2);
    assert_eq!(app.history.entries()[0].refresh_token_use, RefreshTokenUse::Spent);
    assert!(app.would_lose());
}

#[test]
fn nothing_is_sent_before_the_person_says_so() {
    let mut app = inspector();
    let id = ready(&mut app, Action::Refresh);
    let effects = act(&mut app, Action::Back);
    assert!(matches!(effects[..], [Effect::Abandon { .. }]));
    assert!(app.requests.running.is_none() && !app.would_lose());
    assert_eq!(app.history.entries()[0].refresh_token_use, RefreshTokenUse::Unused);
    // What was prepared for nobody is forgotten.
    let effects = app::update(&mut app, built(id));
    assert!(matches!(effects[..], [Effect::Abandon { .. }]));
}

#[test]
fn the_question_can_be_turned_off_but_not_for_a_token_that_may_be_spent() {
    let mut app = inspector();
    let id = ready(&mut app, Action::Refresh);
    act(&mut app, Action::SendUnasked);
    app::update(&mut app, Event::Failed { id, failure: failure(true, false) });
    act(&mut app, Action::Back);
    let id = prepared(&act(&mut app, Action::Refresh));
    let effects = app::update(&mut app, built(id));
    assert!(matches!(effects[..], [Effect::Confirm { .. }]), "{effects:?}");
    app::update(&mut app, Event::Failed { id, failure: failure(true, true) });
    assert!(page(&app).contains("may be spent"));
    act(&mut app, Action::Back);
    let id = prepared(&act(&mut app, Action::Refresh));
    let effects = app::update(&mut app, built(id));
    assert!(effects.is_empty() && app.maybe_spent());
}

#[test]
fn a_late_answer_goes_into_the_history_and_replaces_nothing() {
    let mut app = inspector();
    let id = sent(&mut app);
    act(&mut app, Action::Back);
    assert!(app.requests.running.is_none() && app.would_lose());
    open(&mut app, "other");
    arrive(&mut app, id, 200, &response("second"));
    assert_eq!(token(&app), "other");
    assert!(app.notice.as_ref().unwrap().text.contains("(H)"));
    assert!(app.dialogs.is_empty());
    let late = app.history.newest_unsaved().unwrap().id;
    // The same answer again is nobody's.
    arrive(&mut app, id, 200, &response("third"));
    assert_eq!(app.history.entries().len(), 3);
    act(&mut app, Action::History);
    act(&mut app, Action::Up);
    act(&mut app, Action::First);
    act(&mut app, Action::Enter);
    assert_eq!((token(&app).as_str(), app.history.current_id()), ("second", late));
}

#[test]
fn a_refusal_keeps_the_old_token_and_explains_itself() {
    let mut app = inspector();
    let id = sent(&mut app);
    let body = r#"{"error":"invalid_grant","error_description":"used before"}"#;
    arrive(&mut app, id, 400, body);
    assert_eq!(token(&app), "first");
    let page = page(&app);
    for words in
        ["invalid_grant", "“used before”", "What it means", "What to try", "still on screen"]
    {
        assert!(page.contains(words), "{words} in {page}");
    }
    assert!(!app.would_lose());
}

#[test]
fn html_and_server_errors_are_no_tokens_and_may_have_spent_it() {
    for (status, body) in [(200, "<html>log in</html>"), (502, "bad gateway"), (200, "")] {
        let mut app = inspector();
        let id = sent(&mut app);
        arrive(&mut app, id, status, body);
        assert_eq!(token(&app), "first");
        assert!(page(&app).contains("is no token"));
        assert_eq!(
            app.history.entries()[0].refresh_token_use,
            RefreshTokenUse::MaybeSpent,
            "{status}"
        );
    }
}

#[test]
fn an_answer_without_a_refresh_token_keeps_the_old_one_in_use() {
    let mut app = inspector();
    let id = sent(&mut app);
    let body = r#"{"access_token":"new","token_type":"Bearer","expires_in":60}"#;
    arrive(&mut app, id, 200, body);
    let past = app.history.current().unwrap();
    assert!(past.refresh_token.as_ref().unwrap().expose().ends_with("first"));
    let document = String::from_utf8(past.content.as_ref().unwrap().bytes.to_vec()).unwrap();
    assert!(document.contains("first") && document.contains("new"), "{document}");
    assert!(!app.would_lose());
}

#[test]
fn a_worker_that_dies_is_a_failure_and_the_token_may_be_spent() {
    let mut app = inspector();
    let id = sent(&mut app);
    app::update(&mut app, Event::WorkerFailed { id, what: "sending the request" });
    assert!(page(&app).contains("failed unexpectedly"));
    assert_eq!(
        (token(&app).as_str(), app.history.entries()[0].refresh_token_use),
        ("first", RefreshTokenUse::MaybeSpent)
    );
}

#[test]
fn leaving_asks_once_where_something_would_be_lost() {
    let mut app = inspector();
    assert!(matches!(act(&mut app, Action::Quit)[..], [Effect::Quit]));
    let id = sent(&mut app);
    assert!(act(&mut app, Action::Interrupt).is_empty(), "a refresh is on its way");
    assert!(matches!(act(&mut app, Action::Interrupt)[..], [Effect::Interrupt]));
    act(&mut app, Action::Back);
    arrive(&mut app, id, 200, &response("second"));
    act(&mut app, Action::Back);
    assert!(act(&mut app, Action::Quit).is_empty());
    assert!(matches!(app.dialogs.last(), Some(Dialog::Leave)));
    assert!(act(&mut app, Action::Quit).is_empty(), "q is no answer");
    let effects = act(&mut app, Action::SaveAndLeave);
    let save = effects.iter().find_map(|effect| match effect {
        Effect::Save { id, path, .. } => Some((*id, path.clone())),
        _ => None,
    });
    let (id, path) = save.unwrap();
    assert_eq!(path.to_str(), Some("token.json"));
    let effects = app::update(&mut app, Event::Saved { id, path, result: Ok(None) });
    assert!(matches!(effects[..], [Effect::Quit]) && !app.would_lose());
}

#[test]
fn a_file_that_cannot_be_written_keeps_the_question() {
    let mut app = inspector();
    let id = sent(&mut app);
    arrive(&mut app, id, 200, &response("second"));
    act(&mut app, Action::Back);
    act(&mut app, Action::Quit);
    let effects = act(&mut app, Action::SaveAndLeave);
    let id = effects.iter().find_map(|effect| match effect {
        Effect::Save { id, .. } => Some(*id),
        _ => None,
    });
    let full = tokenscope::problem::Problem::new("the disk is full");
    let result = Err(tokenscope::storage::SaveError::Failed(full));
    let saved = Event::Saved { id: id.unwrap(), path: "token.json".into(), result };
    assert!(app::update(&mut app, saved).is_empty());
    assert!(app.would_lose() && app.notice.is_some());
}

#[test]
fn one_request_at_a_time_and_its_clock_moves() {
    let mut app = inspector();
    let id = sent(&mut app);
    assert!(act(&mut app, Action::Refresh).is_empty());
    let running = app.requests.running.as_ref().unwrap();
    assert!(running.id == id && running.stage.is_under_way());
    let wake = app.next_wake(app.now).unwrap();
    assert!((wake - app.now).num_milliseconds() <= 33, "30 frames a second");
}

#[test]
fn two_responses_are_compared() {
    let mut app = inspector();
    open(&mut app, "second");
    act(&mut app, Action::History);
    act(&mut app, Action::Mark);
    act(&mut app, Action::Down);
    act(&mut app, Action::Mark);
    assert!(page(&app).contains("refresh token: another one in each"));
    act(&mut app, Action::Back);
    assert!(matches!(app.dialogs.last(), Some(Dialog::History(_))));
}

#[test]
fn no_event_effect_or_state_shows_a_secret() {
    let mut app = inspector();
    let effects = act(&mut app, Action::Refresh);
    let id = prepared(&effects);
    let event = answer(id, 200, &response("second"), app.now);
    let before = format!("{effects:?} {event:?}");
    app::update(&mut app, built(id));
    act(&mut app, Action::Send);
    app::update(&mut app, event);
    let page = page(&app);
    act(&mut app, Action::Back);
    act(&mut app, Action::Quit);
    let effects = act(&mut app, Action::SaveAndLeave);
    for text in [before, format!("{app:?}"), page, format!("{effects:?}")] {
        assert!(!text.contains(MARK), "{text}");
    }
}
