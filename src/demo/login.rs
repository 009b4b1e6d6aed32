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
pub fn login(session: &mut OAuthClient) -> Result<OperationAnswer, OAuthError> {
    session.discover(&[RequestPurpose::Token, RequestPurpose::Discovery])?;
    let authorization = session.authorization_request(REDIRECT)?;
    let url = HttpUrl::parse(&authorization.url)
        .map_err(|error| OAuthError::Endpoint { name: "authorization_endpoint", error })?;
    let visit = Request::get(RequestPurpose::Discovery, url);
    // Not a request of the session: in a browser it would not be seen either.
    let reply = session.client().send(&visit)?;
    let mut sign_in = authorization.sign_in(session.client().now());
    let code = authorization.code(reply.redirect().unwrap_or_default())?;
    sign_in.code = Some(code.clone());
    let grant = Grant::AuthorizationCode {
        code,
        redirect_uri: authorization.redirect_uri.clone(),
        verifier: authorization.verifier.clone(),
    };
    let request = session.token_request(&grant)?;
    Ok(session.ask(&request, Some(sign_in))?)
}
