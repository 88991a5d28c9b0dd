// Gathers what the card sends: a packet, or 66 beats of a long one, is told by a change of `told`. `count` is in words of
// 32 bits. `bad` says that the beats are not a packet's. Nothing is taken while `hold`, nor in `stall` of 256 cycles.
module gather (
    input  wire          clock,
    input  wire          reset,
    output reg  [4223:0] words,
    output reg  [7:0]    count,
    output reg           first,
    output reg           last,
    output reg           bad,
    output reg           told,
    input  wire          hold,
    input  wire [7:0]    stall,
    input  wire [63:0]   data,
    input  wire [7:0]    keep,
    input  wire          sop,
    input  wire          eop,
    input  wire          valid,
    output reg           ready
);
    reg [6:0] at;
    reg open;
    reg [31:0] random = 32'h6f2a91c3;
    wire [1:0] has = keep == 8'hff ? 2'd2 : 2'd1;
    wire wrong = (sop == open) | (keep != 8'hff & ~(keep == 8'h0f & eop));
    wire full = at == 7'd65;
    always @(posedge clock) begin
        random <= {random[30:0], random[31] ^ random[21] ^ random[1] ^ random[0]};
        ready <= ~hold & random[7:0] >= stall;
        if (valid & ready) begin
            words[at*64+:64] <= data;
            count <= (at == 7'd0 ? 8'd0 : count) + {6'd0, has};
            first <= at == 7'd0 ? sop : first;
            bad <= wrong | (at != 7'd0 & bad);
            last <= eop;
            open <= ~eop;
            at <= eop | full ? 7'd0 : at + 7'd1;
            if (eop | full) told <= ~told;
        end
        if (reset) begin
            at <= 7'd0;
            open <= 1'b0;
            ready <= 1'b0;
            told <= 1'b0;
        end
    end
endmodule
