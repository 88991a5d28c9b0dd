//! Several lanes, one card. A restart takes all queues at once, so each lane hands its queue in and waits for it; the last
//! one to come does the work. At the end each lane leaves its queue here, and the last one shuts the card down.

use super::{Disk, Mail};
use std::sync::atomic::Ordering;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use twinpath_driver::{Card, DriverError, IoQueue};

/// Wall time in which every lane must have handed in its queue and the card have been restarted. More than a transport's
/// own limit, since restarting a simulated card is slow.
const PATIENCE: Duration = Duration::from_secs(600);

pub struct Mending {
    bench: Mutex<Bench>,
    done: Condvar,
}

struct Bench {
    card: Option<Card>,
    /// Those handed in, and those whose lanes have ended.
    queues: Vec<IoQueue>,
    lanes: usize,
    /// Lanes that have ended in good order.
    ended: usize,
    /// Counts the restarts.
    round: u64,
    /// What this restart is for.
    cause: Option<DriverError>,
    failure: Option<String>,
    outcome: Option<Result<(), DriverError>>,
}

impl Mending {
    pub fn new(card: Card, lanes: usize) -> Mending {
        let card = Some(card);
        let bench =
            Bench { card, queues: vec![], lanes, ended: 0, round: 0, cause: None, failure: None, outcome: None };
        Mending { bench: Mutex::new(bench), done: Condvar::new() }
    }

    fn lock(&self) -> MutexGuard<'_, Bench> {
        self.bench.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Why there is no card any more.
    pub fn failure(&self) -> Option<String> {
        self.lock().failure.clone()
    }

    /// How the card went down; once.
    pub fn outcome(&self) -> Result<(), DriverError> {
        self.lock().outcome.take().unwrap_or(Ok(()))
    }
}

impl Disk {
    /// Hands in a lane's queue for a restart; `cause`, if it was this lane that found the card in need of it. None when that
    /// was the card's end.
    pub(super) fn mend(&self, queue: IoQueue, cause: Option<DriverError>) -> Option<IoQueue> {
        let id = queue.id();
        let mut bench = self.0.mending.lock();
        bench.queues.push(queue);
        if let Some(cause) = cause {
            bench.cause.get_or_insert(cause);
            self.0.broken.store(true, Ordering::Release);
        }
        let round = bench.round;
        if bench.queues.len() == bench.lanes {
            self.restart(&mut bench);
        } else {
            drop(bench);
            // Under each inbox's lock: no lane goes to sleep without having seen it.
            self.each_inbox(|_| ());
            let waits = |bench: &mut Bench| bench.round == round && bench.failure.is_none();
            let mending = &self.0.mending;
            let waited = mending.done.wait_timeout_while(mending.lock(), PATIENCE, waits);
            let (guard, late) = waited.unwrap_or_else(PoisonError::into_inner);
            bench = guard;
            if late.timed_out() {
                self.fail(&mut bench, "a queue's thread does not let go of it".into());
            }
        }
        if bench.failure.is_some() {
            return None;
        }
        let at = bench.queues.iter().position(|queue| queue.id() == id)?;
        Some(bench.queues.swap_remove(at))
    }

    /// A lane has ended in good order.
    pub(super) fn leave(&self, queue: IoQueue) {
        let mut bench = self.0.mending.lock();
        bench.queues.push(queue);
        bench.ended += 1;
        if bench.ended == bench.lanes {
            bench.outcome = bench.card.take().map(Card::stop);
        } else if bench.queues.len() == bench.lanes && bench.cause.is_some() {
            // The others wait for a restart.
            self.restart(&mut bench);
        }
    }

    fn restart(&self, bench: &mut Bench) {
        let (Some(card), Some(cause)) = (&mut bench.card, bench.cause.take()) else { return };
        tracing::warn!("{cause}; restarting the controller");
        match card.restart(&mut bench.queues) {
            Ok(()) => {
                self.work().restarts.fetch_add(1, Ordering::Relaxed);
                bench.round += 1;
                self.0.broken.store(false, Ordering::Release);
                self.0.mending.done.notify_all();
            }
            Err(second) => {
                let failure = format!("{cause}; then, restarting it: {second}");
                bench.outcome = Some(Err(cause));
                self.fail(bench, failure);
            }
        }
    }

    /// There is no card any more. Requests that wait end with an error; those of the lanes go with them.
    fn fail(&self, bench: &mut Bench, why: String) {
        bench.failure.get_or_insert(why);
        self.0.mending.done.notify_all();
        self.each_inbox(|mail| {
            mail.closed = true;
            drop(std::mem::take(&mut mail.requests));
        });
    }
}

impl Mail {
    pub(super) fn has_news(&self) -> bool {
        !self.requests.is_empty() || self.stopping || self.closed
    }
}
