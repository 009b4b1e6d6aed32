//! Reads objects in any notation: whole, broken, without brackets, or in the middle of other text.

use crate::secret::Wiping;

use super::Paste;
use crate::{
    input::{
        Artifact, copied_text, credential_search, embedded, header,
        notation::{self, NotationReading, ReadObject, format_list, literal, php, yaml},
    },
    kind::{Kind, envelope},
    problem::Problem,
    secrecy,
    value::Value,
};

impl Paste<'_> {
    /// Reads the object or list at the beginning of the text. The flag is false where other readers
    /// should be tried: the object is broken, or is of no known kind and more text follows.
    pub(super) fn read_object(self, text: &str) -> (Artifact, bool) {
        match notation::read(text) {
            Ok(found) => {
                let rest = &text[found.reading.end..];
                let mut artifact = self.object_artifact(found, text);
                if !artifact.is_known() && !holds_several(&mut artifact) {
                    // An object of header fields, as code that sends requests has it.
                    let sent =
                        header::credentials(text).map(|sent| Artifact { is_part: true, ..sent });
                    let is_sure = sent.is_some() || copied_text::is_ignorable(rest);
                    return (sent.unwrap_or(artifact), is_sure);
                }
                if artifact.problem.is_none() && copied_text::trim(rest).starts_with('{') {
                    artifact.problem = Some(
                        Problem::new("more objects follow; this is the first")
                            .hint("inspect --lines reads one response a line"),
                    );
                }
                artifact.is_part = !copied_text::is_ignorable(rest);
                (artifact, true)
            }
            Err(reading) => {
                let is_cut = reading.is_cut();
                (self.broken_artifact(reading, text), is_cut)
            }
        }
    }

    /// The artifact of an object that could be read.
    pub(super) fn object_artifact(self, found: ReadObject, text: &str) -> Artifact {
        let mut artifact = Artifact::of_value(found.reading.value, found.reading.encoding);
        if let Some(mistake) = found.mistake {
            artifact.problem = Some(mistake.problem_within(self.whole, text));
        }
        artifact
    }

    /// The artifact of an object that is broken: what could be read, and where it stopped.
    pub(super) fn broken_artifact(self, reading: NotationReading, text: &str) -> Artifact {
        let problem = reading.fault.map(|fault| fault.problem_within(self.whole, text));
        let value = reading.value;
        Artifact { value, problem, ..Artifact::unrecognized(reading.encoding) }
    }

    /// Members without the brackets that were around them.
    pub(super) fn read_members(self, text: &str) -> Artifact {
        let reading = literal::read_members(text);
        if reading.fault.is_some() {
            return self.broken_artifact(reading, text);
        }
        self.object_artifact(ReadObject { reading, mistake: None }, text)
    }

    /// `name='value' name=1`, as Python prints models, or `name=value, name=value`.
    pub(super) fn read_unbracketed(self, text: &str) -> Option<Artifact> {
        let name = text.split_once('=')?.0;
        if name.is_empty() || !name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') {
            return None;
        }
        let members = self.read_members(text);
        if members.is_known() {
            return Some(members);
        }
        let inner = Self { wrappings: 0, ..self };
        let bracketed = Wiping::new(format!("{{{text}}}"));
        Some(inner.read_inner(&bracketed)).filter(Artifact::is_known)
    }

    /// An object with a name before its bracket.
    pub(super) fn read_named_object(self, text: &str) -> Option<Artifact> {
        let name = &text[..text.find(['{', '[', '('])?];
        let is_name = |c: char| c.is_alphanumeric() || "_$.:@&#< ".contains(c);
        if name.len() > 200 || !name.chars().all(is_name) {
            return None;
        }
        match notation::read(text) {
            Ok(found) => {
                let is_part = !copied_text::is_ignorable(&text[found.reading.end..]);
                let artifact = self.object_artifact(found, text);
                Some(Artifact { is_part, ..artifact }).filter(Artifact::is_known)
            }
            Err(reading) if reading.value.members().is_empty() => None,
            Err(reading) => Some(self.broken_artifact(reading, text)),
        }
    }

    /// An array or object of PHP, which has its name in a line of its own.
    pub(super) fn read_php(self, text: &str) -> Option<Artifact> {
        let mut at = 0;
        let start = text.split_inclusive('\n').find_map(|line| {
            let start = at;
            at += line.len();
            php::is_start(line.trim()).then_some(start)
        })?;
        let part = &text[start..];
        let reading = php::read(part)?;
        if reading.fault.is_some() {
            return Some(self.broken_artifact(reading, part));
        }
        let is_part = !copied_text::is_ignorable(&part[reading.end..]);
        let artifact = self.object_artifact(ReadObject { reading, mistake: None }, part);
        Some(Artifact { is_part, ..artifact })
    }

    /// The last object in the text that is one of the known kinds.
    pub(super) fn read_embedded(self, text: &str) -> Option<Artifact> {
        let mut last = None;
        embedded::objects(text, |found, part| {
            let artifact = self.object_artifact(found, part);
            // `{}` is a response where it stands alone, and says nothing in the middle of others.
            let says_something = !artifact.value.members().is_empty() && !is_template(&artifact);
            if artifact.is_known() && says_something {
                last = Some(Artifact { is_part: true, ..artifact });
            }
        });
        last
    }

    /// Objects as PowerShell lists them.
    pub(super) fn read_format_list(self, text: &str) -> Option<Artifact> {
        let reading = format_list::read(text)?;
        let mut artifact = self.object_artifact(ReadObject { reading, mistake: None }, text);
        (artifact.is_known() || holds_several(&mut artifact)).then_some(artifact)
    }

    /// A YAML mapping of one of the known kinds, or one with credentials in it.
    pub(super) fn read_telling_yaml(self, text: &str) -> Option<Artifact> {
        let mut artifact = self.read_yaml(text)?;
        let is_telling =
            artifact.is_known() || artifact.problem.is_none() && credentials_in(&mut artifact) > 0;
        is_telling.then_some(artifact)
    }

    /// A YAML mapping of one of the known kinds, or at least of several lines.
    pub(super) fn read_yaml(self, text: &str) -> Option<Artifact> {
        if !yaml::is_likely(text) {
            return None;
        }
        let reading = yaml::read(text)?;
        if !matches!(reading.value, Value::Object(_) | Value::Array(_)) {
            return None;
        }
        if reading.fault.is_some() {
            let is_yaml = text.contains('\n') && !reading.value.members().is_empty();
            return is_yaml.then(|| self.broken_artifact(reading, text));
        }
        // One line with a colon and several words behind it is prose.
        let is_prose = |value: &Value| value.as_str().is_some_and(|text| text.contains(' '));
        let is_line = reading.value.members().iter().all(|member| is_prose(&member.value));
        let mut artifact = self.object_artifact(ReadObject { reading, mistake: None }, text);
        let is_several = artifact.value.members().len() > 1;
        // One word alone behind one name may stand anywhere.
        let nests = artifact.value.members().iter().any(|it| notation::is_structured(&it.value));
        let is_yaml = match artifact.kind {
            Kind::Unrecognized => is_several || credentials_in(&mut artifact) > usize::from(!nests),
            Kind::ErrorResponse => is_several || !is_line,
            _ => true,
        };
        is_yaml.then_some(artifact)
    }
}

/// Whether the token of a response is filled in elsewhere: `token = var.github_token`.
fn is_template(artifact: &Artifact) -> bool {
    let token = envelope::own_token(&artifact.value, false).and_then(Value::as_str);
    token.is_some_and(secrecy::is_reference)
}

/// Whether several credentials stand in an object that is itself nothing known.
fn holds_several(artifact: &mut Artifact) -> bool {
    credentials_in(artifact) > 1
}

/// How many credentials stand in an object.
fn credentials_in(artifact: &mut Artifact) -> usize {
    credential_search::find(&mut artifact.value, artifact.encoding).len()
}
