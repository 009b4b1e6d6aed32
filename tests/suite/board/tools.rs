//! Every tool of the catalogue: its files as it writes them, and the rows that they come to.

mod agents;
mod big_clouds;
mod infrastructure;
mod kubernetes_and_forges;
mod platforms;
mod registries;

use serde_json::Value;

use super::home::{Home, NOW, summary};

/// What a row must say.
struct Row {
    /// What the place has in it.
    place: &'static str,
    label: Option<&'static str>,
    /// `usable.answer`, or what the problem says where it is not read.
    says: &'static str,
    until: Option<&'static str>,
    renewable: Option<bool>,
}

/// A row about a token that can be used until an instant.
fn valid(place: &'static str, label: Option<&'static str>, until: &'static str) -> Row {
    Row { place, label, says: "yes", until: Some(until), renewable: Some(false) }
}

/// A row about a token without an end.
fn endless(place: &'static str, label: Option<&'static str>) -> Row {
    Row { place, label, says: "unknown", until: None, renewable: Some(false) }
}

/// A row about a token that is over.
fn over(place: &'static str, label: Option<&'static str>, until: &'static str) -> Row {
    Row { place, label, says: "no", until: Some(until), renewable: Some(false) }
}

/// A row about a token that is kept elsewhere.
fn unread(place: &'static str, label: Option<&'static str>, says: &'static str) -> Row {
    Row { place, label, says, until: None, renewable: None }
}

impl Row {
    fn renewable(self) -> Self {
        Self { renewable: Some(true), ..self }
    }

    /// A bare token, of which nobody can say whether it can be renewed.
    fn bare(self) -> Self {
        Self { renewable: None, ..self }
    }
}

/// Checks the rows of one tool.
fn check(home: &Home, tool: &str, rows: &[Row]) {
    let items = home.items(&["--only", tool]);
    let shown = || summary(&items);
    assert_eq!(items.len(), rows.len(), "{tool}: {}", shown());
    for row in rows {
        let fits = |item: &&Value| {
            item["tool"] == tool
                && item["place"].as_str().is_some_and(|place| place.contains(row.place))
                && item["label"].as_str() == row.label
        };
        let item = items.iter().find(fits);
        let item =
            item.unwrap_or_else(|| panic!("{tool}: {} {:?}: {}", row.place, row.label, shown()));
        let at = format!("{tool} {} {:?}: {}", row.place, row.label, shown());
        match row.says {
            "yes" | "no" | "unknown" => {
                assert_eq!(item["usable"]["answer"], row.says, "{at}");
                assert_eq!(item["usable"]["until"].as_str(), row.until, "{at}");
                assert_eq!(item["usable"]["renewable"].as_bool(), row.renewable, "{at}");
            }
            problem => assert_eq!(item["problem"]["message"], problem, "{at}"),
        }
        for code in ["token-type-missing", "scope-not-string", "access-token-missing"] {
            assert!(!item["findings"].to_string().contains(code), "{at}");
        }
    }
}

const KEYRING: &str = "in the keyring, not read";
const ENCRYPTED: &str = "encrypted, not read";
const SOON: &str = "2026-11-22T20:08:07Z";
const AGO: &str = "2026-11-22T18:08:07Z";
/// [`SOON`] and [`AGO`] in seconds since 1970.
const SOON_AT: i64 = NOW + 3_600;
const AGO_AT: i64 = NOW - 3_600;
