"""What this room's table holds of people: nothing of learners."""

NOTHING_PERSONAL = {
    "ImportReport": "What a package held; `made_by` is an account's number, which names nobody without the accounts.",
}
