//! Headers, binding and audience of tokens.

use serde_json::json;

use super::*;

/// Three shared secrets that are long enough for HS256.
const SECRETS: [&str; 3] = [
    "kD8-3jf0s_kfj3kd02kd9fj2ls0dkf93",
    "p2Lq-9sjK3nf8Xv1Zb6Wm4Rt7Yc5Ha0G",
    "uE5-Tr8wQ2zM9xC4vB7nL1kJ6hG3fD0s",
];

#[expect(clippy::too_many_lines, reason = "a table")]
pub fn cases() -> Vec<Case> {
    vec![
        error("dpop-unbound")
            .found_in(claims(&json!({"cnf": null})))
            .not_in(opaque(&json!({"token_type": "DPoP"}))),
        error("bound-as-bearer")
            .found_in(response(&json!({"token_type": "bearer"})))
            .not_in(response(&json!({"token_type": "dpop"}))),
        error("bound-as-bearer")
            .found_in(text(format!("Authorization: Bearer {}", jwt(&at_header(), &at_claims()))))
            .not_in(text(format!("Authorization: DPoP {}", jwt(&at_header(), &at_claims())))),
        info("mtls-bound")
            .found_in(object(&with(
                &with_claims(
                    &json!({"cnf": {"x5t#S256": "bwcK0esc3ACC3DB2Y5_lESsXE8o9ltc05O89jdN-dg2"}}),
                ),
                &json!({"token_type": "Bearer"}),
            )))
            .not_in(claims(&json!({}))),
        info("sender-unconstrained")
            .found_in(object(&with(
                &with_claims(&json!({"cnf": null})),
                &json!({"token_type": "Bearer"}),
            )))
            .not_in(opaque(&json!({"token_type": "Bearer"}))),
        error("alg-none")
            .found_in(header(&json!({"alg": "nOnE"})))
            .not_in(header(&json!({"alg": "ES256"}))),
        error("hmac-weak-secret")
            .found_in(object(&response_with(&hmac_jwt(&at_claims(), "your-256-bit-secret"))))
            .not_in(object(&response_with(&hmac_jwt(
                &at_claims(),
                "kD8-3jf0s_kfj3kd02kd9fj2ls0dkf93",
            )))),
        error("signature-invalid")
            .found_in(text(hmac_jwt(&at_claims(), SECRETS[0])).keys(&SECRETS[1..2]))
            .not_in(text(hmac_jwt(&at_claims(), SECRETS[0])).keys(&SECRETS[..1])),
        error("signature-invalid")
            .found_in(text(hmac_jwt(&at_claims(), SECRETS[0])).keys(&SECRETS[1..]))
            .not_in(text(jwt(&at_header(), &at_claims())).keys(&SECRETS)),
        warning("kid-missing")
            .found_in(text(hmac_jwt(&at_claims(), SECRETS[0])).keys(&SECRETS[..2]))
            .not_in(text(hmac_jwt(&at_claims(), SECRETS[0])).keys(&SECRETS[..1])),
        warning("kid-missing")
            .found_in(text(jwt(&json!({"alg": "HS256"}), &at_claims())).keys(&SECRETS))
            .not_in(text(jwt(&json!({"alg": "HS256", "kid": "k1"}), &at_claims())).keys(&SECRETS)),
        warning("kid-missing")
            .found_in(text(jwt(&json!({"alg": "HS256"}), &at_claims())).keys(&SECRETS))
            .not_in(text(jwt(&json!({"alg": "ES256"}), &at_claims())).keys(&SECRETS)),
        warning("pbes2-count")
            .found_in(text(jwe(
                &json!({"alg": "PBES2-HS256+A128KW", "enc": "A128GCM", "p2c": 1_000_001}),
            )))
            .not_in(text(jwe(
                &json!({"alg": "PBES2-HS256+A128KW", "enc": "A128GCM", "p2c": 1_000_000}),
            ))),
        warning("pbes2-count")
            .found_in(text(jwe(
                &json!({"alg": "PBES2-HS512+A256KW", "enc": "A128GCM", "p2c": 999}),
            )))
            .not_in(text(jwe(
                &json!({"alg": "PBES2-HS512+A256KW", "enc": "A128GCM", "p2c": 1000}),
            ))),
        warning("pbes2-count")
            .found_in(text(jwe(
                &json!({"alg": "PBES2-HS384+A192KW", "enc": "A128GCM", "p2c": 2_147_483_647_u32}),
            )))
            .not_in(text(jwe(&json!({"alg": "dir", "enc": "A128GCM", "p2c": 1})))),
        info("alg-symmetric-access").found_in(header(&json!({"alg": "HS256"}))).not_in(object(
            &with(&clean(), &json!({"id_token": jwt(&json!({"alg": "HS256"}), &id_claims())})),
        )),
        warning("rsa1-5")
            .found_in(text(jwe(&json!({"alg": "RSA1_5", "enc": "A128CBC-HS256"}))))
            .not_in(text(jwe(&json!({"alg": "RSA-OAEP-256", "enc": "A128CBC-HS256"})))),
        warning("jwe-compressed")
            .found_in(text(jwe(&json!({"alg": "RSA-OAEP-256", "enc": "A128GCM", "zip": "DEF"}))))
            .not_in(text(jwe(&json!({"alg": "RSA-OAEP-256", "enc": "A128GCM"})))),
        warning("kid-suspicious")
            .found_in(header(&json!({"kid": "../../dev/null"})))
            .not_in(header(&json!({"kid": "https://keys.example.com/v1/jJ+/3k="}))),
        warning("kid-suspicious")
            .found_in(header(&json!({"kid": "x' UNION SELECT 'secret"})))
            .not_in(header(&json!({"kid": "did:example:123#key-1"}))),
        warning("kid-suspicious")
            .found_in(header(&json!({"kid": "$(id)"})))
            .not_in(header(&json!({"kid": "$id(1)"}))),
        warning("key-url-header")
            .found_in(header(&json!({"jku": "https://evil.example/jwks.json"})))
            .not_in(header(&json!({"x5t": "dGh1bWI"}))),
        warning("embedded-key")
            .found_in(header(&json!({"jwk": {"kty": "EC", "crv": "P-256", "x": "eA", "y": "eQ"}})))
            .not_in(text(jwt(
                &json!({"alg": "ES256", "typ": "dpop+jwt",
                    "jwk": {"kty": "EC", "crv": "P-256", "x": "eA", "y": "eQ"}}),
                &json!({"jti": "a", "htm": "POST", "htu": "https://a.example", "iat": NOW}),
            ))),
        error("crit-unknown")
            .found_in(header(
                &json!({"crit": ["b64", "urn:example:mfa"], "b64": true, "urn:example:mfa": 1}),
            ))
            .not_in(header(&json!({"crit": ["b64"], "b64": true}))),
        error("crit-unknown")
            .found_in(header(&json!({"crit": []})))
            .not_in(header(&json!({"b64": true}))),
        info("typ-not-at-jwt")
            .found_in(header(&json!({"typ": "JWT"})))
            .not_in(header(&json!({"typ": "application/at+JWT"}))),
        error("at-jwt-claim-missing")
            .found_in(claims(&json!({"jti": null, "client_id": null})))
            .not_in(object(&response_with(&jwt(
                &with(&at_header(), &json!({"typ": "JWT"})),
                &with(&at_claims(), &json!({"jti": null})),
            )))),
        warning("aud-missing")
            .found_in(claims(&json!({"aud": null})))
            .not_in(claims(&json!({"aud": ["a"]}))),
        info("aud-broad").found_in(claims(&json!({"aud": ["a", "b", "c"]}))).not_in(claims(
            &json!({"aud": ["https://api.example.com", "https://auth.example.com/userinfo"]}),
        )),
        info("aud-broad")
            .found_in(claims(&json!({"aud": "https://*.example.com"})))
            .not_in(id_token(&json!({"aud": ["a", "b", "c"], "azp": "a"}))),
        info("pii-in-access-token")
            .found_in(claims(&json!({"email": "ada@example.com"})))
            .not_in(id_token(&json!({"email": "ada@example.com"}))),
    ]
}
