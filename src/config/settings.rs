//! The settings of one exchange: what a profile, the environment and the flags say together.
//!
//! A new setting is one definition here: it has then a member of profiles, a flag, a variable, its
//! line in `assets/doc/settings.md`, and a field of [`Settings`].

mod definition;
mod layers;
mod parse;
mod setting_value;

use std::{path::PathBuf, time::Duration};

use url::Url;

pub use self::{
    definition::{Flag, FlagValue, Setting},
    setting_value::SettingForm,
};
use self::{
    definition::{ReadSetting, define_settings},
    setting_value::{Layered, join_ignoring_case},
};
use super::{AuthMethod, BodyFormat, HttpUrl, SecretSource, Verify};

define_settings! {
    /// What is said of one exchange. Everything may be missing; what a grant needs is checked when its
    /// request is built.
    pub struct Settings {
        /// Whose metadata names the endpoints (RFC 8414 §2).
        issuer: Option<HttpUrl> = {
            value: parse::issuer,
            flag: ("issuer", "URL"),
            help: "Discover the endpoints of this issuer",
        }
        /// RFC 6749 §3.2.
        token_url: Option<HttpUrl> = {
            value: parse::url,
            flag: ("token-url", "URL"),
            help: "The token endpoint",
            default: "what the issuer's metadata says",
        }
        /// RFC 6749 §3.1.
        authorization_url: Option<HttpUrl> = {
            value: parse::url,
            flag: ("authorization-url", "URL"),
            help: "The authorization endpoint",
            default: "what the issuer's metadata says",
        }
        /// RFC 8628 §3.1.
        device_authorization_url: Option<HttpUrl> = {
            value: parse::url,
            flag: ("device-authorization-url", "URL"),
            help: "The device authorization endpoint",
            default: "what the issuer's metadata says",
        }
        /// RFC 7662 §2.
        introspection_url: Option<HttpUrl> = {
            value: parse::url,
            flag: ("introspection-url", "URL"),
            help: "The introspection endpoint",
            default: "what the issuer's metadata says",
        }
        /// RFC 7009 §2.
        revocation_url: Option<HttpUrl> = {
            value: parse::url,
            flag: ("revocation-url", "URL"),
            help: "The revocation endpoint",
            default: "what the issuer's metadata says",
        }
        /// OpenID Connect Core §5.3.
        userinfo_url: Option<HttpUrl> = {
            value: parse::url,
            flag: ("userinfo-url", "URL"),
            help: "The userinfo endpoint",
            default: "what the issuer's metadata says",
        }
        /// RFC 6749 §2.2.
        client_id: Option<String> = {
            value: parse::text,
            flag: ("client-id", "ID"),
            help: "Client identifier",
        }
        client_secret: Option<SecretSource> = {
            value: parse::secret,
            flag: ("client-secret", "SRC"),
            help: "Where the client secret is: `env:NAME`, `file:PATH`, `cmd:COMMAND` or `prompt`; \
                   never the value",
        }
        client_key: Option<SecretSource> = {
            value: parse::secret,
            flag: ("client-key", "SRC"),
            help: "Where the private key is, PEM or JWK: `env:NAME`, `file:PATH`, `cmd:COMMAND` or \
                   `prompt`",
        }
        /// `alg` of client assertions (RFC 7518 §3.1).
        client_key_alg: Option<String> = {
            value: parse::signature_algorithm,
            flag: ("client-key-alg", "ALG"),
            help: "Algorithm of client assertions, where the key does not say it",
            default: "what fits the key",
        }
        /// `kid` of client assertions (RFC 7515 §4.1.4).
        client_key_id: Option<String> = {
            value: parse::text,
            flag: ("client-key-id", "KID"),
            help: "Key identifier of client assertions, where the key does not say it",
            default: "what the key says",
        }
        /// `aud` of client assertions (RFC 7523 §3); the issuer, or else the token endpoint, when not given.
        assertion_audience: Option<String> = {
            value: parse::text,
            flag: ("assertion-audience", "AUD"),
            help: "Audience of client assertions instead of the issuer",
            default: "the issuer, or else the token endpoint",
        }
        /// Chosen from the metadata when not given.
        auth: Option<AuthMethod> = {
            value: parse::name,
            flag: ("auth", "METHOD"),
            help: "How the client authenticates: `client_secret_basic`, `client_secret_post`, \
                   `client_secret_jwt`, `private_key_jwt` or none; by default what the server \
                   allows",
            default: "`private_key_jwt` with a key, `none` with neither key nor secret, with a \
                      secret what the metadata allows",
        }
        /// `grant_type`, by its name or any other value.
        grant: Option<String> = {
            value: parse::text,
            flag: ("grant", "GRANT"),
            help: "`client_credentials`, `authorization_code`, `device_code`, `refresh_token`, or \
                   any other name, sent as it is",
            default: "`device_code` with a device authorization endpoint by hand, else \
                      `client_credentials` with a secret or key, else `authorization_code`",
        }
        /// RFC 6749 §3.3.
        scope: Vec<String> = {
            value: parse::words,
            flag: ("scope", "S"),
            help: "Ask for this scope; repeatable",
        }
        /// As some servers want it (RFC 8693 §2.1 for token exchange).
        audience: Vec<String> = {
            value: parse::list_item,
            flag: ("audience", "A"),
            help: "Ask for a token for this audience; repeatable",
        }
        /// RFC 8707 §2.
        resource: Vec<String> = {
            value: parse::resource,
            flag: ("resource", "R"),
            help: "Ask for a token for this resource; repeatable",
        }
        /// In the order written.
        params: Vec<(String, String)> = {
            entry: parse::parameter, split: parse::name_and_value,
            flag: ("param", "NAME=VALUE"),
            help: "Another parameter of the request; repeatable",
        }
        secret_params: Vec<(String, SecretSource)> = {
            entry: parse::secret_parameter, split: parse::name_and_source,
            flag: ("secret-param", "NAME=SRC"),
            help: "Another parameter whose value is a secret: env:…, file:…, cmd:… or prompt; \
                   repeatable",
        }
        /// In the order written.
        headers: Vec<(String, String)> = {
            entry: parse::header, split: parse::header_line,
            fill: join_ignoring_case,
            flag: ("header", "NAME: VALUE"),
            help: "Another header of the request; repeatable",
        }
        body: Option<BodyFormat> = {
            value: parse::name,
            flag: ("body", "FORMAT"),
            help: "How the request is written: form or json",
            default: "form",
        }
        /// RFC 6749 §3.1.2, RFC 8252 §7.3.
        redirect_url: Option<Url> = {
            value: parse::redirect_url,
            flag: ("redirect-url", "URL"),
            help: "Where the authorization code is received; by default a free port of this machine",
            default: "a free port of this machine",
        }
        /// Whether to open one.
        browser: Option<bool> = {
            value: parse::switch,
            switch: ("no-browser", "false"),
            help: "Print the URL to visit instead of opening a browser",
            default: "true",
        }
        /// With the keys of the issuer, where there is one and nothing is said.
        verify: Option<Verify> = {
            value: parse::name,
            flag: ("verify", "WITH"),
            help: "Verify the signatures of the answer with the keys of the issuer that is named \
                   here or in the profile, and with the client secret: issuer (the default) or none",
            default: "issuer",
        }
        output: Option<PathBuf> = {
            path: PathBuf::from,
            flag: ("output", "FILE"),
            help: "Write the response there, readable by you alone; `-` is standard output, raw",
            default: "nothing is written",
        }
        ca_file: Option<PathBuf> = {
            path: PathBuf::from,
            flag: ("ca-file", "FILE"),
            help: "Trust the certificates of this PEM file instead of the platform's",
            default: "those of the platform",
        }
        /// A URL, or `none`.
        proxy: Option<String> = {
            value: parse::proxy,
            flag: ("proxy", "URL"),
            help: "Use this proxy instead of the environment's; none goes direct",
            default: "that of the environment",
        }
        timeout: Option<Duration> = {
            value: parse::time_limit,
            flag: ("timeout", "DURATION"),
            help: "Longest time for the whole exchange",
            default: "30 s",
        }
        connect_timeout: Option<Duration> = {
            value: parse::time_limit,
            help: "Longest time until a connection stands, TLS included",
            default: "10 s",
        }
        read_timeout: Option<Duration> = {
            value: parse::time_limit,
            help: "Longest silence of a server",
            default: "20 s",
        }
    }
}
