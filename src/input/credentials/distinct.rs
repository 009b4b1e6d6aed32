//! One credential for each secret: a log repeats a token with every call.

use std::collections::HashMap;

use super::Credential;
use crate::{
    catalog::member_names,
    input::Artifact,
    kind::{Kind, envelope},
    secret::sha256,
    value::{Value, display},
};

/// The SHA-256 of a secret, or of what has none.
type SecretHash = [u8; 32];

/// Credentials in the order in which they were found, each secret once.
#[derive(Default)]
pub(super) struct DistinctCredentials {
    found: Vec<Option<Credential>>,
    /// Which of them a secret belongs to.
    owners: HashMap<SecretHash, usize>,
}

impl DistinctCredentials {
    /// Adds a credential. Where its secret is known already, that which says more is kept, in the
    /// place of the first.
    pub fn add(&mut self, new: Credential) {
        let hashes = identity(&new.artifact);
        let Some(first) = hashes.first() else {
            self.found.push(Some(new));
            return;
        };
        let own = self.owners.get(first).copied();
        let bare = || hashes.iter().find_map(|hash| self.bare_owner(hash));
        let at = if let Some(at) = own {
            self.merge(at, new, *first);
            at
        } else if let Some(at) = bare() {
            // The ID token that was sent belongs to the answer that brought it.
            self.replace(at, new);
            at
        } else {
            self.found.push(Some(new));
            self.found.len() - 1
        };
        for hash in hashes {
            self.owners.entry(hash).or_insert(at);
        }
    }

    pub fn into_items(self) -> Vec<Credential> {
        self.found.into_iter().flatten().collect()
    }

    fn merge(&mut self, at: usize, new: Credential, first: SecretHash) {
        let Some(Some(old)) = self.found.get_mut(at) else { return };
        let is_same = identity(&old.artifact).first() == Some(&first);
        if old.label.is_none() {
            old.label.clone_from(&new.label);
        }
        if is_same && weight(&new.artifact) > weight(&old.artifact) {
            self.replace(at, new);
        }
    }

    fn replace(&mut self, at: usize, new: Credential) {
        let Some(slot) = self.found.get_mut(at) else { return };
        let old = slot.take();
        let place = old.as_ref().and_then(|old| old.place.clone());
        let label = old.and_then(|old| old.label);
        *slot = Some(Credential { place: place.or(new.place), label: new.label.or(label), ..new });
    }

    /// The token on its own that a secret belongs to.
    fn bare_owner(&self, hash: &SecretHash) -> Option<usize> {
        let at = *self.owners.get(hash)?;
        let artifact = &self.found.get(at)?.as_ref()?.artifact;
        matches!(artifact.value, Value::String(_)).then_some(at)
    }
}

/// How much an artifact says: a response more than a token on its own.
fn weight(artifact: &Artifact) -> usize {
    let members = artifact.value.members().len();
    let is_whole = artifact.problem.is_none();
    2 * members + usize::from(artifact.message.is_some()) + usize::from(is_whole)
}

/// What tells an artifact from others: its secrets, the access token first; without any, all that
/// it says. None of an error that answered a request: the next is another one.
fn identity(artifact: &Artifact) -> Vec<SecretHash> {
    let hash = |text: &str| sha256(text.as_bytes());
    if let Value::String(text) = &artifact.value {
        return vec![hash(text.as_str())];
    }
    let tokens = tokens(&artifact.value);
    if !tokens.is_empty() {
        return tokens.into_iter().map(hash).collect();
    }
    if artifact.kind == Kind::ErrorResponse && artifact.message.is_some() {
        return Vec::new();
    }
    let said = crate::secret::Wiping::new(display::json(&artifact.value, MOST_SAID));
    vec![hash(&format!("{} {}", artifact.kind.name(), said.as_str()))]
}

/// As much, in bytes, as is compared of what has no secret.
const MOST_SAID: usize = 64 * 1024;

/// The tokens of a response, the access token first.
fn tokens(value: &Value) -> Vec<&str> {
    let home = envelope::find_token_object(value)
        .or_else(|| envelope::find_likely_token_object(value))
        .and_then(|path| envelope::at(value, &path))
        .unwrap_or(value);
    let mut tokens: Vec<(usize, &str)> = home
        .members()
        .iter()
        .filter_map(|member| {
            let text = member.value.as_str().filter(|text| !text.is_empty())?;
            let snake = member_names::snake_case(&member.name);
            let name = member_names::meaning(&snake).map_or(&*snake, |meaning| meaning.name);
            let rank = ["access_token", "refresh_token", "id_token", "code", "device_code"]
                .iter()
                .position(|known| *known == name)?;
            Some((rank, text))
        })
        .collect();
    tokens.sort_by_key(|(rank, _)| *rank);
    tokens.into_iter().map(|(_, text)| text).collect()
}
