//! Host memory behind an IOMMU: what is not mapped cannot be reached. It is simulated, or belongs to somebody outside.

use std::borrow::Cow;
use thiserror::Error;

/// What a mapping allows the card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    ReadOnly,
    ReadWrite,
}

/// An access outside every mapping, or a write to a read-only one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("{bytes} bytes at {iova:#x} are not mapped for this access")]
pub struct Unmapped {
    pub iova: u64,
    pub bytes: usize,
}

struct Mapping {
    iova: u64,
    access: Access,
    // Zeroed by the system on first use of each page, so large mappings cost what is touched.
    bytes: Vec<u8>,
}

/// A host that is not simulated: where accesses outside the simulated memory go, and all interrupts.
pub trait Outside: Send {
    /// Fills `into` from `iova` on, or refuses the whole access.
    fn read(&self, iova: u64, into: &mut [u8]) -> Result<(), Unmapped>;
    /// Stores `from` at `iova`, or refuses.
    fn write(&self, iova: u64, from: &[u8]) -> Result<(), Unmapped>;
    /// The card has signalled a vector; everything it wrote before is stored.
    fn interrupt(&self, vector: u8);
}

/// Memory by the address that the card uses.
#[derive(Default)]
pub struct Memory {
    mappings: Vec<Mapping>,
    pub(crate) outside: Option<Box<dyn Outside>>,
}

impl Memory {
    /// Maps `bytes` zeroed bytes at `iova`. Refused when a part of them is mapped already.
    pub fn map(&mut self, iova: u64, bytes: usize, access: Access) -> Result<(), Unmapped> {
        let fits = iova
            .checked_add(bytes as u64)
            .is_some_and(|end| self.mappings.iter().all(|m| end <= m.iova || m.iova + m.bytes.len() as u64 <= iova));
        if !fits || bytes == 0 {
            return Err(Unmapped { iova, bytes });
        }
        self.mappings.push(Mapping { iova, access, bytes: vec![0; bytes] });
        Ok(())
    }

    /// Takes away the mapping that starts at `iova`, and its contents.
    pub fn unmap(&mut self, iova: u64) -> bool {
        let before = self.mappings.len();
        self.mappings.retain(|m| m.iova != iova);
        self.mappings.len() != before
    }

    /// The card's view for reads, memory outside included.
    pub fn fetch(&self, iova: u64, bytes: usize) -> Result<Cow<'_, [u8]>, Unmapped> {
        match (self.get(iova, bytes), &self.outside) {
            (Err(_), Some(outside)) => {
                let mut data = vec![0; bytes];
                outside.read(iova, &mut data)?;
                Ok(Cow::Owned(data))
            }
            (found, _) => found.map(Cow::Borrowed),
        }
    }

    /// A write of the card; `enabled` says of each byte whether it is written.
    pub(crate) fn store(&mut self, iova: u64, data: &[u8], enabled: impl Fn(usize) -> bool) -> Result<(), Unmapped> {
        if self.get(iova, data.len()).is_ok() || self.outside.is_none() {
            let to = self.get_for_card(iova, data.len())?;
            for (n, (to, from)) in to.iter_mut().zip(data).enumerate() {
                if enabled(n) {
                    *to = *from;
                }
            }
            return Ok(());
        }
        let Some(outside) = &self.outside else { return Ok(()) };
        let mut at = 0;
        while at < data.len() {
            let run = (at..data.len()).take_while(|n| enabled(*n) == enabled(at)).count();
            if enabled(at) {
                outside.write(iova + at as u64, &data[at..at + run])?;
            }
            at += run;
        }
        Ok(())
    }

    /// The simulated memory only, as the host itself sees it.
    pub fn get(&self, iova: u64, bytes: usize) -> Result<&[u8], Unmapped> {
        let m = self.mappings.iter().find(|m| m.contains(iova, bytes)).ok_or(Unmapped { iova, bytes })?;
        let at = (iova - m.iova) as usize;
        Ok(&m.bytes[at..at + bytes])
    }

    /// Bytes that the card may write.
    pub fn get_for_card(&mut self, iova: u64, bytes: usize) -> Result<&mut [u8], Unmapped> {
        self.get_mut(iova, bytes, true)
    }

    /// Bytes that the host may write.
    pub fn get_for_host(&mut self, iova: u64, bytes: usize) -> Result<&mut [u8], Unmapped> {
        self.get_mut(iova, bytes, false)
    }

    fn get_mut(&mut self, iova: u64, bytes: usize, card: bool) -> Result<&mut [u8], Unmapped> {
        let allowed = |m: &Mapping| m.contains(iova, bytes) && !(card && m.access == Access::ReadOnly);
        let m = self.mappings.iter_mut().find(|m| allowed(m)).ok_or(Unmapped { iova, bytes })?;
        let at = (iova - m.iova) as usize;
        Ok(&mut m.bytes[at..at + bytes])
    }
}

impl Mapping {
    fn contains(&self, iova: u64, bytes: usize) -> bool {
        iova >= self.iova && (iova - self.iova).checked_add(bytes as u64).is_some_and(|n| n <= self.bytes.len() as u64)
    }
}
