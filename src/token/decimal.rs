//! Numbers by their digits: exact where a floating-point number would not be.

/// A decimal number, cut to nine digits after the point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Decimal {
    /// Its value times 10⁹.
    Billionths(i128),
    /// A number whose value times 10⁹ has more than 37 digits.
    Huge { negative: bool },
}

/// Digits of the greatest power of ten that surely fits an `i128`.
const MOST_DIGITS: i64 = 37;

impl Decimal {
    /// Reads the digits of a number, JSON's grammar (RFC 8259 §6) with a leading `+` or zeros.
    pub fn parse(text: &str) -> Option<Self> {
        let (negative, digits) = match text.as_bytes() {
            [b'-', rest @ ..] => (true, rest),
            [b'+', rest @ ..] | rest => (false, rest),
        };
        let end = digits.iter().position(|b| matches!(b, b'e' | b'E')).unwrap_or(digits.len());
        let (mantissa, exponent) = digits.split_at(end);
        let exponent = match exponent {
            [] => 0,
            [_, exponent @ ..] => parse_exponent(exponent)?,
        };
        let point = mantissa.iter().position(|b| *b == b'.').unwrap_or(mantissa.len());
        let (whole, fraction) = (&mantissa[..point], mantissa.get(point + 1..).unwrap_or_default());
        let all = || whole.iter().chain(fraction);
        if whole.is_empty() && fraction.is_empty() || !all().all(u8::is_ascii_digit) {
            return None;
        }
        let zeros = all().take_while(|b| **b == b'0').count();
        let significant = whole.len() + fraction.len() - zeros;
        // How many of the significant digits stand before the tenth digit after the point.
        let taken = as_i64(whole.len()) - as_i64(zeros) + exponent.saturating_add(9);
        if significant == 0 || taken <= 0 {
            return Some(Self::Billionths(0));
        }
        if taken > MOST_DIGITS {
            return Some(Self::Huge { negative });
        }
        let padding = std::iter::repeat(&b'0');
        let count = usize::try_from(taken).unwrap_or_default();
        let value = all()
            .skip(zeros)
            .chain(padding)
            .take(count)
            .fold(0_i128, |value, digit| value * 10 + i128::from(digit - b'0'));
        Some(Self::Billionths(if negative { -value } else { value }))
    }
}

/// An exponent; one too large to matter is cut.
fn parse_exponent(text: &[u8]) -> Option<i64> {
    let (sign, digits) = match text {
        [b'-', rest @ ..] => (-1, rest),
        [b'+', rest @ ..] | rest => (1, rest),
    };
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let value = digits.iter().fold(0_i64, |value, digit| {
        value.saturating_mul(10).saturating_add(i64::from(digit - b'0')).min(1_000_000_000_000)
    });
    Some(sign * value)
}

fn as_i64(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX / 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_exact() {
        for (text, billionths) in [
            ("0", 0),
            ("3600", 3_600_000_000_000),
            ("3600.0", 3_600_000_000_000),
            ("1.7672256E9", 1_767_225_600_000_000_000),
            ("1767225600.123456789", 1_767_225_600_123_456_789),
            ("-0.5", -500_000_000),
            ("1e-9", 1),
            ("1e-10", 0),
            ("00012e0", 12_000_000_000),
            (".5", 500_000_000),
            ("0.0000000019", 1),
            ("0e999999999999999999999", 0),
        ] {
            assert_eq!(Decimal::parse(text), Some(Decimal::Billionths(billionths)), "{text}");
        }
    }

    #[test]
    fn what_is_too_large_says_so() {
        for text in ["1e308", "1e99999999999999999999999", "99999999999999999999999999999999999"] {
            assert_eq!(Decimal::parse(text), Some(Decimal::Huge { negative: false }), "{text}");
        }
        assert_eq!(Decimal::parse("-1e400"), Some(Decimal::Huge { negative: true }));
    }

    #[test]
    fn what_is_no_number() {
        for text in ["", "-", ".", "e5", "1e", "1e+", "1.2.3", "0x10", "1_000", "NaN", "12 "] {
            assert_eq!(Decimal::parse(text), None, "{text}");
        }
    }
}
