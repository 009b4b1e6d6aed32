//! What a server answered, whatever the status.

use std::{fmt, time::Duration};

use crate::secret::Wiping;
use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    input::{self, Artifact, Encoding, Message, retry_after},
    inspection::{Context, Inspection},
    kind::Kind,
    value::{Text, json},
};

/// A complete answer, or as much of one as arrived.
#[derive(Clone, PartialEq)]
pub struct Reply {
    /// Status code (RFC 9110 §15).
    pub status: u16,
    /// Header fields in order, as they arrived.
    pub headers: Vec<(String, Text)>,
    /// The body without its transfer and content coding, at most [`RequestPurpose::body_limit`](super::request::RequestPurpose::body_limit).
    pub body: Wiping<Vec<u8>>,
    /// Why the body is not all of it.
    pub cut: Option<Truncation>,
    /// When its headers had arrived.
    pub received_at: DateTime<Utc>,
    /// From the start until the headers had arrived.
    pub wait: Duration,
    /// From the start until the body had arrived.
    pub total: Duration,
}

/// Why a body is not complete.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Truncation {
    /// It is larger than so many bytes, which were read.
    TooLarge(u64),
    /// The connection ended, or its framing or compression is broken.
    Broken(String),
    /// It came too slowly.
    TooSlow,
}

impl fmt::Display for Truncation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge(limit) => {
                write!(f, "the body is larger than {} MiB; the rest was not read", limit >> 20)
            }
            Self::Broken(reason) => write!(f, "the body is not complete: {reason}"),
            Self::TooSlow => f.write_str("the body is not complete: the rest did not come in time"),
        }
    }
}

impl Reply {
    /// The value of the first header of this name, in any case (RFC 9110 §5.1).
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(other, _)| other.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// Whether the status says that the request succeeded.
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// Where a redirect leads. It is never followed: it would carry credentials along.
    pub fn redirect(&self) -> Option<&str> {
        (300..400).contains(&self.status).then(|| self.header("location")).flatten()
    }

    /// For how long the server asks to be left alone (RFC 9110 §10.2.3), at most a day.
    pub fn retry_after(&self) -> Option<Duration> {
        let until = retry_after(self.header("retry-after")?, self.received_at)?;
        let wait = (until - self.received_at).clamp(TimeDelta::zero(), TimeDelta::days(1));
        wait.to_std().ok()
    }

    /// The body as JSON, where it is an object.
    pub fn json(&self) -> Option<serde_json::Map<String, serde_json::Value>> {
        serde_json::from_slice(&self.body).ok()
    }

    /// The `error` of an OAuth error answer (RFC 6749 §5.2), in JSON or, as some servers write it,
    /// in a form.
    pub fn error_code(&self) -> Option<String> {
        if let Some(json) = self.json() {
            return json.get("error")?.as_str().map(str::to_owned);
        }
        let form = self.header("content-type")?.starts_with("application/x-www-form-urlencoded");
        form.then(|| {
            url::form_urlencoded::parse(&self.body)
                .find(|(name, _)| name == "error")
                .map(|(_, value)| value.into_owned())
        })
        .flatten()
    }

    /// The answer, read: its body with its status and headers. A body that says nothing by itself
    /// (an empty one beside a `WWW-Authenticate`) is read as a part of the message.
    pub fn artifact(&self) -> Artifact {
        let message = Message { status: self.status, headers: self.headers.clone() };
        let mut artifact = input::read_message(message, &self.body);
        if artifact.kind == Kind::Unrecognized {
            let (value, fault) = json::read(&self.body);
            if fault.is_none() && !value.members().is_empty() {
                // Claims of a user, say: no kind of their own, and all in order.
                artifact.encoding = Encoding::Json;
                artifact.value = value;
                artifact.problem = None;
            }
        }
        artifact
    }

    /// Everything that the answer tells.
    pub fn inspect(&self, context: &Context<'_>) -> Inspection {
        Inspection::of_artifact(self.artifact(), context)
    }
}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reply")
            .field("status", &self.status)
            .field("headers", &self.headers)
            .field("body_bytes", &self.body.len())
            .field("cut", &self.cut)
            .field("total", &self.total)
            .finish_non_exhaustive()
    }
}
