//! A row changes when its file does, and the cursor stays where it is.

use std::{fs, path::Path, time::Duration};

use tokenscope::{
    app::{Action, App, InspectorSettings, item_list::reading::ReadInput},
    input::InputOrigin,
    token::Zone,
    workers::server::ClientSource,
};

use crate::harness::{Person, present};

use super::{names, selected};

fn response(token: &str, seconds: u32) -> String {
    format!(
        r#"{{"access_token":"token-{token}-0123456789","expires_in":{seconds},"scope":"{token}:read"}}"#
    )
}

/// A person at the list of the files in a folder, which workers watch.
fn person(folder: &Path, files: &[(&str, &str)]) -> Person {
    for (name, text) in files {
        fs::write(folder.join(name), text).unwrap();
    }
    let settings = InspectorSettings { zone: Zone::System, ..InspectorSettings::default() };
    let mut person = Person::new(App::new(settings, present()), ClientSource::Nobody);
    let unread = |(name, _): &(&str, &str)| ReadInput::Unread(InputOrigin::File(folder.join(name)));
    let effects = person.app.open_at_start(files.iter().map(unread).collect());
    person.does(effects);
    person.until(|app| app.shown_list().is_some());
    person
}

/// Writes a file so that its time is another one, whatever the clock of the file system.
fn rewrite(path: &Path, text: &str) {
    let before = fs::metadata(path).and_then(|about| about.modified());
    fs::write(path, text).unwrap();
    if let Ok(before) = before {
        let file = fs::File::options().write(true).open(path).unwrap();
        file.set_modified(before + Duration::from_secs(1)).unwrap();
    }
}

#[test]
fn a_row_follows_its_file_and_the_cursor_its_row() {
    let folder = tempfile::tempdir().unwrap();
    let (a, b, c) = (response("alpha", 60), response("beta", 600), response("gamma", 6_000));
    let files = [("a.json", &*a), ("b.json", &*b), ("c.json", &*c)];
    let mut person = person(folder.path(), &files);
    person.acts(Action::Down);
    assert_eq!(
        (names(&person.app), selected(&person.app)),
        (vec!["a.json", "b.json", "c.json"], "b.json")
    );
    // The last now ends first; the cursor stays on the second.
    rewrite(&folder.path().join("c.json"), &response("gamma", 6));
    person.until(|app| names(app) == ["c.json", "a.json", "b.json"]);
    assert_eq!(selected(&person.app), "b.json");
    // Its own file goes: the row says so, last of all.
    fs::remove_file(folder.path().join("b.json")).unwrap();
    person
        .until(|app| names(app) == ["c.json", "a.json", "b.json"] && person_sees(app, "1 unread"));
    assert_eq!(selected(&person.app), "b.json");
    assert!(person.sees(120, 36).contains("there is no such file"));
    // It comes back with two.
    fs::write(folder.path().join("b.json"), format!("[{b},{}]", response("delta", 30))).unwrap();
    person.until(|app| app.shown_list().is_some_and(|items| items.item_count() == 4));
    assert_eq!(names(&person.app), ["c.json", "b.json .[1]", "a.json", "b.json .[0]"]);
}

fn person_sees(app: &App, text: &str) -> bool {
    crate::harness::screen(app, 120, 36).contains(text)
}

#[test]
fn an_open_item_follows_its_file_too() {
    let folder = tempfile::tempdir().unwrap();
    let (a, b) = (response("alpha", 60), response("beta", 600));
    let both = format!("[{a},{b}]");
    let mut person = person(folder.path(), &[("both.json", &both), ("c.json", "{}")]);
    person.acts(Action::Down);
    person.enter();
    assert!(person.sees(120, 36).contains("both.json · .[1]"));
    // Another item of the file changes: nothing happens to this one.
    let path = folder.path().join("both.json");
    rewrite(&path, &format!("[{},{b}]", response("other", 60)));
    person.until(|app| app.notice.is_some());
    assert_eq!(person.app.history.entries().len(), 1);
    rewrite(&path, &format!("[{},{}]", response("other", 60), response("anew", 900)));
    person.until(|app| person_sees(app, "anew:read"));
    assert!(person.sees(120, 36).contains("changed on disk"));
    person.acts(Action::Back);
    assert_eq!(selected(&person.app), "both.json .[1]");
    // It goes while it is looked at: what it was stays.
    person.enter();
    rewrite(&path, &format!("[{}]", response("other", 60)));
    person.until(|app| app.notice.as_ref().is_some_and(|it| it.text.contains("no longer there")));
    assert!(person.sees(120, 36).contains("anew:read"));
    person.acts(Action::Back);
    assert_eq!(names(&person.app).len(), 2);
}

#[test]
fn a_refreshed_part_of_a_file_does_not_take_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let with_refresh = |token: &str| {
        format!(
            r#"{{"access_token":"token-{token}-0123456789","refresh_token":"r-{token}-0123456789","expires_in":60}}"#
        )
    };
    let both = format!("[{},{}]", with_refresh("alpha"), with_refresh("beta"));
    let mut person =
        person(folder.path(), &[("both.json", &both), ("whole.json", &with_refresh("gamma"))]);
    for (name, is_part) in [("both.json .[0]", true), ("whole.json", false)] {
        let at = names(&person.app).iter().position(|it| *it == name).expect(name);
        for _ in 0..at {
            person.acts(Action::Down);
        }
        person.enter();
        let entry = person.app.history.current().unwrap();
        assert_eq!(entry.is_part, is_part, "{name}");
        // The file is held against other programs all the same.
        assert!(entry.token_file().is_some(), "{name}");
        person.acts(Action::Back);
        person.acts(Action::First);
    }
}
