//! A new token from the screen.

use tokenscope::{
    app::{Action, Mode, history::Provenance},
    config::HttpUrl,
    demo::{Demo, DemoOptions},
    keymap::KeyPress,
    oauth::{HttpClient, Request, UserStep, request::RequestPurpose},
};

use super::{Person, present, reading, server::logged_in};

fn esc() -> KeyPress {
    KeyPress::plain(crossterm::event::KeyCode::Esc)
}

fn fetches(person: &mut Person, grant: &str) {
    person.press(KeyPress::ctrl('n'));
    person.until(|app| app.mode() == Mode::Form);
    person.sees_at_every_size();
    person.types(grant);
    person.enter();
    if person.app.requests.server.is_some() {
        person.until(|app| app.mode() != Mode::Form);
    }
}

/// Waits until a way of the flow has something to show.
fn waits_for_visit(person: &mut Person) {
    person.until(|app| app.requests.user_step().is_some());
}

#[test]
fn client_credentials_need_nobody() {
    let (mut person, _demo, _) = logged_in();
    fetches(&mut person, "client_credentials");
    person.until_answered();
    let history = person.app.history.entries();
    assert_eq!(history.last().map(|past| past.provenance), Some(Provenance::Fetched));
    assert!(person.app.dialogs.is_empty());
}

#[test]
fn a_device_code_is_shown_with_its_life_and_abandoned() {
    let (mut person, _demo, _) = logged_in();
    fetches(&mut person, "device_code");
    waits_for_visit(&mut person);
    let Some(UserStep::Device { code, .. }) = person.app.requests.user_step().cloned() else {
        panic!("it is a device code")
    };
    let screen = person.sees(120, 40);
    let spaced: Vec<String> = code.chars().map(String::from).collect();
    assert!(screen.contains(&spaced.join(" ")) && screen.contains(" left"), "{screen}");
    assert!(screen.contains("the server is asked"), "{screen}");
    assert!(screen.contains('▀'), "there is room for a picture\n{screen}");
    let screen = person.sees(40, 12);
    assert!(screen.contains(&code) || screen.contains(&spaced.join(" ")), "{screen}");
    assert!(!screen.contains('▀'), "there is no room for a picture\n{screen}");
    person.sees_at_every_size();
    let before = person.app.history.entries().len();
    person.press(esc());
    person.waits();
    assert!(person.app.requests.running.is_none() && person.app.dialogs.is_empty());
    assert_eq!(person.app.history.entries().len(), before);
}

#[test]
fn a_browser_can_come_back_by_a_paste() {
    let (mut person, _demo, _) = logged_in();
    fetches(&mut person, "authorization_code");
    waits_for_visit(&mut person);
    let Some(UserStep::Browser { url, .. }) = person.app.requests.user_step().cloned() else {
        panic!("it is a browser's turn")
    };
    person.sees_at_every_size();
    assert!(person.sees(120, 36).contains("code_challenge_method=S256"));
    // Another callback is refused, and the wait goes on.
    person.pastes("http://127.0.0.1:1/callback?code=stolen&state=guessed");
    person
        .until(|app| app.requests.running.as_ref().is_some_and(|it| it.stage.rejected().is_some()));
    let screen = person.sees(80, 24);
    assert!(screen.contains("still waiting") && !screen.contains("stolen"), "{screen}");
    // What a browser does, without following the way back.
    let client =
        HttpClient::new(&tokenscope::config::Settings::default(), present).expect("a client");
    let url = HttpUrl::parse(&url).expect("it is a URL");
    let reply = client.send(&Request::get(RequestPurpose::Discovery, url)).expect("an answer");
    let callback = reply.redirect().expect("it leads back").to_owned();
    person.pastes(&callback);
    person.until_answered();
    let history = person.app.history.entries();
    assert_eq!(history.last().map(|past| past.provenance), Some(Provenance::Fetched));
    let code = callback.split("code=").nth(1).and_then(|rest| rest.split('&').next());
    assert!(!format!("{:?}", person.app).contains(code.expect("there is a code")));
}

#[test]
fn an_issuer_that_is_contacted_tells_what_a_device_code_needs() {
    let demo = Demo::start(DemoOptions::usual(present)).expect("a port");
    let mut person = reading("{}");
    fetches(&mut person, "device_code");
    let screen = person.sees(80, 24);
    assert!(screen.contains("the device endpoint is missing"), "{screen}");
    assert!(screen.contains("ctrl-g"), "{screen}");
    person.acts(Action::PreviousEntry);
    person.types(demo.issuer().as_written());
    person.press(KeyPress::ctrl('g'));
    person.until(|app| app.requests.contacted.is_some());
    let screen = person.sees(120, 36);
    assert!(screen.contains(&format!("{}/token", demo.issuer().as_written())), "{screen}");
    person.types(tokenscope::demo::PUBLIC_CLIENT);
    person.enter();
    waits_for_visit(&mut person);
    assert!(matches!(person.app.requests.user_step(), Some(UserStep::Device { .. })));
    let said = person.app.requests.transcript.entries().len();
    assert!(said >= 2, "what was said is listed while the person is waited for");
}
