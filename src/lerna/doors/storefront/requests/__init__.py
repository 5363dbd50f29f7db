"""Requests of people without an account: a form, a code, and a link that tells nobody anything."""
