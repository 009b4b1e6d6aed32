//! The order of the rooms, who may touch the world, and who may read the clock.

mod paths;

use std::{
    fs,
    path::{Path, PathBuf},
    sync::LazyLock,
};

use paths::paths;

/// The rooms of `src`, top to bottom. A room may name only what stands below it, and itself.
const ORDER: &[&str] = &[
    "main",
    "cli",
    "commands",
    "runtime",
    "ui",
    "keymap",
    "workers",
    "app",
    "demo",
    "board",
    "oauth",
    "config",
    "storage",
    "report",
    "check",
    "diff",
    "explain",
    "inspection",
    "findings",
    "exchange",
    "jose",
    "token",
    "input",
    "kind",
    "secrecy",
    "catalog",
    "value",
    "problem",
    "text",
    "platform",
    "secret",
    "words",
    "x509",
    "emphasis",
    "cores",
];

/// What of the inspector the rooms above it may name, beside all that draw and run it.
const OF_THE_INSPECTOR: &[(&str, &[&str])] = &[
    // Threads are told what to do, and tell what came of it.
    ("workers", &["event", "effect"]),
    // A command line works without the inspector.
    ("cli", &[]),
    ("commands", &[]),
];

/// The command that opens the inspector.
const OPENING: &[&str] = &["commands/view.rs"];

/// What touches the world, and the rooms and files that may.
const WORLD: &[(&str, &[&str])] = &[
    // The terminal is a file, too.
    ("std::fs", &["storage", "platform"]),
    ("std::net", &["oauth", "demo"]),
    ("ureq", &["oauth"]),
    ("std::process::Command", &["platform", "workers/clipboard/programs.rs"]),
    ("std::env", &["main", "commands", "workers", "oauth", "config", "storage"]),
    // To read and judge thousands of items touches nothing; the cores share it.
    (
        "std::thread",
        &["commands", "runtime", "workers", "demo", "config", "storage", "platform", "cores"],
    ),
    ("clap", &["cli", "commands"]),
    ("ratatui", &["runtime", "ui"]),
    ("crossterm", &["commands/console.rs", "runtime", "keymap", "platform"]),
    // The clock.
    ("chrono::Utc::now", &["commands/global_args.rs", "runtime/clock.rs"]),
    ("chrono::Local::now", &[]),
    ("std::time::Instant::now", &["commands/inspect/lines/progress.rs", "runtime/clock.rs"]),
    ("std::time::SystemTime::now", &[]),
];

/// A file of `src`, and what it names.
struct Source {
    /// Its path inside `src`, as in `token/expiry.rs`.
    file: String,
    room: String,
    /// Its path from the root of the crate.
    module: Vec<String>,
    /// Without its tests.
    text: String,
    paths: Vec<Vec<String>>,
}

impl Source {
    fn new(file: &str, text: &str) -> Self {
        let module: Vec<String> =
            file.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
        // The files of the two crates' roots are no modules.
        let own = if ["lib.rs", "main.rs"].contains(&file) { &[][..] } else { &module };
        let paths = paths(text, own);
        let text = text.split("#[cfg(test)]").next().unwrap_or_default().to_owned();
        let room = module[0].clone();
        let module = [vec!["crate".to_owned()], module].concat();
        Self { file: file.to_owned(), room, module, paths, text }
    }

    /// The files that it names something of, but for those whose folder it is in, and those in its own.
    fn needs(&self, all: &[Source]) -> Vec<usize> {
        let kin = |other: &Source| {
            self.module.starts_with(&other.module) || other.module.starts_with(&self.module)
        };
        let found = self.paths.iter().filter_map(|path| defining(path, all));
        found.filter(|index| !kin(&all[*index])).collect()
    }

    /// Whether this is the file, or one of the room, of this name.
    fn is_of(&self, name: &str) -> bool {
        self.room == name || self.file == name
    }

    /// The imports that the order of the rooms does not allow.
    fn wrong_imports(&self) -> Vec<String> {
        let height = |room: &str| ORDER.iter().position(|it| *it == room);
        let own = height(&self.room);
        let is_wrong = |path: &&Vec<String>| {
            let [first, room, rest @ ..] = path.as_slice() else { return path[0] == "crate" };
            if first != "crate" || *room == self.room {
                return false;
            }
            let is_below = own.is_some() && own < height(room);
            let narrow = OF_THE_INSPECTOR.iter().find(|(user, _)| {
                room == "app" && self.is_of(user) && !OPENING.contains(&&*self.file)
            });
            let allowed = narrow
                .is_none_or(|(_, parts)| rest.first().is_some_and(|part| parts.contains(&&**part)));
            !(is_below && allowed)
        };
        let wrong = self.paths.iter().filter(is_wrong);
        wrong.map(|path| format!("{} may not name {}", self.file, path.join("::"))).collect()
    }

    /// What it names of the world and may not.
    fn wrong_things(&self) -> Vec<String> {
        let mut wrong = Vec::new();
        for (thing, allowed) in WORLD {
            let whole: Vec<&str> = thing.split("::").collect();
            let named = |path: &Vec<String>| {
                // `Command::new` behind an import of `std::process` is `process::Command`.
                (0..whole.len()).any(|from| {
                    let parts = &whole[from..];
                    (from == 0 || parts.len() > 1)
                        && path.len() >= parts.len()
                        && path.iter().zip(parts).all(|(one, other)| one == other)
                })
            };
            let may = allowed.iter().any(|name| self.is_of(name));
            if !may && self.paths.iter().any(named) {
                wrong.push(format!("{} may not name {thing}", self.file));
            }
        }
        wrong
    }
}

/// The file that a path leads to, through what other files re-export.
fn defining(path: &[String], all: &[Source]) -> Option<usize> {
    let holds = |(_, source): &(usize, &Source)| path.starts_with(&source.module);
    let (index, source) =
        all.iter().enumerate().filter(holds).max_by_key(|(_, source)| source.module.len())?;
    let name = path.get(source.module.len());
    // `pub use child::Name;`, or the whole path.
    let whole = |other: &Vec<String>| {
        let is_whole = other.first().is_some_and(|first| first == "crate");
        let before = if is_whole { Vec::new() } else { source.module.clone() };
        [before, other.clone()].concat()
    };
    let exported =
        source.paths.iter().filter(|other| other.last() == name).map(whole).find(|other| {
            let is_inside =
                |it: &Source| other.starts_with(&it.module) && it.module != source.module;
            other.as_slice() != path
                && other.starts_with(&source.module)
                && all.iter().any(is_inside)
        });
    match exported {
        Some(exported) => defining(&exported, all),
        None => Some(index),
    }
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the folder can be read") {
        let path = entry.expect("the entry can be read").path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// Every file but `lib.rs`, which only names the rooms.
static SOURCES: LazyLock<Vec<Source>> = LazyLock::new(|| {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    files(&source, &mut found);
    let read = |file: PathBuf| {
        let inner = file.strip_prefix(&source).expect("it is inside").to_string_lossy();
        Source::new(&inner.replace('\\', "/"), &fs::read_to_string(&file).expect("source is text"))
    };
    found.into_iter().map(read).filter(|source| source.file != "lib.rs").collect()
});

fn none_of(wrong: impl Iterator<Item = String>) {
    let wrong: Vec<_> = wrong.collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_room_names_only_what_stands_below_it() {
    none_of(SOURCES.iter().flat_map(Source::wrong_imports));
}

#[test]
fn only_some_rooms_touch_the_world_and_the_clock() {
    none_of(SOURCES.iter().flat_map(Source::wrong_things));
}

/// A file may need the one whose folder it is in, and the other way round; no others.
#[test]
fn no_files_need_each_other() {
    let needs: Vec<Vec<usize>> = SOURCES.iter().map(|source| source.needs(&SOURCES)).collect();
    let leads = |from: usize| {
        let mut seen = vec![false; needs.len()];
        let mut open = needs[from].clone();
        while let Some(next) = open.pop() {
            if !std::mem::replace(&mut seen[next], true) {
                open.extend(&needs[next]);
            }
        }
        seen
    };
    let reached: Vec<Vec<bool>> = (0..needs.len()).map(leads).collect();
    let mut wrong = Vec::new();
    for (from, targets) in needs.iter().enumerate() {
        for target in targets.iter().filter(|target| reached[**target][from]) {
            wrong.push(format!(
                "{} needs {}, and is needed by it",
                SOURCES[from].file, SOURCES[*target].file
            ));
        }
    }
    none_of(wrong.into_iter());
}

/// Macros and included files would be seen where the order does not look.
#[test]
fn nothing_gets_past_the_imports() {
    none_of(SOURCES.iter().flat_map(|source| {
        let hidden = ["macro_export", "macro_use", "#[path", "extern crate"];
        let found = hidden.iter().filter(|it| source.text.contains(**it));
        found.map(|it| format!("{}: {it}", source.file)).collect::<Vec<_>>()
    }));
}

/// The rooms are listed in `lib.rs` in the order that is tested.
#[test]
fn the_rooms_are_listed_in_their_order() {
    let lib = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs");
    let text = fs::read_to_string(lib).expect("source is text");
    let table = text.lines().filter_map(|line| line.strip_prefix("//! | "));
    let rooms = table
        .filter_map(|row| row.split(" | ").next())
        .flat_map(|cell| cell.split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>());
    assert_eq!(rooms.collect::<Vec<_>>(), ORDER[1..]);
    for room in &ORDER[1..] {
        assert!(text.contains(&format!("pub mod {room};")), "{room}");
    }
}

/// A text that is drawn without it shows what it repeats of a secret.
#[test]
fn the_screen_shows_text_through_the_scene() {
    for source in SOURCES.iter() {
        // Values are masked where they are taken from, and may be revealed.
        let own = ["ui.rs", "ui/value.rs"].contains(&&*source.file);
        let visible = || source.paths.iter().any(|path| path.iter().any(|it| it == "visible"));
        let file = source.file.as_str();
        assert!(source.room != "ui" || own || !visible(), "{file}: text is shown by Scene::text");
    }
}

#[test]
fn a_path_is_named_in_one_way_only() {
    for Source { file, text, .. } in SOURCES.iter() {
        assert!(!text.contains(".display()"), "{file}: text::path makes a file name safe");
    }
}

#[test]
fn the_rule_sees_what_it_must_see() {
    let source = |file: &str, text: &str| Source::new(file, text);
    for (file, text) in [
        ("token/expiry.rs", "use crate::jose::Keys;"),
        ("token/expiry.rs", "use super::super::findings::{self, Finding};"),
        ("token.rs", "pub use crate::{value::Value, app::{Loaded}};"),
        ("token.rs", "fn f() -> crate::ui::Scene { todo!() }"),
        ("token.rs", "use crate::*;"),
        ("token.rs", "use crate::Loaded;"),
        ("commands/refresh.rs", "use crate::app::App;"),
        ("workers.rs", "use crate::app::{event::Event, history::History};"),
    ] {
        assert!(!source(file, text).wrong_imports().is_empty(), "{text}");
    }
    for text in ["use crate::value::Value;", "use crate::token::Kind;", "use serde::Serialize;"] {
        assert_eq!(source("token/expiry.rs", text).wrong_imports(), [""; 0], "{text}");
    }
    for text in [
        "use std::{\n    fmt,\n    net::TcpStream,\n};",
        "fn f() { std::env::var(\"x\") }",
        "use std::process; fn f() { process::Command::new(\"x\") }",
        "fn f() { Utc::now() }",
    ] {
        assert_eq!(source("token.rs", text).wrong_things().len(), 1, "{text}");
    }
    assert_eq!(source("token.rs", "use std::{fmt, num};").wrong_things(), [""; 0]);
    // A need is seen through a re-export; a parent and its child may need each other.
    let circle = [
        source("token.rs", "pub use a::A; use b::B;"),
        source("token/a.rs", "use super::b::B;"),
        source("token/b.rs", "use crate::token::{self, A};"),
    ];
    let needs = circle.each_ref().map(|it| it.needs(&circle));
    assert_eq!(needs, [vec![], vec![2], vec![1]]);
}

/// A dependency is answered for: the line above it says what it is here for.
#[test]
fn every_dependency_says_why() {
    let manifest = include_str!("../../Cargo.toml");
    let sections = manifest.split("\n[").filter_map(|section| section.split_once("]\n"));
    let mut count = 0;
    for (name, lines) in sections.filter(|(name, _)| name.ends_with("dependencies")) {
        let mut above = "";
        for line in lines.lines() {
            if line.contains(" = ") && !line.starts_with('#') {
                count += 1;
                assert!(above.starts_with("# "), "{name}: {line}");
            }
            above = line;
        }
    }
    assert!(count > 40, "{count}");
}
