"""What a letter demands, by the words of `policies/intake.toml`; nothing here knows a table."""
