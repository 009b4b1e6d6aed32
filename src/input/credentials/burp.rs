//! Exchanges that Burp Suite exports as XML: an `item` each, request and response whole, mostly in
//! base64.

use crate::secret::Wiping;
use data_encoding::BASE64;

use super::{Credential, CredentialPlace, Credentials, distinct::DistinctCredentials, exchanges};
use crate::{
    input::{Artifact, Encoding, paste, sent_request},
    problem::Problem,
    secrecy::shown_name,
};

/// How far into a text the element that every export has is looked for: the document type stands
/// before it.
const HEAD: usize = 4096;

/// Whether a text is such an export: tried before anything is read.
pub(super) fn is_likely(text: &str) -> bool {
    let text = text.trim_start();
    let begins = text.starts_with("<?xml") || text.starts_with("<items");
    begins
        && memchr::memmem::find(&text.as_bytes()[..text.len().min(HEAD)], b"<items burpVersion=")
            .is_some()
}

/// The exchanges of an export; none where it has no item.
pub(super) fn read(text: &str) -> Option<Credentials> {
    let mut found = DistinctCredentials::default();
    let mut count = 0;
    let mut rest = text;
    while let Some((item, behind)) = element(rest, "item") {
        rest = behind;
        count += 1;
        if let Some(artifact) = exchange(item.content) {
            let place = Some(CredentialPlace::Entry(count));
            let host = element(item.content, "host").map(|(host, _)| plain(host.content));
            let label = host.map(|host| shown_name(host).into_owned());
            found.add(Credential { place, label, ..Credential::whole(artifact) });
        }
    }
    if count == 0 {
        return None;
    }
    let problem = rest.contains("<item>").then(|| {
        Problem::new("the export ends within an item")
            .hint("the items before it were read: was the file cut?")
    });
    let mut items = found.into_items();
    if items.is_empty() {
        let nothing = Problem::new("an export of Burp without any credential");
        let artifact = Artifact::unrecognized(Encoding::Http);
        items.push(Credential::whole(artifact.with_problem(problem.unwrap_or(nothing))));
        return Some(Credentials { encoding: Encoding::Http, items, problem: None });
    }
    Some(Credentials { encoding: Encoding::Http, items, problem })
}

/// What one item comes to.
fn exchange(item: &str) -> Option<Artifact> {
    let message = |name| message(element(item, name)?.0);
    let request = message("request");
    let sent = request.as_deref().and_then(|text| sent_request::read(text));
    let answer = message("response").and_then(|text| paste::read_messages(&text));
    let answer = answer.map(|artifact| Artifact { request: sent, ..artifact });
    let found = exchanges::choose(answer, || paste::read_request(request.as_deref()?))?;
    Some(Artifact { encoding: Encoding::Http, ..found })
}

/// An element without others of its name inside.
#[derive(Clone, Copy)]
struct Element<'a> {
    attributes: &'a str,
    content: &'a str,
}

/// The first element of this name, and the text behind it.
fn element<'a>(text: &'a str, name: &str) -> Option<(Element<'a>, &'a str)> {
    let start = text
        .match_indices('<')
        .map(|(at, _)| &text[at + 1..])
        .find(|tag| tag.strip_prefix(name).is_some_and(|rest| rest.starts_with(['>', ' '])))?;
    let (attributes, inside) = start[name.len()..].split_once('>')?;
    let (content, behind) = inside.split_once(&format!("</{name}>"))?;
    Some((Element { attributes, content }, behind))
}

/// The text of an element, out of the section that keeps it from being read as markup.
fn plain(content: &str) -> &str {
    let content = content.trim();
    let inside = content.strip_prefix("<![CDATA[").and_then(|it| it.strip_suffix("]]>"));
    inside.unwrap_or(content)
}

/// The message in an element, out of its base64. Its header is text; of a body that is none only
/// what can be read counts.
fn message(element: Element<'_>) -> Option<Wiping<String>> {
    let written = plain(element.content);
    if !element.attributes.contains("base64=\"true\"") {
        return Some(Wiping::new(written.to_owned()));
    }
    let bytes = Wiping::new(BASE64.decode(written.as_bytes()).ok()?);
    Some(Wiping::new(String::from_utf8_lossy(&bytes).into_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_export_that_was_cut_says_so() {
        let item = "<item><host>api.example</host><request><![CDATA[GET / HTTP/1.1\nAuthorization: \
                    Bearer 8f7a6b5c4d3e2f1a0b9c\n\n]]></request></item>";
        let whole = read(&format!("<items burpVersion=\"1\">{item}</items>")).expect("an item");
        assert!(whole.problem.is_none() && whole.items.len() == 1);
        let cut = read(&format!("<items burpVersion=\"1\">{item}<item><host>b")).expect("an item");
        assert!(cut.problem.is_some() && cut.items.len() == 1);
    }
}
