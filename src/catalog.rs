//! Tables built from `assets/` when the program is compiled: nothing is parsed at start-up.
