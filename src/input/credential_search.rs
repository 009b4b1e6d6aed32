//! Searches a value for credentials, from the outside in. Every object is looked at once: what it is
//! by its own members (`entry`), by the form of its texts (`leaf`), or by names that stand side by
//! side (`variables`); `found` brings together what belongs together.

mod entry;
mod found;
mod kubernetes;
mod label;
mod leaf;
mod logins;
mod msal;
mod variable_name;
mod variables;

use std::collections::HashSet;

use self::{
    entry::{EntryContext, Logins},
    found::FoundInside,
    variables::VariableGroup,
};
pub(super) use self::{
    found::{CredentialForm, FoundCredential},
    label::{name, names_accounts},
    leaf::{opens_nothing, without_scheme},
    logins::{take_user_and_password, user_and_password_of},
    variable_name::member_of_group,
    variables::take_pair,
};
use super::{Encoding, header, is_known_item, userinfo};
use crate::{
    kind::envelope::{self, LONGEST_NAME, PathStep, TokenNaming},
    value::{Member, Value},
};

/// Where in the input a value stands.
#[derive(Clone, Copy, Debug)]
struct SearchContext<'a> {
    /// What the member is called that holds it.
    pub name: &'a str,
    pub entry: EntryContext,
    /// Its texts are tokens: it is a map or list of them.
    pub holds_tokens: bool,
    /// It is a list of the users of a kubeconfig, or one of them.
    pub is_kubeconfig: bool,
    /// How many levels are still opened.
    pub depth: u8,
    /// How many texts that hold values are still opened.
    pub layers: u8,
}

/// All credentials in a value. A text that holds a value with credentials is replaced by it.
pub(super) fn find(value: &mut Value, encoding: Encoding) -> Vec<FoundCredential> {
    let entry = EntryContext {
        is_listed: matches!(value, Value::Array(_)),
        logins: match encoding {
            Encoding::Ini | Encoding::Toml => Logins::Members,
            _ => Logins::Said,
        },
        ..EntryContext::default()
    };
    let context = SearchContext {
        name: "",
        entry,
        holds_tokens: false,
        is_kubeconfig: false,
        depth: DEEPEST,
        layers: LAYERS,
    };
    let mut found = search(value, context);
    msal::name_by_account(value, &mut found);
    found
}

/// How many levels are opened; an archive of Kubernetes needs eight.
const DEEPEST: u8 = 24;

/// How many texts within texts are read as values: a Secret holds a file in base64.
const LAYERS: u8 = 3;

/// The credentials in a value in this place.
fn search(value: &mut Value, context: SearchContext<'_>) -> Vec<FoundCredential> {
    let Some(depth) = context.depth.checked_sub(1) else { return Vec::new() };
    let context = SearchContext { depth, ..context };
    match value {
        Value::Object(_) => search_object(value, context),
        Value::Array(_) => search_list(value, context),
        Value::String(_) => search_text(value, context),
        _ => Vec::new(),
    }
}

fn search_object(value: &mut Value, context: SearchContext<'_>) -> Vec<FoundCredential> {
    kubernetes::decode_secret(value);
    let groups = variables::groups_of_members(value);
    let taken = positions(&groups);
    let mut inside = FoundInside::default();
    if groups.is_empty() {
        if let Some(mut own) = entry::own(value, context.entry) {
            own.nested = nested(value, &own, context);
            return vec![own];
        }
        if context.is_kubeconfig
            && let Some(elsewhere) = kubernetes::elsewhere(value)
        {
            return vec![elsewhere];
        }
    }
    let is_kubeconfig = context.is_kubeconfig || kubernetes::is_kubeconfig(value);
    let is_secret = kubernetes::is_secret(value);
    let members = match value {
        Value::Object(members) => members.as_mut_slice(),
        _ => &mut [],
    };
    let is_cache = |value: &Value| envelope::is_cached_token(value);
    let has_access =
        members.iter().any(|it| matches!(envelope::named_token(&it.name), TokenNaming::Access));
    for (at, Member { name, value }) in members.iter_mut().enumerate() {
        if name.len() > LONGEST_NAME && !matches!(value, Value::String(_)) {
            continue;
        }
        let is_text = matches!(value, Value::String(_));
        if is_text && taken.contains(&at) {
            continue;
        }
        let naming = envelope::named_token(name);
        // A refresh or ID token that is an object beside the access token, and no section of them.
        if has_access && matches!(naming, TokenNaming::Other) && entry::is_token_object(value) {
            continue;
        }
        let entry = EntryContext {
            in_token: matches!(naming, TokenNaming::Access)
                || is_cache(value)
                || variables::is_named_value(name, value),
            is_listed: false,
            logins: if name == "auths" {
                Logins::Registries
            } else if is_kubeconfig || is_secret || label::is_host(name) || logins::is_name(name) {
                context.entry.logins.max(Logins::Members)
            } else {
                context.entry.logins
            },
        };
        let is_users = name == "users" || name == "user";
        let found = search(
            value,
            SearchContext {
                name,
                entry,
                holds_tokens: if is_text { context.holds_tokens } else { leaf::holds_tokens(name) },
                is_kubeconfig: is_kubeconfig && is_users,
                ..context
            },
        );
        inside.add(PathStep::Member(at), found);
    }
    inside.add_here(groups.into_iter().map(VariableGroup::into_found).collect());
    inside.settle(value)
}

fn search_list(value: &mut Value, context: SearchContext<'_>) -> Vec<FoundCredential> {
    variables::open_assignments(value);
    let groups = variables::groups_of_pairs(value);
    let taken = positions(&groups);
    let mut inside = FoundInside::default();
    let Value::Array(items) = value else { return Vec::new() };
    for (at, item) in items.iter_mut().enumerate() {
        if taken.contains(&at) {
            continue;
        }
        // A list that is itself the item of a list is none of several responses.
        let mut found = search(item, context);
        if found.is_empty() && context.entry.is_listed && is_known_item(item) {
            // A response without its token is an item where others are.
            found.push(FoundCredential::here(CredentialForm::Object, None));
        }
        inside.add(PathStep::Item(at), found);
    }
    inside.add_here(groups.into_iter().map(VariableGroup::into_found).collect());
    inside.settle(value)
}

/// The positions that belong to one of the groups.
fn positions(groups: &[VariableGroup]) -> HashSet<usize> {
    groups.iter().flat_map(VariableGroup::positions).copied().collect()
}

/// A text that is a token, or holds a value.
fn search_text(value: &mut Value, context: SearchContext<'_>) -> Vec<FoundCredential> {
    let Some(text) = value.as_str() else { return Vec::new() };
    let is_presented = leaf::is_authorization(context.name);
    if is_presented
        && let Some(digits) = leaf::behind_basic(text).filter(|it| leaf::is_real(it))
        && header::user_and_password(digits).is_some()
    {
        return vec![FoundCredential::here(CredentialForm::UserAndPassword, Some(digits))];
    }
    if text.len() < 16 {
        return Vec::new();
    }
    if text.starts_with("http")
        && let Some(login) = userinfo::find(text)
    {
        let mut found =
            FoundCredential::here(CredentialForm::UserAndPassword, Some(&login.password));
        found.label = Some(login.host);
        return vec![found];
    }
    let holds_tokens = context.holds_tokens
        || is_presented
        || leaf::is_named_token(context.name, text)
        || context.name.contains('-') && leaf::is_api_key(context.name, text);
    let named = || holds_tokens.then(|| leaf::named_token_kind(text)).flatten();
    if let Some(kind) = leaf::token_kind(context.name, text).or_else(named) {
        let token = without_scheme(text);
        return vec![FoundCredential::here(CredentialForm::Token(kind), Some(token))];
    }
    let Some(layers) = context.layers.checked_sub(1) else { return Vec::new() };
    let Some(mut inner) = leaf::value_in(text) else { return Vec::new() };
    let entry = EntryContext { is_listed: false, ..context.entry };
    let found = search(&mut inner, SearchContext { entry, layers, ..context });
    if !found.is_empty() {
        *value = inner;
    }
    found
}

/// The credentials inside one: those with another token and an end of their own, and the entries of
/// a map keyed by account.
fn nested(
    value: &mut Value,
    own: &FoundCredential,
    context: SearchContext<'_>,
) -> Vec<FoundCredential> {
    let Value::Object(members) = value else { return Vec::new() };
    let mut nested = Vec::new();
    for (at, Member { name, value }) in members.iter_mut().enumerate() {
        let is_structured = matches!(value, Value::Object(_) | Value::Array(_));
        // What is named after a token is part of this one.
        if !is_structured
            || name.len() > LONGEST_NAME
            || !matches!(envelope::named_token(name), TokenNaming::Nothing)
        {
            continue;
        }
        let is_map = matches!(value, Value::Object(_)) && names_accounts(name);
        let entry = EntryContext::default();
        let found =
            search(value, SearchContext { name, entry, holds_tokens: false, layers: 0, ..context });
        let is_several = if found.len() > 1 { is_map_of(value, &found) } else { is_map };
        for mut one in found {
            let is_token = one.has_secret()
                && (matches!(one.form, CredentialForm::Object)
                    || is_several && matches!(one.form, CredentialForm::Token(_)));
            let is_entry = is_several && !one.core.iter().any(|it| matches!(it, PathStep::Item(_)));
            if is_token && !own.is_same_as(&one) && (is_entry || one.has_end) {
                one.push(PathStep::Member(at));
                nested.push(one);
            }
        }
    }
    nested
}

/// Whether these are the entries of one map.
fn is_map_of(value: &Value, found: &[FoundCredential]) -> bool {
    matches!(value, Value::Object(_))
        && found.iter().all(|one| matches!(one.path[..], [PathStep::Member(_)]))
}
