//! `tokenscope`: open the inspector.

use std::{
    env, io,
    path::{Path, PathBuf},
};

use clap::Args;
use zeroize::Zeroizing;

use super::{
    Failure, Shared, Status, appearance, getting, keys, partner::Partner, presented::Presented,
    source::Source,
};
use crate::{
    app::{self, App, Effect, Event, Loaded, Origin, Settings, Shown},
    config,
    effects::exchange::answered as taken,
    jose::Keys,
    oauth::session::Answer,
    problem::Problem,
    runtime::{
        self, Manners,
        clock::{Clock as _, SystemClock},
    },
    secret::Secret,
    storage::{read, rescue},
    token::Zone,
};

/// What the inspector opens, and how.
#[derive(Args, Debug, Default)]
pub struct View {
    /// A path, `-` for standard input, or the text itself: a JWT, a JSON object, a URL, a header
    /// line. Other users of the machine can see arguments: prefer a file or a pipe for live tokens
    #[arg(value_name = "INPUT")]
    pub input: Option<String>,
    /// Leave the mouse to the terminal
    #[arg(long)]
    pub no_mouse: bool,
}

/// Opens the inspector.
///
/// # Errors
/// The input cannot be read, or there is no terminal.
pub fn run(options: &View, shared: &Shared) -> Result<Status, Failure> {
    let source = Source::of(options.input.as_deref())?;
    let keys = keys::load(shared)?;
    let partner = Partner::chosen(getting::choose(config::Settings::default(), shared)?);
    inspect(!options.no_mouse, keys, shared, &partner, |app| open(app, source))
}

/// What the inspector opens on after a command has asked a server.
pub struct Answered<'a> {
    /// The answer.
    pub answer: &'a Answer,
    /// Who gave it.
    pub partner: &'a Partner,
    /// What was presented to it, and the refresh token that was spent.
    pub presented: Option<(&'a Presented, Option<&'a Secret>)>,
    /// Where the answer was saved.
    pub saved: Option<&'a Path>,
    /// The file that it is kept in until it is saved.
    pub kept: Option<PathBuf>,
    /// The keys to verify signatures with.
    pub keys: &'a Keys,
}

/// Opens the inspector on the answer of a server.
///
/// # Errors
/// There is no terminal.
pub fn answered(answered: &Answered<'_>, shared: &Shared) -> Result<Status, Failure> {
    inspect(true, answered.keys.clone(), shared, answered.partner, |app| {
        let mut spent = None;
        if let Some((presented, token)) = &answered.presented {
            let inspection = presented.inspection.clone();
            app.display_at_start(Shown::from_inspection(
                presented.origin.clone(),
                inspection,
                app.now,
            ));
            spent = *token;
        }
        let Some(exchange) = answered.partner.last().cloned() else { return Ok(Vec::new()) };
        let mut answer = taken(&answered.answer.reply, answered.answer.asked.clone(), exchange);
        answer.kept.clone_from(&answered.kept);
        let effects = app.receive(&answer, spent, answered.saved);
        app.warn_of_refusal();
        Ok(effects)
    })
}

/// Opens the inspector on a file that a command has looked at.
///
/// # Errors
/// There is no terminal, or the file cannot be read.
pub fn file(
    path: Option<&Path>,
    partner: &Partner,
    keys: Keys,
    shared: &Shared,
) -> Result<Status, Failure> {
    let source = path.map(|path| Source::File(path.to_owned()));
    inspect(true, keys, shared, partner, |app| open(app, source))
}

fn inspect(
    mouse: bool,
    keys: Keys,
    shared: &Shared,
    partner: &Partner,
    start: impl FnOnce(&mut App) -> Result<Vec<Effect>, Failure>,
) -> Result<Status, Failure> {
    let (keymap, theme) = appearance::choose(shared)?;
    let clock = SystemClock::new(shared.at);
    let settings = Settings {
        zone: Zone::System,
        keys,
        received_at: shared.received_at,
        at: shared.at.is_some(),
        home: env::home_dir(),
        reveal: shared.reveal,
    };
    let mut app = App::new(settings, clock.now());
    app.jitter = jitter();
    partner.introduce(&mut app);
    let first = start(&mut app)?;
    if let Some(folder) = partner.rescue.as_deref()
        && rescue::kept_in(folder).any(|path| !app.keeps(&path))
    {
        app.remind_of(folder);
    }
    let manners = Manners { keymap, theme, mouse, rescue: partner.rescue.clone() };
    let party = partner.party.clone();
    runtime::run(&mut app, &manners, &clock, party, first).map_err(no_terminal)?;
    Ok(Status::Done)
}

/// Starts on an input: a file is on the first frame, standard input comes when it is complete.
fn open(app: &mut App, source: Option<Source>) -> Result<Vec<Effect>, Failure> {
    let loaded = |app: &mut App, origin: Origin, loaded| {
        let id = app.request_at_start(origin.clone());
        app::update(app, Event::Loaded { id, origin, result: Ok(loaded) })
    };
    Ok(match source {
        None => Vec::new(),
        Some(Source::Stdin) => vec![Effect::ReadStdin { id: app.request_at_start(Origin::Stdin) }],
        Some(Source::Argument(text)) => {
            let bytes = Zeroizing::new(text.as_str().as_bytes().to_vec());
            loaded(app, Origin::Argument, Loaded::bytes(bytes))
        }
        Some(Source::File(path)) if is_regular(&path) => {
            let bytes = read::file(&path).map_err(|problem: Problem| Failure::problem(&problem))?;
            loaded(app, Origin::File(path), bytes)
        }
        Some(Source::File(path)) => {
            vec![Effect::Load { id: app.request_at_start(Origin::File(path.clone())), path }]
        }
    })
}

/// Whether reading a path takes no time: a pipe may keep one waiting.
fn is_regular(path: &Path) -> bool {
    std::fs::metadata(path).is_ok_and(|metadata| metadata.is_file() || metadata.is_dir())
}

/// A number that other sessions do not have.
fn jitter() -> u8 {
    // Without random numbers all ask at the same moment, and one after the other.
    getrandom::u32().map_or(0, |number| number.to_le_bytes()[0])
}

fn no_terminal(error: io::Error) -> Failure {
    Failure::usage("the inspector needs a terminal")
        .because(error)
        .hint("tokenscope inspect prints a report without one")
}
