//! The import rule and the ban on clocks.
