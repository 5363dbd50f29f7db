"""Tables as lines: a row as `| a | b |`, or column by column where each column is in a language of its own."""

from collections.abc import Sequence

from lerna.privacy.policy.importer.languages import dominant


def table_lines(rows: Sequence[Sequence[str]]) -> list[str]:
    """One line for each row with words; a bilingual table is read down its columns, one language after the other."""
    filled = [row for row in rows if any(row)]
    width = max((len(row) for row in filled), default=0)
    if width > 1 and all(len(row) == width for row in filled):
        columns = list(zip(*filled, strict=True))
        languages = [dominant(" ".join(column)) for column in columns]
        if None not in languages and len(set(languages)) == width:
            return [line for column in columns for cell in column if cell for line in (cell, "")]
    if width == 1:
        return [line for row in filled for line in (row[0], "")]
    return ["| " + " | ".join(row) + " |" for row in filled]
