//! about a stream of words out of the banks, whose turns go round
//! induction 4
//! cover 36
//! broken room by induction: `room$d = room$q - 5'd1;` => `room$d = room$q;`
//! broken longer: `last$d = left$q == 10'd2;` => `last$d = left$q == 10'd1;`
//! broken bank: `from$d = phase - 2'd1;` => `from$d = phase;`

    wire f_takes = words$valid && words$ready;
    wire f_begins = \queue$source$ready && \queue$source$valid && \queue$source$data [22:13] != 0;
    reg [1:0] f_turn = 0;
    reg f_begun = 0;
    // The read under way: the word that is due and how many are.
    reg [3:0] f_slot = 0;
    reg [8:0] f_next = 0;
    reg [9:0] f_left = 0;
    reg [2:0] f_waited = 0;
    // What was asked of the banks in the last two cycles, and words that came and were not taken.
    reg f_asked = 0, f_comes = 0;
    reg [1:0] f_asked_of = 0, f_comes_from = 0;
    reg [4:0] f_held = 0;
    wire [255:0] f_all = {found$3, found$2, found$1, found$0};
    wire [63:0] f_found = f_all[64*f_comes_from +: 64];
    wire [1:0] f_distance = f_next[1:0] - phase;
    always @* begin
        assume (f_begun || reset);
        assume (!f_begun || phase == f_turn);
        // A slot has 512 words.
        assume (read$data[22:13] <= 512);
    end
    always @(posedge clock) begin
        f_begun <= 1;
        f_turn <= phase + 2'd1;
        f_asked <= issue;
        f_asked_of <= phase;
        f_comes <= f_asked;
        f_comes_from <= f_asked_of;
        f_held <= f_held + {4'd0, f_comes} - {4'd0, f_takes};
        f_waited <= f_left != 0 && \room.q != 0 && !issue ? f_waited + 3'd1 : 3'd0;
        if (issue) begin
            f_next <= f_next + 9'd1;
            f_left <= f_left - 10'd1;
        end
        if (f_begins) begin
            f_slot <= \queue$source$data [3:0];
            f_next <= \queue$source$data [12:4];
            f_left <= \queue$source$data [22:13];
        end
        if (reset) begin
            f_asked <= 0;
            f_comes <= 0;
            f_held <= 0;
            f_left <= 0;
            f_waited <= 0;
        end
        if (f_begun) begin
            the_word_that_is_due: assert (!issue
                || (f_left != 0 && address == {f_slot, f_next[8:2]} && phase == f_next[1:0]));
            no_read_before_the_last_has_ended: assert (!f_begins || f_left == 0 || (f_left == 1 && issue));
            from_its_bank: assert (!f_comes || (\behind$sink$valid && \behind$sink$data == f_found));
            nothing_repeated: assert (f_comes == \behind$sink$valid );
            nothing_lost: assert (!f_comes || f_held < 16);
            within_four_cycles: assert (f_waited < 4);
            assert (f_waited == 0 || f_waited + {1'b0, f_distance} <= 3);
            assert (\active.q == (f_left != 0) && f_left <= 512);
            assert (f_left == 0
                || (\at.q == f_next && \slot.q == f_slot && \left.q == f_left && \last.q == (f_left == 1)));
            assert (\asked.q == f_asked && \arrives.q == f_comes);
            assert ((!f_asked || f_asked_of == phase - 2'd1) && (!f_comes || f_comes_from == phase - 2'd2));
            assert (!f_comes || \from.q == f_comes_from);
            assert (\room.q + {4'd0, f_asked} + {4'd0, f_comes} + f_held == 16 && f_held <= 16);
            assert (\behind.some.q == (f_held != 0) && \behind.full.q == (f_held == 16));
            assert (\behind.tail.q - \behind.head.q == f_held[3:0]);
            // The queue of reads, whose words obey what was assumed of them.
            assert (\queue.words.memory [0][22:13] <= 512 || !(\queue.full.q || \queue.some.q && \queue.head.q == 0));
            assert (\queue.words.memory [1][22:13] <= 512 || !(\queue.full.q || \queue.some.q && \queue.head.q == 1));
            assert (!\queue.full.q || (\queue.some.q && \queue.head.q == \queue.tail.q ));
            assert (\queue.full.q || \queue.some.q == (\queue.head.q != \queue.tail.q ));
        end
`ifdef COVER
        room_runs_out: cover (f_begun && f_left != 0 && \room.q == 0);
        one_read_behind_the_other: cover (f_begins && issue && f_left == 1);
`endif
    end
