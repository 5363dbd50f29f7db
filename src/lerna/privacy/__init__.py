"""People as data subjects and companies as controllers; this wing knows nothing of courses."""
