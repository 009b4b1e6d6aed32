//! Real workers and real HTTP: the demonstration's server, and servers that misbehave.

use std::{
    io::{Read as _, Write as _},
    net::TcpListener,
    sync::mpsc::{self, Receiver, Sender},
    thread,
    time::Duration,
};

use tokenscope::{
    app::{self, Action, App, Effect, Event},
    commands::now,
    config::Settings,
    demo::{Demo, Terms, login::login},
    oauth::{ClientIdentity, OAuthClient},
    workers::{
        Outbox, Workers,
        server::{ClientSource, server_answer},
    },
};

use super::{act, inspector, page, token};

/// A person with real workers.
pub(super) struct TerminalHost {
    pub(super) app: App,
    pub(super) workers: Workers,
    pub(super) answers: Receiver<Event>,
}

impl TerminalHost {
    pub(super) fn new(party: ClientSource) -> Self {
        let (sender, answers) = mpsc::channel();
        let outbox = Outbox::new(move |event| drop(sender.send(event)));
        Self { app: inspector(), workers: Workers::new(outbox, party, now), answers }
    }

    fn does(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            self.workers.perform(effect);
        }
    }

    pub(super) fn acts(&mut self, action: Action) {
        let effects = act(&mut self.app, action);
        self.does(effects);
    }

    /// Takes in what workers say until this holds.
    pub(super) fn until(&mut self, holds: impl Fn(&App) -> bool) {
        while !holds(&self.app) {
            let event = self.answers.recv_timeout(Duration::from_secs(30)).unwrap();
            let effects = app::update(&mut self.app, event);
            self.does(effects);
        }
    }

    /// Presses `r`, looks at the request, and sends it.
    pub(super) fn refreshes(&mut self) {
        self.acts(Action::Refresh);
        self.until(|app| {
            app.exchanges.running.as_ref().is_some_and(|running| running.stage.awaits_consent())
        });
        self.acts(Action::Send);
    }
}

fn complete(settings: Settings) -> OAuthClient {
    let identity = ClientIdentity::read(&settings, &mut |_| Ok(None)).unwrap();
    OAuthClient::new(settings, identity, now).unwrap()
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
    let mut settings = Settings::default();
    settings.set("token_url", &url, tokenscope::config::SettingOrigin::Flag).unwrap();
    settings.set("client_id", "test", tokenscope::config::SettingOrigin::Flag).unwrap();
    (settings, hold)
}

#[test]
fn the_demonstration_is_refreshed_twice_and_a_spent_token_is_refused() {
    let demo = Demo::start(Terms::usual(now)).unwrap();
    let mut session = complete(demo.settings());
    let first = login(&mut session).unwrap();
    let exchange = session.transcript().last().unwrap().clone();
    let mut desk = TerminalHost::new(ClientSource::Ready(Box::new(session)));
    desk.app = App::new(desk.app.settings.clone(), now());
    desk.app.exchanges.server = Some("demo".to_owned());
    let effects = desk.app.receive(&server_answer(&first.reply, first.asked, exchange), None, None);
    desk.does(effects);
    let mut seen = vec![token(&desk.app)];
    for count in 2..4 {
        desk.refreshes();
        desk.until(|app| app.history.entries().len() == count);
        assert!(page(&desk.app).contains("rotated"));
        assert!(!seen.contains(&token(&desk.app)));
        seen.push(token(&desk.app));
        desk.acts(Action::Back);
    }
    // The first one was spent: going back to it and sending it again is refused, and explained.
    desk.acts(Action::History);
    desk.acts(Action::Last);
    desk.acts(Action::Enter);
    assert_eq!(token(&desk.app), seen[0]);
    desk.refreshes();
    desk.until(|app| app.exchanges.running.is_none());
    assert!(page(&desk.app).contains("invalid_grant"));
    assert_eq!(token(&desk.app), seen[0]);
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
        let mut desk = TerminalHost::new(ClientSource::Known(Box::new(settings)));
        desk.refreshes();
        desk.until(|app| app.exchanges.running.is_none());
        let page = page(&desk.app);
        assert!(page.contains(words), "{words} in {page}");
        assert_eq!(token(&desk.app), "first");
        assert_eq!(desk.app.exchanges.transcript.entries().len(), 1);
    }
}

#[test]
fn a_server_that_hangs_is_abandoned_and_the_next_request_does_not_wait_for_it() {
    let (settings, hold) = server(None);
    let mut desk = TerminalHost::new(ClientSource::Known(Box::new(settings)));
    desk.refreshes();
    desk.acts(Action::Back);
    assert!(desk.app.exchanges.running.is_none() && desk.app.would_lose());
    desk.acts(Action::Refresh);
    desk.until(|app| app.exchanges.running.as_ref().is_some_and(|it| it.stage.awaits_consent()));
    assert!(desk.app.maybe_spent());
    drop(hold);
    desk.until(|app| app.exchanges.abandoned.is_empty());
    assert_eq!(token(&desk.app), "first");
}

#[test]
fn a_secret_that_only_the_person_knows_is_asked_for_and_seen_nowhere() {
    let (mut settings, _hold) = server(Some("HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n"));
    settings.set("client_secret", "prompt", tokenscope::config::SettingOrigin::Flag).unwrap();
    let mut desk = TerminalHost::new(ClientSource::Known(Box::new(settings)));
    desk.acts(Action::Refresh);
    desk.until(|app| app.modals.len() == 2);
    for c in "hunter2".chars() {
        app::update(&mut desk.app, Event::Type(app::Edit::Insert(c)));
    }
    desk.acts(Action::Submit);
    desk.until(|app| app.exchanges.running.as_ref().is_some_and(|it| it.stage.awaits_consent()));
    let seen = format!("{:?}", desk.app);
    assert!(!seen.contains("hunter2") && seen.contains("Authorization"));
}

#[test]
fn without_a_profile_the_form_asks_and_contacts_nobody_by_itself() {
    let (settings, _hold) = server(Some("HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n"));
    let url = settings.token_url.unwrap().as_str().to_owned();
    let mut desk = TerminalHost::new(ClientSource::Nobody);
    desk.app.exchanges.server = None;
    desk.acts(Action::Refresh);
    desk.acts(Action::Submit);
    let typed = |desk: &mut TerminalHost, text: &str| {
        for c in text.chars() {
            app::update(&mut desk.app, Event::Type(app::Edit::Insert(c)));
        }
    };
    typed(&mut desk, "nonsense");
    desk.acts(Action::Submit);
    desk.until(|app| format!("{:?}", app.modals).contains("Token endpoint: "));
    app::update(&mut desk.app, Event::Type(app::Edit::Clear));
    typed(&mut desk, &url);
    desk.acts(Action::Submit);
    desk.until(|app| app.exchanges.running.as_ref().is_some_and(|it| it.stage.awaits_consent()));
    assert!(desk.app.exchanges.transcript.entries().is_empty());
}

#[test]
fn what_is_saved_is_whole_and_private() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("token.json");
    let demo = Demo::start(Terms::usual(now)).unwrap();
    let mut session = complete(demo.settings());
    let first = login(&mut session).unwrap();
    let exchange = session.transcript().last().unwrap().clone();
    let mut desk = TerminalHost::new(ClientSource::Ready(Box::new(session)));
    desk.app.saving = app::saving::Saving::to(Some(path.clone()));
    let effects = desk.app.receive(&server_answer(&first.reply, first.asked, exchange), None, None);
    desk.does(effects);
    desk.refreshes();
    desk.until(|app| app.history.current().is_some_and(|past| past.saved));
    let saved: serde_json::Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    assert_eq!(saved["refresh_token"], token(&desk.app));
    assert!(!desk.app.would_lose());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }
}
