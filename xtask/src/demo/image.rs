//! A real ext4 file system, made on the spot from files whose contents follow from a seed, and its check.

use super::random::Random;
use anyhow::{bail, Context, Result};
use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

pub const BYTES: u64 = 16 << 20;
const FOLDERS: u64 = 5;
const FILES: u64 = 60;
/// A file is so many bytes at most; about half of the image is files then.
const FILE_BYTES_MAX: u64 = 300 << 10;

pub struct Image {
    pub bytes: Vec<u8>,
    pub files: u64,
    /// Bytes of all files.
    pub content: u64,
}

/// Makes an image of [`BYTES`] bytes in `folder`, with no need to be root.
pub fn make(folder: &Path, seed: u64) -> Result<Image> {
    let (tree, path) = (folder.join("files"), folder.join("image.ext4"));
    let mut random = Random::new(seed);
    let mut content = 0;
    for n in 0..FILES {
        let place = tree.join(format!("folder{}", n % FOLDERS));
        fs::create_dir_all(&place)?;
        let mut bytes = vec![0; random.below(FILE_BYTES_MAX) as usize];
        random.fill(&mut bytes);
        content += bytes.len() as u64;
        fs::write(place.join(format!("file{n}")), &bytes)?;
    }
    let mut make = tool("mkfs.ext4");
    make.args(["-q", "-F", "-b", "4096", "-d"]).arg(&tree).arg(&path).arg(format!("{}k", BYTES >> 10));
    let out = make.output().context("cannot run mkfs.ext4")?;
    if !out.status.success() {
        bail!("mkfs.ext4 failed: {}", String::from_utf8_lossy(&out.stderr).trim());
    }
    let bytes = fs::read(&path)?;
    if bytes.len() as u64 != BYTES {
        bail!("mkfs.ext4 made an image of {} bytes, not {BYTES}", bytes.len());
    }
    Ok(Image { bytes, files: FILES, content })
}

/// Runs `e2fsck -fn` over an image; gives what it says of a clean one, an error with its findings otherwise.
pub fn check(folder: &Path, bytes: &[u8]) -> Result<String> {
    let path = folder.join("check.ext4");
    fs::write(&path, bytes)?;
    let out = tool("e2fsck").arg("-fn").arg(&path).output().context("cannot run e2fsck")?;
    let said = String::from_utf8_lossy(&out.stdout).trim().to_owned();
    if !out.status.success() {
        let lines: Vec<_> = said.lines().take(8).collect();
        bail!("e2fsck is not content ({}): {}", out.status, lines.join("; "));
    }
    let last = said.lines().last().unwrap_or_default();
    let name = path.display().to_string();
    Ok(last.trim_start_matches(&name).trim_start_matches(": ").to_owned())
}

/// A tool of e2fsprogs: a user's search path often lacks the place where they are.
fn tool(name: &str) -> Command {
    let mut path = std::env::var_os("PATH").unwrap_or_default();
    path.push(OsString::from(":/usr/sbin:/sbin"));
    let mut command = Command::new(name);
    command.env("PATH", path).env("LC_ALL", "C").stdin(Stdio::null());
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_image_is_clean_until_it_is_harmed() {
        let folder = tempfile::tempdir().unwrap();
        let Image { mut bytes, files, content } = make(folder.path(), 3).unwrap();
        let said = check(folder.path(), &bytes).unwrap();
        // The files, their folders, the root and what the file system keeps for itself.
        let inodes: u64 = said.split('/').next().unwrap().parse().unwrap();
        assert!(inodes > files + FOLDERS && said.contains("blocks"), "{said}");
        assert!(content > BYTES / 3, "{content} bytes of files");
        // The block with the group descriptors.
        bytes[4096..8192].fill(0xff);
        let error = check(folder.path(), &bytes).unwrap_err().to_string();
        assert!(error.starts_with("e2fsck is not content"), "{error}");
    }

    #[test]
    fn the_seed_decides_the_files() {
        let folder = tempfile::tempdir().unwrap();
        let file = |seed: u64| {
            make(folder.path(), seed).unwrap();
            fs::read(folder.path().join("files/folder1/file1")).unwrap()
        };
        let first = file(1);
        assert!(first == file(1) && first != file(2));
    }
}
