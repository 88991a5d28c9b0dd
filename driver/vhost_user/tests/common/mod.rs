//! A virtual machine's monitor and its guest, as far as a disk sees them: it says and writes what it is told, right or wrong.
#![allow(dead_code)] // Each test program uses its part.

use rustix::event::{eventfd, poll, EventfdFlags, PollFd, PollFlags, Timespec};
use rustix::fs::{fcntl_add_seals, memfd_create, MemfdFlags, SealFlags};
use rustix::net::{sendmsg, SendAncillaryBuffer, SendAncillaryMessage, SendFlags};
use std::fs::File;
use std::io::{IoSlice, Read};
use std::mem::MaybeUninit;
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::fs::FileExt;
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::time::{Duration, Instant};

/// Nothing here takes this long.
pub const PATIENCE: Duration = Duration::from_secs(20);
/// How long is waited for what must not come.
pub const SHORT: Duration = Duration::from_millis(150);

pub const GET_FEATURES: u32 = 1;
pub const SET_FEATURES: u32 = 2;
pub const SET_MEM_TABLE: u32 = 5;
pub const SET_VRING_NUM: u32 = 8;
pub const SET_VRING_ADDR: u32 = 9;
pub const SET_VRING_BASE: u32 = 10;
pub const GET_VRING_BASE: u32 = 11;
pub const SET_VRING_KICK: u32 = 12;
pub const SET_VRING_CALL: u32 = 13;
pub const SET_VRING_ERR: u32 = 14;
pub const SET_PROTOCOL_FEATURES: u32 = 16;
pub const GET_QUEUE_NUM: u32 = 17;
pub const SET_VRING_ENABLE: u32 = 18;
pub const GET_CONFIG: u32 = 24;
pub const SET_CONFIG: u32 = 25;

pub const NEXT: u16 = 1;
pub const WRITE: u16 = 2;
pub const INDIRECT: u16 = 4;

pub const T_IN: u32 = 0;
pub const T_OUT: u32 = 1;
pub const T_FLUSH: u32 = 4;
pub const T_GET_ID: u32 = 8;
pub const T_DISCARD: u32 = 11;
pub const T_WRITE_ZEROES: u32 = 13;

/// What the guest's driver agrees to: version 1, protocol features, several queues, flush, discard, zeros.
pub const FEATURES: u64 = 1 << 32 | 1 << 30 | 1 << 12 | 1 << 9 | 1 << 13 | 1 << 14;
/// Of these: several queues, acknowledgements, configuration.
const PROTOCOL_FEATURES: u64 = 1 | 1 << 3 | 1 << 9;

/// The guest's memory begins here, in its own addresses and in its monitor's.
pub const GUEST: u64 = 0x10_0000;
pub const MONITOR: u64 = 0x7000_0000_0000;
pub const MEMORY_BYTES: u64 = 16 << 20;
/// Places of a ring.
pub const PLACES: u16 = 64;
/// Each ring has so much of the guest's memory for itself, its buffers from the second number on.
const RING_BYTES: u64 = 0x1_0000;
/// Buffers for headers and status bytes of each place, 32 bytes each; then data.
const HEADERS: u64 = 0x4000;
pub const DATA: u64 = 0x20_0000;

pub struct Monitor {
    pub stream: UnixStream,
    pub memory: File,
}

/// One ring, as the guest's driver sees it.
pub struct Ring {
    pub number: u16,
    pub kick: File,
    pub call: File,
    pub error: File,
    /// The next index that is made available, the next that is looked at, and the next free descriptor.
    pub available: u16,
    pub used: u16,
    free: u16,
}

pub struct Buffer {
    pub at: u64,
    pub bytes: u32,
    pub flags: u16,
}

pub fn event() -> File {
    File::from(eventfd(0, EventfdFlags::NONBLOCK | EventfdFlags::CLOEXEC).unwrap())
}

pub fn memfd(bytes: u64, sealed: bool) -> File {
    let file = File::from(memfd_create("guest", MemfdFlags::CLOEXEC | MemfdFlags::ALLOW_SEALING).unwrap());
    file.set_len(bytes).unwrap();
    if sealed {
        fcntl_add_seals(&file, SealFlags::SHRINK).unwrap();
    }
    file
}

pub fn readable(file: &impl AsFd, limit: Duration) -> bool {
    let limit = Timespec { tv_sec: limit.as_secs() as i64, tv_nsec: limit.subsec_nanos().into() };
    poll(&mut [PollFd::new(file, PollFlags::IN)], Some(&limit)).unwrap() > 0
}

impl Monitor {
    /// Connects, agrees on features and gives its memory.
    pub fn start(path: &Path) -> Monitor {
        let monitor = Monitor::connect(path);
        monitor.agree(FEATURES);
        assert!(monitor.give_memory(), "the memory is taken");
        monitor
    }

    pub fn connect(path: &Path) -> Monitor {
        let stream = UnixStream::connect(path).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        Monitor { stream, memory: memfd(MEMORY_BYTES, true) }
    }

    pub fn agree(&self, features: u64) {
        self.ask(GET_FEATURES, &[]).expect("features");
        self.send(SET_PROTOCOL_FEATURES, 1, &PROTOCOL_FEATURES.to_le_bytes(), &[]);
        self.send(SET_FEATURES, 1, &features.to_le_bytes(), &[]);
    }

    pub fn give_memory(&self) -> bool {
        self.give_regions(&[[GUEST, MEMORY_BYTES, MONITOR, 0]])
    }

    /// Regions of this memory: guest's address, bytes, monitor's address, place in the file.
    pub fn give_regions(&self, regions: &[[u64; 4]]) -> bool {
        let mut body = vec![regions.len() as u8, 0, 0, 0, 0, 0, 0, 0];
        body.extend(regions.iter().flatten().flat_map(|number| number.to_le_bytes()));
        let files: Vec<&File> = regions.iter().map(|_| &self.memory).collect();
        self.tell(SET_MEM_TABLE, &body, &files)
    }

    /// A message as it is; false when nobody takes it.
    pub fn send(&self, code: u32, flags: u32, body: &[u8], files: &[&File]) -> bool {
        let mut bytes: Vec<u8> = [code, flags, body.len() as u32].iter().flat_map(|n| n.to_le_bytes()).collect();
        bytes.extend(body);
        self.send_bytes(&bytes, files)
    }

    pub fn send_bytes(&self, bytes: &[u8], files: &[&File]) -> bool {
        let borrowed: Vec<_> = files.iter().map(|file| file.as_fd()).collect();
        let mut space = [MaybeUninit::uninit(); 1024];
        let mut ancillary = SendAncillaryBuffer::new(&mut space);
        if !borrowed.is_empty() {
            assert!(ancillary.push(SendAncillaryMessage::ScmRights(&borrowed)));
        }
        sendmsg(&self.stream, &[IoSlice::new(bytes)], &mut ancillary, SendFlags::NOSIGNAL).is_ok()
    }

    /// A reply's body; None when the server has hung up.
    pub fn reply(&self) -> Option<Vec<u8>> {
        let mut stream = &self.stream;
        let mut header = [0; 12];
        stream.read_exact(&mut header).ok()?;
        let mut body = vec![0; u32::from_le_bytes(header[8..].try_into().unwrap()) as usize];
        stream.read_exact(&mut body).ok()?;
        Some(body)
    }

    pub fn ask(&self, code: u32, body: &[u8]) -> Option<Vec<u8>> {
        self.send(code, 1, body, &[]).then(|| self.reply()).flatten()
    }

    /// A message with its acknowledgement: whether it was a good one. A server that refuses hangs up afterwards.
    pub fn tell(&self, code: u32, body: &[u8], files: &[&File]) -> bool {
        self.send(code, 1 | 8, body, files) && self.reply().is_some_and(|body| body == 0u64.to_le_bytes())
    }

    pub fn has_hung_up(&self) -> bool {
        let mut stream = &self.stream;
        matches!(stream.read(&mut [0; 64]), Ok(0) | Err(_)) && matches!(stream.read(&mut [0; 64]), Ok(0))
    }

    /// `index` and a number.
    pub fn tell_ring(&self, code: u32, index: u16, number: u32) -> bool {
        let body = [u32::from(index).to_le_bytes(), number.to_le_bytes()].concat();
        self.tell(code, &body, &[])
    }

    pub fn tell_ring_file(&self, code: u32, index: u16, file: Option<&File>) -> bool {
        let body = (u64::from(index) | if file.is_none() { 1 << 8 } else { 0 }).to_le_bytes();
        let files: Vec<&File> = file.into_iter().collect();
        self.tell(code, &body, &files)
    }

    /// Where the three parts of a ring are, in the monitor's addresses: descriptors, used, available.
    pub fn tell_addresses(&self, index: u16, [descriptors, used, available]: [u64; 3]) -> bool {
        let mut body = [u32::from(index).to_le_bytes(), 0u32.to_le_bytes()].concat();
        body.extend([descriptors, used, available, 0].iter().flat_map(|address| address.to_le_bytes()));
        self.tell(SET_VRING_ADDR, &body, &[])
    }

    /// Sets a ring up as an ordinary guest's, in fresh memory.
    pub fn ring(&self, number: u16) -> Ring {
        let ring = Ring::new(number);
        self.memory.write_all_at(&[0; 0x4000], ring.base()).unwrap();
        assert!(self.start_ring(&ring, 0));
        ring
    }

    pub fn start_ring(&self, ring: &Ring, base: u16) -> bool {
        let n = ring.number;
        self.tell_ring(SET_VRING_NUM, n, PLACES.into())
            && self.tell_ring(SET_VRING_BASE, n, base.into())
            && self.tell_addresses(n, ring.addresses())
            && self.tell_ring_file(SET_VRING_CALL, n, Some(&ring.call))
            && self.tell_ring_file(SET_VRING_ERR, n, Some(&ring.error))
            && self.tell_ring_file(SET_VRING_KICK, n, Some(&ring.kick))
            && self.tell_ring(SET_VRING_ENABLE, n, 1)
    }

    pub fn put(&self, guest: u64, bytes: &[u8]) {
        self.memory.write_all_at(bytes, guest - GUEST).unwrap();
    }

    pub fn get(&self, guest: u64, bytes: usize) -> Vec<u8> {
        let mut got = vec![0; bytes];
        self.memory.read_exact_at(&mut got, guest - GUEST).unwrap();
        got
    }

    /// A request of the ordinary shape, in so many buffers of data, put into the ring and not told yet; gives where its
    /// status will be. `data` is the guest's address of what goes out or comes in.
    pub fn enter(&self, ring: &mut Ring, kind: u32, sector: u64, data: u64, lengths: &[u32]) -> u64 {
        let place = u64::from(ring.available % PLACES);
        let header = GUEST + ring.base() + HEADERS + place * 32;
        let status = header + 24;
        let mut bytes = [kind.to_le_bytes(), 0u32.to_le_bytes()].concat();
        bytes.extend(sector.to_le_bytes());
        self.put(header, &bytes);
        self.put(status, &[0xee]);
        let flags = if matches!(kind, T_IN | T_GET_ID) { WRITE } else { 0 };
        let mut buffers = vec![Buffer { at: header, bytes: 16, flags: 0 }];
        let mut at = data;
        for bytes in lengths {
            buffers.push(Buffer { at, bytes: *bytes, flags });
            at += u64::from(*bytes);
        }
        buffers.push(Buffer { at: status, bytes: 1, flags: WRITE });
        self.enter_chain(ring, &buffers);
        status
    }

    pub fn enter_chain(&self, ring: &mut Ring, buffers: &[Buffer]) {
        let head = ring.free;
        for (n, buffer) in buffers.iter().enumerate() {
            let at = ring.free;
            ring.free = (ring.free + 1) % PLACES;
            let more = if n + 1 < buffers.len() { NEXT } else { 0 };
            self.descriptor(ring, at, buffer.at, buffer.bytes, buffer.flags | more, ring.free);
        }
        self.make_available(ring, head);
    }

    pub fn descriptor(&self, ring: &Ring, index: u16, at: u64, bytes: u32, flags: u16, next: u16) {
        let mut entry = at.to_le_bytes().to_vec();
        entry.extend(bytes.to_le_bytes());
        entry.extend(flags.to_le_bytes());
        entry.extend(next.to_le_bytes());
        self.put(GUEST + ring.base() + u64::from(index) * 16, &entry);
    }

    pub fn make_available(&self, ring: &mut Ring, head: u16) {
        let at = GUEST + ring.base() + 0x1000;
        self.put(at + 4 + 2 * u64::from(ring.available % PLACES), &head.to_le_bytes());
        ring.available = ring.available.wrapping_add(1);
        self.put(at + 2, &ring.available.to_le_bytes());
    }

    pub fn used_index(&self, ring: &Ring) -> u16 {
        u16::from_le_bytes(self.get(GUEST + ring.base() + 0x2002, 2).try_into().unwrap())
    }

    /// Waits until so many more requests are reported.
    pub fn wait_used(&self, ring: &mut Ring, count: u16, limit: Duration) -> bool {
        let until = Instant::now() + limit;
        let wanted = ring.used.wrapping_add(count);
        while self.used_index(ring) != wanted {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return false;
            }
            if readable(&ring.call, left.min(Duration::from_millis(20))) {
                let _ = (&ring.call).read(&mut [0; 8]);
            }
        }
        ring.used = wanted;
        true
    }

    /// One request from beginning to end: its status, None when it does not end in time.
    pub fn run(
        &self,
        ring: &mut Ring,
        kind: u32,
        sector: u64,
        data: u64,
        lengths: &[u32],
        limit: Duration,
    ) -> Option<u8> {
        let status = self.enter(ring, kind, sector, data, lengths);
        ring.kick();
        self.wait_used(ring, 1, limit).then(|| self.get(status, 1)[0])
    }
}

impl Ring {
    pub fn new(number: u16) -> Ring {
        Ring { number, kick: event(), call: event(), error: event(), available: 0, used: 0, free: 0 }
    }

    /// Where it lies in the guest's memory.
    pub fn base(&self) -> u64 {
        u64::from(self.number) * RING_BYTES
    }

    pub fn addresses(&self) -> [u64; 3] {
        let base = MONITOR + self.base();
        [base, base + 0x2000, base + 0x1000]
    }

    pub fn kick(&self) {
        use std::io::Write;
        (&self.kick).write_all(&1u64.to_ne_bytes()).unwrap();
    }

    /// Whether the monitor is told that it makes no sense.
    pub fn is_reported_broken(&self) -> bool {
        readable(&self.error, PATIENCE)
    }
}

/// Never used for anything but to be a descriptor.
pub fn other_file() -> OwnedFd {
    File::open("/dev/null").unwrap().into()
}
