//! One write as one unit sees it: how far each of its blocks is.

use super::{must, Legal, S1, S2};
use crate::event::Status;

/// How far a block is. The orderer skips `Back`; its own writes begin at `Begun`, transfers at S2 at `Back`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stage {
    #[default]
    Todo,
    /// GRANT sent, or received.
    Granted,
    /// DATA received, or sent.
    Given,
    /// S2: REP received.
    Back,
    /// The area has its first beat.
    Begun,
    /// Durable; S1 owes REP, S2 owes ACK.
    Durable,
    /// S1: REP sent.
    Returned,
    /// Acknowledged.
    Done,
    /// Will not come.
    Gone,
}

/// Parallel order: how far a block is on P2 that is not yet durable on A1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ahead {
    #[default]
    No,
    Returned,
    Done,
    /// Returned in a session that has ended.
    Cut,
}

#[derive(Clone, Copy, Debug, Default)]
pub struct Block {
    pub stage: Stage,
    pub ahead: Ahead,
    pub value: u32,
    /// S1: which write of this block it was.
    pub version: u32,
    /// It was returned with data.
    pub data: bool,
    /// Its data follow FWD without GRANT.
    pub unasked: bool,
    /// S2: a grant for a block that is resolved already.
    pub granted_again: bool,
    /// S1: the area did not take it.
    pub refused: bool,
}

#[derive(Clone, Debug)]
pub struct Write {
    pub origin: u8,
    pub row: u8,
    pub wseq: u32,
    pub lba: u32,
    pub parts: Vec<Block>,
    /// Its row is in the status table.
    pub entered: bool,
    /// FWD sent, the REP header sent or received, in this session.
    pub forwarded: bool,
    pub header: bool,
    /// The header came just before the session's end: its effect may still show.
    pub late: bool,
    /// Blocks that the header promised. S1: neither acknowledged nor abandoned; S2: neither durable nor abandoned.
    pub due: u32,
    /// Parallel order: the header went, or came, and REL has not.
    pub held: bool,
    /// FIN received, or sent.
    pub refused: bool,
    /// It was there when a session ended or began.
    pub old: bool,
}

impl Write {
    pub fn new(origin: u8, row: u8, wseq: u32, lba: u32, blocks: u8) -> Self {
        Write {
            origin,
            row,
            wseq,
            lba,
            parts: vec![Block::default(); usize::from(blocks)],
            entered: false,
            forwarded: false,
            header: false,
            late: false,
            due: 0,
            held: false,
            refused: false,
            old: false,
        }
    }

    pub fn blocks(&self) -> u8 {
        self.parts.len() as u8
    }

    pub fn all(&self, stages: &[Stage]) -> bool {
        self.parts.iter().all(|part| stages.contains(&part.stage))
    }

    pub fn any(&self, stages: &[Stage]) -> bool {
        self.parts.iter().any(|part| stages.contains(&part.stage))
    }

    /// The block in hand, if there is one with this index.
    pub fn part(&mut self, index: u8) -> Result<&mut Block, &'static str> {
        self.parts.get_mut(usize::from(index)).ok_or("a block's index is below the write's blocks")
    }

    /// S1: P2 has a block that is not durable on A1.
    pub fn is_ahead(&self) -> bool {
        self.parts.iter().any(|part| part.ahead != Ahead::No)
    }

    /// Every block is acknowledged or will not come.
    pub fn is_resolved(&self) -> bool {
        self.parts.iter().all(|part| part.refused || matches!(part.stage, Stage::Done | Stage::Gone))
    }

    /// Blocks that the area did not take and of which S2 has not heard.
    pub fn untold(&self) -> u32 {
        self.parts.iter().filter(|part| part.refused && part.stage != Stage::Gone).count() as u32
    }

    /// FWD says that the first `count` blocks follow unasked.
    pub fn announce(&mut self, count: u32) -> Legal {
        let count = usize::try_from(count).unwrap_or(usize::MAX);
        let parts = self.parts.get_mut(..count).ok_or("FWD announces blocks of the write")?;
        must(parts.iter().all(|part| part.stage == Stage::Todo), "FWD announces blocks that have not come")?;
        for part in parts {
            (part.stage, part.unasked) = (Stage::Granted, true);
        }
        Ok(())
    }

    /// Nothing of it was asked for: no GRANT, no P2, no beat to an area. What came unasked does not count.
    pub fn is_untouched(&self) -> bool {
        let asleep = |part: &Block| match part.stage {
            Stage::Granted | Stage::Given => part.unasked,
            stage => stage == Stage::Todo,
        };
        !self.header && self.parts.iter().all(asleep)
    }

    /// Nothing of it will come.
    pub fn is_gone(&self) -> bool {
        self.all(&[Stage::Gone])
    }

    /// S2: a durable block is not acknowledged.
    pub fn owes(&self) -> bool {
        self.any(&[Stage::Durable])
    }

    /// What a unit forgets with its session. Jobs that have begun still end.
    pub fn session_ends(&mut self, unit: u8) {
        let ordered = unit == S1;
        for part in &mut self.parts {
            part.granted_again = false;
            part.unasked &= ordered;
            if part.ahead == Ahead::Returned {
                part.ahead = Ahead::Cut;
            }
            part.stage = match part.stage {
                Stage::Returned => Stage::Durable,
                Stage::Durable if !ordered => Stage::Done,
                // The last jobs still run: what is in a slot may begin until the next session.
                Stage::Granted if ordered => Stage::Gone,
                Stage::Granted => Stage::Todo,
                stage => stage,
            };
        }
        self.late = self.header;
        self.header = false;
        self.forwarded = false;
        self.held = false;
        self.due = 0;
        self.old = true;
    }

    /// The last session's jobs have ended.
    pub fn session_begins(&mut self, unit: u8) {
        self.late = false;
        for part in &mut self.parts {
            part.stage = match part.stage {
                Stage::Given if unit == S1 => Stage::Gone,
                Stage::Given | Stage::Back => Stage::Todo,
                // Durable by one of those jobs: S1 returns it once more.
                Stage::Durable if unit != S1 => Stage::Done,
                stage => stage,
            };
        }
        self.old = true;
    }

    /// May the orderer's row leave, which had `status`?
    pub fn ordered_is_over(&self, status: Status) -> Legal {
        let given_up = status == Status::Waiting && self.origin == S1 && self.all(&[Stage::Todo]);
        let early = given_up || self.old || self.is_gone();
        must(status == Status::E || early, "a write leaves the table from E(A1), or before anything is done")?;
        must(!self.any(&[Stage::Durable, Stage::Returned, Stage::Begun]), "E(A1) is kept until S2 has acknowledged")?;
        must(!self.is_ahead(), "E(A1) is kept until A1 holds what was sent")?;
        let forward = self.origin == S2;
        // A dead session's forward ends with what was durable, a living one's when every block is resolved. A block of
        // S1's own host that never began could not be fetched.
        let resolved = self.old || self.refused || self.is_resolved();
        must(!forward || resolved, "a forward ends when every block is resolved")
    }

    /// May the follower's row leave, which had `status`?
    pub fn followed_is_over(&self, status: Status, doomed: bool) -> Legal {
        // A granted block that could not be fetched: its ABANDON leaves after the release.
        let resolved = self.all(&[Stage::Durable, Stage::Done, Stage::Gone, Stage::Granted]);
        must(!self.any(&[Stage::Begun]), "E(A2) is kept while A2 is written")?;
        if self.origin == S2 {
            // A write of which only REL was lost ends where it waits.
            let whole = self.old && self.is_resolved();
            let ends = self.refused || doomed || resolved && status != Status::Waiting && !self.held || whole;
            return must(ends, "the follower's write ends when every block is resolved");
        }
        let announced = status == Status::E && self.header && self.due == 0 && !self.held && !self.any(&[Stage::Back]);
        must(announced || !self.header && self.old, "E(A2) is kept until every announced block is durable")
    }

    /// Every block is on both areas.
    pub fn succeeded(&self) -> bool {
        self.all(&[Stage::Done, Stage::Durable])
    }
}
