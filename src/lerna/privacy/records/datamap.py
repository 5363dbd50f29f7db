"""What this room's table holds of people: nothing."""

NOTHING_PERSONAL = {
    "Approval": (
        "A paper about the company's processing as it was approved: it counts people and names none of them; who "
        "approved it stands there only as the number of an account."
    ),
}
