//! Finds the credentials in the middle of other text.

use super::Credentials;

/// The credentials in a text; none where it is not of several passages.
pub(super) fn read(_text: &str) -> Option<Credentials> {
    None
}
