//! about the queue between data slots and area: 4 words of 64 bits
//! induction 3
//! cover 12
//! broken overwritten: `push = sink$valid & (~full$q)` => `push = sink$valid`
//! broken repeated: `head$d = behind_head;` => `head$d = head$q;`

// Follows one word of those given, any one. The unnamed asserts are what makes the rest inductive.
    wire f_gives = sink$valid && sink$ready;
    wire f_takes = source$valid && source$ready;
    (* anyseq *) wire f_pick;
    reg f_begun = 0, f_have = 0, f_late = 0;
    reg [63:0] f_word;
    // Words before the one that is followed, and words in all.
    reg [2:0] f_ahead = 0, f_held = 0;
    wire [1:0] f_place = \head.q + f_ahead[1:0];
    always @* assume (f_begun || reset);
    always @(posedge clock) begin
        f_begun <= 1;
        f_held <= reset ? 3'd0 : f_held + {2'd0, f_gives} - {2'd0, f_takes};
        if (f_gives && f_pick && !f_have) begin
            f_have <= 1;
            f_word <= sink$data;
            f_late <= f_held == 3 && !f_takes;
            f_ahead <= f_held - {2'd0, f_takes};
        end
        if (f_have && f_takes) begin
            f_ahead <= f_ahead - 3'd1;
            if (f_ahead == 0) f_have <= 0;
        end
        if (reset) f_have <= 0;
        if (f_begun) begin
            in_order_and_unchanged: assert (!(f_have && f_takes && f_ahead == 0) || source$data == f_word);
            never_more_than_fit: assert (f_held <= 4);
            nothing_lost: assert (source$valid == (f_held != 0));
            room_is_told: assert (sink$ready == (f_held != 4));
            assert (!f_have || (f_ahead < f_held && \words.memory [f_place] == f_word));
            assert (\tail.q - \head.q == f_held[1:0]);
        end
`ifdef COVER
        full: cover (f_begun && f_held == 4);
        last_of_four_leaves: cover (f_have && f_late && f_takes && f_ahead == 0);
`endif
    end
