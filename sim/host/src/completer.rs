//! Answers the card's reads: after a latency, in pieces, in some order, and wrongly when told to.

use crate::{Completion, Memory, Request, Status, Unmapped};
use rand::rngs::SmallRng;
use rand::Rng;
use std::collections::VecDeque;

/// Into how many completions a read is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Split {
    /// As few as the largest payload allows.
    Few,
    /// One per read completion boundary.
    Many,
    /// Drawn for each completion.
    Seeded,
}

/// How one read goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The first completion carries the poison bit.
    Poison,
    UnsupportedRequest,
    CompleterAbort,
    /// Never answered.
    Drop,
    /// The first completion comes twice.
    Twice,
}

/// A read under way.
struct Job {
    request: Request,
    /// Address of the next word to send, and the end.
    next: u64,
    end: u64,
    due: u64,
    status: Status,
    fault: Option<Fault>,
}

pub(crate) struct Completer {
    jobs: Vec<Job>,
    next_due: u64,
    /// How many reads to let pass before each fault.
    faults: VecDeque<(u32, Fault)>,
    repeat: Option<Completion>,
    pub faults_played: u64,
}

/// The limits that hold for completions.
pub(crate) struct Limits {
    pub completer: u16,
    pub mps: u64,
    pub rcb: u64,
    pub split: Split,
    pub reorder: bool,
}

impl Completer {
    pub fn new() -> Self {
        let (jobs, faults) = (Vec::with_capacity(64), VecDeque::new());
        Self { jobs, next_due: u64::MAX, faults, repeat: None, faults_played: 0 }
    }

    pub fn inject(&mut self, after_reads: u32, fault: Fault) {
        self.faults.push_back((after_reads, fault));
    }

    /// Whether a read with this tag is not yet answered in full.
    pub fn has_tag(&self, tag: u8) -> bool {
        self.jobs.iter().any(|j| j.request.tag == tag)
    }

    pub fn outstanding(&self) -> usize {
        self.jobs.len()
    }

    /// Takes a read; `reachable` says whether the IOMMU lets it through.
    pub fn accept(&mut self, request: Request, due: u64, reachable: Result<(), Unmapped>) {
        let fault = self.next_fault();
        let status = match (reachable, fault) {
            (Err(_), _) | (_, Some(Fault::UnsupportedRequest)) => Status::UnsupportedRequest,
            (_, Some(Fault::CompleterAbort)) => Status::CompleterAbort,
            _ => Status::Successful,
        };
        if fault == Some(Fault::Drop) {
            return;
        }
        // Wraps for the last page of all, which is never mapped.
        let end = request.address.wrapping_add(u64::from(request.dwords) * 4);
        self.jobs.push(Job { request, next: request.address, end, due, status, fault });
        self.next_due = self.next_due.min(due);
    }

    fn next_fault(&mut self) -> Option<Fault> {
        let (after, fault) = self.faults.front_mut()?;
        if *after > 0 {
            *after -= 1;
            return None;
        }
        let fault = *fault;
        self.faults.pop_front();
        self.faults_played += 1;
        Some(fault)
    }

    /// The next completion that is due, if any.
    #[inline]
    pub fn next(&mut self, now: u64, memory: &Memory, limits: &Limits, rng: &mut SmallRng) -> Option<Completion> {
        if now < self.next_due {
            return None;
        }
        if let Some(completion) = self.repeat.take() {
            return Some(completion);
        }
        let due = self.jobs.iter().filter(|j| j.due <= now).count();
        if due == 0 {
            self.next_due = self.jobs.iter().map(|j| j.due).min().unwrap_or(u64::MAX);
            return None;
        }
        let chosen = if limits.reorder { rng.random_range(0..due) } else { 0 };
        let mut due_jobs = self.jobs.iter().enumerate().filter(|(_, j)| j.due <= now).map(|(n, _)| n);
        let at = due_jobs.nth(chosen)?;
        let job = &mut self.jobs[at];
        let mut completion = job.piece(memory, limits, rng);
        let first = job.next - completion.data.len() as u64 == job.request.address;
        match job.fault {
            Some(Fault::Poison) if first => completion.poisoned = true,
            Some(Fault::Twice) if first => self.repeat = Some(completion.clone()),
            _ => {}
        }
        if completion.status != Status::Successful || job.next >= job.end {
            // Order of the others is kept: without reordering, the oldest goes first.
            self.jobs.remove(at);
        }
        Some(completion)
    }
}

impl Job {
    /// Cuts off the next completion.
    fn piece(&mut self, memory: &Memory, limits: &Limits, rng: &mut SmallRng) -> Completion {
        let r = &self.request;
        let left_out = if self.next == r.address { r.first.trailing_zeros().min(4) as u64 % 4 } else { 0 };
        let byte_count = self.end.wrapping_sub(tail(r)).wrapping_sub(self.next + left_out).max(1);
        let mut completion = Completion {
            completer: limits.completer,
            status: self.status,
            byte_count: byte_count as u16,
            requester: r.requester,
            tag: r.tag,
            lower_address: ((self.next + left_out) & 0x7f) as u8,
            class: r.class,
            attributes: r.attributes,
            poisoned: false,
            data: Vec::new(),
        };
        if self.status != Status::Successful {
            return completion;
        }
        let end = self.cut(limits, rng);
        let bytes = (end - self.next) as usize;
        match memory.fetch(self.next, bytes) {
            Ok(data) => completion.data.extend_from_slice(&data),
            // Unmapped while the read was under way.
            Err(_) => {
                self.status = Status::UnsupportedRequest;
                completion.status = self.status;
                return completion;
            }
        }
        self.next = end;
        completion
    }

    /// Where the next completion ends: at the request's end, or at a read completion boundary.
    fn cut(&self, limits: &Limits, rng: &mut SmallRng) -> u64 {
        let first = (self.next / limits.rcb + 1) * limits.rcb;
        let largest = ((self.next + limits.mps) / limits.rcb * limits.rcb).max(first);
        let end = match limits.split {
            Split::Few => largest,
            Split::Many => first,
            Split::Seeded => first + rng.random_range(0..=(largest - first) / limits.rcb) * limits.rcb,
        };
        end.min(self.end)
    }
}

/// Bytes at the end of the request that its byte enables leave out.
fn tail(r: &Request) -> u64 {
    let enables = if r.dwords == 1 { r.first } else { r.last };
    // A read without enabled bytes, a flush, counts as one byte.
    if enables == 0 {
        return 3;
    }
    u64::from((enables & 0xf).leading_zeros() - 4)
}
