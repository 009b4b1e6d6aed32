//! What is kept of answers until they are saved, and what must be certain before one is asked for.

use std::path::{Path, PathBuf};

use tokenscope::{
    app::{self, Action, App, Effect, Event, effect::RescueTerms, requests::RequestStage},
    problem::Problem,
    storage::SaveError,
};

use super::{
    act, answer, arrive, built, inspector, paste, prepared, ready, response, sent, token, wait,
};

/// Takes in a new refresh token, which is kept in this file.
fn renewed(app: &mut App, name: &str, file: &str) -> Vec<Effect> {
    let id = sent(app);
    let now = app.now;
    let mut event = answer(id, 200, &response(name), now);
    if let Event::Answered { answer, .. } = &mut event {
        answer.kept = Some(PathBuf::from(file));
    }
    let effects = app::update(app, event);
    act(app, Action::Back);
    effects
}

fn taken(effects: &[Effect]) -> Vec<&Path> {
    let mut taken = Vec::new();
    for effect in effects {
        if let Effect::RemoveKept { path } = effect {
            taken.push(path.as_path());
        }
    }
    taken
}

fn rescue_terms(effects: &[Effect]) -> &RescueTerms {
    match effects {
        [Effect::Confirm { rescue_terms, .. }] => rescue_terms,
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_a_newer_token_spends_is_taken_away() {
    let mut app = inspector();
    assert!(taken(&renewed(&mut app, "second", "one")).is_empty());
    assert_eq!(taken(&renewed(&mut app, "third", "two")), [Path::new("one")]);
    assert_eq!(app.kept(), [Path::new("two")]);
    assert!(taken(&wait(&mut app, 1)).is_empty(), "once");
    assert_eq!(app.unsaved().count(), 0, "it is on disk");
}

#[test]
fn what_is_saved_is_taken_away_and_what_is_not_stays() {
    let mut app = inspector();
    renewed(&mut app, "second", "one");
    act(&mut app, Action::Save);
    for written in [false, true] {
        let effects = act(&mut app, Action::Submit);
        let mut effects = effects.into_iter();
        let Some(Effect::Save { id, path, .. }) = effects.next_back() else { panic!() };
        let full = SaveError::Failed(Problem::new("the disk is full"));
        let result = if written { Ok(None) } else { Err(full) };
        let effects = app::update(&mut app, Event::Saved { id, path, result });
        let expected: &[&Path] = if written { &[Path::new("one")] } else { &[] };
        assert_eq!(taken(&effects), expected);
    }
}

#[test]
fn what_is_forgotten_is_taken_away() {
    let mut app = inspector();
    renewed(&mut app, "second", "one");
    paste(&mut app, r#"{"access_token":"a"}"#);
    assert!(taken(&act(&mut app, Action::Forget)).is_empty());
    assert_eq!(taken(&act(&mut app, Action::ForgetUnsaved)), [Path::new("one")]);
    assert!(app.kept().is_empty());
}

#[test]
fn what_is_not_certain_is_not_sent_unless_the_person_says_so() {
    let mut app = inspector();
    let id = sent(&mut app);
    let why = "the folder cannot be written".to_owned();
    // Other programs have their turn until the person decides.
    let effects = app::update(&mut app, Event::AtRisk { id, why: why.clone() });
    assert!(matches!(effects[..], [Effect::ReleaseFile { .. }]), "{effects:?}");
    let running = app.requests.running.as_ref().unwrap();
    let RequestStage::AwaitingConsent { risk, .. } = &running.stage else { panic!() };
    assert_eq!(risk.as_ref(), Some(&why));
    assert_eq!(token(&app), "first");
    assert!(rescue_terms(&act(&mut app, Action::Send)).at_risk);
    // The word is for this request.
    arrive(&mut app, id, 200, &response("second"));
    act(&mut app, Action::Back);
    ready(&mut app, Action::Refresh);
    assert!(!rescue_terms(&act(&mut app, Action::Send)).at_risk);
}

#[test]
fn a_token_is_no_longer_kept_fresh_where_it_might_be_lost() {
    let mut app = inspector();
    act(&mut app, Action::KeepFresh);
    wait(&mut app, 3000);
    let id = prepared(&wait(&mut app, 310));
    app::update(&mut app, built(id));
    let why = "the folder cannot be written".to_owned();
    let effects = app::update(&mut app, Event::AtRisk { id, why });
    assert!(matches!(effects[..], [Effect::Abandon { .. }, Effect::ReleaseFile { .. }]));
    assert!(app.auto_refresh.is_none() && app.requests.running.is_none() && app.dialogs.is_empty());
    let notice = &app.notice.as_ref().unwrap().text;
    assert!(notice.contains("No longer kept fresh: the folder cannot"), "{notice}");
    assert!(wait(&mut app, 1).is_empty());
}

#[test]
fn the_file_that_is_saved_by_itself_must_be_certain() {
    let mut app = inspector();
    act(&mut app, Action::SaveAlways);
    act(&mut app, Action::Submit);
    act(&mut app, Action::Submit);
    ready(&mut app, Action::Refresh);
    let effects = act(&mut app, Action::Send);
    assert_eq!(rescue_terms(&effects).output.as_deref(), Some(Path::new("token.json")));
}

#[test]
fn an_abandoned_request_that_was_not_sent_spends_nothing() {
    let mut app = inspector();
    let id = sent(&mut app);
    act(&mut app, Action::Back);
    assert!(app.requests.running.is_none() && app.would_lose());
    let effects = app::update(&mut app, Event::AtRisk { id, why: "the disk is full".to_owned() });
    assert!(matches!(effects[..], [Effect::Abandon { .. }, Effect::ReleaseFile { .. }]));
    assert!(!app.would_lose());
    ready(&mut app, Action::Refresh);
    assert!(!app.maybe_spent());
}
