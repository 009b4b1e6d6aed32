//! The inspector without a terminal: settings that no machine changes, input through the real
//! dispatch of keys, frames on a screen in memory.

mod person;
mod script;

use std::{path::Path, sync::LazyLock};

use chrono::{DateTime, FixedOffset, TimeDelta, Utc};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::{Terminal, backend::TestBackend, buffer::Buffer};
use tokenscope::{
    app::{
        self, Action, App, Effect, Event, InspectorSettings, Mode, Panel,
        item_list::reading::ReadInput,
    },
    input::{InputOrigin, Loaded},
    keymap::{KeyPress, Keymap},
    problem::Problem,
    runtime::{
        Input,
        session::{self, dispatch},
    },
    token::Zone,
    ui::{self, Drawn, Scene, Theme},
    value::Text,
};

use crate::support::{AT, project};

/// The keys that every test presses: reading their names anew each time would take longer than what
/// they do.
pub static KEYMAP: LazyLock<Keymap> = LazyLock::new(Keymap::default);

pub use person::{Person, present};
pub use script::{Step, play, play_on};

/// The instant at which every test starts.
pub fn start() -> DateTime<Utc> {
    AT.parse().expect("it is an instant")
}

/// Settings that no machine changes: a fixed zone and a fixed time of receipt.
pub fn settings() -> InspectorSettings {
    InspectorSettings {
        zone: Zone::Fixed(FixedOffset::west_opt(6 * 3600).expect("it is an offset")),
        received_at: Some(start() - TimeDelta::minutes(18)),
        at: true,
        ..InspectorSettings::default()
    }
}

pub fn empty() -> App {
    App::new(settings(), start())
}

pub fn showing(bytes: &[u8]) -> App {
    let mut app = empty();
    load(&mut app, InputOrigin::File("input.json".into()), bytes);
    app
}

pub fn sample(name: &str) -> App {
    let path = Path::new("assets/samples").join(name);
    let bytes = std::fs::read(project("assets/samples").join(name)).expect("the sample is there");
    let mut app = empty();
    load(&mut app, InputOrigin::File(path), &bytes);
    app
}

pub fn load(app: &mut App, origin: InputOrigin, bytes: &[u8]) -> Vec<Effect> {
    let id = app.request(&origin);
    let loaded = Loaded::bytes(bytes.to_vec());
    let effects = app::update(app, Event::Loaded { id, origin, result: Ok(loaded) });
    inspect(app, effects)
}

/// Does what a worker inspects away from the screen; gives what else is asked for.
pub fn inspect(app: &mut App, effects: Vec<Effect>) -> Vec<Effect> {
    let mut rest = Vec::new();
    for effect in effects {
        match effect {
            Effect::Inspect { id, job } => {
                let opened = job.run(|_| Err(Problem::new("there is no file in a test")));
                rest.extend(app::update(app, Event::Inspected { id, opened }));
            }
            other => rest.push(other),
        }
    }
    rest
}

pub fn press(app: &mut App, key: KeyPress) -> Vec<Effect> {
    dispatch(app, &KEYMAP, &Drawn::default(), Input::Key(key))
}

/// Presses the key of an action: the one that it has now, else the one that it has elsewhere.
pub fn act(app: &mut App, action: Action) -> Vec<Effect> {
    let mut modes = [app.mode(), Mode::Inspector, Mode::Form, Mode::Leave].into_iter();
    let key = modes.find_map(|mode| KEYMAP.key(mode, action)).expect("it has a key");
    dispatch(app, &KEYMAP, &Drawn::default(), Input::Key(key))
}

/// Clicks on a row of a panel, or on the border of the panel.
pub fn click(app: &mut App, panel: Panel, row: Option<usize>) -> Vec<Effect> {
    point(app, Some(panel), row, Input::Click)
}

/// Turns the wheel by a notch, up or down, over a panel or beside all of them.
pub fn wheel(app: &mut App, panel: Option<Panel>, notch: isize) -> Vec<Effect> {
    point(app, panel, None, |column, row| Input::Wheel(column, row, notch))
}

/// Points at what a frame that is high enough for every row shows there.
fn point(
    app: &mut App,
    panel: Option<Panel>,
    row: Option<usize>,
    input: impl Fn(u16, u16) -> Input,
) -> Vec<Effect> {
    let (_, drawn) = frame(app, 100, 260);
    point_in(app, &drawn, panel, row, input)
}

/// Points at what a frame showed there, which may no longer be so.
pub fn point_in(
    app: &mut App,
    drawn: &Drawn,
    panel: Option<Panel>,
    row: Option<usize>,
    input: impl Fn(u16, u16) -> Input,
) -> Vec<Effect> {
    let place = panel.map_or(Some((0, 0)), |panel| {
        let drawn = drawn.panels.iter().find(|drawn| drawn.panel == panel)?;
        let Some(row) = row else { return Some((drawn.area.x, drawn.area.y)) };
        let line = drawn.lines.iter().position(|line| *line == Some(row))?;
        Some((drawn.rows.x, drawn.rows.y + u16::try_from(line).ok()?))
    });
    let (column, row) = place.unwrap_or_else(|| panic!("{row:?} of {panel:?} is not drawn"));
    dispatch(app, &KEYMAP, drawn, input(column, row))
}

pub fn type_text(app: &mut App, text: &str) {
    for c in text.chars() {
        press(app, KeyPress::char(c));
    }
}

/// Pastes a text with brackets around.
pub fn paste(app: &mut App, text: impl Into<String>) -> Vec<Effect> {
    let input = Input::Paste(Text::new(text.into()));
    let effects = dispatch(app, &KEYMAP, &Drawn::default(), input);
    inspect(app, effects)
}

pub fn screen_of(columns: u16, rows: u16) -> Terminal<TestBackend> {
    Terminal::new(TestBackend::new(columns, rows)).expect("it cannot fail")
}

/// Draws without colours as the event loop does: the application learns the sizes of its panels.
pub fn draw(app: &mut App, columns: u16, rows: u16) -> TestBackend {
    let mut terminal = screen_of(columns, rows);
    draw_on(&mut terminal, app);
    terminal.backend().clone()
}

/// The same on a screen that shows the frame before.
pub fn draw_on(terminal: &mut Terminal<TestBackend>, app: &mut App) {
    session::draw(terminal, app, &KEYMAP, &Theme::named(Theme::COLOURLESS).expect("it is there"))
        .expect("it cannot fail");
}

/// One frame, and what was drawn where.
pub fn frame(app: &App, columns: u16, rows: u16) -> (Buffer, Drawn) {
    let mut terminal = screen_of(columns, rows);
    let drawn = frame_on(&mut terminal, app);
    (terminal.backend().buffer().clone(), drawn)
}

/// The same on a screen that shows the frame before.
pub fn frame_on(terminal: &mut Terminal<TestBackend>, app: &App) -> Drawn {
    let scene = Scene { app, keymap: &KEYMAP, theme: &Theme::default(), now: app.now };
    let mut drawn = Drawn::default();
    terminal.draw(|frame| drawn = ui::draw(frame, &scene)).expect("it cannot fail");
    drawn
}

pub fn screen(app: &App, columns: u16, rows: u16) -> String {
    text(&frame(app, columns, rows).0)
}

/// A buffer as text, without the blanks at the end of lines.
pub fn text(buffer: &Buffer) -> String {
    let mut out = String::new();
    for y in 0..buffer.area.height {
        let mut line = String::new();
        let mut x = 0;
        while x < buffer.area.width {
            let symbol = buffer[(x, y)].symbol();
            line.push_str(symbol);
            // A wide character covers the cell behind it.
            x += u16::try_from(unicode_width::UnicodeWidthStr::width(symbol).max(1)).unwrap_or(1);
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

pub fn key(name: &str) -> Input {
    let (code, modifiers) = match name {
        "enter" => (KeyCode::Enter, KeyModifiers::NONE),
        "esc" => (KeyCode::Esc, KeyModifiers::NONE),
        "tab" => (KeyCode::Tab, KeyModifiers::NONE),
        "shift-tab" => (KeyCode::BackTab, KeyModifiers::SHIFT),
        "up" => (KeyCode::Up, KeyModifiers::NONE),
        "down" => (KeyCode::Down, KeyModifiers::NONE),
        "backspace" => (KeyCode::Backspace, KeyModifiers::NONE),
        "f1" => (KeyCode::F(1), KeyModifiers::NONE),
        name => {
            let control = name.starts_with("ctrl-");
            let c = name.chars().last().expect("the key has a name");
            let modifiers = if control { KeyModifiers::CONTROL } else { KeyModifiers::NONE };
            (KeyCode::Char(c), modifiers)
        }
    };
    Input::Key(KeyPress::from(KeyEvent::new(code, modifiers)))
}

/// The inspector on several files of these names and contents, as the command line opens them.
pub fn opened(files: &[(&str, &str)]) -> App {
    let mut app = empty();
    let effects = app.open_at_start(read(files));
    inspect(&mut app, effects);
    app
}

/// Files that were read.
pub fn read(files: &[(&str, &str)]) -> Vec<ReadInput> {
    let input = |(name, text): &(&str, &str)| {
        let loaded = Loaded::bytes(text.as_bytes().to_vec());
        ReadInput::Read(InputOrigin::File(name.into()), Ok(loaded))
    };
    files.iter().map(input).collect()
}
