"""Data files that people write (TOML), read strictly: whatever is wrong is said with file, line and a sentence."""

from pathlib import Path


class DataFileError(Exception):
    """What is wrong in a data file, for the person who edits it: `str()` gives `path:line: sentence`."""

    def __init__(self, path: Path, line: int, sentence: str) -> None:
        super().__init__(f"{path}:{line}: {sentence}")
        self.path = path
        self.line = line
        self.sentence = sentence
