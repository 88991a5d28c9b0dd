//! about frames that were believed, until the unit takes them: 64 places
//! induction 3
//! cover 14
//! broken overwritten: `places$d = places$q - 12'd1;` => `places$d = places$q;`
//! broken early: `written$d = tail$q;` => `written$d = tail$d;`

// Follows one frame of those that come, any one, and eight bits of it: all bits of the memory are alike. The unnamed asserts
// are what makes the rest inductive.
    localparam PLACES = 64;
    wire f_takes = got$valid && got$ready;
    (* anyseq *) wire f_pick;
    reg f_begun = 0, f_have = 0, f_late = 0;
    reg [7:0] f_frame;
    function [7:0] f_of(input [169:0] whole);
        f_of = {whole[165], whole[43:37]};
    endfunction
    // Frames in the queue, and those before the one that is followed.
    reg [6:0] f_held = 0, f_ahead = 0;
    wire [6:0] f_queued = f_held - {6'd0, \offers.q };
    wire [6:0] f_behind = f_ahead - {6'd0, \offers.q };
    wire [5:0] f_place = \head.q [5:0] + f_behind[5:0];
    always @* begin
        assume (f_begun || reset);
        assume (!push || free != 0);
    end
    always @(posedge clock) begin
        f_begun <= 1;
        f_held <= reset ? 7'd0 : f_held + {6'd0, push} - {6'd0, f_takes};
        if (push && f_pick && !f_have) begin
            f_have <= 1;
            f_frame <= f_of(frame);
            f_late <= f_held >= 7'd3;
            f_ahead <= f_held - {6'd0, f_takes};
        end
        if (f_have && f_takes) begin
            f_ahead <= f_ahead - 7'd1;
            if (f_ahead == 0) f_have <= 0;
        end
        if (reset) f_have <= 0;
        if (f_begun) begin
            in_order_and_unchanged: assert (!(f_have && f_takes && f_ahead == 0) || f_of(got$data) == f_frame);
            places_are_conserved: assert ({5'd0, f_held} + free == PLACES);
            nothing_made_up: assert (!got$valid || f_held != 0);
            empty_is_told: assert (empty == (f_held == 0));
            assert (f_held <= PLACES);
            assert (!\offers.q || f_held != 0);
            assert (\tail.q - \head.q == {5'd0, f_queued});
            assert (\tail.q - \written.q <= 12'd1);
            assert (\written.q - \head.q <= {5'd0, f_queued});
            if (f_have) begin
                assert (f_ahead < f_held);
                assert (f_of(f_ahead == 0 && \offers.q ? \offered.q : \frames.memory [f_place]) == f_frame);
                assert (!(f_behind == 0 && \head.q != \written.q ) || f_of(\frames.read_data ) == f_frame);
            end
        end
`ifdef COVER
        the_fourth_goes: cover (f_have && f_late && f_takes && f_ahead == 0);
`endif
    end
