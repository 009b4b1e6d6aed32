//! What the token says of itself: its times, signature, kind and audience.

use super::{
    super::{AccessRow, Refusal},
    Demand, shorten_list,
};
use crate::{
    emphasis::Emphasis,
    inspection::own_expiry,
    jose::{Role, SignatureStatus},
    text::visible,
    words,
};

impl Refusal<'_> {
    /// The end of the token.
    pub(super) fn end(&self) -> Option<Demand> {
        let end = own_expiry(self.jwt()?).expires_at?;
        let (answered, _) = self.at();
        let wanted = Some("not over".to_owned());
        if end > answered {
            let has = Some(format!("until {}", words::utc(end)));
            return Some(Demand::new("time", wanted, has, Emphasis::Good));
        }
        let when = format!("{}{}", words::utc(end), self.before_answer(end));
        let demand = Demand::new("time", wanted, Some(format!("ended {when}")), Emphasis::Bad);
        Some(demand.failed(
            &["invalid_token"],
            [
                format!("The token had expired: it ended {when}."),
                format!("it had also expired: it ended {when}"),
            ],
            "Refresh it, or sign in again, and repeat the request.",
        ))
    }

    /// The beginning of the token, where that is ahead.
    pub(super) fn start(&self) -> Option<Demand> {
        let start = own_expiry(self.jwt()?).not_before.filter(|start| *start > self.at().0)?;
        let when = format!("{}{}", words::utc(start), self.before_answer(start));
        let wanted = Some("begun".to_owned());
        let demand = Demand::new("start", wanted, Some(format!("begins {when}")), Emphasis::Bad);
        Some(demand.failed(
            &["invalid_token"],
            [
                format!("The token is not valid yet: it begins {when}."),
                format!("it is also not valid yet: it begins {when}"),
            ],
            "Wait until then; if that is not meant, a clock is wrong.",
        ))
    }

    /// The signature, where it was checked.
    pub(super) fn signature(&self) -> Option<Demand> {
        let wanted = Some("valid".to_owned());
        let status = self.jwt()?.signature.status;
        let has = Some(status.name().replace('_', " "));
        let demand = Demand::new("signature", wanted, has, Emphasis::Good);
        let advice = "Get a new token: this one was changed, cut, or made by somebody else.";
        let reasons = match status {
            SignatureStatus::Valid => return Some(demand),
            SignatureStatus::Invalid => {
                ["The signature of the token is wrong.", "its signature is also wrong"]
            }
            SignatureStatus::Unsigned => {
                ["The token is unsigned (alg none).", "it is also unsigned (alg none)"]
            }
            _ => return None,
        };
        Some(demand.failed(&["invalid_token"], reasons.map(str::to_owned), advice))
    }

    /// What the token is for, where it is not for an API.
    pub(super) fn role(&self) -> Option<Demand> {
        let role = self.jwt()?.role?;
        if !matches!(role, Role::IdToken | Role::RefreshToken) {
            return None;
        }
        let (wanted, has) = ("an access token".to_owned(), role.words().to_owned());
        let reasons = [
            format!("It is no access token that was sent: {has}."),
            format!("it is also no access token: {has}"),
        ];
        let demand = Demand::new("kind", Some(wanted), Some(has), Emphasis::Bad);
        Some(demand.failed(&["invalid_token"], reasons, "Send the access token of the response."))
    }

    /// Whom the token is for.
    pub(super) fn audience(&self) -> Option<Demand> {
        let audiences = self.texts("aud");
        let host = self.host();
        let wanted = host.map(|host| format!("{} (asked)", visible(host)));
        if audiences.is_empty() {
            return None;
        }
        let names: Vec<String> = audiences.iter().map(|&it| it.to_owned()).collect();
        let demand = Demand::new("audience", wanted, Some(shorten_list(&names)), Emphasis::Dim);
        let host_of = |url: &str| {
            let rest = url.split_once("://")?.1;
            rest.split(['/', ':', '?']).next().map(str::to_ascii_lowercase)
        };
        let own: Vec<_> = audiences.iter().filter_map(|it| host_of(it)).collect();
        let asked = host.map(|host| host.split(':').next().unwrap_or(host).to_ascii_lowercase());
        if asked.as_ref().is_some_and(|asked| own.contains(asked)) {
            let row = AccessRow { mark: Emphasis::Good, ..demand.row };
            return Some(Demand { row, fault: None });
        }
        let description = self.said("error_description").unwrap_or_default().to_ascii_lowercase();
        let is_said = description.contains("audience");
        let is_elsewhere = own.len() == audiences.len() && asked.is_some();
        if !is_said && !is_elsewhere {
            return Some(demand);
        }
        let names = shorten_list(&names);
        let reasons = if is_said {
            [format!("The token is for {names}."), format!("it is also for {names}")]
        } else {
            [
                format!("The token is for {names}, which is likely another API."),
                format!("it is also for {names}, which is likely another API"),
            ]
        };
        let advice = "Ask for a token with this API as resource or audience (RFC 8707 §2).";
        Some(demand.failed(&["invalid_token"], reasons, advice))
    }

    /// The host that was asked.
    fn host(&self) -> Option<&str> {
        let request = self.inspection.request.as_ref()?;
        let in_url = || request.target.split_once("://")?.1.split('/').next();
        request.header("host").map(str::trim).or_else(in_url)
    }
}
