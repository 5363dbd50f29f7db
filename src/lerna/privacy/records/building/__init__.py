"""What each paper says: from the terms, the data maps, the register of recipients, consents and transfers."""
