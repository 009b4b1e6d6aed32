//! Findings that the given keys bear on.

use serde_json::json;
use tokenscope::{findings::Finding, inspection::Inspection, jose::Keys, token::ReceivedFrom};

use super::support::*;
use crate::support::context;

fn findings_with(keys: &Keys, input: &Input) -> Vec<Finding> {
    let context = context(at(0), ReceivedFrom::Given, keys);
    Inspection::of(input.text.as_bytes(), &context).findings
}

fn message(findings: Vec<Finding>, code: &str) -> String {
    let finding = findings.into_iter().find(|finding| finding.code == code);
    finding.map(|finding| finding.message).unwrap_or_default()
}

#[test]
fn a_given_secret_that_confirms_but_is_short_is_an_error() {
    let secret = "q7Zr!20chars-long-ab";
    let input = object(&response_with(&hmac_jwt(&at_claims(), secret)));
    let short = Keys::secret("k.txt", secret.as_bytes()).unwrap();
    let message = message(findings_with(&short, &input), "hmac-weak-secret");
    assert!(message.contains("20 octets") && message.contains("needs 32"), "{message}");
    assert!(!message.contains(secret));

    let other = Keys::secret("k.txt", b"q7Zr!20chars-long-ac").unwrap();
    assert_eq!(self::message(findings_with(&other, &input), "hmac-weak-secret"), "");
}

/// A certificate, and the SHA-256 of its DER form in base64url.
const CERTIFICATE: &str = "\
-----BEGIN CERTIFICATE-----
MIIBdjCCAR2gAwIBAgIUOZ/YWdYTl6zu5EsXbBxJKK0TVOUwCgYIKoZIzj0EAwIw
ETEPMA0GA1UEAwwGY2xpZW50MB4XDTI2MTEyMjIxNDMyOVoXDTM2MTExOTIxNDMy
OVowETEPMA0GA1UEAwwGY2xpZW50MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE
s+57llPVGul/S9LFGipbn9KNuBW/tUDVPM04PYTRWORp2vywV13y6hgBiFK0Grd9
gKIads+1Xdtjs801/R176qNTMFEwHQYDVR0OBBYEFLNnqf5LbIQ8cumOTuCCU6tI
YopJMB8GA1UdIwQYMBaAFLNnqf5LbIQ8cumOTuCCU6tIYopJMA8GA1UdEwEB/wQF
MAMBAf8wCgYIKoZIzj0EAwIDRwAwRAIgWH4pcDFs4L5iYa+tOfncw/Ixg9vP/4H0
+kewHjvYfZECIHwwSM0uNngKFUkrwYN6ZxDWUiasTWjlJjD1KLGPQyCB
-----END CERTIFICATE-----
";
const THUMBPRINT: &str = "WQkDW2JKVDMY7hVCxtLKOzdaGxnpig3iUXv3QKbR9zQ";

#[test]
fn a_given_certificate_is_held_against_the_thumbprint() {
    let keys = Keys::parse("c.pem", CERTIFICATE.as_bytes()).unwrap();
    let bound_to = |thumbprint: &str| {
        let claims = with_claims(&json!({"cnf": {"x5t#S256": thumbprint}}));
        object(&with(&claims, &json!({"token_type": "Bearer"})))
    };
    let told = message(findings_with(&keys, &bound_to(THUMBPRINT)), "mtls-bound");
    assert!(told.contains("c.pem") && told.contains(" is:"), "{told}");
    let told = message(findings_with(&keys, &bound_to("AAAA")), "mtls-bound");
    assert!(told.contains("none of the given ones is"), "{told}");
    let told = message(findings_with(&Keys::default(), &bound_to(THUMBPRINT)), "mtls-bound");
    assert!(!told.contains("given"), "{told}");
}

/// The tokens of Microsoft's own APIs are signed over another header than they have, so a key that
/// does not confirm one tells nothing; that of anybody else's is a forgery.
#[test]
fn a_token_that_only_microsoft_can_verify_is_not_called_invalid() {
    let key = crate::jose::pairs::p256_of("k1", 9);
    let keys = Keys::parse("keys.json", key.jwk.to_string().as_bytes()).unwrap();
    for (iss, nonce, is_invalid) in [
        ("https://sts.windows.net/t/", true, false),
        ("https://login.microsoftonline.com/t/v2.0", true, false),
        ("https://sts.windows.net/t/", false, true),
        ("https://auth.example.com", true, true),
    ] {
        let header =
            if nonce { json!({"alg": "ES256", "nonce": "n"}) } else { json!({"alg": "ES256"}) };
        let claims = with(&at_claims(), &json!({"iss": iss}));
        let signature = key.token("{}", "{}", "ES256");
        let (_, signature) = signature.rsplit_once('.').unwrap();
        let token = jwt(&header, &claims).replace("c2lnbmF0dXJl", signature);
        let findings = findings_with(&keys, &object(&response_with(&token)));
        let codes: Vec<_> = findings.iter().map(|finding| finding.code).collect();
        assert_eq!(codes.contains(&"signature-invalid"), is_invalid, "{iss} {nonce}: {codes:?}");
    }
}
