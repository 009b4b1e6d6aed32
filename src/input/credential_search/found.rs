//! One credential that was found in a value, by its place there, and how several of them are
//! brought together.

use std::collections::HashMap;

use super::label;
use crate::{
    kind::{
        Kind,
        envelope::{PathStep, ValuePath},
    },
    problem::Problem,
    secret::Secret,
    value::{Member, Value},
};

/// A credential in a value that is being searched. Paths are kept from the inside out: the search
/// adds the steps on its way back to the root.
#[derive(Debug)]
pub(in crate::input) struct FoundCredential {
    /// To all that belongs to it.
    pub path: ValuePath,
    /// From there on to the credential itself.
    pub core: ValuePath,
    pub form: CredentialForm,
    pub label: Option<String>,
    /// Which of a login's tokens it is.
    pub login: LoginPart,
    /// How many members it has: of the same secret twice, the richer entry is kept.
    pub richness: usize,
    /// Whether its own members say when it ends.
    pub has_end: bool,
    /// The login's other tokens that stand elsewhere, from the same value on as `path`.
    pub companions: Vec<CompanionToken>,
    /// Those inside it, from the end of `core` on.
    pub nested: Vec<FoundCredential>,
    /// Tells the secret from others.
    digest: Option<[u8; 32]>,
}

/// How a credential is written.
#[derive(Debug)]
pub(in crate::input) enum CredentialForm {
    /// An object with what belongs to it.
    Object,
    /// A string that is a token of this kind.
    Token(Kind),
    /// These members of an object, or these pairs of a name and a value in a list.
    Members(Vec<usize>),
    /// A user and a password: members of an object, or both in one text.
    UserAndPassword,
    /// A user and a password at these positions, beside other settings.
    Login { user: usize, password: usize },
    /// An object that names a credential without holding one that can be read, and the reason.
    Elsewhere(Problem),
}

impl CredentialForm {
    /// The position of the setting that it begins with, where it is made of several.
    pub fn first_setting(&self) -> Option<usize> {
        match self {
            Self::Members(positions) => positions.first().copied(),
            Self::Login { password, .. } => Some(*password),
            _ => None,
        }
    }
}

/// Which token of a login an entry holds, where a cache keeps them apart.
#[derive(Debug, Default)]
pub(in crate::input) struct LoginPart {
    /// The member that the others of the login lack; none of one with an access token.
    pub lacks_access: Option<CompanionKind>,
    pub account: Option<String>,
    pub client: Option<String>,
}

/// A token that belongs to a login beside its access token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::input) enum CompanionKind {
    Refresh,
    Id,
}

impl CompanionKind {
    /// The canonical name of the member.
    pub fn name(self) -> &'static str {
        match self {
            Self::Refresh => "refresh_token",
            Self::Id => "id_token",
        }
    }
}

/// A token that stands elsewhere.
#[derive(Clone, Debug)]
pub(in crate::input) struct CompanionToken {
    pub kind: CompanionKind,
    /// To the text of the token.
    pub path: ValuePath,
}

impl FoundCredential {
    /// One that is the value itself. `secret` is the text that it is known by.
    pub fn here(form: CredentialForm, secret: Option<&str>) -> Self {
        Self {
            path: ValuePath::new(),
            core: ValuePath::new(),
            form,
            label: None,
            login: LoginPart::default(),
            richness: 0,
            has_end: false,
            companions: Vec::new(),
            nested: Vec::new(),
            digest: secret.map(|secret| Secret::new(secret).digest()),
        }
    }

    /// Whether it is known by a secret: metadata and errors are not.
    pub fn has_secret(&self) -> bool {
        self.digest.is_some()
    }

    /// Whether the other is the same secret.
    pub fn is_same_as(&self, other: &Self) -> bool {
        self.digest.is_some() && self.digest == other.digest
    }

    /// Moves the start of its paths to the value around.
    pub fn push(&mut self, step: PathStep) {
        self.path.push(step);
        for companion in &mut self.companions {
            companion.path.push(step);
        }
    }

    /// Makes all of the value that was searched belong to it.
    fn expand(&mut self) {
        self.core.append(&mut self.path);
    }
}

/// What was found in the members or items of a value.
#[derive(Debug, Default)]
pub(in crate::input) struct FoundInside {
    found: Vec<FoundCredential>,
    /// For each, the member or item that it was found in.
    from: Vec<PathStep>,
}

impl FoundInside {
    /// Adds what was found behind a step.
    pub fn add(&mut self, step: PathStep, found: Vec<FoundCredential>) {
        for mut one in found {
            one.push(step);
            self.found.push(one);
            self.from.push(step);
        }
    }

    /// Adds what was found here, of parts of the value itself.
    pub fn add_here(&mut self, found: Vec<FoundCredential>) {
        for one in found {
            self.from.push(one.path.last().copied().unwrap_or(PathStep::Member(usize::MAX)));
            self.found.push(one);
        }
    }

    /// All that is in the value: one credential alone, to which the whole value belongs, or several
    /// that each have a label.
    pub fn settle(mut self, value: &Value) -> Vec<FoundCredential> {
        if self.found.len() > 1 {
            self.name_all(value);
            self.drop_repeated();
            self.unite_logins();
        }
        let mut found = self.found;
        if let [only] = &mut *found {
            only.expand();
            if only.login.account.is_none() {
                only.login.account = label::account(value);
            }
        }
        found
    }

    /// Labels those that are alone behind their step with what the value around calls it.
    fn name_all(&mut self, value: &Value) {
        for (at, step) in self.from.iter().enumerate() {
            let is_alone = at.checked_sub(1).and_then(|at| self.from.get(at)) != Some(step)
                && self.from.get(at + 1) != Some(step);
            let one = &mut self.found[at];
            let name = match *step {
                PathStep::Member(at) => value.members().get(at).map(|member| {
                    // In a map with one entry its key says more than what the map is called.
                    let inner = one.path.iter().rev().nth(1).or(one.core.last());
                    let key = match inner.zip(Some(&member.value)) {
                        Some((PathStep::Member(at), value)) => value.members().get(*at),
                        _ => None,
                    };
                    let is_more = |key: &&Member| {
                        label::is_host(&key.name) && !label::is_host(&member.name)
                            || label::names_accounts(&member.name) && is_map(&member.value)
                    };
                    key.filter(is_more).unwrap_or(member).name.clone()
                }),
                PathStep::Item(at) => value.items().get(at).and_then(label::name),
            };
            if is_alone && let Some(name) = name {
                if one.login.account.is_none() {
                    one.login.account = Some(label::account_of_key(&name).to_owned());
                }
                one.label = Some(name);
            }
        }
    }

    /// Keeps one of those with the same secret: the richest, in the place of the first.
    fn drop_repeated(&mut self) {
        let mut first: HashMap<[u8; 32], usize> = HashMap::with_capacity(self.found.len());
        let mut kept: Vec<FoundCredential> = Vec::with_capacity(self.found.len());
        let mut from = Vec::with_capacity(self.from.len());
        for (one, step) in self.found.drain(..).zip(self.from.drain(..)) {
            let known = one.digest.and_then(|digest| first.get(&digest).copied());
            if let Some(before) = known.and_then(|at| kept.get_mut(at)) {
                if one.richness > before.richness {
                    *before = one;
                }
                continue;
            }
            if let Some(digest) = one.digest {
                first.insert(digest, kept.len());
            }
            kept.push(one);
            from.push(step);
        }
        (self.found, self.from) = (kept, from);
    }

    /// Gives the access tokens of an account its refresh and ID token from other sections.
    fn unite_logins(&mut self) {
        type Login = (CompanionKind, String);
        let mut parts: HashMap<Login, Vec<usize>> = HashMap::new();
        let mut has_access = false;
        for (at, one) in self.found.iter().enumerate() {
            match (one.login.lacks_access, &one.login.account) {
                (Some(kind), Some(account)) => {
                    parts.entry((kind, account.clone())).or_default().push(at);
                }
                (None, _) => has_access = true,
                _ => {}
            }
        }
        if parts.is_empty() || !has_access {
            return;
        }
        let mut is_united = vec![false; self.found.len()];
        for at in 0..self.found.len() {
            let one = &self.found[at];
            let Some(account) = one.login.account.clone().filter(|_| {
                one.login.lacks_access.is_none() && matches!(one.form, CredentialForm::Object)
            }) else {
                continue;
            };
            for kind in [CompanionKind::Refresh, CompanionKind::Id] {
                let candidates = parts.get(&(kind, account.clone())).into_iter().flatten();
                let fits = |part: &&usize| {
                    let (own, part) = (&self.found[at].login, &self.found[**part].login);
                    part.client.as_ref().zip(own.client.as_ref()).is_none_or(|(a, b)| a == b)
                };
                let part = candidates
                    .filter(|part| self.from[**part] != self.from[at])
                    .take(MOST_OF_A_LOGIN)
                    .find(fits)
                    .copied();
                if let Some(part) = part
                    && let Some(companion) = self.found[part].companions.first().cloned()
                {
                    is_united[part] = true;
                    self.found[at].companions.push(companion);
                }
            }
        }
        let mut at = 0;
        self.found.retain(|_| {
            at += 1;
            !is_united[at - 1]
        });
        at = 0;
        self.from.retain(|_| {
            at += 1;
            !is_united[at - 1]
        });
    }
}

/// Whether an object has entries, each an object.
fn is_map(value: &Value) -> bool {
    value.members().iter().all(|member| matches!(member.value, Value::Object(_)))
}

/// How many tokens of one account are looked at for one that fits.
const MOST_OF_A_LOGIN: usize = 16;
