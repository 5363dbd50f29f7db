"""Reading the lines that leaves are the hashes of."""

from typing import LiteralString

from psycopg import sql


def list_lines(where: LiteralString, *, limit: int | None = None) -> sql.Composed:
    """A query for (id, line) of the entries `e` that meet the condition, by id; its parameter `company` is whose."""
    query = "select id, line from evidence_entry e where company_id = %(company)s and {where} order by id limit {limit}"
    return sql.SQL(query).format(where=sql.SQL(where), limit=sql.Literal(limit))
