// Generated from Rust-HDL by twinpath-verilog; do not edit.
/* verilator lint_off DECLFILENAME */ // the whole design is in one file
/* verilator lint_off UNUSEDSIGNAL */ // a block need not read every member of an interface or field of a struct

module card_settings (
    d,
    q,
    clock
);
    input wire [134:0] d;
    output reg [134:0] q;
    input wire clock;
    initial q = 135'd0;
    always @(posedge clock) q <= d;
endmodule

module card_words (
    clock,
    write,
    write_address,
    write_data,
    read_address,
    read_data
);
    input wire clock;
    input wire write;
    input wire [3:0] write_address;
    input wire [121:0] write_data;
    input wire [3:0] read_address;
    output reg [121:0] read_data;
    (* ram_style = "distributed", no_rw_check *) reg [121:0] memory [0:15];
    always @(posedge clock) if (write) memory[write_address] <= write_data;
    always @* read_data = memory[read_address];
endmodule

module card_head (
    d,
    q,
    clock
);
    input wire [3:0] d;
    output reg [3:0] q;
    input wire clock;
    initial q = 4'd0;
    always @(posedge clock) q <= d;
endmodule

module card_some (
    d,
    q,
    clock
);
    input wire d;
    output reg q;
    input wire clock;
    initial q = 1'd0;
    always @(posedge clock) q <= d;
endmodule

module card_requests (
    clock,
    reset,
    sink$data,
    sink$valid,
    sink$ready,
    source$data,
    source$valid,
    source$ready
);
    input wire clock;
    input wire reset;
    input wire [121:0] sink$data;
    input wire sink$valid;
    output wire sink$ready;
    output wire [121:0] source$data;
    output wire source$valid;
    input wire source$ready;
    wire [3:0] behind_head;
    wire [3:0] behind_tail;
    wire push;
    wire pop;
    wire words$clock;
    wire words$write;
    wire [3:0] words$write_address;
    wire [121:0] words$write_data;
    wire [3:0] words$read_address;
    wire [121:0] words$read_data;
    card_words words (
        .clock(words$clock),
        .write(words$write),
        .write_address(words$write_address),
        .write_data(words$write_data),
        .read_address(words$read_address),
        .read_data(words$read_data)
    );
    reg [3:0] head$d;
    wire [3:0] head$q;
    wire head$clock;
    card_head head (
        .d(head$d),
        .q(head$q),
        .clock(head$clock)
    );
    reg [3:0] tail$d;
    wire [3:0] tail$q;
    wire tail$clock;
    card_head tail (
        .d(tail$d),
        .q(tail$q),
        .clock(tail$clock)
    );
    reg some$d;
    wire some$q;
    wire some$clock;
    card_some some (
        .d(some$d),
        .q(some$q),
        .clock(some$clock)
    );
    reg full$d;
    wire full$q;
    wire full$clock;
    card_some full (
        .d(full$d),
        .q(full$q),
        .clock(full$clock)
    );
    assign head$clock = clock;
    assign tail$clock = clock;
    assign some$clock = clock;
    assign full$clock = clock;
    assign words$clock = clock;
    assign sink$ready = ~full$q;
    assign source$valid = some$q;
    assign push = sink$valid & (~full$q);
    assign pop = source$ready & some$q;
    assign words$write = push;
    assign words$write_address = tail$q;
    assign words$write_data = sink$data;
    assign words$read_address = head$q;
    assign source$data = words$read_data;
    assign behind_head = head$q + 4'd1;
    assign behind_tail = tail$q + 4'd1;
    always_comb begin
        head$d = head$q;
        tail$d = tail$q;
        some$d = some$q;
        full$d = full$q;
        if (push) begin
            tail$d = behind_tail;
        end
        if (pop) begin
            head$d = behind_head;
        end
        if (push & (~pop)) begin
            some$d = 1'b1;
            full$d = behind_tail == head$q;
        end
        if (pop & (~push)) begin
            some$d = behind_head != tail$q;
            full$d = 1'b0;
        end
        if (reset) begin
            head$d = 4'd0;
            tail$d = 4'd0;
            some$d = 1'b0;
            full$d = 1'b0;
        end
    end
endmodule

module card_waiting (
    d,
    q,
    clock
);
    input wire [4:0] d;
    output reg [4:0] q;
    input wire clock;
    initial q = 5'd0;
    always @(posedge clock) q <= d;
endmodule

module card_data (
    d,
    q,
    clock
);
    input wire [63:0] d;
    output reg [63:0] q;
    input wire clock;
    initial q = 64'd0;
    always @(posedge clock) q <= d;
endmodule

module card_bar (
    d,
    q,
    clock
);
    input wire [2:0] d;
    output reg [2:0] q;
    input wire clock;
    initial q = 3'd0;
    always @(posedge clock) q <= d;
endmodule

module card_part (
    d,
    q,
    clock
);
    input wire [1:0] d;
    output reg [1:0] q;
    input wire clock;
    initial q = 2'd0;
    always @(posedge clock) q <= d;
endmodule

module card_left (
    d,
    q,
    clock
);
    input wire [10:0] d;
    output reg [10:0] q;
    input wire clock;
    initial q = 11'd0;
    always @(posedge clock) q <= d;
endmodule

module card_head_2 (
    d,
    q,
    clock
);
    input wire [27:0] d;
    output reg [27:0] q;
    input wire clock;
    initial q = 28'd0;
    always @(posedge clock) q <= d;
endmodule

module card_entry (
    d,
    q,
    clock
);
    input wire [121:0] d;
    output reg [121:0] q;
    input wire clock;
    initial q = 122'd0;
    always @(posedge clock) q <= d;
endmodule

module card_receive (
    clock,
    reset,
    rx_data,
    rx_keep,
    rx_sop,
    rx_eop,
    rx_bar,
    rx_valid,
    rx_ready,
    request$data,
    request$valid,
    request$ready,
    piece,
    header,
    expected,
    whole,
    unsupported,
    malformed
);
    input wire clock;
    input wire reset;
    input wire [63:0] rx_data;
    input wire [7:0] rx_keep;
    input wire rx_sop;
    input wire rx_eop;
    input wire [2:0] rx_bar;
    input wire rx_valid;
    output wire rx_ready;
    output wire [121:0] request$data;
    output wire request$valid;
    input wire request$ready;
    output reg [69:0] piece;
    output wire [27:0] header;
    output wire expected;
    output reg whole;
    output reg unsupported;
    output reg malformed;
    localparam [1:0] Part$First = 2'd3;
    localparam [1:0] Part$Rest = 2'd1;
    localparam [1:0] Part$Second = 2'd0;
    localparam [1:0] Part$Skip = 2'd2;
    wire [4:0] kind;
    reg [10:0] length;
    reg [2:0] low_left;
    reg ends_full;
    reg ends_half;
    reg fits;
    wire continues;
    reg ends;
    reg breaks;
    wire left_behind;
    wire requests$clock;
    wire requests$reset;
    wire [121:0] requests$sink$data;
    wire requests$sink$valid;
    wire requests$sink$ready;
    wire [121:0] requests$source$data;
    wire requests$source$valid;
    wire requests$source$ready;
    card_requests requests (
        .clock(requests$clock),
        .reset(requests$reset),
        .sink$data(requests$sink$data),
        .sink$valid(requests$sink$valid),
        .sink$ready(requests$sink$ready),
        .source$data(requests$source$data),
        .source$valid(requests$source$valid),
        .source$ready(requests$source$ready)
    );
    reg [4:0] waiting$d;
    wire [4:0] waiting$q;
    wire waiting$clock;
    card_waiting waiting (
        .d(waiting$d),
        .q(waiting$q),
        .clock(waiting$clock)
    );
    reg accept$d;
    wire accept$q;
    wire accept$clock;
    card_some accept (
        .d(accept$d),
        .q(accept$q),
        .clock(accept$clock)
    );
    reg valid$d;
    wire valid$q;
    wire valid$clock;
    card_some valid (
        .d(valid$d),
        .q(valid$q),
        .clock(valid$clock)
    );
    reg [63:0] data$d;
    wire [63:0] data$q;
    wire data$clock;
    card_data data (
        .d(data$d),
        .q(data$q),
        .clock(data$clock)
    );
    reg half$d;
    wire half$q;
    wire half$clock;
    card_some half (
        .d(half$d),
        .q(half$q),
        .clock(half$clock)
    );
    reg odd_keep$d;
    wire odd_keep$q;
    wire odd_keep$clock;
    card_some odd_keep (
        .d(odd_keep$d),
        .q(odd_keep$q),
        .clock(odd_keep$clock)
    );
    reg sop$d;
    wire sop$q;
    wire sop$clock;
    card_some sop (
        .d(sop$d),
        .q(sop$q),
        .clock(sop$clock)
    );
    reg eop$d;
    wire eop$q;
    wire eop$clock;
    card_some eop (
        .d(eop$d),
        .q(eop$q),
        .clock(eop$clock)
    );
    reg [2:0] bar$d;
    wire [2:0] bar$q;
    wire bar$clock;
    card_bar bar (
        .d(bar$d),
        .q(bar$q),
        .clock(bar$clock)
    );
    reg [1:0] part$d;
    wire [1:0] part$q;
    wire part$clock;
    card_part part (
        .d(part$d),
        .q(part$q),
        .clock(part$clock)
    );
    reg completion$d;
    wire completion$q;
    wire completion$clock;
    card_some completion (
        .d(completion$d),
        .q(completion$q),
        .clock(completion$clock)
    );
    reg posted$d;
    wire posted$q;
    wire posted$clock;
    card_some posted (
        .d(posted$d),
        .q(posted$q),
        .clock(posted$clock)
    );
    reg non_posted$d;
    wire non_posted$q;
    wire non_posted$clock;
    card_some non_posted (
        .d(non_posted$d),
        .q(non_posted$q),
        .clock(non_posted$clock)
    );
    reg memory$d;
    wire memory$q;
    wire memory$clock;
    card_some memory (
        .d(memory$d),
        .q(memory$q),
        .clock(memory$clock)
    );
    reg four$d;
    wire four$q;
    wire four$clock;
    card_some four (
        .d(four$d),
        .q(four$q),
        .clock(four$clock)
    );
    reg payload$d;
    wire payload$q;
    wire payload$clock;
    card_some payload (
        .d(payload$d),
        .q(payload$q),
        .clock(payload$clock)
    );
    reg digest$d;
    wire digest$q;
    wire digest$clock;
    card_some digest (
        .d(digest$d),
        .q(digest$q),
        .clock(digest$clock)
    );
    reg [10:0] left$d;
    wire [10:0] left$q;
    wire left$clock;
    card_left left (
        .d(left$d),
        .q(left$q),
        .clock(left$clock)
    );
    reg [27:0] head$d;
    wire [27:0] head$q;
    wire head$clock;
    card_head_2 head (
        .d(head$d),
        .q(head$q),
        .clock(head$clock)
    );
    reg short$d;
    wire short$q;
    wire short$clock;
    card_some short (
        .d(short$d),
        .q(short$q),
        .clock(short$clock)
    );
    reg known_bar$d;
    wire known_bar$q;
    wire known_bar$clock;
    card_some known_bar (
        .d(known_bar$d),
        .q(known_bar$q),
        .clock(known_bar$clock)
    );
    reg enables_wrong$d;
    wire enables_wrong$q;
    wire enables_wrong$clock;
    card_some enables_wrong (
        .d(enables_wrong$d),
        .q(enables_wrong$q),
        .clock(enables_wrong$clock)
    );
    reg [121:0] entry$d;
    wire [121:0] entry$q;
    wire entry$clock;
    card_entry entry (
        .d(entry$d),
        .q(entry$q),
        .clock(entry$clock)
    );
    reg entry_valid$d;
    wire entry_valid$q;
    wire entry_valid$clock;
    card_some entry_valid (
        .d(entry_valid$d),
        .q(entry_valid$q),
        .clock(entry_valid$clock)
    );
    reg first_rest$d;
    wire first_rest$q;
    wire first_rest$clock;
    card_some first_rest (
        .d(first_rest$d),
        .q(first_rest$q),
        .clock(first_rest$clock)
    );
    function automatic [31:0] cut$64$32(input [63:0] x$);
        cut$64$32 = x$[31:0];
    endfunction
    assign request$data = requests$source$data;
    assign request$valid = requests$source$valid;
    assign requests$source$ready = request$ready;
    assign waiting$clock = clock;
    assign accept$clock = clock;
    assign valid$clock = clock;
    assign data$clock = clock;
    assign half$clock = clock;
    assign odd_keep$clock = clock;
    assign sop$clock = clock;
    assign eop$clock = clock;
    assign bar$clock = clock;
    assign part$clock = clock;
    assign completion$clock = clock;
    assign posted$clock = clock;
    assign non_posted$clock = clock;
    assign memory$clock = clock;
    assign four$clock = clock;
    assign payload$clock = clock;
    assign digest$clock = clock;
    assign left$clock = clock;
    assign head$clock = clock;
    assign short$clock = clock;
    assign known_bar$clock = clock;
    assign enables_wrong$clock = clock;
    assign entry$clock = clock;
    assign entry_valid$clock = clock;
    assign first_rest$clock = clock;
    assign requests$clock = clock;
    assign requests$reset = reset;
    assign rx_ready = accept$q;
    assign continues = (valid$q & (~sop$q)) & ((part$q == Part$Second) | (part$q == Part$Rest));
    assign left_behind = (valid$q & sop$q) & ((part$q == Part$Second) | (part$q == Part$Rest));
    assign kind = data$q[28:24];
    assign header = head$q;
    assign expected = completion$q & (part$q == Part$Second);
    assign requests$sink$data = entry$q;
    assign requests$sink$valid = entry_valid$q;
    always_comb begin
        waiting$d = waiting$q;
        accept$d = accept$q;
        valid$d = valid$q;
        data$d = data$q;
        half$d = half$q;
        odd_keep$d = odd_keep$q;
        sop$d = sop$q;
        eop$d = eop$q;
        bar$d = bar$q;
        part$d = part$q;
        completion$d = completion$q;
        posted$d = posted$q;
        non_posted$d = non_posted$q;
        memory$d = memory$q;
        four$d = four$q;
        payload$d = payload$q;
        digest$d = digest$q;
        left$d = left$q;
        head$d = head$q;
        short$d = short$q;
        known_bar$d = known_bar$q;
        enables_wrong$d = enables_wrong$q;
        entry$d = entry$q;
        entry_valid$d = entry_valid$q;
        first_rest$d = first_rest$q;
        accept$d = waiting$q <= 5'hb;
        valid$d = rx_valid & accept$q;
        data$d = rx_data;
        half$d = rx_keep == 8'hf;
        odd_keep$d = (rx_keep != 8'hff) & (~(((rx_keep == 8'hf) & rx_eop) & (~rx_sop)));
        sop$d = rx_sop;
        eop$d = rx_eop;
        bar$d = rx_bar;
        low_left = left$q[2:0];
        if (digest$q) begin
            low_left = left$q[2:0] + 3'd1;
        end
        ends_full = (~(|left$q[10:2])) & (low_left == 3'd2);
        ends_half = (~(|left$q[10:2])) & (low_left == 3'd1);
        fits = (~ends_full) & (~ends_half);
        if (eop$q) begin
            fits = ends_full;
            if (half$q) begin
                fits = ends_half;
            end
        end
        ends = ((continues & eop$q) & fits) & (~odd_keep$q);
        breaks = continues & ((~fits) | odd_keep$q);
        malformed = breaks | left_behind;
        entry_valid$d = 1'b0;
        unsupported = 1'b0;
        if (continues) begin
            left$d = left$q - 11'd2;
            part$d = Part$Rest;
            first_rest$d = part$q == Part$Second;
            if (part$q == Part$Second) begin
                entry$d[19:6] = data$q[15:2];
                if (four$q) begin
                    entry$d[19:6] = data$q[47:34];
                end
                if (payload$q) begin
                    entry$d[91:28] = {32'd0, data$q[63:32]};
                end
            end
            if (first_rest$q & payload$q) begin
                entry$d[91:28] = ({32'd0, data$q[31:0]} << 32) | {32'd0, cut$64$32(entry$q[91:28])};
                if (four$q) begin
                    entry$d[91:28] = data$q;
                end
            end
            if (ends | breaks) begin
                part$d = Part$First;
                if (~eop$q) begin
                    part$d = Part$Skip;
                end
            end
        end
        if (ends & (~completion$q)) begin
            if ((~(posted$q | non_posted$q)) | enables_wrong$q) begin
                malformed = 1'b1;
            end else if (non_posted$q) begin
                entry_valid$d = 1'b1;
                unsupported = ~((memory$q & short$q) & known_bar$q);
                entry$d[1] = ~((memory$q & short$q) & known_bar$q);
            end else begin
                entry_valid$d = ((memory$q & short$q) & known_bar$q) & (~head$q[1]);
                unsupported = ~(((memory$q & short$q) & known_bar$q) & (~head$q[1]));
            end
        end
        whole = ends;
        length = {1'd0, data$q[9:0]};
        if (data$q[9:0] == 10'd0) begin
            length = 11'h400;
        end
        if ((valid$q & (~sop$q)) & (part$q == Part$First)) begin
            malformed = 1'b1;
            part$d = Part$Skip;
        end
        if ((valid$q & eop$q) & (~continues)) begin
            part$d = Part$First;
        end
        if (valid$q & sop$q) begin
            part$d = Part$Second;
            first_rest$d = 1'b0;
            if (eop$q | odd_keep$q) begin
                malformed = 1'b1;
                part$d = Part$First;
                if (~eop$q) begin
                    part$d = Part$Skip;
                end
            end
            four$d = data$q[29];
            payload$d = data$q[30];
            digest$d = data$q[15];
            left$d = {10'd0, data$q[29]} + 11'd1;
            if (data$q[30]) begin
                left$d = (length + {10'd0, data$q[29]}) + 11'd1;
            end
            completion$d = ((kind[4:1] == 4'd5) & (~data$q[29])) & (~data$q[31]);
            memory$d = kind == 5'd0;
            posted$d = (~data$q[31]) & (((kind == 5'd0) & data$q[30]) | ((kind[4:3] == 2'd2) & data$q[29]));
            non_posted$d = (~data$q[31]) & ((((kind[4:1] == 4'd0) & (~data$q[30])) | (((kind == 5'd2) | (kind[4:1] == 4'd2)) & (~data$q[29]))) | (((kind[4:2] == 3'd3) & (kind[1:0] != 2'd3)) & data$q[30]));
            head$d[0] = data$q[30];
            head$d[1] = data$q[14];
            head$d[4:2] = data$q[47:45];
            head$d[16:5] = data$q[43:32];
            head$d[27:17] = length;
            short$d = length <= 11'd2;
            known_bar$d = (bar$q == 3'd0) | (bar$q == 3'd2);
            enables_wrong$d = (kind == 5'd0) & (((length == 11'd1) & (|data$q[39:36])) | ((length != 11'd1) & (~((|data$q[39:36]) & (|data$q[35:32])))));
            entry$d[0] = data$q[30];
            entry$d[1] = 1'b0;
            entry$d[2] = kind[4:1] == 4'd0;
            entry$d[3] = kind == 5'd1;
            entry$d[4] = length == 11'd2;
            entry$d[5] = bar$q != 3'd0;
            entry$d[23:20] = data$q[35:32];
            entry$d[27:24] = data$q[39:36];
            entry$d[91:28] = {53'd0, length};
            entry$d[115:92] = data$q[63:40];
            entry$d[118:116] = data$q[22:20];
            entry$d[121:119] = ({2'd0, data$q[18]} << 2) | {1'd0, data$q[13:12]};
        end
        piece[63:0] = data$q;
        piece[64] = (continues & completion$q) & (part$q == Part$Second);
        piece[65] = ((continues & completion$q) & (part$q == Part$Rest)) & (|left$q);
        piece[66] = left$q != 11'd1;
        piece[67] = (~(|left$q[10:2])) & (left$q[1:0] != 2'd3);
        piece[68] = completion$q & ((ends | breaks) | left_behind);
        piece[69] = breaks | left_behind;
        if (entry_valid$q & (~(requests$source$valid & request$ready))) begin
            waiting$d = waiting$q + 5'd1;
        end
        if ((~entry_valid$q) & (requests$source$valid & request$ready)) begin
            waiting$d = waiting$q - 5'd1;
        end
        if (reset) begin
            part$d = Part$First;
            valid$d = 1'b0;
            accept$d = 1'b0;
            waiting$d = 5'd0;
            entry_valid$d = 1'b0;
        end
    end
endmodule

module card_ask (
    d,
    q,
    clock
);
    input wire [89:0] d;
    output reg [89:0] q;
    input wire clock;
    initial q = 90'd0;
    always @(posedge clock) q <= d;
endmodule

module card_bytes (
    d,
    q,
    clock
);
    input wire [11:0] d;
    output reg [11:0] q;
    input wire clock;
    initial q = 12'd0;
    always @(posedge clock) q <= d;
endmodule

module card_completer (
    clock,
    reset,
    request$data,
    request$valid,
    request$ready,
    regs$data,
    regs$valid,
    regs$ready,
    reg_reply$data,
    reg_reply$valid,
    reg_reply$ready,
    access$data,
    access$valid,
    access$ready,
    answer,
    answer_valid,
    reply$data,
    reply$valid,
    reply$ready
);
    input wire clock;
    input wire reset;
    input wire [121:0] request$data;
    input wire request$valid;
    output wire request$ready;
    output wire [89:0] regs$data;
    output wire regs$valid;
    input wire regs$ready;
    input wire [63:0] reg_reply$data;
    input wire reg_reply$valid;
    output wire reg_reply$ready;
    output wire [89:0] access$data;
    output wire access$valid;
    input wire access$ready;
    input wire [63:0] answer;
    input wire answer_valid;
    output reg [116:0] reply$data;
    output wire reply$valid;
    input wire reply$ready;
    localparam [2:0] Serving$Asking = 3'd1;
    localparam [2:0] Serving$Idle = 3'd4;
    localparam [2:0] Serving$Judging = 3'd0;
    localparam [2:0] Serving$Replying = 3'd3;
    localparam [2:0] Serving$Waiting = 3'd2;
    reg [11:0] refused_bytes;
    wire odd;
    reg [12:0] base;
    reg [12:0] at;
    reg [3:0] enable_low;
    reg [3:0] enable_high;
    reg [31:0] first;
    reg [31:0] other;
    wire free;
    wire more;
    reg own;
    wire got;
    reg [63:0] word;
    reg [1:0] head;
    reg [2:0] tail;
    reg [3:0] close;
    reg [2:0] state$d;
    wire [2:0] state$q;
    wire state$clock;
    card_bar state (
        .d(state$d),
        .q(state$q),
        .clock(state$clock)
    );
    reg [121:0] now$d;
    wire [121:0] now$q;
    wire now$clock;
    card_entry now (
        .d(now$d),
        .q(now$q),
        .clock(now$clock)
    );
    reg second$d;
    wire second$q;
    wire second$clock;
    card_some second (
        .d(second$d),
        .q(second$q),
        .clock(second$clock)
    );
    reg [89:0] ask$d;
    wire [89:0] ask$q;
    wire ask$clock;
    card_ask ask (
        .d(ask$d),
        .q(ask$q),
        .clock(ask$clock)
    );
    reg ask_reg$d;
    wire ask_reg$q;
    wire ask_reg$clock;
    card_some ask_reg (
        .d(ask_reg$d),
        .q(ask_reg$q),
        .clock(ask_reg$clock)
    );
    reg ask_access$d;
    wire ask_access$q;
    wire ask_access$clock;
    card_some ask_access (
        .d(ask_access$d),
        .q(ask_access$q),
        .clock(ask_access$clock)
    );
    reg [63:0] result$d;
    wire [63:0] result$q;
    wire result$clock;
    card_data result (
        .d(result$d),
        .q(result$q),
        .clock(result$clock)
    );
    reg [1:0] skipped$d;
    wire [1:0] skipped$q;
    wire skipped$clock;
    card_part skipped (
        .d(skipped$d),
        .q(skipped$q),
        .clock(skipped$clock)
    );
    reg [11:0] bytes$d;
    wire [11:0] bytes$q;
    wire bytes$clock;
    card_bytes bytes (
        .d(bytes$d),
        .q(bytes$q),
        .clock(bytes$clock)
    );
    function automatic [0:0] cut$14$1(input [13:0] x$);
        cut$14$1 = x$[0:0];
    endfunction
    function automatic [10:0] cut$14$11(input [13:0] x$);
        cut$14$11 = x$[10:0];
    endfunction
    function automatic [12:0] cut$14$13(input [13:0] x$);
        cut$14$13 = x$[12:0];
    endfunction
    function automatic [4:0] cut$14$5(input [13:0] x$);
        cut$14$5 = x$[4:0];
    endfunction
    function automatic [0:0] cut$4$1(input [3:0] x$);
        cut$4$1 = x$[0:0];
    endfunction
    function automatic [9:0] cut$64$10(input [63:0] x$);
        cut$64$10 = x$[9:0];
    endfunction
    function automatic [31:0] cut$64$32(input [63:0] x$);
        cut$64$32 = x$[31:0];
    endfunction
    assign state$clock = clock;
    assign now$clock = clock;
    assign second$clock = clock;
    assign ask$clock = clock;
    assign ask_reg$clock = clock;
    assign ask_access$clock = clock;
    assign result$clock = clock;
    assign skipped$clock = clock;
    assign bytes$clock = clock;
    assign odd = cut$14$1(now$q[19:6]);
    assign more = (odd & now$q[4]) & (~second$q);
    assign free = ((~ask_reg$q) | regs$ready) & ((~ask_access$q) | access$ready);
    assign regs$data = ask$q;
    assign regs$valid = ask_reg$q;
    assign access$data = ask$q;
    assign access$valid = ask_access$q;
    assign got = reg_reply$valid | answer_valid;
    assign reg_reply$ready = state$q == Serving$Waiting;
    assign reply$valid = state$q == Serving$Replying;
    assign request$ready = state$q == Serving$Idle;
    always_comb begin
        state$d = state$q;
        now$d = now$q;
        second$d = second$q;
        ask$d = ask$q;
        ask_reg$d = ask_reg$q;
        ask_access$d = ask_access$q;
        result$d = result$q;
        skipped$d = skipped$q;
        bytes$d = bytes$q;
        base = cut$14$13(now$q[19:6] >> 1);
        if (~now$q[5]) begin
            base = {2'd0, cut$14$11(now$q[19:6] >> 1)};
        end
        at = base;
        enable_low = now$q[23:20];
        enable_high = now$q[27:24];
        first = cut$64$32(now$q[91:28]);
        other = cut$64$32(now$q[91:28] >> 32);
        if (odd) begin
            enable_low = 4'd0;
            enable_high = now$q[23:20];
            first = cut$64$32(now$q[91:28] >> 32);
            other = cut$64$32(now$q[91:28]);
        end
        if (second$q) begin
            at = base + 13'd1;
            enable_low = now$q[27:24];
            enable_high = 4'd0;
        end
        own = (~now$q[5]) & at[10];
        if (regs$ready) begin
            ask_reg$d = 1'b0;
        end
        if (access$ready) begin
            ask_access$d = 1'b0;
        end
        head = 2'd0;
        if (~cut$4$1(now$q[23:20])) begin
            if (cut$4$1(now$q[23:20] >> 1)) begin
                head = 2'd1;
            end else if (cut$4$1(now$q[23:20] >> 2)) begin
                head = 2'd2;
            end else if (cut$4$1(now$q[23:20] >> 3)) begin
                head = 2'd3;
            end
        end
        close = now$q[23:20];
        if (|now$q[27:24]) begin
            close = now$q[27:24];
        end
        tail = 3'd1;
        if (close[3]) begin
            tail = 3'd4;
        end else if (close[2]) begin
            tail = 3'd3;
        end else if (close[1]) begin
            tail = 3'd2;
        end
        refused_bytes = 12'd4;
        if (now$q[2]) begin
            refused_bytes = ((({2'd0, cut$64$10(now$q[91:28])} << 2) - 12'd4) + {9'd0, tail}) - {10'd0, head};
        end
        word = reg_reply$data;
        if (answer_valid) begin
            word = answer;
        end
        reply$data[1:0] = 2'd1;
        if (now$q[4]) begin
            reply$data[1:0] = 2'd2;
        end
        if (now$q[1]) begin
            reply$data[1:0] = 2'd0;
        end
        reply$data[2] = now$q[3];
        reply$data[5:3] = now$q[118:116];
        reply$data[8:6] = now$q[121:119];
        reply$data[9] = now$q[1];
        reply$data[21:10] = bytes$q;
        reply$data[45:22] = now$q[115:92];
        reply$data[52:46] = 7'd0;
        if (now$q[2]) begin
            reply$data[52:46] = ({2'd0, cut$14$5(now$q[19:6])} << 2) | {5'd0, skipped$q};
        end
        reply$data[116:53] = result$q;
        case (state$q)
            Serving$Asking: begin
                if (free) begin
                    ask$d[0] = now$q[0];
                    ask$d[1] = now$q[5];
                    ask$d[17:2] = {3'd0, at} << 3;
                    ask$d[81:18] = ({32'd0, other} << 32) | {32'd0, first};
                    ask$d[89:82] = ({4'd0, enable_high} << 4) | {4'd0, enable_low};
                    ask_access$d = own & ((|enable_low) | (|enable_high));
                    ask_reg$d = (~own) & ((|enable_low) | (|enable_high));
                    if (~now$q[0]) begin
                        state$d = Serving$Waiting;
                    end else if (more) begin
                        second$d = 1'b1;
                    end else begin
                        state$d = Serving$Idle;
                    end
                end
            end
            Serving$Waiting: begin
                if (got) begin
                    result$d = word;
                    if (second$q) begin
                        result$d = ({32'd0, word[31:0]} << 32) | {32'd0, result$q[31:0]};
                    end else if (odd) begin
                        result$d = {32'd0, word[63:32]};
                    end
                    state$d = Serving$Replying;
                    if (more) begin
                        second$d = 1'b1;
                        state$d = Serving$Asking;
                    end
                end
            end
            Serving$Replying: begin
                if (reply$ready) begin
                    state$d = Serving$Idle;
                end
            end
            Serving$Judging: begin
                second$d = 1'b0;
                result$d = 64'd0;
                skipped$d = head;
                bytes$d = {9'd0, tail} - {10'd0, head};
                if (now$q[4]) begin
                    bytes$d = ({9'd0, tail} - {10'd0, head}) + 12'd4;
                end
                if (now$q[1]) begin
                    bytes$d = refused_bytes;
                end
                state$d = Serving$Asking;
                if (now$q[1] | ((~now$q[0]) & (~(|now$q[23:20])))) begin
                    state$d = Serving$Replying;
                end
            end
            default: begin // Serving$Idle
                now$d = request$data;
                if (request$valid) begin
                    state$d = Serving$Judging;
                end
            end
        endcase
        if (reset) begin
            state$d = Serving$Idle;
            ask_reg$d = 1'b0;
            ask_access$d = 1'b0;
        end
    end
endmodule

module card_low (
    clock,
    write,
    write_address,
    write_data,
    read_address,
    read_data
);
    input wire clock;
    input wire write;
    input wire [4:0] write_address;
    input wire [31:0] write_data;
    input wire [4:0] read_address;
    output reg [31:0] read_data;
    (* ram_style = "block", no_rw_check *) reg [31:0] memory [0:31];
    always @(posedge clock) begin
        if (write) memory[write_address] <= write_data;
        read_data <= memory[read_address];
    end
endmodule

module card_masks (
    d,
    q,
    clock
);
    input wire [15:0] d;
    output reg [15:0] q;
    input wire clock;
    initial q = 16'd0;
    always @(posedge clock) q <= d;
endmodule

module card_ready_message (
    d,
    q,
    clock
);
    input wire [95:0] d;
    output reg [95:0] q;
    input wire clock;
    initial q = 96'd0;
    always @(posedge clock) q <= d;
endmodule

module card_interrupts (
    clock,
    reset,
    bus_master,
    enable,
    mask,
    raise,
    raise_vector,
    due,
    message$data,
    message$valid,
    message$ready,
    access$data,
    access$valid,
    access$ready,
    answer,
    answer_valid
);
    input wire clock;
    input wire reset;
    input wire bus_master;
    input wire enable;
    input wire mask;
    input wire raise;
    input wire [3:0] raise_vector;
    output wire due;
    output wire [95:0] message$data;
    output wire message$valid;
    input wire message$ready;
    input wire [89:0] access$data;
    input wire access$valid;
    output wire access$ready;
    output reg [63:0] answer;
    output reg answer_valid;
    localparam [15:0] none = 16'd0;
    localparam [15:0] every = 16'hffff;
    localparam [2:0] Looking$Address = 3'd3;
    localparam [2:0] Looking$Answering = 3'd0;
    localparam [2:0] Looking$Choosing = 3'd2;
    localparam [2:0] Looking$Data = 3'd4;
    localparam [2:0] Looking$Idle = 3'd5;
    localparam [2:0] Looking$Storing = 3'd1;
    reg [15:0] able;
    reg [3:0] lowest;
    wire stores;
    wire writes_low;
    wire writes_high;
    wire sent;
    reg [15:0] unsent;
    wire low$clock;
    wire low$write;
    wire [4:0] low$write_address;
    wire [31:0] low$write_data;
    reg [4:0] low$read_address;
    wire [31:0] low$read_data;
    card_low low (
        .clock(low$clock),
        .write(low$write),
        .write_address(low$write_address),
        .write_data(low$write_data),
        .read_address(low$read_address),
        .read_data(low$read_data)
    );
    wire high$clock;
    wire high$write;
    wire [4:0] high$write_address;
    wire [31:0] high$write_data;
    reg [4:0] high$read_address;
    wire [31:0] high$read_data;
    card_low high (
        .clock(high$clock),
        .write(high$write),
        .write_address(high$write_address),
        .write_data(high$write_data),
        .read_address(high$read_address),
        .read_data(high$read_data)
    );
    reg [15:0] masks$d;
    wire [15:0] masks$q;
    wire masks$clock;
    card_masks masks (
        .d(masks$d),
        .q(masks$q),
        .clock(masks$clock)
    );
    reg [15:0] pending$d;
    wire [15:0] pending$q;
    wire pending$clock;
    card_masks pending (
        .d(pending$d),
        .q(pending$q),
        .clock(pending$clock)
    );
    reg [15:0] sendable$d;
    wire [15:0] sendable$q;
    wire sendable$clock;
    card_masks sendable (
        .d(sendable$d),
        .q(sendable$q),
        .clock(sendable$clock)
    );
    reg some_able$d;
    wire some_able$q;
    wire some_able$clock;
    card_some some_able (
        .d(some_able$d),
        .q(some_able$q),
        .clock(some_able$clock)
    );
    reg open$d;
    wire open$q;
    wire open$clock;
    card_some open (
        .d(open$d),
        .q(open$q),
        .clock(open$clock)
    );
    reg [2:0] state$d;
    wire [2:0] state$q;
    wire state$clock;
    card_bar state (
        .d(state$d),
        .q(state$q),
        .clock(state$clock)
    );
    reg [3:0] vector$d;
    wire [3:0] vector$q;
    wire vector$clock;
    card_head vector (
        .d(vector$d),
        .q(vector$q),
        .clock(vector$clock)
    );
    reg [95:0] ready_message$d;
    wire [95:0] ready_message$q;
    wire ready_message$clock;
    card_ready_message ready_message (
        .d(ready_message$d),
        .q(ready_message$q),
        .clock(ready_message$clock)
    );
    reg full$d;
    wire full$q;
    wire full$clock;
    card_some full (
        .d(full$d),
        .q(full$q),
        .clock(full$clock)
    );
    reg [89:0] asked$d;
    wire [89:0] asked$q;
    wire asked$clock;
    card_ask asked (
        .d(asked$d),
        .q(asked$q),
        .clock(asked$clock)
    );
    function automatic [0:0] cut$16$1(input [15:0] x$);
        cut$16$1 = x$[0:0];
    endfunction
    function automatic [9:0] cut$16$10(input [15:0] x$);
        cut$16$10 = x$[9:0];
    endfunction
    function automatic [3:0] cut$16$4(input [15:0] x$);
        cut$16$4 = x$[3:0];
    endfunction
    function automatic [4:0] cut$16$5(input [15:0] x$);
        cut$16$5 = x$[4:0];
    endfunction
    function automatic [0:0] cut$64$1(input [63:0] x$);
        cut$64$1 = x$[0:0];
    endfunction
    function automatic [31:0] cut$64$32(input [63:0] x$);
        cut$64$32 = x$[31:0];
    endfunction
    function automatic [3:0] cut$8$4(input [7:0] x$);
        cut$8$4 = x$[3:0];
    endfunction
    assign masks$clock = clock;
    assign pending$clock = clock;
    assign sendable$clock = clock;
    assign some_able$clock = clock;
    assign open$clock = clock;
    assign state$clock = clock;
    assign vector$clock = clock;
    assign ready_message$clock = clock;
    assign full$clock = clock;
    assign asked$clock = clock;
    assign low$clock = clock;
    assign high$clock = clock;
    assign due = some_able$q;
    assign message$data = ready_message$q;
    assign message$valid = full$q & open$q;
    assign sent = (full$q & open$q) & message$ready;
    assign stores = (state$q == Looking$Storing) & (cut$16$5(asked$q[17:2] >> 8) == 5'd0);
    assign writes_low = stores & (&cut$8$4(asked$q[89:82]));
    assign writes_high = stores & (&cut$8$4(asked$q[89:82] >> 4));
    assign access$ready = state$q == Looking$Idle;
    assign low$write = writes_low;
    assign high$write = writes_high;
    assign low$write_address = cut$16$5(asked$q[17:2] >> 3);
    assign high$write_address = cut$16$5(asked$q[17:2] >> 3);
    assign low$write_data = cut$64$32(asked$q[81:18]);
    assign high$write_data = cut$64$32(asked$q[81:18] >> 32);
    always_comb begin
        masks$d = masks$q;
        pending$d = pending$q;
        sendable$d = sendable$q;
        some_able$d = some_able$q;
        open$d = open$q;
        state$d = state$q;
        vector$d = vector$q;
        ready_message$d = ready_message$q;
        full$d = full$q;
        asked$d = asked$q;
        able = none;
        if ((enable & (~mask)) & bus_master) begin
            able = pending$q & (~masks$q);
        end
        sendable$d = able;
        some_able$d = |able;
        open$d = sendable$q[vector$q];
        lowest = 4'd0;
        if (sendable$q[15]) begin
            lowest = 4'hf;
        end
        if (sendable$q[14]) begin
            lowest = 4'he;
        end
        if (sendable$q[13]) begin
            lowest = 4'hd;
        end
        if (sendable$q[12]) begin
            lowest = 4'hc;
        end
        if (sendable$q[11]) begin
            lowest = 4'hb;
        end
        if (sendable$q[10]) begin
            lowest = 4'ha;
        end
        if (sendable$q[9]) begin
            lowest = 4'd9;
        end
        if (sendable$q[8]) begin
            lowest = 4'd8;
        end
        if (sendable$q[7]) begin
            lowest = 4'd7;
        end
        if (sendable$q[6]) begin
            lowest = 4'd6;
        end
        if (sendable$q[5]) begin
            lowest = 4'd5;
        end
        if (sendable$q[4]) begin
            lowest = 4'd4;
        end
        if (sendable$q[3]) begin
            lowest = 4'd3;
        end
        if (sendable$q[2]) begin
            lowest = 4'd2;
        end
        if (sendable$q[1]) begin
            lowest = 4'd1;
        end
        if (sendable$q[0]) begin
            lowest = 4'd0;
        end
        unsent = pending$q;
        if (sent) begin
            unsent = (pending$q & ~(16'd1 << vector$q)) | ({15'd0, 1'b0} << vector$q);
        end
        pending$d = unsent;
        if (raise) begin
            pending$d = (unsent & ~(16'd1 << raise_vector)) | ({15'd0, 1'b1} << raise_vector);
        end
        if (~enable) begin
            pending$d = none;
        end
        if (sent | (~open$q)) begin
            full$d = 1'b0;
        end
        low$read_address = cut$16$5(access$data[17:2] >> 3);
        high$read_address = cut$16$5(access$data[17:2] >> 3);
        if (writes_high & cut$16$1(asked$q[17:2] >> 3)) begin
            masks$d = (masks$q & ~(16'd1 << cut$16$4(asked$q[17:2] >> 4))) | ({15'd0, cut$64$1(asked$q[81:18] >> 32)} << cut$16$4(asked$q[17:2] >> 4));
        end
        answer_valid = 1'b0;
        answer = 64'd0;
        if (cut$16$5(asked$q[17:2] >> 8) == 5'd0) begin
            answer = ({32'd0, high$read_data} << 32) | {32'd0, low$read_data};
            if (cut$16$1(asked$q[17:2] >> 3)) begin
                answer = {32'd0, low$read_data} | ({63'd0, masks$q[cut$16$4(asked$q[17:2] >> 4)]} << 32);
            end
        end
        if (cut$16$10(asked$q[17:2] >> 3) == 10'h200) begin
            answer = {48'd0, pending$q};
        end
        case (state$q)
            Looking$Answering: begin
                answer_valid = 1'b1;
                state$d = Looking$Idle;
            end
            Looking$Storing: begin
                state$d = Looking$Idle;
            end
            Looking$Choosing: begin
                low$read_address = {1'd0, vector$q} << 1;
                high$read_address = {1'd0, vector$q} << 1;
                state$d = Looking$Address;
            end
            Looking$Address: begin
                ready_message$d[63:0] = ({32'd0, high$read_data} << 32) | {32'd0, low$read_data};
                low$read_address = ({1'd0, vector$q} << 1) + 5'd1;
                high$read_address = ({1'd0, vector$q} << 1) + 5'd1;
                state$d = Looking$Data;
            end
            Looking$Data: begin
                ready_message$d[95:64] = low$read_data;
                full$d = 1'b1;
                state$d = Looking$Idle;
            end
            default: begin // Looking$Idle
                if (access$valid) begin
                    asked$d = access$data;
                    state$d = Looking$Answering;
                    if (access$data[0]) begin
                        state$d = Looking$Storing;
                    end
                end else if ((|sendable$q) & (~full$q)) begin
                    vector$d = lowest;
                    state$d = Looking$Choosing;
                end
            end
        endcase
        if (reset) begin
            masks$d = every;
            pending$d = none;
            sendable$d = none;
            full$d = 1'b0;
            state$d = Looking$Idle;
        end
    end
endmodule

module card_beat (
    d,
    q,
    clock
);
    input wire [69:0] d;
    output reg [69:0] q;
    input wire clock;
    initial q = 70'd0;
    always @(posedge clock) q <= d;
endmodule

module card_used (
    d,
    q,
    clock
);
    input wire [21:0] d;
    output reg [21:0] q;
    input wire clock;
    initial q = 22'd0;
    always @(posedge clock) q <= d;
endmodule

module card_pointer (
    d,
    q,
    clock
);
    input wire [8:0] d;
    output reg [8:0] q;
    input wire clock;
    initial q = 9'd0;
    always @(posedge clock) q <= d;
endmodule

module card_held (
    d,
    q,
    clock
);
    input wire [31:0] d;
    output reg [31:0] q;
    input wire clock;
    initial q = 32'd0;
    always @(posedge clock) q <= d;
endmodule

module card_out (
    d,
    q,
    clock
);
    input wire [82:0] d;
    output reg [82:0] q;
    input wire clock;
    initial q = 83'd0;
    always @(posedge clock) q <= d;
endmodule

module card_account (
    d,
    q,
    clock
);
    input wire [16:0] d;
    output reg [16:0] q;
    input wire clock;
    initial q = 17'd0;
    always @(posedge clock) q <= d;
endmodule

module card_reassembly (
    clock,
    reset,
    bdf,
    piece,
    header,
    look,
    look_tag,
    look_left,
    look_use,
    update,
    update_tag,
    update_left,
    update_id,
    update_last,
    word,
    word_valid,
    share,
    share_valid,
    unexpected
);
    input wire clock;
    input wire reset;
    input wire [15:0] bdf;
    input wire [69:0] piece;
    input wire [27:0] header;
    output wire look;
    output wire [4:0] look_tag;
    input wire [10:0] look_left;
    input wire [21:0] look_use;
    output reg update;
    output wire [4:0] update_tag;
    output reg [10:0] update_left;
    output wire [3:0] update_id;
    output reg update_last;
    output wire [82:0] word;
    output wire word_valid;
    output wire [16:0] share;
    output wire share_valid;
    output reg unexpected;
    wire waits;
    wire good;
    wire bad;
    wire [9:0] start;
    reg [10:0] asked;
    wire [31:0] low;
    wire [31:0] high;
    reg [69:0] beat$d;
    wire [69:0] beat$q;
    wire beat$clock;
    card_beat beat (
        .d(beat$d),
        .q(beat$q),
        .clock(beat$clock)
    );
    reg [4:0] tag$d;
    wire [4:0] tag$q;
    wire tag$clock;
    card_waiting tag (
        .d(tag$d),
        .q(tag$q),
        .clock(tag$clock)
    );
    reg ours$d;
    wire ours$q;
    wire ours$clock;
    card_some ours (
        .d(ours$d),
        .q(ours$q),
        .clock(ours$clock)
    );
    reg [10:0] left$d;
    wire [10:0] left$q;
    wire left$clock;
    card_left left (
        .d(left$d),
        .q(left$q),
        .clock(left$clock)
    );
    reg [21:0] used$d;
    wire [21:0] used$q;
    wire used$clock;
    card_used used (
        .d(used$d),
        .q(used$q),
        .clock(used$clock)
    );
    reg [11:0] bytes$d;
    wire [11:0] bytes$q;
    wire bytes$clock;
    card_bytes bytes (
        .d(bytes$d),
        .q(bytes$q),
        .clock(bytes$clock)
    );
    reg [10:0] length$d;
    wire [10:0] length$q;
    wire length$clock;
    card_left length (
        .d(length$d),
        .q(length$q),
        .clock(length$clock)
    );
    reg fits$d;
    wire fits$q;
    wire fits$clock;
    card_some fits (
        .d(fits$d),
        .q(fits$q),
        .clock(fits$clock)
    );
    reg last$d;
    wire last$q;
    wire last$clock;
    card_some last (
        .d(last$d),
        .q(last$q),
        .clock(last$clock)
    );
    reg success$d;
    wire success$q;
    wire success$clock;
    card_some success (
        .d(success$d),
        .q(success$q),
        .clock(success$clock)
    );
    reg payload$d;
    wire payload$q;
    wire payload$clock;
    card_some payload (
        .d(payload$d),
        .q(payload$q),
        .clock(payload$clock)
    );
    reg poisoned$d;
    wire poisoned$q;
    wire poisoned$clock;
    card_some poisoned (
        .d(poisoned$d),
        .q(poisoned$q),
        .clock(poisoned$clock)
    );
    reg open$d;
    wire open$q;
    wire open$clock;
    card_some open (
        .d(open$d),
        .q(open$q),
        .clock(open$clock)
    );
    reg given$d;
    wire given$q;
    wire given$clock;
    card_some given (
        .d(given$d),
        .q(given$q),
        .clock(given$clock)
    );
    reg odd$d;
    wire odd$q;
    wire odd$clock;
    card_some odd (
        .d(odd$d),
        .q(odd$q),
        .clock(odd$clock)
    );
    reg [8:0] pointer$d;
    wire [8:0] pointer$q;
    wire pointer$clock;
    card_pointer pointer (
        .d(pointer$d),
        .q(pointer$q),
        .clock(pointer$clock)
    );
    reg [31:0] held$d;
    wire [31:0] held$q;
    wire held$clock;
    card_held held (
        .d(held$d),
        .q(held$q),
        .clock(held$clock)
    );
    reg flush$d;
    wire flush$q;
    wire flush$clock;
    card_some flush (
        .d(flush$d),
        .q(flush$q),
        .clock(flush$clock)
    );
    reg [82:0] out$d;
    wire [82:0] out$q;
    wire out$clock;
    card_out out (
        .d(out$d),
        .q(out$q),
        .clock(out$clock)
    );
    reg out_valid$d;
    wire out_valid$q;
    wire out_valid$clock;
    card_some out_valid (
        .d(out_valid$d),
        .q(out_valid$q),
        .clock(out_valid$clock)
    );
    reg [16:0] account$d;
    wire [16:0] account$q;
    wire account$clock;
    card_account account (
        .d(account$d),
        .q(account$q),
        .clock(account$clock)
    );
    reg account_valid$d;
    wire account_valid$q;
    wire account_valid$clock;
    card_some account_valid (
        .d(account_valid$d),
        .q(account_valid$q),
        .clock(account_valid$clock)
    );
    function automatic [9:0] cut$12$10(input [11:0] x$);
        cut$12$10 = x$[9:0];
    endfunction
    function automatic [1:0] cut$12$2(input [11:0] x$);
        cut$12$2 = x$[1:0];
    endfunction
    function automatic [15:0] cut$64$16(input [63:0] x$);
        cut$64$16 = x$[15:0];
    endfunction
    function automatic [2:0] cut$64$3(input [63:0] x$);
        cut$64$3 = x$[2:0];
    endfunction
    function automatic [31:0] cut$64$32(input [63:0] x$);
        cut$64$32 = x$[31:0];
    endfunction
    function automatic [4:0] cut$64$5(input [63:0] x$);
        cut$64$5 = x$[4:0];
    endfunction
    assign beat$clock = clock;
    assign tag$clock = clock;
    assign ours$clock = clock;
    assign left$clock = clock;
    assign used$clock = clock;
    assign bytes$clock = clock;
    assign length$clock = clock;
    assign fits$clock = clock;
    assign last$clock = clock;
    assign success$clock = clock;
    assign payload$clock = clock;
    assign poisoned$clock = clock;
    assign open$clock = clock;
    assign given$clock = clock;
    assign odd$clock = clock;
    assign pointer$clock = clock;
    assign held$clock = clock;
    assign flush$clock = clock;
    assign out$clock = clock;
    assign out_valid$clock = clock;
    assign account$clock = clock;
    assign account_valid$clock = clock;
    assign look = piece[64];
    assign look_tag = cut$64$5(piece[63:0] >> 8);
    assign waits = ours$q & (|left$q);
    assign good = (((waits & success$q) & payload$q) & fits$q) & (bytes$q[11:2] == left$q[9:0]);
    assign bad = waits & (~success$q);
    assign start = used$q[21:12] - left$q[9:0];
    assign update_tag = tag$q;
    assign update_id = used$q[11:8];
    assign low = cut$64$32(beat$q[63:0]);
    assign high = cut$64$32(beat$q[63:0] >> 32);
    assign word = out$q;
    assign word_valid = out_valid$q;
    assign share = account$q;
    assign share_valid = account_valid$q;
    always_comb begin
        beat$d = beat$q;
        tag$d = tag$q;
        ours$d = ours$q;
        left$d = left$q;
        used$d = used$q;
        bytes$d = bytes$q;
        length$d = length$q;
        fits$d = fits$q;
        last$d = last$q;
        success$d = success$q;
        payload$d = payload$q;
        poisoned$d = poisoned$q;
        open$d = open$q;
        given$d = given$q;
        odd$d = odd$q;
        pointer$d = pointer$q;
        held$d = held$q;
        flush$d = flush$q;
        out$d = out$q;
        out_valid$d = out_valid$q;
        account$d = account$q;
        account_valid$d = account_valid$q;
        beat$d = piece;
        asked = {1'd0, cut$12$10(header[16:5] >> 2)};
        if (header[16:5] == 12'd0) begin
            asked = 11'h400;
        end
        if (piece[64]) begin
            tag$d = cut$64$5(piece[63:0] >> 8);
            ours$d = (cut$64$16(piece[63:0] >> 16) == bdf) & (cut$64$3(piece[63:0] >> 13) == 3'd0);
            left$d = look_left;
            used$d = look_use;
            bytes$d = header[16:5];
            length$d = header[27:17];
            fits$d = (cut$12$2(header[16:5]) == 2'd0) & (header[27:17] <= asked);
            last$d = header[27:17] == asked;
            success$d = header[4:2] == 3'd0;
            payload$d = header[0];
            poisoned$d = header[1];
        end
        update = 1'b0;
        update_left = left$q - length$q;
        update_last = last$q;
        if (~success$q) begin
            update_left = 11'd0;
            update_last = 1'b1;
        end
        unexpected = 1'b0;
        account_valid$d = 1'b0;
        if (beat$q[68]) begin
            account_valid$d = open$q;
            open$d = 1'b0;
            given$d = 1'b0;
            if (beat$q[69]) begin
                account$d[16:15] = 2'd2;
            end
        end
        if (beat$q[64]) begin
            odd$d = start[0];
            account$d[3:0] = used$q[11:8];
            account$d[14:4] = length$q;
            account$d[16:15] = 2'd0;
            if (poisoned$q) begin
                account$d[16:15] = 2'd3;
            end
            if (~success$q) begin
                account$d[14:4] = left$q;
                account$d[16:15] = 2'd1;
            end
            unexpected = ~((good | bad) | beat$q[69]);
            if ((good | bad) & (~beat$q[69])) begin
                update = 1'b1;
                account_valid$d = beat$q[68];
                open$d = ~beat$q[68];
                given$d = (good & (~poisoned$q)) & (~beat$q[68]);
            end
        end
        out_valid$d = 1'b0;
        out$d[81] = 1'b1;
        out$d[82] = 1'b1;
        flush$d = 1'b0;
        if (flush$q) begin
            out_valid$d = 1'b1;
            out$d[16:8] = pointer$q;
            out$d[80:17] = {32'd0, held$q};
            out$d[82] = 1'b0;
        end
        if (beat$q[65]) begin
            out_valid$d = given$q;
            out$d[16:8] = pointer$q;
            pointer$d = pointer$q + 9'd1;
            held$d = high;
            out$d[80:17] = ({32'd0, low} << 32) | {32'd0, held$q};
            flush$d = ((given$q & beat$q[67]) & beat$q[66]) & (~odd$q);
            if (odd$q) begin
                out$d[80:17] = beat$q[63:0];
                out$d[82] = beat$q[66];
            end
        end
        if (beat$q[64]) begin
            out_valid$d = ((good & (~poisoned$q)) & (~beat$q[69])) & start[0];
            flush$d = (((good & (~poisoned$q)) & (~beat$q[69])) & (~start[0])) & beat$q[67];
            out$d[1:0] = used$q[1:0];
            out$d[7:2] = used$q[7:2];
            out$d[16:8] = start[9:1];
            out$d[80:17] = beat$q[63:0];
            out$d[81] = 1'b0;
            held$d = high;
            pointer$d = start[9:1];
            if (start[0]) begin
                pointer$d = start[9:1] + 9'd1;
            end
        end
        if (reset) begin
            open$d = 1'b0;
            given$d = 1'b0;
            beat$d[64] = 1'b0;
            beat$d[65] = 1'b0;
            beat$d[68] = 1'b0;
        end
    end
endmodule

module card_uses (
    clock,
    write,
    write_address,
    write_data,
    read_address,
    read_data
);
    input wire clock;
    input wire write;
    input wire [4:0] write_address;
    input wire [21:0] write_data;
    input wire [4:0] read_address;
    output reg [21:0] read_data;
    (* ram_style = "distributed", no_rw_check *) reg [21:0] memory [0:31];
    always @(posedge clock) if (write) memory[write_address] <= write_data;
    always @* read_data = memory[read_address];
endmodule

module card_left_2 (
    clock,
    write,
    write_address,
    write_data,
    read_address,
    read_data
);
    input wire clock;
    input wire write;
    input wire [4:0] write_address;
    input wire [10:0] write_data;
    input wire [4:0] read_address;
    output reg [10:0] read_data;
    (* ram_style = "distributed", no_rw_check *) reg [10:0] memory [0:31];
    always @(posedge clock) if (write) memory[write_address] <= write_data;
    always @* read_data = memory[read_address];
endmodule

module card_watch (
    clock,
    write,
    write_address,
    write_data,
    read_address,
    read_data
);
    input wire clock;
    input wire write;
    input wire [4:0] write_address;
    input wire [19:0] write_data;
    input wire [4:0] read_address;
    output reg [19:0] read_data;
    (* ram_style = "distributed", no_rw_check *) reg [19:0] memory [0:31];
    always @(posedge clock) if (write) memory[write_address] <= write_data;
    always @* read_data = memory[read_address];
endmodule

module card_words_2 (
    clock,
    write,
    write_address,
    write_data,
    read_address,
    read_data
);
    input wire clock;
    input wire write;
    input wire [4:0] write_address;
    input wire [4:0] write_data;
    input wire [4:0] read_address;
    output reg [4:0] read_data;
    (* ram_style = "distributed", no_rw_check *) reg [4:0] memory [0:31];
    always @(posedge clock) if (write) memory[write_address] <= write_data;
    always @* read_data = memory[read_address];
endmodule

module card_free_tags (
    clock,
    reset,
    sink$data,
    sink$valid,
    sink$ready,
    source$data,
    source$valid,
    source$ready
);
    input wire clock;
    input wire reset;
    input wire [4:0] sink$data;
    input wire sink$valid;
    output wire sink$ready;
    output wire [4:0] source$data;
    output wire source$valid;
    input wire source$ready;
    wire [4:0] behind_head;
    wire [4:0] behind_tail;
    wire push;
    wire pop;
    wire words$clock;
    wire words$write;
    wire [4:0] words$write_address;
    wire [4:0] words$write_data;
    wire [4:0] words$read_address;
    wire [4:0] words$read_data;
    card_words_2 words (
        .clock(words$clock),
        .write(words$write),
        .write_address(words$write_address),
        .write_data(words$write_data),
        .read_address(words$read_address),
        .read_data(words$read_data)
    );
    reg [4:0] head$d;
    wire [4:0] head$q;
    wire head$clock;
    card_waiting head (
        .d(head$d),
        .q(head$q),
        .clock(head$clock)
    );
    reg [4:0] tail$d;
    wire [4:0] tail$q;
    wire tail$clock;
    card_waiting tail (
        .d(tail$d),
        .q(tail$q),
        .clock(tail$clock)
    );
    reg some$d;
    wire some$q;
    wire some$clock;
    card_some some (
        .d(some$d),
        .q(some$q),
        .clock(some$clock)
    );
    reg full$d;
    wire full$q;
    wire full$clock;
    card_some full (
        .d(full$d),
        .q(full$q),
        .clock(full$clock)
    );
    assign head$clock = clock;
    assign tail$clock = clock;
    assign some$clock = clock;
    assign full$clock = clock;
    assign words$clock = clock;
    assign sink$ready = ~full$q;
    assign source$valid = some$q;
    assign push = sink$valid & (~full$q);
    assign pop = source$ready & some$q;
    assign words$write = push;
    assign words$write_address = tail$q;
    assign words$write_data = sink$data;
    assign words$read_address = head$q;
    assign source$data = words$read_data;
    assign behind_head = head$q + 5'd1;
    assign behind_tail = tail$q + 5'd1;
    always_comb begin
        head$d = head$q;
        tail$d = tail$q;
        some$d = some$q;
        full$d = full$q;
        if (push) begin
            tail$d = behind_tail;
        end
        if (pop) begin
            head$d = behind_head;
        end
        if (push & (~pop)) begin
            some$d = 1'b1;
            full$d = behind_tail == head$q;
        end
        if (pop & (~push)) begin
            some$d = behind_head != tail$q;
            full$d = 1'b0;
        end
        if (reset) begin
            head$d = 5'd0;
            tail$d = 5'd0;
            some$d = 1'b0;
            full$d = 1'b0;
        end
    end
endmodule

module card_seen (
    d,
    q,
    clock
);
    input wire [19:0] d;
    output reg [19:0] q;
    input wire clock;
    initial q = 20'd0;
    always @(posedge clock) q <= d;
endmodule

module card_tags (
    clock,
    reset,
    bus_master,
    period,
    free,
    tag,
    take,
    take_use,
    take_count,
    expected,
    look,
    look_tag,
    look_left,
    look_use,
    update,
    update_tag,
    update_left,
    update_id,
    update_last,
    expired$data,
    expired$valid,
    expired$ready,
    timeout
);
    input wire clock;
    input wire reset;
    input wire bus_master;
    input wire [31:0] period;
    output wire free;
    output wire [4:0] tag;
    input wire take;
    input wire [21:0] take_use;
    input wire [10:0] take_count;
    input wire expected;
    input wire look;
    input wire [4:0] look_tag;
    output wire [10:0] look_left;
    output wire [21:0] look_use;
    input wire update;
    input wire [4:0] update_tag;
    input wire [10:0] update_left;
    input wire [3:0] update_id;
    input wire update_last;
    output wire [16:0] expired$data;
    output wire expired$valid;
    input wire expired$ready;
    output wire timeout;
    wire [2:0] age;
    wire quiet;
    wire decides;
    wire give_up;
    wire give_back;
    reg [4:0] place;
    reg [19:0] entry;
    reg write;
    wire uses$clock;
    wire uses$write;
    wire [4:0] uses$write_address;
    wire [21:0] uses$write_data;
    wire [4:0] uses$read_address;
    wire [21:0] uses$read_data;
    card_uses uses (
        .clock(uses$clock),
        .write(uses$write),
        .write_address(uses$write_address),
        .write_data(uses$write_data),
        .read_address(uses$read_address),
        .read_data(uses$read_data)
    );
    wire left$clock;
    reg left$write;
    reg [4:0] left$write_address;
    reg [10:0] left$write_data;
    wire [4:0] left$read_address;
    wire [10:0] left$read_data;
    card_left_2 left (
        .clock(left$clock),
        .write(left$write),
        .write_address(left$write_address),
        .write_data(left$write_data),
        .read_address(left$read_address),
        .read_data(left$read_data)
    );
    wire watch$clock;
    reg watch$write;
    reg [4:0] watch$write_address;
    reg [19:0] watch$write_data;
    wire [4:0] watch$read_address;
    wire [19:0] watch$read_data;
    card_watch watch (
        .clock(watch$clock),
        .write(watch$write),
        .write_address(watch$write_address),
        .write_data(watch$write_data),
        .read_address(watch$read_address),
        .read_data(watch$read_data)
    );
    wire free_tags$clock;
    wire free_tags$reset;
    reg [4:0] free_tags$sink$data;
    wire free_tags$sink$valid;
    wire free_tags$sink$ready;
    wire [4:0] free_tags$source$data;
    wire free_tags$source$valid;
    wire free_tags$source$ready;
    card_free_tags free_tags (
        .clock(free_tags$clock),
        .reset(free_tags$reset),
        .sink$data(free_tags$sink$data),
        .sink$valid(free_tags$sink$valid),
        .sink$ready(free_tags$sink$ready),
        .source$data(free_tags$source$data),
        .source$valid(free_tags$source$valid),
        .source$ready(free_tags$source$ready)
    );
    reg filling$d;
    wire filling$q;
    wire filling$clock;
    card_some filling (
        .d(filling$d),
        .q(filling$q),
        .clock(filling$clock)
    );
    reg looked$d;
    wire looked$q;
    wire looked$clock;
    card_some looked (
        .d(looked$d),
        .q(looked$q),
        .clock(looked$clock)
    );
    reg [4:0] visited$d;
    wire [4:0] visited$q;
    wire visited$clock;
    card_waiting visited (
        .d(visited$d),
        .q(visited$q),
        .clock(visited$clock)
    );
    reg [19:0] seen$d;
    wire [19:0] seen$q;
    wire seen$clock;
    card_seen seen (
        .d(seen$d),
        .q(seen$q),
        .clock(seen$clock)
    );
    reg current$d;
    wire current$q;
    wire current$clock;
    card_some current (
        .d(current$d),
        .q(current$q),
        .clock(current$clock)
    );
    reg [31:0] cycles$d;
    wire [31:0] cycles$q;
    wire cycles$clock;
    card_held cycles (
        .d(cycles$d),
        .q(cycles$q),
        .clock(cycles$clock)
    );
    reg [2:0] now$d;
    wire [2:0] now$q;
    wire now$clock;
    card_bar now (
        .d(now$d),
        .q(now$q),
        .clock(now$clock)
    );
    reg [16:0] expired_share$d;
    wire [16:0] expired_share$q;
    wire expired_share$clock;
    card_account expired_share (
        .d(expired_share$d),
        .q(expired_share$q),
        .clock(expired_share$clock)
    );
    reg expired_valid$d;
    wire expired_valid$q;
    wire expired_valid$clock;
    card_some expired_valid (
        .d(expired_valid$d),
        .q(expired_valid$q),
        .clock(expired_valid$clock)
    );
    assign filling$clock = clock;
    assign looked$clock = clock;
    assign visited$clock = clock;
    assign seen$clock = clock;
    assign current$clock = clock;
    assign cycles$clock = clock;
    assign now$clock = clock;
    assign expired_share$clock = clock;
    assign expired_valid$clock = clock;
    assign uses$clock = clock;
    assign left$clock = clock;
    assign watch$clock = clock;
    assign free_tags$clock = clock;
    assign free_tags$reset = reset;
    assign left$read_address = look_tag;
    assign look_left = left$read_data;
    assign uses$read_address = look_tag;
    assign look_use = uses$read_data;
    assign watch$read_address = visited$q;
    assign age = now$q - seen$q[15:13];
    assign quiet = ((~expected) & (~looked$q)) & (~filling$q);
    assign decides = (quiet & (~take)) & current$q;
    assign give_up = ((decides & seen$q[11]) & (~expired_valid$q)) & ((age >= 3'd2) | (~bus_master));
    assign give_back = (decides & seen$q[12]) & age[2];
    assign timeout = give_up;
    assign expired$data = expired_share$q;
    assign expired$valid = expired_valid$q;
    assign free = free_tags$source$valid & quiet;
    assign tag = free_tags$source$data;
    assign free_tags$source$ready = take;
    assign uses$write = take;
    assign uses$write_address = free_tags$source$data;
    assign uses$write_data = take_use;
    assign free_tags$sink$valid = ((filling$q & (~looked$q)) | give_back) | (update & update_last);
    always_comb begin
        filling$d = filling$q;
        looked$d = looked$q;
        visited$d = visited$q;
        seen$d = seen$q;
        current$d = current$q;
        cycles$d = cycles$q;
        now$d = now$q;
        expired_share$d = expired_share$q;
        expired_valid$d = expired_valid$q;
        cycles$d = cycles$q - 32'd1;
        if (~(|cycles$q)) begin
            cycles$d = period;
            now$d = now$q + 3'd1;
        end
        seen$d = watch$read_data;
        looked$d = look;
        if ((filling$q & (~looked$q)) | (decides & (~(seen$q[11] & expired_valid$q)))) begin
            visited$d = visited$q + 5'd1;
        end
        if (expired$ready) begin
            expired_valid$d = 1'b0;
        end
        if (give_up) begin
            expired_valid$d = 1'b1;
            expired_share$d[3:0] = seen$q[19:16];
            expired_share$d[14:4] = seen$q[10:0];
            expired_share$d[16:15] = 2'd2;
        end
        place = free_tags$source$data;
        entry[10:0] = take_count;
        entry[11] = 1'b1;
        entry[12] = 1'b0;
        entry[15:13] = now$q;
        entry[19:16] = take_use[11:8];
        write = take;
        if ((filling$q | give_up) | give_back) begin
            write = 1'b1;
        end
        if (~take) begin
            place = visited$q;
            entry[10:0] = 11'd0;
            entry[11] = 1'b0;
            entry[12] = give_up;
        end
        if (looked$q) begin
            write = update;
            place = update_tag;
            entry[10:0] = update_left;
            entry[11] = ~update_last;
            entry[12] = 1'b0;
            entry[19:16] = update_id;
        end
        current$d = (~write) & (~decides);
        watch$write = write;
        watch$write_address = place;
        watch$write_data = entry;
        left$write = write;
        left$write_address = place;
        left$write_data = entry[10:0];
        free_tags$sink$data = visited$q;
        if (looked$q) begin
            free_tags$sink$data = update_tag;
        end
        if ((filling$q & (~looked$q)) & (visited$q == 5'h1f)) begin
            filling$d = 1'b0;
        end
        if (reset) begin
            filling$d = 1'b1;
            visited$d = 5'd0;
            cycles$d = 32'd0;
            expired_valid$d = 1'b0;
        end
    end
endmodule

module card_reads (
    clock,
    write,
    write_address,
    write_data,
    read_address,
    read_data
);
    input wire clock;
    input wire write;
    input wire [3:0] write_address;
    input wire [12:0] write_data;
    input wire [3:0] read_address;
    output reg [12:0] read_data;
    (* ram_style = "distributed", no_rw_check *) reg [12:0] memory [0:15];
    always @(posedge clock) if (write) memory[write_address] <= write_data;
    always @* read_data = memory[read_address];
endmodule

module card_words_3 (
    clock,
    write,
    write_address,
    write_data,
    read_address,
    read_data
);
    input wire clock;
    input wire write;
    input wire [3:0] write_address;
    input wire [5:0] write_data;
    input wire [3:0] read_address;
    output reg [5:0] read_data;
    (* ram_style = "distributed", no_rw_check *) reg [5:0] memory [0:15];
    always @(posedge clock) if (write) memory[write_address] <= write_data;
    always @* read_data = memory[read_address];
endmodule

module card_queue (
    clock,
    reset,
    sink$data,
    sink$valid,
    sink$ready,
    source$data,
    source$valid,
    source$ready
);
    input wire clock;
    input wire reset;
    input wire [5:0] sink$data;
    input wire sink$valid;
    output wire sink$ready;
    output wire [5:0] source$data;
    output wire source$valid;
    input wire source$ready;
    wire [3:0] behind_head;
    wire [3:0] behind_tail;
    wire push;
    wire pop;
    wire words$clock;
    wire words$write;
    wire [3:0] words$write_address;
    wire [5:0] words$write_data;
    wire [3:0] words$read_address;
    wire [5:0] words$read_data;
    card_words_3 words (
        .clock(words$clock),
        .write(words$write),
        .write_address(words$write_address),
        .write_data(words$write_data),
        .read_address(words$read_address),
        .read_data(words$read_data)
    );
    reg [3:0] head$d;
    wire [3:0] head$q;
    wire head$clock;
    card_head head (
        .d(head$d),
        .q(head$q),
        .clock(head$clock)
    );
    reg [3:0] tail$d;
    wire [3:0] tail$q;
    wire tail$clock;
    card_head tail (
        .d(tail$d),
        .q(tail$q),
        .clock(tail$clock)
    );
    reg some$d;
    wire some$q;
    wire some$clock;
    card_some some (
        .d(some$d),
        .q(some$q),
        .clock(some$clock)
    );
    reg full$d;
    wire full$q;
    wire full$clock;
    card_some full (
        .d(full$d),
        .q(full$q),
        .clock(full$clock)
    );
    assign head$clock = clock;
    assign tail$clock = clock;
    assign some$clock = clock;
    assign full$clock = clock;
    assign words$clock = clock;
    assign sink$ready = ~full$q;
    assign source$valid = some$q;
    assign push = sink$valid & (~full$q);
    assign pop = source$ready & some$q;
    assign words$write = push;
    assign words$write_address = tail$q;
    assign words$write_data = sink$data;
    assign words$read_address = head$q;
    assign source$data = words$read_data;
    assign behind_head = head$q + 4'd1;
    assign behind_tail = tail$q + 4'd1;
    always_comb begin
        head$d = head$q;
        tail$d = tail$q;
        some$d = some$q;
        full$d = full$q;
        if (push) begin
            tail$d = behind_tail;
        end
        if (pop) begin
            head$d = behind_head;
        end
        if (push & (~pop)) begin
            some$d = 1'b1;
            full$d = behind_tail == head$q;
        end
        if (pop & (~push)) begin
            some$d = behind_head != tail$q;
            full$d = 1'b0;
        end
        if (reset) begin
            head$d = 4'd0;
            tail$d = 4'd0;
            some$d = 1'b0;
            full$d = 1'b0;
        end
    end
endmodule

module card_ended (
    d,
    q,
    clock
);
    input wire [5:0] d;
    output reg [5:0] q;
    input wire clock;
    initial q = 6'd0;
    always @(posedge clock) q <= d;
endmodule

module card_ends (
    clock,
    reset,
    begin$data,
    begin$valid,
    begin$ready,
    share,
    share_valid,
    expired$data,
    expired$valid,
    expired$ready,
    done$data,
    done$valid,
    done$ready
);
    input wire clock;
    input wire reset;
    input wire [16:0] begin$data;
    input wire begin$valid;
    output wire begin$ready;
    input wire [16:0] share;
    input wire share_valid;
    input wire [16:0] expired$data;
    input wire expired$valid;
    output wire expired$ready;
    output wire [5:0] done$data;
    output wire done$valid;
    input wire done$ready;
    reg [12:0] open;
    wire reads$clock;
    wire reads$write;
    reg [3:0] reads$write_address;
    reg [12:0] reads$write_data;
    wire [3:0] reads$read_address;
    wire [12:0] reads$read_data;
    card_reads reads (
        .clock(reads$clock),
        .write(reads$write),
        .write_address(reads$write_address),
        .write_data(reads$write_data),
        .read_address(reads$read_address),
        .read_data(reads$read_data)
    );
    wire queue$clock;
    wire queue$reset;
    wire [5:0] queue$sink$data;
    wire queue$sink$valid;
    wire queue$sink$ready;
    wire [5:0] queue$source$data;
    wire queue$source$valid;
    wire queue$source$ready;
    card_queue queue (
        .clock(queue$clock),
        .reset(queue$reset),
        .sink$data(queue$sink$data),
        .sink$valid(queue$sink$valid),
        .sink$ready(queue$sink$ready),
        .source$data(queue$source$data),
        .source$valid(queue$source$valid),
        .source$ready(queue$source$ready)
    );
    reg [16:0] now$d;
    wire [16:0] now$q;
    wire now$clock;
    card_account now (
        .d(now$d),
        .q(now$q),
        .clock(now$clock)
    );
    reg now_valid$d;
    wire now_valid$q;
    wire now_valid$clock;
    card_some now_valid (
        .d(now_valid$d),
        .q(now_valid$q),
        .clock(now_valid$clock)
    );
    reg [5:0] ended$d;
    wire [5:0] ended$q;
    wire ended$clock;
    card_ended ended (
        .d(ended$d),
        .q(ended$q),
        .clock(ended$clock)
    );
    reg ended_valid$d;
    wire ended_valid$q;
    wire ended_valid$clock;
    card_some ended_valid (
        .d(ended_valid$d),
        .q(ended_valid$q),
        .clock(ended_valid$clock)
    );
    assign done$data = queue$source$data;
    assign done$valid = queue$source$valid;
    assign queue$source$ready = done$ready;
    assign now$clock = clock;
    assign now_valid$clock = clock;
    assign ended$clock = clock;
    assign ended_valid$clock = clock;
    assign reads$clock = clock;
    assign queue$clock = clock;
    assign queue$reset = reset;
    assign expired$ready = ~share_valid;
    assign begin$ready = ~now_valid$q;
    assign reads$read_address = now$q[3:0];
    assign reads$write = now_valid$q | begin$valid;
    assign queue$sink$data = ended$q;
    assign queue$sink$valid = ended_valid$q;
    always_comb begin
        now$d = now$q;
        now_valid$d = now_valid$q;
        ended$d = ended$q;
        ended_valid$d = ended_valid$q;
        now_valid$d = share_valid | expired$valid;
        now$d = expired$data;
        if (share_valid) begin
            now$d = share;
        end
        open = reads$read_data;
        open[10:0] = reads$read_data[10:0] - now$q[14:4];
        if (reads$read_data[12:11] == 2'd0) begin
            open[12:11] = now$q[16:15];
        end
        reads$write_address = now$q[3:0];
        reads$write_data = open;
        if (~now_valid$q) begin
            reads$write_address = begin$data[3:0];
            reads$write_data[10:0] = begin$data[14:4];
            reads$write_data[12:11] = 2'd0;
        end
        ended$d[3:0] = now$q[3:0];
        ended$d[5:4] = open[12:11];
        ended_valid$d = now_valid$q & (open[10:0] == 11'd0);
        if (reset) begin
            now_valid$d = 1'b0;
            ended_valid$d = 1'b0;
        end
    end
endmodule

module card_at (
    d,
    q,
    clock
);
    input wire [9:0] d;
    output reg [9:0] q;
    input wire clock;
    initial q = 10'd0;
    always @(posedge clock) q <= d;
endmodule

module card_split (
    clock,
    reset,
    limit,
    start,
    start_dw,
    start_count,
    busy,
    valid,
    dw,
    count,
    first,
    last,
    taken
);
    input wire clock;
    input wire reset;
    input wire [2:0] limit;
    input wire start;
    input wire [9:0] start_dw;
    input wire [10:0] start_count;
    output wire busy;
    output wire valid;
    output wire [9:0] dw;
    output wire [10:0] count;
    output wire first;
    output wire last;
    input wire taken;
    localparam [9:0] smallest = 10'h1f;
    localparam [1:0] Cutting$Comparing = 2'd2;
    localparam [1:0] Cutting$Idle = 2'd0;
    localparam [1:0] Cutting$Measuring = 2'd1;
    localparam [1:0] Cutting$Offering = 2'd3;
    reg [1:0] state$d;
    wire [1:0] state$q;
    wire state$clock;
    card_part state (
        .d(state$d),
        .q(state$q),
        .clock(state$clock)
    );
    reg [9:0] at$d;
    wire [9:0] at$q;
    wire at$clock;
    card_at at (
        .d(at$d),
        .q(at$q),
        .clock(at$clock)
    );
    reg [10:0] left$d;
    wire [10:0] left$q;
    wire left$clock;
    card_left left (
        .d(left$d),
        .q(left$q),
        .clock(left$clock)
    );
    reg [10:0] room$d;
    wire [10:0] room$q;
    wire room$clock;
    card_left room (
        .d(room$d),
        .q(room$q),
        .clock(room$clock)
    );
    reg [10:0] cut$d;
    wire [10:0] cut$q;
    wire cut$clock;
    card_left cut (
        .d(cut$d),
        .q(cut$q),
        .clock(cut$clock)
    );
    reg whole$d;
    wire whole$q;
    wire whole$clock;
    card_some whole (
        .d(whole$d),
        .q(whole$q),
        .clock(whole$clock)
    );
    reg begun$d;
    wire begun$q;
    wire begun$clock;
    card_some begun (
        .d(begun$d),
        .q(begun$q),
        .clock(begun$clock)
    );
    reg [9:0] mask$d;
    wire [9:0] mask$q;
    wire mask$clock;
    card_at mask (
        .d(mask$d),
        .q(mask$q),
        .clock(mask$clock)
    );
    assign state$clock = clock;
    assign at$clock = clock;
    assign left$clock = clock;
    assign room$clock = clock;
    assign cut$clock = clock;
    assign whole$clock = clock;
    assign begun$clock = clock;
    assign mask$clock = clock;
    assign busy = state$q != Cutting$Idle;
    assign valid = state$q == Cutting$Offering;
    assign dw = at$q;
    assign count = cut$q;
    assign first = ~begun$q;
    assign last = whole$q;
    always_comb begin
        state$d = state$q;
        at$d = at$q;
        left$d = left$q;
        room$d = room$q;
        cut$d = cut$q;
        whole$d = whole$q;
        begun$d = begun$q;
        mask$d = mask$q;
        mask$d = smallest;
        if (limit == 3'd1) begin
            mask$d = 10'h3f;
        end
        if (limit == 3'd2) begin
            mask$d = 10'h7f;
        end
        if (limit == 3'd3) begin
            mask$d = 10'hff;
        end
        if (limit == 3'd4) begin
            mask$d = 10'h1ff;
        end
        if (limit == 3'd5) begin
            mask$d = 10'h3ff;
        end
        room$d = {1'd0, (~at$q) & mask$q} + 11'd1;
        cut$d = room$q;
        whole$d = 1'b0;
        if (left$q <= room$q) begin
            cut$d = left$q;
            whole$d = 1'b1;
        end
        case (state$q)
            Cutting$Measuring: begin
                state$d = Cutting$Comparing;
            end
            Cutting$Comparing: begin
                state$d = Cutting$Offering;
            end
            Cutting$Offering: begin
                cut$d = cut$q;
                whole$d = whole$q;
                if (taken) begin
                    begun$d = 1'b1;
                    at$d = at$q + cut$q[9:0];
                    left$d = left$q - cut$q;
                    state$d = Cutting$Measuring;
                    if (whole$q) begin
                        state$d = Cutting$Idle;
                    end
                end
            end
            default: begin // Cutting$Idle
                begun$d = 1'b0;
                if (start) begin
                    at$d = start_dw;
                    left$d = start_count;
                    state$d = Cutting$Measuring;
                end
            end
        endcase
        if (reset) begin
            state$d = Cutting$Idle;
        end
    end
endmodule

module card_current (
    d,
    q,
    clock
);
    input wire [98:0] d;
    output reg [98:0] q;
    input wire clock;
    initial q = 99'd0;
    always @(posedge clock) q <= d;
endmodule

module card_ready_fetch (
    d,
    q,
    clock
);
    input wire [80:0] d;
    output reg [80:0] q;
    input wire clock;
    initial q = 81'd0;
    always @(posedge clock) q <= d;
endmodule

module card_reads_2 (
    clock,
    reset,
    limit,
    read$data,
    read$valid,
    read$ready,
    begin$data,
    begin$valid,
    begin$ready,
    free,
    tag,
    take,
    take_use,
    take_count,
    fetch$data,
    fetch$valid,
    fetch$ready
);
    input wire clock;
    input wire reset;
    input wire [2:0] limit;
    input wire [98:0] read$data;
    input wire read$valid;
    output wire read$ready;
    output reg [16:0] begin$data;
    output wire begin$valid;
    input wire begin$ready;
    input wire free;
    input wire [4:0] tag;
    output wire take;
    output reg [21:0] take_use;
    output wire [10:0] take_count;
    output wire [80:0] fetch$data;
    output wire fetch$valid;
    input wire fetch$ready;
    wire accept;
    wire go;
    wire split$clock;
    wire split$reset;
    wire [2:0] split$limit;
    wire split$start;
    wire [9:0] split$start_dw;
    wire [10:0] split$start_count;
    wire split$busy;
    wire split$valid;
    wire [9:0] split$dw;
    wire [10:0] split$count;
    wire split$first;
    wire split$last;
    wire split$taken;
    card_split split (
        .clock(split$clock),
        .reset(split$reset),
        .limit(split$limit),
        .start(split$start),
        .start_dw(split$start_dw),
        .start_count(split$start_count),
        .busy(split$busy),
        .valid(split$valid),
        .dw(split$dw),
        .count(split$count),
        .first(split$first),
        .last(split$last),
        .taken(split$taken)
    );
    reg [98:0] current$d;
    wire [98:0] current$q;
    wire current$clock;
    card_current current (
        .d(current$d),
        .q(current$q),
        .clock(current$clock)
    );
    reg [9:0] place_end$d;
    wire [9:0] place_end$q;
    wire place_end$clock;
    card_at place_end (
        .d(place_end$d),
        .q(place_end$q),
        .clock(place_end$clock)
    );
    reg [80:0] ready_fetch$d;
    wire [80:0] ready_fetch$q;
    wire ready_fetch$clock;
    card_ready_fetch ready_fetch (
        .d(ready_fetch$d),
        .q(ready_fetch$q),
        .clock(ready_fetch$clock)
    );
    reg fetch_valid$d;
    wire fetch_valid$q;
    wire fetch_valid$clock;
    card_some fetch_valid (
        .d(fetch_valid$d),
        .q(fetch_valid$q),
        .clock(fetch_valid$clock)
    );
    function automatic [10:0] cut$13$11(input [12:0] x$);
        cut$13$11 = x$[10:0];
    endfunction
    function automatic [9:0] cut$64$10(input [63:0] x$);
        cut$64$10 = x$[9:0];
    endfunction
    function automatic [31:0] cut$64$32(input [63:0] x$);
        cut$64$32 = x$[31:0];
    endfunction
    function automatic [51:0] cut$64$52(input [63:0] x$);
        cut$64$52 = x$[51:0];
    endfunction
    assign current$clock = clock;
    assign place_end$clock = clock;
    assign ready_fetch$clock = clock;
    assign fetch_valid$clock = clock;
    assign split$clock = clock;
    assign split$reset = reset;
    assign split$limit = limit;
    assign accept = (read$valid & (~split$busy)) & begin$ready;
    assign read$ready = (~split$busy) & begin$ready;
    assign begin$valid = read$valid & (~split$busy);
    assign split$start = accept;
    assign split$start_dw = cut$64$10(read$data[63:0] >> 2);
    assign split$start_count = cut$13$11(read$data[76:64] >> 2);
    assign go = (split$valid & free) & (~fetch_valid$q);
    assign split$taken = go;
    assign take = go;
    assign take_count = split$count;
    assign fetch$data = ready_fetch$q;
    assign fetch$valid = fetch_valid$q;
    always_comb begin
        current$d = current$q;
        place_end$d = place_end$q;
        ready_fetch$d = ready_fetch$q;
        fetch_valid$d = fetch_valid$q;
        begin$data[3:0] = read$data[98:95];
        begin$data[14:4] = cut$13$11(read$data[76:64] >> 2);
        begin$data[16:15] = 2'd0;
        if (accept) begin
            current$d = read$data;
            place_end$d = read$data[94:85];
        end
        take_use[1:0] = current$q[78:77];
        take_use[7:2] = current$q[84:79];
        take_use[11:8] = current$q[98:95];
        take_use[21:12] = place_end$q + split$count[9:0];
        if (fetch$ready) begin
            fetch_valid$d = 1'b0;
        end
        if (go) begin
            place_end$d = place_end$q + split$count[9:0];
            fetch_valid$d = 1'b1;
            ready_fetch$d[63:0] = ({12'd0, cut$64$52(current$q[63:0] >> 12)} << 12) | {52'd0, {2'd0, split$dw} << 2};
            ready_fetch$d[64] = |cut$64$32(current$q[63:0] >> 32);
            ready_fetch$d[75:65] = split$count;
            ready_fetch$d[80:76] = tag;
        end
        if (reset) begin
            fetch_valid$d = 1'b0;
        end
    end
endmodule

module card_words_4 (
    clock,
    write,
    write_address,
    write_data,
    read_address,
    read_data
);
    input wire clock;
    input wire write;
    input wire [1:0] write_address;
    input wire [84:0] write_data;
    input wire [1:0] read_address;
    output reg [84:0] read_data;
    (* ram_style = "distributed", no_rw_check *) reg [84:0] memory [0:3];
    always @(posedge clock) if (write) memory[write_address] <= write_data;
    always @* read_data = memory[read_address];
endmodule

module card_queue_2 (
    clock,
    reset,
    sink$data,
    sink$valid,
    sink$ready,
    source$data,
    source$valid,
    source$ready
);
    input wire clock;
    input wire reset;
    input wire [84:0] sink$data;
    input wire sink$valid;
    output wire sink$ready;
    output wire [84:0] source$data;
    output wire source$valid;
    input wire source$ready;
    wire [1:0] behind_head;
    wire [1:0] behind_tail;
    wire push;
    wire pop;
    wire words$clock;
    wire words$write;
    wire [1:0] words$write_address;
    wire [84:0] words$write_data;
    wire [1:0] words$read_address;
    wire [84:0] words$read_data;
    card_words_4 words (
        .clock(words$clock),
        .write(words$write),
        .write_address(words$write_address),
        .write_data(words$write_data),
        .read_address(words$read_address),
        .read_data(words$read_data)
    );
    reg [1:0] head$d;
    wire [1:0] head$q;
    wire head$clock;
    card_part head (
        .d(head$d),
        .q(head$q),
        .clock(head$clock)
    );
    reg [1:0] tail$d;
    wire [1:0] tail$q;
    wire tail$clock;
    card_part tail (
        .d(tail$d),
        .q(tail$q),
        .clock(tail$clock)
    );
    reg some$d;
    wire some$q;
    wire some$clock;
    card_some some (
        .d(some$d),
        .q(some$q),
        .clock(some$clock)
    );
    reg full$d;
    wire full$q;
    wire full$clock;
    card_some full (
        .d(full$d),
        .q(full$q),
        .clock(full$clock)
    );
    assign head$clock = clock;
    assign tail$clock = clock;
    assign some$clock = clock;
    assign full$clock = clock;
    assign words$clock = clock;
    assign sink$ready = ~full$q;
    assign source$valid = some$q;
    assign push = sink$valid & (~full$q);
    assign pop = source$ready & some$q;
    assign words$write = push;
    assign words$write_address = tail$q;
    assign words$write_data = sink$data;
    assign words$read_address = head$q;
    assign source$data = words$read_data;
    assign behind_head = head$q + 2'd1;
    assign behind_tail = tail$q + 2'd1;
    always_comb begin
        head$d = head$q;
        tail$d = tail$q;
        some$d = some$q;
        full$d = full$q;
        if (push) begin
            tail$d = behind_tail;
        end
        if (pop) begin
            head$d = behind_head;
        end
        if (push & (~pop)) begin
            some$d = 1'b1;
            full$d = behind_tail == head$q;
        end
        if (pop & (~push)) begin
            some$d = behind_head != tail$q;
            full$d = 1'b0;
        end
        if (reset) begin
            head$d = 2'd0;
            tail$d = 2'd0;
            some$d = 1'b0;
            full$d = 1'b0;
        end
    end
endmodule

module card_words_5 (
    clock,
    write,
    write_address,
    write_data,
    read_address,
    read_data
);
    input wire clock;
    input wire write;
    input wire [1:0] write_address;
    input wire [63:0] write_data;
    input wire [1:0] read_address;
    output reg [63:0] read_data;
    (* ram_style = "distributed", no_rw_check *) reg [63:0] memory [0:3];
    always @(posedge clock) if (write) memory[write_address] <= write_data;
    always @* read_data = memory[read_address];
endmodule

module card_words_6 (
    clock,
    reset,
    sink$data,
    sink$valid,
    sink$ready,
    source$data,
    source$valid,
    source$ready
);
    input wire clock;
    input wire reset;
    input wire [63:0] sink$data;
    input wire sink$valid;
    output wire sink$ready;
    output wire [63:0] source$data;
    output wire source$valid;
    input wire source$ready;
    wire [1:0] behind_head;
    wire [1:0] behind_tail;
    wire push;
    wire pop;
    wire words$clock;
    wire words$write;
    wire [1:0] words$write_address;
    wire [63:0] words$write_data;
    wire [1:0] words$read_address;
    wire [63:0] words$read_data;
    card_words_5 words (
        .clock(words$clock),
        .write(words$write),
        .write_address(words$write_address),
        .write_data(words$write_data),
        .read_address(words$read_address),
        .read_data(words$read_data)
    );
    reg [1:0] head$d;
    wire [1:0] head$q;
    wire head$clock;
    card_part head (
        .d(head$d),
        .q(head$q),
        .clock(head$clock)
    );
    reg [1:0] tail$d;
    wire [1:0] tail$q;
    wire tail$clock;
    card_part tail (
        .d(tail$d),
        .q(tail$q),
        .clock(tail$clock)
    );
    reg some$d;
    wire some$q;
    wire some$clock;
    card_some some (
        .d(some$d),
        .q(some$q),
        .clock(some$clock)
    );
    reg full$d;
    wire full$q;
    wire full$clock;
    card_some full (
        .d(full$d),
        .q(full$q),
        .clock(full$clock)
    );
    assign head$clock = clock;
    assign tail$clock = clock;
    assign some$clock = clock;
    assign full$clock = clock;
    assign words$clock = clock;
    assign sink$ready = ~full$q;
    assign source$valid = some$q;
    assign push = sink$valid & (~full$q);
    assign pop = source$ready & some$q;
    assign words$write = push;
    assign words$write_address = tail$q;
    assign words$write_data = sink$data;
    assign words$read_address = head$q;
    assign source$data = words$read_data;
    assign behind_head = head$q + 2'd1;
    assign behind_tail = tail$q + 2'd1;
    always_comb begin
        head$d = head$q;
        tail$d = tail$q;
        some$d = some$q;
        full$d = full$q;
        if (push) begin
            tail$d = behind_tail;
        end
        if (pop) begin
            head$d = behind_head;
        end
        if (push & (~pop)) begin
            some$d = 1'b1;
            full$d = behind_tail == head$q;
        end
        if (pop & (~push)) begin
            some$d = behind_head != tail$q;
            full$d = 1'b0;
        end
        if (reset) begin
            head$d = 2'd0;
            tail$d = 2'd0;
            some$d = 1'b0;
            full$d = 1'b0;
        end
    end
endmodule

module card_front (
    d,
    q,
    clock
);
    input wire [84:0] d;
    output reg [84:0] q;
    input wire clock;
    initial q = 85'd0;
    always @(posedge clock) q <= d;
endmodule

module card_page (
    d,
    q,
    clock
);
    input wire [51:0] d;
    output reg [51:0] q;
    input wire clock;
    initial q = 52'd0;
    always @(posedge clock) q <= d;
endmodule

module card_want (
    d,
    q,
    clock
);
    input wire [22:0] d;
    output reg [22:0] q;
    input wire clock;
    initial q = 23'd0;
    always @(posedge clock) q <= d;
endmodule

module card_writes (
    clock,
    reset,
    limit,
    write$data,
    write$valid,
    write$ready,
    slot_read$data,
    slot_read$valid,
    slot_read$ready,
    post$data,
    post$valid,
    post$ready,
    raise,
    raise_vector,
    interrupt_due,
    message$data,
    message$valid,
    message$ready,
    posted$data,
    posted$valid,
    posted$ready,
    own_words$data,
    own_words$valid,
    own_words$ready
);
    input wire clock;
    input wire reset;
    input wire [2:0] limit;
    input wire [94:0] write$data;
    input wire write$valid;
    output wire write$ready;
    output wire [22:0] slot_read$data;
    output wire slot_read$valid;
    input wire slot_read$ready;
    input wire [196:0] post$data;
    input wire post$valid;
    output wire post$ready;
    output reg raise;
    output wire [3:0] raise_vector;
    input wire interrupt_due;
    input wire [95:0] message$data;
    input wire message$valid;
    output wire message$ready;
    output wire [84:0] posted$data;
    output wire posted$valid;
    input wire posted$ready;
    output wire [63:0] own_words$data;
    output wire own_words$valid;
    input wire own_words$ready;
    localparam [2:0] Planning$Cutting = 3'd1;
    localparam [2:0] Planning$EntryHigh = 3'd3;
    localparam [2:0] Planning$EntryLow = 3'd2;
    localparam [2:0] Planning$Idle = 3'd6;
    localparam [2:0] Planning$Interrupt = 3'd5;
    localparam [2:0] Planning$Raised = 3'd4;
    localparam [2:0] Planning$Write = 3'd0;
    reg [10:0] words_asked;
    wire split$clock;
    wire split$reset;
    wire [2:0] split$limit;
    wire split$start;
    wire [9:0] split$start_dw;
    wire [10:0] split$start_count;
    wire split$busy;
    wire split$valid;
    wire [9:0] split$dw;
    wire [10:0] split$count;
    wire split$first;
    wire split$last;
    wire split$taken;
    card_split split (
        .clock(split$clock),
        .reset(split$reset),
        .limit(split$limit),
        .start(split$start),
        .start_dw(split$start_dw),
        .start_count(split$start_count),
        .busy(split$busy),
        .valid(split$valid),
        .dw(split$dw),
        .count(split$count),
        .first(split$first),
        .last(split$last),
        .taken(split$taken)
    );
    wire queue$clock;
    wire queue$reset;
    reg [84:0] queue$sink$data;
    reg queue$sink$valid;
    wire queue$sink$ready;
    wire [84:0] queue$source$data;
    wire queue$source$valid;
    wire queue$source$ready;
    card_queue_2 queue (
        .clock(queue$clock),
        .reset(queue$reset),
        .sink$data(queue$sink$data),
        .sink$valid(queue$sink$valid),
        .sink$ready(queue$sink$ready),
        .source$data(queue$source$data),
        .source$valid(queue$source$valid),
        .source$ready(queue$source$ready)
    );
    wire words$clock;
    wire words$reset;
    reg [63:0] words$sink$data;
    reg words$sink$valid;
    wire words$sink$ready;
    wire [63:0] words$source$data;
    wire words$source$valid;
    wire words$source$ready;
    card_words_6 words (
        .clock(words$clock),
        .reset(words$reset),
        .sink$data(words$sink$data),
        .sink$valid(words$sink$valid),
        .sink$ready(words$sink$ready),
        .source$data(words$source$data),
        .source$valid(words$source$valid),
        .source$ready(words$source$ready)
    );
    reg [2:0] state$d;
    wire [2:0] state$q;
    wire state$clock;
    card_bar state (
        .d(state$d),
        .q(state$q),
        .clock(state$clock)
    );
    reg [84:0] front$d;
    wire [84:0] front$q;
    wire front$clock;
    card_front front (
        .d(front$d),
        .q(front$q),
        .clock(front$clock)
    );
    reg front_valid$d;
    wire front_valid$q;
    wire front_valid$clock;
    card_some front_valid (
        .d(front_valid$d),
        .q(front_valid$q),
        .clock(front_valid$clock)
    );
    reg [51:0] page$d;
    wire [51:0] page$q;
    wire page$clock;
    card_page page (
        .d(page$d),
        .q(page$q),
        .clock(page$clock)
    );
    reg [3:0] id$d;
    wire [3:0] id$q;
    wire id$clock;
    card_head id (
        .d(id$d),
        .q(id$q),
        .clock(id$clock)
    );
    reg odd$d;
    wire odd$q;
    wire odd$clock;
    card_some odd (
        .d(odd$d),
        .q(odd$q),
        .clock(odd$clock)
    );
    reg [22:0] want$d;
    wire [22:0] want$q;
    wire want$clock;
    card_want want (
        .d(want$d),
        .q(want$q),
        .clock(want$clock)
    );
    reg want_valid$d;
    wire want_valid$q;
    wire want_valid$clock;
    card_some want_valid (
        .d(want_valid$d),
        .q(want_valid$q),
        .clock(want_valid$clock)
    );
    function automatic [0:0] cut$10$1(input [9:0] x$);
        cut$10$1 = x$[0:0];
    endfunction
    function automatic [8:0] cut$10$9(input [9:0] x$);
        cut$10$9 = x$[8:0];
    endfunction
    function automatic [10:0] cut$13$11(input [12:0] x$);
        cut$13$11 = x$[10:0];
    endfunction
    function automatic [9:0] cut$64$10(input [63:0] x$);
        cut$64$10 = x$[9:0];
    endfunction
    function automatic [31:0] cut$64$32(input [63:0] x$);
        cut$64$32 = x$[31:0];
    endfunction
    function automatic [51:0] cut$64$52(input [63:0] x$);
        cut$64$52 = x$[51:0];
    endfunction
    assign own_words$data = words$source$data;
    assign own_words$valid = words$source$valid;
    assign words$source$ready = own_words$ready;
    assign state$clock = clock;
    assign front$clock = clock;
    assign front_valid$clock = clock;
    assign page$clock = clock;
    assign id$clock = clock;
    assign odd$clock = clock;
    assign want$clock = clock;
    assign want_valid$clock = clock;
    assign split$clock = clock;
    assign queue$clock = clock;
    assign words$clock = clock;
    assign split$reset = reset;
    assign queue$reset = reset;
    assign words$reset = reset;
    assign split$limit = limit;
    assign posted$data = front$q;
    assign posted$valid = front_valid$q;
    assign queue$source$ready = ~front_valid$q;
    assign slot_read$data = want$q;
    assign slot_read$valid = want_valid$q;
    assign split$start = state$q == Planning$Write;
    assign split$start_dw = cut$64$10(write$data[63:0] >> 2);
    assign split$start_count = cut$13$11(write$data[76:64] >> 2);
    assign split$taken = split$valid & queue$sink$ready;
    assign write$ready = state$q == Planning$Write;
    assign post$ready = (state$q == Planning$EntryHigh) & words$sink$ready;
    assign message$ready = ((state$q == Planning$Interrupt) & queue$sink$ready) & words$sink$ready;
    assign raise_vector = post$data[196:193];
    always_comb begin
        state$d = state$q;
        front$d = front$q;
        front_valid$d = front_valid$q;
        page$d = page$q;
        id$d = id$q;
        odd$d = odd$q;
        want$d = want$q;
        want_valid$d = want_valid$q;
        if (posted$ready) begin
            front_valid$d = 1'b0;
        end
        if (~front_valid$q) begin
            front$d = queue$source$data;
            front_valid$d = queue$source$valid;
        end
        if (slot_read$ready) begin
            want_valid$d = 1'b0;
        end
        words_asked = cut$13$11(write$data[76:64] >> 2) + 11'd1;
        if (cut$10$1(write$data[90:81])) begin
            words_asked = cut$13$11(write$data[76:64] >> 2) + 11'd2;
        end
        raise = 1'b0;
        queue$sink$valid = 1'b0;
        queue$sink$data[63:0] = ({12'd0, page$q} << 12) | {52'd0, {2'd0, split$dw} << 2};
        queue$sink$data[64] = |page$q[51:20];
        queue$sink$data[75:65] = split$count;
        queue$sink$data[76] = 1'b0;
        queue$sink$data[77] = odd$q & split$first;
        queue$sink$data[78] = split$last;
        queue$sink$data[79] = split$last;
        queue$sink$data[80] = 1'b0;
        queue$sink$data[84:81] = id$q;
        words$sink$valid = 1'b0;
        words$sink$data = post$data[127:64];
        case (state$q)
            Planning$Write: begin
                page$d = cut$64$52(write$data[63:0] >> 12);
                id$d = write$data[94:91];
                odd$d = cut$10$1(write$data[90:81]);
                want$d[3:0] = write$data[80:77];
                want$d[12:4] = cut$10$9(write$data[90:81] >> 1);
                want$d[22:13] = words_asked[10:1];
                want_valid$d = 1'b1;
                state$d = Planning$Cutting;
            end
            Planning$Cutting: begin
                queue$sink$valid = split$valid;
                if ((split$valid & queue$sink$ready) & split$last) begin
                    state$d = Planning$Idle;
                end
            end
            Planning$EntryLow: begin
                words$sink$valid = queue$sink$ready;
                queue$sink$valid = words$sink$ready;
                queue$sink$data[63:0] = post$data[63:0];
                queue$sink$data[64] = |cut$64$32(post$data[63:0] >> 32);
                queue$sink$data[75:65] = 11'd4;
                queue$sink$data[76] = 1'b1;
                queue$sink$data[77] = 1'b0;
                queue$sink$data[78] = 1'b1;
                queue$sink$data[79] = 1'b0;
                queue$sink$data[80] = 1'b1;
                if (queue$sink$ready & words$sink$ready) begin
                    state$d = Planning$EntryHigh;
                end
            end
            Planning$EntryHigh: begin
                words$sink$valid = 1'b1;
                words$sink$data = post$data[191:128];
                if (words$sink$ready) begin
                    raise = post$data[192];
                    state$d = Planning$Idle;
                    if (post$data[192]) begin
                        state$d = Planning$Raised;
                    end
                end
            end
            Planning$Raised: begin
                state$d = Planning$Idle;
            end
            Planning$Interrupt: begin
                words$sink$valid = queue$sink$ready & message$valid;
                words$sink$data = {32'd0, message$data[95:64]};
                queue$sink$valid = words$sink$ready & message$valid;
                queue$sink$data[63:0] = message$data[63:0];
                queue$sink$data[64] = |cut$64$32(message$data[63:0] >> 32);
                queue$sink$data[75:65] = 11'd1;
                queue$sink$data[76] = 1'b1;
                queue$sink$data[77] = 1'b0;
                queue$sink$data[78] = 1'b1;
                queue$sink$data[79] = 1'b0;
                if (queue$sink$ready & words$sink$ready) begin
                    state$d = Planning$Idle;
                end
                if (~message$valid) begin
                    state$d = Planning$Idle;
                end
            end
            default: begin // Planning$Idle
                if (message$valid) begin
                    state$d = Planning$Interrupt;
                end else if (~interrupt_due) begin
                    if (post$valid) begin
                        state$d = Planning$EntryLow;
                    end else if (write$valid & (~want_valid$q)) begin
                        state$d = Planning$Write;
                    end
                end
            end
        endcase
        if (reset) begin
            state$d = Planning$Idle;
            want_valid$d = 1'b0;
            front_valid$d = 1'b0;
        end
    end
endmodule

module card_choose (
    bdf,
    posted,
    posted_ready,
    fetch,
    fetch_ready,
    reply,
    reply_ready,
    read_turn,
    takes_posted,
    takes_fetch,
    outgoing,
    outgoing_valid
);
    input wire [15:0] bdf;
    input wire [84:0] posted;
    input wire posted_ready;
    input wire [80:0] fetch;
    input wire fetch_ready;
    input wire [116:0] reply;
    input wire reply_ready;
    input wire read_turn;
    output wire takes_posted;
    output wire takes_fetch;
    output reg [150:0] outgoing;
    output wire outgoing_valid;
    localparam [7:0] memory_read = 8'd0;
    localparam [7:0] memory_write = 8'h40;
    localparam [7:0] completion = 8'h4a;
    localparam [7:0] completion_only = 8'ha;
    localparam [15:0] all_enabled = 16'hff;
    localparam [15:0] one_enabled = 16'hf;
    wire writes;
    reg [63:0] address;
    reg [10:0] count;
    reg [7:0] tag;
    reg long;
    reg [7:0] kind;
    reg [15:0] low;
    reg [31:0] dw0;
    reg [31:0] dw1;
    reg [31:0] dw2;
    reg [31:0] dw3;
    function automatic [0:0] cut$3$1(input [2:0] x$);
        cut$3$1 = x$[0:0];
    endfunction
    function automatic [1:0] cut$3$2(input [2:0] x$);
        cut$3$2 = x$[1:0];
    endfunction
    assign writes = posted_ready & (~(fetch_ready & read_turn));
    assign takes_posted = writes & (~reply_ready);
    assign takes_fetch = (fetch_ready & (~writes)) & (~reply_ready);
    assign outgoing_valid = (reply_ready | fetch_ready) | posted_ready;
    always_comb begin
        address = fetch[63:0];
        long = fetch[64];
        count = fetch[75:65];
        kind = memory_read;
        tag = {3'd0, fetch[80:76]};
        if (writes) begin
            address = posted[63:0];
            long = posted[64];
            count = posted[75:65];
            kind = memory_write;
            tag = 8'd0;
        end
        low = ({8'd0, tag} << 8) | all_enabled;
        if (count == 11'd1) begin
            low = ({8'd0, tag} << 8) | one_enabled;
        end
        dw0 = (({24'd0, kind} << 24) | ({31'd0, long} << 29)) | {22'd0, count[9:0]};
        dw2 = {2'd0, address[31:2]} << 2;
        dw3 = 32'd0;
        if (long) begin
            dw2 = address[63:32];
            dw3 = {2'd0, address[31:2]} << 2;
        end
        outgoing[128] = long;
        outgoing[129] = writes;
        outgoing[140:130] = count;
        if (reply_ready) begin
            kind = completion;
            if (reply[9]) begin
                kind = completion_only;
            end
            low = ({15'd0, reply[9]} << 13) | {4'd0, reply[21:10]};
            dw0 = ((((({24'd0, kind} << 24) | ({31'd0, reply[2]} << 24)) | ({29'd0, reply[5:3]} << 20)) | ({31'd0, cut$3$1(reply[8:6] >> 2)} << 18)) | ({30'd0, cut$3$2(reply[8:6])} << 12)) | {30'd0, reply[1:0]};
            dw2 = ({8'd0, reply[45:22]} << 8) | {25'd0, reply[52:46]};
            dw3 = 32'd0;
            outgoing[128] = 1'b0;
            outgoing[129] = ~reply[9];
            outgoing[140:130] = {9'd0, reply[1:0]};
        end
        dw1 = ({16'd0, bdf} << 16) | {16'd0, low};
        outgoing[63:0] = ({32'd0, dw1} << 32) | {32'd0, dw0};
        outgoing[127:64] = ({32'd0, dw3} << 32) | {32'd0, dw2};
        outgoing[141] = (writes & (~reply_ready)) & posted[76];
        outgoing[142] = reply_ready;
        outgoing[143] = (writes & (~reply_ready)) & posted[77];
        outgoing[144] = (writes & (~reply_ready)) & posted[78];
        outgoing[145] = (writes & (~reply_ready)) & posted[79];
        outgoing[146] = (writes & (~reply_ready)) & posted[80];
        outgoing[150:147] = posted[84:81];
    end
endmodule

module card_front_2 (
    d,
    q,
    clock
);
    input wire [73:0] d;
    output reg [73:0] q;
    input wire clock;
    initial q = 74'd0;
    always @(posedge clock) q <= d;
endmodule

module card_skid (
    clock,
    reset,
    sink$data,
    sink$valid,
    sink$ready,
    source$data,
    source$valid,
    source$ready
);
    input wire clock;
    input wire reset;
    input wire [73:0] sink$data;
    input wire sink$valid;
    output wire sink$ready;
    output wire [73:0] source$data;
    output wire source$valid;
    input wire source$ready;
    reg [73:0] front$d;
    wire [73:0] front$q;
    wire front$clock;
    card_front_2 front (
        .d(front$d),
        .q(front$q),
        .clock(front$clock)
    );
    reg front_valid$d;
    wire front_valid$q;
    wire front_valid$clock;
    card_some front_valid (
        .d(front_valid$d),
        .q(front_valid$q),
        .clock(front_valid$clock)
    );
    reg [73:0] spare$d;
    wire [73:0] spare$q;
    wire spare$clock;
    card_front_2 spare (
        .d(spare$d),
        .q(spare$q),
        .clock(spare$clock)
    );
    reg spare_valid$d;
    wire spare_valid$q;
    wire spare_valid$clock;
    card_some spare_valid (
        .d(spare_valid$d),
        .q(spare_valid$q),
        .clock(spare_valid$clock)
    );
    assign front$clock = clock;
    assign front_valid$clock = clock;
    assign spare$clock = clock;
    assign spare_valid$clock = clock;
    assign sink$ready = ~spare_valid$q;
    assign source$data = front$q;
    assign source$valid = front_valid$q;
    always_comb begin
        front$d = front$q;
        front_valid$d = front_valid$q;
        spare$d = spare$q;
        spare_valid$d = spare_valid$q;
        if (source$ready | (~front_valid$q)) begin
            front$d = sink$data;
            front_valid$d = sink$valid;
            if (spare_valid$q) begin
                front$d = spare$q;
                front_valid$d = 1'b1;
                spare_valid$d = 1'b0;
            end
        end else if (sink$valid & (~spare_valid$q)) begin
            spare$d = sink$data;
            spare_valid$d = 1'b1;
        end
        if (reset) begin
            front_valid$d = 1'b0;
            spare_valid$d = 1'b0;
        end
    end
endmodule

module card_next (
    d,
    q,
    clock
);
    input wire [150:0] d;
    output reg [150:0] q;
    input wire clock;
    initial q = 151'd0;
    always @(posedge clock) q <= d;
endmodule

module card_transmit (
    clock,
    reset,
    bus_master,
    outgoing,
    outgoing_valid,
    load,
    had_payload,
    slot_words$data,
    slot_words$valid,
    slot_words$ready,
    own_words$data,
    own_words$valid,
    own_words$ready,
    reply_word,
    reply_sent,
    reply_free,
    slot_word,
    beat$data,
    beat$valid,
    beat$ready,
    write_done$data,
    write_done$valid,
    write_done$ready,
    post_done,
    whole
);
    input wire clock;
    input wire reset;
    input wire bus_master;
    input wire [150:0] outgoing;
    input wire outgoing_valid;
    output wire load;
    output wire had_payload;
    input wire [63:0] slot_words$data;
    input wire slot_words$valid;
    output wire slot_words$ready;
    input wire [63:0] own_words$data;
    input wire own_words$valid;
    output wire own_words$ready;
    input wire [63:0] reply_word;
    output reg reply_sent;
    output wire reply_free;
    output wire slot_word;
    output wire [73:0] beat$data;
    output wire beat$valid;
    input wire beat$ready;
    output wire [5:0] write_done$data;
    output wire write_done$valid;
    input wire write_done$ready;
    output wire post_done;
    output wire whole;
    localparam [1:0] Sending$First = 2'd0;
    localparam [1:0] Sending$Idle = 2'd3;
    localparam [1:0] Sending$Rest = 2'd2;
    localparam [1:0] Sending$Second = 2'd1;
    wire bound;
    reg [63:0] word;
    reg word_valid;
    reg formed;
    reg over_now;
    reg keeps;
    reg then_wants;
    reg then_ends;
    reg [31:0] low;
    reg [31:0] high;
    reg half;
    wire skid$clock;
    wire skid$reset;
    reg [73:0] skid$sink$data;
    reg skid$sink$valid;
    wire skid$sink$ready;
    wire [73:0] skid$source$data;
    wire skid$source$valid;
    wire skid$source$ready;
    card_skid skid (
        .clock(skid$clock),
        .reset(skid$reset),
        .sink$data(skid$sink$data),
        .sink$valid(skid$sink$valid),
        .sink$ready(skid$sink$ready),
        .source$data(skid$source$data),
        .source$valid(skid$source$valid),
        .source$ready(skid$source$ready)
    );
    wire done$clock;
    wire done$reset;
    wire [5:0] done$sink$data;
    wire done$sink$valid;
    wire done$sink$ready;
    wire [5:0] done$source$data;
    wire done$source$valid;
    wire done$source$ready;
    card_queue done (
        .clock(done$clock),
        .reset(done$reset),
        .sink$data(done$sink$data),
        .sink$valid(done$sink$valid),
        .sink$ready(done$sink$ready),
        .source$data(done$source$data),
        .source$valid(done$source$valid),
        .source$ready(done$source$ready)
    );
    reg [1:0] state$d;
    wire [1:0] state$q;
    wire state$clock;
    card_part state (
        .d(state$d),
        .q(state$q),
        .clock(state$clock)
    );
    reg [150:0] next$d;
    wire [150:0] next$q;
    wire next$clock;
    card_next next (
        .d(next$d),
        .q(next$q),
        .clock(next$clock)
    );
    reg next_valid$d;
    wire next_valid$q;
    wire next_valid$clock;
    card_some next_valid (
        .d(next_valid$d),
        .q(next_valid$q),
        .clock(next_valid$clock)
    );
    reg fresh$d;
    wire fresh$q;
    wire fresh$clock;
    card_some fresh (
        .d(fresh$d),
        .q(fresh$q),
        .clock(fresh$clock)
    );
    reg [150:0] tlp$d;
    wire [150:0] tlp$q;
    wire tlp$clock;
    card_next tlp (
        .d(tlp$d),
        .q(tlp$q),
        .clock(tlp$clock)
    );
    reg [63:0] first$d;
    wire [63:0] first$q;
    wire first$clock;
    card_data first (
        .d(first$d),
        .q(first$q),
        .clock(first$clock)
    );
    reg own$d;
    wire own$q;
    wire own$clock;
    card_some own (
        .d(own$d),
        .q(own$q),
        .clock(own$clock)
    );
    reg reply$d;
    wire reply$q;
    wire reply$clock;
    card_some reply (
        .d(reply$d),
        .q(reply$q),
        .clock(reply$clock)
    );
    reg odd$d;
    wire odd$q;
    wire odd$clock;
    card_some odd (
        .d(odd$d),
        .q(odd$q),
        .clock(odd$clock)
    );
    reg long$d;
    wire long$q;
    wire long$clock;
    card_some long (
        .d(long$d),
        .q(long$q),
        .clock(long$clock)
    );
    reg payload$d;
    wire payload$q;
    wire payload$clock;
    card_some payload (
        .d(payload$d),
        .q(payload$q),
        .clock(payload$clock)
    );
    reg one$d;
    wire one$q;
    wire one$clock;
    card_some one (
        .d(one$d),
        .q(one$q),
        .clock(one$clock)
    );
    reg two$d;
    wire two$q;
    wire two$clock;
    card_some two (
        .d(two$d),
        .q(two$q),
        .clock(two$clock)
    );
    reg mute$d;
    wire mute$q;
    wire mute$clock;
    card_some mute (
        .d(mute$d),
        .q(mute$q),
        .clock(mute$clock)
    );
    reg wants$d;
    wire wants$q;
    wire wants$clock;
    card_some wants (
        .d(wants$d),
        .q(wants$q),
        .clock(wants$clock)
    );
    reg ends$d;
    wire ends$q;
    wire ends$clock;
    card_some ends (
        .d(ends$d),
        .q(ends$q),
        .clock(ends$clock)
    );
    reg [31:0] held$d;
    wire [31:0] held$q;
    wire held$clock;
    card_held held (
        .d(held$d),
        .q(held$q),
        .clock(held$clock)
    );
    reg held_valid$d;
    wire held_valid$q;
    wire held_valid$clock;
    card_some held_valid (
        .d(held_valid$d),
        .q(held_valid$q),
        .clock(held_valid$clock)
    );
    reg replying$d;
    wire replying$q;
    wire replying$clock;
    card_some replying (
        .d(replying$d),
        .q(replying$q),
        .clock(replying$clock)
    );
    reg failed$d;
    wire failed$q;
    wire failed$clock;
    card_some failed (
        .d(failed$d),
        .q(failed$q),
        .clock(failed$clock)
    );
    reg over$d;
    wire over$q;
    wire over$clock;
    card_some over (
        .d(over$d),
        .q(over$q),
        .clock(over$clock)
    );
    reg post_over$d;
    wire post_over$q;
    wire post_over$clock;
    card_some post_over (
        .d(post_over$d),
        .q(post_over$q),
        .clock(post_over$clock)
    );
    reg write_over$d;
    wire write_over$q;
    wire write_over$clock;
    card_some write_over (
        .d(write_over$d),
        .q(write_over$q),
        .clock(write_over$clock)
    );
    reg [5:0] outcome$d;
    wire [5:0] outcome$q;
    wire outcome$clock;
    card_ended outcome (
        .d(outcome$d),
        .q(outcome$q),
        .clock(outcome$clock)
    );
    function automatic [31:0] cut$64$32(input [63:0] x$);
        cut$64$32 = x$[31:0];
    endfunction
    assign beat$data = skid$source$data;
    assign beat$valid = skid$source$valid;
    assign done$source$ready = write_done$ready;
    assign skid$source$ready = beat$ready;
    assign write_done$data = done$source$data;
    assign write_done$valid = done$source$valid;
    assign state$clock = clock;
    assign next$clock = clock;
    assign next_valid$clock = clock;
    assign fresh$clock = clock;
    assign tlp$clock = clock;
    assign first$clock = clock;
    assign own$clock = clock;
    assign reply$clock = clock;
    assign odd$clock = clock;
    assign long$clock = clock;
    assign payload$clock = clock;
    assign one$clock = clock;
    assign two$clock = clock;
    assign mute$clock = clock;
    assign wants$clock = clock;
    assign ends$clock = clock;
    assign held$clock = clock;
    assign held_valid$clock = clock;
    assign replying$clock = clock;
    assign failed$clock = clock;
    assign over$clock = clock;
    assign post_over$clock = clock;
    assign write_over$clock = clock;
    assign outcome$clock = clock;
    assign skid$clock = clock;
    assign done$clock = clock;
    assign skid$reset = reset;
    assign done$reset = reset;
    assign bound = held_valid$q & (~reply$q);
    assign slot_words$ready = ((skid$sink$ready & wants$q) & (~own$q)) & (~reply$q);
    assign own_words$ready = (skid$sink$ready & wants$q) & own$q;
    assign whole = over$q;
    assign post_done = post_over$q;
    assign done$sink$valid = write_over$q;
    assign done$sink$data = outcome$q;
    assign load = ~next_valid$q;
    assign slot_word = slot_words$valid | held_valid$q;
    assign reply_free = ~replying$q;
    assign had_payload = next$q[129];
    always_comb begin
        state$d = state$q;
        next$d = next$q;
        next_valid$d = next_valid$q;
        fresh$d = fresh$q;
        tlp$d = tlp$q;
        first$d = first$q;
        own$d = own$q;
        reply$d = reply$q;
        odd$d = odd$q;
        long$d = long$q;
        payload$d = payload$q;
        one$d = one$q;
        two$d = two$q;
        mute$d = mute$q;
        wants$d = wants$q;
        ends$d = ends$q;
        held$d = held$q;
        held_valid$d = held_valid$q;
        replying$d = replying$q;
        failed$d = failed$q;
        over$d = over$q;
        post_over$d = post_over$q;
        write_over$d = write_over$q;
        outcome$d = outcome$q;
        word = slot_words$data;
        word_valid = slot_words$valid;
        if (own$q) begin
            word = own_words$data;
            word_valid = own_words$valid;
        end
        if (reply$q) begin
            word_valid = 1'b1;
            word = reply_word;
            if (state$q == Sending$Rest) begin
                word = {32'd0, reply_word[63:32]};
            end
        end
        half = 1'b0;
        keeps = held_valid$q;
        then_wants = 1'b0;
        then_ends = 1'b0;
        low = first$q[31:0];
        high = first$q[63:32];
        case (state$q)
            Sending$First: begin
                keeps = held_valid$q | odd$q;
                then_wants = (payload$q & (~long$q)) & (~(bound | odd$q));
                then_ends = (~payload$q) | ((~long$q) & one$q);
            end
            Sending$Second: begin
                low = cut$64$32(tlp$q[127:64]);
                high = cut$64$32(tlp$q[127:64] >> 32);
                half = (~payload$q) & (~long$q);
                if (long$q) begin
                    then_wants = ~(bound & one$q);
                    then_ends = one$q | two$q;
                end else if (payload$q) begin
                    keeps = ~bound;
                    then_wants = (reply$q | bound) | (~two$q);
                    then_ends = two$q | (tlp$q[140:130] == 11'd3);
                    high = word[31:0];
                    if (bound) begin
                        high = held$q;
                    end
                end
            end
            Sending$Rest: begin
                half = one$q;
                if (one$q) begin
                    keeps = ~bound;
                end
                then_wants = ~(bound & (tlp$q[140:130] == 11'd3));
                then_ends = (tlp$q[140:130] == 11'd3) | (tlp$q[140:130] == 11'd4);
                low = word[31:0];
                high = word[63:32];
                if (bound) begin
                    low = held$q;
                    high = word[31:0];
                end
            end
            default: begin // Sending$Idle
            end
        endcase
        if (ends$q & tlp$q[144]) begin
            keeps = 1'b0;
        end
        if (reply$q) begin
            keeps = held_valid$q;
        end
        formed = (skid$sink$ready & (state$q != Sending$Idle)) & ((~wants$q) | word_valid);
        over_now = formed & ends$q;
        reply_sent = over_now & reply$q;
        skid$sink$valid = formed & (~mute$q);
        skid$sink$data[63:0] = ({32'd0, high} << 32) | {32'd0, low};
        skid$sink$data[71:64] = 8'hff;
        if (half) begin
            skid$sink$data[71:64] = 8'hf;
        end
        skid$sink$data[72] = state$q == Sending$First;
        skid$sink$data[73] = ends$q;
        if (fresh$q) begin
            tlp$d = next$q;
        end
        if (formed) begin
            if (wants$q & (~reply$q)) begin
                held$d = word[63:32];
            end
            held_valid$d = keeps;
            wants$d = then_wants;
            ends$d = then_ends;
            state$d = Sending$Rest;
            if (state$q == Sending$First) begin
                state$d = Sending$Second;
            end else if (state$q == Sending$Second) begin
                if (~long$q) begin
                    tlp$d[140:130] = tlp$q[140:130] - 11'd1;
                    one$d = two$q;
                    two$d = tlp$q[140:130] == 11'd3;
                end
            end else begin
                tlp$d[140:130] = tlp$q[140:130] - 11'd2;
                one$d = tlp$q[140:130] == 11'd3;
                two$d = tlp$q[140:130] == 11'd4;
            end
            if (ends$q) begin
                state$d = Sending$Idle;
                wants$d = 1'b0;
                ends$d = 1'b0;
            end
        end
        over$d = over_now & (~mute$q);
        post_over$d = over_now & tlp$q[146];
        write_over$d = over_now & tlp$q[145];
        outcome$d[3:0] = tlp$q[150:147];
        outcome$d[5:4] = {1'd0, mute$q | failed$q};
        if ((over_now & payload$q) & (~reply$q)) begin
            failed$d = (mute$q | failed$q) & (~tlp$q[144]);
        end
        if (over_now & reply$q) begin
            replying$d = 1'b0;
        end
        if (~next_valid$q) begin
            next$d = outgoing;
            next_valid$d = outgoing_valid;
            if (outgoing_valid & outgoing[142]) begin
                replying$d = 1'b1;
            end
        end
        fresh$d = 1'b0;
        if (state$q != Sending$First) begin
            first$d = next$q[63:0];
        end
        if (next_valid$q & ((state$q == Sending$Idle) | over_now)) begin
            next_valid$d = 1'b0;
            fresh$d = 1'b1;
            own$d = next$q[141];
            reply$d = next$q[142];
            odd$d = next$q[143];
            long$d = next$q[128];
            payload$d = next$q[129];
            one$d = next$q[140:130] == 11'd1;
            two$d = next$q[140:130] == 11'd2;
            mute$d = (~bus_master) & (~next$q[142]);
            wants$d = next$q[143];
            ends$d = 1'b0;
            state$d = Sending$First;
        end
        if (reset) begin
            state$d = Sending$Idle;
            wants$d = 1'b0;
            ends$d = 1'b0;
            next_valid$d = 1'b0;
            fresh$d = 1'b0;
            held_valid$d = 1'b0;
            replying$d = 1'b0;
            failed$d = 1'b0;
            over$d = 1'b0;
            post_over$d = 1'b0;
            write_over$d = 1'b0;
        end
    end
endmodule

module card_pcie (
    clock,
    reset,
    rx_data,
    rx_keep,
    rx_sop,
    rx_eop,
    rx_bar,
    rx_valid,
    rx_ready,
    tx_data,
    tx_keep,
    tx_sop,
    tx_eop,
    tx_valid,
    tx_ready,
    cfg_bdf,
    cfg_mps,
    cfg_mrrs,
    cfg_rcb,
    cfg_bus_master,
    cfg_msix_enable,
    cfg_msix_mask,
    timeout_cycles,
    regs$data,
    regs$valid,
    regs$ready,
    reg_reply$data,
    reg_reply$valid,
    reg_reply$ready,
    dma_read$data,
    dma_read$valid,
    dma_read$ready,
    read_done$data,
    read_done$valid,
    read_done$ready,
    word,
    word_valid,
    dma_write$data,
    dma_write$valid,
    dma_write$ready,
    write_done$data,
    write_done$valid,
    write_done$ready,
    slot_read$data,
    slot_read$valid,
    slot_read$ready,
    slot_words$data,
    slot_words$valid,
    slot_words$ready,
    post$data,
    post$valid,
    post$ready,
    post_done,
    rx_tlps,
    tx_tlps,
    unsupported,
    malformed,
    unexpected_completions,
    timeouts
);
    input wire clock;
    input wire reset;
    input wire [63:0] rx_data;
    input wire [7:0] rx_keep;
    input wire rx_sop;
    input wire rx_eop;
    input wire [2:0] rx_bar;
    input wire rx_valid;
    output wire rx_ready;
    output wire [63:0] tx_data;
    output wire [7:0] tx_keep;
    output wire tx_sop;
    output wire tx_eop;
    output wire tx_valid;
    input wire tx_ready;
    input wire [15:0] cfg_bdf;
    input wire [2:0] cfg_mps;
    input wire [2:0] cfg_mrrs;
    input wire cfg_rcb;
    input wire cfg_bus_master;
    input wire cfg_msix_enable;
    input wire cfg_msix_mask;
    input wire [31:0] timeout_cycles;
    output wire [89:0] regs$data;
    output wire regs$valid;
    input wire regs$ready;
    input wire [63:0] reg_reply$data;
    input wire reg_reply$valid;
    output wire reg_reply$ready;
    input wire [98:0] dma_read$data;
    input wire dma_read$valid;
    output wire dma_read$ready;
    output wire [5:0] read_done$data;
    output wire read_done$valid;
    input wire read_done$ready;
    output wire [82:0] word;
    output wire word_valid;
    input wire [94:0] dma_write$data;
    input wire dma_write$valid;
    output wire dma_write$ready;
    output wire [5:0] write_done$data;
    output wire write_done$valid;
    input wire write_done$ready;
    output wire [22:0] slot_read$data;
    output wire slot_read$valid;
    input wire slot_read$ready;
    input wire [63:0] slot_words$data;
    input wire slot_words$valid;
    output wire slot_words$ready;
    input wire [196:0] post$data;
    input wire post$valid;
    output wire post$ready;
    output wire post_done;
    output wire [31:0] rx_tlps;
    output wire [31:0] tx_tlps;
    output wire [31:0] unsupported;
    output wire [31:0] malformed;
    output wire [31:0] unexpected_completions;
    output wire [31:0] timeouts;
    wire receive$clock;
    wire receive$reset;
    wire [63:0] receive$rx_data;
    wire [7:0] receive$rx_keep;
    wire receive$rx_sop;
    wire receive$rx_eop;
    wire [2:0] receive$rx_bar;
    wire receive$rx_valid;
    wire receive$rx_ready;
    wire [121:0] receive$request$data;
    wire receive$request$valid;
    wire receive$request$ready;
    wire [69:0] receive$piece;
    wire [27:0] receive$header;
    wire receive$expected;
    wire receive$whole;
    wire receive$unsupported;
    wire receive$malformed;
    card_receive receive (
        .clock(receive$clock),
        .reset(receive$reset),
        .rx_data(receive$rx_data),
        .rx_keep(receive$rx_keep),
        .rx_sop(receive$rx_sop),
        .rx_eop(receive$rx_eop),
        .rx_bar(receive$rx_bar),
        .rx_valid(receive$rx_valid),
        .rx_ready(receive$rx_ready),
        .request$data(receive$request$data),
        .request$valid(receive$request$valid),
        .request$ready(receive$request$ready),
        .piece(receive$piece),
        .header(receive$header),
        .expected(receive$expected),
        .whole(receive$whole),
        .unsupported(receive$unsupported),
        .malformed(receive$malformed)
    );
    wire completer$clock;
    wire completer$reset;
    wire [121:0] completer$request$data;
    wire completer$request$valid;
    wire completer$request$ready;
    wire [89:0] completer$regs$data;
    wire completer$regs$valid;
    wire completer$regs$ready;
    wire [63:0] completer$reg_reply$data;
    wire completer$reg_reply$valid;
    wire completer$reg_reply$ready;
    wire [89:0] completer$access$data;
    wire completer$access$valid;
    wire completer$access$ready;
    wire [63:0] completer$answer;
    wire completer$answer_valid;
    wire [116:0] completer$reply$data;
    wire completer$reply$valid;
    wire completer$reply$ready;
    card_completer completer (
        .clock(completer$clock),
        .reset(completer$reset),
        .request$data(completer$request$data),
        .request$valid(completer$request$valid),
        .request$ready(completer$request$ready),
        .regs$data(completer$regs$data),
        .regs$valid(completer$regs$valid),
        .regs$ready(completer$regs$ready),
        .reg_reply$data(completer$reg_reply$data),
        .reg_reply$valid(completer$reg_reply$valid),
        .reg_reply$ready(completer$reg_reply$ready),
        .access$data(completer$access$data),
        .access$valid(completer$access$valid),
        .access$ready(completer$access$ready),
        .answer(completer$answer),
        .answer_valid(completer$answer_valid),
        .reply$data(completer$reply$data),
        .reply$valid(completer$reply$valid),
        .reply$ready(completer$reply$ready)
    );
    wire interrupts$clock;
    wire interrupts$reset;
    wire interrupts$bus_master;
    wire interrupts$enable;
    wire interrupts$mask;
    wire interrupts$raise;
    wire [3:0] interrupts$raise_vector;
    wire interrupts$due;
    wire [95:0] interrupts$message$data;
    wire interrupts$message$valid;
    wire interrupts$message$ready;
    wire [89:0] interrupts$access$data;
    wire interrupts$access$valid;
    wire interrupts$access$ready;
    wire [63:0] interrupts$answer;
    wire interrupts$answer_valid;
    card_interrupts interrupts (
        .clock(interrupts$clock),
        .reset(interrupts$reset),
        .bus_master(interrupts$bus_master),
        .enable(interrupts$enable),
        .mask(interrupts$mask),
        .raise(interrupts$raise),
        .raise_vector(interrupts$raise_vector),
        .due(interrupts$due),
        .message$data(interrupts$message$data),
        .message$valid(interrupts$message$valid),
        .message$ready(interrupts$message$ready),
        .access$data(interrupts$access$data),
        .access$valid(interrupts$access$valid),
        .access$ready(interrupts$access$ready),
        .answer(interrupts$answer),
        .answer_valid(interrupts$answer_valid)
    );
    wire reassembly$clock;
    wire reassembly$reset;
    wire [15:0] reassembly$bdf;
    wire [69:0] reassembly$piece;
    wire [27:0] reassembly$header;
    wire reassembly$look;
    wire [4:0] reassembly$look_tag;
    wire [10:0] reassembly$look_left;
    wire [21:0] reassembly$look_use;
    wire reassembly$update;
    wire [4:0] reassembly$update_tag;
    wire [10:0] reassembly$update_left;
    wire [3:0] reassembly$update_id;
    wire reassembly$update_last;
    wire [82:0] reassembly$word;
    wire reassembly$word_valid;
    wire [16:0] reassembly$share;
    wire reassembly$share_valid;
    wire reassembly$unexpected;
    card_reassembly reassembly (
        .clock(reassembly$clock),
        .reset(reassembly$reset),
        .bdf(reassembly$bdf),
        .piece(reassembly$piece),
        .header(reassembly$header),
        .look(reassembly$look),
        .look_tag(reassembly$look_tag),
        .look_left(reassembly$look_left),
        .look_use(reassembly$look_use),
        .update(reassembly$update),
        .update_tag(reassembly$update_tag),
        .update_left(reassembly$update_left),
        .update_id(reassembly$update_id),
        .update_last(reassembly$update_last),
        .word(reassembly$word),
        .word_valid(reassembly$word_valid),
        .share(reassembly$share),
        .share_valid(reassembly$share_valid),
        .unexpected(reassembly$unexpected)
    );
    wire tags$clock;
    wire tags$reset;
    wire tags$bus_master;
    wire [31:0] tags$period;
    wire tags$free;
    wire [4:0] tags$tag;
    wire tags$take;
    wire [21:0] tags$take_use;
    wire [10:0] tags$take_count;
    wire tags$expected;
    wire tags$look;
    wire [4:0] tags$look_tag;
    wire [10:0] tags$look_left;
    wire [21:0] tags$look_use;
    wire tags$update;
    wire [4:0] tags$update_tag;
    wire [10:0] tags$update_left;
    wire [3:0] tags$update_id;
    wire tags$update_last;
    wire [16:0] tags$expired$data;
    wire tags$expired$valid;
    wire tags$expired$ready;
    wire tags$timeout;
    card_tags tags (
        .clock(tags$clock),
        .reset(tags$reset),
        .bus_master(tags$bus_master),
        .period(tags$period),
        .free(tags$free),
        .tag(tags$tag),
        .take(tags$take),
        .take_use(tags$take_use),
        .take_count(tags$take_count),
        .expected(tags$expected),
        .look(tags$look),
        .look_tag(tags$look_tag),
        .look_left(tags$look_left),
        .look_use(tags$look_use),
        .update(tags$update),
        .update_tag(tags$update_tag),
        .update_left(tags$update_left),
        .update_id(tags$update_id),
        .update_last(tags$update_last),
        .expired$data(tags$expired$data),
        .expired$valid(tags$expired$valid),
        .expired$ready(tags$expired$ready),
        .timeout(tags$timeout)
    );
    wire ends$clock;
    wire ends$reset;
    wire [16:0] ends$begin$data;
    wire ends$begin$valid;
    wire ends$begin$ready;
    wire [16:0] ends$share;
    wire ends$share_valid;
    wire [16:0] ends$expired$data;
    wire ends$expired$valid;
    wire ends$expired$ready;
    wire [5:0] ends$done$data;
    wire ends$done$valid;
    wire ends$done$ready;
    card_ends ends (
        .clock(ends$clock),
        .reset(ends$reset),
        .begin$data(ends$begin$data),
        .begin$valid(ends$begin$valid),
        .begin$ready(ends$begin$ready),
        .share(ends$share),
        .share_valid(ends$share_valid),
        .expired$data(ends$expired$data),
        .expired$valid(ends$expired$valid),
        .expired$ready(ends$expired$ready),
        .done$data(ends$done$data),
        .done$valid(ends$done$valid),
        .done$ready(ends$done$ready)
    );
    wire reads$clock;
    wire reads$reset;
    wire [2:0] reads$limit;
    wire [98:0] reads$read$data;
    wire reads$read$valid;
    wire reads$read$ready;
    wire [16:0] reads$begin$data;
    wire reads$begin$valid;
    wire reads$begin$ready;
    wire reads$free;
    wire [4:0] reads$tag;
    wire reads$take;
    wire [21:0] reads$take_use;
    wire [10:0] reads$take_count;
    wire [80:0] reads$fetch$data;
    wire reads$fetch$valid;
    wire reads$fetch$ready;
    card_reads_2 reads (
        .clock(reads$clock),
        .reset(reads$reset),
        .limit(reads$limit),
        .read$data(reads$read$data),
        .read$valid(reads$read$valid),
        .read$ready(reads$read$ready),
        .begin$data(reads$begin$data),
        .begin$valid(reads$begin$valid),
        .begin$ready(reads$begin$ready),
        .free(reads$free),
        .tag(reads$tag),
        .take(reads$take),
        .take_use(reads$take_use),
        .take_count(reads$take_count),
        .fetch$data(reads$fetch$data),
        .fetch$valid(reads$fetch$valid),
        .fetch$ready(reads$fetch$ready)
    );
    wire writes$clock;
    wire writes$reset;
    wire [2:0] writes$limit;
    wire [94:0] writes$write$data;
    wire writes$write$valid;
    wire writes$write$ready;
    wire [22:0] writes$slot_read$data;
    wire writes$slot_read$valid;
    wire writes$slot_read$ready;
    wire [196:0] writes$post$data;
    wire writes$post$valid;
    wire writes$post$ready;
    wire writes$raise;
    wire [3:0] writes$raise_vector;
    wire writes$interrupt_due;
    wire [95:0] writes$message$data;
    wire writes$message$valid;
    wire writes$message$ready;
    wire [84:0] writes$posted$data;
    wire writes$posted$valid;
    wire writes$posted$ready;
    wire [63:0] writes$own_words$data;
    wire writes$own_words$valid;
    wire writes$own_words$ready;
    card_writes writes (
        .clock(writes$clock),
        .reset(writes$reset),
        .limit(writes$limit),
        .write$data(writes$write$data),
        .write$valid(writes$write$valid),
        .write$ready(writes$write$ready),
        .slot_read$data(writes$slot_read$data),
        .slot_read$valid(writes$slot_read$valid),
        .slot_read$ready(writes$slot_read$ready),
        .post$data(writes$post$data),
        .post$valid(writes$post$valid),
        .post$ready(writes$post$ready),
        .raise(writes$raise),
        .raise_vector(writes$raise_vector),
        .interrupt_due(writes$interrupt_due),
        .message$data(writes$message$data),
        .message$valid(writes$message$valid),
        .message$ready(writes$message$ready),
        .posted$data(writes$posted$data),
        .posted$valid(writes$posted$valid),
        .posted$ready(writes$posted$ready),
        .own_words$data(writes$own_words$data),
        .own_words$valid(writes$own_words$valid),
        .own_words$ready(writes$own_words$ready)
    );
    wire [15:0] choose$bdf;
    wire [84:0] choose$posted;
    reg choose$posted_ready;
    wire [80:0] choose$fetch;
    wire choose$fetch_ready;
    wire [116:0] choose$reply;
    wire choose$reply_ready;
    wire choose$read_turn;
    wire choose$takes_posted;
    wire choose$takes_fetch;
    wire [150:0] choose$outgoing;
    wire choose$outgoing_valid;
    card_choose choose (
        .bdf(choose$bdf),
        .posted(choose$posted),
        .posted_ready(choose$posted_ready),
        .fetch(choose$fetch),
        .fetch_ready(choose$fetch_ready),
        .reply(choose$reply),
        .reply_ready(choose$reply_ready),
        .read_turn(choose$read_turn),
        .takes_posted(choose$takes_posted),
        .takes_fetch(choose$takes_fetch),
        .outgoing(choose$outgoing),
        .outgoing_valid(choose$outgoing_valid)
    );
    wire transmit$clock;
    wire transmit$reset;
    wire transmit$bus_master;
    wire [150:0] transmit$outgoing;
    wire transmit$outgoing_valid;
    wire transmit$load;
    wire transmit$had_payload;
    wire [63:0] transmit$slot_words$data;
    wire transmit$slot_words$valid;
    wire transmit$slot_words$ready;
    wire [63:0] transmit$own_words$data;
    wire transmit$own_words$valid;
    wire transmit$own_words$ready;
    wire [63:0] transmit$reply_word;
    wire transmit$reply_sent;
    wire transmit$reply_free;
    wire transmit$slot_word;
    wire [73:0] transmit$beat$data;
    wire transmit$beat$valid;
    wire transmit$beat$ready;
    wire [5:0] transmit$write_done$data;
    wire transmit$write_done$valid;
    wire transmit$write_done$ready;
    wire transmit$post_done;
    wire transmit$whole;
    card_transmit transmit (
        .clock(transmit$clock),
        .reset(transmit$reset),
        .bus_master(transmit$bus_master),
        .outgoing(transmit$outgoing),
        .outgoing_valid(transmit$outgoing_valid),
        .load(transmit$load),
        .had_payload(transmit$had_payload),
        .slot_words$data(transmit$slot_words$data),
        .slot_words$valid(transmit$slot_words$valid),
        .slot_words$ready(transmit$slot_words$ready),
        .own_words$data(transmit$own_words$data),
        .own_words$valid(transmit$own_words$valid),
        .own_words$ready(transmit$own_words$ready),
        .reply_word(transmit$reply_word),
        .reply_sent(transmit$reply_sent),
        .reply_free(transmit$reply_free),
        .slot_word(transmit$slot_word),
        .beat$data(transmit$beat$data),
        .beat$valid(transmit$beat$valid),
        .beat$ready(transmit$beat$ready),
        .write_done$data(transmit$write_done$data),
        .write_done$valid(transmit$write_done$valid),
        .write_done$ready(transmit$write_done$ready),
        .post_done(transmit$post_done),
        .whole(transmit$whole)
    );
    reg [31:0] rx_count$d;
    wire [31:0] rx_count$q;
    wire rx_count$clock;
    card_held rx_count (
        .d(rx_count$d),
        .q(rx_count$q),
        .clock(rx_count$clock)
    );
    reg [31:0] tx_count$d;
    wire [31:0] tx_count$q;
    wire tx_count$clock;
    card_held tx_count (
        .d(tx_count$d),
        .q(tx_count$q),
        .clock(tx_count$clock)
    );
    reg [31:0] unsupported_count$d;
    wire [31:0] unsupported_count$q;
    wire unsupported_count$clock;
    card_held unsupported_count (
        .d(unsupported_count$d),
        .q(unsupported_count$q),
        .clock(unsupported_count$clock)
    );
    reg [31:0] malformed_count$d;
    wire [31:0] malformed_count$q;
    wire malformed_count$clock;
    card_held malformed_count (
        .d(malformed_count$d),
        .q(malformed_count$q),
        .clock(malformed_count$clock)
    );
    reg [31:0] unexpected_count$d;
    wire [31:0] unexpected_count$q;
    wire unexpected_count$clock;
    card_held unexpected_count (
        .d(unexpected_count$d),
        .q(unexpected_count$q),
        .clock(unexpected_count$clock)
    );
    reg [31:0] timeout_count$d;
    wire [31:0] timeout_count$q;
    wire timeout_count$clock;
    card_held timeout_count (
        .d(timeout_count$d),
        .q(timeout_count$q),
        .clock(timeout_count$clock)
    );
    reg [5:0] counted$d;
    wire [5:0] counted$q;
    wire counted$clock;
    card_ended counted (
        .d(counted$d),
        .q(counted$q),
        .clock(counted$clock)
    );
    assign completer$access$ready = interrupts$access$ready;
    assign completer$reg_reply$data = reg_reply$data;
    assign completer$reg_reply$valid = reg_reply$valid;
    assign completer$regs$ready = regs$ready;
    assign completer$request$data = receive$request$data;
    assign completer$request$valid = receive$request$valid;
    assign dma_read$ready = reads$read$ready;
    assign dma_write$ready = writes$write$ready;
    assign ends$begin$data = reads$begin$data;
    assign ends$begin$valid = reads$begin$valid;
    assign ends$done$ready = read_done$ready;
    assign ends$expired$data = tags$expired$data;
    assign ends$expired$valid = tags$expired$valid;
    assign interrupts$access$data = completer$access$data;
    assign interrupts$access$valid = completer$access$valid;
    assign interrupts$message$ready = writes$message$ready;
    assign post$ready = writes$post$ready;
    assign read_done$data = ends$done$data;
    assign read_done$valid = ends$done$valid;
    assign reads$begin$ready = ends$begin$ready;
    assign reads$read$data = dma_read$data;
    assign reads$read$valid = dma_read$valid;
    assign receive$request$ready = completer$request$ready;
    assign reg_reply$ready = completer$reg_reply$ready;
    assign regs$data = completer$regs$data;
    assign regs$valid = completer$regs$valid;
    assign slot_read$data = writes$slot_read$data;
    assign slot_read$valid = writes$slot_read$valid;
    assign slot_words$ready = transmit$slot_words$ready;
    assign tags$expired$ready = ends$expired$ready;
    assign transmit$own_words$data = writes$own_words$data;
    assign transmit$own_words$valid = writes$own_words$valid;
    assign transmit$slot_words$data = slot_words$data;
    assign transmit$slot_words$valid = slot_words$valid;
    assign transmit$write_done$ready = write_done$ready;
    assign write_done$data = transmit$write_done$data;
    assign write_done$valid = transmit$write_done$valid;
    assign writes$message$data = interrupts$message$data;
    assign writes$message$valid = interrupts$message$valid;
    assign writes$own_words$ready = transmit$own_words$ready;
    assign writes$post$data = post$data;
    assign writes$post$valid = post$valid;
    assign writes$slot_read$ready = slot_read$ready;
    assign writes$write$data = dma_write$data;
    assign writes$write$valid = dma_write$valid;
    assign receive$clock = clock;
    assign completer$clock = clock;
    assign interrupts$clock = clock;
    assign reassembly$clock = clock;
    assign tags$clock = clock;
    assign ends$clock = clock;
    assign reads$clock = clock;
    assign writes$clock = clock;
    assign transmit$clock = clock;
    assign rx_count$clock = clock;
    assign tx_count$clock = clock;
    assign unsupported_count$clock = clock;
    assign malformed_count$clock = clock;
    assign unexpected_count$clock = clock;
    assign timeout_count$clock = clock;
    assign counted$clock = clock;
    assign receive$reset = reset;
    assign completer$reset = reset;
    assign interrupts$reset = reset;
    assign reassembly$reset = reset;
    assign tags$reset = reset;
    assign ends$reset = reset;
    assign reads$reset = reset;
    assign writes$reset = reset;
    assign transmit$reset = reset;
    assign receive$rx_data = rx_data;
    assign receive$rx_keep = rx_keep;
    assign receive$rx_sop = rx_sop;
    assign receive$rx_eop = rx_eop;
    assign receive$rx_bar = rx_bar;
    assign receive$rx_valid = rx_valid;
    assign rx_ready = receive$rx_ready;
    assign completer$answer = interrupts$answer;
    assign completer$answer_valid = interrupts$answer_valid;
    assign reads$limit = cfg_mrrs;
    assign reads$free = tags$free;
    assign reads$tag = tags$tag;
    assign tags$take = reads$take;
    assign tags$take_use = reads$take_use;
    assign tags$take_count = reads$take_count;
    assign tags$bus_master = cfg_bus_master;
    assign tags$period = timeout_cycles;
    assign tags$expected = receive$expected;
    assign tags$look = reassembly$look;
    assign tags$look_tag = reassembly$look_tag;
    assign tags$update = reassembly$update;
    assign tags$update_tag = reassembly$update_tag;
    assign tags$update_left = reassembly$update_left;
    assign tags$update_id = reassembly$update_id;
    assign tags$update_last = reassembly$update_last;
    assign reassembly$bdf = cfg_bdf;
    assign reassembly$piece = receive$piece;
    assign reassembly$header = receive$header;
    assign reassembly$look_left = tags$look_left;
    assign reassembly$look_use = tags$look_use;
    assign word = reassembly$word;
    assign word_valid = reassembly$word_valid;
    assign ends$share = reassembly$share;
    assign ends$share_valid = reassembly$share_valid;
    assign writes$limit = cfg_mps;
    assign interrupts$bus_master = cfg_bus_master;
    assign interrupts$enable = cfg_msix_enable;
    assign interrupts$mask = cfg_msix_mask;
    assign interrupts$raise = writes$raise;
    assign interrupts$raise_vector = writes$raise_vector;
    assign writes$interrupt_due = interrupts$due;
    assign choose$bdf = cfg_bdf;
    assign choose$read_turn = transmit$had_payload;
    assign choose$posted = writes$posted$data;
    assign writes$posted$ready = choose$takes_posted & transmit$load;
    assign choose$fetch = reads$fetch$data;
    assign choose$fetch_ready = reads$fetch$valid;
    assign reads$fetch$ready = choose$takes_fetch & transmit$load;
    assign choose$reply = completer$reply$data;
    assign choose$reply_ready = completer$reply$valid & transmit$reply_free;
    assign completer$reply$ready = transmit$reply_sent;
    assign transmit$outgoing = choose$outgoing;
    assign transmit$outgoing_valid = choose$outgoing_valid;
    assign transmit$bus_master = cfg_bus_master;
    assign transmit$reply_word = completer$reply$data[116:53];
    assign post_done = transmit$post_done;
    assign tx_data = transmit$beat$data[63:0];
    assign tx_keep = transmit$beat$data[71:64];
    assign tx_sop = transmit$beat$data[72];
    assign tx_eop = transmit$beat$data[73];
    assign tx_valid = transmit$beat$valid;
    assign transmit$beat$ready = tx_ready;
    assign rx_tlps = rx_count$q;
    assign tx_tlps = tx_count$q;
    assign unsupported = unsupported_count$q;
    assign malformed = malformed_count$q;
    assign unexpected_completions = unexpected_count$q;
    assign timeouts = timeout_count$q;
    always_comb begin
        rx_count$d = rx_count$q;
        tx_count$d = tx_count$q;
        unsupported_count$d = unsupported_count$q;
        malformed_count$d = malformed_count$q;
        unexpected_count$d = unexpected_count$q;
        timeout_count$d = timeout_count$q;
        counted$d = counted$q;
        choose$posted_ready = writes$posted$valid & transmit$slot_word;
        if (writes$posted$data[76]) begin
            choose$posted_ready = writes$posted$valid & writes$own_words$valid;
        end
        counted$d[0] = receive$whole;
        counted$d[1] = transmit$whole;
        counted$d[2] = receive$unsupported;
        counted$d[3] = receive$malformed;
        counted$d[4] = reassembly$unexpected;
        counted$d[5] = tags$timeout;
        rx_count$d = rx_count$q + {31'd0, counted$q[0]};
        tx_count$d = tx_count$q + {31'd0, counted$q[1]};
        unsupported_count$d = unsupported_count$q + {31'd0, counted$q[2]};
        malformed_count$d = malformed_count$q + {31'd0, counted$q[3]};
        unexpected_count$d = unexpected_count$q + {31'd0, counted$q[4]};
        timeout_count$d = timeout_count$q + {31'd0, counted$q[5]};
        if (reset) begin
            rx_count$d = 32'd0;
            tx_count$d = 32'd0;
            unsupported_count$d = 32'd0;
            malformed_count$d = 32'd0;
            unexpected_count$d = 32'd0;
            timeout_count$d = 32'd0;
        end
    end
endmodule

module card_bell (
    d,
    q,
    clock
);
    input wire [34:0] d;
    output reg [34:0] q;
    input wire clock;
    initial q = 35'd0;
    always @(posedge clock) q <= d;
endmodule

module card_registers (
    clock,
    reset,
    regs$data,
    regs$valid,
    regs$ready,
    reg_reply$data,
    reg_reply$valid,
    reg_reply$ready,
    flr,
    quiet,
    fatal,
    refused,
    run,
    ready,
    stopping,
    doorbell,
    admin_sq,
    admin_cq,
    sqe_size_fits,
    cqe_size_fits,
    invalid_doorbells
);
    input wire clock;
    input wire reset;
    input wire [89:0] regs$data;
    input wire regs$valid;
    output wire regs$ready;
    output wire [63:0] reg_reply$data;
    output wire reg_reply$valid;
    input wire reg_reply$ready;
    input wire flr;
    input wire quiet;
    input wire fatal;
    input wire [3:0] refused;
    output wire run;
    output reg ready;
    output wire stopping;
    output wire [34:0] doorbell;
    output reg [75:0] admin_sq;
    output reg [75:0] admin_cq;
    output wire sqe_size_fits;
    output wire cqe_size_fits;
    output wire [31:0] invalid_doorbells;
    localparam [63:0] cap = 64'h201401003f;
    localparam [31:0] version = 32'h10400;
    localparam [31:0] cc_bits = 32'hfffff1;
    localparam [31:0] aqa_bits = 32'hfff0fff;
    localparam [31:0] page_bits = 32'hfffff000;
    localparam [3:0] sqe_shift = 4'd6;
    localparam [3:0] cqe_shift = 4'd4;
    localparam [1:0] Phase$Broken = 2'd3;
    localparam [1:0] Phase$Disabled = 2'd0;
    localparam [1:0] Phase$Ready = 2'd1;
    localparam [1:0] Phase$Stopping = 2'd2;
    wire enabled;
    wire settings_fit;
    wire fixed;
    reg [1:0] writes;
    wire [31:0] low;
    wire [31:0] high;
    wire [8:0] place;
    reg [31:0] csts;
    reg [63:0] value;
    reg [1:0] phase$d;
    wire [1:0] phase$q;
    wire phase$clock;
    card_part phase (
        .d(phase$d),
        .q(phase$q),
        .clock(phase$clock)
    );
    reg [2:0] still$d;
    wire [2:0] still$q;
    wire still$clock;
    card_bar still (
        .d(still$d),
        .q(still$q),
        .clock(still$clock)
    );
    reg [31:0] cc$d;
    wire [31:0] cc$q;
    wire cc$clock;
    card_held cc (
        .d(cc$d),
        .q(cc$q),
        .clock(cc$clock)
    );
    reg [31:0] mask$d;
    wire [31:0] mask$q;
    wire mask$clock;
    card_held mask (
        .d(mask$d),
        .q(mask$q),
        .clock(mask$clock)
    );
    reg [31:0] aqa$d;
    wire [31:0] aqa$q;
    wire aqa$clock;
    card_held aqa (
        .d(aqa$d),
        .q(aqa$q),
        .clock(aqa$clock)
    );
    reg [31:0] asq_low$d;
    wire [31:0] asq_low$q;
    wire asq_low$clock;
    card_held asq_low (
        .d(asq_low$d),
        .q(asq_low$q),
        .clock(asq_low$clock)
    );
    reg [31:0] asq_high$d;
    wire [31:0] asq_high$q;
    wire asq_high$clock;
    card_held asq_high (
        .d(asq_high$d),
        .q(asq_high$q),
        .clock(asq_high$clock)
    );
    reg [31:0] acq_low$d;
    wire [31:0] acq_low$q;
    wire acq_low$clock;
    card_held acq_low (
        .d(acq_low$d),
        .q(acq_low$q),
        .clock(acq_low$clock)
    );
    reg [31:0] acq_high$d;
    wire [31:0] acq_high$q;
    wire acq_high$clock;
    card_held acq_high (
        .d(acq_high$d),
        .q(acq_high$q),
        .clock(acq_high$clock)
    );
    reg [89:0] access$d;
    wire [89:0] access$q;
    wire access$clock;
    card_ask access (
        .d(access$d),
        .q(access$q),
        .clock(access$clock)
    );
    reg accessing$d;
    wire accessing$q;
    wire accessing$clock;
    card_some accessing (
        .d(accessing$d),
        .q(accessing$q),
        .clock(accessing$clock)
    );
    reg [63:0] reply$d;
    wire [63:0] reply$q;
    wire reply$clock;
    card_data reply (
        .d(reply$d),
        .q(reply$q),
        .clock(reply$clock)
    );
    reg reply_valid$d;
    wire reply_valid$q;
    wire reply_valid$clock;
    card_some reply_valid (
        .d(reply_valid$d),
        .q(reply_valid$q),
        .clock(reply_valid$clock)
    );
    reg [34:0] bell$d;
    wire [34:0] bell$q;
    wire bell$clock;
    card_bell bell (
        .d(bell$d),
        .q(bell$q),
        .clock(bell$clock)
    );
    reg [1:0] strays$d;
    wire [1:0] strays$q;
    wire strays$clock;
    card_part strays (
        .d(strays$d),
        .q(strays$q),
        .clock(strays$clock)
    );
    reg [3:0] turned_away$d;
    wire [3:0] turned_away$q;
    wire turned_away$clock;
    card_head turned_away (
        .d(turned_away$d),
        .q(turned_away$q),
        .clock(turned_away$clock)
    );
    reg [2:0] wrong$d;
    wire [2:0] wrong$q;
    wire wrong$clock;
    card_bar wrong (
        .d(wrong$d),
        .q(wrong$q),
        .clock(wrong$clock)
    );
    reg running$d;
    wire running$q;
    wire running$clock;
    card_some running (
        .d(running$d),
        .q(running$q),
        .clock(running$clock)
    );
    reg [31:0] invalid$d;
    wire [31:0] invalid$q;
    wire invalid$clock;
    card_held invalid (
        .d(invalid$d),
        .q(invalid$q),
        .clock(invalid$clock)
    );
    function automatic [3:0] cut$16$4(input [15:0] x$);
        cut$16$4 = x$[3:0];
    endfunction
    function automatic [8:0] cut$16$9(input [15:0] x$);
        cut$16$9 = x$[8:0];
    endfunction
    function automatic [31:0] cut$64$32(input [63:0] x$);
        cut$64$32 = x$[31:0];
    endfunction
    function automatic [3:0] cut$8$4(input [7:0] x$);
        cut$8$4 = x$[3:0];
    endfunction
    assign phase$clock = clock;
    assign still$clock = clock;
    assign cc$clock = clock;
    assign mask$clock = clock;
    assign aqa$clock = clock;
    assign asq_low$clock = clock;
    assign asq_high$clock = clock;
    assign acq_low$clock = clock;
    assign acq_high$clock = clock;
    assign access$clock = clock;
    assign accessing$clock = clock;
    assign reply$clock = clock;
    assign reply_valid$clock = clock;
    assign bell$clock = clock;
    assign strays$clock = clock;
    assign turned_away$clock = clock;
    assign wrong$clock = clock;
    assign running$clock = clock;
    assign invalid$clock = clock;
    assign enabled = cc$q[0];
    assign settings_fit = ((~(|cc$q[13:4])) & (|aqa$q[11:0])) & (|aqa$q[27:16]);
    assign run = running$q;
    assign stopping = phase$q == Phase$Stopping;
    assign sqe_size_fits = cc$q[19:16] == sqe_shift;
    assign cqe_size_fits = cc$q[23:20] == cqe_shift;
    assign regs$ready = (~accessing$q) & (~reply_valid$q);
    assign reg_reply$data = reply$q;
    assign reg_reply$valid = reply_valid$q;
    assign place = cut$16$9(access$q[17:2] >> 3);
    assign low = cut$64$32(access$q[81:18]);
    assign high = cut$64$32(access$q[81:18] >> 32);
    assign fixed = cc$q[0] | (phase$q != Phase$Disabled);
    assign doorbell = bell$q;
    assign invalid_doorbells = invalid$q;
    always_comb begin
        phase$d = phase$q;
        still$d = still$q;
        cc$d = cc$q;
        mask$d = mask$q;
        aqa$d = aqa$q;
        asq_low$d = asq_low$q;
        asq_high$d = asq_high$q;
        acq_low$d = acq_low$q;
        acq_high$d = acq_high$q;
        access$d = access$q;
        accessing$d = accessing$q;
        reply$d = reply$q;
        reply_valid$d = reply_valid$q;
        bell$d = bell$q;
        strays$d = strays$q;
        turned_away$d = turned_away$q;
        wrong$d = wrong$q;
        running$d = running$q;
        invalid$d = invalid$q;
        still$d = 3'd0;
        ready = 1'b0;
        case (phase$q)
            Phase$Disabled: begin
                if (enabled) begin
                    phase$d = Phase$Broken;
                    if (settings_fit) begin
                        phase$d = Phase$Ready;
                        running$d = 1'b1;
                    end
                end
            end
            Phase$Ready: begin
                ready = 1'b1;
                if (~enabled) begin
                    phase$d = Phase$Stopping;
                    running$d = 1'b0;
                end
            end
            Phase$Stopping: begin
                ready = 1'b1;
                if (quiet) begin
                    still$d = still$q + 3'd1;
                    if (&still$q) begin
                        phase$d = Phase$Disabled;
                    end
                end
            end
            default: begin // Phase$Broken
                if (~enabled) begin
                    phase$d = Phase$Disabled;
                end
            end
        endcase
        admin_sq[63:0] = ({32'd0, asq_high$q} << 32) | {32'd0, asq_low$q};
        admin_sq[75:64] = aqa$q[11:0];
        admin_cq[63:0] = ({32'd0, acq_high$q} << 32) | {32'd0, acq_low$q};
        admin_cq[75:64] = aqa$q[27:16];
        accessing$d = 1'b0;
        if ((regs$valid & (~accessing$q)) & (~reply_valid$q)) begin
            access$d = regs$data;
            accessing$d = 1'b1;
        end
        if (reply_valid$q & reg_reply$ready) begin
            reply_valid$d = 1'b0;
        end
        writes = 2'd0;
        if ((accessing$q & access$q[0]) & (~access$q[1])) begin
            writes = {1'd0, &cut$8$4(access$q[89:82])} | ({1'd0, &cut$8$4(access$q[89:82] >> 4)} << 1);
        end
        csts = ({31'd0, ready} | ({31'd0, fatal | (phase$q == Phase$Broken)} << 1)) | ({31'd0, |cc$q[15:14]} << 3);
        value = 64'd0;
        if ((cut$16$4(access$q[17:2] >> 12) == 4'd0) & (~access$q[1])) begin
            if (place == 9'd0) begin
                value = cap;
            end
            if (place == 9'd1) begin
                value = ({32'd0, mask$q} << 32) | {32'd0, version};
            end
            if (place == 9'd2) begin
                value = ({32'd0, cc$q} << 32) | {32'd0, mask$q};
            end
            if (place == 9'd3) begin
                value = {32'd0, csts} << 32;
            end
            if (place == 9'd4) begin
                value = {32'd0, aqa$q} << 32;
            end
            if (place == 9'd5) begin
                value = ({32'd0, asq_high$q} << 32) | {32'd0, asq_low$q};
            end
            if (place == 9'd6) begin
                value = ({32'd0, acq_high$q} << 32) | {32'd0, acq_low$q};
            end
        end
        if (accessing$q & (~access$q[0])) begin
            reply$d = value;
            reply_valid$d = 1'b1;
        end
        if (cut$16$4(access$q[17:2] >> 12) == 4'd0) begin
            if ((place == 9'd1) & writes[1]) begin
                mask$d = mask$q | high;
            end
            if (place == 9'd2) begin
                if (writes[0]) begin
                    mask$d = mask$q & (~low);
                end
                if (writes[1]) begin
                    cc$d = high & cc_bits;
                end
            end
            if (((place == 9'd4) & writes[1]) & (~fixed)) begin
                aqa$d = high & aqa_bits;
            end
            if ((place == 9'd5) & (~fixed)) begin
                if (writes[0]) begin
                    asq_low$d = low & page_bits;
                end
                if (writes[1]) begin
                    asq_high$d = high;
                end
            end
            if ((place == 9'd6) & (~fixed)) begin
                if (writes[0]) begin
                    acq_low$d = low & page_bits;
                end
                if (writes[1]) begin
                    acq_high$d = high;
                end
            end
        end
        bell$d[0] = place[0];
        bell$d[17:2] = low[15:0];
        bell$d[34:19] = high[15:0];
        bell$d[1] = 1'b0;
        bell$d[18] = 1'b0;
        strays$d = 2'd0;
        if (cut$16$4(access$q[17:2] >> 12) == 4'd1) begin
            if (place[8:1] == 8'd0) begin
                bell$d[1] = writes[0];
                bell$d[18] = writes[1];
            end else begin
                strays$d = writes;
            end
        end
        turned_away$d = refused;
        wrong$d = (({2'd0, strays$q[0]} + {2'd0, strays$q[1]}) + {2'd0, |turned_away$q[1:0]}) + {2'd0, |turned_away$q[3:2]};
        invalid$d = invalid$q + {29'd0, wrong$q};
        if (flr | reset) begin
            cc$d = 32'd0;
            mask$d = 32'd0;
            aqa$d = 32'd0;
            asq_low$d = 32'd0;
            asq_high$d = 32'd0;
            acq_low$d = 32'd0;
            acq_high$d = 32'd0;
        end
        if (reset) begin
            phase$d = Phase$Disabled;
            running$d = 1'b0;
            turned_away$d = 4'd0;
            accessing$d = 1'b0;
            reply_valid$d = 1'b0;
            invalid$d = 32'd0;
            strays$d = 2'd0;
            wrong$d = 3'd0;
        end
    end
endmodule

module card_entry_2 (
    d,
    q,
    clock
);
    input wire [287:0] d;
    output reg [287:0] q;
    input wire clock;
    initial q = 288'd0;
    always @(posedge clock) q <= d;
endmodule

module card_admin_sq (
    clock,
    reset,
    queue,
    run,
    hold,
    shape,
    ring,
    tail,
    refused,
    request$data,
    request$valid,
    request$ready,
    done,
    done_place,
    done_failed,
    word,
    word_valid,
    sqe$data,
    sqe$valid,
    sqe$ready,
    head,
    idle,
    empty,
    fatal
);
    input wire clock;
    input wire reset;
    input wire queue;
    input wire run;
    input wire hold;
    input wire [75:0] shape;
    input wire ring;
    input wire [15:0] tail;
    output reg refused;
    output wire [98:0] request$data;
    output wire request$valid;
    input wire request$ready;
    input wire done;
    input wire [1:0] done_place;
    input wire done_failed;
    input wire [82:0] word;
    input wire word_valid;
    output wire [287:0] sqe$data;
    output wire sqe$valid;
    input wire sqe$ready;
    output wire [15:0] head;
    output wire idle;
    output wire empty;
    output wire fatal;
    localparam [3:0] one = 4'd1;
    localparam [1:0] entry_place = 2'd1;
    wire issue;
    reg loaded;
    wire ours;
    reg fits;
    wire [11:0] tail_low;
    wire onward;
    wire short_of_head;
    wire [2:0] used;
    reg [3:0] put_mask;
    reg [3:0] take_mask;
    reg [3:0] done_mask;
    wire [2:0] place;
    wire [4:0] at;
    wire low$clock;
    wire low$write;
    wire [4:0] low$write_address;
    wire [31:0] low$write_data;
    reg [4:0] low$read_address;
    wire [31:0] low$read_data;
    card_low low (
        .clock(low$clock),
        .write(low$write),
        .write_address(low$write_address),
        .write_data(low$write_data),
        .read_address(low$read_address),
        .read_data(low$read_data)
    );
    wire high$clock;
    wire high$write;
    wire [4:0] high$write_address;
    wire [31:0] high$write_data;
    reg [4:0] high$read_address;
    wire [31:0] high$read_data;
    card_low high (
        .clock(high$clock),
        .write(high$write),
        .write_address(high$write_address),
        .write_data(high$write_data),
        .read_address(high$read_address),
        .read_data(high$read_data)
    );
    reg [2:0] put$d;
    wire [2:0] put$q;
    wire put$clock;
    card_bar put (
        .d(put$d),
        .q(put$q),
        .clock(put$clock)
    );
    reg [2:0] take$d;
    wire [2:0] take$q;
    wire take$clock;
    card_bar take (
        .d(take$d),
        .q(take$q),
        .clock(take$clock)
    );
    reg [3:0] waiting$d;
    wire [3:0] waiting$q;
    wire waiting$clock;
    card_head waiting (
        .d(waiting$d),
        .q(waiting$q),
        .clock(waiting$clock)
    );
    reg [3:0] landed$d;
    wire [3:0] landed$q;
    wire landed$clock;
    card_head landed (
        .d(landed$d),
        .q(landed$q),
        .clock(landed$clock)
    );
    reg failed$d;
    wire failed$q;
    wire failed$clock;
    card_some failed (
        .d(failed$d),
        .q(failed$q),
        .clock(failed$clock)
    );
    reg [11:0] tail_at$d;
    wire [11:0] tail_at$q;
    wire tail_at$clock;
    card_bytes tail_at (
        .d(tail_at$d),
        .q(tail_at$q),
        .clock(tail_at$clock)
    );
    reg [11:0] fetch_at$d;
    wire [11:0] fetch_at$q;
    wire fetch_at$clock;
    card_bytes fetch_at (
        .d(fetch_at$d),
        .q(fetch_at$q),
        .clock(fetch_at$clock)
    );
    reg fetch_last$d;
    wire fetch_last$q;
    wire fetch_last$clock;
    card_some fetch_last (
        .d(fetch_last$d),
        .q(fetch_last$q),
        .clock(fetch_last$clock)
    );
    reg pending$d;
    wire pending$q;
    wire pending$clock;
    card_some pending (
        .d(pending$d),
        .q(pending$q),
        .clock(pending$clock)
    );
    reg full$d;
    wire full$q;
    wire full$clock;
    card_some full (
        .d(full$d),
        .q(full$q),
        .clock(full$clock)
    );
    reg [11:0] head_at$d;
    wire [11:0] head_at$q;
    wire head_at$clock;
    card_bytes head_at (
        .d(head_at$d),
        .q(head_at$q),
        .clock(head_at$clock)
    );
    reg [63:0] address$d;
    wire [63:0] address$q;
    wire address$clock;
    card_data address (
        .d(address$d),
        .q(address$q),
        .clock(address$clock)
    );
    reg [98:0] asked$d;
    wire [98:0] asked$q;
    wire asked$clock;
    card_current asked (
        .d(asked$d),
        .q(asked$q),
        .clock(asked$clock)
    );
    reg asking$d;
    wire asking$q;
    wire asking$clock;
    card_some asking (
        .d(asking$d),
        .q(asking$q),
        .clock(asking$clock)
    );
    reg [2:0] step$d;
    wire [2:0] step$q;
    wire step$clock;
    card_bar step (
        .d(step$d),
        .q(step$q),
        .clock(step$clock)
    );
    reg [287:0] entry$d;
    wire [287:0] entry$q;
    wire entry$clock;
    card_entry_2 entry (
        .d(entry$d),
        .q(entry$q),
        .clock(entry$clock)
    );
    reg entry_valid$d;
    wire entry_valid$q;
    wire entry_valid$clock;
    card_some entry_valid (
        .d(entry_valid$d),
        .q(entry_valid$q),
        .clock(entry_valid$clock)
    );
    function automatic [0:0] cut$6$1(input [5:0] x$);
        cut$6$1 = x$[0:0];
    endfunction
    function automatic [1:0] cut$6$2(input [5:0] x$);
        cut$6$2 = x$[1:0];
    endfunction
    function automatic [31:0] cut$64$32(input [63:0] x$);
        cut$64$32 = x$[31:0];
    endfunction
    function automatic [2:0] cut$9$3(input [8:0] x$);
        cut$9$3 = x$[2:0];
    endfunction
    assign put$clock = clock;
    assign take$clock = clock;
    assign waiting$clock = clock;
    assign landed$clock = clock;
    assign failed$clock = clock;
    assign tail_at$clock = clock;
    assign fetch_at$clock = clock;
    assign fetch_last$clock = clock;
    assign pending$clock = clock;
    assign full$clock = clock;
    assign head_at$clock = clock;
    assign address$clock = clock;
    assign asked$clock = clock;
    assign asking$clock = clock;
    assign step$clock = clock;
    assign entry$clock = clock;
    assign entry_valid$clock = clock;
    assign low$clock = clock;
    assign high$clock = clock;
    assign tail_low = tail[11:0];
    assign onward = tail_low >= tail_at$q;
    assign short_of_head = tail_low < head_at$q;
    assign used = put$q - take$q;
    assign issue = ((((run & (~hold)) & (~failed$q)) & (~asking$q)) & (~full$q)) & pending$q;
    assign place = ({2'd0, queue} << 2) | {1'd0, put$q[1:0]};
    assign request$data = asked$q;
    assign request$valid = asking$q;
    assign ours = (word_valid & (word[1:0] == entry_place)) & (cut$6$1(word[7:2] >> 2) == queue);
    assign at = ({3'd0, cut$6$2(word[7:2])} << 3) | {2'd0, cut$9$3(word[16:8])};
    assign low$write = ours & word[81];
    assign low$write_address = at;
    assign low$write_data = cut$64$32(word[80:17]);
    assign high$write = ours & word[82];
    assign high$write_address = at;
    assign high$write_data = cut$64$32(word[80:17] >> 32);
    assign sqe$data = entry$q;
    assign sqe$valid = entry_valid$q;
    assign head = {4'd0, head_at$q};
    assign idle = ~(|waiting$q);
    assign empty = (~entry_valid$q) & (used == 3'd0);
    assign fatal = failed$q;
    always_comb begin
        put$d = put$q;
        take$d = take$q;
        waiting$d = waiting$q;
        landed$d = landed$q;
        failed$d = failed$q;
        tail_at$d = tail_at$q;
        fetch_at$d = fetch_at$q;
        fetch_last$d = fetch_last$q;
        pending$d = pending$q;
        full$d = full$q;
        head_at$d = head_at$q;
        address$d = address$q;
        asked$d = asked$q;
        asking$d = asking$q;
        step$d = step$q;
        entry$d = entry$q;
        entry_valid$d = entry_valid$q;
        fits = run & (tail <= {4'd0, shape[75:64]});
        if (head_at$q <= tail_at$q) begin
            if ((~onward) & (~short_of_head)) begin
                fits = 1'b0;
            end
        end else if ((~onward) | (~short_of_head)) begin
            fits = 1'b0;
        end
        fetch_last$d = fetch_at$q == shape[75:64];
        pending$d = fetch_at$q != tail_at$q;
        refused = ring & (~fits);
        if (ring & fits) begin
            tail_at$d = tail_low;
            pending$d = tail_low != fetch_at$q;
        end
        put_mask = 4'd0;
        if (asking$q & request$ready) begin
            asking$d = 1'b0;
        end
        if (issue) begin
            asking$d = 1'b1;
            asked$d[63:0] = address$q;
            asked$d[76:64] = 13'h40;
            asked$d[78:77] = entry_place;
            asked$d[84:79] = {3'd0, place};
            asked$d[94:85] = 10'd0;
            asked$d[98:95] = {1'd0, place} | 4'd8;
            put_mask = one << put$q[1:0];
            put$d = put$q + 3'd1;
            pending$d = 1'b0;
            fetch_at$d = fetch_at$q + 12'd1;
            if (fetch_last$q) begin
                fetch_at$d = 12'd0;
            end
        end
        if (issue | (~run)) begin
            address$d = address$q + 64'h40;
            if (fetch_last$q | (~run)) begin
                address$d = shape[63:0];
            end
        end
        done_mask = 4'd0;
        if (done) begin
            done_mask = one << done_place;
            if (done_failed) begin
                failed$d = 1'b1;
            end
        end
        low$read_address = ({3'd0, take$q[1:0]} << 3) | {2'd0, step$q + 3'd2};
        if (step$q == 3'd0) begin
            low$read_address = {3'd0, take$q[1:0]} << 3;
        end
        high$read_address = low$read_address;
        if (entry_valid$q & sqe$ready) begin
            entry_valid$d = 1'b0;
        end
        loaded = 1'b0;
        if (step$q == 3'd0) begin
            if (((~entry_valid$q) & (~failed$q)) & landed$q[take$q[1:0]]) begin
                step$d = 3'd1;
            end
        end else begin
            step$d = step$q + 3'd1;
            if (step$q == 3'd1) begin
                entry$d[31:0] = low$read_data;
                entry$d[63:32] = high$read_data;
            end
            if (step$q == 3'd2) begin
                entry$d[127:64] = ({32'd0, high$read_data} << 32) | {32'd0, low$read_data};
            end
            if (step$q == 3'd3) begin
                entry$d[191:128] = ({32'd0, high$read_data} << 32) | {32'd0, low$read_data};
            end
            if (step$q == 3'd4) begin
                entry$d[223:192] = low$read_data;
                entry$d[255:224] = high$read_data;
            end
            if (step$q == 3'd5) begin
                entry$d[287:256] = low$read_data;
                loaded = 1'b1;
                step$d = 3'd0;
            end
        end
        take_mask = 4'd0;
        if (loaded) begin
            entry_valid$d = 1'b1;
            take_mask = one << take$q[1:0];
            take$d = take$q + 3'd1;
            head_at$d = head_at$q + 12'd1;
            if (head_at$q == shape[75:64]) begin
                head_at$d = 12'd0;
            end
        end
        if (issue & (~loaded)) begin
            full$d = used == 3'd3;
        end
        if (loaded & (~issue)) begin
            full$d = 1'b0;
        end
        waiting$d = (waiting$q & (~done_mask)) | put_mask;
        landed$d = (landed$q & (~take_mask)) | done_mask;
        if (~run) begin
            entry_valid$d = 1'b0;
            step$d = 3'd0;
            if (~(|waiting$q)) begin
                put$d = 3'd0;
                take$d = 3'd0;
                landed$d = 4'd0;
                failed$d = 1'b0;
                tail_at$d = 12'd0;
                fetch_at$d = 12'd0;
                full$d = 1'b0;
                head_at$d = 12'd0;
            end
        end
        if (reset) begin
            waiting$d = 4'd0;
            landed$d = 4'd0;
            asking$d = 1'b0;
            entry_valid$d = 1'b0;
            step$d = 3'd0;
        end
    end
endmodule

module card_entry_3 (
    d,
    q,
    clock
);
    input wire [196:0] d;
    output reg [196:0] q;
    input wire clock;
    initial q = 197'd0;
    always @(posedge clock) q <= d;
endmodule

module card_admin_cq (
    clock,
    reset,
    queue,
    run,
    shape,
    interrupts,
    vector,
    ring,
    head,
    refused,
    outcome$data,
    outcome$valid,
    outcome$ready,
    sq_head,
    post$data,
    post$valid,
    post$ready,
    full,
    busy
);
    input wire clock;
    input wire reset;
    input wire queue;
    input wire run;
    input wire [75:0] shape;
    input wire interrupts;
    input wire [3:0] vector;
    input wire ring;
    input wire [15:0] head;
    output reg refused;
    input wire [62:0] outcome$data;
    input wire outcome$valid;
    output wire outcome$ready;
    input wire [15:0] sq_head;
    output wire [196:0] post$data;
    output wire post$valid;
    input wire post$ready;
    output wire full;
    output wire busy;
    reg fits;
    wire [11:0] head_low;
    wire onward;
    wire up_to_tail;
    wire taken;
    wire ready;
    reg [11:0] head_at$d;
    wire [11:0] head_at$q;
    wire head_at$clock;
    card_bytes head_at (
        .d(head_at$d),
        .q(head_at$q),
        .clock(head_at$clock)
    );
    reg [11:0] tail_at$d;
    wire [11:0] tail_at$q;
    wire tail_at$clock;
    card_bytes tail_at (
        .d(tail_at$d),
        .q(tail_at$q),
        .clock(tail_at$clock)
    );
    reg [11:0] next_tail$d;
    wire [11:0] next_tail$q;
    wire next_tail$clock;
    card_bytes next_tail (
        .d(next_tail$d),
        .q(next_tail$q),
        .clock(next_tail$clock)
    );
    reg at_last$d;
    wire at_last$q;
    wire at_last$clock;
    card_some at_last (
        .d(at_last$d),
        .q(at_last$q),
        .clock(at_last$clock)
    );
    reg [63:0] address$d;
    wire [63:0] address$q;
    wire address$clock;
    card_data address (
        .d(address$d),
        .q(address$q),
        .clock(address$clock)
    );
    reg old_phase$d;
    wire old_phase$q;
    wire old_phase$clock;
    card_some old_phase (
        .d(old_phase$d),
        .q(old_phase$q),
        .clock(old_phase$clock)
    );
    reg room$d;
    wire room$q;
    wire room$clock;
    card_some room (
        .d(room$d),
        .q(room$q),
        .clock(room$clock)
    );
    reg [196:0] entry$d;
    wire [196:0] entry$q;
    wire entry$clock;
    card_entry_3 entry (
        .d(entry$d),
        .q(entry$q),
        .clock(entry$clock)
    );
    reg entry_valid$d;
    wire entry_valid$q;
    wire entry_valid$clock;
    card_some entry_valid (
        .d(entry_valid$d),
        .q(entry_valid$q),
        .clock(entry_valid$clock)
    );
    assign head_at$clock = clock;
    assign tail_at$clock = clock;
    assign next_tail$clock = clock;
    assign at_last$clock = clock;
    assign address$clock = clock;
    assign old_phase$clock = clock;
    assign room$clock = clock;
    assign entry$clock = clock;
    assign entry_valid$clock = clock;
    assign head_low = head[11:0];
    assign onward = head_low >= head_at$q;
    assign up_to_tail = head_low <= tail_at$q;
    assign ready = (~run) | (room$q & (~entry_valid$q));
    assign outcome$ready = ready;
    assign taken = (outcome$valid & ready) & run;
    assign post$data = entry$q;
    assign post$valid = entry_valid$q;
    assign busy = entry_valid$q;
    assign full = ~room$q;
    always_comb begin
        head_at$d = head_at$q;
        tail_at$d = tail_at$q;
        next_tail$d = next_tail$q;
        at_last$d = at_last$q;
        address$d = address$q;
        old_phase$d = old_phase$q;
        room$d = room$q;
        entry$d = entry$q;
        entry_valid$d = entry_valid$q;
        fits = run & (head <= {4'd0, shape[75:64]});
        if (head_at$q <= tail_at$q) begin
            if ((~onward) | (~up_to_tail)) begin
                fits = 1'b0;
            end
        end else if ((~onward) & (~up_to_tail)) begin
            fits = 1'b0;
        end
        refused = ring & (~fits);
        if (ring & fits) begin
            head_at$d = head_low;
        end
        room$d = next_tail$q != head_at$q;
        if (entry_valid$q & post$ready) begin
            entry_valid$d = 1'b0;
        end
        if (taken) begin
            entry_valid$d = 1'b1;
            entry$d[63:0] = address$q;
            entry$d[127:64] = {32'd0, outcome$data[47:16]};
            entry$d[191:128] = ((({48'd0, sq_head} | ({63'd0, queue} << 16)) | ({48'd0, outcome$data[15:0]} << 32)) | ({63'd0, ~old_phase$q} << 48)) | ({49'd0, outcome$data[62:48]} << 49);
            entry$d[192] = interrupts;
            entry$d[196:193] = vector;
            tail_at$d = next_tail$q;
            next_tail$d = next_tail$q + 12'd1;
            at_last$d = 1'b0;
            if (next_tail$q == shape[75:64]) begin
                next_tail$d = 12'd0;
                at_last$d = 1'b1;
            end
            address$d = address$q + 64'h10;
            if (at_last$q) begin
                address$d = shape[63:0];
                old_phase$d = ~old_phase$q;
            end
        end
        if (~run) begin
            head_at$d = 12'd0;
            tail_at$d = 12'd0;
            next_tail$d = 12'd1;
            at_last$d = 1'b0;
            address$d = shape[63:0];
            old_phase$d = 1'b0;
            room$d = 1'b0;
        end
        if (reset) begin
            entry_valid$d = 1'b0;
        end
    end
endmodule

module card_status (
    d,
    q,
    clock
);
    input wire [14:0] d;
    output reg [14:0] q;
    input wire clock;
    initial q = 15'd0;
    always @(posedge clock) q <= d;
endmodule

module card_sq_shape (
    d,
    q,
    clock
);
    input wire [75:0] d;
    output reg [75:0] q;
    input wire clock;
    initial q = 76'd0;
    always @(posedge clock) q <= d;
endmodule

module card_values (
    clock,
    write,
    write_address,
    write_data,
    read_address,
    read_data
);
    input wire clock;
    input wire write;
    input wire [3:0] write_address;
    input wire [31:0] write_data;
    input wire [3:0] read_address;
    output reg [31:0] read_data;
    (* ram_style = "distributed", no_rw_check *) reg [31:0] memory [0:15];
    always @(posedge clock) if (write) memory[write_address] <= write_data;
    always @* read_data = memory[read_address];
endmodule

module card_opcode (
    d,
    q,
    clock
);
    input wire [7:0] d;
    output reg [7:0] q;
    input wire clock;
    initial q = 8'd0;
    always @(posedge clock) q <= d;
endmodule

module card_admin (
    clock,
    reset,
    run,
    sqe$data,
    sqe$valid,
    sqe$ready,
    outcome$data,
    outcome$valid,
    outcome$ready,
    sqe_size_fits,
    cqe_size_fits,
    sq_exists,
    sq,
    cq_exists,
    cq,
    cq_interrupts,
    cq_vector,
    draining,
    drained,
    seek,
    seek_cid,
    sought,
    found,
    found_row,
    abort$data,
    abort$valid,
    abort$ready,
    aborted,
    answered,
    page$data,
    page$valid,
    page$ready,
    page_done,
    page_failed
);
    input wire clock;
    input wire reset;
    input wire run;
    input wire [287:0] sqe$data;
    input wire sqe$valid;
    output reg sqe$ready;
    output reg [62:0] outcome$data;
    output reg outcome$valid;
    input wire outcome$ready;
    input wire sqe_size_fits;
    input wire cqe_size_fits;
    output wire sq_exists;
    output wire [75:0] sq;
    output wire cq_exists;
    output wire [75:0] cq;
    output wire cq_interrupts;
    output wire [3:0] cq_vector;
    output reg draining;
    input wire drained;
    output reg seek;
    output wire [15:0] seek_cid;
    input wire sought;
    input wire found;
    input wire [4:0] found_row;
    output wire [4:0] abort$data;
    output reg abort$valid;
    input wire abort$ready;
    input wire aborted;
    input wire answered;
    output reg [130:0] page$data;
    output wire page$valid;
    input wire page$ready;
    input wire page_done;
    input wire page_failed;
    localparam [15:0] one16 = 16'd1;
    localparam [7:0] op_delete_sq = 8'd0;
    localparam [7:0] op_create_sq = 8'd1;
    localparam [7:0] op_log_page = 8'd2;
    localparam [7:0] op_delete_cq = 8'd4;
    localparam [7:0] op_create_cq = 8'd5;
    localparam [7:0] op_identify = 8'd6;
    localparam [7:0] op_abort = 8'd8;
    localparam [7:0] op_set = 8'd9;
    localparam [7:0] op_get = 8'ha;
    localparam [7:0] op_event = 8'hc;
    localparam [7:0] cns_last = 8'd3;
    localparam [7:0] cns_list = 8'd2;
    localparam [7:0] cns_controller = 8'd1;
    localparam [15:0] features = 16'hfb6;
    localparam [7:0] power = 8'd2;
    localparam [7:0] temperature = 8'd4;
    localparam [7:0] queues = 8'd7;
    localparam [7:0] vectors = 8'd9;
    localparam [31:0] temperature_default = 32'h157;
    localparam [15:0] entries_max = 16'h40;
    localparam [2:0] events_max = 3'd4;
    localparam [31:0] nsid = 32'd1;
    localparam [31:0] nsid_above = 32'hfffffffe;
    localparam [14:0] invalid_opcode = 15'h4001;
    localparam [14:0] invalid_field = 15'h4002;
    localparam [14:0] invalid_namespace = 15'h400b;
    localparam [14:0] offset_invalid = 15'h4013;
    localparam [14:0] transfer_error = 15'd4;
    localparam [14:0] sequence_error = 15'h400c;
    localparam [14:0] cq_invalid = 15'h4100;
    localparam [14:0] qid_invalid = 15'h4101;
    localparam [14:0] size_invalid = 15'h4102;
    localparam [14:0] vector_invalid = 15'h4108;
    localparam [14:0] log_invalid = 15'h4109;
    localparam [14:0] deletion_invalid = 15'h410c;
    localparam [14:0] events_exceeded = 15'h4105;
    localparam [14:0] not_saveable = 15'h410d;
    localparam [3:0] State$Aborting = 4'd6;
    localparam [3:0] State$Acting = 4'd2;
    localparam [3:0] State$Answering = 4'd8;
    localparam [3:0] State$Building = 4'd3;
    localparam [3:0] State$Deciding = 4'd0;
    localparam [3:0] State$Draining = 4'd4;
    localparam [3:0] State$Following = 4'd7;
    localparam [3:0] State$Idle = 4'd9;
    localparam [3:0] State$Seeking = 4'd5;
    localparam [3:0] State$Weighing = 4'd1;
    reg [14:0] verdict;
    wire [31:0] cdw10;
    wire [31:0] cdw11;
    wire [7:0] low;
    reg store;
    reg done;
    reg [75:0] shape;
    reg [3:0] state$d;
    wire [3:0] state$q;
    wire state$clock;
    card_head state (
        .d(state$d),
        .q(state$q),
        .clock(state$clock)
    );
    reg [31:0] result$d;
    wire [31:0] result$q;
    wire result$clock;
    card_held result (
        .d(result$d),
        .q(result$q),
        .clock(result$clock)
    );
    reg [14:0] status$d;
    wire [14:0] status$q;
    wire status$clock;
    card_status status (
        .d(status$d),
        .q(status$q),
        .clock(status$clock)
    );
    reg [2:0] events$d;
    wire [2:0] events$q;
    wire events$clock;
    card_bar events (
        .d(events$d),
        .q(events$q),
        .clock(events$clock)
    );
    reg sq_there$d;
    wire sq_there$q;
    wire sq_there$clock;
    card_some sq_there (
        .d(sq_there$d),
        .q(sq_there$q),
        .clock(sq_there$clock)
    );
    reg cq_there$d;
    wire cq_there$q;
    wire cq_there$clock;
    card_some cq_there (
        .d(cq_there$d),
        .q(cq_there$q),
        .clock(cq_there$clock)
    );
    reg [75:0] sq_shape$d;
    wire [75:0] sq_shape$q;
    wire sq_shape$clock;
    card_sq_shape sq_shape (
        .d(sq_shape$d),
        .q(sq_shape$q),
        .clock(sq_shape$clock)
    );
    reg [75:0] cq_shape$d;
    wire [75:0] cq_shape$q;
    wire cq_shape$clock;
    card_sq_shape cq_shape (
        .d(cq_shape$d),
        .q(cq_shape$q),
        .clock(cq_shape$clock)
    );
    reg interrupts$d;
    wire interrupts$q;
    wire interrupts$clock;
    card_some interrupts (
        .d(interrupts$d),
        .q(interrupts$q),
        .clock(interrupts$clock)
    );
    reg [3:0] vector$d;
    wire [3:0] vector$q;
    wire vector$clock;
    card_head vector (
        .d(vector$d),
        .q(vector$q),
        .clock(vector$clock)
    );
    wire values$clock;
    reg values$write;
    wire [3:0] values$write_address;
    wire [31:0] values$write_data;
    wire [3:0] values$read_address;
    wire [31:0] values$read_data;
    card_values values (
        .clock(values$clock),
        .write(values$write),
        .write_address(values$write_address),
        .write_data(values$write_data),
        .read_address(values$read_address),
        .read_data(values$read_data)
    );
    reg [15:0] set$d;
    wire [15:0] set$q;
    wire set$clock;
    card_masks set (
        .d(set$d),
        .q(set$q),
        .clock(set$clock)
    );
    reg asking$d;
    wire asking$q;
    wire asking$clock;
    card_some asking (
        .d(asking$d),
        .q(asking$q),
        .clock(asking$clock)
    );
    reg [4:0] victim$d;
    wire [4:0] victim$q;
    wire victim$clock;
    card_waiting victim (
        .d(victim$d),
        .q(victim$q),
        .clock(victim$clock)
    );
    reg [7:0] opcode$d;
    wire [7:0] opcode$q;
    wire opcode$clock;
    card_opcode opcode (
        .d(opcode$d),
        .q(opcode$q),
        .clock(opcode$clock)
    );
    reg bad_field$d;
    wire bad_field$q;
    wire bad_field$clock;
    card_some bad_field (
        .d(bad_field$d),
        .q(bad_field$q),
        .clock(bad_field$clock)
    );
    reg qid_fits$d;
    wire qid_fits$q;
    wire qid_fits$clock;
    card_some qid_fits (
        .d(qid_fits$d),
        .q(qid_fits$q),
        .clock(qid_fits$clock)
    );
    reg size_fits$d;
    wire size_fits$q;
    wire size_fits$clock;
    card_some size_fits (
        .d(size_fits$d),
        .q(size_fits$q),
        .clock(size_fits$clock)
    );
    reg aligned$d;
    wire aligned$q;
    wire aligned$clock;
    card_some aligned (
        .d(aligned$d),
        .q(aligned$q),
        .clock(aligned$clock)
    );
    reg vector_fits$d;
    wire vector_fits$q;
    wire vector_fits$clock;
    card_some vector_fits (
        .d(vector_fits$d),
        .q(vector_fits$q),
        .clock(vector_fits$clock)
    );
    reg cqid_fits$d;
    wire cqid_fits$q;
    wire cqid_fits$clock;
    card_some cqid_fits (
        .d(cqid_fits$d),
        .q(cqid_fits$q),
        .clock(cqid_fits$clock)
    );
    reg nsid_fits$d;
    wire nsid_fits$q;
    wire nsid_fits$clock;
    card_some nsid_fits (
        .d(nsid_fits$d),
        .q(nsid_fits$q),
        .clock(nsid_fits$clock)
    );
    reg nsid_zero$d;
    wire nsid_zero$q;
    wire nsid_zero$clock;
    card_some nsid_zero (
        .d(nsid_zero$d),
        .q(nsid_zero$q),
        .clock(nsid_zero$clock)
    );
    reg nsid_last$d;
    wire nsid_last$q;
    wire nsid_last$clock;
    card_some nsid_last (
        .d(nsid_last$d),
        .q(nsid_last$q),
        .clock(nsid_last$clock)
    );
    reg data_misplaced$d;
    wire data_misplaced$q;
    wire data_misplaced$clock;
    card_some data_misplaced (
        .d(data_misplaced$d),
        .q(data_misplaced$q),
        .clock(data_misplaced$clock)
    );
    reg feature_known$d;
    wire feature_known$q;
    wire feature_known$clock;
    card_some feature_known (
        .d(feature_known$d),
        .q(feature_known$q),
        .clock(feature_known$clock)
    );
    reg ones$d;
    wire ones$q;
    wire ones$clock;
    card_some ones (
        .d(ones$d),
        .q(ones$q),
        .clock(ones$clock)
    );
    function automatic [11:0] cut$16$12(input [15:0] x$);
        cut$16$12 = x$[11:0];
    endfunction
    function automatic [15:0] cut$32$16(input [31:0] x$);
        cut$32$16 = x$[15:0];
    endfunction
    function automatic [1:0] cut$32$2(input [31:0] x$);
        cut$32$2 = x$[1:0];
    endfunction
    function automatic [7:0] cut$32$8(input [31:0] x$);
        cut$32$8 = x$[7:0];
    endfunction
    function automatic [11:0] cut$64$12(input [63:0] x$);
        cut$64$12 = x$[11:0];
    endfunction
    function automatic [1:0] cut$64$2(input [63:0] x$);
        cut$64$2 = x$[1:0];
    endfunction
    assign state$clock = clock;
    assign result$clock = clock;
    assign status$clock = clock;
    assign events$clock = clock;
    assign sq_there$clock = clock;
    assign cq_there$clock = clock;
    assign sq_shape$clock = clock;
    assign cq_shape$clock = clock;
    assign interrupts$clock = clock;
    assign vector$clock = clock;
    assign victim$clock = clock;
    assign set$clock = clock;
    assign asking$clock = clock;
    assign opcode$clock = clock;
    assign bad_field$clock = clock;
    assign qid_fits$clock = clock;
    assign size_fits$clock = clock;
    assign aligned$clock = clock;
    assign vector_fits$clock = clock;
    assign cqid_fits$clock = clock;
    assign nsid_fits$clock = clock;
    assign nsid_zero$clock = clock;
    assign nsid_last$clock = clock;
    assign data_misplaced$clock = clock;
    assign feature_known$clock = clock;
    assign ones$clock = clock;
    assign values$clock = clock;
    assign cdw10 = sqe$data[223:192];
    assign cdw11 = sqe$data[255:224];
    assign low = cdw10[7:0];
    assign abort$data = victim$q;
    assign seek_cid = cdw10[31:16];
    assign values$read_address = low[3:0];
    assign values$write_address = low[3:0];
    assign values$write_data = cdw11;
    assign page$valid = asking$q;
    assign sq_exists = sq_there$q;
    assign sq = sq_shape$q;
    assign cq_exists = cq_there$q;
    assign cq = cq_shape$q;
    assign cq_interrupts = interrupts$q;
    assign cq_vector = vector$q;
    always_comb begin
        state$d = state$q;
        result$d = result$q;
        status$d = status$q;
        events$d = events$q;
        sq_there$d = sq_there$q;
        cq_there$d = cq_there$q;
        sq_shape$d = sq_shape$q;
        cq_shape$d = cq_shape$q;
        interrupts$d = interrupts$q;
        vector$d = vector$q;
        victim$d = victim$q;
        set$d = set$q;
        asking$d = asking$q;
        opcode$d = opcode$q;
        bad_field$d = bad_field$q;
        qid_fits$d = qid_fits$q;
        size_fits$d = size_fits$q;
        aligned$d = aligned$q;
        vector_fits$d = vector_fits$q;
        cqid_fits$d = cqid_fits$q;
        nsid_fits$d = nsid_fits$q;
        nsid_zero$d = nsid_zero$q;
        nsid_last$d = nsid_last$q;
        data_misplaced$d = data_misplaced$q;
        feature_known$d = feature_known$q;
        ones$d = ones$q;
        shape[63:0] = sqe$data[127:64];
        shape[75:64] = cut$16$12(cdw10[31:16]);
        verdict = 15'd0;
        store = 1'b0;
        done = 1'b0;
        outcome$valid = 1'b0;
        draining = 1'b0;
        seek = 1'b0;
        abort$valid = 1'b0;
        if (asking$q & page$ready) begin
            asking$d = 1'b0;
        end
        case (state$q)
            State$Deciding: begin
                state$d = State$Weighing;
                verdict = invalid_opcode;
                if (opcode$q == op_identify) begin
                    verdict = 15'd0;
                    if (data_misplaced$q) begin
                        verdict = offset_invalid;
                    end
                    if (low == cns_list) begin
                        if (nsid_last$q) begin
                            verdict = invalid_namespace;
                        end
                    end else if ((low != cns_controller) & (~nsid_fits$q)) begin
                        verdict = invalid_namespace;
                    end
                    if (low > cns_last) begin
                        verdict = invalid_field;
                    end
                end
                if (opcode$q == op_create_cq) begin
                    verdict = 15'd0;
                    if (~aligned$q) begin
                        verdict = offset_invalid;
                    end
                    if (~vector_fits$q) begin
                        verdict = vector_invalid;
                    end
                    if (~cdw11[0]) begin
                        verdict = invalid_field;
                    end
                    if ((~size_fits$q) | (~cqe_size_fits)) begin
                        verdict = size_invalid;
                    end
                    if ((~qid_fits$q) | cq_there$q) begin
                        verdict = qid_invalid;
                    end
                end
                if (opcode$q == op_create_sq) begin
                    verdict = 15'd0;
                    if (~aligned$q) begin
                        verdict = offset_invalid;
                    end
                    if (~cdw11[0]) begin
                        verdict = invalid_field;
                    end
                    if ((~size_fits$q) | (~sqe_size_fits)) begin
                        verdict = size_invalid;
                    end
                    if (~cq_there$q) begin
                        verdict = cq_invalid;
                    end
                    if (((~cqid_fits$q) | (~qid_fits$q)) | sq_there$q) begin
                        verdict = qid_invalid;
                    end
                end
                if (opcode$q == op_delete_sq) begin
                    verdict = 15'd0;
                    if ((~qid_fits$q) | (~sq_there$q)) begin
                        verdict = qid_invalid;
                    end
                end
                if (opcode$q == op_delete_cq) begin
                    verdict = 15'd0;
                    if (sq_there$q) begin
                        verdict = deletion_invalid;
                    end
                    if ((~qid_fits$q) | (~cq_there$q)) begin
                        verdict = qid_invalid;
                    end
                end
                status$d = verdict;
            end
            State$Weighing: begin
                state$d = State$Acting;
                verdict = status$q;
                if ((opcode$q == op_set) | (opcode$q == op_get)) begin
                    verdict = 15'd0;
                    if ((low == temperature) & (|cdw11[21:16])) begin
                        verdict = invalid_field;
                    end
                    if ((low == vectors) & (|cdw11[15:4])) begin
                        verdict = invalid_field;
                    end
                end
                if (opcode$q == op_set) begin
                    if ((low == power) & (|cdw11[4:0])) begin
                        verdict = invalid_field;
                    end
                    if (low == queues) begin
                        if (sq_there$q | cq_there$q) begin
                            verdict = sequence_error;
                        end
                        if (ones$q) begin
                            verdict = invalid_field;
                        end
                    end
                    if (cdw10[31]) begin
                        verdict = not_saveable;
                    end
                    if (~feature_known$q) begin
                        verdict = invalid_field;
                    end
                end
                if (opcode$q == op_get) begin
                    if ((~feature_known$q) | (|cdw10[10:8])) begin
                        verdict = invalid_field;
                    end
                end
                if (opcode$q == op_abort) begin
                    verdict = 15'd0;
                end
                if (opcode$q == op_log_page) begin
                    verdict = log_invalid;
                end
                if (opcode$q == op_event) begin
                    verdict = 15'd0;
                    if (events$q == events_max) begin
                        verdict = events_exceeded;
                    end
                end
                if (bad_field$q) begin
                    verdict = invalid_field;
                end
                status$d = verdict;
            end
            State$Acting: begin
                state$d = State$Answering;
                result$d = 32'd0;
                if (status$q == 15'd0) begin
                    if (opcode$q == op_identify) begin
                        asking$d = 1'b1;
                        state$d = State$Building;
                    end
                    if (opcode$q == op_create_cq) begin
                        cq_there$d = 1'b1;
                        interrupts$d = cdw11[1];
                        vector$d = cdw11[19:16];
                    end
                    if (opcode$q == op_create_sq) begin
                        sq_there$d = 1'b1;
                    end
                    if (opcode$q == op_delete_sq) begin
                        state$d = State$Draining;
                    end
                    if (opcode$q == op_delete_cq) begin
                        cq_there$d = 1'b0;
                    end
                    if (opcode$q == op_set) begin
                        store = 1'b1;
                    end
                    if (opcode$q == op_get) begin
                        if (set$q[low[3:0]]) begin
                            result$d = values$read_data;
                        end else if (low == temperature) begin
                            result$d = temperature_default;
                        end
                        if (low == vectors) begin
                            result$d = {28'd0, cdw11[3:0]};
                        end
                        if (low == queues) begin
                            result$d = 32'd0;
                        end
                    end
                    if (opcode$q == op_abort) begin
                        result$d = 32'd1;
                        if (qid_fits$q & sq_there$q) begin
                            state$d = State$Seeking;
                        end
                    end
                    if (opcode$q == op_event) begin
                        events$d = events$q + 3'd1;
                        done = 1'b1;
                        state$d = State$Idle;
                    end
                end
            end
            State$Building: begin
                if (page_done) begin
                    if (page_failed) begin
                        status$d = transfer_error;
                    end
                    state$d = State$Answering;
                end
            end
            State$Seeking: begin
                seek = 1'b1;
                victim$d = found_row;
                if (sought) begin
                    state$d = State$Answering;
                    if (found) begin
                        state$d = State$Aborting;
                    end
                end
            end
            State$Aborting: begin
                abort$valid = 1'b1;
                if (abort$ready) begin
                    state$d = State$Answering;
                    if (aborted) begin
                        result$d = 32'd0;
                        state$d = State$Following;
                    end
                end
            end
            State$Following: begin
                if (answered) begin
                    state$d = State$Answering;
                end
            end
            State$Draining: begin
                draining = 1'b1;
                if (drained) begin
                    sq_there$d = 1'b0;
                    state$d = State$Answering;
                end
            end
            State$Answering: begin
                outcome$valid = 1'b1;
                if (outcome$ready) begin
                    done = 1'b1;
                    state$d = State$Idle;
                end
            end
            default: begin // State$Idle
                opcode$d = cut$32$8(sqe$data[31:0]);
                bad_field$d = (|cut$32$2(sqe$data[31:0] >> 8)) | (|cut$32$2(sqe$data[31:0] >> 14));
                qid_fits$d = cdw10[15:0] == 16'd1;
                size_fits$d = (|cdw10[31:16]) & (cdw10[31:16] < entries_max);
                aligned$d = ~(|cut$64$12(sqe$data[127:64]));
                vector_fits$d = ~(|cdw11[31:20]);
                cqid_fits$d = cdw11[31:16] == 16'd1;
                nsid_fits$d = sqe$data[63:32] == nsid;
                nsid_zero$d = ~(|sqe$data[63:32]);
                nsid_last$d = sqe$data[63:32] >= nsid_above;
                data_misplaced$d = (|cut$64$2(sqe$data[127:64])) | ((|cut$64$12(sqe$data[127:64])) & (|cut$64$12(sqe$data[191:128])));
                feature_known$d = (~(|low[7:4])) & features[low[3:0]];
                if (~sq_there$q) begin
                    sq_shape$d = shape;
                end
                if (~cq_there$q) begin
                    cq_shape$d = shape;
                end
                ones$d = (&cdw11[15:0]) | (&cdw11[31:16]);
                if (sqe$valid) begin
                    state$d = State$Deciding;
                end
            end
        endcase
        values$write = store;
        if (store) begin
            set$d = set$q | (one16 << low[3:0]);
        end
        sqe$ready = done;
        outcome$data[15:0] = cut$32$16(sqe$data[31:0] >> 16);
        outcome$data[47:16] = result$q;
        outcome$data[62:48] = status$q;
        page$data[1:0] = low[1:0];
        page$data[2] = (low == cns_list) & (~nsid_zero$q);
        page$data[66:3] = sqe$data[127:64];
        page$data[130:67] = sqe$data[191:128];
        if (~run) begin
            sq_there$d = 1'b0;
            cq_there$d = 1'b0;
            events$d = 3'd0;
            set$d = 16'd0;
            if (((state$q != State$Building) | page_done) & ((state$q != State$Aborting) | abort$ready)) begin
                state$d = State$Idle;
            end
        end
        if (reset) begin
            state$d = State$Idle;
            asking$d = 1'b0;
        end
    end
endmodule

module card_rom (
    clock,
    address,
    data
);
    input wire clock;
    input wire [10:0] address;
    output reg [63:0] data;
    always @(posedge clock)
        case (address)
            11'h003: data <= 64'h0001000000000000;
            11'h004: data <= 64'h0000000000000900;
            11'h00d: data <= 64'h485441504e495754;
            11'h00e: data <= 64'h0100000000000002;
            11'h00f: data <= 64'h0100000000000002;
            11'h010: data <= 64'h00000000000c0000;
            11'h200: data <= 64'h0000000012341234;
            11'h201: data <= 64'h2020202000000000;
            11'h202: data <= 64'h2020202020202020;
            11'h203: data <= 64'h687461706e697754;
            11'h204: data <= 64'h65726f7272696d20;
            11'h205: data <= 64'h6761726f74732064;
            11'h206: data <= 64'h2020647261632065;
            11'h207: data <= 64'h2020202020202020;
            11'h208: data <= 64'h2020202020312e30;
            11'h209: data <= 64'h0000050200000000;
            11'h20a: data <= 64'h0000000000010400;
            11'h20d: data <= 64'h0100000000000000;
            11'h220: data <= 64'h0000000303030000;
            11'h221: data <= 64'h0000016601570000;
            11'h240: data <= 64'h0000000100004466;
            11'h241: data <= 64'h000000000000000c;
            11'h260: data <= 64'h343130322e6e716e;
            11'h261: data <= 64'h2e67726f2e38302d;
            11'h262: data <= 64'h65727078656d766e;
            11'h263: data <= 64'h3a646975753a7373;
            11'h264: data <= 64'h6534393437353435;
            11'h265: data <= 64'h34352d313430352d;
            11'h266: data <= 64'h2d303030382d3834;
            11'h267: data <= 64'h3030303030303030;
            11'h268: data <= 64'h0000000031303030;
            11'h400: data <= 64'h0000000000000001;
            11'h600: data <= 64'h0000000200000801;
            11'h601: data <= 64'h0000100201000000;
            11'h602: data <= 64'h485441504e495754;
            11'h603: data <= 64'h0100000000000002;
            default: data <= 64'h0;
        endcase
endmodule

module card_wanted (
    d,
    q,
    clock
);
    input wire [130:0] d;
    output reg [130:0] q;
    input wire clock;
    initial q = 131'd0;
    always @(posedge clock) q <= d;
endmodule

module card_word (
    d,
    q,
    clock
);
    input wire [78:0] d;
    output reg [78:0] q;
    input wire clock;
    initial q = 79'd0;
    always @(posedge clock) q <= d;
endmodule

module card_identify (
    clock,
    reset,
    request$data,
    request$valid,
    request$ready,
    done,
    failed,
    area_blocks,
    unit_id,
    serial,
    fill$data,
    fill$valid,
    fill$ready,
    transfer$data,
    transfer$valid,
    transfer$ready,
    transfer_done,
    transfer_failed,
    idle
);
    input wire clock;
    input wire reset;
    input wire [130:0] request$data;
    input wire request$valid;
    output reg request$ready;
    output reg done;
    output wire failed;
    input wire [31:0] area_blocks;
    input wire unit_id;
    input wire [63:0] serial;
    output wire [78:0] fill$data;
    output wire fill$valid;
    input wire fill$ready;
    output reg [131:0] transfer$data;
    output reg transfer$valid;
    input wire transfer$ready;
    input wire transfer_done;
    input wire transfer_failed;
    output reg idle;
    localparam [3:0] slot = 4'hf;
    localparam [1:0] namespace = 2'd0;
    localparam [1:0] controller = 2'd1;
    localparam [2:0] State$Asking = 3'd0;
    localparam [2:0] State$Filling = 3'd2;
    localparam [2:0] State$Idle = 3'd6;
    localparam [2:0] State$Moving = 3'd5;
    localparam [2:0] State$Sending = 3'd4;
    localparam [2:0] State$Settling = 3'd3;
    localparam [2:0] State$Starting = 3'd1;
    reg [63:0] patch;
    wire rom$clock;
    wire [10:0] rom$address;
    wire [63:0] rom$data;
    card_rom rom (
        .clock(rom$clock),
        .address(rom$address),
        .data(rom$data)
    );
    reg [2:0] state$d;
    wire [2:0] state$q;
    wire state$clock;
    card_bar state (
        .d(state$d),
        .q(state$q),
        .clock(state$clock)
    );
    reg [130:0] wanted$d;
    wire [130:0] wanted$q;
    wire wanted$clock;
    card_wanted wanted (
        .d(wanted$d),
        .q(wanted$q),
        .clock(wanted$clock)
    );
    reg [8:0] at$d;
    wire [8:0] at$q;
    wire at$clock;
    card_pointer at (
        .d(at$d),
        .q(at$q),
        .clock(at$clock)
    );
    reg [10:0] address$d;
    wire [10:0] address$q;
    wire address$clock;
    card_left address (
        .d(address$d),
        .q(address$q),
        .clock(address$clock)
    );
    reg [3:0] pause$d;
    wire [3:0] pause$q;
    wire pause$clock;
    card_head pause (
        .d(pause$d),
        .q(pause$q),
        .clock(pause$clock)
    );
    reg [78:0] word$d;
    wire [78:0] word$q;
    wire word$clock;
    card_word word (
        .d(word$d),
        .q(word$q),
        .clock(word$clock)
    );
    reg word_valid$d;
    wire word_valid$q;
    wire word_valid$clock;
    card_some word_valid (
        .d(word_valid$d),
        .q(word_valid$q),
        .clock(word_valid$clock)
    );
    assign state$clock = clock;
    assign wanted$clock = clock;
    assign at$clock = clock;
    assign address$clock = clock;
    assign pause$clock = clock;
    assign word$clock = clock;
    assign word_valid$clock = clock;
    assign rom$clock = clock;
    assign rom$address = address$q;
    assign failed = transfer_failed;
    assign fill$data = word$q;
    assign fill$valid = word_valid$q;
    always_comb begin
        state$d = state$q;
        wanted$d = wanted$q;
        at$d = at$q;
        address$d = address$q;
        pause$d = pause$q;
        word$d = word$q;
        word_valid$d = word_valid$q;
        address$d = ({9'd0, wanted$q[1:0]} << 9) | {2'd0, at$q};
        patch = 64'd0;
        if ((wanted$q[1:0] == namespace) & (at$q < 9'd3)) begin
            patch = {32'd0, area_blocks};
        end
        if (wanted$q[1:0] == controller) begin
            if (at$q == 9'd0) begin
                patch = serial << 32;
            end
            if (at$q == 9'd1) begin
                patch = serial >> 32;
            end
            if (at$q == 9'd9) begin
                patch = ({63'd0, unit_id} + 64'd1) << 48;
            end
        end
        if (word_valid$q & fill$ready) begin
            word_valid$d = 1'b0;
        end
        request$ready = 1'b0;
        transfer$valid = 1'b0;
        done = 1'b0;
        idle = 1'b0;
        case (state$q)
            State$Asking: begin
                state$d = State$Starting;
            end
            State$Starting: begin
                state$d = State$Filling;
            end
            State$Filling: begin
                if (~word_valid$q) begin
                    word_valid$d = 1'b1;
                    word$d[3:0] = slot;
                    word$d[12:4] = at$q;
                    word$d[77] = 1'b1;
                    word$d[78] = 1'b1;
                    word$d[76:13] = rom$data | patch;
                    if (wanted$q[2]) begin
                        word$d[76:13] = 64'd0;
                    end
                    at$d = at$q + 9'd1;
                    state$d = State$Asking;
                    if (&at$q) begin
                        state$d = State$Settling;
                    end
                end
            end
            State$Settling: begin
                if (~word_valid$q) begin
                    pause$d = pause$q + 4'd1;
                    if (&pause$q) begin
                        state$d = State$Sending;
                    end
                end
            end
            State$Sending: begin
                transfer$valid = 1'b1;
                if (transfer$ready) begin
                    state$d = State$Moving;
                end
            end
            State$Moving: begin
                if (transfer_done) begin
                    done = 1'b1;
                    state$d = State$Idle;
                end
            end
            default: begin // State$Idle
                idle = 1'b1;
                request$ready = 1'b1;
                at$d = 9'd0;
                pause$d = 4'd0;
                if (request$valid) begin
                    wanted$d = request$data;
                    state$d = State$Asking;
                end
            end
        endcase
        transfer$data[63:0] = wanted$q[66:3];
        transfer$data[127:64] = wanted$q[130:67];
        transfer$data[131:128] = slot;
        if (reset) begin
            state$d = State$Idle;
            word_valid$d = 1'b0;
        end
    end
endmodule

module card_last_lba (
    d,
    q,
    clock
);
    input wire [32:0] d;
    output reg [32:0] q;
    input wire clock;
    initial q = 33'd0;
    always @(posedge clock) q <= d;
endmodule

module card_handing (
    d,
    q,
    clock
);
    input wire [44:0] d;
    output reg [44:0] q;
    input wire clock;
    initial q = 45'd0;
    always @(posedge clock) q <= d;
endmodule

module card_io (
    clock,
    reset,
    run,
    area_blocks,
    refuse,
    sqe$data,
    sqe$valid,
    sqe$ready,
    outcome$data,
    outcome$valid,
    outcome$ready,
    command$data,
    command$valid,
    command$ready,
    begin$data,
    begin$valid,
    begin$ready,
    piece$data,
    piece$valid,
    piece$ready,
    write_row,
    write_free,
    read_row,
    read_free,
    take,
    take_row,
    take_cid,
    put,
    put_first,
    put_second,
    list$data,
    list$valid,
    list$ready,
    list_done,
    list_misaligned,
    list_failed
);
    input wire clock;
    input wire reset;
    input wire run;
    input wire [31:0] area_blocks;
    input wire refuse;
    input wire [287:0] sqe$data;
    input wire sqe$valid;
    output reg sqe$ready;
    output reg [62:0] outcome$data;
    output reg outcome$valid;
    input wire outcome$ready;
    output wire [44:0] command$data;
    output wire command$valid;
    input wire command$ready;
    output reg [218:0] begin$data;
    output reg begin$valid;
    input wire begin$ready;
    input wire [44:0] piece$data;
    input wire piece$valid;
    output wire piece$ready;
    input wire [4:0] write_row;
    input wire write_free;
    input wire [4:0] read_row;
    input wire read_free;
    output reg take;
    output wire [4:0] take_row;
    output wire [15:0] take_cid;
    output reg put;
    output wire [63:0] put_first;
    output wire [63:0] put_second;
    output reg [74:0] list$data;
    output reg list$valid;
    input wire list$ready;
    input wire list_done;
    input wire list_misaligned;
    input wire list_failed;
    localparam [7:0] op_flush = 8'd0;
    localparam [7:0] op_write = 8'd1;
    localparam [7:0] op_read = 8'd2;
    localparam [7:0] op_zeroes = 8'd8;
    localparam [7:0] op_ranges = 8'd9;
    localparam [13:0] page = 14'h1000;
    localparam [31:0] nsid = 32'd1;
    localparam [31:0] nsid_all = 32'hffffffff;
    localparam [14:0] invalid_opcode = 15'h4001;
    localparam [14:0] invalid_field = 15'h4002;
    localparam [14:0] invalid_namespace = 15'h400b;
    localparam [14:0] out_of_range = 15'h4080;
    localparam [14:0] offset_invalid = 15'h4013;
    localparam [14:0] transfer_error = 15'd4;
    localparam [14:0] interrupted = 15'h21;
    localparam [3:0] State$Beginning = 4'd6;
    localparam [3:0] State$Checking = 4'd0;
    localparam [3:0] State$Deciding = 4'd1;
    localparam [3:0] State$Ending = 4'd7;
    localparam [3:0] State$Fetching = 4'd4;
    localparam [3:0] State$Handing = 4'd5;
    localparam [3:0] State$Idle = 4'd8;
    localparam [3:0] State$Listing = 4'd3;
    localparam [3:0] State$Placing = 4'd2;
    wire [7:0] opcode;
    wire [15:0] blocks;
    wire [11:0] offset;
    wire [13:0] range_bytes;
    reg done;
    reg placed;
    reg [3:0] state$d;
    wire [3:0] state$q;
    wire state$clock;
    card_head state (
        .d(state$d),
        .q(state$q),
        .clock(state$clock)
    );
    reg flush$d;
    wire flush$q;
    wire flush$clock;
    card_some flush (
        .d(flush$d),
        .q(flush$q),
        .clock(flush$clock)
    );
    reg write$d;
    wire write$q;
    wire write$clock;
    card_some write (
        .d(write$d),
        .q(write$q),
        .clock(write$clock)
    );
    reg read$d;
    wire read$q;
    wire read$clock;
    card_some read (
        .d(read$d),
        .q(read$q),
        .clock(read$clock)
    );
    reg zeroes$d;
    wire zeroes$q;
    wire zeroes$clock;
    card_some zeroes (
        .d(zeroes$d),
        .q(zeroes$q),
        .clock(zeroes$clock)
    );
    reg ranges$d;
    wire ranges$q;
    wire ranges$clock;
    card_some ranges (
        .d(ranges$d),
        .q(ranges$q),
        .clock(ranges$clock)
    );
    reg hints$d;
    wire hints$q;
    wire hints$clock;
    card_some hints (
        .d(hints$d),
        .q(hints$q),
        .clock(hints$clock)
    );
    reg bad_field$d;
    wire bad_field$q;
    wire bad_field$clock;
    card_some bad_field (
        .d(bad_field$d),
        .q(bad_field$q),
        .clock(bad_field$clock)
    );
    reg bad_nsid$d;
    wire bad_nsid$q;
    wire bad_nsid$clock;
    card_some bad_nsid (
        .d(bad_nsid$d),
        .q(bad_nsid$q),
        .clock(bad_nsid$clock)
    );
    reg too_long$d;
    wire too_long$q;
    wire too_long$clock;
    card_some too_long (
        .d(too_long$d),
        .q(too_long$q),
        .clock(too_long$clock)
    );
    reg beyond$d;
    wire beyond$q;
    wire beyond$clock;
    card_some beyond (
        .d(beyond$d),
        .q(beyond$q),
        .clock(beyond$clock)
    );
    reg [32:0] last_lba$d;
    wire [32:0] last_lba$q;
    wire last_lba$clock;
    card_last_lba last_lba (
        .d(last_lba$d),
        .q(last_lba$q),
        .clock(last_lba$clock)
    );
    reg [5:0] entries$d;
    wire [5:0] entries$q;
    wire entries$clock;
    card_ended entries (
        .d(entries$d),
        .q(entries$q),
        .clock(entries$clock)
    );
    reg bad_first$d;
    wire bad_first$q;
    wire bad_first$clock;
    card_some bad_first (
        .d(bad_first$d),
        .q(bad_first$q),
        .clock(bad_first$clock)
    );
    reg bad_page$d;
    wire bad_page$q;
    wire bad_page$clock;
    card_some bad_page (
        .d(bad_page$d),
        .q(bad_page$q),
        .clock(bad_page$clock)
    );
    reg bad_list$d;
    wire bad_list$q;
    wire bad_list$clock;
    card_some bad_list (
        .d(bad_list$d),
        .q(bad_list$q),
        .clock(bad_list$clock)
    );
    reg [14:0] status$d;
    wire [14:0] status$q;
    wire status$clock;
    card_status status (
        .d(status$d),
        .q(status$q),
        .clock(status$clock)
    );
    reg [4:0] row$d;
    wire [4:0] row$q;
    wire row$clock;
    card_waiting row (
        .d(row$d),
        .q(row$q),
        .clock(row$clock)
    );
    reg [44:0] handing$d;
    wire [44:0] handing$q;
    wire handing$clock;
    card_handing handing (
        .d(handing$d),
        .q(handing$q),
        .clock(handing$clock)
    );
    reg handing_valid$d;
    wire handing_valid$q;
    wire handing_valid$clock;
    card_some handing_valid (
        .d(handing_valid$d),
        .q(handing_valid$q),
        .clock(handing_valid$clock)
    );
    function automatic [0:0] cut$32$1(input [31:0] x$);
        cut$32$1 = x$[0:0];
    endfunction
    function automatic [15:0] cut$32$16(input [31:0] x$);
        cut$32$16 = x$[15:0];
    endfunction
    function automatic [1:0] cut$32$2(input [31:0] x$);
        cut$32$2 = x$[1:0];
    endfunction
    function automatic [7:0] cut$32$8(input [31:0] x$);
        cut$32$8 = x$[7:0];
    endfunction
    function automatic [11:0] cut$64$12(input [63:0] x$);
        cut$64$12 = x$[11:0];
    endfunction
    function automatic [2:0] cut$64$3(input [63:0] x$);
        cut$64$3 = x$[2:0];
    endfunction
    assign state$clock = clock;
    assign flush$clock = clock;
    assign write$clock = clock;
    assign read$clock = clock;
    assign bad_field$clock = clock;
    assign bad_nsid$clock = clock;
    assign too_long$clock = clock;
    assign beyond$clock = clock;
    assign last_lba$clock = clock;
    assign entries$clock = clock;
    assign zeroes$clock = clock;
    assign ranges$clock = clock;
    assign hints$clock = clock;
    assign bad_first$clock = clock;
    assign bad_page$clock = clock;
    assign bad_list$clock = clock;
    assign status$clock = clock;
    assign row$clock = clock;
    assign handing$clock = clock;
    assign handing_valid$clock = clock;
    assign opcode = cut$32$8(sqe$data[31:0]);
    assign blocks = cut$32$16(sqe$data[287:256]);
    assign offset = cut$64$12(sqe$data[127:64]);
    assign range_bytes = ({2'd0, offset} + ({6'd0, cut$32$8(sqe$data[223:192])} << 4)) + 14'h10;
    assign piece$ready = (~handing_valid$q) & (state$q != State$Handing);
    assign command$data = handing$q;
    assign command$valid = handing_valid$q;
    assign take_row = row$q;
    assign take_cid = cut$32$16(sqe$data[31:0] >> 16);
    assign put_first = sqe$data[127:64];
    assign put_second = sqe$data[191:128];
    always_comb begin
        state$d = state$q;
        flush$d = flush$q;
        write$d = write$q;
        read$d = read$q;
        bad_field$d = bad_field$q;
        bad_nsid$d = bad_nsid$q;
        too_long$d = too_long$q;
        beyond$d = beyond$q;
        last_lba$d = last_lba$q;
        entries$d = entries$q;
        zeroes$d = zeroes$q;
        ranges$d = ranges$q;
        hints$d = hints$q;
        bad_first$d = bad_first$q;
        bad_page$d = bad_page$q;
        bad_list$d = bad_list$q;
        status$d = status$q;
        row$d = row$q;
        handing$d = handing$q;
        handing_valid$d = handing_valid$q;
        done = 1'b0;
        placed = 1'b0;
        take = 1'b0;
        put = 1'b0;
        list$valid = 1'b0;
        outcome$valid = 1'b0;
        begin$valid = 1'b0;
        if (handing_valid$q & command$ready) begin
            handing_valid$d = 1'b0;
        end
        if ((piece$valid & (~handing_valid$q)) & (state$q != State$Handing)) begin
            handing_valid$d = 1'b1;
            handing$d = piece$data;
        end
        case (state$q)
            State$Checking: begin
                status$d = 15'd0;
                if (~flush$q) begin
                    if ((((entries$q == 6'd1) & bad_page$q) | ((|entries$q[5:1]) & bad_list$q)) | bad_first$q) begin
                        status$d = offset_invalid;
                    end
                    if ((~ranges$q) & (beyond$q | (last_lba$q >= {1'd0, area_blocks}))) begin
                        status$d = out_of_range;
                    end
                    if (too_long$q & (write$q | read$q)) begin
                        status$d = invalid_field;
                    end
                end
                if (bad_nsid$q) begin
                    status$d = invalid_namespace;
                end
                if (bad_field$q) begin
                    status$d = invalid_field;
                end
                if (~((((flush$q | write$q) | read$q) | zeroes$q) | ranges$q)) begin
                    status$d = invalid_opcode;
                end
                state$d = State$Deciding;
            end
            State$Deciding: begin
                state$d = State$Placing;
                if ((|status$q) | hints$q) begin
                    state$d = State$Ending;
                end
            end
            State$Placing: begin
                row$d = write_row;
                placed = write_free;
                if (read$q) begin
                    row$d = read_row;
                    placed = read_free;
                end
                if (refuse) begin
                    status$d = interrupted;
                    state$d = State$Ending;
                end else if (placed) begin
                    state$d = State$Listing;
                end
            end
            State$Listing: begin
                put = 1'b1;
                state$d = State$Handing;
                if (zeroes$q | ranges$q) begin
                    state$d = State$Beginning;
                end else if ((~flush$q) & (|entries$q[5:1])) begin
                    list$valid = 1'b1;
                    state$d = State$Listing;
                    if (list$ready) begin
                        state$d = State$Fetching;
                    end
                end
            end
            State$Fetching: begin
                if (list_done) begin
                    state$d = State$Handing;
                    if (list_misaligned) begin
                        status$d = offset_invalid;
                        state$d = State$Ending;
                    end
                    if (list_failed) begin
                        status$d = transfer_error;
                        state$d = State$Ending;
                    end
                end
            end
            State$Handing: begin
                if ((~handing_valid$q) & run) begin
                    take = 1'b1;
                    done = 1'b1;
                    handing_valid$d = 1'b1;
                    handing$d[4:0] = row$q;
                    handing$d[38:7] = last_lba$q[31:0] - {27'd0, blocks[4:0]};
                    handing$d[44:39] = {1'd0, blocks[4:0]} + 6'd1;
                    handing$d[6:5] = 2'd0;
                    if (write$q) begin
                        handing$d[6:5] = 2'd1;
                    end
                    if (flush$q) begin
                        handing$d[6:5] = 2'd2;
                        handing$d[38:7] = 32'd0;
                        handing$d[44:39] = 6'd1;
                    end
                    state$d = State$Idle;
                end
            end
            State$Beginning: begin
                begin$valid = run;
                if (begin$ready & run) begin
                    take = 1'b1;
                    done = 1'b1;
                    state$d = State$Idle;
                end
            end
            State$Ending: begin
                outcome$valid = 1'b1;
                if (outcome$ready) begin
                    done = 1'b1;
                    state$d = State$Idle;
                end
            end
            default: begin // State$Idle
                flush$d = opcode == op_flush;
                write$d = opcode == op_write;
                read$d = opcode == op_read;
                zeroes$d = opcode == op_zeroes;
                ranges$d = opcode == op_ranges;
                hints$d = (opcode == op_ranges) & (~cut$32$1(sqe$data[255:224] >> 2));
                bad_field$d = (|cut$32$2(sqe$data[31:0] >> 8)) | (|cut$32$2(sqe$data[31:0] >> 14));
                bad_nsid$d = (sqe$data[63:32] != nsid) & (~((opcode == op_flush) & (sqe$data[63:32] == nsid_all)));
                too_long$d = |blocks[15:5];
                beyond$d = |sqe$data[255:224];
                last_lba$d = {1'd0, sqe$data[223:192]} + {17'd0, blocks};
                entries$d = {1'd0, blocks[4:0]} + {5'd0, |offset};
                bad_first$d = |offset[1:0];
                if (opcode == op_zeroes) begin
                    entries$d = 6'd0;
                    bad_first$d = 1'b0;
                end
                if (opcode == op_ranges) begin
                    entries$d = 6'd0;
                    if (range_bytes > page) begin
                        entries$d = 6'd1;
                    end
                end
                bad_page$d = |cut$64$12(sqe$data[191:128]);
                bad_list$d = |cut$64$3(sqe$data[191:128]);
                if (sqe$valid & run) begin
                    state$d = State$Checking;
                end
            end
        endcase
        if ((~run) & ((state$q != State$Fetching) | list_done)) begin
            state$d = State$Idle;
        end
        sqe$ready = done;
        outcome$data[15:0] = cut$32$16(sqe$data[31:0] >> 16);
        outcome$data[47:16] = 32'd0;
        outcome$data[62:48] = status$q;
        begin$data[4:0] = row$q;
        begin$data[36:5] = sqe$data[223:192];
        begin$data[68:37] = {16'd0, blocks} + 32'd1;
        begin$data[77:69] = 9'd0;
        if (ranges$q) begin
            begin$data[68:37] = 32'd0;
            begin$data[77:69] = {1'd0, cut$32$8(sqe$data[223:192])} + 9'd1;
        end
        begin$data[90:78] = {1'd0, offset};
        begin$data[154:91] = sqe$data[127:64];
        begin$data[218:155] = sqe$data[191:128];
        list$data[4:0] = row$q;
        list$data[68:5] = sqe$data[191:128];
        list$data[74:69] = entries$q;
        if (reset) begin
            state$d = State$Idle;
            handing_valid$d = 1'b0;
        end
    end
endmodule

module card_cids (
    clock,
    write,
    write_address,
    write_data,
    read_address,
    read_data
);
    input wire clock;
    input wire write;
    input wire [4:0] write_address;
    input wire [15:0] write_data;
    input wire [4:0] read_address;
    output reg [15:0] read_data;
    (* ram_style = "distributed", no_rw_check *) reg [15:0] memory [0:31];
    always @(posedge clock) if (write) memory[write_address] <= write_data;
    always @* read_data = memory[read_address];
endmodule

module card_result (
    d,
    q,
    clock
);
    input wire [62:0] d;
    output reg [62:0] q;
    input wire clock;
    initial q = 63'd0;
    always @(posedge clock) q <= d;
endmodule

module card_contexts (
    clock,
    reset,
    forget,
    take,
    take_row,
    take_cid,
    write_row,
    write_free,
    read_row,
    read_free,
    answer$data,
    answer$valid,
    answer$ready,
    outcome$data,
    outcome$valid,
    outcome$ready,
    open,
    live,
    seek,
    seek_cid,
    sought,
    found,
    found_row
);
    input wire clock;
    input wire reset;
    input wire forget;
    input wire take;
    input wire [4:0] take_row;
    input wire [15:0] take_cid;
    output wire [4:0] write_row;
    output wire write_free;
    output wire [4:0] read_row;
    output wire read_free;
    input wire [21:0] answer$data;
    input wire answer$valid;
    output wire answer$ready;
    output wire [62:0] outcome$data;
    output wire outcome$valid;
    input wire outcome$ready;
    output wire [31:0] open;
    output wire live;
    input wire seek;
    input wire [15:0] seek_cid;
    output wire sought;
    output wire found;
    output wire [4:0] found_row;
    localparam [31:0] one = 32'd1;
    wire accept;
    wire hit;
    reg [31:0] take_mask;
    reg [31:0] answer_mask;
    reg [31:0] reply_mask;
    reg [31:0] free_mask;
    reg [31:0] busy$d;
    wire [31:0] busy$q;
    wire busy$clock;
    card_held busy (
        .d(busy$d),
        .q(busy$q),
        .clock(busy$clock)
    );
    reg [31:0] opened$d;
    wire [31:0] opened$q;
    wire opened$clock;
    card_held opened (
        .d(opened$d),
        .q(opened$q),
        .clock(opened$clock)
    );
    wire cids$clock;
    wire cids$write;
    wire [4:0] cids$write_address;
    wire [15:0] cids$write_data;
    wire [4:0] cids$read_address;
    wire [15:0] cids$read_data;
    card_cids cids (
        .clock(cids$clock),
        .write(cids$write),
        .write_address(cids$write_address),
        .write_data(cids$write_data),
        .read_address(cids$read_address),
        .read_data(cids$read_data)
    );
    wire names$clock;
    wire names$write;
    wire [4:0] names$write_address;
    wire [15:0] names$write_data;
    wire [4:0] names$read_address;
    wire [15:0] names$read_data;
    card_cids names (
        .clock(names$clock),
        .write(names$write),
        .write_address(names$write_address),
        .write_data(names$write_data),
        .read_address(names$read_address),
        .read_data(names$read_data)
    );
    reg [4:0] seek_at$d;
    wire [4:0] seek_at$q;
    wire seek_at$clock;
    card_waiting seek_at (
        .d(seek_at$d),
        .q(seek_at$q),
        .clock(seek_at$clock)
    );
    reg [4:0] write_at$d;
    wire [4:0] write_at$q;
    wire write_at$clock;
    card_waiting write_at (
        .d(write_at$d),
        .q(write_at$q),
        .clock(write_at$clock)
    );
    reg write_any$d;
    wire write_any$q;
    wire write_any$clock;
    card_some write_any (
        .d(write_any$d),
        .q(write_any$q),
        .clock(write_any$clock)
    );
    reg [4:0] read_at$d;
    wire [4:0] read_at$q;
    wire read_at$clock;
    card_waiting read_at (
        .d(read_at$d),
        .q(read_at$q),
        .clock(read_at$clock)
    );
    reg read_any$d;
    wire read_any$q;
    wire read_any$clock;
    card_some read_any (
        .d(read_any$d),
        .q(read_any$q),
        .clock(read_any$clock)
    );
    reg [62:0] result$d;
    wire [62:0] result$q;
    wire result$clock;
    card_result result (
        .d(result$d),
        .q(result$q),
        .clock(result$clock)
    );
    reg result_valid$d;
    wire result_valid$q;
    wire result_valid$clock;
    card_some result_valid (
        .d(result_valid$d),
        .q(result_valid$q),
        .clock(result_valid$clock)
    );
    assign busy$clock = clock;
    assign opened$clock = clock;
    assign write_at$clock = clock;
    assign write_any$clock = clock;
    assign read_at$clock = clock;
    assign read_any$clock = clock;
    assign result$clock = clock;
    assign result_valid$clock = clock;
    assign seek_at$clock = clock;
    assign cids$clock = clock;
    assign names$clock = clock;
    assign answer$ready = ~result_valid$q;
    assign accept = answer$valid & (~result_valid$q);
    assign cids$read_address = answer$data[4:0];
    assign outcome$data = result$q;
    assign outcome$valid = result_valid$q;
    assign cids$write = take;
    assign cids$write_address = take_row;
    assign cids$write_data = take_cid;
    assign names$write = take;
    assign names$write_address = take_row;
    assign names$write_data = take_cid;
    assign names$read_address = seek_at$q;
    assign hit = opened$q[seek_at$q] & (names$read_data == seek_cid);
    assign sought = seek & (hit | (&seek_at$q));
    assign found = hit;
    assign found_row = seek_at$q;
    assign open = opened$q;
    assign live = (|opened$q) | result_valid$q;
    assign write_row = write_at$q;
    assign write_free = write_any$q;
    assign read_row = read_at$q;
    assign read_free = read_any$q;
    always_comb begin
        busy$d = busy$q;
        opened$d = opened$q;
        write_at$d = write_at$q;
        write_any$d = write_any$q;
        read_at$d = read_at$q;
        read_any$d = read_any$q;
        result$d = result$q;
        result_valid$d = result_valid$q;
        seek_at$d = seek_at$q;
        answer_mask = 32'd0;
        if (accept) begin
            answer_mask = one << answer$data[4:0];
        end
        reply_mask = 32'd0;
        if (answer$data[5]) begin
            reply_mask = answer_mask;
        end
        free_mask = 32'd0;
        if (answer$data[6]) begin
            free_mask = answer_mask;
        end
        if (result_valid$q & outcome$ready) begin
            result_valid$d = 1'b0;
        end
        if ((accept & answer$data[5]) & opened$q[answer$data[4:0]]) begin
            result_valid$d = 1'b1;
            result$d[15:0] = cids$read_data;
            result$d[47:16] = 32'd0;
            result$d[62:48] = answer$data[21:7];
        end
        take_mask = 32'd0;
        if (take) begin
            take_mask = one << take_row;
        end
        seek_at$d = 5'd0;
        if (seek & (~hit)) begin
            seek_at$d = seek_at$q + 5'd1;
        end
        busy$d = (busy$q & (~free_mask)) | take_mask;
        opened$d = ((opened$q & (~reply_mask)) & (~free_mask)) | take_mask;
        write_any$d = ~(&busy$q[23:0]);
        if (~busy$q[23]) begin
            write_at$d = 5'h17;
        end
        if (~busy$q[22]) begin
            write_at$d = 5'h16;
        end
        if (~busy$q[21]) begin
            write_at$d = 5'h15;
        end
        if (~busy$q[20]) begin
            write_at$d = 5'h14;
        end
        if (~busy$q[19]) begin
            write_at$d = 5'h13;
        end
        if (~busy$q[18]) begin
            write_at$d = 5'h12;
        end
        if (~busy$q[17]) begin
            write_at$d = 5'h11;
        end
        if (~busy$q[16]) begin
            write_at$d = 5'h10;
        end
        if (~busy$q[15]) begin
            write_at$d = 5'hf;
        end
        if (~busy$q[14]) begin
            write_at$d = 5'he;
        end
        if (~busy$q[13]) begin
            write_at$d = 5'hd;
        end
        if (~busy$q[12]) begin
            write_at$d = 5'hc;
        end
        if (~busy$q[11]) begin
            write_at$d = 5'hb;
        end
        if (~busy$q[10]) begin
            write_at$d = 5'ha;
        end
        if (~busy$q[9]) begin
            write_at$d = 5'd9;
        end
        if (~busy$q[8]) begin
            write_at$d = 5'd8;
        end
        if (~busy$q[7]) begin
            write_at$d = 5'd7;
        end
        if (~busy$q[6]) begin
            write_at$d = 5'd6;
        end
        if (~busy$q[5]) begin
            write_at$d = 5'd5;
        end
        if (~busy$q[4]) begin
            write_at$d = 5'd4;
        end
        if (~busy$q[3]) begin
            write_at$d = 5'd3;
        end
        if (~busy$q[2]) begin
            write_at$d = 5'd2;
        end
        if (~busy$q[1]) begin
            write_at$d = 5'd1;
        end
        if (~busy$q[0]) begin
            write_at$d = 5'd0;
        end
        read_any$d = ~(&busy$q[31:24]);
        if (~busy$q[31]) begin
            read_at$d = 5'h1f;
        end
        if (~busy$q[30]) begin
            read_at$d = 5'h1e;
        end
        if (~busy$q[29]) begin
            read_at$d = 5'h1d;
        end
        if (~busy$q[28]) begin
            read_at$d = 5'h1c;
        end
        if (~busy$q[27]) begin
            read_at$d = 5'h1b;
        end
        if (~busy$q[26]) begin
            read_at$d = 5'h1a;
        end
        if (~busy$q[25]) begin
            read_at$d = 5'h19;
        end
        if (~busy$q[24]) begin
            read_at$d = 5'h18;
        end
        if (forget) begin
            opened$d = 32'd0;
        end
        if (reset) begin
            busy$d = 32'd0;
            opened$d = 32'd0;
            result_valid$d = 1'b0;
        end
    end
endmodule

module card_firsts (
    clock,
    write,
    write_address,
    write_data,
    read_address,
    read_data
);
    input wire clock;
    input wire write;
    input wire [4:0] write_address;
    input wire [63:0] write_data;
    input wire [4:0] read_address;
    output reg [63:0] read_data;
    (* ram_style = "block", no_rw_check *) reg [63:0] memory [0:31];
    always @(posedge clock) begin
        if (write) memory[write_address] <= write_data;
        read_data <= memory[read_address];
    end
endmodule

module card_low_2 (
    clock,
    write,
    write_address,
    write_data,
    read_address,
    read_data
);
    input wire clock;
    input wire write;
    input wire [9:0] write_address;
    input wire [31:0] write_data;
    input wire [9:0] read_address;
    output reg [31:0] read_data;
    (* ram_style = "block", no_rw_check *) reg [31:0] memory [0:1023];
    always @(posedge clock) begin
        if (write) memory[write_address] <= write_data;
        read_data <= memory[read_address];
    end
endmodule

module card_prps (
    clock,
    reset,
    put,
    put_row,
    put_first,
    put_second,
    fetch$data,
    fetch$valid,
    fetch$ready,
    fetched,
    misaligned,
    failed,
    request$data,
    request$valid,
    request$ready,
    done,
    done_failed,
    word,
    word_valid,
    turn,
    row$0,
    row$1,
    entry$0,
    entry$1,
    first_found,
    entry_found,
    idle
);
    input wire clock;
    input wire reset;
    input wire put;
    input wire [4:0] put_row;
    input wire [63:0] put_first;
    input wire [63:0] put_second;
    input wire [74:0] fetch$data;
    input wire fetch$valid;
    output reg fetch$ready;
    output reg fetched;
    output reg misaligned;
    output reg failed;
    output wire [98:0] request$data;
    output reg request$valid;
    input wire request$ready;
    input wire done;
    input wire done_failed;
    input wire [82:0] word;
    input wire word_valid;
    output wire turn;
    input wire [4:0] row$0;
    input wire [4:0] row$1;
    input wire [4:0] entry$0;
    input wire [4:0] entry$1;
    output wire [63:0] first_found;
    output wire [63:0] entry_found;
    output reg idle;
    localparam [9:0] page_entries = 10'h200;
    localparam [1:0] list_place = 2'd2;
    localparam [3:0] list_id = 4'd4;
    localparam [2:0] State$Asking = 3'd3;
    localparam [2:0] State$Comparing = 3'd1;
    localparam [2:0] State$Idle = 3'd6;
    localparam [2:0] State$Judging = 3'd5;
    localparam [2:0] State$Measuring = 3'd0;
    localparam [2:0] State$Planning = 3'd2;
    localparam [2:0] State$Waiting = 3'd4;
    wire ours;
    reg [9:0] where_to;
    reg [9:0] from;
    wire firsts$clock;
    wire firsts$write;
    wire [4:0] firsts$write_address;
    wire [63:0] firsts$write_data;
    reg [4:0] firsts$read_address;
    wire [63:0] firsts$read_data;
    card_firsts firsts (
        .clock(firsts$clock),
        .write(firsts$write),
        .write_address(firsts$write_address),
        .write_data(firsts$write_data),
        .read_address(firsts$read_address),
        .read_data(firsts$read_data)
    );
    wire low$clock;
    reg low$write;
    reg [9:0] low$write_address;
    reg [31:0] low$write_data;
    reg [9:0] low$read_address;
    wire [31:0] low$read_data;
    card_low_2 low (
        .clock(low$clock),
        .write(low$write),
        .write_address(low$write_address),
        .write_data(low$write_data),
        .read_address(low$read_address),
        .read_data(low$read_data)
    );
    wire high$clock;
    reg high$write;
    reg [9:0] high$write_address;
    reg [31:0] high$write_data;
    reg [9:0] high$read_address;
    wire [31:0] high$read_data;
    card_low_2 high (
        .clock(high$clock),
        .write(high$write),
        .write_address(high$write_address),
        .write_data(high$write_data),
        .read_address(high$read_address),
        .read_data(high$read_data)
    );
    reg whose$d;
    wire whose$q;
    wire whose$clock;
    card_some whose (
        .d(whose$d),
        .q(whose$q),
        .clock(whose$clock)
    );
    reg [2:0] state$d;
    wire [2:0] state$q;
    wire state$clock;
    card_bar state (
        .d(state$d),
        .q(state$q),
        .clock(state$clock)
    );
    reg [4:0] list_row$d;
    wire [4:0] list_row$q;
    wire list_row$clock;
    card_waiting list_row (
        .d(list_row$d),
        .q(list_row$q),
        .clock(list_row$clock)
    );
    reg [63:0] address$d;
    wire [63:0] address$q;
    wire address$clock;
    card_data address (
        .d(address$d),
        .q(address$q),
        .clock(address$clock)
    );
    reg [5:0] left$d;
    wire [5:0] left$q;
    wire left$clock;
    card_ended left (
        .d(left$d),
        .q(left$q),
        .clock(left$clock)
    );
    reg [4:0] at$d;
    wire [4:0] at$q;
    wire at$clock;
    card_waiting at (
        .d(at$d),
        .q(at$q),
        .clock(at$clock)
    );
    reg [4:0] chain_at$d;
    wire [4:0] chain_at$q;
    wire chain_at$clock;
    card_waiting chain_at (
        .d(chain_at$d),
        .q(chain_at$q),
        .clock(chain_at$clock)
    );
    reg chained$d;
    wire chained$q;
    wire chained$clock;
    card_some chained (
        .d(chained$d),
        .q(chained$q),
        .clock(chained$clock)
    );
    reg [63:0] chain$d;
    wire [63:0] chain$q;
    wire chain$clock;
    card_data chain (
        .d(chain$d),
        .q(chain$q),
        .clock(chain$clock)
    );
    reg odd$d;
    wire odd$q;
    wire odd$clock;
    card_some odd (
        .d(odd$d),
        .q(odd$q),
        .clock(odd$clock)
    );
    reg broken$d;
    wire broken$q;
    wire broken$clock;
    card_some broken (
        .d(broken$d),
        .q(broken$q),
        .clock(broken$clock)
    );
    reg [98:0] asked$d;
    wire [98:0] asked$q;
    wire asked$clock;
    card_current asked (
        .d(asked$d),
        .q(asked$q),
        .clock(asked$clock)
    );
    reg [9:0] room$d;
    wire [9:0] room$q;
    wire room$clock;
    card_at room (
        .d(room$d),
        .q(room$q),
        .clock(room$clock)
    );
    reg [5:0] count$d;
    wire [5:0] count$q;
    wire count$clock;
    card_ended count (
        .d(count$d),
        .q(count$q),
        .clock(count$clock)
    );
    function automatic [4:0] cut$6$5(input [5:0] x$);
        cut$6$5 = x$[4:0];
    endfunction
    function automatic [11:0] cut$64$12(input [63:0] x$);
        cut$64$12 = x$[11:0];
    endfunction
    function automatic [31:0] cut$64$32(input [63:0] x$);
        cut$64$32 = x$[31:0];
    endfunction
    function automatic [4:0] cut$9$5(input [8:0] x$);
        cut$9$5 = x$[4:0];
    endfunction
    assign whose$clock = clock;
    assign state$clock = clock;
    assign list_row$clock = clock;
    assign address$clock = clock;
    assign left$clock = clock;
    assign at$clock = clock;
    assign chain_at$clock = clock;
    assign chained$clock = clock;
    assign chain$clock = clock;
    assign odd$clock = clock;
    assign broken$clock = clock;
    assign asked$clock = clock;
    assign room$clock = clock;
    assign count$clock = clock;
    assign firsts$clock = clock;
    assign low$clock = clock;
    assign high$clock = clock;
    assign ours = word_valid & (word[1:0] == list_place);
    assign firsts$write = put;
    assign firsts$write_address = put_row;
    assign firsts$write_data = put_first;
    assign turn = whose$q;
    assign first_found = firsts$read_data;
    assign entry_found = ({32'd0, high$read_data} << 32) | {32'd0, low$read_data};
    assign request$data = asked$q;
    always_comb begin
        whose$d = whose$q;
        state$d = state$q;
        list_row$d = list_row$q;
        address$d = address$q;
        left$d = left$q;
        at$d = at$q;
        chain_at$d = chain_at$q;
        chained$d = chained$q;
        chain$d = chain$q;
        odd$d = odd$q;
        broken$d = broken$q;
        asked$d = asked$q;
        room$d = room$q;
        count$d = count$q;
        where_to = {5'd0, put_row} << 5;
        low$write = put;
        low$write_data = put_second[31:0];
        high$write = put;
        high$write_data = put_second[63:32];
        if (ours) begin
            where_to = ({5'd0, cut$6$5(word[7:2])} << 5) | {5'd0, cut$9$5(word[16:8])};
            low$write = word[81];
            low$write_data = cut$64$32(word[80:17]);
            high$write = word[82];
            high$write_data = cut$64$32(word[80:17] >> 32);
            if (word[81] & (|cut$64$12(word[80:17]))) begin
                odd$d = 1'b1;
            end
            if (cut$9$5(word[16:8]) == chain_at$q) begin
                if (word[81]) begin
                    chain$d = ({32'd0, chain$q[63:32]} << 32) | {32'd0, cut$64$32(word[80:17])};
                end
                if (word[82]) begin
                    chain$d = ({32'd0, cut$64$32(word[80:17] >> 32)} << 32) | {32'd0, chain$q[31:0]};
                end
                if (word[81] & word[82]) begin
                    chain$d = word[80:17];
                end
            end
        end
        low$write_address = where_to;
        high$write_address = where_to;
        whose$d = ~whose$q;
        firsts$read_address = row$0;
        from = ({5'd0, row$0} << 5) | {5'd0, entry$0};
        if (whose$q) begin
            firsts$read_address = row$1;
            from = ({5'd0, row$1} << 5) | {5'd0, entry$1};
        end
        low$read_address = from;
        high$read_address = from;
        fetch$ready = 1'b0;
        fetched = 1'b0;
        misaligned = 1'b0;
        failed = 1'b0;
        request$valid = 1'b0;
        idle = 1'b0;
        case (state$q)
            State$Measuring: begin
                room$d = page_entries - {1'd0, address$q[11:3]};
                state$d = State$Comparing;
            end
            State$Comparing: begin
                count$d = left$q;
                chained$d = 1'b0;
                if ({4'd0, left$q} > room$q) begin
                    count$d = room$q[5:0];
                    chained$d = 1'b1;
                end
                state$d = State$Planning;
            end
            State$Planning: begin
                asked$d[63:0] = address$q;
                asked$d[76:64] = {7'd0, count$q} << 3;
                asked$d[78:77] = list_place;
                asked$d[84:79] = {1'd0, list_row$q};
                asked$d[94:85] = {5'd0, at$q} << 1;
                asked$d[98:95] = list_id;
                chain_at$d = (at$q + count$q[4:0]) - 5'd1;
                left$d = (left$q - count$q) + 6'd1;
                state$d = State$Asking;
            end
            State$Asking: begin
                request$valid = 1'b1;
                if (request$ready) begin
                    state$d = State$Waiting;
                end
            end
            State$Waiting: begin
                if (done) begin
                    broken$d = done_failed;
                    state$d = State$Judging;
                end
            end
            State$Judging: begin
                state$d = State$Idle;
                if ((broken$q | odd$q) | (~chained$q)) begin
                    fetched = 1'b1;
                    failed = broken$q;
                    misaligned = odd$q;
                end else begin
                    address$d = chain$q;
                    at$d = chain_at$q;
                    state$d = State$Measuring;
                end
            end
            default: begin // State$Idle
                idle = 1'b1;
                fetch$ready = 1'b1;
                if (fetch$valid) begin
                    list_row$d = fetch$data[4:0];
                    address$d = fetch$data[68:5];
                    left$d = fetch$data[74:69];
                    at$d = 5'd0;
                    odd$d = 1'b0;
                    state$d = State$Measuring;
                end
            end
        endcase
        if (reset) begin
            state$d = State$Idle;
        end
    end
endmodule

module card_rest (
    clock,
    write,
    write_address,
    write_data,
    read_address,
    read_data
);
    input wire clock;
    input wire write;
    input wire [4:0] write_address;
    input wire [218:0] write_data;
    input wire [4:0] read_address;
    output reg [218:0] read_data;
    (* ram_style = "distributed", no_rw_check *) reg [218:0] memory [0:31];
    always @(posedge clock) if (write) memory[write_address] <= write_data;
    always @* read_data = memory[read_address];
endmodule

module card_now (
    d,
    q,
    clock
);
    input wire [218:0] d;
    output reg [218:0] q;
    input wire clock;
    initial q = 219'd0;
    always @(posedge clock) q <= d;
endmodule

module card_pieces (
    clock,
    reset,
    area_blocks,
    open,
    begin$data,
    begin$valid,
    begin$ready,
    piece$data,
    piece$valid,
    piece$ready,
    answer$data,
    answer$valid,
    answer$ready,
    ended$data,
    ended$valid,
    ended$ready,
    zeroing,
    request$data,
    request$valid,
    request$ready,
    done,
    done_failed,
    word,
    word_valid,
    idle
);
    input wire clock;
    input wire reset;
    input wire [31:0] area_blocks;
    input wire [31:0] open;
    input wire [218:0] begin$data;
    input wire begin$valid;
    output reg begin$ready;
    output reg [44:0] piece$data;
    output reg piece$valid;
    input wire piece$ready;
    input wire [21:0] answer$data;
    input wire answer$valid;
    output wire answer$ready;
    output reg [21:0] ended$data;
    output reg ended$valid;
    input wire ended$ready;
    output wire [31:0] zeroing;
    output reg [98:0] request$data;
    output reg request$valid;
    input wire request$ready;
    input wire done;
    input wire done_failed;
    input wire [82:0] word;
    input wire word_valid;
    output reg idle;
    localparam [31:0] one = 32'd1;
    localparam [1:0] range_place = 2'd3;
    localparam [3:0] range_id = 4'd4;
    localparam [31:0] blocks_max = 32'h20;
    localparam [14:0] out_of_range = 15'h4080;
    localparam [14:0] transfer_error = 15'd4;
    localparam [2:0] State$Asking = 3'd2;
    localparam [2:0] State$Choosing = 3'd0;
    localparam [2:0] State$Ending = 3'd6;
    localparam [2:0] State$Handing = 3'd1;
    localparam [2:0] State$Idle = 3'd7;
    localparam [2:0] State$Judging = 3'd5;
    localparam [2:0] State$Measuring = 3'd4;
    localparam [2:0] State$Waiting = 3'd3;
    wire [21:0] reply;
    reg [21:0] outgoing;
    reg ends;
    reg last;
    reg [31:0] begins;
    reg [31:0] sets;
    reg [31:0] clears;
    reg [31:0] frees;
    wire goes_on;
    wire passes;
    wire [31:0] mask;
    wire [12:0] at;
    wire long;
    reg asks;
    wire ours;
    reg [2:0] state$d;
    wire [2:0] state$q;
    wire state$clock;
    card_bar state (
        .d(state$d),
        .q(state$q),
        .clock(state$clock)
    );
    wire rest$clock;
    reg rest$write;
    wire [4:0] rest$write_address;
    reg [218:0] rest$write_data;
    wire [4:0] rest$read_address;
    wire [218:0] rest$read_data;
    card_rest rest (
        .clock(rest$clock),
        .write(rest$write),
        .write_address(rest$write_address),
        .write_data(rest$write_data),
        .read_address(rest$read_address),
        .read_data(rest$read_data)
    );
    wire again$clock;
    wire again$reset;
    wire [4:0] again$sink$data;
    wire again$sink$valid;
    wire again$sink$ready;
    wire [4:0] again$source$data;
    wire again$source$valid;
    reg again$source$ready;
    card_free_tags again (
        .clock(again$clock),
        .reset(again$reset),
        .sink$data(again$sink$data),
        .sink$valid(again$sink$valid),
        .sink$ready(again$sink$ready),
        .source$data(again$source$data),
        .source$valid(again$source$valid),
        .source$ready(again$source$ready)
    );
    reg [218:0] now$d;
    wire [218:0] now$q;
    wire now$clock;
    card_now now (
        .d(now$d),
        .q(now$q),
        .clock(now$clock)
    );
    reg [31:0] rows$d;
    wire [31:0] rows$q;
    wire rows$clock;
    card_held rows (
        .d(rows$d),
        .q(rows$q),
        .clock(rows$clock)
    );
    reg [31:0] more$d;
    wire [31:0] more$q;
    wire more$clock;
    card_held more (
        .d(more$d),
        .q(more$q),
        .clock(more$clock)
    );
    reg [14:0] status$d;
    wire [14:0] status$q;
    wire status$clock;
    card_status status (
        .d(status$d),
        .q(status$q),
        .clock(status$clock)
    );
    reg closed$d;
    wire closed$q;
    wire closed$clock;
    card_some closed (
        .d(closed$d),
        .q(closed$q),
        .clock(closed$clock)
    );
    reg [1:0] dword$d;
    wire [1:0] dword$q;
    wire dword$clock;
    card_part dword (
        .d(dword$d),
        .q(dword$q),
        .clock(dword$clock)
    );
    reg [1:0] due$d;
    wire [1:0] due$q;
    wire due$clock;
    card_part due (
        .d(due$d),
        .q(due$q),
        .clock(due$clock)
    );
    reg failed$d;
    wire failed$q;
    wire failed$clock;
    card_some failed (
        .d(failed$d),
        .q(failed$q),
        .clock(failed$clock)
    );
    reg [31:0] length$d;
    wire [31:0] length$q;
    wire length$clock;
    card_held length (
        .d(length$d),
        .q(length$q),
        .clock(length$clock)
    );
    reg [31:0] first_block$d;
    wire [31:0] first_block$q;
    wire first_block$clock;
    card_held first_block (
        .d(first_block$d),
        .q(first_block$q),
        .clock(first_block$clock)
    );
    reg beyond$d;
    wire beyond$q;
    wire beyond$clock;
    card_some beyond (
        .d(beyond$d),
        .q(beyond$q),
        .clock(beyond$clock)
    );
    reg [32:0] past$d;
    wire [32:0] past$q;
    wire past$clock;
    card_last_lba past (
        .d(past$d),
        .q(past$q),
        .clock(past$clock)
    );
    function automatic [5:0] cut$32$6(input [31:0] x$);
        cut$32$6 = x$[5:0];
    endfunction
    function automatic [31:0] cut$64$32(input [63:0] x$);
        cut$64$32 = x$[31:0];
    endfunction
    function automatic [51:0] cut$64$52(input [63:0] x$);
        cut$64$52 = x$[51:0];
    endfunction
    function automatic [0:0] cut$9$1(input [8:0] x$);
        cut$9$1 = x$[0:0];
    endfunction
    assign state$clock = clock;
    assign now$clock = clock;
    assign rows$clock = clock;
    assign more$clock = clock;
    assign status$clock = clock;
    assign closed$clock = clock;
    assign dword$clock = clock;
    assign due$clock = clock;
    assign failed$clock = clock;
    assign length$clock = clock;
    assign first_block$clock = clock;
    assign beyond$clock = clock;
    assign past$clock = clock;
    assign rest$clock = clock;
    assign again$clock = clock;
    assign again$reset = reset;
    assign reply = answer$data;
    assign goes_on = (more$q[reply[4:0]] & open[reply[4:0]]) & (~(reply[5] & (|reply[21:7])));
    assign passes = (state$q != State$Ending) & (~goes_on);
    assign again$sink$data = reply[4:0];
    assign again$sink$valid = (answer$valid & goes_on) & reply[6];
    assign answer$ready = goes_on | (passes & ended$ready);
    assign ours = word_valid & (word[1:0] == range_place);
    assign mask = one << now$q[4:0];
    assign at = now$q[90:78] + {9'd0, {2'd0, dword$q} << 2};
    assign long = now$q[68:37] > blocks_max;
    assign rest$read_address = again$source$data;
    assign rest$write_address = now$q[4:0];
    assign zeroing = rows$q;
    always_comb begin
        state$d = state$q;
        now$d = now$q;
        rows$d = rows$q;
        more$d = more$q;
        status$d = status$q;
        closed$d = closed$q;
        dword$d = dword$q;
        due$d = due$q;
        failed$d = failed$q;
        length$d = length$q;
        first_block$d = first_block$q;
        beyond$d = beyond$q;
        past$d = past$q;
        outgoing = reply;
        ends = answer$valid & passes;
        if (state$q == State$Ending) begin
            outgoing[4:0] = now$q[4:0];
            outgoing[5] = ~closed$q;
            outgoing[6] = 1'b1;
            outgoing[21:7] = status$q;
            ends = 1'b1;
        end
        ended$data = outgoing;
        ended$valid = ends;
        if ((ours & (~cut$9$1(word[16:8]))) & word[82]) begin
            length$d = cut$64$32(word[80:17] >> 32);
        end
        if ((ours & cut$9$1(word[16:8])) & word[81]) begin
            first_block$d = cut$64$32(word[80:17]);
        end
        if ((ours & cut$9$1(word[16:8])) & word[82]) begin
            beyond$d = |cut$64$32(word[80:17] >> 32);
        end
        if (done & done_failed) begin
            failed$d = 1'b1;
        end
        rest$write = 1'b0;
        rest$write_data = now$q;
        again$source$ready = 1'b0;
        begin$ready = 1'b0;
        piece$valid = 1'b0;
        piece$data[4:0] = now$q[4:0];
        piece$data[6:5] = 2'd1;
        piece$data[38:7] = now$q[36:5];
        piece$data[44:39] = cut$32$6(now$q[68:37]);
        if (long) begin
            piece$data[44:39] = 6'h20;
        end
        request$valid = 1'b0;
        request$data[63:0] = ({12'd0, cut$64$52(now$q[154:91] >> 12)} << 12) | {52'd0, at[11:0]};
        if (at[12]) begin
            request$data[63:0] = ({12'd0, cut$64$52(now$q[218:155] >> 12)} << 12) | {52'd0, at[11:0]};
        end
        request$data[76:64] = 13'd4;
        request$data[78:77] = range_place;
        request$data[84:79] = 6'd0;
        request$data[94:85] = {8'd0, dword$q};
        request$data[98:95] = range_id | {2'd0, dword$q};
        asks = 1'b0;
        idle = 1'b0;
        last = 1'b0;
        sets = 32'd0;
        clears = 32'd0;
        begins = 32'd0;
        case (state$q)
            State$Choosing: begin
                status$d = 15'd0;
                closed$d = ~open[now$q[4:0]];
                dword$d = 2'd1;
                failed$d = 1'b0;
                if (~open[now$q[4:0]]) begin
                    state$d = State$Ending;
                end else if (now$q[68:37] != 32'd0) begin
                    state$d = State$Handing;
                    last = (~long) & (now$q[77:69] == 9'd0);
                    sets = mask;
                    if (last) begin
                        sets = 32'd0;
                        clears = mask;
                    end
                end else if (now$q[77:69] == 9'd0) begin
                    state$d = State$Ending;
                end else begin
                    state$d = State$Asking;
                end
            end
            State$Handing: begin
                piece$valid = 1'b1;
                if (piece$ready) begin
                    rest$write = 1'b1;
                    rest$write_data[68:37] = 32'd0;
                    if (long) begin
                        rest$write_data[36:5] = now$q[36:5] + blocks_max;
                        rest$write_data[68:37] = now$q[68:37] - blocks_max;
                    end
                    state$d = State$Idle;
                end
            end
            State$Asking: begin
                request$valid = 1'b1;
                if (request$ready) begin
                    asks = 1'b1;
                    dword$d = dword$q + 2'd1;
                    if (&dword$q) begin
                        state$d = State$Waiting;
                    end
                end
            end
            State$Waiting: begin
                now$d[36:5] = first_block$q;
                now$d[68:37] = length$q;
                if (due$q == 2'd0) begin
                    now$d[77:69] = now$q[77:69] - 9'd1;
                    now$d[90:78] = now$q[90:78] + 13'h10;
                    state$d = State$Measuring;
                end
            end
            State$Measuring: begin
                past$d = {1'd0, now$q[36:5]} + {1'd0, now$q[68:37]};
                state$d = State$Judging;
            end
            State$Judging: begin
                state$d = State$Choosing;
                if (beyond$q | (past$q > {1'd0, area_blocks})) begin
                    status$d = out_of_range;
                    state$d = State$Ending;
                end
                if (failed$q) begin
                    status$d = transfer_error;
                    state$d = State$Ending;
                end
            end
            State$Ending: begin
                if (ended$ready) begin
                    state$d = State$Idle;
                end
            end
            default: begin // State$Idle
                idle = ~again$source$valid;
                if (again$source$valid) begin
                    again$source$ready = 1'b1;
                    now$d = rest$read_data;
                    state$d = State$Choosing;
                end else begin
                    begin$ready = 1'b1;
                    now$d = begin$data;
                    if (begin$valid) begin
                        begins = one << begin$data[4:0];
                        state$d = State$Choosing;
                    end
                end
            end
        endcase
        if (asks & (~done)) begin
            due$d = due$q + 2'd1;
        end
        if ((~asks) & done) begin
            due$d = due$q - 2'd1;
        end
        frees = 32'd0;
        if ((ends & ended$ready) & outgoing[6]) begin
            frees = one << outgoing[4:0];
        end
        rows$d = (rows$q & (~frees)) | begins;
        more$d = ((more$q & (~frees)) & (~clears)) | sets;
        if (reset) begin
            state$d = State$Idle;
            rows$d = 32'd0;
            more$d = 32'd0;
            due$d = 2'd0;
        end
    end
endmodule

module card_zeros (
    clock,
    reset,
    job$data,
    job$valid,
    job$ready,
    done$data,
    done$valid,
    done$ready,
    open,
    fill$data,
    fill$valid,
    fill$ready,
    idle
);
    input wire clock;
    input wire reset;
    input wire [13:0] job$data;
    input wire job$valid;
    output reg job$ready;
    output reg [5:0] done$data;
    output reg done$valid;
    input wire done$ready;
    input wire [31:0] open;
    output reg [78:0] fill$data;
    output reg fill$valid;
    input wire fill$ready;
    output reg idle;
    localparam [1:0] State$Filling = 2'd0;
    localparam [1:0] State$Idle = 2'd3;
    localparam [1:0] State$Settling = 2'd1;
    localparam [1:0] State$Telling = 2'd2;
    reg [1:0] state$d;
    wire [1:0] state$q;
    wire state$clock;
    card_part state (
        .d(state$d),
        .q(state$q),
        .clock(state$clock)
    );
    reg [3:0] slot$d;
    wire [3:0] slot$q;
    wire slot$clock;
    card_head slot (
        .d(slot$d),
        .q(slot$q),
        .clock(slot$clock)
    );
    reg refused$d;
    wire refused$q;
    wire refused$clock;
    card_some refused (
        .d(refused$d),
        .q(refused$q),
        .clock(refused$clock)
    );
    reg [8:0] word$d;
    wire [8:0] word$q;
    wire word$clock;
    card_pointer word (
        .d(word$d),
        .q(word$q),
        .clock(word$clock)
    );
    reg [3:0] pause$d;
    wire [3:0] pause$q;
    wire pause$clock;
    card_head pause (
        .d(pause$d),
        .q(pause$q),
        .clock(pause$clock)
    );
    assign state$clock = clock;
    assign slot$clock = clock;
    assign refused$clock = clock;
    assign word$clock = clock;
    assign pause$clock = clock;
    always_comb begin
        state$d = state$q;
        slot$d = slot$q;
        refused$d = refused$q;
        word$d = word$q;
        pause$d = pause$q;
        job$ready = 1'b0;
        fill$valid = 1'b0;
        done$valid = 1'b0;
        idle = 1'b0;
        case (state$q)
            State$Filling: begin
                fill$valid = 1'b1;
                if (fill$ready) begin
                    word$d = word$q + 9'd1;
                    if (&word$q) begin
                        state$d = State$Settling;
                    end
                end
            end
            State$Settling: begin
                pause$d = pause$q + 4'd1;
                if (&pause$q) begin
                    state$d = State$Telling;
                end
            end
            State$Telling: begin
                done$valid = 1'b1;
                if (done$ready) begin
                    state$d = State$Idle;
                end
            end
            default: begin // State$Idle
                idle = 1'b1;
                job$ready = 1'b1;
                slot$d = job$data[13:10];
                word$d = 9'd0;
                pause$d = 4'd0;
                refused$d = ~open[job$data[4:0]];
                if (job$valid) begin
                    state$d = State$Filling;
                    if (~open[job$data[4:0]]) begin
                        state$d = State$Telling;
                    end
                end
            end
        endcase
        fill$data[3:0] = slot$q;
        fill$data[12:4] = word$q;
        fill$data[76:13] = 64'd0;
        fill$data[77] = 1'b1;
        fill$data[78] = 1'b1;
        done$data[3:0] = slot$q;
        done$data[5:4] = 2'd0;
        if (refused$q) begin
            done$data[5:4] = 2'd1;
        end
        if (reset) begin
            state$d = State$Idle;
        end
    end
endmodule

module card_out_2 (
    d,
    q,
    clock
);
    input wire [94:0] d;
    output reg [94:0] q;
    input wire clock;
    initial q = 95'd0;
    always @(posedge clock) q <= d;
endmodule

module card_fetcher (
    clock,
    reset,
    job$data,
    job$valid,
    job$ready,
    done$data,
    done$valid,
    done$ready,
    open,
    look_row,
    look_entry,
    look_taken,
    first_found,
    entry_found,
    direct$data,
    direct$valid,
    direct$ready,
    direct_done,
    direct_failed,
    piece$data,
    piece$valid,
    piece$ready,
    ended,
    ended_id,
    ended_error,
    idle
);
    input wire clock;
    input wire reset;
    input wire [13:0] job$data;
    input wire job$valid;
    output reg job$ready;
    output wire [5:0] done$data;
    output wire done$valid;
    input wire done$ready;
    input wire [31:0] open;
    output wire [4:0] look_row;
    output reg [4:0] look_entry;
    input wire look_taken;
    input wire [63:0] first_found;
    input wire [63:0] entry_found;
    input wire [131:0] direct$data;
    input wire direct$valid;
    output reg direct$ready;
    output reg direct_done;
    output reg direct_failed;
    output wire [94:0] piece$data;
    output wire piece$valid;
    input wire piece$ready;
    input wire ended;
    input wire [1:0] ended_id;
    input wire [1:0] ended_error;
    output wire idle;
    localparam [3:0] one = 4'd1;
    localparam [12:0] page = 13'h1000;
    localparam [1:0] refused = 2'd1;
    localparam [3:0] own_slot = 4'hf;
    localparam [2:0] State$Found = 3'd1;
    localparam [2:0] State$FoundSecond = 3'd3;
    localparam [2:0] State$Idle = 3'd6;
    localparam [2:0] State$LookingOn = 3'd2;
    localparam [2:0] State$LookingUp = 3'd0;
    localparam [2:0] State$SendingFirst = 3'd4;
    localparam [2:0] State$SendingSecond = 3'd5;
    reg accept_direct;
    reg accept;
    wire lane_next;
    wire refuse;
    wire [11:0] offset;
    wire whole;
    reg send;
    reg send_second;
    reg last_sent;
    reg [3:0] sent_mask;
    reg [3:0] ended_mask;
    reg [1:0] begun;
    reg [1:0] over;
    reg [1:0] finished;
    reg [3:0] finished_slot;
    reg [1:0] finished_error;
    reg [2:0] state$d;
    wire [2:0] state$q;
    wire state$clock;
    card_bar state (
        .d(state$d),
        .q(state$q),
        .clock(state$clock)
    );
    reg [4:0] row$d;
    wire [4:0] row$q;
    wire row$clock;
    card_waiting row (
        .d(row$d),
        .q(row$q),
        .clock(row$clock)
    );
    reg [4:0] index$d;
    wire [4:0] index$q;
    wire index$clock;
    card_waiting index (
        .d(index$d),
        .q(index$q),
        .clock(index$clock)
    );
    reg [3:0] slot$d;
    wire [3:0] slot$q;
    wire slot$clock;
    card_head slot (
        .d(slot$d),
        .q(slot$q),
        .clock(slot$clock)
    );
    reg [63:0] first$d;
    wire [63:0] first$q;
    wire first$clock;
    card_data first (
        .d(first$d),
        .q(first$q),
        .clock(first$clock)
    );
    reg [63:0] second$d;
    wire [63:0] second$q;
    wire second$clock;
    card_data second (
        .d(second$d),
        .q(second$q),
        .clock(second$clock)
    );
    reg lane$d;
    wire lane$q;
    wire lane$clock;
    card_some lane (
        .d(lane$d),
        .q(lane$q),
        .clock(lane$clock)
    );
    reg allowed$d;
    wire allowed$q;
    wire allowed$clock;
    card_some allowed (
        .d(allowed$d),
        .q(allowed$q),
        .clock(allowed$clock)
    );
    reg [1:0] active$d;
    wire [1:0] active$q;
    wire active$clock;
    card_part active (
        .d(active$d),
        .q(active$q),
        .clock(active$clock)
    );
    reg [3:0] waiting$d;
    wire [3:0] waiting$q;
    wire waiting$clock;
    card_head waiting (
        .d(waiting$d),
        .q(waiting$q),
        .clock(waiting$clock)
    );
    reg [1:0] error$0$d;
    wire [1:0] error$0$q;
    wire error$0$clock;
    card_part error$0 (
        .d(error$0$d),
        .q(error$0$q),
        .clock(error$0$clock)
    );
    reg [1:0] error$1$d;
    wire [1:0] error$1$q;
    wire error$1$clock;
    card_part error$1 (
        .d(error$1$d),
        .q(error$1$q),
        .clock(error$1$clock)
    );
    reg [3:0] lane_slot$0$d;
    wire [3:0] lane_slot$0$q;
    wire lane_slot$0$clock;
    card_head lane_slot$0 (
        .d(lane_slot$0$d),
        .q(lane_slot$0$q),
        .clock(lane_slot$0$clock)
    );
    reg [3:0] lane_slot$1$d;
    wire [3:0] lane_slot$1$q;
    wire lane_slot$1$clock;
    card_head lane_slot$1 (
        .d(lane_slot$1$d),
        .q(lane_slot$1$q),
        .clock(lane_slot$1$clock)
    );
    reg [94:0] out$d;
    wire [94:0] out$q;
    wire out$clock;
    card_out_2 out (
        .d(out$d),
        .q(out$q),
        .clock(out$clock)
    );
    reg out_valid$d;
    wire out_valid$q;
    wire out_valid$clock;
    card_some out_valid (
        .d(out_valid$d),
        .q(out_valid$q),
        .clock(out_valid$clock)
    );
    reg [5:0] report$d;
    wire [5:0] report$q;
    wire report$clock;
    card_ended report (
        .d(report$d),
        .q(report$q),
        .clock(report$clock)
    );
    reg report_valid$d;
    wire report_valid$q;
    wire report_valid$clock;
    card_some report_valid (
        .d(report_valid$d),
        .q(report_valid$q),
        .clock(report_valid$clock)
    );
    assign state$clock = clock;
    assign row$clock = clock;
    assign index$clock = clock;
    assign slot$clock = clock;
    assign first$clock = clock;
    assign second$clock = clock;
    assign lane$clock = clock;
    assign allowed$clock = clock;
    assign active$clock = clock;
    assign waiting$clock = clock;
    assign out$clock = clock;
    assign out_valid$clock = clock;
    assign report$clock = clock;
    assign report_valid$clock = clock;
    assign error$0$clock = clock;
    assign lane_slot$0$clock = clock;
    assign error$1$clock = clock;
    assign lane_slot$1$clock = clock;
    assign lane_next = active$q[0];
    assign refuse = (state$q == State$LookingUp) & (~allowed$q);
    assign look_row = row$q;
    assign offset = first$q[11:0];
    assign whole = ~(|offset);
    assign piece$data = out$q;
    assign piece$valid = out_valid$q;
    assign done$data = report$q;
    assign done$valid = report_valid$q;
    assign idle = (state$q == State$Idle) & (~(|active$q));
    always_comb begin
        state$d = state$q;
        row$d = row$q;
        index$d = index$q;
        slot$d = slot$q;
        first$d = first$q;
        second$d = second$q;
        lane$d = lane$q;
        allowed$d = allowed$q;
        active$d = active$q;
        waiting$d = waiting$q;
        out$d = out$q;
        out_valid$d = out_valid$q;
        report$d = report$q;
        report_valid$d = report_valid$q;
        error$0$d = error$0$q;
        lane_slot$0$d = lane_slot$0$q;
        error$1$d = error$1$q;
        lane_slot$1$d = lane_slot$1$q;
        accept_direct = 1'b0;
        accept = 1'b0;
        if ((state$q == State$Idle) & (~(&active$q))) begin
            accept_direct = direct$valid;
            accept = job$valid & (~direct$valid);
        end
        direct$ready = accept_direct;
        job$ready = accept;
        look_entry = index$q - 5'd1;
        send = 1'b0;
        send_second = 1'b0;
        case (state$q)
            State$LookingUp: begin
                if (look_taken) begin
                    state$d = State$Found;
                end
                if (refuse) begin
                    state$d = State$Idle;
                end
            end
            State$Found: begin
                first$d = ({12'd0, entry_found[63:12]} << 12) | {52'd0, first_found[11:0]};
                if (index$q == 5'd0) begin
                    first$d = first_found;
                end
                state$d = State$LookingOn;
                if (~(|first_found[11:0])) begin
                    state$d = State$SendingFirst;
                end
            end
            State$LookingOn: begin
                look_entry = index$q;
                if (look_taken) begin
                    state$d = State$FoundSecond;
                end
            end
            State$FoundSecond: begin
                second$d = entry_found;
                state$d = State$SendingFirst;
            end
            State$SendingFirst: begin
                if (~out_valid$q) begin
                    send = 1'b1;
                    state$d = State$SendingSecond;
                    if (whole) begin
                        state$d = State$Idle;
                    end
                end
            end
            State$SendingSecond: begin
                if (~out_valid$q) begin
                    send = 1'b1;
                    send_second = 1'b1;
                    state$d = State$Idle;
                end
            end
            default: begin // State$Idle
                if (accept_direct) begin
                    first$d = direct$data[63:0];
                    second$d = direct$data[127:64];
                    slot$d = direct$data[131:128];
                    lane$d = lane_next;
                    state$d = State$SendingFirst;
                end
                if (accept) begin
                    row$d = job$data[4:0];
                    allowed$d = open[job$data[4:0]];
                    index$d = job$data[9:5];
                    slot$d = job$data[13:10];
                    lane$d = lane_next;
                    state$d = State$LookingUp;
                end
            end
        endcase
        if (out_valid$q & piece$ready) begin
            out_valid$d = 1'b0;
        end
        last_sent = send & (whole | send_second);
        sent_mask = 4'd0;
        if (send) begin
            out_valid$d = 1'b1;
            out$d[80:77] = slot$q;
            out$d[94:91] = ({3'd0, lane$q} << 1) | {3'd0, send_second};
            out$d[63:0] = first$q;
            out$d[76:64] = page - {1'd0, offset};
            out$d[90:81] = 10'd0;
            sent_mask = one;
            if (send_second) begin
                out$d[63:0] = second$q;
                out$d[76:64] = {1'd0, offset};
                out$d[90:81] = (~offset[11:2]) + 10'd1;
                sent_mask = one << 1;
            end
            if (lane$q & (~send_second)) begin
                sent_mask = one << 2;
            end
            if (lane$q & send_second) begin
                sent_mask = one << 3;
            end
        end
        ended_mask = 4'd0;
        if (ended) begin
            ended_mask = one << ended_id;
        end
        waiting$d = (waiting$q & (~ended_mask)) | sent_mask;
        begun = 2'd0;
        if (last_sent) begin
            begun = 2'd1;
            if (lane$q) begin
                begun = 2'd2;
            end
        end
        if (refuse) begin
            begun = 2'd1;
            if (lane$q) begin
                begun = 2'd2;
            end
        end
        if ((ended & (ended_id[1] == 1'b0)) & (error$0$q == 2'd0)) begin
            error$0$d = ended_error;
        end
        if ((accept | accept_direct) & (lane_next == 1'b0)) begin
            error$0$d = 2'd0;
            lane_slot$0$d = job$data[13:10];
            if (accept_direct) begin
                lane_slot$0$d = direct$data[131:128];
            end
        end
        if (refuse & (lane$q == 1'b0)) begin
            error$0$d = refused;
        end
        if ((ended & (ended_id[1] == 1'b1)) & (error$1$q == 2'd0)) begin
            error$1$d = ended_error;
        end
        if ((accept | accept_direct) & (lane_next == 1'b1)) begin
            error$1$d = 2'd0;
            lane_slot$1$d = job$data[13:10];
            if (accept_direct) begin
                lane_slot$1$d = direct$data[131:128];
            end
        end
        if (refuse & (lane$q == 1'b1)) begin
            error$1$d = refused;
        end
        over = 2'd0;
        if (active$q[0] & (~(|waiting$q[1:0]))) begin
            over = 2'd1;
        end else if (active$q[1] & (~(|waiting$q[3:2]))) begin
            over = 2'd2;
        end
        finished = 2'd0;
        finished_slot = lane_slot$0$q;
        finished_error = error$0$q;
        if (over[1]) begin
            finished_slot = lane_slot$1$q;
            finished_error = error$1$q;
        end
        if (report_valid$q & done$ready) begin
            report_valid$d = 1'b0;
        end
        direct_done = 1'b0;
        direct_failed = |finished_error;
        if ((|over) & (~report_valid$q)) begin
            finished = over;
            if (finished_slot == own_slot) begin
                direct_done = 1'b1;
            end else begin
                report_valid$d = 1'b1;
                report$d[3:0] = finished_slot;
                report$d[5:4] = finished_error;
            end
        end
        active$d = (active$q & (~finished)) | begun;
        if (reset) begin
            state$d = State$Idle;
            active$d = 2'd0;
            waiting$d = 4'd0;
            out_valid$d = 1'b0;
            report_valid$d = 1'b0;
        end
    end
endmodule

module card_reads_3 (
    clock,
    reset,
    sinks$0$data,
    sinks$0$valid,
    sinks$0$ready,
    sinks$1$data,
    sinks$1$valid,
    sinks$1$ready,
    sinks$2$data,
    sinks$2$valid,
    sinks$2$ready,
    sinks$3$data,
    sinks$3$valid,
    sinks$3$ready,
    sinks$4$data,
    sinks$4$valid,
    sinks$4$ready,
    source$data,
    source$valid,
    source$ready
);
    input wire clock;
    input wire reset;
    input wire [98:0] sinks$0$data;
    input wire sinks$0$valid;
    output reg sinks$0$ready;
    input wire [98:0] sinks$1$data;
    input wire sinks$1$valid;
    output reg sinks$1$ready;
    input wire [98:0] sinks$2$data;
    input wire sinks$2$valid;
    output reg sinks$2$ready;
    input wire [98:0] sinks$3$data;
    input wire sinks$3$valid;
    output reg sinks$3$ready;
    input wire [98:0] sinks$4$data;
    input wire sinks$4$valid;
    output reg sinks$4$ready;
    output wire [98:0] source$data;
    output wire source$valid;
    input wire source$ready;
    reg [2:0] chosen;
    reg [98:0] data$d;
    wire [98:0] data$q;
    wire data$clock;
    card_current data (
        .d(data$d),
        .q(data$q),
        .clock(data$clock)
    );
    reg valid$d;
    wire valid$q;
    wire valid$clock;
    card_some valid (
        .d(valid$d),
        .q(valid$q),
        .clock(valid$clock)
    );
    assign data$clock = clock;
    assign valid$clock = clock;
    assign source$data = data$q;
    assign source$valid = valid$q;
    always_comb begin
        data$d = data$q;
        valid$d = valid$q;
        if (valid$q & source$ready) begin
            valid$d = 1'b0;
        end
        chosen = 3'd0;
        if (sinks$0$valid) begin
            chosen = 3'd0;
        end
        if (sinks$1$valid) begin
            chosen = 3'd1;
        end
        if (sinks$2$valid) begin
            chosen = 3'd2;
        end
        if (sinks$3$valid) begin
            chosen = 3'd3;
        end
        if (sinks$4$valid) begin
            chosen = 3'd4;
        end
        sinks$0$ready = (~valid$q) & (chosen == 3'd0);
        sinks$1$ready = (~valid$q) & (chosen == 3'd1);
        sinks$2$ready = (~valid$q) & (chosen == 3'd2);
        sinks$3$ready = (~valid$q) & (chosen == 3'd3);
        sinks$4$ready = (~valid$q) & (chosen == 3'd4);
        if ((sinks$0$valid & (~valid$q)) & (chosen == 3'd0)) begin
            data$d = sinks$0$data;
            valid$d = 1'b1;
        end
        if ((sinks$1$valid & (~valid$q)) & (chosen == 3'd1)) begin
            data$d = sinks$1$data;
            valid$d = 1'b1;
        end
        if ((sinks$2$valid & (~valid$q)) & (chosen == 3'd2)) begin
            data$d = sinks$2$data;
            valid$d = 1'b1;
        end
        if ((sinks$3$valid & (~valid$q)) & (chosen == 3'd3)) begin
            data$d = sinks$3$data;
            valid$d = 1'b1;
        end
        if ((sinks$4$valid & (~valid$q)) & (chosen == 3'd4)) begin
            data$d = sinks$4$data;
            valid$d = 1'b1;
        end
        if (reset) begin
            valid$d = 1'b0;
        end
    end
endmodule

module card_outcomes (
    clock,
    reset,
    sinks$0$data,
    sinks$0$valid,
    sinks$0$ready,
    sinks$1$data,
    sinks$1$valid,
    sinks$1$ready,
    source$data,
    source$valid,
    source$ready
);
    input wire clock;
    input wire reset;
    input wire [62:0] sinks$0$data;
    input wire sinks$0$valid;
    output reg sinks$0$ready;
    input wire [62:0] sinks$1$data;
    input wire sinks$1$valid;
    output reg sinks$1$ready;
    output wire [62:0] source$data;
    output wire source$valid;
    input wire source$ready;
    reg [2:0] chosen;
    reg [62:0] data$d;
    wire [62:0] data$q;
    wire data$clock;
    card_result data (
        .d(data$d),
        .q(data$q),
        .clock(data$clock)
    );
    reg valid$d;
    wire valid$q;
    wire valid$clock;
    card_some valid (
        .d(valid$d),
        .q(valid$q),
        .clock(valid$clock)
    );
    assign data$clock = clock;
    assign valid$clock = clock;
    assign source$data = data$q;
    assign source$valid = valid$q;
    always_comb begin
        data$d = data$q;
        valid$d = valid$q;
        if (valid$q & source$ready) begin
            valid$d = 1'b0;
        end
        chosen = 3'd0;
        if (sinks$0$valid) begin
            chosen = 3'd0;
        end
        if (sinks$1$valid) begin
            chosen = 3'd1;
        end
        sinks$0$ready = (~valid$q) & (chosen == 3'd0);
        sinks$1$ready = (~valid$q) & (chosen == 3'd1);
        if ((sinks$0$valid & (~valid$q)) & (chosen == 3'd0)) begin
            data$d = sinks$0$data;
            valid$d = 1'b1;
        end
        if ((sinks$1$valid & (~valid$q)) & (chosen == 3'd1)) begin
            data$d = sinks$1$data;
            valid$d = 1'b1;
        end
        if (reset) begin
            valid$d = 1'b0;
        end
    end
endmodule

module card_posts (
    clock,
    reset,
    sinks$0$data,
    sinks$0$valid,
    sinks$0$ready,
    sinks$1$data,
    sinks$1$valid,
    sinks$1$ready,
    source$data,
    source$valid,
    source$ready
);
    input wire clock;
    input wire reset;
    input wire [196:0] sinks$0$data;
    input wire sinks$0$valid;
    output reg sinks$0$ready;
    input wire [196:0] sinks$1$data;
    input wire sinks$1$valid;
    output reg sinks$1$ready;
    output wire [196:0] source$data;
    output wire source$valid;
    input wire source$ready;
    reg [2:0] chosen;
    reg [196:0] data$d;
    wire [196:0] data$q;
    wire data$clock;
    card_entry_3 data (
        .d(data$d),
        .q(data$q),
        .clock(data$clock)
    );
    reg valid$d;
    wire valid$q;
    wire valid$clock;
    card_some valid (
        .d(valid$d),
        .q(valid$q),
        .clock(valid$clock)
    );
    assign data$clock = clock;
    assign valid$clock = clock;
    assign source$data = data$q;
    assign source$valid = valid$q;
    always_comb begin
        data$d = data$q;
        valid$d = valid$q;
        if (valid$q & source$ready) begin
            valid$d = 1'b0;
        end
        chosen = 3'd0;
        if (sinks$0$valid) begin
            chosen = 3'd0;
        end
        if (sinks$1$valid) begin
            chosen = 3'd1;
        end
        sinks$0$ready = (~valid$q) & (chosen == 3'd0);
        sinks$1$ready = (~valid$q) & (chosen == 3'd1);
        if ((sinks$0$valid & (~valid$q)) & (chosen == 3'd0)) begin
            data$d = sinks$0$data;
            valid$d = 1'b1;
        end
        if ((sinks$1$valid & (~valid$q)) & (chosen == 3'd1)) begin
            data$d = sinks$1$data;
            valid$d = 1'b1;
        end
        if (reset) begin
            valid$d = 1'b0;
        end
    end
endmodule

module card_nvme (
    clock,
    reset,
    regs$data,
    regs$valid,
    regs$ready,
    reg_reply$data,
    reg_reply$valid,
    reg_reply$ready,
    dma_read$data,
    dma_read$valid,
    dma_read$ready,
    read_done$data,
    read_done$valid,
    read_done$ready,
    word,
    word_valid,
    dma_write$data,
    dma_write$valid,
    dma_write$ready,
    write_done$data,
    write_done$valid,
    write_done$ready,
    post$data,
    post$valid,
    post$ready,
    post_done,
    fill$data,
    fill$valid,
    fill$ready,
    command$data,
    command$valid,
    command$ready,
    fetch$data,
    fetch$valid,
    fetch$ready,
    fetched$data,
    fetched$valid,
    fetched$ready,
    store$data,
    store$valid,
    store$ready,
    stored$data,
    stored$valid,
    stored$ready,
    answer$data,
    answer$valid,
    answer$ready,
    abort$data,
    abort$valid,
    abort$ready,
    aborted,
    refuse,
    area_blocks,
    unit_id,
    serial,
    flr,
    ready,
    stopping,
    rows_open,
    commands,
    errors,
    dma_errors,
    invalid_doorbells
);
    input wire clock;
    input wire reset;
    input wire [89:0] regs$data;
    input wire regs$valid;
    output wire regs$ready;
    output wire [63:0] reg_reply$data;
    output wire reg_reply$valid;
    input wire reg_reply$ready;
    output wire [98:0] dma_read$data;
    output wire dma_read$valid;
    input wire dma_read$ready;
    input wire [5:0] read_done$data;
    input wire read_done$valid;
    output wire read_done$ready;
    input wire [82:0] word;
    input wire word_valid;
    output reg [94:0] dma_write$data;
    output wire dma_write$valid;
    input wire dma_write$ready;
    input wire [5:0] write_done$data;
    input wire write_done$valid;
    output wire write_done$ready;
    output wire [196:0] post$data;
    output wire post$valid;
    input wire post$ready;
    input wire post_done;
    output reg [78:0] fill$data;
    output wire fill$valid;
    input wire fill$ready;
    output wire [44:0] command$data;
    output wire command$valid;
    input wire command$ready;
    input wire [13:0] fetch$data;
    input wire fetch$valid;
    output reg fetch$ready;
    output reg [5:0] fetched$data;
    output wire fetched$valid;
    input wire fetched$ready;
    input wire [13:0] store$data;
    input wire store$valid;
    output wire store$ready;
    output wire [5:0] stored$data;
    output wire stored$valid;
    input wire stored$ready;
    input wire [21:0] answer$data;
    input wire answer$valid;
    output wire answer$ready;
    output wire [4:0] abort$data;
    output wire abort$valid;
    input wire abort$ready;
    input wire aborted;
    input wire refuse;
    input wire [31:0] area_blocks;
    input wire unit_id;
    input wire [63:0] serial;
    input wire flr;
    output wire ready;
    output wire stopping;
    input wire rows_open;
    output wire [31:0] commands;
    output wire [31:0] errors;
    output wire [31:0] dma_errors;
    output wire [31:0] invalid_doorbells;
    localparam [1:0] slot_place = 2'd0;
    localparam [3:0] list_id = 4'd4;
    reg [98:0] fetch_piece;
    reg [94:0] store_piece;
    reg [131:0] idle_transfer;
    wire [13:0] job;
    wire of_zeros;
    wire zeros_now;
    wire [3:0] read_id;
    wire read_failed;
    wire posted;
    wire io_failed;
    wire admin_failed;
    wire registers$clock;
    wire registers$reset;
    wire [89:0] registers$regs$data;
    wire registers$regs$valid;
    wire registers$regs$ready;
    wire [63:0] registers$reg_reply$data;
    wire registers$reg_reply$valid;
    wire registers$reg_reply$ready;
    wire registers$flr;
    wire registers$quiet;
    wire registers$fatal;
    wire [3:0] registers$refused;
    wire registers$run;
    wire registers$ready;
    wire registers$stopping;
    wire [34:0] registers$doorbell;
    wire [75:0] registers$admin_sq;
    wire [75:0] registers$admin_cq;
    wire registers$sqe_size_fits;
    wire registers$cqe_size_fits;
    wire [31:0] registers$invalid_doorbells;
    card_registers registers (
        .clock(registers$clock),
        .reset(registers$reset),
        .regs$data(registers$regs$data),
        .regs$valid(registers$regs$valid),
        .regs$ready(registers$regs$ready),
        .reg_reply$data(registers$reg_reply$data),
        .reg_reply$valid(registers$reg_reply$valid),
        .reg_reply$ready(registers$reg_reply$ready),
        .flr(registers$flr),
        .quiet(registers$quiet),
        .fatal(registers$fatal),
        .refused(registers$refused),
        .run(registers$run),
        .ready(registers$ready),
        .stopping(registers$stopping),
        .doorbell(registers$doorbell),
        .admin_sq(registers$admin_sq),
        .admin_cq(registers$admin_cq),
        .sqe_size_fits(registers$sqe_size_fits),
        .cqe_size_fits(registers$cqe_size_fits),
        .invalid_doorbells(registers$invalid_doorbells)
    );
    wire admin_sq$clock;
    wire admin_sq$reset;
    wire admin_sq$queue;
    wire admin_sq$run;
    wire admin_sq$hold;
    wire [75:0] admin_sq$shape;
    wire admin_sq$ring;
    wire [15:0] admin_sq$tail;
    wire admin_sq$refused;
    wire [98:0] admin_sq$request$data;
    wire admin_sq$request$valid;
    wire admin_sq$request$ready;
    wire admin_sq$done;
    wire [1:0] admin_sq$done_place;
    wire admin_sq$done_failed;
    wire [82:0] admin_sq$word;
    wire admin_sq$word_valid;
    wire [287:0] admin_sq$sqe$data;
    wire admin_sq$sqe$valid;
    wire admin_sq$sqe$ready;
    wire [15:0] admin_sq$head;
    wire admin_sq$idle;
    wire admin_sq$empty;
    wire admin_sq$fatal;
    card_admin_sq admin_sq (
        .clock(admin_sq$clock),
        .reset(admin_sq$reset),
        .queue(admin_sq$queue),
        .run(admin_sq$run),
        .hold(admin_sq$hold),
        .shape(admin_sq$shape),
        .ring(admin_sq$ring),
        .tail(admin_sq$tail),
        .refused(admin_sq$refused),
        .request$data(admin_sq$request$data),
        .request$valid(admin_sq$request$valid),
        .request$ready(admin_sq$request$ready),
        .done(admin_sq$done),
        .done_place(admin_sq$done_place),
        .done_failed(admin_sq$done_failed),
        .word(admin_sq$word),
        .word_valid(admin_sq$word_valid),
        .sqe$data(admin_sq$sqe$data),
        .sqe$valid(admin_sq$sqe$valid),
        .sqe$ready(admin_sq$sqe$ready),
        .head(admin_sq$head),
        .idle(admin_sq$idle),
        .empty(admin_sq$empty),
        .fatal(admin_sq$fatal)
    );
    wire io_sq$clock;
    wire io_sq$reset;
    wire io_sq$queue;
    wire io_sq$run;
    wire io_sq$hold;
    wire [75:0] io_sq$shape;
    wire io_sq$ring;
    wire [15:0] io_sq$tail;
    wire io_sq$refused;
    wire [98:0] io_sq$request$data;
    wire io_sq$request$valid;
    wire io_sq$request$ready;
    wire io_sq$done;
    wire [1:0] io_sq$done_place;
    wire io_sq$done_failed;
    wire [82:0] io_sq$word;
    wire io_sq$word_valid;
    wire [287:0] io_sq$sqe$data;
    wire io_sq$sqe$valid;
    wire io_sq$sqe$ready;
    wire [15:0] io_sq$head;
    wire io_sq$idle;
    wire io_sq$empty;
    wire io_sq$fatal;
    card_admin_sq io_sq (
        .clock(io_sq$clock),
        .reset(io_sq$reset),
        .queue(io_sq$queue),
        .run(io_sq$run),
        .hold(io_sq$hold),
        .shape(io_sq$shape),
        .ring(io_sq$ring),
        .tail(io_sq$tail),
        .refused(io_sq$refused),
        .request$data(io_sq$request$data),
        .request$valid(io_sq$request$valid),
        .request$ready(io_sq$request$ready),
        .done(io_sq$done),
        .done_place(io_sq$done_place),
        .done_failed(io_sq$done_failed),
        .word(io_sq$word),
        .word_valid(io_sq$word_valid),
        .sqe$data(io_sq$sqe$data),
        .sqe$valid(io_sq$sqe$valid),
        .sqe$ready(io_sq$sqe$ready),
        .head(io_sq$head),
        .idle(io_sq$idle),
        .empty(io_sq$empty),
        .fatal(io_sq$fatal)
    );
    wire admin_cq$clock;
    wire admin_cq$reset;
    wire admin_cq$queue;
    wire admin_cq$run;
    wire [75:0] admin_cq$shape;
    wire admin_cq$interrupts;
    wire [3:0] admin_cq$vector;
    wire admin_cq$ring;
    wire [15:0] admin_cq$head;
    wire admin_cq$refused;
    wire [62:0] admin_cq$outcome$data;
    wire admin_cq$outcome$valid;
    wire admin_cq$outcome$ready;
    wire [15:0] admin_cq$sq_head;
    wire [196:0] admin_cq$post$data;
    wire admin_cq$post$valid;
    wire admin_cq$post$ready;
    wire admin_cq$full;
    wire admin_cq$busy;
    card_admin_cq admin_cq (
        .clock(admin_cq$clock),
        .reset(admin_cq$reset),
        .queue(admin_cq$queue),
        .run(admin_cq$run),
        .shape(admin_cq$shape),
        .interrupts(admin_cq$interrupts),
        .vector(admin_cq$vector),
        .ring(admin_cq$ring),
        .head(admin_cq$head),
        .refused(admin_cq$refused),
        .outcome$data(admin_cq$outcome$data),
        .outcome$valid(admin_cq$outcome$valid),
        .outcome$ready(admin_cq$outcome$ready),
        .sq_head(admin_cq$sq_head),
        .post$data(admin_cq$post$data),
        .post$valid(admin_cq$post$valid),
        .post$ready(admin_cq$post$ready),
        .full(admin_cq$full),
        .busy(admin_cq$busy)
    );
    wire io_cq$clock;
    wire io_cq$reset;
    wire io_cq$queue;
    wire io_cq$run;
    wire [75:0] io_cq$shape;
    wire io_cq$interrupts;
    wire [3:0] io_cq$vector;
    wire io_cq$ring;
    wire [15:0] io_cq$head;
    wire io_cq$refused;
    wire [62:0] io_cq$outcome$data;
    wire io_cq$outcome$valid;
    wire io_cq$outcome$ready;
    wire [15:0] io_cq$sq_head;
    wire [196:0] io_cq$post$data;
    wire io_cq$post$valid;
    wire io_cq$post$ready;
    wire io_cq$full;
    wire io_cq$busy;
    card_admin_cq io_cq (
        .clock(io_cq$clock),
        .reset(io_cq$reset),
        .queue(io_cq$queue),
        .run(io_cq$run),
        .shape(io_cq$shape),
        .interrupts(io_cq$interrupts),
        .vector(io_cq$vector),
        .ring(io_cq$ring),
        .head(io_cq$head),
        .refused(io_cq$refused),
        .outcome$data(io_cq$outcome$data),
        .outcome$valid(io_cq$outcome$valid),
        .outcome$ready(io_cq$outcome$ready),
        .sq_head(io_cq$sq_head),
        .post$data(io_cq$post$data),
        .post$valid(io_cq$post$valid),
        .post$ready(io_cq$post$ready),
        .full(io_cq$full),
        .busy(io_cq$busy)
    );
    wire admin$clock;
    wire admin$reset;
    wire admin$run;
    wire [287:0] admin$sqe$data;
    wire admin$sqe$valid;
    wire admin$sqe$ready;
    wire [62:0] admin$outcome$data;
    wire admin$outcome$valid;
    wire admin$outcome$ready;
    wire admin$sqe_size_fits;
    wire admin$cqe_size_fits;
    wire admin$sq_exists;
    wire [75:0] admin$sq;
    wire admin$cq_exists;
    wire [75:0] admin$cq;
    wire admin$cq_interrupts;
    wire [3:0] admin$cq_vector;
    wire admin$draining;
    wire admin$drained;
    wire admin$seek;
    wire [15:0] admin$seek_cid;
    wire admin$sought;
    wire admin$found;
    wire [4:0] admin$found_row;
    wire [4:0] admin$abort$data;
    wire admin$abort$valid;
    wire admin$abort$ready;
    wire admin$aborted;
    wire admin$answered;
    wire [130:0] admin$page$data;
    wire admin$page$valid;
    wire admin$page$ready;
    wire admin$page_done;
    wire admin$page_failed;
    card_admin admin (
        .clock(admin$clock),
        .reset(admin$reset),
        .run(admin$run),
        .sqe$data(admin$sqe$data),
        .sqe$valid(admin$sqe$valid),
        .sqe$ready(admin$sqe$ready),
        .outcome$data(admin$outcome$data),
        .outcome$valid(admin$outcome$valid),
        .outcome$ready(admin$outcome$ready),
        .sqe_size_fits(admin$sqe_size_fits),
        .cqe_size_fits(admin$cqe_size_fits),
        .sq_exists(admin$sq_exists),
        .sq(admin$sq),
        .cq_exists(admin$cq_exists),
        .cq(admin$cq),
        .cq_interrupts(admin$cq_interrupts),
        .cq_vector(admin$cq_vector),
        .draining(admin$draining),
        .drained(admin$drained),
        .seek(admin$seek),
        .seek_cid(admin$seek_cid),
        .sought(admin$sought),
        .found(admin$found),
        .found_row(admin$found_row),
        .abort$data(admin$abort$data),
        .abort$valid(admin$abort$valid),
        .abort$ready(admin$abort$ready),
        .aborted(admin$aborted),
        .answered(admin$answered),
        .page$data(admin$page$data),
        .page$valid(admin$page$valid),
        .page$ready(admin$page$ready),
        .page_done(admin$page_done),
        .page_failed(admin$page_failed)
    );
    wire identify$clock;
    wire identify$reset;
    wire [130:0] identify$request$data;
    wire identify$request$valid;
    wire identify$request$ready;
    wire identify$done;
    wire identify$failed;
    wire [31:0] identify$area_blocks;
    wire identify$unit_id;
    wire [63:0] identify$serial;
    wire [78:0] identify$fill$data;
    wire identify$fill$valid;
    wire identify$fill$ready;
    wire [131:0] identify$transfer$data;
    wire identify$transfer$valid;
    wire identify$transfer$ready;
    wire identify$transfer_done;
    wire identify$transfer_failed;
    wire identify$idle;
    card_identify identify (
        .clock(identify$clock),
        .reset(identify$reset),
        .request$data(identify$request$data),
        .request$valid(identify$request$valid),
        .request$ready(identify$request$ready),
        .done(identify$done),
        .failed(identify$failed),
        .area_blocks(identify$area_blocks),
        .unit_id(identify$unit_id),
        .serial(identify$serial),
        .fill$data(identify$fill$data),
        .fill$valid(identify$fill$valid),
        .fill$ready(identify$fill$ready),
        .transfer$data(identify$transfer$data),
        .transfer$valid(identify$transfer$valid),
        .transfer$ready(identify$transfer$ready),
        .transfer_done(identify$transfer_done),
        .transfer_failed(identify$transfer_failed),
        .idle(identify$idle)
    );
    wire io$clock;
    wire io$reset;
    wire io$run;
    wire [31:0] io$area_blocks;
    wire io$refuse;
    wire [287:0] io$sqe$data;
    wire io$sqe$valid;
    wire io$sqe$ready;
    wire [62:0] io$outcome$data;
    wire io$outcome$valid;
    wire io$outcome$ready;
    wire [44:0] io$command$data;
    wire io$command$valid;
    wire io$command$ready;
    wire [218:0] io$begin$data;
    wire io$begin$valid;
    wire io$begin$ready;
    wire [44:0] io$piece$data;
    wire io$piece$valid;
    wire io$piece$ready;
    wire [4:0] io$write_row;
    wire io$write_free;
    wire [4:0] io$read_row;
    wire io$read_free;
    wire io$take;
    wire [4:0] io$take_row;
    wire [15:0] io$take_cid;
    wire io$put;
    wire [63:0] io$put_first;
    wire [63:0] io$put_second;
    wire [74:0] io$list$data;
    wire io$list$valid;
    wire io$list$ready;
    wire io$list_done;
    wire io$list_misaligned;
    wire io$list_failed;
    card_io io (
        .clock(io$clock),
        .reset(io$reset),
        .run(io$run),
        .area_blocks(io$area_blocks),
        .refuse(io$refuse),
        .sqe$data(io$sqe$data),
        .sqe$valid(io$sqe$valid),
        .sqe$ready(io$sqe$ready),
        .outcome$data(io$outcome$data),
        .outcome$valid(io$outcome$valid),
        .outcome$ready(io$outcome$ready),
        .command$data(io$command$data),
        .command$valid(io$command$valid),
        .command$ready(io$command$ready),
        .begin$data(io$begin$data),
        .begin$valid(io$begin$valid),
        .begin$ready(io$begin$ready),
        .piece$data(io$piece$data),
        .piece$valid(io$piece$valid),
        .piece$ready(io$piece$ready),
        .write_row(io$write_row),
        .write_free(io$write_free),
        .read_row(io$read_row),
        .read_free(io$read_free),
        .take(io$take),
        .take_row(io$take_row),
        .take_cid(io$take_cid),
        .put(io$put),
        .put_first(io$put_first),
        .put_second(io$put_second),
        .list$data(io$list$data),
        .list$valid(io$list$valid),
        .list$ready(io$list$ready),
        .list_done(io$list_done),
        .list_misaligned(io$list_misaligned),
        .list_failed(io$list_failed)
    );
    wire contexts$clock;
    wire contexts$reset;
    wire contexts$forget;
    wire contexts$take;
    wire [4:0] contexts$take_row;
    wire [15:0] contexts$take_cid;
    wire [4:0] contexts$write_row;
    wire contexts$write_free;
    wire [4:0] contexts$read_row;
    wire contexts$read_free;
    wire [21:0] contexts$answer$data;
    wire contexts$answer$valid;
    wire contexts$answer$ready;
    wire [62:0] contexts$outcome$data;
    wire contexts$outcome$valid;
    wire contexts$outcome$ready;
    wire [31:0] contexts$open;
    wire contexts$live;
    wire contexts$seek;
    wire [15:0] contexts$seek_cid;
    wire contexts$sought;
    wire contexts$found;
    wire [4:0] contexts$found_row;
    card_contexts contexts (
        .clock(contexts$clock),
        .reset(contexts$reset),
        .forget(contexts$forget),
        .take(contexts$take),
        .take_row(contexts$take_row),
        .take_cid(contexts$take_cid),
        .write_row(contexts$write_row),
        .write_free(contexts$write_free),
        .read_row(contexts$read_row),
        .read_free(contexts$read_free),
        .answer$data(contexts$answer$data),
        .answer$valid(contexts$answer$valid),
        .answer$ready(contexts$answer$ready),
        .outcome$data(contexts$outcome$data),
        .outcome$valid(contexts$outcome$valid),
        .outcome$ready(contexts$outcome$ready),
        .open(contexts$open),
        .live(contexts$live),
        .seek(contexts$seek),
        .seek_cid(contexts$seek_cid),
        .sought(contexts$sought),
        .found(contexts$found),
        .found_row(contexts$found_row)
    );
    wire prps$clock;
    wire prps$reset;
    wire prps$put;
    wire [4:0] prps$put_row;
    wire [63:0] prps$put_first;
    wire [63:0] prps$put_second;
    wire [74:0] prps$fetch$data;
    wire prps$fetch$valid;
    wire prps$fetch$ready;
    wire prps$fetched;
    wire prps$misaligned;
    wire prps$failed;
    wire [98:0] prps$request$data;
    wire prps$request$valid;
    wire prps$request$ready;
    wire prps$done;
    wire prps$done_failed;
    wire [82:0] prps$word;
    wire prps$word_valid;
    wire prps$turn;
    wire [4:0] prps$row$0;
    wire [4:0] prps$row$1;
    wire [4:0] prps$entry$0;
    wire [4:0] prps$entry$1;
    wire [63:0] prps$first_found;
    wire [63:0] prps$entry_found;
    wire prps$idle;
    card_prps prps (
        .clock(prps$clock),
        .reset(prps$reset),
        .put(prps$put),
        .put_row(prps$put_row),
        .put_first(prps$put_first),
        .put_second(prps$put_second),
        .fetch$data(prps$fetch$data),
        .fetch$valid(prps$fetch$valid),
        .fetch$ready(prps$fetch$ready),
        .fetched(prps$fetched),
        .misaligned(prps$misaligned),
        .failed(prps$failed),
        .request$data(prps$request$data),
        .request$valid(prps$request$valid),
        .request$ready(prps$request$ready),
        .done(prps$done),
        .done_failed(prps$done_failed),
        .word(prps$word),
        .word_valid(prps$word_valid),
        .turn(prps$turn),
        .row$0(prps$row$0),
        .row$1(prps$row$1),
        .entry$0(prps$entry$0),
        .entry$1(prps$entry$1),
        .first_found(prps$first_found),
        .entry_found(prps$entry_found),
        .idle(prps$idle)
    );
    wire pieces$clock;
    wire pieces$reset;
    wire [31:0] pieces$area_blocks;
    wire [31:0] pieces$open;
    wire [218:0] pieces$begin$data;
    wire pieces$begin$valid;
    wire pieces$begin$ready;
    wire [44:0] pieces$piece$data;
    wire pieces$piece$valid;
    wire pieces$piece$ready;
    wire [21:0] pieces$answer$data;
    wire pieces$answer$valid;
    wire pieces$answer$ready;
    wire [21:0] pieces$ended$data;
    wire pieces$ended$valid;
    wire pieces$ended$ready;
    wire [31:0] pieces$zeroing;
    wire [98:0] pieces$request$data;
    wire pieces$request$valid;
    wire pieces$request$ready;
    wire pieces$done;
    wire pieces$done_failed;
    wire [82:0] pieces$word;
    wire pieces$word_valid;
    wire pieces$idle;
    card_pieces pieces (
        .clock(pieces$clock),
        .reset(pieces$reset),
        .area_blocks(pieces$area_blocks),
        .open(pieces$open),
        .begin$data(pieces$begin$data),
        .begin$valid(pieces$begin$valid),
        .begin$ready(pieces$begin$ready),
        .piece$data(pieces$piece$data),
        .piece$valid(pieces$piece$valid),
        .piece$ready(pieces$piece$ready),
        .answer$data(pieces$answer$data),
        .answer$valid(pieces$answer$valid),
        .answer$ready(pieces$answer$ready),
        .ended$data(pieces$ended$data),
        .ended$valid(pieces$ended$valid),
        .ended$ready(pieces$ended$ready),
        .zeroing(pieces$zeroing),
        .request$data(pieces$request$data),
        .request$valid(pieces$request$valid),
        .request$ready(pieces$request$ready),
        .done(pieces$done),
        .done_failed(pieces$done_failed),
        .word(pieces$word),
        .word_valid(pieces$word_valid),
        .idle(pieces$idle)
    );
    wire zeros$clock;
    wire zeros$reset;
    wire [13:0] zeros$job$data;
    wire zeros$job$valid;
    wire zeros$job$ready;
    wire [5:0] zeros$done$data;
    wire zeros$done$valid;
    wire zeros$done$ready;
    wire [31:0] zeros$open;
    wire [78:0] zeros$fill$data;
    wire zeros$fill$valid;
    wire zeros$fill$ready;
    wire zeros$idle;
    card_zeros zeros (
        .clock(zeros$clock),
        .reset(zeros$reset),
        .job$data(zeros$job$data),
        .job$valid(zeros$job$valid),
        .job$ready(zeros$job$ready),
        .done$data(zeros$done$data),
        .done$valid(zeros$done$valid),
        .done$ready(zeros$done$ready),
        .open(zeros$open),
        .fill$data(zeros$fill$data),
        .fill$valid(zeros$fill$valid),
        .fill$ready(zeros$fill$ready),
        .idle(zeros$idle)
    );
    wire fetcher$clock;
    wire fetcher$reset;
    wire [13:0] fetcher$job$data;
    wire fetcher$job$valid;
    wire fetcher$job$ready;
    wire [5:0] fetcher$done$data;
    wire fetcher$done$valid;
    wire fetcher$done$ready;
    wire [31:0] fetcher$open;
    wire [4:0] fetcher$look_row;
    wire [4:0] fetcher$look_entry;
    wire fetcher$look_taken;
    wire [63:0] fetcher$first_found;
    wire [63:0] fetcher$entry_found;
    reg [131:0] fetcher$direct$data;
    wire fetcher$direct$valid;
    wire fetcher$direct$ready;
    wire fetcher$direct_done;
    wire fetcher$direct_failed;
    wire [94:0] fetcher$piece$data;
    wire fetcher$piece$valid;
    wire fetcher$piece$ready;
    wire fetcher$ended;
    wire [1:0] fetcher$ended_id;
    wire [1:0] fetcher$ended_error;
    wire fetcher$idle;
    card_fetcher fetcher (
        .clock(fetcher$clock),
        .reset(fetcher$reset),
        .job$data(fetcher$job$data),
        .job$valid(fetcher$job$valid),
        .job$ready(fetcher$job$ready),
        .done$data(fetcher$done$data),
        .done$valid(fetcher$done$valid),
        .done$ready(fetcher$done$ready),
        .open(fetcher$open),
        .look_row(fetcher$look_row),
        .look_entry(fetcher$look_entry),
        .look_taken(fetcher$look_taken),
        .first_found(fetcher$first_found),
        .entry_found(fetcher$entry_found),
        .direct$data(fetcher$direct$data),
        .direct$valid(fetcher$direct$valid),
        .direct$ready(fetcher$direct$ready),
        .direct_done(fetcher$direct_done),
        .direct_failed(fetcher$direct_failed),
        .piece$data(fetcher$piece$data),
        .piece$valid(fetcher$piece$valid),
        .piece$ready(fetcher$piece$ready),
        .ended(fetcher$ended),
        .ended_id(fetcher$ended_id),
        .ended_error(fetcher$ended_error),
        .idle(fetcher$idle)
    );
    wire storer$clock;
    wire storer$reset;
    wire [13:0] storer$job$data;
    wire storer$job$valid;
    wire storer$job$ready;
    wire [5:0] storer$done$data;
    wire storer$done$valid;
    wire storer$done$ready;
    wire [31:0] storer$open;
    wire [4:0] storer$look_row;
    wire [4:0] storer$look_entry;
    wire storer$look_taken;
    wire [63:0] storer$first_found;
    wire [63:0] storer$entry_found;
    wire [131:0] storer$direct$data;
    wire storer$direct$valid;
    wire storer$direct$ready;
    wire storer$direct_done;
    wire storer$direct_failed;
    wire [94:0] storer$piece$data;
    wire storer$piece$valid;
    wire storer$piece$ready;
    wire storer$ended;
    wire [1:0] storer$ended_id;
    wire [1:0] storer$ended_error;
    wire storer$idle;
    card_fetcher storer (
        .clock(storer$clock),
        .reset(storer$reset),
        .job$data(storer$job$data),
        .job$valid(storer$job$valid),
        .job$ready(storer$job$ready),
        .done$data(storer$done$data),
        .done$valid(storer$done$valid),
        .done$ready(storer$done$ready),
        .open(storer$open),
        .look_row(storer$look_row),
        .look_entry(storer$look_entry),
        .look_taken(storer$look_taken),
        .first_found(storer$first_found),
        .entry_found(storer$entry_found),
        .direct$data(storer$direct$data),
        .direct$valid(storer$direct$valid),
        .direct$ready(storer$direct$ready),
        .direct_done(storer$direct_done),
        .direct_failed(storer$direct_failed),
        .piece$data(storer$piece$data),
        .piece$valid(storer$piece$valid),
        .piece$ready(storer$piece$ready),
        .ended(storer$ended),
        .ended_id(storer$ended_id),
        .ended_error(storer$ended_error),
        .idle(storer$idle)
    );
    wire reads$clock;
    wire reads$reset;
    reg [98:0] reads$sinks$0$data;
    wire reads$sinks$0$valid;
    wire reads$sinks$0$ready;
    wire [98:0] reads$sinks$1$data;
    wire reads$sinks$1$valid;
    wire reads$sinks$1$ready;
    wire [98:0] reads$sinks$2$data;
    wire reads$sinks$2$valid;
    wire reads$sinks$2$ready;
    wire [98:0] reads$sinks$3$data;
    wire reads$sinks$3$valid;
    wire reads$sinks$3$ready;
    wire [98:0] reads$sinks$4$data;
    wire reads$sinks$4$valid;
    wire reads$sinks$4$ready;
    wire [98:0] reads$source$data;
    wire reads$source$valid;
    wire reads$source$ready;
    card_reads_3 reads (
        .clock(reads$clock),
        .reset(reads$reset),
        .sinks$0$data(reads$sinks$0$data),
        .sinks$0$valid(reads$sinks$0$valid),
        .sinks$0$ready(reads$sinks$0$ready),
        .sinks$1$data(reads$sinks$1$data),
        .sinks$1$valid(reads$sinks$1$valid),
        .sinks$1$ready(reads$sinks$1$ready),
        .sinks$2$data(reads$sinks$2$data),
        .sinks$2$valid(reads$sinks$2$valid),
        .sinks$2$ready(reads$sinks$2$ready),
        .sinks$3$data(reads$sinks$3$data),
        .sinks$3$valid(reads$sinks$3$valid),
        .sinks$3$ready(reads$sinks$3$ready),
        .sinks$4$data(reads$sinks$4$data),
        .sinks$4$valid(reads$sinks$4$valid),
        .sinks$4$ready(reads$sinks$4$ready),
        .source$data(reads$source$data),
        .source$valid(reads$source$valid),
        .source$ready(reads$source$ready)
    );
    wire outcomes$clock;
    wire outcomes$reset;
    wire [62:0] outcomes$sinks$0$data;
    wire outcomes$sinks$0$valid;
    wire outcomes$sinks$0$ready;
    wire [62:0] outcomes$sinks$1$data;
    wire outcomes$sinks$1$valid;
    wire outcomes$sinks$1$ready;
    wire [62:0] outcomes$source$data;
    wire outcomes$source$valid;
    wire outcomes$source$ready;
    card_outcomes outcomes (
        .clock(outcomes$clock),
        .reset(outcomes$reset),
        .sinks$0$data(outcomes$sinks$0$data),
        .sinks$0$valid(outcomes$sinks$0$valid),
        .sinks$0$ready(outcomes$sinks$0$ready),
        .sinks$1$data(outcomes$sinks$1$data),
        .sinks$1$valid(outcomes$sinks$1$valid),
        .sinks$1$ready(outcomes$sinks$1$ready),
        .source$data(outcomes$source$data),
        .source$valid(outcomes$source$valid),
        .source$ready(outcomes$source$ready)
    );
    wire posts$clock;
    wire posts$reset;
    wire [196:0] posts$sinks$0$data;
    wire posts$sinks$0$valid;
    wire posts$sinks$0$ready;
    wire [196:0] posts$sinks$1$data;
    wire posts$sinks$1$valid;
    wire posts$sinks$1$ready;
    wire [196:0] posts$source$data;
    wire posts$source$valid;
    wire posts$source$ready;
    card_posts posts (
        .clock(posts$clock),
        .reset(posts$reset),
        .sinks$0$data(posts$sinks$0$data),
        .sinks$0$valid(posts$sinks$0$valid),
        .sinks$0$ready(posts$sinks$0$ready),
        .sinks$1$data(posts$sinks$1$data),
        .sinks$1$valid(posts$sinks$1$valid),
        .sinks$1$ready(posts$sinks$1$ready),
        .source$data(posts$source$data),
        .source$valid(posts$source$valid),
        .source$ready(posts$source$ready)
    );
    reg zeros_offered$d;
    wire zeros_offered$q;
    wire zeros_offered$clock;
    card_some zeros_offered (
        .d(zeros_offered$d),
        .q(zeros_offered$q),
        .clock(zeros_offered$clock)
    );
    reg [4:0] posting$d;
    wire [4:0] posting$q;
    wire posting$clock;
    card_waiting posting (
        .d(posting$d),
        .q(posting$q),
        .clock(posting$clock)
    );
    reg [31:0] command_count$d;
    wire [31:0] command_count$q;
    wire command_count$clock;
    card_held command_count (
        .d(command_count$d),
        .q(command_count$q),
        .clock(command_count$clock)
    );
    reg [31:0] error_count$d;
    wire [31:0] error_count$q;
    wire error_count$clock;
    card_held error_count (
        .d(error_count$d),
        .q(error_count$q),
        .clock(error_count$clock)
    );
    reg [31:0] dma_error_count$d;
    wire [31:0] dma_error_count$q;
    wire dma_error_count$clock;
    card_held dma_error_count (
        .d(dma_error_count$d),
        .q(dma_error_count$q),
        .clock(dma_error_count$clock)
    );
    reg [5:0] told$d;
    wire [5:0] told$q;
    wire told$clock;
    card_ended told (
        .d(told$d),
        .q(told$q),
        .clock(told$clock)
    );
    function automatic [1:0] cut$4$2(input [3:0] x$);
        cut$4$2 = x$[1:0];
    endfunction
    assign abort$data = admin$abort$data;
    assign abort$valid = admin$abort$valid;
    assign admin$abort$ready = abort$ready;
    assign admin$outcome$ready = admin_cq$outcome$ready;
    assign admin$page$ready = identify$request$ready;
    assign admin$sqe$data = admin_sq$sqe$data;
    assign admin$sqe$valid = admin_sq$sqe$valid;
    assign admin_cq$outcome$data = admin$outcome$data;
    assign admin_cq$outcome$valid = admin$outcome$valid;
    assign admin_cq$post$ready = posts$sinks$1$ready;
    assign admin_sq$request$ready = reads$sinks$4$ready;
    assign admin_sq$sqe$ready = admin$sqe$ready;
    assign answer$ready = pieces$answer$ready;
    assign command$data = io$command$data;
    assign command$valid = io$command$valid;
    assign contexts$answer$data = pieces$ended$data;
    assign contexts$answer$valid = pieces$ended$valid;
    assign contexts$outcome$ready = outcomes$sinks$1$ready;
    assign dma_read$data = reads$source$data;
    assign dma_read$valid = reads$source$valid;
    assign identify$request$data = admin$page$data;
    assign identify$request$valid = admin$page$valid;
    assign identify$transfer$ready = storer$direct$ready;
    assign io$begin$ready = pieces$begin$ready;
    assign io$command$ready = command$ready;
    assign io$list$ready = prps$fetch$ready;
    assign io$outcome$ready = outcomes$sinks$0$ready;
    assign io$piece$data = pieces$piece$data;
    assign io$piece$valid = pieces$piece$valid;
    assign io$sqe$data = io_sq$sqe$data;
    assign io$sqe$valid = io_sq$sqe$valid;
    assign io_cq$outcome$data = outcomes$source$data;
    assign io_cq$outcome$valid = outcomes$source$valid;
    assign io_cq$post$ready = posts$sinks$0$ready;
    assign io_sq$request$ready = reads$sinks$3$ready;
    assign io_sq$sqe$ready = io$sqe$ready;
    assign outcomes$sinks$0$data = io$outcome$data;
    assign outcomes$sinks$0$valid = io$outcome$valid;
    assign outcomes$sinks$1$data = contexts$outcome$data;
    assign outcomes$sinks$1$valid = contexts$outcome$valid;
    assign outcomes$source$ready = io_cq$outcome$ready;
    assign pieces$answer$data = answer$data;
    assign pieces$answer$valid = answer$valid;
    assign pieces$begin$data = io$begin$data;
    assign pieces$begin$valid = io$begin$valid;
    assign pieces$ended$ready = contexts$answer$ready;
    assign pieces$piece$ready = io$piece$ready;
    assign pieces$request$ready = reads$sinks$2$ready;
    assign post$data = posts$source$data;
    assign post$valid = posts$source$valid;
    assign posts$sinks$0$data = io_cq$post$data;
    assign posts$sinks$0$valid = io_cq$post$valid;
    assign posts$sinks$1$data = admin_cq$post$data;
    assign posts$sinks$1$valid = admin_cq$post$valid;
    assign posts$source$ready = post$ready;
    assign prps$fetch$data = io$list$data;
    assign prps$fetch$valid = io$list$valid;
    assign prps$request$ready = reads$sinks$1$ready;
    assign reads$sinks$1$data = prps$request$data;
    assign reads$sinks$1$valid = prps$request$valid;
    assign reads$sinks$2$data = pieces$request$data;
    assign reads$sinks$2$valid = pieces$request$valid;
    assign reads$sinks$3$data = io_sq$request$data;
    assign reads$sinks$3$valid = io_sq$request$valid;
    assign reads$sinks$4$data = admin_sq$request$data;
    assign reads$sinks$4$valid = admin_sq$request$valid;
    assign reads$source$ready = dma_read$ready;
    assign reg_reply$data = registers$reg_reply$data;
    assign reg_reply$valid = registers$reg_reply$valid;
    assign registers$reg_reply$ready = reg_reply$ready;
    assign registers$regs$data = regs$data;
    assign registers$regs$valid = regs$valid;
    assign regs$ready = registers$regs$ready;
    assign store$ready = storer$job$ready;
    assign stored$data = storer$done$data;
    assign stored$valid = storer$done$valid;
    assign storer$direct$data = identify$transfer$data;
    assign storer$direct$valid = identify$transfer$valid;
    assign storer$done$ready = stored$ready;
    assign storer$job$data = store$data;
    assign storer$job$valid = store$valid;
    assign zeros_offered$clock = clock;
    assign posting$clock = clock;
    assign command_count$clock = clock;
    assign error_count$clock = clock;
    assign dma_error_count$clock = clock;
    assign told$clock = clock;
    assign registers$clock = clock;
    assign admin_sq$clock = clock;
    assign io_sq$clock = clock;
    assign admin_cq$clock = clock;
    assign io_cq$clock = clock;
    assign admin$clock = clock;
    assign identify$clock = clock;
    assign io$clock = clock;
    assign contexts$clock = clock;
    assign prps$clock = clock;
    assign fetcher$clock = clock;
    assign storer$clock = clock;
    assign pieces$clock = clock;
    assign zeros$clock = clock;
    assign reads$clock = clock;
    assign outcomes$clock = clock;
    assign posts$clock = clock;
    assign pieces$reset = reset;
    assign zeros$reset = reset;
    assign registers$reset = reset;
    assign admin_sq$reset = reset;
    assign io_sq$reset = reset;
    assign admin_cq$reset = reset;
    assign io_cq$reset = reset;
    assign admin$reset = reset;
    assign identify$reset = reset;
    assign io$reset = reset;
    assign contexts$reset = reset;
    assign prps$reset = reset;
    assign fetcher$reset = reset;
    assign storer$reset = reset;
    assign reads$reset = reset;
    assign outcomes$reset = reset;
    assign posts$reset = reset;
    assign registers$flr = flr;
    assign registers$fatal = admin_sq$fatal | io_sq$fatal;
    assign registers$refused = (({3'd0, admin_sq$refused} | ({3'd0, io_sq$refused} << 1)) | ({3'd0, admin_cq$refused} << 2)) | ({3'd0, io_cq$refused} << 3);
    assign registers$quiet = (((((((((((((admin_sq$idle & io_sq$idle) & prps$idle) & fetcher$idle) & zeros$idle) & pieces$idle) & (~admin$abort$valid)) & storer$idle) & identify$idle) & (~admin_cq$busy)) & (~io_cq$busy)) & (~posts$source$valid)) & (~io$command$valid)) & (~rows_open)) & (posting$q == 5'd0);
    assign ready = registers$ready;
    assign stopping = registers$stopping;
    assign invalid_doorbells = registers$invalid_doorbells;
    assign read_done$ready = 1'b1;
    assign read_id = read_done$data[3:0];
    assign read_failed = |read_done$data[5:4];
    assign write_done$ready = 1'b1;
    assign admin_sq$queue = 1'b0;
    assign admin_sq$run = registers$run;
    assign admin_sq$hold = 1'b0;
    assign admin_sq$shape = registers$admin_sq;
    assign admin_sq$ring = registers$doorbell[1] & (~registers$doorbell[0]);
    assign admin_sq$tail = registers$doorbell[17:2];
    assign admin_sq$done = read_done$valid & (read_id[3:2] == 2'd2);
    assign admin_sq$done_place = read_id[1:0];
    assign admin_sq$done_failed = read_failed;
    assign admin_sq$word = word;
    assign admin_sq$word_valid = word_valid;
    assign admin$run = registers$run;
    assign admin$sqe_size_fits = registers$sqe_size_fits;
    assign admin$cqe_size_fits = registers$cqe_size_fits;
    assign contexts$seek = admin$seek;
    assign contexts$seek_cid = admin$seek_cid;
    assign admin$sought = contexts$sought;
    assign admin$found = contexts$found;
    assign admin$found_row = contexts$found_row;
    assign admin$aborted = aborted;
    assign admin$answered = io_cq$full | (~(((contexts$open[admin$abort$data] | contexts$outcome$valid) | outcomes$source$valid) | io_cq$busy));
    assign admin_cq$queue = 1'b0;
    assign admin_cq$run = registers$run;
    assign admin_cq$shape = registers$admin_cq;
    assign admin_cq$interrupts = 1'b1;
    assign admin_cq$vector = 4'd0;
    assign admin_cq$ring = registers$doorbell[18] & (~registers$doorbell[0]);
    assign admin_cq$head = registers$doorbell[34:19];
    assign admin_cq$sq_head = admin_sq$head;
    assign admin$page_done = identify$done;
    assign admin$page_failed = identify$failed;
    assign identify$area_blocks = area_blocks;
    assign identify$unit_id = unit_id;
    assign identify$serial = serial;
    assign identify$transfer_done = storer$direct_done;
    assign identify$transfer_failed = storer$direct_failed;
    assign io_sq$queue = 1'b1;
    assign io_sq$run = registers$run & admin$sq_exists;
    assign io_sq$hold = admin$draining;
    assign io_sq$shape = admin$sq;
    assign io_sq$ring = registers$doorbell[1] & registers$doorbell[0];
    assign io_sq$tail = registers$doorbell[17:2];
    assign io_sq$done = read_done$valid & (read_id[3:2] == 2'd3);
    assign io_sq$done_place = read_id[1:0];
    assign io_sq$done_failed = read_failed;
    assign io_sq$word = word;
    assign io_sq$word_valid = word_valid;
    assign io_cq$queue = 1'b1;
    assign io_cq$run = registers$run & admin$cq_exists;
    assign io_cq$shape = admin$cq;
    assign io_cq$interrupts = admin$cq_interrupts;
    assign io_cq$vector = admin$cq_vector;
    assign io_cq$ring = registers$doorbell[18] & registers$doorbell[0];
    assign io_cq$head = registers$doorbell[34:19];
    assign io_cq$sq_head = io_sq$head;
    assign admin$drained = (((io_sq$idle & io_sq$empty) & (~contexts$live)) & (~outcomes$source$valid)) & (~io_cq$busy);
    assign io$run = registers$run;
    assign io$area_blocks = area_blocks;
    assign io$refuse = refuse;
    assign io$write_row = contexts$write_row;
    assign io$write_free = contexts$write_free;
    assign io$read_row = contexts$read_row;
    assign io$read_free = contexts$read_free;
    assign contexts$forget = ~registers$run;
    assign contexts$take = io$take;
    assign contexts$take_row = io$take_row;
    assign contexts$take_cid = io$take_cid;
    assign pieces$area_blocks = area_blocks;
    assign pieces$open = contexts$open;
    assign pieces$done = (read_done$valid & (read_id[3:2] == 2'd1)) & (read_id != list_id);
    assign pieces$done_failed = read_failed;
    assign pieces$word = word;
    assign pieces$word_valid = word_valid;
    assign prps$put = io$put;
    assign prps$put_row = io$take_row;
    assign prps$put_first = io$put_first;
    assign prps$put_second = io$put_second;
    assign io$list_done = prps$fetched;
    assign io$list_misaligned = prps$misaligned;
    assign io$list_failed = prps$failed;
    assign prps$done = read_done$valid & (read_id == list_id);
    assign prps$done_failed = read_failed;
    assign prps$word = word;
    assign prps$word_valid = word_valid;
    assign prps$row$0 = fetcher$look_row;
    assign prps$entry$0 = fetcher$look_entry;
    assign prps$row$1 = storer$look_row;
    assign prps$entry$1 = storer$look_entry;
    assign fetcher$look_taken = ~prps$turn;
    assign fetcher$first_found = prps$first_found;
    assign fetcher$entry_found = prps$entry_found;
    assign storer$look_taken = prps$turn;
    assign storer$first_found = prps$first_found;
    assign storer$entry_found = prps$entry_found;
    assign job = fetch$data;
    assign of_zeros = pieces$zeroing[job[4:0]];
    assign fetcher$job$data = job;
    assign fetcher$job$valid = fetch$valid & (~of_zeros);
    assign zeros$job$data = job;
    assign zeros$job$valid = fetch$valid & of_zeros;
    assign zeros_now = zeros$done$valid & (zeros_offered$q | (~fetcher$done$valid));
    assign fetched$valid = fetcher$done$valid | zeros$done$valid;
    assign zeros$done$ready = fetched$ready & zeros_now;
    assign fetcher$done$ready = fetched$ready & (~zeros_now);
    assign zeros$open = contexts$open;
    assign fill$valid = identify$fill$valid | zeros$fill$valid;
    assign zeros$fill$ready = fill$ready & (~identify$fill$valid);
    assign identify$fill$ready = fill$ready;
    assign fetcher$open = contexts$open;
    assign storer$open = contexts$open;
    assign fetcher$direct$valid = 1'b0;
    assign fetcher$ended = read_done$valid & (read_id[3:2] == 2'd0);
    assign fetcher$ended_id = read_id[1:0];
    assign fetcher$ended_error = read_done$data[5:4];
    assign storer$ended = write_done$valid;
    assign storer$ended_id = cut$4$2(write_done$data[3:0]);
    assign storer$ended_error = write_done$data[5:4];
    assign dma_write$valid = storer$piece$valid;
    assign storer$piece$ready = dma_write$ready;
    assign reads$sinks$0$valid = fetcher$piece$valid;
    assign fetcher$piece$ready = reads$sinks$0$ready;
    assign posted = posts$source$valid & post$ready;
    assign io_failed = (outcomes$source$valid & io_cq$outcome$ready) & (|outcomes$source$data[62:48]);
    assign admin_failed = (admin$outcome$valid & admin_cq$outcome$ready) & (|admin$outcome$data[62:48]);
    assign commands = command_count$q;
    assign errors = error_count$q;
    assign dma_errors = dma_error_count$q;
    always_comb begin
        zeros_offered$d = zeros_offered$q;
        posting$d = posting$q;
        command_count$d = command_count$q;
        error_count$d = error_count$q;
        dma_error_count$d = dma_error_count$q;
        told$d = told$q;
        fetch$ready = fetcher$job$ready;
        if (of_zeros) begin
            fetch$ready = zeros$job$ready;
        end
        zeros_offered$d = zeros_now & (~fetched$ready);
        fetched$data = fetcher$done$data;
        if (zeros_now) begin
            fetched$data = zeros$done$data;
        end
        fill$data = zeros$fill$data;
        if (identify$fill$valid) begin
            fill$data = identify$fill$data;
        end
        idle_transfer[63:0] = 64'd0;
        idle_transfer[127:64] = 64'd0;
        idle_transfer[131:128] = 4'd0;
        fetcher$direct$data = idle_transfer;
        fetch_piece[63:0] = fetcher$piece$data[63:0];
        fetch_piece[76:64] = fetcher$piece$data[76:64];
        fetch_piece[78:77] = slot_place;
        fetch_piece[84:79] = {2'd0, fetcher$piece$data[80:77]};
        fetch_piece[94:85] = fetcher$piece$data[90:81];
        fetch_piece[98:95] = fetcher$piece$data[94:91];
        store_piece[63:0] = storer$piece$data[63:0];
        store_piece[76:64] = storer$piece$data[76:64];
        store_piece[80:77] = storer$piece$data[80:77];
        store_piece[90:81] = storer$piece$data[90:81];
        store_piece[94:91] = storer$piece$data[94:91];
        dma_write$data = store_piece;
        reads$sinks$0$data = fetch_piece;
        if (posted & (~post_done)) begin
            posting$d = posting$q + 5'd1;
        end
        if ((~posted) & post_done) begin
            posting$d = posting$q - 5'd1;
        end
        told$d[0] = admin$sqe$ready;
        told$d[1] = io$sqe$ready;
        told$d[2] = io_failed;
        told$d[3] = admin_failed;
        told$d[4] = read_done$valid & read_failed;
        told$d[5] = write_done$valid & (|write_done$data[5:4]);
        command_count$d = (command_count$q + {31'd0, told$q[0]}) + {31'd0, told$q[1]};
        error_count$d = (error_count$q + {31'd0, told$q[2]}) + {31'd0, told$q[3]};
        dma_error_count$d = (dma_error_count$q + {31'd0, told$q[4]}) + {31'd0, told$q[5]};
        if (reset) begin
            posting$d = 5'd0;
            command_count$d = 32'd0;
            error_count$d = 32'd0;
            dma_error_count$d = 32'd0;
        end
    end
endmodule

module card_words_7 (
    clock,
    write,
    write_address,
    write_data,
    read_address,
    read_data
);
    input wire clock;
    input wire write;
    input wire [3:0] write_address;
    input wire [78:0] write_data;
    input wire [3:0] read_address;
    output reg [78:0] read_data;
    (* ram_style = "distributed", no_rw_check *) reg [78:0] memory [0:15];
    always @(posedge clock) if (write) memory[write_address] <= write_data;
    always @* read_data = memory[read_address];
endmodule

module card_queue_3 (
    clock,
    reset,
    sink$data,
    sink$valid,
    sink$ready,
    source$data,
    source$valid,
    source$ready
);
    input wire clock;
    input wire reset;
    input wire [78:0] sink$data;
    input wire sink$valid;
    output wire sink$ready;
    output wire [78:0] source$data;
    output wire source$valid;
    input wire source$ready;
    wire [3:0] behind_head;
    wire [3:0] behind_tail;
    wire push;
    wire pop;
    wire words$clock;
    wire words$write;
    wire [3:0] words$write_address;
    wire [78:0] words$write_data;
    wire [3:0] words$read_address;
    wire [78:0] words$read_data;
    card_words_7 words (
        .clock(words$clock),
        .write(words$write),
        .write_address(words$write_address),
        .write_data(words$write_data),
        .read_address(words$read_address),
        .read_data(words$read_data)
    );
    reg [3:0] head$d;
    wire [3:0] head$q;
    wire head$clock;
    card_head head (
        .d(head$d),
        .q(head$q),
        .clock(head$clock)
    );
    reg [3:0] tail$d;
    wire [3:0] tail$q;
    wire tail$clock;
    card_head tail (
        .d(tail$d),
        .q(tail$q),
        .clock(tail$clock)
    );
    reg some$d;
    wire some$q;
    wire some$clock;
    card_some some (
        .d(some$d),
        .q(some$q),
        .clock(some$clock)
    );
    reg full$d;
    wire full$q;
    wire full$clock;
    card_some full (
        .d(full$d),
        .q(full$q),
        .clock(full$clock)
    );
    assign head$clock = clock;
    assign tail$clock = clock;
    assign some$clock = clock;
    assign full$clock = clock;
    assign words$clock = clock;
    assign sink$ready = ~full$q;
    assign source$valid = some$q;
    assign push = sink$valid & (~full$q);
    assign pop = source$ready & some$q;
    assign words$write = push;
    assign words$write_address = tail$q;
    assign words$write_data = sink$data;
    assign words$read_address = head$q;
    assign source$data = words$read_data;
    assign behind_head = head$q + 4'd1;
    assign behind_tail = tail$q + 4'd1;
    always_comb begin
        head$d = head$q;
        tail$d = tail$q;
        some$d = some$q;
        full$d = full$q;
        if (push) begin
            tail$d = behind_tail;
        end
        if (pop) begin
            head$d = behind_head;
        end
        if (push & (~pop)) begin
            some$d = 1'b1;
            full$d = behind_tail == head$q;
        end
        if (pop & (~push)) begin
            some$d = behind_head != tail$q;
            full$d = 1'b0;
        end
        if (reset) begin
            head$d = 4'd0;
            tail$d = 4'd0;
            some$d = 1'b0;
            full$d = 1'b0;
        end
    end
endmodule

module card_gather (
    clock,
    reset,
    word,
    word_valid,
    words$data,
    words$valid,
    words$ready,
    lost
);
    input wire clock;
    input wire reset;
    input wire [82:0] word;
    input wire word_valid;
    output wire [78:0] words$data;
    output wire words$valid;
    input wire words$ready;
    output wire lost;
    wire comes;
    wire fits;
    wire push;
    reg [78:0] held;
    wire queue$clock;
    wire queue$reset;
    reg [78:0] queue$sink$data;
    wire queue$sink$valid;
    wire queue$sink$ready;
    wire [78:0] queue$source$data;
    wire queue$source$valid;
    wire queue$source$ready;
    card_queue_3 queue (
        .clock(queue$clock),
        .reset(queue$reset),
        .sink$data(queue$sink$data),
        .sink$valid(queue$sink$valid),
        .sink$ready(queue$sink$ready),
        .source$data(queue$source$data),
        .source$valid(queue$source$valid),
        .source$ready(queue$source$ready)
    );
    reg holds$d;
    wire holds$q;
    wire holds$clock;
    card_some holds (
        .d(holds$d),
        .q(holds$q),
        .clock(holds$clock)
    );
    reg [3:0] slot$d;
    wire [3:0] slot$q;
    wire slot$clock;
    card_head slot (
        .d(slot$d),
        .q(slot$q),
        .clock(slot$clock)
    );
    reg [8:0] at$d;
    wire [8:0] at$q;
    wire at$clock;
    card_pointer at (
        .d(at$d),
        .q(at$q),
        .clock(at$clock)
    );
    reg low$d;
    wire low$q;
    wire low$clock;
    card_some low (
        .d(low$d),
        .q(low$q),
        .clock(low$clock)
    );
    reg high$d;
    wire high$q;
    wire high$clock;
    card_some high (
        .d(high$d),
        .q(high$q),
        .clock(high$clock)
    );
    reg [31:0] low_half$d;
    wire [31:0] low_half$q;
    wire low_half$clock;
    card_held low_half (
        .d(low_half$d),
        .q(low_half$q),
        .clock(low_half$clock)
    );
    reg [31:0] high_half$d;
    wire [31:0] high_half$q;
    wire high_half$clock;
    card_held high_half (
        .d(high_half$d),
        .q(high_half$q),
        .clock(high_half$clock)
    );
    reg [1:0] age$d;
    wire [1:0] age$q;
    wire age$clock;
    card_part age (
        .d(age$d),
        .q(age$q),
        .clock(age$clock)
    );
    function automatic [3:0] cut$6$4(input [5:0] x$);
        cut$6$4 = x$[3:0];
    endfunction
    function automatic [31:0] cut$64$32(input [63:0] x$);
        cut$64$32 = x$[31:0];
    endfunction
    assign queue$source$ready = words$ready;
    assign words$data = queue$source$data;
    assign words$valid = queue$source$valid;
    assign holds$clock = clock;
    assign slot$clock = clock;
    assign at$clock = clock;
    assign low$clock = clock;
    assign high$clock = clock;
    assign low_half$clock = clock;
    assign high_half$clock = clock;
    assign age$clock = clock;
    assign queue$clock = clock;
    assign queue$reset = reset;
    assign comes = (word_valid & (word[1:0] == 2'd0)) & (word[81] | word[82]);
    assign fits = (((holds$q & (cut$6$4(word[7:2]) == slot$q)) & (word[16:8] == at$q)) & (~(low$q & word[81]))) & (~(high$q & word[82]));
    assign push = holds$q & (((comes & (~fits)) | (low$q & high$q)) | ((~comes) & (&age$q)));
    assign queue$sink$valid = push;
    assign lost = push & (~queue$sink$ready);
    always_comb begin
        holds$d = holds$q;
        slot$d = slot$q;
        at$d = at$q;
        low$d = low$q;
        high$d = high$q;
        low_half$d = low_half$q;
        high_half$d = high_half$q;
        age$d = age$q;
        age$d = age$q + 2'd1;
        if (push) begin
            holds$d = 1'b0;
        end
        if (comes) begin
            holds$d = 1'b1;
            age$d = 2'd0;
            slot$d = cut$6$4(word[7:2]);
            at$d = word[16:8];
            low$d = word[81] | (fits & low$q);
            high$d = word[82] | (fits & high$q);
            if (word[81]) begin
                low_half$d = cut$64$32(word[80:17]);
            end
            if (word[82]) begin
                high_half$d = cut$64$32(word[80:17] >> 32);
            end
        end
        held[3:0] = slot$q;
        held[12:4] = at$q;
        held[76:13] = ({32'd0, high_half$q} << 32) | {32'd0, low_half$q};
        held[77] = low$q;
        held[78] = high$q;
        queue$sink$data = held;
        if (reset) begin
            holds$d = 1'b0;
        end
    end
endmodule

module card_words_8 (
    clock,
    write,
    write_address,
    write_data,
    read_address,
    read_data
);
    input wire clock;
    input wire write;
    input wire [2:0] write_address;
    input wire [78:0] write_data;
    input wire [2:0] read_address;
    output reg [78:0] read_data;
    (* ram_style = "distributed", no_rw_check *) reg [78:0] memory [0:7];
    always @(posedge clock) if (write) memory[write_address] <= write_data;
    always @* read_data = memory[read_address];
endmodule

module card_queue_4 (
    clock,
    reset,
    sink$data,
    sink$valid,
    sink$ready,
    source$data,
    source$valid,
    source$ready
);
    input wire clock;
    input wire reset;
    input wire [78:0] sink$data;
    input wire sink$valid;
    output wire sink$ready;
    output wire [78:0] source$data;
    output wire source$valid;
    input wire source$ready;
    wire [2:0] behind_head;
    wire [2:0] behind_tail;
    wire push;
    wire pop;
    wire words$clock;
    wire words$write;
    wire [2:0] words$write_address;
    wire [78:0] words$write_data;
    wire [2:0] words$read_address;
    wire [78:0] words$read_data;
    card_words_8 words (
        .clock(words$clock),
        .write(words$write),
        .write_address(words$write_address),
        .write_data(words$write_data),
        .read_address(words$read_address),
        .read_data(words$read_data)
    );
    reg [2:0] head$d;
    wire [2:0] head$q;
    wire head$clock;
    card_bar head (
        .d(head$d),
        .q(head$q),
        .clock(head$clock)
    );
    reg [2:0] tail$d;
    wire [2:0] tail$q;
    wire tail$clock;
    card_bar tail (
        .d(tail$d),
        .q(tail$q),
        .clock(tail$clock)
    );
    reg some$d;
    wire some$q;
    wire some$clock;
    card_some some (
        .d(some$d),
        .q(some$q),
        .clock(some$clock)
    );
    reg full$d;
    wire full$q;
    wire full$clock;
    card_some full (
        .d(full$d),
        .q(full$q),
        .clock(full$clock)
    );
    assign head$clock = clock;
    assign tail$clock = clock;
    assign some$clock = clock;
    assign full$clock = clock;
    assign words$clock = clock;
    assign sink$ready = ~full$q;
    assign source$valid = some$q;
    assign push = sink$valid & (~full$q);
    assign pop = source$ready & some$q;
    assign words$write = push;
    assign words$write_address = tail$q;
    assign words$write_data = sink$data;
    assign words$read_address = head$q;
    assign source$data = words$read_data;
    assign behind_head = head$q + 3'd1;
    assign behind_tail = tail$q + 3'd1;
    always_comb begin
        head$d = head$q;
        tail$d = tail$q;
        some$d = some$q;
        full$d = full$q;
        if (push) begin
            tail$d = behind_tail;
        end
        if (pop) begin
            head$d = behind_head;
        end
        if (push & (~pop)) begin
            some$d = 1'b1;
            full$d = behind_tail == head$q;
        end
        if (pop & (~push)) begin
            some$d = behind_head != tail$q;
            full$d = 1'b0;
        end
        if (reset) begin
            head$d = 3'd0;
            tail$d = 3'd0;
            some$d = 1'b0;
            full$d = 1'b0;
        end
    end
endmodule

module card_lane (
    clock,
    reset,
    words$data,
    words$valid,
    words$ready,
    phase,
    word,
    go
);
    input wire clock;
    input wire reset;
    input wire [78:0] words$data;
    input wire words$valid;
    output wire words$ready;
    input wire [1:0] phase;
    output wire [78:0] word;
    output wire go;
    wire goes;
    wire queue$clock;
    wire queue$reset;
    wire [78:0] queue$sink$data;
    wire queue$sink$valid;
    wire queue$sink$ready;
    wire [78:0] queue$source$data;
    wire queue$source$valid;
    wire queue$source$ready;
    card_queue_4 queue (
        .clock(queue$clock),
        .reset(queue$reset),
        .sink$data(queue$sink$data),
        .sink$valid(queue$sink$valid),
        .sink$ready(queue$sink$ready),
        .source$data(queue$source$data),
        .source$valid(queue$source$valid),
        .source$ready(queue$source$ready)
    );
    reg [78:0] held$d;
    wire [78:0] held$q;
    wire held$clock;
    card_word held (
        .d(held$d),
        .q(held$q),
        .clock(held$clock)
    );
    reg holds$d;
    wire holds$q;
    wire holds$clock;
    card_some holds (
        .d(holds$d),
        .q(holds$q),
        .clock(holds$clock)
    );
    function automatic [1:0] cut$9$2(input [8:0] x$);
        cut$9$2 = x$[1:0];
    endfunction
    assign queue$sink$data = words$data;
    assign queue$sink$valid = words$valid;
    assign words$ready = queue$sink$ready;
    assign held$clock = clock;
    assign holds$clock = clock;
    assign queue$clock = clock;
    assign queue$reset = reset;
    assign goes = holds$q & (cut$9$2(held$q[12:4]) == phase);
    assign go = goes;
    assign word = held$q;
    assign queue$source$ready = (~holds$q) | goes;
    always_comb begin
        held$d = held$q;
        holds$d = holds$q;
        if ((~holds$q) | goes) begin
            held$d = queue$source$data;
            holds$d = queue$source$valid;
        end
        if (reset) begin
            holds$d = 1'b0;
        end
    end
endmodule

module card_words_9 (
    clock,
    write,
    write_address,
    write_data,
    read_address,
    read_data
);
    input wire clock;
    input wire write;
    input wire write_address;
    input wire [22:0] write_data;
    input wire read_address;
    output reg [22:0] read_data;
    (* ram_style = "distributed", no_rw_check *) reg [22:0] memory [0:1];
    always @(posedge clock) if (write) memory[write_address] <= write_data;
    always @* read_data = memory[read_address];
endmodule

module card_queue_5 (
    clock,
    reset,
    sink$data,
    sink$valid,
    sink$ready,
    source$data,
    source$valid,
    source$ready
);
    input wire clock;
    input wire reset;
    input wire [22:0] sink$data;
    input wire sink$valid;
    output wire sink$ready;
    output wire [22:0] source$data;
    output wire source$valid;
    input wire source$ready;
    wire behind_head;
    wire behind_tail;
    wire push;
    wire pop;
    wire words$clock;
    wire words$write;
    wire words$write_address;
    wire [22:0] words$write_data;
    wire words$read_address;
    wire [22:0] words$read_data;
    card_words_9 words (
        .clock(words$clock),
        .write(words$write),
        .write_address(words$write_address),
        .write_data(words$write_data),
        .read_address(words$read_address),
        .read_data(words$read_data)
    );
    reg head$d;
    wire head$q;
    wire head$clock;
    card_some head (
        .d(head$d),
        .q(head$q),
        .clock(head$clock)
    );
    reg tail$d;
    wire tail$q;
    wire tail$clock;
    card_some tail (
        .d(tail$d),
        .q(tail$q),
        .clock(tail$clock)
    );
    reg some$d;
    wire some$q;
    wire some$clock;
    card_some some (
        .d(some$d),
        .q(some$q),
        .clock(some$clock)
    );
    reg full$d;
    wire full$q;
    wire full$clock;
    card_some full (
        .d(full$d),
        .q(full$q),
        .clock(full$clock)
    );
    assign head$clock = clock;
    assign tail$clock = clock;
    assign some$clock = clock;
    assign full$clock = clock;
    assign words$clock = clock;
    assign sink$ready = ~full$q;
    assign source$valid = some$q;
    assign push = sink$valid & (~full$q);
    assign pop = source$ready & some$q;
    assign words$write = push;
    assign words$write_address = tail$q;
    assign words$write_data = sink$data;
    assign words$read_address = head$q;
    assign source$data = words$read_data;
    assign behind_head = head$q + 1'd1;
    assign behind_tail = tail$q + 1'd1;
    always_comb begin
        head$d = head$q;
        tail$d = tail$q;
        some$d = some$q;
        full$d = full$q;
        if (push) begin
            tail$d = behind_tail;
        end
        if (pop) begin
            head$d = behind_head;
        end
        if (push & (~pop)) begin
            some$d = 1'b1;
            full$d = behind_tail == head$q;
        end
        if (pop & (~push)) begin
            some$d = behind_head != tail$q;
            full$d = 1'b0;
        end
        if (reset) begin
            head$d = 1'd0;
            tail$d = 1'd0;
            some$d = 1'b0;
            full$d = 1'b0;
        end
    end
endmodule

module card_words_10 (
    clock,
    write,
    write_address,
    write_data,
    read_address,
    read_data
);
    input wire clock;
    input wire write;
    input wire [3:0] write_address;
    input wire [63:0] write_data;
    input wire [3:0] read_address;
    output reg [63:0] read_data;
    (* ram_style = "distributed", no_rw_check *) reg [63:0] memory [0:15];
    always @(posedge clock) if (write) memory[write_address] <= write_data;
    always @* read_data = memory[read_address];
endmodule

module card_behind (
    clock,
    reset,
    sink$data,
    sink$valid,
    sink$ready,
    source$data,
    source$valid,
    source$ready
);
    input wire clock;
    input wire reset;
    input wire [63:0] sink$data;
    input wire sink$valid;
    output wire sink$ready;
    output wire [63:0] source$data;
    output wire source$valid;
    input wire source$ready;
    wire [3:0] behind_head;
    wire [3:0] behind_tail;
    wire push;
    wire pop;
    wire words$clock;
    wire words$write;
    wire [3:0] words$write_address;
    wire [63:0] words$write_data;
    wire [3:0] words$read_address;
    wire [63:0] words$read_data;
    card_words_10 words (
        .clock(words$clock),
        .write(words$write),
        .write_address(words$write_address),
        .write_data(words$write_data),
        .read_address(words$read_address),
        .read_data(words$read_data)
    );
    reg [3:0] head$d;
    wire [3:0] head$q;
    wire head$clock;
    card_head head (
        .d(head$d),
        .q(head$q),
        .clock(head$clock)
    );
    reg [3:0] tail$d;
    wire [3:0] tail$q;
    wire tail$clock;
    card_head tail (
        .d(tail$d),
        .q(tail$q),
        .clock(tail$clock)
    );
    reg some$d;
    wire some$q;
    wire some$clock;
    card_some some (
        .d(some$d),
        .q(some$q),
        .clock(some$clock)
    );
    reg full$d;
    wire full$q;
    wire full$clock;
    card_some full (
        .d(full$d),
        .q(full$q),
        .clock(full$clock)
    );
    assign head$clock = clock;
    assign tail$clock = clock;
    assign some$clock = clock;
    assign full$clock = clock;
    assign words$clock = clock;
    assign sink$ready = ~full$q;
    assign source$valid = some$q;
    assign push = sink$valid & (~full$q);
    assign pop = source$ready & some$q;
    assign words$write = push;
    assign words$write_address = tail$q;
    assign words$write_data = sink$data;
    assign words$read_address = head$q;
    assign source$data = words$read_data;
    assign behind_head = head$q + 4'd1;
    assign behind_tail = tail$q + 4'd1;
    always_comb begin
        head$d = head$q;
        tail$d = tail$q;
        some$d = some$q;
        full$d = full$q;
        if (push) begin
            tail$d = behind_tail;
        end
        if (pop) begin
            head$d = behind_head;
        end
        if (push & (~pop)) begin
            some$d = 1'b1;
            full$d = behind_tail == head$q;
        end
        if (pop & (~push)) begin
            some$d = behind_head != tail$q;
            full$d = 1'b0;
        end
        if (reset) begin
            head$d = 4'd0;
            tail$d = 4'd0;
            some$d = 1'b0;
            full$d = 1'b0;
        end
    end
endmodule

module card_reader (
    clock,
    reset,
    read$data,
    read$valid,
    read$ready,
    words$data,
    words$valid,
    words$ready,
    phase,
    address,
    found$0,
    found$1,
    found$2,
    found$3
);
    input wire clock;
    input wire reset;
    input wire [22:0] read$data;
    input wire read$valid;
    output wire read$ready;
    output wire [63:0] words$data;
    output wire words$valid;
    input wire words$ready;
    input wire [1:0] phase;
    output wire [10:0] address;
    input wire [63:0] found$0;
    input wire [63:0] found$1;
    input wire [63:0] found$2;
    input wire [63:0] found$3;
    localparam [4:0] places = 5'h10;
    wire issue;
    wire pop;
    wire queue$clock;
    wire queue$reset;
    wire [22:0] queue$sink$data;
    wire queue$sink$valid;
    wire queue$sink$ready;
    wire [22:0] queue$source$data;
    wire queue$source$valid;
    reg queue$source$ready;
    card_queue_5 queue (
        .clock(queue$clock),
        .reset(queue$reset),
        .sink$data(queue$sink$data),
        .sink$valid(queue$sink$valid),
        .sink$ready(queue$sink$ready),
        .source$data(queue$source$data),
        .source$valid(queue$source$valid),
        .source$ready(queue$source$ready)
    );
    wire behind$clock;
    wire behind$reset;
    reg [63:0] behind$sink$data;
    wire behind$sink$valid;
    wire behind$sink$ready;
    wire [63:0] behind$source$data;
    wire behind$source$valid;
    wire behind$source$ready;
    card_behind behind (
        .clock(behind$clock),
        .reset(behind$reset),
        .sink$data(behind$sink$data),
        .sink$valid(behind$sink$valid),
        .sink$ready(behind$sink$ready),
        .source$data(behind$source$data),
        .source$valid(behind$source$valid),
        .source$ready(behind$source$ready)
    );
    reg active$d;
    wire active$q;
    wire active$clock;
    card_some active (
        .d(active$d),
        .q(active$q),
        .clock(active$clock)
    );
    reg [3:0] slot$d;
    wire [3:0] slot$q;
    wire slot$clock;
    card_head slot (
        .d(slot$d),
        .q(slot$q),
        .clock(slot$clock)
    );
    reg [8:0] at$d;
    wire [8:0] at$q;
    wire at$clock;
    card_pointer at (
        .d(at$d),
        .q(at$q),
        .clock(at$clock)
    );
    reg [9:0] left$d;
    wire [9:0] left$q;
    wire left$clock;
    card_at left (
        .d(left$d),
        .q(left$q),
        .clock(left$clock)
    );
    reg last$d;
    wire last$q;
    wire last$clock;
    card_some last (
        .d(last$d),
        .q(last$q),
        .clock(last$clock)
    );
    reg [4:0] room$d;
    wire [4:0] room$q;
    wire room$clock;
    card_waiting room (
        .d(room$d),
        .q(room$q),
        .clock(room$clock)
    );
    reg asked$d;
    wire asked$q;
    wire asked$clock;
    card_some asked (
        .d(asked$d),
        .q(asked$q),
        .clock(asked$clock)
    );
    reg arrives$d;
    wire arrives$q;
    wire arrives$clock;
    card_some arrives (
        .d(arrives$d),
        .q(arrives$q),
        .clock(arrives$clock)
    );
    reg [1:0] from$d;
    wire [1:0] from$q;
    wire from$clock;
    card_part from (
        .d(from$d),
        .q(from$q),
        .clock(from$clock)
    );
    assign queue$sink$data = read$data;
    assign queue$sink$valid = read$valid;
    assign read$ready = queue$sink$ready;
    assign active$clock = clock;
    assign slot$clock = clock;
    assign at$clock = clock;
    assign left$clock = clock;
    assign last$clock = clock;
    assign room$clock = clock;
    assign asked$clock = clock;
    assign arrives$clock = clock;
    assign from$clock = clock;
    assign queue$clock = clock;
    assign behind$clock = clock;
    assign queue$reset = reset;
    assign behind$reset = reset;
    assign words$data = behind$source$data;
    assign words$valid = behind$source$valid;
    assign behind$source$ready = words$ready;
    assign issue = (active$q & (at$q[1:0] == phase)) & (room$q != 5'd0);
    assign address = ({7'd0, slot$q} << 7) | {4'd0, at$q[8:2]};
    assign behind$sink$valid = arrives$q;
    assign pop = behind$source$valid & words$ready;
    always_comb begin
        active$d = active$q;
        slot$d = slot$q;
        at$d = at$q;
        left$d = left$q;
        last$d = last$q;
        room$d = room$q;
        asked$d = asked$q;
        arrives$d = arrives$q;
        from$d = from$q;
        queue$source$ready = 1'b0;
        if (issue) begin
            at$d = at$q + 9'd1;
            left$d = left$q - 10'd1;
            last$d = left$q == 10'd2;
        end
        if ((~active$q) | (issue & last$q)) begin
            queue$source$ready = 1'b1;
            active$d = queue$source$valid & (queue$source$data[22:13] != 10'd0);
            slot$d = queue$source$data[3:0];
            at$d = queue$source$data[12:4];
            left$d = queue$source$data[22:13];
            last$d = queue$source$data[22:13] == 10'd1;
        end
        asked$d = issue;
        arrives$d = asked$q;
        from$d = phase - 2'd1;
        if (from$q[1]) begin
            if (from$q[0]) begin
                behind$sink$data = found$3;
            end else begin
                behind$sink$data = found$2;
            end
        end else begin
            if (from$q[0]) begin
                behind$sink$data = found$1;
            end else begin
                behind$sink$data = found$0;
            end
        end
        if (issue & (~pop)) begin
            room$d = room$q - 5'd1;
        end
        if ((~issue) & pop) begin
            room$d = room$q + 5'd1;
        end
        if (reset) begin
            active$d = 1'b0;
            asked$d = 1'b0;
            arrives$d = 1'b0;
            room$d = places;
        end
    end
endmodule

module card_low_ram (
    clock,
    write,
    write_address,
    write_data,
    read_address,
    read_data
);
    input wire clock;
    input wire write;
    input wire [10:0] write_address;
    input wire [31:0] write_data;
    input wire [10:0] read_address;
    output reg [31:0] read_data;
    (* ram_style = "block", no_rw_check *) reg [31:0] memory [0:2047];
    always @(posedge clock) begin
        if (write) memory[write_address] <= write_data;
        read_data <= memory[read_address];
    end
endmodule

module card_bank (
    clock,
    owner,
    word$0,
    word$1,
    word$2,
    word$3,
    go$0,
    go$1,
    go$2,
    go$3,
    address$0,
    address$1,
    address$2,
    found
);
    input wire clock;
    input wire [1:0] owner;
    input wire [78:0] word$0;
    input wire [78:0] word$1;
    input wire [78:0] word$2;
    input wire [78:0] word$3;
    input wire go$0;
    input wire go$1;
    input wire go$2;
    input wire go$3;
    input wire [10:0] address$0;
    input wire [10:0] address$1;
    input wire [10:0] address$2;
    output wire [63:0] found;
    wire [10:0] row;
    wire low_ram$clock;
    wire low_ram$write;
    wire [10:0] low_ram$write_address;
    wire [31:0] low_ram$write_data;
    wire [10:0] low_ram$read_address;
    wire [31:0] low_ram$read_data;
    card_low_ram low_ram (
        .clock(low_ram$clock),
        .write(low_ram$write),
        .write_address(low_ram$write_address),
        .write_data(low_ram$write_data),
        .read_address(low_ram$read_address),
        .read_data(low_ram$read_data)
    );
    wire high_ram$clock;
    wire high_ram$write;
    wire [10:0] high_ram$write_address;
    wire [31:0] high_ram$write_data;
    wire [10:0] high_ram$read_address;
    wire [31:0] high_ram$read_data;
    card_low_ram high_ram (
        .clock(high_ram$clock),
        .write(high_ram$write),
        .write_address(high_ram$write_address),
        .write_data(high_ram$write_data),
        .read_address(high_ram$read_address),
        .read_data(high_ram$read_data)
    );
    reg [78:0] stored$d;
    wire [78:0] stored$q;
    wire stored$clock;
    card_word stored (
        .d(stored$d),
        .q(stored$q),
        .clock(stored$clock)
    );
    reg stores$d;
    wire stores$q;
    wire stores$clock;
    card_some stores (
        .d(stores$d),
        .q(stores$q),
        .clock(stores$clock)
    );
    reg [10:0] read$d;
    wire [10:0] read$q;
    wire read$clock;
    card_left read (
        .d(read$d),
        .q(read$q),
        .clock(read$clock)
    );
    function automatic [31:0] cut$64$32(input [63:0] x$);
        cut$64$32 = x$[31:0];
    endfunction
    function automatic [6:0] cut$9$7(input [8:0] x$);
        cut$9$7 = x$[6:0];
    endfunction
    assign stored$clock = clock;
    assign stores$clock = clock;
    assign read$clock = clock;
    assign low_ram$clock = clock;
    assign high_ram$clock = clock;
    assign row = ({7'd0, stored$q[3:0]} << 7) | {4'd0, cut$9$7(stored$q[12:4] >> 2)};
    assign low_ram$write = stores$q & stored$q[77];
    assign low_ram$write_address = row;
    assign low_ram$write_data = cut$64$32(stored$q[76:13]);
    assign low_ram$read_address = read$q;
    assign high_ram$write = stores$q & stored$q[78];
    assign high_ram$write_address = row;
    assign high_ram$write_data = cut$64$32(stored$q[76:13] >> 32);
    assign high_ram$read_address = read$q;
    assign found = ({32'd0, high_ram$read_data} << 32) | {32'd0, low_ram$read_data};
    always_comb begin
        stored$d = stored$q;
        stores$d = stores$q;
        read$d = read$q;
        if (owner[1]) begin
            read$d = address$2;
            if (owner[0]) begin
                stored$d = word$3;
                stores$d = go$3;
            end else begin
                stored$d = word$2;
                stores$d = go$2;
            end
        end else begin
            if (owner[0]) begin
                read$d = address$1;
                stored$d = word$1;
                stores$d = go$1;
            end else begin
                read$d = address$0;
                stored$d = word$0;
                stores$d = go$0;
            end
        end
    end
endmodule

module card_blocks (
    clock,
    reset,
    word,
    word_valid,
    write$0$data,
    write$0$valid,
    write$0$ready,
    write$1$data,
    write$1$valid,
    write$1$ready,
    write$2$data,
    write$2$valid,
    write$2$ready,
    read$0$data,
    read$0$valid,
    read$0$ready,
    read$1$data,
    read$1$valid,
    read$1$ready,
    read$2$data,
    read$2$valid,
    read$2$ready,
    words$0$data,
    words$0$valid,
    words$0$ready,
    words$1$data,
    words$1$valid,
    words$1$ready,
    words$2$data,
    words$2$valid,
    words$2$ready,
    lost
);
    input wire clock;
    input wire reset;
    input wire [82:0] word;
    input wire word_valid;
    input wire [78:0] write$0$data;
    input wire write$0$valid;
    output wire write$0$ready;
    input wire [78:0] write$1$data;
    input wire write$1$valid;
    output wire write$1$ready;
    input wire [78:0] write$2$data;
    input wire write$2$valid;
    output wire write$2$ready;
    input wire [22:0] read$0$data;
    input wire read$0$valid;
    output wire read$0$ready;
    input wire [22:0] read$1$data;
    input wire read$1$valid;
    output wire read$1$ready;
    input wire [22:0] read$2$data;
    input wire read$2$valid;
    output wire read$2$ready;
    output wire [63:0] words$0$data;
    output wire words$0$valid;
    input wire words$0$ready;
    output wire [63:0] words$1$data;
    output wire words$1$valid;
    input wire words$1$ready;
    output wire [63:0] words$2$data;
    output wire words$2$valid;
    input wire words$2$ready;
    output wire lost;
    wire gather$clock;
    wire gather$reset;
    wire [82:0] gather$word;
    wire gather$word_valid;
    wire [78:0] gather$words$data;
    wire gather$words$valid;
    wire gather$words$ready;
    wire gather$lost;
    card_gather gather (
        .clock(gather$clock),
        .reset(gather$reset),
        .word(gather$word),
        .word_valid(gather$word_valid),
        .words$data(gather$words$data),
        .words$valid(gather$words$valid),
        .words$ready(gather$words$ready),
        .lost(gather$lost)
    );
    wire lane$0$clock;
    wire lane$0$reset;
    wire [78:0] lane$0$words$data;
    wire lane$0$words$valid;
    wire lane$0$words$ready;
    wire [1:0] lane$0$phase;
    wire [78:0] lane$0$word;
    wire lane$0$go;
    card_lane lane$0 (
        .clock(lane$0$clock),
        .reset(lane$0$reset),
        .words$data(lane$0$words$data),
        .words$valid(lane$0$words$valid),
        .words$ready(lane$0$words$ready),
        .phase(lane$0$phase),
        .word(lane$0$word),
        .go(lane$0$go)
    );
    wire lane$1$clock;
    wire lane$1$reset;
    wire [78:0] lane$1$words$data;
    wire lane$1$words$valid;
    wire lane$1$words$ready;
    wire [1:0] lane$1$phase;
    wire [78:0] lane$1$word;
    wire lane$1$go;
    card_lane lane$1 (
        .clock(lane$1$clock),
        .reset(lane$1$reset),
        .words$data(lane$1$words$data),
        .words$valid(lane$1$words$valid),
        .words$ready(lane$1$words$ready),
        .phase(lane$1$phase),
        .word(lane$1$word),
        .go(lane$1$go)
    );
    wire lane$2$clock;
    wire lane$2$reset;
    wire [78:0] lane$2$words$data;
    wire lane$2$words$valid;
    wire lane$2$words$ready;
    wire [1:0] lane$2$phase;
    wire [78:0] lane$2$word;
    wire lane$2$go;
    card_lane lane$2 (
        .clock(lane$2$clock),
        .reset(lane$2$reset),
        .words$data(lane$2$words$data),
        .words$valid(lane$2$words$valid),
        .words$ready(lane$2$words$ready),
        .phase(lane$2$phase),
        .word(lane$2$word),
        .go(lane$2$go)
    );
    wire lane$3$clock;
    wire lane$3$reset;
    wire [78:0] lane$3$words$data;
    wire lane$3$words$valid;
    wire lane$3$words$ready;
    wire [1:0] lane$3$phase;
    wire [78:0] lane$3$word;
    wire lane$3$go;
    card_lane lane$3 (
        .clock(lane$3$clock),
        .reset(lane$3$reset),
        .words$data(lane$3$words$data),
        .words$valid(lane$3$words$valid),
        .words$ready(lane$3$words$ready),
        .phase(lane$3$phase),
        .word(lane$3$word),
        .go(lane$3$go)
    );
    wire reader$0$clock;
    wire reader$0$reset;
    wire [22:0] reader$0$read$data;
    wire reader$0$read$valid;
    wire reader$0$read$ready;
    wire [63:0] reader$0$words$data;
    wire reader$0$words$valid;
    wire reader$0$words$ready;
    wire [1:0] reader$0$phase;
    wire [10:0] reader$0$address;
    wire [63:0] reader$0$found$0;
    wire [63:0] reader$0$found$1;
    wire [63:0] reader$0$found$2;
    wire [63:0] reader$0$found$3;
    card_reader reader$0 (
        .clock(reader$0$clock),
        .reset(reader$0$reset),
        .read$data(reader$0$read$data),
        .read$valid(reader$0$read$valid),
        .read$ready(reader$0$read$ready),
        .words$data(reader$0$words$data),
        .words$valid(reader$0$words$valid),
        .words$ready(reader$0$words$ready),
        .phase(reader$0$phase),
        .address(reader$0$address),
        .found$0(reader$0$found$0),
        .found$1(reader$0$found$1),
        .found$2(reader$0$found$2),
        .found$3(reader$0$found$3)
    );
    wire reader$1$clock;
    wire reader$1$reset;
    wire [22:0] reader$1$read$data;
    wire reader$1$read$valid;
    wire reader$1$read$ready;
    wire [63:0] reader$1$words$data;
    wire reader$1$words$valid;
    wire reader$1$words$ready;
    wire [1:0] reader$1$phase;
    wire [10:0] reader$1$address;
    wire [63:0] reader$1$found$0;
    wire [63:0] reader$1$found$1;
    wire [63:0] reader$1$found$2;
    wire [63:0] reader$1$found$3;
    card_reader reader$1 (
        .clock(reader$1$clock),
        .reset(reader$1$reset),
        .read$data(reader$1$read$data),
        .read$valid(reader$1$read$valid),
        .read$ready(reader$1$read$ready),
        .words$data(reader$1$words$data),
        .words$valid(reader$1$words$valid),
        .words$ready(reader$1$words$ready),
        .phase(reader$1$phase),
        .address(reader$1$address),
        .found$0(reader$1$found$0),
        .found$1(reader$1$found$1),
        .found$2(reader$1$found$2),
        .found$3(reader$1$found$3)
    );
    wire reader$2$clock;
    wire reader$2$reset;
    wire [22:0] reader$2$read$data;
    wire reader$2$read$valid;
    wire reader$2$read$ready;
    wire [63:0] reader$2$words$data;
    wire reader$2$words$valid;
    wire reader$2$words$ready;
    wire [1:0] reader$2$phase;
    wire [10:0] reader$2$address;
    wire [63:0] reader$2$found$0;
    wire [63:0] reader$2$found$1;
    wire [63:0] reader$2$found$2;
    wire [63:0] reader$2$found$3;
    card_reader reader$2 (
        .clock(reader$2$clock),
        .reset(reader$2$reset),
        .read$data(reader$2$read$data),
        .read$valid(reader$2$read$valid),
        .read$ready(reader$2$read$ready),
        .words$data(reader$2$words$data),
        .words$valid(reader$2$words$valid),
        .words$ready(reader$2$words$ready),
        .phase(reader$2$phase),
        .address(reader$2$address),
        .found$0(reader$2$found$0),
        .found$1(reader$2$found$1),
        .found$2(reader$2$found$2),
        .found$3(reader$2$found$3)
    );
    wire bank$0$clock;
    wire [1:0] bank$0$owner;
    wire [78:0] bank$0$word$0;
    wire [78:0] bank$0$word$1;
    wire [78:0] bank$0$word$2;
    wire [78:0] bank$0$word$3;
    wire bank$0$go$0;
    wire bank$0$go$1;
    wire bank$0$go$2;
    wire bank$0$go$3;
    wire [10:0] bank$0$address$0;
    wire [10:0] bank$0$address$1;
    wire [10:0] bank$0$address$2;
    wire [63:0] bank$0$found;
    card_bank bank$0 (
        .clock(bank$0$clock),
        .owner(bank$0$owner),
        .word$0(bank$0$word$0),
        .word$1(bank$0$word$1),
        .word$2(bank$0$word$2),
        .word$3(bank$0$word$3),
        .go$0(bank$0$go$0),
        .go$1(bank$0$go$1),
        .go$2(bank$0$go$2),
        .go$3(bank$0$go$3),
        .address$0(bank$0$address$0),
        .address$1(bank$0$address$1),
        .address$2(bank$0$address$2),
        .found(bank$0$found)
    );
    wire bank$1$clock;
    wire [1:0] bank$1$owner;
    wire [78:0] bank$1$word$0;
    wire [78:0] bank$1$word$1;
    wire [78:0] bank$1$word$2;
    wire [78:0] bank$1$word$3;
    wire bank$1$go$0;
    wire bank$1$go$1;
    wire bank$1$go$2;
    wire bank$1$go$3;
    wire [10:0] bank$1$address$0;
    wire [10:0] bank$1$address$1;
    wire [10:0] bank$1$address$2;
    wire [63:0] bank$1$found;
    card_bank bank$1 (
        .clock(bank$1$clock),
        .owner(bank$1$owner),
        .word$0(bank$1$word$0),
        .word$1(bank$1$word$1),
        .word$2(bank$1$word$2),
        .word$3(bank$1$word$3),
        .go$0(bank$1$go$0),
        .go$1(bank$1$go$1),
        .go$2(bank$1$go$2),
        .go$3(bank$1$go$3),
        .address$0(bank$1$address$0),
        .address$1(bank$1$address$1),
        .address$2(bank$1$address$2),
        .found(bank$1$found)
    );
    wire bank$2$clock;
    wire [1:0] bank$2$owner;
    wire [78:0] bank$2$word$0;
    wire [78:0] bank$2$word$1;
    wire [78:0] bank$2$word$2;
    wire [78:0] bank$2$word$3;
    wire bank$2$go$0;
    wire bank$2$go$1;
    wire bank$2$go$2;
    wire bank$2$go$3;
    wire [10:0] bank$2$address$0;
    wire [10:0] bank$2$address$1;
    wire [10:0] bank$2$address$2;
    wire [63:0] bank$2$found;
    card_bank bank$2 (
        .clock(bank$2$clock),
        .owner(bank$2$owner),
        .word$0(bank$2$word$0),
        .word$1(bank$2$word$1),
        .word$2(bank$2$word$2),
        .word$3(bank$2$word$3),
        .go$0(bank$2$go$0),
        .go$1(bank$2$go$1),
        .go$2(bank$2$go$2),
        .go$3(bank$2$go$3),
        .address$0(bank$2$address$0),
        .address$1(bank$2$address$1),
        .address$2(bank$2$address$2),
        .found(bank$2$found)
    );
    wire bank$3$clock;
    wire [1:0] bank$3$owner;
    wire [78:0] bank$3$word$0;
    wire [78:0] bank$3$word$1;
    wire [78:0] bank$3$word$2;
    wire [78:0] bank$3$word$3;
    wire bank$3$go$0;
    wire bank$3$go$1;
    wire bank$3$go$2;
    wire bank$3$go$3;
    wire [10:0] bank$3$address$0;
    wire [10:0] bank$3$address$1;
    wire [10:0] bank$3$address$2;
    wire [63:0] bank$3$found;
    card_bank bank$3 (
        .clock(bank$3$clock),
        .owner(bank$3$owner),
        .word$0(bank$3$word$0),
        .word$1(bank$3$word$1),
        .word$2(bank$3$word$2),
        .word$3(bank$3$word$3),
        .go$0(bank$3$go$0),
        .go$1(bank$3$go$1),
        .go$2(bank$3$go$2),
        .go$3(bank$3$go$3),
        .address$0(bank$3$address$0),
        .address$1(bank$3$address$1),
        .address$2(bank$3$address$2),
        .found(bank$3$found)
    );
    reg [1:0] turn$d;
    wire [1:0] turn$q;
    wire turn$clock;
    card_part turn (
        .d(turn$d),
        .q(turn$q),
        .clock(turn$clock)
    );
    wire [1:0] phase$0$d;
    wire [1:0] phase$0$q;
    wire phase$0$clock;
    card_part phase$0 (
        .d(phase$0$d),
        .q(phase$0$q),
        .clock(phase$0$clock)
    );
    wire [1:0] phase$1$d;
    wire [1:0] phase$1$q;
    wire phase$1$clock;
    card_part phase$1 (
        .d(phase$1$d),
        .q(phase$1$q),
        .clock(phase$1$clock)
    );
    wire [1:0] phase$2$d;
    wire [1:0] phase$2$q;
    wire phase$2$clock;
    card_part phase$2 (
        .d(phase$2$d),
        .q(phase$2$q),
        .clock(phase$2$clock)
    );
    wire [1:0] phase$3$d;
    wire [1:0] phase$3$q;
    wire phase$3$clock;
    card_part phase$3 (
        .d(phase$3$d),
        .q(phase$3$q),
        .clock(phase$3$clock)
    );
    wire [1:0] owner$0$d;
    wire [1:0] owner$0$q;
    wire owner$0$clock;
    card_part owner$0 (
        .d(owner$0$d),
        .q(owner$0$q),
        .clock(owner$0$clock)
    );
    wire [1:0] owner$1$d;
    wire [1:0] owner$1$q;
    wire owner$1$clock;
    card_part owner$1 (
        .d(owner$1$d),
        .q(owner$1$q),
        .clock(owner$1$clock)
    );
    wire [1:0] owner$2$d;
    wire [1:0] owner$2$q;
    wire owner$2$clock;
    card_part owner$2 (
        .d(owner$2$d),
        .q(owner$2$q),
        .clock(owner$2$clock)
    );
    wire [1:0] owner$3$d;
    wire [1:0] owner$3$q;
    wire owner$3$clock;
    card_part owner$3 (
        .d(owner$3$d),
        .q(owner$3$q),
        .clock(owner$3$clock)
    );
    assign gather$words$ready = lane$0$words$ready;
    assign lane$0$words$data = gather$words$data;
    assign lane$0$words$valid = gather$words$valid;
    assign lane$1$words$data = write$0$data;
    assign lane$1$words$valid = write$0$valid;
    assign lane$2$words$data = write$1$data;
    assign lane$2$words$valid = write$1$valid;
    assign lane$3$words$data = write$2$data;
    assign lane$3$words$valid = write$2$valid;
    assign read$0$ready = reader$0$read$ready;
    assign read$1$ready = reader$1$read$ready;
    assign read$2$ready = reader$2$read$ready;
    assign reader$0$read$data = read$0$data;
    assign reader$0$read$valid = read$0$valid;
    assign reader$0$words$ready = words$0$ready;
    assign reader$1$read$data = read$1$data;
    assign reader$1$read$valid = read$1$valid;
    assign reader$1$words$ready = words$1$ready;
    assign reader$2$read$data = read$2$data;
    assign reader$2$read$valid = read$2$valid;
    assign reader$2$words$ready = words$2$ready;
    assign words$0$data = reader$0$words$data;
    assign words$0$valid = reader$0$words$valid;
    assign words$1$data = reader$1$words$data;
    assign words$1$valid = reader$1$words$valid;
    assign words$2$data = reader$2$words$data;
    assign words$2$valid = reader$2$words$valid;
    assign write$0$ready = lane$1$words$ready;
    assign write$1$ready = lane$2$words$ready;
    assign write$2$ready = lane$3$words$ready;
    assign turn$clock = clock;
    assign gather$clock = clock;
    assign phase$0$clock = clock;
    assign owner$0$clock = clock;
    assign phase$0$d = turn$q + 2'd0;
    assign owner$0$d = 2'd0 - turn$q;
    assign lane$0$clock = clock;
    assign lane$0$reset = reset;
    assign lane$0$phase = phase$0$q;
    assign bank$0$clock = clock;
    assign bank$0$owner = owner$0$q;
    assign phase$1$clock = clock;
    assign owner$1$clock = clock;
    assign phase$1$d = turn$q + 2'd1;
    assign owner$1$d = 2'd1 - turn$q;
    assign lane$1$clock = clock;
    assign lane$1$reset = reset;
    assign lane$1$phase = phase$1$q;
    assign bank$1$clock = clock;
    assign bank$1$owner = owner$1$q;
    assign phase$2$clock = clock;
    assign owner$2$clock = clock;
    assign phase$2$d = turn$q + 2'd2;
    assign owner$2$d = 2'd2 - turn$q;
    assign lane$2$clock = clock;
    assign lane$2$reset = reset;
    assign lane$2$phase = phase$2$q;
    assign bank$2$clock = clock;
    assign bank$2$owner = owner$2$q;
    assign phase$3$clock = clock;
    assign owner$3$clock = clock;
    assign phase$3$d = turn$q + 2'd3;
    assign owner$3$d = 2'd3 - turn$q;
    assign lane$3$clock = clock;
    assign lane$3$reset = reset;
    assign lane$3$phase = phase$3$q;
    assign bank$3$clock = clock;
    assign bank$3$owner = owner$3$q;
    assign gather$reset = reset;
    assign gather$word = word;
    assign gather$word_valid = word_valid;
    assign lost = gather$lost;
    assign bank$0$word$0 = lane$0$word;
    assign bank$0$go$0 = lane$0$go;
    assign bank$0$word$1 = lane$1$word;
    assign bank$0$go$1 = lane$1$go;
    assign bank$0$word$2 = lane$2$word;
    assign bank$0$go$2 = lane$2$go;
    assign bank$0$word$3 = lane$3$word;
    assign bank$0$go$3 = lane$3$go;
    assign bank$0$address$0 = reader$0$address;
    assign bank$0$address$1 = reader$1$address;
    assign bank$0$address$2 = reader$2$address;
    assign bank$1$word$0 = lane$0$word;
    assign bank$1$go$0 = lane$0$go;
    assign bank$1$word$1 = lane$1$word;
    assign bank$1$go$1 = lane$1$go;
    assign bank$1$word$2 = lane$2$word;
    assign bank$1$go$2 = lane$2$go;
    assign bank$1$word$3 = lane$3$word;
    assign bank$1$go$3 = lane$3$go;
    assign bank$1$address$0 = reader$0$address;
    assign bank$1$address$1 = reader$1$address;
    assign bank$1$address$2 = reader$2$address;
    assign bank$2$word$0 = lane$0$word;
    assign bank$2$go$0 = lane$0$go;
    assign bank$2$word$1 = lane$1$word;
    assign bank$2$go$1 = lane$1$go;
    assign bank$2$word$2 = lane$2$word;
    assign bank$2$go$2 = lane$2$go;
    assign bank$2$word$3 = lane$3$word;
    assign bank$2$go$3 = lane$3$go;
    assign bank$2$address$0 = reader$0$address;
    assign bank$2$address$1 = reader$1$address;
    assign bank$2$address$2 = reader$2$address;
    assign bank$3$word$0 = lane$0$word;
    assign bank$3$go$0 = lane$0$go;
    assign bank$3$word$1 = lane$1$word;
    assign bank$3$go$1 = lane$1$go;
    assign bank$3$word$2 = lane$2$word;
    assign bank$3$go$2 = lane$2$go;
    assign bank$3$word$3 = lane$3$word;
    assign bank$3$go$3 = lane$3$go;
    assign bank$3$address$0 = reader$0$address;
    assign bank$3$address$1 = reader$1$address;
    assign bank$3$address$2 = reader$2$address;
    assign reader$0$clock = clock;
    assign reader$0$reset = reset;
    assign reader$0$phase = phase$0$q;
    assign reader$0$found$0 = bank$0$found;
    assign reader$0$found$1 = bank$1$found;
    assign reader$0$found$2 = bank$2$found;
    assign reader$0$found$3 = bank$3$found;
    assign reader$1$clock = clock;
    assign reader$1$reset = reset;
    assign reader$1$phase = phase$1$q;
    assign reader$1$found$0 = bank$0$found;
    assign reader$1$found$1 = bank$1$found;
    assign reader$1$found$2 = bank$2$found;
    assign reader$1$found$3 = bank$3$found;
    assign reader$2$clock = clock;
    assign reader$2$reset = reset;
    assign reader$2$phase = phase$2$q;
    assign reader$2$found$0 = bank$0$found;
    assign reader$2$found$1 = bank$1$found;
    assign reader$2$found$2 = bank$2$found;
    assign reader$2$found$3 = bank$3$found;
    always_comb begin
        turn$d = turn$q;
        turn$d = turn$q + 2'd1;
    end
endmodule

module card_job (
    d,
    q,
    clock
);
    input wire [83:0] d;
    output reg [83:0] q;
    input wire clock;
    initial q = 84'd0;
    always @(posedge clock) q <= d;
endmodule

module card_tags_2 (
    clock,
    write,
    write_address,
    write_data,
    read_address,
    read_data
);
    input wire clock;
    input wire write;
    input wire [5:0] write_address;
    input wire [71:0] write_data;
    input wire [5:0] read_address;
    output reg [71:0] read_data;
    (* ram_style = "block", no_rw_check *) reg [71:0] memory [0:63];
    always @(posedge clock) begin
        if (write) memory[write_address] <= write_data;
        read_data <= memory[read_address];
    end
endmodule

module card_tag (
    d,
    q,
    clock
);
    input wire [71:0] d;
    output reg [71:0] q;
    input wire clock;
    initial q = 72'd0;
    always @(posedge clock) q <= d;
endmodule

module card_ranges (
    clock,
    write,
    write_address,
    write_data,
    read_address,
    read_data
);
    input wire clock;
    input wire write;
    input wire [3:0] write_address;
    input wire [65:0] write_data;
    input wire [3:0] read_address;
    output reg [65:0] read_data;
    (* ram_style = "distributed", no_rw_check *) reg [65:0] memory [0:15];
    always @(posedge clock) if (write) memory[write_address] <= write_data;
    always @* read_data = memory[read_address];
endmodule

module card_standings (
    clock,
    write,
    write_address,
    write_data,
    read_address,
    read_data
);
    input wire clock;
    input wire write;
    input wire [3:0] write_address;
    input wire [15:0] write_data;
    input wire [3:0] read_address;
    output reg [15:0] read_data;
    (* ram_style = "distributed", no_rw_check *) reg [15:0] memory [0:15];
    always @(posedge clock) if (write) memory[write_address] <= write_data;
    always @* read_data = memory[read_address];
endmodule

module card_range (
    d,
    q,
    clock
);
    input wire [65:0] d;
    output reg [65:0] q;
    input wire clock;
    initial q = 66'd0;
    always @(posedge clock) q <= d;
endmodule

module card_lanes (
    clock,
    scan,
    row,
    takes_part,
    standing,
    write,
    write_range,
    write_row,
    new_range,
    new_standing,
    judged_row,
    hit,
    busy,
    passed,
    wake,
    was_forwarded,
    now_forwarded
);
    input wire clock;
    input wire [76:0] scan;
    input wire [3:0] row;
    input wire takes_part;
    output wire [15:0] standing;
    input wire write;
    input wire write_range;
    input wire [3:0] write_row;
    input wire [65:0] new_range;
    input wire [15:0] new_standing;
    input wire [3:0] judged_row;
    output wire hit;
    output wire busy;
    output wire passed;
    output wire wake;
    output wire was_forwarded;
    output wire now_forwarded;
    wire conflict;
    wire gains;
    wire loses;
    wire wakes;
    reg [5:0] count_step;
    reg [5:0] rank_step;
    reg [15:0] next;
    wire ranges$clock;
    wire ranges$write;
    wire [3:0] ranges$write_address;
    wire [65:0] ranges$write_data;
    wire [3:0] ranges$read_address;
    wire [65:0] ranges$read_data;
    card_ranges ranges (
        .clock(ranges$clock),
        .write(ranges$write),
        .write_address(ranges$write_address),
        .write_data(ranges$write_data),
        .read_address(ranges$read_address),
        .read_data(ranges$read_data)
    );
    wire standings$clock;
    wire standings$write;
    reg [3:0] standings$write_address;
    reg [15:0] standings$write_data;
    wire [3:0] standings$read_address;
    wire [15:0] standings$read_data;
    card_standings standings (
        .clock(standings$clock),
        .write(standings$write),
        .write_address(standings$write_address),
        .write_data(standings$write_data),
        .read_address(standings$read_address),
        .read_data(standings$read_data)
    );
    reg [65:0] range$d;
    wire [65:0] range$q;
    wire range$clock;
    card_range range (
        .d(range$d),
        .q(range$q),
        .clock(range$clock)
    );
    reg [15:0] read$d;
    wire [15:0] read$q;
    wire read$clock;
    card_masks read (
        .d(read$d),
        .q(read$q),
        .clock(read$clock)
    );
    reg taken$d;
    wire taken$q;
    wire taken$clock;
    card_some taken (
        .d(taken$d),
        .q(taken$q),
        .clock(taken$clock)
    );
    reg begins_before$d;
    wire begins_before$q;
    wire begins_before$clock;
    card_some begins_before (
        .d(begins_before$d),
        .q(begins_before$q),
        .clock(begins_before$clock)
    );
    reg ends_after$d;
    wire ends_after$q;
    wire ends_after$clock;
    card_some ends_after (
        .d(ends_after$d),
        .q(ends_after$q),
        .clock(ends_after$clock)
    );
    reg part$d;
    wire part$q;
    wire part$clock;
    card_some part (
        .d(part$d),
        .q(part$q),
        .clock(part$clock)
    );
    reg exclusive$d;
    wire exclusive$q;
    wire exclusive$clock;
    card_some exclusive (
        .d(exclusive$d),
        .q(exclusive$q),
        .clock(exclusive$clock)
    );
    reg after$d;
    wire after$q;
    wire after$clock;
    card_some after (
        .d(after$d),
        .q(after$q),
        .clock(after$clock)
    );
    reg last_wait$d;
    wire last_wait$q;
    wire last_wait$clock;
    card_some last_wait (
        .d(last_wait$d),
        .q(last_wait$q),
        .clock(last_wait$clock)
    );
    reg [15:0] compared$d;
    wire [15:0] compared$q;
    wire compared$clock;
    card_masks compared (
        .d(compared$d),
        .q(compared$q),
        .clock(compared$clock)
    );
    reg compared_write$d;
    wire compared_write$q;
    wire compared_write$clock;
    card_some compared_write (
        .d(compared_write$d),
        .q(compared_write$q),
        .clock(compared_write$clock)
    );
    reg [15:0] judged$d;
    wire [15:0] judged$q;
    wire judged$clock;
    card_masks judged (
        .d(judged$d),
        .q(judged$q),
        .clock(judged$clock)
    );
    reg judged_part$d;
    wire judged_part$q;
    wire judged_part$clock;
    card_some judged_part (
        .d(judged_part$d),
        .q(judged_part$q),
        .clock(judged_part$clock)
    );
    reg judged_hit$d;
    wire judged_hit$q;
    wire judged_hit$clock;
    card_some judged_hit (
        .d(judged_hit$d),
        .q(judged_hit$q),
        .clock(judged_hit$clock)
    );
    reg judged_busy$d;
    wire judged_busy$q;
    wire judged_busy$clock;
    card_some judged_busy (
        .d(judged_busy$d),
        .q(judged_busy$q),
        .clock(judged_busy$clock)
    );
    reg judged_passed$d;
    wire judged_passed$q;
    wire judged_passed$clock;
    card_some judged_passed (
        .d(judged_passed$d),
        .q(judged_passed$q),
        .clock(judged_passed$clock)
    );
    reg judged_wake$d;
    wire judged_wake$q;
    wire judged_wake$clock;
    card_some judged_wake (
        .d(judged_wake$d),
        .q(judged_wake$q),
        .clock(judged_wake$clock)
    );
    reg judged_forwarded$d;
    wire judged_forwarded$q;
    wire judged_forwarded$clock;
    card_some judged_forwarded (
        .d(judged_forwarded$d),
        .q(judged_forwarded$q),
        .clock(judged_forwarded$clock)
    );
    assign range$clock = clock;
    assign read$clock = clock;
    assign taken$clock = clock;
    assign begins_before$clock = clock;
    assign ends_after$clock = clock;
    assign part$clock = clock;
    assign exclusive$clock = clock;
    assign after$clock = clock;
    assign last_wait$clock = clock;
    assign compared$clock = clock;
    assign compared_write$clock = clock;
    assign judged_busy$clock = clock;
    assign judged$clock = clock;
    assign judged_part$clock = clock;
    assign judged_hit$clock = clock;
    assign judged_passed$clock = clock;
    assign judged_wake$clock = clock;
    assign judged_forwarded$clock = clock;
    assign ranges$clock = clock;
    assign standings$clock = clock;
    assign ranges$read_address = row;
    assign standings$read_address = row;
    assign standing = read$q;
    assign conflict = (begins_before$q & ends_after$q) & exclusive$q;
    assign gains = ((conflict & scan[0]) & scan[3]) & (~compared$q[0]);
    assign loses = ((conflict & scan[1]) & (~compared$q[0])) & (scan[5] | after$q);
    assign wakes = ((loses & last_wait$q) & (~compared$q[3])) & (~(compared$q[1] & compared$q[2]));
    assign hit = judged_hit$q;
    assign busy = judged_busy$q;
    assign passed = judged_passed$q;
    assign wake = judged_wake$q;
    assign was_forwarded = judged_forwarded$q;
    assign now_forwarded = judged$q[1];
    assign standings$write = judged_part$q | write;
    assign ranges$write = write_range;
    assign ranges$write_address = write_row;
    assign ranges$write_data = new_range;
    always_comb begin
        range$d = range$q;
        read$d = read$q;
        taken$d = taken$q;
        begins_before$d = begins_before$q;
        ends_after$d = ends_after$q;
        part$d = part$q;
        exclusive$d = exclusive$q;
        after$d = after$q;
        last_wait$d = last_wait$q;
        compared$d = compared$q;
        compared_write$d = compared_write$q;
        judged_busy$d = judged_busy$q;
        judged$d = judged$q;
        judged_part$d = judged_part$q;
        judged_hit$d = judged_hit$q;
        judged_passed$d = judged_passed$q;
        judged_wake$d = judged_wake$q;
        judged_forwarded$d = judged_forwarded$q;
        range$d = ranges$read_data;
        read$d = standings$read_data;
        taken$d = takes_part;
        begins_before$d = {1'd0, range$q[31:0]} < scan[76:44];
        ends_after$d = {1'd0, scan[43:12]} < range$q[64:32];
        part$d = taken$q;
        exclusive$d = taken$q & (~(range$q[65] & scan[4]));
        after$d = read$q[15:10] > scan[11:6];
        last_wait$d = read$q[9:4] == 6'd1;
        compared$d = read$q;
        compared_write$d = ~range$q[65];
        count_step = 6'd0;
        if (gains) begin
            count_step = 6'd1;
        end
        if (loses) begin
            count_step = 6'h3f;
        end
        rank_step = 6'd0;
        if ((scan[0] & scan[3]) | (scan[2] & (~after$q))) begin
            rank_step = 6'd1;
        end
        if (scan[1] & after$q) begin
            rank_step = 6'h3f;
        end
        next = compared$q;
        next[9:4] = compared$q[9:4] + count_step;
        next[15:10] = compared$q[15:10] + rank_step;
        if (wakes) begin
            next[0] = ~compared$q[2];
            next[1] = compared$q[2];
        end
        judged$d = next;
        judged_part$d = part$q;
        judged_hit$d = conflict & ((~scan[3]) | compared$q[0]);
        judged_busy$d = conflict & compared_write$q;
        judged_passed$d = gains;
        judged_wake$d = wakes;
        judged_forwarded$d = compared$q[1];
        standings$write_address = judged_row;
        standings$write_data = judged$q;
        if (write) begin
            standings$write_address = write_row;
            standings$write_data = new_standing;
        end
    end
endmodule

module card_wake_groups (
    clock,
    reset,
    sink$data,
    sink$valid,
    sink$ready,
    source$data,
    source$valid,
    source$ready
);
    input wire clock;
    input wire reset;
    input wire [15:0] sink$data;
    input wire sink$valid;
    output wire sink$ready;
    output wire [15:0] source$data;
    output wire source$valid;
    input wire source$ready;
    wire [3:0] behind_head;
    wire [3:0] behind_tail;
    wire push;
    wire pop;
    wire words$clock;
    wire words$write;
    wire [3:0] words$write_address;
    wire [15:0] words$write_data;
    wire [3:0] words$read_address;
    wire [15:0] words$read_data;
    card_standings words (
        .clock(words$clock),
        .write(words$write),
        .write_address(words$write_address),
        .write_data(words$write_data),
        .read_address(words$read_address),
        .read_data(words$read_data)
    );
    reg [3:0] head$d;
    wire [3:0] head$q;
    wire head$clock;
    card_head head (
        .d(head$d),
        .q(head$q),
        .clock(head$clock)
    );
    reg [3:0] tail$d;
    wire [3:0] tail$q;
    wire tail$clock;
    card_head tail (
        .d(tail$d),
        .q(tail$q),
        .clock(tail$clock)
    );
    reg some$d;
    wire some$q;
    wire some$clock;
    card_some some (
        .d(some$d),
        .q(some$q),
        .clock(some$clock)
    );
    reg full$d;
    wire full$q;
    wire full$clock;
    card_some full (
        .d(full$d),
        .q(full$q),
        .clock(full$clock)
    );
    assign head$clock = clock;
    assign tail$clock = clock;
    assign some$clock = clock;
    assign full$clock = clock;
    assign words$clock = clock;
    assign sink$ready = ~full$q;
    assign source$valid = some$q;
    assign push = sink$valid & (~full$q);
    assign pop = source$ready & some$q;
    assign words$write = push;
    assign words$write_address = tail$q;
    assign words$write_data = sink$data;
    assign words$read_address = head$q;
    assign source$data = words$read_data;
    assign behind_head = head$q + 4'd1;
    assign behind_tail = tail$q + 4'd1;
    always_comb begin
        head$d = head$q;
        tail$d = tail$q;
        some$d = some$q;
        full$d = full$q;
        if (push) begin
            tail$d = behind_tail;
        end
        if (pop) begin
            head$d = behind_head;
        end
        if (push & (~pop)) begin
            some$d = 1'b1;
            full$d = behind_tail == head$q;
        end
        if (pop & (~push)) begin
            some$d = behind_head != tail$q;
            full$d = 1'b0;
        end
        if (reset) begin
            head$d = 4'd0;
            tail$d = 4'd0;
            some$d = 1'b0;
            full$d = 1'b0;
        end
    end
endmodule

module card_rows (
    clock,
    reset,
    valid,
    row,
    look,
    start,
    stop,
    own,
    scan,
    busy,
    count,
    passed,
    behind_write,
    wakes$data,
    wakes$valid,
    wakes$ready,
    write,
    write_range,
    new_range,
    new_standing
);
    input wire clock;
    input wire reset;
    input wire [63:0] valid;
    input wire [5:0] row;
    input wire look;
    input wire start;
    input wire stop;
    output wire [15:0] own;
    input wire [76:0] scan;
    output wire busy;
    output wire [5:0] count;
    output wire passed;
    output wire behind_write;
    output wire [15:0] wakes$data;
    output wire wakes$valid;
    input wire wakes$ready;
    input wire write;
    input wire write_range;
    input wire [65:0] new_range;
    input wire [15:0] new_standing;
    wire [1:0] lane;
    wire [3:0] depth;
    reg [15:0] groups;
    wire [15:0] lowest;
    reg [3:0] next_row;
    reg [3:0] address;
    wire [5:0] live_at;
    wire [3:0] live;
    reg [3:0] hits;
    reg [2:0] hit_sum;
    reg [15:0] found;
    reg [15:0] rest$d;
    wire [15:0] rest$q;
    wire rest$clock;
    card_masks rest (
        .d(rest$d),
        .q(rest$q),
        .clock(rest$clock)
    );
    reg reading$d;
    wire reading$q;
    wire reading$clock;
    card_some reading (
        .d(reading$d),
        .q(reading$q),
        .clock(reading$clock)
    );
    reg comparing$d;
    wire comparing$q;
    wire comparing$clock;
    card_some comparing (
        .d(comparing$d),
        .q(comparing$q),
        .clock(comparing$clock)
    );
    reg judging$d;
    wire judging$q;
    wire judging$clock;
    card_some judging (
        .d(judging$d),
        .q(judging$q),
        .clock(judging$clock)
    );
    reg writing$d;
    wire writing$q;
    wire writing$clock;
    card_some writing (
        .d(writing$d),
        .q(writing$q),
        .clock(writing$clock)
    );
    reg [3:0] read_row$d;
    wire [3:0] read_row$q;
    wire read_row$clock;
    card_head read_row (
        .d(read_row$d),
        .q(read_row$q),
        .clock(read_row$clock)
    );
    reg [3:0] compare_row$d;
    wire [3:0] compare_row$q;
    wire compare_row$clock;
    card_head compare_row (
        .d(compare_row$d),
        .q(compare_row$q),
        .clock(compare_row$clock)
    );
    reg [3:0] judge_row$d;
    wire [3:0] judge_row$q;
    wire judge_row$clock;
    card_head judge_row (
        .d(judge_row$d),
        .q(judge_row$q),
        .clock(judge_row$clock)
    );
    reg [3:0] write_row$d;
    wire [3:0] write_row$q;
    wire write_row$clock;
    card_head write_row (
        .d(write_row$d),
        .q(write_row$q),
        .clock(write_row$clock)
    );
    wire lanes$0$clock;
    wire [76:0] lanes$0$scan;
    reg [3:0] lanes$0$row;
    wire lanes$0$takes_part;
    wire [15:0] lanes$0$standing;
    wire lanes$0$write;
    wire lanes$0$write_range;
    wire [3:0] lanes$0$write_row;
    wire [65:0] lanes$0$new_range;
    wire [15:0] lanes$0$new_standing;
    wire [3:0] lanes$0$judged_row;
    wire lanes$0$hit;
    wire lanes$0$busy;
    wire lanes$0$passed;
    wire lanes$0$wake;
    wire lanes$0$was_forwarded;
    wire lanes$0$now_forwarded;
    card_lanes lanes$0 (
        .clock(lanes$0$clock),
        .scan(lanes$0$scan),
        .row(lanes$0$row),
        .takes_part(lanes$0$takes_part),
        .standing(lanes$0$standing),
        .write(lanes$0$write),
        .write_range(lanes$0$write_range),
        .write_row(lanes$0$write_row),
        .new_range(lanes$0$new_range),
        .new_standing(lanes$0$new_standing),
        .judged_row(lanes$0$judged_row),
        .hit(lanes$0$hit),
        .busy(lanes$0$busy),
        .passed(lanes$0$passed),
        .wake(lanes$0$wake),
        .was_forwarded(lanes$0$was_forwarded),
        .now_forwarded(lanes$0$now_forwarded)
    );
    wire lanes$1$clock;
    wire [76:0] lanes$1$scan;
    reg [3:0] lanes$1$row;
    wire lanes$1$takes_part;
    wire [15:0] lanes$1$standing;
    wire lanes$1$write;
    wire lanes$1$write_range;
    wire [3:0] lanes$1$write_row;
    wire [65:0] lanes$1$new_range;
    wire [15:0] lanes$1$new_standing;
    wire [3:0] lanes$1$judged_row;
    wire lanes$1$hit;
    wire lanes$1$busy;
    wire lanes$1$passed;
    wire lanes$1$wake;
    wire lanes$1$was_forwarded;
    wire lanes$1$now_forwarded;
    card_lanes lanes$1 (
        .clock(lanes$1$clock),
        .scan(lanes$1$scan),
        .row(lanes$1$row),
        .takes_part(lanes$1$takes_part),
        .standing(lanes$1$standing),
        .write(lanes$1$write),
        .write_range(lanes$1$write_range),
        .write_row(lanes$1$write_row),
        .new_range(lanes$1$new_range),
        .new_standing(lanes$1$new_standing),
        .judged_row(lanes$1$judged_row),
        .hit(lanes$1$hit),
        .busy(lanes$1$busy),
        .passed(lanes$1$passed),
        .wake(lanes$1$wake),
        .was_forwarded(lanes$1$was_forwarded),
        .now_forwarded(lanes$1$now_forwarded)
    );
    wire lanes$2$clock;
    wire [76:0] lanes$2$scan;
    reg [3:0] lanes$2$row;
    wire lanes$2$takes_part;
    wire [15:0] lanes$2$standing;
    wire lanes$2$write;
    wire lanes$2$write_range;
    wire [3:0] lanes$2$write_row;
    wire [65:0] lanes$2$new_range;
    wire [15:0] lanes$2$new_standing;
    wire [3:0] lanes$2$judged_row;
    wire lanes$2$hit;
    wire lanes$2$busy;
    wire lanes$2$passed;
    wire lanes$2$wake;
    wire lanes$2$was_forwarded;
    wire lanes$2$now_forwarded;
    card_lanes lanes$2 (
        .clock(lanes$2$clock),
        .scan(lanes$2$scan),
        .row(lanes$2$row),
        .takes_part(lanes$2$takes_part),
        .standing(lanes$2$standing),
        .write(lanes$2$write),
        .write_range(lanes$2$write_range),
        .write_row(lanes$2$write_row),
        .new_range(lanes$2$new_range),
        .new_standing(lanes$2$new_standing),
        .judged_row(lanes$2$judged_row),
        .hit(lanes$2$hit),
        .busy(lanes$2$busy),
        .passed(lanes$2$passed),
        .wake(lanes$2$wake),
        .was_forwarded(lanes$2$was_forwarded),
        .now_forwarded(lanes$2$now_forwarded)
    );
    wire lanes$3$clock;
    wire [76:0] lanes$3$scan;
    reg [3:0] lanes$3$row;
    wire lanes$3$takes_part;
    wire [15:0] lanes$3$standing;
    wire lanes$3$write;
    wire lanes$3$write_range;
    wire [3:0] lanes$3$write_row;
    wire [65:0] lanes$3$new_range;
    wire [15:0] lanes$3$new_standing;
    wire [3:0] lanes$3$judged_row;
    wire lanes$3$hit;
    wire lanes$3$busy;
    wire lanes$3$passed;
    wire lanes$3$wake;
    wire lanes$3$was_forwarded;
    wire lanes$3$now_forwarded;
    card_lanes lanes$3 (
        .clock(lanes$3$clock),
        .scan(lanes$3$scan),
        .row(lanes$3$row),
        .takes_part(lanes$3$takes_part),
        .standing(lanes$3$standing),
        .write(lanes$3$write),
        .write_range(lanes$3$write_range),
        .write_row(lanes$3$write_row),
        .new_range(lanes$3$new_range),
        .new_standing(lanes$3$new_standing),
        .judged_row(lanes$3$judged_row),
        .hit(lanes$3$hit),
        .busy(lanes$3$busy),
        .passed(lanes$3$passed),
        .wake(lanes$3$wake),
        .was_forwarded(lanes$3$was_forwarded),
        .now_forwarded(lanes$3$now_forwarded)
    );
    reg looked$d;
    wire looked$q;
    wire looked$clock;
    card_some looked (
        .d(looked$d),
        .q(looked$q),
        .clock(looked$clock)
    );
    reg [15:0] own_row$d;
    wire [15:0] own_row$q;
    wire own_row$clock;
    card_masks own_row (
        .d(own_row$d),
        .q(own_row$q),
        .clock(own_row$clock)
    );
    reg [5:0] hit_count$d;
    wire [5:0] hit_count$q;
    wire hit_count$clock;
    card_ended hit_count (
        .d(hit_count$d),
        .q(hit_count$q),
        .clock(hit_count$clock)
    );
    reg any_passed$d;
    wire any_passed$q;
    wire any_passed$clock;
    card_some any_passed (
        .d(any_passed$d),
        .q(any_passed$q),
        .clock(any_passed$clock)
    );
    reg any_busy$d;
    wire any_busy$q;
    wire any_busy$clock;
    card_some any_busy (
        .d(any_busy$d),
        .q(any_busy$q),
        .clock(any_busy$clock)
    );
    wire wake_groups$clock;
    wire wake_groups$reset;
    reg [15:0] wake_groups$sink$data;
    reg wake_groups$sink$valid;
    wire wake_groups$sink$ready;
    wire [15:0] wake_groups$source$data;
    wire wake_groups$source$valid;
    wire wake_groups$source$ready;
    card_wake_groups wake_groups (
        .clock(wake_groups$clock),
        .reset(wake_groups$reset),
        .sink$data(wake_groups$sink$data),
        .sink$valid(wake_groups$sink$valid),
        .sink$ready(wake_groups$sink$ready),
        .source$data(wake_groups$source$data),
        .source$valid(wake_groups$source$valid),
        .source$ready(wake_groups$source$ready)
    );
    function automatic [3:0] cut$64$4(input [63:0] x$);
        cut$64$4 = x$[3:0];
    endfunction
    assign wake_groups$source$ready = wakes$ready;
    assign wakes$data = wake_groups$source$data;
    assign wakes$valid = wake_groups$source$valid;
    assign rest$clock = clock;
    assign reading$clock = clock;
    assign comparing$clock = clock;
    assign judging$clock = clock;
    assign writing$clock = clock;
    assign read_row$clock = clock;
    assign compare_row$clock = clock;
    assign judge_row$clock = clock;
    assign write_row$clock = clock;
    assign looked$clock = clock;
    assign own_row$clock = clock;
    assign hit_count$clock = clock;
    assign any_passed$clock = clock;
    assign any_busy$clock = clock;
    assign wake_groups$clock = clock;
    assign wake_groups$reset = reset;
    assign lane = row[1:0];
    assign depth = row[5:2];
    assign lowest = rest$q & (~(rest$q - 16'd1));
    assign busy = (((|rest$q) | reading$q) | comparing$q) | judging$q;
    assign live_at = {2'd0, read_row$q} << 2;
    assign live = cut$64$4(valid >> live_at);
    assign lanes$0$clock = clock;
    assign lanes$0$scan = scan;
    assign lanes$0$takes_part = (reading$q & live[0]) & (~((lane == 2'd0) & (depth == read_row$q)));
    assign lanes$0$write = write & (lane == 2'd0);
    assign lanes$0$write_range = write_range & (lane == 2'd0);
    assign lanes$0$write_row = depth;
    assign lanes$0$new_range = new_range;
    assign lanes$0$new_standing = new_standing;
    assign lanes$0$judged_row = write_row$q;
    assign lanes$1$clock = clock;
    assign lanes$1$scan = scan;
    assign lanes$1$takes_part = (reading$q & live[1]) & (~((lane == 2'd1) & (depth == read_row$q)));
    assign lanes$1$write = write & (lane == 2'd1);
    assign lanes$1$write_range = write_range & (lane == 2'd1);
    assign lanes$1$write_row = depth;
    assign lanes$1$new_range = new_range;
    assign lanes$1$new_standing = new_standing;
    assign lanes$1$judged_row = write_row$q;
    assign lanes$2$clock = clock;
    assign lanes$2$scan = scan;
    assign lanes$2$takes_part = (reading$q & live[2]) & (~((lane == 2'd2) & (depth == read_row$q)));
    assign lanes$2$write = write & (lane == 2'd2);
    assign lanes$2$write_range = write_range & (lane == 2'd2);
    assign lanes$2$write_row = depth;
    assign lanes$2$new_range = new_range;
    assign lanes$2$new_standing = new_standing;
    assign lanes$2$judged_row = write_row$q;
    assign lanes$3$clock = clock;
    assign lanes$3$scan = scan;
    assign lanes$3$takes_part = (reading$q & live[3]) & (~((lane == 2'd3) & (depth == read_row$q)));
    assign lanes$3$write = write & (lane == 2'd3);
    assign lanes$3$write_range = write_range & (lane == 2'd3);
    assign lanes$3$write_row = depth;
    assign lanes$3$new_range = new_range;
    assign lanes$3$new_standing = new_standing;
    assign lanes$3$judged_row = write_row$q;
    assign own = own_row$q;
    assign count = hit_count$q;
    assign passed = any_passed$q;
    assign behind_write = any_busy$q;
    always_comb begin
        rest$d = rest$q;
        reading$d = reading$q;
        comparing$d = comparing$q;
        judging$d = judging$q;
        writing$d = writing$q;
        read_row$d = read_row$q;
        compare_row$d = compare_row$q;
        judge_row$d = judge_row$q;
        write_row$d = write_row$q;
        looked$d = looked$q;
        own_row$d = own_row$q;
        hit_count$d = hit_count$q;
        any_passed$d = any_passed$q;
        any_busy$d = any_busy$q;
        groups = 16'd0;
        if (|valid[3:0]) begin
            groups = (groups & ~(16'd1 << 0)) | ({15'd0, 1'b1} << 0);
        end
        if (|valid[7:4]) begin
            groups = (groups & ~(16'd1 << 1)) | ({15'd0, 1'b1} << 1);
        end
        if (|valid[11:8]) begin
            groups = (groups & ~(16'd1 << 2)) | ({15'd0, 1'b1} << 2);
        end
        if (|valid[15:12]) begin
            groups = (groups & ~(16'd1 << 3)) | ({15'd0, 1'b1} << 3);
        end
        if (|valid[19:16]) begin
            groups = (groups & ~(16'd1 << 4)) | ({15'd0, 1'b1} << 4);
        end
        if (|valid[23:20]) begin
            groups = (groups & ~(16'd1 << 5)) | ({15'd0, 1'b1} << 5);
        end
        if (|valid[27:24]) begin
            groups = (groups & ~(16'd1 << 6)) | ({15'd0, 1'b1} << 6);
        end
        if (|valid[31:28]) begin
            groups = (groups & ~(16'd1 << 7)) | ({15'd0, 1'b1} << 7);
        end
        if (|valid[35:32]) begin
            groups = (groups & ~(16'd1 << 8)) | ({15'd0, 1'b1} << 8);
        end
        if (|valid[39:36]) begin
            groups = (groups & ~(16'd1 << 9)) | ({15'd0, 1'b1} << 9);
        end
        if (|valid[43:40]) begin
            groups = (groups & ~(16'd1 << 10)) | ({15'd0, 1'b1} << 10);
        end
        if (|valid[47:44]) begin
            groups = (groups & ~(16'd1 << 11)) | ({15'd0, 1'b1} << 11);
        end
        if (|valid[51:48]) begin
            groups = (groups & ~(16'd1 << 12)) | ({15'd0, 1'b1} << 12);
        end
        if (|valid[55:52]) begin
            groups = (groups & ~(16'd1 << 13)) | ({15'd0, 1'b1} << 13);
        end
        if (|valid[59:56]) begin
            groups = (groups & ~(16'd1 << 14)) | ({15'd0, 1'b1} << 14);
        end
        if (|valid[63:60]) begin
            groups = (groups & ~(16'd1 << 15)) | ({15'd0, 1'b1} << 15);
        end
        rest$d = rest$q & (rest$q - 16'd1);
        reading$d = |rest$q;
        next_row = 4'd0;
        if (lowest[0]) begin
            next_row = next_row | 4'd0;
        end
        if (lowest[1]) begin
            next_row = next_row | 4'd1;
        end
        if (lowest[2]) begin
            next_row = next_row | 4'd2;
        end
        if (lowest[3]) begin
            next_row = next_row | 4'd3;
        end
        if (lowest[4]) begin
            next_row = next_row | 4'd4;
        end
        if (lowest[5]) begin
            next_row = next_row | 4'd5;
        end
        if (lowest[6]) begin
            next_row = next_row | 4'd6;
        end
        if (lowest[7]) begin
            next_row = next_row | 4'd7;
        end
        if (lowest[8]) begin
            next_row = next_row | 4'd8;
        end
        if (lowest[9]) begin
            next_row = next_row | 4'd9;
        end
        if (lowest[10]) begin
            next_row = next_row | 4'ha;
        end
        if (lowest[11]) begin
            next_row = next_row | 4'hb;
        end
        if (lowest[12]) begin
            next_row = next_row | 4'hc;
        end
        if (lowest[13]) begin
            next_row = next_row | 4'hd;
        end
        if (lowest[14]) begin
            next_row = next_row | 4'he;
        end
        if (lowest[15]) begin
            next_row = next_row | 4'hf;
        end
        read_row$d = next_row;
        comparing$d = reading$q;
        judging$d = comparing$q;
        writing$d = judging$q;
        compare_row$d = read_row$q;
        judge_row$d = compare_row$q;
        write_row$d = judge_row$q;
        address = read_row$q;
        if (look) begin
            address = depth;
        end
        lanes$0$row = address;
        lanes$1$row = address;
        lanes$2$row = address;
        lanes$3$row = address;
        looked$d = look;
        if (looked$q) begin
            if (lane == 2'd0) begin
                own_row$d = lanes$0$standing;
            end
            if (lane == 2'd1) begin
                own_row$d = lanes$1$standing;
            end
            if (lane == 2'd2) begin
                own_row$d = lanes$2$standing;
            end
            if (lane == 2'd3) begin
                own_row$d = lanes$3$standing;
            end
        end
        hits = 4'd0;
        found[3:0] = write_row$q;
        found[7:4] = 4'd0;
        found[11:8] = 4'd0;
        found[15:12] = 4'd0;
        hits = (hits & ~(4'd1 << 0)) | ({3'd0, lanes$0$hit} << 0);
        found[7:4] = (found[7:4] & ~(4'd1 << 0)) | ({3'd0, lanes$0$wake} << 0);
        found[11:8] = (found[11:8] & ~(4'd1 << 0)) | ({3'd0, lanes$0$was_forwarded} << 0);
        found[15:12] = (found[15:12] & ~(4'd1 << 0)) | ({3'd0, lanes$0$now_forwarded} << 0);
        hits = (hits & ~(4'd1 << 1)) | ({3'd0, lanes$1$hit} << 1);
        found[7:4] = (found[7:4] & ~(4'd1 << 1)) | ({3'd0, lanes$1$wake} << 1);
        found[11:8] = (found[11:8] & ~(4'd1 << 1)) | ({3'd0, lanes$1$was_forwarded} << 1);
        found[15:12] = (found[15:12] & ~(4'd1 << 1)) | ({3'd0, lanes$1$now_forwarded} << 1);
        hits = (hits & ~(4'd1 << 2)) | ({3'd0, lanes$2$hit} << 2);
        found[7:4] = (found[7:4] & ~(4'd1 << 2)) | ({3'd0, lanes$2$wake} << 2);
        found[11:8] = (found[11:8] & ~(4'd1 << 2)) | ({3'd0, lanes$2$was_forwarded} << 2);
        found[15:12] = (found[15:12] & ~(4'd1 << 2)) | ({3'd0, lanes$2$now_forwarded} << 2);
        hits = (hits & ~(4'd1 << 3)) | ({3'd0, lanes$3$hit} << 3);
        found[7:4] = (found[7:4] & ~(4'd1 << 3)) | ({3'd0, lanes$3$wake} << 3);
        found[11:8] = (found[11:8] & ~(4'd1 << 3)) | ({3'd0, lanes$3$was_forwarded} << 3);
        found[15:12] = (found[15:12] & ~(4'd1 << 3)) | ({3'd0, lanes$3$now_forwarded} << 3);
        hit_sum = 3'd0;
        if (hits[0]) begin
            hit_sum = 3'd1;
        end
        if (hits[1]) begin
            hit_sum = hit_sum + 3'd1;
        end
        if (hits[2]) begin
            hit_sum = hit_sum + 3'd1;
        end
        if (hits[3]) begin
            hit_sum = hit_sum + 3'd1;
        end
        if (writing$q) begin
            hit_count$d = hit_count$q + {3'd0, hit_sum};
        end
        if (lanes$0$passed) begin
            any_passed$d = 1'b1;
        end
        if (lanes$0$busy) begin
            any_busy$d = 1'b1;
        end
        if (lanes$1$passed) begin
            any_passed$d = 1'b1;
        end
        if (lanes$1$busy) begin
            any_busy$d = 1'b1;
        end
        if (lanes$2$passed) begin
            any_passed$d = 1'b1;
        end
        if (lanes$2$busy) begin
            any_busy$d = 1'b1;
        end
        if (lanes$3$passed) begin
            any_passed$d = 1'b1;
        end
        if (lanes$3$busy) begin
            any_busy$d = 1'b1;
        end
        wake_groups$sink$data = found;
        wake_groups$sink$valid = |found[7:4];
        if (look) begin
            hit_count$d = 6'd0;
            any_passed$d = 1'b0;
            any_busy$d = 1'b0;
            if (start) begin
                rest$d = groups;
            end
        end
        if (stop | reset) begin
            rest$d = 16'd0;
            reading$d = 1'b0;
        end
    end
endmodule

module card_outcome (
    job,
    own,
    count,
    behind_write,
    live_rows,
    standing,
    refused,
    change
);
    input wire [83:0] job;
    input wire [15:0] own;
    input wire [5:0] count;
    input wire behind_write;
    input wire [5:0] live_rows;
    output reg [15:0] standing;
    output wire refused;
    output reg [13:0] change;
    wire inserts;
    wire releases;
    wire converts;
    wire parks;
    wire retries;
    wire stays_out;
    reg [15:0] next;
    reg [13:0] result;
    assign inserts = job[2:0] == 3'd1;
    assign releases = job[2:0] == 3'd2;
    assign converts = job[2:0] == 3'd3;
    assign parks = job[2:0] == 3'd4;
    assign retries = job[2:0] == 3'd5;
    assign stays_out = (inserts & job[83]) & behind_write;
    assign refused = stays_out;
    always_comb begin
        next = own;
        if (inserts) begin
            next[0] = 1'b0;
            next[1] = 1'b0;
            next[2] = job[11];
            next[3] = 1'b0;
            next[9:4] = count;
            next[15:10] = live_rows;
            if (job[10]) begin
                next[15:10] = 6'd0;
            end
        end
        if (converts) begin
            next[2] = 1'b0;
            next[3] = 1'b0;
        end
        if (retries) begin
            next[3] = 1'b0;
        end
        if (parks) begin
            next[0] = 1'b0;
            next[1] = 1'b0;
            next[2] = 1'b1;
            next[3] = 1'b1;
            if (own[0]) begin
                next[15:10] = 6'd0;
            end
        end
        result[5:0] = job[8:3];
        result[10] = inserts;
        result[11] = job[9];
        result[12] = 1'b0;
        if (((inserts | converts) | retries) & (next[9:4] == 6'd0)) begin
            result[12] = 1'b1;
            next[0] = ~next[2];
            next[1] = next[2];
        end
        result[7:6] = 2'd1;
        if (own[1]) begin
            result[7:6] = 2'd2;
        end
        if (own[0]) begin
            result[7:6] = 2'd3;
        end
        if (inserts) begin
            result[7:6] = 2'd0;
        end
        result[9:8] = 2'd1;
        if (next[1]) begin
            result[9:8] = 2'd2;
        end
        if (next[0]) begin
            result[9:8] = 2'd3;
        end
        if (releases) begin
            result[9:8] = 2'd0;
        end
        result[13] = stays_out;
        if (stays_out) begin
            result[9:8] = 2'd0;
            result[10] = 1'b0;
            result[12] = 1'b1;
        end
        standing = next;
        change = result;
    end
endmodule

module card_waker (
    clock,
    reset,
    wakes$data,
    wakes$valid,
    wakes$ready,
    valid,
    change,
    take
);
    input wire clock;
    input wire reset;
    input wire [15:0] wakes$data;
    input wire wakes$valid;
    output reg wakes$ready;
    output wire valid;
    output reg [13:0] change;
    input wire take;
    wire [3:0] due;
    reg [1:0] lane;
    reg [13:0] result;
    reg [3:0] given$d;
    wire [3:0] given$q;
    wire given$clock;
    card_head given (
        .d(given$d),
        .q(given$q),
        .clock(given$clock)
    );
    function automatic [0:0] cut$4$1(input [3:0] x$);
        cut$4$1 = x$[0:0];
    endfunction
    assign given$clock = clock;
    assign due = wakes$data[7:4] & (~given$q);
    assign valid = wakes$valid;
    always_comb begin
        given$d = given$q;
        lane = 2'd3;
        if (due[2]) begin
            lane = 2'd2;
        end
        if (due[1]) begin
            lane = 2'd1;
        end
        if (due[0]) begin
            lane = 2'd0;
        end
        result[5:0] = ({2'd0, wakes$data[3:0]} << 2) | {4'd0, lane};
        result[10] = 1'b0;
        result[11] = 1'b0;
        result[12] = 1'b1;
        result[13] = 1'b0;
        result[7:6] = 2'd1;
        if (cut$4$1(wakes$data[11:8] >> lane)) begin
            result[7:6] = 2'd2;
        end
        result[9:8] = 2'd3;
        if (cut$4$1(wakes$data[15:12] >> lane)) begin
            result[9:8] = 2'd2;
        end
        change = result;
        wakes$ready = 1'b0;
        if (take) begin
            given$d = (given$q & ~(4'd1 << lane)) | ({3'd0, 1'b1} << lane);
            if (~(|(due & (due - 4'd1)))) begin
                given$d = 4'd0;
                wakes$ready = 1'b1;
            end
        end
        if (reset) begin
            given$d = 4'd0;
        end
    end
endmodule

module card_next_2 (
    d,
    q,
    clock
);
    input wire [13:0] d;
    output reg [13:0] q;
    input wire clock;
    initial q = 14'd0;
    always @(posedge clock) q <= d;
endmodule

module card_words_11 (
    clock,
    write,
    write_address,
    write_data,
    read_address,
    read_data
);
    input wire clock;
    input wire write;
    input wire [5:0] write_address;
    input wire [6:0] write_data;
    input wire [5:0] read_address;
    output reg [6:0] read_data;
    (* ram_style = "distributed", no_rw_check *) reg [6:0] memory [0:63];
    always @(posedge clock) if (write) memory[write_address] <= write_data;
    always @* read_data = memory[read_address];
endmodule

module card_grants (
    clock,
    reset,
    sink$data,
    sink$valid,
    sink$ready,
    source$data,
    source$valid,
    source$ready
);
    input wire clock;
    input wire reset;
    input wire [6:0] sink$data;
    input wire sink$valid;
    output wire sink$ready;
    output wire [6:0] source$data;
    output wire source$valid;
    input wire source$ready;
    wire [5:0] behind_head;
    wire [5:0] behind_tail;
    wire push;
    wire pop;
    wire words$clock;
    wire words$write;
    wire [5:0] words$write_address;
    wire [6:0] words$write_data;
    wire [5:0] words$read_address;
    wire [6:0] words$read_data;
    card_words_11 words (
        .clock(words$clock),
        .write(words$write),
        .write_address(words$write_address),
        .write_data(words$write_data),
        .read_address(words$read_address),
        .read_data(words$read_data)
    );
    reg [5:0] head$d;
    wire [5:0] head$q;
    wire head$clock;
    card_ended head (
        .d(head$d),
        .q(head$q),
        .clock(head$clock)
    );
    reg [5:0] tail$d;
    wire [5:0] tail$q;
    wire tail$clock;
    card_ended tail (
        .d(tail$d),
        .q(tail$q),
        .clock(tail$clock)
    );
    reg some$d;
    wire some$q;
    wire some$clock;
    card_some some (
        .d(some$d),
        .q(some$q),
        .clock(some$clock)
    );
    reg full$d;
    wire full$q;
    wire full$clock;
    card_some full (
        .d(full$d),
        .q(full$q),
        .clock(full$clock)
    );
    assign head$clock = clock;
    assign tail$clock = clock;
    assign some$clock = clock;
    assign full$clock = clock;
    assign words$clock = clock;
    assign sink$ready = ~full$q;
    assign source$valid = some$q;
    assign push = sink$valid & (~full$q);
    assign pop = source$ready & some$q;
    assign words$write = push;
    assign words$write_address = tail$q;
    assign words$write_data = sink$data;
    assign words$read_address = head$q;
    assign source$data = words$read_data;
    assign behind_head = head$q + 6'd1;
    assign behind_tail = tail$q + 6'd1;
    always_comb begin
        head$d = head$q;
        tail$d = tail$q;
        some$d = some$q;
        full$d = full$q;
        if (push) begin
            tail$d = behind_tail;
        end
        if (pop) begin
            head$d = behind_head;
        end
        if (push & (~pop)) begin
            some$d = 1'b1;
            full$d = behind_tail == head$q;
        end
        if (pop & (~push)) begin
            some$d = behind_head != tail$q;
            full$d = 1'b0;
        end
        if (reset) begin
            head$d = 6'd0;
            tail$d = 6'd0;
            some$d = 1'b0;
            full$d = 1'b0;
        end
    end
endmodule

module card_queued (
    d,
    q,
    clock
);
    input wire [6:0] d;
    output reg [6:0] q;
    input wire clock;
    initial q = 7'd0;
    always @(posedge clock) q <= d;
endmodule

module card_status_2 (
    clock,
    reset,
    change,
    change_valid,
    room,
    granted$data,
    granted$valid,
    granted$ready,
    valid,
    active,
    forwarded,
    shared,
    pending,
    shown,
    shown_change
);
    input wire clock;
    input wire reset;
    input wire [13:0] change;
    input wire change_valid;
    output wire room;
    output wire [6:0] granted$data;
    output wire granted$valid;
    input wire granted$ready;
    output wire [63:0] valid;
    output wire [63:0] active;
    output wire [63:0] forwarded;
    output wire [63:0] shared;
    output wire pending;
    output wire shown;
    output wire [13:0] shown_change;
    localparam [63:0] row_0 = 64'd1;
    reg [63:0] row;
    wire gives;
    wire takes;
    reg [13:0] next$d;
    wire [13:0] next$q;
    wire next$clock;
    card_next_2 next (
        .d(next$d),
        .q(next$q),
        .clock(next$clock)
    );
    reg next_valid$d;
    wire next_valid$q;
    wire next_valid$clock;
    card_some next_valid (
        .d(next_valid$d),
        .q(next_valid$q),
        .clock(next_valid$clock)
    );
    reg [13:0] last$d;
    wire [13:0] last$q;
    wire last$clock;
    card_next_2 last (
        .d(last$d),
        .q(last$q),
        .clock(last$clock)
    );
    reg last_valid$d;
    wire last_valid$q;
    wire last_valid$clock;
    card_some last_valid (
        .d(last_valid$d),
        .q(last_valid$q),
        .clock(last_valid$clock)
    );
    reg [63:0] valid_rows$d;
    wire [63:0] valid_rows$q;
    wire valid_rows$clock;
    card_data valid_rows (
        .d(valid_rows$d),
        .q(valid_rows$q),
        .clock(valid_rows$clock)
    );
    reg [63:0] active_rows$d;
    wire [63:0] active_rows$q;
    wire active_rows$clock;
    card_data active_rows (
        .d(active_rows$d),
        .q(active_rows$q),
        .clock(active_rows$clock)
    );
    reg [63:0] forwarded_rows$d;
    wire [63:0] forwarded_rows$q;
    wire forwarded_rows$clock;
    card_data forwarded_rows (
        .d(forwarded_rows$d),
        .q(forwarded_rows$q),
        .clock(forwarded_rows$clock)
    );
    reg [63:0] shared_rows$d;
    wire [63:0] shared_rows$q;
    wire shared_rows$clock;
    card_data shared_rows (
        .d(shared_rows$d),
        .q(shared_rows$q),
        .clock(shared_rows$clock)
    );
    wire grants$clock;
    wire grants$reset;
    reg [6:0] grants$sink$data;
    wire grants$sink$valid;
    wire grants$sink$ready;
    wire [6:0] grants$source$data;
    wire grants$source$valid;
    wire grants$source$ready;
    card_grants grants (
        .clock(grants$clock),
        .reset(grants$reset),
        .sink$data(grants$sink$data),
        .sink$valid(grants$sink$valid),
        .sink$ready(grants$sink$ready),
        .source$data(grants$source$data),
        .source$valid(grants$source$valid),
        .source$ready(grants$source$ready)
    );
    reg [6:0] queued$d;
    wire [6:0] queued$q;
    wire queued$clock;
    card_queued queued (
        .d(queued$d),
        .q(queued$q),
        .clock(queued$clock)
    );
    reg has_room$d;
    wire has_room$q;
    wire has_room$clock;
    card_some has_room (
        .d(has_room$d),
        .q(has_room$q),
        .clock(has_room$clock)
    );
    assign next$clock = clock;
    assign next_valid$clock = clock;
    assign last$clock = clock;
    assign last_valid$clock = clock;
    assign queued$clock = clock;
    assign has_room$clock = clock;
    assign valid_rows$clock = clock;
    assign active_rows$clock = clock;
    assign forwarded_rows$clock = clock;
    assign shared_rows$clock = clock;
    assign grants$clock = clock;
    assign grants$reset = reset;
    assign gives = next_valid$q & next$q[12];
    assign grants$sink$valid = gives;
    assign granted$data = grants$source$data;
    assign granted$valid = grants$source$valid;
    assign grants$source$ready = granted$ready;
    assign takes = grants$source$valid & granted$ready;
    assign room = has_room$q;
    assign valid = valid_rows$q;
    assign active = active_rows$q;
    assign forwarded = forwarded_rows$q;
    assign shared = shared_rows$q;
    assign pending = next_valid$q;
    assign shown = last_valid$q;
    assign shown_change = last$q;
    always_comb begin
        next$d = next$q;
        next_valid$d = next_valid$q;
        last$d = last$q;
        last_valid$d = last_valid$q;
        queued$d = queued$q;
        has_room$d = has_room$q;
        valid_rows$d = valid_rows$q;
        active_rows$d = active_rows$q;
        forwarded_rows$d = forwarded_rows$q;
        shared_rows$d = shared_rows$q;
        next$d = change;
        next_valid$d = change_valid;
        last$d = next$q;
        last_valid$d = next_valid$q & (next$q[7:6] != next$q[9:8]);
        row = 64'd0;
        if (next_valid$q) begin
            row = row_0 << next$q[5:0];
        end
        valid_rows$d = valid_rows$q & (~row);
        active_rows$d = active_rows$q & (~row);
        forwarded_rows$d = forwarded_rows$q & (~row);
        if (next$q[9:8] != 2'd0) begin
            valid_rows$d = valid_rows$q | row;
        end
        if (next$q[9:8] == 2'd3) begin
            active_rows$d = active_rows$q | row;
        end
        if (next$q[9:8] == 2'd2) begin
            forwarded_rows$d = forwarded_rows$q | row;
        end
        if (next$q[10]) begin
            shared_rows$d = shared_rows$q & (~row);
            if (next$q[11]) begin
                shared_rows$d = shared_rows$q | row;
            end
        end
        grants$sink$data[5:0] = next$q[5:0];
        grants$sink$data[6] = next$q[13];
        if (gives & (~takes)) begin
            queued$d = queued$q + 7'd1;
        end
        if ((~gives) & takes) begin
            queued$d = queued$q - 7'd1;
        end
        has_room$d = queued$q < 7'h3e;
        if (reset) begin
            next_valid$d = 1'b0;
            last_valid$d = 1'b0;
            queued$d = 7'd0;
            valid_rows$d = 64'd0;
            active_rows$d = 64'd0;
            forwarded_rows$d = 64'd0;
            shared_rows$d = 64'd0;
        end
    end
endmodule

module card_arbiter (
    clock,
    reset,
    op$data,
    op$valid,
    op$ready,
    granted$data,
    granted$valid,
    granted$ready,
    valid,
    active,
    forwarded,
    shared,
    rows_live,
    idle,
    status_valid,
    status_row,
    status_old,
    status_new,
    status_read,
    status_lba,
    status_blocks,
    status_unit,
    status_wseq,
    overrides,
    waits,
    grants,
    faults
);
    input wire clock;
    input wire reset;
    input wire [83:0] op$data;
    input wire op$valid;
    output reg op$ready;
    output wire [6:0] granted$data;
    output wire granted$valid;
    input wire granted$ready;
    output wire [63:0] valid;
    output wire [63:0] active;
    output wire [63:0] forwarded;
    output wire [63:0] shared;
    output wire [6:0] rows_live;
    output wire idle;
    output wire status_valid;
    output wire [5:0] status_row;
    output wire [1:0] status_old;
    output wire [1:0] status_new;
    output wire status_read;
    output wire [31:0] status_lba;
    output wire [5:0] status_blocks;
    output wire status_unit;
    output wire [31:0] status_wseq;
    output wire [31:0] overrides;
    output wire [31:0] waits;
    output wire [31:0] grants;
    output wire [31:0] faults;
    localparam [2:0] State$Checking = 3'd2;
    localparam [2:0] State$Committing = 3'd4;
    localparam [2:0] State$Idle = 3'd0;
    localparam [2:0] State$Looking = 3'd1;
    localparam [2:0] State$Scanning = 3'd3;
    localparam [2:0] State$Waking = 3'd5;
    wire inserts;
    wire releases;
    wire converts;
    wire parks;
    wire retries;
    wire fault;
    reg [71:0] new_tag;
    reg [31:0] base;
    reg [5:0] length;
    reg [76:0] scan;
    reg [65:0] range;
    reg [2:0] state$d;
    wire [2:0] state$q;
    wire state$clock;
    card_bar state (
        .d(state$d),
        .q(state$q),
        .clock(state$clock)
    );
    reg [83:0] job$d;
    wire [83:0] job$q;
    wire job$clock;
    card_job job (
        .d(job$d),
        .q(job$q),
        .clock(job$clock)
    );
    reg live$d;
    wire live$q;
    wire live$clock;
    card_some live (
        .d(live$d),
        .q(live$q),
        .clock(live$clock)
    );
    wire tags$clock;
    reg tags$write;
    wire [5:0] tags$write_address;
    reg [71:0] tags$write_data;
    reg [5:0] tags$read_address;
    wire [71:0] tags$read_data;
    card_tags_2 tags (
        .clock(tags$clock),
        .write(tags$write),
        .write_address(tags$write_address),
        .write_data(tags$write_data),
        .read_address(tags$read_address),
        .read_data(tags$read_data)
    );
    reg [71:0] tag$d;
    wire [71:0] tag$q;
    wire tag$clock;
    card_tag tag (
        .d(tag$d),
        .q(tag$q),
        .clock(tag$clock)
    );
    reg [31:0] first$d;
    wire [31:0] first$q;
    wire first$clock;
    card_held first (
        .d(first$d),
        .q(first$q),
        .clock(first$clock)
    );
    reg [32:0] past$d;
    wire [32:0] past$q;
    wire past$clock;
    card_last_lba past (
        .d(past$d),
        .q(past$q),
        .clock(past$clock)
    );
    reg shares$d;
    wire shares$q;
    wire shares$clock;
    card_some shares (
        .d(shares$d),
        .q(shares$q),
        .clock(shares$clock)
    );
    wire rows$clock;
    wire rows$reset;
    wire [63:0] rows$valid;
    wire [5:0] rows$row;
    reg rows$look;
    wire rows$start;
    reg rows$stop;
    wire [15:0] rows$own;
    reg [76:0] rows$scan;
    wire rows$busy;
    wire [5:0] rows$count;
    wire rows$passed;
    wire rows$behind_write;
    wire [15:0] rows$wakes$data;
    wire rows$wakes$valid;
    wire rows$wakes$ready;
    reg rows$write;
    reg rows$write_range;
    reg [65:0] rows$new_range;
    wire [15:0] rows$new_standing;
    card_rows rows (
        .clock(rows$clock),
        .reset(rows$reset),
        .valid(rows$valid),
        .row(rows$row),
        .look(rows$look),
        .start(rows$start),
        .stop(rows$stop),
        .own(rows$own),
        .scan(rows$scan),
        .busy(rows$busy),
        .count(rows$count),
        .passed(rows$passed),
        .behind_write(rows$behind_write),
        .wakes$data(rows$wakes$data),
        .wakes$valid(rows$wakes$valid),
        .wakes$ready(rows$wakes$ready),
        .write(rows$write),
        .write_range(rows$write_range),
        .new_range(rows$new_range),
        .new_standing(rows$new_standing)
    );
    wire [83:0] outcome$job;
    wire [15:0] outcome$own;
    wire [5:0] outcome$count;
    wire outcome$behind_write;
    wire [5:0] outcome$live_rows;
    wire [15:0] outcome$standing;
    wire outcome$refused;
    wire [13:0] outcome$change;
    card_outcome outcome (
        .job(outcome$job),
        .own(outcome$own),
        .count(outcome$count),
        .behind_write(outcome$behind_write),
        .live_rows(outcome$live_rows),
        .standing(outcome$standing),
        .refused(outcome$refused),
        .change(outcome$change)
    );
    wire waker$clock;
    wire waker$reset;
    wire [15:0] waker$wakes$data;
    wire waker$wakes$valid;
    wire waker$wakes$ready;
    wire waker$valid;
    wire [13:0] waker$change;
    reg waker$take;
    card_waker waker (
        .clock(waker$clock),
        .reset(waker$reset),
        .wakes$data(waker$wakes$data),
        .wakes$valid(waker$wakes$valid),
        .wakes$ready(waker$wakes$ready),
        .valid(waker$valid),
        .change(waker$change),
        .take(waker$take)
    );
    wire status$clock;
    wire status$reset;
    reg [13:0] status$change;
    reg status$change_valid;
    wire status$room;
    wire [6:0] status$granted$data;
    wire status$granted$valid;
    wire status$granted$ready;
    wire [63:0] status$valid;
    wire [63:0] status$active;
    wire [63:0] status$forwarded;
    wire [63:0] status$shared;
    wire status$pending;
    wire status$shown;
    wire [13:0] status$shown_change;
    card_status_2 status (
        .clock(status$clock),
        .reset(status$reset),
        .change(status$change),
        .change_valid(status$change_valid),
        .room(status$room),
        .granted$data(status$granted$data),
        .granted$valid(status$granted$valid),
        .granted$ready(status$granted$ready),
        .valid(status$valid),
        .active(status$active),
        .forwarded(status$forwarded),
        .shared(status$shared),
        .pending(status$pending),
        .shown(status$shown),
        .shown_change(status$shown_change)
    );
    reg [6:0] live_rows$d;
    wire [6:0] live_rows$q;
    wire live_rows$clock;
    card_queued live_rows (
        .d(live_rows$d),
        .q(live_rows$q),
        .clock(live_rows$clock)
    );
    reg [31:0] override_count$d;
    wire [31:0] override_count$q;
    wire override_count$clock;
    card_held override_count (
        .d(override_count$d),
        .q(override_count$q),
        .clock(override_count$clock)
    );
    reg [31:0] wait_count$d;
    wire [31:0] wait_count$q;
    wire wait_count$clock;
    card_held wait_count (
        .d(wait_count$d),
        .q(wait_count$q),
        .clock(wait_count$clock)
    );
    reg [31:0] grant_count$d;
    wire [31:0] grant_count$q;
    wire grant_count$clock;
    card_held grant_count (
        .d(grant_count$d),
        .q(grant_count$q),
        .clock(grant_count$clock)
    );
    reg [31:0] fault_count$d;
    wire [31:0] fault_count$q;
    wire fault_count$clock;
    card_held fault_count (
        .d(fault_count$d),
        .q(fault_count$q),
        .clock(fault_count$clock)
    );
    assign granted$data = status$granted$data;
    assign granted$valid = status$granted$valid;
    assign rows$wakes$ready = waker$wakes$ready;
    assign status$granted$ready = granted$ready;
    assign waker$wakes$data = rows$wakes$data;
    assign waker$wakes$valid = rows$wakes$valid;
    assign state$clock = clock;
    assign job$clock = clock;
    assign live$clock = clock;
    assign tag$clock = clock;
    assign first$clock = clock;
    assign past$clock = clock;
    assign shares$clock = clock;
    assign live_rows$clock = clock;
    assign override_count$clock = clock;
    assign wait_count$clock = clock;
    assign grant_count$clock = clock;
    assign fault_count$clock = clock;
    assign tags$clock = clock;
    assign rows$clock = clock;
    assign waker$clock = clock;
    assign status$clock = clock;
    assign rows$reset = reset;
    assign waker$reset = reset;
    assign status$reset = reset;
    assign inserts = job$q[2:0] == 3'd1;
    assign releases = job$q[2:0] == 3'd2;
    assign converts = job$q[2:0] == 3'd3;
    assign parks = job$q[2:0] == 3'd4;
    assign retries = job$q[2:0] == 3'd5;
    assign fault = (inserts == live$q) | (~((((inserts | releases) | converts) | parks) | retries));
    assign rows$valid = status$valid;
    assign rows$row = job$q[8:3];
    assign rows$start = (inserts | releases) | parks;
    assign outcome$job = job$q;
    assign outcome$own = rows$own;
    assign outcome$count = rows$count;
    assign outcome$behind_write = rows$behind_write;
    assign outcome$live_rows = live_rows$q[5:0];
    assign rows$new_standing = outcome$standing;
    assign tags$write_address = job$q[8:3];
    assign valid = status$valid;
    assign active = status$active;
    assign forwarded = status$forwarded;
    assign shared = status$shared;
    assign rows_live = live_rows$q;
    assign idle = (state$q == State$Idle) & (~status$pending);
    assign status_valid = status$shown;
    assign status_row = status$shown_change[5:0];
    assign status_old = status$shown_change[7:6];
    assign status_new = status$shown_change[9:8];
    assign status_read = tag$q[38];
    assign status_lba = tag$q[31:0];
    assign status_blocks = tag$q[37:32];
    assign status_unit = tag$q[39];
    assign status_wseq = tag$q[71:40];
    assign overrides = override_count$q;
    assign waits = wait_count$q;
    assign grants = grant_count$q;
    assign faults = fault_count$q;
    always_comb begin
        state$d = state$q;
        job$d = job$q;
        live$d = live$q;
        tag$d = tag$q;
        first$d = first$q;
        past$d = past$q;
        shares$d = shares$q;
        live_rows$d = live_rows$q;
        override_count$d = override_count$q;
        wait_count$d = wait_count$q;
        grant_count$d = grant_count$q;
        fault_count$d = fault_count$q;
        rows$look = 1'b0;
        rows$stop = 1'b0;
        scan[0] = inserts;
        scan[1] = releases;
        scan[2] = parks & rows$own[0];
        scan[3] = inserts & job$q[10];
        scan[4] = shares$q;
        scan[5] = rows$own[0];
        scan[11:6] = rows$own[15:10];
        scan[43:12] = first$q;
        scan[76:44] = past$q;
        rows$scan = scan;
        rows$write = 1'b0;
        rows$write_range = 1'b0;
        range[31:0] = first$q;
        range[64:32] = past$q;
        range[65] = shares$q;
        rows$new_range = range;
        status$change = outcome$change;
        status$change_valid = 1'b0;
        waker$take = 1'b0;
        new_tag[31:0] = job$q[43:12];
        new_tag[37:32] = job$q[49:44];
        new_tag[38] = job$q[9];
        new_tag[39] = job$q[50];
        new_tag[71:40] = job$q[82:51];
        tags$write = 1'b0;
        tags$write_data = new_tag;
        tags$read_address = job$q[8:3];
        tag$d = tags$read_data;
        base = tag$q[31:0];
        length = tag$q[37:32];
        if (inserts) begin
            base = job$q[43:12];
            length = job$q[49:44];
        end
        op$ready = 1'b0;
        case (state$q)
            State$Looking: begin
                rows$look = 1'b1;
                live$d = status$valid[job$q[8:3]];
                state$d = State$Checking;
            end
            State$Checking: begin
                first$d = base;
                past$d = {1'd0, base} + {27'd0, length};
                shares$d = tag$q[38];
                if (inserts) begin
                    shares$d = job$q[9];
                end
                tags$write = inserts & (~fault);
                state$d = State$Scanning;
                if (fault) begin
                    rows$stop = 1'b1;
                    fault_count$d = fault_count$q + 32'd1;
                    state$d = State$Idle;
                end
            end
            State$Scanning: begin
                if (~rows$busy) begin
                    state$d = State$Committing;
                end
            end
            State$Committing: begin
                status$change_valid = status$room;
                if (status$room) begin
                    rows$write = (~releases) & (~outcome$refused);
                    rows$write_range = inserts & (~outcome$refused);
                    state$d = State$Idle;
                    if (inserts & (~outcome$refused)) begin
                        live_rows$d = live_rows$q + 7'd1;
                        if (~outcome$change[12]) begin
                            wait_count$d = wait_count$q + 32'd1;
                        end
                        if (rows$passed) begin
                            override_count$d = override_count$q + 32'd1;
                        end
                    end
                    if (releases) begin
                        live_rows$d = live_rows$q - 7'd1;
                        state$d = State$Waking;
                    end
                end
            end
            State$Waking: begin
                tags$read_address = waker$change[5:0];
                status$change = waker$change;
                status$change_valid = waker$valid & status$room;
                waker$take = waker$valid & status$room;
                if (~waker$valid) begin
                    state$d = State$Idle;
                end
            end
            default: begin // State$Idle
                op$ready = 1'b1;
                tags$read_address = op$data[8:3];
                if (op$valid) begin
                    job$d = op$data;
                    state$d = State$Looking;
                end
            end
        endcase
        if ((status$shown & (status$shown_change[9:8] == 2'd3)) & (~tag$q[38])) begin
            grant_count$d = grant_count$q + 32'd1;
        end
        if (reset) begin
            state$d = State$Idle;
            live_rows$d = 7'd0;
            override_count$d = 32'd0;
            wait_count$d = 32'd0;
            grant_count$d = 32'd0;
            fault_count$d = 32'd0;
        end
    end
endmodule

module card_words_12 (
    clock,
    write,
    write_address,
    write_data,
    read_address,
    read_data
);
    input wire clock;
    input wire write;
    input wire [5:0] write_address;
    input wire [10:0] write_data;
    input wire [5:0] read_address;
    output reg [10:0] read_data;
    (* ram_style = "distributed", no_rw_check *) reg [10:0] memory [0:63];
    always @(posedge clock) if (write) memory[write_address] <= write_data;
    always @* read_data = memory[read_address];
endmodule

module card_fetch_queue (
    clock,
    reset,
    sink$data,
    sink$valid,
    sink$ready,
    source$data,
    source$valid,
    source$ready
);
    input wire clock;
    input wire reset;
    input wire [10:0] sink$data;
    input wire sink$valid;
    output wire sink$ready;
    output wire [10:0] source$data;
    output wire source$valid;
    input wire source$ready;
    wire [5:0] behind_head;
    wire [5:0] behind_tail;
    wire push;
    wire pop;
    wire words$clock;
    wire words$write;
    wire [5:0] words$write_address;
    wire [10:0] words$write_data;
    wire [5:0] words$read_address;
    wire [10:0] words$read_data;
    card_words_12 words (
        .clock(words$clock),
        .write(words$write),
        .write_address(words$write_address),
        .write_data(words$write_data),
        .read_address(words$read_address),
        .read_data(words$read_data)
    );
    reg [5:0] head$d;
    wire [5:0] head$q;
    wire head$clock;
    card_ended head (
        .d(head$d),
        .q(head$q),
        .clock(head$clock)
    );
    reg [5:0] tail$d;
    wire [5:0] tail$q;
    wire tail$clock;
    card_ended tail (
        .d(tail$d),
        .q(tail$q),
        .clock(tail$clock)
    );
    reg some$d;
    wire some$q;
    wire some$clock;
    card_some some (
        .d(some$d),
        .q(some$q),
        .clock(some$clock)
    );
    reg full$d;
    wire full$q;
    wire full$clock;
    card_some full (
        .d(full$d),
        .q(full$q),
        .clock(full$clock)
    );
    assign head$clock = clock;
    assign tail$clock = clock;
    assign some$clock = clock;
    assign full$clock = clock;
    assign words$clock = clock;
    assign sink$ready = ~full$q;
    assign source$valid = some$q;
    assign push = sink$valid & (~full$q);
    assign pop = source$ready & some$q;
    assign words$write = push;
    assign words$write_address = tail$q;
    assign words$write_data = sink$data;
    assign words$read_address = head$q;
    assign source$data = words$read_data;
    assign behind_head = head$q + 6'd1;
    assign behind_tail = tail$q + 6'd1;
    always_comb begin
        head$d = head$q;
        tail$d = tail$q;
        some$d = some$q;
        full$d = full$q;
        if (push) begin
            tail$d = behind_tail;
        end
        if (pop) begin
            head$d = behind_head;
        end
        if (push & (~pop)) begin
            some$d = 1'b1;
            full$d = behind_tail == head$q;
        end
        if (pop & (~push)) begin
            some$d = behind_head != tail$q;
            full$d = 1'b0;
        end
        if (reset) begin
            head$d = 6'd0;
            tail$d = 6'd0;
            some$d = 1'b0;
            full$d = 1'b0;
        end
    end
endmodule

module card_grant_queue (
    clock,
    reset,
    sink$data,
    sink$valid,
    sink$ready,
    source$data,
    source$valid,
    source$ready
);
    input wire clock;
    input wire reset;
    input wire [10:0] sink$data;
    input wire sink$valid;
    output wire sink$ready;
    output wire [10:0] source$data;
    output wire source$valid;
    input wire source$ready;
    wire [4:0] behind_head;
    wire [4:0] behind_tail;
    wire push;
    wire pop;
    wire words$clock;
    wire words$write;
    wire [4:0] words$write_address;
    wire [10:0] words$write_data;
    wire [4:0] words$read_address;
    wire [10:0] words$read_data;
    card_left_2 words (
        .clock(words$clock),
        .write(words$write),
        .write_address(words$write_address),
        .write_data(words$write_data),
        .read_address(words$read_address),
        .read_data(words$read_data)
    );
    reg [4:0] head$d;
    wire [4:0] head$q;
    wire head$clock;
    card_waiting head (
        .d(head$d),
        .q(head$q),
        .clock(head$clock)
    );
    reg [4:0] tail$d;
    wire [4:0] tail$q;
    wire tail$clock;
    card_waiting tail (
        .d(tail$d),
        .q(tail$q),
        .clock(tail$clock)
    );
    reg some$d;
    wire some$q;
    wire some$clock;
    card_some some (
        .d(some$d),
        .q(some$q),
        .clock(some$clock)
    );
    reg full$d;
    wire full$q;
    wire full$clock;
    card_some full (
        .d(full$d),
        .q(full$q),
        .clock(full$clock)
    );
    assign head$clock = clock;
    assign tail$clock = clock;
    assign some$clock = clock;
    assign full$clock = clock;
    assign words$clock = clock;
    assign sink$ready = ~full$q;
    assign source$valid = some$q;
    assign push = sink$valid & (~full$q);
    assign pop = source$ready & some$q;
    assign words$write = push;
    assign words$write_address = tail$q;
    assign words$write_data = sink$data;
    assign words$read_address = head$q;
    assign source$data = words$read_data;
    assign behind_head = head$q + 5'd1;
    assign behind_tail = tail$q + 5'd1;
    always_comb begin
        head$d = head$q;
        tail$d = tail$q;
        some$d = some$q;
        full$d = full$q;
        if (push) begin
            tail$d = behind_tail;
        end
        if (pop) begin
            head$d = behind_head;
        end
        if (push & (~pop)) begin
            some$d = 1'b1;
            full$d = behind_tail == head$q;
        end
        if (pop & (~push)) begin
            some$d = behind_head != tail$q;
            full$d = 1'b0;
        end
        if (reset) begin
            head$d = 5'd0;
            tail$d = 5'd0;
            some$d = 1'b0;
            full$d = 1'b0;
        end
    end
endmodule

module card_words_13 (
    clock,
    write,
    write_address,
    write_data,
    read_address,
    read_data
);
    input wire clock;
    input wire write;
    input wire [3:0] write_address;
    input wire [10:0] write_data;
    input wire [3:0] read_address;
    output reg [10:0] read_data;
    (* ram_style = "distributed", no_rw_check *) reg [10:0] memory [0:15];
    always @(posedge clock) if (write) memory[write_address] <= write_data;
    always @* read_data = memory[read_address];
endmodule

module card_read_queue (
    clock,
    reset,
    sink$data,
    sink$valid,
    sink$ready,
    source$data,
    source$valid,
    source$ready
);
    input wire clock;
    input wire reset;
    input wire [10:0] sink$data;
    input wire sink$valid;
    output wire sink$ready;
    output wire [10:0] source$data;
    output wire source$valid;
    input wire source$ready;
    wire [3:0] behind_head;
    wire [3:0] behind_tail;
    wire push;
    wire pop;
    wire words$clock;
    wire words$write;
    wire [3:0] words$write_address;
    wire [10:0] words$write_data;
    wire [3:0] words$read_address;
    wire [10:0] words$read_data;
    card_words_13 words (
        .clock(words$clock),
        .write(words$write),
        .write_address(words$write_address),
        .write_data(words$write_data),
        .read_address(words$read_address),
        .read_data(words$read_data)
    );
    reg [3:0] head$d;
    wire [3:0] head$q;
    wire head$clock;
    card_head head (
        .d(head$d),
        .q(head$q),
        .clock(head$clock)
    );
    reg [3:0] tail$d;
    wire [3:0] tail$q;
    wire tail$clock;
    card_head tail (
        .d(tail$d),
        .q(tail$q),
        .clock(tail$clock)
    );
    reg some$d;
    wire some$q;
    wire some$clock;
    card_some some (
        .d(some$d),
        .q(some$q),
        .clock(some$clock)
    );
    reg full$d;
    wire full$q;
    wire full$clock;
    card_some full (
        .d(full$d),
        .q(full$q),
        .clock(full$clock)
    );
    assign head$clock = clock;
    assign tail$clock = clock;
    assign some$clock = clock;
    assign full$clock = clock;
    assign words$clock = clock;
    assign sink$ready = ~full$q;
    assign source$valid = some$q;
    assign push = sink$valid & (~full$q);
    assign pop = source$ready & some$q;
    assign words$write = push;
    assign words$write_address = tail$q;
    assign words$write_data = sink$data;
    assign words$read_address = head$q;
    assign source$data = words$read_data;
    assign behind_head = head$q + 4'd1;
    assign behind_tail = tail$q + 4'd1;
    always_comb begin
        head$d = head$q;
        tail$d = tail$q;
        some$d = some$q;
        full$d = full$q;
        if (push) begin
            tail$d = behind_tail;
        end
        if (pop) begin
            head$d = behind_head;
        end
        if (push & (~pop)) begin
            some$d = 1'b1;
            full$d = behind_tail == head$q;
        end
        if (pop & (~push)) begin
            some$d = behind_head != tail$q;
            full$d = 1'b0;
        end
        if (reset) begin
            head$d = 4'd0;
            tail$d = 4'd0;
            some$d = 1'b0;
            full$d = 1'b0;
        end
    end
endmodule

module card_words_14 (
    clock,
    write,
    write_address,
    write_data,
    read_address,
    read_data
);
    input wire clock;
    input wire write;
    input wire [3:0] write_address;
    input wire [3:0] write_data;
    input wire [3:0] read_address;
    output reg [3:0] read_data;
    (* ram_style = "distributed", no_rw_check *) reg [3:0] memory [0:15];
    always @(posedge clock) if (write) memory[write_address] <= write_data;
    always @* read_data = memory[read_address];
endmodule

module card_ready_queue (
    clock,
    reset,
    sink$data,
    sink$valid,
    sink$ready,
    source$data,
    source$valid,
    source$ready
);
    input wire clock;
    input wire reset;
    input wire [3:0] sink$data;
    input wire sink$valid;
    output wire sink$ready;
    output wire [3:0] source$data;
    output wire source$valid;
    input wire source$ready;
    wire [3:0] behind_head;
    wire [3:0] behind_tail;
    wire push;
    wire pop;
    wire words$clock;
    wire words$write;
    wire [3:0] words$write_address;
    wire [3:0] words$write_data;
    wire [3:0] words$read_address;
    wire [3:0] words$read_data;
    card_words_14 words (
        .clock(words$clock),
        .write(words$write),
        .write_address(words$write_address),
        .write_data(words$write_data),
        .read_address(words$read_address),
        .read_data(words$read_data)
    );
    reg [3:0] head$d;
    wire [3:0] head$q;
    wire head$clock;
    card_head head (
        .d(head$d),
        .q(head$q),
        .clock(head$clock)
    );
    reg [3:0] tail$d;
    wire [3:0] tail$q;
    wire tail$clock;
    card_head tail (
        .d(tail$d),
        .q(tail$q),
        .clock(tail$clock)
    );
    reg some$d;
    wire some$q;
    wire some$clock;
    card_some some (
        .d(some$d),
        .q(some$q),
        .clock(some$clock)
    );
    reg full$d;
    wire full$q;
    wire full$clock;
    card_some full (
        .d(full$d),
        .q(full$q),
        .clock(full$clock)
    );
    assign head$clock = clock;
    assign tail$clock = clock;
    assign some$clock = clock;
    assign full$clock = clock;
    assign words$clock = clock;
    assign sink$ready = ~full$q;
    assign source$valid = some$q;
    assign push = sink$valid & (~full$q);
    assign pop = source$ready & some$q;
    assign words$write = push;
    assign words$write_address = tail$q;
    assign words$write_data = sink$data;
    assign words$read_address = head$q;
    assign source$data = words$read_data;
    assign behind_head = head$q + 4'd1;
    assign behind_tail = tail$q + 4'd1;
    always_comb begin
        head$d = head$q;
        tail$d = tail$q;
        some$d = some$q;
        full$d = full$q;
        if (push) begin
            tail$d = behind_tail;
        end
        if (pop) begin
            head$d = behind_head;
        end
        if (push & (~pop)) begin
            some$d = 1'b1;
            full$d = behind_tail == head$q;
        end
        if (pop & (~push)) begin
            some$d = behind_head != tail$q;
            full$d = 1'b0;
        end
        if (reset) begin
            head$d = 4'd0;
            tail$d = 4'd0;
            some$d = 1'b0;
            full$d = 1'b0;
        end
    end
endmodule

module card_choice (
    clock,
    reset,
    first,
    got$data,
    got$valid,
    got$ready,
    written$data,
    written$valid,
    written$ready,
    granted$data,
    granted$valid,
    granted$ready,
    sent$data,
    sent$valid,
    sent$ready,
    fetched$data,
    fetched$valid,
    fetched$ready,
    read_done$data,
    read_done$valid,
    read_done$ready,
    stored$data,
    stored$valid,
    stored$ready,
    command$data,
    command$valid,
    command$ready,
    serving,
    open,
    refuse,
    resetting,
    due,
    due_kind,
    due_row,
    expire,
    expire_row,
    go_now,
    look,
    look_row,
    look_abort,
    flush,
    local_slot,
    local_free,
    read_slot,
    read_free,
    peer_room,
    credit,
    picked,
    by_slot,
    act,
    decided,
    say,
    block,
    write
);
    input wire clock;
    input wire reset;
    input wire first;
    input wire [169:0] got$data;
    input wire got$valid;
    output reg got$ready;
    input wire [36:0] written$data;
    input wire written$valid;
    output reg written$ready;
    input wire [6:0] granted$data;
    input wire granted$valid;
    output reg granted$ready;
    input wire [35:0] sent$data;
    input wire sent$valid;
    output reg sent$ready;
    input wire [5:0] fetched$data;
    input wire fetched$valid;
    output reg fetched$ready;
    input wire [36:0] read_done$data;
    input wire read_done$valid;
    output reg read_done$ready;
    input wire [5:0] stored$data;
    input wire stored$valid;
    output reg stored$ready;
    input wire [44:0] command$data;
    input wire command$valid;
    output reg command$ready;
    input wire serving;
    input wire open;
    input wire refuse;
    input wire resetting;
    input wire due;
    input wire [4:0] due_kind;
    input wire [5:0] due_row;
    input wire expire;
    input wire [5:0] expire_row;
    input wire go_now;
    input wire look;
    input wire [5:0] look_row;
    input wire look_abort;
    input wire flush;
    input wire [3:0] local_slot;
    input wire local_free;
    input wire [3:0] read_slot;
    input wire read_free;
    input wire peer_room;
    input wire credit;
    output reg [223:0] picked;
    output reg by_slot;
    input wire act;
    input wire [223:0] decided;
    input wire [57:0] say;
    input wire [10:0] block;
    input wire write;
    localparam [4:0] Kind$Arrived = 5'd9;
    localparam [4:0] Kind$Command = 5'd0;
    localparam [4:0] Kind$DropSlot = 5'he;
    localparam [4:0] Kind$Expire = 5'h11;
    localparam [4:0] Kind$Fetch = 5'd2;
    localparam [4:0] Kind$Fetched = 5'd3;
    localparam [4:0] Kind$Go = 5'h13;
    localparam [4:0] Kind$Got = 5'd7;
    localparam [4:0] Kind$Grant = 5'd6;
    localparam [4:0] Kind$Granted = 5'd1;
    localparam [4:0] Kind$Idle = 5'h14;
    localparam [4:0] Kind$Overdue = 5'h12;
    localparam [4:0] Kind$Read = 5'ha;
    localparam [4:0] Kind$ReadDone = 5'hb;
    localparam [4:0] Kind$Replicate = 5'd5;
    localparam [4:0] Kind$Sent = 5'd8;
    localparam [4:0] Kind$Stored = 5'hc;
    localparam [4:0] Kind$Written = 5'd4;
    reg [223:0] brought;
    reg brought_by_slot;
    reg [223:0] begun;
    reg begun_by_slot;
    reg [223:0] chosen;
    reg [169:0] asked;
    reg [4:0] kind;
    wire peer;
    wire push;
    wire fetch_queue$clock;
    wire fetch_queue$reset;
    wire [10:0] fetch_queue$sink$data;
    wire fetch_queue$sink$valid;
    wire fetch_queue$sink$ready;
    wire [10:0] fetch_queue$source$data;
    wire fetch_queue$source$valid;
    reg fetch_queue$source$ready;
    card_fetch_queue fetch_queue (
        .clock(fetch_queue$clock),
        .reset(fetch_queue$reset),
        .sink$data(fetch_queue$sink$data),
        .sink$valid(fetch_queue$sink$valid),
        .sink$ready(fetch_queue$sink$ready),
        .source$data(fetch_queue$source$data),
        .source$valid(fetch_queue$source$valid),
        .source$ready(fetch_queue$source$ready)
    );
    wire grant_queue$clock;
    wire grant_queue$reset;
    wire [10:0] grant_queue$sink$data;
    wire grant_queue$sink$valid;
    wire grant_queue$sink$ready;
    wire [10:0] grant_queue$source$data;
    wire grant_queue$source$valid;
    reg grant_queue$source$ready;
    card_grant_queue grant_queue (
        .clock(grant_queue$clock),
        .reset(grant_queue$reset),
        .sink$data(grant_queue$sink$data),
        .sink$valid(grant_queue$sink$valid),
        .sink$ready(grant_queue$sink$ready),
        .source$data(grant_queue$source$data),
        .source$valid(grant_queue$source$valid),
        .source$ready(grant_queue$source$ready)
    );
    wire read_queue$clock;
    wire read_queue$reset;
    wire [10:0] read_queue$sink$data;
    wire read_queue$sink$valid;
    wire read_queue$sink$ready;
    wire [10:0] read_queue$source$data;
    wire read_queue$source$valid;
    reg read_queue$source$ready;
    card_read_queue read_queue (
        .clock(read_queue$clock),
        .reset(read_queue$reset),
        .sink$data(read_queue$sink$data),
        .sink$valid(read_queue$sink$valid),
        .sink$ready(read_queue$sink$ready),
        .source$data(read_queue$source$data),
        .source$valid(read_queue$source$valid),
        .source$ready(read_queue$source$ready)
    );
    wire ready_queue$clock;
    wire ready_queue$reset;
    wire [3:0] ready_queue$sink$data;
    wire ready_queue$sink$valid;
    wire ready_queue$sink$ready;
    wire [3:0] ready_queue$source$data;
    wire ready_queue$source$valid;
    reg ready_queue$source$ready;
    card_ready_queue ready_queue (
        .clock(ready_queue$clock),
        .reset(ready_queue$reset),
        .sink$data(ready_queue$sink$data),
        .sink$valid(ready_queue$sink$valid),
        .sink$ready(ready_queue$sink$ready),
        .source$data(ready_queue$source$data),
        .source$valid(ready_queue$source$valid),
        .source$ready(ready_queue$source$ready)
    );
    wire arrived_queue$clock;
    wire arrived_queue$reset;
    wire [3:0] arrived_queue$sink$data;
    wire arrived_queue$sink$valid;
    wire arrived_queue$sink$ready;
    wire [3:0] arrived_queue$source$data;
    wire arrived_queue$source$valid;
    reg arrived_queue$source$ready;
    card_ready_queue arrived_queue (
        .clock(arrived_queue$clock),
        .reset(arrived_queue$reset),
        .sink$data(arrived_queue$sink$data),
        .sink$valid(arrived_queue$sink$valid),
        .sink$ready(arrived_queue$sink$ready),
        .source$data(arrived_queue$source$data),
        .source$valid(arrived_queue$source$valid),
        .source$ready(arrived_queue$source$ready)
    );
    function automatic [0:0] cut$6$1(input [5:0] x$);
        cut$6$1 = x$[0:0];
    endfunction
    assign fetch_queue$clock = clock;
    assign grant_queue$clock = clock;
    assign read_queue$clock = clock;
    assign ready_queue$clock = clock;
    assign arrived_queue$clock = clock;
    assign peer = cut$6$1(decided[10:5] >> 5);
    assign push = act & say[21];
    assign read_queue$sink$data = block;
    assign grant_queue$sink$data = block;
    assign fetch_queue$sink$data = block;
    assign read_queue$sink$valid = push & (~write);
    assign grant_queue$sink$valid = (push & write) & peer;
    assign fetch_queue$sink$valid = (push & write) & (~peer);
    assign ready_queue$sink$data = decided[14:11];
    assign ready_queue$sink$valid = act & say[1];
    assign arrived_queue$sink$data = say[7:4];
    assign arrived_queue$sink$valid = act & say[3];
    assign ready_queue$reset = reset;
    assign read_queue$reset = reset;
    assign grant_queue$reset = reset | flush;
    assign arrived_queue$reset = reset | flush;
    assign fetch_queue$reset = reset | (flush & (~first));
    always_comb begin
        brought = decided;
        brought[4:0] = Kind$Stored;
        brought[10:5] = granted$data[5:0];
        brought[19:15] = 5'd0;
        brought[14:11] = stored$data[3:0];
        brought[21:20] = stored$data[5:4];
        brought_by_slot = 1'b1;
        if (sent$valid) begin
            brought[4:0] = Kind$Sent;
            brought[14:11] = sent$data[3:0];
        end else if (granted$valid) begin
            brought[4:0] = Kind$Granted;
            brought[21:20] = {1'd0, granted$data[6]};
            brought_by_slot = 1'b0;
        end else if (got$valid) begin
            brought[4:0] = Kind$Got;
            brought[10:5] = {1'd0, got$data[25:21]};
            if (got$data[20] == first) begin
                brought[10:5] = {1'd0, got$data[25:21]} | 6'h20;
            end
            brought[14:11] = got$data[19:16];
            brought[19:15] = got$data[30:26];
            brought_by_slot = 1'b0;
        end else if (written$valid) begin
            brought[4:0] = Kind$Written;
            brought[14:11] = written$data[3:0];
            brought[21:20] = {1'd0, written$data[36]};
        end else if (fetched$valid) begin
            brought[4:0] = Kind$Fetched;
            brought[14:11] = fetched$data[3:0];
            brought[21:20] = fetched$data[5:4];
        end else if (read_done$valid) begin
            brought[4:0] = Kind$ReadDone;
            brought[14:11] = read_done$data[3:0];
            brought[21:20] = {1'd0, read_done$data[36]};
        end
        begun = decided;
        begun[4:0] = Kind$Idle;
        begun[10:5] = look_row;
        begun[19:15] = 5'd0;
        begun[14:11] = arrived_queue$source$data;
        begun[21:20] = 2'd0;
        begun_by_slot = 1'b0;
        if (expire) begin
            begun[4:0] = Kind$Expire;
            begun[10:5] = expire_row;
        end else if (((serving & first) & ready_queue$source$valid) & credit) begin
            begun[4:0] = Kind$Replicate;
            begun[14:11] = ready_queue$source$data;
            begun_by_slot = 1'b1;
        end else if (serving & go_now) begin
            begun[4:0] = Kind$Go;
        end else if ((serving & grant_queue$source$valid) & peer_room) begin
            begun[4:0] = Kind$Grant;
            begun[10:5] = grant_queue$source$data[5:0];
            begun[19:15] = grant_queue$source$data[10:6];
        end else if ((serving & fetch_queue$source$valid) & local_free) begin
            begun[4:0] = Kind$Fetch;
            begun[10:5] = fetch_queue$source$data[5:0];
            begun[19:15] = fetch_queue$source$data[10:6];
            begun[14:11] = local_slot;
        end else if (read_queue$source$valid & (refuse | (open & read_free))) begin
            begun[4:0] = Kind$Read;
            begun[10:5] = read_queue$source$data[5:0];
            begun[19:15] = read_queue$source$data[10:6];
            begun[14:11] = read_slot;
        end else if (command$valid & ((serving | refuse) | resetting)) begin
            begun[4:0] = Kind$Command;
            begun[10:5] = {1'd0, command$data[4:0]};
            begun[21:20] = {1'd0, ~serving};
        end else if (open & arrived_queue$source$valid) begin
            begun[4:0] = Kind$Arrived;
            begun_by_slot = 1'b1;
        end else if (look) begin
            begun[4:0] = Kind$Overdue;
            begun[21:20] = {1'd0, look_abort};
        end
        chosen = begun;
        by_slot = begun_by_slot;
        if (due) begin
            chosen[4:0] = due_kind;
            chosen[10:5] = due_row;
            chosen[14:11] = due_row[3:0];
            by_slot = due_kind == Kind$DropSlot;
        end else if ((((((sent$valid | granted$valid) | got$valid) | written$valid) | fetched$valid) | read_done$valid) | stored$valid) begin
            chosen = brought;
            by_slot = brought_by_slot;
        end
        asked = got$data;
        asked[7:0] = {6'd0, command$data[6:5]};
        asked[100:69] = command$data[38:7];
        asked[36:31] = command$data[44:39];
        chosen[223:54] = asked;
        chosen[53:22] = written$data[35:4];
        if (got$valid) begin
            chosen[223:54] = got$data;
            chosen[53:22] = asked[164:133];
        end
        if (sent$valid) begin
            chosen[53:22] = sent$data[35:4];
        end
        picked = chosen;
        kind = Kind$Idle;
        if (act) begin
            kind = decided[4:0];
        end
        got$ready = kind == Kind$Got;
        written$ready = kind == Kind$Written;
        granted$ready = kind == Kind$Granted;
        sent$ready = kind == Kind$Sent;
        fetched$ready = kind == Kind$Fetched;
        read_done$ready = kind == Kind$ReadDone;
        stored$ready = kind == Kind$Stored;
        command$ready = kind == Kind$Command;
        ready_queue$source$ready = (kind == Kind$Replicate) & (~say[27]);
        grant_queue$source$ready = kind == Kind$Grant;
        fetch_queue$source$ready = kind == Kind$Fetch;
        read_queue$source$ready = kind == Kind$Read;
        arrived_queue$source$ready = kind == Kind$Arrived;
    end
endmodule

module card_host (
    facts,
    so_far,
    after
);
    input wire [603:0] facts;
    input wire [671:0] so_far;
    output reg [671:0] after;
    localparam [2:0] op_insert = 3'd1;
    localparam [7:0] op_flush = 8'd2;
    localparam [7:0] op_write = 8'd1;
    localparam [7:0] data = 8'd5;
    localparam [7:0] abandon = 8'd6;
    localparam [14:0] interrupted = 15'h21;
    localparam [14:0] transfer_error = 15'd4;
    localparam [14:0] read_error = 15'h281;
    localparam [7:0] t_command = 8'd1;
    localparam [7:0] t_fetched = 8'd7;
    localparam [7:0] t_stored = 8'hd;
    localparam [7:0] t_refused = 8'he;
    localparam [7:0] t_abandoned = 8'h12;
    localparam [7:0] t_fault = 8'h13;
    localparam [4:0] Kind$Command = 5'd0;
    localparam [4:0] Kind$Fetch = 5'd2;
    localparam [4:0] Kind$Fetched = 5'd3;
    localparam [4:0] Kind$Read = 5'ha;
    localparam [4:0] Kind$ReadDone = 5'hb;
    localparam [4:0] Kind$Stored = 5'hc;
    localparam [3:0] Stage$Fetching = 4'd1;
    localparam [3:0] Stage$Given = 4'd5;
    localparam [3:0] Stage$Reading = 4'd7;
    localparam [3:0] Stage$Storing = 4'd8;
    reg [671:0] result;
    wire [4:0] kind;
    wire [223:0] on;
    wire [169:0] came;
    wire [182:0] row;
    reg [182:0] row_next;
    reg [71:0] slot_next;
    reg [83:0] op;
    reg [169:0] frame;
    reg [21:0] answer;
    reg [82:0] log;
    reg [57:0] say;
    assign on = facts[223:0];
    assign came = on[223:54];
    assign kind = on[4:0];
    assign row = facts[406:224];
    always_comb begin
        row_next = so_far[182:0];
        slot_next = so_far[254:183];
        op = so_far[338:255];
        frame = so_far[508:339];
        answer = so_far[530:509];
        log = so_far[613:531];
        say = so_far[671:614];
        case (kind)
            Kind$Command: begin
                row_next[0] = came[7:0] == op_write;
                row_next[32:1] = came[100:69];
                row_next[38:33] = came[36:31];
                row_next[44:39] = came[36:31];
                row_next[50:45] = 6'd0;
                row_next[65:51] = 15'd0;
                row_next[97:66] = facts[571:540];
                row_next[161:130] = 32'd0;
                row_next[162] = 1'b0;
                row_next[163] = 1'b0;
                row_next[164] = 1'b0;
                row_next[165] = 1'b0;
                row_next[166] = 1'b0;
                row_next[170:167] = facts[529:526];
                row_next[171] = 1'b0;
                row_next[181] = 1'b0;
                row_next[172] = 1'b0;
                row_next[182] = 1'b0;
                log[7:0] = t_command;
                log[50:19] = came[100:69];
                log[82:51] = facts[571:540];
                if ((on[21:20] != 2'd0) | facts[530]) begin
                    say[17] = 1'b1;
                    answer[21:7] = interrupted;
                    log[7:0] = t_refused;
                end else if (came[7:0] == op_flush) begin
                    say[17] = 1'b1;
                end else if ((came[7:0] == op_write) & (~facts[535])) begin
                    say[17] = 1'b1;
                    answer[21:7] = interrupted;
                    log[7:0] = t_refused;
                end else begin
                    say[8] = 1'b1;
                    say[34] = came[7:0] == op_write;
                    op[2:0] = op_insert;
                    op[83] = facts[525] & (came[7:0] == op_write);
                    op[9] = came[7:0] != op_write;
                    op[11] = (came[7:0] == op_write) & (~facts[480]);
                    op[43:12] = came[100:69];
                    op[49:44] = came[36:31];
                    op[82:51] = facts[571:540];
                end
            end
            Kind$Fetch: begin
                if (row[165] & facts[480]) begin
                    say[46:41] = facts[521:516];
                    say[2] = row[162];
                    frame[7:0] = abandon;
                    frame[36:31] = facts[521:516];
                end else begin
                    say[18] = 1'b1;
                    say[10] = 1'b1;
                    slot_next[3:0] = Stage$Fetching;
                    slot_next[9:4] = on[10:5];
                    slot_next[14:10] = on[19:15];
                    say[21] = facts[522] & facts[480];
                end
            end
            Kind$Fetched: begin
                log[7:0] = t_fetched;
                if ((~facts[480]) & (~facts[481])) begin
                    say[11] = 1'b1;
                end else if (on[21:20] != 2'd0) begin
                    say[11] = 1'b1;
                    say[46:41] = 6'd1;
                    say[33] = facts[531];
                    row_next[171] = row[171] & (~facts[531]);
                    row_next[65:51] = transfer_error;
                    say[2] = (~facts[480]) | row[162];
                    frame[7:0] = abandon;
                    frame[36:31] = 6'd1;
                    log[7:0] = t_abandoned;
                end else if (facts[480]) begin
                    say[0] = 1'b1;
                end else begin
                    slot_next[3:0] = Stage$Given;
                    say[2] = 1'b1;
                    frame[7:0] = data;
                    frame[165] = 1'b1;
                    frame[36:31] = {2'd0, on[14:11]};
                end
            end
            Kind$Read: begin
                if (row[166]) begin
                    say[46:41] = facts[521:516];
                end else begin
                    say[20] = 1'b1;
                    say[10] = 1'b1;
                    slot_next[3:0] = Stage$Reading;
                    slot_next[9:4] = on[10:5];
                    slot_next[14:10] = on[19:15];
                    say[21] = facts[522];
                end
            end
            Kind$ReadDone: begin
                if (row[166]) begin
                    say[11] = 1'b1;
                    say[46:41] = 6'd1;
                end else if (on[21:20] != 2'd0) begin
                    say[11] = 1'b1;
                    say[46:41] = 6'd1;
                    row_next[65:51] = read_error;
                    log[7:0] = t_fault;
                end else begin
                    say[19] = 1'b1;
                    slot_next[3:0] = Stage$Storing;
                end
            end
            Kind$Stored: begin
                log[7:0] = t_stored;
                say[11] = 1'b1;
                say[46:41] = 6'd1;
                if (on[21:20] != 2'd0) begin
                    row_next[65:51] = transfer_error;
                end
            end
            default: begin
            end
        endcase
        result = so_far;
        result[182:0] = row_next;
        result[254:183] = slot_next;
        result[338:255] = op;
        result[508:339] = frame;
        result[530:509] = answer;
        result[613:531] = log;
        result[671:614] = say;
        after = result;
    end
endmodule

module card_order (
    facts,
    so_far,
    after
);
    input wire [603:0] facts;
    input wire [671:0] so_far;
    output reg [671:0] after;
    localparam [2:0] op_park = 3'd4;
    localparam [7:0] fwd = 8'd3;
    localparam [7:0] grant = 8'd4;
    localparam [7:0] abandon = 8'd6;
    localparam [7:0] rep_header = 8'd7;
    localparam [7:0] rep = 8'd8;
    localparam [7:0] ack = 8'd9;
    localparam [7:0] fin = 8'ha;
    localparam [7:0] flag_kept = 8'd2;
    localparam [7:0] flag_held = 8'd8;
    localparam [14:0] interrupted = 15'h21;
    localparam [14:0] write_fault = 15'h280;
    localparam [7:0] t_refused = 8'he;
    localparam [7:0] t_exclusive = 8'd3;
    localparam [7:0] t_forwarded = 8'd4;
    localparam [7:0] t_reading = 8'd5;
    localparam [7:0] t_durable = 8'd9;
    localparam [7:0] t_sent = 8'ha;
    localparam [7:0] t_fault = 8'h13;
    localparam [4:0] Kind$Arrived = 5'd9;
    localparam [4:0] Kind$Grant = 5'd6;
    localparam [4:0] Kind$Granted = 5'd1;
    localparam [4:0] Kind$Replicate = 5'd5;
    localparam [4:0] Kind$Sent = 5'd8;
    localparam [4:0] Kind$Written = 5'd4;
    localparam [3:0] Stage$Ready = 4'd3;
    localparam [3:0] Stage$Replicated = 4'd4;
    localparam [3:0] Stage$Writing = 4'd2;
    reg [671:0] result;
    wire [4:0] kind;
    wire [223:0] on;
    wire [182:0] row;
    wire [71:0] slot;
    reg [182:0] row_next;
    reg [71:0] slot_next;
    reg [83:0] op;
    reg [169:0] frame;
    reg [21:0] answer;
    reg [82:0] log;
    reg [57:0] say;
    wire with_data;
    wire goes_unasked;
    wire [3:0] stage;
    function automatic [0:0] cut$32$1(input [31:0] x$);
        cut$32$1 = x$[0:0];
    endfunction
    assign on = facts[223:0];
    assign kind = on[4:0];
    assign row = facts[406:224];
    assign slot = facts[478:407];
    assign stage = slot[3:0];
    assign with_data = (facts[482] | facts[524]) | (~row[164]);
    assign goes_unasked = facts[532] & (~cut$32$1(row[161:130]));
    always_comb begin
        row_next = so_far[182:0];
        slot_next = so_far[254:183];
        op = so_far[338:255];
        frame = so_far[508:339];
        answer = so_far[530:509];
        log = so_far[613:531];
        say = so_far[671:614];
        case (kind)
            Kind$Granted: begin
                if (((~facts[479]) | row[181]) | ((facts[483] & row[164]) & (~row[162]))) begin
                    log[7:0] = 8'd0;
                end else if ((((on[21:20] != 2'd0) & row[171]) & (~row[172])) & facts[480]) begin
                    row_next[181] = 1'b1;
                end else if (on[21:20] != 2'd0) begin
                    say[9] = 1'b1;
                    say[17] = facts[482];
                    answer[5] = ~row[165];
                    answer[21:7] = interrupted;
                    say[2] = ((~facts[482]) & facts[481]) & (~row[166]);
                    frame[7:0] = fin;
                    frame[164:133] = {17'd0, interrupted};
                    frame[19:16] = row[180:177];
                    say[12] = row[172];
                    say[16:13] = row[176:173];
                    log[7:0] = t_refused;
                end else if (row[166]) begin
                    say[46:41] = row[44:39];
                end else if ((facts[483] & row[0]) & (~row[162])) begin
                    if (facts[481]) begin
                        say[2] = 1'b1;
                        frame[7:0] = fwd;
                        row_next[164] = 1'b1;
                        row_next[163] = 1'b0;
                        log[7:0] = t_forwarded;
                        row_next[171] = goes_unasked;
                        say[32] = goes_unasked;
                        say[21] = goes_unasked;
                        say[26:22] = 5'd0;
                        frame[164:133] = {31'd0, goes_unasked};
                    end else begin
                        op[2:0] = op_park;
                    end
                end else begin
                    row_next[163] = 1'b1;
                    log[7:0] = t_exclusive;
                    if (~row[0]) begin
                        log[7:0] = t_reading;
                    end
                    say[26:22] = 5'd0;
                    say[21] = (~row[0]) | facts[480];
                    if (row[171] & facts[480]) begin
                        say[26:22] = 5'd1;
                        say[21] = row[38:33] > 6'd1;
                        say[3] = row[172];
                        say[7:4] = row[176:173];
                        row_next[172] = 1'b0;
                    end
                    if (row[0] & facts[480]) begin
                        row_next[129:98] = facts[603:572];
                        say[40:35] = row[38:33];
                    end
                end
            end
            Kind$Written: begin
                log[7:0] = t_durable;
                slot_next[46:15] = on[53:22];
                if (facts[480]) begin
                    slot_next[3:0] = Stage$Ready;
                    say[1] = ~slot[68];
                    if (slot[69]) begin
                        slot_next[3:0] = Stage$Replicated;
                    end
                    if (on[21:20] != 2'd0) begin
                        slot_next[71] = 1'b1;
                        log[7:0] = t_fault;
                        say[56] = slot[69];
                        say[0] = slot[69];
                    end else begin
                        say[57] = (~facts[482]) & (~facts[539]);
                        if (slot[69] & slot[70]) begin
                            say[11] = 1'b1;
                            say[29] = (~facts[482]) & (~facts[531]);
                            say[46:41] = 6'd1;
                        end
                    end
                end else if (on[21:20] != 2'd0) begin
                    say[56] = 1'b1;
                    say[11] = 1'b1;
                    log[7:0] = t_fault;
                end else begin
                    say[57] = ~facts[539];
                    say[11] = 1'b1;
                    say[46:41] = 6'd1;
                    say[33] = facts[531];
                    row_next[171] = row[171] & (~facts[531]);
                    if (facts[482]) begin
                        say[52:47] = row[50:45] - 6'd1;
                    end
                    row_next[161:130] = row[161:130] | (32'd1 << on[19:15]);
                    say[2] = 1'b1;
                    frame[7:0] = ack;
                    frame[36:31] = 6'd1;
                end
            end
            Kind$Replicate: begin
                say[2] = 1'b1;
                log[7:0] = t_sent;
                if (slot[71]) begin
                    say[11] = 1'b1;
                    say[29] = (~facts[482]) & (~facts[531]);
                    say[46:41] = 6'd1;
                    row_next[65:51] = write_fault;
                    say[2] = row[162] | (~facts[482]);
                    frame[7:0] = abandon;
                    frame[36:31] = 6'd1;
                    log[7:0] = t_fault;
                end else if (~row[162]) begin
                    frame[7:0] = rep_header;
                    frame[132:101] = row[129:98];
                    frame[164:133] = {26'd0, row[44:39]};
                    row_next[162] = 1'b1;
                    if (facts[534]) begin
                        frame[15:8] = flag_held;
                    end
                    say[27] = 1'b1;
                end else begin
                    if ((~facts[482]) & row[164]) begin
                        frame[15:8] = ({4'd0, slot[50:47]} << 4) | flag_kept;
                    end
                    frame[7:0] = rep;
                    frame[36:31] = {2'd0, on[14:11]};
                    frame[100:69] = {16'd0, slot[66:51]};
                    frame[132:101] = row[129:98] + {27'd0, on[19:15]};
                    frame[164:133] = slot[46:15];
                    frame[165] = with_data;
                    if (stage == Stage$Writing) begin
                        slot_next[69] = 1'b1;
                    end else begin
                        slot_next[3:0] = Stage$Replicated;
                    end
                    slot_next[67] = with_data;
                    say[30] = with_data;
                end
            end
            Kind$Grant: begin
                say[2] = 1'b1;
                say[28] = 1'b1;
                frame[7:0] = grant;
                say[21] = facts[522];
                log[7:0] = t_sent;
            end
            Kind$Sent: begin
                slot_next[46:15] = on[53:22];
            end
            Kind$Arrived: begin
                say[0] = row[163];
                say[3] = ~row[163];
            end
            default: begin
            end
        endcase
        result = so_far;
        result[182:0] = row_next;
        result[254:183] = slot_next;
        result[338:255] = op;
        result[508:339] = frame;
        result[530:509] = answer;
        result[613:531] = log;
        result[671:614] = say;
        after = result;
    end
endmodule

module card_orderer (
    facts,
    so_far,
    after
);
    input wire [603:0] facts;
    input wire [671:0] so_far;
    output reg [671:0] after;
    localparam [2:0] op_insert = 3'd1;
    localparam [7:0] fwd = 8'd3;
    localparam [7:0] data = 8'd5;
    localparam [7:0] abandon = 8'd6;
    localparam [7:0] ack = 8'd9;
    localparam [7:0] fin = 8'ha;
    localparam [14:0] interrupted = 15'h21;
    localparam [7:0] t_refused = 8'he;
    localparam [7:0] t_abandoned = 8'h12;
    localparam [7:0] t_acknowledged = 8'h14;
    localparam [4:0] Kind$Got = 5'd7;
    localparam [3:0] Stage$Arrived = 4'd6;
    localparam [3:0] Stage$Replicated = 4'd4;
    localparam [3:0] Stage$Writing = 4'd2;
    reg [671:0] result;
    wire [4:0] kind;
    wire [3:0] stage;
    wire [223:0] on;
    wire [169:0] came;
    wire [182:0] row;
    wire [71:0] slot;
    reg [182:0] row_next;
    reg [71:0] slot_next;
    reg [83:0] op;
    reg [169:0] frame;
    reg [82:0] log;
    reg [57:0] say;
    wire replicated;
    wire ahead;
    function automatic [0:0] cut$32$1(input [31:0] x$);
        cut$32$1 = x$[0:0];
    endfunction
    function automatic [3:0] cut$6$4(input [5:0] x$);
        cut$6$4 = x$[3:0];
    endfunction
    assign on = facts[223:0];
    assign came = on[223:54];
    assign kind = on[4:0];
    assign row = facts[406:224];
    assign slot = facts[478:407];
    assign stage = slot[3:0];
    assign replicated = stage == Stage$Replicated;
    assign ahead = ((stage == Stage$Writing) & slot[69]) & (~slot[70]);
    always_comb begin
        row_next = so_far[182:0];
        slot_next = so_far[254:183];
        op = so_far[338:255];
        frame = so_far[508:339];
        log = so_far[613:531];
        say = so_far[671:614];
        if ((kind == Kind$Got) & facts[480]) begin
            if (came[7:0] == fwd) begin
                if ((facts[482] | facts[479]) | (~facts[536])) begin
                    say[56] = 1'b1;
                end else if ((~facts[535]) & (~cut$32$1(came[164:133]))) begin
                    say[2] = 1'b1;
                    frame[7:0] = fin;
                    frame[68:37] = came[68:37];
                    frame[164:133] = {17'd0, interrupted};
                    log[7:0] = t_refused;
                end else if (cut$32$1(came[164:133]) & (~facts[533])) begin
                    say[56] = 1'b1;
                end else begin
                    say[8] = 1'b1;
                    row_next[171] = cut$32$1(came[164:133]);
                    row_next[172] = 1'b0;
                    row_next[182] = 1'b0;
                    row_next[181] = ~facts[535];
                    row_next[0] = 1'b1;
                    row_next[32:1] = came[100:69];
                    row_next[38:33] = came[36:31];
                    row_next[44:39] = came[36:31];
                    row_next[65:51] = 15'd0;
                    row_next[97:66] = came[68:37];
                    row_next[162] = 1'b0;
                    row_next[163] = 1'b0;
                    row_next[164] = 1'b1;
                    row_next[165] = 1'b0;
                    row_next[166] = 1'b0;
                    row_next[170:167] = facts[529:526];
                    if (facts[535]) begin
                        op[2:0] = op_insert;
                    end
                    op[9] = 1'b0;
                    op[83] = facts[525];
                    op[43:12] = came[100:69];
                    op[49:44] = came[36:31];
                    op[82:51] = came[68:37];
                end
            end else if ((~facts[479]) | (~facts[537])) begin
                say[56] = 1'b1;
            end else if (row[181]) begin
                say[11] = came[165];
                say[9] = 1'b1;
                say[2] = 1'b1;
                frame[7:0] = fin;
                frame[19:16] = cut$6$4(came[36:31]);
                frame[164:133] = {17'd0, interrupted};
                log[7:0] = t_refused;
            end else if (came[7:0] == data) begin
                if (facts[482] | (~(row[163] | facts[531]))) begin
                    say[56] = 1'b1;
                end else begin
                    say[10] = 1'b1;
                    say[0] = row[163];
                    slot_next[3:0] = Stage$Arrived;
                    row_next[172] = ~row[163];
                    row_next[176:173] = on[14:11];
                    row_next[180:177] = cut$6$4(came[36:31]);
                end
            end else if (came[7:0] == abandon) begin
                say[46:41] = came[36:31];
                say[29] = ~facts[531];
                log[7:0] = t_abandoned;
            end else if (((came[7:0] == ack) & (replicated | ahead)) & facts[538]) begin
                say[31] = slot[67];
                if (replicated) begin
                    say[11] = 1'b1;
                    say[29] = (~facts[482]) & (~facts[531]);
                    say[46:41] = 6'd1;
                end else begin
                    slot_next[70] = 1'b1;
                end
                log[7:0] = t_acknowledged;
            end else begin
                say[56] = 1'b1;
            end
        end
        result = so_far;
        result[182:0] = row_next;
        result[254:183] = slot_next;
        result[338:255] = op;
        result[508:339] = frame;
        result[613:531] = log;
        result[671:614] = say;
        after = result;
    end
endmodule

module card_follower (
    facts,
    so_far,
    after
);
    input wire [603:0] facts;
    input wire [671:0] so_far;
    output reg [671:0] after;
    localparam [2:0] op_insert = 3'd1;
    localparam [2:0] op_convert = 3'd3;
    localparam [7:0] grant = 8'd4;
    localparam [7:0] abandon = 8'd6;
    localparam [7:0] rep_header = 8'd7;
    localparam [7:0] rep = 8'd8;
    localparam [7:0] ack = 8'd9;
    localparam [7:0] fin = 8'ha;
    localparam [7:0] rel = 8'hb;
    localparam [7:0] go_frame = 8'h10;
    localparam [14:0] write_fault = 15'h280;
    localparam [7:0] t_go = 8'h11;
    localparam [7:0] t_abandoned = 8'h12;
    localparam [4:0] Kind$Got = 5'd7;
    localparam [3:0] Stage$Arrived = 4'd6;
    localparam [3:0] Stage$Given = 4'd5;
    reg [671:0] result;
    wire [4:0] kind;
    wire [3:0] stage;
    wire [223:0] on;
    wire [169:0] came;
    wire [182:0] row;
    wire [71:0] slot;
    reg [182:0] row_next;
    reg [71:0] slot_next;
    reg [83:0] op;
    reg [169:0] frame;
    reg [82:0] log;
    reg [57:0] say;
    wire known;
    function automatic [14:0] cut$32$15(input [31:0] x$);
        cut$32$15 = x$[14:0];
    endfunction
    function automatic [5:0] cut$32$6(input [31:0] x$);
        cut$32$6 = x$[5:0];
    endfunction
    function automatic [3:0] cut$6$4(input [5:0] x$);
        cut$6$4 = x$[3:0];
    endfunction
    function automatic [0:0] cut$8$1(input [7:0] x$);
        cut$8$1 = x$[0:0];
    endfunction
    assign on = facts[223:0];
    assign came = on[223:54];
    assign kind = on[4:0];
    assign row = facts[406:224];
    assign slot = facts[478:407];
    assign stage = slot[3:0];
    assign known = facts[479] & facts[537];
    always_comb begin
        row_next = so_far[182:0];
        slot_next = so_far[254:183];
        op = so_far[338:255];
        frame = so_far[508:339];
        log = so_far[613:531];
        say = so_far[671:614];
        if ((kind == Kind$Got) & (~facts[480])) begin
            if (came[7:0] == go_frame) begin
                say[55] = 1'b1;
                log[7:0] = t_go;
            end else if (came[7:0] == rep_header) begin
                if (~facts[536]) begin
                    say[56] = 1'b1;
                end else if (facts[482]) begin
                    if (known) begin
                        row_next[162] = 1'b1;
                        row_next[182] = cut$8$1(came[15:8] >> 3);
                        row_next[129:98] = came[132:101];
                        say[52:47] = cut$32$6(came[164:133]);
                        op[2:0] = op_convert;
                    end else begin
                        say[56] = facts[481];
                    end
                end else begin
                    row_next[44:39] = cut$32$6(came[164:133]);
                    row_next[162] = 1'b1;
                    row_next[182] = cut$8$1(came[15:8] >> 3);
                    row_next[166] = 1'b0;
                    row_next[129:98] = came[132:101];
                    if (~facts[479]) begin
                        say[8] = 1'b1;
                        row_next[0] = 1'b1;
                        row_next[32:1] = came[100:69];
                        row_next[38:33] = came[36:31];
                        row_next[65:51] = 15'd0;
                        row_next[97:66] = came[68:37];
                        row_next[163] = 1'b0;
                        row_next[165] = 1'b0;
                        row_next[171] = 1'b0;
                        row_next[172] = 1'b0;
                        row_next[181] = 1'b0;
                        op[2:0] = op_insert;
                        op[9] = 1'b0;
                        op[10] = 1'b1;
                        op[43:12] = came[100:69];
                        op[49:44] = came[36:31];
                        op[82:51] = came[68:37];
                    end else if (~known) begin
                        say[56] = 1'b1;
                    end
                end
            end else if (came[7:0] == rep) begin
                if (facts[482] & (~known)) begin
                    say[11] = came[165];
                    say[2] = 1'b1;
                    frame[7:0] = ack;
                    frame[19:16] = cut$6$4(came[36:31]);
                    frame[68:37] = came[68:37];
                    say[56] = facts[481];
                end else if ((~known) | (~row[162])) begin
                    say[56] = 1'b1;
                end else if (came[165] | (((stage == Stage$Given) & facts[538]) & facts[539])) begin
                    say[10] = 1'b1;
                    say[12] = came[165] & cut$8$1(came[15:8] >> 1);
                    say[0] = row[163];
                    slot_next[3:0] = Stage$Arrived;
                    say[3] = ~row[163];
                end else begin
                    say[56] = 1'b1;
                    say[57] = ~facts[539];
                end
            end else if (~known) begin
                say[56] = came[7:0] != fin;
            end else if (came[7:0] == rel) begin
                say[53] = row[182];
                say[56] = ~row[182];
                row_next[182] = 1'b0;
            end else if (came[7:0] == abandon) begin
                say[46:41] = came[36:31];
                log[7:0] = t_abandoned;
                if (facts[482]) begin
                    if (row[162]) begin
                        say[52:47] = row[50:45] - came[36:31];
                    end
                    say[33] = facts[531];
                    row_next[171] = row[171] & (~facts[531]);
                    row_next[65:51] = write_fault;
                    say[11] = (stage == Stage$Given) & facts[538];
                end
            end else if (~facts[482]) begin
                say[56] = 1'b1;
            end else if (came[7:0] == grant) begin
                if (~row[164]) begin
                    say[56] = 1'b1;
                end else if (facts[523] | row[165]) begin
                    say[46:41] = 6'd1;
                    say[2] = 1'b1;
                    frame[7:0] = abandon;
                    frame[36:31] = 6'd1;
                end else begin
                    say[21] = 1'b1;
                    say[26:22] = on[19:15];
                end
            end else if (came[7:0] == fin) begin
                row_next[65:51] = cut$32$15(came[164:133]);
                say[46:41] = row[44:39];
                say[33] = row[171];
                say[11] = (stage == Stage$Given) & facts[538];
            end else begin
                say[56] = 1'b1;
            end
        end
        result = so_far;
        result[182:0] = row_next;
        result[254:183] = slot_next;
        result[338:255] = op;
        result[508:339] = frame;
        result[613:531] = log;
        result[671:614] = say;
        after = result;
    end
endmodule

module card_hold (
    facts,
    so_far,
    after
);
    input wire [603:0] facts;
    input wire [671:0] so_far;
    output reg [671:0] after;
    localparam [31:0] ones = 32'hffffffff;
    localparam [2:0] op_release = 3'd2;
    localparam [2:0] op_park = 3'd4;
    localparam [2:0] op_retry = 3'd5;
    localparam [7:0] go_frame = 8'h10;
    localparam [7:0] fin = 8'ha;
    localparam [7:0] t_refused = 8'he;
    localparam [14:0] interrupted = 15'h21;
    localparam [14:0] abort_requested = 15'd7;
    localparam [7:0] t_go = 8'h11;
    localparam [4:0] Kind$DropRow = 5'hd;
    localparam [4:0] Kind$DropSlot = 5'he;
    localparam [4:0] Kind$Expire = 5'h11;
    localparam [4:0] Kind$Go = 5'h13;
    localparam [4:0] Kind$Overdue = 5'h12;
    localparam [4:0] Kind$Resume = 5'h10;
    localparam [4:0] Kind$SettleRow = 5'hf;
    localparam [3:0] Stage$Arrived = 4'd6;
    localparam [3:0] Stage$Free = 4'd0;
    localparam [3:0] Stage$Given = 4'd5;
    localparam [3:0] Stage$Ready = 4'd3;
    localparam [3:0] Stage$Replicated = 4'd4;
    reg [671:0] result;
    wire [4:0] kind;
    wire [3:0] stage;
    wire [223:0] on;
    wire [182:0] row;
    wire [71:0] slot;
    reg [182:0] row_next;
    reg [71:0] slot_next;
    reg [83:0] op;
    reg [169:0] frame;
    reg [21:0] answer;
    reg [82:0] log;
    reg [57:0] say;
    wire [3:0] waited;
    wire expects;
    wire whole;
    assign on = facts[223:0];
    assign kind = on[4:0];
    assign row = facts[406:224];
    assign slot = facts[478:407];
    assign stage = slot[3:0];
    assign expects = (facts[480] & row[171]) & (~row[172]);
    assign whole = &(row[161:130] | (ones << row[38:33]));
    assign waited = facts[529:526] - row[170:167];
    always_comb begin
        row_next = so_far[182:0];
        slot_next = so_far[254:183];
        op = so_far[338:255];
        frame = so_far[508:339];
        answer = so_far[530:509];
        log = so_far[613:531];
        say = so_far[671:614];
        case (kind)
            Kind$DropRow: begin
                if (facts[479]) begin
                    row_next[162] = 1'b0;
                    row_next[171] = 1'b0;
                    row_next[172] = 1'b0;
                    row_next[182] = 1'b0;
                    if (facts[483] & row[0]) begin
                        row_next[44:39] = row[38:33];
                        row_next[164] = 1'b0;
                        row_next[163] = 1'b0;
                        if (row[164] | row[163]) begin
                            op[2:0] = op_park;
                        end
                    end
                    if ((~facts[480]) & (~facts[482])) begin
                        if (row[163]) begin
                            op[2:0] = op_release;
                            say[9] = 1'b1;
                        end else begin
                            row_next[166] = 1'b1;
                        end
                    end
                    if (facts[480] & (~facts[482])) begin
                        row_next[164] = 1'b0;
                        row_next[166] = ~row[163];
                        if (row[163]) begin
                            row_next[44:39] = 6'd0;
                        end
                        say[9] = row[181];
                    end
                end
            end
            Kind$DropSlot: begin
                if (facts[480]) begin
                    if (stage == Stage$Replicated) begin
                        slot_next[3:0] = Stage$Ready;
                        say[1] = 1'b1;
                    end
                    if ((stage == Stage$Replicated) | (stage == Stage$Ready)) begin
                        if (~facts[482]) begin
                            say[28] = 1'b1;
                            row_next[44:39] = row[44:39] + 6'd1;
                        end
                    end else if ((stage == Stage$Free) | (stage == Stage$Arrived)) begin
                        say[11] = 1'b1;
                    end
                end else begin
                    if (((stage == Stage$Given) | (stage == Stage$Arrived)) | (stage == Stage$Free)) begin
                        say[11] = 1'b1;
                    end
                end
            end
            Kind$SettleRow: begin
                if ((((facts[479] & facts[480]) & (~facts[482])) & row[163]) & (row[44:39] == 6'd0)) begin
                    op[2:0] = op_release;
                    say[9] = 1'b1;
                end
            end
            Kind$Resume: begin
                if ((facts[479] & row[0]) & facts[482]) begin
                    if (row[165] | whole) begin
                        row_next[166] = 1'b1;
                    end
                    row_next[44:39] = row[38:33];
                    op[2:0] = op_retry;
                end
            end
            Kind$Expire: begin
                if ((facts[479] & (~row[0])) & row[163]) begin
                    row_next[65:51] = interrupted;
                    row_next[166] = 1'b1;
                end else if (facts[479] & (~row[165])) begin
                    row_next[165] = 1'b1;
                    row_next[166] = (~row[163]) & (facts[480] | (~row[0]));
                    say[17] = 1'b1;
                    answer[6] = 1'b0;
                    answer[21:7] = interrupted;
                end
            end
            Kind$Overdue: begin
                if (((((((facts[479] & (~row[163])) & (~row[162])) & (~row[166])) & (~row[181])) & (((waited > 4'd8) | (facts[530] & facts[482])) | (on[21:20] != 2'd0))) & (facts[481] | (on[21:20] == 2'd0))) & (facts[480] | (facts[482] & (~row[164])))) begin
                    op[2:0] = op_release;
                    row_next[181] = expects;
                    say[9] = ~expects;
                    frame[19:16] = row[180:177];
                    say[12] = row[172];
                    say[16:13] = row[176:173];
                    say[17] = facts[482];
                    answer[5] = ~row[165];
                    answer[21:7] = interrupted;
                    if (on[21:20] != 2'd0) begin
                        answer[21:7] = abort_requested;
                    end
                    say[2] = (~facts[482]) & (~expects);
                    frame[7:0] = fin;
                    frame[164:133] = {17'd0, interrupted};
                    log[7:0] = t_refused;
                end
            end
            Kind$Go: begin
                say[2] = 1'b1;
                frame[7:0] = go_frame;
                frame[20] = 1'b0;
                frame[25:21] = 5'd0;
                say[55] = 1'b1;
                frame[164:133] = {31'd0, facts[533]};
                log[7:0] = t_go;
            end
            default: begin
            end
        endcase
        result = so_far;
        result[182:0] = row_next;
        result[254:183] = slot_next;
        result[338:255] = op;
        result[508:339] = frame;
        result[530:509] = answer;
        result[613:531] = log;
        result[671:614] = say;
        after = result;
    end
endmodule

module card_ruled (
    d,
    q,
    clock
);
    input wire [671:0] d;
    output reg [671:0] q;
    input wire clock;
    initial q = 672'd0;
    always @(posedge clock) q <= d;
endmodule

module card_rules (
    clock,
    on,
    row,
    slot,
    live,
    first,
    serving,
    modes,
    lap,
    resetting,
    unasked_room,
    fast,
    parallel,
    path_enable,
    fits,
    same_write,
    same_block,
    same_crc,
    epoch,
    session,
    wseq,
    oseq,
    row_next,
    slot_next,
    op,
    frame,
    answer,
    trace,
    say,
    host_job,
    path_job,
    area_read,
    block
);
    input wire clock;
    input wire [223:0] on;
    input wire [182:0] row;
    input wire [71:0] slot;
    input wire live;
    input wire first;
    input wire serving;
    input wire [3:0] modes;
    input wire [3:0] lap;
    input wire resetting;
    input wire unasked_room;
    input wire fast;
    input wire parallel;
    input wire [4:0] path_enable;
    input wire fits;
    input wire same_write;
    input wire same_block;
    input wire same_crc;
    input wire [15:0] epoch;
    input wire [15:0] session;
    input wire [31:0] wseq;
    input wire [31:0] oseq;
    output reg [182:0] row_next;
    output reg [71:0] slot_next;
    output reg [83:0] op;
    output reg [169:0] frame;
    output reg [21:0] answer;
    output reg [82:0] trace;
    output reg [57:0] say;
    output reg [13:0] host_job;
    output reg [141:0] path_job;
    output reg [35:0] area_read;
    output reg [10:0] block;
    localparam [2:0] op_release = 3'd2;
    localparam [2:0] op_park = 3'd4;
    localparam [7:0] rel = 8'hb;
    localparam [7:0] t_got = 8'hb;
    localparam [7:0] t_writing = 8'd8;
    localparam [7:0] t_released = 8'd6;
    localparam [7:0] t_answered = 8'hc;
    localparam [7:0] t_fault = 8'h13;
    localparam [4:0] Kind$Got = 5'd7;
    localparam [3:0] Stage$Free = 4'd0;
    localparam [3:0] Stage$Writing = 4'd2;
    reg [603:0] facts;
    wire [169:0] came;
    wire own;
    wire unit;
    reg [4:0] needed;
    wire [5:0] rest;
    wire [31:0] lba;
    reg [671:0] still;
    reg [83:0] op_none;
    reg [169:0] frame_none;
    reg [21:0] answer_none;
    reg [82:0] log_none;
    reg [57:0] say_none;
    reg [182:0] next;
    reg [71:0] new_slot;
    reg [83:0] request;
    reg [21:0] reply;
    reg [169:0] message;
    reg [82:0] log;
    wire [57:0] said;
    reg [57:0] ends;
    wire [5:0] left;
    wire last;
    reg [132:0] write;
    reg [603:0] host$facts;
    reg [671:0] host$so_far;
    wire [671:0] host$after;
    card_host host (
        .facts(host$facts),
        .so_far(host$so_far),
        .after(host$after)
    );
    reg [603:0] order$facts;
    wire [671:0] order$so_far;
    wire [671:0] order$after;
    card_order order (
        .facts(order$facts),
        .so_far(order$so_far),
        .after(order$after)
    );
    reg [603:0] orderer$facts;
    wire [671:0] orderer$so_far;
    wire [671:0] orderer$after;
    card_orderer orderer (
        .facts(orderer$facts),
        .so_far(orderer$so_far),
        .after(orderer$after)
    );
    reg [603:0] follower$facts;
    wire [671:0] follower$so_far;
    wire [671:0] follower$after;
    card_follower follower (
        .facts(follower$facts),
        .so_far(follower$so_far),
        .after(follower$after)
    );
    reg [603:0] hold$facts;
    wire [671:0] hold$so_far;
    wire [671:0] hold$after;
    card_hold hold (
        .facts(hold$facts),
        .so_far(hold$so_far),
        .after(hold$after)
    );
    reg [671:0] ruled$d;
    wire [671:0] ruled$q;
    wire ruled$clock;
    card_ruled ruled (
        .d(ruled$d),
        .q(ruled$q),
        .clock(ruled$clock)
    );
    function automatic [0:0] cut$32$1(input [31:0] x$);
        cut$32$1 = x$[0:0];
    endfunction
    function automatic [15:0] cut$32$16(input [31:0] x$);
        cut$32$16 = x$[15:0];
    endfunction
    function automatic [0:0] cut$6$1(input [5:0] x$);
        cut$6$1 = x$[0:0];
    endfunction
    function automatic [3:0] cut$6$4(input [5:0] x$);
        cut$6$4 = x$[3:0];
    endfunction
    function automatic [4:0] cut$6$5(input [5:0] x$);
        cut$6$5 = x$[4:0];
    endfunction
    function automatic [3:0] cut$8$4(input [7:0] x$);
        cut$8$4 = x$[3:0];
    endfunction
    assign ruled$clock = clock;
    assign came = on[223:54];
    assign own = ~cut$6$1(on[10:5] >> 5);
    assign unit = own ^ first;
    assign lba = row[32:1] + {27'd0, on[19:15]};
    assign rest = row[38:33] - {1'd0, on[19:15]};
    assign order$so_far = host$after;
    assign orderer$so_far = order$after;
    assign follower$so_far = orderer$after;
    assign hold$so_far = follower$after;
    assign said = ruled$q[671:614];
    assign left = row[44:39] - said[46:41];
    assign last = row[44:39] == said[46:41];
    always_comb begin
        ruled$d = ruled$q;
        needed = 5'h1e;
        if (first) begin
            needed = 5'h16;
            if (own) begin
                needed = 5'd7;
            end
        end
        facts[223:0] = on;
        facts[406:224] = row;
        facts[478:407] = slot;
        facts[479] = live;
        facts[480] = first;
        facts[481] = serving;
        facts[482] = own;
        facts[483] = own & (~first);
        facts[515:484] = lba;
        facts[521:516] = rest;
        facts[522] = rest > 6'd1;
        facts[523] = cut$32$1(row[161:130] >> on[19:15]);
        facts[524] = modes[0];
        facts[525] = modes[1];
        facts[529:526] = lap;
        facts[530] = resetting;
        facts[531] = row[171] & (on[19:15] == 5'd0);
        facts[532] = unasked_room;
        facts[533] = fast;
        facts[534] = parallel;
        facts[535] = (path_enable & needed) == needed;
        facts[536] = fits;
        facts[537] = same_write;
        facts[538] = same_block;
        facts[539] = same_crc;
        facts[571:540] = wseq;
        facts[603:572] = oseq;
        op_none[2:0] = 3'd0;
        op_none[8:3] = on[10:5];
        op_none[9] = ~row[0];
        op_none[10] = 1'b0;
        op_none[11] = own & (~first);
        op_none[43:12] = row[32:1];
        op_none[49:44] = row[38:33];
        op_none[50] = unit;
        op_none[82:51] = row[97:66];
        op_none[83] = 1'b0;
        frame_none[7:0] = 8'd0;
        frame_none[15:8] = 8'd0;
        frame_none[19:16] = slot[50:47];
        frame_none[20] = unit;
        frame_none[25:21] = cut$6$5(on[10:5]);
        frame_none[30:26] = on[19:15];
        frame_none[36:31] = row[38:33];
        frame_none[68:37] = row[97:66];
        frame_none[100:69] = row[32:1];
        frame_none[132:101] = 32'd0;
        frame_none[164:133] = 32'd0;
        frame_none[165] = 1'b0;
        frame_none[169:166] = on[14:11];
        answer_none[4:0] = cut$6$5(on[10:5]);
        answer_none[5] = 1'b1;
        answer_none[6] = 1'b1;
        answer_none[21:7] = 15'd0;
        log_none[7:0] = 8'd0;
        log_none[13:8] = on[10:5];
        log_none[18:14] = on[19:15];
        log_none[50:19] = lba;
        log_none[82:51] = row[97:66];
        if (on[4:0] == Kind$Got) begin
            log_none[7:0] = t_got;
            log_none[82:51] = came[68:37];
        end
        say_none[8] = 1'b0;
        say_none[9] = 1'b0;
        say_none[10] = 1'b0;
        say_none[11] = 1'b0;
        say_none[12] = 1'b0;
        say_none[2] = 1'b0;
        say_none[17] = 1'b0;
        say_none[18] = 1'b0;
        say_none[19] = 1'b0;
        say_none[20] = 1'b0;
        say_none[0] = 1'b0;
        say_none[21] = 1'b0;
        say_none[1] = 1'b0;
        say_none[3] = 1'b0;
        say_none[27] = 1'b0;
        say_none[28] = 1'b0;
        say_none[29] = 1'b0;
        say_none[30] = 1'b0;
        say_none[31] = 1'b0;
        say_none[32] = 1'b0;
        say_none[33] = 1'b0;
        say_none[34] = 1'b0;
        say_none[53] = 1'b0;
        say_none[54] = 1'b0;
        say_none[55] = 1'b0;
        say_none[56] = 1'b0;
        say_none[57] = 1'b0;
        say_none[40:35] = 6'd0;
        say_none[46:41] = 6'd0;
        say_none[16:13] = cut$8$4(came[15:8] >> 4);
        say_none[52:47] = row[50:45];
        say_none[7:4] = on[14:11];
        say_none[26:22] = on[19:15] + 5'd1;
        still[182:0] = row;
        still[254:183] = slot;
        still[338:255] = op_none;
        still[508:339] = frame_none;
        still[530:509] = answer_none;
        still[613:531] = log_none;
        still[671:614] = say_none;
        host$facts = facts;
        order$facts = facts;
        orderer$facts = facts;
        follower$facts = facts;
        hold$facts = facts;
        host$so_far = still;
        ruled$d = hold$after;
        next = ruled$q[182:0];
        new_slot = ruled$q[254:183];
        request = ruled$q[338:255];
        reply = ruled$q[530:509];
        message = ruled$q[508:339];
        log = ruled$q[613:531];
        ends = ruled$q[671:614];
        if ((on[4:0] == Kind$Got) & said[10]) begin
            new_slot[9:4] = on[10:5];
            new_slot[14:10] = on[19:15];
            new_slot[46:15] = came[164:133];
            new_slot[66:51] = cut$32$16(came[100:69]);
            new_slot[50:47] = cut$6$4(came[36:31]);
        end
        if (said[0]) begin
            new_slot[3:0] = Stage$Writing;
            log[7:0] = t_writing;
            if (first) begin
                new_slot[66:51] = session;
                ends[1] = said[1] | parallel;
                new_slot[68] = said[1] | parallel;
                new_slot[69] = 1'b0;
                new_slot[70] = 1'b0;
                new_slot[71] = 1'b0;
            end
        end
        if (said[11]) begin
            new_slot[3:0] = Stage$Free;
        end
        next[50:45] = said[52:47];
        if ((said[46:41] != 6'd0) | said[53]) begin
            next[44:39] = left;
            if (said[46:41] > row[44:39]) begin
                ends[56] = 1'b1;
            end else if (next[182]) begin
            end else if (last) begin
                if ((first & parallel) & row[162]) begin
                    ends[54] = 1'b1;
                    if (~said[2]) begin
                        message[7:0] = rel;
                    end
                end
                request[2:0] = op_release;
                ends[9] = 1'b1;
                ends[17] = own;
                reply[5] = ~row[165];
                reply[21:7] = next[65:51];
                log[7:0] = t_released;
                if (own) begin
                    log[7:0] = t_answered;
                end
            end else if (((((said[52:47] == 6'd0) & ((row[50:45] != 6'd0) | said[53])) & (~serving)) & own) & (~first)) begin
                request[2:0] = op_park;
                next[163] = 1'b0;
                next[162] = 1'b0;
            end else if (said[53]) begin
                ends[56] = 1'b1;
            end
        end
        if (ends[56]) begin
            log[7:0] = t_fault;
        end
        write[67:52] = new_slot[66:51];
        write[3:0] = on[14:11];
        write[35:4] = lba;
        write[51:36] = epoch;
        write[68] = unit;
        write[100:69] = row[97:66];
        write[132:101] = row[129:98] + {27'd0, on[19:15]};
        path_job[2:0] = 3'd3;
        if (first) begin
            path_job[2:0] = 3'd5;
            if (own) begin
                path_job[2:0] = 3'd1;
            end
        end
        path_job[8:3] = on[10:5];
        path_job[141:9] = write;
        host_job[4:0] = cut$6$5(on[10:5]);
        host_job[9:5] = on[19:15];
        host_job[13:10] = on[14:11];
        area_read[3:0] = on[14:11];
        area_read[35:4] = lba;
        block[5:0] = on[10:5];
        block[10:6] = said[26:22];
        row_next = next;
        slot_next = new_slot;
        op = request;
        frame = message;
        answer = reply;
        trace = log;
        say = ends;
    end
endmodule

module card_frame_out (
    d,
    q,
    clock
);
    input wire [169:0] d;
    output reg [169:0] q;
    input wire clock;
    initial q = 170'd0;
    always @(posedge clock) q <= d;
endmodule

module card_area_out (
    d,
    q,
    clock
);
    input wire [35:0] d;
    output reg [35:0] q;
    input wire clock;
    initial q = 36'd0;
    always @(posedge clock) q <= d;
endmodule

module card_handout (
    clock,
    reset,
    act,
    say,
    new_op,
    new_frame,
    new_answer,
    new_host_job,
    new_path_job,
    new_area_read,
    table_idle,
    busy,
    op$data,
    op$valid,
    op$ready,
    send$data,
    send$valid,
    send$ready,
    answer$data,
    answer$valid,
    answer$ready,
    fetch$data,
    fetch$valid,
    fetch$ready,
    store$data,
    store$valid,
    store$ready,
    path_job$data,
    path_job$valid,
    path_job$ready,
    area_read$data,
    area_read$valid,
    area_read$ready
);
    input wire clock;
    input wire reset;
    input wire act;
    input wire [57:0] say;
    input wire [83:0] new_op;
    input wire [169:0] new_frame;
    input wire [21:0] new_answer;
    input wire [13:0] new_host_job;
    input wire [141:0] new_path_job;
    input wire [35:0] new_area_read;
    input wire table_idle;
    output wire busy;
    output wire [83:0] op$data;
    output wire op$valid;
    input wire op$ready;
    output wire [169:0] send$data;
    output wire send$valid;
    input wire send$ready;
    output wire [21:0] answer$data;
    output wire answer$valid;
    input wire answer$ready;
    output wire [13:0] fetch$data;
    output wire fetch$valid;
    input wire fetch$ready;
    output wire [13:0] store$data;
    output wire store$valid;
    input wire store$ready;
    output wire [141:0] path_job$data;
    output wire path_job$valid;
    input wire path_job$ready;
    output wire [35:0] area_read$data;
    output wire area_read$valid;
    input wire area_read$ready;
    localparam [2:0] op_release = 3'd2;
    localparam [7:0] rel = 8'hb;
    wire [83:0] given;
    wire op_gone;
    wire frame_now;
    wire answer_now;
    wire [169:0] leaving;
    reg [169:0] behind;
    reg [83:0] op_out$d;
    wire [83:0] op_out$q;
    wire op_out$clock;
    card_job op_out (
        .d(op_out$d),
        .q(op_out$q),
        .clock(op_out$clock)
    );
    reg op_due$d;
    wire op_due$q;
    wire op_due$clock;
    card_some op_due (
        .d(op_due$d),
        .q(op_due$q),
        .clock(op_due$clock)
    );
    reg [169:0] frame_out$d;
    wire [169:0] frame_out$q;
    wire frame_out$clock;
    card_frame_out frame_out (
        .d(frame_out$d),
        .q(frame_out$q),
        .clock(frame_out$clock)
    );
    reg frame_due$d;
    wire frame_due$q;
    wire frame_due$clock;
    card_some frame_due (
        .d(frame_due$d),
        .q(frame_due$q),
        .clock(frame_due$clock)
    );
    reg rel_due$d;
    wire rel_due$q;
    wire rel_due$clock;
    card_some rel_due (
        .d(rel_due$d),
        .q(rel_due$q),
        .clock(rel_due$clock)
    );
    reg [21:0] answer_out$d;
    wire [21:0] answer_out$q;
    wire answer_out$clock;
    card_used answer_out (
        .d(answer_out$d),
        .q(answer_out$q),
        .clock(answer_out$clock)
    );
    reg answer_due$d;
    wire answer_due$q;
    wire answer_due$clock;
    card_some answer_due (
        .d(answer_due$d),
        .q(answer_due$q),
        .clock(answer_due$clock)
    );
    reg [35:0] area_out$d;
    wire [35:0] area_out$q;
    wire area_out$clock;
    card_area_out area_out (
        .d(area_out$d),
        .q(area_out$q),
        .clock(area_out$clock)
    );
    reg area_due$d;
    wire area_due$q;
    wire area_due$clock;
    card_some area_due (
        .d(area_due$d),
        .q(area_due$q),
        .clock(area_due$clock)
    );
    assign op_out$clock = clock;
    assign op_due$clock = clock;
    assign frame_out$clock = clock;
    assign frame_due$clock = clock;
    assign answer_out$clock = clock;
    assign answer_due$clock = clock;
    assign area_out$clock = clock;
    assign area_due$clock = clock;
    assign rel_due$clock = clock;
    assign busy = (((((op_due$q | frame_due$q) | answer_due$q) | area_due$q) | (~fetch$ready)) | (~store$ready)) | (~path_job$ready);
    assign leaving = frame_out$q;
    assign given = op_out$q;
    assign frame_now = (frame_due$q & (~op_due$q)) & (((given[2:0] != op_release) | table_idle) | (leaving[7:0] == rel));
    assign op_gone = (~op_due$q) | op$ready;
    assign answer_now = answer_due$q & op_gone;
    assign op$data = op_out$q;
    assign op$valid = op_due$q;
    assign send$data = frame_out$q;
    assign send$valid = frame_now;
    assign answer$data = answer_out$q;
    assign answer$valid = answer_now;
    assign fetch$data = new_host_job;
    assign fetch$valid = act & say[18];
    assign store$data = new_host_job;
    assign store$valid = act & say[19];
    assign path_job$data = new_path_job;
    assign path_job$valid = act & say[0];
    assign area_read$data = area_out$q;
    assign area_read$valid = area_due$q;
    always_comb begin
        op_out$d = op_out$q;
        op_due$d = op_due$q;
        frame_out$d = frame_out$q;
        frame_due$d = frame_due$q;
        answer_out$d = answer_out$q;
        answer_due$d = answer_due$q;
        area_out$d = area_out$q;
        area_due$d = area_due$q;
        rel_due$d = rel_due$q;
        behind = frame_out$q;
        if (op$ready) begin
            op_due$d = 1'b0;
        end
        if (frame_now & send$ready) begin
            frame_due$d = rel_due$q;
            rel_due$d = 1'b0;
            behind[7:0] = rel;
            behind[165] = 1'b0;
            frame_out$d = behind;
        end
        if (answer_now & answer$ready) begin
            answer_due$d = 1'b0;
        end
        if (area_read$ready) begin
            area_due$d = 1'b0;
        end
        if (act) begin
            op_out$d = new_op;
            op_due$d = new_op[2:0] != 3'd0;
            frame_out$d = new_frame;
            frame_due$d = say[2] | say[54];
            rel_due$d = say[2] & say[54];
            answer_out$d = new_answer;
            answer_due$d = say[17];
            area_out$d = new_area_read;
            area_due$d = say[20];
        end
        if (reset) begin
            op_due$d = 1'b0;
            frame_due$d = 1'b0;
            rel_due$d = 1'b0;
            answer_due$d = 1'b0;
            area_due$d = 1'b0;
        end
    end
endmodule

module card_pool (
    clock,
    reset,
    act,
    say,
    slot,
    flush,
    free_slot$data,
    free_slot$valid,
    free_slot$ready,
    local_slot,
    local_free,
    read_slot,
    read_free,
    fast,
    unasked_room,
    peer_room,
    credit,
    used
);
    input wire clock;
    input wire reset;
    input wire act;
    input wire [57:0] say;
    input wire [3:0] slot;
    input wire flush;
    output wire [3:0] free_slot$data;
    output wire free_slot$valid;
    input wire free_slot$ready;
    output reg [3:0] local_slot;
    output reg local_free;
    output reg [3:0] read_slot;
    output wire read_free;
    input wire fast;
    output wire unasked_room;
    output reg peer_room;
    output wire credit;
    output wire [15:0] used;
    localparam [3:0] peer_slots = 4'd6;
    localparam [3:0] asked_slots = 4'd4;
    localparam [1:0] unasked_slots = 2'd2;
    reg [15:0] next;
    reg [3:0] grantable;
    reg extra;
    reg [3:0] peer_slot;
    reg peer_free;
    reg [15:0] taken$d;
    wire [15:0] taken$q;
    wire taken$clock;
    card_masks taken (
        .d(taken$d),
        .q(taken$q),
        .clock(taken$clock)
    );
    reg [3:0] lent$d;
    wire [3:0] lent$q;
    wire lent$clock;
    card_head lent (
        .d(lent$d),
        .q(lent$q),
        .clock(lent$clock)
    );
    reg lent_valid$d;
    wire lent_valid$q;
    wire lent_valid$clock;
    card_some lent_valid (
        .d(lent_valid$d),
        .q(lent_valid$q),
        .clock(lent_valid$clock)
    );
    reg [3:0] claims$d;
    wire [3:0] claims$q;
    wire claims$clock;
    card_head claims (
        .d(claims$d),
        .q(claims$q),
        .clock(claims$clock)
    );
    reg [3:0] spent$d;
    wire [3:0] spent$q;
    wire spent$clock;
    card_head spent (
        .d(spent$d),
        .q(spent$q),
        .clock(spent$clock)
    );
    reg swung$d;
    wire swung$q;
    wire swung$clock;
    card_some swung (
        .d(swung$d),
        .q(swung$q),
        .clock(swung$clock)
    );
    reg [1:0] unasked$d;
    wire [1:0] unasked$q;
    wire unasked$clock;
    card_part unasked (
        .d(unasked$d),
        .q(unasked$q),
        .clock(unasked$clock)
    );
    assign taken$clock = clock;
    assign lent$clock = clock;
    assign lent_valid$clock = clock;
    assign claims$clock = clock;
    assign spent$clock = clock;
    assign swung$clock = clock;
    assign unasked$clock = clock;
    assign used = taken$q;
    assign unasked_room = fast & (unasked$q != unasked_slots);
    assign credit = spent$q != peer_slots;
    assign read_free = ~(&taken$q[14:12]);
    assign free_slot$data = lent$q;
    assign free_slot$valid = lent_valid$q;
    always_comb begin
        taken$d = taken$q;
        lent$d = lent$q;
        lent_valid$d = lent_valid$q;
        claims$d = claims$q;
        spent$d = spent$q;
        swung$d = swung$q;
        unasked$d = unasked$q;
        grantable = peer_slots;
        if (fast) begin
            grantable = asked_slots;
        end
        extra = claims$q > grantable;
        peer_room = (claims$q < grantable) | ((claims$q == grantable) & (swung$q | (~taken$q[5])));
        local_free = ~((&taken$q[4:0]) & ((taken$q[5] | swung$q) | extra));
        local_slot = 4'd5;
        if (~taken$q[4]) begin
            local_slot = 4'd4;
        end
        if (~taken$q[3]) begin
            local_slot = 4'd3;
        end
        if (~taken$q[2]) begin
            local_slot = 4'd2;
        end
        if (~taken$q[1]) begin
            local_slot = 4'd1;
        end
        if (~taken$q[0]) begin
            local_slot = 4'd0;
        end
        peer_free = (~(&taken$q[11:6])) | (extra & (~taken$q[5]));
        peer_slot = 4'd5;
        if (~taken$q[11]) begin
            peer_slot = 4'hb;
        end
        if (~taken$q[10]) begin
            peer_slot = 4'ha;
        end
        if (~taken$q[9]) begin
            peer_slot = 4'd9;
        end
        if (~taken$q[8]) begin
            peer_slot = 4'd8;
        end
        if (~taken$q[7]) begin
            peer_slot = 4'd7;
        end
        if (~taken$q[6]) begin
            peer_slot = 4'd6;
        end
        read_slot = 4'he;
        if (~taken$q[13]) begin
            read_slot = 4'hd;
        end
        if (~taken$q[12]) begin
            read_slot = 4'hc;
        end
        next = taken$q;
        if (act) begin
            if (say[10]) begin
                next = (taken$q & ~(16'd1 << slot)) | ({15'd0, 1'b1} << slot);
            end
            if (say[11] & (~(lent_valid$q & (lent$q == slot)))) begin
                next = (taken$q & ~(16'd1 << slot)) | ({15'd0, 1'b0} << slot);
            end
            if (say[12]) begin
                next = (next & ~(16'd1 << say[16:13])) | ({15'd0, 1'b0} << say[16:13]);
            end
            if (say[28]) begin
                claims$d = claims$q + 4'd1;
            end
            if (say[29]) begin
                claims$d = claims$q - 4'd1;
            end
            if (say[32]) begin
                unasked$d = unasked$q + 2'd1;
            end
            if (say[33]) begin
                unasked$d = unasked$q - 2'd1;
            end
            if (say[30]) begin
                spent$d = spent$q + 4'd1;
            end
            if (say[31]) begin
                spent$d = spent$q - 4'd1;
            end
        end
        if (lent_valid$q & free_slot$ready) begin
            lent_valid$d = 1'b0;
        end else if (((~lent_valid$q) & peer_free) & (~act)) begin
            lent_valid$d = 1'b1;
            lent$d = peer_slot;
            next = (taken$q & ~(16'd1 << peer_slot)) | ({15'd0, 1'b1} << peer_slot);
        end
        taken$d = next;
        if (extra) begin
            swung$d = 1'b1;
        end else if (~taken$q[5]) begin
            swung$d = 1'b0;
        end
        if (flush) begin
            claims$d = 4'd0;
            spent$d = 4'd0;
            unasked$d = 2'd0;
        end
        if (reset) begin
            taken$d = 16'd0;
            lent_valid$d = 1'b0;
            swung$d = 1'b0;
            claims$d = 4'd0;
            spent$d = 4'd0;
            unasked$d = 2'd0;
        end
    end
endmodule

module card_hold_cycles (
    d,
    q,
    clock
);
    input wire [47:0] d;
    output reg [47:0] q;
    input wire clock;
    initial q = 48'd0;
    always @(posedge clock) q <= d;
endmodule

module card_phases (
    clock,
    reset,
    first,
    link_up,
    rest,
    act,
    kind,
    go,
    protocol_fault,
    hold_limit,
    resetting,
    fast_set,
    go_fast,
    parallel_set,
    fast,
    parallel,
    alive,
    connect,
    serving,
    open,
    due,
    due_kind,
    due_row,
    expire,
    expire_row,
    host_rests,
    refuse,
    go_now,
    flush,
    state,
    log
);
    input wire clock;
    input wire reset;
    input wire first;
    input wire link_up;
    input wire rest;
    input wire act;
    input wire [4:0] kind;
    input wire go;
    input wire protocol_fault;
    input wire [47:0] hold_limit;
    input wire resetting;
    input wire fast_set;
    input wire go_fast;
    input wire parallel_set;
    output wire fast;
    output wire parallel;
    input wire [63:0] alive;
    output wire connect;
    output wire serving;
    output wire open;
    output reg due;
    output reg [4:0] due_kind;
    output wire [5:0] due_row;
    output wire expire;
    output wire [5:0] expire_row;
    output wire host_rests;
    output wire refuse;
    output wire go_now;
    output wire flush;
    output reg [3:0] state;
    output reg [7:0] log;
    localparam [7:0] t_hold = 8'hf;
    localparam [7:0] t_session = 8'h10;
    localparam [4:0] Kind$DropRow = 5'hd;
    localparam [4:0] Kind$DropSlot = 5'he;
    localparam [4:0] Kind$Expire = 5'h11;
    localparam [4:0] Kind$Go = 5'h13;
    localparam [4:0] Kind$Idle = 5'h14;
    localparam [4:0] Kind$Resume = 5'h10;
    localparam [4:0] Kind$SettleRow = 5'hf;
    localparam [2:0] Phase$Connect = 3'd4;
    localparam [2:0] Phase$Drain = 3'd0;
    localparam [2:0] Phase$DropRows = 3'd1;
    localparam [2:0] Phase$DropSlots = 3'd2;
    localparam [2:0] Phase$ResumeRows = 3'd6;
    localparam [2:0] Phase$Resuming = 3'd5;
    localparam [2:0] Phase$Serving = 3'd7;
    localparam [2:0] Phase$SettleRows = 3'd3;
    wire lost;
    reg walking;
    wire walked;
    reg [2:0] phase$d;
    wire [2:0] phase$q;
    wire phase$clock;
    card_bar phase (
        .d(phase$d),
        .q(phase$q),
        .clock(phase$clock)
    );
    reg [5:0] walk$d;
    wire [5:0] walk$q;
    wire walk$clock;
    card_ended walk (
        .d(walk$d),
        .q(walk$q),
        .clock(walk$clock)
    );
    reg [47:0] hold_cycles$d;
    wire [47:0] hold_cycles$q;
    wire hold_cycles$clock;
    card_hold_cycles hold_cycles (
        .d(hold_cycles$d),
        .q(hold_cycles$q),
        .clock(hold_cycles$clock)
    );
    reg overdue$d;
    wire overdue$q;
    wire overdue$clock;
    card_some overdue (
        .d(overdue$d),
        .q(overdue$q),
        .clock(overdue$clock)
    );
    reg [5:0] expired$d;
    wire [5:0] expired$q;
    wire expired$clock;
    card_ended expired (
        .d(expired$d),
        .q(expired$q),
        .clock(expired$clock)
    );
    reg gone$d;
    wire gone$q;
    wire gone$clock;
    card_some gone (
        .d(gone$d),
        .q(gone$q),
        .clock(gone$clock)
    );
    reg go_due$d;
    wire go_due$q;
    wire go_due$clock;
    card_some go_due (
        .d(go_due$d),
        .q(go_due$q),
        .clock(go_due$clock)
    );
    reg fast_now$d;
    wire fast_now$q;
    wire fast_now$clock;
    card_some fast_now (
        .d(fast_now$d),
        .q(fast_now$q),
        .clock(fast_now$clock)
    );
    reg parallel_now$d;
    wire parallel_now$q;
    wire parallel_now$clock;
    card_some parallel_now (
        .d(parallel_now$d),
        .q(parallel_now$q),
        .clock(parallel_now$clock)
    );
    reg [63:0] old$d;
    wire [63:0] old$q;
    wire old$clock;
    card_data old (
        .d(old$d),
        .q(old$q),
        .clock(old$clock)
    );
    reg fault$d;
    wire fault$q;
    wire fault$clock;
    card_some fault (
        .d(fault$d),
        .q(fault$q),
        .clock(fault$clock)
    );
    assign phase$clock = clock;
    assign walk$clock = clock;
    assign hold_cycles$clock = clock;
    assign overdue$clock = clock;
    assign expired$clock = clock;
    assign go_due$clock = clock;
    assign fast_now$clock = clock;
    assign old$clock = clock;
    assign parallel_now$clock = clock;
    assign gone$clock = clock;
    assign fault$clock = clock;
    assign serving = phase$q == Phase$Serving;
    assign open = (phase$q == Phase$Serving) | (phase$q == Phase$Resuming);
    assign connect = (((phase$q == Phase$Serving) | (phase$q == Phase$Resuming)) | (phase$q == Phase$Connect)) | (phase$q == Phase$ResumeRows);
    assign flush = (act & (phase$q == Phase$DropRows)) & (walk$q == 6'd0);
    assign expire = (((phase$q == Phase$Connect) | (phase$q == Phase$Resuming)) & (~expired$q[5])) & (overdue$q | gone$q);
    assign host_rests = ((phase$q == Phase$Connect) | (phase$q == Phase$Resuming)) & expired$q[5];
    assign expire_row = expired$q;
    assign refuse = expired$q[5] & overdue$q;
    assign go_now = go_due$q & (old$q == 64'd0);
    assign due_row = walk$q;
    assign lost = (((~link_up) | fault$q) | (first & (fast_now$q != fast_set))) | (first & (parallel_now$q != parallel_set));
    assign parallel = parallel_now$q;
    assign fast = fast_now$q;
    assign walked = act & (&walk$q);
    always_comb begin
        phase$d = phase$q;
        walk$d = walk$q;
        hold_cycles$d = hold_cycles$q;
        overdue$d = overdue$q;
        expired$d = expired$q;
        go_due$d = go_due$q;
        fast_now$d = fast_now$q;
        old$d = old$q;
        parallel_now$d = parallel_now$q;
        gone$d = gone$q;
        fault$d = fault$q;
        fault$d = act & protocol_fault;
        gone$d = gone$q | resetting;
        hold_cycles$d = hold_cycles$q + 48'd1;
        overdue$d = hold_cycles$q >= hold_limit;
        old$d = old$q & alive;
        if (act & (kind == Kind$Expire)) begin
            expired$d = expired$q + 6'd1;
        end
        if (act & (kind == Kind$Go)) begin
            go_due$d = 1'b0;
        end
        if ((act & go) & (~first)) begin
            fast_now$d = go_fast;
        end
        log = 8'd0;
        walking = 1'b0;
        due_kind = Kind$Idle;
        state = 4'd0;
        case (phase$q)
            Phase$Drain: begin
                state = 4'd1;
                walk$d = 6'd0;
                if ((~link_up) & rest) begin
                    phase$d = Phase$DropRows;
                end
            end
            Phase$DropRows: begin
                walking = 1'b1;
                due_kind = Kind$DropRow;
                if (walked) begin
                    phase$d = Phase$DropSlots;
                end
            end
            Phase$DropSlots: begin
                walking = 1'b1;
                due_kind = Kind$DropSlot;
                if (act & (walk$q == 6'hf)) begin
                    phase$d = Phase$SettleRows;
                end
            end
            Phase$SettleRows: begin
                walking = 1'b1;
                due_kind = Kind$SettleRow;
                if (walked) begin
                    phase$d = Phase$Connect;
                end
            end
            Phase$Connect: begin
                state = 4'd2;
                if (link_up) begin
                    log = t_session;
                    phase$d = Phase$Resuming;
                    if (first) begin
                        phase$d = Phase$Serving;
                        go_due$d = 1'b1;
                        fast_now$d = fast_set;
                        parallel_now$d = parallel_set;
                        old$d = alive;
                    end
                end
            end
            Phase$Resuming: begin
                state = 4'd3;
                walk$d = 6'd0;
                if (lost) begin
                    phase$d = Phase$Drain;
                    log = t_hold;
                end else if (act & go) begin
                    phase$d = Phase$ResumeRows;
                end
            end
            Phase$ResumeRows: begin
                state = 4'd3;
                walking = 1'b1;
                due_kind = Kind$Resume;
                if (walked) begin
                    phase$d = Phase$Serving;
                end
            end
            default: begin // Phase$Serving
                state = 4'd4;
                hold_cycles$d = 48'd0;
                overdue$d = 1'b0;
                expired$d = 6'd0;
                gone$d = 1'b0;
                if (lost) begin
                    phase$d = Phase$Drain;
                    go_due$d = 1'b0;
                    log = t_hold;
                end
            end
        endcase
        due = walking;
        if (act & walking) begin
            walk$d = walk$q + 6'd1;
            if ((phase$q == Phase$DropSlots) & (walk$q == 6'hf)) begin
                walk$d = 6'd0;
            end
        end
        if (reset) begin
            phase$d = Phase$Connect;
            old$d = 64'd0;
            go_due$d = 1'b0;
            fast_now$d = 1'b0;
            parallel_now$d = 1'b0;
            hold_cycles$d = 48'd0;
            overdue$d = 1'b0;
            expired$d = 6'd0;
            gone$d = 1'b0;
        end
    end
endmodule

module card_waits (
    clock,
    reset,
    serving,
    limit,
    lap,
    abort,
    abort_row,
    due,
    row,
    looked,
    all
);
    input wire clock;
    input wire reset;
    input wire serving;
    input wire [47:0] limit;
    output wire [3:0] lap;
    input wire abort;
    input wire [4:0] abort_row;
    output wire due;
    output reg [5:0] row;
    input wire looked;
    input wire all;
    reg [47:0] cycles$d;
    wire [47:0] cycles$q;
    wire cycles$clock;
    card_hold_cycles cycles (
        .d(cycles$d),
        .q(cycles$q),
        .clock(cycles$clock)
    );
    reg over$d;
    wire over$q;
    wire over$clock;
    card_some over (
        .d(over$d),
        .q(over$q),
        .clock(over$clock)
    );
    reg [3:0] laps$d;
    wire [3:0] laps$q;
    wire laps$clock;
    card_head laps (
        .d(laps$d),
        .q(laps$q),
        .clock(laps$clock)
    );
    reg looking$d;
    wire looking$q;
    wire looking$clock;
    card_some looking (
        .d(looking$d),
        .q(looking$q),
        .clock(looking$clock)
    );
    reg [5:0] at$d;
    wire [5:0] at$q;
    wire at$clock;
    card_ended at (
        .d(at$d),
        .q(at$q),
        .clock(at$clock)
    );
    assign cycles$clock = clock;
    assign over$clock = clock;
    assign laps$clock = clock;
    assign looking$clock = clock;
    assign at$clock = clock;
    assign lap = laps$q;
    assign due = abort | (looking$q & serving);
    always_comb begin
        cycles$d = cycles$q;
        over$d = over$q;
        laps$d = laps$q;
        looking$d = looking$q;
        at$d = at$q;
        row = at$q;
        if (abort) begin
            row = {1'd0, abort_row};
        end
        over$d = (cycles$q << 3) >= limit;
        if (serving) begin
            cycles$d = cycles$q + 48'd1;
        end
        if (looked) begin
            at$d = at$q + 6'd1;
            if (&at$q) begin
                looking$d = 1'b0;
            end
        end
        if ((over$q & serving) & (~looking$q)) begin
            cycles$d = 48'd0;
            over$d = 1'b0;
            laps$d = laps$q + 4'd1;
            looking$d = 1'b1;
        end
        if (all) begin
            looking$d = 1'b1;
        end
        if (reset) begin
            cycles$d = 48'd0;
            over$d = 1'b0;
            laps$d = 4'd0;
            looking$d = 1'b0;
            at$d = 6'd0;
        end
    end
endmodule

module card_rows_2 (
    clock,
    write,
    write_address,
    write_data,
    read_address,
    read_data
);
    input wire clock;
    input wire write;
    input wire [5:0] write_address;
    input wire [182:0] write_data;
    input wire [5:0] read_address;
    output reg [182:0] read_data;
    (* ram_style = "distributed", no_rw_check *) reg [182:0] memory [0:63];
    always @(posedge clock) if (write) memory[write_address] <= write_data;
    always @* read_data = memory[read_address];
endmodule

module card_rows_view (
    clock,
    write,
    write_address,
    write_data,
    read_address,
    read_data
);
    input wire clock;
    input wire write;
    input wire [5:0] write_address;
    input wire [75:0] write_data;
    input wire [5:0] read_address;
    output reg [75:0] read_data;
    (* ram_style = "block", no_rw_check *) reg [75:0] memory [0:63];
    always @(posedge clock) begin
        if (write) memory[write_address] <= write_data;
        read_data <= memory[read_address];
    end
endmodule

module card_numbers (
    clock,
    write,
    write_address,
    write_data,
    read_address,
    read_data
);
    input wire clock;
    input wire write;
    input wire [5:0] write_address;
    input wire [31:0] write_data;
    input wire [5:0] read_address;
    output reg [31:0] read_data;
    (* ram_style = "distributed", no_rw_check *) reg [31:0] memory [0:63];
    always @(posedge clock) if (write) memory[write_address] <= write_data;
    always @* read_data = memory[read_address];
endmodule

module card_slots (
    clock,
    write,
    write_address,
    write_data,
    read_address,
    read_data
);
    input wire clock;
    input wire write;
    input wire [3:0] write_address;
    input wire [71:0] write_data;
    input wire [3:0] read_address;
    output reg [71:0] read_data;
    (* ram_style = "distributed", no_rw_check *) reg [71:0] memory [0:15];
    always @(posedge clock) if (write) memory[write_address] <= write_data;
    always @* read_data = memory[read_address];
endmodule

module card_current_2 (
    d,
    q,
    clock
);
    input wire [223:0] d;
    output reg [223:0] q;
    input wire clock;
    initial q = 224'd0;
    always @(posedge clock) q <= d;
endmodule

module card_row (
    d,
    q,
    clock
);
    input wire [182:0] d;
    output reg [182:0] q;
    input wire clock;
    initial q = 183'd0;
    always @(posedge clock) q <= d;
endmodule

module card_switch (
    clock,
    reset,
    first,
    command$data,
    command$valid,
    command$ready,
    fetch$data,
    fetch$valid,
    fetch$ready,
    fetched$data,
    fetched$valid,
    fetched$ready,
    store$data,
    store$valid,
    store$ready,
    stored$data,
    stored$valid,
    stored$ready,
    answer$data,
    answer$valid,
    answer$ready,
    abort$data,
    abort$valid,
    abort$ready,
    aborted,
    refuse,
    resetting,
    rows_open,
    send$data,
    send$valid,
    send$ready,
    sent$data,
    sent$valid,
    sent$ready,
    got$data,
    got$valid,
    got$ready,
    free_slot$data,
    free_slot$valid,
    free_slot$ready,
    link_up,
    link_quiet,
    connect,
    session,
    epoch,
    op$data,
    op$valid,
    op$ready,
    granted$data,
    granted$valid,
    granted$ready,
    table_idle,
    path_job$data,
    path_job$valid,
    path_job$ready,
    written$data,
    written$valid,
    written$ready,
    area_read$data,
    area_read$valid,
    area_read$ready,
    read_done$data,
    read_done$valid,
    read_done$ready,
    path_enable,
    modes,
    hold_limit,
    wait_limit,
    area_blocks,
    row_address,
    row_view,
    state,
    slots_used,
    path_busy,
    protocol_faults,
    integrity_faults,
    reads,
    trace,
    trace_valid
);
    input wire clock;
    input wire reset;
    input wire first;
    input wire [44:0] command$data;
    input wire command$valid;
    output wire command$ready;
    output wire [13:0] fetch$data;
    output wire fetch$valid;
    input wire fetch$ready;
    input wire [5:0] fetched$data;
    input wire fetched$valid;
    output wire fetched$ready;
    output wire [13:0] store$data;
    output wire store$valid;
    input wire store$ready;
    input wire [5:0] stored$data;
    input wire stored$valid;
    output wire stored$ready;
    output wire [21:0] answer$data;
    output wire answer$valid;
    input wire answer$ready;
    input wire [4:0] abort$data;
    input wire abort$valid;
    output wire abort$ready;
    output wire aborted;
    output wire refuse;
    input wire resetting;
    output wire rows_open;
    output wire [169:0] send$data;
    output wire send$valid;
    input wire send$ready;
    input wire [35:0] sent$data;
    input wire sent$valid;
    output wire sent$ready;
    input wire [169:0] got$data;
    input wire got$valid;
    output wire got$ready;
    output wire [3:0] free_slot$data;
    output wire free_slot$valid;
    input wire free_slot$ready;
    input wire link_up;
    input wire link_quiet;
    output wire connect;
    input wire [15:0] session;
    input wire [15:0] epoch;
    output wire [83:0] op$data;
    output wire op$valid;
    input wire op$ready;
    input wire [6:0] granted$data;
    input wire granted$valid;
    output wire granted$ready;
    input wire table_idle;
    output wire [141:0] path_job$data;
    output wire path_job$valid;
    input wire path_job$ready;
    input wire [36:0] written$data;
    input wire written$valid;
    output wire written$ready;
    output wire [35:0] area_read$data;
    output wire area_read$valid;
    input wire area_read$ready;
    input wire [36:0] read_done$data;
    input wire read_done$valid;
    output wire read_done$ready;
    input wire [4:0] path_enable;
    input wire [3:0] modes;
    input wire [47:0] hold_limit;
    input wire [47:0] wait_limit;
    input wire [31:0] area_blocks;
    input wire [5:0] row_address;
    output wire [75:0] row_view;
    output wire [3:0] state;
    output wire [15:0] slots_used;
    output reg [4:0] path_busy;
    output wire [31:0] protocol_faults;
    output wire [31:0] integrity_faults;
    output wire [31:0] reads;
    output reg [82:0] trace;
    output reg trace_valid;
    localparam [4:0] Kind$Fetched = 5'd3;
    localparam [4:0] Kind$Idle = 5'h14;
    localparam [4:0] Kind$Overdue = 5'h12;
    localparam [4:0] Kind$Stored = 5'hc;
    localparam [4:0] Kind$Written = 5'd4;
    localparam [1:0] Step$Act = 2'd3;
    localparam [1:0] Step$Judge = 2'd2;
    localparam [1:0] Step$Load = 2'd1;
    localparam [1:0] Step$Pick = 2'd0;
    wire [71:0] held;
    reg [223:0] loaded;
    wire [182:0] row_next;
    reg [75:0] view;
    wire overdue;
    wire wanted;
    wire [4:0] kind;
    wire [169:0] came;
    wire [57:0] say;
    wire takes_off;
    wire lands;
    wire own_writes;
    wire peer_rows;
    reg [4:0] busy;
    wire choice$clock;
    wire choice$reset;
    wire choice$first;
    wire [169:0] choice$got$data;
    wire choice$got$valid;
    wire choice$got$ready;
    wire [36:0] choice$written$data;
    wire choice$written$valid;
    wire choice$written$ready;
    wire [6:0] choice$granted$data;
    wire choice$granted$valid;
    wire choice$granted$ready;
    wire [35:0] choice$sent$data;
    wire choice$sent$valid;
    wire choice$sent$ready;
    wire [5:0] choice$fetched$data;
    wire choice$fetched$valid;
    wire choice$fetched$ready;
    wire [36:0] choice$read_done$data;
    wire choice$read_done$valid;
    wire choice$read_done$ready;
    wire [5:0] choice$stored$data;
    wire choice$stored$valid;
    wire choice$stored$ready;
    wire [44:0] choice$command$data;
    wire choice$command$valid;
    wire choice$command$ready;
    wire choice$serving;
    wire choice$open;
    wire choice$refuse;
    wire choice$resetting;
    wire choice$due;
    wire [4:0] choice$due_kind;
    wire [5:0] choice$due_row;
    wire choice$expire;
    wire [5:0] choice$expire_row;
    wire choice$go_now;
    wire choice$look;
    wire [5:0] choice$look_row;
    wire choice$look_abort;
    wire choice$flush;
    wire [3:0] choice$local_slot;
    wire choice$local_free;
    wire [3:0] choice$read_slot;
    wire choice$read_free;
    wire choice$peer_room;
    wire choice$credit;
    wire [223:0] choice$picked;
    wire choice$by_slot;
    wire choice$act;
    wire [223:0] choice$decided;
    wire [57:0] choice$say;
    wire [10:0] choice$block;
    wire choice$write;
    card_choice choice (
        .clock(choice$clock),
        .reset(choice$reset),
        .first(choice$first),
        .got$data(choice$got$data),
        .got$valid(choice$got$valid),
        .got$ready(choice$got$ready),
        .written$data(choice$written$data),
        .written$valid(choice$written$valid),
        .written$ready(choice$written$ready),
        .granted$data(choice$granted$data),
        .granted$valid(choice$granted$valid),
        .granted$ready(choice$granted$ready),
        .sent$data(choice$sent$data),
        .sent$valid(choice$sent$valid),
        .sent$ready(choice$sent$ready),
        .fetched$data(choice$fetched$data),
        .fetched$valid(choice$fetched$valid),
        .fetched$ready(choice$fetched$ready),
        .read_done$data(choice$read_done$data),
        .read_done$valid(choice$read_done$valid),
        .read_done$ready(choice$read_done$ready),
        .stored$data(choice$stored$data),
        .stored$valid(choice$stored$valid),
        .stored$ready(choice$stored$ready),
        .command$data(choice$command$data),
        .command$valid(choice$command$valid),
        .command$ready(choice$command$ready),
        .serving(choice$serving),
        .open(choice$open),
        .refuse(choice$refuse),
        .resetting(choice$resetting),
        .due(choice$due),
        .due_kind(choice$due_kind),
        .due_row(choice$due_row),
        .expire(choice$expire),
        .expire_row(choice$expire_row),
        .go_now(choice$go_now),
        .look(choice$look),
        .look_row(choice$look_row),
        .look_abort(choice$look_abort),
        .flush(choice$flush),
        .local_slot(choice$local_slot),
        .local_free(choice$local_free),
        .read_slot(choice$read_slot),
        .read_free(choice$read_free),
        .peer_room(choice$peer_room),
        .credit(choice$credit),
        .picked(choice$picked),
        .by_slot(choice$by_slot),
        .act(choice$act),
        .decided(choice$decided),
        .say(choice$say),
        .block(choice$block),
        .write(choice$write)
    );
    wire rules$clock;
    wire [223:0] rules$on;
    wire [182:0] rules$row;
    wire [71:0] rules$slot;
    wire rules$live;
    wire rules$first;
    wire rules$serving;
    wire [3:0] rules$modes;
    wire [3:0] rules$lap;
    wire rules$resetting;
    wire rules$unasked_room;
    wire rules$fast;
    wire rules$parallel;
    wire [4:0] rules$path_enable;
    wire rules$fits;
    wire rules$same_write;
    wire rules$same_block;
    wire rules$same_crc;
    wire [15:0] rules$epoch;
    wire [15:0] rules$session;
    wire [31:0] rules$wseq;
    wire [31:0] rules$oseq;
    wire [182:0] rules$row_next;
    wire [71:0] rules$slot_next;
    wire [83:0] rules$op;
    wire [169:0] rules$frame;
    wire [21:0] rules$answer;
    wire [82:0] rules$trace;
    wire [57:0] rules$say;
    wire [13:0] rules$host_job;
    wire [141:0] rules$path_job;
    wire [35:0] rules$area_read;
    wire [10:0] rules$block;
    card_rules rules (
        .clock(rules$clock),
        .on(rules$on),
        .row(rules$row),
        .slot(rules$slot),
        .live(rules$live),
        .first(rules$first),
        .serving(rules$serving),
        .modes(rules$modes),
        .lap(rules$lap),
        .resetting(rules$resetting),
        .unasked_room(rules$unasked_room),
        .fast(rules$fast),
        .parallel(rules$parallel),
        .path_enable(rules$path_enable),
        .fits(rules$fits),
        .same_write(rules$same_write),
        .same_block(rules$same_block),
        .same_crc(rules$same_crc),
        .epoch(rules$epoch),
        .session(rules$session),
        .wseq(rules$wseq),
        .oseq(rules$oseq),
        .row_next(rules$row_next),
        .slot_next(rules$slot_next),
        .op(rules$op),
        .frame(rules$frame),
        .answer(rules$answer),
        .trace(rules$trace),
        .say(rules$say),
        .host_job(rules$host_job),
        .path_job(rules$path_job),
        .area_read(rules$area_read),
        .block(rules$block)
    );
    wire handout$clock;
    wire handout$reset;
    wire handout$act;
    wire [57:0] handout$say;
    wire [83:0] handout$new_op;
    wire [169:0] handout$new_frame;
    wire [21:0] handout$new_answer;
    wire [13:0] handout$new_host_job;
    wire [141:0] handout$new_path_job;
    wire [35:0] handout$new_area_read;
    wire handout$table_idle;
    wire handout$busy;
    wire [83:0] handout$op$data;
    wire handout$op$valid;
    wire handout$op$ready;
    wire [169:0] handout$send$data;
    wire handout$send$valid;
    wire handout$send$ready;
    wire [21:0] handout$answer$data;
    wire handout$answer$valid;
    wire handout$answer$ready;
    wire [13:0] handout$fetch$data;
    wire handout$fetch$valid;
    wire handout$fetch$ready;
    wire [13:0] handout$store$data;
    wire handout$store$valid;
    wire handout$store$ready;
    wire [141:0] handout$path_job$data;
    wire handout$path_job$valid;
    wire handout$path_job$ready;
    wire [35:0] handout$area_read$data;
    wire handout$area_read$valid;
    wire handout$area_read$ready;
    card_handout handout (
        .clock(handout$clock),
        .reset(handout$reset),
        .act(handout$act),
        .say(handout$say),
        .new_op(handout$new_op),
        .new_frame(handout$new_frame),
        .new_answer(handout$new_answer),
        .new_host_job(handout$new_host_job),
        .new_path_job(handout$new_path_job),
        .new_area_read(handout$new_area_read),
        .table_idle(handout$table_idle),
        .busy(handout$busy),
        .op$data(handout$op$data),
        .op$valid(handout$op$valid),
        .op$ready(handout$op$ready),
        .send$data(handout$send$data),
        .send$valid(handout$send$valid),
        .send$ready(handout$send$ready),
        .answer$data(handout$answer$data),
        .answer$valid(handout$answer$valid),
        .answer$ready(handout$answer$ready),
        .fetch$data(handout$fetch$data),
        .fetch$valid(handout$fetch$valid),
        .fetch$ready(handout$fetch$ready),
        .store$data(handout$store$data),
        .store$valid(handout$store$valid),
        .store$ready(handout$store$ready),
        .path_job$data(handout$path_job$data),
        .path_job$valid(handout$path_job$valid),
        .path_job$ready(handout$path_job$ready),
        .area_read$data(handout$area_read$data),
        .area_read$valid(handout$area_read$valid),
        .area_read$ready(handout$area_read$ready)
    );
    wire pool$clock;
    wire pool$reset;
    wire pool$act;
    wire [57:0] pool$say;
    wire [3:0] pool$slot;
    wire pool$flush;
    wire [3:0] pool$free_slot$data;
    wire pool$free_slot$valid;
    wire pool$free_slot$ready;
    wire [3:0] pool$local_slot;
    wire pool$local_free;
    wire [3:0] pool$read_slot;
    wire pool$read_free;
    wire pool$fast;
    wire pool$unasked_room;
    wire pool$peer_room;
    wire pool$credit;
    wire [15:0] pool$used;
    card_pool pool (
        .clock(pool$clock),
        .reset(pool$reset),
        .act(pool$act),
        .say(pool$say),
        .slot(pool$slot),
        .flush(pool$flush),
        .free_slot$data(pool$free_slot$data),
        .free_slot$valid(pool$free_slot$valid),
        .free_slot$ready(pool$free_slot$ready),
        .local_slot(pool$local_slot),
        .local_free(pool$local_free),
        .read_slot(pool$read_slot),
        .read_free(pool$read_free),
        .fast(pool$fast),
        .unasked_room(pool$unasked_room),
        .peer_room(pool$peer_room),
        .credit(pool$credit),
        .used(pool$used)
    );
    wire phases$clock;
    wire phases$reset;
    wire phases$first;
    wire phases$link_up;
    wire phases$rest;
    wire phases$act;
    wire [4:0] phases$kind;
    wire phases$go;
    wire phases$protocol_fault;
    wire [47:0] phases$hold_limit;
    wire phases$resetting;
    wire phases$fast_set;
    wire phases$go_fast;
    wire phases$parallel_set;
    wire phases$fast;
    wire phases$parallel;
    wire [63:0] phases$alive;
    wire phases$connect;
    wire phases$serving;
    wire phases$open;
    wire phases$due;
    wire [4:0] phases$due_kind;
    wire [5:0] phases$due_row;
    wire phases$expire;
    wire [5:0] phases$expire_row;
    wire phases$host_rests;
    wire phases$refuse;
    wire phases$go_now;
    wire phases$flush;
    wire [3:0] phases$state;
    wire [7:0] phases$log;
    card_phases phases (
        .clock(phases$clock),
        .reset(phases$reset),
        .first(phases$first),
        .link_up(phases$link_up),
        .rest(phases$rest),
        .act(phases$act),
        .kind(phases$kind),
        .go(phases$go),
        .protocol_fault(phases$protocol_fault),
        .hold_limit(phases$hold_limit),
        .resetting(phases$resetting),
        .fast_set(phases$fast_set),
        .go_fast(phases$go_fast),
        .parallel_set(phases$parallel_set),
        .fast(phases$fast),
        .parallel(phases$parallel),
        .alive(phases$alive),
        .connect(phases$connect),
        .serving(phases$serving),
        .open(phases$open),
        .due(phases$due),
        .due_kind(phases$due_kind),
        .due_row(phases$due_row),
        .expire(phases$expire),
        .expire_row(phases$expire_row),
        .host_rests(phases$host_rests),
        .refuse(phases$refuse),
        .go_now(phases$go_now),
        .flush(phases$flush),
        .state(phases$state),
        .log(phases$log)
    );
    wire waits$clock;
    wire waits$reset;
    wire waits$serving;
    wire [47:0] waits$limit;
    wire [3:0] waits$lap;
    wire waits$abort;
    wire [4:0] waits$abort_row;
    wire waits$due;
    wire [5:0] waits$row;
    wire waits$looked;
    wire waits$all;
    card_waits waits (
        .clock(waits$clock),
        .reset(waits$reset),
        .serving(waits$serving),
        .limit(waits$limit),
        .lap(waits$lap),
        .abort(waits$abort),
        .abort_row(waits$abort_row),
        .due(waits$due),
        .row(waits$row),
        .looked(waits$looked),
        .all(waits$all)
    );
    wire rows$clock;
    wire rows$write;
    wire [5:0] rows$write_address;
    wire [182:0] rows$write_data;
    reg [5:0] rows$read_address;
    wire [182:0] rows$read_data;
    card_rows_2 rows (
        .clock(rows$clock),
        .write(rows$write),
        .write_address(rows$write_address),
        .write_data(rows$write_data),
        .read_address(rows$read_address),
        .read_data(rows$read_data)
    );
    wire rows_view$clock;
    wire rows_view$write;
    wire [5:0] rows_view$write_address;
    reg [75:0] rows_view$write_data;
    wire [5:0] rows_view$read_address;
    wire [75:0] rows_view$read_data;
    card_rows_view rows_view (
        .clock(rows_view$clock),
        .write(rows_view$write),
        .write_address(rows_view$write_address),
        .write_data(rows_view$write_data),
        .read_address(rows_view$read_address),
        .read_data(rows_view$read_data)
    );
    wire numbers$clock;
    wire numbers$write;
    wire [5:0] numbers$write_address;
    wire [31:0] numbers$write_data;
    wire [5:0] numbers$read_address;
    wire [31:0] numbers$read_data;
    card_numbers numbers (
        .clock(numbers$clock),
        .write(numbers$write),
        .write_address(numbers$write_address),
        .write_data(numbers$write_data),
        .read_address(numbers$read_address),
        .read_data(numbers$read_data)
    );
    wire slots$clock;
    wire slots$write;
    wire [3:0] slots$write_address;
    wire [71:0] slots$write_data;
    wire [3:0] slots$read_address;
    wire [71:0] slots$read_data;
    card_slots slots (
        .clock(slots$clock),
        .write(slots$write),
        .write_address(slots$write_address),
        .write_data(slots$write_data),
        .read_address(slots$read_address),
        .read_data(slots$read_data)
    );
    reg [1:0] step$d;
    wire [1:0] step$q;
    wire step$clock;
    card_part step (
        .d(step$d),
        .q(step$q),
        .clock(step$clock)
    );
    reg act$d;
    wire act$q;
    wire act$clock;
    card_some act (
        .d(act$d),
        .q(act$q),
        .clock(act$clock)
    );
    reg look$d;
    wire look$q;
    wire look$clock;
    card_some look (
        .d(look$d),
        .q(look$q),
        .clock(look$clock)
    );
    reg [223:0] current$d;
    wire [223:0] current$q;
    wire current$clock;
    card_current_2 current (
        .d(current$d),
        .q(current$q),
        .clock(current$clock)
    );
    reg by_slot$d;
    wire by_slot$q;
    wire by_slot$clock;
    card_some by_slot (
        .d(by_slot$d),
        .q(by_slot$q),
        .clock(by_slot$clock)
    );
    reg [182:0] row$d;
    wire [182:0] row$q;
    wire row$clock;
    card_row row (
        .d(row$d),
        .q(row$q),
        .clock(row$clock)
    );
    reg [71:0] slot$d;
    wire [71:0] slot$q;
    wire slot$clock;
    card_tag slot (
        .d(slot$d),
        .q(slot$q),
        .clock(slot$clock)
    );
    reg row_live$d;
    wire row_live$q;
    wire row_live$clock;
    card_some row_live (
        .d(row_live$d),
        .q(row_live$q),
        .clock(row_live$clock)
    );
    reg [63:0] alive$d;
    wire [63:0] alive$q;
    wire alive$clock;
    card_data alive (
        .d(alive$d),
        .q(alive$q),
        .clock(alive$clock)
    );
    reg [4:0] flying$d;
    wire [4:0] flying$q;
    wire flying$clock;
    card_waiting flying (
        .d(flying$d),
        .q(flying$q),
        .clock(flying$clock)
    );
    reg [31:0] wseq$d;
    wire [31:0] wseq$q;
    wire wseq$clock;
    card_held wseq (
        .d(wseq$d),
        .q(wseq$q),
        .clock(wseq$clock)
    );
    reg [31:0] oseq$d;
    wire [31:0] oseq$q;
    wire oseq$clock;
    card_held oseq (
        .d(oseq$d),
        .q(oseq$q),
        .clock(oseq$clock)
    );
    reg [31:0] faults$d;
    wire [31:0] faults$q;
    wire faults$clock;
    card_held faults (
        .d(faults$d),
        .q(faults$q),
        .clock(faults$clock)
    );
    reg [31:0] mismatches$d;
    wire [31:0] mismatches$q;
    wire mismatches$clock;
    card_held mismatches (
        .d(mismatches$d),
        .q(mismatches$q),
        .clock(mismatches$clock)
    );
    reg [31:0] read_count$d;
    wire [31:0] read_count$q;
    wire read_count$clock;
    card_held read_count (
        .d(read_count$d),
        .q(read_count$q),
        .clock(read_count$clock)
    );
    reg fits$d;
    wire fits$q;
    wire fits$clock;
    card_some fits (
        .d(fits$d),
        .q(fits$q),
        .clock(fits$clock)
    );
    reg same_write$d;
    wire same_write$q;
    wire same_write$clock;
    card_some same_write (
        .d(same_write$d),
        .q(same_write$q),
        .clock(same_write$clock)
    );
    reg same_block$d;
    wire same_block$q;
    wire same_block$clock;
    card_some same_block (
        .d(same_block$d),
        .q(same_block$q),
        .clock(same_block$clock)
    );
    reg same_crc$d;
    wire same_crc$q;
    wire same_crc$clock;
    card_some same_crc (
        .d(same_crc$d),
        .q(same_crc$q),
        .clock(same_crc$clock)
    );
    reg abort_done$d;
    wire abort_done$q;
    wire abort_done$clock;
    card_some abort_done (
        .d(abort_done$d),
        .q(abort_done$q),
        .clock(abort_done$clock)
    );
    reg abort_worked$d;
    wire abort_worked$q;
    wire abort_worked$clock;
    card_some abort_worked (
        .d(abort_worked$d),
        .q(abort_worked$q),
        .clock(abort_worked$clock)
    );
    reg opened$d;
    wire opened$q;
    wire opened$clock;
    card_some opened (
        .d(opened$d),
        .q(opened$q),
        .clock(opened$clock)
    );
    reg closed$d;
    wire closed$q;
    wire closed$clock;
    card_some closed (
        .d(closed$d),
        .q(closed$q),
        .clock(closed$clock)
    );
    function automatic [0:0] cut$32$1(input [31:0] x$);
        cut$32$1 = x$[0:0];
    endfunction
    assign answer$data = handout$answer$data;
    assign answer$valid = handout$answer$valid;
    assign area_read$data = handout$area_read$data;
    assign area_read$valid = handout$area_read$valid;
    assign choice$command$data = command$data;
    assign choice$command$valid = command$valid;
    assign choice$fetched$data = fetched$data;
    assign choice$fetched$valid = fetched$valid;
    assign choice$got$data = got$data;
    assign choice$got$valid = got$valid;
    assign choice$granted$data = granted$data;
    assign choice$granted$valid = granted$valid;
    assign choice$read_done$data = read_done$data;
    assign choice$read_done$valid = read_done$valid;
    assign choice$sent$data = sent$data;
    assign choice$sent$valid = sent$valid;
    assign choice$stored$data = stored$data;
    assign choice$stored$valid = stored$valid;
    assign choice$written$data = written$data;
    assign choice$written$valid = written$valid;
    assign command$ready = choice$command$ready;
    assign fetch$data = handout$fetch$data;
    assign fetch$valid = handout$fetch$valid;
    assign fetched$ready = choice$fetched$ready;
    assign free_slot$data = pool$free_slot$data;
    assign free_slot$valid = pool$free_slot$valid;
    assign got$ready = choice$got$ready;
    assign granted$ready = choice$granted$ready;
    assign handout$answer$ready = answer$ready;
    assign handout$area_read$ready = area_read$ready;
    assign handout$fetch$ready = fetch$ready;
    assign handout$op$ready = op$ready;
    assign handout$path_job$ready = path_job$ready;
    assign handout$send$ready = send$ready;
    assign handout$store$ready = store$ready;
    assign op$data = handout$op$data;
    assign op$valid = handout$op$valid;
    assign path_job$data = handout$path_job$data;
    assign path_job$valid = handout$path_job$valid;
    assign pool$free_slot$ready = free_slot$ready;
    assign read_done$ready = choice$read_done$ready;
    assign send$data = handout$send$data;
    assign send$valid = handout$send$valid;
    assign sent$ready = choice$sent$ready;
    assign store$data = handout$store$data;
    assign store$valid = handout$store$valid;
    assign stored$ready = choice$stored$ready;
    assign written$ready = choice$written$ready;
    assign step$clock = clock;
    assign current$clock = clock;
    assign row$clock = clock;
    assign slot$clock = clock;
    assign row_live$clock = clock;
    assign alive$clock = clock;
    assign flying$clock = clock;
    assign wseq$clock = clock;
    assign oseq$clock = clock;
    assign faults$clock = clock;
    assign mismatches$clock = clock;
    assign read_count$clock = clock;
    assign fits$clock = clock;
    assign same_write$clock = clock;
    assign same_block$clock = clock;
    assign same_crc$clock = clock;
    assign by_slot$clock = clock;
    assign act$clock = clock;
    assign look$clock = clock;
    assign opened$clock = clock;
    assign closed$clock = clock;
    assign abort_done$clock = clock;
    assign abort_worked$clock = clock;
    assign choice$clock = clock;
    assign rules$clock = clock;
    assign handout$clock = clock;
    assign pool$clock = clock;
    assign phases$clock = clock;
    assign waits$clock = clock;
    assign rows$clock = clock;
    assign rows_view$clock = clock;
    assign numbers$clock = clock;
    assign slots$clock = clock;
    assign choice$reset = reset;
    assign handout$reset = reset;
    assign pool$reset = reset;
    assign phases$reset = reset;
    assign waits$reset = reset;
    assign kind = current$q[4:0];
    assign say = rules$say;
    assign phases$first = first;
    assign phases$link_up = link_up;
    assign phases$act = act$q;
    assign phases$kind = kind;
    assign phases$go = say[55];
    assign phases$protocol_fault = say[56];
    assign phases$resetting = resetting;
    assign phases$hold_limit = hold_limit;
    assign came = current$q[223:54];
    assign phases$fast_set = modes[2];
    assign phases$parallel_set = modes[3];
    assign phases$go_fast = cut$32$1(came[164:133]);
    assign connect = phases$connect;
    assign refuse = phases$refuse;
    assign state = phases$state;
    assign waits$serving = phases$serving;
    assign waits$limit = wait_limit;
    assign waits$all = resetting;
    assign overdue = act$q & (kind == Kind$Overdue);
    assign wanted = current$q[21:20] != 2'd0;
    assign waits$looked = overdue & (~wanted);
    assign waits$abort = abort$valid & (~abort_done$q);
    assign waits$abort_row = abort$data;
    assign abort$ready = abort_done$q;
    assign aborted = abort_worked$q;
    assign pool$act = act$q;
    assign pool$say = say;
    assign pool$slot = current$q[14:11];
    assign pool$fast = phases$fast;
    assign pool$flush = phases$flush;
    assign slots_used = pool$used;
    assign choice$first = first;
    assign choice$serving = phases$serving;
    assign choice$open = phases$open;
    assign choice$resetting = resetting;
    assign choice$refuse = phases$refuse;
    assign choice$due = phases$due;
    assign choice$due_kind = phases$due_kind;
    assign choice$due_row = phases$due_row;
    assign choice$expire = phases$expire;
    assign choice$expire_row = phases$expire_row;
    assign choice$go_now = phases$go_now;
    assign choice$flush = phases$flush;
    assign choice$look = look$q;
    assign choice$look_row = waits$row;
    assign choice$look_abort = waits$abort;
    assign choice$local_slot = pool$local_slot;
    assign choice$local_free = pool$local_free;
    assign choice$read_slot = pool$read_slot;
    assign choice$read_free = pool$read_free;
    assign choice$peer_room = pool$peer_room;
    assign choice$credit = pool$credit;
    assign choice$act = act$q;
    assign choice$decided = current$q;
    assign choice$say = say;
    assign choice$block = rules$block;
    assign choice$write = row$q[0];
    assign slots$read_address = current$q[14:11];
    assign held = slots$read_data;
    assign numbers$read_address = current$q[10:5];
    assign phases$rest = ((((step$q == Step$Pick) & (choice$picked[4:0] == Kind$Idle)) & (~handout$busy)) & (flying$q == 5'd0)) & link_quiet;
    assign rules$on = current$q;
    assign rules$row = row$q;
    assign rules$slot = slot$q;
    assign rules$live = row_live$q;
    assign rules$first = first;
    assign rules$serving = phases$serving;
    assign rules$modes = modes;
    assign rules$resetting = resetting;
    assign rules$lap = waits$lap;
    assign rules$unasked_room = pool$unasked_room;
    assign rules$fast = phases$fast;
    assign rules$parallel = phases$parallel;
    assign rules$path_enable = path_enable;
    assign rules$fits = fits$q;
    assign rules$same_write = same_write$q;
    assign rules$same_block = same_block$q;
    assign rules$same_crc = same_crc$q;
    assign rules$epoch = epoch;
    assign rules$session = session;
    assign rules$wseq = wseq$q;
    assign rules$oseq = oseq$q;
    assign rows$write = act$q;
    assign rows$write_address = current$q[10:5];
    assign row_next = rules$row_next;
    assign rows$write_data = row_next;
    assign rows_view$write = act$q;
    assign rows_view$write_address = current$q[10:5];
    assign numbers$write = act$q;
    assign numbers$write_address = current$q[10:5];
    assign numbers$write_data = row_next[97:66];
    assign slots$write = act$q;
    assign slots$write_address = current$q[14:11];
    assign slots$write_data = rules$slot_next;
    assign takes_off = say[18] | say[0];
    assign lands = (kind == Kind$Fetched) | (kind == Kind$Written);
    assign phases$alive = alive$q;
    assign handout$act = act$q;
    assign handout$say = say;
    assign handout$new_op = rules$op;
    assign handout$new_frame = rules$frame;
    assign handout$new_answer = rules$answer;
    assign handout$new_host_job = rules$host_job;
    assign handout$new_path_job = rules$path_job;
    assign handout$new_area_read = rules$area_read;
    assign handout$table_idle = table_idle;
    assign protocol_faults = faults$q;
    assign integrity_faults = mismatches$q;
    assign reads = read_count$q;
    assign rows_view$read_address = row_address;
    assign row_view = rows_view$read_data;
    assign own_writes = |alive$q[23:0];
    assign peer_rows = |alive$q[63:32];
    assign rows_open = ((|alive$q[31:0]) | opened$q) & (~phases$host_rests);
    always_comb begin
        step$d = step$q;
        current$d = current$q;
        row$d = row$q;
        slot$d = slot$q;
        row_live$d = row_live$q;
        alive$d = alive$q;
        flying$d = flying$q;
        wseq$d = wseq$q;
        oseq$d = oseq$q;
        faults$d = faults$q;
        mismatches$d = mismatches$q;
        read_count$d = read_count$q;
        fits$d = fits$q;
        same_write$d = same_write$q;
        same_block$d = same_block$q;
        same_crc$d = same_crc$q;
        by_slot$d = by_slot$q;
        act$d = act$q;
        look$d = look$q;
        opened$d = opened$q;
        closed$d = closed$q;
        abort_done$d = abort_done$q;
        abort_worked$d = abort_worked$q;
        abort_done$d = overdue & wanted;
        abort_worked$d = say[17];
        look$d = (((step$q == Step$Pick) & waits$due) & table_idle) & (~handout$busy);
        loaded = current$q;
        if (by_slot$q) begin
            loaded[10:5] = held[9:4];
            loaded[19:15] = held[14:10];
        end
        rows$read_address = loaded[10:5];
        fits$d = (((came[36:31] != 6'd0) & (came[36:31] < 6'h21)) & (came[100:69] < area_blocks)) & ({26'd0, came[36:31]} <= (area_blocks - came[100:69]));
        act$d = 1'b0;
        case (step$q)
            Step$Load: begin
                current$d = loaded;
                row$d = rows$read_data;
                slot$d = held;
                same_write$d = came[68:37] == numbers$read_data;
                same_block$d = (held[9:4] == current$q[10:5]) & (held[14:10] == current$q[19:15]);
                same_crc$d = held[46:15] == current$q[53:22];
                row_live$d = alive$q[current$q[10:5]];
                step$d = Step$Judge;
            end
            Step$Judge: begin
                if (~handout$busy) begin
                    act$d = 1'b1;
                    step$d = Step$Act;
                end
            end
            Step$Act: begin
                step$d = Step$Pick;
            end
            default: begin // Step$Pick
                current$d = choice$picked;
                by_slot$d = choice$by_slot;
                if (choice$picked[4:0] != Kind$Idle) begin
                    step$d = Step$Load;
                end
            end
        endcase
        view[31:0] = row_next[32:1];
        view[37:32] = row_next[38:33];
        view[69:38] = row_next[97:66];
        view[75:70] = row_next[44:39];
        rows_view$write_data = view;
        opened$d = act$q & say[8];
        closed$d = act$q & say[9];
        if (opened$q) begin
            alive$d = (alive$q & ~(64'd1 << current$q[10:5])) | ({63'd0, 1'b1} << current$q[10:5]);
        end
        if (closed$q) begin
            alive$d = (alive$q & ~(64'd1 << current$q[10:5])) | ({63'd0, 1'b0} << current$q[10:5]);
        end
        if (act$q) begin
            if (takes_off & (~lands)) begin
                flying$d = flying$q + 5'd1;
            end
            if ((~takes_off) & lands) begin
                flying$d = flying$q - 5'd1;
            end
            if (say[34]) begin
                wseq$d = wseq$q + 32'd1;
            end
            oseq$d = oseq$q + {26'd0, say[40:35]};
            if (kind == Kind$Stored) begin
                read_count$d = read_count$q + 32'd1;
            end
            if (say[56]) begin
                faults$d = faults$q + 32'd1;
            end
            if (say[57]) begin
                mismatches$d = mismatches$q + 32'd1;
            end
        end
        busy = 5'd0;
        if (own_writes) begin
            busy = 5'h1e;
            if (first) begin
                busy = 5'd7;
            end
        end
        if (peer_rows) begin
            if (first) begin
                busy = busy | 5'h1e;
            end else begin
                busy = busy | 5'd7;
            end
        end
        path_busy = busy;
        trace = rules$trace;
        trace_valid = act$q & (rules$trace[7:0] != 8'd0);
        if (phases$log != 8'd0) begin
            trace[7:0] = phases$log;
            trace_valid = 1'b1;
        end
        if (reset) begin
            step$d = Step$Pick;
            act$d = 1'b0;
            opened$d = 1'b0;
            closed$d = 1'b0;
            alive$d = 64'd0;
            flying$d = 5'd0;
            wseq$d = 32'd1;
            oseq$d = 32'd1;
            faults$d = 32'd0;
            abort_done$d = 1'b0;
            mismatches$d = 32'd0;
            read_count$d = 32'd0;
        end
    end
endmodule

module card_job_2 (
    d,
    q,
    clock
);
    input wire [141:0] d;
    output reg [141:0] q;
    input wire clock;
    initial q = 142'd0;
    always @(posedge clock) q <= d;
endmodule

module card_paths (
    clock,
    reset,
    first,
    jobs$data,
    jobs$valid,
    jobs$ready,
    exclusive,
    slot_read$data,
    slot_read$valid,
    slot_read$ready,
    slot_words$data,
    slot_words$valid,
    slot_words$ready,
    area_write$data,
    area_write$valid,
    area_write$ready,
    area_words$data,
    area_words$valid,
    area_words$ready,
    link_tx_write,
    link_tx_beat,
    link_tx_stall,
    link_rx_write,
    link_rx_beat,
    writes$0,
    writes$1,
    writes$2,
    writes$3,
    writes$4,
    beats$0,
    beats$1,
    beats$2,
    beats$3,
    beats$4,
    stalls$0,
    stalls$1,
    stalls$2,
    stalls$3,
    stalls$4,
    gate_faults
);
    input wire clock;
    input wire reset;
    input wire first;
    input wire [141:0] jobs$data;
    input wire jobs$valid;
    output wire jobs$ready;
    input wire [63:0] exclusive;
    output reg [22:0] slot_read$data;
    output wire slot_read$valid;
    input wire slot_read$ready;
    input wire [63:0] slot_words$data;
    input wire slot_words$valid;
    output wire slot_words$ready;
    output wire [132:0] area_write$data;
    output wire area_write$valid;
    input wire area_write$ready;
    output wire [63:0] area_words$data;
    output wire area_words$valid;
    input wire area_words$ready;
    input wire link_tx_write;
    input wire link_tx_beat;
    input wire link_tx_stall;
    input wire link_rx_write;
    input wire link_rx_beat;
    output wire [47:0] writes$0;
    output wire [47:0] writes$1;
    output wire [47:0] writes$2;
    output wire [47:0] writes$3;
    output wire [47:0] writes$4;
    output wire [47:0] beats$0;
    output wire [47:0] beats$1;
    output wire [47:0] beats$2;
    output wire [47:0] beats$3;
    output wire [47:0] beats$4;
    output wire [47:0] stalls$0;
    output wire [47:0] stalls$1;
    output wire [47:0] stalls$2;
    output wire [47:0] stalls$3;
    output wire [47:0] stalls$4;
    output wire [31:0] gate_faults;
    localparam [9:0] block_words = 10'h200;
    localparam [8:0] last_beat = 9'h1ff;
    wire [132:0] write;
    reg [4:0] area_path;
    wire gate;
    wire here;
    wire pass;
    wire last;
    wire take;
    reg [8:0] now$d;
    wire [8:0] now$q;
    wire now$clock;
    card_pointer now (
        .d(now$d),
        .q(now$q),
        .clock(now$clock)
    );
    reg now_valid$d;
    wire now_valid$q;
    wire now_valid$clock;
    card_some now_valid (
        .d(now_valid$d),
        .q(now_valid$q),
        .clock(now_valid$clock)
    );
    reg [8:0] next$d;
    wire [8:0] next$q;
    wire next$clock;
    card_pointer next (
        .d(next$d),
        .q(next$q),
        .clock(next$clock)
    );
    reg next_valid$d;
    wire next_valid$q;
    wire next_valid$clock;
    card_some next_valid (
        .d(next_valid$d),
        .q(next_valid$q),
        .clock(next_valid$clock)
    );
    wire words$clock;
    wire words$reset;
    wire [63:0] words$sink$data;
    wire words$sink$valid;
    wire words$sink$ready;
    wire [63:0] words$source$data;
    wire words$source$valid;
    wire words$source$ready;
    card_words_6 words (
        .clock(words$clock),
        .reset(words$reset),
        .sink$data(words$sink$data),
        .sink$valid(words$sink$valid),
        .sink$ready(words$sink$ready),
        .source$data(words$source$data),
        .source$valid(words$source$valid),
        .source$ready(words$source$ready)
    );
    reg [141:0] job$d;
    wire [141:0] job$q;
    wire job$clock;
    card_job_2 job (
        .d(job$d),
        .q(job$q),
        .clock(job$clock)
    );
    reg slot_due$d;
    wire slot_due$q;
    wire slot_due$clock;
    card_some slot_due (
        .d(slot_due$d),
        .q(slot_due$q),
        .clock(slot_due$clock)
    );
    reg area_due$d;
    wire area_due$q;
    wire area_due$clock;
    card_some area_due (
        .d(area_due$d),
        .q(area_due$q),
        .clock(area_due$clock)
    );
    reg [8:0] beat$d;
    wire [8:0] beat$q;
    wire beat$clock;
    card_pointer beat (
        .d(beat$d),
        .q(beat$q),
        .clock(beat$clock)
    );
    reg faulted$d;
    wire faulted$q;
    wire faulted$clock;
    card_some faulted (
        .d(faulted$d),
        .q(faulted$q),
        .clock(faulted$clock)
    );
    reg [47:0] write_count$0$d;
    wire [47:0] write_count$0$q;
    wire write_count$0$clock;
    card_hold_cycles write_count$0 (
        .d(write_count$0$d),
        .q(write_count$0$q),
        .clock(write_count$0$clock)
    );
    reg [47:0] write_count$1$d;
    wire [47:0] write_count$1$q;
    wire write_count$1$clock;
    card_hold_cycles write_count$1 (
        .d(write_count$1$d),
        .q(write_count$1$q),
        .clock(write_count$1$clock)
    );
    reg [47:0] write_count$2$d;
    wire [47:0] write_count$2$q;
    wire write_count$2$clock;
    card_hold_cycles write_count$2 (
        .d(write_count$2$d),
        .q(write_count$2$q),
        .clock(write_count$2$clock)
    );
    reg [47:0] write_count$3$d;
    wire [47:0] write_count$3$q;
    wire write_count$3$clock;
    card_hold_cycles write_count$3 (
        .d(write_count$3$d),
        .q(write_count$3$q),
        .clock(write_count$3$clock)
    );
    reg [47:0] write_count$4$d;
    wire [47:0] write_count$4$q;
    wire write_count$4$clock;
    card_hold_cycles write_count$4 (
        .d(write_count$4$d),
        .q(write_count$4$q),
        .clock(write_count$4$clock)
    );
    reg [47:0] beat_count$0$d;
    wire [47:0] beat_count$0$q;
    wire beat_count$0$clock;
    card_hold_cycles beat_count$0 (
        .d(beat_count$0$d),
        .q(beat_count$0$q),
        .clock(beat_count$0$clock)
    );
    reg [47:0] beat_count$1$d;
    wire [47:0] beat_count$1$q;
    wire beat_count$1$clock;
    card_hold_cycles beat_count$1 (
        .d(beat_count$1$d),
        .q(beat_count$1$q),
        .clock(beat_count$1$clock)
    );
    reg [47:0] beat_count$2$d;
    wire [47:0] beat_count$2$q;
    wire beat_count$2$clock;
    card_hold_cycles beat_count$2 (
        .d(beat_count$2$d),
        .q(beat_count$2$q),
        .clock(beat_count$2$clock)
    );
    reg [47:0] beat_count$3$d;
    wire [47:0] beat_count$3$q;
    wire beat_count$3$clock;
    card_hold_cycles beat_count$3 (
        .d(beat_count$3$d),
        .q(beat_count$3$q),
        .clock(beat_count$3$clock)
    );
    reg [47:0] beat_count$4$d;
    wire [47:0] beat_count$4$q;
    wire beat_count$4$clock;
    card_hold_cycles beat_count$4 (
        .d(beat_count$4$d),
        .q(beat_count$4$q),
        .clock(beat_count$4$clock)
    );
    reg [47:0] stall_count$0$d;
    wire [47:0] stall_count$0$q;
    wire stall_count$0$clock;
    card_hold_cycles stall_count$0 (
        .d(stall_count$0$d),
        .q(stall_count$0$q),
        .clock(stall_count$0$clock)
    );
    reg [47:0] stall_count$1$d;
    wire [47:0] stall_count$1$q;
    wire stall_count$1$clock;
    card_hold_cycles stall_count$1 (
        .d(stall_count$1$d),
        .q(stall_count$1$q),
        .clock(stall_count$1$clock)
    );
    reg [47:0] stall_count$2$d;
    wire [47:0] stall_count$2$q;
    wire stall_count$2$clock;
    card_hold_cycles stall_count$2 (
        .d(stall_count$2$d),
        .q(stall_count$2$q),
        .clock(stall_count$2$clock)
    );
    reg [47:0] stall_count$3$d;
    wire [47:0] stall_count$3$q;
    wire stall_count$3$clock;
    card_hold_cycles stall_count$3 (
        .d(stall_count$3$d),
        .q(stall_count$3$q),
        .clock(stall_count$3$clock)
    );
    reg [47:0] stall_count$4$d;
    wire [47:0] stall_count$4$q;
    wire stall_count$4$clock;
    card_hold_cycles stall_count$4 (
        .d(stall_count$4$d),
        .q(stall_count$4$q),
        .clock(stall_count$4$clock)
    );
    reg [31:0] faults$d;
    wire [31:0] faults$q;
    wire faults$clock;
    card_held faults (
        .d(faults$d),
        .q(faults$q),
        .clock(faults$clock)
    );
    reg [4:0] wrote$d;
    wire [4:0] wrote$q;
    wire wrote$clock;
    card_waiting wrote (
        .d(wrote$d),
        .q(wrote$q),
        .clock(wrote$clock)
    );
    reg [4:0] moved$d;
    wire [4:0] moved$q;
    wire moved$clock;
    card_waiting moved (
        .d(moved$d),
        .q(moved$q),
        .clock(moved$clock)
    );
    reg [4:0] stalled$d;
    wire [4:0] stalled$q;
    wire stalled$clock;
    card_waiting stalled (
        .d(stalled$d),
        .q(stalled$q),
        .clock(stalled$clock)
    );
    assign area_words$data = words$source$data;
    assign area_words$valid = words$source$valid;
    assign words$source$ready = area_words$ready;
    assign now$clock = clock;
    assign now_valid$clock = clock;
    assign next$clock = clock;
    assign next_valid$clock = clock;
    assign job$clock = clock;
    assign slot_due$clock = clock;
    assign area_due$clock = clock;
    assign beat$clock = clock;
    assign faulted$clock = clock;
    assign faults$clock = clock;
    assign wrote$clock = clock;
    assign moved$clock = clock;
    assign stalled$clock = clock;
    assign words$clock = clock;
    assign words$reset = reset;
    assign take = ((jobs$valid & (~slot_due$q)) & (~area_due$q)) & (~next_valid$q);
    assign jobs$ready = take;
    assign write = job$q[141:9];
    assign slot_read$valid = slot_due$q;
    assign area_write$data = write;
    assign area_write$valid = area_due$q;
    assign here = now_valid$q;
    assign gate = here & exclusive[now$q[8:3]];
    assign words$sink$data = slot_words$data;
    assign words$sink$valid = slot_words$valid & gate;
    assign slot_words$ready = words$sink$ready & gate;
    assign pass = (slot_words$valid & gate) & words$sink$ready;
    assign last = pass & (beat$q == last_beat);
    assign write_count$0$clock = clock;
    assign beat_count$0$clock = clock;
    assign stall_count$0$clock = clock;
    assign write_count$1$clock = clock;
    assign beat_count$1$clock = clock;
    assign stall_count$1$clock = clock;
    assign write_count$2$clock = clock;
    assign beat_count$2$clock = clock;
    assign stall_count$2$clock = clock;
    assign write_count$3$clock = clock;
    assign beat_count$3$clock = clock;
    assign stall_count$3$clock = clock;
    assign write_count$4$clock = clock;
    assign beat_count$4$clock = clock;
    assign stall_count$4$clock = clock;
    assign writes$0 = write_count$0$q;
    assign beats$0 = beat_count$0$q;
    assign stalls$0 = stall_count$0$q;
    assign writes$1 = write_count$1$q;
    assign beats$1 = beat_count$1$q;
    assign stalls$1 = stall_count$1$q;
    assign writes$2 = write_count$2$q;
    assign beats$2 = beat_count$2$q;
    assign stalls$2 = stall_count$2$q;
    assign writes$3 = write_count$3$q;
    assign beats$3 = beat_count$3$q;
    assign stalls$3 = stall_count$3$q;
    assign writes$4 = write_count$4$q;
    assign beats$4 = beat_count$4$q;
    assign stalls$4 = stall_count$4$q;
    assign gate_faults = faults$q;
    always_comb begin
        now$d = now$q;
        now_valid$d = now_valid$q;
        next$d = next$q;
        next_valid$d = next_valid$q;
        job$d = job$q;
        slot_due$d = slot_due$q;
        area_due$d = area_due$q;
        beat$d = beat$q;
        faulted$d = faulted$q;
        faults$d = faults$q;
        wrote$d = wrote$q;
        moved$d = moved$q;
        stalled$d = stalled$q;
        slot_read$data[3:0] = write[3:0];
        slot_read$data[12:4] = 9'd0;
        slot_read$data[22:13] = block_words;
        if (slot_read$ready) begin
            slot_due$d = 1'b0;
        end
        if (area_write$ready) begin
            area_due$d = 1'b0;
        end
        if (take) begin
            job$d = jobs$data;
            slot_due$d = 1'b1;
            area_due$d = 1'b1;
        end
        if (last | (~here)) begin
            now$d = next$q;
            now_valid$d = next_valid$q;
            next_valid$d = 1'b0;
        end
        if (take) begin
            next$d[2:0] = jobs$data[2:0];
            next$d[8:3] = jobs$data[8:3];
            next_valid$d = 1'b1;
        end
        if (pass) begin
            beat$d = beat$q + 9'd1;
            faulted$d = 1'b0;
        end
        if ((here & (~gate)) & (~faulted$q)) begin
            faulted$d = 1'b1;
            faults$d = faults$q + 32'd1;
        end
        area_path = 5'd0;
        if (now$q[2:0] == 3'd1) begin
            area_path = 5'd1;
        end
        if (now$q[2:0] == 3'd3) begin
            area_path = 5'd4;
        end
        if (now$q[2:0] == 3'd5) begin
            area_path = 5'h10;
        end
        wrote$d = 5'd0;
        moved$d = 5'd0;
        stalled$d = 5'd0;
        if (pass) begin
            moved$d = area_path;
            if (beat$q == 9'd0) begin
                wrote$d = area_path;
            end
        end else if (here & (slot_words$valid | (~gate))) begin
            stalled$d = area_path;
        end
        write_count$0$d = write_count$0$q;
        beat_count$0$d = beat_count$0$q;
        stall_count$0$d = stall_count$0$q;
        if (wrote$q[0]) begin
            write_count$0$d = write_count$0$q + 48'd1;
        end
        if (moved$q[0]) begin
            beat_count$0$d = beat_count$0$q + 48'd1;
        end
        if (stalled$q[0]) begin
            stall_count$0$d = stall_count$0$q + 48'd1;
        end
        write_count$1$d = write_count$1$q;
        beat_count$1$d = beat_count$1$q;
        stall_count$1$d = stall_count$1$q;
        if (wrote$q[1]) begin
            write_count$1$d = write_count$1$q + 48'd1;
        end
        if (moved$q[1]) begin
            beat_count$1$d = beat_count$1$q + 48'd1;
        end
        if (stalled$q[1]) begin
            stall_count$1$d = stall_count$1$q + 48'd1;
        end
        write_count$2$d = write_count$2$q;
        beat_count$2$d = beat_count$2$q;
        stall_count$2$d = stall_count$2$q;
        if (wrote$q[2]) begin
            write_count$2$d = write_count$2$q + 48'd1;
        end
        if (moved$q[2]) begin
            beat_count$2$d = beat_count$2$q + 48'd1;
        end
        if (stalled$q[2]) begin
            stall_count$2$d = stall_count$2$q + 48'd1;
        end
        write_count$3$d = write_count$3$q;
        beat_count$3$d = beat_count$3$q;
        stall_count$3$d = stall_count$3$q;
        if (wrote$q[3]) begin
            write_count$3$d = write_count$3$q + 48'd1;
        end
        if (moved$q[3]) begin
            beat_count$3$d = beat_count$3$q + 48'd1;
        end
        if (stalled$q[3]) begin
            stall_count$3$d = stall_count$3$q + 48'd1;
        end
        write_count$4$d = write_count$4$q;
        beat_count$4$d = beat_count$4$q;
        stall_count$4$d = stall_count$4$q;
        if (wrote$q[4]) begin
            write_count$4$d = write_count$4$q + 48'd1;
        end
        if (moved$q[4]) begin
            beat_count$4$d = beat_count$4$q + 48'd1;
        end
        if (stalled$q[4]) begin
            stall_count$4$d = stall_count$4$q + 48'd1;
        end
        if ((first & link_tx_write) | ((~first) & link_rx_write)) begin
            write_count$1$d = write_count$1$q + 48'd1;
        end
        if ((first & link_tx_beat) | ((~first) & link_rx_beat)) begin
            beat_count$1$d = beat_count$1$q + 48'd1;
        end
        if (first & link_tx_stall) begin
            stall_count$1$d = stall_count$1$q + 48'd1;
        end
        if ((first & link_rx_write) | ((~first) & link_tx_write)) begin
            write_count$3$d = write_count$3$q + 48'd1;
        end
        if ((first & link_rx_beat) | ((~first) & link_tx_beat)) begin
            beat_count$3$d = beat_count$3$q + 48'd1;
        end
        if ((~first) & link_tx_stall) begin
            stall_count$3$d = stall_count$3$q + 48'd1;
        end
        if (reset) begin
            now_valid$d = 1'b0;
            next_valid$d = 1'b0;
            slot_due$d = 1'b0;
            area_due$d = 1'b0;
            beat$d = 9'd0;
            faulted$d = 1'b0;
            faults$d = 32'd0;
            write_count$0$d = 48'd0;
            beat_count$0$d = 48'd0;
            stall_count$0$d = 48'd0;
            write_count$1$d = 48'd0;
            beat_count$1$d = 48'd0;
            stall_count$1$d = 48'd0;
            write_count$2$d = 48'd0;
            beat_count$2$d = 48'd0;
            stall_count$2$d = 48'd0;
            write_count$3$d = 48'd0;
            beat_count$3$d = 48'd0;
            stall_count$3$d = 48'd0;
            write_count$4$d = 48'd0;
            beat_count$4$d = 48'd0;
            stall_count$4$d = 48'd0;
        end
    end
endmodule

module card_ring (
    clock,
    write,
    write_address,
    write_data,
    read_address,
    read_data
);
    input wire clock;
    input wire write;
    input wire [8:0] write_address;
    input wire [127:0] write_data;
    input wire [8:0] read_address;
    output reg [127:0] read_data;
    (* ram_style = "block", no_rw_check *) reg [127:0] memory [0:511];
    always @(posedge clock) begin
        if (write) memory[write_address] <= write_data;
        read_data <= memory[read_address];
    end
endmodule

module card_count (
    d,
    q,
    clock
);
    input wire [39:0] d;
    output reg [39:0] q;
    input wire clock;
    initial q = 40'd0;
    always @(posedge clock) q <= d;
endmodule

module card_trace (
    clock,
    reset,
    happened,
    happened_valid,
    cycle,
    head,
    address,
    first,
    second
);
    input wire clock;
    input wire reset;
    input wire [82:0] happened;
    input wire happened_valid;
    output wire [39:0] cycle;
    output wire [31:0] head;
    input wire [8:0] address;
    output wire [63:0] first;
    output wire [63:0] second;
    reg [127:0] entry;
    wire [127:0] shown;
    wire ring$clock;
    wire ring$write;
    wire [8:0] ring$write_address;
    reg [127:0] ring$write_data;
    wire [8:0] ring$read_address;
    wire [127:0] ring$read_data;
    card_ring ring (
        .clock(ring$clock),
        .write(ring$write),
        .write_address(ring$write_address),
        .write_data(ring$write_data),
        .read_address(ring$read_address),
        .read_data(ring$read_data)
    );
    reg [39:0] count$d;
    wire [39:0] count$q;
    wire count$clock;
    card_count count (
        .d(count$d),
        .q(count$q),
        .clock(count$clock)
    );
    reg [31:0] written$d;
    wire [31:0] written$q;
    wire written$clock;
    card_held written (
        .d(written$d),
        .q(written$q),
        .clock(written$clock)
    );
    assign count$clock = clock;
    assign written$clock = clock;
    assign ring$clock = clock;
    assign ring$write = happened_valid;
    assign ring$write_address = written$q[8:0];
    assign ring$read_address = address;
    assign shown = ring$read_data;
    assign first = ((({56'd0, shown[63:56]} << 56) | ({56'd0, shown[55:48]} << 48)) | ({56'd0, shown[47:40]} << 40)) | {24'd0, shown[39:0]};
    assign second = ({32'd0, shown[127:96]} << 32) | {32'd0, shown[95:64]};
    assign cycle = count$q;
    assign head = written$q;
    always_comb begin
        count$d = count$q;
        written$d = written$q;
        entry[39:0] = count$q;
        entry[47:40] = happened[7:0];
        entry[55:48] = {2'd0, happened[13:8]};
        entry[63:56] = {3'd0, happened[18:14]};
        entry[95:64] = happened[50:19];
        entry[127:96] = happened[82:51];
        ring$write_data = entry;
        count$d = count$q + 40'd1;
        if (happened_valid) begin
            written$d = written$q + 32'd1;
        end
        if (reset) begin
            count$d = 40'd0;
            written$d = 32'd0;
        end
    end
endmodule

module card_bank_2 (
    clock,
    access,
    values$0,
    values$1,
    values$2,
    values$3,
    values$4,
    values$5,
    values$6,
    values$7,
    shown
);
    input wire clock;
    input wire [141:0] access;
    input wire [63:0] values$0;
    input wire [63:0] values$1;
    input wire [63:0] values$2;
    input wire [63:0] values$3;
    input wire [63:0] values$4;
    input wire [63:0] values$5;
    input wire [63:0] values$6;
    input wire [63:0] values$7;
    output wire [63:0] shown;
    localparam [12:0] places$0 = 13'd0;
    localparam [12:0] places$1 = 13'd1;
    localparam [12:0] places$2 = 13'd2;
    localparam [12:0] places$3 = 13'd3;
    localparam [12:0] places$4 = 13'd4;
    localparam [12:0] places$5 = 13'd5;
    localparam [12:0] places$6 = 13'd6;
    localparam [12:0] places$7 = 13'h7ff;
    reg [63:0] eight$0;
    reg [63:0] eight$1;
    reg [63:0] eight$2;
    reg [63:0] eight$3;
    reg [63:0] eight$4;
    reg [63:0] eight$5;
    reg [63:0] eight$6;
    reg [63:0] eight$7;
    reg [63:0] four$0;
    reg [63:0] four$1;
    reg [63:0] four$2;
    reg [63:0] four$3;
    reg [63:0] two$0;
    reg [63:0] two$1;
    reg here$d;
    wire here$q;
    wire here$clock;
    card_some here (
        .d(here$d),
        .q(here$q),
        .clock(here$clock)
    );
    reg [2:0] lane$d;
    wire [2:0] lane$q;
    wire lane$clock;
    card_bar lane (
        .d(lane$d),
        .q(lane$q),
        .clock(lane$clock)
    );
    reg [63:0] word$d;
    wire [63:0] word$q;
    wire word$clock;
    card_data word (
        .d(word$d),
        .q(word$q),
        .clock(word$clock)
    );
    assign here$clock = clock;
    assign lane$clock = clock;
    assign word$clock = clock;
    assign shown = word$q;
    always_comb begin
        here$d = here$q;
        lane$d = lane$q;
        word$d = word$q;
        here$d = 1'b0;
        lane$d = 3'd0;
        if (access[12:0] == places$0) begin
            here$d = 1'b1;
            lane$d = 3'd0;
        end
        if (access[12:0] == places$1) begin
            here$d = 1'b1;
            lane$d = 3'd1;
        end
        if (access[12:0] == places$2) begin
            here$d = 1'b1;
            lane$d = 3'd2;
        end
        if (access[12:0] == places$3) begin
            here$d = 1'b1;
            lane$d = 3'd3;
        end
        if (access[12:0] == places$4) begin
            here$d = 1'b1;
            lane$d = 3'd4;
        end
        if (access[12:0] == places$5) begin
            here$d = 1'b1;
            lane$d = 3'd5;
        end
        if (access[12:0] == places$6) begin
            here$d = 1'b1;
            lane$d = 3'd6;
        end
        if (access[12:0] == places$7) begin
            here$d = 1'b1;
            lane$d = 3'd7;
        end
        eight$0 = 64'd0;
        eight$1 = 64'd0;
        eight$2 = 64'd0;
        eight$3 = 64'd0;
        eight$4 = 64'd0;
        eight$5 = 64'd0;
        eight$6 = 64'd0;
        eight$7 = 64'd0;
        eight$0 = values$0;
        eight$1 = values$1;
        eight$2 = values$2;
        eight$3 = values$3;
        eight$4 = values$4;
        eight$5 = values$5;
        eight$6 = values$6;
        eight$7 = values$7;
        four$0 = eight$0;
        if (lane$q[2]) begin
            four$0 = eight$4;
        end
        four$1 = eight$1;
        if (lane$q[2]) begin
            four$1 = eight$5;
        end
        four$2 = eight$2;
        if (lane$q[2]) begin
            four$2 = eight$6;
        end
        four$3 = eight$3;
        if (lane$q[2]) begin
            four$3 = eight$7;
        end
        two$0 = four$0;
        if (lane$q[1]) begin
            two$0 = four$2;
        end
        two$1 = four$1;
        if (lane$q[1]) begin
            two$1 = four$3;
        end
        word$d = two$0;
        if (lane$q[0]) begin
            word$d = two$1;
        end
        if (~here$q) begin
            word$d = 64'd0;
        end
    end
endmodule

module card_identity (
    clock,
    access,
    shown,
    unit_id,
    board_id,
    serial,
    area_blocks,
    cycle,
    trace_head
);
    input wire clock;
    input wire [141:0] access;
    output wire [63:0] shown;
    input wire unit_id;
    input wire [7:0] board_id;
    input wire [63:0] serial;
    input wire [31:0] area_blocks;
    input wire [39:0] cycle;
    input wire [31:0] trace_head;
    localparam [63:0] magic = 64'h485441504e495754;
    localparam [63:0] version = 64'd1;
    localparam [63:0] capabilities = 64'h2000510400101;
    localparam [5:0] board_at = 6'd0;
    localparam [5:0] unit_at = 6'd8;
    localparam [5:0] blocks_at = 6'd0;
    localparam [5:0] serial_at = 6'd0;
    localparam [5:0] cycles_at = 6'd0;
    localparam [5:0] head_at = 6'd0;
    wire bank$clock;
    wire [141:0] bank$access;
    wire [63:0] bank$values$0;
    wire [63:0] bank$values$1;
    wire [63:0] bank$values$2;
    wire [63:0] bank$values$3;
    wire [63:0] bank$values$4;
    wire [63:0] bank$values$5;
    wire [63:0] bank$values$6;
    wire [63:0] bank$values$7;
    wire [63:0] bank$shown;
    card_bank_2 bank (
        .clock(bank$clock),
        .access(bank$access),
        .values$0(bank$values$0),
        .values$1(bank$values$1),
        .values$2(bank$values$2),
        .values$3(bank$values$3),
        .values$4(bank$values$4),
        .values$5(bank$values$5),
        .values$6(bank$values$6),
        .values$7(bank$values$7),
        .shown(bank$shown)
    );
    assign bank$clock = clock;
    assign bank$access = access;
    assign bank$values$0 = magic;
    assign bank$values$1 = version;
    assign bank$values$2 = ({56'd0, board_id} << board_at) | ({63'd0, unit_id} << unit_at);
    assign bank$values$3 = capabilities;
    assign bank$values$4 = {32'd0, area_blocks} << blocks_at;
    assign bank$values$5 = serial << serial_at;
    assign bank$values$6 = {24'd0, cycle} << cycles_at;
    assign bank$values$7 = {32'd0, trace_head} << head_at;
    assign shown = bank$shown;
endmodule

module card_control (
    clock,
    reset,
    access,
    value
);
    input wire clock;
    input wire reset;
    input wire [141:0] access;
    output wire [63:0] value;
    localparam [12:0] place = 13'h20;
    localparam [63:0] writable = 64'd1;
    localparam [63:0] start = 64'd1;
    reg [63:0] change;
    reg [63:0] held$d;
    wire [63:0] held$q;
    wire held$clock;
    card_data held (
        .d(held$d),
        .q(held$q),
        .clock(held$clock)
    );
    assign held$clock = clock;
    assign value = held$q;
    always_comb begin
        held$d = held$q;
        change = 64'd0;
        if (access[13] & (access[12:0] == place)) begin
            change = access[141:78] & writable;
        end
        held$d = (held$q & (~change)) | (access[77:14] & change);
        if (reset) begin
            held$d = start;
        end
    end
endmodule

module card_control_2 (
    clock,
    reset,
    access,
    value
);
    input wire clock;
    input wire reset;
    input wire [141:0] access;
    output wire [63:0] value;
    localparam [12:0] place = 13'h28;
    localparam [63:0] writable = 64'd1;
    localparam [63:0] start = 64'd1;
    reg [63:0] change;
    reg [63:0] held$d;
    wire [63:0] held$q;
    wire held$clock;
    card_data held (
        .d(held$d),
        .q(held$q),
        .clock(held$clock)
    );
    assign held$clock = clock;
    assign value = held$q;
    always_comb begin
        held$d = held$q;
        change = 64'd0;
        if (access[13] & (access[12:0] == place)) begin
            change = access[141:78] & writable;
        end
        held$d = (held$q & (~change)) | (access[77:14] & change);
        if (reset) begin
            held$d = start;
        end
    end
endmodule

module card_control_3 (
    clock,
    reset,
    access,
    value
);
    input wire clock;
    input wire reset;
    input wire [141:0] access;
    output wire [63:0] value;
    localparam [12:0] place = 13'h30;
    localparam [63:0] writable = 64'd1;
    localparam [63:0] start = 64'd1;
    reg [63:0] change;
    reg [63:0] held$d;
    wire [63:0] held$q;
    wire held$clock;
    card_data held (
        .d(held$d),
        .q(held$q),
        .clock(held$clock)
    );
    assign held$clock = clock;
    assign value = held$q;
    always_comb begin
        held$d = held$q;
        change = 64'd0;
        if (access[13] & (access[12:0] == place)) begin
            change = access[141:78] & writable;
        end
        held$d = (held$q & (~change)) | (access[77:14] & change);
        if (reset) begin
            held$d = start;
        end
    end
endmodule

module card_control_4 (
    clock,
    reset,
    access,
    value
);
    input wire clock;
    input wire reset;
    input wire [141:0] access;
    output wire [63:0] value;
    localparam [12:0] place = 13'h38;
    localparam [63:0] writable = 64'd1;
    localparam [63:0] start = 64'd1;
    reg [63:0] change;
    reg [63:0] held$d;
    wire [63:0] held$q;
    wire held$clock;
    card_data held (
        .d(held$d),
        .q(held$q),
        .clock(held$clock)
    );
    assign held$clock = clock;
    assign value = held$q;
    always_comb begin
        held$d = held$q;
        change = 64'd0;
        if (access[13] & (access[12:0] == place)) begin
            change = access[141:78] & writable;
        end
        held$d = (held$q & (~change)) | (access[77:14] & change);
        if (reset) begin
            held$d = start;
        end
    end
endmodule

module card_control_5 (
    clock,
    reset,
    access,
    value
);
    input wire clock;
    input wire reset;
    input wire [141:0] access;
    output wire [63:0] value;
    localparam [12:0] place = 13'h40;
    localparam [63:0] writable = 64'd1;
    localparam [63:0] start = 64'd1;
    reg [63:0] change;
    reg [63:0] held$d;
    wire [63:0] held$q;
    wire held$clock;
    card_data held (
        .d(held$d),
        .q(held$q),
        .clock(held$clock)
    );
    assign held$clock = clock;
    assign value = held$q;
    always_comb begin
        held$d = held$q;
        change = 64'd0;
        if (access[13] & (access[12:0] == place)) begin
            change = access[141:78] & writable;
        end
        held$d = (held$q & (~change)) | (access[77:14] & change);
        if (reset) begin
            held$d = start;
        end
    end
endmodule

module card_bank_3 (
    clock,
    access,
    values$0,
    values$1,
    values$2,
    values$3,
    values$4,
    values$5,
    shown
);
    input wire clock;
    input wire [141:0] access;
    input wire [47:0] values$0;
    input wire [47:0] values$1;
    input wire [47:0] values$2;
    input wire [47:0] values$3;
    input wire [47:0] values$4;
    input wire [47:0] values$5;
    output wire [63:0] shown;
    localparam [12:0] places$0 = 13'h20;
    localparam [12:0] places$1 = 13'h21;
    localparam [12:0] places$2 = 13'h22;
    localparam [12:0] places$3 = 13'h23;
    localparam [12:0] places$4 = 13'h24;
    localparam [12:0] places$5 = 13'h25;
    reg [47:0] eight$0;
    reg [47:0] eight$1;
    reg [47:0] eight$2;
    reg [47:0] eight$3;
    reg [47:0] eight$4;
    reg [47:0] eight$5;
    wire [47:0] eight$6;
    wire [47:0] eight$7;
    reg [47:0] four$0;
    reg [47:0] four$1;
    reg [47:0] four$2;
    reg [47:0] four$3;
    reg [47:0] two$0;
    reg [47:0] two$1;
    reg here$d;
    wire here$q;
    wire here$clock;
    card_some here (
        .d(here$d),
        .q(here$q),
        .clock(here$clock)
    );
    reg [2:0] lane$d;
    wire [2:0] lane$q;
    wire lane$clock;
    card_bar lane (
        .d(lane$d),
        .q(lane$q),
        .clock(lane$clock)
    );
    reg [47:0] word$d;
    wire [47:0] word$q;
    wire word$clock;
    card_hold_cycles word (
        .d(word$d),
        .q(word$q),
        .clock(word$clock)
    );
    assign here$clock = clock;
    assign lane$clock = clock;
    assign word$clock = clock;
    assign eight$6 = 48'd0;
    assign eight$7 = 48'd0;
    assign shown = {16'd0, word$q};
    always_comb begin
        here$d = here$q;
        lane$d = lane$q;
        word$d = word$q;
        here$d = 1'b0;
        lane$d = 3'd0;
        if (access[12:0] == places$0) begin
            here$d = 1'b1;
            lane$d = 3'd0;
        end
        if (access[12:0] == places$1) begin
            here$d = 1'b1;
            lane$d = 3'd1;
        end
        if (access[12:0] == places$2) begin
            here$d = 1'b1;
            lane$d = 3'd2;
        end
        if (access[12:0] == places$3) begin
            here$d = 1'b1;
            lane$d = 3'd3;
        end
        if (access[12:0] == places$4) begin
            here$d = 1'b1;
            lane$d = 3'd4;
        end
        if (access[12:0] == places$5) begin
            here$d = 1'b1;
            lane$d = 3'd5;
        end
        eight$0 = 48'd0;
        eight$1 = 48'd0;
        eight$2 = 48'd0;
        eight$3 = 48'd0;
        eight$4 = 48'd0;
        eight$5 = 48'd0;
        eight$0 = values$0;
        eight$1 = values$1;
        eight$2 = values$2;
        eight$3 = values$3;
        eight$4 = values$4;
        eight$5 = values$5;
        four$0 = eight$0;
        if (lane$q[2]) begin
            four$0 = eight$4;
        end
        four$1 = eight$1;
        if (lane$q[2]) begin
            four$1 = eight$5;
        end
        four$2 = eight$2;
        if (lane$q[2]) begin
            four$2 = eight$6;
        end
        four$3 = eight$3;
        if (lane$q[2]) begin
            four$3 = eight$7;
        end
        two$0 = four$0;
        if (lane$q[1]) begin
            two$0 = four$2;
        end
        two$1 = four$1;
        if (lane$q[1]) begin
            two$1 = four$3;
        end
        word$d = two$0;
        if (lane$q[0]) begin
            word$d = two$1;
        end
        if (~here$q) begin
            word$d = 48'd0;
        end
    end
endmodule

module card_bank_4 (
    clock,
    access,
    values$0,
    values$1,
    values$2,
    values$3,
    values$4,
    values$5,
    shown
);
    input wire clock;
    input wire [141:0] access;
    input wire [47:0] values$0;
    input wire [47:0] values$1;
    input wire [47:0] values$2;
    input wire [47:0] values$3;
    input wire [47:0] values$4;
    input wire [47:0] values$5;
    output wire [63:0] shown;
    localparam [12:0] places$0 = 13'h28;
    localparam [12:0] places$1 = 13'h29;
    localparam [12:0] places$2 = 13'h2a;
    localparam [12:0] places$3 = 13'h2b;
    localparam [12:0] places$4 = 13'h2c;
    localparam [12:0] places$5 = 13'h2d;
    reg [47:0] eight$0;
    reg [47:0] eight$1;
    reg [47:0] eight$2;
    reg [47:0] eight$3;
    reg [47:0] eight$4;
    reg [47:0] eight$5;
    wire [47:0] eight$6;
    wire [47:0] eight$7;
    reg [47:0] four$0;
    reg [47:0] four$1;
    reg [47:0] four$2;
    reg [47:0] four$3;
    reg [47:0] two$0;
    reg [47:0] two$1;
    reg here$d;
    wire here$q;
    wire here$clock;
    card_some here (
        .d(here$d),
        .q(here$q),
        .clock(here$clock)
    );
    reg [2:0] lane$d;
    wire [2:0] lane$q;
    wire lane$clock;
    card_bar lane (
        .d(lane$d),
        .q(lane$q),
        .clock(lane$clock)
    );
    reg [47:0] word$d;
    wire [47:0] word$q;
    wire word$clock;
    card_hold_cycles word (
        .d(word$d),
        .q(word$q),
        .clock(word$clock)
    );
    assign here$clock = clock;
    assign lane$clock = clock;
    assign word$clock = clock;
    assign eight$6 = 48'd0;
    assign eight$7 = 48'd0;
    assign shown = {16'd0, word$q};
    always_comb begin
        here$d = here$q;
        lane$d = lane$q;
        word$d = word$q;
        here$d = 1'b0;
        lane$d = 3'd0;
        if (access[12:0] == places$0) begin
            here$d = 1'b1;
            lane$d = 3'd0;
        end
        if (access[12:0] == places$1) begin
            here$d = 1'b1;
            lane$d = 3'd1;
        end
        if (access[12:0] == places$2) begin
            here$d = 1'b1;
            lane$d = 3'd2;
        end
        if (access[12:0] == places$3) begin
            here$d = 1'b1;
            lane$d = 3'd3;
        end
        if (access[12:0] == places$4) begin
            here$d = 1'b1;
            lane$d = 3'd4;
        end
        if (access[12:0] == places$5) begin
            here$d = 1'b1;
            lane$d = 3'd5;
        end
        eight$0 = 48'd0;
        eight$1 = 48'd0;
        eight$2 = 48'd0;
        eight$3 = 48'd0;
        eight$4 = 48'd0;
        eight$5 = 48'd0;
        eight$0 = values$0;
        eight$1 = values$1;
        eight$2 = values$2;
        eight$3 = values$3;
        eight$4 = values$4;
        eight$5 = values$5;
        four$0 = eight$0;
        if (lane$q[2]) begin
            four$0 = eight$4;
        end
        four$1 = eight$1;
        if (lane$q[2]) begin
            four$1 = eight$5;
        end
        four$2 = eight$2;
        if (lane$q[2]) begin
            four$2 = eight$6;
        end
        four$3 = eight$3;
        if (lane$q[2]) begin
            four$3 = eight$7;
        end
        two$0 = four$0;
        if (lane$q[1]) begin
            two$0 = four$2;
        end
        two$1 = four$1;
        if (lane$q[1]) begin
            two$1 = four$3;
        end
        word$d = two$0;
        if (lane$q[0]) begin
            word$d = two$1;
        end
        if (~here$q) begin
            word$d = 48'd0;
        end
    end
endmodule

module card_bank_5 (
    clock,
    access,
    values$0,
    values$1,
    values$2,
    values$3,
    values$4,
    values$5,
    shown
);
    input wire clock;
    input wire [141:0] access;
    input wire [47:0] values$0;
    input wire [47:0] values$1;
    input wire [47:0] values$2;
    input wire [47:0] values$3;
    input wire [47:0] values$4;
    input wire [47:0] values$5;
    output wire [63:0] shown;
    localparam [12:0] places$0 = 13'h30;
    localparam [12:0] places$1 = 13'h31;
    localparam [12:0] places$2 = 13'h32;
    localparam [12:0] places$3 = 13'h33;
    localparam [12:0] places$4 = 13'h34;
    localparam [12:0] places$5 = 13'h35;
    reg [47:0] eight$0;
    reg [47:0] eight$1;
    reg [47:0] eight$2;
    reg [47:0] eight$3;
    reg [47:0] eight$4;
    reg [47:0] eight$5;
    wire [47:0] eight$6;
    wire [47:0] eight$7;
    reg [47:0] four$0;
    reg [47:0] four$1;
    reg [47:0] four$2;
    reg [47:0] four$3;
    reg [47:0] two$0;
    reg [47:0] two$1;
    reg here$d;
    wire here$q;
    wire here$clock;
    card_some here (
        .d(here$d),
        .q(here$q),
        .clock(here$clock)
    );
    reg [2:0] lane$d;
    wire [2:0] lane$q;
    wire lane$clock;
    card_bar lane (
        .d(lane$d),
        .q(lane$q),
        .clock(lane$clock)
    );
    reg [47:0] word$d;
    wire [47:0] word$q;
    wire word$clock;
    card_hold_cycles word (
        .d(word$d),
        .q(word$q),
        .clock(word$clock)
    );
    assign here$clock = clock;
    assign lane$clock = clock;
    assign word$clock = clock;
    assign eight$6 = 48'd0;
    assign eight$7 = 48'd0;
    assign shown = {16'd0, word$q};
    always_comb begin
        here$d = here$q;
        lane$d = lane$q;
        word$d = word$q;
        here$d = 1'b0;
        lane$d = 3'd0;
        if (access[12:0] == places$0) begin
            here$d = 1'b1;
            lane$d = 3'd0;
        end
        if (access[12:0] == places$1) begin
            here$d = 1'b1;
            lane$d = 3'd1;
        end
        if (access[12:0] == places$2) begin
            here$d = 1'b1;
            lane$d = 3'd2;
        end
        if (access[12:0] == places$3) begin
            here$d = 1'b1;
            lane$d = 3'd3;
        end
        if (access[12:0] == places$4) begin
            here$d = 1'b1;
            lane$d = 3'd4;
        end
        if (access[12:0] == places$5) begin
            here$d = 1'b1;
            lane$d = 3'd5;
        end
        eight$0 = 48'd0;
        eight$1 = 48'd0;
        eight$2 = 48'd0;
        eight$3 = 48'd0;
        eight$4 = 48'd0;
        eight$5 = 48'd0;
        eight$0 = values$0;
        eight$1 = values$1;
        eight$2 = values$2;
        eight$3 = values$3;
        eight$4 = values$4;
        eight$5 = values$5;
        four$0 = eight$0;
        if (lane$q[2]) begin
            four$0 = eight$4;
        end
        four$1 = eight$1;
        if (lane$q[2]) begin
            four$1 = eight$5;
        end
        four$2 = eight$2;
        if (lane$q[2]) begin
            four$2 = eight$6;
        end
        four$3 = eight$3;
        if (lane$q[2]) begin
            four$3 = eight$7;
        end
        two$0 = four$0;
        if (lane$q[1]) begin
            two$0 = four$2;
        end
        two$1 = four$1;
        if (lane$q[1]) begin
            two$1 = four$3;
        end
        word$d = two$0;
        if (lane$q[0]) begin
            word$d = two$1;
        end
        if (~here$q) begin
            word$d = 48'd0;
        end
    end
endmodule

module card_bank_6 (
    clock,
    access,
    values$0,
    values$1,
    values$2,
    values$3,
    values$4,
    values$5,
    shown
);
    input wire clock;
    input wire [141:0] access;
    input wire [47:0] values$0;
    input wire [47:0] values$1;
    input wire [47:0] values$2;
    input wire [47:0] values$3;
    input wire [47:0] values$4;
    input wire [47:0] values$5;
    output wire [63:0] shown;
    localparam [12:0] places$0 = 13'h38;
    localparam [12:0] places$1 = 13'h39;
    localparam [12:0] places$2 = 13'h3a;
    localparam [12:0] places$3 = 13'h3b;
    localparam [12:0] places$4 = 13'h3c;
    localparam [12:0] places$5 = 13'h3d;
    reg [47:0] eight$0;
    reg [47:0] eight$1;
    reg [47:0] eight$2;
    reg [47:0] eight$3;
    reg [47:0] eight$4;
    reg [47:0] eight$5;
    wire [47:0] eight$6;
    wire [47:0] eight$7;
    reg [47:0] four$0;
    reg [47:0] four$1;
    reg [47:0] four$2;
    reg [47:0] four$3;
    reg [47:0] two$0;
    reg [47:0] two$1;
    reg here$d;
    wire here$q;
    wire here$clock;
    card_some here (
        .d(here$d),
        .q(here$q),
        .clock(here$clock)
    );
    reg [2:0] lane$d;
    wire [2:0] lane$q;
    wire lane$clock;
    card_bar lane (
        .d(lane$d),
        .q(lane$q),
        .clock(lane$clock)
    );
    reg [47:0] word$d;
    wire [47:0] word$q;
    wire word$clock;
    card_hold_cycles word (
        .d(word$d),
        .q(word$q),
        .clock(word$clock)
    );
    assign here$clock = clock;
    assign lane$clock = clock;
    assign word$clock = clock;
    assign eight$6 = 48'd0;
    assign eight$7 = 48'd0;
    assign shown = {16'd0, word$q};
    always_comb begin
        here$d = here$q;
        lane$d = lane$q;
        word$d = word$q;
        here$d = 1'b0;
        lane$d = 3'd0;
        if (access[12:0] == places$0) begin
            here$d = 1'b1;
            lane$d = 3'd0;
        end
        if (access[12:0] == places$1) begin
            here$d = 1'b1;
            lane$d = 3'd1;
        end
        if (access[12:0] == places$2) begin
            here$d = 1'b1;
            lane$d = 3'd2;
        end
        if (access[12:0] == places$3) begin
            here$d = 1'b1;
            lane$d = 3'd3;
        end
        if (access[12:0] == places$4) begin
            here$d = 1'b1;
            lane$d = 3'd4;
        end
        if (access[12:0] == places$5) begin
            here$d = 1'b1;
            lane$d = 3'd5;
        end
        eight$0 = 48'd0;
        eight$1 = 48'd0;
        eight$2 = 48'd0;
        eight$3 = 48'd0;
        eight$4 = 48'd0;
        eight$5 = 48'd0;
        eight$0 = values$0;
        eight$1 = values$1;
        eight$2 = values$2;
        eight$3 = values$3;
        eight$4 = values$4;
        eight$5 = values$5;
        four$0 = eight$0;
        if (lane$q[2]) begin
            four$0 = eight$4;
        end
        four$1 = eight$1;
        if (lane$q[2]) begin
            four$1 = eight$5;
        end
        four$2 = eight$2;
        if (lane$q[2]) begin
            four$2 = eight$6;
        end
        four$3 = eight$3;
        if (lane$q[2]) begin
            four$3 = eight$7;
        end
        two$0 = four$0;
        if (lane$q[1]) begin
            two$0 = four$2;
        end
        two$1 = four$1;
        if (lane$q[1]) begin
            two$1 = four$3;
        end
        word$d = two$0;
        if (lane$q[0]) begin
            word$d = two$1;
        end
        if (~here$q) begin
            word$d = 48'd0;
        end
    end
endmodule

module card_bank_7 (
    clock,
    access,
    values$0,
    values$1,
    values$2,
    values$3,
    values$4,
    values$5,
    shown
);
    input wire clock;
    input wire [141:0] access;
    input wire [47:0] values$0;
    input wire [47:0] values$1;
    input wire [47:0] values$2;
    input wire [47:0] values$3;
    input wire [47:0] values$4;
    input wire [47:0] values$5;
    output wire [63:0] shown;
    localparam [12:0] places$0 = 13'h40;
    localparam [12:0] places$1 = 13'h41;
    localparam [12:0] places$2 = 13'h42;
    localparam [12:0] places$3 = 13'h43;
    localparam [12:0] places$4 = 13'h44;
    localparam [12:0] places$5 = 13'h45;
    reg [47:0] eight$0;
    reg [47:0] eight$1;
    reg [47:0] eight$2;
    reg [47:0] eight$3;
    reg [47:0] eight$4;
    reg [47:0] eight$5;
    wire [47:0] eight$6;
    wire [47:0] eight$7;
    reg [47:0] four$0;
    reg [47:0] four$1;
    reg [47:0] four$2;
    reg [47:0] four$3;
    reg [47:0] two$0;
    reg [47:0] two$1;
    reg here$d;
    wire here$q;
    wire here$clock;
    card_some here (
        .d(here$d),
        .q(here$q),
        .clock(here$clock)
    );
    reg [2:0] lane$d;
    wire [2:0] lane$q;
    wire lane$clock;
    card_bar lane (
        .d(lane$d),
        .q(lane$q),
        .clock(lane$clock)
    );
    reg [47:0] word$d;
    wire [47:0] word$q;
    wire word$clock;
    card_hold_cycles word (
        .d(word$d),
        .q(word$q),
        .clock(word$clock)
    );
    assign here$clock = clock;
    assign lane$clock = clock;
    assign word$clock = clock;
    assign eight$6 = 48'd0;
    assign eight$7 = 48'd0;
    assign shown = {16'd0, word$q};
    always_comb begin
        here$d = here$q;
        lane$d = lane$q;
        word$d = word$q;
        here$d = 1'b0;
        lane$d = 3'd0;
        if (access[12:0] == places$0) begin
            here$d = 1'b1;
            lane$d = 3'd0;
        end
        if (access[12:0] == places$1) begin
            here$d = 1'b1;
            lane$d = 3'd1;
        end
        if (access[12:0] == places$2) begin
            here$d = 1'b1;
            lane$d = 3'd2;
        end
        if (access[12:0] == places$3) begin
            here$d = 1'b1;
            lane$d = 3'd3;
        end
        if (access[12:0] == places$4) begin
            here$d = 1'b1;
            lane$d = 3'd4;
        end
        if (access[12:0] == places$5) begin
            here$d = 1'b1;
            lane$d = 3'd5;
        end
        eight$0 = 48'd0;
        eight$1 = 48'd0;
        eight$2 = 48'd0;
        eight$3 = 48'd0;
        eight$4 = 48'd0;
        eight$5 = 48'd0;
        eight$0 = values$0;
        eight$1 = values$1;
        eight$2 = values$2;
        eight$3 = values$3;
        eight$4 = values$4;
        eight$5 = values$5;
        four$0 = eight$0;
        if (lane$q[2]) begin
            four$0 = eight$4;
        end
        four$1 = eight$1;
        if (lane$q[2]) begin
            four$1 = eight$5;
        end
        four$2 = eight$2;
        if (lane$q[2]) begin
            four$2 = eight$6;
        end
        four$3 = eight$3;
        if (lane$q[2]) begin
            four$3 = eight$7;
        end
        two$0 = four$0;
        if (lane$q[1]) begin
            two$0 = four$2;
        end
        two$1 = four$1;
        if (lane$q[1]) begin
            two$1 = four$3;
        end
        word$d = two$0;
        if (lane$q[0]) begin
            word$d = two$1;
        end
        if (~here$q) begin
            word$d = 48'd0;
        end
    end
endmodule

module card_paths_2 (
    clock,
    reset,
    access,
    shown,
    busy,
    writes$0,
    writes$1,
    writes$2,
    writes$3,
    writes$4,
    beats$0,
    beats$1,
    beats$2,
    beats$3,
    beats$4,
    stalls$0,
    stalls$1,
    stalls$2,
    stalls$3,
    stalls$4,
    enable
);
    input wire clock;
    input wire reset;
    input wire [141:0] access;
    output wire [63:0] shown;
    input wire [4:0] busy;
    input wire [47:0] writes$0;
    input wire [47:0] writes$1;
    input wire [47:0] writes$2;
    input wire [47:0] writes$3;
    input wire [47:0] writes$4;
    input wire [47:0] beats$0;
    input wire [47:0] beats$1;
    input wire [47:0] beats$2;
    input wire [47:0] beats$3;
    input wire [47:0] beats$4;
    input wire [47:0] stalls$0;
    input wire [47:0] stalls$1;
    input wire [47:0] stalls$2;
    input wire [47:0] stalls$3;
    input wire [47:0] stalls$4;
    output reg [4:0] enable;
    localparam [5:0] enable_at = 6'd0;
    localparam [47:0] enable_bit = 48'd1;
    localparam [47:0] draining_bit = 48'd1;
    localparam [47:0] busy_bit = 48'd2;
    wire [4:0] enabled$0;
    reg [4:0] enabled$1;
    reg [4:0] enabled$2;
    reg [4:0] enabled$3;
    reg [4:0] enabled$4;
    reg [4:0] enabled$5;
    reg [47:0] doing$0;
    reg [47:0] doing$1;
    reg [47:0] doing$2;
    reg [47:0] doing$3;
    reg [47:0] doing$4;
    wire control$0$clock;
    wire control$0$reset;
    wire [141:0] control$0$access;
    wire [63:0] control$0$value;
    card_control control$0 (
        .clock(control$0$clock),
        .reset(control$0$reset),
        .access(control$0$access),
        .value(control$0$value)
    );
    wire control$1$clock;
    wire control$1$reset;
    wire [141:0] control$1$access;
    wire [63:0] control$1$value;
    card_control_2 control$1 (
        .clock(control$1$clock),
        .reset(control$1$reset),
        .access(control$1$access),
        .value(control$1$value)
    );
    wire control$2$clock;
    wire control$2$reset;
    wire [141:0] control$2$access;
    wire [63:0] control$2$value;
    card_control_3 control$2 (
        .clock(control$2$clock),
        .reset(control$2$reset),
        .access(control$2$access),
        .value(control$2$value)
    );
    wire control$3$clock;
    wire control$3$reset;
    wire [141:0] control$3$access;
    wire [63:0] control$3$value;
    card_control_4 control$3 (
        .clock(control$3$clock),
        .reset(control$3$reset),
        .access(control$3$access),
        .value(control$3$value)
    );
    wire control$4$clock;
    wire control$4$reset;
    wire [141:0] control$4$access;
    wire [63:0] control$4$value;
    card_control_5 control$4 (
        .clock(control$4$clock),
        .reset(control$4$reset),
        .access(control$4$access),
        .value(control$4$value)
    );
    wire bank$0$clock;
    wire [141:0] bank$0$access;
    reg [47:0] bank$0$values$0;
    reg [47:0] bank$0$values$1;
    wire [47:0] bank$0$values$2;
    wire [47:0] bank$0$values$3;
    wire [47:0] bank$0$values$4;
    wire [47:0] bank$0$values$5;
    wire [63:0] bank$0$shown;
    card_bank_3 bank$0 (
        .clock(bank$0$clock),
        .access(bank$0$access),
        .values$0(bank$0$values$0),
        .values$1(bank$0$values$1),
        .values$2(bank$0$values$2),
        .values$3(bank$0$values$3),
        .values$4(bank$0$values$4),
        .values$5(bank$0$values$5),
        .shown(bank$0$shown)
    );
    wire bank$1$clock;
    wire [141:0] bank$1$access;
    reg [47:0] bank$1$values$0;
    reg [47:0] bank$1$values$1;
    wire [47:0] bank$1$values$2;
    wire [47:0] bank$1$values$3;
    wire [47:0] bank$1$values$4;
    wire [47:0] bank$1$values$5;
    wire [63:0] bank$1$shown;
    card_bank_4 bank$1 (
        .clock(bank$1$clock),
        .access(bank$1$access),
        .values$0(bank$1$values$0),
        .values$1(bank$1$values$1),
        .values$2(bank$1$values$2),
        .values$3(bank$1$values$3),
        .values$4(bank$1$values$4),
        .values$5(bank$1$values$5),
        .shown(bank$1$shown)
    );
    wire bank$2$clock;
    wire [141:0] bank$2$access;
    reg [47:0] bank$2$values$0;
    reg [47:0] bank$2$values$1;
    wire [47:0] bank$2$values$2;
    wire [47:0] bank$2$values$3;
    wire [47:0] bank$2$values$4;
    wire [47:0] bank$2$values$5;
    wire [63:0] bank$2$shown;
    card_bank_5 bank$2 (
        .clock(bank$2$clock),
        .access(bank$2$access),
        .values$0(bank$2$values$0),
        .values$1(bank$2$values$1),
        .values$2(bank$2$values$2),
        .values$3(bank$2$values$3),
        .values$4(bank$2$values$4),
        .values$5(bank$2$values$5),
        .shown(bank$2$shown)
    );
    wire bank$3$clock;
    wire [141:0] bank$3$access;
    reg [47:0] bank$3$values$0;
    reg [47:0] bank$3$values$1;
    wire [47:0] bank$3$values$2;
    wire [47:0] bank$3$values$3;
    wire [47:0] bank$3$values$4;
    wire [47:0] bank$3$values$5;
    wire [63:0] bank$3$shown;
    card_bank_6 bank$3 (
        .clock(bank$3$clock),
        .access(bank$3$access),
        .values$0(bank$3$values$0),
        .values$1(bank$3$values$1),
        .values$2(bank$3$values$2),
        .values$3(bank$3$values$3),
        .values$4(bank$3$values$4),
        .values$5(bank$3$values$5),
        .shown(bank$3$shown)
    );
    wire bank$4$clock;
    wire [141:0] bank$4$access;
    reg [47:0] bank$4$values$0;
    reg [47:0] bank$4$values$1;
    wire [47:0] bank$4$values$2;
    wire [47:0] bank$4$values$3;
    wire [47:0] bank$4$values$4;
    wire [47:0] bank$4$values$5;
    wire [63:0] bank$4$shown;
    card_bank_7 bank$4 (
        .clock(bank$4$clock),
        .access(bank$4$access),
        .values$0(bank$4$values$0),
        .values$1(bank$4$values$1),
        .values$2(bank$4$values$2),
        .values$3(bank$4$values$3),
        .values$4(bank$4$values$4),
        .values$5(bank$4$values$5),
        .shown(bank$4$shown)
    );
    assign enabled$0 = 5'd0;
    assign control$0$clock = clock;
    assign control$0$reset = reset;
    assign control$0$access = access;
    assign bank$0$clock = clock;
    assign bank$0$access = access;
    assign bank$0$values$2 = writes$0;
    assign bank$0$values$3 = beats$0;
    assign bank$0$values$4 = beats$0 << 3;
    assign bank$0$values$5 = stalls$0;
    assign control$1$clock = clock;
    assign control$1$reset = reset;
    assign control$1$access = access;
    assign bank$1$clock = clock;
    assign bank$1$access = access;
    assign bank$1$values$2 = writes$1;
    assign bank$1$values$3 = beats$1;
    assign bank$1$values$4 = beats$1 << 3;
    assign bank$1$values$5 = stalls$1;
    assign control$2$clock = clock;
    assign control$2$reset = reset;
    assign control$2$access = access;
    assign bank$2$clock = clock;
    assign bank$2$access = access;
    assign bank$2$values$2 = writes$2;
    assign bank$2$values$3 = beats$2;
    assign bank$2$values$4 = beats$2 << 3;
    assign bank$2$values$5 = stalls$2;
    assign control$3$clock = clock;
    assign control$3$reset = reset;
    assign control$3$access = access;
    assign bank$3$clock = clock;
    assign bank$3$access = access;
    assign bank$3$values$2 = writes$3;
    assign bank$3$values$3 = beats$3;
    assign bank$3$values$4 = beats$3 << 3;
    assign bank$3$values$5 = stalls$3;
    assign control$4$clock = clock;
    assign control$4$reset = reset;
    assign control$4$access = access;
    assign bank$4$clock = clock;
    assign bank$4$access = access;
    assign bank$4$values$2 = writes$4;
    assign bank$4$values$3 = beats$4;
    assign bank$4$values$4 = beats$4 << 3;
    assign bank$4$values$5 = stalls$4;
    assign shown = (((bank$0$shown | bank$1$shown) | bank$2$shown) | bank$3$shown) | bank$4$shown;
    always_comb begin
        enabled$1 = enabled$0;
        bank$0$values$0 = 48'd0;
        doing$0 = draining_bit;
        if (control$0$value[enable_at]) begin
            enabled$1 = (enabled$0 & ~(5'd1 << 0)) | ({4'd0, 1'b1} << 0);
            bank$0$values$0 = enable_bit;
            doing$0 = 48'd0;
        end
        bank$0$values$1 = 48'd0;
        if (busy[0]) begin
            bank$0$values$1 = doing$0 | busy_bit;
        end
        enabled$2 = enabled$1;
        bank$1$values$0 = 48'd0;
        doing$1 = draining_bit;
        if (control$1$value[enable_at]) begin
            enabled$2 = (enabled$1 & ~(5'd1 << 1)) | ({4'd0, 1'b1} << 1);
            bank$1$values$0 = enable_bit;
            doing$1 = 48'd0;
        end
        bank$1$values$1 = 48'd0;
        if (busy[1]) begin
            bank$1$values$1 = doing$1 | busy_bit;
        end
        enabled$3 = enabled$2;
        bank$2$values$0 = 48'd0;
        doing$2 = draining_bit;
        if (control$2$value[enable_at]) begin
            enabled$3 = (enabled$2 & ~(5'd1 << 2)) | ({4'd0, 1'b1} << 2);
            bank$2$values$0 = enable_bit;
            doing$2 = 48'd0;
        end
        bank$2$values$1 = 48'd0;
        if (busy[2]) begin
            bank$2$values$1 = doing$2 | busy_bit;
        end
        enabled$4 = enabled$3;
        bank$3$values$0 = 48'd0;
        doing$3 = draining_bit;
        if (control$3$value[enable_at]) begin
            enabled$4 = (enabled$3 & ~(5'd1 << 3)) | ({4'd0, 1'b1} << 3);
            bank$3$values$0 = enable_bit;
            doing$3 = 48'd0;
        end
        bank$3$values$1 = 48'd0;
        if (busy[3]) begin
            bank$3$values$1 = doing$3 | busy_bit;
        end
        enabled$5 = enabled$4;
        bank$4$values$0 = 48'd0;
        doing$4 = draining_bit;
        if (control$4$value[enable_at]) begin
            enabled$5 = (enabled$4 & ~(5'd1 << 4)) | ({4'd0, 1'b1} << 4);
            bank$4$values$0 = enable_bit;
            doing$4 = 48'd0;
        end
        bank$4$values$1 = 48'd0;
        if (busy[4]) begin
            bank$4$values$1 = doing$4 | busy_bit;
        end
        enable = enabled$5;
    end
endmodule

module card_mode (
    clock,
    reset,
    access,
    value
);
    input wire clock;
    input wire reset;
    input wire [141:0] access;
    output wire [63:0] value;
    localparam [12:0] place = 13'h60;
    localparam [63:0] writable = 64'hf;
    localparam [63:0] start = 64'd0;
    reg [63:0] change;
    reg [63:0] held$d;
    wire [63:0] held$q;
    wire held$clock;
    card_data held (
        .d(held$d),
        .q(held$q),
        .clock(held$clock)
    );
    assign held$clock = clock;
    assign value = held$q;
    always_comb begin
        held$d = held$q;
        change = 64'd0;
        if (access[13] & (access[12:0] == place)) begin
            change = access[141:78] & writable;
        end
        held$d = (held$q & (~change)) | (access[77:14] & change);
        if (reset) begin
            held$d = start;
        end
    end
endmodule

module card_hold_2 (
    clock,
    reset,
    access,
    value
);
    input wire clock;
    input wire reset;
    input wire [141:0] access;
    output wire [63:0] value;
    localparam [12:0] place = 13'h61;
    localparam [63:0] writable = 64'hffffffffffff;
    localparam [63:0] start = 64'h3b9aca00;
    reg [63:0] change;
    reg [63:0] held$d;
    wire [63:0] held$q;
    wire held$clock;
    card_data held (
        .d(held$d),
        .q(held$q),
        .clock(held$clock)
    );
    assign held$clock = clock;
    assign value = held$q;
    always_comb begin
        held$d = held$q;
        change = 64'd0;
        if (access[13] & (access[12:0] == place)) begin
            change = access[141:78] & writable;
        end
        held$d = (held$q & (~change)) | (access[77:14] & change);
        if (reset) begin
            held$d = start;
        end
    end
endmodule

module card_patience (
    clock,
    reset,
    access,
    value
);
    input wire clock;
    input wire reset;
    input wire [141:0] access;
    output wire [63:0] value;
    localparam [12:0] place = 13'h6b;
    localparam [63:0] writable = 64'hffffffffffff;
    localparam [63:0] start = 64'h1dcd6500;
    reg [63:0] change;
    reg [63:0] held$d;
    wire [63:0] held$q;
    wire held$clock;
    card_data held (
        .d(held$d),
        .q(held$q),
        .clock(held$clock)
    );
    assign held$clock = clock;
    assign value = held$q;
    always_comb begin
        held$d = held$q;
        change = 64'd0;
        if (access[13] & (access[12:0] == place)) begin
            change = access[141:78] & writable;
        end
        held$d = (held$q & (~change)) | (access[77:14] & change);
        if (reset) begin
            held$d = start;
        end
    end
endmodule

module card_bank_8 (
    clock,
    access,
    values$0,
    values$1,
    values$2,
    values$3,
    values$4,
    values$5,
    shown
);
    input wire clock;
    input wire [141:0] access;
    input wire [63:0] values$0;
    input wire [63:0] values$1;
    input wire [63:0] values$2;
    input wire [63:0] values$3;
    input wire [63:0] values$4;
    input wire [63:0] values$5;
    output wire [63:0] shown;
    localparam [12:0] places$0 = 13'h60;
    localparam [12:0] places$1 = 13'h61;
    localparam [12:0] places$2 = 13'h62;
    localparam [12:0] places$3 = 13'h63;
    localparam [12:0] places$4 = 13'h80;
    localparam [12:0] places$5 = 13'h6b;
    reg [63:0] eight$0;
    reg [63:0] eight$1;
    reg [63:0] eight$2;
    reg [63:0] eight$3;
    reg [63:0] eight$4;
    reg [63:0] eight$5;
    wire [63:0] eight$6;
    wire [63:0] eight$7;
    reg [63:0] four$0;
    reg [63:0] four$1;
    reg [63:0] four$2;
    reg [63:0] four$3;
    reg [63:0] two$0;
    reg [63:0] two$1;
    reg here$d;
    wire here$q;
    wire here$clock;
    card_some here (
        .d(here$d),
        .q(here$q),
        .clock(here$clock)
    );
    reg [2:0] lane$d;
    wire [2:0] lane$q;
    wire lane$clock;
    card_bar lane (
        .d(lane$d),
        .q(lane$q),
        .clock(lane$clock)
    );
    reg [63:0] word$d;
    wire [63:0] word$q;
    wire word$clock;
    card_data word (
        .d(word$d),
        .q(word$q),
        .clock(word$clock)
    );
    assign here$clock = clock;
    assign lane$clock = clock;
    assign word$clock = clock;
    assign eight$6 = 64'd0;
    assign eight$7 = 64'd0;
    assign shown = word$q;
    always_comb begin
        here$d = here$q;
        lane$d = lane$q;
        word$d = word$q;
        here$d = 1'b0;
        lane$d = 3'd0;
        if (access[12:0] == places$0) begin
            here$d = 1'b1;
            lane$d = 3'd0;
        end
        if (access[12:0] == places$1) begin
            here$d = 1'b1;
            lane$d = 3'd1;
        end
        if (access[12:0] == places$2) begin
            here$d = 1'b1;
            lane$d = 3'd2;
        end
        if (access[12:0] == places$3) begin
            here$d = 1'b1;
            lane$d = 3'd3;
        end
        if (access[12:0] == places$4) begin
            here$d = 1'b1;
            lane$d = 3'd4;
        end
        if (access[12:0] == places$5) begin
            here$d = 1'b1;
            lane$d = 3'd5;
        end
        eight$0 = 64'd0;
        eight$1 = 64'd0;
        eight$2 = 64'd0;
        eight$3 = 64'd0;
        eight$4 = 64'd0;
        eight$5 = 64'd0;
        eight$0 = values$0;
        eight$1 = values$1;
        eight$2 = values$2;
        eight$3 = values$3;
        eight$4 = values$4;
        eight$5 = values$5;
        four$0 = eight$0;
        if (lane$q[2]) begin
            four$0 = eight$4;
        end
        four$1 = eight$1;
        if (lane$q[2]) begin
            four$1 = eight$5;
        end
        four$2 = eight$2;
        if (lane$q[2]) begin
            four$2 = eight$6;
        end
        four$3 = eight$3;
        if (lane$q[2]) begin
            four$3 = eight$7;
        end
        two$0 = four$0;
        if (lane$q[1]) begin
            two$0 = four$2;
        end
        two$1 = four$1;
        if (lane$q[1]) begin
            two$1 = four$3;
        end
        word$d = two$0;
        if (lane$q[0]) begin
            word$d = two$1;
        end
        if (~here$q) begin
            word$d = 64'd0;
        end
    end
endmodule

module card_states (
    clock,
    reset,
    access,
    shown,
    epoch,
    state,
    rows_live,
    slots_used,
    nvme_ready,
    link_up,
    link_phy,
    session,
    link_refusal,
    modes,
    hold_limit,
    wait_limit
);
    input wire clock;
    input wire reset;
    input wire [141:0] access;
    output wire [63:0] shown;
    input wire [15:0] epoch;
    input wire [3:0] state;
    input wire [6:0] rows_live;
    input wire [15:0] slots_used;
    input wire nvme_ready;
    input wire link_up;
    input wire link_phy;
    input wire [15:0] session;
    input wire [3:0] link_refusal;
    output reg [3:0] modes;
    output wire [47:0] hold_limit;
    output wire [47:0] wait_limit;
    localparam [5:0] return_data_at = 6'd0;
    localparam [5:0] reject_at = 6'd1;
    localparam [5:0] fast_at = 6'd2;
    localparam [5:0] parallel_at = 6'd3;
    localparam [5:0] hold_at = 6'd0;
    localparam [5:0] wait_at = 6'd0;
    localparam [5:0] epoch_at = 6'd0;
    localparam [5:0] state_at = 6'd0;
    localparam [5:0] rows_at = 6'd8;
    localparam [5:0] slots_at = 6'h10;
    localparam [5:0] ready_at = 6'h18;
    localparam [5:0] up_at = 6'd0;
    localparam [5:0] phy_at = 6'd1;
    localparam [5:0] session_at = 6'h10;
    localparam [5:0] refusal_at = 6'd4;
    wire [15:0] twos;
    wire [15:0] fours;
    wire [15:0] eights;
    wire mode$clock;
    wire mode$reset;
    wire [141:0] mode$access;
    wire [63:0] mode$value;
    card_mode mode (
        .clock(mode$clock),
        .reset(mode$reset),
        .access(mode$access),
        .value(mode$value)
    );
    wire hold$clock;
    wire hold$reset;
    wire [141:0] hold$access;
    wire [63:0] hold$value;
    card_hold_2 hold (
        .clock(hold$clock),
        .reset(hold$reset),
        .access(hold$access),
        .value(hold$value)
    );
    wire patience$clock;
    wire patience$reset;
    wire [141:0] patience$access;
    wire [63:0] patience$value;
    card_patience patience (
        .clock(patience$clock),
        .reset(patience$reset),
        .access(patience$access),
        .value(patience$value)
    );
    wire bank$clock;
    wire [141:0] bank$access;
    wire [63:0] bank$values$0;
    wire [63:0] bank$values$1;
    wire [63:0] bank$values$2;
    wire [63:0] bank$values$3;
    wire [63:0] bank$values$4;
    wire [63:0] bank$values$5;
    wire [63:0] bank$shown;
    card_bank_8 bank (
        .clock(bank$clock),
        .access(bank$access),
        .values$0(bank$values$0),
        .values$1(bank$values$1),
        .values$2(bank$values$2),
        .values$3(bank$values$3),
        .values$4(bank$values$4),
        .values$5(bank$values$5),
        .shown(bank$shown)
    );
    reg [4:0] slots$d;
    wire [4:0] slots$q;
    wire slots$clock;
    card_waiting slots (
        .d(slots$d),
        .q(slots$q),
        .clock(slots$clock)
    );
    function automatic [47:0] cut$64$48(input [63:0] x$);
        cut$64$48 = x$[47:0];
    endfunction
    assign slots$clock = clock;
    assign mode$clock = clock;
    assign hold$clock = clock;
    assign patience$clock = clock;
    assign bank$clock = clock;
    assign mode$reset = reset;
    assign mode$access = access;
    assign hold$reset = reset;
    assign hold$access = access;
    assign patience$reset = reset;
    assign patience$access = access;
    assign wait_limit = cut$64$48(patience$value >> wait_at);
    assign hold_limit = cut$64$48(hold$value >> hold_at);
    assign twos = (slots_used & 16'h5555) + ((slots_used >> 1) & 16'h5555);
    assign fours = (twos & 16'h3333) + ((twos >> 2) & 16'h3333);
    assign eights = (fours & 16'hf0f) + ((fours >> 4) & 16'hf0f);
    assign bank$access = access;
    assign bank$values$0 = mode$value;
    assign bank$values$1 = hold$value;
    assign bank$values$2 = {48'd0, epoch} << epoch_at;
    assign bank$values$3 = ((({60'd0, state} << state_at) | ({57'd0, rows_live} << rows_at)) | ({59'd0, slots$q} << slots_at)) | ({63'd0, nvme_ready} << ready_at);
    assign bank$values$4 = ((({63'd0, link_up} << up_at) | ({63'd0, link_phy} << phy_at)) | ({60'd0, link_refusal} << refusal_at)) | ({48'd0, session} << session_at);
    assign bank$values$5 = patience$value;
    assign shown = bank$shown;
    always_comb begin
        slots$d = slots$q;
        modes[0] = mode$value[return_data_at];
        modes[1] = mode$value[reject_at];
        modes[2] = mode$value[fast_at];
        modes[3] = mode$value[parallel_at];
        slots$d = eights[4:0] + eights[12:8];
    end
endmodule

module card_unit_bank (
    clock,
    access,
    values$0,
    values$1,
    values$2,
    values$3,
    values$4,
    values$5,
    values$6,
    shown
);
    input wire clock;
    input wire [141:0] access;
    input wire [31:0] values$0;
    input wire [31:0] values$1;
    input wire [31:0] values$2;
    input wire [31:0] values$3;
    input wire [31:0] values$4;
    input wire [31:0] values$5;
    input wire [31:0] values$6;
    output wire [63:0] shown;
    localparam [12:0] places$0 = 13'h64;
    localparam [12:0] places$1 = 13'h65;
    localparam [12:0] places$2 = 13'h66;
    localparam [12:0] places$3 = 13'h67;
    localparam [12:0] places$4 = 13'h68;
    localparam [12:0] places$5 = 13'h69;
    localparam [12:0] places$6 = 13'h6a;
    reg [31:0] eight$0;
    reg [31:0] eight$1;
    reg [31:0] eight$2;
    reg [31:0] eight$3;
    reg [31:0] eight$4;
    reg [31:0] eight$5;
    reg [31:0] eight$6;
    wire [31:0] eight$7;
    reg [31:0] four$0;
    reg [31:0] four$1;
    reg [31:0] four$2;
    reg [31:0] four$3;
    reg [31:0] two$0;
    reg [31:0] two$1;
    reg here$d;
    wire here$q;
    wire here$clock;
    card_some here (
        .d(here$d),
        .q(here$q),
        .clock(here$clock)
    );
    reg [2:0] lane$d;
    wire [2:0] lane$q;
    wire lane$clock;
    card_bar lane (
        .d(lane$d),
        .q(lane$q),
        .clock(lane$clock)
    );
    reg [31:0] word$d;
    wire [31:0] word$q;
    wire word$clock;
    card_held word (
        .d(word$d),
        .q(word$q),
        .clock(word$clock)
    );
    assign here$clock = clock;
    assign lane$clock = clock;
    assign word$clock = clock;
    assign eight$7 = 32'd0;
    assign shown = {32'd0, word$q};
    always_comb begin
        here$d = here$q;
        lane$d = lane$q;
        word$d = word$q;
        here$d = 1'b0;
        lane$d = 3'd0;
        if (access[12:0] == places$0) begin
            here$d = 1'b1;
            lane$d = 3'd0;
        end
        if (access[12:0] == places$1) begin
            here$d = 1'b1;
            lane$d = 3'd1;
        end
        if (access[12:0] == places$2) begin
            here$d = 1'b1;
            lane$d = 3'd2;
        end
        if (access[12:0] == places$3) begin
            here$d = 1'b1;
            lane$d = 3'd3;
        end
        if (access[12:0] == places$4) begin
            here$d = 1'b1;
            lane$d = 3'd4;
        end
        if (access[12:0] == places$5) begin
            here$d = 1'b1;
            lane$d = 3'd5;
        end
        if (access[12:0] == places$6) begin
            here$d = 1'b1;
            lane$d = 3'd6;
        end
        eight$0 = 32'd0;
        eight$1 = 32'd0;
        eight$2 = 32'd0;
        eight$3 = 32'd0;
        eight$4 = 32'd0;
        eight$5 = 32'd0;
        eight$6 = 32'd0;
        eight$0 = values$0;
        eight$1 = values$1;
        eight$2 = values$2;
        eight$3 = values$3;
        eight$4 = values$4;
        eight$5 = values$5;
        eight$6 = values$6;
        four$0 = eight$0;
        if (lane$q[2]) begin
            four$0 = eight$4;
        end
        four$1 = eight$1;
        if (lane$q[2]) begin
            four$1 = eight$5;
        end
        four$2 = eight$2;
        if (lane$q[2]) begin
            four$2 = eight$6;
        end
        four$3 = eight$3;
        if (lane$q[2]) begin
            four$3 = eight$7;
        end
        two$0 = four$0;
        if (lane$q[1]) begin
            two$0 = four$2;
        end
        two$1 = four$1;
        if (lane$q[1]) begin
            two$1 = four$3;
        end
        word$d = two$0;
        if (lane$q[0]) begin
            word$d = two$1;
        end
        if (~here$q) begin
            word$d = 32'd0;
        end
    end
endmodule

module card_link_bank (
    clock,
    access,
    values$0,
    values$1,
    values$2,
    values$3,
    values$4,
    values$5,
    values$6,
    values$7,
    shown
);
    input wire clock;
    input wire [141:0] access;
    input wire [31:0] values$0;
    input wire [31:0] values$1;
    input wire [31:0] values$2;
    input wire [31:0] values$3;
    input wire [31:0] values$4;
    input wire [31:0] values$5;
    input wire [31:0] values$6;
    input wire [31:0] values$7;
    output wire [63:0] shown;
    localparam [12:0] places$0 = 13'h81;
    localparam [12:0] places$1 = 13'h82;
    localparam [12:0] places$2 = 13'h83;
    localparam [12:0] places$3 = 13'h84;
    localparam [12:0] places$4 = 13'h85;
    localparam [12:0] places$5 = 13'h86;
    localparam [12:0] places$6 = 13'h87;
    localparam [12:0] places$7 = 13'h88;
    reg [31:0] eight$0;
    reg [31:0] eight$1;
    reg [31:0] eight$2;
    reg [31:0] eight$3;
    reg [31:0] eight$4;
    reg [31:0] eight$5;
    reg [31:0] eight$6;
    reg [31:0] eight$7;
    reg [31:0] four$0;
    reg [31:0] four$1;
    reg [31:0] four$2;
    reg [31:0] four$3;
    reg [31:0] two$0;
    reg [31:0] two$1;
    reg here$d;
    wire here$q;
    wire here$clock;
    card_some here (
        .d(here$d),
        .q(here$q),
        .clock(here$clock)
    );
    reg [2:0] lane$d;
    wire [2:0] lane$q;
    wire lane$clock;
    card_bar lane (
        .d(lane$d),
        .q(lane$q),
        .clock(lane$clock)
    );
    reg [31:0] word$d;
    wire [31:0] word$q;
    wire word$clock;
    card_held word (
        .d(word$d),
        .q(word$q),
        .clock(word$clock)
    );
    assign here$clock = clock;
    assign lane$clock = clock;
    assign word$clock = clock;
    assign shown = {32'd0, word$q};
    always_comb begin
        here$d = here$q;
        lane$d = lane$q;
        word$d = word$q;
        here$d = 1'b0;
        lane$d = 3'd0;
        if (access[12:0] == places$0) begin
            here$d = 1'b1;
            lane$d = 3'd0;
        end
        if (access[12:0] == places$1) begin
            here$d = 1'b1;
            lane$d = 3'd1;
        end
        if (access[12:0] == places$2) begin
            here$d = 1'b1;
            lane$d = 3'd2;
        end
        if (access[12:0] == places$3) begin
            here$d = 1'b1;
            lane$d = 3'd3;
        end
        if (access[12:0] == places$4) begin
            here$d = 1'b1;
            lane$d = 3'd4;
        end
        if (access[12:0] == places$5) begin
            here$d = 1'b1;
            lane$d = 3'd5;
        end
        if (access[12:0] == places$6) begin
            here$d = 1'b1;
            lane$d = 3'd6;
        end
        if (access[12:0] == places$7) begin
            here$d = 1'b1;
            lane$d = 3'd7;
        end
        eight$0 = 32'd0;
        eight$1 = 32'd0;
        eight$2 = 32'd0;
        eight$3 = 32'd0;
        eight$4 = 32'd0;
        eight$5 = 32'd0;
        eight$6 = 32'd0;
        eight$7 = 32'd0;
        eight$0 = values$0;
        eight$1 = values$1;
        eight$2 = values$2;
        eight$3 = values$3;
        eight$4 = values$4;
        eight$5 = values$5;
        eight$6 = values$6;
        eight$7 = values$7;
        four$0 = eight$0;
        if (lane$q[2]) begin
            four$0 = eight$4;
        end
        four$1 = eight$1;
        if (lane$q[2]) begin
            four$1 = eight$5;
        end
        four$2 = eight$2;
        if (lane$q[2]) begin
            four$2 = eight$6;
        end
        four$3 = eight$3;
        if (lane$q[2]) begin
            four$3 = eight$7;
        end
        two$0 = four$0;
        if (lane$q[1]) begin
            two$0 = four$2;
        end
        two$1 = four$1;
        if (lane$q[1]) begin
            two$1 = four$3;
        end
        word$d = two$0;
        if (lane$q[0]) begin
            word$d = two$1;
        end
        if (~here$q) begin
            word$d = 32'd0;
        end
    end
endmodule

module card_replay_bank (
    clock,
    access,
    values$0,
    values$1,
    values$2,
    shown
);
    input wire clock;
    input wire [141:0] access;
    input wire [31:0] values$0;
    input wire [31:0] values$1;
    input wire [31:0] values$2;
    output wire [63:0] shown;
    localparam [12:0] places$0 = 13'h89;
    localparam [12:0] places$1 = 13'h8a;
    localparam [12:0] places$2 = 13'h8b;
    reg [31:0] eight$0;
    reg [31:0] eight$1;
    reg [31:0] eight$2;
    wire [31:0] eight$3;
    wire [31:0] eight$4;
    wire [31:0] eight$5;
    wire [31:0] eight$6;
    wire [31:0] eight$7;
    reg [31:0] four$0;
    reg [31:0] four$1;
    reg [31:0] four$2;
    reg [31:0] four$3;
    reg [31:0] two$0;
    reg [31:0] two$1;
    reg here$d;
    wire here$q;
    wire here$clock;
    card_some here (
        .d(here$d),
        .q(here$q),
        .clock(here$clock)
    );
    reg [2:0] lane$d;
    wire [2:0] lane$q;
    wire lane$clock;
    card_bar lane (
        .d(lane$d),
        .q(lane$q),
        .clock(lane$clock)
    );
    reg [31:0] word$d;
    wire [31:0] word$q;
    wire word$clock;
    card_held word (
        .d(word$d),
        .q(word$q),
        .clock(word$clock)
    );
    assign here$clock = clock;
    assign lane$clock = clock;
    assign word$clock = clock;
    assign eight$3 = 32'd0;
    assign eight$4 = 32'd0;
    assign eight$5 = 32'd0;
    assign eight$6 = 32'd0;
    assign eight$7 = 32'd0;
    assign shown = {32'd0, word$q};
    always_comb begin
        here$d = here$q;
        lane$d = lane$q;
        word$d = word$q;
        here$d = 1'b0;
        lane$d = 3'd0;
        if (access[12:0] == places$0) begin
            here$d = 1'b1;
            lane$d = 3'd0;
        end
        if (access[12:0] == places$1) begin
            here$d = 1'b1;
            lane$d = 3'd1;
        end
        if (access[12:0] == places$2) begin
            here$d = 1'b1;
            lane$d = 3'd2;
        end
        eight$0 = 32'd0;
        eight$1 = 32'd0;
        eight$2 = 32'd0;
        eight$0 = values$0;
        eight$1 = values$1;
        eight$2 = values$2;
        four$0 = eight$0;
        if (lane$q[2]) begin
            four$0 = eight$4;
        end
        four$1 = eight$1;
        if (lane$q[2]) begin
            four$1 = eight$5;
        end
        four$2 = eight$2;
        if (lane$q[2]) begin
            four$2 = eight$6;
        end
        four$3 = eight$3;
        if (lane$q[2]) begin
            four$3 = eight$7;
        end
        two$0 = four$0;
        if (lane$q[1]) begin
            two$0 = four$2;
        end
        two$1 = four$1;
        if (lane$q[1]) begin
            two$1 = four$3;
        end
        word$d = two$0;
        if (lane$q[0]) begin
            word$d = two$1;
        end
        if (~here$q) begin
            word$d = 32'd0;
        end
    end
endmodule

module card_host_bank (
    clock,
    access,
    values$0,
    values$1,
    values$2,
    values$3,
    values$4,
    values$5,
    values$6,
    values$7,
    shown
);
    input wire clock;
    input wire [141:0] access;
    input wire [31:0] values$0;
    input wire [31:0] values$1;
    input wire [31:0] values$2;
    input wire [31:0] values$3;
    input wire [31:0] values$4;
    input wire [31:0] values$5;
    input wire [31:0] values$6;
    input wire [31:0] values$7;
    output wire [63:0] shown;
    localparam [12:0] places$0 = 13'ha0;
    localparam [12:0] places$1 = 13'ha1;
    localparam [12:0] places$2 = 13'ha2;
    localparam [12:0] places$3 = 13'ha3;
    localparam [12:0] places$4 = 13'ha4;
    localparam [12:0] places$5 = 13'ha5;
    localparam [12:0] places$6 = 13'ha6;
    localparam [12:0] places$7 = 13'ha7;
    reg [31:0] eight$0;
    reg [31:0] eight$1;
    reg [31:0] eight$2;
    reg [31:0] eight$3;
    reg [31:0] eight$4;
    reg [31:0] eight$5;
    reg [31:0] eight$6;
    reg [31:0] eight$7;
    reg [31:0] four$0;
    reg [31:0] four$1;
    reg [31:0] four$2;
    reg [31:0] four$3;
    reg [31:0] two$0;
    reg [31:0] two$1;
    reg here$d;
    wire here$q;
    wire here$clock;
    card_some here (
        .d(here$d),
        .q(here$q),
        .clock(here$clock)
    );
    reg [2:0] lane$d;
    wire [2:0] lane$q;
    wire lane$clock;
    card_bar lane (
        .d(lane$d),
        .q(lane$q),
        .clock(lane$clock)
    );
    reg [31:0] word$d;
    wire [31:0] word$q;
    wire word$clock;
    card_held word (
        .d(word$d),
        .q(word$q),
        .clock(word$clock)
    );
    assign here$clock = clock;
    assign lane$clock = clock;
    assign word$clock = clock;
    assign shown = {32'd0, word$q};
    always_comb begin
        here$d = here$q;
        lane$d = lane$q;
        word$d = word$q;
        here$d = 1'b0;
        lane$d = 3'd0;
        if (access[12:0] == places$0) begin
            here$d = 1'b1;
            lane$d = 3'd0;
        end
        if (access[12:0] == places$1) begin
            here$d = 1'b1;
            lane$d = 3'd1;
        end
        if (access[12:0] == places$2) begin
            here$d = 1'b1;
            lane$d = 3'd2;
        end
        if (access[12:0] == places$3) begin
            here$d = 1'b1;
            lane$d = 3'd3;
        end
        if (access[12:0] == places$4) begin
            here$d = 1'b1;
            lane$d = 3'd4;
        end
        if (access[12:0] == places$5) begin
            here$d = 1'b1;
            lane$d = 3'd5;
        end
        if (access[12:0] == places$6) begin
            here$d = 1'b1;
            lane$d = 3'd6;
        end
        if (access[12:0] == places$7) begin
            here$d = 1'b1;
            lane$d = 3'd7;
        end
        eight$0 = 32'd0;
        eight$1 = 32'd0;
        eight$2 = 32'd0;
        eight$3 = 32'd0;
        eight$4 = 32'd0;
        eight$5 = 32'd0;
        eight$6 = 32'd0;
        eight$7 = 32'd0;
        eight$0 = values$0;
        eight$1 = values$1;
        eight$2 = values$2;
        eight$3 = values$3;
        eight$4 = values$4;
        eight$5 = values$5;
        eight$6 = values$6;
        eight$7 = values$7;
        four$0 = eight$0;
        if (lane$q[2]) begin
            four$0 = eight$4;
        end
        four$1 = eight$1;
        if (lane$q[2]) begin
            four$1 = eight$5;
        end
        four$2 = eight$2;
        if (lane$q[2]) begin
            four$2 = eight$6;
        end
        four$3 = eight$3;
        if (lane$q[2]) begin
            four$3 = eight$7;
        end
        two$0 = four$0;
        if (lane$q[1]) begin
            two$0 = four$2;
        end
        two$1 = four$1;
        if (lane$q[1]) begin
            two$1 = four$3;
        end
        word$d = two$0;
        if (lane$q[0]) begin
            word$d = two$1;
        end
        if (~here$q) begin
            word$d = 32'd0;
        end
    end
endmodule

module card_counters (
    clock,
    access,
    shown,
    unit$0,
    unit$1,
    unit$2,
    unit$3,
    unit$4,
    unit$5,
    unit$6,
    link$0,
    link$1,
    link$2,
    link$3,
    link$4,
    link$5,
    link$6,
    link$7,
    link$8,
    link$9,
    link$10,
    host$0,
    host$1,
    host$2,
    host$3,
    host$4,
    host$5,
    host$6,
    host$7
);
    input wire clock;
    input wire [141:0] access;
    output wire [63:0] shown;
    input wire [31:0] unit$0;
    input wire [31:0] unit$1;
    input wire [31:0] unit$2;
    input wire [31:0] unit$3;
    input wire [31:0] unit$4;
    input wire [31:0] unit$5;
    input wire [31:0] unit$6;
    input wire [31:0] link$0;
    input wire [31:0] link$1;
    input wire [31:0] link$2;
    input wire [31:0] link$3;
    input wire [31:0] link$4;
    input wire [31:0] link$5;
    input wire [31:0] link$6;
    input wire [31:0] link$7;
    input wire [31:0] link$8;
    input wire [31:0] link$9;
    input wire [31:0] link$10;
    input wire [31:0] host$0;
    input wire [31:0] host$1;
    input wire [31:0] host$2;
    input wire [31:0] host$3;
    input wire [31:0] host$4;
    input wire [31:0] host$5;
    input wire [31:0] host$6;
    input wire [31:0] host$7;
    wire unit_bank$clock;
    wire [141:0] unit_bank$access;
    wire [31:0] unit_bank$values$0;
    wire [31:0] unit_bank$values$1;
    wire [31:0] unit_bank$values$2;
    wire [31:0] unit_bank$values$3;
    wire [31:0] unit_bank$values$4;
    wire [31:0] unit_bank$values$5;
    wire [31:0] unit_bank$values$6;
    wire [63:0] unit_bank$shown;
    card_unit_bank unit_bank (
        .clock(unit_bank$clock),
        .access(unit_bank$access),
        .values$0(unit_bank$values$0),
        .values$1(unit_bank$values$1),
        .values$2(unit_bank$values$2),
        .values$3(unit_bank$values$3),
        .values$4(unit_bank$values$4),
        .values$5(unit_bank$values$5),
        .values$6(unit_bank$values$6),
        .shown(unit_bank$shown)
    );
    wire link_bank$clock;
    wire [141:0] link_bank$access;
    wire [31:0] link_bank$values$0;
    wire [31:0] link_bank$values$1;
    wire [31:0] link_bank$values$2;
    wire [31:0] link_bank$values$3;
    wire [31:0] link_bank$values$4;
    wire [31:0] link_bank$values$5;
    wire [31:0] link_bank$values$6;
    wire [31:0] link_bank$values$7;
    wire [63:0] link_bank$shown;
    card_link_bank link_bank (
        .clock(link_bank$clock),
        .access(link_bank$access),
        .values$0(link_bank$values$0),
        .values$1(link_bank$values$1),
        .values$2(link_bank$values$2),
        .values$3(link_bank$values$3),
        .values$4(link_bank$values$4),
        .values$5(link_bank$values$5),
        .values$6(link_bank$values$6),
        .values$7(link_bank$values$7),
        .shown(link_bank$shown)
    );
    wire replay_bank$clock;
    wire [141:0] replay_bank$access;
    wire [31:0] replay_bank$values$0;
    wire [31:0] replay_bank$values$1;
    wire [31:0] replay_bank$values$2;
    wire [63:0] replay_bank$shown;
    card_replay_bank replay_bank (
        .clock(replay_bank$clock),
        .access(replay_bank$access),
        .values$0(replay_bank$values$0),
        .values$1(replay_bank$values$1),
        .values$2(replay_bank$values$2),
        .shown(replay_bank$shown)
    );
    wire host_bank$clock;
    wire [141:0] host_bank$access;
    wire [31:0] host_bank$values$0;
    wire [31:0] host_bank$values$1;
    wire [31:0] host_bank$values$2;
    wire [31:0] host_bank$values$3;
    wire [31:0] host_bank$values$4;
    wire [31:0] host_bank$values$5;
    wire [31:0] host_bank$values$6;
    wire [31:0] host_bank$values$7;
    wire [63:0] host_bank$shown;
    card_host_bank host_bank (
        .clock(host_bank$clock),
        .access(host_bank$access),
        .values$0(host_bank$values$0),
        .values$1(host_bank$values$1),
        .values$2(host_bank$values$2),
        .values$3(host_bank$values$3),
        .values$4(host_bank$values$4),
        .values$5(host_bank$values$5),
        .values$6(host_bank$values$6),
        .values$7(host_bank$values$7),
        .shown(host_bank$shown)
    );
    assign unit_bank$clock = clock;
    assign link_bank$clock = clock;
    assign replay_bank$clock = clock;
    assign host_bank$clock = clock;
    assign unit_bank$access = access;
    assign link_bank$access = access;
    assign replay_bank$access = access;
    assign host_bank$access = access;
    assign unit_bank$values$0 = unit$0;
    assign unit_bank$values$1 = unit$1;
    assign unit_bank$values$2 = unit$2;
    assign unit_bank$values$3 = unit$3;
    assign unit_bank$values$4 = unit$4;
    assign unit_bank$values$5 = unit$5;
    assign unit_bank$values$6 = unit$6;
    assign link_bank$values$0 = link$0;
    assign host_bank$values$0 = host$0;
    assign link_bank$values$1 = link$1;
    assign host_bank$values$1 = host$1;
    assign link_bank$values$2 = link$2;
    assign host_bank$values$2 = host$2;
    assign link_bank$values$3 = link$3;
    assign host_bank$values$3 = host$3;
    assign link_bank$values$4 = link$4;
    assign host_bank$values$4 = host$4;
    assign link_bank$values$5 = link$5;
    assign host_bank$values$5 = host$5;
    assign link_bank$values$6 = link$6;
    assign host_bank$values$6 = host$6;
    assign link_bank$values$7 = link$7;
    assign host_bank$values$7 = host$7;
    assign replay_bank$values$0 = link$8;
    assign replay_bank$values$1 = link$9;
    assign replay_bank$values$2 = link$10;
    assign shown = ((unit_bank$shown | link_bank$shown) | replay_bank$shown) | host_bank$shown;
endmodule

module card_tables (
    clock,
    access,
    shown,
    valid,
    active,
    forwarded,
    shared,
    row_address,
    row_view,
    trace_address,
    trace_first,
    trace_second
);
    input wire clock;
    input wire [141:0] access;
    output wire [63:0] shown;
    input wire [63:0] valid;
    input wire [63:0] active;
    input wire [63:0] forwarded;
    input wire [63:0] shared;
    output wire [5:0] row_address;
    input wire [75:0] row_view;
    output wire [8:0] trace_address;
    input wire [63:0] trace_first;
    input wire [63:0] trace_second;
    localparam [12:0] rows_from = 13'h200;
    localparam [12:0] trace_from = 13'h800;
    localparam [5:0] lba_at = 6'd0;
    localparam [5:0] blocks_at = 6'h20;
    localparam [5:0] valid_at = 6'h28;
    localparam [5:0] exclusive_at = 6'h29;
    localparam [5:0] forwarded_at = 6'h2a;
    localparam [5:0] read_at = 6'h2b;
    localparam [5:0] wseq_at = 6'd0;
    localparam [5:0] left_at = 6'h20;
    wire [12:0] in_rows;
    wire [12:0] in_trace;
    wire [5:0] row;
    reg row_here$d;
    wire row_here$q;
    wire row_here$clock;
    card_some row_here (
        .d(row_here$d),
        .q(row_here$q),
        .clock(row_here$clock)
    );
    reg trace_here$d;
    wire trace_here$q;
    wire trace_here$clock;
    card_some trace_here (
        .d(trace_here$d),
        .q(trace_here$q),
        .clock(trace_here$clock)
    );
    reg second$d;
    wire second$q;
    wire second$clock;
    card_some second (
        .d(second$d),
        .q(second$q),
        .clock(second$clock)
    );
    reg row_valid$d;
    wire row_valid$q;
    wire row_valid$clock;
    card_some row_valid (
        .d(row_valid$d),
        .q(row_valid$q),
        .clock(row_valid$clock)
    );
    reg row_active$d;
    wire row_active$q;
    wire row_active$clock;
    card_some row_active (
        .d(row_active$d),
        .q(row_active$q),
        .clock(row_active$clock)
    );
    reg row_forwarded$d;
    wire row_forwarded$q;
    wire row_forwarded$clock;
    card_some row_forwarded (
        .d(row_forwarded$d),
        .q(row_forwarded$q),
        .clock(row_forwarded$clock)
    );
    reg row_shared$d;
    wire row_shared$q;
    wire row_shared$clock;
    card_some row_shared (
        .d(row_shared$d),
        .q(row_shared$q),
        .clock(row_shared$clock)
    );
    reg [63:0] word$d;
    wire [63:0] word$q;
    wire word$clock;
    card_data word (
        .d(word$d),
        .q(word$q),
        .clock(word$clock)
    );
    function automatic [0:0] cut$13$1(input [12:0] x$);
        cut$13$1 = x$[0:0];
    endfunction
    assign row_here$clock = clock;
    assign trace_here$clock = clock;
    assign second$clock = clock;
    assign row_valid$clock = clock;
    assign row_active$clock = clock;
    assign row_forwarded$clock = clock;
    assign row_shared$clock = clock;
    assign word$clock = clock;
    assign in_rows = access[12:0] ^ rows_from;
    assign in_trace = access[12:0] ^ trace_from;
    assign row = in_rows[6:1];
    assign row_address = row;
    assign trace_address = in_trace[9:1];
    assign shown = word$q;
    always_comb begin
        row_here$d = row_here$q;
        trace_here$d = trace_here$q;
        second$d = second$q;
        row_valid$d = row_valid$q;
        row_active$d = row_active$q;
        row_forwarded$d = row_forwarded$q;
        row_shared$d = row_shared$q;
        word$d = word$q;
        row_here$d = ~(|in_rows[12:7]);
        trace_here$d = ~(|in_trace[12:10]);
        second$d = cut$13$1(access[12:0]);
        row_valid$d = valid[row];
        row_active$d = active[row];
        row_forwarded$d = forwarded[row];
        row_shared$d = shared[row];
        word$d = 64'd0;
        if (row_here$q) begin
            word$d = ((((({32'd0, row_view[31:0]} << lba_at) | ({58'd0, row_view[37:32]} << blocks_at)) | ({63'd0, row_valid$q} << valid_at)) | ({63'd0, row_active$q} << exclusive_at)) | ({63'd0, row_forwarded$q} << forwarded_at)) | ({63'd0, row_shared$q} << read_at);
            if (second$q) begin
                word$d = ({32'd0, row_view[69:38]} << wseq_at) | ({58'd0, row_view[75:70]} << left_at);
            end
        end
        if (trace_here$q) begin
            word$d = trace_first;
            if (second$q) begin
                word$d = trace_second;
            end
        end
    end
endmodule

module card_control_6 (
    clock,
    reset,
    regs$data,
    regs$valid,
    regs$ready,
    reg_reply$data,
    reg_reply$valid,
    reg_reply$ready,
    unit_id,
    board_id,
    serial,
    area_blocks,
    cycle,
    path_writes$0,
    path_writes$1,
    path_writes$2,
    path_writes$3,
    path_writes$4,
    path_beats$0,
    path_beats$1,
    path_beats$2,
    path_beats$3,
    path_beats$4,
    path_stalls$0,
    path_stalls$1,
    path_stalls$2,
    path_stalls$3,
    path_stalls$4,
    path_busy,
    path_enable,
    modes,
    hold_limit,
    wait_limit,
    epoch,
    state,
    rows_live,
    slots_used,
    nvme_ready,
    overrides,
    grants,
    waits,
    gate_faults,
    protocol_faults,
    integrity_faults,
    reads,
    link_up,
    link_phy,
    session,
    link_refusal,
    link_counters$0,
    link_counters$1,
    link_counters$2,
    link_counters$3,
    link_counters$4,
    link_counters$5,
    link_counters$6,
    link_counters$7,
    link_counters$8,
    link_counters$9,
    link_counters$10,
    host_counters$0,
    host_counters$1,
    host_counters$2,
    host_counters$3,
    host_counters$4,
    host_counters$5,
    host_counters$6,
    host_counters$7,
    valid,
    active,
    forwarded,
    shared,
    row_address,
    row_view,
    trace_head,
    trace_address,
    trace_first,
    trace_second
);
    input wire clock;
    input wire reset;
    input wire [89:0] regs$data;
    input wire regs$valid;
    output reg regs$ready;
    output wire [63:0] reg_reply$data;
    output reg reg_reply$valid;
    input wire reg_reply$ready;
    input wire unit_id;
    input wire [7:0] board_id;
    input wire [63:0] serial;
    input wire [31:0] area_blocks;
    input wire [39:0] cycle;
    input wire [47:0] path_writes$0;
    input wire [47:0] path_writes$1;
    input wire [47:0] path_writes$2;
    input wire [47:0] path_writes$3;
    input wire [47:0] path_writes$4;
    input wire [47:0] path_beats$0;
    input wire [47:0] path_beats$1;
    input wire [47:0] path_beats$2;
    input wire [47:0] path_beats$3;
    input wire [47:0] path_beats$4;
    input wire [47:0] path_stalls$0;
    input wire [47:0] path_stalls$1;
    input wire [47:0] path_stalls$2;
    input wire [47:0] path_stalls$3;
    input wire [47:0] path_stalls$4;
    input wire [4:0] path_busy;
    output wire [4:0] path_enable;
    output wire [3:0] modes;
    output wire [47:0] hold_limit;
    output wire [47:0] wait_limit;
    input wire [15:0] epoch;
    input wire [3:0] state;
    input wire [6:0] rows_live;
    input wire [15:0] slots_used;
    input wire nvme_ready;
    input wire [31:0] overrides;
    input wire [31:0] grants;
    input wire [31:0] waits;
    input wire [31:0] gate_faults;
    input wire [31:0] protocol_faults;
    input wire [31:0] integrity_faults;
    input wire [31:0] reads;
    input wire link_up;
    input wire link_phy;
    input wire [15:0] session;
    input wire [3:0] link_refusal;
    input wire [31:0] link_counters$0;
    input wire [31:0] link_counters$1;
    input wire [31:0] link_counters$2;
    input wire [31:0] link_counters$3;
    input wire [31:0] link_counters$4;
    input wire [31:0] link_counters$5;
    input wire [31:0] link_counters$6;
    input wire [31:0] link_counters$7;
    input wire [31:0] link_counters$8;
    input wire [31:0] link_counters$9;
    input wire [31:0] link_counters$10;
    input wire [31:0] host_counters$0;
    input wire [31:0] host_counters$1;
    input wire [31:0] host_counters$2;
    input wire [31:0] host_counters$3;
    input wire [31:0] host_counters$4;
    input wire [31:0] host_counters$5;
    input wire [31:0] host_counters$6;
    input wire [31:0] host_counters$7;
    input wire [63:0] valid;
    input wire [63:0] active;
    input wire [63:0] forwarded;
    input wire [63:0] shared;
    output wire [5:0] row_address;
    input wire [75:0] row_view;
    input wire [31:0] trace_head;
    output wire [8:0] trace_address;
    input wire [63:0] trace_first;
    input wire [63:0] trace_second;
    localparam [63:0] byte_mask = 64'hff;
    localparam [2:0] Step$Deciding = 3'd1;
    localparam [2:0] Step$Idle = 3'd0;
    localparam [2:0] Step$Joining = 3'd3;
    localparam [2:0] Step$Replying = 3'd4;
    localparam [2:0] Step$Selecting = 3'd2;
    reg [141:0] access;
    wire [63:0] mask$0;
    reg [63:0] mask$1;
    reg [63:0] mask$2;
    reg [63:0] mask$3;
    reg [63:0] mask$4;
    reg [63:0] mask$5;
    reg [63:0] mask$6;
    reg [63:0] mask$7;
    reg [63:0] mask$8;
    reg [2:0] step$d;
    wire [2:0] step$q;
    wire step$clock;
    card_bar step (
        .d(step$d),
        .q(step$q),
        .clock(step$clock)
    );
    reg [89:0] request$d;
    wire [89:0] request$q;
    wire request$clock;
    card_ask request (
        .d(request$d),
        .q(request$q),
        .clock(request$clock)
    );
    reg [63:0] reply$d;
    wire [63:0] reply$q;
    wire reply$clock;
    card_data reply (
        .d(reply$d),
        .q(reply$q),
        .clock(reply$clock)
    );
    wire identity$clock;
    reg [141:0] identity$access;
    wire [63:0] identity$shown;
    wire identity$unit_id;
    wire [7:0] identity$board_id;
    wire [63:0] identity$serial;
    wire [31:0] identity$area_blocks;
    wire [39:0] identity$cycle;
    wire [31:0] identity$trace_head;
    card_identity identity (
        .clock(identity$clock),
        .access(identity$access),
        .shown(identity$shown),
        .unit_id(identity$unit_id),
        .board_id(identity$board_id),
        .serial(identity$serial),
        .area_blocks(identity$area_blocks),
        .cycle(identity$cycle),
        .trace_head(identity$trace_head)
    );
    wire paths$clock;
    wire paths$reset;
    reg [141:0] paths$access;
    wire [63:0] paths$shown;
    wire [4:0] paths$busy;
    wire [47:0] paths$writes$0;
    wire [47:0] paths$writes$1;
    wire [47:0] paths$writes$2;
    wire [47:0] paths$writes$3;
    wire [47:0] paths$writes$4;
    wire [47:0] paths$beats$0;
    wire [47:0] paths$beats$1;
    wire [47:0] paths$beats$2;
    wire [47:0] paths$beats$3;
    wire [47:0] paths$beats$4;
    wire [47:0] paths$stalls$0;
    wire [47:0] paths$stalls$1;
    wire [47:0] paths$stalls$2;
    wire [47:0] paths$stalls$3;
    wire [47:0] paths$stalls$4;
    wire [4:0] paths$enable;
    card_paths_2 paths (
        .clock(paths$clock),
        .reset(paths$reset),
        .access(paths$access),
        .shown(paths$shown),
        .busy(paths$busy),
        .writes$0(paths$writes$0),
        .writes$1(paths$writes$1),
        .writes$2(paths$writes$2),
        .writes$3(paths$writes$3),
        .writes$4(paths$writes$4),
        .beats$0(paths$beats$0),
        .beats$1(paths$beats$1),
        .beats$2(paths$beats$2),
        .beats$3(paths$beats$3),
        .beats$4(paths$beats$4),
        .stalls$0(paths$stalls$0),
        .stalls$1(paths$stalls$1),
        .stalls$2(paths$stalls$2),
        .stalls$3(paths$stalls$3),
        .stalls$4(paths$stalls$4),
        .enable(paths$enable)
    );
    wire states$clock;
    wire states$reset;
    reg [141:0] states$access;
    wire [63:0] states$shown;
    wire [15:0] states$epoch;
    wire [3:0] states$state;
    wire [6:0] states$rows_live;
    wire [15:0] states$slots_used;
    wire states$nvme_ready;
    wire states$link_up;
    wire states$link_phy;
    wire [15:0] states$session;
    wire [3:0] states$link_refusal;
    wire [3:0] states$modes;
    wire [47:0] states$hold_limit;
    wire [47:0] states$wait_limit;
    card_states states (
        .clock(states$clock),
        .reset(states$reset),
        .access(states$access),
        .shown(states$shown),
        .epoch(states$epoch),
        .state(states$state),
        .rows_live(states$rows_live),
        .slots_used(states$slots_used),
        .nvme_ready(states$nvme_ready),
        .link_up(states$link_up),
        .link_phy(states$link_phy),
        .session(states$session),
        .link_refusal(states$link_refusal),
        .modes(states$modes),
        .hold_limit(states$hold_limit),
        .wait_limit(states$wait_limit)
    );
    wire counters$clock;
    reg [141:0] counters$access;
    wire [63:0] counters$shown;
    wire [31:0] counters$unit$0;
    wire [31:0] counters$unit$1;
    wire [31:0] counters$unit$2;
    wire [31:0] counters$unit$3;
    wire [31:0] counters$unit$4;
    wire [31:0] counters$unit$5;
    wire [31:0] counters$unit$6;
    wire [31:0] counters$link$0;
    wire [31:0] counters$link$1;
    wire [31:0] counters$link$2;
    wire [31:0] counters$link$3;
    wire [31:0] counters$link$4;
    wire [31:0] counters$link$5;
    wire [31:0] counters$link$6;
    wire [31:0] counters$link$7;
    wire [31:0] counters$link$8;
    wire [31:0] counters$link$9;
    wire [31:0] counters$link$10;
    wire [31:0] counters$host$0;
    wire [31:0] counters$host$1;
    wire [31:0] counters$host$2;
    wire [31:0] counters$host$3;
    wire [31:0] counters$host$4;
    wire [31:0] counters$host$5;
    wire [31:0] counters$host$6;
    wire [31:0] counters$host$7;
    card_counters counters (
        .clock(counters$clock),
        .access(counters$access),
        .shown(counters$shown),
        .unit$0(counters$unit$0),
        .unit$1(counters$unit$1),
        .unit$2(counters$unit$2),
        .unit$3(counters$unit$3),
        .unit$4(counters$unit$4),
        .unit$5(counters$unit$5),
        .unit$6(counters$unit$6),
        .link$0(counters$link$0),
        .link$1(counters$link$1),
        .link$2(counters$link$2),
        .link$3(counters$link$3),
        .link$4(counters$link$4),
        .link$5(counters$link$5),
        .link$6(counters$link$6),
        .link$7(counters$link$7),
        .link$8(counters$link$8),
        .link$9(counters$link$9),
        .link$10(counters$link$10),
        .host$0(counters$host$0),
        .host$1(counters$host$1),
        .host$2(counters$host$2),
        .host$3(counters$host$3),
        .host$4(counters$host$4),
        .host$5(counters$host$5),
        .host$6(counters$host$6),
        .host$7(counters$host$7)
    );
    wire tables$clock;
    reg [141:0] tables$access;
    wire [63:0] tables$shown;
    wire [63:0] tables$valid;
    wire [63:0] tables$active;
    wire [63:0] tables$forwarded;
    wire [63:0] tables$shared;
    wire [5:0] tables$row_address;
    wire [75:0] tables$row_view;
    wire [8:0] tables$trace_address;
    wire [63:0] tables$trace_first;
    wire [63:0] tables$trace_second;
    card_tables tables (
        .clock(tables$clock),
        .access(tables$access),
        .shown(tables$shown),
        .valid(tables$valid),
        .active(tables$active),
        .forwarded(tables$forwarded),
        .shared(tables$shared),
        .row_address(tables$row_address),
        .row_view(tables$row_view),
        .trace_address(tables$trace_address),
        .trace_first(tables$trace_first),
        .trace_second(tables$trace_second)
    );
    function automatic [12:0] cut$16$13(input [15:0] x$);
        cut$16$13 = x$[12:0];
    endfunction
    function automatic [0:0] cut$8$1(input [7:0] x$);
        cut$8$1 = x$[0:0];
    endfunction
    assign step$clock = clock;
    assign request$clock = clock;
    assign reply$clock = clock;
    assign identity$clock = clock;
    assign paths$clock = clock;
    assign states$clock = clock;
    assign counters$clock = clock;
    assign tables$clock = clock;
    assign reg_reply$data = reply$q;
    assign mask$0 = 64'd0;
    assign identity$unit_id = unit_id;
    assign identity$board_id = board_id;
    assign identity$serial = serial;
    assign identity$area_blocks = area_blocks;
    assign identity$cycle = cycle;
    assign identity$trace_head = trace_head;
    assign paths$reset = reset;
    assign paths$busy = path_busy;
    assign paths$writes$0 = path_writes$0;
    assign paths$beats$0 = path_beats$0;
    assign paths$stalls$0 = path_stalls$0;
    assign paths$writes$1 = path_writes$1;
    assign paths$beats$1 = path_beats$1;
    assign paths$stalls$1 = path_stalls$1;
    assign paths$writes$2 = path_writes$2;
    assign paths$beats$2 = path_beats$2;
    assign paths$stalls$2 = path_stalls$2;
    assign paths$writes$3 = path_writes$3;
    assign paths$beats$3 = path_beats$3;
    assign paths$stalls$3 = path_stalls$3;
    assign paths$writes$4 = path_writes$4;
    assign paths$beats$4 = path_beats$4;
    assign paths$stalls$4 = path_stalls$4;
    assign path_enable = paths$enable;
    assign states$reset = reset;
    assign states$epoch = epoch;
    assign states$state = state;
    assign states$rows_live = rows_live;
    assign states$slots_used = slots_used;
    assign states$nvme_ready = nvme_ready;
    assign states$link_up = link_up;
    assign states$link_phy = link_phy;
    assign states$session = session;
    assign states$link_refusal = link_refusal;
    assign modes = states$modes;
    assign hold_limit = states$hold_limit;
    assign wait_limit = states$wait_limit;
    assign counters$unit$0 = overrides;
    assign counters$unit$1 = grants;
    assign counters$unit$2 = waits;
    assign counters$unit$3 = gate_faults;
    assign counters$unit$4 = protocol_faults;
    assign counters$unit$5 = integrity_faults;
    assign counters$unit$6 = reads;
    assign counters$link$0 = link_counters$0;
    assign counters$link$1 = link_counters$1;
    assign counters$link$2 = link_counters$2;
    assign counters$link$3 = link_counters$3;
    assign counters$link$4 = link_counters$4;
    assign counters$link$5 = link_counters$5;
    assign counters$link$6 = link_counters$6;
    assign counters$link$7 = link_counters$7;
    assign counters$link$8 = link_counters$8;
    assign counters$link$9 = link_counters$9;
    assign counters$link$10 = link_counters$10;
    assign counters$host$0 = host_counters$0;
    assign counters$host$1 = host_counters$1;
    assign counters$host$2 = host_counters$2;
    assign counters$host$3 = host_counters$3;
    assign counters$host$4 = host_counters$4;
    assign counters$host$5 = host_counters$5;
    assign counters$host$6 = host_counters$6;
    assign counters$host$7 = host_counters$7;
    assign tables$valid = valid;
    assign tables$active = active;
    assign tables$forwarded = forwarded;
    assign tables$shared = shared;
    assign row_address = tables$row_address;
    assign tables$row_view = row_view;
    assign trace_address = tables$trace_address;
    assign tables$trace_first = trace_first;
    assign tables$trace_second = trace_second;
    always_comb begin
        step$d = step$q;
        request$d = request$q;
        reply$d = reply$q;
        regs$ready = 1'b0;
        reg_reply$valid = 1'b0;
        mask$1 = mask$0;
        if (cut$8$1(request$q[89:82])) begin
            mask$1 = mask$0 | (byte_mask << 0);
        end
        mask$2 = mask$1;
        if (cut$8$1(request$q[89:82] >> 1)) begin
            mask$2 = mask$1 | (byte_mask << 8);
        end
        mask$3 = mask$2;
        if (cut$8$1(request$q[89:82] >> 2)) begin
            mask$3 = mask$2 | (byte_mask << 16);
        end
        mask$4 = mask$3;
        if (cut$8$1(request$q[89:82] >> 3)) begin
            mask$4 = mask$3 | (byte_mask << 24);
        end
        mask$5 = mask$4;
        if (cut$8$1(request$q[89:82] >> 4)) begin
            mask$5 = mask$4 | (byte_mask << 32);
        end
        mask$6 = mask$5;
        if (cut$8$1(request$q[89:82] >> 5)) begin
            mask$6 = mask$5 | (byte_mask << 40);
        end
        mask$7 = mask$6;
        if (cut$8$1(request$q[89:82] >> 6)) begin
            mask$7 = mask$6 | (byte_mask << 48);
        end
        mask$8 = mask$7;
        if (cut$8$1(request$q[89:82] >> 7)) begin
            mask$8 = mask$7 | (byte_mask << 56);
        end
        access[12:0] = cut$16$13(request$q[17:2] >> 3);
        access[77:14] = request$q[81:18];
        access[141:78] = mask$8;
        access[13] = 1'b0;
        case (step$q)
            Step$Deciding: begin
                access[13] = request$q[0];
                step$d = Step$Selecting;
                if (request$q[0]) begin
                    step$d = Step$Idle;
                end
            end
            Step$Selecting: begin
                step$d = Step$Joining;
            end
            Step$Joining: begin
                step$d = Step$Replying;
            end
            Step$Replying: begin
                reg_reply$valid = 1'b1;
                if (reg_reply$ready) begin
                    step$d = Step$Idle;
                end
            end
            default: begin // Step$Idle
                regs$ready = 1'b1;
                request$d = regs$data;
                step$d = Step$Idle;
                if (regs$valid) begin
                    step$d = Step$Deciding;
                end
            end
        endcase
        if (step$q == Step$Joining) begin
            reply$d = (((identity$shown | paths$shown) | states$shown) | counters$shown) | tables$shown;
        end
        if (reset) begin
            step$d = Step$Idle;
        end
        identity$access = access;
        paths$access = access;
        states$access = access;
        counters$access = access;
        tables$access = access;
    end
endmodule

module card_words_15 (
    clock,
    write,
    write_address,
    write_data,
    read_address,
    read_data
);
    input wire clock;
    input wire write;
    input wire [2:0] write_address;
    input wire [141:0] write_data;
    input wire [2:0] read_address;
    output reg [141:0] read_data;
    (* ram_style = "distributed", no_rw_check *) reg [141:0] memory [0:7];
    always @(posedge clock) if (write) memory[write_address] <= write_data;
    always @* read_data = memory[read_address];
endmodule

module card_lefts (
    clock,
    reset,
    sink$data,
    sink$valid,
    sink$ready,
    source$data,
    source$valid,
    source$ready
);
    input wire clock;
    input wire reset;
    input wire [141:0] sink$data;
    input wire sink$valid;
    output wire sink$ready;
    output wire [141:0] source$data;
    output wire source$valid;
    input wire source$ready;
    wire [2:0] behind_head;
    wire [2:0] behind_tail;
    wire push;
    wire pop;
    wire words$clock;
    wire words$write;
    wire [2:0] words$write_address;
    wire [141:0] words$write_data;
    wire [2:0] words$read_address;
    wire [141:0] words$read_data;
    card_words_15 words (
        .clock(words$clock),
        .write(words$write),
        .write_address(words$write_address),
        .write_data(words$write_data),
        .read_address(words$read_address),
        .read_data(words$read_data)
    );
    reg [2:0] head$d;
    wire [2:0] head$q;
    wire head$clock;
    card_bar head (
        .d(head$d),
        .q(head$q),
        .clock(head$clock)
    );
    reg [2:0] tail$d;
    wire [2:0] tail$q;
    wire tail$clock;
    card_bar tail (
        .d(tail$d),
        .q(tail$q),
        .clock(tail$clock)
    );
    reg some$d;
    wire some$q;
    wire some$clock;
    card_some some (
        .d(some$d),
        .q(some$q),
        .clock(some$clock)
    );
    reg full$d;
    wire full$q;
    wire full$clock;
    card_some full (
        .d(full$d),
        .q(full$q),
        .clock(full$clock)
    );
    assign head$clock = clock;
    assign tail$clock = clock;
    assign some$clock = clock;
    assign full$clock = clock;
    assign words$clock = clock;
    assign sink$ready = ~full$q;
    assign source$valid = some$q;
    assign push = sink$valid & (~full$q);
    assign pop = source$ready & some$q;
    assign words$write = push;
    assign words$write_address = tail$q;
    assign words$write_data = sink$data;
    assign words$read_address = head$q;
    assign source$data = words$read_data;
    assign behind_head = head$q + 3'd1;
    assign behind_tail = tail$q + 3'd1;
    always_comb begin
        head$d = head$q;
        tail$d = tail$q;
        some$d = some$q;
        full$d = full$q;
        if (push) begin
            tail$d = behind_tail;
        end
        if (pop) begin
            head$d = behind_head;
        end
        if (push & (~pop)) begin
            some$d = 1'b1;
            full$d = behind_tail == head$q;
        end
        if (pop & (~push)) begin
            some$d = behind_head != tail$q;
            full$d = 1'b0;
        end
        if (reset) begin
            head$d = 3'd0;
            tail$d = 3'd0;
            some$d = 1'b0;
            full$d = 1'b0;
        end
    end
endmodule

module card_jobs (
    clock,
    reset,
    left$data,
    left$valid,
    left$ready,
    right$data,
    right$valid,
    right$ready,
    source$data,
    source$valid,
    source$ready
);
    input wire clock;
    input wire reset;
    input wire [141:0] left$data;
    input wire left$valid;
    output wire left$ready;
    input wire [141:0] right$data;
    input wire right$valid;
    output wire right$ready;
    output reg [141:0] source$data;
    output wire source$valid;
    input wire source$ready;
    wire right_now;
    wire lefts$clock;
    wire lefts$reset;
    wire [141:0] lefts$sink$data;
    wire lefts$sink$valid;
    wire lefts$sink$ready;
    wire [141:0] lefts$source$data;
    wire lefts$source$valid;
    wire lefts$source$ready;
    card_lefts lefts (
        .clock(lefts$clock),
        .reset(lefts$reset),
        .sink$data(lefts$sink$data),
        .sink$valid(lefts$sink$valid),
        .sink$ready(lefts$sink$ready),
        .source$data(lefts$source$data),
        .source$valid(lefts$source$valid),
        .source$ready(lefts$source$ready)
    );
    wire rights$clock;
    wire rights$reset;
    wire [141:0] rights$sink$data;
    wire rights$sink$valid;
    wire rights$sink$ready;
    wire [141:0] rights$source$data;
    wire rights$source$valid;
    wire rights$source$ready;
    card_lefts rights (
        .clock(rights$clock),
        .reset(rights$reset),
        .sink$data(rights$sink$data),
        .sink$valid(rights$sink$valid),
        .sink$ready(rights$sink$ready),
        .source$data(rights$source$data),
        .source$valid(rights$source$valid),
        .source$ready(rights$source$ready)
    );
    reg turn$d;
    wire turn$q;
    wire turn$clock;
    card_some turn (
        .d(turn$d),
        .q(turn$q),
        .clock(turn$clock)
    );
    assign left$ready = lefts$sink$ready;
    assign lefts$sink$data = left$data;
    assign lefts$sink$valid = left$valid;
    assign right$ready = rights$sink$ready;
    assign rights$sink$data = right$data;
    assign rights$sink$valid = right$valid;
    assign turn$clock = clock;
    assign lefts$clock = clock;
    assign rights$clock = clock;
    assign lefts$reset = reset;
    assign rights$reset = reset;
    assign right_now = rights$source$valid & (turn$q | (~lefts$source$valid));
    assign source$valid = lefts$source$valid | rights$source$valid;
    assign lefts$source$ready = source$ready & (~right_now);
    assign rights$source$ready = source$ready & right_now;
    always_comb begin
        turn$d = turn$q;
        source$data = lefts$source$data;
        if (right_now) begin
            source$data = rights$source$data;
        end
        if (lefts$source$valid | rights$source$valid) begin
            turn$d = right_now ^ source$ready;
        end
        if (reset) begin
            turn$d = 1'b0;
        end
    end
endmodule

module card_words_16 (
    clock,
    write,
    write_address,
    write_data,
    read_address,
    read_data
);
    input wire clock;
    input wire write;
    input wire [2:0] write_address;
    input wire [13:0] write_data;
    input wire [2:0] read_address;
    output reg [13:0] read_data;
    (* ram_style = "distributed", no_rw_check *) reg [13:0] memory [0:7];
    always @(posedge clock) if (write) memory[write_address] <= write_data;
    always @* read_data = memory[read_address];
endmodule

module card_fetches (
    clock,
    reset,
    sink$data,
    sink$valid,
    sink$ready,
    source$data,
    source$valid,
    source$ready
);
    input wire clock;
    input wire reset;
    input wire [13:0] sink$data;
    input wire sink$valid;
    output wire sink$ready;
    output wire [13:0] source$data;
    output wire source$valid;
    input wire source$ready;
    wire [2:0] behind_head;
    wire [2:0] behind_tail;
    wire push;
    wire pop;
    wire words$clock;
    wire words$write;
    wire [2:0] words$write_address;
    wire [13:0] words$write_data;
    wire [2:0] words$read_address;
    wire [13:0] words$read_data;
    card_words_16 words (
        .clock(words$clock),
        .write(words$write),
        .write_address(words$write_address),
        .write_data(words$write_data),
        .read_address(words$read_address),
        .read_data(words$read_data)
    );
    reg [2:0] head$d;
    wire [2:0] head$q;
    wire head$clock;
    card_bar head (
        .d(head$d),
        .q(head$q),
        .clock(head$clock)
    );
    reg [2:0] tail$d;
    wire [2:0] tail$q;
    wire tail$clock;
    card_bar tail (
        .d(tail$d),
        .q(tail$q),
        .clock(tail$clock)
    );
    reg some$d;
    wire some$q;
    wire some$clock;
    card_some some (
        .d(some$d),
        .q(some$q),
        .clock(some$clock)
    );
    reg full$d;
    wire full$q;
    wire full$clock;
    card_some full (
        .d(full$d),
        .q(full$q),
        .clock(full$clock)
    );
    assign head$clock = clock;
    assign tail$clock = clock;
    assign some$clock = clock;
    assign full$clock = clock;
    assign words$clock = clock;
    assign sink$ready = ~full$q;
    assign source$valid = some$q;
    assign push = sink$valid & (~full$q);
    assign pop = source$ready & some$q;
    assign words$write = push;
    assign words$write_address = tail$q;
    assign words$write_data = sink$data;
    assign words$read_address = head$q;
    assign source$data = words$read_data;
    assign behind_head = head$q + 3'd1;
    assign behind_tail = tail$q + 3'd1;
    always_comb begin
        head$d = head$q;
        tail$d = tail$q;
        some$d = some$q;
        full$d = full$q;
        if (push) begin
            tail$d = behind_tail;
        end
        if (pop) begin
            head$d = behind_head;
        end
        if (push & (~pop)) begin
            some$d = 1'b1;
            full$d = behind_tail == head$q;
        end
        if (pop & (~push)) begin
            some$d = behind_head != tail$q;
            full$d = 1'b0;
        end
        if (reset) begin
            head$d = 3'd0;
            tail$d = 3'd0;
            some$d = 1'b0;
            full$d = 1'b0;
        end
    end
endmodule

module card_words_17 (
    clock,
    write,
    write_address,
    write_data,
    read_address,
    read_data
);
    input wire clock;
    input wire write;
    input wire [1:0] write_address;
    input wire [13:0] write_data;
    input wire [1:0] read_address;
    output reg [13:0] read_data;
    (* ram_style = "distributed", no_rw_check *) reg [13:0] memory [0:3];
    always @(posedge clock) if (write) memory[write_address] <= write_data;
    always @* read_data = memory[read_address];
endmodule

module card_stores (
    clock,
    reset,
    sink$data,
    sink$valid,
    sink$ready,
    source$data,
    source$valid,
    source$ready
);
    input wire clock;
    input wire reset;
    input wire [13:0] sink$data;
    input wire sink$valid;
    output wire sink$ready;
    output wire [13:0] source$data;
    output wire source$valid;
    input wire source$ready;
    wire [1:0] behind_head;
    wire [1:0] behind_tail;
    wire push;
    wire pop;
    wire words$clock;
    wire words$write;
    wire [1:0] words$write_address;
    wire [13:0] words$write_data;
    wire [1:0] words$read_address;
    wire [13:0] words$read_data;
    card_words_17 words (
        .clock(words$clock),
        .write(words$write),
        .write_address(words$write_address),
        .write_data(words$write_data),
        .read_address(words$read_address),
        .read_data(words$read_data)
    );
    reg [1:0] head$d;
    wire [1:0] head$q;
    wire head$clock;
    card_part head (
        .d(head$d),
        .q(head$q),
        .clock(head$clock)
    );
    reg [1:0] tail$d;
    wire [1:0] tail$q;
    wire tail$clock;
    card_part tail (
        .d(tail$d),
        .q(tail$q),
        .clock(tail$clock)
    );
    reg some$d;
    wire some$q;
    wire some$clock;
    card_some some (
        .d(some$d),
        .q(some$q),
        .clock(some$clock)
    );
    reg full$d;
    wire full$q;
    wire full$clock;
    card_some full (
        .d(full$d),
        .q(full$q),
        .clock(full$clock)
    );
    assign head$clock = clock;
    assign tail$clock = clock;
    assign some$clock = clock;
    assign full$clock = clock;
    assign words$clock = clock;
    assign sink$ready = ~full$q;
    assign source$valid = some$q;
    assign push = sink$valid & (~full$q);
    assign pop = source$ready & some$q;
    assign words$write = push;
    assign words$write_address = tail$q;
    assign words$write_data = sink$data;
    assign words$read_address = head$q;
    assign source$data = words$read_data;
    assign behind_head = head$q + 2'd1;
    assign behind_tail = tail$q + 2'd1;
    always_comb begin
        head$d = head$q;
        tail$d = tail$q;
        some$d = some$q;
        full$d = full$q;
        if (push) begin
            tail$d = behind_tail;
        end
        if (pop) begin
            head$d = behind_head;
        end
        if (push & (~pop)) begin
            some$d = 1'b1;
            full$d = behind_tail == head$q;
        end
        if (pop & (~push)) begin
            some$d = behind_head != tail$q;
            full$d = 1'b0;
        end
        if (reset) begin
            head$d = 2'd0;
            tail$d = 2'd0;
            some$d = 1'b0;
            full$d = 1'b0;
        end
    end
endmodule

module card_unit (
    clock,
    reset,
    unit_id,
    board_id,
    serial,
    area_blocks,
    command$data,
    command$valid,
    command$ready,
    fetch$data,
    fetch$valid,
    fetch$ready,
    fetched$data,
    fetched$valid,
    fetched$ready,
    store$data,
    store$valid,
    store$ready,
    stored$data,
    stored$valid,
    stored$ready,
    answer$data,
    answer$valid,
    answer$ready,
    abort$data,
    abort$valid,
    abort$ready,
    aborted,
    refuse,
    nvme_ready,
    resetting,
    rows_open,
    send$data,
    send$valid,
    send$ready,
    sent$data,
    sent$valid,
    sent$ready,
    got$data,
    got$valid,
    got$ready,
    free_slot$data,
    free_slot$valid,
    free_slot$ready,
    link_up,
    link_phy,
    link_quiet,
    link_session,
    link_refusal,
    link_counters$0,
    link_counters$1,
    link_counters$2,
    link_counters$3,
    link_counters$4,
    link_counters$5,
    link_counters$6,
    link_counters$7,
    link_counters$8,
    link_counters$9,
    link_counters$10,
    connect,
    epoch,
    link_tx_beat,
    link_tx_stall,
    link_rx_beat,
    slot_read$data,
    slot_read$valid,
    slot_read$ready,
    slot_words$data,
    slot_words$valid,
    slot_words$ready,
    area_write$data,
    area_write$valid,
    area_write$ready,
    area_words$data,
    area_words$valid,
    area_words$ready,
    written$data,
    written$valid,
    written$ready,
    area_read$data,
    area_read$valid,
    area_read$ready,
    read_done$data,
    read_done$valid,
    read_done$ready,
    regs$data,
    regs$valid,
    regs$ready,
    reg_reply$data,
    reg_reply$valid,
    reg_reply$ready,
    host_counters$0,
    host_counters$1,
    host_counters$2,
    host_counters$3,
    host_counters$4,
    host_counters$5,
    host_counters$6,
    host_counters$7,
    status_valid,
    status_row,
    status_old,
    status_new,
    status_read,
    status_lba,
    status_blocks,
    status_unit,
    status_wseq,
    state
);
    input wire clock;
    input wire reset;
    input wire unit_id;
    input wire [7:0] board_id;
    input wire [63:0] serial;
    input wire [31:0] area_blocks;
    input wire [44:0] command$data;
    input wire command$valid;
    output wire command$ready;
    output wire [13:0] fetch$data;
    output wire fetch$valid;
    input wire fetch$ready;
    input wire [5:0] fetched$data;
    input wire fetched$valid;
    output wire fetched$ready;
    output wire [13:0] store$data;
    output wire store$valid;
    input wire store$ready;
    input wire [5:0] stored$data;
    input wire stored$valid;
    output wire stored$ready;
    output wire [21:0] answer$data;
    output wire answer$valid;
    input wire answer$ready;
    input wire [4:0] abort$data;
    input wire abort$valid;
    output wire abort$ready;
    output wire aborted;
    output wire refuse;
    input wire nvme_ready;
    input wire resetting;
    output wire rows_open;
    output wire [169:0] send$data;
    output wire send$valid;
    input wire send$ready;
    input wire [35:0] sent$data;
    input wire sent$valid;
    output wire sent$ready;
    input wire [169:0] got$data;
    input wire got$valid;
    output wire got$ready;
    output wire [3:0] free_slot$data;
    output wire free_slot$valid;
    input wire free_slot$ready;
    input wire link_up;
    input wire link_phy;
    input wire link_quiet;
    input wire [15:0] link_session;
    input wire [3:0] link_refusal;
    input wire [31:0] link_counters$0;
    input wire [31:0] link_counters$1;
    input wire [31:0] link_counters$2;
    input wire [31:0] link_counters$3;
    input wire [31:0] link_counters$4;
    input wire [31:0] link_counters$5;
    input wire [31:0] link_counters$6;
    input wire [31:0] link_counters$7;
    input wire [31:0] link_counters$8;
    input wire [31:0] link_counters$9;
    input wire [31:0] link_counters$10;
    output wire connect;
    input wire [15:0] epoch;
    input wire link_tx_beat;
    input wire link_tx_stall;
    input wire link_rx_beat;
    output wire [22:0] slot_read$data;
    output wire slot_read$valid;
    input wire slot_read$ready;
    input wire [63:0] slot_words$data;
    input wire slot_words$valid;
    output wire slot_words$ready;
    output wire [132:0] area_write$data;
    output wire area_write$valid;
    input wire area_write$ready;
    output wire [63:0] area_words$data;
    output wire area_words$valid;
    input wire area_words$ready;
    input wire [36:0] written$data;
    input wire written$valid;
    output wire written$ready;
    output wire [35:0] area_read$data;
    output wire area_read$valid;
    input wire area_read$ready;
    input wire [36:0] read_done$data;
    input wire read_done$valid;
    output wire read_done$ready;
    input wire [89:0] regs$data;
    input wire regs$valid;
    output wire regs$ready;
    output wire [63:0] reg_reply$data;
    output wire reg_reply$valid;
    input wire reg_reply$ready;
    input wire [31:0] host_counters$0;
    input wire [31:0] host_counters$1;
    input wire [31:0] host_counters$2;
    input wire [31:0] host_counters$3;
    input wire [31:0] host_counters$4;
    input wire [31:0] host_counters$5;
    input wire [31:0] host_counters$6;
    input wire [31:0] host_counters$7;
    output wire status_valid;
    output wire [5:0] status_row;
    output wire [1:0] status_old;
    output wire [1:0] status_new;
    output wire status_read;
    output wire [31:0] status_lba;
    output wire [5:0] status_blocks;
    output wire status_unit;
    output wire [31:0] status_wseq;
    output wire [3:0] state;
    localparam [7:0] data = 8'd5;
    localparam [7:0] rep = 8'd8;
    wire first;
    wire [141:0] job;
    wire peers;
    wire [169:0] sending;
    wire [169:0] getting;
    wire arbiter$clock;
    wire arbiter$reset;
    wire [83:0] arbiter$op$data;
    wire arbiter$op$valid;
    wire arbiter$op$ready;
    wire [6:0] arbiter$granted$data;
    wire arbiter$granted$valid;
    wire arbiter$granted$ready;
    wire [63:0] arbiter$valid;
    wire [63:0] arbiter$active;
    wire [63:0] arbiter$forwarded;
    wire [63:0] arbiter$shared;
    wire [6:0] arbiter$rows_live;
    wire arbiter$idle;
    wire arbiter$status_valid;
    wire [5:0] arbiter$status_row;
    wire [1:0] arbiter$status_old;
    wire [1:0] arbiter$status_new;
    wire arbiter$status_read;
    wire [31:0] arbiter$status_lba;
    wire [5:0] arbiter$status_blocks;
    wire arbiter$status_unit;
    wire [31:0] arbiter$status_wseq;
    wire [31:0] arbiter$overrides;
    wire [31:0] arbiter$waits;
    wire [31:0] arbiter$grants;
    wire [31:0] arbiter$faults;
    card_arbiter arbiter (
        .clock(arbiter$clock),
        .reset(arbiter$reset),
        .op$data(arbiter$op$data),
        .op$valid(arbiter$op$valid),
        .op$ready(arbiter$op$ready),
        .granted$data(arbiter$granted$data),
        .granted$valid(arbiter$granted$valid),
        .granted$ready(arbiter$granted$ready),
        .valid(arbiter$valid),
        .active(arbiter$active),
        .forwarded(arbiter$forwarded),
        .shared(arbiter$shared),
        .rows_live(arbiter$rows_live),
        .idle(arbiter$idle),
        .status_valid(arbiter$status_valid),
        .status_row(arbiter$status_row),
        .status_old(arbiter$status_old),
        .status_new(arbiter$status_new),
        .status_read(arbiter$status_read),
        .status_lba(arbiter$status_lba),
        .status_blocks(arbiter$status_blocks),
        .status_unit(arbiter$status_unit),
        .status_wseq(arbiter$status_wseq),
        .overrides(arbiter$overrides),
        .waits(arbiter$waits),
        .grants(arbiter$grants),
        .faults(arbiter$faults)
    );
    wire switch$clock;
    wire switch$reset;
    wire switch$first;
    wire [44:0] switch$command$data;
    wire switch$command$valid;
    wire switch$command$ready;
    wire [13:0] switch$fetch$data;
    wire switch$fetch$valid;
    wire switch$fetch$ready;
    wire [5:0] switch$fetched$data;
    wire switch$fetched$valid;
    wire switch$fetched$ready;
    wire [13:0] switch$store$data;
    wire switch$store$valid;
    wire switch$store$ready;
    wire [5:0] switch$stored$data;
    wire switch$stored$valid;
    wire switch$stored$ready;
    wire [21:0] switch$answer$data;
    wire switch$answer$valid;
    wire switch$answer$ready;
    wire [4:0] switch$abort$data;
    wire switch$abort$valid;
    wire switch$abort$ready;
    wire switch$aborted;
    wire switch$refuse;
    wire switch$resetting;
    wire switch$rows_open;
    wire [169:0] switch$send$data;
    wire switch$send$valid;
    wire switch$send$ready;
    wire [35:0] switch$sent$data;
    wire switch$sent$valid;
    wire switch$sent$ready;
    wire [169:0] switch$got$data;
    wire switch$got$valid;
    wire switch$got$ready;
    wire [3:0] switch$free_slot$data;
    wire switch$free_slot$valid;
    wire switch$free_slot$ready;
    wire switch$link_up;
    wire switch$link_quiet;
    wire switch$connect;
    wire [15:0] switch$session;
    wire [15:0] switch$epoch;
    wire [83:0] switch$op$data;
    wire switch$op$valid;
    wire switch$op$ready;
    wire [6:0] switch$granted$data;
    wire switch$granted$valid;
    wire switch$granted$ready;
    wire switch$table_idle;
    wire [141:0] switch$path_job$data;
    wire switch$path_job$valid;
    wire switch$path_job$ready;
    wire [36:0] switch$written$data;
    wire switch$written$valid;
    wire switch$written$ready;
    wire [35:0] switch$area_read$data;
    wire switch$area_read$valid;
    wire switch$area_read$ready;
    wire [36:0] switch$read_done$data;
    wire switch$read_done$valid;
    wire switch$read_done$ready;
    wire [4:0] switch$path_enable;
    wire [3:0] switch$modes;
    wire [47:0] switch$hold_limit;
    wire [47:0] switch$wait_limit;
    wire [31:0] switch$area_blocks;
    wire [5:0] switch$row_address;
    wire [75:0] switch$row_view;
    wire [3:0] switch$state;
    wire [15:0] switch$slots_used;
    wire [4:0] switch$path_busy;
    wire [31:0] switch$protocol_faults;
    wire [31:0] switch$integrity_faults;
    wire [31:0] switch$reads;
    wire [82:0] switch$trace;
    wire switch$trace_valid;
    card_switch switch (
        .clock(switch$clock),
        .reset(switch$reset),
        .first(switch$first),
        .command$data(switch$command$data),
        .command$valid(switch$command$valid),
        .command$ready(switch$command$ready),
        .fetch$data(switch$fetch$data),
        .fetch$valid(switch$fetch$valid),
        .fetch$ready(switch$fetch$ready),
        .fetched$data(switch$fetched$data),
        .fetched$valid(switch$fetched$valid),
        .fetched$ready(switch$fetched$ready),
        .store$data(switch$store$data),
        .store$valid(switch$store$valid),
        .store$ready(switch$store$ready),
        .stored$data(switch$stored$data),
        .stored$valid(switch$stored$valid),
        .stored$ready(switch$stored$ready),
        .answer$data(switch$answer$data),
        .answer$valid(switch$answer$valid),
        .answer$ready(switch$answer$ready),
        .abort$data(switch$abort$data),
        .abort$valid(switch$abort$valid),
        .abort$ready(switch$abort$ready),
        .aborted(switch$aborted),
        .refuse(switch$refuse),
        .resetting(switch$resetting),
        .rows_open(switch$rows_open),
        .send$data(switch$send$data),
        .send$valid(switch$send$valid),
        .send$ready(switch$send$ready),
        .sent$data(switch$sent$data),
        .sent$valid(switch$sent$valid),
        .sent$ready(switch$sent$ready),
        .got$data(switch$got$data),
        .got$valid(switch$got$valid),
        .got$ready(switch$got$ready),
        .free_slot$data(switch$free_slot$data),
        .free_slot$valid(switch$free_slot$valid),
        .free_slot$ready(switch$free_slot$ready),
        .link_up(switch$link_up),
        .link_quiet(switch$link_quiet),
        .connect(switch$connect),
        .session(switch$session),
        .epoch(switch$epoch),
        .op$data(switch$op$data),
        .op$valid(switch$op$valid),
        .op$ready(switch$op$ready),
        .granted$data(switch$granted$data),
        .granted$valid(switch$granted$valid),
        .granted$ready(switch$granted$ready),
        .table_idle(switch$table_idle),
        .path_job$data(switch$path_job$data),
        .path_job$valid(switch$path_job$valid),
        .path_job$ready(switch$path_job$ready),
        .written$data(switch$written$data),
        .written$valid(switch$written$valid),
        .written$ready(switch$written$ready),
        .area_read$data(switch$area_read$data),
        .area_read$valid(switch$area_read$valid),
        .area_read$ready(switch$area_read$ready),
        .read_done$data(switch$read_done$data),
        .read_done$valid(switch$read_done$valid),
        .read_done$ready(switch$read_done$ready),
        .path_enable(switch$path_enable),
        .modes(switch$modes),
        .hold_limit(switch$hold_limit),
        .wait_limit(switch$wait_limit),
        .area_blocks(switch$area_blocks),
        .row_address(switch$row_address),
        .row_view(switch$row_view),
        .state(switch$state),
        .slots_used(switch$slots_used),
        .path_busy(switch$path_busy),
        .protocol_faults(switch$protocol_faults),
        .integrity_faults(switch$integrity_faults),
        .reads(switch$reads),
        .trace(switch$trace),
        .trace_valid(switch$trace_valid)
    );
    wire paths$clock;
    wire paths$reset;
    wire paths$first;
    wire [141:0] paths$jobs$data;
    wire paths$jobs$valid;
    wire paths$jobs$ready;
    wire [63:0] paths$exclusive;
    wire [22:0] paths$slot_read$data;
    wire paths$slot_read$valid;
    wire paths$slot_read$ready;
    wire [63:0] paths$slot_words$data;
    wire paths$slot_words$valid;
    wire paths$slot_words$ready;
    wire [132:0] paths$area_write$data;
    wire paths$area_write$valid;
    wire paths$area_write$ready;
    wire [63:0] paths$area_words$data;
    wire paths$area_words$valid;
    wire paths$area_words$ready;
    wire paths$link_tx_write;
    wire paths$link_tx_beat;
    wire paths$link_tx_stall;
    wire paths$link_rx_write;
    wire paths$link_rx_beat;
    wire [47:0] paths$writes$0;
    wire [47:0] paths$writes$1;
    wire [47:0] paths$writes$2;
    wire [47:0] paths$writes$3;
    wire [47:0] paths$writes$4;
    wire [47:0] paths$beats$0;
    wire [47:0] paths$beats$1;
    wire [47:0] paths$beats$2;
    wire [47:0] paths$beats$3;
    wire [47:0] paths$beats$4;
    wire [47:0] paths$stalls$0;
    wire [47:0] paths$stalls$1;
    wire [47:0] paths$stalls$2;
    wire [47:0] paths$stalls$3;
    wire [47:0] paths$stalls$4;
    wire [31:0] paths$gate_faults;
    card_paths paths (
        .clock(paths$clock),
        .reset(paths$reset),
        .first(paths$first),
        .jobs$data(paths$jobs$data),
        .jobs$valid(paths$jobs$valid),
        .jobs$ready(paths$jobs$ready),
        .exclusive(paths$exclusive),
        .slot_read$data(paths$slot_read$data),
        .slot_read$valid(paths$slot_read$valid),
        .slot_read$ready(paths$slot_read$ready),
        .slot_words$data(paths$slot_words$data),
        .slot_words$valid(paths$slot_words$valid),
        .slot_words$ready(paths$slot_words$ready),
        .area_write$data(paths$area_write$data),
        .area_write$valid(paths$area_write$valid),
        .area_write$ready(paths$area_write$ready),
        .area_words$data(paths$area_words$data),
        .area_words$valid(paths$area_words$valid),
        .area_words$ready(paths$area_words$ready),
        .link_tx_write(paths$link_tx_write),
        .link_tx_beat(paths$link_tx_beat),
        .link_tx_stall(paths$link_tx_stall),
        .link_rx_write(paths$link_rx_write),
        .link_rx_beat(paths$link_rx_beat),
        .writes$0(paths$writes$0),
        .writes$1(paths$writes$1),
        .writes$2(paths$writes$2),
        .writes$3(paths$writes$3),
        .writes$4(paths$writes$4),
        .beats$0(paths$beats$0),
        .beats$1(paths$beats$1),
        .beats$2(paths$beats$2),
        .beats$3(paths$beats$3),
        .beats$4(paths$beats$4),
        .stalls$0(paths$stalls$0),
        .stalls$1(paths$stalls$1),
        .stalls$2(paths$stalls$2),
        .stalls$3(paths$stalls$3),
        .stalls$4(paths$stalls$4),
        .gate_faults(paths$gate_faults)
    );
    wire trace$clock;
    wire trace$reset;
    wire [82:0] trace$happened;
    wire trace$happened_valid;
    wire [39:0] trace$cycle;
    wire [31:0] trace$head;
    wire [8:0] trace$address;
    wire [63:0] trace$first;
    wire [63:0] trace$second;
    card_trace trace (
        .clock(trace$clock),
        .reset(trace$reset),
        .happened(trace$happened),
        .happened_valid(trace$happened_valid),
        .cycle(trace$cycle),
        .head(trace$head),
        .address(trace$address),
        .first(trace$first),
        .second(trace$second)
    );
    wire control$clock;
    wire control$reset;
    wire [89:0] control$regs$data;
    wire control$regs$valid;
    wire control$regs$ready;
    wire [63:0] control$reg_reply$data;
    wire control$reg_reply$valid;
    wire control$reg_reply$ready;
    wire control$unit_id;
    wire [7:0] control$board_id;
    wire [63:0] control$serial;
    wire [31:0] control$area_blocks;
    wire [39:0] control$cycle;
    wire [47:0] control$path_writes$0;
    wire [47:0] control$path_writes$1;
    wire [47:0] control$path_writes$2;
    wire [47:0] control$path_writes$3;
    wire [47:0] control$path_writes$4;
    wire [47:0] control$path_beats$0;
    wire [47:0] control$path_beats$1;
    wire [47:0] control$path_beats$2;
    wire [47:0] control$path_beats$3;
    wire [47:0] control$path_beats$4;
    wire [47:0] control$path_stalls$0;
    wire [47:0] control$path_stalls$1;
    wire [47:0] control$path_stalls$2;
    wire [47:0] control$path_stalls$3;
    wire [47:0] control$path_stalls$4;
    wire [4:0] control$path_busy;
    wire [4:0] control$path_enable;
    wire [3:0] control$modes;
    wire [47:0] control$hold_limit;
    wire [47:0] control$wait_limit;
    wire [15:0] control$epoch;
    wire [3:0] control$state;
    wire [6:0] control$rows_live;
    wire [15:0] control$slots_used;
    wire control$nvme_ready;
    wire [31:0] control$overrides;
    wire [31:0] control$grants;
    wire [31:0] control$waits;
    wire [31:0] control$gate_faults;
    wire [31:0] control$protocol_faults;
    wire [31:0] control$integrity_faults;
    wire [31:0] control$reads;
    wire control$link_up;
    wire control$link_phy;
    wire [15:0] control$session;
    wire [3:0] control$link_refusal;
    wire [31:0] control$link_counters$0;
    wire [31:0] control$link_counters$1;
    wire [31:0] control$link_counters$2;
    wire [31:0] control$link_counters$3;
    wire [31:0] control$link_counters$4;
    wire [31:0] control$link_counters$5;
    wire [31:0] control$link_counters$6;
    wire [31:0] control$link_counters$7;
    wire [31:0] control$link_counters$8;
    wire [31:0] control$link_counters$9;
    wire [31:0] control$link_counters$10;
    wire [31:0] control$host_counters$0;
    wire [31:0] control$host_counters$1;
    wire [31:0] control$host_counters$2;
    wire [31:0] control$host_counters$3;
    wire [31:0] control$host_counters$4;
    wire [31:0] control$host_counters$5;
    wire [31:0] control$host_counters$6;
    wire [31:0] control$host_counters$7;
    wire [63:0] control$valid;
    wire [63:0] control$active;
    wire [63:0] control$forwarded;
    wire [63:0] control$shared;
    wire [5:0] control$row_address;
    wire [75:0] control$row_view;
    wire [31:0] control$trace_head;
    wire [8:0] control$trace_address;
    wire [63:0] control$trace_first;
    wire [63:0] control$trace_second;
    card_control_6 control (
        .clock(control$clock),
        .reset(control$reset),
        .regs$data(control$regs$data),
        .regs$valid(control$regs$valid),
        .regs$ready(control$regs$ready),
        .reg_reply$data(control$reg_reply$data),
        .reg_reply$valid(control$reg_reply$valid),
        .reg_reply$ready(control$reg_reply$ready),
        .unit_id(control$unit_id),
        .board_id(control$board_id),
        .serial(control$serial),
        .area_blocks(control$area_blocks),
        .cycle(control$cycle),
        .path_writes$0(control$path_writes$0),
        .path_writes$1(control$path_writes$1),
        .path_writes$2(control$path_writes$2),
        .path_writes$3(control$path_writes$3),
        .path_writes$4(control$path_writes$4),
        .path_beats$0(control$path_beats$0),
        .path_beats$1(control$path_beats$1),
        .path_beats$2(control$path_beats$2),
        .path_beats$3(control$path_beats$3),
        .path_beats$4(control$path_beats$4),
        .path_stalls$0(control$path_stalls$0),
        .path_stalls$1(control$path_stalls$1),
        .path_stalls$2(control$path_stalls$2),
        .path_stalls$3(control$path_stalls$3),
        .path_stalls$4(control$path_stalls$4),
        .path_busy(control$path_busy),
        .path_enable(control$path_enable),
        .modes(control$modes),
        .hold_limit(control$hold_limit),
        .wait_limit(control$wait_limit),
        .epoch(control$epoch),
        .state(control$state),
        .rows_live(control$rows_live),
        .slots_used(control$slots_used),
        .nvme_ready(control$nvme_ready),
        .overrides(control$overrides),
        .grants(control$grants),
        .waits(control$waits),
        .gate_faults(control$gate_faults),
        .protocol_faults(control$protocol_faults),
        .integrity_faults(control$integrity_faults),
        .reads(control$reads),
        .link_up(control$link_up),
        .link_phy(control$link_phy),
        .session(control$session),
        .link_refusal(control$link_refusal),
        .link_counters$0(control$link_counters$0),
        .link_counters$1(control$link_counters$1),
        .link_counters$2(control$link_counters$2),
        .link_counters$3(control$link_counters$3),
        .link_counters$4(control$link_counters$4),
        .link_counters$5(control$link_counters$5),
        .link_counters$6(control$link_counters$6),
        .link_counters$7(control$link_counters$7),
        .link_counters$8(control$link_counters$8),
        .link_counters$9(control$link_counters$9),
        .link_counters$10(control$link_counters$10),
        .host_counters$0(control$host_counters$0),
        .host_counters$1(control$host_counters$1),
        .host_counters$2(control$host_counters$2),
        .host_counters$3(control$host_counters$3),
        .host_counters$4(control$host_counters$4),
        .host_counters$5(control$host_counters$5),
        .host_counters$6(control$host_counters$6),
        .host_counters$7(control$host_counters$7),
        .valid(control$valid),
        .active(control$active),
        .forwarded(control$forwarded),
        .shared(control$shared),
        .row_address(control$row_address),
        .row_view(control$row_view),
        .trace_head(control$trace_head),
        .trace_address(control$trace_address),
        .trace_first(control$trace_first),
        .trace_second(control$trace_second)
    );
    wire jobs$clock;
    wire jobs$reset;
    wire [141:0] jobs$left$data;
    wire jobs$left$valid;
    wire jobs$left$ready;
    wire [141:0] jobs$right$data;
    wire jobs$right$valid;
    wire jobs$right$ready;
    wire [141:0] jobs$source$data;
    wire jobs$source$valid;
    wire jobs$source$ready;
    card_jobs jobs (
        .clock(jobs$clock),
        .reset(jobs$reset),
        .left$data(jobs$left$data),
        .left$valid(jobs$left$valid),
        .left$ready(jobs$left$ready),
        .right$data(jobs$right$data),
        .right$valid(jobs$right$valid),
        .right$ready(jobs$right$ready),
        .source$data(jobs$source$data),
        .source$valid(jobs$source$valid),
        .source$ready(jobs$source$ready)
    );
    wire fetches$clock;
    wire fetches$reset;
    wire [13:0] fetches$sink$data;
    wire fetches$sink$valid;
    wire fetches$sink$ready;
    wire [13:0] fetches$source$data;
    wire fetches$source$valid;
    wire fetches$source$ready;
    card_fetches fetches (
        .clock(fetches$clock),
        .reset(fetches$reset),
        .sink$data(fetches$sink$data),
        .sink$valid(fetches$sink$valid),
        .sink$ready(fetches$sink$ready),
        .source$data(fetches$source$data),
        .source$valid(fetches$source$valid),
        .source$ready(fetches$source$ready)
    );
    wire stores$clock;
    wire stores$reset;
    wire [13:0] stores$sink$data;
    wire stores$sink$valid;
    wire stores$sink$ready;
    wire [13:0] stores$source$data;
    wire stores$source$valid;
    wire stores$source$ready;
    card_stores stores (
        .clock(stores$clock),
        .reset(stores$reset),
        .sink$data(stores$sink$data),
        .sink$valid(stores$sink$valid),
        .sink$ready(stores$sink$ready),
        .source$data(stores$source$data),
        .source$valid(stores$source$valid),
        .source$ready(stores$source$ready)
    );
    function automatic [0:0] cut$6$1(input [5:0] x$);
        cut$6$1 = x$[0:0];
    endfunction
    assign abort$ready = switch$abort$ready;
    assign answer$data = switch$answer$data;
    assign answer$valid = switch$answer$valid;
    assign arbiter$granted$ready = switch$granted$ready;
    assign arbiter$op$data = switch$op$data;
    assign arbiter$op$valid = switch$op$valid;
    assign area_read$data = switch$area_read$data;
    assign area_read$valid = switch$area_read$valid;
    assign area_words$data = paths$area_words$data;
    assign area_words$valid = paths$area_words$valid;
    assign area_write$data = paths$area_write$data;
    assign area_write$valid = paths$area_write$valid;
    assign command$ready = switch$command$ready;
    assign control$reg_reply$ready = reg_reply$ready;
    assign control$regs$data = regs$data;
    assign control$regs$valid = regs$valid;
    assign fetch$data = fetches$source$data;
    assign fetch$valid = fetches$source$valid;
    assign fetched$ready = switch$fetched$ready;
    assign fetches$sink$data = switch$fetch$data;
    assign fetches$sink$valid = switch$fetch$valid;
    assign fetches$source$ready = fetch$ready;
    assign free_slot$data = switch$free_slot$data;
    assign free_slot$valid = switch$free_slot$valid;
    assign got$ready = switch$got$ready;
    assign jobs$source$ready = paths$jobs$ready;
    assign paths$area_words$ready = area_words$ready;
    assign paths$area_write$ready = area_write$ready;
    assign paths$jobs$data = jobs$source$data;
    assign paths$jobs$valid = jobs$source$valid;
    assign paths$slot_read$ready = slot_read$ready;
    assign paths$slot_words$data = slot_words$data;
    assign paths$slot_words$valid = slot_words$valid;
    assign read_done$ready = switch$read_done$ready;
    assign reg_reply$data = control$reg_reply$data;
    assign reg_reply$valid = control$reg_reply$valid;
    assign regs$ready = control$regs$ready;
    assign send$data = switch$send$data;
    assign send$valid = switch$send$valid;
    assign sent$ready = switch$sent$ready;
    assign slot_read$data = paths$slot_read$data;
    assign slot_read$valid = paths$slot_read$valid;
    assign slot_words$ready = paths$slot_words$ready;
    assign store$data = stores$source$data;
    assign store$valid = stores$source$valid;
    assign stored$ready = switch$stored$ready;
    assign stores$sink$data = switch$store$data;
    assign stores$sink$valid = switch$store$valid;
    assign stores$source$ready = store$ready;
    assign switch$abort$data = abort$data;
    assign switch$abort$valid = abort$valid;
    assign switch$answer$ready = answer$ready;
    assign switch$area_read$ready = area_read$ready;
    assign switch$command$data = command$data;
    assign switch$command$valid = command$valid;
    assign switch$fetch$ready = fetches$sink$ready;
    assign switch$fetched$data = fetched$data;
    assign switch$fetched$valid = fetched$valid;
    assign switch$free_slot$ready = free_slot$ready;
    assign switch$got$data = got$data;
    assign switch$got$valid = got$valid;
    assign switch$granted$data = arbiter$granted$data;
    assign switch$granted$valid = arbiter$granted$valid;
    assign switch$op$ready = arbiter$op$ready;
    assign switch$read_done$data = read_done$data;
    assign switch$read_done$valid = read_done$valid;
    assign switch$send$ready = send$ready;
    assign switch$sent$data = sent$data;
    assign switch$sent$valid = sent$valid;
    assign switch$store$ready = stores$sink$ready;
    assign switch$stored$data = stored$data;
    assign switch$stored$valid = stored$valid;
    assign switch$written$data = written$data;
    assign switch$written$valid = written$valid;
    assign written$ready = switch$written$ready;
    assign arbiter$clock = clock;
    assign switch$clock = clock;
    assign paths$clock = clock;
    assign trace$clock = clock;
    assign control$clock = clock;
    assign jobs$clock = clock;
    assign fetches$clock = clock;
    assign stores$clock = clock;
    assign arbiter$reset = reset;
    assign switch$reset = reset;
    assign paths$reset = reset;
    assign trace$reset = reset;
    assign control$reset = reset;
    assign jobs$reset = reset;
    assign fetches$reset = reset;
    assign stores$reset = reset;
    assign first = ~unit_id;
    assign switch$first = first;
    assign aborted = switch$aborted;
    assign refuse = switch$refuse;
    assign switch$resetting = resetting;
    assign rows_open = switch$rows_open;
    assign switch$link_up = link_up;
    assign switch$link_quiet = link_quiet;
    assign switch$session = link_session;
    assign switch$epoch = epoch;
    assign connect = switch$connect;
    assign switch$table_idle = arbiter$idle;
    assign switch$area_blocks = area_blocks;
    assign status_valid = arbiter$status_valid;
    assign status_row = arbiter$status_row;
    assign status_old = arbiter$status_old;
    assign status_new = arbiter$status_new;
    assign status_read = arbiter$status_read;
    assign status_lba = arbiter$status_lba;
    assign status_blocks = arbiter$status_blocks;
    assign status_unit = arbiter$status_unit;
    assign status_wseq = arbiter$status_wseq;
    assign state = switch$state;
    assign paths$first = first;
    assign job = switch$path_job$data;
    assign peers = cut$6$1(job[8:3] >> 5);
    assign jobs$left$data = job;
    assign jobs$left$valid = switch$path_job$valid & (~peers);
    assign jobs$right$data = job;
    assign jobs$right$valid = switch$path_job$valid & peers;
    assign switch$path_job$ready = jobs$left$ready & jobs$right$ready;
    assign paths$exclusive = arbiter$active;
    assign paths$link_tx_beat = link_tx_beat;
    assign paths$link_tx_stall = link_tx_stall;
    assign paths$link_rx_beat = link_rx_beat;
    assign sending = switch$send$data;
    assign getting = got$data;
    assign paths$link_tx_write = (switch$send$valid & send$ready) & ((sending[7:0] == data) | (sending[7:0] == rep));
    assign paths$link_rx_write = (got$valid & switch$got$ready) & ((getting[7:0] == data) | (getting[7:0] == rep));
    assign trace$happened = switch$trace;
    assign trace$happened_valid = switch$trace_valid;
    assign control$unit_id = unit_id;
    assign control$board_id = board_id;
    assign control$serial = serial;
    assign control$area_blocks = area_blocks;
    assign control$cycle = trace$cycle;
    assign control$path_writes$0 = paths$writes$0;
    assign control$path_beats$0 = paths$beats$0;
    assign control$path_stalls$0 = paths$stalls$0;
    assign control$path_writes$1 = paths$writes$1;
    assign control$path_beats$1 = paths$beats$1;
    assign control$path_stalls$1 = paths$stalls$1;
    assign control$path_writes$2 = paths$writes$2;
    assign control$path_beats$2 = paths$beats$2;
    assign control$path_stalls$2 = paths$stalls$2;
    assign control$path_writes$3 = paths$writes$3;
    assign control$path_beats$3 = paths$beats$3;
    assign control$path_stalls$3 = paths$stalls$3;
    assign control$path_writes$4 = paths$writes$4;
    assign control$path_beats$4 = paths$beats$4;
    assign control$path_stalls$4 = paths$stalls$4;
    assign control$path_busy = switch$path_busy;
    assign switch$path_enable = control$path_enable;
    assign switch$modes = control$modes;
    assign switch$hold_limit = control$hold_limit;
    assign switch$wait_limit = control$wait_limit;
    assign control$epoch = epoch;
    assign control$state = switch$state;
    assign control$rows_live = arbiter$rows_live;
    assign control$slots_used = switch$slots_used;
    assign control$nvme_ready = nvme_ready;
    assign control$overrides = arbiter$overrides;
    assign control$grants = arbiter$grants;
    assign control$waits = arbiter$waits;
    assign control$gate_faults = paths$gate_faults;
    assign control$protocol_faults = switch$protocol_faults;
    assign control$integrity_faults = switch$integrity_faults;
    assign control$reads = switch$reads;
    assign control$link_up = link_up;
    assign control$link_phy = link_phy;
    assign control$session = link_session;
    assign control$link_refusal = link_refusal;
    assign control$link_counters$0 = link_counters$0;
    assign control$link_counters$1 = link_counters$1;
    assign control$link_counters$2 = link_counters$2;
    assign control$link_counters$3 = link_counters$3;
    assign control$link_counters$4 = link_counters$4;
    assign control$link_counters$5 = link_counters$5;
    assign control$link_counters$6 = link_counters$6;
    assign control$link_counters$7 = link_counters$7;
    assign control$link_counters$8 = link_counters$8;
    assign control$link_counters$9 = link_counters$9;
    assign control$link_counters$10 = link_counters$10;
    assign control$host_counters$0 = host_counters$0;
    assign control$host_counters$1 = host_counters$1;
    assign control$host_counters$2 = host_counters$2;
    assign control$host_counters$3 = host_counters$3;
    assign control$host_counters$4 = host_counters$4;
    assign control$host_counters$5 = host_counters$5;
    assign control$host_counters$6 = host_counters$6;
    assign control$host_counters$7 = host_counters$7;
    assign control$valid = arbiter$valid;
    assign control$active = arbiter$active;
    assign control$forwarded = arbiter$forwarded;
    assign control$shared = arbiter$shared;
    assign switch$row_address = control$row_address;
    assign control$row_view = switch$row_view;
    assign control$trace_head = trace$head;
    assign trace$address = control$trace_address;
    assign control$trace_first = trace$first;
    assign control$trace_second = trace$second;
endmodule

module card_frames (
    clock,
    write,
    write_address,
    write_data,
    read_address,
    read_data
);
    input wire clock;
    input wire write;
    input wire [5:0] write_address;
    input wire [169:0] write_data;
    input wire [5:0] read_address;
    output reg [169:0] read_data;
    (* ram_style = "block", no_rw_check *) reg [169:0] memory [0:63];
    always @(posedge clock) begin
        if (write) memory[write_address] <= write_data;
        read_data <= memory[read_address];
    end
endmodule

module card_order_2 (
    clock,
    write,
    write_address,
    write_data,
    read_address,
    read_data
);
    input wire clock;
    input wire write;
    input wire [5:0] write_address;
    input wire write_data;
    input wire [5:0] read_address;
    output reg read_data;
    (* ram_style = "distributed", no_rw_check *) reg [0:0] memory [0:63];
    always @(posedge clock) if (write) memory[write_address] <= write_data;
    always @* read_data = memory[read_address];
endmodule

module card_overdue (
    d,
    q,
    clock
);
    input wire [17:0] d;
    output reg [17:0] q;
    input wire clock;
    initial q = 18'd0;
    always @(posedge clock) q <= d;
endmodule

module card_backlog (
    clock,
    reset,
    send$data,
    send$valid,
    send$ready,
    up,
    opens,
    news,
    news_valid,
    hold_data,
    due,
    fresh,
    lseq,
    frame,
    take,
    empty,
    replays,
    gives_up,
    lies
);
    input wire clock;
    input wire reset;
    input wire [169:0] send$data;
    input wire send$valid;
    output wire send$ready;
    input wire up;
    input wire opens;
    input wire [44:0] news;
    input wire news_valid;
    input wire hold_data;
    output wire due;
    output wire fresh;
    output wire [31:0] lseq;
    output wire [169:0] frame;
    input wire take;
    output wire empty;
    output wire replays;
    output wire gives_up;
    output wire lies;
    localparam [5:0] half = 6'h20;
    localparam [11:0] in_half = 12'h1f;
    localparam [11:0] room = 12'h1d;
    localparam [3:0] replays_max = 4'd8;
    localparam [17:0] replay_cycles = 18'h1000;
    localparam [16:0] round_trip_max = 17'h1f000;
    localparam [17:0] patience_max = 18'h3f000;
    wire [169:0] given;
    wire enters;
    wire [44:0] saying;
    wire fits;
    wire asked;
    wire late;
    wire turns;
    wire control_waits;
    wire data_waits;
    wire waits;
    wire [11:0] acked_low;
    wire [11:0] at_low;
    wire [11:0] next_low;
    wire [11:0] told_low;
    wire [11:0] gain;
    wire gains;
    wire [11:0] lag;
    wire [11:0] since;
    wire frames$clock;
    wire frames$write;
    reg [5:0] frames$write_address;
    wire [169:0] frames$write_data;
    reg [5:0] frames$read_address;
    wire [169:0] frames$read_data;
    card_frames frames (
        .clock(frames$clock),
        .write(frames$write),
        .write_address(frames$write_address),
        .write_data(frames$write_data),
        .read_address(frames$read_address),
        .read_data(frames$read_data)
    );
    wire order$clock;
    wire order$write;
    wire [5:0] order$write_address;
    wire order$write_data;
    reg [5:0] order$read_address;
    wire order$read_data;
    card_order_2 order (
        .clock(order$clock),
        .write(order$write),
        .write_address(order$write_address),
        .write_data(order$write_data),
        .read_address(order$read_address),
        .read_data(order$read_data)
    );
    reg [11:0] control_base$d;
    wire [11:0] control_base$q;
    wire control_base$clock;
    card_bytes control_base (
        .d(control_base$d),
        .q(control_base$q),
        .clock(control_base$clock)
    );
    reg [11:0] control_head$d;
    wire [11:0] control_head$q;
    wire control_head$clock;
    card_bytes control_head (
        .d(control_head$d),
        .q(control_head$q),
        .clock(control_head$clock)
    );
    reg [11:0] control_tail$d;
    wire [11:0] control_tail$q;
    wire control_tail$clock;
    card_bytes control_tail (
        .d(control_tail$d),
        .q(control_tail$q),
        .clock(control_tail$clock)
    );
    reg [11:0] data_base$d;
    wire [11:0] data_base$q;
    wire data_base$clock;
    card_bytes data_base (
        .d(data_base$d),
        .q(data_base$q),
        .clock(data_base$clock)
    );
    reg [11:0] data_head$d;
    wire [11:0] data_head$q;
    wire data_head$clock;
    card_bytes data_head (
        .d(data_head$d),
        .q(data_head$q),
        .clock(data_head$clock)
    );
    reg [11:0] data_tail$d;
    wire [11:0] data_tail$q;
    wire data_tail$clock;
    card_bytes data_tail (
        .d(data_tail$d),
        .q(data_tail$q),
        .clock(data_tail$clock)
    );
    reg has_place$d;
    wire has_place$q;
    wire has_place$clock;
    card_some has_place (
        .d(has_place$d),
        .q(has_place$q),
        .clock(has_place$clock)
    );
    reg [31:0] acked$d;
    wire [31:0] acked$q;
    wire acked$clock;
    card_held acked (
        .d(acked$d),
        .q(acked$q),
        .clock(acked$clock)
    );
    reg [31:0] at$d;
    wire [31:0] at$q;
    wire at$clock;
    card_held at (
        .d(at$d),
        .q(at$q),
        .clock(at$clock)
    );
    reg [31:0] next$d;
    wire [31:0] next$q;
    wire next$clock;
    card_held next (
        .d(next$d),
        .q(next$q),
        .clock(next$clock)
    );
    reg [11:0] base$d;
    wire [11:0] base$q;
    wire base$clock;
    card_bytes base (
        .d(base$d),
        .q(base$q),
        .clock(base$clock)
    );
    reg [11:0] limit$d;
    wire [11:0] limit$q;
    wire limit$clock;
    card_bytes limit (
        .d(limit$d),
        .q(limit$q),
        .clock(limit$clock)
    );
    reg calm$d;
    wire calm$q;
    wire calm$clock;
    card_some calm (
        .d(calm$d),
        .q(calm$q),
        .clock(calm$clock)
    );
    reg moved$d;
    wire moved$q;
    wire moved$clock;
    card_some moved (
        .d(moved$d),
        .q(moved$q),
        .clock(moved$clock)
    );
    reg behind$d;
    wire behind$q;
    wire behind$clock;
    card_some behind (
        .d(behind$d),
        .q(behind$q),
        .clock(behind$clock)
    );
    reg open$d;
    wire open$q;
    wire open$clock;
    card_some open (
        .d(open$d),
        .q(open$q),
        .clock(open$clock)
    );
    reg is_due$d;
    wire is_due$q;
    wire is_due$clock;
    card_some is_due (
        .d(is_due$d),
        .q(is_due$q),
        .clock(is_due$clock)
    );
    reg is_fresh$d;
    wire is_fresh$q;
    wire is_fresh$clock;
    card_some is_fresh (
        .d(is_fresh$d),
        .q(is_fresh$q),
        .clock(is_fresh$clock)
    );
    reg is_data$d;
    wire is_data$q;
    wire is_data$clock;
    card_some is_data (
        .d(is_data$d),
        .q(is_data$q),
        .clock(is_data$clock)
    );
    reg [44:0] told$d;
    wire [44:0] told$q;
    wire told$clock;
    card_handing told (
        .d(told$d),
        .q(told$q),
        .clock(told$clock)
    );
    reg told_new$d;
    wire told_new$q;
    wire told_new$clock;
    card_some told_new (
        .d(told_new$d),
        .q(told_new$q),
        .clock(told_new$clock)
    );
    reg [31:0] forward$d;
    wire [31:0] forward$q;
    wire forward$clock;
    card_held forward (
        .d(forward$d),
        .q(forward$q),
        .clock(forward$clock)
    );
    reg [11:0] pending$d;
    wire [11:0] pending$q;
    wire pending$clock;
    card_bytes pending (
        .d(pending$d),
        .q(pending$q),
        .clock(pending$clock)
    );
    reg [11:0] reach$d;
    wire [11:0] reach$q;
    wire reach$clock;
    card_bytes reach (
        .d(reach$d),
        .q(reach$q),
        .clock(reach$clock)
    );
    reg weighed$d;
    wire weighed$q;
    wire weighed$clock;
    card_some weighed (
        .d(weighed$d),
        .q(weighed$q),
        .clock(weighed$clock)
    );
    reg checks$d;
    wire checks$q;
    wire checks$clock;
    card_some checks (
        .d(checks$d),
        .q(checks$q),
        .clock(checks$clock)
    );
    reg rewinds$d;
    wire rewinds$q;
    wire rewinds$clock;
    card_some rewinds (
        .d(rewinds$d),
        .q(rewinds$q),
        .clock(rewinds$clock)
    );
    reg [3:0] fruitless$d;
    wire [3:0] fruitless$q;
    wire fruitless$clock;
    card_head fruitless (
        .d(fruitless$d),
        .q(fruitless$q),
        .clock(fruitless$clock)
    );
    reg [17:0] overdue$d;
    wire [17:0] overdue$q;
    wire overdue$clock;
    card_overdue overdue (
        .d(overdue$d),
        .q(overdue$q),
        .clock(overdue$clock)
    );
    reg [17:0] patience$d;
    wire [17:0] patience$q;
    wire patience$clock;
    card_overdue patience (
        .d(patience$d),
        .q(patience$q),
        .clock(patience$clock)
    );
    reg timing$d;
    wire timing$q;
    wire timing$clock;
    card_some timing (
        .d(timing$d),
        .q(timing$q),
        .clock(timing$clock)
    );
    reg [16:0] elapsed$d;
    wire [16:0] elapsed$q;
    wire elapsed$clock;
    card_account elapsed (
        .d(elapsed$d),
        .q(elapsed$q),
        .clock(elapsed$clock)
    );
    reg [11:0] mark$d;
    wire [11:0] mark$q;
    wire mark$clock;
    card_bytes mark (
        .d(mark$d),
        .q(mark$q),
        .clock(mark$clock)
    );
    function automatic [5:0] cut$12$6(input [11:0] x$);
        cut$12$6 = x$[5:0];
    endfunction
    function automatic [11:0] cut$32$12(input [31:0] x$);
        cut$32$12 = x$[11:0];
    endfunction
    assign control_base$clock = clock;
    assign control_head$clock = clock;
    assign control_tail$clock = clock;
    assign data_base$clock = clock;
    assign data_head$clock = clock;
    assign data_tail$clock = clock;
    assign has_place$clock = clock;
    assign acked$clock = clock;
    assign at$clock = clock;
    assign next$clock = clock;
    assign base$clock = clock;
    assign limit$clock = clock;
    assign calm$clock = clock;
    assign moved$clock = clock;
    assign behind$clock = clock;
    assign open$clock = clock;
    assign is_due$clock = clock;
    assign is_fresh$clock = clock;
    assign is_data$clock = clock;
    assign told$clock = clock;
    assign told_new$clock = clock;
    assign forward$clock = clock;
    assign pending$clock = clock;
    assign reach$clock = clock;
    assign weighed$clock = clock;
    assign checks$clock = clock;
    assign rewinds$clock = clock;
    assign fruitless$clock = clock;
    assign overdue$clock = clock;
    assign patience$clock = clock;
    assign timing$clock = clock;
    assign elapsed$clock = clock;
    assign mark$clock = clock;
    assign frames$clock = clock;
    assign order$clock = clock;
    assign acked_low = acked$q[11:0];
    assign at_low = at$q[11:0];
    assign next_low = next$q[11:0];
    assign given = send$data;
    assign send$ready = has_place$q;
    assign enters = (send$valid & has_place$q) & up;
    assign frames$write = enters;
    assign frames$write_data = given;
    assign control_waits = control_tail$q != control_head$q;
    assign data_waits = data_tail$q != data_head$q;
    assign due = is_due$q;
    assign fresh = is_fresh$q;
    assign lseq = at$q;
    assign frame = frames$read_data;
    assign order$write = take & is_fresh$q;
    assign order$write_address = next_low[5:0];
    assign order$write_data = is_data$q;
    assign saying = told$q;
    assign told_low = cut$32$12(saying[31:0]);
    assign fits = (weighed$q & (~(|forward$q[31:12]))) & (forward$q[11:0] <= pending$q);
    assign lies = (weighed$q & (~fits)) & (~forward$q[31]);
    assign gain = reach$q - limit$q;
    assign asked = (fits & saying[44]) & (forward$q[11:0] != pending$q);
    assign waits = acked_low != next_low;
    assign late = (up & waits) & (overdue$q == patience$q);
    assign since = told_low - mark$q;
    assign lag = at_low - acked_low;
    assign replays = asked | late;
    assign gains = fits & (forward$q != 32'd0);
    assign gives_up = ((asked | late) & (~gains)) & (fruitless$q == replays_max);
    assign turns = (rewinds$q & calm$q) & (~take);
    assign empty = (control_tail$q == control_base$q) & (data_tail$q == data_base$q);
    always_comb begin
        control_base$d = control_base$q;
        control_head$d = control_head$q;
        control_tail$d = control_tail$q;
        data_base$d = data_base$q;
        data_head$d = data_head$q;
        data_tail$d = data_tail$q;
        has_place$d = has_place$q;
        acked$d = acked$q;
        at$d = at$q;
        next$d = next$q;
        base$d = base$q;
        limit$d = limit$q;
        calm$d = calm$q;
        moved$d = moved$q;
        behind$d = behind$q;
        open$d = open$q;
        is_due$d = is_due$q;
        is_fresh$d = is_fresh$q;
        is_data$d = is_data$q;
        told$d = told$q;
        told_new$d = told_new$q;
        forward$d = forward$q;
        pending$d = pending$q;
        reach$d = reach$q;
        weighed$d = weighed$q;
        checks$d = checks$q;
        rewinds$d = rewinds$q;
        fruitless$d = fruitless$q;
        overdue$d = overdue$q;
        patience$d = patience$q;
        timing$d = timing$q;
        elapsed$d = elapsed$q;
        mark$d = mark$q;
        frames$write_address = cut$12$6(control_tail$q & in_half);
        if (given[165]) begin
            frames$write_address = cut$12$6(data_tail$q & in_half) | half;
        end
        if (enters & given[165]) begin
            data_tail$d = data_tail$q + 12'd1;
        end
        if (enters & (~given[165])) begin
            control_tail$d = control_tail$q + 12'd1;
        end
        has_place$d = ((control_tail$q - control_base$q) < room) & ((data_tail$q - data_base$q) < room);
        behind$d = at_low != next_low;
        open$d = next_low != limit$q;
        is_fresh$d = ~behind$q;
        is_data$d = ~control_waits;
        if (behind$q) begin
            is_data$d = order$read_data;
        end
        is_due$d = ((((up & calm$q) & (~take)) & (~moved$q)) & (~rewinds$q)) & (behind$q | (open$q & (control_waits | (data_waits & (~hold_data)))));
        frames$read_address = cut$12$6(control_head$q & in_half);
        if (is_data$q) begin
            frames$read_address = cut$12$6(data_head$q & in_half) | half;
        end
        if (take) begin
            at$d = at$q + 32'd1;
            if (is_fresh$q) begin
                next$d = next$q + 32'd1;
            end
            if (is_data$q) begin
                data_head$d = data_head$q + 12'd1;
            end else begin
                control_head$d = control_head$q + 12'd1;
            end
        end
        order$read_address = base$q[5:0];
        if (calm$q) begin
            order$read_address = at_low[5:0];
        end
        if ((~calm$q) & (base$q != acked_low)) begin
            base$d = base$q + 12'd1;
            if (order$read_data) begin
                data_base$d = data_base$q + 12'd1;
            end else begin
                control_base$d = control_base$q + 12'd1;
            end
        end
        told_new$d = news_valid & up;
        if (news_valid) begin
            told$d = news;
        end
        forward$d = saying[31:0] - acked$q;
        pending$d = next_low - acked_low;
        reach$d = told_low + saying[43:32];
        weighed$d = told_new$q;
        checks$d = fits;
        if (fits) begin
            acked$d = saying[31:0];
            if (~gain[11]) begin
                limit$d = reach$q;
            end
        end
        calm$d = (base$q == acked_low) & (~fits);
        overdue$d = overdue$q + 18'd1;
        if ((((~waits) | late) | rewinds$q) | (fits & (forward$q != 32'd0))) begin
            overdue$d = 18'd0;
        end
        if (timing$q & (elapsed$q != round_trip_max)) begin
            elapsed$d = elapsed$q + 17'd1;
        end
        if ((fits & timing$q) & (~since[11])) begin
            timing$d = 1'b0;
            patience$d = ({1'd0, elapsed$q} << 1) + replay_cycles;
        end
        if ((take & is_fresh$q) & (~timing$q)) begin
            timing$d = 1'b1;
            elapsed$d = 17'd0;
            mark$d = next_low + 12'd1;
        end
        if ((asked | late) | (checks$q & lag[11])) begin
            rewinds$d = 1'b1;
        end
        if (gains) begin
            fruitless$d = 4'd0;
        end else if (asked | late) begin
            fruitless$d = fruitless$q + 4'd1;
        end
        if (turns) begin
            rewinds$d = 1'b0;
            timing$d = 1'b0;
            at$d = acked$q;
            control_head$d = control_base$q;
            data_head$d = data_base$q;
        end
        moved$d = (take | turns) | opens;
        if (~up) begin
            control_base$d = control_tail$q;
            control_head$d = control_tail$q;
            data_base$d = data_tail$q;
            data_head$d = data_tail$q;
            rewinds$d = 1'b0;
            timing$d = 1'b0;
            fruitless$d = 4'd0;
            overdue$d = 18'd0;
        end
        if (opens) begin
            acked$d = 32'd0;
            at$d = 32'd0;
            next$d = 32'd0;
            base$d = 12'd0;
            limit$d = news[43:32];
            patience$d = patience_max;
        end
        if (reset) begin
            is_due$d = 1'b0;
            told_new$d = 1'b0;
            weighed$d = 1'b0;
            checks$d = 1'b0;
            control_base$d = 12'd0;
            control_head$d = 12'd0;
            control_tail$d = 12'd0;
            data_base$d = 12'd0;
            data_head$d = 12'd0;
            data_tail$d = 12'd0;
        end
    end
endmodule

module card_block_sum (
    clock,
    data,
    valid,
    first,
    crc
);
    input wire clock;
    input wire [63:0] data;
    input wire valid;
    input wire first;
    output reg [31:0] crc;
    reg [31:0] state;
    reg [31:0] share;
    reg share_valid;
    reg share_first;
    wire [31:0] share_now;
    wire [31:0] advanced;
    assign share_now[0] = data[0] ^ data[2] ^ data[5] ^ data[10] ^ data[11] ^ data[13] ^ data[16] ^ data[17] ^ data[18] ^ data[19] ^ data[21] ^ data[22] ^ data[27] ^ data[28] ^ data[29] ^ data[33] ^ data[34] ^ data[36] ^ data[37] ^ data[38] ^ data[39] ^ data[41] ^ data[43] ^ data[46] ^ data[47] ^ data[48] ^ data[52] ^ data[55] ^ data[56] ^ data[57] ^ data[58] ^ data[59] ^ data[60];
    assign share_now[1] = data[0] ^ data[1] ^ data[3] ^ data[6] ^ data[11] ^ data[12] ^ data[14] ^ data[17] ^ data[18] ^ data[19] ^ data[20] ^ data[22] ^ data[23] ^ data[28] ^ data[29] ^ data[30] ^ data[34] ^ data[35] ^ data[37] ^ data[38] ^ data[39] ^ data[40] ^ data[42] ^ data[44] ^ data[47] ^ data[48] ^ data[49] ^ data[53] ^ data[56] ^ data[57] ^ data[58] ^ data[59] ^ data[60] ^ data[61];
    assign share_now[2] = data[0] ^ data[1] ^ data[2] ^ data[4] ^ data[7] ^ data[12] ^ data[13] ^ data[15] ^ data[18] ^ data[19] ^ data[20] ^ data[21] ^ data[23] ^ data[24] ^ data[29] ^ data[30] ^ data[31] ^ data[35] ^ data[36] ^ data[38] ^ data[39] ^ data[40] ^ data[41] ^ data[43] ^ data[45] ^ data[48] ^ data[49] ^ data[50] ^ data[54] ^ data[57] ^ data[58] ^ data[59] ^ data[60] ^ data[61] ^ data[62];
    assign share_now[3] = data[1] ^ data[2] ^ data[3] ^ data[5] ^ data[8] ^ data[13] ^ data[14] ^ data[16] ^ data[19] ^ data[20] ^ data[21] ^ data[22] ^ data[24] ^ data[25] ^ data[30] ^ data[31] ^ data[32] ^ data[36] ^ data[37] ^ data[39] ^ data[40] ^ data[41] ^ data[42] ^ data[44] ^ data[46] ^ data[49] ^ data[50] ^ data[51] ^ data[55] ^ data[58] ^ data[59] ^ data[60] ^ data[61] ^ data[62] ^ data[63];
    assign share_now[4] = data[3] ^ data[4] ^ data[5] ^ data[6] ^ data[9] ^ data[10] ^ data[11] ^ data[13] ^ data[14] ^ data[15] ^ data[16] ^ data[18] ^ data[19] ^ data[20] ^ data[23] ^ data[25] ^ data[26] ^ data[27] ^ data[28] ^ data[29] ^ data[31] ^ data[32] ^ data[34] ^ data[36] ^ data[39] ^ data[40] ^ data[42] ^ data[45] ^ data[46] ^ data[48] ^ data[50] ^ data[51] ^ data[55] ^ data[57] ^ data[58] ^ data[61] ^ data[62] ^ data[63];
    assign share_now[5] = data[0] ^ data[2] ^ data[4] ^ data[6] ^ data[7] ^ data[12] ^ data[13] ^ data[14] ^ data[15] ^ data[18] ^ data[20] ^ data[22] ^ data[24] ^ data[26] ^ data[30] ^ data[32] ^ data[34] ^ data[35] ^ data[36] ^ data[38] ^ data[39] ^ data[40] ^ data[48] ^ data[49] ^ data[51] ^ data[55] ^ data[57] ^ data[60] ^ data[62] ^ data[63];
    assign share_now[6] = data[1] ^ data[2] ^ data[3] ^ data[7] ^ data[8] ^ data[10] ^ data[11] ^ data[14] ^ data[15] ^ data[17] ^ data[18] ^ data[22] ^ data[23] ^ data[25] ^ data[28] ^ data[29] ^ data[31] ^ data[34] ^ data[35] ^ data[38] ^ data[40] ^ data[43] ^ data[46] ^ data[47] ^ data[48] ^ data[49] ^ data[50] ^ data[55] ^ data[57] ^ data[59] ^ data[60] ^ data[61] ^ data[63];
    assign share_now[7] = data[3] ^ data[4] ^ data[5] ^ data[8] ^ data[9] ^ data[10] ^ data[12] ^ data[13] ^ data[15] ^ data[17] ^ data[21] ^ data[22] ^ data[23] ^ data[24] ^ data[26] ^ data[27] ^ data[28] ^ data[30] ^ data[32] ^ data[33] ^ data[34] ^ data[35] ^ data[37] ^ data[38] ^ data[43] ^ data[44] ^ data[46] ^ data[49] ^ data[50] ^ data[51] ^ data[52] ^ data[55] ^ data[57] ^ data[59] ^ data[61] ^ data[62];
    assign share_now[8] = data[0] ^ data[4] ^ data[5] ^ data[6] ^ data[9] ^ data[10] ^ data[11] ^ data[13] ^ data[14] ^ data[16] ^ data[18] ^ data[22] ^ data[23] ^ data[24] ^ data[25] ^ data[27] ^ data[28] ^ data[29] ^ data[31] ^ data[33] ^ data[34] ^ data[35] ^ data[36] ^ data[38] ^ data[39] ^ data[44] ^ data[45] ^ data[47] ^ data[50] ^ data[51] ^ data[52] ^ data[53] ^ data[56] ^ data[58] ^ data[60] ^ data[62] ^ data[63];
    assign share_now[9] = data[1] ^ data[2] ^ data[6] ^ data[7] ^ data[12] ^ data[13] ^ data[14] ^ data[15] ^ data[16] ^ data[18] ^ data[21] ^ data[22] ^ data[23] ^ data[24] ^ data[25] ^ data[26] ^ data[27] ^ data[30] ^ data[32] ^ data[33] ^ data[35] ^ data[38] ^ data[40] ^ data[41] ^ data[43] ^ data[45] ^ data[47] ^ data[51] ^ data[53] ^ data[54] ^ data[55] ^ data[56] ^ data[58] ^ data[60] ^ data[61] ^ data[63];
    assign share_now[10] = data[0] ^ data[3] ^ data[5] ^ data[7] ^ data[8] ^ data[10] ^ data[11] ^ data[14] ^ data[15] ^ data[18] ^ data[21] ^ data[23] ^ data[24] ^ data[25] ^ data[26] ^ data[29] ^ data[31] ^ data[37] ^ data[38] ^ data[42] ^ data[43] ^ data[44] ^ data[47] ^ data[54] ^ data[58] ^ data[60] ^ data[61] ^ data[62];
    assign share_now[11] = data[0] ^ data[1] ^ data[4] ^ data[6] ^ data[8] ^ data[9] ^ data[11] ^ data[12] ^ data[15] ^ data[16] ^ data[19] ^ data[22] ^ data[24] ^ data[25] ^ data[26] ^ data[27] ^ data[30] ^ data[32] ^ data[38] ^ data[39] ^ data[43] ^ data[44] ^ data[45] ^ data[48] ^ data[55] ^ data[59] ^ data[61] ^ data[62] ^ data[63];
    assign share_now[12] = data[0] ^ data[1] ^ data[7] ^ data[9] ^ data[11] ^ data[12] ^ data[18] ^ data[19] ^ data[20] ^ data[21] ^ data[22] ^ data[23] ^ data[25] ^ data[26] ^ data[29] ^ data[31] ^ data[34] ^ data[36] ^ data[37] ^ data[38] ^ data[40] ^ data[41] ^ data[43] ^ data[44] ^ data[45] ^ data[47] ^ data[48] ^ data[49] ^ data[52] ^ data[55] ^ data[57] ^ data[58] ^ data[59] ^ data[62] ^ data[63];
    assign share_now[13] = data[0] ^ data[1] ^ data[5] ^ data[8] ^ data[11] ^ data[12] ^ data[16] ^ data[17] ^ data[18] ^ data[20] ^ data[23] ^ data[24] ^ data[26] ^ data[28] ^ data[29] ^ data[30] ^ data[32] ^ data[33] ^ data[34] ^ data[35] ^ data[36] ^ data[42] ^ data[43] ^ data[44] ^ data[45] ^ data[47] ^ data[49] ^ data[50] ^ data[52] ^ data[53] ^ data[55] ^ data[57] ^ data[63];
    assign share_now[14] = data[0] ^ data[1] ^ data[5] ^ data[6] ^ data[9] ^ data[10] ^ data[11] ^ data[12] ^ data[16] ^ data[22] ^ data[24] ^ data[25] ^ data[28] ^ data[30] ^ data[31] ^ data[35] ^ data[38] ^ data[39] ^ data[41] ^ data[44] ^ data[45] ^ data[47] ^ data[50] ^ data[51] ^ data[52] ^ data[53] ^ data[54] ^ data[55] ^ data[57] ^ data[59] ^ data[60];
    assign share_now[15] = data[1] ^ data[2] ^ data[6] ^ data[7] ^ data[10] ^ data[11] ^ data[12] ^ data[13] ^ data[17] ^ data[23] ^ data[25] ^ data[26] ^ data[29] ^ data[31] ^ data[32] ^ data[36] ^ data[39] ^ data[40] ^ data[42] ^ data[45] ^ data[46] ^ data[48] ^ data[51] ^ data[52] ^ data[53] ^ data[54] ^ data[55] ^ data[56] ^ data[58] ^ data[60] ^ data[61];
    assign share_now[16] = data[2] ^ data[3] ^ data[7] ^ data[8] ^ data[11] ^ data[12] ^ data[13] ^ data[14] ^ data[18] ^ data[24] ^ data[26] ^ data[27] ^ data[30] ^ data[32] ^ data[33] ^ data[37] ^ data[40] ^ data[41] ^ data[43] ^ data[46] ^ data[47] ^ data[49] ^ data[52] ^ data[53] ^ data[54] ^ data[55] ^ data[56] ^ data[57] ^ data[59] ^ data[61] ^ data[62];
    assign share_now[17] = data[3] ^ data[4] ^ data[8] ^ data[9] ^ data[12] ^ data[13] ^ data[14] ^ data[15] ^ data[19] ^ data[25] ^ data[27] ^ data[28] ^ data[31] ^ data[33] ^ data[34] ^ data[38] ^ data[41] ^ data[42] ^ data[44] ^ data[47] ^ data[48] ^ data[50] ^ data[53] ^ data[54] ^ data[55] ^ data[56] ^ data[57] ^ data[58] ^ data[60] ^ data[62] ^ data[63];
    assign share_now[18] = data[0] ^ data[2] ^ data[4] ^ data[9] ^ data[11] ^ data[14] ^ data[15] ^ data[17] ^ data[18] ^ data[19] ^ data[20] ^ data[21] ^ data[22] ^ data[26] ^ data[27] ^ data[32] ^ data[33] ^ data[35] ^ data[36] ^ data[37] ^ data[38] ^ data[41] ^ data[42] ^ data[45] ^ data[46] ^ data[47] ^ data[49] ^ data[51] ^ data[52] ^ data[54] ^ data[60] ^ data[61] ^ data[63];
    assign share_now[19] = data[0] ^ data[1] ^ data[2] ^ data[3] ^ data[11] ^ data[12] ^ data[13] ^ data[15] ^ data[17] ^ data[20] ^ data[23] ^ data[29] ^ data[41] ^ data[42] ^ data[50] ^ data[53] ^ data[56] ^ data[57] ^ data[58] ^ data[59] ^ data[60] ^ data[61] ^ data[62];
    assign share_now[20] = data[0] ^ data[1] ^ data[2] ^ data[3] ^ data[4] ^ data[12] ^ data[13] ^ data[14] ^ data[16] ^ data[18] ^ data[21] ^ data[24] ^ data[30] ^ data[42] ^ data[43] ^ data[51] ^ data[54] ^ data[57] ^ data[58] ^ data[59] ^ data[60] ^ data[61] ^ data[62] ^ data[63];
    assign share_now[21] = data[0] ^ data[1] ^ data[3] ^ data[4] ^ data[10] ^ data[11] ^ data[14] ^ data[15] ^ data[16] ^ data[18] ^ data[21] ^ data[25] ^ data[27] ^ data[28] ^ data[29] ^ data[31] ^ data[33] ^ data[34] ^ data[36] ^ data[37] ^ data[38] ^ data[39] ^ data[41] ^ data[44] ^ data[46] ^ data[47] ^ data[48] ^ data[56] ^ data[57] ^ data[61] ^ data[62] ^ data[63];
    assign share_now[22] = data[1] ^ data[4] ^ data[10] ^ data[12] ^ data[13] ^ data[15] ^ data[18] ^ data[21] ^ data[26] ^ data[27] ^ data[30] ^ data[32] ^ data[33] ^ data[35] ^ data[36] ^ data[40] ^ data[41] ^ data[42] ^ data[43] ^ data[45] ^ data[46] ^ data[49] ^ data[52] ^ data[55] ^ data[56] ^ data[59] ^ data[60] ^ data[62] ^ data[63];
    assign share_now[23] = data[10] ^ data[14] ^ data[17] ^ data[18] ^ data[21] ^ data[29] ^ data[31] ^ data[38] ^ data[39] ^ data[42] ^ data[44] ^ data[48] ^ data[50] ^ data[52] ^ data[53] ^ data[55] ^ data[58] ^ data[59] ^ data[61] ^ data[63];
    assign share_now[24] = data[0] ^ data[2] ^ data[5] ^ data[10] ^ data[13] ^ data[15] ^ data[16] ^ data[17] ^ data[21] ^ data[27] ^ data[28] ^ data[29] ^ data[30] ^ data[32] ^ data[33] ^ data[34] ^ data[36] ^ data[37] ^ data[38] ^ data[40] ^ data[41] ^ data[45] ^ data[46] ^ data[47] ^ data[48] ^ data[49] ^ data[51] ^ data[52] ^ data[53] ^ data[54] ^ data[55] ^ data[57] ^ data[58] ^ data[62];
    assign share_now[25] = data[1] ^ data[3] ^ data[6] ^ data[11] ^ data[14] ^ data[16] ^ data[17] ^ data[18] ^ data[22] ^ data[28] ^ data[29] ^ data[30] ^ data[31] ^ data[33] ^ data[34] ^ data[35] ^ data[37] ^ data[38] ^ data[39] ^ data[41] ^ data[42] ^ data[46] ^ data[47] ^ data[48] ^ data[49] ^ data[50] ^ data[52] ^ data[53] ^ data[54] ^ data[55] ^ data[56] ^ data[58] ^ data[59] ^ data[63];
    assign share_now[26] = data[4] ^ data[5] ^ data[7] ^ data[10] ^ data[11] ^ data[12] ^ data[13] ^ data[15] ^ data[16] ^ data[21] ^ data[22] ^ data[23] ^ data[27] ^ data[28] ^ data[30] ^ data[31] ^ data[32] ^ data[33] ^ data[35] ^ data[37] ^ data[40] ^ data[41] ^ data[42] ^ data[46] ^ data[49] ^ data[50] ^ data[51] ^ data[52] ^ data[53] ^ data[54] ^ data[58];
    assign share_now[27] = data[0] ^ data[5] ^ data[6] ^ data[8] ^ data[11] ^ data[12] ^ data[13] ^ data[14] ^ data[16] ^ data[17] ^ data[22] ^ data[23] ^ data[24] ^ data[28] ^ data[29] ^ data[31] ^ data[32] ^ data[33] ^ data[34] ^ data[36] ^ data[38] ^ data[41] ^ data[42] ^ data[43] ^ data[47] ^ data[50] ^ data[51] ^ data[52] ^ data[53] ^ data[54] ^ data[55] ^ data[59];
    assign share_now[28] = data[1] ^ data[6] ^ data[7] ^ data[9] ^ data[12] ^ data[13] ^ data[14] ^ data[15] ^ data[17] ^ data[18] ^ data[23] ^ data[24] ^ data[25] ^ data[29] ^ data[30] ^ data[32] ^ data[33] ^ data[34] ^ data[35] ^ data[37] ^ data[39] ^ data[42] ^ data[43] ^ data[44] ^ data[48] ^ data[51] ^ data[52] ^ data[53] ^ data[54] ^ data[55] ^ data[56] ^ data[60];
    assign share_now[29] = data[2] ^ data[7] ^ data[8] ^ data[10] ^ data[13] ^ data[14] ^ data[15] ^ data[16] ^ data[18] ^ data[19] ^ data[24] ^ data[25] ^ data[26] ^ data[30] ^ data[31] ^ data[33] ^ data[34] ^ data[35] ^ data[36] ^ data[38] ^ data[40] ^ data[43] ^ data[44] ^ data[45] ^ data[49] ^ data[52] ^ data[53] ^ data[54] ^ data[55] ^ data[56] ^ data[57] ^ data[61];
    assign share_now[30] = data[0] ^ data[3] ^ data[8] ^ data[9] ^ data[11] ^ data[14] ^ data[15] ^ data[16] ^ data[17] ^ data[19] ^ data[20] ^ data[25] ^ data[26] ^ data[27] ^ data[31] ^ data[32] ^ data[34] ^ data[35] ^ data[36] ^ data[37] ^ data[39] ^ data[41] ^ data[44] ^ data[45] ^ data[46] ^ data[50] ^ data[53] ^ data[54] ^ data[55] ^ data[56] ^ data[57] ^ data[58] ^ data[62];
    assign share_now[31] = data[1] ^ data[4] ^ data[9] ^ data[10] ^ data[12] ^ data[15] ^ data[16] ^ data[17] ^ data[18] ^ data[20] ^ data[21] ^ data[26] ^ data[27] ^ data[28] ^ data[32] ^ data[33] ^ data[35] ^ data[36] ^ data[37] ^ data[38] ^ data[40] ^ data[42] ^ data[45] ^ data[46] ^ data[47] ^ data[51] ^ data[54] ^ data[55] ^ data[56] ^ data[57] ^ data[58] ^ data[59] ^ data[63];
    assign advanced[0] = state[0] ^ state[2] ^ state[5] ^ state[10] ^ state[11] ^ state[13] ^ state[16] ^ state[17] ^ state[18] ^ state[19] ^ state[21] ^ state[22] ^ state[27] ^ state[28] ^ state[29];
    assign advanced[1] = state[0] ^ state[1] ^ state[3] ^ state[6] ^ state[11] ^ state[12] ^ state[14] ^ state[17] ^ state[18] ^ state[19] ^ state[20] ^ state[22] ^ state[23] ^ state[28] ^ state[29] ^ state[30];
    assign advanced[2] = state[0] ^ state[1] ^ state[2] ^ state[4] ^ state[7] ^ state[12] ^ state[13] ^ state[15] ^ state[18] ^ state[19] ^ state[20] ^ state[21] ^ state[23] ^ state[24] ^ state[29] ^ state[30] ^ state[31];
    assign advanced[3] = state[1] ^ state[2] ^ state[3] ^ state[5] ^ state[8] ^ state[13] ^ state[14] ^ state[16] ^ state[19] ^ state[20] ^ state[21] ^ state[22] ^ state[24] ^ state[25] ^ state[30] ^ state[31];
    assign advanced[4] = state[3] ^ state[4] ^ state[5] ^ state[6] ^ state[9] ^ state[10] ^ state[11] ^ state[13] ^ state[14] ^ state[15] ^ state[16] ^ state[18] ^ state[19] ^ state[20] ^ state[23] ^ state[25] ^ state[26] ^ state[27] ^ state[28] ^ state[29] ^ state[31];
    assign advanced[5] = state[0] ^ state[2] ^ state[4] ^ state[6] ^ state[7] ^ state[12] ^ state[13] ^ state[14] ^ state[15] ^ state[18] ^ state[20] ^ state[22] ^ state[24] ^ state[26] ^ state[30];
    assign advanced[6] = state[1] ^ state[2] ^ state[3] ^ state[7] ^ state[8] ^ state[10] ^ state[11] ^ state[14] ^ state[15] ^ state[17] ^ state[18] ^ state[22] ^ state[23] ^ state[25] ^ state[28] ^ state[29] ^ state[31];
    assign advanced[7] = state[3] ^ state[4] ^ state[5] ^ state[8] ^ state[9] ^ state[10] ^ state[12] ^ state[13] ^ state[15] ^ state[17] ^ state[21] ^ state[22] ^ state[23] ^ state[24] ^ state[26] ^ state[27] ^ state[28] ^ state[30];
    assign advanced[8] = state[0] ^ state[4] ^ state[5] ^ state[6] ^ state[9] ^ state[10] ^ state[11] ^ state[13] ^ state[14] ^ state[16] ^ state[18] ^ state[22] ^ state[23] ^ state[24] ^ state[25] ^ state[27] ^ state[28] ^ state[29] ^ state[31];
    assign advanced[9] = state[1] ^ state[2] ^ state[6] ^ state[7] ^ state[12] ^ state[13] ^ state[14] ^ state[15] ^ state[16] ^ state[18] ^ state[21] ^ state[22] ^ state[23] ^ state[24] ^ state[25] ^ state[26] ^ state[27] ^ state[30];
    assign advanced[10] = state[0] ^ state[3] ^ state[5] ^ state[7] ^ state[8] ^ state[10] ^ state[11] ^ state[14] ^ state[15] ^ state[18] ^ state[21] ^ state[23] ^ state[24] ^ state[25] ^ state[26] ^ state[29] ^ state[31];
    assign advanced[11] = state[0] ^ state[1] ^ state[4] ^ state[6] ^ state[8] ^ state[9] ^ state[11] ^ state[12] ^ state[15] ^ state[16] ^ state[19] ^ state[22] ^ state[24] ^ state[25] ^ state[26] ^ state[27] ^ state[30];
    assign advanced[12] = state[0] ^ state[1] ^ state[7] ^ state[9] ^ state[11] ^ state[12] ^ state[18] ^ state[19] ^ state[20] ^ state[21] ^ state[22] ^ state[23] ^ state[25] ^ state[26] ^ state[29] ^ state[31];
    assign advanced[13] = state[0] ^ state[1] ^ state[5] ^ state[8] ^ state[11] ^ state[12] ^ state[16] ^ state[17] ^ state[18] ^ state[20] ^ state[23] ^ state[24] ^ state[26] ^ state[28] ^ state[29] ^ state[30];
    assign advanced[14] = state[0] ^ state[1] ^ state[5] ^ state[6] ^ state[9] ^ state[10] ^ state[11] ^ state[12] ^ state[16] ^ state[22] ^ state[24] ^ state[25] ^ state[28] ^ state[30] ^ state[31];
    assign advanced[15] = state[1] ^ state[2] ^ state[6] ^ state[7] ^ state[10] ^ state[11] ^ state[12] ^ state[13] ^ state[17] ^ state[23] ^ state[25] ^ state[26] ^ state[29] ^ state[31];
    assign advanced[16] = state[2] ^ state[3] ^ state[7] ^ state[8] ^ state[11] ^ state[12] ^ state[13] ^ state[14] ^ state[18] ^ state[24] ^ state[26] ^ state[27] ^ state[30];
    assign advanced[17] = state[3] ^ state[4] ^ state[8] ^ state[9] ^ state[12] ^ state[13] ^ state[14] ^ state[15] ^ state[19] ^ state[25] ^ state[27] ^ state[28] ^ state[31];
    assign advanced[18] = state[0] ^ state[2] ^ state[4] ^ state[9] ^ state[11] ^ state[14] ^ state[15] ^ state[17] ^ state[18] ^ state[19] ^ state[20] ^ state[21] ^ state[22] ^ state[26] ^ state[27];
    assign advanced[19] = state[0] ^ state[1] ^ state[2] ^ state[3] ^ state[11] ^ state[12] ^ state[13] ^ state[15] ^ state[17] ^ state[20] ^ state[23] ^ state[29];
    assign advanced[20] = state[0] ^ state[1] ^ state[2] ^ state[3] ^ state[4] ^ state[12] ^ state[13] ^ state[14] ^ state[16] ^ state[18] ^ state[21] ^ state[24] ^ state[30];
    assign advanced[21] = state[0] ^ state[1] ^ state[3] ^ state[4] ^ state[10] ^ state[11] ^ state[14] ^ state[15] ^ state[16] ^ state[18] ^ state[21] ^ state[25] ^ state[27] ^ state[28] ^ state[29] ^ state[31];
    assign advanced[22] = state[1] ^ state[4] ^ state[10] ^ state[12] ^ state[13] ^ state[15] ^ state[18] ^ state[21] ^ state[26] ^ state[27] ^ state[30];
    assign advanced[23] = state[10] ^ state[14] ^ state[17] ^ state[18] ^ state[21] ^ state[29] ^ state[31];
    assign advanced[24] = state[0] ^ state[2] ^ state[5] ^ state[10] ^ state[13] ^ state[15] ^ state[16] ^ state[17] ^ state[21] ^ state[27] ^ state[28] ^ state[29] ^ state[30];
    assign advanced[25] = state[1] ^ state[3] ^ state[6] ^ state[11] ^ state[14] ^ state[16] ^ state[17] ^ state[18] ^ state[22] ^ state[28] ^ state[29] ^ state[30] ^ state[31];
    assign advanced[26] = state[4] ^ state[5] ^ state[7] ^ state[10] ^ state[11] ^ state[12] ^ state[13] ^ state[15] ^ state[16] ^ state[21] ^ state[22] ^ state[23] ^ state[27] ^ state[28] ^ state[30] ^ state[31];
    assign advanced[27] = state[0] ^ state[5] ^ state[6] ^ state[8] ^ state[11] ^ state[12] ^ state[13] ^ state[14] ^ state[16] ^ state[17] ^ state[22] ^ state[23] ^ state[24] ^ state[28] ^ state[29] ^ state[31];
    assign advanced[28] = state[1] ^ state[6] ^ state[7] ^ state[9] ^ state[12] ^ state[13] ^ state[14] ^ state[15] ^ state[17] ^ state[18] ^ state[23] ^ state[24] ^ state[25] ^ state[29] ^ state[30];
    assign advanced[29] = state[2] ^ state[7] ^ state[8] ^ state[10] ^ state[13] ^ state[14] ^ state[15] ^ state[16] ^ state[18] ^ state[19] ^ state[24] ^ state[25] ^ state[26] ^ state[30] ^ state[31];
    assign advanced[30] = state[0] ^ state[3] ^ state[8] ^ state[9] ^ state[11] ^ state[14] ^ state[15] ^ state[16] ^ state[17] ^ state[19] ^ state[20] ^ state[25] ^ state[26] ^ state[27] ^ state[31];
    assign advanced[31] = state[1] ^ state[4] ^ state[9] ^ state[10] ^ state[12] ^ state[15] ^ state[16] ^ state[17] ^ state[18] ^ state[20] ^ state[21] ^ state[26] ^ state[27] ^ state[28];
    always @(posedge clock) begin
        share <= share_now;
        share_valid <= valid;
        share_first <= first;
        if (share_valid) state <= (share_first ? 32'h73d74d75 : advanced) ^ share;
    end
    always @* crc = ~state;
endmodule

module card_frame_sum (
    clock,
    data,
    valid,
    first,
    crc
);
    input wire clock;
    input wire [63:0] data;
    input wire valid;
    input wire first;
    output reg [31:0] crc;
    reg [31:0] state;
    reg [31:0] share;
    reg share_valid;
    reg share_first;
    wire [31:0] share_now;
    wire [31:0] advanced;
    assign share_now[0] = data[0] ^ data[2] ^ data[5] ^ data[10] ^ data[11] ^ data[13] ^ data[16] ^ data[17] ^ data[18] ^ data[19] ^ data[21] ^ data[22] ^ data[27] ^ data[28] ^ data[29] ^ data[33] ^ data[34] ^ data[36] ^ data[37] ^ data[38] ^ data[39] ^ data[41] ^ data[43] ^ data[46] ^ data[47] ^ data[48] ^ data[52] ^ data[55] ^ data[56] ^ data[57] ^ data[58] ^ data[59] ^ data[60];
    assign share_now[1] = data[0] ^ data[1] ^ data[3] ^ data[6] ^ data[11] ^ data[12] ^ data[14] ^ data[17] ^ data[18] ^ data[19] ^ data[20] ^ data[22] ^ data[23] ^ data[28] ^ data[29] ^ data[30] ^ data[34] ^ data[35] ^ data[37] ^ data[38] ^ data[39] ^ data[40] ^ data[42] ^ data[44] ^ data[47] ^ data[48] ^ data[49] ^ data[53] ^ data[56] ^ data[57] ^ data[58] ^ data[59] ^ data[60] ^ data[61];
    assign share_now[2] = data[0] ^ data[1] ^ data[2] ^ data[4] ^ data[7] ^ data[12] ^ data[13] ^ data[15] ^ data[18] ^ data[19] ^ data[20] ^ data[21] ^ data[23] ^ data[24] ^ data[29] ^ data[30] ^ data[31] ^ data[35] ^ data[36] ^ data[38] ^ data[39] ^ data[40] ^ data[41] ^ data[43] ^ data[45] ^ data[48] ^ data[49] ^ data[50] ^ data[54] ^ data[57] ^ data[58] ^ data[59] ^ data[60] ^ data[61] ^ data[62];
    assign share_now[3] = data[1] ^ data[2] ^ data[3] ^ data[5] ^ data[8] ^ data[13] ^ data[14] ^ data[16] ^ data[19] ^ data[20] ^ data[21] ^ data[22] ^ data[24] ^ data[25] ^ data[30] ^ data[31] ^ data[32] ^ data[36] ^ data[37] ^ data[39] ^ data[40] ^ data[41] ^ data[42] ^ data[44] ^ data[46] ^ data[49] ^ data[50] ^ data[51] ^ data[55] ^ data[58] ^ data[59] ^ data[60] ^ data[61] ^ data[62] ^ data[63];
    assign share_now[4] = data[3] ^ data[4] ^ data[5] ^ data[6] ^ data[9] ^ data[10] ^ data[11] ^ data[13] ^ data[14] ^ data[15] ^ data[16] ^ data[18] ^ data[19] ^ data[20] ^ data[23] ^ data[25] ^ data[26] ^ data[27] ^ data[28] ^ data[29] ^ data[31] ^ data[32] ^ data[34] ^ data[36] ^ data[39] ^ data[40] ^ data[42] ^ data[45] ^ data[46] ^ data[48] ^ data[50] ^ data[51] ^ data[55] ^ data[57] ^ data[58] ^ data[61] ^ data[62] ^ data[63];
    assign share_now[5] = data[0] ^ data[2] ^ data[4] ^ data[6] ^ data[7] ^ data[12] ^ data[13] ^ data[14] ^ data[15] ^ data[18] ^ data[20] ^ data[22] ^ data[24] ^ data[26] ^ data[30] ^ data[32] ^ data[34] ^ data[35] ^ data[36] ^ data[38] ^ data[39] ^ data[40] ^ data[48] ^ data[49] ^ data[51] ^ data[55] ^ data[57] ^ data[60] ^ data[62] ^ data[63];
    assign share_now[6] = data[1] ^ data[2] ^ data[3] ^ data[7] ^ data[8] ^ data[10] ^ data[11] ^ data[14] ^ data[15] ^ data[17] ^ data[18] ^ data[22] ^ data[23] ^ data[25] ^ data[28] ^ data[29] ^ data[31] ^ data[34] ^ data[35] ^ data[38] ^ data[40] ^ data[43] ^ data[46] ^ data[47] ^ data[48] ^ data[49] ^ data[50] ^ data[55] ^ data[57] ^ data[59] ^ data[60] ^ data[61] ^ data[63];
    assign share_now[7] = data[3] ^ data[4] ^ data[5] ^ data[8] ^ data[9] ^ data[10] ^ data[12] ^ data[13] ^ data[15] ^ data[17] ^ data[21] ^ data[22] ^ data[23] ^ data[24] ^ data[26] ^ data[27] ^ data[28] ^ data[30] ^ data[32] ^ data[33] ^ data[34] ^ data[35] ^ data[37] ^ data[38] ^ data[43] ^ data[44] ^ data[46] ^ data[49] ^ data[50] ^ data[51] ^ data[52] ^ data[55] ^ data[57] ^ data[59] ^ data[61] ^ data[62];
    assign share_now[8] = data[0] ^ data[4] ^ data[5] ^ data[6] ^ data[9] ^ data[10] ^ data[11] ^ data[13] ^ data[14] ^ data[16] ^ data[18] ^ data[22] ^ data[23] ^ data[24] ^ data[25] ^ data[27] ^ data[28] ^ data[29] ^ data[31] ^ data[33] ^ data[34] ^ data[35] ^ data[36] ^ data[38] ^ data[39] ^ data[44] ^ data[45] ^ data[47] ^ data[50] ^ data[51] ^ data[52] ^ data[53] ^ data[56] ^ data[58] ^ data[60] ^ data[62] ^ data[63];
    assign share_now[9] = data[1] ^ data[2] ^ data[6] ^ data[7] ^ data[12] ^ data[13] ^ data[14] ^ data[15] ^ data[16] ^ data[18] ^ data[21] ^ data[22] ^ data[23] ^ data[24] ^ data[25] ^ data[26] ^ data[27] ^ data[30] ^ data[32] ^ data[33] ^ data[35] ^ data[38] ^ data[40] ^ data[41] ^ data[43] ^ data[45] ^ data[47] ^ data[51] ^ data[53] ^ data[54] ^ data[55] ^ data[56] ^ data[58] ^ data[60] ^ data[61] ^ data[63];
    assign share_now[10] = data[0] ^ data[3] ^ data[5] ^ data[7] ^ data[8] ^ data[10] ^ data[11] ^ data[14] ^ data[15] ^ data[18] ^ data[21] ^ data[23] ^ data[24] ^ data[25] ^ data[26] ^ data[29] ^ data[31] ^ data[37] ^ data[38] ^ data[42] ^ data[43] ^ data[44] ^ data[47] ^ data[54] ^ data[58] ^ data[60] ^ data[61] ^ data[62];
    assign share_now[11] = data[0] ^ data[1] ^ data[4] ^ data[6] ^ data[8] ^ data[9] ^ data[11] ^ data[12] ^ data[15] ^ data[16] ^ data[19] ^ data[22] ^ data[24] ^ data[25] ^ data[26] ^ data[27] ^ data[30] ^ data[32] ^ data[38] ^ data[39] ^ data[43] ^ data[44] ^ data[45] ^ data[48] ^ data[55] ^ data[59] ^ data[61] ^ data[62] ^ data[63];
    assign share_now[12] = data[0] ^ data[1] ^ data[7] ^ data[9] ^ data[11] ^ data[12] ^ data[18] ^ data[19] ^ data[20] ^ data[21] ^ data[22] ^ data[23] ^ data[25] ^ data[26] ^ data[29] ^ data[31] ^ data[34] ^ data[36] ^ data[37] ^ data[38] ^ data[40] ^ data[41] ^ data[43] ^ data[44] ^ data[45] ^ data[47] ^ data[48] ^ data[49] ^ data[52] ^ data[55] ^ data[57] ^ data[58] ^ data[59] ^ data[62] ^ data[63];
    assign share_now[13] = data[0] ^ data[1] ^ data[5] ^ data[8] ^ data[11] ^ data[12] ^ data[16] ^ data[17] ^ data[18] ^ data[20] ^ data[23] ^ data[24] ^ data[26] ^ data[28] ^ data[29] ^ data[30] ^ data[32] ^ data[33] ^ data[34] ^ data[35] ^ data[36] ^ data[42] ^ data[43] ^ data[44] ^ data[45] ^ data[47] ^ data[49] ^ data[50] ^ data[52] ^ data[53] ^ data[55] ^ data[57] ^ data[63];
    assign share_now[14] = data[0] ^ data[1] ^ data[5] ^ data[6] ^ data[9] ^ data[10] ^ data[11] ^ data[12] ^ data[16] ^ data[22] ^ data[24] ^ data[25] ^ data[28] ^ data[30] ^ data[31] ^ data[35] ^ data[38] ^ data[39] ^ data[41] ^ data[44] ^ data[45] ^ data[47] ^ data[50] ^ data[51] ^ data[52] ^ data[53] ^ data[54] ^ data[55] ^ data[57] ^ data[59] ^ data[60];
    assign share_now[15] = data[1] ^ data[2] ^ data[6] ^ data[7] ^ data[10] ^ data[11] ^ data[12] ^ data[13] ^ data[17] ^ data[23] ^ data[25] ^ data[26] ^ data[29] ^ data[31] ^ data[32] ^ data[36] ^ data[39] ^ data[40] ^ data[42] ^ data[45] ^ data[46] ^ data[48] ^ data[51] ^ data[52] ^ data[53] ^ data[54] ^ data[55] ^ data[56] ^ data[58] ^ data[60] ^ data[61];
    assign share_now[16] = data[2] ^ data[3] ^ data[7] ^ data[8] ^ data[11] ^ data[12] ^ data[13] ^ data[14] ^ data[18] ^ data[24] ^ data[26] ^ data[27] ^ data[30] ^ data[32] ^ data[33] ^ data[37] ^ data[40] ^ data[41] ^ data[43] ^ data[46] ^ data[47] ^ data[49] ^ data[52] ^ data[53] ^ data[54] ^ data[55] ^ data[56] ^ data[57] ^ data[59] ^ data[61] ^ data[62];
    assign share_now[17] = data[3] ^ data[4] ^ data[8] ^ data[9] ^ data[12] ^ data[13] ^ data[14] ^ data[15] ^ data[19] ^ data[25] ^ data[27] ^ data[28] ^ data[31] ^ data[33] ^ data[34] ^ data[38] ^ data[41] ^ data[42] ^ data[44] ^ data[47] ^ data[48] ^ data[50] ^ data[53] ^ data[54] ^ data[55] ^ data[56] ^ data[57] ^ data[58] ^ data[60] ^ data[62] ^ data[63];
    assign share_now[18] = data[0] ^ data[2] ^ data[4] ^ data[9] ^ data[11] ^ data[14] ^ data[15] ^ data[17] ^ data[18] ^ data[19] ^ data[20] ^ data[21] ^ data[22] ^ data[26] ^ data[27] ^ data[32] ^ data[33] ^ data[35] ^ data[36] ^ data[37] ^ data[38] ^ data[41] ^ data[42] ^ data[45] ^ data[46] ^ data[47] ^ data[49] ^ data[51] ^ data[52] ^ data[54] ^ data[60] ^ data[61] ^ data[63];
    assign share_now[19] = data[0] ^ data[1] ^ data[2] ^ data[3] ^ data[11] ^ data[12] ^ data[13] ^ data[15] ^ data[17] ^ data[20] ^ data[23] ^ data[29] ^ data[41] ^ data[42] ^ data[50] ^ data[53] ^ data[56] ^ data[57] ^ data[58] ^ data[59] ^ data[60] ^ data[61] ^ data[62];
    assign share_now[20] = data[0] ^ data[1] ^ data[2] ^ data[3] ^ data[4] ^ data[12] ^ data[13] ^ data[14] ^ data[16] ^ data[18] ^ data[21] ^ data[24] ^ data[30] ^ data[42] ^ data[43] ^ data[51] ^ data[54] ^ data[57] ^ data[58] ^ data[59] ^ data[60] ^ data[61] ^ data[62] ^ data[63];
    assign share_now[21] = data[0] ^ data[1] ^ data[3] ^ data[4] ^ data[10] ^ data[11] ^ data[14] ^ data[15] ^ data[16] ^ data[18] ^ data[21] ^ data[25] ^ data[27] ^ data[28] ^ data[29] ^ data[31] ^ data[33] ^ data[34] ^ data[36] ^ data[37] ^ data[38] ^ data[39] ^ data[41] ^ data[44] ^ data[46] ^ data[47] ^ data[48] ^ data[56] ^ data[57] ^ data[61] ^ data[62] ^ data[63];
    assign share_now[22] = data[1] ^ data[4] ^ data[10] ^ data[12] ^ data[13] ^ data[15] ^ data[18] ^ data[21] ^ data[26] ^ data[27] ^ data[30] ^ data[32] ^ data[33] ^ data[35] ^ data[36] ^ data[40] ^ data[41] ^ data[42] ^ data[43] ^ data[45] ^ data[46] ^ data[49] ^ data[52] ^ data[55] ^ data[56] ^ data[59] ^ data[60] ^ data[62] ^ data[63];
    assign share_now[23] = data[10] ^ data[14] ^ data[17] ^ data[18] ^ data[21] ^ data[29] ^ data[31] ^ data[38] ^ data[39] ^ data[42] ^ data[44] ^ data[48] ^ data[50] ^ data[52] ^ data[53] ^ data[55] ^ data[58] ^ data[59] ^ data[61] ^ data[63];
    assign share_now[24] = data[0] ^ data[2] ^ data[5] ^ data[10] ^ data[13] ^ data[15] ^ data[16] ^ data[17] ^ data[21] ^ data[27] ^ data[28] ^ data[29] ^ data[30] ^ data[32] ^ data[33] ^ data[34] ^ data[36] ^ data[37] ^ data[38] ^ data[40] ^ data[41] ^ data[45] ^ data[46] ^ data[47] ^ data[48] ^ data[49] ^ data[51] ^ data[52] ^ data[53] ^ data[54] ^ data[55] ^ data[57] ^ data[58] ^ data[62];
    assign share_now[25] = data[1] ^ data[3] ^ data[6] ^ data[11] ^ data[14] ^ data[16] ^ data[17] ^ data[18] ^ data[22] ^ data[28] ^ data[29] ^ data[30] ^ data[31] ^ data[33] ^ data[34] ^ data[35] ^ data[37] ^ data[38] ^ data[39] ^ data[41] ^ data[42] ^ data[46] ^ data[47] ^ data[48] ^ data[49] ^ data[50] ^ data[52] ^ data[53] ^ data[54] ^ data[55] ^ data[56] ^ data[58] ^ data[59] ^ data[63];
    assign share_now[26] = data[4] ^ data[5] ^ data[7] ^ data[10] ^ data[11] ^ data[12] ^ data[13] ^ data[15] ^ data[16] ^ data[21] ^ data[22] ^ data[23] ^ data[27] ^ data[28] ^ data[30] ^ data[31] ^ data[32] ^ data[33] ^ data[35] ^ data[37] ^ data[40] ^ data[41] ^ data[42] ^ data[46] ^ data[49] ^ data[50] ^ data[51] ^ data[52] ^ data[53] ^ data[54] ^ data[58];
    assign share_now[27] = data[0] ^ data[5] ^ data[6] ^ data[8] ^ data[11] ^ data[12] ^ data[13] ^ data[14] ^ data[16] ^ data[17] ^ data[22] ^ data[23] ^ data[24] ^ data[28] ^ data[29] ^ data[31] ^ data[32] ^ data[33] ^ data[34] ^ data[36] ^ data[38] ^ data[41] ^ data[42] ^ data[43] ^ data[47] ^ data[50] ^ data[51] ^ data[52] ^ data[53] ^ data[54] ^ data[55] ^ data[59];
    assign share_now[28] = data[1] ^ data[6] ^ data[7] ^ data[9] ^ data[12] ^ data[13] ^ data[14] ^ data[15] ^ data[17] ^ data[18] ^ data[23] ^ data[24] ^ data[25] ^ data[29] ^ data[30] ^ data[32] ^ data[33] ^ data[34] ^ data[35] ^ data[37] ^ data[39] ^ data[42] ^ data[43] ^ data[44] ^ data[48] ^ data[51] ^ data[52] ^ data[53] ^ data[54] ^ data[55] ^ data[56] ^ data[60];
    assign share_now[29] = data[2] ^ data[7] ^ data[8] ^ data[10] ^ data[13] ^ data[14] ^ data[15] ^ data[16] ^ data[18] ^ data[19] ^ data[24] ^ data[25] ^ data[26] ^ data[30] ^ data[31] ^ data[33] ^ data[34] ^ data[35] ^ data[36] ^ data[38] ^ data[40] ^ data[43] ^ data[44] ^ data[45] ^ data[49] ^ data[52] ^ data[53] ^ data[54] ^ data[55] ^ data[56] ^ data[57] ^ data[61];
    assign share_now[30] = data[0] ^ data[3] ^ data[8] ^ data[9] ^ data[11] ^ data[14] ^ data[15] ^ data[16] ^ data[17] ^ data[19] ^ data[20] ^ data[25] ^ data[26] ^ data[27] ^ data[31] ^ data[32] ^ data[34] ^ data[35] ^ data[36] ^ data[37] ^ data[39] ^ data[41] ^ data[44] ^ data[45] ^ data[46] ^ data[50] ^ data[53] ^ data[54] ^ data[55] ^ data[56] ^ data[57] ^ data[58] ^ data[62];
    assign share_now[31] = data[1] ^ data[4] ^ data[9] ^ data[10] ^ data[12] ^ data[15] ^ data[16] ^ data[17] ^ data[18] ^ data[20] ^ data[21] ^ data[26] ^ data[27] ^ data[28] ^ data[32] ^ data[33] ^ data[35] ^ data[36] ^ data[37] ^ data[38] ^ data[40] ^ data[42] ^ data[45] ^ data[46] ^ data[47] ^ data[51] ^ data[54] ^ data[55] ^ data[56] ^ data[57] ^ data[58] ^ data[59] ^ data[63];
    assign advanced[0] = state[0] ^ state[2] ^ state[5] ^ state[10] ^ state[11] ^ state[13] ^ state[16] ^ state[17] ^ state[18] ^ state[19] ^ state[21] ^ state[22] ^ state[27] ^ state[28] ^ state[29];
    assign advanced[1] = state[0] ^ state[1] ^ state[3] ^ state[6] ^ state[11] ^ state[12] ^ state[14] ^ state[17] ^ state[18] ^ state[19] ^ state[20] ^ state[22] ^ state[23] ^ state[28] ^ state[29] ^ state[30];
    assign advanced[2] = state[0] ^ state[1] ^ state[2] ^ state[4] ^ state[7] ^ state[12] ^ state[13] ^ state[15] ^ state[18] ^ state[19] ^ state[20] ^ state[21] ^ state[23] ^ state[24] ^ state[29] ^ state[30] ^ state[31];
    assign advanced[3] = state[1] ^ state[2] ^ state[3] ^ state[5] ^ state[8] ^ state[13] ^ state[14] ^ state[16] ^ state[19] ^ state[20] ^ state[21] ^ state[22] ^ state[24] ^ state[25] ^ state[30] ^ state[31];
    assign advanced[4] = state[3] ^ state[4] ^ state[5] ^ state[6] ^ state[9] ^ state[10] ^ state[11] ^ state[13] ^ state[14] ^ state[15] ^ state[16] ^ state[18] ^ state[19] ^ state[20] ^ state[23] ^ state[25] ^ state[26] ^ state[27] ^ state[28] ^ state[29] ^ state[31];
    assign advanced[5] = state[0] ^ state[2] ^ state[4] ^ state[6] ^ state[7] ^ state[12] ^ state[13] ^ state[14] ^ state[15] ^ state[18] ^ state[20] ^ state[22] ^ state[24] ^ state[26] ^ state[30];
    assign advanced[6] = state[1] ^ state[2] ^ state[3] ^ state[7] ^ state[8] ^ state[10] ^ state[11] ^ state[14] ^ state[15] ^ state[17] ^ state[18] ^ state[22] ^ state[23] ^ state[25] ^ state[28] ^ state[29] ^ state[31];
    assign advanced[7] = state[3] ^ state[4] ^ state[5] ^ state[8] ^ state[9] ^ state[10] ^ state[12] ^ state[13] ^ state[15] ^ state[17] ^ state[21] ^ state[22] ^ state[23] ^ state[24] ^ state[26] ^ state[27] ^ state[28] ^ state[30];
    assign advanced[8] = state[0] ^ state[4] ^ state[5] ^ state[6] ^ state[9] ^ state[10] ^ state[11] ^ state[13] ^ state[14] ^ state[16] ^ state[18] ^ state[22] ^ state[23] ^ state[24] ^ state[25] ^ state[27] ^ state[28] ^ state[29] ^ state[31];
    assign advanced[9] = state[1] ^ state[2] ^ state[6] ^ state[7] ^ state[12] ^ state[13] ^ state[14] ^ state[15] ^ state[16] ^ state[18] ^ state[21] ^ state[22] ^ state[23] ^ state[24] ^ state[25] ^ state[26] ^ state[27] ^ state[30];
    assign advanced[10] = state[0] ^ state[3] ^ state[5] ^ state[7] ^ state[8] ^ state[10] ^ state[11] ^ state[14] ^ state[15] ^ state[18] ^ state[21] ^ state[23] ^ state[24] ^ state[25] ^ state[26] ^ state[29] ^ state[31];
    assign advanced[11] = state[0] ^ state[1] ^ state[4] ^ state[6] ^ state[8] ^ state[9] ^ state[11] ^ state[12] ^ state[15] ^ state[16] ^ state[19] ^ state[22] ^ state[24] ^ state[25] ^ state[26] ^ state[27] ^ state[30];
    assign advanced[12] = state[0] ^ state[1] ^ state[7] ^ state[9] ^ state[11] ^ state[12] ^ state[18] ^ state[19] ^ state[20] ^ state[21] ^ state[22] ^ state[23] ^ state[25] ^ state[26] ^ state[29] ^ state[31];
    assign advanced[13] = state[0] ^ state[1] ^ state[5] ^ state[8] ^ state[11] ^ state[12] ^ state[16] ^ state[17] ^ state[18] ^ state[20] ^ state[23] ^ state[24] ^ state[26] ^ state[28] ^ state[29] ^ state[30];
    assign advanced[14] = state[0] ^ state[1] ^ state[5] ^ state[6] ^ state[9] ^ state[10] ^ state[11] ^ state[12] ^ state[16] ^ state[22] ^ state[24] ^ state[25] ^ state[28] ^ state[30] ^ state[31];
    assign advanced[15] = state[1] ^ state[2] ^ state[6] ^ state[7] ^ state[10] ^ state[11] ^ state[12] ^ state[13] ^ state[17] ^ state[23] ^ state[25] ^ state[26] ^ state[29] ^ state[31];
    assign advanced[16] = state[2] ^ state[3] ^ state[7] ^ state[8] ^ state[11] ^ state[12] ^ state[13] ^ state[14] ^ state[18] ^ state[24] ^ state[26] ^ state[27] ^ state[30];
    assign advanced[17] = state[3] ^ state[4] ^ state[8] ^ state[9] ^ state[12] ^ state[13] ^ state[14] ^ state[15] ^ state[19] ^ state[25] ^ state[27] ^ state[28] ^ state[31];
    assign advanced[18] = state[0] ^ state[2] ^ state[4] ^ state[9] ^ state[11] ^ state[14] ^ state[15] ^ state[17] ^ state[18] ^ state[19] ^ state[20] ^ state[21] ^ state[22] ^ state[26] ^ state[27];
    assign advanced[19] = state[0] ^ state[1] ^ state[2] ^ state[3] ^ state[11] ^ state[12] ^ state[13] ^ state[15] ^ state[17] ^ state[20] ^ state[23] ^ state[29];
    assign advanced[20] = state[0] ^ state[1] ^ state[2] ^ state[3] ^ state[4] ^ state[12] ^ state[13] ^ state[14] ^ state[16] ^ state[18] ^ state[21] ^ state[24] ^ state[30];
    assign advanced[21] = state[0] ^ state[1] ^ state[3] ^ state[4] ^ state[10] ^ state[11] ^ state[14] ^ state[15] ^ state[16] ^ state[18] ^ state[21] ^ state[25] ^ state[27] ^ state[28] ^ state[29] ^ state[31];
    assign advanced[22] = state[1] ^ state[4] ^ state[10] ^ state[12] ^ state[13] ^ state[15] ^ state[18] ^ state[21] ^ state[26] ^ state[27] ^ state[30];
    assign advanced[23] = state[10] ^ state[14] ^ state[17] ^ state[18] ^ state[21] ^ state[29] ^ state[31];
    assign advanced[24] = state[0] ^ state[2] ^ state[5] ^ state[10] ^ state[13] ^ state[15] ^ state[16] ^ state[17] ^ state[21] ^ state[27] ^ state[28] ^ state[29] ^ state[30];
    assign advanced[25] = state[1] ^ state[3] ^ state[6] ^ state[11] ^ state[14] ^ state[16] ^ state[17] ^ state[18] ^ state[22] ^ state[28] ^ state[29] ^ state[30] ^ state[31];
    assign advanced[26] = state[4] ^ state[5] ^ state[7] ^ state[10] ^ state[11] ^ state[12] ^ state[13] ^ state[15] ^ state[16] ^ state[21] ^ state[22] ^ state[23] ^ state[27] ^ state[28] ^ state[30] ^ state[31];
    assign advanced[27] = state[0] ^ state[5] ^ state[6] ^ state[8] ^ state[11] ^ state[12] ^ state[13] ^ state[14] ^ state[16] ^ state[17] ^ state[22] ^ state[23] ^ state[24] ^ state[28] ^ state[29] ^ state[31];
    assign advanced[28] = state[1] ^ state[6] ^ state[7] ^ state[9] ^ state[12] ^ state[13] ^ state[14] ^ state[15] ^ state[17] ^ state[18] ^ state[23] ^ state[24] ^ state[25] ^ state[29] ^ state[30];
    assign advanced[29] = state[2] ^ state[7] ^ state[8] ^ state[10] ^ state[13] ^ state[14] ^ state[15] ^ state[16] ^ state[18] ^ state[19] ^ state[24] ^ state[25] ^ state[26] ^ state[30] ^ state[31];
    assign advanced[30] = state[0] ^ state[3] ^ state[8] ^ state[9] ^ state[11] ^ state[14] ^ state[15] ^ state[16] ^ state[17] ^ state[19] ^ state[20] ^ state[25] ^ state[26] ^ state[27] ^ state[31];
    assign advanced[31] = state[1] ^ state[4] ^ state[9] ^ state[10] ^ state[12] ^ state[15] ^ state[16] ^ state[17] ^ state[18] ^ state[20] ^ state[21] ^ state[26] ^ state[27] ^ state[28];
    always @(posedge clock) begin
        share <= share_now;
        share_valid <= valid;
        share_first <= first;
        if (share_valid) state <= (share_first ? 32'hb798b438 : advanced) ^ share;
    end
    always @* crc = ~state;
endmodule

module card_words_18 (
    clock,
    write,
    write_address,
    write_data,
    read_address,
    read_data
);
    input wire clock;
    input wire write;
    input wire [3:0] write_address;
    input wire [64:0] write_data;
    input wire [3:0] read_address;
    output reg [64:0] read_data;
    (* ram_style = "distributed", no_rw_check *) reg [64:0] memory [0:15];
    always @(posedge clock) if (write) memory[write_address] <= write_data;
    always @* read_data = memory[read_address];
endmodule

module card_out_3 (
    clock,
    reset,
    sink$data,
    sink$valid,
    sink$ready,
    source$data,
    source$valid,
    source$ready
);
    input wire clock;
    input wire reset;
    input wire [64:0] sink$data;
    input wire sink$valid;
    output wire sink$ready;
    output wire [64:0] source$data;
    output wire source$valid;
    input wire source$ready;
    wire [3:0] behind_head;
    wire [3:0] behind_tail;
    wire push;
    wire pop;
    wire words$clock;
    wire words$write;
    wire [3:0] words$write_address;
    wire [64:0] words$write_data;
    wire [3:0] words$read_address;
    wire [64:0] words$read_data;
    card_words_18 words (
        .clock(words$clock),
        .write(words$write),
        .write_address(words$write_address),
        .write_data(words$write_data),
        .read_address(words$read_address),
        .read_data(words$read_data)
    );
    reg [3:0] head$d;
    wire [3:0] head$q;
    wire head$clock;
    card_head head (
        .d(head$d),
        .q(head$q),
        .clock(head$clock)
    );
    reg [3:0] tail$d;
    wire [3:0] tail$q;
    wire tail$clock;
    card_head tail (
        .d(tail$d),
        .q(tail$q),
        .clock(tail$clock)
    );
    reg some$d;
    wire some$q;
    wire some$clock;
    card_some some (
        .d(some$d),
        .q(some$q),
        .clock(some$clock)
    );
    reg full$d;
    wire full$q;
    wire full$clock;
    card_some full (
        .d(full$d),
        .q(full$q),
        .clock(full$clock)
    );
    assign head$clock = clock;
    assign tail$clock = clock;
    assign some$clock = clock;
    assign full$clock = clock;
    assign words$clock = clock;
    assign sink$ready = ~full$q;
    assign source$valid = some$q;
    assign push = sink$valid & (~full$q);
    assign pop = source$ready & some$q;
    assign words$write = push;
    assign words$write_address = tail$q;
    assign words$write_data = sink$data;
    assign words$read_address = head$q;
    assign source$data = words$read_data;
    assign behind_head = head$q + 4'd1;
    assign behind_tail = tail$q + 4'd1;
    always_comb begin
        head$d = head$q;
        tail$d = tail$q;
        some$d = some$q;
        full$d = full$q;
        if (push) begin
            tail$d = behind_tail;
        end
        if (pop) begin
            head$d = behind_head;
        end
        if (push & (~pop)) begin
            some$d = 1'b1;
            full$d = behind_tail == head$q;
        end
        if (pop & (~push)) begin
            some$d = behind_head != tail$q;
            full$d = 1'b0;
        end
        if (reset) begin
            head$d = 4'd0;
            tail$d = 4'd0;
            some$d = 1'b0;
            full$d = 1'b0;
        end
    end
endmodule

module card_emit (
    clock,
    reset,
    word,
    word_valid,
    has_room,
    block_crc,
    block_end,
    phy_up,
    tx_data,
    tx_end,
    tx_valid,
    tx_ready,
    stalled,
    empty
);
    input wire clock;
    input wire reset;
    input wire [69:0] word;
    input wire word_valid;
    output wire has_room;
    output wire [31:0] block_crc;
    output wire block_end;
    input wire phy_up;
    output wire [63:0] tx_data;
    output wire tx_end;
    output wire tx_valid;
    input wire tx_ready;
    output reg stalled;
    output wire empty;
    localparam [4:0] places = 5'h10;
    localparam [13:0] patience = 14'h2710;
    reg [69:0] summed;
    wire [69:0] fed;
    wire [69:0] leaving;
    reg [64:0] pushed;
    wire [64:0] shown;
    wire pop;
    wire block_sum$clock;
    wire [63:0] block_sum$data;
    wire block_sum$valid;
    wire block_sum$first;
    wire [31:0] block_sum$crc;
    card_block_sum block_sum (
        .clock(block_sum$clock),
        .data(block_sum$data),
        .valid(block_sum$valid),
        .first(block_sum$first),
        .crc(block_sum$crc)
    );
    wire frame_sum$clock;
    reg [63:0] frame_sum$data;
    wire frame_sum$valid;
    wire frame_sum$first;
    wire [31:0] frame_sum$crc;
    card_frame_sum frame_sum (
        .clock(frame_sum$clock),
        .data(frame_sum$data),
        .valid(frame_sum$valid),
        .first(frame_sum$first),
        .crc(frame_sum$crc)
    );
    wire out$clock;
    wire out$reset;
    reg [64:0] out$sink$data;
    wire out$sink$valid;
    wire out$sink$ready;
    wire [64:0] out$source$data;
    wire out$source$valid;
    wire out$source$ready;
    card_out_3 out (
        .clock(out$clock),
        .reset(out$reset),
        .sink$data(out$sink$data),
        .sink$valid(out$sink$valid),
        .sink$ready(out$sink$ready),
        .source$data(out$source$data),
        .source$valid(out$source$valid),
        .source$ready(out$source$ready)
    );
    wire [69:0] stage$0$d;
    wire [69:0] stage$0$q;
    wire stage$0$clock;
    card_beat stage$0 (
        .d(stage$0$d),
        .q(stage$0$q),
        .clock(stage$0$clock)
    );
    reg [69:0] stage$1$d;
    wire [69:0] stage$1$q;
    wire stage$1$clock;
    card_beat stage$1 (
        .d(stage$1$d),
        .q(stage$1$q),
        .clock(stage$1$clock)
    );
    wire [69:0] stage$2$d;
    wire [69:0] stage$2$q;
    wire stage$2$clock;
    card_beat stage$2 (
        .d(stage$2$d),
        .q(stage$2$q),
        .clock(stage$2$clock)
    );
    wire [69:0] stage$3$d;
    wire [69:0] stage$3$q;
    wire stage$3$clock;
    card_beat stage$3 (
        .d(stage$3$d),
        .q(stage$3$q),
        .clock(stage$3$clock)
    );
    reg filled$0$d;
    wire filled$0$q;
    wire filled$0$clock;
    card_some filled$0 (
        .d(filled$0$d),
        .q(filled$0$q),
        .clock(filled$0$clock)
    );
    reg filled$1$d;
    wire filled$1$q;
    wire filled$1$clock;
    card_some filled$1 (
        .d(filled$1$d),
        .q(filled$1$q),
        .clock(filled$1$clock)
    );
    reg filled$2$d;
    wire filled$2$q;
    wire filled$2$clock;
    card_some filled$2 (
        .d(filled$2$d),
        .q(filled$2$q),
        .clock(filled$2$clock)
    );
    reg filled$3$d;
    wire filled$3$q;
    wire filled$3$clock;
    card_some filled$3 (
        .d(filled$3$d),
        .q(filled$3$q),
        .clock(filled$3$clock)
    );
    reg [31:0] high$d;
    wire [31:0] high$q;
    wire high$clock;
    card_held high (
        .d(high$d),
        .q(high$q),
        .clock(high$clock)
    );
    reg [4:0] room$d;
    wire [4:0] room$q;
    wire room$clock;
    card_waiting room (
        .d(room$d),
        .q(room$q),
        .clock(room$clock)
    );
    reg amid$d;
    wire amid$q;
    wire amid$clock;
    card_some amid (
        .d(amid$d),
        .q(amid$q),
        .clock(amid$clock)
    );
    reg dropping$d;
    wire dropping$q;
    wire dropping$clock;
    card_some dropping (
        .d(dropping$d),
        .q(dropping$q),
        .clock(dropping$clock)
    );
    reg [13:0] stall$d;
    wire [13:0] stall$q;
    wire stall$clock;
    card_next_2 stall (
        .d(stall$d),
        .q(stall$q),
        .clock(stall$clock)
    );
    function automatic [31:0] cut$64$32(input [63:0] x$);
        cut$64$32 = x$[31:0];
    endfunction
    assign high$clock = clock;
    assign room$clock = clock;
    assign amid$clock = clock;
    assign dropping$clock = clock;
    assign stall$clock = clock;
    assign block_sum$clock = clock;
    assign frame_sum$clock = clock;
    assign out$clock = clock;
    assign out$reset = reset;
    assign stage$0$clock = clock;
    assign filled$0$clock = clock;
    assign stage$1$clock = clock;
    assign filled$1$clock = clock;
    assign stage$2$clock = clock;
    assign filled$2$clock = clock;
    assign stage$3$clock = clock;
    assign filled$3$clock = clock;
    assign stage$0$d = word;
    assign stage$2$d = stage$1$q;
    assign stage$3$d = stage$2$q;
    assign block_sum$data = word[63:0];
    assign block_sum$valid = word_valid & word[66];
    assign block_sum$first = word[67];
    assign block_crc = block_sum$crc;
    assign block_end = (filled$0$q & stage$0$q[68]) & stage$0$q[69];
    assign fed = stage$1$q;
    assign frame_sum$valid = filled$1$q;
    assign frame_sum$first = fed[64];
    assign leaving = stage$3$q;
    assign out$sink$valid = filled$3$q;
    assign shown = out$source$data;
    assign tx_data = shown[63:0];
    assign tx_end = shown[64];
    assign tx_valid = out$source$valid & (~dropping$q);
    assign out$source$ready = tx_ready | dropping$q;
    assign pop = out$source$valid & (tx_ready | dropping$q);
    assign has_room = room$q != 5'd0;
    assign empty = room$q == places;
    always_comb begin
        high$d = high$q;
        room$d = room$q;
        amid$d = amid$q;
        dropping$d = dropping$q;
        stall$d = stall$q;
        filled$0$d = word_valid;
        filled$2$d = filled$1$q;
        filled$3$d = filled$2$q;
        summed = stage$0$q;
        if (stage$0$q[68]) begin
            summed[63:0] = {32'd0, block_sum$crc};
        end
        stage$1$d = summed;
        filled$1$d = filled$0$q;
        frame_sum$data = fed[63:0] << 32;
        if (~fed[64]) begin
            frame_sum$data = (fed[63:0] << 32) | {32'd0, high$q};
        end
        if (filled$1$q) begin
            high$d = cut$64$32(fed[63:0] >> 32);
        end
        pushed[63:0] = leaving[63:0];
        pushed[64] = leaving[65];
        if (leaving[65]) begin
            pushed[63:0] = {32'd0, cut$64$32(leaving[63:0])} | ({32'd0, frame_sum$crc} << 32);
        end
        out$sink$data = pushed;
        if (pop) begin
            amid$d = ~shown[64];
        end
        if ((~amid$q) | (pop & shown[64])) begin
            dropping$d = 1'b0;
        end
        stall$d = 14'd0;
        stalled = 1'b0;
        if (out$source$valid & (~pop)) begin
            stall$d = stall$q + 14'd1;
            if (stall$q == patience) begin
                stalled = 1'b1;
                amid$d = 1'b1;
                dropping$d = 1'b1;
            end
        end
        if (~phy_up) begin
            dropping$d = 1'b1;
        end
        if (word_valid & (~pop)) begin
            room$d = room$q - 5'd1;
        end
        if ((~word_valid) & pop) begin
            room$d = room$q + 5'd1;
        end
        if (reset) begin
            filled$0$d = 1'b0;
            filled$1$d = 1'b0;
            filled$2$d = 1'b0;
            filled$3$d = 1'b0;
            room$d = places;
            amid$d = 1'b0;
            dropping$d = 1'b1;
        end
    end
endmodule

module card_words_19 (
    clock,
    write,
    write_address,
    write_data,
    read_address,
    read_data
);
    input wire clock;
    input wire write;
    input wire [1:0] write_address;
    input wire [35:0] write_data;
    input wire [1:0] read_address;
    output reg [35:0] read_data;
    (* ram_style = "distributed", no_rw_check *) reg [35:0] memory [0:3];
    always @(posedge clock) if (write) memory[write_address] <= write_data;
    always @* read_data = memory[read_address];
endmodule

module card_reports (
    clock,
    reset,
    sink$data,
    sink$valid,
    sink$ready,
    source$data,
    source$valid,
    source$ready
);
    input wire clock;
    input wire reset;
    input wire [35:0] sink$data;
    input wire sink$valid;
    output wire sink$ready;
    output wire [35:0] source$data;
    output wire source$valid;
    input wire source$ready;
    wire [1:0] behind_head;
    wire [1:0] behind_tail;
    wire push;
    wire pop;
    wire words$clock;
    wire words$write;
    wire [1:0] words$write_address;
    wire [35:0] words$write_data;
    wire [1:0] words$read_address;
    wire [35:0] words$read_data;
    card_words_19 words (
        .clock(words$clock),
        .write(words$write),
        .write_address(words$write_address),
        .write_data(words$write_data),
        .read_address(words$read_address),
        .read_data(words$read_data)
    );
    reg [1:0] head$d;
    wire [1:0] head$q;
    wire head$clock;
    card_part head (
        .d(head$d),
        .q(head$q),
        .clock(head$clock)
    );
    reg [1:0] tail$d;
    wire [1:0] tail$q;
    wire tail$clock;
    card_part tail (
        .d(tail$d),
        .q(tail$q),
        .clock(tail$clock)
    );
    reg some$d;
    wire some$q;
    wire some$clock;
    card_some some (
        .d(some$d),
        .q(some$q),
        .clock(some$clock)
    );
    reg full$d;
    wire full$q;
    wire full$clock;
    card_some full (
        .d(full$d),
        .q(full$q),
        .clock(full$clock)
    );
    assign head$clock = clock;
    assign tail$clock = clock;
    assign some$clock = clock;
    assign full$clock = clock;
    assign words$clock = clock;
    assign sink$ready = ~full$q;
    assign source$valid = some$q;
    assign push = sink$valid & (~full$q);
    assign pop = source$ready & some$q;
    assign words$write = push;
    assign words$write_address = tail$q;
    assign words$write_data = sink$data;
    assign words$read_address = head$q;
    assign source$data = words$read_data;
    assign behind_head = head$q + 2'd1;
    assign behind_tail = tail$q + 2'd1;
    always_comb begin
        head$d = head$q;
        tail$d = tail$q;
        some$d = some$q;
        full$d = full$q;
        if (push) begin
            tail$d = behind_tail;
        end
        if (pop) begin
            head$d = behind_head;
        end
        if (push & (~pop)) begin
            some$d = 1'b1;
            full$d = behind_tail == head$q;
        end
        if (pop & (~push)) begin
            some$d = behind_head != tail$q;
            full$d = 1'b0;
        end
        if (reset) begin
            head$d = 2'd0;
            tail$d = 2'd0;
            some$d = 1'b0;
            full$d = 1'b0;
        end
    end
endmodule

module card_transmit_2 (
    clock,
    reset,
    send$data,
    send$valid,
    send$ready,
    sent$data,
    sent$valid,
    sent$ready,
    slot_read$data,
    slot_read$valid,
    slot_read$ready,
    slot_words$data,
    slot_words$valid,
    slot_words$ready,
    phy_up,
    tx_data,
    tx_end,
    tx_valid,
    tx_ready,
    epoch,
    unit_id,
    up,
    opens,
    session,
    hello,
    hello_due,
    hello_taken,
    reset_due,
    reset_taken,
    news,
    news_valid,
    own_window,
    again_taken,
    prompt,
    idle_long,
    stalled,
    replays,
    gives_up,
    lies,
    frame_sent,
    quiet
);
    input wire clock;
    input wire reset;
    input wire [169:0] send$data;
    input wire send$valid;
    output wire send$ready;
    output wire [35:0] sent$data;
    output wire sent$valid;
    input wire sent$ready;
    output wire [22:0] slot_read$data;
    output wire slot_read$valid;
    input wire slot_read$ready;
    input wire [63:0] slot_words$data;
    input wire slot_words$valid;
    output reg slot_words$ready;
    input wire phy_up;
    output wire [63:0] tx_data;
    output wire tx_end;
    output wire tx_valid;
    input wire tx_ready;
    input wire [15:0] epoch;
    input wire unit_id;
    input wire up;
    input wire opens;
    input wire [15:0] session;
    input wire [79:0] hello;
    input wire hello_due;
    output reg hello_taken;
    input wire reset_due;
    output reg reset_taken;
    input wire [44:0] news;
    input wire news_valid;
    input wire [44:0] own_window;
    output reg again_taken;
    input wire prompt;
    output wire idle_long;
    output wire stalled;
    output wire replays;
    output wire gives_up;
    output wire lies;
    output reg frame_sent;
    output wire quiet;
    localparam [7:0] kind_hello = 8'd1;
    localparam [7:0] kind_hb = 8'h13;
    localparam [7:0] kind_reset = 8'h14;
    localparam [7:0] flag_again = 8'd4;
    localparam [31:0] abilities = 32'h60602;
    localparam [9:0] keep_alive = 10'h3e8;
    localparam [9:0] block_words = 10'h200;
    localparam [11:0] half_credits = 12'h20;
    localparam [11:0] frames_per_ack = 12'd4;
    localparam [2:0] Front$Data = 3'd3;
    localparam [2:0] Front$Fetch = 3'd1;
    localparam [2:0] Front$Head = 3'd2;
    localparam [2:0] Front$Idle = 3'd0;
    localparam [2:0] Front$Last = 3'd4;
    reg [169:0] chosen;
    reg [169:0] own;
    reg [69:0] word;
    reg [35:0] report;
    reg [22:0] wanted;
    reg [15:0] named;
    reg picks;
    wire [44:0] window;
    wire [11:0] limit;
    wire [11:0] owed;
    wire [11:0] untold;
    wire backlog$clock;
    wire backlog$reset;
    wire [169:0] backlog$send$data;
    wire backlog$send$valid;
    wire backlog$send$ready;
    wire backlog$up;
    wire backlog$opens;
    wire [44:0] backlog$news;
    wire backlog$news_valid;
    wire backlog$hold_data;
    wire backlog$due;
    wire backlog$fresh;
    wire [31:0] backlog$lseq;
    wire [169:0] backlog$frame;
    reg backlog$take;
    wire backlog$empty;
    wire backlog$replays;
    wire backlog$gives_up;
    wire backlog$lies;
    card_backlog backlog (
        .clock(backlog$clock),
        .reset(backlog$reset),
        .send$data(backlog$send$data),
        .send$valid(backlog$send$valid),
        .send$ready(backlog$send$ready),
        .up(backlog$up),
        .opens(backlog$opens),
        .news(backlog$news),
        .news_valid(backlog$news_valid),
        .hold_data(backlog$hold_data),
        .due(backlog$due),
        .fresh(backlog$fresh),
        .lseq(backlog$lseq),
        .frame(backlog$frame),
        .take(backlog$take),
        .empty(backlog$empty),
        .replays(backlog$replays),
        .gives_up(backlog$gives_up),
        .lies(backlog$lies)
    );
    wire emit$clock;
    wire emit$reset;
    reg [69:0] emit$word;
    reg emit$word_valid;
    wire emit$has_room;
    wire [31:0] emit$block_crc;
    wire emit$block_end;
    wire emit$phy_up;
    wire [63:0] emit$tx_data;
    wire emit$tx_end;
    wire emit$tx_valid;
    wire emit$tx_ready;
    wire emit$stalled;
    wire emit$empty;
    card_emit emit (
        .clock(emit$clock),
        .reset(emit$reset),
        .word(emit$word),
        .word_valid(emit$word_valid),
        .has_room(emit$has_room),
        .block_crc(emit$block_crc),
        .block_end(emit$block_end),
        .phy_up(emit$phy_up),
        .tx_data(emit$tx_data),
        .tx_end(emit$tx_end),
        .tx_valid(emit$tx_valid),
        .tx_ready(emit$tx_ready),
        .stalled(emit$stalled),
        .empty(emit$empty)
    );
    wire reports$clock;
    wire reports$reset;
    reg [35:0] reports$sink$data;
    wire reports$sink$valid;
    wire reports$sink$ready;
    wire [35:0] reports$source$data;
    wire reports$source$valid;
    wire reports$source$ready;
    card_reports reports (
        .clock(reports$clock),
        .reset(reports$reset),
        .sink$data(reports$sink$data),
        .sink$valid(reports$sink$valid),
        .sink$ready(reports$sink$ready),
        .source$data(reports$source$data),
        .source$valid(reports$source$valid),
        .source$ready(reports$source$ready)
    );
    reg [2:0] front$d;
    wire [2:0] front$q;
    wire front$clock;
    card_bar front (
        .d(front$d),
        .q(front$q),
        .clock(front$clock)
    );
    reg internal$d;
    wire internal$q;
    wire internal$clock;
    card_some internal (
        .d(internal$d),
        .q(internal$q),
        .clock(internal$clock)
    );
    reg greets$d;
    wire greets$q;
    wire greets$clock;
    card_some greets (
        .d(greets$d),
        .q(greets$q),
        .clock(greets$clock)
    );
    reg begs$d;
    wire begs$q;
    wire begs$clock;
    card_some begs (
        .d(begs$d),
        .q(begs$q),
        .clock(begs$clock)
    );
    reg [7:0] kind$d;
    wire [7:0] kind$q;
    wire kind$clock;
    card_opcode kind (
        .d(kind$d),
        .q(kind$q),
        .clock(kind$clock)
    );
    reg fresh$d;
    wire fresh$q;
    wire fresh$clock;
    card_some fresh (
        .d(fresh$d),
        .q(fresh$q),
        .clock(fresh$clock)
    );
    reg [31:0] lseq$d;
    wire [31:0] lseq$q;
    wire lseq$clock;
    card_held lseq (
        .d(lseq$d),
        .q(lseq$q),
        .clock(lseq$clock)
    );
    reg [169:0] frame$d;
    wire [169:0] frame$q;
    wire frame$clock;
    card_frame_out frame (
        .d(frame$d),
        .q(frame$q),
        .clock(frame$clock)
    );
    reg [1:0] step$d;
    wire [1:0] step$q;
    wire step$clock;
    card_part step (
        .d(step$d),
        .q(step$q),
        .clock(step$clock)
    );
    reg [8:0] at$d;
    wire [8:0] at$q;
    wire at$clock;
    card_pointer at (
        .d(at$d),
        .q(at$q),
        .clock(at$clock)
    );
    reg [31:0] ack$d;
    wire [31:0] ack$q;
    wire ack$clock;
    card_held ack (
        .d(ack$d),
        .q(ack$q),
        .clock(ack$clock)
    );
    reg [11:0] promised$d;
    wire [11:0] promised$q;
    wire promised$clock;
    card_bytes promised (
        .d(promised$d),
        .q(promised$q),
        .clock(promised$clock)
    );
    reg owes$d;
    wire owes$q;
    wire owes$clock;
    card_some owes (
        .d(owes$d),
        .q(owes$q),
        .clock(owes$clock)
    );
    reg soon$d;
    wire soon$q;
    wire soon$clock;
    card_some soon (
        .d(soon$d),
        .q(soon$q),
        .clock(soon$clock)
    );
    reg [9:0] idle$d;
    wire [9:0] idle$q;
    wire idle$clock;
    card_at idle (
        .d(idle$d),
        .q(idle$q),
        .clock(idle$clock)
    );
    reg idles$d;
    wire idles$q;
    wire idles$clock;
    card_some idles (
        .d(idles$d),
        .q(idles$q),
        .clock(idles$clock)
    );
    reg [22:0] read$d;
    wire [22:0] read$q;
    wire read$clock;
    card_want read (
        .d(read$d),
        .q(read$q),
        .clock(read$clock)
    );
    reg reads$d;
    wire reads$q;
    wire reads$clock;
    card_some reads (
        .d(reads$d),
        .q(reads$q),
        .clock(reads$clock)
    );
    function automatic [11:0] cut$32$12(input [31:0] x$);
        cut$32$12 = x$[11:0];
    endfunction
    function automatic [6:0] cut$8$7(input [7:0] x$);
        cut$8$7 = x$[6:0];
    endfunction
    assign backlog$send$data = send$data;
    assign backlog$send$valid = send$valid;
    assign reports$source$ready = sent$ready;
    assign send$ready = backlog$send$ready;
    assign sent$data = reports$source$data;
    assign sent$valid = reports$source$valid;
    assign front$clock = clock;
    assign internal$clock = clock;
    assign greets$clock = clock;
    assign begs$clock = clock;
    assign kind$clock = clock;
    assign fresh$clock = clock;
    assign lseq$clock = clock;
    assign frame$clock = clock;
    assign step$clock = clock;
    assign at$clock = clock;
    assign ack$clock = clock;
    assign promised$clock = clock;
    assign owes$clock = clock;
    assign soon$clock = clock;
    assign idle$clock = clock;
    assign idles$clock = clock;
    assign read$clock = clock;
    assign reads$clock = clock;
    assign backlog$clock = clock;
    assign emit$clock = clock;
    assign reports$clock = clock;
    assign backlog$reset = reset;
    assign emit$reset = reset;
    assign reports$reset = reset;
    assign emit$phy_up = phy_up;
    assign tx_data = emit$tx_data;
    assign tx_end = emit$tx_end;
    assign tx_valid = emit$tx_valid;
    assign emit$tx_ready = tx_ready;
    assign stalled = emit$stalled;
    assign backlog$up = up;
    assign backlog$opens = opens;
    assign backlog$news = news;
    assign backlog$news_valid = news_valid;
    assign backlog$hold_data = reports$source$valid;
    assign replays = backlog$replays;
    assign gives_up = backlog$gives_up;
    assign lies = backlog$lies;
    assign window = own_window;
    assign limit = cut$32$12(window[31:0]) + window[43:32];
    assign owed = limit - promised$q;
    assign untold = cut$32$12(window[31:0]) - ack$q[11:0];
    assign idle_long = idles$q;
    assign slot_read$data = read$q;
    assign slot_read$valid = reads$q;
    assign reports$sink$valid = emit$block_end;
    assign quiet = (((front$q == Front$Idle) & emit$empty) & (~reports$source$valid)) & backlog$empty;
    always_comb begin
        front$d = front$q;
        internal$d = internal$q;
        greets$d = greets$q;
        begs$d = begs$q;
        kind$d = kind$q;
        fresh$d = fresh$q;
        lseq$d = lseq$q;
        frame$d = frame$q;
        step$d = step$q;
        at$d = at$q;
        ack$d = ack$q;
        promised$d = promised$q;
        owes$d = owes$q;
        soon$d = soon$q;
        idle$d = idle$q;
        idles$d = idles$q;
        read$d = read$q;
        reads$d = reads$q;
        owes$d = ((owed >= half_credits) | (untold >= frames_per_ack)) | soon$q;
        if (prompt) begin
            soon$d = 1'b1;
        end
        idles$d = idle$q == keep_alive;
        if (idle$q != keep_alive) begin
            idle$d = idle$q + 10'd1;
        end
        own[7:0] = kind$q;
        own[15:8] = 8'd0;
        if (begs$q) begin
            own[15:8] = flag_again;
        end
        own[19:16] = 4'd0;
        own[20] = unit_id;
        own[25:21] = 5'd0;
        own[30:26] = 5'd0;
        own[36:31] = 6'd0;
        own[68:37] = hello[47:16];
        own[100:69] = abilities;
        own[132:101] = hello[79:48];
        own[164:133] = 32'd0;
        own[165] = 1'b0;
        own[169:166] = 4'd0;
        chosen = backlog$frame;
        if (internal$q) begin
            chosen = own;
        end
        wanted[3:0] = chosen[169:166];
        wanted[12:4] = 9'd0;
        wanted[22:13] = block_words;
        if (slot_read$ready) begin
            reads$d = 1'b0;
        end
        named = session;
        if (greets$q) begin
            named = hello[15:0];
        end
        picks = 1'b0;
        backlog$take = 1'b0;
        hello_taken = 1'b0;
        reset_taken = 1'b0;
        again_taken = 1'b0;
        frame_sent = 1'b0;
        slot_words$ready = 1'b0;
        emit$word_valid = 1'b0;
        word[63:0] = 64'd0;
        word[64] = 1'b0;
        word[65] = 1'b0;
        word[66] = 1'b0;
        word[67] = 1'b0;
        word[68] = 1'b0;
        word[69] = 1'b0;
        case (front$q)
            Front$Fetch: begin
                step$d = 2'd0;
                at$d = 9'd0;
                frame$d = chosen;
                read$d = wanted;
                reads$d = chosen[165];
                front$d = Front$Head;
            end
            Front$Head: begin
                word[64] = step$q == 2'd0;
                if (step$q == 2'd0) begin
                    word[63:0] = ((((({56'd0, frame$q[7:0]} | ({57'd0, cut$8$7(frame$q[15:8] >> 1)} << 9)) | ({63'd0, frame$q[165]} << 8)) | ({48'd0, epoch} << 16)) | ({48'd0, named} << 32)) | ({52'd0, window[43:32]} << 48)) | ({60'd0, frame$q[19:16]} << 60);
                end else if (step$q == 2'd1) begin
                    word[63:0] = {32'd0, lseq$q} | ({32'd0, ack$q} << 32);
                end else if (step$q == 2'd2) begin
                    word[63:0] = ((({63'd0, frame$q[20]} | ({59'd0, frame$q[25:21]} << 8)) | ({59'd0, frame$q[30:26]} << 16)) | ({58'd0, frame$q[36:31]} << 24)) | ({32'd0, frame$q[68:37]} << 32);
                end else begin
                    word[63:0] = {32'd0, frame$q[100:69]} | ({32'd0, frame$q[132:101]} << 32);
                end
                if (emit$has_room) begin
                    emit$word_valid = 1'b1;
                    step$d = step$q + 2'd1;
                    if (step$q == 2'd0) begin
                        ack$d = window[31:0];
                        promised$d = limit;
                    end
                    if (step$q == 2'd3) begin
                        front$d = Front$Last;
                        if (frame$q[165]) begin
                            front$d = Front$Data;
                        end
                    end
                end
            end
            Front$Data: begin
                word[63:0] = slot_words$data;
                word[66] = 1'b1;
                word[67] = at$q == 9'd0;
                slot_words$ready = emit$has_room;
                if (slot_words$valid & emit$has_room) begin
                    emit$word_valid = 1'b1;
                    at$d = at$q + 9'd1;
                    if (&at$q) begin
                        front$d = Front$Last;
                    end
                end
            end
            Front$Last: begin
                word[63:0] = {32'd0, frame$q[164:133]};
                word[65] = 1'b1;
                word[68] = frame$q[165];
                word[69] = fresh$q;
                if (emit$has_room) begin
                    emit$word_valid = 1'b1;
                    frame_sent = 1'b1;
                    front$d = Front$Idle;
                end
            end
            default: begin // Front$Idle
                internal$d = 1'b1;
                greets$d = 1'b0;
                begs$d = 1'b0;
                kind$d = kind_hb;
                lseq$d = backlog$lseq;
                fresh$d = backlog$fresh;
                if (reset_due) begin
                    reset_taken = 1'b1;
                    kind$d = kind_reset;
                    picks = 1'b1;
                end else if (hello_due) begin
                    hello_taken = 1'b1;
                    kind$d = kind_hello;
                    greets$d = 1'b1;
                    picks = 1'b1;
                    soon$d = up;
                end else if (up & window[44]) begin
                    again_taken = 1'b1;
                    begs$d = 1'b1;
                    soon$d = 1'b0;
                    picks = 1'b1;
                end else if (up & backlog$due) begin
                    backlog$take = 1'b1;
                    internal$d = 1'b0;
                    soon$d = 1'b0;
                    picks = 1'b1;
                end else if (up & (idles$q | owes$q)) begin
                    soon$d = 1'b0;
                    picks = 1'b1;
                end
            end
        endcase
        if (picks) begin
            front$d = Front$Fetch;
            idle$d = 10'd0;
            idles$d = 1'b0;
            owes$d = 1'b0;
        end
        emit$word = word;
        report[3:0] = read$q[3:0];
        report[35:4] = emit$block_crc;
        reports$sink$data = report;
        if (opens) begin
            ack$d = 32'd0;
            promised$d = window[43:32];
        end
        if (reset) begin
            front$d = Front$Idle;
            reads$d = 1'b0;
            soon$d = 1'b0;
            idle$d = 10'd0;
        end
    end
endmodule

module card_a (
    d,
    q,
    clock
);
    input wire [74:0] d;
    output reg [74:0] q;
    input wire clock;
    initial q = 75'd0;
    always @(posedge clock) q <= d;
endmodule

module card_arrival (
    clock,
    reset,
    rx_data,
    rx_end,
    rx_valid,
    cut,
    word,
    word_valid,
    crc_fits,
    block_fits
);
    input wire clock;
    input wire reset;
    input wire [63:0] rx_data;
    input wire rx_end;
    input wire rx_valid;
    input wire cut;
    output wire [74:0] word;
    output wire word_valid;
    output wire crc_fits;
    output wire block_fits;
    localparam [9:0] last_long = 10'h204;
    reg [74:0] word_in;
    reg [63:0] frame_in;
    wire [74:0] ending;
    wire frame_sum$clock;
    reg [63:0] frame_sum$data;
    wire frame_sum$valid;
    wire frame_sum$first;
    wire [31:0] frame_sum$crc;
    card_frame_sum frame_sum (
        .clock(frame_sum$clock),
        .data(frame_sum$data),
        .valid(frame_sum$valid),
        .first(frame_sum$first),
        .crc(frame_sum$crc)
    );
    wire block_sum$clock;
    wire [63:0] block_sum$data;
    wire block_sum$valid;
    wire block_sum$first;
    wire [31:0] block_sum$crc;
    card_block_sum block_sum (
        .clock(block_sum$clock),
        .data(block_sum$data),
        .valid(block_sum$valid),
        .first(block_sum$first),
        .crc(block_sum$crc)
    );
    reg [9:0] at$d;
    wire [9:0] at$q;
    wire at$clock;
    card_at at (
        .d(at$d),
        .q(at$q),
        .clock(at$clock)
    );
    reg [31:0] high$d;
    wire [31:0] high$q;
    wire high$clock;
    card_held high (
        .d(high$d),
        .q(high$q),
        .clock(high$clock)
    );
    reg [74:0] a$d;
    wire [74:0] a$q;
    wire a$clock;
    card_a a (
        .d(a$d),
        .q(a$q),
        .clock(a$clock)
    );
    reg a_valid$d;
    wire a_valid$q;
    wire a_valid$clock;
    card_some a_valid (
        .d(a_valid$d),
        .q(a_valid$q),
        .clock(a_valid$clock)
    );
    reg [74:0] b$d;
    wire [74:0] b$q;
    wire b$clock;
    card_a b (
        .d(b$d),
        .q(b$q),
        .clock(b$clock)
    );
    reg b_valid$d;
    wire b_valid$q;
    wire b_valid$clock;
    card_some b_valid (
        .d(b_valid$d),
        .q(b_valid$q),
        .clock(b_valid$clock)
    );
    reg [74:0] c$d;
    wire [74:0] c$q;
    wire c$clock;
    card_a c (
        .d(c$d),
        .q(c$q),
        .clock(c$clock)
    );
    reg c_valid$d;
    wire c_valid$q;
    wire c_valid$clock;
    card_some c_valid (
        .d(c_valid$d),
        .q(c_valid$q),
        .clock(c_valid$clock)
    );
    reg c_crc_fits$d;
    wire c_crc_fits$q;
    wire c_crc_fits$clock;
    card_some c_crc_fits (
        .d(c_crc_fits$d),
        .q(c_crc_fits$q),
        .clock(c_crc_fits$clock)
    );
    reg c_block_fits$d;
    wire c_block_fits$q;
    wire c_block_fits$clock;
    card_some c_block_fits (
        .d(c_block_fits$d),
        .q(c_block_fits$q),
        .clock(c_block_fits$clock)
    );
    function automatic [31:0] cut$64$32(input [63:0] x$);
        cut$64$32 = x$[31:0];
    endfunction
    assign at$clock = clock;
    assign high$clock = clock;
    assign a$clock = clock;
    assign a_valid$clock = clock;
    assign b$clock = clock;
    assign b_valid$clock = clock;
    assign c$clock = clock;
    assign c_valid$clock = clock;
    assign c_crc_fits$clock = clock;
    assign c_block_fits$clock = clock;
    assign frame_sum$clock = clock;
    assign block_sum$clock = clock;
    assign frame_sum$valid = rx_valid;
    assign frame_sum$first = at$q == 10'd0;
    assign block_sum$data = rx_data;
    assign block_sum$valid = (rx_valid & (|at$q[9:2])) & (at$q < last_long);
    assign block_sum$first = at$q == 10'd4;
    assign ending = b$q;
    assign word = c$q;
    assign word_valid = c_valid$q;
    assign crc_fits = c_crc_fits$q;
    assign block_fits = c_block_fits$q;
    always_comb begin
        at$d = at$q;
        high$d = high$q;
        a$d = a$q;
        a_valid$d = a_valid$q;
        b$d = b$q;
        b_valid$d = b_valid$q;
        c$d = c$q;
        c_valid$d = c_valid$q;
        c_crc_fits$d = c_crc_fits$q;
        c_block_fits$d = c_block_fits$q;
        word_in[63:0] = rx_data;
        word_in[73:64] = at$q;
        word_in[74] = rx_end;
        a$d = word_in;
        a_valid$d = rx_valid;
        frame_in = rx_data << 32;
        if (at$q != 10'd0) begin
            frame_in = (rx_data << 32) | {32'd0, high$q};
        end
        frame_sum$data = frame_in;
        if (rx_valid) begin
            high$d = rx_data[63:32];
            if (~(&at$q)) begin
                at$d = at$q + 10'd1;
            end
            if (rx_end) begin
                at$d = 10'd0;
            end
        end
        b$d = a$q;
        b_valid$d = a_valid$q;
        c$d = b$q;
        c_valid$d = b_valid$q;
        c_crc_fits$d = cut$64$32(ending[63:0] >> 32) == frame_sum$crc;
        c_block_fits$d = cut$64$32(ending[63:0]) == block_sum$crc;
        if (cut | reset) begin
            at$d = 10'd0;
            a_valid$d = 1'b0;
            b_valid$d = 1'b0;
            c_valid$d = 1'b0;
        end
    end
endmodule

module card_inbox (
    clock,
    reset,
    frame,
    push,
    free,
    empty,
    got$data,
    got$valid,
    got$ready
);
    input wire clock;
    input wire reset;
    input wire [169:0] frame;
    input wire push;
    output wire [11:0] free;
    output wire empty;
    output wire [169:0] got$data;
    output wire got$valid;
    input wire got$ready;
    localparam [11:0] all_places = 12'h40;
    reg [11:0] head_now;
    wire takes;
    wire frames$clock;
    wire frames$write;
    wire [5:0] frames$write_address;
    wire [169:0] frames$write_data;
    reg [5:0] frames$read_address;
    wire [169:0] frames$read_data;
    card_frames frames (
        .clock(frames$clock),
        .write(frames$write),
        .write_address(frames$write_address),
        .write_data(frames$write_data),
        .read_address(frames$read_address),
        .read_data(frames$read_data)
    );
    reg [11:0] head$d;
    wire [11:0] head$q;
    wire head$clock;
    card_bytes head (
        .d(head$d),
        .q(head$q),
        .clock(head$clock)
    );
    reg [11:0] tail$d;
    wire [11:0] tail$q;
    wire tail$clock;
    card_bytes tail (
        .d(tail$d),
        .q(tail$q),
        .clock(tail$clock)
    );
    reg [11:0] written$d;
    wire [11:0] written$q;
    wire written$clock;
    card_bytes written (
        .d(written$d),
        .q(written$q),
        .clock(written$clock)
    );
    reg [169:0] offered$d;
    wire [169:0] offered$q;
    wire offered$clock;
    card_frame_out offered (
        .d(offered$d),
        .q(offered$q),
        .clock(offered$clock)
    );
    reg offers$d;
    wire offers$q;
    wire offers$clock;
    card_some offers (
        .d(offers$d),
        .q(offers$q),
        .clock(offers$clock)
    );
    reg [11:0] places$d;
    wire [11:0] places$q;
    wire places$clock;
    card_bytes places (
        .d(places$d),
        .q(places$q),
        .clock(places$clock)
    );
    assign head$clock = clock;
    assign tail$clock = clock;
    assign written$clock = clock;
    assign offered$clock = clock;
    assign offers$clock = clock;
    assign places$clock = clock;
    assign frames$clock = clock;
    assign free = places$q;
    assign empty = places$q == all_places;
    assign got$data = offered$q;
    assign got$valid = offers$q;
    assign frames$write = push;
    assign frames$write_address = tail$q[5:0];
    assign frames$write_data = frame;
    assign takes = offers$q & got$ready;
    always_comb begin
        head$d = head$q;
        tail$d = tail$q;
        written$d = written$q;
        offered$d = offered$q;
        offers$d = offers$q;
        places$d = places$q;
        if (push) begin
            tail$d = tail$q + 12'd1;
        end
        written$d = tail$q;
        head_now = head$q;
        if ((~offers$q) | got$ready) begin
            offers$d = head$q != written$q;
            offered$d = frames$read_data;
            if (head$q != written$q) begin
                head_now = head$q + 12'd1;
            end
        end
        head$d = head_now;
        frames$read_address = head_now[5:0];
        if (push & (~takes)) begin
            places$d = places$q - 12'd1;
        end
        if ((~push) & takes) begin
            places$d = places$q + 12'd1;
        end
        if (reset) begin
            head$d = 12'd0;
            tail$d = 12'd0;
            written$d = 12'd0;
            offers$d = 1'b0;
            places$d = all_places;
        end
    end
endmodule

module card_receive_2 (
    clock,
    reset,
    rx_data,
    rx_end,
    rx_valid,
    cut,
    epoch,
    unit_id,
    up,
    opens,
    session,
    got$data,
    got$valid,
    got$ready,
    free_slot$data,
    free_slot$valid,
    free_slot$ready,
    slot_write$data,
    slot_write$valid,
    slot_write$ready,
    hello,
    hello_valid,
    refusal,
    ended,
    heard,
    verdict,
    news,
    news_valid,
    own_window,
    again_taken,
    quiet
);
    input wire clock;
    input wire reset;
    input wire [63:0] rx_data;
    input wire rx_end;
    input wire rx_valid;
    input wire cut;
    input wire [15:0] epoch;
    input wire unit_id;
    input wire up;
    input wire opens;
    input wire [15:0] session;
    output wire [169:0] got$data;
    output wire got$valid;
    input wire got$ready;
    input wire [3:0] free_slot$data;
    input wire free_slot$valid;
    output wire free_slot$ready;
    output reg [78:0] slot_write$data;
    output wire slot_write$valid;
    input wire slot_write$ready;
    output reg [79:0] hello;
    output reg hello_valid;
    output wire [3:0] refusal;
    output reg ended;
    output reg heard;
    output reg [7:0] verdict;
    output reg [44:0] news;
    output reg news_valid;
    output reg [44:0] own_window;
    input wire again_taken;
    output wire quiet;
    localparam [7:0] kind_hello = 8'd1;
    localparam [7:0] kind_hb = 8'h13;
    localparam [7:0] kind_reset = 8'h14;
    localparam [7:0] kind_last = 8'h14;
    localparam [9:0] last_short = 10'd4;
    localparam [9:0] last_long = 10'h204;
    localparam [31:0] abilities = 32'h60602;
    localparam [3:0] why_epoch = 4'd1;
    localparam [3:0] why_role = 4'd2;
    localparam [3:0] why_version = 4'd3;
    localparam [3:0] why_window = 4'd4;
    localparam [3:0] why_slots = 4'd5;
    localparam [3:0] why_restart = 4'd6;
    wire [74:0] word;
    reg [9:0] last_at;
    wire has_data;
    wire has_data_now;
    reg [78:0] stored;
    reg [169:0] frame;
    reg [7:0] found;
    reg [79:0] said;
    reg [44:0] named;
    reg [44:0] own;
    wire [31:0] lead;
    wire [63:0] w0;
    wire [63:0] w1;
    wire [63:0] w2;
    wire [63:0] w3;
    wire arrival$clock;
    wire arrival$reset;
    wire [63:0] arrival$rx_data;
    wire arrival$rx_end;
    wire arrival$rx_valid;
    wire arrival$cut;
    wire [74:0] arrival$word;
    wire arrival$word_valid;
    wire arrival$crc_fits;
    wire arrival$block_fits;
    card_arrival arrival (
        .clock(arrival$clock),
        .reset(arrival$reset),
        .rx_data(arrival$rx_data),
        .rx_end(arrival$rx_end),
        .rx_valid(arrival$rx_valid),
        .cut(arrival$cut),
        .word(arrival$word),
        .word_valid(arrival$word_valid),
        .crc_fits(arrival$crc_fits),
        .block_fits(arrival$block_fits)
    );
    wire inbox$clock;
    wire inbox$reset;
    reg [169:0] inbox$frame;
    reg inbox$push;
    wire [11:0] inbox$free;
    wire inbox$empty;
    wire [169:0] inbox$got$data;
    wire inbox$got$valid;
    wire inbox$got$ready;
    card_inbox inbox (
        .clock(inbox$clock),
        .reset(inbox$reset),
        .frame(inbox$frame),
        .push(inbox$push),
        .free(inbox$free),
        .empty(inbox$empty),
        .got$data(inbox$got$data),
        .got$valid(inbox$got$valid),
        .got$ready(inbox$got$ready)
    );
    reg [63:0] header$0$d;
    wire [63:0] header$0$q;
    wire header$0$clock;
    card_data header$0 (
        .d(header$0$d),
        .q(header$0$q),
        .clock(header$0$clock)
    );
    reg [63:0] header$1$d;
    wire [63:0] header$1$q;
    wire header$1$clock;
    card_data header$1 (
        .d(header$1$d),
        .q(header$1$q),
        .clock(header$1$clock)
    );
    reg [63:0] header$2$d;
    wire [63:0] header$2$q;
    wire header$2$clock;
    card_data header$2 (
        .d(header$2$d),
        .q(header$2$q),
        .clock(header$2$clock)
    );
    reg [63:0] header$3$d;
    wire [63:0] header$3$q;
    wire header$3$clock;
    card_data header$3 (
        .d(header$3$d),
        .q(header$3$q),
        .clock(header$3$clock)
    );
    reg [31:0] value$d;
    wire [31:0] value$q;
    wire value$clock;
    card_held value (
        .d(value$d),
        .q(value$q),
        .clock(value$clock)
    );
    reg fits_session$d;
    wire fits_session$q;
    wire fits_session$clock;
    card_some fits_session (
        .d(fits_session$d),
        .q(fits_session$q),
        .clock(fits_session$clock)
    );
    reg fits_epoch$d;
    wire fits_epoch$q;
    wire fits_epoch$clock;
    card_some fits_epoch (
        .d(fits_epoch$d),
        .q(fits_epoch$q),
        .clock(fits_epoch$clock)
    );
    reg fits_lseq$d;
    wire fits_lseq$q;
    wire fits_lseq$clock;
    card_some fits_lseq (
        .d(fits_lseq$d),
        .q(fits_lseq$q),
        .clock(fits_lseq$clock)
    );
    reg is_past$d;
    wire is_past$q;
    wire is_past$clock;
    card_some is_past (
        .d(is_past$d),
        .q(is_past$q),
        .clock(is_past$clock)
    );
    reg fits_fields$d;
    wire fits_fields$q;
    wire fits_fields$clock;
    card_some fits_fields (
        .d(fits_fields$d),
        .q(fits_fields$q),
        .clock(fits_fields$clock)
    );
    reg fits_version$d;
    wire fits_version$q;
    wire fits_version$clock;
    card_some fits_version (
        .d(fits_version$d),
        .q(fits_version$q),
        .clock(fits_version$clock)
    );
    reg fits_window$d;
    wire fits_window$q;
    wire fits_window$clock;
    card_some fits_window (
        .d(fits_window$d),
        .q(fits_window$q),
        .clock(fits_window$clock)
    );
    reg fits_slots$d;
    wire fits_slots$q;
    wire fits_slots$clock;
    card_some fits_slots (
        .d(fits_slots$d),
        .q(fits_slots$q),
        .clock(fits_slots$clock)
    );
    reg knows_session$d;
    wire knows_session$q;
    wire knows_session$clock;
    card_some knows_session (
        .d(knows_session$d),
        .q(knows_session$q),
        .clock(knows_session$clock)
    );
    reg is_hello$d;
    wire is_hello$q;
    wire is_hello$clock;
    card_some is_hello (
        .d(is_hello$d),
        .q(is_hello$q),
        .clock(is_hello$clock)
    );
    reg is_hb$d;
    wire is_hb$q;
    wire is_hb$clock;
    card_some is_hb (
        .d(is_hb$d),
        .q(is_hb$q),
        .clock(is_hb$clock)
    );
    reg is_reset$d;
    wire is_reset$q;
    wire is_reset$clock;
    card_some is_reset (
        .d(is_reset$d),
        .q(is_reset$q),
        .clock(is_reset$clock)
    );
    reg is_known$d;
    wire is_known$q;
    wire is_known$clock;
    card_some is_known (
        .d(is_known$d),
        .q(is_known$q),
        .clock(is_known$clock)
    );
    reg [3:0] slot$d;
    wire [3:0] slot$q;
    wire slot$clock;
    card_head slot (
        .d(slot$d),
        .q(slot$q),
        .clock(slot$clock)
    );
    reg has_slot$d;
    wire has_slot$q;
    wire has_slot$clock;
    card_some has_slot (
        .d(has_slot$d),
        .q(has_slot$q),
        .clock(has_slot$clock)
    );
    reg taking$d;
    wire taking$q;
    wire taking$clock;
    card_some taking (
        .d(taking$d),
        .q(taking$q),
        .clock(taking$clock)
    );
    reg kept$d;
    wire kept$q;
    wire kept$clock;
    card_some kept (
        .d(kept$d),
        .q(kept$q),
        .clock(kept$clock)
    );
    reg done$d;
    wire done$q;
    wire done$clock;
    card_some done (
        .d(done$d),
        .q(done$q),
        .clock(done$clock)
    );
    reg whole$d;
    wire whole$q;
    wire whole$clock;
    card_some whole (
        .d(whole$d),
        .q(whole$q),
        .clock(whole$clock)
    );
    reg misshapen$d;
    wire misshapen$q;
    wire misshapen$clock;
    card_some misshapen (
        .d(misshapen$d),
        .q(misshapen$q),
        .clock(misshapen$clock)
    );
    reg crc_fits$d;
    wire crc_fits$q;
    wire crc_fits$clock;
    card_some crc_fits (
        .d(crc_fits$d),
        .q(crc_fits$q),
        .clock(crc_fits$clock)
    );
    reg block_fits$d;
    wire block_fits$q;
    wire block_fits$clock;
    card_some block_fits (
        .d(block_fits$d),
        .q(block_fits$q),
        .clock(block_fits$clock)
    );
    reg [31:0] expected$d;
    wire [31:0] expected$q;
    wire expected$clock;
    card_held expected (
        .d(expected$d),
        .q(expected$q),
        .clock(expected$clock)
    );
    reg again$d;
    wire again$q;
    wire again$clock;
    card_some again (
        .d(again$d),
        .q(again$q),
        .clock(again$clock)
    );
    reg asked$d;
    wire asked$q;
    wire asked$clock;
    card_some asked (
        .d(asked$d),
        .q(asked$q),
        .clock(asked$clock)
    );
    reg met$d;
    wire met$q;
    wire met$clock;
    card_some met (
        .d(met$d),
        .q(met$q),
        .clock(met$clock)
    );
    reg [3:0] why$d;
    wire [3:0] why$q;
    wire why$clock;
    card_head why (
        .d(why$d),
        .q(why$q),
        .clock(why$clock)
    );
    function automatic [7:0] cut$10$8(input [9:0] x$);
        cut$10$8 = x$[7:0];
    endfunction
    function automatic [8:0] cut$10$9(input [9:0] x$);
        cut$10$9 = x$[8:0];
    endfunction
    function automatic [31:0] cut$64$32(input [63:0] x$);
        cut$64$32 = x$[31:0];
    endfunction
    assign got$data = inbox$got$data;
    assign got$valid = inbox$got$valid;
    assign inbox$got$ready = got$ready;
    assign value$clock = clock;
    assign fits_session$clock = clock;
    assign fits_epoch$clock = clock;
    assign fits_lseq$clock = clock;
    assign is_past$clock = clock;
    assign fits_fields$clock = clock;
    assign fits_version$clock = clock;
    assign fits_window$clock = clock;
    assign fits_slots$clock = clock;
    assign knows_session$clock = clock;
    assign is_hello$clock = clock;
    assign is_hb$clock = clock;
    assign is_reset$clock = clock;
    assign is_known$clock = clock;
    assign slot$clock = clock;
    assign has_slot$clock = clock;
    assign taking$clock = clock;
    assign kept$clock = clock;
    assign done$clock = clock;
    assign whole$clock = clock;
    assign misshapen$clock = clock;
    assign crc_fits$clock = clock;
    assign block_fits$clock = clock;
    assign expected$clock = clock;
    assign again$clock = clock;
    assign asked$clock = clock;
    assign met$clock = clock;
    assign why$clock = clock;
    assign arrival$clock = clock;
    assign inbox$clock = clock;
    assign arrival$reset = reset;
    assign arrival$rx_data = rx_data;
    assign arrival$rx_end = rx_end;
    assign arrival$rx_valid = rx_valid;
    assign arrival$cut = cut;
    assign inbox$reset = reset;
    assign header$0$clock = clock;
    assign header$1$clock = clock;
    assign header$2$clock = clock;
    assign header$3$clock = clock;
    assign word = arrival$word;
    assign w0 = header$0$q;
    assign w1 = header$1$q;
    assign w2 = header$2$q;
    assign w3 = header$3$q;
    assign has_data = w0[8];
    assign lead = w1[31:0] - expected$q;
    assign free_slot$ready = up & (~has_slot$q);
    assign has_data_now = ((taking$q & arrival$word_valid) & (|cut$10$8(word[73:64] >> 2))) & (word[73:64] < last_long);
    assign slot_write$valid = has_data_now;
    assign refusal = why$q;
    assign quiet = inbox$empty & (~taking$q);
    always_comb begin
        value$d = value$q;
        fits_session$d = fits_session$q;
        fits_epoch$d = fits_epoch$q;
        fits_lseq$d = fits_lseq$q;
        is_past$d = is_past$q;
        fits_fields$d = fits_fields$q;
        fits_version$d = fits_version$q;
        fits_window$d = fits_window$q;
        fits_slots$d = fits_slots$q;
        knows_session$d = knows_session$q;
        is_hello$d = is_hello$q;
        is_hb$d = is_hb$q;
        is_reset$d = is_reset$q;
        is_known$d = is_known$q;
        slot$d = slot$q;
        has_slot$d = has_slot$q;
        taking$d = taking$q;
        kept$d = kept$q;
        done$d = done$q;
        whole$d = whole$q;
        misshapen$d = misshapen$q;
        crc_fits$d = crc_fits$q;
        block_fits$d = block_fits$q;
        expected$d = expected$q;
        again$d = again$q;
        asked$d = asked$q;
        met$d = met$q;
        why$d = why$q;
        header$0$d = header$0$q;
        header$1$d = header$1$q;
        header$2$d = header$2$q;
        header$3$d = header$3$q;
        if (arrival$word_valid & (word[73:64] == 10'd0)) begin
            header$0$d = word[63:0];
        end
        if (arrival$word_valid & (word[73:64] == 10'd1)) begin
            header$1$d = word[63:0];
        end
        if (arrival$word_valid & (word[73:64] == 10'd2)) begin
            header$2$d = word[63:0];
        end
        if (arrival$word_valid & (word[73:64] == 10'd3)) begin
            header$3$d = word[63:0];
        end
        is_hello$d = w0[7:0] == kind_hello;
        is_hb$d = w0[7:0] == kind_hb;
        is_reset$d = w0[7:0] == kind_reset;
        is_known$d = (w0[7:0] != 8'd0) & (w0[7:0] <= kind_last);
        fits_epoch$d = w0[31:16] == epoch;
        knows_session$d = w0[47:32] != 16'd0;
        fits_session$d = up & (w0[47:32] == session);
        fits_lseq$d = w1[31:0] == expected$q;
        is_past$d = lead[31];
        fits_fields$d = ~((((|w2[7:1]) | (|w2[15:13])) | (|w2[23:21])) | (|w2[31:30]));
        fits_version$d = w3[7:0] == abilities[7:0];
        fits_window$d = w3[15:8] == abilities[15:8];
        fits_slots$d = w3[23:16] == abilities[23:16];
        if ((up & (~has_slot$q)) & free_slot$valid) begin
            has_slot$d = 1'b1;
            slot$d = free_slot$data;
        end
        if (arrival$word_valid) begin
            if (word[73:64] == 10'd0) begin
                taking$d = 1'b0;
                kept$d = 1'b0;
            end
            if (((((((word[73:64] == 10'd3) & has_data) & has_slot$q) & fits_session$q) & fits_epoch$q) & fits_lseq$q) & (~word[74])) begin
                taking$d = 1'b1;
                kept$d = 1'b1;
            end
        end
        stored[3:0] = slot$q;
        stored[12:4] = cut$10$9(word[73:64] - 10'd4);
        stored[76:13] = word[63:0];
        stored[77] = 1'b1;
        stored[78] = 1'b1;
        slot_write$data = stored;
        if (has_data_now & (~slot_write$ready)) begin
            kept$d = 1'b0;
        end
        last_at = last_short;
        if (has_data) begin
            last_at = last_long;
        end
        done$d = arrival$word_valid & word[74];
        whole$d = word[73:64] == last_at;
        misshapen$d = arrival$word_valid & ((word[74] & ((word[73:64] < last_at) | (word[73:64] < 10'd4))) | ((~word[74]) & (word[73:64] == last_at)));
        crc_fits$d = arrival$crc_fits;
        block_fits$d = arrival$block_fits;
        value$d = cut$64$32(word[63:0]);
        if (((arrival$word_valid & word[74]) | (~up)) | cut) begin
            taking$d = 1'b0;
        end
        found[0] = 1'b0;
        found[1] = misshapen$q;
        found[2] = 1'b0;
        found[3] = 1'b0;
        found[4] = 1'b0;
        found[5] = 1'b0;
        found[6] = 1'b0;
        found[7] = 1'b0;
        hello_valid = 1'b0;
        ended = 1'b0;
        heard = 1'b0;
        if (done$q & whole$q) begin
            if (~crc_fits$q) begin
                found[1] = 1'b1;
            end else if (is_hello$q) begin
                found[6] = 1'b1;
                if ((~fits_version$q) | has_data) begin
                    why$d = why_version;
                end else if (~fits_epoch$q) begin
                    why$d = why_epoch;
                end else if (w2[0] == unit_id) begin
                    why$d = why_role;
                end else if (~fits_window$q) begin
                    why$d = why_window;
                end else if (~fits_slots$q) begin
                    why$d = why_slots;
                end else if ((met$q & (~knows_session$q)) & (~up)) begin
                    why$d = why_restart;
                end else begin
                    found[6] = 1'b0;
                    hello_valid = 1'b1;
                end
            end else if (~fits_session$q) begin
                found[5] = 1'b1;
            end else if (~fits_epoch$q) begin
                found[6] = 1'b1;
            end else begin
                heard = 1'b1;
                met$d = 1'b1;
                if (is_reset$q) begin
                    ended = 1'b1;
                end else if (is_past$q) begin
                    found[3] = ~is_hb$q;
                end else if (~fits_lseq$q) begin
                    found[2] = 1'b1;
                end else if (has_data & (~block_fits$q)) begin
                    found[1] = 1'b1;
                end else if (is_hb$q & (~has_data)) begin
                    asked$d = 1'b0;
                end else if ((((~is_known$q) | (~fits_fields$q)) | is_hb$q) | (inbox$free == 12'd0)) begin
                    found[7] = 1'b1;
                end else if (has_data & (~kept$q)) begin
                    found[4] = 1'b1;
                end else begin
                    found[0] = 1'b1;
                end
            end
        end
        verdict = found;
        said[15:0] = w0[47:32];
        said[47:16] = w2[63:32];
        said[79:48] = w3[63:32];
        hello = said;
        named[31:0] = w1[63:32];
        named[43:32] = w0[59:48];
        named[44] = is_hb$q & w0[10];
        news = named;
        news_valid = heard;
        own[31:0] = expected$q;
        own[43:32] = inbox$free;
        own[44] = again$q;
        own_window = own;
        if (again_taken) begin
            again$d = 1'b0;
        end
        if (((found[1] | found[2]) | found[4]) & (~asked$q)) begin
            again$d = 1'b1;
            asked$d = 1'b1;
        end
        if (found[0]) begin
            expected$d = expected$q + 32'd1;
            again$d = 1'b0;
            asked$d = 1'b0;
            if (has_data) begin
                has_slot$d = 1'b0;
            end
        end
        frame[7:0] = w0[7:0];
        frame[15:8] = w0[15:8];
        frame[19:16] = w0[63:60];
        if (has_data) begin
            frame[19:16] = slot$q;
        end
        frame[20] = w2[0];
        frame[25:21] = w2[12:8];
        frame[30:26] = w2[20:16];
        frame[36:31] = w2[29:24];
        frame[68:37] = w2[63:32];
        frame[100:69] = w3[31:0];
        frame[132:101] = w3[63:32];
        frame[164:133] = value$q;
        frame[165] = has_data;
        frame[169:166] = 4'd0;
        inbox$frame = frame;
        inbox$push = found[0];
        if (~up) begin
            has_slot$d = 1'b0;
            again$d = 1'b0;
            asked$d = 1'b0;
        end
        if (opens) begin
            expected$d = 32'd0;
            why$d = 4'd0;
        end
        if (reset) begin
            done$d = 1'b0;
            misshapen$d = 1'b0;
            taking$d = 1'b0;
            has_slot$d = 1'b0;
            met$d = 1'b0;
            why$d = 4'd0;
        end
    end
endmodule

module card_session_side (
    clock,
    reset,
    allowed,
    phy_up,
    quiet,
    hello,
    hello_valid,
    heard,
    broken,
    peer_ended,
    idle_long,
    own_hello,
    hello_due,
    hello_taken,
    reset_due,
    reset_taken,
    up,
    opens,
    ends,
    session
);
    input wire clock;
    input wire reset;
    input wire allowed;
    input wire phy_up;
    input wire quiet;
    input wire [79:0] hello;
    input wire hello_valid;
    input wire heard;
    input wire broken;
    input wire peer_ended;
    input wire idle_long;
    output reg [79:0] own_hello;
    output wire hello_due;
    input wire hello_taken;
    output wire reset_due;
    input wire reset_taken;
    output wire up;
    output reg opens;
    output reg ends;
    output wire [15:0] session;
    localparam [13:0] patience = 14'h2710;
    localparam [1:0] State$Down = 2'd0;
    localparam [1:0] State$Offering = 2'd1;
    localparam [1:0] State$Up = 2'd2;
    reg over;
    reg begins;
    reg [15:0] higher;
    wire [79:0] said;
    wire anew;
    reg [79:0] own;
    reg [1:0] state$d;
    wire [1:0] state$q;
    wire state$clock;
    card_part state (
        .d(state$d),
        .q(state$q),
        .clock(state$clock)
    );
    reg is_up$d;
    wire is_up$q;
    wire is_up$clock;
    card_some is_up (
        .d(is_up$d),
        .q(is_up$q),
        .clock(is_up$clock)
    );
    reg [15:0] number$d;
    wire [15:0] number$q;
    wire number$clock;
    card_masks number (
        .d(number$d),
        .q(number$q),
        .clock(number$clock)
    );
    reg [15:0] last$d;
    wire [15:0] last$q;
    wire last$clock;
    card_masks last (
        .d(last$d),
        .q(last$q),
        .clock(last$clock)
    );
    reg [31:0] nonce$d;
    wire [31:0] nonce$q;
    wire nonce$clock;
    card_held nonce (
        .d(nonce$d),
        .q(nonce$q),
        .clock(nonce$clock)
    );
    reg [31:0] peer_nonce$d;
    wire [31:0] peer_nonce$q;
    wire peer_nonce$clock;
    card_held peer_nonce (
        .d(peer_nonce$d),
        .q(peer_nonce$q),
        .clock(peer_nonce$clock)
    );
    reg greets$d;
    wire greets$q;
    wire greets$clock;
    card_some greets (
        .d(greets$d),
        .q(greets$q),
        .clock(greets$clock)
    );
    reg resets$d;
    wire resets$q;
    wire resets$clock;
    card_some resets (
        .d(resets$d),
        .q(resets$q),
        .clock(resets$clock)
    );
    reg [13:0] silence$d;
    wire [13:0] silence$q;
    wire silence$clock;
    card_next_2 silence (
        .d(silence$d),
        .q(silence$q),
        .clock(silence$clock)
    );
    reg met$d;
    wire met$q;
    wire met$clock;
    card_some met (
        .d(met$d),
        .q(met$q),
        .clock(met$clock)
    );
    reg [31:0] cycle$d;
    wire [31:0] cycle$q;
    wire cycle$clock;
    card_held cycle (
        .d(cycle$d),
        .q(cycle$q),
        .clock(cycle$clock)
    );
    assign state$clock = clock;
    assign is_up$clock = clock;
    assign number$clock = clock;
    assign last$clock = clock;
    assign nonce$clock = clock;
    assign peer_nonce$clock = clock;
    assign greets$clock = clock;
    assign resets$clock = clock;
    assign silence$clock = clock;
    assign met$clock = clock;
    assign cycle$clock = clock;
    assign said = hello;
    assign hello_due = greets$q;
    assign reset_due = resets$q;
    assign up = is_up$q;
    assign session = number$q;
    assign anew = (said[47:16] != peer_nonce$q) | ((said[79:48] != nonce$q) & (said[79:48] != 32'd0));
    always_comb begin
        state$d = state$q;
        is_up$d = is_up$q;
        number$d = number$q;
        last$d = last$q;
        nonce$d = nonce$q;
        peer_nonce$d = peer_nonce$q;
        greets$d = greets$q;
        resets$d = resets$q;
        silence$d = silence$q;
        met$d = met$q;
        cycle$d = cycle$q;
        cycle$d = cycle$q + 32'd1;
        own[15:0] = last$q;
        own[47:16] = nonce$q;
        own[79:48] = peer_nonce$q;
        own_hello = own;
        if (hello_taken) begin
            greets$d = 1'b0;
        end
        if (reset_taken | (~phy_up)) begin
            resets$d = 1'b0;
        end
        begins = 1'b0;
        over = 1'b0;
        higher = last$q;
        if (last$q < said[15:0]) begin
            higher = said[15:0];
        end
        case (state$q)
            State$Offering: begin
                if (idle_long) begin
                    greets$d = 1'b1;
                end
                if (hello_valid) begin
                    peer_nonce$d = said[47:16];
                    greets$d = 1'b1;
                    if (said[79:48] == nonce$q) begin
                        begins = 1'b1;
                        is_up$d = 1'b1;
                        met$d = 1'b0;
                        silence$d = 14'd0;
                        number$d = higher + 16'd1;
                        if (higher == 16'hffff) begin
                            number$d = 16'd1;
                        end
                        state$d = State$Up;
                    end
                end
                if (~allowed) begin
                    begins = 1'b0;
                    is_up$d = 1'b0;
                    greets$d = 1'b0;
                    state$d = State$Down;
                end
            end
            State$Up: begin
                silence$d = silence$q + 14'd1;
                if (heard) begin
                    met$d = 1'b1;
                end
                if (heard | (hello_valid & (~met$q))) begin
                    silence$d = 14'd0;
                end
                if (hello_valid & (~met$q)) begin
                    greets$d = 1'b1;
                end
                over = ((((~allowed) | broken) | peer_ended) | (silence$q == patience)) | (hello_valid & anew);
                if (over) begin
                    is_up$d = 1'b0;
                    last$d = number$q;
                    greets$d = 1'b0;
                    resets$d = ~peer_ended;
                    state$d = State$Down;
                end
            end
            default: begin // State$Down
                if ((allowed & quiet) & (~resets$q)) begin
                    nonce$d = cycle$q | 32'd1;
                    peer_nonce$d = 32'd0;
                    greets$d = 1'b1;
                    state$d = State$Offering;
                end
            end
        endcase
        opens = begins;
        ends = over;
        if (reset) begin
            state$d = State$Down;
            is_up$d = 1'b0;
            last$d = 16'd0;
            greets$d = 1'b0;
            resets$d = 1'b0;
        end
    end
endmodule

module card_counters_2 (
    clock,
    reset,
    events$0,
    events$1,
    events$2,
    events$3,
    events$4,
    events$5,
    events$6,
    events$7,
    events$8,
    events$9,
    events$10,
    counts$0,
    counts$1,
    counts$2,
    counts$3,
    counts$4,
    counts$5,
    counts$6,
    counts$7,
    counts$8,
    counts$9,
    counts$10
);
    input wire clock;
    input wire reset;
    input wire events$0;
    input wire events$1;
    input wire events$2;
    input wire events$3;
    input wire events$4;
    input wire events$5;
    input wire events$6;
    input wire events$7;
    input wire events$8;
    input wire events$9;
    input wire events$10;
    output wire [31:0] counts$0;
    output wire [31:0] counts$1;
    output wire [31:0] counts$2;
    output wire [31:0] counts$3;
    output wire [31:0] counts$4;
    output wire [31:0] counts$5;
    output wire [31:0] counts$6;
    output wire [31:0] counts$7;
    output wire [31:0] counts$8;
    output wire [31:0] counts$9;
    output wire [31:0] counts$10;
    reg [31:0] count$0$d;
    wire [31:0] count$0$q;
    wire count$0$clock;
    card_held count$0 (
        .d(count$0$d),
        .q(count$0$q),
        .clock(count$0$clock)
    );
    reg [31:0] count$1$d;
    wire [31:0] count$1$q;
    wire count$1$clock;
    card_held count$1 (
        .d(count$1$d),
        .q(count$1$q),
        .clock(count$1$clock)
    );
    reg [31:0] count$2$d;
    wire [31:0] count$2$q;
    wire count$2$clock;
    card_held count$2 (
        .d(count$2$d),
        .q(count$2$q),
        .clock(count$2$clock)
    );
    reg [31:0] count$3$d;
    wire [31:0] count$3$q;
    wire count$3$clock;
    card_held count$3 (
        .d(count$3$d),
        .q(count$3$q),
        .clock(count$3$clock)
    );
    reg [31:0] count$4$d;
    wire [31:0] count$4$q;
    wire count$4$clock;
    card_held count$4 (
        .d(count$4$d),
        .q(count$4$q),
        .clock(count$4$clock)
    );
    reg [31:0] count$5$d;
    wire [31:0] count$5$q;
    wire count$5$clock;
    card_held count$5 (
        .d(count$5$d),
        .q(count$5$q),
        .clock(count$5$clock)
    );
    reg [31:0] count$6$d;
    wire [31:0] count$6$q;
    wire count$6$clock;
    card_held count$6 (
        .d(count$6$d),
        .q(count$6$q),
        .clock(count$6$clock)
    );
    reg [31:0] count$7$d;
    wire [31:0] count$7$q;
    wire count$7$clock;
    card_held count$7 (
        .d(count$7$d),
        .q(count$7$q),
        .clock(count$7$clock)
    );
    reg [31:0] count$8$d;
    wire [31:0] count$8$q;
    wire count$8$clock;
    card_held count$8 (
        .d(count$8$d),
        .q(count$8$q),
        .clock(count$8$clock)
    );
    reg [31:0] count$9$d;
    wire [31:0] count$9$q;
    wire count$9$clock;
    card_held count$9 (
        .d(count$9$d),
        .q(count$9$q),
        .clock(count$9$clock)
    );
    reg [31:0] count$10$d;
    wire [31:0] count$10$q;
    wire count$10$clock;
    card_held count$10 (
        .d(count$10$d),
        .q(count$10$q),
        .clock(count$10$clock)
    );
    reg happened$0$d;
    wire happened$0$q;
    wire happened$0$clock;
    card_some happened$0 (
        .d(happened$0$d),
        .q(happened$0$q),
        .clock(happened$0$clock)
    );
    reg happened$1$d;
    wire happened$1$q;
    wire happened$1$clock;
    card_some happened$1 (
        .d(happened$1$d),
        .q(happened$1$q),
        .clock(happened$1$clock)
    );
    reg happened$2$d;
    wire happened$2$q;
    wire happened$2$clock;
    card_some happened$2 (
        .d(happened$2$d),
        .q(happened$2$q),
        .clock(happened$2$clock)
    );
    reg happened$3$d;
    wire happened$3$q;
    wire happened$3$clock;
    card_some happened$3 (
        .d(happened$3$d),
        .q(happened$3$q),
        .clock(happened$3$clock)
    );
    reg happened$4$d;
    wire happened$4$q;
    wire happened$4$clock;
    card_some happened$4 (
        .d(happened$4$d),
        .q(happened$4$q),
        .clock(happened$4$clock)
    );
    reg happened$5$d;
    wire happened$5$q;
    wire happened$5$clock;
    card_some happened$5 (
        .d(happened$5$d),
        .q(happened$5$q),
        .clock(happened$5$clock)
    );
    reg happened$6$d;
    wire happened$6$q;
    wire happened$6$clock;
    card_some happened$6 (
        .d(happened$6$d),
        .q(happened$6$q),
        .clock(happened$6$clock)
    );
    reg happened$7$d;
    wire happened$7$q;
    wire happened$7$clock;
    card_some happened$7 (
        .d(happened$7$d),
        .q(happened$7$q),
        .clock(happened$7$clock)
    );
    reg happened$8$d;
    wire happened$8$q;
    wire happened$8$clock;
    card_some happened$8 (
        .d(happened$8$d),
        .q(happened$8$q),
        .clock(happened$8$clock)
    );
    reg happened$9$d;
    wire happened$9$q;
    wire happened$9$clock;
    card_some happened$9 (
        .d(happened$9$d),
        .q(happened$9$q),
        .clock(happened$9$clock)
    );
    reg happened$10$d;
    wire happened$10$q;
    wire happened$10$clock;
    card_some happened$10 (
        .d(happened$10$d),
        .q(happened$10$q),
        .clock(happened$10$clock)
    );
    assign count$0$clock = clock;
    assign happened$0$clock = clock;
    assign counts$0 = count$0$q;
    assign count$1$clock = clock;
    assign happened$1$clock = clock;
    assign counts$1 = count$1$q;
    assign count$2$clock = clock;
    assign happened$2$clock = clock;
    assign counts$2 = count$2$q;
    assign count$3$clock = clock;
    assign happened$3$clock = clock;
    assign counts$3 = count$3$q;
    assign count$4$clock = clock;
    assign happened$4$clock = clock;
    assign counts$4 = count$4$q;
    assign count$5$clock = clock;
    assign happened$5$clock = clock;
    assign counts$5 = count$5$q;
    assign count$6$clock = clock;
    assign happened$6$clock = clock;
    assign counts$6 = count$6$q;
    assign count$7$clock = clock;
    assign happened$7$clock = clock;
    assign counts$7 = count$7$q;
    assign count$8$clock = clock;
    assign happened$8$clock = clock;
    assign counts$8 = count$8$q;
    assign count$9$clock = clock;
    assign happened$9$clock = clock;
    assign counts$9 = count$9$q;
    assign count$10$clock = clock;
    assign happened$10$clock = clock;
    assign counts$10 = count$10$q;
    always_comb begin
        happened$0$d = events$0;
        count$0$d = count$0$q;
        if (happened$0$q) begin
            count$0$d = count$0$q + 32'd1;
        end
        if (reset) begin
            happened$0$d = 1'b0;
            count$0$d = 32'd0;
        end
        happened$1$d = events$1;
        count$1$d = count$1$q;
        if (happened$1$q) begin
            count$1$d = count$1$q + 32'd1;
        end
        if (reset) begin
            happened$1$d = 1'b0;
            count$1$d = 32'd0;
        end
        happened$2$d = events$2;
        count$2$d = count$2$q;
        if (happened$2$q) begin
            count$2$d = count$2$q + 32'd1;
        end
        if (reset) begin
            happened$2$d = 1'b0;
            count$2$d = 32'd0;
        end
        happened$3$d = events$3;
        count$3$d = count$3$q;
        if (happened$3$q) begin
            count$3$d = count$3$q + 32'd1;
        end
        if (reset) begin
            happened$3$d = 1'b0;
            count$3$d = 32'd0;
        end
        happened$4$d = events$4;
        count$4$d = count$4$q;
        if (happened$4$q) begin
            count$4$d = count$4$q + 32'd1;
        end
        if (reset) begin
            happened$4$d = 1'b0;
            count$4$d = 32'd0;
        end
        happened$5$d = events$5;
        count$5$d = count$5$q;
        if (happened$5$q) begin
            count$5$d = count$5$q + 32'd1;
        end
        if (reset) begin
            happened$5$d = 1'b0;
            count$5$d = 32'd0;
        end
        happened$6$d = events$6;
        count$6$d = count$6$q;
        if (happened$6$q) begin
            count$6$d = count$6$q + 32'd1;
        end
        if (reset) begin
            happened$6$d = 1'b0;
            count$6$d = 32'd0;
        end
        happened$7$d = events$7;
        count$7$d = count$7$q;
        if (happened$7$q) begin
            count$7$d = count$7$q + 32'd1;
        end
        if (reset) begin
            happened$7$d = 1'b0;
            count$7$d = 32'd0;
        end
        happened$8$d = events$8;
        count$8$d = count$8$q;
        if (happened$8$q) begin
            count$8$d = count$8$q + 32'd1;
        end
        if (reset) begin
            happened$8$d = 1'b0;
            count$8$d = 32'd0;
        end
        happened$9$d = events$9;
        count$9$d = count$9$q;
        if (happened$9$q) begin
            count$9$d = count$9$q + 32'd1;
        end
        if (reset) begin
            happened$9$d = 1'b0;
            count$9$d = 32'd0;
        end
        happened$10$d = events$10;
        count$10$d = count$10$q;
        if (happened$10$q) begin
            count$10$d = count$10$q + 32'd1;
        end
        if (reset) begin
            happened$10$d = 1'b0;
            count$10$d = 32'd0;
        end
    end
endmodule

module card_link (
    clock,
    reset,
    send$data,
    send$valid,
    send$ready,
    sent$data,
    sent$valid,
    sent$ready,
    got$data,
    got$valid,
    got$ready,
    free_slot$data,
    free_slot$valid,
    free_slot$ready,
    slot_read$data,
    slot_read$valid,
    slot_read$ready,
    slot_words$data,
    slot_words$valid,
    slot_words$ready,
    slot_write$data,
    slot_write$valid,
    slot_write$ready,
    tx_data,
    tx_end,
    tx_valid,
    tx_ready,
    rx_data,
    rx_end,
    rx_valid,
    phy_up,
    phy_fault,
    epoch,
    unit_id,
    connect,
    up,
    session,
    quiet,
    counts$0,
    counts$1,
    counts$2,
    counts$3,
    counts$4,
    counts$5,
    counts$6,
    counts$7,
    counts$8,
    counts$9,
    counts$10,
    refusal
);
    input wire clock;
    input wire reset;
    input wire [169:0] send$data;
    input wire send$valid;
    output wire send$ready;
    output wire [35:0] sent$data;
    output wire sent$valid;
    input wire sent$ready;
    output wire [169:0] got$data;
    output wire got$valid;
    input wire got$ready;
    input wire [3:0] free_slot$data;
    input wire free_slot$valid;
    output wire free_slot$ready;
    output wire [22:0] slot_read$data;
    output wire slot_read$valid;
    input wire slot_read$ready;
    input wire [63:0] slot_words$data;
    input wire slot_words$valid;
    output wire slot_words$ready;
    output wire [78:0] slot_write$data;
    output wire slot_write$valid;
    input wire slot_write$ready;
    output wire [63:0] tx_data;
    output wire tx_end;
    output wire tx_valid;
    input wire tx_ready;
    input wire [63:0] rx_data;
    input wire rx_end;
    input wire rx_valid;
    input wire phy_up;
    input wire phy_fault;
    input wire [15:0] epoch;
    input wire unit_id;
    input wire connect;
    output wire up;
    output wire [15:0] session;
    output wire quiet;
    output wire [31:0] counts$0;
    output wire [31:0] counts$1;
    output wire [31:0] counts$2;
    output wire [31:0] counts$3;
    output wire [31:0] counts$4;
    output wire [31:0] counts$5;
    output wire [31:0] counts$6;
    output wire [31:0] counts$7;
    output wire [31:0] counts$8;
    output wire [31:0] counts$9;
    output wire [31:0] counts$10;
    output wire [3:0] refusal;
    wire [7:0] found;
    wire transmit$clock;
    wire transmit$reset;
    wire [169:0] transmit$send$data;
    wire transmit$send$valid;
    wire transmit$send$ready;
    wire [35:0] transmit$sent$data;
    wire transmit$sent$valid;
    wire transmit$sent$ready;
    wire [22:0] transmit$slot_read$data;
    wire transmit$slot_read$valid;
    wire transmit$slot_read$ready;
    wire [63:0] transmit$slot_words$data;
    wire transmit$slot_words$valid;
    wire transmit$slot_words$ready;
    wire transmit$phy_up;
    wire [63:0] transmit$tx_data;
    wire transmit$tx_end;
    wire transmit$tx_valid;
    wire transmit$tx_ready;
    wire [15:0] transmit$epoch;
    wire transmit$unit_id;
    wire transmit$up;
    wire transmit$opens;
    wire [15:0] transmit$session;
    wire [79:0] transmit$hello;
    wire transmit$hello_due;
    wire transmit$hello_taken;
    wire transmit$reset_due;
    wire transmit$reset_taken;
    wire [44:0] transmit$news;
    wire transmit$news_valid;
    wire [44:0] transmit$own_window;
    wire transmit$again_taken;
    wire transmit$prompt;
    wire transmit$idle_long;
    wire transmit$stalled;
    wire transmit$replays;
    wire transmit$gives_up;
    wire transmit$lies;
    wire transmit$frame_sent;
    wire transmit$quiet;
    card_transmit_2 transmit (
        .clock(transmit$clock),
        .reset(transmit$reset),
        .send$data(transmit$send$data),
        .send$valid(transmit$send$valid),
        .send$ready(transmit$send$ready),
        .sent$data(transmit$sent$data),
        .sent$valid(transmit$sent$valid),
        .sent$ready(transmit$sent$ready),
        .slot_read$data(transmit$slot_read$data),
        .slot_read$valid(transmit$slot_read$valid),
        .slot_read$ready(transmit$slot_read$ready),
        .slot_words$data(transmit$slot_words$data),
        .slot_words$valid(transmit$slot_words$valid),
        .slot_words$ready(transmit$slot_words$ready),
        .phy_up(transmit$phy_up),
        .tx_data(transmit$tx_data),
        .tx_end(transmit$tx_end),
        .tx_valid(transmit$tx_valid),
        .tx_ready(transmit$tx_ready),
        .epoch(transmit$epoch),
        .unit_id(transmit$unit_id),
        .up(transmit$up),
        .opens(transmit$opens),
        .session(transmit$session),
        .hello(transmit$hello),
        .hello_due(transmit$hello_due),
        .hello_taken(transmit$hello_taken),
        .reset_due(transmit$reset_due),
        .reset_taken(transmit$reset_taken),
        .news(transmit$news),
        .news_valid(transmit$news_valid),
        .own_window(transmit$own_window),
        .again_taken(transmit$again_taken),
        .prompt(transmit$prompt),
        .idle_long(transmit$idle_long),
        .stalled(transmit$stalled),
        .replays(transmit$replays),
        .gives_up(transmit$gives_up),
        .lies(transmit$lies),
        .frame_sent(transmit$frame_sent),
        .quiet(transmit$quiet)
    );
    wire receive$clock;
    wire receive$reset;
    wire [63:0] receive$rx_data;
    wire receive$rx_end;
    wire receive$rx_valid;
    wire receive$cut;
    wire [15:0] receive$epoch;
    wire receive$unit_id;
    wire receive$up;
    wire receive$opens;
    wire [15:0] receive$session;
    wire [169:0] receive$got$data;
    wire receive$got$valid;
    wire receive$got$ready;
    wire [3:0] receive$free_slot$data;
    wire receive$free_slot$valid;
    wire receive$free_slot$ready;
    wire [78:0] receive$slot_write$data;
    wire receive$slot_write$valid;
    wire receive$slot_write$ready;
    wire [79:0] receive$hello;
    wire receive$hello_valid;
    wire [3:0] receive$refusal;
    wire receive$ended;
    wire receive$heard;
    wire [7:0] receive$verdict;
    wire [44:0] receive$news;
    wire receive$news_valid;
    wire [44:0] receive$own_window;
    wire receive$again_taken;
    wire receive$quiet;
    card_receive_2 receive (
        .clock(receive$clock),
        .reset(receive$reset),
        .rx_data(receive$rx_data),
        .rx_end(receive$rx_end),
        .rx_valid(receive$rx_valid),
        .cut(receive$cut),
        .epoch(receive$epoch),
        .unit_id(receive$unit_id),
        .up(receive$up),
        .opens(receive$opens),
        .session(receive$session),
        .got$data(receive$got$data),
        .got$valid(receive$got$valid),
        .got$ready(receive$got$ready),
        .free_slot$data(receive$free_slot$data),
        .free_slot$valid(receive$free_slot$valid),
        .free_slot$ready(receive$free_slot$ready),
        .slot_write$data(receive$slot_write$data),
        .slot_write$valid(receive$slot_write$valid),
        .slot_write$ready(receive$slot_write$ready),
        .hello(receive$hello),
        .hello_valid(receive$hello_valid),
        .refusal(receive$refusal),
        .ended(receive$ended),
        .heard(receive$heard),
        .verdict(receive$verdict),
        .news(receive$news),
        .news_valid(receive$news_valid),
        .own_window(receive$own_window),
        .again_taken(receive$again_taken),
        .quiet(receive$quiet)
    );
    wire session_side$clock;
    wire session_side$reset;
    wire session_side$allowed;
    wire session_side$phy_up;
    wire session_side$quiet;
    wire [79:0] session_side$hello;
    wire session_side$hello_valid;
    wire session_side$heard;
    wire session_side$broken;
    wire session_side$peer_ended;
    wire session_side$idle_long;
    wire [79:0] session_side$own_hello;
    wire session_side$hello_due;
    wire session_side$hello_taken;
    wire session_side$reset_due;
    wire session_side$reset_taken;
    wire session_side$up;
    wire session_side$opens;
    wire session_side$ends;
    wire [15:0] session_side$session;
    card_session_side session_side (
        .clock(session_side$clock),
        .reset(session_side$reset),
        .allowed(session_side$allowed),
        .phy_up(session_side$phy_up),
        .quiet(session_side$quiet),
        .hello(session_side$hello),
        .hello_valid(session_side$hello_valid),
        .heard(session_side$heard),
        .broken(session_side$broken),
        .peer_ended(session_side$peer_ended),
        .idle_long(session_side$idle_long),
        .own_hello(session_side$own_hello),
        .hello_due(session_side$hello_due),
        .hello_taken(session_side$hello_taken),
        .reset_due(session_side$reset_due),
        .reset_taken(session_side$reset_taken),
        .up(session_side$up),
        .opens(session_side$opens),
        .ends(session_side$ends),
        .session(session_side$session)
    );
    wire counters$clock;
    wire counters$reset;
    wire counters$events$0;
    wire counters$events$1;
    wire counters$events$2;
    wire counters$events$3;
    wire counters$events$4;
    wire counters$events$5;
    wire counters$events$6;
    wire counters$events$7;
    wire counters$events$8;
    wire counters$events$9;
    wire counters$events$10;
    wire [31:0] counters$counts$0;
    wire [31:0] counters$counts$1;
    wire [31:0] counters$counts$2;
    wire [31:0] counters$counts$3;
    wire [31:0] counters$counts$4;
    wire [31:0] counters$counts$5;
    wire [31:0] counters$counts$6;
    wire [31:0] counters$counts$7;
    wire [31:0] counters$counts$8;
    wire [31:0] counters$counts$9;
    wire [31:0] counters$counts$10;
    card_counters_2 counters (
        .clock(counters$clock),
        .reset(counters$reset),
        .events$0(counters$events$0),
        .events$1(counters$events$1),
        .events$2(counters$events$2),
        .events$3(counters$events$3),
        .events$4(counters$events$4),
        .events$5(counters$events$5),
        .events$6(counters$events$6),
        .events$7(counters$events$7),
        .events$8(counters$events$8),
        .events$9(counters$events$9),
        .events$10(counters$events$10),
        .counts$0(counters$counts$0),
        .counts$1(counters$counts$1),
        .counts$2(counters$counts$2),
        .counts$3(counters$counts$3),
        .counts$4(counters$counts$4),
        .counts$5(counters$counts$5),
        .counts$6(counters$counts$6),
        .counts$7(counters$counts$7),
        .counts$8(counters$counts$8),
        .counts$9(counters$counts$9),
        .counts$10(counters$counts$10)
    );
    reg allowed$d;
    wire allowed$q;
    wire allowed$clock;
    card_some allowed (
        .d(allowed$d),
        .q(allowed$q),
        .clock(allowed$clock)
    );
    reg phy$d;
    wire phy$q;
    wire phy$clock;
    card_some phy (
        .d(phy$d),
        .q(phy$q),
        .clock(phy$clock)
    );
    reg is_quiet$d;
    wire is_quiet$q;
    wire is_quiet$clock;
    card_some is_quiet (
        .d(is_quiet$d),
        .q(is_quiet$q),
        .clock(is_quiet$clock)
    );
    assign free_slot$ready = receive$free_slot$ready;
    assign got$data = receive$got$data;
    assign got$valid = receive$got$valid;
    assign receive$free_slot$data = free_slot$data;
    assign receive$free_slot$valid = free_slot$valid;
    assign receive$got$ready = got$ready;
    assign receive$slot_write$ready = slot_write$ready;
    assign send$ready = transmit$send$ready;
    assign sent$data = transmit$sent$data;
    assign sent$valid = transmit$sent$valid;
    assign slot_read$data = transmit$slot_read$data;
    assign slot_read$valid = transmit$slot_read$valid;
    assign slot_words$ready = transmit$slot_words$ready;
    assign slot_write$data = receive$slot_write$data;
    assign slot_write$valid = receive$slot_write$valid;
    assign transmit$send$data = send$data;
    assign transmit$send$valid = send$valid;
    assign transmit$sent$ready = sent$ready;
    assign transmit$slot_read$ready = slot_read$ready;
    assign transmit$slot_words$data = slot_words$data;
    assign transmit$slot_words$valid = slot_words$valid;
    assign allowed$clock = clock;
    assign phy$clock = clock;
    assign is_quiet$clock = clock;
    assign transmit$clock = clock;
    assign receive$clock = clock;
    assign session_side$clock = clock;
    assign counters$clock = clock;
    assign transmit$reset = reset;
    assign receive$reset = reset;
    assign session_side$reset = reset;
    assign counters$reset = reset;
    assign tx_data = transmit$tx_data;
    assign tx_end = transmit$tx_end;
    assign tx_valid = transmit$tx_valid;
    assign transmit$tx_ready = tx_ready;
    assign transmit$phy_up = phy$q;
    assign receive$rx_data = rx_data;
    assign receive$rx_end = rx_end;
    assign receive$rx_valid = rx_valid;
    assign receive$cut = ~phy$q;
    assign transmit$epoch = epoch;
    assign receive$epoch = epoch;
    assign transmit$unit_id = unit_id;
    assign receive$unit_id = unit_id;
    assign found = receive$verdict;
    assign session_side$allowed = allowed$q;
    assign session_side$phy_up = phy$q;
    assign session_side$quiet = is_quiet$q;
    assign session_side$hello = receive$hello;
    assign session_side$hello_valid = receive$hello_valid;
    assign session_side$heard = receive$heard;
    assign session_side$broken = ((found[7] | transmit$lies) | transmit$gives_up) | transmit$stalled;
    assign session_side$peer_ended = receive$ended;
    assign session_side$idle_long = transmit$idle_long;
    assign session_side$hello_taken = transmit$hello_taken;
    assign session_side$reset_taken = transmit$reset_taken;
    assign transmit$hello = session_side$own_hello;
    assign transmit$hello_due = session_side$hello_due;
    assign transmit$reset_due = session_side$reset_due;
    assign transmit$up = session_side$up;
    assign transmit$opens = session_side$opens;
    assign transmit$session = session_side$session;
    assign transmit$news = receive$news;
    assign transmit$news_valid = receive$news_valid;
    assign transmit$prompt = found[3];
    assign receive$again_taken = transmit$again_taken;
    assign transmit$own_window = receive$own_window;
    assign receive$up = session_side$up;
    assign receive$opens = session_side$opens;
    assign receive$session = session_side$session;
    assign up = session_side$up;
    assign session = session_side$session;
    assign quiet = is_quiet$q;
    assign counters$events$0 = transmit$frame_sent;
    assign counters$events$1 = found[0];
    assign counters$events$2 = found[1];
    assign counters$events$3 = found[2];
    assign counters$events$4 = session_side$ends;
    assign counters$events$5 = found[5];
    assign counters$events$6 = found[6];
    assign counters$events$7 = found[7] | transmit$lies;
    assign counters$events$8 = transmit$replays;
    assign counters$events$9 = found[3];
    assign counters$events$10 = found[4];
    assign counts$0 = counters$counts$0;
    assign counts$1 = counters$counts$1;
    assign counts$2 = counters$counts$2;
    assign counts$3 = counters$counts$3;
    assign counts$4 = counters$counts$4;
    assign counts$5 = counters$counts$5;
    assign counts$6 = counters$counts$6;
    assign counts$7 = counters$counts$7;
    assign counts$8 = counters$counts$8;
    assign counts$9 = counters$counts$9;
    assign counts$10 = counters$counts$10;
    assign refusal = receive$refusal;
    always_comb begin
        allowed$d = allowed$q;
        phy$d = phy$q;
        is_quiet$d = is_quiet$q;
        phy$d = phy_up & (~phy_fault);
        allowed$d = (phy_up & (~phy_fault)) & connect;
        is_quiet$d = (transmit$quiet & receive$quiet) & (~session_side$reset_due);
    end
endmodule

module card_words_20 (
    clock,
    write,
    write_address,
    write_data,
    read_address,
    read_data
);
    input wire clock;
    input wire write;
    input wire [1:0] write_address;
    input wire [132:0] write_data;
    input wire [1:0] read_address;
    output reg [132:0] read_data;
    (* ram_style = "distributed", no_rw_check *) reg [132:0] memory [0:3];
    always @(posedge clock) if (write) memory[write_address] <= write_data;
    always @* read_data = memory[read_address];
endmodule

module card_queue_6 (
    clock,
    reset,
    sink$data,
    sink$valid,
    sink$ready,
    source$data,
    source$valid,
    source$ready
);
    input wire clock;
    input wire reset;
    input wire [132:0] sink$data;
    input wire sink$valid;
    output wire sink$ready;
    output wire [132:0] source$data;
    output wire source$valid;
    input wire source$ready;
    wire [1:0] behind_head;
    wire [1:0] behind_tail;
    wire push;
    wire pop;
    wire words$clock;
    wire words$write;
    wire [1:0] words$write_address;
    wire [132:0] words$write_data;
    wire [1:0] words$read_address;
    wire [132:0] words$read_data;
    card_words_20 words (
        .clock(words$clock),
        .write(words$write),
        .write_address(words$write_address),
        .write_data(words$write_data),
        .read_address(words$read_address),
        .read_data(words$read_data)
    );
    reg [1:0] head$d;
    wire [1:0] head$q;
    wire head$clock;
    card_part head (
        .d(head$d),
        .q(head$q),
        .clock(head$clock)
    );
    reg [1:0] tail$d;
    wire [1:0] tail$q;
    wire tail$clock;
    card_part tail (
        .d(tail$d),
        .q(tail$q),
        .clock(tail$clock)
    );
    reg some$d;
    wire some$q;
    wire some$clock;
    card_some some (
        .d(some$d),
        .q(some$q),
        .clock(some$clock)
    );
    reg full$d;
    wire full$q;
    wire full$clock;
    card_some full (
        .d(full$d),
        .q(full$q),
        .clock(full$clock)
    );
    assign head$clock = clock;
    assign tail$clock = clock;
    assign some$clock = clock;
    assign full$clock = clock;
    assign words$clock = clock;
    assign sink$ready = ~full$q;
    assign source$valid = some$q;
    assign push = sink$valid & (~full$q);
    assign pop = source$ready & some$q;
    assign words$write = push;
    assign words$write_address = tail$q;
    assign words$write_data = sink$data;
    assign words$read_address = head$q;
    assign source$data = words$read_data;
    assign behind_head = head$q + 2'd1;
    assign behind_tail = tail$q + 2'd1;
    always_comb begin
        head$d = head$q;
        tail$d = tail$q;
        some$d = some$q;
        full$d = full$q;
        if (push) begin
            tail$d = behind_tail;
        end
        if (pop) begin
            head$d = behind_head;
        end
        if (push & (~pop)) begin
            some$d = 1'b1;
            full$d = behind_tail == head$q;
        end
        if (pop & (~push)) begin
            some$d = behind_head != tail$q;
            full$d = 1'b0;
        end
        if (reset) begin
            head$d = 2'd0;
            tail$d = 2'd0;
            some$d = 1'b0;
            full$d = 1'b0;
        end
    end
endmodule

module card_words_21 (
    clock,
    write,
    write_address,
    write_data,
    read_address,
    read_data
);
    input wire clock;
    input wire write;
    input wire write_address;
    input wire [1:0] write_data;
    input wire read_address;
    output reg [1:0] read_data;
    (* ram_style = "distributed", no_rw_check *) reg [1:0] memory [0:1];
    always @(posedge clock) if (write) memory[write_address] <= write_data;
    always @* read_data = memory[read_address];
endmodule

module card_jobs_2 (
    clock,
    reset,
    sink$data,
    sink$valid,
    sink$ready,
    source$data,
    source$valid,
    source$ready
);
    input wire clock;
    input wire reset;
    input wire [1:0] sink$data;
    input wire sink$valid;
    output wire sink$ready;
    output wire [1:0] source$data;
    output wire source$valid;
    input wire source$ready;
    wire behind_head;
    wire behind_tail;
    wire push;
    wire pop;
    wire words$clock;
    wire words$write;
    wire words$write_address;
    wire [1:0] words$write_data;
    wire words$read_address;
    wire [1:0] words$read_data;
    card_words_21 words (
        .clock(words$clock),
        .write(words$write),
        .write_address(words$write_address),
        .write_data(words$write_data),
        .read_address(words$read_address),
        .read_data(words$read_data)
    );
    reg head$d;
    wire head$q;
    wire head$clock;
    card_some head (
        .d(head$d),
        .q(head$q),
        .clock(head$clock)
    );
    reg tail$d;
    wire tail$q;
    wire tail$clock;
    card_some tail (
        .d(tail$d),
        .q(tail$q),
        .clock(tail$clock)
    );
    reg some$d;
    wire some$q;
    wire some$clock;
    card_some some (
        .d(some$d),
        .q(some$q),
        .clock(some$clock)
    );
    reg full$d;
    wire full$q;
    wire full$clock;
    card_some full (
        .d(full$d),
        .q(full$q),
        .clock(full$clock)
    );
    assign head$clock = clock;
    assign tail$clock = clock;
    assign some$clock = clock;
    assign full$clock = clock;
    assign words$clock = clock;
    assign sink$ready = ~full$q;
    assign source$valid = some$q;
    assign push = sink$valid & (~full$q);
    assign pop = source$ready & some$q;
    assign words$write = push;
    assign words$write_address = tail$q;
    assign words$write_data = sink$data;
    assign words$read_address = head$q;
    assign source$data = words$read_data;
    assign behind_head = head$q + 1'd1;
    assign behind_tail = tail$q + 1'd1;
    always_comb begin
        head$d = head$q;
        tail$d = tail$q;
        some$d = some$q;
        full$d = full$q;
        if (push) begin
            tail$d = behind_tail;
        end
        if (pop) begin
            head$d = behind_head;
        end
        if (push & (~pop)) begin
            some$d = 1'b1;
            full$d = behind_tail == head$q;
        end
        if (pop & (~push)) begin
            some$d = behind_head != tail$q;
            full$d = 1'b0;
        end
        if (reset) begin
            head$d = 1'd0;
            tail$d = 1'd0;
            some$d = 1'b0;
            full$d = 1'b0;
        end
    end
endmodule

module card_crcs (
    clock,
    write,
    write_address,
    write_data,
    read_address,
    read_data
);
    input wire clock;
    input wire write;
    input wire [1:0] write_address;
    input wire [31:0] write_data;
    input wire [1:0] read_address;
    output reg [31:0] read_data;
    (* ram_style = "distributed", no_rw_check *) reg [31:0] memory [0:3];
    always @(posedge clock) if (write) memory[write_address] <= write_data;
    always @* read_data = memory[read_address];
endmodule

module card_early (
    d,
    q,
    clock
);
    input wire [64:0] d;
    output reg [64:0] q;
    input wire clock;
    initial q = 65'd0;
    always @(posedge clock) q <= d;
endmodule

module card_words_side (
    clock,
    reset,
    job$data,
    job$valid,
    job$ready,
    hungry,
    words$data,
    words$valid,
    words$ready,
    record,
    finished,
    data_crc,
    discarded,
    w_data,
    w_last,
    w_valid,
    w_ready
);
    input wire clock;
    input wire reset;
    input wire [1:0] job$data;
    input wire job$valid;
    output wire job$ready;
    output reg hungry;
    input wire [63:0] words$data;
    input wire words$valid;
    output reg words$ready;
    input wire [223:0] record;
    input wire [2:0] finished;
    output wire [31:0] data_crc;
    output reg discarded;
    output wire [63:0] w_data;
    output wire w_last;
    output wire w_valid;
    input wire w_ready;
    localparam [4:0] places = 5'h10;
    localparam [1:0] job_record = 2'd1;
    localparam [1:0] job_discard = 2'd2;
    localparam [1:0] Words$Block = 2'd1;
    localparam [1:0] Words$Discard = 2'd3;
    localparam [1:0] Words$Idle = 2'd0;
    localparam [1:0] Words$Record = 2'd2;
    reg [63:0] record_word;
    reg [64:0] beat;
    reg gives;
    reg begins;
    wire has_room;
    reg [64:0] ended;
    wire [64:0] taken;
    wire pop;
    wire jobs$clock;
    wire jobs$reset;
    wire [1:0] jobs$sink$data;
    wire jobs$sink$valid;
    wire jobs$sink$ready;
    wire [1:0] jobs$source$data;
    wire jobs$source$valid;
    reg jobs$source$ready;
    card_jobs_2 jobs (
        .clock(jobs$clock),
        .reset(jobs$reset),
        .sink$data(jobs$sink$data),
        .sink$valid(jobs$sink$valid),
        .sink$ready(jobs$sink$ready),
        .source$data(jobs$source$data),
        .source$valid(jobs$source$valid),
        .source$ready(jobs$source$ready)
    );
    wire checksum$clock;
    reg [63:0] checksum$data;
    reg checksum$valid;
    reg checksum$first;
    wire [31:0] checksum$crc;
    card_block_sum checksum (
        .clock(checksum$clock),
        .data(checksum$data),
        .valid(checksum$valid),
        .first(checksum$first),
        .crc(checksum$crc)
    );
    wire crcs$clock;
    wire crcs$write;
    wire [1:0] crcs$write_address;
    wire [31:0] crcs$write_data;
    wire [1:0] crcs$read_address;
    wire [31:0] crcs$read_data;
    card_crcs crcs (
        .clock(crcs$clock),
        .write(crcs$write),
        .write_address(crcs$write_address),
        .write_data(crcs$write_data),
        .read_address(crcs$read_address),
        .read_data(crcs$read_data)
    );
    wire out$clock;
    wire out$reset;
    reg [64:0] out$sink$data;
    wire out$sink$valid;
    wire out$sink$ready;
    wire [64:0] out$source$data;
    wire out$source$valid;
    wire out$source$ready;
    card_out_3 out (
        .clock(out$clock),
        .reset(out$reset),
        .sink$data(out$sink$data),
        .sink$valid(out$sink$valid),
        .sink$ready(out$sink$ready),
        .source$data(out$source$data),
        .source$valid(out$source$valid),
        .source$ready(out$source$ready)
    );
    reg [1:0] state$d;
    wire [1:0] state$q;
    wire state$clock;
    card_part state (
        .d(state$d),
        .q(state$q),
        .clock(state$clock)
    );
    reg of_record$d;
    wire of_record$q;
    wire of_record$clock;
    card_some of_record (
        .d(of_record$d),
        .q(of_record$q),
        .clock(of_record$clock)
    );
    reg [8:0] at$d;
    wire [8:0] at$q;
    wire at$clock;
    card_pointer at (
        .d(at$d),
        .q(at$q),
        .clock(at$clock)
    );
    reg [1:0] measured$d;
    wire [1:0] measured$q;
    wire measured$clock;
    card_part measured (
        .d(measured$d),
        .q(measured$q),
        .clock(measured$clock)
    );
    reg [4:0] room$d;
    wire [4:0] room$q;
    wire room$clock;
    card_waiting room (
        .d(room$d),
        .q(room$q),
        .clock(room$clock)
    );
    reg [64:0] early$d;
    wire [64:0] early$q;
    wire early$clock;
    card_early early (
        .d(early$d),
        .q(early$q),
        .clock(early$clock)
    );
    reg early_valid$d;
    wire early_valid$q;
    wire early_valid$clock;
    card_some early_valid (
        .d(early_valid$d),
        .q(early_valid$q),
        .clock(early_valid$clock)
    );
    reg early_block_end$d;
    wire early_block_end$q;
    wire early_block_end$clock;
    card_some early_block_end (
        .d(early_block_end$d),
        .q(early_block_end$q),
        .clock(early_block_end$clock)
    );
    reg early_record_end$d;
    wire early_record_end$q;
    wire early_record_end$clock;
    card_some early_record_end (
        .d(early_record_end$d),
        .q(early_record_end$q),
        .clock(early_record_end$clock)
    );
    reg [64:0] late$d;
    wire [64:0] late$q;
    wire late$clock;
    card_early late (
        .d(late$d),
        .q(late$q),
        .clock(late$clock)
    );
    reg late_valid$d;
    wire late_valid$q;
    wire late_valid$clock;
    card_some late_valid (
        .d(late_valid$d),
        .q(late_valid$q),
        .clock(late_valid$clock)
    );
    reg late_block_end$d;
    wire late_block_end$q;
    wire late_block_end$clock;
    card_some late_block_end (
        .d(late_block_end$d),
        .q(late_block_end$q),
        .clock(late_block_end$clock)
    );
    reg late_record_end$d;
    wire late_record_end$q;
    wire late_record_end$clock;
    card_some late_record_end (
        .d(late_record_end$d),
        .q(late_record_end$q),
        .clock(late_record_end$clock)
    );
    assign job$ready = jobs$sink$ready;
    assign jobs$sink$data = job$data;
    assign jobs$sink$valid = job$valid;
    assign state$clock = clock;
    assign of_record$clock = clock;
    assign at$clock = clock;
    assign measured$clock = clock;
    assign room$clock = clock;
    assign early$clock = clock;
    assign early_valid$clock = clock;
    assign early_block_end$clock = clock;
    assign early_record_end$clock = clock;
    assign late$clock = clock;
    assign late_valid$clock = clock;
    assign late_block_end$clock = clock;
    assign late_record_end$clock = clock;
    assign jobs$clock = clock;
    assign checksum$clock = clock;
    assign crcs$clock = clock;
    assign out$clock = clock;
    assign jobs$reset = reset;
    assign out$reset = reset;
    assign has_room = room$q != 5'd0;
    assign crcs$write = late_block_end$q;
    assign crcs$write_address = measured$q;
    assign crcs$write_data = checksum$crc;
    assign crcs$read_address = finished[1:0];
    assign data_crc = crcs$read_data;
    assign out$sink$valid = late_valid$q;
    assign taken = out$source$data;
    assign w_data = taken[63:0];
    assign w_last = taken[64];
    assign w_valid = out$source$valid;
    assign out$source$ready = w_ready;
    assign pop = out$source$valid & w_ready;
    always_comb begin
        state$d = state$q;
        of_record$d = of_record$q;
        at$d = at$q;
        measured$d = measured$q;
        room$d = room$q;
        early$d = early$q;
        early_valid$d = early_valid$q;
        early_block_end$d = early_block_end$q;
        early_record_end$d = early_record_end$q;
        late$d = late$q;
        late_valid$d = late_valid$q;
        late_block_end$d = late_block_end$q;
        late_record_end$d = late_record_end$q;
        hungry = ~jobs$source$valid;
        if (at$q[1]) begin
            record_word = record[191:128];
            if (at$q[0]) begin
                record_word = {32'd0, record[223:192]};
            end
        end else begin
            record_word = record[63:0];
            if (at$q[0]) begin
                record_word = record[127:64];
            end
        end
        beat[63:0] = words$data;
        if (of_record$q) begin
            beat[63:0] = record_word;
        end
        beat[64] = 1'b0;
        gives = 1'b0;
        begins = 1'b0;
        words$ready = 1'b0;
        jobs$source$ready = 1'b0;
        discarded = 1'b0;
        early_block_end$d = 1'b0;
        early_record_end$d = 1'b0;
        case (state$q)
            Words$Block: begin
                hungry = (~jobs$source$valid) & (&at$q[8:6]);
                words$ready = has_room;
                begins = at$q == 9'd0;
                beat[64] = &at$q[7:0];
                if (words$valid & has_room) begin
                    gives = 1'b1;
                    at$d = at$q + 9'd1;
                    if (&at$q) begin
                        early_block_end$d = 1'b1;
                        state$d = Words$Idle;
                    end
                end
            end
            Words$Record: begin
                begins = at$q == 9'd0;
                beat[64] = at$q == 9'd3;
                if (has_room) begin
                    gives = 1'b1;
                    at$d = at$q + 9'd1;
                    if (at$q == 9'd3) begin
                        early_record_end$d = 1'b1;
                        state$d = Words$Idle;
                    end
                end
            end
            Words$Discard: begin
                words$ready = 1'b1;
                if (words$valid) begin
                    at$d = at$q + 9'd1;
                    if (&at$q) begin
                        discarded = 1'b1;
                        measured$d = measured$q + 2'd1;
                        state$d = Words$Idle;
                    end
                end
            end
            default: begin // Words$Idle
                jobs$source$ready = 1'b1;
                at$d = 9'd0;
                of_record$d = 1'b0;
                if (jobs$source$valid) begin
                    state$d = Words$Block;
                    if (jobs$source$data == job_record) begin
                        state$d = Words$Record;
                        of_record$d = 1'b1;
                    end
                    if (jobs$source$data == job_discard) begin
                        state$d = Words$Discard;
                    end
                end
            end
        endcase
        checksum$data = beat[63:0];
        checksum$valid = gives;
        checksum$first = begins;
        early$d = beat;
        early_valid$d = gives;
        late$d = early$q;
        late_valid$d = early_valid$q;
        late_block_end$d = early_block_end$q;
        late_record_end$d = early_record_end$q;
        ended = late$q;
        if (late_record_end$q) begin
            ended[63:0] = late$q[63:0] | ({32'd0, checksum$crc} << 32);
        end
        if (late_block_end$q) begin
            measured$d = measured$q + 2'd1;
        end
        out$sink$data = ended;
        if (gives & (~pop)) begin
            room$d = room$q - 5'd1;
        end
        if ((~gives) & pop) begin
            room$d = room$q + 5'd1;
        end
        if (reset) begin
            state$d = Words$Idle;
            measured$d = 2'd0;
            room$d = places;
            early_valid$d = 1'b0;
            late_valid$d = 1'b0;
            early_block_end$d = 1'b0;
            late_block_end$d = 1'b0;
        end
    end
endmodule

module card_record_side (
    clock,
    reset,
    area_blocks,
    written$data,
    written$valid,
    written$ready,
    landed,
    finished,
    stamp,
    failed,
    data_crc,
    wants,
    address,
    record,
    taken,
    answered,
    answer_error
);
    input wire clock;
    input wire reset;
    input wire [31:0] area_blocks;
    output reg [36:0] written$data;
    output reg written$valid;
    input wire written$ready;
    input wire [2:0] landed;
    output wire [2:0] finished;
    input wire [132:0] stamp;
    input wire failed;
    input wire [31:0] data_crc;
    output reg wants;
    output wire [39:0] address;
    output wire [223:0] record;
    input wire taken;
    input wire answered;
    input wire answer_error;
    localparam [2:0] Ending$Preparing = 3'd1;
    localparam [2:0] Ending$Reporting = 3'd4;
    localparam [2:0] Ending$Waiting = 3'd0;
    localparam [2:0] Ending$Wanting = 3'd2;
    localparam [2:0] Ending$Writing = 3'd3;
    reg [223:0] words;
    reg [36:0] done;
    reg [2:0] ending$d;
    wire [2:0] ending$q;
    wire ending$clock;
    card_bar ending (
        .d(ending$d),
        .q(ending$q),
        .clock(ending$clock)
    );
    reg [2:0] next$d;
    wire [2:0] next$q;
    wire next$clock;
    card_bar next (
        .d(next$d),
        .q(next$q),
        .clock(next$clock)
    );
    reg [39:0] at$d;
    wire [39:0] at$q;
    wire at$clock;
    card_count at (
        .d(at$d),
        .q(at$q),
        .clock(at$clock)
    );
    reg error$d;
    wire error$q;
    wire error$clock;
    card_some error (
        .d(error$d),
        .q(error$q),
        .clock(error$clock)
    );
    reg [223:0] kept$d;
    wire [223:0] kept$q;
    wire kept$clock;
    card_current_2 kept (
        .d(kept$d),
        .q(kept$q),
        .clock(kept$clock)
    );
    assign ending$clock = clock;
    assign next$clock = clock;
    assign at$clock = clock;
    assign error$clock = clock;
    assign kept$clock = clock;
    assign finished = next$q;
    assign address = at$q;
    assign record = kept$q;
    always_comb begin
        ending$d = ending$q;
        next$d = next$q;
        at$d = at$q;
        error$d = error$q;
        kept$d = kept$q;
        words[63:0] = ({32'd0, stamp[35:4]} | ({48'd0, stamp[51:36]} << 32)) | ({48'd0, stamp[67:52]} << 48);
        words[127:64] = {32'd0, stamp[132:101]} | ({32'd0, stamp[100:69]} << 32);
        words[191:128] = {63'd0, stamp[68]} << 48;
        words[223:192] = data_crc;
        kept$d = words;
        done[3:0] = stamp[3:0];
        done[35:4] = data_crc;
        done[36] = error$q;
        written$data = done;
        written$valid = 1'b0;
        wants = 1'b0;
        case (ending$q)
            Ending$Preparing: begin
                at$d = ({8'd0, area_blocks} << 12) + ({8'd0, stamp[35:4]} << 5);
                error$d = failed;
                ending$d = Ending$Wanting;
                if (failed) begin
                    ending$d = Ending$Reporting;
                end
            end
            Ending$Wanting: begin
                wants = 1'b1;
                if (taken) begin
                    ending$d = Ending$Writing;
                end
            end
            Ending$Writing: begin
                if (answered) begin
                    error$d = answer_error;
                    ending$d = Ending$Reporting;
                end
            end
            Ending$Reporting: begin
                written$valid = 1'b1;
                if (written$ready) begin
                    next$d = next$q + 3'd1;
                    ending$d = Ending$Waiting;
                end
            end
            default: begin // Ending$Waiting
                if (landed != next$q) begin
                    ending$d = Ending$Preparing;
                end
            end
        endcase
        if (reset) begin
            ending$d = Ending$Waiting;
            next$d = 3'd0;
        end
    end
endmodule

module card_words_22 (
    clock,
    write,
    write_address,
    write_data,
    read_address,
    read_data
);
    input wire clock;
    input wire write;
    input wire [3:0] write_address;
    input wire [1:0] write_data;
    input wire [3:0] read_address;
    output reg [1:0] read_data;
    (* ram_style = "distributed", no_rw_check *) reg [1:0] memory [0:15];
    always @(posedge clock) if (write) memory[write_address] <= write_data;
    always @* read_data = memory[read_address];
endmodule

module card_answers (
    clock,
    reset,
    sink$data,
    sink$valid,
    sink$ready,
    source$data,
    source$valid,
    source$ready
);
    input wire clock;
    input wire reset;
    input wire [1:0] sink$data;
    input wire sink$valid;
    output wire sink$ready;
    output wire [1:0] source$data;
    output wire source$valid;
    input wire source$ready;
    wire [3:0] behind_head;
    wire [3:0] behind_tail;
    wire push;
    wire pop;
    wire words$clock;
    wire words$write;
    wire [3:0] words$write_address;
    wire [1:0] words$write_data;
    wire [3:0] words$read_address;
    wire [1:0] words$read_data;
    card_words_22 words (
        .clock(words$clock),
        .write(words$write),
        .write_address(words$write_address),
        .write_data(words$write_data),
        .read_address(words$read_address),
        .read_data(words$read_data)
    );
    reg [3:0] head$d;
    wire [3:0] head$q;
    wire head$clock;
    card_head head (
        .d(head$d),
        .q(head$q),
        .clock(head$clock)
    );
    reg [3:0] tail$d;
    wire [3:0] tail$q;
    wire tail$clock;
    card_head tail (
        .d(tail$d),
        .q(tail$q),
        .clock(tail$clock)
    );
    reg some$d;
    wire some$q;
    wire some$clock;
    card_some some (
        .d(some$d),
        .q(some$q),
        .clock(some$clock)
    );
    reg full$d;
    wire full$q;
    wire full$clock;
    card_some full (
        .d(full$d),
        .q(full$q),
        .clock(full$clock)
    );
    assign head$clock = clock;
    assign tail$clock = clock;
    assign some$clock = clock;
    assign full$clock = clock;
    assign words$clock = clock;
    assign sink$ready = ~full$q;
    assign source$valid = some$q;
    assign push = sink$valid & (~full$q);
    assign pop = source$ready & some$q;
    assign words$write = push;
    assign words$write_address = tail$q;
    assign words$write_data = sink$data;
    assign words$read_address = head$q;
    assign source$data = words$read_data;
    assign behind_head = head$q + 4'd1;
    assign behind_tail = tail$q + 4'd1;
    always_comb begin
        head$d = head$q;
        tail$d = tail$q;
        some$d = some$q;
        full$d = full$q;
        if (push) begin
            tail$d = behind_tail;
        end
        if (pop) begin
            head$d = behind_head;
        end
        if (push & (~pop)) begin
            some$d = 1'b1;
            full$d = behind_tail == head$q;
        end
        if (pop & (~push)) begin
            some$d = behind_head != tail$q;
            full$d = 1'b0;
        end
        if (reset) begin
            head$d = 4'd0;
            tail$d = 4'd0;
            some$d = 1'b0;
            full$d = 1'b0;
        end
    end
endmodule

module card_failures (
    clock,
    write,
    write_address,
    write_data,
    read_address,
    read_data
);
    input wire clock;
    input wire write;
    input wire [1:0] write_address;
    input wire write_data;
    input wire [1:0] read_address;
    output reg read_data;
    (* ram_style = "distributed", no_rw_check *) reg [0:0] memory [0:3];
    always @(posedge clock) if (write) memory[write_address] <= write_data;
    always @* read_data = memory[read_address];
endmodule

module card_command (
    d,
    q,
    clock
);
    input wire [132:0] d;
    output reg [132:0] q;
    input wire clock;
    initial q = 133'd0;
    always @(posedge clock) q <= d;
endmodule

module card_write_side (
    clock,
    reset,
    area_blocks,
    write$data,
    write$valid,
    write$ready,
    words$data,
    words$valid,
    words$ready,
    written$data,
    written$valid,
    written$ready,
    aw_addr,
    aw_len,
    aw_valid,
    aw_ready,
    w_data,
    w_last,
    w_valid,
    w_ready,
    b_error,
    b_valid,
    b_ready
);
    input wire clock;
    input wire reset;
    input wire [31:0] area_blocks;
    input wire [132:0] write$data;
    input wire write$valid;
    output wire write$ready;
    input wire [63:0] words$data;
    input wire words$valid;
    output wire words$ready;
    output wire [36:0] written$data;
    output wire written$valid;
    input wire written$ready;
    output wire [39:0] aw_addr;
    output wire [7:0] aw_len;
    output wire aw_valid;
    input wire aw_ready;
    output wire [63:0] w_data;
    output wire w_last;
    output wire w_valid;
    input wire w_ready;
    input wire b_error;
    input wire b_valid;
    output wire b_ready;
    localparam [2:0] contexts = 3'd4;
    localparam [1:0] job_block = 2'd0;
    localparam [1:0] job_record = 2'd1;
    localparam [1:0] job_discard = 2'd2;
    localparam [7:0] data_beats = 8'hff;
    localparam [7:0] record_beats = 8'd3;
    localparam [2:0] Issue$Checking = 3'd1;
    localparam [2:0] Issue$Dropping = 3'd5;
    localparam [2:0] Issue$Empty = 3'd0;
    localparam [2:0] Issue$First = 3'd2;
    localparam [2:0] Issue$Refusing = 3'd4;
    localparam [2:0] Issue$Second = 3'd3;
    wire free;
    reg bursts;
    reg second;
    reg data_lands;
    wire [1:0] answer;
    wire queue$clock;
    wire queue$reset;
    wire [132:0] queue$sink$data;
    wire queue$sink$valid;
    wire queue$sink$ready;
    wire [132:0] queue$source$data;
    wire queue$source$valid;
    reg queue$source$ready;
    card_queue_6 queue (
        .clock(queue$clock),
        .reset(queue$reset),
        .sink$data(queue$sink$data),
        .sink$valid(queue$sink$valid),
        .sink$ready(queue$sink$ready),
        .source$data(queue$source$data),
        .source$valid(queue$source$valid),
        .source$ready(queue$source$ready)
    );
    wire words_side$clock;
    wire words_side$reset;
    reg [1:0] words_side$job$data;
    reg words_side$job$valid;
    wire words_side$job$ready;
    wire words_side$hungry;
    wire [63:0] words_side$words$data;
    wire words_side$words$valid;
    wire words_side$words$ready;
    wire [223:0] words_side$record;
    wire [2:0] words_side$finished;
    wire [31:0] words_side$data_crc;
    wire words_side$discarded;
    wire [63:0] words_side$w_data;
    wire words_side$w_last;
    wire words_side$w_valid;
    wire words_side$w_ready;
    card_words_side words_side (
        .clock(words_side$clock),
        .reset(words_side$reset),
        .job$data(words_side$job$data),
        .job$valid(words_side$job$valid),
        .job$ready(words_side$job$ready),
        .hungry(words_side$hungry),
        .words$data(words_side$words$data),
        .words$valid(words_side$words$valid),
        .words$ready(words_side$words$ready),
        .record(words_side$record),
        .finished(words_side$finished),
        .data_crc(words_side$data_crc),
        .discarded(words_side$discarded),
        .w_data(words_side$w_data),
        .w_last(words_side$w_last),
        .w_valid(words_side$w_valid),
        .w_ready(words_side$w_ready)
    );
    wire record_side$clock;
    wire record_side$reset;
    wire [31:0] record_side$area_blocks;
    wire [36:0] record_side$written$data;
    wire record_side$written$valid;
    wire record_side$written$ready;
    wire [2:0] record_side$landed;
    wire [2:0] record_side$finished;
    wire [132:0] record_side$stamp;
    wire record_side$failed;
    wire [31:0] record_side$data_crc;
    wire record_side$wants;
    wire [39:0] record_side$address;
    wire [223:0] record_side$record;
    reg record_side$taken;
    reg record_side$answered;
    wire record_side$answer_error;
    card_record_side record_side (
        .clock(record_side$clock),
        .reset(record_side$reset),
        .area_blocks(record_side$area_blocks),
        .written$data(record_side$written$data),
        .written$valid(record_side$written$valid),
        .written$ready(record_side$written$ready),
        .landed(record_side$landed),
        .finished(record_side$finished),
        .stamp(record_side$stamp),
        .failed(record_side$failed),
        .data_crc(record_side$data_crc),
        .wants(record_side$wants),
        .address(record_side$address),
        .record(record_side$record),
        .taken(record_side$taken),
        .answered(record_side$answered),
        .answer_error(record_side$answer_error)
    );
    wire answers$clock;
    wire answers$reset;
    reg [1:0] answers$sink$data;
    reg answers$sink$valid;
    wire answers$sink$ready;
    wire [1:0] answers$source$data;
    wire answers$source$valid;
    wire answers$source$ready;
    card_answers answers (
        .clock(answers$clock),
        .reset(answers$reset),
        .sink$data(answers$sink$data),
        .sink$valid(answers$sink$valid),
        .sink$ready(answers$sink$ready),
        .source$data(answers$source$data),
        .source$valid(answers$source$valid),
        .source$ready(answers$source$ready)
    );
    wire stamps$clock;
    reg stamps$write;
    wire [1:0] stamps$write_address;
    wire [132:0] stamps$write_data;
    wire [1:0] stamps$read_address;
    wire [132:0] stamps$read_data;
    card_words_20 stamps (
        .clock(stamps$clock),
        .write(stamps$write),
        .write_address(stamps$write_address),
        .write_data(stamps$write_data),
        .read_address(stamps$read_address),
        .read_data(stamps$read_data)
    );
    wire failures$clock;
    reg failures$write;
    wire [1:0] failures$write_address;
    reg failures$write_data;
    wire [1:0] failures$read_address;
    wire failures$read_data;
    card_failures failures (
        .clock(failures$clock),
        .write(failures$write),
        .write_address(failures$write_address),
        .write_data(failures$write_data),
        .read_address(failures$read_address),
        .read_data(failures$read_data)
    );
    reg [2:0] issue$d;
    wire [2:0] issue$q;
    wire issue$clock;
    card_bar issue (
        .d(issue$d),
        .q(issue$q),
        .clock(issue$clock)
    );
    reg [132:0] command$d;
    wire [132:0] command$q;
    wire command$clock;
    card_command command (
        .d(command$d),
        .q(command$q),
        .clock(command$clock)
    );
    reg [2:0] begun$d;
    wire [2:0] begun$q;
    wire begun$clock;
    card_bar begun (
        .d(begun$d),
        .q(begun$q),
        .clock(begun$clock)
    );
    reg [2:0] landed$d;
    wire [2:0] landed$q;
    wire landed$clock;
    card_bar landed (
        .d(landed$d),
        .q(landed$q),
        .clock(landed$clock)
    );
    reg first_failed$d;
    wire first_failed$q;
    wire first_failed$clock;
    card_some first_failed (
        .d(first_failed$d),
        .q(first_failed$q),
        .clock(first_failed$clock)
    );
    reg [39:0] address$d;
    wire [39:0] address$q;
    wire address$clock;
    card_count address (
        .d(address$d),
        .q(address$q),
        .clock(address$clock)
    );
    reg [7:0] length$d;
    wire [7:0] length$q;
    wire length$clock;
    card_opcode length (
        .d(length$d),
        .q(length$q),
        .clock(length$clock)
    );
    reg offers$d;
    wire offers$q;
    wire offers$clock;
    card_some offers (
        .d(offers$d),
        .q(offers$q),
        .clock(offers$clock)
    );
    assign queue$sink$data = write$data;
    assign queue$sink$valid = write$valid;
    assign record_side$written$ready = written$ready;
    assign words$ready = words_side$words$ready;
    assign words_side$words$data = words$data;
    assign words_side$words$valid = words$valid;
    assign write$ready = queue$sink$ready;
    assign written$data = record_side$written$data;
    assign written$valid = record_side$written$valid;
    assign issue$clock = clock;
    assign command$clock = clock;
    assign begun$clock = clock;
    assign landed$clock = clock;
    assign first_failed$clock = clock;
    assign address$clock = clock;
    assign length$clock = clock;
    assign offers$clock = clock;
    assign queue$clock = clock;
    assign words_side$clock = clock;
    assign record_side$clock = clock;
    assign answers$clock = clock;
    assign stamps$clock = clock;
    assign failures$clock = clock;
    assign queue$reset = reset;
    assign words_side$reset = reset;
    assign record_side$reset = reset;
    assign answers$reset = reset;
    assign w_data = words_side$w_data;
    assign w_last = words_side$w_last;
    assign w_valid = words_side$w_valid;
    assign words_side$w_ready = w_ready;
    assign stamps$read_address = record_side$finished[1:0];
    assign failures$read_address = record_side$finished[1:0];
    assign record_side$stamp = stamps$read_data;
    assign record_side$failed = failures$read_data;
    assign record_side$landed = landed$q;
    assign record_side$area_blocks = area_blocks;
    assign record_side$answer_error = b_error;
    assign words_side$record = record_side$record;
    assign words_side$finished = record_side$finished;
    assign record_side$data_crc = words_side$data_crc;
    assign aw_addr = address$q;
    assign aw_len = length$q;
    assign aw_valid = offers$q;
    assign free = (((~offers$q) | aw_ready) & words_side$job$ready) & answers$sink$ready;
    assign stamps$write_address = begun$q[1:0];
    assign stamps$write_data = command$q;
    assign b_ready = answers$source$valid;
    assign answers$source$ready = b_valid;
    assign answer = answers$source$data;
    assign failures$write_address = landed$q[1:0];
    always_comb begin
        issue$d = issue$q;
        command$d = command$q;
        begun$d = begun$q;
        landed$d = landed$q;
        first_failed$d = first_failed$q;
        address$d = address$q;
        length$d = length$q;
        offers$d = offers$q;
        record_side$answered = 1'b0;
        if (aw_ready) begin
            offers$d = 1'b0;
        end
        bursts = 1'b0;
        second = 1'b0;
        words_side$job$data = job_block;
        words_side$job$valid = 1'b0;
        answers$sink$data = 2'd0;
        answers$sink$valid = 1'b0;
        record_side$taken = 1'b0;
        queue$source$ready = 1'b0;
        stamps$write = 1'b0;
        case (issue$q)
            Issue$Checking: begin
                issue$d = Issue$Refusing;
                if (command$q[35:4] < area_blocks) begin
                    issue$d = Issue$First;
                end
            end
            Issue$First: begin
                if (free & record_side$wants) begin
                    record_side$taken = 1'b1;
                end else if ((free & words_side$hungry) & ((begun$q - record_side$finished) != contexts)) begin
                    bursts = 1'b1;
                    words_side$job$valid = 1'b1;
                    answers$sink$valid = 1'b1;
                    stamps$write = 1'b1;
                    issue$d = Issue$Second;
                end
            end
            Issue$Second: begin
                if (free) begin
                    bursts = 1'b1;
                    second = 1'b1;
                    answers$sink$data = 2'd2;
                    answers$sink$valid = 1'b1;
                    begun$d = begun$q + 3'd1;
                    issue$d = Issue$Empty;
                end
            end
            Issue$Refusing: begin
                if (free & record_side$wants) begin
                    record_side$taken = 1'b1;
                end else if (free & (begun$q == record_side$finished)) begin
                    words_side$job$data = job_discard;
                    words_side$job$valid = 1'b1;
                    stamps$write = 1'b1;
                    begun$d = begun$q + 3'd1;
                    issue$d = Issue$Dropping;
                end
            end
            Issue$Dropping: begin
                if (words_side$discarded) begin
                    issue$d = Issue$Empty;
                end
            end
            default: begin // Issue$Empty
                queue$source$ready = 1'b1;
                command$d = queue$source$data;
                if (queue$source$valid) begin
                    issue$d = Issue$Checking;
                end
                if (free & record_side$wants) begin
                    record_side$taken = 1'b1;
                end
            end
        endcase
        if (free) begin
            address$d = ({8'd0, command$q[35:4]} << 12) | ({39'd0, second} << 11);
            length$d = data_beats;
            if (record_side$wants & (~second)) begin
                address$d = record_side$address;
                length$d = record_beats;
            end
        end
        if (bursts | record_side$taken) begin
            offers$d = 1'b1;
        end
        if (record_side$taken) begin
            words_side$job$data = job_record;
            words_side$job$valid = 1'b1;
            answers$sink$data = 2'd1;
            answers$sink$valid = 1'b1;
        end
        data_lands = 1'b0;
        failures$write_data = first_failed$q | b_error;
        if (b_valid & answers$source$valid) begin
            if (answer[0]) begin
                record_side$answered = 1'b1;
            end else begin
                first_failed$d = b_error;
                if (answer[1]) begin
                    first_failed$d = 1'b0;
                    data_lands = 1'b1;
                end
            end
        end
        if (words_side$discarded) begin
            failures$write_data = 1'b1;
            data_lands = 1'b1;
        end
        failures$write = data_lands;
        if (data_lands) begin
            landed$d = landed$q + 3'd1;
        end
        if (reset) begin
            issue$d = Issue$Empty;
            begun$d = 3'd0;
            landed$d = 3'd0;
            first_failed$d = 1'b0;
            offers$d = 1'b0;
        end
    end
endmodule

module card_words_23 (
    clock,
    write,
    write_address,
    write_data,
    read_address,
    read_data
);
    input wire clock;
    input wire write;
    input wire write_address;
    input wire [36:0] write_data;
    input wire read_address;
    output reg [36:0] read_data;
    (* ram_style = "distributed", no_rw_check *) reg [36:0] memory [0:1];
    always @(posedge clock) if (write) memory[write_address] <= write_data;
    always @* read_data = memory[read_address];
endmodule

module card_reports_2 (
    clock,
    reset,
    sink$data,
    sink$valid,
    sink$ready,
    source$data,
    source$valid,
    source$ready
);
    input wire clock;
    input wire reset;
    input wire [36:0] sink$data;
    input wire sink$valid;
    output wire sink$ready;
    output wire [36:0] source$data;
    output wire source$valid;
    input wire source$ready;
    wire behind_head;
    wire behind_tail;
    wire push;
    wire pop;
    wire words$clock;
    wire words$write;
    wire words$write_address;
    wire [36:0] words$write_data;
    wire words$read_address;
    wire [36:0] words$read_data;
    card_words_23 words (
        .clock(words$clock),
        .write(words$write),
        .write_address(words$write_address),
        .write_data(words$write_data),
        .read_address(words$read_address),
        .read_data(words$read_data)
    );
    reg head$d;
    wire head$q;
    wire head$clock;
    card_some head (
        .d(head$d),
        .q(head$q),
        .clock(head$clock)
    );
    reg tail$d;
    wire tail$q;
    wire tail$clock;
    card_some tail (
        .d(tail$d),
        .q(tail$q),
        .clock(tail$clock)
    );
    reg some$d;
    wire some$q;
    wire some$clock;
    card_some some (
        .d(some$d),
        .q(some$q),
        .clock(some$clock)
    );
    reg full$d;
    wire full$q;
    wire full$clock;
    card_some full (
        .d(full$d),
        .q(full$q),
        .clock(full$clock)
    );
    assign head$clock = clock;
    assign tail$clock = clock;
    assign some$clock = clock;
    assign full$clock = clock;
    assign words$clock = clock;
    assign sink$ready = ~full$q;
    assign source$valid = some$q;
    assign push = sink$valid & (~full$q);
    assign pop = source$ready & some$q;
    assign words$write = push;
    assign words$write_address = tail$q;
    assign words$write_data = sink$data;
    assign words$read_address = head$q;
    assign source$data = words$read_data;
    assign behind_head = head$q + 1'd1;
    assign behind_tail = tail$q + 1'd1;
    always_comb begin
        head$d = head$q;
        tail$d = tail$q;
        some$d = some$q;
        full$d = full$q;
        if (push) begin
            tail$d = behind_tail;
        end
        if (pop) begin
            head$d = behind_head;
        end
        if (push & (~pop)) begin
            some$d = 1'b1;
            full$d = behind_tail == head$q;
        end
        if (pop & (~push)) begin
            some$d = behind_head != tail$q;
            full$d = 1'b0;
        end
        if (reset) begin
            head$d = 1'd0;
            tail$d = 1'd0;
            some$d = 1'b0;
            full$d = 1'b0;
        end
    end
endmodule

module card_check (
    clock,
    reset,
    job$data,
    job$valid,
    job$ready,
    refuse,
    idle,
    words$data,
    words$valid,
    words$ready,
    done$data,
    done$valid,
    done$ready,
    r_data,
    r_error,
    r_last,
    r_valid,
    r_ready
);
    input wire clock;
    input wire reset;
    input wire [35:0] job$data;
    input wire job$valid;
    output wire job$ready;
    input wire refuse;
    output wire idle;
    output wire [78:0] words$data;
    output wire words$valid;
    input wire words$ready;
    output wire [36:0] done$data;
    output wire done$valid;
    input wire done$ready;
    input wire [63:0] r_data;
    input wire r_error;
    input wire r_last;
    input wire r_valid;
    output wire r_ready;
    localparam [63:0] low_half = 64'hffffffff;
    wire beat;
    wire is_record;
    wire burst_end;
    reg [78:0] word;
    wire [78:0] out_word;
    reg [36:0] report;
    wire leaves;
    wire reported;
    wire jobs$clock;
    wire jobs$reset;
    wire [35:0] jobs$sink$data;
    wire jobs$sink$valid;
    wire jobs$sink$ready;
    wire [35:0] jobs$source$data;
    wire jobs$source$valid;
    reg jobs$source$ready;
    card_reports jobs (
        .clock(jobs$clock),
        .reset(jobs$reset),
        .sink$data(jobs$sink$data),
        .sink$valid(jobs$sink$valid),
        .sink$ready(jobs$sink$ready),
        .source$data(jobs$source$data),
        .source$valid(jobs$source$valid),
        .source$ready(jobs$source$ready)
    );
    wire out$clock;
    wire out$reset;
    reg [78:0] out$sink$data;
    wire out$sink$valid;
    wire out$sink$ready;
    wire [78:0] out$source$data;
    wire out$source$valid;
    wire out$source$ready;
    card_queue_3 out (
        .clock(out$clock),
        .reset(out$reset),
        .sink$data(out$sink$data),
        .sink$valid(out$sink$valid),
        .sink$ready(out$sink$ready),
        .source$data(out$source$data),
        .source$valid(out$source$valid),
        .source$ready(out$source$ready)
    );
    wire reports$clock;
    wire reports$reset;
    reg [36:0] reports$sink$data;
    wire reports$sink$valid;
    wire reports$sink$ready;
    wire [36:0] reports$source$data;
    wire reports$source$valid;
    wire reports$source$ready;
    card_reports_2 reports (
        .clock(reports$clock),
        .reset(reports$reset),
        .sink$data(reports$sink$data),
        .sink$valid(reports$sink$valid),
        .sink$ready(reports$sink$ready),
        .source$data(reports$source$data),
        .source$valid(reports$source$valid),
        .source$ready(reports$source$ready)
    );
    wire checksum$clock;
    reg [63:0] checksum$data;
    wire checksum$valid;
    wire checksum$first;
    wire [31:0] checksum$crc;
    card_block_sum checksum (
        .clock(checksum$clock),
        .data(checksum$data),
        .valid(checksum$valid),
        .first(checksum$first),
        .crc(checksum$crc)
    );
    reg active$d;
    wire active$q;
    wire active$clock;
    card_some active (
        .d(active$d),
        .q(active$q),
        .clock(active$clock)
    );
    reg [35:0] read$d;
    wire [35:0] read$q;
    wire read$clock;
    card_area_out read (
        .d(read$d),
        .q(read$q),
        .clock(read$clock)
    );
    reg [9:0] at$d;
    wire [9:0] at$q;
    wire at$clock;
    card_at at (
        .d(at$d),
        .q(at$q),
        .clock(at$clock)
    );
    reg failed$d;
    wire failed$q;
    wire failed$clock;
    card_some failed (
        .d(failed$d),
        .q(failed$q),
        .clock(failed$clock)
    );
    reg written$d;
    wire written$q;
    wire written$clock;
    card_some written (
        .d(written$d),
        .q(written$q),
        .clock(written$clock)
    );
    reg foreign$d;
    wire foreign$q;
    wire foreign$clock;
    card_some foreign (
        .d(foreign$d),
        .q(foreign$q),
        .clock(foreign$clock)
    );
    reg [31:0] data_crc$d;
    wire [31:0] data_crc$q;
    wire data_crc$clock;
    card_held data_crc (
        .d(data_crc$d),
        .q(data_crc$q),
        .clock(data_crc$clock)
    );
    reg record_bad$d;
    wire record_bad$q;
    wire record_bad$clock;
    card_some record_bad (
        .d(record_bad$d),
        .q(record_bad$q),
        .clock(record_bad$clock)
    );
    reg [1:0] record_end$d;
    wire [1:0] record_end$q;
    wire record_end$clock;
    card_part record_end (
        .d(record_end$d),
        .q(record_end$q),
        .clock(record_end$clock)
    );
    reg [1:0] data_end$d;
    wire [1:0] data_end$q;
    wire data_end$clock;
    card_part data_end (
        .d(data_end$d),
        .q(data_end$q),
        .clock(data_end$clock)
    );
    reg [31:0] record_crc$d;
    wire [31:0] record_crc$q;
    wire record_crc$clock;
    card_held record_crc (
        .d(record_crc$d),
        .q(record_crc$q),
        .clock(record_crc$clock)
    );
    reg [1:0] delivered$d;
    wire [1:0] delivered$q;
    wire delivered$clock;
    card_part delivered (
        .d(delivered$d),
        .q(delivered$q),
        .clock(delivered$clock)
    );
    function automatic [8:0] cut$10$9(input [9:0] x$);
        cut$10$9 = x$[8:0];
    endfunction
    assign job$ready = jobs$sink$ready;
    assign jobs$sink$data = job$data;
    assign jobs$sink$valid = job$valid;
    assign active$clock = clock;
    assign read$clock = clock;
    assign at$clock = clock;
    assign failed$clock = clock;
    assign written$clock = clock;
    assign foreign$clock = clock;
    assign data_crc$clock = clock;
    assign record_bad$clock = clock;
    assign record_end$clock = clock;
    assign data_end$clock = clock;
    assign record_crc$clock = clock;
    assign delivered$clock = clock;
    assign jobs$clock = clock;
    assign out$clock = clock;
    assign reports$clock = clock;
    assign checksum$clock = clock;
    assign jobs$reset = reset;
    assign out$reset = reset;
    assign reports$reset = reset;
    assign r_ready = active$q & out$sink$ready;
    assign beat = (active$q & out$sink$ready) & r_valid;
    assign is_record = ~(|at$q[9:2]);
    assign checksum$valid = beat;
    assign checksum$first = (at$q == 10'd0) | (at$q == 10'd4);
    assign out$sink$valid = beat & (~is_record);
    assign burst_end = ((at$q == 10'd3) | (at$q == 10'h103)) | (at$q == 10'h203);
    assign idle = (((~active$q) & (~(|data_end$q))) & (~jobs$source$valid)) & reports$sink$ready;
    assign reports$sink$valid = data_end$q[1] | refuse;
    assign out_word = out$source$data;
    assign words$data = out$source$data;
    assign words$valid = out$source$valid;
    assign out$source$ready = words$ready;
    assign leaves = ((out$source$valid & words$ready) & (&out_word[12:4])) | refuse;
    assign done$data = reports$source$data;
    assign done$valid = reports$source$valid & (delivered$q != 2'd0);
    assign reports$source$ready = done$ready & (delivered$q != 2'd0);
    assign reported = (reports$source$valid & (delivered$q != 2'd0)) & done$ready;
    always_comb begin
        active$d = active$q;
        read$d = read$q;
        at$d = at$q;
        failed$d = failed$q;
        written$d = written$q;
        foreign$d = foreign$q;
        data_crc$d = data_crc$q;
        record_bad$d = record_bad$q;
        record_end$d = record_end$q;
        data_end$d = data_end$q;
        record_crc$d = record_crc$q;
        delivered$d = delivered$q;
        checksum$data = r_data;
        if (is_record & (&at$q[1:0])) begin
            checksum$data = r_data & low_half;
        end
        word[3:0] = read$q[3:0];
        word[12:4] = cut$10$9(at$q - 10'd4);
        word[76:13] = r_data;
        word[77] = 1'b1;
        word[78] = 1'b1;
        out$sink$data = word;
        record_end$d = record_end$q << 1;
        data_end$d = data_end$q << 1;
        jobs$source$ready = 1'b0;
        if (beat) begin
            at$d = at$q + 10'd1;
            if (r_error | (r_last != burst_end)) begin
                failed$d = 1'b1;
            end
            if (is_record) begin
                if (|r_data) begin
                    written$d = 1'b1;
                end
                if (at$q == 10'd0) begin
                    foreign$d = r_data[31:0] != read$q[35:4];
                end
                data_crc$d = r_data[31:0];
                record_crc$d = r_data[63:32];
                if (at$q == 10'd3) begin
                    record_end$d = 2'd1;
                end
            end
            if (at$q == 10'h203) begin
                data_end$d = 2'd1;
                active$d = 1'b0;
            end
        end
        if (record_end$q[1]) begin
            record_bad$d = foreign$q | (checksum$crc != record_crc$q);
        end
        if (((~active$q) & (~(|data_end$q))) & reports$sink$ready) begin
            jobs$source$ready = 1'b1;
            active$d = jobs$source$valid;
            read$d = jobs$source$data;
            at$d = 10'd0;
            failed$d = 1'b0;
            written$d = 1'b0;
        end
        report[3:0] = read$q[3:0];
        report[35:4] = checksum$crc;
        report[36] = failed$q | (written$q & (record_bad$q | (checksum$crc != data_crc$q)));
        if (refuse) begin
            report[3:0] = job$data[3:0];
            report[36] = 1'b1;
        end
        reports$sink$data = report;
        if (leaves & (~reported)) begin
            delivered$d = delivered$q + 2'd1;
        end
        if ((~leaves) & reported) begin
            delivered$d = delivered$q - 2'd1;
        end
        if (reset) begin
            active$d = 1'b0;
            record_end$d = 2'd0;
            data_end$d = 2'd0;
            delivered$d = 2'd0;
        end
    end
endmodule

module card_read_side (
    clock,
    reset,
    area_blocks,
    read$data,
    read$valid,
    read$ready,
    read_words$data,
    read_words$valid,
    read_words$ready,
    read_done$data,
    read_done$valid,
    read_done$ready,
    ar_addr,
    ar_len,
    ar_valid,
    ar_ready,
    r_data,
    r_error,
    r_last,
    r_valid,
    r_ready
);
    input wire clock;
    input wire reset;
    input wire [31:0] area_blocks;
    input wire [35:0] read$data;
    input wire read$valid;
    output wire read$ready;
    output wire [78:0] read_words$data;
    output wire read_words$valid;
    input wire read_words$ready;
    output wire [36:0] read_done$data;
    output wire read_done$valid;
    input wire read_done$ready;
    output wire [39:0] ar_addr;
    output wire [7:0] ar_len;
    output wire ar_valid;
    input wire ar_ready;
    input wire [63:0] r_data;
    input wire r_error;
    input wire r_last;
    input wire r_valid;
    output wire r_ready;
    localparam [7:0] data_beats = 8'hff;
    localparam [7:0] record_beats = 8'd3;
    localparam [2:0] Ask$Checking = 3'd1;
    localparam [2:0] Ask$Empty = 3'd0;
    localparam [2:0] Ask$First = 3'd3;
    localparam [2:0] Ask$Record = 3'd2;
    localparam [2:0] Ask$Refusing = 3'd5;
    localparam [2:0] Ask$Second = 3'd4;
    wire free;
    wire queue$clock;
    wire queue$reset;
    wire [35:0] queue$sink$data;
    wire queue$sink$valid;
    wire queue$sink$ready;
    wire [35:0] queue$source$data;
    wire queue$source$valid;
    reg queue$source$ready;
    card_reports queue (
        .clock(queue$clock),
        .reset(queue$reset),
        .sink$data(queue$sink$data),
        .sink$valid(queue$sink$valid),
        .sink$ready(queue$sink$ready),
        .source$data(queue$source$data),
        .source$valid(queue$source$valid),
        .source$ready(queue$source$ready)
    );
    wire check$clock;
    wire check$reset;
    wire [35:0] check$job$data;
    reg check$job$valid;
    wire check$job$ready;
    reg check$refuse;
    wire check$idle;
    wire [78:0] check$words$data;
    wire check$words$valid;
    wire check$words$ready;
    wire [36:0] check$done$data;
    wire check$done$valid;
    wire check$done$ready;
    wire [63:0] check$r_data;
    wire check$r_error;
    wire check$r_last;
    wire check$r_valid;
    wire check$r_ready;
    card_check check (
        .clock(check$clock),
        .reset(check$reset),
        .job$data(check$job$data),
        .job$valid(check$job$valid),
        .job$ready(check$job$ready),
        .refuse(check$refuse),
        .idle(check$idle),
        .words$data(check$words$data),
        .words$valid(check$words$valid),
        .words$ready(check$words$ready),
        .done$data(check$done$data),
        .done$valid(check$done$valid),
        .done$ready(check$done$ready),
        .r_data(check$r_data),
        .r_error(check$r_error),
        .r_last(check$r_last),
        .r_valid(check$r_valid),
        .r_ready(check$r_ready)
    );
    reg [2:0] ask$d;
    wire [2:0] ask$q;
    wire ask$clock;
    card_bar ask (
        .d(ask$d),
        .q(ask$q),
        .clock(ask$clock)
    );
    reg [35:0] command$d;
    wire [35:0] command$q;
    wire command$clock;
    card_area_out command (
        .d(command$d),
        .q(command$q),
        .clock(command$clock)
    );
    reg [39:0] record_at$d;
    wire [39:0] record_at$q;
    wire record_at$clock;
    card_count record_at (
        .d(record_at$d),
        .q(record_at$q),
        .clock(record_at$clock)
    );
    reg [39:0] address$d;
    wire [39:0] address$q;
    wire address$clock;
    card_count address (
        .d(address$d),
        .q(address$q),
        .clock(address$clock)
    );
    reg [7:0] length$d;
    wire [7:0] length$q;
    wire length$clock;
    card_opcode length (
        .d(length$d),
        .q(length$q),
        .clock(length$clock)
    );
    reg offers$d;
    wire offers$q;
    wire offers$clock;
    card_some offers (
        .d(offers$d),
        .q(offers$q),
        .clock(offers$clock)
    );
    assign check$done$ready = read_done$ready;
    assign check$words$ready = read_words$ready;
    assign queue$sink$data = read$data;
    assign queue$sink$valid = read$valid;
    assign read$ready = queue$sink$ready;
    assign read_done$data = check$done$data;
    assign read_done$valid = check$done$valid;
    assign read_words$data = check$words$data;
    assign read_words$valid = check$words$valid;
    assign ask$clock = clock;
    assign command$clock = clock;
    assign record_at$clock = clock;
    assign address$clock = clock;
    assign length$clock = clock;
    assign offers$clock = clock;
    assign queue$clock = clock;
    assign check$clock = clock;
    assign queue$reset = reset;
    assign check$reset = reset;
    assign check$r_data = r_data;
    assign check$r_error = r_error;
    assign check$r_last = r_last;
    assign check$r_valid = r_valid;
    assign r_ready = check$r_ready;
    assign ar_addr = address$q;
    assign ar_len = length$q;
    assign ar_valid = offers$q;
    assign free = (~offers$q) | ar_ready;
    assign check$job$data = command$q;
    always_comb begin
        ask$d = ask$q;
        command$d = command$q;
        record_at$d = record_at$q;
        address$d = address$q;
        length$d = length$q;
        offers$d = offers$q;
        if (ar_ready) begin
            offers$d = 1'b0;
        end
        check$job$valid = 1'b0;
        check$refuse = 1'b0;
        queue$source$ready = 1'b0;
        case (ask$q)
            Ask$Checking: begin
                record_at$d = ({8'd0, area_blocks} << 12) + ({8'd0, command$q[35:4]} << 5);
                ask$d = Ask$Refusing;
                if (command$q[35:4] < area_blocks) begin
                    ask$d = Ask$Record;
                end
            end
            Ask$Record: begin
                if (free & check$job$ready) begin
                    check$job$valid = 1'b1;
                    address$d = record_at$q;
                    length$d = record_beats;
                    offers$d = 1'b1;
                    ask$d = Ask$First;
                end
            end
            Ask$First: begin
                if (free) begin
                    address$d = {8'd0, command$q[35:4]} << 12;
                    length$d = data_beats;
                    offers$d = 1'b1;
                    ask$d = Ask$Second;
                end
            end
            Ask$Second: begin
                if (free) begin
                    address$d = ({8'd0, command$q[35:4]} << 12) | 40'h800;
                    offers$d = 1'b1;
                    ask$d = Ask$Empty;
                end
            end
            Ask$Refusing: begin
                if (check$idle) begin
                    check$refuse = 1'b1;
                    ask$d = Ask$Empty;
                end
            end
            default: begin // Ask$Empty
                queue$source$ready = 1'b1;
                command$d = queue$source$data;
                if (queue$source$valid) begin
                    ask$d = Ask$Checking;
                end
            end
        endcase
        if (reset) begin
            ask$d = Ask$Empty;
            offers$d = 1'b0;
        end
    end
endmodule

module card_area (
    clock,
    reset,
    area_blocks,
    write$data,
    write$valid,
    write$ready,
    words$data,
    words$valid,
    words$ready,
    written$data,
    written$valid,
    written$ready,
    read$data,
    read$valid,
    read$ready,
    read_words$data,
    read_words$valid,
    read_words$ready,
    read_done$data,
    read_done$valid,
    read_done$ready,
    axi_aw_addr,
    axi_aw_len,
    axi_aw_valid,
    axi_aw_ready,
    axi_w_data,
    axi_w_strb,
    axi_w_last,
    axi_w_valid,
    axi_w_ready,
    axi_b_resp,
    axi_b_valid,
    axi_b_ready,
    axi_ar_addr,
    axi_ar_len,
    axi_ar_valid,
    axi_ar_ready,
    axi_r_data,
    axi_r_resp,
    axi_r_last,
    axi_r_valid,
    axi_r_ready
);
    input wire clock;
    input wire reset;
    input wire [31:0] area_blocks;
    input wire [132:0] write$data;
    input wire write$valid;
    output wire write$ready;
    input wire [63:0] words$data;
    input wire words$valid;
    output wire words$ready;
    output wire [36:0] written$data;
    output wire written$valid;
    input wire written$ready;
    input wire [35:0] read$data;
    input wire read$valid;
    output wire read$ready;
    output wire [78:0] read_words$data;
    output wire read_words$valid;
    input wire read_words$ready;
    output wire [36:0] read_done$data;
    output wire read_done$valid;
    input wire read_done$ready;
    output wire [39:0] axi_aw_addr;
    output wire [7:0] axi_aw_len;
    output wire axi_aw_valid;
    input wire axi_aw_ready;
    output wire [63:0] axi_w_data;
    output wire [7:0] axi_w_strb;
    output wire axi_w_last;
    output wire axi_w_valid;
    input wire axi_w_ready;
    input wire [1:0] axi_b_resp;
    input wire axi_b_valid;
    output wire axi_b_ready;
    output wire [39:0] axi_ar_addr;
    output wire [7:0] axi_ar_len;
    output wire axi_ar_valid;
    input wire axi_ar_ready;
    input wire [63:0] axi_r_data;
    input wire [1:0] axi_r_resp;
    input wire axi_r_last;
    input wire axi_r_valid;
    output wire axi_r_ready;
    wire write_side$clock;
    wire write_side$reset;
    wire [31:0] write_side$area_blocks;
    wire [132:0] write_side$write$data;
    wire write_side$write$valid;
    wire write_side$write$ready;
    wire [63:0] write_side$words$data;
    wire write_side$words$valid;
    wire write_side$words$ready;
    wire [36:0] write_side$written$data;
    wire write_side$written$valid;
    wire write_side$written$ready;
    wire [39:0] write_side$aw_addr;
    wire [7:0] write_side$aw_len;
    wire write_side$aw_valid;
    wire write_side$aw_ready;
    wire [63:0] write_side$w_data;
    wire write_side$w_last;
    wire write_side$w_valid;
    wire write_side$w_ready;
    wire write_side$b_error;
    wire write_side$b_valid;
    wire write_side$b_ready;
    card_write_side write_side (
        .clock(write_side$clock),
        .reset(write_side$reset),
        .area_blocks(write_side$area_blocks),
        .write$data(write_side$write$data),
        .write$valid(write_side$write$valid),
        .write$ready(write_side$write$ready),
        .words$data(write_side$words$data),
        .words$valid(write_side$words$valid),
        .words$ready(write_side$words$ready),
        .written$data(write_side$written$data),
        .written$valid(write_side$written$valid),
        .written$ready(write_side$written$ready),
        .aw_addr(write_side$aw_addr),
        .aw_len(write_side$aw_len),
        .aw_valid(write_side$aw_valid),
        .aw_ready(write_side$aw_ready),
        .w_data(write_side$w_data),
        .w_last(write_side$w_last),
        .w_valid(write_side$w_valid),
        .w_ready(write_side$w_ready),
        .b_error(write_side$b_error),
        .b_valid(write_side$b_valid),
        .b_ready(write_side$b_ready)
    );
    wire read_side$clock;
    wire read_side$reset;
    wire [31:0] read_side$area_blocks;
    wire [35:0] read_side$read$data;
    wire read_side$read$valid;
    wire read_side$read$ready;
    wire [78:0] read_side$read_words$data;
    wire read_side$read_words$valid;
    wire read_side$read_words$ready;
    wire [36:0] read_side$read_done$data;
    wire read_side$read_done$valid;
    wire read_side$read_done$ready;
    wire [39:0] read_side$ar_addr;
    wire [7:0] read_side$ar_len;
    wire read_side$ar_valid;
    wire read_side$ar_ready;
    wire [63:0] read_side$r_data;
    wire read_side$r_error;
    wire read_side$r_last;
    wire read_side$r_valid;
    wire read_side$r_ready;
    card_read_side read_side (
        .clock(read_side$clock),
        .reset(read_side$reset),
        .area_blocks(read_side$area_blocks),
        .read$data(read_side$read$data),
        .read$valid(read_side$read$valid),
        .read$ready(read_side$read$ready),
        .read_words$data(read_side$read_words$data),
        .read_words$valid(read_side$read_words$valid),
        .read_words$ready(read_side$read_words$ready),
        .read_done$data(read_side$read_done$data),
        .read_done$valid(read_side$read_done$valid),
        .read_done$ready(read_side$read_done$ready),
        .ar_addr(read_side$ar_addr),
        .ar_len(read_side$ar_len),
        .ar_valid(read_side$ar_valid),
        .ar_ready(read_side$ar_ready),
        .r_data(read_side$r_data),
        .r_error(read_side$r_error),
        .r_last(read_side$r_last),
        .r_valid(read_side$r_valid),
        .r_ready(read_side$r_ready)
    );
    assign read$ready = read_side$read$ready;
    assign read_done$data = read_side$read_done$data;
    assign read_done$valid = read_side$read_done$valid;
    assign read_side$read$data = read$data;
    assign read_side$read$valid = read$valid;
    assign read_side$read_done$ready = read_done$ready;
    assign read_side$read_words$ready = read_words$ready;
    assign read_words$data = read_side$read_words$data;
    assign read_words$valid = read_side$read_words$valid;
    assign words$ready = write_side$words$ready;
    assign write$ready = write_side$write$ready;
    assign write_side$words$data = words$data;
    assign write_side$words$valid = words$valid;
    assign write_side$write$data = write$data;
    assign write_side$write$valid = write$valid;
    assign write_side$written$ready = written$ready;
    assign written$data = write_side$written$data;
    assign written$valid = write_side$written$valid;
    assign write_side$clock = clock;
    assign read_side$clock = clock;
    assign write_side$reset = reset;
    assign write_side$area_blocks = area_blocks;
    assign axi_aw_addr = write_side$aw_addr;
    assign axi_aw_len = write_side$aw_len;
    assign axi_aw_valid = write_side$aw_valid;
    assign write_side$aw_ready = axi_aw_ready;
    assign axi_w_data = write_side$w_data;
    assign axi_w_strb = 8'hff;
    assign axi_w_last = write_side$w_last;
    assign axi_w_valid = write_side$w_valid;
    assign write_side$w_ready = axi_w_ready;
    assign write_side$b_error = axi_b_resp[1];
    assign write_side$b_valid = axi_b_valid;
    assign axi_b_ready = write_side$b_ready;
    assign read_side$reset = reset;
    assign read_side$area_blocks = area_blocks;
    assign axi_ar_addr = read_side$ar_addr;
    assign axi_ar_len = read_side$ar_len;
    assign axi_ar_valid = read_side$ar_valid;
    assign read_side$ar_ready = axi_ar_ready;
    assign read_side$r_data = axi_r_data;
    assign read_side$r_error = axi_r_resp[1];
    assign read_side$r_last = axi_r_last;
    assign read_side$r_valid = axi_r_valid;
    assign axi_r_ready = read_side$r_ready;
endmodule

module card (
    clock,
    reset,
    rx_data,
    rx_keep,
    rx_sop,
    rx_eop,
    rx_bar,
    rx_valid,
    rx_ready,
    tx_data,
    tx_keep,
    tx_sop,
    tx_eop,
    tx_valid,
    tx_ready,
    cfg_bdf,
    cfg_mps,
    cfg_mrrs,
    cfg_rcb,
    cfg_bus_master,
    cfg_msix_enable,
    cfg_msix_mask,
    flr_request,
    flr_done,
    link_tx_data,
    link_tx_end,
    link_tx_valid,
    link_tx_ready,
    link_rx_data,
    link_rx_end,
    link_rx_valid,
    link_up,
    link_fault,
    axi_aw_addr,
    axi_aw_len,
    axi_aw_valid,
    axi_aw_ready,
    axi_w_data,
    axi_w_strb,
    axi_w_last,
    axi_w_valid,
    axi_w_ready,
    axi_b_resp,
    axi_b_valid,
    axi_b_ready,
    axi_ar_addr,
    axi_ar_len,
    axi_ar_valid,
    axi_ar_ready,
    axi_r_data,
    axi_r_resp,
    axi_r_last,
    axi_r_valid,
    axi_r_ready,
    area_blocks,
    board_id,
    unit_id,
    serial,
    leds,
    status_valid,
    status_row,
    status_old,
    status_new,
    status_read,
    status_lba,
    status_blocks,
    status_unit,
    status_wseq
);
    input wire clock;
    input wire reset;
    input wire [63:0] rx_data;
    input wire [7:0] rx_keep;
    input wire rx_sop;
    input wire rx_eop;
    input wire [2:0] rx_bar;
    input wire rx_valid;
    output wire rx_ready;
    output wire [63:0] tx_data;
    output wire [7:0] tx_keep;
    output wire tx_sop;
    output wire tx_eop;
    output wire tx_valid;
    input wire tx_ready;
    input wire [15:0] cfg_bdf;
    input wire [2:0] cfg_mps;
    input wire [2:0] cfg_mrrs;
    input wire cfg_rcb;
    input wire cfg_bus_master;
    input wire cfg_msix_enable;
    input wire cfg_msix_mask;
    input wire flr_request;
    output wire flr_done;
    output wire [63:0] link_tx_data;
    output wire link_tx_end;
    output wire link_tx_valid;
    input wire link_tx_ready;
    input wire [63:0] link_rx_data;
    input wire link_rx_end;
    input wire link_rx_valid;
    input wire link_up;
    input wire link_fault;
    output wire [39:0] axi_aw_addr;
    output wire [7:0] axi_aw_len;
    output wire axi_aw_valid;
    input wire axi_aw_ready;
    output wire [63:0] axi_w_data;
    output wire [7:0] axi_w_strb;
    output wire axi_w_last;
    output wire axi_w_valid;
    input wire axi_w_ready;
    input wire [1:0] axi_b_resp;
    input wire axi_b_valid;
    output wire axi_b_ready;
    output wire [39:0] axi_ar_addr;
    output wire [7:0] axi_ar_len;
    output wire axi_ar_valid;
    input wire axi_ar_ready;
    input wire [63:0] axi_r_data;
    input wire [1:0] axi_r_resp;
    input wire axi_r_last;
    input wire axi_r_valid;
    output wire axi_r_ready;
    input wire [31:0] area_blocks;
    input wire [7:0] board_id;
    input wire unit_id;
    input wire [63:0] serial;
    output reg [7:0] leds;
    output wire status_valid;
    output wire [5:0] status_row;
    output wire [1:0] status_old;
    output wire [1:0] status_new;
    output wire status_read;
    output wire [31:0] status_lba;
    output wire [5:0] status_blocks;
    output wire status_unit;
    output wire [31:0] status_wseq;
    localparam [1:0] place_slot = 2'd0;
    localparam [31:0] timeout_cycles = 32'h1312d0;
    localparam [15:0] epoch = 16'd1;
    wire [134:0] now;
    wire slot_word;
    wire to_control;
    reg [134:0] settings$d;
    wire [134:0] settings$q;
    wire settings$clock;
    card_settings settings (
        .d(settings$d),
        .q(settings$q),
        .clock(settings$clock)
    );
    wire pcie$clock;
    wire pcie$reset;
    wire [63:0] pcie$rx_data;
    wire [7:0] pcie$rx_keep;
    wire pcie$rx_sop;
    wire pcie$rx_eop;
    wire [2:0] pcie$rx_bar;
    wire pcie$rx_valid;
    wire pcie$rx_ready;
    wire [63:0] pcie$tx_data;
    wire [7:0] pcie$tx_keep;
    wire pcie$tx_sop;
    wire pcie$tx_eop;
    wire pcie$tx_valid;
    wire pcie$tx_ready;
    wire [15:0] pcie$cfg_bdf;
    wire [2:0] pcie$cfg_mps;
    wire [2:0] pcie$cfg_mrrs;
    wire pcie$cfg_rcb;
    wire pcie$cfg_bus_master;
    wire pcie$cfg_msix_enable;
    wire pcie$cfg_msix_mask;
    wire [31:0] pcie$timeout_cycles;
    wire [89:0] pcie$regs$data;
    wire pcie$regs$valid;
    reg pcie$regs$ready;
    reg [63:0] pcie$reg_reply$data;
    wire pcie$reg_reply$valid;
    wire pcie$reg_reply$ready;
    wire [98:0] pcie$dma_read$data;
    wire pcie$dma_read$valid;
    wire pcie$dma_read$ready;
    wire [5:0] pcie$read_done$data;
    wire pcie$read_done$valid;
    wire pcie$read_done$ready;
    wire [82:0] pcie$word;
    wire pcie$word_valid;
    wire [94:0] pcie$dma_write$data;
    wire pcie$dma_write$valid;
    wire pcie$dma_write$ready;
    wire [5:0] pcie$write_done$data;
    wire pcie$write_done$valid;
    wire pcie$write_done$ready;
    wire [22:0] pcie$slot_read$data;
    wire pcie$slot_read$valid;
    wire pcie$slot_read$ready;
    wire [63:0] pcie$slot_words$data;
    wire pcie$slot_words$valid;
    wire pcie$slot_words$ready;
    wire [196:0] pcie$post$data;
    wire pcie$post$valid;
    wire pcie$post$ready;
    wire pcie$post_done;
    wire [31:0] pcie$rx_tlps;
    wire [31:0] pcie$tx_tlps;
    wire [31:0] pcie$unsupported;
    wire [31:0] pcie$malformed;
    wire [31:0] pcie$unexpected_completions;
    wire [31:0] pcie$timeouts;
    card_pcie pcie (
        .clock(pcie$clock),
        .reset(pcie$reset),
        .rx_data(pcie$rx_data),
        .rx_keep(pcie$rx_keep),
        .rx_sop(pcie$rx_sop),
        .rx_eop(pcie$rx_eop),
        .rx_bar(pcie$rx_bar),
        .rx_valid(pcie$rx_valid),
        .rx_ready(pcie$rx_ready),
        .tx_data(pcie$tx_data),
        .tx_keep(pcie$tx_keep),
        .tx_sop(pcie$tx_sop),
        .tx_eop(pcie$tx_eop),
        .tx_valid(pcie$tx_valid),
        .tx_ready(pcie$tx_ready),
        .cfg_bdf(pcie$cfg_bdf),
        .cfg_mps(pcie$cfg_mps),
        .cfg_mrrs(pcie$cfg_mrrs),
        .cfg_rcb(pcie$cfg_rcb),
        .cfg_bus_master(pcie$cfg_bus_master),
        .cfg_msix_enable(pcie$cfg_msix_enable),
        .cfg_msix_mask(pcie$cfg_msix_mask),
        .timeout_cycles(pcie$timeout_cycles),
        .regs$data(pcie$regs$data),
        .regs$valid(pcie$regs$valid),
        .regs$ready(pcie$regs$ready),
        .reg_reply$data(pcie$reg_reply$data),
        .reg_reply$valid(pcie$reg_reply$valid),
        .reg_reply$ready(pcie$reg_reply$ready),
        .dma_read$data(pcie$dma_read$data),
        .dma_read$valid(pcie$dma_read$valid),
        .dma_read$ready(pcie$dma_read$ready),
        .read_done$data(pcie$read_done$data),
        .read_done$valid(pcie$read_done$valid),
        .read_done$ready(pcie$read_done$ready),
        .word(pcie$word),
        .word_valid(pcie$word_valid),
        .dma_write$data(pcie$dma_write$data),
        .dma_write$valid(pcie$dma_write$valid),
        .dma_write$ready(pcie$dma_write$ready),
        .write_done$data(pcie$write_done$data),
        .write_done$valid(pcie$write_done$valid),
        .write_done$ready(pcie$write_done$ready),
        .slot_read$data(pcie$slot_read$data),
        .slot_read$valid(pcie$slot_read$valid),
        .slot_read$ready(pcie$slot_read$ready),
        .slot_words$data(pcie$slot_words$data),
        .slot_words$valid(pcie$slot_words$valid),
        .slot_words$ready(pcie$slot_words$ready),
        .post$data(pcie$post$data),
        .post$valid(pcie$post$valid),
        .post$ready(pcie$post$ready),
        .post_done(pcie$post_done),
        .rx_tlps(pcie$rx_tlps),
        .tx_tlps(pcie$tx_tlps),
        .unsupported(pcie$unsupported),
        .malformed(pcie$malformed),
        .unexpected_completions(pcie$unexpected_completions),
        .timeouts(pcie$timeouts)
    );
    wire nvme$clock;
    wire nvme$reset;
    wire [89:0] nvme$regs$data;
    wire nvme$regs$valid;
    wire nvme$regs$ready;
    wire [63:0] nvme$reg_reply$data;
    wire nvme$reg_reply$valid;
    wire nvme$reg_reply$ready;
    wire [98:0] nvme$dma_read$data;
    wire nvme$dma_read$valid;
    wire nvme$dma_read$ready;
    wire [5:0] nvme$read_done$data;
    wire nvme$read_done$valid;
    wire nvme$read_done$ready;
    wire [82:0] nvme$word;
    wire nvme$word_valid;
    wire [94:0] nvme$dma_write$data;
    wire nvme$dma_write$valid;
    wire nvme$dma_write$ready;
    wire [5:0] nvme$write_done$data;
    wire nvme$write_done$valid;
    wire nvme$write_done$ready;
    wire [196:0] nvme$post$data;
    wire nvme$post$valid;
    wire nvme$post$ready;
    wire nvme$post_done;
    wire [78:0] nvme$fill$data;
    wire nvme$fill$valid;
    wire nvme$fill$ready;
    wire [44:0] nvme$command$data;
    wire nvme$command$valid;
    wire nvme$command$ready;
    wire [13:0] nvme$fetch$data;
    wire nvme$fetch$valid;
    wire nvme$fetch$ready;
    wire [5:0] nvme$fetched$data;
    wire nvme$fetched$valid;
    wire nvme$fetched$ready;
    wire [13:0] nvme$store$data;
    wire nvme$store$valid;
    wire nvme$store$ready;
    wire [5:0] nvme$stored$data;
    wire nvme$stored$valid;
    wire nvme$stored$ready;
    wire [21:0] nvme$answer$data;
    wire nvme$answer$valid;
    wire nvme$answer$ready;
    wire [4:0] nvme$abort$data;
    wire nvme$abort$valid;
    wire nvme$abort$ready;
    wire nvme$aborted;
    wire nvme$refuse;
    wire [31:0] nvme$area_blocks;
    wire nvme$unit_id;
    wire [63:0] nvme$serial;
    wire nvme$flr;
    wire nvme$ready;
    wire nvme$stopping;
    wire nvme$rows_open;
    wire [31:0] nvme$commands;
    wire [31:0] nvme$errors;
    wire [31:0] nvme$dma_errors;
    wire [31:0] nvme$invalid_doorbells;
    card_nvme nvme (
        .clock(nvme$clock),
        .reset(nvme$reset),
        .regs$data(nvme$regs$data),
        .regs$valid(nvme$regs$valid),
        .regs$ready(nvme$regs$ready),
        .reg_reply$data(nvme$reg_reply$data),
        .reg_reply$valid(nvme$reg_reply$valid),
        .reg_reply$ready(nvme$reg_reply$ready),
        .dma_read$data(nvme$dma_read$data),
        .dma_read$valid(nvme$dma_read$valid),
        .dma_read$ready(nvme$dma_read$ready),
        .read_done$data(nvme$read_done$data),
        .read_done$valid(nvme$read_done$valid),
        .read_done$ready(nvme$read_done$ready),
        .word(nvme$word),
        .word_valid(nvme$word_valid),
        .dma_write$data(nvme$dma_write$data),
        .dma_write$valid(nvme$dma_write$valid),
        .dma_write$ready(nvme$dma_write$ready),
        .write_done$data(nvme$write_done$data),
        .write_done$valid(nvme$write_done$valid),
        .write_done$ready(nvme$write_done$ready),
        .post$data(nvme$post$data),
        .post$valid(nvme$post$valid),
        .post$ready(nvme$post$ready),
        .post_done(nvme$post_done),
        .fill$data(nvme$fill$data),
        .fill$valid(nvme$fill$valid),
        .fill$ready(nvme$fill$ready),
        .command$data(nvme$command$data),
        .command$valid(nvme$command$valid),
        .command$ready(nvme$command$ready),
        .fetch$data(nvme$fetch$data),
        .fetch$valid(nvme$fetch$valid),
        .fetch$ready(nvme$fetch$ready),
        .fetched$data(nvme$fetched$data),
        .fetched$valid(nvme$fetched$valid),
        .fetched$ready(nvme$fetched$ready),
        .store$data(nvme$store$data),
        .store$valid(nvme$store$valid),
        .store$ready(nvme$store$ready),
        .stored$data(nvme$stored$data),
        .stored$valid(nvme$stored$valid),
        .stored$ready(nvme$stored$ready),
        .answer$data(nvme$answer$data),
        .answer$valid(nvme$answer$valid),
        .answer$ready(nvme$answer$ready),
        .abort$data(nvme$abort$data),
        .abort$valid(nvme$abort$valid),
        .abort$ready(nvme$abort$ready),
        .aborted(nvme$aborted),
        .refuse(nvme$refuse),
        .area_blocks(nvme$area_blocks),
        .unit_id(nvme$unit_id),
        .serial(nvme$serial),
        .flr(nvme$flr),
        .ready(nvme$ready),
        .stopping(nvme$stopping),
        .rows_open(nvme$rows_open),
        .commands(nvme$commands),
        .errors(nvme$errors),
        .dma_errors(nvme$dma_errors),
        .invalid_doorbells(nvme$invalid_doorbells)
    );
    wire blocks$clock;
    wire blocks$reset;
    wire [82:0] blocks$word;
    wire blocks$word_valid;
    wire [78:0] blocks$write$0$data;
    wire blocks$write$0$valid;
    wire blocks$write$0$ready;
    wire [78:0] blocks$write$1$data;
    wire blocks$write$1$valid;
    wire blocks$write$1$ready;
    wire [78:0] blocks$write$2$data;
    wire blocks$write$2$valid;
    wire blocks$write$2$ready;
    wire [22:0] blocks$read$0$data;
    wire blocks$read$0$valid;
    wire blocks$read$0$ready;
    wire [22:0] blocks$read$1$data;
    wire blocks$read$1$valid;
    wire blocks$read$1$ready;
    wire [22:0] blocks$read$2$data;
    wire blocks$read$2$valid;
    wire blocks$read$2$ready;
    wire [63:0] blocks$words$0$data;
    wire blocks$words$0$valid;
    wire blocks$words$0$ready;
    wire [63:0] blocks$words$1$data;
    wire blocks$words$1$valid;
    wire blocks$words$1$ready;
    wire [63:0] blocks$words$2$data;
    wire blocks$words$2$valid;
    wire blocks$words$2$ready;
    wire blocks$lost;
    card_blocks blocks (
        .clock(blocks$clock),
        .reset(blocks$reset),
        .word(blocks$word),
        .word_valid(blocks$word_valid),
        .write$0$data(blocks$write$0$data),
        .write$0$valid(blocks$write$0$valid),
        .write$0$ready(blocks$write$0$ready),
        .write$1$data(blocks$write$1$data),
        .write$1$valid(blocks$write$1$valid),
        .write$1$ready(blocks$write$1$ready),
        .write$2$data(blocks$write$2$data),
        .write$2$valid(blocks$write$2$valid),
        .write$2$ready(blocks$write$2$ready),
        .read$0$data(blocks$read$0$data),
        .read$0$valid(blocks$read$0$valid),
        .read$0$ready(blocks$read$0$ready),
        .read$1$data(blocks$read$1$data),
        .read$1$valid(blocks$read$1$valid),
        .read$1$ready(blocks$read$1$ready),
        .read$2$data(blocks$read$2$data),
        .read$2$valid(blocks$read$2$valid),
        .read$2$ready(blocks$read$2$ready),
        .words$0$data(blocks$words$0$data),
        .words$0$valid(blocks$words$0$valid),
        .words$0$ready(blocks$words$0$ready),
        .words$1$data(blocks$words$1$data),
        .words$1$valid(blocks$words$1$valid),
        .words$1$ready(blocks$words$1$ready),
        .words$2$data(blocks$words$2$data),
        .words$2$valid(blocks$words$2$valid),
        .words$2$ready(blocks$words$2$ready),
        .lost(blocks$lost)
    );
    wire unit$clock;
    wire unit$reset;
    wire unit$unit_id;
    wire [7:0] unit$board_id;
    wire [63:0] unit$serial;
    wire [31:0] unit$area_blocks;
    wire [44:0] unit$command$data;
    wire unit$command$valid;
    wire unit$command$ready;
    wire [13:0] unit$fetch$data;
    wire unit$fetch$valid;
    wire unit$fetch$ready;
    wire [5:0] unit$fetched$data;
    wire unit$fetched$valid;
    wire unit$fetched$ready;
    wire [13:0] unit$store$data;
    wire unit$store$valid;
    wire unit$store$ready;
    wire [5:0] unit$stored$data;
    wire unit$stored$valid;
    wire unit$stored$ready;
    wire [21:0] unit$answer$data;
    wire unit$answer$valid;
    wire unit$answer$ready;
    wire [4:0] unit$abort$data;
    wire unit$abort$valid;
    wire unit$abort$ready;
    wire unit$aborted;
    wire unit$refuse;
    wire unit$nvme_ready;
    wire unit$resetting;
    wire unit$rows_open;
    wire [169:0] unit$send$data;
    wire unit$send$valid;
    wire unit$send$ready;
    wire [35:0] unit$sent$data;
    wire unit$sent$valid;
    wire unit$sent$ready;
    wire [169:0] unit$got$data;
    wire unit$got$valid;
    wire unit$got$ready;
    wire [3:0] unit$free_slot$data;
    wire unit$free_slot$valid;
    wire unit$free_slot$ready;
    wire unit$link_up;
    wire unit$link_phy;
    wire unit$link_quiet;
    wire [15:0] unit$link_session;
    wire [3:0] unit$link_refusal;
    wire [31:0] unit$link_counters$0;
    wire [31:0] unit$link_counters$1;
    wire [31:0] unit$link_counters$2;
    wire [31:0] unit$link_counters$3;
    wire [31:0] unit$link_counters$4;
    wire [31:0] unit$link_counters$5;
    wire [31:0] unit$link_counters$6;
    wire [31:0] unit$link_counters$7;
    wire [31:0] unit$link_counters$8;
    wire [31:0] unit$link_counters$9;
    wire [31:0] unit$link_counters$10;
    wire unit$connect;
    wire [15:0] unit$epoch;
    wire unit$link_tx_beat;
    wire unit$link_tx_stall;
    wire unit$link_rx_beat;
    wire [22:0] unit$slot_read$data;
    wire unit$slot_read$valid;
    wire unit$slot_read$ready;
    wire [63:0] unit$slot_words$data;
    wire unit$slot_words$valid;
    wire unit$slot_words$ready;
    wire [132:0] unit$area_write$data;
    wire unit$area_write$valid;
    wire unit$area_write$ready;
    wire [63:0] unit$area_words$data;
    wire unit$area_words$valid;
    wire unit$area_words$ready;
    wire [36:0] unit$written$data;
    wire unit$written$valid;
    wire unit$written$ready;
    wire [35:0] unit$area_read$data;
    wire unit$area_read$valid;
    wire unit$area_read$ready;
    wire [36:0] unit$read_done$data;
    wire unit$read_done$valid;
    wire unit$read_done$ready;
    wire [89:0] unit$regs$data;
    wire unit$regs$valid;
    wire unit$regs$ready;
    wire [63:0] unit$reg_reply$data;
    wire unit$reg_reply$valid;
    wire unit$reg_reply$ready;
    wire [31:0] unit$host_counters$0;
    wire [31:0] unit$host_counters$1;
    wire [31:0] unit$host_counters$2;
    wire [31:0] unit$host_counters$3;
    wire [31:0] unit$host_counters$4;
    wire [31:0] unit$host_counters$5;
    wire [31:0] unit$host_counters$6;
    wire [31:0] unit$host_counters$7;
    wire unit$status_valid;
    wire [5:0] unit$status_row;
    wire [1:0] unit$status_old;
    wire [1:0] unit$status_new;
    wire unit$status_read;
    wire [31:0] unit$status_lba;
    wire [5:0] unit$status_blocks;
    wire unit$status_unit;
    wire [31:0] unit$status_wseq;
    wire [3:0] unit$state;
    card_unit unit (
        .clock(unit$clock),
        .reset(unit$reset),
        .unit_id(unit$unit_id),
        .board_id(unit$board_id),
        .serial(unit$serial),
        .area_blocks(unit$area_blocks),
        .command$data(unit$command$data),
        .command$valid(unit$command$valid),
        .command$ready(unit$command$ready),
        .fetch$data(unit$fetch$data),
        .fetch$valid(unit$fetch$valid),
        .fetch$ready(unit$fetch$ready),
        .fetched$data(unit$fetched$data),
        .fetched$valid(unit$fetched$valid),
        .fetched$ready(unit$fetched$ready),
        .store$data(unit$store$data),
        .store$valid(unit$store$valid),
        .store$ready(unit$store$ready),
        .stored$data(unit$stored$data),
        .stored$valid(unit$stored$valid),
        .stored$ready(unit$stored$ready),
        .answer$data(unit$answer$data),
        .answer$valid(unit$answer$valid),
        .answer$ready(unit$answer$ready),
        .abort$data(unit$abort$data),
        .abort$valid(unit$abort$valid),
        .abort$ready(unit$abort$ready),
        .aborted(unit$aborted),
        .refuse(unit$refuse),
        .nvme_ready(unit$nvme_ready),
        .resetting(unit$resetting),
        .rows_open(unit$rows_open),
        .send$data(unit$send$data),
        .send$valid(unit$send$valid),
        .send$ready(unit$send$ready),
        .sent$data(unit$sent$data),
        .sent$valid(unit$sent$valid),
        .sent$ready(unit$sent$ready),
        .got$data(unit$got$data),
        .got$valid(unit$got$valid),
        .got$ready(unit$got$ready),
        .free_slot$data(unit$free_slot$data),
        .free_slot$valid(unit$free_slot$valid),
        .free_slot$ready(unit$free_slot$ready),
        .link_up(unit$link_up),
        .link_phy(unit$link_phy),
        .link_quiet(unit$link_quiet),
        .link_session(unit$link_session),
        .link_refusal(unit$link_refusal),
        .link_counters$0(unit$link_counters$0),
        .link_counters$1(unit$link_counters$1),
        .link_counters$2(unit$link_counters$2),
        .link_counters$3(unit$link_counters$3),
        .link_counters$4(unit$link_counters$4),
        .link_counters$5(unit$link_counters$5),
        .link_counters$6(unit$link_counters$6),
        .link_counters$7(unit$link_counters$7),
        .link_counters$8(unit$link_counters$8),
        .link_counters$9(unit$link_counters$9),
        .link_counters$10(unit$link_counters$10),
        .connect(unit$connect),
        .epoch(unit$epoch),
        .link_tx_beat(unit$link_tx_beat),
        .link_tx_stall(unit$link_tx_stall),
        .link_rx_beat(unit$link_rx_beat),
        .slot_read$data(unit$slot_read$data),
        .slot_read$valid(unit$slot_read$valid),
        .slot_read$ready(unit$slot_read$ready),
        .slot_words$data(unit$slot_words$data),
        .slot_words$valid(unit$slot_words$valid),
        .slot_words$ready(unit$slot_words$ready),
        .area_write$data(unit$area_write$data),
        .area_write$valid(unit$area_write$valid),
        .area_write$ready(unit$area_write$ready),
        .area_words$data(unit$area_words$data),
        .area_words$valid(unit$area_words$valid),
        .area_words$ready(unit$area_words$ready),
        .written$data(unit$written$data),
        .written$valid(unit$written$valid),
        .written$ready(unit$written$ready),
        .area_read$data(unit$area_read$data),
        .area_read$valid(unit$area_read$valid),
        .area_read$ready(unit$area_read$ready),
        .read_done$data(unit$read_done$data),
        .read_done$valid(unit$read_done$valid),
        .read_done$ready(unit$read_done$ready),
        .regs$data(unit$regs$data),
        .regs$valid(unit$regs$valid),
        .regs$ready(unit$regs$ready),
        .reg_reply$data(unit$reg_reply$data),
        .reg_reply$valid(unit$reg_reply$valid),
        .reg_reply$ready(unit$reg_reply$ready),
        .host_counters$0(unit$host_counters$0),
        .host_counters$1(unit$host_counters$1),
        .host_counters$2(unit$host_counters$2),
        .host_counters$3(unit$host_counters$3),
        .host_counters$4(unit$host_counters$4),
        .host_counters$5(unit$host_counters$5),
        .host_counters$6(unit$host_counters$6),
        .host_counters$7(unit$host_counters$7),
        .status_valid(unit$status_valid),
        .status_row(unit$status_row),
        .status_old(unit$status_old),
        .status_new(unit$status_new),
        .status_read(unit$status_read),
        .status_lba(unit$status_lba),
        .status_blocks(unit$status_blocks),
        .status_unit(unit$status_unit),
        .status_wseq(unit$status_wseq),
        .state(unit$state)
    );
    wire link$clock;
    wire link$reset;
    wire [169:0] link$send$data;
    wire link$send$valid;
    wire link$send$ready;
    wire [35:0] link$sent$data;
    wire link$sent$valid;
    wire link$sent$ready;
    wire [169:0] link$got$data;
    wire link$got$valid;
    wire link$got$ready;
    wire [3:0] link$free_slot$data;
    wire link$free_slot$valid;
    wire link$free_slot$ready;
    wire [22:0] link$slot_read$data;
    wire link$slot_read$valid;
    wire link$slot_read$ready;
    wire [63:0] link$slot_words$data;
    wire link$slot_words$valid;
    wire link$slot_words$ready;
    wire [78:0] link$slot_write$data;
    wire link$slot_write$valid;
    wire link$slot_write$ready;
    wire [63:0] link$tx_data;
    wire link$tx_end;
    wire link$tx_valid;
    wire link$tx_ready;
    wire [63:0] link$rx_data;
    wire link$rx_end;
    wire link$rx_valid;
    wire link$phy_up;
    wire link$phy_fault;
    wire [15:0] link$epoch;
    wire link$unit_id;
    wire link$connect;
    wire link$up;
    wire [15:0] link$session;
    wire link$quiet;
    wire [31:0] link$counts$0;
    wire [31:0] link$counts$1;
    wire [31:0] link$counts$2;
    wire [31:0] link$counts$3;
    wire [31:0] link$counts$4;
    wire [31:0] link$counts$5;
    wire [31:0] link$counts$6;
    wire [31:0] link$counts$7;
    wire [31:0] link$counts$8;
    wire [31:0] link$counts$9;
    wire [31:0] link$counts$10;
    wire [3:0] link$refusal;
    card_link link (
        .clock(link$clock),
        .reset(link$reset),
        .send$data(link$send$data),
        .send$valid(link$send$valid),
        .send$ready(link$send$ready),
        .sent$data(link$sent$data),
        .sent$valid(link$sent$valid),
        .sent$ready(link$sent$ready),
        .got$data(link$got$data),
        .got$valid(link$got$valid),
        .got$ready(link$got$ready),
        .free_slot$data(link$free_slot$data),
        .free_slot$valid(link$free_slot$valid),
        .free_slot$ready(link$free_slot$ready),
        .slot_read$data(link$slot_read$data),
        .slot_read$valid(link$slot_read$valid),
        .slot_read$ready(link$slot_read$ready),
        .slot_words$data(link$slot_words$data),
        .slot_words$valid(link$slot_words$valid),
        .slot_words$ready(link$slot_words$ready),
        .slot_write$data(link$slot_write$data),
        .slot_write$valid(link$slot_write$valid),
        .slot_write$ready(link$slot_write$ready),
        .tx_data(link$tx_data),
        .tx_end(link$tx_end),
        .tx_valid(link$tx_valid),
        .tx_ready(link$tx_ready),
        .rx_data(link$rx_data),
        .rx_end(link$rx_end),
        .rx_valid(link$rx_valid),
        .phy_up(link$phy_up),
        .phy_fault(link$phy_fault),
        .epoch(link$epoch),
        .unit_id(link$unit_id),
        .connect(link$connect),
        .up(link$up),
        .session(link$session),
        .quiet(link$quiet),
        .counts$0(link$counts$0),
        .counts$1(link$counts$1),
        .counts$2(link$counts$2),
        .counts$3(link$counts$3),
        .counts$4(link$counts$4),
        .counts$5(link$counts$5),
        .counts$6(link$counts$6),
        .counts$7(link$counts$7),
        .counts$8(link$counts$8),
        .counts$9(link$counts$9),
        .counts$10(link$counts$10),
        .refusal(link$refusal)
    );
    wire area$clock;
    wire area$reset;
    wire [31:0] area$area_blocks;
    wire [132:0] area$write$data;
    wire area$write$valid;
    wire area$write$ready;
    wire [63:0] area$words$data;
    wire area$words$valid;
    wire area$words$ready;
    wire [36:0] area$written$data;
    wire area$written$valid;
    wire area$written$ready;
    wire [35:0] area$read$data;
    wire area$read$valid;
    wire area$read$ready;
    wire [78:0] area$read_words$data;
    wire area$read_words$valid;
    wire area$read_words$ready;
    wire [36:0] area$read_done$data;
    wire area$read_done$valid;
    wire area$read_done$ready;
    wire [39:0] area$axi_aw_addr;
    wire [7:0] area$axi_aw_len;
    wire area$axi_aw_valid;
    wire area$axi_aw_ready;
    wire [63:0] area$axi_w_data;
    wire [7:0] area$axi_w_strb;
    wire area$axi_w_last;
    wire area$axi_w_valid;
    wire area$axi_w_ready;
    wire [1:0] area$axi_b_resp;
    wire area$axi_b_valid;
    wire area$axi_b_ready;
    wire [39:0] area$axi_ar_addr;
    wire [7:0] area$axi_ar_len;
    wire area$axi_ar_valid;
    wire area$axi_ar_ready;
    wire [63:0] area$axi_r_data;
    wire [1:0] area$axi_r_resp;
    wire area$axi_r_last;
    wire area$axi_r_valid;
    wire area$axi_r_ready;
    card_area area (
        .clock(area$clock),
        .reset(area$reset),
        .area_blocks(area$area_blocks),
        .write$data(area$write$data),
        .write$valid(area$write$valid),
        .write$ready(area$write$ready),
        .words$data(area$words$data),
        .words$valid(area$words$valid),
        .words$ready(area$words$ready),
        .written$data(area$written$data),
        .written$valid(area$written$valid),
        .written$ready(area$written$ready),
        .read$data(area$read$data),
        .read$valid(area$read$valid),
        .read$ready(area$read$ready),
        .read_words$data(area$read_words$data),
        .read_words$valid(area$read_words$valid),
        .read_words$ready(area$read_words$ready),
        .read_done$data(area$read_done$data),
        .read_done$valid(area$read_done$valid),
        .read_done$ready(area$read_done$ready),
        .axi_aw_addr(area$axi_aw_addr),
        .axi_aw_len(area$axi_aw_len),
        .axi_aw_valid(area$axi_aw_valid),
        .axi_aw_ready(area$axi_aw_ready),
        .axi_w_data(area$axi_w_data),
        .axi_w_strb(area$axi_w_strb),
        .axi_w_last(area$axi_w_last),
        .axi_w_valid(area$axi_w_valid),
        .axi_w_ready(area$axi_w_ready),
        .axi_b_resp(area$axi_b_resp),
        .axi_b_valid(area$axi_b_valid),
        .axi_b_ready(area$axi_b_ready),
        .axi_ar_addr(area$axi_ar_addr),
        .axi_ar_len(area$axi_ar_len),
        .axi_ar_valid(area$axi_ar_valid),
        .axi_ar_ready(area$axi_ar_ready),
        .axi_r_data(area$axi_r_data),
        .axi_r_resp(area$axi_r_resp),
        .axi_r_last(area$axi_r_last),
        .axi_r_valid(area$axi_r_valid),
        .axi_r_ready(area$axi_r_ready)
    );
    assign area$read$data = unit$area_read$data;
    assign area$read$valid = unit$area_read$valid;
    assign area$read_done$ready = unit$read_done$ready;
    assign area$read_words$ready = blocks$write$1$ready;
    assign area$words$data = unit$area_words$data;
    assign area$words$valid = unit$area_words$valid;
    assign area$write$data = unit$area_write$data;
    assign area$write$valid = unit$area_write$valid;
    assign area$written$ready = unit$written$ready;
    assign blocks$read$0$data = pcie$slot_read$data;
    assign blocks$read$0$valid = pcie$slot_read$valid;
    assign blocks$read$1$data = link$slot_read$data;
    assign blocks$read$1$valid = link$slot_read$valid;
    assign blocks$read$2$data = unit$slot_read$data;
    assign blocks$read$2$valid = unit$slot_read$valid;
    assign blocks$words$0$ready = pcie$slot_words$ready;
    assign blocks$words$1$ready = link$slot_words$ready;
    assign blocks$words$2$ready = unit$slot_words$ready;
    assign blocks$write$0$data = link$slot_write$data;
    assign blocks$write$0$valid = link$slot_write$valid;
    assign blocks$write$1$data = area$read_words$data;
    assign blocks$write$1$valid = area$read_words$valid;
    assign blocks$write$2$data = nvme$fill$data;
    assign blocks$write$2$valid = nvme$fill$valid;
    assign link$free_slot$data = unit$free_slot$data;
    assign link$free_slot$valid = unit$free_slot$valid;
    assign link$got$ready = unit$got$ready;
    assign link$send$data = unit$send$data;
    assign link$send$valid = unit$send$valid;
    assign link$sent$ready = unit$sent$ready;
    assign link$slot_read$ready = blocks$read$1$ready;
    assign link$slot_words$data = blocks$words$1$data;
    assign link$slot_words$valid = blocks$words$1$valid;
    assign link$slot_write$ready = blocks$write$0$ready;
    assign nvme$abort$ready = unit$abort$ready;
    assign nvme$answer$data = unit$answer$data;
    assign nvme$answer$valid = unit$answer$valid;
    assign nvme$command$ready = unit$command$ready;
    assign nvme$dma_read$ready = pcie$dma_read$ready;
    assign nvme$dma_write$ready = pcie$dma_write$ready;
    assign nvme$fetch$data = unit$fetch$data;
    assign nvme$fetch$valid = unit$fetch$valid;
    assign nvme$fetched$ready = unit$fetched$ready;
    assign nvme$fill$ready = blocks$write$2$ready;
    assign nvme$post$ready = pcie$post$ready;
    assign nvme$read_done$data = pcie$read_done$data;
    assign nvme$read_done$valid = pcie$read_done$valid;
    assign nvme$store$data = unit$store$data;
    assign nvme$store$valid = unit$store$valid;
    assign nvme$stored$ready = unit$stored$ready;
    assign nvme$write_done$data = pcie$write_done$data;
    assign nvme$write_done$valid = pcie$write_done$valid;
    assign pcie$dma_read$data = nvme$dma_read$data;
    assign pcie$dma_read$valid = nvme$dma_read$valid;
    assign pcie$dma_write$data = nvme$dma_write$data;
    assign pcie$dma_write$valid = nvme$dma_write$valid;
    assign pcie$post$data = nvme$post$data;
    assign pcie$post$valid = nvme$post$valid;
    assign pcie$read_done$ready = nvme$read_done$ready;
    assign pcie$slot_read$ready = blocks$read$0$ready;
    assign pcie$slot_words$data = blocks$words$0$data;
    assign pcie$slot_words$valid = blocks$words$0$valid;
    assign pcie$write_done$ready = nvme$write_done$ready;
    assign unit$abort$data = nvme$abort$data;
    assign unit$abort$valid = nvme$abort$valid;
    assign unit$answer$ready = nvme$answer$ready;
    assign unit$area_read$ready = area$read$ready;
    assign unit$area_words$ready = area$words$ready;
    assign unit$area_write$ready = area$write$ready;
    assign unit$command$data = nvme$command$data;
    assign unit$command$valid = nvme$command$valid;
    assign unit$fetch$ready = nvme$fetch$ready;
    assign unit$fetched$data = nvme$fetched$data;
    assign unit$fetched$valid = nvme$fetched$valid;
    assign unit$free_slot$ready = link$free_slot$ready;
    assign unit$got$data = link$got$data;
    assign unit$got$valid = link$got$valid;
    assign unit$read_done$data = area$read_done$data;
    assign unit$read_done$valid = area$read_done$valid;
    assign unit$send$ready = link$send$ready;
    assign unit$sent$data = link$sent$data;
    assign unit$sent$valid = link$sent$valid;
    assign unit$slot_read$ready = blocks$read$2$ready;
    assign unit$slot_words$data = blocks$words$2$data;
    assign unit$slot_words$valid = blocks$words$2$valid;
    assign unit$store$ready = nvme$store$ready;
    assign unit$stored$data = nvme$stored$data;
    assign unit$stored$valid = nvme$stored$valid;
    assign unit$written$data = area$written$data;
    assign unit$written$valid = area$written$valid;
    assign settings$clock = clock;
    assign pcie$clock = clock;
    assign nvme$clock = clock;
    assign blocks$clock = clock;
    assign unit$clock = clock;
    assign link$clock = clock;
    assign area$clock = clock;
    assign now = settings$q;
    assign pcie$reset = ~now[0];
    assign nvme$reset = ~now[0];
    assign blocks$reset = ~now[0];
    assign unit$reset = ~now[0];
    assign link$reset = ~now[0];
    assign area$reset = ~now[0];
    assign pcie$rx_data = rx_data;
    assign pcie$rx_keep = rx_keep;
    assign pcie$rx_sop = rx_sop;
    assign pcie$rx_eop = rx_eop;
    assign pcie$rx_bar = rx_bar;
    assign pcie$rx_valid = rx_valid;
    assign rx_ready = pcie$rx_ready;
    assign tx_data = pcie$tx_data;
    assign tx_keep = pcie$tx_keep;
    assign tx_sop = pcie$tx_sop;
    assign tx_eop = pcie$tx_eop;
    assign tx_valid = pcie$tx_valid;
    assign pcie$tx_ready = tx_ready;
    assign pcie$cfg_bdf = now[16:1];
    assign pcie$cfg_mps = now[19:17];
    assign pcie$cfg_mrrs = now[22:20];
    assign pcie$cfg_rcb = now[23];
    assign pcie$cfg_bus_master = now[24];
    assign pcie$cfg_msix_enable = now[25];
    assign pcie$cfg_msix_mask = now[26];
    assign pcie$timeout_cycles = timeout_cycles;
    assign to_control = pcie$regs$data[1];
    assign nvme$regs$data = pcie$regs$data;
    assign unit$regs$data = pcie$regs$data;
    assign nvme$regs$valid = pcie$regs$valid & (~to_control);
    assign unit$regs$valid = pcie$regs$valid & to_control;
    assign pcie$reg_reply$valid = nvme$reg_reply$valid | unit$reg_reply$valid;
    assign unit$reg_reply$ready = pcie$reg_reply$ready;
    assign nvme$reg_reply$ready = pcie$reg_reply$ready & (~unit$reg_reply$valid);
    assign nvme$post_done = pcie$post_done;
    assign slot_word = pcie$word[1:0] == place_slot;
    assign nvme$word = pcie$word;
    assign nvme$word_valid = pcie$word_valid & (~slot_word);
    assign nvme$area_blocks = now[61:30];
    assign nvme$unit_id = now[70];
    assign nvme$serial = now[134:71];
    assign nvme$flr = now[27];
    assign flr_done = ~nvme$ready;
    assign blocks$word = pcie$word;
    assign blocks$word_valid = pcie$word_valid & slot_word;
    assign nvme$aborted = unit$aborted;
    assign nvme$refuse = unit$refuse;
    assign unit$unit_id = now[70];
    assign unit$board_id = now[69:62];
    assign unit$serial = now[134:71];
    assign unit$area_blocks = now[61:30];
    assign unit$nvme_ready = nvme$ready;
    assign unit$resetting = nvme$stopping;
    assign nvme$rows_open = unit$rows_open;
    assign unit$epoch = epoch;
    assign unit$host_counters$0 = pcie$rx_tlps;
    assign unit$host_counters$1 = pcie$tx_tlps;
    assign unit$host_counters$2 = pcie$unsupported;
    assign unit$host_counters$3 = pcie$malformed;
    assign unit$host_counters$4 = pcie$unexpected_completions;
    assign unit$host_counters$5 = pcie$timeouts;
    assign unit$host_counters$6 = nvme$commands;
    assign unit$host_counters$7 = nvme$invalid_doorbells;
    assign link$unit_id = now[70];
    assign link$epoch = epoch;
    assign link$connect = unit$connect;
    assign unit$link_up = link$up;
    assign unit$link_phy = now[28];
    assign unit$link_quiet = link$quiet;
    assign unit$link_session = link$session;
    assign unit$link_refusal = link$refusal;
    assign unit$link_counters$0 = link$counts$0;
    assign unit$link_counters$1 = link$counts$1;
    assign unit$link_counters$2 = link$counts$2;
    assign unit$link_counters$3 = link$counts$3;
    assign unit$link_counters$4 = link$counts$4;
    assign unit$link_counters$5 = link$counts$5;
    assign unit$link_counters$6 = link$counts$6;
    assign unit$link_counters$7 = link$counts$7;
    assign unit$link_counters$8 = link$counts$8;
    assign unit$link_counters$9 = link$counts$9;
    assign unit$link_counters$10 = link$counts$10;
    assign unit$link_tx_beat = blocks$words$1$valid & link$slot_words$ready;
    assign unit$link_tx_stall = link$tx_valid & (~link_tx_ready);
    assign unit$link_rx_beat = link$slot_write$valid & blocks$write$0$ready;
    assign link_tx_data = link$tx_data;
    assign link_tx_end = link$tx_end;
    assign link_tx_valid = link$tx_valid;
    assign link$tx_ready = link_tx_ready;
    assign link$rx_data = link_rx_data;
    assign link$rx_end = link_rx_end;
    assign link$rx_valid = link_rx_valid;
    assign link$phy_up = now[28];
    assign link$phy_fault = now[29];
    assign area$area_blocks = now[61:30];
    assign axi_aw_addr = area$axi_aw_addr;
    assign axi_aw_len = area$axi_aw_len;
    assign axi_aw_valid = area$axi_aw_valid;
    assign area$axi_aw_ready = axi_aw_ready;
    assign axi_w_data = area$axi_w_data;
    assign axi_w_strb = area$axi_w_strb;
    assign axi_w_last = area$axi_w_last;
    assign axi_w_valid = area$axi_w_valid;
    assign area$axi_w_ready = axi_w_ready;
    assign area$axi_b_resp = axi_b_resp;
    assign area$axi_b_valid = axi_b_valid;
    assign axi_b_ready = area$axi_b_ready;
    assign axi_ar_addr = area$axi_ar_addr;
    assign axi_ar_len = area$axi_ar_len;
    assign axi_ar_valid = area$axi_ar_valid;
    assign area$axi_ar_ready = axi_ar_ready;
    assign area$axi_r_data = axi_r_data;
    assign area$axi_r_resp = axi_r_resp;
    assign area$axi_r_last = axi_r_last;
    assign area$axi_r_valid = axi_r_valid;
    assign axi_r_ready = area$axi_r_ready;
    assign status_valid = unit$status_valid;
    assign status_row = unit$status_row;
    assign status_old = unit$status_old;
    assign status_new = unit$status_new;
    assign status_read = unit$status_read;
    assign status_lba = unit$status_lba;
    assign status_blocks = unit$status_blocks;
    assign status_unit = unit$status_unit;
    assign status_wseq = unit$status_wseq;
    always_comb begin
        settings$d[0] = ~reset;
        settings$d[16:1] = cfg_bdf;
        settings$d[19:17] = cfg_mps;
        settings$d[22:20] = cfg_mrrs;
        settings$d[23] = cfg_rcb;
        settings$d[24] = cfg_bus_master;
        settings$d[25] = cfg_msix_enable;
        settings$d[26] = cfg_msix_mask;
        settings$d[27] = flr_request;
        settings$d[28] = link_up;
        settings$d[29] = link_fault;
        settings$d[61:30] = area_blocks;
        settings$d[69:62] = board_id;
        settings$d[70] = unit_id;
        settings$d[134:71] = serial;
        pcie$regs$ready = nvme$regs$ready;
        if (to_control) begin
            pcie$regs$ready = unit$regs$ready;
        end
        pcie$reg_reply$data = nvme$reg_reply$data;
        if (unit$reg_reply$valid) begin
            pcie$reg_reply$data = unit$reg_reply$data;
        end
        leds = 8'd0;
        if (link$up) begin
            leds = 8'd1;
            if (unit$state == 4'd4) begin
                leds = 8'd3;
            end
        end
        if (nvme$ready) begin
            leds = leds | 8'd4;
        end
    end
endmodule
