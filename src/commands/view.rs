//! `tokenscope`: open the inspector.

use std::{
    env,
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use clap::Args;
use zeroize::Zeroizing;

use super::{
    CommandError, ExitStatus, GlobalArgs, client_args, configuration, global_args::theme_name,
    input_source::InputSource, server_connection::ServerConnection, theme_and_keys,
    token_input::TokenInput, verification_keys,
};
use crate::{
    app::{
        self, App, Document, Effect, Event, InspectorSettings, consent::Consents, saving::Saving,
        server_answer::ServerAnswer,
    },
    config,
    input::{InputOrigin, Loaded},
    jose::Keys,
    oauth::{Operation, OperationAnswer},
    problem::Problem,
    runtime::{
        self, SessionOptions,
        clock::{Clock as _, SystemClock},
    },
    storage::{read, rescue},
    token::Zone,
    ui::Theme,
};

/// What the inspector opens, and how.
#[derive(Args, Debug, Default)]
pub struct InspectorArgs {
    /// A path, `-` for standard input, or the text itself: a JWT, a JSON object, a URL, a header
    /// line. Other users of the machine can see arguments: prefer a file or a pipe for live tokens
    #[arg(value_name = "INPUT")]
    pub input: Option<String>,
    /// Leave the mouse to the terminal
    #[arg(long)]
    pub no_mouse: bool,
    /// Print a theme as the configuration file would say it: this one, or the one in use
    #[arg(long, value_name = "THEME", value_parser = theme_name)]
    pub print_theme: Option<Option<String>>,
    /// Print all keys as the configuration file would say them
    #[arg(long)]
    pub print_keys: bool,
}

/// Opens the inspector.
///
/// # Errors
/// The input cannot be read, or there is no terminal.
pub fn run(options: &InspectorArgs, shared: &GlobalArgs) -> Result<ExitStatus, CommandError> {
    if options.print_theme.is_some() || options.print_keys {
        return print_choices(options, shared);
    }
    let source = InputSource::of(options.input.as_deref())?;
    let keys = verification_keys::load(shared)?;
    let connection =
        ServerConnection::chosen(client_args::choose(config::Settings::default(), shared)?);
    inspect(!options.no_mouse, keys, shared, &connection, |app| open(app, source))
}

/// Prints the theme and the keys, ready for the configuration file.
fn print_choices(options: &InspectorArgs, shared: &GlobalArgs) -> Result<ExitStatus, CommandError> {
    let config = configuration::with_warning(shared)?;
    let mut tables = Vec::new();
    if let Some(name) = &options.print_theme {
        let named = name.as_deref().and_then(|name| Theme::named(name).ok());
        tables.push(named.unwrap_or_else(|| theme_and_keys::theme(&config, shared)).to_toml());
    }
    if options.print_keys {
        tables.push(theme_and_keys::keymap(&config).to_toml());
    }
    let mut out = io::stdout().lock();
    let printed = out.write_all(tables.join("\n").as_bytes()).and_then(|()| out.flush());
    printed.map_err(CommandError::output)?;
    Ok(ExitStatus::Done)
}

/// What the inspector opens on after a command has asked a server.
pub struct OpenedAnswer<'a> {
    pub answer: &'a OperationAnswer,
    /// What was asked.
    pub operation: &'a Operation,
    /// Where the token came from that was sent.
    pub input: Option<&'a TokenInput>,
    /// The server that gave the answer.
    pub connection: &'a ServerConnection,
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
pub fn answered(
    answered: &OpenedAnswer<'_>,
    shared: &GlobalArgs,
) -> Result<ExitStatus, CommandError> {
    inspect(true, answered.keys.clone(), shared, answered.connection, |app| {
        if let Some(input) = answered.input {
            let inspection = input.inspection.clone();
            app.display_at_start(Document::from_inspection(
                input.origin.clone(),
                inspection,
                app.now,
            ));
        }
        let answer = ServerAnswer::new(answered.answer, answered.kept.clone());
        let effects = app.receive(&answer, answered.operation.refresh_token(), answered.saved);
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
    connection: &ServerConnection,
    keys: Keys,
    shared: &GlobalArgs,
) -> Result<ExitStatus, CommandError> {
    let source = path.map(|path| InputSource::File(path.to_owned()));
    inspect(true, keys, shared, connection, |app| open(app, source))
}

fn inspect(
    mouse: bool,
    keys: Keys,
    shared: &GlobalArgs,
    connection: &ServerConnection,
    start: impl FnOnce(&mut App) -> Result<Vec<Effect>, CommandError>,
) -> Result<ExitStatus, CommandError> {
    // Whoever reads the profiles has given the warning.
    let config = configuration::without_warning(shared)?;
    let (keymap, theme) =
        (theme_and_keys::keymap(&config), theme_and_keys::theme_in_use(&config, shared));
    theme_and_keys::terminal_can_draw()?;
    let clock = SystemClock::new(shared.at);
    let settings = InspectorSettings {
        zone: Zone::System,
        keys,
        received_at: shared.received_at,
        at: shared.at.is_some(),
        home: env::home_dir(),
        reveal: shared.reveal,
    };
    let mut app = App::new(settings, clock.now());
    app.jitter = jitter();
    introduce(connection, &mut app);
    let first = start(&mut app)?;
    if let Some(folder) = connection.rescue.as_deref()
        && rescue::kept_in(folder).any(|path| !app.keeps(&path))
    {
        app.remind_of(folder);
    }
    let options = SessionOptions { keymap, theme, mouse, rescue: connection.rescue.clone() };
    let source = connection.source.clone();
    runtime::run(&mut app, &options, &clock, source, first).map_err(no_terminal)?;
    Ok(ExitStatus::Done)
}

/// Makes the server known to the inspector.
fn introduce(connection: &ServerConnection, app: &mut App) {
    app.requests.server.clone_from(&connection.name);
    app.requests.consents = Consents::new(!connection.confirm);
    app.requests.keys.clone_from(&connection.keys);
    app.saving = Saving::to(connection.output.clone());
    for exchange in &connection.transcript {
        app.requests.transcript.push(exchange.clone());
    }
}

/// Starts on an input: a file is on the first frame, standard input comes when it is complete.
fn open(app: &mut App, source: Option<InputSource>) -> Result<Vec<Effect>, CommandError> {
    let loaded = |app: &mut App, origin: InputOrigin, loaded| {
        let id = app.request_at_start(origin.clone());
        app::update(app, Event::Loaded { id, origin, result: Ok(loaded) })
    };
    Ok(match source {
        None => Vec::new(),
        Some(InputSource::Stdin) => {
            vec![Effect::ReadStdin { id: app.request_at_start(InputOrigin::Stdin) }]
        }
        Some(InputSource::Argument(text)) => {
            let bytes = Zeroizing::new(text.as_str().as_bytes().to_vec());
            loaded(app, InputOrigin::Argument, Loaded::bytes(bytes))
        }
        Some(InputSource::File(path)) if read::is_file_or_folder(&path) => {
            let bytes =
                read::file(&path).map_err(|problem: Problem| CommandError::problem(&problem))?;
            loaded(app, InputOrigin::File(path), bytes)
        }
        Some(InputSource::File(path)) => {
            vec![Effect::Load { id: app.request_at_start(InputOrigin::File(path.clone())), path }]
        }
    })
}

/// A number that other sessions do not have.
fn jitter() -> u8 {
    // Without random numbers all ask at the same moment, and one after the other.
    getrandom::u32().map_or(0, |number| number.to_le_bytes()[0])
}

fn no_terminal(error: io::Error) -> CommandError {
    CommandError::usage("the inspector needs a terminal")
        .because(error)
        .hint("tokenscope inspect prints a report without one")
}
