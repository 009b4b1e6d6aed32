//! Patterns of tokens: characters that stand for themselves, classes in brackets with how often
//! they stand there (`[0-9a-f]{40}`, `[A-Z]{8,15}`), and whole ways to write it parted by `|`.

/// How a text fits a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fit {
    /// The whole text fits.
    Whole,
    /// The text is the beginning of one that fits.
    Truncation,
    /// The text does not fit.
    Other,
}

/// How well a text fits the best alternative of a pattern.
pub(super) fn fit(pattern: &str, text: &str) -> Fit {
    let mut best = Fit::Other;
    for alternative in alternatives(pattern) {
        match match_alternative(alternative, text.as_bytes()) {
            Fit::Whole => return Fit::Whole,
            Fit::Truncation => best = Fit::Truncation,
            Fit::Other => {}
        }
    }
    best
}

/// The alternatives of a pattern; a `|` in brackets stands for itself.
fn alternatives(pattern: &str) -> impl Iterator<Item = &str> {
    let mut is_class = false;
    pattern.split(move |c| {
        is_class = (is_class || c == '[') && c != ']';
        c == '|' && !is_class
    })
}

/// One piece of an alternative: the characters it allows, how often at least and at most, and the
/// rest of the alternative.
struct PatternPiece<'a> {
    class: &'a [u8],
    least: usize,
    most: usize,
    rest: &'a str,
}

fn parse_piece(alternative: &str) -> Option<PatternPiece<'_>> {
    let (class, behind) = match alternative.strip_prefix('[') {
        Some(class) => class.split_once(']')?,
        None => alternative.split_at_checked(1)?,
    };
    let counted = behind.strip_prefix('{').and_then(|counts| counts.split_once('}'));
    let Some((counts, rest)) = counted else {
        return Some(PatternPiece { class: class.as_bytes(), least: 1, most: 1, rest: behind });
    };
    let (least, most) = counts.split_once(',').unwrap_or((counts, counts));
    Some(PatternPiece {
        class: class.as_bytes(),
        least: least.parse().ok()?,
        most: most.parse().ok()?,
        rest,
    })
}

/// Whether a byte is in a class: `0-9a-f_`. A hyphen at the end stands for itself.
fn class_contains(class: &[u8], byte: u8) -> bool {
    match class {
        [from, b'-', to, rest @ ..] => (*from..=*to).contains(&byte) || class_contains(rest, byte),
        [one, rest @ ..] => *one == byte || class_contains(rest, byte),
        [] => false,
    }
}

fn match_alternative(alternative: &str, text: &[u8]) -> Fit {
    let Some(piece) = parse_piece(alternative) else {
        return if text.is_empty() { Fit::Whole } else { Fit::Other };
    };
    let run =
        text.iter().take(piece.most).take_while(|byte| class_contains(piece.class, **byte)).count();
    if run < piece.least {
        return if run == text.len() { Fit::Truncation } else { Fit::Other };
    }
    let mut best = Fit::Other;
    for taken in (piece.least..=run).rev() {
        match match_alternative(piece.rest, &text[taken..]) {
            Fit::Whole => return Fit::Whole,
            Fit::Truncation => best = Fit::Truncation,
            Fit::Other => {}
        }
    }
    best
}

/// An example of the shortest and the longest text of each way.
#[cfg(test)]
pub(super) fn examples(pattern: &str) -> Vec<String> {
    let example = |alternative: &str, of: fn(&PatternPiece<'_>) -> usize| {
        let mut text = String::new();
        let mut rest = alternative;
        while let Some(piece) = parse_piece(rest) {
            let all: Vec<u8> =
                (b'!'..=b'~').filter(|byte| class_contains(piece.class, *byte)).collect();
            // Not the same character throughout: it has to look like a token.
            text.extend((0..of(&piece)).map(|at| char::from(all[(at * 7) % all.len()])));
            rest = piece.rest;
        }
        text
    };
    alternatives(pattern)
        .flat_map(|alternative| {
            [example(alternative, |piece| piece.least), example(alternative, |piece| piece.most)]
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn length_and_alphabet_count() {
        for (pattern, text, expected) in [
            ("[0-9a-f]{4}", "00ff", Fit::Whole),
            ("[0-9a-f]{4}", "00f", Fit::Truncation),
            ("[0-9a-f]{4}", "", Fit::Truncation),
            ("[0-9a-f]{4}", "00fff", Fit::Other),
            ("[0-9a-f]{4}", "00fg", Fit::Other),
            ("[a-z]{2,4}.x", "abc.x", Fit::Whole),
            ("[a-z]{2,4}.x", "abc.", Fit::Truncation),
            ("[a-z]{2,4}.x", "a.x", Fit::Other),
            ("[a-z]{1,4}z", "zzz", Fit::Whole),
            ("[A-Za-z_-]{2}|[0-9]{3}", "_-", Fit::Whole),
            ("[A-Za-z_-]{2}|[0-9]{3}", "12", Fit::Truncation),
            ("[|]{1}a|b", "|a", Fit::Whole),
            ("[a]{1}={0,2}", "a==", Fit::Whole),
            ("[a]{1}={0,2}", "a", Fit::Whole),
        ] {
            assert_eq!(fit(pattern, text), expected, "{pattern} {text}");
        }
    }
}
