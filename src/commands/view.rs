//! `tokenscope`: open the inspector.

use std::{
    env,
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use clap::Args;

use super::{
    CommandError, ExitStatus, GlobalArgs, client_args, configuration, global_args,
    input_args::{self, PickArgs},
    input_source::InputSource,
    server_connection::ServerConnection,
    theme_and_keys,
    token_input::TokenInput,
    verification_keys,
};
use crate::{
    app::{
        self, App, Document, Effect, Event, InspectorSettings, consent::Consents,
        item_list::reading::ReadInput, saving::Saving, server_answer::ServerAnswer,
    },
    config,
    input::InputOrigin,
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
    /// Paths, `-` for standard input, or the text itself: a JWT, a JSON object, a URL, a header
    /// line; a folder stands for the files in it. What holds several credentials opens on a list.
    /// Other users of the machine can see arguments: prefer a file or a pipe for live tokens
    #[arg(value_name = "INPUT")]
    pub inputs: Vec<String>,
    #[command(flatten)]
    pub pick: PickArgs,
    /// Leave the mouse to the terminal
    #[arg(long)]
    pub no_mouse: bool,
    /// Print a theme as the configuration file would say it: this one, or the one in use
    #[arg(long, value_name = "THEME", value_parser = global_args::theme(), hide_possible_values = true)]
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
    let sources = input_args::sources(&options.inputs)?;
    let keys = verification_keys::load(shared)?;
    let connection =
        ServerConnection::chosen(client_args::choose(config::Settings::default(), shared)?);
    inspect(!options.no_mouse, keys, shared, &connection, |app| open(app, sources, &options.pick))
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
    let sources = path.map(|path| InputSource::File(path.to_owned())).into_iter().collect();
    inspect(true, keys, shared, connection, |app| open(app, sources, &PickArgs::default()))
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

/// So many bytes of files are read before the first frame.
const READ_AT_ONCE: u64 = 4 << 20;

/// Starts on inputs: what files hold is on the first frame unless there is much of it, standard input
/// and pipes come when they are complete. An item that is picked stands before the list.
fn open(
    app: &mut App,
    sources: Vec<InputSource>,
    pick: &PickArgs,
) -> Result<Vec<Effect>, CommandError> {
    let is_only = sources.len() == 1;
    let picks = pick.pick.is_some();
    let lengths = sources.iter().map(|source| match source {
        InputSource::File(path) => read::regular_length(path),
        InputSource::Argument(_) => Some(0),
        InputSource::Stdin => None,
    });
    // Whoever picks has to be told at once that there is no such item.
    let at_once = picks
        || lengths.sum::<Option<u64>>().is_some_and(|length| is_only || length <= READ_AT_ONCE);
    let mut inputs = Vec::new();
    for source in sources {
        let origin = source.origin();
        if !at_once && !matches!(source, InputSource::Argument(_)) {
            inputs.push(ReadInput::Unread(origin));
            continue;
        }
        let loaded = source.load();
        if is_only && let Err(problem) = &loaded {
            return Err(CommandError::problem(problem));
        }
        inputs.push(ReadInput::Read(origin, loaded));
    }
    if let [ReadInput::Unread(origin)] = inputs.as_slice() {
        let id = app.request_at_start(origin);
        return Ok(vec![match origin {
            InputOrigin::File(path) => Effect::Load { id, path: path.clone() },
            _ => Effect::ReadStdin { id },
        }]);
    }
    if inputs.is_empty() {
        return Ok(Vec::new());
    }
    let effects = app.open_at_start(inputs);
    match &pick.pick {
        Some(wanted) => open_picked(app, effects, wanted),
        None => Ok(effects),
    }
}

/// Opens the item that is picked, the list behind it.
fn open_picked(
    app: &mut App,
    effects: Vec<Effect>,
    wanted: &str,
) -> Result<Vec<Effect>, CommandError> {
    let mut rest = Vec::new();
    for effect in effects {
        match effect {
            Effect::Inspect { id, job } => {
                let opened = job.run(|_| Err(Problem::new("it was not read")));
                rest.extend(app::update(app, Event::Inspected { id, opened }));
            }
            other => rest.push(other),
        }
    }
    match app.open_called(wanted) {
        Ok(effects) => rest.extend(effects),
        Err(collection) => return Err(input_args::no_such_item(wanted, &collection, false)),
    }
    Ok(rest)
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
