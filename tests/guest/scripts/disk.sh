# Both cards of a pair as disks that drivers outside of this machine serve, over vhost-user: the kernel's virtio driver.
fail() { echo "CHECK $1: FAILED"; ls -l /sys/block; dmesg | tail -20; exit 1; }
read_blocks() { dd if="$1" bs=4096 skip="$2" count="$3" iflag=direct 2> /tmp/dd | sha256sum; }

for _ in $(seq 60); do
    if [ -e /dev/vda ] && [ -e /dev/vdb ]; then break; fi
    sleep 1
done
[ "$(cat /sys/block/vda/serial)" = TP000001 ] || fail "the first disk is card 1's"
[ "$(cat /sys/block/vdb/serial)" = TP000002 ] || fail "the second disk is card 2's"
echo "CHECK two disks: ok, $(($(cat /sys/block/vda/size) / 2048)) MiB each"
guest-checks disk /dev/vda

head -c 131072 /dev/urandom > /tmp/data
wanted=$(sha256sum < /tmp/data)
dd if=/tmp/data of=/dev/vda bs=65536 seek=1 oflag=direct 2> /tmp/dd || fail "a write"
[ "$(read_blocks /dev/vdb 16 32)" = "$wanted" ] || fail "what the first card wrote the second has"
echo "CHECK what the first card wrote the second has: ok"
if [ "$(read_blocks /dev/vdb 17 32)" = "$wanted" ]; then fail "PLANTED other blocks"; fi
echo "PLANTED what the first card wrote the second has (other blocks): ok, noticed"
zeros=$(head -c 65536 /dev/zero | sha256sum)
if [ "$(read_blocks /dev/vda 16 16)" = "$zeros" ]; then fail "PLANTED nothing is discarded"; fi
blkdiscard -o 65536 -l 65536 /dev/vda || fail "discard"
[ "$(read_blocks /dev/vda 16 16)" = "$zeros" ] || fail "what is discarded reads as zeros"
echo "CHECK discard: ok, noticed before that it was not done"
guest-checks pause /dev/vda /dev/vdb
