//! The report, text and JSON.

mod explained;
mod headline;
mod schema;
