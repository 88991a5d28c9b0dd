#![doc = include_str!("../doc.md")]

pub mod campaign;
pub mod log;
pub mod media;
