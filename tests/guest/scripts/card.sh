# Our driver on a Twinpath card.
for device in /sys/bus/pci/devices/*; do
    [ "$(cat "$device/vendor"):$(cat "$device/device")" = 0x1234:0x5450 ] || continue
    address=${device##*/}
    [ -e "$device/iommu_group" ] || { echo "no IOMMU group"; exit 3; }
    guest-checks card "$address"
    exit 0
done
echo "no card"
exit 4
