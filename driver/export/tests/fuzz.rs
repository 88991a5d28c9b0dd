//! Clients that send nearly right and entirely wrong bytes: nothing panics, nothing hangs, others are served.

mod common;

use common::*;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use std::net::Shutdown;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::Arc;
use twinpath_export::{RamDisk, Server, Summary};

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

/// Options, mostly a GO, requests, and junk in places.
fn conversation() -> impl Strategy<Value = Vec<Piece>> {
    let body = || prop::collection::vec(prop_oneof![Just(0u8), any::<u8>()], 0..40);
    let length = prop_oneof![9 => Just(None), 1 => any::<u32>().prop_map(Some)];
    let option = (2u32..12, body(), length).prop_map(|(option, body, length)| Piece::Option {
        option,
        length: length.unwrap_or(body.len() as u32),
        body,
    });
    let structured = Just(Piece::Option { option: 8, length: 0, body: vec![] });
    let go = Piece::Option { option: 7, length: 6, body: vec![0; 6] };
    let offset = prop_oneof![Just(0u64), Just(4096), Just(1 << 20), any::<u64>()];
    let length = prop_oneof![Just(4096u32), Just(8192), 0u32..10_000, any::<u32>()];
    let flags = prop_oneof![3 => Just(0u16), 1 => any::<u16>()];
    let request = (flags, 0u16..9, offset, length, prop_oneof![3 => Just(0), 1 => Just(4096), 1 => 0..40usize]);
    let request = request.prop_map(|(flags, command, offset, length, bytes)| Piece::Request {
        flags,
        command,
        offset,
        length,
        body: vec![3; bytes],
    });
    // Right ones as well, so that the wrong ones come in their midst.
    let right = (0u16..4, 0u64..8).prop_filter("not a disconnect", |(command, _)| *command != 2);
    let right = right.prop_map(|(command, block)| {
        let (offset, length) = if command == 3 { (0, 0) } else { (block * 4096, 4096) };
        let body = vec![5; if command == 1 { 4096 } else { 0 }];
        Piece::Request { flags: 0, command, offset, length, body }
    });
    let junk = || body().prop_map(Piece::Junk);
    let options = prop::collection::vec(prop_oneof![6 => option, 3 => structured, 1 => junk()], 0..4);
    let requests = prop::collection::vec(prop_oneof![9 => right, 9 => request, 1 => junk()], 0..8);
    (options, prop::bool::weighted(0.9), requests).prop_map(move |(options, goes, requests)| {
        options.into_iter().chain(goes.then(|| go.clone())).chain(requests).collect()
    })
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
    // `cargo xtask test --deep` sets it.
    let cases = if std::env::var_os("TWINPATH_DEEP").is_some() { 20_000 } else { 500 };
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let outcome = runner.run(&conversation(), |pieces| {
        let mut raw = Raw::greet(&path, 3);
        for piece in &pieces {
            // The server may have hung up by now.
            if std::io::Write::write_all(&mut raw.stream, &piece.bytes()).is_err() {
                break;
            }
        }
        let _ = raw.stream.shutdown(Shutdown::Write);
        let end = std::io::Read::read_to_end(&mut raw.stream, &mut vec![]);
        let hung = end.is_err_and(|error| error.kind() == std::io::ErrorKind::WouldBlock);
        prop_assert!(!hung, "no end within the client's limit of 10 s");
        prop_assert!(!PANICKED.swap(false, Ordering::Relaxed), "a thread panicked");
        prop_assert_eq!(Raw::go(&path, false).read(0, 4096).map(|data| data.len()), Ok(4096));
        Ok(())
    });
    outcome.unwrap();
    let Summary { reads, writes, flushes, refused, .. } = server.stop();
    let seen = format!("{reads} reads, {writes} writes, {flushes} flushes, {refused} refused");
    assert!(reads > 550 && writes > 50 && flushes > 50 && refused > 100, "the fuzzer does not come far: {seen}");
}
