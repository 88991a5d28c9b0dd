//! Bad input at the whole card, both units of a pair: each has its right error (a status, a counter, a refusal on the
//! bus), and the next good command works at both hosts.

mod packets;

use anyhow::{ensure, Result};
use packets::Packet;
use twinpath_group::{Design, Group, GroupConfig, Simulation};
use twinpath_host::{Fault, BAR0, BAR2};
use twinpath_host_interface::walk::Findings;
use twinpath_host_interface::{broken, must_find, Entry, Host, BUFFER, LIST};
use twinpath_spec::control::{self, HOST_COUNTERS, UNIT_STATE};
use twinpath_spec::nvme::{self, admin, io, Status, CC, CSTS};
use twinpath_spec::register::Access;

const BLOCKS: u32 = 4096;
/// Above every mapping of the host.
const UNMAPPED: u64 = 0x7000_0000_0000;
/// Where good commands go, and bad ones.
const GOOD: u64 = 7;
const BAD: u64 = 100;

/// Both hosts with their cards, and what was found to be wrong.
struct Pair {
    hosts: [Host; 2],
    simulation: Simulation,
    version: u8,
    findings: Findings,
    /// Rows and slots in use at rest: the link keeps a slot ready for the next frame with data.
    idle: [(u64, u64); 2],
}

/// Unsupported requests, malformed TLPs, unexpected completions, invalid doorbells.
type Counts = [u64; 4];

impl Pair {
    fn new(design: &Design) -> Result<Self> {
        let simulation = Simulation::new(Group::new(design, GroupConfig::pair(BLOCKS, 11))?);
        let hosts = [Host::start(&simulation, 0)?, Host::start(&simulation, 1)?];
        let up = simulation.run_until(100_000, |g| (0..2).all(|unit| g.card(unit).outputs().leds & 3 == 3));
        ensure!(up, "the pair does not serve");
        simulation.run(20_000);
        let idle = [in_use(&hosts[0])?, in_use(&hosts[1])?];
        ensure!(idle.iter().all(|(rows, _)| *rows == 0), "rows in use at the start: {idle:?}");
        Ok(Self { hosts, simulation, version: 0, findings: vec![], idle })
    }

    fn count(&self, unit: usize) -> Result<Counts> {
        let bus = &self.hosts[unit].bus;
        let read = |n: usize| bus.read(BAR2, HOST_COUNTERS[n].offset, 8);
        Ok([read(2)?, read(3)?, read(4)?, read(7)?])
    }

    fn judge(
        &mut self,
        unit: usize,
        name: &str,
        good: bool,
        found: impl std::fmt::Debug,
        wanted: impl std::fmt::Debug,
    ) {
        if !good {
            self.findings.push(format!("unit {}: {name}: {found:?}, not {wanted:?}", unit + 1));
        }
    }

    /// A write of this host is read back by both.
    fn good_command(&mut self, unit: usize, after: &str) {
        self.version = self.version.wrapping_add(1);
        let version = self.version;
        let mut all = || -> Result<()> {
            self.hosts[unit].write_block(GOOD, version)?;
            self.hosts[0].expect_block(GOOD, version)?;
            self.hosts[1].expect_block(GOOD, version)
        };
        if let Err(error) = all() {
            self.findings.push(format!("unit {}: after {after}: {error:#}", unit + 1));
        }
    }

    fn packet(&mut self, unit: usize, packet: &Packet) -> Result<()> {
        let before = self.count(unit)?;
        let bus = &self.hosts[unit].bus;
        let setting = bus.read(BAR2, control::HOLD_LIMIT.offset, 8)?;
        bus.host(|h| h.inject_beats(packet.beats.clone()));
        bus.settle()?;
        let seen = bus.host(|h| (std::mem::take(&mut h.strays), std::mem::take(&mut h.violations)));
        let kept = bus.read(BAR2, control::HOLD_LIMIT.offset, 8)? == setting;
        let after = self.count(unit)?;
        let counted: Counts = std::array::from_fn(|n| after[n] - before[n]);
        let wanted = [packet.unsupported, packet.malformed, packet.unexpected, 0];
        self.judge(unit, packet.name, counted == wanted, counted, wanted);
        self.judge(unit, packet.name, packet.reply.is(&seen.0, &seen.1), seen, packet.reply);
        self.judge(unit, packet.name, kept, "a register was written", "nothing");
        self.good_command(unit, packet.name);
        Ok(())
    }

    /// A command that must end with a status; then the good one.
    fn command(&mut self, unit: usize, name: &str, admin: bool, entry: Entry, wanted: Status) -> Result<()> {
        let host = &mut self.hosts[unit];
        let status = if admin { host.admin(entry)? } else { host.io(entry)? };
        self.judge(unit, name, status == wanted.bits(), format_args!("{status:#06x}"), wanted);
        self.good_command(unit, name);
        Ok(())
    }

    /// The pair at rest: nothing left behind, both areas the same, nothing wrong inside.
    fn rest(&mut self) -> Result<()> {
        self.simulation.run(20_000);
        for unit in 0..2 {
            let read = |r: &twinpath_spec::register::Register| self.hosts[unit].bus.read(BAR2, r.offset, 8);
            let faults =
                [read(&control::GATE_FAULTS)?, read(&control::PROTOCOL_FAULTS)?, read(&control::INTEGRITY_FAULTS)?];
            let (left, idle) = (in_use(&self.hosts[unit])?, self.idle[unit]);
            self.judge(unit, "rows and slots in use at rest", left == idle, left, idle);
            self.judge(unit, "faults inside", faults == [0; 3], faults, [0; 3]);
        }
        let differs = self.simulation.with(|g| g.first_difference());
        self.judge(0, "the areas differ", differs.is_none(), differs, "nowhere");
        Ok(())
    }

    fn end(mut self) -> Result<Findings> {
        self.rest()?;
        Ok(self.findings)
    }
}

/// Rows and slots in use.
fn in_use(host: &Host) -> Result<(u64, u64)> {
    let state = host.bus.read(BAR2, UNIT_STATE.offset, 8)?;
    Ok((UNIT_STATE.field("rows_live").of(state), UNIT_STATE.field("slots_used").of(state)))
}

/// Packets that no host should send.
fn bad_packets(design: &Design) -> Result<Findings> {
    let mut pair = Pair::new(design)?;
    for unit in 0..2 {
        let bases = pair.hosts[unit].bus.host(|h| h.config().bar_base);
        for packet in packets::all(bases) {
            pair.packet(unit, &packet)?;
        }
    }
    pair.end()
}

/// Commands with a field or a pointer wrong.
fn bad_commands(design: &Design) -> Result<Findings> {
    let mut pair = Pair::new(design)?;
    for unit in 0..2 {
        pair.hosts[unit].put(BUFFER, &[0xee; 4096])?;
        for opcode in [io::READ, io::WRITE, io::COMPARE] {
            let one = pair.hosts[unit].transfer(opcode, BAD, 1)?;
            let two = pair.hosts[unit].transfer(opcode, BAD, 2)?;
            let at = |lba: u64, blocks| pair.hosts[unit].transfer(opcode, lba, blocks);
            let end = u64::from(BLOCKS);
            let fields = [
                ("fused", Entry { flags: 1, ..one }, nvme::INVALID_FIELD),
                ("a scatter list", Entry { flags: 0x40, ..one }, nvme::INVALID_FIELD),
                ("no namespace", Entry { nsid: 0, ..one }, nvme::INVALID_NAMESPACE),
                ("another namespace", Entry { nsid: 2, ..one }, nvme::INVALID_NAMESPACE),
                ("all namespaces", Entry { nsid: nvme::NSID_ALL, ..one }, nvme::INVALID_NAMESPACE),
                ("33 blocks", Entry { cdw12: 32, ..two }, nvme::INVALID_FIELD),
                ("65,536 blocks", Entry { cdw12: 0xffff, ..two }, nvme::INVALID_FIELD),
                ("the first block beyond the volume", at(end, 1)?, nvme::LBA_OUT_OF_RANGE),
                ("over the end of the volume", at(end - 1, 2)?, nvme::LBA_OUT_OF_RANGE),
                ("block 2^32", at(1 << 32, 1)?, nvme::LBA_OUT_OF_RANGE),
                ("the last block of all", at(u64::MAX, 1)?, nvme::LBA_OUT_OF_RANGE),
                ("over the end of 32 bits", at(u32::MAX.into(), 32)?, nvme::LBA_OUT_OF_RANGE),
                ("an odd address", Entry { prp1: one.prp1 + 1, ..one }, nvme::PRP_OFFSET_INVALID),
                ("an address of half a dword", Entry { prp1: one.prp1 + 2, ..one }, nvme::PRP_OFFSET_INVALID),
                ("a second page with an offset", Entry { prp2: two.prp2 + 8, ..two }, nvme::PRP_OFFSET_INVALID),
            ];
            for (name, entry, wanted) in fields {
                pair.command(unit, name, false, entry, wanted)?;
            }
            bad_lists(&mut pair, unit, opcode)?;
        }
        let one = pair.hosts[unit].transfer(io::WRITE, BAD, 1)?;
        pair.command(unit, "an opcode of nobody", false, Entry { opcode: 0x7f, ..one }, nvme::INVALID_OPCODE)?;
        bad_admin(&mut pair, unit)?;
        unreachable(&mut pair, unit)?;
    }
    pair.end()
}

/// Lists of pages: misplaced, wrong, not there.
fn bad_lists(pair: &mut Pair, unit: usize, opcode: u8) -> Result<()> {
    let good = pair.hosts[unit].transfer(opcode, BAD, 8)?;
    pair.command(
        unit,
        "a list at half a qword",
        false,
        Entry { prp2: good.prp2 + 4, ..good },
        nvme::PRP_OFFSET_INVALID,
    )?;
    pair.command(unit, "a list nowhere", false, Entry { prp2: UNMAPPED, ..good }, nvme::DATA_TRANSFER_ERROR)?;
    for wrong in [0u64, 3, 6] {
        let good = pair.hosts[unit].transfer(opcode, BAD, 8)?;
        let page = pair.hosts[unit].at(BUFFER) + 16;
        pair.hosts[unit].put(LIST + 8 * wrong, &page.to_le_bytes())?;
        pair.command(unit, "a page with an offset in the list", false, good, nvme::PRP_OFFSET_INVALID)?;
    }
    // A list at the end of its page goes on where its last entry says: here, nowhere.
    let good = pair.hosts[unit].transfer(opcode, BAD, 8)?;
    let (last, nowhere) = (LIST + 0xff0, [pair.hosts[unit].at(BUFFER), UNMAPPED]);
    pair.hosts[unit].put(last, &nowhere.map(u64::to_le_bytes).concat())?;
    let entry = Entry { prp2: pair.hosts[unit].at(last), ..good };
    pair.command(unit, "a list that goes on nowhere", false, entry, nvme::DATA_TRANSFER_ERROR)
}

/// Data that cannot be moved.
fn unreachable(pair: &mut Pair, unit: usize) -> Result<()> {
    pair.hosts[unit].write_block(BAD, 0x5a)?;
    for opcode in [io::WRITE, io::COMPARE] {
        let one = pair.hosts[unit].transfer(opcode, BAD, 1)?;
        let nowhere = Entry { prp1: UNMAPPED, ..one };
        pair.command(unit, "data from nowhere", false, nowhere, nvme::DATA_TRANSFER_ERROR)?;
        for fault in [Fault::Poison, Fault::UnsupportedRequest, Fault::CompleterAbort] {
            // The first read is that of the entry.
            pair.hosts[unit].bus.host(|h| h.inject_fault(2, fault));
            pair.command(unit, &format!("{fault:?} for its data"), false, one, nvme::DATA_TRANSFER_ERROR)?;
        }
    }
    let kept = [0, 1].map(|host: usize| pair.hosts[host].expect_block(BAD, 0x5a).err());
    pair.judge(unit, "blocks whose write failed", kept.iter().all(Option::is_none), &kept, "as before");
    for opcode in [io::WRITE, io::COMPARE] {
        let many = pair.hosts[unit].transfer(opcode, BAD, 8)?;
        pair.hosts[unit].put(LIST + 8 * 3, &UNMAPPED.to_le_bytes())?;
        pair.command(unit, "a page from nowhere among others", false, many, nvme::DATA_TRANSFER_ERROR)?;
    }
    // A write into host memory is posted: the card is told nothing, the IOMMU refuses and reports.
    let refused = |pair: &Pair| pair.hosts[unit].bus.host(|h| h.statistics().refused);
    let before = refused(pair);
    let read = pair.hosts[unit].transfer(io::READ, BAD, 1)?;
    pair.command(unit, "a read to nowhere", false, Entry { prp1: UNMAPPED, ..read }, nvme::SUCCESS)?;
    let now = refused(pair);
    pair.judge(unit, "the IOMMU on a read to nowhere", now > before, now - before, "refusals");
    pair.hosts[unit].bus.host(|h| h.violations.clear());
    Ok(())
}

fn bad_admin(pair: &mut Pair, unit: usize) -> Result<()> {
    let page = pair.hosts[unit].at(BUFFER);
    let entry = |opcode: u8, cdw10: u32, cdw11: u32| Entry { opcode, prp1: page, cdw10, cdw11, ..Entry::default() };
    let identify = entry(admin::IDENTIFY, 1, 0);
    let cases = [
        ("an admin opcode of nobody", entry(0x7f, 0, 0), nvme::INVALID_OPCODE),
        ("an unknown page", entry(admin::IDENTIFY, 0x77, 0), nvme::INVALID_FIELD),
        ("the page of another namespace", Entry { nsid: 9, ..entry(admin::IDENTIFY, 0, 0) }, nvme::INVALID_NAMESPACE),
        ("a page to an odd address", Entry { prp1: page + 1, ..identify }, nvme::PRP_OFFSET_INVALID),
        (
            "a second completion queue of a name",
            entry(admin::CREATE_IO_CQ, 63 << 16 | 1, 1),
            nvme::INVALID_QUEUE_IDENTIFIER,
        ),
        ("a completion queue too many", entry(admin::CREATE_IO_CQ, 63 << 16 | 5, 1), nvme::INVALID_QUEUE_IDENTIFIER),
        (
            "a submission queue too many",
            entry(admin::CREATE_IO_SQ, 63 << 16 | 5, 0x1_0001),
            nvme::INVALID_QUEUE_IDENTIFIER,
        ),
        ("the end of a queue that is not there", entry(admin::DELETE_IO_SQ, 3, 0), nvme::INVALID_QUEUE_IDENTIFIER),
        ("the end of a queue in use", entry(admin::DELETE_IO_CQ, 1, 0), nvme::INVALID_QUEUE_DELETION),
        ("an unknown feature", entry(admin::SET_FEATURES, 0x70, 0), nvme::INVALID_FIELD),
        ("an unknown feature asked for", entry(admin::GET_FEATURES, 0x70, 0), nvme::INVALID_FIELD),
        ("an unknown log page", entry(admin::GET_LOG_PAGE, 0xc9, 0), nvme::INVALID_LOG_PAGE),
    ];
    for (name, entry, wanted) in cases {
        pair.command(unit, name, true, entry, wanted)?;
    }
    Ok(())
}

/// Doorbells out of range and writes to registers that take none: counted or ignored, nothing is fetched.
fn bad_writes(design: &Design) -> Result<Findings> {
    let mut pair = Pair::new(design)?;
    for unit in 0..2 {
        let host = &pair.hosts[unit];
        let (tail, head) = host.places();
        let (tail, head) = (u32::from(tail), u32::from(head));
        let cases = [
            ("a tail at the queue's size", 1, 0, 64),
            ("the largest tail", 1, 0, 0xffff),
            ("a head at the queue's size", 1, 1, 64),
            ("the largest head", 1, 1, 0xffff),
            ("a head beyond what has completed", 1, 1, (head + 1) % 64),
            ("a head behind", 1, 1, (head + 63) % 64),
            ("an admin tail at the queue's size", 0, 0, 16),
            ("an admin head at the queue's size", 0, 1, 16),
            ("the tail of no queue", 2, 0, tail),
            ("the tail of no queue there could be", 5, 0, tail),
            ("the head of no queue", 4, 1, head),
            ("the last doorbell of all", 511, 1, 1),
        ];
        for (name, queue, which, value) in cases {
            let before = pair.count(unit)?;
            let commands = |pair: &Pair| pair.hosts[unit].bus.read(BAR2, HOST_COUNTERS[6].offset, 8);
            let fetched = commands(&pair)?;
            pair.hosts[unit].doorbell(queue, which, value);
            pair.hosts[unit].bus.settle()?;
            pair.simulation.run(500);
            let after = pair.count(unit)?;
            let counted: Counts = std::array::from_fn(|n| after[n] - before[n]);
            pair.judge(unit, name, counted == [0, 0, 0, 1], counted, [0, 0, 0, 1]);
            let more = commands(&pair)? - fetched;
            pair.judge(unit, name, more == 0, format_args!("{more} commands fetched"), 0);
        }
        pair.good_command(unit, "bad doorbells");
        let read_only = control::ALL.iter().filter(|r| r.access == Access::ReadOnly);
        for register in read_only.flat_map(|r| (0..r.count).map(|n| r.at(n))) {
            pair.hosts[unit].bus.write(BAR2, register, u64::MAX, 8);
        }
        for register in [nvme::CAP, nvme::VS, nvme::CSTS] {
            pair.hosts[unit].bus.write(BAR0, register.offset, u32::MAX.into(), 4);
        }
        // The queues are in use: their addresses stay.
        for register in [nvme::AQA, nvme::ASQ, nvme::ACQ] {
            let before = pair.hosts[unit].bus.read(BAR0, register.offset, 4)?;
            pair.hosts[unit].bus.write(BAR0, register.offset, u64::MAX, register.bytes as u8);
            let after = pair.hosts[unit].bus.read(BAR0, register.offset, 4)?;
            pair.judge(unit, register.name, before == after, after, before);
        }
        pair.good_command(unit, "writes to read-only registers");
    }
    pair.end()
}

/// A controller that is told nonsense says so, and starts when it is told sense.
fn bad_starts(design: &Design) -> Result<Findings> {
    let mut pair = Pair::new(design)?;
    let sizes = CC.field("IOSQES").put(6) | CC.field("IOCQES").put(4) | CC.field("EN").put(1);
    let two = 1 << 16 | 1;
    let cases = [
        ("another command set", two, sizes | CC.field("CSS").put(1)),
        ("large pages", two, sizes | CC.field("MPS").put(1)),
        ("another arbitration", two, sizes | CC.field("AMS").put(1)),
        ("a submission queue of one", 1 << 16, sizes),
        ("a completion queue of one", 1, sizes),
    ];
    for unit in 0..2 {
        let fatal = |pair: &Pair| -> Result<bool> {
            Ok(CSTS.field("CFS").of(pair.hosts[unit].bus.read(BAR0, CSTS.offset, 4)?) == 1)
        };
        let off = |pair: &Pair| -> Result<()> {
            pair.hosts[unit].bus.write(BAR0, CC.offset, 0, 4);
            pair.hosts[unit].bus.settle()?;
            pair.simulation.run(2_000);
            Ok(())
        };
        for (name, aqa, cc) in cases {
            off(&pair)?;
            pair.hosts[unit].bus.write(BAR0, nvme::AQA.offset, aqa, 4);
            pair.hosts[unit].bus.write(BAR0, CC.offset, cc, 4);
            pair.hosts[unit].bus.settle()?;
            let found = fatal(&pair)?;
            pair.judge(unit, name, found, "no CSTS.CFS", "CSTS.CFS");
        }
        off(&pair)?;
        pair.hosts[unit] = Host::start(&pair.simulation, unit)?;
        pair.good_command(unit, "starts with nonsense");
        // An entry that cannot be read: nobody knows whose command it was.
        pair.hosts[unit].bus.host(|h| h.inject_fault(0, Fault::UnsupportedRequest));
        let (tail, _) = pair.hosts[unit].places();
        pair.hosts[unit].doorbell(1, 0, u32::from(tail + 1) % 64);
        pair.hosts[unit].bus.settle()?;
        pair.simulation.run(2_000);
        let found = fatal(&pair)?;
        pair.judge(unit, "an entry that cannot be read", found, "no CSTS.CFS", "CSTS.CFS");
        off(&pair)?;
        pair.hosts[unit] = Host::start(&pair.simulation, unit)?;
        pair.good_command(unit, "an entry that cannot be read");
    }
    pair.end()
}

fn must_be_clean(findings: Findings) -> Result<()> {
    ensure!(findings.is_empty(), "{} findings:\n{}", findings.len(), findings.join("\n"));
    Ok(())
}

#[test]
fn packets_that_no_host_should_send() -> Result<()> {
    must_be_clean(bad_packets(&Design::committed()?)?)
}

#[test]
fn commands_with_a_field_or_a_pointer_wrong() -> Result<()> {
    must_be_clean(bad_commands(&Design::committed()?)?)
}

#[test]
fn doorbells_out_of_range_and_writes_to_read_only_registers() -> Result<()> {
    must_be_clean(bad_writes(&Design::committed()?)?)
}

#[test]
fn starts_with_nonsense() -> Result<()> {
    must_be_clean(bad_starts(&Design::committed()?)?)
}

#[test]
fn a_card_with_faults_is_found_out() -> Result<()> {
    let design = broken()?;
    let packets =
        ["a read of three DWs: [0, 0, 0, 0]", "a packet that another one cuts: [", "a poisoned write: \"a register"];
    must_find(&bad_packets(&design)?, &packets)?;
    must_find(&bad_commands(&design)?, &["block 2^32: 0x4081", "an odd address: 0x4012"])?;
    must_find(&bad_writes(&design)?, &["a tail at the queue's size: [", "the last doorbell of all: [", "AQA: "])?;
    must_find(&bad_starts(&design)?, &["another command set: \"no CSTS.CFS\""])
}
