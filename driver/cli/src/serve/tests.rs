//! Disks and the whole service over models of cards, without a simulation: each model is a volume of its own.

#[path = "../../../core/tests/model/mod.rs"]
mod model;

use super::disk::{Disk, Lanes};
use super::{Cards, Outside, Service};
use crate::arguments::{ServeOptions, Topology, Ways};
use crate::directory::Directory;
use crate::protocol::{Compared, Holder, Meetings, Modes, Observed, Reply, Request as Ask};
use model::{Faults, Model, BLOCKS};
use std::io::{BufRead, BufReader, Write};
use std::os::unix::net::UnixStream;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{channel, Receiver};
use std::sync::Arc;
use std::time::{Duration, Instant};
use twinpath_driver::transport::Transport;
use twinpath_driver::{Card, DriverError, Options};
use twinpath_export::{Block, BlockError, Operation, Request};
use twinpath_spec::control as window;

const BLOCK: usize = 4096;
/// Nothing here takes this long.
const PATIENCE: Duration = Duration::from_secs(20);
const WRITE: Operation = Operation::Write { fua: false };

struct Running {
    model: Arc<Model>,
    disk: Disk,
    worker: Lanes,
}

fn start(faults: Faults) -> Running {
    let model = Model::with(faults);
    let options = Options { queues: super::QUEUES, depth: super::DEPTH, ..Options::default() };
    let (card, queues) = Card::start(model.clone(), options).unwrap();
    let (disk, worker) = Disk::start("disk", card, queues).unwrap();
    Running { model, disk, worker }
}

/// Submits a request; its end comes through the channel.
fn submit(disk: &Disk, operation: Operation, offset: usize, data: Vec<u8>) -> Receiver<Result<Vec<u8>, BlockError>> {
    let (tell, told) = channel();
    disk.submit(Request::new(operation, offset as u64, data, move |_, result| {
        let _ = tell.send(result);
    }));
    told
}

fn end(told: &Receiver<Result<Vec<u8>, BlockError>>) -> Result<Vec<u8>, BlockError> {
    told.recv_timeout(PATIENCE).expect("the request ends")
}

impl Running {
    fn run(&self, operation: Operation, offset: usize, data: Vec<u8>) -> Result<Vec<u8>, BlockError> {
        end(&submit(&self.disk, operation, offset, data))
    }
    fn stop(self) -> Result<(), DriverError> {
        self.disk.stop();
        self.worker.join().unwrap()
    }
}

#[test]
fn requests_of_any_size_arrive_whole_and_side_by_side() {
    let running = start(Faults::default());
    assert_eq!(running.disk.size(), BLOCKS * BLOCK as u64);
    // One request needs more commands than there are slots, and 300 others are in flight with it.
    let large: Vec<u8> = (0..8 << 20).map(|at| (at / 1000 + at * 3) as u8).collect();
    let first = submit(&running.disk, WRITE, 0, large.clone());
    let small: Vec<_> = (0..300)
        .map(|n| submit(&running.disk, Operation::Write { fua: true }, (3_000 + n) * BLOCK, vec![n as u8; BLOCK]))
        .collect();
    assert!(end(&first).is_ok());
    assert!(small.iter().all(|told| end(told).is_ok()));
    assert!(running.run(Operation::Flush, 0, vec![]).is_ok());
    assert!(running.run(Operation::Read, 0, vec![0; large.len()]).unwrap() == large);
    let reads: Vec<_> =
        (0..300).map(|n| submit(&running.disk, Operation::Read, (3_000 + n) * BLOCK, vec![0; BLOCK])).collect();
    for (n, told) in reads.iter().enumerate() {
        assert_eq!(end(told).unwrap(), vec![n as u8; BLOCK]);
    }
    let model = running.model.clone();
    assert_eq!(running.disk.commands().iter().sum::<u64>(), 64 + 300 + 1 + 64 + 300);
    running.stop().unwrap();
    assert_eq!(model.state().used.len(), 4, "every queue has its share");
    assert!(model.state().deepest >= 16, "depth {}", model.state().deepest);
    assert!(model.state().violations.is_empty(), "{:?}", model.state().violations);
    assert_eq!(model.state().shutdowns, 1);
}

#[test]
fn the_clock_rests_while_nobody_asks_for_anything() {
    let running = start(Faults::default());
    running.run(WRITE, 0, vec![1; BLOCK]).unwrap();
    // The worker looks at the card once more after the answer, then sleeps on its inbox.
    let until = Instant::now() + PATIENCE;
    while !running.disk.rests() {
        assert!(Instant::now() < until, "the worker goes on looking at the card");
        std::thread::yield_now();
    }
    let before = running.model.now_ns();
    assert!(running.disk.rests());
    assert_eq!(running.model.now_ns(), before);
    running.stop().unwrap();
}

#[test]
fn commands_to_be_retried_are_retried_for_a_bounded_time() {
    let running = start(Faults { bad_block: Some((40, 0x21)), ..Faults::default() });
    let (disk, model) = (&running.disk, &running.model);
    let begun_ns = model.now_ns();
    assert_eq!(running.run(WRITE, 32 * BLOCK, vec![1; 64 * BLOCK]), Err(BlockError::Io));
    let (retries, took_ns) = (disk.work().retries.load(Ordering::Relaxed), model.now_ns() - begun_ns);
    assert!((40..100).contains(&retries) && (4_000_000..5_000_000).contains(&took_ns), "{retries}, {took_ns} ns");
    assert!(running.run(WRITE, 41 * BLOCK, vec![1; BLOCK]).is_ok());
    model.state().faults.bad_block = Some((40, 0x4083));
    assert_eq!(running.run(Operation::Read, 40 * BLOCK, vec![0; BLOCK]), Err(BlockError::Io));
    assert_eq!(disk.work().retries.load(Ordering::Relaxed), retries, "not when the card says: do not retry");
    running.stop().unwrap();
}

#[test]
fn a_controller_that_stops_answering_is_restarted_and_goes_on() {
    let running = start(Faults::default());
    // More rounds than it takes to use up the slots, should a restart lose some.
    for _ in 0..10 {
        running.model.state().faults.silent = Some((1, 2));
        let lost: Vec<_> = (0..10).map(|n| submit(&running.disk, Operation::Read, n * BLOCK, vec![0; BLOCK])).collect();
        assert_eq!(end(&lost[0]), Err(BlockError::Io));
        running.model.state().faults.silent = None;
        // Those in flight at a restart failed, later ones may have succeeded: none is forgotten.
        lost[1..].iter().for_each(|told| {
            let _ = end(told);
        });
        assert!(running.run(WRITE, 0, vec![5; BLOCK]).is_ok());
    }
    assert!(running.disk.work().restarts.load(Ordering::Relaxed) >= 10);
    assert_eq!(running.disk.failure(), None);
    running.stop().unwrap();
}

#[test]
fn a_card_that_is_gone_ends_its_requests_and_later_ones() {
    let running = start(Faults { silent: Some((1, 2)), ..Faults::default() });
    running.model.state().faults.gone_after_reads = Some(0);
    let lost: Vec<_> = (0..100).map(|n| submit(&running.disk, Operation::Read, n * BLOCK, vec![0; BLOCK])).collect();
    assert!(lost.iter().all(|told| end(told).is_err()));
    assert_eq!(running.run(WRITE, 0, vec![1; BLOCK]), Err(BlockError::Gone));
    let failure = running.disk.failure().unwrap();
    assert!(failure.starts_with("the card is gone: CSTS reads all ones"), "{failure}");
    assert!(matches!(running.stop(), Err(DriverError::Gone { .. })));
}

struct Group {
    service: Service,
    models: Vec<Arc<Model>>,
    directory: Directory,
    _folder: tempfile::TempDir,
}

/// A view from outside that has seen something of everything.
struct Window;

impl Outside for Window {
    fn meetings(&self) -> Meetings {
        Meetings { overlaps: 3, overrides: 1 }
    }
    fn observe(&self, events: usize) -> Observed {
        Observed { cycle: events as u64, meetings: self.meetings(), events: vec![] }
    }
    fn compare(&self) -> Compared {
        Compared { written: vec![7, 8], first_difference: Some(6) }
    }
}

fn options() -> ServeOptions {
    ServeOptions {
        sim: Topology::Pair,
        size: BLOCKS * BLOCK as u64,
        seed: 5,
        waves: false,
        pci: None,
        vfio_user: None,
        ways: Ways::default(),
    }
}

fn cards(models: &[Arc<Model>]) -> Cards {
    for (unit, model) in models.iter().enumerate() {
        model.state().control.insert(u64::from(window::BOARD.offset), window::BOARD.field("unit").put(unit as u64));
    }
    let transports = models.iter().map(|model| model.clone() as Arc<dyn Transport>).collect();
    let outside = Some(Box::new(Window) as Box<dyn Outside>);
    Cards {
        topology: "pair",
        transports,
        options: twinpath_driver::Options::default(),
        connect_ns: 20_000_000,
        lasting: None,
        outside,
        finish: Box::new(|| {}),
    }
}

fn serving() -> Arc<Model> {
    let model = Model::new();
    model.state().control.insert(u64::from(window::UNIT_STATE.offset), window::UNIT_STATE.field("state").put(4));
    model
}

fn serve() -> Group {
    let folder = tempfile::tempdir().unwrap();
    let directory = Directory::new(Some(folder.path().join("group"))).unwrap();
    let models = vec![serving(), serving()];
    let lock = directory.lock().unwrap();
    let service = Service::start(cards(&models), &directory, &options(), lock).unwrap();
    Group { service, models, directory, _folder: folder }
}

/// Sends lines to the control socket and gives the replies.
fn talk(directory: &Directory, lines: &[u8]) -> Vec<Reply> {
    let stream = UnixStream::connect(directory.control_socket()).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    (&stream).write_all(lines).unwrap();
    stream.shutdown(std::net::Shutdown::Write).unwrap();
    // The reset that follows when the server leaves input unread is an end like any other.
    let replies = BufReader::new(&stream).lines().map_while(Result::ok);
    replies.map(|line| serde_json::from_str(&line).unwrap()).collect()
}

fn ask(directory: &Directory, request: &Ask) -> Reply {
    let mut line = serde_json::to_vec(request).unwrap();
    line.push(b'\n');
    talk(directory, &line).pop().unwrap()
}

#[test]
fn the_control_socket_tells_and_sets() {
    let group = serve();
    let directory = &group.directory;
    let Reply::Status(status) = ask(directory, &Ask::Status) else { panic!("no status") };
    assert_eq!((status.cards.len(), status.seed, status.size_bytes), (2, 5, 16 << 20));
    assert_eq!((status.cards[0].unit, status.cards[1].unit), (1, 2));
    assert_eq!(status.cards[1].state, "serving");
    assert!(status.cards[1].paths.iter().all(|path| path.enabled));

    let only_second = Ask::SetPath { path: 4, enable: false, unit: Some(2) };
    assert_eq!(ask(directory, &only_second), Reply::Done {});
    assert_eq!(ask(directory, &Ask::SetPath { path: 1, enable: false, unit: None }), Reply::Done {});
    let mode = |return_data, reject_on_busy| {
        Ask::SetMode(Modes {
            return_data,
            reject_on_busy,
            fast_handshake: Some(true),
            parallel_order: Some(true),
            wait_limit_cycles: Some(77_000),
        })
    };
    assert_eq!(ask(directory, &mode(Some(true), None)), Reply::Done {});
    assert_eq!(ask(directory, &mode(None, Some(true))), Reply::Done {});
    let Reply::Status(status) = ask(directory, &Ask::Status) else { panic!("no status") };
    let switches = |at: usize| status.cards[at].paths.iter().map(|path| path.enabled).collect::<Vec<_>>();
    assert_eq!(switches(0), [false, true, true, true, true]);
    assert_eq!(switches(1), [false, true, true, false, true]);
    assert!(status.cards.iter().all(|card| card.return_data && card.reject_on_busy));
    assert!(status
        .cards
        .iter()
        .all(|card| card.wait_limit_cycles == 77_000 && card.fast_handshake && card.parallel_order));

    for holder in [Holder::First, Holder::Second, Holder::None] {
        assert_eq!(ask(directory, &Ask::Reserve { holder }), Reply::Done {});
        let Reply::Status(status) = ask(directory, &Ask::Status) else { panic!("no status") };
        assert!(status.cards.iter().all(|card| card.holder == holder), "{holder:?}");
    }

    let refused = ask(directory, &Ask::SetPath { path: 9, enable: true, unit: None });
    assert_eq!(refused, Reply::Error("there is no path 9: paths are 1 to 5".into()));
    let refused = ask(directory, &Ask::SetPath { path: 1, enable: true, unit: Some(3) });
    assert_eq!(refused, Reply::Error("there is no unit 3: units are 1 to 2".into()));

    let model = &group.models[1];
    model.state().control.insert(u64::from(window::TRACE_HEAD.offset), 2);
    let event = window::TRACE_EVENT.field("cycle").put(70) | window::TRACE_EVENT.field("kind").put(4);
    model.state().control.insert(u64::from(window::TRACE_EVENT.at(1)), event);
    let Reply::Trace(trace) = ask(directory, &Ask::Trace { from: vec![0, 1] }) else { panic!("no trace") };
    assert_eq!((trace.cards[0].entries.len(), trace.cards[1].entries.len()), (0, 1));
    assert_eq!((trace.cards[1].entries[0].cycle, &*trace.cards[1].entries[0].event), (70, "R_fwd"));
    group.service.stop().unwrap();
}

#[test]
fn the_view_from_outside_is_told_and_areas_are_compared_at_rest() {
    let group = serve();
    let Reply::Status(status) = ask(&group.directory, &Ask::Status) else { panic!("no status") };
    assert_eq!(status.meetings, Some(Window.meetings()));
    assert_eq!(ask(&group.directory, &Ask::Observe { keep: 5 }), Reply::Observed(Window.observe(5)));
    assert_eq!(ask(&group.directory, &Ask::Compare), Reply::Compared(Window.compare()));
    let busy = window::UNIT_STATE.field("state").put(4) | window::UNIT_STATE.field("rows_live").put(2);
    group.models[1].state().control.insert(u64::from(window::UNIT_STATE.offset), busy);
    let refused = ask(&group.directory, &Ask::Compare);
    assert_eq!(refused, Reply::Error("unit 2 has 2 commands in flight: areas are compared at rest".into()));
    group.service.stop().unwrap();
}

#[test]
fn what_is_not_a_request_gets_an_error_and_the_next_line_works() {
    let group = serve();
    let replies = talk(&group.directory, b"hello\n{\"command\":\"fly\"}\n\n{\"command\":\"status\"}\n{\"command\":");
    assert_eq!(replies.len(), 5);
    for at in [0, 1, 2, 4] {
        assert!(matches!(&replies[at], Reply::Error(error) if error.starts_with("not a request")), "{:?}", replies[at]);
    }
    assert!(matches!(replies[3], Reply::Status(_)));
    let replies = talk(&group.directory, &vec![b'x'; 200_000]);
    assert_eq!(replies, [Reply::Error("the request is too long".into())]);
    group.service.stop().unwrap();
}

#[test]
fn a_service_ends_with_a_summary_and_leaves_no_socket() {
    let group = serve();
    let sockets = [group.directory.host_socket(1), group.directory.host_socket(2), group.directory.control_socket()];
    assert!(sockets.iter().all(|socket| socket.exists()));
    assert!(group.directory.lock().unwrap_err().to_string().contains("another serve is running there"));
    let (summary, failed) = group.service.stop().unwrap();
    assert!(!failed);
    assert_eq!(summary.cards.len(), 2);
    assert!(!sockets.iter().any(|socket| socket.exists()));
    assert_eq!(group.models.iter().map(|model| model.state().shutdowns).collect::<Vec<_>>(), [1, 1]);
    drop(group.directory.lock().unwrap());
}

#[test]
fn cards_that_do_not_find_each_other_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let directory = Directory::new(Some(folder.path().to_owned())).unwrap();
    let models = [serving(), Model::new()];
    let lock = directory.lock().unwrap();
    let error = Service::start(cards(&models), &directory, &options(), lock).err().unwrap();
    assert_eq!(error.to_string(), "card 2 does not serve after 20 ms of card time: hold, its link is down");
    assert!(!directory.host_socket(1).exists());
}

#[test]
fn an_occupied_socket_is_named_and_nothing_is_left_behind() {
    let folder = tempfile::tempdir().unwrap();
    let directory = Directory::new(Some(folder.path().to_owned())).unwrap();
    let _other = std::os::unix::net::UnixListener::bind(directory.host_socket(2)).unwrap();
    assert!(directory.check_sockets(2).unwrap_err().to_string().contains("h2.sock is in use"));
    let lock = directory.lock().unwrap();
    let error = Service::start(cards(&[serving(), serving()]), &directory, &options(), lock).err().unwrap();
    assert!(error.to_string().ends_with("h2.sock is in use: another server answers there"), "{error}");
    assert!(!directory.host_socket(1).exists() && !directory.control_socket().exists());
}

#[test]
fn zeros_and_trims_go_to_the_card_without_data() {
    let running = start(Faults::default());
    assert!(running.run(WRITE, 0, vec![7; 20 * BLOCK]).is_ok());
    for (operation, first) in [(Operation::Zero { fua: true }, 2), (Operation::Trim { fua: false }, 9)] {
        let (tell, told) = channel();
        let reply = move |_, result| drop(tell.send(result));
        running.disk.submit(Request::without_data(operation, (first * BLOCK) as u64, 3 * BLOCK, reply));
        assert!(end(&told).is_ok());
    }
    let data = running.run(Operation::Read, 0, vec![0; 20 * BLOCK]).unwrap();
    let zeros: Vec<usize> = (0..20).filter(|block| data[block * BLOCK] == 0).collect();
    assert_eq!(zeros, [2, 3, 4, 9, 10, 11]);
    running.stop().unwrap();
}

#[cfg(feature = "vhost-user-blk")]
#[test]
fn more_sockets_than_cards_are_refused_and_those_of_cards_are_announced() {
    let folder = tempfile::tempdir().unwrap();
    let directory = Directory::new(Some(folder.path().to_owned())).unwrap();
    for (count, cards_there) in [(2, 1), (1, 1)] {
        let sockets: Vec<_> = (0..count).map(|at| folder.path().join(format!("disk{at}.sock"))).collect();
        let options = ServeOptions { ways: Ways { vhost_user_blk: sockets.clone(), ..Ways::default() }, ..options() };
        let models: Vec<_> = (0..cards_there).map(|_| serving()).collect();
        let started = Service::start(cards(&models), &directory, &options, directory.lock().unwrap());
        let Ok(service) = started else {
            let error = started.err().unwrap().to_string();
            assert_eq!(error, "1 card, but 2 sockets for --vhost-user-blk");
            assert!(count > cards_there && !directory.host_socket(1).exists());
            continue;
        };
        assert!(count == cards_there && sockets[0].exists());
        let announced = serde_json::to_value(service.announcement()).unwrap();
        assert_eq!(announced["others"][0], sockets[0].display().to_string());
        service.stop().unwrap();
        assert!(!sockets[0].exists());
    }
}
