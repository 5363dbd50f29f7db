"""What this room's tables hold of people: their numbers, so that an end can be begun, finished and proven."""

_NUMBER = "A person stands here as a pseudonymous number; once the data are erased it leads nowhere."

NOTHING_PERSONAL = {
    "Clock": f"{_NUMBER} With it a purpose and a day, which go with the person.",
    "Hold": f"{_NUMBER} With it the law that orders to keep what one purpose needs.",
    "Farewell": f"{_NUMBER} With it when the person asked to be deleted; gone when they are.",
    "ErasureRun": "The ground and the moment of an erasure; it names nobody.",
    "Tally": "Counts by month of words of closed lists; of no single row is anything left in them.",
    "ErasureBatch": f"{_NUMBER} With it what went and what stayed, which proves the end.",
}

COMPANY_WALLS = ("Clock", "Hold", "Farewell", "ErasureRun")
