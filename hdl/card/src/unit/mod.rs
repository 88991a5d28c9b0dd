//! The unit: order of writes, the status table, the five paths, the trace and the control window.

pub mod arbiter;
pub mod control;
pub mod paths;
pub mod switch;
pub mod trace;
