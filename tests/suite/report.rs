//! The report, text and JSON.
