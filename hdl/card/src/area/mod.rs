//! Areas: where a unit keeps the blocks of the volume and their records. Each kind has the same ports to the unit.

mod memory;

pub use memory::AreaMemory;
