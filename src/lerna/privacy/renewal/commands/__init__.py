"""Subcommands of `./lerna policy` that touch people; the policy's own room knows nobody."""
