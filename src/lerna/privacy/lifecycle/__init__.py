"""Retention, blocking, depersonalization, destruction, holds. Comes with subjects."""
