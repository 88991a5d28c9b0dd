//! Several threads on one group, and one thread in lock step.

use super::*;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::channel;
use std::sync::Arc;
use std::time::{Duration, Instant};
use twinpath_driver::transport::Wake;

/// Runs jobs on one card and says after each whether it went well.
fn work(card: &dyn Transport, lba: u64, jobs: u32) {
    card.enable_interrupts(4).unwrap();
    let (from, to) = prepare(card, lba);
    for n in 1..=jobs {
        card.dma_write(from, 0, &[n as u8; 64]).unwrap();
        start(card);
        assert_eq!(card.wait(1 << 3, card.now_ns() + 1_000_000).unwrap(), Wake::Vectors(1 << 3));
        assert_eq!(card.dma_load32(to, 0).unwrap(), n);
    }
}

#[test]
fn two_drivers_work_at_the_same_time() {
    let simulation = pair(1, false);
    let started = Instant::now();
    std::thread::scope(|scope| {
        for unit in 0..2 {
            let card = simulation.transport(unit);
            scope.spawn(move || work(&card, 5 + unit as u64, 200));
        }
    });
    assert!(started.elapsed() < Duration::from_secs(60), "{:?}", started.elapsed());
    simulation.run(100);
    for unit in 0..2 {
        let frames = simulation.transport(unit).read32(Bar::Control, register(6)).unwrap();
        assert_eq!(frames, 200, "every frame of the other one has come");
    }
}

#[test]
fn a_waiting_thread_is_woken_by_another() {
    let simulation = pair(1, false);
    let card = Arc::new(simulation.transport(0));
    let waiter = card.clone();
    let thread = std::thread::spawn(move || waiter.wait(1, u64::MAX).unwrap());
    card.wake(1);
    assert_eq!(thread.join().unwrap(), Wake::Called);
    assert_eq!(card.wait(1, card.now_ns() + 80).unwrap(), Wake::Deadline, "one call ends one wait");
}

#[test]
fn a_call_ends_only_the_waits_for_its_vectors() {
    let simulation = pair(1, false);
    let card = Arc::new(simulation.transport(0));
    let waiters = [1, 1 << 4 | 1 << 5].map(|vectors| {
        let card = card.clone();
        std::thread::spawn(move || card.wait(vectors, u64::MAX).unwrap())
    });
    // Called before anybody waits for it: kept for that one, whoever else waits and is called meanwhile.
    card.wake(1 << 6);
    for (thread, vectors) in waiters.into_iter().zip([1, 1 << 5]) {
        card.wake(vectors);
        assert_eq!(thread.join().unwrap(), Wake::Called);
    }
    assert_eq!(card.wait(1 | 1 << 4 | 1 << 5, card.now_ns() + 80).unwrap(), Wake::Deadline);
    assert_eq!(card.wait(1 << 6, u64::MAX).unwrap(), Wake::Called);
}

#[test]
fn a_call_gets_through_while_another_thread_turns_the_clock() {
    const LATE: Duration = Duration::from_secs(20);
    let simulation = pair(1, false);
    let through = AtomicBool::new(false);
    let (mut cycles, mut in_line_for) = (0, 0);
    std::thread::scope(|scope| {
        let (call, called) = channel();
        let (other, through) = (simulation.clone(), &through);
        scope.spawn(move || {
            called.recv_timeout(LATE).unwrap();
            other.with(|_| through.store(true, Ordering::Relaxed));
        });
        let turned = simulation.turn_until(u64::MAX, LATE, |_| {
            cycles += 1;
            if cycles == 100 {
                call.send(()).unwrap();
                let begin = Instant::now();
                while simulation.in_line() == 0 && begin.elapsed() < LATE {
                    std::thread::yield_now();
                }
            }
            let done = through.load(Ordering::Relaxed);
            in_line_for += u32::from(cycles > 100 && !done);
            done.then_some(())
        });
        turned.unwrap();
    });
    // A whole slice, if who turns the clock did not look for others.
    assert!(in_line_for < 10, "a call waits for {in_line_for} cycles");
}

#[test]
fn time_stands_still_without_a_waiter_and_runs_on_in_the_background() {
    let simulation = pair(1, false);
    let card = simulation.transport(0);
    let before = card.now_ns();
    card.write32(Bar::Control, 0, 1).unwrap();
    assert_eq!(card.now_ns(), before);
    let background = simulation.background(5_000);
    let rests = || {
        let waited = Instant::now();
        while simulation.with(|g| g.quiet_cycles()) < 5_000 {
            assert!(waited.elapsed() < Duration::from_secs(20), "the background thread does not run on");
            std::thread::yield_now();
        }
    };
    rests();
    // A write wakes it, though nobody waits for what follows.
    let rested = card.now_ns();
    card.write32(Bar::Control, 0, 1).unwrap();
    rests();
    assert!(card.now_ns() > rested);
    assert!(simulation.with(|g| g.host(0).mmio_idle()), "the write has not reached the card");
    drop(background);
    let stopped = card.now_ns();
    std::thread::yield_now();
    assert_eq!(card.now_ns(), stopped);
}

#[test]
fn one_thread_is_in_lock_step() {
    let run = || {
        let simulation = pair(7, true);
        let cards = [simulation.transport(0), simulation.transport(1)];
        for (n, card) in cards.iter().enumerate() {
            card.enable_interrupts(4).unwrap();
            prepare(card, n as u64);
        }
        for _ in 0..20 {
            cards.iter().for_each(|c| start(c));
            cards.iter().for_each(|c| assert!(matches!(c.wait(8, u64::MAX), Ok(Wake::Vectors(8)))));
        }
        (cards[0].now_ns(), simulation.with(Group::take_trace))
    };
    assert_eq!(run(), run());
}
