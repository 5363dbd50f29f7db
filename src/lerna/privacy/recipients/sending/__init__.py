"""What may be passed, and the machine that passes it: checked, claimed, sent, marked."""
