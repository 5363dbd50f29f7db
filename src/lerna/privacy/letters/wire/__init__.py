"""A letter on its way out of the house and back: addresses, message, delivery, mailbox, returns."""
