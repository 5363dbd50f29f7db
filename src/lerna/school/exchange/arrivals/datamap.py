"""What this room's table holds of people: nothing of learners."""

NOTHING_PERSONAL = {
    "Arrival": "A package on its way in; `sent_by` is an account's number, which names nobody without the accounts.",
}
