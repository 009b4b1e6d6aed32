//! The scopes of a response, with what each allows.

use std::collections::HashSet;

use super::{
    field::Field,
    issuer::{Issuer, IssuerHints},
    scope_shape::shape,
    scope_words,
};
use crate::{
    catalog, secrecy,
    value::{MOST, Value},
};

/// One scope (RFC 6749 §3.3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    pub name: String,
    /// The resource that the scope is about, where the name has such a structure.
    pub resource: Option<String>,
    /// What the scope allows on the resource.
    pub action: Option<String>,
    /// The provider's description, where the catalogue has one.
    pub description: Option<&'static str>,
}

/// The scopes of a response, in order and without duplicates, from its `scope` member.
///
/// RFC 6749 §3.3 has them separated by spaces; lists, commas and plus signs are in use too.
pub fn scopes(fields: &[Field], hints: IssuerHints<'_>) -> Vec<Scope> {
    let Some(value) = fields.iter().find(|field| field.name == "scope").and_then(Field::plain)
    else {
        return Vec::new();
    };
    describe(&distinct_names(value), || Issuer::of(fields, hints))
}

/// The scopes of a value, a string or a list of strings; the hints tell which provider's
/// descriptions apply.
pub fn scopes_of(value: &Value, hints: IssuerHints<'_>) -> Vec<Scope> {
    describe(&distinct_names(value), || Issuer::of(&[], hints))
}

/// Whether two names mean the same scope.
pub fn is_same(one: &str, other: &str) -> bool {
    canonical(one) == canonical(other)
}

/// Google answers its short names `email` and `profile` with these.
fn canonical(name: &str) -> &str {
    match name {
        "https://www.googleapis.com/auth/userinfo.email" => "email",
        "https://www.googleapis.com/auth/userinfo.profile" => "profile",
        name => name,
    }
}

/// Whether a scope of the token is this scope of the response, which may carry the resource in
/// front (`https://graph.microsoft.com/User.Read`).
pub fn is_claim_of(claim: &str, response: &str) -> bool {
    response == claim
        || response
            .strip_suffix(claim)
            .is_some_and(|resource| resource.ends_with('/') && resource.contains("://"))
}

/// Whether a scope is one of OpenID Connect Core §5.4 and §11: they are about the sign-in, so a
/// server may grant them in the response and leave them out of the token for an API.
pub fn is_sign_in(name: &str) -> bool {
    let names = ["openid", "profile", "email", "address", "phone", "offline_access"];
    names.contains(&canonical(name))
}

/// The names in order, each once. A token among them is not a scope and must not be shown.
fn distinct_names(value: &Value) -> Vec<&str> {
    let mut names = Vec::new();
    match value {
        Value::String(text) => names.extend(scope_words::split(text.as_str())),
        Value::Number(digits) => names.push(digits.as_str()),
        Value::Array(items) => {
            for item in items {
                match item {
                    Value::String(text) => names.extend(scope_words::split_item(text.as_str())),
                    Value::Number(digits) => names.push(digits.as_str()),
                    _ => {}
                }
            }
        }
        _ => {}
    }
    names.truncate(MOST);
    names.retain(|name| !secrecy::is_secret_text(name));
    // A set costs more than it saves for the few that nearly every response has.
    if names.len() > 16 {
        let mut seen = HashSet::with_capacity(names.len());
        names.retain(|name| seen.insert(*name));
    } else {
        let mut kept = 0;
        for at in 0..names.len() {
            if !names[..kept].contains(&names[at]) {
                names[kept] = names[at];
                kept += 1;
            }
        }
        names.truncate(kept);
    }
    names
}

/// The scopes with their structure, and a description from the provider they most likely belong
/// to. The issuer is looked up only where it matters.
fn describe(names: &[&str], issuer: impl Fn() -> Issuer) -> Vec<Scope> {
    let known: Vec<_> = names.iter().map(|name| catalog::scope(name)).collect();
    let is_any_known = known.iter().any(|meanings| meanings.len() > 0);
    let votes = Votes::count(&known, if is_any_known { issuer() } else { Issuer::Unknown });
    names
        .iter()
        .zip(known)
        .map(|(name, meanings)| {
            let (resource, action) = shape(name).unzip();
            Scope {
                name: (*name).to_owned(),
                resource: resource.map(str::to_owned),
                action: action.flatten().map(str::to_owned),
                description: votes.description(meanings),
            }
        })
        .collect()
}

/// How many of a response's scopes each provider knows.
struct Votes {
    counts: Vec<usize>,
    /// OpenID Connect's own list speaks for its names, whoever else has them.
    standard: Option<usize>,
    issuer: Issuer,
}

impl Votes {
    fn count(
        known: &[impl Iterator<Item = (usize, &'static str)> + Clone],
        issuer: Issuer,
    ) -> Self {
        let providers = catalog::providers();
        let mut counts = vec![0; providers.len()];
        for (provider, _) in known.iter().cloned().flatten() {
            counts[provider] += 1;
        }
        if let Issuer::Listed(at) = issuer {
            counts[at] += known.len() + 1;
        }
        let standard = providers.iter().position(|provider| provider.name == "OpenID Connect");
        Self { counts, standard, issuer }
    }

    /// The description of the provider that knows most of the response's scopes. Where two know
    /// equally many and mean different things, none: a guess would be worse.
    fn description(
        &self,
        meanings: impl Iterator<Item = (usize, &'static str)> + Clone,
    ) -> Option<&'static str> {
        let mut meanings = meanings.filter(|(provider, _)| self.issuer.uses_scopes_of(*provider));
        let standard = |(provider, _): &(usize, _)| Some(*provider) == self.standard;
        if let Some((_, text)) = meanings.clone().find(standard) {
            return Some(text);
        }
        let most = meanings.clone().map(|(provider, _)| self.counts[provider]).max()?;
        let mut best = meanings.by_ref().filter(|(provider, _)| self.counts[*provider] == most);
        let (_, text) = best.next()?;
        best.all(|(_, other)| other == text).then_some(text)
    }
}
