"""What the pages about requests share: the form of a demand, and the words for what happened."""
