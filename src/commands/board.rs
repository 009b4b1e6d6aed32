//! `tokenscope board`: every token that the tools of this machine keep, with a countdown each.

mod watch;

use std::io::{self, IsTerminal as _, Write as _};

use chrono::{DateTime, Utc};
use clap::Args;

use super::{
    CommandError, ExitStatus, GlobalArgs, check_args::CheckArgs, global_args::OfferedValues,
    terminal_size::terminal_columns, theme_and_keys::colours, verification_keys,
};
use crate::{
    board::{Board, BoardContext},
    catalog::tools::{self, FileReading, Tool},
    check,
    inspection::{CollectionItem, Contents},
    jose::Keys,
    report::{self, ReportFormat, ReportOptions},
    secrecy::quote_user_text,
    storage::tool_files::ToolEnvironment,
    text::{self, columns::wrap},
    token::Zone,
    words,
};

/// Show every token that the tools of this machine have cached, with a countdown each (read only)
///
/// It reads the files where known tools keep their tokens, and their environment variables. It
/// contacts nobody, starts no other program, refreshes nothing, writes nothing, follows no link out
/// of the home, and never shows a secret. --paths says what it would read.
#[derive(Args, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub struct BoardArgs {
    /// Print the report as one JSON object
    #[arg(long)]
    pub json: bool,
    /// Print what would be read, and stop: every path and variable, with the tool that it is of
    #[arg(long)]
    pub paths: bool,
    /// Look at this tool only (gh, aws, gcloud …; --paths names them); repeatable
    #[arg(long, value_name = "TOOL", value_parser = OfferedValues(|| tool_names().collect()), hide_possible_values = true)]
    pub only: Vec<String>,
    /// Keep the table up to date on the terminal until ctrl-c
    #[arg(long, conflicts_with_all = ["json", "paths", "check", "min_ttl", "require_scope", "deny", "require_aud", "require_iss"])]
    pub watch: bool,
    /// Behind the table, print the report of each token, too
    #[arg(long)]
    pub all: bool,
    /// Withhold what is said of persons, as inspect does
    #[arg(long)]
    pub mask_personal: bool,
    /// What every token must meet: prints one line, and no table.
    #[command(flatten)]
    pub check_args: CheckArgs,
}

/// Runs `board`.
///
/// # Errors
/// A tool is not known, secrets are to be shown, there is no home, or the output cannot be written.
pub fn run(options: &BoardArgs, shared: &GlobalArgs) -> Result<ExitStatus, CommandError> {
    if shared.reveal {
        return Err(CommandError::usage("the board never shows a secret, --reveal or not")
            .hint("tokenscope inspect --reveal FILE shows those of one file"));
    }
    let tools = tools_called(&options.only)?;
    let environment = ToolEnvironment::of_process()
        .ok_or_else(|| CommandError::input("there is no home to look in").hint("set HOME"))?;
    let board = Board::new(tools, environment);
    if options.paths {
        return print_paths(&board);
    }
    let keys = verification_keys::load(shared)?;
    if options.watch {
        return watch::run(&board, options, shared, &keys);
    }
    let now = shared.judged_at();
    let contents = Contents::Several(board.read(&context(shared, &keys, now)));
    if options.check_args.any() {
        return verdict(&contents, options, shared, &keys, now);
    }
    let stdout = io::stdout();
    let format = ReportFormat::of_output(options.json, stdout.is_terminal());
    let mut out = io::BufWriter::new(stdout.lock());
    let report_options = report_options(options, shared, now);
    write(&mut out, &contents, &report_options, format).map_err(CommandError::output)?;
    out.flush().map_err(CommandError::output)?;
    Ok(ExitStatus::Done)
}

/// The tools of these names; all where none is named.
fn tools_called(names: &[String]) -> Result<Vec<Tool>, CommandError> {
    if let Some(name) = names.iter().find(|name| !tool_names().any(|it| it == **name)) {
        let failure =
            CommandError::usage(format!("there is no tool called {}", quote_user_text(name)));
        return Err(match text::closest(name, tool_names()) {
            Some(meant) => failure.hint(format!("did you mean {meant}?")),
            None => failure
                .hint(format!("the tools are {}", tool_names().collect::<Vec<_>>().join(", "))),
        });
    }
    let is_wanted = |tool: &Tool| names.is_empty() || names.iter().any(|it| it == tool.name());
    Ok(tools::tools().filter(is_wanted).collect())
}

fn tool_names() -> impl Iterator<Item = &'static str> {
    tools::tools().map(Tool::name)
}

fn context<'a>(shared: &GlobalArgs, keys: &'a Keys, now: DateTime<Utc>) -> BoardContext<'a> {
    let (at, received_at) = (shared.at.is_some(), shared.received_at);
    BoardContext { now, at, received_at, keys, zone: Zone::System }
}

fn report_options(options: &BoardArgs, shared: &GlobalArgs, now: DateTime<Utc>) -> ReportOptions {
    ReportOptions {
        now,
        reveal: false,
        colour: colours(&io::stdout()),
        columns: terminal_columns(),
        ascii: shared.ascii,
        mask_personal: options.mask_personal,
        all: options.all,
        zone: Zone::System,
    }
}

/// Writes the report, and below a table what it rests on.
fn write(
    out: &mut impl io::Write,
    contents: &Contents,
    options: &ReportOptions,
    format: ReportFormat,
) -> io::Result<()> {
    report::write_contents(out, contents, options, format)?;
    if format != ReportFormat::Text {
        return Ok(());
    }
    let note = if items(contents).is_empty() {
        "No tool keeps a token where the board looks; tokenscope board --paths lists the places."
    } else {
        "Each by its own clock: the server may have ended it earlier. Nothing was sent or changed."
    };
    let lines = options.columns.map_or_else(|| vec![note.to_owned()], |it| wrap(note, it));
    writeln!(out, "\n{}", lines.join("\n"))
}

/// Prints every path and variable that would be read, with the tool before it.
fn print_paths(board: &Board) -> Result<ExitStatus, CommandError> {
    let mut lines: Vec<(&str, String)> = Vec::new();
    for place in board.places() {
        let unopened = matches!(place.file.reading(), FileReading::NotRead(_));
        let mut add = |path: &std::path::Path| {
            let note = if unopened { "  (only whether it is there)" } else { "" };
            let line = (place.tool.name(), format!("{}{note}", text::path(path)));
            if !lines.contains(&line) {
                lines.push(line);
            }
        };
        add(&place.pattern.path());
        if !place.pattern.is_fixed() {
            place.find().iter().for_each(|found| add(&found.path));
        }
    }
    lines.extend(board.variables().map(|(tool, name)| (tool.name(), format!("${name}"))));
    let width = lines.iter().map(|(tool, _)| tool.len()).max().unwrap_or(0);
    let mut out = io::BufWriter::new(io::stdout().lock());
    for (tool, place) in lines {
        writeln!(out, "{tool:width$}  {place}").map_err(CommandError::output)?;
    }
    out.flush().map_err(CommandError::output)?;
    Ok(ExitStatus::Done)
}

/// What the board holds.
fn items(contents: &Contents) -> &[CollectionItem] {
    match contents {
        Contents::One(item) => std::slice::from_ref(item),
        Contents::Several(collection) => &collection.items,
    }
}

/// What `--check` says, in one line: the tokens that fail, or how many hold. Beside JSON it goes to
/// standard error.
fn verdict(
    contents: &Contents,
    options: &BoardArgs,
    shared: &GlobalArgs,
    keys: &Keys,
    now: DateTime<Utc>,
) -> Result<ExitStatus, CommandError> {
    let (mut failed, mut count) = (Vec::new(), 0);
    for item in items(contents).iter().flat_map(CollectionItem::all) {
        count += 1;
        let reasons = failures(item, options, keys, now);
        if !reasons.is_empty() {
            let name = item.told_name(options.mask_personal);
            let tool = item.tool.unwrap_or_default();
            failed.push(format!("{tool} {}: {reasons}", text::visible(&name)).trim().to_owned());
        }
    }
    let met = failed.is_empty();
    let line = if met {
        format!("ok    {} checked\n", words::count(count, "token"))
    } else {
        format!("FAIL  {}\n", failed.join(" · "))
    };
    let mut out = io::stdout().lock();
    let printed = if options.json {
        // A closed standard error is no reason to fail.
        let _ = write!(io::stderr(), "{line}");
        let format = ReportFormat::of_output(true, out.is_terminal());
        report::write_contents(&mut out, contents, &report_options(options, shared, now), format)
    } else {
        out.write_all(line.as_bytes())
    };
    printed.and_then(|()| out.flush()).map_err(CommandError::output)?;
    Ok(if met { ExitStatus::Done } else { ExitStatus::No })
}

/// The requirements that an item does not meet, in one line; nothing where it meets all.
fn failures(item: &CollectionItem, options: &BoardArgs, keys: &Keys, now: DateTime<Utc>) -> String {
    let outcomes = options.check_args.outcomes(&item.inspection, !keys.is_empty(), now);
    if check::all_met(&outcomes) {
        return String::new();
    }
    let failed = outcomes.into_iter().filter(|outcome| !outcome.met);
    let mut reasons: Vec<_> = failed.map(|it| format!("{}: {}", it.name, it.reason)).collect();
    if item.inspection.can_refresh(now) {
        reasons.push("its tool can renew it".to_owned());
    }
    reasons.join("; ")
}
