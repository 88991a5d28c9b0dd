//! A client of our own making against the gates: the committed card behind its socket.

use super::memory;
use crate::fault::{Fault, Planted};
use crate::{Server, RUN_ON_CYCLES};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use rustix::event::{eventfd, poll, EventfdFlags, PollFd, PollFlags, Timespec};
use std::fs::File;
use std::io::{Read, Write};
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::fs::FileExt;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::PathBuf;
use std::time::{Duration, Instant};
use twinpath_group::{Background, Design, Group, GroupConfig, Simulation};
use twinpath_spec::limits::{MSIX_TABLE, MSIX_VECTORS};
use twinpath_spec::nvme::{self, admin, CSTS};
use twinpath_vfio_user::{
    error, receive, send, Command, Header, Irqs, Reply, CONFIG_REGION, FLAG_NO_REPLY, KIND_REPLY, MSIX_INDEX,
};

/// Far beyond what anything here should take.
const LATE: Duration = Duration::from_secs(60);
const PAGE: u64 = 4096;
/// Where the client's memory lies for the card, and the pieces of it.
const IOVA: u64 = 0x8000_0000;
const ASQ: u64 = 0;
const ACQ: u64 = PAGE;
const DATA: u64 = 2 * PAGE;

/// A pair of cards with the first behind a socket.
struct Bench {
    simulation: Simulation,
    server: Server,
    path: PathBuf,
    _background: Background,
    _folder: tempfile::TempDir,
}

fn bench(planted: Option<Fault>) -> Bench {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("card1.sock");
    let group = Group::new(&Design::committed().unwrap(), GroupConfig::pair(256, 1)).unwrap();
    let simulation = Simulation::new(group);
    let listener = UnixListener::bind(&path).unwrap();
    let server = Server::start_with(&simulation, 0, listener, &path, Planted(planted)).unwrap();
    let _background = simulation.background(RUN_ON_CYCLES);
    Bench { simulation, server, path, _background, _folder: folder }
}

struct Client {
    socket: UnixStream,
    memory: File,
    event: File,
}

impl Bench {
    fn refused(&self) -> u64 {
        self.simulation.with(|group| group.host(0).statistics().refused)
    }

    fn connect(&self) -> Client {
        let client = self.raw();
        let version = client.ask(&Command::Version { major: 0, minor: 1 }, &[]);
        assert_eq!(version, Ok(Reply::Version { major: 0, minor: 1 }));
        client
    }

    fn raw(&self) -> Client {
        let event = File::from(eventfd(0, EventfdFlags::NONBLOCK).unwrap());
        Client { socket: UnixStream::connect(&self.path).unwrap(), memory: memory(16 * PAGE), event }
    }

    /// Waits until the server has seen that nobody is there.
    fn alone(&self) {
        let until = Instant::now() + LATE;
        while self.server.counts().connected {
            assert!(Instant::now() < until, "the session does not end");
            std::thread::yield_now();
        }
    }
}

impl Client {
    fn ask(&self, command: &Command, descriptors: &[BorrowedFd]) -> Result<Reply, u32> {
        let (number, payload) = command.encode();
        let header = Header { id: 77, command: number, bytes: 0, flags: 0, error: 0 };
        send(&self.socket, header, &payload, descriptors, LATE).unwrap();
        let reply = receive(&self.socket, Some(LATE), LATE).unwrap().expect("an answer");
        assert_eq!((reply.header.id, reply.header.command, reply.header.kind()), (77, number, KIND_REPLY));
        match reply.header.error {
            0 => Ok(Reply::decode(command, &reply.payload).unwrap()),
            error => Err(error),
        }
    }

    fn read(&self, region: u32, offset: u64, count: u32) -> Result<u64, u32> {
        match self.ask(&Command::RegionRead { region, offset, count }, &[])? {
            Reply::Read { data, .. } => Ok(data.iter().rev().fold(0, |value, byte| value << 8 | u64::from(*byte))),
            other => panic!("{other:?}"),
        }
    }

    fn write(&self, region: u32, offset: u64, value: u64, bytes: usize) -> Result<(), u32> {
        let data = value.to_le_bytes()[..bytes].to_vec();
        self.ask(&Command::RegionWrite { region, offset, data }, &[]).map(drop)
    }

    fn map(&self) {
        let map = Command::DmaMap { flags: 3, offset: 0, address: IOVA, bytes: 16 * PAGE };
        self.ask(&map, &[self.memory.as_fd()]).unwrap();
    }

    fn ready(&self, wanted: u64) {
        let until = Instant::now() + LATE;
        while self.read(0, CSTS.offset.into(), 4).unwrap() & 1 != wanted {
            assert!(Instant::now() < until, "CSTS.RDY does not become {wanted}");
        }
    }

    /// Memory, vector 0, bus mastering, the admin queue pair.
    fn start(&self) {
        self.map();
        let irqs = Command::SetIrqs { action: Irqs::Descriptors, index: MSIX_INDEX, start: 0, count: 16 };
        self.ask(&irqs, &[self.event.as_fd()]).unwrap();
        self.write(CONFIG_REGION, 4, 6, 2).unwrap();
        self.enable(IOVA + ASQ, IOVA + ACQ);
    }

    fn enable(&self, asq: u64, acq: u64) {
        let at = |register: &twinpath_spec::register::Register| u64::from(register.offset);
        self.write(0, at(&nvme::CC), 0, 4).unwrap();
        self.ready(0);
        self.write(0, at(&nvme::AQA), 0x000f_000f, 4).unwrap();
        self.write(0, at(&nvme::ASQ), asq, 8).unwrap();
        self.write(0, at(&nvme::ACQ), acq, 8).unwrap();
        self.write(0, at(&nvme::CC), 0x0046_0001, 4).unwrap();
        self.ready(1);
    }

    /// Identify Controller as the first command of a queue that is new; its status field.
    fn identify(&self, prp: u64) -> u16 {
        self.memory.write_all_at(&[0; 16], ACQ).unwrap();
        let mut entry = [0u8; 64];
        entry[0] = admin::IDENTIFY;
        entry[2] = 9;
        entry[24..32].copy_from_slice(&prp.to_le_bytes());
        entry[40] = 1;
        self.memory.write_all_at(&entry, ASQ).unwrap();
        self.write(0, nvme::SQTDBL.offset.into(), 1, 4).unwrap();
        let limit = Timespec { tv_sec: LATE.as_secs() as i64, tv_nsec: 0 };
        let told = poll(&mut [PollFd::new(&self.event, PollFlags::IN)], Some(&limit)).unwrap();
        assert_eq!(told, 1, "no interrupt");
        (&self.event).read_exact(&mut [0; 8]).unwrap();
        let mut entry = [0; 16];
        self.memory.read_exact_at(&mut entry, ACQ).unwrap();
        assert_eq!((entry[12], entry[14] & 1), (9, 1), "the entry was there before its interrupt");
        u16::from_le_bytes([entry[14], entry[15]]) >> 1
    }

    /// The same for a card that must work, with its data.
    fn works(&self) {
        self.start();
        assert_eq!(self.identify(IOVA + DATA), 0);
        let mut page = [0; 4];
        self.memory.read_exact_at(&mut page, DATA).unwrap();
        assert_eq!(page, [0x34, 0x12, 0x34, 0x12]);
    }
}

#[test]
fn a_client_drives_the_card() {
    let bench = bench(None);
    let client = bench.connect();
    assert_eq!(client.ask(&Command::DeviceInfo, &[]), Ok(Reply::Device { flags: 3, regions: 9, irqs: 5 }));
    let size = |index| match client.ask(&Command::RegionInfo { index }, &[]) {
        Ok(Reply::Region { bytes, .. }) => bytes,
        other => panic!("{other:?}"),
    };
    assert_eq!([0, 1, 2, 3, 6, 7, 8].map(size), [16 << 10, 0, 64 << 10, 0, 0, 4096, 0]);
    let vectors = |index| client.ask(&Command::IrqInfo { index }, &[]);
    assert_eq!(vectors(2), Ok(Reply::Irq { index: 2, flags: 1, count: 16 }));
    assert_eq!(vectors(0), Ok(Reply::Irq { index: 0, flags: 0, count: 0 }));
    assert_eq!(client.read(CONFIG_REGION, 0, 4), Ok(0x5450_1234));
    client.works();
    // Registers in pieces.
    let capabilities = client.read(0, 0, 8).unwrap();
    let pieces = (0..8).map(|at| client.read(0, at, 1).unwrap() << (8 * at)).sum::<u64>();
    let halves = (0..4).map(|at| client.read(0, 2 * at, 2).unwrap() << (16 * at)).sum::<u64>();
    assert_eq!((pieces, halves), (capabilities, capabilities));
    assert_eq!(bench.refused(), 0);
    let counts = bench.server.counts();
    assert_eq!((counts.clients, counts.refused, counts.broken, counts.connected), (1, 0, 0, true));
}

#[test]
fn memory_that_was_not_lent_is_refused_to_the_card() {
    let bench = bench(None);
    let client = bench.connect();
    client.start();
    // A write is posted: the card does not learn that it was refused.
    client.identify(IOVA + 16 * PAGE);
    assert!(bench.refused() > 0);
    // Nor is the simulation's own memory there.
    let pool = bench.simulation.with(|group| group.config().pool.0);
    client.enable(IOVA + ASQ, IOVA + ACQ);
    assert!(bench.simulation.with(|group| group.host(0).memory.get(pool, 8).is_err()));
    // What is unmapped is gone at once: the completion has nowhere to go, and the next client finds a card that works.
    client.ask(&Command::DmaUnmap { all: true, address: 0, bytes: 0 }, &[]).unwrap();
    let before = bench.refused();
    client.write(0, nvme::SQTDBL.offset.into(), 1, 4).unwrap();
    let until = Instant::now() + LATE;
    while bench.refused() == before {
        assert!(Instant::now() < until, "the card does not fetch");
    }
    drop(client);
    bench.connect().works();
}

/// Whether a controller that was enabled by one client is off for the next, which finds nothing lent.
fn forgets(planted: Option<Fault>) -> bool {
    let bench = bench(planted);
    let first = bench.connect();
    first.works();
    drop(first);
    bench.alone();
    let second = bench.connect();
    let off = second.read(0, nvme::CC.offset.into(), 4).unwrap() & 1 == 0;
    let command = second.read(CONFIG_REGION, 4, 2).unwrap();
    let map = Command::DmaMap { flags: 3, offset: 0, address: IOVA, bytes: PAGE };
    off && command == 0 && second.ask(&map, &[second.memory.as_fd()]).is_ok()
}

#[test]
fn a_client_that_goes_leaves_nothing_behind() {
    assert!(forgets(None));
    assert!(!forgets(Some(Fault::Remember)));
}

/// Whether both kinds of reset end what the controller does.
fn resets(planted: Option<Fault>, function_level: bool) -> bool {
    let bench = bench(planted);
    let client = bench.connect();
    client.works();
    match function_level {
        true => client.write(CONFIG_REGION, 0x68, 0x8000, 2).unwrap(),
        false => drop(client.ask(&Command::Reset, &[]).unwrap()),
    }
    let off = client.read(0, nvme::CC.offset.into(), 4).unwrap() & 1 == 0;
    let silent = client.read(CONFIG_REGION, 4, 2).unwrap() == 0;
    if off && silent {
        // Memory and events are still lent; the table was filled again.
        client.write(CONFIG_REGION, 4, 6, 2).unwrap();
        client.enable(IOVA + ASQ, IOVA + ACQ);
        assert_eq!(client.identify(IOVA + DATA), 0);
    }
    off && silent
}

#[test]
fn a_reset_by_message_or_by_register_resets() {
    for function_level in [true, false] {
        assert!(resets(None, function_level));
        assert!(!resets(Some(Fault::NoReset), function_level));
    }
}

/// How many of the first `count` accesses that no bus carries were not refused.
fn bad_accesses(planted: Option<Fault>, count: usize) -> usize {
    let bench = bench(planted);
    let client = bench.connect();
    let bad = [
        (0, 1, 4),
        (0, 2, 4),
        (0, 4, 8),
        (0, 0, 3),
        (0, 0, 0),
        (0, 0, 16),
        (0, 16 << 10, 4),
        (0, u64::MAX - 3, 4),
        (2, 64 << 10, 8),
        (2, 1 << 63, 1),
        (1, 0, 4),
        (6, 0, 4),
        (8, 0, 1),
        (9, 0, 4),
        (u32::MAX, 0, 4),
        (CONFIG_REGION, 4096, 1),
        (CONFIG_REGION, 4095, 2),
        (CONFIG_REGION, u64::MAX, 4),
    ];
    let refused = |region, offset, count| {
        let data = vec![0; count as usize];
        let read = client.ask(&Command::RegionRead { region, offset, count }, &[]);
        read == Err(error::INVALID) && {
            client.ask(&Command::RegionWrite { region, offset, data }, &[]) == Err(error::INVALID)
        }
    };
    bad.iter().take(count).filter(|(region, offset, count)| !refused(*region, *offset, *count)).count()
}

#[test]
fn accesses_outside_and_across_are_refused() {
    assert_eq!(bad_accesses(None, usize::MAX), 0);
    assert_eq!(bad_accesses(Some(Fault::AnyWindow), 2), 2);
}

#[test]
fn interrupts_are_asked_for_within_bounds() {
    let bench = bench(None);
    let client = bench.connect();
    let set = |action, index, start, count, fds: &[BorrowedFd]| {
        client.ask(&Command::SetIrqs { action, index, start, count }, fds).map(drop)
    };
    let event = client.event.as_fd();
    for (index, start, count) in [(2, 0, 17), (2, 16, 1), (2, u32::MAX, 2), (2, 17, 0), (0, 0, 1), (3, 0, 1), (5, 0, 0)]
    {
        assert_eq!(
            set(Irqs::Descriptors, index, start, count, &[event]),
            Err(error::INVALID),
            "{index} {start} {count}"
        );
        assert_eq!(set(Irqs::Trigger, index, start, count, &[]), Err(error::INVALID), "{index} {start} {count}");
    }
    assert_eq!(set(Irqs::Descriptors, 2, 0, 1, &[event, event]), Err(error::INVALID), "more than vectors");
    assert_eq!(set(Irqs::Trigger, 2, 0, 1, &[event]), Err(error::INVALID), "descriptors that nobody wants");
    assert_eq!(set(Irqs::Descriptors, 2, 0, 1, &[client.socket.as_fd()]), Err(error::INVALID), "no event");
    // A vector's event can be made by hand; with nothing in the range all are off.
    set(Irqs::Descriptors, 2, 4, 2, &[event]).unwrap();
    set(Irqs::Trigger, 2, 4, 1, &[]).unwrap();
    assert_eq!(poll(&mut [PollFd::new(&event, PollFlags::IN)], Some(&Timespec { tv_sec: 0, tv_nsec: 0 })), Ok(1));
    set(Irqs::Trigger, 2, 0, 0, &[]).unwrap();
    set(Irqs::Trigger, 0, 0, 0, &[]).unwrap();
    assert!(!bench.simulation.with(|group| group.host(0).sideband.msix_enable));
}

/// Whether the card's table stays the server's, whatever a client writes there.
fn table_is_kept(planted: Option<Fault>) -> bool {
    let bench = bench(planted);
    let client = bench.connect();
    client.start();
    let table = |client: &Client| -> Vec<u64> {
        let at = |n| MSIX_TABLE as u64 + 8 * n;
        (0..2 * MSIX_VECTORS as u64).map(|n| client.read(0, at(n), 8).unwrap()).collect()
    };
    let before = table(&client);
    for at in (0..16 * MSIX_VECTORS as u64).step_by(4) {
        client.write(0, MSIX_TABLE as u64 + at, 0x1234_5670, 4).unwrap();
    }
    table(&client) == before
}

#[test]
fn a_client_cannot_turn_the_cards_messages_elsewhere() {
    assert!(table_is_kept(None));
    assert!(!table_is_kept(Some(Fault::OpenTable)));
}

#[test]
fn whoever_cannot_be_understood_is_given_up_and_the_next_one_served() {
    let bench = bench(None);
    let header = |bytes: u32| Header { id: 1, command: 1, bytes, flags: 0, error: 0 }.encode();
    let wrong: [&[u8]; 5] = [
        b"GET / HTTP/1.1\r\nHost: card\r\n\r\n",
        &header(0),
        &header(u32::MAX),
        &header(15),
        &[&header(20)[..], &[1, 0, 0, 0]].concat(),
    ];
    for (n, bytes) in wrong.iter().enumerate() {
        let client = bench.raw();
        (&client.socket).write_all(bytes).unwrap();
        // An error or nothing, and the end.
        let until = Instant::now() + LATE;
        while let Ok(Some(_)) = receive(&client.socket, Some(LATE), LATE) {
            assert!(Instant::now() < until);
        }
        drop(client);
        bench.alone();
        assert_eq!(bench.server.counts().clients, 0, "{n}");
    }
    assert_eq!(bench.server.counts().broken, 4, "the last one only had another version");
    bench.connect().works();
}

/// Sends the beginning of a message and goes; gives whether the next client is served.
fn outlives(planted: Option<Fault>, cut: usize) -> bool {
    let bench = bench(planted);
    let client = bench.connect();
    let (number, payload) = Command::RegionRead { region: 0, offset: 0, count: 8 }.encode();
    let head = Header { id: 1, command: number, bytes: 16 + payload.len() as u32, flags: 0, error: 0 }.encode();
    let message = [&head[..], &payload].concat();
    (&client.socket).write_all(&message[..cut.min(message.len())]).unwrap();
    drop(client);
    bench.alone();
    let next = bench.raw();
    let (number, payload) = Command::Version { major: 0, minor: 1 }.encode();
    let head = Header { id: 1, command: number, bytes: 0, flags: 0, error: 0 };
    // What is not there any more need not be waited for so long.
    let late = if planted.is_some() { Duration::from_secs(2) } else { LATE };
    let answered = send(&next.socket, head, &payload, &[], late).is_ok()
        && matches!(receive(&next.socket, Some(late), late), Ok(Some(_)));
    if answered {
        next.works();
    }
    answered
}

#[test]
fn a_client_that_goes_in_the_middle_of_a_message_or_before_its_answer_harms_nobody() {
    for cut in [3, 16, 20, usize::MAX] {
        assert!(outlives(None, cut), "{cut}");
    }
    assert!(!outlives(Some(Fault::Fragile), 3));
}

#[test]
fn commands_of_the_wrong_kind_get_an_error_and_the_session_goes_on() {
    let bench = bench(None);
    let client = bench.connect();
    assert_eq!(client.ask(&Command::Version { major: 0, minor: 0 }, &[]), Err(error::INVALID), "twice");
    let fd = client.memory.as_fd();
    assert_eq!(client.ask(&Command::DeviceInfo, &[fd]), Err(error::INVALID), "a descriptor that nobody wants");
    let map = Command::DmaMap { flags: 3, offset: 0, address: IOVA, bytes: PAGE };
    assert_eq!(client.ask(&map, &[fd, fd]), Err(error::INVALID), "two");
    let all = Command::DmaUnmap { all: true, address: 0, bytes: PAGE };
    assert_eq!(client.ask(&all, &[]), Err(error::INVALID));
    for index in [9, u32::MAX] {
        assert_eq!(client.ask(&Command::RegionInfo { index }, &[]), Err(error::INVALID));
        assert_eq!(client.ask(&Command::IrqInfo { index }, &[]), Err(error::INVALID));
    }
    // A reply to nothing, and a command that wants no answer.
    let (number, payload) = Command::DeviceInfo.encode();
    let head = Header { id: 5, command: number, bytes: 0, flags: KIND_REPLY, error: 0 };
    send(&client.socket, head, &payload, &[], LATE).unwrap();
    assert_eq!(receive(&client.socket, Some(LATE), LATE).unwrap().unwrap().header.error, error::INVALID);
    send(&client.socket, Header { flags: FLAG_NO_REPLY, ..head }, &payload, &[], LATE).unwrap();
    client.works();
}

#[test]
fn one_client_at_a_time_and_the_next_one_waits() {
    let bench = bench(None);
    let (first, second) = (bench.connect(), bench.raw());
    let (number, payload) = Command::Version { major: 0, minor: 0 }.encode();
    let head = Header { id: 1, command: number, bytes: 0, flags: 0, error: 0 };
    send(&second.socket, head, &payload, &[], LATE).unwrap();
    first.works();
    assert!(receive(&second.socket, Some(Duration::from_millis(50)), LATE).is_err(), "it waits");
    drop(first);
    let reply = receive(&second.socket, Some(LATE), LATE).unwrap().unwrap();
    assert_eq!(Reply::decode(&Command::Version { major: 0, minor: 0 }, &reply.payload), {
        Ok(Reply::Version { major: 0, minor: 0 })
    });
    second.works();
}

#[test]
fn queues_at_the_end_of_all_addresses_harm_nobody() {
    let bench = bench(None);
    let client = bench.connect();
    client.start();
    client.enable(0u64.wrapping_sub(PAGE), 0u64.wrapping_sub(PAGE));
    let before = bench.refused();
    client.write(0, nvme::SQTDBL.offset.into(), 15, 4).unwrap();
    let until = Instant::now() + LATE;
    while bench.refused() == before {
        assert!(Instant::now() < until, "the card does not fetch");
    }
    drop(client);
    bench.connect().works();
}

#[test]
fn a_server_that_is_dropped_leaves_no_socket_and_hangs_up() {
    let bench = bench(None);
    let client = bench.connect();
    let Bench { server, path, .. } = bench;
    drop(server);
    assert!(!path.exists());
    assert!(receive(&client.socket, Some(LATE), LATE).unwrap().is_none());
}

/// Sizes and places around the edges of what there is.
fn edge() -> impl Strategy<Value = u64> {
    let near = [0, PAGE, 16 << 10, 64 << 10, IOVA, 1 << 32, 1 << 63];
    prop_oneof![
        (proptest::sample::select(near.to_vec()), -16i64..16).prop_map(|(at, by)| at.wrapping_add_signed(by)),
        (0u64..32).prop_map(|page| page * PAGE),
        any::<u64>()
    ]
}

#[test]
fn random_commands_are_answered_and_leave_a_card_that_works() {
    let action = prop_oneof![Just(Irqs::Descriptors), Just(Irqs::Trigger)];
    let command = prop_oneof![
        (0u32..8, edge(), edge(), edge()).prop_map(|(flags, offset, address, bytes)| Command::DmaMap {
            flags,
            offset,
            address,
            bytes
        }),
        (any::<bool>(), edge(), edge()).prop_map(|(all, address, bytes)| Command::DmaUnmap { all, address, bytes }),
        (action, 0u32..6, 0u32..20, 0u32..20).prop_map(|(action, index, start, count)| Command::SetIrqs {
            action,
            index,
            start,
            count
        }),
        (0u32..10, edge(), 0u32..12).prop_map(|(region, offset, count)| Command::RegionRead { region, offset, count }),
        (0u32..10, 0u64..0x3100, proptest::collection::vec(any::<u8>(), 0..9))
            .prop_map(|(region, offset, data)| Command::RegionWrite { region, offset, data }),
        (0u64..0x90, proptest::collection::vec(any::<u8>(), 1..5)).prop_map(|(offset, data)| Command::RegionWrite {
            region: CONFIG_REGION,
            offset,
            data
        }),
        (any::<u32>(), any::<u32>()).prop_map(|(index, _)| Command::RegionInfo { index }),
    ];
    let bench = bench(None);
    let cases = if std::env::var_os("TWINPATH_DEEP").is_some() { 200 } else { 12 };
    let mut runner = TestRunner::new_with_rng(
        Config { cases, max_shrink_iters: 0, ..Config::default() },
        proptest::test_runner::TestRng::deterministic_rng(proptest::test_runner::RngAlgorithm::ChaCha),
    );
    let session = proptest::collection::vec((command, 0usize..3), 1..80);
    let ran = runner.run(&session, |commands| {
        let client = bench.connect();
        for (command, descriptors) in &commands {
            let all = [client.memory.as_fd(), client.event.as_fd()];
            let _ = client.ask(command, &all[..*descriptors]);
        }
        Ok(())
    });
    ran.unwrap();
    bench.connect().works();
}
