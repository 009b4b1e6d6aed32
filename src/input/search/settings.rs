//! Names and values side by side: variables of an environment, the flat stores of browsers and
//! package managers, cookies. The members of one response belong together by their names.

use std::collections::HashMap;

use super::{
    found::{CredentialForm, FoundCredential},
    leaf,
};
use crate::{
    catalog::member_names::{self, EXPIRES, NameFit},
    kind::{
        Kind,
        envelope::{self, PathStep},
    },
    value::Value,
};

/// Settings that are one credential.
#[derive(Debug)]
pub(super) struct SettingGroup {
    /// The positions of its members in the object, or of its pairs in the list.
    positions: Vec<usize>,
    /// Whether it is the value of a list of pairs, and the position of the value in its pair.
    value_in_pair: Option<usize>,
    label: Option<String>,
    /// The kind of a token that stands alone.
    alone: Option<Kind>,
    found: FoundCredential,
    /// What it already has of the three tokens of a response.
    has: [bool; 3],
}

/// The three tokens of a response, by their canonical names.
const TOKENS: [&str; 3] = ["access_token", "refresh_token", "id_token"];

/// One setting: a member of an object, or a pair in a list.
#[derive(Clone, Copy)]
struct NamedValue<'a> {
    position: usize,
    name: &'a str,
    value: &'a Value,
    value_in_pair: Option<usize>,
}

/// What the name of a setting says.
struct SettingName {
    /// What the members of one response have in common.
    prefix: String,
    /// The canonical name of the member.
    member: &'static str,
    /// It is the name of RFC 6749, with a prefix or not.
    is_full: bool,
}

/// The groups of the members of an object. None where the object is one response, whatever else it
/// holds.
pub(super) fn groups_of_members(value: &Value) -> Vec<SettingGroup> {
    let settings = value.members().iter().enumerate().filter_map(|(position, member)| {
        let is_candidate = matches!(member.value, Value::String(_) | Value::Number(_))
            && is_variable(&member.name)
            || is_qualified(&member.name);
        is_candidate.then_some(NamedValue {
            position,
            name: &member.name,
            value: &member.value,
            value_in_pair: None,
        })
    });
    let groups = group(settings, false);
    let is_one = groups.len() == 1 && envelope::has_token(value, false);
    if is_one { Vec::new() } else { groups }
}

/// The groups of a list of names and values. None of any other list.
pub(super) fn groups_of_pairs(value: &Value) -> Vec<SettingGroup> {
    if !value.items().iter().all(|item| pair(item).is_some()) {
        return Vec::new();
    }
    let settings = value.items().iter().enumerate().filter_map(|(position, item)| {
        let (name, at) = pair(item)?;
        let value = &item.members().get(at)?.value;
        Some(NamedValue { position, name, value, value_in_pair: Some(at) })
    });
    group(settings, true)
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

/// Whether a member is the value of an output or a secret that is named like a token.
pub(super) fn is_named_value(name: &str, value: &Value) -> bool {
    value.get("value").is_some() && member_names::snake_case(name).ends_with("_token")
}

/// Whether a name is that of a variable.
fn is_variable(name: &str) -> bool {
    name.contains(|c: char| c.is_ascii_uppercase()) && !name.contains(|c: char| c.is_lowercase())
}

/// Whether a name has another before it, as in a flat store.
fn is_qualified(name: &str) -> bool {
    name.contains(['.', ':', '/', '|'])
}

/// Brings the settings of one response together. Those that hold no token are in no group.
fn group<'a>(
    settings: impl Iterator<Item = NamedValue<'a>> + Clone,
    is_pairs: bool,
) -> Vec<SettingGroup> {
    let mut groups: Vec<SettingGroup> = Vec::new();
    let mut by_prefix: HashMap<String, usize> = HashMap::new();
    for setting in settings.clone() {
        let Some(token) = setting.token(is_pairs) else { continue };
        let named = SettingName::of(setting.name, is_pairs);
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
        groups.push(SettingGroup {
            positions: vec![setting.position],
            value_in_pair: setting.value_in_pair,
            label: match &named {
                Some(named) => setting.label(named),
                None => Some(setting.name.to_owned()),
            },
            alone: (!is_response)
                .then(|| leaf::token_kind(setting.name, token).unwrap_or(Kind::OpaqueToken)),
            found: FoundCredential::here(CredentialForm::Object, Some(leaf::without_scheme(token))),
            has: std::array::from_fn(|at| of == Some(at)),
        });
    }
    // What is said of a token, and is none: its end, its type, its scopes.
    for setting in settings {
        let Some(named) = SettingName::of(setting.name, is_pairs) else { continue };
        let is_text = matches!(setting.value, Value::String(_) | Value::Number(_));
        if let Some(at) = by_prefix.get(&named.prefix).copied()
            && is_text
            && !groups[at].positions.contains(&setting.position)
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

impl<'a> NamedValue<'a> {
    /// The token that the value is, by its name or by its form.
    fn token(&self, is_pair: bool) -> Option<&'a str> {
        let text = self.value.as_str().filter(|text| leaf::is_real(text))?;
        let by_form = || leaf::token_kind(self.name, text).is_some();
        let is_token = match SettingName::of(self.name, is_pair) {
            Some(named) if TOKENS.contains(&named.member) => {
                named.is_full && !text.contains([' ', '{'])
                    || leaf::named_token_kind(text).is_some()
            }
            Some(SettingName { member: "secret_access_key", .. }) => true,
            Some(_) => false,
            None => by_form(),
        };
        (is_token || by_form()).then_some(text)
    }

    /// What a person calls the token.
    fn label(&self, named: &SettingName) -> Option<String> {
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

impl SettingName {
    /// What the name of a setting says; none where it names no member of a response.
    fn of(name: &str, is_pair: bool) -> Option<Self> {
        if let Some((prefix, last)) = name.rsplit_once(['.', ':', '/', '|']) {
            let snake = member_names::snake_case(last.trim_start_matches('_'));
            let meaning = member_names::meaning(&snake).filter(|it| it.fit != NameFit::Weak)?;
            return Some(Self { prefix: prefix.to_owned(), member: meaning.name, is_full: true });
        }
        if !is_pair && !is_variable(name) {
            return None;
        }
        let snake = member_names::snake_case(name).to_ascii_lowercase();
        if let Some(of_aws) = snake.strip_prefix("aws_") {
            let member = match of_aws {
                "session_token" | "security_token" => "access_token",
                "secret_access_key" => "secret_access_key",
                "access_key_id" => "access_key_id",
                "credential_expiration" | "session_expiration" | "expiration" => "expires_at",
                "region" | "default_region" => "region",
                _ => return None,
            };
            return Some(Self { prefix: "aws".to_owned(), member, is_full: true });
        }
        MEMBERS.iter().find_map(|(ending, member)| {
            let before = snake.strip_suffix(ending)?;
            let prefix = if before.is_empty() { before } else { before.strip_suffix('_')? };
            let is_full = *ending != "token" || prefix.is_empty();
            Some(Self { prefix: prefix.to_owned(), member, is_full })
        })
    }
}

/// How names of variables end, the longest first, and the members that they stand for.
const MEMBERS: [(&str, &str); 14] = [
    ("refresh_token", "refresh_token"),
    ("access_token", "access_token"),
    ("token_expires_at", "expires_at"),
    ("token_expires_in", "expires_in"),
    ("token_expiry", EXPIRES),
    ("token_type", "token_type"),
    ("expires_at", "expires_at"),
    ("expires_in", "expires_in"),
    ("expiration", EXPIRES),
    ("id_token", "id_token"),
    ("expiry", EXPIRES),
    ("scopes", "scope"),
    ("scope", "scope"),
    ("token", "access_token"),
];

impl SettingGroup {
    /// Whether a position belongs to it.
    pub fn takes(&self, position: usize) -> bool {
        self.positions.contains(&position)
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
            (Some(kind), Some(first)) => {
                found.form = CredentialForm::Token(kind);
                found.path.push(step(*first));
                found.core.extend(self.value_in_pair.map(PathStep::Member));
            }
            _ => found.form = CredentialForm::Members(self.positions),
        }
        found
    }
}
