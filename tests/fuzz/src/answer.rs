//! Whatever a server answers is read or refused: as the answer to a request, as metadata, as a
//! device code, as a key set.

use std::time::Duration;

use chrono::TimeDelta;
use tokenscope::{
    config::HttpUrl,
    findings::RequestContext,
    input::Message,
    inspection::{Context, Inspection},
    jose::Keys,
    oauth::{discovery, grant::device_code::DeviceAuthorization, reply::Reply},
    token::{Received, ReceivedFrom},
    value::Text,
};

use super::paste::{at, context, report};

/// The statuses that the first byte chooses from.
const STATUSES: [u16; 12] = [200, 201, 204, 302, 400, 401, 403, 404, 405, 429, 500, 503];

/// An answer in these bytes: a byte for the status, header fields a line each, an empty line, and
/// the body.
pub fn reply(bytes: &[u8]) -> Reply {
    let (first, rest) = bytes.split_first().unwrap_or((&0, &[]));
    let end = rest.windows(2).position(|pair| pair == b"\n\n");
    let (head, body) = match end {
        Some(end) => (&rest[..end], &rest[end + 2..]),
        None => (&[][..], rest),
    };
    let head = String::from_utf8_lossy(head);
    let fields = head.lines().filter_map(|line| line.split_once(':'));
    Reply {
        status: STATUSES[usize::from(*first) % STATUSES.len()],
        headers: fields.map(|(name, value)| (name.to_owned(), Text::new(value.trim()))).collect(),
        body: body.to_vec().into(),
        cut: None,
        received_at: at(),
        wait: Duration::ZERO,
        total: Duration::ZERO,
    }
}

/// Tries these bytes.
pub fn run(bytes: &[u8]) {
    let reply = reply(bytes);
    let issuer = HttpUrl::parse("https://as.example").expect("it is a URL");
    let _ = (reply.redirect(), reply.retry_after(), reply.error_code());
    let _ = discovery::read(&issuer, &reply);
    let _ = DeviceAuthorization::read(&reply);
    let keys = Keys::parse("fuzz", &reply.body).unwrap_or_default();
    let asked = RequestContext {
        endpoint: Some("https://as.example/token".to_owned()),
        grant_type: Some("refresh_token".to_owned()),
        scopes: vec!["openid".to_owned(), "a".to_owned()],
        client_id: Some("client".to_owned()),
        public_client: true,
        issuer: Some(issuer.as_str().to_owned()),
        ..RequestContext::default()
    };
    let context = Context {
        now: at() + TimeDelta::minutes(1),
        received: Received { at: at(), from: ReceivedFrom::Given },
        request: Some(&asked),
        ..context(&keys)
    };
    let first = reply.inspect(&context);
    report(&first);
    let again = reply.inspect(&Context { previous: Some(&first), ..context });
    report(&again);
    // The same as a person pastes it.
    let message = Message { status: reply.status, headers: reply.headers.clone() };
    let artifact = tokenscope::input::read_message(message, &reply.body);
    report(&Inspection::of_artifact(artifact, &context));
}
