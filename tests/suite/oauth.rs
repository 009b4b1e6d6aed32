//! Getting and refreshing tokens from authorization servers.

#![expect(clippy::unwrap_used, reason = "a test may fail")]

mod interop;
