//! Which key means what, and when: one table that the event loop, the footer and the help read.
