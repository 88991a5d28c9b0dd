//! One or two cards, simulated from their Verilog, with everything that they are plugged into.
//!
//! ```text
//!   driver 0                                             driver 1
//!      | Transport                                          | Transport
//!   root complex 0 == card 0 ===== link (cut, faults) ===== card 1 == root complex 1
//!                       |                                      |
//!                    memory A1                              memory A2
//! ```
//!
//! [`Group`] is the machine: [`Group::cycle`] moves everything by one clock, always in the same order, so that a run is
//! a function of its configuration, its seed and the calls made between cycles. [`Simulation`] shares a group between
//! threads, [`InProcess`] is its [`twinpath_driver::transport::Transport`]. [`trace::Event`] is what an observer outside
//! the cards sees; it is an interface and described there.
//!
//! **Who turns the clock.** Time passes only while somebody waits for it: a register read, a wait for an interrupt,
//! [`Simulation::run`]. One waiting thread turns the clock for all, the others sleep until something may concern them.
//! One thread alone is therefore in lock step with the cards and its runs repeat exactly; several threads, as in `serve`,
//! work at the same time. [`Simulation::background`] adds a thread that runs on after the last access, for a while.

#![forbid(unsafe_code)]

mod card;
mod design;
mod group;
mod meetings;
mod observer;
mod shared;
mod tracer;
mod transport;

pub use twinpath_trace::event as trace;

pub use card::{Card, CardInputs, CardOutputs, StatusPins};
pub use design::{Design, DesignError};
pub use group::{Group, GroupConfig, GroupError, Partner};
pub use meetings::Meetings;
pub use shared::{Background, Simulation};
pub use transport::InProcess;

/// Nanoseconds of a cycle of the core clock.
pub const CYCLE_NS: u64 = 1_000_000_000 / twinpath_spec::limits::CLOCK_HZ;

#[cfg(test)]
mod tests;
