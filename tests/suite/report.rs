//! The report: text, Markdown and JSON.

mod compatibility;
mod explained;
mod headline;
mod personal;
mod schema;
mod shared;
