"""The second factor of staff (clause 8.3): codes of a program and passkeys; which there are, and one that is shown."""
