//! The `tokenscope` program: the command line goes to the library, its failure to standard error.

use std::{
    io::{self, Write as _},
    process::ExitCode,
};

use tokenscope::cli;

fn main() -> ExitCode {
    cli::crash::install();
    match cli::run(cli::parse()) {
        Ok(status) => status.into(),
        Err(failure) => {
            let _ = write!(io::stderr(), "{}", failure.render());
            failure.status().into()
        }
    }
}
