# A file system on the mirrored volume: guests with one card each, one after the other, verify it and add to it.
fail() { echo "CHECK $1: FAILED"; dmesg | tail -20; exit 1; }
for _ in $(seq 60); do
    if [ -b /dev/nvme0n1 ]; then break; fi
    sleep 1
done
card=$(cat /sys/class/nvme/nvme0/cntlid)
# A simulated card takes its time for the discard of all its blocks, block by block.
if ! mount -t ext4 /dev/nvme0n1 /mnt 2> /tmp/none; then
    mkfs.ext4 -q -E nodiscard /dev/nvme0n1 > /tmp/mkfs 2>&1 || { cat /tmp/mkfs; fail "mkfs.ext4"; }
    mount -t ext4 /dev/nvme0n1 /mnt || fail "mount"
    echo "CHECK a file system is made on card $card: ok"
fi
for sums in /mnt/sums*; do
    if [ ! -e "$sums" ]; then continue; fi
    (cd /mnt && sha256sum -c "$sums" > /tmp/checked) || { cat /tmp/checked; fail "verify $sums"; }
    echo "CHECK verified on card $card: ok, $(wc -l < "$sums") files of ${sums##*/}"
done
n=$(find /mnt -name 'sums*' | wc -l)
mkdir "/mnt/$n"
for file in 1 2 3 4 5; do head -c $((file * 30000)) /dev/urandom > "/mnt/$n/$file"; done
cp /bin/busybox "/mnt/$n/busybox"
(cd /mnt && sha256sum "$n"/* > "sums$n")
printf x >> "/mnt/$n/5"
if (cd /mnt && sha256sum -c "sums$n" > /tmp/checked 2>&1); then fail "PLANTED a harmed file"; fi
echo "PLANTED verified (a file is harmed): ok, noticed"
(cd /mnt && sha256sum "$n"/* > "sums$n")
umount /mnt || fail "umount"
echo "CHECK written on card $card: ok, sums$n"
if dmesg | grep "nvme.*timeout, "; then fail "no command is late"; fi
