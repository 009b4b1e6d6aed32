//! What a panic says.

use std::{fmt, panic::PanicHookInfo};

use color_eyre::{config::HookBuilder, section::PanicMessage};

/// From now on a panic says where it happened, and never why: its message may quote the text that
/// the program tripped over, and that may be a token.
pub fn install() {
    // Without the hook a panic is still reported, only less kindly.
    let _ = HookBuilder::blank().panic_message(PanicLocation).install();
}

/// The place of a panic.
struct PanicLocation;

impl PanicMessage for PanicLocation {
    fn display(&self, info: &PanicHookInfo<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "tokenscope: this is a bug in tokenscope {}", env!("CARGO_PKG_VERSION"))?;
        if let Some(place) = info.location() {
            write!(f, ", at {}:{}", place.file(), place.line())?;
        }
        Ok(())
    }
}
