//! Addresses and words of reads.

use super::{
    AxiRequest, AxiResponse, AxiViolation, BlockSeen, Burst, Common, Operation, Pages, Place, BURSTS_MAX, OKAY,
};
use std::collections::VecDeque;
use twinpath_spec::limits::BLOCK_WORDS;
use twinpath_spec::record::RECORD_WORDS;

#[derive(Default)]
pub(super) struct ReadSide {
    bursts: VecDeque<Burst>,
    /// A word is being offered and must stay until taken.
    offering: bool,
    open: Option<BlockSeen>,
    refused_address: Option<(u64, u8)>,
    pub data_words: u64,
}

impl ReadSide {
    #[inline]
    pub fn cycle(&mut self, now: u64, q: &AxiRequest, a: &mut AxiResponse, pages: &Pages, common: &mut Common) {
        a.ar_ready = self.bursts.len() < BURSTS_MAX && !common.stalls();
        let due = self.bursts.front().is_some_and(|b| b.due <= now);
        if due && (self.offering || !common.stalls()) {
            let burst = &mut self.bursts[0];
            a.r_valid = true;
            a.r_resp = burst.response;
            a.r_data = if burst.response == OKAY { pages.read(burst.address + u64::from(burst.moved) * 8) } else { 0 };
            a.r_last = burst.moved + 1 == burst.words;
            if q.r_ready {
                if burst.moved == 0 {
                    burst.first = now;
                }
                burst.moved += 1;
            }
        }
        self.offering = a.r_valid && !q.r_ready;
        if a.r_valid && q.r_ready && a.r_last {
            if let Some(mut burst) = self.bursts.pop_front() {
                burst.last = now;
                self.finished(burst, common);
            }
        }
        let address = q.ar_valid.then_some((q.ar_addr, q.ar_len));
        if self.refused_address.is_some() && self.refused_address != address {
            common.violation(AxiViolation::Withdrawn("a read address"));
        }
        self.refused_address = if a.ar_ready { None } else { address };
        if q.ar_valid && a.ar_ready {
            let burst = common.burst(now, q.ar_addr, q.ar_len, false);
            self.bursts.push_back(burst);
        }
    }

    /// Joins the bursts of one block.
    fn finished(&mut self, burst: Burst, common: &mut Common) {
        let Place::Data(block) = common.place(burst.address) else { return };
        self.data_words += u64::from(burst.words);
        if !common.recording {
            return;
        }
        let before = self.open.take().filter(|o| o.block == block);
        let (first, words) = before.as_ref().map_or((burst.first, 0), |o| (o.first, o.words));
        let seen = BlockSeen {
            operation: Operation::Read,
            block,
            first,
            last: burst.last,
            done: burst.last,
            words: words + burst.words,
            record: [0; RECORD_WORDS],
            crc: 0,
            error: burst.response != OKAY || before.is_some_and(|o| o.error),
        };
        if seen.words >= BLOCK_WORDS as u32 {
            common.seen.push_back(seen);
        } else {
            self.open = Some(seen);
        }
    }
}
