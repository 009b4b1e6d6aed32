//! The `tokenscope` program: the command line goes to the library, its failure to standard error.

use std::{
    env,
    ffi::OsString,
    io::{self, Write as _},
    process::ExitCode,
};

use tokenscope::cli;

fn main() -> ExitCode {
    cli::install_panic_message();
    let arguments: Vec<OsString> = env::args_os().collect();
    match cli::run(cli::parse(&arguments)) {
        Ok(status) => status.into(),
        Err(failure) => {
            let _ = write!(io::stderr(), "{}", failure.render());
            failure.status().into()
        }
    }
}
