//! Whatever is opened and pressed, every size of the screen can be drawn.
#![no_main]

use chrono::{DateTime, FixedOffset, TimeDelta};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use libfuzzer_sys::fuzz_target;
use ratatui::{Terminal, backend::TestBackend};
use tokenscope::{
    app::{self, App, Event, Loaded, Origin, Settings},
    jose::Keys,
    keymap::{self, Key, Keymap},
    token::Zone,
    ui::{self, Drawn, Scene, Theme},
};

/// Sizes that sessions are drawn in.
const SIZES: [(u16, u16); 5] = [(120, 36), (80, 24), (40, 12), (9, 3), (1, 1)];

// The first byte says how many keys are pressed; they come next, then what is opened.
fuzz_target!(|bytes: &[u8]| {
    let Some((count, rest)) = bytes.split_first() else { return };
    let (keys, opened) = rest.split_at(usize::from(count % 32).min(rest.len()));
    let mut now = DateTime::from_timestamp(1_795_374_487, 0).expect("it is an instant");
    let settings = Settings {
        zone: Zone::Fixed(FixedOffset::east_opt(3_600).expect("it is an offset")),
        keys: Keys::default(),
        received_at: Some(now),
        at: true,
        home: None,
        reveal: false,
    };
    let mut app = App::new(settings, now);
    let origin = Origin::Paste;
    let id = app.request(origin.clone());
    let result = Ok(Loaded::bytes(opened.to_vec()));
    app::update(&mut app, Event::Loaded { id, origin, result });
    let (columns, rows) = SIZES[usize::from(*count) % SIZES.len()];
    let mut terminal = Terminal::new(TestBackend::new(columns, rows)).expect("it is in memory");
    let (keymap, theme) = (Keymap::default(), Theme::ansi());
    for byte in [0].iter().chain(keys) {
        press(&mut app, &keymap, *byte);
        now += TimeDelta::milliseconds(i64::from(*byte) * 1_000);
        app::update(&mut app, Event::Tick(now));
        let scene = Scene { app: &app, keymap: &keymap, theme: &theme, now };
        let mut drawn = Drawn::default();
        terminal.draw(|frame| drawn = ui::draw(frame, &scene)).expect("it is in memory");
        app::update(&mut app, Event::Drawn(drawn.extents));
    }
});

fn press(app: &mut App, keymap: &Keymap, byte: u8) {
    let code = match byte {
        b'\n' | b'\r' => KeyCode::Enter,
        b'\t' => KeyCode::Tab,
        0x1b => KeyCode::Esc,
        0x7f => KeyCode::Backspace,
        0x20..=0x7e => KeyCode::Char(char::from(byte)),
        _ => return,
    };
    let key = Key::from(KeyEvent::new(code, KeyModifiers::NONE));
    let mode = app.mode();
    if let Some(action) = keymap.action(mode, key) {
        app::update(app, Event::Act(action));
    } else if let Some(edit) = keymap::edit(key).filter(|_| mode.types()) {
        app::update(app, Event::Type(edit));
    }
}
