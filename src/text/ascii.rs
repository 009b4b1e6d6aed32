//! Stand-ins in ASCII for the characters that the program draws with, for fonts without them. Each
//! is as wide as what it stands for, so that nothing moves.

use std::borrow::Cow;

/// The stand-in for a character; none for ASCII, and for what no text of the program's own has.
#[expect(clippy::match_same_arms, reason = "grouped by what they are, and ranges come last")]
pub fn stand_in(c: char) -> Option<char> {
    Some(match c {
        '·' | '−' | '–' | '—' => '-',
        '§' => 's',
        '×' => 'x',
        '‘' | '’' => '\'',
        '“' | '”' => '"',
        '•' | '●' => '*',
        '…' => '~',
        '←' => '<',
        '↑' => '^',
        '→' | '▌' | '▶' | '▸' => '>',
        '↓' | '▼' | '▾' => 'v',
        '↻' | '⟳' => '@',
        // What is used of a gauge, and what scrolls.
        '∞' | '━' | '═' => '=',
        '┃' | '█' => '#',
        '─' | '╌' | '┄' | '╴' | '╶' => '-',
        '│' | '┆' | '┊' | '▏' | '▕' => '|',
        '\u{2500}'..='\u{257f}' => '+',
        '\u{2580}'..='\u{259f}' | '◆' => '#',
        '▲' => '!',
        '◌' | '○' => 'o',
        '◐' => '%',
        '✓' => '+',
        '✗' => 'x',
        'ℹ' => 'i',
        // The spinner turns.
        '⠋' | '⠼' | '⠇' => '|',
        '⠙' | '⠴' | '⠏' => '/',
        '⠹' | '⠦' => '-',
        '\u{2800}'..='\u{28ff}' => '\\',
        _ => return None,
    })
}

/// A text with the stand-ins in place of what they stand for.
pub fn stand_ins(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    text.chars().map(|c| stand_in(c).unwrap_or(c)).collect::<String>().into()
}
