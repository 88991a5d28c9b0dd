//! A card's volume as a block device: requests in, commands of at most 128 KiB out, as many in flight as the queue holds.
//!
//! One thread per card drives its controller. While nothing is in flight it sleeps on its inbox and the card's clock may
//! rest; otherwise it waits for the card, and a new request ends that wait.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use twinpath_driver::transport::Transport;
use twinpath_driver::{Completion, Controller, DriverError, Slot};
use twinpath_export::{Block, BlockError, Operation, Request};

const BLOCK_BYTES: u64 = twinpath_export::BLOCK_BYTES as u64;
/// Bytes of a command without data: the card zeroes them block by block, and a command has a time limit.
const ZERO_BYTES_MAX: usize = 16 << 20;
/// A command that the card asks to try again is sent again for so long, in card time: hundreds of writes end meanwhile.
const RETRY_NS: u64 = 4_000_000;
/// Pauses between attempts: half a write's time at first, then twice as long each time. Several hosts that want the same
/// blocks would only turn each other away otherwise.
const PAUSES_NS: std::ops::RangeInclusive<u64> = 10_000..=80_000;

/// The device that is exported. Clones are the same device.
#[derive(Clone)]
pub struct Disk(Arc<Shared>);

struct Shared {
    blocks: u64,
    transport: Arc<dyn Transport>,
    inbox: Mutex<Inbox>,
    changed: Condvar,
    work: Work,
}

#[derive(Default)]
struct Inbox {
    requests: VecDeque<Request>,
    stopping: bool,
    /// The worker sleeps until something comes in; the card's clock rests.
    resting: bool,
    /// Why there is no card any more.
    failure: Option<String>,
}

/// What the driver did, for the status.
#[derive(Default)]
pub struct Work {
    pub commands: AtomicU64,
    pub completions: AtomicU64,
    pub doorbells: AtomicU64,
    pub retries: AtomicU64,
    pub restarts: AtomicU64,
}

impl Disk {
    /// Takes the controller into a thread of its own, which ends with [`Disk::stop`] or with the card.
    pub fn start(name: &str, controller: Controller) -> std::io::Result<(Disk, JoinHandle<Result<(), DriverError>>)> {
        let disk = Disk(Arc::new(Shared {
            blocks: controller.blocks(),
            transport: controller.transport().clone(),
            inbox: Mutex::default(),
            changed: Condvar::new(),
            work: Work::default(),
        }));
        let worker = Worker {
            disk: disk.clone(),
            jobs: (0..controller.depth()).map(|_| None).collect(),
            pieces: (0..controller.depth()).map(|_| None).collect(),
            again: vec![],
            waiting: VecDeque::new(),
            controller,
        };
        let thread = std::thread::Builder::new().name(name.to_owned()).spawn(move || worker.run())?;
        Ok((disk, thread))
    }

    /// Ends the thread when all requests are answered, and shuts the controller down.
    pub fn stop(&self) {
        self.lock().stopping = true;
        self.announce();
    }

    /// Why there is no card any more.
    pub fn failure(&self) -> Option<String> {
        self.lock().failure.clone()
    }

    /// Whether nobody turns the card's clock.
    #[cfg(test)]
    pub fn rests(&self) -> bool {
        self.lock().resting
    }

    pub fn work(&self) -> &Work {
        &self.0.work
    }

    fn lock(&self) -> MutexGuard<'_, Inbox> {
        self.0.inbox.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn announce(&self) {
        self.0.changed.notify_one();
        self.0.transport.wake();
    }
}

impl Block for Disk {
    fn size(&self) -> u64 {
        self.0.blocks * BLOCK_BYTES
    }

    fn submit(&self, request: Request) {
        let mut inbox = self.lock();
        if inbox.failure.is_some() || inbox.stopping {
            drop(inbox);
            return request.complete(Err(BlockError::Gone));
        }
        inbox.requests.push_back(request);
        drop(inbox);
        self.announce();
    }
}

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

struct Worker {
    disk: Disk,
    controller: Controller,
    /// Each has at least one command in flight, to try again or not yet sent; as many as there are slots at most.
    jobs: Vec<Option<Job>>,
    /// By slot.
    pieces: Vec<Option<Piece>>,
    /// Commands that the card asked to try again, and from which card time on.
    again: Vec<(u64, Piece)>,
    /// Jobs with bytes for which no command has been sent.
    waiting: VecDeque<usize>,
}

impl Worker {
    fn run(mut self) -> Result<(), DriverError> {
        let mut completions = vec![];
        loop {
            if !self.take_requests() {
                break;
            }
            if let Err(error) = self.work(&mut completions) {
                self.recover(error)?;
            }
            self.tell();
        }
        self.controller.stop()
    }

    /// Makes jobs of new requests; sleeps while there is nothing to do. False when it is time to stop.
    fn take_requests(&mut self) -> bool {
        let idle = self.jobs.iter().all(Option::is_none);
        let disk = self.disk.clone();
        let mut inbox = disk.lock();
        if idle {
            inbox.resting = true;
            inbox = disk
                .0
                .changed
                .wait_while(inbox, |inbox| inbox.requests.is_empty() && !inbox.stopping)
                .unwrap_or_else(PoisonError::into_inner);
            inbox.resting = false;
        }
        for (index, place) in self.jobs.iter_mut().enumerate().filter(|(_, place)| place.is_none()) {
            let Some(request) = inbox.requests.pop_front() else { break };
            *place = Some(Job { request, next: 0, open: 0, error: None });
            self.waiting.push_back(index);
        }
        !(inbox.stopping && self.jobs.iter().all(Option::is_none))
    }

    /// Sends what there are slots for and handles what comes back.
    fn work(&mut self, completions: &mut Vec<Completion>) -> Result<(), DriverError> {
        while let Some(slot) = self.controller.take_slot() {
            let Some(piece) = self.next_piece() else {
                self.controller.give_back(slot);
                break;
            };
            self.send(slot, piece)?;
        }
        let until_ns = self.again.iter().map(|(due_ns, _)| *due_ns).min().unwrap_or(u64::MAX);
        self.controller.wait(completions, until_ns)?;
        for completion in completions.drain(..) {
            self.complete(completion)?;
        }
        Ok(())
    }

    fn next_piece(&mut self) -> Option<Piece> {
        let now_ns = self.now_ns();
        if let Some(due) = self.again.iter().position(|(due_ns, _)| *due_ns <= now_ns) {
            return Some(self.again.remove(due).1);
        }
        let index = *self.waiting.front()?;
        let job = self.jobs[index].as_mut()?;
        let bytes_max = match job.request.operation {
            Operation::Zero { .. } | Operation::Trim { .. } => ZERO_BYTES_MAX,
            _ => self.controller.blocks_max() as usize * BLOCK_BYTES as usize,
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
                if let Err(error) = self.controller.fill(&slot, 0, data) {
                    self.controller.give_back(slot);
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
        self.controller.submit(slot, operation, lba, (piece.bytes as u64 / BLOCK_BYTES) as u32)?;
        Ok(())
    }

    fn complete(&mut self, completion: Completion) -> Result<(), DriverError> {
        let Completion { slot, status } = completion;
        let Some(piece) = self.pieces[slot.index()].take() else {
            // Its job ended with a restart.
            self.controller.give_back(slot);
            return Ok(());
        };
        let now_ns = self.now_ns();
        let since_ns = piece.since_ns.unwrap_or(now_ns);
        if status.may_retry() && now_ns - since_ns < RETRY_NS {
            let pause_ns = (2 * piece.pause_ns).min(*PAUSES_NS.end());
            self.again.push((now_ns + piece.pause_ns, Piece { since_ns: Some(since_ns), pause_ns, ..piece }));
            self.disk.work().retries.fetch_add(1, Ordering::Relaxed);
            self.controller.give_back(slot);
            return Ok(());
        }
        let mut result = Ok(());
        if let Some(job) = &mut self.jobs[piece.job] {
            let Request { operation, offset, data, .. } = &mut job.request;
            if !status.is_success() {
                tracing::warn!("{operation:?} of {} bytes at {offset}: {status}", piece.bytes);
                job.error = Some(BlockError::Io);
            } else if *operation == Operation::Read {
                result = self.controller.copy_out(&slot, 0, &mut data[piece.from..piece.from + piece.bytes]);
                job.error = job.error.or(result.is_err().then_some(BlockError::Io));
            }
        }
        self.controller.give_back(slot);
        self.end_piece(piece);
        result
    }

    /// One command less; the last ends its job.
    fn end_piece(&mut self, piece: Piece) {
        let place = &mut self.jobs[piece.job];
        let Some(job) = place.as_mut() else { return };
        job.open -= 1;
        if job.open == 0 && job.next == job.request.length {
            let Some(job) = place.take() else { return };
            job.request.complete(job.error.map_or(Ok(()), Err));
        }
    }

    /// The card needs a restart: what was in flight has failed, what was not yet sent stays. When even that fails, this
    /// was the card's end.
    fn recover(&mut self, error: DriverError) -> Result<(), DriverError> {
        tracing::warn!("{error}; restarting the controller");
        let restarted = self.controller.restart();
        match restarted {
            Ok(lost) => {
                self.disk.work().restarts.fetch_add(1, Ordering::Relaxed);
                lost.into_iter().for_each(|slot| self.controller.give_back(slot));
                for slot in 0..self.pieces.len() {
                    if let Some(piece) = self.pieces[slot].take() {
                        if let Some(job) = &mut self.jobs[piece.job] {
                            job.error = Some(BlockError::Io);
                        }
                        self.end_piece(piece);
                    }
                }
                Ok(())
            }
            Err(second) => {
                let mut inbox = self.disk.lock();
                inbox.failure = Some(format!("{error}; then, restarting it: {second}"));
                // Dropped requests end with an error; the jobs' go with this thread.
                drop(std::mem::take(&mut inbox.requests));
                Err(error)
            }
        }
    }

    fn now_ns(&self) -> u64 {
        self.controller.transport().now_ns()
    }

    fn tell(&self) {
        let (counts, work) = (self.controller.counts(), self.disk.work());
        work.commands.store(counts.submitted, Ordering::Relaxed);
        work.completions.store(counts.completed, Ordering::Relaxed);
        work.doorbells.store(counts.doorbells, Ordering::Relaxed);
    }
}
