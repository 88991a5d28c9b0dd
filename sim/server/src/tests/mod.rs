mod config;
mod lent;
mod server;

use rustix::fs::{memfd_create, MemfdFlags};
use std::fs::File;

/// Memory as a client has it.
fn memory(bytes: u64) -> File {
    let file = File::from(memfd_create("client", MemfdFlags::CLOEXEC).unwrap());
    file.set_len(bytes).unwrap();
    file
}
