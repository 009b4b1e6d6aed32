//! Windows 10 and newer, in a console that understands escape sequences.

pub mod files;
pub mod process;
pub mod signals;
pub mod terminal;
