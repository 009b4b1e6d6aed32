//! Key sets that publish a private or shared key.

use crate::{
    findings::{
        diagnostics::Diagnostics,
        rule_context::{RuleContext, text},
        wording::quote,
    },
    kind::Kind,
    value::Value,
};

/// RFC 7517 §9.2: private and shared keys are not for publication.
pub(super) fn jwks_private_key(context: &RuleContext<'_>, diagnostics: &mut Diagnostics) {
    if context.input.kind != Kind::JwkSet {
        return;
    }
    let mut report = |key: KeySecrecy<'_>| {
        let kid = key.kid.map_or_else(String::new, |kid| format!(" {}", quote(kid)));
        let fact = if key.shared {
            format!("the key{kid} is a shared secret: whoever reads the set can sign in its name")
        } else if let Some(name) = key.private {
            format!(
                "the key{kid} holds its private part ({name}): whoever reads the set can sign in \
                 its name, so replace the key"
            )
        } else {
            return;
        };
        diagnostics.error("keys", &fact);
    };
    let mut bare = KeySecrecy::default();
    for field in context.input.fields {
        let name = field.source_name.as_str();
        if name == "keys" {
            for key in field.plain().map_or(&[][..], Value::items) {
                let mut read = KeySecrecy::default();
                for member in key.members() {
                    read.note_member(&member.name, member.value.as_str());
                }
                report(read);
            }
        } else {
            bare.note_member(name, text(field));
        }
    }
    report(bare);
}

/// The members of a JWK that say whether it may be published.
#[derive(Clone, Copy, Default)]
struct KeySecrecy<'a> {
    kid: Option<&'a str>,
    private: Option<&'static str>,
    shared: bool,
}

/// Parameters of a private key (RFC 7518 §6.2.2 and §6.3.2, RFC 8037 §2, RFC 9964 §3).
const PRIVATE: [&str; 8] = ["d", "p", "q", "dp", "dq", "qi", "oth", "priv"];

impl<'a> KeySecrecy<'a> {
    fn note_member(&mut self, name: &str, value: Option<&'a str>) {
        match name {
            "kid" => self.kid = value,
            // The value of a shared key (RFC 7518 §6.4.1).
            "k" => self.shared = true,
            name => {
                if let Some(name) = PRIVATE.iter().find(|private| **private == name) {
                    self.private.get_or_insert(name);
                }
            }
        }
    }
}
