"""What a check gives back."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong: what, in a sentence, and what to do about it."""

    sentence: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.sentence} → {self.remedy}"
