//! A monkey at the keyboard: random keys, pastes, clicks and resizes, the same in each run. Nothing
//! panics, nothing is drawn over anything else, and no secret is seen that was not revealed.

use chrono::TimeDelta;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::{Terminal, backend::TestBackend, buffer::Buffer, layout::Rect};
use tokenscope::{
    app::{self, App, Effect, Event, event::opened_board},
    input::Loaded,
    inspection::Collection,
    keymap::KeyPress,
    problem::Problem,
    runtime::{
        Input,
        session::{self, dispatch},
    },
    storage::WatchedFile,
    ui::{Drawn, Theme},
    value::Text,
};

use crate::{
    harness::{KEYMAP, empty, inspect, opened, paste, screen_of, text},
    support::project,
};

/// Pseudo-random numbers (Marsaglia's xorshift64*): every run plays the same.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let number = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33;
        usize::try_from(number).unwrap_or(0) % end
    }

    fn one_of<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }
}

const SAMPLES: [&str; 9] = [
    "gusto.json",
    "keycloak.http",
    "narrowed.http",
    "refused.txt",
    "troubled.json",
    "rfc9068.json",
    "device.json",
    "discovery.json",
    "callback.url",
];

const SIZES: [(u16, u16); 9] =
    [(200, 50), (160, 50), (120, 36), (100, 30), (80, 24), (60, 20), (40, 12), (7, 4), (1, 1)];

const KEYS: [KeyCode; 12] = [
    KeyCode::Enter,
    KeyCode::Esc,
    KeyCode::Esc,
    KeyCode::Tab,
    KeyCode::BackTab,
    KeyCode::Up,
    KeyCode::Down,
    KeyCode::Left,
    KeyCode::Right,
    KeyCode::PageDown,
    KeyCode::Backspace,
    KeyCode::F(1),
];

struct Monkey {
    dice: Dice,
    app: App,
    /// What it starts on, and again after it has quit.
    start: fn() -> App,
    /// The request to watch files, and those.
    watched: Option<(u64, Vec<WatchedFile>)>,
    terminal: Terminal<TestBackend>,
    drawn: Drawn,
    samples: Vec<String>,
    /// Parts of the secrets in the samples.
    secrets: Vec<String>,
    /// What was done last, for a message.
    did: String,
    /// Frames in which panels could be told apart.
    seen: usize,
}

impl Monkey {
    fn new(seed: u64, start: fn() -> App) -> Self {
        let mut samples: Vec<String> = SAMPLES.iter().map(|name| read_sample(name)).collect();
        let several = [0, 5, 6].map(|at| samples[at].clone());
        samples.push(format!("[{}]", several.join(",")));
        let words = samples.iter().flat_map(|text| text.split(['"', ' ', '\n', '=', '&']));
        // The last part of a JWT, its signature: whoever sees a piece of it sees too much.
        let signatures = words.filter(|word| word.starts_with("eyJ"));
        let signatures = signatures.filter_map(|word| word.rsplit('.').next());
        let pieces = signatures.flat_map(|it| {
            let starts = (0..it.len().saturating_sub(16)).step_by(16);
            starts.filter_map(|at| it.get(at..at + 16)).map(str::to_owned)
        });
        Self {
            dice: Dice(seed),
            app: start(),
            start,
            // The first request reads, the second watches.
            watched: Some((2, FILES.map(watched).to_vec())),
            terminal: screen_of(120, 36),
            drawn: Drawn::default(),
            secrets: pieces.collect(),
            samples,
            did: String::new(),
            seen: 0,
        }
    }

    fn key(&mut self) -> KeyPress {
        let modifiers = match self.dice.below(12) {
            0 => KeyModifiers::CONTROL,
            _ => KeyModifiers::NONE,
        };
        let code = if self.dice.below(3) == 0 {
            *self.dice.one_of(&KEYS)
        } else {
            let c = b'!' + u8::try_from(self.dice.below(94)).unwrap_or(0);
            KeyCode::Char(char::from(c))
        };
        KeyPress::from(KeyEvent::new(code, modifiers))
    }

    fn input(&mut self) -> Option<Input> {
        let size = self.terminal.backend().buffer().area;
        let mut at =
            |end: u16| u16::try_from(self.dice.below(usize::from(end.max(1)))).unwrap_or(0);
        let (column, row) = (at(size.width), at(size.height));
        Some(match self.dice.below(40) {
            0 | 1 => Input::Paste(Text::new(self.dice.one_of(&self.samples).clone())),
            2..5 => Input::Click(column, row),
            5 => Input::Wheel(column, row, if self.dice.below(2) == 0 { 3 } else { -3 }),
            6 => {
                let (columns, rows) = *self.dice.one_of(&SIZES);
                self.terminal = screen_of(columns, rows);
                Input::Resize
            }
            7 => {
                let seconds = i64::try_from(self.dice.below(90)).unwrap_or(0);
                let now = self.app.now + TimeDelta::seconds(seconds);
                app::update(&mut self.app, Event::Tick(now));
                return None;
            }
            // A file changes, goes, or comes back.
            8 if self.watched.is_some() => {
                let (id, files) = self.watched.clone()?;
                let path = self.dice.one_of(&files).path.clone();
                let result = match self.dice.below(4) {
                    0 => Err(Problem::new("there is no such file")),
                    _ => Ok(Loaded::bytes(self.dice.one_of(&self.samples).clone().into_bytes())),
                };
                Input::Event(Event::FileChanged { id, path, result })
            }
            // Out of boxes, or it would stay in one.
            8..15 => Input::Key(KeyPress::plain(KeyCode::Esc)),
            _ => Input::Key(self.key()),
        })
    }

    fn step(&mut self, theme: &Theme) {
        let Some(input) = self.input() else { return self.look(theme) };
        self.did = match &input {
            // A paste is long, and its name says nothing.
            Input::Paste(_) => "a paste".to_owned(),
            other => format!("{other:?}"),
        };
        let effects = dispatch(&mut self.app, &KEYMAP, &self.drawn, input);
        for effect in inspect(&mut self.app, effects) {
            match effect {
                Effect::Quit => {
                    self.app = (self.start)();
                    self.watched = Some((2, FILES.map(watched).to_vec()));
                }
                Effect::Watch { id, files } => self.watched = Some((id, files)),
                Effect::Unwatch => self.watched = None,
                Effect::WatchBoard { id, settings, now } => {
                    self.watched = None;
                    let opened = opened_board(Collection::default(), &settings, now);
                    app::update(&mut self.app, Event::Inspected { id, opened });
                }
                _ => {}
            }
        }
        self.look(theme);
    }

    fn look(&mut self, theme: &Theme) {
        let drawn = session::draw(&mut self.terminal, &mut self.app, &KEYMAP, theme);
        self.drawn = drawn.expect("it cannot fail");
        let buffer = &self.terminal.backend().buffer().clone();
        if !self.drawn.covered {
            self.is_drawn_apart(buffer);
        }
        if self.app.revealed.is_none() {
            let frame = text(buffer);
            let seen = self.secrets.iter().find(|secret| frame.contains(secret.as_str()));
            assert_eq!(seen, None, "after {}\n{frame}", self.did);
        }
        assert!(self.app.history.entries().len() <= 200, "the history is bounded");
    }

    /// Panels do not overlap, and the frame of each is whole: nothing was drawn over it.
    fn is_drawn_apart(&mut self, buffer: &Buffer) {
        let whole = self.drawn.panels.iter().filter(|panel| panel.rows != Rect::ZERO);
        let areas: Vec<Rect> = whole.map(|panel| panel.area).collect();
        self.seen += usize::from(areas.len() > 1);
        for (index, area) in areas.iter().enumerate() {
            let inside = area.intersection(buffer.area);
            assert_eq!(*area, inside, "after {}\n{}", self.did, text(buffer));
            for other in &areas[index + 1..] {
                let shared = area.intersection(*other);
                assert!(shared.is_empty(), "after {}\n{}", self.did, text(buffer));
            }
            let symbol = |x: u16, y: u16| buffer[(x, y)].symbol();
            let has_frame = area.width > 1 && area.height > 1 && symbol(area.x, area.y) == "╭";
            if !has_frame {
                continue;
            }
            let (right, bottom) = (area.right() - 1, area.bottom() - 1);
            let sides = (area.y + 1..bottom)
                .all(|y| symbol(area.x, y) == "│" && ["│", "┃"].contains(&symbol(right, y)));
            let corners = (symbol(right, area.y), symbol(area.x, bottom), symbol(right, bottom));
            let is_whole = sides && corners == ("╮", "╰", "╯");
            assert!(is_whole, "after {}\n{}", self.did, text(buffer));
        }
    }
}

fn read_sample(name: &str) -> String {
    let path = project("assets/samples").join(name);
    std::fs::read_to_string(path).expect("the sample is there")
}

/// The files that the list is of.
const FILES: [&str; 4] = ["gusto.json", "rfc9068.json", "several.json", "keycloak.http"];

fn watched(name: &str) -> WatchedFile {
    WatchedFile { path: name.into(), modified: None }
}

/// The inspector on several files, one of which holds several credentials and repeats those of
/// another.
fn list() -> App {
    let several = ["rfc9068.json", "troubled.json", "gusto.json"].map(read_sample).join(",");
    let contents = FILES.map(|name| match name {
        "several.json" => format!("[{several}]"),
        name => read_sample(name),
    });
    let files: Vec<_> = FILES.iter().copied().zip(contents.iter().map(String::as_str)).collect();
    opened(&files)
}

/// Plays so many steps with each theme.
fn play(steps: usize) {
    play_from(steps, || {
        let mut app = empty();
        paste(&mut app, read_sample(SAMPLES[0]));
        app
    });
    play_from(steps, list);
}

fn play_from(steps: usize, start: fn() -> App) {
    for (seed, name) in (1_u64..).zip(Theme::names()) {
        let theme = Theme::named(name).expect(name);
        let mut monkey = Monkey::new(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15), start);
        for _ in 0..steps {
            monkey.step(&theme);
        }
        assert!(monkey.seen > steps / 20, "{name}: {} frames were compared", monkey.seen);
    }
}

#[test]
fn whatever_is_pressed_the_screen_stays_whole_and_tells_no_secret() {
    play(200);
}

#[test]
#[ignore = "takes minutes: .ci/run plays it"]
fn ten_thousand_inputs_in_each_theme() {
    play(10_000);
}
