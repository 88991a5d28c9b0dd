//! A file that a chip's contents lie in.
//!
//! ```text
//!   0      which part, as text, with a CRC
//!   4096   what else outlives power (registers, bad blocks, links), as text, with a CRC
//!   8192   erases of each sector, programs of each page (NAND), marginal cells, cells; inverted, erased ones are holes
//! ```
//!
//! The file follows with each operation that ends or is cut. It is locked while a chip lies in it. A file of another part,
//! and one that is damaged, is refused and left as it is.

use super::store::PAGE_BYTES;
use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use thiserror::Error;
use twinpath_spec::link::crc32c_words;

const MAGIC: &str = "twinpath flash 1";
/// Where the stores begin.
const STORES_AT: u64 = 2 * PAGE_BYTES as u64;

/// Why a file cannot hold a chip's contents.
#[derive(Debug, Error)]
pub enum FlashFileError {
    #[error("{path}: {source}")]
    Io { path: PathBuf, source: io::Error },
    #[error("{path} is in use by another chip")]
    InUse { path: PathBuf },
    #[error("{path} holds no flash contents; remove it or name another file")]
    Foreign { path: PathBuf },
    #[error("{path} holds a {found}, wanted is a {wanted}; remove it or name another file")]
    OtherPart { path: PathBuf, found: String, wanted: String },
    #[error("{path} is damaged: {what}; remove it or name another file")]
    Damaged { path: PathBuf, what: &'static str },
}

/// An open file.
pub(super) struct FlashFile {
    pub file: Arc<File>,
    pub path: PathBuf,
    /// The second text, of a file that was there before.
    pub state: Option<String>,
    /// The state as written last.
    written: String,
}

impl FlashFile {
    /// Opens or makes the file of a part; its stores have these sizes.
    pub fn open(path: &Path, part: &str, stores: &[u64]) -> Result<Self, FlashFileError> {
        let path = path.to_path_buf();
        let io = |source| FlashFileError::Io { path: path.clone(), source };
        let options = OpenOptions::new().read(true).write(true).create(true).truncate(false).to_owned();
        let file = options.open(&path).map_err(io)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(FlashFileError::InUse { path }),
            Err(TryLockError::Error(source)) => return Err(io(source)),
        }
        let length = STORES_AT + stores.iter().sum::<u64>();
        let found = file.metadata().map_err(io)?.len();
        let identity = format!("{MAGIC}\n{part}\n");
        let mut state = None;
        if found == 0 {
            file.set_len(length).map_err(io)?;
            // The state first: a file with an identity is whole.
            file.write_all_at(&sealed(""), PAGE_BYTES as u64).map_err(io)?;
            file.write_all_at(&sealed(&identity), 0).map_err(io)?;
        } else {
            let text = |at| {
                let mut page = [0; PAGE_BYTES];
                let got = file.read_exact_at(&mut page, at);
                got.map(|()| opened(&page))
            };
            if found < STORES_AT || !begins_right(&file).map_err(io)? {
                return Err(FlashFileError::Foreign { path });
            }
            let Some(there) = text(0).map_err(io)? else {
                return Err(FlashFileError::Damaged { path, what: "its first page does not fit its CRC" });
            };
            if there != identity {
                let found = there.lines().nth(1).unwrap_or_default().to_owned();
                return Err(FlashFileError::OtherPart { path, found, wanted: part.to_owned() });
            }
            if found != length {
                return Err(FlashFileError::Damaged { path, what: "its length is not that of the part" });
            }
            state = text(PAGE_BYTES as u64).map_err(io)?;
            if state.is_none() {
                return Err(FlashFileError::Damaged { path, what: "its second page does not fit its CRC" });
            }
        }
        Ok(Self { file: Arc::new(file), path, written: state.clone().unwrap_or_default(), state })
    }

    /// The places of stores of these sizes.
    pub fn places(stores: &[u64]) -> impl Iterator<Item = u64> + '_ {
        stores.iter().scan(STORES_AT, |next, bytes| {
            let at = *next;
            *next += bytes;
            Some(at)
        })
    }

    pub fn write_state(&mut self, state: String) -> io::Result<()> {
        if state != self.written {
            self.file.write_all_at(&sealed(&state), PAGE_BYTES as u64)?;
            self.written = state;
        }
        Ok(())
    }

    pub fn damaged(&self, what: &'static str) -> FlashFileError {
        FlashFileError::Damaged { path: self.path.clone(), what }
    }
}

fn begins_right(file: &File) -> io::Result<bool> {
    let mut start = [0; MAGIC.len()];
    file.read_exact_at(&mut start, 0)?;
    Ok(start == *MAGIC.as_bytes())
}

/// A page with a text and, in its last four bytes, its CRC.
fn sealed(text: &str) -> [u8; PAGE_BYTES] {
    let mut page = [0; PAGE_BYTES];
    let text = &text.as_bytes()[..text.len().min(PAGE_BYTES - 4)];
    page[..text.len()].copy_from_slice(text);
    let crc = crc(&page);
    page[PAGE_BYTES - 4..].copy_from_slice(&crc.to_le_bytes());
    page
}

/// The text of a page whose CRC is right.
fn opened(page: &[u8; PAGE_BYTES]) -> Option<String> {
    let bytes = page[..PAGE_BYTES - 4].split(|b| *b == 0).next()?;
    let right = page[PAGE_BYTES - 4..] == crc(page).to_le_bytes();
    right.then(|| String::from_utf8_lossy(bytes).into_owned())
}

/// Of everything but the last four bytes, taken as 0.
fn crc(page: &[u8; PAGE_BYTES]) -> u32 {
    let mut words: Vec<u64> =
        page.chunks_exact(8).map(|c| c.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte))).collect();
    if let Some(last) = words.last_mut() {
        *last &= 0xffff_ffff;
    }
    crc32c_words(&words)
}
