//! Files: read whole, watched, locked, saved whole or not at all, and kept where they would be
//! lost.

pub mod lock;
mod place;
pub mod read;
pub mod rescue;
pub mod save;
pub mod watch;

pub use lock::Lock;
pub use place::standard_output;
pub use read::FileSnapshot;
pub use rescue::Refuge;
pub use save::Reserved;
