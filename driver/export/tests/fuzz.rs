//! Clients that send nearly right and entirely wrong bytes: nothing panics, nothing hangs, others are served.

mod common;

use common::*;
use proptest::prelude::*;
use std::net::Shutdown;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::Arc;
use twinpath_export::{RamDisk, Server};

static PANICKED: AtomicBool = AtomicBool::new(false);

/// A piece of a conversation.
#[derive(Clone, Debug)]
enum Piece {
    Option { option: u32, length: u32, body: Vec<u8> },
    Request { flags: u16, command: u16, offset: u64, length: u32, body: Vec<u8> },
    Junk(Vec<u8>),
}

impl Piece {
    fn bytes(&self) -> Vec<u8> {
        match self {
            Piece::Option { option, length, body } => {
                [b"IHAVEOPT", &option.to_be_bytes()[..], &length.to_be_bytes(), body].concat()
            }
            Piece::Request { flags, command, offset, length, body } => [
                &0x2560_9513u32.to_be_bytes()[..],
                &flags.to_be_bytes(),
                &command.to_be_bytes(),
                &[7; 8],
                &offset.to_be_bytes(),
                &length.to_be_bytes(),
                body,
            ]
            .concat(),
            Piece::Junk(bytes) => bytes.clone(),
        }
    }
}

fn piece() -> impl Strategy<Value = Piece> {
    let body = || prop::collection::vec(prop_oneof![Just(0u8), any::<u8>()], 0..40);
    let option = (0u32..12, body(), prop_oneof![9 => Just(None), 1 => any::<u32>().prop_map(Some)])
        .prop_map(|(option, body, length)| Piece::Option { option, length: length.unwrap_or(body.len() as u32), body });
    let go = Just(Piece::Option { option: 7, length: 6, body: vec![0; 6] });
    let offset = prop_oneof![Just(0u64), Just(4096), Just(1 << 20), any::<u64>()];
    let length = prop_oneof![Just(4096u32), Just(8192), 0u32..10_000, any::<u32>()];
    let request = (
        prop_oneof![Just(0u16), any::<u16>()],
        0u16..9,
        offset,
        length,
        prop_oneof![Just(vec![]), Just(vec![3; 4096]), body()],
    )
        .prop_map(|(flags, command, offset, length, body)| Piece::Request { flags, command, offset, length, body });
    prop_oneof![3 => option, 3 => go, 6 => request, 1 => body().prop_map(Piece::Junk)]
}

#[test]
fn no_client_breaks_the_server() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        PANICKED.store(true, Ordering::Relaxed);
        usual(info);
    }));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("h1.sock");
    let server = Server::start(&path, "host1", Arc::new(RamDisk::new(1 << 20))).unwrap();
    let config = ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() };
    proptest!(config, |(pieces in prop::collection::vec(piece(), 0..8))| {
        let mut raw = Raw::greet(&path, 3);
        for piece in &pieces {
            // The server may have hung up by now.
            if std::io::Write::write_all(&mut raw.stream, &piece.bytes()).is_err() {
                break;
            }
        }
        let _ = raw.stream.shutdown(Shutdown::Write);
        let mut answers = vec![];
        let end = std::io::Read::read_to_end(&mut raw.stream, &mut answers);
        let hung = end.is_err_and(|error| error.kind() == std::io::ErrorKind::WouldBlock);
        prop_assert!(!hung, "no end within the client's limit of 10 s");
        prop_assert!(!PANICKED.swap(false, Ordering::Relaxed), "a thread panicked");
        prop_assert_eq!(Raw::go(&path, false).read(0, 4096).map(|data| data.len()), Ok(4096));
    });
    let summary = server.stop();
    assert!(summary.reads > 300 && summary.refused > 0, "{summary:?}: the fuzzer never came to requests");
}
