"""The copy of a consent, which goes to whoever gave it (clause 4.1)."""

from collections.abc import Sequence
from datetime import datetime

from lerna.companies.models import Site
from lerna.privacy.consents.models import Consent
from lerna.privacy.consents.statement import Statement
from lerna.privacy.consents.tokens import sign_act
from lerna.privacy.letters.models import Letter
from lerna.privacy.letters.operations import send_letter
from lerna.privacy.letters.wire.addresses import build_home
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.models import DataSubject


def send_receipt(  # noqa: PLR0913 -- of whom, of what, where
    *,
    subject: DataSubject,
    statements: Sequence[Statement],
    consents: Sequence[Consent],
    site: Site,
    now: datetime,
    to: str | None = None,
    also: Sequence[tuple[str, Statement]] = (),
) -> Letter:
    """What was agreed to at one time, with a link to take each of it back. It rests on a law, so it always goes.

    `also` are other consents of that time, under the titles that they have in a list. To `to`, or to the person's own
    address. In the language of the boxes.
    """
    language, version, act = statements[0].language, statements[0].policy_version, consents[0].act
    home = build_home(site, language)
    return send_letter(
        subject=subject,
        purpose=Purpose.CONSENT_PROOF,
        template="consent-receipt",
        context={
            "given_at": now,
            "purposes": [
                f"{title}: {statement.term.text}"
                for title, statement in (*((one.title, one) for one in statements), *also)
            ],
            "version": version,
            "policy": f"{home}policy/versions/{version}/",
            "manage": f"{home}apply/thanks/{sign_act(act)}/",
            "receipt": str(act),
        },
        now=now,
        language=language,
        site=site,
        to=to,
    )
