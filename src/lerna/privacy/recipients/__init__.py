"""Third parties: who may receive personal data, what went to whom and why, and what each must do with it since."""
