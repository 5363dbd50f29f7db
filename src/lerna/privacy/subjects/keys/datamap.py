"""What the database of keys holds of people: nothing that can be read."""

NOTHING_PERSONAL = {
    "DataKey": "A random key under a pseudonymous number, wrapped; it says nothing of the person, opens nothing alone.",
}
