"""What every foreign package needs: opened within limits, its XML and HTML made harmless, its names made keys."""
