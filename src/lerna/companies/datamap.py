"""What this room's tables hold of people: nothing."""

NOTHING_PERSONAL = {
    "Company": (
        "Facts of a legal entity, which it publishes by law. The responsible person is a role with an office mailbox: "
        "a company that names its employee there publishes the name itself, as law 94-V, art. 25(2)(10), expects."
    ),
    "Site": "Host name, brand and languages of a site; the sender is the company's own mailbox.",
}
