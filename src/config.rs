//! Profiles, where secrets come from, theme and keys.
