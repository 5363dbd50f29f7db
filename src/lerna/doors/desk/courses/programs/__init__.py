"""Where authors put several courses together into a program."""
