"""How often something may be tried. Counted in the database, so all processes count together; keyed hashes alone."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.utils.crypto import salted_hmac

# A table without personal data, so that counting survives whatever the attempt itself does.
_COUNT = """
insert into accounts_throttle as known (key, count, until) values (%(key)s, 1, %(end)s)
on conflict (key) do update set
    count = case when known.until <= %(now)s then 1 else known.count + 1 end,
    until = case when known.until <= %(now)s then excluded.until else known.until end
returning count
"""


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so many within a window that opens with the first."""

    name: str
    most: int
    window: timedelta


# Per login five guesses a quarter of an hour, 480 a day against a password that isn't among the common ones; per
# network address more, because a school sits behind one.
PASSWORD = Limit("password", 5, timedelta(minutes=15))
LETTERS = Limit("letters", 5, timedelta(hours=1))
ADDRESS = Limit("address", 60, timedelta(minutes=15))
SECOND = Limit("second", 5, timedelta(minutes=15))
PEOPLE = Limit("people", 5, timedelta(hours=1))


class TooOftenError(Exception):
    """Tried too often; the same for an account that isn't there."""


def count_try(limit: Limit, who: str, *, now: datetime) -> None:
    """Counts a try before it is made, so that guesses at the same time don't slip by. TooOftenError. One query.

    `who` is a login or a network address with its company; only its keyed hash is kept.
    """
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {"key": _key(limit, who), "now": now, "end": now + limit.window})
        if cursor.fetchone()[0] > limit.most:
            raise TooOftenError


def forget_tries(limit: Limit, who: str) -> None:
    """After a success the next window is a new one. One query."""
    with connection.cursor() as cursor:
        cursor.execute("delete from accounts_throttle where key = %s", [_key(limit, who)])


def _key(limit: Limit, who: str) -> str:
    return salted_hmac(f"lerna.accounts.{limit.name}", who, algorithm="sha256").hexdigest()
