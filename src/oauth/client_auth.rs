//! Client authentication (RFC 6749 §2.3, RFC 7523 §2.2, OpenID Connect Core §9).

pub mod assertion;

use super::{
    discovery::Endpoints,
    encoding::percent_encode,
    error::OAuthError,
    request::{Authorization, Request},
};
use crate::{
    config::{AuthMethod, BodyFormat, SecretSource, Settings, secret_source::SecretPart},
    findings::ClientAuthDetail,
    jose::SigningKey,
    secret::Secret,
};

/// What a client proves itself with.
#[derive(Clone, Debug, Default)]
pub enum ClientCredentials {
    /// Nothing: a public client.
    #[default]
    None,
    /// A client secret.
    Secret(Secret),
    /// A private key.
    Key(SigningKey),
}

/// A client, with every secret that its requests need.
#[derive(Clone, Debug, Default)]
pub struct ClientIdentity {
    /// `client_id`.
    pub client_id: Option<String>,
    /// What it proves itself with.
    pub credentials: ClientCredentials,
    /// Secret parameters of its requests.
    pub params: Vec<(String, Secret)>,
}

/// Puts a question to the person; none where nobody can be asked.
pub type Ask<'a> = &'a mut dyn FnMut(&str) -> std::io::Result<Option<Secret>>;

impl ClientIdentity {
    /// The secrets that are sent as they are.
    pub fn secrets(&self) -> impl Iterator<Item = &Secret> {
        let own = match &self.credentials {
            ClientCredentials::Secret(secret) => Some(secret),
            _ => None,
        };
        own.into_iter().chain(self.params.iter().map(|(_, secret)| secret))
    }

    /// Fetches the secrets of these settings from wherever they are. It may block: a command may
    /// run, within the time limit of the settings, and `ask` may wait for the person.
    ///
    /// # Errors
    /// A secret cannot be had, both a secret and a key are given without a method, or the key
    /// cannot be read.
    pub fn read(settings: &Settings, ask: Ask<'_>) -> Result<Self, OAuthError> {
        let (secret, key) = (&settings.client_secret, &settings.client_key);
        let limit = settings.timeout;
        let credentials = match (settings.auth, secret, key) {
            (Some(AuthMethod::None), ..) | (_, None, None) => ClientCredentials::None,
            (Some(AuthMethod::PrivateKeyJwt), _, Some(key)) | (None, None, Some(key)) => {
                ClientCredentials::Key(read_key(key, settings, ask)?)
            }
            (None, Some(_), Some(_)) => {
                return Err(OAuthError::Setting(
                    "both a client secret and a client key are given: the authentication method must say which one counts".to_owned(),
                ));
            }
            (_, Some(secret), _) => ClientCredentials::Secret(secret.read(
                "client secret",
                SecretPart::FirstLine,
                limit,
                ask,
            )?),
            (Some(_), None, Some(_)) => ClientCredentials::None,
        };
        let mut params = Vec::new();
        for (name, source) in &settings.secret_params {
            params.push((
                name.clone(),
                source.read("secret parameter", SecretPart::FirstLine, limit, ask)?,
            ));
        }
        Ok(Self { client_id: settings.client_id.clone(), credentials, params })
    }

    /// How this client authenticates: as the settings say, else as the metadata allows, else as
    /// RFC 8414 §2 presumes (`client_secret_basic`; in a JSON body, with the rest of it).
    ///
    /// # Errors
    /// The method needs what the client does not have.
    pub fn method(
        &self,
        settings: &Settings,
        endpoints: &Endpoints,
    ) -> Result<AuthMethod, OAuthError> {
        let supported = |method: AuthMethod| {
            endpoints
                .auth_methods
                .as_ref()
                .is_none_or(|names| names.iter().any(|name| name == method.name()))
        };
        let method = settings.auth.unwrap_or_else(|| match &self.credentials {
            ClientCredentials::None => AuthMethod::None,
            ClientCredentials::Key(_) => AuthMethod::PrivateKeyJwt,
            ClientCredentials::Secret(_) if settings.body == Some(BodyFormat::Json) => {
                AuthMethod::ClientSecretPost
            }
            ClientCredentials::Secret(_) => [
                AuthMethod::ClientSecretBasic,
                AuthMethod::ClientSecretPost,
                AuthMethod::ClientSecretJwt,
            ]
            .into_iter()
            .find(|method| supported(*method))
            .unwrap_or(AuthMethod::ClientSecretBasic),
        });
        match (method, &self.credentials) {
            (AuthMethod::None, _)
            | (AuthMethod::PrivateKeyJwt, ClientCredentials::Key(_))
            | (
                AuthMethod::ClientSecretBasic
                | AuthMethod::ClientSecretPost
                | AuthMethod::ClientSecretJwt,
                ClientCredentials::Secret(_),
            ) => Ok(method),
            (AuthMethod::PrivateKeyJwt, _) => Err(OAuthError::Missing {
                what: "the client key",
                setting: "client_key",
                hint: "private_key_jwt signs with one: --client-key env:NAME, file:PATH, cmd:COMMAND or prompt",
            }),
            _ => Err(OAuthError::Missing {
                what: "the client secret",
                setting: "client_secret",
                hint: "give it with --client-secret env:NAME, file:PATH, cmd:COMMAND or prompt",
            }),
        }
    }

    /// Adds the client's proof to a request.
    ///
    /// # Errors
    /// The client has no identifier where one is needed, or its key cannot sign.
    pub fn authenticate(
        &self,
        request: &mut Request,
        method: AuthMethod,
        assertion: &assertion::AssertionTerms<'_>,
    ) -> Result<(), OAuthError> {
        let id = || {
            self.client_id.as_deref().ok_or(OAuthError::Missing {
                what: "the client id",
                setting: "client_id",
                hint: "give it with --client-id",
            })
        };
        match (method, &self.credentials) {
            (AuthMethod::ClientSecretBasic, ClientCredentials::Secret(secret)) => {
                request.authorization = Some(Authorization::Basic {
                    id: percent_encode(id()?),
                    // Encoding is a part of sending it.
                    secret: Secret::new(percent_encode(secret.expose())),
                });
            }
            (AuthMethod::ClientSecretPost, ClientCredentials::Secret(secret)) => {
                request.param("client_id", id()?);
                request.secret_param("client_secret", secret.clone());
            }
            (AuthMethod::ClientSecretJwt, ClientCredentials::Secret(secret)) => {
                let key = SigningKey::from_secret(secret, assertion.alg.unwrap_or("HS256"))
                    .map_err(|error| OAuthError::Key(error.to_string()))?;
                assertion.add(request, id()?, &key)?;
            }
            (AuthMethod::PrivateKeyJwt, ClientCredentials::Key(key)) => {
                assertion.add(request, id()?, key)?;
            }
            // A public client names itself (RFC 6749 §3.2.1); a server that knows no clients is
            // sent nothing.
            _ => {
                if let Some(id) = &self.client_id {
                    request.param("client_id", id);
                }
            }
        }
        Ok(())
    }
}

/// How a request proves who asks, where servers differ in what they accept; `audience` is whom its
/// assertion is meant for.
pub fn auth_detail(request: &Request, audience: &str) -> Option<ClientAuthDetail> {
    let is_encoded = |text: &str| text.contains('%');
    if let Some(Authorization::Basic { id, secret }) = &request.authorization {
        // It is looked at, and not kept.
        (is_encoded(id) || is_encoded(secret.expose())).then_some(ClientAuthDetail::EncodedBasic)
    } else {
        let has_assertion = request.params.iter().any(|(name, _)| name == "client_assertion");
        has_assertion.then(|| ClientAuthDetail::Assertion { audience: audience.to_owned() })
    }
}

fn read_key(
    source: &SecretSource,
    settings: &Settings,
    ask: Ask<'_>,
) -> Result<SigningKey, OAuthError> {
    let text = source.read("client key", SecretPart::Whole, settings.timeout, ask)?;
    // A key is read to sign with it.
    SigningKey::from_pem_or_jwk(
        &text,
        settings.client_key_alg.as_deref(),
        settings.client_key_id.as_deref(),
    )
    .map_err(|error| OAuthError::Key(error.to_string()))
}
