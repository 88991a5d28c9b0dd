//! Everything that goes wrong: each read ends once, with its error, and the next one works.

use super::dma::check_read;
use super::host::{Answer, Pending, HIGH, LOW};
use super::registers::BARS;
use super::tlp::{Tlp, CARD, READ, WRITE};
use super::{bench, Bench};
use crate::pins::broken;
use std::panic::{catch_unwind, AssertUnwindSafe};

/// A read that the host leaves unanswered: the test answers it by hand.
fn open(b: &mut Bench, read: [u64; 6]) -> Pending {
    b.host.answers.insert(read[0], Answer::Never);
    b.reads.push_back(read);
    b.until(100, "the read request", |b| !b.host.unanswered.is_empty());
    b.host.unanswered.pop().expect("it is there")
}

fn data(b: &mut Bench, p: &Pending, from: u32, count: u32) -> Tlp {
    let address = p.address + 4 * u64::from(from);
    let payload: Vec<u32> = (0..count).map(|n| *b.host.at(address + 4 * u64::from(n)).unwrap()).collect();
    Tlp::completion(0, 4 * (p.left - from), p.tag, address as u32, &payload)
}

fn one_end(b: &mut Bench, id: u64, error: u64) {
    b.until(10_000, "the read's end", |b| !b.read_ends.is_empty());
    b.run(100);
    let ends: Vec<_> = b.read_ends.drain(..).map(|e| (e.0, e.1)).collect();
    assert_eq!(ends, [(id, error)]);
}

fn works(b: &mut Bench) {
    b.places.clear();
    let read = [HIGH + 0x9004, 4088, 0, 1, 1, 3];
    b.reads.push_back(read);
    one_end(b, 3, 0);
    check_read(b, &read);
}

#[test]
fn completions_that_do_not_fit_are_not_believed() {
    let mut b = bench(30);
    let read = [HIGH + 0x1000, 256, 0, 2, 0, 5];
    let p = open(&mut b, read);
    let good = data(&mut b, &p, 0, 64);
    let change = |f: &dyn Fn(&mut Tlp)| {
        let mut tlp = good.clone();
        f(&mut tlp);
        tlp
    };
    let wrong = [
        change(&|t| t.dws[2] ^= 1 << 8),
        change(&|t| t.dws[2] ^= 32 << 8),
        change(&|t| t.dws[2] ^= 128 << 8),
        change(&|t| t.dws[2] ^= 1 << 16),
        change(&|t| t.dws[2] ^= 1 << 31),
        change(&|t| t.dws[1] += 4),
        change(&|t| t.dws[1] -= 4),
        change(&|t| t.dws[1] -= 1),
        change(&|t| t.dws[1] &= !0xfff),
        // More data than is left.
        change(&|t| {
            t.dws[0] += 1;
            t.dws.push(0);
        }),
        // Successful without data.
        Tlp::completion(0, 256, p.tag, 0, &[]),
        // Refusals of others.
        Tlp::completion(1, 256, p.tag ^ 8, 0, &[]),
        change(&|t| {
            *t = Tlp::completion(4, 256, p.tag, 0, &[]);
            t.dws[2] ^= 1 << 24;
        }),
    ];
    for (n, tlp) in wrong.into_iter().enumerate() {
        b.host.inbox.push_back(tlp);
        b.run(60);
        assert_eq!(b.get("unexpected_completions"), n as u64 + 1, "wrong completion {n}");
        assert!(b.places.is_empty() && b.read_ends.is_empty(), "wrong completion {n} was believed");
    }
    b.host.inbox.push_back(good.clone());
    one_end(&mut b, 5, 0);
    check_read(&mut b, &read);
    // Once more: the tag waits for nothing now.
    b.host.inbox.push_back(good);
    b.run(60);
    assert_eq!(b.get("unexpected_completions"), 14);
    assert!(b.places.is_empty());
    works(&mut b);
}

#[test]
fn refusals_and_poison_are_errors_of_their_own() {
    let mut b = bench(31);
    for (n, (answer, error)) in
        [(Answer::Status(1), 1), (Answer::Status(4), 1), (Answer::Status(2), 1), (Answer::Poisoned, 3)]
            .into_iter()
            .enumerate()
    {
        // The third of eight requests.
        b.host.answers = [(LOW + 0x2400, answer)].into();
        b.reads.push_back([LOW + 0x2000, 4096, 0, 4, 0, n as u64]);
        one_end(&mut b, n as u64, error);
        works(&mut b);
    }
    // A refusal with data is a refusal.
    let p = open(&mut b, [LOW + 0x4000, 64, 0, 4, 0, 8]);
    let mut tlp = data(&mut b, &p, 0, 16);
    tlp.dws[1] |= 1 << 13;
    b.host.inbox.push_back(tlp);
    one_end(&mut b, 8, 1);
    assert!(b.places.is_empty());
    works(&mut b);
}

#[test]
fn a_lost_answer_is_a_timeout_and_a_late_one_is_dropped() {
    let mut b = bench(32);
    b.reset(500);
    let started = b.cycle;
    let p = open(&mut b, [HIGH + 0x7000, 512, 0, 7, 0, 6]);
    // Half of it comes, and starts the time again.
    b.run(400);
    let half = data(&mut b, &p, 0, 64);
    b.host.inbox.push_back(half);
    one_end(&mut b, 6, 2);
    println!("given up {} cycles after its start", b.cycle - started);
    assert!(b.cycle - started >= 900);
    assert_eq!((b.get("timeouts"), b.get("unexpected_completions"), b.places.len()), (1, 0, 64));
    b.places.clear();
    let rest = data(&mut b, &p, 64, 64);
    b.host.inbox.push_back(rest);
    b.run(100);
    assert_eq!((b.get("unexpected_completions"), b.places.len()), (1, 0));
    // Its tag is kept back: the next 40 requests go without it.
    b.host.answers.clear();
    let seen = b.host.log.len();
    for _ in 0..5 {
        works(&mut b);
    }
    assert!(b.host.log[seen..].iter().all(|t| t.tag() != p.tag), "the lost tag was used again at once");
    // In the end it comes back.
    b.run(4_000);
    for _ in 0..5 {
        works(&mut b);
    }
    assert!(b.host.log[seen..].iter().any(|t| t.tag() == p.tag), "the lost tag came back");
}

#[test]
fn with_all_tags_lost_reads_still_end() {
    let mut b = bench(33);
    b.reset(300);
    for n in 0..12 {
        for k in 0..8 {
            b.host.answers.insert(HIGH + 0x1000 * n + 0x200 * k, Answer::Never);
        }
        b.reads.push_back([HIGH + 0x1000 * n, 4096, 0, n, 0, n]);
    }
    b.until(20_000, "twelve ends", |b| b.read_ends.len() == 12);
    assert!(b.read_ends.iter().all(|e| e.1 == 2));
    assert_eq!(b.get("timeouts"), 96);
    b.read_ends.clear();
    b.host.answers.clear();
    works(&mut b);
}

#[test]
fn without_bus_mastering_nothing_leaves_and_everything_ends() {
    let mut b = bench(34);
    b.set("cfg_bus_master", 0);
    b.host.bus_master = false;
    b.run(4);
    b.reads.push_back([HIGH + 0x1000, 4096, 0, 1, 0, 4]);
    b.writes.push_back([HIGH + 0x2004, 4092, 1, 1, 5]);
    b.posts.push_back([LOW, 1, 2, 0, 0]);
    b.until(3_000, "the ends", |b| b.read_ends.len() == 1 && b.write_ends.len() == 1 && b.posts_done == 1);
    assert_eq!((b.read_ends[0].1, b.write_ends[0].1), (2, 1));
    // Registers are answered all the same.
    b.answer(Tlp::request(READ, 0, BARS[0], 2, 0xff, 1, &[]));
    assert_eq!(b.host.log.len(), 1);
    b.read_ends.clear();
    b.host.bus_master = true;
    b.set("cfg_bus_master", 1);
    b.run(4);
    works(&mut b);
    b.writes.push_back([HIGH + 0x2000, 4096, 1, 0, 5]);
    b.until(1_000, "the write", |b| b.write_ends.len() == 2);
    assert_eq!(b.write_ends[1].1, 0);
}

/// Every tag waits for an answer when bus mastering goes off; what is asked for then ends without one, at once.
fn reads_without_tags(b: &mut Bench) {
    for n in 0..6 {
        for k in 0..8 {
            b.host.answers.insert(HIGH + 0x1000 * n + 0x200 * k, Answer::Never);
        }
        b.reads.push_back([HIGH + 0x1000 * n, 4096, 0, n, 0, n]);
    }
    b.until(2_000, "32 requests", |b| b.host.unanswered.len() == 32);
    b.set("cfg_bus_master", 0);
    b.host.bus_master = false;
    for n in 6..12 {
        b.reads.push_back([LOW + 0x1000 * n, 4096, 0, n, 0, n]);
    }
    b.until(1_000, "twelve ends", |b| b.read_ends.len() == 12);
    assert!(b.read_ends.iter().all(|e| e.1 == 2), "{:?}", b.read_ends);
    b.run(200);
    assert_eq!((b.read_ends.len(), b.host.log.len()), (12, 32));
    b.read_ends.clear();
    // Tags whose requests left are kept back; without new ones reads go on when their time is over.
    b.host.answers.clear();
    b.host.bus_master = true;
    b.set("cfg_bus_master", 1);
    let start = b.cycle;
    works(b);
    assert!(b.cycle - start > 2_000, "a tag that may still be answered was used again");
    for _ in 0..8 {
        works(b);
    }
}

#[test]
fn reads_end_at_once_without_bus_mastering_and_without_tags() {
    let mut b = bench(37);
    b.reset(1_000);
    reads_without_tags(&mut b);
}

#[test]
fn a_twin_that_waits_for_tags_without_bus_mastering_is_caught() {
    let mut b = Bench::new(broken::<super::super::Pcie>("pcie", "if (~bus_master) begin", "if (1'b0) begin"), 37);
    b.reset(1_000);
    let outcome = catch_unwind(AssertUnwindSafe(|| reads_without_tags(&mut b)));
    assert!(outcome.is_err(), "the twin was not noticed");
}

#[test]
fn malformed_tlps_are_counted_once_and_nothing_wedges() {
    let mut b = bench(35);
    let mut malformed = 0;
    let write = Tlp::request(WRITE, 0, BARS[0], 2, 0xff, 0, &[1, 2]);
    let long = Tlp::request(WRITE, 2, BARS[2], 8, 0xff, 0, &[3; 8]);
    let mut open_data = None;
    for round in 0..2 {
        for case in 0..15 {
            b.host.answers.clear();
            let read = [HIGH + 0x3000, 128, 0, 2, 0, 5];
            let p = open(&mut b, read);
            let mut tlp = if case < 8 {
                data(&mut b, &p, 0, 32)
            } else if case < 11 {
                write.clone()
            } else {
                long.clone()
            };
            if round == 1 && case >= 8 {
                // The same with an address above 4 GiB.
                tlp.dws[0] |= 1 << 29;
                tlp.dws.insert(2, 1);
            }
            let mut beats = tlp.beats();
            let last = beats.len() - 1;
            match case {
                // Too short, too long, keep of the wrong size.
                0 | 8 | 11 => beats.truncate(last),
                1 => beats.truncate(2),
                2 | 9 | 12 => beats.truncate(1),
                3 | 13 => beats.push(beats[last]),
                4 | 10 => beats[last].keep ^= 0xF0,
                5 => beats[2].keep = 0,
                6 => beats[1].keep = 0x0F,
                7 => beats[3].keep = 0xFE,
                _ => beats[0].keep = 0,
            }
            if !matches!(case, 4..=7 | 10 | 14) {
                let n = beats.len();
                beats.iter_mut().for_each(|b| b.eop = false);
                // With eop too early or late, or none at all.
                beats[n - 1].eop = round == 0;
            }
            malformed += 1;
            let believed = matches!(case, 0 | 3 | 4 | 5 | 7) || case == 1 && round == 1;
            b.host.beats.extend(beats);
            b.run(30);
            // The next TLPs find their way.
            b.answer(Tlp::request(READ, 0, BARS[0] + 8, 1, 0xf, 9, &[]));
            if believed {
                one_end(&mut b, 5, 2);
            } else {
                b.places.clear();
                let tlp = data(&mut b, &p, 0, 32);
                open_data = Some(tlp.clone());
                b.host.inbox.push_back(tlp);
                one_end(&mut b, 5, 0);
                check_read(&mut b, &read);
            }
            assert_eq!(b.get("malformed"), malformed, "round {round} case {case}");
            b.host.answers.clear();
            works(&mut b);
        }
    }
    assert!(open_data.is_some());
    let wrong = [
        // Formats and types that do not exist, byte enables that may not be, a completion with four DWs of header.
        Tlp::new(vec![0x8000_0000, 0, 0]),
        Tlp::new(vec![0x1F00_0000, 0, 0]),
        Tlp::new(vec![0x6A00_0001, 4, CARD << 16, 0, 0]),
        Tlp::request(READ, 0, BARS[0], 1, 0xff, 0, &[]),
        Tlp::request(READ, 0, BARS[0], 2, 0xf, 0, &[]),
        Tlp::request(WRITE, 0, BARS[0], 2, 0xf0, 0, &[1, 2]),
    ];
    for (n, tlp) in wrong.into_iter().enumerate() {
        b.host.inbox.push_back(tlp);
        b.run(20);
        assert_eq!(b.get("malformed"), malformed + n as u64 + 1, "wrong TLP {n}");
    }
    assert!(b.accesses.iter().all(|a| a[0] == 0), "no malformed write had an effect");
    works(&mut b);
}

#[test]
fn a_digest_behind_the_payload_is_no_payload() {
    let mut b = bench(36);
    for count in 1..9u32 {
        for word32 in 0..2 {
            let read = [HIGH + 0x3000, 4 * u64::from(count), 0, 2, word32, 5];
            let p = open(&mut b, read);
            let mut tlp = data(&mut b, &p, 0, count);
            tlp.dws[0] |= 1 << 15;
            tlp.dws.push(0xECEC_ECEC);
            b.host.inbox.push_back(tlp);
            one_end(&mut b, 5, 0);
            check_read(&mut b, &read);
            assert!(b.places.is_empty());
        }
    }
    let mut tlp = Tlp::request(WRITE, 2, BARS[2], 1, 0xf, 0, &[7, 0xECEC_ECEC]);
    tlp.dws[0] |= 1 << 15;
    b.host.inbox.push_back(tlp);
    b.run(50);
    assert_eq!((b.register(1, 0) as u32, b.accesses.len(), b.get("malformed")), (7, 1, 0));
}
