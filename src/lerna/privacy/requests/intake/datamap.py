"""What intake holds of people: nothing that says anything. Their words are in the request, sealed."""

NOTHING_PERSONAL = {
    "Box": "How far a company's mailbox has been read; numbers of the server.",
    "Fault": "Why a mailbox can't be read; a word about a server.",
    "Taken": (
        "That a letter was read and what became of it, so that it is taken once: numbers of the server, a keyed hash"
        " whose key is outside of the database, and the pseudonymous number of the request, which leads nowhere once"
        " that is gone."
    ),
}
