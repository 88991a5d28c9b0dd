//! What each block may hold: every write with the time from its doorbell to its completion.
//!
//! A read may return a write that began before the read ended, unless another one, whole, lies between that write's end and
//! the read's begin. Writes without a success may have happened or not: they can be read and replace nothing for certain.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hasher};
use twinpath_spec::limits::BLOCK_BYTES;

/// A number for the contents of a block: equal numbers, equal bytes.
pub fn content(block: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(block);
    hasher.finish()
}

/// A write of one block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WriteId {
    pub block: u64,
    number: u64,
}

#[derive(Clone, Copy, Debug)]
struct Write {
    number: u64,
    content: u64,
    begin: u64,
    /// `u64::MAX` while under way.
    end: u64,
    certain: bool,
}

/// See the module's documentation. Time is a count of what happened.
pub struct Volume {
    blocks: Vec<Vec<Write>>,
    now: u64,
    numbers: u64,
    /// Begins of the commands under way.
    under_way: BTreeSet<u64>,
}

/// A block with more writes than this forgets those that nobody can read any more.
const WRITES_KEPT: usize = 12;

impl Volume {
    /// All zeros.
    pub fn new(blocks: u64) -> Self {
        let zeros = Write { number: 0, content: content(&[0; BLOCK_BYTES]), begin: 0, end: 0, certain: true };
        Self { blocks: (0..blocks).map(|_| vec![zeros]).collect(), now: 1, numbers: 0, under_way: BTreeSet::new() }
    }

    pub fn blocks(&self) -> u64 {
        self.blocks.len() as u64
    }

    fn moment(&mut self) -> u64 {
        self.now += 1;
        self.now
    }

    /// A command of a host begins now, after all that came before.
    pub fn command(&mut self) -> u64 {
        let now = self.moment();
        self.under_way.insert(now);
        now
    }

    /// The command of that begin is over.
    pub fn over(&mut self, since: u64) {
        self.under_way.remove(&since);
    }

    /// A write of a block begins now.
    pub fn begin(&mut self, block: u64, content: u64) -> WriteId {
        let begin = self.moment();
        let oldest = self.under_way.first().copied().unwrap_or(begin);
        self.numbers += 1;
        let number = self.numbers;
        let writes = &mut self.blocks[block as usize];
        if writes.len() > WRITES_KEPT {
            let all = writes.clone();
            writes.retain(|w| w.end == u64::MAX || !all.iter().any(|later| later.replaces(w, oldest)));
        }
        writes.push(Write { number, content, begin, end: u64::MAX, certain: false });
        WriteId { block, number }
    }

    /// The write is over now; `certain` says that its data are there.
    pub fn end(&mut self, id: WriteId, certain: bool) {
        let end = self.moment();
        if let Some(w) = self.blocks[id.block as usize].iter_mut().find(|w| w.number == id.number) {
            (w.end, w.certain) = (end, certain);
        }
    }

    /// The writes of a block, for a report.
    pub fn told(&self, block: u64) -> String {
        format!("{:x?}", self.blocks[block as usize])
    }

    /// What a read may find that began at `from` and ends now.
    pub fn candidates(&self, block: u64, from: u64) -> Vec<u64> {
        let writes = &self.blocks[block as usize];
        let alive = |w: &&Write| !writes.iter().any(|later| later.replaces(w, from));
        writes.iter().filter(alive).map(|w| w.content).collect()
    }
}

impl Write {
    /// Nothing that begins at `from` or later can find `earlier` any more.
    fn replaces(&self, earlier: &Write, from: u64) -> bool {
        self.certain && self.begin > earlier.end && self.end < from
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(mut all: Vec<u64>) -> Vec<u64> {
        all.sort();
        all
    }

    #[test]
    fn a_read_finds_what_it_may() {
        let mut v = Volume::new(1);
        let zeros = content(&[0; BLOCK_BYTES]);
        let from = v.command();
        let one = v.begin(0, 1);
        assert_eq!(sorted(v.candidates(0, from)), sorted(vec![zeros, 1]), "under way: old or new");
        v.end(one, true);
        assert_eq!(sorted(v.candidates(0, from)), sorted(vec![zeros, 1]), "the read began before");
        v.over(from);
        let from = v.moment();
        assert_eq!(v.candidates(0, from), [1]);
        let (two, three) = (v.begin(0, 2), v.begin(0, 3));
        v.end(two, true);
        v.end(three, true);
        let from = v.moment();
        assert_eq!(sorted(v.candidates(0, from)), [2, 3], "of two at the same time either may be the last");
        let lost = v.begin(0, 4);
        v.end(lost, false);
        let from = v.moment();
        assert_eq!(sorted(v.candidates(0, from)), [2, 3, 4], "without a success: perhaps");
        let five = v.begin(0, 5);
        v.end(five, true);
        let from = v.command();
        assert_eq!(v.candidates(0, from), [5]);
        for n in 6..60 {
            let id = v.begin(0, n);
            v.end(id, true);
        }
        assert!(v.candidates(0, from).contains(&5), "a read under way still may find it");
        v.over(from);
        let id = v.begin(0, 60);
        v.end(id, true);
        assert!(v.blocks[0].len() < 5, "what nobody can read is forgotten");
    }
}
