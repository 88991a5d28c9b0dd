//! Leaves: streams, memories, queues. Everything that is written in Verilog by hand lives here, beside its Rust model.

mod crc;
mod dff;
mod fifo;
mod ram;
mod skid;
mod slice;
mod stream;
mod turns;

pub use crc::Crc32c;
pub use dff::DFF;
pub use fifo::Fifo;
pub use ram::{Ram, Table};
pub use skid::Skid;
pub use slice::Slice;
pub use stream::{StreamSink, StreamSource};
pub use turns::Turns;

#[cfg(test)]
mod tests;

/// `Default` for a block whose constants have values: the names of its plain fields, then the constants, then children
/// that are made in a way of their own. A block may have one number as its parameter.
macro_rules! block_default {
    ($block:ident $(<$parameter:ident>)? {
        $($field:ident)*;
        $($constant:ident = $value:expr),*
        $(; $($child:ident = $made:expr),*)?
    }) => {
        impl $(<const $parameter: usize>)? Default for $block $(<$parameter>)? {
            fn default() -> Self {
                Self {
                    $($field: Default::default(),)*
                    $($constant: rust_hdl::prelude::Constant::new(u64::from($value).to_bits()),)*
                    $($($child: $made,)*)?
                }
            }
        }
    };
}
pub(crate) use block_default;
