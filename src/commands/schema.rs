//! `tokenscope schema`: what programs may rely on in the output.

/// The JSON Schema (draft 2020-12) of the report and of the difference of two inputs.
pub const SCHEMA: &str = include_str!("../../assets/report.schema.json");
