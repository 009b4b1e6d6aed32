//! Fields, expiry and scopes.
