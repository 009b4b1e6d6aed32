//! The notations of input, as the report names them.

use strum::VariantArray;

/// The notation an artifact is written in (`encoding` in the report).
#[derive(Clone, Copy, Debug, PartialEq, Eq, VariantArray)]
pub enum Encoding {
    /// A JSON object (RFC 8259), whatever wrapped it.
    Json,
    /// `application/x-www-form-urlencoded`.
    Form,
    /// Status line, headers, body, as `curl -i` or `curl -v` prints them (RFC 9112).
    Http,
    /// A URL with a query or fragment (RFC 3986).
    Url,
    /// A header line: `Authorization: …`.
    Header,
    /// A compact JWS or JWE on its own (RFC 7515 §7.1, RFC 7516 §7.1).
    Compact,
    /// Text that is none of the others.
    Text,
    /// `Name[k=v, …]`, `Name{k=v, …}` or `Name(k=v, …)`, as Java prints records and objects.
    Java,
    /// A dictionary as Python prints it.
    Python,
    /// An object as `console.log` prints it.
    JavaScript,
    /// A hash as Ruby's `inspect` prints it.
    Ruby,
    /// A YAML mapping.
    Yaml,
    /// A map or structure as Elixir's `inspect` prints it.
    Elixir,
    /// An array or object as PHP's `print_r`, `var_dump` or `var_export` prints it.
    Php,
    /// TOML.
    Toml,
    /// Lines of `name=value`, in sections or not: INI, `.env`, `.npmrc`; `.netrc`.
    Ini,
    /// Cookies of a request or a response (RFC 6265).
    Cookie,
    /// Columns under heads, as command-line tools print them.
    Table,
    /// An archive of HTTP exchanges (HAR 1.2).
    Har,
    /// Lines of a log.
    Log,
}

impl Encoding {
    /// The notation of a whole whose parts are in these; that of text where they differ.
    pub fn of_parts(parts: impl IntoIterator<Item = Self>) -> Self {
        let mut parts = parts.into_iter();
        let first = parts.next().unwrap_or(Self::Text);
        if parts.all(|part| part == first) { first } else { Self::Text }
    }

    /// The name in the report.
    pub fn name(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Form => "form",
            Self::Http => "http",
            Self::Url => "url",
            Self::Header => "header",
            Self::Compact => "compact",
            Self::Text => "text",
            Self::Java => "java",
            Self::Python => "python",
            Self::JavaScript => "javascript",
            Self::Ruby => "ruby",
            Self::Yaml => "yaml",
            Self::Elixir => "elixir",
            Self::Php => "php",
            Self::Toml => "toml",
            Self::Ini => "ini",
            Self::Cookie => "cookie",
            Self::Table => "table",
            Self::Har => "har",
            Self::Log => "log",
        }
    }
}
