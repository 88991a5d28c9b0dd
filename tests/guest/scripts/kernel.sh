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

# says NAME TEXT COMMAND: the command succeeds and has that text in what it says.
says() {
    name=$1 text=$2
    shift 2
    "$@" > /tmp/said 2>&1 && grep -qF -- "$text" /tmp/said
}
told() { says "$@" || { cat /tmp/said; fail "$1"; }; echo "CHECK $1: ok"; }
subsystem=$(cat /sys/class/nvme-subsystem/nvme-subsys*/subsysnqn)
told "nvme list" "Twinpath mirrored storage card" nvme list
told "nvme list-subsys" "$subsystem" nvme list-subsys
for card in 0 1; do told "nvme id-ctrl nvme$card" "$subsystem" nvme id-ctrl /dev/nvme$card; done
told "nvme id-ns" "lbads:12" nvme id-ns "$disk"
if says "another name" "nqn.2014-08.org.nvmexpress:uuid:0" nvme id-ctrl /dev/nvme0; then fail "PLANTED another name"; fi
echo "PLANTED nvme id-ctrl (another name): ok, noticed"
for card in 0 1; do nvme reset /dev/nvme$card || fail "nvme reset nvme$card"; done
both_live || fail "both are live after nvme reset"
echo "CHECK nvme reset: ok"

head -c 262144 /dev/urandom > /tmp/data
dd if=/tmp/data of="$disk" bs=65536 seek=1 oflag=direct 2> /tmp/dd || fail "a write"
wanted=$(sha256sum < /tmp/data)
[ "$(block "$disk" 16 64)" = "$wanted" ] || fail "data"
echo "CHECK data: ok"
if [ "$(block "$disk" 17 64)" = "$wanted" ]; then fail "PLANTED other blocks"; fi
echo "PLANTED data (other blocks): ok, noticed"
# One path after the other: take the card away that the other one is not.
for gone in 0000:00:01.0 0000:00:02.0; do
    echo 1 > "/sys/bus/pci/devices/$gone/remove"
    [ "$(ls /sys/class/nvme | wc -l)" = 1 ] || fail "$gone is removed"
    echo 3 > /proc/sys/vm/drop_caches
    [ "$(block "$disk" 16 64)" = "$wanted" ] || fail "data over the other path without $gone"
    echo "CHECK data without $gone: ok"
    echo 1 > /sys/bus/pci/rescan
    both_live || fail "$gone comes back"
done
if dmesg | grep "nvme.*timeout, "; then fail "no command is late"; fi
