//! Frames between units.
