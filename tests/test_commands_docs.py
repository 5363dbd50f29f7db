"""The page of commands is what `./lerna --help` says."""

from pathlib import Path

from lerna.config.cli.main import write_commands_page

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reference" / "commands.md"


def test_the_page_of_commands_is_current() -> None:
    assert PAGE.read_text() == write_commands_page(), "run ./lerna docs, which writes it anew"
