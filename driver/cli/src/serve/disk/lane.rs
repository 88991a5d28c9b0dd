//! One I/O queue's thread: requests become commands, commands that the card asks to repeat are repeated, completions answer.

use super::{Disk, BLOCK_BYTES};
use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::PoisonError;
use twinpath_driver::{Completion, Counts, DriverError, IoQueue, Slot};
use twinpath_export::{BlockError, Operation, Request};

/// Bytes of a command without data: the card zeroes them block by block, and a command has a time limit.
const ZERO_BYTES_MAX: usize = 16 << 20;
/// A command that the card asks to try again is sent again for so long, in card time: hundreds of writes end meanwhile.
const RETRY_NS: u64 = 4_000_000;
/// Pauses between attempts: half a write's time at first, then twice as long each time. Several hosts that want the same
/// blocks would only turn each other away otherwise.
const PAUSES_NS: std::ops::RangeInclusive<u64> = 10_000..=80_000;

/// A request under way.
struct Job {
    request: Request,
    /// Where its next command begins, in bytes of the request.
    next: usize,
    /// Commands in flight or to be tried again.
    open: usize,
    error: Option<BlockError>,
}

/// What a slot in flight is for.
#[derive(Clone, Copy)]
struct Piece {
    job: usize,
    /// Its bytes in the request.
    from: usize,
    bytes: usize,
    /// Card time at which the card first asked for another attempt; the pause before the next one.
    since_ns: Option<u64>,
    pause_ns: u64,
}

pub struct Lane {
    disk: Disk,
    /// Which of the disk's inboxes is its own.
    inbox: usize,
    queue: IoQueue,
    /// What of the queue's counts the disk knows.
    told: Counts,
    /// Each has at least one command in flight, to try again or not yet sent; as many as there are slots at most.
    jobs: Vec<Option<Job>>,
    /// Of them, those that are there.
    jobs_open: usize,
    /// By slot.
    pieces: Vec<Option<Piece>>,
    /// Commands that the card asked to try again, and from which card time on.
    again: Vec<(u64, Piece)>,
    /// Jobs with bytes for which no command has been sent.
    waiting: VecDeque<usize>,
}

impl Lane {
    pub fn new(disk: Disk, inbox: usize, queue: IoQueue) -> Lane {
        let depth = queue.depth();
        Lane {
            disk,
            inbox,
            queue,
            told: Counts::default(),
            jobs: (0..depth).map(|_| None).collect(),
            jobs_open: 0,
            pieces: (0..depth).map(|_| None).collect(),
            again: vec![],
            waiting: VecDeque::new(),
        }
    }

    /// Works until the disk is stopped or the card is gone.
    pub fn run(mut self) {
        let mut completions = vec![];
        loop {
            let cause = match self.turn(&mut completions) {
                Ok(true) => None,
                Ok(false) => break,
                Err(error) => Some(error),
            };
            self.tell();
            if cause.is_some() || self.disk.is_broken() {
                match self.mend(cause) {
                    Some(mended) => self = mended,
                    None => return,
                }
            }
        }
        self.disk.leave(self.queue);
    }

    /// Takes requests, sends what there are slots for and handles what comes back. False when it is time to stop.
    fn turn(&mut self, completions: &mut Vec<Completion>) -> Result<bool, DriverError> {
        if self.jobs_open == 0 {
            self.queue.rest()?;
        }
        if !self.take_requests() {
            return Ok(false);
        }
        if self.jobs_open == 0 {
            return Ok(true);
        }
        while let Some(slot) = self.queue.take_slot() {
            let Some(piece) = self.next_piece() else {
                self.queue.give_back(slot);
                break;
            };
            self.send(slot, piece)?;
        }
        let until_ns = self.again.iter().map(|(due_ns, _)| *due_ns).min().unwrap_or(u64::MAX);
        let waited = self.queue.wait(completions, until_ns);
        for completion in completions.drain(..) {
            self.complete(completion)?;
        }
        waited.map(|_| true)
    }

    /// Makes jobs of new requests; sleeps while there is nothing to do. False when it is time to stop.
    fn take_requests(&mut self) -> bool {
        let disk = self.disk.clone();
        let inbox = &disk.0.inboxes[self.inbox];
        let mut mail = inbox.lock();
        if self.jobs_open == 0 {
            mail.resting = true;
            mail = inbox
                .changed
                .wait_while(mail, |mail| !mail.has_news() && !disk.is_broken())
                .unwrap_or_else(PoisonError::into_inner);
            mail.resting = false;
        }
        for (index, place) in self.jobs.iter_mut().enumerate().filter(|(_, place)| place.is_none()) {
            let Some(request) = mail.requests.pop_front() else { break };
            *place = Some(Job { request, next: 0, open: 0, error: None });
            self.jobs_open += 1;
            self.waiting.push_back(index);
        }
        self.jobs_open > 0 || !(mail.stopping || mail.closed)
    }

    fn next_piece(&mut self) -> Option<Piece> {
        if !self.again.is_empty() {
            let now_ns = self.now_ns();
            if let Some(due) = self.again.iter().position(|(due_ns, _)| *due_ns <= now_ns) {
                return Some(self.again.remove(due).1);
            }
        }
        let index = *self.waiting.front()?;
        let job = self.jobs[index].as_mut()?;
        let bytes_max = match job.request.operation {
            Operation::Zero { .. } | Operation::Trim { .. } => ZERO_BYTES_MAX,
            _ => self.queue.blocks_max() as usize * BLOCK_BYTES as usize,
        };
        let bytes = bytes_max.min(job.request.length - job.next);
        let piece = Piece { job: index, from: job.next, bytes, since_ns: None, pause_ns: *PAUSES_NS.start() };
        job.next += piece.bytes;
        job.open += 1;
        if job.next == job.request.length {
            self.waiting.pop_front();
        }
        Some(piece)
    }

    fn send(&mut self, slot: Slot, piece: Piece) -> Result<(), DriverError> {
        let index = slot.index();
        self.pieces[index] = Some(piece);
        let Some(job) = &self.jobs[piece.job] else { return Ok(()) };
        let request = &job.request;
        let operation = match request.operation {
            Operation::Read => twinpath_driver::Operation::Read,
            Operation::Write { fua } => {
                let data = &request.data[piece.from..piece.from + piece.bytes];
                if let Err(error) = self.queue.fill(&slot, 0, data) {
                    self.queue.give_back(slot);
                    return Err(error);
                }
                twinpath_driver::Operation::Write { fua }
            }
            Operation::Flush => twinpath_driver::Operation::Flush,
            // What is answered is durable.
            Operation::Zero { .. } => twinpath_driver::Operation::WriteZeroes,
            Operation::Trim { .. } => twinpath_driver::Operation::Deallocate,
        };
        let lba = (request.offset + piece.from as u64) / BLOCK_BYTES;
        self.queue.submit(slot, operation, lba, (piece.bytes as u64 / BLOCK_BYTES) as u32)?;
        Ok(())
    }

    fn complete(&mut self, completion: Completion) -> Result<(), DriverError> {
        let Completion { slot, status } = completion;
        let Some(piece) = self.pieces[slot.index()].take() else {
            // Its job ended with a restart.
            self.queue.give_back(slot);
            return Ok(());
        };
        if status.may_retry() && self.is_tried_again(piece) {
            self.queue.give_back(slot);
            return Ok(());
        }
        let mut result = Ok(());
        if let Some(job) = &mut self.jobs[piece.job] {
            let Request { operation, offset, data, .. } = &mut job.request;
            if !status.is_success() {
                tracing::warn!("{operation:?} of {} bytes at {offset}: {status}", piece.bytes);
                job.error = Some(BlockError::Io);
            } else if *operation == Operation::Read {
                result = self.queue.copy_out(&slot, 0, &mut data[piece.from..piece.from + piece.bytes]);
                job.error = job.error.or(result.is_err().then_some(BlockError::Io));
            }
        }
        self.queue.give_back(slot);
        self.end_piece(piece);
        result
    }

    /// Notes a command for another attempt, if it has not been repeated for too long.
    fn is_tried_again(&mut self, piece: Piece) -> bool {
        let now_ns = self.now_ns();
        let since_ns = piece.since_ns.unwrap_or(now_ns);
        if now_ns - since_ns >= RETRY_NS {
            return false;
        }
        let pause_ns = (2 * piece.pause_ns).min(*PAUSES_NS.end());
        self.again.push((now_ns + piece.pause_ns, Piece { since_ns: Some(since_ns), pause_ns, ..piece }));
        self.disk.work().retries.fetch_add(1, Ordering::Relaxed);
        true
    }

    /// One command less; the last ends its job.
    fn end_piece(&mut self, piece: Piece) {
        let place = &mut self.jobs[piece.job];
        let Some(job) = place.as_mut() else { return };
        job.open -= 1;
        if job.open == 0 && job.next == job.request.length {
            let Some(job) = place.take() else { return };
            self.jobs_open -= 1;
            job.request.complete(job.error.map_or(Ok(()), Err));
        }
    }

    /// The card is restarted: what was in flight has failed, what was not yet sent stays. None when that was its end; the
    /// requests go with this lane.
    fn mend(mut self, cause: Option<DriverError>) -> Option<Lane> {
        let queue = self.disk.mend(self.queue, cause)?;
        self.queue = queue;
        self.queue.take_lost().into_iter().for_each(|slot| self.queue.give_back(slot));
        for slot in 0..self.pieces.len() {
            if let Some(piece) = self.pieces[slot].take() {
                if let Some(job) = &mut self.jobs[piece.job] {
                    job.error = Some(BlockError::Io);
                }
                self.end_piece(piece);
            }
        }
        Some(self)
    }

    fn now_ns(&self) -> u64 {
        self.queue.transport().now_ns()
    }

    fn tell(&mut self) {
        let (now, told, work) = (self.queue.counts(), self.told, self.disk.work());
        let add = |to: &AtomicU64, now: u64, told: u64| to.fetch_add(now - told, Ordering::Relaxed);
        add(&self.disk.0.inboxes[self.inbox].commands, now.submitted, told.submitted);
        add(&work.completions, now.completed, told.completed);
        add(&work.doorbells, now.doorbells, told.doorbells);
        self.told = now;
    }
}
