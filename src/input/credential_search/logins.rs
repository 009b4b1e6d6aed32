//! Users and passwords, as `Authorization: Basic` would carry them (RFC 7617 §2).

use super::leaf::{self, text};
use crate::{
    catalog::member_names,
    input::{header, userinfo},
    value::{Member, Value},
};

/// The secret of an object with a user and a password: in one text (`auth` of Docker), or in a file
/// of logins as members of their own.
pub(super) fn user_and_password(value: &Value, in_logins: bool) -> Option<&str> {
    let member = |name: &str| value.get(name).and_then(text).filter(|it| leaf::is_real(it));
    if let Some(both) = member("auth").or_else(|| member("_auth"))
        && header::user_and_password(both).is_some()
    {
        return Some(both);
    }
    // Any word is a user's name.
    let has_user = USERS.iter().any(|name| value.get(name).and_then(text).is_some());
    member("password").filter(|_| in_logins && has_user)
}

/// Whether an object says that it is a user and a password: the settings of a client of APIs.
pub(super) fn says_basic(value: &Value) -> bool {
    ["type", "authType", "auth_type", "mode"]
        .iter()
        .any(|name| value.get(name).and_then(Value::as_str).is_some_and(|it| it == "basic"))
}

/// What files of logins call a user.
const USERS: [&str; 4] = ["username", "login", "user", "account"];

/// The user and password of an object, as `Authorization: Basic` would carry them.
pub(in crate::input) fn take_user_and_password(value: &Value) -> Option<(String, String)> {
    if let Some(both) = value.as_str() {
        let in_url = || userinfo::find(both).map(|it| (it.user, it.password.as_str().to_owned()));
        let digits = leaf::behind_basic(both).unwrap_or(both);
        return header::user_and_password(digits).or_else(in_url);
    }
    let member = |name: &str| value.get(name).and_then(text);
    if let Some(both) = member("auth").or_else(|| member("_auth"))
        && let Some((user, password)) = header::user_and_password(both)
    {
        return Some((user, password));
    }
    let user = USERS.iter().find_map(|name| member(name))?;
    Some((user.to_owned(), member("password")?.to_owned()))
}

/// The user and the password of a login that was taken out of its settings. npm keeps the password
/// in base64.
pub(in crate::input) fn user_and_password_of(settings: Option<&[Member]>) -> (String, String) {
    let [user, password] = settings.unwrap_or_default() else { return Default::default() };
    let said = |member: &Member| member.value.as_str().unwrap_or_default().to_owned();
    let plain = said(password);
    let decoded = || leaf::base64_text(&plain).map(|it| it.as_str().to_owned());
    let is_encoded = password.name.ends_with(ENCODED_PASSWORD);
    let password = if is_encoded { decoded().unwrap_or_default() } else { plain };
    (said(user), password)
}

/// How the name of a password ends that npm keeps in base64.
pub(super) const ENCODED_PASSWORD: &str = ":_password";

/// Whether a member is called after HTTP's user and password.
pub(super) fn is_name(name: &str) -> bool {
    matches!(&*member_names::snake_case(name), "basic" | "basic_auth" | "http_basic")
}
