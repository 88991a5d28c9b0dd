//! The handshake and its options, up to the moment when requests may be sent.

use crate::protocol::*;
use crate::{BLOCK_BYTES, REQUEST_BYTES_MAX};
use std::io::{self, Read, Write};
use std::os::unix::net::UnixStream;
use std::time::{Duration, Instant};

/// A client has this long from connecting to its first request.
const HANDSHAKE_TIME: Duration = Duration::from_secs(30);
/// Options are names and lists of numbers; longer ones are read and refused, up to the second limit.
const OPTION_BYTES_MAX: u32 = 8 << 10;
const OPTION_BYTES_SKIPPED_MAX: u32 = 1 << 20;

/// What is served, as the handshake tells it.
pub struct Export<'a> {
    pub name: &'a str,
    pub size: u64,
}

/// What was agreed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Session {
    pub structured: bool,
}

/// Why there is no session although nothing failed.
#[derive(Debug, PartialEq, Eq)]
pub enum Ended {
    /// The client asked for it, or hung up between options.
    Politely,
    /// It broke the protocol in this way.
    Broken(&'static str),
}

/// Runs the handshake. Errors of the socket, the deadline among them, come back as `Err`.
pub fn handshake(stream: &UnixStream, export: &Export) -> io::Result<Result<Session, Ended>> {
    let mut wire = Wire { stream, until: Instant::now() + HANDSHAKE_TIME };
    let mut hello = Vec::with_capacity(18);
    hello.extend(MAGIC.to_be_bytes());
    hello.extend(OPTION_MAGIC.to_be_bytes());
    hello.extend((FLAG_FIXED_NEWSTYLE | FLAG_NO_ZEROES).to_be_bytes());
    wire.write_all(&hello)?;

    let flags = u32::from_be_bytes(wire.array()?);
    if flags & !u32::from(FLAG_FIXED_NEWSTYLE | FLAG_NO_ZEROES) != 0 {
        return Ok(Err(Ended::Broken("unknown client flags")));
    }
    let mut structured = false;
    loop {
        let magic = match wire.array() {
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(Err(Ended::Politely)),
            magic => u64::from_be_bytes(magic?),
        };
        if magic != OPTION_MAGIC {
            return Ok(Err(Ended::Broken("an option without its magic")));
        }
        let option = u32::from_be_bytes(wire.array()?);
        let length = u32::from_be_bytes(wire.array()?);
        if length > OPTION_BYTES_SKIPPED_MAX {
            return Ok(Err(Ended::Broken("an oversized option")));
        }
        if length > OPTION_BYTES_MAX {
            skip(&mut wire, u64::from(length))?;
            if option == OPT_EXPORT_NAME {
                return Ok(Err(Ended::Broken("an oversized export name")));
            }
            wire.reply(option, REP_ERR_TOO_BIG, b"option too long")?;
            continue;
        }
        let mut body = vec![0; length as usize];
        wire.read_exact(&mut body)?;
        match option {
            OPT_EXPORT_NAME => {
                if !export.is_named(&body) {
                    // This option has no error reply: hanging up is the answer.
                    return Ok(Err(Ended::Broken("an unknown export name")));
                }
                let mut answer = export.size_and_flags(structured);
                if flags & u32::from(FLAG_NO_ZEROES) == 0 {
                    answer.resize(answer.len() + 124, 0);
                }
                wire.write_all(&answer)?;
                return wire.finish(Session { structured });
            }
            OPT_ABORT => {
                wire.reply(option, REP_ACK, &[])?;
                return Ok(Err(Ended::Politely));
            }
            OPT_LIST if body.is_empty() => {
                wire.reply(option, REP_SERVER, &counted(export.name))?;
                wire.reply(option, REP_ACK, &[])?;
            }
            OPT_STRUCTURED_REPLY if body.is_empty() => {
                structured = true;
                wire.reply(option, REP_ACK, &[])?;
            }
            OPT_LIST | OPT_STRUCTURED_REPLY => wire.reply(option, REP_ERR_INVALID, b"this option has no data")?,
            OPT_INFO | OPT_GO => match parse_info(&body) {
                None => wire.reply(option, REP_ERR_INVALID, b"malformed name or list of requests")?,
                Some(asked) if !export.is_named(asked.name) => {
                    wire.reply(option, REP_ERR_UNKNOWN, b"no export of this name")?
                }
                Some(asked) => {
                    wire.reply(option, REP_INFO, &info(INFO_EXPORT, &export.size_and_flags(structured)))?;
                    wire.reply(option, REP_INFO, &info(INFO_BLOCK_SIZE, &block_sizes()))?;
                    if asked.wants_name {
                        wire.reply(option, REP_INFO, &info(INFO_NAME, export.name.as_bytes()))?;
                    }
                    wire.reply(option, REP_ACK, &[])?;
                    if option == OPT_GO {
                        return wire.finish(Session { structured });
                    }
                }
            },
            _ => wire.reply(option, REP_ERR_UNSUP, b"not offered")?,
        }
    }
}

impl Export<'_> {
    /// The empty name is the default export.
    fn is_named(&self, name: &[u8]) -> bool {
        name.is_empty() || name == self.name.as_bytes()
    }

    fn size_and_flags(&self, structured: bool) -> Vec<u8> {
        // MULTI_CONN is honest because `Block` promises it: one device, and its flush covers every connection.
        let mut flags = TRANSMIT_HAS_FLAGS | TRANSMIT_FLUSH | TRANSMIT_FUA | TRANSMIT_MULTI_CONN;
        flags |= TRANSMIT_TRIM | TRANSMIT_ZEROES;
        if structured {
            flags |= TRANSMIT_DF;
        }
        [&self.size.to_be_bytes()[..], &flags.to_be_bytes()[..]].concat()
    }
}

/// The body of INFO and GO.
struct Asked<'a> {
    name: &'a [u8],
    wants_name: bool,
}

fn parse_info(body: &[u8]) -> Option<Asked<'_>> {
    let (length, rest) = body.split_first_chunk::<4>()?;
    let (name, rest) = rest.split_at_checked(u32::from_be_bytes(*length) as usize)?;
    let (count, kinds) = rest.split_first_chunk::<2>()?;
    if kinds.len() != 2 * usize::from(u16::from_be_bytes(*count)) {
        return None;
    }
    let wants_name = kinds.chunks_exact(2).any(|kind| kind == INFO_NAME.to_be_bytes());
    Some(Asked { name, wants_name })
}

fn counted(name: &str) -> Vec<u8> {
    [&(name.len() as u32).to_be_bytes()[..], name.as_bytes()].concat()
}

fn info(kind: u16, body: &[u8]) -> Vec<u8> {
    [&kind.to_be_bytes()[..], body].concat()
}

fn block_sizes() -> Vec<u8> {
    [BLOCK_BYTES, BLOCK_BYTES, REQUEST_BYTES_MAX].iter().flat_map(|bytes| bytes.to_be_bytes()).collect()
}

/// Reads `bytes` and forgets them.
pub fn skip(from: &mut impl Read, bytes: u64) -> io::Result<()> {
    match io::copy(&mut from.take(bytes), &mut io::sink())? {
        skipped if skipped == bytes => Ok(()),
        _ => Err(io::ErrorKind::UnexpectedEof.into()),
    }
}

/// The socket with one deadline over all that is read and written.
struct Wire<'a> {
    stream: &'a UnixStream,
    until: Instant,
}

impl Wire<'_> {
    fn array<const N: usize>(&mut self) -> io::Result<[u8; N]> {
        let mut bytes = [0; N];
        self.read_exact(&mut bytes)?;
        Ok(bytes)
    }

    fn reply(&mut self, option: u32, kind: u32, body: &[u8]) -> io::Result<()> {
        let mut bytes = Vec::with_capacity(20 + body.len());
        bytes.extend(OPTION_REPLY_MAGIC.to_be_bytes());
        bytes.extend(option.to_be_bytes());
        bytes.extend(kind.to_be_bytes());
        bytes.extend((body.len() as u32).to_be_bytes());
        bytes.extend(body);
        self.write_all(&bytes)
    }

    /// Requests may come at any time or never: from here on no read has a deadline.
    fn finish(self, session: Session) -> io::Result<Result<Session, Ended>> {
        self.stream.set_read_timeout(None)?;
        self.stream.set_write_timeout(None)?;
        Ok(Ok(session))
    }

    fn left(&self) -> io::Result<Duration> {
        match self.until.checked_duration_since(Instant::now()) {
            Some(left) if !left.is_zero() => Ok(left),
            _ => Err(io::Error::new(io::ErrorKind::TimedOut, "the handshake took too long")),
        }
    }
}

impl Read for Wire<'_> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        self.stream.set_read_timeout(Some(self.left()?))?;
        let mut stream = self.stream;
        stream.read(to)
    }
}

impl Write for Wire<'_> {
    fn write(&mut self, from: &[u8]) -> io::Result<usize> {
        self.stream.set_write_timeout(Some(self.left()?))?;
        let mut stream = self.stream;
        stream.write(from)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
