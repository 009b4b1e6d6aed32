//! HTTP archives (HAR 1.2), as browsers and proxies export them: each entry is an exchange. Entries
//! are read some at a time, so that an archive takes little more memory than its text.

use crate::secret::Wiping;
use data_encoding::BASE64;
use url::Url;

use super::{Credential, CredentialPlace, Credentials, distinct::DistinctCredentials, exchanges};
use crate::{
    cores,
    input::{Artifact, Encoding, Message, paste, sent_request},
    problem::Problem,
    secrecy::shown_name,
    value::{ParseFault, Text, Value, json},
};

/// How far into a text the member that every archive has is looked for.
const HEAD: usize = 256;

/// Whether a text may be an archive: tried before anything is read.
pub(super) fn is_likely(text: &str) -> bool {
    let text = text.trim_start();
    text.starts_with('{')
        && text.bytes().take(HEAD).skip(1).find(|b| !b.is_ascii_whitespace()) == Some(b'"')
        && text[1..].trim_start().starts_with("\"log\"")
}

/// The exchanges of an archive; none where the text is something else.
pub(super) fn read(text: &str) -> Option<Credentials> {
    let mut exchanges = ArchiveExchanges::default();
    let mut has_entry = false;
    let result = ArchiveReader { text, at: 0 }.entries(&mut |entry, is_cut| {
        has_entry = true;
        exchanges.add(entry, is_cut);
    });
    if !has_entry && !matches!(result, Ok(true)) {
        return None;
    }
    let problem = result.err().map(|fault| {
        fault.problem(text.as_bytes()).hint("the entries before it were read: was the file cut?")
    });
    let mut items = exchanges.into_items();
    if items.is_empty() {
        let nothing = Problem::new("an HTTP archive without any credential")
            .hint("browsers leave them out of an export unless told to keep sensitive data");
        let artifact = Artifact::unrecognized(Encoding::Har);
        items.push(Credential::whole(artifact.with_problem(problem.unwrap_or(nothing))));
        return Some(Credentials { encoding: Encoding::Har, items, problem: None });
    }
    Some(Credentials { encoding: Encoding::Har, items, problem })
}

/// How many entries wait for the cores to share them.
const BATCH: usize = 1024;

/// The exchanges that the entries come to.
#[derive(Default)]
struct ArchiveExchanges {
    found: DistinctCredentials,
    /// Entries that were not looked at yet, each with whether the archive ends within it.
    waiting: Vec<(Value, bool)>,
    /// How many entries were looked at.
    count: usize,
}

impl ArchiveExchanges {
    fn add(&mut self, entry: Value, is_cut: bool) {
        self.waiting.push((entry, is_cut));
        if self.waiting.len() == BATCH {
            self.read_waiting();
        }
    }

    fn read_waiting(&mut self) {
        let read = cores::map(std::mem::take(&mut self.waiting), |(entry, is_cut)| {
            // Of the last entry of an archive that was cut, only what is whole counts.
            let artifact = exchange(&entry).filter(|it| !is_cut || it.problem.is_none())?;
            let label = host(&entry).map(|host| shown_name(&host).into_owned());
            Some(Credential { label, ..Credential::whole(artifact) })
        });
        for found in read {
            self.count += 1;
            if let Some(found) = found {
                let place = Some(CredentialPlace::Entry(self.count));
                self.found.add(Credential { place, ..found });
            }
        }
    }

    fn into_items(mut self) -> Vec<Credential> {
        self.read_waiting();
        self.found.into_items()
    }
}

/// The host that the request of an entry went to, with a port that is not the scheme's.
fn host(entry: &Value) -> Option<String> {
    let url = Url::parse(entry.get("request")?.get("url")?.as_str()?).ok()?;
    let host = url.host_str()?;
    Some(url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}")))
}

/// Walks through the text of an archive to its entries.
struct ArchiveReader<'a> {
    text: &'a str,
    at: usize,
}

/// Called with each entry, and with whether the archive ends within it.
type OnEntry<'f> = &'f mut dyn FnMut(Value, bool);

impl ArchiveReader<'_> {
    /// Whether there are entries; the fault that stopped the reader, behind those that were read.
    fn entries(&mut self, on_entry: OnEntry<'_>) -> Result<bool, ParseFault> {
        Ok(self.enter("log")? && self.enter("entries")? && {
            self.list(on_entry)?;
            true
        })
    }

    /// Goes to the value of a member of the object that begins here; false without one.
    fn enter(&mut self, wanted: &str) -> Result<bool, ParseFault> {
        if !self.skip('{') {
            return Ok(false);
        }
        while !self.skip('}') {
            let name = self.value()?;
            if !self.skip(':') {
                return self.fault("no colon behind a name");
            }
            if name.as_str() == Some(wanted) {
                return Ok(true);
            }
            self.value()?;
            self.skip(',');
        }
        Ok(false)
    }

    fn list(&mut self, on_entry: OnEntry<'_>) -> Result<(), ParseFault> {
        if !self.skip('[') {
            return self.fault("the entries are no list");
        }
        while !self.skip(']') {
            let start = self.at;
            let (entry, end, fault) = json::read_first(&self.text[start..]);
            on_entry(entry, fault.is_some());
            if let Some(fault) = fault {
                return Err(ParseFault { byte: start + fault.byte, ..fault });
            }
            self.at = start + end;
            self.skip(',');
        }
        Ok(())
    }

    /// Reads the value that begins here.
    fn value(&mut self) -> Result<Value, ParseFault> {
        let start = self.at;
        let (value, end, fault) = json::read_first(&self.text[start..]);
        self.at = start + end;
        match fault {
            Some(fault) => Err(ParseFault { byte: start + fault.byte, ..fault }),
            None => Ok(value),
        }
    }

    /// Goes behind white space and, if it stands here, a character.
    fn skip(&mut self, wanted: char) -> bool {
        let rest = self.text[self.at..].trim_start();
        self.at = self.text.len() - rest.len();
        let found = rest.starts_with(wanted);
        self.at += if found { wanted.len_utf8() } else { 0 };
        found
    }

    fn fault<T>(&self, message: &str) -> Result<T, ParseFault> {
        Err(ParseFault { message: format!("not an HTTP archive: {message}"), byte: self.at })
    }
}

/// What one entry comes to.
fn exchange(entry: &Value) -> Option<Artifact> {
    let request = entry.get("request").map(request_text);
    let answer = entry.get("response").and_then(|response| answer(entry, response));
    let sent = request.as_deref().and_then(|text| sent_request::read(text));
    let answer = answer.map(|artifact| Artifact { request: sent, ..artifact });
    let presented = || paste::read_request(request.as_deref()?);
    let found = exchanges::choose(answer, presented)?;
    Some(Artifact { encoding: Encoding::Http, ..found })
}

/// What the response of an entry holds; none of one that says nothing by its type.
fn answer(entry: &Value, response: &Value) -> Option<Artifact> {
    let mut message = Message {
        status: response.get("status")?.as_number()?.parse().unwrap_or(0),
        headers: headers(response, "Set-Cookie"),
    };
    if message.header("date").is_none()
        && let Some(started) = text(entry, "startedDateTime")
        && let Ok(started) = chrono::DateTime::parse_from_rfc3339(started)
    {
        let date = httpdate::fmt_http_date(started.to_utc().into());
        message.headers.push(("Date".to_owned(), Text::new(date)));
    }
    // Browsers give the redirect's target a member of its own, and may leave out the header.
    if message.header("location").is_none()
        && let Some(target) = text(response, "redirectURL").filter(|target| !target.is_empty())
    {
        message.headers.push(("Location".to_owned(), Text::new(target)));
    }
    let content = response.get("content");
    let mime = content.and_then(|content| text(content, "mimeType")).unwrap_or_default();
    let body = content.and_then(body).unwrap_or_default();
    if is_asset(mime) && message.status < 300 {
        return None;
    }
    Some(paste::read_body(message, &body))
}

/// The body of a response, out of its base64.
fn body(content: &Value) -> Option<Wiping<String>> {
    let written = text(content, "text")?;
    if text(content, "encoding") != Some("base64") {
        return Some(Wiping::new(written.to_owned()));
    }
    let bytes = Wiping::new(BASE64.decode(written.as_bytes()).ok()?);
    std::str::from_utf8(&bytes).ok().map(|text| Wiping::new(text.to_owned()))
}

/// Whether a type of content is that of a page's parts, which hold no credential.
fn is_asset(mime: &str) -> bool {
    let kind = mime.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    ["image/", "font/", "audio/", "video/", "text/css", "text/html", "application/font"]
        .iter()
        .any(|start| kind.starts_with(start))
        || kind.ends_with("javascript")
        || kind.ends_with("wasm")
}

/// A request as a message (RFC 9112), with its form or body.
fn request_text(request: &Value) -> Wiping<String> {
    let mut message = Wiping::new(String::new());
    let method = text(request, "method").unwrap_or("GET");
    let url = text(request, "url").unwrap_or("/");
    for part in [method, " ", url, " HTTP/1.1\n"] {
        message.push_str(part);
    }
    for (name, value) in headers(request, "Cookie") {
        // Those of HTTP/2 say what the line above does.
        if !name.starts_with(':') {
            for part in [name.as_str(), ": ", value.as_str(), "\n"] {
                message.push_str(part);
            }
        }
    }
    message.push('\n');
    let data = request.get("postData");
    if let Some(body) = data.and_then(|data| text(data, "text")).filter(|it| !it.is_empty()) {
        message.push_str(body);
        return message;
    }
    let params = data.and_then(|data| data.get("params")).map_or(&[][..], Value::items);
    let pairs = params.iter().filter_map(|it| Some((text(it, "name")?, text(it, "value")?)));
    let form = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    message.push_str(&Wiping::new(form));
    message
}

/// The header fields of a request or response, with the cookies of exporters that list them only
/// in a member of their own.
fn headers(message: &Value, cookie: &str) -> Vec<(String, Text)> {
    let list = |name| message.get(name).map_or(&[][..], Value::items);
    let pair = |item: &Value| Some((text(item, "name")?.to_owned(), text(item, "value")?.into()));
    let mut headers: Vec<(String, Text)> = list("headers").iter().filter_map(pair).collect();
    if !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case(cookie)) {
        let cookies = list("cookies").iter().filter_map(pair);
        headers.extend(cookies.map(|(name, value)| {
            (cookie.to_owned(), Text::new(format!("{name}={}", value.as_str())))
        }));
    }
    headers
}

/// The text of a member.
fn text<'a>(object: &'a Value, name: &str) -> Option<&'a str> {
    object.get(name)?.as_str()
}
