//! Register accesses of one host, straight through its root complex.

use anyhow::{bail, Result};
use twinpath_group::{Group, Simulation};
use twinpath_host::{Completion, RootComplex, Tlp};

/// The way to the card of one unit.
pub struct Bus {
    pub simulation: Simulation,
    pub unit: usize,
}

/// A register read is answered within so many cycles, a whole window of writes before it included.
const READ_CYCLES: u64 = 1_000_000;
/// Reads under way at a time.
const READS: usize = 16;

impl Bus {
    /// Does something with the host between two cycles.
    pub fn host<T>(&self, action: impl FnOnce(&mut RootComplex) -> T) -> T {
        self.simulation.with(|g| action(g.host(self.unit)))
    }

    /// A read of 4 or 8 bytes at a multiple of 4.
    pub fn read(&self, bar: u8, offset: u32, bytes: u8) -> Result<u64> {
        Ok(self.read_many(bar, bytes, &[offset])?[0])
    }

    /// Reads of one size, many under way at a time; the values in the order of the offsets.
    pub fn read_many(&self, bar: u8, bytes: u8, offsets: &[u32]) -> Result<Vec<u64>> {
        let mut values = Vec::with_capacity(offsets.len());
        let mut asked = std::collections::VecDeque::new();
        let mut rest = offsets.iter();
        let mut error = None;
        while values.len() < offsets.len() && error.is_none() {
            let answered = self.simulation.run_until(READ_CYCLES, |group: &mut Group| {
                let host = group.host(self.unit);
                while asked.len() < READS {
                    let Some(offset) = rest.next() else { break };
                    match host.mmio_read(bar, u64::from(*offset), bytes) {
                        Some(ticket) => asked.push_back((*offset, ticket)),
                        None => break,
                    }
                }
                let Some((offset, ticket)) = asked.front().copied() else { return false };
                match host.mmio_result(ticket) {
                    None => return false,
                    Some(Ok(value)) => values.push(value),
                    Some(Err(refused)) => error = Some((offset, refused)),
                }
                asked.pop_front();
                true
            });
            if !answered {
                bail!("BAR{bar}: a read of {bytes} bytes has no answer after {READ_CYCLES} cycles");
            }
        }
        match error {
            Some((offset, refused)) => bail!("BAR{bar} {offset:#06x}, {bytes} bytes: {refused}"),
            None => Ok(values),
        }
    }

    /// A write of 4 or 8 bytes at a multiple of 4; on its way when this returns.
    pub fn write(&self, bar: u8, offset: u32, value: u64, bytes: u8) {
        self.host(|h| h.mmio_write(bar, offset.into(), value, bytes));
    }

    /// Waits until everything written has reached its register: a read passes no write.
    pub fn settle(&self) -> Result<()> {
        self.read(twinpath_host::BAR2, 0, 8)?;
        Ok(())
    }

    /// Sends a packet of our own making and gives the completions that the card answers it with.
    pub fn send(&self, tlp: &Tlp, bar: u8) -> Result<Vec<Completion>> {
        self.host(|h| h.inject_tlp(tlp, bar));
        self.answers()
    }

    /// The completions since the last call, for packets of our own making. The host holds them for violations; those
    /// are forgotten with them.
    pub fn answers(&self) -> Result<Vec<Completion>> {
        self.settle()?;
        Ok(self.host(|h| {
            h.violations.clear();
            std::mem::take(&mut h.strays)
        }))
    }
}
