//! about host words and the ends of reads, while the host's stream heeds `busy` as pcie does
//! induction 3
//! cover 24
//! broken overtaking: `assign down = (~(|ahead$q[4:1])) & ((~ahead$q[0]) | lane$holds);` => `assign down = ~(|ahead$q[4:1]);`
//! broken uncounted: `if (lane$go & (|ahead$q)) begin` => `if (|ahead$q) begin`
//! broken deaf by induction: `assign busy = |waiting$q[4:3];` => `assign busy = waiting$q[4];`
//! broken other halves: `(cut$6$4(word[7:2]) == slot$q)` => `1'b1`
//! broken lone half by induction: `((~comes) & (&age$q))` => `1'b0`

// Follows one word of those given, any one, with both its halves: it goes to its bank, once, and after all that came before
// it. An end of a read that comes behind it passes when it has gone, or only its bank's turn is missing.
    wire f_gives = word_valid && word[1:0] == 0 && (word[81] || word[82]);
    wire f_begins = f_gives && gather$begins;
    wire f_holds = \gather.holds.q ;
    wire f_some = \lane.some.q ;
    (* anyseq *) wire f_pick;
    reg [1:0] f_turn = 0;
    reg f_begun = 0, f_have = 0;
    // The word: place, data, halves; words before it; it waits for its other half.
    reg [12:0] f_place;
    reg [63:0] f_data;
    reg [1:0] f_halves;
    reg [4:0] f_ahead = 0;
    reg f_open = 0;
    // Cycles before this one in which `busy` was high, up to five and all; in which a lone half or the lane's word waited.
    reg [2:0] f_busy = 0, f_lone = 0, f_waited = 0;
    reg [5:0] f_held_back = 0;
    // An end waited in the last cycle; the word came before it.
    reg f_end = 0, f_owed = 0;
    wire f_due = f_have && (f_end ? f_owed : 1'b1);
    // Words in the lane, and in its queue; where the word is in that.
    wire [4:0] f_in = \waiting.q - {4'd0, f_holds};
    wire [4:0] f_queued = f_in - {4'd0, f_some};
    wire [4:0] f_behind = f_ahead - {4'd0, f_some};
    wire [3:0] f_at = \lane.queue.head.q + f_behind[3:0];
    wire [78:0] f_seen = f_open ? gather$out : f_ahead == 0 && f_some ? \lane.held.q : \lane.queue.words.memory [f_at];
    wire f_same = f_seen[12:0] == f_place && f_seen[78:77] == f_halves
        && (!f_halves[0] || f_seen[44:13] == f_data[31:0]) && (!f_halves[1] || f_seen[76:45] == f_data[63:32]);
    wire [1:0] f_distance = \lane.held.q [5:4] - phase;
    always @* begin
        assume (f_begun || reset);
        assume (!f_begun || phase == f_turn);
        // What the tests of pcie show of it.
        assume (f_busy != 5 || !word_valid);
        // A stream.
        assume (!f_end || read_done$valid);
    end
    always @(posedge clock) begin
        f_begun <= 1;
        f_turn <= phase + 2'd1;
        f_busy <= !busy ? 3'd0 : f_busy == 5 ? 3'd5 : f_busy + 3'd1;
        f_held_back <= !busy ? 6'd0 : f_held_back == 63 ? 6'd63 : f_held_back + 6'd1;
        f_lone <= f_holds && !gather$push && !f_gives ? f_lone + 3'd1 : 3'd0;
        f_waited <= f_some && !go ? f_waited + 3'd1 : 3'd0;
        f_end <= read_done$valid && !read_done$ready ;
        f_owed <= f_due && !(go && f_ahead == 0);
        if (f_begins && f_pick && !f_have) begin
            f_have <= 1;
            f_open <= 1;
            f_place <= {word[16:8], word[5:2]};
            f_data <= word[80:17];
            f_halves <= word[82:81];
            f_ahead <= \waiting.q - {4'd0, go};
        end
        if (f_have) begin
            if (f_open && f_gives && !f_begins) begin
                f_halves <= f_halves | word[82:81];
                if (word[81]) f_data[31:0] <= word[48:17];
                if (word[82]) f_data[63:32] <= word[80:49];
            end
            if (gather$push ) f_open <= 0;
            if (go) begin
                f_ahead <= f_ahead - 5'd1;
                if (f_ahead == 0) f_have <= 0;
            end
        end
        if (reset) begin
            f_have <= 0;
            f_open <= 0;
            f_busy <= 0;
            f_held_back <= 0;
            f_lone <= 0;
            f_waited <= 0;
            f_end <= 0;
        end
        if (f_begun) begin
            nothing_lost: assert (!lost);
            busy_from_eight_on: assert (busy == (\waiting.q >= 8));
            five_more_find_room: assert (\waiting.q <= 13);
            halves_of_one_word: assert (!(f_have && f_open && f_gives && !f_begins)
                || ({word[16:8], word[5:2]} == f_place && (f_halves & word[82:81]) == 0));
            in_order_and_unchanged: assert (!(f_have && go && f_ahead == 0) || f_same);
            to_its_bank: assert (!go || out[5:4] == phase);
            nothing_repeated: assert (!go || \waiting.q != 0);
            no_end_before_its_words: assert (!(settled$valid && f_due) || (f_ahead == 0 && f_some && !f_open));
            within_four_cycles: assert (f_waited < 4);
            a_lone_half_goes_on: assert (f_lone <= 3);
            held_back_for_29_cycles: assert (f_held_back <= 29);
            assert (\waiting.q >= {4'd0, f_holds} + {4'd0, f_some} && \waiting.q <= 8 + f_busy);
            assert (f_busy == 0 || \waiting.q >= 7);
            assert (f_busy <= 5 && (f_busy == 5 ? f_held_back >= 5 : f_held_back == f_busy));
            assert (f_busy != 5 || f_held_back + 4 * (\waiting.q - 8) + (3 - f_waited) <= 28);
            assert (f_waited == 0 || f_waited + {1'b0, f_distance} <= 3);
            assert (!f_holds || \gather.age.q == f_lone);
            assert (f_queued <= 16 && \lane.queue.some.q == (f_queued != 0) && \lane.queue.full.q == (f_queued == 16));
            assert (\lane.queue.tail.q - \lane.queue.head.q == f_queued[3:0]);
            assert (f_queued < 2 || f_some);
            assert (!f_have || (f_ahead < \waiting.q && f_same));
            assert (!f_open || (f_have && f_holds && f_ahead == \waiting.q - 5'd1));
            assert (!f_have || f_open || f_ahead < f_in);
            assert (\ahead.q <= \waiting.q && (f_end || \ahead.q == \waiting.q ));
            assert (!f_due || f_ahead < \ahead.q );
        end
`ifdef COVER
        the_stream_is_held: cover (f_busy == 5);
        twelve_wait: cover (\waiting.q == 12);
        an_end_waits_for_its_words: cover (f_due && f_end && f_ahead == 8);
        an_end_passes_beside_younger_words: cover (f_end && settled$valid && settled$ready && f_have && !f_due && \waiting.q == 9);
        halves_meet: cover (f_have && go && f_ahead == 0 && f_halves == 3 && f_waited == 3);
`endif
    end
