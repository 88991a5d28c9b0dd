//! A host to a simulated card: root complex, memory, IOMMU
