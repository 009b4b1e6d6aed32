//! The two-way interface between a running operation and the person: it asks for consent, secrets
//! and callbacks, and tells how far it has come. The console and the inspector each implement it.

use std::{io, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};

use super::{error::CallbackError, reply::Reply, request::Request};
use crate::{
    exchange::{Exchange, RequestPreview},
    secret::Secret,
};

/// A request that is complete but for the person's consent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PreparedRequest {
    /// The request as it may be shown.
    pub preview: RequestPreview,
    /// Whether the person named its server, and not only that server's metadata.
    pub is_named: bool,
}

/// What the person has to do before a server grants a token. All texts are safe for a terminal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UserStep {
    /// Type a code on another device (RFC 8628 §3.3).
    Device {
        code: String,
        /// The verification URI, where it is typed.
        place: String,
        /// The verification URI with the code in it.
        complete: Option<String>,
        /// When the code expires.
        ends: DateTime<Utc>,
        /// When the server is asked next whether the code was approved.
        next: DateTime<Utc>,
        /// How often it is asked. `slow_down` makes it longer (RFC 8628 §3.5).
        every: TimeDelta,
    },
    /// Sign in with a browser (RFC 6749 §4.1).
    Browser {
        /// The authorization request.
        url: String,
        /// Whether a browser was opened on it.
        opened: bool,
        /// Whether the redirect leads back to this program. If not, the callback must be pasted.
        listening: bool,
    },
}

/// The person's side of an operation, and whoever wants to know how far it has come.
pub trait Delegate {
    /// Whether a request may be sent.
    fn confirm(&mut self, request: &PreparedRequest) -> bool;

    /// Asks the person for a secret; none where nobody can be asked.
    ///
    /// # Errors
    /// The terminal cannot be read, or nobody waits for the operation any longer.
    fn ask_secret(&mut self, what: &str) -> io::Result<Option<Secret>>;

    /// Opens a browser on a URL, and says whether that worked.
    fn open_browser(&mut self, url: &str) -> bool;

    /// The person has something to do. It is called again with every change of the step.
    fn user_step(&mut self, step: UserStep);

    /// A callback that the person has pasted since the last call.
    fn pasted_callback(&mut self) -> Option<Secret>;

    /// A callback was not accepted; the operation goes on waiting for another.
    fn callback_rejected(&mut self, why: &CallbackError);

    /// Lets time pass; false when the operation was cancelled.
    fn wait(&mut self, time: Duration) -> bool;

    /// A request goes out. Its answer may hold a token that nobody else has.
    fn request_sent(&mut self, _: &Request) {}

    /// An answer has arrived, and nothing is read of it yet, so that it can be kept first.
    fn answer_arrived(&mut self, _: &Reply) {}

    /// A request was answered or failed, for the transcript.
    fn exchange_finished(&mut self, _: &Exchange) {}
}
