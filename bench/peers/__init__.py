"""Other programs that erase people, run as their makers mean it, in an environment of their own."""
