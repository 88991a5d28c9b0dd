//! Leaves: streams, memories, queues. Everything that is written in Verilog by hand lives here, beside its Rust model.

mod fifo;
mod ram;
mod stream;

pub use fifo::Fifo;
pub use ram::{Ram, Table};
pub use stream::{StreamSink, StreamSource};

#[cfg(test)]
mod tests;
