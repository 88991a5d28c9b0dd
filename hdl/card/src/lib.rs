//! The gates of a card, one folder per block.
//!
//! A block knows its ports and nothing of its neighbours; [`wires`] holds what crosses block boundaries.
//! [`harness`] builds a block's Verilog so that its tests run in Verilator.

// Kernels are printed as Verilog, which knows no match guards.
#![allow(clippy::collapsible_match)]

pub mod area;
pub mod blocks;
pub mod card;
pub mod harness;
pub mod leaf;
pub mod link;
pub mod nvme;
pub mod pcie;
pub mod small;
pub mod unit;
pub mod wires;

#[cfg(test)]
mod pins;
