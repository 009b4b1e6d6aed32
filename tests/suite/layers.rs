//! The import rule and the ban on clocks.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

/// Rooms of the domain: they may use each other, the standard library, and crates that neither
/// touch the world nor draw.
const DOMAIN: &[&str] = &[
    "catalog",
    "check",
    "diff",
    "exchange",
    "explain",
    "findings",
    "input",
    "inspection",
    "jose",
    "problem",
    "secret",
    "text",
    "token",
    "value",
    "words",
];

/// What each other room may use beside the domain and itself.
const ROOMS: &[(&str, &[&str])] = &[
    ("app", &[]),
    ("report", &[]),
    ("config", &[]),
    ("storage", &[]),
    ("oauth", &["config"]),
    ("demo", &["config", "oauth"]),
    ("keymap", &["app"]),
    ("ui", &["app", "keymap"]),
    ("workers", &["app", "config", "oauth", "storage"]),
    ("runtime", &["app", "config", "workers", "keymap", "oauth", "report", "storage", "ui"]),
    (
        "commands",
        &[
            "app", "config", "demo", "workers", "keymap", "oauth", "report", "runtime", "storage",
            "ui",
        ],
    ),
    (
        "cli",
        &[
            "app", "commands", "config", "demo", "workers", "keymap", "oauth", "report", "runtime",
            "storage", "ui",
        ],
    ),
];

/// What touches the world, and the rooms that may.
const WORLD: &[(&str, &[&str])] = &[
    ("std::net", &["oauth", "demo", "workers", "commands"]),
    ("std::fs", &["config", "oauth", "workers", "runtime", "storage", "commands"]),
    ("std::process::Command", &["config", "workers", "runtime", "commands"]),
    ("std::env", &["config", "oauth", "workers", "runtime", "storage", "commands", "main"]),
    ("std::thread", &["config", "demo", "workers", "oauth", "runtime", "storage", "commands"]),
    ("ureq::", &["oauth"]),
    ("ratatui::", &["ui", "runtime"]),
    ("crossterm::", &["keymap", "runtime", "commands"]),
    ("clap::", &["cli", "commands", "main"]),
    ("arboard::", &["workers", "runtime"]),
];

/// The clock is read in these rooms only.
const CLOCKS: &[&str] = &["commands", "runtime"];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the folder can be read") {
        let path = entry.expect("the entry can be read").path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// Every source file's room and code, without comments and without its test module.
fn rooms() -> BTreeMap<PathBuf, (String, String)> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&source, &mut files);
    files
        .into_iter()
        .map(|file| {
            let inner = file.strip_prefix(&source).expect("it is inside").to_owned();
            let first = inner.iter().next().expect("it has a name").to_string_lossy().into_owned();
            let room = first.trim_end_matches(".rs").to_owned();
            let text = fs::read_to_string(&file).expect("source is text");
            let text = text.split("#[cfg(test)]").next().unwrap_or_default();
            let code: Vec<_> =
                text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
            (inner, (room, code.join("\n")))
        })
        .collect()
}

/// The rooms that a piece of code names: `crate::room…` and each first name in `crate::{…}`.
fn uses(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (start, _) in code.match_indices("crate::") {
        let rest = &code[start + "crate::".len()..];
        if let Some(group) = rest.strip_prefix('{') {
            let mut depth = 0;
            let mut name = String::new();
            for c in group.chars() {
                match c {
                    '{' => depth += 1,
                    '}' if depth == 0 => break,
                    '}' => depth -= 1,
                    ',' if depth == 0 => found.push(std::mem::take(&mut name)),
                    _ if depth == 0 => name.push(c),
                    _ => {}
                }
            }
            found.push(name);
        } else {
            found.push(rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect());
        }
    }
    found
        .iter()
        .map(|name| name.trim().split("::").next().unwrap_or_default().trim().to_owned())
        .map(|name| name.split(' ').next().unwrap_or_default().to_owned())
        .filter(|name| !name.is_empty())
        .collect()
}

#[test]
fn every_room_uses_only_what_stands_below_it() {
    let mut wrong = Vec::new();
    for (file, (room, code)) in rooms() {
        if room == "lib" || room == "main" {
            continue;
        }
        let allowed: &[&str] = match ROOMS.iter().find(|(name, _)| *name == room) {
            Some((_, allowed)) => allowed,
            None if DOMAIN.contains(&room.as_str()) => &[],
            None => {
                wrong.push(format!("{}: the room {room} has no rule", file.display()));
                continue;
            }
        };
        for used in uses(&code) {
            let fine =
                used == room || DOMAIN.contains(&used.as_str()) || allowed.contains(&used.as_str());
            if !fine {
                wrong.push(format!("{}: {room} may not use {used}", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn effects_see_events_and_effects_of_the_application_and_nothing_else() {
    for (file, (room, code)) in rooms() {
        if room == "workers" {
            for (start, _) in code.match_indices("app::") {
                let rest = &code[start + 5..];
                let fine = ["{", "event", "effect", "Event", "Effect"];
                assert!(fine.iter().any(|name| rest.starts_with(name)), "{}", file.display());
            }
        }
    }
}

#[test]
fn only_some_rooms_touch_the_world() {
    let mut wrong = Vec::new();
    for (file, (room, code)) in rooms() {
        for (thing, allowed) in WORLD {
            let named = code.contains(thing)
                || thing.strip_prefix("std::").is_some_and(|part| {
                    imports_from_std(&code, part.split("::").next().unwrap_or(part))
                });
            if named && !allowed.contains(&room.as_str()) {
                wrong.push(format!("{}: {room} may not use {thing}", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Whether `use std::{…}` names this module.
fn imports_from_std(code: &str, module: &str) -> bool {
    // `process` is fine for exit codes; its `Command` is looked for by its full path.
    module != "process"
        && code.match_indices("use std::{").any(|(start, _)| {
            let group = code[start..].split(';').next().unwrap_or_default();
            group
                .split([',', '{', '}'])
                .map(str::trim)
                .any(|name| name == module || name.starts_with(&format!("{module}::")))
        })
}

/// A text that is drawn without it shows what it repeats of a secret.
#[test]
fn the_screen_shows_text_through_the_scene() {
    for (file, (room, code)) in rooms() {
        // Values are masked where they are taken from, and may be revealed.
        let own = file == Path::new("ui.rs") || file == Path::new("ui/value.rs");
        assert!(
            room != "ui" || own || !code.contains("visible(") && !code.contains("text::visible"),
            "{}: text is shown by Scene::text",
            file.display()
        );
    }
}

#[test]
fn only_commands_and_the_runtime_read_the_clock() {
    for (file, (room, code)) in rooms() {
        for clock in ["Utc::now", "Local::now", "Instant::now", "SystemTime::now"] {
            assert!(
                !code.contains(clock) || CLOCKS.contains(&room.as_str()),
                "{}: {room} reads the clock",
                file.display()
            );
        }
    }
}

#[test]
fn a_path_is_named_in_one_way_only() {
    for (file, (_, code)) in rooms() {
        let name = file.display();
        assert!(!code.contains(".display()"), "{name}: text::path makes a file name safe");
    }
}

#[test]
fn the_rule_sees_what_it_must_see() {
    assert_eq!(
        uses("use crate::{app::{self, Event}, ui};\nfn f() { crate::oauth::send() }"),
        ["app", "ui", "oauth"]
    );
    assert!(imports_from_std("use std::{\n    fmt,\n    net::TcpStream,\n};", "net"));
    assert!(!imports_from_std("use std::{fmt, num};", "net"));
}
