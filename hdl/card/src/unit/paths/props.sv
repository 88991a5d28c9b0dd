//! about as in the card; every job is for path 1, 3 or 5
//! induction 3
//! cover 24
//! broken open: `gate = here & exclusive` => `gate = here | exclusive`
//! broken short by induction: `last_beat = 9'h1ff` => `last_beat = 9'h1fe`
//! broken counted: `moved$d = area_path` => `moved$d = 5'd1`

// Follows one job of those given, any one: which block of words is its own follows from how many were given before.
// The unnamed asserts are what makes the rest inductive.
    wire f_gives = jobs$valid && jobs$ready;
    wire f_moves = slot_words$valid && slot_words$ready;
    (* anyseq *) wire f_pick;
    reg f_begun = 0, f_have = 0, f_moved = 0;
    reg [8:0] f_beat = 0;
    // Jobs whose words have not all moved, and those before the one that is followed.
    reg [2:0] f_open = 0, f_ahead = 0;
    reg [2:0] f_path = 0;
    reg [5:0] f_row = 0;
    reg [47:0] f_beats = 0;
    wire f_ends = f_moves && f_beat == 511;
    wire f_mine = f_have && f_ahead == 0 && f_moves;
    wire [8:0] f_job = f_ahead == 0 && \now_valid.q ? \now.q : \next.q ;
    function f_sound(input [8:0] job);
        f_sound = job[2:0] == 1 || job[2:0] == 3 || job[2:0] == 5;
    endfunction
    always @* begin
        assume (reset == !f_begun);
        assume (jobs$data[2:0] == 1 || jobs$data[2:0] == 3 || jobs$data[2:0] == 5);
    end
    always @(posedge clock) begin
        f_begun <= 1;
        f_open <= f_open + {2'd0, f_gives} - {2'd0, f_ends};
        f_moved <= f_mine;
        f_beats <= f_beats + {47'd0, f_moves};
        if (f_moves) f_beat <= f_beat + 9'd1;
        if (f_gives && f_pick && !f_have) begin
            f_have <= 1;
            f_path <= jobs$data[2:0];
            f_row <= jobs$data[8:3];
            f_ahead <= f_open - {2'd0, f_ends};
        end
        if (f_have && f_ends) begin
            f_ahead <= f_ahead - 3'd1;
            if (f_ahead == 0) f_have <= 0;
        end
        if (reset) begin
            f_have <= 0;
            f_moved <= 0;
            f_open <= 0;
            f_beat <= 0;
            f_beats <= 0;
        end
        if (f_begun) begin
            no_beat_without_exclusive: assert (!f_mine || exclusive[f_row]);
            no_beat_without_a_job: assert (!f_moves || f_open != 0);
            counted_on_its_path: assert (!f_moved
                || \moved.q == {f_path == 5, 1'b0, f_path == 3, 1'b0, f_path == 1});
            beats_conserve: assert (f_beats
                == \beat_count$0.q + \beat_count$2.q + \beat_count$4.q + {47'd0, \moved.q != 0});
            assert ((!\now_valid.q || f_sound(\now.q )) && (!\next_valid.q || f_sound(\next.q )));
            assert (f_beat == \beat.q && (f_beat == 0 || \now_valid.q ));
            assert ({2'd0, \now_valid.q } + {2'd0, \next_valid.q } == f_open);
            assert (!f_have || (f_ahead < f_open && f_job == {f_row, f_path}));
        end
`ifdef COVER
        two_jobs_wait: cover (f_begun && f_open == 2);
        a_gate_is_closed: cover (f_have && f_ahead == 0 && slot_words$valid && !exclusive[f_row]);
        a_beat_is_counted: cover (f_moved);
`endif
    end
