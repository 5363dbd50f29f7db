"""A letter to the company's mailbox becomes a request (clause 6.4)."""
