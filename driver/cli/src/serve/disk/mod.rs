//! A card's volume as a block device: requests in, commands of at most 128 KiB out, as many in flight as the queues hold.
//!
//! Each I/O queue has a lane: a thread with an inbox ([`lane`]); requests go round the lanes. While nothing is in flight a
//! lane sleeps on its inbox and the card's clock may rest; otherwise it waits for the card, and a new request ends that
//! wait. A card that has to be restarted gets all queues together ([`mending`]).

mod lane;
mod mending;

use lane::Lane;
use mending::Mending;
use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use twinpath_driver::transport::Transport;
use twinpath_driver::{Card, DriverError, IoQueue};
use twinpath_export::{Block, BlockError, Request};

const BLOCK_BYTES: u64 = twinpath_export::BLOCK_BYTES as u64;

/// The device that is exported. Clones are the same device.
#[derive(Clone)]
pub struct Disk(Arc<Shared>);

struct Shared {
    blocks: u64,
    transport: Arc<dyn Transport>,
    inboxes: Vec<Inbox>,
    /// Requests that came; the next goes to the lane after.
    turn: AtomicUsize,
    mending: Mending,
    /// Some lane needs the card to be restarted: all let go of their queues.
    broken: AtomicBool,
    work: Work,
}

/// Where the requests of one lane come in.
struct Inbox {
    vector: u32,
    mail: Mutex<Mail>,
    changed: Condvar,
    /// Commands that its queue brought to the card.
    commands: AtomicU64,
}

#[derive(Default)]
struct Mail {
    requests: VecDeque<Request>,
    stopping: bool,
    /// The lane sleeps until something comes in; nobody turns the card's clock for it.
    resting: bool,
    /// There is no card any more.
    closed: bool,
}

/// What the driver did, for the status.
#[derive(Default)]
pub struct Work {
    pub completions: AtomicU64,
    pub doorbells: AtomicU64,
    pub retries: AtomicU64,
    pub restarts: AtomicU64,
}

/// The threads of a disk.
pub struct Lanes {
    disk: Disk,
    threads: Vec<JoinHandle<()>>,
}

impl Lanes {
    /// Waits for the end that [`Disk::stop`] or the card's brings: how the card went down.
    pub fn join(self) -> std::thread::Result<Result<(), DriverError>> {
        for thread in self.threads {
            thread.join()?;
        }
        Ok(self.disk.0.mending.outcome())
    }
}

impl Disk {
    /// Takes each queue into a thread of its own. They end with [`Disk::stop`], which shuts the card down, or with the card.
    pub fn start(name: &str, card: Card, queues: Vec<IoQueue>) -> std::io::Result<(Disk, Lanes)> {
        let inbox = |queue: &IoQueue| Inbox {
            vector: queue.vector(),
            mail: Mutex::default(),
            changed: Condvar::new(),
            commands: AtomicU64::new(0),
        };
        let disk = Disk(Arc::new(Shared {
            blocks: card.blocks(),
            transport: card.transport().clone(),
            inboxes: queues.iter().map(inbox).collect(),
            turn: AtomicUsize::new(0),
            mending: Mending::new(card, queues.len()),
            broken: AtomicBool::new(false),
            work: Work::default(),
        }));
        let mut lanes = Lanes { disk: disk.clone(), threads: vec![] };
        for (at, queue) in queues.into_iter().enumerate() {
            let lane = Lane::new(disk.clone(), at, queue);
            let named = std::thread::Builder::new().name(format!("{name} lane {}", at + 1));
            match named.spawn(move || lane.run()) {
                Ok(thread) => lanes.threads.push(thread),
                Err(error) => {
                    disk.stop();
                    return Err(error);
                }
            }
        }
        Ok((disk, lanes))
    }

    /// Ends the lanes when all requests are answered, and shuts the card down.
    pub fn stop(&self) {
        self.each_inbox(|mail| mail.stopping = true);
    }

    /// Why there is no card any more.
    pub fn failure(&self) -> Option<String> {
        self.0.mending.failure()
    }

    /// Whether nobody turns the card's clock.
    #[cfg(test)]
    pub fn rests(&self) -> bool {
        self.0.inboxes.iter().all(|inbox| inbox.lock().resting)
    }

    pub fn work(&self) -> &Work {
        &self.0.work
    }

    /// Commands that each I/O queue brought to the card.
    pub fn commands(&self) -> Vec<u64> {
        self.0.inboxes.iter().map(|inbox| inbox.commands.load(Ordering::Relaxed)).collect()
    }

    /// Changes every inbox and wakes its lane, whatever it waits for.
    fn each_inbox(&self, change: impl Fn(&mut Mail)) {
        for inbox in &self.0.inboxes {
            change(&mut inbox.lock());
            self.announce(inbox);
        }
    }

    fn announce(&self, inbox: &Inbox) {
        inbox.changed.notify_one();
        self.0.transport.wake(1 << inbox.vector);
    }

    fn is_broken(&self) -> bool {
        self.0.broken.load(Ordering::Acquire)
    }
}

impl Inbox {
    fn lock(&self) -> MutexGuard<'_, Mail> {
        self.mail.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Block for Disk {
    fn size(&self) -> u64 {
        self.0.blocks * BLOCK_BYTES
    }

    fn submit(&self, request: Request) {
        let turn = self.0.turn.fetch_add(1, Ordering::Relaxed);
        let inbox = &self.0.inboxes[turn % self.0.inboxes.len()];
        let mut mail = inbox.lock();
        if mail.closed || mail.stopping {
            drop(mail);
            return request.complete(Err(BlockError::Gone));
        }
        mail.requests.push_back(request);
        drop(mail);
        self.announce(inbox);
    }
}
