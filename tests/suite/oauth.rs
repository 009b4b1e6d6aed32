//! Getting and refreshing tokens from authorization servers.

mod interop;
