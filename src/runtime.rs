//! The terminal session: event loop, input thread, clock, terminal guard, clipboard, signals.
