//! The host's register accesses: what is to be sent, and the reads that wait for their answers.

use crate::{Completion, Request, Status, Tlp, Violation, BAR0};
use std::collections::VecDeque;
use thiserror::Error;

/// A register read that was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ticket(u64);

/// Why a register read failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum MmioError {
    #[error("{}", .0.name())]
    Refused(Status),
    #[error("the completion is poisoned")]
    Poisoned,
    #[error("the completion does not fit the request")]
    Malformed,
}

/// A read without a taken result.
struct Read {
    id: u64,
    tag: u8,
    address: u64,
    bytes: u8,
    result: Option<Result<u64, MmioError>>,
    /// Nobody waits any more; the tag stays taken until the answer comes or the place is needed.
    abandoned: bool,
}

/// A write on its way.
pub(crate) struct Posted {
    pub tlp: Tlp,
    pub bar: u8,
    pub offset: u64,
}

pub(crate) struct Mmio {
    requester: u16,
    bar_base: [u64; 2],
    pub posted: VecDeque<Posted>,
    pub non_posted: VecDeque<(Request, u8)>,
    reads: Vec<Read>,
    next_id: u64,
    next_tag: u8,
}

/// Register reads that may be outstanding.
const READS_MAX: usize = 32;

impl Mmio {
    pub fn new(requester: u16, bar_base: [u64; 2]) -> Self {
        let (posted, non_posted) = (VecDeque::new(), VecDeque::new());
        Self { requester, bar_base, posted, non_posted, reads: Vec::new(), next_id: 0, next_tag: 0 }
    }

    pub fn is_idle(&self) -> bool {
        self.posted.is_empty() && self.non_posted.is_empty()
    }

    pub fn write(&mut self, bar: u8, offset: u64, value: u64, bytes: u8) {
        let mut request = self.request(bar, offset, bytes);
        let mut value = value;
        if bytes < 4 {
            let shift = offset % 4;
            request.first = (((1u8 << bytes) - 1) << shift) & 0xf;
            value <<= shift * 8;
        }
        let data = value.to_le_bytes()[..usize::from(request.dwords) * 4].to_vec();
        self.posted.push_back(Posted { tlp: Tlp::Write(request, data), bar, offset });
    }

    pub fn read(&mut self, bar: u8, offset: u64, bytes: u8) -> Option<Ticket> {
        if self.reads.len() >= READS_MAX {
            let oldest = self.reads.iter().position(|r| r.abandoned)?;
            self.reads.remove(oldest);
        }
        while self.reads.iter().any(|r| r.tag == self.next_tag) {
            self.next_tag = self.next_tag.wrapping_add(1);
        }
        let mut request = self.request(bar, offset, bytes);
        request.tag = self.next_tag;
        self.next_tag = self.next_tag.wrapping_add(1);
        self.next_id += 1;
        let (id, tag, address, bytes) = (self.next_id, request.tag, request.address, request.dwords as u8 * 4);
        self.reads.push(Read { id, tag, address, bytes, result: None, abandoned: false });
        self.non_posted.push_back((request, bar));
        Some(Ticket(id))
    }

    pub fn result(&mut self, ticket: Ticket) -> Option<Result<u64, MmioError>> {
        let at = self.reads.iter().position(|r| r.id == ticket.0)?;
        let result = self.reads[at].result?;
        self.reads.remove(at);
        Some(result)
    }

    pub fn abandon(&mut self, ticket: Ticket) {
        if let Some(at) = self.reads.iter().position(|r| r.id == ticket.0) {
            self.reads[at].abandoned = true;
            if self.reads[at].result.is_some() {
                self.reads.remove(at);
            }
        }
    }

    fn request(&self, bar: u8, offset: u64, bytes: u8) -> Request {
        let base = self.bar_base[usize::from(bar != BAR0)];
        Request::words(self.requester, 0, base + (offset & !3), if bytes > 4 { 8 } else { 4 })
    }

    /// An answer is believed only when completer, requester, tag, length and position fit what was asked.
    pub fn completion(&mut self, card: u16, c: &Completion) -> Result<(), Violation> {
        let found = self.reads.iter().position(|r| r.tag == c.tag && r.result.is_none());
        let (Some(at), true) = (found, c.requester == self.requester) else {
            return Err(Violation::Unexpected { tag: c.tag });
        };
        let read = &mut self.reads[at];
        let asked = read.bytes;
        let placed = c.byte_count == u16::from(asked) && u64::from(c.lower_address) == read.address & 0x7f;
        let fits = match c.status {
            Status::Successful => c.data.len() == usize::from(asked) && placed,
            _ => c.data.is_empty(),
        };
        let result = match c.status {
            _ if !fits || c.completer != card => Err(MmioError::Malformed),
            Status::Successful if c.poisoned => Err(MmioError::Poisoned),
            Status::Successful => Ok(c.data.iter().rev().fold(0, |v, b| v << 8 | u64::from(*b))),
            status => Err(MmioError::Refused(status)),
        };
        read.result = Some(result);
        if read.abandoned {
            self.reads.remove(at);
        }
        if result == Err(MmioError::Malformed) {
            let (tag, status, bytes, count) = (c.tag, c.status, c.data.len(), c.byte_count);
            return Err(Violation::Completion { tag, status, bytes, count, asked });
        }
        Ok(())
    }
}
