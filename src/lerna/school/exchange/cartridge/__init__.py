"""IMS Common Cartridge 1.1 to 1.3 (IMS Global), with QTI 1.2 and the dialect of it that Canvas writes beside it."""
