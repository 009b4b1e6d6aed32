//! How a token is presented: scheme, key, nonce.

use super::{super::Refusal, Demand};
use crate::{emphasis::Emphasis, findings::quote, text::visible};

impl Refusal<'_> {
    /// The scheme.
    pub(super) fn credentials(&self) -> Demand {
        let schemes: Vec<_> = self.challenges.iter().map(|it| visible(it.scheme)).collect();
        let realm = self.parameter("realm");
        let realm = realm.map_or(String::new(), |it| format!(" (realm {})", quote(it)));
        let wanted = (!schemes.is_empty()).then(|| format!("{}{realm}", schemes.join(" or ")));
        let first = schemes.first().map_or("Bearer", |scheme| scheme);
        let Some(presented) = self.presented else {
            let demand = Demand::new("credentials", wanted, Some("none".to_owned()), Emphasis::Bad);
            let reasons = ["No token was sent with the request.", "no token was sent"];
            let advice = format!(
                "Send it in `Authorization: {first} …`; a redirect or a proxy may have dropped the \
                 header."
            );
            return demand.failed(&[], reasons.map(str::to_owned), &advice);
        };
        let scheme = presented.scheme.as_deref();
        let has = scheme.map_or_else(|| "a parameter".to_owned(), |it| visible(it).into_owned());
        let demand = |mark| Demand::new("credentials", wanted.clone(), Some(has.clone()), mark);
        if schemes.is_empty() || scheme.is_none() {
            return demand(Emphasis::Dim);
        }
        if schemes.iter().any(|scheme| presented.is_by(scheme)) {
            return demand(Emphasis::Good);
        }
        let taken = schemes.join(" or ");
        let reasons = [
            format!("It was sent by {has}, but the server takes {taken}."),
            format!("it was also sent by {has}, but the server takes {taken}"),
        ];
        let advice = format!("Send what it takes in `Authorization: {first} …`.");
        demand(Emphasis::Bad).failed(&[], reasons, &advice)
    }

    /// The key that the token is bound to (RFC 9449 §6, RFC 8705 §3).
    pub(super) fn binding(&self) -> Option<Demand> {
        let presented = self.presented?;
        let confirmation = self.claim("cnf");
        let is_bound = |method| confirmation.is_some_and(|cnf| cnf.get(method).is_some());
        let wanted = |words: &str| Some(words.to_owned());
        if is_bound("x5t#S256") {
            let has = wanted("nothing of it can be seen here");
            return Some(Demand::new("certificate", wanted("its own"), has, Emphasis::Dim));
        }
        if !is_bound("jkt") && !presented.is_by("dpop") {
            return None;
        }
        let codes = &["invalid_token", "invalid_dpop_proof"];
        let has = if presented.proof.is_some() { "a proof" } else { "no proof" };
        let demand = Demand::new("key", wanted("a DPoP proof"), wanted(has), Emphasis::Good);
        Some(if is_bound("jkt") && !presented.is_by("dpop") {
            demand.failed(
                codes,
                [
                    "The token is bound to a key (cnf.jkt), but was sent as a bearer token.",
                    "it is also bound to a key (cnf.jkt), but was sent as a bearer token",
                ]
                .map(str::to_owned),
                "Send it in `Authorization: DPoP …`, with a proof of its key in the DPoP header \
                 (RFC 9449 §7.1).",
            )
        } else if presented.proof.is_none() {
            demand.failed(
                codes,
                [
                    "It was sent by DPoP without a proof of its key.",
                    "it also came without a proof of its key",
                ]
                .map(str::to_owned),
                "Send a proof in the DPoP header, made anew for each request (RFC 9449 §4.2).",
            )
        } else {
            demand
        })
    }

    /// The nonce of a proof (RFC 9449 §9).
    pub(super) fn nonce(&self) -> Option<Demand> {
        let nonce = self.inspection.message.as_ref()?.header("dpop-nonce")?;
        let proof = self.presented?.proof.as_ref()?;
        let sent = proof.claims.as_ref().and_then(|claims| claims.get("nonce")?.as_str());
        let has = if sent.is_some() { "another one" } else { "none" };
        let wanted = Some("the one in DPoP-Nonce".to_owned());
        if sent == Some(nonce) {
            let has = Some("the same".to_owned());
            return Some(Demand::new("nonce", wanted, has, Emphasis::Good));
        }
        let demand = Demand::new("nonce", wanted, Some(has.to_owned()), Emphasis::Bad);
        Some(demand.failed(
            &["use_dpop_nonce"],
            [
                "The proof lacks the nonce that the server wants.",
                "its proof also lacks the nonce that the server wants",
            ]
            .map(str::to_owned),
            "Repeat the request with a new proof that holds the nonce of DPoP-Nonce (RFC 9449 §9).",
        ))
    }
}
