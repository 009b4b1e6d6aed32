//! What really goes out: real workers and servers, and the program on a terminal.

#[cfg(unix)]
use std::fs;

use serde_json::json;
use tokenscope::{
    app::{self, Action, Effect, Event, consent::Consent, effect::RescueTerms},
    config::Settings,
    oauth::Operation,
    secret::Secret,
    workers::server::ClientSource,
};

use super::{act, built, connected, inspector, known, page, response, token};
#[cfg(unix)]
use crate::inspector::terminal::Terminal;
use crate::{
    oauth::{Site, json as json_answer},
    support::configured,
};

/// A server that gives a new token for each one.
fn granting() -> Site {
    Site::new(|_, _| {
        let new: serde_json::Value = serde_json::from_str(&response("second")).unwrap();
        json_answer("200 OK", &new)
    })
}

/// An issuer whose metadata names the token endpoint of another server.
fn leading_to(other: &Site) -> Site {
    let endpoint = format!("{}/token", other.origin);
    Site::new(move |own, _| {
        json_answer("200 OK", &json!({ "issuer": own, "token_endpoint": endpoint }))
    })
}

#[test]
fn a_pasted_token_stays_here_until_the_person_sends_it() {
    let site = granting();
    let mut person = connected(known("token_url", &format!("{}/token", site.origin)));
    person.acts(Action::Refresh);
    person.until_asked();
    person.acts(Action::SendUnasked);
    person.until(|app| app.history.entries().len() == 2);
    person.acts(Action::Back);
    person.acts(Action::Refresh);
    person.until(|app| app.history.entries().len() == 3);
    assert_eq!(site.heard().len(), 2, "its own token is not asked about");
    person.acts(Action::Back);
    person.pastes(&response("foreign"));
    for key in [Action::Refresh, Action::KeepFresh] {
        person.acts(key);
        person.until_asked();
        let route = person.app.route().unwrap();
        assert_eq!((route.from.as_str(), route.own), ("a paste", false));
        assert_eq!(route.to.to_string(), site.origin);
        person.acts(Action::Back);
    }
    assert!(site.heard().is_empty());
}

#[test]
fn metadata_that_leads_to_another_server_is_no_consent_to_it() {
    let other = granting();
    let issuer = leading_to(&other);
    let mut person = connected(known("issuer", &issuer.origin));
    person.app.requests.consents = app::consent::Consents::new(true);
    person.acts(Action::Refresh);
    person.until_asked();
    assert_eq!(person.app.route().unwrap().to.to_string(), other.origin);
    assert!(other.heard().is_empty() && !issuer.heard().is_empty());
    // Nor is it to be kept fresh there.
    person.acts(Action::Back);
    let later = person.app.now + chrono::TimeDelta::hours(2);
    app::update(&mut person.app, Event::Tick(later));
    person.acts(Action::KeepFresh);
    person.until(|app| app.auto_refresh.is_none());
    assert!(other.heard().is_empty());
}

#[test]
fn a_redirect_is_not_followed_whatever_was_agreed_to() {
    let other = granting();
    let location = format!("Location: {}/token\r\n", other.origin);
    for status in ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"] {
        let location = location.clone();
        let site = Site::new(move |_, _| crate::oauth::http(status, &location, b""));
        let mut person = connected(known("token_url", &format!("{}/token", site.origin)));
        person.acts(Action::Refresh);
        person.until_asked();
        person.acts(Action::SendUnasked);
        person.until_answered();
        assert!(page(&person.app).contains("redirects"), "{status}");
        assert_eq!((site.heard().len(), token(&person.app).as_str()), (1, "first"));
    }
    assert!(other.heard().is_empty());
}

/// The consent to one request of an inspector with another server.
fn consent_to(action: Action) -> Consent {
    let mut app = inspector();
    let effects = act(&mut app, action);
    let [Effect::Run { id, .. }] = effects[..] else { panic!("{effects:?}") };
    app::update(&mut app, built(id));
    match &act(&mut app, Action::Send)[..] {
        [Effect::Confirm { consent, .. }] => consent.clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_worker_sends_nothing_but_what_was_agreed_to() {
    let site = granting();
    let url = format!("{}/token", site.origin);
    let first = Secret::new(format!("{}-first", super::MARK));
    let refresh = |token: Secret| Operation::Refresh { token, scope: Vec::new() };
    let introspect = Operation::Introspect { token: first.clone(), hint: None };
    for (name, operation) in [
        ("another server", refresh(first)),
        ("another token", refresh(Secret::new("another"))),
        ("another operation", introspect),
    ] {
        let members = [("token_url", &*url), ("introspection_url", &url), ("client_id", "test")];
        let settings = configured(Settings::default(), &members);
        let mut person = connected(ClientSource::Known(Box::new(settings)));
        person.workers.perform(Effect::Run { id: 5, operation });
        let event = person.answers.recv().unwrap();
        assert!(matches!(event, Event::Prepared { id: 5, .. }), "{event:?}");
        person.workers.perform(Effect::Confirm {
            id: 5,
            consent: consent_to(Action::Refresh),
            file: None,
            rescue_terms: RescueTerms::default(),
        });
        let event = person.answers.recv().unwrap();
        let Event::Failed { id: 5, failure } = event else { panic!("{name}: {event:?}") };
        assert!(!failure.maybe_sent && failure.message.contains("agreed"), "{failure:?}");
        // It is not kept for another try.
        person.workers.perform(Effect::Confirm {
            id: 5,
            consent: consent_to(Action::Refresh),
            file: None,
            rescue_terms: RescueTerms::default(),
        });
        assert!(matches!(person.answers.recv().unwrap(), Event::WorkerFailed { id: 5, .. }));
    }
    assert!(site.heard().is_empty());
}

#[cfg(unix)]
#[test]
fn the_program_names_both_ends_and_waits() {
    let site = granting();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("token.json");
    fs::write(&file, response("first")).unwrap();
    let arguments = [env!("CARGO_BIN_EXE_tokenscope"), file.to_str().unwrap()];
    let url = format!("{}/token", site.origin);
    let variables = [("TOKENSCOPE_TOKEN_URL", url.as_str()), ("TOKENSCOPE_CLIENT_ID", "test")];
    let mut terminal = Terminal::run(&arguments, &variables);
    terminal.see("refresh_token");
    terminal.press("r");
    terminal.see("the file token.json, opened for this server");
    terminal.press("d");
    terminal.see("What changed");
    terminal.press("\r");
    terminal.until("closed", |screen| !screen.contents().contains("What changed"));
    terminal.paste(&response("foreign"));
    terminal.see("paste · token response");
    for key in ["r", "a"] {
        terminal.press(key);
        terminal.see("token from  a paste");
        terminal.see(&format!("goes to     {}", site.origin));
        terminal.see("The token is not known to be this server's.");
        terminal.press("\u{1b}");
        terminal.until("closed", |screen| !screen.contents().contains("goes to"));
    }
    assert_eq!(site.heard().len(), 1);
    terminal.press("F");
    terminal.see("Forget?");
    terminal.press("d");
    terminal.see("Forgotten");
    terminal.press("q");
    assert_eq!(terminal.end(), 0);
}

#[cfg(unix)]
#[test]
fn the_configuration_consents_for_what_is_opened_together_with_its_server() {
    let site = granting();
    let folder = tempfile::tempdir().unwrap();
    let [file, later, config] =
        ["token.json", "later.json", "config.toml"].map(|name| folder.path().join(name));
    fs::write(&file, response("first")).unwrap();
    fs::write(&later, response("later")).unwrap();
    let profile =
        format!("[profile.work]\ntoken_url = \"{}/token\"\nclient_id = \"me\"", site.origin);
    fs::write(&config, format!("confirm = false\n{profile}\n")).unwrap();
    let [file, later, config] = [&file, &later, &config].map(|path| path.to_str().unwrap());
    let program = env!("CARGO_BIN_EXE_tokenscope");
    let mut terminal =
        Terminal::run(&[program, file, "--config", config, "--profile", "work"], &[]);
    terminal.see("refresh_token");
    terminal.press("r");
    terminal.see("What changed");
    terminal.press("\r");
    terminal.until("closed", |screen| !screen.contents().contains("What changed"));
    assert_eq!(site.heard().len(), 1);
    terminal.paste(&response("foreign"));
    terminal.see("paste · token response");
    terminal.press("r");
    terminal.see("token from  a paste");
    // A file that is opened later is not what the command line named.
    terminal.press("\u{1b}");
    terminal.until("closed", |screen| !screen.contents().contains("goes to"));
    terminal.press("o\u{15}");
    terminal.press(&format!("{later}\r"));
    terminal.see("later.json · token response");
    terminal.press("r");
    terminal.see("token from  the file later.json");
    terminal.see("The token is not known to be this server's.");
    assert!(site.heard().is_empty());
}
