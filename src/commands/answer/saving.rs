//! Where an answer goes, so that nothing in it is lost.

use std::path::Path;

use super::{Failure, Getting, Handling};
use crate::{
    exchange::with_refresh_token,
    inspection::Inspection,
    oauth::Reply,
    storage::{rescue, save},
    text,
};

/// Makes sure, before anything is sent, that the response can be saved afterwards.
///
/// # Errors
/// The folder cannot be written, or the raw response and the report would share standard output.
pub fn check_output(getting: &Getting, output: Option<&Path>) -> Result<(), Failure> {
    match output {
        Some(path) if is_stdout(path) && getting.json => {
            Err(Failure::usage("--json and --output - both want standard output")
                .hint("choose one of them"))
        }
        Some(path) if !is_stdout(path) => save::check(path).map_err(|error| {
            Failure::usage(format!("{} cannot be written", text::path(path)))
                .because(error)
                .hint("nothing was sent")
        }),
        _ => Ok(()),
    }
}

/// Whether a path means standard output.
pub(super) fn is_stdout(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// Saves a granted answer where the person wants it.
///
/// # Errors
/// It cannot be written.
pub(super) fn save(
    reply: &Reply,
    inspection: &Inspection,
    path: &Path,
    handling: &Handling<'_>,
) -> Result<(), Failure> {
    if is_stdout(path) {
        return Ok(());
    }
    let omitted = inspection.field("refresh_token").is_none();
    let spent = handling.spent.filter(|_| omitted);
    let kept = spent.and_then(|spent| with_refresh_token(&reply.body, spent));
    let bytes = kept.as_ref().unwrap_or(&reply.body);
    save::save_atomically(path, bytes).map_err(|error| {
        Failure::input(format!("the response could not be saved in {}", text::path(path)))
            .because(error)
            .hint("it was written to standard output instead: it may hold the only valid refresh token")
    })?;
    let note = if kept.is_some() { " with the refresh token that is still valid" } else { "" };
    eprintln!("Saved in {}{note}", text::path(path));
    Ok(())
}

/// A new refresh token that was neither saved nor shown whole would be gone for good: the response
/// is kept.
pub(super) fn rescue_token(reply: &Reply, inspection: &Inspection, handling: &Handling<'_>) {
    let Some(spent) = handling.spent else { return };
    let fresh = inspection.field("refresh_token").and_then(|field| field.secret());
    if fresh.is_none_or(|fresh| fresh == spent) {
        return;
    }
    let words = match &handling.partner.rescue {
        Some(folder) => rescue::in_words(folder, reply.received_at, &reply.body),
        None => "a new refresh token was in no file, and is lost".to_owned(),
    };
    eprintln!("tokenscope: warning: {words}");
    if handling.output.is_none() {
        eprintln!("hint: next time give --output FILE, or --output - for the raw response");
    }
}
