//! A RAM disk served on a socket until standard input ends: `ram SOCKET BYTES`. For `cargo xtask bench nbd`.

use std::io::Read;
use std::sync::Arc;
use twinpath_export::{RamDisk, Server};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [socket, bytes] = &arguments[..] else { return Err("usage: ram SOCKET BYTES".into()) };
    let server = Server::start(socket.as_ref(), "ram", Arc::new(RamDisk::new(bytes.parse()?)))?;
    std::io::stdin().read_to_end(&mut vec![])?;
    server.stop();
    Ok(())
}
