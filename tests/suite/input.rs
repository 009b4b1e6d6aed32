//! Every notation and kind that is recognised.

mod json;
mod words;
