"""Subcommands of `./lerna policy`, one module each; the table in `management/commands/policy.py` lists them.

A module has `HELP` (one line), `NEEDS_DATABASE`, `add_arguments(parser)` and `run(options, out) -> int`, the exit code.
"""
