//! about windows of 8 frames; every peer of such a window, whatever it acknowledges
//! induction 2 cut overdue.q
//! cover 30 cut overdue.q
//! broken skips: `at$d = acked$q;` => `at$d = acked$q + 32'd1;`
//! broken no_credit: `open$d = next_low != limit$q;` => `open$d = 1'b1;`
//! broken control_stays: `control_head$d = control_base$q;` => `control_head$d = control_head$q;`
//! broken false_ack: `(forward$q[11:0] <= pending$q)` => `1'b1`

// Follows one number of a session, any one, and one frame of those given, any one; three bits of each: all are alike. The
// unnamed asserts are what makes the rest inductive.
    localparam [11:0] WINDOW = 8, HALF = 4;
    localparam BITS = 3;
    (* anyconst *) wire [31:0] f_number;
    (* anyseq *) wire f_pick;
    function [2:0] f_of(input [169:0] whole);
        f_of = {whole[165], whole[101], whole[37]};
    endfunction
    reg f_begun = 0, f_opened = 0, f_was_up = 0;
    // Cycles since the session ended, since news came.
    reg [1:0] f_down = 3;
    reg [2:0] f_since = 7;
    always @* begin
        assume (reset == !f_begun);
        assume (f_begun || !up && !opens);
        // A session begins with `opens`, some time after the last one.
        assume (!opens || !f_was_up && !f_opened && f_down == 3);
        assume (f_opened ? up : !up || f_was_up);
        assume (!opens || !up);
        assume (!take || due && up);
        // Whole frames follow each other in five cycles; a peer of this window.
        assume (!(news_valid || opens) || f_since >= 4);
        assume (!(news_valid && opens));
        assume (news[43:32] <= WINDOW);
    end

    // What was sent and acknowledged: distances from the oldest place that is not free yet.
    wire [11:0] f_at = \at.q [11:0] - \base.q ;
    wire [11:0] f_end = \next.q [11:0] - \base.q ;
    wire [11:0] f_acked = \acked.q [11:0] - \base.q ;
    wire f_lags = f_at[11];
    // Data frames among those from `base` on.
    wire [11:0] f_data [0:WINDOW];
    assign f_data[0] = 0;
    genvar g;
    generate for (g = 0; g < WINDOW; g = g + 1) begin : f_places
        wire [BITS-1:0] place = \base.q [BITS-1:0] + g;
        assign f_data[g+1] = f_data[g] + {11'd0, \order.memory [place]};
    end endgenerate
    wire [11:0] f_data_sent = \data_base.q + f_data[f_end[BITS:0]];
    wire [11:0] f_control_sent = \control_base.q + f_end - f_data[f_end[BITS:0]];

    // What the peer has allowed.
    reg [31:0] f_promised = 0;
    wire [31:0] f_says = news[31:0] + {20'd0, news[43:32]};
    wire f_true = news[31:0] - \acked.q <= \next.q - \acked.q + {31'd0, take && fresh};

    // How far the sender was when the news were weighed.
    reg [31:0] f_weighed_at = 0;
    wire [31:0] f_weighed = \told_new.q ? \next.q : f_weighed_at;

    // The number that is followed.
    reg f_sent = 0, f_took = 0, f_is_data = 0;
    reg [11:0] f_place = 0;
    reg [2:0] f_frame = 0;
    wire [BITS-1:0] f_where = {f_is_data, f_place[BITS-2:0]};
    wire f_takes = take && lseq == f_number;
    wire [11:0] f_off = f_number[11:0] - \base.q ;
    wire f_kept = f_number - (\acked.q - {20'd0, f_acked}) < {20'd0, f_end};
    wire [BITS-1:0] f_slot = f_number[BITS-1:0];

    // For the covers: frames of one sort, then of both, went once more.
    reg f_again = 0, f_both = 0;

    // The frame that is followed.
    reg f_have = 0, f_have_data = 0, f_first = 0;
    reg [11:0] f_ahead = 0;
    reg [2:0] f_given = 0;
    wire f_enters = send$valid && send$ready && up;
    wire [11:0] f_waiting = send$data[165] ? \data_tail.q - f_data_sent : \control_tail.q - f_control_sent;
    wire f_leaves = take && fresh && \is_data.q == f_have_data;
    wire f_leaves_now = take && fresh && \is_data.q == send$data[165];
    wire [11:0] f_at_place = (f_have_data ? f_data_sent : f_control_sent) + f_ahead;

    always @(posedge clock) begin
        f_begun <= 1;
        f_opened <= opens;
        f_was_up <= up;
        f_down <= up || f_opened || opens ? 2'd0 : f_down == 3 ? 2'd3 : f_down + 2'd1;
        f_since <= news_valid || opens ? 3'd0 : f_since == 7 ? 3'd7 : f_since + 3'd1;
        f_took <= f_takes;
        f_weighed_at <= \next.q ;
        if (opens) f_promised <= {20'd0, news[43:32]};
        else if (news_valid && f_true && $signed(f_says - f_promised) > 0) f_promised <= f_says;
        if (f_takes && fresh) begin
            f_sent <= 1;
            f_is_data <= \is_data.q ;
            f_place <= \is_data.q ? \data_head.q : \control_head.q ;
            f_frame <= f_of(\frames.memory [{\is_data.q , \is_data.q ? \data_head.q [BITS-2:0] : \control_head.q [BITS-2:0]}]);
        end
        if (!up) f_sent <= 0;
        f_first <= f_have && f_leaves && f_ahead == 0;
        if (f_enters && f_pick && !f_have) begin
            f_have <= 1;
            f_have_data <= send$data[165];
            f_given <= f_of(send$data);
            f_ahead <= f_waiting - {11'd0, f_leaves_now};
        end
        if (f_have && f_leaves) begin
            f_ahead <= f_ahead - 12'd1;
            if (f_ahead == 0) f_have <= 0;
        end
        if (!up) f_have <= 0;
        if (f_begun) begin
            a_number_has_one_frame: assert (!(f_took && f_was_up) || f_of(frame) == f_frame);
            each_sort_in_the_order_given: assert (!(f_first && f_was_up) || f_of(frame) == f_given);
            if (up) begin
                a_new_frame_has_the_next_number: assert (!(take && fresh) || lseq == \next.q );
                a_repeat_was_sent_before: assert (!(take && !fresh) || \next.q - lseq <= WINDOW && lseq != \next.q );
                no_frame_without_credit: assert (!(take && fresh) || f_promised - lseq - 1 < WINDOW);
                nothing_lost_before_its_acknowledge: assert (f_data_sent - \data_base.q + f_control_sent - \control_base.q
                    == \next.q [11:0] - \base.q && f_acked <= f_end);
                places_are_enough: assert (\data_tail.q - \data_base.q <= HALF && \control_tail.q - \control_base.q <= HALF);
            end
            // Numbers.
            if (up) begin
                assert (f_acked <= WINDOW && f_end <= WINDOW && f_acked <= f_end);
                assert (\next.q - \acked.q <= WINDOW && \next.q - \at.q <= WINDOW);
                assert (!\calm.q || f_acked == 0);
                assert (\rewinds.q || \checks.q || \at.q - \acked.q <= WINDOW);
                assert (\rewinds.q || !f_lags);
                assert (!\checks.q || f_since == 2);
                assert (\moved.q || \behind.q == (f_at != f_end));
                assert (\moved.q || !\open.q || \next.q [11:0] != \limit.q );
                assert (\limit.q - \next.q [11:0] <= WINDOW && \limit.q - \acked.q [11:0] <= WINDOW);
                assert (f_promised - \next.q <= WINDOW);
                assert (\limit.q - \next.q [11:0] <= f_promised[11:0] - \next.q [11:0]);
            end
            if (up && \is_due.q ) begin
                assert (\calm.q || \checks.q );
                assert (!\rewinds.q || 1'b1);
                assert (!f_lags && f_at <= f_end && !\moved.q );
                assert (\is_fresh.q == (f_at == f_end));
                if (\is_fresh.q ) begin
                    assert (\next.q [11:0] != \limit.q );
                    assert (\is_data.q ? \data_tail.q != \data_head.q : \control_tail.q != \control_head.q );
                end else assert (\is_data.q == \order.memory [\at.q [BITS-1:0]]);
            end
            // Places.
            if (up) begin
                assert (f_lags || \data_head.q == \data_base.q + f_data[f_at[BITS:0]]);
                assert (f_lags || \control_head.q == \control_base.q + f_at - f_data[f_at[BITS:0]]);
                assert (\data_tail.q - f_data_sent <= \data_tail.q - \data_base.q && \data_tail.q - \data_base.q <= HALF - 12'd2);
                assert (\control_tail.q - f_control_sent <= \control_tail.q - \control_base.q
                    && \control_tail.q - \control_base.q <= HALF - 12'd2);
                assert (!\has_place.q || \data_tail.q - \data_base.q <= HALF - 12'd3 && \control_tail.q - \control_base.q <= HALF - 12'd3);
            end else if (f_down >= 1 || f_opened) begin
                assert (\data_head.q == \data_tail.q && \data_base.q == \data_tail.q );
                assert (\control_head.q == \control_tail.q && \control_base.q == \control_tail.q );
                assert (!\is_due.q && !\rewinds.q );
            end
            // News.
            assert (!\told_new.q || f_since == 0);
            assert (!\weighed.q || f_since == 1);
            if (\told_new.q || \weighed.q ) assert (\told.q [43:32] <= WINDOW);
            if (up && (\told_new.q || \weighed.q ) && \told.q [31:0] - \acked.q <= f_weighed - \acked.q )
                assert (f_promised - \told.q [31:0] - {20'd0, \told.q [43:32]} <= WINDOW + WINDOW);
            if (\weighed.q ) assert (\reach.q == \told.q [11:0] + \told.q [43:32]);
            if (up && \weighed.q ) assert (\forward.q == \told.q [31:0] - \acked.q && \pending.q == f_weighed_at[11:0] - \acked.q [11:0]
                && \next.q - f_weighed_at <= 1 && f_weighed_at - \acked.q <= WINDOW);
            // What is followed.
            if (up && f_kept) begin
                assert (f_sent && f_off < f_end);
                assert (\order.memory [f_slot] == f_is_data);
                assert (f_place == (f_is_data ? \data_base.q + f_data[f_off[BITS:0]]
                    : \control_base.q + f_off - f_data[f_off[BITS:0]]));
                assert (f_of(\frames.memory [f_where]) == f_frame);
            end
            if (up && f_have) begin
                assert (f_ahead < (f_have_data ? \data_tail.q - f_data_sent : \control_tail.q - f_control_sent));
                assert (f_of(\frames.memory [{f_have_data, f_at_place[BITS-2:0]}]) == f_given);
            end
        end
`ifdef COVER
        if (take && !fresh && !\is_data.q ) f_again <= 1;
        if (f_again && take && !fresh && \is_data.q ) f_both <= 1;
        both_sorts_go_again: cover (up && f_both && !\lies );
        and_are_acknowledged: cover (up && f_both && \acked.q == 2 && empty);
        a_frame_waits_for_credit: cover (up && \calm.q && !\moved.q && \control_tail.q != \control_head.q && \next.q == 2 && \limit.q == 2);
`endif
    end
