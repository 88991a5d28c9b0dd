// A card with its area's memory and straps.
module unit #(
    parameter SECOND = 1'b0
) (
    input  wire        clock,
    input  wire        reset,
    input  wire        link_up,
    input  wire [63:0] rx_data,
    input  wire [7:0]  rx_keep,
    input  wire        rx_sop,
    input  wire        rx_eop,
    input  wire [2:0]  rx_bar,
    input  wire        rx_valid,
    output wire        rx_ready,
    output wire [63:0] tx_data,
    output wire [7:0]  tx_keep,
    output wire        tx_sop,
    output wire        tx_eop,
    output wire        tx_valid,
    input  wire        tx_ready,
    input  wire [15:0] cfg_bdf,
    input  wire [2:0]  cfg_mps,
    input  wire [2:0]  cfg_mrrs,
    input  wire        cfg_rcb,
    input  wire        cfg_bus_master,
    input  wire        cfg_msix_enable,
    input  wire        cfg_msix_mask,
    input  wire        flr_request,
    output wire        flr_done,
    output wire [7:0]  leds,
    output wire [63:0] link_tx_data,
    output wire        link_tx_end,
    output wire        link_tx_valid,
    input  wire [63:0] link_rx_data,
    input  wire        link_rx_end,
    input  wire        link_rx_valid
);
    wire [39:0] aw_addr, ar_addr;
    wire [7:0]  aw_len, ar_len;
    wire [63:0] w_data, r_data;
    wire [1:0]  b_resp, r_resp;
    wire        aw_valid, aw_ready, w_last, w_valid, w_ready, b_valid, b_ready;
    wire        ar_valid, ar_ready, r_last, r_valid, r_ready;
    card card (
        .clock, .reset, .rx_data, .rx_keep, .rx_sop, .rx_eop, .rx_bar, .rx_valid, .rx_ready,
        .tx_data, .tx_keep, .tx_sop, .tx_eop, .tx_valid, .tx_ready,
        .cfg_bdf, .cfg_mps, .cfg_mrrs, .cfg_rcb, .cfg_bus_master, .cfg_msix_enable, .cfg_msix_mask,
        .flr_request, .flr_done, .leds,
        .link_tx_data, .link_tx_end, .link_tx_valid, .link_tx_ready(1'b1),
        .link_rx_data, .link_rx_end, .link_rx_valid, .link_up, .link_fault(1'b0),
        .axi_aw_addr(aw_addr), .axi_aw_len(aw_len), .axi_aw_valid(aw_valid), .axi_aw_ready(aw_ready),
        .axi_w_data(w_data), .axi_w_strb(), .axi_w_last(w_last), .axi_w_valid(w_valid), .axi_w_ready(w_ready),
        .axi_b_resp(b_resp), .axi_b_valid(b_valid), .axi_b_ready(b_ready),
        .axi_ar_addr(ar_addr), .axi_ar_len(ar_len), .axi_ar_valid(ar_valid), .axi_ar_ready(ar_ready),
        .axi_r_data(r_data), .axi_r_resp(r_resp), .axi_r_last(r_last), .axi_r_valid(r_valid), .axi_r_ready(r_ready),
        .area_blocks(32'd16), .board_id(8'd0), .unit_id(SECOND), .serial(64'h3130_3030_3030_3030),
        .status_valid(), .status_row(), .status_old(), .status_new(), .status_read(), .status_lba(), .status_blocks(),
        .status_unit(), .status_wseq(), .status_holder()
    );
    // The board's harness has the same one.
    memory memory (
        .clock, .reset, .aw_addr, .aw_len, .aw_valid, .aw_ready, .w_data, .w_last, .w_valid, .w_ready,
        .b_resp, .b_valid, .b_ready, .ar_addr, .ar_len, .ar_valid, .ar_ready, .r_data, .r_resp, .r_last, .r_valid, .r_ready
    );
endmodule
