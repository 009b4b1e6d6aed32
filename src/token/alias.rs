//! Member names: as providers and tools write them, and as RFC 6749 does.

use std::borrow::Cow;

/// How well a name fits what it stands for, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// Says more than the canonical name (its unit), and wins over it.
    Exact,
    /// The canonical name.
    Own,
    /// Another name for the same thing.
    Alias,
    /// Names other things as well: it counts where nothing better does and the value fits.
    Weak,
}

/// What a member name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Meaning {
    /// The canonical name.
    pub name: &'static str,
    /// How well the written name fits it.
    pub fit: Fit,
}

use Fit::{Alias, Exact, Own, Weak};

/// The canonical name of a member that is a lifetime or an instant, as its value says.
pub const EXPIRES: &str = "expires";

/// Every name that is known, in `snake_case`, with its canonical name. To teach the program
/// another one, add a line: the table is sorted, and a test says where the line belongs.
///
/// The prefixes and endings that go with any name are in [`meaning`].
#[rustfmt::skip]
static ALIASES: &[(&str, &str, Fit)] = &[
    ("access", "access_token", Weak),
    ("access_jwt", "access_token", Alias),
    ("access_token", "access_token", Own),
    ("access_token_lifetime", "expires_in", Alias),
    ("access_token_string", "access_token", Alias),
    ("access_token_validity", "expires_in", Alias),
    ("access_token_value", "access_token", Alias),
    ("accesstoken", "access_token", Alias),
    ("acquired_at", "created_at", Alias),
    ("api_token", "access_token", Alias),
    ("auth_time", "created_at", Weak),
    ("auth_token", "access_token", Alias),
    ("authorization_token", "access_token", Alias),
    ("authtoken", "access_token", Alias),
    ("aws_credential_expiration", "expires_at", Alias),
    ("aws_session_expiration", "expires_at", Alias),
    ("aws_session_token", "access_token", Alias),
    ("awsume_expiration", "expires_at", Alias),
    ("bearer_token", "access_token", Alias),
    ("cached_at", "created_at", Alias),
    ("client_token", "access_token", Alias),
    ("created_at", "created_at", Own),
    ("createdat", "created_at", Alias),
    ("creation_time", "created_at", Weak),
    ("device_code", "device_code", Own),
    ("edam_expires", EXPIRES, Alias),
    ("expiration", EXPIRES, Alias),
    ("expiration_date", "expires_at", Alias),
    ("expiration_in_seconds", "expires_in", Alias),
    ("expiration_millis", "expires_at", Alias),
    ("expiration_time", "expires_at", Alias),
    ("expiration_time_millis", "expires_at", Alias),
    ("expiration_timestamp", "expires_at", Alias),
    ("expirationtime", "expires_at", Alias),
    ("expire", EXPIRES, Alias),
    ("expire_at", "expires_at", Alias),
    ("expire_date", "expires_at", Alias),
    ("expire_in", "expires_in", Alias),
    ("expire_on", "expires_at", Alias),
    ("expire_seconds", "expires_in", Alias),
    ("expire_time", "expires_at", Alias),
    ("expire_timestamp", "expires_at", Alias),
    ("expired_at", "expires_at", Alias),
    ("expired_in", "expires_in", Alias),
    ("expirein", "expires_in", Alias),
    ("expires", EXPIRES, Alias),
    ("expires_at", "expires_at", Own),
    ("expires_at_ms", "expires_at", Alias),
    ("expires_at_timestamp", "expires_at", Alias),
    ("expires_at_utc", "expires_at", Alias),
    ("expires_date", "expires_at", Alias),
    ("expires_in", "expires_in", Own),
    ("expires_in_s", "expires_in", Exact),
    ("expires_in_sec", "expires_in", Exact),
    ("expires_in_seconds", "expires_in", Exact),
    ("expires_in_secs", "expires_in", Exact),
    ("expires_on", "expires_at", Alias),
    ("expires_seconds", "expires_in", Alias),
    ("expires_time", "expires_at", Alias),
    ("expires_timestamp", "expires_at", Alias),
    ("expires_utc", "expires_at", Alias),
    ("expiresat", "expires_at", Alias),
    ("expiresin", "expires_in", Alias),
    ("expireson", "expires_at", Alias),
    ("expiry", EXPIRES, Alias),
    ("expiry_at", "expires_at", Alias),
    ("expiry_date", "expires_at", Alias),
    ("expiry_in", "expires_in", Alias),
    ("expiry_seconds", "expires_in", Alias),
    ("expiry_time", "expires_at", Alias),
    ("expiry_timestamp", "expires_at", Alias),
    ("granted_scope", "scope", Alias),
    ("granted_scopes", "scope", Alias),
    ("id_token", "id_token", Own),
    ("idtoken", "id_token", Alias),
    ("issue_date", "created_at", Alias),
    ("issue_time", "created_at", Alias),
    ("issued", "created_at", Alias),
    ("issued_at", "created_at", Alias),
    ("issued_on", "created_at", Alias),
    ("issued_time", "created_at", Alias),
    ("issuedat", "created_at", Alias),
    ("jwt", "access_token", Alias),
    ("jwt_token", "access_token", Alias),
    ("lease_duration", "expires_in", Alias),
    ("lifetime", "expires_in", Weak),
    ("not_after", "expires_at", Alias),
    ("not_before", "not_before", Own),
    ("oauth_access_token", "access_token", Alias),
    ("oauth_token", "access_token", Alias),
    ("obtained_at", "created_at", Alias),
    ("re_expires_in", "refresh_token_expires_in", Alias),
    ("refresh", "refresh_token", Weak),
    ("refresh_jwt", "refresh_token", Alias),
    ("refresh_token", "refresh_token", Own),
    ("refresh_token_expires_at", "refresh_token_expires_at", Own),
    ("refresh_token_expires_in", "refresh_token_expires_in", Own),
    ("refresh_token_lifetime", "refresh_token_expires_in", Alias),
    ("refresh_token_timeout", "refresh_token_expires_at", Alias),
    ("refresh_token_valid_time", "refresh_token_expires_at", Alias),
    ("refresh_token_validity", "refresh_token_expires_in", Alias),
    ("refresh_token_value", "refresh_token", Alias),
    ("refreshtoken", "refresh_token", Alias),
    ("rt_expires_in", "refresh_token_expires_in", Alias),
    ("scope", "scope", Own),
    ("scopes", "scope", Alias),
    ("scp", "scope", Alias),
    ("session_token", "access_token", Weak),
    ("time_to_live", "expires_in", Weak),
    ("token", "access_token", Alias),
    ("token_string", "access_token", Alias),
    ("token_type", "token_type", Own),
    ("token_value", "access_token", Alias),
    ("tokentype", "token_type", Alias),
    ("ttl", "expires_in", Weak),
    ("valid_for", "expires_in", Weak),
    ("valid_to", "expires_at", Alias),
    ("valid_until", "expires_at", Alias),
    ("x_security_token_expires", "expires_at", Alias),
];

/// Prefixes that change nothing about what a name means.
const PREFIXES: [&str; 8] =
    ["x_", "app_", "access_token_", "token_", "oauth_", "oauth2_", "__host_", "__secure_"];

/// What a name means behind a dot or a colon, too, whatever stands before that.
const TOLD_ANYWHERE: [&str; 7] = [
    "access_token",
    "expires_at",
    "expires_in",
    "id_token",
    "refresh_token",
    "scope",
    "token_type",
];

/// No known name is longer, with all its prefixes.
const LONGEST: usize = 256;

/// What a member name in `snake_case` stands for, if it is one of those that are known.
pub fn meaning(snake: &str) -> Option<Meaning> {
    // `.issued` and `.expires` are how ASP.NET writes them.
    let name = snake.trim_start_matches('.');
    // The token that manages a client's registration (RFC 7591 §3.2.1) calls no API.
    if name.len() > LONGEST || name == "registration_access_token" {
        return None;
    }
    if let Some(meaning) = listed(name) {
        return Some(meaning);
    }
    // The unit is read where the value is.
    if let Some((of, unit)) = without_unit(name) {
        let lifetimes = ["expires_in", EXPIRES, "refresh_token_expires_in", REFRESH_EXPIRES];
        let instants = ["created_at", "expires_at", "refresh_token_expires_at"];
        let is_time = |it: &Meaning| {
            lifetimes.contains(&it.name) || unit == "ms" && instants.contains(&it.name)
        };
        return meaning(of).filter(is_time).map(|it| {
            // Invitations and passwords have so many days, too.
            let is_weak = unit != "ms" && !it.name.starts_with("refresh_token");
            Meaning { fit: it.fit.max(if is_weak { Weak } else { Alias }), ..it }
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
            return Some(Meaning { fit, ..meaning });
        }
    }
    // `oauth.access_token`, `//registry.example/:_authToken`: a setting or a member of a flat store.
    if let Some((_, last)) = name.rsplit_once(['.', ':'])
        && let Some(meaning) =
            meaning(last.trim_start_matches('_')).filter(|meaning| meaning.fit != Weak)
        && TOLD_ANYWHERE.contains(&meaning.name)
    {
        return Some(Meaning { fit: Alias, ..meaning });
    }
    // `tenant_access_token`, `authorizer_refresh_token`: a token, of somebody in particular.
    let name = if name.ends_with("_access_token") {
        "access_token"
    } else if name.ends_with("_refresh_token") {
        "refresh_token"
    } else {
        return None;
    };
    Some(Meaning { name, fit: Weak })
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

/// A name of the table.
fn listed(name: &str) -> Option<Meaning> {
    // Most responses have no other names than these.
    for own in ["access_token", "token_type", "expires_in", "refresh_token", "scope", "id_token"] {
        if name == own {
            return Some(Meaning { name: own, fit: Own });
        }
    }
    let at = ALIASES.binary_search_by(|(alias, ..)| (*alias).cmp(name)).ok()?;
    let (_, name, fit) = ALIASES[at];
    Some(Meaning { name, fit })
}

/// What a member of the refresh token stands for: `expires_in` of `refresh_token_expires_in`.
fn refresh(of: &str) -> Option<Meaning> {
    let name = match listed(of)?.name {
        "expires_in" => "refresh_token_expires_in",
        "expires_at" => "refresh_token_expires_at",
        EXPIRES => REFRESH_EXPIRES,
        _ => return None,
    };
    Some(Meaning { name, fit: Alias })
}

/// The refresh token's [`EXPIRES`].
pub const REFRESH_EXPIRES: &str = "refresh_token_expires";

/// A name in `snake_case`: `accessToken`, `AccessToken`, `access-token` and `ACCESS_TOKEN` all
/// become `access_token`, `OAuthToken` becomes `oauth_token`. Other characters stay.
pub fn snake_case(name: &str) -> Cow<'_, str> {
    if !name.bytes().any(|b| b.is_ascii_uppercase() || b == b'-' || b == b' ') {
        return Cow::Borrowed(name);
    }
    let bytes = name.as_bytes();
    let mut snake = String::with_capacity(name.len() + 4);
    for (at, c) in name.char_indices() {
        match c {
            '-' | ' ' => snake.push('_'),
            'A'..='Z' => {
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
                snake.push(c.to_ascii_lowercase());
            }
            c => snake.push(c),
        }
    }
    Cow::Owned(snake)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted() {
        for pair in ALIASES.windows(2) {
            assert!(pair[0].0 < pair[1].0, "{:?} belongs after {:?}", pair[0].0, pair[1].0);
        }
    }

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
