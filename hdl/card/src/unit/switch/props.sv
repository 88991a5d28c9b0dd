//! about as in the card, the second unit; any frames, in any order, any answers of host, area and arbiter, any rows and slots
//! induction 3 cut rows$read_data cut numbers$read_data cut rows_view$read_data cut slots.read_data
//! cover 16 cut rows$read_data cut numbers$read_data cut rows_view$read_data
//! broken any_frame by induction: `end else if (came[7:0] == rep_header) begin` => `end else if (came[7:0] == grant) begin`
//! broken at_once by induction: `op[11] = (came[7:0] == op_write) & (~facts[480]);` => `op[11] = 1'b0;`
//! broken refused by induction: `op_none[83] = 1'b0;` => `op_none[83] = modes[1];`

// Follows one row, any one. `unit` of a frame says whose write it is: rows of this host's are 0 to 31, the peer's 32 to 63.
    localparam INSERT = 1, CONVERT = 3, REP_HEADER = 7;
    // Of the event at hand: its kind in bits 4:0, its row in 10:5, the frame from 54 on.
    localparam COMMAND = 0, GOT = 7, PICK = 0, LOAD = 1, ACT = 3;
    (* anyconst *) wire [5:0] f_row;
    reg f_begun = 0, f_was_first = 0;
    wire f_op = op$valid && op$ready && op$data[8:3] == f_row;
    wire [2:0] f_op_kind = op$data[2:0];
    wire f_comes = got$valid && got$ready;
    function [5:0] f_row_of(input [169:0] frame);
        f_row_of = {frame[20] == first, frame[25:21]};
    endfunction
    reg f_holds = 0;
    reg [169:0] f_frame = 0;
    always @* begin
        assume (reset == !f_begun);
        assume (!f_begun || first == f_was_first);
        // A frame stands until it is taken.
        assume (!f_holds || got$valid && got$data == f_frame);
    end
    always @(posedge clock) begin
        f_begun <= 1;
        f_was_first <= first;
        f_holds <= got$valid && !got$ready && !reset;
        f_frame <= got$data;
    end

    // The second unit asks for E(A2) of a write only when a header of it has come that was not used yet.
    reg f_header = 0;
    wire f_seeks = f_op_kind == INSERT && f_row[5] || f_op_kind == CONVERT;
    always @(posedge clock) begin
        if (f_op && f_seeks) f_header <= 0;
        if (f_comes && got$data[7:0] == REP_HEADER && f_row_of(got$data) == f_row) f_header <= 1;
        if (reset) f_header <= 0;
    end
    // What the event at hand asks of the table.
    wire [83:0] f_new = \handout$new_op ;
`ifdef INDUCTION
    always @(posedge clock) if (f_begun && !first) begin
        exclusive_is_sought_behind_its_header: assert (!(f_op && f_seeks) || f_header);
        an_own_write_is_forwarded_first: assert (!(f_op && f_op_kind == INSERT && !f_row[5] && !op$data[9]) || op$data[11]);
        assert (!(\handout.op_due.q && op$data[8:3] == f_row && f_seeks) || f_header);
        assert (!(\handout.op_due.q && op$data[2:0] == INSERT && !op$data[8] && !op$data[9]) || op$data[11]);
        assert (\step.q != ACT || !(f_new[2:0] == INSERT && f_new[8] || f_new[2:0] == CONVERT)
            || \current.q [4:0] == GOT && \current.q [61:54] == REP_HEADER && f_new[8:3] == \current.q [10:5]);
        assert (\step.q != ACT || !(f_new[2:0] == INSERT && !f_new[8] && !f_new[9]) || f_new[11]);
    end
    always @(posedge clock) if (f_begun) begin
        // What the arbiter takes as given: a transfer never asks to be refused where it would have to wait.
        priority_never_with_no_wait: assert (!(op$valid && op$data[2:0] == INSERT && op$data[10] && op$data[83]));
        assert (\step.q != ACT || !(f_new[2:0] == INSERT && f_new[10] && f_new[83]));
        assert (\step.q == PICK || \current.q [4:0] != GOT || f_holds && \current.q [223:54] == f_frame
            && \current.q [10:5] == f_row_of(f_frame));
        assert (\act.q == (\step.q == ACT));
        assert (\step.q != LOAD || !\by_slot.q || \current.q [4:0] != GOT && \current.q [4:0] != COMMAND);
        assert (\step.q == PICK || \current.q [4:0] != COMMAND || !\current.q [10]);
    end
`endif
`ifdef COVER
    always @(posedge clock) if (f_begun && !first) begin
        a_transfer: cover (f_op && f_op_kind == INSERT && f_row[5]);
    end
`endif
