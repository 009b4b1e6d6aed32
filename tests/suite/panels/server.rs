//! What a server is asked from the inspector, and the transcript of it.

use tokenscope::{
    app::{Action, Effect, consent::Consents, dialog::Dialog, history::Provenance},
    demo::{Demo, DemoOptions, login::login},
    keymap::KeyPress,
    kind::Kind,
    workers::server::ClientSource,
};

use super::{Person, connected, present};
use crate::{harness::act, oauth::client};

/// In front of a fresh token of a demonstration server.
pub(super) fn logged_in() -> (Person, Demo, String) {
    let demo = Demo::start(DemoOptions::usual(present)).expect("a port");
    let mut client = client(demo.settings());
    let answer = login(&mut client).expect("a token");
    let body = answer.reply.body.to_vec();
    let token = serde_json::from_slice::<serde_json::Value>(&body).expect("it is JSON");
    let token = token["access_token"].as_str().expect("it is text").to_owned();
    (connected(body, ClientSource::Ready(Box::new(client))), demo, token)
}

/// Presses a key, sends what is shown, and waits for the answer.
fn asks(person: &mut Person, key: char) {
    person.press(KeyPress::char(key));
    person.until_prepared();
    assert!(person.sees(120, 36).contains("To be sent"), "it is shown first");
    person.press(KeyPress::char('?'));
    assert!(person.sees(120, 36).contains("Send the request"), "a box has a help of its own");
    person.press(KeyPress::plain(crossterm::event::KeyCode::Esc));
    person.sees_at_every_size();
    person.enter();
    person.until_answered();
}

#[test]
fn introspection_brings_an_artifact_of_its_own() {
    let (mut person, _demo, token) = logged_in();
    asks(&mut person, 'i');
    let shown = person.app.document().expect("something is shown");
    assert_eq!(shown.inspection.kind, Kind::IntrospectionResponse);
    let history = person.app.history.entries();
    assert_eq!(history.last().map(|past| past.provenance), Some(Provenance::Introspected));
    assert!(person.sees(120, 36).contains("● ACTIVE"));
    assert!(!format!("{:?}", person.app).contains(&token));
    // Back out of it, and the token can be asked about again.
    person.press(KeyPress::plain(crossterm::event::KeyCode::Esc));
    let shown = person.app.document().expect("something is shown");
    assert_eq!(shown.inspection.kind, Kind::TokenResponse);
    asks(&mut person, 'i');
    assert_eq!(person.app.history.entries().len(), 3);
}

#[test]
fn userinfo_is_read_with_its_meanings() {
    let (mut person, _demo, _) = logged_in();
    asks(&mut person, 'u');
    assert!(matches!(person.app.dialogs.last(), Some(Dialog::Text(_))));
    let screen = person.sees(120, 36);
    assert!(screen.contains("Preferred email address"), "{screen}");
}

#[test]
fn revocation_asks_first_even_where_nothing_else_does() {
    let (mut person, _demo, _) = logged_in();
    person.app.requests.consents = Consents::new(true);
    person.press(KeyPress::char('x'));
    person.until_prepared();
    let screen = person.sees(80, 24);
    assert!(screen.contains("Revoke this token?"), "{screen}");
    let running = person.app.requests.running.as_ref();
    assert!(running.is_some_and(|running| running.stage.awaits_consent()));
    person.enter();
    person.until_answered();
    assert!(person.sees(120, 36).contains("The server will not accept the token any more."));
    // The server really does not.
    person.press(KeyPress::plain(crossterm::event::KeyCode::Esc));
    person.app.requests.consents = Consents::default();
    asks(&mut person, 'i');
    assert!(person.sees(120, 36).contains("✗ INACTIVE"));
}

#[test]
fn the_transcript_lists_shows_and_copies_without_secrets() {
    let (mut person, _demo, token) = logged_in();
    assert!(person.press(KeyPress::char('t')).is_empty());
    person.press(KeyPress::plain(crossterm::event::KeyCode::Esc));
    asks(&mut person, 'i');
    person.press(KeyPress::char('t'));
    person.sees_at_every_size();
    let screen = person.sees(120, 36);
    assert!(screen.contains("introspection") && screen.contains("200"), "{screen}");
    // The worker keeps the copy from the terminal: what it would hold is looked at here.
    let effects = act(&mut person.app, Action::Copy);
    let [Effect::Copy { what, text }] = &effects[..] else { panic!("nothing is copied") };
    let curl = text.expose();
    assert!(curl.starts_with("curl ") && curl.contains("\"$TOKEN\""), "{curl}");
    assert!(!curl.contains(&token) && what.contains("TOKEN"), "{what}");
    person.enter();
    let screen = person.sees(120, 36);
    assert!(screen.contains("Answer") && screen.contains("token_type_hint"), "{screen}");
    person.press(KeyPress::char('G'));
    let screen = person.sees(120, 36) + &screen;
    assert!(screen.contains("As a curl command") && screen.contains("curl --include"), "{screen}");
    assert!(!screen.contains(&token[..40]));
    person.sees_at_every_size();
    for _ in 0..2 {
        person.press(KeyPress::plain(crossterm::event::KeyCode::Esc));
    }
    assert!(person.app.dialogs.is_empty());
}
