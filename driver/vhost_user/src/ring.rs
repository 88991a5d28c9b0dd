//! A ring and the thread that serves it.

use crate::request::{Asked, Chain, Senseless, Status, ID_BYTES};
use rustix::event::{eventfd, poll, EventfdFlags, PollFd, PollFlags};
use rustix::fs::{fcntl_getfl, fcntl_setfl, OFlags};
use std::collections::VecDeque;
use std::fs::File;
use std::io;
use std::os::fd::OwnedFd;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use twinpath_export::{Block, BlockError, Operation, Request, Window};
use virtio_queue::{Queue, QueueOwnedT, QueueT};
use vm_memory::{GuestAddress, GuestMemoryMmap};

/// What all rings of a session share.
pub struct Shared {
    pub device: Arc<dyn Block>,
    pub name: String,
    /// What the guest may have in flight, in all rings together.
    pub window: Arc<Window>,
    /// A write is durable before it is answered.
    pub write_through: AtomicBool,
}

pub struct Ring {
    shared: Arc<Shared>,
    number: usize,
    state: Mutex<State>,
    changed: Condvar,
    /// Ends the thread's wait for a kick.
    wake: OwnedFd,
}

struct State {
    queue: Queue,
    memory: Option<Arc<GuestMemoryMmap>>,
    kick: Option<Arc<File>>,
    call: Option<File>,
    error: Option<File>,
    /// The thread lives.
    served: bool,
    stopping: bool,
    /// Nothing of this ring's is touched any more, whatever still completes.
    abandoned: bool,
    /// Taken from the ring and not reported, in the ring's order; the first one's number is `reported`.
    taken: VecDeque<Taken>,
    reported: u64,
}

struct Taken {
    head: u16,
    /// Bytes written, when it has ended.
    ended: Option<u32>,
}

impl Ring {
    pub fn new(number: usize, places: u16, shared: Arc<Shared>) -> io::Result<Arc<Ring>> {
        let state = State {
            queue: Queue::new(places).map_err(io::Error::other)?,
            memory: None,
            kick: None,
            call: None,
            error: None,
            served: false,
            stopping: false,
            abandoned: false,
            taken: VecDeque::new(),
            reported: 0,
        };
        let wake = eventfd(0, EventfdFlags::NONBLOCK | EventfdFlags::CLOEXEC)?;
        Ok(Arc::new(Ring { shared, number, state: Mutex::new(state), changed: Condvar::new(), wake }))
    }

    pub fn is_served(&self) -> bool {
        self.lock().served
    }

    /// A change of the ring's shape, while it is not served.
    pub fn change<T>(&self, change: impl FnOnce(&mut Queue) -> Option<T>) -> Option<T> {
        let mut state = self.lock();
        if state.served {
            return None;
        }
        change(&mut state.queue)
    }

    pub fn set_memory(&self, memory: Arc<GuestMemoryMmap>) {
        self.lock().memory = Some(memory);
    }

    /// What the guest kicks it with.
    pub fn set_kick(&self, file: File) -> io::Result<()> {
        never_waits(&file)?;
        self.lock().kick = Some(Arc::new(file));
        Ok(())
    }

    /// It is not served again before there is another.
    pub fn forget_kick(&self) {
        self.lock().kick = None;
    }

    /// What interrupts the guest.
    pub fn set_call(&self, file: Option<File>) -> io::Result<()> {
        file.iter().try_for_each(never_waits)?;
        self.lock().call = file;
        Ok(())
    }

    /// What tells the monitor that the ring makes no sense.
    pub fn set_error(&self, file: Option<File>) -> io::Result<()> {
        file.iter().try_for_each(never_waits)?;
        self.lock().error = file;
        Ok(())
    }

    /// Serves it from now on, if all that it needs has been told.
    pub fn start(self: &Arc<Ring>) -> io::Result<()> {
        let mut state = self.lock();
        let (Some(memory), Some(kick), false) = (state.memory.clone(), state.kick.clone(), state.served) else {
            return Ok(());
        };
        state.queue.set_ready(true);
        if !state.queue.is_valid(&*memory) {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "a ring outside the guest's memory"));
        }
        // Of a stop before this.
        let _ = rustix::io::read(&self.wake, &mut [0; 8]);
        state.stopping = false;
        let ring = self.clone();
        let named = std::thread::Builder::new().name(format!("ring {} of {}", self.number, self.shared.name));
        named.spawn(move || ring.serve(&kick))?;
        state.served = true;
        Ok(())
    }

    /// Takes no more and waits until all that was taken is reported, so long at most. Gives whether that was so.
    pub fn stop(&self, limit: Duration) -> bool {
        self.hold();
        let (state, _) = self
            .changed
            .wait_timeout_while(self.lock(), limit, |state| state.served || !state.taken.is_empty())
            .unwrap_or_else(PoisonError::into_inner);
        !state.served && state.taken.is_empty()
    }

    /// Takes no more.
    pub fn hold(&self) {
        self.lock().stopping = true;
        // A full counter is readable all the same.
        let _ = rustix::io::write(&self.wake, &1u64.to_ne_bytes());
    }

    /// From now on nothing of the guest's is touched.
    pub fn abandon(&self) {
        let mut state = self.lock();
        state.abandoned = true;
        state.taken.clear();
        state.memory = None;
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn serve(self: &Arc<Ring>, kick: &File) {
        if let Err(error) = self.serve_until_stopped(kick) {
            tracing::warn!("ring {} of {} makes no sense: {error}", self.number, self.shared.name);
            let mut state = self.lock();
            state.kick = None;
            state.error.iter().for_each(signal);
        }
        self.lock().served = false;
        self.changed.notify_all();
    }

    fn serve_until_stopped(self: &Arc<Ring>, kick: &File) -> Result<(), Senseless> {
        loop {
            while let Some(chain) = self.take()? {
                self.carry_out(chain);
            }
            if self.lock().stopping {
                return Ok(());
            }
            match poll(&mut [PollFd::new(kick, PollFlags::IN), PollFd::new(&self.wake, PollFlags::IN)], None) {
                Ok(_) | Err(rustix::io::Errno::INTR) => {}
                Err(_) => return Err(Senseless::Kick),
            }
            match rustix::io::read(kick, &mut [0; 8]) {
                Ok(8) | Err(rustix::io::Errno::AGAIN) => {}
                _ => return Err(Senseless::Kick),
            }
        }
    }

    /// The next chain of the ring, and its number. None: there is none, and a kick will tell of the next.
    fn take(&self) -> Result<Option<(u64, Chain)>, Senseless> {
        let mut state = self.lock();
        let State { queue, memory: Some(memory), stopping: false, taken, reported, .. } = &mut *state else {
            return Ok(None);
        };
        let wrong = |error: virtio_queue::Error| Senseless::Ring(error.to_string());
        loop {
            queue.disable_notification(&**memory).map_err(wrong)?;
            if let Some(chain) = queue.iter(memory.clone()).map_err(wrong)?.next() {
                let chain = Chain::new(chain, memory.clone())?;
                if taken.len() >= usize::from(queue.size()) || chain.head >= queue.size() {
                    return Err(Senseless::Ring("more requests than places".into()));
                }
                taken.push_back(Taken { head: chain.head, ended: None });
                return Ok(Some((*reported + taken.len() as u64 - 1, chain)));
            }
            if !queue.enable_notification(&**memory).map_err(wrong)? {
                return Ok(None);
            }
        }
    }

    fn carry_out(self: &Arc<Ring>, (number, chain): (u64, Chain)) {
        let shared = &*self.shared;
        let (operation, offset, bytes) =
            match chain.read(shared.device.size(), shared.write_through.load(Ordering::Relaxed)) {
                Asked::Device(operation, offset, bytes) => (operation, offset, bytes),
                Asked::Id => {
                    let mut id = shared.name.clone().into_bytes();
                    id.resize(ID_BYTES, 0);
                    return self.end(number, &chain, Status::Ok, &id);
                }
                Asked::Answer(status) => return self.end(number, &chain, status, &[]),
            };
        let moved = if matches!(operation, Operation::Read | Operation::Write { .. }) { bytes } else { 0 };
        let Some(permit) = Window::enter(&shared.window, moved) else {
            return self.end(number, &chain, Status::Failed, &[]);
        };
        let data = match operation {
            Operation::Read => Some(vec![0; bytes]),
            Operation::Write { .. } => chain.take(bytes),
            _ => None,
        };
        if data.is_none() && moved > 0 {
            return self.end(number, &chain, Status::Failed, &[]);
        }
        let ring = self.clone();
        let reply = move |operation, result: Result<Vec<u8>, BlockError>| {
            match &result {
                Ok(data) if operation == Operation::Read => ring.end(number, &chain, Status::Ok, data),
                Ok(_) => ring.end(number, &chain, Status::Ok, &[]),
                Err(error) => ring.end(number, &chain, (*error).into(), &[]),
            }
            drop(permit);
        };
        shared.device.submit(match data {
            Some(data) => Request::new(operation, offset, data, reply),
            None => Request::without_data(operation, offset, bytes, reply),
        });
    }

    /// Answers a request, and reports it and those after it that have ended, when all before it have.
    fn end(&self, number: u64, chain: &Chain, status: Status, data: &[u8]) {
        let mut state = self.lock();
        if state.abandoned {
            return;
        }
        let State { queue, memory: Some(memory), call, taken, reported, .. } = &mut *state else { return };
        let Some(at) = number.checked_sub(*reported).and_then(|at| taken.get_mut(at as usize)) else { return };
        at.ended = Some(chain.answer(status, data).unwrap_or(0));
        let mut told = false;
        while let Some(Taken { head, ended: Some(written) }) = taken.front() {
            told |= queue.add_used(&**memory, *head, *written).is_ok();
            taken.pop_front();
            *reported += 1;
        }
        if told && queue.needs_notification(&**memory).unwrap_or(true) {
            if let Some(call) = call {
                signal(call);
            }
        }
        if taken.is_empty() {
            self.changed.notify_all();
        }
    }
}

/// The guest's addresses of a ring's three parts.
pub struct Addresses {
    pub descriptors: GuestAddress,
    pub available: GuestAddress,
    pub used: GuestAddress,
}

impl Addresses {
    pub fn set(&self, queue: &mut Queue) -> Option<()> {
        queue.try_set_desc_table_address(self.descriptors).ok()?;
        queue.try_set_avail_ring_address(self.available).ok()?;
        queue.try_set_used_ring_address(self.used).ok()
    }
}

/// Whoever gave the descriptor must not be able to stop a thread with it.
fn never_waits(file: &File) -> io::Result<()> {
    let flags = fcntl_getfl(file)?;
    Ok(fcntl_setfl(file, flags | OFlags::NONBLOCK)?)
}

/// Adds to an event descriptor. One that is full is told all the same.
fn signal(file: &File) {
    let _ = rustix::io::write(file, &1u64.to_ne_bytes());
}
