"""Consent of its own to a transfer abroad: for one recipient, one country and one purpose (law 94-V, art. 7(6), 16)."""
