//! The key prompt.

use tokenscope::{app::dialog::Dialog, jose::SignatureStatus, keymap::KeyPress};

use super::{Person, reading};
use crate::support::{project, sample};

fn signed() -> Person {
    reading(std::fs::read(project("assets/samples/rfc9068.json")).expect("the sample is there"))
}

fn verdict(person: &Person) -> SignatureStatus {
    let shown = person.app.document().expect("something is shown");
    shown.inspection.tokens[0].signature.status
}

#[test]
fn a_key_is_asked_for_read_and_forgotten() {
    let mut person = signed();
    assert_eq!(verdict(&person), SignatureStatus::NotChecked);
    assert!(person.sees(120, 36).contains("signature not checked (K)"));

    person.press(KeyPress::char('K'));
    person.types(&format!("@{}", sample("rfc9068.jwks.json")));
    person.sees_at_every_size();
    assert!(person.sees(120, 36).contains("rfc9068.jwks.json"), "a path is no secret");
    person.enter();
    person.waits();
    assert!(person.app.dialogs.is_empty());
    assert_eq!(verdict(&person), SignatureStatus::Valid);
    assert!(person.sees(120, 36).contains("✓ signature valid"));

    person.press(KeyPress::ctrl('k'));
    assert_eq!(verdict(&person), SignatureStatus::NotChecked);
    assert!(person.app.settings.keys.is_empty());
}

#[test]
fn another_key_adds_to_the_first() {
    let mut person = signed();
    for key in [
        "text:a secret that is long enough for HS256".to_owned(),
        format!("@{}", sample("rfc9068.jwks.json")),
    ] {
        person.press(KeyPress::char('K'));
        person.pastes(&key);
        person.enter();
        person.waits();
    }
    assert_eq!(person.app.settings.keys.iter().count(), 2);
    assert_eq!(verdict(&person), SignatureStatus::Valid);
}

#[test]
fn a_wrong_key_is_not_the_same_as_no_key() {
    let mut person = signed();
    person.press(KeyPress::char('K'));
    // The same kind of key, another one.
    person.pastes(
        r#"{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
            "y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}"#,
    );
    person.enter();
    person.waits();
    assert_eq!(verdict(&person), SignatureStatus::Invalid);
    let screen = person.sees(120, 36);
    assert!(screen.contains("✗ INVALID SIGNATURE") && !screen.contains("not checked"), "{screen}");
}

#[test]
fn what_may_be_a_key_is_neither_shown_nor_printed() {
    let mut person = signed();
    person.press(KeyPress::char('K'));
    person.types("hunter2hunter2");
    let screen = person.sees(120, 36);
    assert!(screen.contains("••••••••••••••") && !screen.contains("hunter2"), "{screen}");
    person.enter();
    assert!(!format!("{:?}", person.app).contains("hunter2"));
    person.waits();
    let Some(Dialog::Form(form)) = person.app.dialogs.last() else { panic!("the form is closed") };
    assert!(form.busy.is_none() && form.problem.is_some());
    let screen = person.sees(80, 24);
    assert!(screen.contains("✗ a key is one of") && !screen.contains("hunter2"), "{screen}");
}

#[test]
fn a_prompt_that_was_closed_waits_no_longer() {
    let mut person = signed();
    person.press(KeyPress::char('K'));
    person.types(&format!("@{}", sample("rfc9068.jwks.json")));
    person.enter();
    person.press(KeyPress::plain(crossterm::event::KeyCode::Esc));
    person.waits();
    assert_eq!(verdict(&person), SignatureStatus::NotChecked);
}
