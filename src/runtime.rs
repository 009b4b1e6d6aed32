//! The terminal session: event loop, input thread, clock, terminal guard, clipboard, signals.

pub mod clock;
pub mod hardening;
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

/// Writes a line to standard error, where somebody may still read it: a terminal that went away or a
/// full disk is no reason to stop in the middle of something.
pub fn say(line: impl fmt::Display) {
    let _ = writeln!(io::stderr(), "{line}");
}

/// How a session looks and listens.
#[derive(Clone, Debug)]
pub struct SessionOptions {
    /// What keys mean.
    pub keymap: Keymap,
    /// How things look.
    pub theme: Theme,
    /// Whether the mouse is listened to.
    pub mouse: bool,
    /// The folder for responses that would be lost where the session ends without the person's
    /// word; none where nothing is worth keeping.
    pub rescue: Option<PathBuf>,
}

/// Runs the inspector on the terminal until somebody ends it. Requests go to `party`; `first` is
/// done once the first frame is on screen.
///
/// # Errors
/// There is no terminal, or it went away.
pub fn run(
    app: &mut App,
    manners: &SessionOptions,
    clock: &dyn Clock,
    party: ClientSource,
    first: Vec<Effect>,
) -> io::Result<Ended> {
    let (sender, mut inbox) = mpsc::channel();
    let (mut terminal, mut outside) = match open(manners, party, sender) {
        Ok(opened) => opened,
        Err(error) => {
            rescue::keep(app, manners.rescue.as_deref());
            return Err(error);
        }
    };
    let mut session = TerminalSession {
        app,
        keymap: &manners.keymap,
        theme: &manners.theme,
        clock,
        inbox: &mut inbox,
        outside: &mut outside,
    };
    let ended = catch_unwind(AssertUnwindSafe(|| session.run(&mut *terminal, first)));
    // The screen is given back before anybody hears of how it ended.
    outside.screen.leave();
    signals::ended();
    if matches!(ended, Ok(Ok(Ended::Quit))) {
        rescue::take_away(app);
    } else {
        rescue::settle(app, clock, &mut inbox, &mut outside.workers);
        rescue::keep(app, manners.rescue.as_deref());
    }
    drop(outside);
    if let Ok(Ok(Ended::Signal(signal))) = ended {
        signals::die_of(signal);
    }
    ended.unwrap_or_else(|panic| resume_unwind(panic))
}

/// Takes the terminal, and starts everything that a session listens to.
fn open(
    manners: &SessionOptions,
    party: ClientSource,
    sender: Sender<Input>,
) -> io::Result<(ManuallyDrop<Terminal<impl Backend<Error = io::Error>>>, TerminalHost)> {
    let screen = Screen::enter(manners.mouse)?;
    // The screen is given back by its guard. This would complain of a terminal that is gone, to that
    // same terminal, and that is a panic.
    let terminal = ManuallyDrop::new(Terminal::new(CrosstermBackend::new(screen.output()?))?);
    signals::listen(&sender)?;
    input::listen(&sender);
    let outbox = Outbox::new(move |event| drop(sender.send(Input::Event(event))));
    let workers =
        Workers::new(outbox.clone(), party, clock::present).keeping_in(manners.rescue.clone());
    Ok((terminal, TerminalHost { screen, workers, outbox }))
}

/// The outside of a session on a real terminal.
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
