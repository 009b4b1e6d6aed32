//! Worker threads that do what `app` asks, and answer with events.

pub mod save;
