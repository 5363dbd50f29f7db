"""What the whole machine costs a page: the desk's list of applications, beside the same page without any of it.

Both go through the same middleware and are drawn by the same template, and their tables are compared letter by letter.
The bare one (`bench/bare`) reads plain tables: a log-in, then the applications. The real one works for two purposes,
asks for the second factor, opens five sealed values of each person and records a look at each. In turn, by Django's
test client in this process: without a server and a network.
"""

import re
import sys
from datetime import timedelta

from measure.report import Peer, Run, Size
from measure.rounds import alternate, count_queries
from people.world import world

HOST, ADDRESS, BARE = "lerna.kz", "/desk/leads/", "/bare/leads/"
TIMES = 3
MILLI = 1000


def main() -> int:
    """No budget stands for this in the design: the figures are there to be seen."""
    run = Run(__doc__, people=Size(50, quick=10), rounds=Size(41, quick=5))
    with world() as cluster:
        client = _log_in(cluster, run.sizes["people"])
        if _read_table(client, ADDRESS, run.sizes["people"]) != _read_table(client, BARE, run.sizes["people"]):
            raise SystemExit("The two pages show different things, so nothing was measured.")
        sides = (lambda: _load(client, ADDRESS), lambda: _load(client, BARE))
        ours, bare = (
            [each * MILLI for each in seconds] for seconds in alternate(run.sizes["rounds"], *sides, times=TIMES)
        )
        counts = []
        for address in (ADDRESS, BARE):
            with count_queries() as queries:
                _load(client, address)
            counts.append([len(queries)])
    what = f"a page with {run.sizes['people']} people"
    run.add(what, ours, "ms", peer=Peer("the same page, bare", bare))
    run.add(f"for {what}", counts[0], "queries", peer=Peer("for the bare one", counts[1]))
    return run.finish()


def _log_in(cluster: "Cluster", people: int) -> "Client":  # noqa: F821 -- both are imported once the path is known
    """A manager's browser, logged in to both pages by one token, with so many applications to look at."""
    from bare.models import Login
    from django.test import Client
    from people.applicants import make_applicants

    from lerna.accounts.operations import open_sign_in
    from lerna.accounts.queries import hash_token
    from lerna.accounts.staff import add_staff
    from lerna.companies.models import Company
    from lerna.doors.look.signed_in import cookie_name
    from lerna.kit import clock

    company, now = Company.objects.get(slug="newskills"), clock.now()
    make_applicants(company, people)
    user = add_staff(company=company, role="manager", name="Вера", email="vera@example.kz", now=now)
    token = open_sign_in(user=user, device="", now=now)
    with cluster.connect("bench") as root:  # how a second factor is shown is another page's matter
        root.execute("update accounts_signin set proven_at = now()")
    Login.objects.create(token=hash_token(token), company=company, role="manager", expires_at=now + timedelta(hours=1))
    client = Client(headers={"host": HOST})
    client.cookies[cookie_name()] = token
    return client


def _load(client: "Client", address: str) -> bytes:  # noqa: F821 -- likewise
    response = client.get(address)
    if response.status_code != 200:  # noqa: PLR2004 -- HTTP's own word for well
        raise SystemExit(f"{address} answered {response.status_code}, so nothing was measured.")
    return response.content


def _read_table(client: "Client", address: str, rows: int) -> bytes:  # noqa: F821 -- likewise
    found = re.search(rb"<tbody>.*</tbody>", _load(client, address), re.DOTALL)
    if found is None or found[0].count(b"<tr>") != rows:
        raise SystemExit(f"{address} doesn't show {rows} people, so nothing was measured.")
    return found[0]


if __name__ == "__main__":
    sys.exit(main())
