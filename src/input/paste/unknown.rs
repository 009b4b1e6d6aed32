//! Text that is none of the notations: what can be said of it nevertheless.

use crate::{
    input::{Artifact, Encoding, embedded},
    problem::Problem,
};

/// The artifact of such a text, with what it looks like.
pub(super) fn artifact(text: &str) -> Artifact {
    let begins =
        |prefix: &str| text.get(..prefix.len()).is_some_and(|t| t.eq_ignore_ascii_case(prefix));
    let problem = if begins("<!doctype") || begins("<html") {
        Problem::new("an HTML page, not a token response")
            .hint("look at the status and the URL that it came from")
    } else if text.contains(" object at 0x") {
        Problem::new("an object printed by its address, not by its members")
            .hint("print its members, for example vars(token)")
    } else if embedded::lists_members(text) {
        Problem::new("a response in a notation that is not known here").hint("print it as JSON")
    } else if begins("<") {
        Problem::new("markup, not a token response").hint("ask for JSON (Accept: application/json)")
    } else if begins("-----BEGIN ") {
        Problem::new("a key or certificate, not a token").hint("verify with it by --key @FILE")
    } else {
        Problem::new("neither a token nor a response that holds one")
            .hint("paste a token response, a JWT, a callback URL or an HTTP message")
    };
    Artifact::unread(Encoding::Text).with(problem)
}
