//! What an object is, told by its members.

use tokenscope::kind::{Kind, classify};

use super::json;

fn kind(text: &str) -> Kind {
    classify(&json(text))
}

#[test]
fn a_token_makes_a_token_response_wherever_it_stands() {
    for text in [
        r#"{"access_token":"abc"}"#,
        r#"{"AccessToken":"abc"}"#,
        r#"{"token":"abc","expires_at":"2026-01-01T01:00:00Z"}"#,
        r#"{"code":0,"message":"OK","data":{"access_token":"abc"}}"#,
        r#"{"AuthenticationResult":{"AccessToken":"abc"},"ChallengeParameters":{}}"#,
        r#"{"access_token":{"token":"abc","user_id":1}}"#,
        r#"{"users":[{"user":{"auth-provider":{"config":{"access-token":"abc"}}}}]}"#,
        r#"[{"access_token":"abc"}]"#,
        r#"{"data":{"access_token":"abc"},"error":{"code":"ok","message":""}}"#,
        r#"{"id":42,"active":true,"scopes":["api"],"token":"glpat-abc"}"#,
        r#"{"access_token":"abc","error":""}"#,
    ] {
        assert_eq!(kind(text), Kind::TokenResponse, "{text}");
    }
}

#[test]
fn a_token_response_may_lack_the_token() {
    for text in
        ["{}", r#"{"token_type":"bearer"}"#, r#"{"refresh_token":"abc"}"#, r#"{"expires_in":1}"#]
    {
        assert_eq!(kind(text), Kind::TokenResponse, "{text}");
    }
}

#[test]
fn errors_in_every_shape() {
    for text in [
        r#"{"error":"invalid_grant"}"#,
        r#"{"error":{"message":"no","code":191}}"#,
        r#"{"errors":[{"message":"no"}]}"#,
        r#"{"ok":false,"error":"invalid_code"}"#,
        r#"{"errcode":40029,"errmsg":"invalid code"}"#,
        r#"{"code":40105,"message":"no such token","data":{}}"#,
        r#"{"response":{"error":"invalid_grant"}}"#,
        r#"{"status":"error","message":"no"}"#,
        r#"{"error":"invalid_token","details":{"token":"0123456789abcdef"}}"#,
        r#"[{"message":"Session expired","errorCode":"INVALID_SESSION_ID"}]"#,
        r#"{"error":"access_denied","access_token":null}"#,
    ] {
        assert_eq!(kind(text), Kind::ErrorResponse, "{text}");
    }
}

#[test]
fn what_clients_users_and_apis_are_told() {
    for (text, expected) in [
        (
            r#"{"client_id":"c","client_id_issued_at":1,"redirect_uris":["https://a"],"scope":"x"}"#,
            Kind::ClientRegistration,
        ),
        (r#"{"client_id":"c","registration_access_token":"t"}"#, Kind::ClientRegistration),
        (
            r#"{"installed":{"client_id":"c","redirect_uris":["http://a"]}}"#,
            Kind::ClientRegistration,
        ),
        (
            r#"{"clientId":"c","clientSecret":"s","expiresAt":"2026-03-31T00:00:00Z"}"#,
            Kind::ClientRegistration,
        ),
        (r#"{"request_uri":"urn:x","expires_in":60}"#, Kind::PushedAuthorizationResponse),
        (r#"{"request_uri":"urn:x","client_id":"c"}"#, Kind::Unrecognized),
        (r#"{"auth_req_id":"a","expires_in":120}"#, Kind::BackchannelAuthentication),
        (r#"{"auth_req_id":"a","error":"access_denied"}"#, Kind::ErrorResponse),
        (r#"{"sub":"1","name":"Jo","updated_at":1}"#, Kind::UserinfoResponse),
        (r#"{"sub":"1"}"#, Kind::UserinfoResponse),
        (r#"{"ok":true,"sub":"U1","https://slack.com/user_id":"U1"}"#, Kind::UserinfoResponse),
        (
            r#"{"sub":"1","aud":"a","iss":"b","exp":1,"preferred_username":"jo"}"#,
            Kind::UserinfoResponse,
        ),
        (
            r#"{"resource":"https://api","authorization_servers":["https://as"]}"#,
            Kind::ProtectedResourceMetadata,
        ),
        (r#"{"resource":"https://api"}"#, Kind::ProtectedResourceMetadata),
        (r#"{"resource":"https://api","access_token":"t"}"#, Kind::TokenResponse),
        (r#"{"keys":[]}"#, Kind::JwkSet),
    ] {
        assert_eq!(kind(text), expected, "{text}");
    }
}

#[test]
fn weak_signals_alone_make_nothing() {
    for text in [
        r#"{"id":1,"email":"a@b.example","scope":"user","expires_at":"2026-01-01T00:00:00Z"}"#,
        r#"{"schemas":["urn:x"],"id":"1","userName":"jo","active":true}"#,
        r#"{"id":"prod_1","name":"Chair","active":true}"#,
        r#"{"id":1,"name":"Ten off","code":"SAVE10"}"#,
        r#"{"AccessToken":{},"RefreshToken":{},"Account":{"a":{"home_account_id":"u"}}}"#,
        r#"{"grant_type":"client_credentials","scope":"a"}"#,
    ] {
        assert_eq!(kind(text), Kind::Unrecognized, "{text}");
    }
}

#[test]
fn the_other_kinds() {
    for (text, expected) in [
        (r#"{"active":false}"#, Kind::IntrospectionResponse),
        (r#"{"active":true,"scope":"read","exp":1767229200}"#, Kind::IntrospectionResponse),
        (r#"{"device_code":"d","user_code":"u","expires_in":900}"#, Kind::DeviceAuthorization),
        (r#"{"deviceCode":"d","verificationUri":"https://a"}"#, Kind::DeviceAuthorization),
        (r#"{"code":"abc","state":"xyz"}"#, Kind::AuthorizationResponse),
        (r#"{"issuer":"https://a","token_endpoint":"https://a/t"}"#, Kind::ServerMetadata),
        (r#"{"keys":[{"kty":"RSA"}]}"#, Kind::JwkSet),
        (r#"{"hello":"world"}"#, Kind::Unrecognized),
        (r#"{"login":"sam","created_at":"2019-01-01T00:00:00Z"}"#, Kind::Unrecognized),
        (r#"{"active":"yes"}"#, Kind::Unrecognized),
        (r#"{"code":0,"message":"success"}"#, Kind::Unrecognized),
        (r#"{"token_uri":"https://a","param_name":"access_token"}"#, Kind::Unrecognized),
        ("[]", Kind::Unrecognized),
        ("\"abc\"", Kind::Unrecognized),
    ] {
        assert_eq!(kind(text), expected, "{text}");
    }
}
