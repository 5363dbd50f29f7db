"""What the database says now, read from its catalogs."""

from collections.abc import Iterable
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from lerna.privacy.subjects.access.desired import COMMON, Grant
from lerna.privacy.subjects.processing import ROLE_PREFIX

_ROLES = "select rolname from pg_roles where rolname like %s or rolname = %s"

# The application's role, whatever this installation calls it: whom the owner's default privileges serve.
_APPLICATION = """
select distinct acl.grantee::regrole::text from pg_default_acl d, aclexplode(d.defaclacl) acl
where d.defaclrole = current_user::regrole and acl.grantee <> d.defaclrole and acl.grantee <> 0
  and acl.grantee not in (select oid from pg_roles where rolname = %s)
"""

_MEMBERS = """
select granted.rolname, member.rolname from pg_auth_members m
join pg_roles granted on granted.oid = m.roleid join pg_roles member on member.oid = m.member
where granted.rolname like %s or granted.rolname = %s
"""

_TABLE_GRANTS = """
select acl.grantee::regrole::text, c.relname, '', acl.privilege_type
from pg_class c, aclexplode(c.relacl) acl
where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p', 'S', 'v') and acl.grantee <> 0
  and acl.grantee <> c.relowner
"""

_COLUMN_GRANTS = """
select acl.grantee::regrole::text, c.relname, a.attname, acl.privilege_type
from pg_attribute a join pg_class c on c.oid = a.attrelid, aclexplode(a.attacl) acl
where c.relnamespace = current_schema()::regnamespace and not a.attisdropped and acl.grantee <> 0
"""

_SCHEMA = "select 1 from pg_roles where rolname = %s and has_schema_privilege(oid, current_schema(), 'USAGE')"

_TABLES = "select tablename from pg_tables where schemaname = current_schema()"

_SECURITY = """
select relname, relforcerowsecurity from pg_class
where relnamespace = current_schema()::regnamespace and relrowsecurity
"""

_POLICIES = """
select c.relname, p.polname, coalesce(obj_description(p.oid, 'pg_policy'), '')
from pg_policy p join pg_class c on c.oid = p.polrelid
where c.relnamespace = current_schema()::regnamespace and p.polname like 'lerna!_%%' escape '!'
"""

_FUNCTIONS = """
select proname, coalesce(obj_description(oid, 'pg_proc'), '') from pg_proc
where pronamespace = current_schema()::regnamespace and proname like 'lerna!_%%' escape '!'
"""

_TRIGGERS = """
select c.relname, t.tgname from pg_trigger t join pg_class c on c.oid = t.tgrelid
where c.relnamespace = current_schema()::regnamespace and t.tgname like 'lerna!_%%' escape '!'
"""


class Actual:
    """One reading of the catalogs."""

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self._connection = connection
        pattern = ROLE_PREFIX.replace("_", r"\_") + "%"
        self.roles = {name for (name,) in self._ask(_ROLES, [pattern, COMMON])}
        self.applications = sorted(_unquote(name) for (name,) in self._ask(_APPLICATION, [COMMON]))
        self.members = set(self._ask(_MEMBERS, [pattern, COMMON]))
        self.grants = {
            Grant(_unquote(role), table, column, privilege)
            for role, table, column, privilege in (*self._ask(_TABLE_GRANTS), *self._ask(_COLUMN_GRANTS))
        }
        self.common_uses_schema = bool(self._ask(_SCHEMA, [COMMON]))
        self.tables = {name for (name,) in self._ask(_TABLES)}
        secured = dict(self._ask(_SECURITY))
        self.secured = {name for name, is_forced in secured.items() if is_forced}
        self.walled = set(secured) - self.secured
        self.policies = {(table, name): mark for table, name, mark in self._ask(_POLICIES)}
        self.functions = dict(self._ask(_FUNCTIONS))
        self.triggers = set(self._ask(_TRIGGERS))

    def grants_of(self, roles: Iterable[str]) -> set[Grant]:
        """The rights of these roles."""
        wanted = set(roles)
        return {grant for grant in self.grants if grant.role in wanted}

    def _ask(self, sql: str, params: list[str] | None = None) -> list[Any]:
        with self._connection.cursor() as cursor:
            cursor.execute(sql, params or [])
            return list(cursor.fetchall())


def _unquote(name: str) -> str:
    return name[1:-1].replace('""', '"') if name.startswith('"') else name
