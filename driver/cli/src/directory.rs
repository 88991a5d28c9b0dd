//! The directory of a running group, and what lies where in it.

use anyhow::{bail, Context, Result};
use std::fs::{File, TryLockError};
use std::os::unix::fs::{DirBuilderExt, MetadataExt};
use std::path::{Path, PathBuf};

pub struct Directory {
    path: PathBuf,
}

/// One `serve` at a time: held as long as this lives, whatever way the process ends.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

impl Directory {
    /// The given directory, or the one of the user.
    pub fn new(given: Option<PathBuf>) -> Result<Directory> {
        let path = match given {
            Some(path) => path,
            None => default_path()?,
        };
        Ok(Directory { path })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The NBD socket of host 1, 2, ..
    pub fn host_socket(&self, host: usize) -> PathBuf {
        self.path.join(format!("h{host}.sock"))
    }

    /// The vfio-user socket of card 1, 2, ..
    pub fn card_socket(&self, card: usize) -> PathBuf {
        self.path.join(format!("card{card}.sock"))
    }

    pub fn control_socket(&self) -> PathBuf {
        self.path.join("control.sock")
    }

    /// Makes the directory if need be and takes it for one `serve`.
    pub fn lock(&self) -> Result<Lock> {
        let make = std::fs::DirBuilder::new().recursive(true).mode(0o700).create(&self.path);
        make.with_context(|| format!("cannot make {}", self.path.display()))?;
        let name = self.path.join("lock");
        let file = File::create(&name).with_context(|| format!("cannot write {}", name.display()))?;
        match file.try_lock() {
            Ok(()) => Ok(Lock { _file: file }),
            Err(TryLockError::WouldBlock) => {
                bail!("{} is in use: another serve is running there", self.path.display())
            }
            Err(TryLockError::Error(error)) => Err(error).with_context(|| format!("cannot lock {}", name.display())),
        }
    }

    /// Finds a socket that is in use before anything takes long. Dead sockets are removed.
    pub fn check_sockets(&self, hosts: usize) -> Result<()> {
        for path in (1..=hosts).map(|host| self.host_socket(host)).chain([self.control_socket()]) {
            drop(twinpath_export::listen(&path)?);
            std::fs::remove_file(&path).with_context(|| format!("cannot remove {}", path.display()))?;
        }
        Ok(())
    }
}

fn default_path() -> Result<PathBuf> {
    if let Some(runtime) = std::env::var_os("XDG_RUNTIME_DIR").filter(|path| !path.is_empty()) {
        return Ok(PathBuf::from(runtime).join("twinpath"));
    }
    let user = std::fs::metadata("/proc/self").context("XDG_RUNTIME_DIR is not set; give --dir DIR")?.uid();
    Ok(std::env::temp_dir().join(format!("twinpath-{user}")))
}
