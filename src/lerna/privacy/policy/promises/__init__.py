"""The promises of the policy in words for people: what each clause makes the software do, and what keeps it so."""
