//! `keys.md`: what the keys of the inspector do.

use std::fmt::Write as _;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use tokenscope::{
    app::{Edit, Mode},
    keymap::{self, Binding, KeyPress, Keymap},
};

use super::{
    check_page,
    markdown::{codes, table},
};

#[test]
fn keys_are_those_of_the_program() {
    let keymap = Keymap::default();
    let mut text = "# Keys\n\n\
        `?` shows the keys of where you are, `:` finds every command by its name. What has a \
        name in the column `action` can have other keys: in `[keys]` of the configuration file, or for one place alone \
        in the table that stands below its heading. `tokenscope --print-keys` prints all, ready for the \
        file; a key that means two things is refused. The rest is typed along with text, and stays.\n"
        .to_owned();
    for mode in Mode::ALL {
        let groups = keymap.help(mode);
        let own = |it: &&&Binding| it.mode == mode;
        let bindings = groups.iter().flat_map(|(_, bindings)| bindings).filter(own);
        let Some(first) = bindings.clone().next() else { continue };
        writeln!(text, "\n## {}\n", heading(mode)).unwrap();
        if let Some(own_table) = first.own_table().filter(|_| mode != Mode::Any) {
            writeln!(text, "`[{own_table}]`\n").unwrap();
        }
        let mut rows = Vec::new();
        for (group, bindings) in &groups {
            let mut label = Some(format!("**{}**", group.label()));
            for binding in bindings.iter().filter(own) {
                let keys: Vec<_> = binding.keys.iter().map(ToString::to_string).collect();
                let name = binding.name().map_or_else(String::new, |name| format!("`{name}`"));
                let help = binding.action.row().help.to_owned();
                rows.push([label.take().unwrap_or_default(), codes(keys), name, help]);
            }
        }
        text.push_str(&table(["", "keys", "action", "what it does"], rows));
    }
    text.push_str(
        "\n## Typing\n\nWherever text is entered, where the key has no other meaning:\n\n",
    );
    text.push_str(&table(["keys", "what it does"], edits()));
    check_page("keys.md", &text);
}

fn heading(mode: Mode) -> String {
    let label = mode.label();
    let (first, rest) = label.split_at(1);
    format!("{}{rest}", first.to_uppercase())
}

/// The keys that change a text that is being typed.
fn edits() -> Vec<[String; 2]> {
    let mut rows: Vec<(Edit, Vec<String>)> = Vec::new();
    let named = [
        KeyCode::Left,
        KeyCode::Right,
        KeyCode::Home,
        KeyCode::End,
        KeyCode::Backspace,
        KeyCode::Delete,
    ];
    let codes_of_keys = named.into_iter().chain(('a'..='z').map(KeyCode::Char));
    for modifiers in [KeyModifiers::NONE, KeyModifiers::CONTROL, KeyModifiers::ALT] {
        for code in codes_of_keys.clone() {
            let key = KeyPress::from(KeyEvent::new(code, modifiers));
            let Some(edit) = keymap::edit(key).filter(|it| !matches!(it, Edit::Insert(_))) else {
                continue;
            };
            match rows.iter_mut().find(|(known, _)| *known == edit) {
                Some((_, keys)) => keys.push(key.to_string()),
                None => rows.push((edit, vec![key.to_string()])),
            }
        }
    }
    rows.into_iter().map(|(edit, keys)| [codes(keys), words(edit).to_owned()]).collect()
}

fn words(edit: Edit) -> &'static str {
    match edit {
        Edit::Insert(_) => "Type it",
        Edit::Left => "One character to the left",
        Edit::Right => "One character to the right",
        Edit::WordLeft => "One word to the left",
        Edit::WordRight => "One word to the right",
        Edit::Home => "To the start",
        Edit::End => "To the end",
        Edit::Backspace => "Delete the character before the cursor",
        Edit::Delete => "Delete the character under the cursor",
        Edit::DeleteWord => "Delete the word before the cursor",
        Edit::Clear => "Delete everything before the cursor",
    }
}
