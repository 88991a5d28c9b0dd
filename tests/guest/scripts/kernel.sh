# The kernel's own driver on both cards of a pair: nothing of ours runs here.
fail() { echo "CHECK $1: FAILED"; ls -l /sys/class/nvme /sys/class/nvme-subsystem /sys/block; dmesg | grep -i nvme; exit 1; }
block() { dd if="$1" bs=4096 skip="$2" count="$3" iflag=direct 2> /tmp/dd | sha256sum; }

live() { cat /sys/class/nvme/nvme*/state 2> /tmp/none | grep -c live || true; }
# The kernel probes side by side: which number a card, their subsystem and its disk get is not known before.
disks() { ls -d /sys/block/nvme*n1 2> /tmp/none | grep -v 'c[0-9]*n' || true; }
paths() { ls -d /sys/class/nvme/nvme*/nvme*c*n1 2> /tmp/none | wc -l; }
both_live() {
    for _ in $(seq 60); do
        if [ "$(live) $(paths)" = "2 2" ] && [ -n "$(disks)" ]; then return 0; fi
        sleep 1
    done
    return 1
}

both_live || fail "two controllers are live, each a path ($(live), $(paths))"
echo "CHECK two controllers are live, each a path: ok"
subsystems=$(ls /sys/class/nvme-subsystem | wc -l)
names=$(cat /sys/class/nvme/nvme*/cntlid | sort -u | wc -l)
[ "$subsystems $names" = "1 2" ] || fail "one subsystem, two controller numbers ($subsystems, $names)"
echo "CHECK one subsystem, two controller numbers: ok, $(cat /sys/class/nvme-subsystem/nvme-subsys*/subsysnqn)"
[ "$(disks | wc -l)" = 1 ] || fail "one disk ($(disks))"
disk=/dev/$(basename "$(disks)")
echo "CHECK one disk: ok, $(($(cat "$(disks)/size") / 2048)) MiB"

# says NAME TEXTS COMMAND: the command succeeds and has each of those texts, between semicolons, in what it says; blanks and
# tabs are one blank.
says() {
    name=$1
    echo "$2" | tr ';' '\n' > /tmp/texts
    shift 2
    "$@" > /tmp/raw 2>&1 || { cp /tmp/raw /tmp/said; return 1; }
    tr -s '\t ' ' ' < /tmp/raw > /tmp/said
    while read -r text; do
        grep -qF -- "$text" /tmp/said || return 1
    done < /tmp/texts
}
told() { says "$@" || { cat /tmp/said; fail "$1"; }; echo "CHECK $1: ok"; }
subsystem=$(cat /sys/class/nvme-subsystem/nvme-subsys*/subsysnqn)
told "nvme list" "Twinpath mirrored storage card" nvme list
told "nvme list-subsys" "$subsystem" nvme list-subsys
for card in 0 1; do told "nvme id-ctrl nvme$card" "$subsystem" nvme id-ctrl /dev/nvme$card; done
told "nvme id-ns" "lbads:12" nvme id-ns "$disk"
if says "another name" "nqn.2014-08.org.nvmexpress:uuid:0" nvme id-ctrl /dev/nvme0; then fail "PLANTED another name"; fi
echo "PLANTED nvme id-ctrl (another name): ok, noticed"

# What the cards have counted, together: which path the kernel takes is its own choice.
counted() {
    for card in 0 1; do nvme smart-log /dev/nvme$card; done > /tmp/said
    sed -n "s/^$1[[:space:]]*: *\([0-9]*\).*/\1/p" /tmp/said | { read -r one && read -r other && echo $((one + other)); }
}
numbers() { echo "$(counted host_write_commands) $(counted host_read_commands) $(counted "Data Units Written")"; }
read -r writes reads units << END
$(numbers)
END
dd if=/dev/urandom of="$disk" bs=4096 count=5 oflag=direct 2> /tmp/dd || fail "a write"
dd if="$disk" of=/tmp/back bs=4096 count=7 iflag=direct 2> /tmp/dd || fail "a read"
found=$(numbers)
[ "$units $found" = "0 $((writes + 5)) $((reads + 7)) 1" ] ||
    fail "nvme smart-log counts 5 writes, 7 reads: $writes, $reads, $units, then $found"
echo "CHECK nvme smart-log counts commands: ok, writes, reads, units written: $found"
if [ "$(numbers)" = "$((writes + 6)) $((reads + 7)) 1" ]; then fail "PLANTED a write too many"; fi
echo "PLANTED nvme smart-log (a write too many is expected): ok, noticed"
for card in 0 1; do
    controller=/dev/nvme$card
    constant="critical_warning : 0;available_spare : 100%;power_cycles : 1;media_errors : 0"
    told "nvme smart-log nvme$card" "$constant" nvme smart-log $controller
    errors=$(sed -n 's/^num_err_log_entries : //p' /tmp/said)
    if nvme get-log $controller --log-id=0xdd --log-len=512 > /tmp/said 2>&1; then fail "a log page that there is not"; fi
    newest="error_count : $((errors + 1));sqid : 0;status_field : 0x4109(Invalid Log Page;nsid : 0xffffffff"
    told "nvme error-log nvme$card" "$newest" nvme error-log $controller -e 1
    if says "another error" "status_field : 0x4002" nvme error-log $controller -e 1; then fail "PLANTED another error"; fi
    told "nvme smart-log nvme$card counts the error" "num_err_log_entries : $((errors + 1))" nvme smart-log $controller
    revision=$(tr -d ' ' < /sys/class/nvme/nvme$card/firmware_rev)
    told "nvme fw-log nvme$card" "afi : 0x1;($revision." nvme fw-log $controller
    told "nvme get-feature nvme$card, queues" "Current value:0x00030003" nvme get-feature $controller -f 7
    nvme set-feature $controller -f 4 -v 0x155 > /tmp/said 2>&1 || { cat /tmp/said; fail "nvme set-feature"; }
    told "nvme get-feature nvme$card, what was set" "Current value:0x00000155" nvme get-feature $controller -f 4
    if says "a cache" "Current value" nvme get-feature $controller -f 6; then fail "there is no volatile cache"; fi
done
echo "PLANTED nvme error-log (another error is expected): ok, noticed"

for card in 0 1; do nvme reset /dev/nvme$card || fail "nvme reset nvme$card"; done
both_live || fail "both are live after nvme reset"
echo "CHECK nvme reset: ok"
for card in 0 1; do
    told "nvme get-feature nvme$card, after a reset" "Current value:0x00000157" nvme get-feature /dev/nvme$card -f 4
done

head -c 262144 /dev/urandom > /tmp/data
dd if=/tmp/data of="$disk" bs=65536 seek=1 oflag=direct 2> /tmp/dd || fail "a write"
wanted=$(sha256sum < /tmp/data)
[ "$(block "$disk" 16 64)" = "$wanted" ] || fail "data"
echo "CHECK data: ok"
if [ "$(block "$disk" 17 64)" = "$wanted" ]; then fail "PLANTED other blocks"; fi
echo "PLANTED data (other blocks): ok, noticed"

# The processors have a queue each, with an interrupt of its own. How many queues answer these processors?
queues() { awk '/nvme[0-9]+q[1-9]/ { n = 0; for (i = 2; i <= 5; i++) n += $i; print $NF, n }' /proc/interrupts; }
answering() {
    queues > /tmp/before
    for processor in "$@"; do
        taskset -c "$processor" dd if="$disk" of=/tmp/back bs=4096 skip=16 count=4 iflag=direct 2> /tmp/dd ||
            fail "a read by processor $processor"
    done
    queues | grep -cvxFf /tmp/before || true
}
# One path after the other: take the card away that the other one is not.
for gone in 0000:00:01.0 0000:00:02.0; do
    echo 1 > "/sys/bus/pci/devices/$gone/remove"
    [ "$(ls /sys/class/nvme | wc -l)" = 1 ] || fail "$gone is removed"
    echo 3 > /proc/sys/vm/drop_caches
    [ "$(block "$disk" 16 64)" = "$wanted" ] || fail "data over the other path without $gone"
    echo "CHECK data without $gone: ok"
    [ "$(answering 0 1 2 3)" = 4 ] || fail "four queues without $gone: $(cat /tmp/before; queues)"
    echo "CHECK four queues without $gone: ok, $(queues | tr '\n' ' ')"
    [ "$(answering 2 2)" = 1 ] || fail "PLANTED one processor"
    echo "PLANTED four queues (one processor only): ok, noticed"
    echo 1 > /sys/bus/pci/rescan
    both_live || fail "$gone comes back"
done
if dmesg | grep "nvme.*timeout, "; then fail "no command is late"; fi
