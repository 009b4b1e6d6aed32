//! The event loop: it handles all input that has arrived, draws one frame, and sleeps.

use std::{
    io,
    sync::mpsc::{Receiver, RecvTimeoutError},
    time::Duration,
};

use ratatui::{
    Terminal,
    backend::Backend,
    layout::{Position, Rect},
};

use crate::{
    app::{self, App, Effect, Event},
    inspection::Contents,
    keymap::{self, Keymap},
    platform::signals::INTERRUPT,
    report::{self, ReportFormat},
    secret::Secret,
    ui::{self, Drawn, Hit, Scene, Theme, plain_text},
};

use super::{Clock, Input};

/// Lines that one step of the wheel moves.
const WHEEL: isize = 3;
/// The most inputs that are handled before a frame is drawn.
const BATCH: usize = 1_000;

/// How a session ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// The person asked for it.
    Quit,
    /// A signal asked for it.
    Signal(i32),
    /// The terminal went away.
    Lost,
}

/// Where input comes from.
pub trait Inbox {
    /// The next input, or none after `timeout`; without a timeout it waits for as long as it
    /// takes.
    fn wait(&mut self, timeout: Option<Duration>) -> Option<Input>;
    /// The next input that is there already.
    fn take(&mut self) -> Option<Input>;
}

impl Inbox for Receiver<Input> {
    fn wait(&mut self, timeout: Option<Duration>) -> Option<Input> {
        match timeout {
            None => Some(self.recv().unwrap_or(Input::Lost)),
            Some(timeout) => match self.recv_timeout(timeout) {
                Ok(input) => Some(input),
                Err(RecvTimeoutError::Timeout) => None,
                Err(RecvTimeoutError::Disconnected) => Some(Input::Lost),
            },
        }
    }

    fn take(&mut self) -> Option<Input> {
        self.try_recv().ok()
    }
}

/// Performs what a session cannot do itself.
pub trait Host {
    /// Starts something; the answer arrives as input.
    fn perform(&mut self, effect: Effect);
    /// Gives the terminal back, stops the process, and takes the terminal again when somebody
    /// continues it.
    ///
    /// # Errors
    /// The terminal cannot be had again.
    fn suspend(&mut self) -> io::Result<()>;
    /// Takes the terminal again after somebody else stopped the process.
    ///
    /// # Errors
    /// The terminal cannot be had again.
    fn resume(&mut self) -> io::Result<()>;
}

/// One session of the inspector: the application, and everything that the event loop needs.
pub struct TerminalSession<'a> {
    pub app: &'a mut App,
    pub keymap: &'a Keymap,
    pub theme: &'a Theme,
    pub clock: &'a dyn Clock,
    pub inbox: &'a mut dyn Inbox,
    pub host: &'a mut dyn Host,
}

impl std::fmt::Debug for TerminalSession<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TerminalSession").field("app", &self.app).finish_non_exhaustive()
    }
}

impl TerminalSession<'_> {
    /// Runs until the session ends. `first` is performed after the first frame is drawn.
    ///
    /// # Errors
    /// The terminal cannot be written to.
    pub fn run<B: Backend>(
        &mut self,
        terminal: &mut Terminal<B>,
        first: Vec<Effect>,
    ) -> io::Result<Ended>
    where
        B::Error: Send + Sync + 'static,
    {
        let mut drawn = self.draw(terminal)?;
        let mut effects = first;
        loop {
            let mut redraws = false;
            for effect in effects.drain(..) {
                if let Some(ended) = end_of(&effect) {
                    return Ok(ended);
                }
                match effect {
                    Effect::Redraw => redraws = true,
                    Effect::Suspend => {
                        self.host.suspend()?;
                        redraws = true;
                    }
                    Effect::CopyReport { format, mask_personal } => {
                        if let Some(copy) = self.copy_report(format, mask_personal) {
                            self.host.perform(copy);
                        }
                    }
                    Effect::CopyShown => {
                        let columns = terminal.size().map_err(io::Error::other)?.width;
                        let copy = self.copy_shown(columns);
                        self.host.perform(copy);
                    }
                    other => self.host.perform(other),
                }
            }
            if redraws {
                clear(terminal)?;
                drawn = self.draw(terminal)?;
            }
            let now = self.clock.now();
            let wake = self.app.next_wake(now);
            let timeout = wake.map(|wake| (wake - now).to_std().unwrap_or_default());
            let mut next = self.next_input(timeout);
            let now = self.clock.now();
            effects.extend(app::update(self.app, Event::Tick(now)));
            for _ in 0..BATCH {
                let Some(input) = next else { break };
                match input {
                    Input::End(signal) => return Ok(self.end(effects, Ended::Signal(signal))),
                    Input::Lost => return Ok(self.end(effects, Ended::Lost)),
                    Input::Continue => {
                        self.host.resume()?;
                        clear(terminal)?;
                    }
                    input => effects.extend(dispatch(self.app, self.keymap, &drawn, input)),
                }
                next = self.inbox.take();
            }
            if let Some(ended) = effects.iter().find_map(end_of) {
                return Ok(self.end(effects, ended));
            }
            drawn = self.draw(terminal)?;
        }
    }

    /// The next input, or none after `timeout`. While there is none yet, spare work is done.
    fn next_input(&mut self, timeout: Option<Duration>) -> Option<Input> {
        while self.app.has_spare_work() {
            if let Some(input) = self.inbox.take() {
                return Some(input);
            }
            self.app.do_spare_work();
        }
        self.inbox.wait(timeout)
    }

    /// Performs the effects that are left on files, and drops the others.
    fn end(&mut self, effects: Vec<Effect>, ended: Ended) -> Ended {
        let files =
            |effect: &Effect| matches!(effect, Effect::Save { .. } | Effect::RemoveKept { .. });
        for effect in effects.into_iter().filter(files) {
            self.host.perform(effect);
        }
        ended
    }

    fn draw<B: Backend>(&mut self, terminal: &mut Terminal<B>) -> io::Result<Drawn>
    where
        B::Error: Send + Sync + 'static,
    {
        draw(terminal, self.app, self.keymap, self.theme)
    }

    /// The whole report, secrets masked.
    fn copy_report(&self, format: ReportFormat, mask_personal: bool) -> Option<Effect> {
        let item = match self.app.document() {
            Some(document) => document.as_item(),
            None => self.app.reported_item()?,
        };
        let options = report::ReportOptions {
            now: self.app.now,
            reveal: false,
            colour: false,
            columns: None,
            ascii: self.theme.ascii,
            mask_personal,
            all: false,
            zone: self.app.settings.zone,
        };
        let mut text = Vec::new();
        let contents = Contents::One(Box::new(item));
        report::write_contents(&mut text, &contents, &options, format).ok()?;
        let form = match format {
            ReportFormat::Text => "text",
            ReportFormat::Markdown => "Markdown",
            ReportFormat::CompactJson | ReportFormat::PrettyJson => "JSON",
        };
        let masked = if mask_personal { "secrets and personal data" } else { "secrets" };
        Some(Effect::Copy {
            what: format!("the report as {form}, {masked} masked"),
            text: Secret::new(String::from_utf8_lossy(&text)),
        })
    }

    /// What the box on top shows, else the panel with the cursor, secrets masked.
    fn copy_shown(&mut self, columns: u16) -> Effect {
        let revealed = self.app.revealed.take();
        let reveal = std::mem::take(&mut self.app.settings.reveal);
        let scene =
            Scene { app: self.app, keymap: self.keymap, theme: self.theme, now: self.app.now };
        let (what, text) = plain_text::shown(&scene, columns);
        self.app.settings.reveal = reveal;
        self.app.revealed = revealed;
        Effect::Copy { what, text: Secret::new(text) }
    }
}

/// Draws one frame, and tells the application the sizes of its panels.
///
/// # Errors
/// The terminal cannot be written to.
pub fn draw<B: Backend>(
    terminal: &mut Terminal<B>,
    app: &mut App,
    keymap: &Keymap,
    theme: &Theme,
) -> io::Result<Drawn>
where
    B::Error: Send + Sync + 'static,
{
    let scene = Scene { app, keymap, theme, now: app.now };
    let mut drawn = Drawn::default();
    terminal.draw(|frame| drawn = ui::draw(frame, &scene)).map_err(io::Error::other)?;
    app::update(app, Event::Drawn(drawn.extents));
    Ok(drawn)
}

/// Translates one input to an event by the keymap and the last frame, and hands that to the
/// application.
pub fn dispatch(app: &mut App, keymap: &Keymap, drawn: &Drawn, input: Input) -> Vec<Effect> {
    let mode = app.mode();
    let event = match input {
        Input::Key(key) => match keymap.action(mode, key) {
            Some(action) => Event::Act(action),
            None => match keymap::edit(key).filter(|_| mode.enters_text()) {
                Some(edit) => Event::Type(edit),
                None => return Vec::new(),
            },
        },
        Input::Paste(text) => Event::Pasted(text),
        Input::Click(column, row) => match drawn.hit(column, row) {
            Hit::Button(action) => Event::Act(action),
            Hit::View(view) => Event::ShowView(view),
            Hit::Panel(panel, row) => Event::Clicked { panel, row },
            Hit::Nothing => return Vec::new(),
        },
        Input::Wheel(column, row, steps) => {
            let panel = match drawn.hit(column, row) {
                Hit::Panel(panel, _) => Some(panel),
                _ => None,
            };
            Event::Wheel { panel, lines: steps * WHEEL }
        }
        Input::Event(event) => event,
        Input::Stop => return vec![Effect::Suspend],
        Input::Resize | Input::End(_) | Input::Continue | Input::Lost => return Vec::new(),
    };
    app::update(app, event)
}

/// How an effect ends the session, if it does.
fn end_of(effect: &Effect) -> Option<Ended> {
    match effect {
        Effect::Quit => Some(Ended::Quit),
        Effect::Interrupt => Some(Ended::Signal(INTERRUPT)),
        _ => None,
    }
}

/// Has the next frame drawn whole. Unlike [`Terminal::clear`] this asks the terminal nothing.
fn clear<B: Backend>(terminal: &mut Terminal<B>) -> io::Result<()>
where
    B::Error: Send + Sync + 'static,
{
    let size = terminal.size().map_err(io::Error::other)?;
    terminal.resize(Rect::from((Position::ORIGIN, size))).map_err(io::Error::other)
}
