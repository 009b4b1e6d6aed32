//! The cache of Microsoft's libraries, which keeps accounts and tokens in sections of their own.

use std::collections::HashMap;

use super::{found::FoundCredential, label};
use crate::value::Value;

/// Calls the logins of MSAL's cache by the user of their account, as another section says it: the keys
/// of its entries are made of identifiers.
pub(super) fn name_by_account(cache: &Value, logins: &mut [FoundCredential]) {
    let sections = || cache.members().iter().filter(|it| it.name == "Account");
    if logins.is_empty() || sections().next().is_none() {
        return;
    }
    let users: HashMap<String, String> = sections()
        .flat_map(|section| section.value.members())
        .filter_map(|entry| {
            Some((label::account(&entry.value)?, label::text_of(&entry.value, &["username"])?))
        })
        .collect();
    for login in logins {
        let user = login.login.account.as_ref().and_then(|account| users.get(account));
        login.label = user.cloned().or_else(|| login.label.take());
    }
}
