"""Anybody checks a certificate, by its number, its file or its badge."""
