//! Servers that do not keep to the protocol; the card itself is driven by the command's tests.

use super::*;
use std::os::unix::net::UnixListener;
use std::time::Instant;

/// Far beyond what anything here should take.
const LATE: Duration = Duration::from_secs(30);

fn options() -> UserOptions {
    UserOptions { answer: Duration::from_millis(100), pool_bytes: 1 << 20, ..UserOptions::default() }
}

/// What opening a card says whose server answers each message so; it never hangs.
fn said(answer: impl Fn(&UnixStream, u16, Header) + Send + 'static) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("card.sock");
    let listener = UnixListener::bind(&path).unwrap();
    let server = std::thread::spawn(move || {
        let (client, _) = listener.accept().unwrap();
        let mut count = 0;
        while let Ok(Some(message)) = receive(&client, Some(LATE), LATE) {
            answer(&client, count, message.header);
            count += 1;
        }
    });
    let begin = Instant::now();
    let error = User::open(&path, options()).err().expect("no card").to_string();
    assert!(begin.elapsed() < LATE);
    server.join().unwrap();
    error
}

fn welcome(client: &UnixStream, to: Header) {
    let payload = Reply::Version { major: 0, minor: 0 }.encode();
    send(client, Header { flags: KIND_REPLY, ..to }, &payload, &[], LATE).unwrap();
}

#[test]
fn a_server_that_says_nothing_is_given_up() {
    let error = said(|_, _, _| {});
    assert!(error.contains("its vfio-user socket: the next message took longer than 100ms"), "{error}");
}

#[test]
fn an_error_that_is_reported_is_an_error() {
    let error = said(|client, count, to| match count {
        0 => welcome(client, to),
        _ => {
            let header = Header { flags: KIND_REPLY | twinpath_vfio_user::FLAG_ERROR, error: 22, ..to };
            send(client, header, &[], &[], LATE).unwrap();
        }
    });
    assert!(error.contains("its server refuses a read: Invalid argument"), "{error}");
}

#[test]
fn answers_to_something_else_are_not_believed() {
    let wrong: [fn(Header) -> Header; 3] = [
        |to| Header { id: to.id.wrapping_add(1), flags: KIND_REPLY, ..to },
        |to| Header { command: 13, flags: KIND_REPLY, ..to },
        |to| Header { flags: KIND_COMMAND, ..to },
    ];
    for change in wrong {
        let error = said(move |client, _, to| send(client, change(to), &[0; 4], &[], LATE).unwrap());
        assert!(error.contains("where the answer to 1 was due"), "{error}");
    }
    let error = said(|client, _, to| send(client, Header { flags: KIND_REPLY, ..to }, &[0], &[], LATE).unwrap());
    assert!(error.contains("the reply to command 1 makes no sense"), "{error}");
}

#[test]
fn another_version_and_another_device_are_refused() {
    let error = said(|client, _, to| {
        let payload = Reply::Version { major: 1, minor: 0 }.encode();
        send(client, Header { flags: KIND_REPLY, ..to }, &payload, &[], LATE).unwrap();
    });
    assert!(error.contains("it speaks another version"), "{error}");
    // Configuration space that reads all ones.
    let error = said(|client, count, to| match count {
        0 => welcome(client, to),
        1 => {
            let reply = Reply::Read { region: CONFIG_REGION, offset: 0, data: vec![0xff; CONFIG_BYTES] };
            send(client, Header { flags: KIND_REPLY, ..to }, &reply.encode(), &[], LATE).unwrap();
        }
        _ => {
            let reply = Reply::Region { index: u32::from(count) - 2, flags: 0, bytes: 0 };
            send(client, Header { flags: KIND_REPLY, ..to }, &reply.encode(), &[], LATE).unwrap();
        }
    });
    assert!(error.contains("configuration space reads all ones"), "{error}");
}

#[test]
fn a_server_that_hangs_up_is_gone() {
    let error = said(|client, _, _| client.shutdown(std::net::Shutdown::Both).unwrap());
    assert!(error.contains("the other side has closed it") || error.contains("Connection reset"), "{error}");
    let nobody = User::open(Path::new("/nonexistent/card.sock"), options()).err().unwrap().to_string();
    assert!(nobody.starts_with("connecting to the card's socket"), "{nobody}");
}
