//! A request is corrected where it is shown, and where it has failed.

use std::fs;

use crossterm::event::KeyCode;
use tokenscope::{
    app::{
        Action, App, Mode,
        consent::Consents,
        dialog::{Dialog, form::Form},
        server_answer::ServerAnswer,
    },
    commands::now,
    demo::{Demo, DemoOptions, login::login},
    keymap::KeyPress,
    workers::server::ClientSource,
};

use super::{connected, empty_inspector, inspector};
use crate::{harness::Person, oauth};

/// In front of a fresh token of a demonstration server.
fn logged_in() -> (Person, Demo) {
    let demo = Demo::start(DemoOptions::usual(now)).unwrap();
    let mut client = oauth::client(demo.settings());
    let first = login(&mut client).unwrap();
    let mut person = connected(ClientSource::Ready(Box::new(client)));
    let answer = ServerAnswer::new(&first, None);
    let effects = person.app.receive(&answer, None, None);
    person.does(effects);
    (person, demo)
}

fn form(app: &App) -> &Form {
    match app.dialogs.last() {
        Some(Dialog::Form(form)) => form,
        other => panic!("{other:?}"),
    }
}

/// What is typed into the entry of this name, in place of what is there.
fn fills(person: &mut Person, name: &str, text: &str) {
    while form(&person.app).questions[form(&person.app).focus].name != name {
        person.acts(Action::NextEntry);
    }
    person.press(KeyPress::plain(KeyCode::End));
    person.press(KeyPress::ctrl('u'));
    person.types(text);
}

fn opens(person: &mut Person, key: char) {
    person.press(KeyPress::char(key));
    person.until(|app| app.mode() == Mode::Form);
}

/// The entry that is to blame, and why.
fn blamed(app: &App) -> Option<(&'static str, String)> {
    let form = form(app);
    let (at, problem) = form.problem.as_ref()?;
    Some((form.questions[*at].name, problem.to_string()))
}

fn key(code: KeyCode) -> KeyPress {
    KeyPress::plain(code)
}

#[test]
fn a_request_is_edited_where_it_is_shown_and_shown_again() {
    let (mut person, _demo) = logged_in();
    person.acts(Action::Refresh);
    person.until_asked();
    let first = person.app.requests.running.as_ref().unwrap().id;
    opens(&mut person, 'e');
    person.sees_at_every_size();
    // What the server knows is offered.
    assert!(person.sees(120, 36).contains("employees:read"));
    person.press(key(KeyCode::Right));
    assert_eq!(form(&person.app).answer_to("scope"), "openid");
    // Left alone, the request still stands below.
    person.press(key(KeyCode::Esc));
    assert_eq!(person.app.requests.running.as_ref().unwrap().id, first);
    opens(&mut person, 'e');
    assert_eq!(form(&person.app).answer_to("scope"), "openid", "what was typed is kept");
    fills(&mut person, "resource", "https://api.example.com/42");
    // What was typed is shown also where nothing else is asked about.
    person.app.requests.consents = Consents::new(true);
    person.enter();
    person.until(|app| app.requests.running.as_ref().is_some_and(|it| it.id != first));
    person.until_asked();
    let screen = person.sees(120, 40);
    assert!(screen.contains("https://api.example.com/42"), "{screen}");
    assert!(screen.lines().any(|line| line.contains("scope") && line.contains("openid")));
    assert!(person.app.route().is_some_and(|route| route.own), "it is the same server");
    person.enter();
    person.until_answered();
    assert_eq!(person.app.history.entries().len(), 3);
}

#[test]
fn a_wrong_entry_comes_back_with_what_was_typed() {
    let folder = tempfile::tempdir().unwrap();
    let missing = format!("file:{}", folder.path().join("none").display());
    for (name, text, words) in [
        ("token_url", "nonsense", "URL"),
        ("issuer", "nonsense", "URL"),
        ("auth", "magic", "must be one of"),
        ("client_secret", "hunter2", "env:NAME"),
        ("client_secret", missing.as_str(), "cannot be read"),
        ("resource", "no resource", "URI"),
    ] {
        let (mut person, _demo) = logged_in();
        person.acts(Action::Refresh);
        person.until_asked();
        opens(&mut person, 'e');
        if name == "issuer" {
            fills(&mut person, "token_url", "");
        }
        fills(&mut person, name, text);
        person.enter();
        person.until(|app| app.mode() == Mode::Form && blamed(app).is_some());
        let (at, why) = blamed(&person.app).unwrap();
        assert_eq!(at, name, "{why}");
        assert!(why.contains(words) && !why.contains("--"), "{why}");
        assert_eq!(form(&person.app).answer_to(name), text);
        person.sees_at_every_size();
    }
}

#[test]
fn a_refusal_lies_over_the_form_that_it_is_about() {
    let (mut person, demo) = logged_in();
    person.acts(Action::Refresh);
    person.until_asked();
    opens(&mut person, 'e');
    fills(&mut person, "typed", "s3cr3tWRONG");
    person.enter();
    person.until(|app| app.dialogs.is_empty() || app.mode() == Mode::Request);
    person.until_asked();
    person.enter();
    person.until(|app| app.dialogs.len() > 1);
    let screen = person.sees(80, 24);
    assert!(screen.contains("invalid_client") && screen.contains("e edit"), "{screen}");
    person.press(key(KeyCode::Esc));
    let (at, why) = blamed(&person.app).unwrap();
    assert_eq!(at, "client_id", "{why}");
    assert!(!person.sees(120, 40).contains("s3cr3tWRONG"));
    assert!(!format!("{:?}", person.app).contains("s3cr3tWRONG"));
    // It can be put right.
    fills(&mut person, "typed", demo.secret().expose());
    person.enter();
    person.until(|app| app.mode() == Mode::Request);
    person.until_asked();
    person.enter();
    person.until_answered();
    assert_eq!(person.app.history.entries().len(), 3, "{:?}", person.app.dialogs);
}

#[test]
fn paths_are_completed() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["token.json", "tokens.toml", ".token", "other\u{1b}[31m"] {
        fs::write(folder.path().join(name), "{}").unwrap();
    }
    fs::create_dir(folder.path().join("nested")).unwrap();
    let mut app = empty_inspector();
    app.settings.home = Some(folder.path().to_owned());
    let mut person = Person::new(app, ClientSource::Nobody);
    person.acts(Action::Open);
    for (typed, completed, seen) in [
        ("~/t", "~/token", "tokens.toml"),
        ("s", "~/tokens.toml", ""),
        ("~/n", "~/nested/", ""),
        ("~/.t", "~/.token", ""),
        ("~/x", "~/x", ""),
        ("~/", "~/", "other\\u{1b}[31m"),
    ] {
        if typed.starts_with('~') {
            person.press(KeyPress::ctrl('u'));
        }
        person.types(typed);
        let effects = person.press(key(KeyCode::Tab));
        assert!(effects.is_empty());
        if let Ok(event) = person.answers.recv_timeout(std::time::Duration::from_millis(300)) {
            tokenscope::app::update(&mut person.app, event);
        }
        assert_eq!(form(&person.app).answer(0), completed);
        assert!(person.sees(120, 36).contains(seen), "{}", person.sees(120, 36));
    }
    person.press(KeyPress::ctrl('u'));
    person.types("~/none/");
    person.press(key(KeyCode::Right));
    person.waits();
    assert!(person.sees(120, 36).contains("cannot be read"));
}

#[test]
fn a_form_speaks_its_own_words() {
    let mut app = inspector();
    app.requests.server = None;
    let mut person = Person::new(app, ClientSource::Nobody);
    let keys = ['r', 'i', 'u', 'x'].map(KeyPress::char);
    for key in keys.into_iter().chain([KeyPress::ctrl('n')]) {
        person.press(key);
        person.enter();
        let (_, why) = blamed(&person.app).unwrap();
        let screen = person.sees(120, 36);
        assert!(why.contains("endpoint is missing") && !screen.contains("--"), "{key}\n{screen}");
        person.press(KeyPress::plain(KeyCode::Esc));
    }
}
