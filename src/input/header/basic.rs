//! User and password in a header field (RFC 7617 §2).

use data_encoding::{BASE64_NOPAD, BASE64URL_NOPAD};
use zeroize::Zeroizing;

use crate::{
    input::{Artifact, Encoding},
    kind::Kind,
    problem::Problem,
    value::{Member, Value},
};

/// The user and the password that stand behind `Basic`.
pub(super) fn read(scheme: &str, credentials: &str) -> Artifact {
    let artifact = Artifact {
        kind: Kind::BasicCredentials,
        scheme: Some(scheme.to_owned()),
        ..Artifact::unread(Encoding::Header)
    };
    let member =
        |name: &str, text: &str| Member { name: name.to_owned(), value: Value::string(text) };
    let digits = credentials.trim_end_matches('=').as_bytes();
    let decoded = BASE64_NOPAD.decode(digits).or_else(|_| BASE64URL_NOPAD.decode(digits));
    let decoded = decoded.map(Zeroizing::new).unwrap_or_default();
    match std::str::from_utf8(&decoded).ok().and_then(|text| text.split_once(':')) {
        Some((user, password)) => Artifact {
            value: Value::Object(vec![member("username", user), member("password", password)]),
            ..artifact
        },
        None => {
            Artifact { value: Value::Object(vec![member("password", credentials)]), ..artifact }
                .with(
                    Problem::new("behind Basic stands no base64 of user:password")
                        .hint("it may have been cut: encode \"user:password\" (RFC 7617 §2)"),
                )
        }
    }
}
