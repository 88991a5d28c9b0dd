//! about a writer's way to the banks, whose turns go round
//! induction 3
//! cover 28
//! broken repeated: `some$d = queue$source$valid;` => `some$d = some$q | queue$source$valid;`
//! broken elsewhere: `== phase)` => `!= phase)`

// Follows one word of those given, any one: it goes to its bank, once, and after all that came before it.
    wire f_gives = words$valid && words$ready;
    (* anyseq *) wire f_pick;
    reg [1:0] f_turn = 0;
    reg f_begun = 0, f_have = 0, f_late = 0;
    reg [78:0] f_word;
    // Words in the lane, and those before the one that is followed. `held` comes before the queue.
    reg [4:0] f_in = 0, f_ahead = 0;
    reg [2:0] f_waited = 0;
    wire [4:0] f_queued = f_in - {4'd0, \some.q };
    wire [4:0] f_behind = f_ahead - {4'd0, \some.q };
    wire [3:0] f_place = \queue.head.q + f_behind[3:0];
    wire [1:0] f_distance = \held.q [5:4] - phase;
    always @* begin
        assume (f_begun || reset);
        assume (!f_begun || phase == f_turn);
    end
    always @(posedge clock) begin
        f_begun <= 1;
        f_turn <= phase + 2'd1;
        f_in <= f_in + {4'd0, f_gives} - {4'd0, go};
        f_waited <= \some.q && !go ? f_waited + 3'd1 : 3'd0;
        if (f_gives && f_pick && !f_have) begin
            f_have <= 1;
            f_word <= words$data;
            f_late <= f_in >= 5;
            f_ahead <= f_in - {4'd0, go};
        end
        if (f_have && go) begin
            f_ahead <= f_ahead - 5'd1;
            if (f_ahead == 0) f_have <= 0;
        end
        if (reset) begin
            f_have <= 0;
            f_in <= 0;
            f_waited <= 0;
        end
        if (f_begun) begin
            in_order_and_unchanged: assert (!(f_have && go && f_ahead == 0) || word == f_word);
            to_its_bank: assert (!go || word[5:4] == phase);
            nothing_repeated: assert (!go || f_in != 0);
            within_four_cycles: assert (f_waited < 4);
            assert (!\some.q || f_waited + {1'b0, f_distance} <= 3);
            assert (f_queued <= 16 && \queue.some.q == (f_queued != 0) && \queue.full.q == (f_queued == 16));
            assert (\queue.tail.q - \queue.head.q == f_queued[3:0]);
            assert (!f_have || (f_ahead < f_in
                && (f_ahead == 0 && \some.q ? \held.q : \queue.words.memory [f_place]) == f_word));
        end
`ifdef COVER
        full: cover (f_begun && !words$ready);
        the_last_of_many_goes: cover (f_have && f_late && go && f_ahead == 0);
`endif
    end
