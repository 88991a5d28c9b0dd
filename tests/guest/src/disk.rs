//! A block device of the kernel's, whoever serves it: data, flush, zeros, and a server that dies with requests under way.

use anyhow::{bail, ensure, Context, Result};
use rustix::fs::{fallocate, FallocateFlags};
use std::fs::{self, File};
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

const BLOCK: usize = 4096;
/// Requests side by side.
const THREADS: usize = 4;
/// Each thread has so many blocks of the device for itself.
const SHARE: usize = 64;
/// Blocks of the requests, in turn.
const SIZES: [usize; 4] = [1, 2, 32, 3];
/// O_DIRECT: the requests are those that are made here.
const DIRECT: i32 = 0o40000;

/// All that a server's death and return may take.
const PATIENCE: Duration = Duration::from_secs(120);
/// Rounds before the server is to die, and after it came back.
const ROUNDS: u32 = 3;
/// Writes of a round, one after the other.
const PLACES: usize = 4;

/// Memory for a request, aligned as O_DIRECT wants it.
struct Buffer {
    bytes: Vec<u8>,
    at: usize,
    length: usize,
}

impl Buffer {
    fn new(length: usize) -> Buffer {
        let bytes = vec![0; length + BLOCK];
        let at = bytes.as_ptr().align_offset(BLOCK);
        Buffer { bytes, at, length }
    }

    fn data(&mut self) -> &mut [u8] {
        &mut self.bytes[self.at..self.at + self.length]
    }
}

type Check = fn(&str, &File, planted: bool) -> Result<String>;

const CHECKS: &[(&str, &str, &str, Check)] = &[
    ("shape", "another size of a block is expected", "blocks of", shape),
    ("data, several requests at a time", "a byte is harmed", "is not what was written", data),
    ("flush", "nobody flushes", "no flush", flush),
    ("zeros", "other blocks are looked at", "are not zeros", zeros),
];

/// All checks, each once more with its fault.
pub fn run(device: &str) -> Result<()> {
    let file = open(device)?;
    for (name, planted, notices, check) in CHECKS {
        let said = check(device, &file, false).with_context(|| format!("CHECK {name}"))?;
        println!("CHECK {name}: ok, {said}");
        match check(device, &file, true).map_err(|error| format!("{error:#}")) {
            Err(error) if error.contains(notices) => println!("PLANTED {name} ({planted}): ok, noticed: {error}"),
            Err(error) => bail!("PLANTED {name} ({planted}): another error: {error}"),
            Ok(_) => bail!("PLANTED {name} ({planted}): not noticed"),
        }
    }
    Ok(())
}

fn open(device: &str) -> Result<File> {
    let opened = fs::OpenOptions::new().read(true).write(true).custom_flags(DIRECT).open(device);
    opened.with_context(|| device.to_owned())
}

/// A file of the device's in sysfs.
fn sysfs(device: &str, name: &str) -> Result<String> {
    let base = device.rsplit('/').next().unwrap_or(device);
    let path = format!("/sys/block/{base}/{name}");
    Ok(fs::read_to_string(&path).context(path)?.trim().to_owned())
}

fn shape(device: &str, _file: &File, planted: bool) -> Result<String> {
    let expected = if planted { "512" } else { "4096" };
    let found = sysfs(device, "queue/logical_block_size")?;
    ensure!(found == expected, "blocks of {found} bytes");
    Ok(format!("blocks of {found} bytes, {}, {} queues", sysfs(device, "queue/write_cache")?, queues(device)))
}

fn queues(device: &str) -> usize {
    let base = device.rsplit('/').next().unwrap_or(device);
    fs::read_dir(format!("/sys/block/{base}/mq")).map_or(0, Iterator::count)
}

fn fill(data: &mut [u8], seed: u64) {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    for part in data.chunks_exact_mut(8) {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        part.copy_from_slice(&state.to_le_bytes());
    }
}

fn write(file: &File, block: usize, blocks: usize, seed: u64) -> Result<()> {
    let mut buffer = Buffer::new(blocks * BLOCK);
    fill(buffer.data(), seed);
    file.write_all_at(buffer.data(), (block * BLOCK) as u64).with_context(|| format!("writing block {block}"))
}

fn verify(file: &File, block: usize, blocks: usize, seed: u64, harm: bool) -> Result<()> {
    let (mut buffer, mut expected) = (Buffer::new(blocks * BLOCK), vec![0; blocks * BLOCK]);
    fill(&mut expected, seed);
    let read = file.read_exact_at(buffer.data(), (block * BLOCK) as u64);
    read.with_context(|| format!("reading block {block}"))?;
    buffer.data()[7] ^= u8::from(harm);
    ensure!(buffer.data() == expected, "block {block} ({blocks} of them) is not what was written");
    Ok(())
}

/// Runs on every thread, each with its own blocks: what they give, or the first error.
fn each<T: Send>(work: impl Fn(usize) -> Result<T> + Sync) -> Result<Vec<T>> {
    let work = &work;
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..THREADS).map(|thread| scope.spawn(move || work(thread))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap_or_else(|_| bail!("a thread panicked"))).collect()
    })
}

fn data(_device: &str, file: &File, planted: bool) -> Result<String> {
    let plan = |thread: usize| {
        let mut block = thread * SHARE;
        SIZES.into_iter().cycle().map_while(move |size| {
            let size = size.min((thread + 1) * SHARE - block);
            block += size;
            (size > 0).then_some((block - size, size))
        })
    };
    each(|thread| plan(thread).try_for_each(|(block, blocks)| write(file, block, blocks, block as u64)))?;
    each(|thread| plan(thread).try_for_each(|(block, blocks)| verify(file, block, blocks, block as u64, planted)))?;
    Ok(format!("{} blocks", THREADS * SHARE))
}

/// How many flushes the kernel has sent: the 16th number of its statistics.
fn flushes(device: &str) -> Result<u64> {
    let text = sysfs(device, "stat")?;
    text.split_whitespace().nth(15).and_then(|number| number.parse().ok()).context("no count of flushes")
}

fn flush(device: &str, file: &File, planted: bool) -> Result<String> {
    let before = flushes(device)?;
    write(file, 0, 1, 99)?;
    if !planted {
        file.sync_all()?;
    }
    let after = flushes(device)?;
    ensure!(after > before, "no flush was sent");
    verify(file, 0, 1, 99, false)?;
    Ok(format!("{} sent", after - before))
}

fn zeros(_device: &str, file: &File, planted: bool) -> Result<String> {
    for block in 0..12 {
        write(file, block, 1, block as u64)?;
    }
    // The kernel does not write zeros itself then: the device must know how.
    fallocate(file, FallocateFlags::PUNCH_HOLE | FallocateFlags::KEEP_SIZE, 2 * BLOCK as u64, 8 * BLOCK as u64)?;
    let mut buffer = Buffer::new(8 * BLOCK);
    file.read_exact_at(buffer.data(), (if planted { 3 } else { 2 } * BLOCK) as u64)?;
    ensure!(buffer.data().iter().all(|byte| *byte == 0), "8 blocks are not zeros");
    for block in [0, 1, 10, 11] {
        verify(file, block, 1, block as u64, false)?;
    }
    Ok("8 blocks, those beside them are as they were".into())
}

/// Writes go on and on. When this says so, somebody kills the server, starts it again, and says that in a line of the
/// input. Nobody sees an error meanwhile, and in the end every block has what was last written there, read over `other`.
pub fn pause(device: &str, other: &str) -> Result<()> {
    let (file, other) = (open(device)?, open(other)?);
    let back = Arc::new(Mutex::new(None));
    std::thread::spawn({
        let back = back.clone();
        move || drop(std::io::stdin().read_line(&mut String::new()).map(|_| *lock(&back) = Some(Instant::now())))
    });
    let (begin, told) = (Instant::now(), Mutex::new(None));
    let ended = each(|thread| {
        let (mut round, mut after, mut longest) = (0, 0, Duration::ZERO);
        while after < ROUNDS {
            ensure!(begin.elapsed() < PATIENCE, "no server is back in {} s", PATIENCE.as_secs());
            after += u32::from(lock(&back).is_some());
            let asked = Instant::now();
            for place in 0..PLACES {
                write(&file, block(thread, place), 2, seed(round, thread, place))?;
            }
            longest = longest.max(asked.elapsed());
            round += 1;
            if round == u64::from(ROUNDS) && thread == 0 {
                *lock(&told) = Some(Instant::now());
                println!("PAUSE NOW");
            }
        }
        Ok((round, longest))
    })?;
    let (told, back) = (*lock(&told), *lock(&back));
    let away = back.context("nobody is back")?.duration_since(told.context("nobody was told")?);
    // Each thread waited, as there was nobody: from the server's death until shortly before we were told that it is back.
    for (_, longest) in &ended {
        ensure!(*longest > away / 2, "the server was away for {away:?}, and requests took {longest:?}");
    }
    let all = |later: u64| {
        each(|thread| {
            let last = ended[thread].0 - 1 + later;
            (0..PLACES).try_for_each(|place| verify(&other, block(thread, place), 2, seed(last, thread, place), false))
        })
    };
    all(0)?;
    let rounds: u64 = ended.iter().map(|(rounds, _)| rounds).sum();
    let away = away.as_millis();
    println!("CHECK a server that dies is a pause: ok, away for {away} ms, {rounds} rounds of writes, no error");
    ensure!(all(1).is_err(), "PLANTED a write too many is expected: not noticed");
    println!("PLANTED a server that dies is a pause (one more write is expected): ok, noticed");
    Ok(())
}

fn block(thread: usize, place: usize) -> usize {
    thread * SHARE + place * 2
}

fn seed(round: u64, thread: usize, place: usize) -> u64 {
    round * 1000 + (thread * 10 + place) as u64
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
