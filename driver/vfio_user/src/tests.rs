//! Messages as bytes: there and back, and whatever else comes.

use super::*;
use crate::{receive, send, SocketError, DESCRIPTORS_MAX};
use proptest::prelude::*;
use std::io::{Read, Write};
use std::os::fd::AsFd;
use std::os::unix::net::UnixStream;
use std::time::{Duration, Instant};

fn commands() -> impl Strategy<Value = Command> {
    let data = proptest::collection::vec(any::<u8>(), 0..=TRANSFER_BYTES_MAX as usize);
    let action = prop_oneof![Just(Irqs::Descriptors), Just(Irqs::Trigger)];
    prop_oneof![
        any::<(u16, u16)>().prop_map(|(major, minor)| Command::Version { major, minor }),
        any::<(u32, u64, u64, u64)>().prop_map(|(flags, offset, address, bytes)| Command::DmaMap {
            flags,
            offset,
            address,
            bytes
        }),
        any::<(bool, u64, u64)>().prop_map(|(all, address, bytes)| Command::DmaUnmap { all, address, bytes }),
        Just(Command::DeviceInfo),
        any::<u32>().prop_map(|index| Command::RegionInfo { index }),
        any::<u32>().prop_map(|index| Command::IrqInfo { index }),
        (action, any::<(u32, u32, u32)>()).prop_map(|(action, (index, start, count))| Command::SetIrqs {
            action,
            index,
            start,
            count
        }),
        (any::<(u32, u64)>(), 0..=TRANSFER_BYTES_MAX).prop_map(|((region, offset), count)| Command::RegionRead {
            region,
            offset,
            count
        }),
        (any::<(u32, u64)>(), data).prop_map(|((region, offset), data)| Command::RegionWrite { region, offset, data }),
        Just(Command::Reset),
    ]
}

/// A reply that a server could give to the command.
fn reply(command: &Command) -> Reply {
    match command.clone() {
        Command::Version { major, minor } => Reply::Version { major, minor },
        Command::DmaUnmap { address, bytes, .. } => Reply::Unmapped { address, bytes },
        Command::DeviceInfo => Reply::Device { flags: 3, regions: REGIONS, irqs: IRQ_INDEXES },
        Command::RegionInfo { index } => Reply::Region { index, flags: 3, bytes: 1 << 40 },
        Command::IrqInfo { index } => Reply::Irq { index, flags: 1, count: 16 },
        Command::RegionRead { region, offset, count } => Reply::Read { region, offset, data: vec![7; count as usize] },
        Command::RegionWrite { region, offset, data } => Reply::Written { region, offset, count: data.len() as u32 },
        Command::DmaMap { .. } | Command::SetIrqs { .. } | Command::Reset => Reply::Done,
    }
}

proptest! {
    #[test]
    fn a_command_and_its_reply_come_back_as_they_went(command in commands()) {
        let (number, payload) = command.encode();
        prop_assert!(payload.len() <= PAYLOAD_BYTES_MAX);
        prop_assert_eq!(Command::decode(number, &payload), Ok(command.clone()));
        let reply = reply(&command);
        prop_assert_eq!(Reply::decode(&command, &reply.encode()), Ok(reply));
    }

    /// Cut anywhere, a message is refused. The texts of a version and bytes that say nothing may be missing.
    #[test]
    fn what_is_cut_short_is_refused(command in commands(), cut in any::<proptest::sample::Index>()) {
        let (number, payload) = command.encode();
        prop_assume!(!payload.is_empty());
        let needed = match &command {
            Command::Version { .. } => 4,
            Command::DeviceInfo => 4,
            Command::RegionInfo { .. } | Command::IrqInfo { .. } => 12,
            _ => payload.len(),
        };
        let kept = &payload[..cut.index(needed)];
        prop_assert_eq!(Command::decode(number, kept), Err(error::INVALID));
    }

    #[test]
    fn no_bytes_make_it_panic(
        number in 0u16..20,
        payload in proptest::collection::vec(any::<u8>(), 0..200),
        command in commands(),
    ) {
        let _ = Command::decode(number, &payload);
        let _ = Reply::decode(&command, &payload);
    }

    #[test]
    fn a_header_comes_back(id in any::<u16>(), command in any::<u16>(), rest in any::<(u32, u32, u32)>()) {
        let header = Header { id, command, bytes: rest.0, flags: rest.1, error: rest.2 };
        prop_assert_eq!(Header::decode(&header.encode()), header);
    }
}

/// Bytes as other implementations put them: numbers from the protocol's description.
#[test]
fn the_layout_is_the_protocols() {
    let header = Header { id: 0x102, command: 9, bytes: 32, flags: FLAG_ERROR | KIND_REPLY, error: 22 };
    assert_eq!(header.encode(), [2, 1, 9, 0, 32, 0, 0, 0, 0x21, 0, 0, 0, 22, 0, 0, 0]);
    let map = Command::DmaMap { flags: 3, offset: 0x1000, address: 0x2000, bytes: 0x3000 };
    let expected = [32, 0, 0, 0, 3, 0, 0, 0, 0, 16, 0, 0, 0, 0, 0, 0, 0, 32, 0, 0, 0, 0, 0, 0, 0, 48, 0, 0, 0, 0, 0, 0];
    assert_eq!(map.encode(), (2, expected.to_vec()));
    let irqs = Command::SetIrqs { action: Irqs::Descriptors, index: 2, start: 1, count: 3 };
    assert_eq!(irqs.encode(), (8, vec![20, 0, 0, 0, 0x24, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 0, 0, 0]));
    let write = Command::RegionWrite { region: 7, offset: 4, data: vec![6, 0] };
    assert_eq!(write.encode(), (10, vec![4, 0, 0, 0, 0, 0, 0, 0, 7, 0, 0, 0, 2, 0, 0, 0, 6, 0]));
    let (number, payload) = Command::Version { major: 0, minor: 1 }.encode();
    assert_eq!((number, &payload[..5], payload.last()), (1, &[0, 0, 1, 0, b'{'][..], Some(&0)));
    for unknown in [0, 6, 11, 12, 14, 15, 99] {
        assert_eq!(Command::decode(unknown, &[0; 64]), Err(error::UNSUPPORTED));
    }
    // Dirty pages asked for, an action without meaning, more than a transfer.
    let (number, mut unmap) = Command::DmaUnmap { all: false, address: 0, bytes: 0 }.encode();
    unmap[4] = 1;
    assert_eq!(Command::decode(number, &unmap), Err(error::INVALID));
    let (number, mut irqs) = irqs.encode();
    irqs[4] = 0x0c;
    assert_eq!(Command::decode(number, &irqs), Err(error::INVALID));
    let read = Command::RegionRead { region: 0, offset: 0, count: TRANSFER_BYTES_MAX + 1 };
    assert_eq!(Command::decode(read.encode().0, &read.encode().1), Err(error::INVALID));
}

#[test]
fn a_reply_of_another_region_or_length_is_malformed() {
    let command = Command::RegionRead { region: 0, offset: 8, count: 4 };
    for (region, offset, bytes) in [(2, 8, 4), (0, 12, 4), (0, 8, 2)] {
        let other = Reply::Read { region, offset, data: vec![0; bytes] };
        assert!(Reply::decode(&command, &other.encode()).is_err());
    }
}

const SHORT: Duration = Duration::from_millis(50);
const LONG: Duration = Duration::from_secs(20);

fn header() -> Header {
    Header { id: 1, command: 13, bytes: 0, flags: 0, error: 0 }
}

#[test]
fn messages_keep_their_descriptors_and_their_bounds() {
    let (a, b) = UnixStream::pair().unwrap();
    let descriptors = vec![a.as_fd(); DESCRIPTORS_MAX];
    send(&a, header(), &[1, 2, 3], &descriptors, LONG).unwrap();
    send(&a, Header { id: 2, ..header() }, &[], &[], LONG).unwrap();
    let first = receive(&b, None, LONG).unwrap().unwrap();
    assert_eq!((first.header.id, first.header.bytes, first.payload), (1, 19, vec![1, 2, 3]));
    assert_eq!(first.descriptors.len(), DESCRIPTORS_MAX);
    let second = receive(&b, None, LONG).unwrap().unwrap();
    assert_eq!((second.header.id, second.payload.len(), second.descriptors.len()), (2, 0, 0));
    let more = vec![a.as_fd(); DESCRIPTORS_MAX + 1];
    assert!(matches!(send(&a, header(), &[], &more, LONG), Err(SocketError::Descriptors)));
    drop(first.descriptors);
    drop(a);
    assert!(receive(&b, None, LONG).unwrap().is_none());
}

#[test]
fn descriptors_that_come_in_parts_are_counted_together() {
    let (a, b) = UnixStream::pair().unwrap();
    let whole = Header { bytes: 17, ..header() }.encode();
    // The header and the payload come apart, each with descriptors.
    let push = |bytes: &[u8], count: usize| {
        let fds = vec![a.as_fd(); count];
        let mut space = [std::mem::MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(DESCRIPTORS_MAX))];
        let mut ancillary = rustix::net::SendAncillaryBuffer::new(&mut space);
        assert!(ancillary.push(rustix::net::SendAncillaryMessage::ScmRights(&fds)));
        let part = [std::io::IoSlice::new(bytes)];
        rustix::net::sendmsg(&a, &part, &mut ancillary, rustix::net::SendFlags::empty()).unwrap();
    };
    push(&whole, 9);
    push(&[0], 9);
    assert!(matches!(receive(&b, None, LONG), Err(SocketError::Descriptors)));
}

#[test]
fn who_stops_within_a_message_is_given_up() {
    for bytes in 1..18 {
        let whole = [&Header { bytes: 18, ..header() }.encode()[..], &[5, 6]].concat();
        let (mut a, b) = UnixStream::pair().unwrap();
        a.write_all(&whole[..bytes]).unwrap();
        let begin = Instant::now();
        assert!(matches!(receive(&b, None, SHORT), Err(SocketError::Late { .. })), "{bytes} bytes");
        assert!(begin.elapsed() < LONG);
        let (mut a, b) = UnixStream::pair().unwrap();
        a.write_all(&whole[..bytes]).unwrap();
        drop(a);
        assert!(matches!(receive(&b, None, LONG), Err(SocketError::Cut)), "{bytes} bytes");
    }
    let (_a, b) = UnixStream::pair().unwrap();
    assert!(matches!(receive(&b, Some(SHORT), LONG), Err(SocketError::Late { .. })));
}

#[test]
fn a_length_that_no_message_has_is_an_end() {
    for bytes in [0, 15, HEADER_BYTES as u32 + PAYLOAD_BYTES_MAX as u32 + 1, u32::MAX] {
        let (mut a, b) = UnixStream::pair().unwrap();
        a.write_all(&Header { bytes, ..header() }.encode()).unwrap();
        assert!(matches!(receive(&b, None, LONG), Err(SocketError::Length(found)) if found == bytes));
    }
}

#[test]
fn who_does_not_read_is_given_up() {
    let (a, mut b) = UnixStream::pair().unwrap();
    let data = vec![0; PAYLOAD_BYTES_MAX];
    let late = (0..10_000).find_map(|_| send(&a, header(), &data, &[], SHORT).err());
    assert!(matches!(late, Some(SocketError::Late { .. })));
    b.read_exact(&mut [0; HEADER_BYTES]).unwrap();
}
