"""The stem of a Kazakh word. No stemmer of the language comes with PostgreSQL, so endings are taken off one by one.

Letters are folded before (`letters.split_words`), so of the rows of vowels only а/е and ы/и are left to list. A stem
needn't be a word: it must only be the same for all forms of one.
"""

from functools import lru_cache

SHORTEST = 3  # letters that stay
_OF_NOUNS = (
    "лар лер дар дер тар тер",  # plural
    "ым им ын ин ы и сы си сын син ымыз имиз мыз миз ыныз иниз ныз низ",  # whose: mine, yours, theirs, ours
    "нын нин дын дин тын тин ны ни ды ди ты ти",  # genitive and accusative
    "га ге ка ке на не а е да де та те",  # whither and where
    "дан ден тан тен нан нен мен бен пен",  # whence and with what
    "дагы деги тагы теги",  # which is there
    "лы ли сыз сиз шы ши лык лик дык дик тык тик",  # having, lacking, doing, being
)
_OF_VERBS = ("у ту лау леу дау деу тау теу ган ген кан кен атын етин йтын йтин",)  # doing, having done, for doing
_ENDINGS = sorted((ending for row in (*_OF_NOUNS, *_OF_VERBS) for ending in row.split()), key=len, reverse=True)
_SOFTENED = {"г": "к", "б": "п"}  # мектеп – мектебі, кітап – кітабы


@lru_cache(maxsize=20_000)
def find_stem(word: str) -> str:
    """What all forms of the folded word begin with."""
    stem = word
    while ending := next((one for one in _ENDINGS if _may_go(stem, one)), ""):
        stem = stem[: -len(ending)]
    return stem[:-1] + _SOFTENED.get(stem[-1], stem[-1])


def _may_go(word: str, ending: str) -> bool:
    left = len(word) - len(ending)
    return left >= SHORTEST + (len(ending) == 1) and word.endswith(ending)
