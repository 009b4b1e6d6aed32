//! What the pages share of Markdown.

use std::fmt::Write as _;

/// A table with these heads and rows.
pub fn table<const N: usize>(
    heads: [&str; N],
    rows: impl IntoIterator<Item = [String; N]>,
) -> String {
    let mut text = row(&heads.map(str::to_owned));
    writeln!(text, "|{}", "---|".repeat(N)).unwrap();
    for cells in rows {
        text.push_str(&row(&cells));
    }
    text
}

fn row(cells: &[String]) -> String {
    let cells: Vec<_> = cells.iter().map(|cell| cell.replace('|', "\\|")).collect();
    format!("| {} |\n", cells.join(" | ")).replace("|  |", "| |")
}

/// Names in code, with commas between them.
pub fn codes<T: AsRef<str>>(names: impl IntoIterator<Item = T>) -> String {
    let names: Vec<_> = names.into_iter().map(|name| format!("`{}`", name.as_ref())).collect();
    names.join(", ")
}

/// Text as it is, where Markdown would read marks in it.
pub fn plain(text: &str) -> String {
    let mut escaped = String::new();
    for c in text.chars() {
        if matches!(c, '\\' | '*' | '<' | '[' | '`') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

/// A source as findings name it, with a link to what can be read on the web.
pub fn source_links(source: &str) -> String {
    let mut document = None;
    let links = source.split(", ").map(|part| {
        let (name, section) = match part.split_once(" §") {
            Some((name, section)) => (name, Some(section)),
            None => (part, part.strip_prefix('§')),
        };
        if !part.starts_with('§') {
            document = address(name);
        }
        match (&document, section) {
            (Some(address), Some(section)) if address.contains("rfc-editor") => {
                format!("[{part}]({address}#section-{section})")
            }
            (Some(address), _) => format!("[{part}]({address})"),
            (None, _) => part.to_owned(),
        }
    });
    links.collect::<Vec<_>>().join(", ")
}

/// Where a document is published.
fn address(name: &str) -> Option<String> {
    Some(match name.split_once(' ') {
        Some(("RFC", number)) => format!("https://www.rfc-editor.org/rfc/rfc{number}"),
        Some(("OIDC", "Core")) => {
            "https://openid.net/specs/openid-connect-core-1_0.html".to_owned()
        }
        Some(("FAPI", "1.0 Advanced")) => {
            "https://openid.net/specs/openid-financial-api-part-2-1_0.html".to_owned()
        }
        _ => return None,
    })
}

#[test]
fn sources_become_links() {
    let linked = source_links("RFC 9449 §5, §6.1");
    let rfc = "https://www.rfc-editor.org/rfc/rfc9449";
    assert_eq!(linked, format!("[RFC 9449 §5]({rfc}#section-5), [§6.1]({rfc}#section-6.1)"));
    assert_eq!(source_links("provider practice"), "provider practice");
}
