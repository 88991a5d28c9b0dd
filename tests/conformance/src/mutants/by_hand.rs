//! Mutants written by hand: one for each thing that the checking must be able to see. All stand in one model.

use super::{Change, Mutant};
use crate::swarm::Trouble;
use anyhow::Result;

/// A broken card.
pub struct Broken {
    pub name: &'static str,
    changes: &'static [Change],
    /// What finds it.
    pub found: By,
}

/// What finds a broken card.
pub enum By {
    /// The checker names one of these rules.
    Rules(&'static [&'static str]),
    /// It does when the order is parallel.
    InParallel(&'static [&'static str]),
    /// Commands stay without an answer.
    Silence,
    /// A swarm whose link has these troubles.
    Swarm(&'static [Trouble]),
}

pub const ALL: &[Broken] = &[
    // The order of a write's steps.
    Broken {
        name: "the second area is written before the first",
        changes: &[("card_host", "slot_next[3:0] = Stage$Given;", "say[0] = 1'b1;")],
        found: By::Rules(&["R5", "R7"]),
    },
    Broken {
        name: "a block goes to the second unit before the first area holds it",
        changes: &[("card_host", "say[0] = 1'b1;", "say[0] = 1'b1; say[1] = 1'b1;")],
        found: By::Rules(&["R5"]),
    },
    Broken {
        name: "E(A1) is released without the second unit's acknowledge",
        changes: &[("card_order", "say[30] = with_data;", "say[30] = with_data; if (~facts[522]) op[2:0] = 3'd2;")],
        found: By::Rules(&["R21"]),
    },
    Broken {
        name: "P2 tells of a forwarded write before it holds E(A1)",
        changes: &[(
            "card_orderer",
            "op[82:51] = came[68:37];",
            "op[82:51] = came[68:37]; say[2] = 1'b1; frame[7:0] = 8'd7; frame[36:31] = came[36:31]; \
             frame[68:37] = came[68:37]; frame[100:69] = came[100:69]; frame[164:133] = {26'd0, came[36:31]}; \
             row_next[162] = 1'b1;",
        )],
        found: By::Rules(&["P2"]),
    },
    // The parallel order.
    Broken {
        name: "E(A2) is released at the last acknowledge, not at REL",
        changes: &[("card_rules", "end else if (next[182]) begin", "end else if (1'b0) begin")],
        found: By::InParallel(&["REL"]),
    },
    Broken {
        name: "REL goes out before the first area holds what the second has acknowledged",
        changes: &[("card_orderer", "if (replicated) begin", "if (1'b1) begin")],
        found: By::InParallel(&["REL"]),
    },
    Broken {
        name: "what was sent is forgotten when the session ends before the acknowledge",
        changes: &[
            ("card_hold", "slot_next[3:0] = Stage$Ready;", "slot_next[3:0] = Stage$Free; say[11] = 1'b1;"),
            (
                "card_hold",
                "if ((stage == Stage$Replicated) | (stage == Stage$Ready)) begin",
                "if (stage == Stage$Ready) begin",
            ),
        ],
        found: By::Swarm(&[Trouble::Cut]),
    },
    // The status table.
    Broken {
        name: "R_fwd stands in the first unit's way",
        changes: &[("card_follower", "op[10] = 1'b1;", "op[10] = 1'b0;")],
        found: By::Silence,
    },
    Broken {
        name: "a read waits for no write",
        changes: &[(
            "card_lanes",
            "exclusive$d = taken$q & (~(range$q[65] & scan[4]));",
            "exclusive$d = taken$q & (~(range$q[65] | scan[4]));",
        )],
        found: By::Rules(&["D8"]),
    },
    // Slots that are spoken for.
    Broken {
        name: "a reserve is lost: the slot of a forwarded block is never set free for the next",
        changes: &[("card_pool", "claims$d = claims$q - 4'd1;", "claims$d = claims$q;")],
        found: By::Silence,
    },
    Broken {
        name: "a block is granted without a slot in reserve",
        changes: &[("card_pool", "peer_room = (claims", "peer_room = 1'b1;")],
        found: By::Silence,
    },
    // What only a troubled link or a slow host shows.
    Broken {
        name: "the number of a frame is not looked at (loss)",
        changes: UNNUMBERED,
        found: By::Swarm(&[Trouble::Loss]),
    },
    Broken {
        name: "the number of a frame is not looked at (duplication)",
        changes: UNNUMBERED,
        found: By::Swarm(&[Trouble::Duplication]),
    },
    Broken {
        name: "the number of a frame is not looked at (reordering)",
        changes: UNNUMBERED,
        found: By::Swarm(&[Trouble::Reordering]),
    },
    Broken {
        name: "a frame's checksum is not looked at",
        changes: &[("card_receive", "if (~crc_fits$q) begin", "if (1'b0) begin")],
        found: By::Swarm(&[Trouble::Corruption]),
    },
    Broken {
        name: "a frame that ends early is passed over",
        changes: &[
            ("card_receive", "fits_lseq$d = w1[31:0] == expected$q;", "fits_lseq$d = 1'b1;"),
            ("card_receive", "misshapen$d = arrival$word_valid &", "misshapen$d = 1'b0;"),
        ],
        found: By::Swarm(&[Trouble::Truncation]),
    },
    Broken {
        name: "what is sent again begins one frame too late",
        changes: &[("card_backlog", "at$d = acked$q;", "at$d = acked$q + 32'd1;")],
        found: By::Swarm(&[Trouble::Loss]),
    },
    Broken {
        name: "a short silence ends the session",
        changes: &[(
            "card_session_side",
            "silence$d = silence$q + 14'd1;",
            "silence$d = (silence$q == 14'd3000) ? 14'h2710 : silence$q + 14'd1;",
        )],
        found: By::Swarm(&[Trouble::Delay]),
    },
    Broken {
        name: "data go to a unit that has no slot for them",
        changes: &[("card_pool", "assign credit = ", "assign credit = 1'b1;")],
        found: By::Swarm(&[Trouble::Stall]),
    },
    Broken {
        name: "a slot that is given back keeps what it held",
        changes: &[("card_rules", "new_slot[3:0] = Stage$Free;", "")],
        found: By::Swarm(&[Trouble::Cut]),
    },
];

const UNNUMBERED: &[Change] = &[
    ("card_receive", "fits_lseq$d = w1[31:0] == expected$q;", "fits_lseq$d = 1'b1;"),
    ("card_receive", "is_past$d = lead[31];", "is_past$d = 1'b0;"),
];

/// All of them in the card with this text, in order.
pub fn mutants(card: &str) -> Result<Vec<Mutant>> {
    ALL.iter().map(|broken| Mutant::new(broken.name, card, broken.changes)).collect()
}
