//! Everything that was sent and answered in a session.

use chrono::{DateTime, Utc};

use super::{error::TransportError, reply::Reply, request::Request};

/// One exchange.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its number, from one.
    pub id: u64,
    /// When it was sent.
    pub at: DateTime<Utc>,
    /// What was sent.
    pub request: Request,
    /// What came back.
    pub outcome: Outcome,
}

/// What came back.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// An answer, whatever its status.
    Reply(Reply),
    /// None.
    Failed(TransportError),
}

impl Entry {
    /// The answer, where there is one.
    pub fn reply(&self) -> Option<&Reply> {
        match &self.outcome {
            Outcome::Reply(reply) => Some(reply),
            Outcome::Failed(_) => None,
        }
    }

    /// The exchange in one line, without anything secret: `POST https://… 200 · 731 B · 43 ms`.
    pub fn summary(&self) -> String {
        let request = format!(
            "{} {}",
            self.request.method.name(),
            crate::text::visible(self.request.url.as_str())
        );
        match &self.outcome {
            Outcome::Reply(reply) => {
                format!(
                    "{request} {} · {} B · {} ms",
                    reply.status,
                    reply.body.len(),
                    reply.total.as_millis()
                )
            }
            Outcome::Failed(error) => format!("{request} – {error}"),
        }
    }
}

/// The exchanges of a session, in order.
#[derive(Clone, Debug, Default)]
pub struct Transcript {
    entries: Vec<Entry>,
}

impl Transcript {
    /// Adds an exchange and numbers it.
    pub fn push(&mut self, at: DateTime<Utc>, request: Request, outcome: Outcome) -> &Entry {
        let index = self.entries.len();
        self.entries.push(Entry { id: index as u64 + 1, at, request, outcome });
        &self.entries[index]
    }

    /// Every exchange, the oldest first.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The exchanges after the first `count`, as data for another transcript.
    pub fn since(&self, count: usize) -> &[Entry] {
        self.entries.get(count..).unwrap_or_default()
    }
}
