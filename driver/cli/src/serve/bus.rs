//! A card on this machine's bus, through the kernel's VFIO.

use super::Cards;
use anyhow::{Context, Result};
use std::sync::Arc;
use twinpath_driver::Options;
use twinpath_vfio::{Kernel, KernelOptions};

/// The other machine may still be starting: the units must have found each other in this time.
const CONNECT_NS: u64 = 60_000_000_000;

pub fn start(address: &str) -> Result<Cards> {
    let kernel = Kernel::open(address, KernelOptions::default()).with_context(|| format!("cannot open {address}"))?;
    Ok(Cards {
        topology: "card",
        transports: vec![Arc::new(kernel)],
        options: Options::default(),
        connect_ns: CONNECT_NS,
        lasting: Some(format!("pci {address}")),
        outside: None,
        finish: Box::new(|| {}),
    })
}
