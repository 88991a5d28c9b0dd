use super::*;
use twinpath_spec::link::crc32c_words;

/// A master that writes and reads as an area engine would, one burst after the other.
struct Master {
    memory: AxiMemory,
    now: u64,
}

impl Master {
    fn new(config: MemoryConfig) -> Self {
        let mut memory = AxiMemory::new(config);
        memory.record(true);
        Self { memory, now: 0 }
    }

    fn cycle(&mut self, request: AxiRequest) -> AxiResponse {
        let response = self.memory.cycle(self.now, &request);
        self.now += 1;
        assert!(self.now < 1_000_000, "the memory does not answer");
        response
    }

    fn burst(&mut self, address: u64, words: &[u64]) -> u8 {
        let mut q = AxiRequest {
            aw_addr: address,
            aw_len: (words.len() - 1) as u8,
            aw_valid: true,
            b_ready: true,
            ..AxiRequest::default()
        };
        let mut sent = 0;
        loop {
            q.w_valid = sent < words.len();
            q.w_data = words.get(sent).copied().unwrap_or(0);
            q.w_strb = 0xff;
            q.w_last = sent + 1 == words.len();
            let a = self.cycle(q);
            sent += usize::from(q.w_valid && a.w_ready);
            q.aw_valid &= !a.aw_ready;
            if a.b_valid {
                return a.b_resp;
            }
        }
    }

    fn fetch(&mut self, address: u64, words: usize) -> (Vec<u64>, u8) {
        let mut q = AxiRequest {
            ar_addr: address,
            ar_len: (words - 1) as u8,
            ar_valid: true,
            r_ready: true,
            ..AxiRequest::default()
        };
        let mut got = Vec::new();
        loop {
            let a = self.cycle(q);
            q.ar_valid &= !a.ar_ready;
            if a.r_valid {
                got.push(a.r_data);
                if a.r_last {
                    return (got, a.r_resp);
                }
            }
        }
    }

    fn write_block(&mut self, block: u32, seed: u64) -> Record {
        let words: Vec<u64> = (0..512).map(|n| seed << 32 | n).collect();
        let record = Record { lba: block, wseq: seed as u32, data_crc: crc32c_words(&words), ..Record::default() };
        let base = u64::from(block) * 4096;
        assert_eq!(self.burst(base, &words[..256]), OKAY);
        assert_eq!(self.burst(base + 2048, &words[256..]), OKAY);
        let at = record_address(self.memory.common.blocks, block);
        assert_eq!(self.burst(at, &record.encode()), OKAY);
        record
    }
}

#[test]
fn a_block_and_its_record_are_kept_and_told() {
    for stall in [0, 100] {
        let mut m = Master::new(MemoryConfig { stall, ..MemoryConfig::default() });
        let record = m.write_block(5, 77);
        assert_eq!(m.memory.block_record(5), Ok(Some(record)));
        assert_eq!(m.memory.block(5)[511], 77 << 32 | 511);
        let (words, response) = m.fetch(5 * 4096, 256);
        assert_eq!((words[255], response), (77 << 32 | 255, OKAY));
        m.fetch(5 * 4096 + 2048, 256);
        assert_eq!(m.fetch(6 * 4096, 4).0, [0; 4], "never written");
        let seen: Vec<_> = m.memory.take_seen().collect();
        let kinds: Vec<_> = seen.iter().map(|s| (s.operation, s.block, s.words, s.error)).collect();
        assert_eq!(kinds, [(Operation::Write, 5, 512, false), (Operation::Read, 5, 512, false)]);
        assert!(seen[0].first < seen[0].last && seen[0].last < seen[0].done);
        assert_eq!(seen[0].crc, record.data_crc);
        assert_eq!(Record::decode(&seen[0].record), Ok(Some(record)));
        assert!(m.memory.violations().is_empty());
        assert_eq!(m.memory.written().collect::<Vec<_>>(), [5]);
    }
}

#[test]
fn data_without_a_record_is_unfinished() {
    let mut m = Master::new(MemoryConfig::default());
    m.write_block(1, 1);
    m.burst(2 * 4096, &[5; 8]);
    assert_eq!(m.memory.unfinished().map(|(block, _)| block).collect::<Vec<_>>(), [2]);
}

#[test]
fn without_stalls_a_word_moves_in_every_cycle() {
    let mut m = Master::new(MemoryConfig::default());
    m.burst(0, &[1; 256]);
    // Address, 256 words, latency 8.
    assert_eq!(m.now, 1 + 256 + 8);
    m.now = 0;
    m.fetch(0, 256);
    assert_eq!(m.now, 8 + 256);
}

#[test]
fn injected_faults_are_answered_and_change_nothing() {
    let mut m = Master::new(MemoryConfig::default());
    m.burst(4096, &[9; 8]);
    m.memory.inject(MemoryFault::Write { block: 1 });
    m.memory.inject(MemoryFault::Read { block: 1 });
    assert_eq!(m.burst(4096, &[7; 8]), SLVERR);
    assert_eq!(m.fetch(4096, 1).1, SLVERR);
    assert_eq!(m.fetch(4096, 1), (vec![9], OKAY));
    m.memory.flip(1, 65);
    assert_eq!(m.fetch(4096, 2).0, [9, 9 ^ 2]);
}

#[test]
fn mistakes_at_the_port_are_named() {
    let mut m = Master::new(MemoryConfig { blocks: 4, ..MemoryConfig::default() });
    assert_eq!(m.burst(4096 - 8, &[0; 2]), SLVERR);
    assert_eq!(m.burst(4 * 4096 + 4 * 32, &[0; 1]), DECERR);
    let mut q = AxiRequest { aw_addr: 0, aw_len: 1, aw_valid: true, b_ready: true, ..AxiRequest::default() };
    m.cycle(q);
    q = AxiRequest { w_valid: true, w_last: true, w_strb: 0xff, b_ready: true, ..AxiRequest::default() };
    m.cycle(q);
    let violations = [
        AxiViolation::Boundary { address: 4088, words: 2 },
        AxiViolation::Range { address: 16512, words: 1 },
        AxiViolation::Last { address: 0, found: 1, words: 2 },
    ];
    assert_eq!(m.memory.violations(), violations);
    let mut m = Master::new(MemoryConfig { stall: 255, seed: 1, ..MemoryConfig::default() });
    m.cycle(AxiRequest { ar_valid: true, ..AxiRequest::default() });
    m.cycle(AxiRequest::default());
    assert_eq!(m.memory.violations(), [AxiViolation::Withdrawn("a read address")]);
}

#[test]
fn images_compare_by_block_also_in_their_records() {
    let config = MemoryConfig { blocks: 1 << 18, ..MemoryConfig::default() };
    let (mut a, mut b) = (Master::new(config.clone()), Master::new(config));
    for m in [&mut a, &mut b] {
        m.write_block(3, 1);
        m.write_block((1 << 18) - 1, 2);
    }
    assert_eq!(a.memory.first_difference(&b.memory), None);
    b.memory.flip((1 << 18) - 1, 0);
    assert_eq!(a.memory.first_difference(&b.memory), Some((1 << 18) - 1));
    b.memory.flip((1 << 18) - 1, 0);
    b.burst(record_address(1 << 18, 3), &[1; 4]);
    assert_eq!(a.memory.first_difference(&b.memory), Some(3));
}
