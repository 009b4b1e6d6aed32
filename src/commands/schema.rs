//! `tokenscope schema`: print the JSON Schema of the report.

/// The JSON Schema (draft 2020-12) of the report and of the difference of two inputs.
pub const SCHEMA: &str = include_str!("../../assets/report.schema.json");
