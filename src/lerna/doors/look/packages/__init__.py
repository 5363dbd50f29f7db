"""Packages that were made elsewhere: where they are played, and how a page of ours shows that place."""
