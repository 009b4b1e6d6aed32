//! The dialog on the answer to a request: a refusal with what it means, a failure to connect, or
//! what introspection, revocation or `UserInfo` answered.

use std::time::Duration;

use chrono::TimeDelta;

use crate::{
    app::{
        dialog::text::{Part, TextDialog},
        server_answer::{ExchangeFailure, ServerAnswer},
    },
    emphasis::Emphasis,
    exchange::{ExchangeRow, MaskedReply},
    explain::meaning,
    explain::{self, Explanation},
    findings::{Finding, Severity},
    inspection::Inspection,
    oauth::{AnswerFacts, Judgement, Operation},
    text::visible,
    words,
};

impl ServerAnswer {
    /// Status, completeness and body, for judging the answer.
    pub(in crate::app) fn facts(&self) -> AnswerFacts<'_> {
        let MaskedReply { status, cut, .. } = &self.masked;
        AnswerFacts { status: *status, is_cut: cut.is_some(), body: &self.body }
    }

    /// Whether it is what was asked for.
    pub(in crate::app) fn is_granted(
        &self,
        operation: &Operation,
        inspection: &Inspection,
    ) -> bool {
        matches!(operation.judge(self.facts(), inspection), Judgement::Granted)
    }
}

/// A refusal: the server's own words, what they mean, what to try, and all that came.
pub fn refusal(answer: &ServerAnswer, inspection: &Inspection) -> TextDialog {
    let MaskedReply { status, headers, body, cut, retry_after, total, .. } = &answer.masked;
    let explanation = explain::error(inspection);
    let code = explanation.as_ref().and_then(|explanation| explanation.code.as_deref());
    let advice = explain::advice(*status, code, &answer.request);
    let mut parts = vec![status_row(*status, *total)];
    let title = match &explanation {
        Some(Explanation { code: Some(code), .. }) => format!("The server refused: {code}"),
        Some(_) => "The server refused".to_owned(),
        None if (400..500).contains(status) => format!("The server refused: status {status}"),
        None => format!("The answer is no token (status {status})"),
    };
    if let Some(wait) = retry_after {
        parts.push(Part::row("retry after", waiting(*wait)));
    }
    match &explanation {
        Some(explanation) => parts.extend(explained(explanation, advice)),
        None => parts.extend(unusable(*status, cut.as_deref(), headers, advice.as_deref())),
    }
    parts.push(Part::Blank);
    parts.push(Part::Text(Emphasis::Good, "The token that you had is still on screen.".to_owned()));
    parts.extend(whole(headers, body));
    TextDialog::new(title, parts)
}

fn status_row(status: u16, total: Duration) -> Part {
    let words = match status {
        200..=299 => "success",
        300..=399 => "a redirect",
        400..=499 => "the request is refused",
        500..=599 => "the server failed",
        _ => "no known status",
    };
    Part::row("status", format!("{status}, {words} · after {} ms", total.as_millis()))
}

/// What an error means, why it happens and what to try.
fn explained(explanation: &Explanation, advice: Option<String>) -> Vec<Part> {
    let mut parts = Vec::new();
    if let Some(said) = &explanation.description {
        parts.push(Part::row("it says", format!("“{said}”")));
    }
    if let Some(more) = &explanation.read_more {
        parts.push(Part::row("read more", more.as_str()));
    }
    let Some(entry) = explanation.entries.first() else {
        parts.push(Part::Blank);
        parts.push(Part::Text(Emphasis::Dim, "No standard lists this error.".to_owned()));
        return parts;
    };
    parts.push(Part::Blank);
    parts.push(Part::Heading("What it means".to_owned()));
    for entry in &explanation.entries {
        parts.push(Part::Text(Emphasis::Plain, format!("{} ({})", entry.meaning, entry.source)));
    }
    let told = advice.into_iter().chain(explanation.details.iter().cloned());
    let remedies = told.chain(entry.remedies.iter().map(str::to_owned));
    let causes = entry.causes.iter().map(str::to_owned);
    for (heading, points) in
        [("Usual causes", causes.collect()), ("What to try", remedies.collect())]
    {
        let points: Vec<String> = points;
        if !points.is_empty() {
            parts.push(Part::Blank);
            parts.push(Part::Heading(heading.to_owned()));
            parts.extend(points.into_iter().map(Part::Point));
        }
    }
    parts
}

/// Why an answer that is no error of the protocol cannot be used.
fn unusable(
    status: u16,
    cut: Option<&str>,
    headers: &[ExchangeRow],
    advice: Option<&str>,
) -> Vec<Part> {
    let header = |name: &str| headers.iter().find(|row| row.name.eq_ignore_ascii_case(name));
    let (meaning, hint) = if let Some(cut) = cut {
        (
            format!(
                "{}{}",
                cut.get(..1).unwrap_or_default().to_uppercase(),
                cut.get(1..).unwrap_or_default()
            ),
            "The server has answered, so it may have spent the refresh token: look before you try again.",
        )
    } else if (300..400).contains(&status) {
        let place = header("location").map_or("another place", |row| row.value.as_str());
        (
            format!("The server redirects to {place}."),
            "Redirects are not followed, because credentials would go along: name the right endpoint.",
        )
    } else if let Some(advice) = advice {
        ("The server refused, without an error of the protocol.".to_owned(), advice)
    } else if status >= 500 {
        (
            "The server failed before it could give an answer of the protocol.".to_owned(),
            "Whether it spent the refresh token before it failed is not known: try again in a while.",
        )
    } else {
        let media = header("content-type").map_or("of no named type", |row| row.value.as_str());
        (
            format!("What came ({media}) is no token response (RFC 6749 §5.1)."),
            "Is that the right endpoint? A proxy or a login page may have answered in its place.",
        )
    };
    vec![
        Part::Blank,
        Part::Heading("What it means".to_owned()),
        Part::Text(Emphasis::Plain, meaning),
        Part::Text(Emphasis::Plain, hint.to_owned()),
    ]
}

/// Header fields and body of an answer.
fn whole(headers: &[ExchangeRow], body: &[ExchangeRow]) -> Vec<Part> {
    let mut parts = fields(headers);
    parts.extend([Part::Blank, Part::Heading("Body".to_owned())]);
    if body.is_empty() {
        parts.push(Part::Text(Emphasis::Dim, "empty".to_owned()));
    }
    parts.extend(body.iter().map(Part::from));
    parts
}

/// Header fields of an answer.
fn fields(headers: &[ExchangeRow]) -> Vec<Part> {
    let mut parts = vec![Part::Blank, Part::Heading("Header fields".to_owned())];
    parts.extend(headers.iter().map(Part::from));
    parts
}

fn waiting(wait: Duration) -> String {
    let wait = TimeDelta::from_std(wait).unwrap_or(TimeDelta::MAX);
    format!("{}, as the server asks", words::length(wait))
}

/// No answer at all.
pub fn failure(operation: &Operation, failure: &ExchangeFailure) -> TextDialog {
    let mut parts = vec![Part::Text(Emphasis::Plain, capital(&visible(&failure.message)))];
    if let Some(hint) = &failure.hint {
        parts.push(Part::Text(Emphasis::Dim, capital(&visible(hint))));
    }
    parts.push(Part::Blank);
    if failure.maybe_sent {
        parts.push(Part::row("sent", "perhaps: the request may have reached the server"));
        if operation.spends_refresh_token() {
            parts.push(Part::Text(
                Emphasis::Warning,
                "The refresh token may be spent. It is not sent again unless you say so."
                    .to_owned(),
            ));
        }
    } else {
        parts.push(Part::row("sent", "no: it is safe to try again"));
    }
    parts.push(Part::Blank);
    parts.push(Part::Text(Emphasis::Good, "The token that you had is still on screen.".to_owned()));
    TextDialog::new(format!("{}: no answer", operation.title()), parts)
}

/// An answer that is not meant to replace what is shown.
pub fn answer(operation: &Operation, answer: &ServerAnswer, inspection: &Inspection) -> TextDialog {
    let MaskedReply { status, headers, body, total, .. } = &answer.masked;
    if !(200..300).contains(status) || explain::error(inspection).is_some() {
        return refusal(answer, inspection);
    }
    let mut parts = vec![status_row(*status, *total)];
    match operation {
        Operation::Revoke { hint, .. } => {
            parts.extend(revoked(*hint));
            parts.extend(whole(headers, body));
        }
        // The claims are the body.
        Operation::Userinfo { .. } => {
            parts.extend(faults(inspection));
            parts.extend(claims(body));
            parts.extend(fields(headers));
        }
        _ => parts.extend(whole(headers, body)),
    }
    TextDialog::new(operation.title(), parts)
}

/// What a successful revocation means (RFC 7009 §2.2).
fn revoked(hint: Option<&str>) -> Vec<Part> {
    let what = match hint {
        Some("refresh_token") => {
            "The refresh token is of no use any more; most servers end the access tokens that came \
             from it as well."
        }
        _ => "The server will not accept the token any more.",
    };
    let caveat = "The same answer comes for a token that the server never knew (RFC 7009 §2.2), and \
                  an API that checks a JWT by its signature alone takes it until it expires.";
    vec![
        Part::Blank,
        Part::Text(Emphasis::Good, what.to_owned()),
        Part::Text(Emphasis::Dim, caveat.to_owned()),
    ]
}

/// What is wrong with the claims of a user.
fn faults(inspection: &Inspection) -> Vec<Part> {
    let severe = inspection.findings.iter().filter(|it| it.severity != Severity::Info);
    let emphasis = |finding: &Finding| match finding.severity {
        Severity::Error => Emphasis::Bad,
        _ => Emphasis::Warning,
    };
    let mut parts: Vec<Part> =
        severe.map(|finding| Part::Text(emphasis(finding), finding.message.clone())).collect();
    if !parts.is_empty() {
        parts.insert(0, Part::Blank);
    }
    parts
}

/// The claims of a user with what they mean.
fn claims(body: &[ExchangeRow]) -> Vec<Part> {
    let mut parts = vec![Part::Blank, Part::Heading("Claims".to_owned())];
    for row in body.iter().filter(|row| !row.name.is_empty()) {
        let meaning = meaning::claim(&row.name).map(|meaning| meaning.words);
        let value = match meaning {
            Some(words) => format!("{} · {words}", row.value),
            None => row.value.clone(),
        };
        parts.push(Part::row(&row.name, value));
    }
    parts
}

/// The text with a capital letter at its start.
fn capital(text: &str) -> String {
    let mut characters = text.chars();
    match characters.next() {
        Some(first) => first.to_uppercase().chain(characters).collect(),
        None => String::new(),
    }
}
