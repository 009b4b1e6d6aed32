//! What the transcript keeps of a request and its answer: no secret.

use chrono::{DateTime, Utc};

use super::{
    error::{Sent, TransportError},
    reply::Reply,
    request::Request,
};
use crate::{
    exchange::{Exchange, ExchangeOutcome, MaskedReply, body_rows, header_row, secrets_of},
    text::visible,
};

/// An exchange as the transcript shows it; it gets its number there.
pub fn exchange(
    at: DateTime<Utc>,
    request: &Request,
    outcome: Result<&MaskedReply, &TransportError>,
) -> Exchange {
    let outcome = match outcome {
        Ok(reply) => ExchangeOutcome::Answered(reply.clone()),
        Err(error) => ExchangeOutcome::Failed {
            message: visible(&error.to_string()).into_owned(),
            hint: error.hint(),
            maybe_sent: error.sent() == Sent::Maybe,
        },
    };
    Exchange { id: 0, at, request: request.preview(), outcome }
}

/// An answer without its secrets and those of its request.
pub fn masked(request: &Request, reply: &Reply) -> MaskedReply {
    let is_form = reply
        .header("content-type")
        .is_some_and(|media| media.starts_with("application/x-www-form-urlencoded"));
    let sent: Vec<_> = request.secrets().collect();
    let headers = reply.headers.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let secrets = secrets_of(headers.clone(), &reply.body, &sent);
    MaskedReply {
        status: reply.status,
        headers: headers.map(|(name, value)| header_row(name, value, &secrets)).collect(),
        body: body_rows(&reply.body, is_form, &secrets, &sent),
        size: reply.body.len(),
        cut: reply.cut.as_ref().map(ToString::to_string),
        retry_after: reply.retry_after(),
        wait: reply.wait,
        total: reply.total,
    }
}
