//! Links with one thing broken: each must be caught by the tests of the good one.

use super::*;
use crate::pins::twins;

const TWINS: &[(&str, &str, &str)] = &[
    ("the data's CRC is not put into the frame", "if («stage$0$q[68]») begin", "1'b0"),
    ("a repeated frame is believed", "if («is_past$q») begin", "1'b0"),
    ("an early frame is believed", "end else if («~fits_lseq$q») begin", "1'b0"),
    ("a frame of another session is believed", "end else if («~fits_session$q») begin", "1'b0"),
    ("a frame of another epoch is believed", "fits_epoch$d = «w0[31:16] == epoch»;", "1'b1"),
    ("a frame's checksum is not looked at", "if («~crc_fits$q») begin", "1'b0"),
    ("a block's checksum is not looked at", "if («has_data & (~block_fits$q)») begin", "1'b0"),
    ("a missing end goes unnoticed", "| («(~word[74]) & (word[73:64] == last_at)»)", "1'b0"),
    ("silence goes unnoticed", "| («silence$q == patience»)", "1'b0"),
    ("a peer that began anew is taken for the old one", "anew = («said[47:16] != peer_nonce$q»)", "1'b0"),
    ("frames leave although the peer has no place", "open$d = «next_low != limit$q»;", "1'b1"),
    ("the rest of a cut frame goes on", "if (~phy_up) begin\n            dropping$d = «1'b1»;", "1'b0"),
    (
        "a frame is acknowledged before its checksum is known",
        "own[31:0] = «expected$q»;",
        "expected$q + {31'd0, taking$q}",
    ),
    ("the first frame of a replay is skipped", "at$d = «acked$q»;", "acked$q + 32'd1"),
    ("a replay sends other control frames", "control_head$d = «control_base$q»;", "control_head$q"),
    ("a replay sends other blocks", "data_head$d = «data_base$q»;", "data_head$q"),
    ("a replay keeps the order only of control frames", "is_data$d = «order$read_data»;", "1'b0"),
    ("an old word takes credits back", "if («~gain[11]») begin", "1'b1"),
    ("credits count from what was sent", "reach$d = «told_low + saying[43:32]»;", "next_low + saying[43:32]"),
    ("what is asked for again is not sent", "asked = «(fits & saying[44])»", "1'b0"),
    ("without an acknowledge nothing is sent again", "late = «(up & waits)»", "1'b0"),
    ("replays without end", "gives_up = «((asked | late) & (~gains))»", "1'b0"),
    ("what was never sent may be acknowledged", "lies = «(weighed$q & (~fits))»", "1'b0"),
    ("a peer that was reset is welcome", "end else if («(met$q & (~knows_session$q)) & (~up)») begin", "1'b0"),
    ("the number of no session is one's", "if («higher == 16'hffff») begin", "1'b0"),
    ("nothing is asked for again", "again$d = «1'b1»;", "1'b0"),
];

#[test]
fn broken_twins_are_caught() {
    let changes: Vec<_> = TWINS.iter().map(|(_, at, other)| (*at, *other)).collect();
    for twin in 0..=TWINS.len() {
        let make = || {
            let mut model = twins::<Link>("link", &changes);
            let pin = model.any("twin");
            model.set(pin, twin as u64);
            model
        };
        let why = scripted::scripted(make)
            .and_then(|()| pair::credits(make))
            .and_then(|()| pair::fault_free(make))
            .and_then(|()| (1..=2).try_for_each(|seed| faults::storm(make, seed, 0.02, 0.0)));
        match twin.checked_sub(1).map(|n| TWINS[n].0) {
            None => assert!(why.is_ok(), "the good one is taken for broken: {why:?}"),
            Some(name) => println!("{name}: {}", why.expect_err(name)),
        }
    }
}
