"""Reading blocks in their order: each header well spelled, chained, signed by the right key, kept outside too."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from lerna.privacy.evidence.seal.export import Exported
from lerna.privacy.evidence.seal.findings import Finding, Flaw
from lerna.privacy.evidence.seal.headers import NO_PREVIOUS, Header, HeaderError, hash_header, read_header
from lerna.privacy.evidence.seal.keys import is_signed


@dataclass(slots=True)
class Chain:
    """The state between one block and the next. `key` is the first block's, where it is known from outside."""

    company: str
    exported: Sequence[Exported]
    key: bytes | None = None
    findings: list[Finding] = field(default_factory=list)
    number: int = 0  # of the last block read
    first: int = 0  # how many entries stand before the next block
    highest_id: int = 0
    overlaps: bool = False  # a block holds ids below those of an earlier one, as late transactions make them
    last: Header | None = None
    last_text: str = ""

    def read(self, number: int, text: str, signature: bytes, count: int) -> Header | None:
        """The next block's header, with `count` entries listed; None where it can't be read. Notes what is wrong."""
        if number != self.number + 1:
            self._note(Flaw.MISSING, f"{_name_blocks(self.number + 1, number - 1)} missing from the database.")
        self.number = number
        self._compare_export(number, text, signature)
        try:
            header = read_header(text)
        except HeaderError as error:
            self._note(Flaw.BLOCK, f"The header of block {number} was changed: {error}.")
            self.last_text, self.key = text, None
            return None
        self._check_place(header, number, count)
        self._check_chain(header)
        self._check_signature(header, text, signature)
        self.first, self.key = header.first + header.count, header.following_key
        self.overlaps |= 0 < header.lowest_id <= self.highest_id
        self.highest_id = max(self.highest_id, header.highest_id)
        self.last, self.last_text = header, text
        return header

    def end(self, key: bytes | None) -> None:
        """Note what the file knows beyond the last block, and whether `key`, which signs now, follows the chain."""
        beyond = len(self.exported) - self.number
        if beyond > 0:
            which = _name_blocks(self.number + 1, self.number + beyond)
            self._note(Flaw.EXPORT, f"{which} in the file outside and not in the database.")
        # The last block may just have named a new key that the next sealing takes up.
        if key is not None and self.last is not None and key not in {self.last.key, self.last.following_key}:
            self._note(Flaw.SIGNATURE, "The last block's key isn't the one this installation signs with.")

    def _compare_export(self, number: int, text: str, signature: bytes) -> None:
        if number > len(self.exported):
            return
        kept = self.exported[number - 1]
        if (kept.header, kept.signature) != (text, signature):
            self._note(Flaw.EXPORT, f"Block {number} isn't the one that the file outside knows.")

    def _check_place(self, header: Header, number: int, count: int) -> None:
        if header.number != number or header.company != self.company:
            self._note(
                Flaw.BLOCK,
                f"Block {number} says it is block {header.number} of {header.company}, not of {self.company}.",
            )
        if header.count != count:
            self._note(Flaw.BLOCK, f"Block {number} lists {count} entries; its header says {header.count}.")
        if self.last is not None and header.sealed_at < self.last.sealed_at:
            self._note(Flaw.BACKDATED, f"Block {number} says it is older than the one before it.")

    def _check_chain(self, header: Header) -> None:
        previous = hash_header(self.last_text) if self.last_text else NO_PREVIOUS
        if header.previous != previous:
            self._note(Flaw.CHAIN, f"Block {header.number} doesn't follow the one before it: the chain is broken here.")
        elif header.first != self.first:
            self._note(
                Flaw.CHAIN, f"Block {header.number} begins at {header.first}; {self.first} entries stand before."
            )

    def _check_signature(self, header: Header, text: str, signature: bytes) -> None:
        if self.key is not None and header.key != self.key:
            self._note(Flaw.SIGNATURE, f"Block {header.number} is signed with a key that nobody named before it.")
        if not is_signed(header.key, text.encode(), signature):
            self._note(Flaw.SIGNATURE, f"The signature of block {header.number} isn't of this header.")

    def _note(self, flaw: Flaw, sentence: str) -> None:
        self.findings.append(Finding(flaw, sentence))


def _name_blocks(first: int, last: int) -> str:
    return f"Block {first} is" if first == last else f"Blocks {first} to {last} are"
