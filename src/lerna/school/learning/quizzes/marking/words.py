"""Words as people type them: what doesn't matter is taken away, and nothing else."""

import re
import unicodedata

_GAP = re.compile(r"\[\[(.+?)\]\]")


def normalize_words(text: str) -> str:
    """Without difference of case, of spaces, of е and ё. The Kazakh letters, such as ә and қ, are letters apart."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().replace("ё", "е").split())


def list_gaps(text: str) -> tuple[tuple[str, ...], ...]:
    """The accepted forms of each gap of `Gaps.text`, in their order."""
    return tuple(tuple(form.strip() for form in inner.split("/")) for inner in _GAP.findall(text))


def split_at_gaps(text: str) -> tuple[str, ...]:
    """What stands around the gaps: one piece more than there are gaps."""
    return tuple(_GAP.sub("\0", text.replace("\0", "")).split("\0"))
