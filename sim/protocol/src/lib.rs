//! Executable specification of the pair's write protocol, model-checked

pub mod event;
pub mod replay;
pub mod runs;
pub mod spec;
