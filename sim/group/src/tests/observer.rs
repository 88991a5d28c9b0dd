//! Commands and completions as an observer outside sees them.

use crate::observer::Observer;
use crate::trace::What;
use twinpath_host::{Config, Happening, HostEvent, RootComplex, BAR0};
use twinpath_spec::link::crc32c;
use twinpath_spec::nvme::{self, admin, io};

const BLOCKS: u32 = 100;
const BASE: u64 = 0x1_0000_0000;
const ASQ: u64 = BASE;
const ACQ: u64 = BASE + 0x1000;
const SQ: u64 = BASE + 0x2000;
const CQ: u64 = BASE + 0x3000;
const DATA: u64 = BASE + 0x10000;
/// Three entries before the end of its page, so that the list chains.
const LIST: u64 = BASE + 0x5000 - 16;

struct Bench {
    host: RootComplex,
    observer: Observer,
}

impl Bench {
    /// A controller with an admin queue of 4 and an I/O queue of 8, as a driver makes it.
    fn new() -> Self {
        let mut host = RootComplex::new(Config::default());
        host.map(BASE, 1 << 20).unwrap();
        let mut b = Self { host, observer: Observer::new(1, BLOCKS) };
        b.register(nvme::AQA.offset, 0x0003_0003, 4);
        b.register(nvme::ASQ.offset, ASQ & 0xffff_ffff, 4);
        b.register(nvme::ASQ.offset + 4, ASQ >> 32, 4);
        b.register(nvme::ACQ.offset, ACQ, 8);
        assert_eq!(b.register(nvme::CC.offset, 1, 4), [What::Controller { unit: 1, cc: 1 }]);
        b.entry(ASQ, admin::CREATE_IO_CQ, 1, [CQ, 0], [7 << 16 | 1, 3, 0]);
        b.entry(ASQ + 64, admin::CREATE_IO_SQ, 2, [SQ, 0], [7 << 16 | 1, 1 << 16 | 1, 0]);
        let seen = b.doorbell(0, false, 2);
        assert!(matches!(seen[..], [What::Doorbell { .. }, What::Issued { cid: 1, .. }, What::Issued { cid: 2, .. }]));
        b.completion(ACQ, 0, 1, 1);
        b.completion(ACQ + 16, 0, 2, 1);
        b
    }

    fn see(&mut self, what: Happening) -> Vec<What> {
        let mut seen = Vec::new();
        let event = HostEvent { first: 7, last: 9, what };
        self.observer.see(&mut self.host, event, |cycle, what| {
            assert_eq!(cycle, 9);
            seen.push(what);
        });
        seen
    }

    fn register(&mut self, offset: u32, value: u64, bytes: u8) -> Vec<What> {
        self.see(Happening::MmioWrite { bar: BAR0, offset: offset.into(), value, bytes })
    }

    fn doorbell(&mut self, queue: u32, completion: bool, value: u64) -> Vec<What> {
        self.register(0x1000 + queue * 8 + u32::from(completion) * 4, value, 4)
    }

    fn bytes(&mut self, at: u64, bytes: &[u8]) {
        self.host.memory.get_for_host(at, bytes.len()).unwrap().copy_from_slice(bytes);
    }

    fn entry(&mut self, at: u64, opcode: u8, cid: u16, prp: [u64; 2], dwords: [u32; 3]) {
        let mut entry = [0; 64];
        entry[0] = opcode;
        entry[2..4].copy_from_slice(&cid.to_le_bytes());
        entry[24..32].copy_from_slice(&prp[0].to_le_bytes());
        entry[32..40].copy_from_slice(&prp[1].to_le_bytes());
        for (n, dword) in dwords.iter().enumerate() {
            entry[40 + 4 * n..44 + 4 * n].copy_from_slice(&dword.to_le_bytes());
        }
        self.bytes(at, &entry);
    }

    fn completion(&mut self, at: u64, queue: u8, cid: u16, field: u16) -> Vec<What> {
        let mut entry = vec![0; 16];
        entry[8] = 5;
        entry[10] = queue;
        entry[12..14].copy_from_slice(&cid.to_le_bytes());
        entry[14..16].copy_from_slice(&field.to_le_bytes());
        self.see(Happening::Write { iova: at, data: entry })
    }
}

/// A driver that comes after a function-level reset has its queues elsewhere: it makes them, and a command is told.
fn next_driver_is_seen(after_reset: bool) -> bool {
    let mut b = Bench::new();
    if after_reset {
        assert_eq!(b.observer.reset(&mut b.host), What::Controller { unit: 1, cc: 0 });
    }
    let asq = ASQ + 0x8000;
    b.register(nvme::ASQ.offset, asq, 8);
    b.register(nvme::CC.offset, 1, 4);
    b.entry(asq, admin::CREATE_IO_CQ, 9, [CQ, 0], [7 << 16 | 1, 3, 0]);
    let told = b.doorbell(0, false, 1);
    told.iter().any(|what| matches!(what, What::Issued { cid: 9, opcode: admin::CREATE_IO_CQ, .. }))
}

#[test]
fn who_comes_after_a_function_level_reset_is_seen() {
    assert!(next_driver_is_seen(true));
    assert!(!next_driver_is_seen(false), "without a reset the queues are where they were");
}

#[test]
fn a_write_is_told_with_its_values_through_a_chained_list() {
    let mut b = Bench::new();
    // Four blocks from an offset of 8 bytes: five pages, a list whose second entry chains.
    let data: Vec<u8> = (0..4 * 4096u32).map(|n| (n * 7 + n / 4096) as u8).collect();
    b.bytes(DATA + 8, &data[..4088]);
    for page in 1..5usize {
        let (from, to) = (page * 4096 - 8, (page * 4096 + 4088).min(data.len()));
        b.bytes(DATA + page as u64 * 0x2000, &data[from..to]);
    }
    b.bytes(LIST, &(DATA + 0x2000).to_le_bytes());
    b.bytes(LIST + 8, &(BASE + 0x6000).to_le_bytes());
    for page in 2..5 {
        b.bytes(BASE + 0x6000 + (page - 2) * 8, &(DATA + page * 0x2000).to_le_bytes());
    }
    b.entry(SQ, io::WRITE, 77, [DATA + 8, LIST], [42, 0, 3]);
    let values = data.chunks(4096).map(crc32c).collect();
    let issued = What::Issued { unit: 1, queue: 1, cid: 77, opcode: io::WRITE, lba: 42, blocks: 4, values };
    let doorbell = What::Doorbell { unit: 1, queue: 1, completion: false, value: 1 };
    assert_eq!(b.doorbell(1, false, 1), [doorbell, issued]);
    let fetched = What::Fetched { unit: 1, queue: 1, address: SQ, bytes: 64, first: 7 };
    assert_eq!(b.see(Happening::Read { iova: SQ, bytes: 64 }), [fetched]);
    let done =
        What::Completed { unit: 1, queue: 1, cid: 77, status: 0x21, sq_head: 5, phase: true, values: vec![], first: 7 };
    assert_eq!(b.completion(CQ, 1, 77, 0x21 << 1 | 1), [done]);
}

#[test]
fn a_read_is_completed_with_what_lies_in_host_memory() {
    let mut b = Bench::new();
    b.entry(SQ, io::READ, 3, [DATA, DATA + 0x1000], [0, 0, 1]);
    b.doorbell(1, false, 1);
    b.bytes(DATA, &[1; 4096]);
    b.bytes(DATA + 0x1000, &[2; 4096]);
    let seen = b.completion(CQ + 16, 1, 3, 0);
    let expected = vec![crc32c(&[1; 4096]), crc32c(&[2; 4096])];
    assert!(matches!(&seen[..], [What::Completed { cid: 3, values, .. }] if *values == expected), "{seen:?}");
}

/// What the card carries out, and nothing more: it ends at the first range that is not there, however long that is.
#[test]
fn zeros_are_told_in_pieces_as_far_as_they_fit() {
    let mut b = Bench::new();
    let mut tail = 0;
    let mut pieces = |opcode: u8, dwords: [u32; 3], ranges: &[(u64, u32)]| -> Vec<(u32, u16)> {
        for (n, (first, blocks)) in ranges.iter().enumerate() {
            let dwords = u64::from(*blocks) << 32 | 0x5a5a_5a5a;
            b.bytes(DATA + 16 * n as u64, &[dwords.to_le_bytes(), first.to_le_bytes()].concat());
        }
        b.entry(SQ + 64 * tail, opcode, 5, [DATA, 0], dwords);
        tail += 1;
        let seen = b.doorbell(1, false, tail);
        let piece = |w: &What| match w {
            What::Issued { lba, blocks, values, .. } => {
                Some((*lba, *blocks)).filter(|_| values.len() == *blocks as usize)
            }
            _ => None,
        };
        seen.iter().filter_map(piece).collect()
    };
    assert_eq!(pieces(io::WRITE_ZEROES, [20, 0, 69], &[]), [(20, 32), (52, 32), (84, 6)]);
    assert_eq!(pieces(io::WRITE_ZEROES, [90, 0, 99], &[]), []);
    assert_eq!(pieces(io::WRITE_ZEROES, [90, 1, 0], &[]), []);
    let all = [(0, 1), (99, 1), (3, 0), (1, u32::MAX), (5, 1)];
    assert_eq!(pieces(io::DATASET_MANAGEMENT, [4, 4, 0], &all), [(0, 1), (99, 1)]);
    assert_eq!(pieces(io::DATASET_MANAGEMENT, [1, 4, 0], &[(7, 1), (1 << 32, 1)]), [(7, 1)]);
    assert_eq!(pieces(io::DATASET_MANAGEMENT, [0, 4, 0], &[(u64::MAX, u32::MAX)]), []);
    assert_eq!(pieces(io::DATASET_MANAGEMENT, [0, 0, 0], &[(0, 1)]), [(0, 0)], "hints only, told as such");
}

#[test]
fn tails_wrap_and_odd_things_are_survived() {
    let mut b = Bench::new();
    for n in 0..8 {
        b.entry(SQ + n * 64, io::FLUSH, n as u16, [0, 0], [0; 3]);
    }
    let cids = |seen: Vec<What>| -> Vec<u16> {
        let cid = |w: &What| if let What::Issued { cid, .. } = w { Some(*cid) } else { None };
        seen.iter().filter_map(cid).collect()
    };
    assert_eq!(cids(b.doorbell(1, false, 6)), [0, 1, 2, 3, 4, 5]);
    assert_eq!(cids(b.doorbell(1, false, 2)), [6, 7, 0, 1]);
    assert_eq!(cids(b.doorbell(1, false, 8)), [0; 0], "outside the queue");
    assert_eq!(cids(b.doorbell(5, false, 1)), [0; 0], "no such queue");
    b.entry(SQ + 2 * 64, io::WRITE, 9, [0x10, 0x20], [0, 0, 0xffff]);
    let seen = b.doorbell(1, false, 3);
    assert!(matches!(&seen[1], What::Issued { cid: 9, values, .. } if values.is_empty()), "{seen:?}");
    let stray = What::StrayWrite { unit: 1, queue: 1, address: CQ + 8, bytes: 4 };
    assert_eq!(b.see(Happening::Write { iova: CQ + 8, data: vec![0; 4] }), [stray]);
    // A reset ends the queues.
    b.register(nvme::CC.offset, 0, 4);
    assert_eq!(b.doorbell(1, false, 4).len(), 1);
}

#[test]
fn submission_queues_share_a_completion_queue_and_the_refused_ones_are_none() {
    let mut b = Bench::new();
    // Queue 2 answers to queue 1's completions; queue 3 is refused.
    b.entry(ASQ + 128, admin::CREATE_IO_SQ, 3, [BASE + 0x7000, 0], [3 << 16 | 2, 1 << 16 | 1, 0]);
    b.entry(ASQ + 192, admin::CREATE_IO_SQ, 4, [BASE + 0x8000, 0], [3 << 16 | 3, 1 << 16 | 1, 0]);
    b.doorbell(0, false, 0);
    b.completion(ACQ + 32, 0, 3, 1);
    b.completion(ACQ + 48, 0, 4, 0x4101 << 1 | 1);
    b.entry(BASE + 0x7000, io::FLUSH, 9, [0, 0], [0; 3]);
    b.entry(SQ, io::FLUSH, 9, [0, 0], [0; 3]);
    b.doorbell(2, false, 1);
    b.doorbell(1, false, 1);
    assert_eq!(b.doorbell(3, false, 1).len(), 1, "no such queue");
    for (n, queue) in [2, 1].into_iter().enumerate() {
        let seen = b.completion(CQ + 16 * n as u64, queue, 9, 1);
        assert!(matches!(&seen[..], [What::Completed { queue: q, cid: 9, .. }] if *q == u16::from(queue)), "{seen:?}");
    }
    // An entry in a queue that its submission queue does not answer to.
    assert!(matches!(b.completion(ACQ, 2, 9, 1)[..], [What::StrayWrite { .. }]));
    assert!(matches!(b.completion(CQ + 32, 0, 9, 1)[..], [What::StrayWrite { .. }]));
}
