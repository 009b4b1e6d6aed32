//! Reads `application/x-www-form-urlencoded` (RFC 6749 appendix B).

use url::form_urlencoded;

use super::{Artifact, Encoding};
use crate::{
    problem::Problem,
    value::{MOST, Member, ParseFault, TOO_MANY, Value},
};

/// A form body: names and values that look like such, and either several of them or a name that
/// is known.
pub(super) fn read(text: &str) -> Option<Artifact> {
    let text = text.trim_start_matches(['?', '&']).trim_end_matches('&');
    if !is_form(text) {
        return None;
    }
    let mut artifact = Artifact::object(Value::Object(members(text)), Encoding::Form);
    artifact.problem = limit_problem(text);
    (text.contains('&') || artifact.is_known()).then_some(artifact)
}

/// The first of several form bodies, one a line, which all begin with the same name: one that was
/// broken into lines does not begin anew.
pub(super) fn first_of_lines(text: &str) -> Option<&str> {
    let (first, rest) = text.split_once('\n')?;
    let (name, _) = first.split_once('=').filter(|(name, _)| is_name(name))?;
    let begins_anew =
        |line: &str| line.strip_prefix(name).is_some_and(|rest| rest.starts_with('='));
    rest.lines().any(begins_anew).then(|| first.trim_end())
}

/// Whether a form body or a query ends within the name of a member.
pub(super) fn is_cut(text: &str) -> bool {
    text.rsplit_once('&').is_some_and(|(_, last)| !last.contains('=') && is_name(last))
}

/// Whether every part is a plausible `name=value`; the last may be a name that was cut. A space is
/// written `+`; a raw one is accepted where there are several members, since people write bodies by
/// hand.
pub(super) fn is_form(text: &str) -> bool {
    let several = text.contains('&');
    let whole = match text.rsplit_once('&') {
        Some((whole, _)) if is_cut(text) => whole,
        _ => text,
    };
    whole.contains('=')
        && whole.split('&').filter(|part| !part.is_empty()).all(|part| {
            part.split_once('=').is_some_and(|(name, value)| {
                is_name(name)
                    && value.bytes().all(|b| {
                        b.is_ascii_graphic() && !b"\"<>`{}".contains(&b)
                            || b >= 0x80
                            || several && b == b' '
                    })
            })
        })
}

/// Where a form has more members than are read.
pub(super) fn limit_problem(text: &str) -> Option<Problem> {
    let (byte, _) = text.match_indices('&').nth(MOST - 1)?;
    Some(ParseFault { message: TOO_MANY.to_owned(), byte }.problem(text.as_bytes()))
}

/// The decoded members, in order, as many as are read.
pub(super) fn members(text: &str) -> Vec<Member> {
    form_urlencoded::parse(text.as_bytes())
        .take(MOST)
        .map(|(name, value)| Member { name: name.into_owned(), value: Value::string(value) })
        .collect()
}

fn is_name(name: &str) -> bool {
    let is_part = |b: u8| b.is_ascii_alphanumeric() || b"_-.[]%+$:".contains(&b);
    !name.is_empty()
        && name.bytes().all(is_part)
        && name.bytes().any(|b| b.is_ascii_alphabetic() || b == b'_')
}
