//! A small NBD client: fixed newstyle, GO, simple replies, many requests in flight. One for each connection.

use anyhow::{bail, ensure, Context, Result};
use std::collections::HashMap;
use std::io::{BufReader, ErrorKind, Read, Write};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::time::Duration;

const MAGIC: &[u8; 8] = b"NBDMAGIC";
const OPTION_MAGIC: &[u8; 8] = b"IHAVEOPT";
const OPTION_REPLY_MAGIC: u64 = 0x0003_e889_0455_65a9;
const REQUEST_MAGIC: u32 = 0x2560_9513;
const SIMPLE_REPLY_MAGIC: u32 = 0x6744_6698;
/// Of the server's handshake flags and of ours alike.
const FIXED_NEWSTYLE: u16 = 1;
const NO_ZEROES: u16 = 2;
const OPTION_GO: u32 = 7;
const REPLY_ACK: u32 = 1;
const REPLY_INFO: u32 = 3;
const REPLY_ERROR: u32 = 1 << 31;
const INFO_EXPORT: u16 = 0;
const READ: u16 = 0;
const WRITE: u16 = 1;
const DISCONNECT: u16 = 2;

/// Bytes of the longest option reply that is worth reading.
const OPTION_BYTES_MAX: usize = 64 << 10;

pub struct Client {
    name: String,
    stream: UnixStream,
    input: BufReader<UnixStream>,
    /// Bytes of the export.
    pub size: u64,
}

/// What to ask for; `id` comes back with the answer and is unique among those in flight.
pub struct Request {
    pub id: u64,
    pub offset: u64,
    pub what: What,
}

pub enum What {
    /// So many bytes.
    Read(u32),
    Write(Vec<u8>),
}

impl Client {
    /// Connects to the default export. Every later answer must come within `patience`.
    pub fn connect(name: &str, socket: &Path, patience: Duration) -> Result<Client> {
        let stream = UnixStream::connect(socket).with_context(|| format!("cannot reach {name}'s volume"))?;
        stream.set_read_timeout(Some(patience))?;
        stream.set_write_timeout(Some(patience))?;
        let input = BufReader::with_capacity(256 << 10, stream.try_clone()?);
        let mut client = Client { name: name.to_owned(), stream, input, size: 0 };
        client.size = client.handshake().with_context(|| format!("{name}: NBD handshake"))?;
        Ok(client)
    }

    fn handshake(&mut self) -> Result<u64> {
        ensure!(&self.take::<8>()? == MAGIC && &self.take::<8>()? == OPTION_MAGIC, "this is not an NBD server");
        let flags = u16::from_be_bytes(self.take()?) & (FIXED_NEWSTYLE | NO_ZEROES);
        ensure!(flags & FIXED_NEWSTYLE != 0, "the server does not speak fixed newstyle");
        let mut hello = u32::from(flags).to_be_bytes().to_vec();
        hello.extend(OPTION_MAGIC);
        hello.extend(OPTION_GO.to_be_bytes());
        // An empty name, and no information asked for beyond what always comes.
        hello.extend(6u32.to_be_bytes());
        hello.extend([0; 6]);
        self.send(&hello)?;
        let mut size = None;
        loop {
            ensure!(u64::from_be_bytes(self.take()?) == OPTION_REPLY_MAGIC, "not an option reply");
            ensure!(u32::from_be_bytes(self.take()?) == OPTION_GO, "a reply to another option");
            let kind = u32::from_be_bytes(self.take()?);
            let length = u32::from_be_bytes(self.take()?) as usize;
            ensure!(length <= OPTION_BYTES_MAX, "an option reply of {length} bytes");
            let mut body = vec![0; length];
            self.read(&mut body)?;
            match kind {
                REPLY_ACK => return size.context("the server did not tell the size"),
                REPLY_INFO if body.len() == 12 && body[..2] == INFO_EXPORT.to_be_bytes() => {
                    size = Some(u64::from_be_bytes(std::array::from_fn(|n| body[2 + n])));
                }
                kind if kind & REPLY_ERROR != 0 => bail!("refused: {}", String::from_utf8_lossy(&body)),
                _ => {}
            }
        }
    }

    /// Keeps up to `depth` requests in flight until `next` gives no more and all are answered. `done` gets each
    /// answered request's id, with the data of a read. The first error ends it.
    pub fn run(
        &mut self,
        depth: usize,
        mut next: impl FnMut() -> Option<Request>,
        mut done: impl FnMut(u64, Vec<u8>) -> Result<()>,
    ) -> Result<()> {
        // By id: the offset, and the bytes that a read's answer carries.
        let mut flying: HashMap<u64, (u64, usize)> = HashMap::new();
        let mut more = true;
        loop {
            while more && flying.len() < depth {
                match next() {
                    Some(request) => {
                        let room = match request.what {
                            What::Read(length) => length as usize,
                            What::Write(_) => 0,
                        };
                        ensure!(flying.insert(request.id, (request.offset, room)).is_none(), "an id is used twice");
                        self.ask(&request)?;
                    }
                    None => more = false,
                }
            }
            if flying.is_empty() {
                return Ok(());
            }
            let (error, id) = self.answer()?;
            let (offset, room) =
                flying.remove(&id).with_context(|| format!("{}: an answer that nobody asked for", self.name))?;
            if error != 0 {
                let why = std::io::Error::from_raw_os_error(error as i32);
                bail!("{}: the request at byte {offset} failed: {why}", self.name);
            }
            let mut data = vec![0; room];
            self.read(&mut data)?;
            done(id, data)?;
        }
    }

    fn ask(&mut self, request: &Request) -> Result<()> {
        let (command, length, data) = match &request.what {
            What::Read(length) => (READ, *length, &[][..]),
            What::Write(data) => (WRITE, data.len() as u32, &data[..]),
        };
        let mut bytes = Vec::with_capacity(28 + data.len());
        header(&mut bytes, command, request.id, request.offset, length);
        bytes.extend(data);
        self.send(&bytes)
    }

    fn answer(&mut self) -> Result<(u32, u64)> {
        let magic = u32::from_be_bytes(self.take()?);
        ensure!(magic == SIMPLE_REPLY_MAGIC, "{}: {magic:#x} is no NBD reply", self.name);
        Ok((u32::from_be_bytes(self.take()?), u64::from_be_bytes(self.take()?)))
    }

    fn take<const N: usize>(&mut self) -> Result<[u8; N]> {
        let mut bytes = [0; N];
        self.read(&mut bytes)?;
        Ok(bytes)
    }

    fn read(&mut self, bytes: &mut [u8]) -> Result<()> {
        self.input.read_exact(bytes).map_err(|error| self.explain(&error))
    }

    fn send(&mut self, bytes: &[u8]) -> Result<()> {
        (&self.stream).write_all(bytes).map_err(|error| self.explain(&error))
    }

    fn explain(&self, error: &std::io::Error) -> anyhow::Error {
        let what = match error.kind() {
            ErrorKind::WouldBlock | ErrorKind::TimedOut => "no answer in time".to_owned(),
            ErrorKind::UnexpectedEof | ErrorKind::BrokenPipe | ErrorKind::ConnectionReset => {
                "the server hung up".to_owned()
            }
            _ => error.to_string(),
        };
        anyhow::anyhow!("{}: {what}", self.name)
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        let mut bytes = vec![];
        header(&mut bytes, DISCONNECT, 0, 0, 0);
        // A server that is gone does not need to be told.
        let _ = self.stream.write_all(&bytes);
    }
}

fn header(bytes: &mut Vec<u8>, command: u16, id: u64, offset: u64, length: u32) {
    bytes.extend(REQUEST_MAGIC.to_be_bytes());
    bytes.extend(0u16.to_be_bytes());
    bytes.extend(command.to_be_bytes());
    bytes.extend(id.to_be_bytes());
    bytes.extend(offset.to_be_bytes());
    bytes.extend(length.to_be_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::net::UnixListener;
    use std::sync::Arc;
    use twinpath_export::{RamDisk, Server};

    const SIZE: usize = 1 << 20;

    fn client(socket: &Path) -> Client {
        Client::connect("host 1", socket, Duration::from_secs(10)).unwrap()
    }

    #[test]
    fn what_was_written_is_read_with_many_in_flight() {
        let folder = tempfile::tempdir().unwrap();
        let socket = folder.path().join("h1.sock");
        let server = Server::start(&socket, "host1", Arc::new(RamDisk::new(SIZE))).unwrap();
        let mut client = client(&socket);
        assert_eq!(client.size, SIZE as u64);
        let block = |n: u64| vec![n as u8; 4096];
        let mut blocks = 0..256u64;
        let mut answered = vec![];
        let next = || blocks.next().map(|id| Request { id, offset: id * 4096, what: What::Write(block(id)) });
        client
            .run(32, next, |id, data| {
                answered.push(id);
                ensure!(data.is_empty(), "a write brought data");
                Ok(())
            })
            .unwrap();
        answered.sort();
        assert_eq!(answered, (0..256).collect::<Vec<_>>());
        let mut blocks = 0..128u64;
        let next = || blocks.next().map(|id| Request { id, offset: id * 8192, what: What::Read(8192) });
        let check = |id, data: Vec<u8>| {
            ensure!(data == [block(2 * id), block(2 * id + 1)].concat(), "other bytes");
            Ok(())
        };
        client.run(32, next, check).unwrap();
        drop(client);
        assert_eq!(server.stop().writes, 256);
    }

    #[test]
    fn errors_of_the_server_are_told() {
        let folder = tempfile::tempdir().unwrap();
        let socket = folder.path().join("h1.sock");
        let server = Server::start(&socket, "host1", Arc::new(RamDisk::new(SIZE))).unwrap();
        let mut client = client(&socket);
        let mut once = Some(Request { id: 1, offset: 512, what: What::Read(4096) });
        let error = client.run(1, || once.take(), |_, _| Ok(())).unwrap_err();
        assert_eq!(error.to_string(), "host 1: the request at byte 512 failed: Invalid argument (os error 22)");
        server.stop();
        let mut once = Some(Request { id: 1, offset: 0, what: What::Read(4096) });
        let error = client.run(1, || once.take(), |_, _| Ok(())).unwrap_err();
        assert_eq!(error.to_string(), "host 1: the server hung up");
        let error = Client::connect("host 1", &socket, Duration::from_secs(1)).err().unwrap();
        assert!(error.to_string().starts_with("cannot reach host 1's volume"), "{error}");
    }

    #[test]
    fn what_is_no_nbd_server_and_silence_are_told() {
        let folder = tempfile::tempdir().unwrap();
        let socket = folder.path().join("other.sock");
        let listener = UnixListener::bind(&socket).unwrap();
        let answer = |bytes: &'static [u8]| {
            let listener = listener.try_clone().unwrap();
            let other = std::thread::spawn(move || {
                let mut stream = listener.accept().unwrap().0;
                stream.write_all(bytes).unwrap();
                // Until the client has gone.
                let _ = stream.read(&mut [0; 64]);
                let _ = stream.read(&mut [0; 64]);
            });
            let error = Client::connect("host 1", &socket, Duration::from_millis(50)).err().unwrap();
            other.join().unwrap();
            format!("{error:#}")
        };
        assert!(answer(b"HTTP/1.1 400 Bad Request").ends_with("this is not an NBD server"));
        assert!(answer(b"NBDMAGICIHAVEOPT\x00\x00").ends_with("does not speak fixed newstyle"));
        assert!(answer(b"NBDMAGIC").ends_with("no answer in time"));
    }
}
