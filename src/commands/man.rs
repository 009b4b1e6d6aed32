//! `tokenscope man`: print a page of the manual.

use std::io;

use chrono::{DateTime, Utc};
use clap::Command;
use clap_mangen::{
    Man,
    roff::{Roff, bold, roman},
};
use strum::VariantArray as _;

use super::ExitStatus;
use crate::config::environment;

/// The page of the program, or of the command that is named, in roff. A page has a date: pages of one
/// release have one.
///
/// # Errors
/// None that a page in memory could have.
pub fn page(program: Command, command: Option<&str>, date: DateTime<Utc>) -> io::Result<String> {
    let mut program = program.disable_help_subcommand(true);
    program.build();
    let name = program.get_name().to_owned();
    let version = program.get_version().unwrap_or_default().to_owned();
    let of_command = command.and_then(|name| program.find_subcommand(name)).cloned();
    let mut more = Roff::new();
    exit_status(&mut more);
    if of_command.is_none() {
        variables(&mut more);
    } else {
        more.control("SH", ["SEE ALSO"]);
        more.text([bold(name.as_str()), roman("(1)")]);
    }
    let of = of_command.unwrap_or(program);
    let title = of.get_display_name().unwrap_or(&name).to_uppercase();
    let mut page = Vec::new();
    Man::new(of)
        .title(title)
        .date(date.format("%Y-%m-%d").to_string())
        .source(format!("{name} {version}"))
        .manual(format!("{name} manual"))
        .render(&mut page)?;
    page.extend_from_slice(more.to_roff().as_bytes());
    // An empty line between two breaks is one too many: renderers warn of it.
    Ok(String::from_utf8_lossy(&page).replace("\n.br\n\n.br\n", "\n.sp\n"))
}

fn exit_status(roff: &mut Roff) {
    roff.control("SH", ["EXIT STATUS"]);
    for status in ExitStatus::VARIANTS {
        entry(roff, &(*status as u8).to_string(), status.meaning());
    }
}

fn variables(roff: &mut Roff) {
    roff.control("SH", ["ENVIRONMENT"]);
    for (names, meaning) in environment::OTHERS {
        entry(roff, names, meaning);
    }
    entry(roff, "TOKENSCOPE_…", "a setting; tokenscope\u{2d}fetch(1) lists them as options");
}

/// A term, and below it what it means.
fn entry(roff: &mut Roff, term: &str, meaning: &str) {
    roff.control("TP", []);
    roff.text([bold(term)]);
    roff.text([roman(meaning)]);
}
