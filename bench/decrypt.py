"""Opening what is sealed of a list of people: name, surname, e-mail and phone of each, under a purpose.

Compared with two things in turn: the same rows readable in a plain table, asked for by the same ORM; and AES-GCM alone
over the very same bytes, with keys, nonces and associated data at hand. What lies between is one query for the keys of
all, a key to unwrap for each person, and asking for each value whether the purpose may read it.
"""

import sys

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from measure.report import Peer, Run, Size
from measure.rounds import alternate, count_queries
from people.world import world

COLUMNS = ("name", "surname", "email", "phone")
NONCE = slice(1, 13)  # behind the version; the ciphertext follows
TIMES = 10
MILLI = 1000


def main() -> int:
    """No budget stands for this in the design: the figures are there to be seen."""
    run = Run(__doc__, people=Size(50, quick=10), rounds=Size(51, quick=5))
    people, rounds = run.sizes["people"], run.sizes["rounds"]
    with world():
        from people.applicants import make_applicants  # has tables: only once Django is set up

        from lerna.companies.models import Company

        company = Company.objects.get(slug="newskills")
        make_applicants(company, people)
        if sorted(_open_sealed(company)) != sorted(_read_plain(company)):
            raise SystemExit("The two sides hold different people, so nothing was measured.")
        ciphers = _take_apart(company)
        sides = (lambda: _open_sealed(company), lambda: _read_plain(company), lambda: _decrypt(ciphers))
        sealed, plain, alone = (
            [each * MILLI for each in seconds] for seconds in alternate(rounds, *sides, times=TIMES)
        )
        with count_queries() as ours:
            _open_sealed(company)
        with count_queries() as theirs:
            _read_plain(company)
    what = f"{people} people opened, {len(COLUMNS)} values each"
    run.add(what, sealed, "ms", peer=Peer("the same rows in a plain table", plain))
    run.add(what, sealed, "ms", peer=Peer("AES-GCM alone over the same bytes", alone))
    run.add(f"for {people} people", [len(ours)], "queries", peer=Peer("for the plain table", [len(theirs)]))
    return run.finish()


def _open_sealed(company: "Company") -> list[tuple[str, ...]]:  # noqa: F821 -- imported once Django is set up
    from lerna.privacy.policy.purposes import Purpose
    from lerna.privacy.subjects.models import Profile
    from lerna.privacy.subjects.processing import processing

    with processing(Purpose.CONSULTING, company=company, reason="a benchmark opens a list"):
        return [tuple(getattr(row, name) for name in COLUMNS) for row in Profile.objects.filter(company=company)]


def _read_plain(company: "Company") -> list[tuple[str, ...]]:  # noqa: F821 -- likewise
    from bare.models import Application

    rows = Application.objects.filter(company=company).only(*COLUMNS)
    return [tuple(getattr(row, name) for name in COLUMNS) for row in rows]


def _take_apart(company: "Company") -> list[tuple[AESGCM, bytes, bytes, bytes]]:  # noqa: F821 -- likewise
    """For each sealed value its person's cipher, nonce, ciphertext and associated data."""
    from lerna.privacy.policy.purposes import Purpose
    from lerna.privacy.subjects.fields import place_of
    from lerna.privacy.subjects.models import Profile
    from lerna.privacy.subjects.processing import processing

    with processing(Purpose.CONSULTING, company=company, reason="a benchmark takes a list apart") as work:
        return [
            (cipher, raw[NONCE], raw[NONCE.stop :], place_of(Profile._meta.get_field(name), row).encode())
            for row in Profile.objects.filter(company=company)
            for cipher in (AESGCM(work.keyring.key_of(row.subject_id)),)
            for name in COLUMNS
            for raw in (vars(row)[name].raw,)
        ]


def _decrypt(ciphers: list[tuple[AESGCM, bytes, bytes, bytes]]) -> list[str]:
    return [cipher.decrypt(nonce, body, place).decode() for cipher, nonce, body, place in ciphers]


if __name__ == "__main__":
    sys.exit(main())
