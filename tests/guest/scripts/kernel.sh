# The kernel's own driver on both cards of a pair: nothing of ours runs here.
fail() { echo "CHECK $1: FAILED"; ls -l /sys/class/nvme /sys/class/nvme-subsystem /sys/block; dmesg | grep -i nvme; exit 1; }
block() { dd if="$1" bs=4096 skip="$2" count="$3" iflag=direct 2> /tmp/dd | sha256sum; }

for _ in $(seq 60); do
    live=$(cat /sys/class/nvme/nvme*/state 2> /tmp/none | grep -c live || true)
    if [ "$live" = 2 ] && [ -b /dev/nvme0n1 ]; then break; fi
    sleep 1
done
[ "$live" = 2 ] || fail "two controllers are live ($live)"
echo "CHECK two controllers are live: ok"
subsystems=$(ls /sys/class/nvme-subsystem | wc -l)
names=$(cat /sys/class/nvme/nvme*/cntlid | sort -u | wc -l)
[ "$subsystems $names" = "1 2" ] || fail "one subsystem, two controller numbers ($subsystems, $names)"
echo "CHECK one subsystem, two controller numbers: ok, $(cat /sys/class/nvme-subsystem/nvme-subsys0/subsysnqn)"
paths=$(ls -d /sys/class/nvme/nvme*/nvme0c*n1 | wc -l)
disks=$(ls -d /sys/block/nvme*n1 | grep -vc 'c[0-9]*n' || true)
[ "$paths $disks" = "2 1" ] || fail "one disk with two paths ($disks, $paths)"
echo "CHECK one disk with two paths: ok, $(($(cat /sys/block/nvme0n1/size) / 2048)) MiB"

head -c 262144 /dev/urandom > /tmp/data
dd if=/tmp/data of=/dev/nvme0n1 bs=65536 seek=1 oflag=direct 2> /tmp/dd || fail "a write"
wanted=$(sha256sum < /tmp/data)
[ "$(block /dev/nvme0n1 16 64)" = "$wanted" ] || fail "data"
echo "CHECK data: ok"
if [ "$(block /dev/nvme0n1 17 64)" = "$wanted" ]; then fail "PLANTED other blocks"; fi
echo "PLANTED data (other blocks): ok, noticed"
# One path after the other: take the controller away that the other one is not.
for gone in nvme0 nvme1; do
    echo 1 > "/sys/class/nvme/$gone/device/remove"
    [ "$(ls /sys/class/nvme | wc -l)" = 1 ] || fail "$gone is removed"
    echo 3 > /proc/sys/vm/drop_caches
    [ "$(block /dev/nvme0n1 16 64)" = "$wanted" ] || fail "data over the other path without $gone"
    echo "CHECK data without $gone: ok"
    [ "$gone" = nvme1 ] || { echo 1 > /sys/bus/pci/rescan; sleep 5; }
    [ "$gone" = nvme1 ] || [ "$(ls /sys/class/nvme | wc -l)" = 2 ] || fail "it comes back"
done
