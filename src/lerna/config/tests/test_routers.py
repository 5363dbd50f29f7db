"""People's keys live in a database that holds nothing else."""

import pytest
from django.db import connections

from lerna.config.postgres.cluster import Cluster


@pytest.mark.django_db(databases=["default", "keys"])
@pytest.mark.parametrize(("alias", "only_keys"), [("default", False), ("keys", True)])
def test_the_keys_database_goes_through_the_migrations_of_its_own_app_alone(
    cluster: Cluster, alias: str, *, only_keys: bool
) -> None:
    with cluster.connect(str(connections[alias].settings_dict["NAME"])) as admin:
        apps = {app for (app,) in admin.execute("select app from django_migrations")}
    assert (apps == {"keys"}) is only_keys
    assert "keys" in apps
