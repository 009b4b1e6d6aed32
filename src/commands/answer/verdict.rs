//! Whether an answer is what was asked for, and what to say where it is not.

use super::{ClientArgs, CommandError, GlobalArgs, print};
use crate::{
    explain::{self, Explanation},
    inspection::{Context, Inspection},
    jose::Keys,
    oauth::{
        AnswerFault, CallbackError, ExpectedAnswer, Judgement, OAuthError, Operation,
        OperationAnswer, Reply, TransportError,
    },
    token::{Received, ReceivedFrom, Zone},
};

/// Whether the answer is what was asked for.
pub(super) fn verdict(
    answer: &OperationAnswer,
    inspection: &Inspection,
    operation: &Operation,
) -> Result<(), CommandError> {
    let reply = &answer.reply;
    match operation.judge(reply.into(), inspection) {
        Judgement::Granted => Ok(()),
        Judgement::Refused(explanation) => {
            let failure = refusal(&explanation, answer);
            // A server that fails may have done its part before.
            let is_failure = reply.status >= 500 && reply.error_code().is_none();
            let failure = if is_failure { may_be_spent(failure, operation) } else { failure };
            Err(with_wait(failure, reply))
        }
        Judgement::Unusable(fault) => Err(unusable(fault, answer, inspection, operation)),
    }
}

/// The failure that an answer without any use is.
fn unusable(
    fault: AnswerFault,
    answer: &OperationAnswer,
    inspection: &Inspection,
    operation: &Operation,
) -> CommandError {
    let reply = &answer.reply;
    let status = reply.status;
    match fault {
        AnswerFault::Cut => {
            let why = reply.cut.as_ref().map(ToString::to_string).unwrap_or_default();
            may_be_spent(CommandError::server(why), operation)
        }
        AnswerFault::Redirect if reply.redirect().is_some() => {
            let location = reply.redirect().unwrap_or_default();
            let place = location.split(['?', '#']).next().unwrap_or_default();
            let place = inspection.secrets.masked(place);
            CommandError::server(format!("the server redirects to {place}"))
                .hint("redirects are not followed, because credentials would go along; name the right endpoint")
        }
        AnswerFault::Redirect | AnswerFault::Status => {
            let failure = CommandError::server(format!("the server answered with status {status}"));
            let failure = match explain::advice(status, None, &answer.request) {
                Some(advice) => failure.hint(advice),
                None if status >= 500 => may_be_spent(failure, operation),
                None => failure,
            };
            with_wait(failure, reply)
        }
        AnswerFault::NoAccessToken => may_be_spent(
            CommandError::server(format!("the answer (status {status}) grants no access token")),
            operation,
        ),
        AnswerFault::WrongKind => {
            let media = reply.header("content-type").unwrap_or("of no named type");
            let what = match operation.expected_answer() {
                ExpectedAnswer::Token => "token response",
                ExpectedAnswer::Introspection => "introspection response",
                ExpectedAnswer::Nothing | ExpectedAnswer::Claims => "set of claims",
            };
            CommandError::server(format!("the answer (status {status}, {media}) is no {what}"))
                .hint("is that the right endpoint? a proxy or a login page may have answered in its place")
        }
    }
}

/// The failure with a hint at the refresh token that was sent, where one was.
fn may_be_spent(failure: CommandError, operation: &Operation) -> CommandError {
    if operation.spends_refresh_token() {
        failure.hint("the refresh token may be spent: look before you try again")
    } else {
        failure
    }
}

/// A refusal in the server's words, and what to try first.
fn refusal(explanation: &Explanation, answer: &OperationAnswer) -> CommandError {
    let status = answer.reply.status.to_string();
    let mut text = match &explanation.code {
        Some(code) if *code != status => format!("the server refused: {code}"),
        _ => format!("the server refused: status {status}"),
    };
    if let Some(said) = &explanation.description {
        text = format!("{text}: {said}");
    }
    let code = explanation.code.as_deref();
    let advice = explain::advice(answer.reply.status, code, &answer.request);
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

/// The failure that an exchange without a usable answer is.
pub fn failure(error: &OAuthError) -> CommandError {
    let text = error.to_string();
    let failure = match error {
        OAuthError::Missing { .. }
        | OAuthError::Setting(_)
        | OAuthError::Secret(_)
        | OAuthError::Key(_)
        | OAuthError::Unsendable { .. }
        | OAuthError::Transport(TransportError::Setting(_)) => CommandError::usage(text),
        _ => CommandError::server(text),
    };
    match error.hint() {
        Some(hint) => failure.hint(hint),
        None => failure,
    }
}

/// The failure of a fetch that got no answer. A refusal that came through the
/// browser is an answer, and is printed (RFC 6749 §4.1.2.1).
pub fn fetch_failure(
    error: &OAuthError,
    client_args: &ClientArgs,
    shared: &GlobalArgs,
    keys: &Keys,
) -> CommandError {
    let OAuthError::Callback(CallbackError::Refused { callback, .. }) = error else {
        return failure(error);
    };
    let now = shared.judged_at();
    let received = Received { at: now, from: ReceivedFrom::Given };
    let (zone, asked, previous, file_mode) = (Zone::System, None, None, None);
    let request = asked;
    let secret_trials = None;
    let context =
        Context { now, received, zone, keys, request, previous, file_mode, secret_trials };
    let inspection = Inspection::of(callback.as_str().as_bytes(), &context);
    if let Err(failure) = print(&inspection, client_args, shared) {
        return failure;
    }
    match explain::error(&inspection) {
        Some(explanation) => explained(CommandError::server(error.to_string()), &explanation, None),
        None => failure(error),
    }
}
