//! A code that was got elsewhere, and the token for it.

use tokenscope::{
    app::{self, Action, Event, Mode, dialog::Dialog, history::Provenance},
    commands::now,
    config::HttpUrl,
    demo::{Demo, DemoOptions},
    keymap::KeyPress,
    oauth::{OAuthClient, Request, UserStep, request::RequestPurpose},
    workers::server::ClientSource,
};

use super::empty_inspector;
use crate::{harness::Person, oauth};

/// A demonstration server, its client, and a person who has that client at hand.
fn at_demo() -> (Demo, OAuthClient, Person) {
    let demo = Demo::start(DemoOptions::usual(now)).unwrap();
    let mut client = oauth::client(demo.settings());
    client.discover(&[RequestPurpose::Token, RequestPurpose::Discovery]).unwrap();
    let source = ClientSource::Ready(Box::new(client.clone()));
    let mut app = empty_inspector();
    // The server's codes live by its own clock.
    app::update(&mut app, Event::Tick(now()));
    (demo, client, Person::new(app, source))
}

#[test]
fn a_pasted_callback_is_exchanged_for_its_token() {
    let (_demo, mut client, mut person) = at_demo();
    let request = client.authorization_request("http://127.0.0.1:9/callback").unwrap();
    let url = HttpUrl::parse(&request.url).unwrap();
    let reply = client.send(&Request::get(RequestPurpose::Discovery, url)).unwrap();
    let callback = reply.redirect().unwrap().to_owned();
    person.pastes(&callback);
    assert!(person.sees(120, 36).contains("use the code"));
    person.acts(Action::Refresh);
    person.until(|app| app.mode() == Mode::Form);
    person.sees_at_every_size();
    assert!(person.sees(120, 36).contains("http://127.0.0.1:9/callback"), "as the callback says");
    person.acts(Action::NextEntry);
    let verifier = request.verifier.secret().expose();
    person.types(verifier);
    assert!(!person.sees(120, 36).contains(verifier));
    person.enter();
    person.until_asked();
    let screen = person.sees(120, 40);
    assert!(screen.contains("code_verifier") && screen.contains("from  a paste"), "{screen}");
    assert!(!screen.contains("ask no more"), "a code is spent once\n{screen}");
    assert!(!screen.contains(verifier));
    person.enter();
    person.until_answered();
    let last = person.app.history.entries().last().unwrap();
    assert_eq!(last.provenance, Provenance::Fetched, "{:?}", person.app.dialogs);
    assert!(!format!("{:?}", person.app).contains(verifier));
}

#[test]
fn a_pasted_device_code_is_shown_and_asked_about_when_the_person_agrees() {
    let (_demo, mut client, mut person) = at_demo();
    let request = client.device_request().unwrap();
    let reply = client.send(&request).unwrap();
    person.pastes(std::str::from_utf8(&reply.body).unwrap());
    person.acts(Action::Refresh);
    assert!(matches!(person.app.dialogs.last(), Some(Dialog::DeviceCode(_))));
    person.sees_at_every_size();
    let screen = person.sees(120, 40);
    assert!(screen.contains('▀') && screen.contains(" left"), "{screen}");
    assert!(person.app.requests.transcript.entries().is_empty());
    person.enter();
    person.until_asked();
    assert!(person.sees(120, 40).contains("device_code"));
    person.enter();
    person.until(|app| app.requests.user_step().is_some());
    assert!(matches!(person.app.requests.user_step(), Some(UserStep::Device { .. })));
    assert!(person.sees(120, 40).contains("the server is asked"));
    person.press(KeyPress::plain(crossterm::event::KeyCode::Esc));
    assert!(person.app.requests.running.is_none() && person.app.dialogs.is_empty());
}
