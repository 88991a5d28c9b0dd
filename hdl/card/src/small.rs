//! Blocks of the card with few places, for proofs: the source is the card's, a parameter is smaller.

use crate::link;
use rust_hdl::prelude::Block;

/// The window of a small link as a power of two: with less there is no place beside those in reserve.
const WINDOW: usize = 3;

/// The small block of this name.
pub fn small(name: &str) -> Option<Box<dyn Block>> {
    match name {
        "backlog" => Some(Box::new(link::Backlog::<WINDOW>::default())),
        "receive" => Some(Box::new(link::Receive::<WINDOW>::default())),
        _ => None,
    }
}
