//! A device in memory: what the server is tested with.

use crate::block::{Block, BlockError, Operation, Request};
use std::sync::{PoisonError, RwLock};

/// A RAM disk; it completes every request before `submit` returns.
pub struct RamDisk {
    bytes: RwLock<Vec<u8>>,
}

impl RamDisk {
    /// `size` zero bytes.
    pub fn new(size: usize) -> RamDisk {
        RamDisk { bytes: RwLock::new(vec![0; size]) }
    }
}

impl Block for RamDisk {
    fn size(&self) -> u64 {
        self.bytes.read().unwrap_or_else(PoisonError::into_inner).len() as u64
    }

    fn submit(&self, mut request: Request) {
        let first = request.offset as usize;
        let range = first..first.saturating_add(request.length);
        let done = match request.operation {
            Operation::Read => {
                let bytes = self.bytes.read().unwrap_or_else(PoisonError::into_inner);
                bytes.get(range).map(|from| request.data.copy_from_slice(from))
            }
            Operation::Write { .. } => {
                let mut bytes = self.bytes.write().unwrap_or_else(PoisonError::into_inner);
                bytes.get_mut(range).map(|to| to.copy_from_slice(&request.data))
            }
            Operation::Zero { .. } | Operation::Trim { .. } => {
                let mut bytes = self.bytes.write().unwrap_or_else(PoisonError::into_inner);
                bytes.get_mut(range).map(|to| to.fill(0))
            }
            Operation::Flush => Some(()),
        };
        request.complete(done.ok_or(BlockError::Invalid));
    }
}
