"""What a step tells the launcher, and the sites that every step ends with."""

import json
import sys

from django.conf import settings

from lerna.companies.hosts import development_host
from lerna.companies.queries import list_sites


def say(sentence: str) -> None:
    """A line for the person who waits."""
    tell({"say": sentence})


def tell(message: dict[str, object]) -> None:
    """One JSON line to the launcher."""
    sys.stdout.write(json.dumps(message, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def site_addresses() -> list[str]:
    """Every site's address; in development `<first label>.localhost`, with `{port}` where the port belongs."""
    hosts = [site.host for site in list_sites()]
    if settings.LERNA_DEVELOPMENT_HOSTS:
        return [f"http://{development_host(host)}:{{port}}" for host in hosts]
    return [f"https://{host}" for host in hosts]
