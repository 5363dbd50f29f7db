"""The data keys of people, wrapped, in a database of their own."""
