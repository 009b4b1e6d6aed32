//! The state of the inspector and one pure `update`: no I/O, no clock, no drawing.
