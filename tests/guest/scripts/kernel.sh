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
