//! A guest and a monitor that mean harm. Each harm is shown beside its harmless twin, which the same check must not notice;
//! after each the next guest finds the disk as it was.

mod common;

use common::*;
use std::fs::File;
use std::path::Path;
use std::sync::Arc;
use twinpath_export::RamDisk;
use twinpath_vhost_user::Server;

const SIZE: usize = 8 << 20;
const LAST_SECTOR: u64 = SIZE as u64 / 512;
/// Where a hand-made request keeps its parts, in the guest's addresses.
const HEADER: u64 = GUEST + 0x8_0000;
const STATUS: u64 = HEADER + 0x100;
const TABLE: u64 = HEADER + 0x1000;
const END: u64 = GUEST + MEMORY_BYTES;

struct Served {
    server: Server,
    folder: tempfile::TempDir,
}

fn serve() -> Served {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(&folder.path().join("disk.sock"), "host1", Arc::new(RamDisk::new(SIZE))).unwrap();
    let monitor = Monitor::start(server.path());
    let mut ring = monitor.ring(0);
    for at in 0..4 {
        monitor.put(DATA, &[at as u8 + 1; 4096]);
        assert_eq!(monitor.run(&mut ring, T_OUT, at * 8, DATA, &[4096], PATIENCE), Some(0));
    }
    Served { server, folder }
}

/// The next guest finds the disk as it was.
fn unharmed(path: &Path, harm: &str) {
    let monitor = Monitor::start(path);
    let mut ring = monitor.ring(0);
    for at in 0..4 {
        assert_eq!(monitor.run(&mut ring, T_IN, at * 8, DATA, &[4096], PATIENCE), Some(0), "after {harm}");
        assert!(monitor.get(DATA, 4096) == [at as u8 + 1; 4096], "after {harm}");
    }
}

fn header(monitor: &Monitor, kind: u32, sector: u64) {
    let mut bytes = [kind.to_le_bytes(), 0u32.to_le_bytes()].concat();
    bytes.extend(sector.to_le_bytes());
    monitor.put(HEADER, &bytes);
    monitor.put(STATUS, &[0xee]);
}

fn buffer(at: u64, bytes: u32, flags: u16) -> Buffer {
    Buffer { at, bytes, flags }
}

/// A table of descriptors elsewhere, and one that refers to it.
fn indirect(monitor: &Monitor, ring: &mut Ring, entries: &[(u64, u32, u16, u16)], at: u64, bytes: u32) {
    for (n, (address, length, flags, next)) in entries.iter().enumerate() {
        let mut entry = address.to_le_bytes().to_vec();
        entry.extend(length.to_le_bytes());
        entry.extend(flags.to_le_bytes());
        entry.extend(next.to_le_bytes());
        monitor.put(TABLE + n as u64 * 16, &entry);
    }
    monitor.descriptor(ring, 0, at, bytes, INDIRECT, 0);
    monitor.make_available(ring, 0);
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Seen {
    /// The ring is left alone, and the monitor told.
    Broken,
    Status(u8),
}

/// Puts a request into the ring, harmful or not.
type Harm = fn(&Monitor, &mut Ring, harmful: bool);

fn plain(monitor: &Monitor, ring: &mut Ring, kind: u32, sector: u64, data: Buffer) {
    header(monitor, kind, sector);
    monitor.enter_chain(ring, &[buffer(HEADER, 16, 0), data, buffer(STATUS, 1, WRITE)]);
}

fn pick<T>(harmful: bool, harm: T, twin: T) -> T {
    if harmful {
        harm
    } else {
        twin
    }
}

const HARMS: &[(&str, Seen, Harm)] = &[
    ("descriptors in a circle", Seen::Broken, |m, r, harmful| {
        header(m, T_FLUSH, 0);
        m.descriptor(r, 0, HEADER, 16, NEXT, 1);
        m.descriptor(r, 1, STATUS, 1, WRITE | pick(harmful, NEXT, 0), 1);
        m.make_available(r, 0);
    }),
    ("a next descriptor outside the table", Seen::Broken, |m, r, harmful| {
        header(m, T_FLUSH, 0);
        m.descriptor(r, 0, HEADER, 16, NEXT, pick(harmful, 5000, 1));
        m.descriptor(r, 1, STATUS, 1, WRITE, 0);
        m.make_available(r, 0);
    }),
    ("a first descriptor outside the table", Seen::Broken, |m, r, harmful| {
        header(m, T_FLUSH, 0);
        m.descriptor(r, 0, HEADER, 16, NEXT, 1);
        m.descriptor(r, 1, STATUS, 1, WRITE, 0);
        m.make_available(r, pick(harmful, PLACES, 0));
    }),
    ("more requests than places", Seen::Broken, |m, r, harmful| {
        plain(m, r, T_FLUSH, 0, buffer(HEADER, 0, 0));
        let index = r.available.wrapping_add(pick(harmful, 1000, 0));
        m.put(GUEST + r.base() + 0x1002, &index.to_le_bytes());
    }),
    ("too many buffers", Seen::Broken, |m, r, harmful| {
        header(m, T_IN, 0);
        let count = pick(harmful, 300, 10u16);
        let mut entries = vec![(HEADER, 16, NEXT, 1)];
        entries.extend((1..=count).map(|n| (DATA, 4096, NEXT | WRITE, n + 1)));
        entries.push((STATUS, 1, WRITE, 0));
        indirect(m, r, &entries, TABLE, entries.len() as u32 * 16);
    }),
    ("a table within a table", Seen::Broken, |m, r, harmful| {
        header(m, T_FLUSH, 0);
        let more = if harmful { (TABLE, 32, INDIRECT, 0) } else { (STATUS, 1, WRITE, 0) };
        indirect(m, r, &[(HEADER, 16, NEXT, 1), more], TABLE, 32);
    }),
    ("a table outside the memory", Seen::Broken, |m, r, harmful| {
        header(m, T_FLUSH, 0);
        let entries = [(HEADER, 16, NEXT, 1), (STATUS, 1, WRITE, 0)];
        indirect(m, r, &entries, pick(harmful, END - 16, TABLE), 32);
    }),
    ("a table with half an entry", Seen::Broken, |m, r, harmful| {
        header(m, T_FLUSH, 0);
        let entries = [(HEADER, 16, NEXT, 1), (STATUS, 1, WRITE, 0)];
        indirect(m, r, &entries, TABLE, pick(harmful, 24, 32));
    }),
    ("an address outside the memory", Seen::Broken, |m, r, harmful| {
        plain(m, r, T_IN, 0, buffer(pick(harmful, 0x10, DATA), 4096, WRITE));
    }),
    ("an address at the end of everything", Seen::Broken, |m, r, harmful| {
        plain(m, r, T_IN, 0, buffer(pick(harmful, u64::MAX - 100, DATA), 4096, WRITE));
    }),
    ("a buffer over the memory's end", Seen::Broken, |m, r, harmful| {
        plain(m, r, T_IN, 0, buffer(pick(harmful, END - 4095, END - 4096), 4096, WRITE));
    }),
    ("a buffer of 4 GiB", Seen::Broken, |m, r, harmful| {
        plain(m, r, T_IN, 0, buffer(DATA, pick(harmful, u32::MAX, 4096), WRITE));
    }),
    ("a header outside the memory", Seen::Broken, |m, r, harmful| {
        header(m, T_FLUSH, 0);
        m.enter_chain(r, &[buffer(pick(harmful, END, HEADER), 16, 0), buffer(STATUS, 1, WRITE)]);
    }),
    ("a status outside the memory", Seen::Broken, |m, r, harmful| {
        header(m, T_FLUSH, 0);
        m.enter_chain(r, &[buffer(HEADER, 16, 0), buffer(pick(harmful, END, STATUS), 1, WRITE)]);
    }),
    ("no room for a status", Seen::Broken, |m, r, harmful| {
        header(m, T_FLUSH, 0);
        m.enter_chain(r, &[buffer(HEADER, 16, 0), buffer(STATUS, 1, pick(harmful, 0, WRITE))]);
    }),
    ("data to be written before the header", Seen::Broken, |m, r, harmful| {
        header(m, T_IN, 0);
        let [first, second] = pick(
            harmful,
            [buffer(DATA, 4096, WRITE), buffer(HEADER, 16, 0)],
            [buffer(HEADER, 16, 0), buffer(DATA, 4096, WRITE)],
        );
        m.enter_chain(r, &[first, second, buffer(STATUS, 1, WRITE)]);
    }),
    ("a read into buffers to be read", Seen::Status(1), |m, r, harmful| {
        plain(m, r, T_IN, 0, buffer(DATA, 4096, pick(harmful, 0, WRITE)));
    }),
    ("a write from buffers to be written", Seen::Status(1), |m, r, harmful| {
        m.put(DATA, &[1; 4096]);
        plain(m, r, T_OUT, 0, buffer(DATA, 4096, pick(harmful, WRITE, 0)));
    }),
    ("half a header", Seen::Status(1), |m, r, harmful| {
        header(m, T_FLUSH, 0);
        m.enter_chain(r, &[buffer(HEADER, pick(harmful, 8, 16), 0), buffer(STATUS, 1, WRITE)]);
    }),
    ("half a block", Seen::Status(1), |m, r, harmful| {
        plain(m, r, T_IN, 0, buffer(DATA, pick(harmful, 2048, 4096), WRITE));
    }),
    ("within a block", Seen::Status(1), |m, r, harmful| {
        plain(m, r, T_IN, pick(harmful, 4, 8), buffer(DATA, 4096, WRITE));
    }),
    ("past the end", Seen::Status(1), |m, r, harmful| {
        plain(m, r, T_IN, LAST_SECTOR - pick(harmful, 0, 8), buffer(DATA, 4096, WRITE));
    }),
    ("a sector beyond all numbers", Seen::Status(1), |m, r, harmful| {
        plain(m, r, T_IN, pick(harmful, u64::MAX / 512 + 1, 0), buffer(DATA, 4096, WRITE));
    }),
    ("more than the largest request", Seen::Status(1), |m, r, harmful| {
        plain(m, r, T_IN, 0, buffer(DATA, pick(harmful, 5 << 20, 4 << 20), WRITE));
    }),
    ("no data", Seen::Status(1), |m, r, harmful| {
        plain(m, r, T_IN, 0, buffer(DATA, pick(harmful, 0, 4096), WRITE));
    }),
    ("no such request", Seen::Status(2), |m, r, harmful| {
        plain(m, r, pick(harmful, 77, T_IN), 0, buffer(DATA, 4096, WRITE));
    }),
];

fn seen(monitor: &Monitor, ring: &mut Ring) -> Seen {
    let until = std::time::Instant::now() + PATIENCE;
    loop {
        if monitor.used_index(ring) == ring.used.wrapping_add(1) {
            return Seen::Status(monitor.get(STATUS, 1)[0]);
        }
        if readable(&ring.error, SHORT / 100) {
            assert_eq!(monitor.used_index(ring), ring.used, "nothing is reported from a broken ring");
            return Seen::Broken;
        }
        assert!(std::time::Instant::now() < until, "something is seen");
    }
}

#[test]
fn a_ring_that_makes_no_sense_is_left_alone_and_a_wrong_request_fails() {
    let served = serve();
    for (name, expected, harm) in HARMS {
        for harmful in [true, false] {
            let monitor = Monitor::start(served.server.path());
            let mut ring = monitor.ring(0);
            harm(&monitor, &mut ring, harmful);
            ring.kick();
            let seen = seen(&monitor, &mut ring);
            let expected = if harmful { *expected } else { Seen::Status(0) };
            assert_eq!(seen, expected, "{name}, harmful: {harmful}");
            if seen == Seen::Broken {
                // Set up anew it works again, with the same monitor.
                assert!(monitor.ask(GET_VRING_BASE, &[0; 8]).is_some(), "{name}");
                let mut ring = monitor.ring(0);
                assert_eq!(monitor.run(&mut ring, T_FLUSH, 0, DATA, &[], PATIENCE), Some(0), "{name}");
            }
        }
        unharmed(served.server.path(), name);
    }
}

/// Says something to a server, wrong or not; whether it was taken.
type Word = fn(&Monitor, wrong: bool) -> bool;

fn shape(monitor: &Monitor, ring: &Ring, addresses: [u64; 3]) -> bool {
    monitor.tell_ring(SET_VRING_NUM, 0, PLACES.into())
        && monitor.tell_addresses(0, addresses)
        && monitor.tell_ring_file(SET_VRING_KICK, 0, Some(&ring.kick))
        && monitor.tell_ring(SET_VRING_ENABLE, 0, 1)
}

fn fresh() -> Ring {
    Ring::new(0)
}

const WORDS: &[(&str, Word)] = &[
    ("features that were not offered", |m, wrong| {
        m.tell(SET_FEATURES, &(FEATURES | pick(wrong, 1 << 40, 0)).to_le_bytes(), &[])
    }),
    ("a ring that does not exist", |m, wrong| m.tell_ring(SET_VRING_NUM, pick(wrong, 16, 15), 64)),
    ("a ring number beyond all", |m, wrong| m.tell_ring_file(SET_VRING_KICK, pick(wrong, 255, 0), Some(&event()))),
    ("no places", |m, wrong| m.tell_ring(SET_VRING_NUM, 0, pick(wrong, 0, 64))),
    ("places that are no power of two", |m, wrong| m.tell_ring(SET_VRING_NUM, 0, pick(wrong, 63, 64))),
    ("65,536 places and 64", |m, wrong| m.tell_ring(SET_VRING_NUM, 0, pick(wrong, 65_600, 64))),
    ("a base beyond the index", |m, wrong| m.tell_ring(SET_VRING_BASE, 0, pick(wrong, 65_536, 65_535))),
    ("a ring outside the memory", |m, wrong| {
        shape(m, &fresh(), [MONITOR, pick(wrong, MONITOR - 4096, MONITOR + 8192), MONITOR + 4096])
    }),
    ("a ring over the memory's end", |m, wrong| {
        let last = MONITOR + MEMORY_BYTES - pick(wrong, 16, 4096);
        shape(m, &fresh(), [last, MONITOR + 8192, MONITOR + 4096])
    }),
    ("a ring that is not aligned", |m, wrong| {
        shape(m, &fresh(), [MONITOR + pick(wrong, 8, 16), MONITOR + 8192, MONITOR + 4096])
    }),
    ("a ring without a kick", |m, wrong| {
        let kick = event();
        m.tell_ring_file(SET_VRING_KICK, 0, pick(wrong, None, Some(&kick)))
    }),
    ("another shape while it is served", |m, wrong| {
        let ring = m.ring(0);
        (wrong || m.tell_ring(SET_VRING_ENABLE, 0, 0)) && m.tell_ring(SET_VRING_NUM, 0, 32) && ring.number == 0
    }),
    ("another place while it is served", |m, wrong| {
        let ring = m.ring(0);
        (wrong || m.tell_ring(SET_VRING_ENABLE, 0, 0)) && m.tell_addresses(0, ring.addresses())
    }),
    ("half enabled", |m, wrong| m.tell_ring(SET_VRING_ENABLE, 0, pick(wrong, 2, 1))),
    ("a region larger than its file", |m, wrong| {
        m.give_regions(&[[GUEST, MEMORY_BYTES, MONITOR, pick(wrong, 4096, 0)]])
    }),
    ("a region at an odd place", |m, wrong| m.give_regions(&[[GUEST, 8192, MONITOR, pick(wrong, 4095, 4096)]])),
    ("regions one over the other", |m, wrong| {
        let second = GUEST + pick(wrong, 4096, 8192);
        m.give_regions(&[[GUEST, 8192, MONITOR, 0], [second, 8192, MONITOR + 8192, 8192]])
    }),
    ("a region beyond all addresses", |m, wrong| {
        m.give_regions(&[[pick(wrong, u64::MAX - 4095, GUEST), 8192, MONITOR, 0]])
    }),
    ("memory that may shrink", |m, wrong| {
        let other = Monitor { stream: m.stream.try_clone().unwrap(), memory: memfd(MEMORY_BYTES, !wrong) };
        other.give_memory()
    }),
    ("memory that is no memory", |m, wrong| {
        let file = if wrong { File::from(other_file()) } else { m.memory.try_clone().unwrap() };
        Monitor { stream: m.stream.try_clone().unwrap(), memory: file }.give_memory()
    }),
    ("a message of another version", |m, wrong| {
        m.send(SET_VRING_NUM, pick(wrong, 2, 1) | 8, &[0, 0, 0, 0, 64, 0, 0, 0], &[]) && m.reply().is_some()
    }),
    ("a message that does not exist", |m, wrong| m.tell(pick(wrong, 99, SET_VRING_ENABLE), &[0; 8], &[])),
    ("a message of 1 GiB", |m, wrong| {
        let size: u32 = pick(wrong, 1 << 30, 8);
        let mut bytes: Vec<u8> = [SET_VRING_NUM, 1 | 8, size].iter().flat_map(|n| n.to_le_bytes()).collect();
        bytes.extend([0, 0, 0, 0, 64, 0, 0, 0]);
        m.send_bytes(&bytes, &[]) && m.reply().is_some()
    }),
    ("a message with half a body", |m, wrong| {
        m.tell(SET_VRING_NUM, &[0, 0, 0, 0, 64, 0, 0, 0][..pick(wrong, 4, 8)], &[])
    }),
    ("a descriptor where none belongs", |m, wrong| {
        let files = [&m.memory];
        m.tell(SET_VRING_NUM, &[0, 0, 0, 0, 64, 0, 0, 0], &files[..pick(wrong, 1, 0)])
    }),
    ("a configuration to be set", |m, wrong| {
        let mut body: Vec<u8> = [32u32, 1, 0].iter().flat_map(|n| n.to_le_bytes()).collect();
        body.push(1);
        if wrong {
            m.tell(SET_CONFIG, &body, &[])
        } else {
            m.ask(GET_CONFIG, &body).is_some()
        }
    }),
];

#[test]
fn a_monitor_that_says_something_wrong_is_hung_up_on() {
    let served = serve();
    for (name, word) in WORDS {
        for wrong in [true, false] {
            let monitor = Monitor::start(served.server.path());
            assert_eq!(word(&monitor, wrong), !wrong, "{name}, wrong: {wrong}");
            assert!(!wrong || monitor.has_hung_up(), "{name}");
        }
        unharmed(served.server.path(), name);
    }
}

#[test]
fn a_monitor_may_go_at_any_byte() {
    let served = serve();
    let message = {
        let mut bytes: Vec<u8> = [SET_VRING_NUM, 1 | 8, 8].iter().flat_map(|n: &u32| n.to_le_bytes()).collect();
        bytes.extend([0, 0, 0, 0, 64, 0, 0, 0]);
        bytes
    };
    for length in 0..message.len() {
        let monitor = Monitor::start(served.server.path());
        let _ring = monitor.ring(0);
        assert!(monitor.send_bytes(&message[..length], &[]));
    }
    unharmed(served.server.path(), "half a message");
}

#[test]
fn a_kick_that_is_no_event_descriptor_breaks_only_its_ring() {
    let served = serve();
    for wrong in [true, false] {
        let monitor = Monitor::start(served.server.path());
        let mut ring = Ring::new(0);
        if wrong {
            ring.kick = File::from(other_file());
        }
        monitor.start_ring(&ring, 0);
        assert_eq!(readable(&ring.error, if wrong { PATIENCE } else { SHORT }), wrong);
        let mut second = monitor.ring(1);
        assert_eq!(monitor.run(&mut second, T_FLUSH, 0, DATA, &[], PATIENCE), Some(0));
    }
    unharmed(served.server.path(), "a kick that is a file");
}

/// The seed is the test's: what it finds is found again.
#[test]
fn rings_and_messages_of_random_bytes_end_nothing() {
    let served = serve();
    let rounds = if std::env::var_os("TWINPATH_DEEP").is_some() { 20_000 } else { 300 };
    let mut state = 0x9e37_79b9_7f4a_7c15u64;
    let mut next = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    for round in 0..rounds {
        let monitor = Monitor::start(served.server.path());
        let mut ring = monitor.ring(0);
        for index in 0..8 {
            let near = [GUEST + next() % MEMORY_BYTES, next(), HEADER][next() as usize % 3];
            let bytes = [16, 4096, next() as u32][next() as usize % 3];
            monitor.descriptor(&ring, index, near, bytes, next() as u16 & 7, next() as u16 % 12);
        }
        // Reads only: the disk shall be as it was.
        header(&monitor, T_IN, next() % LAST_SECTOR);
        for _ in 0..next() % 8 {
            monitor.make_available(&mut ring, next() as u16 % 10);
        }
        ring.kick();
        let body: Vec<u8> = (0..next() % 64).map(|_| next() as u8).collect();
        let files = [&monitor.memory, &ring.kick];
        let code = next() as u32 % 30;
        monitor.send(code, 1 | (next() as u32 & 8), &body, &files[..next() as usize % 3]);
        if round % 50 == 0 {
            drop(monitor);
            unharmed(served.server.path(), "random bytes");
        }
    }
    unharmed(served.server.path(), "random bytes");
    let Served { server, folder } = served;
    server.stop();
    assert!(!folder.path().join("disk.sock").exists());
}
