//! The `tokenscope` program: the command line goes to the library, its failure to standard error.

use std::process::ExitCode;

use tokenscope::cli;

fn main() -> ExitCode {
    cli::crash::install();
    match cli::run(cli::parse()) {
        Ok(status) => status.into(),
        Err(failure) => {
            eprint!("{}", failure.render());
            failure.status().into()
        }
    }
}
