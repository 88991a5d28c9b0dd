#![doc = include_str!("../doc.md")]

pub mod event;
pub mod replay;
pub mod runs;
pub mod spec;
