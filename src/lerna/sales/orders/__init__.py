"""Order, payment, refund, receipt; one gateway a folder. Comes with the catalogue."""
