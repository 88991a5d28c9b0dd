# The command on a Twinpath card, its volume a block device of this machine; then the command dies and comes back.
address=$(for device in /sys/bus/pci/devices/*; do
    if [ "$(cat "$device/vendor"):$(cat "$device/device")" = 0x1234:0x5450 ]; then echo "${device##*/}"; fi
done)
fail() { echo "CHECK $1: FAILED"; cat /tmp/out /tmp/pause; ls /dev/ublk*; dmesg | tail -20; exit 1; }
serve() {
    twinpath serve --pci "$address" --dir /tmp/group --ublk > /tmp/out 2>&1 &
    server=$!
    for _ in $(seq 120); do
        if grep -q "and .*/dev/ublkb" /tmp/out; then return 0; fi
        [ -e "/proc/$server" ] || break
        sleep 1
    done
    fail "twinpath serve --ublk"
}

: > /tmp/pause
twinpath bind "$address"
serve
cat /tmp/out
[ -b /dev/ublkb0 ] || fail "a block device"
guest-checks disk /dev/ublkb0
head -c 131072 /dev/urandom > /tmp/data
dd if=/tmp/data of=/dev/ublkb0 bs=65536 seek=1 oflag=direct 2> /tmp/dd || fail "a write"
blkdiscard -o 131072 -l 65536 /dev/ublkb0 || fail "discard"
{ head -c 65536 /tmp/data; head -c 65536 /dev/zero; } > /tmp/wanted
dd if=/dev/ublkb0 of=/tmp/back bs=65536 skip=1 count=2 iflag=direct 2> /tmp/dd
if cmp -s /tmp/data /tmp/back; then fail "PLANTED nothing is discarded"; fi
cmp /tmp/wanted /tmp/back || fail "discard, and data beside it"
echo "CHECK discard, and data beside it: ok, it differs from what was there"

mkfifo /tmp/word
exec 3<> /tmp/word
guest-checks pause /dev/ublkb0 /dev/ublkb0 < /tmp/word > /tmp/pause 2>&1 &
writer=$!
for _ in $(seq 60); do
    if grep -q "PAUSE NOW" /tmp/pause; then break; fi
    sleep 1
done
grep -q "PAUSE NOW" /tmp/pause || fail "writes under way"
kill -KILL "$server"
wait "$server" || true
if twinpath status --dir /tmp/group 2> /tmp/out; then fail "PLANTED the command is not dead"; fi
serve
echo BACK >&3
grep "goes on" /tmp/out || fail "the device is taken over"
wait "$writer" || fail "a server that dies is a pause"
cat /tmp/pause
[ "$(ls /dev/ublkb*)" = /dev/ublkb0 ] || fail "it is the same device"
kill -TERM "$server"
wait "$server" || fail "twinpath serve ends in good order"
if [ -e /dev/ublkb0 ]; then fail "the device is gone at the end"; fi
echo "CHECK twinpath serve ends in good order, the device with it: ok"
