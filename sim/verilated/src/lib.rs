//! Generated Verilog as a running model.
//!
//! [`build`] turns Verilog text into a shared library with Verilator and the C++ compiler and keeps it in a cache
//! keyed by everything that went in; [`Model`] loads it, finds its ports by name, and clocks it.
//! The cards of the simulation, the block tests and the mutants all go through this one door.
//!
//! This crate is the one place of the simulation with `unsafe`: calls into the model, and reads and writes of its
//! port variables through the pointers it hands out.

mod build;
mod model;

pub use build::{build, cache_dir, BuildError, Options, Source};
pub use model::{Library, LoadError, Model, Pin, WidePin};

#[cfg(test)]
mod tests;
