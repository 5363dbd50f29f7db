"""On the way to a partner: signed, encrypted, sent, and the partner's signed answers."""
