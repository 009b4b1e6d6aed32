//! Recognizes the issuer of an opaque token by its published format: prefix, length, alphabet and
//! checksum (`assets/opaque.toml`).

mod pattern;

use strum::VariantArray;

use super::{Span, tables};
use pattern::Fit;

/// The published format of an issuer's tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Prefix {
    /// How the tokens begin; empty where the format is recognized by other parts.
    pub prefix: &'static str,
    pub provider: &'static str,
    /// What kind of token this is, in words.
    pub kind: &'static str,
    /// How to ask the provider for the token's state; empty where that is not possible.
    pub introspect: &'static str,
    /// Where that is written.
    pub source: &'static str,
}

/// An opaque token whose published format was recognized.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PublishedToken {
    pub prefix: Prefix,
    pub state: TokenState,
}

/// Whether an opaque token is complete, as far as its format tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, VariantArray)]
pub enum TokenState {
    /// The token has the length of its format, and the right checksum where the format has one.
    Whole,
    /// The token is shorter than its format: a part was cut off.
    Truncation,
    /// The checksum is wrong: a character was changed, or the token was made up.
    WrongChecksum,
}

impl TokenState {
    /// The name in the report.
    pub fn name(self) -> &'static str {
        match self {
            Self::Whole => "whole",
            Self::Truncation => "cut",
            Self::WrongChecksum => "wrong_checksum",
        }
    }
}

impl PublishedToken {
    /// What is wrong with the token, in words; none for a complete one.
    pub fn fault(&self) -> Option<&'static str> {
        match self.state {
            TokenState::Whole => None,
            TokenState::Truncation => Some("it was cut: such tokens are longer"),
            TokenState::WrongChecksum => {
                Some("its checksum does not fit: a character is wrong, or it was made up")
            }
        }
    }
}

/// A row of the table: the texts of [`Prefix`] and the pattern of the rest, whether only complete
/// tokens are recognized, and the checksum.
pub(super) type TokenRow = (Span, Span, Span, Span, Span, Span, bool, Checksum);

/// The checksum at the end of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Checksum {
    None,
    /// CRC-32 of the last word in base 62, in its last six characters.
    Base62,
    /// CRC-32 of the last word in hexadecimal, in its last eight characters.
    Base16,
}

/// Recognizes a token by prefix, length and alphabet, the longest prefix first. A token that was
/// cut is recognized where its prefix is unmistakable.
pub fn token(text: &str) -> Option<PublishedToken> {
    let mut cut: Option<PublishedToken> = None;
    for row in rows_by_prefix(text) {
        // A longer prefix says more than a shorter one that fits.
        if cut.is_some_and(|cut| cut.prefix.prefix.len() > row.0.text().len()) {
            break;
        }
        match pattern::fit(row.1.text(), &text[row.0.text().len()..]) {
            Fit::Whole => {
                let state = if checksum_fits(row.7, text) {
                    TokenState::Whole
                } else {
                    TokenState::WrongChecksum
                };
                return Some(PublishedToken { prefix: prefix_of(row), state });
            }
            Fit::Truncation if !row.6 => {
                cut.get_or_insert(PublishedToken {
                    prefix: prefix_of(row),
                    state: TokenState::Truncation,
                });
            }
            Fit::Truncation | Fit::Other => {}
        }
    }
    cut.or_else(|| token_with_infix(text))
}

/// No format without a prefix makes longer tokens, and to search a long text takes its time.
const LONGEST_WITH_INFIX: usize = 4096;

/// Recognizes a token whose format has no prefix, by the letters in its middle and the whole
/// pattern.
fn token_with_infix(text: &str) -> Option<PublishedToken> {
    if text.len() > LONGEST_WITH_INFIX {
        return None;
    }
    let fits = |(mark, row): &&(Span, TokenRow)| {
        text.contains(mark.text()) && pattern::fit(row.1.text(), text) == Fit::Whole
    };
    let (_, row) = tables::MARKED.iter().find(fits)?;
    Some(PublishedToken { prefix: prefix_of(row), state: TokenState::Whole })
}

/// The format that a text begins like, complete or not. Short and common prefixes count only where
/// the whole text fits the format.
pub fn prefix(text: &str) -> Option<Prefix> {
    let fits = |row: &&TokenRow| {
        !row.6 || pattern::fit(row.1.text(), &text[row.0.text().len()..]) == Fit::Whole
    };
    rows_by_prefix(text).find(fits).map(prefix_of)
}

/// The rows with whose prefix a text begins, the longest prefix first.
fn rows_by_prefix(text: &str) -> impl Iterator<Item = &'static TokenRow> {
    let mut rows = rows_by_start(text);
    let mut most = text.len();
    let mut found: &'static [TokenRow] = &[];
    std::iter::from_fn(move || {
        while found.is_empty() {
            let wanted = text.as_bytes().get(..most)?;
            let to = rows.partition_point(|row| row.0.text().as_bytes() <= wanted);
            rows = &rows[..to];
            let last = rows.last()?.0.text().as_bytes();
            let common = last.iter().zip(wanted).take_while(|(a, b)| a == b).count();
            if common < last.len() {
                most = common;
                continue;
            }
            let from = rows.partition_point(|row| row.0.text().as_bytes() < last);
            (rows, found) = rows.split_at(from);
            most = last.len() - 1;
        }
        let (first, rest) = found.split_first()?;
        found = rest;
        Some(first)
    })
}

/// The rows whose prefix begins with the same two bytes as a text. Most texts begin like none.
fn rows_by_start(text: &str) -> &'static [TokenRow] {
    let rows = || {
        let start = u16::from_be_bytes(*text.as_bytes().first_chunk()?);
        let at = tables::PREFIX_STARTS.binary_search_by_key(&start, |(start, ..)| *start).ok()?;
        let (_, from, to) = tables::PREFIX_STARTS.get(at)?;
        tables::PREFIXES.get(usize::from(*from)..usize::from(*to))
    };
    rows().unwrap_or_default()
}

fn prefix_of(row: &TokenRow) -> Prefix {
    Prefix {
        prefix: row.0.text(),
        provider: row.2.text(),
        kind: row.3.text(),
        introspect: row.4.text(),
        source: row.5.text(),
    }
}

/// Whether the checksum of a token is the one that belongs to it.
fn checksum_fits(checksum: Checksum, token: &str) -> bool {
    let word = token.rsplit('_').next().unwrap_or(token);
    let width = match checksum {
        Checksum::None => return true,
        Checksum::Base62 => 6,
        Checksum::Base16 => 8,
    };
    let Some((body, given)) = word.len().checked_sub(width).map(|at| word.split_at(at)) else {
        return false;
    };
    let sum = crc32fast::hash(body.as_bytes());
    if checksum == Checksum::Base16 {
        return u32::from_str_radix(given, 16) == Ok(sum);
    }
    let digit = |c: u8| match c {
        b'0'..=b'9' => u64::from(c - b'0'),
        b'A'..=b'Z' => u64::from(c - b'A') + 10,
        _ => u64::from(c - b'a') + 36,
    };
    given.bytes().fold(0, |number, c| number * 62 + digit(c)) == u64::from(sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shape_has_an_example_that_is_whole_and_neighbours_that_are_not() {
        for row in tables::PREFIXES {
            let start = row.0.text();
            for way in pattern::examples(row.1.text()) {
                let example = format!("{start}{way}");
                let known = token(&example).map(|known| known.prefix.prefix);
                assert!(known >= Some(start), "{start}: {known:?}");
                // One character more than the longest, or one that no token has.
                for wrong in [format!("{example}\u{7f}"), format!("{start}\u{7f}{way}")] {
                    assert_ne!(
                        token(&wrong).map(|it| it.prefix),
                        Some(prefix_of(row)),
                        "{wrong:?}"
                    );
                }
                let half = &example[..start.len() + way.len() / 2];
                let state = token(half).filter(|it| it.prefix == prefix_of(row)).map(|it| it.state);
                // Half of a long one may be a whole short one.
                let is_short = pattern::fit(row.1.text(), &half[start.len()..]) == Fit::Whole;
                let expected = (!row.6).then_some(TokenState::Truncation);
                assert!(is_short || state == expected || row.6, "{half}: {state:?}");
            }
        }
        assert!(tables::PREFIXES.len() > 250);
    }

    #[test]
    fn what_has_no_prefix_is_known_by_the_whole_of_its_looks() {
        for (_, row) in tables::MARKED {
            for whole in pattern::examples(row.1.text()) {
                let is_it = |text: &str| token(text).is_some_and(|it| it.prefix == prefix_of(row));
                assert!(is_it(&whole), "{whole}");
                assert!(!is_it(&whole[..20]) && !is_it(&format!("{whole}\u{7f}")), "{whole}");
            }
        }
        // What has two dots as well: a JWT, and a token whose first part is no number in base64.
        assert_eq!(token(&format!("O13l{0}.RvQZtE.{0}0000000", "A1b2C".repeat(4))), None);
        assert_eq!(
            token("eyJhbGciOiJIUzI1NiJ9.eyJhIj.c2lnbmF0dXJlLXNpZ25hdHVyZQ").map(|it| it.state),
            None
        );
    }

    #[test]
    fn the_longest_prefix_that_fits_wins() {
        let provider = |text: &str| token(text).map(|known| known.prefix.provider);
        let tail = "a1".repeat(40);
        assert_eq!(provider(&format!("EAAA{}", &tail[..60])), Some("Square"));
        assert_eq!(provider(&format!("EAAB{tail}")), Some("Facebook"));
        assert_eq!(provider(&format!("EAAA{tail}")), Some("Facebook"));
        assert_eq!(provider("EAAAx"), None);
    }

    #[test]
    fn a_checksum_that_does_not_fit_is_noticed() {
        // An example whose checksum was made by another program; it was never a token.
        let body = "zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ";
        for start in ["ghp_", "npm_"] {
            let state = |sum: &str| token(&format!("{start}{body}{sum}")).map(|it| it.state);
            assert_eq!(state("0mLq17"), Some(TokenState::Whole));
            assert_eq!(state("0mLq18"), Some(TokenState::WrongChecksum));
            assert_eq!(state("0mLq1"), Some(TokenState::Truncation));
            assert_eq!(state("0mLq177"), None);
        }
    }
}
