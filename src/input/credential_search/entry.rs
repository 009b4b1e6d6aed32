//! What an object is by its own members: one credential, or something that only leads to one.

use super::{
    found::{CompanionKind, CompanionToken, CredentialForm, FoundCredential, LoginPart},
    label,
    leaf::{self, text},
    logins,
};
use crate::{
    catalog::member_names::{self, EXPIRES},
    kind::{
        self, Kind,
        envelope::{self, PathStep},
        mention,
    },
    problem::Problem,
    value::Value,
};

/// What stands around an object decides what it has to show to be one credential.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct EntryContext {
    /// It is the value of a member named like an access token.
    pub in_token: bool,
    /// It is an item of a list that is the whole input: whatever is known is an item there.
    pub is_listed: bool,
    pub logins: Logins,
}

/// Whether users and passwords are items, too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Logins {
    /// Only where their object says that it is that.
    #[default]
    Said,
    /// Whatever has members of these names: sections of a file of logins, users of a kubeconfig.
    Members,
    /// The same, and `auth` is both in one text: Docker's registries.
    Registries,
}

/// The one credential that an object is by its own members.
pub(super) fn own(value: &Value, context: EntryContext) -> Option<FoundCredential> {
    let in_token = context.in_token || envelope::is_cached_token(value);
    let token = envelope::own_token(value, in_token).and_then(text);
    let is_real = |it: &&str| leaf::is_real(it) && (in_token || !mention::is_mention(value, it));
    let token = token.filter(is_real);
    let mut found = if let Some(token) = token {
        FoundCredential::here(CredentialForm::Object, Some(token))
    } else {
        without_access_token(value, context)?
    };
    found.richness = value.members().len();
    found.has_end = says_end(value);
    found.login.account = label::account(value);
    found.login.client = label::text_of(value, &["client_id"]);
    Some(found)
}

fn without_access_token(value: &Value, context: EntryContext) -> Option<FoundCredential> {
    let companion = [CompanionKind::Refresh, CompanionKind::Id]
        .into_iter()
        .find_map(|kind| Some((kind, own_companion(value, kind)?)));
    if let Some((kind, at)) = companion {
        let token = value.members().get(at).and_then(|it| text(&it.value));
        let mut found = FoundCredential::here(CredentialForm::Object, token);
        found.login = LoginPart { lacks_access: Some(kind), ..LoginPart::default() };
        found.companions.push(CompanionToken { kind, path: vec![PathStep::Member(at)] });
        return Some(found);
    }
    if let Some(secret) = access_key(value) {
        return Some(FoundCredential::here(CredentialForm::Object, Some(secret)));
    }
    let has_logins = context.logins != Logins::Said || logins::says_basic(value);
    if let Some(secret) = logins::user_and_password(value, has_logins) {
        return Some(FoundCredential::here(CredentialForm::UserAndPassword, Some(secret)));
    }
    if context.logins == Logins::Registries
        && let Some(damaged) = value.get("auth").and_then(text).filter(|it| leaf::is_real(it))
    {
        let problem = Problem::new("auth is not the base64 of a user and a password");
        return Some(FoundCredential::here(CredentialForm::Elsewhere(problem), Some(damaged)));
    }
    if value.get("private_key").and_then(Value::as_str).is_some_and(is_private_key) {
        let problem = Problem::new("a private key stands here, and no token")
            .hint("whoever has it signs requests for tokens with it");
        return Some(FoundCredential::here(CredentialForm::Elsewhere(problem), None));
    }
    is_known(value, context.is_listed).then(|| FoundCredential::here(CredentialForm::Object, None))
}

/// Whether an object is itself a token: it holds one under any of their names.
pub(super) fn is_token_object(value: &Value) -> bool {
    let kinds = [CompanionKind::Refresh, CompanionKind::Id];
    envelope::has_token(value, true)
        || kinds.into_iter().any(|kind| own_companion(value, kind).is_some())
}

/// The position of the refresh token or the ID token among the members of an object.
fn own_companion(value: &Value, kind: CompanionKind) -> Option<usize> {
    let cached = envelope::cached_token(value) == Some(kind.name());
    value.members().iter().position(|member| {
        let snake = member_names::snake_case(&member.name);
        let named = member_names::meaning(&snake)
            .is_some_and(|it| it.name == kind.name() && it.fit != member_names::NameFit::Weak);
        let is_token = |text| leaf::is_real(text) && !mention::is_word(text);
        (named || cached && snake == "secret") && text(&member.value).is_some_and(is_token)
    })
}

/// The secret of an access key of AWS that has no session.
fn access_key(value: &Value) -> Option<&str> {
    let mut secret = None;
    let mut has_id = false;
    for member in value.members() {
        let snake = member_names::snake_case(&member.name);
        match snake.strip_prefix("aws_").unwrap_or(&snake) {
            "access_key_id" => has_id = true,
            "secret_access_key" => secret = text(&member.value).filter(|it| leaf::is_real(it)),
            _ => {}
        }
    }
    secret.filter(|_| has_id)
}

/// Whether a text is a private key in PEM (RFC 7468).
fn is_private_key(text: &str) -> bool {
    text.trim_start().starts_with("-----BEGIN") && text.contains("PRIVATE KEY-----")
}

/// Whether an object without a token is known: in a list whatever has a kind, elsewhere what its
/// members leave no doubt about.
fn is_known(value: &Value, is_listed: bool) -> bool {
    let Some((kind, is_certain)) = kind::of_own_members(value) else { return false };
    let has = |names: &[&str]| names.iter().any(|name| value.get(name).is_some());
    match kind {
        // Of a response without its token nothing is left.
        Kind::TokenResponse | Kind::Unrecognized => false,
        _ if is_listed => true,
        Kind::ServerMetadata | Kind::ProtectedResourceMetadata | Kind::DeviceAuthorization => {
            is_certain
        }
        Kind::JwkSet => has(&["keys"]),
        Kind::IntrospectionResponse => has(&["scope", "client_id", "sub", "exp", "token_type"]),
        Kind::Jws | Kind::Jwe | Kind::SdJwt => is_certain,
        _ => false,
    }
}

/// Whether the members of an object say when its token ends.
fn says_end(value: &Value) -> bool {
    value.members().iter().any(|member| {
        let snake = member_names::snake_case(&member.name);
        let is_end = |name: &str| matches!(name, "expires_in" | "expires_at" | EXPIRES);
        let named = member_names::meaning(&snake)
            .is_some_and(|it| is_end(it.name) && it.fit != member_names::NameFit::Weak);
        (named || snake == "exp") && !member.value.is_absent()
    })
}
