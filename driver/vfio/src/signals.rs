//! Interrupts as event descriptors: whoever delivers a vector (the kernel, a vfio-user server) adds to its descriptor,
//! and [`Signals::wait`] is the driver's wait for any of them.

use rustix::event::{poll, PollFd, PollFlags, Timespec};
use rustix::time::{clock_gettime, ClockId};
use std::io;
use std::os::fd::{AsRawFd, BorrowedFd};
use std::sync::atomic::{AtomicU32, Ordering};
use twinpath_driver::transport::{Result, TransportError, Wake};
use vmm_sys_util::eventfd::{EventFd, EFD_CLOEXEC, EFD_NONBLOCK};

/// In [`Waiting::Hybrid`], how long an interrupt that got lost is missed, in nanoseconds.
pub const LOOK_NS: u64 = 1_000_000;
/// A wait of at most so many nanoseconds turns instead of sleeping: going to sleep takes longer.
const TURN_NS: u64 = 20_000;
/// In [`Waiting::Polling`], how long a wait for a vector turns before it lets the driver look, in nanoseconds.
const GLANCE_NS: u64 = 1_000;
/// Vectors that a mask has bits for.
const VECTORS_MAX: u32 = 32;

/// How the driver learns that the card has something for it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Waiting {
    /// It sleeps until an interrupt comes.
    Interrupts,
    /// It never sleeps while it waits for a vector: no interrupt is needed and no system call made.
    Polling,
    /// It sleeps until an interrupt comes, but looks every [`LOOK_NS`] all the same.
    #[default]
    Hybrid,
}

/// The descriptors of all vectors, and of [`Signals::wake`] for each: several threads may sleep, each for its own.
pub struct Signals {
    vectors: Vec<EventFd>,
    waking: Vec<EventFd>,
    waiting: Waiting,
    /// Vectors that [`Signals::wake`] was called for and nobody was told of yet.
    called: AtomicU32,
    /// Vectors that came and were not asked for yet.
    pending: AtomicU32,
}

/// CLOCK_MONOTONIC in nanoseconds: the time of a card that is not simulated in this process.
pub fn now_ns() -> u64 {
    let now = clock_gettime(ClockId::Monotonic);
    now.tv_sec as u64 * 1_000_000_000 + now.tv_nsec as u64
}

impl Signals {
    /// For vectors `0..count`, 32 at most.
    pub fn new(count: u32, waiting: Waiting) -> io::Result<Signals> {
        if count > VECTORS_MAX {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        let descriptors = || (0..count).map(|_| EventFd::new(EFD_NONBLOCK | EFD_CLOEXEC)).collect::<io::Result<_>>();
        Ok(Signals {
            vectors: descriptors()?,
            waking: descriptors()?,
            waiting,
            called: AtomicU32::new(0),
            pending: AtomicU32::new(0),
        })
    }

    /// The vectors' descriptors, in order.
    pub fn vectors(&self) -> &[EventFd] {
        &self.vectors
    }

    pub fn waiting(&self) -> Waiting {
        self.waiting
    }

    /// As [`twinpath_driver::transport::Transport::wait`], in the time of [`now_ns`]. Where the driver is to look without an interrupt
    /// ([`Waiting`]), the vectors asked for are reported as if they had come.
    pub fn wait(&self, mask: u32, deadline_ns: u64) -> Result<Wake> {
        let begin_ns = now_ns();
        let look_ns = begin_ns.saturating_add(match self.waiting {
            Waiting::Interrupts => u64::MAX,
            Waiting::Polling => GLANCE_NS,
            Waiting::Hybrid => LOOK_NS,
        });
        let until_ns = if mask == 0 { deadline_ns } else { deadline_ns.min(look_ns) };
        loop {
            if self.called.fetch_and(!mask, Ordering::Acquire) & mask != 0 {
                return Ok(Wake::Called);
            }
            let got = self.pending.fetch_and(!mask, Ordering::Relaxed) & mask;
            if got != 0 {
                return Ok(Wake::Vectors(got));
            }
            let now_ns = now_ns();
            if now_ns >= until_ns {
                // What came while nobody slept was not gathered yet.
                if self.waiting != Waiting::Polling && mask != 0 && self.sleep(mask, 0)? {
                    continue;
                }
                return Ok(if now_ns >= deadline_ns { Wake::Deadline } else { Wake::Vectors(mask) });
            }
            if until_ns - now_ns <= TURN_NS {
                std::hint::spin_loop();
            } else {
                self.sleep(mask, until_ns - now_ns)?;
            }
        }
    }

    /// Sleeps for `ns` at most, or until a vector of the mask comes or somebody wakes; gathers what came. True: something
    /// did.
    fn sleep(&self, mask: u32, ns: u64) -> Result<bool> {
        let asked = |at: &usize| mask >> at & 1 == 1;
        let mut waited: Vec<PollFd> = (0..self.vectors.len())
            .filter(asked)
            .flat_map(|at| [&self.vectors[at], &self.waking[at]])
            .map(|descriptor| {
                // SAFETY: the descriptor stays open as long as `self`, beyond this wait.
                let descriptor = unsafe { BorrowedFd::borrow_raw(descriptor.as_raw_fd()) };
                PollFd::from_borrowed_fd(descriptor, PollFlags::IN)
            })
            .collect();
        let limit = Timespec { tv_sec: (ns / 1_000_000_000) as i64, tv_nsec: (ns % 1_000_000_000) as _ };
        match poll(&mut waited, Some(&limit)) {
            Ok(0) | Err(rustix::io::Errno::INTR) => return Ok(false),
            Ok(_) => {}
            Err(error) => return Err(TransportError::Gone(format!("waiting for its interrupts: {error}"))),
        }
        for at in (0..self.vectors.len()).filter(asked) {
            // Reading empties it; the count says only how often it came.
            if self.vectors[at].read().is_ok() {
                self.pending.fetch_or(1 << at, Ordering::Relaxed);
            }
            let _ = self.waking[at].read();
        }
        Ok(true)
    }

    /// For each vector of the mask ends the wait for it that is under way, or the next one.
    pub fn wake(&self, mask: u32) {
        self.called.fetch_or(mask, Ordering::Release);
        for (_, waking) in self.waking.iter().enumerate().filter(|(at, _)| mask >> at & 1 == 1) {
            // A full counter is readable all the same.
            let _ = waking.write(1);
        }
    }

    /// Forgets every vector that came and was not told: after a reset, or when interrupts are turned off.
    pub fn forget(&self) {
        self.vectors.iter().for_each(|vector| drop(vector.read()));
        self.pending.store(0, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;
    use std::time::Duration;

    const SECOND_NS: u64 = 1_000_000_000;
    /// Far beyond what any of these waits should take.
    const LATE: Duration = Duration::from_secs(30);

    fn far() -> u64 {
        now_ns() + LATE.as_nanos() as u64
    }

    #[test]
    fn a_vector_ends_the_wait_for_it_once() {
        for waiting in [Waiting::Interrupts, Waiting::Hybrid] {
            let signals = Signals::new(3, waiting).unwrap();
            signals.vectors()[1].write(1).unwrap();
            signals.vectors()[1].write(1).unwrap();
            signals.vectors()[2].write(1).unwrap();
            assert_eq!(signals.wait(0b011, far()).unwrap(), Wake::Vectors(0b010));
            assert_eq!(signals.wait(0b011, now_ns()).unwrap(), Wake::Deadline, "it was told");
            assert_eq!(signals.wait(0b111, now_ns()).unwrap(), Wake::Vectors(0b100), "it came earlier");
        }
    }

    #[test]
    fn a_vector_from_another_thread_ends_a_sleep() {
        let signals = Arc::new(Signals::new(1, Waiting::Interrupts).unwrap());
        let other = signals.vectors()[0].try_clone().unwrap();
        let thread = std::thread::spawn(move || {
            std::thread::sleep(Duration::from_millis(20));
            other.write(1).unwrap();
        });
        assert_eq!(signals.wait(1, far()).unwrap(), Wake::Vectors(1));
        thread.join().unwrap();
    }

    #[test]
    fn wake_ends_this_wait_or_the_next() {
        for waiting in [Waiting::Interrupts, Waiting::Polling, Waiting::Hybrid] {
            let signals = Arc::new(Signals::new(1, waiting).unwrap());
            signals.wake(1);
            assert_eq!(signals.wait(1, far()).unwrap(), Wake::Called);
            let other = signals.clone();
            let thread = std::thread::spawn(move || {
                std::thread::sleep(Duration::from_millis(20));
                other.wake(1);
            });
            let called = std::iter::repeat_with(|| signals.wait(1, far()).unwrap());
            // Where nobody waits for interrupts the driver is sent to look meanwhile.
            assert!(called.take_while(|wake| *wake != Wake::Called).all(|wake| wake == Wake::Vectors(1)));
            thread.join().unwrap();
            assert_ne!(signals.wait(1, now_ns() + 1_000_000).unwrap(), Wake::Called, "told once");
        }
    }

    #[test]
    fn each_thread_is_woken_for_its_own_vectors() {
        let signals = Arc::new(Signals::new(3, Waiting::Interrupts).unwrap());
        let sleepers = [0b001, 0b110].map(|mask| {
            let signals = signals.clone();
            std::thread::spawn(move || signals.wait(mask, far()).unwrap())
        });
        for (sleeper, mask) in sleepers.into_iter().zip([0b001, 0b100]) {
            signals.wake(mask);
            assert_eq!(sleeper.join().unwrap(), Wake::Called);
        }
        assert_eq!(signals.wait(0b111, now_ns()).unwrap(), Wake::Deadline);
    }

    #[test]
    fn the_deadline_is_kept_asleep_and_awake() {
        let signals = Signals::new(1, Waiting::Interrupts).unwrap();
        for ns in [0, 5_000, 3_000_000] {
            let until = now_ns() + ns;
            assert_eq!(signals.wait(1, until).unwrap(), Wake::Deadline);
            assert!((until..until + 20 * SECOND_NS).contains(&now_ns()));
        }
    }

    /// The broken twin is [`Waiting::Interrupts`]: there the same loss costs the whole wait.
    #[test]
    fn a_lost_interrupt_costs_one_look() {
        let lost = |waiting| Signals::new(1, waiting).unwrap().wait(1, now_ns() + 50 * LOOK_NS).unwrap();
        assert_eq!(lost(Waiting::Hybrid), Wake::Vectors(1));
        assert_eq!(lost(Waiting::Polling), Wake::Vectors(1));
        assert_eq!(lost(Waiting::Interrupts), Wake::Deadline);
    }

    #[test]
    fn what_is_forgotten_is_not_told() {
        let signals = Signals::new(2, Waiting::Interrupts).unwrap();
        signals.vectors()[0].write(1).unwrap();
        signals.vectors()[1].write(1).unwrap();
        assert_eq!(signals.wait(1, far()).unwrap(), Wake::Vectors(1));
        signals.vectors()[0].write(1).unwrap();
        signals.forget();
        assert_eq!(signals.wait(3, now_ns()).unwrap(), Wake::Deadline);
        assert!(Signals::new(33, Waiting::Hybrid).is_err());
    }
}
