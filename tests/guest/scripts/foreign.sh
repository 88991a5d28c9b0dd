# Our driver on QEMU's own NVMe controller.
for device in /sys/bus/pci/devices/*; do
    [ "$(cat "$device/class")" = 0x010802 ] || continue
    address=${device##*/}
    [ -e "$device/iommu_group" ] || { echo "no IOMMU group"; exit 3; }
    if [ -e "$device/driver" ]; then echo "$address" > "$device/driver/unbind"; fi
    echo vfio-pci > "$device/driver_override"
    echo "$address" > /sys/bus/pci/drivers_probe
    guest-checks foreign "$address"
    exit 0
done
echo "no NVMe controller"
exit 4
