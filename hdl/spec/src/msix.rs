//! MSI-X table and pending bits in BAR0 (PCI Local Bus specification 3.0, 6.8.2).
//!
//! Software writes whole words of 4 or 8 bytes; the card ignores smaller writes.

use crate::limits::{MSIX_PENDING, MSIX_TABLE, MSIX_VECTORS};
use crate::register::{Access, Access::*, Field, Register};

const fn field(name: &'static str, lsb: u32, width: u32, doc: &'static str) -> Field {
    Field { name, lsb, width, doc }
}

const fn each(
    name: &'static str,
    at: u32,
    bytes: u32,
    access: Access,
    reset: Option<u64>,
    doc: &'static str,
    fields: &'static [Field],
) -> Register {
    let offset = MSIX_TABLE as u32 + at;
    let most = u64::MAX;
    Register { name, offset, bytes, access, reset, most, doc, fields, count: MSIX_VECTORS as u32, stride: 16 }
}

pub const ADDRESS: Register = each(
    "MSIX_ADDRESS",
    0,
    8,
    ReadWrite,
    None,
    "Where a vector's message goes.",
    &[field("address", 0, 64, "Host address; software keeps the two low bits 0.")],
);
pub const DATA: Register = each(
    "MSIX_DATA",
    8,
    4,
    ReadWrite,
    None,
    "What a vector's message says.",
    &[field("data", 0, 32, "Written to the address.")],
);
pub const CONTROL: Register = each(
    "MSIX_CONTROL",
    12,
    4,
    ReadWrite,
    Some(1),
    "A vector's switch.",
    &[field("mask", 0, 1, "1: no message is sent; the vector stays pending.")],
);
pub const PENDING: Register = Register {
    name: "MSIX_PENDING",
    offset: MSIX_PENDING as u32,
    bytes: 8,
    access: ReadOnly,
    reset: Some(0),
    most: u64::MAX,
    doc: "Vectors whose message has not been sent.",
    fields: &[field("pending", 0, MSIX_VECTORS as u32, "Bit n: vector n.")],
    count: 1,
    stride: 0,
};

/// Every register, in order of offset; those of the table repeat together.
pub const REGISTERS: &[Register] = &[ADDRESS, DATA, CONTROL, PENDING];
