# One of two hosts that write the volume at the same time, each over its own card. Blocks 0 and 1 are where they tell each
# other how far they are, each in its own.
fail() { echo "CHECK $1: FAILED"; cat /tmp/fio; dmesg | tail -20; exit 1; }
for _ in $(seq 60); do
    if [ -b /dev/nvme0n1 ]; then break; fi
    sleep 1
done
disk=/dev/nvme0n1
mine=$(($(cat /sys/class/nvme/nvme0/cntlid) - 1))
other=$((1 - mine))

# The hosts start with a word of their own in their blocks, as what is there may be of before.
tell() { printf '%-4096s' "$1" | dd of=$disk bs=4096 seek="$mine" oflag=direct 2> /tmp/dd || fail "a block is told"; }
asked() { dd if=$disk bs=4096 skip="$other" count=1 iflag=direct 2> /tmp/dd | cut -c1-20 | tr -d ' '; }
meet() {
    tell "$1"
    for _ in $(seq 1200); do
        if [ "$(asked)" = "$1" ]; then return 0; fi
        sleep 0.1
    done
    fail "the other host reaches $1"
}

# load NAME OFFSET ARGUMENTS: 4 KiB blocks, some at once.
load() {
    name=$1 offset=$2
    shift 2
    fio --name="$name" --filename=$disk --offset="$offset" --bs=4k --direct=1 --ioengine=libaio --iodepth=8 \
        --randseed=$((7 + mine)) "$@" > /tmp/fio 2>&1
}

meet begun
half=$((65536 + mine * 1048576))
load disjoint $half --size=768k --rw=randwrite --verify=crc32c --do_verify=1 || fail "disjoint ranges"
echo "CHECK disjoint ranges, written and verified while the other host writes: ok"
meet disjoint
load verify $half --size=768k --rw=randread --verify=crc32c || fail "still there"
# The same blocks with a check of another kind: fio must refuse them.
if load planted $half --size=64k --rw=randread --verify=crc64; then fail "PLANTED other contents"; fi
echo "PLANTED disjoint ranges (other contents are expected): ok, noticed"
meet overlapping
load overlapping 3145728 --size=256k --io_size=1m --rw=randrw --norandommap || fail "overlapping ranges"
echo "CHECK overlapping ranges: ok"
meet ended
# Each host reads its own card's area: both have the same.
area() { dd if=$disk bs=4096 skip="$1" count="$2" iflag=direct 2> /tmp/dd | sha256sum | cut -c1-64; }
echo "AREA $(area 768 64)"
echo "HALF $(area $((half / 4096)) 192)"
meet compared
if dmesg | grep "nvme.*timeout, "; then fail "no command is late"; fi
