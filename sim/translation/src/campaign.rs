//! Random work with power cuts, judged by what a host may see.

use crate::log::{Content, Log, Mutant};
use crate::media::{Media, Shape, Stop};
use rand::rngs::SmallRng;
use rand::{Rng, SeedableRng};

/// Each cut before a collection has ended may use up units: not more in a row than `AHEAD` is for.
const HURRIED: u32 = 3;

/// What a campaign did.
#[derive(Clone, Copy, Debug, Default)]
pub struct Figures {
    pub writes: u64,
    pub cuts: u64,
    pub cuts_of_mounts: u64,
    pub operations: u64,
}

/// A host: what each block may read as. That is one content unless a write of it was cut.
#[derive(Clone)]
struct Host {
    allowed: Vec<Vec<Content>>,
    next: u64,
}

impl Host {
    fn new(shape: Shape) -> Self {
        Host { allowed: vec![vec![Content::Zeros]; shape.blocks], next: 0 }
    }

    /// Writes or discards a block below `hot`; `false` when power goes.
    fn write(&mut self, log: &mut Log, media: &mut Media, hot: usize, random: &mut SmallRng) -> Result<bool, String> {
        let block = random.random_range(0..hot);
        let data = (!random.random_bool(0.15)).then_some(self.next);
        let content = data.map_or(Content::Zeros, Content::Is);
        self.next += 1;
        match log.write(media, block, data) {
            Ok(()) => self.allowed[block] = vec![content],
            Err(Stop::Cut) => {
                self.allowed[block].push(content);
                return Ok(false);
            }
            Err(Stop::Fault(what)) => return Err(what.into()),
        }
        Ok(true)
    }

    /// Reads a block; from now on it may only read like that.
    fn read(&mut self, log: &Log, media: &mut Media, block: usize) -> Result<(), String> {
        let content = log.read(media, block);
        if !self.allowed[block].contains(&content) {
            return Err(format!("block {block} reads {content:?}, not one of {:?}", self.allowed[block]));
        }
        self.allowed[block] = vec![content];
        Ok(())
    }

    fn read_all(&mut self, log: &Log, media: &mut Media) -> Result<(), String> {
        (0..self.allowed.len()).try_for_each(|block| self.read(log, media, block))
    }
}

/// A mount with power for `operations`; `None` when it goes.
fn mount(media: &mut Media, operations: Option<u64>, mutant: Option<Mutant>) -> Result<Option<Log>, String> {
    media.power(operations);
    match Log::mount(media, mutant) {
        Ok(log) => Ok(Some(log)),
        Err(Stop::Cut) => Ok(None),
        Err(Stop::Fault(what)) => Err(what.into()),
    }
}

fn operations_of_a_mount(mut media: Media, mutant: Option<Mutant>) -> Result<u64, String> {
    let before = media.operations;
    mount(&mut media, None, mutant)?;
    Ok(media.operations - before)
}

/// `rounds` of work, each ended by a cut and as many cut mounts as chance has it.
pub fn run(shape: Shape, seed: u64, rounds: u64, mutant: Option<Mutant>) -> Result<Figures, String> {
    let mut random = SmallRng::seed_from_u64(seed);
    let mut media = Media::new(shape, seed ^ 0x5eed);
    let mut host = Host::new(shape);
    let mut figures = Figures::default();
    let mut hurried = 0;
    for round in 0..rounds {
        let at = |what| format!("round {round}: {what}");
        let mut log = loop {
            // Anywhere in the mount, or in its last operations, which are those that count.
            let whole = operations_of_a_mount(media.clone(), mutant).map_err(at)?;
            let last = random.random_bool(0.5).then_some(8).filter(|last| *last < whole);
            let operations = random.random_range(last.map_or(0, |last| whole - last)..whole.max(1));
            let cut = random.random_bool(0.5).then_some(operations);
            match mount(&mut media, cut, mutant).map_err(at)? {
                Some(log) => break log,
                None => figures.cuts_of_mounts += 1,
            }
        };
        host.read_all(&log, &mut media).map_err(at)?;
        let hot = random.random_range(1..=shape.blocks);
        let most = random.random_range(1..200);
        let operations = random.random_range(0..most);
        media.power((hurried < HURRIED).then_some(operations));
        while host.write(&mut log, &mut media, hot, &mut random).map_err(at)? {
            figures.writes += 1;
            if hurried == HURRIED && log.has_room() {
                media.power(Some(operations));
                hurried = 0;
            }
            if random.random_bool(0.1) {
                host.read(&log, &mut media, random.random_range(0..shape.blocks)).map_err(at)?;
            }
        }
        hurried = if log.has_room() { 0 } else { hurried + 1 };
        figures.cuts += 1;
    }
    figures.operations = media.operations;
    Ok(figures)
}

/// Cuts each operation of a stretch of `work`, then each of the mount that follows, then each of the mount after that;
/// gives the number of ways that was.
pub fn each_of_three(shape: Shape, seed: u64, work: u64) -> Result<u64, String> {
    let mut random = SmallRng::seed_from_u64(seed);
    let mut media = Media::new(shape, seed ^ 0x5eed);
    let mut host = Host::new(shape);
    let mut log = mount(&mut media, None, None)?.ok_or("power does not go")?;
    for _ in 0..shape.units * shape.slots {
        host.write(&mut log, &mut media, shape.blocks, &mut random)?;
    }
    let mut ways = 0;
    for first in 0..work {
        let (mut log, mut media, mut host, mut random) = (log.clone(), media.clone(), host.clone(), random.clone());
        media.power(Some(first));
        while host.write(&mut log, &mut media, shape.blocks, &mut random)? {}
        for second in 0.. {
            let mut media = media.clone();
            let mut host = host.clone();
            if let Some(log) = mount(&mut media, Some(second), None)? {
                host.read_all(&log, &mut media)?;
                break;
            }
            for third in 0.. {
                let mut media = media.clone();
                let mut host = host.clone();
                ways += 1;
                let whole = mount(&mut media, Some(third), None)?;
                let at = |what| format!("cuts in operations {first}, {second} and {third}: {what}");
                for log in whole.clone().into_iter().chain(mount(&mut media, None, None)?) {
                    host.read_all(&log, &mut media).map_err(at)?;
                }
                if whole.is_some() {
                    break;
                }
            }
        }
    }
    Ok(ways)
}
