"""Rules about letters: a word in two alphabets looks right and is found by no search."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from lerna.privacy.policy.lint.finding import Finding, Subject, excerpt
from lerna.privacy.policy.lint.letters import LATIN, mixed_words


def mixed_alphabet(subject: Subject) -> Iterator[Finding]:
    """A Latin letter within a Cyrillic word, or the other way round."""
    for passage in subject.passages():
        for start, end in mixed_words(passage.text):
            word = passage.text[start:end]
            yield Finding(
                "mixed-alphabet",
                passage.language,
                passage.anchor,
                excerpt(passage.text, start, end),
                _("“%(word)s” mixes two alphabets: %(latin)s is Latin, the rest Cyrillic.")
                % {"word": word, "latin": ", ".join(LATIN.findall(word))},
                _("Type the word again in one alphabet."),
            )
