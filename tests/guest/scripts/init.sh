#!/bin/busybox sh
# The first process of a guest: file systems, modules, then the script of this test; its status is the last line.
/bin/busybox --install -s
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t devtmpfs dev /dev
mkdir -p /dev/shm
mount -t tmpfs tmp /dev/shm
mount -t tmpfs tmp /tmp
# From here on the console has the kernel's words only where they are urgent.
echo 3 > /proc/sys/kernel/printk
echo "GUEST UP kernel $(uname -r) after $(cut -d' ' -f1 /proc/uptime) s"
while read -r module; do
    insmod "/mod/$module.ko" || echo "module $module does not load"
done < /mod/order
sh -eu /run.sh
echo "GUEST END $?"
poweroff -f
