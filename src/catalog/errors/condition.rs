//! Matches the conditions of the error catalogue against an answer.
//!
//! A condition is a list of parts joined by `&`, all of which must hold; a part is a list of
//! terms joined by `|`, one of which must hold. A term with `!` before it must not hold.
//!
//! | term | holds where |
//! |---|---|
//! | `code verifier`, `expir*` | the words stand in a code or a sentence, in any case and spelling (`code_verifier`, `codeVerifier`); `*` stands for any ending |
//! | `#190` | that is one of the codes |
//! | `@fbtrace_id` | there is a member of this name |
//! | `=401`, `=5xx` | that is the status |
//! | `^cf-ray`, `^server:cloudflare` | there is such a header field, with those words in it |

use std::{
    borrow::Cow,
    cell::{Cell, OnceCell},
};

use super::{super::tables, ErrorRow, candidates::Candidates};

/// The parts of an error answer that conditions look at.
#[derive(Debug, Default)]
pub struct ObservedError<'a> {
    /// The status of the answer, or the one in its body.
    pub status: Option<u16>,
    /// Codes, the one that says most first.
    pub codes: Vec<Cow<'a, str>>,
    /// Sentences, the one that says most first.
    pub texts: Vec<&'a str>,
    /// Names of members.
    pub names: Vec<&'a str>,
    /// Header fields.
    pub headers: Vec<(&'a str, &'a str)>,
}

/// How many bytes of an answer are searched for words.
const SEARCHED: usize = 8192;

/// An answer prepared for matching conditions.
pub(super) struct ErrorEvidence<'a> {
    answer: &'a ObservedError<'a>,
    /// The words of the answer in lower case, each with a space before and after it.
    text: String,
    /// Where they begin, and with which byte.
    starts: Vec<WordStart>,
    /// The conditions that may hold; no other does.
    candidates: Candidates,
    /// The provider whose signs the answer shows, computed on first use.
    provider: OnceCell<Option<usize>>,
    /// Whether it shows the signs of each provider, as far as that was asked: many rules ask for the
    /// same.
    signs: [Cell<Option<bool>>; tables::ERROR_PROVIDERS.len()],
}

/// Where a word begins in a text, and its first byte.
type WordStart = (u16, u8);

impl<'a> ErrorEvidence<'a> {
    pub(super) fn of(answer: &'a ObservedError<'a>) -> Self {
        let mut text = String::from(" ");
        for code in answer.codes.iter().map(AsRef::as_ref) {
            // Of a code that is a URL (RFC 9457 §3.1.1) the scheme says nothing.
            add_words(&mut text, code.split_once("://").map_or(code, |(_, rest)| rest));
        }
        for sentence in &answer.texts {
            // What Microsoft Entra appends names the request, and not what went wrong with it.
            add_words(&mut text, sentence.split("Trace ID: ").next().unwrap_or(sentence));
        }
        let starts = word_starts(&text);
        let mut candidates = Candidates::of_all_answers();
        for start in &starts {
            let rest = &text.as_bytes()[usize::from(start.0)..];
            candidates.add_word(rest.split(|byte| *byte == b' ').next().unwrap_or(rest));
        }
        answer.codes.iter().for_each(|code| candidates.add_named(b'#', code));
        answer.names.iter().for_each(|name| candidates.add_named(b'@', name));
        answer.headers.iter().for_each(|(name, _)| candidates.add_named(b'^', name));
        let signs = [const { Cell::new(None) }; tables::ERROR_PROVIDERS.len()];
        Self { answer, text, starts, candidates, provider: OnceCell::new(), signs }
    }

    pub(super) fn codes(&self) -> impl Iterator<Item = &str> {
        self.answer.codes.iter().map(AsRef::as_ref)
    }

    /// Whether the answer has words beyond known codes.
    pub(super) fn has_words(&self, is_known: impl Fn(&str) -> bool) -> bool {
        !self.answer.texts.is_empty() || self.codes().any(|code| !is_known(code))
    }

    /// The words of the sentences that look like a code: `invalid_grant`, `AADSTS50011`,
    /// `ExpiredTokenException`.
    pub(super) fn words_like_codes(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
        let words = self.answer.texts.iter().flat_map(move |text| text.split(move |c| !is_part(c)));
        words.filter(|word| word.len() > 4 && word.len() < 80 && is_like_a_code(word))
    }

    /// Whether the answer has the signs of another provider than this.
    pub(super) fn is_foreign_to(&self, provider: u8) -> bool {
        let signs = || {
            let mut candidates = self.candidates.among(0, tables::ERROR_PROVIDERS.len());
            candidates.find(|number| self.shows_signs(*number))
        };
        self.provider.get_or_init(signs).is_some_and(|other| other != usize::from(provider))
    }

    /// Whether the answer has the signs of this provider.
    pub(super) fn has_signs_of(&self, provider: u8) -> bool {
        let provider = usize::from(provider);
        self.candidates.contains(provider) && self.shows_signs(provider)
    }

    fn shows_signs(&self, provider: usize) -> bool {
        let known = &self.signs[provider];
        known.get().unwrap_or_else(|| {
            let shows = self.matches_condition(tables::ERROR_PROVIDERS[provider].1.text());
            known.set(Some(shows));
            shows
        })
    }

    /// The rules of a table whose conditions may hold. The first of them has this number.
    pub(super) fn candidates<'r>(
        &self,
        first: usize,
        rules: &'r [ErrorRow],
    ) -> impl Iterator<Item = &'r ErrorRow> {
        self.candidates.among(first, rules.len()).map(|at| &rules[at])
    }

    /// Whether a condition holds.
    pub(super) fn matches_condition(&self, condition: &str) -> bool {
        split(condition, b'&').all(|part| {
            split(part, b'|').any(|term| match term.strip_prefix('!') {
                Some(term) => !self.term_holds(term),
                None => self.term_holds(term),
            })
        })
    }

    fn term_holds(&self, term: &str) -> bool {
        let Some(rest) = term.get(1..) else { return false };
        match term.as_bytes()[0] {
            b'#' => self.codes().any(|code| code.eq_ignore_ascii_case(rest)),
            b'@' => self.answer.names.iter().any(|name| name.eq_ignore_ascii_case(rest)),
            b'=' => self.has_status(rest),
            b'^' => self.has_header(rest),
            _ => contains_words(&self.text, &self.starts, term),
        }
    }

    fn has_status(&self, status: &str) -> bool {
        let Some(own) = self.answer.status else { return false };
        match status.strip_suffix("xx") {
            Some(class) => class.parse() == Ok(own / 100),
            None => status.parse() == Ok(own),
        }
    }

    fn has_header(&self, term: &str) -> bool {
        let (name, words) = term.split_once(':').unwrap_or((term, ""));
        let mut values = self.answer.headers.iter().filter(|it| it.0.eq_ignore_ascii_case(name));
        values.any(|(_, value)| {
            let mut text = String::from(" ");
            add_words(&mut text, value);
            words.is_empty() || contains_words(&text, &word_starts(&text), words)
        })
    }
}

/// Whether words stand one after the other in a text of [`add_words`], whose words begin at `starts`.
fn contains_words(text: &str, starts: &[WordStart], words: &str) -> bool {
    let Some(wanted) = words.as_bytes().first() else { return false };
    let mut starts = starts.iter().filter(|(_, first)| first == wanted);
    starts.any(|(start, _)| begins_with_words(&text[usize::from(*start)..], words))
}

/// The parts of a condition between these signs.
fn split(text: &str, sign: u8) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let end = memchr::memchr(sign, text.as_bytes());
        rest = end.map(|end| &text[end + 1..]);
        Some(&text[..end.unwrap_or(text.len())])
    })
}

fn begins_with_words(mut text: &str, words: &str) -> bool {
    // Most terms have no star, or one at their end.
    match words.bytes().position(|byte| byte == b'*') {
        None => return text.starts_with(words) && text.as_bytes().get(words.len()) == Some(&b' '),
        Some(star) if star + 1 == words.len() => return text.starts_with(&words[..star]),
        Some(_) => {}
    }
    words.split(' ').all(|word| {
        let (own, behind) = text.split_once(' ').unwrap_or((text, ""));
        text = behind;
        match word.strip_suffix('*') {
            Some(stem) => own.starts_with(stem),
            None => own == word,
        }
    })
}

/// Where the words begin in a text of [`add_words`].
fn word_starts(text: &str) -> Vec<WordStart> {
    let pairs = (1..).zip(text.as_bytes().windows(2));
    pairs.filter(|(_, pair)| pair[0] == b' ').map(|(at, pair)| (at, pair[1])).collect()
}

/// Adds the words of a text in lower case: `redirect_uri` and `redirectUri` are two words, `isn't`
/// is one.
fn add_words(words: &mut String, text: &str) {
    let mut before = ' ';
    for c in text.chars() {
        if words.len() > SEARCHED {
            break;
        }
        if matches!(c, '\'' | '’') {
            continue;
        }
        let is_word = c.is_alphanumeric();
        let begins = !is_word || before.is_lowercase() && c.is_uppercase();
        if begins && !words.ends_with(' ') {
            words.push(' ');
        }
        if is_word {
            words.extend(c.to_lowercase());
        }
        before = c;
    }
    if !words.ends_with(' ') {
        words.push(' ');
    }
}

/// Whether a word can be nothing but a code.
pub(super) fn is_like_a_code(word: &str) -> bool {
    let bytes = word.as_bytes();
    let changes_case =
        bytes.windows(2).any(|two| two[0].is_ascii_lowercase() && two[1].is_ascii_uppercase());
    let has_digits =
        bytes.iter().any(u8::is_ascii_digit) && bytes.iter().any(u8::is_ascii_uppercase);
    word.contains('_') || changes_case || has_digits
}

#[cfg(test)]
mod tests {
    use super::*;

    fn evidence(text: &str, condition: &str) -> bool {
        let answer = ObservedError {
            status: Some(401),
            codes: vec!["invalid_grant".into()],
            texts: vec![text],
            names: vec!["error", "fbtrace_id"],
            headers: vec![("Server", "cloudflare-nginx")],
        };
        ErrorEvidence::of(&answer).matches_condition(condition)
    }

    #[test]
    fn words_are_found_in_any_spelling() {
        for text in ["the redirect_uri is wrong", "redirectUri is wrong", "Redirect-URI is wrong"] {
            assert!(evidence(text, "redirect uri"), "{text}");
            assert!(evidence(text, "redirect ur* is"), "{text}");
            assert!(!evidence(text, "redirect ur"), "{text}");
            assert!(!evidence(text, "direct uri"), "{text}");
        }
        assert!(evidence("it isn't active", "isnt active"));
    }

    #[test]
    fn terms_and_parts_are_joined() {
        assert!(evidence("expired", "invalid grant&expir*|revok*"));
        assert!(!evidence("unknown", "invalid grant&expir*|revok*"));
        assert!(evidence("unknown", "invalid grant&!expir*"));
        assert!(!evidence("expired", "invalid grant&!expir*"));
    }

    #[test]
    fn more_than_words_is_looked_at() {
        let all = "#invalid_grant&@fbtrace_id&=401&=4xx&^server&^server:cloudflare";
        assert!(evidence("", all));
        for condition in ["#invalid", "@fbtrace", "=40", "=5xx", "^via", "^server:akamai"] {
            assert!(!evidence("", condition), "{condition}");
        }
    }

    /// Each condition, with every choice of its terms, is a candidate where it holds.
    #[test]
    fn no_condition_that_holds_is_left_out() {
        let signs = tables::ERROR_PROVIDERS.iter().map(|row| row.1.text());
        let rules = [tables::PROVIDER_RULES, tables::WORD_RULES, tables::STATUS_RULES];
        let rules = rules.into_iter().flatten().map(|row| row.0.text());
        let mut held = 0;
        for (number, condition) in signs.chain(rules).enumerate() {
            let parts: Vec<Vec<_>> =
                condition.split('&').map(|part| part.split('|').collect()).collect();
            let most = parts.iter().map(Vec::len).max().unwrap_or(0);
            for choice in 0..most {
                let mut answer = ObservedError::default();
                for part in &parts {
                    let term = part[choice % part.len()];
                    let rest = term.get(1..).unwrap_or_default();
                    match term.as_bytes().first() {
                        Some(b'#') => answer.codes.push(rest.to_uppercase().into()),
                        Some(b'@') => answer.names.push(rest),
                        Some(b'=') => answer.status = rest.replace("xx", "01").parse().ok(),
                        Some(b'^') => {
                            answer.headers.push(rest.split_once(':').unwrap_or((rest, "")));
                        }
                        Some(b'!') | None => {}
                        Some(_) => answer.texts.push(term),
                    }
                }
                let evidence = ErrorEvidence::of(&answer);
                let holds = !condition.is_empty() && evidence.matches_condition(condition);
                held += usize::from(holds);
                assert!(!holds || evidence.candidates.contains(number), "{condition}");
            }
        }
        assert!(held > 900, "{held}");
    }

    #[test]
    fn long_answers_are_searched_to_a_limit() {
        assert!(!evidence(&("x ".repeat(SEARCHED) + "expired"), "expired"));
    }
}
