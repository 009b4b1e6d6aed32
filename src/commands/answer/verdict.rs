//! Whether an answer is what was asked for, and what to say where it is not.

use super::{AnswerContext, CommandError, ExpectedAnswer};
use crate::{
    explain::{self, Explanation},
    inspection::Inspection,
    kind::Kind,
    oauth::{Answer, Reply},
};

/// Whether the answer is what was asked for.
pub(super) fn verdict(
    answer: &Answer,
    inspection: &Inspection,
    context: &AnswerContext<'_>,
) -> Result<(), CommandError> {
    let (reply, expected) = (&answer.reply, context.operation.expected_answer());
    let may_be_spent = |failure: CommandError| match context.operation.refresh_token() {
        Some(_) => failure.hint("the refresh token may be spent: look before you try again"),
        None => failure,
    };
    if let Some(explanation) = explain::error(inspection) {
        let failure = refusal(&explanation, answer);
        // A server that fails may have done its part before.
        let is_failure = reply.status >= 500 && reply.error_code().is_none();
        let failure = if is_failure { may_be_spent(failure) } else { failure };
        return Err(with_wait(failure, reply));
    }
    if let Some(cut) = &reply.cut {
        return Err(may_be_spent(CommandError::server(cut.to_string())));
    }
    if let Some(location) = reply.redirect() {
        let place = location.split(['?', '#']).next().unwrap_or_default();
        let place = inspection.secrets.masked(place);
        return Err(CommandError::server(format!("the server redirects to {place}"))
            .hint("redirects are not followed, because credentials would go along; name the right endpoint"));
    }
    if !reply.is_success() {
        let failure =
            CommandError::server(format!("the server answered with status {}", reply.status));
        let failure = match explain::advice(reply.status, None, &answer.asked) {
            Some(advice) => failure.hint(advice),
            None if reply.status >= 500 => may_be_spent(failure),
            None => failure,
        };
        return Err(with_wait(failure, reply));
    }
    let as_expected = match expected {
        // Without an access token it must not take the place of one. A new sign-in may bring an ID
        // token alone (OpenID Connect Core §3.2.2.1).
        ExpectedAnswer::Token if inspection.kind == Kind::TokenResponse => {
            let id_token =
                !context.operation.spends_refresh_token() && inspection.field("id_token").is_some();
            if !inspection.grants_token() && !id_token {
                return Err(may_be_spent(CommandError::server(format!(
                    "the answer (status {}) grants no access token",
                    reply.status
                ))));
            }
            true
        }
        ExpectedAnswer::Token => false,
        ExpectedAnswer::Introspection => {
            inspection.kind == Kind::IntrospectionResponse || inspection.kind.is_jwt()
        }
        ExpectedAnswer::Nothing => true,
        ExpectedAnswer::Claims => reply.json().is_some() || inspection.kind.is_jwt(),
    };
    if as_expected {
        return Ok(());
    }
    let media = reply.header("content-type").unwrap_or("nothing that is named");
    let what = match expected {
        ExpectedAnswer::Token => "token response",
        ExpectedAnswer::Introspection => "introspection response",
        ExpectedAnswer::Nothing | ExpectedAnswer::Claims => "set of claims",
    };
    Err(CommandError::server(format!("the answer (status {}, {media}) is no {what}", reply.status))
        .hint("is that the right endpoint? a proxy or a login page may have answered in its place"))
}

/// A refusal in the server's words, and what to try first.
fn refusal(explanation: &Explanation, answer: &Answer) -> CommandError {
    let status = answer.reply.status.to_string();
    let mut text = match &explanation.code {
        Some(code) if *code != status => format!("the server refused: {code}"),
        _ => format!("the server refused: status {status}"),
    };
    if let Some(said) = &explanation.said {
        text = format!("{text}: {said}");
    }
    let code = explanation.code.as_deref();
    let advice = explain::advice(answer.reply.status, code, &answer.asked);
    explained(CommandError::server(text), explanation, advice)
}

/// A failure with what to try first: the advice, or else the likeliest remedy.
pub(super) fn explained(
    failure: CommandError,
    explanation: &Explanation,
    advice: Option<String>,
) -> CommandError {
    let remedy = || Some(explanation.entries.first()?.remedies.iter().next()?.to_owned());
    match advice.or_else(remedy) {
        Some(hint) => failure.hint(hint),
        None => failure,
    }
}

fn with_wait(failure: CommandError, reply: &Reply) -> CommandError {
    match reply.retry_after() {
        Some(wait) => {
            failure.hint(format!("the server asks to be left alone for {} seconds", wait.as_secs()))
        }
        None => failure,
    }
}
