//! A flash part as the translation sees it: units of slots, each cell group programmed once between erases. A cut in
//! an operation leaves its cells in doubt: each read of them may give another of the values that they could hold.

use rand::rngs::SmallRng;
use rand::{Rng, SeedableRng};

/// How much a part holds.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    pub units: usize,
    /// Slots of one block in a unit.
    pub slots: usize,
    /// Blocks that the translation offers; fewer than `(units - 3) * (slots - 1)`, or nothing can be collected.
    pub blocks: usize,
}

/// A unit's first words, programmed after its erase has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    /// Erases of this unit so far.
    pub erases: u32,
    /// Of all units, in the order in which they are erased and then written.
    pub number: u64,
}

/// The half of a record that ends a slot: with the first half's block it makes a record whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct End {
    pub block: usize,
    /// What the data must be; `None` for a discarded block.
    pub content: Option<u64>,
    /// Written by a mount, and not what ended it.
    pub settling: bool,
}

/// A group of cells that is programmed at once.
#[derive(Clone, Debug, PartialEq)]
enum Cells<T> {
    Blank,
    Is(T),
    /// Any of these, or nonsense, at each read.
    Doubt(Vec<Option<T>>),
}

/// What cells in doubt like to be read as, from one power-up to the next.
#[derive(Clone, Copy, Debug)]
enum Mood {
    Any,
    /// As they were before an erase, or as a program meant them.
    Whole,
    Blank,
}

/// What a read of cells gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Read<T> {
    Blank,
    Is(T),
    Nonsense,
}

#[derive(Clone, Debug)]
struct Slot {
    first: Cells<usize>,
    data: Cells<u64>,
    end: Cells<End>,
}

const BLANK: Slot = Slot { first: Cells::Blank, data: Cells::Blank, end: Cells::Blank };

#[derive(Clone, Debug)]
struct Unit {
    header: Cells<Header>,
    slots: Vec<Slot>,
}

/// Why the translation does not go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// Power went in the middle of an operation.
    Cut,
    /// The translation did what it must not, or cannot go on.
    Fault(&'static str),
}

#[derive(Clone)]
pub struct Media {
    pub shape: Shape,
    units: Vec<Unit>,
    random: SmallRng,
    mood: Mood,
    /// Operations until power goes; `None` for ever.
    fuel: Option<u64>,
    pub operations: u64,
    pub erases: Vec<u32>,
}

fn powered(whole: bool) -> Result<(), Stop> {
    if whole {
        Ok(())
    } else {
        Err(Stop::Cut)
    }
}

impl<T: Copy> Cells<T> {
    fn read(&self, random: &mut SmallRng, mood: Mood) -> Read<T> {
        let values = match self {
            Cells::Blank => return Read::Blank,
            Cells::Is(value) => return Read::Is(*value),
            Cells::Doubt(values) => values,
        };
        let liked = values.iter().find(|value| match mood {
            Mood::Whole => value.is_some(),
            Mood::Blank => value.is_none(),
            Mood::Any => false,
        });
        match (liked, random.random_range(0..=values.len())) {
            (Some(value), _) if random.random_bool(0.95) => value.map_or(Read::Blank, Read::Is),
            (_, n) if n == values.len() => Read::Nonsense,
            (_, n) => values[n].map_or(Read::Blank, Read::Is),
        }
    }

    fn program(&mut self, value: T, whole: bool, random: &mut SmallRng) -> Result<(), Stop> {
        if !matches!(self, Cells::Blank) {
            return Err(Stop::Fault("cells are programmed twice"));
        }
        *self = Cells::Is(value);
        if !whole {
            // What is not among them is never read again: blank cells, or the value.
            let mut values = vec![None, Some(value)];
            values.retain(|_| random.random_bool(0.7));
            *self = Cells::Doubt(values);
        }
        powered(whole)
    }

    fn erase(&mut self, whole: bool) {
        *self = match std::mem::replace(self, Cells::Blank) {
            _ if whole => Cells::Blank,
            Cells::Blank => Cells::Doubt(vec![None]),
            Cells::Is(value) => Cells::Doubt(vec![None, Some(value)]),
            Cells::Doubt(mut values) => {
                values.push(None);
                Cells::Doubt(values)
            }
        };
    }
}

impl Media {
    /// A part as it comes from the factory: blank, without headers.
    pub fn new(shape: Shape, seed: u64) -> Self {
        let unit = Unit { header: Cells::Blank, slots: vec![BLANK; shape.slots] };
        Media {
            shape,
            units: vec![unit; shape.units],
            random: SmallRng::seed_from_u64(seed),
            mood: Mood::Any,
            fuel: None,
            operations: 0,
            erases: vec![0; shape.units],
        }
    }

    /// Power goes within the operation after the next `operations`; with `None`, it stays.
    pub fn power(&mut self, operations: Option<u64>) {
        self.fuel = operations;
        self.mood = [Mood::Any, Mood::Whole, Mood::Blank][self.random.random_range(0..3)];
    }

    fn spend(&mut self) -> bool {
        self.operations += 1;
        match &mut self.fuel {
            Some(0) => false,
            Some(left) => {
                *left -= 1;
                true
            }
            None => true,
        }
    }

    pub fn erase(&mut self, unit: usize) -> Result<(), Stop> {
        let whole = self.spend();
        self.erases[unit] += 1;
        let unit = &mut self.units[unit];
        unit.header.erase(whole);
        for slot in &mut unit.slots {
            slot.first.erase(whole);
            slot.data.erase(whole);
            slot.end.erase(whole);
        }
        powered(whole)
    }

    pub fn program_header(&mut self, unit: usize, header: Header) -> Result<(), Stop> {
        let whole = self.spend();
        self.units[unit].header.program(header, whole, &mut self.random)
    }

    pub fn program_first(&mut self, unit: usize, slot: usize, block: usize) -> Result<(), Stop> {
        let whole = self.spend();
        self.units[unit].slots[slot].first.program(block, whole, &mut self.random)
    }

    pub fn program_data(&mut self, unit: usize, slot: usize, content: u64) -> Result<(), Stop> {
        let whole = self.spend();
        self.units[unit].slots[slot].data.program(content, whole, &mut self.random)
    }

    pub fn program_end(&mut self, unit: usize, slot: usize, end: End) -> Result<(), Stop> {
        let whole = self.spend();
        self.units[unit].slots[slot].end.program(end, whole, &mut self.random)
    }

    pub fn header(&mut self, unit: usize) -> Read<Header> {
        self.units[unit].header.read(&mut self.random, self.mood)
    }

    /// The block that a slot's first half names; nonsense may name any.
    pub fn first(&mut self, unit: usize, slot: usize) -> Option<usize> {
        match self.units[unit].slots[slot].first.read(&mut self.random, self.mood) {
            Read::Blank => None,
            Read::Is(block) => Some(block),
            Read::Nonsense => Some(self.random.random_range(0..=self.shape.blocks)),
        }
    }

    pub fn end(&mut self, unit: usize, slot: usize) -> Read<End> {
        self.units[unit].slots[slot].end.read(&mut self.random, self.mood)
    }

    /// `None` for data that are no block's.
    pub fn data(&mut self, unit: usize, slot: usize) -> Option<u64> {
        match self.units[unit].slots[slot].data.read(&mut self.random, self.mood) {
            Read::Is(content) => Some(content),
            Read::Blank | Read::Nonsense => None,
        }
    }
}
