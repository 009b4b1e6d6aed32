//! Splits the name of a scope into its resource and action.
//!
//! RFC 6749 §3.3 gives names no structure; these are the shapes that providers use.

/// Resource and action of a scope; none where the name has no such structure.
pub fn shape(name: &str) -> Option<(&str, Option<&str>)> {
    if is_action(name) {
        return None;
    }
    SHAPES.iter().find_map(|shape| shape(name)).filter(|(resource, action)| {
        resource.contains(char::is_alphanumeric) && action.is_none_or(|action| !action.is_empty())
    })
}

/// A reading of a name.
type Shape = fn(&str) -> Option<(&str, Option<&str>)>;

/// The shapes in use, the most telling first. The first that fits is taken.
#[rustfmt::skip]
static SHAPES: [Shape; 8] = [
    default_of,     // api://app/.default                                → api://app, .default
    url,            // https://www.googleapis.com/auth/gmail.readonly    → gmail, readonly
    path,           // patient/*.rs → patient/*, rs        launch/patient → patient, launch
    action_first,   // read:org → org, read                 manage_runners:org → org, manage_runners
    colon,          // employees:read → employees, read     user:read:email → user, read:email
    dotted_names,   // User.Read.All → User, Read.All
    around_action,  // files.content.read → files.content, read    user-read-email → user, read-email
    short_action,   // r_liteprofile → liteprofile, r       read_user → user, read
];

/// The longest of the words for what one may do.
const LONGEST_ACTION: usize = "fullcontrol".len();

/// Whether a word says what one may do. A name is taken apart at it.
fn is_action(word: &str) -> bool {
    let mut lower = [0; LONGEST_ACTION];
    let Some(lower) = lower.get_mut(..word.len()) else { return false };
    lower.copy_from_slice(word.as_bytes());
    lower.make_ascii_lowercase();
    #[rustfmt::skip]
    let is_action = matches!(
        &*lower,
        b"read" | b"write" | b"readwrite" | b"readonly" | b"readbasic" | b"read_write" | b"read_only"
            | b"admin" | b"manage" | b"create" | b"update" | b"delete" | b"edit" | b"modify" | b"view"
            | b"list" | b"get" | b"send" | b"execute" | b"full" | b"fullcontrol" | b"all" | b"invite"
            | b"moderate" | b"publish" | b"upload" | b"download" | b"import" | b"export"
            | b"subscribe" | b"add" | b"remove" | b"use" | b"revoke" | b"approve" | b"compose"
    );
    is_action
}

/// The word before the first underscore or hyphen.
fn first_word(text: &str) -> &str {
    text.split(['_', '-', '.']).next().unwrap_or(text)
}

/// Microsoft: whatever the application was granted on a resource.
fn default_of(name: &str) -> Option<(&str, Option<&str>)> {
    let resource = name.strip_suffix("/.default")?;
    Some((resource, Some(".default")))
}

/// The last segment of a URL, with an action after a dot; its host where it has no path.
fn url(name: &str) -> Option<(&str, Option<&str>)> {
    let (_, rest) = name.split_once("://")?;
    let path = rest.trim_end_matches('/');
    let last = path.rsplit('/').next()?;
    if last == path {
        return Some((last, None));
    }
    Some(match last.split_once('.') {
        Some((resource, action)) => (resource, Some(action)),
        None => (last, None),
    })
}

/// SMART on FHIR's `patient/Observation.rs` and `launch/patient`; else a resource server and its
/// scope, `server/read`.
fn path(name: &str) -> Option<(&str, Option<&str>)> {
    let (first, rest) = name.split_once('/')?;
    if first == "launch" {
        return Some((rest, Some(first)));
    }
    if matches!(first, "patient" | "user" | "system")
        && let Some(dot) = rest.find('.')
    {
        return Some((&name[..first.len() + 1 + dot], Some(&rest[dot + 1..])));
    }
    let (resource, action) = name.rsplit_once('/')?;
    Some((resource, Some(action)))
}

/// What may be done comes before the colon.
fn action_first(name: &str) -> Option<(&str, Option<&str>)> {
    let (action, resource) = name.split_once(':')?;
    let acts = is_action(first_word(action)) && !is_action(first_word(resource));
    acts.then_some((resource, Some(action)))
}

/// The resource comes before the colon. A URN has colons, but not this structure.
fn colon(name: &str) -> Option<(&str, Option<&str>)> {
    let (resource, action) = name.split_once(':').filter(|(first, _)| *first != "urn")?;
    Some((resource, Some(action)))
}

/// Names as Microsoft Graph writes them: every word begins with a capital.
fn dotted_names(name: &str) -> Option<(&str, Option<&str>)> {
    let (resource, action) = name.split_once('.')?;
    let capitals = name.split('.').all(|word| word.starts_with(|c: char| c.is_ascii_uppercase()));
    capitals.then_some((resource, Some(action)))
}

/// An action stands among words: what is before it is the resource. One that stands first names
/// nothing.
fn around_action(name: &str) -> Option<(&str, Option<&str>)> {
    let mut start = 0;
    for (at, _) in name.match_indices(['.', '-', '_']).chain([(name.len(), "")]) {
        if is_action(&name[start..at]) {
            return (start > 0).then(|| (&name[..start - 1], Some(&name[start..])));
        }
        start = at + 1;
    }
    None
}

/// An action and an underscore or hyphen come first; `LinkedIn` has only their initials.
fn short_action(name: &str) -> Option<(&str, Option<&str>)> {
    let (action, resource) = name.split_once(['_', '-'])?;
    let acts = is_action(action) && !is_action(resource) || matches!(action, "r" | "w" | "rw");
    acts.then_some((resource, Some(action)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_a_structure() {
        for (name, resource, action) in [
            ("employees:read", "employees", Some("read")),
            ("read:org", "org", Some("read")),
            ("admin:repo_hook", "repo_hook", Some("admin")),
            ("manage_runners:org", "org", Some("manage_runners")),
            ("read:issue:jira", "issue:jira", Some("read")),
            ("repo:status", "repo", Some("status")),
            ("user.read", "user", Some("read")),
            ("User.Read.All", "User", Some("Read.All")),
            ("Sites.FullControl.All", "Sites", Some("FullControl.All")),
            ("IMAP.AccessAsUser.All", "IMAP", Some("AccessAsUser.All")),
            ("channels:history", "channels", Some("history")),
            ("chat:write.public", "chat", Some("write.public")),
            ("user:read:email", "user", Some("read:email")),
            ("pull_request:write", "pull_request", Some("write")),
            ("company_benefits:read:phi", "company_benefits", Some("read:phi")),
            ("patient/*.rs", "patient/*", Some("rs")),
            ("patient/Observation.read", "patient/Observation", Some("read")),
            ("launch/patient", "patient", Some("launch")),
            ("https://www.googleapis.com/auth/gmail.readonly", "gmail", Some("readonly")),
            ("https://www.googleapis.com/auth/drive", "drive", None),
            ("https://mail.google.com/", "mail.google.com", None),
            ("https://graph.microsoft.com/User.Read", "User", Some("Read")),
            (
                "https://graph.microsoft.com/.default",
                "https://graph.microsoft.com",
                Some(".default"),
            ),
            ("api://app/.default", "api://app", Some(".default")),
            ("files.content.read", "files.content", Some("read")),
            ("crm.objects.contacts.write", "crm.objects.contacts", Some("write")),
            ("user-read-private", "user", Some("read-private")),
            ("ads_read", "ads", Some("read")),
            ("read_user", "user", Some("read")),
            ("write_orders", "orders", Some("write")),
            ("r_liteprofile", "liteprofile", Some("r")),
            ("ZohoCRM.modules.ALL", "ZohoCRM.modules", Some("ALL")),
            ("photos/read", "photos", Some("read")),
        ] {
            assert_eq!(shape(name), Some((resource, action)), "{name}");
        }
    }

    #[test]
    fn names_without_one() {
        for name in [
            "",
            "openid",
            "profile",
            "offline_access",
            "read",
            "write",
            "read_write",
            "read_only",
            "repo",
            "api",
            "public_repo",
            "incoming-webhook",
            "1",
            "*",
            "urn:opc:idm:__myscopes__",
            ":",
            "://",
            "/",
            "com.intuit.quickbooks.accounting",
            "user.info.basic",
            "a:",
            "https://",
        ] {
            assert_eq!(shape(name), None, "{name}");
        }
    }
}
