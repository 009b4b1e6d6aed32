//! The tokens of a document that have an end, or may have one.

use chrono::{DateTime, Utc};

use crate::{
    inspection::{self, Inspection},
    kind::Kind,
    text::visible,
    token::{Expiry, State},
};

/// One token and when it ends.
#[derive(Clone, Debug)]
pub struct TokenLife {
    /// The canonical name of its field.
    pub field: String,
    /// What to call it in a word.
    pub name: String,
    pub expiry: Expiry,
}

/// The credential, the tokens beside it that say an end, and the refresh token.
pub(super) fn lives(inspection: &Inspection, now: DateTime<Utc>) -> Vec<TokenLife> {
    let life = |field: &str, expiry: Expiry| TokenLife {
        field: field.to_owned(),
        name: name_of(field),
        expiry,
    };
    let credential = inspection.credential().map(|token| token.field.as_str());
    let tokens = inspection.tokens.iter();
    let apart = tokens.filter(|it| Some(&*it.field) != credential && it.field != "refresh_token");
    let mut lives = Vec::new();
    if inspection.expiry.state(now) != State::Unknown {
        let field = credential.unwrap_or(match inspection.kind {
            Kind::DeviceAuthorization => "device_code",
            Kind::AuthorizationResponse => "code",
            _ => "access_token",
        });
        lives.push(life(field, inspection.expiry.clone()));
    }
    let others = apart.map(|token| life(&token.field, inspection::own_expiry(token)));
    lives.extend(others.filter(|life| life.expiry.state(now) != State::Unknown));
    if inspection.field("refresh_token").is_some() {
        let expiry = inspection.refresh_expiry.clone().unwrap_or_default();
        lives.push(life("refresh_token", expiry));
    }
    lives
}

fn name_of(field: &str) -> String {
    match field {
        "access_token" => "access".to_owned(),
        "refresh_token" => "refresh".to_owned(),
        "id_token" => "ID".to_owned(),
        other => visible(other).into_owned(),
    }
}
