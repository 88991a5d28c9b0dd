//! Packets that no host should send, each with what the card must make of it.

use twinpath_host::{beats, Beat, Completion, Request, Status, Tlp, Violation, BAR0, BAR2};
use twinpath_spec::control::HOLD_LIMIT;

/// Requester of all these packets, and their tag: no register read has them.
const REQUESTER: u16 = 0x0a08;
const TAG: u8 = 0xc5;
/// A base address register that the card does not have.
const NO_BAR: u8 = 4;

/// A packet, and by how much it moves each counter.
pub struct Packet {
    pub name: &'static str,
    pub beats: Vec<Beat>,
    pub unsupported: u64,
    pub malformed: u64,
    pub unexpected: u64,
    pub reply: Reply,
}

/// What the card answers on the bus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reply {
    Nothing,
    /// Unsupported Request, with the request's tag.
    Refusal,
    /// As before, as the completion of a locked read.
    LockedRefusal,
}

impl Reply {
    pub fn is(self, completions: &[Completion], violations: &[Violation]) -> bool {
        let refusal = |c: &Completion| {
            (c.status, c.requester, c.tag, c.data.len()) == (Status::UnsupportedRequest, REQUESTER, TAG, 0)
        };
        match self {
            Reply::Nothing => completions.is_empty() && violations.is_empty(),
            // To the host every answer that no register read waits for is a violation.
            Reply::Refusal => {
                completions.len() == 1 && refusal(&completions[0]) && violations == [Violation::Unexpected { tag: TAG }]
            }
            Reply::LockedRefusal => {
                let locked = |v: &Violation| matches!(v, Violation::Kind(word) if word >> 24 == 0b01011);
                completions.is_empty() && violations.len() == 1 && violations.iter().all(locked)
            }
        }
    }
}

fn packet(name: &'static str, words: &[u32], bar: u8) -> Packet {
    let beats = beats(words, bar).collect();
    Packet { name, beats, unsupported: 0, malformed: 0, unexpected: 0, reply: Reply::Nothing }
}

/// Refused with a completion.
fn refused(name: &'static str, words: &[u32], bar: u8) -> Packet {
    Packet { unsupported: 1, reply: Reply::Refusal, ..packet(name, words, bar) }
}

/// Counted and dropped.
fn dropped(name: &'static str, words: &[u32], bar: u8) -> Packet {
    Packet { unsupported: 1, ..packet(name, words, bar) }
}

fn malformed(name: &'static str, words: &[u32], bar: u8) -> Packet {
    Packet { malformed: 1, ..packet(name, words, bar) }
}

/// All of them, for a card whose windows are at `bases`. Every write aims at a register that the test looks at.
pub fn all(bases: [u64; 2]) -> Vec<Packet> {
    let target = bases[1] + u64::from(HOLD_LIMIT.offset);
    let words = |tlp: Tlp| {
        let mut words = vec![];
        tlp.encode(&mut words);
        words
    };
    let request = |address: u64, dwords: u32| Request::words(REQUESTER, TAG, address, 4 * dwords);
    let read = |dwords| words(Tlp::Read(request(target, dwords)));
    let write = |dwords: u32| words(Tlp::Write(request(target, dwords), vec![0x77; 4 * dwords as usize]));
    // The same packet with another format and type, or other bits in a header word.
    let with = |mut words: Vec<u32>, at: usize, clear: u32, set: u32| {
        words[at] = words[at] & !clear | set;
        words
    };
    let kind = |words: Vec<u32>, format: u32, kind: u32| with(words, 0, 0xff00_0000, format << 29 | kind << 24);
    let poisoned = 1 << 14;
    let mut list = vec![
        refused("a read of three DWs", &read(3), BAR2),
        refused("a read of 4 KiB", &words(Tlp::Read(request(bases[1], 1024))), BAR2),
        refused("a read of a window that is not there", &read(1), NO_BAR),
        refused("an I/O read", &kind(read(1), 0, 0b00010), BAR2),
        refused("an I/O write", &kind(write(1), 2, 0b00010), BAR2),
        refused("a configuration read", &kind(read(1), 0, 0b00100), BAR0),
        refused("a configuration write", &kind(write(1), 2, 0b00101), BAR0),
        refused("a fetch and add", &kind(write(1), 2, 0b01100), BAR2),
        refused("a compare and swap", &kind(write(2), 2, 0b01110), BAR2),
        Packet { reply: Reply::LockedRefusal, ..refused("a locked read", &kind(read(1), 0, 0b00001), BAR2) },
        dropped("a write of three DWs", &write(3), BAR2),
        dropped("a write of 128 bytes", &write(32), BAR2),
        dropped("a poisoned write", &with(write(2), 0, 0, poisoned), BAR2),
        dropped("a write to a window that is not there", &write(2), NO_BAR),
        dropped("a message", &kind([read(1), vec![0]].concat(), 1, 0b10100), BAR0),
        dropped("a message with data", &kind([write(1), vec![0]].concat(), 3, 0b10100), BAR0),
        malformed("a write with less payload than it says", &write(2)[..4], BAR2),
        malformed("a write with more payload than it says", &[write(2), vec![1, 2]].concat(), BAR2),
        malformed("a read with payload", &[read(1), vec![1]].concat(), BAR2),
        malformed("a header of two words", &read(1)[..2], BAR2),
        malformed("a reserved format", &kind(read(1), 4, 0), BAR2),
        malformed("a type of nobody", &kind(read(1), 0, 0b00011), BAR2),
        malformed("one DW with enables for a second", &with(write(1), 1, 0xff, 0xff), BAR2),
        malformed("two DWs without the last enables", &with(write(2), 1, 0xff, 0x0f), BAR2),
        malformed("two DWs without the first enables", &with(write(2), 1, 0xff, 0xf0), BAR2),
    ];
    let completion = Completion {
        completer: 0,
        status: Status::Successful,
        byte_count: 64,
        requester: 0x0100,
        tag: 3,
        lower_address: 0,
        class: 0,
        attributes: 0,
        poisoned: false,
        data: vec![9; 64],
    };
    for (name, completion) in [
        ("a completion that nobody waits for", completion.clone()),
        ("a completion for a tag that the card does not have", Completion { tag: 200, ..completion.clone() }),
        ("a completion for another card", Completion { requester: 0x0200, ..completion.clone() }),
        ("a refusal that nobody waits for", Completion { status: Status::CompleterAbort, data: vec![], ..completion }),
    ] {
        list.push(Packet { unexpected: 1, ..packet(name, &words(Tlp::Completion(completion)), 0) });
    }
    // Framing: a packet that begins within another, one that never began, words cut in half.
    let (long, good): (Vec<Beat>, Vec<Beat>) = (beats(&write(2), BAR2).collect(), beats(&read(3), BAR2).collect());
    let cut = [&long[..2], &good[..]].concat();
    let cut = Packet { beats: cut, ..refused("a packet that another one cuts", &read(3), BAR2) };
    list.push(Packet { malformed: 1, ..cut });
    list.push(Packet { beats: long[1..].to_vec(), ..malformed("beats of no packet", &write(2), BAR2) });
    let halved = long.iter().enumerate().map(|(n, b)| Beat { keep: if n == 1 { 0x0f } else { b.keep }, ..*b });
    list.push(Packet { beats: halved.collect(), ..malformed("half a beat in the middle", &write(2), BAR2) });
    list
}
