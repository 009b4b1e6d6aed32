//! Who a token is about, whom it is for, and which client it was given to.

use super::Inspection;
use crate::{jose::Token, value::Value};

/// The parties to a token, as it names them itself. Nothing of it is checked here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parties {
    /// The person, by the name that people use (OpenID Connect Core §5.1).
    pub person: Option<String>,
    /// The subject (RFC 7519 §4.1.2).
    pub subject: Option<String>,
    /// The APIs that are to accept it (RFC 7519 §4.1.3).
    pub audience: Vec<String>,
    /// The client that it was given to (RFC 9068 §2.2).
    pub client: Option<String>,
}

/// Names for a person, the best first; providers' own behind the standard ones.
const PERSON: [&str; 7] =
    ["name", "preferred_username", "email", "username", "upn", "unique_name", "nickname"];
/// Names for a client; the one that people read first, those of Okta and Microsoft last.
const CLIENT: [&str; 5] = ["app_displayname", "client_id", "azp", "cid", "appid"];

/// Longer names are cut.
const LONGEST: usize = 256;

impl Inspection {
    /// The parties that the tokens and members name.
    pub fn parties(&self) -> Parties {
        let credential = self.credential().and_then(|token| token.claims.as_ref());
        let id_token = self.token("id_token").and_then(claims);
        // A claim may repeat a secret.
        let text = |value: &Value| text(value).map(|text| self.secrets.masked(&text).into_owned());
        let texts = |value: &Value| match value.items() {
            [] => text(value).into_iter().collect(),
            items => items.iter().filter_map(text).collect::<Vec<_>>(),
        };
        let claimed =
            |names: &[&str], of: Option<&Value>| names.iter().find_map(|name| text(of?.get(name)?));
        let member =
            |names: &[&str]| names.iter().find_map(|name| text(self.field(name)?.plain()?));
        let is_bare_id_token = id_token.is_none() && self.field("access_token").is_none();
        let audience = credential.and_then(|claims| claims.get("aud"));
        let audience = audience.or_else(|| self.field("aud")?.plain());
        Parties {
            person: claimed(&PERSON, id_token)
                .or_else(|| claimed(&PERSON, credential))
                .or_else(|| member(&PERSON)),
            subject: claimed(&["sub"], credential)
                .or_else(|| claimed(&["sub"], id_token))
                .or_else(|| member(&["sub"])),
            audience: audience.map(texts).unwrap_or_default(),
            client: claimed(&CLIENT, credential)
                .or_else(|| member(&CLIENT))
                .or_else(|| claimed(&["azp"], id_token))
                // The audience of an ID token is its client (OpenID Connect Core §2).
                .or_else(|| claimed(&["aud"], id_token.filter(|_| !is_bare_id_token))),
        }
    }
}

fn claims(token: &Token) -> Option<&Value> {
    token.claims.as_ref()
}

fn text(value: &Value) -> Option<String> {
    let text = value.as_str().or_else(|| match value.items() {
        [only] => only.as_str(),
        _ => None,
    })?;
    let cut = text.char_indices().nth(LONGEST).map_or(text, |(at, _)| &text[..at]);
    (!cut.trim().is_empty()).then(|| cut.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_party_is_a_text_or_the_only_item_of_a_list() {
        assert_eq!(text(&Value::string("jo")), Some("jo".to_owned()));
        assert_eq!(text(&Value::string(" ")), None);
        assert_eq!(text(&Value::Array(vec![Value::string("a")])), Some("a".to_owned()));
        assert_eq!(text(&Value::Array(vec![Value::string("a"), Value::string("b")])), None);
        assert_eq!(text(&Value::string("x".repeat(999))).map(|it| it.len()), Some(LONGEST));
    }
}
