//! Registers, frames, records, limits and identity: every bit and number that two parts share
