//! Recognizes the input: turns bytes into an [`Artifact`] with its kind, notation and values, and
//! what came with it.
//!
//! Each notation has a reader, which returns an artifact or says that the text is in another
//! notation; `paste` tries them one by one. `literal` (Python, JavaScript, Ruby) and `java` read
//! what languages print.

pub mod certificate;
mod compact;
mod cookie;
mod copied_text;
mod credential_search;
mod credentials;
pub mod database;
mod decode;
mod embedded;
mod encoding;
mod error_text;
mod form;
mod header;
mod html;
mod http;
mod loaded;
mod notation;
mod paste;
mod sent_request;
pub mod settings;
mod settings_file;
mod uri;
mod userinfo;

use std::fmt;

use chrono::{DateTime, TimeDelta, Utc};

pub use credentials::{Credential, CredentialPlace, Credentials, credentials};
pub use encoding::Encoding;
pub use header::challenge::{Challenge, challenges};
pub use loaded::{Fingerprint, InputOrigin, Loaded};
pub use sent_request::SentRequest;

use crate::{
    kind::{self, Kind, envelope},
    problem::{Place, Problem},
    value::{Member, Text, Value},
};

/// Recognizes a paste, file or argument by its content.
///
/// Recognizing never fails: unreadable input is of [`Kind::Unrecognized`], with a [`Problem`] that
/// names the place where possible, beside whatever could be read.
pub fn recognize(bytes: &[u8]) -> Artifact {
    let decoded = decode::decode(bytes);
    paste::read(decoded.text.as_str()).first_of_list().with_decoding_problem(decoded.problem)
}

/// Recognizes the body of a response that the program itself received. The encoding is that of the
/// body; the message is kept.
pub fn read_message(message: Message, body: &[u8]) -> Artifact {
    let decoded = decode::decode(body);
    paste::read_body(message, decoded.text.as_str())
        .first_of_list()
        .with_decoding_problem(decoded.problem)
}

/// One recognized input.
#[derive(Clone, Debug)]
pub struct Artifact {
    pub kind: Kind,
    pub encoding: Encoding,
    /// An object of members, or a string for a bare token.
    pub value: Value,
    /// The HTTP message that the artifact came in.
    pub message: Option<Message>,
    /// The request that stands before the message in a paste.
    pub request: Option<SentRequest>,
    /// The URL that the artifact came in.
    pub location: Option<Location>,
    /// The authentication scheme before the token (`Bearer`, `DPoP`), as written.
    pub scheme: Option<String>,
    /// What could not be read.
    pub problem: Option<Problem>,
    /// Whether it stands in the middle of other text, in which there may be more.
    is_part: bool,
    /// Whether it is known to be from a file in which a tool keeps tokens: such a file is no answer
    /// of a server.
    pub is_stored: bool,
}

impl Artifact {
    /// An artifact of an object, classified by its members.
    fn object(value: Value, encoding: Encoding) -> Self {
        let kind = match &value {
            // All members of a token response are optional, so an empty one is one.
            Value::Object(members) if members.is_empty() => Kind::TokenResponse,
            Value::Object(_) => match kind::classify(&value) {
                // A `code` may be that of an error.
                Kind::Unrecognized | Kind::AuthorizationResponse
                    if error_text::says_failure(&value) =>
                {
                    Kind::ErrorResponse
                }
                kind => kind,
            },
            _ => Kind::Unrecognized,
        };
        Self { kind, value, ..Self::unrecognized(encoding) }
    }

    /// An artifact of a list, as known as the first item that is; any other value as [`Self::object`].
    fn of_value(value: Value, encoding: Encoding) -> Self {
        let Value::Array(items) = &value else { return Self::object(value, encoding) };
        let first = items.iter().find(|item| is_known_item(item)).map(kind::classify);
        let kind = first.unwrap_or(Kind::Unrecognized);
        Self { kind, value, ..Self::unrecognized(encoding) }
    }

    /// The first item that is known, of a list that is to be one artifact. Anything else stays as
    /// it is.
    fn first_of_list(self) -> Self {
        let Value::Array(mut items) = self.value else { return self };
        let mut known = (0..items.len()).filter(|at| items.get(*at).is_some_and(is_known_item));
        let (first, more) = (known.next(), known.next().is_some());
        let Some(first) = first else { return Self { value: Value::Array(items), ..self } };
        let several = more.then(|| {
            Problem::new("the list holds several responses; this is the first")
                .hint("inspect --lines reads one response a line")
        });
        let Self { kind, value, .. } = Self::object(items.swap_remove(first), self.encoding);
        Self { kind, value, problem: self.problem.or(several), ..self }
    }

    /// An artifact of an object in the middle of other text: what its sentences say of an error is
    /// not looked at.
    fn embedded_object(value: Value, encoding: Encoding) -> Self {
        if matches!(value, Value::Array(_)) {
            return Self::of_value(value, encoding);
        }
        Self { kind: kind::classify(&value), value, ..Self::unrecognized(encoding) }
    }

    /// An artifact of a string.
    fn string(text: impl Into<Text>, kind: Kind, encoding: Encoding) -> Self {
        Self { kind, value: Value::String(text.into()), ..Self::unrecognized(encoding) }
    }

    /// An artifact for unreadable input.
    fn unrecognized(encoding: Encoding) -> Self {
        Self {
            kind: Kind::Unrecognized,
            encoding,
            value: Value::Null,
            message: None,
            request: None,
            location: None,
            scheme: None,
            problem: None,
            is_part: false,
            is_stored: false,
        }
    }

    /// An artifact of members that were read already, such as those of a row in a database.
    pub fn of_members(members: Vec<Member>, encoding: Encoding) -> Self {
        Self::object(Value::Object(members), encoding)
    }

    /// An artifact of a text that is known to be one token, whatever it looks like.
    pub fn of_token(text: &str) -> Self {
        let found = recognize(text.as_bytes());
        let is_token = found.kind.is_jwt() || found.kind == Kind::OpaqueToken;
        if is_token { found } else { Self::string(text, Kind::OpaqueToken, Encoding::Text) }
    }

    /// An artifact for something that cannot be read, such as what lies in a keyring.
    pub fn unreadable(problem: Problem) -> Self {
        Self::unrecognized(Encoding::Text).with_problem(problem)
    }

    /// Adds a problem.
    fn with_problem(mut self, problem: Problem) -> Self {
        self.problem = Some(problem);
        self
    }

    /// Adds the problem of decoding the bytes. An unrecognized artifact without any problem gets
    /// one that says why.
    fn with_decoding_problem(mut self, undecoded: Option<Problem>) -> Self {
        if undecoded.is_some() {
            // Members that could be read still count, a bare string does not.
            if !matches!(self.value, Value::Object(_)) {
                self.kind = Kind::Unrecognized;
            }
            self.problem = undecoded;
        } else if !self.is_known() && self.problem.is_none() {
            self.problem = Some(
                Problem::new("none of its members is one that an authorization server sends")
                    .hint("a token response has at least an access_token"),
            );
        }
        self
    }

    /// Whether the only problem is that the text ends too early.
    fn is_cut(&self, text: &str) -> bool {
        let lines = text.lines().count();
        let last = text.lines().next_back().unwrap_or_default().chars().count();
        let place = self.problem.as_ref().and_then(|problem| problem.place.as_ref());
        matches!(place, Some(Place::Text { line, column }) if *line == lines && *column >= last)
    }

    /// Whether nothing is known of it, or it is a response without any member, as an API answers
    /// that has nothing to say.
    fn says_nothing(&self) -> bool {
        let is_empty = self.kind == Kind::TokenResponse && self.value.members().is_empty();
        !self.is_known() || is_empty
    }

    /// Whether the artifact is of a known kind.
    fn is_known(&self) -> bool {
        self.kind != Kind::Unrecognized
    }
}

/// Whether an item of a list is of a known kind; an empty object says nothing there.
fn is_known_item(item: &Value) -> bool {
    let is_mention = envelope::has_token(item, false) && !envelope::has_inner_token(item, false);
    !item.members().is_empty() && !is_mention && kind::classify(item) != Kind::Unrecognized
}

/// An HTTP response without its body.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Message {
    /// Status code.
    pub status: u16,
    /// Header fields in order, names as written.
    pub headers: Vec<(String, Text)>,
}

/// The instant of a header field with a date, such as `Date` (RFC 9110 §5.6.7).
pub fn http_date(value: &str) -> Option<DateTime<Utc>> {
    httpdate::parse_http_date(value.trim()).ok().map(DateTime::from)
}

/// The instant of a `Retry-After`: seconds from when the answer was received, or a date (RFC 9110
/// §10.2.3).
pub fn retry_after(value: &str, received: DateTime<Utc>) -> Option<DateTime<Utc>> {
    match value.trim().parse::<u64>() {
        Ok(seconds) => {
            let seconds = seconds.min(u64::from(u32::MAX));
            received.checked_add_signed(TimeDelta::seconds(i64::try_from(seconds).ok()?))
        }
        Err(_) => http_date(value),
    }
}

impl Message {
    /// The value of the first header of this name, case-insensitively (RFC 9110 §5.1).
    pub fn header(&self, name: &str) -> Option<&str> {
        self.values(name).next()
    }

    /// The values of all headers of this name, in order.
    pub fn values(&self, name: &str) -> impl Iterator<Item = &str> {
        let named = self.headers.iter().filter(move |it| it.0.eq_ignore_ascii_case(name));
        named.map(|(_, value)| value.as_str())
    }
}

/// A URL that carried the members. `Debug` prints how many there were.
#[derive(Clone, PartialEq)]
pub struct Location {
    /// The URL up to its query or fragment.
    pub base: String,
    /// Names of the members that stood in the query.
    pub query: Vec<String>,
    /// Names of the members that stood in the fragment.
    pub fragment: Vec<String>,
}

impl fmt::Debug for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Location({} and {} members)", self.query.len(), self.fragment.len())
    }
}
