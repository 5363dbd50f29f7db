"""Order, payment, refund, receipt; one gateway a folder. Not here yet."""
