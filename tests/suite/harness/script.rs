//! Whole sessions: the real event loop, a scripted person, a clock that only moves when the script
//! says so.

use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
    convert::Infallible,
    io,
    rc::Rc,
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use ratatui::{
    Terminal,
    backend::{Backend, ClearType, TestBackend, WindowSize},
    buffer::Cell as ScreenCell,
    layout::{Position, Size},
};
use tokenscope::{
    app::{self, App, Effect, Event},
    input::InputOrigin,
    keymap::KeyPress,
    problem::Problem,
    runtime::{Clock, Ended, Host, Input, TerminalSession, session::Inbox},
    storage::read,
    ui::Theme,
    value::Text,
};

use super::{KEYMAP, key, text};

/// Something that a scripted person does or sees.
pub enum Step {
    /// Presses a key: a character, or a name such as `enter`, `tab`, `ctrl-d`.
    Key(&'static str),
    /// Types a text, key by key and faster than any person.
    Type(&'static str),
    Paste(String),
    /// Anything else that may arrive.
    Input(Input),
    Pass(TimeDelta),
    See(&'static str),
    Miss(&'static str),
    /// Clicks on the first place where this text is on the screen.
    Click(&'static str),
    Resize(u16, u16),
}

/// What came of a session.
pub struct Played {
    pub ended: Ended,
    pub frames: usize,
    /// What went to the clipboard: the name, and the content.
    pub copied: Vec<(String, String)>,
    pub suspended: usize,
}

/// Plays a script on an application through the real event loop; at its end the person quits.
pub fn play(app: &mut App, steps: Vec<Step>) -> Played {
    play_on(TimeDelta::zero(), app, steps)
}

/// The same on a terminal that takes so long for each frame.
pub fn play_on(cost: TimeDelta, app: &mut App, steps: Vec<Step>) -> Played {
    let backend = SharedBackend(Rc::new(RefCell::new(TestBackend::new(120, 36))));
    let frames = Rc::new(Cell::new(0));
    let now = Rc::new(Cell::new(app.now));
    let answers = Rc::new(RefCell::new(VecDeque::new()));
    let mut inbox = Script {
        steps: steps.into(),
        typed: VecDeque::new(),
        now: now.clone(),
        backend: backend.clone(),
        answers: answers.clone(),
    };
    let mut host = Recorder { answers, copied: Vec::new(), suspended: 0 };
    let counting =
        CountingBackend { screen: backend, frames: frames.clone(), now: now.clone(), cost };
    let mut terminal = Terminal::new(counting).expect("it cannot fail");
    let theme = Theme::default();
    let mut session = TerminalSession {
        app,
        keymap: &KEYMAP,
        theme: &theme,
        clock: &ScriptClock(now),
        inbox: &mut inbox,
        host: &mut host,
    };
    let ended = session.run(&mut terminal, Vec::new()).expect("the session ends well");
    let Recorder { copied, suspended, .. } = host;
    Played { ended, frames: frames.get(), copied, suspended }
}

struct ScriptClock(Rc<Cell<DateTime<Utc>>>);

impl Clock for ScriptClock {
    fn now(&self) -> DateTime<Utc> {
        self.0.get()
    }
}

struct Script {
    steps: VecDeque<Step>,
    typed: VecDeque<Input>,
    now: Rc<Cell<DateTime<Utc>>>,
    backend: SharedBackend,
    answers: Rc<RefCell<VecDeque<Input>>>,
}

impl Inbox for Script {
    fn wait(&mut self, timeout: Option<Duration>) -> Option<Input> {
        let mut wake = timeout.and_then(|timeout| TimeDelta::from_std(timeout).ok());
        loop {
            if let Some(answer) = self.answers.borrow_mut().pop_front() {
                return Some(answer);
            }
            let screen = || text(self.backend.0.borrow().buffer());
            match self.steps.pop_front() {
                None => return Some(key("ctrl-c")),
                Some(Step::Key(name)) => return Some(key(name)),
                Some(Step::Type(text)) => {
                    self.typed.extend(text.chars().map(|c| match c {
                        '\n' => key("enter"),
                        c => Input::Key(KeyPress::char(c)),
                    }));
                    return self.typed.pop_front();
                }
                Some(Step::Paste(text)) => return Some(Input::Paste(Text::new(text))),
                Some(Step::Input(input)) => return Some(input),
                Some(Step::Click(text)) => {
                    let screen = screen();
                    let found = screen.lines().zip(0..).find_map(|(line, row)| {
                        let before = line.split_once(text)?.0.chars().count();
                        Some((u16::try_from(before).ok()?, row))
                    });
                    let (column, row) = found.expect("it is on the screen");
                    return Some(Input::Click(column, row));
                }
                Some(Step::Resize(columns, rows)) => {
                    self.backend.0.borrow_mut().resize(columns, rows);
                    return Some(Input::Resize);
                }
                Some(Step::Pass(time)) => {
                    if let Some(wake) = wake.filter(|wake| *wake <= time) {
                        self.now.set(self.now.get() + wake);
                        self.steps.push_front(Step::Pass(time - wake));
                        return None;
                    }
                    self.now.set(self.now.get() + time);
                    wake = wake.map(|wake| wake - time);
                }
                Some(Step::See(wanted)) => {
                    assert!(screen().contains(wanted), "{wanted:?} is not on\n{}", screen());
                }
                Some(Step::Miss(unwanted)) => {
                    assert!(!screen().contains(unwanted), "{unwanted:?} is on\n{}", screen());
                }
            }
        }
    }

    fn take(&mut self) -> Option<Input> {
        self.typed.pop_front()
    }
}

struct Recorder {
    answers: Rc<RefCell<VecDeque<Input>>>,
    copied: Vec<(String, String)>,
    suspended: usize,
}

impl Host for Recorder {
    fn perform(&mut self, effect: Effect) {
        match effect {
            Effect::Load { id, path } => {
                let result = read::file(&path);
                let event = Event::Loaded { id, origin: InputOrigin::File(path), result };
                self.answers.borrow_mut().push_back(Input::Event(event));
            }
            Effect::Inspect { id, job } => {
                let opened = job.run(|_| Err(Problem::new("there is no file in a script")));
                let event = Event::Inspected { id, opened };
                self.answers.borrow_mut().push_back(Input::Event(event));
            }
            Effect::Copy { what, text } => {
                self.copied.push((what.clone(), text.expose().to_owned()));
                let event =
                    Event::Copied { what, result: Ok(app::Clipboard::Terminal { why: None }) };
                self.answers.borrow_mut().push_back(Input::Event(event));
            }
            _ => {}
        }
    }

    fn suspend(&mut self) -> io::Result<()> {
        self.suspended += 1;
        Ok(())
    }

    fn resume(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A backend that the script can look at while the loop draws on it.
#[derive(Clone)]
struct SharedBackend(Rc<RefCell<TestBackend>>);

/// The same, counting frames, and taking its time for them.
struct CountingBackend {
    screen: SharedBackend,
    frames: Rc<Cell<usize>>,
    now: Rc<Cell<DateTime<Utc>>>,
    cost: TimeDelta,
}

impl Backend for CountingBackend {
    type Error = Infallible;

    fn draw<'a, I>(&mut self, content: I) -> Result<(), Infallible>
    where
        I: Iterator<Item = (u16, u16, &'a ScreenCell)>,
    {
        self.frames.set(self.frames.get() + 1);
        self.now.set(self.now.get() + self.cost);
        self.screen.0.borrow_mut().draw(content)
    }

    fn hide_cursor(&mut self) -> Result<(), Infallible> {
        self.screen.0.borrow_mut().hide_cursor()
    }

    fn show_cursor(&mut self) -> Result<(), Infallible> {
        self.screen.0.borrow_mut().show_cursor()
    }

    fn get_cursor_position(&mut self) -> Result<Position, Infallible> {
        panic!("the terminal is never asked where its cursor is")
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> Result<(), Infallible> {
        self.screen.0.borrow_mut().set_cursor_position(position)
    }

    fn clear(&mut self) -> Result<(), Infallible> {
        self.screen.0.borrow_mut().clear()
    }

    fn clear_region(&mut self, region: ClearType) -> Result<(), Infallible> {
        self.screen.0.borrow_mut().clear_region(region)
    }

    fn size(&self) -> Result<Size, Infallible> {
        self.screen.0.borrow().size()
    }

    fn window_size(&mut self) -> Result<WindowSize, Infallible> {
        self.screen.0.borrow_mut().window_size()
    }

    fn flush(&mut self) -> Result<(), Infallible> {
        self.screen.0.borrow_mut().flush()
    }
}
