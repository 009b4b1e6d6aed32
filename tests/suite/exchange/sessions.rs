//! Real workers and real HTTP: the demonstration's server, and servers that misbehave.

use std::{
    io::{Read as _, Write as _},
    net::TcpListener,
    sync::mpsc::{self, Sender},
    thread,
};

use tokenscope::{
    app::{Action, App, dialog::Dialog, saving::Saving, server_answer::ServerAnswer},
    commands::now,
    config::Settings,
    demo::{Demo, DemoOptions, login::login},
    keymap::KeyPress,
    workers::server::ClientSource,
};

use super::{connected, page, token};
use crate::{oauth, support::configured};

/// Whether the form on top says what is wrong with what was typed.
fn is_refused(app: &App) -> bool {
    matches!(app.dialogs.last(), Some(Dialog::Form(form)) if form.problem.is_some())
}

/// A server that answers each request with these bytes, or never.
fn server(answer: Option<&'static str>) -> (Settings, Sender<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/token", listener.local_addr().unwrap());
    let (hold, released) = mpsc::channel::<()>();
    thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut bytes = [0; 8192];
        let _ = stream.read(&mut bytes);
        match answer {
            Some(answer) => drop(stream.write_all(answer.as_bytes())),
            None => drop(released.recv()),
        }
    });
    (configured(Settings::default(), &[("token_url", &url), ("client_id", "test")]), hold)
}

#[test]
fn the_demonstration_is_refreshed_twice_and_a_spent_token_is_refused() {
    let demo = Demo::start(DemoOptions::usual(now)).unwrap();
    let mut client = oauth::client(demo.settings());
    let first = login(&mut client).unwrap();
    let mut person = connected(ClientSource::Ready(Box::new(client)));
    person.app = App::new(person.app.settings.clone(), now());
    person.app.requests.server = Some("demo".to_owned());
    let effects = person.app.receive(&ServerAnswer::new(&first, None), None, None);
    person.does(effects);
    let mut seen = vec![token(&person.app)];
    for count in 2..4 {
        person.refreshes();
        person.until(|app| app.history.entries().len() == count);
        assert!(page(&person.app).contains("rotated"));
        assert!(!seen.contains(&token(&person.app)));
        seen.push(token(&person.app));
        person.acts(Action::Back);
    }
    // The first one was spent: going back to it and sending it again is refused, and explained.
    person.acts(Action::History);
    person.acts(Action::Last);
    person.acts(Action::Enter);
    assert_eq!(token(&person.app), seen[0]);
    person.refreshes();
    person.until_answered();
    assert!(page(&person.app).contains("invalid_grant"));
    assert_eq!(token(&person.app), seen[0]);
}

#[test]
fn broken_servers_leave_the_old_token_and_a_word() {
    let cases = [
        ("HTTP/1.1 500 Internal Server Error\r\nContent-Length: 4\r\n\r\noops", "500"),
        (
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 9\r\n\r\n<p>Hi</p>",
            "text/html",
        ),
        (
            "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"access_token\":\"new-ac",
            "not complete",
        ),
        (
            "HTTP/1.1 302 Found\r\nLocation: https://elsewhere.example/\r\nContent-Length: 0\r\n\r\n",
            "elsewhere.example",
        ),
        (
            "HTTP/1.1 429 Too Many\r\nRetry-After: 30\r\nContent-Length: 21\r\n\r\n{\"error\":\"slow_down\"}",
            "30",
        ),
        ("", "perhaps"),
    ];
    for (answer, words) in cases {
        let (settings, _hold) = server(Some(answer));
        let mut person = connected(ClientSource::Known(Box::new(settings)));
        person.refreshes();
        person.until_answered();
        let page = page(&person.app);
        assert!(page.contains(words), "{words} in {page}");
        assert_eq!(token(&person.app), "first");
        assert_eq!(person.app.requests.transcript.entries().len(), 1);
    }
}

#[test]
fn a_server_that_hangs_is_abandoned_and_the_next_request_does_not_wait_for_it() {
    let (settings, hold) = server(None);
    let mut person = connected(ClientSource::Known(Box::new(settings)));
    person.refreshes();
    person.acts(Action::Back);
    assert!(person.app.requests.running.is_none() && person.app.would_lose());
    person.acts(Action::Refresh);
    person.until_asked();
    assert!(person.app.maybe_spent());
    drop(hold);
    person.until(|app| app.requests.abandoned.is_empty());
    assert_eq!(token(&person.app), "first");
}

#[test]
fn a_secret_that_only_the_person_knows_is_asked_for_and_seen_nowhere() {
    let (settings, _hold) = server(Some("HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n"));
    let settings = configured(settings, &[("client_secret", "prompt")]);
    let mut person = connected(ClientSource::Known(Box::new(settings)));
    person.acts(Action::Refresh);
    person.until(|app| app.dialogs.len() == 2);
    person.types("hunter2");
    person.acts(Action::Submit);
    person.until_asked();
    let seen = format!("{:?}", person.app);
    assert!(!seen.contains("hunter2") && seen.contains("Authorization"));
}

#[test]
fn without_a_profile_the_form_asks_and_contacts_nobody_by_itself() {
    let (settings, _hold) = server(Some("HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n"));
    let url = settings.token_url.unwrap().as_str().to_owned();
    let mut person = connected(ClientSource::Nobody);
    person.app.requests.server = None;
    person.acts(Action::Refresh);
    person.acts(Action::Submit);
    person.types("nonsense");
    person.acts(Action::Submit);
    person.until(is_refused);
    assert!(person.sees(80, 24).contains("nonsense"), "what was typed is still there");
    person.press(KeyPress::ctrl('u'));
    person.types(&url);
    person.acts(Action::Submit);
    person.until_asked();
    assert!(person.app.requests.transcript.entries().is_empty());
}

#[test]
fn what_is_saved_is_whole_and_private() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("token.json");
    let demo = Demo::start(DemoOptions::usual(now)).unwrap();
    let mut client = oauth::client(demo.settings());
    let first = login(&mut client).unwrap();
    let mut person = connected(ClientSource::Ready(Box::new(client)));
    person.app.saving = Saving::to(Some(path.clone()));
    let effects = person.app.receive(&ServerAnswer::new(&first, None), None, None);
    person.does(effects);
    person.refreshes();
    person.until(|app| app.history.current().is_some_and(|past| past.saved));
    let saved: serde_json::Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    assert_eq!(saved["refresh_token"], token(&person.app));
    assert!(!person.app.would_lose());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }
}
