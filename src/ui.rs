//! Draws the application's state, one panel a file.
