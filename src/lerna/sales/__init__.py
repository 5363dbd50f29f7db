"""From a first question to a receipt."""
