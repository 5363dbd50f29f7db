"""Foreign names become keys: the same name always the same key, none given twice."""

import pytest

from lerna.school.exchange.foreign.keys import Keys, make_key


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("OpenedX-DemoX", "openedx-demox"),
        ("Цвет с нуля", "tsvet-s-nulya"),
        ("Түс әлемі: ғ, қ, ң, ұ, һ, ө, і", "tus-alemi-g-k-n-u-h-o-i"),
        ("Été à Paris", "ete-a-paris"),
        ("日本", "course"),
        ("x" * 200, "x" * 80),
    ],
)
def test_a_name_becomes_a_key(name: str, key: str) -> None:
    assert make_key(name, "course") == key


def test_no_key_is_given_twice() -> None:
    keys = Keys()
    assert [keys.give(name, "x") for name in ("A b", "a-b", "a b", "c")] == ["a-b", "a-b-2", "a-b-3", "c"]
