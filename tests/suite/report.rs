//! The report: text, Markdown and JSON.

mod explained;
mod headline;
mod personal;
mod schema;
mod shared;
