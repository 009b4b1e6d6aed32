//! A token goes only where it was agreed to go: one operation, at one server, for the tokens of
//! that server.

use tokenscope::{
    app::{self, Action, App, Effect, Event, consent::Consents},
    input::Loaded,
    oauth::PreparedRequest,
};

use super::{
    MARK, act, arrive, built, inspector, open, prepared, preview, response, server, token,
};
use crate::harness::type_text;

/// The server of [`preview`], and others that are nearly the same.
const HERE: &str = "https://as.example.com/token";
const ELSEWHERE: [&str; 4] = [
    "https://other.example.com/token",
    "http://localhost/token",
    "https://as.example.com:8443/token",
    "https://as.example.com.evil.example/token",
];

/// A request is complete, for the server of this URL.
fn built_for(id: u64, url: &str, named: bool) -> Event {
    let preview = tokenscope::exchange::RequestPreview { server: server(url), ..preview() };
    Event::Prepared { id, request: Box::new(PreparedRequest { preview, is_named: named }) }
}

/// Whether a request that is complete goes out, or waits for the person.
fn goes(app: &mut App, event: Event) -> bool {
    let effects = app::update(app, event);
    match &effects[..] {
        [Effect::Confirm { .. }] => true,
        [] => {
            let running = app.requests.running.as_ref().unwrap();
            assert!(running.stage.awaits_consent());
            false
        }
        other => panic!("{other:?}"),
    }
}

/// Presses `r`, and says whether the refresh goes out by itself.
fn refreshes_unasked(app: &mut App) -> bool {
    let id = prepared(&act(app, Action::Refresh));
    goes(app, built(id))
}

/// What the person is told of the token's way.
fn told(app: &App) -> (String, String, bool) {
    let route = app.route().unwrap();
    (route.from, route.to.to_string(), route.own)
}

/// After "send, ask no more" for a refresh, which was answered with the token `second`.
fn agreed() -> App {
    let mut app = inspector();
    let id = prepared(&act(&mut app, Action::Refresh));
    assert!(!goes(&mut app, built(id)));
    assert!(matches!(act(&mut app, Action::SendUnasked)[..], [Effect::Confirm { .. }]));
    arrive(&mut app, id, 200, &response("second"));
    act(&mut app, Action::Back);
    app
}

fn paste(app: &mut App, refresh_token: &str) {
    super::paste(app, response(refresh_token));
}

#[test]
fn what_was_agreed_to_covers_the_tokens_of_that_server() {
    let mut app = agreed();
    assert!(refreshes_unasked(&mut app));
    assert_eq!(told(&app).0, "https://as.example.com, which answered with it");
}

#[test]
fn a_token_from_elsewhere_is_shown_first_with_both_ends_of_its_way() {
    type Brings = fn(&mut App);
    let cases: [(&str, Brings, &str); 4] = [
        ("a paste", |app| paste(app, "foreign"), "a paste"),
        ("an opened file", |app| open(app, "foreign"), "the file token.json"),
        (
            "the history",
            |app| {
                paste(app, "foreign");
                paste(app, "another");
                act(app, Action::History);
                act(app, Action::Down);
                act(app, Action::Enter);
            },
            "a paste",
        ),
        (
            "a paste while the request of another is shown",
            |app| {
                app.requests.consents = Consents::default();
                assert!(!refreshes_unasked(app));
                paste(app, "foreign");
            },
            "a paste",
        ),
    ];
    for (name, brings, from) in cases {
        let mut app = agreed();
        brings(&mut app);
        assert_eq!(token(&app), "foreign", "{name}");
        assert!(!refreshes_unasked(&mut app), "{name}");
        assert_eq!(told(&app), (from.to_owned(), "https://as.example.com".to_owned(), false));
        // Nor is it sent to be kept fresh: the key shows the request.
        act(&mut app, Action::Back);
        let id = prepared(&act(&mut app, Action::KeepFresh));
        assert!(!goes(&mut app, built(id)), "{name}");
        assert!(app.auto_refresh.is_none() && !app.dialogs.is_empty(), "{name}");
    }
}

#[test]
fn a_watched_file_that_changes_holds_tokens_from_elsewhere() {
    let mut app = inspector();
    app.requests.consents = Consents::new(true);
    assert!(refreshes_unasked(&mut app), "it was named for the server");
    let mut app = inspector();
    app.requests.consents = Consents::new(true);
    act(&mut app, Action::KeepFresh);
    // The first request read the file, the second watches it.
    let path = "token.json".into();
    let result = Ok(Loaded::bytes(response("foreign").into_bytes()));
    app::update(&mut app, Event::FileChanged { id: 2, path, result });
    assert!(app.auto_refresh.is_none() && token(&app) == "foreign");
    assert!(!refreshes_unasked(&mut app));
}

#[test]
fn a_request_that_is_shown_is_dropped_where_its_file_changes() {
    let mut app = inspector();
    assert!(!refreshes_unasked(&mut app));
    let path = "token.json".into();
    let result = Ok(Loaded::bytes(response("foreign").into_bytes()));
    let effects = app::update(&mut app, Event::FileChanged { id: 2, path, result });
    assert!(matches!(effects[..], [Effect::Abandon { .. }]), "{effects:?}");
    assert!(app.requests.running.is_none() && app.dialogs.is_empty());
}

#[test]
fn another_server_is_asked_about_whoever_names_it() {
    for url in ELSEWHERE {
        for named in [true, false] {
            let mut app = agreed();
            let id = prepared(&act(&mut app, Action::Refresh));
            assert!(!goes(&mut app, built_for(id, url, named)), "{url}");
            assert!(!told(&app).2);
        }
    }
    let mut app = agreed();
    let id = prepared(&act(&mut app, Action::Refresh));
    assert!(goes(&mut app, built_for(id, HERE, false)), "it is the server that answered");
}

#[test]
fn the_configuration_speaks_for_the_server_that_it_names_and_for_its_tokens() {
    let waived = || {
        let mut app = inspector();
        app.requests.consents = Consents::new(true);
        app
    };
    let mut app = waived();
    let id = prepared(&act(&mut app, Action::Refresh));
    assert!(!goes(&mut app, built_for(id, HERE, false)), "the metadata leads to another server");
    let mut app = waived();
    let id = prepared(&act(&mut app, Action::Refresh));
    assert!(goes(&mut app, built(id)));
    arrive(&mut app, id, 200, &response("second"));
    act(&mut app, Action::Back);
    assert!(refreshes_unasked(&mut app), "what it answers is its own");
    let mut app = waived();
    paste(&mut app, "foreign");
    assert!(!refreshes_unasked(&mut app));
}

#[test]
fn one_operation_is_not_another() {
    let operations = [Action::Refresh, Action::Introspect, Action::Userinfo];
    for first in operations {
        let mut app = inspector();
        let id = prepared(&act(&mut app, first));
        assert!(!goes(&mut app, built(id)));
        act(&mut app, Action::SendUnasked);
        app::update(&mut app, Event::Failed { id, failure: super::failure(true, false) });
        act(&mut app, Action::Back);
        for second in operations {
            let id = prepared(&act(&mut app, second));
            assert_eq!(goes(&mut app, built(id)), first == second, "{second:?} after {first:?}");
            app::update(&mut app, Event::Failed { id, failure: super::failure(true, false) });
            act(&mut app, Action::Back);
            act(&mut app, Action::Back);
        }
    }
}

#[test]
fn a_revocation_is_always_shown_and_arms_nothing() {
    for action in [Action::Revoke, Action::RevokeAll] {
        let mut app = agreed();
        app.requests.consents = Consents::new(true);
        let id = prepared(&act(&mut app, action));
        assert!(!goes(&mut app, built(id)), "{action:?}");
        assert!(app.is_enabled(Action::Send) && !app.is_enabled(Action::SendUnasked));
        assert!(act(&mut app, Action::SendUnasked).is_empty(), "there is no such key");
        app.requests.consents = Consents::default();
        assert!(matches!(act(&mut app, Action::Send)[..], [Effect::Confirm { .. }]));
        assert!(act(&mut app, Action::SendUnasked).is_empty(), "it is on its way");
        app::update(&mut app, Event::Failed { id, failure: super::failure(true, false) });
        act(&mut app, Action::Back);
        assert!(!refreshes_unasked(&mut app), "{action:?}");
    }
}

#[test]
fn nothing_is_agreed_to_before_it_is_shown() {
    let mut app = inspector();
    let id = prepared(&act(&mut app, Action::Refresh));
    assert!(act(&mut app, Action::SendUnasked).is_empty(), "it is being prepared");
    assert!(act(&mut app, Action::Send).is_empty());
    assert!(!goes(&mut app, built(id)));
    act(&mut app, Action::Send);
    assert!(act(&mut app, Action::SendUnasked).is_empty(), "it is on its way");
    arrive(&mut app, id, 200, &response("second"));
    act(&mut app, Action::Back);
    assert!(!refreshes_unasked(&mut app), "enter says yes once");
}

#[test]
fn another_server_in_the_form_starts_from_nothing() {
    let mut app = agreed();
    app.requests.server = None;
    act(&mut app, Action::Refresh);
    type_text(&mut app, HERE);
    let effects = act(&mut app, Action::Submit);
    let [Effect::Configure { id, .. }] = effects[..] else { panic!("{effects:?}") };
    let configured = Event::Configured { id, result: Ok("as.example.com".to_owned()) };
    let id = prepared(&app::update(&mut app, configured));
    assert!(!goes(&mut app, built(id)));
    // What was opened together with the first server is named for no other.
    act(&mut app, Action::Back);
    act(&mut app, Action::History);
    act(&mut app, Action::Last);
    act(&mut app, Action::Enter);
    assert_eq!(token(&app), "first");
    let id = prepared(&act(&mut app, Action::Refresh));
    assert!(!goes(&mut app, built(id)));
    assert_eq!(told(&app).0, "the file token.json");
}

#[test]
fn a_token_that_stays_in_use_stays_where_it_came_from() {
    let body = format!(r#"{{"access_token":"{MARK}-new","token_type":"Bearer","expires_in":60}}"#);
    for (key, unasked) in [(Action::Send, false), (Action::SendUnasked, true)] {
        let mut app = agreed();
        paste(&mut app, "foreign");
        let id = prepared(&act(&mut app, Action::Refresh));
        assert!(!goes(&mut app, built(id)));
        act(&mut app, key);
        arrive(&mut app, id, 200, &body);
        act(&mut app, Action::Back);
        assert_eq!(refreshes_unasked(&mut app), unasked, "{key:?}");
        let (from, _, own) = told(&app);
        assert_eq!((from.as_str(), own), ("a paste", false));
    }
}

#[test]
fn a_servers_own_token_is_known_again_in_a_paste() {
    let mut app = agreed();
    paste(&mut app, "second");
    assert!(refreshes_unasked(&mut app));
}

#[test]
fn keeping_fresh_stops_where_it_would_lead_elsewhere() {
    for url in ELSEWHERE {
        let mut app = inspector();
        act(&mut app, Action::KeepFresh);
        let id = prepared(&super::wait(&mut app, 3400));
        let effects = app::update(&mut app, built_for(id, url, false));
        assert!(matches!(effects[..], [Effect::Abandon { .. }]), "{effects:?}");
        assert!(
            app.auto_refresh.is_none() && app.requests.running.is_none() && app.dialogs.is_empty()
        );
        assert!(app.notice.as_ref().unwrap().text.contains("r shows the request"));
        assert!(super::wait(&mut app, 3600).is_empty());
    }
}

#[test]
fn keeping_fresh_ends_with_what_it_was_meant_for() {
    type Turns = fn(&mut App);
    let turns: [Turns; 2] = [
        |app| paste(app, "foreign"),
        |app| {
            act(app, Action::History);
            act(app, Action::Last);
            act(app, Action::Enter);
        },
    ];
    for turn in turns {
        let mut app = agreed();
        act(&mut app, Action::KeepFresh);
        assert!(app.auto_refresh.is_some());
        let id = prepared(&super::wait(&mut app, 3400));
        turn(&mut app);
        assert!(app.auto_refresh.is_none());
        let effects = app::update(&mut app, built(id));
        assert!(matches!(effects[..], [Effect::Abandon { .. }]), "{effects:?}");
        assert!(super::wait(&mut app, 3600).is_empty());
    }
}
