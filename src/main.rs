//! The `tokenscope` program: the command line goes to the library, its failure to standard error.

use std::process::ExitCode;

use clap::Parser as _;
use tokenscope::cli::{self, Cli};

fn main() -> ExitCode {
    match cli::run(Cli::parse()) {
        Ok(status) => status.into(),
        Err(failure) => {
            eprint!("{}", failure.render());
            failure.status().into()
        }
    }
}
