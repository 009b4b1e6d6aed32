//! Reads files of settings, in sections or not: TOML, INI in its dialects, the formats of shells and
//! tools (`.env`, `.npmrc`), and `.netrc`.

mod ini;
mod netrc;
mod toml;

use super::{Artifact, Encoding, credential_search};
use crate::value::{ParseFault, Value};

/// A file that was read, and where it could not be read on.
struct SettingsReading {
    value: Value,
    fault: Option<ParseFault>,
    encoding: Encoding,
}

/// Whether a text begins with the head of a section, behind comments.
pub(super) fn begins_section(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim);
    let first = lines.find(|line| !line.is_empty() && !line.starts_with(['#', ';']));
    let name = first.and_then(|line| line.strip_prefix('[')?.strip_suffix(']'));
    name.is_some_and(|name| !name.is_empty() && !name.contains(['{', '}', ',']))
}

/// Settings that hold a response.
pub(super) fn read(text: &str, whole: &str) -> Option<Artifact> {
    let broken = match toml::read(text) {
        Some(reading) if reading.fault.is_none() => {
            return artifact(reading, text, whole);
        }
        broken => broken,
    };
    ini::read(text).and_then(|reading| artifact(reading, text, whole)).or_else(|| {
        // What stands before the fault may hold credentials.
        artifact(broken?, text, whole)
    })
}

/// The settings of a text, whether they hold a credential or not.
pub(super) fn value(text: &str) -> Option<Value> {
    let whole = |reading: SettingsReading| reading.fault.is_none().then_some(reading.value);
    toml::read(text).and_then(whole).or_else(|| ini::read(text).and_then(whole))
}

/// The logins of a `.netrc`.
pub(super) fn read_netrc(text: &str, whole: &str) -> Option<Artifact> {
    artifact(netrc::read(text)?, text, whole)
}

/// The artifact of settings that are a response, or in which credentials stand.
fn artifact(reading: SettingsReading, text: &str, whole: &str) -> Option<Artifact> {
    let SettingsReading { value, fault, encoding } = reading;
    if value.members().is_empty() {
        return None;
    }
    let mut artifact = Artifact::object(value, encoding);
    if !artifact.is_known() && credential_search::find(&mut artifact.value, encoding).is_empty() {
        return None;
    }
    Some(match fault {
        Some(fault) => artifact.with_problem(fault.problem_within(whole, text)),
        None => artifact,
    })
}
