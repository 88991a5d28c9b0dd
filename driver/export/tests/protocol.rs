//! The protocol from a raw client's side: what is right is served, what is wrong is answered and harms nobody.

mod common;

use common::*;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use twinpath_export::{Block, BlockError, Operation, RamDisk, Request, ServeError, Server, Summary};

const SIZE: u64 = 16 << 20;
const EINVAL: u32 = 22;
const ENOSPC: u32 = 28;
const ESHUTDOWN: u32 = 108;

struct Served {
    server: Option<Server>,
    path: PathBuf,
    _folder: tempfile::TempDir,
}

fn serve(device: impl Block + 'static) -> Served {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("h1.sock");
    let server = Server::start(&path, "host1", Arc::new(device)).unwrap();
    Served { server: Some(server), path, _folder: folder }
}

fn ram() -> Served {
    serve(RamDisk::new(SIZE as usize))
}

impl Served {
    fn stop(&mut self) -> Summary {
        self.server.take().unwrap().stop()
    }
}

fn pattern(seed: u64, length: usize) -> Vec<u8> {
    (0..length as u64).map(|i| (i.wrapping_mul(2654435761).wrapping_add(seed * 97) >> 7) as u8).collect()
}

#[test]
fn go_tells_size_flags_and_block_sizes() {
    let served = ram();
    let mut raw = Raw::greet(&served.path, 3);
    let name = b"host1";
    let mut body = (name.len() as u32).to_be_bytes().to_vec();
    body.extend(name);
    body.extend([0, 1, 0, 1]); // one information asked for: the name
    let replies = raw.option(6, &body);
    let mut export = vec![0, 0];
    export.extend(SIZE.to_be_bytes());
    export.extend([0x01, 0x6d]); // HAS_FLAGS, FLUSH, FUA, TRIM, WRITE_ZEROES, MULTI_CONN
    assert_eq!(replies[0], (3, export));
    assert_eq!(replies[1], (3, vec![0, 3, 0, 0, 0x10, 0, 0, 0, 0x10, 0, 0, 0x40, 0, 0]));
    assert_eq!(replies[2], (3, b"\0\x01host1".to_vec()));
    assert_eq!(replies[3], (1, vec![]));
    // INFO leaves the handshake open; the same after structured replies offers DF.
    raw.option(8, &[]);
    let replies = raw.option(GO, &[0; 6]);
    assert_eq!(replies[0].1[10..], [0x01, 0xed]);
    assert_eq!(replies.len(), 3);
}

#[test]
fn options_that_are_wrong_get_their_error_and_the_handshake_goes_on() {
    let served = ram();
    let mut raw = Raw::greet(&served.path, 3);
    let error = |code: u32| (1 << 31) + code;
    assert_eq!(raw.option(5, &[])[0].0, error(1), "TLS is not offered");
    assert_eq!(raw.option(0x7777, b"what")[0].0, error(1));
    assert_eq!(raw.option(3, b"x")[0].0, error(3), "LIST has no data");
    assert_eq!(raw.option(8, b"x")[0].0, error(3));
    assert_eq!(raw.option(GO, &[])[0].0, error(3), "GO without a name");
    assert_eq!(raw.option(GO, &[0xff; 6])[0].0, error(3), "a name longer than the option");
    assert_eq!(raw.option(GO, &[0, 0, 0, 0, 0, 9])[0].0, error(3), "fewer requests than counted");
    assert_eq!(raw.option(GO, &[0, 0, 0, 1, b'x', 0, 0])[0].0, error(6), "unknown name");
    assert_eq!(raw.option(GO, &vec![0; 100_000])[0].0, error(9));
    assert_eq!(raw.option(3, &[]), vec![(2, b"\0\0\0\x05host1".to_vec()), (1, vec![])]);
    assert_eq!(raw.option(2, &[]), vec![(1, vec![])]);
    assert!(raw.is_cut(), "ABORT ends the connection");
}

#[test]
fn export_name_enters_transmission_with_and_without_zeroes() {
    let served = ram();
    for (flags, zeroes) in [(3, 0), (1, 124)] {
        let mut raw = Raw::greet(&served.path, flags);
        raw.send(b"IHAVEOPT\0\0\0\x01\0\0\0\x05host1");
        assert_eq!(raw.u64(), SIZE);
        assert_eq!(raw.u16(), 0x16d);
        assert_eq!(raw.bytes(zeroes), vec![0; zeroes]);
        assert_eq!(raw.read(0, 4096).unwrap(), vec![0; 4096]);
    }
    let mut raw = Raw::greet(&served.path, 3);
    raw.send(b"IHAVEOPT\0\0\0\x01\0\0\0\x05other");
    assert!(raw.is_cut(), "an unknown name has no other answer");
}

/// What EXPORT_NAME, INFO and GO tell of the size, and of the flags.
fn told(path: &std::path::Path) -> [(u64, u16); 3] {
    let mut raw = Raw::greet(path, 3);
    raw.send(b"IHAVEOPT\0\0\0\x01\0\0\0\0");
    let by_name = (raw.u64(), raw.u16());
    let mut raw = Raw::greet(path, 3);
    let [info, go] = [6, GO].map(|option| {
        let export = &raw.option(option, &[0; 6])[0].1;
        let (size, flags) = export[2..].split_at(8);
        (u64::from_be_bytes(size.try_into().unwrap()), u16::from_be_bytes(flags.try_into().unwrap()))
    });
    [by_name, info, go]
}

#[test]
fn the_size_is_told_in_the_handshake_and_a_client_cannot_change_it() {
    const RESIZE: u16 = 8;
    const SEND_RESIZE: u16 = 1 << 9;
    let of_size = |size: u64| -> [u64; 3] {
        let mut served = serve(RamDisk::new(size as usize));
        let before = told(&served.path);
        assert!(before.iter().all(|(_, flags)| flags & SEND_RESIZE == 0), "RESIZE is not offered");
        let mut raw = Raw::go(&served.path, false);
        for wanted in [0, size / 2, size * 2] {
            raw.request(0, RESIZE, 8, wanted, 0);
            assert_eq!(raw.simple(), (EINVAL, 8));
            assert_eq!(raw.read(size - 4096, 4096).unwrap(), vec![0; 4096], "the last block is still there");
            assert_eq!(raw.read(size, 4096), Err(EINVAL), "and none behind it");
            assert_eq!(told(&served.path), before);
        }
        served.stop();
        assert!(raw.is_cut(), "who was told this size does not go on with the next server");
        before.map(|(size, _)| size)
    };
    assert_eq!(of_size(SIZE), [SIZE; 3]);
    assert_eq!(of_size(SIZE + 4096), [SIZE + 4096; 3], "it is the device's, not the same for all");
}

#[test]
fn reads_give_what_writes_gave() {
    let mut served = ram();
    let mut one = Raw::go(&served.path, false);
    let mut two = Raw::go(&served.path, true);
    let data = pattern(1, 3 * 4096);
    assert_eq!(one.write(8192, &data), 0);
    one.request(FUA, WRITE, 5, SIZE - 4096, 4096);
    one.send(&data[..4096]);
    assert_eq!(one.simple(), (0, 5));
    one.request(0, FLUSH, 6, 0, 0);
    assert_eq!(one.simple(), (0, 6));
    assert_eq!(one.read(8192, 8192).unwrap(), data[..8192]);

    two.request(DF, READ, 9, 8192, 12288);
    let (flags, kind, cookie, body) = two.chunk();
    assert_eq!((flags, kind, cookie), (1, 1, 9));
    assert_eq!(body[..8], 8192u64.to_be_bytes());
    assert_eq!(body[8..], data);
    one.request(0, DISC, 0, 0, 0);
    assert!(one.is_cut());
    let summary = served.stop();
    let expected = Summary {
        clients: 2,
        reads: 2,
        writes: 2,
        flushes: 1,
        zeroes: 0,
        bytes_read: 20480,
        bytes_written: 16384,
        refused: 0,
        failed: 0,
    };
    assert_eq!(summary, expected);
    assert!(two.is_cut());
}

#[test]
fn requests_that_do_not_fit_get_their_error_and_the_next_good_one_works() {
    let mut served = ram();
    let mut raw = Raw::go(&served.path, false);
    assert_eq!(raw.read(512, 4096), Err(EINVAL));
    assert_eq!(raw.read(0, 100), Err(EINVAL));
    assert_eq!(raw.read(0, 0), Err(EINVAL));
    assert_eq!(raw.read(0, 8 << 20), Err(EINVAL), "larger than offered");
    assert_eq!(raw.read(SIZE, 4096), Err(EINVAL));
    assert_eq!(raw.read(SIZE - 4096, 8192), Err(EINVAL));
    assert_eq!(raw.read(u64::MAX - 4095, 4096), Err(EINVAL));
    assert_eq!(raw.write(1, &[1; 4096]), EINVAL);
    assert_eq!(raw.write(0, &[1; 4095]), EINVAL);
    assert_eq!(raw.write(0, &vec![1; 5 << 20]), EINVAL, "its payload is read past");
    assert_eq!(raw.write(SIZE, &[1; 4096]), ENOSPC);
    assert_eq!(raw.write(SIZE - 4096, &[1; 8192]), ENOSPC);
    for (flags, command) in [(DF, READ), (0x80, READ), (2, READ), (0, 5), (0, 7), (0, 999)] {
        raw.request(flags, command, 3, 0, 4096);
        assert_eq!(raw.simple(), (EINVAL, 3), "flags {flags:#x}, command {command}");
    }
    raw.request(0, FLUSH, 3, 4096, 4096);
    assert_eq!(raw.simple(), (EINVAL, 3));
    assert_eq!(raw.read(0, 4096).unwrap(), vec![0; 4096], "nothing of all that was written");

    let mut structured = Raw::go(&served.path, true);
    structured.request(0, READ, 4, 1, 4096);
    assert_eq!(structured.chunk(), (1, 0x8001, 4, vec![0, 0, 0, EINVAL as u8, 0, 0]));
    structured.request(0, WRITE, 5, 1, 1);
    structured.send(&[0]);
    assert_eq!(structured.simple(), (EINVAL, 5));
    assert_eq!(served.stop().refused, 21);
}

#[test]
fn a_broken_client_is_cut_off_and_the_others_are_not() {
    let served = ram();
    let mut good = Raw::go(&served.path, false);

    let mut flags = Raw::greet(&served.path, 0xff);
    assert!(flags.is_cut(), "unknown client flags");
    let mut option = Raw::greet(&served.path, 3);
    option.send(&[b'x'; 16]);
    assert!(option.is_cut(), "an option without magic");
    let mut huge = Raw::greet(&served.path, 3);
    huge.send(b"IHAVEOPT\0\0\0\x07\xff\xff\xff\xff");
    assert!(huge.is_cut(), "an option of 4 GiB");
    let mut request = Raw::go(&served.path, false);
    request.send(&[0x25; 28]);
    assert!(request.is_cut(), "a request without magic");
    let mut write = Raw::go(&served.path, false);
    write.request(0, WRITE, 1, 0, !4095);
    assert!(write.is_cut(), "a write of 4 GiB");
    drop(Raw::greet(&served.path, 3));
    let mut half = Raw::go(&served.path, false);
    half.request(0, WRITE, 1, 0, 8192);
    half.send(&[7; 5000]);
    drop(half); // in the middle of its payload

    assert_eq!(good.write(4096, &pattern(3, 4096)), 0);
    assert_eq!(good.read(0, 8192).unwrap(), [vec![0; 4096], pattern(3, 4096)].concat());
}

#[test]
fn one_client_too_many_is_turned_away() {
    let served = ram();
    let mut clients: Vec<Raw> = (0..twinpath_export::CLIENTS_MAX).map(|_| Raw::go(&served.path, false)).collect();
    let stream = std::os::unix::net::UnixStream::connect(&served.path).unwrap();
    assert!(Raw { stream }.is_cut());
    let mut last = clients.pop().unwrap();
    last.request(0, DISC, 0, 0, 0);
    assert!(last.is_cut());
    drop(last);
    assert_eq!(Raw::go(&served.path, false).read(0, 4096).unwrap(), vec![0; 4096], "a place is free again");
}

/// Keeps requests until told what to do with them.
#[derive(Clone, Default)]
struct Holding {
    held: Arc<Mutex<Held>>,
}

#[derive(Default)]
struct Held {
    requests: Vec<Request>,
    dead: bool,
}

impl Block for Holding {
    fn size(&self) -> u64 {
        SIZE
    }
    fn submit(&self, request: Request) {
        let mut held = self.held.lock().unwrap();
        if !held.dead {
            held.requests.push(request);
        }
    }
}

impl Holding {
    /// Waits until `count` requests are held.
    fn wait_for(&self, count: usize) {
        let until = Instant::now() + Duration::from_secs(10);
        while self.held.lock().unwrap().requests.len() < count {
            assert!(Instant::now() < until, "fewer than {count} requests arrived");
            std::thread::yield_now();
        }
    }

    fn take(&self) -> Vec<Request> {
        std::mem::take(&mut self.held.lock().unwrap().requests)
    }

    /// Drops what it holds and all that comes.
    fn die(&self) {
        self.held.lock().unwrap().dead = true;
        drop(self.take());
    }
}

#[test]
fn requests_are_in_flight_together_and_complete_in_any_order() {
    let device = Holding::default();
    let mut served = serve(device.clone());
    let mut raw = Raw::go(&served.path, false);
    for cookie in 0..64 {
        raw.request(0, READ, cookie, cookie * 4096, 4096);
    }
    device.wait_for(64);
    let held = device.take();
    for (at, mut request) in held.into_iter().enumerate().rev() {
        assert_eq!(request.operation, Operation::Read);
        assert_eq!(request.offset, at as u64 * 4096);
        request.data.fill(at as u8);
        request.complete(if at == 9 { Err(BlockError::Io) } else { Ok(()) });
    }
    for cookie in (0..64).rev() {
        if cookie == 9 {
            assert_eq!(raw.simple(), (5, 9));
        } else {
            assert_eq!(raw.simple(), (0, cookie));
            assert_eq!(raw.bytes(4096), vec![cookie as u8; 4096]);
        }
    }
    raw.request(0, FLUSH, 70, 0, 0);
    device.wait_for(1);
    device.die(); // with a request in its hands
    assert_eq!(raw.simple(), (ESHUTDOWN, 70));
    assert_eq!(served.stop().failed, 2);
}

#[test]
fn what_a_client_may_have_in_flight_is_bounded() {
    let device = Holding::default();
    let served = serve(device.clone());
    let mut raw = Raw::go(&served.path, false);
    for cookie in 0..3 {
        raw.request(0, READ, cookie, 0, 4 << 20);
    }
    device.wait_for(2);
    // Another client is not held up, and its request arriving shows that the third had its chance.
    let mut other = Raw::go(&served.path, false);
    for cookie in 0..300 {
        other.request(0, READ, cookie, 4096, 4096);
    }
    device.wait_for(2 + 256);
    // Time for one more to arrive, if the bounds did not hold: eight other clients come and go.
    (0..8).for_each(|_| drop(Raw::go(&served.path, false)));
    let held = device.take();
    assert_eq!(held.len(), 2 + 256, "8 MiB of the first client and 256 requests of the second");
    held.into_iter().for_each(|request| request.complete(Ok(())));
    for cookie in 0..2 {
        assert_eq!(raw.simple(), (0, cookie));
        raw.bytes(4 << 20);
    }
    device.wait_for(1);
    device.die();
}

#[test]
fn stop_answers_what_is_in_flight_and_removes_the_socket() {
    let device = Holding::default();
    let mut served = serve(device.clone());
    let mut raw = Raw::go(&served.path, false);
    raw.request(0, FLUSH, 1, 0, 0);
    device.wait_for(1);
    let request = device.take().pop().unwrap();
    let stopping = std::thread::spawn({
        let server = served.server.take().unwrap();
        move || server.stop()
    });
    // The server closes its reading side: only then is the answer given.
    let until = Instant::now() + Duration::from_secs(10);
    while std::os::unix::net::UnixStream::connect(&served.path).is_ok() {
        assert!(Instant::now() < until, "the server goes on listening");
    }
    request.complete(Ok(()));
    assert_eq!(raw.simple(), (0, 1));
    assert!(raw.is_cut());
    assert_eq!(stopping.join().unwrap().flushes, 1);
    assert!(!served.path.exists());
}

#[test]
fn a_client_that_never_reads_delays_nobody() {
    let mut served = ram();
    let mut deaf = Raw::go(&served.path, false);
    deaf.stream.set_nonblocking(true).unwrap();
    // Until the server's window and the socket are full of its requests.
    let mut request = 0x2560_9513u32.to_be_bytes().to_vec();
    request.resize(24, 0);
    request.extend((1u32 << 20).to_be_bytes());
    while std::io::Write::write_all(&mut deaf.stream, &request).is_ok() {}
    let mut good = Raw::go(&served.path, false);
    assert_eq!(good.read(0, 4096).unwrap(), vec![0; 4096]);
    drop(deaf);
    served.stop();
}

#[test]
fn a_live_socket_is_busy_a_dead_one_is_replaced_and_a_file_is_left_alone() {
    let served = ram();
    let start = |path: &PathBuf| Server::start(path, "host1", Arc::new(RamDisk::new(4096)));
    let error = start(&served.path).err().unwrap();
    assert!(matches!(&error, ServeError::Busy { path } if *path == served.path), "{error}");
    assert!(error.to_string().contains("another server answers there"), "{error}");

    let folder = tempfile::tempdir().unwrap();
    let dead = folder.path().join("dead.sock");
    drop(std::os::unix::net::UnixListener::bind(&dead).unwrap());
    let server = start(&dead).unwrap();
    assert_eq!(Raw::go(&dead, false).read(0, 4096).unwrap().len(), 4096);
    drop(server);
    assert!(!dead.exists());

    let file = folder.path().join("file");
    std::fs::write(&file, "precious").unwrap();
    assert!(matches!(start(&file), Err(ServeError::NotASocket { .. })));
    assert_eq!(std::fs::read(&file).unwrap(), b"precious");
    let nowhere = folder.path().join("no/such/folder/h1.sock");
    assert!(matches!(start(&nowhere), Err(ServeError::Listen { .. })));
    let odd = Server::start(&folder.path().join("odd.sock"), "host1", Arc::new(RamDisk::new(5000)));
    assert!(matches!(odd, Err(ServeError::Size { size: 5000 })));
}

#[test]
fn a_socket_that_took_our_place_is_not_removed() {
    let mut served = ram();
    std::fs::remove_file(&served.path).unwrap();
    let _other = std::os::unix::net::UnixListener::bind(&served.path).unwrap();
    served.stop();
    assert!(served.path.exists());
}

#[test]
fn zeros_and_trims_need_no_data_and_any_length() {
    let mut served = ram();
    let mut raw = Raw::go(&served.path, false);
    let (trim, zeroes, no_hole) = (4, 6, 2);
    assert_eq!(raw.write(0, &pattern(3, 5 * 4096)), 0);
    raw.request(FUA | no_hole, zeroes, 1, 4096, 4096);
    assert_eq!(raw.simple(), (0, 1));
    raw.request(FUA, trim, 2, 3 * 4096, 4096);
    assert_eq!(raw.simple(), (0, 2));
    let mut expected = pattern(3, 5 * 4096);
    expected[4096..8192].fill(0);
    expected[3 * 4096..4 * 4096].fill(0);
    assert_eq!(raw.read(0, 5 * 4096).unwrap(), expected);
    // The whole device at once; past its end, odd, empty, and with a flag of another command.
    raw.request(0, zeroes, 3, 0, SIZE as u32);
    assert_eq!(raw.simple(), (0, 3));
    assert_eq!(raw.read(0, 5 * 4096).unwrap(), vec![0; 5 * 4096]);
    for (flags, command, offset, length, error) in [
        (0, zeroes, 4096, SIZE as u32, 28),
        (0, trim, SIZE, 4096, 28),
        (0, zeroes, 512, 4096, 22),
        (0, trim, 0, 0, 22),
        (no_hole, trim, 0, 4096, 22),
    ] {
        raw.request(flags, command, 4, offset, length);
        assert_eq!(raw.simple(), (error, 4), "command {command} at {offset}, {length} bytes, flags {flags}");
    }
    let summary = served.stop();
    assert_eq!((summary.zeroes, summary.refused, summary.failed), (3, 5, 0));
}
