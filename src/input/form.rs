//! `application/x-www-form-urlencoded` (RFC 6749 appendix B).

use url::form_urlencoded;

use super::{Artifact, Encoding};
use crate::value::{Member, Value};

/// A form body: names and values that look like such, and either several of them or a name that
/// is known.
pub(super) fn read(text: &str) -> Option<Artifact> {
    let text = text.trim_start_matches(['?', '&']).trim_end_matches('&');
    if !is_form(text) {
        return None;
    }
    let artifact = Artifact::object(Value::Object(members(text)), Encoding::Form);
    (text.contains('&') || artifact.is_known()).then_some(artifact)
}

/// Lines of `NAME=value`, as shells, environment files and INI files have them, when they hold a
/// response.
pub(super) fn assignments(text: &str) -> Option<Artifact> {
    let mut members = Vec::new();
    for line in text.lines().map(str::trim) {
        let is_section = line.starts_with('[') && line.ends_with(']');
        if line.is_empty() || line.starts_with(['#', ';']) || is_section {
            continue;
        }
        let line = line.strip_prefix("export ").unwrap_or(line);
        let (name, value) = line.split_once('=')?;
        let name = name.trim();
        if !is_name(name) {
            return None;
        }
        let value = value.trim_end_matches(';').trim();
        let inside = |quote| value.strip_prefix(quote).and_then(|text| text.strip_suffix(quote));
        let value =
            inside('"').or_else(|| inside('\'')).or((!value.contains(' ')).then_some(value))?;
        if value.contains(['"', '\'']) {
            return None;
        }
        members.push(Member { name: name.to_owned(), value: Value::string(value) });
    }
    let artifact = Artifact::object(Value::Object(members), Encoding::Form);
    (artifact.is_known() && !artifact.value.members().is_empty()).then_some(artifact)
}

/// Whether every part is a plausible `name=value`. A space is written `+`; a raw one is let pass
/// where there are several members, since people write bodies by hand.
pub(super) fn is_form(text: &str) -> bool {
    let several = text.contains('&');
    text.contains('=')
        && text.split('&').filter(|part| !part.is_empty()).all(|part| {
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

/// The decoded members, in order.
pub(super) fn members(text: &str) -> Vec<Member> {
    form_urlencoded::parse(text.as_bytes())
        .map(|(name, value)| Member { name: name.into_owned(), value: Value::string(value) })
        .collect()
}

fn is_name(name: &str) -> bool {
    let is_part = |b: u8| b.is_ascii_alphanumeric() || b"_-.[]%+$:".contains(&b);
    !name.is_empty()
        && name.bytes().all(is_part)
        && name.bytes().any(|b| b.is_ascii_alphabetic() || b == b'_')
}
