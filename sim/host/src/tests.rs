use crate::*;
use proptest::prelude::*;

const CARD: u16 = 0x0100;

fn words(tlp: &Tlp) -> Vec<u32> {
    let mut words = Vec::new();
    tlp.encode(&mut words);
    words
}

fn stream(tlp: &Tlp) -> Vec<Beat> {
    beats(&words(tlp), 0).collect()
}

/// Golden beats: written out from the base specification's header figures, not from the encoder.
#[test]
fn golden_beats() {
    let beat = |data, keep, sop, eop| Beat { data, keep, sop, eop, bar: 0 };
    // 64-byte read below 4 GiB: 3 words.
    let read = Tlp::Read(Request::words(CARD, 0x1f, 0x8000_1040, 64));
    let golden = vec![beat(0x0100_1fff_0000_0010, 0xff, true, false), beat(0x8000_1040, 0x0f, false, true)];
    assert_eq!(stream(&read), golden);
    // The same above 4 GiB: 4 words.
    let read = Tlp::Read(Request::words(CARD, 0x1f, 0x1_8000_1040, 64));
    let golden = vec![beat(0x0100_1fff_2000_0010, 0xff, true, false), beat(0x8000_1040_0000_0001, 0xff, false, true)];
    assert_eq!(stream(&read), golden);
    // One-word write: the payload shares the last header beat, lowest address in the lowest byte.
    let write = Tlp::Write(Request::words(0, 0, 0xe000_1008, 4), vec![0x11, 0x22, 0x33, 0x44]);
    let golden = vec![beat(0x0000_000f_4000_0001, 0xff, true, false), beat(0x4433_2211_e000_1008, 0xff, false, true)];
    assert_eq!(stream(&write), golden);
    // Completion with two words of data, byte count 8.
    let completion = Completion {
        completer: 0,
        status: Status::Successful,
        byte_count: 8,
        requester: CARD,
        tag: 5,
        lower_address: 0x48,
        class: 0,
        attributes: 0,
        poisoned: false,
        data: vec![1, 2, 3, 4, 5, 6, 7, 8],
    };
    let golden = vec![
        beat(0x0000_0008_4a00_0002, 0xff, true, false),
        beat(0x0403_0201_0100_0548, 0xff, false, false),
        beat(0x0807_0605, 0x0f, false, true),
    ];
    assert_eq!(stream(&Tlp::Completion(completion)), golden);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn packets_survive_the_stream(address in 0u64..1 << 40, dwords in 1u16..64, write: bool, tag: u8, class in 0u8..8) {
        let bytes = u64::from(dwords) * 4;
        let mut address = address & !3;
        if address % 4096 + bytes > 4096 {
            address &= !4095;
        }
        let mut request = Request::words(0x1234, tag, address, bytes as u32);
        request.class = class;
        let tlp = if write { Tlp::Write(request, (0..bytes as u8).collect()) } else { Tlp::Read(request) };
        let mut assembler = Assembler::default();
        let mut out = None;
        for beat in stream(&tlp) {
            prop_assert!(out.is_none());
            out = assembler.push(beat).map(|w| Tlp::decode(w.unwrap()).unwrap());
        }
        prop_assert_eq!(out, Some(tlp));
    }

    /// Whatever the host does to a read, its bytes come, in order, with counts and addresses that fit.
    #[test]
    fn reads_are_answered_in_full(
        seed: u64, many: bool, reorder: bool, sizes in 0u32..4, rcb: bool, stalls in 0u8..200,
        reads in prop::collection::vec((0u64..4096, 1u64..128, 0usize..4, 0usize..4), 1..12),
    ) {
        let config = Config {
            seed,
            split: if many { Split::Many } else { Split::Seeded },
            reorder,
            mps: 128 << sizes,
            rcb: if rcb { 128 } else { 64 },
            rx_stall: stalls,
            jitter: 30,
            ..Config::default()
        };
        let mut b = Bench::new(config);
        let mut asked = Vec::new();
        for (tag, (at, dwords, first, last)) in reads.into_iter().enumerate() {
            let at = 0x1_0000_0000 + at / 4 * 4;
            let dwords = dwords.min((4096 - at % 4096) / 4);
            let mut request = Request::words(CARD, tag as u8, at, dwords as u32 * 4);
            if dwords > 1 {
                (request.first, request.last) = ([0xf, 0xe, 0xc, 0x8][first], [0xf, 0x7, 0x3, 0x1][last]);
            }
            b.send(&Tlp::Read(request));
            asked.push((request, if dwords > 1 { (first as u64, last as u64) } else { (0, 0) }));
        }
        b.run(20_000);
        prop_assert!(b.host.violations.is_empty(), "{:?}", b.host.violations);
        for (request, (skip, cut)) in asked {
            let mut at = request.address;
            let end = at + u64::from(request.dwords) * 4;
            for c in b.completions().iter().filter(|c| c.tag == request.tag) {
                let from = if at == request.address { at + skip } else { at };
                prop_assert_eq!(u64::from(c.byte_count), end - cut - from);
                prop_assert_eq!(u64::from(c.lower_address), from & 0x7f);
                prop_assert!(c.data.len() <= 128 << sizes);
                prop_assert_eq!(&c.data[..], b.host.memory.get(at, c.data.len()).unwrap());
                at += c.data.len() as u64;
                let boundary = if rcb { 128 } else { 64 };
                prop_assert!(at == end || at % boundary == 0);
            }
            prop_assert_eq!(at, end);
        }
    }

    #[test]
    fn any_words_decode_or_are_refused(raw in prop::collection::vec(any::<u32>(), 0..12)) {
        let _ = Tlp::decode(&raw);
    }

    #[test]
    fn any_beats_are_survived(raw in prop::collection::vec((any::<u64>(), any::<u8>(), any::<bool>(), any::<bool>()), 0..200)) {
        let mut host = RootComplex::new(Config::default());
        for (now, (data, keep, sop, eop)) in raw.into_iter().enumerate() {
            host.cycle(now as u64, Some(Beat { data, keep, sop, eop, bar: 0 }), true);
        }
    }
}

#[test]
fn malformed_packets_are_named() {
    let mut w = words(&Tlp::Write(Request::words(0, 0, 0x1000, 8), vec![0; 8]));
    w.pop();
    assert_eq!(Tlp::decode(&w), Err(TlpError::Length { announced: 2, found: 1 }));
    let w = words(&Tlp::Read(Request::words(0, 0, 0x1ffc, 8)));
    assert_eq!(Tlp::decode(&w), Err(TlpError::Boundary { address: 0x1ffc, dwords: 2 }));
    assert_eq!(Tlp::decode(&[0x2000_0001, 0xf, 0, 0x1000]), Err(TlpError::WideHeader(0x1000)));
    assert_eq!(Tlp::decode(&[1, 0xff, 0x1000]), Err(TlpError::Enables { first: 15, last: 15, dwords: 1 }));
    assert_eq!(Tlp::decode(&[0x8000_0001, 0xf, 0x1000]), Err(TlpError::Format(4)));
}

/// A host with one mapping and a card played by the test.
struct Bench {
    host: RootComplex,
    now: u64,
    seen: Vec<(u64, Tlp)>,
    assembler: Assembler,
}

impl Bench {
    fn new(config: Config) -> Self {
        let mut host = RootComplex::new(config);
        host.sideband.bus_master = true;
        host.map(0x1_0000_0000, 64 * 1024).unwrap();
        for (n, byte) in host.memory.get_for_host(0x1_0000_0000, 8192).unwrap().iter_mut().enumerate() {
            *byte = (n * 7 + n / 256) as u8;
        }
        Self { host, now: 0, seen: Vec::new(), assembler: Assembler::default() }
    }

    fn cycle(&mut self, tx: Option<Beat>) -> bool {
        let drive = self.host.cycle(self.now, tx, true);
        if let Some(words) = drive.rx.and_then(|beat| self.assembler.push(beat)) {
            self.seen.push((self.now, Tlp::decode(words.unwrap()).unwrap()));
        }
        self.now += 1;
        drive.tx_ready
    }

    fn send(&mut self, tlp: &Tlp) {
        for beat in stream(tlp) {
            while !self.cycle(Some(beat)) {}
        }
    }

    fn run(&mut self, cycles: u64) {
        for _ in 0..cycles {
            self.cycle(None);
        }
    }

    fn completions(&self) -> Vec<Completion> {
        let only = |t: &Tlp| if let Tlp::Completion(c) = t { Some(c.clone()) } else { None };
        self.seen.iter().filter_map(|(_, t)| only(t)).collect()
    }

    /// Data of all completions with `tag`, checked as a card would.
    fn gather(&self, tag: u8, bytes: usize) -> Vec<u8> {
        let mut data = Vec::new();
        for c in self.completions().iter().filter(|c| c.tag == tag) {
            assert_eq!(usize::from(c.byte_count), bytes - data.len());
            data.extend_from_slice(&c.data);
        }
        assert_eq!(data.len(), bytes);
        data
    }
}

#[test]
fn a_read_is_answered_after_the_latency_in_pieces_at_boundaries() {
    for (split, pieces) in [(Split::Few, 3), (Split::Many, 9), (Split::Seeded, 0)] {
        let mut b = Bench::new(Config { split, ..Config::default() });
        b.send(&Tlp::Read(Request::words(CARD, 3, 0x1_0000_0010, 512)));
        let asked = b.now - 1;
        b.run(200);
        let first = b.seen[0].0 - (words(&b.seen[0].1).len().div_ceil(2) as u64 - 1);
        assert_eq!(first - asked, 62, "first beat of the first completion, {split:?}");
        let expected = b.host.memory.get(0x1_0000_0010, 512).unwrap().to_vec();
        assert_eq!(b.gather(3, 512), expected);
        let ends = b.completions().iter().fold((0x10, true), |(at, fine), c| {
            let end = at + c.data.len();
            (end, fine && (end % 64 == 0 || end == 0x210) && c.data.len() <= 256)
        });
        assert!(ends.1, "cut at read completion boundaries");
        assert!(pieces == 0 || b.completions().len() == pieces, "{} {split:?}", b.completions().len());
    }
}

#[test]
fn reads_pass_each_other_only_when_told_to() {
    let order = |reorder, seed| {
        let mut b = Bench::new(Config { reorder, seed, ..Config::default() });
        for tag in 0..8 {
            b.send(&Tlp::Read(Request::words(CARD, tag, 0x1_0000_0000 + u64::from(tag) * 512, 512)));
        }
        b.run(800);
        for tag in 0..8 {
            let at = 0x1_0000_0000 + u64::from(tag) * 512;
            assert_eq!(b.gather(tag, 512), b.host.memory.get(at, 512).unwrap());
        }
        b.completions().iter().map(|c| c.tag).collect::<Vec<_>>()
    };
    assert!(order(false, 1).is_sorted());
    assert!(!order(true, 1).is_sorted());
    assert_eq!(order(true, 1), order(true, 1));
    assert_ne!(order(true, 1), order(true, 2));
}

#[test]
fn the_iommu_refuses_and_reports() {
    let mut b = Bench::new(Config::default());
    b.send(&Tlp::Read(Request::words(CARD, 1, 0x2_0000_0000, 64)));
    b.send(&Tlp::Write(Request::words(CARD, 0, 0x3_0000_0000, 4), vec![1; 4]));
    b.run(100);
    assert_eq!(b.completions()[0].status, Status::UnsupportedRequest);
    assert_eq!(b.host.statistics().refused, 2);
    let iommu = |iova, bytes| Violation::Iommu(Unmapped { iova, bytes });
    assert_eq!(b.host.violations, [iommu(0x2_0000_0000, 64), iommu(0x3_0000_0000, 4)]);
}

#[test]
fn a_card_that_breaks_rules_is_reported() {
    let mut b = Bench::new(Config::default());
    b.send(&Tlp::Read(Request::words(0x0200, 1, 0x1_0000_0000, 64)));
    b.send(&Tlp::Read(Request::words(CARD, 1, 0x1_0000_0000, 1024)));
    b.send(&Tlp::Write(Request::words(CARD, 0, 0x1_0000_0000, 512), vec![0; 512]));
    b.host.sideband.bus_master = false;
    b.send(&Tlp::Write(Request::words(CARD, 0, 0x1_0000_0000, 4), vec![0xff; 4]));
    let expected = [
        Violation::Requester { found: 0x0200, card: CARD },
        Violation::ReadSize { bytes: 1024, mrrs: 512 },
        Violation::Tag(1),
        Violation::Payload { bytes: 512, mps: 256 },
        Violation::BusMaster,
    ];
    assert_eq!(b.host.violations, expected);
    assert_eq!(b.host.memory.get(0x1_0000_0000, 4).unwrap(), [0; 4], "nothing is written without bus mastering");
}

#[test]
fn byte_enables_are_obeyed() {
    let mut b = Bench::new(Config::default());
    let before = b.host.memory.get(0x1_0000_0000, 12).unwrap().to_vec();
    let mut request = Request::words(CARD, 0, 0x1_0000_0000, 12);
    (request.first, request.last) = (0b1100, 0b0001);
    b.send(&Tlp::Write(request, vec![0xaa; 12]));
    let mut expected = vec![0xaa; 12];
    expected[..2].copy_from_slice(&before[..2]);
    expected[9..].copy_from_slice(&before[9..]);
    assert_eq!(b.host.memory.get(0x1_0000_0000, 12).unwrap(), expected);
    // A read reports the enabled bytes only; one without any is a flush.
    b.send(&Tlp::Read(Request { tag: 9, ..request }));
    b.send(&Tlp::Read(Request { tag: 10, first: 0, ..Request::words(CARD, 0, 0x1_0000_0004, 4) }));
    b.run(100);
    let c = b.completions();
    assert_eq!((c[0].byte_count, c[0].lower_address, c[0].data.len()), (7, 2, 12));
    assert_eq!((c[1].byte_count, c[1].lower_address, c[1].data.len()), (1, 4, 4));
}

/// A host outside: a page that is told what it gets.
#[derive(Clone, Default)]
struct Told(std::sync::Arc<std::sync::Mutex<Vec<Landed>>>);

/// An address and what came there.
type Landed = (u64, Vec<u8>);

impl Outside for Told {
    fn read(&self, iova: u64, into: &mut [u8]) -> Result<(), Unmapped> {
        into.fill(0x5a);
        let bytes = into.len();
        (iova < 0x4000).then_some(()).ok_or(Unmapped { iova, bytes })
    }

    fn write(&self, iova: u64, from: &[u8]) -> Result<(), Unmapped> {
        self.0.lock().unwrap().push((iova, from.to_vec()));
        Ok(())
    }

    fn interrupt(&self, vector: u8) {
        self.0.lock().unwrap().push((u64::MAX, vec![vector]));
    }
}

#[test]
fn what_is_not_simulated_goes_outside() {
    let mut b = Bench::new(Config::default());
    let told = Told::default();
    b.host.lend(Some(Box::new(told.clone())));
    b.host.sideband.msix_enable = true;
    let mut request = Request::words(CARD, 0, 0x2000, 12);
    (request.first, request.last) = (0b1100, 0b0001);
    b.send(&Tlp::Write(request, (0..12).collect()));
    b.send(&Tlp::Write(Request { first: 0b0101, ..Request::words(CARD, 0, 0x2010, 4) }, vec![1, 2, 3, 4]));
    b.send(&Tlp::Write(Request::words(CARD, 0, MSI_BASE, 4), vec![7, 0, 0, 0]));
    b.send(&Tlp::Write(Request::words(CARD, 0, 0x1_0000_0000, 4), vec![0xee; 4]));
    let expected = [(0x2002, (2..9).collect()), (0x2010, vec![1]), (0x2012, vec![3]), (u64::MAX, vec![7])];
    assert_eq!(*told.0.lock().unwrap(), expected, "what is simulated stays here");
    assert_eq!(b.host.interrupts(), 0);
    b.send(&Tlp::Read(Request::words(CARD, 1, 0x2000, 8)));
    b.send(&Tlp::Read(Request::words(CARD, 2, 0x4000, 8)));
    b.send(&Tlp::Read(Request::words(CARD, 3, 0u64.wrapping_sub(8), 8)));
    b.run(100);
    let c = b.completions();
    assert_eq!((c[0].status, &c[0].data[..]), (Status::Successful, &[0x5a; 8][..]));
    for refused in &c[1..3] {
        assert_eq!((refused.status, refused.byte_count), (Status::UnsupportedRequest, 8));
    }
}

#[test]
fn register_writes_of_less_than_a_word_have_byte_enables() {
    for (offset, bytes, value, first, data) in [
        (0x1004, 1, 0xab, 0b0001, [0xab, 0, 0, 0]),
        (0x1007, 1, 0xab, 0b1000, [0, 0, 0, 0xab]),
        (0x1006, 2, 0xabcd, 0b1100, [0, 0, 0xcd, 0xab]),
        (0x1004, 4, 0x0403_0201, 0b1111, [1, 2, 3, 4]),
    ] {
        let mut host = RootComplex::new(Config::default());
        host.mmio_write(BAR0, offset, value, bytes);
        let mut assembler = Assembler::default();
        let beats = (0..9).filter_map(|now| host.cycle(now, None, true).rx);
        let packets: Vec<_> =
            beats.filter_map(|b| assembler.push(b).map(|w| Tlp::decode(w.unwrap()).unwrap())).collect();
        let [Tlp::Write(request, sent)] = &packets[..] else { panic!("{packets:?}") };
        assert_eq!((request.address & 0xffff, request.first, request.last), (0x1004, first, 0));
        assert_eq!(sent[..], data);
    }
}

#[test]
fn faults_hit_the_read_they_are_meant_for() {
    let mut b = Bench::new(Config::default());
    let faults = [Fault::Poison, Fault::UnsupportedRequest, Fault::CompleterAbort, Fault::Drop, Fault::Twice];
    faults.iter().for_each(|&f| b.host.inject_fault(0, f));
    for tag in 0..6 {
        b.send(&Tlp::Read(Request::words(CARD, tag, 0x1_0000_0000, 64)));
    }
    b.run(300);
    let seen: Vec<_> = b.completions().iter().map(|c| (c.tag, c.status, c.poisoned)).collect();
    let good = |tag| (tag, Status::Successful, false);
    let refused = [(1, Status::UnsupportedRequest, false), (2, Status::CompleterAbort, false)];
    assert_eq!(seen, [(0, Status::Successful, true), refused[0], refused[1], good(4), good(4), good(5)]);
    assert_eq!(b.host.statistics().faults, 5);
}

#[test]
fn register_accesses_keep_their_order_and_are_answered_once() {
    let mut b = Bench::new(Config::default());
    b.host.trace_mmio(true);
    let ticket = b.host.mmio_read(BAR2, 0x18, 8).unwrap();
    b.host.mmio_write(BAR0, 0x1004, 7, 4);
    b.run(10);
    // The write was queued later, yet may pass the read; never the other way round.
    assert!(matches!(&b.seen[0].1, Tlp::Write(r, d) if r.address == 0xe000_1004 && d == &[7, 0, 0, 0]));
    let Tlp::Read(request) = b.seen[1].1 else { panic!("{:?}", b.seen[1]) };
    assert_eq!((request.address, request.dwords), (0xe001_0018, 2));
    assert!(b.host.mmio_result(ticket).is_none());
    let answer = Completion {
        completer: CARD,
        status: Status::Successful,
        byte_count: 8,
        requester: 0,
        tag: request.tag,
        lower_address: 0x18,
        class: 0,
        attributes: 0,
        poisoned: false,
        data: vec![8, 7, 6, 5, 4, 3, 2, 1],
    };
    b.send(&Tlp::Completion(answer.clone()));
    assert_eq!(b.host.mmio_result(ticket), Some(Ok(0x0102_0304_0506_0708)));
    b.send(&Tlp::Completion(answer));
    assert_eq!(b.host.violations, [Violation::Unexpected { tag: request.tag }]);
    let write = Happening::MmioWrite { bar: 0, offset: 0x1004, value: 7, bytes: 4 };
    assert_eq!(b.host.events.iter().map(|e| &e.what).collect::<Vec<_>>(), [&write]);
}

#[test]
fn refused_and_misfitting_answers_are_errors() {
    let mut b = Bench::new(Config::default());
    let tickets: Vec<_> = (0..2).map(|_| b.host.mmio_read(BAR0, 0, 4).unwrap()).collect();
    b.run(10);
    let answer = |tag, status, data| Completion {
        completer: CARD,
        status,
        byte_count: 4,
        requester: 0,
        tag,
        lower_address: 0,
        class: 0,
        attributes: 0,
        poisoned: false,
        data,
    };
    b.send(&Tlp::Completion(answer(0, Status::UnsupportedRequest, vec![])));
    b.send(&Tlp::Completion(answer(1, Status::Successful, vec![0; 8])));
    assert_eq!(b.host.mmio_result(tickets[0]), Some(Err(MmioError::Refused(Status::UnsupportedRequest))));
    assert_eq!(b.host.mmio_result(tickets[1]), Some(Err(MmioError::Malformed)));
    assert_eq!(b.host.violations.len(), 1);
}

#[test]
fn interrupts_and_watched_writes_are_seen() {
    let mut b = Bench::new(Config::default());
    b.send(&Tlp::Write(Request::words(CARD, 0, MSI_BASE, 4), vec![2, 0, 0, 0]));
    assert_eq!((b.host.interrupts(), &b.host.violations[..]), (0, &[Violation::InterruptOff(2)][..]));
    b.host.sideband.msix_enable = true;
    b.host.watch(0x1_0000_1000..0x1_0000_1100);
    b.send(&Tlp::Write(Request::words(CARD, 0, 0x1_0000_0ff0, 16), vec![1; 16]));
    b.send(&Tlp::Write(Request::words(CARD, 0, 0x1_0000_1010, 16), vec![2; 16]));
    b.send(&Tlp::Write(Request::words(CARD, 0, MSI_BASE + 0x40, 4), vec![3, 0, 0, 0]));
    let what: Vec<_> = b.host.events.iter().map(|e| e.what.clone()).collect();
    let write = Happening::Write { iova: 0x1_0000_1010, data: vec![2; 16] };
    assert_eq!(what, [write, Happening::Interrupt { vector: 3 }]);
    assert_eq!((b.host.interrupts(), b.host.take_interrupts(0xff), b.host.interrupts()), (8, 8, 0));
}

#[test]
fn a_beat_that_changes_before_it_is_taken_is_reported() {
    let mut host = RootComplex::new(Config { tx_stall: 255, seed: 4, ..Config::default() });
    let beats = stream(&Tlp::Read(Request::words(CARD, 3, 0x1000, 64)));
    assert!(!host.cycle(0, Some(beats[0]), true).tx_ready);
    host.cycle(1, Some(beats[1]), true);
    assert_eq!(host.violations, [Violation::Withdrawn]);
}

#[test]
fn stalls_lose_nothing() {
    let mut b = Bench::new(Config { tx_stall: 128, rx_stall: 128, jitter: 20, reorder: true, ..Config::default() });
    for tag in 0..8 {
        b.send(&Tlp::Read(Request::words(CARD, tag, 0x1_0000_0000, 512)));
    }
    b.run(2000);
    let expected = b.host.memory.get(0x1_0000_0000, 512).unwrap().to_vec();
    (0..8).for_each(|tag| assert_eq!(b.gather(tag, 512), expected));
    assert!(b.host.violations.is_empty());
}

#[test]
fn reads_that_are_never_answered_do_not_use_up_the_tags() {
    let mut b = Bench::new(Config::default());
    for _ in 0..100 {
        let ticket = b.host.mmio_read(BAR0, 0, 4).expect("a place");
        b.run(4);
        b.host.mmio_abandon(ticket);
    }
    let waited_for = (0..40).filter(|_| b.host.mmio_read(BAR0, 0, 4).is_some()).count();
    assert_eq!(waited_for, 32, "those that somebody waits for keep theirs");
}
