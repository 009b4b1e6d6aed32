//! Names and values side by side: variables of an environment, the flat stores of browsers and
//! package managers, cookies. The members of one response belong together by their names.

use std::collections::{HashMap, HashSet};

use super::{
    found::{CredentialForm, FoundCredential},
    leaf,
    logins::ENCODED_PASSWORD,
    variable_name::{TOKENS, VariableName, is_qualified, is_variable},
};
use crate::{
    catalog::member_names::{self, EXPIRES},
    input::header,
    kind::{
        Kind,
        envelope::{self, PathStep},
    },
    value::{Member, Value},
};

/// Settings that are one credential.
#[derive(Debug)]
pub(super) struct VariableGroup {
    /// The positions of its members in the object, or of its pairs in the list.
    positions: Vec<usize>,
    /// Whether it is the value of a list of pairs, and the position of the value in its pair.
    value_in_pair: Option<usize>,
    label: Option<String>,
    /// The form of what stands alone.
    alone: Option<CredentialForm>,
    found: FoundCredential,
    /// What it already has of the three tokens of a response.
    has: [bool; 3],
}

/// One setting: a member of an object, or a pair in a list.
#[derive(Clone, Copy)]
struct NamedValue<'a> {
    position: usize,
    name: &'a str,
    value: &'a Value,
    /// Whether its name is that of a variable, which says whose token it is.
    is_variable: bool,
    value_in_pair: Option<usize>,
}

/// The groups of the members of an object. None where the object is one response, whatever else it
/// holds.
pub(super) fn groups_of_members(value: &Value) -> Vec<VariableGroup> {
    let has_own = envelope::has_token(value, false);
    let shared = if has_own { HashSet::new() } else { shared_prefixes(value) };
    let settings = value.members().iter().enumerate().filter_map(|(position, member)| {
        let is_scalar = matches!(member.value, Value::String(_) | Value::Number(_));
        let is_variable = is_variable(&member.name) || is_of(&shared, &member.name);
        (is_scalar && is_variable || is_qualified(&member.name)).then_some(NamedValue {
            position,
            name: &member.name,
            value: &member.value,
            is_variable,
            value_in_pair: None,
        })
    });
    let groups = group(settings);
    if groups.len() == 1 && has_own { Vec::new() } else { groups }
}

/// What the names of a refresh or ID token have before them in an object that has other tokens
/// under such names, in small letters: `kc_token`, `kc_refreshToken`.
fn shared_prefixes(value: &Value) -> HashSet<String> {
    let text = |member: &&Member| member.value.as_str().is_some_and(|it| it.len() >= 16);
    let named = value.members().iter().filter(text).filter_map(|member| {
        let named = VariableName::of(&member.name, true)?;
        let is_companion = TOKENS[1..].contains(&named.member);
        (is_companion && !named.prefix.is_empty() && !is_qualified(&member.name))
            .then_some(named.prefix)
    });
    named.collect()
}

/// Whether a name has one of these before it.
fn is_of(prefixes: &HashSet<String>, name: &str) -> bool {
    !prefixes.is_empty()
        && VariableName::of(name, true).is_some_and(|named| prefixes.contains(&named.prefix))
}

/// The groups of a list of names and values. None of any other list.
pub(super) fn groups_of_pairs(value: &Value) -> Vec<VariableGroup> {
    if !value.items().iter().all(|item| pair(item).is_some()) {
        return Vec::new();
    }
    let settings = value.items().iter().enumerate().filter_map(|(position, item)| {
        let (name, at) = pair(item)?;
        let value = &item.members().get(at)?.value;
        Some(NamedValue { position, name, value, is_variable: true, value_in_pair: Some(at) })
    });
    group(settings)
}

/// The name of a pair, and the position of its value.
fn pair(item: &Value) -> Option<(&str, usize)> {
    let named = |names: &[&str]| {
        item.members()
            .iter()
            .position(|it| names.iter().any(|name| it.name.eq_ignore_ascii_case(name)))
    };
    let name = item.members().get(named(&["key", "name"])?)?.value.as_str()?;
    Some((name, named(&["value"])?))
}

/// The name and value of a pair.
pub(in crate::input) fn take_pair(item: &mut Value) -> Option<(String, Value)> {
    let (name, at) = pair(item)?;
    let name = name.to_owned();
    let Value::Object(members) = item else { return None };
    Some((name, std::mem::take(&mut members.get_mut(at)?.value)))
}

/// Opens a list of assignments (`NAME=value`, as Docker lists the variables of a container): each
/// becomes a pair of its name and its value; where they stand beside other things, an object with
/// one member.
pub(super) fn open_assignments(value: &mut Value) {
    let Value::Array(items) = value else { return };
    let parts = |item: &Value| {
        let (name, value) = item.as_str()?.split_once('=')?;
        is_variable(name).then(|| (name.to_owned(), value.to_owned()))
    };
    let are_all = items.iter().all(|item| parts(item).is_some());
    let member = |name: &str, text| Member { name: name.to_owned(), value: Value::string(text) };
    for item in items {
        let Some((name, value)) = parts(item) else { continue };
        *item = Value::Object(if are_all {
            vec![member("name", name), member("value", value)]
        } else {
            vec![member(&name, value)]
        });
    }
}

/// Whether a member is the value of an output or a secret that is named like a token.
pub(super) fn is_named_value(name: &str, value: &Value) -> bool {
    value.get("value").is_some() && member_names::snake_case(name).ends_with("_token")
}

/// Brings the settings of one response together. Those that hold no token are in no group.
fn group<'a>(settings: impl Iterator<Item = NamedValue<'a>> + Clone) -> Vec<VariableGroup> {
    let mut groups: Vec<VariableGroup> = Vec::new();
    let mut by_prefix: HashMap<String, usize> = HashMap::new();
    let mut tokens: HashSet<usize> = HashSet::new();
    for setting in settings.clone() {
        let Some(token) = setting.token() else { continue };
        tokens.insert(setting.position);
        let named = VariableName::of(setting.name, setting.is_variable);
        let of = named.as_ref().and_then(|it| TOKENS.iter().position(|name| *name == it.member));
        if let (Some(named), Some(of)) = (&named, of)
            && let Some(at) = by_prefix.get(&named.prefix).copied()
            && !groups[at].has[of]
        {
            let group = &mut groups[at];
            group.has[of] = true;
            group.alone = None;
            group.positions.push(setting.position);
            if of == 0 {
                // The access token is what the others belong to.
                group.label = setting.label(named);
                group.found = FoundCredential::here(CredentialForm::Object, Some(token));
                group.positions.rotate_right(1);
            }
            continue;
        }
        let is_response = named.as_ref().is_some_and(|it| it.is_full);
        if let Some(named) = &named {
            by_prefix.entry(named.prefix.clone()).or_insert(groups.len());
        }
        groups.push(VariableGroup {
            positions: vec![setting.position],
            value_in_pair: setting.value_in_pair,
            label: match &named {
                Some(named) => setting.label(named),
                None => Some(setting.host().unwrap_or(setting.name).to_owned()),
            },
            alone: (!is_response).then(|| {
                if setting.is_user_and_password() {
                    return CredentialForm::UserAndPassword;
                }
                let kind = leaf::token_kind(setting.name, token);
                CredentialForm::Token(kind.unwrap_or(Kind::OpaqueToken))
            }),
            found: FoundCredential::here(CredentialForm::Object, Some(leaf::without_scheme(token))),
            has: std::array::from_fn(|at| of == Some(at)),
        });
    }
    groups.extend(logins(settings.clone()));
    // What is said of a token, and is none: its end, its type, its scopes.
    for setting in settings {
        let Some(named) = VariableName::of(setting.name, setting.is_variable) else { continue };
        let is_text = matches!(setting.value, Value::String(_) | Value::Number(_));
        if let Some(at) = by_prefix.get(&named.prefix).copied()
            && is_text
            && !tokens.contains(&setting.position)
            && !TOKENS.contains(&named.member)
        {
            let group = &mut groups[at];
            group.positions.push(setting.position);
            group.alone = None;
            group.found.has_end |= matches!(named.member, "expires_in" | "expires_at" | EXPIRES);
        }
    }
    groups
}

/// The users and passwords that are settings side by side: npm's for a registry, and pairs of a
/// list, as Postman keeps them.
fn logins<'a>(
    settings: impl Iterator<Item = NamedValue<'a>> + Clone,
) -> impl Iterator<Item = VariableGroup> {
    let passwords = settings
        .clone()
        .filter_map(|setting| Some((setting.login_member("password", ENCODED_PASSWORD)?, setting)));
    passwords.filter_map(move |(host, setting)| {
        let is_user =
            |other: &NamedValue<'a>| other.login_member("username", ":username") == Some(host);
        let user = settings.clone().find(is_user)?.position;
        let password = setting.value.as_str().filter(|text| leaf::is_real(text))?;
        Some(VariableGroup {
            positions: vec![setting.position, user],
            value_in_pair: setting.value_in_pair,
            label: setting.host().map(str::to_owned),
            alone: Some(CredentialForm::Login { user, password: setting.position }),
            found: FoundCredential::here(CredentialForm::Object, Some(password)),
            has: [false; 3],
        })
    })
}

impl<'a> NamedValue<'a> {
    /// The registry of npm that a part of a login is for; empty in a list of pairs. None of any
    /// other setting: `name` is what the part is called in pairs, `ending` what npm adds.
    fn login_member(&self, name: &str, ending: &str) -> Option<&'a str> {
        if self.value_in_pair.is_some() {
            return (self.name == name).then_some("");
        }
        self.name.strip_prefix("//")?.strip_suffix(ending)
    }

    /// The token that the value is, by its name or by its form.
    fn token(&self) -> Option<&'a str> {
        let text = self.value.as_str().filter(|text| leaf::is_real(text))?;
        if self.is_user_and_password() {
            return Some(text);
        }
        let by_form = || {
            let is_named = leaf::is_authorization(self.name)
                || self.is_variable && leaf::is_api_key(self.name, text);
            leaf::token_kind(self.name, text).is_some()
                || is_named && leaf::named_token_kind(text).is_some()
        };
        let is_token = match VariableName::of(self.name, self.is_variable) {
            Some(named) if TOKENS.contains(&named.member) => {
                named.is_full && !text.contains([' ', '{'])
                    || leaf::named_token_kind(text).is_some()
            }
            Some(VariableName { member: "secret_access_key", .. }) => true,
            Some(_) => false,
            None => by_form(),
        };
        (is_token || by_form()).then_some(text)
    }

    /// Whether the value is the base64 of a user and a password: `//registry.example/:_auth`, or
    /// what a header says.
    fn is_user_and_password(&self) -> bool {
        let is_named = self.name.ends_with(":_auth") || self.name == "_auth";
        let text = self.value.as_str().unwrap_or_default();
        is_named && header::user_and_password(text).is_some()
            || leaf::is_authorization(self.name)
                && leaf::behind_basic(text).and_then(header::user_and_password).is_some()
    }

    /// The registry that a setting of npm is for.
    fn host(&self) -> Option<&'a str> {
        let (host, _) = self.name.strip_prefix("//")?.rsplit_once(':')?;
        Some(host.trim_end_matches('/'))
    }

    /// What a person calls the token.
    fn label(&self, named: &VariableName) -> Option<String> {
        if is_qualified(self.name) {
            let prefix = named.prefix.trim_matches(['/', ':', '.']);
            let is_host = self.name.starts_with("//");
            let last = prefix.rsplit(['.', ':', '|']).next().unwrap_or(prefix);
            return Some(if is_host { prefix } else { last }.to_owned())
                .filter(|it| !it.is_empty());
        }
        Some(self.name.to_owned())
    }
}

impl VariableGroup {
    /// The positions of its members or pairs.
    pub fn positions(&self) -> &[usize] {
        &self.positions
    }

    /// The credential that it is.
    pub fn into_found(self) -> FoundCredential {
        let mut found = self.found;
        found.label = self.label;
        found.richness = self.positions.len();
        let step = |at: usize| match self.value_in_pair {
            Some(_) => PathStep::Item(at),
            None => PathStep::Member(at),
        };
        match (self.alone, self.positions.first()) {
            (Some(form), Some(first)) => {
                if form.first_setting().is_none() {
                    found.path.push(step(*first));
                    found.core.extend(self.value_in_pair.map(PathStep::Member));
                }
                found.form = form;
            }
            _ => found.form = CredentialForm::Members(self.positions),
        }
        found
    }
}
