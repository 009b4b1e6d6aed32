//! Explains the errors of servers: meanings, causes and remedies from `assets/errors/`, chosen by
//! the code, words, status and header fields of an answer.
//!
//! The most specific meaning replaces the general ones. In order: a provider's meaning of these
//! words, a provider's meaning of this code, the words alone, the code of a standard, the status.

mod candidates;
mod condition;

use super::{Span, tables};

use condition::ErrorEvidence;
pub use condition::ObservedError;

/// The meaning of an error, with its causes and remedies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ErrorMeaning {
    /// The error code; none where the meaning follows from the words or the status of the answer.
    pub code: Option<&'static str>,
    /// The provider that uses the code this way; none for a standard or general meaning.
    pub provider: Option<&'static str>,
    pub meaning: &'static str,
    /// The usual causes, the likeliest first.
    pub causes: Sentences,
    /// What to try, in order.
    pub remedies: Sentences,
    /// Where this is documented.
    pub source: &'static str,
}

/// A list of sentences.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sentences(&'static str);

impl Sentences {
    pub fn iter(self) -> impl Iterator<Item = &'static str> {
        self.0.lines()
    }
}

/// A row of a table: a code or a condition, the index of its provider, and the texts of
/// [`ErrorMeaning`].
pub(super) type ErrorRow = (Span, u8, Span, Span, Span, Span);

/// The numbers of the first rule in each table, among all conditions.
const PROVIDER_RULES: usize = tables::ERROR_PROVIDERS.len();
const WORD_RULES: usize = PROVIDER_RULES + tables::PROVIDER_RULES.len();
const STATUS_RULES: usize = WORD_RULES + tables::WORD_RULES.len();

/// The most meanings that are given where several providers use one code.
const MOST: usize = 2;

/// The most specific known meanings of the error in an answer. Empty for an error that the
/// catalogue does not list.
pub fn meanings(answer: &ObservedError<'_>) -> Vec<ErrorMeaning> {
    let evidence = ErrorEvidence::of(answer);
    let found = specific_meanings(&evidence);
    if found.is_empty() {
        return first_matching_rule(STATUS_RULES, tables::STATUS_RULES, &evidence)
            .into_iter()
            .collect();
    }
    found
}

/// Whether the catalogue explains an error by more than its status.
pub fn is_explained(answer: &ObservedError<'_>) -> bool {
    !specific_meanings(&ErrorEvidence::of(answer)).is_empty()
}

/// Whether a standard defines this error code, so that clients can act on it.
pub fn is_standard_error(code: &str) -> bool {
    codes(code).iter().any(|row| provider(row).is_none())
}

/// The status that a text names or begins with: `404`, `Not Found` (RFC 9110 §15).
pub fn status_named(text: &str) -> Option<u16> {
    const PHRASES: [(&str, u16); 22] = [
        ("bad request", 400),
        ("unauthorized", 401),
        ("unauthenticated", 401),
        ("forbidden", 403),
        ("not found", 404),
        ("method not allowed", 405),
        ("not acceptable", 406),
        ("proxy authentication required", 407),
        ("request timeout", 408),
        ("conflict", 409),
        ("gone", 410),
        ("length required", 411),
        ("payload too large", 413),
        ("uri too long", 414),
        ("unsupported media type", 415),
        ("unprocessable entity", 422),
        ("too many requests", 429),
        ("internal server error", 500),
        ("not implemented", 501),
        ("bad gateway", 502),
        ("service unavailable", 503),
        ("gateway timeout", 504),
    ];
    let text = text.trim();
    // As Tomcat writes it: `HTTP Status 404 – Not Found`.
    let text = text.strip_prefix("HTTP Status ").unwrap_or(text);
    let leading = text.split(|c: char| !c.is_ascii_digit()).next().unwrap_or_default();
    let number = leading.parse().ok().filter(|it| (400..600).contains(it) && leading.len() == 3);
    let spelled = text.replace(['_', '-'], " ").to_ascii_lowercase();
    let spelled = spelled.trim_end_matches(['.', '!']);
    let named = PHRASES.iter().find(|(phrase, _)| *phrase == spelled).map(|(_, status)| *status);
    number.or(named)
}

/// Whether a word is a known error code and looks like nothing else.
pub fn is_code(word: &str) -> bool {
    condition::is_like_a_code(word) && !codes(word).is_empty()
}

fn specific_meanings(evidence: &ErrorEvidence<'_>) -> Vec<ErrorMeaning> {
    if let Some(found) = first_matching_rule(PROVIDER_RULES, tables::PROVIDER_RULES, evidence) {
        return vec![found];
    }
    // Codes that stand in a sentence count where they are unmistakable: `AADSTS50011`.
    let named = evidence.codes().chain(evidence.words_like_codes());
    for code in named {
        // What a standard defines means something else only where a provider is recognized.
        let is_standard = is_standard_error(code);
        let mut known: Vec<_> = codes(code)
            .iter()
            .filter(|row| provider(row).is_some() && may_be_of_provider(row, evidence))
            .filter(|row| !is_standard || has_provider_signs(row, evidence))
            .collect();
        if known.len() > 1 && known.iter().any(|row| has_provider_signs(row, evidence)) {
            known.retain(|row| has_provider_signs(row, evidence));
        }
        if !known.is_empty() {
            return known.into_iter().take(MOST).map(meaning).collect();
        }
    }
    // A standard code without a description has no words to match.
    if evidence.has_words(is_standard_error)
        && let Some(found) = first_matching_rule(WORD_RULES, tables::WORD_RULES, evidence)
    {
        return vec![found];
    }
    let registered = evidence.codes().chain(evidence.words_like_codes());
    let mut rows =
        registered.filter_map(|code| codes(code).iter().find(|it| provider(it).is_none()));
    rows.next().map(meaning).into_iter().collect()
}

/// The meaning of the first rule whose condition holds.
fn first_matching_rule(
    first: usize,
    rules: &[ErrorRow],
    evidence: &ErrorEvidence<'_>,
) -> Option<ErrorMeaning> {
    // Every API sends `invalid_token` (RFC 6750 §3.1): with it, words alone name no provider.
    let is_anybodys = evidence.codes().any(|code| code == "invalid_token");
    let fits = |row: &&ErrorRow| {
        may_be_of_provider(row, evidence)
            && evidence.matches_condition(row.0.text())
            && (!is_anybodys || provider(row).is_none() || has_provider_signs(row, evidence))
    };
    evidence
        .candidates(first, rules)
        .find(fits)
        .map(|row| ErrorMeaning { code: None, ..meaning(row) })
}

fn codes(code: &str) -> &'static [ErrorRow] {
    let from = tables::ERROR_CODES.partition_point(|row| row.0.text() < code);
    let to = tables::ERROR_CODES.partition_point(|row| row.0.text() <= code);
    &tables::ERROR_CODES[from..to]
}

/// Whether an answer may come from the provider of a row: the answer shows the signs of that
/// provider, or the row needs no signs and no other provider's are there.
fn may_be_of_provider(row: &ErrorRow, evidence: &ErrorEvidence<'_>) -> bool {
    let (name, _, needs_signs) = tables::ERROR_PROVIDERS[usize::from(row.1)];
    name.text().is_empty()
        || has_provider_signs(row, evidence)
        || !needs_signs && !evidence.is_foreign_to(row.1)
}

fn has_provider_signs(row: &ErrorRow, evidence: &ErrorEvidence<'_>) -> bool {
    evidence.has_signs_of(row.1)
}

fn provider(row: &ErrorRow) -> Option<&'static str> {
    tables::ERROR_PROVIDERS[usize::from(row.1)].0.some()
}

fn meaning(row: &ErrorRow) -> ErrorMeaning {
    let (code, _, meaning, causes, remedies, source) = row;
    ErrorMeaning {
        code: code.some(),
        provider: provider(row),
        meaning: meaning.text(),
        causes: Sentences(causes.text()),
        remedies: Sentences(remedies.text()),
        source: source.text(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_can_be_found() {
        for row in tables::ERROR_CODES {
            assert!(codes(row.0.text()).iter().any(|found| found.1 == row.1), "{row:?}");
        }
        assert!(codes("no such code").is_empty());
    }

    #[test]
    fn every_meaning_says_something() {
        let tables =
            [tables::ERROR_CODES, tables::PROVIDER_RULES, tables::WORD_RULES, tables::STATUS_RULES];
        for row in tables.into_iter().flatten() {
            let known = meaning(row);
            assert!(
                known.causes.iter().count() > 0 && known.remedies.iter().count() > 0,
                "{known:?}"
            );
        }
    }
}
