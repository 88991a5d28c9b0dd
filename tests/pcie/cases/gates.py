"""Broken gates: a piece of the generated Verilog with one expression marked, what stands there instead, and who notices."""

from collections import namedtuple

Twin = namedtuple("Twin", "name at other case")

GATES = [
    Twin(
        "a completer with another's name",
        "dw1 = ({16'd0, «bdf»} << 16)",
        "16'd0",
        "finding.is_found_and_introduces_itself",
    ),
    Twin("one window for both", "entry$d[5] = «bar$q != 3'd0»;", "1'b0", "finding.is_found_and_introduces_itself"),
    Twin("an address without what was skipped", "{5'd0, «skipped$q»};", "2'd0", "finding.registers_take_any_access"),
    Twin(
        "byte count of one word for two",
        "bytes$d = ({9'd0, tail} - {10'd0, head}) + «12'd4»;",
        "12'd0",
        "finding.registers_take_any_access",
    ),
    Twin("long addresses without their upper half", "dw2 = «address[63:32]»;", "32'd0", "moving.memory_above_4_gib"),
    Twin("one tag for all reads", "tag = {3'd0, «fetch[80:76]»};", "5'd1", "finding.a_command_goes_through"),
    Twin("256 as 512", "mask$d = «10'h3f»;", "10'h7f", "moving.every_payload_and_request_size"),
    Twin("512 as 256", "mask$d = «10'h7f»;", "10'h3f", "moving.every_payload_and_request_size"),
    Twin(
        "pieces of a read from its beginning",
        "assign start = used$q[21:12] - «left$q[9:0]»;",
        "10'd128",
        "moving.data_survive_any_split_and_order",
    ),
    Twin(
        "two words on the wrong side",
        "held$d = «high»;\n            pointer$d = start",
        "low",
        "moving.both_completion_boundaries",
    ),
    Twin(
        "any requester",
        "ours$d = «(cut$64$16(piece[63:0] >> 16) == bdf)» &",
        "1'b1",
        "failing.completions_that_answer_nothing",
    ),
    Twin("any tag", "& «(cut$64$3(piece[63:0] >> 13) == 3'd0)»;", "1'b1", "failing.completions_that_answer_nothing"),
    Twin(
        "any byte count",
        "fits$q) & «(bytes$q[11:2] == left$q[9:0])»;",
        "1'b1",
        "failing.completions_that_answer_nothing",
    ),
    Twin("poison overlooked", "poisoned$d = «header[1]»;", "1'b0", "failing.poisoned_data"),
    Twin("refused is good", "assign bad = waits & «(~success$q)»;", "1'b0", "failing.reads_that_the_host_refuses"),
    Twin(
        "a time-out is good",
        "seen$q[10:0];\n            expired_share$d[16:15] = «2'd2»;",
        "2'd0",
        "failing.reads_that_nobody_answers",
    ),
    Twin("no time-out", "& ((age >= «3'd2»)", "3'd7", "failing.reads_that_nobody_answers"),
    Twin("refused as served", "low = ({15'd0, «reply[9]»} << 13)", "1'b0", "failing.requests_that_it_does_not_serve"),
    Twin(
        "poisoned writes are taken",
        "entry_valid$d = ((memory$q & short$q) & known_bar$q) & «(~head$q[1])»;",
        "1'b1",
        "failing.requests_that_it_does_not_serve",
    ),
    Twin(
        "masks of vectors", "able = pending$q & «(~masks$q)»;", "16'hffff", "interrupting.a_masked_vector_stays_pending"
    ),
    Twin(
        "the function mask",
        "if ((enable & «(~mask)») & bus_master)",
        "1'b1",
        "interrupting.the_function_mask_holds_all",
    ),
    Twin(
        "pending with MSI-X off",
        "if («~enable») begin\n            pending$d = none;",
        "1'b0",
        "interrupting.disabled_is_silent",
    ),
    Twin(
        "messages without data",
        "ready_message$d[95:64] = «low$read_data»;",
        "32'd0",
        "interrupting.each_queue_has_its_vector",
    ),
    Twin(
        "a message again",
        "unsent = «(pending$q & ~(16'd1 << vector$q))»",
        "pending$q",
        "interrupting.a_masked_vector_stays_pending",
    ),
    Twin("byte enables of one word", "<< 8) | «one_enabled»;", "all_enabled", "interrupting.each_queue_has_its_vector"),
    Twin(
        "masks outlive a reset",
        "if (reset | «flr») begin\n            masks$d = every;",
        "1'b0",
        "resetting.masks_every_vector",
    ),
    Twin("no reset", "if («flr» | reset) begin", "1'b0", "resetting.ends_and_leaves_a_fresh_controller"),
    Twin(
        "reads that cannot be asked wait",
        "| «(~bus_master)»);\n    assign give_back",
        "1'b0",
        "resetting.with_bus_mastering_off",
    ),
]
