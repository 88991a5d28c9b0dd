//! The NVMe controller of a whole card, as a host that checks nothing sees it through TLPs, against a reference model.
//!
//! ```text
//!   random or directed commands -> Port ---- entries, doorbells ----> card 1 == card 2 (its own Port)
//!                                   |  <--- completions, data -------/
//!                                   |
//!                     Controller (which queues, which features) + rules (which status)
//!                     Volume (what a read may return), shared by both hosts
//! ```
//!
//! - [`rules`] is the table: each command with the rules that it may break, in the order in which the card looks, and the
//!   status of each. A new command or field is a line there.
//! - [`Controller`] is what the model remembers of a controller: queues, features, requests for events.
//! - [`Volume`] knows for each block which contents a read may find while writes of both hosts are under way.
//! - [`Port`] submits, takes completions and judges: the status and result that the rules say, each command exactly one
//!   completion, the data that may be, nothing written that is not the command's, interrupts where they belong.
//! - [`fuzz`] makes random cases of a seed; `cargo xtask nvme --seed N --budget-s S` runs them.
//!
//! The first thing that is wrong ends a run as an error. [`Harm`] stands between card and judge and shows that each check
//! catches what it is there for. The tests are one program, `tests/suite`: its `mutants.rs` breaks one thing in the
//! controller at a time, and runs the test that must notice (`cargo xtask nvme --mutants`).

#![forbid(unsafe_code)]

mod controller;
pub mod fuzz;
mod pages;
mod pair;
mod port;
mod prps;
pub mod rules;
mod volume;

pub use controller::{CompletionShape, Controller, SubmissionShape};
pub use pages::Pages;
pub use pair::{Pair, BLOCKS};
pub use port::{Data, Harm, Port, UNMAPPED};
pub use prps::{walk, Fault, Piece};
pub use volume::{content, Volume, WriteId};
