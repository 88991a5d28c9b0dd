//! Userspace driver of a card: NVMe queues and the control window, over any [`transport`].
//!
//! - [`Card`] brings a card up and down. Its I/O queues are [`IoQueue`]s, each for a thread of its own: a command takes a
//!   [`Slot`] (a buffer of 128 KiB and a command identifier in one), is submitted, completes, and gives the slot back.
//!   Nothing is allocated or mapped per command. [`Controller`] is a card with one queue, for one thread.
//! - [`ControlWindow`] reads and sets what NVMe has no words for: identity, paths, modes, link, status table, trace.
//! - [`DriverError`] and [`Status`] say what went wrong in NVMe's own words.
//!
//! Every wait has a deadline in card time and an error that says what was waited for. A register that reads all ones
//! means that the card is gone.

#![forbid(unsafe_code)]

mod bring_up;
mod card;
mod command;
mod control;
mod controller;
mod error;
mod identify;
mod io_queue;
mod queue;
mod registers;
mod slots;
mod status;
pub mod transport;

pub use card::{Card, Options};
pub use command::Operation;
pub use control::{
    ControlWindow, Counter, Holder, Identity, Link, Mode, Path, Row, Trace, TraceEntry, Unit, UnitState,
};
pub use controller::Controller;
pub use error::DriverError;
pub use identify::{ControllerInfo, NamespaceInfo};
pub use io_queue::{Completion, Counts, IoQueue, Slot};
pub use status::Status;

/// The result of a call of the driver.
pub type Result<T> = std::result::Result<T, DriverError>;
