//! What stands in the header: extensions, hints at keys, encryption.

use serde_json::json;

use super::*;

/// A token whose header is this text.
fn of_header(header: &str) -> String {
    pair("ES256").token(header, CLAIMS, "ES256")
}

#[test]
fn extensions() {
    let row = |name, header: &str, expected| (name, of_header(header), expected);
    hold(&[
        row("unknown", r#"{"alg":"ES256","crit":["exp"],"exp":1}"#, "jws: token unsupported"),
        row(
            "known and unknown",
            r#"{"alg":"ES256","crit":["b64","x"],"b64":true,"x":1}"#,
            "jws: token unsupported",
        ),
        row("b64 true", r#"{"alg":"ES256","crit":["b64"],"b64":true}"#, "jws: token valid"),
        row("b64 true, not critical", r#"{"alg":"ES256","b64":true}"#, "jws: token valid"),
        row("an empty list", r#"{"alg":"ES256","crit":[]}"#, "jws: token invalid"),
        row("no list", r#"{"alg":"ES256","crit":"b64"}"#, "jws: token invalid"),
        row("null", r#"{"alg":"ES256","crit":null}"#, "jws: token invalid"),
        row("not there", r#"{"alg":"ES256","crit":["exp"]}"#, "jws: token invalid"),
        row("twice", r#"{"alg":"ES256","crit":["b64","b64"],"b64":true}"#, "jws: token invalid"),
        row("a standard one", r#"{"alg":"ES256","crit":["alg"]}"#, "jws: token invalid"),
        row("numbers", r#"{"alg":"ES256","crit":[1]}"#, "jws: token invalid"),
        row(
            "b64 is text",
            r#"{"alg":"ES256","crit":["b64"],"b64":"false"}"#,
            "jws: token unsupported",
        ),
        row("b64 false, not critical", r#"{"alg":"ES256","b64":false}"#, "jws: token unsupported"),
        row("no alg", r#"{"typ":"JWT"}"#, "jws: token unsupported"),
        row("alg is a number", r#"{"alg":256}"#, "jws: token unsupported"),
        row("alg is a list", r#"{"alg":["ES256"]}"#, "jws: token unsupported"),
        row("alg twice", r#"{"alg":"ES256","alg":"ES256"}"#, "jws: token invalid"),
        row("alg none, then ES256", r#"{"alg":"none","alg":"ES256"}"#, "jws: token invalid"),
        row("kid twice", r#"{"kid":"a","alg":"ES256","kid":"P-256"}"#, "jws: token invalid"),
        row("blanks", "{ \"alg\" :\n\t\"ES256\" }", "jws: token valid"),
        row("an escape", r#"{"\u0061lg":"ES256"}"#, "jws: token valid"),
        row("more behind it", r#"{"alg":"ES256"} x"#, "jws: token invalid!"),
    ]);
}

#[test]
fn unencoded_payloads() {
    let header = b64(r#"{"alg":"ES256","b64":false,"crit":["b64"]}"#);
    let of = |payload: &str| {
        let message = format!("{header}.{payload}");
        format!("{message}.{}", signature(&message))
    };
    let dotted = of("$.02");
    let (_, own) = dotted.rsplit_once('.').unwrap();
    let json = |payload: &str| json!({"protected": header, "payload": payload, "signature": signature(&format!("{header}.{payload}"))});
    hold(&[
        ("a word", of("hello-world"), "jws: token valid"),
        ("dots of its own", dotted.clone(), "jws: token valid"),
        ("claims", of(CLAIMS), "jws: token valid"),
        ("changed", of("hello").replace(".hello.", ".jello."), "jws: token invalid"),
        ("detached", format!("{header}..{own}"), "jws: token not_checked"),
        ("in JSON", json("$.02").to_string(), "jws: token valid"),
        ("text in JSON", json("a b\n\"c\" é").to_string(), "jws: token valid"),
        (
            "signed as if encoded",
            pair("ES256").token(r#"{"alg":"ES256","b64":false,"crit":["b64"]}"#, CLAIMS, "ES256"),
            "jws: token valid",
        ),
    ]);
}

#[test]
fn hints_at_keys() {
    let row = |name, header: Value, expected| {
        let mut all = header;
        all["alg"] = json!("ES256");
        (name, signed(&all, CLAIMS), expected)
    };
    let own = pair("ES256").jwk;
    let no_key = "jws: token no_key";
    hold(&[
        row("the right kid", json!({"kid": "P-256"}), "jws: token valid"),
        row("another kid", json!({"kid": "P-384"}), no_key),
        row("an unknown kid", json!({"kid": "k9"}), no_key),
        row("an empty kid", json!({"kid": ""}), no_key),
        row("a kid in another case", json!({"kid": "p-256"}), no_key),
        row("a long kid", json!({"kid": "k".repeat(10_000)}), no_key),
        row("a hostile kid", json!({"kid": "$(id)\u{1b}[2J"}), no_key),
        row("a kid that is a number", json!({"kid": 1}), "jws: token invalid"),
        row("a kid that is null", json!({"kid": null}), "jws: token invalid"),
        row("its own key", json!({"jwk": own}), "jws: token valid"),
        row("a certificate", json!({"x5c": [certificate()]}), "jws: token valid"),
        row(
            "addresses",
            json!({"jku": "https://x.example", "x5u": "https://x.example"}),
            "jws: token valid",
        ),
        row("a thumbprint", json!({"x5t#S256": "AAAA"}), "jws: token valid"),
        row("typ in capitals", json!({"typ": "JWT"}), "jws: token valid"),
        row("typ of an access token", json!({"typ": "application/at+jwt"}), "jws: token valid"),
        row("typ that is a number", json!({"typ": 1}), "jws: token valid"),
        row("cty", json!({"cty": "text/plain"}), "jws: token valid"),
        row("compressed, though it is not", json!({"zip": "DEF"}), "jws: token valid!"),
        row("compressed in an unknown way", json!({"zip": "GZ"}), "jws: token valid"),
    ]);
    // A public key is never a secret, and no key of another kind fits.
    let foreign = |alg: &str| {
        let message = format!("{}.{}", enc(&json!({"alg": alg, "kid": "P-256"})), b64(CLAIMS));
        format!("{message}.{}", signature(&message))
    };
    let rows: Vec<Row> = ["HS256", "RS256", "PS256", "ES384", "ES512", "ES256K", "EdDSA"]
        .map(|alg| ("another algorithm", foreign(alg), no_key))
        .to_vec();
    hold(&rows);
}

#[test]
fn compressed_payloads() {
    let deflated = miniz_oxide::deflate::compress_to_vec(CLAIMS.as_bytes(), 6);
    let bomb = miniz_oxide::deflate::compress_to_vec(&vec![b' '; 1_000_000], 9);
    let of = |octets: &[u8]| {
        let message = format!("{}.{}", enc(&json!({"alg": "ES256", "zip": "DEF"})), b64(octets));
        format!("{message}.{}", signature(&message))
    };
    hold(&[
        ("claims", of(&deflated), "jws: token valid"),
        ("a bomb", of(&bomb), "jws: token valid!"),
    ]);
    let token = &inspect(of(&deflated).as_bytes(), &keys()).tokens[0];
    assert_eq!(token.claims.as_ref().unwrap().get("sub").unwrap().as_str(), Some("jo"));
}

#[test]
fn encrypted_tokens() {
    let of = |header: Value, key: &str| {
        format!("{}.{key}.aXYtMTIzNDU2Nzg.Y2lwaGVydGV4dA.dGFn", enc(&header))
    };
    let row = |name, header, key| (name, of(header, key), "jwe: token unsupported");
    hold(&[
        row("RSA-OAEP", json!({"alg": "RSA-OAEP-256", "enc": "A256GCM"}), "a2V5"),
        row("direct", json!({"alg": "dir", "enc": "A256GCM"}), ""),
        row("ECDH-ES", json!({"alg": "ECDH-ES", "enc": "A256GCM", "epk": {"kty": "EC"}}), ""),
        row(
            "a password",
            json!({"alg": "PBES2-HS256+A128KW", "enc": "A128GCM", "p2s": "c2FsdA", "p2c": 4096}),
            "a2V5",
        ),
        row("unknown", json!({"alg": "X-9", "enc": "Y-9"}), "a2V5"),
        row("nested", json!({"alg": "dir", "enc": "A256GCM", "cty": "JWT"}), ""),
        row("compressed", json!({"alg": "dir", "enc": "A256GCM", "zip": "DEF"}), ""),
        (
            "damaged",
            of(json!({"alg": "dir", "enc": "A256GCM"}), "a?").replace('?', "="),
            "jwe: token unsupported!",
        ),
        (
            "cut",
            of(json!({"alg": "dir", "enc": "A256GCM"}), "").rsplit_once('.').unwrap().0.to_owned(),
            "jws: token unsupported!",
        ),
    ]);
}
