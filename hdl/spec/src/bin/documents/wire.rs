//! WIRE.md: frames between the units and the record of a block. Where a field lies is asked of the encoders.

use crate::layout::{place, unused, Place};
use crate::registers::row;
use std::fmt::Write;
use twinpath_spec::link::{self, Header, Kind};
use twinpath_spec::record::{self, Record};

/// A field's name, how to set all its bits, and what it says.
type Field<T> = (&'static str, fn(&mut T), &'static str);

const FRAME: &[Field<Header>] = &[
    ("kind", |h| h.kind = Kind::REL, "What the frame says: see the kinds."),
    ("flags", |h| h.flags = !0, "See the flags."),
    ("epoch", |h| h.epoch = !0, "Epoch of the pair: units of different epochs have no session."),
    ("session", |h| h.session = !0, "Number of the session; HELLO: the sender's last one."),
    ("credits", |h| h.credits = 0xfff, "Free places for frames at the sender."),
    ("slot", |h| h.slot = 0xf, "A data slot of the receiver, as the receiver named it before: see the kinds."),
    ("lseq", |h| h.lseq = !0, "Number of the frame in its session, from 0; HELLO, HB, RESET: of the next frame."),
    ("ack", |h| h.ack = !0, "Frames received in the session without a gap."),
    ("unit", |h| h.unit = !0, "Where the write came in: 0 first, 1 second unit; HELLO: the sender."),
    ("row", |h| h.row = !0, "The write's row at that unit."),
    ("index", |h| h.index = !0, "Block of the write, from 0."),
    ("blocks", |h| h.blocks = !0, "Blocks of the write; DATA and REP: the sender's data slot."),
    ("wseq", |h| h.wseq = !0, "Number of the write at the unit where it came in."),
    ("lba", |h| h.lba = !0, "First block of the write; REP: session of the stamp, bits 15:0."),
    ("oseq", |h| h.oseq = !0, "Number of the block in the orderer's order."),
    ("value", |h| h.value = !0, "With data: its CRC-32C. Else by kind."),
];

const RECORD: &[Field<Record>] = &[
    ("lba", |r| r.lba = !0, "The block."),
    ("epoch", |r| r.epoch = !0, "Epoch in which it was written."),
    ("session", |r| r.session = !0, "Session in which it was written."),
    ("oseq", |r| r.oseq = !0, "Its number in the orderer's order."),
    ("wseq", |r| r.wseq = !0, "Number of the write at the unit where it came in."),
    ("fseq", |r| r.fseq = !0, "Number of the record in the area's log; 0 in the memory kind."),
    ("unit", |r| r.unit = !0, "Where the write came in: 0 first, 1 second unit."),
    ("flags", |r| r.flags = !0, "See the flags."),
    ("data_crc", |r| r.data_crc = !0, "CRC-32C of the block."),
];

/// The way a frame of this kind goes, and what it means. S1 is the first unit (the orderer), S2 the second.
fn meaning(kind: Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::HELLO => {
            ("both", "Opens a session. `wseq`: the sender's nonce; `oseq`: the nonce seen of the other side, 0 for none; `lba`: version, window (a power of two) and data slots for the peer, a byte each: a greeting that differs is refused.")
        }
        Kind::FWD => {
            ("S2 to S1, path 4", "A write of the second host asks for its place in the order: `lba`, `blocks`.")
        }
        Kind::GRANT => {
            ("S1 to S2", "The write holds E(A1) and S1 keeps a data slot free for block `index`: it may come now.")
        }
        Kind::DATA => ("S2 to S1, path 4", "Block `index`, with data. `blocks`: the slot where S2 keeps a copy."),
        Kind::ABANDON => {
            ("both", "`blocks` blocks from `index` on will not come or were not stored: they count as resolved.")
        }
        Kind::REP_HEADER => {
            ("S1 to S2, path 2", "A write in the orderer's order: S2 seeks E(A2). `oseq`: of block 0; `value`: blocks to resolve. HELD: E(A2) lasts until REL.")
        }
        Kind::REP => {
            ("S1 to S2, path 2", "Block `index` is durable in A1 (parallel order: is being written). With data, or with KEPT and the CRC of what A1 got. `blocks`: the slot at S1.")
        }
        Kind::ACK => ("S2 to S1", "Block `index` is durable in A2. `slot`: the slot at S1 that REP named."),
        Kind::FIN => ("S1 to S2", "A forwarded write ends without REP. `value`: its NVMe status."),
        Kind::REL => ("S1 to S2", "Parallel order: both areas hold all that the header announced. Ends what HELD keeps."),
        Kind::GO => ("S1 to S2", "All that was open when the session began is resolved: S2 serves its host again."),
        Kind::HB => {
            ("both", "Alive; acknowledges and returns credits when nothing else goes that way; with AGAIN asks for a replay. Needs no credit.")
        }
        Kind::RESET => ("both", "The sender has ended `session`. Needs no credit."),
        Kind::START
        | Kind::COPY
        | Kind::COPYACK
        | Kind::JOIN
        | Kind::JOINED
        | Kind::SWAP
        | Kind::SWAPPED => ("-", "Reserved: ends the session."),
    }
}

/// # Errors
/// An encoder and the fields here do not fit together.
pub fn document() -> Result<String, String> {
    let mut text = String::from(
        "# Wire\n\n\
         Made from `hdl/spec` by `cargo xtask gen`; do not edit. Words are 64 bits, little-endian; bits count from 0.\n",
    );
    frames(&mut text)?;
    records(&mut text)?;
    Ok(text)
}

fn frames(text: &mut String) -> Result<(), String> {
    let _ = write!(
        text,
        "\n## Frames\n\n\
         {} words, or {} with a block of data between word {} and the last. Shown without data.\n\n",
        link::CONTROL_WORDS,
        link::FRAME_WORDS_MAX,
        link::HEADER_WORDS - 1
    );
    table(text, &frame_places()?, FRAME.iter().map(|f| f.2), "CRC-32C of every byte before it.");
    let kept = "KEPT (REP): bits 7:4 of the flags name the slot in which S2 kept the block.";
    let again = "AGAIN (HB): everything from `ack` on is wanted again.";
    let held = "HELD (REP_HEADER): S2 keeps E(A2) and its host's answer until REL.";
    let data = "DATA: 4 KiB follow the header.";
    let meanings =
        [(link::FLAG_DATA, data), (link::FLAG_KEPT, kept), (link::FLAG_AGAIN, again), (link::FLAG_HELD, held)];
    flags(text, &meanings);
    *text += "\n| Code | Kind | Way | Meaning |\n|---|---|---|---|\n";
    for kind in Kind::ALL {
        let (way, what) = meaning(kind);
        row(text, &[(kind as u8).to_string(), format!("{kind:?}"), way.into(), what.into()]);
    }
    let _ = write!(
        text,
        "\nA session starts with {} credits at each end. A unit that sent nothing for {} cycles sends HB or HELLO; a \
         session without a good frame for {} cycles has ended.\n\n\
         CRC-32C: polynomial {:08x} (bit-reversed), register all ones before, inverted after; of `123456789` it is \
         {:08x}.\n\nAn example, HELLO:\n\n```text\n{}\n```\n",
        link::CREDITS,
        link::KEEP_ALIVE_CYCLES,
        link::SILENCE_CYCLES,
        link::CRC_POLYNOMIAL,
        link::crc32c(b"123456789"),
        link::GOLDEN_FRAMES.split("\n\n").next().unwrap_or_default()
    );
    Ok(())
}

fn records(text: &mut String) -> Result<(), String> {
    let _ = write!(
        text,
        "\n## The record of a block\n\n\
         {} bytes for each block of an area, in halves of {} words that are each written once. All zeros: the block was \
         never written. The memory kind keeps the record of block n at byte `blocks * 4096 + n * {}`.\n\n",
        record::RECORD_BYTES,
        record::HALF_WORDS,
        record::RECORD_BYTES
    );
    table(text, &record_places()?, RECORD.iter().map(|f| f.2), "CRC-32C of the record with this field zero.");
    let (trim, moved) = ("The block was discarded and reads as zeros.", "The block was copied within the area.");
    flags(text, &[(record::FLAG_TRIM, trim), (record::FLAG_MOVED, moved)]);
    let example = record::GOLDEN_RECORDS.split("\n\n").next().unwrap_or_default();
    let _ = write!(text, "\nAn example:\n\n```text\n{example}\n```\n");
    Ok(())
}

fn flags(text: &mut String, flags: &[(u8, &str)]) {
    *text += "\n| Flag | Meaning |\n|---|---|\n";
    for (flag, meaning) in flags {
        row(text, &[flag.to_string(), (*meaning).into()]);
    }
}

/// The fields in order, the checksum and what is unused, sorted by place.
fn table<'a>(text: &mut String, places: &Places, says: impl Iterator<Item = &'a str>, checksum: &'a str) {
    let says = says.chain([checksum]).chain(std::iter::repeat("Zero."));
    let mut rows: Vec<_> = places.iter().zip(says).collect();
    rows.sort_by_key(|((_, p), _)| (p.word, p.lsb));
    *text += "| Word | Bits | Field | Meaning |\n|---|---|---|---|\n";
    for ((name, p), says) in rows {
        row(text, &[p.word.to_string(), p.bits(), (*name).into(), says.into()]);
    }
}

type Places = Vec<(&'static str, Place)>;

fn frame_places() -> Result<Places, String> {
    let words = |h: &Header| {
        let mut words = [0; link::FRAME_WORDS_MAX];
        let count = h.encode(None, &mut words);
        words[..count].to_vec()
    };
    // Every field must be here: a new one does not compile.
    let Header {
        kind: _,
        flags: _,
        epoch: _,
        session: _,
        credits: _,
        slot: _,
        lseq: _,
        ack: _,
        unit: _,
        row: _,
        index: _,
        blocks: _,
        wseq: _,
        lba: _,
        oseq: _,
        value: _,
    } = Header::new(Kind::HB);
    let checksum = Place { word: link::CONTROL_WORDS - 1, lsb: 32, width: 32 };
    // `REL` and this kind differ in both half bytes, as every field of a frame is whole half bytes.
    places(FRAME, Header::new(Kind::HB), words, 4, checksum)
}

fn record_places() -> Result<Places, String> {
    let Record { lba: _, epoch: _, session: _, oseq: _, wseq: _, fseq: _, unit: _, flags: _, data_crc: _ } =
        Record::default();
    let checksum = Place { word: record::RECORD_WORDS - 1, lsb: 32, width: 32 };
    places(RECORD, Record::default(), |r| r.encode().to_vec(), 1, checksum)
}

fn places<T: Clone>(
    fields: &[Field<T>],
    empty: T,
    words: impl Fn(&T) -> Vec<u64>,
    grain: u32,
    checksum: Place,
) -> Result<Places, String> {
    let before = words(&empty);
    let mut places = Places::new();
    for (name, set, _) in fields {
        let mut one = empty.clone();
        set(&mut one);
        places.push((name, place(&before, &words(&one), grain, checksum).map_err(|e| format!("{name}: {e}"))?));
    }
    places.push(("crc", checksum));
    let taken: Vec<Place> = places.iter().map(|(_, p)| *p).collect();
    places.extend(unused(before.len(), &taken)?.into_iter().map(|p| ("-", p)));
    Ok(places)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The layout table of a module's documentation: (word, `msb:lsb`, name) for each field.
    fn written(source: &str) -> Vec<(String, String, String)> {
        let rows = source.lines().filter_map(|l| l.strip_prefix("//! | ")?.strip_suffix(" |")?.split_once(" | "));
        let fields = rows.flat_map(|(word, fields)| fields.split(", ").map(move |f| (word, f)));
        let parts = fields.filter_map(|(word, f)| f.split_once(' ').map(|(bits, name)| (word, bits, name)));
        parts
            .filter(|(_, bits, _)| bits.contains(':'))
            .map(|(word, bits, name)| (word.replace("last", "4"), bits.into(), name.into()))
            .collect()
    }

    fn agrees(source: &str, places: Places) -> bool {
        let known = written(source);
        places.len() == known.len()
            && places.iter().all(|(name, p)| {
                known.iter().any(|(word, bits, says)| {
                    let same = match *name {
                        "crc" => says.starts_with("CRC-32C of every byte") || says.starts_with("CRC-32C of the record"),
                        "data_crc" => says == "CRC-32C of the data",
                        "-" => says == "zero",
                        name => says == name,
                    };
                    same && *word == p.word.to_string() && *bits == p.bits()
                })
            })
    }

    #[test]
    fn encoders_put_fields_where_their_documentation_says() {
        let (link, record) = (include_str!("../../link.rs"), include_str!("../../record.rs"));
        assert!(agrees(link, frame_places().unwrap()), "{:?}\n{:?}", written(link), frame_places());
        assert!(agrees(record, record_places().unwrap()), "{:?}\n{:?}", written(record), record_places());
        assert!(!agrees(&link.replace("7:0 unit, 15:8 row", "7:0 row, 15:8 unit"), frame_places().unwrap()));
        assert!(!agrees(&record.replace("49:48 unit", "50:48 unit"), record_places().unwrap()));
    }

    #[test]
    fn every_kind_is_in_it() {
        let text = document().unwrap();
        for kind in Kind::ALL {
            assert!(text.contains(&format!("\n| {} | {kind:?} | ", kind as u8)), "{kind:?}");
        }
    }
}
