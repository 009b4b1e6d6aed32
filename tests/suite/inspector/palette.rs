//! The command palette: every action by its name.

use tokenscope::{
    app::{Action, App, Mode, dialog::Dialog, dialog::palette::PaletteDialog},
    keymap::KeyPress,
};

use crate::harness::{act, empty, press, sample, screen, type_text};

fn palette(app: &App) -> &PaletteDialog {
    match app.dialogs.last() {
        Some(Dialog::Palette(palette)) => palette,
        other => panic!("{other:?}"),
    }
}

fn first(app: &App) -> Option<Action> {
    palette(app).commands.first().map(|command| command.action)
}

#[test]
fn an_action_is_found_by_its_words_in_any_order_and_done() {
    for (words, action) in [
        ("transcript", Action::Transcript),
        ("curl every", Action::Transcript),
        ("KEY verify", Action::AddKey),
        ("open file", Action::Open),
        ("history", Action::History),
        ("suspend", Action::Suspend),
    ] {
        let mut app = sample("gusto.json");
        press(&mut app, KeyPress::char(':'));
        type_text(&mut app, words);
        assert_eq!(first(&app), Some(action), "{words}");
    }
    let mut app = sample("gusto.json");
    act(&mut app, Action::Palette);
    type_text(&mut app, "open file");
    act(&mut app, Action::Submit);
    assert_eq!((app.mode(), app.dialogs.len()), (Mode::Form, 1));
}

#[test]
fn what_can_do_nothing_stands_at_the_end_and_says_why() {
    let mut app = sample("gusto.json");
    act(&mut app, Action::Palette);
    let commands = &palette(&app).commands;
    let end = commands.iter().position(|command| !command.is_enabled).expect("some cannot");
    assert!(commands[end..].iter().all(|command| !command.is_enabled));
    assert!(commands.iter().all(|command| command.action != Action::Palette));
    type_text(&mut app, "transcript");
    insta::assert_snapshot!("palette-80x24", screen(&app, 80, 24));
    act(&mut app, Action::Submit);
    assert!(app.dialogs.is_empty());
    let notice = app.notice.as_ref().expect("it says why");
    assert_eq!(notice.text, "Nothing was said to a server yet");
}

#[test]
fn a_word_that_is_nowhere_finds_nothing_at_any_size() {
    let mut app = empty();
    act(&mut app, Action::Palette);
    for (columns, rows) in [(120, 36), (40, 12), (20, 5), (3, 2), (1, 1)] {
        screen(&app, columns, rows);
    }
    type_text(&mut app, "xyzzy");
    assert!(screen(&app, 80, 24).contains("nothing is called so"));
    assert!(act(&mut app, Action::Submit).is_empty());
    act(&mut app, Action::Back);
    assert!(app.dialogs.is_empty());
}
