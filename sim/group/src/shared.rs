//! A group that several threads use, and who of them turns the clock.

use crate::{Group, InProcess};
use std::ops::{Deref, DerefMut};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// A group, shared. Clones are handles to the same group.
#[derive(Clone)]
pub struct Simulation(Arc<Shared>);

struct Shared {
    /// Next ticket, and the ticket being served: the lock is taken in order of arrival, or a thread that turns the
    /// clock would keep everybody else out.
    tickets: Mutex<(u64, u64)>,
    served: Condvar,
    /// Threads that stand in line.
    waiting: AtomicUsize,
    inner: Mutex<Inner>,
    /// Counts the moments at which a sleeping thread should look again.
    news: Mutex<u64>,
    announced: Condvar,
}

struct Inner {
    group: Group,
    /// Somebody turns the clock.
    turning: bool,
    news: u64,
}

/// The lock; gives way to the next in line when dropped.
struct Held<'a> {
    shared: &'a Shared,
    inner: Option<MutexGuard<'a, Inner>>,
}

/// Cycles after which the turner lets sleeping threads look at the time.
const SLICE_CYCLES: u32 = 2_048;
/// A sleeping thread looks at the wall clock at least this often.
const GLANCE: Duration = Duration::from_millis(200);

/// Why a wait ended without a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ended {
    /// Card time reached the deadline.
    Deadline,
    /// The wall-time limit passed first.
    Wall,
}

impl Simulation {
    pub fn new(group: Group) -> Self {
        let shared = Shared {
            tickets: Mutex::new((0, 0)),
            served: Condvar::new(),
            waiting: AtomicUsize::new(0),
            inner: Mutex::new(Inner { group, turning: false, news: 0 }),
            news: Mutex::new(0),
            announced: Condvar::new(),
        };
        Self(Arc::new(shared))
    }

    /// The driver's way to card `unit` (0 or 1). Each card has one DMA pool: make one transport per card and share it.
    pub fn transport(&self, unit: usize) -> InProcess {
        InProcess::new(self.clone(), unit)
    }

    /// Does something with the group between two cycles.
    pub fn with<T>(&self, action: impl FnOnce(&mut Group) -> T) -> T {
        action(&mut self.lock().group)
    }

    /// As [`Simulation::with`], for who does not wait for what follows: the background thread sees at once that there is
    /// something to do.
    pub fn stir<T>(&self, action: impl FnOnce(&mut Group) -> T) -> T {
        let result = self.with(action);
        self.announce();
        result
    }

    /// Lets `cycles` pass.
    pub fn run(&self, cycles: u64) {
        let end = self.with(|g| g.now()) + cycles;
        let _ = self.turn_until(end, Duration::MAX, |_| None::<()>);
    }

    /// Lets time pass until `done` says so; false when it did not within `cycles`.
    pub fn run_until(&self, cycles: u64, mut done: impl FnMut(&mut Group) -> bool) -> bool {
        let end = self.with(|g| g.now()) + cycles;
        self.turn_until(end, Duration::MAX, |g| done(g).then_some(())).is_ok()
    }

    /// As [`Simulation::run_until`], but gives up after `wall` of wall time, too.
    pub fn run_within(&self, cycles: u64, wall: Duration, mut done: impl FnMut(&mut Group) -> bool) -> bool {
        let end = self.with(|g| g.now()) + cycles;
        self.turn_until(end, wall, |g| done(g).then_some(())).is_ok()
    }

    /// A thread that keeps time going until the hosts and areas have been quiet for `run_on` cycles, again after each
    /// access. Stops when the result is dropped.
    pub fn background(&self, run_on: u64) -> Background {
        let stop = Arc::new(AtomicBool::new(false));
        let (simulation, stopped) = (self.clone(), stop.clone());
        let thread = std::thread::spawn(move || {
            while !stopped.load(Ordering::Relaxed) {
                let busy = |g: &Group| g.quiet_cycles() < run_on;
                if simulation.with(|g| busy(g)) {
                    let _ = simulation.turn_until(u64::MAX, GLANCE, |g| (!busy(g)).then_some(()));
                } else {
                    let known = simulation.lock().news;
                    simulation.sleep(known, GLANCE);
                }
            }
        });
        Background { stop, thread: Some(thread), simulation: self.clone() }
    }

    /// Wakes every thread that sleeps in [`Simulation::turn_until`].
    pub(crate) fn announce(&self) {
        let news = {
            let mut held = self.lock();
            held.news += 1;
            held.news
        };
        self.publish(news);
    }

    fn publish(&self, news: u64) {
        let mut known = locked(&self.0.news);
        *known = news.max(*known);
        drop(known);
        self.0.announced.notify_all();
    }

    fn sleep(&self, known: u64, limit: Duration) {
        let news = locked(&self.0.news);
        let later = self.0.announced.wait_timeout_while(news, limit, |news| *news <= known);
        drop(later.unwrap_or_else(PoisonError::into_inner));
    }

    /// Waits until `done` gives a result, card time reaches `deadline` (cycle), or `wall` has passed. Turns the clock
    /// unless another thread does.
    pub(crate) fn turn_until<T>(
        &self,
        deadline: u64,
        wall: Duration,
        mut done: impl FnMut(&mut Group) -> Option<T>,
    ) -> Result<T, Ended> {
        let start = Instant::now();
        let mut role = Role { simulation: self, turning: false };
        loop {
            let mut held = self.lock();
            if let Some(result) = done(&mut held.group) {
                return Ok(result);
            }
            if held.group.now() >= deadline {
                return Err(Ended::Deadline);
            }
            if start.elapsed() >= wall {
                return Err(Ended::Wall);
            }
            if !role.turning && held.turning {
                let known = held.news;
                drop(held);
                self.sleep(known, GLANCE.min(wall));
                continue;
            }
            held.turning = true;
            role.turning = true;
            let (result, news) = self.slice(&mut held, deadline, &mut done);
            drop(held);
            if let Some(news) = news {
                self.publish(news);
            }
            if let Some(result) = result {
                return Ok(result);
            }
        }
    }

    /// Cycles until there is a result, something for others, or others stand in line.
    fn slice<T>(
        &self,
        held: &mut Held<'_>,
        deadline: u64,
        done: &mut impl FnMut(&mut Group) -> Option<T>,
    ) -> (Option<T>, Option<u64>) {
        let inner = &mut **held;
        for _ in 0..SLICE_CYCLES {
            inner.group.cycle();
            let result = done(&mut inner.group);
            let news = inner.group.take_attention().then(|| {
                inner.news += 1;
                inner.news
            });
            let give_way = self.0.waiting.load(Ordering::Relaxed) > 0;
            if result.is_some() || news.is_some() || give_way || inner.group.now() >= deadline {
                return (result, news);
            }
        }
        inner.news += 1;
        (None, Some(inner.news))
    }

    /// Threads that stand in line for the group.
    #[cfg(test)]
    pub(crate) fn in_line(&self) -> usize {
        self.0.waiting.load(Ordering::Relaxed)
    }

    fn lock(&self) -> Held<'_> {
        let shared = &*self.0;
        let mut tickets = locked(&shared.tickets);
        let mine = tickets.0;
        tickets.0 += 1;
        if tickets.1 != mine {
            shared.waiting.fetch_add(1, Ordering::Relaxed);
            while tickets.1 != mine {
                tickets = shared.served.wait(tickets).unwrap_or_else(PoisonError::into_inner);
            }
            shared.waiting.fetch_sub(1, Ordering::Relaxed);
        }
        drop(tickets);
        Held { shared, inner: Some(locked(&shared.inner)) }
    }
}

/// Gives the clock back when its thread leaves, in whatever way.
struct Role<'a> {
    simulation: &'a Simulation,
    turning: bool,
}

impl Drop for Role<'_> {
    fn drop(&mut self) {
        if self.turning {
            self.simulation.lock().turning = false;
            self.simulation.announce();
        }
    }
}

impl Deref for Held<'_> {
    type Target = Inner;
    fn deref(&self) -> &Inner {
        self.inner.as_ref().expect("held until dropped")
    }
}

impl DerefMut for Held<'_> {
    fn deref_mut(&mut self) -> &mut Inner {
        self.inner.as_mut().expect("held until dropped")
    }
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        self.inner = None;
        let mut tickets = locked(&self.shared.tickets);
        tickets.1 += 1;
        if tickets.0 != tickets.1 {
            self.shared.served.notify_all();
        }
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A thread that lets time pass; see [`Simulation::background`].
pub struct Background {
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
    simulation: Simulation,
}

impl Drop for Background {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        self.simulation.announce();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
