"""What this room's tables hold of people: nothing that says who they are."""

NOTHING_PERSONAL = {
    "Entry": (
        "Who is meant stands only as a pseudonymous identifier, and what could carry a name, an address or a number is "
        "refused by the operation and again by the database. An entry outlives the person's data, to prove their end."
    ),
    "Block": "Hashes and signatures of entries.",
}

COMPANY_WALLS = ("Entry", "Block")
