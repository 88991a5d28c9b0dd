//! Addresses, words and responses of writes.

use super::{
    AxiRequest, AxiResponse, AxiViolation, BlockSeen, Burst, Common, Operation, Pages, Place, BURSTS_MAX, OKAY,
};
use std::collections::VecDeque;
use twinpath_spec::limits::BLOCK_WORDS;
use twinpath_spec::link::crc32c_words;
use twinpath_spec::record::{RECORD_BYTES, RECORD_WORDS};

#[derive(Default)]
pub(super) struct WriteSide {
    /// Addresses taken; the front one gets the words.
    bursts: VecDeque<Burst>,
    /// Written, to be answered.
    answers: VecDeque<Burst>,
    answering: bool,
    /// Blocks with data but without a record.
    pub open: Vec<BlockSeen>,
    refused_address: Option<(u64, u8)>,
    refused_word: Option<(u64, u8, bool)>,
    pub data_words: u64,
}

impl WriteSide {
    #[inline]
    pub fn cycle(&mut self, now: u64, q: &AxiRequest, a: &mut AxiResponse, pages: &mut Pages, common: &mut Common) {
        // Words are taken for addresses of earlier cycles; the ready signals never look at the valid signals.
        a.w_ready = !self.bursts.is_empty() && !common.stalls();
        a.aw_ready = self.bursts.len() + self.answers.len() < BURSTS_MAX && !common.stalls();
        let due = self.answers.front().is_some_and(|b| b.due <= now);
        if due && (self.answering || !common.stalls()) {
            a.b_valid = true;
            a.b_resp = self.answers[0].response;
        }
        self.answering = a.b_valid && !q.b_ready;
        if a.b_valid && q.b_ready {
            if let Some(burst) = self.answers.pop_front() {
                self.answered(now, burst, pages, common);
            }
        }
        self.check_held(q, a, common);
        if q.w_valid && a.w_ready {
            self.word(now, q, pages, common);
        }
        if q.aw_valid && a.aw_ready {
            let burst = common.burst(now, q.aw_addr, q.aw_len, true);
            self.bursts.push_back(burst);
        }
    }

    /// What was offered and not taken must be offered again.
    #[inline]
    fn check_held(&mut self, q: &AxiRequest, a: &AxiResponse, common: &mut Common) {
        let address = q.aw_valid.then_some((q.aw_addr, q.aw_len));
        if self.refused_address.is_some() && self.refused_address != address {
            common.violation(AxiViolation::Withdrawn("a write address"));
        }
        self.refused_address = if a.aw_ready { None } else { address };
        let word = q.w_valid.then_some((q.w_data, q.w_strb, q.w_last));
        if self.refused_word.is_some() && self.refused_word != word {
            common.violation(AxiViolation::Withdrawn("a write word"));
        }
        self.refused_word = if a.w_ready { None } else { word };
    }

    fn word(&mut self, now: u64, q: &AxiRequest, pages: &mut Pages, common: &mut Common) {
        let Some(burst) = self.bursts.front_mut() else { return };
        if burst.moved == 0 {
            burst.first = now;
        }
        if burst.response == OKAY {
            pages.write(burst.address + u64::from(burst.moved) * 8, q.w_data, q.w_strb);
        }
        burst.moved += 1;
        if q.w_last != (burst.moved == burst.words) {
            let (address, found, words) = (burst.address, burst.moved, burst.words);
            common.violation(AxiViolation::Last { address, found, words });
        }
        if burst.moved < burst.words {
            return;
        }
        burst.last = now;
        burst.due = now + common.latency;
        if let (Place::Data(block), Some(burst)) = (common.place(burst.address), self.bursts.front()) {
            self.data_words += u64::from(burst.words);
            if common.recording {
                self.data_written(block, *burst);
            }
        }
        self.answers.extend(self.bursts.pop_front());
    }

    fn data_written(&mut self, block: u32, burst: Burst) {
        let error = burst.response != OKAY;
        if let Some(open) = self.open.iter_mut().find(|o| o.block == block && o.words < BLOCK_WORDS as u32) {
            open.last = burst.last;
            open.words += burst.words;
            open.error |= error;
            return;
        }
        self.open.push(BlockSeen {
            operation: Operation::Write,
            block,
            first: burst.first,
            last: burst.last,
            done: 0,
            words: burst.words,
            record: [0; RECORD_WORDS],
            crc: 0,
            error,
        });
    }

    /// A response was taken. With a record's the block is durable; a block whose data were refused never gets one, and
    /// nobody can say whose it was.
    fn answered(&mut self, now: u64, burst: Burst, pages: &Pages, common: &mut Common) {
        if !common.recording {
            return;
        }
        let first = match common.place(burst.address) {
            Place::Record(first) => first,
            Place::Data(block) => {
                let ended = |o: &BlockSeen| o.block == block && o.words == BLOCK_WORDS as u32 && o.last == burst.last;
                if let Some(refused) = self.open.iter().position(|o| o.error && ended(o)) {
                    common.seen.push_back(BlockSeen { done: now, ..self.open.remove(refused) });
                }
                return;
            }
        };
        let base = u64::from(common.blocks) * 4096;
        for block in first..first + (burst.words * 8).div_ceil(RECORD_BYTES as u32) {
            let at = base + u64::from(block) * RECORD_BYTES as u64;
            let mut seen = match self.open.iter().position(|o| o.block == block) {
                Some(n) => self.open.remove(n),
                // A record without data: told with zero words.
                None => BlockSeen {
                    operation: Operation::Write,
                    block,
                    first: burst.first,
                    last: burst.last,
                    done: 0,
                    words: 0,
                    record: [0; RECORD_WORDS],
                    crc: 0,
                    error: false,
                },
            };
            seen.done = now;
            seen.record = std::array::from_fn(|n| pages.read(at + n as u64 * 8));
            seen.crc = crc32c_words(&pages.block(block));
            seen.error |= burst.response != OKAY;
            common.seen.push_back(seen);
        }
    }
}
