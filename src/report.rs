//! The public report: text for people, JSON for programs.
