//! The public report: text for people, JSON for programs, whose shape is built in [`json`].
//! Nothing secret leaves through either unless [`Options::reveal`] says so.

pub mod json;
pub mod text;

use chrono::{DateTime, Utc};

use crate::token::Zone;

/// How a report is made.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// The instant to judge at.
    pub now: DateTime<Utc>,
    /// Show secrets whole.
    pub reveal: bool,
    /// Colour the text for a terminal.
    pub colour: bool,
    /// The zone that local times are shown in.
    pub zone: Zone,
}
