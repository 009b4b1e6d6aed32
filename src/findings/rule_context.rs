//! What every rule receives: the [`FindingsInput`], with the fields and tokens that rules ask for
//! already looked up, so that no rule searches again.

use chrono::{DateTime, Utc};

use crate::{
    jose::Role,
    kind::Kind,
    token::{Field, ReceivedFrom, field::MODEL},
    value::Value,
};

use super::{
    FindingsInput, RequestContext, SignIn,
    jwt::{self, Jwt},
    wording::as_number,
};

/// The input of the rules, with the fields and tokens they ask for; each is the first that is
/// present.
pub(super) struct RuleContext<'a> {
    pub(super) input: &'a FindingsInput<'a>,
    pub(super) access_token: Option<&'a Field>,
    pub(super) refresh_token: Option<&'a Field>,
    pub(super) id_token: Option<&'a Field>,
    pub(super) token_type: Option<&'a Field>,
    pub(super) expires_in: Option<&'a Field>,
    pub(super) expires_at: Option<&'a Field>,
    pub(super) refresh_expires_in: Option<&'a Field>,
    pub(super) scope: Option<&'a Field>,
    pub(super) error: Option<&'a Field>,
    pub(super) issued_token_type: Option<&'a Field>,
    pub(super) cnf: Option<&'a Field>,
    pub(super) code: Option<&'a Field>,
    pub(super) iss: Option<&'a Field>,
    pub(super) state: Option<&'a Field>,
    /// The artifact has a member that tools add to stored tokens.
    stored_credential: bool,
    /// The decoded access token: the field, or a bare token that can only be one.
    pub(super) access: Option<Jwt<'a>>,
    /// The decoded ID token: the field, or a bare token that can only be one.
    pub(super) id: Option<Jwt<'a>>,
}

impl<'a> RuleContext<'a> {
    /// Looks the fields and tokens up; allocates nothing.
    pub(super) fn of(input: &'a FindingsInput<'a>) -> Self {
        let mut context = Self {
            input,
            access_token: None,
            refresh_token: None,
            id_token: None,
            token_type: None,
            expires_in: None,
            expires_at: None,
            refresh_expires_in: None,
            scope: None,
            error: None,
            issued_token_type: None,
            cnf: None,
            code: None,
            iss: None,
            state: None,
            stored_credential: input.is_stored(),
            access: None,
            id: None,
        };
        let has_model = input.kind == Kind::TokenResponse;
        for (index, field) in input.fields.iter().enumerate().filter(|(_, it)| it.present) {
            // Of a name of the model only the model's own field counts.
            if has_model && index >= MODEL.len() && MODEL.contains(&field.name.as_str()) {
                continue;
            }
            let slot = match field.name.as_str() {
                "access_token" => &mut context.access_token,
                "refresh_token" => &mut context.refresh_token,
                "id_token" => &mut context.id_token,
                "token_type" => &mut context.token_type,
                "expires_in" => &mut context.expires_in,
                "expires_at" => &mut context.expires_at,
                "refresh_token_expires_in" => &mut context.refresh_expires_in,
                "scope" => &mut context.scope,
                "error" => &mut context.error,
                "issued_token_type" => &mut context.issued_token_type,
                "cnf" => &mut context.cnf,
                "code" => &mut context.code,
                "iss" => &mut context.iss,
                "state" => &mut context.state,
                _ => continue,
            };
            slot.get_or_insert(field);
        }
        for token in input.tokens {
            let slot = match jwt::role(token) {
                Some(Role::AccessToken) => &mut context.access,
                Some(Role::IdToken) => &mut context.id,
                _ => continue,
            };
            if slot.is_none() {
                *slot = Some(Jwt::read(token, input));
            }
        }
        context
    }

    /// The instant to judge at.
    pub(super) fn now(&self) -> DateTime<Utc> {
        self.input.now
    }

    /// The request that is answered, where it is known.
    pub(super) fn request(&self) -> Option<&'a RequestContext> {
        self.input.request
    }

    /// What the authorization request demanded of the sign-in, where it is known.
    pub(super) fn sign_in(&self) -> Option<&'a SignIn> {
        self.request()?.sign_in.as_ref()
    }

    /// The client that sent the request, where it is known.
    pub(super) fn client_id(&self) -> Option<&'a str> {
        self.request()?.client_id.as_deref()
    }

    /// When the answer arrived; none for an artifact that is not known to be an answer, by its
    /// header fields or the request.
    pub(super) fn arrived_at(&self) -> Option<DateTime<Utc>> {
        let received = self.input.received;
        let is_answer = self.request().is_some()
            || (self.input.message.is_some()
                && matches!(received.from, ReceivedFrom::Given | ReceivedFrom::DateHeader));
        is_answer.then_some(received.at)
    }

    /// Whether the artifact is a token response that holds an access token.
    pub(super) fn is_granted(&self) -> bool {
        self.input.kind == Kind::TokenResponse && self.access_token.is_some()
    }

    /// Whether the artifact is the answer of a token endpoint, rather than a file in which a tool
    /// stores tokens: only then the rules for the protocol apply.
    pub(super) fn is_endpoint_response(&self) -> bool {
        let came = self.request().is_some() || self.input.message.is_some();
        self.input.kind == Kind::TokenResponse && (came || !self.looks_stored())
    }

    /// Whether the artifact looks like a tool's file: it has a member that only tools add, only an
    /// absolute expiry time, or a token under another name without `token_type` and `expires_in`.
    fn looks_stored(&self) -> bool {
        let own_end = self.expires_at.is_some() && self.expires_in.is_none();
        let says_nothing = self.token_type.is_none() && self.expires_in.is_none();
        let is_by_the_letter = self
            .access_token
            .is_some_and(|field| field.source_name.eq_ignore_ascii_case("access_token"));
        self.stored_credential || own_end || (says_nothing && !is_by_the_letter)
    }

    /// Whether the access token's member is called `access_token`, in any case and with any
    /// separator. Under another name (`token`, `client_token`, …) the object is that of an API or a
    /// tool.
    pub(super) fn has_standard_name(&self) -> bool {
        self.is_granted() && self.access_token.is_some_and(|field| is_spelled(field, "accesstoken"))
    }

    /// Whether `grant_type` of the request is known to be this one.
    pub(super) fn used_grant(&self, grant_type: &str) -> bool {
        self.request().is_some_and(|request| request.grant_type.as_deref() == Some(grant_type))
    }

    /// The number in `expires_in`, as written.
    pub(super) fn lifetime(&self) -> Option<f64> {
        self.expires_in.and_then(Field::plain).and_then(as_number)
    }

    /// Whether `token_type` is this one, in any case (RFC 6749 §5.1).
    pub(super) fn has_token_type(&self, name: &str) -> bool {
        self.token_type.and_then(text).is_some_and(|written| written.eq_ignore_ascii_case(name))
    }
}

/// The text of a field that is not secret.
pub(super) fn text(field: &Field) -> Option<&str> {
    field.plain().and_then(Value::as_str)
}

/// Whether the last part of the name as written has these letters and no others.
pub(super) fn is_spelled(field: &Field, letters: &str) -> bool {
    let name = field.source_name.as_str();
    let last = name.rsplit('.').next().unwrap_or(name);
    let written = last.bytes().filter(u8::is_ascii_alphanumeric);
    written.map(|byte| byte.to_ascii_lowercase()).eq(letters.bytes())
}
