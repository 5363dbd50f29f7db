"""This room holds nothing of people: whose data an incident concerns is asked of the ledger each time."""

NOTHING_PERSONAL = {
    "Incident": "What happened to data, and never to whose: its texts may hold no address and no number of a person.",
    "Step": "What was done about an incident, by numbers of accounts; its notes hold no more of people than its texts.",
    "Scope": "A question: a time, an account's number, a screen, a recipient or names of tables; and three figures.",
    "Tally": "How often something happened in ten minutes, by number of an account or by role.",
    "Watch": "The number of an entry, up to which the evidence was read.",
}
