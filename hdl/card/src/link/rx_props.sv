//! about windows of 8 frames; a wire that loses, harms, repeats and reorders frames; the checksums are one bit each
//! induction 2 cut arrival.c_crc_fits.q cut arrival.c_block_fits.q
//! cover 40 cut arrival.c_crc_fits.q cut arrival.c_block_fits.q
//! broken harmed: `if (~crc_fits$q) begin` => `if (1'b0) begin`
//! broken stale: `fits_session$d = up & (w0[47:32] == session)` => `fits_session$d = up`
//! broken early: `fits_lseq$d = w1[31:0] == expected$q;` => `fits_lseq$d = 1'b1;`
//! broken credit: `places$d = places$q - 12'd1;` => `places$d = places$q;`
//! broken refused_word by induction: `has_data_now & (~slot_write$ready)` => `1'b0`

// Follows one number of the session, one word of a block, any ones, and some bits of each: all are alike. The unnamed
// asserts are what makes the rest inductive.
    localparam [11:0] WINDOW = 8;
    localparam BITS = 3;
    (* anyconst *) wire [31:0] f_number;
    (* anyconst *) wire [8:0] f_index;
    (* anyseq *) wire [4:0] f_any;
    // A few bits of a frame: as the unit gets it, and in its words.
    function [4:0] f_of(input [169:0] frame);
        f_of = {frame[165], frame[133], frame[69], frame[37], frame[0]};
    endfunction

    // A session, and the frame that comes: which word is next, what came.
    reg f_some = 0, f_gap = 0;
    reg f_begun = 0, f_opened = 0, f_was_up = 0, f_ended = 0, f_intact = 0, f_block_intact = 0;
    reg [15:0] f_epoch = 0, f_session = 0;
    reg [9:0] f_at = 0, f_length = 0;
    reg [63:0] f_w0 = 0, f_w1 = 0, f_w2 = 0, f_w3 = 0, f_last = 0;
    wire f_comes = \arrival.c_valid.q ;
    wire [74:0] f_word = \arrival.c.q ;
    wire f_ends = f_comes && f_word[74];
    wire f_has_data = f_w0[8];
    wire [4:0] f_brought = {f_w0[8], f_last[0], f_w3[0], f_w2[32], f_w0[0]};
    function [9:0] f_after(input valid, input ends, input [9:0] at);
        f_after = !valid ? at : ends ? 10'd0 : &at ? at : at + 10'd1;
    endfunction
    wire [9:0] f_at_b = f_after(f_comes, f_word[74], f_at);
    wire [9:0] f_at_a = f_after(\arrival.b_valid.q , \arrival.b.q [74], f_at_b);
    wire [9:0] f_at_in = f_after(\arrival.a_valid.q , \arrival.a.q [74], f_at_a);
    wire f_believed = verdict[0];
    always @* begin
        assume (reset == !f_begun);
        assume (f_begun || !up && !opens);
        // A session begins when a greeting has come, with nothing left of the last one.
        assume (!opens || hello_valid && \inbox.places.q == WINDOW && !f_was_up && !up && !f_opened);
        assume (f_opened ? up : !up || f_was_up);
    end

    // The sender: all frames of a number are the same in one session (proved of it), and those that come in their turn keep
    // to the credits (too).
    reg [4:0] f_sent = 0;
    wire f_of_session = f_ended && f_intact && (!f_has_data || f_block_intact) && f_w0[7:0] != 19
        && f_w0[47:32] == f_session && f_w0[31:16] == f_epoch;
    always @* assume (!(f_of_session && f_w1[31:0] == f_number) || f_brought == f_sent);

    // Frames believed in the session, and the highest number so far that there was said to be no place for.
    reg [31:0] f_taken = 0, f_promised = 0;
    wire [11:0] f_held = WINDOW - \inbox.places.q ;
    wire [11:0] f_queued = f_held - {11'd0, \inbox.offers.q };
    wire [31:0] f_given = f_taken - {20'd0, f_held};
    wire [31:0] f_ahead = f_number - f_given;
    wire f_waits = f_ahead < {20'd0, f_held};
    wire [BITS-1:0] f_behind = f_ahead[BITS-1:0] - {2'd0, \inbox.offers.q };
    wire [BITS-1:0] f_place = \inbox.head.q [BITS-1:0] + f_behind;
    wire f_gives = got$valid && got$ready;

    // The word of the block that is followed: it came, it was put into a slot.
    reg f_came = 0, f_wrote = 0;
    reg [7:0] f_it = 0, f_written = 0;
    reg [3:0] f_slot = 0;
    wire f_mine = f_comes && f_at == {1'b0, f_index} + 10'd4;
    wire f_past_it = f_ended ? f_length == 516 : f_at > {1'b0, f_index} + 10'd4;
    // Slots that came and were not handed on, in the session.
    reg f_has_slot = 0;

    always @(posedge clock) begin
        f_begun <= 1;
        f_opened <= opens;
        f_was_up <= up;
        f_epoch <= epoch;
        f_session <= session;
        f_ended <= f_ends && !reset;
        f_at <= cut || reset ? 10'd0 : f_at_b;
        if (f_comes) begin
            if (f_at == 0) f_w0 <= f_word[63:0];
            if (f_at == 1) f_w1 <= f_word[63:0];
            if (f_at == 2) f_w2 <= f_word[63:0];
            if (f_at == 3) f_w3 <= f_word[63:0];
            f_last <= f_word[63:0];
            f_length <= f_at;
            f_intact <= \arrival.c_crc_fits.q ;
            f_block_intact <= \arrival.c_block_fits.q ;
            if (f_at == 0) begin
                f_came <= 0;
                f_wrote <= 0;
            end
            if (f_mine) begin
                f_came <= 1;
                f_it <= f_word[7:0];
                f_wrote <= slot_write$valid && slot_write$ready && slot_write$data[12:4] == f_index;
                f_slot <= slot_write$data[3:0];
                f_written <= slot_write$data[20:13];
            end
        end
        if (f_believed) f_taken <= f_taken + 1;
        if (opens) begin
            f_sent <= f_any;
            f_taken <= 0;
            f_promised <= 0;
        end else if (own_window[31:0] + {20'd0, own_window[43:32]} - f_promised < 32'h8000_0000)
            f_promised <= own_window[31:0] + {20'd0, own_window[43:32]};
        if (free_slot$valid && free_slot$ready) f_has_slot <= 1;
        if (f_believed && f_has_data || !up || reset) f_has_slot <= 0;

        assert (\header$0.q == f_w0 && \header$1.q == f_w1 && \header$2.q == f_w2 && \header$3.q == f_w3);
        assert (f_begun || !f_comes);
        if (f_begun) begin
            believed_whole_and_intact: assert (!f_believed
                || f_ended && f_intact && f_length == (f_has_data ? 516 : 4) && (!f_has_data || f_block_intact));
            believed_of_this_session: assert (!f_believed
                || f_was_up && f_w0[47:32] == f_session && f_w0[31:16] == f_epoch);
            believed_in_its_turn: assert (!f_believed || f_w1[31:0] == f_taken);
            the_frame_sent_with_its_number: assert (!(f_gives && f_given == f_number) || f_of(got$data) == f_sent);
            each_number_once: assert (!f_gives || f_held != 0);
            a_block_is_in_its_slot: assert (!(f_believed && f_has_data)
                || f_wrote && f_written == f_it && f_slot == \frame [19:16] && f_has_slot);
            a_slot_for_one_block: assert (!(free_slot$valid && free_slot$ready) || up && !f_has_slot);
            a_credit_is_a_place: assert (!(f_w1[31:0] == f_taken && f_taken != f_promised && up && f_was_up && !f_opened)
                || \inbox.places.q != 0);
            credits_only_grow: assert (!(up && f_was_up && !f_opened) || own_window[31:0] + {20'd0, own_window[43:32]} - f_promised <= 1);

            // Words.
            assert (!f_comes || f_word[73:64] == f_at);
            assert (!\arrival.b_valid.q || \arrival.b.q [73:64] == f_at_b);
            assert (!\arrival.a_valid.q || \arrival.a.q [73:64] == f_at_a);
            assert (\arrival.at.q == f_at_in);
            assert (\done.q == f_ended);
            if (f_ended) assert (\whole.q == (f_length == (f_has_data ? 516 : 4)));
            if (f_ended) assert (\crc_fits.q == f_intact && \block_fits.q == f_block_intact && \value.q == f_last[31:0]);
            assert (!f_opened || !f_was_up && f_promised == 0 && f_held == 0 && f_taken == 0);
            if (f_ended) assert (f_at == 0);
            if (f_ended && f_length >= 4) begin
                assert (\fits_session.q == (f_was_up && f_w0[47:32] == f_session) && \fits_epoch.q == (f_w0[31:16] == f_epoch));
                assert (\is_hb.q == (f_w0[7:0] == 19) && \is_hello.q == (f_w0[7:0] == 1) && \is_reset.q == (f_w0[7:0] == 20));
                assert (\fits_lseq.q == (f_w1[31:0] == \expected.q ));
            end
            // A block on its way into its slot.
            assert (!f_opened || f_at <= 1);
            assert (!(f_at >= 1 && f_at <= 3 && \kept.q ));
            if (\kept.q && f_was_up && (f_at >= 4 || f_ended && f_length == 516)) begin
                assert (f_has_data && \has_slot.q && (f_ended || \taking.q ));
                assert (!f_past_it || f_wrote && f_written == f_it && f_slot == \slot.q );
            end
            // Numbers and places.
            if (up || f_was_up) assert (\expected.q == f_taken);
            assert (f_held <= WINDOW && (!\inbox.offers.q || f_held != 0));
            assert (\inbox.tail.q - \inbox.head.q == f_queued);
            assert (\inbox.tail.q - \inbox.written.q <= 12'd1 && \inbox.written.q - \inbox.head.q <= f_queued);
            assert (\has_slot.q == f_has_slot);
            if (f_waits) begin
                assert (f_of(f_ahead == 0 && \inbox.offers.q ? \inbox.offered.q : \inbox.frames.memory [f_place]) == f_sent);
                assert (!(f_behind == 0 && \inbox.head.q != \inbox.written.q ) || f_of(\inbox.frames.read_data ) == f_sent);
            end
        end
`ifdef COVER
        if (verdict[0]) f_some <= 1;
        if (f_some && verdict[2]) f_gap <= 1;
        the_second_is_given: cover (f_gives && f_given == 1 && f_number == 1);
        mended_after_a_gap: cover (f_gap && f_gives && f_given == 1 && f_number == 1);
        two_wait: cover (up && f_held == 2 && \inbox.offers.q && f_promised == 8);
`endif
    end
