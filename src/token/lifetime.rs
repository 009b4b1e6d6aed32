//! Computes when the access token and the refresh token of a response expire, from its members and
//! JWT claims.

mod end_candidates;

pub use end_candidates::is_ahead;

use chrono::{DateTime, Utc};

use self::end_candidates::EndCandidates;
use super::{
    Zone, duration,
    expiry::{Basis, Candidate, Expiry, Received},
    field::{Content, Field, MODEL},
    instant,
    moment::{Expected, Moment},
};
use crate::{catalog::member_names, kind::Kind, value::json};

/// The times of a JWT's claims (RFC 7519 §4.1.4 to §4.1.6).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TokenTimes {
    /// `exp`
    pub expires_at: Option<DateTime<Utc>>,
    /// `iat`
    pub issued_at: Option<DateTime<Utc>>,
    /// `nbf`
    pub not_before: Option<DateTime<Utc>>,
}

impl TokenTimes {
    /// The expiry of a token by its own claims alone.
    pub fn expiry(self) -> Expiry {
        let Self { expires_at, issued_at, not_before } = self;
        let field = "exp".to_owned();
        let candidate = |at| Candidate { basis: Basis::JwtExp, field, at };
        Expiry {
            issued_at,
            not_before,
            expires_at,
            lifetime: issued_at.zip(expires_at).map(|(start, end)| end - start),
            basis: expires_at.map(|_| Basis::JwtExp),
            candidates: expires_at.map(candidate).into_iter().collect(),
            ..Expiry::default()
        }
    }
}

/// The times in the JWTs of a response. Those of an ID token count for neither of these.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct JwtTimes {
    /// The access token, or the bare token.
    pub access: TokenTimes,
    /// The refresh token.
    pub refresh: TokenTimes,
}

/// The present and the time of receipt, by which the times of a response are read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ResponseClock {
    /// The present.
    pub now: DateTime<Utc>,
    /// When the response was received.
    pub received: Received,
    /// The zone of zone-less times.
    pub zone: Zone,
}

/// The fields of a response, from which times are read by canonical name.
#[derive(Clone, Copy)]
struct MemberTimes<'a> {
    kind: Kind,
    fields: &'a [Field],
    /// The path of the object that holds the token, with the dot at its end.
    home: &'a str,
    clock: ResponseClock,
}

/// The canonical names of the members that say when one token ends.
struct TimeMemberNames {
    lifetime: &'static [&'static str],
    end: &'static [&'static str],
    issued: &'static [&'static str],
}

const ACCESS: TimeMemberNames = TimeMemberNames {
    lifetime: &["expires_in", "estimated_time_to_expiration"],
    end: &["expires_at", "exp"],
    // `iat` first: `auth_time` counts as a time of issue too, but it is the sign-in's.
    issued: &["iat", "created_at"],
};

/// A registration (RFC 7591 §3.2.1), as servers and tools write it.
const CLIENT: TimeMemberNames = TimeMemberNames {
    lifetime: &["expires_in"],
    end: &["client_secret_expires_at", "expires_at"],
    issued: &["client_id_issued_at", "client_secret_issued_at", "created_at"],
};

const REFRESH: TimeMemberNames = TimeMemberNames {
    lifetime: &["refresh_token_expires_in"],
    end: &["refresh_token_expires_at"],
    issued: &["refresh_token_issued_at", "refresh_token_created_at", "refresh_issued_at"],
};

/// The expiry of the access token (the bare token, the code), and that of the refresh token; the
/// latter is none where the response says nothing about it.
///
/// Every end that is given is a candidate, and the earliest counts: an API refuses the token at its
/// `exp`, and a client gives it up after `expires_in`. A lifetime of zero says that there is no
/// end, unless another member gives one; the refresh token's says so only beside a refresh token,
/// and a code's means that it is over.
pub fn expiry(
    kind: Kind,
    fields: &[Field],
    jwt: &JwtTimes,
    clock: ResponseClock,
) -> (Expiry, Option<Expiry>) {
    let names = match kind {
        Kind::ErrorResponse
        | Kind::ServerMetadata
        | Kind::ProtectedResourceMetadata
        | Kind::JwkSet
        | Kind::Challenge
        | Kind::BasicCredentials
        | Kind::UserinfoResponse
        // A lifetime without its token means nothing.
        | Kind::Unrecognized => return (Expiry::default(), None),
        Kind::ClientRegistration => &CLIENT,
        _ => &ACCESS,
    };
    let home = match fields.first() {
        Some(token) if kind == Kind::TokenResponse => parent_path(token),
        _ => "",
    };
    let times = MemberTimes { kind, fields, home, clock };
    let mut access = times.ends(names, &jwt.access, None);
    let created_at = times.issued_at(names);
    access.not_before = jwt
        .access
        .not_before
        .or_else(|| ["not_before", "nbf"].iter().find_map(|name| times.instant(name)));
    let mut refresh = times.ends(&REFRESH, &jwt.refresh, created_at);
    refresh.not_before = jwt.refresh.not_before;
    let beside_token = times.first_field("refresh_token").is_some();
    refresh.never &= beside_token;
    let says_anything =
        refresh.never || refresh.expires_at.is_some() || !refresh.out_of_calendar.is_empty();
    (access, says_anything.then_some(refresh))
}

/// The path of the object that a field is in, with the dot at its end.
fn parent_path(field: &Field) -> &str {
    field.source_name.rfind('.').map_or("", |dot| &field.source_name[..=dot])
}

/// Reads a lifetime member (`expires_in`, `refresh_token_expires_in`) as the expiry does.
pub fn read_lifetime(field: &Field, zone: Zone) -> Moment {
    read_time(field, Expected::Lifetime, zone)
}

/// Reads a member that names an instant (`expires_at`, `created_at`, `exp`) as the expiry does.
pub fn read_instant(field: &Field, zone: Zone) -> Moment {
    read_time(field, Expected::Instant, zone)
}

fn read_time(field: &Field, expected: Expected, zone: Zone) -> Moment {
    match &field.content {
        Content::Plain(value) if field.present => {
            if field.name == "estimated_time_to_expiration" {
                let text = value.as_str().and_then(duration::days_hours_minutes);
                return text.map_or(Moment::Unreadable, |it| Moment::Lifetime(it.into()));
            }
            let name = member_names::snake_case(&field.source_name);
            let digits = value.as_number().or(value.as_str());
            if expected == Expected::Lifetime
                && let Some((_, unit)) = member_names::without_unit(&name)
                && unit != "s"
                && let Some(digits) = digits.filter(|text| json::is_number(text))
            {
                return instant::parse(&format!("{digits}{unit}"), expected, zone);
            }
            instant::read(value, expected, zone)
        }
        _ => Moment::Unreadable,
    }
}

impl<'a> MemberTimes<'a> {
    /// The present fields of this canonical name; where some are in the token's own object, only
    /// those.
    fn fields_named(&self, name: &str) -> impl Iterator<Item = &'a Field> {
        let Self { fields, home, .. } = *self;
        // In a token response, other members with the name of a model field count only if they
        // repeat the same member.
        let model = (self.kind == Kind::TokenResponse)
            .then(|| MODEL.iter().position(|member| *member == name))
            .flatten()
            .and_then(|at| fields.get(at));
        let named = |field: &&Field| field.present && field.name == name;
        let mut found: Vec<&'a Field> = match model {
            Some(model) => fields
                .iter()
                .filter(named)
                .filter(|it| it.source_name == model.source_name)
                .collect(),
            None => fields.iter().filter(named).collect(),
        };
        if found.len() > 1 {
            found.sort_by_key(|field| !field.source_name.starts_with(home));
            let in_home =
                found.iter().take_while(|field| field.source_name.starts_with(home)).count();
            if in_home > 0 {
                found.truncate(in_home);
            }
        }
        found.into_iter()
    }

    fn first_field(&self, name: &str) -> Option<&'a Field> {
        self.fields_named(name).next()
    }

    /// The first instant that a member of this name gives.
    fn instant(&self, name: &str) -> Option<DateTime<Utc>> {
        self.fields_named(name).find_map(|field| match read_instant(field, self.clock.zone) {
            Moment::Instant { at, .. } => Some(at),
            _ => None,
        })
    }

    /// When the response says that the token was issued.
    fn issued_at(&self, names: &TimeMemberNames) -> Option<DateTime<Utc>> {
        names.issued.iter().find_map(|name| self.instant(name))
    }

    /// The expiry of one token, from every end that is given for it.
    fn ends(
        &self,
        names: &TimeMemberNames,
        jwt: &TokenTimes,
        issued_with: Option<DateTime<Utc>>,
    ) -> Expiry {
        let mut ends = EndCandidates::default();
        for field in names.end.iter().flat_map(|name| self.fields_named(name)) {
            ends.add(field, read_instant(field, self.clock.zone));
        }
        for field in names.lifetime.iter().flat_map(|name| self.fields_named(name)) {
            let is_token = self.kind == Kind::TokenResponse;
            match read_lifetime(field, self.clock.zone) {
                // A code with a lifetime of zero has ended; for a token, zero means that it has no end.
                Moment::Lifetime(zero) if zero.is_zero() && !is_token => {
                    ends.lifetimes.push((zero, &field.name));
                }
                moment => ends.add(field, moment),
            }
        }
        ends.into_expiry(self.issued_at(names).or(issued_with), jwt, self.clock)
    }
}
