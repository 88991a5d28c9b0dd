//! A raw client: it sends what it is told, right or wrong.
#![allow(dead_code)] // Each test program uses its part.

use std::io::{self, Read, Write};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::time::Duration;

pub const GO: u32 = 7;
pub const READ: u16 = 0;
pub const WRITE: u16 = 1;
pub const DISC: u16 = 2;
pub const FLUSH: u16 = 3;
pub const FUA: u16 = 1;
pub const DF: u16 = 4;

pub struct Raw {
    pub stream: UnixStream,
}

impl Raw {
    /// Connects, checks the server's greeting and answers with `flags`.
    pub fn greet(path: &Path, flags: u32) -> Raw {
        let stream = UnixStream::connect(path).unwrap();
        // Longer than four milliseconds of two simulated cards on a busy machine: so long a refused write is repeated.
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        let mut raw = Raw { stream };
        assert_eq!(&raw.take::<16>(), b"NBDMAGICIHAVEOPT");
        assert_eq!(raw.u16(), 3, "fixed newstyle and no zeroes");
        raw.send(&flags.to_be_bytes());
        raw
    }

    /// A session through GO; `structured` asks for structured replies first.
    pub fn go(path: &Path, structured: bool) -> Raw {
        let mut raw = Raw::greet(path, 3);
        if structured {
            assert_eq!(raw.option(8, &[]), vec![(1, vec![])]);
        }
        let replies = raw.option(GO, &[0; 6]);
        assert_eq!(replies.last().unwrap().0, 1, "GO ends with an acknowledgement");
        raw
    }

    /// Sends an option and gathers its replies (kind, body) to the acknowledgement or error.
    pub fn option(&mut self, option: u32, body: &[u8]) -> Vec<(u32, Vec<u8>)> {
        self.send(b"IHAVEOPT");
        self.send(&option.to_be_bytes());
        self.send(&(body.len() as u32).to_be_bytes());
        self.send(body);
        let mut replies = vec![];
        loop {
            assert_eq!(self.u64(), 0x0003_e889_0455_65a9);
            assert_eq!(self.u32(), option);
            let kind = self.u32();
            let length = self.u32() as usize;
            replies.push((kind, self.bytes(length)));
            if kind == 1 || kind >> 31 == 1 {
                return replies;
            }
        }
    }

    pub fn request(&mut self, flags: u16, command: u16, cookie: u64, offset: u64, length: u32) {
        let mut bytes = 0x2560_9513u32.to_be_bytes().to_vec();
        bytes.extend(flags.to_be_bytes());
        bytes.extend(command.to_be_bytes());
        bytes.extend(cookie.to_be_bytes());
        bytes.extend(offset.to_be_bytes());
        bytes.extend(length.to_be_bytes());
        self.send(&bytes);
    }

    /// A simple reply: error number and cookie.
    pub fn simple(&mut self) -> (u32, u64) {
        assert_eq!(self.u32(), 0x6744_6698);
        (self.u32(), self.u64())
    }

    /// A structured reply: flags, kind, cookie, body.
    pub fn chunk(&mut self) -> (u16, u16, u64, Vec<u8>) {
        assert_eq!(self.u32(), 0x668e_33ef);
        let (flags, kind, cookie, length) = (self.u16(), self.u16(), self.u64(), self.u32());
        (flags, kind, cookie, self.bytes(length as usize))
    }

    pub fn write(&mut self, offset: u64, data: &[u8]) -> u32 {
        self.request(0, WRITE, offset, offset, data.len() as u32);
        self.send(data);
        let (error, cookie) = self.simple();
        assert_eq!(cookie, offset);
        error
    }

    /// A read by simple replies.
    pub fn read(&mut self, offset: u64, length: u32) -> Result<Vec<u8>, u32> {
        self.request(0, READ, 77, offset, length);
        match self.simple() {
            (0, 77) => Ok(self.bytes(length as usize)),
            (error, 77) => Err(error),
            other => panic!("a reply to nothing: {other:?}"),
        }
    }

    pub fn send(&mut self, bytes: &[u8]) {
        self.stream.write_all(bytes).unwrap();
    }

    /// The server has hung up: end of file, or a reset when it left data of ours unread.
    pub fn is_cut(&mut self) -> bool {
        match self.stream.read(&mut [0]) {
            Ok(got) => got == 0,
            Err(error) => error.kind() == io::ErrorKind::ConnectionReset,
        }
    }

    pub fn bytes(&mut self, length: usize) -> Vec<u8> {
        let mut bytes = vec![0; length];
        self.stream.read_exact(&mut bytes).unwrap();
        bytes
    }

    pub fn take<const N: usize>(&mut self) -> [u8; N] {
        let mut bytes = [0; N];
        self.stream.read_exact(&mut bytes).unwrap();
        bytes
    }

    pub fn u16(&mut self) -> u16 {
        u16::from_be_bytes(self.take())
    }
    pub fn u32(&mut self) -> u32 {
        u32::from_be_bytes(self.take())
    }
    pub fn u64(&mut self) -> u64 {
        u64::from_be_bytes(self.take())
    }
}
