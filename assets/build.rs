//! Turns the catalogues in this folder into static tables.

fn main() {}
