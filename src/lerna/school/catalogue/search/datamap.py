"""What this room's table holds of people: nothing that the catalogue doesn't publish."""

NOTHING_PERSONAL = {
    "SearchEntry": "Words of a published course, and of its teachers' published names.",
    "ProgramEntry": "Words of a published program.",
}
