"""What is made of pictures and films, once, so that a phone on a slow line gets what it can show."""
