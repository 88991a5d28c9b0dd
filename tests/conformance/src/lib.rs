//! The numbered behaviours on the gates: a bench of two hosts and two simulated cards, its trace checked against the
//! requirements ([`twinpath_trace`]) and replayed against the specification ([`replay`]).

pub mod agree;
pub mod bench;
pub mod lab;
pub mod mutants;
pub mod partner;
pub mod replay;
pub mod swarm;

pub use twinpath_trace::{check, Breach, Seen, Setup};
