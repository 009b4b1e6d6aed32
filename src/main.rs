//! The `tokenscope` program: the command line goes to the library, its failure to standard error.

use std::{fmt, panic::PanicHookInfo, process::ExitCode};

use color_eyre::{config::HookBuilder, section::PanicMessage};
use tokenscope::cli;

fn main() -> ExitCode {
    // Without the hook a panic is still reported, only less kindly.
    let _ = HookBuilder::blank().panic_message(Place).install();
    match cli::run(cli::parse()) {
        Ok(status) => status.into(),
        Err(failure) => {
            eprint!("{}", failure.render());
            failure.status().into()
        }
    }
}

/// Says where the program panicked, and never why: the message of a panic may quote the text that
/// it tripped over, and that may be a token.
struct Place;

impl PanicMessage for Place {
    fn display(&self, info: &PanicHookInfo<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "tokenscope: this is a bug in tokenscope {}", env!("CARGO_PKG_VERSION"))?;
        if let Some(place) = info.location() {
            write!(f, ", at {}:{}", place.file(), place.line())?;
        }
        Ok(())
    }
}
