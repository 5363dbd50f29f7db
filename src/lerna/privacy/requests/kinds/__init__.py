"""Each kind of request as `policies/requests.toml` states it."""
