"""What the pages of evidence have in common: a short one for visitors, a long one at the desk."""
