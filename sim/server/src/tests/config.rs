use crate::config::CONFIG_BYTES;
use crate::ConfigSpace;

fn word(space: &ConfigSpace, offset: u64) -> u32 {
    u32::from_le_bytes(space.read(offset, 4).unwrap().try_into().unwrap())
}

#[test]
fn the_function_is_an_nvme_controller_with_three_capabilities() {
    let space = ConfigSpace::new();
    assert_eq!((word(&space, 0), word(&space, 8) >> 8), (0x5450_1234, 0x01_0802));
    let mut at = space.read(0x34, 1).unwrap()[0];
    let mut found = vec![];
    while at != 0 {
        found.push(word(&space, at.into()) as u8);
        at = (word(&space, at.into()) >> 8) as u8;
    }
    assert_eq!(found, [0x01, 0x11, 0x10], "power, MSI-X, Express");
    assert_eq!(word(&space, 0x52) & 0x7ff, 15);
    assert_eq!((word(&space, 0x54), word(&space, 0x58)), (0x2000, 0x3000));
    assert_eq!(word(&space, 0x64) >> 28 & 1, 1, "it can be reset as a function");
    assert_eq!(word(&space, 0x100), 0, "no extended capability");
}

#[test]
fn bars_tell_their_sizes() {
    let mut space = ConfigSpace::new();
    space.write(0x10, &[0xff; 16]).unwrap();
    assert_eq!([0x10, 0x14, 0x18, 0x1c].map(|at| word(&space, at)), [0xffff_c004, !0, 0xffff_0004, !0]);
    space.write(0x20, &[0xff; 8]).unwrap();
    assert_eq!((word(&space, 0x20), word(&space, 0x24)), (0, 0));
}

#[test]
fn only_what_is_writable_is_written() {
    let mut space = ConfigSpace::new();
    let before: Vec<u8> = space.read(0, CONFIG_BYTES).unwrap().to_vec();
    assert_eq!(space.write(0, &vec![0xff; CONFIG_BYTES]), Some(true));
    assert!(space.bus_master());
    let mut changed = space.read(0, CONFIG_BYTES).unwrap().to_vec();
    for (at, bytes) in [(4, 2), (0x10, 16), (0x3c, 1), (0x44, 1), (0x53, 1), (0x68, 2), (0x70, 2), (0x88, 1)] {
        changed[at..at + bytes].copy_from_slice(&before[at..at + bytes]);
    }
    assert!(changed == before);
    assert_eq!(word(&space, 0x68) & 0x8000, 0, "the reset's bit reads as 0");
}

#[test]
fn a_reset_is_asked_for_by_one_bit() {
    let mut space = ConfigSpace::new();
    assert_eq!(space.write(0x68, &0x7fffu16.to_le_bytes()), Some(false));
    assert_eq!(space.write(0x68, &0x8000u16.to_le_bytes()), Some(true));
    assert_eq!(space.write(0x69, &[0x80]), Some(true));
    assert_eq!(space.write(0x68, &[0x80]), Some(false));
}

#[test]
fn outside_there_is_nothing() {
    let mut space = ConfigSpace::new();
    for (offset, bytes) in [(4095, 2), (4096, 1), (u64::MAX, 1), (u64::MAX, 4096), (1, 4096)] {
        assert!(space.read(offset, bytes).is_none() && space.write(offset, &vec![0; bytes]).is_none());
    }
}
