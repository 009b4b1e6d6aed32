//! The terminal session: event loop, input thread, clock, terminal guard, clipboard, signals.

pub mod clock;
pub mod input;
mod rescue;
pub mod session;
pub mod signals;
pub mod terminal;

use std::{
    fmt,
    io::{self, Write as _},
    mem::ManuallyDrop,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    path::PathBuf,
    sync::mpsc::{self, Sender},
};

use ratatui::{
    Terminal,
    backend::{Backend, CrosstermBackend},
};

use crate::{
    app::{App, Effect, Event},
    keymap::Keymap,
    ui::Theme,
    workers::{Outbox, Workers, server::ClientSource},
};

pub use clock::Clock;
pub use input::Input;
pub use session::{Ended, Host, TerminalSession};

use terminal::Screen;

/// Writes a line to standard error. A failure is ignored: the terminal may be gone, and what is under
/// way must go on.
pub fn say(line: impl fmt::Display) {
    let _ = writeln!(io::stderr(), "{line}");
}

/// What the person chose for a session: keys, colours, the mouse, and where responses are rescued.
#[derive(Clone, Debug)]
pub struct SessionOptions {
    pub keymap: Keymap,
    pub theme: Theme,
    pub mouse: bool,
    /// The folder for responses that would be lost if the session is ended by a signal, a panic or
    /// the loss of its terminal; none if nothing is to be kept.
    pub rescue: Option<PathBuf>,
}

/// Runs the inspector on the terminal until somebody ends it. Requests go to `source`; `first` is
/// done once the first frame is on screen.
///
/// # Errors
/// There is no terminal, or it went away.
pub fn run(
    app: &mut App,
    options: &SessionOptions,
    clock: &dyn Clock,
    source: ClientSource,
    first: Vec<Effect>,
) -> io::Result<Ended> {
    let (sender, mut inbox) = mpsc::channel();
    let (mut terminal, mut host) = match open(options, source, sender) {
        Ok(opened) => opened,
        Err(error) => {
            rescue::keep(app, options.rescue.as_deref());
            return Err(error);
        }
    };
    let mut session = TerminalSession {
        app,
        keymap: &options.keymap,
        theme: &options.theme,
        clock,
        inbox: &mut inbox,
        host: &mut host,
    };
    let ended = catch_unwind(AssertUnwindSafe(|| session.run(&mut *terminal, first)));
    // The terminal is restored before anything is reported on it.
    host.screen.leave();
    signals::ended();
    if matches!(ended, Ok(Ok(Ended::Quit))) {
        rescue::remove(app);
    } else {
        rescue::settle(app, clock, &mut inbox, &mut host.workers);
        rescue::keep(app, options.rescue.as_deref());
    }
    drop(host);
    if let Ok(Ok(Ended::Signal(signal))) = ended {
        signals::die_by_signal(signal);
    }
    ended.unwrap_or_else(|panic| resume_unwind(panic))
}

/// Takes the terminal, and starts everything that a session listens to.
fn open(
    options: &SessionOptions,
    source: ClientSource,
    sender: Sender<Input>,
) -> io::Result<(ManuallyDrop<Terminal<impl Backend<Error = io::Error>>>, TerminalHost)> {
    let screen = Screen::enter(options.mouse)?;
    // The guard restores the terminal. When `Terminal` is dropped it writes an error to standard
    // error, which panics if the terminal is gone.
    let terminal = ManuallyDrop::new(Terminal::new(CrosstermBackend::new(screen.output()?))?);
    signals::listen(&sender)?;
    input::listen(&sender);
    let outbox = Outbox::new(move |event| drop(sender.send(Input::Event(event))));
    let workers =
        Workers::new(outbox.clone(), source, clock::present).keeping_in(options.rescue.clone());
    Ok((terminal, TerminalHost { screen, workers, outbox }))
}

/// The host of a session on a real terminal.
struct TerminalHost {
    screen: Screen,
    workers: Workers,
    outbox: Outbox,
}

impl Host for TerminalHost {
    fn perform(&mut self, effect: Effect) {
        if let Effect::Copy { what, text } = &effect
            && let Err(error) = self.screen.copy(text)
        {
            let problem = crate::problem::Problem::new(format!("not copied: {error}"));
            self.outbox.send(Event::Copied { what: what.clone(), result: Err(problem) });
            return;
        }
        self.workers.perform(effect);
    }

    fn suspend(&mut self) -> io::Result<()> {
        self.screen.leave();
        signals::stop();
        self.screen.resume()
    }

    fn resume(&mut self) -> io::Result<()> {
        self.screen.resume()
    }
}
