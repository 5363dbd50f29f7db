"""What machines call. So far: partners fetch what was encrypted for them."""
