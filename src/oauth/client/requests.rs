//! What a client adds to its requests, and what is known of a request when its answer is judged.

use super::OAuthClient;
use crate::{
    config::AuthMethod,
    findings::{RequestContext, SignIn},
    oauth::{
        client_auth::{self, assertion::AssertionTerms},
        discovery::Endpoints,
        error::OAuthError,
        pkce,
        request::{Request, RequestPurpose},
    },
    secrecy::SecretCollector,
};

impl OAuthClient {
    /// What a request asks for, in the terms of the findings.
    pub fn request_context(&self, request: &Request, sign_in: Option<SignIn>) -> RequestContext {
        let mut secrets = SecretCollector::default();
        // Also what this request does not need: the server may have it from another.
        for secret in request.secrets().chain(self.identity.secrets()) {
            // Only to find and mask its copies.
            secrets.secret(secret.expose());
        }
        RequestContext {
            endpoint: Some(request.url.to_string()),
            grant_type: request.plain_param("grant_type").map(str::to_owned),
            scopes: match request.plain_param("grant_type") {
                // A refresh asks for what it says; the others for what their first request said.
                Some("refresh_token") | None => split(request.plain_param("scope")),
                Some(_) => self.settings.scope.clone(),
            },
            client_id: self.identity.client_id.clone(),
            public_client: self.identity.method(&self.settings, &self.endpoints).ok()
                == Some(AuthMethod::None),
            client_auth: client_auth::auth_detail(request, self.audience(request)),
            sign_in,
            userinfo: request.purpose == RequestPurpose::Userinfo,
            subject: None,
            issuer: self.endpoints.issuer.clone(),
            id_token_algs: self.endpoints.id_token_algs.clone(),
            secrets: secrets.known(),
        }
    }

    /// Whether the settings name the server of a request, and not only that server's metadata.
    pub fn is_named(&self, request: &Request) -> bool {
        let said = Endpoints::from_settings(&self.settings);
        let named = said.endpoint(request.purpose).ok().or(self.settings.issuer.as_ref());
        named.is_some_and(|url| url.origin() == request.url.origin())
    }

    /// Adds what the client proves itself with.
    pub(in crate::oauth) fn authenticate(
        &self,
        mut request: Request,
    ) -> Result<Request, OAuthError> {
        let method = self.identity.method(&self.settings, &self.endpoints)?;
        let jti = pkce::random_text()?;
        let audience = self.audience(&request).to_owned();
        let terms = AssertionTerms {
            audience: &audience,
            now: self.client.now(),
            jti: &jti,
            alg: self.settings.client_key_alg.as_deref(),
        };
        self.identity.authenticate(&mut request, method, &terms)?;
        Ok(request)
    }

    /// Finishes a request: nothing of it changes afterwards. Every request with a token or a grant
    /// passes here, so this is where a signature over the whole message belongs (a `DPoP` proof,
    /// RFC 9449).
    ///
    /// # Errors
    /// There would be two `Authorization` headers.
    pub(in crate::oauth) fn finish(&self, mut request: Request) -> Result<Request, OAuthError> {
        request.add_headers(&self.settings)?;
        Ok(request)
    }

    /// Whom the assertion in a request is meant for.
    fn audience<'a>(&'a self, request: &'a Request) -> &'a str {
        let issuer = self.endpoints.issuer.as_deref();
        let endpoint = self.endpoints.token.as_ref().unwrap_or(&request.url);
        self.settings.assertion_audience.as_deref().or(issuer).unwrap_or(endpoint.as_str())
    }
}

fn split(scope: Option<&str>) -> Vec<String> {
    scope.unwrap_or_default().split_ascii_whitespace().map(str::to_owned).collect()
}
