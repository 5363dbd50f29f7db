"""Files of the school: their addresses, and how they are sent."""
