//! Every bit and number that two parts of Twinpath share: registers of both windows, NVMe formats, frames between
//! units, the record of a block, limits and identity.
//!
//! The gates, the driver, the models and the documents all read this crate; nothing here depends on anything.

#![no_std]
#![forbid(unsafe_code)]

#[cfg(test)]
extern crate std;

pub mod control;
pub mod limits;
pub mod link;
pub mod msix;
pub mod nvme;
pub mod record;
pub mod register;
