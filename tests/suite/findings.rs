//! Each finding, shown and silent.
