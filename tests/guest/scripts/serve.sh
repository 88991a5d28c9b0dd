# The command on a Twinpath card: list, bind, serve over NBD, status, end, unbind.
address=$(for device in /sys/bus/pci/devices/*; do
    if [ "$(cat "$device/vendor"):$(cat "$device/device")" = 0x1234:0x5450 ]; then echo "${device##*/}"; fi
done)
fail() { echo "CHECK $1: FAILED"; cat /tmp/out; exit 1; }
driver() { basename "$(readlink "/sys/bus/pci/devices/$address/driver")"; }

twinpath list
[ "$(driver)" = nvme ] || fail "the kernel's driver has it first"
twinpath bind "$address"
[ "$(driver)" = vfio-pci ] || fail "twinpath bind"
twinpath list | grep -q ready || fail "twinpath list"
echo "CHECK twinpath bind, list: ok"

twinpath serve --pci "$address" --dir /tmp/group > /tmp/out 2>&1 &
server=$!
for _ in $(seq 120); do
    if grep -q ready /tmp/out || [ ! -e "/proc/$server" ]; then break; fi
    sleep 1
done
grep ready /tmp/out || fail "twinpath serve --pci"
head -c 262144 /dev/urandom > /tmp/data
nbdcopy /tmp/data 'nbd+unix:///?socket=/tmp/group/h1.sock'
nbdcopy 'nbd+unix:///?socket=/tmp/group/h1.sock' /tmp/volume
head -c 262144 /tmp/volume > /tmp/back
cmp /tmp/data /tmp/back || fail "data over NBD"
echo "CHECK data over NBD: ok"
printf 'not what was read' | dd of=/tmp/back bs=1 seek=70000 conv=notrunc 2> /tmp/dd
if cmp -s /tmp/data /tmp/back; then fail "PLANTED harmed bytes"; fi
echo "PLANTED data over NBD (some bytes are harmed): ok, noticed"
twinpath status --dir /tmp/group > /tmp/out
used() { sed -n 's/.*commands by 4 queues \[\([^]]*\)\].*/\1/p' "$1" | tr ',' '\n' | grep -c '[1-9]' || true; }
[ "$(used /tmp/out)" = 4 ] || fail "four queues carry commands"
echo "CHECK four queues carry commands: ok,$(sed -n 's/.*driver//p' /tmp/out)"
sed 's/queues \[[0-9]*/queues [0/' /tmp/out > /tmp/one
[ "$(used /tmp/one)" = 3 ] || fail "PLANTED one queue rests"
echo "PLANTED four queues carry commands (one of them none): ok, noticed"
kill -TERM "$server"
wait "$server" || fail "twinpath serve ends in good order"
echo "CHECK twinpath serve ends in good order: ok"
if twinpath serve --pci 0000:00:00.0 --dir /tmp/other 2> /tmp/out; then fail "PLANTED another device"; fi
echo "PLANTED serve (another device): ok, noticed: $(head -c 200 /tmp/out)"
twinpath unbind "$address"
[ "$(driver)" = nvme ] || fail "twinpath unbind"
echo "CHECK twinpath unbind: ok, $(driver) has it again"
