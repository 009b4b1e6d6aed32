//! The recorded session of the README, `assets/session.cast`, and the moving picture that is made
//! of it, `assets/session.svg`. A test says when they no longer show what the program shows;
//! `UPDATE_EXPECTED=1 cargo test --test suite picture` makes them anew.

use std::{cell::RefCell, fmt::Write as _, io, num::NonZero, rc::Rc};

use chrono::TimeDelta;
use crossterm::event::KeyCode;
use ratatui::{
    Terminal, TerminalOptions, Viewport,
    backend::CrosstermBackend,
    buffer::Buffer,
    layout::Rect,
    style::{Color, Modifier, Style},
};
use tokenscope::{
    app::{self, App, Event, InspectorSettings},
    keymap::KeyPress,
    runtime::session,
    ui::Theme,
};

use crate::{
    harness::{KEYMAP, paste, press, settings, start},
    support::{compare_with_file, project, sample},
};

use super::{CELL_HEIGHT, opening, rows_of};

const COLUMNS: u16 = 110;
const ROWS: u16 = 32;

/// What the person does, each after so many tenths of a second.
enum Step {
    Key(&'static str),
    Type(&'static str),
    Paste(&'static str),
}

use Step::{Key, Paste, Type};

const SCRIPT: &[(u32, Step)] = &[
    (14, Paste("keycloak.http")),
    (22, Key("4")),
    (5, Key("down")),
    (4, Key("down")),
    (4, Key("down")),
    (4, Key("down")),
    (14, Key("/")),
    (4, Type("manage-")),
    (12, Key("enter")),
    (10, Key("n")),
    (12, Key("esc")),
    (6, Key("]")),
    (14, Key("]")),
    (18, Key("[")),
    (4, Key("[")),
    (8, Key("3")),
    (7, Key("down")),
    (6, Key("down")),
    (14, Key("enter")),
    (16, Key("esc")),
    (10, Key("f")),
    (14, Key("f")),
    (6, Key(":")),
    (3, Type("keep")),
    (16, Key("esc")),
    (6, Key("1")),
];

/// How long the last picture stays.
const LAST: u32 = 20;

fn key(name: &str) -> KeyPress {
    match name {
        "enter" => KeyPress::plain(KeyCode::Enter),
        "esc" => KeyPress::plain(KeyCode::Esc),
        "down" => KeyPress::plain(KeyCode::Down),
        name => KeyPress::char(name.chars().next().expect("it is a key")),
    }
}

/// What the terminal is sent, and when.
#[derive(Clone, Default)]
struct Output(Rc<RefCell<Vec<u8>>>);

impl io::Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Plays the script on the real program; gives each output with its time in milliseconds.
fn play() -> Vec<(u32, String)> {
    let output = Output::default();
    let area = Rect::new(0, 0, COLUMNS, ROWS);
    let options = TerminalOptions { viewport: Viewport::Fixed(area) };
    let mut terminal = Terminal::with_options(CrosstermBackend::new(output.clone()), options)
        .expect("it cannot fail");
    let mut app = App::new(InspectorSettings { received_at: None, ..settings() }, start());
    let mut at = 0;
    let mut events = Vec::new();
    let mut show = |app: &mut App, at: u32| {
        session::draw(&mut terminal, app, &KEYMAP, &Theme::default()).expect("it cannot fail");
        let bytes = std::mem::take(&mut *output.0.borrow_mut());
        events.push((at, String::from_utf8(bytes).expect("it is text")));
    };
    show(&mut app, at);
    for (tenths, step) in SCRIPT {
        at = wait(&mut app, at, tenths * 100, &mut show);
        match step {
            Key(name) => drop(press(&mut app, key(name))),
            Type(text) => {
                for c in text.chars() {
                    at = wait(&mut app, at, 120, &mut show);
                    press(&mut app, KeyPress::char(c));
                    show(&mut app, at);
                }
            }
            Paste(name) => {
                let text = std::fs::read_to_string(sample(name)).expect("the sample is there");
                paste(&mut app, text);
            }
        }
        show(&mut app, at);
    }
    at = wait(&mut app, at, LAST * 100, &mut show);
    show(&mut app, at);
    events
}

/// Lets time pass, and shows each full second.
fn wait(app: &mut App, at: u32, milliseconds: u32, show: &mut impl FnMut(&mut App, u32)) -> u32 {
    let until = at + milliseconds;
    for second in (at / 1_000 + 1..=until / 1_000).map(|second| second * 1_000) {
        app::update(app, Event::Tick(start() + TimeDelta::milliseconds(second.into())));
        show(app, second);
    }
    app::update(app, Event::Tick(start() + TimeDelta::milliseconds(until.into())));
    until
}

/// The session as asciicast (version 2).
fn cast(events: &[(u32, String)]) -> String {
    let mut out = format!(
        "{{\"version\": 2, \"width\": {COLUMNS}, \"height\": {ROWS}, \"title\": \"tokenscope\", \
         \"env\": {{\"TERM\": \"xterm-256color\"}}}}\n"
    );
    for (at, text) in events.iter().filter(|(_, text)| !text.is_empty()) {
        let text = serde_json::to_string(text).expect("it is text");
        let _ = writeln!(out, "[{}.{:03}, \"o\", {text}]", at / 1_000, at % 1_000);
    }
    out
}

/// The pictures of an asciicast, each with its time in seconds.
fn pictures(cast: &str) -> Vec<(f64, Buffer)> {
    let mut parser = vt100::Parser::new(cells(ROWS), cells(COLUMNS), 0);
    let mut pictures: Vec<(f64, Buffer)> = Vec::new();
    for line in cast.lines().skip(1) {
        let (at, _, text): (f64, String, String) =
            serde_json::from_str(line).expect("it is an event");
        parser.process(text.as_bytes());
        let picture = buffer(parser.screen());
        match pictures.last_mut() {
            Some((_, last)) if *last == picture => {}
            Some((then, last)) if (*then - at).abs() < f64::EPSILON => *last = picture,
            _ => pictures.push((at, picture)),
        }
    }
    pictures
}

fn cells(count: u16) -> NonZero<u16> {
    NonZero::new(count).expect("the screen is not empty")
}

fn buffer(screen: &vt100::Screen) -> Buffer {
    let mut buffer = Buffer::empty(Rect::new(0, 0, COLUMNS, ROWS));
    for row in 0..ROWS {
        for column in 0..COLUMNS {
            let Some(cell) = screen.cell(row, column) else { continue };
            let mut style = Style::new().fg(colour(cell.fgcolor())).bg(colour(cell.bgcolor()));
            for (is, modifier) in [
                (cell.bold(), Modifier::BOLD),
                (cell.dim(), Modifier::DIM),
                (cell.underline(), Modifier::UNDERLINED),
                (cell.inverse(), Modifier::REVERSED),
            ] {
                if is {
                    style = style.add_modifier(modifier);
                }
            }
            let symbol = if cell.has_contents() { cell.contents() } else { " " };
            buffer[(column, row)].set_symbol(symbol).set_style(style);
        }
    }
    buffer
}

fn colour(colour: vt100::Color) -> Color {
    match colour {
        vt100::Color::Default => Color::Reset,
        vt100::Color::Idx(index) => Color::Indexed(index),
        vt100::Color::Rgb(red, green, blue) => Color::Rgb(red, green, blue),
    }
}

/// The asciicast as one SVG: each line once, and each picture for its time, over and over.
fn moving_picture(cast: &str) -> String {
    let pictures = pictures(cast);
    let end = pictures.last().map_or(0.0, |(at, _)| at + f64::from(LAST) / 10.0);
    let mut out = opening(COLUMNS, ROWS);
    let mut rows: Vec<String> = Vec::new();
    let mut frames = String::new();
    let mut styles = format!(".f{{visibility:hidden;animation:{end:.1}s step-end infinite}}\n");
    for (index, (at, picture)) in pictures.iter().enumerate() {
        let next = pictures.get(index + 1).map_or(end, |(at, _)| *at);
        let (from, to) = (at / end * 100.0, next / end * 100.0);
        let _ = writeln!(
            styles,
            "@keyframes k{index}{{0%{{visibility:hidden}}{from:.2}%{{visibility:visible}}{to:.2}%{{visibility:hidden}}}}"
        );
        let _ = write!(frames, "<g class=\"f\" style=\"animation-name:k{index}\">");
        for (row, drawn) in
            rows_of(picture).into_iter().enumerate().filter(|(_, it)| !it.is_empty())
        {
            let known = rows.iter().position(|it| *it == drawn).unwrap_or_else(|| {
                rows.push(drawn);
                rows.len() - 1
            });
            let top = f64::from(u16::try_from(row).expect("it is a row")) * CELL_HEIGHT;
            let _ = write!(frames, "<use href=\"#r{known}\" y=\"{top:.0}\"/>");
        }
        frames.push_str("</g>\n");
    }
    let _ = write!(out, "<style>\n{styles}</style>\n<defs>\n");
    for (index, row) in rows.iter().enumerate() {
        let _ = writeln!(out, "<g id=\"r{index}\">{row}</g>");
    }
    let _ = write!(out, "</defs>\n{frames}</svg>\n");
    out
}

#[test]
fn the_recorded_session_shows_the_program_as_it_is() {
    let events = play();
    let lasts = events.last().expect("something is shown").0 + LAST * 100;
    assert!((28_000..=34_000).contains(&lasts), "half a minute, not {lasts} ms");
    let cast = cast(&events);
    for (name, content) in
        [("assets/session.cast", cast.clone()), ("assets/session.svg", moving_picture(&cast))]
    {
        compare_with_file(&project(name), &content)
            .unwrap_or_else(|difference| panic!("{difference}"));
    }
}
