//! Headers, binding and audience of tokens.

use serde_json::json;
use tokenscope::findings::Severity::{Error, Info, Warning};

use super::*;

/// Three shared secrets that are long enough for HS256.
const SECRETS: [&str; 3] = [
    "kD8-3jf0s_kfj3kd02kd9fj2ls0dkf93",
    "p2Lq-9sjK3nf8Xv1Zb6Wm4Rt7Yc5Ha0G",
    "uE5-Tr8wQ2zM9xC4vB7nL1kJ6hG3fD0s",
];

/// Headers, binding and audience of tokens.
#[expect(clippy::too_many_lines, reason = "a table")]
pub fn cases() -> Vec<Case> {
    vec![
        case(
            "dpop-unbound",
            Error,
            claims(&json!({"cnf": null})),
            opaque(&json!({"token_type": "DPoP"})),
        ),
        case(
            "bound-as-bearer",
            Error,
            response(&json!({"token_type": "bearer"})),
            response(&json!({"token_type": "dpop"})),
        ),
        case(
            "bound-as-bearer",
            Error,
            text(format!("Authorization: Bearer {}", jwt(&at_header(), &at_claims()))),
            text(format!("Authorization: DPoP {}", jwt(&at_header(), &at_claims()))),
        ),
        case(
            "mtls-bound",
            Info,
            object(&with(
                &with_claims(
                    &json!({"cnf": {"x5t#S256": "bwcK0esc3ACC3DB2Y5_lESsXE8o9ltc05O89jdN-dg2"}}),
                ),
                &json!({"token_type": "Bearer"}),
            )),
            claims(&json!({})),
        ),
        case(
            "sender-unconstrained",
            Info,
            object(&with(&with_claims(&json!({"cnf": null})), &json!({"token_type": "Bearer"}))),
            opaque(&json!({"token_type": "Bearer"})),
        ),
        case("alg-none", Error, header(&json!({"alg": "nOnE"})), header(&json!({"alg": "ES256"}))),
        case(
            "hmac-weak-secret",
            Error,
            object(&response_with(&hmac_jwt(&at_claims(), "your-256-bit-secret"))),
            object(&response_with(&hmac_jwt(&at_claims(), "kD8-3jf0s_kfj3kd02kd9fj2ls0dkf93"))),
        ),
        case(
            "signature-invalid",
            Error,
            text(hmac_jwt(&at_claims(), SECRETS[0])).keys(&SECRETS[1..2]),
            text(hmac_jwt(&at_claims(), SECRETS[0])).keys(&SECRETS[..1]),
        ),
        case(
            "signature-invalid",
            Error,
            text(hmac_jwt(&at_claims(), SECRETS[0])).keys(&SECRETS[1..]),
            text(jwt(&at_header(), &at_claims())).keys(&SECRETS),
        ),
        case(
            "kid-missing",
            Warning,
            text(hmac_jwt(&at_claims(), SECRETS[0])).keys(&SECRETS[..2]),
            text(hmac_jwt(&at_claims(), SECRETS[0])).keys(&SECRETS[..1]),
        ),
        case(
            "kid-missing",
            Warning,
            text(jwt(&json!({"alg": "HS256"}), &at_claims())).keys(&SECRETS),
            text(jwt(&json!({"alg": "HS256", "kid": "k1"}), &at_claims())).keys(&SECRETS),
        ),
        case(
            "kid-missing",
            Warning,
            text(jwt(&json!({"alg": "HS256"}), &at_claims())).keys(&SECRETS),
            text(jwt(&json!({"alg": "ES256"}), &at_claims())).keys(&SECRETS),
        ),
        case(
            "pbes2-count",
            Warning,
            text(jwe(&json!({"alg": "PBES2-HS256+A128KW", "enc": "A128GCM", "p2c": 1_000_001}))),
            text(jwe(&json!({"alg": "PBES2-HS256+A128KW", "enc": "A128GCM", "p2c": 1_000_000}))),
        ),
        case(
            "pbes2-count",
            Warning,
            text(jwe(&json!({"alg": "PBES2-HS512+A256KW", "enc": "A128GCM", "p2c": 999}))),
            text(jwe(&json!({"alg": "PBES2-HS512+A256KW", "enc": "A128GCM", "p2c": 1000}))),
        ),
        case(
            "pbes2-count",
            Warning,
            text(jwe(
                &json!({"alg": "PBES2-HS384+A192KW", "enc": "A128GCM", "p2c": 2_147_483_647_u32}),
            )),
            text(jwe(&json!({"alg": "dir", "enc": "A128GCM", "p2c": 1}))),
        ),
        case(
            "alg-symmetric-access",
            Info,
            header(&json!({"alg": "HS256"})),
            object(&with(
                &clean(),
                &json!({"id_token": jwt(&json!({"alg": "HS256"}), &id_claims())}),
            )),
        ),
        case(
            "rsa1-5",
            Warning,
            text(jwe(&json!({"alg": "RSA1_5", "enc": "A128CBC-HS256"}))),
            text(jwe(&json!({"alg": "RSA-OAEP-256", "enc": "A128CBC-HS256"}))),
        ),
        case(
            "jwe-compressed",
            Warning,
            text(jwe(&json!({"alg": "RSA-OAEP-256", "enc": "A128GCM", "zip": "DEF"}))),
            text(jwe(&json!({"alg": "RSA-OAEP-256", "enc": "A128GCM"}))),
        ),
        case(
            "kid-suspicious",
            Warning,
            header(&json!({"kid": "../../dev/null"})),
            header(&json!({"kid": "https://keys.example.com/v1/jJ+/3k="})),
        ),
        case(
            "kid-suspicious",
            Warning,
            header(&json!({"kid": "x' UNION SELECT 'secret"})),
            header(&json!({"kid": "did:example:123#key-1"})),
        ),
        case(
            "kid-suspicious",
            Warning,
            header(&json!({"kid": "$(id)"})),
            header(&json!({"kid": "$id(1)"})),
        ),
        case(
            "key-url-header",
            Warning,
            header(&json!({"jku": "https://evil.example/jwks.json"})),
            header(&json!({"x5t": "dGh1bWI"})),
        ),
        case(
            "embedded-key",
            Warning,
            header(&json!({"jwk": {"kty": "EC", "crv": "P-256", "x": "eA", "y": "eQ"}})),
            text(jwt(
                &json!({"alg": "ES256", "typ": "dpop+jwt",
                    "jwk": {"kty": "EC", "crv": "P-256", "x": "eA", "y": "eQ"}}),
                &json!({"jti": "a", "htm": "POST", "htu": "https://a.example", "iat": NOW}),
            )),
        ),
        case(
            "crit-unknown",
            Error,
            header(&json!({"crit": ["b64", "urn:example:mfa"], "b64": true, "urn:example:mfa": 1})),
            header(&json!({"crit": ["b64"], "b64": true})),
        ),
        case("crit-unknown", Error, header(&json!({"crit": []})), header(&json!({"b64": true}))),
        case(
            "typ-not-at-jwt",
            Info,
            header(&json!({"typ": "JWT"})),
            header(&json!({"typ": "application/at+JWT"})),
        ),
        case(
            "at-jwt-claim-missing",
            Error,
            claims(&json!({"jti": null, "client_id": null})),
            object(&response_with(&jwt(
                &with(&at_header(), &json!({"typ": "JWT"})),
                &with(&at_claims(), &json!({"jti": null})),
            ))),
        ),
        case("aud-missing", Warning, claims(&json!({"aud": null})), claims(&json!({"aud": ["a"]}))),
        case(
            "aud-broad",
            Info,
            claims(&json!({"aud": ["a", "b", "c"]})),
            claims(
                &json!({"aud": ["https://api.example.com", "https://auth.example.com/userinfo"]}),
            ),
        ),
        case(
            "aud-broad",
            Info,
            claims(&json!({"aud": "https://*.example.com"})),
            id_token(&json!({"aud": ["a", "b", "c"], "azp": "a"})),
        ),
        case(
            "pii-in-access-token",
            Info,
            claims(&json!({"email": "ada@example.com"})),
            id_token(&json!({"email": "ada@example.com"})),
        ),
    ]
}
