"""Calendar, identity numbers, money, phones, the clock: no noun of the domain, no tables."""
