//! Compact tokens, keys and verdicts.
