"""Everything that is held of a person, for themselves: read once, written as a page, as JSON, as an archive."""
