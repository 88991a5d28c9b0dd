//! What 4 KiB take on each part at 62.5 MHz: the parts' typical times and the clocks on the bus, and nothing else.

use super::*;

/// Device time of `work` in microseconds.
fn us(m: &mut FlashMaster, work: impl FnOnce(&mut FlashMaster)) -> u64 {
    let start = m.now;
    work(m);
    (m.now - start) / 125
}

/// Polls the status as a controller does, until bit 0 is clear.
fn poll(m: &mut FlashMaster, command: &[u8]) {
    m.select();
    m.send(command, 1);
    let polls = (0..10_000_000).find(|_| m.receive(1, 1)[0] & 1 == 0);
    assert!(polls.is_some());
    m.deselect();
}

fn send_quad(m: &mut FlashMaster, head: &[u8], data: &[u8]) {
    m.select();
    m.send(head, 1);
    m.send(data, 4);
    m.deselect();
}

fn nor(part: NorPart, quad: &[u8], four: bool) -> (u64, u64, u64) {
    let mut m = FlashMaster::new(FlashChip::new(part, FlashConfig::default()));
    enabled(&mut m, quad);
    m.wait(LONG).unwrap();
    let head = |opcode: [u8; 2], address| if four { at4(opcode[1], address) } else { at(opcode[0], address) };
    let program = us(&mut m, |m| {
        for page in 0..16 {
            m.command(&[0x06]);
            send_quad(m, &head([0x32, 0x34], 0x10_0000 + page * 256), &[page as u8; 256]);
            poll(m, &[0x05]);
        }
    });
    let mut got = Vec::new();
    let read = us(&mut m, |m| {
        m.select();
        let head = head([0xeb, 0xec], 0x10_0000);
        m.send(&head[..1], 1);
        m.send(&[&head[1..], &[0]].concat(), 4);
        m.dummy(4, 4);
        got = m.receive(4096, 4);
        m.deselect();
    });
    assert!(got.iter().enumerate().all(|(n, byte)| *byte == (n / 256) as u8));
    let erase = us(&mut m, |m| {
        enabled(m, &head([0xd8, 0xdc], 0x10_0000));
        poll(m, &[0x05]);
    });
    faultless(&mut m);
    (program, read, erase)
}

#[test]
fn w25q128jv() {
    let (program, read, erase) = nor(NorPart::w25q128jv(), &[0x31, 0x02], false);
    assert!((6_500..6_600).contains(&program) && (131..134).contains(&read), "{program} {read}");
    assert!(erase.abs_diff(150_000) < 10, "{erase}");
}

#[test]
fn s25fl256s() {
    let (program, read, erase) = nor(NorPart::s25fl256s(Parameters::Bottom), &[0x01, 0, 0x02], true);
    assert!((4_100..4_200).contains(&program) && (131..134).contains(&read), "{program} {read}");
    assert!(erase.abs_diff(130_000) < 10, "{erase}");
}

#[test]
fn w25n01gv() {
    let mut m = FlashMaster::new(FlashChip::new(NandPart::w25n01gv().reduced(4), FlashConfig::default()));
    m.command(&[0x1f, 0xa0, 0]);
    let program = us(&mut m, |m| {
        for page in 0..2 {
            m.command(&[0x06]);
            send_quad(m, &[0x32, 0, 0], &[page; 2048]);
            m.command(&[0x10, 0, 0, page]);
            poll(m, &[0x0f, 0xc0]);
        }
    });
    let mut got = Vec::new();
    let read = us(&mut m, |m| {
        for page in 0..2 {
            m.command(&[0x13, 0, 0, page]);
            poll(m, &[0x0f, 0xc0]);
            m.select();
            m.send(&[0xeb], 1);
            m.send(&[0, 0], 4);
            m.dummy(4, 4);
            got.extend(m.receive(2048, 4));
            m.deselect();
        }
    });
    assert!(got.iter().enumerate().all(|(n, byte)| *byte == (n / 2048) as u8));
    // The first page waits for the array, the second is read behind it.
    m.command(&[0x1f, 0xb0, 0x10]);
    let continuous = us(&mut m, |m| {
        m.command(&[0x13, 0, 0, 0]);
        poll(m, &[0x0f, 0xc0]);
        m.select();
        m.send(&[0xeb], 1);
        m.dummy(12, 4);
        got = m.receive(4096, 4);
        m.deselect();
    });
    assert!(got.iter().enumerate().all(|(n, byte)| *byte == (n / 2048) as u8));
    let erase = us(&mut m, |m| {
        enabled(m, &[0xd8, 0, 0, 0]);
        poll(m, &[0x0f, 0xc0]);
    });
    assert!((630..640).contains(&program) && (250..260).contains(&read), "{program} {read}");
    assert!((190..198).contains(&continuous) && (2_000..2_005).contains(&erase), "{continuous} {erase}");
    faultless(&mut m);
}
