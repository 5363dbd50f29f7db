"""The person's own pages: profile, consents, requests, courses. Comes with accounts."""
