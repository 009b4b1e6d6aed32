//! `tokenscope completions`: print a completion script for a shell.

use clap::Command;
use clap_complete::{Shell, generate};

/// The completion script of the program for a shell.
pub fn script(program: &Command, shell: Shell) -> String {
    let mut script = Vec::new();
    // Zsh's script counts the inputs before a command, and then takes the next word for it.
    let mut described = if shell == Shell::Zsh { without_inputs(program) } else { program.clone() };
    generate(shell, &mut described, program.get_name(), &mut script);
    let script = String::from_utf8_lossy(&script).into_owned();
    if shell == Shell::Zsh { with_files(&script) } else { script }
}

/// The program as it is with a command: its options and commands, and no inputs of its own.
fn without_inputs(program: &Command) -> Command {
    let options = program.get_arguments().filter(|arg| !arg.is_positional());
    Command::new("tokenscope")
        .version(env!("CARGO_PKG_VERSION"))
        .args(options.cloned())
        .subcommands(program.get_subcommands().cloned())
}

/// The script for zsh, with files where it knows no word: the inputs, as the scripts for the other
/// shells complete them.
fn with_files(script: &str) -> String {
    let entry = "_tokenscope() {\n";
    script.replacen(
        entry,
        &format!(
            "{entry}    _tokenscope_words \"$@\"\n    (( compstate[nmatches] )) || _files\n}}\n\n\
             _tokenscope_words() {{\n"
        ),
        1,
    )
}
