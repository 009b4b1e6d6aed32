//! The `tokenscope` program: everything is in the library.

fn main() {}
