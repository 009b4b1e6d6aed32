//! Secrets stay secret on every path.
