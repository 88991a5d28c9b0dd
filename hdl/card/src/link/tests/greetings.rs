//! Who may not open a session.

use super::scripted::{expect, Outcome, Peer};
use super::*;
use crate::harness::model;
use spec::{abilities, refusal, Header, KEEP_ALIVE_CYCLES, WINDOW};

/// Each that does not fit, and a peer that was reset.
pub fn refuses(peer: &mut Peer) -> Outcome {
    peer.side.connect = false;
    peer.run(100)?;
    peer.side.connect = true;
    let ends = peer.side.get("session_ends");
    let (hello, _) = peer.await_frame(Kind::HELLO, 3 * KEEP_ALIVE_CYCLES)?;
    let good = peer.hello(5, hello.wseq);
    let version = abilities(WINDOW);
    for (bad, why) in [
        (Header { epoch: 6, ..good }, refusal::EPOCH),
        (Header { unit: 0, ..good }, refusal::ROLE),
        (Header { lba: version + 1, ..good }, refusal::VERSION),
        (Header { lba: version + 0x100, ..good }, refusal::WINDOW),
        (Header { lba: version + 0x1_0000, ..good }, refusal::SLOTS),
    ] {
        let refused = peer.side.get("epoch_refused");
        peer.send(bad, None)?;
        peer.run(40)?;
        let found = (peer.side.get("epoch_refused") - refused, peer.side.get("refusal") as u8);
        expect(&format!("refused once for {why}, not {found:?}"), found == (1, why))?;
    }
    peer.send(Header { oseq: hello.wseq ^ 2, ..good }, None)?;
    peer.run(200)?;
    expect("and open nothing", !peer.side.up() && peer.side.get("session_ends") == ends)?;
    // Who knows of no session is welcome until it has been in one with us, and said something there.
    peer.open(0)?;
    peer.again()?;
    peer.open(0)?;
    peer.say_kind(Kind::HB)?;
    peer.run(40)?;
    let hello = peer.again()?;
    let refused = peer.side.get("epoch_refused");
    peer.send(peer.hello(0, hello.wseq), None)?;
    peer.run(200)?;
    let found = (peer.side.get("epoch_refused") - refused, peer.side.get("refusal") as u8, peer.side.up());
    expect(&format!("a peer that was reset is refused, not {found:?}"), found == (1, refusal::RESTART, false))?;
    peer.open(0xffff)?;
    expect("no session has the number of none", peer.session == 1)
}

#[test]
fn other_epochs_and_ourselves_are_refused() {
    refuses(&mut Peer::new(model::<Link>("link"))).unwrap();
}
