//! What a person calls a credential, and whose it is, by the members beside it.

use crate::{catalog::member_names, value::Value};

/// What a person calls an entry of a list, by the member that says it best.
pub(in crate::input) fn name(entry: &Value) -> Option<String> {
    const NAMES: [&str; 28] = [
        "name",
        "label",
        "key",
        "profile",
        "account",
        "account_id",
        "username",
        "user_name",
        "user",
        "login",
        "email",
        "user_id",
        "server_name",
        "host",
        "hostname",
        "server",
        "url",
        "server_url",
        "title",
        "display_name",
        "machine",
        "registry",
        "origin",
        "provider",
        "client_id",
        "audience",
        "resource",
        "id",
    ];
    text_of(entry, &NAMES).or_else(|| text_of(entry.get("metadata")?, &["name"]))
}

/// Whether the key of a map is a host, a URL or an address, as nobody calls a member.
pub(super) fn is_host(key: &str) -> bool {
    let is_inside = |at: usize| at > 0 && at + 1 < key.len();
    key.find(['.', ':', '@']).is_some_and(is_inside) && !key.contains(char::is_whitespace)
}

/// The account that a key of a map stands for. Flat stores part it from what follows: the client
/// stands in the first two parts of `@@auth0spajs@@::client::audience`.
pub(super) fn account_of_key(key: &str) -> &str {
    let mut parts = key.match_indices("::").map(|(at, _)| at);
    parts.nth(1).map_or(key, |at| &key[..at])
}

/// The account that an entry says it belongs to.
pub(super) fn account(entry: &Value) -> Option<String> {
    text_of(entry, &["home_account_id", "account_id", "account", "user_id", "username", "email"])
}

/// The text of the first of these members that has a short one.
pub(super) fn text_of(value: &Value, names: &[&str]) -> Option<String> {
    /// Longer texts are no names.
    const LONGEST: usize = 200;
    names.iter().find_map(|name| {
        let member = value.members().iter().find(|member| {
            // Most members have another first letter.
            member.name.bytes().next().is_some_and(|b| b.eq_ignore_ascii_case(&name.as_bytes()[0]))
                && member_names::snake_case(&member.name) == *name
        })?;
        let text = member.value.as_str().or(member.value.as_number())?;
        (!text.is_empty() && text.len() <= LONGEST && !text.contains('\n')).then(|| text.to_owned())
    })
}

/// Whether the entries of a map of this name belong to one account each.
pub(in crate::input) fn names_accounts(name: &str) -> bool {
    const NAMES: [&str; 18] = [
        "accounts",
        "users",
        "profiles",
        "sessions",
        "tenants",
        "hosts",
        "teams",
        "workspaces",
        "organizations",
        "orgs",
        "logins",
        "identities",
        "installations",
        "providers",
        "servers",
        "credentials",
        "auths",
        "registries",
    ];
    let snake = member_names::snake_case(name);
    snake.rsplit('_').next().is_some_and(|word| NAMES.contains(&word))
}
