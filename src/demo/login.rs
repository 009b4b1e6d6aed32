//! Signing in at the demonstration server without a browser: it approves everybody, so its
//! redirect can be read instead of followed.

use crate::{
    config::HttpUrl,
    oauth::{
        OAuthClient, OAuthError, OperationAnswer, Request, grant::Grant, request::RequestPurpose,
    },
};

/// Where the redirect would lead; nobody listens there.
const REDIRECT: &str = "http://127.0.0.1/callback";

/// Gets a token by authorization code (RFC 6749 §4.1, with PKCE), the redirect read from the
/// answer of the authorization endpoint.
///
/// # Errors
/// The server is gone, or refuses.
pub fn login(client: &mut OAuthClient) -> Result<OperationAnswer, OAuthError> {
    client.discover(&[RequestPurpose::Token, RequestPurpose::Discovery])?;
    let authorization = client.authorization_request(REDIRECT)?;
    let url = HttpUrl::parse(&authorization.url)
        .map_err(|error| OAuthError::Endpoint { name: "authorization_endpoint", error })?;
    let visit = Request::get(RequestPurpose::Discovery, url);
    // Sent beside the transcript: a browser's request would not be seen either.
    let reply = client.client().send(&visit)?;
    let mut sign_in = authorization.sign_in(client.client().now());
    let code = authorization.code(reply.redirect().unwrap_or_default())?;
    sign_in.code = Some(code.clone());
    let grant = Grant::AuthorizationCode {
        code,
        redirect_uri: Some(authorization.redirect_uri.clone()),
        verifier: Some(authorization.verifier.clone()),
    };
    let request = client.token_request(&grant)?;
    Ok(client.ask(&request, Some(sign_in))?)
}
