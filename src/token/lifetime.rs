//! When the tokens of a response end: every end it gives, in order of trust.

use chrono::{DateTime, TimeDelta, Utc};

use super::{
    Kind, duration,
    expiry::{Basis, Candidate, Expiry, Received, Zone},
    field::{Content, Field, MODEL},
    instant::{self, Expected, Moment},
};

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

/// What the JWTs of a response say of time. The ID token's times are its own, and count for
/// neither of these.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct JwtTimes {
    /// The access token, or the bare token.
    pub access: TokenTimes,
    /// The refresh token.
    pub refresh: TokenTimes,
}

/// What the members say, by canonical name.
#[derive(Clone, Copy)]
struct Said<'a> {
    kind: Kind,
    fields: &'a [Field],
    /// How the paths of the token's neighbours begin.
    home: &'a str,
    zone: Zone,
}

/// Names of one token's members.
struct Names {
    lifetime: &'static [&'static str],
    end: &'static [&'static str],
    issued: &'static [&'static str],
}

const ACCESS: Names = Names {
    lifetime: &["expires_in", "estimated_time_to_expiration"],
    end: &["expires_at", "exp"],
    // `iat` first: `auth_time` counts as a time of issue too, but it is the sign-in's.
    issued: &["iat", "created_at"],
};

/// A registration (RFC 7591 §3.2.1), as servers and tools write it.
const CLIENT: Names = Names {
    lifetime: &["expires_in"],
    end: &["client_secret_expires_at", "expires_at"],
    issued: &["client_id_issued_at", "client_secret_issued_at", "created_at"],
};

const REFRESH: Names = Names {
    lifetime: &["refresh_token_expires_in"],
    end: &["refresh_token_expires_at"],
    issued: &["refresh_token_issued_at", "refresh_token_created_at", "refresh_issued_at"],
};

/// When the access token (the bare token, the code) ends, and when the refresh token does; the
/// latter is none where nothing is said of it.
///
/// What counts more is in [`Basis`]'s order; every end that is given is a candidate. A lifetime of
/// zero says that there is no end, unless another member gives one; the refresh token's says so
/// only beside a refresh token.
pub fn expiry(
    kind: Kind,
    fields: &[Field],
    jwt: &JwtTimes,
    received: Received,
    zone: Zone,
) -> (Expiry, Option<Expiry>) {
    let names = match kind {
        Kind::ErrorResponse
        | Kind::ServerMetadata
        | Kind::ProtectedResourceMetadata
        | Kind::JwkSet
        | Kind::Challenge
        | Kind::BasicCredentials
        | Kind::UserinfoResponse => return (Expiry::default(), None),
        Kind::ClientRegistration => &CLIENT,
        _ => &ACCESS,
    };
    let home = match fields.first() {
        Some(token) if kind == Kind::TokenResponse => {
            token.source_name.rfind('.').map_or("", |dot| &token.source_name[..=dot])
        }
        _ => "",
    };
    let said = Said { kind, fields, home, zone };
    let mut access = said.ends(names, &jwt.access, received, None);
    let created_at = names.issued.iter().find_map(|name| said.instant(name));
    access.not_before = jwt
        .access
        .not_before
        .or_else(|| ["not_before", "nbf"].iter().find_map(|name| said.instant(name)));
    let mut refresh = said.ends(&REFRESH, &jwt.refresh, received, created_at);
    refresh.not_before = jwt.refresh.not_before;
    let beside_token = said.field("refresh_token").is_some();
    refresh.never &= beside_token;
    let told = refresh.never || refresh.expires_at.is_some() || !refresh.out_of_calendar.is_empty();
    (access, told.then_some(refresh))
}

/// What a lifetime member (`expires_in`, `refresh_token_expires_in`) says: the same reading that
/// the expiry rests on.
pub fn lifetime_said(field: &Field, zone: Zone) -> Moment {
    said(field, Expected::Lifetime, zone)
}

/// What a member that names an instant (`expires_at`, `created_at`, `exp`) says.
pub fn instant_said(field: &Field, zone: Zone) -> Moment {
    said(field, Expected::Instant, zone)
}

fn said(field: &Field, expected: Expected, zone: Zone) -> Moment {
    match &field.content {
        Content::Plain(value) if field.present => {
            if field.name == "estimated_time_to_expiration" {
                let text = value.as_str().and_then(duration::days_hours_minutes);
                return text.map_or(Moment::Unreadable, Moment::Lifetime);
            }
            instant::moment(value, expected, zone)
        }
        _ => Moment::Unreadable,
    }
}

impl<'a> Said<'a> {
    /// The present fields of this canonical name, those beside the token before others.
    fn all(&self, name: &str) -> impl Iterator<Item = &'a Field> {
        let Self { fields, home, .. } = *self;
        // Of a token response the model's field is the one; what else has its name is not it.
        let end = match self.kind {
            Kind::TokenResponse if MODEL.contains(&name) => fields.len().min(MODEL.len()),
            _ => fields.len(),
        };
        let mut found: Vec<&'a Field> =
            fields[..end].iter().filter(|field| field.present && field.name == name).collect();
        if found.len() > 1 {
            found.sort_by_key(|field| !field.source_name.starts_with(home));
            let beside =
                found.iter().take_while(|field| field.source_name.starts_with(home)).count();
            if beside > 0 {
                found.truncate(beside);
            }
        }
        found.into_iter()
    }

    fn field(&self, name: &str) -> Option<&'a Field> {
        self.all(name).next()
    }

    /// The first instant that a member of this name gives.
    fn instant(&self, name: &str) -> Option<DateTime<Utc>> {
        self.all(name).find_map(|field| match instant_said(field, self.zone) {
            Moment::Instant { at, .. } => Some(at),
            _ => None,
        })
    }

    /// Every end that is given for one token, and what follows from them.
    fn ends(
        &self,
        names: &Names,
        jwt: &TokenTimes,
        received: Received,
        issued_with: Option<DateTime<Utc>>,
    ) -> Expiry {
        let mut ends = Ends::default();
        for field in names.end.iter().flat_map(|name| self.all(name)) {
            ends.add(field, instant_said(field, self.zone));
        }
        for field in names.lifetime.iter().flat_map(|name| self.all(name)).take(1) {
            ends.add(field, lifetime_said(field, self.zone));
        }
        let issued = names.issued.iter().find_map(|name| self.instant(name));
        ends.finish(issued.or(issued_with), jwt, received)
    }
}

/// The ends that were found, on the way to an [`Expiry`].
#[derive(Default)]
struct Ends<'a> {
    /// Absolute ones; a local time is less sure than one with a zone or an epoch.
    absolute: Vec<(bool, Candidate)>,
    /// The first lifetime other than zero, and the field that gives it.
    lifetime: Option<(TimeDelta, &'a str)>,
    never: bool,
    out_of_calendar: Vec<String>,
}

impl<'a> Ends<'a> {
    fn add(&mut self, field: &'a Field, moment: Moment) {
        match moment {
            Moment::Instant { at, local } => {
                let candidate =
                    Candidate { basis: Basis::ExpiresAt, field: field.name.clone(), at };
                self.absolute.push((local, candidate));
            }
            Moment::Lifetime(lifetime) if lifetime.is_zero() => self.never = true,
            Moment::Lifetime(lifetime) => {
                self.lifetime = self.lifetime.or(Some((lifetime, &field.name)));
            }
            Moment::Never => self.never = true,
            Moment::OutOfCalendar => self.out_of_calendar.push(field.name.clone()),
            Moment::Unreadable => {}
        }
    }

    fn finish(
        mut self,
        issued: Option<DateTime<Utc>>,
        jwt: &TokenTimes,
        received: Received,
    ) -> Expiry {
        self.absolute.sort_by_key(|(local, _)| *local);
        let mut candidates: Vec<Candidate> = self.absolute.into_iter().map(|(_, it)| it).collect();
        if let Some((lifetime, field)) = self.lifetime {
            let mut add = |basis, from: Option<DateTime<Utc>>| {
                let Some(from) = from else { return };
                match instant::later(from, lifetime) {
                    Some(at) => candidates.push(Candidate { basis, field: field.to_owned(), at }),
                    None => self.out_of_calendar.push(field.to_owned()),
                }
            };
            add(Basis::CreatedAtPlusExpiresIn, issued);
            add(Basis::ReceivedAtPlusExpiresIn, Some(received.at));
        }
        if let Some(at) = jwt.expires_at {
            candidates.push(Candidate { basis: Basis::JwtExp, field: "exp".to_owned(), at });
        }
        candidates.sort_by_key(|candidate| candidate.basis);
        self.out_of_calendar.dedup();
        let issued_at = issued.or(jwt.issued_at);
        let chosen = candidates.first();
        let expires_at = chosen.map(|chosen| chosen.at);
        Expiry {
            issued_at,
            not_before: None,
            expires_at,
            lifetime: lifetime(chosen, self.lifetime.map(|(it, _)| it), issued_at, jwt),
            basis: chosen.map(|chosen| chosen.basis),
            never: self.never && expires_at.is_none(),
            candidates,
            out_of_calendar: self.out_of_calendar,
        }
    }
}

/// From issue to end: as a JWT's own claims say where the end is its `exp`, else as the response
/// says, else from the two instants.
fn lifetime(
    chosen: Option<&Candidate>,
    said: Option<TimeDelta>,
    issued_at: Option<DateTime<Utc>>,
    jwt: &TokenTimes,
) -> Option<TimeDelta> {
    let end = chosen?;
    let span = |issued: Option<DateTime<Utc>>| issued.map(|issued| end.at - issued);
    if end.basis == Basis::JwtExp {
        return span(jwt.issued_at).or(said);
    }
    said.or_else(|| span(issued_at))
}
