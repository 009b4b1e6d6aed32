//! Requests and answers of HTTP exchanges as data that can be shown: secrets are masked, and text
//! is safe for a terminal.

mod masked_rows;
mod origin;

use std::{fmt, time::Duration};

use chrono::{DateTime, Utc};

pub use masked_rows::{
    body_rows, header_row, may_hold_refresh_token, secrets_of, with_refresh_token,
};
pub use origin::ServerOrigin;

use crate::{
    secret::{MASK, Secret},
    text::visible,
};

/// A request as it may be shown before or after it is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestPreview {
    /// What the request is for, in words.
    pub purpose: &'static str,
    pub method: &'static str,
    pub url: String,
    pub server: ServerOrigin,
    pub headers: Vec<ExchangeRow>,
    pub body: Vec<ExchangeRow>,
    /// The request as a `curl` command whose secrets are environment variables.
    pub curl: String,
    /// The variables of that command, in order.
    pub curl_variables: Vec<String>,
}

/// One row: a header field or parameter, or a line of a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExchangeRow {
    /// Header field or parameter; empty for a line of a body.
    pub name: String,
    /// The value, masked when secret.
    pub value: String,
    /// Whether the value is masked.
    pub secret: bool,
}

impl ExchangeRow {
    /// A row that may be shown as it is, made safe for a terminal.
    pub fn plain(name: &str, value: &str) -> Self {
        Self { name: visible(name).into_owned(), value: visible(value).into_owned(), secret: false }
    }

    /// A row with a secret in it.
    pub fn secret(name: &str, secret: &Secret) -> Self {
        Self { name: visible(name).into_owned(), value: mask(secret), secret: true }
    }
}

/// A secret as it is shown in its place: by its length and fingerprint.
pub fn mask(secret: &Secret) -> String {
    format!("{MASK} {} chars · sha256 {}", secret.length(), secret.fingerprint())
}

impl fmt::Display for RequestPreview {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} {}", self.method, self.url)?;
        for row in &self.headers {
            writeln!(f, "{}: {}", row.name, row.value)?;
        }
        if !self.body.is_empty() {
            writeln!(f)?;
        }
        for row in &self.body {
            writeln!(f, "{} = {}", row.name, row.value)?;
        }
        Ok(())
    }
}

/// A request and its outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exchange {
    /// The number of the exchange in the session, from one.
    pub id: u64,
    pub at: DateTime<Utc>,
    pub request: RequestPreview,
    /// What came back.
    pub outcome: ExchangeOutcome,
}

/// What came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExchangeOutcome {
    Answered(MaskedReply),
    Failed {
        /// What happened.
        message: String,
        /// What the person can do.
        hint: &'static str,
        /// Whether the request may have reached the server.
        maybe_sent: bool,
    },
}

/// An answer as it may be shown, whatever the status.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MaskedReply {
    pub status: u16,
    pub headers: Vec<ExchangeRow>,
    /// The body, a line a row.
    pub body: Vec<ExchangeRow>,
    /// Bytes of the body.
    pub size: usize,
    /// Why the body is incomplete; none for a complete one.
    pub cut: Option<String>,
    /// How long the server asks clients to wait (`Retry-After`).
    pub retry_after: Option<Duration>,
    /// Time until the header fields had arrived.
    pub wait: Duration,
    /// Time until the whole answer had arrived.
    pub total: Duration,
}

impl Exchange {
    /// The bytes of text that the exchange holds.
    fn size(&self) -> usize {
        let rows = |rows: &[ExchangeRow]| -> usize {
            rows.iter().map(|row| row.name.len() + row.value.len()).sum()
        };
        let RequestPreview { url, headers, body, curl, .. } = &self.request;
        let answer = match &self.outcome {
            ExchangeOutcome::Answered(reply) => rows(&reply.headers) + rows(&reply.body),
            ExchangeOutcome::Failed { message, .. } => message.len(),
        };
        url.len() + rows(headers) + rows(body) + curl.len() + answer
    }
}

/// The exchanges of a session, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Transcript {
    entries: Vec<Exchange>,
}

impl Transcript {
    /// Adds an exchange, and gives it the next number.
    pub fn push(&mut self, mut exchange: Exchange) {
        exchange.id = self.entries.last().map_or(0, |last| last.id) + 1;
        self.entries.push(exchange);
    }

    /// Drops the oldest exchanges until at most `most` exchanges and `bytes` of text are left; the
    /// newest always stays. Returns how many were dropped.
    pub fn trim(&mut self, most: usize, bytes: usize) -> usize {
        let mut left = bytes;
        let fits = |exchange: &&Exchange| {
            let size = exchange.size();
            let fits = size <= left;
            left = left.saturating_sub(size);
            fits
        };
        let kept = self.entries.iter().rev().take(most).take_while(fits).count().max(1);
        let dropped = self.entries.len().saturating_sub(kept);
        self.entries.drain(..dropped);
        dropped
    }

    /// Drops every exchange.
    pub fn clear(&mut self) {
        self.entries.clear();
    }

    /// Every exchange, the oldest first.
    pub fn entries(&self) -> &[Exchange] {
        &self.entries
    }
}
