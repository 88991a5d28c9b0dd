// The whole card on the ECP5-5G Versa, without PCIe and transceivers: a harness image, not run on hardware.
//
// Every input of the card that no part of the board drives comes from a chain of registers behind `chain_in`, every
// output goes into one behind `chain_out`: nothing can be optimised away, and both ends of every path are registers.
module top (
    input  wire       clk100,
    input  wire       rst_n,
    input  wire       chain_in,
    output reg        chain_out,
    output wire [7:0] led
);
    wire clock = clk100;

    // Reset falls with the clock.
    reg [3:0] resets = 4'hf;
    wire reset = resets[3];
    always @(posedge clock) resets <= {resets[2:0], ~rst_n};

    reg [174:0] inputs;
    wire [227:0] outputs;
    reg [227:0] seen;
    reg [9:0] beat;
    always @(posedge clock) begin
        inputs <= {inputs[173:0], chain_in};
        beat <= beat + 1'b1;
        seen <= beat == 10'd0 ? outputs : {seen[226:0], 1'b0};
        chain_out <= seen[227];
    end

    wire [7:0] leds;
    assign led = ~leds;
    wire [39:0] axi_aw_addr;
    wire [7:0] axi_aw_len;
    wire axi_aw_valid;
    wire axi_aw_ready;
    wire [63:0] axi_w_data;
    wire [7:0] axi_w_strb;
    wire axi_w_last;
    wire axi_w_valid;
    wire axi_w_ready;
    wire [1:0] axi_b_resp;
    wire axi_b_valid;
    wire axi_b_ready;
    wire [39:0] axi_ar_addr;
    wire [7:0] axi_ar_len;
    wire axi_ar_valid;
    wire axi_ar_ready;
    wire [63:0] axi_r_data;
    wire [1:0] axi_r_resp;
    wire axi_r_last;
    wire axi_r_valid;
    wire axi_r_ready;

    card card (
        .clock(clock),
        .reset(reset),
        .axi_aw_addr(axi_aw_addr),
        .axi_aw_len(axi_aw_len),
        .axi_aw_valid(axi_aw_valid),
        .axi_aw_ready(axi_aw_ready),
        .axi_w_data(axi_w_data),
        .axi_w_strb(axi_w_strb),
        .axi_w_last(axi_w_last),
        .axi_w_valid(axi_w_valid),
        .axi_w_ready(axi_w_ready),
        .axi_b_resp(axi_b_resp),
        .axi_b_valid(axi_b_valid),
        .axi_b_ready(axi_b_ready),
        .axi_ar_addr(axi_ar_addr),
        .axi_ar_len(axi_ar_len),
        .axi_ar_valid(axi_ar_valid),
        .axi_ar_ready(axi_ar_ready),
        .axi_r_data(axi_r_data),
        .axi_r_resp(axi_r_resp),
        .axi_r_last(axi_r_last),
        .axi_r_valid(axi_r_valid),
        .axi_r_ready(axi_r_ready),
        .area_blocks(32'd16),
        .board_id(8'd1),
        .unit_id(1'b0),
        .serial(64'h3030_4153_5245_5650),
        .leds(leds),
        .rx_data(inputs[63:0]),
        .rx_keep(inputs[71:64]),
        .rx_sop(inputs[72]),
        .rx_eop(inputs[73]),
        .rx_bar(inputs[76:74]),
        .rx_valid(inputs[77]),
        .tx_ready(inputs[78]),
        .cfg_bdf(inputs[94:79]),
        .cfg_mps(inputs[97:95]),
        .cfg_mrrs(inputs[100:98]),
        .cfg_rcb(inputs[101]),
        .cfg_bus_master(inputs[102]),
        .cfg_msix_enable(inputs[103]),
        .cfg_msix_mask(inputs[104]),
        .flr_request(inputs[105]),
        .link_tx_ready(inputs[106]),
        .link_rx_data(inputs[170:107]),
        .link_rx_end(inputs[171]),
        .link_rx_valid(inputs[172]),
        .link_up(inputs[173]),
        .link_fault(inputs[174]),
        .rx_ready(outputs[0]),
        .tx_data(outputs[64:1]),
        .tx_keep(outputs[72:65]),
        .tx_sop(outputs[73]),
        .tx_eop(outputs[74]),
        .tx_valid(outputs[75]),
        .flr_done(outputs[76]),
        .link_tx_data(outputs[140:77]),
        .link_tx_end(outputs[141]),
        .link_tx_valid(outputs[142]),
        .status_valid(outputs[143]),
        .status_row(outputs[149:144]),
        .status_old(outputs[151:150]),
        .status_new(outputs[153:152]),
        .status_read(outputs[154]),
        .status_lba(outputs[186:155]),
        .status_blocks(outputs[192:187]),
        .status_unit(outputs[193]),
        .status_wseq(outputs[225:194]),
        .status_holder(outputs[227:226])
    );

    memory area (
        .clock(clock),
        .reset(reset),
        .aw_addr(axi_aw_addr),
        .aw_len(axi_aw_len),
        .aw_valid(axi_aw_valid),
        .aw_ready(axi_aw_ready),
        .w_data(axi_w_data),
        .w_last(axi_w_last),
        .w_valid(axi_w_valid),
        .w_ready(axi_w_ready),
        .b_resp(axi_b_resp),
        .b_valid(axi_b_valid),
        .b_ready(axi_b_ready),
        .ar_addr(axi_ar_addr),
        .ar_len(axi_ar_len),
        .ar_valid(axi_ar_valid),
        .ar_ready(axi_ar_ready),
        .r_data(axi_r_data),
        .r_resp(axi_r_resp),
        .r_last(axi_r_last),
        .r_valid(axi_r_valid),
        .r_ready(axi_r_ready)
    );
endmodule
