"""What this room's table holds of people: nobody's name, and how far the telling has come."""

NOTHING_PERSONAL = {
    "Publication": (
        "A text of the company, and the pseudonymous number up to which people have been told; "
        "the letters themselves stand in the outbox, under the person's key."
    ),
}
