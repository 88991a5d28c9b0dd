//! Contents in a file.

use super::*;
use std::fs;
use std::path::PathBuf;

fn nor() -> NorPart {
    NorPart::w25q128jv_m().reduced(4)
}

fn nand() -> NandPart {
    NandPart { bad_blocks: 3, ..NandPart::w25n01gv() }.reduced(16)
}

fn open(part: impl Into<FlashPart>, path: &Path) -> Result<FlashMaster, FlashFileError> {
    FlashChip::open(part, FlashConfig::default(), path).map(FlashMaster::new)
}

fn place(name: &str) -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join(name);
    (dir, path)
}

#[test]
fn a_nor_chip_is_found_as_it_was_left() {
    let (_dir, path) = place("nor");
    let mut m = open(nor(), &path).unwrap();
    program(&mut m, 0x1_0000, &[1, 2, 3]);
    program(&mut m, 0x2_0000, &[1, 2, 3]);
    erase(&mut m, 0x20, 0x2_0000);
    enabled(&mut m, &[0x01, 0x04, 0x02]);
    m.wait(LONG).unwrap();
    drop(m);
    let mut m = open(nor(), &path).unwrap();
    assert_eq!((read(&mut m, 0x1_0000, 4), read(&mut m, 0x2_0000, 1)), (vec![1, 2, 3, 0xff], vec![0xff]));
    assert_eq!((m.chip.wear(0x2_0000), m.chip.wear(0)), (1, 0));
    assert_eq!((m.exchange(&[0x05], 1), m.exchange(&[0x35], 1)), (vec![0x04], vec![0x02]));
    assert!(m.chip.file_error().is_none());
    faultless(&mut m);
}

#[test]
fn what_is_under_way_when_the_chip_goes_away_never_was() {
    let (_dir, path) = place("nor");
    let mut m = open(nor(), &path).unwrap();
    enabled(&mut m, &[&at(0x02, 0)[..], &[0]].concat());
    drop(m);
    assert_eq!(open(nor(), &path).unwrap().chip.peek(0), 0xff);
}

#[test]
fn marginal_cells_are_kept() {
    let (_dir, path) = place("nor");
    let mut m = open(nor(), &path).unwrap();
    enabled(&mut m, &at(0x20, 0));
    m.idle(3_000_000);
    m.chip.power_off(m.now);
    let (bits, image) = (m.chip.marginal_bits(), (0..4096).map(|n| m.chip.peek(n)).collect::<Vec<_>>());
    assert!(bits > 0);
    drop(m);
    let m = open(nor(), &path).unwrap();
    assert_eq!((m.chip.marginal_bits(), (0..4096).map(|n| m.chip.peek(n)).collect::<Vec<_>>()), (bits, image));
}

#[test]
fn a_nand_chip_keeps_bad_blocks_links_and_what_was_programmed() {
    let (_dir, path) = place("nand");
    let mut m = open(nand(), &path).unwrap();
    let marks = |m: &FlashMaster| (0..16).filter(|b| m.chip.peek(nand().at(*b, 0, 0)) == 0).collect::<Vec<_>>();
    let bad = marks(&m);
    assert_eq!(bad.len(), 3);
    m.command(&[0x1f, 0xa0, 0]);
    let good = (1..16).find(|b| !bad.contains(b)).unwrap();
    let page = (good * 64 + 7) as u16;
    enabled(&mut m, &[0x02, 0, 0, 0x55]);
    m.command(&[0x10, 0, (page >> 8) as u8, page as u8]);
    m.wait(LONG).unwrap();
    enabled(&mut m, &[0xa1, 0, 9, 0, 1]);
    m.wait(LONG).unwrap();
    drop(m);
    // Another seed would have drawn other blocks.
    let config = FlashConfig { seed: 99, ..FlashConfig::default() };
    let mut m = FlashMaster::new(FlashChip::open(nand(), config, &path).unwrap());
    assert_eq!((marks(&m), m.chip.peek(nand().at(good, 7, 0))), (bad.clone(), 0x55));
    assert_eq!(m.exchange(&[0xa5, 0], 4), [0x80, 9, 0, 1]);
    m.command(&[0x1f, 0xa0, 0]);
    // The order of pages is remembered too, and which blocks are bad.
    enabled(&mut m, &[0x02, 0, 0, 0x55]);
    m.command(&[0x10, 0, ((page - 1) >> 8) as u8, (page - 1) as u8]);
    m.wait(LONG).unwrap();
    enabled(&mut m, &[0xd8, 0, (bad[0] / 4) as u8, (bad[0] * 64) as u8]);
    m.wait(LONG).unwrap();
    let expected = [FlashFault::PageOrder { block: good, page: 6, last: 7 }, FlashFault::BadBlock { block: bad[0] }];
    assert_eq!(faults(&mut m), expected);
}

#[test]
fn a_snapshot_leaves_the_file_alone() {
    let (_dir, path) = place("nor");
    let mut m = open(nor(), &path).unwrap();
    let mut copy = m.clone();
    program(&mut copy, 0, &[0]);
    program(&mut m, 1, &[0]);
    drop((m, copy));
    let m = open(nor(), &path).unwrap();
    assert_eq!((m.chip.peek(0), m.chip.peek(1)), (0xff, 0));
}

#[test]
fn other_parts_and_damaged_files_are_refused_and_left() {
    let refused = |harm: &dyn Fn(&Path), part: FlashPart, says: &str| {
        let (_dir, path) = place("chip");
        program(&mut open(nor(), &path).unwrap(), 0, &[0]);
        harm(&path);
        let before = fs::read(&path).unwrap();
        let error = open(part, &path).map(|_| ()).unwrap_err().to_string();
        assert!(error.contains(says) && error.contains("chip"), "{error}");
        assert!(fs::read(&path).unwrap() == before, "{says}");
    };
    let change = |at: usize| {
        move |path: &Path| {
            let mut bytes = fs::read(path).unwrap();
            bytes[at] ^= 1;
            fs::write(path, bytes).unwrap();
        }
    };
    let right = || FlashPart::from(nor());
    refused(&|_| {}, nor().reduced(8).into(), "bytes 262144");
    refused(&|_| {}, nand().into(), "wanted is a W25N01GV");
    refused(&|path| fs::write(path, b"something else").unwrap(), right(), "no flash contents");
    refused(&|path| fs::write(path, vec![0; 100_000]).unwrap(), right(), "no flash contents");
    refused(&change(0), right(), "no flash contents");
    refused(&change(40), right(), "first page");
    refused(&change(4096 + 12), right(), "second page");
    refused(&change(8191), right(), "second page");
    let shorten = |path: &Path| fs::OpenOptions::new().write(true).open(path).unwrap().set_len(50_000).unwrap();
    refused(&shorten, right(), "length");
    // Unharmed it opens.
    let (_dir, path) = place("chip");
    drop(open(nor(), &path).unwrap());
    let first = open(nor(), &path).unwrap();
    assert!(matches!(open(nor(), &path), Err(FlashFileError::InUse { .. })));
    drop(first);
    assert!(open(nor(), &path).is_ok());
    assert!(matches!(open(nor(), Path::new("/no/such/folder")), Err(FlashFileError::Io { .. })));
}
