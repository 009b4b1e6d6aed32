//! Every notation and kind that is recognised.
