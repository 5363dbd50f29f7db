"""What recipients must do since: derived from the evidence, told until they confirm."""
