//! Compare at the whole card with data anywhere in host memory.

use anyhow::{ensure, Result};
use twinpath_group::{Design, Group, GroupConfig, Simulation};
use twinpath_host_interface::{Entry, Host, BUFFER};
use twinpath_spec::limits::BLOCK_BYTES;
use twinpath_spec::nvme::{io, COMPARE_FAILURE};

#[test]
fn data_may_begin_anywhere_in_a_page() -> Result<()> {
    let simulation = Simulation::new(Group::new(&Design::committed()?, GroupConfig::pair(4096, 12))?);
    let mut hosts = [Host::start(&simulation, 0)?, Host::start(&simulation, 1)?];
    ensure!(simulation.run_until(100_000, |g| (0..2).all(|unit| g.card(unit).outputs().leds & 3 == 3)));
    let data: Vec<u8> = (0..5 * BLOCK_BYTES).map(|n| (n * 7 + n / 1_000) as u8).collect();
    hosts[0].put(BUFFER, &data)?;
    let entry = hosts[0].transfer(io::WRITE, 60, 5)?;
    ensure!(hosts[0].io(entry)? == 0, "the write");
    for (unit, host) in hosts.iter_mut().enumerate() {
        for (blocks, offset) in [(1, 4), (1, 4092), (2, 2048), (5, 0), (5, 12), (5, 4092)] {
            let data = &data[..blocks as usize * BLOCK_BYTES];
            host.put(BUFFER + offset, data)?;
            // A page more than blocks, as it begins in the middle of one.
            let pages = host.transfer(io::COMPARE, 60, blocks + 1)?;
            let entry = Entry { prp1: pages.prp1 + offset, cdw12: blocks - 1, ..pages };
            let entry = if offset == 0 { host.transfer(io::COMPARE, 60, blocks)? } else { entry };
            let name = format!("unit {}, {blocks} blocks from {offset}", unit + 1);
            let status = host.io(entry)?;
            ensure!(status == 0, "{name}: equal data are answered with {status:#06x}");
            ensure!(host.get(BUFFER + offset, data.len())? == data, "{name}: the host's data were changed");
            for at in [0, data.len() as u64 - 1] {
                host.put(BUFFER + offset + at, &[!data[at as usize]])?;
                let status = host.io(entry)?;
                ensure!(status == COMPARE_FAILURE.bits(), "{name}: byte {at} differs, {status:#06x}");
                host.put(BUFFER + offset + at, &[data[at as usize]])?;
            }
        }
    }
    Ok(())
}
