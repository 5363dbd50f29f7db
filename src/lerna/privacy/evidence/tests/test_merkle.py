"""The tree is RFC 6962's: by the vectors published with Certificate Transparency, and for every size by property."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lerna.privacy.evidence.seal.merkle import EMPTY_ROOT, compute_root, find_path, hash_leaf

# The eight leaves, their roots and two paths of the reference implementation of Certificate Transparency (RFC 6962).
LEAVES = [
    bytes.fromhex(leaf)
    for leaf in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
PATHS = {
    (0, 1): [],
    (0, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (5, 8): [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
}


def climb(leaf: bytes, index: int, count: int, path: tuple[bytes, ...]) -> bytes:
    """The root by RFC 9162's rule for checking: another way than the one the room goes."""
    place, last = index, count - 1
    for step in path:
        assert last > 0
        if place % 2 or place == last:
            leaf = sha256(b"\1" + step + leaf).digest()
            while place and not place % 2:
                place, last = place >> 1, last >> 1
        else:
            leaf = sha256(b"\1" + leaf + step).digest()
        place, last = place >> 1, last >> 1
    assert last == 0
    return leaf


def split_root(leaves: list[bytes]) -> bytes:
    """The root as RFC 6962, 2.1, defines it: split at the largest power of two below the count."""
    if len(leaves) == 1:
        return leaves[0]
    middle = 1 << (len(leaves) - 1).bit_length() - 1
    return sha256(b"\1" + split_root(leaves[:middle]) + split_root(leaves[middle:])).digest()


@pytest.mark.parametrize("count", range(1, 9))
def test_the_roots_are_the_published_ones(count: int) -> None:
    assert compute_root([hash_leaf(leaf) for leaf in LEAVES[:count]]).hex() == ROOTS[count - 1]


def test_the_root_of_nothing_is_the_published_one() -> None:
    assert compute_root([]) == EMPTY_ROOT
    assert EMPTY_ROOT.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@pytest.mark.parametrize(("place", "path"), PATHS.items(), ids=str)
def test_the_paths_are_the_published_ones(place: tuple[int, int], path: list[str]) -> None:
    index, count = place
    assert [step.hex() for step in find_path([hash_leaf(leaf) for leaf in LEAVES[:count]], index)] == path


@given(entries=st.lists(st.binary(max_size=20), min_size=1, max_size=70), data=st.data())
def test_every_path_leads_to_the_root(entries: list[bytes], data: st.DataObject) -> None:
    leaves = [hash_leaf(entry) for entry in entries]
    root = compute_root(leaves)
    assert root == split_root(leaves)
    index = data.draw(st.integers(0, len(leaves) - 1))
    assert climb(leaves[index], index, len(leaves), find_path(leaves, index)) == root


@given(entries=st.lists(st.binary(max_size=20), min_size=1, max_size=40), other=st.binary(max_size=20), data=st.data())
def test_another_entry_has_no_place(entries: list[bytes], other: bytes, data: st.DataObject) -> None:
    leaves = [hash_leaf(entry) for entry in entries]
    index = data.draw(st.integers(0, len(leaves) - 1))
    changed = [*leaves[:index], hash_leaf(other), *leaves[index + 1 :]]
    assert (compute_root(changed) == compute_root(leaves)) == (other == entries[index])


@pytest.mark.parametrize("index", [-1, 3])
def test_there_is_no_path_from_outside(index: int) -> None:
    with pytest.raises(IndexError):
        find_path([hash_leaf(leaf) for leaf in LEAVES[:3]], index)
