"""Declared as what it is: invented people, for a comparison."""

_WHY = "Invented people of a benchmark alone; no installation has this table."
NOTHING_PERSONAL = {"Login": _WHY, "Application": _WHY}
