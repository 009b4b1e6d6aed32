//! Turns the header fields and body of an answer into rows with the secrets masked.

use crate::secret::Wiping;

use super::{ExchangeRow, mask};
use crate::{
    secrecy::{self, KnownSecrets, ParentContext, SecretCollector},
    secret::{MASK, Secret},
    text::visible,
    value::{Member, Value, json},
};

/// The most lines of a body that are kept for showing.
const MOST_LINES: usize = 400;

/// The most characters of a line that are kept for showing.
const MOST_CHARACTERS: usize = 2000;

/// A header field as it may be shown. Cookies are secret; so is the query of an address that
/// carries a code back.
pub fn header_row(name: &str, value: &str, secrets: &KnownSecrets) -> ExchangeRow {
    let lower = name.to_ascii_lowercase();
    match lower.as_str() {
        "set-cookie" | "authorization" | "cookie" => ExchangeRow::secret(name, &Secret::new(value)),
        // The server's own words (RFC 9110 §11.6.1), which look like a scheme with a token.
        "www-authenticate" | "proxy-authenticate" => {
            ExchangeRow::plain(name, &without_tokens(&shorten(&secrets.masked(value))))
        }
        "location" => match value.split_once(['?', '#']) {
            Some((base, query)) => ExchangeRow {
                value: format!("{}?{}", visible(&secrets.masked(base)), mask(&Secret::new(query))),
                ..ExchangeRow::secret(name, &Secret::new(""))
            },
            None => ExchangeRow::plain(name, &secrets.masked(value)),
        },
        _ if secrecy::is_secret(&lower.replace('-', "_"), &Value::string(value)) => {
            ExchangeRow::secret(name, &Secret::new(value))
        }
        _ => ExchangeRow::plain(&secrets.shown_name(name), &secrets.masked(value)),
    }
}

/// A body as it may be shown: the secret members of JSON and forms are masked; in any text, every
/// appearance of a secret that is known or was sent, and whatever looks like a token. Long bodies
/// are cut.
pub fn body_rows(
    body: &[u8],
    is_form: bool,
    secrets: &KnownSecrets,
    sent: &[&Secret],
) -> Vec<ExchangeRow> {
    let text = String::from_utf8_lossy(body);
    let trimmed = text.trim_start();
    if trimmed.starts_with(['{', '[']) {
        let (value, fault) = json::read_text(trimmed);
        let mut rows = member_rows(&value, secrets);
        if fault.is_some() {
            // What follows could be the half of a token.
            rows.push(ExchangeRow::plain("", "… the rest is not JSON"));
        }
        return rows;
    }
    if is_form || text.contains('=') && !text.contains(char::is_whitespace) {
        return url::form_urlencoded::parse(text.as_bytes())
            .take(MOST_LINES)
            .map(|(name, value)| {
                member_row(&name, &Value::string(value), ParentContext::default(), secrets)
            })
            .collect();
    }
    let mut text = secrets.masked(&text).into_owned();
    for secret in sent {
        // Short secrets are left out: they would mask unrelated text by chance.
        if secret.length() >= 6 {
            text = text.replace(secret.expose(), MASK);
        }
    }
    text.lines()
        .take(MOST_LINES)
        .map(|line| ExchangeRow::plain("", &without_tokens(&shorten(line))))
        .collect()
}

/// Whether an answer that cannot be read may still hold a new refresh token: it names one, or is no
/// text.
pub fn may_hold_refresh_token(body: &[u8]) -> bool {
    let name = |window: &[u8]| window.eq_ignore_ascii_case(b"refreshtoken");
    let mut letters = Wiping::new(Vec::with_capacity(body.len()));
    letters.extend(body.iter().filter(|byte| !matches!(byte, b'_' | b'-')));
    letters.windows(12).any(name) || std::str::from_utf8(body).is_err()
}

/// The secrets of an answer: those in it, and those that were sent.
pub fn secrets_of<'a>(
    headers: impl IntoIterator<Item = (&'a str, &'a str)>,
    body: &[u8],
    sent: &[&Secret],
) -> KnownSecrets {
    let mut gathered = SecretCollector::default();
    for secret in sent {
        // Only its copies are looked for.
        gathered.secret(secret.expose());
    }
    for (name, value) in headers {
        gathered.header(name, value);
    }
    let text = String::from_utf8_lossy(body);
    if text.trim_start().starts_with(['{', '[']) {
        gathered.value("", &json::read_text(text.trim_start()).0);
    } else {
        gathered.text(&text);
    }
    gathered.known()
}

/// A line with every long run of letters and digits masked, as tokens are and words are not.
fn without_tokens(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while !rest.is_empty() {
        let part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        let end = rest.find(|c| !part(c)).unwrap_or(rest.len());
        let (run, tail) = rest.split_at(end);
        let mixed =
            run.bytes().any(|b| b.is_ascii_digit()) && run.bytes().any(|b| b.is_ascii_alphabetic());
        out.push_str(if run.len() >= 20 && mixed { MASK } else { run });
        let next = tail.find(part).unwrap_or(tail.len());
        out.push_str(&tail[..next]);
        rest = &tail[next..];
    }
    out
}

fn member_rows(value: &Value, secrets: &KnownSecrets) -> Vec<ExchangeRow> {
    match value {
        Value::Object(members) => {
            let around = ParentContext::of(value);
            let shown = |member: &Member| member_row(&member.name, &member.value, around, secrets);
            members.iter().take(MOST_LINES).map(shown).collect()
        }
        other => vec![member_row("", other, ParentContext::default(), secrets)],
    }
}

/// One member of an object, with the context that the object gives it.
fn member_row(
    written: &str,
    value: &Value,
    around: ParentContext<'_>,
    secrets: &KnownSecrets,
) -> ExchangeRow {
    let is_secret = secrecy::is_secret(written, value) || around.make_secret(written, value);
    let name = &*secrets.shown_name(written);
    match value {
        Value::String(text) if is_secret || secrets.is_exactly_a_secret(text.as_str()) => {
            ExchangeRow::secret(name, &Secret::new(text.as_str()))
        }
        Value::Number(digits) if is_secret => {
            ExchangeRow::secret(name, &Secret::new(digits.as_str()))
        }
        Value::String(text) => ExchangeRow::plain(name, &shorten(&secrets.masked(text.as_str()))),
        other => {
            ExchangeRow::plain(name, &shorten(&to_compact_json(&secrets.redacted(written, other))))
        }
    }
}

/// A value in one line of JSON. What was read was not deep, and so neither is this.
fn to_compact_json(value: &Value) -> String {
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(on) => on.to_string(),
        Value::Number(digits) => digits.clone(),
        Value::String(text) => quoted(text.as_str()),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(to_compact_json).collect();
            format!("[{}]", items.join(","))
        }
        Value::Object(members) => {
            let members: Vec<String> = members
                .iter()
                .map(|member| {
                    format!("{}:{}", quoted(&member.name), to_compact_json(&member.value))
                })
                .collect();
            format!("{{{}}}", members.join(","))
        }
    }
}

fn shorten(text: &str) -> String {
    match text.char_indices().nth(MOST_CHARACTERS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// A token response with this refresh token in it. A response that names none leaves the one that
/// was sent valid (RFC 6749 §6), and what is saved must still hold it. None where the body is no
/// JSON object.
pub fn with_refresh_token(body: &[u8], token: &Secret) -> Option<Wiping<Vec<u8>>> {
    let mut document: serde_json::Map<String, serde_json::Value> =
        serde_json::from_slice(body).ok()?;
    // It is saved where the person asked for it.
    document.insert("refresh_token".to_owned(), token.expose().into());
    serde_json::to_vec_pretty(&document).ok().map(Wiping::new)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_in_a_body_are_masked_in_every_notation() {
        let sent = Secret::new("s3cr3t-value");
        let token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.s3cr3t-value-000000000";
        let plain = format!("your token is {token}");
        let half = format!("{{\"scope\":\"a\",\"access_token\":\"{token}");
        let bodies: [(&[u8], bool); 7] = [
            (plain.as_bytes(), false),
            (half.as_bytes(), false),
            (b"access_token=s3cr3t-value", false),
            (
                br#"{"access_token":"s3cr3t-value","nested":{"refresh_token":"s3cr3t-value"}}"#,
                false,
            ),
            (br#"{"kty":"EC","crv":"P-256","d":"s3cr3t-value"}"#, false),
            (b"access_token=s3cr3t-value&scope=a", true),
            (b"<html>you sent s3cr3t-value</html>", false),
        ];
        for (body, is_form) in bodies {
            let secrets = secrets_of([], body, &[&sent]);
            let rows = body_rows(body, is_form, &secrets, &[&sent]);
            assert!(!rows.is_empty() && !format!("{rows:?}").contains("s3cr3t-value"), "{rows:?}");
        }
        let header_row = |name, value| header_row(name, value, &KnownSecrets::default());
        let row = header_row("Location", "http://127.0.0.1/callback?code=s3cr3t-value");
        assert!(
            row.value.starts_with("http://127.0.0.1/callback?") && !row.value.contains("s3cr3t")
        );
        assert!(!header_row("Set-Cookie", "s3cr3t-value").value.contains("s3cr3t"));
        let challenge = r#"DPoP error="use_dpop_nonce", algs="ES256""#;
        assert_eq!(header_row("WWW-Authenticate", challenge).value, challenge);
        let repeated = format!("Bearer error=\"invalid_token\", token=\"{token}\"");
        assert!(!header_row("WWW-Authenticate", &repeated).value.contains("eyJzdWI"));
    }

    #[test]
    fn what_repeats_a_secret_is_masked_by_any_name() {
        let sent = Secret::new("c0ffee-c0ffee-c0ffee");
        let body = br#"{"jti":"c0ffee-c0ffee-c0ffee","note":"for c0ffee%2Dc0ffee%2Dc0ffee","c0ffee-c0ffee-c0ffee":{"id":["c0ffee-c0ffee-c0ffee"]},"sub":"jo"}"#;
        let headers = [("X-Token-Id", "c0ffee-c0ffee-c0ffee"), ("Date", "today")];
        let secrets = secrets_of(headers, body, &[&sent]);
        let mut rows = body_rows(body, false, &secrets, &[&sent]);
        rows.extend(headers.map(|(name, value)| header_row(name, value, &secrets)));
        assert!(!format!("{rows:?}").contains("c0ffee"), "{rows:?}");
        let value = |name: &str| rows.iter().find(|row| row.name == name).map(|row| &*row.value);
        assert_eq!((value("sub"), value("Date")), (Some("jo"), Some("today")));
        assert_eq!(value("note"), Some("for ••••••••"));
    }

    #[test]
    fn what_names_a_refresh_token_or_is_no_text_may_hold_one() {
        for body in
            [&b"{\"refresh_token\":\"ab"[..], b"refreshToken: x", b"REFRESH-TOKEN", b"\x1f\x8b\x08"]
        {
            assert!(may_hold_refresh_token(body), "{body:?}");
        }
        for body in
            [&b""[..], b"refresh this token", b"<meta http-equiv=\"refresh\">", b"refresh_toke"]
        {
            assert!(!may_hold_refresh_token(body), "{body:?}");
        }
    }
}
