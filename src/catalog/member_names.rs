//! Maps the member names that providers and tools write to the canonical ones of RFC 6749:
//! `accessToken`, `app_access_token` and `token` all name the access token.

mod table;

use std::borrow::Cow;

use table::ALIASES;

/// How well a written name fits the canonical name it stands for, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NameFit {
    /// The name says more than the canonical name (its unit), and wins over it.
    Exact,
    /// The canonical name.
    Own,
    /// Another name of the canonical member.
    Alias,
    /// The name is used for other things as well: it counts where no better name is present and the
    /// value fits.
    Weak,
}

/// A canonical name, and how well the written name fits it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MemberName {
    /// The canonical name.
    pub name: &'static str,
    pub fit: NameFit,
}

use NameFit::{Alias, Own, Weak};

/// The canonical name of a member whose value decides whether it is a lifetime or an instant.
pub const EXPIRES: &str = "expires";

/// Prefixes that change nothing about what a name means.
const PREFIXES: [&str; 8] =
    ["x_", "app_", "access_token_", "token_", "oauth_", "oauth2_", "__host_", "__secure_"];

/// Canonical names that are recognized even after a dotted or colon-separated prefix, as in
/// `oauth.access_token`.
const KNOWN_ANYWHERE: [&str; 7] = [
    "access_token",
    "expires_at",
    "expires_in",
    "id_token",
    "refresh_token",
    "scope",
    "token_type",
];

/// The longest name, in bytes, that is looked up; no known name with its prefixes is longer.
const LONGEST: usize = 256;

/// The canonical name that a member name in `snake_case` stands for, if the name is known.
pub fn meaning(snake: &str) -> Option<MemberName> {
    // `.issued` and `.expires` are how ASP.NET writes them.
    let name = snake.trim_start_matches('.');
    // The token that manages a client's registration (RFC 7591 §3.2.1) calls no API.
    if name.len() > LONGEST || name == "registration_access_token" {
        return None;
    }
    if let Some(meaning) = listed(name) {
        return Some(meaning);
    }
    // The unit is read together with the value.
    if let Some((of, unit)) = without_unit(name) {
        let lifetimes = ["expires_in", EXPIRES, "refresh_token_expires_in", REFRESH_EXPIRES];
        let instants = ["created_at", "expires_at", "refresh_token_expires_at"];
        let is_time = |it: &MemberName| {
            lifetimes.contains(&it.name) || unit == "ms" && instants.contains(&it.name)
        };
        return meaning(of).filter(is_time).map(|it| {
            // Invitations and passwords have so many days, too.
            let is_weak = unit != "ms" && !it.name.starts_with("refresh_token");
            MemberName { fit: it.fit.max(if is_weak { Weak } else { Alias }), ..it }
        });
    }
    if let Some(of) = name.strip_prefix("refresh_token_").or_else(|| name.strip_prefix("refresh_"))
    {
        return refresh(of);
    }
    if let Some(rest) = PREFIXES.iter().find_map(|prefix| name.strip_prefix(prefix)) {
        // A name may carry two of them: `app_access_token_expires_in`. Each turn is shorter.
        if let Some(meaning) = meaning(rest).filter(|meaning| meaning.fit != Weak) {
            let fit = meaning.fit.max(Alias);
            return Some(MemberName { fit, ..meaning });
        }
    }
    // `oauth.access_token`, `//registry.example/:_authToken`: a setting or a member of a flat store.
    if let Some((_, last)) = name.rsplit_once(['.', ':'])
        && let Some(meaning) =
            meaning(last.trim_start_matches('_')).filter(|meaning| meaning.fit != Weak)
        && KNOWN_ANYWHERE.contains(&meaning.name)
    {
        return Some(MemberName { fit: Alias, ..meaning });
    }
    // `tenant_access_token`, `authorizer_refresh_token`: a token, of somebody in particular.
    let name = if name.ends_with("_access_token") {
        "access_token"
    } else if name.ends_with("_refresh_token") {
        "refresh_token"
    } else {
        return None;
    };
    Some(MemberName { name, fit: Weak })
}

/// Endings of names that say in which unit the value is, and how a duration writes that.
const UNITS: [(&str, &str); 10] = [
    ("_ms", "ms"),
    ("_millis", "ms"),
    ("_msec", "ms"),
    ("_milliseconds", "ms"),
    ("_seconds", "s"),
    ("_secs", "s"),
    ("_minutes", "m"),
    ("_mins", "m"),
    ("_hours", "h"),
    ("_days", "d"),
];

/// A name in `snake_case` without the ending that says in which unit its value is, and the unit.
pub fn without_unit(name: &str) -> Option<(&str, &'static str)> {
    UNITS.iter().find_map(|(ending, unit)| Some((name.strip_suffix(ending)?, *unit)))
}

/// Looks a name up in the table.
fn listed(name: &str) -> Option<MemberName> {
    // Most responses have no other names than these.
    for own in ["access_token", "token_type", "expires_in", "refresh_token", "scope", "id_token"] {
        if name == own {
            return Some(MemberName { name: own, fit: Own });
        }
    }
    let at = ALIASES.binary_search_by(|(alias, ..)| (*alias).cmp(name)).ok()?;
    let (_, name, fit) = ALIASES[at];
    Some(MemberName { name, fit })
}

/// The canonical name for a member of the refresh token, given without its prefix: `expires_in` of
/// `refresh_token_expires_in`.
fn refresh(of: &str) -> Option<MemberName> {
    let name = match listed(of)?.name {
        "expires_in" => "refresh_token_expires_in",
        "expires_at" => "refresh_token_expires_at",
        EXPIRES => REFRESH_EXPIRES,
        _ => return None,
    };
    Some(MemberName { name, fit: Alias })
}

/// The canonical name of a refresh token's member whose value decides whether it is a lifetime or
/// an instant, as for [`EXPIRES`].
pub const REFRESH_EXPIRES: &str = "refresh_token_expires";

/// A name in `snake_case`: `accessToken`, `AccessToken`, `access-token` and `ACCESS_TOKEN` all
/// become `access_token`, `OAuthToken` becomes `oauth_token`. Other characters stay. Borrowed where it
/// is written so.
pub fn snake_case(name: &str) -> Cow<'_, str> {
    // Every member is asked for many times, and many are these.
    let common = match name {
        "accessToken" => Some("access_token"),
        "tokenType" => Some("token_type"),
        "expiresIn" => Some("expires_in"),
        "refreshToken" => Some("refresh_token"),
        "createdAt" => Some("created_at"),
        "idToken" => Some("id_token"),
        _ => None,
    };
    if let Some(common) = common {
        return Cow::Owned(common.to_owned());
    }
    if !name.bytes().any(|b| b.is_ascii_uppercase() || b == b'-' || b == b' ') {
        return Cow::Borrowed(name);
    }
    let bytes = name.as_bytes();
    let mut snake = String::with_capacity(name.len() + 4);
    // What stays as it is, from here on.
    let mut same = 0;
    for (at, byte) in bytes.iter().enumerate() {
        if !(byte.is_ascii_uppercase() || matches!(byte, b'-' | b' ')) {
            continue;
        }
        snake.push_str(&name[same..at]);
        same = at + 1;
        match byte {
            b'-' | b' ' => snake.push('_'),
            _ => {
                let before = at.checked_sub(1).map(|at| bytes[at]);
                let after_word =
                    before.is_some_and(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
                let ends_acronym = before.is_some_and(|b| b.is_ascii_uppercase())
                    && bytes.get(at + 1).is_some_and(u8::is_ascii_lowercase);
                // `OAuth` is one word.
                let in_oauth = before == Some(b'O') && bytes[at..].starts_with(b"Auth");
                if (after_word || ends_acronym) && !in_oauth {
                    snake.push('_');
                }
                snake.push(char::from(byte.to_ascii_lowercase()));
            }
        }
    }
    snake.push_str(&name[same..]);
    Cow::Owned(snake)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_to_write_a_name() {
        for (written, snake) in [
            ("access_token", "access_token"),
            ("accessToken", "access_token"),
            ("AccessToken", "access_token"),
            ("access-token", "access_token"),
            ("Access-Token", "access_token"),
            ("ACCESS_TOKEN", "access_token"),
            ("expirationTimeMillis", "expiration_time_millis"),
            ("IDToken", "id_token"),
            ("OAuthToken", "oauth_token"),
            ("oauth2Token", "oauth2_token"),
            ("tokenURL", "token_url"),
            ("expiresAtUTC", "expires_at_utc"),
            ("_module", "_module"),
            ("größeÄnderung", "größeÄnderung"),
            ("", ""),
        ] {
            assert_eq!(snake_case(written), snake, "{written}");
        }
    }

    #[test]
    fn names_that_mean_the_same() {
        for (written, name) in [
            ("token", "access_token"),
            ("app_access_token", "access_token"),
            ("tenant_access_token", "access_token"),
            ("authorizer_refresh_token", "refresh_token"),
            ("access_token_expire_in", "expires_in"),
            ("app_access_token_expires_in", "expires_in"),
            ("token_expiry", EXPIRES),
            ("x_refresh_token_expires_in", "refresh_token_expires_in"),
            ("refresh_expires_in", "refresh_token_expires_in"),
            ("refresh_token_expiry_date", "refresh_token_expires_at"),
            (".expires", EXPIRES),
            (".issued", "created_at"),
            ("access_token_scopes", "scope"),
            ("expires_in_ms", "expires_in"),
            ("token_expires_at_millis", "expires_at"),
        ] {
            assert_eq!(meaning(written).map(|m| m.name), Some(name), "{written}");
        }
    }

    #[test]
    fn names_that_only_look_alike() {
        for written in [
            "token_key",
            "token_uri",
            "token_endpoint",
            "param_name",
            "header_format",
            "type",
            "refresh_count",
            "refresh_token_status",
            "access_token_secret",
            "ext_expires_in",
            "lease_id",
            "token_policies",
            "authorized_at",
            "registration_access_token",
            "open_id_token",
            "not_before_policy",
        ] {
            assert_eq!(meaning(written), None, "{written}");
        }
    }
}
