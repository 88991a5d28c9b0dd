//! about induction: all 64 rows, any operation; the rest: 3 of them (two lanes, two groups; --deep 4), 16 blocks, writes of 1 to 3
//! step 18 cut status.has_room.q
//! reset 9
//! induction 5
//! cover 45
//! cover 9 cut status.valid_rows.q define FULL
//! deep step 18 cut status.has_room.q define FOUR
//! broken order by step: `(scan[5] | after$q)` => `1'b1`
//! broken passed by step: `(conflict & scan[0]) & scan[3]` => `1'b0`
//! broken waker by induction: `change_valid = waker$valid & status$room` => `change_valid = waker$valid`
//! broken full by induction: `(inserts == live$q)` => `((inserts | live$q) == 1'b0)`
//! broken stranger by induction: `(reading$q & live[2])` => `reading$q`

// The invariant of a quiet table, and that each operation keeps it: this is the induction. Rows, blocks and sizes are
// few by assumption; the gates are those of the card. Operations wait for room for their grant; `stall_holds` says
// that nothing changes meanwhile, so the step may take room as given.
`ifdef FOUR
    localparam N = 4;
`else
    localparam N = 3;
`endif
    genvar a, b;
    // The rows that take part: in two groups, first of two lanes, then of all four.
    wire [8*66-1:0] f_ranges = {
        \rows.lanes$3.ranges.memory [1], \rows.lanes$2.ranges.memory [1],
        \rows.lanes$3.ranges.memory [0], \rows.lanes$2.ranges.memory [0],
        \rows.lanes$1.ranges.memory [1], \rows.lanes$0.ranges.memory [1],
        \rows.lanes$1.ranges.memory [0], \rows.lanes$0.ranges.memory [0]};
    wire [8*16-1:0] f_standings = {
        \rows.lanes$3.standings.memory [1], \rows.lanes$2.standings.memory [1],
        \rows.lanes$3.standings.memory [0], \rows.lanes$2.standings.memory [0],
        \rows.lanes$1.standings.memory [1], \rows.lanes$0.standings.memory [1],
        \rows.lanes$1.standings.memory [0], \rows.lanes$0.standings.memory [0]};
    wire [8*72-1:0] f_tags = {
        \tags.memory [7], \tags.memory [6], \tags.memory [3], \tags.memory [2],
        \tags.memory [5], \tags.memory [4], \tags.memory [1], \tags.memory [0]};
    function [7:0] f_order8(input [63:0] v);
        f_order8 = {v[7:6], v[3:2], v[5:4], v[1:0]};
    endfunction
    wire [7:0] f_valid = f_order8(\status.valid_rows.q );
    wire [7:0] f_active = f_order8(\status.active_rows.q );
    wire [7:0] f_forwarded = f_order8(\status.forwarded_rows.q );
    wire [7:0] f_shared = f_order8(\status.shared_rows.q );

    wire f_inserts = \job.q [2:0] == 1;
    wire f_releases = \job.q [2:0] == 2;
    wire [2:0] f_row = {\job.q [4], \job.q [5], \job.q [3]};
    wire f_looking = \state.q == 1;
    wire f_quiet = (\state.q == 0 || f_looking) && !\status.next_valid.q ;

    reg f_begun = 0;
    always @(posedge clock) f_begun <= 1;

    // Who waits for whom, by the definition.
    wire [N*N-1:0] f_conflict, f_before, f_rank_clash, f_clash;
    wire [N-1:0] f_row_good, f_met_write, f_row_size, f_own_row;
    generate for (b = 0; b < N; b = b + 1) begin : f_rows
        wire [65:0] range = f_ranges[66*b +: 66];
        wire [15:0] standing = f_standings[16*b +: 16];
        wire [71:0] tag = f_tags[72*b +: 72];
        wire [3*N:0] counts;
        assign counts[2:0] = 0;
        for (a = 0; a < N; a = a + 1) begin : of
            wire [65:0] other = f_ranges[66*a +: 66];
            wire [15:0] other_standing = f_standings[16*a +: 16];
            assign f_conflict[N*a+b] = a != b && f_valid[a] && f_valid[b] && {1'b0, other[31:0]} < range[64:32]
                && {1'b0, range[31:0]} < other[64:32] && !(other[65] && range[65]);
            assign f_clash[N*a+b] = f_conflict[N*a+b] && f_active[a] && f_active[b];
            assign f_before[N*a+b] = f_conflict[N*a+b]
                && (f_active[a] || !f_active[b] && other_standing[15:10] < standing[15:10]);
            assign f_rank_clash[N*a+b] = a != b && f_valid[a] && f_valid[b]
                && other_standing[15:10] == standing[15:10];
        end
        reg [5:0] count;
        integer i;
        always @* begin
            count = 0;
            for (i = 0; i < N; i = i + 1) count = count + {5'd0, f_before[N*i+b]};
        end
        wire [32:0] past = {1'b0, tag[31:0]} + {27'd0, tag[37:32]};
        assign f_row_size[b] = !f_valid[b] || (tag[31:4] == 0 && tag[37:32] >= 1 && tag[37:32] <= 3);
        assign f_row_good[b] = f_valid[b]
            ? standing[0] == f_active[b] && standing[1] == f_forwarded[b] && !(standing[0] && standing[1])
                && !(standing[0] && standing[2])
                && range == {tag[38], past, tag[31:0]} && f_shared[b] == tag[38]
                && standing[9:4] == count && (!f_active[b] || count == 0)
                && {1'b0, standing[15:10]} < \live_rows.q
                && (!standing[3] || (standing[2] && standing[1:0] == 0))
                && (standing[0] || (standing[1] && standing[2]) || standing[3] || count != 0)
            : !f_active[b] && !f_forwarded[b];
        assign f_own_row[b] = f_row == b;
        assign f_met_write[b] = f_valid[b] && !range[65]
            && {1'b0, range[31:0]} < {1'b0, \job.q [43:12]} + {27'd0, \job.q [49:44]}
            && {1'b0, \job.q [43:12]} < range[64:32];
    end endgenerate

    // No row passes one that came before it: which of two rows goes first is settled when the younger one comes.
    reg [N*N-1:0] f_first;
    wire f_joins = \state.q == 4 && \status.has_room.q && f_inserts && !\outcome.refused ;
    generate for (a = 0; a < N; a = a + 1) for (b = 0; b < N; b = b + 1) begin : f_order
        always @(posedge clock) if (f_joins) begin
            if (f_own_row[b]) f_first[N*a+b] <= !\job.q [10] || f_active[a];
            else if (f_own_row[a]) f_first[N*a+b] <= \job.q [10] && !f_active[b];
        end
    end endgenerate

    // What the operation is to do to the set of live rows.
    reg [N-1:0] f_expected;
    wire f_refuses = \job.q [83] && f_met_write != 0;
    always @(posedge clock) if (f_looking) begin
        if (f_inserts && !f_refuses) f_expected <= f_valid[N-1:0] | f_own_row;
        if (f_releases) f_expected <= f_valid[N-1:0] & ~f_own_row;
    end

    reg [6:0] f_live;
    integer j;
    always @* begin
        f_live = 0;
        for (j = 0; j < N; j = j + 1) f_live = f_live + {6'd0, f_valid[j]};
    end
    // What the four lanes hold of a scan.
    wire [3:0] f_taken = {
        \rows.lanes$0.taken.q , \rows.lanes$1.taken.q , \rows.lanes$2.taken.q , \rows.lanes$3.taken.q };
    wire [3:0] f_part = {
        \rows.lanes$0.part.q , \rows.lanes$1.part.q , \rows.lanes$2.part.q , \rows.lanes$3.part.q };
    wire [3:0] f_exclusive = {
        \rows.lanes$0.exclusive.q , \rows.lanes$1.exclusive.q , \rows.lanes$2.exclusive.q , \rows.lanes$3.exclusive.q };
    wire [3:0] f_judged_part = {
        \rows.lanes$0.judged_part.q , \rows.lanes$1.judged_part.q , \rows.lanes$2.judged_part.q , \rows.lanes$3.judged_part.q };
    wire [3:0] f_judged_hit = {
        \rows.lanes$0.judged_hit.q , \rows.lanes$1.judged_hit.q , \rows.lanes$2.judged_hit.q , \rows.lanes$3.judged_hit.q };
    wire [3:0] f_judged_busy = {
        \rows.lanes$0.judged_busy.q , \rows.lanes$1.judged_busy.q , \rows.lanes$2.judged_busy.q , \rows.lanes$3.judged_busy.q };
    wire [3:0] f_judged_passed = {
        \rows.lanes$0.judged_passed.q , \rows.lanes$1.judged_passed.q , \rows.lanes$2.judged_passed.q , \rows.lanes$3.judged_passed.q };
    wire [3:0] f_judged_wake = {
        \rows.lanes$0.judged_wake.q , \rows.lanes$1.judged_wake.q , \rows.lanes$2.judged_wake.q , \rows.lanes$3.judged_wake.q };
    wire f_still = \rows.rest.q == 0 && !\rows.reading.q && !\rows.comparing.q && !\rows.judging.q && !\rows.writing.q
        && !\rows.looked.q && !f_taken && !f_part && !f_exclusive && !f_judged_part && !f_judged_hit && !f_judged_busy
        && !f_judged_passed && !f_judged_wake && !\rows.wake_groups.some.q && !\rows.wake_groups.full.q
        && \rows.wake_groups.head.q == \rows.wake_groups.tail.q && \waker.given.q == 0;
    wire f_tag_here = !f_looking || \tags.read_data == f_tags[72*f_row +: 72];
    wire [63:0] f_others = ~(N == 4 ? 64'h33 : 64'h13);
    wire f_rows_good = &f_row_good && f_rank_clash == 0
        && \live_rows.q == f_live && (\status.valid_rows.q & f_others) == 0;
    wire f_first_kept = ((f_first ^ f_before) & f_conflict) == 0;

    // What is given.
    wire f_op_small = op$data[8:6] == 0 && !op$data[4] && (N == 4 || !(op$data[3] && op$data[5]))
        && !(op$data[10] && op$data[83]) && op$data[43:16] == 0 && op$data[49:44] >= 1 && op$data[49:44] <= 3;
    wire f_job_small = \job.q [8:6] == 0 && !\job.q [4] && (N == 4 || !(\job.q [3] && \job.q [5]))
        && !(\job.q [10] && \job.q [83]) && \job.q [43:16] == 0 && \job.q [49:44] >= 1 && \job.q [49:44] <= 3;
    wire f_invariant = f_still && f_tag_here && f_rows_good && f_first_kept;
    // One operation: from a quiet table to the next quiet one.
    reg f_done = 0;
    always @(posedge clock) if (f_begun && f_quiet) f_done <= 1;
    reg [4:0] f_age = 0;
    always @(posedge clock) if (f_age != 31) f_age <= f_age + 1;
`ifndef INDUCTION
    always @* assume (f_op_small);
`endif
    // The INSERT at hand found every row taken.
    reg f_full = 0;
    always @(posedge clock) f_full <= !reset && (f_looking ? f_inserts && &\status.valid_rows.q : f_full && \state.q != 0);

`ifdef STEP
    always @* begin
        assume (!reset);
        assume (\status.has_room.q );
        assume (f_begun || f_quiet && &f_row_size && f_invariant && f_expected == f_valid[N-1:0] && f_job_small);
    end
    always @(posedge clock) if (!f_done) begin
        one_owner: assert (f_clash == 0);
        operations_end: assert (f_quiet || f_age < 16);
        if (f_begun && f_quiet) begin
            pipeline_empty: assert (f_still && f_tag_here);
            counts_are_right: assert (f_rows_good);
            no_overtaking: assert (f_first_kept);
            exactly_the_rows_asked_for: assert (f_expected == f_valid[N-1:0]);
        end
        if (\status.next_valid.q )
            a_status_is_granted_once: assert (\status.next.q [12]
                || !(\status.next.q [9:8] >= 2 && \status.next.q [9:8] != \status.next.q [7:6]));
    end
`endif

`ifdef RESET
    always @* assume (reset == (f_age < 8));
    always @(posedge clock) if (f_age == 8) begin
        reset_makes_it_empty: assert (f_valid == 0 && f_still && f_tag_here && f_rows_good && f_quiet);
    end
`endif

`ifdef INDUCTION
    reg f_stalled = 0;
    wire f_waits = (\state.q == 4 || \state.q == 5 && \rows.wake_groups.some.q ) && !\status.has_room.q ;
    always @* assume (reset == !f_begun);
    wire [5:0] f_held = \status.grants.tail.q - \status.grants.head.q ;
    always @(posedge clock) begin
        f_stalled <= f_waits && !reset;
        if (f_begun && f_stalled)
            stall_holds: assert ($stable(\state.q ) && $stable(\job.q ) && $stable(\live_rows.q )
                && $stable(\rows.own_row.q )
                && $stable(\rows.hit_count.q ) && $stable(\rows.any_passed.q ) && $stable(\rows.any_busy.q )
                && $stable(\waker.given.q ) && $stable(\rows.wake_groups.head.q ) && $stable(\rows.wake_groups.tail.q )
                && !\status.next_valid.q && !$past(\rows$write ) && !$past(\tags.write ));
        no_grant_is_lost: assert (!(\status.next_valid.q && \status.next.q [12]) || !\status.grants.full.q );
        // What a stage of the scan says belongs to a group in that stage.
        assert (\rows.comparing.q || !f_taken);
        assert (\rows.judging.q || !f_part && !f_exclusive);
        assert (\rows.writing.q || !f_judged_wake);
        assert (\state.q == 3 || !\rows.reading.q && !\rows.comparing.q && !\rows.judging.q && !\rows.writing.q );
        assert (\state.q == 3 || \state.q == 2 || \rows.rest.q == 0);
        assert (\status.queued.q == (\status.grants.full.q ? 7'd64 : {1'b0, f_held}));
        assert (\status.grants.some.q == (\status.grants.full.q || f_held != 0));
        assert (!\status.grants.full.q || f_held == 0);
    end

    // All 64 rows, any operation. One row, any one, is followed through the scan and the queue of wakes.
    (* anyconst *) wire [5:0] f_one;
    wire [63:0] f_all = \status.valid_rows.q ;
    wire [5:0] f_changes = \status.next.q [5:0];
    wire f_inserted = \status.next.q [10], f_granted = \status.next.q [12] && !\status.next.q [13];
    wire f_moves = \state.q == 3 || \state.q == 4 || \state.q == 5;
    wire f_there = f_all[f_one] && \job.q [8:3] != f_one;
    // The lanes above are named from the first on, so the row's is counted from the end.
    wire [1:0] f_lane = ~f_one[1:0];
    wire [3:0] f_group = f_one[5:2];
    wire [3:0] f_wakes_held = \rows.wake_groups.tail.q - \rows.wake_groups.head.q ;
    wire [15:0] f_wakes_bad;
    generate for (a = 0; a < 16; a = a + 1) begin : f_wakes
        wire [3:0] place = a - \rows.wake_groups.head.q ;
        wire [15:0] wakes = \rows.wake_groups.words.memory [a];
        assign f_wakes_bad[a] = (\rows.wake_groups.full.q || place < f_wakes_held)
            && (wakes[7:4] == 0 || wakes[3:0] == f_group && wakes[{1'b1, f_one[1:0]}] && !f_there);
    end endgenerate
    always @(posedge clock) begin
        a_full_table_grants_no_insert: assert (!f_full || !\status$change_valid && !\status.next_valid.q && !\rows$write
            && f_judged_part == 0 && !\tags.write );
        an_insert_takes_a_free_row: assert (!(\status.next_valid.q && f_inserted && f_changes == f_one) || !f_all[f_one]);
        only_live_rows_are_granted: assert (!(\status.next_valid.q && f_granted && f_changes == f_one)
            || f_inserted || f_all[f_one]);
        assert (\rows.writing.q || !f_judged_part);
        assert (\state.q == 0 || \state.q == 5 || !\status.next_valid.q );
        assert (\state.q <= 5);
        assert (\state.q != 2 || \live.q == f_all[\job.q [8:3]]);
        assert (\state.q != 3 && \state.q != 4 || f_inserts != f_all[\job.q [8:3]]);
        assert (!f_full || \state.q == 2 && f_inserts && &f_all || \state.q == 0);
        assert (\state.q != 5 || f_releases);
        // A row leaves only by its own operation.
        assert (!\status.next_valid.q || \status.next.q [9:8] != 0 || f_changes == \job.q [8:3]);
        // Who wakes was live when it was read, and is another row.
        assert (!(f_taken[f_lane] && \rows.compare_row.q == f_group) || f_there);
        assert (!(f_exclusive[f_lane] && \rows.judge_row.q == f_group) || f_there);
        assert (!(f_judged_wake[f_lane] && \rows.write_row.q == f_group) || f_there);
        assert (f_judged_wake == 0 || f_releases);
        assert (f_wakes_bad == 0);
        assert (\rows.wake_groups.some.q == (\rows.wake_groups.full.q || f_wakes_held != 0));
        assert (!\rows.wake_groups.full.q || f_wakes_held == 0);
        assert (!\rows.wake_groups.some.q || f_moves && f_releases);
        assert (\rows.wake_groups.some.q ? (\rows.wake_groups.source$data [7:4] & ~\waker.given.q ) != 0 : \waker.given.q == 0);
        assert (\state.q == 5 || \waker.given.q == 0);
    end
`endif

`ifdef COVER
    reg f_passed = 0;
    wire f_shows = \status.last_valid.q ;
    always @* assume (reset == (f_age < 2));
`ifdef FULL
    // From reset it takes 64 INSERTs to fill the table: here it counts as full, whatever the rows hold.
    always @* assume (!f_begun || &\status.valid_rows.q );
    always @(posedge clock) a_full_table_is_asked: cover (f_full && \state.q == 0 && \fault_count.q == 1);
`else
    always @(posedge clock) begin
        if (f_joins && \rows.any_passed.q ) f_passed <= 1;
        waiter_wakes: cover (f_shows && \status.last.q [9:8] == 3 && \status.last.q [7:6] == 1);
        forwarded_is_converted: cover (f_shows && \status.last.q [9:8] == 3 && \status.last.q [7:6] == 2);
        refused: cover (\status.next_valid.q && \status.next.q [13]);
        transfer_passes_a_forwarded_row: cover (f_passed && f_quiet);
    end
`endif
`endif
