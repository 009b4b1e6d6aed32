//! What users rely on, through the public surface: one binary, one module a subject.

#![expect(clippy::unwrap_used, reason = "a test that panics has failed")]

mod board;
mod cli;
mod collection;
mod configuration;
mod corpus;
mod exchange;
mod findings;
mod fuzz;
mod harness;
mod input;
mod inspector;
mod jose;
mod layers;
mod leaks;
mod names;
mod oauth;
mod panels;
mod picture;
mod process;
mod reference;
mod report;
mod support;
mod token;
mod vocabulary;
