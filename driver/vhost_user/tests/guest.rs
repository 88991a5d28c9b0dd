//! The server behind a monitor that does what it should: data, several rings, order, ends and new beginnings.

mod common;

use common::*;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use twinpath_export::{Block, Operation, RamDisk, Request, REQUESTS_MAX, WINDOW_BYTES};
use twinpath_vhost_user::Server;

const SIZE: usize = 32 << 20;

/// Keeps requests until it is told; then a RAM disk carries them out.
struct Holding {
    disk: RamDisk,
    held: Mutex<Option<Vec<Request>>>,
    seen: Mutex<Vec<Operation>>,
}

impl Holding {
    fn new() -> Arc<Holding> {
        Arc::new(Holding { disk: RamDisk::new(SIZE), held: Mutex::new(Some(vec![])), seen: Mutex::default() })
    }

    fn wait_for(&self, count: usize) {
        let until = Instant::now() + PATIENCE;
        while self.held.lock().unwrap().as_ref().is_some_and(|held| held.len() < count) {
            assert!(Instant::now() < until, "{count} requests come");
            std::thread::yield_now();
        }
    }

    fn count(&self) -> usize {
        self.held.lock().unwrap().as_ref().map_or(0, Vec::len)
    }

    fn carry_out(&self, at: usize) {
        let request = self.held.lock().unwrap().as_mut().expect("it holds").remove(at);
        self.disk.submit(request);
    }

    /// Carries everything out from now on.
    fn let_go(&self) {
        let held = self.held.lock().unwrap().take();
        held.into_iter().flatten().for_each(|request| self.disk.submit(request));
    }
}

impl Block for Holding {
    fn size(&self) -> u64 {
        self.disk.size()
    }

    fn submit(&self, request: Request) {
        self.seen.lock().unwrap().push(request.operation);
        if let Some(held) = self.held.lock().unwrap().as_mut() {
            return held.push(request);
        }
        self.disk.submit(request);
    }
}

struct Served {
    path: PathBuf,
    server: Server,
    _folder: tempfile::TempDir,
}

fn serve(device: Arc<dyn Block>) -> Served {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("disk.sock");
    Served { server: Server::start(&path, "host1", device).unwrap(), path, _folder: folder }
}

fn pattern(seed: u64, bytes: usize) -> Vec<u8> {
    (0..bytes as u64).map(|at| (at * 7 + at / 4096 * 31 + seed * 13) as u8).collect()
}

#[test]
fn a_guest_reads_what_it_wrote_in_buffers_of_any_size() {
    let served = serve(Arc::new(RamDisk::new(SIZE)));
    let monitor = Monitor::start(&served.path);
    let mut ring = monitor.ring(0);
    let shapes: &[&[u32]] = &[&[4096], &[8192], &[1, 4095], &[512; 8], &[4096; 40], &[32768; 60], &[100, 8092]];
    for (n, lengths) in shapes.iter().enumerate() {
        let bytes = lengths.iter().sum::<u32>() as usize;
        let (data, sector) = (pattern(n as u64, bytes), n as u64 * 8192);
        monitor.put(DATA, &data);
        assert_eq!(monitor.run(&mut ring, T_OUT, sector, DATA, lengths, PATIENCE), Some(0), "{lengths:?}");
        monitor.put(DATA, &vec![0; bytes]);
        assert_eq!(monitor.run(&mut ring, T_IN, sector, DATA, &[bytes as u32], PATIENCE), Some(0));
        assert!(monitor.get(DATA, bytes) == data, "{lengths:?}");
        monitor.put(DATA, &vec![0; bytes]);
        assert_eq!(monitor.run(&mut ring, T_IN, sector, DATA, lengths, PATIENCE), Some(0));
        assert!(monitor.get(DATA, bytes) == data, "{lengths:?}");
    }
    assert_eq!(monitor.run(&mut ring, T_FLUSH, 0, DATA, &[], PATIENCE), Some(0));
    served.server.stop();
}

#[test]
fn discards_and_zeros_reach_what_they_name_and_nothing_else() {
    let served = serve(Arc::new(RamDisk::new(SIZE)));
    let monitor = Monitor::start(&served.path);
    let mut ring = monitor.ring(0);
    monitor.put(DATA, &[7; 16 * 4096]);
    assert_eq!(monitor.run(&mut ring, T_OUT, 0, DATA, &[16 * 4096], PATIENCE), Some(0));
    let range = |sector: u64, sectors: u32, flags: u32| {
        let mut bytes = sector.to_le_bytes().to_vec();
        bytes.extend([sectors, flags].iter().flat_map(|number| number.to_le_bytes()));
        bytes
    };
    for (kind, bytes, status) in [
        (T_DISCARD, range(8, 16, 0), 0),
        (T_WRITE_ZEROES, range(40, 8, 0), 0),
        (T_WRITE_ZEROES, range(64, 8, 1), 0),
        (T_WRITE_ZEROES, range(72, 8, 2), 2),
        (T_DISCARD, range(80, 8, 1), 2),
        (T_DISCARD, range(4, 8, 0), 1),
        (T_DISCARD, range(u64::MAX - 3, 8, 0), 1),
        (T_WRITE_ZEROES, range(0, u32::MAX, 0), 1),
        (T_DISCARD, [range(88, 8, 0), range(96, 8, 0)].concat(), 2),
    ] {
        monitor.put(DATA, &bytes);
        assert_eq!(monitor.run(&mut ring, kind, 0, DATA, &[bytes.len() as u32], PATIENCE), Some(status), "{bytes:?}");
    }
    assert_eq!(monitor.run(&mut ring, T_IN, 0, DATA, &[16 * 4096], PATIENCE), Some(0));
    let zeros: Vec<usize> =
        (0..16).filter(|block| monitor.get(DATA + block * 4096, 1)[0] == 0).map(|b| b as usize).collect();
    assert_eq!(zeros, [1, 2, 5, 8]);
}

#[test]
fn a_guest_is_told_name_and_shape() {
    let served = serve(Arc::new(RamDisk::new(SIZE)));
    let monitor = Monitor::start(&served.path);
    let mut ring = monitor.ring(0);
    assert_eq!(monitor.run(&mut ring, T_GET_ID, 0, DATA, &[20], PATIENCE), Some(0));
    assert_eq!(monitor.get(DATA, 20), b"host1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0");
    let asked = [0u32, 60, 0].iter().flat_map(|n| n.to_le_bytes()).chain([0; 60]).collect::<Vec<_>>();
    let config = monitor.ask(GET_CONFIG, &asked).unwrap()[12..].to_vec();
    assert_eq!(config.len(), 60);
    assert_eq!(config[..8], (SIZE as u64 / 512).to_le_bytes());
    assert_eq!(config[20..24], 4096u32.to_le_bytes());
    assert_eq!(monitor.ask(GET_QUEUE_NUM, &[]).unwrap(), 16u64.to_le_bytes());
}

#[test]
fn a_write_is_durable_at_once_for_a_guest_without_flushes() {
    for (features, fua) in [(FEATURES, false), (FEATURES & !(1 << 9), true)] {
        let device = Holding::new();
        device.let_go();
        let served = serve(device.clone());
        let monitor = Monitor::connect(&served.path);
        monitor.agree(features);
        assert!(monitor.give_memory());
        let mut ring = monitor.ring(0);
        assert_eq!(monitor.run(&mut ring, T_OUT, 0, DATA, &[4096], PATIENCE), Some(0));
        assert_eq!(*device.seen.lock().unwrap(), [Operation::Write { fua }]);
    }
}

#[test]
fn rings_are_served_side_by_side_and_deep() {
    let device = Holding::new();
    let served = serve(device.clone());
    let monitor = Monitor::start(&served.path);
    let mut rings: Vec<Ring> = (0..4).map(|n| monitor.ring(n)).collect();
    for (n, ring) in rings.iter_mut().enumerate() {
        for place in 0..16 {
            let at = n as u64 * 16 + place;
            monitor.put(DATA + at * 4096, &pattern(at, 4096));
            monitor.enter(ring, T_OUT, at * 8, DATA + at * 4096, &[4096]);
        }
        ring.kick();
    }
    device.wait_for(64);
    device.let_go();
    assert!(rings.iter_mut().all(|ring| monitor.wait_used(ring, 16, PATIENCE)));
    for at in 0..64 {
        let ring = &mut rings[at as usize % 4];
        assert_eq!(monitor.run(ring, T_IN, at * 8, DATA, &[4096], PATIENCE), Some(0));
        assert!(monitor.get(DATA, 4096) == pattern(at, 4096), "block {at}");
    }
}

/// Planted: an order of the ring that is not kept would show after the first of the completions.
#[test]
fn requests_are_reported_in_the_ring_s_order() {
    let device = Holding::new();
    let served = serve(device.clone());
    let monitor = Monitor::start(&served.path);
    let mut ring = monitor.ring(0);
    for at in 0..3 {
        monitor.enter(&mut ring, T_OUT, at * 8, DATA, &[4096]);
    }
    ring.kick();
    device.wait_for(3);
    device.carry_out(2);
    device.carry_out(1);
    assert!(!readable(&ring.call, SHORT), "nobody is interrupted for nothing");
    assert_eq!(monitor.used_index(&ring), 0, "the first one is not done");
    device.carry_out(0);
    assert!(monitor.wait_used(&mut ring, 3, PATIENCE));
}

#[test]
fn a_stopped_server_has_reported_what_it_took() {
    let device = Holding::new();
    let served = serve(device.clone());
    let monitor = Monitor::start(&served.path);
    let mut ring = monitor.ring(0);
    for at in 0..8 {
        monitor.enter(&mut ring, T_OUT, at * 8, DATA, &[4096]);
    }
    ring.kick();
    device.wait_for(8);
    let stopping = std::thread::spawn(move || served.server.stop());
    assert_eq!(monitor.used_index(&ring), 0);
    device.let_go();
    assert!(monitor.has_hung_up());
    assert_eq!(monitor.used_index(&ring), 8);
    stopping.join().unwrap();
}

/// A server dies with requests under way and another begins: the monitor goes on from what the ring says is reported.
/// Planted: going on from what was taken, the requests under way are lost.
#[test]
fn a_server_that_comes_back_does_the_rest() {
    for planted in [false, true] {
        let device = Holding::new();
        let served = serve(device.clone());
        let monitor = Monitor::start(&served.path);
        let mut ring = monitor.ring(0);
        for at in 0..6 {
            monitor.put(DATA + at * 4096, &pattern(at, 4096));
            monitor.enter(&mut ring, T_OUT, at * 8, DATA + at * 4096, &[4096]);
        }
        ring.kick();
        device.wait_for(6);
        device.carry_out(0);
        device.carry_out(3);
        assert!(monitor.wait_used(&mut ring, 1, PATIENCE));
        // The device of the server that died: its requests end without anybody hearing of it.
        std::mem::take(device.held.lock().unwrap().as_mut().unwrap()).into_iter().for_each(std::mem::forget);

        let next = serve(Arc::new(RamDisk::new(SIZE)));
        let Monitor { memory, .. } = monitor;
        let monitor = Monitor { memory, ..Monitor::connect(&next.path) };
        monitor.agree(FEATURES);
        assert!(monitor.give_memory());
        // The old one's threads live on in this test; they must not hear of anything.
        ring.kick = event();
        let base = if planted { 6 } else { monitor.used_index(&ring) };
        assert!(monitor.start_ring(&ring, base));
        let done = monitor.wait_used(&mut ring, 5, if planted { SHORT } else { PATIENCE });
        assert_eq!(done, !planted);
        if !planted {
            for at in 1..6 {
                assert_eq!(monitor.run(&mut ring, T_IN, at * 8, DATA, &[4096], PATIENCE), Some(0));
                assert!(monitor.get(DATA, 4096) == pattern(at, 4096), "block {at}");
            }
        }
        // It would wait for requests that never end.
        std::mem::forget(served);
    }
}

/// A late write of a guest that is gone does not come after the writes of the next one.
#[test]
fn the_next_guest_begins_when_the_last_one_s_requests_have_ended() {
    let device = Holding::new();
    let served = serve(device.clone());
    let monitor = Monitor::start(&served.path);
    let mut ring = monitor.ring(0);
    let status = monitor.enter(&mut ring, T_OUT, 0, DATA, &[4096]);
    ring.kick();
    device.wait_for(1);
    let Monitor { stream, memory } = monitor;
    drop(stream);
    let next = Monitor::connect(&served.path);
    next.stream.set_read_timeout(Some(SHORT)).unwrap();
    assert!(next.ask(GET_FEATURES, &[]).is_none(), "it waits");
    device.let_go();
    next.stream.set_read_timeout(Some(PATIENCE)).unwrap();
    assert!(next.reply().is_some());
    // Within the time for what is in flight the old ring is still told.
    let old = Monitor { stream: next.stream.try_clone().unwrap(), memory };
    assert_eq!(old.get(status, 1), [0]);
}

#[test]
fn what_a_guest_has_in_flight_is_bounded() {
    let device = Holding::new();
    let served = serve(device.clone());
    let monitor = Monitor::start(&served.path);
    let mut rings: Vec<Ring> = (0..2).map(|n| monitor.ring(n)).collect();
    // 3 MiB each, in the same buffers.
    for ring in &mut rings {
        for _ in 0..2 {
            monitor.enter(ring, T_IN, 0, DATA, &[1 << 20; 3]);
        }
        ring.kick();
    }
    device.wait_for(WINDOW_BYTES / (3 << 20));
    std::thread::sleep(SHORT);
    assert_eq!(device.count(), WINDOW_BYTES / (3 << 20));
    device.let_go();
    assert!(rings.iter_mut().all(|ring| monitor.wait_used(ring, 2, PATIENCE)));
    const { assert!(REQUESTS_MAX >= PLACES as usize) };
}

#[test]
fn rings_stop_and_go_on_where_they_were() {
    let served = serve(Arc::new(RamDisk::new(SIZE)));
    let monitor = Monitor::start(&served.path);
    let mut ring = monitor.ring(0);
    for at in 0..3 {
        assert_eq!(monitor.run(&mut ring, T_OUT, at * 8, DATA, &[4096], PATIENCE), Some(0));
        assert!(monitor.tell_ring(SET_VRING_ENABLE, 0, 0));
        let status = monitor.enter(&mut ring, T_FLUSH, 0, DATA, &[]);
        ring.kick();
        assert!(!monitor.wait_used(&mut ring, 1, SHORT), "it is not enabled");
        assert!(monitor.tell_ring(SET_VRING_ENABLE, 0, 1));
        assert!(monitor.wait_used(&mut ring, 1, PATIENCE));
        assert_eq!(monitor.get(status, 1), [0]);
    }
    let base = monitor.ask(GET_VRING_BASE, &[0; 8]).unwrap();
    assert_eq!(base, [0, 0, 0, 0, 6, 0, 0, 0]);
    assert!(monitor.start_ring(&ring, 6));
    assert_eq!(monitor.run(&mut ring, T_FLUSH, 0, DATA, &[], Duration::from_secs(5)), Some(0));
}
