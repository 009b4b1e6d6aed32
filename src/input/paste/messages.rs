//! HTTP messages in a paste, and what they carry.

use std::collections::HashSet;

use super::{
    super::{
        Artifact, Encoding, Message, copied_text, error_text, header, header::challenge, http,
        sent_request, uri,
    },
    Paste,
};
use crate::{
    kind::Kind,
    problem::Problem,
    secrecy,
    value::{Member, Value},
};

impl Paste<'_> {
    /// Reads HTTP messages: the last response with a token counts, else the last one; a request by
    /// its content.
    pub(super) fn read_messages(self, text: &str) -> Option<Artifact> {
        let mut last = None;
        for response in http::responses(text).into_iter().rev() {
            let body = response.body();
            let before = &text[..response.start];
            let mut artifact = self.read_response(response.message, &body);
            artifact.encoding = Encoding::Http;
            if artifact.kind == Kind::TokenResponse || artifact.kind.is_jwt() {
                return Some(Artifact { request: sent_request::read(before), ..artifact });
            }
            last.get_or_insert((artifact, before));
        }
        let with_request =
            |(artifact, before)| Artifact { request: sent_request::read(before), ..artifact };
        last.map(with_request).or_else(|| self.read_request(text))
    }

    /// Reads a request: a response in its target, a token, or a body.
    pub(super) fn read_request(self, text: &str) -> Option<Artifact> {
        let target = uri::request_target(text)?;
        if let Some(artifact) = uri::read(target).filter(Artifact::is_known) {
            return Some(artifact);
        }
        let whole = copied_text::join_broken_words(text);
        let sent = header::credentials(whole.as_ref().map_or(text, |whole| whole.as_str()));
        if sent.as_ref().is_some_and(|sent| sent.kind != Kind::BasicCredentials) {
            return sent;
        }
        // The client's own credentials say less than what it asks with.
        let body = text.split_once("\n\n").or_else(|| text.split_once("\r\n\r\n"));
        body.map(|(_, body)| self.read_text(copied_text::trim(body)))
            .filter(Artifact::is_known)
            .or(sent)
    }

    /// Reads a response by its body, or else by its header fields.
    pub(super) fn read_response(self, message: Message, body: &str) -> Artifact {
        let text = copied_text::trim(body);
        let mut artifact = if text.is_empty() {
            Artifact::unrecognized(Encoding::Text).with_problem(no_body(&message))
        } else {
            self.read_text(text)
        };
        let is_failure = message.status >= 400;
        let is_empty = artifact.value.members().is_empty();
        if is_failure && (artifact.kind == Kind::OpaqueToken || is_empty && artifact.is_known()) {
            // `Unauthorized` is a word, and no token; nor is `{}` one beside such a status.
            artifact = error_text::body(text);
        }
        if is_failure && (artifact.kind == Kind::ErrorResponse || !artifact.is_known()) {
            add_challenge(&message, &mut artifact);
        }
        if artifact.is_known()
            && artifact.says_nothing()
            && let Some(set) = header::set_cookies(&message).filter(|_| !is_failure)
        {
            artifact = set;
        }
        if !artifact.is_known() {
            let redirected = || uri::read(message.header("location")?).filter(Artifact::is_known);
            let challenged = || challenge::read(message.values("www-authenticate"));
            let found = redirected().or_else(challenged);
            // A body with members says more than a challenge that names no error.
            let is_said = is_failure && !artifact.value.members().is_empty();
            if let Some(better) = found.filter(|it| !(is_said && it.kind == Kind::Challenge)) {
                artifact = better;
            } else if is_said {
                // An API's own error format, of RFC 9457 or no standard.
                artifact.kind = Kind::ErrorResponse;
                artifact.problem = None;
            } else if let Some(set) = header::set_cookies(&message).filter(|_| !is_failure) {
                artifact = set;
            } else if is_failure {
                artifact = error_text::body(text);
            }
        }
        artifact.message = Some(message);
        artifact
    }
}

/// Puts the members of a challenge that names an error before those of the body: either may say why,
/// or both.
fn add_challenge(message: &Message, artifact: &mut Artifact) {
    let challenge = challenge::read(message.values("www-authenticate"));
    let Some(challenge) = challenge.filter(|it| it.kind == Kind::ErrorResponse) else { return };
    let (Value::Object(said), Value::Object(mut members)) = (&artifact.value, challenge.value)
    else {
        return;
    };
    let texts = |member: &Member| Some((member.name.clone(), member.value.as_str()?.to_owned()));
    let known: HashSet<_> = said.iter().filter_map(texts).collect();
    members.retain(|member| !texts(member).is_some_and(|it| known.contains(&it)));
    members.extend_from_slice(said);
    artifact.value = Value::Object(members);
    artifact.kind = Kind::ErrorResponse;
    artifact.problem = None;
    artifact.scheme = challenge.scheme;
}

/// The problem of a response without a body.
fn no_body(message: &Message) -> Problem {
    let location = message.header("location").filter(|_| (300..400).contains(&message.status));
    let Some(location) = location else {
        return Problem::new("the response has no body")
            .hint("the status and the header fields say why");
    };
    // What stands behind the path may be a code or a token.
    let path = location.split(['?', '#']).next().unwrap_or_default();
    Problem::new(format!(
        "a redirect (status {}) to {}",
        message.status,
        secrecy::quote_user_text(path)
    ))
    .hint(
        "no API or token endpoint answers so: was it http for https, another path, or no sign-in?",
    )
}
