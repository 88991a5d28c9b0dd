use super::memory;
use crate::fault::{Fault, Planted};
use crate::{Lent, FILES_MAX};
use proptest::prelude::*;
use rustix::event::{eventfd, EventfdFlags};
use std::fs::File;
use std::io::{Read, Write};
use std::os::fd::OwnedFd;
use std::os::unix::fs::FileExt;
use std::os::unix::net::UnixStream;
use twinpath_host::Outside;
use twinpath_vfio_user::error::{EXISTS, INVALID, NO_ROOM};

const BOTH: u32 = 3;
const PAGE: u64 = 4096;

fn planted(fault: Fault) -> Lent {
    Lent::with(Planted(Some(fault)))
}

fn fd(file: &File) -> Option<OwnedFd> {
    Some(file.try_clone().unwrap().into())
}

fn event() -> File {
    eventfd(0, EventfdFlags::NONBLOCK | EventfdFlags::CLOEXEC).unwrap().into()
}

fn count(event: &File) -> Option<u64> {
    let mut bytes = [0; 8];
    let mut event = event;
    event.read_exact(&mut bytes).ok().map(|()| u64::from_ne_bytes(bytes))
}

#[test]
fn the_card_reaches_what_is_mapped_and_nothing_else() {
    let (lent, file) = (Lent::default(), memory(4 * PAGE));
    lent.map(BOTH, 0x10_0000, 2 * PAGE, PAGE, fd(&file)).unwrap();
    file.write_all_at(b"of the client", PAGE + 20).unwrap();
    let mut seen = [0; 13];
    lent.read(0x10_0014, &mut seen).unwrap();
    assert_eq!(&seen, b"of the client");
    lent.write(0x10_0000 + 2 * PAGE - 4, b"card").unwrap();
    file.read_exact_at(&mut seen[..4], 3 * PAGE - 4).unwrap();
    assert_eq!(&seen[..4], b"card");
    for (iova, bytes) in [(0x10_0000 - 1, 1), (0x10_0000 + 2 * PAGE - 1, 2), (0, 1), (u64::MAX, 4), (1 << 63, 64)] {
        assert!(lent.read(iova, &mut vec![0; bytes]).is_err() && lent.write(iova, &vec![0; bytes]).is_err());
    }
    lent.unmap(0x10_0000, 2 * PAGE).unwrap();
    assert!(lent.read(0x10_0000, &mut [0]).is_err());
}

#[test]
fn what_a_map_does_not_allow_is_refused() {
    let (lent, file) = (Lent::default(), memory(PAGE));
    for (n, flags) in [0, 1, 2].into_iter().enumerate() {
        let at = n as u64 * PAGE;
        lent.map(flags, at, PAGE, 0, fd(&file)).unwrap();
        assert_eq!(lent.read(at, &mut [0]).is_ok(), flags & 1 != 0);
        assert_eq!(lent.write(at, &[0]).is_ok(), flags & 2 != 0);
    }
    // A ROM, say.
    lent.map(BOTH, 0x10_0000, PAGE, 0, None).unwrap();
    assert!(lent.read(0x10_0000, &mut [0]).is_err());
    assert_eq!(lent.map(4, 0x20_0000, PAGE, 0, fd(&file)), Err(INVALID));
}

#[test]
fn maps_must_make_sense() {
    let file = memory(4 * PAGE);
    let refused = [
        (0, 0, 0),
        (1, PAGE, 0),
        (0, PAGE + 1, 0),
        (0, PAGE, 8),
        (u64::MAX - PAGE + 1, PAGE, 0),
        (0, 5 * PAGE, 0),
        (0, PAGE, 4 * PAGE),
        (0, PAGE, u64::MAX - PAGE + 1),
        (0, 1 << 63, 0),
    ];
    let lent = Lent::default();
    for (address, bytes, offset) in refused {
        let what = format!("{address:#x} {bytes:#x} {offset:#x}");
        assert_eq!(lent.map(BOTH, address, bytes, offset, fd(&file)), Err(INVALID), "{what}");
    }
    assert_eq!(lent.maps(), 0);
}

/// What a map or unmap does to others; with [`Fault::AnyMap`] this is broken.
fn overlaps(lent: &Lent) -> bool {
    let file = memory(4 * PAGE);
    lent.map(BOTH, 4 * PAGE, 4 * PAGE, 0, fd(&file)).unwrap();
    let overlapping = [(4, 4), (3, 2), (7, 1), (0, 100), (5, 1)];
    let all = |at: u64, pages: u64| lent.map(BOTH, at * PAGE, pages * PAGE, 0, None) == Err(EXISTS);
    let cut = |at: u64, pages: u64| lent.unmap(at * PAGE, pages * PAGE) == Err(INVALID);
    let kept = overlapping.into_iter().all(|(at, pages)| all(at, pages))
        && [(4, 1), (5, 100), (0, 5), (6, 1)].into_iter().all(|(at, pages)| cut(at, pages));
    kept && lent.read(4 * PAGE, &mut [0]).is_ok()
}

#[test]
fn maps_never_overlap_and_are_never_cut() {
    let lent = Lent::default();
    assert!(overlaps(&lent));
    assert!(!overlaps(&planted(Fault::AnyMap)));
    // Beside it there is room; an unmap may cover several, or nothing.
    lent.map(BOTH, 3 * PAGE, PAGE, 0, None).unwrap();
    lent.map(BOTH, 8 * PAGE, PAGE, 0, None).unwrap();
    assert_eq!(lent.maps(), 3);
    lent.unmap(1 << 40, 1 << 30).unwrap();
    lent.unmap(0, 1 << 40).unwrap();
    assert_eq!(lent.maps(), 0);
    lent.unmap(0, 0).unwrap();
    assert_eq!(lent.unmap(u64::MAX, 2), Err(INVALID));
}

/// Descriptors that are neither memory nor events.
fn others() -> Vec<OwnedFd> {
    let (socket, _) = UnixStream::pair().unwrap();
    let disk = File::open("/proc/self/exe").unwrap();
    vec![socket.into(), disk.into(), event().into(), File::open("/dev/zero").unwrap().into()]
}

#[test]
fn only_files_in_memory_are_memory() {
    let take = |lent: &Lent| others().into_iter().filter_map(|fd| lent.map(1, 0, PAGE, 0, Some(fd)).err()).count();
    assert_eq!(take(&Lent::default()), 4);
    assert!(take(&planted(Fault::AnyDescriptor)) < 4);
    let (lent, file) = (Lent::default(), memory(PAGE));
    let path = format!("/proc/self/fd/{}", std::os::fd::AsRawFd::as_raw_fd(&file));
    let only_read = || Some(OwnedFd::from(File::open(&path).unwrap()));
    assert_eq!(lent.map(BOTH, 0, PAGE, 0, only_read()), Err(INVALID));
    lent.map(1, 0, PAGE, 0, only_read()).unwrap();
    // Its twin that may write is another descriptor of the same file.
    lent.map(BOTH, PAGE, PAGE, 0, fd(&file)).unwrap();
    lent.write(PAGE, &[1]).unwrap();
}

#[test]
fn memory_that_a_client_takes_back_is_refused_and_nothing_worse() {
    let (lent, file) = (Lent::default(), memory(2 * PAGE));
    lent.map(BOTH, 0, 2 * PAGE, 0, fd(&file)).unwrap();
    file.set_len(PAGE).unwrap();
    assert!(lent.read(PAGE, &mut [0]).is_err());
    assert!(lent.read(0, &mut [0]).is_ok());
}

#[test]
fn a_file_is_kept_once_and_files_are_counted() {
    let (lent, one) = (Lent::default(), memory(PAGE));
    for n in 0..1000 {
        lent.map(BOTH, n * PAGE, PAGE, 0, fd(&one)).unwrap();
    }
    let others: Vec<File> = (0..FILES_MAX).map(|_| memory(PAGE)).collect();
    let results: Vec<_> = (1000..).zip(&others).map(|(n, file)| lent.map(BOTH, n * PAGE, PAGE, 0, fd(file))).collect();
    assert!(results[..FILES_MAX - 1].iter().all(Result::is_ok));
    assert_eq!(results[FILES_MAX - 1], Err(NO_ROOM));
    lent.unmap(1000 * PAGE, PAGE).unwrap();
    lent.map(BOTH, 1000 * PAGE, PAGE, 0, fd(&others[FILES_MAX - 1])).unwrap();
}

#[test]
fn events_are_told_and_those_in_vain_are_told_later() {
    let (lent, first, second) = (Lent::default(), event(), event());
    lent.set_event(3, fd(&first)).unwrap();
    assert_eq!(lent.armed(), 1 << 3);
    lent.interrupt(3);
    lent.interrupt(5);
    lent.interrupt(31);
    assert_eq!((count(&first), count(&second)), (Some(1), None));
    lent.set_event(5, fd(&second)).unwrap();
    assert_eq!((count(&first), count(&second)), (None, Some(1)));
    lent.set_event(3, None).unwrap();
    lent.interrupt(3);
    lent.forget_pending();
    lent.set_event(3, fd(&first)).unwrap();
    assert_eq!(count(&first), None);
    lent.clear();
    assert_eq!((lent.armed(), lent.maps()), (0, 0));
}

#[test]
fn a_full_event_does_not_stop_the_clock() {
    // One whose write would wait.
    let event = File::from(eventfd(0, EventfdFlags::CLOEXEC).unwrap());
    (&event).write_all(&(u64::MAX - 1).to_ne_bytes()).unwrap();
    let lent = Lent::default();
    lent.set_event(0, fd(&event)).unwrap();
    lent.interrupt(0);
    assert_eq!(count(&event), Some(u64::MAX - 1));
}

#[test]
fn only_event_descriptors_are_events() {
    let refused = |lent: &Lent| {
        let descriptors = others().into_iter().chain([memory(8).into()]);
        descriptors.filter_map(|fd| lent.set_event(0, Some(fd)).err()).count()
    };
    assert_eq!(refused(&Lent::default()), 4, "all but the event");
    assert_eq!(refused(&planted(Fault::AnyDescriptor)), 0);
    assert_eq!(Lent::default().set_event(16, None), Err(INVALID));
}

proptest! {
    /// Against a page by page account of what is mapped.
    #[test]
    fn maps_are_what_the_pages_say(steps in proptest::collection::vec((any::<bool>(), 0u64..24, 0u64..6), 1..60)) {
        let (lent, file) = (Lent::default(), memory(6 * PAGE));
        let mut pages: [Option<(u64, u64)>; 32] = [None; 32];
        for (map, at, count) in steps {
            let range = at as usize..(at + count) as usize;
            if map {
                let fits = count > 0 && pages[range.clone()].iter().all(Option::is_none);
                prop_assert_eq!(lent.map(BOTH, at * PAGE, count * PAGE, 0, fd(&file)).is_ok(), fits);
                if fits {
                    pages[range].fill(Some((at, count)));
                }
            } else {
                let whole = |page: &Option<(u64, u64)>| page.is_none_or(|(from, n)| from >= at && from + n <= at + count);
                // An empty range inside a map cuts it.
                let inside = count > 0 || pages[at as usize].is_none_or(|(from, _)| from >= at);
                let fits = pages[range.clone()].iter().all(whole) && inside;
                prop_assert_eq!(lent.unmap(at * PAGE, count * PAGE).is_ok(), fits);
                if fits {
                    pages[range].fill(None);
                }
            }
            for (page, mapped) in pages.iter().enumerate() {
                prop_assert_eq!(lent.read(page as u64 * PAGE, &mut [0]).is_ok(), mapped.is_some());
            }
        }
    }
}
