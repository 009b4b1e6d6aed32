//! What is saved when the person asks for it, and which file may be replaced.

use std::fs;

use tokenscope::{
    app::{Action, Panel, dialog::Dialog},
    emphasis::Emphasis,
    workers::server::ClientSource,
};

use super::{act, empty_inspector, inspector};
use crate::harness::Person;

/// A person in front of what was pasted.
fn pasted(text: &str) -> Person {
    let mut person = Person::new(empty_inspector(), ClientSource::Nobody);
    person.pastes(text);
    person
}

fn is_asked(person: &Person) -> bool {
    matches!(person.app.dialogs.last(), Some(Dialog::Form(form)) if form.problem.is_some())
}

#[test]
fn what_was_pasted_is_saved_as_it_came_and_replaces_only_what_is_agreed() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("token.txt");
    fs::write(&file, "precious").unwrap();
    let text = "  Bearer some.opaque.token\n";
    let mut person = pasted(text);
    person.acts(Action::Save);
    person.types(file.to_str().unwrap());
    person.enter();
    person.waits();
    assert!(is_asked(&person) && person.sees(120, 36).contains("replaced"));
    // Another name is another question.
    person.types("x");
    person.enter();
    person.waits();
    assert_eq!(fs::read_to_string(file.with_extension("txtx")).unwrap(), text);
    person.acts(Action::Save);
    person.acts(Action::Submit);
    person.waits();
    assert!(person.app.dialogs.is_empty(), "it is its own file by now");
    let mut person = pasted(text);
    person.acts(Action::Save);
    person.types(file.to_str().unwrap());
    for _ in 0..2 {
        assert_eq!(fs::read_to_string(&file).unwrap(), "precious");
        person.enter();
        person.waits();
    }
    assert_eq!(fs::read_to_string(&file).unwrap(), text);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    }
    assert!(person.app.dialogs.is_empty());
}

#[test]
fn saving_always_names_its_file_and_asks_before_it_replaces_one() {
    let mut app = inspector();
    assert!(act(&mut app, Action::SaveAlways).is_empty());
    assert!(!app.saving.always);
    assert!(act(&mut app, Action::Submit).is_empty());
    assert!(!app.saving.always, "the file is named, and nothing agreed to");
    act(&mut app, Action::Submit);
    assert!(app.saving.always && app.dialogs.is_empty());
    assert_eq!(app.saving.output.as_deref(), Some("token.json".as_ref()));
    act(&mut app, Action::SaveAlways);
    assert!(!app.saving.always);
}

#[test]
fn a_key_that_can_do_nothing_says_why() {
    for (action, words) in [
        (Action::Save, "nothing to save"),
        (Action::Transcript, "Nothing was said"),
        (Action::Reveal, "Nothing under the cursor"),
        (Action::History, "only response"),
        (Action::ForgetKeys, "No key"),
        (Action::Forget, "nothing else to forget"),
    ] {
        let mut app = inspector();
        app.focus = Panel::Findings;
        act(&mut app, action);
        let notice = app.notice.as_ref().expect("it says why");
        assert_eq!(notice.emphasis, Emphasis::Warning, "{}", notice.text);
        assert!(notice.text.contains(words), "{}", notice.text);
        assert!(app.dialogs.is_empty());
    }
}
