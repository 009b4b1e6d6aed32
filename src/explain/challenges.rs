//! Explains what a server demands in `WWW-Authenticate` (RFC 9110 §11.6.1), scheme by scheme.

use crate::{
    findings::{quote, shorten_server_text},
    input::Challenge,
};

/// What each scheme wants to be sent, by its name in lower case. Registered ones are in the IANA
/// registry of HTTP authentication schemes.
const SCHEMES: [(&str, &str); 22] = [
    ("bearer", "an access token in `Authorization: Bearer …` (RFC 6750 §2.1)"),
    (
        "dpop",
        "a DPoP-bound access token in `Authorization: DPoP …`, with a proof in the DPoP header (RFC 9449 §7.1)",
    ),
    (
        "basic",
        "a user name and password, or client_id and client_secret, in `Authorization: Basic …` (RFC 7617)",
    ),
    (
        "digest",
        "a user name and password by digest, not a token (RFC 7616): `curl --digest -u NAME`",
    ),
    (
        "negotiate",
        "a Kerberos ticket by SPNEGO (RFC 4559), not a token: sign in to the domain (kinit), or find the address of the API that takes tokens",
    ),
    (
        "ntlm",
        "a Windows sign-in by NTLM, not a token: use a domain account, or find the address of the API that takes tokens",
    ),
    (
        "token",
        "the token in `Authorization: Token …`, as Rails, Django REST and others write it, not Bearer",
    ),
    (
        "aws4-hmac-sha256",
        "a request signed with AWS access keys (Signature Version 4), not a token",
    ),
    ("aws", "a request signed with AWS access keys (Signature Version 4), not a token"),
    ("gnap", "an access token of GNAP (RFC 9635 §7.2), bound to a key unless it is a bearer token"),
    ("uma", "a token with the permissions behind this ticket: exchange it at as_uri (UMA 2.0)"),
    (
        "oauth",
        "OAuth credentials: `Authorization: OAuth …` or a signature of OAuth 1.0 (RFC 5849 §3.5.1)",
    ),
    ("mac", "a token with a MAC of the request"),
    ("pop", "a token with a proof of possession"),
    ("hawk", "a Hawk signature of the request, by an identifier and key, not a bearer token"),
    ("hoba", "a signature with the user's own key (RFC 7486)"),
    ("mutual", "mutual authentication by password (RFC 8120)"),
    ("scram-sha-256", "a user name and password by SCRAM (RFC 7804)"),
    ("vapid", "a VAPID signature of the sender of a push message (RFC 8292 §3)"),
    ("privatetoken", "a Privacy Pass token (RFC 9577)"),
    ("apikey", "an API key, in the header that the documentation names"),
    ("concealed", "a signature with a key that is known beforehand (RFC 9729)"),
];

/// What a challenge asks for, a sentence each.
pub(super) fn sentences(challenge: &Challenge<'_>) -> Vec<String> {
    let get = |name: &str| {
        let mut found =
            challenge.members.iter().filter(|member| member.name.eq_ignore_ascii_case(name));
        found.next().and_then(|member| member.value.as_str()).filter(|value| !value.is_empty())
    };
    let scheme = challenge.scheme.to_ascii_lowercase();
    let known = SCHEMES.iter().find(|(name, _)| *name == scheme).map(|(_, wants)| *wants);
    let realm = get("realm").map_or(String::new(), |it| format!(" (realm {})", quote(it)));
    let mut out = vec![match known {
        Some(wants) => {
            format!("{} is asked for{realm}: send {wants}", shorten_server_text(challenge.scheme))
        }
        None => format!(
            "{} is asked for{realm}: credentials of that scheme go into `Authorization: {} …`",
            shorten_server_text(challenge.scheme),
            shorten_server_text(challenge.scheme)
        ),
    }];
    let mut add = |name: &str, sentence: &dyn Fn(String) -> String| {
        out.extend(get(name).map(|value| sentence(shorten_server_text(value))));
    };
    add("scope", &|scope| {
        format!(
            "the request needs the scope {scope}: ask for it in a new authorization (RFC 6750 §3)"
        )
    });
    add("resource_metadata", &|url| {
        format!(
            "the protected resource has metadata at {url}: read it to discover its authorization \
                 server and scopes, then get a token there (RFC 9728 §5.1)"
        )
    });
    add("acr_values", &|acr| {
        format!(
            "the user must sign in by {acr}: send acr_values in a new authorization (RFC 9470 §3)"
        )
    });
    add("max_age", &|age| {
        format!(
            "the user must have signed in within the last {age} seconds: send max_age in a new \
                 authorization (RFC 9470 §3)"
        )
    });
    add("claims", &|_| {
        "the challenge holds claims: pass them on as the claims parameter of a new, interactive \
             authorization (a new check of Conditional Access, say)"
            .to_owned()
    });
    add("authorization_uri", &|url| {
        format!("the authorization server is {url}: get a token there")
    });
    add("as_uri", &|url| format!("the authorization server is {url}: ask it for a token"));
    add("algs", &|algs| format!("proofs may be signed with {algs} (RFC 9449 §7.1)"));
    if get("stale").is_some_and(|stale| stale.eq_ignore_ascii_case("true")) {
        out.push("the nonce is stale: repeat the request with the new one; the password is right (RFC 7616 §3.3)".to_owned());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::challenges;

    #[test]
    fn every_parameter_that_helps_is_said() {
        let value = r#"DPoP realm="r", scope="a b", resource_metadata="https://rs/m", algs="ES256", acr_values="mfa", max_age=5"#;
        let out = sentences(&challenges(value)[0]).join("\n");
        for word in
            ["realm \"r\"", "the scope a b", "https://rs/m", "with ES256", "by mfa", "last 5 "]
        {
            assert!(out.contains(word), "{word}: {out}");
        }
    }

    #[test]
    fn a_scheme_that_nobody_listed_is_named() {
        let out = sentences(&challenges("Newauth realm=x")[0]).join("\n");
        assert!(out.contains("Newauth is asked for (realm \"x\")"), "{out}");
    }
}
