"""Third parties, transfers, transfers abroad. Comes with consents."""
