"""Reading a ledger's blocks, each entry's line hashed anew: here, or in several processes where there are many."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from hashlib import sha256
from heapq import merge
from multiprocessing import get_context
from multiprocessing.connection import Connection, Pipe
from operator import attrgetter
from typing import Any, LiteralString, NamedTuple

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from lerna.privacy.evidence.seal.merkle import LEAF, compute_root

WORTH_A_PROCESS = 16  # blocks, at the least
MOST_PROCESSES = 8  # each needs a connection

# Forked, because a new process would load psycopg for as long as 400,000 hashes take. The threads of a pool of
# connections stay behind with their locks; what goes on here connects by itself, and ends without a word to them.
_processes = get_context("fork")

# One row a block, its entries' lines in one text: PostgreSQL puts the next block's together while this one is hashed.
# Blocks stand in their order before their entries are looked up: otherwise the lines of all would be sorted first.
_BLOCKS: LiteralString = """copy (
    select b.number, b.header, b.signature, b.leaves, cardinality(b.entry_ids), x.lines, x.found, x.oldest,
           x.ids = b.entry_ids
    from (
        select * from evidence_block where company_id = {company} and number % {parts} = {part} order by number
    ) b cross join lateral (
        select string_agg(line, e'\\n') as lines, count(*) as found, min(recorded_at) as oldest,
               coalesce(array_agg(id), '{{}}') as ids
        from (
            select id, line, recorded_at from evidence_entry e
            where e.id = any (b.entry_ids) and e.company_id = b.company_id order by id
        ) as listed
    ) x
    order by b.number
) to stdout (format binary)"""
_TYPES = ("int4", "text", "bytea", "bytea", "int4", "bytea", "int8", "timestamptz", "bool")  # lines stay bytes


class Block(NamedTuple):
    """What the database says of a block, and the root that its entries really have."""

    number: int
    header: str
    signature: bytes
    listed: int  # entries
    found: int  # of them
    oldest: datetime | None
    is_whole: bool  # the listed entries are there, in this order, with the hashes that the block keeps
    root: bytes


@contextmanager
def reading(connection: psycopg.Connection[Any], company: int) -> Iterator[Iterator[Block]]:
    """The company's blocks in their order, as this connection's transaction sees them, which must be repeatable read.

    EOFError where a process was ended before its work was.
    """
    query = "select count(*), pg_export_snapshot() from evidence_block where company_id = %s"
    count, snapshot = connection.execute(query, [company]).fetchone() or (0, "")
    parts = min(os.cpu_count() or 1, count // WORTH_A_PROCESS, MOST_PROCESSES)
    if parts < 2:  # noqa: PLR2004 -- one part is the whole
        yield _read(connection, company, 0, 1)
        return
    database = make_conninfo(connection.info.dsn, password=connection.info.password)
    with ExitStack() as stack:
        streams = []
        for part in range(parts):
            ours, theirs = Pipe(duplex=False)
            with theirs:
                process = _processes.Process(target=_serve, args=(theirs, database, snapshot, company, part, parts))
                process.start()
            stack.callback(process.join)
            stack.callback(process.terminate)
            streams.append(_receive(stack.enter_context(ours)))
        yield merge(*streams, key=attrgetter("number"))


def _read(connection: psycopg.Connection[Any], company: int, part: int, parts: int) -> Iterator[Block]:
    query = sql.SQL(_BLOCKS).format(company=sql.Literal(company), part=sql.Literal(part), parts=sql.Literal(parts))
    with connection.cursor() as cursor, cursor.copy(query) as copy:
        copy.set_types(_TYPES)
        for number, header, signature, kept, listed, lines, found, oldest, is_listed in copy.rows():
            # hash_leaf, without a call for each of a million
            leaves = [sha256(LEAF + line).digest() for line in lines.split(b"\n")] if lines else []
            is_whole = is_listed and b"".join(leaves) == kept
            yield Block(number, header, signature, listed, found, oldest, is_whole, compute_root(leaves))


def _serve(caller: Connection, database: str, snapshot: str, company: int, part: int, parts: int) -> None:  # noqa: PLR0913, PLR0917 -- all that a process is told
    with psycopg.connect(database) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.execute(sql.SQL("set transaction snapshot {}").format(sql.Literal(snapshot)))
        for block in _read(connection, company, part, parts):
            caller.send(block)
    caller.send(None)


def _receive(process: Connection) -> Iterator[Block]:
    while (block := process.recv()) is not None:
        yield block
