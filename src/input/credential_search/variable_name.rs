//! What the name of a setting says: which member of which response it is.

use crate::catalog::member_names::{self, EXPIRES, NameFit};

/// The three tokens of a response, by their canonical names.
pub(super) const TOKENS: [&str; 3] = ["access_token", "refresh_token", "id_token"];

/// What the name of a setting says.
pub(super) struct VariableName {
    /// What the members of one response have in common.
    pub prefix: String,
    /// The canonical name of the member.
    pub member: &'static str,
    /// It is the name of RFC 6749, with a prefix or not.
    pub is_full: bool,
}

impl VariableName {
    /// What the name of a setting says; none where it names no member of a response.
    pub fn of(name: &str, is_pair: bool) -> Option<Self> {
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

/// The name of a member of a group by itself: without what the names of the group have in common,
/// where only that hides what it means.
pub(in crate::input) fn member_of_group(name: &str) -> &str {
    let is_known = member_names::meaning(&member_names::snake_case(name))
        .is_some_and(|it| it.fit != NameFit::Weak);
    match VariableName::of(name, true) {
        Some(named) if !is_known && !is_qualified(name) && named.prefix != "aws" => named.member,
        _ => name,
    }
}

/// Whether a name is that of a variable.
pub(super) fn is_variable(name: &str) -> bool {
    name.contains(|c: char| c.is_ascii_uppercase()) && !name.contains(|c: char| c.is_lowercase())
}

/// Whether a name has another before it, as in a flat store.
pub(super) fn is_qualified(name: &str) -> bool {
    name.contains(['.', ':', '/', '|'])
}
