"""Where personal data lie: each store declares its country, and one that lies elsewhere stops the start (8.4-а)."""
