//! Explains why an API refused a request (RFC 6750 §3): what the server demanded beside what the
//! request presented.

mod demands;

use crate::{
    emphasis::Emphasis,
    findings::shorten_server_text,
    input::{Challenge, challenges},
    inspection::{Inspection, PresentedToken},
    jose::Format,
    kind::Kind,
    secret::Secret,
    text::visible,
    token::Field,
    value::Value,
    words,
};

/// A refused request: what was sent, what was answered, and how the two compare. Every text is safe
/// for a terminal, and without secrets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessCheck {
    /// Method and target, where the request is known.
    pub request: Option<String>,
    /// What the request presented.
    pub presented: String,
    /// Status and error code.
    pub answer: String,
    /// Why it was refused, in a sentence.
    pub reason: String,
    /// What to try.
    pub advice: String,
    pub rows: Vec<AccessRow>,
}

/// One thing that the server demanded, or that the token says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessRow {
    pub label: &'static str,
    /// None where the answer demands nothing of it.
    pub demanded: Option<String>,
    /// None where nothing is known of it.
    pub presented: Option<String>,
    /// Good where it is met, bad where it is not, dim where nobody can tell.
    pub mark: Emphasis,
}

/// Compares what a refusal demands with what its request presented. None where the artifact is no
/// refusal of an API, or where the request is not known.
pub fn access(inspection: &Inspection) -> Option<AccessCheck> {
    let request = inspection.request.as_ref()?;
    let is_for_token = request.member("grant_type").is_some();
    (!is_for_token).then(|| access_with(inspection, inspection.presented.as_ref()))?
}

/// The same for a request that presented this.
pub fn access_with(
    inspection: &Inspection,
    presented: Option<&PresentedToken>,
) -> Option<AccessCheck> {
    let message = inspection.message.as_ref()?;
    let is_refusal = matches!(message.status, 401 | 403);
    if !is_refusal || inspection.kind == Kind::TokenResponse || inspection.kind.is_jwt() {
        return None;
    }
    let challenges = message.values("www-authenticate").flat_map(challenges).collect();
    let refusal = Refusal { inspection, presented, challenges };
    (refusal.code() != Some("invalid_client")).then(|| refusal.check())
}

/// A refusal and what it answers.
struct Refusal<'a> {
    inspection: &'a Inspection,
    presented: Option<&'a PresentedToken>,
    challenges: Vec<Challenge<'a>>,
}

impl Refusal<'_> {
    fn check(&self) -> AccessCheck {
        let demands = self.demands();
        let code = self.code();
        let (reason, advice) =
            demands::conclusion(&demands, code).unwrap_or_else(|| self.without_fault());
        let masked = |text: &str| self.inspection.secrets.masked(text).into_owned();
        let rows = demands.into_iter().map(|demand| AccessRow {
            demanded: demand.row.demanded.as_deref().map(masked),
            presented: demand.row.presented.as_deref().map(masked),
            ..demand.row
        });
        let request = self.inspection.request.as_ref().map(|request| {
            masked(&shorten_server_text(&format!("{} {}", request.method, request.target)))
        });
        let status = self.inspection.message.as_ref().map_or(0, |message| message.status);
        let answer = match code {
            Some(code) => format!("{status} {}", shorten_server_text(code)),
            None => status.to_string(),
        };
        AccessCheck {
            request,
            presented: masked(&self.presented_words()),
            answer: masked(&answer),
            reason: masked(&reason),
            advice: masked(&advice),
            rows: rows.collect(),
        }
    }

    /// The parameter of a challenge, the first that is not empty.
    fn parameter(&self, name: &str) -> Option<&str> {
        let members = self.challenges.iter().flat_map(|challenge| &challenge.members);
        let mut named = members.filter(|member| member.name.eq_ignore_ascii_case(name));
        named.find_map(|member| member.value.as_str().filter(|value| !value.is_empty()))
    }

    /// The parameter of a challenge, else the member of the body.
    fn said(&self, name: &str) -> Option<&str> {
        let member = || self.inspection.field(name).and_then(Field::plain).and_then(Value::as_str);
        self.parameter(name).or_else(member)
    }

    /// The error code.
    fn code(&self) -> Option<&str> {
        self.said("error")
    }

    /// What was presented, in a few words.
    fn presented_words(&self) -> String {
        let Some(PresentedToken { scheme, secret, jwt, .. }) = self.presented else {
            return "no token".to_owned();
        };
        let scheme = scheme.as_deref().map_or("as a parameter".into(), visible);
        let format = match jwt {
            Some(jwt) => {
                let name = if jwt.format == Format::Jwe { "JWE" } else { "JWT" };
                let alg = jwt.signature.alg.as_deref().map(visible).unwrap_or_default();
                format!("{name} {alg}")
            }
            None => "opaque".to_owned(),
        };
        let length = words::count(Secret::length(secret), "character");
        format!("{scheme} · {} · {length}", format.trim_end())
    }

    /// What to say where nothing that can be seen speaks against the token.
    fn without_fault(&self) -> (String, String) {
        let is_forbidden = self.inspection.message.as_ref().is_some_and(|it| it.status == 403);
        let reason = match (self.said("error_description"), self.presented) {
            (Some(said), _) => format!("The server says: {}", shorten_server_text(said)),
            (None, _) if is_forbidden => {
                "The server knows who asks, and does not allow this: nothing that can be seen of \
                 the token is missing."
                    .to_owned()
            }
            (None, Some(presented)) if presented.jwt.is_none() => {
                "Nothing can be seen of an opaque token: it may have ended, be revoked, or be of \
                 another server."
                    .to_owned()
            }
            _ => "Nothing that can be seen of the token speaks against it: it may be revoked, or \
                  the API trusts another issuer or key."
                .to_owned(),
        };
        let advice = if is_forbidden {
            "Look whether the user or the client has the role or right that the API wants for this."
        } else {
            "Ask the token's server whether it is active (introspection), and compare iss and kid \
             with what the API trusts."
        };
        (reason, advice.to_owned())
    }
}
