"""Taking turns where there is no row yet to lock, or no right to lock it."""

from django.db import connection


def take_turns(about: str) -> None:
    """Waits for every other transaction that is at the same thing, and holds it until the end of this one."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"lerna.accounts:{about}"])
