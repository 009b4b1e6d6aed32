//! Takes a value apart: a list or map of credentials, the sections of a file, a cache in which the
//! tokens of a login stand apart.
//!
//! `search` finds where the credentials are, and each is taken out of the value that was read, so
//! that none is copied. What is one credential stays whole, with all that nests in it.

mod place;

use super::{Credential, CredentialPlace, Credentials};
use crate::{
    input::{
        Artifact, Encoding, Message,
        credential_search::{self, CredentialForm, FoundCredential, find},
        header,
    },
    kind::{
        self, Kind,
        envelope::{self, PathStep},
    },
    problem::Problem,
    secrecy::shown_name,
    value::{Member, Value},
};

/// The credentials in a recognized value. `undecoded`: what could not be decoded of the text that
/// it stands in.
pub(super) fn split(mut artifact: Artifact, undecoded: Option<Problem>) -> Credentials {
    let encoding = artifact.encoding;
    let found = if is_plain(&artifact) { Vec::new() } else { find(&mut artifact.value, encoding) };
    let one = |only: Credential| {
        let artifact = only.artifact.with_decoding_problem(undecoded.clone());
        Credentials { encoding, items: vec![Credential { artifact, ..only }], problem: None }
    };
    let mut found = found.into_iter();
    match (found.next(), found.len()) {
        (None, _) => one(Credential::whole(artifact.first_of_list())),
        (Some(only), 0) => one(alone(artifact, only)),
        (Some(first), _) => {
            let Artifact { mut value, message, problem, .. } = artifact;
            let message = message.as_ref().map(without_fields);
            let places: Vec<_> = std::iter::once(first)
                .chain(found)
                .map(|one| {
                    let place = place::of(&value, &one, encoding);
                    (place, one)
                })
                .collect();
            let items = places.into_iter().map(|(place, one)| {
                let label = one.label.as_deref().map(|label| shown_label(label, encoding));
                let (artifact, nested) = take(&mut value, &one, encoding, &place);
                let artifact = Artifact { message: message.clone(), ..artifact };
                let artifact = artifact.with_decoding_problem(None);
                Credential { artifact, place: Some(place), label, nested }
            });
            Credentials { encoding, items: items.collect(), problem: undecoded.or(problem) }
        }
    }
}

/// Whether an artifact is one credential at first sight: nearly every response.
fn is_plain(artifact: &Artifact) -> bool {
    let Value::Object(members) = &artifact.value else {
        return !matches!(artifact.value, Value::Array(_));
    };
    let is_flat = |member: &Member| {
        !matches!(member.value, Value::Object(_) | Value::Array(_))
            && !member.value.as_str().is_some_and(|text| text.starts_with(['{', '[']))
            // `GITHUB_TOKEN` is a variable, and `ada.accessToken` a member of a flat store.
            && member.name.starts_with(|c: char| c.is_ascii_lowercase())
            && !member.name.bytes().any(|b| b".:/|".contains(&b))
    };
    let says_it = || kind::of_own_members(&artifact.value).is_some();
    match artifact.kind {
        Kind::Unrecognized => false,
        Kind::TokenResponse => members.iter().all(is_flat),
        _ => says_it(),
    }
}

/// The credential of a value in which there is no other. Where the whole is known, it is that.
fn alone(artifact: Artifact, mut found: FoundCredential) -> Credential {
    let encoding = artifact.encoding;
    let is_list = matches!(artifact.value, Value::Array(_));
    // Without its prefix a name may say more: `kc-token`.
    let is_group = matches!(found.form, CredentialForm::Members(_))
        && envelope::find_token_object(&artifact.value).is_none();
    if !is_list && artifact.is_known() && !is_group {
        let entry = place::of_entry(&artifact.value, &found);
        let (place, label) = entry.unzip();
        let object = Artifact::object(artifact.value, encoding);
        let nested = nested(&object.value, &found, encoding, "");
        // A text that holds a value was replaced by it, which may say more.
        let kind = if object.is_known() { object.kind } else { artifact.kind };
        let artifact = Artifact { kind, value: object.value, ..artifact };
        return Credential { artifact, place, label, nested };
    }
    if artifact.problem.is_some() && !is_list {
        return Credential::whole(artifact);
    }
    if found.path.is_empty()
        && let Some(step) = found.core.pop()
    {
        // All of an item of the list belongs to it; in a map that is nothing known, only itself.
        found.path.push(step);
        if !is_list {
            found.path.splice(0..0, found.core.drain(..));
        }
    }
    let Artifact { mut value, message, problem, .. } = artifact;
    let is_whole = found.path.is_empty() && found.form.first_setting().is_none();
    let place = place::of(&value, &found, encoding);
    let (artifact, nested) = take(&mut value, &found, encoding, &place);
    let problem = artifact.problem.clone().or(problem);
    let artifact = Artifact { message, problem, ..artifact };
    Credential { artifact, place: (!is_whole).then_some(place), label: None, nested }
}

/// A label as it may be shown. AWS writes `[profile prod]`.
fn shown_label(label: &str, encoding: Encoding) -> String {
    let name = match encoding {
        Encoding::Ini => label.strip_prefix("profile ").unwrap_or(label),
        _ => label,
    };
    shown_name(name).into_owned()
}

/// Takes a credential out of the value that it stands in.
fn take(
    root: &mut Value,
    found: &FoundCredential,
    encoding: Encoding,
    place: &CredentialPlace,
) -> (Artifact, Vec<Credential>) {
    let companions: Vec<Member> = if found.login.lacks_access.is_none() {
        found
            .companions
            .iter()
            .filter_map(|one| {
                let path: Vec<_> = one.path.iter().rev().copied().collect();
                let value = envelope::at(root, &path)?.clone();
                Some(Member { name: one.kind.name().to_owned(), value })
            })
            .collect()
    } else {
        Vec::new()
    };
    let path: Vec<_> = found.path.iter().rev().copied().collect();
    let core: Vec<_> = found.core.iter().rev().copied().collect();
    let Some(all) = at_mut(root, &path) else {
        return (Artifact::unrecognized(encoding), Vec::new());
    };
    match &found.form {
        CredentialForm::Members(positions) => {
            let members = at_mut(all, &core).map(|it| take_members(it, positions));
            let object = Value::Object(members.unwrap_or_default());
            (token_response(object, encoding), Vec::new())
        }
        CredentialForm::Token(kind) => {
            let token = envelope::at(all, &core).and_then(Value::as_str).unwrap_or_default();
            let artifact =
                Artifact::string(credential_search::without_scheme(token), *kind, encoding);
            let around = std::mem::take(all);
            let object = Artifact::object(around, encoding);
            let is_response = !core.is_empty() && object.kind == Kind::TokenResponse;
            (if is_response { object } else { artifact }, Vec::new())
        }
        CredentialForm::UserAndPassword => {
            let both = envelope::at(all, &core).and_then(credential_search::take_user_and_password);
            let (user, password) = both.unwrap_or_default();
            (header::basic_artifact(&user, &password, encoding), Vec::new())
        }
        CredentialForm::Login { user, password } => {
            let settings = at_mut(all, &core).map(|it| take_members(it, &[*user, *password]));
            let (user, password) = credential_search::user_and_password_of(settings.as_deref());
            (header::basic_artifact(&user, &password, encoding), Vec::new())
        }
        CredentialForm::Elsewhere(problem) => {
            let value = std::mem::take(all);
            let problem = Some(problem.clone());
            (Artifact { value, problem, ..Artifact::unrecognized(encoding) }, Vec::new())
        }
        CredentialForm::Object => {
            let mut value = std::mem::take(all);
            if let Some(Value::Object(members)) = at_mut(&mut value, &core) {
                members.extend(companions);
            }
            let inside = match place {
                CredentialPlace::Path(path) => path.trim_end_matches('.').to_owned(),
                _ => String::new(),
            };
            let nested = nested(&value, found, encoding, &inside);
            let artifact = Artifact::object(value, encoding);
            let is_more = !core.is_empty() && !matches!(artifact.kind, Kind::TokenResponse);
            if is_more && let Some(core) = envelope::at(&artifact.value, &core).cloned() {
                let inner = Artifact::object(core, encoding);
                if inner.is_known() {
                    return (inner, nested);
                }
            }
            (known(artifact, found), nested)
        }
    }
}

/// An object that holds a secret is a response, whatever its members are called. That of a token's
/// own member is put back into it.
fn known(artifact: Artifact, found: &FoundCredential) -> Artifact {
    if artifact.is_known() || !found.has_secret() {
        return artifact;
    }
    let is_value = envelope::own_token(&artifact.value, true).is_some();
    let value = if is_value {
        Value::Object(vec![Member { name: "access_token".to_owned(), value: artifact.value }])
    } else {
        artifact.value
    };
    Artifact { kind: Kind::TokenResponse, value, ..artifact }
}

fn token_response(value: Value, encoding: Encoding) -> Artifact {
    Artifact { kind: Kind::TokenResponse, value, ..Artifact::unrecognized(encoding) }
}

/// The members of an object, or the pairs of a list, at these positions.
fn take_members(value: &mut Value, positions: &[usize]) -> Vec<Member> {
    let take = |at: &usize| match &mut *value {
        Value::Object(members) => {
            let member = members.get_mut(*at)?;
            Some((member.name.clone(), std::mem::take(&mut member.value)))
        }
        Value::Array(items) => credential_search::take_pair(items.get_mut(*at)?),
        _ => None,
    };
    let taken = positions.iter().filter_map(take);
    taken
        .map(|(name, value)| Member {
            name: credential_search::member_of_group(&name).to_owned(),
            value,
        })
        .collect()
}

/// The credentials inside one, whose places go on from that.
fn nested(
    value: &Value,
    found: &FoundCredential,
    encoding: Encoding,
    around: &str,
) -> Vec<Credential> {
    let core: Vec<_> = found.core.iter().rev().copied().collect();
    let Some(core) = envelope::at(value, &core) else { return Vec::new() };
    let inner = found.nested.iter().filter_map(|one| {
        let path: Vec<_> = one.path.iter().rev().copied().collect();
        let own = envelope::at(core, &path)?;
        let place = match place::of(core, one, Encoding::Json) {
            CredentialPlace::Path(path) => CredentialPlace::Path(format!("{around}{path}")),
            place => place,
        };
        let label = one.label.clone().or_else(|| match path.last()? {
            PathStep::Member(_) => credential_search::name(own),
            PathStep::Item(_) => None,
        });
        let artifact = match (&one.form, own.as_str()) {
            (CredentialForm::Token(kind), Some(token)) => {
                Artifact::string(credential_search::without_scheme(token), *kind, encoding)
            }
            _ => Artifact::object(own.clone(), encoding),
        };
        Some(Credential {
            artifact,
            place: Some(place),
            label: label.map(|label| shown_name(&label).into_owned()),
            nested: Vec::new(),
        })
    });
    inner.collect()
}

/// The value at the end of a path.
fn at_mut<'a>(root: &'a mut Value, path: &[PathStep]) -> Option<&'a mut Value> {
    path.iter().try_fold(root, |value, step| match (value, *step) {
        (Value::Object(members), PathStep::Member(at)) => {
            members.get_mut(at).map(|it| &mut it.value)
        }
        (Value::Array(items), PathStep::Item(at)) => items.get_mut(at),
        _ => None,
    })
}

/// The message with no more of its fields than say when it was sent.
fn without_fields(message: &Message) -> Message {
    let is_date = |(name, _): &&(String, _)| name.eq_ignore_ascii_case("date");
    Message {
        status: message.status,
        headers: message.headers.iter().filter(is_date).cloned().collect(),
    }
}
