//! Collects evidence for the language that printed a value.

use crate::input::Encoding;

/// The signs of each language seen so far, as bits.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct LanguageEvidence(u16);

const PYTHON: u16 = 1;
const JAVASCRIPT: u16 = 1 << 1;
const RUBY: u16 = 1 << 2;
/// `None`, `True`, `False`, `b''`.
const PYTHON_WORD: u16 = 1 << 3;
/// `undefined`, a placeholder, a class before the brace: nobody else writes that.
const JAVASCRIPT_WORD: u16 = 1 << 4;
/// `nil`, `=>`, `:symbol`, `#<…>`.
const RUBY_WORD: u16 = 1 << 5;
/// `null`, `true`, `false`: JSON and JavaScript; the latter two are Ruby's as well.
const NULL: u16 = 1 << 6;
const BOOLEAN: u16 = 1 << 7;
const SINGLE_QUOTES: u16 = 1 << 8;
const BARE_NAME: u16 = 1 << 9;
/// A name in quotes that JavaScript would have printed without.
const NEEDLESS_QUOTES: u16 = 1 << 10;
/// White space behind the first brace.
const AIRY: u16 = 1 << 11;
/// An object was opened.
const BRACE: u16 = 1 << 12;
/// A name in double quotes.
const DOUBLE_QUOTED_NAME: u16 = 1 << 13;
/// `&` before a name, as Go prints pointers.
const POINTER: u16 = 1 << 14;
/// `%{`, `~U[…]`.
const ELIXIR: u16 = 1 << 15;

impl LanguageEvidence {
    fn has(self, what: u16) -> bool {
        self.0 & what != 0
    }

    pub fn python(&mut self) {
        self.0 |= PYTHON_WORD;
    }

    /// A call such as `Token(…)`, which Python prints, and others may.
    pub fn call(&mut self) {
        self.0 |= PYTHON;
    }

    pub fn elixir(&mut self) {
        self.0 |= ELIXIR;
    }

    pub fn javascript(&mut self) {
        self.0 |= JAVASCRIPT_WORD;
    }

    /// A time without quotes: JavaScript prints those of ISO 8601 so, Ruby others.
    pub fn bare_time(&mut self, time: &str) {
        if time.contains('T') {
            self.0 |= JAVASCRIPT;
        }
    }

    /// A colon behind a name; only JavaScript's source has no space there.
    pub fn colon(&mut self, rest: &str) {
        if !rest.starts_with([' ', '\n', '\r', '\t']) {
            self.0 |= JAVASCRIPT;
        }
    }

    pub fn ruby(&mut self) {
        self.0 |= RUBY_WORD;
    }

    /// `=>`, which JavaScript prints as well, but only in maps.
    pub fn hash_rocket(&mut self) {
        self.0 |= RUBY;
    }

    /// Go's notation has no encoding of its own in the report; Java's is the nearest.
    pub fn pointer(&mut self) {
        self.0 |= POINTER;
    }

    pub fn null(&mut self) {
        self.0 |= NULL;
    }

    pub fn boolean(&mut self) {
        self.0 |= BOOLEAN;
    }

    pub fn quote(&mut self, quote: u8) {
        match quote {
            b'\'' => self.0 |= SINGLE_QUOTES,
            b'`' => self.0 |= JAVASCRIPT_WORD,
            _ => {}
        }
    }

    pub fn bare_name(&mut self) {
        self.0 |= BARE_NAME;
    }

    pub fn quoted_name(&mut self, name: &str, quote: u8) {
        self.quote(quote);
        if quote == b'"' {
            self.0 |= DOUBLE_QUOTED_NAME;
        }
        let is_identifier = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
        if is_identifier {
            self.0 |= NEEDLESS_QUOTES;
        }
    }

    pub fn opening_brace(&mut self, rest: &str) {
        if !self.has(BRACE) {
            self.0 |= BRACE;
            if rest.starts_with([' ', '\n', '\r', '\t']) {
                self.0 |= AIRY;
            }
        }
    }

    /// The most likely notation, by the surest signs first.
    pub fn encoding(self) -> Encoding {
        if self.has(POINTER) {
            Encoding::Java
        } else if self.has(ELIXIR) {
            Encoding::Elixir
        } else if self.has(PYTHON_WORD) {
            Encoding::Python
        } else if self.has(JAVASCRIPT_WORD) {
            Encoding::JavaScript
        } else if self.has(RUBY_WORD | RUBY) {
            Encoding::Ruby
        } else if self.has(PYTHON) && (self.has(SINGLE_QUOTES) || !self.has(DOUBLE_QUOTED_NAME)) {
            // `Name(…)` with these words is Java's way (Kotlin, Lombok).
            if self.has(NULL | BOOLEAN) { Encoding::Java } else { Encoding::Python }
        } else if self.has(NULL) && self.has(BARE_NAME | SINGLE_QUOTES) {
            Encoding::JavaScript
        } else if self.has(BARE_NAME) {
            // Ruby 3.4 writes `{name: "x"}` in one line and without air; so does nobody else.
            let ruby = !self.has(AIRY | SINGLE_QUOTES | NEEDLESS_QUOTES | JAVASCRIPT);
            if ruby { Encoding::Ruby } else { Encoding::JavaScript }
        } else if self.has(SINGLE_QUOTES) {
            let javascript = self.has(BOOLEAN) || self.has(AIRY) && !self.has(NEEDLESS_QUOTES);
            if javascript { Encoding::JavaScript } else { Encoding::Python }
        } else {
            Encoding::Json
        }
    }
}
