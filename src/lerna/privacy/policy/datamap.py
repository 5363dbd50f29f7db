"""What this room's tables hold of people: nothing."""

NOTHING_PERSONAL = {
    "PolicyVersion": (
        "The published policy: it names the company and its contact, which the law has it publish, and nobody "
        "who uses the sites."
    ),
}
