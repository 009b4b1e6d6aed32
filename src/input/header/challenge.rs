//! Challenges: what a server wants of those who call it (RFC 9110 §11.6.1, RFC 6750 §3).

use crate::{
    input::{Artifact, Encoding},
    kind::Kind,
    value::{Member, Value},
};

/// More challenges than this are not looked at.
const MOST: usize = 16;

/// One challenge of a `WWW-Authenticate` value.
#[derive(Clone, Debug, PartialEq)]
pub struct Challenge<'a> {
    /// The authentication scheme, as written.
    pub scheme: &'a str,
    pub members: Vec<Member>,
}

/// The challenge in these values that says most: the one with an error, else the first that asks
/// for a token, else the first.
pub(in crate::input) fn read<'a>(values: impl Iterator<Item = &'a str>) -> Option<Artifact> {
    let challenges: Vec<Challenge<'a>> = values.flat_map(challenges).take(MOST).collect();
    let has_error = |it: &&Challenge<'_>| it.members.iter().any(|member| member.name == "error");
    let is_for_token = |it: &&Challenge<'_>| {
        ["bearer", "dpop", "gnap"].iter().any(|name| it.scheme.eq_ignore_ascii_case(name))
    };
    let chosen = challenges.iter().find(has_error);
    let chosen = chosen.or_else(|| challenges.iter().find(is_for_token));
    let chosen = chosen.or_else(|| challenges.first())?;
    let kind = if has_error(&chosen) { Kind::ErrorResponse } else { Kind::Challenge };
    Some(Artifact {
        kind,
        value: Value::Object(chosen.members.clone()),
        scheme: Some(chosen.scheme.to_owned()),
        ..Artifact::unrecognized(Encoding::Header)
    })
}

/// The challenges of one value, in order.
pub fn challenges(value: &str) -> Vec<Challenge<'_>> {
    let mut challenges: Vec<Challenge<'_>> = Vec::new();
    let mut rest = value.trim();
    while challenges.len() <= MOST {
        rest = rest.trim_start_matches([',', ' ', '\t']);
        let end = rest.find(|c| !is_token(c)).unwrap_or(rest.len());
        let (word, behind) = rest.split_at(end);
        if word.is_empty() {
            break;
        }
        match super::auth_param(word, behind) {
            Some((member, behind)) => {
                let Some(challenge) = challenges.last_mut() else { break };
                challenge.members.push(member);
                rest = behind;
            }
            None if word.starts_with(|c: char| c.is_ascii_alphabetic()) => {
                challenges.push(Challenge { scheme: word, members: Vec::new() });
                rest = without_token68(behind);
            }
            None => break,
        }
    }
    challenges
}

/// A character of a token (RFC 9110 §5.6.2).
fn is_token(c: char) -> bool {
    c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c)
}

/// The text behind the base64 that some schemes have in place of parameters (RFC 9110 §11.2).
fn without_token68(text: &str) -> &str {
    let is_part = |c: char| c.is_ascii_alphanumeric() || "-._~+/".contains(c);
    let data = text.trim_start();
    let end = data.find(|c| !is_part(c)).unwrap_or(data.len());
    let behind = data[end..].trim_start_matches('=');
    let is_padded = behind.len() < data.len() - end;
    let ends = behind.is_empty() || behind.starts_with(',');
    // A word before a comma may be the next scheme, but none is that long.
    if ends && end > 0 && (is_padded || end > 32) { behind } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_value_may_hold_several() {
        for (value, schemes) in [
            (r#"Bearer realm="a, b", scope="x y""#, &["Bearer"][..]),
            (r#"Basic realm="a", Bearer realm="b", error="invalid_token""#, &["Basic", "Bearer"]),
            ("Negotiate, NTLM", &["Negotiate", "NTLM"]),
            ("Negotiate YIIGhgYGKwYBBQUCoA==, Basic realm=x", &["Negotiate", "Basic"]),
            ("Bearer", &["Bearer"]),
            (r#"realm="no scheme""#, &[]),
            ("", &[]),
        ] {
            let found: Vec<_> = challenges(value).iter().map(|it| it.scheme).collect();
            assert_eq!(found, schemes, "{value}");
        }
    }
}
