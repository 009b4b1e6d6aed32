//! Files: read whole, watched, saved whole or not at all, and kept where they would be lost.

pub mod read;
pub mod rescue;
pub mod save;
pub mod watch;
