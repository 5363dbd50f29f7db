"""Words as they are compared: letters folded, wrong layouts read as they were meant, Latin spellings in Cyrillic.

Kazakh is often typed on a Russian keyboard, so its own letters count as the Russian ones nearest to them.
"""

import re
import unicodedata
from collections.abc import Iterator

_FOLDED = str.maketrans("әғқңөұүһіё", "агкноуухие")
_WORD = re.compile(r"[^\W_]+")
_SPELLED = {"c++": "cpp", "c#": "csharp", "с++": "cpp", "с#": "csharp", ".net": "dotnet"}  # each once Latin, once not

# What the same keys write: the Latin layout, and the Russian and Kazakh ones.
_KEYS = "qwertyuiop[]asdfghjkl;'zxcvbnm,."
_RUSSIAN_KEYS = "йцукенгшщзхъфывапролджэячсмитьбю"
_KAZAKH_KEYS = "234567890-="
_KAZAKH_LETTERS = "әіңғ,.үұқөһ"
_TO_CYRILLIC = str.maketrans(_KEYS + _KAZAKH_KEYS, _RUSSIAN_KEYS + _KAZAKH_LETTERS)
_TO_LATIN = str.maketrans(_RUSSIAN_KEYS, _KEYS)

_SOUNDS = {
    "shch": "щ", "sch": "щ", "zh": "ж", "kh": "х", "ts": "ц", "ch": "ч", "sh": "ш", "yu": "ю", "ya": "я", "yo": "е",
    "ph": "ф", "gh": "г", "a": "а", "b": "б", "c": "к", "d": "д", "e": "е", "f": "ф", "g": "г", "h": "х", "i": "и",
    "j": "ж", "k": "к", "l": "л", "m": "м", "n": "н", "o": "о", "p": "п", "q": "к", "r": "р", "s": "с", "t": "т",
    "u": "у", "v": "в", "w": "у", "x": "кс", "y": "ы", "z": "з",
}  # fmt: skip
_SOUND = re.compile("|".join(sorted(_SOUNDS, key=len, reverse=True)))


def split_words(text: str) -> list[str]:
    """The words of a text, folded, in their order."""
    return _WORD.findall(_spell(text).translate(_FOLDED))


def list_readings(word: str) -> Iterator[str]:
    """What a typed word may have meant, each once: itself, the same keys in another layout, Latin spelled in Cyrillic.

    `word` is as somebody typed it between two spaces, signs and digits included.
    """
    seen: set[str] = set()
    typed = _spell(word)
    latin = bool(re.search(r"[a-z]", typed)) or not re.search(r"[а-яё]", typed.translate(_FOLDED))
    spelled = (_SOUND.sub(lambda found: _SOUNDS[found[0]], typed),) if latin else ()
    swapped = typed.translate(_TO_CYRILLIC if latin else _TO_LATIN)
    for reading in (typed, swapped, *spelled):
        words = split_words(reading)
        if len(words) == 1 and words[0] not in seen:
            seen.add(words[0])
            yield words[0]


def _spell(text: str) -> str:
    small = unicodedata.normalize("NFC", text).lower()
    for written, spoken in _SPELLED.items():
        small = small.replace(written, spoken)
    return small
