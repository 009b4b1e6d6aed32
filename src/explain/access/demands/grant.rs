//! What the user granted, and how the user signed in.

use chrono::{DateTime, TimeDelta};

use super::{super::Refusal, Demand, shorten_list};
use crate::{
    emphasis::Emphasis,
    findings::shorten_server_text,
    inspection::scope_claim,
    token::{
        issuer::IssuerHints,
        scope::{is_claim_of, scopes_of},
    },
    value::Value,
    words,
};

impl Refusal<'_> {
    /// The scopes.
    pub(super) fn scope(&self) -> Option<Demand> {
        let header = |name: &str| self.inspection.message.as_ref()?.header(name);
        let split = |text: &str| names_of(&Value::string(text));
        let any_of = header("x-accepted-oauth-scopes").filter(|text| !text.trim().is_empty());
        let wanted = self.said("scope").map(split);
        let has = self.token_scopes().or_else(|| header("x-oauth-scopes").map(split));
        let is_insufficient = self.code() == Some("insufficient_scope");
        let words = |names: &[String]| {
            let names = shorten_list(names);
            Some(if names.is_empty() { "none".to_owned() } else { names })
        };
        let codes = &["insufficient_scope"];
        let advice = "Ask for it in a new authorization; a refresh brings no scope that was not \
                      granted before (RFC 6749 §6).";
        let Some(wanted) = wanted else {
            let has = has.as_deref();
            let demanded = any_of.map(|names| format!("one of {}", shorten_server_text(names)));
            let presented = has.and_then(words);
            let is_met = any_of
                .map(split)
                .zip(has)
                .map(|(any, has)| any.iter().any(|name| has.contains(name)));
            return match is_met {
                _ if demanded.is_none() && presented.is_none() && !is_insufficient => None,
                Some(true) => Some(Demand::new("scope", demanded, presented, Emphasis::Good)),
                Some(false) => {
                    let reasons = [
                        "The token has none of the scopes that the server takes.",
                        "it also has none of the scopes that the server takes",
                    ];
                    let demand = Demand::new("scope", demanded, presented, Emphasis::Bad);
                    Some(demand.failed(codes, reasons.map(str::to_owned), advice))
                }
                None if is_insufficient => {
                    let demanded = Some("more".to_owned());
                    let reasons = [
                        "The scopes of the token do not suffice; the answer does not say which \
                         are needed.",
                        "its scopes do not suffice either",
                    ];
                    let demand = Demand::new("scope", demanded, presented, Emphasis::Bad);
                    Some(demand.failed(codes, reasons.map(str::to_owned), advice))
                }
                None => Some(Demand::new("scope", demanded, presented, Emphasis::Dim)),
            };
        };
        let demanded = words(&wanted);
        let Some(has) = has else {
            return Some(Demand::new("scope", demanded, None, Emphasis::Dim));
        };
        let is_there = |name: &String| has.iter().any(|own| is_claim_of(own, name));
        let missing: Vec<_> = wanted.iter().filter(|name| !is_there(name)).cloned().collect();
        let demand = Demand::new("scope", demanded, words(&has), Emphasis::Good);
        if missing.is_empty() {
            return Some(demand);
        }
        let noun = if missing.len() == 1 { "scope" } else { "scopes" };
        let missing = shorten_list(&missing);
        let reasons = [
            format!("The token lacks the {noun} {missing}."),
            format!("it also lacks the {noun} {missing}"),
        ];
        Some(demand.failed(codes, reasons, advice))
    }

    /// The scopes of the token, by its claim, or by what is known of it otherwise.
    fn token_scopes(&self) -> Option<Vec<String>> {
        let claims = self.jwt().and_then(|jwt| jwt.claims.as_ref());
        let claimed = claims.and_then(scope_claim);
        let claimed = claimed.map(|(_, value)| names_of(value));
        let granted = || self.presented.map(|it| it.granted.clone()).filter(|it| !it.is_empty());
        claimed.or_else(granted)
    }

    /// How the user signed in (RFC 9470 §3).
    pub(super) fn authentication(&self) -> Option<Demand> {
        let wanted = self.parameter("acr_values")?;
        let acr = self.claim("acr").and_then(Value::as_str);
        let demanded = Some(shorten_server_text(wanted));
        if self.jwt().is_none() {
            return Some(Demand::new("sign-in", demanded, None, Emphasis::Dim));
        }
        let has = Some(acr.map_or_else(|| "no acr".to_owned(), shorten_server_text));
        let demand = Demand::new("sign-in", demanded, has, Emphasis::Good);
        if acr.is_some_and(|acr| wanted.split_whitespace().any(|it| it == acr)) {
            return Some(demand);
        }
        Some(demand.failed(
            &["insufficient_user_authentication"],
            [
                format!("The user must sign in by {}.", shorten_server_text(wanted)),
                format!("the user must also sign in by {}", shorten_server_text(wanted)),
            ],
            "Send acr_values in a new authorization (RFC 9470 §4).",
        ))
    }

    /// How long ago the user may have signed in (RFC 9470 §3).
    pub(super) fn age(&self) -> Option<Demand> {
        let most = self.parameter("max_age")?.parse().ok().and_then(TimeDelta::try_seconds)?;
        let wanted = Some(format!("no more than {} ago", words::rough(most)));
        let said = self.claim("auth_time").and_then(Value::as_number);
        let signed_in = said.and_then(|it| DateTime::from_timestamp(it.parse().ok()?, 0));
        let Some(signed_in) = signed_in else {
            return Some(Demand::new("signed in", wanted, None, Emphasis::Dim));
        };
        let has = Some(format!("{}{}", words::utc(signed_in), self.before_answer(signed_in)));
        let demand = Demand::new("signed in", wanted, has, Emphasis::Good);
        if self.at().0 - signed_in <= most {
            return Some(demand);
        }
        Some(
            demand.failed(
                &["insufficient_user_authentication"],
                ["The sign-in of the user is too long ago.", "the sign-in is also too long ago"]
                    .map(str::to_owned),
                "Send max_age in a new authorization (RFC 9470 §4).",
            ),
        )
    }
}

/// The names of scopes.
fn names_of(value: &Value) -> Vec<String> {
    let scopes = scopes_of(value, IssuerHints { iss: None, url: None });
    scopes.into_iter().map(|scope| scope.name).collect()
}
