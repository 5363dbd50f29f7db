"""The mailbox of a development machine: its pages and their addresses."""
