//! The JOSE header: weak or missing algorithms, suspicious keys and key identifiers.

use crate::{
    findings::{
        diagnostics::Diagnostics,
        jwt::Jwt,
        rule_context::RuleContext,
        wording::{quote, quoted_list},
    },
    jose::SignatureStatus,
    value::Value,
};

/// RFC 8725 §3.2: `none` only where the token is protected otherwise.
pub(super) fn alg_none(_: &RuleContext<'_>, jwt: &Jwt<'_>, diagnostics: &mut Diagnostics) {
    let says_none = jwt.alg.is_some_and(|alg| alg.eq_ignore_ascii_case("none"));
    if jwt.token.signature.status == SignatureStatus::Unsigned || says_none {
        diagnostics.on("alg").error(
            jwt.field(),
            "the token is unsigned (alg none): anyone can change its claims, and a server that \
             takes it can be told anything",
        );
    }
}

/// RFC 9068 §2.1: asymmetric signatures are recommended for access tokens.
pub(super) fn alg_symmetric_access(
    _: &RuleContext<'_>,
    jwt: &Jwt<'_>,
    diagnostics: &mut Diagnostics,
) {
    let Some(alg) = jwt.alg.filter(|alg| alg.starts_with("HS")) else { return };
    if jwt.is_access() && jwt.is_jws() {
        let fact = format!(
            "the access token is signed with {}, a shared secret: every API that can check tokens \
             can also make them",
            quote(alg)
        );
        diagnostics.on("alg").info(jwt.field(), &fact);
    }
}

/// RFC 8725 §3.2: RSA-PKCS1 v1.5 encryption is to be avoided.
pub(super) fn rsa1_5(_: &RuleContext<'_>, jwt: &Jwt<'_>, diagnostics: &mut Diagnostics) {
    if jwt.alg == Some("RSA1_5") {
        diagnostics.on("alg").warning(
            jwt.field(),
            "the token is encrypted with RSA1_5, whose padding lets an attacker decrypt by asking \
             (Bleichenbacher): use RSA-OAEP-256 or ECDH-ES",
        );
    }
}

/// RFC 8725 §3.6: compression before encryption tells about the content.
pub(super) fn jwe_compressed(_: &RuleContext<'_>, jwt: &Jwt<'_>, diagnostics: &mut Diagnostics) {
    if jwt.zip.is_some() && !jwt.is_jws() {
        diagnostics.on("zip").warning(
            jwt.field(),
            "the token was compressed before it was encrypted (zip): its length tells about its \
             content, and a small token can unpack to a huge one",
        );
    }
}

/// RFC 7518 §4.8.1.2 asks for 1,000 rounds at least; RFC 8725 §3.2 warns of work that the sender
/// chooses. A processor core does about a million rounds in a second.
pub(super) fn pbes2_count(_: &RuleContext<'_>, jwt: &Jwt<'_>, diagnostics: &mut Diagnostics) {
    const FEWEST: f64 = 1_000.0;
    const MOST: f64 = 1_000_000.0;
    let is_password = jwt.alg.is_some_and(|alg| alg.starts_with("PBES2-"));
    let count = jwt.token.header.get("p2c").and_then(Value::as_number);
    let Some(count) = count.filter(|_| is_password && !jwt.is_jws()) else { return };
    let quoted = if count.len() <= 12 { count } else { "an absurd number of" };
    let fact = match count.parse::<f64>() {
        Ok(rounds) if rounds > MOST => format!(
            "p2c asks for {quoted} rounds of hashing for one try: whoever decrypts it is kept busy \
             for seconds, and should refuse so many"
        ),
        Ok(rounds) if rounds < FEWEST => {
            diagnostics.citing("RFC 7518 §4.8.1.2");
            format!("p2c is {quoted}, and 1,000 is the least: the password can be found by trying")
        }
        _ => return,
    };
    diagnostics.on("p2c").warning(jwt.field(), &fact);
}

/// RFC 8725 §3.10: a `kid` is used to look keys up, so it can carry an injection.
pub(super) fn kid_suspicious(_: &RuleContext<'_>, jwt: &Jwt<'_>, diagnostics: &mut Diagnostics) {
    let Some(what) = jwt.kid.and_then(Value::as_str).and_then(suspicion) else { return };
    let fact = format!(
        "kid holds {what}: a server that puts it into a path, query or command can be made to use \
         the attacker's key"
    );
    diagnostics.on("kid").warning(jwt.field(), &fact);
}

/// What in a `kid` does not belong there. Slashes do: they are in standard Base64 and in URLs.
fn suspicion(kid: &str) -> Option<&'static str> {
    const PLACES: [&str; 9] =
        ["/etc/", "/dev/", "/proc/", "/sys/", "/var/", "/tmp/", "/usr/", "/home/", "/root/"];
    if kid.chars().any(char::is_control) {
        Some("a control character")
    } else if kid.contains(['\'', '"', '`']) {
        Some("a quote")
    } else if kid.contains(['\\', '|', ';', '<', '>']) || kid.contains("$(") || kid.contains("${") {
        Some("a character with a meaning in paths, queries or commands")
    } else if kid.contains("../")
        || kid.starts_with("~/")
        || kid.starts_with("file:")
        || PLACES.iter().any(|place| kid.starts_with(place))
    {
        Some("a path")
    } else {
        None
    }
}

/// RFC 8725 §3.10: following `jku` or `x5u` lets the token choose its key, and the server's requests.
pub(super) fn key_url_header(_: &RuleContext<'_>, jwt: &Jwt<'_>, diagnostics: &mut Diagnostics) {
    for (name, value) in [("jku", jwt.jku), ("x5u", jwt.x5u)] {
        if let Some(value) = value {
            let fact = format!(
                "{name} names {} as the place of the key: it was not fetched, and a server that \
                 fetches it unchecked lets the token choose its own key",
                value.as_str().map_or_else(|| value.type_name().to_owned(), quote)
            );
            diagnostics.on(name).warning(jwt.field(), &fact);
        }
    }
}

/// RFC 8725 §3.8: the key must belong to the issuer; one in the token proves nothing of that.
/// Silent for proofs of possession, which must bring their key (RFC 9449 §4.2).
pub(super) fn embedded_key(_: &RuleContext<'_>, jwt: &Jwt<'_>, diagnostics: &mut Diagnostics) {
    if jwt.typ.is_some_and(is_proof) {
        return;
    }
    for (name, value) in [("jwk", jwt.jwk), ("x5c", jwt.x5c)] {
        if value.is_some() {
            let fact = format!(
                "the token brings its own key ({name}), which anyone can put there: a signature by \
                 it proves nothing unless the key is trusted for another reason"
            );
            diagnostics.on(name).warning(jwt.field(), &fact);
        }
    }
}

/// Types of tokens that prove possession of the key in their header.
fn is_proof(typ: &str) -> bool {
    typ.eq_ignore_ascii_case("dpop+jwt") || typ.eq_ignore_ascii_case("openid4vci-proof+jwt")
}

/// RFC 7515 §4.1.11: a token with a critical extension that is not understood is invalid.
pub(super) fn crit_unknown(_: &RuleContext<'_>, jwt: &Jwt<'_>, diagnostics: &mut Diagnostics) {
    /// RFC 7797 §3.
    const KNOWN: [&str; 1] = ["b64"];
    let Some(crit) = jwt.crit else { return };
    let names = crit.items().iter().filter_map(Value::as_str);
    let unknown = names.clone().filter(|name| !KNOWN.contains(name));
    let fact = if unknown.clone().next().is_some() {
        format!(
            "crit demands {}, which is not known here: a receiver that does not know it either \
             must refuse the token",
            quoted_list(unknown)
        )
    } else if crit.items().is_empty() || names.count() != crit.items().len() {
        "crit is not a list of names: every receiver must refuse the token".to_owned()
    } else {
        return;
    };
    diagnostics.on("crit").error(jwt.field(), &fact);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_kid_must_not_hold() {
        for (kid, word) in [
            ("a\u{7}b", "a control character"),
            ("a\nb", "a control character"),
            ("x' OR '1", "a quote"),
            ("x\"y", "a quote"),
            ("`id`", "a quote"),
            ("a\\b", "a character with"),
            ("a|b", "a character with"),
            ("a;b", "a character with"),
            ("a<b", "a character with"),
            ("a>b", "a character with"),
            ("$(id)", "a character with"),
            ("k1$(", "a character with"),
            ("${x}", "a character with"),
            ("../x", "a path"),
            ("a/../b", "a path"),
            ("~/x", "a path"),
            ("file:x", "a path"),
            ("/etc/x", "a path"),
            ("/dev/null", "a path"),
            ("/proc/1", "a path"),
            ("/sys/x", "a path"),
            ("/var/x", "a path"),
            ("/tmp/x", "a path"),
            ("/usr/x", "a path"),
            ("/home/x", "a path"),
            ("/root/x", "a path"),
        ] {
            assert!(suspicion(kid).is_some_and(|what| what.starts_with(word)), "{kid:?}");
        }
        for kid in [
            "",
            "k1",
            "a+b/c==",
            "https://k.example/1?a=b&c",
            "did:a:b#c",
            "$a(b)",
            "a..b",
            "x~y",
            "profile:x",
            "a/etc/b",
        ] {
            assert_eq!(suspicion(kid), None, "{kid:?}");
        }
    }
}
