//! Inputs that were cut: a piece of a token is never presented as a whole one.

use chrono::{DateTime, Utc};
use tokenscope::{
    inspection::{Inspection, UsableAnswer},
    jose::{Keys, Token},
    token::ReceivedFrom,
};

use crate::support::context;

/// Signed with ES256; `exp` is an hour after `iat`.
const JWS: &str = "eyJhbGciOiJFUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJodHRwczovL2FzLmV4YW1wbGUiLCJzdWIiOiJ1MSIsImF1ZCI6ImFwaSIsImlhdCI6MTc2NzIyNTYwMCwiZXhwIjoxNzY3MjI5MjAwfQ.r6N4ltcDhaUb6KvV0Yr0qrdi4na4R9d6-UYt5YaZwZf1E7KBox8lh33CwaW5ejLHG0NwSgphXyfjKPbUy_L-Og";

const REFRESH: &str = "v1.MQ7rTz0xkq4GZJ2u9yYlHn5cBvPd83WfXsEa6iKo";

fn now() -> DateTime<Utc> {
    "2026-01-01T00:10:00Z".parse().unwrap()
}

/// The same response in notations that say where a token ends.
fn closed(token: &str) -> Vec<String> {
    let refresh = REFRESH;
    vec![
        format!(
            r#"{{"access_token":"{token}","token_type":"Bearer","expires_in":3600,"refresh_token":"{refresh}"}}"#
        ),
        format!(
            "{{\n  \"data\": {{\n    \"accessToken\": \"{token}\",\n    \"expiresIn\": 3600\n  }}\n}}\n"
        ),
        format!("{{'access_token': '{token}', 'expires_in': 3600, 'refresh_token': '{refresh}'}}"),
        format!("{{ access_token: '{token}', expires_in: 3600, refresh_token: '{refresh}' }}"),
        format!(r#"{{:access_token=>"{token}", :expires_in=>3600, :refresh_token=>"{refresh}"}}"#),
        format!("Token[accessToken={token}, expiresIn=3600, refreshToken={refresh}]"),
        format!("Token{{accessToken='{token}', expiresIn=3600, refreshToken='{refresh}'}}"),
        format!("&{{AccessToken:{token} TokenType:Bearer RefreshToken:{refresh} ExpiresIn:3600}}"),
        format!(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 400\r\n\r\n\
             {{\"access_token\":\"{token}\",\"expires_in\":3600}}"
        ),
        format!("```json\n{{\"access_token\": \"{token}\", \"expires_in\": 3600}}\n```\n"),
        format!(r#""{{\"access_token\":\"{token}\",\"expires_in\":3600}}""#),
        format!("INFO response: {{\"access_token\":\"{token}\",\"expires_in\":3600}}"),
        format!(r#"[{{"access_token":"{token}","expires_in":3600}}]"#),
    ]
}

/// And in some that do not: only a JWT shows that it was cut.
fn open(token: &str) -> Vec<String> {
    let refresh = REFRESH;
    vec![
        format!("access_token: {token}\nexpires_in: 3600\nrefresh_token: {refresh}\n"),
        format!("access_token={token}&expires_in=3600&refresh_token={refresh}"),
        format!("https://c.example/cb#access_token={token}&expires_in=3600&token_type=Bearer"),
        format!("ACCESS_TOKEN={token}\nEXPIRES_IN=3600\nREFRESH_TOKEN={refresh}\n"),
    ]
}

#[test]
fn a_cut_input_never_passes_for_a_whole_one() {
    let opaque = "12Tz3HhSaiwbBn4PZ4risYBspZsfyBf8QIRojYi4pKY";
    let mut texts: Vec<(&str, String)> = Vec::new();
    texts.extend(closed(opaque).into_iter().map(|text| (opaque, text)));
    texts.extend(closed(JWS).into_iter().chain(open(JWS)).map(|text| (JWS, text)));
    let wrong: Vec<String> =
        texts.iter().filter_map(|(token, text)| Some(first_lie(token, text)?.to_owned())).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The shortest beginning of a text, from its token on, that passes for a whole response.
fn first_lie<'a>(token: &str, text: &'a str) -> Option<&'a str> {
    let keys = Keys::default();
    let context = context(now(), ReceivedFrom::At, &keys);
    // What stands before the first dot is no JWT yet.
    let start = text.find(token).unwrap() + token.find('.').unwrap_or_default() + 1;
    // Within a token it only counts how many letters are left of its last four, and where its dots
    // are; beside it each place is one of its own.
    let inside = text.find(token).unwrap()..text.find(token).unwrap() + token.len();
    let is_near_dot = |end: usize| text[end - 1..=end].contains('.');
    let counts = |end: &usize| {
        let is_deep = inside.start + 4 < *end && *end + 4 < inside.end;
        !is_deep || end.is_multiple_of(9) || is_near_dot(*end)
    };
    (start..text.len()).filter(counts).map(|end| &text[..end]).find(|cut| {
        let found = Inspection::of(cut.as_bytes(), &context);
        let shown = found.field("access_token").or_else(|| found.field("token"));
        let is_whole = shown.and_then(|it| it.secret()).is_some_and(|it| it.expose() == token);
        let is_damaged =
            |token: &Token| token.problem.is_some() || token.signature.reason.is_some();
        let is_said = found.problem.is_some() || found.tokens.iter().any(is_damaged);
        let is_usable = found.usable(now()).answer == UsableAnswer::Yes;
        shown.is_some()
            && !is_whole
            && (!is_said || is_usable && !found.tokens.iter().any(is_damaged))
    })
}
