"""Settings, addresses, launcher, checks: the top floor, which may import everything."""
