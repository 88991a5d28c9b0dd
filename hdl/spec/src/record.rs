//! The record of a block in an area.
