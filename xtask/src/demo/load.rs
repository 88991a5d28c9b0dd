//! What the two hosts do: the image in interleaved halves, and a region that both write again and again.

use super::nbd::{Client, Request, What};
use super::random::Random;
use super::{BLOCK, CONTENDED, IMAGE_BLOCKS};
use anyhow::{ensure, Result};
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Instant;

/// Requests in flight of a host: together the cards' commands for writes are all in use.
const IMAGE_DEPTH: usize = 24;
const CONTENDED_DEPTH: usize = 8;
/// A contended write is so many blocks at most.
const CONTENDED_BLOCKS_MAX: u64 = 3;
/// Writes of one host after which it gives up on meeting the other often enough.
const CONTENDED_WRITES_MAX: u64 = 4_000;
/// Requests of reading back.
const READ_BLOCKS: u64 = 16;
const READ_DEPTH: usize = 8;

/// What the threads of a run share.
#[derive(Default)]
pub struct Shared {
    /// Blocks of the image written, or read, by both hosts.
    pub blocks: AtomicU64,
    /// The hosts have met often enough, or something failed.
    pub enough: AtomicBool,
    failed: AtomicBool,
}

impl Shared {
    /// Makes the other threads end soon.
    pub fn fail(&self) {
        self.failed.store(true, Ordering::Relaxed);
        self.enough.store(true, Ordering::Relaxed);
    }

    pub fn has_failed(&self) -> bool {
        self.failed.load(Ordering::Relaxed)
    }
}

/// Writes every second block of the image: host 1 the even ones, host 2 the odd ones.
pub fn write_image(client: &mut Client, host: u64, image: &[u8], shared: &Shared) -> Result<()> {
    let mut blocks = (host - 1..IMAGE_BLOCKS).step_by(2);
    let next = || {
        let block = blocks.next().filter(|_| !shared.has_failed())?;
        let from = block as usize * BLOCK;
        let data = image[from..from + BLOCK].to_vec();
        Some(Request { id: block, offset: from as u64, what: What::Write(data) })
    };
    client.run(IMAGE_DEPTH, next, |_, _| {
        shared.blocks.fetch_add(1, Ordering::Relaxed);
        Ok(())
    })
}

/// A write of the contended region, as its host saw it.
pub struct Write {
    pub host: u64,
    /// Counts each host's writes.
    pub number: u64,
    /// Blocks of the volume.
    pub blocks: std::ops::Range<u64>,
    issued: Instant,
    answered: Instant,
}

/// Writes the contended region until the hosts have met often enough.
pub fn contend(client: &mut Client, host: u64, seed: u64, shared: &Shared) -> Result<Vec<Write>> {
    let mut random = Random::new(seed ^ host << 32);
    let (mut issued, mut number) = (HashMap::new(), 0);
    let issued_now = std::cell::RefCell::new(&mut issued);
    let next = || {
        if shared.enough.load(Ordering::Relaxed) || number == CONTENDED_WRITES_MAX {
            return None;
        }
        number += 1;
        let count = 1 + random.below(CONTENDED_BLOCKS_MAX);
        let first = CONTENDED.start + random.below(CONTENDED.end - CONTENDED.start - count + 1);
        let data = (first..first + count).flat_map(|block| content(host, number, block)).collect();
        issued_now.borrow_mut().insert(number, (first..first + count, Instant::now()));
        Some(Request { id: number, offset: first * BLOCK as u64, what: What::Write(data) })
    };
    let mut written = vec![];
    client.run(CONTENDED_DEPTH, next, |number, _| {
        let known = issued_now.borrow_mut().remove(&number);
        written.extend(known.map(|(blocks, issued)| Write { host, number, blocks, issued, answered: Instant::now() }));
        Ok(())
    })?;
    Ok(written)
}

/// Reads `blocks`.
pub fn read(client: &mut Client, blocks: std::ops::Range<u64>, shared: &Shared) -> Result<Vec<u8>> {
    let mut bytes = vec![0; (blocks.end - blocks.start) as usize * BLOCK];
    let mut from = blocks.clone().step_by(READ_BLOCKS as usize);
    let next = || {
        let first = from.next().filter(|_| !shared.has_failed())?;
        let count = READ_BLOCKS.min(blocks.end - first);
        Some(Request { id: first, offset: first * BLOCK as u64, what: What::Read(count as u32 * BLOCK as u32) })
    };
    let base = blocks.start;
    client.run(READ_DEPTH, next, |first, data| {
        let at = (first - base) as usize * BLOCK;
        bytes[at..at + data.len()].copy_from_slice(&data);
        shared.blocks.fetch_add((data.len() / BLOCK) as u64, Ordering::Relaxed);
        Ok(())
    })?;
    Ok(bytes)
}

/// The bytes that a write puts into a block; they name the write and no other has them.
pub fn content(host: u64, number: u64, block: u64) -> Vec<u8> {
    let mut bytes: Vec<u8> = [host, number, block].iter().flat_map(|n| n.to_le_bytes()).collect();
    bytes.resize(BLOCK, 0);
    Random::new(host << 60 ^ number << 20 ^ block).fill(&mut bytes[24..]);
    bytes
}

/// Whether the region holds, in each block, the whole of one of the writes, and none that was surely overwritten: a
/// write answered before another one of that block was issued. Gives how many blocks each host won.
pub fn judge(region: &[u8], writes: &[Write]) -> Result<[usize; 2]> {
    let mut won = [0; 2];
    for (bytes, block) in region.chunks(BLOCK).zip(CONTENDED) {
        let number = |at: usize| u64::from_le_bytes(std::array::from_fn(|n| bytes[at * 8 + n]));
        let (host, count) = (number(0), number(1));
        let here = || writes.iter().filter(|write| write.blocks.contains(&block));
        if bytes.iter().all(|byte| *byte == 0) {
            ensure!(here().next().is_none(), "block {block} is empty though it was written");
            continue;
        }
        let write = here().find(|write| (write.host, write.number) == (host, count));
        let whole = bytes == content(host, count, block);
        let Some(write) = write.filter(|_| whole) else {
            anyhow::bail!("block {block} holds no whole version that a host wrote");
        };
        if let Some(later) = here().find(|later| later.issued > write.answered) {
            anyhow::bail!(
                "block {block} holds write {count} of host {host}, which was over before write {} of host {} began",
                later.number,
                later.host
            );
        }
        won[host as usize - 1] += 1;
    }
    Ok(won)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;
    use std::time::Duration;
    use twinpath_export::{RamDisk, Server};

    #[test]
    fn a_region_is_judged_by_its_writes() {
        let first = CONTENDED.start;
        let start = Instant::now();
        let at = |ms| start + Duration::from_millis(ms);
        let writes = |second_issued| {
            let (both, second) = (first..first + 2, first + 1..first + 2);
            vec![
                Write { host: 1, number: 1, blocks: both, issued: at(0), answered: at(10) },
                Write { host: 2, number: 1, blocks: second, issued: at(second_issued), answered: at(30) },
            ]
        };
        let mut region = vec![0; (CONTENDED.end - CONTENDED.start) as usize * BLOCK];
        region[..BLOCK].copy_from_slice(&content(1, 1, first));
        region[BLOCK..2 * BLOCK].copy_from_slice(&content(1, 1, first + 1));
        assert_eq!(judge(&region, &writes(5)).unwrap(), [2, 0], "at the same time either may win");
        let stale = judge(&region, &writes(20)).unwrap_err().to_string();
        assert!(stale.contains("which was over before write 1 of host 2 began"), "{stale}");
        region[BLOCK..2 * BLOCK].copy_from_slice(&content(2, 1, first + 1));
        assert_eq!(judge(&region, &writes(20)).unwrap(), [1, 1]);
        region[BLOCK + 4095] ^= 1;
        assert!(judge(&region, &writes(20)).unwrap_err().to_string().contains("no whole version"));
        region[BLOCK..2 * BLOCK].copy_from_slice(&content(2, 7, first + 1));
        assert!(judge(&region, &writes(20)).unwrap_err().to_string().contains("no whole version"));
        region[BLOCK..2 * BLOCK].fill(0);
        assert!(judge(&region, &writes(20)).unwrap_err().to_string().contains("is empty"));
    }

    #[test]
    fn the_hosts_jobs_work_against_a_plain_disk() {
        let folder = tempfile::tempdir().unwrap();
        let socket = folder.path().join("h1.sock");
        let disk = RamDisk::new(CONTENDED.end as usize * BLOCK);
        let server = Server::start(&socket, "host1", Arc::new(disk)).unwrap();
        let connect = || Client::connect("host", &socket, Duration::from_secs(10)).unwrap();
        let mut image = vec![0; IMAGE_BLOCKS as usize * BLOCK];
        Random::new(9).fill(&mut image);
        let shared = Shared::default();
        let mut writes = vec![];
        std::thread::scope(|scope| {
            let both = [1, 2].map(|host| {
                let (mut first, mut second, shared, image) = (connect(), connect(), &shared, &image);
                let contending = scope.spawn(move || contend(&mut second, host, 5, shared).unwrap());
                (scope.spawn(move || write_image(&mut first, host, image, shared).unwrap()), contending)
            });
            for (image, contending) in both {
                image.join().unwrap();
                shared.enough.store(true, Ordering::Relaxed);
                writes.extend(contending.join().unwrap());
            }
        });
        assert_eq!(shared.blocks.load(Ordering::Relaxed), IMAGE_BLOCKS);
        let back = read(&mut connect(), 0..IMAGE_BLOCKS, &shared).unwrap();
        assert!(back == image);
        let region = read(&mut connect(), CONTENDED, &shared).unwrap();
        let won = judge(&region, &writes).unwrap();
        assert_eq!(won[0] + won[1], (CONTENDED.end - CONTENDED.start) as usize);
        server.stop();
    }
}
