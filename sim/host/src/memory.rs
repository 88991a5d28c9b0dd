//! Host memory behind an IOMMU: what is not mapped cannot be reached.

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

/// Memory by the address that the card uses.
#[derive(Default)]
pub struct Memory {
    mappings: Vec<Mapping>,
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

    /// The card's view for reads; also the host's own view.
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
